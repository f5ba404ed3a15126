//! What the receiver rules say: message, label, help and witness of each finding. Decides nothing.

use super::Judged;
use crate::facts::{Against, Check, SenderClass, SenderRun, SourceWindow};
use crate::finding::{Finding, Label, Severity, Witness};
use crate::rules::reach::table;
use crate::source::Span;

impl Judged<'_> {
    pub(super) fn base(&self, rule: &'static str, primary: Span, run: &SenderRun) -> Finding {
        let grade = self.grade(run).unwrap_or(table::AUDITOR);
        let mut finding = self.case.finding(rule, grade.severity, primary);
        finding.persona = grade.persona;
        let source = if run.source == SourceWindow::Null { "null" } else { "attacker" };
        finding.witness = Some(Witness { origin: run.origin.clone(), source, why: run.why.clone() });
        if let Some(harm) = self.harm(run) {
            finding.related.push(Label::new(harm.span, harm.label()));
        }
        finding
    }

    pub(super) fn missing_of_window(&self, run: &SenderRun) -> Finding {
        if self.only_ports(run) {
            let port = run.reached.first().and_then(|i| self.listener.effects.get(*i));
            let span = port.map_or(self.listener.registration, |e| e.span);
            let mut finding = self.base("unchecked-port-accepted", span, run);
            finding.related.clear();
            finding.message = "any page that can reach this window can plant a port of its own here".to_owned();
            finding.label = "a port from an unknown sender is kept".to_owned();
            finding.help = self.guard();
            return finding;
        }
        let harm = self.harm(run);
        let mut finding = self.base("missing-origin-check", self.listener.registration, run);
        let what = harm.map(|harm| harm.act()).unwrap_or_default();
        finding.message =
            format!("any page that can reach this window can {what}: the handler never checks the sender");
        finding.label = "receives messages from every origin".to_owned();
        finding.help = self.guard();
        finding.fixes.extend(self.guarded());
        finding
    }

    /// The check that belongs at the head of the handler, with the reader's own name of the event.
    pub(super) fn guard(&self) -> String {
        match &self.listener.event_name {
            Some(event) => format!("begin the handler with `if ({event}.origin !== ALLOWED_ORIGIN) return;`"),
            None => {
                "take `origin` from the event too, and begin the handler with `if (origin !== ALLOWED_ORIGIN) return;`"
                    .to_owned()
            }
        }
    }

    pub(super) fn weak(&self, check: &Check, run: &SenderRun) -> Finding {
        let mut finding = self.base("weak-origin-check", check.span, run);
        finding.message = format!("`{}` passes this check", run.origin);
        finding.label = if run.why.is_empty() { "lets a foreign origin through".to_owned() } else { run.why.clone() };
        finding.help = self.exact(check);
        finding.fixes.extend(self.exactly(check, run));
        finding
    }

    pub(super) fn spoofable(&self, check: &Check, run: &SenderRun) -> Finding {
        let mut finding = self.base("spoofable-sender-check", check.span, run);
        finding.message = "any page can pass this check: it looks at something that the sender chooses".to_owned();
        finding.label = "proves nothing about the sender".to_owned();
        finding.help = self.guard();
        finding
    }

    pub(super) fn untrusted(&self, check: &Check, run: &SenderRun) -> Finding {
        let mut finding = self.base("untrusted-expected-origin", check.span, run);
        let document = check.against.contains(&Against::Document);
        finding.message = match document {
            true => "whoever can put something into this page chooses the origin that it trusts".to_owned(),
            false => "whoever links to or frames this page chooses the origin that it trusts".to_owned(),
        };
        finding.label = match document {
            true => "the expected origin stands in the document".to_owned(),
            false => "the expected origin comes from the URL, the referrer or an earlier message".to_owned(),
        };
        finding.help =
            "compare with an origin of your own configuration, not with one from the URL, the referrer or the message"
                .to_owned();
        finding
    }

    pub(super) fn nullable(&self, run: &SenderRun) -> Finding {
        let check = self.source_check(run, |a| matches!(a, Against::Nullable | Against::Window(_)));
        let mut finding = self.base("nullable-source-check", check, run);
        finding.message =
            "a frame that posts and removes itself passes this check: its messages have no source".to_owned();
        finding.label = "true for a sender without a window".to_owned();
        finding.help = format!("{}; a comparison of windows needs a window that is there on both sides", self.guard());
        finding
    }

    pub(super) fn source_only(&self, run: &SenderRun) -> Finding {
        let is_parent = run.source == SourceWindow::Parent;
        let check = self.relation_check(run, is_parent);
        let mut finding = self.base("source-only-check", check, run);
        let who = if is_parent { "frames" } else { "opened" };
        finding.message = format!("any site that {who} this page passes this check");
        finding.label = "says which window sent it, not which site is in it".to_owned();
        finding.help = self.guard();
        finding.notes.push(
            match is_parent {
                true => "neither `framed-by` in the configuration nor a header for all pages says who may frame it",
                false => "neither `opened-by` in the configuration nor a header for all pages says who may open it",
            }
            .to_owned(),
        );
        finding
    }

    pub(super) fn null_origin(&self, run: &SenderRun) -> Finding {
        let opaque = self.listener.checks.iter().find(|c| c.against.contains(&Against::OwnOpaque));
        if let Some(check) = opaque {
            let mut finding = self.base("opaque-origin-compare", check.span, run);
            finding.message =
                "in a sandboxed frame every sandboxed page passes this check: both origins are `null`".to_owned();
            finding.label = "`window.origin` is `null` under sandbox".to_owned();
            finding.help = "compare with `location.origin`".to_owned();
            finding.fixes.extend(self.by_address(check));
            return finding;
        }
        let span = self.passing(run);
        let mut finding = self.base("null-origin-allowed", span, run);
        finding.message = "any page can send from the origin `null`, with a sandboxed frame or a data: URL".to_owned();
        finding.label = "`null` passes".to_owned();
        finding.help =
            "leave `null` out; for a sandboxed frame of your own, compare `event.source` with its `contentWindow` too"
                .to_owned();
        finding
    }

    pub(super) fn broad(&self, run: &SenderRun) -> Finding {
        let mut finding = self.base("broad-origin-check", self.passing(run), run);
        finding.message = match run.sender {
            SenderClass::Subdomain => format!("every subdomain passes this check, `{}` among them", run.origin),
            _ => format!("everybody can get a name that passes this check, such as `{}`", run.origin),
        };
        finding.label = "trusts a whole domain".to_owned();
        finding.help = "list the whole origins that are meant".to_owned();
        finding
    }

    pub(super) fn insecure(&self, run: &SenderRun) -> Finding {
        let mut finding = self.base("insecure-origin-allowed", self.passing(run), run);
        finding.message = format!("whoever is on the network between can speak as `{}`", run.origin);
        finding.label = "plain http passes".to_owned();
        finding.help = "compare the whole origin, scheme included: `https://…`".to_owned();
        finding
    }

    fn passing(&self, run: &SenderRun) -> Span {
        self.responsible(run).map_or(self.listener.registration, |c| c.span)
    }

    /// The origin of a message that comes through a port or from a worker is compared.
    pub(super) fn never_set(&self, check: &Check) -> Finding {
        let mut finding = self.case.finding("impossible-origin-check", Severity::Medium, check.span);
        finding.message =
            "no message ever passes this check: `origin` is always empty on a port or a worker".to_owned();
        finding.label = "never true".to_owned();
        finding.help = "drop the check: only who was given the port, or the worker itself, can send here".to_owned();
        finding
    }

    /// No sender that the code can mean gets through.
    pub(super) fn impossible(&self, check: &Check) -> Finding {
        let mut finding = self.case.finding("impossible-origin-check", Severity::Medium, check.span);
        finding.label = "never true".to_owned();
        let literal = check.literals.iter().find(|l| !l.possible);
        if literal.is_none() && !self.is_ever_made(check) {
            finding.message = "no message from another origin gets past this: the browser lets nobody read that of the sender's window".to_owned();
            finding.label = "throws a SecurityError".to_owned();
            finding.help = self.guard();
            return finding;
        }
        finding.message = match literal {
            Some(literal) => format!("no message ever passes this check: no origin is `{}`", literal.text),
            None => "no message ever passes this check: no origin is equal to what it is compared with".to_owned(),
        };
        finding.help = match literal.and_then(|l| l.origin.as_ref()) {
            Some(origin) => format!("an origin is scheme, host and port only: `{origin}`"),
            None => "an origin is scheme, host and port only, such as `https://app.example.com`".to_owned(),
        };
        finding.fixes.extend(self.as_origins(check));
        finding
    }
}
