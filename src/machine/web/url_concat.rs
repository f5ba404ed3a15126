//! Texts that are joined of parts, read as addresses: whether what somebody else chooses of them stands behind a `?` or `#` of the
//! program, where it can no longer tell the origin. What a constant beginning says by itself is told in `address`.

use crate::machine::Machine;
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, SinkClass, SinkSet, TaintKind, Taints, URL_CONTROLLED};
use crate::machine::domain::value::{Alt, Kind, Value};
use crate::machine::web::address;
use crate::source::Span;

/// A text that is being joined, from its beginning.
#[derive(Clone, Copy, Default)]
pub(in crate::machine) struct Joined {
    /// A `?` or `#` of the program stands in it, and before that nothing that somebody else chooses.
    fixed: bool,
    /// Something that somebody else chooses stands in it, and before that no such sign.
    open: bool,
}

impl Joined {
    /// A constant part follows.
    pub(in crate::machine) fn text(&mut self, text: &str) {
        self.fixed |= !self.open && text.contains(['?', '#']);
    }

    /// A part follows that is computed.
    pub(in crate::machine) fn part(&mut self, machine: &Machine, value: &Value) {
        if !self.fixed && !self.open {
            self.fixed = !value.is_bottom() && value.alts().iter().all(|a| machine.fixes_origin(a));
            let kinds = machine.deep_taints(value).kinds();
            self.open = !self.fixed && (kinds.intersects(ATTACKER_CONTROLLED) || kinds.intersects(URL_CONTROLLED));
        }
    }
}

impl Machine<'_> {
    /// The text that is made at that place was joined like this. Where it is made in several ways, the worst one counts.
    pub(in crate::machine) fn note_joined(&mut self, at: Span, joined: Joined) {
        if joined.open {
            self.data_flow.addresses.insert(at, false);
        } else if joined.fixed {
            self.data_flow.addresses.entry(at).or_insert(true);
        }
    }

    /// The text that is made at that place is these, one after the other.
    pub(in crate::machine) fn note_concat<'v>(&mut self, at: Span, parts: impl IntoIterator<Item = &'v Value>) {
        let mut joined = Joined::default();
        parts.into_iter().for_each(|part| joined.part(self, part));
        self.note_joined(at, joined);
    }

    /// A text or a list that is not known, and what is put behind it.
    pub(in crate::machine) fn concat_unknown(&mut self, before: &Alt, args: &[Value], span: Span) -> Value {
        let holder = Value::new(Kind::Unknown, before.site, before.taints.clone());
        self.note_concat(span, std::iter::once(&holder).chain(args));
        let mut taints = before.taints.union(&Taints::source(TaintKind::Varying, span));
        for arg in args {
            let held = self.deep_taints(arg);
            taints = taints.union(&self.appended(before, &before.taints, held));
            self.escape(arg);
        }
        Value::unknown(span, taints)
    }

    /// Whether what is appended to this text, which has these sources, can no longer change the scheme and host of the URL that it
    /// begins.
    pub(in crate::machine) fn fixes_address(&self, before: &Alt, taints: &Taints) -> bool {
        match &before.kind {
            Kind::Str(text) => address::fixes_host(text),
            // Something was appended to such a text before.
            Kind::Unknown => taints.has(TaintKind::Data) && !taints.harms(SinkClass::ExternalUrl),
            _ => false,
        }
    }

    /// The sources of what is appended to this text, which has the sources `first`.
    pub(in crate::machine) fn appended(&self, before: &Alt, first: &Taints, added: Taints) -> Taints {
        if !self.fixes_address(before, first) {
            return added;
        }
        // A word in the path is safe for a request, and what comes behind it is in the path all the same.
        let path_is_fixed = match &before.kind {
            Kind::Unknown => self.fixes_origin(before) && !first.harms(SinkClass::Request),
            _ => self.fixes_origin(before),
        };
        let is_own = match &before.kind {
            Kind::Str(text) => address::is_own(text),
            _ => !first.harms(SinkClass::ScriptUrl),
        };
        SinkSet::of_url(true, is_own, path_is_fixed).map_or(added.clone(), |safe| added.safe_for(safe))
    }

    /// Whether nothing that somebody else chooses stands before a `?` or `#` in the text.
    fn fixes_origin(&self, alt: &Alt) -> bool {
        match &alt.kind {
            Kind::Str(text) => text.contains(['?', '#']),
            Kind::Unknown => self.data_flow.addresses.get(&alt.site) == Some(&true),
            _ => false,
        }
    }

    /// The sources of the origin of the URL that is parsed of a text.
    pub(in crate::machine) fn origin_taints(&self, address: &Value) -> Taints {
        let taints = self.deep_taints(address);
        match !address.is_bottom() && address.alts().iter().all(|a| self.fixes_origin(a)) {
            true => taints.without(ATTACKER_CONTROLLED).without(URL_CONTROLLED),
            false => taints,
        }
    }
}
