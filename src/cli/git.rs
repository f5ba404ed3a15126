//! Git, asked in such a way that nothing of the checkout is run: what is read is its database, never a working file. Runs git
//! without a shell.
//!
//! A checkout's `.git/config`, `.gitattributes` and hooks may be a stranger's, and git runs what they name: a monitor of the file system
//! when it reads the index, filters and text converters when it compares a working file, hooks when it writes the index, transports
//! when a partial clone lacks an object. Comparing is therefore left to the caller, who has the texts.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::config::plain;
use crate::read;

/// What outranks the configuration of the checkout.
const CONFIGURATION: [&str; 5] = [
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    // A folder of the checkout that looks like a bare repository brings its own configuration.
    "safe.bareRepository=explicit",
    "submodule.recurse=false",
    "core.quotePath=false",
];

const ENVIRONMENT: [(&str, &str); 5] = [
    // The index is not written, so that no hook hears of it.
    ("GIT_OPTIONAL_LOCKS", "0"),
    // What a partial clone lacks is not fetched. Git before 2.44 does not know the first, and has no protocol left.
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_TERMINAL_PROMPT", "0"),
    // An object is what its name says, whatever `refs/replace` puts in its place.
    ("GIT_NO_REPLACE_OBJECTS", "1"),
];

/// A file of an earlier revision that is longer than this, in bytes, is not read.
const MAX_BLOB: u64 = 64 << 20;

/// The repository around the current directory.
#[derive(Debug)]
pub(super) struct Repository {
    root: PathBuf,
    /// The same without links; what is scanned may be named by another way.
    real_root: PathBuf,
    objects: Mutex<Objects>,
}

/// The files of a revision by their paths from the root, with `/` between the parts.
#[derive(Debug, Default)]
pub(super) struct Tree {
    entries: HashMap<String, Entry>,
}

/// What a revision has at a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Entry {
    /// A file, by the name of its content.
    File(String),
    Link,
    Submodule,
}

/// How the index differs from a revision, as far as paths go.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// The old path by the new one.
    pub(super) renamed: HashMap<String, String>,
    /// Paths that are new or have another content, in small letters: there are file systems that make no difference.
    pub(super) touched: HashSet<String>,
    /// Submodules that are at another commit, or new.
    pub(super) submodules: HashSet<String>,
}

impl Repository {
    /// # Errors
    ///
    /// What git says, or that there is no git.
    pub(super) fn here() -> Result<Self, String> {
        let up = run(&["rev-parse", "--show-cdup"])?;
        let root = plain(&plain(Path::new(".")).join(up.trim_end_matches('\n')));
        let real_root = read::real(&root).unwrap_or_else(|_| root.clone());
        Ok(Self { root, real_root, objects: Mutex::new(Objects::start()?) })
    }

    /// The commit that a revision names.
    ///
    /// # Errors
    ///
    /// That there is none, and what to do about it.
    pub(super) fn commit(&self, revision: &str) -> Result<String, String> {
        let named = format!("{revision}^{{commit}}");
        let commit = run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &named]);
        let commit = commit.map_err(|message| match &*message {
            "" if is_shallow() => format!("{revision}: not in this clone, which is shallow; {DEEPEN}"),
            "" => format!("{revision}: no such revision"),
            _ => message,
        })?;
        Ok(commit.trim().to_owned())
    }

    /// The commit at which the present branch left another one.
    ///
    /// # Errors
    ///
    /// That there is none, and what to do about it.
    pub(super) fn fork(&self, revision: &str, commit: &str) -> Result<String, String> {
        let fork = run(&["merge-base", "--end-of-options", commit, "HEAD"]).map_err(|message| match &*message {
            "" if is_shallow() => {
                format!("{revision}: this clone is shallow and lacks its common history with HEAD; {DEEPEN}")
            }
            "" => format!("{revision}: no commit in common with HEAD"),
            _ => message,
        })?;
        Ok(fork.trim().to_owned())
    }

    /// What a commit holds.
    ///
    /// # Errors
    ///
    /// What git says.
    pub(super) fn tree(&self, commit: &str) -> Result<Tree, String> {
        let listed = run(&["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit])?;
        Ok(Tree { entries: listed.split_terminator('\0').filter_map(entry).collect() })
    }

    /// How the index differs from a commit.
    ///
    /// # Errors
    ///
    /// What git says.
    pub(super) fn moves(&self, commit: &str) -> Result<Moves, String> {
        // `.gitmodules` may ask for submodules to be passed over.
        let options = ["--cached", "--raw", "-M", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv"];
        let options = [&["diff-index"], &options[..], &["--ignore-submodules=none", commit, "--"]].concat();
        Ok(moves(&run(&options)?))
    }

    /// What a file of the database holds; `None` if that is too long.
    ///
    /// # Errors
    ///
    /// That the clone lacks it, or that git has ended.
    pub(super) fn read(&self, content: &str) -> Result<Option<Vec<u8>>, String> {
        self.objects.lock().unwrap_or_else(PoisonError::into_inner).read(content)
    }

    /// The path from the root of what is shown as `path`; `None` for what lies outside of the repository.
    pub(super) fn path_of(&self, path: &Path) -> Option<String> {
        let path = plain(path);
        let inside = match path.strip_prefix(&self.root).or_else(|_| path.strip_prefix(&self.real_root)) {
            Ok(inside) => inside.to_owned(),
            Err(_) => read::real(&path).ok()?.strip_prefix(&self.real_root).ok()?.to_owned(),
        };
        let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Some(parts.join("/"))
    }
}

impl Tree {
    pub(super) fn get(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// The submodule that holds a path.
    pub(super) fn submodule<'a>(&self, path: &'a str) -> Option<&'a str> {
        let above = path.match_indices('/').map(|(slash, _)| &path[..slash]);
        above.into_iter().find(|folder| self.entries.get(*folder) == Some(&Entry::Submodule))
    }
}

const DEEPEN: &str =
    "fetch the history first: `fetch-depth: 0` for actions/checkout, `git fetch --unshallow` elsewhere";

fn is_shallow() -> bool {
    run(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| answer.trim() == "true")
}

fn git(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("--no-pager").args(CONFIGURATION.iter().flat_map(|key| ["-c", *key]));
    command.args(arguments).envs(ENVIRONMENT).stdin(Stdio::null());
    command
}

/// What git prints. The error is what it complains of.
fn run(arguments: &[&str]) -> Result<String, String> {
    let output = git(arguments).output().map_err(|error| format!("git: {error}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(text(&output.stderr).trim().replace('\n', "; ")),
    }
}

/// `100644 blob <name>\t<path>`
fn entry(line: &str) -> Option<(String, Entry)> {
    let (head, path) = line.split_once('\t')?;
    let mut head = head.split(' ');
    let (mode, _, name) = (head.next()?, head.next()?, head.next()?);
    let entry = match mode {
        "120000" => Entry::Link,
        "160000" => Entry::Submodule,
        _ => Entry::File(name.to_owned()),
    };
    Some((path.to_owned(), entry))
}

/// `:<mode> <mode> <name> <name> <status>`, then the path, or the old one and the new one.
fn moves(raw: &str) -> Moves {
    let mut moves = Moves::default();
    let mut parts = raw.split_terminator('\0');
    while let Some(head) = parts.next() {
        let status = head.rsplit(' ').next().unwrap_or_default();
        let Some(path) = parts.next() else { break };
        if status.starts_with(['R', 'C']) {
            let Some(new) = parts.next() else { break };
            moves.renamed.insert(new.to_owned(), path.to_owned());
            moves.touched.insert(new.to_lowercase());
            continue;
        }
        if status != "D" {
            moves.touched.insert(path.to_lowercase());
        }
        if head.split(' ').nth(1) == Some("160000") {
            moves.submodules.insert(path.to_owned());
        }
    }
    moves
}

/// A git that hands out objects until it is dropped.
#[derive(Debug)]
struct Objects {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Objects {
    fn start() -> Result<Self, String> {
        let mut command = git(&["cat-file", "--batch"]);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| format!("git: {error}"))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(requests), Some(answers)) => Ok(Self { child, requests, answers: BufReader::new(answers) }),
            _ => Err("git: no pipe".to_owned()),
        }
    }

    fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let broken = |error: io::Error| format!("git: {error}");
        writeln!(self.requests, "{name}").and_then(|()| self.requests.flush()).map_err(broken)?;
        let mut head = String::new();
        self.answers.read_line(&mut head).map_err(broken)?;
        // `<name> blob <size>`, or `<name> missing`.
        let size = head.trim_end().rsplit_once(' ').and_then(|(_, size)| size.parse::<u64>().ok());
        let Some(size) = size else {
            return Err(format!(
                "git: this clone lacks what an earlier revision holds (object {name}); clone it without --filter"
            ));
        };
        // A line end follows the content.
        let mut answer = (&mut self.answers).take(size + 1);
        if size > MAX_BLOB {
            io::copy(&mut answer, &mut io::sink()).map_err(broken)?;
            return Ok(None);
        }
        let mut content = Vec::new();
        answer.read_to_end(&mut content).map_err(broken)?;
        match content.pop() {
            Some(_) if content.len() as u64 == size => Ok(Some(content)),
            _ => Err("git: ended before its answer did".to_owned()),
        }
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, entry, moves};

    #[test]
    fn the_lists_of_git_are_read() {
        let name = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391";
        let line = |mode: &str, path: &str| entry(&format!("{mode} blob {name}\t{path}"));
        assert_eq!(line("100644", "a b\tc.js"), Some(("a b\tc.js".to_owned(), Entry::File(name.to_owned()))));
        assert_eq!(line("120000", "l"), Some(("l".to_owned(), Entry::Link)));
        assert_eq!(line("160000", "s"), Some(("s".to_owned(), Entry::Submodule)));

        let raw = ":100644 100644 a b M\0x.js\0:100644 100644 a b R087\0old.js\0new dir/new.js\0:160000 160000 a b M\0sub\0:000000 100644 0 b A\0Y.js\0:100644 000000 a 0 D\0z.js\0";
        let moves = moves(raw);
        assert_eq!(moves.renamed.iter().collect::<Vec<_>>(), [(&"new dir/new.js".to_owned(), &"old.js".to_owned())]);
        assert_eq!(moves.submodules.iter().collect::<Vec<_>>(), ["sub"]);
        let mut touched: Vec<_> = moves.touched.iter().collect();
        touched.sort();
        assert_eq!(touched, ["new dir/new.js", "sub", "x.js", "y.js"]);
    }
}
