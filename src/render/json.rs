//! JSON, version 1: everything that a report holds, for programs. The shape is fixed by `docs/json-v1.schema.json`; fields are only
//! ever added. It is spelled out here so that a renamed field inside the program cannot change it.

use std::io::{self, Write};

use serde::Serialize;

use super::groups::{Names, names};
use super::visible::write_json;
use super::{Format, rule_url};
use crate::entry::{Entry, entries};
use crate::finding::{Applicability, Finding, Fix, Label, Persona, Severity};
use crate::page::Page;
use crate::report::{Exemption, FileReport, Report};
use crate::source::SourceFile;

pub(super) const FORMAT: Format = Format {
    name: "json",
    help: "everything that is known, for programs",
    write: |report, rules, _, out| write(report, rules, out),
};

fn write(report: &Report, rules: &[Page], out: &mut dyn Write) -> io::Result<()> {
    let Verdict { findings, failures, incomplete } = Verdict::of(report, rules);
    let document = Document {
        version: 1,
        tool: TOOL,
        findings,
        failures,
        incomplete,
        new_exemptions: report.new_exemptions.iter().map(ExemptionOut::of).collect(),
        summary: Summary {
            files: report.scanned,
            candidates: report.candidates,
            findings: Counts {
                high: report.count(Severity::High),
                medium: report.count(Severity::Medium),
                low: report.count(Severity::Low),
            },
            entries: EntriesOut::of(report),
            persona: report.persona.as_str(),
            unshown: UnshownOut::of(report),
            suppressed: report.suppressed.findings,
            known: report.known.findings,
            generated_files: report.spared.len(),
            ignored_files: report.left_out.ignored_files,
            ignored_folders: report.left_out.ignored_folders,
            excluded_files: report.left_out.excluded_files,
            rules_off: &report.left_out.off,
            rules_lowered: &report.left_out.lowered,
            elapsed_ms: report.elapsed.as_millis(),
        },
    };
    write_json(&document, out)
}

/// What a report says of files.
pub(super) struct Verdict<'a> {
    pub(super) findings: Vec<FindingOut<'a>>,
    pub(super) failures: Vec<FailureOut<'a>>,
    pub(super) incomplete: Vec<IncompleteOut<'a>>,
}

impl<'a> Verdict<'a> {
    pub(super) fn of(report: &'a Report, rules: &'a [Page]) -> Self {
        let mut verdict = Self { findings: Vec::new(), failures: Vec::new(), incomplete: Vec::new() };
        for (file, names) in report.files.iter().zip(names(report)) {
            let path = file.source.path();
            let place = |span: crate::source::Span| Place::of(&file.source, span.start);
            let named = file.findings.iter().zip(names);
            verdict.findings.extend(named.map(|(finding, names)| FindingOut::of(file, finding, names, rules)));
            verdict.failures.extend(file.failures.iter().map(|failure| FailureOut {
                path,
                kind: failure.kind.as_str(),
                message: &failure.message,
                start: failure.span.map(place),
            }));
            verdict.incomplete.extend(file.incomplete.iter().map(|incomplete| IncompleteOut {
                path,
                reason: &incomplete.reason,
                start: incomplete.span.map(place),
            }));
        }
        verdict
    }
}

/// Writes the list of rules as `originlint rules --format json` shows it.
///
/// # Errors
/// What `out` answers.
pub fn rules(pages: &[Page], out: &mut dyn Write) -> io::Result<()> {
    let rules = pages.iter().map(|page| RuleOut {
        id: page.id,
        title: &page.title,
        severity: page.severity.as_str(),
        persona: page.persona.as_str(),
        cwe: &page.cwe,
        confidence: &page.confidence,
        since: &page.since,
        references: &page.references,
        url: rule_url(page.id),
    });
    write_json(&RuleList { version: 1, tool: TOOL, rules: rules.collect() }, out)
}

const TOOL: Tool = Tool { name: "originlint", version: env!("CARGO_PKG_VERSION") };

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    tool: Tool,
    findings: Vec<FindingOut<'a>>,
    failures: Vec<FailureOut<'a>>,
    incomplete: Vec<IncompleteOut<'a>>,
    new_exemptions: Vec<ExemptionOut<'a>>,
    summary: Summary<'a>,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct RuleList<'a> {
    version: u8,
    tool: Tool,
    rules: Vec<RuleOut<'a>>,
}

#[derive(Serialize)]
struct RuleOut<'a> {
    id: &'a str,
    title: &'a str,
    severity: &'static str,
    persona: &'static str,
    cwe: &'a [u32],
    confidence: &'a str,
    since: &'a str,
    references: &'a [String],
    url: String,
}

#[derive(Serialize)]
pub(super) struct FindingOut<'a> {
    rule: &'a str,
    severity: &'static str,
    persona: &'static str,
    file_class: &'static str,
    confidence: &'static str,
    cwe: &'a [u32],
    message: &'a str,
    label: &'a str,
    help: &'a str,
    url: String,
    path: &'a str,
    start: Place,
    end: Place,
    related: Vec<Spot<'a>>,
    trace: Vec<Spot<'a>>,
    witness: Option<WitnessOut<'a>>,
    notes: &'a [String],
    fingerprint: String,
    group: String,
    leader: bool,
    fixes: Vec<FixOut<'a>>,
}

#[derive(Serialize)]
pub(super) struct Place {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
struct Spot<'a> {
    message: &'a str,
    path: &'a str,
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct WitnessOut<'a> {
    origin: &'a str,
    source: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct FixOut<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<EditOut<'a>>,
}

#[derive(Serialize)]
struct EditOut<'a> {
    start: Place,
    end: Place,
    text: &'a str,
}

#[derive(Serialize)]
pub(super) struct FailureOut<'a> {
    /// Of a record of a stream it may not be known.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) path: &'a str,
    pub(super) kind: &'static str,
    pub(super) message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) start: Option<Place>,
}

#[derive(Serialize)]
pub(super) struct IncompleteOut<'a> {
    path: &'a str,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<Place>,
}

#[derive(Serialize)]
struct ExemptionOut<'a> {
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    source: &'static str,
    message: &'a str,
}

#[derive(Serialize)]
struct Summary<'a> {
    files: usize,
    candidates: usize,
    findings: Counts,
    entries: EntriesOut,
    persona: &'static str,
    unshown: UnshownOut,
    suppressed: usize,
    known: usize,
    generated_files: usize,
    ignored_files: usize,
    ignored_folders: usize,
    excluded_files: usize,
    rules_off: &'a [&'static str],
    rules_lowered: &'a [&'static str],
    elapsed_ms: u128,
}

#[derive(Serialize)]
struct Counts {
    high: usize,
    medium: usize,
    low: usize,
}

/// The same numbers with each group of findings counted once.
#[derive(Serialize)]
struct EntriesOut {
    high: usize,
    medium: usize,
    low: usize,
    unshown: UnshownOut,
    suppressed: usize,
    known: usize,
}

impl EntriesOut {
    fn of(report: &Report) -> Self {
        let severities: Vec<Severity> = entries(report).iter().map(Entry::severity).collect();
        let count = |wanted: Severity| severities.iter().filter(|severity| **severity == wanted).count();
        let unshown = report.unshown_entries();
        let for_persona = |persona: Persona| unshown.iter().filter(|(first, _)| *first == persona).count();
        Self {
            high: count(Severity::High),
            medium: count(Severity::Medium),
            low: count(Severity::Low),
            unshown: UnshownOut { pedantic: for_persona(Persona::Pedantic), auditor: for_persona(Persona::Auditor) },
            suppressed: report.suppressed.entries,
            known: report.known.entries,
        }
    }
}

/// What is not shown, by the first persona that sees it.
#[derive(Serialize)]
pub(super) struct UnshownOut {
    pedantic: usize,
    auditor: usize,
}

impl UnshownOut {
    pub(super) fn of(report: &Report) -> Self {
        let [pedantic, auditor] = [Persona::Pedantic, Persona::Auditor].map(|persona| report.unshown_for(persona));
        Self { pedantic, auditor }
    }
}

impl Place {
    pub(super) fn of(source: &SourceFile, offset: u32) -> Self {
        let at = source.position(offset);
        Self { line: at.line, column: at.column, offset: at.offset }
    }
}

impl<'a> ExemptionOut<'a> {
    fn of(exemption: &'a Exemption) -> Self {
        let Exemption { path, line, kind, message } = exemption;
        Self { path, line: *line, source: kind.as_str(), message }
    }
}

impl<'a> FindingOut<'a> {
    fn of(file: &'a FileReport, finding: &'a Finding, names: Names, rules: &'a [Page]) -> Self {
        let source = &file.source;
        let page = rules.iter().find(|page| page.id == finding.rule);
        let spots = |labels: &'a [Label]| labels.iter().map(|label| Spot::of(source, label)).collect();
        Self {
            rule: finding.rule,
            severity: finding.severity.as_str(),
            persona: finding.persona.as_str(),
            file_class: finding.provenance.as_str(),
            confidence: finding.confidence.as_str(),
            cwe: page.map_or(&[], |page| &page.cwe),
            message: &finding.message,
            label: &finding.label,
            help: &finding.help,
            url: rule_url(finding.rule),
            path: source.path(),
            start: Place::of(source, finding.primary.start),
            end: Place::of(source, finding.primary.end),
            related: spots(&finding.related),
            trace: spots(&finding.trace),
            witness: finding.witness.as_ref().map(|witness| WitnessOut {
                origin: &witness.origin,
                source: witness.source,
                why: &witness.why,
            }),
            notes: &finding.notes,
            leader: names.leads(),
            fingerprint: names.fingerprint,
            group: names.group,
            fixes: finding.fixes.iter().map(|fix| FixOut::of(source, fix)).collect(),
        }
    }
}

impl<'a> Spot<'a> {
    fn of(own: &'a SourceFile, label: &'a Label) -> Self {
        let source = label.file.as_deref().unwrap_or(own);
        Self {
            message: &label.message,
            path: source.path(),
            start: Place::of(source, label.span.start),
            end: Place::of(source, label.span.end),
        }
    }
}

impl<'a> FixOut<'a> {
    fn of(source: &SourceFile, fix: &'a Fix) -> Self {
        Self {
            title: &fix.title,
            applicability: match fix.applicability {
                Applicability::Safe => "safe",
                Applicability::Unsafe => "unsafe",
            },
            edits: fix
                .edits
                .iter()
                .map(|edit| EditOut {
                    start: Place::of(source, edit.span.start),
                    end: Place::of(source, edit.span.end),
                    text: &edit.text,
                })
                .collect(),
        }
    }
}
