//! Workflow commands, which GitHub Actions shows as annotations on the changed lines. It shows ten of each level in a step,
//! so the worst findings come first.
//!
//! The form and the escaping are those of "Workflow commands for GitHub Actions" and of `@actions/core`.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::{Format, companions, exemption_text, failure_text, incomplete_text, visible};
use crate::entry::{Entry, Place, entries};
use crate::finding::{Persona, Severity};
use crate::report::Report;
use crate::source::{SourceFile, Span};

pub(super) const FORMAT: Format =
    Format { name: "github", help: "annotations of GitHub Actions", write: |report, _, _, out| write(report, out) };

fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut entries = entries(report);
    entries.sort_by_key(|entry| Reverse((entry.severity(), entry.leader.finding.confidence)));
    for entry in &entries {
        let Place { file, finding, .. } = entry.leader;
        let level = match entry.severity() {
            Severity::High => "error",
            Severity::Medium => "warning",
            Severity::Low => "notice",
        };
        let persona = match finding.persona {
            Persona::Regular => String::new(),
            wider => format!(", {}", wider.as_str()),
        };
        let title = format!("{} ({}{persona})", finding.rule, entry.severity().as_str());
        command(out, level, &file.source, Some(finding.primary), &title, &message(entry))?;
    }
    for file in &report.files {
        for failure in &file.failures {
            command(out, "warning", &file.source, failure.span, "not analysed", &[failure_text(failure)])?;
        }
        for incomplete in &file.incomplete {
            command(out, "notice", &file.source, incomplete.span, "not finished", &[incomplete_text(incomplete)])?;
        }
    }
    for exemption in &report.new_exemptions {
        write!(out, "::notice file={}", property(&exemption.path))?;
        if let Some(line) = exemption.line {
            write!(out, ",line={line}")?;
        }
        writeln!(out, ",title=new exemption::{}", data(&exemption_text(exemption)))?;
    }
    Ok(())
}

/// The lines of the message of an entry.
fn message(entry: &Entry<'_>) -> Vec<String> {
    let finding = entry.leader.finding;
    let mut lines = vec![finding.message.clone()];
    if let Some(witness) = &finding.witness {
        lines.push(format!("witness: {} ({})", witness.origin, witness.why));
    }
    if !finding.help.is_empty() {
        lines.push(format!("help: {}", finding.help));
    }
    lines.extend(companions::lines(entry));
    lines
}

fn command(
    out: &mut dyn Write,
    level: &str,
    source: &SourceFile,
    span: Option<Span>,
    title: &str,
    message: &[String],
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
    let lines: Vec<_> = message.iter().map(|line| data(line)).collect();
    writeln!(out, ",title={}::{}", property(title), lines.join("%0A"))
}

/// Nothing that ends a line is left of what [`visible`] shows.
fn data(text: &str) -> String {
    visible(text).replace('%', "%25")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
