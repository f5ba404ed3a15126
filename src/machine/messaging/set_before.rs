//! What a handler compares its sender with, where that is set before the listener is added: as long as the listener stays, it is not
//! null, so that a sender without a window (`event.source === null`) is none of those who pass.

use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::value::{Kind, ObjId, Value};
use crate::machine::{Frame, Machine};
use crate::syntax::program::{BinaryOp, Const, Expr, ExprId, FnId, Key, PatId, Pattern};

impl Machine<'_> {
    /// A listener is added: notes which sides of its comparisons hold something now, and which do not.
    pub(in crate::machine) fn note_set_before(&mut self, at: ExprId, handler: ObjId, this: &Value) {
        let ObjKind::Closure { function, env, this: own } = self.heap.kind(handler).clone() else { return };
        let this = own.unwrap_or_else(|| this.clone());
        let range = self.program.function(function).exprs.clone();
        let compared = range.map(ExprId).filter_map(|e| match self.program.expr(e) {
            Expr::Binary(op, left, right) if is_equality(*op) => Some([*left, *right]),
            _ => None,
        });
        let sides: Vec<ExprId> = compared.flatten().filter(|side| self.is_place_outside(function, *side)).collect();
        for side in sides {
            self.frames.push(Frame::new(function, env, this.clone()));
            let value = self.peek(side);
            self.frames.pop();
            let is_there =
                !value.is_bottom() && value.alts().iter().all(|a| !a.is_nullish() && a.kind != Kind::Unknown);
            // What some other function has set may be set much later, or never.
            let is_set = is_there && self.writes_to(side).any(|w| w.filled && self.is_before(w.place, at));
            // It may be added in several ways.
            let always = self.listening.set_before.entry(side).or_insert(true);
            *always &= is_set;
        }
    }

    /// Whether it is a variable that is declared outside of a function, or a property of one.
    fn is_place_outside(&self, function: FnId, mut side: ExprId) -> bool {
        while let Expr::Member { object, key: Key::Name(_), .. } = self.program.expr(side) {
            side = *object;
        }
        match self.program.expr(side) {
            Expr::This => true,
            Expr::Var(binding) => {
                let owner = self.program.binding(*binding).owner;
                !std::iter::successors(Some(owner), |f| self.program.function(*f).parent).any(|f| f == function)
            }
            _ => false,
        }
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
        let removes = |place: u32| {
            let holds = |f: &FnId| self.program.function(*f).exprs.contains(&place);
            self.outline.unlistens.iter().any(holds)
        };
        self.writes_to(side).any(|write| !write.filled && !removes(write.place))
    }

    /// Whether an expression stands before another one in a function that is running, and not in one that is only written there.
    fn is_before(&self, place: u32, at: ExprId) -> bool {
        let starts = |e: ExprId| self.program.span(e).start;
        let holds = |f: FnId| self.program.function(f).exprs.contains(&place);
        let is_nested = |inner: FnId, outer: FnId| self.program.function(inner).parent == Some(outer);
        starts(ExprId(place)) < starts(at)
            && self.frames.iter().any(|frame| {
                let mut functions = (0..self.program.scanned().functions.len() as u32).map(FnId);
                holds(frame.function) && !functions.any(|f| is_nested(f, frame.function) && holds(f))
            })
    }

    /// The assignments to a variable, or to properties of that name.
    fn writes_to(&self, side: ExprId) -> impl Iterator<Item = Write> {
        let is_same = move |target: PatId| match (self.program.pattern(target), self.program.expr(side)) {
            (Pattern::Bind(written), Expr::Var(read)) => written == read,
            (Pattern::Place(place), Expr::Member { key: Key::Name(read), .. }) => {
                matches!(self.program.expr(*place), Expr::Member { key: Key::Name(written), .. } if written == read)
            }
            _ => false,
        };
        self.program.scanned().exprs.iter().enumerate().filter_map(move |(place, (expr, _))| match expr {
            Expr::Assign { target, value, .. } if is_same(*target) => {
                let filled = !matches!(self.program.expr(*value), Expr::Const(Const::Null | Const::Undefined));
                Some(Write { place: place as u32, filled })
            }
            _ => None,
        })
    }
}

/// An assignment.
struct Write {
    /// The number of its expression.
    place: u32,
    /// Whether what it writes is there at all.
    filled: bool,
}

fn is_equality(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Eq | BinaryOp::NotEq | BinaryOp::StrictEq | BinaryOp::StrictNotEq)
}
