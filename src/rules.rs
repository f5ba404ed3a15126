//! The rules: small functions from facts to findings. The list here is the whole registration; a rule's page is `rules/<id>.md`.

mod channel_not_closed;
mod data;
mod port_not_started;
mod receivers;
mod senders;

use crate::Settings;
use crate::facts::{Facts, WindowKind};
use crate::finding::{Finding, Label, Severity};
use crate::page;
use crate::source::{SourceFile, Span};

/// What a rule looks at: the facts of a file, and its text for the reader's own names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case<'a> {
    /// What the machine saw.
    pub facts: &'a Facts,
    source: &'a SourceFile,
}

/// A check: reports what it finds in a case.
type Check = fn(&Case, &mut Vec<Finding>);

/// Every check. One may serve several rules where they exclude each other.
const CHECKS: [Check; 5] =
    [receivers::check, senders::check, data::check, port_not_started::check, channel_not_closed::check];

/// The findings of all rules that are on, on one file, sorted by offset and rule, each once.
pub(crate) fn check(source: &SourceFile, facts: &Facts, settings: &Settings) -> Vec<Finding> {
    let case = Case { facts, source };
    let mut findings = Vec::new();
    for check in CHECKS {
        check(&case, &mut findings);
    }
    findings.retain(|f| settings.pedantic || !page::find(f.rule).is_some_and(|page| page.pedantic));
    sort(&mut findings);
    // One defect is one finding, however many ways lead to it: the others are related places.
    findings.dedup_by(|later, kept| {
        let same = later.rule == kept.rule && later.primary == kept.primary;
        if same {
            for label in later.related.drain(..) {
                if kept.related.len() < 8 && !kept.related.iter().any(|l| l.span == label.span) {
                    kept.related.push(label);
                }
            }
        }
        same
    });
    findings
}

/// Puts findings into the order in which they are reported: by offset, then rule.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        (a.primary.start, a.rule, a.primary.end, &a.message).cmp(&(b.primary.start, b.rule, b.primary.end, &b.message))
    });
}

impl Case<'_> {
    /// The text at a span, on one line and short enough for a message.
    fn text(&self, span: Span) -> String {
        const LONG: usize = 60;
        let text = self.source.slice(span);
        let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() > LONG {
            line = line.chars().take(LONG - 1).collect();
            line.push('…');
        }
        line
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
