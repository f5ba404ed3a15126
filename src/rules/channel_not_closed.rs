//! `channel-not-closed`: a channel that is made again and again and never closed.

use super::Case;
use crate::facts::{Channel, ChannelKind, Scope};
use crate::finding::{Finding, Severity};

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    for channel in &case.facts.channels {
        let made_here = channel.kind != ChannelKind::Port;
        if !made_here || channel.scope == Scope::Module || channel.closed || channel.escaped || !channel.heard {
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
    finding.message = format!("each call leaves {what} behind that {cost}");
    finding.label = "never closed".to_owned();
    finding.help = match (&channel.name, channel.kind) {
        (Some(name), ChannelKind::MessageChannel) => {
            format!("close it when it is no longer needed: `{name}.port1.close()`")
        }
        (Some(name), _) => format!("close it when it is no longer needed: `{name}.close()`"),
        (None, _) => "keep it in a variable and call `close()` on it when it is no longer needed".to_owned(),
    };
    finding
}
