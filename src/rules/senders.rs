//! The rules on who may listen: what a post gives away, and to whom. One finding for each flaw of a send, the most severe
//! where several meet. The wording is in `wording` and `unreached`.

mod impact;
mod unreached;
mod wording;

use std::cmp::Reverse;

use super::Case;
use crate::facts::{Content, Ground, Listener, Receiver, Send, Target, TargetKind, WindowKind};
use crate::finding::{Confidence, Finding, Persona, Severity};

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    let first = findings.len();
    for send in &case.facts.sends {
        let flaw = |target: &Target| {
            let mut finding = flaw(case, send, target)?;
            let hands_over = finding.rule == "wildcard-port-transfer";
            let heard = heard_over(case, send).filter(|_| hands_over);
            let listeners = answered(case, send, target).into_iter().chain(heard);
            listeners.for_each(|listener| finding.belongs_to(listener.registration));
            Some(finding)
        };
        let flaws: Vec<Finding> = send.targets.iter().filter_map(flaw).collect();
        // Whoever may read it anyway gets no second finding for being answered.
        let open = flaws.iter().any(|f| f.rule.starts_with("wildcard-"));
        for mut finding in flaws.into_iter().filter(|f| !open || f.rule != "reply-to-unchecked-sender") {
            // One finding for each target origin; the most severe way of reaching it speaks.
            match findings[first..].iter_mut().find(|f| f.primary == finding.primary) {
                Some(known) => {
                    // What is sent without a message as well is no answer.
                    if known.listeners.is_empty() || finding.listeners.is_empty() {
                        known.listeners.clear();
                        finding.listeners.clear();
                    }
                    if rank(&finding) > rank(known) {
                        std::mem::swap(known, &mut finding);
                    }
                    finding.listeners.drain(..).for_each(|listener| known.belongs_to(listener));
                }
                None => findings.push(finding),
            }
        }
    }
}

/// The listeners of the ports whose other ends a post hands over.
fn heard_over<'a>(case: &'a Case, send: &'a Send) -> impl Iterator<Item = &'a Listener> {
    case.facts.listeners.iter().filter(|listener| listener.handed.contains(&send.call))
}

/// The listener that anybody can have answer, if that is an answer: sent to whoever asked, or to an origin of the asker's choice. What a
/// handler tells others, a check of who asks would leave as it is.
fn answered<'a>(case: &'a Case, send: &Send, target: &Target) -> Option<&'a Listener> {
    let is_answer = match &target.kind {
        TargetKind::Wildcard | TargetKind::Sender => send.receiver == Receiver::Window(WindowKind::Sender),
        TargetKind::Steered(by) => by == "the message",
        _ => false,
    };
    let listener = send.listener.filter(|_| send.unchecked && is_answer)?;
    case.facts.listeners.get(listener)
}

fn rank(finding: &Finding) -> (Reverse<Persona>, Severity, Confidence) {
    (Reverse(finding.persona), finding.severity, finding.confidence)
}

fn flaw(case: &Case, send: &Send, target: &Target) -> Option<Finding> {
    let Receiver::Window(kind) = send.receiver else { return unreached::invalid(case, send, target) };
    // To its own window a page may say anything, and an opaque origin has no other name than the wildcard.
    let others = !matches!(kind, WindowKind::Own);
    let varies = send.payload.content == Content::Varying;
    // A post of a content script to its own window is one to the page.
    let told = |ground: Ground| matches!(ground, Ground::Source | Ground::Name);
    let is_secret = send.payload.secrets.first().is_some_and(|evidence| told(evidence.ground));
    let reaches_page = matches!(target.kind, TargetKind::Wildcard | TargetKind::Own | TargetKind::Absent);
    if kind == WindowKind::Own && reaches_page && is_secret && case.platforms.is_page_stranger() {
        return Some(wording::to_page(case, send, target));
    }
    match &target.kind {
        TargetKind::Wildcard if !others || kind == WindowKind::OpaqueFrame => None,
        TargetKind::Wildcard if send.transfers_port => Some(wording::port(case, send, target, kind)),
        TargetKind::Wildcard if varies => Some(wording::wildcard(case, send, target, kind)),
        TargetKind::Own | TargetKind::Constant(_) | TargetKind::Insecure(_) | TargetKind::Absent
            if kind == WindowKind::OpaqueFrame && send.targets.len() == 1 =>
        {
            Some(unreached::sandboxed(case, send))
        }
        TargetKind::Absent if send.is_certain && send.targets.len() == 1 => unreached::left_out(case, send, target),
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
