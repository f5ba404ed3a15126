//! Where analyses are kept between runs: a folder of entries, each under the digest of what it is asked for by. Knows nothing of what an
//! entry says. Nothing in the folder is believed unless its digest fits, and nothing there is needed.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use etcetera::BaseStrategy as _;

use crate::display::{display_path, reason};
use crate::read;
use crate::replace;

pub(crate) mod entry;

/// A digest that nobody finds a second text for: what is scanned may come from somebody who wants to be taken for something else.
pub(crate) type Digest = [u8; 32];

/// The digest of several texts, each of which is told from the next.
pub(crate) fn digest<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Digest {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
    }
    hasher.finalize().into()
}

/// By this other programs know that the folder need not be kept, see <https://bford.info/cachedir/>.
const TAG: &str = "CACHEDIR.TAG";
const TAG_TEXT: &str = "\
Signature: 8a477f597d28d172789f06886806bc55
# This folder holds what originlint keeps between runs. It can be removed at any time.
";
const GITIGNORE: &str = ".gitignore";
const GITIGNORE_TEXT: &str = "*\n";
/// Says when the folder was pruned last.
const PRUNED: &str = "pruned";
const ENTRIES: &str = "entries";

/// How every entry begins. The number is that of the form in which entries are written.
const HEAD: &[u8] = b"originlint 1\n";
/// An entry longer than this is not kept: it is longer than what any file of a real tree has to say.
const MAX_ENTRY: usize = 16 << 20;

/// How long an entry is kept that nobody asks for.
const AGE: Duration = Duration::from_secs(30 * DAY);
/// How many bytes all entries may take. Pruning leaves three quarters of it.
const SIZE: u64 = 512 << 20;
/// How often the folder is pruned, and how often an entry is noted to be in use.
const PAUSE: Duration = Duration::from_secs(DAY);
const DAY: u64 = 24 * 60 * 60;

/// A folder of entries. Any number of processes may use one at the same time.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    /// Why nothing can be written, once that has shown.
    trouble: Mutex<Option<String>>,
}

/// What was removed.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Removed {
    /// How many entries.
    pub entries: usize,
    /// How long they were together, in bytes.
    pub bytes: u64,
}

/// The folder that is used if nobody names one: it belongs to the user and not to what is scanned, which could fill it.
pub fn default_folder() -> Option<PathBuf> {
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.cache_dir().join("originlint"))
}

impl Cache {
    /// The cache in a folder, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// That the folder is one of something else: lower case, no full stop. That it cannot be written to is no error, see
    /// [`Self::trouble`].
    pub fn open(folder: &Path) -> Result<Self, String> {
        let cache = Self { folder: folder.to_owned(), trouble: Mutex::default() };
        if is_foreign(folder) {
            return Err(foreign(folder));
        }
        if let Err(error) = cache.furnish() {
            cache.note(&error);
        }
        Ok(cache)
    }

    fn furnish(&self) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        // What stands in entries was read in files that may be their owner's alone.
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(self.folder.join(ENTRIES))?;
        for (name, text) in [(TAG, TAG_TEXT), (GITIGNORE, GITIGNORE_TEXT), (PRUNED, "")] {
            let path = self.folder.join(name);
            if !path.exists() {
                replace::keep(&path, text.as_bytes())?;
            }
        }
        Ok(())
    }

    /// What was kept under a digest. What is damaged is as if it were not there.
    pub(crate) fn get(&self, key: &Digest) -> Option<Vec<u8>> {
        let path = self.place(key);
        let entry = read::bytes(&path, MAX_ENTRY).ok()?;
        let rest = entry.strip_prefix(HEAD)?.strip_prefix(key)?;
        let (sum, content) = rest.split_first_chunk()?;
        if *sum != digest([content]) {
            return None;
        }
        let content = content.to_vec();
        // Whoever prunes learns that it is in use. Where that cannot be noted, it is only pruned earlier.
        if is_older(fs::metadata(&path).as_ref().ok(), PAUSE) {
            let _ = replace::touch(&path);
        }
        Some(content)
    }

    /// Keeps something under a digest, in the place of what was kept there.
    pub(crate) fn put(&self, key: &Digest, content: &[u8]) {
        let len = HEAD.len() + key.len() + size_of::<Digest>() + content.len();
        if len > MAX_ENTRY || self.trouble().is_some() {
            return;
        }
        let entry = [HEAD, key, &digest([content]), content].concat();
        if let Err(error) = replace::keep(&self.place(key), &entry) {
            self.note(&error);
        }
    }

    fn place(&self, key: &Digest) -> PathBuf {
        self.folder.join(ENTRIES).join(blake3::Hash::from_bytes(*key).to_hex().as_str())
    }

    fn note(&self, error: &io::Error) {
        let message = format!("{}: nothing is kept for later runs: {}", display_path(&self.folder), reason(error));
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(message);
    }

    /// Why nothing is kept, if that is so.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Removes what nobody has asked for in a month, and the oldest of what is too much, if that was not done lately.
    pub fn prune(&self) {
        let pruned = self.folder.join(PRUNED);
        if self.trouble().is_none() && is_older(fs::metadata(&pruned).as_ref().ok(), PAUSE) {
            // Noted first: several processes may come here at the same time.
            let _ = replace::keep(&pruned, b"");
            self.prune_to(AGE, SIZE);
        }
    }

    fn prune_to(&self, age: Duration, size: u64) -> Removed {
        replace::sweep(&self.folder.join(ENTRIES).join("_"));
        let mut entries = self.entries();
        entries.sort_by_key(|(_, metadata)| metadata.modified().ok());
        let mut left: u64 = entries.iter().map(|(_, metadata)| metadata.len()).sum();
        let most = if left > size { size / 4 * 3 } else { size };
        let mut removed = Removed::default();
        for (path, metadata) in entries {
            if left <= most && !is_older(Some(&metadata), age) {
                break;
            }
            left -= metadata.len();
            if fs::remove_file(path).is_ok() {
                removed.entries += 1;
                removed.bytes += metadata.len();
            }
        }
        removed
    }

    /// The entries. What else lies in their folder is somebody else's.
    fn entries(&self) -> Vec<(PathBuf, Metadata)> {
        let Ok(all) = fs::read_dir(self.folder.join(ENTRIES)) else { return Vec::new() };
        let is_entry = |name: &OsStr| {
            let name = name.as_encoded_bytes();
            name.len() == 2 * size_of::<Digest>() && name.iter().all(u8::is_ascii_hexdigit)
        };
        let entries = all.flatten().filter(|entry| is_entry(&entry.file_name()));
        let entries = entries.filter_map(|entry| Some((entry.path(), entry.metadata().ok()?)));
        entries.filter(|(_, metadata)| metadata.is_file()).collect()
    }
}

/// Removes the cache in a folder, but not what somebody else has put there.
///
/// # Errors
///
/// That the folder is not a cache, or what the system answers: lower case, no full stop.
pub fn clean(folder: &Path) -> Result<Removed, String> {
    if is_foreign(folder) {
        return Err(foreign(folder));
    }
    let cache = Cache { folder: folder.to_owned(), trouble: Mutex::default() };
    let removed = cache.prune_to(Duration::ZERO, 0);
    if let Some((path, _)) = cache.entries().first() {
        return Err(format!("{} cannot be removed", display_path(path)));
    }
    for name in [PRUNED, GITIGNORE, TAG] {
        replace::sweep(&folder.join(name));
        let _ = fs::remove_file(folder.join(name));
    }
    // What is not empty stays.
    let _ = fs::remove_dir(folder.join(ENTRIES));
    let _ = fs::remove_dir(folder);
    Ok(removed)
}

/// Whether a folder holds something and is not a cache.
fn is_foreign(folder: &Path) -> bool {
    let is_tagged = || read::text(&folder.join(TAG), MAX_ENTRY).is_ok_and(|text| text == TAG_TEXT);
    let holds_something = || match fs::read_dir(folder) {
        // One that another run is making has its tag last.
        Ok(mut all) => all.any(|entry| entry.is_ok_and(|entry| !is_begun(&entry.file_name()))),
        Err(_) => fs::metadata(folder).is_ok_and(|metadata| !metadata.is_dir()),
    };
    holds_something() && !is_tagged()
}

fn is_begun(name: &OsStr) -> bool {
    name == ENTRIES || name.to_str().is_some_and(replace::is_ours)
}

fn foreign(folder: &Path) -> String {
    format!("{} is not a cache of originlint: it holds something else", display_path(folder))
}

/// Whether something was changed longer ago than that, or nobody knows when.
fn is_older(metadata: Option<&Metadata>, age: Duration) -> bool {
    let changed = metadata.and_then(|metadata| metadata.modified().ok());
    // What comes from the future was changed just now.
    changed.is_none_or(|changed| SystemTime::now().duration_since(changed).is_ok_and(|passed| passed >= age))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache() -> (tempfile::TempDir, Cache) {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::open(&folder.path().join("cache")).expect("it is new");
        (folder, cache)
    }

    fn key(of: &str) -> Digest {
        digest([of.as_bytes()])
    }

    #[test]
    fn what_is_kept_is_given_back_by_its_key_alone() {
        let (_folder, cache) = cache();
        assert_eq!(cache.get(&key("a")), None);
        cache.put(&key("a"), b"one");
        cache.put(&key("b"), b"");
        cache.put(&key("a"), b"another");
        assert_eq!((cache.get(&key("a")), cache.get(&key("b"))), (Some(b"another".to_vec()), Some(Vec::new())));
        let again = Cache::open(&cache.folder).expect("it is one");
        assert_eq!(again.get(&key("a")), Some(b"another".to_vec()));
        // An entry under another name is not that one's.
        fs::rename(cache.place(&key("a")), cache.place(&key("c"))).expect("it is renamed");
        assert_eq!(cache.get(&key("c")), None);
        assert_eq!(cache.trouble(), None);
        assert_ne!(digest([&b"ab"[..], b"c"]), digest([&b"a"[..], b"bc"]), "parts are told apart");
    }

    #[test]
    fn an_entry_with_any_byte_changed_or_cut_off_is_none() {
        let (_folder, cache) = cache();
        cache.put(&key("a"), b"content");
        let whole = fs::read(cache.place(&key("a"))).expect("it is there");
        for at in 0..whole.len() {
            fs::write(cache.place(&key("a")), &whole[..at]).expect("it is written");
            assert_eq!(cache.get(&key("a")), None, "{at} bytes");
            let mut other = whole.clone();
            other[at] ^= 1 << (at % 8);
            fs::write(cache.place(&key("a")), other).expect("it is written");
            assert_eq!(cache.get(&key("a")), None, "byte {at}");
        }
        fs::write(cache.place(&key("a")), &whole).expect("it is written");
        assert!(cache.get(&key("a")).is_some());
    }

    #[test]
    fn what_is_old_or_too_much_is_pruned_the_oldest_first() {
        let (_folder, cache) = cache();
        let names = ["a", "b", "c", "d"];
        let age = |path: &Path, days: u32| {
            let file = fs::File::options().write(true).open(path).expect("it is there");
            file.set_modified(SystemTime::now() - PAUSE * days).expect("a time");
        };
        for (name, days) in names.into_iter().zip([40, 20, 3, 0]) {
            cache.put(&key(name), &[0; 1000]);
            age(&cache.place(&key(name)), days);
        }
        let kept = || names.map(|name| cache.place(&key(name)).exists());
        cache.prune();
        assert_eq!(kept(), [true; 4], "it was pruned today: it is new");
        age(&cache.folder.join(PRUNED), 2);
        cache.prune();
        assert_eq!(kept(), [false, true, true, true], "one is older than a month");
        assert!(!is_older(fs::metadata(cache.folder.join(PRUNED)).as_ref().ok(), PAUSE));
        // Asking for one makes it young.
        assert!(cache.get(&key("b")).is_some());
        let removed = cache.prune_to(AGE, 3000);
        assert_eq!((kept(), removed.entries), ([false, true, false, true], 1));
        assert_eq!(cache.prune_to(AGE, 3000), Removed::default());
    }

    #[test]
    fn only_a_cache_is_used_or_removed() {
        let (folder, cache) = cache();
        let other = folder.path().join("other");
        fs::create_dir(&other).expect("a folder");
        fs::write(other.join("a.js"), "a").expect("a file");
        assert!(Cache::open(&other).is_err_and(|message| message.ends_with("it holds something else")));
        assert!(clean(&other).is_err() && other.join("a.js").exists() && !other.join(GITIGNORE).exists());
        assert!(Cache::open(&other.join("a.js")).is_err(), "a file");
        cache.put(&key("a"), b"content");
        let stranger = cache.folder.join(ENTRIES).join("stranger");
        fs::write(&stranger, "").expect("a file");
        assert_eq!(clean(&cache.folder).map(|removed| removed.entries), Ok(1));
        assert!(stranger.exists(), "somebody has put it there");
        assert_eq!(clean(&folder.path().join("none")), Ok(Removed::default()));
        let empty = folder.path().join("empty");
        fs::create_dir(&empty).expect("a folder");
        let cache = Cache::open(&empty).expect("it is empty");
        cache.put(&key("a"), b"content");
        assert_eq!(clean(&empty).map(|removed| removed.entries), Ok(1));
        assert!(!empty.exists());
    }
}
