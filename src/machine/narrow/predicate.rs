//! What functions that test their arguments tell of them: predicates, type guards and assertions of the program, which are followed
//! into their bodies, callbacks of `every` and `some`. What conditions tell by themselves is told in `condition`.

use crate::machine::domain::access_path::{AccessPath, Root, Step};
use crate::machine::domain::heap::{EnvId, Fact, Mark, ObjKind, Place};
use crate::machine::domain::taint::ATTACKER_CONTROLLED;
use crate::machine::domain::value::{Kind, Value};
use crate::machine::limits;
use crate::machine::{Frame, Machine, Mode, Path};
use crate::syntax::program::{Arg, BindingId, Expr, ExprId, FnId, Key, PatId, Pattern, Stmt, StmtId};

/// How a call came out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// With something true.
    True,
    /// With something false.
    False,
    /// It did not throw.
    Returned,
}

/// A variable of a predicate that is an argument, or a part of one.
struct Alias {
    /// The place of the argument.
    argument: usize,
    /// Which part of it.
    steps: Vec<Step>,
    binding: BindingId,
    /// What it is before anything is tested.
    before: Value,
}

/// The body of a predicate, while it is looked through.
struct Body {
    aliases: Vec<Alias>,
    wanted: Outcome,
    statements: u32,
}

/// How many facts of each sort there are.
#[derive(Clone, Copy)]
struct Noted {
    effects: usize,
    flows: usize,
    sends: usize,
}

impl<'p> Machine<'p> {
    /// `isMessage(x)`, `assertMessage(x)`: what the function of the program tells of its parameters where it comes out like this is
    /// told of the arguments.
    pub(super) fn assume_through(&mut self, callee: ExprId, args: &'p [Arg], outcome: Outcome) {
        if !self.is_plain_read(callee) || args.iter().any(|a| a.spread) {
            return;
        }
        let given: Vec<Value> = args.iter().map(|a| self.peek(a.value)).collect();
        if !given.iter().any(|v| v.kinds().intersects(ATTACKER_CONTROLLED)) {
            return;
        }
        let Some((function, around)) = self.predicate(callee) else { return };
        if outcome == Outcome::Returned && !self.asserts(function) {
            return;
        }
        let this = match self.program.expr(callee) {
            Expr::Member { object, .. } => self.eval(*object),
            _ => Value::undefined(),
        };
        let subjects: Vec<ExprId> = args.iter().map(|a| a.value).collect();
        self.deeper(|m| m.look_through(function, around, this, &given, &subjects, outcome));
    }

    /// `list.every(isNumber)`, `LIST.some((x) => x === y)`, where it holds.
    pub(super) fn assume_each(&mut self, list: ExprId, method: &str, callback: ExprId) {
        if !self.is_plain_read(list) && !matches!(self.program.expr(list), Expr::Array(_)) {
            return;
        }
        if !matches!(self.program.expr(callback), Expr::Function(_)) && !self.is_plain_read(callback) {
            return;
        }
        let held = self.eval(list);
        let item = match held.single().map(|a| a.kind.clone()) {
            Some(Kind::Unknown) => held,
            _ => self.items(&held, true, self.program.span(list)).1,
        };
        let Some((function, around)) = self.predicate(callback) else { return };
        // Of each element of the list something is known, or of what one of them is compared with.
        let subjects: &[ExprId] = if method == "every" { &[list] } else { &[] };
        self.look_through(function, around, Value::undefined(), &[item], subjects, Outcome::True);
    }

    /// The function of the program that an expression stands for, if it is one that can be looked through.
    pub(super) fn predicate(&mut self, callee: ExprId) -> Option<(FnId, EnvId)> {
        let value = self.eval(callee);
        let Kind::Obj(closure) = value.single()?.kind else { return None };
        let ObjKind::Closure { function, env, .. } = *self.heap.kind(closure) else { return None };
        let f = self.program.function(function);
        let runs = self.frames.iter().any(|frame| frame.function == function);
        (!f.is_async && !f.is_generator && !runs && self.frames.len() < limits::PREDICATE_DEPTH)
            .then_some((function, env))
    }

    /// Whether a function throws on some condition.
    fn asserts(&self, function: FnId) -> bool {
        let throws = |id: &StmtId| match self.program.stmt(*id) {
            Stmt::Throw(_) => true,
            Stmt::Block(inner) => inner.last().is_some_and(|s| matches!(self.program.stmt(*s), Stmt::Throw(_))),
            _ => false,
        };
        let body = &self.program.function(function).body;
        body.iter().any(|id| matches!(self.program.stmt(*id), Stmt::If(_, then, _) if throws(then)))
    }

    /// Goes through the body on the ways that come out like this, and tells the `subjects`, which are the arguments, what is known of
    /// the parameters on all of them.
    fn look_through(
        &mut self,
        function: FnId,
        around: EnvId,
        this: Value,
        given: &[Value],
        subjects: &[ExprId],
        wanted: Outcome,
    ) {
        let program = self.program;
        let f = program.function(function);
        let paths: Vec<Option<AccessPath>> = subjects.iter().map(|e| self.path_of(*e)).collect();
        let noted = self.noted();
        let env = self.heap.activate(function, Some(around));
        self.frames.push(Frame::new(function, env, this));
        let mut body = Body { aliases: Vec::new(), wanted, statements: 0 };
        for (i, param) in f.params.iter().enumerate() {
            let value = given.get(i).filter(|v| !v.is_bottom()).cloned();
            let value = value.unwrap_or_else(|| self.top(f.span));
            self.bind(*param, value, true);
            self.alias(&mut body, i, &mut Vec::new(), *param);
        }
        let comes_out = self.ways(&mut body, &f.body);
        self.unreachable = false;
        self.frames.pop();
        self.forget_since(noted);
        if !comes_out {
            return;
        }
        for alias in &body.aliases {
            let Some((&subject, path)) = subjects.get(alias.argument).zip(paths.get(alias.argument)) else { continue };
            let after = self.heap.var(env, alias.binding).cloned().unwrap_or_default();
            let told = !after.is_bottom()
                && alias.before.kinds().intersects(ATTACKER_CONTROLLED)
                && after.state() != alias.before.state();
            if told && alias.steps.is_empty() {
                self.learn(subject, after);
            } else if told {
                self.learn_part(*path, alias.steps.clone(), after);
            }
            let parts = self.heap.facts_of(Root::Variable(env, alias.binding));
            let parts: Vec<_> = parts.map(|(part, value)| (self.heap.paths.steps(part), value.clone())).collect();
            for (steps, value) in parts {
                self.learn_part(*path, alias.steps.iter().cloned().chain(steps), value);
            }
        }
    }

    /// How much was noted of what the program does.
    fn noted(&self) -> Noted {
        let effects = if let Mode::Handler(run) = &self.mode { run.effects.len() } else { 0 };
        Noted { effects, flows: self.recorder.flows.len(), sends: self.recorder.sends.len() }
    }

    /// What a predicate does was noted when it was called, under the conditions of that call. To look through it adds nothing.
    fn forget_since(&mut self, noted: Noted) {
        if let Mode::Handler(run) = &mut self.mode {
            run.effects.truncate(noted.effects);
        }
        self.recorder.flows.truncate(noted.flows);
        self.recorder.sends.truncate(noted.sends);
    }

    /// On this path, a part of what is at an access path is `value`.
    fn learn_part(&mut self, of: Option<AccessPath>, part: impl IntoIterator<Item = Step>, value: Value) {
        if let Some(path) = of.and_then(|path| self.heap.paths.extend(path, part)) {
            self.heap.set(Place::Fact(path, Fact::Value), value);
        }
    }

    /// The variables of a pattern are parts of an argument.
    fn alias(&mut self, body: &mut Body, argument: usize, steps: &mut Vec<Step>, pattern: PatId) {
        match self.program.pattern(pattern) {
            Pattern::Bind(binding) => {
                let before = self.local(*binding).map(|(_, value)| value).unwrap_or_default();
                body.aliases.push(Alias { argument, steps: steps.clone(), binding: *binding, before });
            }
            Pattern::Object { fields, .. } => {
                for (key, inner) in fields {
                    if let Key::Name(name) = key {
                        steps.push(Step::Field(name.clone()));
                        self.alias(body, argument, steps, *inner);
                        steps.pop();
                    }
                }
            }
            Pattern::Default(inner, _) => self.alias(body, argument, steps, *inner),
            Pattern::Place(_) | Pattern::Array { .. } => {}
        }
    }

    /// Which part of which argument an expression in the body is.
    fn part(&self, body: &Body, e: ExprId) -> Option<(usize, Vec<Step>)> {
        let (binding, steps) = self.chain(e)?;
        let alias = body.aliases.iter().find(|a| a.binding == binding)?;
        Some((alias.argument, alias.steps.iter().cloned().chain(steps).collect()))
    }

    /// Goes through statements on every way. Whether one comes out as wanted; then the memory holds what all those ways tell. Where
    /// that cannot be seen, some way may come out so and tells no more.
    fn ways(&mut self, body: &mut Body, stmts: &[StmtId]) -> bool {
        for (i, &id) in stmts.iter().enumerate() {
            body.statements += 1;
            if body.statements > limits::PREDICATE_STATEMENTS || !self.step() {
                return true;
            }
            let rest = &stmts[i + 1..];
            let then = |first: &[StmtId]| first.iter().chain(rest).copied().collect::<Vec<_>>();
            match self.program.stmt(id) {
                Stmt::Return(value) => return self.comes_out(body.wanted, *value),
                Stmt::Throw(_) => return false,
                Stmt::Block(inner) => return self.ways(body, &then(inner)),
                Stmt::If(test, yes, no) => {
                    let (test, yes, no) = (*test, then(&[*yes]), then(no.as_slice()));
                    let (mark, base) = (self.heap.mark(), self.path.clone());
                    self.assume(test, true);
                    let first = self.ways(body, &yes);
                    return self.or_else(mark, base, first, |m| {
                        m.assume(test, false);
                        m.ways(body, &no)
                    });
                }
                Stmt::Try { block, handler: Some((_, caught)), finalizer: None } => {
                    let (tried, caught) = (then(&[*block]), then(&[*caught]));
                    let (mark, base) = (self.heap.mark(), self.path.clone());
                    let first = self.ways(body, &tried);
                    return self.or_else(mark, base, first, |m| m.ways(body, &caught));
                }
                Stmt::Declare(pattern, value) => {
                    let part = self.part(body, *value);
                    self.stmt(id);
                    if let Some((argument, mut steps)) = part {
                        self.alias(body, argument, &mut steps, *pattern);
                    }
                }
                Stmt::Expr(_) => self.stmt(id),
                _ => return true,
            }
            if self.unreachable {
                return false;
            }
        }
        body.wanted != Outcome::True
    }

    /// Ends the ways that began at `mark` and `base`, of which one comes out as wanted if `first`, and goes the others.
    fn or_else(&mut self, mark: Mark, base: Path, first: bool, others: impl FnOnce(&mut Self) -> bool) -> bool {
        self.unreachable = false;
        let delta = self.heap.rollback(mark);
        let path = std::mem::replace(&mut self.path, base);
        let mark = self.heap.mark();
        let second = others(self);
        self.unreachable = false;
        match (first, second) {
            (true, true) => {
                self.heap.join(mark, &delta, Value::join);
                self.path = path.join(&self.path);
            }
            (false, true) => self.heap.keep(mark),
            (true, false) => {
                self.heap.rollback(mark);
                self.heap.apply(delta);
                self.path = path;
            }
            (false, false) => {
                self.heap.rollback(mark);
            }
        }
        first || second
    }

    /// Whether `return value` comes out as wanted; then what that tells is known.
    fn comes_out(&mut self, wanted: Outcome, value: Option<ExprId>) -> bool {
        let side = match wanted {
            Outcome::Returned => return true,
            Outcome::True => true,
            Outcome::False => false,
        };
        let Some(value) = value else { return !side };
        if let Expr::Const(_) = self.program.expr(value) {
            let constant = self.eval(value);
            return self.truth(&constant).certain().is_none_or(|truth| truth == side);
        }
        self.assume(value, side);
        true
    }
}
