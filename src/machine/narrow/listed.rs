//! What a test tells whether something is in a list, or a key of a table, of the program.

use crate::machine::Machine;
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::host::Host;
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, AUTHENTICATING, SECRET_EVIDENCE, SinkSet, URL_CONTROLLED};
use crate::machine::domain::value::Kind;
use crate::syntax::program::{Arg, BinaryOp, Const, Expr, ExprId, Key, UnaryOp};

impl<'p> Machine<'p> {
    /// The list and the item of `LIST.indexOf(x) !== -1` or another form of it, for the side on which the item was found.
    pub(super) fn index_test(&self, op: BinaryOp, left: ExprId, right: ExprId, side: bool) -> Option<(ExprId, ExprId)> {
        let Expr::Call { callee, args, .. } = self.program.expr(left) else { return None };
        let (Expr::Member { object, key: Key::Name(name), .. }, [arg]) = (self.program.expr(*callee), args.as_slice())
        else {
            return None;
        };
        let zero = |e: ExprId| matches!(self.program.expr(e), Expr::Const(Const::Num(n)) if *n == 0.0);
        let none = match self.program.expr(right) {
            Expr::Const(Const::Num(n)) => *n == -1.0,
            Expr::Unary(UnaryOp::Minus, one) => {
                matches!(self.program.expr(*one), Expr::Const(Const::Num(n)) if *n == 1.0)
            }
            _ => false,
        };
        let found = match op {
            BinaryOp::NotEq | BinaryOp::StrictNotEq | BinaryOp::Greater if none => side,
            BinaryOp::Eq | BinaryOp::StrictEq | BinaryOp::LessEq if none => !side,
            BinaryOp::GreaterEq if zero(right) => side,
            BinaryOp::Less if zero(right) => !side,
            _ => return None,
        };
        (found && &**name == "indexOf").then_some((*object, arg.value))
    }

    /// Where `item` is known to be in `list`, it is one of the members.
    pub(super) fn assume_listed(&mut self, list: ExprId, item: ExprId) {
        let written = matches!(self.program.expr(list), Expr::Array(_));
        if !written && !self.is_plain_read(list) {
            return;
        }
        let holder = self.eval(list);
        let span = self.program.span(item);
        let kinds = holder.kinds();
        if holder.alts().iter().all(|a| a.kind == Kind::Unknown)
            && !kinds.intersects(ATTACKER_CONTROLLED)
            && !kinds.intersects(AUTHENTICATING)
            && !kinds.intersects(URL_CONTROLLED)
        {
            // A list from elsewhere, or a text: what it includes is the program's own.
            let member = self.top(span);
            self.learn_equal(item, &member);
            self.assume_part_of_address(item, &member);
            return;
        }
        let Some(Kind::Obj(id)) = holder.single().map(|a| a.kind.clone()) else { return };
        if !matches!(self.heap.kind(id), ObjKind::Array | ObjKind::Set) {
            return;
        }
        let (_, member) = self.items(&holder, true, span);
        self.learn_equal(item, &member);
        self.assume_part_of_address(item, &member);
    }

    /// `FORBIDDEN.includes(name)`, `/^__proto__$/.test(name)`, where it does not hold.
    pub(super) fn assume_unlisted(&mut self, list: ExprId, name: ExprId) {
        let written = matches!(self.program.expr(list), Expr::Array(_) | Expr::Const(_));
        if !written && !self.is_plain_read(list) {
            return;
        }
        let holder = self.eval(list);
        let Some(Kind::Obj(id)) = holder.single().map(|a| a.kind.clone()) else { return };
        for (text, safe_for) in [("__proto__", SinkSet::NOT_PROTO), ("onclick", SinkSet::NO_HANDLER)] {
            let refuses = match self.heap.kind(id).clone() {
                ObjKind::Array | ObjKind::Set => {
                    self.items(&holder, true, self.program.span(list)).1.strings().any(|(s, _)| &**s == text)
                }
                ObjKind::Regex { source, flags } => {
                    let pattern = self.compiled(&source, &flags);
                    pattern.is_some_and(|p| p.test(text, &mut 0).unwrap_or(false))
                }
                _ => false,
            };
            if refuses {
                self.learn_safe(name, safe_for);
            }
        }
    }

    /// `Object.hasOwn(table, key)`, `table.hasOwnProperty(key)`, `hasOwn.call(table, key)`: the table and the key.
    pub(super) fn own_key_test(&mut self, callee: ExprId, args: &'p [Arg]) -> Option<(ExprId, ExprId)> {
        let Expr::Member { object, key: Key::Name(name), .. } = self.program.expr(callee) else { return None };
        if args.iter().any(|a| a.spread) {
            return None;
        }
        match (&**name, args) {
            ("hasOwnProperty", [key]) => Some((*object, key.value)),
            ("hasOwn" | "has", [table, key]) => {
                let of = self.is_plain_read(*object).then(|| self.eval(*object))?;
                let of = of.objects().next().and_then(|o| self.heap.host(o));
                matches!(of, Some(Host::Global("Object" | "Reflect"))).then_some((table.value, key.value))
            }
            ("call", [table, key]) => {
                let borrowed = match self.program.expr(*object) {
                    Expr::Member { key: Key::Name(name), .. } => &**name == "hasOwnProperty",
                    _ if self.is_plain_read(*object) => self.eval(*object).objects().any(
                        |o| matches!(self.heap.kind(o), ObjKind::Method { name, .. } if &**name == "hasOwnProperty"),
                    ),
                    _ => false,
                };
                borrowed.then_some((table.value, key.value))
            }
            _ => None,
        }
    }

    /// A key of a table of the program is one of those that the program wrote. What an instance of a class or the
    /// window has is no such list.
    pub(super) fn assume_key(&mut self, table: ExprId, key: ExprId) {
        if !matches!(self.program.expr(table), Expr::Object(_)) && !self.is_plain_read(table) {
            return;
        }
        let held = self.eval(table);
        let kinds = held.kinds();
        let listed = held.alts().iter().all(|a| match a.kind {
            Kind::Obj(o) => match self.heap.kind(o) {
                ObjKind::Plain => self.heap.object(o).proto.is_none(),
                ObjKind::Array | ObjKind::Set | ObjKind::Map => true,
                _ => false,
            },
            Kind::Unknown => true,
            _ => false,
        });
        if held.is_bottom() || !listed || kinds.intersects(ATTACKER_CONTROLLED) || kinds.intersects(URL_CONTROLLED) {
            return;
        }
        let own = self.top(self.program.span(key));
        self.learn_equal(key, &own);
    }

    /// `if (variants[key])`: a name under which a table of the program holds something tells two things apart, and is no secret
    /// however the user's browser came to know it.
    pub(super) fn assume_found(&mut self, table: ExprId, key: ExprId) {
        let Expr::Var(binding) = self.program.expr(key) else { return };
        if !self.is_plain_read(table) || self.eval(table).kinds().intersects(ATTACKER_CONTROLLED) {
            return;
        }
        if let Some((place, value)) =
            self.local(*binding).filter(|(_, value)| value.kinds().intersects(SECRET_EVIDENCE))
        {
            self.heap.set(place, value.map_taints(|taints| taints.without(SECRET_EVIDENCE)));
        }
    }
}
