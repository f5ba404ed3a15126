//! SARIF 2.1.0 (OASIS standard), with what GitHub code scanning reads: rules with help and `security-severity`, levels, related
//! locations, code flows, fingerprints, and a notification for whatever could not be analysed.
//!
//! Written by hand: the crates for it cost more to build than the parser, and type everything as a string all the same.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::groups::{Names, names};
use super::visible::write_json;
use super::{Format, exemption_text, failure_text, incomplete_text, page_text, rule_url};
use crate::finding::{Finding, Label, Persona, Severity};
use crate::page::Page;
use crate::report::{FailureKind, FileReport, Report};
use crate::source::{SourceFile, Span};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The name that SARIF §3.14.14 and GitHub use for the root of the checkout.
const ROOT: &str = "%SRCROOT%";

pub(super) const FORMAT: Format = Format {
    name: "sarif",
    help: "SARIF 2.1.0, for code scanning",
    write: |report, rules, _, out| write(report, rules, out),
};

fn write(report: &Report, rules: &[Page], out: &mut dyn Write) -> io::Result<()> {
    let of_file = |(file, names): (&FileReport, Vec<Names>)| {
        let named = file.findings.iter().zip(names);
        named.map(|(finding, names)| result(&file.source, finding, &names, rules)).collect::<Vec<_>>()
    };
    let results: Vec<Value> = report.files.iter().zip(names(report)).flat_map(of_file).collect();
    let unread = |kind: FailureKind| matches!(kind, FailureKind::Read | FailureKind::Internal | FailureKind::Crash);
    let document = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "originlint",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": { ROOT: { "description": { "text": "the directory that originlint was run in" } } },
            "invocations": [{
                // A syntax error in one file is a remark; a file that was not even read means that the run did not do what was asked.
                "executionSuccessful": !report.failures().any(|(_, failure)| unread(failure.kind)),
                "toolExecutionNotifications": notifications(report),
            }],
            "results": results,
        }],
    });
    write_json(&document, out)
}

fn rule(page: &Page) -> Value {
    let mut tags = vec![if page.cwe.is_empty() { "correctness" } else { "security" }.to_owned()];
    // The form that GitHub turns into a link to the weakness.
    tags.extend(page.cwe.iter().map(|id| format!("external/cwe/cwe-{id:03}")));
    let mut properties = json!({ "tags": tags, "precision": precision(page), "persona": page.persona.as_str() });
    if !page.cwe.is_empty() {
        // GitHub: critical from 9.0, high from 7.0, medium from 4.0.
        properties["security-severity"] = json!(match page.severity {
            Severity::High => "8.0",
            Severity::Medium => "5.5",
            Severity::Low => "3.0",
        });
    }
    let first = page.body.split("\n\n").map(str::trim).find(|text| !text.is_empty() && !text.starts_with(['#', '`']));
    let help = page_text(page);
    json!({
        "id": page.id,
        "name": pascal_case(page.id),
        "shortDescription": { "text": page.title },
        "fullDescription": { "text": first.map_or_else(|| page.title.clone(), one_line) },
        "help": { "text": help, "markdown": help },
        "helpUri": rule_url(page.id),
        "defaultConfiguration": { "level": level(page.severity), "enabled": page.persona == Persona::Regular },
        "properties": properties,
    })
}

/// SARIF's word for the confidence that the page's note opens with.
fn precision(page: &Page) -> &'static str {
    let first = page.confidence.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    match first.to_ascii_lowercase().as_str() {
        "low" => "low",
        "medium" => "medium",
        _ => "high",
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

fn result(source: &SourceFile, finding: &Finding, names: &Names, rules: &[Page]) -> Value {
    let mut text = finding.message.clone();
    let Finding { severity, persona, provenance, confidence, .. } = finding;
    let mut properties = json!({
        "severity": severity.as_str(),
        "persona": persona.as_str(),
        "fileClass": provenance.as_str(),
        "confidence": confidence.as_str(),
        "group": names.group,
        "leader": names.leads(),
    });
    if let Some(witness) = &finding.witness {
        text.push_str(&format!("\nwitness: {} ({})", witness.origin, witness.why));
        properties["witness"] = json!({ "origin": witness.origin, "source": witness.source, "why": witness.why });
    }
    if !finding.notes.is_empty() {
        properties["notes"] = json!(finding.notes);
    }
    if !finding.help.is_empty() {
        text.push_str(&format!("\nhelp: {}", finding.help));
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": message(&text),
        "locations": [{ "physicalLocation": physical(source, Some(finding.primary)) }],
        // GitHub's upload action adds its own `primaryLocationLineHash` and warns about one that differs.
        "partialFingerprints": { "originlint/v1": names.fingerprint },
        "properties": properties,
    });
    if let Some(index) = rules.iter().position(|page| page.id == finding.rule) {
        result["ruleIndex"] = json!(index);
    }
    if !finding.related.is_empty() {
        let located = finding.related.iter().zip(1..).map(|(label, id)| {
            let mut location = location(source, label);
            location["id"] = json!(id);
            location
        });
        result["relatedLocations"] = located.collect();
    }
    if !finding.trace.is_empty() {
        let goal = Label::new(finding.primary, finding.label.clone());
        let goal_is_last = finding.trace.last().is_some_and(|l| l.file.is_none() && l.span == finding.primary);
        let steps = finding.trace.iter().chain((!goal_is_last).then_some(&goal));
        let steps: Vec<_> = steps.map(|label| json!({ "location": location(source, label) })).collect();
        result["codeFlows"] = json!([{ "threadFlows": [{ "locations": steps }] }]);
    }
    if !finding.fixes.is_empty() {
        result["fixes"] = finding.fixes.iter().map(|fix| self::fix(source, fix)).collect();
    }
    result
}

fn fix(source: &SourceFile, fix: &crate::finding::Fix) -> Value {
    let replacement = |edit: &crate::finding::Edit| json!({ "deletedRegion": region(source, edit.span), "insertedContent": { "text": edit.text } });
    json!({
        "description": message(&fix.title),
        "artifactChanges": [{
            "artifactLocation": artifact(source.path()),
            "replacements": fix.edits.iter().map(replacement).collect::<Vec<_>>(),
        }],
    })
}

fn notifications(report: &Report) -> Vec<Value> {
    let mut notifications = Vec::new();
    for file in &report.files {
        let mut note = |id: &str, level: &str, text: &str, span: Option<Span>| {
            notifications.push(json!({
                "descriptor": { "id": id },
                "level": level,
                "message": message(text),
                "locations": [{ "physicalLocation": physical(&file.source, span) }],
            }));
        };
        for failure in &file.failures {
            note(failure.kind.as_str(), "error", &failure_text(failure), failure.span);
        }
        for incomplete in &file.incomplete {
            note("incomplete", "warning", &incomplete_text(incomplete), incomplete.span);
        }
    }
    for exemption in &report.new_exemptions {
        let mut location = json!({ "artifactLocation": artifact(&exemption.path) });
        if let Some(line) = exemption.line {
            location["region"] = json!({ "startLine": line });
        }
        notifications.push(json!({
            "descriptor": { "id": "new-exemption" },
            "level": "note",
            "message": message(&exemption_text(exemption)),
            "locations": [{ "physicalLocation": location }],
        }));
    }
    notifications
}

/// A message. SARIF §3.11.6 reads `[text](target)` in one as a link, which source text must not be able to write.
fn message(text: &str) -> Value {
    if text.contains("](") {
        let escaped = text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
        return json!({ "text": escaped });
    }
    json!({ "text": text })
}

fn location(own: &SourceFile, label: &Label) -> Value {
    let source = label.file.as_deref().unwrap_or(own);
    json!({ "physicalLocation": physical(source, Some(label.span)), "message": message(&label.message) })
}

fn physical(source: &SourceFile, span: Option<Span>) -> Value {
    let mut location = json!({ "artifactLocation": artifact(source.path()) });
    if let Some(span) = span {
        location["region"] = region(source, span);
    }
    location
}

fn region(source: &SourceFile, span: Span) -> Value {
    let (start, end) = (source.position(span.start), source.position(span.end));
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

/// A relative path belongs to the root of the run; an absolute one is a `file:` address.
fn artifact(path: &str) -> Value {
    let relative = path.trim_start_matches("./");
    let drive = matches!(path.as_bytes(), [letter, b':', b'/', ..] if letter.is_ascii_alphabetic());
    if drive {
        json!({ "uri": format!("file:///{}:{}", &path[..1], percent_encoded(&path[2..])) })
    } else if path.starts_with('/') {
        json!({ "uri": format!("file://{}", percent_encoded(path)) })
    } else {
        json!({ "uri": percent_encoded(relative), "uriBaseId": ROOT })
    }
}

/// RFC 3986: everything but the unreserved characters and the separator.
fn percent_encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => encoded.push(byte as char),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

fn pascal_case(id: &str) -> String {
    let word = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
    id.split('-').filter(|part| part.is_ascii() && !part.is_empty()).map(word).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
