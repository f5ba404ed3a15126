//! What functions that test their arguments tell of them: predicates, type guards and assertions of the program, which are followed
//! into their bodies, callbacks of `every` and `some`, schemas, tests for numbers. What conditions tell by themselves is told in `refine`.

use crate::machine::domain::heap::{EnvId, Mark, ObjKind, Place};
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, SinkSet, Taints};
use crate::machine::domain::value::{Kind, Value};
use crate::machine::limits;
use crate::machine::web::host::Host;
use crate::machine::web::host_type::HostType;
use crate::machine::{Frame, Machine, Mode, Path};
use crate::syntax::program::{
    Arg, BindingId, BindingKind, Const, Expr, ExprId, FnId, Key, Name, PatId, Pattern, Stmt, StmtId, UnaryOp,
};

/// Begins the key under which it is remembered that something was asked of an expression.
pub(in crate::machine) const ASKED: char = '?';

/// How a call came out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::machine) enum Outcome {
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
    keys: Vec<Name>,
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
    pub(in crate::machine) fn refine_through(&mut self, callee: ExprId, args: &'p [Arg], outcome: Outcome) {
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
    pub(in crate::machine) fn refine_each(&mut self, callee: ExprId, args: &'p [Arg]) {
        let (Expr::Member { object, key: Key::Name(name), .. }, [callback]) = (self.program.expr(callee), args) else {
            return;
        };
        let written = |e: ExprId| matches!(self.program.expr(e), Expr::Array(_));
        if !matches!(&**name, "every" | "some") || !(self.is_plain_read(*object) || written(*object)) {
            return;
        }
        if !matches!(self.program.expr(callback.value), Expr::Function(_)) && !self.is_plain_read(callback.value) {
            return;
        }
        let list = self.eval(*object);
        let span = self.program.span(*object);
        let item = match list.single().map(|a| a.kind.clone()) {
            Some(Kind::Unknown) => list.clone(),
            _ => self.items(&list, true, span).1,
        };
        let Some((function, around)) = self.predicate(callback.value) else { return };
        // Of each element of the list something is known, or of what one of them is compared with.
        let subjects: &[ExprId] = if &**name == "every" { &[*object] } else { &[] };
        self.look_through(function, around, Value::undefined(), &[item], subjects, Outcome::True);
    }

    /// The function of the program that an expression stands for, if it is one that can be looked through.
    pub(in crate::machine) fn predicate(&mut self, callee: ExprId) -> Option<(FnId, EnvId)> {
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
        let paths: Vec<_> = subjects.iter().map(|e| self.path_text(*e).zip(self.path_base(*e))).collect();
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
            let (Some(&subject), Some(path)) = (subjects.get(alias.argument), paths.get(alias.argument)) else {
                continue;
            };
            let after = self.heap.var(env, alias.binding).cloned().unwrap_or_default();
            let told = !after.is_bottom()
                && alias.before.kinds().intersects(ATTACKER_CONTROLLED)
                && after.state() != alias.before.state();
            if told && alias.keys.is_empty() {
                self.narrow(subject, after);
            } else if told {
                self.narrow_part(path.as_ref(), &alias.keys, "", after);
            }
            let prefix = format!("{}:{}.", env.0, alias.binding.0);
            let of_parts: Vec<(Name, Value)> = self
                .heap
                .own_entries(self.narrowing.narrowed)
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            for (name, value) in of_parts {
                if let Some(part) = name.strip_prefix(&prefix).filter(|_| !value.is_bottom()) {
                    self.narrow_part(path.as_ref(), &alias.keys, part, value);
                }
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

    /// On this path, a part of a member expression is `value`.
    fn narrow_part(&mut self, of: Option<&(Name, (EnvId, BindingId))>, keys: &[Name], part: &str, value: Value) {
        let Some((text, base)) = of else { return };
        let mut path = text.to_string();
        for key in keys.iter().map(|k| &**k).chain((!part.is_empty()).then_some(part)) {
            path.push('.');
            path.push_str(key);
        }
        self.narrowing.narrowed_bases.insert(*base);
        self.heap.set(Place::Prop(self.narrowing.narrowed, path.into()), value);
    }

    /// The variables of a pattern are parts of an argument.
    fn alias(&mut self, body: &mut Body, argument: usize, keys: &mut Vec<Name>, pattern: PatId) {
        match self.program.pattern(pattern) {
            Pattern::Bind(binding) => {
                let before = self.local(*binding).map(|(_, value)| value).unwrap_or_default();
                body.aliases.push(Alias { argument, keys: keys.clone(), binding: *binding, before });
            }
            Pattern::Object { fields, .. } => {
                for (key, inner) in fields {
                    if let Key::Name(name) = key {
                        keys.push(name.clone());
                        self.alias(body, argument, keys, *inner);
                        keys.pop();
                    }
                }
            }
            Pattern::Default(inner, _) => self.alias(body, argument, keys, *inner),
            Pattern::Place(_) | Pattern::Array { .. } => {}
        }
    }

    /// Which part of which argument an expression in the body is.
    fn part(&self, body: &Body, e: ExprId) -> Option<(usize, Vec<Name>)> {
        match self.program.expr(e) {
            Expr::Var(binding) => {
                let alias = body.aliases.iter().find(|a| a.binding == *binding)?;
                Some((alias.argument, alias.keys.clone()))
            }
            Expr::Member { object, key: Key::Name(name), .. } => {
                let (argument, mut keys) = self.part(body, *object)?;
                keys.push(name.clone());
                Some((argument, keys))
            }
            Expr::Chain(inner) | Expr::Typed(inner, _) => self.part(body, *inner),
            _ => None,
        }
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
                    self.refine(test, true);
                    let first = self.ways(body, &yes);
                    return self.or_else(mark, base, first, |m| {
                        m.refine(test, false);
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
                    if let Some((argument, mut keys)) = part {
                        self.alias(body, argument, &mut keys, *pattern);
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
        self.refine(value, side);
        true
    }

    /// Where a call of a schema says that data fits it, the data is what the program asks for.
    pub(in crate::machine) fn refine_schema(&mut self, callee: ExprId, args: &'p [Arg]) {
        let holder = match self.program.expr(callee) {
            Expr::Member { object, .. } => *object,
            _ => callee,
        };
        if !self.is_plain_read(holder) {
            return;
        }
        let schema = self.eval(holder);
        if !schema.objects().any(|o| self.heap.host(o) == Some(Host::Type(HostType::Schema))) {
            return;
        }
        for arg in args.iter().filter(|a| !a.spread) {
            if self.peek(arg.value).kinds().intersects(ATTACKER_CONTROLLED) {
                let said = self.peek(arg.value).taints().fitting();
                let fits = self.top(self.program.span(arg.value)).with(&said);
                self.refine_to(arg.value, &fits);
            }
        }
    }

    /// What `Schema.safeParse(x)` gave says that `x` fits.
    pub(in crate::machine) fn refine_result(&mut self, result: ExprId) {
        match self.program.expr(result) {
            Expr::Var(b) => {
                if let Some(&call) = self.outline.tests.get(b)
                    && self.step()
                {
                    self.deeper(|m| m.refine_result(call));
                }
            }
            Expr::Call { callee, args, .. } => self.refine_schema(self.program.called(*callee), args),
            Expr::Chain(inner) | Expr::Typed(inner, _) | Expr::Await(inner) => self.refine_result(*inner),
            _ => {}
        }
    }

    /// A statement that is only a call, behind which a test must have come out well, because it throws otherwise.
    pub(in crate::machine) fn assume_assertion_of_data(&mut self, callee: ExprId, args: &'p [Arg]) {
        let name = match self.program.expr(callee) {
            Expr::Member { key: Key::Name(name), .. } => Some(name.clone()),
            Expr::Var(b) => Some(self.program.binding(*b).known_as().clone()),
            _ => None,
        };
        let throws = |n: &Name| self.model.sinks.sanitizers.assertions.iter().any(|known| **known == **n);
        if name.is_some_and(|n| throws(&n)) {
            self.refine_schema(callee, args);
        }
        self.refine_through(callee, args, Outcome::Returned);
    }

    /// `const fits = isMessage(data)`, `const url = new URL(data)`: what is asked of the constant is asked of that.
    pub(in crate::machine) fn remember_test(&mut self, pattern: PatId, value: ExprId) {
        if let Pattern::Bind(binding) = self.program.pattern(pattern)
            && self.program.binding(*binding).kind == BindingKind::Const
            && matches!(
                self.program.expr(value),
                Expr::Call { .. }
                    | Expr::New { .. }
                    | Expr::Binary(..)
                    | Expr::Logical(..)
                    | Expr::Unary(..)
                    | Expr::Await(_)
                    | Expr::Member { key: Key::Computed(_), .. }
            )
        {
            self.outline.tests.insert(*binding, value);
        }
    }

    /// What a condition asks of message data is no longer untested, however it is answered.
    pub(in crate::machine) fn note_shape(&mut self, condition: ExprId) {
        if !self.in_handler() || self.in_sender_run() {
            return;
        }
        match self.program.expr(condition) {
            Expr::Binary(_, left, right) => {
                for (side, other) in [(*left, *right), (*right, *left)] {
                    // That it is there at all, or is an object, tells nothing of what is in it.
                    let telling = match self.program.expr(other) {
                        Expr::Const(Const::Null | Const::Undefined) => false,
                        Expr::Const(Const::Str(s)) => !matches!(&**s, "object" | "undefined"),
                        _ => true,
                    };
                    match self.program.expr(side) {
                        Expr::Unary(UnaryOp::TypeOf, inner) if telling => self.shape(*inner),
                        _ if telling => self.shape(side),
                        _ => {}
                    }
                }
            }
            Expr::Call { callee, args, .. } => {
                if let Expr::Member { object, .. } = self.program.expr(*callee) {
                    self.shape(*object);
                }
                for arg in args {
                    self.shape(arg.value);
                }
            }
            _ => {}
        }
    }

    /// Remembers on this path that something was asked of the expression, if it is message data.
    fn shape(&mut self, subject: ExprId) {
        if !self.is_plain_read(subject) || !self.eval(subject).kinds().intersects(ATTACKER_CONTROLLED) {
            return;
        }
        if let (Some(path), Some(base)) = (self.path_text(subject), self.path_base(subject)) {
            self.narrowing.narrowed_bases.insert(base);
            self.senders.asked = true;
            let yes = Value::constant(Kind::Bool(true), self.program.span(subject));
            self.heap.set(Place::Prop(self.narrowing.narrowed, format!("{ASKED}{path}").into()), yes);
        }
    }

    /// The value of an expression, marked where something was asked of the expression on this path.
    pub(in crate::machine) fn as_tested(&mut self, e: ExprId, value: Value) -> Value {
        if !self.senders.asked
            || !self.in_handler()
            || self.in_sender_run()
            || !value.kinds().intersects(ATTACKER_CONTROLLED)
        {
            return value;
        }
        let asked = self.path_text(e).is_some_and(|path| {
            let asked = self.heap.own(self.narrowing.narrowed, &format!("{ASKED}{path}"));
            asked.is_some_and(|v| !v.is_bottom())
        });
        if asked { value.map_taints(|taints| taints.safe_for(SinkSet::ASKED)) } else { value }
    }

    /// `Number.isInteger(x)`, `isFinite(x)`, and `isNaN(x)` where it does not hold: the text of `x` is that of a number.
    pub(in crate::machine) fn refine_number(&mut self, callee: ExprId, args: &'p [Arg], side: bool) {
        let global = |e: ExprId| match self.program.expr(e) {
            Expr::Global(name) => Some(name.clone()),
            _ => None,
        };
        let says = match self.program.expr(callee) {
            Expr::Global(name) => (side && &**name == "isFinite") || (!side && &**name == "isNaN"),
            Expr::Member { object, key: Key::Name(name), .. } => {
                let of_numbers = global(*object).is_some_and(|n| &*n == "Number");
                side && of_numbers && matches!(&**name, "isInteger" | "isSafeInteger" | "isFinite")
            }
            _ => false,
        };
        if let ([arg], true) = (args, says) {
            let number = Value::unknown(self.program.span(arg.value), Taints::NONE);
            self.refine_to(arg.value, &number);
        }
    }
}
