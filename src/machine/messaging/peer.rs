//! Messages that come from no window: of other extensions, of webviews, renderers, dialogs, and of windows by way of a library.
//! `rules/model/receivers.toml` says how they arrive and who sends them.

use crate::facts::{EffectKind, Flow, Receiver as Place, SinkKind, WindowKind};
use crate::machine::domain::access_path::Step;
use crate::machine::domain::heap::{ELEMENTS, ObjKind};
use crate::machine::domain::host::{EventOf, Host};
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::{Taint, TaintKind, Taints};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::messaging::listener::Registered;
use crate::machine::{Cond, Machine};
use crate::model::receivers::Receiver;
use crate::source::Span;
use crate::syntax::program::{ExprId, Name};

/// Functions of one object that a peer may call.
const EXPOSED: usize = 32;

impl<'p> Machine<'p> {
    /// A method that takes a peer's messages, by the model; `object` is what it is called on, as far as that is known.
    pub(in crate::machine) fn hears_peer(
        &mut self,
        id: ExprId,
        object: Option<ObjId>,
        name: &Name,
        args: &[Value],
    ) -> bool {
        let ty = object.map(|o| self.host_type(o));
        let rows = self.model.receivers.receiver.iter().filter(|row| {
            let fits = ty.map_or(row.any, |ty| row.on.iter().any(|on| on == ty.name()));
            fits && !row.jsx && !row.assigned && row.names.iter().any(|n| **n == **name) && self.is_meant(row, args)
        });
        let mut heard = false;
        for row in rows.collect::<Vec<_>>() {
            let handlers = match (row.handler, row.exposes) {
                (Some(place), _) => args.get(place).map(|handler| self.handler_functions(handler)),
                (None, Some(place)) => args.get(place).map(|api| {
                    let api = if row.inside.is_empty() { api.clone() } else { self.held_at(api, &row.inside) };
                    self.exposed(&api)
                }),
                _ => None,
            };
            let handlers = handlers.unwrap_or_default();
            let whole = row.exposes.and_then(|place| args.get(place)).is_some_and(|api| self.lends_bridge(api));
            if handlers.is_empty() && !whole {
                // Another file may hand it over.
                let handed = row.handler.and_then(|place| args.get(place));
                let is_handed = |v: &Value| v.alts().iter().any(|a| a.kind == Kind::Unknown);
                self.recorder.hands_on |= self.program.is_own_expr(id) && handed.is_some_and(is_handed);
                continue;
            }
            heard = true;
            // Whom the library lets in is nobody to suspect.
            if self.is_open(row, args) {
                let span = self.program.span(id);
                self.register_peer(id, span, row, handlers);
                if whole {
                    self.note_lent(span);
                }
            }
        }
        heard
    }

    /// The same for a property of the window in which a preload script leaves something for the page.
    pub(in crate::machine) fn hears_peer_by_property(&mut self, at: ExprId, object: ObjId, name: &str, value: &Value) {
        if object != self.web.window || !self.web.leads_to_main {
            return;
        }
        let ty = self.host_type(object);
        let rows = self.model.receivers.receiver.iter().filter(|row| {
            let named = row.names.iter().any(|n| n == "*" || n == name);
            row.assigned && named && row.on.iter().any(|on| on == ty.name())
        });
        for row in rows.collect::<Vec<_>>() {
            let (handlers, whole) = (self.exposed(value), self.lends_bridge(value));
            if handlers.is_empty() && !whole {
                continue;
            }
            let span = self.program.span(at);
            self.register_peer(at, span, row, handlers);
            if whole {
                self.note_lent(span);
            }
        }
    }

    /// A method that posts to a window under another name.
    pub(in crate::machine) fn posts_for(
        &mut self,
        id: ExprId,
        object: Option<ObjId>,
        name: &Name,
        args: &[Value],
    ) -> bool {
        let ty = object.map(|o| self.host_type(o));
        let row = self.model.receivers.poster.iter().find(|row| {
            let fits = ty.map_or(row.any, |ty| row.on.iter().any(|on| on == ty.name()));
            fits && row.names.iter().any(|n| **n == **name)
        });
        let Some(row) = row else { return false };
        let span = self.program.span(id);
        if &*row.to == "Window:sender" {
            let window = Value::object(self.sender_window(), span);
            let message = args.first().cloned().unwrap_or_else(Value::undefined);
            let whoever = self.told_of_peer("", span);
            self.post(id, &window, &[message, whoever]);
            return true;
        }
        let owner = object.unwrap_or(self.web.window);
        let window = self.member(owner, &Step::Given(id, name.clone()), row.to.text(), span);
        self.post(id, &window, args);
        true
    }

    /// Whether the object itself answers the sender when it is called.
    pub(in crate::machine) fn answers_peer(&self, object: ObjId) -> bool {
        let ty = self.host_type(object);
        let rows = &self.model.receivers.poster;
        rows.iter().any(|row| row.on.iter().any(|on| on == ty.name()) && row.names.iter().any(|n| n == "()"))
    }

    /// The same for an attribute of an element of JSX.
    pub(in crate::machine) fn hears_peer_by_attribute(
        &mut self,
        id: ExprId,
        tag: &Value,
        name: &Name,
        value: &Value,
    ) -> bool {
        let types: Vec<&str> = tag.objects().map(|o| self.host_type(o).name()).collect();
        let rows = &self.model.receivers.receiver;
        let row = rows.iter().find(|row| {
            row.jsx && row.names.iter().any(|n| **n == **name) && row.on.iter().any(|on| types.contains(&on.as_str()))
        });
        let Some(row) = row else { return false };
        let handlers = self.handler_functions(value);
        let span = value.alts().first().map_or_else(|| self.program.span(id), |a| a.site);
        self.register_peer(id, span, row, handlers);
        true
    }

    /// Whether a method of that type takes a peer's messages, or posts.
    pub(in crate::machine) fn registers_peer(&self, ty: HostType, name: &str) -> bool {
        let rows = &self.model.receivers.receiver;
        let of =
            |names: &[String], on: &[String]| on.iter().any(|on| on == ty.name()) && names.iter().any(|n| n == name);
        rows.iter().any(|row| !row.assigned && of(&row.names, &row.on))
            || self.model.receivers.poster.iter().any(|row| of(&row.names, &row.on))
    }

    fn is_meant(&self, row: &Receiver, args: &[Value]) -> bool {
        let said = |place: usize| {
            args.get(place).into_iter().flat_map(Value::strings).any(|(s, _)| row.is.iter().any(|is| **is == **s))
        };
        let typed = |place: usize, ty: &str| {
            args.get(place).is_some_and(|v| v.objects().any(|o| self.host_type(o).name() == ty))
        };
        row.when.is_none_or(said)
            && row.needs.as_ref().is_none_or(|needs| typed(needs.at, &needs.ty))
            && row.handler.is_none_or(|place| args.get(place).is_some())
    }

    /// Whether the origins that are let in are left out, or hold the wildcard.
    fn is_open(&self, row: &Receiver, args: &[Value]) -> bool {
        let Some(place) = row.accepts else { return true };
        let given = args.get(place).cloned().unwrap_or_else(Value::undefined);
        let origins = if row.accepted.is_empty() { given } else { self.held_at(&given, &row.accepted) };
        let is_absent = origins.is_bottom() || origins.alts().iter().all(|a| a.kind == Kind::Undefined);
        if is_absent {
            return !row.closed;
        }
        let listed = |o: ObjId| -> Vec<Value> {
            let rest = self.heap.own(o, ELEMENTS).cloned();
            rest.into_iter().chain(self.heap.own_entries(o).map(|(_, v)| v.clone())).collect()
        };
        let held = origins.objects().flat_map(listed).collect::<Vec<_>>();
        std::iter::once(&origins).chain(&held).flat_map(Value::strings).any(|(s, _)| &**s == "*")
    }

    /// What objects of the program hold at a path.
    fn held_at(&self, value: &Value, path: &str) -> Value {
        let mut held = value.clone();
        for key in path.split('.') {
            let mut inner = Value::bottom();
            for object in held.objects() {
                inner = self.heap.own(object, key).map_or(inner.clone(), |v| inner.clone().join(v));
            }
            held = inner;
        }
        held
    }

    /// The functions that an object has, those of the objects in it included, each with what it is called on.
    fn exposed(&self, api: &Value) -> Vec<(ObjId, Value)> {
        let objects = |value: &Value| -> Vec<(ObjId, Span)> {
            let object = |a: &Alt| if let Kind::Obj(o) = a.kind { Some((o, a.site)) } else { None };
            value.alts().iter().filter_map(object).collect()
        };
        let is_function = |o: ObjId| matches!(self.heap.kind(o), ObjKind::Closure { .. } | ObjKind::Bound { .. });
        let mut found = Vec::new();
        let mut waiting: Vec<(ObjId, Span, Value, u8)> =
            objects(api).into_iter().map(|(o, site)| (o, site, Value::undefined(), 0)).collect();
        while let Some((object, site, this, depth)) = waiting.pop() {
            if is_function(object) {
                found.push((object, this));
                if found.len() == EXPOSED {
                    break;
                }
                continue;
            }
            // What it inherits from its class belongs to it.
            let mut holders = std::iter::successors(Some(object), |o| self.heap.object(*o).proto);
            let held = holders.by_ref().take(4).flat_map(|o| self.heap.own_entries(o)).filter(|_| depth < 3);
            let inner = held.filter(|(name, _)| &***name != "constructor").flat_map(|(_, v)| objects(v));
            waiting.extend(inner.map(|(o, at)| (o, at, Value::object(object, site), depth + 1)));
        }
        found
    }

    /// Whether a bridge is handed out as it is, with everything that can be asked through it.
    fn lends_bridge(&self, api: &Value) -> bool {
        let is_bridge = |o: ObjId| match self.heap.kind(o) {
            ObjKind::Method { receiver, .. } => receiver.objects().any(|r| self.is_privileged(r)),
            _ => self.is_privileged(o),
        };
        let plain = |o: &ObjId| matches!(self.heap.kind(*o), ObjKind::Plain);
        let inside = api.objects().filter(plain).flat_map(|o| self.heap.own_entries(o));
        api.objects().chain(inside.flat_map(|(_, v)| v.objects())).any(is_bridge)
    }

    fn note_lent(&mut self, span: Span) {
        let Some(listener) = self.listening.registered.iter().position(|r| r.span == span) else { return };
        if !self.recorder.flows.iter().any(|f| f.sink == span && f.listener == listener) {
            let whole = Flow::new(SinkKind::Relay, span, "a privileged bridge", vec![span], listener);
            self.recorder.flows.push(Flow { picks: true, ..whole });
        }
    }

    fn is_privileged(&self, object: ObjId) -> bool {
        let ty = self.host_type(object);
        self.model.sinks.call.iter().any(|row| row.channel.is_some() && ty.is_in(row))
    }

    fn register_peer(&mut self, at: ExprId, span: Span, row: &'p Receiver, handlers: Vec<(ObjId, Value)>) {
        // What is registered behind a test of the sender hears those who passed it.
        let is_behind_check = self.path.iter().any(|c| matches!(c, Cond::Opaque(_) | Cond::Sender(_)));
        // What another file registers for two callers is two handlers.
        let through = self.called_from_here(at);
        let is_known = |r: &Registered| r.span == span && r.row.is_some() && r.through == through;
        let known = self.listening.registered.iter().any(is_known);
        if self.in_sender_run() || self.unreachable || known || is_behind_check {
            return;
        }
        let Some(peer) = self.model.receivers.peer(&row.peer) else { return };
        let receiver = if peer.window { Place::Window(WindowKind::Own) } else { Place::Bridge };
        let row = Some(row);
        let new = Registered {
            at,
            span,
            inner: span,
            through,
            receiver,
            handlers,
            data: None,
            by_library: false,
            by_wrapper: false,
            row,
        };
        self.listening.registered.push(new);
        self.listening.queue.push(self.listening.registered.len() - 1);
    }

    /// What a handler of a registration is given.
    pub(in crate::machine) fn arguments_of(&mut self, registered: &Registered, handler: ObjId) -> Vec<Value> {
        let Some(row) = registered.row else { return vec![self.make_event(registered)] };
        let params: Vec<Span> = self.function_of(handler).map_or_else(Vec::new, |f| {
            let params = &self.program.function(f).params;
            params.iter().map(|p| self.program.pattern_span(*p)).collect()
        });
        let mut given = Vec::new();
        for (i, ty) in row.gives.iter().enumerate() {
            let (ty, times) = match ty.text().strip_suffix('…') {
                Some(ty) => (ty, params.len().saturating_sub(i).max(1)),
                None => (ty.text(), 1),
            };
            for _ in 0..times {
                let span = params.get(given.len()).copied().unwrap_or(registered.span);
                given.push(self.argument(ty, span));
            }
        }
        given
    }

    fn argument(&mut self, ty: &'static str, span: Span) -> Value {
        match ty {
            "@event" => self.plain_event(EventOf::Library, span),
            _ if ty.starts_with('@') => {
                let window = self.web.window;
                self.text_of_type(window, &"".into(), ty, span)
            }
            _ => Value::object(self.heap.alloc(ObjKind::Host(Host::Type(HostType::of(ty))), span), span),
        }
    }

    /// What a message of the listener's peer says.
    pub(in crate::machine) fn said_by_peer(&mut self, span: Span) -> Value {
        self.note_message_read(span);
        let taint = Taint { listener: self.senders.listener, ..Taint::new(TaintKind::Data, span) };
        Value::unknown(span, Taints::one(taint))
    }

    /// What tells who sent it: in the run of a certain sender its origin, with something behind it.
    pub(in crate::machine) fn told_of_peer(&mut self, behind: &str, span: Span) -> Value {
        self.note_asked();
        let taint = Taint { listener: self.senders.listener, ..Taint::new(TaintKind::Sender, span) };
        let taints = Taints::one(taint);
        match self.sender().map(|sent| format!("{}{behind}", sent.origin)) {
            Some(text) => Value::string(&text, span, taints),
            None => Value::unknown(span, taints),
        }
    }

    /// Whether whoever is given the object can tell from it who sent a message.
    pub(in crate::machine) fn tells_sender(&self, object: ObjId) -> bool {
        let properties = &self.model.platform.properties;
        let tells =
            |ty: &str| properties.get(ty).is_some_and(|table| table.values().any(|ty| ty.starts_with("@sender")));
        match self.heap.host(object) {
            Some(Host::Event(_)) => true,
            Some(Host::Type(HostType::Other(ty))) => {
                tells(ty) || properties.get(ty).is_some_and(|table| table.values().any(|ty| tells(ty)))
            }
            _ => false,
        }
    }

    /// Functions that a window may call do something for whoever calls them, and say what comes of it.
    pub(in crate::machine) fn note_exposed(&mut self, registered: &Registered) {
        if registered.row.is_some_and(|row| row.exposes.is_some()) && registered.receiver != Place::Bridge {
            self.note_effect(registered.span, EffectKind::Act("expose".to_owned()));
        }
    }
}
