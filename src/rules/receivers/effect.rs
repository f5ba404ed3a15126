//! What a message does to the page: which of a handler's effects is the worst, and what it is called in messages.

use super::Judged;
use crate::facts::{EffectKind, Flow, SenderRun, SinkKind};
use crate::finding::Severity;
use crate::page;
use crate::rules::data::rule_of;
use crate::source::Span;

/// The worst that the messages of a sender do.
pub(super) struct Harm {
    /// Where.
    pub span: Span,
    /// What the attacker can do, as a verb phrase.
    pub act: String,
    /// What happens there, as a label.
    pub label: String,
    /// Whether the place alone is a flaw of the highest severity, so that the lack of a check before it is one, too.
    pub grave: bool,
}

impl Judged<'_> {
    /// The worst of what the sender of a run gets done: a grave sink, a grave sink that what the handler keeps comes
    /// to elsewhere, or whatever comes first.
    pub(super) fn harm(&self, run: &SenderRun) -> Option<Harm> {
        let reached = || run.reached.iter().filter_map(|i| self.listener.effects.get(*i));
        let worst = reached().find(|e| matches!(e.kind, EffectKind::Sink(kind) if is_grave(kind)));
        let keeps = || reached().any(|e| matches!(e.kind, EffectKind::PersistentWrite(_)));
        if worst.is_none()
            && let Some(flow) = self.grave_flow().filter(|_| keeps())
        {
            let kind = EffectKind::Sink(flow.kind);
            return Some(Harm { span: flow.sink, act: act(&kind), label: consequence(&kind), grave: true });
        }
        let effect = worst.or_else(|| reached().next())?;
        let (act, label) = (act(&effect.kind), consequence(&effect.kind));
        Some(Harm { span: effect.span, act, label, grave: worst.is_some() })
    }

    /// A flow of what this listener receives to a grave sink.
    fn grave_flow(&self) -> Option<&Flow> {
        let listeners = &self.case.facts.listeners;
        let mine = |flow: &&Flow| listeners.get(flow.listener).is_some_and(|l| std::ptr::eq(l, self.listener));
        self.case.facts.flows.iter().find(|flow| is_grave(flow.kind) && mine(flow))
    }
}

fn is_grave(kind: SinkKind) -> bool {
    rule_of(kind).and_then(page::find).is_some_and(|page| page.severity == Severity::High)
}

/// What the attacker can do, as a verb phrase.
fn act(kind: &EffectKind) -> String {
    match kind {
        EffectKind::Sink(SinkKind::Html) => "put markup of its choice into it".to_owned(),
        EffectKind::Sink(SinkKind::Code) => "run code in it".to_owned(),
        EffectKind::Sink(SinkKind::Navigation) => "send it to a URL of its choice".to_owned(),
        EffectKind::Sink(SinkKind::Dispatch) => "call functions of its choice in it".to_owned(),
        EffectKind::Sink(_) => "feed data of its choice into it".to_owned(),
        EffectKind::Pick => "choose which function is called in it".to_owned(),
        EffectKind::Call(name) if name.is_empty() => "call functions of it with data of its choice".to_owned(),
        EffectKind::Call(name) => format!("call `{name}` with data of its choice"),
        EffectKind::PersistentWrite(name) if name.is_empty() => "change its state".to_owned(),
        EffectKind::PersistentWrite(name) => format!("set `{name}` to data of its choice"),
        EffectKind::Change(name) => format!("make it use `{name}`"),
        EffectKind::Port => "plant a port of its own in it".to_owned(),
    }
}

/// What happens at an effect, as a label.
fn consequence(kind: &EffectKind) -> String {
    match kind {
        EffectKind::Sink(_) => "message data does harm here".to_owned(),
        EffectKind::Pick => "message data has chosen what is called here".to_owned(),
        EffectKind::Call(_) => "message data is handed on here".to_owned(),
        EffectKind::PersistentWrite(_) => "message data is kept here".to_owned(),
        EffectKind::Change(_) => "the message takes effect here".to_owned(),
        EffectKind::Port => "a port of the message is kept here".to_owned(),
    }
}
