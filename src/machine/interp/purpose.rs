//! What a call is made for: for what it does, or for what it gives. A call whose value is used is a computation, and what is
//! done with the value tells what comes of it.

use crate::machine::{Machine, Mode};
use crate::syntax::program::{Expr, ExprId, Key, Stmt, UnaryOp};

impl Machine<'_> {
    /// Whether nobody uses what a call gives, so that it is made for its own sake. What a function returns, its caller uses or not;
    /// what a handler returns, nobody does.
    pub(in crate::machine) fn is_for_its_own_sake(&self, call: ExprId) -> bool {
        let outermost = if let Mode::Handler(run) = &self.mode { run.first_frame } else { 0 };
        let mut call = call;
        for frame in self.frames[outermost.min(self.frames.len())..].iter().rev() {
            let Some(statement) = frame.statement else { return false };
            match self.program.stmt(statement) {
                Stmt::Expr(whole) => return self.is_unused_in(*whole, call),
                Stmt::Return(Some(whole)) if self.is_unused_in(*whole, call) => match frame.call {
                    // What a timer's callback returns, nobody takes.
                    Some(outer) if !self.is_timer(outer) => call = outer,
                    _ => return true,
                },
                _ => return false,
            }
        }
        true
    }

    /// Whether nothing is done with the value of `part` in `whole` but to hand it on as the value of the whole.
    fn is_unused_in(&self, whole: ExprId, part: ExprId) -> bool {
        let mut handed_on = vec![whole];
        while let Some(expr) = handed_on.pop() {
            if expr == part {
                return true;
            }
            match self.program.expr(expr) {
                Expr::Await(inner)
                | Expr::Chain(inner)
                | Expr::Typed(inner, _)
                | Expr::Unary(UnaryOp::Void | UnaryOp::Not, inner)
                | Expr::Logical(_, _, inner) => handed_on.push(*inner),
                Expr::Cond(_, then, otherwise) => handed_on.extend([*then, *otherwise]),
                Expr::Seq(all) => handed_on.extend(all),
                // A promise that is only waited for.
                Expr::Call { callee, .. } => {
                    if let Expr::Member { object, key: Key::Name(name), .. } = self.program.expr(*callee)
                        && matches!(&**name, "then" | "catch" | "finally")
                    {
                        handed_on.push(*object);
                    }
                }
                _ => {}
            }
        }
        false
    }
}
