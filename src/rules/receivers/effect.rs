//! What a message does to the page: which of a handler's effects is the worst, and what it is called in messages.

use super::Judged;
use crate::facts::{EffectKind, Flow, SenderRun, SinkKind};
use crate::rules::platform;
use crate::rules::reach::Who;
use crate::rules::reach::table::{self, Grade, Impact};
use crate::source::Span;

/// The worst that the messages of a sender do.
pub(super) struct Harm {
    /// Where.
    pub span: Span,
    kind: EffectKind,
    impact: Impact,
}

impl Harm {
    /// What the attacker can do, as a verb phrase.
    pub(super) fn act(&self) -> String {
        act(&self.kind)
    }

    /// What happens there, as a label.
    pub(super) fn label(&self) -> String {
        consequence(&self.kind)
    }
}

impl Judged<'_> {
    /// The worst of what the sender of a run gets done, be it where the handler does it or where what it keeps ends; the first of
    /// those that are as bad.
    pub(super) fn harm(&self, run: &SenderRun) -> Option<Harm> {
        let reached = || run.reached.iter().filter_map(|i| self.listener.effects.get(*i));
        let (impact, worst) = reached().map(|e| (Impact::of(e, self.case), e)).min_by_key(|(impact, _)| *impact)?;
        let keeps = || reached().any(|e| matches!(e.kind, EffectKind::PersistentWrite(_)));
        if impact > Impact::Script
            && keeps()
            && let Some(flow) = self.grave_flow()
        {
            return Some(Harm { span: flow.sink, kind: EffectKind::Sink(flow.kind), impact: Impact::Script });
        }
        Some(Harm { span: worst.span, kind: worst.kind.clone(), impact })
    }

    /// How loudly the sender of a run is reported.
    pub(super) fn grade(&self, run: &SenderRun) -> Option<Grade> {
        let who = self.case.reach.who(run, self.listener);
        // Whom the page expects around it is no matter of the check.
        if who == Who::Expected {
            return None;
        }
        if self.listener.peer.is_some() {
            // The worst that the platform makes worth a word.
            let reached = run.reached.iter().filter_map(|i| self.listener.effects.get(*i));
            let graded = reached.filter_map(|effect| {
                let usual = table::grade(who, Impact::of(effect, self.case), false);
                platform::grade_of(self.listener, who, effect, usual)
            });
            let worst = graded.max_by_key(|grade| grade.weight())?;
            let peer = self.listener.peer.as_ref().map_or("", |peer| peer.name());
            return Some(platform::capped(self.case, peer, worst));
        }
        let harm = self.harm(run);
        let impact = harm.as_ref().map_or(Impact::Page, |harm| harm.impact);
        // A request is what no guest sends for a page that it does not know.
        let takes_port = harm.as_ref().is_some_and(|harm| harm.kind == EffectKind::Port);
        let refused = harm
            .as_ref()
            .is_some_and(|harm| matches!(harm.kind, EffectKind::Sink(kind) if self.case.refuses_text(kind).is_some()));
        let requests = harm.is_some_and(|harm| harm.kind == EffectKind::Sink(SinkKind::Request));
        let guest = !requests && self.case.reach.is_guest();
        let usual = table::grade(who, impact, guest).of_run(Some(run));
        let usual = if refused { usual.step_down() } else { usual };
        platform::of_listener(self.case, who, impact, takes_port, usual)
    }

    /// A flow of what this listener receives to a sink that runs script.
    fn grave_flow(&self) -> Option<&Flow> {
        let listeners = &self.case.facts.listeners;
        let mine = |flow: &&Flow| listeners.get(flow.listener).is_some_and(|l| std::ptr::eq(l, self.listener));
        let grave = |flow: &&Flow| Impact::of_sink(flow.kind, flow.elsewhere) == Impact::Script;
        self.case.facts.flows.iter().filter(grave).find(mine)
    }
}

/// What the attacker can do, as a verb phrase.
fn act(kind: &EffectKind) -> String {
    match kind {
        EffectKind::Sink(SinkKind::Html) => "put markup of its choice into it".to_owned(),
        EffectKind::Sink(SinkKind::Code) => "run code in it".to_owned(),
        EffectKind::Sink(SinkKind::Navigation) => "send it to a URL of its choice".to_owned(),
        EffectKind::Sink(SinkKind::Dispatch) => "call functions of its choice in it".to_owned(),
        EffectKind::Sink(SinkKind::Prototype) => "change what every object in it inherits".to_owned(),
        EffectKind::Sink(SinkKind::Request) => "make it send requests of its choice".to_owned(),
        EffectKind::Sink(SinkKind::Storage) => "put data of its choice into its storage".to_owned(),
        EffectKind::Sink(SinkKind::Relay) => "have it forward messages of its choice".to_owned(),
        EffectKind::Sink(_) => "feed data of its choice into it".to_owned(),
        EffectKind::Pick => "choose which function is called in it".to_owned(),
        EffectKind::Call(name) if is_telling(name) => format!("call `{name}` in it with data of its choice"),
        EffectKind::Call(_) => "call functions of it with data of its choice".to_owned(),
        EffectKind::PersistentWrite(name) if is_telling(name) => format!("set `{name}` to data of its choice"),
        EffectKind::PersistentWrite(_) => "change its state".to_owned(),
        EffectKind::Act(name) => match &**name {
            "fetch" | "send" | "sendBeacon" | "submit" | "requestSubmit" => "make it send requests".to_owned(),
            "expose" => "call every function that it exposes".to_owned(),
            "postMessage" => "make it send messages".to_owned(),
            "setItem" | "removeItem" | "clear" => "change its storage".to_owned(),
            "open" => "make it open a window".to_owned(),
            "pushState" | "replaceState" | "back" | "forward" | "go" | "reload" | "assign" | "replace" | "href" => {
                "make it navigate".to_owned()
            }
            _ => format!("make it use `{name}`"),
        },
        EffectKind::Change(name) if name == "postMessage" => "choose when it sends messages".to_owned(),
        EffectKind::Change(name) if name == "setItem" => "choose when it changes its storage".to_owned(),
        EffectKind::Change(_) => "change what it shows".to_owned(),
        EffectKind::Port => "plant a port of its own in it".to_owned(),
    }
}

/// Whether a name says something to a reader: what a minifier leaves does not.
fn is_telling(name: &str) -> bool {
    name.len() > 2
}

/// What happens at an effect, as a label.
fn consequence(kind: &EffectKind) -> String {
    match kind {
        EffectKind::Sink(_) => "message data does harm here".to_owned(),
        EffectKind::Pick => "message data has chosen what is called here".to_owned(),
        EffectKind::Call(_) => "message data is handed on here".to_owned(),
        EffectKind::PersistentWrite(_) => "message data is kept here".to_owned(),
        EffectKind::Act(_) | EffectKind::Change(_) => "the message takes effect here".to_owned(),
        EffectKind::Port => "a port of the message is kept here".to_owned(),
    }
}
