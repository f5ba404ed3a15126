//! `uncloneable-message`: a message that no structured clone takes, so that the post throws.

use super::Case;
use crate::facts::Unclonable;
use crate::finding::{Confidence, Finding, Label, Severity};

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    findings.extend(case.facts.unclonables.iter().map(|u| report(case, u)));
}

fn report(case: &Case, part: &Unclonable) -> Finding {
    let mut finding = case.finding("uncloneable-message", Severity::Medium, part.span);
    finding.message = format!("this post throws a DataCloneError: {} cannot be cloned", part.what);
    finding.label = part.what.to_owned();
    finding.help = part.instead.to_owned();
    if let Some(made) = part.made {
        finding.related.push(Label::new(made, "made here"));
    }
    if part.inferred {
        finding.confidence = Confidence::Medium;
        finding
            .notes
            .push("the receiver is out of sight; it is given a transfer list elsewhere in this file".to_owned());
    }
    finding
}
