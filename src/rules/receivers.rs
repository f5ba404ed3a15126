//! The rules on who may speak to a window: one verdict for each listener, the most specific that holds.

use super::Case;
use crate::facts::{Against, Check, EffectKind, Listener, Receiver, SenderClass, SourceWindow, Trial};
use crate::finding::{Confidence, Finding, Label, Severity, Witness};
use crate::source::Span;

pub(super) fn check(case: &Case, findings: &mut Vec<Finding>) {
    for listener in &case.facts.listeners {
        if !matches!(listener.receiver, Receiver::Window(_)) || listener.effects.is_empty() {
            continue;
        }
        let judged = Judged { case, listener };
        if let Some(mut finding) = judged.verdict() {
            if finding.primary != listener.registration {
                finding.related.push(Label::new(listener.registration, "the listener is registered here"));
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

impl Judged<'_> {
    fn trials(&self, class: SenderClass, source: SourceWindow) -> impl Iterator<Item = &Trial> {
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
        self.impossible()
    }

    /// A page of another site gets through.
    fn foreign(&self, first: &Trial) -> Finding {
        let checks: Vec<&Check> = self.listener.checks.iter().filter(|c| c.decides && !is_opaque(c)).collect();
        let of_origin: Vec<&Check> = checks.iter().copied().filter(|c| c.of_origin).collect();
        let only = |c: &Check, a: Against| c.against.iter().all(|x| *x == a) && !c.against.is_empty();
        if let Some(check) = of_origin.iter().find(|c| only(c, Against::Message)) {
            return self.spoofable(check, first);
        }
        if let Some(check) = of_origin.iter().find(|c| only(c, Against::Steered)) {
            return self.untrusted(check, first);
        }
        if of_origin.is_empty() {
            if let Some(check) = self.listener.checks.iter().find(|c| c.spoofable) {
                return self.spoofable(check, first);
            }
            if let Some(check) = self.listener.checks.iter().find(|c| c.of_origin) {
                return self.unenforced(check, first);
            }
            return self.missing(first);
        }
        let passed = |c: &&&Check| first.passed.iter().any(|i| self.listener.checks.get(*i) == Some(**c));
        let careless = |c: &&&Check| !c.against.iter().all(|a| matches!(a, Against::Message | Against::Steered));
        match of_origin.iter().filter(passed).find(careless) {
            Some(check) => self.weak(check, first),
            None => self.unenforced(of_origin[0], first),
        }
    }

    fn base(&self, rule: &'static str, severity: Severity, primary: Span, trial: &Trial) -> Finding {
        let mut finding = self.case.finding(rule, severity, primary);
        let source = if trial.source == SourceWindow::Null { "null" } else { "attacker" };
        finding.witness = Some(Witness { origin: trial.origin.clone(), source, why: trial.why.clone() });
        if let Some(effect) = trial.reached.first().and_then(|i| self.listener.effects.get(*i)) {
            finding.related.push(Label::new(effect.span, consequence(&effect.kind)));
        }
        finding
    }

    fn reaches_sink(&self, trial: &Trial) -> bool {
        let sink = |i: &usize| matches!(self.listener.effects.get(*i).map(|e| &e.kind), Some(EffectKind::Sink(_)));
        trial.reached.iter().any(sink)
    }

    fn only_ports(&self, trial: &Trial) -> bool {
        trial.reached.iter().all(|i| self.listener.effects.get(*i).is_some_and(|e| e.kind == EffectKind::Port))
    }

    fn missing(&self, trial: &Trial) -> Finding {
        if self.only_ports(trial) {
            let port = trial.reached.first().and_then(|i| self.listener.effects.get(*i));
            let span = port.map_or(self.listener.registration, |e| e.span);
            let mut finding = self.base("unchecked-port-accepted", Severity::High, span, trial);
            finding.related.clear();
            finding.message = "any page that can reach this window can plant a port of its own here".to_owned();
            finding.label = "a port from an unknown sender is kept".to_owned();
            finding.help = self.guard();
            return finding;
        }
        let severity = if self.reaches_sink(trial) { Severity::High } else { Severity::Medium };
        let mut finding = self.base("missing-origin-check", severity, self.listener.registration, trial);
        let what = trial.reached.first().and_then(|i| self.listener.effects.get(*i));
        let what = what.map_or_else(String::new, |e| act(&e.kind));
        finding.message =
            format!("any page that can reach this window can {what}: the handler never checks who sent the message");
        finding.label = "receives messages from every origin".to_owned();
        finding.help = self.guard();
        finding
    }

    /// The check that belongs at the head of the handler, with the reader's own name of the event.
    fn guard(&self) -> String {
        match &self.listener.event_name {
            Some(event) => format!("begin the handler with `if ({event}.origin !== ALLOWED_ORIGIN) return;`"),
            None => {
                "take `origin` from the event too, and begin the handler with `if (origin !== ALLOWED_ORIGIN) return;`"
                    .to_owned()
            }
        }
    }

    fn exact(&self, check: &Check) -> String {
        let origin = match &self.listener.event_name {
            Some(event) => format!("{event}.origin"),
            None => "origin".to_owned(),
        };
        match check.literals.first() {
            Some((text, _)) if text.contains("://") && crate::machine::web_url::is_origin(text) => {
                format!("compare the whole origin: `{origin} === \"{text}\"`")
            }
            _ => format!(
                "compare the whole origin: `{origin} === \"https://app.example.com\"`, or `ALLOWED.includes({origin})` with a list of whole origins"
            ),
        }
    }

    fn weak(&self, check: &Check, trial: &Trial) -> Finding {
        let mut finding = self.base("weak-origin-check", Severity::High, check.span, trial);
        finding.message = format!("`{}` passes this check", trial.origin);
        finding.label =
            if trial.why.is_empty() { "lets a foreign origin through".to_owned() } else { trial.why.clone() };
        finding.help = self.exact(check);
        finding
    }

    fn unenforced(&self, check: &Check, trial: &Trial) -> Finding {
        let mut finding = self.base("unenforced-origin-check", Severity::High, check.span, trial);
        finding.message =
            "any page that can reach this window gets past this check: it does not stop the message".to_owned();
        finding.label = "the message is handled whatever comes out here".to_owned();
        finding.help = format!("{}, before anything else is done", self.guard());
        finding
    }

    fn spoofable(&self, check: &Check, trial: &Trial) -> Finding {
        let mut finding = self.base("spoofable-sender-check", Severity::High, check.span, trial);
        finding.message = "any page can pass this check: it looks at something that the sender chooses".to_owned();
        finding.label = "proves nothing about the sender".to_owned();
        finding.help = self.guard();
        finding
    }

    fn untrusted(&self, check: &Check, trial: &Trial) -> Finding {
        let mut finding = self.base("untrusted-expected-origin", Severity::High, check.span, trial);
        finding.message = "whoever links to or frames this page chooses the origin that it trusts".to_owned();
        finding.label = "the expected origin comes from the URL or the referrer".to_owned();
        finding.help =
            "compare with an origin of your own configuration, not with one from the URL, the referrer or the message"
                .to_owned();
        finding
    }

    fn nullable(&self, trial: &Trial) -> Finding {
        let check = self.source_check(|a| matches!(a, Against::Nullable | Against::Window(_)));
        let mut finding = self.base("nullable-source-check", Severity::High, check, trial);
        finding.message = "a frame that posts and removes itself passes this check: both sides are null".to_owned();
        finding.label = "true for a sender without a window".to_owned();
        finding.help = format!("{}; a comparison of windows needs a window that is there on both sides", self.guard());
        finding
    }

    fn source_only(&self, trial: &Trial) -> Finding {
        let check = self.source_check(|a| matches!(a, Against::Window(_)));
        let mut finding = self.base("source-only-check", Severity::Medium, check, trial);
        let who = if trial.source == SourceWindow::Parent { "frames" } else { "opened" };
        finding.message = format!("any site that {who} this page passes this check");
        finding.label = "says which window sent it, not which site is in it".to_owned();
        finding.help = self.guard();
        finding
    }

    fn source_check(&self, wanted: impl Fn(&Against) -> bool) -> Span {
        let checks = &self.listener.checks;
        let of_source = checks.iter().filter(|c| !c.of_origin);
        let fits = of_source.clone().find(|c| c.against.iter().any(&wanted));
        fits.or_else(|| of_source.clone().next()).map_or(self.listener.registration, |c| c.span)
    }

    fn null_origin(&self, trial: &Trial) -> Finding {
        let opaque = self.listener.checks.iter().find(|c| c.against.contains(&Against::OwnOpaque));
        if let Some(check) = opaque {
            let mut finding = self.base("opaque-origin-compare", Severity::Low, check.span, trial);
            finding.message =
                "in a sandboxed frame every sandboxed page passes this check: both origins are `null`".to_owned();
            finding.label = "`window.origin` is `null` under sandbox".to_owned();
            finding.help = "compare with `location.origin`".to_owned();
            return finding;
        }
        let names_null = |c: &&Check| c.literals.iter().any(|(l, _)| &**l == "null");
        let origin_checks = || self.listener.checks.iter().filter(|c| c.of_origin);
        let check = origin_checks().find(names_null).or_else(|| origin_checks().next());
        let span = check.map_or(self.listener.registration, |c| c.span);
        let mut finding = self.base("null-origin-allowed", Severity::Medium, span, trial);
        finding.message = "any page can send from the origin `null`, with a sandboxed frame or a data: URL".to_owned();
        finding.label = "`null` passes".to_owned();
        finding.help =
            "leave `null` out; for a sandboxed frame of your own, compare `event.source` with its `contentWindow` too"
                .to_owned();
        finding
    }

    fn passing(&self, trial: &Trial) -> Span {
        let of_origin = |i: &usize| self.listener.checks.get(*i).filter(|c| c.of_origin && c.decides);
        let passed = trial.passed.iter().find_map(of_origin);
        let first = || self.listener.checks.iter().find(|c| c.of_origin && c.decides);
        passed.or_else(first).map_or(self.listener.registration, |c| c.span)
    }

    fn broad(&self, trial: &Trial, severity: Severity) -> Finding {
        let mut finding = self.base("broad-origin-check", severity, self.passing(trial), trial);
        finding.message = match severity {
            Severity::Low => format!("every subdomain passes this check, `{}` among them", trial.origin),
            _ => format!("everybody can get a name that passes this check, such as `{}`", trial.origin),
        };
        finding.label = "trusts a whole domain".to_owned();
        finding.help = "list the whole origins that are meant".to_owned();
        finding
    }

    fn insecure(&self, trial: &Trial) -> Finding {
        let mut finding = self.base("insecure-origin-allowed", Severity::Low, self.passing(trial), trial);
        finding.message = format!("whoever is on the network between can speak as `{}`", trial.origin);
        finding.label = "plain http passes".to_owned();
        finding.help = "compare the whole origin, scheme included: `https://…`".to_owned();
        finding
    }

    /// No sender that the code can mean gets through.
    fn impossible(&self) -> Option<Finding> {
        let listener = self.listener;
        let checks: Vec<&Check> = listener.checks.iter().filter(|c| c.of_origin && c.decides).collect();
        let constant = |c: &&Check| c.against.iter().all(|a| matches!(a, Against::Constant)) && !c.literals.is_empty();
        if checks.is_empty() || !checks.iter().all(constant) {
            return None;
        }
        let anybody = listener.trials.iter().any(|t| !t.reached.is_empty() || !t.opaque.is_empty());
        let expected = listener.trials.iter().any(|t| t.sender == SenderClass::Expected);
        if anybody || !expected || listener.checks.iter().any(|c| !c.of_origin) {
            return None;
        }
        let dead = |c: &&&Check| c.literals.iter().any(|(l, _)| !crate::machine::web_url::is_origin(l));
        let check = checks.iter().find(dead).or(checks.first())?;
        let mut finding = self.case.finding("impossible-origin-check", Severity::Medium, check.span);
        let literal = check.literals.first().map_or("", |(l, _)| l);
        finding.message = format!("no message ever passes this check: no origin is `{literal}`");
        finding.label = "never true".to_owned();
        finding.help = match crate::machine::web_url::serialized_origin(literal) {
            Some(origin) if origin != "null" => format!("an origin is scheme, host and port only: `{origin}`"),
            _ => "an origin is scheme, host and port only, such as `https://app.example.com`".to_owned(),
        };
        Some(finding)
    }
}

fn is_opaque(check: &Check) -> bool {
    check.against.contains(&Against::Opaque)
}

/// What the attacker can do, as a verb phrase.
fn act(kind: &EffectKind) -> String {
    match kind {
        EffectKind::Sink("message-to-html") => "put markup of its choice into it".to_owned(),
        EffectKind::Sink("message-to-code") => "run code in it".to_owned(),
        EffectKind::Sink("message-to-navigation") => "send it to a URL of its choice".to_owned(),
        EffectKind::Sink("message-to-dispatch") => "call functions of its choice in it".to_owned(),
        EffectKind::Sink(_) => "feed data of its choice into it".to_owned(),
        EffectKind::Call(name) => format!("call `{name}` with data of its choice"),
        EffectKind::Keep(name) if name.is_empty() => "change its state".to_owned(),
        EffectKind::Keep(name) => format!("set `{name}` to data of its choice"),
        EffectKind::Change(name) => format!("make it use `{name}`"),
        EffectKind::Port => "plant a port of its own in it".to_owned(),
    }
}

/// What happens at an effect, as a label.
fn consequence(kind: &EffectKind) -> String {
    match kind {
        EffectKind::Sink(_) => "message data does harm here".to_owned(),
        EffectKind::Call(_) => "message data is handed on here".to_owned(),
        EffectKind::Keep(_) => "message data is kept here".to_owned(),
        EffectKind::Change(_) => "the message takes effect here".to_owned(),
        EffectKind::Port => "a port of the message is kept here".to_owned(),
    }
}
