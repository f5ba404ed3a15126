//! What a test tells of the values in it, on the side where it holds. `assume` (`condition`) takes a condition apart; what it tells comes
//! in here, as an alternative that is left of what the memory holds or as a fact about an access path; `recall` gives it back.

use rustc_hash::FxHashSet;

use crate::machine::Machine;
use crate::machine::domain::access_path::{AccessPath, Root, Step};
use crate::machine::domain::heap::{Fact, ObjKind, Place};
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, AUTHENTICATING, SinkSet, TaintKinds, URL_CONTROLLED};
use crate::machine::domain::value::{Alt, Kind, Value};
use crate::syntax::program::{BindingId, Expr, ExprId, Key, Name};

mod address_guard;
mod asked;
mod condition;
pub(in crate::machine) mod discriminant;
mod listed;
mod predicate;

/// What conditions have told, beyond what the values themselves hold and what the heap holds of access paths.
#[derive(Default)]
pub(in crate::machine) struct Narrowing {
    /// What comparisons with texts found on some path.
    pub(in crate::machine) tags: Vec<discriminant::Tag>,
    /// The variables of which they found something.
    pub(in crate::machine) tagged: FxHashSet<Root>,
    /// The flags whose tests are being looked into.
    pub(in crate::machine) flags: Vec<BindingId>,
}

impl Machine<'_> {
    /// The variable at which a chain of known names begins, and the names.
    pub(in crate::machine) fn chain(&self, mut e: ExprId) -> Option<(BindingId, Vec<Step>)> {
        let mut steps = Vec::new();
        loop {
            match self.program.expr(e) {
                Expr::Member { object, key: Key::Name(name), .. } => {
                    steps.push(Step::Field(name.clone()));
                    e = *object;
                }
                Expr::Chain(inner) | Expr::Typed(inner, _) => e = *inner,
                Expr::Var(binding) => {
                    steps.reverse();
                    return Some((*binding, steps));
                }
                _ => return None,
            }
        }
    }

    /// The variable of the present activation that a name stands for, as what an access path begins with.
    pub(in crate::machine) fn root(&self, binding: BindingId) -> Option<Root> {
        Some(Root::Variable(self.scope(self.program.binding(binding).owner)?, binding))
    }

    /// The access path of an expression, if something was ever known of it.
    fn known_path(&self, e: ExprId) -> Option<AccessPath> {
        let (binding, steps) = self.chain(e)?;
        self.heap.paths.find(self.root(binding)?, steps)
    }

    /// The access path of an expression, to know something of it.
    fn path_of(&mut self, e: ExprId) -> Option<AccessPath> {
        let (binding, steps) = self.chain(e)?;
        let root = self.root(binding)?;
        self.heap.paths.intern(root, steps)
    }

    /// The value of a member expression, where a condition on this path tells it.
    pub(in crate::machine) fn recall(&self, member: ExprId) -> Option<Value> {
        self.heap.fact(self.known_path(member)?, Fact::Value).cloned()
    }

    /// On this path, what an expression reads is `value`. Of what the program chooses nothing is noted: that is known by itself. The
    /// sender's origin stays the sender's: what was compared with it is a decision of its own.
    pub(in crate::machine) fn learn(&mut self, e: ExprId, value: Value) {
        match self.program.expr(e) {
            Expr::Var(b) => {
                if let Some((place, before)) = self.local(*b)
                    && is_attackers(before.kinds())
                {
                    self.heap.set(place, value);
                }
            }
            Expr::Member { key: Key::Name(_), .. } => {
                let before = self.eval(e);
                if is_attackers(before.kinds())
                    && let Some(path) = self.path_of(e)
                {
                    self.heap.set(Place::Fact(path, Fact::Value), value);
                }
            }
            Expr::Chain(inner) | Expr::Typed(inner, _) => self.learn(*inner, value),
            _ => {}
        }
    }

    /// The same of what was found to be equal to `value`: it carries the sources of that and no longer those of its own, if that is the
    /// program's.
    pub(in crate::machine) fn learn_equal(&mut self, e: ExprId, value: &Value) {
        let kinds = value.kinds();
        if !kinds.intersects(AUTHENTICATING) && !kinds.intersects(ATTACKER_CONTROLLED) && !value.is_bottom() {
            self.learn(e, value.clone());
        }
    }

    /// On this path, what an expression reads does no harm to those sinks.
    pub(in crate::machine) fn learn_safe(&mut self, e: ExprId, safe_for: SinkSet) {
        if self.is_plain_read(e) {
            let value = self.eval(e).map_taints(|taints| taints.safe_for(safe_for));
            self.learn(e, value);
        }
    }

    /// On this path, a variable or a property of one object of the program is one of those alternatives for which `keep` holds.
    fn learn_one_of(&mut self, e: ExprId, keep: impl Fn(&Self, &Alt) -> bool) {
        let held = match self.program.expr(e) {
            Expr::Var(b) => self.local(*b),
            Expr::Member { object, key: Key::Name(name), .. } => self.property_of_one(*object, name),
            _ => None,
        };
        let Some((place, value)) = held else { return };
        let kept = value.clone().filter(|alt| keep(self, alt));
        if !kept.is_bottom() && kept.alts().len() < value.alts().len() {
            self.heap.set(place, kept);
        }
    }

    /// Where a property is held, and what it is, if only one object of the program can be meant.
    fn property_of_one(&mut self, object: ExprId, name: &Name) -> Option<(Place, Value)> {
        if !self.is_plain_read(object) {
            return None;
        }
        let Kind::Obj(id) = self.eval(object).single()?.kind else { return None };
        let value = self.heap.own(id, name).filter(|_| matches!(self.heap.kind(id), ObjKind::Plain))?;
        Some((Place::Prop(id, name.clone()), value.clone()))
    }

    /// A variable is written, or a part of it: what was known of its parts is known no longer.
    pub(in crate::machine) fn forget_narrowed(&mut self, variable: Root) {
        self.forget_tags(variable);
        self.heap.forget_facts_of(variable);
    }

    /// Whether reading the expression has no effect.
    pub(in crate::machine) fn is_plain_read(&self, e: ExprId) -> bool {
        match self.program.expr(e) {
            Expr::Var(_) | Expr::This | Expr::Global(_) => true,
            Expr::Chain(inner) | Expr::Typed(inner, _) => self.is_plain_read(*inner),
            Expr::Member { object, key: Key::Name(_), .. } => self.is_plain_read(*object),
            _ => false,
        }
    }

    /// The value of an argument that was just evaluated, where reading it again has no effect.
    pub(in crate::machine) fn peek(&mut self, e: ExprId) -> Value {
        if self.is_plain_read(e) { self.eval(e) } else { Value::bottom() }
    }
}

/// Whether a value is one that somebody else chooses, and not who sent the message.
fn is_attackers(kinds: TaintKinds) -> bool {
    (kinds.intersects(ATTACKER_CONTROLLED) || kinds.intersects(URL_CONTROLLED)) && !kinds.intersects(AUTHENTICATING)
}
