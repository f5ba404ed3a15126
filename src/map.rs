//! Message listeners by what they do, for maps of many sites: where each is registered, what it checks, what messages bring about, and a
//! hash of that which stays when a minifier renames and rearranges the code. Judges nothing.

use std::collections::BTreeSet;

use crate::facts::{
    Against, Check, EffectKind, Facts, Listener, Receiver, SenderClass, SinkKind, SourceWindow, WindowKind,
};
use crate::handler::Handler;
use crate::hash::fnv1a;
use crate::source::{SourceMap, Span};
use crate::syntax::program::{Expr, Key, Program};

/// The listeners that the file itself registers, in the order of their places.
pub(crate) fn listeners(sources: &SourceMap, program: &Program, facts: &Facts) -> Vec<Handler> {
    let mut names = None;
    let own = facts.listeners.iter().enumerate().filter(|(_, l)| sources.locate(l.registration).0.is_none());
    let mut handlers: Vec<Handler> = own
        .map(|(number, listener)| {
            let names = names.get_or_insert_with(|| Names::of(program));
            handler(number, listener, facts, names, sources)
        })
        .collect();
    handlers.sort_by_key(|handler| (handler.registration.start, handler.registration.end));
    // A function that is run on several ways registers once for each.
    handlers.dedup();
    handlers
}

fn handler(number: usize, listener: &Listener, facts: &Facts, names: &Names, sources: &SourceMap) -> Handler {
    let receiver = listener.peer.as_ref().map_or(word(listener.receiver), |_| "peer");
    let flows = || facts.flows.iter().filter(|flow| flow.listener == number && flow.kind != SinkKind::Untested);
    let reached = listener.sender_runs.iter().filter(|run| {
        !run.reached.is_empty()
            && !run.told
            && (run.sender != SenderClass::Expected || run.source == SourceWindow::Null)
    });
    let reached_by: BTreeSet<&str> = reached.map(|run| sender(run.sender)).collect();
    // Of each thing the kind, and the names at its place that no build changes. How often it is written, and in which order, differs
    // between builds.
    let mut parts: BTreeSet<String> = BTreeSet::from([format!("receiver {receiver}")]);
    parts.extend(listener.checks.iter().map(check));
    for effect in &listener.effects {
        // Who is called is a name of its own in one build, and a property of a module in another.
        let called = match &effect.kind {
            EffectKind::Call(name) => name.rsplit('.').next(),
            _ => None,
        };
        parts.insert(format!("effect {} {}", kind(&effect.kind), names.at(effect.span, called, sources)));
    }
    for flow in flows() {
        parts.insert(format!("flow {} {}", sink(flow.kind), names.at(flow.sink, None, sources)));
    }
    parts.extend(reached_by.iter().map(|class| format!("reached by {class}")));
    let mut effects: BTreeSet<&str> = listener.effects.iter().map(|effect| kind(&effect.kind)).collect();
    effects.extend(flows().map(|flow| sink(flow.kind)));
    Handler {
        registration: listener.registration,
        receiver,
        checks: listener.checks.iter().map(subject).collect::<BTreeSet<_>>().into_iter().collect(),
        effects: effects.into_iter().collect(),
        reached_by: reached_by.into_iter().collect(),
        hash: format!("{:032x}", fnv1a(parts.iter().map(String::as_str))),
    }
}

/// A check by what it compares, without what a build may write otherwise.
fn check(check: &Check) -> String {
    let against: BTreeSet<&str> = check.against.iter().map(|against| compared(*against)).collect();
    let literals: BTreeSet<&str> = check.literals.iter().map(|literal| &*literal.text).collect();
    let searched = if check.search.is_some() || check.finds { "searched" } else { "compared" };
    format!("check {} {searched} {against:?} {literals:?}", subject(check))
}

fn subject(check: &Check) -> &'static str {
    if check.spoofable {
        "data"
    } else if check.of_origin {
        "origin"
    } else {
        "source"
    }
}

fn compared(against: Against) -> &'static str {
    match against {
        Against::Constant => "constant",
        Against::Own | Against::OwnOpaque => "own",
        Against::Configured => "configured",
        Against::Message => "message",
        Against::Steered => "steered",
        Against::Document => "document",
        Against::Window(kind) => match kind {
            WindowKind::Parent | WindowKind::Top | WindowKind::Opener => "relation",
            WindowKind::Frame | WindowKind::OpaqueFrame | WindowKind::Popup => "child",
            WindowKind::Own | WindowKind::Sender | WindowKind::Some => "window",
        },
        Against::Nullable => "nullable",
        Against::Nothing => "nothing",
        Against::Opaque => "opaque",
    }
}

fn word(receiver: Receiver) -> &'static str {
    match receiver {
        Receiver::Window(_) => "window",
        Receiver::Port | Receiver::NodePort => "port",
        Receiver::Broadcast => "broadcast",
        Receiver::Worker | Receiver::WorkerScope | Receiver::ServiceWorker | Receiver::SharedWorker => "worker",
        Receiver::EventSource | Receiver::WebSocket => "network",
        Receiver::Element => "element",
        Receiver::Bridge => "bridge",
        Receiver::Unknown => "unknown",
    }
}

fn sender(class: SenderClass) -> &'static str {
    match class {
        SenderClass::Foreign => "foreign",
        SenderClass::Null => "null",
        SenderClass::SharedHost => "shared-host",
        SenderClass::Subdomain => "subdomain",
        SenderClass::OtherPort => "other-port",
        SenderClass::Insecure => "insecure",
        SenderClass::Expected => "detached",
    }
}

fn kind(effect: &EffectKind) -> &'static str {
    match effect {
        EffectKind::Sink(kind) => sink(*kind),
        EffectKind::Pick => "pick",
        EffectKind::Call(_) => "call",
        EffectKind::PersistentWrite(_) => "keep",
        EffectKind::Change(_) => "change",
        EffectKind::Act(_) => "act",
        EffectKind::Port => "port",
    }
}

fn sink(kind: SinkKind) -> &'static str {
    match kind {
        SinkKind::Html => "message-to-html",
        SinkKind::Code => "message-to-code",
        SinkKind::Navigation => "message-to-navigation",
        SinkKind::Dispatch => "message-to-dispatch",
        SinkKind::Prototype => "message-to-prototype",
        SinkKind::Request => "message-to-request",
        SinkKind::Storage => "message-to-storage",
        SinkKind::Relay => "message-relay",
        SinkKind::Untested => "untested",
    }
}

/// The names in a program that no build changes: of properties, and of what the file does not declare.
struct Names<'a> {
    /// In the order of their places.
    all: Vec<(u32, &'a str)>,
}

impl<'a> Names<'a> {
    fn of(program: &'a Program) -> Self {
        let mut all: Vec<(u32, &str)> = Vec::new();
        for (expr, span) in &program.exprs {
            match expr {
                Expr::Global(name) => all.push((span.start, name)),
                Expr::Member { key: Key::Name(name), .. } => all.push((span.end, name)),
                _ => {}
            }
        }
        all.sort_unstable();
        Self { all }
    }

    /// Those at a place of the file itself, without one of them.
    fn at(&self, span: Span, without: Option<&str>, sources: &SourceMap) -> String {
        if sources.locate(span).0.is_some() {
            return String::new();
        }
        let first = self.all.partition_point(|(at, _)| *at < span.start);
        let there = self.all[first..].iter().take_while(|(at, _)| *at <= span.end);
        // `window.` and its like are left out and put in.
        let counts = |name: &&str| !matches!(*name, "window" | "self" | "globalThis") && Some(*name) != without;
        let names: BTreeSet<&str> = there.map(|(_, name)| *name).filter(counts).collect();
        names.into_iter().collect::<Vec<_>>().join(" ")
    }
}
