//! `channel-not-closed`: a channel that is made again and again and never closed.

use super::Case;
use crate::facts::{Channel, ChannelKind, Left, Scope};
use crate::finding::{Finding, Severity};

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    for channel in &case.facts.channels {
        let made_here = channel.kind != ChannelKind::Port;
        let stays = channel.scope != Scope::Module && !channel.closed && !channel.escaped && channel.heard;
        if !made_here || !(stays || channel.left.is_some()) {
            continue;
        }
        findings.push(report(case, channel));
    }
}

fn report(case: &Case, channel: &Channel) -> Finding {
    let mut finding = case.finding("channel-not-closed", Severity::Low, channel.creation);
    let (what, cost) = match channel.kind {
        ChannelKind::MessageChannel | ChannelKind::Port => {
            ("a message channel", "keeps both ports and their listeners alive")
        }
        ChannelKind::Broadcast => ("a broadcast channel", "keeps receiving every message of this origin"),
        ChannelKind::EventSource => ("an event source", "keeps its connection and reconnects for ever"),
        ChannelKind::WebSocket => ("a web socket", "keeps its connection open"),
    };
    finding.message = match channel.left {
        None => format!("each call leaves {what} behind that {cost}"),
        Some(Left::EachRendering | Left::Initial) => format!("each rendering leaves {what} behind that {cost}"),
        Some(Left::Component) => format!("each component leaves {what} behind that {cost}"),
        Some(Left::Handler) => format!("the component leaves {what} behind when it goes, which {cost}"),
    };
    finding.label = match channel.left {
        Some(Left::Handler) => "not closed when the component goes",
        _ => "never closed",
    }
    .to_owned();
    finding.help = match channel.left {
        None => help(channel),
        Some(Left::EachRendering | Left::Initial) => {
            "make it in an effect, and return a clean-up from there that closes it".to_owned()
        }
        Some(Left::Component) => "make it in an effect, and close it in the clean-up that this returns".to_owned(),
        Some(Left::Handler) => "keep it where the clean-up of an effect can close it too".to_owned(),
    };
    finding
}

fn help(channel: &Channel) -> String {
    match (&channel.name, channel.kind) {
        (Some(name), ChannelKind::MessageChannel) => {
            format!("close it when it is no longer needed: `{name}.port1.close()`")
        }
        (Some(name), _) => format!("close it when it is no longer needed: `{name}.close()`"),
        (None, _) => "keep it in a variable and call `close()` on it when it is no longer needed".to_owned(),
    }
}
