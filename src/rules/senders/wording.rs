//! What the sender rules say: message, label, help and evidence of each finding. Decides no more than how sure it is.

use super::super::{Case, trace, whoever};
use super::impact::{self, Known};
use crate::facts::{Evidence, Ground, Receiver, Send, Target, WindowKind};
use crate::finding::{Applicability, Confidence, Edit, Finding, Fix, Label, Severity};
use crate::source::Span;

pub(super) fn base(case: &Case, rule: &'static str, severity: Severity, send: &Send, target: &Target) -> Finding {
    let mut finding = case.finding(rule, severity, target.span);
    if send.receiver == Receiver::Window(WindowKind::Some) {
        finding.confidence = Confidence::Medium;
        finding.notes.push("the receiver is taken for a window because only a window takes a target origin".to_owned());
    }
    if !send.call.contains(target.span) || target.span == send.call {
        finding.related.push(Label::new(send.call, "posted here"));
    }
    finding
}

/// A finding that is as bad as what is sent is worth.
fn weighed(case: &Case, rule: &'static str, send: &Send, target: &Target) -> Finding {
    let grade = impact::of(case, send);
    let mut finding = base(case, rule, grade.severity, send, target);
    finding.persona = grade.persona;
    if let Some(evidence) = impact::receiving(case, send) {
        finding.notes.push(format!("{} says whose page that is", evidence.said_by));
    }
    finding
}

/// Says why what is sent is secret, if it is.
fn tell_secret(finding: &mut Finding, secret: Option<&Evidence>) {
    let Some(evidence) = secret else { return };
    finding.trace = trace(&evidence.path, "passes here");
    let (named, most, note) = match evidence.ground {
        Ground::Source => ("the secret is read here", Confidence::High, None),
        Ground::Name | Ground::Nonce => (
            "the name says that it is secret",
            Confidence::Medium,
            Some("that the data is secret is judged by its name"),
        ),
        Ground::Content => ("it is read here", Confidence::High, None),
        Ground::ContentName => (
            "the name says that it is the user's own",
            Confidence::Medium,
            Some("that the data is the user's own is judged by its name"),
        ),
        Ground::Whole => ("all of it is sent", Confidence::Low, Some("whether something secret is in it is not known")),
    };
    finding.trace.insert(0, Label::new(evidence.span, named));
    finding.confidence = finding.confidence.min(most);
    finding.notes.extend(note.map(str::to_owned));
}

/// What is sent, as an object of a sentence.
fn payload(case: &Case, send: &Send) -> String {
    match send.payload.secrets.first() {
        Some(evidence) => evidence.what.clone(),
        None if send.transfers_port => "a port, and with it whatever is said there".to_owned(),
        None => format!("`{}`", case.text(send.payload.span)),
    }
}

pub(super) fn wildcard(case: &Case, send: &Send, target: &Target, kind: WindowKind) -> Finding {
    let secret = send.payload.secrets.first();
    let rule = if secret.is_some() { "wildcard-sensitive-data" } else { "wildcard-target-origin" };
    let mut finding = weighed(case, rule, send, target);
    finding.message = format!("{} receives {}", whoever(kind), payload(case, send));
    tell_secret(&mut finding, secret);
    finding.label = "delivers to any origin".to_owned();
    finding.help = name_the_origin(case, send, kind);
    finding.fixes.extend(answer(case, send, target.span).or_else(|| named(case, send, target.span)));
    finding
}

/// What a content script posts to its own window, the page and everything in it can read.
pub(super) fn to_page(case: &Case, send: &Send, target: &Target) -> Finding {
    let mut finding = weighed(case, "wildcard-sensitive-data", send, target);
    finding.message = format!("any page that this script runs in receives {}", payload(case, send));
    tell_secret(&mut finding, send.payload.secrets.first());
    finding.label = "delivers to the page".to_owned();
    finding.help = "keep it in the extension, and give the page the answer to one question instead".to_owned();
    finding
}

pub(super) fn port(case: &Case, send: &Send, target: &Target, kind: WindowKind) -> Finding {
    let mut finding = base(case, "wildcard-port-transfer", Severity::High, send, target);
    finding.message = format!("{} gets a port, and speaks and listens through it from then on", whoever(kind));
    finding.label = "hands the port to any origin".to_owned();
    finding.help = name_the_origin(case, send, kind);
    finding.fixes.extend(answer(case, send, target.span).or_else(|| named(case, send, target.span)));
    finding
}

pub(super) fn steered(case: &Case, send: &Send, target: &Target, by: &str) -> Finding {
    let mut finding = weighed(case, "untrusted-target-origin", send, target);
    let who = match by {
        "the message" => "whoever sends this page a message",
        _ => "whoever links to or frames this page",
    };
    finding.message = format!("{who} chooses which origin receives {}", payload(case, send));
    finding.label = format!("the target origin comes from {by}");
    finding.help =
        "look the origin up in a list of your own before you use it: `if (!ALLOWED.includes(targetOrigin)) return;`"
            .to_owned();
    tell_secret(&mut finding, send.payload.secrets.first());
    finding
}

pub(super) fn reply(case: &Case, send: &Send, target: &Target) -> Finding {
    let secret = send.payload.secrets.first();
    let mut finding = weighed(case, "reply-to-unchecked-sender", send, target);
    let peer = send.listener.and_then(|l| case.facts.listeners.get(l)).and_then(|listener| listener.peer.as_deref());
    finding.message = match peer {
        Some(peer) => format!("{} receives {} for the asking", peer.who.trim_end_matches(','), payload(case, send)),
        None => format!("any page that asks for it receives {}", payload(case, send)),
    };
    finding.label = "answers whoever sent the message".to_owned();
    let listener = send.listener.and_then(|l| case.facts.listeners.get(l));
    if let Some(listener) = listener {
        finding.related.push(Label::new(listener.registration, "the listener is registered here"));
    }
    finding.help = match listener.and_then(|l| l.event_name.as_deref()) {
        Some(event) => {
            format!("check the sender before it is answered: `if ({event}.origin !== ALLOWED_ORIGIN) return;`")
        }
        None => "check the origin of the message before it is answered".to_owned(),
    };
    tell_secret(&mut finding, secret);
    finding
}

pub(super) fn insecure(case: &Case, send: &Send, target: &Target, origin: &str) -> Finding {
    let mut finding = base(case, "insecure-target-origin", Severity::Low, send, target);
    finding.message = format!("whoever is on the network between can answer for `{origin}`, and read the message");
    finding.label = "plain http".to_owned();
    finding.help = format!("serve that page over https, and name it: `{}`", origin.replacen("http:", "https:", 1));
    finding
}

fn name_the_origin(case: &Case, send: &Send, kind: WindowKind) -> String {
    let receiver = case.text(send.receiver_span);
    match impact::known_origin(case, send) {
        Some(Known::Frame(origin)) => {
            return format!("name the origin of the page that the program loads there instead of `*`: `\"{origin}\"`");
        }
        Some(Known::Compared(origin)) if kind != WindowKind::Sender => {
            return format!(
                "name the origin that is meant to receive it instead of `*`: `\"{origin}\"`, which the listener accepts"
            );
        }
        _ => {}
    }
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

/// The one origin that the project trusts, in the place of `*`. It may be another page than the one that is meant here.
fn named(case: &Case, send: &Send, star: Span) -> Option<Fix> {
    let [origin] = case.settings.exact_origins()?[..] else { return None };
    let quote = case.raw(star).chars().next().filter(|_| is_star(case, send, star))?;
    Some(Fix {
        title: format!("send to `{origin}` only"),
        edits: vec![Edit { span: star, text: format!("{quote}{origin}{quote}") }],
        applicability: Applicability::Unsafe,
    })
}

/// Whether the wildcard is written in the call itself.
fn is_star(case: &Case, send: &Send, star: Span) -> bool {
    send.call.contains(star) && matches!(case.raw(star), "'*'" | "\"*\"" | "`*`")
}

/// In a reply to a sender that was checked, its origin is what belongs in the place of `*`.
fn answer(case: &Case, send: &Send, star: Span) -> Option<Fix> {
    let listener = case.facts.listeners.get(send.listener?)?;
    let event = listener.event_name.as_ref()?;
    // The receiver is `event.source` by its name, so that the name means the event where the edit is made, too.
    let named = send.receiver == Receiver::Window(WindowKind::Sender)
        && case.raw(send.receiver_span).contains(&format!("{event}.source"))
        && is_star(case, send, star);
    (impact::is_compared(listener) && named).then(|| Fix {
        title: format!("answer with `{event}.origin`"),
        edits: vec![Edit { span: star, text: format!("{event}.origin") }],
        applicability: Applicability::Safe,
    })
}
