//! From the paths of the command line to the files to read, each once. Opens no file but those that say what to ignore.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use ignore::{DirEntry, WalkBuilder, WalkState};
use rayon::slice::ParallelSliceMut as _;

use crate::markup::Language;

/// What was found under the given paths.
#[derive(Debug, Default)]
pub struct Discovery {
    /// Files to look at, sorted by their bytes, none twice.
    pub files: Vec<PathBuf>,
    /// Paths that could not be followed, with the reason: lower case, no full stop.
    pub failures: Vec<(PathBuf, String)>,
}

/// The files under `paths`: a file that is named is taken as it is, a folder is searched for script and for documents that hold it.
///
/// A search leaves out what `.gitignore` and `.ignore` name, hidden entries and `node_modules`, unless `no_ignore` is set.
/// Git's own folder is never searched. Ignore files outside the tree (`core.excludesFile`, `.git/info/exclude`) have no
/// say: the same tree gives the same report on every machine. Links inside a folder are not followed, so that a
/// search ends and a file has one name; the target is found where it lives if it is part of the tree.
///
/// `found` is called from many threads with the number of files so far.
pub fn discover(paths: &[PathBuf], no_ignore: bool, found: &(dyn Fn(usize) + Sync)) -> Discovery {
    let count = AtomicUsize::new(0);
    let found = || found(count.fetch_add(1, Ordering::Relaxed) + 1);
    let mut discovery = Discovery::default();
    // With one path nothing can be found twice. With more, a file is known by where it really is.
    let mut seen = (paths.len() > 1).then(HashSet::new);
    for path in paths {
        let mut here = match fs::metadata(path) {
            Ok(kind) if kind.is_dir() => walk(path, no_ignore, &found),
            Ok(_) => {
                found();
                Discovery { files: vec![path.clone()], failures: Vec::new() }
            }
            Err(error) => Discovery { files: Vec::new(), failures: vec![(path.clone(), reason(&error))] },
        };
        if let Some(seen) = &mut seen {
            let real = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            here.files.retain(|file| seen.insert(real_path(file, path, &real)));
        }
        discovery.files.append(&mut here.files);
        discovery.failures.append(&mut here.failures);
    }
    discovery.files.par_sort_unstable_by(|a, b| bytes(a).cmp(bytes(b)));
    discovery.failures.sort();
    discovery
}

/// The path as shown to the reader: as given, with `/` between its parts and without a leading `./`.
pub fn display_path(path: &Path) -> String {
    let mut shown = String::with_capacity(path.as_os_str().len());
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::RootDir => shown.push('/'),
            part => {
                if !shown.is_empty() && !shown.ends_with('/') {
                    shown.push('/');
                }
                shown.push_str(&part.as_os_str().to_string_lossy());
            }
        }
    }
    if shown.is_empty() { ".".to_owned() } else { shown }
}

/// Why an operation on a file failed, in the words of this program's messages.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "is a directory".to_owned(),
        // The system's own words begin with a capital.
        _ if error.raw_os_error().is_some() => error.to_string().to_lowercase(),
        _ => error.to_string(),
    }
}

fn walk(root: &Path, no_ignore: bool, found: &(dyn Fn() + Sync)) -> Discovery {
    let discovery = Mutex::new(Discovery::default());
    walker(root, no_ignore)
        .threads(rayon::current_num_threads())
        .filter_entry(move |entry| is_wanted(entry, no_ignore))
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
    discovery.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Whether a search of `root` comes upon `file`. Both are absolute, without links.
pub fn finds(root: &Path, file: &Path) -> bool {
    let sought = file.to_owned();
    let mut walk = walker(root, false);
    walk.filter_entry(move |entry| sought.starts_with(entry.path()) && is_wanted(entry, false));
    walk.build().flatten().any(|entry| entry.path() == file)
}

/// A walk that leaves out what is ignored. With a separator at its end a link is resolved, so that a folder named by way of a link
/// is searched too.
fn walker(root: &Path, no_ignore: bool) -> WalkBuilder {
    let mut walk = WalkBuilder::new(root.join(""));
    walk.hidden(!no_ignore)
        .ignore(!no_ignore)
        .git_ignore(!no_ignore)
        .parents(!no_ignore)
        .git_global(false)
        .git_exclude(false);
    walk
}

/// What one thread of the walk found; handed in when the thread ends, so that threads do not wait for each other.
struct Batch<'a> {
    found: Discovery,
    all: &'a Mutex<Discovery>,
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        let mut all = self.all.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        all.files.append(&mut self.found.files);
        all.failures.append(&mut self.found.failures);
    }
}

/// Whether the walk goes into this folder or hands out this file. It is asked before anything is looked up on disk.
fn is_wanted(entry: &DirEntry, no_ignore: bool) -> bool {
    if entry.depth() == 0 {
        return true;
    }
    match entry.file_type() {
        Some(kind) if kind.is_dir() => {
            entry.file_name() != ".git" && (no_ignore || entry.file_name() != "node_modules")
        }
        Some(kind) => kind.is_file() && is_script(entry.file_name()),
        None => false,
    }
}

/// Whether the name is one of a script, or of a document that holds scripts, in any case. Declaration files (`.d.ts`) hold no code and so no finding.
fn is_script(name: &OsStr) -> bool {
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

/// Where a file found under `root` really is, without asking the system: below `root` no link was followed.
fn real_path(file: &Path, root: &Path, real_root: &Path) -> PathBuf {
    match file.strip_prefix(root) {
        Ok(rest) if rest.as_os_str().is_empty() => real_root.to_path_buf(),
        Ok(rest) => real_root.join(rest),
        Err(_) => file.to_path_buf(),
    }
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
