//! A sender that is no window gets through unchecked: what it can do, and what would check it.

use super::Judged;
use crate::facts::SenderRun;
use crate::finding::Finding;
use crate::peer::Peer;
use crate::rules::platform;
use crate::rules::reach::table::{self, Impact};

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
