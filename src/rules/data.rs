//! `message-to-…`: message data that reaches a place where it does harm.

use super::{Case, trace};
use crate::facts::Flow;
use crate::finding::{Finding, Label, Severity};

/// The rules that speak, what the sink does with the data, and what to write instead.
const SINKS: [(&str, &str, &str); 3] = [
    (
        "message-to-html",
        "run script in this page: message data is parsed as HTML",
        "write it as text (`textContent`), or sanitize it first: `DOMPurify.sanitize(…)`",
    ),
    (
        "message-to-code",
        "run script in this page: message data is run as code",
        "let the message name one of a fixed set of actions, and look that up in a `Map` or `switch`",
    ),
    (
        "message-to-navigation",
        "send this page to `javascript:` or to a site of their own: message data is used as a URL",
        "parse it first, and go there only if `new URL(…).protocol` is `https:` and its origin is one that you expect",
    ),
];

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    // Whoever sends as the page's own origin runs script there already.
    for flow in case.facts.flows.iter().filter(|flow| !flow.own_page) {
        let Some((rule, harm, help)) = SINKS.iter().find(|(rule, _, _)| *rule == flow.rule) else { continue };
        findings.push(report(case, flow, rule, harm, help));
    }
}

fn report(case: &Case, flow: &Flow, rule: &'static str, harm: &str, help: &str) -> Finding {
    let severity = if flow.authenticated { Severity::Medium } else { Severity::High };
    let mut finding = case.finding(rule, severity, flow.sink);
    finding.message = match flow.authenticated {
        true => format!("a trusted sender that is itself attacked can {harm}"),
        false => format!("any page that can reach this window can {harm}"),
    };
    finding.label = format!("message data reaches {}", flow.what);
    finding.help = help.to_owned();
    finding.trace = trace(&flow.path, "message data is read here");
    if flow.authenticated {
        finding.notes.push("the sender is checked before the sink, so the severity is one step lower".to_owned());
    }
    if let Some(listener) = case.facts.listeners.get(flow.listener) {
        finding.related.push(Label::new(listener.registration, "the listener is registered here"));
    }
    finding
}
