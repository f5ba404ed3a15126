//! The comment that would suppress a finding, for editors. It is tried: the text is read with it.

use std::sync::Arc;

use super::{PREFIX, Seen, judge};
use crate::finding::{Edit, Finding};
use crate::modules::Module;
use crate::source::{SourceFile, Span};

/// A comment that is to be written, with nothing where its reason belongs.
#[derive(Debug)]
pub(crate) struct Insertion {
    /// What is inserted.
    pub edit: Edit,
    /// Where in its text the reason belongs, in bytes.
    pub caret: usize,
}

/// How comments are written: what begins them, and what ends them.
const FORMS: [(&str, &str); 3] = [("// ", ""), ("{/* ", " */}"), ("<!-- ", " -->")];

/// The comment that suppresses a finding once it gives a reason: on a line of its own where that can be, else behind the code. What a
/// comment is where it would stand (script, JSX, markup, a string that goes on) shows when the text is read with it.
pub(crate) fn insertion(source: &SourceFile, finding: &Finding) -> Option<Insertion> {
    insertion_for(source, finding, finding.rule)
}

/// The same where the comment names several rules, of which that of the finding is one.
pub(crate) fn insertion_for(source: &SourceFile, finding: &Finding, rules: &str) -> Option<Insertion> {
    let line = source.line_span(source.line_at(finding.primary.start));
    let text = source.slice(line);
    let begin = line.start + (text.len() - text.trim_start().len()) as u32;
    let indent = source.slice(Span::new(line.start, begin));
    let directive = format!("{PREFIX}ignore {rules}: ");
    let failures = Module::read(copy(source, source.text())).ok()?.failures.len();
    let above = FORMS.map(|(open, close)| (begin, format!("{open}{directive}"), format!("{close}\n{indent}")));
    let behind = FORMS.map(|(open, close)| (line.end, format!(" {open}{directive}"), close.to_owned()));
    // Within a template literal, nothing but the code in the braces can hold a comment.
    let within = (finding.primary.start, format!("/* {directive}"), " */ ".to_owned());
    let (at, before, after) = above.into_iter().chain(behind).chain([within]).find(|(at, before, after)| {
        let comment = format!("{before}reason{after}");
        suppresses(source, finding, *at, &comment, failures).unwrap_or(false)
    })?;
    let edit = Edit { span: Span::new(at, at), text: format!("{before}{after}") };
    Some(Insertion { edit, caret: before.len() })
}

/// Whether a text that is inserted suppresses a finding and leaves the rest as it is.
fn suppresses(source: &SourceFile, finding: &Finding, at: u32, comment: &str, failures: usize) -> Option<bool> {
    let (before, after) = source.text().split_at_checked(at as usize)?;
    let module = Module::read(copy(source, &format!("{before}{comment}{after}"))).ok()?;
    let moved = if finding.primary.start >= at { comment.len() as u32 } else { 0 };
    let primary = Span::new(finding.primary.start + moved, finding.primary.end + moved);
    let finding = Finding { primary, ..finding.clone() };
    let judged = judge(&module.source, &module.comments, vec![finding], |_| true, Seen::InPart, &|_, _| true);
    Some(judged.kept.is_empty() && module.failures.len() <= failures)
}

fn copy(source: &SourceFile, text: &str) -> Arc<SourceFile> {
    Arc::new(SourceFile::new(source.path(), text))
}
