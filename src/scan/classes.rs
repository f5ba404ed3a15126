//! Where the files of a scan come from, as their text, their place in the project, its `.gitattributes` and the configuration tell. What is
//! named on the command line makes no difference: an editor or a hook that names a file must not be told other things of it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::Request;
use crate::attributes::{Attributes, says_generated};
use crate::config::plain;
use crate::display::{display_path, reason};
use crate::ignores::{IgnoreFiles as _, MAX_FILE, OnDisk};
use crate::modules::Module;
use crate::names::Places;
use crate::provenance::{Provenance, is_generated, is_of_examples};
use crate::report::FileReport;
use crate::source::SourceFile;
use crate::store::Store;
use crate::syntax::suite::is_suite;

/// How many bytes of attributes are kept as rules: these take some 600 times as much memory.
const KEPT: usize = 256 << 10;

/// Tells where files come from.
pub(super) struct Classes<'a> {
    request: &'a Request,
    /// What was asked for, which a project without a repository or a package begins with.
    asked: Places,
    here: PathBuf,
    folders: Mutex<Folders>,
    /// The attributes that were found and say nothing, and why.
    refused: Mutex<BTreeMap<PathBuf, String>>,
}

/// The folders that were asked about.
#[derive(Default)]
struct Folders {
    known: FxHashMap<PathBuf, Arc<Folder>>,
    /// How long their attributes are.
    bytes: usize,
}

/// What a folder holds that tells of its files.
struct Folder {
    is_package: bool,
    attributes: Option<Attributes>,
}

impl<'a> Classes<'a> {
    pub(super) fn new(request: &'a Request) -> Self {
        Self {
            request,
            asked: Places::of(&request.paths),
            here: std::env::current_dir().map(|here| plain(&here)).unwrap_or_default(),
            folders: Mutex::default(),
            refused: Mutex::default(),
        }
    }

    /// Where a file comes from. `is_tests` says that it hands something to a test runner.
    pub(super) fn of(&self, source: &SourceFile, is_tests: bool) -> Provenance {
        let path = Path::new(source.path());
        if let Some(provenance) = self.request.configs.of(path).provenance_of(path) {
            return provenance;
        }
        let absolute = plain(path);
        let way = self.way(&absolute);
        let attributes = way.iter().filter_map(|(_, folder)| folder.attributes.as_ref());
        let said = says_generated(&absolute, attributes);
        if said == Some(true) || (said.is_none() && is_generated(source.text()) && self.was(source, is_generated)) {
            return Provenance::Generated;
        }
        if is_tests && self.was(source, |text| is_suite_of_tests(source.path(), text)) {
            return Provenance::Test;
        }
        let by_place = Provenance::of_path(&self.place(&absolute, &way));
        // Who says that a file was written by hand knows better than the name of its folder.
        by_place.filter(|provenance| said.is_none() || *provenance != Provenance::Generated).unwrap_or_default()
    }

    /// A report that says where its file comes from.
    pub(super) fn told(&self, report: FileReport) -> FileReport {
        let provenance = self.of(&report.source, report.is_tests);
        FileReport { provenance, ..report }
    }

    /// Whether that was so of a file before a change: what a change writes into it excuses nothing.
    fn was(&self, source: &SourceFile, is_so: impl Fn(&str) -> bool) -> bool {
        let earlier = self.request.base.as_ref().and_then(|base| base.earlier(source));
        earlier.is_none_or(|text| is_so(&text))
    }

    /// Whether what was asked for is a package, or lies in a folder of tests, examples or generated files: whoever looks at that alone
    /// wants to see what is there.
    pub(super) fn is_asked_for(&self) -> bool {
        if !self.request.store.is_on_disk() {
            return false;
        }
        let is_asked_for = |path: &PathBuf| {
            let inside = plain(path).join("a");
            let way = self.way(&inside);
            let is_package = way.first().is_some_and(|(_, folder)| folder.is_package);
            is_package || Provenance::of_path(&self.place(&inside, &way)).is_some()
        };
        let paths = &self.request.paths;
        self.request.unsaved.is_none() && paths.iter().all(|path| path.is_dir() && is_asked_for(path))
    }

    /// The attributes that say nothing, and why: lower case, no full stop.
    pub(super) fn refused(&self) -> Vec<(PathBuf, String)> {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.iter().map(|(path, reason)| (path.clone(), reason.clone())).collect()
    }

    /// The folders around a file up to the root of its project, the nearest first: its repository, or else the outermost package, or
    /// the current folder, or what was asked for.
    fn way(&self, file: &Path) -> Vec<(PathBuf, Arc<Folder>)> {
        let around = || file.ancestors().skip(1);
        let store = &self.request.store;
        let repository = around().find(|folder| store.holds(&folder.join(".git")));
        let project =
            repository.or_else(|| around().filter(|folder| store.is_file(&folder.join("package.json"))).last());
        let here = || if file.starts_with(&self.here) { Some(&*self.here) } else { self.asked.around(file).last() };
        let Some(root) = project.or_else(here).or_else(|| file.parent()) else { return Vec::new() };
        // What is read has to lie in a project: the current folder may hold others than what was asked for.
        around()
            .take_while(|folder| folder.starts_with(root))
            .map(|folder| (folder.to_owned(), self.folder(folder, project.is_some())))
            .collect()
    }

    /// The outermost package around a file, in its project.
    pub(super) fn package_around(&self, file: &Path) -> Option<PathBuf> {
        self.way(file).into_iter().filter(|(_, folder)| folder.is_package).map(|(path, _)| path).last()
    }

    /// The path of a file from the root of its project, without the folders of packages: those are called as the package is. A demo may
    /// be a package, though.
    fn place(&self, file: &Path, way: &[(PathBuf, Arc<Folder>)]) -> String {
        let inside = way.len().saturating_sub(1);
        let name = |path: &Path| path.file_name().map(|name| display_path(Path::new(name))).unwrap_or_default();
        let counts = |(path, folder): &&(PathBuf, Arc<Folder>)| !folder.is_package || is_of_examples(&name(path));
        let folders = way[..inside].iter().rev().filter(counts).map(|(path, _)| name(path));
        folders.chain([name(file)]).collect::<Vec<_>>().join("/")
    }

    fn folder(&self, path: &Path, in_project: bool) -> Arc<Folder> {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = folders.known.get(path) {
            return Arc::clone(known);
        }
        let file = path.join(".gitattributes");
        let text = in_project.then(|| self.attributes(&file)).and_then(|read| {
            read.unwrap_or_else(|error| {
                self.refused.lock().unwrap_or_else(PoisonError::into_inner).insert(file, reason(&error));
                None
            })
        });
        let attributes = text.as_ref().map(|text| Attributes::parse(path, text)).filter(|said| !said.is_empty());
        let is_package = self.request.store.is_file(&path.join("package.json"));
        let folder = Arc::new(Folder { is_package, attributes });
        if folders.bytes > KEPT {
            *folders = Folders::default();
        }
        folders.bytes += folder.attributes.as_ref().and(text).map_or(0, |text| text.len());
        folders.known.insert(path.to_owned(), Arc::clone(&folder));
        folder
    }

    fn attributes(&self, file: &Path) -> io::Result<Option<String>> {
        match (&self.request.store, &self.request.base) {
            (Store::Memory(_), _) if !self.request.store.is_file(file) => Ok(None),
            (Store::Memory(_), _) => {
                self.request.store.with(file, MAX_FILE, |bytes| Some(String::from_utf8_lossy(bytes).into_owned()))
            }
            (_, Some(base)) => base.attributes(file),
            (_, None) => OnDisk.text(file),
        }
    }
}

fn is_suite_of_tests(path: &str, text: &str) -> bool {
    Module::read(Arc::new(SourceFile::new(path, text))).is_ok_and(|module| is_suite(&module.program))
}
