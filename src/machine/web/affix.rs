//! Names that the program begins or ends and a message fills in: which names they may be. Texts as such are built in `expression`
//! and `operator`.

use crate::machine::Machine;
use crate::machine::domain::value::{Alt, Kind, Value};
use crate::source::Span;
use crate::syntax::program::Name;

/// The constant text before and behind what a message fills in.
#[derive(Clone, PartialEq, Debug)]
pub(in crate::machine) struct Affix {
    before: Name,
    after: Name,
}

impl Machine<'_> {
    /// A text that is made at `at` begins and ends so, whatever the message says.
    pub(in crate::machine) fn note_affix(&mut self, at: Span, before: &str, after: &str) {
        let new = Affix { before: before.into(), after: after.into() };
        let known = self.data_flow.affixed.entry(at).or_insert_with(|| new.clone());
        // The same place may make texts that begin in several ways.
        if *known != new {
            *known = Affix { before: "".into(), after: "".into() };
        }
    }

    /// How a text begins and ends for certain.
    pub(in crate::machine) fn affix_of(&self, text: &Value) -> (Name, Name) {
        match text.single().map(|alt| (&alt.kind, self.data_flow.affixed.get(&alt.site))) {
            Some((Kind::Str(text), _)) => (text.clone(), text.clone()),
            Some((Kind::Unknown, Some(affix))) => (affix.before.clone(), affix.after.clone()),
            _ => ("".into(), "".into()),
        }
    }

    /// Whether the program begins or ends that text, and a message fills in the rest.
    pub(in crate::machine) fn is_affixed(&self, alt: &Alt) -> bool {
        self.data_flow.affixed.contains_key(&alt.site)
    }

    /// Whether a key that is not known may be `name`.
    pub(in crate::machine) fn may_be_named(&self, key: &Value, name: &str) -> bool {
        let fits = |a: &Affix| {
            name.len() >= a.before.len() + a.after.len() && name.starts_with(&*a.before) && name.ends_with(&*a.after)
        };
        key.alts().iter().any(|alt| match &alt.kind {
            Kind::Str(text) => **text == *name,
            Kind::Unknown => self.data_flow.affixed.get(&alt.site).is_none_or(fits),
            _ => true,
        })
    }
}
