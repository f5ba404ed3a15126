//! What the effects of a handler are called in messages. Decides nothing.

use crate::facts::EffectKind;

/// What the attacker can do, as a verb phrase.
pub(super) fn act(kind: &EffectKind) -> String {
    match kind {
        EffectKind::Sink("message-to-html") => "put markup of its choice into it".to_owned(),
        EffectKind::Sink("message-to-code") => "run code in it".to_owned(),
        EffectKind::Sink("message-to-navigation") => "send it to a URL of its choice".to_owned(),
        EffectKind::Sink("message-to-dispatch") => "call functions of its choice in it".to_owned(),
        EffectKind::Sink(_) => "feed data of its choice into it".to_owned(),
        EffectKind::Call(name) => format!("call `{name}` with data of its choice"),
        EffectKind::Keep(name) if name.is_empty() => "change its state".to_owned(),
        EffectKind::Keep(name) => format!("set `{name}` to data of its choice"),
        EffectKind::Change(name) => format!("make it use `{name}`"),
        EffectKind::Port => "plant a port of its own in it".to_owned(),
    }
}

/// What happens at an effect, as a label.
pub(super) fn consequence(kind: &EffectKind) -> String {
    match kind {
        EffectKind::Sink(_) => "message data does harm here".to_owned(),
        EffectKind::Call(_) => "message data is handed on here".to_owned(),
        EffectKind::Keep(_) => "message data is kept here".to_owned(),
        EffectKind::Change(_) => "the message takes effect here".to_owned(),
        EffectKind::Port => "a port of the message is kept here".to_owned(),
    }
}
