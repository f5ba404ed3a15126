//! Writes files, each at once or not at all: whoever reads one meanwhile sees the old content or the new one, and so does whoever
//! comes after a run that was killed. Nothing else opens a file to write it.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::{Builder, NamedTempFile};

#[cfg(unix)]
use crate::display::reason;
use crate::read::{self, Reach, regular};

/// A file that gets a new content once that is whole.
#[derive(Debug)]
pub(crate) struct Replacement {
    /// Lies beside the target and is locked as long as this run lives.
    file: NamedTempFile,
    target: PathBuf,
}

impl Replacement {
    /// Begins to replace what is at `path`, or to make it. A link stays one: what it leads to is replaced.
    ///
    /// # Errors
    ///
    /// What the file system answers, and why the file is left alone: it is out of `reach`, no regular file, read-only, or one of several
    /// names of its content.
    pub(crate) fn begin(path: &Path, reach: &Reach) -> io::Result<Self> {
        let target = reach.admit_new(path)?;
        match fs::symlink_metadata(&target) {
            Ok(metadata) => may_replace(&target, &metadata)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        Ok(Self { file: temporary(folder_of(&target))?, target })
    }

    /// Puts the new content in the place of the old one, with its owner, its permissions and its attributes.
    ///
    /// # Errors
    ///
    /// What the file system answers, or what of the old file cannot be kept; the file is as it was.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.file.flush()?;
        match fs::symlink_metadata(&self.target) {
            Ok(metadata) => {
                may_replace(&self.target, &metadata)?;
                resemble(self.file.as_file(), &self.target, &metadata)?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        self.file.as_file().sync_all()?;
        self.file.persist(&self.target)?;
        Ok(())
    }

    /// The file that is replaced, wherever links lead.
    pub(crate) fn target(&self) -> &Path {
        &self.target
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Gives the file at `path` this content.
///
/// # Errors
///
/// As for [`Replacement`].
pub(crate) fn replace(path: &Path, content: &[u8], reach: &Reach) -> io::Result<()> {
    let mut replacement = Replacement::begin(path, reach)?;
    replacement.write_all(content)?;
    replacement.finish()
}

/// Makes a file with this content where there is none yet.
///
/// # Errors
///
/// What the file system answers: [`io::ErrorKind::AlreadyExists`] where there is one, which is left as it is.
pub(crate) fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    sweep(path);
    let mut file = temporary(folder_of(path))?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist_noclobber(path)?;
    Ok(())
}

/// Gives the file at `path` this content, whatever is there. It can be made again, so nobody waits for the disk: after a failure of the
/// system it may be cut short.
///
/// # Errors
///
/// What the file system answers.
pub(crate) fn keep(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = temporary(folder_of(path))?;
    file.write_all(content)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Notes that the file at `path` has been of use now.
///
/// # Errors
///
/// What the file system answers.
pub(crate) fn touch(path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.set_modified(SystemTime::now())
}

/// Opens what is there to be written to and cannot be replaced, such as `/dev/stdout` and named pipes.
///
/// # Errors
///
/// What the file system answers, or that a link in a repository leads out of it.
pub(crate) fn stream(path: &Path) -> io::Result<File> {
    if Reach::around(path).is_repository() {
        Reach::around(path).admit(path)?;
    }
    OpenOptions::new().write(true).open(path)
}

/// Whether what is at `path` is there, and neither a file nor a folder.
pub(crate) fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_dir() && regular(&metadata).is_err())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Refuses what a new file cannot stand for.
fn may_replace(target: &Path, metadata: &fs::Metadata) -> io::Result<()> {
    regular(metadata)?;
    // Only the folder decides whether a file can be replaced, but who protects a file means its content.
    if metadata.permissions().readonly() {
        return Err(io::Error::other("read-only"));
    }
    OpenOptions::new().write(true).open(target)?;
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(metadata) > 1 {
        return Err(io::Error::other("has other names, which would keep the old content (hard links)"));
    }
    Ok(())
}

/// Gives a new file the owner, the permissions and the attributes of the old one.
#[cfg(unix)]
fn resemble(new: &File, old: &Path, metadata: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};

    let made = new.metadata()?;
    let differs = |old: u32, new: u32| (old != new).then_some(old);
    let (user, group) = (differs(metadata.uid(), made.uid()), differs(metadata.gid(), made.gid()));
    if user.is_some() || group.is_some() {
        fchown(new, user, group).map_err(|error| cannot_keep("its owner", &error))?;
    }
    // A change of the owner takes some permissions away.
    new.set_permissions(metadata.permissions())?;
    keep_attributes(new, old)
}

#[cfg(not(unix))]
fn resemble(new: &File, _old: &Path, metadata: &fs::Metadata) -> io::Result<()> {
    new.set_permissions(metadata.permissions())
}

/// Extended attributes, access control lists among them.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn keep_attributes(new: &File, old: &Path) -> io::Result<()> {
    use rustix::fs::{XattrFlags, fgetxattr, fsetxattr, getxattr, listxattr};

    let mut names = vec![0_u8; MAX_ATTRIBUTE];
    // Where the file system has none, none are lost.
    let Ok(length) = listxattr(old, &mut names[..]) else { return Ok(()) };
    names.truncate(length);
    let (mut value, mut present) = (vec![0_u8; MAX_ATTRIBUTE], vec![0_u8; MAX_ATTRIBUTE]);
    for name in names.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let shown = String::from_utf8_lossy(name);
        let lost = |error: rustix::io::Errno| cannot_keep(&format!("its attribute {shown}"), &error.into());
        let length = getxattr(old, name, &mut value[..]).map_err(lost)?;
        // A label that the system gave the new file by itself need not be set, and perhaps must not.
        if fgetxattr(new, name, &mut present[..]).is_ok_and(|given| present[..given] == value[..length]) {
            continue;
        }
        fsetxattr(new, name, &value[..length], XattrFlags::empty()).map_err(lost)?;
    }
    Ok(())
}

#[cfg(all(unix, not(any(target_os = "linux", target_vendor = "apple"))))]
fn keep_attributes(_new: &File, _old: &Path) -> io::Result<()> {
    Ok(())
}

/// What Linux allows for the value of an attribute, and for the names of all (xattr(7)).
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
const MAX_ATTRIBUTE: usize = 64 << 10;

#[cfg(unix)]
fn cannot_keep(what: &str, error: &io::Error) -> io::Error {
    io::Error::other(format!("{what} cannot be kept: {}", reason(error)))
}

const PREFIX: &str = ".originlint-";
const SUFFIX: &str = ".tmp";
/// How often a temporary file is made that another run takes for one that was left behind: between its making and its lock.
const ATTEMPTS: usize = 8;

/// A new file in a folder, locked so that other runs see that this one lives.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut last = None;
    for _ in 0..ATTEMPTS {
        let name = name_of(RandomState::new().hash_one(()));
        let mut builder = Builder::new();
        builder.prefix(&name).rand_bytes(0);
        // Without permissions of its own, a temporary file is its owner's alone. The mask of the process has its say.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = match builder.tempfile_in(folder) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                last = Some(error);
                continue;
            }
            // The message of the crate has the name of the temporary file, which nobody asked about.
            Err(error) => return Err(error.kind().into()),
        };
        // Where there are no locks, nobody can remove what seems left behind.
        let _ = file.as_file().lock();
        if is_same(file.path(), file.as_file()) {
            return Ok(file);
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AlreadyExists.into()))
}

/// Removes the temporary files that killed runs left in the folder of `path`: those with a name that only this program makes, and
/// whose lock nobody holds any more.
pub(crate) fn sweep(path: &Path) {
    let Ok(target) = read::real(path).or_else(|_| read::real(folder_of(path)).map(|folder| folder.join("_"))) else {
        return;
    };
    let Ok(entries) = fs::read_dir(folder_of(&target)) else { return };
    let ours = entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(is_ours));
    for entry in ours.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())) {
        let path = entry.path();
        if let Ok(file) = OpenOptions::new().write(true).open(&path)
            && file.try_lock().is_ok()
            && is_same(&path, &file)
        {
            // What cannot be removed is in nobody's way.
            let _ = fs::remove_file(&path);
        }
    }
}

/// The name of a temporary file: a number and what proves that this program chose it.
fn name_of(number: u64) -> String {
    format!("{PREFIX}{number:016x}{:016x}{SUFFIX}", proof(number))
}

/// Whether that is the name of a temporary file of this program.
pub(crate) fn is_ours(name: &str) -> bool {
    let number = name.strip_prefix(PREFIX).and_then(|rest| rest.get(..16));
    let number = number.and_then(|number| u64::from_str_radix(number, 16).ok());
    number.is_some_and(|number| name == name_of(number))
}

/// FNV-1a with 64 bits over the number. No other program and no person happens upon it.
fn proof(number: u64) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    number.to_be_bytes().into_iter().fold(0xcbf2_9ce4_8422_2325, step)
}

/// Whether the path still names the file.
fn is_same(path: &Path, file: &File) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino(), metadata.nlink());
        let (there, here) = (fs::symlink_metadata(path).map(identity), file.metadata().map(identity));
        matches!((there, here), (Ok(there), Ok(here)) if there == here && here.2 == 1)
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        path.exists()
    }
}
