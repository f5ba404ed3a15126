//! What the text tells of components of React and its like: which functions run at each rendering, which are effects, and which run
//! when a component goes.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::machine::analysis::relevance::by_function;
use crate::model::{Lifecycle, Wrappers};
use crate::syntax::program::{
    Arg, BindingId, BindingKind, Expr, ExprId, FnId, Function, FunctionKind, Key, Name, PatId, Pattern, Program, Stmt,
};

/// How a component comes by something that it makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::machine) enum Made {
    /// At each rendering.
    EachTime,
    /// At each rendering, and only the first one is kept.
    EachTimeKeptOnce,
    /// At the first rendering only.
    Once,
}

/// The components of a file.
#[derive(Default)]
pub(in crate::machine) struct Components {
    /// The functions that run at each rendering: components, and the hooks that they use.
    renders: FxHashSet<FnId>,
    /// Effects, and whether each runs only when the component appears.
    effects: FxHashMap<FnId, bool>,
    /// Functions that run when a component goes.
    ends: FxHashSet<FnId>,
    /// What `new` makes during a rendering.
    made: FxHashMap<ExprId, Made>,
    /// Frames in what components render, by what they are kept in.
    frames: Vec<(Held, ExprId)>,
    /// What constants hold.
    declared: FxHashMap<BindingId, ExprId>,
    /// Declared functions.
    hoisted: FxHashMap<BindingId, FnId>,
}

/// What an element is kept in.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Held {
    Variable(BindingId),
    Field(Name),
}

impl Components {
    pub(in crate::machine) fn of(program: &Program, wrappers: &Wrappers) -> Self {
        let lifecycle = &wrappers.lifecycle;
        let is_library = |source: &str| lifecycle.rendered_by.iter().any(|name| source.starts_with(name.as_str()));
        let is_rendered = crate::detect::sources(program).any(is_library)
            || program.exprs.iter().any(|(e, _)| matches!(e, Expr::Global(name) if &**name == "React"));
        let declared = program.stmts.iter().filter_map(|(stmt, _)| match stmt {
            Stmt::Declare(pattern, value) => match program.pattern(*pattern) {
                Pattern::Bind(binding) => Some((*binding, *value)),
                _ => None,
            },
            _ => None,
        });
        let mut components = Self { declared: declared.collect(), ..Self::default() };
        components.hoisted = program.functions.iter().flat_map(|f| f.hoisted.iter().copied()).collect();
        components.find_ends(program, lifecycle);
        if is_rendered {
            components.find_renders(program, wrappers);
        }
        components
    }

    fn find_ends(&mut self, program: &Program, lifecycle: &Lifecycle) {
        let first = |f: &Function| f.kind == FunctionKind::Method && f.name.as_deref() == Some("componentDidMount");
        let firsts = program.functions.iter().enumerate().filter(|(_, f)| first(f));
        self.effects.extend(firsts.map(|(i, _)| (FnId(i as u32), true)));
        let mut ends = Vec::new();
        for (expr, _) in &program.exprs {
            let Expr::Call { callee, args, .. } = expr else { continue };
            let (Some(name), Some(first)) = (called(program, *callee), args.first()) else { continue };
            if is_in(&lifecycle.effects, name)
                && let Some(effect) = self.function(program, first.value)
            {
                self.effects.insert(effect, is_empty_list(program, args.get(1)) || is_in(&lifecycle.once, name));
            } else if is_in(&lifecycle.ends, name) {
                ends.extend(self.function(program, first.value));
            }
        }
        if !self.effects.is_empty() {
            let given: FxHashSet<ExprId> = program.stmts.iter().filter_map(|(stmt, _)| returned(stmt)).collect();
            let by_effects =
                by_function(program).filter(|(at, _, f)| self.effects.contains_key(f) && given.contains(at));
            ends.extend(by_effects.filter_map(|(value, ..)| self.function(program, value)));
        }
        self.ends.extend(ends);
    }

    /// A function that calls a hook runs at each rendering, and so does one that calls such a function.
    fn find_renders(&mut self, program: &Program, wrappers: &Wrappers) {
        let mut callers: FxHashMap<FnId, Vec<FnId>> = FxHashMap::default();
        let mut queue = Vec::new();
        for (at, expr, around) in by_function(program) {
            if let Expr::Call { callee, .. } = expr
                && program.function(around).kind != FunctionKind::Body
            {
                match self.function(program, program.called(*callee)) {
                    Some(function) => callers.entry(function).or_default().push(around),
                    None if is_hook_of_another_file(program, *callee) => queue.push(around),
                    None => {}
                }
            }
            if let Expr::Jsx { tag, props, .. } = expr
                && program.expr(*tag).text() == Some("iframe")
                && let Some(holder) = program.expr(*props).field("ref")
                && let Some(held) = held(program, holder)
            {
                self.frames.push((held, at));
            }
        }
        while let Some(render) = queue.pop() {
            if self.renders.insert(render) {
                queue.extend(callers.get(&render).into_iter().flatten());
            }
        }
        let renders: Vec<FnId> = self.renders.iter().copied().collect();
        for render in renders {
            for stmt in &program.function(render).body {
                let Stmt::Declare(_, value) = program.stmt(*stmt) else { continue };
                self.note_made(program, wrappers, *value);
            }
        }
    }

    /// What a declaration of a component makes.
    fn note_made(&mut self, program: &Program, wrappers: &Wrappers, value: ExprId) {
        for made in results(program, value) {
            self.made.insert(made, Made::EachTime);
        }
        let Expr::Call { callee, args, .. } = program.expr(value) else { return };
        let (Some(name), Some(first)) = (called(program, *callee), args.first()) else { return };
        let Some(keeper) = wrappers.state.iter().find(|row| is_in(&row.names, name)) else { return };
        for made in results(program, first.value) {
            self.made.insert(made, Made::EachTimeKeptOnce);
        }
        if let (Expr::Function(f), "pair") = (program.expr(first.value), keeper.shape.as_str()) {
            let f = program.function(*f);
            for stmt in &f.body {
                if let Some(value) = returned(program.stmt(*stmt)) {
                    self.made.extend(results(program, value).into_iter().map(|made| (made, Made::Once)));
                }
            }
        }
    }

    /// The function that an expression is, by its name or through a hook that keeps it.
    fn function(&self, program: &Program, mut e: ExprId) -> Option<FnId> {
        while let Expr::Typed(inner, _) = program.expr(e) {
            e = *inner;
        }
        match program.expr(e) {
            Expr::Function(f) => Some(*f),
            Expr::Var(binding) => {
                let hoisted = self.hoisted.get(binding);
                let written = || match program.expr(*self.declared.get(binding)?) {
                    Expr::Function(f) => Some(*f),
                    Expr::Call { callee, args, .. } if called(program, *callee).is_some_and(is_hook) => {
                        match program.expr(args.first()?.value) {
                            Expr::Function(f) => Some(*f),
                            _ => None,
                        }
                    }
                    _ => None,
                };
                hoisted.copied().or_else(written)
            }
            _ => None,
        }
    }

    /// How a component makes it, if the expression is a `new` that runs during a rendering.
    pub(in crate::machine) fn made(&self, e: ExprId) -> Option<Made> {
        self.made.get(&e).copied()
    }

    /// Whether the function runs when a component goes.
    pub(in crate::machine) fn ends(&self, f: FnId) -> bool {
        self.ends.contains(&f)
    }

    /// Whether the function is an effect that runs once, when the component has appeared.
    pub(in crate::machine) fn runs_at_first(&self, f: FnId) -> bool {
        self.effects.get(&f) == Some(&true)
    }

    /// The component that a function is, or is written in.
    pub(in crate::machine) fn rendering(&self, program: &Program, f: FnId) -> Option<FnId> {
        std::iter::successors(Some(f), |f| program.function(*f).parent).find(|f| self.renders.contains(f))
    }

    /// Whether a component runs the function when something happens: it is written in one, and neither that nor in an effect of it.
    pub(in crate::machine) fn is_handler(&self, program: &Program, f: FnId) -> bool {
        let apart = |f: &FnId| self.effects.contains_key(f) || self.ends.contains(f);
        let mut around = std::iter::successors(Some(f), |f| program.function(*f).parent);
        let found = around.find(|f| apart(f) || self.renders.contains(f));
        found.is_some_and(|r| r != f && self.renders.contains(&r))
    }

    /// The frame in what a component renders whose window the expression names.
    pub(in crate::machine) fn frame_of_window(&self, program: &Program, window: ExprId) -> Option<ExprId> {
        let Expr::Member { object, key: Key::Name(name), .. } = program.expr(self.resolved(program, window)) else {
            return None;
        };
        if &**name != "contentWindow" {
            return None;
        }
        let Expr::Member { object, key: Key::Name(name), .. } = program.expr(self.resolved(program, *object)) else {
            return None;
        };
        let held = held(program, *object).filter(|_| &**name == "current")?;
        self.frames.iter().find(|(h, _)| *h == held).map(|(_, jsx)| *jsx)
    }

    /// The expression without types and chains, or what the constant that it names holds.
    fn resolved(&self, program: &Program, mut e: ExprId) -> ExprId {
        for _ in 0..8 {
            e = match program.expr(e) {
                Expr::Typed(inner, _) | Expr::Chain(inner) => *inner,
                Expr::Var(binding) => match self.declared.get(binding) {
                    Some(value) => *value,
                    None => return e,
                },
                _ => return e,
            };
        }
        e
    }
}

/// Whether a function that the file does not declare is called a hook. React's compiler believes these names, too, and what hooks are to
/// be called from follows from them.
fn is_hook_of_another_file(program: &Program, callee: ExprId) -> bool {
    let is_declared = match program.expr(program.called(callee)) {
        Expr::Var(binding) => program.binding(*binding).kind != BindingKind::Import,
        _ => false,
    };
    !is_declared && called(program, callee).is_some_and(is_hook)
}

fn is_hook(name: &Name) -> bool {
    name.strip_prefix("use").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
}

fn is_in(names: &[String], name: &str) -> bool {
    names.iter().any(|known| known == name)
}

/// The name by which a call calls.
fn called(program: &Program, callee: ExprId) -> Option<&Name> {
    match program.expr(program.called(callee)) {
        Expr::Var(binding) => Some(program.binding(*binding).known_as()),
        Expr::Global(name) | Expr::Member { key: Key::Name(name), .. } => Some(name),
        _ => None,
    }
}

fn is_empty_list(program: &Program, arg: Option<&Arg>) -> bool {
    arg.is_some_and(|a| matches!(program.expr(a.value), Expr::Array(items) if items.is_empty()))
}

const fn returned(stmt: &Stmt) -> Option<ExprId> {
    if let Stmt::Return(value) = stmt { *value } else { None }
}

/// What `new` makes of which an expression is one, unless it asks first whether there is one already.
fn results(program: &Program, e: ExprId) -> Vec<ExprId> {
    match program.expr(e) {
        Expr::New { .. } => vec![e],
        Expr::Typed(inner, _) => results(program, *inner),
        Expr::Cond(test, then, otherwise) if matches!(program.expr(*test), Expr::Binary(..)) => {
            let asks = |e: ExprId| matches!(program.expr(e), Expr::Unary(crate::syntax::program::UnaryOp::TypeOf, _));
            match program.expr(*test) {
                Expr::Binary(_, a, b) if asks(*a) || asks(*b) => {
                    [results(program, *then), results(program, *otherwise)].concat()
                }
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

fn held(program: &Program, e: ExprId) -> Option<Held> {
    match program.expr(e) {
        Expr::Var(binding) => Some(Held::Variable(*binding)),
        Expr::Member { object, key: Key::Name(name), .. } if matches!(program.expr(*object), Expr::This) => {
            Some(Held::Field(name.clone()))
        }
        _ => None,
    }
}

/// The names that a function's parameters are.
pub(in crate::machine) fn parameters(program: &Program, params: &[PatId]) -> Vec<BindingId> {
    let bound = |p: &PatId| match program.pattern(*p) {
        Pattern::Bind(binding) => Some(*binding),
        _ => None,
    };
    params.iter().filter_map(bound).collect()
}
