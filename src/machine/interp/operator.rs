//! Decisions and operators: truth of a value, comparison, arithmetic, and the forks that follow from an unknown truth.

use std::rc::Rc;

use crate::machine::domain::heap::{Delta, ObjKind, Place};
use crate::machine::domain::host::Host;
use crate::machine::domain::taint::{
    ATTACKER_CONTROLLED, AUTHENTICATING, TaintKind, TaintKinds, Taints, URL_CONTROLLED,
};
use crate::machine::domain::value::{Alt, Kind, Value};
use crate::machine::limits;
use crate::machine::web::parameter::verdict;
use crate::machine::{Cond, Exit, Machine};
use crate::source::Span;
use crate::syntax::program::{BinaryOp, Expr, ExprId, UnaryOp};

/// What a decision rests on, weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::machine) enum Ground {
    /// Constants of the program.
    Program,
    /// An unknown of the environment.
    Environment,
    /// Something that the attacker chooses.
    Attacker,
    /// The sender of this run.
    Sender,
    /// The sender, in a way that cannot be seen into.
    Opaque,
}

/// Whether a value may be true, may be false, and what that rests on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::machine) struct Truth {
    pub(in crate::machine) yes: bool,
    pub(in crate::machine) no: bool,
    pub(in crate::machine) ground: Ground,
    /// Whether the program's own constants make it true on some way.
    real_yes: bool,
    /// Whether they make it false on some way.
    real_no: bool,
}

impl Truth {
    /// Certain one way or the other.
    pub(in crate::machine) fn certain(self) -> Option<bool> {
        (self.yes != self.no).then_some(self.yes)
    }

    /// Whether the program's own constants make it so on some way.
    pub(in crate::machine) fn is_of_program(self, side: bool) -> bool {
        if side { self.real_yes } else { self.real_no }
    }
}

/// Taints that make an unknown a test of the sender.
pub(super) const TESTING: TaintKinds = TaintKinds::of(&[TaintKind::Sender, TaintKind::Source, TaintKind::Event]);

fn known_truth(kind: &Kind) -> Option<bool> {
    match kind {
        Kind::Undefined | Kind::Null => Some(false),
        Kind::Bool(b) => Some(*b),
        Kind::Num(n) => Some(*n != 0.0 && !n.is_nan()),
        Kind::Str(s) => Some(!s.is_empty()),
        Kind::Obj(_) => Some(true),
        Kind::Unknown => None,
    }
}

impl<'p> Machine<'p> {
    /// Whether it is a variable that an earlier message may have left its sender's window in. Whether there is one tells
    /// nothing of the present sender, whose window is there or gone, but never both.
    fn holds_past_sender(&self, value: &Value) -> bool {
        let of_source = |a: &&Alt| a.taints.has(TaintKind::Source) && !a.taints.has(TaintKind::Sender);
        self.in_sender_run()
            && value.alts().iter().filter(of_source).any(|a| matches!(a.kind, Kind::Obj(_)))
            && value.alts().iter().any(|a| matches!(a.kind, Kind::Null | Kind::Undefined))
    }

    /// What a condition on this value comes to.
    pub(in crate::machine) fn truth(&self, value: &Value) -> Truth {
        let past = self.holds_past_sender(value);
        let tests_sender = !past && value.alts().iter().any(|a| a.taints.kinds().intersects(AUTHENTICATING));
        let several = value.alts().len() > 1;
        let (mut sender_yes, mut sender_no) = (false, false);
        let mut truth = Truth { yes: false, no: false, ground: Ground::Program, real_yes: false, real_no: false };
        for alt in value.alts() {
            let kinds = alt.taints.kinds();
            // Where the sender is tested at all, what the environment might say instead is left out. What the program
            // itself says stays: `true` there is a way past the test.
            let environment = alt.kind == Kind::Unknown
                && !kinds.intersects(AUTHENTICATING)
                && !alt.taints.is_message_derived()
                && !kinds.intersects(URL_CONTROLLED);
            if tests_sender && environment {
                continue;
            }
            let ground = match known_truth(&alt.kind) {
                Some(b) => {
                    truth.yes |= b;
                    truth.no |= !b;
                    if past && kinds.has(TaintKind::Source) {
                        Ground::Environment
                    } else if kinds.intersects(AUTHENTICATING) {
                        sender_yes |= b;
                        sender_no |= !b;
                        Ground::Sender
                    } else if several && (!b || kinds.has(TaintKind::Varying)) && !kinds.has(TaintKind::Default) {
                        // Not yet set, or found to be so on one way: only the environment knows.
                        Ground::Environment
                    } else {
                        truth.real_yes |= b;
                        truth.real_no |= !b;
                        Ground::Program
                    }
                }
                None => {
                    truth.yes = true;
                    truth.no = true;
                    if self.in_sender_run() && self.is_past_origin(alt) {
                        // Whether there was a message before.
                        Ground::Environment
                    } else if kinds.intersects(TESTING) {
                        Ground::Opaque
                    } else if alt.taints.is_message_derived() || kinds.intersects(URL_CONTROLLED) {
                        Ground::Attacker
                    } else {
                        Ground::Environment
                    }
                }
            };
            truth.ground = truth.ground.max(ground);
        }
        if sender_yes && sender_no && !self.sender_is_gone() {
            // Which verdict this sender gets hangs on something that cannot be seen.
            truth.ground = Ground::Opaque;
        }
        truth
    }

    /// The same of the condition that stands at a place.
    pub(in crate::machine) fn truth_at(&mut self, value: &Value, at: ExprId) -> Truth {
        let mut truth = self.truth(value);
        if truth.ground == Ground::Environment
            && self.in_sender_run()
            && let Some(unset) = self.unset_side(at)
        {
            // Whether a setting is there that the check needs is nothing that the page can count on.
            truth.real_yes |= unset;
            truth.real_no |= !unset;
        }
        truth
    }

    /// Runs what follows from the condition at `at`, whose value is `test`, each arm with what the condition tells there.
    pub(in crate::machine) fn branch<T>(
        &mut self,
        test: &Value,
        at: ExprId,
        then: impl FnOnce(&mut Self) -> T,
        otherwise: impl FnOnce(&mut Self) -> T,
    ) -> (Option<T>, Option<T>) {
        self.fork(
            test,
            at,
            |m| {
                m.assume(at, true);
                then(m)
            },
            |m| {
                m.assume(at, false);
                otherwise(m)
            },
        )
    }

    /// Runs what follows from a condition: one arm where it is certain, both on copies of the memory where it is not.
    /// Returns the arms' results; `None` for an arm that was not run, was left, or counts for nothing.
    pub(in crate::machine) fn fork<T>(
        &mut self,
        test: &Value,
        at: ExprId,
        then: impl FnOnce(&mut Self) -> T,
        otherwise: impl FnOnce(&mut Self) -> T,
    ) -> (Option<T>, Option<T>) {
        let truth = self.truth_at(test, at);
        let span = self.program.span(at);
        if truth.ground >= Ground::Sender {
            self.note_decision(test, at);
        } else {
            self.note_overruled(span);
            self.note_flag(at);
        }
        if !truth.yes && !truth.no {
            self.unreachable = true;
            return (None, None);
        }
        if let Some(yes) = truth.certain() {
            if truth.ground == Ground::Sender {
                self.consult(Cond::Sender(span));
            }
            return if yes {
                let value = then(self);
                ((!self.unreachable).then_some(value), None)
            } else {
                let value = otherwise(self);
                (None, (!self.unreachable).then_some(value))
            };
        }
        let cond = |side: bool| match truth.ground {
            Ground::Opaque => Some(Cond::Opaque(span)),
            Ground::Sender => Some(Cond::Sender(span)),
            Ground::Environment if !truth.is_of_program(side) => Some(Cond::Environment { fork: at, side }),
            _ => None,
        };
        let drops = truth.ground == Ground::Environment && self.in_sender_run();
        let base = self.path.clone();
        let before = self.senders.consults;

        let first_exit = self.frame().exits.len();
        let mark = self.heap.mark();
        self.hold(cond(true));
        let a = then(self);
        let (a_dead, a_path, a_consults) = (self.unreachable, self.path.clone(), self.senders.consults - before);
        let a_delta = self.heap.rollback(mark);
        if a_dead {
            self.stamp_exits(first_exit, a_delta.clone());
        }

        self.unreachable = false;
        self.path = base.clone();
        let middle_exit = self.frame().exits.len();
        let mark = self.heap.mark();
        self.hold(cond(false));
        let before = self.senders.consults;
        let b = otherwise(self);
        let b_dead = self.unreachable;
        let b_consults = self.senders.consults - before;

        // Where one side asks who sent the message and the other does not, because the environment says so,
        // the attacker cannot choose the other side.
        let (mut a_counts, mut b_counts) = (!a_dead, !b_dead);
        if drops && (a_consults > 0) != (b_consults > 0) {
            if a_consults > 0 && !truth.real_no {
                b_counts = false;
                self.frame().exits.truncate(middle_exit);
            } else if b_consults > 0 && !truth.real_yes {
                a_counts = false;
                self.frame().exits.drain(first_exit..middle_exit);
            }
        }
        let results = match (a_counts, b_counts) {
            (true, true) => {
                let testing = if truth.ground == Ground::Opaque { test.taints() } else { Taints::NONE };
                self.heap
                    .join(mark, &a_delta, |x, y| merge(x, y, &testing, drops && !truth.real_yes && !truth.real_no));
                self.path = a_path.join(&self.path);
                self.unreachable = false;
                (Some(a), Some(b))
            }
            (false, true) => {
                self.heap.keep(mark);
                self.unreachable = false;
                (None, Some(b))
            }
            (true, false) => {
                let delta = self.heap.rollback(mark);
                if b_dead {
                    let from = middle_exit.min(self.frame().exits.len());
                    self.stamp_exits(from, delta);
                }
                self.heap.apply(a_delta);
                self.path = a_path;
                self.unreachable = false;
                (Some(a), None)
            }
            (false, false) => {
                let delta = self.heap.rollback(mark);
                let from = middle_exit.min(self.frame().exits.len());
                self.stamp_exits(from, delta);
                self.path = base;
                self.unreachable = true;
                (None, None)
            }
        };
        self.condense_exits(first_exit);
        results
    }

    /// Runs something that may or may not happen.
    pub(in crate::machine) fn maybe(&mut self, run: impl FnOnce(&mut Self)) {
        self.maybe_again(run, None);
    }

    /// The same, and adds to `grown` the places that hold something then which they did not hold before.
    fn maybe_again(&mut self, run: impl FnOnce(&mut Self), grown: Option<&mut Vec<Place>>) {
        if self.unreachable {
            return;
        }
        let base = self.path.clone();
        let first_exit = self.frame().exits.len();
        let mark = self.heap.mark();
        run(self);
        let delta = self.heap.rollback(mark);
        if let Some(grown) = grown {
            grown.extend(self.heap.grown(&delta));
        }
        if self.unreachable {
            self.stamp_exits(first_exit, delta);
        } else {
            let mark = self.heap.mark();
            self.heap.join(mark, &delta, Value::join);
        }
        self.condense_exits(first_exit);
        self.path = if self.unreachable { base } else { base.join(&self.path) };
        self.unreachable = false;
    }

    /// Runs a turn of a loop that may have none. Where a test of the sender that cannot be seen into decides whether the loop
    /// is left, what comes behind it hangs on that test: that there is nothing to go through, only the environment says.
    ///
    /// Gives the places that the turn left with something new in them.
    pub(in crate::machine) fn maybe_turn(&mut self, turn: impl FnOnce(&mut Self)) -> Vec<Place> {
        let mut tested = None;
        let mut grown = Vec::new();
        let depth = self.path.depth();
        let run = |m: &mut Self| {
            turn(m);
            if !m.unreachable {
                let mut conds = m.path.iter().take((m.path.depth().saturating_sub(depth)) as usize);
                tested = conds.find(|c| c.opaque().is_some());
            }
        };
        self.maybe_again(run, Some(&mut grown));
        self.path = tested.map_or_else(|| self.path.clone(), |cond| self.path.push(cond));
        grown
    }

    /// Makes numbers and texts that are still changing unknown: a loop goes round more often than it is run.
    /// Whether there were any.
    pub(in crate::machine) fn widen(&mut self, places: Vec<Place>) -> bool {
        let mut any = false;
        for place in places {
            let value = self.heap.at(&place);
            if value.alts().iter().any(Alt::is_countable) {
                self.heap.set(place, value.widened());
                any = true;
            }
        }
        any
    }

    /// Hands the writes of a branch that was taken back to the paths that were left from it.
    pub(in crate::machine) fn stamp_exits(&mut self, from: usize, delta: Delta) {
        if !delta.is_empty() && from < self.frame().exits.len() {
            let delta = Rc::new(self.heap.told_apart(delta));
            for exit in &mut self.frame().exits[from..] {
                exit.deltas.push(Rc::clone(&delta));
            }
        }
    }

    /// Joins the paths that were left since `from` as far as there are more than are told apart: loops inside loops would
    /// double them at each turn. What a joined path wrote is what each of them did.
    fn condense_exits(&mut self, from: usize) {
        let exits = &mut self.frame().exits;
        if exits.len() <= from + limits::EXITS {
            return;
        }
        let mut joined: Vec<Exit> = Vec::new();
        for exit in exits.split_off(from + limits::EXITS / 2) {
            match joined.iter_mut().find(|e| e.kind == exit.kind) {
                Some(same) => {
                    same.value = std::mem::take(&mut same.value).join(&exit.value);
                    same.path = same.path.join(&exit.path);
                    same.deltas.extend(exit.deltas);
                }
                None => joined.push(exit),
            }
        }
        exits.append(&mut joined);
    }

    fn hold(&mut self, cond: Option<Cond>) {
        match cond {
            Some(c @ (Cond::Opaque(_) | Cond::Sender(_))) => self.consult(c),
            Some(c) => self.path = self.path.push(c),
            None => {}
        }
    }

    /// Notes that a test of the sender decides what happens on this path.
    pub(in crate::machine) fn consult(&mut self, cond: Cond) {
        self.senders.consults += 1;
        for c in self.path.iter() {
            match c {
                Cond::Environment { fork, side } => {
                    self.senders.consulted.insert((fork, side));
                }
                // What came before was noted here when that test was made.
                Cond::Sender(_) => break,
                _ => {}
            }
        }
        self.path = self.path.push(cond);
    }

    /// The result of a unary operator.
    pub(in crate::machine) fn unary(&mut self, op: UnaryOp, value: &Value, span: Span) -> Value {
        let mut result = Value::bottom();
        let several = value.alts().len() > 1;
        let past = self.holds_past_sender(value);
        for alt in value.alts() {
            let kind = match op {
                UnaryOp::TypeOf if several && alt.kind == Kind::Undefined => None,
                UnaryOp::Not => known_truth(&alt.kind).map(|b| Kind::Bool(!b)),
                UnaryOp::Void => Some(Kind::Undefined),
                UnaryOp::Minus => self.to_number(alt).map(|n| Kind::Num(-n)),
                UnaryOp::Plus => self.to_number(alt).map(Kind::Num),
                UnaryOp::BitNot => self.to_number(alt).map(|n| Kind::Num(f64::from(!to_int32(n)))),
                UnaryOp::TypeOf => self.type_of(alt).map(|t| Kind::Str(t.into())),
                UnaryOp::Delete => Some(Kind::Bool(true)),
            };
            let taints = match op {
                // A number or a type's name carries nothing that the sender could use.
                UnaryOp::Minus | UnaryOp::Plus | UnaryOp::BitNot => alt.taints.without(ATTACKER_CONTROLLED),
                UnaryOp::Void => Taints::NONE,
                // Whether there was a message before tells nothing of the present sender.
                UnaryOp::Not
                    if self.in_sender_run() && self.is_past_origin(alt)
                        || past && alt.taints.has(TaintKind::Source) =>
                {
                    Taints::source(TaintKind::Varying, span)
                }
                // Whether there is a secret is none.
                _ => verdict(&alt.taints),
            };
            result.push(Alt { kind: kind.unwrap_or(Kind::Unknown), site: span, taints });
        }
        result
    }

    fn type_of(&self, alt: &Alt) -> Option<&'static str> {
        Some(match &alt.kind {
            Kind::Undefined => "undefined",
            Kind::Null => "object",
            Kind::Bool(_) => "boolean",
            Kind::Num(_) => "number",
            Kind::Str(_) => "string",
            Kind::Unknown => return None,
            Kind::Obj(id) => match self.heap.kind(*id) {
                ObjKind::Closure { .. }
                | ObjKind::Class { .. }
                | ObjKind::Bound { .. }
                | ObjKind::Method { .. }
                | ObjKind::Setter(_)
                | ObjKind::Stage(_)
                | ObjKind::Staged(..) => "function",
                // A window has none. Where it is called all the same, the file is a worker's that was not told from its text.
                ObjKind::Host(Host::Global("importScripts")) if !self.web.scope_is_worker => "undefined",
                ObjKind::Host(Host::Global(name)) if !self.model.is_namespace(name) => "function",
                _ => "object",
            },
        })
    }

    /// The result of a binary operator.
    pub(in crate::machine) fn binary(&mut self, op: BinaryOp, at: ExprId, left: &Value, right: &Value) -> Value {
        let span = self.program.span(at);
        if let Expr::Binary(_, left_at, right_at) = self.program.expr(at)
            && self.looking()
        {
            self.widen_check(self.program.span(*left_at), right, span);
            self.widen_check(self.program.span(*right_at), left, span);
        }
        if crate::machine::analysis::cost::compares_size(op) {
            self.note_size(at, left, right);
        }
        let tests = matches!(
            op,
            BinaryOp::Eq
                | BinaryOp::NotEq
                | BinaryOp::StrictEq
                | BinaryOp::StrictNotEq
                | BinaryOp::In
                | BinaryOp::InstanceOf
                | BinaryOp::Less
                | BinaryOp::LessEq
                | BinaryOp::Greater
                | BinaryOp::GreaterEq
        );
        if tests && (left.kinds().intersects(ATTACKER_CONTROLLED) || right.kinds().intersects(ATTACKER_CONTROLLED)) {
            self.data_flow.verdicts.insert(span);
        }
        match op {
            _ if op.is_equality() => {
                let strict = matches!(op, BinaryOp::StrictEq | BinaryOp::StrictNotEq);
                let negated = matches!(op, BinaryOp::NotEq | BinaryOp::StrictNotEq);
                let equal = self.equality(strict, left, right, span).map_taints(verdict);
                if negated { self.unary(UnaryOp::Not, &equal, span) } else { equal }
            }
            BinaryOp::In => self.has_key(right, left, span),
            // `self instanceof WorkerGlobalScope`, where there is no such class.
            BinaryOp::InstanceOf if right.single().is_some_and(|a| a.kind == Kind::Undefined) => {
                Value::constant(Kind::Bool(false), span)
            }
            BinaryOp::InstanceOf if self.is_instance(left, right).is_some() => {
                let answer = self.is_instance(left, right).unwrap_or_default();
                Value::new(Kind::Bool(answer), span, left.taints().without(ATTACKER_CONTROLLED))
            }
            BinaryOp::InstanceOf => {
                let taints = left.taints().without(ATTACKER_CONTROLLED);
                Value::unknown(span, taints)
            }
            _ => {
                let fixed = |v: &Value| v.as_str().is_some_and(|s| !s.is_empty());
                let (left, right) = (&self.as_text(left.clone()), &self.as_text(right.clone()));
                let result = self.pairwise(span, left, right, |m, a, b| m.arithmetic(op, a, b));
                if op == BinaryOp::Add {
                    self.note_concat(span, [left, right]);
                }
                if op == BinaryOp::Add
                    && (fixed(left) || fixed(right))
                    && result.kinds().intersects(ATTACKER_CONTROLLED)
                {
                    let (before, _) = self.affix_of(left);
                    let (_, after) = self.affix_of(right);
                    self.note_affix(span, &before, &after);
                }
                result
            }
        }
    }

    /// What a value is as part of a text: whether something is so tells nothing of what was in the message.
    pub(in crate::machine) fn as_text(&self, value: Value) -> Value {
        if !value.alts().iter().any(|a| self.data_flow.verdicts.contains(&a.site)) {
            return value;
        }
        let mut all = Value::bottom();
        for alt in value.alts() {
            let said = self.data_flow.verdicts.contains(&alt.site);
            let taints = if said { alt.taints.without(ATTACKER_CONTROLLED) } else { alt.taints.clone() };
            all.push(Alt { taints, ..alt.clone() });
        }
        all
    }

    pub(super) fn pairwise(
        &mut self,
        span: Span,
        left: &Value,
        right: &Value,
        f: impl Fn(&Self, &Alt, &Alt) -> (Option<Kind>, Taints),
    ) -> Value {
        let mut result = Value::bottom();
        if left.alts().len() * right.alts().len() > limits::OPERAND_PAIRS {
            return Value::unknown(span, left.taints().union(&right.taints()));
        }
        for a in left.alts() {
            for b in right.alts() {
                let (kind, taints) = f(self, a, b);
                result.push(Alt { kind: kind.unwrap_or(Kind::Unknown), site: span, taints });
            }
        }
        result
    }

    fn arithmetic(&self, op: BinaryOp, a: &Alt, b: &Alt) -> (Option<Kind>, Taints) {
        let taints = a.taints.union(&b.taints);
        if op == BinaryOp::Add {
            let textual = |x: &Alt| matches!(x.kind, Kind::Str(_) | Kind::Obj(_));
            if textual(a) || textual(b) {
                let kind = self.to_text(a).zip(self.to_text(b)).and_then(|(a, b)| self.concatenation(&[&a, &b]));
                let (first, second) = (self.deep_taints_of(a), self.deep_taints_of(b));
                let second = self.behind_words(a, second);
                return (kind, first.union(&self.appended(a, &first, second)));
            }
            if self.fixes_address(a, &a.taints) {
                return (None, a.taints.union(&self.appended(a, &a.taints, b.taints.clone())));
            }
            let kind = match (&a.kind, &b.kind) {
                (Kind::Unknown, _) | (_, Kind::Unknown) => None,
                _ => self.to_number(a).zip(self.to_number(b)).map(|(a, b)| Kind::Num(a + b)),
            };
            return (kind, taints);
        }
        if let (Kind::Str(x), Kind::Str(y)) = (&a.kind, &b.kind) {
            let kind = match op {
                BinaryOp::Less => Some(Kind::Bool(x < y)),
                BinaryOp::LessEq => Some(Kind::Bool(x <= y)),
                BinaryOp::Greater => Some(Kind::Bool(x > y)),
                BinaryOp::GreaterEq => Some(Kind::Bool(x >= y)),
                _ => None,
            };
            if kind.is_some() {
                return (kind, taints);
            }
        }
        // What comes out is a number or a boolean: nothing that the sender could put into a sink.
        let taints =
            taints.without(TaintKinds::of(&[TaintKind::Data, TaintKind::Url, TaintKind::Referrer, TaintKind::Dom]));
        let chosen = a.taints.union(&b.taints).kinds().intersects(ATTACKER_CONTROLLED);
        let Some((x, y)) = self.to_number(a).zip(self.to_number(b)) else {
            let comparing = matches!(op, BinaryOp::Less | BinaryOp::LessEq | BinaryOp::Greater | BinaryOp::GreaterEq);
            // A comparison with something of the sender's choice is decided by the sender.
            let taints = if comparing && chosen { a.taints.union(&b.taints) } else { taints };
            return (None, taints);
        };
        let kind = match op {
            BinaryOp::Less => Kind::Bool(x < y),
            BinaryOp::LessEq => Kind::Bool(x <= y),
            BinaryOp::Greater => Kind::Bool(x > y),
            BinaryOp::GreaterEq => Kind::Bool(x >= y),
            BinaryOp::Sub => Kind::Num(x - y),
            BinaryOp::Mul => Kind::Num(x * y),
            BinaryOp::Div => Kind::Num(x / y),
            BinaryOp::Rem => Kind::Num(x % y),
            BinaryOp::Pow => Kind::Num(x.powf(y)),
            BinaryOp::BitAnd => Kind::Num(f64::from(to_int32(x) & to_int32(y))),
            BinaryOp::BitOr => Kind::Num(f64::from(to_int32(x) | to_int32(y))),
            BinaryOp::BitXor => Kind::Num(f64::from(to_int32(x) ^ to_int32(y))),
            BinaryOp::Shl => Kind::Num(f64::from(to_int32(x).wrapping_shl(to_int32(y) as u32 & 31))),
            BinaryOp::Shr => Kind::Num(f64::from(to_int32(x).wrapping_shr(to_int32(y) as u32 & 31))),
            BinaryOp::UShr => Kind::Num(f64::from((to_int32(x) as u32).wrapping_shr(to_int32(y) as u32 & 31))),
            _ => return (None, taints),
        };
        (Some(kind), taints)
    }

    /// `key in object`
    fn has_key(&mut self, object: &Value, key: &Value, span: Span) -> Value {
        let taints = object.taints().union(&key.taints());
        let mut result = Value::bottom();
        for alt in key.alts() {
            for holder in object.alts() {
                if let Kind::Obj(id) = holder.kind
                    && !self.heap.object(id).open
                    && matches!(self.heap.kind(id), ObjKind::Plain | ObjKind::Array | ObjKind::Map)
                {
                    self.note_membership(id, key, span);
                }
                let known = match (&holder.kind, self.to_text(alt)) {
                    (Kind::Obj(id), Some(name)) if !self.heap.object(*id).open => match self.heap.kind(*id) {
                        ObjKind::Plain | ObjKind::Array | ObjKind::Map => Some(self.lookup(*id, &name).is_some()),
                        ObjKind::Host(Host::Event(_)) => Some(matches!(&*name, "data" | "origin" | "source" | "ports")),
                        ObjKind::Host(Host::Window(_)) if self.is_of_workers(&name) => Some(false),
                        ObjKind::Host(Host::Window(_)) if &*name == "importScripts" => {
                            (!self.web.scope_is_worker).then_some(false)
                        }
                        _ => None,
                    },
                    _ => None,
                };
                let kind = known.map_or(Kind::Unknown, Kind::Bool);
                result.push(Alt { kind, site: span, taints: taints.clone() });
            }
        }
        result
    }
}

/// What a place may hold behind a fork whose arms left `x` and `y` there. Behind a test of the sender that cannot
/// be seen into, the place tells of the test. Where the environment decided, a side that tells of the sender is
/// the only one that counts, as in [`Machine::truth`].
pub(in crate::machine) fn merge(x: Value, y: &Value, testing: &Taints, drops: bool) -> Value {
    if drops {
        match (x.kinds().intersects(AUTHENTICATING), y.kinds().intersects(AUTHENTICATING)) {
            (true, false) => return x,
            (false, true) => return y.clone(),
            _ => {}
        }
    }
    let differ = !(x.subsumes(y) && y.subsumes(&x));
    let changed = differ && !testing.is_empty();
    let joined = x.join(y);
    if changed { joined.with(testing) } else { joined }
}

/// ToInt32 of ECMA-262 §7.1.6.
fn to_int32(n: f64) -> i32 {
    if !n.is_finite() {
        return 0;
    }
    n.trunc().rem_euclid(4_294_967_296.0) as u32 as i32
}
