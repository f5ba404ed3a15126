//! `port-not-started`: a listener on a port that nothing starts, so that no message ever arrives.

use super::Case;
use crate::facts::Unstarted;
use crate::finding::{Applicability, Confidence, Edit, Finding, Fix, Label, Severity};
use crate::source::Span;

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    for channel in &case.facts.channels {
        for unstarted in &channel.unstarted {
            findings.push(report(case, channel.creation, unstarted));
        }
    }
}

fn report(case: &Case, creation: Span, unstarted: &Unstarted) -> Finding {
    let Unstarted { listener, port, given, of_main, start } = unstarted;
    let mut finding = case.finding("port-not-started", Severity::Medium, *listener);
    finding.message = format!("no message ever reaches this listener: nothing starts `{port}`");
    finding.label = "the port stays paused".to_owned();
    finding.help = match of_main {
        true => format!("call `{port}.start()` once the listener is added; nothing else starts a `MessagePortMain`"),
        false => {
            format!("call `{port}.start()` once the listener is added; only `onmessage = …` starts a port by itself")
        }
    };
    if *given {
        finding.confidence = Confidence::Medium;
        finding.notes.push("a caller gives the port and could have started it".to_owned());
    }
    if creation != *listener && !listener.contains(creation) {
        finding.related.push(Label::new(creation, "the port comes from here"));
    }
    if let Some((at, text)) = start {
        finding.fixes.push(Fix {
            title: format!("insert `{}` after the registration", text.trim()),
            edits: vec![Edit { span: Span::new(*at, *at), text: text.clone() }],
            applicability: Applicability::Safe,
        });
    }
    finding
}
