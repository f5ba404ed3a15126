//! The rules on who may speak to a window: one verdict for each listener, the most specific that holds. Which check it
//! is about is told in `blame`, the wording is in `wording` and `effect`.

mod blame;
mod effect;
pub(super) mod peers;
mod repair;
mod unauthenticated;
mod unenforced;
mod wording;

use super::Case;
use crate::facts::{Against, Check, EffectKind, Listener, Receiver, SenderClass, SenderRun, SourceWindow};
use crate::finding::{Confidence, Finding, Label, Persona, Severity};

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    for listener in &case.facts.listeners {
        let judged = Judged { case, listener };
        // Where no handler is told who sends, only what the messages do is reported.
        if listener.peer.as_ref().is_some_and(|peer| peer.unchecked.is_none()) {
            continue;
        }
        if listener.peer.is_none() && !matches!(listener.receiver, Receiver::Window(_)) {
            findings.extend(judged.deciding().next().map(|(_, check)| judged.never_set(check)));
            continue;
        }
        let verdict = if listener.effects.is_empty() { None } else { judged.verdict() };
        if let Some(mut finding) = verdict.or_else(|| judged.unauthenticated().filter(|_| listener.peer.is_none())) {
            finding.belongs_to(listener.registration);
            // One function that asks who sends, around all of them, mends all handlers of a peer; a check in the handler, all of its
            // registrations.
            if let Some(first) = self::peers::first_of(&case.facts.listeners, listener) {
                finding.belongs_to(first.registration);
            }
            if finding.primary != listener.registration {
                finding.related.push(Label::new(listener.registration, "the listener is registered here"));
            }
            if let Some(call) = listener.through {
                finding.related.push(Label::new(call, "the listener is set up through this call"));
            }
            if listener.cut && finding.rule != "missing-origin-check" {
                // Which check lets whom through is told by runs, and these ended early.
                (finding.severity, finding.persona, finding.confidence) =
                    (Severity::Low, Persona::Auditor, Confidence::Low);
                finding.witness = None;
            }
            if !listener.doubts.is_empty() {
                finding.confidence = finding.confidence.min(Confidence::Medium);
                finding.notes.extend(listener.doubts.iter().cloned());
            }
            findings.push(finding);
        }
    }
}

/// A listener under judgement.
struct Judged<'a> {
    case: &'a Case<'a>,
    listener: &'a Listener,
}

impl<'a> Judged<'a> {
    fn sender_runs(&self, class: SenderClass, source: SourceWindow) -> impl Iterator<Item = &'a SenderRun> {
        let wanted = move |t: &&SenderRun| t.sender == class && t.source == source && !t.reached.is_empty();
        self.listener.sender_runs.iter().filter(wanted)
    }

    /// Of all senders that get something done, the one that is the worst, and of those that are as bad, the first in this order.
    fn verdict(&self) -> Option<Finding> {
        const SENDERS: [(SenderClass, SourceWindow); 9] = [
            (SenderClass::Foreign, SourceWindow::Stranger),
            (SenderClass::Foreign, SourceWindow::Null),
            (SenderClass::Foreign, SourceWindow::Parent),
            (SenderClass::Foreign, SourceWindow::Opener),
            (SenderClass::Null, SourceWindow::Stranger),
            (SenderClass::Null, SourceWindow::Null),
            (SenderClass::SharedHost, SourceWindow::Stranger),
            (SenderClass::Subdomain, SourceWindow::Stranger),
            (SenderClass::Insecure, SourceWindow::Stranger),
        ];
        let through = SENDERS.iter().flat_map(|(class, source)| self.sender_runs(*class, *source));
        let graded = through.filter_map(|run| Some((self.grade(run)?.weight(), run)));
        let Some((_, run)) = graded.reduce(|a, b| if b.0 > a.0 { b } else { a }) else {
            let platforms = self.case.platforms;
            let is_meant = |check: &&Check| check.literals.iter().any(|literal| platforms.has_origin(&literal.text));
            let dead = self.dead_check().filter(|check| self.listener.peer.is_none() && !is_meant(check));
            return dead.map(|check| self.impossible(check));
        };
        Some(match (run.sender, run.source) {
            (_, SourceWindow::Null) => self.nullable(run),
            (_, SourceWindow::Parent | SourceWindow::Opener) => self.source_only(run),
            (SenderClass::Null, _) => self.null_origin(run),
            (SenderClass::SharedHost | SenderClass::Subdomain, _) => self.broad(run),
            (SenderClass::Insecure, _) => self.insecure(run),
            _ => self.foreign(run),
        })
    }

    /// A page of another site gets through.
    fn foreign(&self, run: &SenderRun) -> Finding {
        let of_origin = || self.listener.checks.iter().zip(&run.outcomes).filter(|(c, _)| c.of_origin);
        // A comparison of the origin with something of the sender's choice comes out as the sender likes.
        let against = |wanted: Against| {
            let all = |c: &Check| c.against.iter().all(|a| *a == wanted);
            of_origin().find(|(c, o)| c.decides && c.against.contains(&wanted) && (o.open || all(c))).map(|(c, _)| c)
        };
        if let Some(check) = against(Against::Message) {
            return self.spoofable(check, run);
        }
        if let Some(check) = against(Against::Steered).or_else(|| against(Against::Document)) {
            return self.untrusted(check, run);
        }
        if of_origin().next().is_none() {
            return match self.listener.checks.iter().find(|c| c.spoofable) {
                Some(check) => self.spoofable(check, run),
                None => self.missing(run),
            };
        }
        if let Some(check) = self.late(run) {
            return self.unenforced(check, run);
        }
        match self.deceived(run) {
            Some(check) => self.weak(check, run),
            None => {
                let deciding = self.deciding().map(|(_, c)| c).find(|c| !c.is_of_null());
                match deciding.or_else(|| of_origin().map(|(c, _)| c).find(|c| !c.is_of_null())) {
                    Some(check) => self.unenforced(check, run),
                    None => self.missing(run),
                }
            }
        }
    }

    fn missing(&self, run: &SenderRun) -> Finding {
        match self.listener.peer.as_deref() {
            Some(peer) => self.missing_peer(peer, run),
            None => self.missing_of_window(run),
        }
    }

    fn only_ports(&self, run: &SenderRun) -> bool {
        run.reached.iter().all(|i| self.listener.effects.get(*i).is_some_and(|e| e.kind == EffectKind::Port))
    }
}
