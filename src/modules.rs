//! How the analysis asks for imported files, and what it gets. Reads no file itself: see `loader` for that.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::embedding::Embedding;
use crate::platform::Sign;
use crate::report::{Failure, Incomplete};
use crate::source::Comment;
use crate::source::SourceFile;
use crate::syntax::{self, Loaded, program::Program};

/// A file that was read, parsed and lowered.
#[derive(Debug)]
pub struct Module {
    /// The file.
    pub source: Arc<SourceFile>,
    /// Its program; after a syntax error, what stands before it.
    pub(crate) program: Program,
    /// Its comments, as far as suppressions may stand in them.
    pub(crate) comments: Vec<Comment>,
    /// Syntax errors.
    pub failures: Vec<Failure>,
    /// What of a document was left out.
    pub incomplete: Vec<Incomplete>,
}

impl Module {
    /// Parses and lowers a file.
    ///
    /// # Errors
    ///
    /// A [`Failure`] says why there is nothing to analyse: the file is too large, nested too deeply, or the parser panicked.
    pub fn read(source: Arc<SourceFile>) -> Result<Self, Failure> {
        let loaded = syntax::load(&source)?;
        Ok(Self::of(source, loaded))
    }

    /// What was read of a file.
    pub(crate) fn of(source: Arc<SourceFile>, loaded: Loaded) -> Self {
        let Loaded { program, comments, recovered, incomplete } = loaded;
        Self { source, program, comments, failures: recovered, incomplete }
    }
}

/// What an import specifier leads to.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub enum Resolved {
    /// A file of the project.
    File(Arc<Module>),
    /// A package from elsewhere, or something that is no script: not followed, and nothing is missing.
    Outside,
    /// A file that should be there and cannot be used; why, as a fragment.
    Broken(String),
}

/// In what global scope a script runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub enum Scope {
    /// A page's, or an isolated one that shares the page's window.
    Window,
    /// A worker's.
    Worker,
}

/// How the analysis asks for other files. Paths are as in [`SourceFile::path`].
pub trait Modules: Sync {
    /// The file that `specifier` means in `from`.
    fn resolve(&self, from: &str, specifier: &str) -> Resolved;

    /// The path of the script that `from` starts as a worker.
    fn worker(&self, _from: &str, _specifier: &str) -> Option<String> {
        None
    }

    /// If message handlers of the file that `specifier` means in `from` call what importers hand over: the names of its functions.
    fn hands_on(&self, _from: &str, _specifier: &str) -> Vec<String> {
        Vec::new()
    }

    /// Where a script runs, if something besides it tells.
    fn scope(&self, _path: &str) -> Option<Scope> {
        None
    }

    /// What tells from outside which platform a file is made for, each with the reason.
    fn signs(&self, _path: &str) -> Vec<(Sign, String)> {
        Vec::new()
    }

    /// What response headers say of the pages that a file is for.
    fn embedding(&self, _path: &str) -> Embedding {
        Embedding::default()
    }
}

/// Answers as another one does, and remembers whether a file could not be read.
pub(crate) struct Watched<'a> {
    modules: &'a dyn Modules,
    broken: AtomicBool,
}

impl<'a> Watched<'a> {
    pub(crate) fn new(modules: &'a dyn Modules) -> Self {
        Self { modules, broken: AtomicBool::new(false) }
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }
}

impl Modules for Watched<'_> {
    fn resolve(&self, from: &str, specifier: &str) -> Resolved {
        let resolved = self.modules.resolve(from, specifier);
        if matches!(resolved, Resolved::Broken(_)) {
            self.broken.store(true, Ordering::Relaxed);
        }
        resolved
    }

    fn worker(&self, from: &str, specifier: &str) -> Option<String> {
        self.modules.worker(from, specifier)
    }

    fn hands_on(&self, from: &str, specifier: &str) -> Vec<String> {
        self.modules.hands_on(from, specifier)
    }

    fn scope(&self, path: &str) -> Option<Scope> {
        self.modules.scope(path)
    }

    fn signs(&self, path: &str) -> Vec<(Sign, String)> {
        self.modules.signs(path)
    }

    fn embedding(&self, path: &str) -> Embedding {
        self.modules.embedding(path)
    }
}

/// Knows no other file.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoModules;

impl Modules for NoModules {
    fn resolve(&self, _from: &str, _specifier: &str) -> Resolved {
        Resolved::Outside
    }
}
