//! `wildcard-target-origin` and `wildcard-sensitive-data`: data that anybody may receive.

use super::{Case, trace, whoever};
use crate::facts::{Content, Receiver, Send, SenderClass, TargetKind, WindowKind};
use crate::finding::{Applicability, Confidence, Edit, Finding, Fix, Label, Severity};
use crate::source::Span;

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    let mut reported: Vec<(Span, usize)> = Vec::new();
    for send in &case.facts.sends {
        let Receiver::Window(kind) = send.receiver else { continue };
        if matches!(kind, WindowKind::Own | WindowKind::OpaqueFrame) || send.payload.content != Content::Varying {
            continue;
        }
        for target in send.targets.iter().filter(|t| t.kind == TargetKind::Wildcard) {
            let finding = wildcard(case, send, kind, target.span);
            // One finding for each wildcard; the most severe way of reaching it speaks.
            match reported.iter().find(|(span, _)| *span == target.span) {
                Some(&(_, i)) => {
                    if rank(&finding) > rank(&findings[i]) {
                        findings[i] = finding;
                    }
                }
                None => {
                    reported.push((target.span, findings.len()));
                    findings.push(finding);
                }
            }
        }
    }
}

fn rank(finding: &Finding) -> (Severity, Confidence) {
    (finding.severity, finding.confidence)
}

fn wildcard(case: &Case, send: &Send, kind: WindowKind, star: Span) -> Finding {
    let receiver = case.text(send.receiver_span);
    let payload = case.text(send.payload.span);
    let secret = send.payload.secrets.first();
    let who = whoever(kind);
    let mut finding = match secret {
        Some(evidence) => {
            let mut f = case.finding("wildcard-sensitive-data", Severity::High, star);
            f.message = format!("{who} receives {}", evidence.what);
            f.trace = trace(&evidence.path, "passes here");
            let named = if evidence.by_name { "the name says that it is secret" } else { "the secret is read here" };
            f.trace.insert(0, Label::new(evidence.span, named));
            if evidence.by_name {
                f.confidence = Confidence::Medium;
                f.notes.push("that the data is secret is judged by its name".to_owned());
            }
            f
        }
        None => {
            let mut f = case.finding("wildcard-target-origin", Severity::Medium, star);
            f.message = format!("{who} receives `{payload}`");
            f
        }
    };
    if send.receiver == Receiver::Window(WindowKind::Some) {
        finding.confidence = finding.confidence.min(Confidence::Medium);
        finding.notes.push("the receiver is taken for a window because only a window takes a target origin".to_owned());
    }
    finding.label = "delivers to any origin".to_owned();
    finding.help = help(kind, &receiver);
    finding.fixes.extend(answer(case, send, star));
    if !send.call.contains(star) || star == send.call {
        finding.related.push(Label::new(send.call, "posted here"));
    }
    finding
}

/// In a reply to a sender that was checked, its origin is what belongs in the place of `*`.
fn answer(case: &Case, send: &Send, star: Span) -> Option<Fix> {
    let listener = case.facts.listeners.get(send.listener?)?;
    let event = listener.event_name.as_ref()?;
    let checked = listener.checks.iter().any(|check| check.of_origin && check.decides)
        && listener
            .trials
            .iter()
            .all(|t| t.sender == SenderClass::Expected || (t.reached.is_empty() && t.opaque.is_empty()));
    // The receiver is `event.source` by its name, so that the name means the event where the edit is made, too.
    let named = send.receiver == Receiver::Window(WindowKind::Sender)
        && case.raw(send.receiver_span).contains(&format!("{event}.source"))
        && send.call.contains(star)
        && matches!(case.raw(star), "'*'" | "\"*\"" | "`*`");
    (checked && named).then(|| Fix {
        title: format!("answer with `{event}.origin`"),
        edits: vec![Edit { span: star, text: format!("{event}.origin") }],
        applicability: Applicability::Safe,
    })
}

fn help(kind: WindowKind, receiver: &str) -> String {
    match kind {
        WindowKind::Frame => format!(
            "name the origin of the page in the frame instead of `*`, for example `new URL(iframe.src).origin`, so that \
             `{receiver}` gets the message only while that page is there"
        ),
        WindowKind::Sender => "answer with `event.origin` as target origin, once that origin is checked".to_owned(),
        WindowKind::Parent | WindowKind::Top | WindowKind::Opener => format!(
            "name the one origin that is meant to receive it instead of `*`: \
             `{receiver}.postMessage(…, \"https://app.example.com\")` with your own origin"
        ),
        _ => format!("name the origin that `{receiver}` is meant to have instead of `*`"),
    }
}
