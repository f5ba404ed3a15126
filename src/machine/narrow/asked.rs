//! Whether a condition asked anything of message data, however it was answered: what was asked of is no longer untested.

use crate::machine::Machine;
use crate::machine::domain::heap::{Fact, Place};
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, SinkSet};
use crate::machine::domain::value::{Kind, Value};
use crate::syntax::program::{Const, Expr, ExprId, UnaryOp};

impl Machine<'_> {
    /// Notes of what a condition asks something.
    pub(super) fn note_asked_of(&mut self, condition: ExprId) {
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
                        Expr::Unary(UnaryOp::TypeOf, inner) if telling => self.remember_asked(*inner),
                        _ if telling => self.remember_asked(side),
                        _ => {}
                    }
                }
            }
            Expr::Call { callee, args, .. } => {
                if let Expr::Member { object, .. } = self.program.expr(*callee) {
                    self.remember_asked(*object);
                }
                for arg in args {
                    self.remember_asked(arg.value);
                }
            }
            _ => {}
        }
    }

    /// Remembers on this path that something was asked of the expression, if it is message data.
    fn remember_asked(&mut self, subject: ExprId) {
        if !self.is_plain_read(subject) || !self.eval(subject).kinds().intersects(ATTACKER_CONTROLLED) {
            return;
        }
        if let Some(path) = self.path_of(subject) {
            self.senders.asked = true;
            let yes = Value::constant(Kind::Bool(true), self.program.span(subject));
            self.heap.set(Place::Fact(path, Fact::Asked), yes);
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
        let asked = self.known_path(e).is_some_and(|path| self.heap.fact(path, Fact::Asked).is_some());
        if asked { value.map_taints(|taints| taints.safe_for(SinkSet::ASKED)) } else { value }
    }
}
