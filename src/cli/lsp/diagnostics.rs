//! The verdict on a file as an editor shows it.

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location,
    NumberOrString, Uri,
};
use std::str::FromStr as _;

use super::client::Client;
use super::orders::Shown;
use super::place::range;
use crate::finding::{Finding, Label, Severity};
use crate::page;
use crate::render::{page_text, rule_url, visible, visible_lines};
use crate::report::{FailureKind, FileReport};
use crate::source::Span;

/// What a diagnostic comes from.
const SOURCE: &str = "originlint";

/// What is shown of a file. `uri_of` gives the address of a file that readers are shown under a path.
pub(super) fn of_file(file: &FileReport, client: Client, uri_of: &dyn Fn(&str) -> Option<Uri>) -> Vec<Shown> {
    let findings = file
        .findings
        .iter()
        .map(|finding| Shown { diagnostic: of_finding(file, finding, client, uri_of), advice: advice(finding) });
    let failures = file.failures.iter().map(|failure| {
        let message = match failure.kind {
            FailureKind::Parse => format!("not analysed from here on: {}", failure.message),
            _ => format!("not analysed: {}", failure.message),
        };
        let severity = match failure.kind {
            // Whoever types sees that the text is not finished.
            FailureKind::Parse => DiagnosticSeverity::INFORMATION,
            _ => DiagnosticSeverity::WARNING,
        };
        let diagnostic = Diagnostic {
            range: range(&file.source, failure.span.unwrap_or_default(), client.encoding),
            severity: Some(severity),
            code: Some(NumberOrString::String(failure.kind.as_str().to_owned())),
            source: Some(SOURCE.to_owned()),
            message: visible(&message).into_owned(),
            ..Diagnostic::default()
        };
        Shown { diagnostic, advice: String::new() }
    });
    findings.chain(failures).collect()
}

fn of_finding(
    file: &FileReport,
    finding: &Finding,
    client: Client,
    uri_of: &dyn Fn(&str) -> Option<Uri>,
) -> Diagnostic {
    let severity = match finding.severity {
        Severity::High => DiagnosticSeverity::ERROR,
        Severity::Medium => DiagnosticSeverity::WARNING,
        Severity::Low => DiagnosticSeverity::INFORMATION,
    };
    let related = |label: &Label| {
        let source = label.file.as_ref().unwrap_or(&file.source);
        let location = Location { uri: uri_of(source.path())?, range: range(source, label.span, client.encoding) };
        Some(DiagnosticRelatedInformation { location, message: visible(&label.message).into_owned() })
    };
    let labels = finding.trace.iter().chain(&finding.related).filter(|_| client.related);
    Diagnostic {
        range: range(&file.source, finding.primary, client.encoding),
        severity: Some(severity),
        code: Some(NumberOrString::String(finding.rule.to_owned())),
        code_description: Uri::from_str(&rule_url(finding.rule)).ok().map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: visible(&finding.message).into_owned(),
        related_information: Some(labels.filter_map(related).collect::<Vec<_>>()).filter(|list| !list.is_empty()),
        tags: (finding.rule == "unused-suppression").then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: None,
    }
}

/// What is told of a finding besides its message, in Markdown.
fn advice(finding: &Finding) -> String {
    let mut lines = vec![visible(&finding.message).into_owned()];
    if let Some(witness) = &finding.witness {
        lines.push(format!("Passes: {} ({})", quoted(&witness.origin), visible(&witness.why)));
    }
    lines.push(format!("Help: {}", visible(&finding.help)));
    lines.extend(finding.notes.iter().map(|note| format!("Note: {}", visible(note))));
    lines.join("\n\n")
}

/// As code. A stranger chose it, so nothing of it may end the code early.
fn quoted(text: &str) -> String {
    format!("`` {} ``", visible(text).replace('`', "'"))
}

/// The page of a rule, in Markdown.
pub(super) fn page_of(rule: &str) -> Option<String> {
    let page = page::find(rule)?;
    let text = page_text(page);
    let body = visible_lines(&text);
    Some(format!("### {} ([{}]({}))\n\n{}", page.title, page.id, rule_url(page.id), body.trim()))
}

/// Whether a finding is in one of the lines of a range.
pub(super) fn is_in(file: &FileReport, finding: &Finding, lines: (u32, u32)) -> bool {
    let Span { start, end } = finding.primary;
    file.source.line_at(start) <= lines.1 && lines.0 <= file.source.line_at(end)
}
