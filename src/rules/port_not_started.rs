//! `port-not-started`: a listener on a port that nothing starts, so that no message ever arrives.

use super::Case;
use crate::finding::{Finding, Label, Severity};

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    for channel in &case.facts.channels {
        for (listener, port) in &channel.unstarted {
            let mut finding = case.finding("port-not-started", Severity::Medium, *listener);
            finding.message = format!("no message ever reaches this listener: nothing starts `{port}`");
            finding.label = "the port stays paused".to_owned();
            finding.help = format!(
                "call `{port}.start()` once the listener is added; only `onmessage = …` starts a port by itself"
            );
            if channel.creation != *listener && !listener.contains(channel.creation) {
                finding.related.push(Label::new(channel.creation, "the port comes from here"));
            }
            findings.push(finding);
        }
    }
}
