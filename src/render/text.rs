//! What people read: each finding with its excerpt, labels, help, witness and confidence, then a closing line of counts.
//! Draws with miette, through its handler and never its global hook.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, SourceSpan};

use super::companions::{copies, members};
use super::excerpt::Excerpt;
use super::{Format, Look, counted, rule_url, visible};
use crate::entry::{Entry, Place, entries};
use crate::finding::{Applicability, Confidence, Finding, Fix, Label, Persona, Severity};
use crate::provenance::Provenance;
use crate::report::{LeftOut, Report};
use crate::source::{SourceFile, Span};

pub(super) const FORMAT: Format = Format {
    name: "text",
    help: "excerpts with labels, for people",
    write: |report, _, look, out| write(report, look, out),
};

fn write(report: &Report, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let handler = handler(look);
    let mut excerpts = Excerpts::default();
    for entry in &entries(report) {
        let mut text = String::new();
        let drawn = draw(&handler, &mut excerpts, entry, &mut text);
        drawn.map_err(|_| io::Error::other("a finding could not be drawn"))?;
        footers(entry, look, &mut text);
        writeln!(out, "{text}")?;
    }
    if look.summary { closing(report, out) } else { Ok(()) }
}

/// What draws excerpts as `look` wants them.
pub(super) fn handler(look: Look) -> GraphicalReportHandler {
    let theme = if look.color { GraphicalTheme::unicode() } else { GraphicalTheme::none() };
    GraphicalReportHandler::new_themed(theme)
        .with_links(look.links)
        .with_width(look.width)
        .without_syntax_highlighting()
}

/// The closing lines: what was found, what only another persona is shown, and what the repository keeps out of both.
///
/// # Errors
/// What `out` answers.
pub(super) fn closing(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let beyond = [unshown(report), spared(report)];
    let beyond: Vec<&str> = beyond.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    let lines = [closing_line(report), fixable(report), beyond.join("; "), left_out(report)];
    lines.iter().filter(|line| !line.is_empty()).try_for_each(|line| writeln!(out, "{line}"))
}

/// How many findings can be fixed, and with which option; empty if none.
fn fixable(report: &Report) -> String {
    let with = |wanted: Applicability| {
        let fixes = report.findings().filter_map(|(_, finding)| best(finding));
        fixes.filter(|fix| fix.applicability == wanted).count()
    };
    match (with(Applicability::Safe), with(Applicability::Unsafe)) {
        (0, 0) => String::new(),
        (safe, 0) => format!("{safe} fixable with --fix"),
        (0, more) => format!("{more} fixable with --unsafe-fixes"),
        (safe, more) => format!("{safe} fixable with --fix, {more} more with --unsafe-fixes"),
    }
}

/// The fix of a finding that asks for the least: one that may be applied unseen before any other.
fn best(finding: &Finding) -> Option<&Fix> {
    let safe = finding.fixes.iter().find(|fix| fix.applicability == Applicability::Safe);
    safe.or(finding.fixes.first())
}

/// How many findings are not shown, those of a group counted once, and how to see them; empty if none.
fn unshown(report: &Report) -> String {
    let entries = report.unshown_entries();
    let count = |persona: Persona| entries.iter().filter(|(first, _)| *first == persona).count();
    let (pedantic, auditor) = (count(Persona::Pedantic), count(Persona::Auditor));
    let apart = entries.iter().filter(|(_, is_apart)| *is_apart).count();
    let apart = match apart {
        0 => String::new(),
        _ if apart == auditor => " (in tests, examples or generated files)".to_owned(),
        _ => format!(" ({apart} of them in tests, examples or generated files)"),
    };
    match (pedantic, auditor) {
        (0, 0) if report.is_set_apart => {
            "tests, examples and generated files count, because there is nothing else here".to_owned()
        }
        (0, 0) => String::new(),
        (pedantic, 0) => format!("{pedantic} more with --persona pedantic"),
        (0, auditor) => format!("{auditor} more with --persona auditor{apart}"),
        _ => {
            format!("{pedantic} more with --persona pedantic, {auditor} more beyond that with --persona auditor{apart}")
        }
    }
}

/// How many files were not analysed because nobody would be shown what is found in them, and how to see it; empty if none.
fn spared(report: &Report) -> String {
    match report.spared.len() {
        0 => String::new(),
        count => format!("{} not analysed (--generated)", counted(count, "generated file")),
    }
}

/// How many files the repository has passed over, which rules it silences and what a change would add to that; empty if nothing.
fn left_out(report: &Report) -> String {
    let LeftOut { ignored_files, ignored_folders, excluded_files, off, lowered } = &report.left_out;
    let counts =
        [(*ignored_folders, "ignored folder"), (*ignored_files, "ignored file"), (*excluded_files, "excluded file")];
    let counts: Vec<_> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| counted(*n, what)).collect();
    let mut parts = Vec::new();
    if !counts.is_empty() {
        parts.push(format!("left out: {}", counts.join(", ")));
    }
    for (rules, what) in [(off, "rules off"), (lowered, "rules lowered")] {
        let more = rules.len().saturating_sub(NAMED);
        let named = rules[..rules.len() - more].join(", ");
        match (rules.len(), more) {
            (0, _) => {}
            (_, 0) => parts.push(format!("{what}: {named}")),
            _ => parts.push(format!("{what}: {named} and {more} more")),
        }
    }
    if !report.new_exemptions.is_empty() {
        parts.push(format!("{} not in effect", counted(report.new_exemptions.len(), "new exemption")));
    }
    parts.join("; ")
}

/// So many rules are named, so that a closing line stays one.
const NAMED: usize = 3;

/// How many findings of which kind there are, those of a group counted once, and what was looked at.
fn closing_line(report: &Report) -> String {
    let severities: Vec<Severity> = entries(report).iter().map(Entry::severity).collect();
    let count = |wanted: Severity| severities.iter().filter(|severity| **severity == wanted).count();
    let total = severities.len();
    let mut line = match total {
        0 => "no findings".to_owned(),
        _ => {
            let [high, medium, low] = [Severity::High, Severity::Medium, Severity::Low].map(count);
            format!("{}: {high} high, {medium} medium, {low} low", counted(total, "finding"))
        }
    };
    let hidden = [(report.known.entries, "known"), (report.suppressed.entries, "suppressed")];
    let hidden: Vec<_> = hidden.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if !hidden.is_empty() {
        line.push_str(&format!(" ({})", hidden.join(", ")));
    }
    line.push_str(&format!("; {} scanned, {} with messaging", counted(report.scanned, "file"), report.candidates));
    let failed = report.files.iter().filter(|file| !file.failures.is_empty()).count();
    if failed > 0 {
        line.push_str(&format!(", {failed} could not be analysed"));
    }
    line.push_str(&format!("; {:.2} s", report.elapsed.as_secs_f64()));
    line
}

/// One excerpt with its heading, as miette wants it.
#[derive(Debug)]
pub(super) struct Drawing<'a> {
    pub(super) heading: Option<(String, String)>,
    pub(super) message: String,
    pub(super) severity: miette::Severity,
    pub(super) excerpt: &'a Excerpt<'a>,
    pub(super) labels: Vec<LabeledSpan>,
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawing<'_> {}

impl Diagnostic for Drawing<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.heading.as_ref().map(|(code, _)| Box::new(code) as _)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.heading.as_ref().map(|(_, url)| Box::new(url) as _)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

/// The files of a report as excerpts, each prepared once.
type Excerpts<'a> = BTreeMap<&'a str, Excerpt<'a>>;

fn excerpt_of<'a, 'b>(excerpts: &'b mut Excerpts<'a>, source: &'a SourceFile) -> &'b Excerpt<'a> {
    excerpts.entry(source.path()).or_insert_with(|| Excerpt::new(source))
}

/// Draws the leader's file with the heading, then each other file that a label is in.
fn draw<'a>(
    handler: &GraphicalReportHandler,
    excerpts: &mut Excerpts<'a>,
    entry: &Entry<'a>,
    text: &mut String,
) -> fmt::Result {
    let Place { file, finding, .. } = entry.leader;
    let path = file.source.path();
    let excerpt = excerpt_of(excerpts, &file.source);
    let labels: Vec<Placed<'_>> = placed(entry);
    let severity = entry.severity();
    let own = Drawing {
        heading: Some((format!("{}[{}]", severity.as_str(), finding.rule), rule_url(finding.rule))),
        message: visible(&finding.message).into_owned(),
        severity: match severity {
            Severity::High => miette::Severity::Error,
            Severity::Medium => miette::Severity::Warning,
            Severity::Low => miette::Severity::Advice,
        },
        excerpt,
        labels: merged(excerpt, labels.iter().filter(|label| label.file.path() == path)),
    };
    handler.render_report(text, &own)?;
    let mut drawn = vec![path];
    for other in &labels {
        if drawn.contains(&other.file.path()) {
            continue;
        }
        drawn.push(other.file.path());
        let elsewhere = excerpt_of(excerpts, other.file);
        let labels = merged(elsewhere, labels.iter().filter(|label| label.file.path() == other.file.path()));
        let message = format!("and in {}", visible(other.file.path()));
        let drawing =
            Drawing { heading: None, message, severity: miette::Severity::Advice, excerpt: elsewhere, labels };
        handler.render_report(text, &drawing)?;
    }
    Ok(())
}

/// A label with the file that it is in.
struct Placed<'a> {
    file: &'a Arc<SourceFile>,
    span: Span,
    text: String,
    primary: bool,
}

/// So many members of a group are drawn, the worst first; their rules are named in any case.
const DRAWN: usize = 6;

/// Every label of an entry: that of the leader, those that are related to it, those of the members, and the steps of one trace with their
/// numbers. Of several traces that of the leader is shown, or else that of the worst member: two of them would be two stories.
fn placed<'a>(entry: &Entry<'a>) -> Vec<Placed<'a>> {
    let mut members = entry.members.clone();
    members.sort_by_key(|place| Reverse(place.finding.severity));
    members.truncate(DRAWN);
    let own = |place: Place<'a>, primary: bool| Placed {
        file: &place.file.source,
        span: place.finding.primary,
        text: place.finding.label.clone(),
        primary,
    };
    let label = |place: Place<'a>, label: &'a Label, text: String| Placed {
        file: label.file.as_ref().unwrap_or(&place.file.source),
        span: label.span,
        text,
        primary: false,
    };
    let leader = entry.leader;
    let mut placed = vec![own(leader, true)];
    placed.extend(leader.finding.related.iter().map(|related| label(leader, related, related.message.clone())));
    placed.extend(members.iter().map(|member| own(*member, false)));
    let traced = std::iter::once(leader).chain(members).find(|place| !place.finding.trace.is_empty());
    let steps = traced.into_iter().flat_map(|place| place.finding.trace.iter().zip(1..).map(move |step| (place, step)));
    placed.extend(steps.map(|(place, (step, number))| label(place, step, format!("{number}. {}", step.message))));
    placed
}

/// The labels as miette wants them; those at one place are one label, because it would draw the second beside the place.
fn merged<'a>(excerpt: &Excerpt<'_>, labels: impl Iterator<Item = &'a Placed<'a>>) -> Vec<LabeledSpan> {
    let mut merged: Vec<(SourceSpan, bool, String)> = Vec::new();
    for label in labels {
        let span = excerpt.clip(label.span);
        let text = visible(&label.text);
        match merged.iter_mut().find(|(at, ..)| *at == span) {
            Some((_, _, earlier)) if earlier.is_empty() => earlier.push_str(&text),
            Some((_, _, earlier)) => earlier.push_str(&format!("; {text}")),
            None => merged.push((span, label.primary, text.into_owned())),
        }
    }
    let label = |(span, primary, text): (SourceSpan, bool, String)| {
        let text = (!text.is_empty()).then_some(text);
        if primary { LabeledSpan::new_primary_with_span(text, span) } else { LabeledSpan::new_with_span(text, span) }
    };
    merged.into_iter().map(label).collect()
}

/// What stands below the excerpt: help, a fix, witness, the rules of a group, where the same is found once more, the persona where it is not the regular one, and the confidence with its reasons where
/// it is not high.
fn footers(entry: &Entry<'_>, look: Look, text: &mut String) {
    let finding = entry.leader.finding;
    if !finding.help.is_empty() {
        footer("help", &finding.help, look, text);
    }
    if let Some(fix) = best(finding) {
        let option = match fix.applicability {
            Applicability::Safe => "--fix",
            Applicability::Unsafe => "--unsafe-fixes",
        };
        footer("fix", &format!("{} ({option})", fix.title), look, text);
    }
    if let Some(witness) = &finding.witness {
        let sender = match witness.source {
            "null" => " with a null source",
            _ => "",
        };
        footer("witness", &format!("{}{sender} passes: {}", witness.origin, witness.why), look, text);
    }
    if !entry.members.is_empty() {
        footer("rules", &[&[finding.rule], &members(entry)[..]].concat().join(", "), look, text);
    }
    if let Some(copies) = copies(entry) {
        footer("also in", &copies, look, text);
    }
    if finding.persona != Persona::Regular {
        let persona = finding.persona.as_str();
        let why = match finding.provenance {
            Provenance::Source => persona.to_owned(),
            other => format!("{persona}: the file is {}", other.what()),
        };
        footer("persona", &why, look, text);
    }
    if finding.confidence != Confidence::High {
        let mut why = finding.confidence.as_str().to_owned();
        for (i, note) in finding.notes.iter().enumerate() {
            why.push_str(if i == 0 { ": " } else { "; " });
            why.push_str(note);
        }
        footer("confidence", &why, look, text);
    }
}

/// `  name: prose`, wrapped between words, with the lines below the first standing under the prose.
pub(super) fn footer(name: &str, prose: &str, look: Look, text: &mut String) {
    let (on, off) = if look.color { ("\x1b[36m", "\x1b[0m") } else { ("", "") };
    text.push_str(&format!("  {on}{name}:{off}"));
    let indent = name.len() + 4;
    let mut column = indent - 1;
    for word in visible(prose).split_whitespace() {
        let length = word.chars().count();
        if column > indent && column + 1 + length > look.width {
            text.push_str(&format!("\n{:width$}", "", width = indent - 1));
            column = indent - 1;
        }
        text.push(' ');
        text.push_str(word);
        column += 1 + length;
    }
    text.push('\n');
}
