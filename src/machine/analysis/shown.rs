//! State of components that is only shown: what a message sets of it changes the page, and nothing else.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::syntax::program::{BindingId, Expr, ExprId, Key, Pattern, Program, Property, Stmt};

/// Of the calls that give a value and its setter (`const [height, setHeight] = useState(0)`) those whose value is nothing but written
/// into elements of JSX, in their content or in one of these `attributes`, or decides which of them there are.
pub(in crate::machine) fn shown_states(program: &Program, attributes: &[String]) -> FxHashSet<ExprId> {
    let mut states: FxHashMap<BindingId, ExprId> = FxHashMap::default();
    let mut shown = FxHashSet::default();
    for (stmt, _) in &program.stmts {
        let Stmt::Declare(pattern, call) = stmt else { continue };
        let Pattern::Array { items, .. } = program.pattern(*pattern) else { continue };
        if !matches!(program.expr(*call), Expr::Call { .. }) || items.len() != 2 {
            continue;
        }
        match items[0].map(|value| program.pattern(value)) {
            Some(Pattern::Bind(value)) => drop(states.insert(*value, *call)),
            Some(_) => continue,
            None => {}
        }
        shown.insert(*call);
    }
    if states.is_empty() {
        return shown;
    }
    let elements = Elements::of(program, attributes);
    for (at, (expr, _)) in program.exprs.iter().enumerate() {
        if let Expr::Var(binding) = expr
            && let Some(call) = states.get(binding)
            && shown.contains(call)
            && !elements.show(ExprId(at as u32))
        {
            shown.remove(call);
        }
    }
    shown
}

/// The elements of a program.
struct Elements<'p> {
    program: &'p Program,
    attributes: &'p [String],
    /// Elements, and choices among elements, in order: what stands within comes first.
    parents: Vec<ExprId>,
    /// What a hook depends on, which is only compared.
    dependencies: FxHashSet<ExprId>,
}

impl<'p> Elements<'p> {
    fn of(program: &'p Program, attributes: &'p [String]) -> Self {
        let is_element = |id: ExprId| matches!(program.expr(id), Expr::Jsx { .. });
        let mut elements = Self { program, attributes, parents: Vec::new(), dependencies: FxHashSet::default() };
        for (at, (expr, _)) in program.exprs.iter().enumerate() {
            let is_parent = match expr {
                Expr::Jsx { .. } => true,
                Expr::Cond(_, left, right) => is_element(*left) || is_element(*right),
                Expr::Logical(_, _, right) => is_element(*right),
                _ => false,
            };
            if is_parent {
                elements.parents.push(ExprId(at as u32));
            }
            if let Expr::Call { args, .. } = expr
                && let Some(Expr::Array(items)) = args.last().map(|last| program.expr(last.value))
            {
                elements.dependencies.extend(items.iter().flatten().map(|item| item.value));
            }
        }
        elements
    }

    /// Whether an expression is only shown.
    fn show(&self, used: ExprId) -> bool {
        if self.dependencies.contains(&used) {
            return true;
        }
        let program = self.program;
        let span = program.span(used);
        let holds = |id: ExprId| program.span(id).contains(span);
        let from = self.parents.partition_point(|parent| *parent < used);
        let Some(parent) = self.parents[from..].iter().copied().find(|parent| holds(*parent)) else { return false };
        // What a function of the element does with it is not seen here.
        let between = |f: &crate::syntax::program::Function| f.exprs.contains(&used.0) && !f.exprs.contains(&parent.0);
        if program.functions.iter().any(between) {
            return false;
        }
        match program.expr(parent) {
            Expr::Jsx { tag, props, children } => {
                let tag = program.expr(*tag).text();
                let is_content = children.iter().any(|child| holds(*child));
                if is_content {
                    return !matches!(tag, Some("script" | "style"));
                }
                let Expr::Object(props) = program.expr(*props) else { return false };
                tag.is_some_and(|tag| !tag.is_empty())
                    && props.iter().any(|prop| match prop {
                        Property::Field(Key::Name(name), value) => {
                            holds(*value) && self.attributes.iter().any(|shown| **shown == **name)
                        }
                        _ => false,
                    })
            }
            Expr::Cond(test, ..) => holds(*test),
            Expr::Logical(_, left, _) => holds(*left),
            _ => false,
        }
    }
}
