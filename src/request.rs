//! What is asked of a scan, and who hears how far it is.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cache::Cache;
use crate::config::Config;
use crate::configs::Configs;
use crate::ignores::{IgnoreFiles, OnDisk};
use crate::report::Leads;
use crate::source::SourceFile;
use crate::store::Store;

/// What to scan and how.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Whether ignored and hidden files and `node_modules` are searched too.
    pub no_ignore: bool,
    /// What is asked of each file, and which files of a folder are wanted.
    pub configs: Configs,
    /// Whether a file that is named itself is left out, too, if the configuration does not want it.
    pub exclude_named: bool,
    /// Whether generated files that nothing uses are only counted, where nobody would be shown what is found in them.
    pub spares_generated: bool,
    /// A file that is not read from disk, as an editor holds it: its path, which is the one of `paths`, and its bytes.
    pub unsaved: Option<(PathBuf, Vec<u8>)>,
    /// Where the files are.
    pub store: Store,
    /// Files whose analysis ended the process of an earlier attempt, with what happened. They are not analysed, neither for
    /// themselves nor for a file that imports them, and each is a failure of the report.
    pub quarantined: BTreeMap<String, String>,
    /// Whether the message listeners of all files are kept for the report.
    pub map: bool,
    /// Where analyses are kept for later runs, if they are.
    pub cache: Option<Arc<Cache>>,
    /// What the repository said of itself before a change, if only that is to count.
    pub base: Option<Arc<dyn Base>>,
}

/// What a repository said of itself before a change: its ignore files, and which suppressions were there.
pub trait Base: IgnoreFiles {
    /// Whether these lines of a file, the first and the last one included, stood there one below the other.
    fn has(&self, file: &SourceFile, first: u32, last: u32) -> bool;

    /// The text that a file had, empty if there was none; `None` if the change has no say about it.
    fn earlier(&self, file: &SourceFile) -> Option<String>;

    /// The text that the file of attributes at an absolute path had; `None` if there was none.
    ///
    /// # Errors
    ///
    /// Why one that is there is not read.
    fn attributes(&self, path: &Path) -> io::Result<Option<String>>;
}

impl Request {
    /// The ignore files that count, if any do.
    pub(crate) fn ignore_files(&self) -> Arc<dyn IgnoreFiles> {
        match &self.base {
            Some(base) => Arc::<dyn Base>::clone(base),
            None => Arc::new(OnDisk),
        }
    }

    /// The configuration of a path that was asked for: of a folder, that of the files in it.
    pub(crate) fn config_at(&self, path: &Path) -> Arc<Config> {
        match self.unsaved.is_none() && self.store.is_folder(path) {
            true => self.configs.at(path),
            false => self.configs.of(path),
        }
    }

    /// Whether these lines of a file are those that somebody agreed to.
    pub(crate) fn kept(&self, file: &SourceFile, first: u32, last: u32) -> bool {
        self.base.as_ref().is_none_or(|base| base.has(file, first, last))
    }
}

/// The analysis of one file. The path is the one that readers are shown.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Job {
    /// The file.
    pub path: String,
    /// As what it is judged.
    pub role: Role,
}

/// As what a file is judged.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub enum Role {
    /// As what it shows itself to be.
    #[default]
    Script,
    /// Once more, because another file starts it as a worker.
    Worker,
    /// Although it may have no word of messaging in it, or once more: it imports a file whose message handlers call what it hands over.
    Importer,
}

/// Hears how far a scan is. Called from many threads.
pub trait Progress: Sync {
    /// So many files were found so far.
    fn found(&self, _files: usize) {}
    /// So many files have their verdict so far.
    fn done(&self, _files: usize) {}
    /// The analysis of a file begins in this thread.
    fn begins(&self, _job: &Job) {}
    /// The analysis that began last in this thread has ended. This is what it showed of other files.
    fn ends(&self, _job: &Job, _leads: &Leads) {}
    /// A file is about to be read because the one that is analysed in this thread imports it.
    fn imports(&self, _path: &str) {}
}

/// Does not listen.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoProgress;

impl Progress for NoProgress {}
