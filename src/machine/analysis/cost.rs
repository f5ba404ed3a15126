//! What a message makes the page pay for: requests, and loops that turn as often as it says. Whether anybody may send it is
//! `sender_run`; what else a handler does is `sink`.

use crate::facts::{Cost, CostKind, SinkKind};
use crate::machine::domain::value::{Kind, Value};
use crate::machine::{Cond, Machine, Mode};
use crate::model::Sink;
use crate::syntax::program::{BinaryOp, Expr, ExprId, Key};

/// What calls its callback later: a handler that waits so collects what comes in between, or can.
const TIMERS: [&str; 4] = ["setTimeout", "setInterval", "requestIdleCallback", "requestAnimationFrame"];

impl Machine<'_> {
    /// A call that a row of the model knows. That a request is prepared costs nothing.
    pub(in crate::machine) fn note_request(&mut self, row: &Sink, id: ExprId, name: &str) {
        if row.kind == SinkKind::Request && name != "open" {
            self.note_cost(id, CostKind::Request);
        }
    }

    /// The condition of a loop, which may be a comparison with a number of the message.
    pub(in crate::machine) fn note_loop(&mut self, test: ExprId, value: &Value) {
        if self.is_bound(test) && value.alts().iter().any(|a| a.taints.as_it_came().is_some()) {
            self.note_cost(test, CostKind::Loop);
        }
    }

    /// Two values are compared by size. Where that is no loop's condition, the program asks how large a number is.
    pub(in crate::machine) fn note_size(&mut self, at: ExprId, left: &Value, right: &Value) {
        let chosen = |v: &Value| v.alts().iter().any(|a| a.kind == Kind::Unknown && a.taints.as_it_came().is_some());
        if self.senders.loop_test != Some(at)
            && (chosen(left) || chosen(right))
            && let Mode::Handler(run) = &mut self.mode
        {
            run.capped = true;
        }
    }

    /// Whether it compares by size, and not with the length of something that had to be sent.
    fn is_bound(&self, test: ExprId) -> bool {
        let length = |e: &ExprId| matches!(self.program.expr(*e), Expr::Member { key: Key::Name(name), .. } if matches!(&**name, "length" | "size"));
        match self.program.expr(test) {
            Expr::Binary(op, left, right) => compares_size(*op) && !length(left) && !length(right),
            _ => false,
        }
    }

    fn note_cost(&mut self, id: ExprId, kind: CostKind) {
        // A flag may be a latch, and what is asked of the clock may be how long ago the last message was.
        let guarded = self.path.iter().any(|c| matches!(c, Cond::Environment { .. } | Cond::Opaque(_)));
        if guarded || self.unreachable || self.is_limited() {
            return;
        }
        let span = self.program.span(id);
        if let Mode::Handler(run) = &mut self.mode {
            run.costs.push(Cost { span, kind });
        }
    }

    /// Whether something that is running is called less often than messages come.
    fn is_limited(&self) -> bool {
        self.frames.iter().any(|frame| {
            let timer = |call| self.callee_name(call).is_some_and(|n| TIMERS.contains(&&*n));
            self.outline.limited.contains(&frame.function) || frame.call.is_some_and(timer)
        })
    }
}

/// Whether an operator asks which of two is larger.
pub(in crate::machine) fn compares_size(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Less | BinaryOp::LessEq | BinaryOp::Greater | BinaryOp::GreaterEq)
}
