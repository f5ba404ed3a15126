//! A sender that is no window gets through unchecked: what it can do, and what would check it.

use super::Judged;
use crate::facts::{Listener, SenderRun};
use crate::finding::Finding;
use crate::peer::Peer;
use crate::rules::platform;
use crate::rules::reach::table::{self, Impact};

/// The first listener of a file that is mended together with this one: it hears the same peer, which is no window, or
/// reads the message at the same place, so that a check there mends both.
pub(in crate::rules) fn first_of<'a>(listeners: &'a [Listener], listener: &Listener) -> Option<&'a Listener> {
    let same = |other: &&Listener| match (listener.peer.as_deref(), other.peer.as_deref()) {
        (Some(peer), Some(other)) => peer.name() == other.name(),
        (None, None) => listener.reads.is_some() && listener.reads == other.reads,
        _ => false,
    };
    listeners.iter().find(same)
}

impl Judged<'_> {
    /// A peer that is no window gets through unchecked.
    pub(super) fn missing_peer(&self, peer: &Peer, run: &SenderRun) -> Finding {
        let rule = if peer.unchecked.is_some() { "missing-sender-check" } else { "missing-origin-check" };
        let mut finding = self.base(rule, self.listener.registration, run);
        finding.witness = None;
        let reached = || run.reached.iter().filter_map(|i| self.listener.effects.get(*i));
        let (who, case) = (self.case.reach.who(run, self.listener), self.case);
        let graded = reached().filter_map(|effect| {
            let usual = table::grade(who, Impact::of(effect, case), false);
            Some((platform::grade_of(self.listener, who, effect, usual)?.weight(), effect))
        });
        let worst = graded.reduce(|a, b| if b.0 > a.0 { b } else { a });
        let what = worst.map_or_else(String::new, |(_, effect)| platform::act(peer, effect));
        finding.message = format!("{} can {what}: the handler never checks the sender", peer.who);
        finding.label = "receives messages from every sender".to_owned();
        finding.help.clone_from(&peer.guard);
        finding
    }
}
