//! Taints: where a value came from, and on which way. What a value is, is the affair of `value.rs`.

use std::rc::Rc;

use smallvec::{SmallVec, smallvec};

use crate::machine::limits;
use crate::source::Span;
use crate::syntax::program::Name;

/// Where a value came from, as far as a rule or a decision depends on it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub(in crate::machine) enum TaintKind {
    /// `event.data` of a message, or something computed from it.
    Data,
    /// Message data in a URL whose scheme is allowed, or whose scheme and host a constant text fixes.
    Tail,
    /// Message data in the query or fragment of a URL whose path a constant text fixes.
    Query,
    /// Message data without `<`.
    Escaped,
    /// Message data that is a word: letters, digits and little else.
    Word,
    /// Message data that fits a schema. What it may do is the schema's affair; who may say it is not.
    Fitting,
    /// Message data that is a text of literals, as JSON is: as code it calls nothing.
    Literal,
    /// `event.origin`, or something computed from it.
    Sender,
    /// `event.source`, or something computed from it.
    Source,
    /// The message event itself.
    Event,
    /// A part of the URL that whoever links to the page chooses.
    Url,
    /// `document.referrer`
    Referrer,
    /// `window.name`, which whoever opened or framed the page chooses.
    WindowName,
    /// What stands in a form field, or the address of any of the elements that the page has.
    Dom,
    /// The page's own origin or a part of it.
    Own,
    /// `window.origin`, which is `"null"` in a sandboxed page.
    OwnOpaque,
    /// Something secret; the description says what.
    Secret,
    /// Something whose name says that it is secret.
    Named,
    /// What the user typed, pasted, opened or keeps, and what a server answers this user; the description says which.
    Content,
    /// What a server answered.
    Response,
    /// Random bytes of `crypto`.
    Random,
    /// Random bytes under a name that says that they are secret.
    Nonce,
    /// Picked out of a table by something that the sender chooses.
    Picked,
    /// What message data picked out of an object, as long as nothing else was read from it; the description says out of which.
    Fetched,
    /// Written where the program has seen that an origin is opaque.
    OnlyOpaque,
    /// Known not to be `__proto__`.
    Unproto,
    /// Its type or shape was tested.
    Shaped,
    /// Known not to be the name of an event handler, such as `onclick`.
    Unhandled,
    /// A verdict on one of several values that the program itself gives a variable, such as a default.
    Default,
    /// Of a sort that a structured clone refuses, which the description says, where the taint's place is the value's own.
    Refused,
    /// Something that is not constant: a parameter, an import, a result that cannot be seen into.
    Varying,
}

/// A set of [`TaintKind`]s.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub(in crate::machine) struct TaintKinds(u32);

impl TaintKinds {
    /// The set of these.
    pub(in crate::machine) const fn of(kinds: &[TaintKind]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < kinds.len() {
            bits |= 1 << kinds[i] as u8;
            i += 1;
        }
        Self(bits)
    }

    /// Whether both sets share a member.
    pub(in crate::machine) const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The members of both.
    pub(in crate::machine) const fn shared(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The members of either.
    pub(in crate::machine) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether every member is one of the other set.
    pub(in crate::machine) const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether `kind` is a member.
    pub(in crate::machine) const fn has(self, kind: TaintKind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }
}

/// Who sent it: a decision that depends on these is one about the sender.
pub(in crate::machine) const AUTHENTICATING: TaintKinds = TaintKinds::of(&[TaintKind::Sender, TaintKind::Source]);
/// What the sender chooses freely.
pub(in crate::machine) const ATTACKER_CONTROLLED: TaintKinds = TaintKinds::of(&[
    TaintKind::Data,
    TaintKind::Tail,
    TaintKind::Query,
    TaintKind::Escaped,
    TaintKind::Word,
    TaintKind::Literal,
    TaintKind::Event,
]);
/// What a message says, in whatever shape the program accepts.
pub(in crate::machine) const MESSAGE_DERIVED: TaintKinds =
    TaintKinds(ATTACKER_CONTROLLED.0 | TaintKinds::of(&[TaintKind::Fitting]).0);
/// What says that a value is secret.
pub(in crate::machine) const SECRET_EVIDENCE: TaintKinds = TaintKinds::of(&[TaintKind::Secret, TaintKind::Named]);
/// What makes a value worth protecting. What is merely told about one, such as its length, is not.
pub(in crate::machine) const SENSITIVE: TaintKinds =
    TaintKinds::of(&[TaintKind::Secret, TaintKind::Named, TaintKind::Nonce, TaintKind::Content]);
/// What says only how a value can be posted, and nothing of where it came from.
pub(in crate::machine) const REFUSED: TaintKinds = TaintKinds::of(&[TaintKind::Refused]);
/// What an attacker chooses who opened, framed or linked to the page.
pub(in crate::machine) const URL_CONTROLLED: TaintKinds =
    TaintKinds::of(&[TaintKind::Url, TaintKind::Referrer, TaintKind::WindowName]);

/// One place on the way of a value.
#[derive(Debug)]
pub(in crate::machine) struct Step {
    /// The place.
    pub span: Span,
    /// What came before.
    pub before: Option<Rc<Step>>,
    /// How many steps there are, this one included.
    pub depth: u8,
}

/// One source of a value, with the way that it took since.
#[derive(Clone, Debug)]
pub(in crate::machine) struct Taint {
    /// What sort of source it is.
    pub kind: TaintKind,
    /// Where the source is read.
    pub span: Span,
    /// What it is, for a message: `document.cookie`, `the password field`.
    pub description: Option<Name>,
    /// The listener whose message it is, as an index of the machine's listeners.
    pub listener: Option<u32>,
    /// The way so far, last step first.
    pub steps: Option<Rc<Step>>,
}

/// The sources of a value. Cheap to clone; empty for a constant.
#[derive(Clone, Default, Debug)]
pub(in crate::machine) struct Taints {
    /// Sorts of source of which it does not matter where they are read.
    bare: TaintKinds,
    /// The others, each with its place and its way.
    set: Option<Rc<TaintSet>>,
}

#[derive(Debug)]
struct TaintSet {
    kinds: TaintKinds,
    taints: SmallVec<[Taint; 2]>,
}

/// Sorts of source that no finding traces back to a place.
const BARE: TaintKinds = TaintKinds::of(&[
    TaintKind::Varying,
    TaintKind::Picked,
    TaintKind::Default,
    TaintKind::Unproto,
    TaintKind::Unhandled,
    TaintKind::Shaped,
    TaintKind::OnlyOpaque,
    TaintKind::Own,
    TaintKind::OwnOpaque,
    TaintKind::Dom,
    TaintKind::Response,
    TaintKind::Random,
]);
/// Sorts of source whose way a finding shows.
const TRACED: TaintKinds = TaintKinds::of(&[
    TaintKind::Data,
    TaintKind::Tail,
    TaintKind::Query,
    TaintKind::Escaped,
    TaintKind::Word,
    TaintKind::Literal,
    TaintKind::Fetched,
    TaintKind::Secret,
    TaintKind::Named,
    TaintKind::Nonce,
    TaintKind::Content,
    TaintKind::Url,
    TaintKind::Referrer,
]);

impl Taints {
    /// No source.
    pub(in crate::machine) const NONE: Self = Self { bare: TaintKinds(0), set: None };

    /// One source.
    pub(in crate::machine) fn one(taint: Taint) -> Self {
        let kinds = TaintKinds::of(&[taint.kind]);
        if BARE.intersects(kinds) {
            return Self { bare: kinds, set: None };
        }
        Self { bare: TaintKinds(0), set: Some(Rc::new(TaintSet { kinds, taints: smallvec![taint] })) }
    }

    /// A source without further detail.
    pub(in crate::machine) fn source(kind: TaintKind, span: Span) -> Self {
        Self::one(Taint::new(kind, span))
    }

    /// The sorts of source.
    pub(in crate::machine) fn kinds(&self) -> TaintKinds {
        TaintKinds(self.bare.0 | self.set.as_ref().map_or(0, |s| s.kinds.0))
    }

    /// Whether there is a source of that sort.
    pub(in crate::machine) fn has(&self, kind: TaintKind) -> bool {
        self.kinds().has(kind)
    }

    /// Whether there is none.
    pub(in crate::machine) fn is_empty(&self) -> bool {
        self.bare.0 == 0 && self.set.is_none()
    }

    /// Every source that has a place.
    pub(in crate::machine) fn iter(&self) -> impl Iterator<Item = &Taint> {
        self.set.iter().flat_map(|s| s.taints.iter())
    }

    /// The first source of that sort that has a place.
    pub(in crate::machine) fn find(&self, kind: TaintKind) -> Option<&Taint> {
        self.iter().find(|l| l.kind == kind)
    }

    /// The sources of both.
    #[must_use]
    pub(in crate::machine) fn union(&self, other: &Self) -> Self {
        let bare = TaintKinds(self.bare.0 | other.bare.0);
        let set = match (&self.set, &other.set) {
            (Some(a), Some(b)) if !Rc::ptr_eq(a, b) => Some(join_sets(a, b)),
            (Some(set), _) | (None, Some(set)) => Some(Rc::clone(set)),
            (None, None) => None,
        };
        Self { bare, set }
    }

    /// Without the sources of those sorts.
    #[must_use]
    pub(in crate::machine) fn without(&self, kinds: TaintKinds) -> Self {
        let bare = TaintKinds(self.bare.0 & !kinds.0);
        let set = match &self.set {
            Some(set) if set.kinds.intersects(kinds) => {
                let taints: SmallVec<[Taint; 2]> = set.taints.iter().filter(|l| !kinds.has(l.kind)).cloned().collect();
                let kept = TaintKinds(set.kinds.0 & !kinds.0);
                (!taints.is_empty()).then(|| Rc::new(TaintSet { kinds: kept, taints }))
            }
            set => set.clone(),
        };
        Self { bare, set }
    }

    /// What the sender chose of these, as the sources of what it picked at `span` out of a holder of that sort.
    pub(in crate::machine) fn fetched(&self, out_of: Option<&str>, span: Span) -> Self {
        let what: Option<Name> = out_of.map(Name::from);
        let mut all = Self::NONE;
        for taint in self.iter().filter(|l| ATTACKER_CONTROLLED.has(l.kind)) {
            all = all.union(&Self::one(Taint { kind: TaintKind::Fetched, description: what.clone(), ..taint.clone() }));
        }
        all.step(span)
    }

    /// What a message says of these, as that which fits a schema.
    pub(in crate::machine) fn fitting(&self) -> Self {
        let mut all = Self::NONE;
        for taint in self.iter().filter(|l| MESSAGE_DERIVED.has(l.kind)) {
            all = all.union(&Self::one(Taint { kind: TaintKind::Fitting, ..taint.clone() }));
        }
        all
    }

    /// The same sources, those of one sort as another.
    #[must_use]
    pub(in crate::machine) fn become_(&self, from: TaintKind, to: TaintKind) -> Self {
        let mut all = self.without(TaintKinds::of(&[from]));
        for taint in self.iter().filter(|l| l.kind == from) {
            all = all.union(&Self::one(Taint { kind: to, ..taint.clone() }));
        }
        all
    }

    /// The same sources, one step further on their way. Sources that no finding traces stay as they are.
    #[must_use]
    pub(in crate::machine) fn step(&self, span: Span) -> Self {
        let Some(set) = self.set.as_ref().filter(|s| s.kinds.intersects(TRACED)) else { return self.clone() };
        let taints = set.taints.iter().map(|l| {
            let depth = l.steps.as_ref().map_or(0, |s| s.depth);
            let last = l.steps.as_ref().map_or(l.span, |s| s.span);
            if !TRACED.has(l.kind) || depth >= limits::TAINT_STEPS || last == span || span.is_empty() {
                return l.clone();
            }
            Taint { steps: Some(Rc::new(Step { span, before: l.steps.clone(), depth: depth + 1 })), ..l.clone() }
        });
        let set = TaintSet { kinds: set.kinds, taints: taints.collect() };
        Self { bare: self.bare, set: Some(Rc::new(set)) }
    }
}

fn join_sets(a: &Rc<TaintSet>, b: &Rc<TaintSet>) -> Rc<TaintSet> {
    let known = |taints: &[Taint], x: &Taint| {
        taints
            .iter()
            .any(|l| l.kind == x.kind && l.span == x.span && l.listener == x.listener && l.description == x.description)
    };
    if b.taints.iter().all(|l| known(&a.taints, l)) {
        return Rc::clone(a);
    }
    let mut taints = a.taints.clone();
    for taint in &b.taints {
        let first_of_its_sort = || !taints.iter().any(|l| l.kind == taint.kind);
        if (taints.len() < limits::TAINTS || first_of_its_sort()) && !known(&taints, taint) {
            taints.push(taint.clone());
        }
    }
    Rc::new(TaintSet { kinds: TaintKinds(a.kinds.0 | b.kinds.0), taints })
}

impl Taint {
    /// A source of that kind, read at `span`, without further detail.
    pub(in crate::machine) const fn new(kind: TaintKind, span: Span) -> Self {
        Self { kind, span, description: None, listener: None, steps: None }
    }

    /// The places on the way, first one first, the source itself not included.
    pub(in crate::machine) fn path(&self) -> Vec<Span> {
        let mut path = Vec::new();
        let mut step = self.steps.as_ref();
        while let Some(s) = step {
            path.push(s.span);
            step = s.before.as_ref();
        }
        path.reverse();
        path
    }
}
