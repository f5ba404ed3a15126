//! GitLab's code quality report: a list of issues that a merge request shows beside the changed lines.
//!
//! The form is that of "Code Quality report format" in GitLab's documentation, a part of Code Climate's. It has no relations between
//! issues, and a merge request counts them, so that a group is one issue.

use std::io::{self, Write};

use serde_json::json;

use super::companions::suffix;
use super::visible::write_json;
use super::{Format, failure_text, incomplete_text};
use crate::entry::{Place, entries_by_file};
use crate::finding::Severity;
use crate::fingerprint::fingerprints;
use crate::report::Report;
use crate::source::{SourceFile, Span};

pub(super) const FORMAT: Format =
    Format { name: "gitlab", help: "code quality report of GitLab", write: |report, _, _, out| write(report, out) };

fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut issues = Vec::new();
    for (file, entries) in entries_by_file(report) {
        let fingerprints = fingerprints(file);
        for entry in &entries {
            let Place { finding, index, .. } = entry.leader;
            let severity = match entry.severity() {
                Severity::High => "critical",
                Severity::Medium => "major",
                Severity::Low => "minor",
            };
            issues.push(json!({
                "description": format!("{}{}", finding.message, suffix(entry)),
                "check_name": finding.rule,
                "fingerprint": fingerprints.get(index),
                "severity": severity,
                "location": location(&file.source, Some(finding.primary)),
            }));
        }
        let failures = file.failures.iter().map(|f| ("not-analysed", failure_text(f), f.span));
        let bounds = file.incomplete.iter().map(|i| ("not-finished", incomplete_text(i), i.span));
        for (name, text, span) in failures.chain(bounds) {
            issues.push(json!({
                "description": text,
                "check_name": name,
                "fingerprint": format!("{name}:{}:{text}", file.source.path()),
                "severity": "info",
                "location": location(&file.source, span),
            }));
        }
    }
    write_json(&issues, out)
}

/// Paths are those from the root of the repository, without `./`; a place needs a line.
fn location(source: &SourceFile, span: Option<Span>) -> serde_json::Value {
    let span = span.unwrap_or_default();
    let (first, last) = (source.line_at(span.start), source.line_at(span.end));
    json!({ "path": source.path().trim_start_matches("./"), "lines": { "begin": first, "end": last } })
}
