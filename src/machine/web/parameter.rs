//! Parts of the page's address: what is picked out of it by a name or a pattern is not all of it, and whether it is secret
//! the name tells. What a text says of the URL that begins with it is in `address`.

use crate::machine::Machine;
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::value::{Alt, Kind, Label, Labels, Origin, Origins, SENSITIVE, Value};
use crate::machine::web::host::Host;
use crate::machine::web::host_type::HostType;
use crate::source::Span;

/// What may hold what an identity provider sends back, as the labels call it.
const WHOLES: [&str; 3] = ["location.hash", "location.search", "location.href"];
/// Names under which an address that was taken apart still holds its whole query or fragment.
const SECTIONS: [&str; 8] = ["href", "search", "hash", "searchParams", "query", "params", "fragment", "groups"];

const ADDRESS: Origins = Origins::of(&[Origin::Url]);

/// Whether it is a whole address, query or fragment.
pub(in crate::machine) fn is_whole_address(label: &Label) -> bool {
    label.origin == Origin::Url && label.what.as_deref().is_some_and(|what| WHOLES.contains(&what))
}

/// Whether it is evidence of the name under which something stands in the page's address.
pub(in crate::machine) fn is_parameter(label: &Label) -> bool {
    let whole =
        |what: &str| WHOLES.iter().any(|whole| what.strip_suffix(whole).is_some_and(|name| name.ends_with(" in ")));
    label.what.as_deref().is_some_and(whole)
}

/// The address that something was picked out of, as the labels call it.
pub(in crate::machine) fn address_of(labels: &Labels) -> Option<&'static str> {
    let what = labels.find(Origin::Url)?.what.as_deref()?;
    WHOLES.into_iter().find(|whole| what.ends_with(whole))
}

/// The sources of what is only told about a value: whether it is there, how long it is.
pub(in crate::machine) fn verdict(labels: &Labels) -> Labels {
    let labels = labels.without(SENSITIVE);
    let whole = labels.iter().any(is_whole_address);
    if whole { part(&labels, &Key::Other) } else { labels }
}

/// What is left of the sources of an address in a part that was picked out of it.
fn part(labels: &Labels, key: &Key) -> Labels {
    labels.iter().filter(|l| l.origin == Origin::Url).fold(labels.without(ADDRESS), |all, label| {
        let what = match (label.what.as_ref().filter(|_| is_whole_address(label)), key) {
            (None, _) => label.what.clone(),
            (Some(whole), Key::Name(name)) => Some(format!("`{name}` in {whole}").into()),
            (Some(whole), Key::Other) => Some(format!("a part of {whole}").into()),
        };
        all.union(&Labels::one(Label { what, ..label.clone() }))
    })
}

/// The sources of a section of the page's own address, under the name that it has in `location`.
pub(in crate::machine) fn section_of_address(labels: &Labels, section: &str) -> Labels {
    labels.iter().filter(|l| l.origin == Origin::Url).fold(labels.without(ADDRESS), |all, label| {
        let what = Some(format!("location.{section}").into());
        all.union(&Labels::one(Label { what, ..label.clone() }))
    })
}

/// The sources of the host or origin of something that was made of an address. That of the page's own is nobody's choice, as long as
/// nothing was picked out of it by a name.
pub(in crate::machine) fn host_of_address(labels: &Labels) -> Labels {
    let own = |label: &Label| matches!(label.what.as_deref(), Some("location.href" | "a part of location.href"));
    let chosen = labels.iter().any(|l| l.origin == Origin::Url && !own(l));
    if chosen { labels.clone() } else { labels.without(ADDRESS) }
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
    fn picked(&self, labels: &Labels, key: &Key, span: Span) -> Labels {
        let parts = part(labels, key);
        let Some(whole) = labels.iter().find(|l| is_whole_address(l)) else { return parts };
        match key {
            Key::Name(name) if self.model.secrets.is_parameter(name) => {
                let what = whole.what.as_ref().map(|whole| format!("`{name}` in {whole}").into());
                // What an identity provider hands over stands in no address by chance.
                let origin = if self.model.secrets.is_handed_over(name) { Origin::Secret } else { Origin::Named };
                parts.union(&Labels::one(Label { origin, span, what, listener: None, steps: None }))
            }
            _ => parts,
        }
    }

    /// The sources of what is read from under a name. Of an object that a function out of sight made of a whole address, the
    /// names are its own; those of a query or fragment, taken apart, are the parameters.
    pub(in crate::machine) fn property_of_address(&self, labels: &Labels, name: &str, span: Span) -> Labels {
        if !labels.iter().any(is_whole_address) || SECTIONS.contains(&name) || name.parse::<usize>().is_ok() {
            return labels.clone();
        }
        let taken_apart = labels.iter().any(|l| is_whole_address(l) && l.what.as_deref() != Some("location.href"));
        let key = if taken_apart { Key::Name(name) } else { Key::Other };
        self.picked(labels, &key, span)
    }

    /// The sources of what a method of an address, or of what was made of one, returns.
    pub(in crate::machine) fn picked_from_address(
        &mut self,
        method: &str,
        holder: &Value,
        args: &[Value],
        labels: Labels,
        span: Span,
    ) -> Labels {
        if !labels.iter().any(is_whole_address) {
            return labels;
        }
        let of_address = holder.labels().iter().any(is_whole_address);
        match (method, args) {
            ("get" | "getAll", [key]) if of_address => {
                let key = key.as_str().map_or(Key::Other, |name| Key::Name(name));
                self.note_asked_parameter(&key);
                self.picked(&labels, &key, span)
            }
            ("split", [at]) if of_address => {
                let key = at.as_str().and_then(|text| text.strip_suffix('='));
                match key.map(|key| key.trim_start_matches(['?', '#', '&'])).filter(|key| !key.is_empty()) {
                    Some(key) => self.picked(&labels, &Key::Name(key), span),
                    None => labels,
                }
            }
            ("has" | "includes" | "indexOf" | "startsWith", [text]) if of_address => {
                if let Some(text) = text.as_str() {
                    self.note_asked_parameter(&Key::Name(text));
                }
                labels
            }
            ("match" | "matchAll", [pattern]) if of_address => self.matched_in_address(pattern, labels, span),
            // A pattern that is made of something unknown, such as the name of a parameter.
            ("exec", [subject]) if subject.labels().iter().any(is_whole_address) => {
                self.picked(&labels, &Key::Other, span)
            }
            _ => labels,
        }
    }

    /// The sources of what follows a text. An address behind one that speaks of signing in is what ends a sign-in.
    pub(in crate::machine) fn behind_words(&self, text: &Alt, labels: Labels) -> Labels {
        let said = matches!(&text.kind, Kind::Str(said) if self.model.secrets.is_sign_in(said));
        let whole = labels.iter().find(|l| said && is_whole_address(l)).cloned();
        match whole {
            Some(whole) => labels.union(&Labels::one(Label { origin: Origin::Secret, ..whole })),
            None => labels,
        }
    }

    fn note_asked_parameter(&mut self, key: &Key) {
        self.web.asks_sign_in |= matches!(key, Key::Name(name) if self.model.secrets.is_parameter(name));
    }

    /// The sources of what a pattern takes out of an address. One without any word of its own may take all of it.
    pub(in crate::machine) fn matched_in_address(&mut self, pattern: &Value, labels: Labels, span: Span) -> Labels {
        if !labels.iter().any(is_whole_address) {
            return labels;
        }
        let known = pattern.objects().next().and_then(|o| match self.heap.kind(o) {
            ObjKind::Regex { source, flags } => Some((source.clone(), flags.clone())),
            _ => None,
        });
        let Some((source, flags)) = known.or_else(|| Some((pattern.as_str()?.clone(), "".into()))) else {
            return self.picked(&labels, &Key::Other, span);
        };
        let Some(pattern) = self.compiled(&source, &flags) else { return labels };
        let words = pattern.words();
        let telling = words.keys.iter().find(|key| self.model.secrets.is_parameter(key));
        match telling.or(words.keys.first()) {
            Some(key) => {
                self.note_asked_parameter(&Key::Name(key));
                self.picked(&labels, &Key::Name(key), span)
            }
            None if words.others => self.picked(&labels, &Key::Other, span),
            None => labels,
        }
    }

    /// The sources of the page's own address as a value that is made of it has them.
    pub(in crate::machine) fn address_labels(&self, address: &Value, span: Span) -> Labels {
        let is_location = address.objects().any(|o| self.heap.host(o) == Some(Host::Type(HostType::Location)));
        if !is_location {
            return address.labels();
        }
        let what = Some("location.href".into());
        let label = Label { origin: Origin::Url, span, what, listener: None, steps: None };
        address.labels().union(&Labels::one(label)).union(&Labels::source(Origin::Varying, span))
    }
}
