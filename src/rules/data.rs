//! `message-to-…`: message data that reaches a place where it does harm.

use super::reach::table::{self, Grade, Impact};
use super::reach::{self, Who};
use super::receivers::peers;
use super::{Case, platform};
use crate::facts::{Flow, Listener, SinkKind};
use crate::finding::{Confidence, Finding, Label};
use crate::peer::Peer;
use crate::source::Span;

/// What a rule says about a sink of its own.
struct Sink {
    kind: SinkKind,
    rule: &'static str,
    /// What the attacker can do.
    harm: &'static str,
    /// What to write instead.
    help: &'static str,
}

const SINKS: [Sink; 8] = [
    Sink {
        kind: SinkKind::Html,
        rule: "message-to-html",
        harm: "run script in this page: message data is parsed as HTML",
        help: "write it as text (`textContent`), or sanitize it first: `DOMPurify.sanitize(…)`",
    },
    Sink {
        kind: SinkKind::Code,
        rule: "message-to-code",
        harm: "run script in this page: message data is run as code",
        help: "let the message name one of a fixed set of actions, and look that up in a `Map` or `switch`",
    },
    Sink {
        kind: SinkKind::Navigation,
        rule: "message-to-navigation",
        harm: "send this page to `javascript:` or to a site of their own: message data is used as a URL",
        help: "parse it first, and go there only if `new URL(…).protocol` is `https:` and its origin is one that you expect",
    },
    Sink {
        kind: SinkKind::Dispatch,
        rule: "message-to-dispatch",
        harm: "call any function that the object has or inherits: message data names it",
        help: "look the name up in a `Map` or a `switch`, or test it first: `Object.hasOwn(handlers, name)`",
    },
    Sink {
        kind: SinkKind::Prototype,
        rule: "message-to-prototype",
        harm: "change what every object inherits: message data names the properties on the way, `__proto__` too",
        help: "refuse `__proto__`, `constructor` and `prototype` as names, or keep the values in a `Map`",
    },
    Sink {
        kind: SinkKind::Request,
        rule: "message-to-request",
        harm: "have requests of their choice sent in the user's name: message data is in the address or the body",
        help: "let the message choose among addresses of the program, and put what it says into a query with `encodeURIComponent`",
    },
    Sink {
        kind: SinkKind::Storage,
        rule: "message-to-storage",
        harm: "leave data of their choice in this site's storage: it is read again on every later visit",
        help: "check the type and the range of what is stored, under a key of the program",
    },
    Sink {
        kind: SinkKind::Relay,
        rule: "message-relay",
        harm: "speak to the receiver with this page's voice: message data is handed on as it came",
        help: "make a new message of the fields that the receiver needs, each of them checked",
    },
];

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    for (flow, senders) in case.reach.of_flows(case.facts) {
        let Some(sink) = SINKS.iter().find(|sink| sink.kind == flow.kind) else { continue };
        // Whoever sends as the page's own origin runs script there already.
        if senders.iter().all(|(who, _)| *who == Who::Own) {
            continue;
        }
        let listener = case.facts.listeners.get(flow.listener);
        if let Some((peer, grade)) = platform::bridge(listener) {
            findings.extend(flow.picks.then(|| bridge(case, flow, peer, grade)));
            continue;
        }
        let guest = sink.kind != SinkKind::Request && case.reach.is_guest();
        let impact = if flow.picks { Impact::Capability } else { Impact::of_sink(flow.kind, flow.elsewhere) };
        let graded = senders.iter().filter_map(|(who, run)| {
            let usual = table::grade_of_data(*who, impact, guest).of_run(*run);
            let grade = listener.map_or(Some(usual), |l| platform::grade(l, *who, Some(flow.kind), usual))?;
            // What its own server is told, the scripts of one program tell each other for that.
            let grade = if flow.body && listener.is_some_and(is_own_message) { table::AUDITOR } else { grade };
            Some((platform::of_flow(case, flow, *who, impact, grade), *who, *run))
        });
        // Of those who are as bad as each other, the first is the one that the fewest pages keep out.
        let Some((grade, who, run)) = graded.reduce(|a, b| if b.0.weight() > a.0.weight() { b } else { a }) else {
            continue;
        };
        // What a table of the program's own functions holds is what an expected sender is meant to call.
        if flow.limited && matches!(who, Who::Expected | Who::Own) {
            continue;
        }
        let unchecked = who == Who::Stranger;
        let subject = match listener.and_then(|l| l.peer.as_deref()).filter(|_| unchecked) {
            Some(peer) => peer.who.clone(),
            None => reach::subject(who, run),
        };
        findings.push(report(case, flow, sink, grade, who, &subject));
    }
}

/// Whether the messages are those of the program's own scripts, as far as these are not taken over.
fn is_own_message(listener: &Listener) -> bool {
    listener.peer.as_deref().is_some_and(|peer| peer.unchecked.is_none() && peer.bridge.is_none())
}

fn report(case: &Case, flow: &Flow, sink: &Sink, grade: Grade, who: Who, subject: &str) -> Finding {
    let grade = if flow.limited { grade.step_down() } else { grade };
    let refused = case.refuses_text(sink.kind);
    let grade = if refused.is_some() { grade.step_down() } else { grade };
    let mut finding = case.finding(sink.rule, grade.severity, flow.sink);
    finding.persona = grade.persona;
    let peer = case.facts.listeners.get(flow.listener).and_then(|listener| listener.peer.as_deref());
    let harm = peer.map_or_else(|| sink.harm.to_owned(), |peer| platform::harm(peer, sink.kind));
    finding.message = match who {
        Who::Unresolved => format!("it is not known whether an attacker can {harm}"),
        _ => format!("{subject} can {harm}"),
    };
    finding.label = format!("message data reaches {}", flow.what);
    finding.help = sink.help.to_owned();
    finding.trace = way(case, &flow.path);
    if flow.doubtful {
        finding.confidence = Confidence::Low;
        finding.notes.push("later versions of the library refuse such names".to_owned());
    }
    if who == Who::Unresolved {
        finding.confidence = Confidence::Low;
        finding.notes.push("a check before the sink could not be seen into".to_owned());
    }
    if let Some(said_by) = refused {
        let note =
            format!("{said_by} makes browsers with Trusted Types refuse text here, so the severity is one step lower");
        finding.notes.push(note);
    }
    if flow.limited {
        finding
            .notes
            .push("only what the table holds or inherits can be called, so the severity is one step lower".to_owned());
    }
    if let Some(listener) = case.facts.listeners.get(flow.listener) {
        finding.related.push(Label::new(listener.registration, "the listener is registered here"));
        // What only expected senders get to, no better check of the sender would mend.
        if !matches!(who, Who::Expected | Who::Own) {
            finding.belongs_to(listener.registration);
        }
    }
    finding
}

/// A bridge to a privileged receiver passes on whatever it is asked for.
fn bridge(case: &Case, flow: &Flow, peer: &Peer, grade: Grade) -> Finding {
    let mut finding = case.finding("unrestricted-bridge", grade.severity, flow.sink);
    finding.persona = grade.persona;
    finding.message =
        format!("{} can ask {} for anything: the bridge lets it choose the channel", peer.who, peer.place);
    finding.label = "passes on whatever it is asked for".to_owned();
    finding.help =
        "expose one function for each thing that may be asked, each with a channel of the program".to_owned();
    let step = |(i, span): (usize, &Span)| {
        let what = if i == 0 { "the page is given, or gives," } else { "it passes" };
        Label::new(*span, format!("{what} `{}`", case.text(*span)))
    };
    finding.trace = flow.path.iter().enumerate().map(step).collect();
    // What a preload script exposes is one bridge.
    let listener = case.facts.listeners.get(flow.listener);
    let first = listener.and_then(|listener| peers::first_of(&case.facts.listeners, listener));
    first.into_iter().for_each(|first| finding.belongs_to(first.registration));
    if let Some(listener) = case.facts.listeners.get(flow.listener).filter(|l| l.registration != flow.sink) {
        finding.related.push(Label::new(listener.registration, "the bridge is exposed here"));
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
