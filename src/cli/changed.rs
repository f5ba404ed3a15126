//! `--changed-since REV`: which lines of which files changed, and which findings have to do with them. The old texts come out of git's
//! database, the new ones are those that were scanned; see [`git`](super::git) for why git itself compares nothing.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::git::{Entry, Moves, Repository, Tree};
use crate::report::Report;
use crate::source::{SourceFile, Span};
use crate::syntax::decode;

/// What changed since the present branch left a revision.
#[derive(Debug)]
pub(super) struct Changes {
    repository: Repository,
    fork: Tree,
    moves: Moves,
    /// The lines of the files that were asked about, by their paths.
    known: Mutex<HashMap<String, Arc<Lines>>>,
    /// Why an old text could not be had.
    failure: OnceLock<String>,
}

/// The lines of a file that changed.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Lines {
    All,
    /// The first and the last line of each change. What was deleted is between two lines, and both stand for it.
    Some(Vec<(u32, u32)>),
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
            fork: repository.tree(&fork)?,
            moves: repository.moves(&fork)?,
            repository,
            known: Mutex::default(),
            failure: OnceLock::new(),
        })
    }

    /// Leaves the findings that have a place in a changed line: the flaw itself, a related place, or a step of its way.
    ///
    /// # Errors
    ///
    /// That the clone lacks what the revision holds.
    pub(super) fn narrow(&self, report: &mut Report) -> Result<(), String> {
        report.retain(|source, finding| {
            let labels = finding.related.iter().chain(&finding.trace);
            let places = labels.map(|label| (label.file.as_ref().unwrap_or(source), label.span));
            std::iter::once((source, finding.primary)).chain(places).any(|(file, span)| self.touches(file, span))
        });
        self.failure.get().map_or(Ok(()), |message| Err(message.clone()))
    }

    fn touches(&self, file: &SourceFile, span: Span) -> bool {
        let lines = {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            let lines = known.entry(file.path().to_owned()).or_insert_with(|| Arc::new(self.lines_of(file)));
            Arc::clone(lines)
        };
        lines.touch(file.line_at(span.start), file.line_at(span.end))
    }

    /// What changed in a file. What git cannot tell about counts as changed.
    fn lines_of(&self, file: &SourceFile) -> Lines {
        let Some(path) = self.repository.path_of(Path::new(file.path())) else { return Lines::All };
        if let Some(submodule) = self.fork.submodule(&path) {
            let same = !self.moves.submodules.iter().any(|changed| changed == submodule);
            return if same { Lines::Some(Vec::new()) } else { Lines::All };
        }
        let old = self.moves.renamed.get(&path).unwrap_or(&path);
        let Some(Entry::File(name)) = self.fork.get(old) else { return Lines::All };
        let old = match self.repository.read(name) {
            Ok(content) => content.and_then(|content| decode::decode(content).ok()),
            Err(message) => {
                self.failure.get_or_init(|| message);
                None
            }
        };
        old.map_or(Lines::All, |old| Lines::Some(changed(&SourceFile::new(path, old), file)))
    }
}

impl Lines {
    /// Whether a change lies in these lines, the first and the last one included.
    fn touch(&self, first: u32, last: u32) -> bool {
        match self {
            Self::All => true,
            Self::Some(ranges) => ranges.iter().any(|&(from, to)| from <= last && first <= to),
        }
    }
}

/// The lines of `new` that are not those of `old`. Line ends and the mark of the byte order make no difference: git may change them
/// in a checkout.
fn changed(old: &SourceFile, new: &SourceFile) -> Vec<(u32, u32)> {
    fn lines(file: &SourceFile) -> Vec<&str> {
        let line = |number| file.slice(file.line_span(number)).trim_start_matches('\u{feff}');
        (1..=file.line_count()).map(line).collect()
    }

    let range = |op: &DiffOp| match *op {
        DiffOp::Equal { .. } => None,
        DiffOp::Delete { new_index, .. } => Some((new_index, new_index + 1)),
        DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
            Some((new_index + 1, new_index + new_len))
        }
    };
    let ops = capture_diff_slices(Algorithm::Myers, &lines(old), &lines(new));
    ops.iter().filter_map(range).map(|(first, last)| (first as u32, last as u32)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(old: &str, new: &str) -> Vec<(u32, u32)> {
        changed(&SourceFile::new("a.js", old), &SourceFile::new("a.js", new))
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
        let lines = Lines::Some(vec![(3, 4)]);
        assert!(lines.touch(4, 9) && lines.touch(1, 3) && lines.touch(1, 9));
        assert!(!lines.touch(1, 2) && !lines.touch(5, 9));
        assert!(Lines::All.touch(1, 1));
    }
}
