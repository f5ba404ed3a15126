//! A configuration and those that it extends, from their texts to documents, the most basic one first. Applies nothing.

#[cfg(feature = "testing")]
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize as _;
use toml::{Table, Value};

use super::document::Document;
use super::{FILE, Flaw, KEY, Mistake, PACKAGE, Texts, plain};
use crate::display::reason;
use crate::model::{Model, Rows};

/// Files of one chain. Nobody needs as many, and each of them is asked about each file.
const MAX_FILES: usize = 16;

/// One file of the chain.
pub(super) struct Part {
    /// Its folder.
    pub(super) root: PathBuf,
    pub(super) document: Document,
    /// Its own rows for the model, as they are written.
    model: Option<Value>,
}

/// Reads no other file.
#[cfg(feature = "testing")]
#[derive(Debug)]
pub(super) struct NoTexts;

#[cfg(feature = "testing")]
impl Texts for NoTexts {
    fn text(&self, _: &Path) -> io::Result<Option<String>> {
        Ok(None)
    }

    fn is_repository(&self, _: &Path) -> bool {
        false
    }
}

/// The keys of a configuration as they are written, none where they cannot be read. `path` tells whether it is that of a package.
pub fn table(path: &Path, text: &str) -> Table {
    if !is_package(path) {
        return toml::from_str(text).unwrap_or_default();
    }
    let package: Option<serde_json::Value> = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok();
    let own = package.as_ref().and_then(|package| package.get(KEY));
    own.and_then(|own| Table::try_from(own).ok()).unwrap_or_default()
}

fn is_package(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == PACKAGE)
}

/// The configuration at `path` behind those that it extends. `None` if it is the file of a package that says nothing to originlint.
pub(super) fn of(path: &Path, text: &str, texts: &dyn Texts) -> Result<Option<Vec<Part>>, Flaw> {
    let mut parts = Vec::new();
    let read = add(path, text, texts, &mut vec![plain(path)], &mut parts)?;
    Ok(read.then_some(parts))
}

/// Adds a file behind what it extends; `open` are the files that lead to it. Whether it says anything is the answer.
fn add(
    path: &Path,
    text: &str,
    texts: &dyn Texts,
    open: &mut Vec<PathBuf>,
    parts: &mut Vec<Part>,
) -> Result<bool, Flaw> {
    let flaw = |mistake| Flaw { path: path.to_owned(), text: text.to_owned(), mistake };
    let document = match is_package(path) {
        true => Document::of_package(text).map_err(flaw)?,
        false => Some(Document::parse(text).map_err(flaw)?),
    };
    let Some(document) = document else { return Ok(false) };
    let root = path.parent().unwrap_or(Path::new("")).to_owned();
    for given in document.extends.paths() {
        let wrong = |message: String| {
            let quoted = format!("\"{given}\"");
            let span = text.find(&quoted).map(|at| at..at + quoted.len());
            flaw(Mistake { message, help: None, span })
        };
        let other = plain(&root.join(given));
        // An excerpt of a file that is none of the project's must not get into a report.
        let is_own = match root.ancestors().find(|above| texts.is_repository(above)) {
            Some(repository) => other.starts_with(repository),
            None => other.file_name().is_some_and(|name| name == FILE || name == PACKAGE),
        };
        if !is_own {
            return Err(wrong(format!("`{given}` is outside of the repository")));
        }
        if open.contains(&other) {
            return Err(wrong(format!("`{given}` extends this file in turn")));
        }
        if parts.len() + open.len() > MAX_FILES {
            return Err(wrong(format!("more than {MAX_FILES} files extend each other")));
        }
        let read =
            texts.text(&other).map_err(|error| wrong(format!("`{given}` cannot be read: {}", reason(&error))))?;
        let Some(read) = read else { return Err(wrong(format!("there is no file `{given}`"))) };
        open.push(other.clone());
        let says = add(&other, &read, texts, open, parts)?;
        open.pop();
        if !says {
            return Err(wrong(format!("`{given}` has no key `{KEY}`")));
        }
    }
    let model = document.model.as_ref().and_then(|_| table(path, text).remove("model"));
    parts.push(Part { root, document, model });
    Ok(true)
}

/// What the rows of all parts make of the model.
pub(super) fn model(parts: &[Part]) -> Result<Arc<Model>, Mistake> {
    let mut all: Option<Value> = None;
    for own in parts.iter().filter_map(|part| part.model.clone()) {
        match &mut all {
            Some(all) => merge(all, own),
            none => *none = Some(own),
        }
    }
    let Some(all) = all else { return Ok(Arc::clone(Model::embedded())) };
    let wrong = |error: toml::de::Error| Mistake { message: error.message().to_owned(), help: None, span: None };
    Ok(Arc::new(Model::with(Rows::deserialize(all).map_err(wrong)?)))
}

/// Adds the lists of a value to those of another.
fn merge(to: &mut Value, from: Value) {
    match (to, from) {
        (Value::Table(to), Value::Table(from)) => {
            for (key, value) in from {
                match to.get_mut(&key) {
                    Some(there) => merge(there, value),
                    None => _ = to.insert(key, value),
                }
            }
        }
        (Value::Array(to), Value::Array(from)) => to.extend(from),
        (to, from) => *to = from,
    }
}
