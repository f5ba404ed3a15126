//! What the loader, the resolver included, may read: what lies in the projects that are scanned, files of a bounded length.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use oxc_resolver::{FileMetadata, FileSystem, ResolveError};
use serde_json::Value;

use crate::display::reason;
use crate::read::{MAX_NOTE, Reach, decoded};
use crate::request::Request;
use crate::store::Store;

/// The files of the projects that are scanned.
#[derive(Clone, Default)]
pub(super) struct Project {
    store: Store,
    /// How far it reaches on disk. In memory there is nothing else.
    reach: Reach,
    /// What is there and was not read, and why.
    unread: Arc<Mutex<BTreeMap<PathBuf, String>>>,
    /// What was looked for besides imported files, and is not known yet to have been.
    asked: Arc<Mutex<BTreeSet<PathBuf>>>,
}

impl Project {
    /// What may be read for a request.
    pub(super) fn of(request: &Request) -> Self {
        let reach = match request.store.is_on_disk() {
            true => Reach::of(&request.paths),
            false => Reach::default(),
        };
        Self { store: request.store.clone(), reach, unread: Arc::default(), asked: Arc::default() }
    }

    /// Where `path` really is, if that is within reach.
    pub(super) fn admit(&self, path: &Path) -> io::Result<PathBuf> {
        match self.store {
            Store::Disk => self.reach.admit(path),
            Store::Memory(_) => self.store.real(path),
            // An editor may hold what was never written.
            Store::Edited(_) if self.store.is_file(path) => self.reach.admit_new(path),
            Store::Edited(_) => self.reach.admit(path),
        }
    }

    pub(super) fn is_file(&self, path: &Path) -> bool {
        self.ask(path);
        self.store.is_file(path)
    }

    pub(super) fn is_folder(&self, path: &Path) -> bool {
        self.store.is_folder(path)
    }

    /// Whether a repository begins in a folder.
    pub(super) fn is_repository(&self, folder: &Path) -> bool {
        self.store.holds(&folder.join(".git"))
    }

    /// The folders in a folder, in no particular order; none if it is out of reach.
    pub(super) fn folders(&self, folder: &Path) -> Vec<PathBuf> {
        self.admit(folder).map(|_| self.store.folders(folder)).unwrap_or_default()
    }

    /// How long a file is, in bytes, as far as that is known.
    pub(super) fn len_of(&self, path: &Path) -> usize {
        self.store.len_of(path).unwrap_or_default().try_into().unwrap_or(usize::MAX)
    }

    /// What a script of at most `limit` bytes holds, which was admitted before.
    pub(super) fn script(&self, path: &Path, limit: usize) -> io::Result<Vec<u8>> {
        self.store.with(path, limit, <[u8]>::to_vec)
    }

    /// What was looked for besides imported files, whether or not it was there, since the last time that somebody wanted to know.
    pub(super) fn take_asked(&self) -> BTreeSet<PathBuf> {
        std::mem::take(&mut self.asked.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn ask(&self, path: &Path) {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if !asked.contains(path) {
            asked.insert(path.to_owned());
        }
    }

    fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.ask(path);
        self.store.with(&self.admit(path)?, MAX_NOTE, <[u8]>::to_vec)
    }

    /// What a project says of itself in the file at `path`.
    pub(super) fn text(&self, path: &Path) -> io::Result<String> {
        self.note(path, self.bytes(path).and_then(decoded))
    }

    /// The same, where it is JSON. Manifests of extensions and `tsconfig.json` may hold comments.
    pub(super) fn json(&self, path: &Path) -> Option<Value> {
        let mut text = self.text(path).ok()?;
        let stripped = json_strip_comments::strip(&mut text).is_ok();
        let value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok().filter(|_| stripped);
        if value.is_none() {
            self.skip(path, "not JSON".to_owned());
        }
        value
    }

    pub(super) fn unread(&self) -> Vec<(PathBuf, String)> {
        let unread = self.unread.lock().unwrap_or_else(PoisonError::into_inner);
        unread.iter().map(|(path, reason)| (path.clone(), reason.clone())).collect()
    }

    fn note<T>(&self, path: &Path, outcome: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &outcome
            && !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
            // Whoever looks for a file upwards leaves the project at some point, and misses nothing there.
            && path.parent().is_some_and(|folder| self.admit(folder).is_ok())
        {
            self.skip(path, reason(error));
        }
        outcome
    }

    /// Notes that what is there was not read to its end, and why.
    pub(super) fn skip(&self, path: &Path, reason: String) {
        let mut unread = self.unread.lock().unwrap_or_else(PoisonError::into_inner);
        unread.entry(path.to_owned()).or_insert(reason);
    }
}

/// Entries of all that a package lists for imports, and places of which the first that exists is the one that is meant: the resolver
/// goes through them for each import.
const MAX_ENTRIES: usize = 20_000;
const MAX_TARGETS: usize = 32;

/// Whether a package lists no more than is followed.
fn is_modest(bytes: &[u8]) -> bool {
    let Ok(package) = serde_json::from_slice::<Value>(bytes) else { return true };
    let mut entries = 0;
    let mut waiting: Vec<&Value> = ["exports", "imports", "browser"].iter().map(|field| &package[field]).collect();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(list) if list.len() > MAX_TARGETS => return false,
            Value::Array(list) => waiting.extend(list),
            Value::Object(map) => waiting.extend(map.values()),
            _ => {}
        }
        entries += 1;
    }
    entries <= MAX_ENTRIES
}

impl FileSystem for Project {
    fn new() -> Self {
        Self::default()
    }

    /// Asked for `package.json` only.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let modest = |bytes: Vec<u8>| match is_modest(&bytes) {
            true => Ok(bytes),
            false => Err(io::Error::other("it lists more entries than are followed")),
        };
        self.note(path, self.bytes(path).and_then(modest))
    }

    fn read_to_string(&self, path: &Path) -> io::Result<String> {
        self.text(path)
    }

    fn metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        self.store.metadata(path)
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        self.store.symlink_metadata(path)
    }

    fn read_link(&self, path: &Path) -> Result<PathBuf, ResolveError> {
        Ok(self.store.read_link(path)?)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.store.real(path)
    }
}
