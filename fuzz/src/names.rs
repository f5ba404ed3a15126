//! The names that the machine and its model know, read off their sources, so that no list here can fall behind.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The root of the package.
pub(crate) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Every word in quotes of the machine's sources and of the model that may be a name in JavaScript: methods, properties, globals.
pub(crate) static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut names = BTreeSet::new();
    for path in files_below(&root().join("src/machine")).into_iter().chain(files_below(&root().join("rules/model"))) {
        let is_toml = path.extension().is_some_and(|extension| extension == "toml");
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let keys = line.split_once('=').map(|(key, _)| key.trim()).filter(|_| is_toml);
            names
                .extend(line.split('"').skip(1).step_by(2).chain(keys).filter(|word| is_name(word)).map(str::to_owned));
        }
    }
    names.into_iter().collect()
});

/// The names among them that begin like a constructor or a namespace.
pub(crate) static STATICS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let upper = |name: &&String| name.starts_with(|c: char| c.is_ascii_uppercase());
    NAMES.iter().filter(upper).cloned().collect()
});

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$' || c == '_')
        && word.len() < 30
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '$' || c == '_')
}

/// The files below a folder, sorted. Nothing is below a folder that does not exist.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                _ => found.push(entry.path()),
            }
        }
    }
    found.sort_unstable();
    found
}
