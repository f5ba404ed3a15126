//! What must hold of every report: places that exist, two runs that agree, formats that are whole.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use originlint::finding::{Finding, Label, Persona};
use originlint::language::Language;
use originlint::modules::{Module, Modules, Resolved};
use originlint::report::{FailureKind, FileReport, Report};
use originlint::source::{SourceFile, Span};
use originlint::testing::prefilter;
use originlint::testing::render::{Format, Look, render};
use originlint::testing::syntax::decode::decode;
use originlint::{Settings, analyze, page};
use serde_json::Value;

use crate::Complaint;
use crate::input::Input;

/// The files of an input, found by relative specifiers; each is read when it is first asked for.
struct Folder {
    files: BTreeMap<String, (String, Slot)>,
}

/// A file once it was asked for; none if it cannot be read.
type Slot = OnceLock<Option<Arc<Module>>>;

impl Folder {
    fn of(input: &Input) -> Self {
        let texts =
            input.files.iter().skip(1).filter_map(|file| Some((file.path.clone(), decode(file.bytes.clone()).ok()?)));
        Self { files: texts.map(|(path, text)| (path, (text, OnceLock::new()))).collect() }
    }
}

impl Modules for Folder {
    fn resolve(&self, _from: &str, specifier: &str) -> Resolved {
        let Some(path) = specifier.strip_prefix("./") else { return Resolved::Outside };
        let Some((text, slot)) = self.files.get(path) else { return Resolved::Broken("no such file".to_owned()) };
        let read = || Module::read(Arc::new(SourceFile::new(path, text.as_str()))).ok().map(Arc::new);
        match slot.get_or_init(read) {
            Some(module) => Resolved::File(Arc::clone(module)),
            None => Resolved::Broken("not readable".to_owned()),
        }
    }
}

/// Everything is asked.
fn settings() -> Settings {
    Settings { persona: Persona::Auditor, ..Settings::default() }
}

/// Runs beyond this are not run a second time: the slow ones would take all the time there is.
const REPEATED: Duration = Duration::from_millis(300);

/// Analyses the first file of an input and judges the report.
pub(crate) fn check(input: &Input) -> Result<(), Complaint> {
    let Ok(text) = decode(input.files[0].bytes.clone()) else { return Ok(()) };
    let source = Arc::new(SourceFile::new(input.files[0].path.as_str(), text));
    let start = Instant::now();
    let report = analyze(&source, &settings(), &Folder::of(input));
    let took = start.elapsed();
    sound(&report)?;
    if report
        .findings
        .iter()
        .any(|finding| finding.rule != "invalid-suppression" && finding.rule != "unused-suppression")
        && !prefilter::is_candidate(source.text().as_bytes(), Language::of(source.path()))
    {
        return Err(Complaint::new("prefilter: a file with findings is left out", report.findings[0].rule));
    }
    fixes(&report)?;
    let json = written(report, took < REPEATED)?;
    if took < REPEATED {
        let again = written(analyze(&source, &settings(), &Folder::of(input)), false)?;
        if json != again {
            return Err(Complaint::new("two analyses differ", format!("{json}\n{again}")));
        }
        suppressions(&source, input, &json)?;
    }
    Ok(())
}

/// Every place of a report is one of its text, and nothing went wrong inside.
pub(crate) fn sound(report: &FileReport) -> Result<(), Complaint> {
    let file = &report.source;
    for failure in &report.failures {
        if failure.kind == FailureKind::Internal {
            return Err(Complaint::new("internal failure", failure.message.clone()));
        }
        failure.span.map_or(Ok(()), |span| inside(file, span, "failure"))?;
    }
    for incomplete in &report.incomplete {
        incomplete.span.map_or(Ok(()), |span| inside(file, span, "incomplete"))?;
        prose(&incomplete.reason, "incomplete")?;
    }
    for comment in &report.comments {
        inside(file, comment.span, "comment")?;
        inside(file, comment.text, "comment")?;
    }
    report.findings.iter().try_for_each(|finding| places(file, finding))?;
    report.elsewhere.iter().try_for_each(|other| places(&other.source, &other.finding))
}

fn inside(file: &SourceFile, span: Span, what: &str) -> Result<(), Complaint> {
    let whole = span.start <= span.end && file.text().get(span.start as usize..span.end as usize).is_some();
    if whole {
        return Ok(());
    }
    Err(Complaint::new(format!("span: {what}"), format!("{span:?} of {} bytes in {}", file.text().len(), file.path())))
}

fn prose(text: &str, what: &str) -> Result<(), Complaint> {
    if text.trim().is_empty() {
        return Err(Complaint::new(format!("nothing is said: {what}"), ""));
    }
    Ok(())
}

fn places(file: &SourceFile, finding: &Finding) -> Result<(), Complaint> {
    inside(file, finding.primary, "finding")?;
    finding.context.map_or(Ok(()), |span| inside(file, span, "context"))?;
    prose(&finding.message, finding.rule)?;
    prose(&finding.label, finding.rule)?;
    let label = |label: &Label, what| match &label.file {
        Some(other) => inside(other, label.span, what),
        None => inside(file, label.span, what),
    };
    finding.related.iter().try_for_each(|related| label(related, "related"))?;
    finding.trace.iter().try_for_each(|step| label(step, "trace"))?;
    for fix in &finding.fixes {
        let mut end = 0;
        for edit in &fix.edits {
            inside(file, edit.span, "edit")?;
            if edit.span.start < end {
                return Err(Complaint::new("fix: edits overlap", format!("{fix:?}")));
            }
            end = edit.span.end;
        }
    }
    Ok(())
}

/// A fix of a script without syntax errors leaves one without.
fn fixes(report: &FileReport) -> Result<(), Complaint> {
    if !report.failures.is_empty() || !report.incomplete.is_empty() {
        return Ok(());
    }
    for fix in report.findings.iter().flat_map(|finding| &finding.fixes).take(20) {
        let mut text = report.source.text().to_owned();
        for edit in fix.edits.iter().rev() {
            text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        let loaded = originlint::testing::syntax::load(&SourceFile::new(report.source.path(), text.as_str()));
        if loaded.is_err() || loaded.is_ok_and(|loaded| !loaded.recovered.is_empty()) {
            return Err(Complaint::new(format!("fix: leaves a syntax error: {}", title(&fix.title)), text));
        }
    }
    Ok(())
}

/// A title without what it quotes.
fn title(title: &str) -> &str {
    title.split(['`', '"']).next().unwrap_or_default().trim()
}

/// The report as JSON; with `all`, every other format is written too, and held against its grammar.
fn written(file: FileReport, all: bool) -> Result<String, Complaint> {
    let report = Report { files: vec![file], scanned: 1, candidates: 1, ..Report::default() };
    let write = |format: Format| {
        let mut out = Vec::new();
        render(format, &report, page::all(), Look::PLAIN, &mut out)
            .map_err(|error| Complaint::new(format!("format {}: not written", format.as_str()), error.to_string()))?;
        String::from_utf8(out)
            .map_err(|error| Complaint::new(format!("format {}: not text", format.as_str()), error.to_string()))
    };
    let json = write(Format::JSON)?;
    if all && report.files[0].says_something() {
        for format in Format::ALL {
            let text = write(format)?;
            let whole = match format.as_str() {
                "json" | "sarif" | "gitlab" => {
                    serde_json::from_str::<Value>(&text).map(drop).map_err(|e| e.to_string())
                }
                "rdjson" => text
                    .lines()
                    .try_for_each(|line| serde_json::from_str::<Value>(line).map(drop))
                    .or_else(|_| serde_json::from_str::<Value>(&text).map(drop))
                    .map_err(|e| e.to_string()),
                "junit" | "checkstyle" => xml(&text),
                _ => Ok(()),
            };
            whole.map_err(|error| {
                Complaint::new(format!("format {}: not whole", format.as_str()), format!("{error}\n{text}"))
            })?;
        }
    } else {
        serde_json::from_str::<Value>(&json)
            .map_err(|error| Complaint::new("format json: not whole", error.to_string()))?;
    }
    Ok(json)
}

fn xml(text: &str) -> Result<(), String> {
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// Without suppressions there is everything that is there with them, and what they hid.
fn suppressions(source: &Arc<SourceFile>, input: &Input, json: &str) -> Result<(), Complaint> {
    if !source.text().contains("originlint-ignore") {
        return Ok(());
    }
    let own = |finding: &&Finding| !matches!(finding.rule, "invalid-suppression" | "unused-suppression");
    let with = analyze(source, &settings(), &Folder::of(input));
    let without = analyze(source, &Settings { no_suppressions: true, ..settings() }, &Folder::of(input));
    let (shown, all) = (with.findings.iter().filter(own).count(), without.findings.iter().filter(own).count());
    if shown + with.hidden.len() != all {
        return Err(Complaint::new(
            "suppression: findings are lost",
            format!("{shown} shown, {} suppressed, {all} without suppressions\n{json}", with.hidden.len()),
        ));
    }
    Ok(())
}
