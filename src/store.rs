//! Where files are: on disk, or handed over in memory. Only what a scan of named files needs; nothing is written.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use oxc_resolver::{FileMetadata, FileSystem, FileSystemOs, ResolveError};

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
            let Some(path) = absolute(&path) else { continue };
            for folder in path.ancestors().skip(1) {
                if !memory.folders.insert(folder.to_owned()) {
                    break;
                }
            }
            memory.files.insert(path, bytes);
        }
        memory
    }

    pub(crate) fn get(&self, path: &Path) -> io::Result<&[u8]> {
        let found = absolute(path).and_then(|path| self.files.get(&path));
        found.map(Vec::as_slice).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn kind(&self, path: &Path) -> io::Result<FileMetadata> {
        let path = absolute(path).ok_or(io::ErrorKind::NotFound)?;
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

    /// Whether there is anything with this path.
    pub(crate) fn holds(&self, path: &Path) -> bool {
        match self {
            Self::Disk => path.exists(),
            Self::Memory(memory) => memory.kind(path).is_ok(),
        }
    }

    /// How long a file is, in bytes. A link counts as what it is.
    pub(crate) fn len_of(&self, path: &Path) -> io::Result<u64> {
        match self {
            Self::Disk => {
                let meta = fs::symlink_metadata(path)?;
                if meta.is_file() { Ok(meta.len()) } else { Err(io::Error::other("it is not a file")) }
            }
            Self::Memory(memory) => Ok(memory.get(path)?.len() as u64),
        }
    }

    /// What a file holds.
    pub(crate) fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self {
            Self::Disk => fs::read(path),
            Self::Memory(memory) => Ok(memory.get(path)?.to_vec()),
        }
    }

    /// The path without links, if there is something.
    pub(crate) fn real(&self, path: &Path) -> io::Result<PathBuf> {
        match self {
            Self::Disk => fs::canonicalize(path),
            Self::Memory(memory) => {
                memory.kind(path)?;
                absolute(path).ok_or_else(|| io::ErrorKind::NotFound.into())
            }
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
}

impl FileSystem for Store {
    fn new() -> Self {
        Self::Disk
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self {
            Self::Disk => FileSystemOs::new().read(path),
            Self::Memory(memory) => Ok(memory.get(path)?.to_vec()),
        }
    }

    fn read_to_string(&self, path: &Path) -> io::Result<String> {
        match self {
            Self::Disk => FileSystemOs::read_to_string(path),
            Self::Memory(memory) => FileSystemOs::validate_string(memory.get(path)?.to_vec()),
        }
    }

    fn metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        match self {
            Self::Disk => FileSystemOs::metadata(path),
            Self::Memory(memory) => memory.kind(path),
        }
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<FileMetadata> {
        match self {
            Self::Disk => FileSystemOs::symlink_metadata(path),
            Self::Memory(memory) => memory.kind(path),
        }
    }

    fn read_link(&self, path: &Path) -> Result<PathBuf, ResolveError> {
        match self {
            Self::Disk => FileSystemOs::read_link(path),
            Self::Memory(_) => Err(io::Error::from(io::ErrorKind::InvalidInput).into()),
        }
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        match self {
            Self::Disk => FileSystemOs::canonicalize(path),
            Self::Memory(_) => self.real(path),
        }
    }
}

/// The absolute path, with `.` and `..` gone. Asks nothing of the disk but where the current folder is.
pub(crate) fn absolute(path: &Path) -> Option<PathBuf> {
    let mut clean = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    Some(clean)
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
        let whole = |path: &str| absolute(Path::new(path)).expect("a path");
        assert!(store.is_file(path("/p/src/../lib/b.js")) && !store.is_file(path("/p/src")));
        assert!(store.holds(path("/p/src")) && !store.holds(path("/p/src/b.js")));
        assert_eq!(store.bytes(path("/p/src/a.js")).ok(), Some(b"c".to_vec()));
        assert_eq!(store.len_of(path("/p/src")).ok(), None);
        assert_eq!(store.folders(&whole("/p")), [whole("/p/lib"), whole("/p/src")]);
        assert_eq!(store.real(path("/p/./src/a.js")).ok(), Some(whole("/p/src/a.js")));
    }
}
