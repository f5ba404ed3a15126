//! `--changed-since REV`: which lines of which files changed, and which findings have to do with them. The old texts come out of git's
//! database, the new ones are those that were scanned; see [`git`](super::git) for why git itself compares nothing. What the
//! revision says of the repository is the matter of [`base`](super::base).

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::git::{Entry, Moves, Repository, Tree};
use crate::report::{Exemption, Report};
use crate::source::{SourceFile, Span};
use crate::syntax::decode;

/// What changed since the present branch left a revision, and what that revision holds.
#[derive(Debug)]
pub(super) struct Changes {
    pub(super) repository: Repository,
    /// The revision itself, where it is another commit than that at which the branch left it.
    base: Option<Tree>,
    fork: Tree,
    moves: Moves,
    /// The lines of the files that were asked about, by their paths.
    known: Mutex<HashMap<(Side, String), Arc<Lines>>>,
    /// What the change adds to keep findings out of the report.
    pub(super) exemptions: Mutex<BTreeSet<Exemption>>,
    /// Why an old text could not be had.
    failure: OnceLock<String>,
}

/// With what a file is compared.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Side {
    /// The commit at which the branch left the revision: what differs from it, the branch has changed.
    Fork,
    /// The revision as it is now: a branch that left it long ago must not bring back what was taken out since.
    Base,
}

/// The lines of a file that changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Lines {
    All,
    Some(Vec<Change>),
}

/// The first and the last line of a change. What was deleted is between two lines, and both stand for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Change {
    first: u32,
    last: u32,
    deletion: bool,
}

impl Changes {
    /// Looks for the revision and reads which files it has.
    ///
    /// # Errors
    ///
    /// What git says, or that there is none.
    pub(super) fn since(revision: &str) -> Result<Self, String> {
        let repository = Repository::here()?;
        let commit = repository.commit(revision)?;
        let fork = repository.fork(revision, &commit)?;
        Ok(Self {
            base: if commit == fork { None } else { Some(repository.tree(&commit)?) },
            fork: repository.tree(&fork)?,
            moves: repository.moves(&fork)?,
            repository,
            known: Mutex::default(),
            exemptions: Mutex::default(),
            failure: OnceLock::new(),
        })
    }

    /// Leaves the findings that have a place in a changed line: the flaw itself, a related place, or a step of its way.
    pub(super) fn narrow(&self, report: &mut Report) {
        report.retain(|source, finding| {
            let labels = finding.related.iter().chain(&finding.trace);
            let places = labels.map(|label| (label.file.as_ref().unwrap_or(source), label.span));
            std::iter::once((source, finding.primary)).chain(places).any(|(file, span)| self.touches(file, span))
        });
    }

    /// Files are about to be read again.
    pub(super) fn forget(&self) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Whether everything that was asked for could be read.
    ///
    /// # Errors
    ///
    /// That the clone lacks what a revision holds.
    pub(super) fn complete(&self) -> Result<(), String> {
        self.failure.get().map_or(Ok(()), |message| Err(message.clone()))
    }

    fn touches(&self, file: &SourceFile, span: Span) -> bool {
        self.lines(Side::Fork, file).touch(file.line_at(span.start), file.line_at(span.end))
    }

    pub(super) fn tree(&self, side: Side) -> &Tree {
        match (side, &self.base) {
            (Side::Base, Some(base)) => base,
            _ => &self.fork,
        }
    }

    /// What changed in a file.
    pub(super) fn lines(&self, side: Side, file: &SourceFile) -> Arc<Lines> {
        let side = if self.base.is_none() { Side::Fork } else { side };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (side, file.path().to_owned());
        Arc::clone(known.entry(key).or_insert_with(|| Arc::new(self.compared(side, file))))
    }

    /// What git cannot tell about counts as changed.
    fn compared(&self, side: Side, file: &SourceFile) -> Lines {
        let Some(path) = self.repository.path_of(Path::new(file.path())) else { return Lines::All };
        match self.is_same_submodule(side, &path) {
            Some(true) => return Lines::Some(Vec::new()),
            Some(false) => return Lines::All,
            None => {}
        }
        let tree = self.tree(side);
        let old = tree.get(&path).or_else(|| tree.get(self.moves.renamed.get(&path)?));
        let Some(Entry::File(name)) = old else { return Lines::All };
        let old = self.read(name).and_then(|content| decode::decode(content).ok());
        old.map_or(Lines::All, |old| Lines::Some(changes(&SourceFile::new(path, old), file)))
    }

    /// Whether a path lies in a submodule that is at the same commit as it was; `None` for one that lies in none.
    pub(super) fn is_same_submodule(&self, side: Side, path: &str) -> Option<bool> {
        let submodule = self.tree(side).submodule(path)?;
        Some(!self.moves.submodules.contains(submodule))
    }

    /// Whether git knows nothing of a path: neither had the branch the file when it began, nor has it since added the file, or a link
    /// or a submodule that leads to it.
    pub(super) fn is_untracked(&self, path: &str) -> bool {
        let folded = path.to_lowercase();
        let mut ways = folded.match_indices('/').map(|(slash, _)| &folded[..slash]).chain([&*folded]);
        self.fork.get(path).is_none()
            && self.fork.submodule(path).is_none()
            && !ways.any(|way| self.moves.touched.contains(way))
    }

    /// What a file of the database holds, if it is not too long.
    pub(super) fn read(&self, name: &str) -> Option<Vec<u8>> {
        self.repository.read(name).unwrap_or_else(|message| {
            self.failure.get_or_init(|| message);
            None
        })
    }
}

impl Lines {
    /// Whether a change lies in these lines, the first and the last one included.
    fn touch(&self, first: u32, last: u32) -> bool {
        match self {
            Self::All => true,
            Self::Some(changes) => from(changes, first).next().is_some_and(|change| change.first <= last),
        }
    }

    /// Whether these lines stood one below the other before.
    pub(super) fn are_kept(&self, first: u32, last: u32) -> bool {
        let breaks = |change: &Change| !change.deletion || (first <= change.first && change.last <= last);
        match self {
            Self::All => false,
            Self::Some(changes) => !from(changes, first).take_while(|change| change.first <= last).any(breaks),
        }
    }
}

/// The changes from a line on; they come in order.
fn from(changes: &[Change], line: u32) -> impl Iterator<Item = &Change> {
    changes[changes.partition_point(|change| change.last < line)..].iter()
}

/// The lines of `new` that are not those of `old`. Line ends and the mark of the byte order make no difference: git may change them
/// in a checkout.
fn changes(old: &SourceFile, new: &SourceFile) -> Vec<Change> {
    fn lines(file: &SourceFile) -> Vec<&str> {
        let line = |number| file.slice(file.line_span(number)).trim_start_matches('\u{feff}');
        (1..=file.line_count()).map(line).collect()
    }

    let change = |first: usize, last: usize, deletion| Change { first: first as u32, last: last as u32, deletion };
    let change = |op: &DiffOp| match *op {
        DiffOp::Equal { .. } => None,
        DiffOp::Delete { new_index, .. } => Some(change(new_index, new_index + 1, true)),
        DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
            Some(change(new_index + 1, new_index + new_len, false))
        }
    };
    capture_diff_slices(Algorithm::Myers, &lines(old), &lines(new)).iter().filter_map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(old: &str, new: &str) -> Vec<(u32, u32)> {
        let changes = changes(&SourceFile::new("a.js", old), &SourceFile::new("a.js", new));
        changes.iter().map(|change| (change.first, change.last)).collect()
    }

    #[test]
    fn lines_are_compared_without_their_ends() {
        assert_eq!(ranges("a\nb\nc\n", "a\nb\nc\n"), []);
        assert_eq!(ranges("a\nb\nc\n", "\u{feff}a\r\nb\r\nc\r\n"), []);
        assert_eq!(ranges("a\nb\nc\n", "a\nx\nc\n"), [(2, 2)]);
        assert_eq!(ranges("a\nb\nc\n", "a\nb\nx\ny\nc\n"), [(3, 4)]);
        assert_eq!(ranges("a\nb\nc\n", "a\nc\n"), [(1, 2)], "a deletion stands between two lines");
        assert_eq!(ranges("a\nb\n", "b\n"), [(0, 1)]);
        assert_eq!(ranges("", "a\nb"), [(1, 2)]);
    }

    #[test]
    fn a_change_touches_what_holds_a_line_of_it() {
        let lines = Lines::Some(vec![Change { first: 3, last: 4, deletion: false }]);
        assert!(lines.touch(4, 9) && lines.touch(1, 3) && lines.touch(1, 9));
        assert!(!lines.touch(1, 2) && !lines.touch(5, 9));
        assert!(lines.are_kept(1, 2) && lines.are_kept(5, 9) && !lines.are_kept(4, 9));
        let lines = Lines::Some(vec![Change { first: 3, last: 4, deletion: true }]);
        assert!(lines.touch(3, 3) && lines.touch(4, 4));
        assert!(lines.are_kept(3, 3) && lines.are_kept(4, 4) && !lines.are_kept(3, 4), "they were apart");
        assert!(Lines::All.touch(1, 1) && !Lines::All.are_kept(1, 1));
    }
}
