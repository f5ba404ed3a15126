//! Which functions run once, or again only when what they made has ended: what they make is not made on every call.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::syntax::program::{
    BindingId, BindingKind, Class, Const, ExportValue, Expr, ExprId, FnId, Key, MemberKind, Name, Pattern, Program,
    Stmt,
};

/// Places that name a function which makes what it makes anew: of more, one is no reconnect.
const MOST_USES: usize = 8;

/// Functions that run as often as the place where they are called: those that are called where they are written, those that one
/// call names, and the methods of a class of which there is one instance. That runs once itself where its place does.
pub(in crate::machine) fn immediate_functions(program: &Program) -> FxHashSet<FnId> {
    let named = Named::of(program);
    let mut found = called_in_place(program);
    found.extend(
        named.functions().filter(|(binding, function)| named.is_called_once(*binding, *function)).map(|(_, f)| f),
    );
    for (binding, class) in named.classes() {
        if named.is_made_once(binding) {
            found.extend(class.constructor);
            found.extend(named.methods_called_once(class));
        }
    }
    found
}

/// Functions that are called right where they are written.
fn called_in_place(program: &Program) -> FxHashSet<FnId> {
    let function = |e: ExprId| match program.expr(e) {
        Expr::Function(f) => Some(*f),
        _ => None,
    };
    let mut found = FxHashSet::default();
    for (expr, _) in &program.exprs {
        let Expr::Call { callee, args, .. } = expr else { continue };
        if let Some(f) = function(*callee) {
            found.insert(f);
            // A universal module's factory is handed to the function that calls it.
            found.extend(args.iter().filter_map(|a| function(a.value)));
        }
        if let Expr::Member { object, key: Key::Name(name), .. } = program.expr(*callee)
            && matches!(&**name, "call" | "apply")
            && let Some(f) = function(*object)
        {
            found.insert(f);
        }
    }
    found
}

/// Where a program names its variables and members.
struct Named<'p> {
    program: &'p Program,
    uses: FxHashMap<BindingId, Vec<ExprId>>,
    /// The variables that are called, and those of which instances are made, by the expressions that name them.
    called: FxHashSet<ExprId>,
    made: FxHashSet<ExprId>,
    /// How often each member is read or written, and how often it is called.
    members: FxHashMap<&'p Name, (u32, u32)>,
}

impl<'p> Named<'p> {
    fn of(program: &'p Program) -> Self {
        let (uses, called, made, members) = Default::default();
        let mut named = Self { program, uses, called, made, members };
        for (at, (expr, _)) in program.exprs.iter().enumerate() {
            match expr {
                Expr::Var(binding) => named.uses.entry(*binding).or_default().push(ExprId(at as u32)),
                Expr::Member { key: Key::Name(name), .. } => named.members.entry(name).or_default().0 += 1,
                Expr::New { callee, .. } => drop(named.made.insert(*callee)),
                Expr::Call { callee, .. } => {
                    let callee = program.called(*callee);
                    named.called.insert(callee);
                    if let Expr::Member { key: Key::Name(name), .. } = program.expr(callee) {
                        named.members.entry(name).or_default().1 += 1;
                    }
                }
                _ => {}
            }
        }
        named
    }

    /// What variables always hold.
    fn constants(&self) -> impl Iterator<Item = (BindingId, &'p Expr)> {
        self.program.stmts.iter().filter_map(|(stmt, _)| {
            let Stmt::Declare(pattern, value) = stmt else { return None };
            let Pattern::Bind(binding) = self.program.pattern(*pattern) else { return None };
            Some((*binding, self.program.expr(*value)))
        })
    }

    /// The functions that have a name of the program.
    fn functions(&self) -> impl Iterator<Item = (BindingId, FnId)> {
        let hoisted = self.program.functions.iter().flat_map(|f| f.hoisted.iter().copied());
        let constant = self.constants().filter_map(|(binding, value)| match value {
            Expr::Function(f) if self.program.binding(binding).kind == BindingKind::Const => Some((binding, *f)),
            _ => None,
        });
        hoisted.chain(constant)
    }

    /// The classes that have one.
    fn classes(&self) -> impl Iterator<Item = (BindingId, &'p Class)> {
        self.constants().filter_map(|(binding, value)| match value {
            Expr::Class(class) => Some((binding, &self.program.classes[class.index()])),
            _ => None,
        })
    }

    fn is_exported(&self, binding: BindingId) -> bool {
        self.program.exports.iter().any(|e| matches!(e.value, ExportValue::Binding(b) if b == binding))
    }

    fn uses(&self, binding: BindingId) -> &[ExprId] {
        self.uses.get(&binding).map_or(&[], Vec::as_slice)
    }

    /// Whether a function is named in one call, apart from where it runs again because what it made has ended.
    fn is_called_once(&self, binding: BindingId, function: FnId) -> bool {
        let uses = self.uses(binding);
        let one = match uses {
            [one] => *one,
            [] => return false,
            _ => {
                let ends = self.ends(function);
                if ends.is_empty() || uses.len() > MOST_USES {
                    return false;
                }
                let mut others = uses.iter().filter(|at| !self.is_after(**at, &ends));
                match (others.next(), others.next()) {
                    (Some(one), None) => *one,
                    _ => return false,
                }
            }
        };
        self.called.contains(&one) && !self.is_exported(binding)
    }

    /// The handlers in a function of the event with which a connection ends, by their expressions.
    fn ends(&self, function: FnId) -> Vec<Range<u32>> {
        let program = self.program;
        let range = |e: ExprId| match program.expr(e) {
            Expr::Function(f) => Some(program.function(*f).exprs.clone()),
            _ => None,
        };
        let handler = |e: ExprId| match program.expr(e) {
            Expr::Assign { target, value, .. } => {
                let Pattern::Place(target) = program.pattern(*target) else { return None };
                let is_close =
                    matches!(program.expr(*target), Expr::Member { key: Key::Name(n), .. } if &**n == "onclose");
                is_close.then(|| range(*value)).flatten()
            }
            Expr::Call { args, .. } => {
                let [event, handler, ..] = args.as_slice() else { return None };
                let is_close = matches!(program.expr(event.value), Expr::Const(Const::Str(s)) if &**s == "close");
                is_close.then(|| range(handler.value)).flatten()
            }
            _ => None,
        };
        program.function(function).exprs.clone().map(ExprId).filter_map(handler).collect()
    }

    /// Whether an expression only runs in one of these handlers, or in a function that nothing else names but what takes it back.
    fn is_after(&self, at: ExprId, ends: &[Range<u32>]) -> bool {
        let is_in = |at: &ExprId| ends.iter().any(|range| range.contains(&at.0));
        let removes = |callee: ExprId| matches!(self.program.expr(callee), Expr::Member { key: Key::Name(n), .. } if n.starts_with("remove"));
        let is_taken_back = |at: &ExprId| {
            self.program.exprs.iter().any(|(expr, _)| match expr {
                Expr::Call { callee, args, .. } => args.iter().any(|a| a.value == *at) && removes(*callee),
                _ => false,
            })
        };
        let mut around = self.functions().filter(|(_, f)| self.program.function(*f).exprs.contains(&at.0));
        is_in(&at)
            || around.any(|(binding, _)| {
                let uses = self.uses(binding);
                !uses.is_empty() && uses.iter().all(|at| is_in(at) || is_taken_back(at))
            })
    }

    /// Whether one instance is made of a class.
    fn is_made_once(&self, binding: BindingId) -> bool {
        matches!(self.uses(binding), [one] if self.made.contains(one)) && !self.is_exported(binding)
    }

    /// The methods of a class that one call names.
    fn methods_called_once(&self, class: &'p Class) -> impl Iterator<Item = FnId> {
        class.members.iter().filter_map(|member| match (&member.key, member.kind) {
            (Some(Key::Name(name)), MemberKind::Method(f)) if self.members.get(name) == Some(&(1, 1)) => Some(f),
            _ => None,
        })
    }
}
