//! `unvalidated-message-data`: data of an expected sender that is used without a test of what it is.

use rustc_hash::FxHashSet;

use super::Case;
use super::data::way;
use super::reach::Who;
use crate::facts::{Flow, SinkKind};
use crate::finding::{Confidence, Finding, Label, Severity};

const RULE: &str = "unvalidated-message-data";
/// Further places where a listener uses such data are shown up to this number.
const MORE: usize = 4;

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    if !case.settings.speaks(RULE) {
        return;
    }
    // Of a handler with a worse use, that one is reported; where anybody may send, the check of the sender comes first.
    let expected = |who: Who| !matches!(who, Who::Stranger | Who::LookAlike | Who::Null);
    let mut worse = FxHashSet::default();
    let mut uses: Vec<&Flow> = Vec::new();
    for (flow, senders) in case.reach.of_flows(case.facts) {
        // Whoever sends as the page's own origin runs script there already.
        if senders.iter().all(|(who, _)| *who == Who::Own) {
            continue;
        }
        if flow.kind != SinkKind::Untested {
            worse.insert(flow.listener);
        } else if senders.iter().all(|(who, _)| expected(*who)) {
            uses.push(flow);
        }
    }
    uses.retain(|flow| !worse.contains(&flow.listener));
    // A part of the message tells more than the message that is kept as a whole.
    uses.sort_by_key(|f| (f.listener, f.path.first() == Some(&f.sink), f.sink.start, f.sink.end));
    for of_listener in uses.chunk_by(|a, b| a.listener == b.listener) {
        findings.extend(of_listener.split_first().map(|(first, rest)| report(case, first, rest)));
    }
}

fn report(case: &Case, first: &Flow, rest: &[&Flow]) -> Finding {
    let mut finding = case.finding(RULE, Severity::Low, first.sink);
    finding.confidence = Confidence::Medium;
    finding.message = "message data of an expected sender is used without a test of what it is".to_owned();
    finding.label = format!("reaches {}", first.what);
    finding.help =
        "test the fields before they are used, `typeof … === \"string\"`, or parse them with a schema".to_owned();
    finding.trace = way(case, &first.path);
    finding.related.extend(rest.iter().take(MORE).map(|f| Label::new(f.sink, format!("also reaches {}", f.what))));
    if let Some(listener) = case.facts.listeners.get(first.listener) {
        finding.related.push(Label::new(listener.registration, "the listener is registered here"));
    }
    finding
}
