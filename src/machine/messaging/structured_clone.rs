//! Whether a message can be cloned: what it certainly holds and a structured clone refuses. What has to be transferred
//! instead is `transfer`.

use crate::facts::{Receiver, Unclonable};
use crate::machine::Machine;
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::value::{Alt, Kind, ObjId, Origin, Value};
use crate::machine::messaging::transfer::clones;
use crate::machine::web::host::Host;
use crate::machine::web::host_type::HostType;
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, Name};

/// Constructors and functions of which the machine keeps only the place where they are called, and what they make.
const MADE: [(&str, &str); 10] = [
    ("Symbol", "a symbol"),
    ("WeakRef", "a WeakRef"),
    ("Proxy", "a Proxy"),
    ("Headers", "a Headers object"),
    ("Response", "a Response"),
    ("URLSearchParams", "a URLSearchParams object"),
    ("Event", "an Event"),
    ("CustomEvent", "an Event"),
    ("MessageEvent", "an Event"),
    ("AbortController", "an AbortController"),
];

/// A part of a message that a structured clone refuses.
#[derive(Clone, Debug)]
pub(in crate::machine) struct Refused {
    part: Unclonable,
    /// The name of the receiver where nothing else is known of it.
    unseen: Option<Name>,
    /// The channel that it is posted to.
    channel: Option<ObjId>,
}

impl Machine<'_> {
    /// What is refused, once all was run.
    pub(in crate::machine) fn unclonables(&self) -> Vec<Unclonable> {
        // What takes a transfer list somewhere in the file clones what it is given everywhere.
        let clones = |r: &&Refused| r.unseen.as_ref().is_none_or(|name| self.outline.takes_lists.contains(name));
        // Where nobody ever looks at the other end, it is the exception that is wanted.
        let has_ends = |r: &&Refused| r.channel.is_none_or(|channel| self.has_two_ends(channel));
        self.channels.refused.iter().filter(clones).filter(has_ends).map(|r| r.part.clone()).collect()
    }

    /// Notes what of a message a structured clone refuses.
    pub(in crate::machine) fn judge_clone(
        &mut self,
        id: ExprId,
        receiver: Receiver,
        object: Option<ObjId>,
        args: &[Value],
    ) {
        if self.in_sender_run() || self.unreachable || !(clones(receiver) || receiver == Receiver::Unknown) {
            return;
        }
        // Where the exception is caught, it may be what the program asks for: so it learns what can be cloned.
        let caught = self.frames.last().is_some_and(|frame| frame.trying > 0);
        // What one of several functions is given may be meant for another one.
        let certain = !caught && self.choices == 0;
        let Some(message) = args.first().filter(|_| certain) else { return };
        let node = self.is_node(object);
        let channel = object.and_then(|o| self.channels.lives.get(&o)).and_then(|l| l.channel);
        let unseen = if receiver == Receiver::Unknown { self.receiver_name(id) } else { None };
        if receiver == Receiver::Unknown && unseen.is_none() {
            return;
        }
        for part in self.parts(message, self.arg_expr(id, 0), self.arg_span(id, 0)) {
            // Whether it is found at all is another matter.
            let there = part.value.clone().filter(|a| a.kind != Kind::Null || !a.labels.has(Origin::Varying));
            let Some(alt) = there.single() else { continue };
            let Some(what) = self.unclonable(alt) else { continue };
            if node && !is_of_the_language(what) {
                continue;
            }
            let made = (!alt.site.is_empty() && !part.span.contains(alt.site)).then_some(alt.site);
            if !self.channels.refused.iter().any(|r| r.part.span == part.span) {
                let call = self.program.span(id);
                let part = Unclonable { span: part.span, call, what, made, inferred: unseen.is_some() };
                self.channels.refused.push(Refused { part, unseen: unseen.clone(), channel });
            }
        }
    }

    /// What the value is, if no structured clone takes it (browser facts F1).
    fn unclonable(&self, alt: &Alt) -> Option<&'static str> {
        let object = match alt.kind {
            Kind::Obj(object) => object,
            Kind::Unknown => return self.made_at(alt.site),
            _ => return None,
        };
        Some(match self.heap.kind(object) {
            ObjKind::Closure { .. } | ObjKind::Bound { .. } | ObjKind::Setter(_) | ObjKind::Staged(..) => "a function",
            ObjKind::Class { .. } => "a class",
            ObjKind::Promise if self.channels.generators.contains(&object) => "a generator",
            ObjKind::Promise => "a promise",
            ObjKind::Url => "a URL",
            ObjKind::Map | ObjKind::Set => return self.channels.weak.get(&object).copied(),
            ObjKind::Host(Host::Window(_)) => "a window",
            ObjKind::Host(Host::Event(_)) => "the event itself",
            ObjKind::Host(Host::Type(ty)) => match *ty {
                HostType::Document => "a document",
                HostType::Location => "the location object",
                HostType::MessageChannel => "a MessageChannel",
                HostType::Elements => "a NodeList",
                HostType::Style => "a CSSStyleDeclaration",
                HostType::AbortSignal => "an AbortSignal",
                ty if ty.is_element() => "a DOM node",
                _ => return None,
            },
            _ => return None,
        })
    }

    /// What is made at a place of which only the place is known.
    fn made_at(&self, site: Span) -> Option<&'static str> {
        let id = *self.channels.made.get(&site)?;
        let (Expr::New { callee, .. } | Expr::Call { callee, .. }) = self.program.expr(id) else { return None };
        let Expr::Global(name) = self.program.expr(*callee) else { return None };
        MADE.iter().find(|(n, _)| **n == **name).map(|(_, what)| *what)
    }

    /// Notes where something is made of which a clone can say no more than that it refuses it.
    pub(in crate::machine) fn note_made(&mut self, id: ExprId, name: &str) {
        if MADE.iter().any(|(n, _)| *n == name) {
            self.channels.made.insert(self.program.span(id), id);
        }
    }
}

/// Whether the language itself has it, so that Node's clone refuses it too.
fn is_of_the_language(what: &str) -> bool {
    matches!(
        what,
        "a function"
            | "a class"
            | "a symbol"
            | "a promise"
            | "a generator"
            | "a WeakMap"
            | "a WeakSet"
            | "a WeakRef"
            | "a Proxy"
    )
}
