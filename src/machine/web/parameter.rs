//! Parts of the page's address: what is picked out of it by a name or a pattern is not all of it, and whether it is secret
//! the name tells. What a text says of the URL that begins with it is in `address`.

use crate::machine::Machine;
use crate::machine::domain::detail::{Address, Detail, Section};
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::{SENSITIVE, Taint, TaintKind, TaintKinds, Taints};
use crate::machine::domain::value::{Alt, Kind, Value};
use crate::source::Span;

/// Names under which an address that was taken apart still holds its whole query or fragment.
const SECTIONS: [&str; 5] = ["href", "search", "hash", "searchParams", "groups"];

const ADDRESS: TaintKinds = TaintKinds::of(&[TaintKind::Url]);

/// Whether it is a whole address, query or fragment.
pub(in crate::machine) fn is_whole_address(taint: &Taint) -> bool {
    whole_section(taint).is_some()
}

/// The section that it is, if it is a whole one.
pub(in crate::machine) fn whole_section(taint: &Taint) -> Option<Section> {
    match taint.detail {
        Some(Detail::Address(Address::Section(section))) if taint.kind == TaintKind::Url => Some(section),
        _ => None,
    }
}

/// Whether it is evidence of the name under which something stands in the page's address.
pub(in crate::machine) fn is_parameter(taint: &Taint) -> bool {
    matches!(taint.detail, Some(Detail::Address(Address::Parameter(..))))
}

/// The section of the page's address that something is or was picked out of.
pub(in crate::machine) fn section_of(taints: &Taints) -> Option<Section> {
    taints.find(TaintKind::Url)?.detail.as_ref()?.section()
}

/// The sources of what is only told about a value: whether it is there, how long it is.
pub(in crate::machine) fn verdict(taints: &Taints) -> Taints {
    let taints = taints.without(SENSITIVE);
    let whole = taints.iter().any(is_whole_address);
    if whole { part(&taints, &Key::Other) } else { taints }
}

/// What is left of the sources of an address in a part that was picked out of it.
fn part(taints: &Taints, key: &Key) -> Taints {
    taints.iter().filter(|l| l.kind == TaintKind::Url).fold(taints.without(ADDRESS), |all, taint| {
        let Some(whole) = whole_section(taint) else { return all.union(&Taints::one(taint.clone())) };
        let detail = Some(Detail::Address(match key {
            Key::Name(name) => Address::Parameter((*name).into(), whole),
            Key::Other => Address::Part(whole),
        }));
        all.union(&Taints::one(Taint { detail, ..taint.clone() }))
    })
}

/// The sources of a section of the page's own address, under the name that it has in `location`.
pub(in crate::machine) fn section_of_address(taints: &Taints, section: &str) -> Taints {
    taints.iter().filter(|l| l.kind == TaintKind::Url).fold(taints.without(ADDRESS), |all, taint| {
        all.union(&Taints::one(Taint { detail: Some(Detail::of_location(section)), ..taint.clone() }))
    })
}

/// The sources of the host or origin of something that was made of an address. That of the page's own is nobody's choice, as long as
/// nothing was picked out of it by a name.
pub(in crate::machine) fn host_of_address(taints: &Taints) -> Taints {
    let own = |taint: &Taint| {
        matches!(taint.detail, Some(Detail::Address(Address::Section(Section::Href) | Address::Part(Section::Href))))
    };
    let chosen = taints.iter().any(|l| l.kind == TaintKind::Url && !own(l));
    if chosen { taints.clone() } else { taints.without(ADDRESS) }
}

/// How a part is found.
enum Key<'k> {
    /// By a name that is asked for.
    Name(&'k str),
    /// By something that is not known, or is no name.
    Other,
}

impl Machine<'_> {
    /// The sources of a part that was picked out of an address at `span`, with the evidence of its name.
    fn picked(&self, taints: &Taints, key: &Key, span: Span) -> Taints {
        let parts = part(taints, key);
        let Some(whole) = taints.iter().find_map(whole_section) else { return parts };
        match key {
            Key::Name(name) if self.model.secrets.is_parameter(name) => {
                let detail = Some(Detail::Address(Address::Parameter((*name).into(), whole)));
                // What an identity provider hands over stands in no address by chance.
                let kind = if self.model.secrets.is_handed_over(name) { TaintKind::Secret } else { TaintKind::Named };
                parts.union(&Taints::one(Taint { detail, ..Taint::new(kind, span) }))
            }
            _ => parts,
        }
    }

    /// The sources of what is read from under a name. Of an object that a function out of sight made of a whole address, the
    /// names are its own; those of a query or fragment, taken apart, are the parameters.
    pub(in crate::machine) fn property_of_address(&self, taints: &Taints, name: &str, span: Span) -> Taints {
        if !taints.iter().any(is_whole_address) || SECTIONS.contains(&name) || name.parse::<usize>().is_ok() {
            return taints.clone();
        }
        let taken_apart = taints.iter().filter_map(whole_section).any(|section| section != Section::Href);
        let key = if taken_apart { Key::Name(name) } else { Key::Other };
        self.picked(taints, &key, span)
    }

    /// The sources of what a method of an address, or of what was made of one, returns.
    pub(in crate::machine) fn picked_from_address(
        &mut self,
        method: &str,
        holder: &Value,
        args: &[Value],
        taints: Taints,
        span: Span,
    ) -> Taints {
        if !taints.iter().any(is_whole_address) {
            return taints;
        }
        let of_address = holder.taints().iter().any(is_whole_address);
        match (method, args) {
            ("get" | "getAll", [key]) if of_address => {
                let key = key.as_str().map_or(Key::Other, |name| Key::Name(name));
                self.note_asked_parameter(&key);
                self.picked(&taints, &key, span)
            }
            ("split", [at]) if of_address => {
                let key = at.as_str().and_then(|text| text.strip_suffix('='));
                match key.map(|key| key.trim_start_matches(['?', '#', '&'])).filter(|key| !key.is_empty()) {
                    Some(key) => self.picked(&taints, &Key::Name(key), span),
                    None => taints,
                }
            }
            ("has" | "includes" | "indexOf" | "startsWith", [text]) if of_address => {
                if let Some(text) = text.as_str() {
                    self.note_asked_parameter(&Key::Name(text));
                }
                taints
            }
            ("match" | "matchAll", [pattern]) if of_address => self.matched_in_address(pattern, taints, span),
            // A pattern that is made of something unknown, such as the name of a parameter.
            ("exec", [subject]) if subject.taints().iter().any(is_whole_address) => {
                self.picked(&taints, &Key::Other, span)
            }
            _ => taints,
        }
    }

    /// The sources of what follows a text. An address behind one that speaks of signing in is what ends a sign-in.
    pub(in crate::machine) fn behind_words(&self, text: &Alt, taints: Taints) -> Taints {
        let said = matches!(&text.kind, Kind::Str(said) if self.model.secrets.is_sign_in(said));
        let whole = taints.iter().find(|l| said && is_whole_address(l)).cloned();
        match whole {
            Some(whole) => taints.union(&Taints::one(Taint { kind: TaintKind::Secret, ..whole })),
            None => taints,
        }
    }

    fn note_asked_parameter(&mut self, key: &Key) {
        self.web.asks_sign_in |= matches!(key, Key::Name(name) if self.model.secrets.is_parameter(name));
    }

    /// The sources of what a pattern takes out of an address. One without any word of its own may take all of it.
    pub(in crate::machine) fn matched_in_address(&mut self, pattern: &Value, taints: Taints, span: Span) -> Taints {
        if !taints.iter().any(is_whole_address) {
            return taints;
        }
        let known = pattern.objects().next().and_then(|o| match self.heap.kind(o) {
            ObjKind::Regex { source, flags } => Some((source.clone(), flags.clone())),
            _ => None,
        });
        let Some((source, flags)) = known.or_else(|| Some((pattern.as_str()?.clone(), "".into()))) else {
            return self.picked(&taints, &Key::Other, span);
        };
        let Some(pattern) = self.compiled(&source, &flags) else { return taints };
        let words = pattern.words();
        let telling = words.keys.iter().find(|key| self.model.secrets.is_parameter(key));
        match telling.or(words.keys.first()) {
            Some(key) => {
                self.note_asked_parameter(&Key::Name(key));
                self.picked(&taints, &Key::Name(key), span)
            }
            None if words.others => self.picked(&taints, &Key::Other, span),
            None => taints,
        }
    }

    /// The sources of the page's own address as a value that is made of it has them.
    pub(in crate::machine) fn address_taints(&self, address: &Value, span: Span) -> Taints {
        let is_location = address.objects().any(|o| self.heap.host(o) == Some(Host::Type(HostType::Location)));
        if !is_location {
            return address.taints();
        }
        let detail = Some(Detail::Address(Address::Section(Section::Href)));
        let taint = Taint { detail, ..Taint::new(TaintKind::Url, span) };
        address.taints().union(&Taints::one(taint)).union(&Taints::source(TaintKind::Varying, span))
    }
}
