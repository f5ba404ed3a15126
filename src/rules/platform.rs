//! What the platform changes in how loudly something is reported: senders that are no windows, and the kind of page that a file belongs
//! to, by their rows of the model.

use crate::facts::{Effect, EffectKind, Flow, Ground, Listener, Receiver, Send, SinkKind, WindowKind};
use crate::finding::Finding;
use crate::page::{self, Family};
use crate::peer::{Level, Peer};
use crate::platform::Platforms;
use crate::rules::Case;
use crate::rules::reach::Who;
use crate::rules::reach::table::{self, Grade, Impact};

/// How loudly it is reported that somebody gets to a sink, or to another effect, of a listener; `None` where the platform makes it
/// nothing to report.
pub(super) fn grade(listener: &Listener, who: Who, kind: Option<SinkKind>, usual: Grade) -> Option<Grade> {
    let Some(peer) = listener.peer.as_deref() else { return Some(usual) };
    match who {
        Who::Expected | Who::Own | Who::Unresolved | Who::OpaqueFrame => {
            peer.levels.contains_key(key(kind)).then_some(usual)
        }
        _ => level(peer, kind),
    }
}

/// The same for an effect.
pub(super) fn grade_of(listener: &Listener, who: Who, effect: &Effect, usual: Grade) -> Option<Grade> {
    grade(listener, who, sink(effect), usual)
}

fn sink(effect: &Effect) -> Option<SinkKind> {
    if let EffectKind::Sink(kind) = effect.kind { Some(kind) } else { None }
}

fn level(peer: &Peer, kind: Option<SinkKind>) -> Option<Grade> {
    peer.levels.get(key(kind)).map(|level| of_level(*level))
}

/// What the platform of a file leaves of a grade, by the name under which its row speaks of the matter.
pub(super) fn capped(case: &Case, key: &str, grade: Grade) -> Grade {
    match case.platforms.most(key).map(|(level, _)| of_level(level)) {
        Some(most) if most.weight() < grade.weight() => most,
        _ => grade,
    }
}

/// What it leaves of the grade of a listener, whose messages have that impact.
pub(super) fn of_listener(case: &Case, who: Who, impact: Impact, takes_port: bool, grade: Grade) -> Option<Grade> {
    // Where the editor frames the page, `window.origin` is what the other side has.
    if who == Who::Sandboxed && case.platforms.is_opaque() {
        return None;
    }
    let key = match impact {
        _ if takes_port => "port",
        Impact::Script | Impact::Capability => "script",
        Impact::State | Impact::Unresolved => "state",
        Impact::Page => "page",
    };
    let grade = capped(case, key, grade);
    let by_parent = matches!(who, Who::Framer | Who::Opener) && !matches!(key, "script" | "port");
    Some(if by_parent { capped(case, "parent-check", grade) } else { grade })
}

/// What it leaves of the grade of message data at a sink.
pub(super) fn of_flow(case: &Case, flow: &Flow, who: Who, impact: Impact, grade: Grade) -> Grade {
    let mut grade = grade;
    // What a peer other than a window gets to, its own row says.
    if case.facts.listeners.get(flow.listener).is_none_or(|listener| listener.peer.is_none()) {
        let key = if matches!(impact, Impact::Script | Impact::Capability) { "data-script" } else { "data-state" };
        grade = capped(case, key, grade);
    }
    if who == Who::Page && !matches!(flow.kind, SinkKind::Relay | SinkKind::Storage) {
        grade = capped(case, "page-data", grade);
    }
    if flow.kind == SinkKind::Relay && flow.tested && !flow.picks {
        grade = capped(case, "tested-relay", grade);
    }
    match case.facts.listeners.get(flow.listener).and_then(|listener| listener.peer.as_deref()) {
        Some(peer) => capped(case, peer.name(), grade),
        None => grade,
    }
}

/// What it leaves of the grade of a post.
pub(super) fn of_send(case: &Case, send: &Send, grade: Grade) -> Grade {
    let to_guest = matches!(send.receiver, Receiver::Window(WindowKind::Parent | WindowKind::Top | WindowKind::Opener));
    match send.payload.secrets.first().map(|evidence| evidence.ground) {
        _ if send.transfers_port => grade,
        None if to_guest => capped(case, "guest-wildcard", capped(case, "wildcard", grade)),
        None => capped(case, "wildcard", grade),
        Some(Ground::Content | Ground::ContentName | Ground::Whole) if to_guest => capped(case, "guest-content", grade),
        Some(_) => grade,
    }
}

/// Says of a finding what the file was taken for, and what that platform offers.
pub(super) fn tell(platforms: &Platforms, finding: &mut Finding) {
    let of_messages = page::find(finding.rule)
        .is_some_and(|page| matches!(page.family, Family::Receivers | Family::Senders | Family::Data));
    if !of_messages {
        return;
    }
    for (platform, why) in platforms.iter() {
        finding.notes.push(format!("the file was taken for {}: {why}", platform.is));
        let offered = matches!(
            finding.rule,
            "missing-origin-check" | "unauthenticated-listener" | "source-only-check" | "wildcard-target-origin"
        );
        if offered && !platform.help.is_empty() {
            finding.help.clone_from(&platform.help);
        }
    }
}

/// How loudly it is reported that the peer picks what is asked of a privileged bridge.
pub(super) fn bridge(listener: Option<&Listener>) -> Option<(&Peer, Grade)> {
    let peer = listener?.peer.as_deref()?;
    peer.bridge.map(|level| (peer, of_level(level)))
}

const fn of_level(level: Level) -> Grade {
    match level {
        Level::High => table::HIGH,
        Level::Medium => table::MEDIUM,
        Level::Low => table::LOW,
        Level::Pedantic => table::PEDANTIC,
        Level::Auditor => table::AUDITOR,
    }
}

/// The name under which a row speaks of it.
const fn key(kind: Option<SinkKind>) -> &'static str {
    match kind {
        Some(SinkKind::Html) => "message-to-html",
        Some(SinkKind::Code) => "message-to-code",
        Some(SinkKind::Navigation) => "message-to-navigation",
        Some(SinkKind::Dispatch) => "message-to-dispatch",
        Some(SinkKind::Prototype) => "message-to-prototype",
        Some(SinkKind::Request) => "message-to-request",
        Some(SinkKind::Storage) => "message-to-storage",
        Some(SinkKind::Relay) => "message-relay",
        Some(SinkKind::Untested) | None => "effect",
    }
}

/// What the peer can do with an effect, as a verb phrase.
pub(super) fn act(peer: &Peer, effect: &Effect) -> String {
    match (&effect.kind, &peer.place) {
        (EffectKind::Sink(kind), _) => harm(peer, *kind).split(':').next().unwrap_or_default().to_owned(),
        (EffectKind::Call(name), place) => format!("call `{name}` in {place} with data of its choice"),
        (EffectKind::PersistentWrite(_), place) => format!("change the state of {place}"),
        (_, place) => format!("make {place} act"),
    }
}

/// What the peer can do at a sink, as a verb phrase.
pub(super) fn harm(peer: &Peer, kind: SinkKind) -> String {
    let place = &peer.place;
    match kind {
        SinkKind::Html => format!("put markup of its choice into {place}"),
        SinkKind::Code => format!("choose what is run in {place}: message data reaches what runs it"),
        SinkKind::Navigation => format!("have {place} open an address of its choice"),
        SinkKind::Dispatch => {
            format!("call any function that the object has or inherits in {place}: message data names it")
        }
        SinkKind::Prototype => format!("change what every object in {place} inherits"),
        SinkKind::Request => format!("have {place} send requests of its choice"),
        SinkKind::Storage => {
            format!("choose what {place} stores, or which file it reads or writes: message data is stored or is a path")
        }
        SinkKind::Relay | SinkKind::Untested => format!("have {place} pass on messages of its choice"),
    }
}
