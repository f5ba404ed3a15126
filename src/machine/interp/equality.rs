//! Whether two values are equal, of which one may be who sent the message.

use crate::facts::WindowKind;
use crate::machine::Machine;
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::host::Host;
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, AUTHENTICATING, Taint, TaintKind, Taints, URL_CONTROLLED};
use crate::machine::domain::value::{Alt, Kind, Value};
use crate::machine::interp::operator::TESTING;
use crate::source::Span;

/// Classes of the platform none of which is based on another one.
const DISTINCT: [&str; 7] =
    ["MessagePort", "BroadcastChannel", "Worker", "SharedWorker", "ServiceWorker", "EventSource", "WebSocket"];

impl Machine<'_> {
    /// `left instanceof right`, where it is known what is on the left and the right is a class of the language.
    pub(super) fn is_instance(&self, left: &Value, right: &Value) -> Option<bool> {
        let Kind::Obj(class) = right.single()?.kind else { return None };
        let Some(Host::Global(class)) = self.heap.host(class) else { return None };
        match &left.single()?.kind {
            Kind::Unknown => None,
            Kind::Obj(object) => match (self.heap.kind(*object), class) {
                (ObjKind::Regex { .. }, "RegExp") | (ObjKind::Array, "Array") => Some(true),
                (ObjKind::Regex { .. }, "Array" | "Map" | "Set" | "Date")
                | (ObjKind::Array, "RegExp" | "Map" | "Set") => Some(false),
                // A window is no end of a channel, and one of these is none of the others.
                (ObjKind::Host(Host::Window(_)), class) if DISTINCT.contains(&class) => Some(false),
                (ObjKind::Host(Host::Type(ty)), class)
                    if DISTINCT.contains(&class) && DISTINCT.contains(&ty.name()) =>
                {
                    Some(ty.name() == class)
                }
                _ => None,
            },
            _ => Some(false),
        }
    }

    /// `left == right` or `left === right`, and what the sender's origin was compared with.
    pub(in crate::machine) fn equality(&mut self, strict: bool, left: &Value, right: &Value, span: Span) -> Value {
        self.note_comparison(left, right, span);
        self.note_comparison(right, left, span);
        let answers =
            |x: &Value, y: &Value| x.kinds().intersects(ATTACKER_CONTROLLED) && y.kinds().has(TaintKind::Random);
        let asks_random = answers(left, right) || answers(right, left);
        self.outline.compares_random |= asks_random;
        if asks_random {
            self.note_told();
        }
        let (many_left, many_right) = (left.alts().len() > 1, right.alts().len() > 1);
        self.pairwise(span, left, right, |m, a, b| {
            let (kind, taints) = m.equal(strict, a, b);
            if kind.is_none() || taints.kinds().intersects(AUTHENTICATING) || !(many_left || many_right) {
                return (kind, taints);
            }
            if (many_left && is_unset(a)) || (many_right && is_unset(b)) {
                // Whether it has been set by then, only the environment knows.
                return (None, taints.union(&Taints::source(TaintKind::Varying, span)));
            }
            (kind, taints.union(&Taints::source(TaintKind::Default, span)))
        })
    }

    /// Whether two alternatives are equal. `None` where it cannot be told.
    fn equal(&self, strict: bool, a: &Alt, b: &Alt) -> (Option<Kind>, Taints) {
        let taints = a.taints.union(&b.taints);
        let guesses =
            |x: &Alt, y: &Alt| x.taints.kinds().intersects(ATTACKER_CONTROLLED) && y.taints.has(TaintKind::Random);
        if self.is_left_guessing() && (guesses(a, b) || guesses(b, a)) {
            // Nobody guesses random bytes.
            return (Some(Kind::Bool(false)), taints);
        }
        let known = match (&a.kind, &b.kind) {
            (Kind::Unknown, _) | (_, Kind::Unknown) => {
                let (unknown, other) = if a.kind == Kind::Unknown { (a, b) } else { (b, a) };
                return self.equal_to_unknown(unknown, other, taints);
            }
            (Kind::Obj(x), Kind::Obj(y)) => {
                if let (Some(Host::Window(x)), Some(Host::Window(y))) = (self.heap.host(*x), self.heap.host(*y)) {
                    return self.same_window(x, y, taints);
                }
                Some(x == y)
            }
            (Kind::Str(x), Kind::Str(y)) if self.both_opaque(a, b) => Some(x == y || **x == *"null" || **y == *"null"),
            (x, y) if x == y => Some(true),
            (Kind::Num(x), Kind::Num(y)) => Some(x == y),
            _ if strict => Some(false),
            (Kind::Null, Kind::Undefined) | (Kind::Undefined, Kind::Null) => Some(true),
            (Kind::Null | Kind::Undefined, _) | (_, Kind::Null | Kind::Undefined) => Some(false),
            (Kind::Str(s), Kind::Obj(_)) => self.to_text(b).map(|t| t == *s),
            (Kind::Obj(_), Kind::Str(s)) => self.to_text(a).map(|t| t == *s),
            _ => self.to_number(a).zip(self.to_number(b)).map(|(x, y)| x == y),
        };
        (known.map(Kind::Bool), taints)
    }

    /// Whether one side is the sender's opaque origin and the other what `window.origin` was: in a page whose sandbox
    /// makes it opaque, both are `"null"`.
    fn both_opaque(&self, a: &Alt, b: &Alt) -> bool {
        let (of_sender, own) =
            (|x: &Alt| x.taints.has(TaintKind::Sender), |x: &Alt| x.taints.has(TaintKind::OwnOpaque));
        let opaque = self.sender().is_some_and(|s| s.origin == "null");
        opaque && ((of_sender(a) && own(b)) || (of_sender(b) && own(a)))
    }

    /// A comparison with an unknown. In a sender run, the hostile origin equals what the attacker arranged and nothing else.
    fn equal_to_unknown(&self, unknown: &Alt, other: &Alt, taints: Taints) -> (Option<Kind>, Taints) {
        let of_sender = other.taints.kinds().intersects(AUTHENTICATING) && other.kind != Kind::Unknown;
        if !of_sender || !self.in_sender_run() {
            return (None, taints);
        }
        let kinds = unknown.taints.kinds();
        if self.is_own_address(unknown) {
            // An address has a path, an origin has none.
            return (Some(Kind::Bool(false)), taints);
        }
        if kinds.intersects(ATTACKER_CONTROLLED) || kinds.intersects(URL_CONTROLLED) {
            // Both sides are the attacker's: it passes, and it is no test of the sender any more.
            return (None, taints.without(TESTING));
        }
        if kinds.has(TaintKind::Dom) {
            return (None, taints.without(TESTING).union(&Taints::source(TaintKind::Data, unknown.site)));
        }
        if self.is_adopted(unknown) {
            let taint = Taint::new(TaintKind::Data, unknown.site);
            return (None, taints.without(TESTING).union(&Taints::one(taint)));
        }
        if kinds.intersects(AUTHENTICATING) {
            return (None, taints);
        }
        let configured = match &other.kind {
            Kind::Str(s) => **s == *crate::machine::domain::origin::CONFIGURED_ORIGIN,
            _ => false,
        };
        (Some(Kind::Bool(configured)), taints)
    }

    /// Whether the window on one side is the one on the other. The sender is a window of its own, or the one
    /// that the sender run says.
    fn same_window(&self, x: WindowKind, y: WindowKind, taints: Taints) -> (Option<Kind>, Taints) {
        let (sender, other) = match (x, y) {
            (WindowKind::Sender, WindowKind::Sender) => return (Some(Kind::Bool(true)), taints),
            (WindowKind::Sender, other) | (other, WindowKind::Sender) => (true, other),
            _ => (false, y),
        };
        if !sender {
            let certain = (x == y && x != WindowKind::Frame && x != WindowKind::Some).then_some(Kind::Bool(true));
            return (certain, taints);
        }
        if !self.in_sender_run() {
            return (None, taints);
        }
        (Some(Kind::Bool(self.sender_is(other))), taints)
    }
}

/// Whether it is what a variable holds before it is set.
fn is_unset(alt: &Alt) -> bool {
    alt.is_nullish() || alt.kind == Kind::Bool(false) || matches!(&alt.kind, Kind::Str(s) if s.is_empty())
}
