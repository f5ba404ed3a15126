//! What a handler compares its sender with, where that is set before the listener is added: as long as the listener stays, it is not
//! null, so that a sender without a window (`event.source === null`) is none of those who pass.

use crate::machine::analysis::relevance::{Write, Written};
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::value::{Kind, ObjId, Value};
use crate::machine::{Frame, Machine};
use crate::syntax::program::{Expr, ExprId, FnId, Key};

impl Machine<'_> {
    /// A listener is added: notes which sides of its comparisons hold something now, and which do not.
    pub(in crate::machine) fn note_set_before(&mut self, at: ExprId, handler: ObjId, this: &Value) {
        let ObjKind::Closure { function, env, this: own } = self.heap.kind(handler).clone() else { return };
        let this = own.unwrap_or_else(|| this.clone());
        let compared = self.compared_places(function);
        let sides: Vec<ExprId> = compared.into_iter().filter(|side| self.is_place_outside(function, *side)).collect();
        for side in sides {
            self.frames.push(Frame::new(function, env, this.clone()));
            let value = self.peek(side);
            self.frames.pop();
            let is_there =
                !value.is_bottom() && value.alts().iter().all(|a| !a.is_nullish() && a.kind != Kind::Unknown);
            // What some other function has set may be set much later, or never.
            let is_set = is_there && self.writes_to(side).iter().any(|w| w.filled && self.is_before(w, at));
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
        let removes =
            |at: ExprId| self.outline.unlistens.iter().any(|f| self.program.function(*f).exprs.contains(&at.0));
        self.writes_to(side).iter().any(|write| !write.filled && !removes(write.at))
    }

    /// Whether an assignment stands before an expression in a function that is running, and not in one that is only written there.
    fn is_before(&self, write: &Write, at: ExprId) -> bool {
        self.program.span(write.at).start < self.program.span(at).start
            && self.frames.iter().any(|frame| frame.function == write.function)
    }

    /// The assignments to a variable, or to properties of that name.
    fn writes_to(&self, side: ExprId) -> &[Write] {
        let written = match self.program.expr(side) {
            Expr::Var(binding) => Written::Variable(*binding),
            Expr::Member { key: Key::Name(name), .. } => Written::Property(name.clone()),
            _ => return &[],
        };
        self.outline.writes.get(&written).map_or(&[], Vec::as_slice)
    }
}
