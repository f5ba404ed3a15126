//! `unthrottled-message-work`: any page decides how often a request is sent or a loop turns.

use super::Case;
use crate::facts::{Cost, CostKind, Listener, Receiver};
use crate::finding::{Confidence, Finding, Label, Severity};

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    for listener in case.facts.listeners.iter().filter(|l| matches!(l.receiver, Receiver::Window(_))) {
        findings.extend(listener.costs.iter().map(|cost| report(case, listener, *cost)));
    }
}

fn report(case: &Case, listener: &Listener, cost: Cost) -> Finding {
    let mut finding = case.finding("unthrottled-message-work", Severity::Low, cost.span);
    let (message, label, help) = match cost.kind {
        CostKind::Request => (
            "any page can have this request sent as often as it posts a message",
            "once for each message",
            "compare `event.origin` first; let one request stand for all messages that come while it is under way",
        ),
        CostKind::Loop => (
            "any page decides how often this loop turns: the bound is a number in its message",
            "the message says how often",
            "compare `event.origin` first, and refuse a number that is larger than any that is meant",
        ),
    };
    finding.message = message.to_owned();
    finding.label = label.to_owned();
    finding.help = help.to_owned();
    finding.related.push(Label::new(listener.registration, "the listener is registered here"));
    finding.belongs_to(listener.registration);
    if !listener.doubts.is_empty() {
        finding.confidence = Confidence::Medium;
        finding.notes.extend(listener.doubts.iter().cloned());
    }
    finding
}
