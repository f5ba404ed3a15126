//! From the paths of the command line to the files to read, each once. Opens no file but those that say what to ignore.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, Match, WalkBuilder, WalkState};
use rayon::slice::ParallelSliceMut as _;

use crate::display::reason;
use crate::ignores::{IgnoreFiles, Ignores};
use crate::language::Language;
use crate::names::Names;
use crate::read;

/// What was found under the given paths.
#[derive(Debug, Default)]
pub struct Discovery {
    /// Files to look at, sorted by their bytes, none twice: below the current folder as seen from there, wherever links lead.
    pub files: Vec<PathBuf>,
    /// Paths that could not be followed, with the reason: lower case, no full stop.
    pub failures: Vec<(PathBuf, String)>,
    /// Files that would have been looked at, if no ignore file named them.
    pub ignored_files: Vec<PathBuf>,
    /// Folders that would have been searched, if no ignore file named them.
    pub ignored_folders: Vec<PathBuf>,
    /// Ignore files that are there and say nothing, with the reason.
    pub refused: Vec<(PathBuf, String)>,
}

impl Discovery {
    fn append(&mut self, mut other: Self) {
        self.files.append(&mut other.files);
        self.failures.append(&mut other.failures);
        self.ignored_files.append(&mut other.ignored_files);
        self.ignored_folders.append(&mut other.ignored_folders);
        self.refused.append(&mut other.refused);
    }

    /// Puts everything in order, each entry once.
    fn settle(&mut self) {
        for files in [&mut self.files, &mut self.ignored_files, &mut self.ignored_folders] {
            files.par_sort_unstable_by(|a, b| bytes(a).cmp(bytes(b)));
            files.dedup();
        }
        for reasons in [&mut self.failures, &mut self.refused] {
            reasons.sort();
            reasons.dedup();
        }
    }
}

/// The files under `paths`: a file that is named is taken as it is, a folder is searched for script and for documents that hold it.
///
/// A search leaves out what `.gitignore` and `.ignore` name, hidden entries and `node_modules`, unless there are no `ignore_files`.
/// Git's own folder is never searched. Ignore files outside the tree (`core.excludesFile`, `.git/info/exclude`) have no
/// say: the same tree gives the same report on every machine. Links inside a folder are not followed, so that a
/// search ends; the target is found where it lives if it is part of the tree. A link that is named is its target.
///
/// `found` is called from many threads with the number of files so far.
pub fn discover(
    paths: &[PathBuf],
    ignore_files: Option<&Arc<dyn IgnoreFiles>>,
    found: &(dyn Fn(usize) + Sync),
) -> Discovery {
    let count = AtomicUsize::new(0);
    let found = || found(count.fetch_add(1, Ordering::Relaxed) + 1);
    let names = Names::from_here();
    let mut discovery = Discovery::default();
    for path in paths {
        let place = names.of(path);
        let failed =
            |error: &io::Error| Discovery { failures: vec![(place.clone(), reason(error))], ..Discovery::default() };
        discovery.append(match fs::metadata(path) {
            Ok(kind) if kind.is_dir() => walk(&place, ignore_files, &found),
            Ok(kind) => match read::regular(&kind) {
                Ok(()) => {
                    found();
                    Discovery { files: vec![place], ..Discovery::default() }
                }
                Err(error) => failed(&error),
            },
            Err(error) => failed(&error),
        });
    }
    discovery.settle();
    discovery
}

fn walk(root: &Path, ignore_files: Option<&Arc<dyn IgnoreFiles>>, found: &(dyn Fn() + Sync)) -> Discovery {
    let discovery = Mutex::new(Discovery::default());
    let ignored: Arc<Mutex<Discovery>> = Arc::default();
    // With a separator at its end a link is resolved, so that a folder named by way of a link is searched too.
    let root_folder = root.join("");
    let ignores = ignore_files.map(|files| Arc::new(Ignores::new(&root_folder, Arc::clone(files))));
    let (asked, noted) = (ignores.clone(), Arc::clone(&ignored));
    WalkBuilder::new(&root_folder)
        .standard_filters(false)
        .threads(rayon::current_num_threads())
        .filter_entry(move |entry| match entry.depth() {
            0 => true,
            _ => judge(entry, asked.as_deref(), &noted),
        })
        .build_parallel()
        .run(|| {
            let mut batch = Batch { found: Discovery::default(), all: &discovery };
            Box::new(move |entry| {
                match entry {
                    Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                        found();
                        batch.found.files.push(entry.into_path());
                    }
                    Ok(_) => {}
                    Err(error) => batch.found.failures.push(failure(root, &error)),
                }
                WalkState::Continue
            })
        });
    let mut discovery = discovery.into_inner().unwrap_or_else(PoisonError::into_inner);
    discovery.append(std::mem::take(&mut *ignored.lock().unwrap_or_else(PoisonError::into_inner)));
    discovery.refused.extend(ignores.iter().flat_map(|ignores| ignores.refused()));
    // Below the current folder, paths begin there.
    let own = |path: &mut PathBuf| {
        if let Ok(inside) = path.strip_prefix(".") {
            *path = inside.to_owned();
        }
    };
    [&mut discovery.files, &mut discovery.ignored_files, &mut discovery.ignored_folders]
        .into_iter()
        .flatten()
        .for_each(own);
    discovery
}

/// What one thread of the walk found; handed in when the thread ends, so that threads do not wait for each other.
struct Batch<'a> {
    found: Discovery,
    all: &'a Mutex<Discovery>,
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).append(std::mem::take(&mut self.found));
    }
}

/// Whether the walk goes into this folder or hands out this file. What an ignore file leaves out is noted.
fn judge(entry: &DirEntry, ignores: Option<&Ignores>, ignored: &Mutex<Discovery>) -> bool {
    let Some(kind) = entry.file_type() else { return false };
    let (path, is_folder) = (entry.path(), kind.is_dir());
    if !(is_folder || kind.is_file()) {
        return false;
    }
    match verdict(path, is_folder, ignores) {
        Verdict::Wanted => true,
        Verdict::Unwanted => false,
        Verdict::Ignored => {
            let mut ignored = ignored.lock().unwrap_or_else(PoisonError::into_inner);
            let list = if is_folder { &mut ignored.ignored_folders } else { &mut ignored.ignored_files };
            list.push(path.to_owned());
            false
        }
    }
}

/// What a search makes of a folder or a file that it comes upon.
enum Verdict {
    Wanted,
    /// An ignore file leaves it out; it would be wanted otherwise.
    Ignored,
    Unwanted,
}

/// What a search makes of a path. It is asked before anything is looked up on disk.
fn verdict(path: &Path, is_folder: bool, ignores: Option<&Ignores>) -> Verdict {
    let Some(name) = path.file_name() else { return Verdict::Wanted };
    let searched = if is_folder { name != ".git" } else { is_script(name) };
    if !searched || (is_folder && ignores.is_some() && name == "node_modules") {
        return Verdict::Unwanted;
    }
    let Some(ignores) = ignores else { return Verdict::Wanted };
    let is_hidden = name.as_encoded_bytes().starts_with(b".");
    match ignores.matched(path, is_folder) {
        // What is hidden is searched if an ignore file asks for it.
        Match::Whitelist(()) => Verdict::Wanted,
        _ if is_hidden => Verdict::Unwanted,
        Match::Ignore(()) => Verdict::Ignored,
        Match::None => Verdict::Wanted,
    }
}

/// Whether a search of `root` comes upon `file`. Both are absolute, without links.
pub fn finds(root: &Path, file: &Path, ignores: &Ignores) -> bool {
    let Ok(inside) = file.strip_prefix(root) else { return false };
    let mut path = root.to_owned();
    let mut parts = inside.components().peekable();
    while let Some(part) = parts.next() {
        path.push(part);
        if !matches!(verdict(&path, parts.peek().is_some(), Some(ignores)), Verdict::Wanted) {
            return false;
        }
    }
    true
}

/// Whether the name is one of a script, or of a document that holds scripts, in any case. Declaration files (`.d.ts`) hold no code and so no finding.
pub(crate) fn is_script(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let Some(dot) = name.iter().rposition(|&b| b == b'.') else { return false };
    let (stem, extension) = (&name[..dot], &name[dot + 1..]);
    let is_any = |known: &[&str]| known.iter().any(|known| known.as_bytes().eq_ignore_ascii_case(extension));
    if is_any(&["ts", "mts", "cts"]) {
        return !stem.to_ascii_lowercase().ends_with(b".d");
    }
    is_any(&["js", "mjs", "cjs", "jsx", "tsx"])
        || str::from_utf8(extension).is_ok_and(|extension| Language::of_extension(extension).is_some())
}

fn failure(root: &Path, error: &ignore::Error) -> (PathBuf, String) {
    let mut path = root;
    let mut inner = error;
    loop {
        match inner {
            ignore::Error::WithPath { path: at, err } => (path, inner) = (at, err),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => inner = err,
            ignore::Error::Io(error) => return (path.to_path_buf(), reason(error)),
            other => return (path.to_path_buf(), other.to_string()),
        }
    }
}

fn bytes(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}
