//! What a tree's own ignore files leave out: `.ignore` anywhere, `.gitignore` inside of a repository. Walks nothing.
//!
//! The walk of the crate `ignore` can do this too, but it neither tells what it left out nor takes the files from elsewhere than the
//! disk. The rules themselves, one file at a time, are that crate's.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fs;
use std::io;
use std::iter::successors;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rustc_hash::FxHashMap;

use crate::display::reason;
use crate::read;

/// How long an ignore file may be, in bytes, and how long all of those that hold for one folder: their rules take some 600 times as
/// much memory.
pub(crate) const MAX_FILE: usize = 128 << 10;
const MAX_WAY: usize = 256 << 10;
/// How many bytes of ignore files are kept as rules for the folders that have yet to be searched.
const KEPT: usize = 1 << 20;

/// Where ignore files come from.
pub trait IgnoreFiles: Debug + Send + Sync {
    /// The text of the ignore file at an absolute path; `None` if there is none.
    ///
    /// # Errors
    ///
    /// Why one that is there is not read.
    fn text(&self, path: &Path) -> io::Result<Option<String>>;
}

/// Ignore files as they lie on the disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct OnDisk;

impl IgnoreFiles for OnDisk {
    /// Git does not follow a link of this name either: it would let a checkout ask for a file of the machine.
    fn text(&self, path: &Path) -> io::Result<Option<String>> {
        match fs::symlink_metadata(path) {
            Ok(metadata) if metadata.is_symlink() => Err(io::Error::other("a link")),
            Ok(_) => read::with(path, MAX_FILE, |bytes| Some(String::from_utf8_lossy(bytes).into_owned())),
            // There is no such file in most folders, and none in what a walk takes for a folder and is none.
            Err(_) => Ok(None),
        }
    }
}

/// The ignore files that count below a folder.
#[derive(Debug)]
pub struct Ignores {
    /// The folder, as a walk spells it.
    root: PathBuf,
    /// The same from the root of the file system, without links.
    real: PathBuf,
    files: Arc<dyn IgnoreFiles>,
    folders: RwLock<Folders>,
    /// The ignore files that say nothing, and why.
    refused: Mutex<BTreeMap<PathBuf, String>>,
}

/// The folders that were asked about last.
#[derive(Debug, Default)]
struct Folders {
    /// By their paths, as a walk spells them.
    known: FxHashMap<PathBuf, Arc<Folder>>,
    /// How long their ignore files are.
    bytes: usize,
}

/// A folder with rules of its own, or one that begins a repository; others share that of the folder above.
#[derive(Debug)]
struct Folder {
    above: Option<Arc<Folder>>,
    ignore: Gitignore,
    git: Gitignore,
    /// Whether a repository begins here, to which rules of git from above say nothing.
    is_repository: bool,
    in_repository: bool,
    /// How long the ignore files are that hold here: its own, and those above.
    bytes: usize,
}

impl Ignores {
    /// Those below `root`.
    pub fn new(root: &Path, files: Arc<dyn IgnoreFiles>) -> Self {
        let real = read::real(root).unwrap_or_else(|_| root.to_owned());
        Self { root: root.to_owned(), real, files, folders: RwLock::default(), refused: Mutex::default() }
    }

    /// The ignore files that were found and say nothing, and why: lower case, no full stop.
    pub(crate) fn refused(&self) -> Vec<(PathBuf, String)> {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.iter().map(|(path, reason)| (path.clone(), reason.clone())).collect()
    }

    /// What the ignore files say of a path below the root: that it is left out, that it is wanted all the same, or nothing.
    /// The folders between are those that a walk went through.
    pub(crate) fn matched(&self, path: &Path, is_folder: bool) -> Match<()> {
        let Some(folder) = path.parent().map(|parent| self.folder(parent)) else { return Match::None };
        if folder.is_silent() {
            return Match::None;
        }
        folder.matched(&self.real_path(path), is_folder)
    }

    fn real_path(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.root).map(|inside| self.real.join(inside)).unwrap_or_else(|_| path.to_owned())
    }

    fn folder(&self, path: &Path) -> Arc<Folder> {
        if let Some(known) = self.folders.read().unwrap_or_else(PoisonError::into_inner).known.get(path) {
            return Arc::clone(known);
        }
        let folder = match path.parent() {
            Some(parent) if path != self.root && path.starts_with(&self.root) => {
                self.within(Some(self.folder(parent)), &self.real_path(path))
            }
            // The rules of the folders above count too.
            _ => {
                let mut folders: Vec<_> = self.real.ancestors().collect();
                folders.reverse();
                let chain = folders.into_iter().fold(None, |above, folder| Some(self.within(above, folder)));
                chain.unwrap_or_else(|| self.within(None, &self.real))
            }
        };
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        // What is still needed is made once more; what a walk has left behind is not.
        if folders.bytes > KEPT {
            *folders = Folders::default();
        }
        folders.bytes += folder.bytes - folder.above.as_ref().map_or(0, |above| above.bytes);
        Arc::clone(folders.known.entry(path.to_owned()).or_insert(folder))
    }

    /// A folder with its own ignore files.
    fn within(&self, above: Option<Arc<Folder>>, folder: &Path) -> Arc<Folder> {
        let mut bytes = above.as_ref().map_or(0, |above| above.bytes);
        let mut rules = |name: &str| match self.text(&folder.join(name), MAX_WAY - bytes) {
            Some(text) => {
                bytes += text.len();
                rules(folder, &text)
            }
            None => Gitignore::empty(),
        };
        let (ignore, git) = (rules(".ignore"), rules(".gitignore"));
        // A folder in a clone, a file in a worktree; Jujutsu reads the same files.
        let is_repository = [".git", ".jj"].iter().any(|name| fs::symlink_metadata(folder.join(name)).is_ok());
        match above {
            Some(above) if ignore.is_empty() && git.is_empty() && !is_repository => above,
            above => {
                let in_repository = is_repository || above.as_ref().is_some_and(|above| above.in_repository);
                Arc::new(Folder { above, ignore, git, is_repository, in_repository, bytes })
            }
        }
    }

    /// The text of an ignore file that says something.
    fn text(&self, path: &Path, left: usize) -> Option<String> {
        let refuse = |reason| {
            self.refused.lock().unwrap_or_else(PoisonError::into_inner).entry(path.to_owned()).or_insert(reason);
            None
        };
        match self.files.text(path) {
            Ok(Some(text)) if text.len() > MAX_FILE => refuse(reason(&read::too_long(MAX_FILE))),
            Ok(Some(text)) if text.len() > left => {
                refuse(format!("{} with those above", reason(&read::too_long(MAX_WAY))))
            }
            Ok(text) => text,
            Err(error) => refuse(reason(&error)),
        }
    }
}

impl Folder {
    /// Whether it has no rule, and none from above.
    fn is_silent(&self) -> bool {
        self.chain().all(|folder| folder.ignore.is_empty() && folder.git.is_empty())
    }

    /// This folder and those above it.
    fn chain(&self) -> impl Iterator<Item = &Self> {
        successors(Some(self), |folder| folder.above.as_deref())
    }

    /// The nearest file that says something decides, and `.ignore` before `.gitignore`.
    fn matched(&self, path: &Path, is_folder: bool) -> Match<()> {
        let (mut ignore, mut git) = (Match::None, Match::None);
        let mut beyond = !self.in_repository;
        for folder in self.chain() {
            if ignore.is_none() {
                ignore = folder.ignore.matched(path, is_folder).map(|_| ());
            }
            if git.is_none() && !beyond {
                git = folder.git.matched(path, is_folder).map(|_| ());
            }
            beyond |= folder.is_repository;
        }
        ignore.or(git)
    }
}

/// The rules of one file. A line that is no glob says nothing.
fn rules(folder: &Path, text: &str) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.trim_start_matches('\u{feff}').lines() {
        let _ = builder.add_line(None, line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
