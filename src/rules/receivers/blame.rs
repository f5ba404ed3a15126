//! Which of a listener's checks is to blame for a sender that gets through, by how the checks came out in the runs.

use super::Judged;
use crate::facts::{Against, Check, Outcome, SenderClass, SenderRun, SourceWindow, WindowKind};
use crate::source::Span;

impl<'a> Judged<'a> {
    /// The check that tells the sender of the run from those that are meant, where nothing stops anybody before it.
    pub(super) fn late(&self, run: &SenderRun) -> Option<&'a Check> {
        let mut accepted = self.sender_runs(SenderClass::Expected, SourceWindow::Stranger).peekable();
        if accepted.peek().is_none() || self.stranger_is_stopped() {
            return None;
        }
        let accepted: Vec<&SenderRun> = accepted.collect();
        let tells = |i: usize| {
            let outcome = run.outcomes.get(i).filter(|o| o.asked() && !o.open);
            outcome.is_some_and(|o| accepted.iter().all(|t| t.outcomes.get(i) != Some(o)))
        };
        self.deciding().find(|(i, _)| !run.passed.contains(i) && tells(*i)).map(|(_, check)| check)
    }

    /// The check that takes the sender of the run for one that is meant; none if every check did its work, in vain, or
    /// came too late.
    pub(super) fn deceived(&self, run: &SenderRun) -> Option<&'a Check> {
        if self.stranger_is_stopped() {
            return self.responsible(run);
        }
        let accepted: Vec<&SenderRun> = self.sender_runs(SenderClass::Expected, SourceWindow::Stranger).collect();
        let all_pass = self.listener.sender_runs.iter().all(|t| !t.reached.is_empty());
        let powerless = |check: &Check| check.is_of_wildcard() || all_pass && check.is_of_null();
        self.deciding().filter(|(_, check)| !powerless(check)).find_map(|(i, check)| {
            let outcome = run.outcomes.get(i).copied()?;
            let same = |t: &&SenderRun| t.outcomes.get(i) == Some(&outcome);
            // Whoever it takes for somebody else gets just as far.
            let as_far = |t: &SenderRun| t.passed.contains(&i) && t.reached == run.reached;
            let idle = || self.listener.sender_runs.iter().any(|t| !same(&t) && as_far(t));
            let taken = if accepted.is_empty() { !idle() } else { accepted.iter().any(same) };
            let fooled = run.passed.contains(&i) && taken;
            (fooled || run.overruled.contains(&i)).then_some(check)
        })
    }

    /// The check to which the sender of the run owes that it gets further than somebody who is turned away.
    pub(super) fn responsible(&self, run: &SenderRun) -> Option<&'a Check> {
        let stopped: Vec<&SenderRun> = self.strangers().filter(|t| t.reached.is_empty()).collect();
        let tells = |i: usize, outcome: Outcome| {
            outcome.asked() && stopped.iter().any(|t| t.outcomes.get(i).is_some_and(|o| o.asked() && *o != outcome))
        };
        let told = self.deciding().find(|(i, _)| run.outcomes.get(*i).is_some_and(|o| tells(*i, *o)));
        told.or_else(|| self.deciding().find(|(i, _)| run.outcomes.get(*i).is_some_and(|o| o.asked())))
            .or_else(|| self.deciding().next())
            .map(|(_, check)| check)
    }

    /// The checks of the origin on which something depends, each with its index: the comparisons and what is concluded
    /// from them, or if there is none, what only asks whether there is an origin.
    pub(super) fn deciding(&self) -> impl Iterator<Item = (usize, &'a Check)> {
        let checks = || self.listener.checks.iter().enumerate().filter(|(_, c)| c.of_origin && c.decides);
        let any = checks().any(|(_, c)| c.compares());
        let concludes = move |check: &Check| checks().any(|(_, c)| c.compares() && check.span.contains(c.span));
        checks().filter(move |(_, c)| !c.is_opaque() && (!any || concludes(c)))
    }

    pub(super) fn strangers(&self) -> impl Iterator<Item = &'a SenderRun> {
        let stranger = |t: &&SenderRun| t.sender == SenderClass::Foreign && t.source == SourceWindow::Stranger;
        self.listener.sender_runs.iter().filter(stranger)
    }

    /// Whether some stranger is turned away, so that the checks are worth something.
    pub(super) fn stranger_is_stopped(&self) -> bool {
        self.strangers().any(|t| t.reached.is_empty())
    }

    /// The comparison of the sender's window that lets the sender of the run through: one that was made before something was
    /// reached, with such a window.
    pub(super) fn source_check(&self, run: &SenderRun, wanted: impl Fn(&Against) -> bool) -> Span {
        let of_source = || self.listener.checks.iter().enumerate().filter(|(_, c)| c.is_of_source());
        let fits = |c: &Check| c.against.iter().any(&wanted);
        let made = of_source().find(|(i, c)| run.passed.contains(i) && fits(c));
        let check = made.or_else(|| of_source().find(|(_, c)| fits(c))).or_else(|| of_source().next());
        check.map_or(self.listener.registration, |(_, c)| c.span)
    }

    /// The comparison with the parent, or else the opener, that lets the sender of the run through.
    pub(super) fn relation_check(&self, run: &SenderRun, is_parent: bool) -> Span {
        self.source_check(run, |a| match a {
            Against::Window(WindowKind::Parent | WindowKind::Top) => is_parent,
            Against::Window(WindowKind::Opener) => !is_parent,
            _ => false,
        })
    }

    /// Whether some sender gets as far as a check.
    pub(super) fn is_ever_made(&self, check: &Check) -> bool {
        let at = self.listener.checks.iter().position(|c| std::ptr::eq(c, check));
        let asked = |run: &SenderRun| at.and_then(|i| run.outcomes.get(i)).is_some_and(|outcome| outcome.asked());
        self.listener.sender_runs.iter().any(asked)
    }

    /// A check that comes out the same for every sender, those included that the code can mean, so that none gets through. One that
    /// finds what it looks for in every origin turns nobody away.
    pub(super) fn dead_check(&self) -> Option<&'a Check> {
        let listener = self.listener;
        let anybody = listener.sender_runs.iter().any(|t| !t.reached.is_empty() || !t.opaque.is_empty());
        if anybody || listener.sender_runs.is_empty() || listener.checks.iter().any(Check::is_of_source) {
            return None;
        }
        let meant = listener.sender_runs.iter().any(|t| t.sender == SenderClass::Expected);
        let dead = |i: usize, check: &Check| {
            let mut outcomes = listener.sender_runs.iter().filter_map(|t| t.outcomes.get(i)).filter(|o| o.asked());
            // One that no sender gets as far as fails where it reads.
            let Some(first) = outcomes.next() else { return meant };
            let turns_away = !(first.open || first.yes && check.finds);
            turns_away && outcomes.all(|o| o == first)
        };
        let constant = |c: &Check| {
            // Who asks for an empty origin means the events that a script of the page dispatches itself.
            if c.literals.iter().any(|l| l.text.is_empty()) {
                return false;
            }
            let never = !c.literals.is_empty() && c.literals.iter().all(|l| !l.possible);
            c.against.iter().all(|a| matches!(a, Against::Constant | Against::Own)) && (meant || never)
        };
        let one = self.deciding().find(|(i, c)| constant(c) && dead(*i, c));
        // Each may come out either way, and still no sender passes all of them: of one alone somebody passes it.
        let several = || self.deciding().count() > 1;
        let together =
            || self.deciding().next().filter(|_| meant && several() && self.deciding().all(|(_, c)| constant(c)));
        one.or_else(together).map(|(_, c)| c)
    }
}
