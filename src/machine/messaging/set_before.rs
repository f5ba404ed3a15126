//! What a handler compares its sender with, where that is set before the listener is added: as long as the listener stays, it is not
//! null, so that a sender without a window (`event.source === null`) is none of those who pass.

use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::value::{Kind, ObjId, Value};
use crate::machine::{Frame, Machine};
use crate::syntax::program::{BinaryOp, Const, Expr, ExprId, FnId, Key, PatId, Pattern};

impl Machine<'_> {
    /// A listener is added: notes which sides of its comparisons hold something now, and which do not.
    pub(in crate::machine) fn note_set_before(&mut self, handler: ObjId, this: &Value) {
        let ObjKind::Closure { function, env, this: own } = self.heap.kind(handler).clone() else { return };
        let this = own.unwrap_or_else(|| this.clone());
        let range = self.program.function(function).exprs.clone();
        let compared = range.map(ExprId).filter_map(|e| match self.program.expr(e) {
            Expr::Binary(op, left, right) if is_equality(*op) => Some([*left, *right]),
            _ => None,
        });
        let sides: Vec<ExprId> = compared.flatten().filter(|side| self.is_place(*side)).collect();
        self.frames.push(Frame::new(function, env, this));
        for side in sides {
            let value = self.peek(side);
            let is_set = !value.is_bottom() && value.alts().iter().all(|a| !a.is_nullish() && a.kind != Kind::Unknown);
            // It may be added in several ways.
            let all = self.listening.set_before.entry(side).or_insert(true);
            *all &= is_set;
        }
        self.frames.pop();
    }

    /// Whether it is a variable or a property of one.
    fn is_place(&self, side: ExprId) -> bool {
        matches!(self.program.expr(side), Expr::Var(_) | Expr::Member { .. }) && self.is_plain_read(side)
    }

    /// The value of one side of a comparison, without the null that cannot be there while the listener is.
    pub(in crate::machine) fn while_listening(&self, side: ExprId, value: Value) -> Value {
        let is_set = self.sender_is_gone() && self.listening.set_before.get(&side) == Some(&true);
        if !is_set {
            return value;
        }
        let kept = value.clone().filter(|alt| !alt.is_nullish());
        if kept.is_bottom() || self.is_emptied_early(side) { value } else { kept }
    }

    /// Whether what is compared is emptied by a function that leaves the listener where it is.
    fn is_emptied_early(&self, side: ExprId) -> bool {
        let is_same = |target: PatId| match (self.program.pattern(target), self.program.expr(side)) {
            (Pattern::Bind(written), Expr::Var(read)) => written == read,
            (Pattern::Place(place), Expr::Member { key: Key::Name(read), .. }) => {
                matches!(self.program.expr(*place), Expr::Member { key: Key::Name(written), .. } if written == read)
            }
            _ => false,
        };
        let empties = |expr: &Expr| match expr {
            Expr::Assign { target, value, .. } => {
                matches!(self.program.expr(*value), Expr::Const(Const::Null | Const::Undefined)) && is_same(*target)
            }
            _ => false,
        };
        let places = self.program.scanned().exprs.iter().enumerate().filter(|(_, (expr, _))| empties(expr));
        let removes = |place: usize| {
            let holds = |f: &FnId| self.program.function(*f).exprs.contains(&(place as u32));
            self.outline.unlistens.iter().any(holds)
        };
        places.into_iter().any(|(place, _)| !removes(place))
    }
}

fn is_equality(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Eq | BinaryOp::NotEq | BinaryOp::StrictEq | BinaryOp::StrictNotEq)
}
