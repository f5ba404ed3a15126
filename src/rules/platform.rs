//! What the platform changes in how loudly something is reported: senders that are no windows, by their row of the model.

use crate::facts::{Effect, EffectKind, Listener, SinkKind};
use crate::peer::{Level, Peer};
use crate::rules::reach::Who;
use crate::rules::reach::table::{self, Grade};

/// How loudly it is reported that somebody gets to a sink, or to another effect, of a listener; `None` where the platform makes it
/// nothing to report.
pub(super) fn grade(listener: &Listener, who: Who, kind: Option<SinkKind>, usual: Grade) -> Option<Grade> {
    let Some(peer) = listener.peer else { return Some(usual) };
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

/// How loudly it is reported that the peer picks what is asked of a privileged bridge.
pub(super) fn bridge(listener: Option<&Listener>) -> Option<(&'static Peer, Grade)> {
    let peer = listener?.peer?;
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
            format!("choose what {place} stores, or where: message data is stored or is the path of a file")
        }
        SinkKind::Relay | SinkKind::Untested => format!("have {place} pass on messages of its choice"),
    }
}
