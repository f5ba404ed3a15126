//! Statements: control flow on joined memory.

use crate::machine::domain::heap::{ELEMENTS, ObjKind};
use crate::machine::domain::taint::{TaintKind, Taints};
use crate::machine::domain::value::{Kind, Value};
use crate::machine::interp::operator::merge;
use crate::machine::limits;
use crate::machine::{Exit, ExitKind, Machine};
use crate::syntax::program::{Expr, ExprId, Key, LogicalOp, Name, PatId, Pattern, Stmt, StmtId};

impl<'p> Machine<'p> {
    /// Runs statements until the path is left.
    pub(in crate::machine) fn block(&mut self, stmts: &'p [StmtId]) {
        for &stmt in stmts {
            if self.unreachable {
                return;
            }
            self.stmt(stmt);
        }
    }

    pub(in crate::machine) fn stmt(&mut self, id: StmtId) {
        if self.unreachable || !self.step() {
            return;
        }
        self.deeper(|m| m.stmt_kind(id));
    }

    fn stmt_kind(&mut self, id: StmtId) {
        match self.program.stmt(id) {
            Stmt::Expr(e) => {
                self.frame().statement = Some(id);
                let value = self.eval(*e);
                self.assume_returned(*e, &value);
            }
            Stmt::Declare(pattern, value) if self.declares_import(*pattern, *value) => {}
            Stmt::Declare(pattern, value) => {
                self.remember_test(*pattern, *value);
                let value = self.eval(self.without_earlier_copy(*pattern, *value));
                if !self.unreachable {
                    self.bind(*pattern, value, true);
                }
            }
            Stmt::Return(value) => {
                self.frame().statement = Some(id);
                let value = value.map_or_else(Value::undefined, |v| self.eval(v));
                self.leave(ExitKind::Return, value);
            }
            Stmt::Throw(value) => {
                let value = self.eval(*value);
                self.leave(ExitKind::Throw, value);
            }
            Stmt::If(test, then, otherwise) => {
                let value = self.eval_test(*test);
                if self.unreachable {
                    return;
                }
                self.branch(
                    &value,
                    *test,
                    |m| m.stmt(*then),
                    |m| {
                        if let Some(s) = otherwise {
                            m.stmt(*s);
                        }
                    },
                );
            }
            Stmt::Block(stmts) => self.block(stmts),
            Stmt::Loop { .. } | Stmt::ForEach { .. } => self.run_loop(id, None),
            Stmt::Switch(value, cases) => self.switch(*value, cases),
            Stmt::Try { block, handler, finalizer } => self.try_catch(*block, *handler, *finalizer),
            Stmt::Break(label) => self.leave(ExitKind::Break(label.clone()), Value::bottom()),
            Stmt::Continue(label) => self.leave(ExitKind::Continue(label.clone()), Value::bottom()),
            Stmt::Labeled(label, body) => match self.program.stmt(*body) {
                Stmt::Loop { .. } | Stmt::ForEach { .. } => self.run_loop(*body, Some(label)),
                _ => {
                    let from = self.frame().exits.len();
                    self.stmt(*body);
                    self.land(from, |k| *k == ExitKind::Break(Some(label.clone())));
                }
            },
        }
    }

    /// What is declared, where compilers let a helper be one that an earlier script has brought under the same name:
    /// `var helper = (this && this.helper) || …`. No other script's is known, so it is the program's own.
    fn without_earlier_copy(&self, pattern: PatId, value: ExprId) -> ExprId {
        let (Pattern::Bind(binding), Expr::Logical(LogicalOp::Or, earlier, own)) =
            (self.program.pattern(pattern), self.program.expr(value))
        else {
            return value;
        };
        let earlier = match self.program.expr(*earlier) {
            Expr::Logical(LogicalOp::And, _, earlier) => *earlier,
            _ => *earlier,
        };
        let is_copy = matches!(self.program.expr(earlier), Expr::Member { object, key: Key::Name(name), .. }
            if matches!(self.program.expr(*object), Expr::This) && *name == self.program.binding(*binding).name);
        if is_copy { *own } else { value }
    }

    fn run_loop(&mut self, id: StmtId, label: Option<&'p Name>) {
        self.loops += 1;
        match self.program.stmt(id) {
            Stmt::Loop { test, update, body, body_first } => self.repeat(*test, *update, *body, *body_first, label),
            Stmt::ForEach { pattern, object, of, body } => self.for_each(*pattern, *object, *of, *body, label),
            _ => {}
        }
        self.loops -= 1;
    }

    /// Paths that were left towards this place go on here, joined with the present one.
    fn land(&mut self, from: usize, here: impl Fn(&ExitKind) -> bool) -> Vec<Value> {
        let exits = &mut self.frame().exits;
        let tail: Vec<Exit> = exits.drain(from.min(exits.len())..).collect();
        let (landing, others): (Vec<Exit>, Vec<Exit>) = tail.into_iter().partition(|e| here(&e.kind));
        self.frame().exits.extend(others);
        if !self.unreachable && !landing.is_empty() {
            // What the present path knows of message data, the paths that join it need not.
            self.heap.forget_facts();
        }
        self.merge_exits(landing)
    }

    /// Joins the memory and the conditions of paths that meet here.
    pub(in crate::machine) fn merge_exits(&mut self, exits: Vec<Exit>) -> Vec<Value> {
        let mut values = Vec::with_capacity(exits.len());
        for exit in exits {
            // Where a test of the sender that cannot be seen into says which of the two comes here, what they wrote
            // differently tells of it. What stays from the exploration is no test of a later sender.
            let opaque = if self.unreachable || !self.in_handler() { None } else { self.path.opaque_since(&exit.path) };
            let testing = opaque.map_or(Taints::NONE, |span| Taints::source(TaintKind::Sender, span));
            // Writes that are still in place need no blending; the others were taken back with their branch.
            for delta in &exit.deltas {
                self.heap.weak_update(delta, |x, y| merge(x, y, &testing, false));
            }
            self.path = if self.unreachable { exit.path } else { self.path.join(&exit.path) };
            self.unreachable = false;
            values.push(exit.value);
        }
        values
    }

    fn repeat(
        &mut self,
        test: Option<ExprId>,
        update: Option<ExprId>,
        body: StmtId,
        body_first: bool,
        label: Option<&'p Name>,
    ) {
        let from = self.frame().exits.len();
        let mut certain = 0;
        let mut turns = 0;
        let mut first = body_first;
        loop {
            let mut go_on_surely = true;
            if !std::mem::take(&mut first)
                && let Some(test) = test
            {
                let outer = self.senders.loop_test.replace(test);
                let value = self.eval(test);
                self.senders.loop_test = outer;
                if self.unreachable {
                    break;
                }
                self.note_loop(test, &value);
                match self.truth(&value).certain() {
                    Some(false) => break,
                    Some(true) => {}
                    None => go_on_surely = false,
                }
            }
            let turn = |m: &mut Self| {
                m.turn(body, from, label);
                if let Some(update) = update
                    && !m.unreachable
                {
                    m.eval(update);
                }
            };
            if go_on_surely && test.is_some() && certain < limits::CERTAIN_TURNS {
                certain += 1;
                turn(self);
                if self.unreachable {
                    break;
                }
            } else {
                turns += 1;
                let made = self.heap.len();
                let grown = self.maybe_turn(turn);
                self.made_often(made);
                if turns > limits::TURNS || self.budget.out_of_fuel {
                    break;
                }
                if turns == limits::TURNS {
                    self.widen(grown);
                }
            }
        }
        // `for (;;)` is only left by a jump.
        if test.is_none() && !self.unreachable {
            self.unreachable = self.frame().exits[from..].iter().any(|e| breaks(&e.kind, label));
        }
        self.land(from, |k| breaks(k, label));
    }

    /// Runs a loop's body once. A way to the next turn that only the environment opens, and that skips a test of the sender
    /// which the other one makes, counts for nothing.
    fn turn(&mut self, body: StmtId, from: usize, label: Option<&Name>) {
        let base = self.path.clone();
        self.stmt(body);
        let mut exits = std::mem::take(&mut self.frame().exits);
        let mut own = exits.split_off(from.min(exits.len()));
        self.drop_unsteered(&mut own, &base, |kind| continues(kind, label));
        exits.append(&mut own);
        self.frame().exits = exits;
        self.land(from, |kind| continues(kind, label));
    }

    fn for_each(&mut self, pattern: PatId, object: ExprId, of: bool, body: StmtId, label: Option<&'p Name>) {
        let span = self.program.span(object);
        let value = self.eval(object);
        if self.unreachable {
            return;
        }
        let from = self.frame().exits.len();
        let turn = |m: &mut Self, item: Value| {
            m.bind(pattern, item, true);
            m.turn(body, from, label);
        };
        match self.items(&value, of, span) {
            // Every turn of a known list is run in its order, as a list of allowed origins needs it.
            (Some(items), _) if items.len() <= limits::CERTAIN_TURNS => {
                for item in items {
                    if self.unreachable {
                        break;
                    }
                    if !of && self.may_lack(&value, &item) {
                        self.maybe(|m| turn(m, item));
                    } else {
                        turn(self, item);
                    }
                }
            }
            (_, summary) => {
                for number in 1.. {
                    let item = summary.clone();
                    self.renew(&item);
                    let made = self.heap.len();
                    let grown = self.maybe_turn(|m| turn(m, item));
                    self.made_often(made);
                    // Another turn where something counts on: what is still changing may be anything in it.
                    if number > limits::TURNS || number == limits::TURNS && !self.widen(grown) {
                        break;
                    }
                }
            }
        }
        self.land(from, |k| breaks(k, label));
    }

    /// Whether an object has a property of that name on some ways only.
    fn may_lack(&self, object: &Value, key: &Value) -> bool {
        let (Some(Kind::Obj(id)), Some(name)) = (object.single().map(|a| a.kind.clone()), key.as_str()) else {
            return false;
        };
        self.heap.own(id, name).is_some_and(|v| v.alts().iter().any(|a| a.kind == Kind::Undefined))
    }

    /// The items that a loop walks: each in order if all are known, and what any of them may be.
    pub(in crate::machine) fn items(
        &mut self,
        value: &Value,
        of: bool,
        span: crate::source::Span,
    ) -> (Option<Vec<Value>>, Value) {
        let mut all: Option<Vec<Value>> = None;
        let mut any = Value::bottom();
        for alt in value.alts() {
            let Kind::Obj(id) = alt.kind else {
                if alt.kind == Kind::Unknown {
                    any = any.join(&Value::unknown(span, alt.taints.clone()));
                }
                continue;
            };
            if of {
                let items: Option<Vec<Value>> =
                    self.list_items(id).map(|items| items.into_iter().map(|i| self.held_by_refused(alt, i)).collect());
                for item in items.iter().flatten() {
                    any = any.join(item);
                }
                match items {
                    Some(items) if value.single().is_some() => all = Some(items),
                    Some(_) => {}
                    None => any = any.join(&self.any_element(id, span).with(&alt.taints)),
                }
            } else {
                let keys: Vec<Value> = self
                    .heap
                    .own_entries(id)
                    .map(|(n, _)| Value::new(Kind::Str(n.clone()), span, Taints::NONE))
                    .collect();
                for key in &keys {
                    any = any.join(key);
                }
                let known = matches!(self.heap.kind(id), ObjKind::Plain | ObjKind::Array)
                    && self.heap.own(id, ELEMENTS).is_none()
                    && !self.heap.object(id).open;
                if known && value.single().is_some() {
                    all = Some(keys);
                } else if !known {
                    any = any.join(&self.top(span).with(&alt.taints));
                }
            }
        }
        (all, any)
    }

    fn switch(&mut self, subject: ExprId, cases: &'p [(Option<ExprId>, Vec<StmtId>)]) {
        let value = self.eval(subject);
        if self.unreachable {
            return;
        }
        let from = self.frame().exits.len();
        self.case(subject, &value, cases, 0);
        self.land(from, |k| *k == ExitKind::Break(None));
    }

    /// Tries the cases from the `at`-th on.
    fn case(&mut self, subject: ExprId, value: &Value, cases: &'p [(Option<ExprId>, Vec<StmtId>)], at: usize) {
        let tested = cases.iter().enumerate().skip(at).find(|(_, c)| c.0.is_some());
        let Some((i, (Some(test), _))) = tested else {
            if let Some(default) = cases.iter().position(|c| c.0.is_none()) {
                self.fall_through(cases, default);
            }
            return;
        };
        let test = *test;
        let other = self.eval(test);
        if self.unreachable {
            return;
        }
        let span = self.program.span(test);
        let equal = match self.recall_equal(subject, &other) {
            Some(told) => Value::constant(Kind::Bool(told), span),
            None => self.equality(true, value, &other, span),
        };
        self.note_outcome(span, &equal);
        self.fork(
            &equal,
            test,
            |m| {
                m.assume_case(subject, test, &other, true);
                m.fall_through(cases, i);
            },
            |m| {
                m.assume_case(subject, test, &other, false);
                m.deeper(|m| m.case(subject, value, cases, i + 1));
            },
        );
    }

    fn fall_through(&mut self, cases: &'p [(Option<ExprId>, Vec<StmtId>)], from: usize) {
        for (_, body) in &cases[from..] {
            self.block(body);
        }
    }

    fn try_catch(&mut self, block: StmtId, handler: Option<(Option<PatId>, StmtId)>, finalizer: Option<StmtId>) {
        let from = self.frame().exits.len();
        let outer = self.may_throw.take();
        let catches = u32::from(handler.is_some());
        self.frame().trying += catches;
        self.stmt(block);
        self.frame().trying -= catches;
        let alive = !self.unreachable;
        // What may throw and was run last: the handler runs under what held there.
        let risk = std::mem::replace(&mut self.may_throw, outer);
        if let Some((param, body)) = handler {
            let thrown: Vec<Exit> = {
                let exits = &mut self.frame().exits;
                let tail: Vec<Exit> = exits.drain(from..).collect();
                let (thrown, others) = tail.into_iter().partition(|e| e.kind == ExitKind::Throw);
                exits.extend(others);
                thrown
            };
            let mut error = Value::bottom();
            for exit in &thrown {
                error = error.join(&exit.value);
            }
            let span = self.program.stmt_span(block);
            let error = if risk.is_some() { error.join(&self.top(span)) } else { error };
            let handle = |m: &mut Self| {
                if let Some(param) = param {
                    m.bind(param, error, true);
                }
                m.catching += 1;
                m.stmt(body);
                m.catching -= 1;
            };
            if alive {
                let after = self.path.clone();
                let first = self.frame().exits.len();
                let mark = self.heap.mark();
                self.path = risk.unwrap_or_else(|| after.clone());
                handle(self);
                let delta = self.heap.rollback(mark);
                if self.unreachable {
                    self.stamp_exits(first, delta);
                    self.path = after;
                } else {
                    let mark = self.heap.mark();
                    self.heap.join(mark, &delta, Value::join);
                    self.path = after.join(&self.path);
                }
                self.unreachable = false;
            } else if !thrown.is_empty() || risk.is_some() {
                if let Some(path) = risk {
                    self.path = path;
                    self.unreachable = false;
                }
                self.merge_exits(thrown);
                handle(self);
            }
        }
        if let Some(finalizer) = finalizer {
            let dead = self.unreachable;
            let path = self.path.clone();
            self.unreachable = false;
            self.stmt(finalizer);
            self.unreachable |= dead;
            if dead {
                self.path = path;
            }
        }
    }
}

fn breaks(kind: &ExitKind, label: Option<&Name>) -> bool {
    match kind {
        ExitKind::Break(None) => true,
        ExitKind::Break(l) => l.as_ref() == label && label.is_some(),
        _ => false,
    }
}

fn continues(kind: &ExitKind, label: Option<&Name>) -> bool {
    match kind {
        ExitKind::Continue(None) => true,
        ExitKind::Continue(l) => l.as_ref() == label && label.is_some(),
        _ => false,
    }
}
