//! Whether two values are equal, of which one may be who sent the message.

use crate::facts::WindowKind;
use crate::machine::Machine;
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::value::{
    ATTACKER_CONTROLLED, AUTHENTICATING, Alt, Kind, Label, Labels, Origin, URL_CONTROLLED, Value,
};
use crate::machine::interp::operator::TESTING;
use crate::machine::web::host::Host;
use crate::source::Span;

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
            |x: &Value, y: &Value| x.origins().intersects(ATTACKER_CONTROLLED) && y.origins().has(Origin::Random);
        self.outline.compares_random |= answers(left, right) || answers(right, left);
        let (many_left, many_right) = (left.alts().len() > 1, right.alts().len() > 1);
        self.pairwise(span, left, right, |m, a, b| {
            let (kind, labels) = m.equal(strict, a, b);
            if kind.is_none() || labels.origins().intersects(AUTHENTICATING) || !(many_left || many_right) {
                return (kind, labels);
            }
            if (many_left && is_unset(a)) || (many_right && is_unset(b)) {
                // Whether it has been set by then, only the environment knows.
                return (None, labels.union(&Labels::source(Origin::Varying, span)));
            }
            (kind, labels.union(&Labels::source(Origin::Default, span)))
        })
    }

    /// Whether two alternatives are equal. `None` where it cannot be told.
    fn equal(&self, strict: bool, a: &Alt, b: &Alt) -> (Option<Kind>, Labels) {
        let labels = a.labels.union(&b.labels);
        let guesses =
            |x: &Alt, y: &Alt| x.labels.origins().intersects(ATTACKER_CONTROLLED) && y.labels.has(Origin::Random);
        if self.in_sender_run() && (guesses(a, b) || guesses(b, a)) {
            // Nobody guesses random bytes.
            return (Some(Kind::Bool(false)), labels);
        }
        let known = match (&a.kind, &b.kind) {
            (Kind::Unknown, _) | (_, Kind::Unknown) => {
                let (unknown, other) = if a.kind == Kind::Unknown { (a, b) } else { (b, a) };
                return self.equal_to_unknown(unknown, other, labels);
            }
            (Kind::Obj(x), Kind::Obj(y)) => {
                if let (Some(Host::Window(x)), Some(Host::Window(y))) = (self.heap.host(*x), self.heap.host(*y)) {
                    return self.same_window(x, y, labels);
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
        (known.map(Kind::Bool), labels)
    }

    /// Whether one side is the sender's opaque origin and the other what `window.origin` was: in a page whose sandbox
    /// makes it opaque, both are `"null"`.
    fn both_opaque(&self, a: &Alt, b: &Alt) -> bool {
        let (of_sender, own) = (|x: &Alt| x.labels.has(Origin::Sender), |x: &Alt| x.labels.has(Origin::OwnOpaque));
        let opaque = self.sender().is_some_and(|s| s.origin == "null");
        opaque && ((of_sender(a) && own(b)) || (of_sender(b) && own(a)))
    }

    /// A comparison with an unknown. In a sender run, the hostile origin equals what the attacker arranged and nothing else.
    fn equal_to_unknown(&self, unknown: &Alt, other: &Alt, labels: Labels) -> (Option<Kind>, Labels) {
        let of_sender = other.labels.origins().intersects(AUTHENTICATING) && other.kind != Kind::Unknown;
        if !of_sender || !self.in_sender_run() {
            return (None, labels);
        }
        let origins = unknown.labels.origins();
        if self.is_own_address(unknown) {
            // An address has a path, an origin has none.
            return (Some(Kind::Bool(false)), labels);
        }
        if origins.intersects(ATTACKER_CONTROLLED) || origins.intersects(URL_CONTROLLED) {
            // Both sides are the attacker's: it passes, and it is no test of the sender any more.
            return (None, labels.without(TESTING));
        }
        if origins.has(Origin::Dom) {
            return (None, labels.without(TESTING).union(&Labels::source(Origin::Data, unknown.site)));
        }
        if self.is_adopted(unknown) {
            let label = Label { origin: Origin::Data, span: unknown.site, what: None, listener: None, steps: None };
            return (None, labels.without(TESTING).union(&Labels::one(label)));
        }
        if origins.intersects(AUTHENTICATING) {
            return (None, labels);
        }
        let configured = match &other.kind {
            Kind::Str(s) => **s == *crate::machine::analysis::witness::CONFIGURED_ORIGIN,
            _ => false,
        };
        (Some(Kind::Bool(configured)), labels)
    }

    /// Whether the window on one side is the one on the other. The sender is a window of its own, or the one
    /// that the sender run says.
    fn same_window(&self, x: WindowKind, y: WindowKind, labels: Labels) -> (Option<Kind>, Labels) {
        let (sender, other) = match (x, y) {
            (WindowKind::Sender, WindowKind::Sender) => return (Some(Kind::Bool(true)), labels),
            (WindowKind::Sender, other) | (other, WindowKind::Sender) => (true, other),
            _ => (false, y),
        };
        if !sender {
            let certain = (x == y && x != WindowKind::Frame && x != WindowKind::Some).then_some(Kind::Bool(true));
            return (certain, labels);
        }
        if !self.in_sender_run() {
            return (None, labels);
        }
        (Some(Kind::Bool(self.sender_is(other))), labels)
    }
}

/// Whether it is what a variable holds before it is set.
fn is_unset(alt: &Alt) -> bool {
    alt.is_nullish() || alt.kind == Kind::Bool(false) || matches!(&alt.kind, Kind::Str(s) if s.is_empty())
}
