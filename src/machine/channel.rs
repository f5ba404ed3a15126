//! The life of ports and channels: made, named, started, listened to, transferred, closed. Nothing here is undone when a
//! branch is: a port that is started on any path is started.

use rustc_hash::FxHashSet;

use super::heap::ObjKind;
use super::host::Host;
use super::value::{ObjId, Value};
use super::{Life, Machine};
use crate::facts::{Channel, ChannelKind, Scope};
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, Name};

impl<'p> Machine<'p> {
    /// A host object comes into being; ports and channels have a life.
    pub(super) fn begin_life(&mut self, object: ObjId, ty: &str, span: Span, owner: Option<ObjId>) {
        let channel = owner.filter(|o| self.heap.host(*o) == Some(Host::Type("MessageChannel")));
        let kind = match ty {
            "MessageChannel" => ChannelKind::MessageChannel,
            "MessagePort" => ChannelKind::Port,
            "BroadcastChannel" => ChannelKind::Broadcast,
            "EventSource" => ChannelKind::EventSource,
            "WebSocket" => ChannelKind::WebSocket,
            _ => return,
        };
        let module_scope = self.loops == 0
            && self.frames.iter().all(|f| self.program.is_body(f.function) || self.is_immediate(f.function));
        let creation = match channel.and_then(|c| self.lives.get(&c)) {
            Some(life) => life.creation,
            None => span,
        };
        let name = match channel.and_then(|c| self.lives.get(&c).and_then(|l| l.name.clone())) {
            Some(name) => Some(format!("{name}.{}", self.source.slice(span).rsplit('.').next().unwrap_or("port"))),
            None if kind == ChannelKind::Port && span.len() < 60 => Some(self.source.slice(span).to_owned()),
            None => None,
        };
        let life = Life { kind: Some(kind), creation, module_scope, channel, name, ..Life::default() };
        self.lives.insert(object, life);
    }

    /// Whether a function is called where it is written, once: `(function () { … })()`.
    fn is_immediate(&self, function: crate::syntax::program::FnId) -> bool {
        self.immediate.contains(&function)
    }

    /// The value is bound to a name: what it holds is called so from now on.
    pub(super) fn name_channels(&mut self, value: &Value, name: &str) {
        for object in value.objects() {
            if let Some(life) = self.lives.get_mut(&object)
                && (life.name.is_none() || life.name.as_deref().is_some_and(|n| n.contains('.') && n.contains("port")))
            {
                life.name = Some(name.to_owned());
            }
        }
    }

    /// How a member expression names what is written to it.
    pub(super) fn member_text(&self, at: ExprId, name: &Name) -> String {
        match self.program.expr(at) {
            Expr::Member { object, .. } if matches!(self.program.expr(*object), Expr::This) => format!("this.{name}"),
            Expr::Member { .. } => self.source.slice(self.program.span(at)).to_owned(),
            _ => name.to_string(),
        }
    }

    pub(super) fn used(&mut self, object: ObjId) {
        if let Some(life) = self.lives.get_mut(&object) {
            life.used = true;
        }
    }

    /// A variable of an outer activation is written. What it holds outlives the function that is running, and what it
    /// held until now is out of reach if nothing closed it.
    pub(super) fn kept_outside(&mut self, before: &Value, after: &Value) {
        for object in after.objects() {
            if matches!(self.heap.kind(object), ObjKind::Closure { .. }) {
                self.kept.insert(object);
            }
            if let Some(life) = self.lives.get_mut(&object) {
                life.kept = true;
            }
        }
        for object in before.objects() {
            if !after.objects().any(|o| o == object)
                && let Some(life) = self.lives.get_mut(&object)
            {
                life.lost = true;
            }
        }
    }

    /// Whether a channel that a function makes is not closed yet by what was run.
    pub(super) fn some_stay_open(&self) -> bool {
        self.lives.values().any(|l| {
            l.kind.is_some_and(|k| k != ChannelKind::Port) && !l.module_scope && !l.closed && !l.escaped && l.used
        })
    }

    /// What the functions hold that outlive the activation in which they were made: they may still use it.
    fn held_by_functions(&self) -> FxHashSet<ObjId> {
        let mut held = FxHashSet::default();
        if self.lives.is_empty() {
            return held;
        }
        let mut seen = FxHashSet::default();
        let outside = self.escaped.iter().chain(&self.kept).copied();
        let mut todo: Vec<ObjId> = outside.filter(|o| !self.lives.contains_key(o)).collect();
        while let Some(object) = todo.pop() {
            if let Some(life) = self.lives.get(&object) {
                if !life.transferred {
                    held.insert(object);
                }
                continue;
            }
            if !seen.insert(object) {
                continue;
            }
            let ObjKind::Closure { function, env, .. } = self.heap.kind(object) else { continue };
            let range = self.program.function(*function).exprs.clone();
            for (expr, _) in &self.program.exprs[range.start as usize..range.end as usize] {
                let Expr::Var(binding) = expr else { continue };
                let owner = self.program.binding(*binding).owner;
                if owner == *function || self.program.is_body(owner) {
                    continue;
                }
                let value = self.heap.scope(*env, owner).and_then(|env| self.heap.var(env, *binding));
                todo.extend(value.into_iter().flat_map(Value::objects));
            }
        }
        held
    }

    /// `port.addEventListener('message', …)`
    pub(super) fn listened(&mut self, object: ObjId, id: ExprId, span: Span) {
        let receiver = match self.program.expr(id) {
            Expr::Call { callee, .. } => match self.program.expr(*callee) {
                Expr::Member { object, .. } => self.source.slice(self.program.span(*object)).to_owned(),
                _ => "port".to_owned(),
            },
            _ => "port".to_owned(),
        };
        if let Some(life) = self.lives.get_mut(&object) {
            life.used = true;
            if life.kind == Some(ChannelKind::Port) && !life.listened.iter().any(|(s, _)| *s == span) {
                life.listened.push((span, receiver));
            }
        }
    }

    /// `port.onmessage = …`, which also starts it (browser facts E1).
    pub(super) fn onmessage_set(&mut self, object: ObjId) {
        if let Some(life) = self.lives.get_mut(&object) {
            life.used = true;
            life.started = true;
        }
    }

    /// Methods that change the life of a channel. Says whether it was one.
    pub(super) fn live_method(&mut self, object: ObjId, name: &str) -> bool {
        let Some(life) = self.lives.get_mut(&object) else { return false };
        match name {
            "start" => life.started = true,
            "close" | "terminate" | "[[dispose]]" => {
                life.closed = true;
                // Either end closes both (browser facts E5).
                if let Some(channel) = life.channel {
                    self.close_channel(channel);
                }
            }
            _ => return false,
        }
        true
    }

    fn close_channel(&mut self, channel: ObjId) {
        if let Some(life) = self.lives.get_mut(&channel) {
            life.closed = true;
        }
    }

    /// What is posted with a message: ports in it leave this context, or at least its control.
    pub(super) fn transfer(&mut self, value: &Value) {
        let mut todo: Vec<(ObjId, usize)> = value.objects().map(|o| (o, 0)).collect();
        while let Some((object, depth)) = todo.pop() {
            if let Some(life) = self.lives.get_mut(&object) {
                life.transferred = true;
                continue;
            }
            if depth < 4 && matches!(self.heap.kind(object), ObjKind::Plain | ObjKind::Array) {
                let held: Vec<ObjId> =
                    self.heap.own_entries(object).flat_map(|(_, v)| v.objects().collect::<Vec<_>>()).collect();
                todo.extend(held.into_iter().map(|o| (o, depth + 1)));
            }
        }
    }

    /// What became of every channel. Objects of one place in the program are one channel: what happens to one of them
    /// could happen to all.
    pub(super) fn channels(&self) -> Vec<Channel> {
        let mut channels: Vec<Channel> = Vec::new();
        let held = self.held_by_functions();
        let mut ids: Vec<&ObjId> = self.lives.keys().collect();
        ids.sort();
        for id in ids {
            let life = &self.lives[id];
            let Some(kind) = life.kind else { continue };
            if life.channel.is_some() {
                continue;
            }
            let index = match channels.iter().position(|c| c.creation == life.creation && c.kind == kind) {
                Some(i) => i,
                None => {
                    channels.push(Channel {
                        creation: life.creation,
                        kind,
                        scope: if life.module_scope { Scope::Module } else { Scope::Function },
                        name: life.name.clone(),
                        unstarted: Vec::new(),
                        closed: false,
                        escaped: false,
                        transferred: false,
                        used: false,
                    });
                    channels.len() - 1
                }
            };
            let channel = &mut channels[index];
            let is_held = held.contains(id)
                || self.lives.iter().any(|(o, l)| l.channel == Some(*id) && held.contains(o))
                || (life.kept && !life.lost);
            let ends: Vec<&Life> =
                std::iter::once(life).chain(self.lives.values().filter(|l| l.channel == Some(*id))).collect();
            channel.closed |= ends.iter().any(|l| l.closed);
            channel.escaped |=
                is_held || life.escaped || life.foreign || ends.iter().any(|l| l.escaped && !l.transferred);
            channel.transferred |= ends.iter().any(|l| l.transferred);
            channel.used |= ends.iter().any(|l| l.used);
        }
        // A port that is not started: none of the objects of its place is, and nobody else could.
        for life in self.lives.values().filter(|l| l.kind == Some(ChannelKind::Port)) {
            for (span, name) in &life.listened {
                let same: Vec<&Life> = self
                    .lives
                    .values()
                    .filter(|l| l.kind == Some(ChannelKind::Port) && l.listened.iter().any(|(s, _)| s == span))
                    .collect();
                if same.iter().any(|l| l.started || l.foreign || (l.escaped && !l.transferred)) {
                    continue;
                }
                let owner = channels.iter_mut().find(|c| c.creation == life.creation);
                let Some(channel) = owner else { continue };
                if !channel.unstarted.iter().any(|(s, _)| s == span) {
                    channel.unstarted.push((*span, name.clone()));
                }
            }
        }
        for channel in &mut channels {
            channel.unstarted.sort();
        }
        channels.sort_by_key(|c| (c.creation, c.kind as u8));
        channels
    }
}
