//! Every finding of a data rule shows the way of the data: each step names what stands at its place.

use originlint::page::{self, Family};

use crate::assert_none;
use crate::corpus::OUTCOMES;

#[test]
fn every_data_finding_has_a_trace_whose_steps_stand_where_they_say() {
    let mut complaints = Vec::new();
    for outcome in OUTCOMES.iter() {
        let of_data = |rule: &str| page::find(rule).is_some_and(|page| page.family == Family::Data);
        for finding in outcome.report.findings.iter().filter(|f| of_data(f.rule)) {
            let line = outcome.report.source.position(finding.primary.start).line;
            let at = format!("{}:{line}: {}", outcome.path, finding.rule);
            if finding.trace.is_empty() {
                complaints.push(format!("{at}: no trace"));
            }
            for step in &finding.trace {
                let file = step.file.as_ref().unwrap_or(&outcome.report.source);
                let text = file.slice(step.span);
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let named = step.message.split('`').nth(1).unwrap_or_default();
                let begins = text.starts_with(named.trim_end_matches('…'));
                let whole = named.ends_with('…') || text == named;
                // A name, a member, a call or a pattern: never a piece of punctuation or the middle of a word.
                let expression = named.starts_with(|c: char| c.is_alphanumeric() || "_$({[`'\"#!".contains(c));
                if named.is_empty() || !begins || !whole || !expression {
                    complaints.push(format!("{at}: {:?} is said of {text:?}", step.message));
                }
            }
        }
    }
    assert_none(&complaints, "steps of traces that do not stand where they say");
}
