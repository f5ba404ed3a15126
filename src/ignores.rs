//! What a tree's own ignore files leave out: `.ignore` anywhere, `.gitignore` inside of a repository. Walks nothing.
//!
//! The walk of the crate `ignore` can do this too, but it neither tells what it left out nor takes the files from elsewhere than the
//! disk. The rules themselves, one file at a time, are that crate's.

use std::fmt::Debug;
use std::fs;
use std::iter::successors;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rustc_hash::FxHashMap;

/// An ignore file longer than this, in bytes, says nothing.
const MAX_FILE: u64 = 1 << 20;

/// Where ignore files come from.
pub trait IgnoreFiles: Debug + Send + Sync {
    /// The text of the ignore file at an absolute path; `None` if there is none.
    fn text(&self, path: &Path) -> Option<String>;
}

/// Ignore files as they lie on the disk.
#[derive(Clone, Copy, Debug, Default)]
pub struct OnDisk;

impl IgnoreFiles for OnDisk {
    /// Git does not follow a link of this name either: it would let a checkout ask for a file of the machine.
    fn text(&self, path: &Path) -> Option<String> {
        let meta = fs::symlink_metadata(path).ok()?;
        if !meta.is_file() || meta.len() > MAX_FILE {
            return None;
        }
        Some(String::from_utf8_lossy(&fs::read(path).ok()?).into_owned())
    }
}

/// The ignore files that count below a folder.
#[derive(Debug)]
pub(crate) struct Ignores {
    /// The folder, as a walk spells it.
    root: PathBuf,
    /// The same from the root of the file system, without links.
    real: PathBuf,
    files: Arc<dyn IgnoreFiles>,
    /// By the folders, as a walk spells them.
    folders: RwLock<FxHashMap<PathBuf, Arc<Folder>>>,
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
}

impl Ignores {
    pub(crate) fn new(root: &Path, files: Arc<dyn IgnoreFiles>) -> Self {
        let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        Self { root: root.to_owned(), real, files, folders: RwLock::default() }
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
        if let Some(known) = self.folders.read().unwrap_or_else(PoisonError::into_inner).get(path) {
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
        Arc::clone(folders.entry(path.to_owned()).or_insert(folder))
    }

    /// A folder with its own ignore files.
    fn within(&self, above: Option<Arc<Folder>>, folder: &Path) -> Arc<Folder> {
        let rules = |name: &str| match self.files.text(&folder.join(name)) {
            Some(text) => rules(folder, &text),
            None => Gitignore::empty(),
        };
        let (ignore, git) = (rules(".ignore"), rules(".gitignore"));
        // A folder in a clone, a file in a worktree; Jujutsu reads the same files.
        let is_repository = [".git", ".jj"].iter().any(|name| fs::symlink_metadata(folder.join(name)).is_ok());
        match above {
            Some(above) if ignore.is_empty() && git.is_empty() && !is_repository => above,
            above => {
                let in_repository = is_repository || above.as_ref().is_some_and(|above| above.in_repository);
                Arc::new(Folder { above, ignore, git, is_repository, in_repository })
            }
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
