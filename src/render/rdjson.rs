//! Reviewdog's diagnostic format (rdjson), which code review services of many kinds are fed from.
//!
//! The form is that of `reviewdog.proto`. Its columns count bytes of UTF-8, from 1.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::visible::write_json;
use super::{Format, companions, failure_text, rule_url};
use crate::entry::{Entry, Place, entries_by_file};
use crate::finding::{Applicability, Severity};
use crate::report::Report;
use crate::source::{SourceFile, Span};

pub(super) const FORMAT: Format =
    Format { name: "rdjson", help: "for reviewdog", write: |report, _, _, out| write(report, out) };

fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut diagnostics = Vec::new();
    for (file, entries) in entries_by_file(report) {
        diagnostics.extend(entries.iter().map(diagnostic));
        diagnostics.extend(file.failures.iter().map(|failure| {
            let mut location = json!({ "path": file.source.path() });
            if let Some(span) = failure.span {
                location["range"] = range(&file.source, span);
            }
            json!({ "message": failure_text(failure), "location": location, "severity": "WARNING" })
        }));
    }
    let document = json!({
        "source": { "name": "originlint", "url": env!("CARGO_PKG_REPOSITORY") },
        "diagnostics": diagnostics,
    });
    write_json(&document, out)
}

/// A group is one diagnostic, because each becomes a comment in a review. The places of its members stand in the message: fields for them
/// came late, and a reader that does not know one refuses the document.
fn diagnostic(entry: &Entry<'_>) -> Value {
    let Place { file, finding, .. } = entry.leader;
    let source = &*file.source;
    let mut message = finding.message.clone();
    if !finding.help.is_empty() {
        message.push_str(&format!("\nhelp: {}", finding.help));
    }
    companions::lines(entry).iter().for_each(|line| message.push_str(&format!("\n{line}")));
    let mut diagnostic = json!({
        "message": message,
        "location": { "path": source.path(), "range": range(source, finding.primary) },
        "severity": match entry.severity() {
            Severity::High => "ERROR",
            Severity::Medium => "WARNING",
            Severity::Low => "INFO",
        },
        "code": { "value": finding.rule, "url": rule_url(finding.rule) },
    });
    // A suggestion is taken over by a click, so it has to be safe, and it is one edit.
    let offered = finding.fixes.iter().filter(|fix| fix.applicability == Applicability::Safe && fix.edits.len() == 1);
    let offered = offered.flat_map(|fix| &fix.edits);
    let suggestions: Vec<_> =
        offered.map(|edit| json!({ "range": range(source, edit.span), "text": edit.text })).collect();
    if !suggestions.is_empty() {
        diagnostic["suggestions"] = suggestions.into();
    }
    diagnostic
}

fn range(source: &SourceFile, span: Span) -> Value {
    let place = |offset: u32| {
        let line = source.line_at(offset);
        let start = source.line_span(line).start;
        json!({ "line": line, "column": offset.saturating_sub(start) + 1 })
    };
    json!({ "start": place(span.start), "end": place(span.end) })
}
