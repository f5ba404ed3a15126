//! The rules: small functions from facts to findings. The list here is the whole registration; a rule's page is `rules/<id>.md`.

mod channel_not_closed;
mod data;
mod listener_life;
mod messageerror;
mod platform;
mod port_not_started;
mod post_before_ready;
mod reach;
mod receivers;
mod senders;
mod transfers;
mod uncloneable_message;
mod unlisted_origin;
mod unthrottled;
mod unvalidated_message_data;

use std::sync::Arc;

use crate::Settings;
use crate::embedding::Embedding;
use crate::facts::{Facts, SinkKind, WindowKind};
use crate::finding::{Confidence, Edit, Finding, Label, Persona, Severity};
use crate::platform::{MaybeWorker, Platforms};
use crate::source::{SourceFile, SourceMap, Span};
use reach::Reach;

/// What a rule looks at: the facts of a file, and its text for the reader's own names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case<'a> {
    /// What the machine saw.
    pub facts: &'a Facts,
    sources: &'a SourceMap,
    /// What the project says.
    settings: &'a Settings,
    /// Who gets to what messages do.
    reach: &'a Reach<'a>,
    /// What the file is made for.
    platforms: &'a Platforms<'a>,
    /// Who may frame and open the page, as far as something says so.
    embedding: &'a Embedding,
}

/// A check: reports what it finds in a case.
type Check = fn(&Case, &mut Vec<Finding>);

/// Every check. One may serve several rules where they exclude each other.
const CHECKS: [Check; 13] = [
    receivers::check,
    senders::check,
    data::check,
    port_not_started::check,
    channel_not_closed::check,
    transfers::check,
    uncloneable_message::check,
    listener_life::check,
    post_before_ready::check,
    messageerror::check,
    unthrottled::check,
    unlisted_origin::check,
    unvalidated_message_data::check,
];

/// The findings of all rules, sorted by offset and rule, each once: those in the scanned file, if they are on, and those that it shares
/// with files that it imports and that are to be mended there, for which the settings of those files are to be asked.
pub(crate) fn check(
    sources: &SourceMap,
    facts: &Facts,
    settings: &Settings,
    platforms: &Platforms,
    embedding: &Embedding,
) -> (Vec<Finding>, Vec<(Arc<SourceFile>, Finding)>) {
    let reach = Reach::of(facts, embedding);
    let case = Case { facts, sources, settings, reach: &reach, platforms, embedding };
    let mut findings = Vec::new();
    for check in CHECKS {
        check(&case, &mut findings);
    }
    findings.iter_mut().for_each(|finding| platform::tell(platforms, finding));
    if let Some(why) = facts.maybe_worker {
        findings.iter_mut().filter(|finding| !finding.listeners.is_empty()).for_each(|finding| doubt(finding, why));
    }
    sort(&mut findings);
    // One defect is one finding, however many ways lead to it: the others are related places.
    findings.dedup_by(|later, kept| {
        let same = later.rule == kept.rule && later.primary == kept.primary;
        if same {
            if later.outweighs(kept) {
                std::mem::swap(later, kept);
            }
            later.listeners.drain(..).for_each(|listener| kept.belongs_to(listener));
            for label in later.related.drain(..) {
                if kept.related.len() < 8 && !kept.related.iter().any(|l| l.span == label.span) {
                    kept.related.push(label);
                }
            }
        }
        same
    });
    let (mut here, mut elsewhere) = (Vec::new(), Vec::new());
    for mut finding in findings {
        match settle(&mut finding, sources) {
            Some(Place::Here) => here.push(finding),
            Some(Place::There(file)) => elsewhere.push((file, finding)),
            None => {}
        }
    }
    settings.grade(&mut here);
    (here, elsewhere)
}

/// Nobody but the page that starts a worker can post to its scope. That a file is called as workers are decides nothing, but it may be
/// right.
fn doubt(finding: &mut Finding, why: MaybeWorker) {
    let shown = match why {
        MaybeWorker::ByName => "nothing in it shows that it runs in one",
        MaybeWorker::ByNameAndWords => {
            finding.persona = Persona::Auditor;
            "it asks whether it runs in one"
        }
    };
    finding.confidence = Confidence::Low;
    finding.notes.push(format!(
        "the file is called as workers are, and {shown}: in a worker, only the page that starts it could send this message"
    ));
}

/// The file that a finding is in.
enum Place {
    Here,
    There(Arc<SourceFile>),
}

/// Turns offsets of the map into those of files. `None` where no part of the finding is in the scanned file: it is the
/// verdict on another one.
fn settle(finding: &mut Finding, sources: &SourceMap) -> Option<Place> {
    let (file, primary) = sources.locate(finding.primary);
    let mut here = file.is_none();
    finding.primary = primary;
    let named = |other: Option<&Arc<SourceFile>>| match (file, other) {
        (Some(file), Some(other)) if Arc::ptr_eq(file, other) => None,
        (None, None) => None,
        (_, Some(other)) => Some(Arc::clone(other)),
        (Some(_), None) => Some(Arc::clone(sources.first())),
    };
    for label in finding.related.iter_mut().chain(&mut finding.trace) {
        let (other, span) = sources.locate(label.span);
        here |= other.is_none();
        label.span = span;
        label.file = named(other);
    }
    for listener in &mut finding.listeners {
        let (other, span) = sources.locate(listener.span);
        (listener.file, listener.span) = (named(other), span);
    }
    // An edit belongs into the file of the finding; what another one needs, a person has to see.
    let own = |edit: &Edit| match (file, sources.locate(edit.span).0) {
        (Some(file), Some(other)) => Arc::ptr_eq(file, other),
        (file, other) => file.is_none() && other.is_none(),
    };
    finding.fixes.retain(|fix| fix.edits.iter().all(own));
    for edit in finding.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
        edit.span = sources.locate(edit.span).1;
    }
    here.then(|| file.map_or(Place::Here, |file| Place::There(Arc::clone(file))))
}

/// Puts findings into the order in which they are reported: by offset, then rule.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        (a.primary.start, a.rule, a.primary.end, &a.message).cmp(&(b.primary.start, b.rule, b.primary.end, &b.message))
    });
}

impl Case<'_> {
    /// What makes a sink of that kind refuse texts, if something does.
    fn refuses_text(&self, kind: SinkKind) -> Option<&str> {
        self.embedding.trusted_types.as_deref().filter(|_| matches!(kind, SinkKind::Html | SinkKind::Code))
    }

    /// The text at a span, on one line and short enough for a message.
    fn text(&self, span: Span) -> String {
        const LONG: usize = 60;
        let text = self.sources.slice(span);
        let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() > LONG {
            line = line.chars().take(LONG - 1).collect();
            line.push('…');
        }
        line
    }

    /// The text at a span as it is written.
    fn raw(&self, span: Span) -> &str {
        self.sources.slice(span)
    }

    /// The rest of the line before a span, and of the line behind it.
    fn around(&self, span: Span) -> (&str, &str) {
        let (file, place) = self.sources.locate(span);
        let text = file.unwrap_or(self.sources.first()).text();
        let (before, after) = (text.get(..place.start as usize), text.get(place.end as usize..));
        let before = before.map_or("", |text| text.rsplit('\n').next().unwrap_or(text));
        (before, after.map_or("", |text| text.split('\n').next().unwrap_or(text)))
    }

    fn finding(&self, rule: &'static str, severity: Severity, primary: Span) -> Finding {
        Finding::new(rule, severity, primary)
    }
}

/// The places of a way, numbered by their order in `trace`.
fn trace(path: &[Span], first: &str) -> Vec<Label> {
    let label = |(i, span): (usize, &Span)| Label::new(*span, if i == 0 { first } else { "passes here" });
    path.iter().enumerate().map(label).collect()
}

/// Who may be in the window of that kind, as the subject of a sentence.
fn whoever(kind: WindowKind) -> &'static str {
    match kind {
        WindowKind::Parent | WindowKind::Top => "any site that frames this page",
        WindowKind::Opener => "any site that opened this page",
        WindowKind::Frame | WindowKind::OpaqueFrame => "whatever page the frame was navigated to",
        WindowKind::Popup => "whatever page the popup was navigated to",
        WindowKind::Sender => "whatever page the sender's window was navigated to",
        WindowKind::Own | WindowKind::Some => "whatever page is in that window",
    }
}
