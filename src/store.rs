//! Where files are: on disk, in editors that have not written them yet, or handed over in memory. Only what a scan needs; nothing is written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use oxc_resolver::{FileMetadata, FileSystemOs};

use crate::config::plain;
use crate::read;

/// Where files are.
#[derive(Clone, Debug, Default)]
pub enum Store {
    /// On disk.
    #[default]
    Disk,
    /// In memory. There are no links, and all of it belongs to the project.
    Memory(Arc<Memory>),
    /// On disk, except for the texts that editors hold.
    Edited(Arc<Buffers>),
}

/// What editors hold of files, which counts instead of what stands on disk. Paths are absolute and without links.
#[derive(Debug, Default)]
pub struct Buffers {
    texts: RwLock<BTreeMap<PathBuf, Arc<[u8]>>>,
}

impl Buffers {
    /// Takes over what an editor holds, or that it holds a file no longer. The answer is whether anything has changed by that.
    pub fn set(&self, path: PathBuf, bytes: Option<Arc<[u8]>>) -> bool {
        let before = self.get(&path);
        let is_same = |now: &[u8]| match &before {
            Some(before) => **before == *now,
            None => read::with(&path, read::MAX_FILE, |bytes| bytes == now).unwrap_or(false),
        };
        let changed = match (&bytes, &before) {
            (Some(now), _) => !is_same(now),
            (None, Some(before)) => !read::with(&path, read::MAX_FILE, |bytes| bytes == &**before).unwrap_or(false),
            (None, None) => false,
        };
        let mut texts = self.texts.write().unwrap_or_else(PoisonError::into_inner);
        match bytes {
            Some(bytes) => drop(texts.insert(path, bytes)),
            None => drop(texts.remove(&path)),
        }
        changed
    }

    /// The text that an editor holds of a file, in bytes.
    pub fn get(&self, path: &Path) -> Option<Arc<[u8]>> {
        self.texts.read().unwrap_or_else(PoisonError::into_inner).get(&plain(path)).cloned()
    }
}

/// Files in memory.
#[derive(Debug, Default)]
pub struct Memory {
    files: BTreeMap<PathBuf, Vec<u8>>,
    folders: BTreeSet<PathBuf>,
}

impl Memory {
    /// These files. A relative path is one from the current folder, as on the command line; of two files with one path the last stays.
    pub fn new(files: impl IntoIterator<Item = (PathBuf, Vec<u8>)>) -> Self {
        let mut memory = Self::default();
        for (path, bytes) in files {
            let path = plain(&path);
            for folder in path.ancestors().skip(1) {
                if !memory.folders.insert(folder.to_owned()) {
                    break;
                }
            }
            memory.files.insert(path, bytes);
        }
        memory
    }

    fn get(&self, path: &Path) -> io::Result<&[u8]> {
        self.files.get(&plain(path)).map(Vec::as_slice).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn kind(&self, path: &Path) -> io::Result<FileMetadata> {
        let path = plain(path);
        let (is_file, is_folder) = (self.files.contains_key(&path), self.folders.contains(&path));
        if is_file || is_folder {
            return Ok(FileMetadata::new(is_file, is_folder, false));
        }
        Err(io::ErrorKind::NotFound.into())
    }
}

impl Store {
    /// Whether files lie on disk, wherever their newest text may be.
    pub(crate) fn is_on_disk(&self) -> bool {
        !matches!(self, Self::Memory(_))
    }

    /// What an editor holds of a file that is on disk otherwise.
    fn held(&self, path: &Path) -> Option<Arc<[u8]>> {
        match self {
            Self::Edited(buffers) => buffers.get(path),
            Self::Disk | Self::Memory(_) => None,
        }
    }

    /// Whether there is a file with this path.
    pub(crate) fn is_file(&self, path: &Path) -> bool {
        match self {
            Self::Disk | Self::Edited(_) => self.held(path).is_some() || path.is_file(),
            Self::Memory(memory) => memory.kind(path).is_ok_and(FileMetadata::is_file),
        }
    }

    /// Whether there is a folder with this path.
    pub(crate) fn is_folder(&self, path: &Path) -> bool {
        match self {
            Self::Disk | Self::Edited(_) => path.is_dir(),
            Self::Memory(memory) => memory.kind(path).is_ok_and(FileMetadata::is_dir),
        }
    }

    /// Whether there is anything with this path.
    pub(crate) fn holds(&self, path: &Path) -> bool {
        match self {
            Self::Disk | Self::Edited(_) => self.held(path).is_some() || path.exists(),
            Self::Memory(memory) => memory.kind(path).is_ok(),
        }
    }

    /// How long a file is, in bytes.
    pub(crate) fn len_of(&self, path: &Path) -> io::Result<u64> {
        match self {
            Self::Disk | Self::Edited(_) => match self.held(path) {
                Some(bytes) => Ok(bytes.len() as u64),
                None => Ok(fs::metadata(path)?.len()),
            },
            Self::Memory(memory) => Ok(memory.get(path)?.len() as u64),
        }
    }

    /// Hands the content of a file of at most `limit` bytes to `look`.
    pub(crate) fn with<T>(&self, path: &Path, limit: usize, look: impl FnOnce(&[u8]) -> T) -> io::Result<T> {
        match self {
            Self::Disk => read::with(path, limit, look),
            Self::Edited(_) => match self.held(path) {
                Some(bytes) => bounded(&bytes, limit, look),
                None => read::with(path, limit, look),
            },
            Self::Memory(memory) => bounded(memory.get(path)?, limit, look),
        }
    }

    /// The path without links, if there is something.
    pub(crate) fn real(&self, path: &Path) -> io::Result<PathBuf> {
        match self {
            Self::Disk => read::real(path),
            // What was never written has no links on its way but those of its folder.
            Self::Edited(_) => read::real(path).or_else(|error| match self.held(path) {
                Some(_) => Ok(plain(path)),
                None => Err(error),
            }),
            Self::Memory(memory) => memory.kind(path).map(|_| plain(path)),
        }
    }

    /// The folders in a folder, in no particular order.
    pub(crate) fn folders(&self, folder: &Path) -> Vec<PathBuf> {
        match self {
            Self::Disk | Self::Edited(_) => {
                let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
                let folders = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
                folders.map(|entry| entry.path()).collect()
            }
            Self::Memory(memory) => {
                memory.folders.iter().filter(|inner| inner.parent() == Some(folder)).cloned().collect()
            }
        }
    }

    /// What there is at a path, wherever a link leads.
    pub(crate) fn metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        match self {
            Self::Disk | Self::Edited(_) => self.kind(path, FileSystemOs::metadata),
            Self::Memory(memory) => memory.kind(path),
        }
    }

    /// What there is at a path; a link is one.
    pub(crate) fn symlink_metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        match self {
            Self::Disk | Self::Edited(_) => self.kind(path, FileSystemOs::symlink_metadata),
            Self::Memory(memory) => memory.kind(path),
        }
    }

    /// Where a link leads.
    pub(crate) fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        match self {
            Self::Disk | Self::Edited(_) => fs::read_link(path),
            Self::Memory(_) => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    /// What the system says of a path; of a file that only an editor holds it knows nothing.
    fn kind(&self, path: &Path, ask: impl Fn(&Path) -> io::Result<FileMetadata>) -> io::Result<FileMetadata> {
        ask(path).or_else(|error| match self.held(path) {
            Some(_) => Ok(FileMetadata::new(true, false, false)),
            None => Err(error),
        })
    }
}

fn bounded<T>(bytes: &[u8], limit: usize, look: impl FnOnce(&[u8]) -> T) -> io::Result<T> {
    if bytes.len() > limit { Err(read::too_long(limit)) } else { Ok(look(bytes)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_has_files_and_the_folders_around_them() {
        let file = |path: &str, text: &str| (PathBuf::from(path), text.as_bytes().to_vec());
        let files = [file("/p/src/a.js", "a"), file("/p/lib/../lib/b.js", "b"), file("/p/src/a.js", "c")];
        let store = Store::Memory(Arc::new(Memory::new(files)));
        let path = Path::new;
        let whole = |path: &str| plain(Path::new(path));
        assert!(store.is_file(path("/p/src/../lib/b.js")) && !store.is_file(path("/p/src")));
        assert!(store.holds(path("/p/src")) && !store.holds(path("/p/src/b.js")));
        let held = |path: &Path, limit| store.with(path, limit, <[u8]>::to_vec).ok();
        assert_eq!((held(path("/p/src/a.js"), 1), held(path("/p/src/a.js"), 0)), (Some(b"c".to_vec()), None));
        assert_eq!(store.len_of(path("/p/src")).ok(), None);
        assert_eq!(store.folders(&whole("/p")), [whole("/p/lib"), whole("/p/src")]);
        assert_eq!(store.real(path("/p/./src/a.js")).ok(), Some(whole("/p/src/a.js")));
    }

    #[test]
    fn what_an_editor_holds_hides_what_is_on_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = read::real(folder.path()).expect("it is there");
        let (old, new) = (root.join("old.js"), root.join("new.js"));
        fs::write(&old, "saved").expect("a file");
        let buffers = Arc::new(Buffers::default());
        let store = Store::Edited(Arc::clone(&buffers));
        let text = |path: &Path| store.with(path, 100, <[u8]>::to_vec).ok();
        assert_eq!((text(&old), text(&new)), (Some(b"saved".to_vec()), None));
        let held = |text: &str| Some(Arc::from(text.as_bytes()));
        assert!(!buffers.set(old.clone(), held("saved")), "an editor that opens a file changes nothing");
        assert!(buffers.set(old.clone(), held("typed")) && buffers.set(new.clone(), held("new")));
        assert!(!buffers.set(new.clone(), held("new")));
        assert_eq!((text(&old), text(&new)), (Some(b"typed".to_vec()), Some(b"new".to_vec())));
        assert!(store.is_file(&new) && store.len_of(&new).ok() == Some(3) && store.real(&new).is_ok());
        assert!(store.metadata(&new).is_ok_and(FileMetadata::is_file) && store.with(&new, 2, |_| ()).is_err());
        assert!(buffers.set(old.clone(), None), "what was typed is thrown away");
        assert_eq!(text(&old), Some(b"saved".to_vec()));
    }
}
