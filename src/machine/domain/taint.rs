//! Taints: where a value came from, on which way, and what it can still do.
//!
//! A taint has two axes. Its [`TaintKind`] says what sort of source was read: message data, the sender's origin, a secret. That never
//! changes on the way. Its [`SinkSet`] says for which classes of sink the value has become safe since: escaping `<` makes
//! message data safe for markup and leaves it as dangerous as before to code. A sanitizer or a test adds to the set; a sink
//! asks whether it is a member. Where alternatives of a value are joined, what is safe is safe in all of them: the sets of one
//! source are intersected. What is safe for every sink ([`SinkSet::ALL`]) no longer counts as chosen by the sender, but still
//! as something that a message says: whoever asks who may say it has to know.
//!
//! What a value is, is the affair of `value.rs`.

use std::rc::Rc;

use smallvec::{SmallVec, smallvec};

use crate::facts::SinkKind;
use crate::machine::domain::detail::{Detail, Holder};
use crate::machine::limits;
use crate::model::{AddressUse, Sanitizes};
use crate::source::Span;

/// Where a value came from, as far as a rule or a decision depends on it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub(in crate::machine) enum TaintKind {
    /// `event.data` of a message, or something computed from it.
    Data,
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
    /// Something secret; the detail says what.
    Secret,
    /// Something whose name says that it is secret.
    Named,
    /// What the user typed, pasted, opened or keeps, and what a server answers this user; the detail says which.
    Content,
    /// What a server answered.
    Response,
    /// Random bytes of `crypto`.
    Random,
    /// Random bytes under a name that says that they are secret.
    Nonce,
    /// Picked out of a table by something that the sender chooses.
    Picked,
    /// What message data picked out of an object, as long as nothing else was read from it; the detail says out of which.
    Fetched,
    /// Written where the program has seen that an origin is opaque.
    OnlyOpaque,
    /// A verdict on one of several values that the program itself gives a variable, such as a default.
    Default,
    /// Of a sort that a structured clone refuses, which the detail says, where the taint's place is the value's own.
    Refused,
    /// Something that is not constant: a parameter, an import, a result that cannot be seen into.
    Varying,
}

/// The classes of sink among which sanitizers and tests make a difference. Which rule reports a sink is for
/// [`crate::facts::SinkKind`] to say, which is coarser.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(in crate::machine) enum SinkClass {
    /// Text that is parsed as markup.
    Markup,
    /// Text that is run as code.
    Code,
    /// An address that another program opens, by its scheme.
    ExternalUrl,
    /// An address from which script is loaded.
    ScriptUrl,
    /// An address to go to.
    Navigation,
    /// The name of what is called.
    Callee,
    /// The path of a property, or an object that is merged into another one.
    PropertyPath,
    /// The name of one property of an object that was itself chosen by a name.
    PropertyKey,
    /// The name of an attribute or handler of an element.
    AttributeName,
    /// A request, as its address or its body.
    Request,
    /// Web Storage and the like.
    Storage,
    /// A message that is posted on as it came.
    Relay,
    /// A use that is no sink, of data of which nothing was asked.
    Unasked,
}

impl SinkClass {
    /// The class of a sink that a rule reports as `kind`; `address` says what becomes of the address that it takes.
    pub(in crate::machine) const fn of(kind: SinkKind, address: Option<AddressUse>) -> Self {
        match kind {
            SinkKind::Code if matches!(address, Some(AddressUse::Opened)) => Self::ExternalUrl,
            SinkKind::Code if matches!(address, Some(AddressUse::Script)) => Self::ScriptUrl,
            SinkKind::Html => Self::Markup,
            SinkKind::Code => Self::Code,
            SinkKind::Navigation => Self::Navigation,
            SinkKind::Dispatch => Self::Callee,
            SinkKind::Prototype => Self::PropertyPath,
            SinkKind::Request => Self::Request,
            SinkKind::Storage => Self::Storage,
            SinkKind::Relay => Self::Relay,
            SinkKind::Untested => Self::Unasked,
        }
    }
}

/// A set of [`SinkClass`]es.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::machine) struct SinkSet(u16);

impl SinkSet {
    /// No class: nothing was done to the value yet.
    pub(in crate::machine) const NONE: Self = Self(0);
    /// Every class, as what fits a schema. What the data may do is the schema's affair; who may say it is not.
    pub(in crate::machine) const ALL: Self = Self((1 << (SinkClass::Unasked as u16 + 1)) - 1);
    /// In a URL whose scheme is allowed, or whose scheme and host a constant text fixes.
    pub(in crate::machine) const FIXED_HOST: Self =
        Self::of(&[SinkClass::Navigation, SinkClass::ExternalUrl, SinkClass::Unasked]);
    /// In a URL that a constant text begins as one of the page's own host.
    pub(in crate::machine) const OWN_HOST: Self = Self::FIXED_HOST.union(Self::of(&[SinkClass::ScriptUrl]));
    /// In the query or fragment of a URL whose path a constant text fixes.
    pub(in crate::machine) const FIXED_PATH: Self = Self::FIXED_HOST.union(Self::of(&[SinkClass::Request]));
    /// What may stand in a URL of which a constant text has fixed the host, as one of the page's own or not, or the path too.
    pub(in crate::machine) const fn of_url(host: bool, own: bool, path: bool) -> Option<Self> {
        if !host {
            return None;
        }
        let safe = if path { Self::FIXED_PATH } else { Self::FIXED_HOST };
        Some(if own { safe.union(Self::OWN_HOST) } else { safe })
    }

    /// Without `<`.
    pub(in crate::machine) const NO_MARKUP: Self = Self::of(&[SinkClass::Markup, SinkClass::Unasked]);
    /// A word: letters, digits and little else. It may still be the name of something.
    pub(in crate::machine) const WORD: Self = Self::of(&[
        SinkClass::Markup,
        SinkClass::Navigation,
        SinkClass::Request,
        SinkClass::Storage,
        SinkClass::Relay,
        SinkClass::Unasked,
    ]);
    /// A text of literals, as JSON is: as code it calls nothing.
    pub(in crate::machine) const LITERALS: Self = Self::of(&[SinkClass::Code, SinkClass::Unasked]);
    /// Known not to be `__proto__`.
    pub(in crate::machine) const NOT_PROTO: Self = Self::of(&[SinkClass::PropertyKey]);
    /// Known not to be the name of an event handler, such as `onclick`.
    pub(in crate::machine) const NO_HANDLER: Self = Self::of(&[SinkClass::AttributeName]);
    /// Its type or shape was tested.
    pub(in crate::machine) const ASKED: Self = Self::of(&[SinkClass::Unasked]);
    /// Sinks that read the content of a text.
    const CONTENT: Self = Self::of(&[
        SinkClass::Markup,
        SinkClass::Code,
        SinkClass::ExternalUrl,
        SinkClass::Navigation,
        SinkClass::Request,
    ]);

    /// What a sanitizer's result is safe for, which is text that something was done to.
    pub(in crate::machine) fn of_sanitizer(sanitizes: &Sanitizes) -> Self {
        match sanitizes {
            Sanitizes::Everything => Self::ALL,
            Sanitizes::Only(kinds) => {
                kinds.iter().fold(Self::ASKED, |set, kind| set.union(Self::of(&[SinkClass::of(*kind, None)])))
            }
        }
    }

    /// The set of these.
    pub(in crate::machine) const fn of(classes: &[SinkClass]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < classes.len() {
            bits |= 1 << classes[i] as u16;
            i += 1;
        }
        Self(bits)
    }

    /// Whether `class` is a member.
    pub(in crate::machine) const fn contains(self, class: SinkClass) -> bool {
        self.0 & (1 << class as u16) != 0
    }

    /// The members of either.
    pub(in crate::machine) const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The members of both.
    pub(in crate::machine) const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The members that the other set lacks.
    const fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether both sets share a member.
    const fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether every member is one of the other set.
    const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }
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
pub(in crate::machine) const ATTACKER_CONTROLLED: TaintKinds = TaintKinds::of(&[TaintKind::Data, TaintKind::Event]);
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
    /// What it is in particular.
    pub detail: Option<Detail>,
    /// The listener whose message it is, as an index of the machine's listeners.
    pub listener: Option<u32>,
    /// The way so far, last step first.
    pub steps: Option<Rc<Step>>,
    /// The classes of sink to which it can no longer do harm.
    pub safe_for: SinkSet,
}

/// What decisions look at of the sources of a value: small, and to be compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::machine) struct TaintState {
    /// The sorts of source.
    kinds: TaintKinds,
    /// Whether something in it is what a message says, and safe for every sink.
    is_settled: bool,
    /// What all that the sender chooses of it is safe for.
    safe_for: SinkSet,
}

impl Default for TaintState {
    fn default() -> Self {
        Self { kinds: TaintKinds::default(), is_settled: false, safe_for: SinkSet::ALL }
    }
}

impl TaintState {
    /// Whether nothing in the other state does more than this one does.
    pub(in crate::machine) const fn subsumes(self, other: Self) -> bool {
        other.kinds.is_within(self.kinds)
            && self.safe_for.is_within(other.safe_for)
            && (self.is_settled || !other.is_settled || self.kinds.intersects(ATTACKER_CONTROLLED))
    }

    /// The state of a value that has both.
    #[must_use]
    pub(in crate::machine) const fn join(self, other: Self) -> Self {
        Self {
            kinds: self.kinds.union(other.kinds),
            is_settled: self.is_settled || other.is_settled,
            safe_for: self.safe_for.intersection(other.safe_for),
        }
    }

    /// What of it a message says.
    #[must_use]
    pub(in crate::machine) const fn of_message(self) -> Self {
        Self { kinds: self.kinds.shared(ATTACKER_CONTROLLED), ..self }
    }
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
    /// The sorts of those that are not safe for every sink.
    kinds: TaintKinds,
    taints: SmallVec<[Taint; 2]>,
}

impl TaintSet {
    fn of(taints: SmallVec<[Taint; 2]>) -> Self {
        let kinds = taints.iter().filter(|t| t.is_open()).fold(0, |bits, t| bits | 1 << t.kind as u8);
        Self { kinds: TaintKinds(kinds), taints }
    }
}

/// Sorts of source that no finding traces back to a place.
const BARE: TaintKinds = TaintKinds::of(&[
    TaintKind::Varying,
    TaintKind::Picked,
    TaintKind::Default,
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
        Self { bare: TaintKinds(0), set: Some(Rc::new(TaintSet::of(smallvec![taint]))) }
    }

    /// A source without further detail.
    pub(in crate::machine) fn source(kind: TaintKind, span: Span) -> Self {
        Self::one(Taint::new(kind, span))
    }

    /// The sorts of source, those left out that are safe for every sink.
    pub(in crate::machine) fn kinds(&self) -> TaintKinds {
        TaintKinds(self.bare.0 | self.set.as_ref().map_or(0, |s| s.kinds.0))
    }

    /// Whether there is a source of that sort.
    pub(in crate::machine) fn has(&self, kind: TaintKind) -> bool {
        self.kinds().has(kind)
    }

    /// What decisions look at.
    pub(in crate::machine) fn state(&self) -> TaintState {
        let (mut is_settled, mut safe_for) = (false, SinkSet::ALL);
        for taint in self.iter() {
            is_settled |= !taint.is_open();
            if ATTACKER_CONTROLLED.has(taint.kind) {
                safe_for = safe_for.intersection(taint.safe_for);
            }
        }
        TaintState { kinds: self.kinds(), is_settled, safe_for }
    }

    /// Whether a message says any of it, in whatever shape the program accepts.
    pub(in crate::machine) fn is_message_derived(&self) -> bool {
        self.kinds().intersects(ATTACKER_CONTROLLED) || self.iter().any(|t| !t.is_open())
    }

    /// Whether what the sender chooses of it does harm in a sink of that class.
    pub(in crate::machine) fn harms(&self, sink: SinkClass) -> bool {
        self.iter().any(|t| ATTACKER_CONTROLLED.has(t.kind) && !t.safe_for.contains(sink))
    }

    /// The message data in it that nothing has changed or tested but for its type and its being a certain name.
    pub(in crate::machine) fn as_it_came(&self) -> Option<&Taint> {
        self.iter().find(|t| t.kind == TaintKind::Data && t.is_as_it_came())
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
        self.iter().find(|l| l.kind == kind && l.is_open())
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

    /// Without the sources of those sorts that are not safe for every sink.
    #[must_use]
    pub(in crate::machine) fn without(&self, kinds: TaintKinds) -> Self {
        let bare = TaintKinds(self.bare.0 & !kinds.0);
        let set = match &self.set {
            Some(set) if set.kinds.intersects(kinds) => {
                let taints: SmallVec<[Taint; 2]> =
                    set.taints.iter().filter(|l| !(l.is_open() && kinds.has(l.kind))).cloned().collect();
                (!taints.is_empty()).then(|| Rc::new(TaintSet::of(taints)))
            }
            set => set.clone(),
        };
        Self { bare, set }
    }

    /// What the sender chose of these, as the sources of what it picked at `span` out of a holder of that sort.
    pub(in crate::machine) fn fetched(&self, out_of: Holder, span: Span) -> Self {
        let mut all = Self::NONE;
        for taint in self.iter().filter(|l| ATTACKER_CONTROLLED.has(l.kind) && l.is_open()) {
            all = all.union(&Self::one(Taint {
                kind: TaintKind::Fetched,
                detail: Some(Detail::PickedFrom(out_of)),
                safe_for: SinkSet::NONE,
                ..taint.clone()
            }));
        }
        all.step(span)
    }

    /// What a message says of these, as that which fits a schema.
    pub(in crate::machine) fn fitting(&self) -> Self {
        self.said(SinkSet::ALL)
    }

    /// What a message says of these, as that which is safe for those sinks besides.
    pub(in crate::machine) fn said(&self, sinks: SinkSet) -> Self {
        let mut all = Self::NONE;
        for taint in self.iter().filter(|l| ATTACKER_CONTROLLED.has(l.kind)) {
            let safe_for = taint.safe_for.union(sinks);
            all = all.union(&Self::one(Taint { kind: TaintKind::Data, safe_for, ..taint.clone() }));
        }
        all
    }

    /// The same sources, where what the sender chooses is now safe for those sinks too.
    #[must_use]
    pub(in crate::machine) fn safe_for(&self, sinks: SinkSet) -> Self {
        self.map_chosen(|taint| taint.safe_for = taint.safe_for.union(sinks))
    }

    /// The same sources, of something else than what was tested: what a test of its type or shape told is not known of it.
    #[must_use]
    pub(in crate::machine) fn unasked(&self) -> Self {
        self.map_chosen(|taint| {
            if taint.is_as_it_came() {
                taint.safe_for = taint.safe_for.minus(SinkSet::ASKED);
            }
        })
    }

    fn map_chosen(&self, change: impl Fn(&mut Taint)) -> Self {
        let Some(set) = self.set.as_ref().filter(|s| s.kinds.intersects(ATTACKER_CONTROLLED)) else {
            return self.clone();
        };
        let mut taints = set.taints.clone();
        taints.iter_mut().filter(|t| ATTACKER_CONTROLLED.has(t.kind) && t.is_open()).for_each(change);
        Self { bare: self.bare, set: Some(Rc::new(TaintSet::of(taints))) }
    }

    /// The same sources, one step further on their way. Sources that no finding traces stay as they are.
    #[must_use]
    pub(in crate::machine) fn step(&self, span: Span) -> Self {
        let Some(set) = self.set.as_ref().filter(|s| s.kinds.intersects(TRACED)) else { return self.clone() };
        let taints = set.taints.iter().map(|l| {
            let depth = l.steps.as_ref().map_or(0, |s| s.depth);
            let last = l.steps.as_ref().map_or(l.span, |s| s.span);
            if !TRACED.has(l.kind) || !l.is_open() || depth >= limits::TAINT_STEPS || last == span || span.is_empty() {
                return l.clone();
            }
            Taint { steps: Some(Rc::new(Step { span, before: l.steps.clone(), depth: depth + 1 })), ..l.clone() }
        });
        let set = TaintSet { kinds: set.kinds, taints: taints.collect() };
        Self { bare: self.bare, set: Some(Rc::new(set)) }
    }
}

fn join_sets(a: &Rc<TaintSet>, b: &Rc<TaintSet>) -> Rc<TaintSet> {
    let same =
        |x: &Taint, y: &Taint| x.kind == y.kind && x.span == y.span && x.listener == y.listener && x.detail == y.detail;
    let adds_nothing = |y: &Taint| a.taints.iter().any(|x| same(x, y) && x.safe_for.is_within(y.safe_for));
    if b.taints.iter().all(adds_nothing) {
        return Rc::clone(a);
    }
    let mut taints = a.taints.clone();
    for taint in &b.taints {
        if let Some(known) = taints.iter_mut().find(|known| same(known, taint)) {
            // The way that is shown is one on which harm is done.
            if taint.safe_for.is_within(known.safe_for) && taint.safe_for != known.safe_for {
                known.steps.clone_from(&taint.steps);
            }
            known.safe_for = known.safe_for.intersection(taint.safe_for);
            continue;
        }
        // Those that are dropped have one of their sort beside them that does at least as much harm.
        let stands_for_it = |t: &Taint| t.kind == taint.kind && t.safe_for.is_within(taint.safe_for);
        if taints.len() < limits::TAINTS || !taints.iter().any(stands_for_it) {
            taints.push(taint.clone());
        }
    }
    Rc::new(TaintSet::of(taints))
}

impl Taint {
    /// A source of that kind, read at `span`, without further detail.
    pub(in crate::machine) const fn new(kind: TaintKind, span: Span) -> Self {
        Self { kind, span, detail: None, listener: None, steps: None, safe_for: SinkSet::NONE }
    }

    /// Whether there is a sink to which it still does harm.
    const fn is_open(&self) -> bool {
        self.safe_for.0 != SinkSet::ALL.0
    }

    /// Whether nothing was done to it or asked of it that makes it safe for a sink that reads its content.
    const fn is_as_it_came(&self) -> bool {
        !self.safe_for.intersects(SinkSet::CONTENT)
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

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Span = Span { start: 1, end: 5 };
    const THERE: Span = Span { start: 7, end: 9 };

    fn data(span: Span) -> Taints {
        Taints::source(TaintKind::Data, span)
    }

    #[test]
    fn a_sanitizer_adds_to_what_is_safe_and_leaves_the_kind() {
        let escaped = data(HERE).safe_for(SinkSet::NO_MARKUP);
        assert!(escaped.has(TaintKind::Data) && escaped.kinds().intersects(ATTACKER_CONTROLLED));
        assert!(!escaped.harms(SinkClass::Markup) && escaped.harms(SinkClass::Navigation));
        let both = escaped.safe_for(SinkSet::FIXED_HOST);
        assert!(!both.harms(SinkClass::Markup) && !both.harms(SinkClass::Navigation) && both.harms(SinkClass::Code));
    }

    #[test]
    fn a_join_intersects_what_is_safe_of_one_source() {
        let (escaped, fixed) = (data(HERE).safe_for(SinkSet::NO_MARKUP), data(HERE).safe_for(SinkSet::FIXED_HOST));
        for joined in [escaped.union(&fixed), fixed.union(&escaped)] {
            assert_eq!(joined.iter().count(), 1);
            assert!(joined.harms(SinkClass::Markup) && joined.harms(SinkClass::Navigation));
            assert!(!joined.harms(SinkClass::Unasked), "both were tested");
        }
        let raw = escaped.union(&data(HERE));
        assert!(raw.harms(SinkClass::Unasked) && raw.as_it_came().is_some());
        assert_eq!(data(HERE).union(&escaped).state(), raw.state());
    }

    #[test]
    fn what_is_safe_of_one_source_says_nothing_of_another() {
        let joined = data(HERE).safe_for(SinkSet::WORD).union(&data(THERE));
        assert_eq!(joined.iter().count(), 2);
        let harmful: Vec<Span> =
            joined.iter().filter(|t| !t.safe_for.contains(SinkClass::Markup)).map(|t| t.span).collect();
        assert_eq!(harmful, [THERE]);
        assert!(joined.harms(SinkClass::Markup));
    }

    #[test]
    fn what_fits_a_schema_is_said_by_a_message_and_chosen_by_nobody() {
        let fitting = data(HERE).fitting();
        assert!(fitting.is_message_derived() && !fitting.is_empty());
        assert!(!fitting.kinds().intersects(ATTACKER_CONTROLLED) && fitting.find(TaintKind::Data).is_none());
        assert!(!fitting.harms(SinkClass::Code));
        // What takes away all that the sender chooses leaves that the message says it.
        assert!(fitting.without(ATTACKER_CONTROLLED).is_message_derived());
        assert!(!data(HERE).without(ATTACKER_CONTROLLED).is_message_derived());
        assert!(fitting.union(&data(HERE)).harms(SinkClass::Code));
    }

    #[test]
    fn a_test_of_the_type_counts_only_for_what_was_tested() {
        let asked = data(HERE).safe_for(SinkSet::ASKED);
        assert!(!asked.harms(SinkClass::Unasked) && asked.as_it_came().is_some());
        assert!(asked.unasked().harms(SinkClass::Unasked));
        let literals = data(HERE).safe_for(SinkSet::LITERALS);
        assert!(!literals.unasked().harms(SinkClass::Unasked) && literals.as_it_came().is_none());
    }

    #[test]
    fn sanitizing_changes_only_what_the_sender_chooses() {
        let secret = Taints::source(TaintKind::Secret, HERE).union(&Taints::source(TaintKind::Varying, HERE));
        let state = secret.state();
        assert_eq!(secret.safe_for(SinkSet::ALL).state(), state);
    }

    #[test]
    fn more_harm_subsumes_less() {
        let (raw, word) = (data(HERE).state(), data(HERE).safe_for(SinkSet::WORD).state());
        assert!(raw.subsumes(word) && !word.subsumes(raw) && raw.subsumes(raw));
        assert_eq!(raw.join(word), raw);
        assert!(raw.subsumes(data(HERE).fitting().state()));
        assert!(!TaintState::default().subsumes(data(HERE).fitting().state()));
    }

    #[test]
    fn what_is_dropped_of_many_sources_is_no_worse_than_what_stays() {
        let at = |i: usize| Span { start: i as u32, end: i as u32 + 1 };
        let words = (0..limits::TAINTS)
            .map(|i| data(at(2 * i)).safe_for(SinkSet::WORD))
            .fold(Taints::NONE, |all, one| all.union(&one));
        assert_eq!(words.union(&data(at(99)).safe_for(SinkSet::WORD)).iter().count(), limits::TAINTS);
        assert!(words.union(&data(at(99))).harms(SinkClass::Markup));
    }

    #[test]
    fn the_way_that_is_shown_is_the_one_that_does_harm() {
        let (long, short) = (data(HERE).step(THERE).safe_for(SinkSet::NO_MARKUP), data(HERE));
        let path = |taints: &Taints| taints.iter().next().map(Taint::path);
        assert_eq!(path(&long), Some(vec![THERE]));
        assert_eq!(path(&long.union(&short)), Some(vec![]));
        assert_eq!(path(&short.union(&long)), Some(vec![]));
    }
}
