//! Reads files: regular ones of a bounded length, and where only a repository names them, none outside of it. Nothing else opens
//! a file to read it.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::config::plain;

/// A file longer than this, in bytes, is reported and not read to its end: six times the longest script we know of, and what
/// keeps a mistaken path from taking all memory.
pub(crate) const MAX_FILE: usize = 64 << 20;
/// The same for what a project says of itself, such as `package.json`: twice the longest one that we know of.
pub(crate) const MAX_NOTE: usize = 2 << 20;
/// The same for the configuration: some thousand lines. Each part of it may be asked about each file.
pub(crate) const MAX_CONFIG: usize = 256 << 10;

/// Bytes asked for at once: more than 99 % of the files of the benchmark tree are shorter.
const FIRST_READ: usize = 256 << 10;
/// A buffer that grew beyond this is given back.
const KEPT_BUFFER: usize = 4 << 20;

/// Hands the content of a file of at most `limit` bytes to `look`. The bytes live in a buffer of the thread: of the files of a real
/// tree one in a hundred is a candidate, and the others cost neither an allocation nor the question how long they are.
///
/// # Errors
///
/// What the file system answers, or that the file is too long or no regular one.
pub(crate) fn with<T>(path: &Path, limit: usize, look: impl FnOnce(&[u8]) -> T) -> io::Result<T> {
    fill(&mut open(path)?, limit, look)
}

/// The content of a file of at most `limit` bytes.
///
/// # Errors
///
/// As for [`with`].
pub(crate) fn bytes(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    with(path, limit, <[u8]>::to_vec)
}

/// The content of a file of at most `limit` bytes, which is text in UTF-8.
///
/// # Errors
///
/// As for [`with`], or that it is not UTF-8.
pub(crate) fn text(path: &Path, limit: usize) -> io::Result<String> {
    decoded(bytes(path, limit)?)
}

/// The text that is written in these bytes, which is UTF-8.
///
/// # Errors
///
/// That it is not.
pub(crate) fn decoded(bytes: Vec<u8>) -> io::Result<String> {
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not text in UTF-8"))
}

/// What a stream holds, if that is at most [`MAX_FILE`] bytes.
///
/// # Errors
///
/// What the stream answers, or that there is more.
pub(crate) fn stream(stream: &mut dyn Read) -> io::Result<Vec<u8>> {
    fill(stream, MAX_FILE, <[u8]>::to_vec)
}

/// Where a path leads, wherever links are on the way: absolute, and on Windows in the form that everybody writes.
///
/// # Errors
///
/// What the file system answers.
pub(crate) fn real(path: impl AsRef<Path>) -> io::Result<PathBuf> {
    dunce::canonicalize(path)
}

/// Opens a regular file. Whoever opens a pipe waits for somebody to write to it, unless told not to; what was opened is asked what it
/// is, so that nothing can be exchanged in between.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    regular(&file.metadata()?)?;
    Ok(file)
}

/// What is longer than `limit` bytes is not read to its end.
pub(crate) fn too_long(limit: usize) -> io::Error {
    let size = if limit < 1 << 20 { format!("{} KiB", limit >> 10) } else { format!("{} MiB", limit >> 20) };
    io::Error::other(format!("longer than {size}"))
}

/// Refuses what is no regular file: a device may never end, and reading a pipe takes from somebody else what was in it.
///
/// # Errors
///
/// What it is instead.
pub(crate) fn regular(metadata: &fs::Metadata) -> io::Result<()> {
    match metadata.file_type() {
        kind if kind.is_file() => Ok(()),
        kind if kind.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        _ => Err(io::Error::other("not a regular file")),
    }
}

fn fill<T>(source: &mut (impl Read + ?Sized), limit: usize, look: impl FnOnce(&[u8]) -> T) -> io::Result<T> {
    thread_local! {
        static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    let mut buffer = BUFFER.take();
    let mut len = 0;
    loop {
        if len == buffer.len() {
            buffer.resize((2 * len).clamp(FIRST_READ, FIRST_READ.max(limit + 1)), 0);
        }
        match source.read(&mut buffer[len..]) {
            Ok(0) => break,
            Ok(n) => len += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if len > limit {
            return Err(too_long(limit));
        }
    }
    let seen = look(&buffer[..len]);
    if buffer.len() <= KEPT_BUFFER {
        BUFFER.set(buffer);
    }
    Ok(seen)
}

/// The folders outside of which nothing is read that only a repository names, wherever links lead: what is scanned may come from
/// somebody who wants to see other files of this machine in a report.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reach {
    /// Absolute and without links.
    folders: HashSet<PathBuf>,
    /// The outermost package around what is scanned, where there is no repository: its parts may import each other, but no link
    /// is followed from one to another.
    packages: HashSet<PathBuf>,
}

impl Reach {
    /// What may be read when `paths` are scanned: those that are folders, the folders of the others, and the repositories around them.
    pub(crate) fn of(paths: &[PathBuf]) -> Self {
        let mut reach = Self::default();
        for folder in paths.iter().filter_map(|path| real(folder_of(path)).ok()) {
            match repository(&folder) {
                Some(repository) => drop(reach.folders.insert(repository.to_owned())),
                None => {
                    reach.packages.extend(package(&folder).map(Path::to_owned));
                    reach.folders.insert(folder);
                }
            }
        }
        reach
    }

    /// What counts as the surroundings of a path that a person named: the repository that it lies in as it is written, or else its
    /// folder. A link that leads out of these is one that the person may not know of.
    pub(crate) fn around(path: &Path) -> Self {
        let folder = folder_of(&plain(path));
        let with_git = || folder.ancestors().filter(|above| above.join(".git").exists());
        // The folder that a link leads to may have a repository of its own, but the link lies in another one.
        let is_link = |path: &Path| fs::symlink_metadata(path).is_ok_and(|kind| kind.is_symlink());
        let repository = with_git().find(|above| !is_link(above)).or_else(|| with_git().next());
        let around = real(repository.unwrap_or(&folder));
        Self { folders: around.into_iter().collect(), packages: HashSet::new() }
    }

    /// Whether that is a repository.
    pub(crate) fn is_repository(&self) -> bool {
        self.folders.iter().any(|folder| folder.join(".git").exists())
    }

    /// Where `path` really is.
    ///
    /// # Errors
    ///
    /// What the file system answers, or that it is out of reach.
    pub(crate) fn admit(&self, path: &Path) -> io::Result<PathBuf> {
        self.judge(path, real(path)?)
    }

    /// The same for what need not exist yet.
    ///
    /// # Errors
    ///
    /// As for [`Self::admit`].
    pub(crate) fn admit_new(&self, path: &Path) -> io::Result<PathBuf> {
        match real(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let name = path.file_name().ok_or(error)?;
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                self.judge(path, real(folder.unwrap_or(Path::new(".")))?.join(name))
            }
            real => self.judge(path, real?),
        }
    }

    fn judge(&self, path: &Path, real: PathBuf) -> io::Result<PathBuf> {
        let within = |folders: &HashSet<PathBuf>| real.ancestors().any(|folder| folders.contains(folder));
        match within(&self.folders) || (within(&self.packages) && real == plain(path)) {
            true => Ok(real),
            false => Err(io::Error::other("outside of the repository")),
        }
    }

    /// The text of a file that a repository names.
    ///
    /// # Errors
    ///
    /// As for [`Self::admit`] and [`text`].
    pub(crate) fn text(&self, path: &Path, limit: usize) -> io::Result<String> {
        text(&self.admit(path)?, limit)
    }
}

/// The path itself if it is a folder, and the one that it lies in otherwise.
fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        _ if path.is_dir() => path.to_owned(),
        Some(above) if !above.as_os_str().is_empty() => above.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The nearest folder with a repository of git: there `.git` is a folder, in a worktree a file.
pub(crate) fn repository(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|above| above.join(".git").exists())
}

/// The outermost package around a folder.
pub(crate) fn package(folder: &Path) -> Option<&Path> {
    folder.ancestors().filter(|above| above.join("package.json").is_file()).last()
}
