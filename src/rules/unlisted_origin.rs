//! `unlisted-origin`: an origin that the code trusts and the project's `trusted-origins` do not name. Silent without that list.

use url::Url;

use super::Case;
use crate::facts::{Listener, Literal, Receiver, TargetKind, WindowKind};
use crate::finding::{Finding, Label, Severity};
use crate::source::Span;

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    if case.settings.trusted_origins.is_none() {
        return;
    }
    for listener in case.facts.listeners.iter().filter(|l| matches!(l.receiver, Receiver::Window(_))) {
        let literals = listener.checks.iter().filter(|check| check.of_origin).flat_map(|check| &check.literals);
        for literal in literals {
            if let Some(origin) = accepted(listener, literal).filter(|origin| !case.settings.trusts(origin)) {
                let mut finding = unlisted(case, literal.span, origin);
                finding.message = format!("messages of {origin} are accepted, which trusted-origins does not name");
                finding.related.push(Label::new(listener.registration, "the listener is registered here"));
                findings.push(finding);
            }
        }
    }
    for send in &case.facts.sends {
        if !matches!(send.receiver, Receiver::Window(kind) if kind != WindowKind::Own) {
            continue;
        }
        for target in &send.targets {
            let (TargetKind::Constant(text) | TargetKind::Insecure(text)) = &target.kind else { continue };
            let Some(origin) = Url::parse(text).ok().map(|url| url.origin().ascii_serialization()) else { continue };
            if origin != "null" && !case.settings.trusts(&origin) {
                let mut finding = unlisted(case, target.span, &origin);
                finding.message = format!("a message is sent to {origin}, which trusted-origins does not name");
                if !send.call.contains(target.span) {
                    finding.related.push(Label::new(send.call, "posted here"));
                }
                findings.push(finding);
            }
        }
    }
}

/// The origin that a literal means, if a sender of that origin gets something done.
fn accepted<'a>(listener: &Listener, literal: &'a Literal) -> Option<&'a str> {
    let origin = literal.origin.as_deref()?;
    let through = |t: &&crate::facts::SenderRun| t.origin == origin && !(t.reached.is_empty() && t.opaque.is_empty());
    listener.sender_runs.iter().find(through).map(|_| origin)
}

fn unlisted(case: &Case, span: Span, origin: &str) -> Finding {
    let mut finding = case.finding("unlisted-origin", Severity::Medium, span);
    finding.label = "not a trusted origin".to_owned();
    finding.help =
        format!("add `{origin}` to trusted-origins in originlint.toml if it belongs there, or name one that does");
    finding
}
