//! An analysis as it is kept: what it asked for and was told, and its report. Another build of the program never reads it, so its form
//! may change with any type.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Digest;
use crate::finding::{Applicability, Confidence, Edit, Finding, Fix, Label, Persona, Registration, Severity, Witness};
use crate::interned::Interned;
use crate::page;
use crate::provenance::Provenance;
use crate::report::{Elsewhere, Failure, FailureKind, FileReport, Incomplete, Leads};
use crate::source::{Comment, SourceFile, Span};

/// What an analysis asks of what is around its file. The first text is the path of the file that asks.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub(crate) enum Question {
    /// Which file a specifier means.
    Resolve(String, String),
    /// Which script is started as a worker.
    Worker(String, String),
    /// Whose functions call what importers hand over.
    HandsOn(String, String),
    /// Where a script runs.
    Scope(String),
    /// What tells which platform a file is made for.
    Signs(String),
    /// What response headers say.
    Embedding(String),
}

/// What it was told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) enum Answer {
    /// The file with this path, whose text has this digest.
    File(String, Digest),
    /// Nothing that is followed.
    Outside,
    /// Why what should be there cannot be used.
    Broken(String),
    /// Something whose text has this digest.
    Said(Digest),
}

/// The analyses that are kept under one key, the last one first: what is around a file may be this in one checkout of a project and that
/// in another one, or before and behind the round of a scan.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Entry(pub(crate) Vec<Analysis>);

/// How many of them are kept.
const MOST: usize = 4;

/// An analysis.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Analysis {
    /// What it asked. Where all the answers are the same once more, so is the report.
    pub(crate) asked: Vec<(Question, Answer)>,
    /// The imported files that the report speaks of.
    pub(crate) files: Vec<(String, Digest)>,
    /// The report, if the file was one to be reported on.
    pub(crate) report: Option<Stored>,
}

impl Entry {
    pub(crate) fn bytes(&self) -> Option<Vec<u8>> {
        postcard::to_stdvec(self).ok()
    }

    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// Adds an analysis in the place of the oldest one, if there are enough.
    pub(crate) fn add(&mut self, analysis: Analysis) {
        self.0.truncate(MOST - 1);
        self.0.insert(0, analysis);
    }
}

type Place = (u32, u32);

/// A file: none for that of the finding, 0 for that of the report, or an imported one, counted from 1.
type File = Option<u32>;

/// A comment: all of it, and its text.
type Remark = (Place, Place);
/// What edits put where.
type Edits = Vec<(Place, String)>;

/// A report.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stored {
    findings: Vec<StoredFinding>,
    elsewhere: Vec<(File, Vec<Remark>, StoredFinding)>,
    comments: Vec<Remark>,
    words: Vec<(u32, u64)>,
    is_tests: bool,
    shared: bool,
    workers: Vec<String>,
    hands_on: Vec<String>,
    failures: Vec<(u8, String, Option<Place>)>,
    incomplete: Vec<(String, Option<Place>)>,
    unread: bool,
    steps: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredFinding {
    rule: String,
    severity: u8,
    persona: u8,
    confidence: u8,
    message: String,
    help: String,
    primary: Place,
    context: Option<Place>,
    label: String,
    related: Vec<(File, Place, String)>,
    trace: Vec<(File, Place, String)>,
    listeners: Vec<(File, Place)>,
    witness: Option<(String, String, String)>,
    notes: Vec<String>,
    fixes: Vec<(String, Edits, bool)>,
}

const SEVERITIES: [Severity; 3] = [Severity::Low, Severity::Medium, Severity::High];
const CONFIDENCES: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];
const KINDS: [FailureKind; 4] = [FailureKind::Read, FailureKind::Decode, FailureKind::Parse, FailureKind::Depth];

/// The number of a value among all; none of one that is not to be kept.
fn number<T: PartialEq>(all: &[T], value: &T) -> Option<u8> {
    all.iter().position(|one| one == value)?.try_into().ok()
}

fn numbered<T: Copy>(all: &[T], number: u8) -> Option<T> {
    all.get(usize::from(number)).copied()
}

const fn place(span: Span) -> Place {
    (span.start, span.end)
}

const fn span((start, end): Place) -> Span {
    Span::new(start, end)
}

fn places(comments: &[Comment]) -> Vec<Remark> {
    comments.iter().map(|comment| (place(comment.span), place(comment.text))).collect()
}

fn comments(places: Vec<Remark>) -> Vec<Comment> {
    places.into_iter().map(|(all, text)| Comment { span: span(all), text: span(text) }).collect()
}

/// The files that a report speaks of, while it is written.
pub(crate) struct Files<'a> {
    own: &'a SourceFile,
    imported: Vec<Arc<SourceFile>>,
}

impl<'a> Files<'a> {
    /// Those of a report on this file.
    pub(crate) fn of(own: &'a SourceFile) -> Self {
        Self { own, imported: Vec::new() }
    }

    fn number(&mut self, file: &Arc<SourceFile>) -> u32 {
        if file.path() == self.own.path() {
            return 0;
        }
        let known = self.imported.iter().position(|known| known.path() == file.path());
        let at = known.unwrap_or_else(|| {
            self.imported.push(Arc::clone(file));
            self.imported.len() - 1
        });
        at as u32 + 1
    }

    /// The imported ones, in the order of their numbers.
    pub(crate) fn imported(&self) -> &[Arc<SourceFile>] {
        &self.imported
    }
}

/// The files that a report speaks of, while it is read.
struct Known<'a> {
    own: &'a Arc<SourceFile>,
    imported: &'a [Arc<SourceFile>],
}

impl Known<'_> {
    /// `None` if there is no such file.
    fn file(&self, number: File) -> Option<Option<Arc<SourceFile>>> {
        match number.map(|number| number.checked_sub(1)) {
            None => Some(None),
            Some(None) => Some(Some(Arc::clone(self.own))),
            Some(Some(at)) => Some(Some(Arc::clone(self.imported.get(at as usize)?))),
        }
    }
}

impl Stored {
    /// A report as it leaves the analysis; none of one that is not to be kept.
    pub(crate) fn of(report: &FileReport, files: &mut Files<'_>) -> Option<Self> {
        // What is not named here is added to a report later.
        let FileReport {
            source: _,
            findings,
            // Only a stream asks for them, and that keeps nothing.
            handlers: _,
            unshown: _,
            elsewhere,
            comments,
            words,
            provenance: _,
            is_tests,
            shared,
            leads: Leads { workers, hands_on },
            failures,
            incomplete,
            unread,
            hidden: _,
            steps,
        } = report;
        let failure =
            |Failure { kind, message, span }: &Failure| Some((number(&KINDS, kind)?, message.clone(), span.map(place)));
        let bound = |Incomplete { reason, span }: &Incomplete| (reason.clone(), span.map(place));
        let mut there = Vec::new();
        for Elsewhere { source, comments, finding } in elsewhere {
            there.push((Some(files.number(source)), places(comments), StoredFinding::of(finding, files)?));
        }
        Some(Self {
            findings: findings.iter().map(|finding| StoredFinding::of(finding, files)).collect::<Option<_>>()?,
            elsewhere: there,
            comments: places(comments),
            words: words.clone(),
            is_tests: *is_tests,
            shared: *shared,
            workers: workers.clone(),
            hands_on: hands_on.clone(),
            failures: failures.iter().map(failure).collect::<Option<_>>()?,
            incomplete: incomplete.iter().map(bound).collect(),
            unread: *unread,
            steps: *steps,
        })
    }

    /// The report on `own` as it left the analysis, which spoke of these imported files; none if it makes no sense.
    pub(crate) fn report(self, own: &Arc<SourceFile>, imported: &[Arc<SourceFile>]) -> Option<FileReport> {
        let known = Known { own, imported };
        let finding = |finding: StoredFinding| finding.finding(&known);
        let failure = |(kind, message, at): (u8, String, Option<Place>)| {
            Some(Failure { kind: numbered(&KINDS, kind)?, message, span: at.map(span) })
        };
        let there = |(file, places, found): (File, Vec<Remark>, StoredFinding)| {
            Some(Elsewhere { source: known.file(file)??, comments: comments(places), finding: finding(found)? })
        };
        let bound = |(reason, at): (String, Option<Place>)| Incomplete { reason, span: at.map(span) };
        Some(FileReport {
            findings: self.findings.into_iter().map(finding).collect::<Option<_>>()?,
            elsewhere: self.elsewhere.into_iter().map(there).collect::<Option<_>>()?,
            comments: comments(self.comments),
            words: self.words,
            is_tests: self.is_tests,
            shared: self.shared,
            leads: Leads { workers: self.workers, hands_on: self.hands_on },
            failures: self.failures.into_iter().map(failure).collect::<Option<_>>()?,
            incomplete: self.incomplete.into_iter().map(bound).collect(),
            unread: self.unread,
            steps: self.steps,
            ..FileReport::new(Arc::clone(own))
        })
    }
}

impl StoredFinding {
    fn of(finding: &Finding, files: &mut Files<'_>) -> Option<Self> {
        // Where a file comes from and which findings belong together is told later.
        let Finding {
            rule,
            severity,
            persona,
            provenance: _,
            confidence,
            message,
            help,
            primary,
            context,
            label,
            related,
            trace,
            listeners,
            membership: _,
            witness,
            notes,
            fixes,
        } = finding;
        let mut labels = |labels: &[Label]| -> Vec<(File, Place, String)> {
            let stored = labels.iter().map(|Label { file, span, message }| {
                (file.as_ref().map(|file| files.number(file)), place(*span), message.clone())
            });
            stored.collect()
        };
        let (related, trace) = (labels(related), labels(trace));
        let listener =
            |Registration { file, span }: &Registration| (file.as_ref().map(|file| files.number(file)), place(*span));
        let listeners = listeners.iter().map(listener).collect();
        let fix = |Fix { title, edits, applicability }: &Fix| {
            let edits = edits.iter().map(|Edit { span, text }| (place(*span), text.clone())).collect();
            (title.clone(), edits, *applicability == Applicability::Safe)
        };
        Some(Self {
            rule: (*rule).to_owned(),
            severity: number(&SEVERITIES, severity)?,
            persona: number(&Persona::ALL, persona)?,
            confidence: number(&CONFIDENCES, confidence)?,
            message: message.clone(),
            help: help.clone(),
            primary: place(*primary),
            context: context.map(place),
            label: label.clone(),
            related,
            trace,
            listeners,
            witness: witness
                .as_ref()
                .map(|Witness { origin, source, why }| (origin.clone(), (*source).to_owned(), why.clone())),
            notes: notes.clone(),
            fixes: fixes.iter().map(fix).collect(),
        })
    }

    fn finding(self, known: &Known<'_>) -> Option<Finding> {
        let label = |(file, at, message): (File, Place, String)| {
            Some(Label { file: known.file(file)?, span: span(at), message })
        };
        let labels = |labels: Vec<(File, Place, String)>| labels.into_iter().map(label).collect::<Option<Vec<_>>>();
        let listener = |(file, at): (File, Place)| Some(Registration { file: known.file(file)?, span: span(at) });
        let fix = |(title, edits, is_safe): (String, Edits, bool)| Fix {
            title,
            edits: edits.into_iter().map(|(at, text)| Edit { span: span(at), text }).collect(),
            applicability: if is_safe { Applicability::Safe } else { Applicability::Unsafe },
        };
        Some(Finding {
            rule: page::find(&self.rule)?.id,
            severity: numbered(&SEVERITIES, self.severity)?,
            persona: numbered(&Persona::ALL, self.persona)?,
            provenance: Provenance::default(),
            confidence: numbered(&CONFIDENCES, self.confidence)?,
            message: self.message,
            help: self.help,
            primary: span(self.primary),
            context: self.context.map(span),
            label: self.label,
            related: labels(self.related)?,
            trace: labels(self.trace)?,
            listeners: self.listeners.into_iter().map(listener).collect::<Option<_>>()?,
            membership: None,
            witness: self.witness.map(|(origin, source, why)| Witness {
                origin,
                source: Interned::from(&*source).text(),
                why,
            }),
            notes: self.notes,
            fixes: self.fixes.into_iter().map(fix).collect(),
        })
    }
}
