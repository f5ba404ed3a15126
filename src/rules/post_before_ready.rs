//! `post-before-ready`: a message to a window in which nothing can listen yet.

use super::Case;
use crate::facts::EarlyPost;
use crate::finding::{Finding, Label, Severity};

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    findings.extend(case.facts.early_posts.iter().map(|p| report(case, p)));
}

fn report(case: &Case, post: &EarlyPost) -> Finding {
    let mut finding = case.finding("post-before-ready", Severity::Low, post.call);
    let what = if post.popup { "popup" } else { "frame" };
    finding.message = format!("nobody receives this message: no script of the {what} has run yet");
    finding.label = "posted too early".to_owned();
    finding.help = if post.popup {
        "let the popup post that it is ready, and answer that message; a popup of another origin has no load event here"
    } else {
        "let the frame post that it is ready, and answer that message; or post in its `load` event"
    }
    .to_owned();
    finding.related.push(Label::new(post.made, format!("the {what} is made here")));
    finding
}
