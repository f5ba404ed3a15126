//! Where files are: on disk, or handed over in memory. Only what a scan of named files needs; nothing is written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    /// Whether there is a file with this path.
    pub(crate) fn is_file(&self, path: &Path) -> bool {
        match self {
            Self::Disk => path.is_file(),
            Self::Memory(memory) => memory.kind(path).is_ok_and(FileMetadata::is_file),
        }
    }

    /// Whether there is a folder with this path.
    pub(crate) fn is_folder(&self, path: &Path) -> bool {
        match self {
            Self::Disk => path.is_dir(),
            Self::Memory(memory) => memory.kind(path).is_ok_and(FileMetadata::is_dir),
        }
    }

    /// Whether there is anything with this path.
    pub(crate) fn holds(&self, path: &Path) -> bool {
        match self {
            Self::Disk => path.exists(),
            Self::Memory(memory) => memory.kind(path).is_ok(),
        }
    }

    /// How long a file is, in bytes.
    pub(crate) fn len_of(&self, path: &Path) -> io::Result<u64> {
        match self {
            Self::Disk => Ok(fs::metadata(path)?.len()),
            Self::Memory(memory) => Ok(memory.get(path)?.len() as u64),
        }
    }

    /// Hands the content of a file of at most `limit` bytes to `look`.
    pub(crate) fn with<T>(&self, path: &Path, limit: usize, look: impl FnOnce(&[u8]) -> T) -> io::Result<T> {
        match self {
            Self::Disk => read::with(path, limit, look),
            Self::Memory(memory) => match memory.get(path)? {
                long if long.len() > limit => Err(read::too_long(limit)),
                bytes => Ok(look(bytes)),
            },
        }
    }

    /// The path without links, if there is something.
    pub(crate) fn real(&self, path: &Path) -> io::Result<PathBuf> {
        match self {
            Self::Disk => read::real(path),
            Self::Memory(memory) => memory.kind(path).map(|_| plain(path)),
        }
    }

    /// The folders in a folder, in no particular order.
    pub(crate) fn folders(&self, folder: &Path) -> Vec<PathBuf> {
        match self {
            Self::Disk => {
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
            Self::Disk => FileSystemOs::metadata(path),
            Self::Memory(memory) => memory.kind(path),
        }
    }

    /// What there is at a path; a link is one.
    pub(crate) fn symlink_metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        match self {
            Self::Disk => FileSystemOs::symlink_metadata(path),
            Self::Memory(memory) => memory.kind(path),
        }
    }

    /// Where a link leads.
    pub(crate) fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        match self {
            Self::Disk => fs::read_link(path),
            Self::Memory(_) => Err(io::ErrorKind::InvalidInput.into()),
        }
    }
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
}
