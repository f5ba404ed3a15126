//! Whether a message can be cloned: what it certainly holds and a structured clone refuses. How values come to be known as
//! such is `refused`; what has to be transferred instead is `transfer`.

use crate::facts::{Receiver, Unclonable};
use crate::machine::Machine;
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::TaintKind;
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::messaging::transfer::clones;
use crate::model::clones::Refusal;
use crate::syntax::program::{BindingId, Expr, ExprId, Name};

/// A part of a message that a structured clone refuses.
#[derive(Clone, Debug)]
pub(in crate::machine) struct Refused {
    part: Unclonable,
    /// The name of the receiver where nothing else is known of it.
    unseen: Option<NamedReceiver>,
    /// The channel that it is posted to.
    channel: Option<ObjId>,
}

/// How the program names a receiver of which nothing else is known.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(in crate::machine) enum NamedReceiver {
    Global(Name),
    Variable(BindingId),
}

impl<'p> Machine<'p> {
    /// What is refused, once all was run.
    pub(in crate::machine) fn unclonables(&self) -> Vec<Unclonable> {
        // What takes a transfer list somewhere in the file clones what it is given everywhere.
        let clones = |r: &&Refused| r.unseen.as_ref().is_none_or(|name| self.channels.takes_lists.contains(name));
        // Where nobody ever looks at the other end, it is the exception that is wanted.
        let has_ends = |r: &&Refused| r.channel.is_none_or(|channel| self.has_two_ends(channel));
        self.channels.refused.iter().filter(clones).filter(has_ends).map(|r| r.part.clone()).collect()
    }

    /// Who receives, where that is a name of which nothing is known.
    pub(in crate::machine) fn receiver_name(&self, call: ExprId) -> Option<NamedReceiver> {
        match self.program.expr(self.called_on(call)?) {
            Expr::Global(name) => Some(NamedReceiver::Global(name.clone())),
            Expr::Var(binding) => Some(NamedReceiver::Variable(*binding)),
            _ => None,
        }
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
            let there = part.value.clone().filter(|a| a.kind != Kind::Null || !a.taints.has(TaintKind::Varying));
            let Some((refusal, alt)) = self.unclonable(&there).filter(|(r, _)| r.language || !node) else {
                continue;
            };
            let made = (!alt.site.is_empty() && !part.span.contains(alt.site)).then_some(alt.site);
            if !self.channels.refused.iter().any(|r| r.part.span == part.span) {
                let (what, instead) = (refusal.what.text(), refusal.instead.text());
                let part = Unclonable { span: part.span, what, instead, made, inferred: unseen.is_some() };
                self.channels.refused.push(Refused { part, unseen: unseen.clone(), channel });
            }
        }
    }

    /// What the value is, if it is on every way something that no structured clone takes.
    fn unclonable<'v>(&self, value: &'v Value) -> Option<(&'p Refusal, &'v Alt)> {
        let known: Option<Vec<_>> = value.alts().iter().map(|alt| Some((self.refusal(alt)?, alt))).collect();
        known?.into_iter().next()
    }

    fn refusal(&self, alt: &Alt) -> Option<&'p Refusal> {
        let clones = &self.model.clones;
        if let Some(what) = alt.refused() {
            return clones.find(&what);
        }
        let Kind::Obj(object) = alt.kind else { return None };
        let sort = match self.heap.kind(object) {
            ObjKind::Closure { .. } | ObjKind::Bound { .. } | ObjKind::Setter(_) | ObjKind::Staged(..) => "function",
            ObjKind::Class { .. } => "class",
            ObjKind::Promise if self.channels.generators.contains(&object) => "generator",
            ObjKind::Promise => "promise",
            ObjKind::Url => return clones.made("URL"),
            ObjKind::Map | ObjKind::Set => return clones.made(self.channels.weak.get(&object)?),
            ObjKind::Host(Host::Type(ty)) if ty.is_element() => HostType::Element.name(),
            ObjKind::Host(Host::Type(ty)) => ty.name(),
            ObjKind::Host(Host::Window(_)) => "Window",
            ObjKind::Host(Host::Event(_)) => "Event",
            _ => return None,
        };
        clones.of_type(sort)
    }
}
