//! From the fixes of a file's findings to its new text: which of them go together, and what they leave. Reads and writes no file.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Applicability, Edit, Finding, Fix};
use crate::modules::Module;
use crate::source::{SourceFile, Span};

/// A text with fixes applied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fixed {
    /// The new text.
    pub text: String,
    /// How many findings were fixed.
    pub count: usize,
    /// What was replaced, in order, none overlapping another.
    pub edits: Vec<Edit>,
}

/// Applies the first fix of each finding, unless it is unsafe and such are not wanted, or overlaps one that is applied already.
/// Text that cannot be parsed any more than before is not returned, and neither is one without a change.
pub(crate) fn fixed(source: &SourceFile, findings: &[Finding], with_unsafe: bool) -> Option<Fixed> {
    let wanted = |fix: &&Fix| with_unsafe || fix.applicability == Applicability::Safe;
    let mut edits = Edits::default();
    let mut count = 0;
    for fix in findings.iter().filter_map(|finding| finding.fixes.iter().find(wanted)) {
        // One edit may serve two findings.
        let done = fix.edits.iter().all(|edit| edits.hold(edit));
        if !done && fix.edits.iter().any(|edit| edits.collide(edit)) {
            continue;
        }
        count += 1;
        if !done {
            edits.add(&fix.edits);
        }
    }
    if count == 0 {
        return None;
    }
    let made = edits.in_order();
    let text = edits.applied(source.text())?;
    let failures = |source: SourceFile| Module::read(Arc::new(source)).map_or(usize::MAX, |read| read.failures.len());
    let before = SourceFile::new(source.path(), source.text());
    let changed = SourceFile::new(source.path(), text.as_str());
    (failures(changed) <= failures(before)).then_some(Fixed { text, count, edits: made })
}

/// Edits that can be made together.
#[derive(Default)]
struct Edits<'a> {
    all: Vec<&'a Edit>,
    by_start: BTreeMap<u32, &'a Edit>,
}

impl<'a> Edits<'a> {
    fn add(&mut self, edits: &'a [Edit]) {
        self.all.extend(edits);
        self.by_start.extend(edits.iter().map(|edit| (edit.span.start, edit)));
    }

    fn hold(&self, edit: &Edit) -> bool {
        self.by_start.get(&edit.span.start) == Some(&edit)
    }

    /// Whether an edit cannot be made with these: it overlaps one, or begins where one does, where their order would matter.
    fn collide(&self, edit: &Edit) -> bool {
        let Span { start, end } = edit.span;
        // No two of them overlap, so that none but the last before it reaches into it.
        let before = self.by_start.range(..start).next_back();
        before.is_some_and(|(_, other)| other.span.end > start)
            || self.by_start.range(start..end.max(start + 1)).next().is_some()
    }

    fn in_order(&mut self) -> Vec<Edit> {
        self.all.sort_by_key(|edit| edit.span);
        self.all.iter().map(|edit| (*edit).clone()).collect()
    }

    /// `None` if one does not fit the text, so that it is none of this file.
    fn applied(self, text: &str) -> Option<String> {
        let line_end = line_end(text);
        let mut changed = String::with_capacity(text.len());
        let mut copied = 0;
        for edit in self.all {
            let (start, end) = (edit.span.start as usize, edit.span.end as usize);
            text.get(start..end)?;
            changed.push_str(text.get(copied..start)?);
            changed.push_str(&edit.text.replace('\n', line_end));
            copied = end;
        }
        changed.push_str(text.get(copied..)?);
        Some(changed)
    }
}

/// How the lines of a text end, by the first of them.
pub(crate) fn line_end(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        None if text.contains('\r') => "\r",
        _ => "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    fn finding(edits: &[(u32, u32, &str)], applicability: Applicability) -> Finding {
        let edit = |&(start, end, text): &(u32, u32, &str)| Edit { span: Span::new(start, end), text: text.to_owned() };
        let mut finding = Finding::new("port-not-started", Severity::Low, Span::default());
        finding.fixes = vec![Fix { title: String::new(), edits: edits.iter().map(edit).collect(), applicability }];
        finding
    }

    fn applied(text: &str, findings: &[Finding], with_unsafe: bool) -> Option<(String, usize)> {
        let fixed = fixed(&SourceFile::new("a.js", text), findings, with_unsafe)?;
        Some((fixed.text, fixed.count))
    }

    #[test]
    fn edits_never_overlap_and_unsafe_ones_wait_to_be_asked_for() {
        use Applicability::{Safe, Unsafe};
        let findings = [
            finding(&[(0, 1, "x"), (4, 5, "y")], Safe),
            finding(&[(4, 5, "z")], Safe),
            finding(&[(4, 5, "y")], Safe),
            finding(&[(2, 3, "-")], Unsafe),
        ];
        assert_eq!(applied("a + b", &findings, false), Some(("x + y".to_owned(), 2)));
        assert_eq!(applied("a + b", &findings, true), Some(("x - y".to_owned(), 3)));
        assert_eq!(applied("a + b", &findings[3..], false), None);
    }

    #[test]
    fn line_ends_are_those_of_the_file() {
        let insert = [finding(&[(2, 2, "\nb;\nc;")], Applicability::Safe)];
        assert_eq!(
            applied("a;\r\nd;\r\n", &insert, false).map(|(text, _)| text).as_deref(),
            Some("a;\r\nb;\r\nc;\r\nd;\r\n")
        );
        assert_eq!(applied("a;", &insert, false).map(|(text, _)| text).as_deref(), Some("a;\nb;\nc;"));
    }

    #[test]
    fn what_would_not_parse_is_not_made() {
        let broken = [finding(&[(0, 1, "(")], Applicability::Safe)];
        assert_eq!(applied("a;", &broken, false), None);
        assert_eq!(applied("a;", &[finding(&[(9, 12, "x")], Applicability::Safe)], false), None);
    }
}
