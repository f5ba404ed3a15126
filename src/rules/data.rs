//! `message-to-…`: message data that reaches a place where it does harm.

use super::Case;
use crate::facts::{Flow, SinkKind};
use crate::finding::{Confidence, Finding, Label, Persona, Severity};
use crate::source::Span;

/// What a rule says about a sink of its own.
struct Sink {
    kind: SinkKind,
    rule: &'static str,
    severity: Severity,
    /// What the attacker can do.
    harm: &'static str,
    /// What to write instead.
    help: &'static str,
}

const SINKS: [Sink; 8] = [
    Sink {
        kind: SinkKind::Html,
        rule: "message-to-html",
        severity: Severity::High,
        harm: "run script in this page: message data is parsed as HTML",
        help: "write it as text (`textContent`), or sanitize it first: `DOMPurify.sanitize(…)`",
    },
    Sink {
        kind: SinkKind::Code,
        rule: "message-to-code",
        severity: Severity::High,
        harm: "run script in this page: message data is run as code",
        help: "let the message name one of a fixed set of actions, and look that up in a `Map` or `switch`",
    },
    Sink {
        kind: SinkKind::Navigation,
        rule: "message-to-navigation",
        severity: Severity::High,
        harm: "send this page to `javascript:` or to a site of their own: message data is used as a URL",
        help: "parse it first, and go there only if `new URL(…).protocol` is `https:` and its origin is one that you expect",
    },
    Sink {
        kind: SinkKind::Dispatch,
        rule: "message-to-dispatch",
        severity: Severity::High,
        harm: "call any function that the object has or inherits: message data names it",
        help: "look the name up in a `Map` or a `switch`, or test it first: `Object.hasOwn(handlers, name)`",
    },
    Sink {
        kind: SinkKind::Prototype,
        rule: "message-to-prototype",
        severity: Severity::Medium,
        harm: "change what every object inherits: message data names the properties on the way, `__proto__` too",
        help: "refuse `__proto__`, `constructor` and `prototype` as names, or keep the values in a `Map`",
    },
    Sink {
        kind: SinkKind::Request,
        rule: "message-to-request",
        severity: Severity::Medium,
        harm: "have requests of their choice sent in the user's name: message data is in the address or the body",
        help: "let the message choose among addresses of the program, and put what it says into a query with `encodeURIComponent`",
    },
    Sink {
        kind: SinkKind::Storage,
        rule: "message-to-storage",
        severity: Severity::Medium,
        harm: "leave data of their choice in this site's storage: it is read again on every later visit",
        help: "check the type and the range of what is stored, under a key of the program",
    },
    Sink {
        kind: SinkKind::Relay,
        rule: "message-relay",
        severity: Severity::Medium,
        harm: "speak to the receiver with this page's voice: message data is handed on as it came",
        help: "make a new message of the fields that the receiver needs, each of them checked",
    },
];

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    // Whoever sends as the page's own origin runs script there already.
    for flow in case.facts.flows.iter().filter(|flow| !flow.own_page) {
        let Some(sink) = SINKS.iter().find(|sink| sink.kind == flow.kind) else { continue };
        // What a table of the program's own functions holds is what an expected sender is meant to call.
        if flow.limited && flow.authenticated {
            continue;
        }
        findings.push(report(case, flow, sink));
    }
}

/// The rule that speaks of a sink.
pub(super) fn rule_of(kind: SinkKind) -> Option<&'static str> {
    SINKS.iter().find(|sink| sink.kind == kind).map(|sink| sink.rule)
}

/// Whether the attacker's script would run in this page.
fn runs_script(flow: &Flow) -> bool {
    !flow.elsewhere && matches!(flow.kind, SinkKind::Html | SinkKind::Code | SinkKind::Navigation | SinkKind::Dispatch)
}

fn report(case: &Case, flow: &Flow, sink: &Sink) -> Finding {
    let reduced = flow.limited || flow.authenticated;
    let severity = if reduced { step_down(sink.severity) } else { sink.severity };
    let mut finding = case.finding(sink.rule, severity, flow.sink);
    // It is hardly a flaw that they store, request or forward what they were let in for. Script in this page is more than that.
    if flow.authenticated && !runs_script(flow) {
        finding.persona = Persona::Pedantic;
    }
    finding.message = match flow.authenticated {
        true => format!("a trusted sender that is itself attacked can {}", sink.harm),
        false => format!("any page that can reach this window can {}", sink.harm),
    };
    finding.label = format!("message data reaches {}", flow.what);
    finding.help = sink.help.to_owned();
    finding.trace = way(case, &flow.path);
    if flow.doubtful {
        finding.confidence = Confidence::Low;
        finding.notes.push("later versions of the library refuse such names".to_owned());
    }
    if flow.authenticated {
        finding.notes.push("the sender is checked before the sink, so the severity is one step lower".to_owned());
    }
    if flow.limited {
        finding
            .notes
            .push("only what the table holds or inherits can be called, so the severity is one step lower".to_owned());
    }
    if let Some(listener) = case.facts.listeners.get(flow.listener) {
        finding.related.push(Label::new(listener.registration, "the listener is registered here"));
    }
    finding
}

/// The places of the data's way, each with what stands there.
pub(super) fn way(case: &Case, path: &[Span]) -> Vec<Label> {
    let step = |(i, span): (usize, &Span)| {
        let text = case.text(*span);
        Label::new(
            *span,
            if i == 0 { format!("message data is read: `{text}`") } else { format!("it passes `{text}`") },
        )
    };
    path.iter().enumerate().map(step).collect()
}

fn step_down(severity: Severity) -> Severity {
    match severity {
        Severity::High => Severity::Medium,
        Severity::Medium | Severity::Low => Severity::Low,
    }
}
