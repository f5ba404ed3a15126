//! Abstract values: what an expression may be, where that came from, and how much of it is known.

use std::rc::Rc;

use smallvec::{SmallVec, smallvec};

use crate::machine::limits;
use crate::source::Span;
use crate::syntax::program::Name;

/// Names an object of the [`crate::machine::domain::heap::Heap`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub(in crate::machine) struct ObjId(pub u32);

/// What one alternative of a value is.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::machine) enum Kind {
    /// `undefined`
    Undefined,
    /// `null`
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Num(f64),
    /// A string.
    Str(Name),
    /// An object, function or symbol-like thing of the heap.
    Obj(ObjId),
    /// Anything.
    Unknown,
}

/// Where a value came from, as far as a rule or a decision depends on it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub(in crate::machine) enum Origin {
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
    /// Something secret; the label says what.
    Secret,
    /// Something whose name says that it is secret.
    Named,
    /// What the user typed, pasted, opened or keeps, and what a server answers this user; the label says which.
    Content,
    /// What a server answered.
    Response,
    /// Random bytes of `crypto`.
    Random,
    /// Random bytes under a name that says that they are secret.
    Nonce,
    /// Picked out of a table by something that the sender chooses.
    Picked,
    /// What message data picked out of an object, as long as nothing else was read from it; `what` says out of which.
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
    /// Of a sort that a structured clone refuses, which `what` says, where the label's place is the value's own.
    Refused,
    /// Something that is not constant: a parameter, an import, a result that cannot be seen into.
    Varying,
}

/// A set of [`Origin`]s.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub(in crate::machine) struct Origins(u32);

impl Origins {
    /// The set of these.
    pub(in crate::machine) const fn of(origins: &[Origin]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < origins.len() {
            bits |= 1 << origins[i] as u8;
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

    /// Whether `origin` is a member.
    pub(in crate::machine) const fn has(self, origin: Origin) -> bool {
        self.0 & (1 << origin as u8) != 0
    }
}

/// Who sent it: a decision that depends on these is one about the sender.
pub(in crate::machine) const AUTHENTICATING: Origins = Origins::of(&[Origin::Sender, Origin::Source]);
/// What the sender chooses freely.
pub(in crate::machine) const ATTACKER_CONTROLLED: Origins = Origins::of(&[
    Origin::Data,
    Origin::Tail,
    Origin::Query,
    Origin::Escaped,
    Origin::Word,
    Origin::Literal,
    Origin::Event,
]);
/// What a message says, in whatever shape the program accepts.
pub(in crate::machine) const MESSAGE_DERIVED: Origins =
    Origins(ATTACKER_CONTROLLED.0 | Origins::of(&[Origin::Fitting]).0);
/// What says that a value is secret.
pub(in crate::machine) const SECRET_EVIDENCE: Origins = Origins::of(&[Origin::Secret, Origin::Named]);
/// What makes a value worth protecting. What is merely told about one, such as its length, is not.
pub(in crate::machine) const SENSITIVE: Origins =
    Origins::of(&[Origin::Secret, Origin::Named, Origin::Nonce, Origin::Content]);
/// What says only how a value can be posted, and nothing of where it came from.
pub(in crate::machine) const REFUSED: Origins = Origins::of(&[Origin::Refused]);
/// What an attacker chooses who opened, framed or linked to the page.
pub(in crate::machine) const URL_CONTROLLED: Origins =
    Origins::of(&[Origin::Url, Origin::Referrer, Origin::WindowName]);

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
pub(in crate::machine) struct Label {
    /// What sort of source it is.
    pub origin: Origin,
    /// Where the source is read.
    pub span: Span,
    /// What it is, for a message: `document.cookie`, `the password field`.
    pub what: Option<Name>,
    /// The listener whose message it is, as an index of the machine's listeners.
    pub listener: Option<u32>,
    /// The way so far, last step first.
    pub steps: Option<Rc<Step>>,
}

/// The sources of a value. Cheap to clone; empty for a constant.
#[derive(Clone, Default, Debug)]
pub(in crate::machine) struct Labels {
    /// Sorts of source of which it does not matter where they are read.
    bare: Origins,
    /// The others, each with its place and its way.
    set: Option<Rc<LabelSet>>,
}

#[derive(Debug)]
struct LabelSet {
    origins: Origins,
    labels: SmallVec<[Label; 2]>,
}

/// Sorts of source that no finding traces back to a place.
const BARE: Origins = Origins::of(&[
    Origin::Varying,
    Origin::Picked,
    Origin::Default,
    Origin::Unproto,
    Origin::Unhandled,
    Origin::Shaped,
    Origin::OnlyOpaque,
    Origin::Own,
    Origin::OwnOpaque,
    Origin::Dom,
    Origin::Response,
    Origin::Random,
]);
/// Sorts of source whose way a finding shows.
const TRACED: Origins = Origins::of(&[
    Origin::Data,
    Origin::Tail,
    Origin::Query,
    Origin::Escaped,
    Origin::Word,
    Origin::Literal,
    Origin::Fetched,
    Origin::Secret,
    Origin::Named,
    Origin::Nonce,
    Origin::Content,
    Origin::Url,
    Origin::Referrer,
]);

impl Labels {
    /// No source.
    pub(in crate::machine) const NONE: Self = Self { bare: Origins(0), set: None };

    /// One source.
    pub(in crate::machine) fn one(label: Label) -> Self {
        let origins = Origins::of(&[label.origin]);
        if BARE.intersects(origins) {
            return Self { bare: origins, set: None };
        }
        Self { bare: Origins(0), set: Some(Rc::new(LabelSet { origins, labels: smallvec![label] })) }
    }

    /// A source without further detail.
    pub(in crate::machine) fn source(origin: Origin, span: Span) -> Self {
        Self::one(Label { origin, span, what: None, listener: None, steps: None })
    }

    /// The sorts of source.
    pub(in crate::machine) fn origins(&self) -> Origins {
        Origins(self.bare.0 | self.set.as_ref().map_or(0, |s| s.origins.0))
    }

    /// Whether there is a source of that sort.
    pub(in crate::machine) fn has(&self, origin: Origin) -> bool {
        self.origins().has(origin)
    }

    /// Whether there is none.
    pub(in crate::machine) fn is_empty(&self) -> bool {
        self.bare.0 == 0 && self.set.is_none()
    }

    /// Every source that has a place.
    pub(in crate::machine) fn iter(&self) -> impl Iterator<Item = &Label> {
        self.set.iter().flat_map(|s| s.labels.iter())
    }

    /// The first source of that sort that has a place.
    pub(in crate::machine) fn find(&self, origin: Origin) -> Option<&Label> {
        self.iter().find(|l| l.origin == origin)
    }

    /// The sources of both.
    #[must_use]
    pub(in crate::machine) fn union(&self, other: &Self) -> Self {
        let bare = Origins(self.bare.0 | other.bare.0);
        let set = match (&self.set, &other.set) {
            (Some(a), Some(b)) if !Rc::ptr_eq(a, b) => Some(join_sets(a, b)),
            (Some(set), _) | (None, Some(set)) => Some(Rc::clone(set)),
            (None, None) => None,
        };
        Self { bare, set }
    }

    /// Without the sources of those sorts.
    #[must_use]
    pub(in crate::machine) fn without(&self, origins: Origins) -> Self {
        let bare = Origins(self.bare.0 & !origins.0);
        let set = match &self.set {
            Some(set) if set.origins.intersects(origins) => {
                let labels: SmallVec<[Label; 2]> =
                    set.labels.iter().filter(|l| !origins.has(l.origin)).cloned().collect();
                let kept = Origins(set.origins.0 & !origins.0);
                (!labels.is_empty()).then(|| Rc::new(LabelSet { origins: kept, labels }))
            }
            set => set.clone(),
        };
        Self { bare, set }
    }

    /// What the sender chose of these, as the sources of what it picked at `span` out of a holder of that sort.
    pub(in crate::machine) fn fetched(&self, out_of: Option<&str>, span: Span) -> Self {
        let what: Option<Name> = out_of.map(Name::from);
        let mut all = Self::NONE;
        for label in self.iter().filter(|l| ATTACKER_CONTROLLED.has(l.origin)) {
            all = all.union(&Self::one(Label { origin: Origin::Fetched, what: what.clone(), ..label.clone() }));
        }
        all.step(span)
    }

    /// What a message says of these, as that which fits a schema.
    pub(in crate::machine) fn fitting(&self) -> Self {
        let mut all = Self::NONE;
        for label in self.iter().filter(|l| MESSAGE_DERIVED.has(l.origin)) {
            all = all.union(&Self::one(Label { origin: Origin::Fitting, ..label.clone() }));
        }
        all
    }

    /// The same sources, those of one sort as another.
    #[must_use]
    pub(in crate::machine) fn become_(&self, from: Origin, to: Origin) -> Self {
        let mut all = self.without(Origins::of(&[from]));
        for label in self.iter().filter(|l| l.origin == from) {
            all = all.union(&Self::one(Label { origin: to, ..label.clone() }));
        }
        all
    }

    /// The same sources, one step further on their way. Sources that no finding traces stay as they are.
    #[must_use]
    pub(in crate::machine) fn step(&self, span: Span) -> Self {
        let Some(set) = self.set.as_ref().filter(|s| s.origins.intersects(TRACED)) else { return self.clone() };
        let labels = set.labels.iter().map(|l| {
            let depth = l.steps.as_ref().map_or(0, |s| s.depth);
            let last = l.steps.as_ref().map_or(l.span, |s| s.span);
            if !TRACED.has(l.origin) || depth >= limits::LABEL_STEPS || last == span || span.is_empty() {
                return l.clone();
            }
            Label { steps: Some(Rc::new(Step { span, before: l.steps.clone(), depth: depth + 1 })), ..l.clone() }
        });
        let set = LabelSet { origins: set.origins, labels: labels.collect() };
        Self { bare: self.bare, set: Some(Rc::new(set)) }
    }
}

fn join_sets(a: &Rc<LabelSet>, b: &Rc<LabelSet>) -> Rc<LabelSet> {
    let known = |labels: &[Label], x: &Label| {
        labels.iter().any(|l| l.origin == x.origin && l.span == x.span && l.listener == x.listener && l.what == x.what)
    };
    if b.labels.iter().all(|l| known(&a.labels, l)) {
        return Rc::clone(a);
    }
    let mut labels = a.labels.clone();
    for label in &b.labels {
        let first_of_its_sort = || !labels.iter().any(|l| l.origin == label.origin);
        if (labels.len() < limits::LABELS || first_of_its_sort()) && !known(&labels, label) {
            labels.push(label.clone());
        }
    }
    Rc::new(LabelSet { origins: Origins(a.origins.0 | b.origins.0), labels })
}

impl Label {
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

/// One thing that a value may be.
#[derive(Clone, Debug)]
pub(in crate::machine) struct Alt {
    /// What it is.
    pub kind: Kind,
    /// Where it was written down or made.
    pub site: Span,
    /// Where it came from.
    pub labels: Labels,
}

/// What an expression may be: a join of alternatives. Empty where no execution gets there.
#[derive(Clone, Default, Debug)]
pub(in crate::machine) struct Value {
    alts: SmallVec<[Alt; 1]>,
}

impl Alt {
    /// Whether it is what was read from a source as it is, so that more can be told of it than where it came from.
    fn is_verbatim(&self) -> bool {
        let here = |origin| self.labels.find(origin).is_some_and(|l| l.span == self.site);
        self.refused().is_some() || (self.kind == Kind::Unknown && (here(Origin::Url) || here(Origin::Sender)))
    }

    /// What a structured clone refuses it as, if it certainly is that: what was only computed from such a thing has a place
    /// of its own.
    pub(in crate::machine) fn refused(&self) -> Option<&Name> {
        if !self.labels.has(Origin::Refused) {
            return None;
        }
        self.labels.iter().find(|l| l.origin == Origin::Refused && l.span == self.site)?.what.as_ref()
    }

    /// Whether one alternative can stand for both.
    fn may_merge(&self, other: &Self) -> bool {
        let opaque = |a: &Self| a.labels.has(Origin::OnlyOpaque);
        self.kind == other.kind
            && opaque(self) == opaque(other)
            && (self.site == other.site || !(self.is_verbatim() || other.is_verbatim()))
    }
}

impl Value {
    /// No execution yields it.
    pub(in crate::machine) fn bottom() -> Self {
        Self::default()
    }

    /// One alternative.
    pub(in crate::machine) fn new(kind: Kind, site: Span, labels: Labels) -> Self {
        Self { alts: smallvec![Alt { kind, site, labels }] }
    }

    /// A constant written at `site`.
    pub(in crate::machine) fn constant(kind: Kind, site: Span) -> Self {
        Self::new(kind, site, Labels::NONE)
    }

    /// A string.
    pub(in crate::machine) fn string(text: &str, site: Span, labels: Labels) -> Self {
        Self::new(Kind::Str(text.into()), site, labels)
    }

    /// An object made at `site`.
    pub(in crate::machine) fn object(id: ObjId, site: Span) -> Self {
        Self::new(Kind::Obj(id), site, Labels::NONE)
    }

    /// Anything, from these sources.
    pub(in crate::machine) fn unknown(site: Span, labels: Labels) -> Self {
        Self::new(Kind::Unknown, site, labels)
    }

    /// `undefined`
    pub(in crate::machine) fn undefined() -> Self {
        Self::constant(Kind::Undefined, Span::default())
    }

    /// The alternatives.
    pub(in crate::machine) fn alts(&self) -> &[Alt] {
        &self.alts
    }

    /// Whether no execution yields it.
    pub(in crate::machine) fn is_bottom(&self) -> bool {
        self.alts.is_empty()
    }

    /// The only alternative, if there is exactly one.
    pub(in crate::machine) fn single(&self) -> Option<&Alt> {
        match self.alts.as_slice() {
            [alt] => Some(alt),
            _ => None,
        }
    }

    /// The objects among the alternatives.
    pub(in crate::machine) fn objects(&self) -> impl Iterator<Item = ObjId> + '_ {
        self.alts.iter().filter_map(|a| if let Kind::Obj(id) = a.kind { Some(id) } else { None })
    }

    /// The strings among the alternatives.
    pub(in crate::machine) fn strings(&self) -> impl Iterator<Item = (&Name, &Alt)> + '_ {
        self.alts.iter().filter_map(|a| if let Kind::Str(s) = &a.kind { Some((s, a)) } else { None })
    }

    /// The string that it is, if it is nothing else.
    pub(in crate::machine) fn as_str(&self) -> Option<&Name> {
        match &self.single()?.kind {
            Kind::Str(s) => Some(s),
            _ => None,
        }
    }

    /// Whether an alternative is [`Kind::Unknown`].
    pub(in crate::machine) fn has_unknown(&self) -> bool {
        self.alts.iter().any(|a| a.kind == Kind::Unknown)
    }

    /// The sources of all alternatives.
    pub(in crate::machine) fn labels(&self) -> Labels {
        let mut all = Labels::NONE;
        for alt in &self.alts {
            all = all.union(&alt.labels);
        }
        all
    }

    /// The sorts of source of all alternatives.
    pub(in crate::machine) fn origins(&self) -> Origins {
        Origins(self.alts.iter().fold(0, |bits, a| bits | a.labels.origins().0))
    }

    /// Adds an alternative. Equal ones are merged, too many become [`Kind::Unknown`].
    pub(in crate::machine) fn push(&mut self, alt: Alt) {
        if let Some(same) = self.alts.iter_mut().find(|a| a.may_merge(&alt)) {
            if same.labels.is_empty() && alt.labels.is_empty() {
                return;
            }
            same.labels = same.labels.union(&alt.labels);
            return;
        }
        if self.alts.len() >= limits::ALTERNATIVES {
            let site = alt.site;
            let labels =
                self.labels().union(&alt.labels).union(&Labels::source(Origin::Varying, site)).without(REFUSED);
            // Objects keep their identity: listeners and ports must not get lost in a crowd of constants.
            self.alts.retain(|a| matches!(a.kind, Kind::Obj(_)));
            self.alts.truncate(limits::ALTERNATIVES - 1);
            self.alts.push(Alt { kind: Kind::Unknown, site, labels });
            return;
        }
        self.alts.push(alt);
    }

    /// What either value may be.
    #[must_use]
    pub(in crate::machine) fn join(mut self, other: &Self) -> Self {
        for alt in &other.alts {
            self.push(alt.clone());
        }
        self
    }

    /// The same alternatives with further sources.
    #[must_use]
    pub(in crate::machine) fn with(mut self, labels: &Labels) -> Self {
        if !labels.is_empty() {
            for alt in &mut self.alts {
                alt.labels = alt.labels.union(labels);
            }
        }
        self
    }

    /// The same alternatives, each with what `change` makes of its sources.
    #[must_use]
    pub(in crate::machine) fn relabel(mut self, change: impl Fn(&Labels) -> Labels) -> Self {
        for alt in &mut self.alts {
            alt.labels = change(&alt.labels);
        }
        self
    }

    /// The same alternatives, with their sources one step further.
    #[must_use]
    pub(in crate::machine) fn step(mut self, span: Span) -> Self {
        for alt in &mut self.alts {
            if !alt.labels.is_empty() {
                alt.labels = alt.labels.step(span);
            }
        }
        self
    }

    /// The alternatives for which `keep` holds.
    #[must_use]
    pub(in crate::machine) fn filter(mut self, keep: impl Fn(&Alt) -> bool) -> Self {
        self.alts.retain(|a| keep(a));
        self
    }

    /// Whether it is what is left of `before` where some of its alternatives are known not to be.
    pub(in crate::machine) fn is_narrowed(&self, before: &Self) -> bool {
        let same = |a: &Alt, b: &Alt| a.kind == b.kind && a.site == b.site && a.labels.origins() == b.labels.origins();
        !self.is_bottom() && self.alts.iter().all(|a| before.alts.iter().any(|b| same(a, b)))
    }

    /// Whether it is the same as `other` as far as a loop's fixed point is concerned.
    pub(in crate::machine) fn subsumes(&self, other: &Self) -> bool {
        other.alts.iter().all(|b| {
            self.alts
                .iter()
                .any(|a| a.kind == b.kind && a.labels.origins().0 | b.labels.origins().0 == a.labels.origins().0)
        })
    }
}

impl Value {
    /// The same where every number and text may be any other from the same sources.
    pub(in crate::machine) fn widened(&self) -> Self {
        let mut all = self.clone();
        for alt in self.alts.iter().filter(|a| a.is_countable()) {
            all.push(Alt { kind: Kind::Unknown, ..alt.clone() });
        }
        all
    }
}

impl Alt {
    /// Whether it is a number or a text: what can go on changing with each turn of a loop.
    pub(in crate::machine) fn is_countable(&self) -> bool {
        matches!(self.kind, Kind::Num(_) | Kind::Str(_))
    }

    /// Whether it is `null` or `undefined`.
    pub(in crate::machine) fn is_nullish(&self) -> bool {
        matches!(self.kind, Kind::Null | Kind::Undefined)
    }
}
