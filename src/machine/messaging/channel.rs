//! The life of ports and channels: made, named, started, listened to, transferred, closed. Nothing here is undone when a
//! branch is: a port that is started on any path is started. What became of them in the end is `ends`.

mod ends;

use crate::facts::{ChannelKind, Detached};
use crate::machine::domain::access_path::Step;
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::value::{ObjId, Value};
use crate::machine::{Life, Machine};
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, Name};

impl<'p> Machine<'p> {
    /// A host object comes into being; ports and channels have a life.
    pub(in crate::machine) fn begin_life(
        &mut self,
        object: ObjId,
        ty: HostType,
        span: Span,
        owner: Option<ObjId>,
        constructor: Option<ExprId>,
    ) {
        let is_channel = |o: &ObjId| {
            matches!(
                self.heap.host(*o),
                Some(Host::Type(HostType::MessageChannel | HostType::NodeChannel | HostType::MainChannel))
            )
        };
        let channel = owner.filter(is_channel);
        let kind = match ty {
            HostType::MessageChannel | HostType::NodeChannel | HostType::MainChannel => ChannelKind::MessageChannel,
            HostType::MessagePort | HostType::NodePort | HostType::MainPort => ChannelKind::Port,
            HostType::BroadcastChannel | HostType::NodeBroadcast => ChannelKind::Broadcast,
            HostType::EventSource => ChannelKind::EventSource,
            HostType::WebSocket => ChannelKind::WebSocket,
            _ => return,
        };
        let module_scope = self.loops == 0
            && self.frames.iter().all(|f| self.program.is_body(f.function) || self.is_immediate(f.function));
        let creation = match channel.and_then(|c| self.channels.lives.get(&c)) {
            Some(life) => life.creation,
            None => span,
        };
        let name = match channel.and_then(|c| self.channels.lives.get(&c).and_then(|l| l.name.clone())) {
            Some(name) => Some(format!("{name}.{}", self.program.slice(span).rsplit('.').next().unwrap_or("port"))),
            None if kind == ChannelKind::Port && span.len() < 60 => Some(self.program.slice(span).to_owned()),
            None => None,
        };
        // Node starts a port by itself (browser facts J1).
        let started = ty == HostType::NodePort;
        // Those of Electron's main process end with the process at the other end, and have no `messageerror`.
        let of_main = matches!(ty, HostType::MainPort | HostType::MainChannel);
        let (closed, errors) = (of_main, of_main);
        let made = constructor.and_then(|e| self.outline.components.made(e));
        let maker = self.frames.last().filter(|_| constructor.is_some()).map(|f| f.function);
        let life = Life {
            kind: Some(kind),
            creation,
            module_scope,
            channel,
            name,
            started,
            of_main,
            closed,
            errors,
            made,
            maker,
            ..Life::default()
        };
        self.channels.lives.insert(object, life);
    }

    /// Something is posted on a channel. What its component says last is not said afterwards.
    pub(in crate::machine) fn note_posted(&mut self, object: ObjId, id: ExprId) {
        let at_end = self.frames.iter().any(|f| self.outline.components.ends(f.function));
        if let Some(life) = self.channels.lives.get_mut(&object).filter(|_| !at_end) {
            life.posts.push(id);
        }
    }

    /// Whether a function is called where it is written, once: `(function () { … })()`.
    fn is_immediate(&self, function: crate::syntax::program::FnId) -> bool {
        self.outline.immediate.contains(&function)
    }

    /// The value is bound to a name: what it holds is called so from now on.
    pub(in crate::machine) fn name_channels(&mut self, value: &Value, name: &str) {
        for object in value.objects() {
            if let Some(life) = self.channels.lives.get_mut(&object)
                && (life.name.is_none() || life.name.as_deref().is_some_and(|n| n.contains('.') && n.contains("port")))
            {
                life.name = Some(name.to_owned());
            }
        }
    }

    /// How a member expression names what is written to it.
    pub(in crate::machine) fn member_text(&self, at: ExprId, name: &Name) -> String {
        match self.program.expr(at) {
            Expr::Member { object, .. } if matches!(self.program.expr(*object), Expr::This) => format!("this.{name}"),
            Expr::Member { .. } => self.program.slice(self.program.span(at)).to_owned(),
            _ => name.to_string(),
        }
    }

    /// What is known of a parameter's channels is their type alone.
    pub(in crate::machine) fn given(&mut self, value: &Value) {
        for object in value.objects() {
            if let Some(life) = self.channels.lives.get_mut(&object) {
                life.given |= life.foreign;
            }
        }
    }

    /// A function waits for events of a channel, which keeps it alive.
    pub(in crate::machine) fn heard(&mut self, object: ObjId) {
        if let Some(life) = self.channels.lives.get_mut(&object) {
            life.heard = true;
        }
    }

    /// A variable of an outer activation is written. What it holds outlives the function that is running, and what it
    /// held until now is out of reach if nothing closed it.
    pub(in crate::machine) fn kept_outside(&mut self, before: &Value, after: &Value) {
        for object in after.objects() {
            if matches!(self.heap.kind(object), ObjKind::Closure { .. }) {
                self.exploration.kept.insert(object);
            }
            if let Some(life) = self.channels.lives.get_mut(&object) {
                life.kept = true;
            }
        }
        for object in before.objects() {
            if !after.objects().any(|o| o == object)
                && let Some(life) = self.channels.lives.get_mut(&object)
            {
                life.lost = true;
            }
        }
    }

    /// A promise is settled with it: whoever waits for that has it from then on.
    pub(in crate::machine) fn promised(&mut self, value: &Value) {
        for object in value.objects() {
            let Some(life) = self.channels.lives.get(&object) else { continue };
            let whole = life.channel.unwrap_or(object);
            if let Some(life) = self.channels.lives.get_mut(&whole) {
                life.kept = true;
            }
        }
    }

    /// `port.addEventListener('message', …)`
    pub(in crate::machine) fn listened(&mut self, object: ObjId, id: ExprId) {
        if let Some(life) = self.channels.lives.get_mut(&object) {
            life.heard = true;
            if life.kind == Some(ChannelKind::Port) && !life.listened.contains(&id) {
                life.listened.push(id);
            }
            if !life.reads.contains(&id) {
                life.reads.push(id);
            }
        }
    }

    /// `port.on('message', …)` of Node.
    pub(in crate::machine) fn node_listener(&mut self, object: ObjId, id: ExprId, args: &[Value]) {
        let event = args.first().and_then(Value::as_str).cloned();
        match event.as_deref() {
            Some("message") => self.listened(object, id),
            Some("messageerror") => self.errors_heard(object),
            Some(_) => self.heard(object),
            None => {
                self.heard(object);
                self.errors_heard(object);
            }
        }
    }

    /// `port.onmessage = …`, which also starts it (browser facts E1).
    pub(in crate::machine) fn onmessage_set(&mut self, object: ObjId, at: ExprId, handler: &Value) {
        if let Some(life) = self.channels.lives.get_mut(&object) {
            life.heard = true;
            life.started = true;
            if handler.objects().next().is_some() && !life.reads.contains(&at) {
                life.reads.push(at);
            }
        }
    }

    /// Something waits for its messages that cannot be decoded.
    pub(in crate::machine) fn errors_heard(&mut self, object: ObjId) {
        if let Some(life) = self.channels.lives.get_mut(&object) {
            life.errors = true;
        }
    }

    /// Methods that change the life of a channel. Says whether it was one.
    pub(in crate::machine) fn live_method(&mut self, object: ObjId, name: &str, id: ExprId) -> bool {
        if name == "close" {
            self.end(object, self.program.span(id));
        }
        let at_end = self.frames.iter().any(|f| self.outline.components.ends(f.function));
        let here = self.frames.last().map(|f| f.function);
        let (program, span) = (self.program, self.program.span(id));
        let Some(life) = self.channels.lives.get_mut(&object) else { return false };
        match name {
            "start" => life.started = true,
            "close" | "terminate" => {
                life.closed = true;
                if at_end {
                    life.closed_at_end.get_or_insert(span);
                }
                let around = here.and_then(|f| program.function(f).parent);
                let mut around = std::iter::successors(around, |f| program.function(*f).parent);
                life.closes_itself |= life.maker.is_some_and(|maker| around.any(|f| f == maker));
                // Either end closes both (browser facts E5).
                if let Some(channel) = life.channel {
                    self.close_channel(channel);
                }
            }
            _ => return false,
        }
        true
    }

    /// `using channel = …`, which disposes of it at the end of its block.
    pub(in crate::machine) fn disposed(&mut self, value: &Value) {
        for object in value.objects() {
            if let Some(life) = self.channels.lives.get_mut(&object) {
                life.closed = true;
                life.closes_itself = true;
            }
        }
    }

    /// `close()` ends a broadcast channel, or a port and the one at its other end (browser facts E5).
    fn end(&mut self, object: ObjId, at: Span) {
        let Some(life) = self.channels.lives.get(&object) else { return };
        match life.kind {
            Some(ChannelKind::Port) => {
                // The channel stands for the other end, which may not have been looked at yet.
                for end in [Some(object), life.channel].into_iter().flatten() {
                    self.spend(end, Detached::Closed, at);
                }
            }
            Some(ChannelKind::Broadcast) => self.spend(object, Detached::Closed, at),
            _ => {}
        }
    }

    fn close_channel(&mut self, channel: ObjId) {
        if let Some(life) = self.channels.lives.get_mut(&channel) {
            life.closed = true;
        }
    }

    /// Whether somebody has either end of a channel.
    pub(in crate::machine) fn has_two_ends(&self, channel: ObjId) -> bool {
        let seen = |port: &str| self.known_member(channel, Step::Field(port.into())).is_some();
        let leaves = |life: &Life| life.escaped || life.kept;
        (seen("port1") && seen("port2")) || self.channels.lives.get(&channel).is_some_and(leaves)
    }

    /// The posts that hand the other end of a port to a window, of the port that is listened to at `at`.
    pub(in crate::machine) fn other_end_handed(&self, at: ExprId) -> Vec<Span> {
        let lives = || self.channels.lives.values();
        let channels: Vec<ObjId> = lives().filter(|l| l.reads.contains(&at)).filter_map(|l| l.channel).collect();
        let others = lives().filter(|l| !l.reads.contains(&at) && l.channel.is_some_and(|c| channels.contains(&c)));
        let mut handed: Vec<Span> = others.flat_map(|l| l.handed.iter().copied()).collect();
        handed.sort_unstable();
        handed.dedup();
        handed
    }

    /// What is posted with a message, `to_window` by a post to one: ports in it leave this context, or at least its control.
    pub(in crate::machine) fn transfer(&mut self, value: &Value, to_window: Option<Span>) {
        let mut todo: Vec<(ObjId, usize)> = value.objects().map(|o| (o, 0)).collect();
        while let Some((object, depth)) = todo.pop() {
            if let Some(life) = self.channels.lives.get_mut(&object) {
                life.transferred = true;
                life.handed.extend(to_window.filter(|post| !life.handed.contains(post)));
                continue;
            }
            if depth < 4 && matches!(self.heap.kind(object), ObjKind::Plain | ObjKind::Array) {
                let held: Vec<ObjId> =
                    self.heap.own_entries(object).flat_map(|(_, v)| v.objects().collect::<Vec<_>>()).collect();
                todo.extend(held.into_iter().map(|o| (o, depth + 1)));
            }
        }
    }
}
