//! A check that is there and does not stop the message: it comes too late, on another path, or is made only where a setting is there.

use super::Judged;
use crate::facts::{Check, SenderRun};
use crate::finding::Finding;

impl Judged<'_> {
    /// What the check is there for, and why it does not keep the sender of a run from it.
    pub(super) fn unenforced(&self, check: &Check, run: &SenderRun) -> Finding {
        let mut finding = self.base("unenforced-origin-check", check.span, run);
        let asked = self.deciding().any(|(i, c)| std::ptr::eq(c, check) && run.passed.contains(&i));
        let around = self.harm(run).filter(|_| !asked && check.decides);
        (finding.message, finding.label) = match around {
            Some(harm) => (
                format!(
                    "any page that can reach this window can {}: this check comes too late, or on another path",
                    harm.act()
                ),
                "is not made before everything that the message does".to_owned(),
            ),
            None => (
                "any page that can reach this window gets past this check: it does not stop the message".to_owned(),
                "the message is handled whatever comes out here".to_owned(),
            ),
        };
        finding.help = format!("{}, before anything else is done", self.guard());
        if let Some(setting) = run.unset {
            let setting = self.case.text(setting);
            let act = self.harm(run).map_or_else(|| "send it messages".to_owned(), |harm| harm.act());
            finding.message = format!(
                "any page that can reach this window can {act} as long as `{setting}` is not set: only where it is, the origin is compared"
            );
            finding.label = format!("is made only where `{setting}` is set");
            finding.help = format!("turn every message away until it is set: return where `{setting}` is empty, too");
        }
        finding
    }
}
