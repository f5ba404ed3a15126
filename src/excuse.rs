//! Comments that suppress the findings of a file, for a project that wants to keep them where they are. Reads and writes no file.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Edit, Finding};
use crate::fix::{Fixed, line_end};
use crate::page::{self, Family};
use crate::source::SourceFile;
use crate::suppress::insertion_for;

/// Why a text is no reason that a comment can give; `None` if it is one.
pub(crate) fn refused(reason: &str) -> Option<&'static str> {
    match reason.trim() {
        "" => Some("a suppression needs a reason"),
        reason if reason.contains(['\n', '\r']) => Some("the reason of a suppression is one line"),
        reason if reason.contains("*/") || reason.contains("-->") => {
            Some("the reason of a suppression cannot hold what ends a comment")
        }
        _ => None,
    }
}

/// The text of a file with a comment for each line on which a finding begins, where one can stand there. `None` if there is none.
pub(crate) fn excused(source: &SourceFile, findings: &[Finding], reason: &str) -> Option<Fixed> {
    let mut lines: BTreeMap<u32, Vec<&Finding>> = BTreeMap::new();
    let can_be_hidden = |rule: &str| page::find(rule).is_some_and(|page| page.family != Family::Suppressions);
    for finding in findings.iter().filter(|finding| can_be_hidden(finding.rule)) {
        lines.entry(source.line_at(finding.primary.start)).or_default().push(finding);
    }
    let (mut edits, mut count) = (Vec::new(), 0);
    for findings in lines.into_values() {
        let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule).collect();
        let rules = rules.into_iter().collect::<Vec<_>>().join(", ");
        let Some(insertion) = insertion_for(source, findings[0], &rules) else { continue };
        let Edit { span, mut text } = insertion.edit;
        text.insert_str(insertion.caret, reason.trim());
        edits.push(Edit { span, text: text.replace('\n', line_end(source.text())) });
        count += findings.len();
    }
    let mut text = source.text().to_owned();
    for edit in edits.iter().rev() {
        text.insert_str(edit.span.start as usize, &edit.text);
    }
    (count > 0).then_some(Fixed { text, count, edits })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{NoModules, Settings, analyze};

    /// The file with comments, and how many findings of it are left.
    fn excused_in(path: &str, text: &str) -> (String, usize) {
        let found =
            |text: &str| analyze(&Arc::new(SourceFile::new(path, text)), &Settings::default(), &NoModules).findings;
        let fixed = excused(&SourceFile::new(path, text), &found(text), "known").expect("a comment");
        let left = found(&fixed.text).len();
        (fixed.text, left)
    }

    #[test]
    fn a_comment_stands_where_it_is_one() {
        let send = "window.parent.postMessage(view.authToken, '*');";
        assert_eq!(
            excused_in("a.js", &format!("if (ready) {{\n  {send}\n}}\n")),
            (format!("if (ready) {{\n  // originlint-ignore wildcard-sensitive-data: known\n  {send}\n}}\n"), 0)
        );
        let (text, left) = excused_in("a.js", &format!("{send}\r\n{send}"));
        assert_eq!((text.matches("// originlint-ignore").count(), text.matches("\r\n").count(), left), (2, 3, 0));
        let page = format!("<!doctype html>\n<button onclick=\"{send}\">x</button>\n");
        let (text, left) = excused_in("a.html", &page);
        assert_eq!((text.matches("<!-- originlint-ignore").count(), left), (1, 0), "{text}");
        let twice = "onmessage = (e) => { document.body.innerHTML = e.data; };\n";
        let (text, left) = excused_in("a.js", twice);
        let comment = "// originlint-ignore message-to-html, missing-origin-check: known\n";
        assert_eq!((text, left), (format!("{comment}{twice}"), 0), "several rules share a comment");
    }

    #[test]
    fn what_is_no_reason_is_refused() {
        assert!(refused("known").is_none() && refused("a: b -- c").is_none());
        assert!(["", " ", "a\nb", "a */ b", "a --> b"].iter().all(|reason| refused(reason).is_some()));
    }
}
