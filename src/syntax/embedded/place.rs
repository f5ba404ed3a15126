//! Where the text of a page is put: into which frame, or only into the document's markup, in which no script runs.

use rustc_hash::FxHashSet;

use super::Pages;
use crate::source::Span;
use crate::syntax::program::{
    BindingId, Element, Export, ExportValue, Expr, ExprId, FnId, Key, Name, Pattern, Property, Stmt,
};

/// Through how many variables, functions and the like a text is followed to where it is put.
const MAX_WAY: usize = 6;

/// What is done with a text.
#[derive(Default)]
pub(super) struct Place {
    /// It is the page of this frame.
    pub frame: Option<Element>,
    /// Its scripts do not run (HTML Standard, "innerHTML").
    pub is_inert: bool,
    /// It is compared, searched or logged, and nothing else.
    pub is_shown: bool,
}

/// What has a text for its value.
#[derive(Default)]
struct Holders {
    exprs: FxHashSet<ExprId>,
    variables: FxHashSet<BindingId>,
    /// What gives it back.
    functions: FxHashSet<FnId>,
}

impl Pages<'_> {
    /// Where a text is put.
    pub(super) fn place(&self, id: ExprId) -> Place {
        let program = self.program;
        let holders = self.holders(id);
        let is_it = |other: ExprId| holders.exprs.contains(&other);
        let mut place = Place::default();
        let mut shown = 0;
        for (expr, _) in &program.exprs {
            match expr {
                Expr::Assign { target, value, .. } if is_it(*value) => {
                    let Pattern::Place(target) = program.pattern(*target) else { continue };
                    let Expr::Member { object, key: Key::Name(key), .. } = program.expr(*target) else { continue };
                    match &**key {
                        "srcdoc" => place.frame = Some(self.frame(*object)),
                        "innerHTML" | "outerHTML" => place.is_inert = true,
                        _ => {}
                    }
                }
                Expr::Object(properties) => {
                    for property in properties {
                        let Property::Field(Key::Name(key), value) = property else { continue };
                        if is_it(*value) && key.eq_ignore_ascii_case("srcdoc") {
                            place.frame = Some(iframe(self.constant(expr.field("sandbox"))));
                        }
                    }
                }
                Expr::Call { callee, args, .. } if args.iter().any(|arg| is_it(arg.value)) => {
                    let Expr::Member { object, key: Key::Name(method), .. } = program.expr(*callee) else { continue };
                    let is_console = matches!(program.expr(*object), Expr::Global(name) if &**name == "console");
                    match &**method {
                        "setAttribute" if self.constant(args.first().map(|arg| arg.value)) == Some("srcdoc") => {
                            place.frame = Some(self.frame(*object));
                        }
                        "insertAdjacentHTML" => place.is_inert = true,
                        method if is_console || SEARCHES.contains(&method) => shown += 1,
                        _ => {}
                    }
                }
                Expr::New { callee, args } if args.iter().any(|arg| is_it(arg.value)) => {
                    shown +=
                        usize::from(matches!(program.expr(*callee), Expr::Global(name) if name.ends_with("Error")));
                }
                Expr::Binary(op, left, right) if is_it(*left) || is_it(*right) => {
                    shown += usize::from(op.compares());
                }
                _ => {}
            }
        }
        place.is_shown = shown > 0 && self.uses(&holders) == Some(shown);
        place
    }

    /// How often a text is used in this file, if it is used nowhere else.
    fn uses(&self, holders: &Holders) -> Option<usize> {
        let program = self.program;
        let is_exported =
            |export: &Export| matches!(export.value, ExportValue::Binding(held) if holders.variables.contains(&held));
        if !holders.functions.is_empty() || program.exports.iter().any(is_exported) {
            return None;
        }
        let is_variable = |expr: &Expr| matches!(expr, Expr::Var(held) if holders.variables.contains(held));
        let variables = program.exprs.iter().filter(|(expr, _)| is_variable(expr)).count();
        Some(if holders.variables.is_empty() { 1 } else { variables })
    }

    /// What has a text for its value: the variables that are declared with it, what the functions that return it give where they are
    /// called by their names, and what is computed by a function that returns it: `useMemo(() => page(token), [token])`.
    fn holders(&self, id: ExprId) -> Holders {
        let program = self.program;
        let mut holders = Holders::default();
        holders.exprs.insert(id);
        for _ in 0..MAX_WAY {
            let before = holders.exprs.len();
            for (stmt, _) in &program.stmts {
                match stmt {
                    Stmt::Declare(pattern, value) if holders.exprs.contains(value) => {
                        if let Pattern::Bind(binding) = program.pattern(*pattern) {
                            holders.variables.insert(*binding);
                        }
                    }
                    Stmt::Return(Some(value)) if holders.exprs.contains(value) => {
                        holders.functions.extend(self.function_around(*value));
                    }
                    _ => {}
                }
            }
            let calls = holders.functions.iter().filter_map(|function| self.calls.get(function));
            holders.exprs.extend(calls.flatten().copied());
            for (at, (expr, _)) in program.exprs.iter().enumerate() {
                let gives = |id: ExprId| matches!(program.expr(id), Expr::Function(f) if holders.functions.contains(f));
                let is_holder = match expr {
                    Expr::Var(binding) => holders.variables.contains(binding),
                    Expr::Typed(inner, _) | Expr::Await(inner) => holders.exprs.contains(inner),
                    Expr::Call { args, .. } => args.iter().any(|arg| gives(arg.value)),
                    _ => false,
                };
                if is_holder {
                    holders.exprs.insert(ExprId(at as u32));
                }
            }
            if holders.exprs.len() == before {
                break;
            }
        }
        holders
    }

    /// The function that an expression belongs to: the smallest that has it.
    fn function_around(&self, id: ExprId) -> Option<FnId> {
        let around = self.program.functions.iter().enumerate().filter(|(_, f)| f.exprs.contains(&id.0));
        around.min_by_key(|(_, f)| f.exprs.len()).map(|(at, _)| FnId(at as u32))
    }

    /// The frame that an expression is, with its sandbox where the program writes it.
    fn frame(&self, object: ExprId) -> Element {
        let program = self.program;
        let Expr::Var(frame) = program.expr(object) else { return iframe(None) };
        let is_frame = |id: ExprId| matches!(program.expr(id), Expr::Var(binding) if binding == frame);
        let sandbox = program.exprs.iter().find_map(|(expr, _)| match expr {
            Expr::Assign { target, value, .. } => {
                let Pattern::Place(target) = program.pattern(*target) else { return None };
                let Expr::Member { object, key: Key::Name(key), .. } = program.expr(*target) else { return None };
                (&**key == "sandbox" && is_frame(*object)).then_some(*value)
            }
            Expr::Call { callee, args, .. } => {
                let Expr::Member { object, key: Key::Name(key), .. } = program.expr(*callee) else { return None };
                let name = self.constant(args.first().map(|arg| arg.value));
                (&**key == "setAttribute" && name == Some("sandbox") && is_frame(*object)).then_some(args.get(1)?.value)
            }
            _ => None,
        });
        iframe(self.constant(sandbox))
    }
}

fn iframe(sandbox: Option<&str>) -> Element {
    let attributes = sandbox.map(|tokens| (Name::from("sandbox"), Name::from(tokens))).into_iter().collect();
    Element { tag: Name::from("iframe"), span: Span::default(), attributes }
}

/// Methods that look for a text, or compare one.
const SEARCHES: [&str; 12] = [
    "includes",
    "indexOf",
    "lastIndexOf",
    "startsWith",
    "endsWith",
    "match",
    "test",
    "replace",
    "replaceAll",
    "split",
    "toBe",
    "toContain",
];
