//! Checks that are made only where a setting is there: `if (expected && event.origin !== expected) return`. Until something sets it,
//! and wherever nobody does, every sender passes.

use crate::machine::{Machine, Mode};
use crate::syntax::program::{BinaryOp, BindingKind, Const, Expr, ExprId, FnId, Key, Pattern, Stmt, UnaryOp};

impl Machine<'_> {
    /// For a test of whether something is set that the sender is compared with in the same function, the side on which it is not;
    /// `None` for other tests, and where it is set whenever the listener is added.
    pub(in crate::machine) fn unset_side(&mut self, test: ExprId) -> Option<bool> {
        let (setting, side) = self.asked_for(test)?;
        let known = self.listening.unset.get(&test).copied();
        let unset = known.unwrap_or_else(|| self.find_unset(setting, side));
        self.listening.unset.insert(test, unset);
        if unset.is_some()
            && let Mode::Handler(run) = &mut self.mode
        {
            run.unset.get_or_insert(self.program.span(setting));
        }
        unset
    }

    fn find_unset(&mut self, setting: ExprId, side: bool) -> Option<bool> {
        let function = self.frames.last()?.function;
        let compared = self.compared_places(function);
        let same: Vec<ExprId> = compared.into_iter().filter(|place| self.is_same_place(*place, setting)).collect();
        let is_set = |place: &ExprId| self.listening.set_before.get(place) == Some(&true);
        if same.is_empty() || same.iter().any(is_set) || self.is_computed(setting) {
            return None;
        }
        Some(!side)
    }

    /// Whether it is a constant that the program computes, so that it is there: `const origin = new URL(address).origin`.
    fn is_computed(&self, setting: ExprId) -> bool {
        let Expr::Var(binding) = self.program.expr(setting) else { return false };
        if self.program.binding(*binding).kind != BindingKind::Const {
            return false;
        }
        let given = self.program.scanned().stmts.iter().find_map(|(stmt, _)| match stmt {
            Stmt::Declare(pattern, value) => match self.program.pattern(*pattern) {
                Pattern::Bind(declared) if declared == binding => Some(*value),
                _ => None,
            },
            _ => None,
        });
        let mut at = given;
        while let Some(expr) = at {
            match self.program.expr(expr) {
                Expr::Member { object, .. } => at = Some(*object),
                Expr::Chain(inner) | Expr::Typed(inner, _) => at = Some(*inner),
                Expr::New { .. } | Expr::Template { .. } => return true,
                _ => return false,
            }
        }
        false
    }

    /// What a test asks for, and the side on which it is there: `x`, `!x`, `x != null`, `x === ""`.
    fn asked_for(&self, test: ExprId) -> Option<(ExprId, bool)> {
        let (mut at, mut side) = (test, true);
        loop {
            match self.program.expr(at) {
                Expr::Unary(UnaryOp::Not, inner) => (at, side) = (*inner, !side),
                Expr::Chain(inner) | Expr::Typed(inner, _) => at = *inner,
                Expr::Binary(op, left, right) => {
                    let is_nothing = match self.program.expr(*right) {
                        Expr::Const(Const::Null | Const::Undefined) => true,
                        Expr::Const(Const::Str(text)) => text.is_empty(),
                        _ => false,
                    };
                    let holds = match op {
                        BinaryOp::NotEq | BinaryOp::StrictNotEq => side,
                        BinaryOp::Eq | BinaryOp::StrictEq => !side,
                        _ => return None,
                    };
                    if !is_nothing {
                        return None;
                    }
                    (at, side) = (*left, holds);
                }
                Expr::Var(_) | Expr::Member { key: Key::Name(_), .. } => return Some((at, side)),
                _ => return None,
            }
        }
    }

    /// The variables and properties that a function compares with something that is no constant.
    pub(in crate::machine) fn compared_places(&mut self, function: FnId) -> Vec<ExprId> {
        if let Some(known) = self.listening.compared.get(&function) {
            return known.clone();
        }
        let is_constant = |e: ExprId| matches!(self.program.expr(e), Expr::Const(_));
        let is_place =
            |e: &ExprId| matches!(self.program.expr(*e), Expr::Var(_) | Expr::Member { key: Key::Name(_), .. });
        let range = self.program.function(function).exprs.clone();
        let sides = range.map(ExprId).filter_map(|e| match self.program.expr(e) {
            Expr::Binary(op, left, right) if op.is_equality() && !is_constant(*left) && !is_constant(*right) => {
                Some([*left, *right])
            }
            _ => None,
        });
        let places: Vec<ExprId> = sides.flatten().filter(is_place).collect();
        self.listening.compared.insert(function, places.clone());
        places
    }

    /// Whether two expressions name the same variable, or the same property of one.
    fn is_same_place(&self, mut a: ExprId, mut b: ExprId) -> bool {
        loop {
            match (self.program.expr(a), self.program.expr(b)) {
                (Expr::Chain(inner) | Expr::Typed(inner, _), _) => a = *inner,
                (_, Expr::Chain(inner) | Expr::Typed(inner, _)) => b = *inner,
                (Expr::Var(x), Expr::Var(y)) => return x == y,
                (Expr::This, Expr::This) => return true,
                (Expr::Global(x), Expr::Global(y)) => return x == y,
                (
                    Expr::Member { object: x, key: Key::Name(m), .. },
                    Expr::Member { object: y, key: Key::Name(n), .. },
                ) if m == n => (a, b) = (*x, *y),
                _ => return false,
            }
        }
    }
}
