//! Abstract values: what an expression may be, where that came from, and how much of it is known.

use smallvec::{SmallVec, smallvec};

use crate::interned::Interned;
use crate::machine::domain::detail::Detail;
use crate::machine::domain::taint::{REFUSED, SinkClass, TaintKind, TaintKinds, TaintState, Taints};
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

/// One thing that a value may be.
#[derive(Clone, Debug)]
pub(in crate::machine) struct Alt {
    /// What it is.
    pub kind: Kind,
    /// Where it was written down or made.
    pub site: Span,
    /// Where it came from.
    pub taints: Taints,
}

/// The alternatives of a value: of most there is one.
pub(in crate::machine) type Alts = SmallVec<[Alt; 1]>;

/// What an expression may be: a join of alternatives. Empty where no execution gets there.
#[derive(Default, Debug)]
pub(in crate::machine) struct Value {
    alts: Alts,
}

impl Clone for Value {
    /// Values are cloned more often than anything else is done with them, and nearly all have one alternative.
    fn clone(&self) -> Self {
        Self { alts: self.to_alts() }
    }
}

impl Alt {
    /// Whether it is what was read from a source as it is, so that more can be told of it than where it came from.
    fn is_as_read(&self) -> bool {
        let here = |kind| self.taints.find(kind).is_some_and(|l| l.span == self.site);
        self.refused().is_some() || (self.kind == Kind::Unknown && (here(TaintKind::Url) || here(TaintKind::Sender)))
    }

    /// What a structured clone refuses it as, if it certainly is that: what was only computed from such a thing has a place
    /// of its own.
    pub(in crate::machine) fn refused(&self) -> Option<Interned> {
        if !self.taints.has(TaintKind::Refused) {
            return None;
        }
        let taint = self.taints.iter().find(|l| l.kind == TaintKind::Refused && l.span == self.site)?;
        if let Some(Detail::Refused(what)) = taint.detail { Some(what) } else { None }
    }

    /// Whether one alternative can stand for both.
    fn may_merge(&self, other: &Self) -> bool {
        let opaque = |a: &Self| a.taints.has(TaintKind::OnlyOpaque);
        self.kind == other.kind
            && opaque(self) == opaque(other)
            && (self.site == other.site || !(self.is_as_read() || other.is_as_read()))
    }
}

impl Value {
    /// No execution yields it.
    pub(in crate::machine) fn bottom() -> Self {
        Self::default()
    }

    /// One alternative.
    pub(in crate::machine) fn new(kind: Kind, site: Span, taints: Taints) -> Self {
        Self { alts: smallvec![Alt { kind, site, taints }] }
    }

    /// A constant written at `site`.
    pub(in crate::machine) fn constant(kind: Kind, site: Span) -> Self {
        Self::new(kind, site, Taints::NONE)
    }

    /// A string.
    pub(in crate::machine) fn string(text: &str, site: Span, taints: Taints) -> Self {
        Self::new(Kind::Str(text.into()), site, taints)
    }

    /// An object made at `site`.
    pub(in crate::machine) fn object(id: ObjId, site: Span) -> Self {
        Self::new(Kind::Obj(id), site, Taints::NONE)
    }

    /// Anything, from these sources.
    pub(in crate::machine) fn unknown(site: Span, taints: Taints) -> Self {
        Self::new(Kind::Unknown, site, taints)
    }

    /// `undefined`
    pub(in crate::machine) fn undefined() -> Self {
        Self::constant(Kind::Undefined, Span::default())
    }

    /// The alternatives.
    pub(in crate::machine) fn alts(&self) -> &[Alt] {
        &self.alts
    }

    /// A copy of the alternatives, to go through while the machine runs.
    pub(in crate::machine) fn to_alts(&self) -> Alts {
        match self.alts.as_slice() {
            [] => SmallVec::new(),
            [alt] => smallvec![alt.clone()],
            alts => alts.iter().cloned().collect(),
        }
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
    pub(in crate::machine) fn taints(&self) -> Taints {
        if let Some(alt) = self.single() {
            return alt.taints.clone();
        }
        let mut all = Taints::NONE;
        for alt in &self.alts {
            all = all.union(&alt.taints);
        }
        all
    }

    /// The sorts of source of all alternatives.
    pub(in crate::machine) fn kinds(&self) -> TaintKinds {
        self.alts.iter().fold(TaintKinds::default(), |kinds, a| kinds.union(a.taints.kinds()))
    }

    /// What decisions look at of the sources of all alternatives.
    pub(in crate::machine) fn state(&self) -> TaintState {
        self.alts.iter().fold(TaintState::default(), |state, a| state.join(a.taints.state()))
    }

    /// Whether what the sender chooses of it does harm in a sink of that class.
    pub(in crate::machine) fn harms(&self, sink: SinkClass) -> bool {
        self.alts.iter().any(|a| a.taints.harms(sink))
    }

    /// Adds an alternative. Equal ones are merged, too many become [`Kind::Unknown`].
    pub(in crate::machine) fn push(&mut self, alt: Alt) {
        if let Some(same) = self.alts.iter_mut().find(|a| a.may_merge(&alt)) {
            if same.taints.is_empty() && alt.taints.is_empty() {
                return;
            }
            same.taints = same.taints.union(&alt.taints);
            return;
        }
        let is_object = |a: &Alt| matches!(a.kind, Kind::Obj(_));
        let most = if is_object(&alt) { limits::OBJECTS } else { limits::ALTERNATIVES };
        if self.alts.len() >= most && self.alts.iter().filter(|a| is_object(a) == is_object(&alt)).count() >= most {
            let site = alt.site;
            // More constants than are told apart are still the program's own.
            let is_constant = |a: &Alt| a.kind != Kind::Unknown && a.taints.is_empty();
            let varies = is_object(&alt) || !self.alts.iter().chain([&alt]).all(|a| is_object(a) || is_constant(a));
            let varying = if varies { Taints::source(TaintKind::Varying, site) } else { Taints::NONE };
            let taints = self.taints().union(&alt.taints).union(&varying).without(REFUSED);
            // Objects keep their identity: listeners and ports must not get lost in a crowd of constants.
            self.alts.retain(|a| is_object(a));
            self.alts.push(Alt { kind: Kind::Unknown, site, taints });
            return;
        }
        self.alts.push(alt);
    }

    /// What either value may be.
    #[must_use]
    pub(in crate::machine) fn join(mut self, other: &Self) -> Self {
        if let ([], [alt]) = (self.alts.as_slice(), other.alts.as_slice()) {
            self.alts.push(alt.clone());
            return self;
        }
        for alt in &other.alts {
            self.push(alt.clone());
        }
        self
    }

    /// The same alternatives with further sources.
    #[must_use]
    pub(in crate::machine) fn with(mut self, taints: &Taints) -> Self {
        if !taints.is_empty() {
            for alt in &mut self.alts {
                alt.taints = alt.taints.union(taints);
            }
        }
        self
    }

    /// The same alternatives, each with what `change` makes of its sources.
    #[must_use]
    pub(in crate::machine) fn map_taints(mut self, change: impl Fn(&Taints) -> Taints) -> Self {
        for alt in &mut self.alts {
            alt.taints = change(&alt.taints);
        }
        self
    }

    /// The same alternatives, with their sources one step further.
    #[must_use]
    pub(in crate::machine) fn step(mut self, span: Span) -> Self {
        for alt in &mut self.alts {
            if !alt.taints.is_empty() {
                alt.taints = alt.taints.step(span);
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
        let same = |a: &Alt, b: &Alt| a.kind == b.kind && a.site == b.site && a.taints.state() == b.taints.state();
        !self.is_bottom() && self.alts.iter().all(|a| before.alts.iter().any(|b| same(a, b)))
    }

    /// Whether it is the same as `other` as far as a loop's fixed point is concerned.
    pub(in crate::machine) fn subsumes(&self, other: &Self) -> bool {
        other
            .alts
            .iter()
            .all(|b| self.alts.iter().any(|a| a.kind == b.kind && a.taints.state().subsumes(b.taints.state())))
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
