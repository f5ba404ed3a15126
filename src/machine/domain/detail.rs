//! What a source is in particular, apart from its kind: what a message calls it, and what decisions ask of it. Decisions look at
//! the variants; the text that is displayed decides nothing.

use std::fmt;

use crate::interned::Interned;
use crate::syntax::program::Name;

/// What a source is in particular.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::machine) enum Detail {
    /// What is only displayed: `document.cookie`, `the password field`.
    Text(Name),
    /// The page's address or a part of it.
    Address(Address),
    /// Where message data picked something out of.
    PickedFrom(Holder),
    /// The sort of what a structured clone refuses, as its row in `clones.toml` names it.
    Refused(Interned),
}

/// The page's address or a part of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::machine) enum Address {
    /// A whole section, in which there may be what an identity provider sends back.
    Section(Section),
    /// What stands in one under that name.
    Parameter(Name, Section),
    /// Something that was picked out of one otherwise.
    Part(Section),
    /// All of it, as the document tells it: `document.URL`.
    OfDocument(Name),
}

/// A section of `location` in which there may be what an identity provider sends back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::machine) enum Section {
    Href,
    Search,
    Hash,
}

/// What sort of object something was picked out of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::machine) enum Holder {
    /// One of which whatever it inherits can be picked.
    Any,
    /// A table of functions that the program wrote: what it inherits besides does little harm.
    Table,
    /// An object out of sight. That all it can do is meant to be done by the sender is plain only where the message gives the
    /// arguments too.
    Unseen,
    /// A collection that is filled at run time, of which it is not known what is in it.
    Registry,
    /// One of these under a name that is known not to lead to what every object inherits.
    Tame,
}

impl Section {
    /// The section that `location` has under that name.
    pub(in crate::machine) fn of(name: &str) -> Option<Self> {
        match name {
            "href" => Some(Self::Href),
            "search" => Some(Self::Search),
            "hash" => Some(Self::Hash),
            _ => None,
        }
    }

    /// As the program writes it.
    pub(in crate::machine) const fn path(self) -> &'static str {
        match self {
            Self::Href => "location.href",
            Self::Search => "location.search",
            Self::Hash => "location.hash",
        }
    }
}

impl Detail {
    /// A section of the page's address by the name that it has in `location`.
    pub(in crate::machine) fn of_location(name: &str) -> Self {
        match Section::of(name) {
            Some(section) => Self::Address(Address::Section(section)),
            None => Self::Text(format!("location.{name}").into()),
        }
    }

    /// The section of the page's address that it is or was picked out of.
    pub(in crate::machine) const fn section(&self) -> Option<Section> {
        match self {
            Self::Address(Address::Section(of) | Address::Parameter(_, of) | Address::Part(of)) => Some(*of),
            _ => None,
        }
    }
}

impl From<&str> for Detail {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Detail {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Address(Address::OfDocument(text)) => f.write_str(text),
            Self::Address(Address::Section(section)) => f.write_str(section.path()),
            Self::Address(Address::Parameter(name, section)) => write!(f, "`{name}` in {}", section.path()),
            Self::Address(Address::Part(section)) => write!(f, "a part of {}", section.path()),
            Self::PickedFrom(_) => f.write_str("what the message chooses"),
            Self::Refused(what) => f.write_str(what),
        }
    }
}
