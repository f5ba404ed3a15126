//! What shows that files on disk have changed: when they were written, and how long they are.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rustc_hash::FxHashMap;

/// Files by which a project says something of itself besides its configuration and what tells where imports lead, wherever they lie.
const NOTES: [&str; 3] = [".gitattributes", ".gitignore", ".ignore"];

/// The time and the length; `None` if there is no such file.
type Stamp = Option<(SystemTime, u64)>;

/// The stamps of files when they were last looked at.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    all: FxHashMap<PathBuf, Stamp>,
}

impl Stamps {
    /// Notes how a file is now, unless that is known from before.
    pub(super) fn note(&mut self, path: &Path) {
        if !self.all.contains_key(path) {
            self.all.insert(path.to_owned(), stamp(path));
        }
    }

    /// Whether a file is not as it was. From here on, it is known as it is now.
    fn has_changed(&mut self, path: &Path) -> bool {
        let now = stamp(path);
        self.all.insert(path.to_owned(), now).is_some_and(|before| before != now)
    }

    /// Those of the files that were noted and are not as they were.
    pub(super) fn changed<'a>(&mut self, paths: impl IntoIterator<Item = &'a Path>) -> Vec<PathBuf> {
        paths.into_iter().filter(|path| self.has_changed(path)).map(Path::to_owned).collect()
    }
}

fn stamp(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Where projects might say something of themselves that concerns a file in one of these folders, or in a folder around them.
pub(super) fn notes<'a>(folders: impl IntoIterator<Item = &'a Path>) -> Vec<PathBuf> {
    let mut around: Vec<&Path> = folders.into_iter().flat_map(Path::ancestors).collect();
    around.sort_unstable();
    around.dedup();
    around.iter().flat_map(|folder| NOTES.map(|name| folder.join(name))).collect()
}
