//! `missing-messageerror-handler`: messages are read, and those that cannot be decoded vanish without a word.

use super::Case;
use crate::facts::{Channel, ChannelKind};
use crate::finding::{Finding, Severity};
use crate::source::Span;

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    for channel in &case.facts.channels {
        findings.extend(channel.unsafe_reads.iter().map(|read| report(case, channel, *read)));
    }
}

fn report(case: &Case, channel: &Channel, read: Span) -> Finding {
    let mut finding = case.finding("missing-messageerror-handler", Severity::Low, read);
    let what = if channel.kind == ChannelKind::Broadcast { "channel" } else { "port" };
    finding.message =
        format!("a message that cannot be decoded vanishes here: nothing handles `messageerror` of this {what}");
    finding.label = "hears nothing of failures".to_owned();
    finding.help =
        format!("add a `messageerror` listener to the {what}, and tell the sender or log that a message was lost");
    finding
}
