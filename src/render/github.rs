//! Workflow commands, which GitHub Actions shows as annotations on the changed lines. It shows ten of each level in a step,
//! so the worst findings come first.
//!
//! The form and the escaping are those of "Workflow commands for GitHub Actions" and of `@actions/core`.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::{failure_text, incomplete_text};
use crate::finding::{Finding, Severity};
use crate::report::Report;
use crate::source::{SourceFile, Span};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut findings: Vec<_> = report.findings().collect();
    findings.sort_by_key(|(_, finding)| Reverse((finding.severity, finding.confidence)));
    for (file, finding) in findings {
        let level = match finding.severity {
            Severity::High => "error",
            Severity::Medium => "warning",
            Severity::Low => "notice",
        };
        let title = format!("{} ({})", finding.rule, finding.severity.as_str());
        command(out, level, &file.source, Some(finding.primary), &title, &message(finding))?;
    }
    for file in &report.files {
        for failure in &file.failures {
            command(out, "warning", &file.source, failure.span, "not analysed", &failure_text(failure))?;
        }
        for incomplete in &file.incomplete {
            command(out, "notice", &file.source, incomplete.span, "not finished", &incomplete_text(incomplete))?;
        }
    }
    Ok(())
}

fn message(finding: &Finding) -> String {
    let mut message = finding.message.clone();
    if let Some(witness) = &finding.witness {
        message.push_str(&format!("\nwitness: {} ({})", witness.origin, witness.why));
    }
    if !finding.help.is_empty() {
        message.push_str(&format!("\nhelp: {}", finding.help));
    }
    message
}

fn command(
    out: &mut dyn Write,
    level: &str,
    source: &SourceFile,
    span: Option<Span>,
    title: &str,
    message: &str,
) -> io::Result<()> {
    write!(out, "::{level} file={}", property(source.path()))?;
    if let Some(span) = span {
        let (start, end) = (source.position(span.start), source.position(span.end));
        write!(out, ",line={},endLine={}", start.line, end.line)?;
        // The checks API refuses columns where the lines differ.
        if start.line == end.line {
            write!(out, ",col={},endColumn={}", start.column, end.column)?;
        }
    }
    writeln!(out, ",title={}::{}", property(title), data(message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
