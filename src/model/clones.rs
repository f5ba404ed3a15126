//! `clones.toml`: what a structured clone refuses.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::interned::Interned;

/// `clones.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Clones {
    platform: Vec<PlatformRow>,
    library: Vec<LibraryRow>,
}

/// Something that cannot be cloned.
#[derive(PartialEq, Eq, Debug, Deserialize)]
pub(crate) struct Refusal {
    /// What it is, with its article.
    pub what: Interned,
    /// What to post in its place.
    pub instead: Interned,
    /// Whether the language itself has it, so that Node refuses it too.
    #[serde(default)]
    pub language: bool,
}

/// Objects of the platform.
#[derive(Debug, Deserialize)]
struct PlatformRow {
    #[serde(flatten)]
    refusal: Refusal,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    promised_by: Vec<String>,
    #[serde(default)]
    parts: BTreeMap<String, String>,
}

/// What functions and classes of libraries make.
#[derive(Debug, Deserialize)]
pub(crate) struct LibraryRow {
    /// What it is.
    #[serde(flatten)]
    pub refusal: Refusal,
    from: Vec<String>,
    names: Vec<String>,
    #[serde(default)]
    anywhere: bool,
    /// Where it is.
    pub gives: Gives,
    /// The argument that `gives` speaks of, counted from 0.
    #[serde(default)]
    pub at: usize,
    #[serde(default)]
    deep: bool,
    /// Whether it is one only where that argument is an object.
    #[serde(default)]
    pub objects: bool,
}

/// Where what cannot be cloned is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Gives {
    /// It is what the call gives.
    Result,
    /// It is the first of a pair.
    Pair,
    /// It is the `value` of what the call gives.
    Value,
    /// It is what is read from an argument.
    Argument,
    /// It is what a callback is given.
    Callback,
}

impl Clones {
    /// What a function or constructor of the platform makes.
    pub(crate) fn made(&self, name: &str) -> Option<&Refusal> {
        self.row(|row| &row.names, name)
    }

    /// What a function of the platform gives a promise of.
    pub(crate) fn promised(&self, name: &str) -> Option<&Refusal> {
        self.row(|row| &row.promised_by, name)
    }

    /// What an object of a type of `platform.toml` is.
    pub(crate) fn of_type(&self, ty: &str) -> Option<&Refusal> {
        self.row(|row| &row.types, ty)
    }

    /// What a TypeScript type means, which stands with its source if it is imported.
    pub(crate) fn of_interface(&self, interface: &str) -> Option<&Refusal> {
        let name = interface.split_once('<').map_or(interface, |(name, _)| name);
        let (source, name) = name.split_once(':').unwrap_or(("", name));
        match source {
            "" => self.made(name),
            _ => {
                let of_library = |row: &&LibraryRow| row.gives == Gives::Result && row.is_from(source, name);
                self.library.iter().find(of_library).map(|row| &row.refusal)
            }
        }
    }

    /// What is read from something of that sort under a name, or what a method `name()` of it gives.
    pub(crate) fn part(&self, what: &str, name: &str) -> Option<&Refusal> {
        let mut parts = self.platform.iter().filter(|row| &*row.refusal.what == what);
        let part = parts.find_map(|row| row.parts.get(name))?;
        self.find(part)
    }

    /// Whether the objects that are read from it are of the same sort.
    pub(crate) fn is_deep(&self, what: &str) -> bool {
        self.library.iter().any(|row| row.deep && &*row.refusal.what == what)
    }

    /// What is known of something that is so described.
    pub(crate) fn find(&self, what: &str) -> Option<&Refusal> {
        let refusals = self.platform.iter().map(|row| &row.refusal).chain(self.library.iter().map(|row| &row.refusal));
        refusals.into_iter().find(|refusal| &*refusal.what == what)
    }

    /// The row of a function or class: of a package, or, without one, of wherever it comes from.
    pub(crate) fn library(&self, source: Option<&str>, name: &str) -> Option<&LibraryRow> {
        self.library.iter().find(|row| match source {
            Some(source) => row.is_from(source, name),
            None => row.anywhere && row.names.iter().any(|n| n == name),
        })
    }

    fn row(&self, list: impl Fn(&PlatformRow) -> &Vec<String>, name: &str) -> Option<&Refusal> {
        self.platform.iter().find(|row| list(row).iter().any(|n| n == name)).map(|row| &row.refusal)
    }
}

impl LibraryRow {
    fn is_from(&self, source: &str, name: &str) -> bool {
        self.from.iter().any(|f| f == source) && self.names.iter().any(|n| n == name)
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Model;

    #[test]
    fn what_a_row_refers_to_is_a_row_itself() {
        let clones = &Model::embedded().clones;
        for row in &clones.platform {
            for part in row.parts.values() {
                assert!(clones.find(part).is_some(), "{part}");
            }
        }
        let first = |what: &str| clones.find(what).map(|r| &r.instead);
        assert!(clones.library.iter().all(|row| first(&row.refusal.what) == Some(&row.refusal.instead)));
    }

    #[test]
    fn a_type_of_another_source_is_not_the_platforms() {
        let clones = &Model::embedded().clones;
        assert_eq!(clones.of_interface("Response").map(|r| &*r.what), Some("a Response"));
        assert_eq!(clones.of_interface("express:Response"), None);
        assert_eq!(clones.of_interface("rxjs:Subject<string>").map(|r| &*r.what), Some("an RxJS subject"));
    }
}
