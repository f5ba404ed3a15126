//! What is left for an auditor where no message is seen to do anything: listeners that ask nobody who sent it, and those whose check
//! cannot be seen into.

use super::Judged;
use crate::facts::{Against, Check, SenderClass, WindowKind};
use crate::finding::{Confidence, Finding, Label};
use crate::rules::reach::table;
use crate::source::Span;

impl Judged<'_> {
    /// Whoever sends gets to whatever the handler does with a message, as far as can be seen: nothing tests the sender, or what does
    /// cannot be seen into.
    pub(super) fn unauthenticated(&self) -> Option<Finding> {
        let listener = self.listener;
        let unread = listener.handed_on.or_else(|| listener.checks.iter().find(|c| c.is_opaque()).map(|c| c.span));
        if listener.sender_runs.iter().any(|run| run.sender == SenderClass::Foreign && !run.opaque.is_empty()) {
            return Some(self.unseen(unread));
        }
        let by_page = self.case.platforms.is_page_stranger();
        let own = |a: &Against| matches!(a, Against::Window(WindowKind::Own) | Against::Own | Against::OwnOpaque);
        let lets_page_in = |c: &Check| by_page && c.against.iter().all(own);
        let mut tests = listener.checks.iter().filter(|c| !c.spoofable && c.compares() && !c.is_opaque()).peekable();
        if tests.peek().is_some() {
            return listener.reads.filter(|_| tests.all(lets_page_in)).map(|read| self.of_page(read));
        }
        match listener.reads {
            _ if unread.is_some() => Some(self.unseen(unread)),
            Some(read) => Some(self.unchecked(read)),
            None => None,
        }
    }

    /// A message is read, and nothing asks who sent it.
    fn unchecked(&self, read: Span) -> Finding {
        let mut finding = self.auditors();
        finding.message =
            "any page that can reach this window can send messages that this handler reads: it never checks the \
                           sender"
                .to_owned();
        finding.label = "receives messages from every origin".to_owned();
        finding.related.push(Label::new(read, "the message is read here"));
        finding
    }

    /// The checks of a content script let in the page that it runs in.
    fn of_page(&self, read: Span) -> Finding {
        let mut finding = self.unchecked(read);
        finding.message =
            "any page that this script runs in can send messages that this handler reads: the page has this \
                           window and this origin"
                .to_owned();
        finding.help = "take from the page only what it may ask for, and test the type and the shape of it".to_owned();
        finding
    }

    /// What may check the sender cannot be seen into.
    fn unseen(&self, at: Option<Span>) -> Finding {
        let mut finding = self.auditors();
        finding.confidence = Confidence::Low;
        finding.message = "it is not known whether this handler checks the sender".to_owned();
        finding.label = "may receive messages from every origin".to_owned();
        finding.related.extend(at.map(|at| Label::new(at, "originlint cannot see into this check")));
        finding
    }

    fn auditors(&self) -> Finding {
        let grade = table::AUDITOR;
        let mut finding = self.case.finding("unauthenticated-listener", grade.severity, self.listener.registration);
        finding.persona = grade.persona;
        finding.help = self.guard();
        finding
    }
}
