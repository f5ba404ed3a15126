//! The rules on who may speak to a window: one verdict for each listener, the most specific that holds. The wording is
//! in `wording` and `effect`.

mod effect;
mod repair;
mod wording;

use super::Case;
use crate::facts::{Against, Check, EffectKind, Listener, Outcome, Receiver, SenderClass, SourceWindow, Trial};
use crate::finding::{Confidence, Finding, Label, Severity};
use crate::source::Span;

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    for listener in &case.facts.listeners {
        let judged = Judged { case, listener };
        if !matches!(listener.receiver, Receiver::Window(_)) {
            findings.extend(judged.deciding().next().map(|(_, check)| judged.never_set(check)));
            continue;
        }
        if listener.effects.is_empty() {
            continue;
        }
        if let Some(mut finding) = judged.verdict() {
            if finding.primary != listener.registration {
                finding.related.push(Label::new(listener.registration, "the listener is registered here"));
            }
            if let Some(call) = listener.through {
                finding.related.push(Label::new(call, "the listener is set up through this call"));
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
    fn trials(&self, class: SenderClass, source: SourceWindow) -> impl Iterator<Item = &'a Trial> {
        let wanted = move |t: &&Trial| t.sender == class && t.source == source && !t.reached.is_empty();
        self.listener.trials.iter().filter(wanted)
    }

    fn verdict(&self) -> Option<Finding> {
        let stranger = SourceWindow::Stranger;
        if let Some(first) = self.trials(SenderClass::Foreign, stranger).next() {
            return Some(self.foreign(first));
        }
        if let Some(trial) = self.trials(SenderClass::Foreign, SourceWindow::Null).next() {
            return Some(self.nullable(trial));
        }
        let related = [SourceWindow::Parent, SourceWindow::Opener];
        if let Some(trial) = related.iter().find_map(|s| self.trials(SenderClass::Foreign, *s).next()) {
            return Some(self.source_only(trial));
        }
        if let Some(trial) = self.trials(SenderClass::Null, stranger).next() {
            return Some(self.null_origin(trial));
        }
        if let Some(trial) = self.trials(SenderClass::SharedHost, stranger).next() {
            return Some(self.broad(trial, Severity::Medium));
        }
        if let Some(trial) = self.trials(SenderClass::Subdomain, stranger).next() {
            return Some(self.broad(trial, Severity::Low));
        }
        if let Some(trial) = self.trials(SenderClass::Insecure, stranger).next() {
            return Some(self.insecure(trial));
        }
        self.dead_check().map(|check| self.impossible(check))
    }

    /// A page of another site gets through.
    fn foreign(&self, trial: &Trial) -> Finding {
        let of_origin = || self.listener.checks.iter().zip(&trial.outcomes).filter(|(c, _)| c.of_origin);
        // A comparison of the origin with something of the sender's choice comes out as the sender likes.
        let against = |wanted: Against| {
            let all = |c: &Check| c.against.iter().all(|a| *a == wanted);
            of_origin().find(|(c, o)| c.decides && c.against.contains(&wanted) && (o.open || all(c))).map(|(c, _)| c)
        };
        if let Some(check) = against(Against::Message) {
            return self.spoofable(check, trial);
        }
        if let Some(check) = against(Against::Steered).or_else(|| against(Against::Document)) {
            return self.untrusted(check, trial);
        }
        if of_origin().next().is_none() {
            return match self.listener.checks.iter().find(|c| c.spoofable) {
                Some(check) => self.spoofable(check, trial),
                None => self.missing(trial),
            };
        }
        match self.deceived(trial) {
            Some(check) => self.weak(check, trial),
            None => {
                let deciding = of_origin().find(|(c, _)| c.decides && !c.is_opaque() && !c.is_of_null());
                match deciding.or_else(|| of_origin().find(|(c, _)| !c.is_of_null())) {
                    Some((check, _)) => self.unenforced(check, trial),
                    None => self.missing(trial),
                }
            }
        }
    }

    /// The check that takes the sender of the trial for one that is meant; none if every check did its work, in vain, or
    /// came too late.
    fn deceived(&self, trial: &Trial) -> Option<&'a Check> {
        if self.stranger_is_stopped() {
            return self.responsible(trial);
        }
        let accepted: Vec<&Trial> = self.trials(SenderClass::Expected, SourceWindow::Stranger).collect();
        self.deciding().find_map(|(i, check)| {
            let outcome = trial.outcomes.get(i).copied()?;
            let same = |t: &&Trial| t.outcomes.get(i) == Some(&outcome);
            // Whoever it takes for somebody else gets just as far.
            let as_far = |t: &Trial| t.passed.contains(&i) && t.reached == trial.reached;
            let idle = || self.listener.trials.iter().any(|t| !same(&t) && as_far(t));
            let taken = if accepted.is_empty() { !idle() } else { accepted.iter().any(same) };
            let fooled = trial.passed.contains(&i) && taken;
            (fooled || trial.overruled.contains(&i)).then_some(check)
        })
    }

    /// The check to which the sender of the trial owes that it gets further than somebody who is turned away.
    fn responsible(&self, trial: &Trial) -> Option<&'a Check> {
        let stopped: Vec<&Trial> = self.strangers().filter(|t| t.reached.is_empty()).collect();
        let tells = |i: usize, outcome: Outcome| {
            outcome.asked() && stopped.iter().any(|t| t.outcomes.get(i).is_some_and(|o| o.asked() && *o != outcome))
        };
        let told = self.deciding().find(|(i, _)| trial.outcomes.get(*i).is_some_and(|o| tells(*i, *o)));
        told.or_else(|| self.deciding().find(|(i, _)| trial.outcomes.get(*i).is_some_and(|o| o.asked())))
            .or_else(|| self.deciding().next())
            .map(|(_, check)| check)
    }

    /// The checks of the origin on which something depends, each with its index.
    fn deciding(&self) -> impl Iterator<Item = (usize, &'a Check)> {
        self.listener.checks.iter().enumerate().filter(|(_, c)| c.of_origin && c.decides && !c.is_opaque())
    }

    fn strangers(&self) -> impl Iterator<Item = &'a Trial> {
        let stranger = |t: &&Trial| t.sender == SenderClass::Foreign && t.source == SourceWindow::Stranger;
        self.listener.trials.iter().filter(stranger)
    }

    /// Whether some stranger is turned away, so that the checks are worth something.
    fn stranger_is_stopped(&self) -> bool {
        self.strangers().any(|t| t.reached.is_empty())
    }

    fn source_check(&self, wanted: impl Fn(&Against) -> bool) -> Span {
        let of_source = self.listener.checks.iter().filter(|c| c.is_of_source());
        let fits = of_source.clone().find(|c| c.against.iter().any(&wanted));
        fits.or_else(|| of_source.clone().next()).map_or(self.listener.registration, |c| c.span)
    }

    /// A check that comes out the same for every sender, those included that the code can mean, so that none gets through.
    fn dead_check(&self) -> Option<&'a Check> {
        let listener = self.listener;
        let anybody = listener.trials.iter().any(|t| !t.reached.is_empty() || !t.opaque.is_empty());
        if anybody || listener.trials.is_empty() || listener.checks.iter().any(Check::is_of_source) {
            return None;
        }
        let dead = |i: usize| {
            let mut outcomes = listener.trials.iter().filter_map(|t| t.outcomes.get(i)).filter(|o| o.asked());
            let Some(first) = outcomes.next() else { return false };
            !first.open && outcomes.all(|o| o == first)
        };
        let meant = listener.trials.iter().any(|t| t.sender == SenderClass::Expected);
        let constant = |c: &Check| {
            let never = !c.literals.is_empty() && c.literals.iter().all(|l| !l.possible);
            c.against.iter().all(|a| matches!(a, Against::Constant | Against::Own)) && (meant || never)
        };
        let one = self.deciding().find(|(i, c)| constant(c) && dead(*i));
        // Each may come out either way, and still no sender passes all of them.
        let together = || self.deciding().next().filter(|_| meant && self.deciding().all(|(_, c)| constant(c)));
        one.or_else(together).map(|(_, c)| c)
    }

    fn only_ports(&self, trial: &Trial) -> bool {
        trial.reached.iter().all(|i| self.listener.effects.get(*i).is_some_and(|e| e.kind == EffectKind::Port))
    }
}
