//! Who gets to what a message does. Receiver and data rules ask here, so that they never say different things of one check; how loudly
//! the answer is reported says `table`, and how a sender is called `subject`.

mod around;
mod known;
mod subject;
pub(super) mod table;

use rustc_hash::FxHashSet;

use crate::embedding::Embedding;
use crate::facts::{
    Against, Facts, Flow, Listener, Receiver, SenderClass, SenderRun, SinkKind, SourceWindow, TargetKind, WindowKind,
};
use crate::source::Span;
use known::{holders, own_frame};
pub(super) use subject::subject;

/// A sort of sender, those first whom the fewest pages keep out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Who {
    /// Any page that has a reference to the window.
    Stranger,
    /// A page whose origin resembles an expected one.
    LookAlike,
    /// A sender that removed itself, so that `event.source` is null.
    NoSource,
    /// An opaque origin, which every page can have a frame of.
    Null,
    /// Another tenant of a shared host.
    SharedHost,
    /// The page that framed this one.
    Framer,
    /// The page that opened this one.
    Opener,
    /// The page that the script runs in, where the script is not the page's own.
    Page,
    /// A page on a subdomain of an expected host.
    Subdomain,
    /// An expected host over plain http.
    Insecure,
    /// A frame or popup of the page's own, whatever page it was navigated to.
    OwnFrame,
    /// A frame of the page's own whose sandbox leaves it no origin to compare.
    OpaqueFrame,
    /// A sandboxed page, which gets in where this page is sandboxed too.
    Sandboxed,
    /// Who gets past a check that could not be seen into.
    Unresolved,
    /// An expected sender, and nobody else.
    Expected,
    /// The page itself.
    Own,
}

impl Who {
    /// The sender that a run stands for.
    fn of(run: &SenderRun, listener: &Listener) -> Self {
        match (run.sender, run.source) {
            (SenderClass::Foreign, SourceWindow::Null) => Self::NoSource,
            (SenderClass::Foreign, SourceWindow::Parent) => Self::Framer,
            (SenderClass::Foreign, SourceWindow::Opener) => Self::Opener,
            (SenderClass::Foreign, SourceWindow::Page) => Self::Page,
            (SenderClass::Foreign, SourceWindow::Stranger) if run.is_unrelated() => Self::Stranger,
            (SenderClass::Foreign, SourceWindow::Stranger) => Self::LookAlike,
            (SenderClass::Null, _) if compares_own_opaque(listener) => Self::Sandboxed,
            (SenderClass::Null, _) => Self::Null,
            (SenderClass::SharedHost, _) => Self::SharedHost,
            (SenderClass::Subdomain, _) => Self::Subdomain,
            (SenderClass::Insecure, _) => Self::Insecure,
            (SenderClass::Expected, _) if run.is_own_page() => Self::Own,
            (SenderClass::Expected | SenderClass::OtherPort, _) => Self::Expected,
        }
    }
}

/// Whose messages bring about something, the worst first, each with a run that shows it where there is one.
type Senders<'a> = Vec<(Who, Option<&'a SenderRun>)>;

/// Who gets to what messages do in one file, found once for all rules.
#[derive(Debug)]
pub(super) struct Reach<'a> {
    /// Those of each flow, in the order of the facts.
    flows: Vec<Senders<'a>>,
    /// The sinks that act in another window or program.
    elsewhere: FxHashSet<(Span, SinkKind)>,
    /// The sinks at which the message says what is asked of a privileged receiver.
    picked: FxHashSet<Span>,
    is_guest: bool,
    embedding: &'a Embedding,
}

impl<'a> Reach<'a> {
    pub(super) fn of(facts: &'a Facts, embedding: &'a Embedding) -> Self {
        let flows = facts.flows.iter().map(|flow| senders(facts, flow, embedding)).collect();
        let elsewhere = facts.flows.iter().filter(|flow| flow.elsewhere).map(|flow| (flow.sink, flow.kind)).collect();
        let picked = facts.flows.iter().filter(|flow| flow.picks).map(|flow| flow.sink).collect();
        Self { flows, elsewhere, picked, is_guest: is_guest(facts), embedding }
    }

    /// The sender that a run of a listener stands for.
    pub(super) fn who(&self, run: &SenderRun, listener: &Listener) -> Who {
        Who::of(run, listener).around(self.embedding)
    }

    /// Every flow with its senders.
    pub(super) fn of_flows(&self, facts: &'a Facts) -> impl Iterator<Item = (&'a Flow, &Senders<'a>)> {
        facts.flows.iter().zip(&self.flows)
    }

    /// Whether a sink acts in another window or program, so that no script runs in this page.
    pub(super) fn is_elsewhere(&self, sink: Span, kind: SinkKind) -> bool {
        self.elsewhere.contains(&(sink, kind))
    }

    /// Whether the message says at a sink what is asked of a privileged receiver.
    pub(super) fn is_picked(&self, sink: Span) -> bool {
        self.picked.contains(&sink)
    }

    /// Whether the program names no origin that its parent could have: it is made to be framed by pages that it cannot know.
    pub(super) fn is_guest(&self) -> bool {
        self.is_guest
    }
}

fn senders<'a>(facts: &'a Facts, flow: &Flow, embedding: &Embedding) -> Senders<'a> {
    let Some(listener) = facts.listeners.get(flow.listener) else { return vec![(Who::Expected, None)] };
    // What happens once the handler has ended is judged by where the handler keeps the data.
    let there = |at: Span| listener.effects.iter().any(|e| e.span == at);
    let kept = flow.path.iter().copied().filter(|at| there(*at));
    let places: Vec<Span> = if there(flow.sink) { vec![flow.sink] } else { kept.collect() };
    let is_there = |i: &usize| places.is_empty() || listener.effects.get(*i).is_some_and(|e| places.contains(&e.span));
    let mut found: Senders = Vec::new();
    for run in &listener.sender_runs {
        // Where `null` is let in because this page's origin is opaque too, there is nobody to attack.
        let who = Some(Who::of(run, listener).around(embedding)).filter(|who| *who != Who::Sandboxed);
        let who = who.unwrap_or(Who::Expected);
        if run.reached.iter().any(is_there) {
            found.push((who, Some(run)));
        } else if run.opaque.iter().any(is_there) {
            found.push((if who == Who::Own { who } else { Who::Unresolved }, Some(run)));
        }
    }
    found.extend(holders(facts, listener).map(|who| (who, None)));
    let is_window = matches!(listener.receiver, Receiver::Window(_));
    if is_window && found.iter().all(|(who, _)| *who == Who::Unresolved) {
        found.extend(own_frame(listener).map(|who| (who, None)));
    }
    if found.is_empty() {
        found.push((Who::Expected, None));
    }
    found.sort_by_key(|(who, _)| *who);
    found.dedup_by_key(|(who, _)| *who);
    found
}

fn compares_own_opaque(listener: &Listener) -> bool {
    listener.checks.iter().any(|c| c.against.contains(&Against::OwnOpaque))
}

fn is_guest(facts: &Facts) -> bool {
    let to_parent = |s: &&crate::facts::Send| {
        matches!(s.receiver, Receiver::Window(WindowKind::Parent | WindowKind::Top | WindowKind::Sender))
    };
    let named = |kind: &TargetKind| {
        matches!(kind, TargetKind::Constant(_) | TargetKind::Insecure(_) | TargetKind::Own | TargetKind::Unknown)
    };
    let sends_by_name = facts.sends.iter().filter(to_parent).flat_map(|s| &s.targets).any(|t| named(&t.kind));
    let checks = facts.listeners.iter().flat_map(|l| &l.checks).filter(|c| c.of_origin);
    let compares = checks.into_iter().any(|c| {
        c.literals.iter().any(|l| l.origin.is_some())
            || c.against.iter().any(|a| matches!(a, Against::Own | Against::Configured))
    });
    !sends_by_name && !compares
}
