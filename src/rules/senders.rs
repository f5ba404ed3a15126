//! The rules on who may listen: what a post gives away, and to whom. One finding for each flaw of a send, the most severe
//! where several meet. The wording is in `wording` and `unreached`.

mod impact;
mod unreached;
mod wording;

use std::cmp::Reverse;

use super::Case;
use crate::facts::{Content, Receiver, Send, Target, TargetKind, WindowKind};
use crate::finding::{Confidence, Finding, Persona, Severity};

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    let first = findings.len();
    for send in &case.facts.sends {
        let flaws: Vec<Finding> = send.targets.iter().filter_map(|target| flaw(case, send, target)).collect();
        // Whoever may read it anyway gets no second finding for being answered.
        let open = flaws.iter().any(|f| f.rule.starts_with("wildcard-"));
        for finding in flaws.into_iter().filter(|f| !open || f.rule != "reply-to-unchecked-sender") {
            // One finding for each target origin; the most severe way of reaching it speaks.
            match findings[first..].iter_mut().find(|f| f.primary == finding.primary) {
                Some(known) if rank(&finding) > rank(known) => *known = finding,
                Some(_) => {}
                None => findings.push(finding),
            }
        }
    }
}

fn rank(finding: &Finding) -> (Reverse<Persona>, Severity, Confidence) {
    (Reverse(finding.persona), finding.severity, finding.confidence)
}

fn flaw(case: &Case, send: &Send, target: &Target) -> Option<Finding> {
    let Receiver::Window(kind) = send.receiver else { return unreached::invalid(case, send, target) };
    // To its own window a page may say anything, and an opaque origin has no other name than the wildcard.
    let others = !matches!(kind, WindowKind::Own);
    let varies = send.payload.content == Content::Varying;
    match &target.kind {
        TargetKind::Wildcard if !others || kind == WindowKind::OpaqueFrame => None,
        TargetKind::Wildcard if send.transfers_port => Some(wording::port(case, send, target, kind)),
        TargetKind::Wildcard if varies => Some(wording::wildcard(case, send, target, kind)),
        TargetKind::Own | TargetKind::Constant(_) | TargetKind::Insecure(_) | TargetKind::Absent
            if kind == WindowKind::OpaqueFrame && send.targets.len() == 1 =>
        {
            Some(unreached::sandboxed(case, send))
        }
        TargetKind::Steered(by) if others && (varies || send.transfers_port) => {
            // A trusted sender may name the origin that it wants the answer sent to.
            let trusted = send.listener.is_some() && by == "the message" && !send.unchecked;
            (!trusted).then(|| wording::steered(case, send, target, by))
        }
        TargetKind::Sender if others && send.unchecked && (send.payload.state || send.transfers_port) => {
            Some(wording::reply(case, send, target))
        }
        TargetKind::Insecure(origin) if others && varies => Some(wording::insecure(case, send, target, origin)),
        // One of several values that cannot be meant together is taken for the one that is not meant.
        TargetKind::Invalid { .. } if send.targets.len() == 1 => unreached::invalid(case, send, target),
        TargetKind::List if others && send.is_certain => unreached::invalid(case, send, target),
        _ => None,
    }
}
