//! What a repository says of itself, as the revision has it that changes are compared with. What the change itself adds has no effect,
//! so that a pull request cannot hide its own flaw; it is listed.

use std::io;
use std::path::Path;
use std::sync::PoisonError;

use similar::{DiffOp, capture_diff_slices};

use toml::Table;

use super::changed::{Changes, Side};
use super::git::Entry;
use crate::attributes;
use crate::config::{FILE, PACKAGE, Texts, loosened, table};
use crate::ignores::{IgnoreFiles, OnDisk};
use crate::names::Names;
use crate::report::{Exemption, ExemptionKind};
use crate::scan::Base;
use crate::source::SourceFile;
use crate::store::Store;

/// What the revision has in the place of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Was {
    /// The change has no say about it: it lies outside of the repository, or git knows nothing of it.
    Elsewhere,
    Absent,
    Text(String),
}

impl Changes {
    /// The text that a file had.
    pub(super) fn was(&self, path: &Path) -> Was {
        let Some(path) = self.repository.path_of(path) else { return Was::Elsewhere };
        if self.is_same_submodule(Side::Base, &path) == Some(true) {
            return Was::Elsewhere;
        }
        match self.tree(Side::Base).get(&path) {
            Some(Entry::File(name)) => match self.read(name) {
                Some(content) => Was::Text(String::from_utf8_lossy(&content).into_owned()),
                None => Was::Absent,
            },
            None if self.is_untracked(&path) => Was::Elsewhere,
            _ => Was::Absent,
        }
    }

    /// Notes what the change adds to a file, as far as somebody reads on: lines, where they are known, and what would be left out.
    pub(super) fn note(&self, kind: ExemptionKind, path: &Path, added: impl Iterator<Item = (Option<u32>, String)>) {
        const LISTED: usize = 100;
        let path = Names::from_here().shown_as_given(path);
        let mut added = added.map(|(line, message)| Exemption::new(kind, path.clone(), line, message));
        let mut noted = self.exemptions.lock().unwrap_or_else(PoisonError::into_inner);
        noted.extend(added.by_ref().take(LISTED));
        let more = added.count();
        if more > 0 {
            noted.insert(Exemption::new(kind, path, None, format!("{more} more")));
        }
    }

    /// The text that an ignore file or a file of attributes had. What the present one would hide besides is noted.
    fn earlier_of(
        &self,
        path: &Path,
        kind: ExemptionKind,
        new_rules: fn(&str, &str) -> Vec<(u32, String)>,
    ) -> io::Result<Option<String>> {
        let now = OnDisk.text(path);
        let was = match self.was(path) {
            Was::Elsewhere => return now,
            Was::Absent => None,
            Was::Text(text) => Some(text),
        };
        // One that is not read hides nothing.
        if let Ok(Some(now)) = &now {
            let rules = new_rules(was.as_deref().unwrap_or_default(), now);
            self.note(kind, path, rules.into_iter().map(|(line, rule)| (Some(line), rule)));
        }
        Ok(was)
    }

    /// What was noted so far.
    pub(super) fn exemptions(&self) -> Vec<Exemption> {
        self.exemptions.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

impl Changes {
    /// Notes what a configuration would keep out of reports now that its keys were these.
    pub(super) fn note_configuration(&self, path: &Path, was: &Table, now: &Table) {
        let added = loosened(was, now).into_iter().map(|message| (None, message));
        self.note(ExemptionKind::Configuration, path, added);
    }

    /// The keys of the configuration that the files in a folder had, and whether a file of that folder itself has them.
    fn earlier_keys(&self, folder: &Path) -> Table {
        for folder in folder.ancestors() {
            for name in [FILE, PACKAGE] {
                let path = folder.join(name);
                let Was::Text(text) = self.was(&path) else { continue };
                let keys = table(&path, &text);
                if name == FILE || !keys.is_empty() {
                    return keys;
                }
            }
            if self.is_repository(folder) {
                break;
            }
        }
        Table::new()
    }
}

/// Configurations as the revision has them. What the present ones would keep out besides is noted.
impl Texts for Changes {
    fn text(&self, path: &Path) -> io::Result<Option<String>> {
        let was = match self.was(path) {
            Was::Elsewhere => return Store::Disk.text(path),
            Was::Absent => None,
            Was::Text(text) => Some(text),
        };
        let now = Store::Disk.text(path).ok().flatten().map(|now| table(path, &now)).filter(|keys| !keys.is_empty());
        if let Some(now) = now {
            let before = was.as_ref().map(|was| table(path, was)).filter(|keys| !keys.is_empty());
            // One that is new takes the place of the next one above it.
            let before = before.or_else(|| path.parent().map(|folder| self.earlier_keys(folder)));
            self.note_configuration(path, &before.unwrap_or_default(), &now);
        }
        Ok(was)
    }

    fn is_repository(&self, folder: &Path) -> bool {
        Store::Disk.is_repository(folder)
    }

    fn are_past(&self) -> bool {
        true
    }
}

impl IgnoreFiles for Changes {
    fn text(&self, path: &Path) -> io::Result<Option<String>> {
        self.earlier_of(path, ExemptionKind::IgnoreFile, new_rules)
    }
}

impl Base for Changes {
    fn has(&self, file: &SourceFile, first: u32, last: u32) -> bool {
        self.lines(Side::Base, file).are_kept(first, last)
    }

    fn earlier(&self, file: &SourceFile) -> Option<String> {
        match self.was(Path::new(file.path())) {
            Was::Elsewhere => None,
            Was::Absent => Some(String::new()),
            Was::Text(text) => Some(text),
        }
    }

    fn attributes(&self, path: &Path) -> io::Result<Option<String>> {
        self.earlier_of(path, ExemptionKind::Attributes, attributes::new_rules)
    }
}

/// The lines of an ignore file that leave out more than its earlier text did: rules that were not there or stood elsewhere, and the
/// places where an exception was taken away.
fn new_rules(was: &str, now: &str) -> Vec<(u32, String)> {
    let lines = |text: &'_ str| text.lines().map(str::trim_end).map(str::to_owned).collect::<Vec<_>>();
    let (old, new) = (lines(was), lines(now));
    let is_rule = |line: &str| !line.is_empty() && !line.starts_with('#');
    let mut found = Vec::new();
    for op in capture_diff_slices(similar::Algorithm::Myers, &old, &new) {
        let (removed, added) = match op {
            DiffOp::Equal { .. } => continue,
            op => (op.old_range(), op.new_range()),
        };
        let at = added.start as u32 + 1;
        let gone = old[removed].iter().filter(|line| line.starts_with('!'));
        found.extend(gone.map(|line| (at, format!("the exception `{line}` is gone"))));
        let numbered = new[added].iter().zip(at..);
        let rules = numbered.filter(|(line, _)| is_rule(line) && !line.starts_with('!'));
        found.extend(rules.map(|(line, number)| (number, format!("`{line}` is ignored"))));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::new_rules;

    #[test]
    fn what_an_ignore_file_leaves_out_anew_is_listed() {
        let rules = |was, now| new_rules(was, now).into_iter().map(|(line, what)| format!("{line} {what}")).collect();
        let none: Vec<String> = rules("# a\ndist/\n\n", "# b\n\ndist/ \n# c\n!dist/keep.js\n");
        assert_eq!(none, [""; 0]);
        let added: Vec<String> = rules("dist/\n", "dist/\n# why\nsrc/\n");
        assert_eq!(added, ["3 `src/` is ignored"]);
        let gone: Vec<String> = rules("*.js\n!keep.js\n", "*.js\n");
        assert_eq!(gone, ["2 the exception `!keep.js` is gone"]);
        let moved: Vec<String> = rules("*.js\n!keep.js\n", "!keep.js\n*.js\n");
        assert!(!moved.is_empty(), "the last rule decides");
    }
}
