//! Registrations: how a function becomes a `message` listener, and of what.

use crate::facts::{Receiver, Use, WindowKind};
use crate::machine::Machine;
use crate::machine::domain::heap::{ObjKind, Place};
use crate::machine::domain::host::{EventOf, Host};
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::{TaintKind, Taints};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::limits;
use crate::model::Form;
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, FnId, Key, Name, Pattern};

/// A `message` listener that was registered.
#[derive(Clone, Debug)]
pub(in crate::machine) struct Registered<'p> {
    /// The expression that registers.
    pub(in crate::machine) at: ExprId,
    /// What of it a finding points at.
    pub(in crate::machine) span: Span,
    /// The call or assignment by which the platform gets the listener: `span` may be a call that leads there.
    pub(in crate::machine) inner: Span,
    /// Where the scanned file calls the other one that registers.
    pub(in crate::machine) through: Option<Span>,
    /// What delivers the messages.
    pub(in crate::machine) receiver: Receiver,
    /// The functions that may be called, each with its `this`.
    pub(in crate::machine) handlers: Vec<(ObjId, Value)>,
    /// What the registration gives to be handed on as `event.data` of a wrapping event (jQuery).
    pub(in crate::machine) data: Option<Value>,
    /// Whether a library registers it, which may hand on events of its own.
    pub(in crate::machine) by_library: bool,
    /// Whether what listens is what a function out of sight made of the handlers.
    pub(in crate::machine) by_wrapper: bool,
    /// The row of the model that says what the handlers are given, where it is not the event of a window or a channel.
    pub(in crate::machine) row: Option<&'p crate::model::receivers::Receiver>,
}

/// An event other than a message.
#[derive(Clone, Copy)]
struct Event {
    /// Whether a shared worker gets a port with it.
    connects: bool,
    /// Whether the platform makes it.
    of_platform: bool,
}

impl<'p> Machine<'p> {
    /// `holder.addEventListener(event, handler, …)` or `attachEvent`.
    pub(in crate::machine) fn add_listener(&mut self, id: ExprId, holder: &Value, args: &[Value]) {
        let span = self.program.span(id);
        let Some(event) = args.first() else { return };
        if event.has_unknown() {
            // A caller names the event: what is registered through a port is messages as a rule.
            for object in holder.objects() {
                self.listened(object, id);
                self.errors_heard(object);
            }
        }
        if event.strings().any(|(s, _)| &**s == "messageerror") {
            for object in holder.objects() {
                self.errors_heard(object);
            }
        }
        let Some(handler) = args.get(1) else { return };
        let is_message = event.strings().any(|(s, _)| matches!(&**s, "message" | "onmessage"));
        if !is_message && self.wrapper_call(id, &"addEventListener".into(), args, true) {
            return;
        }
        if !is_message {
            for object in holder.objects() {
                self.heard(object);
            }
            if self.is_own_page(holder) && event.as_str().is_some_and(|e| matches!(&**e, "DOMContentLoaded" | "load")) {
                self.runs_once(handler);
            }
            let connects = event.strings().any(|(s, _)| &**s == "connect") && self.is_own_scope(holder);
            let this = holder.single().map(|_| holder.clone());
            let of_platform = holder.objects().any(|o| self.is_event_target(o));
            self.other_handler(id, handler, this.as_ref(), Event { connects, of_platform });
            return;
        }
        self.note_ports(holder);
        let heard_on = self.unknown_scopes(id, holder);
        self.recorder.heard_on.extend(heard_on);
        for (receiver, object) in self.receiver_of(holder) {
            if let Some(object) = object {
                self.listened(object, id);
                self.note_use(object, self.called_on(id), span, Use::Listen);
                if event.as_str().is_some() {
                    self.note_never_receiving(span, object, handler);
                }
                self.reach_into(object);
            }
            let receiver = match receiver {
                Receiver::Unknown if self.asks_for_window(handler) => Receiver::Window(WindowKind::Own),
                known => known,
            };
            if event.as_str().is_some_and(|e| &**e == "message") {
                self.note_added(id, receiver, object, args);
            }
            self.register(id, span, receiver, handler);
        }
        if holder.is_bottom() {
            self.other_handler(id, handler, None, Event { connects: false, of_platform: false });
        }
    }

    /// Whether a handler reads who sent its message: only what is sent to windows says so.
    fn asks_for_window(&mut self, handler: &Value) -> bool {
        if self.web.scope_is_worker {
            return false;
        }
        let functions: Vec<FnId> =
            self.handler_functions(handler).into_iter().filter_map(|(o, _)| self.function_of(o)).collect();
        functions.into_iter().any(|function| {
            let f = self.program.function(function);
            match f.params.first().map(|event| self.program.pattern(*event)) {
                Some(Pattern::Bind(event)) => f.exprs.clone().map(ExprId).any(|e| match self.program.expr(e) {
                    Expr::Member { object, key: Key::Name(name), .. } => {
                        tells_sender(name) && matches!(self.program.expr(*object), Expr::Var(b) if b == event)
                    }
                    _ => false,
                }),
                Some(Pattern::Object { fields, .. }) => {
                    fields.iter().any(|(key, _)| matches!(key, Key::Name(name) if tells_sender(name)))
                }
                _ => false,
            }
        })
    }

    /// The window or the document that the script runs in.
    fn is_own_page(&self, holder: &Value) -> bool {
        let document = |o: ObjId| self.heap.host(o) == Some(Host::Type(HostType::Document)) && !self.is_of_frame(o);
        self.is_own_scope(holder) || holder.objects().any(document)
    }

    /// Whether the browser itself makes what handlers of the object are given.
    fn is_event_target(&self, object: ObjId) -> bool {
        match self.heap.host(object) {
            Some(Host::Window(_) | Host::WorkerScope | Host::Type(HostType::Document)) => true,
            Some(Host::Type(ty)) => ty.is_element(),
            _ => false,
        }
    }

    /// A handler of an event that comes once, when the page is there: what it makes is made once, as by the file itself.
    pub(in crate::machine) fn runs_once(&mut self, handler: &Value) {
        let functions: Vec<_> = handler.objects().filter_map(|o| self.function_of(o)).collect();
        self.outline.immediate.extend(functions);
    }

    /// Whether it is the scope that the script runs in.
    fn is_own_scope(&self, holder: &Value) -> bool {
        holder
            .objects()
            .any(|o| matches!(self.receiver(o), Some(Receiver::Window(WindowKind::Own) | Receiver::WorkerScope)))
    }

    /// A handler of some other event: it is run, for what it does to objects of interest. The `connect` event of a
    /// shared worker brings a port, as a message does.
    fn other_handler(&mut self, id: ExprId, handler: &Value, this: Option<&Value>, of: Event) {
        for (callback, own) in self.handler_functions(handler) {
            let plain = matches!(self.heap.kind(callback), ObjKind::Closure { .. })
                && own.objects().any(|o| o == self.web.window);
            let this = this.filter(|_| plain).cloned().unwrap_or(own);
            let function = Value::object(callback, self.program.span(id));
            let span = self.program.span(id);
            let event = match of {
                Event { connects: true, .. } => self.plain_event(EventOf::Channel, span),
                Event { of_platform: true, .. } => self.refused_event(self.top(span), span),
                Event { .. } => self.top(span),
            };
            let ObjKind::Closure { function: f, .. } = self.heap.kind(callback) else {
                self.call_back(id, callback, &[event], &Taints::NONE);
                continue;
            };
            if !self.in_handler() {
                // Once more when a message has changed what it reads.
                self.exploration.entries.insert(callback);
            }
            if self.exploration.runs[f.index()] < 3 || self.in_handler() {
                self.maybe(|m| {
                    m.pause();
                    m.call_value(id, &function, &this, &[event]);
                });
            }
        }
    }

    /// The functions that a listener may be: itself, or the `handleEvent` of an object.
    pub(in crate::machine) fn handler_functions(&mut self, handler: &Value) -> Vec<(ObjId, Value)> {
        let mut functions = Vec::new();
        for alt in handler.to_alts() {
            let Kind::Obj(object) = alt.kind else {
                // What a function out of sight makes of a function stands in its place.
                functions.extend(self.listening.wrapped.get(&alt.site).cloned().unwrap_or_default());
                continue;
            };
            match self.heap.kind(object) {
                ObjKind::Closure { .. } | ObjKind::Bound { .. } | ObjKind::Setter(_) | ObjKind::Staged(..) => {
                    let window = Value::object(self.web.window, alt.site);
                    functions.push((object, window));
                }
                ObjKind::Plain => {
                    let method = self.lookup(object, "handleEvent");
                    let this = Value::object(object, alt.site);
                    for method in method.iter().flat_map(Value::objects) {
                        functions.push((method, this.clone()));
                    }
                }
                _ => {}
            }
        }
        functions
    }

    /// Notes a `message` listener. Its handler is run once the function that registers it has ended.
    pub(in crate::machine) fn register(&mut self, at: ExprId, span: Span, receiver: Receiver, handler: &Value) {
        if self.in_sender_run() || self.unreachable {
            return;
        }
        let handlers = self.handler_functions(handler);
        if handlers.is_empty() {
            let unseen = handler.alts().iter().find(|a| a.kind == Kind::Unknown && !a.taints.has(TaintKind::Data));
            let is_page = receiver == Receiver::Window(WindowKind::Own) && !self.in_worker_code();
            if let Some(unseen) = unseen.filter(|_| is_page && self.program.is_own_expr(at)) {
                self.listening.unseen.insert((span, unseen.site));
                self.recorder.hands_on = true;
            }
            return;
        }
        let by_wrapper = handler.objects().next().is_none();
        for (handler, this) in &handlers {
            self.note_set_before(at, *handler, this);
        }
        let own = receiver == Receiver::Window(WindowKind::Own);
        let receiver = if own && self.in_worker_code() { Receiver::WorkerScope } else { receiver };
        let inner = span;
        let (at, span) = self.handed_over(at, span, handler);
        // A callback that registers may run again without the call that handed the listener over.
        let functions: Vec<_> = handlers.iter().map(|(o, _)| self.function_of(*o)).collect();
        let again = self.listening.registered.iter().any(|r| {
            r.inner == inner
                && span == inner
                && r.span != span
                && functions.iter().all(|f| r.handlers.iter().any(|(o, _)| self.function_of(*o) == *f))
        });
        if again {
            return;
        }
        // What another file registers for two callers is two listeners: each brings its own check.
        let through = self.called_from_here(at);
        let same = |r: &Registered| r.span == span && r.receiver == receiver && r.through == through;
        let known = self.listening.registered.iter().position(same);
        match known {
            Some(i) => {
                let functions = |m: &Self, list: &[(ObjId, Value)]| -> Vec<Option<crate::syntax::program::FnId>> {
                    list.iter().map(|(o, _)| m.function_of(*o)).collect()
                };
                let listed = &self.listening.registered[i].handlers;
                let seen = functions(self, listed);
                // The same function made again knows another port, which it may be the one to close.
                let made = match receiver {
                    Receiver::Window(_) => 1,
                    _ => limits::PORT_LISTENERS,
                };
                let is_new = |o: ObjId| {
                    let function = self.function_of(o);
                    !listed.iter().any(|(l, _)| *l == o) && seen.iter().filter(|f| **f == function).count() < made
                };
                let new: Vec<(ObjId, Value)> = handlers.into_iter().filter(|(o, _)| is_new(*o)).collect();
                if new.is_empty() || self.listening.registered[i].handlers.len() > 8 {
                    return;
                }
                self.listening.registered[i].handlers.extend(new);
                self.listening.queue.push(i);
            }
            None => {
                self.listening.registered.push(Registered {
                    at,
                    span,
                    inner,
                    through,
                    receiver,
                    handlers,
                    data: None,
                    by_library: false,
                    by_wrapper,
                    row: None,
                });
                self.listening.queue.push(self.listening.registered.len() - 1);
            }
        }
    }

    /// Whether the function that runs, or one around it, is a worker's.
    fn in_worker_code(&self) -> bool {
        let here = self.frames.last().map(|f| f.function);
        let mut around = std::iter::successors(here, |f| self.program.function(*f).parent);
        around.any(|f| crate::machine::web::scope::brings_its_window(self.program, f))
    }

    /// Where a listener is handed to the function that registers it: the call that a reader would change. The
    /// registration itself, unless it is given one of its function's parameters.
    fn handed_over(&self, at: ExprId, span: Span, handler: &Value) -> (ExprId, Span) {
        let mut place = (at, span);
        for (i, frame) in self.frames.iter().enumerate().rev() {
            let Some(call) = frame.call else { break };
            let given = handler.objects().any(|h| frame.args.iter().any(|a| a.objects().any(|o| o == h)));
            // A callback's caller is not a place that hands anything over.
            let by_call = matches!(self.program.expr(call), Expr::Call { args, .. } if !args.is_empty());
            // A callback may use what the function around it was given.
            let around = self.program.function(frame.function).parent;
            if !given && self.frames[..i].iter().any(|f| Some(f.function) == around && f.call.is_some()) {
                continue;
            }
            if !given || !by_call {
                break;
            }
            place = (call, self.program.span(call));
        }
        place
    }

    /// The last call by which the scanned file got to code of another one, if `at` is in that.
    pub(in crate::machine) fn called_from_here(&self, at: ExprId) -> Option<Span> {
        if self.program.is_own_expr(at) {
            return None;
        }
        let calls = self.frames.iter().rev().filter_map(|frame| frame.call);
        calls.into_iter().find(|call| self.program.is_own_expr(*call)).map(|call| self.program.span(call))
    }

    /// `object.onmessage = handler`, and other `on…` properties.
    pub(in crate::machine) fn assign_handler(
        &mut self,
        alt: &Alt,
        object: Option<ObjId>,
        name: &Name,
        value: &Value,
        at: ExprId,
    ) {
        let span = self.program.span(at);
        let receiver = match (object, &alt.kind) {
            (Some(o), _) => self.receiver(o),
            (None, Kind::Unknown) => Some(Receiver::Unknown),
            _ => None,
        };
        let Some(receiver) = receiver else { return };
        if &**name != "onmessage" {
            let own = matches!(receiver, Receiver::Window(WindowKind::Own) | Receiver::WorkerScope);
            if let Some(object) = object {
                self.heard(object);
                if &**name == "onmessageerror" {
                    self.errors_heard(object);
                }
            }
            if own && &**name == "onload" {
                self.runs_once(value);
            }
            let this = Value::new(alt.kind.clone(), alt.site, alt.taints.clone());
            let of_platform = object.is_some_and(|o| self.is_event_target(o));
            self.other_handler(at, value, Some(&this), Event { connects: own && &**name == "onconnect", of_platform });
            return;
        }
        if let Some(object) = object {
            self.note_ports(&Value::new(Kind::Obj(object), alt.site, alt.taints.clone()));
            self.onmessage_set(object, at, value);
            let holder = match self.program.expr(at) {
                Expr::Member { object, .. } => Some(*object),
                _ => None,
            };
            self.note_use(object, holder, span, Use::Listen);
            self.note_never_receiving(span, object, value);
            self.reach_into(object);
        }
        self.register(at, span, receiver, value);
    }

    /// A call of a library function that registers a listener, by `rules/model/wrappers.toml`.
    pub(in crate::machine) fn wrapper_call(&mut self, id: ExprId, name: &Name, args: &[Value], method: bool) -> bool {
        let wrappers = if method { &self.model.wrappers.method } else { &self.model.wrappers.function };
        let forms: Vec<Form> = wrappers
            .iter()
            .filter(|w| w.names.iter().any(|n| **n == **name))
            .flat_map(|w| w.forms.iter().copied())
            .collect();
        for form in forms.into_iter().filter(|form| form.is_for_messages(args)) {
            let handler = form.handler.and_then(|h| args.get(h));
            let targets = self.receivers_of(&form, args);
            let Some(handler) = handler.cloned() else { continue };
            if self.handler_functions(&handler).is_empty() {
                continue;
            }
            let span = self.program.span(id);
            for (receiver, _) in targets {
                if matches!(receiver, Receiver::Window(_) | Receiver::WorkerScope) {
                    self.register(id, span, receiver, &handler);
                    self.by_library(span);
                    return true;
                }
            }
        }
        false
    }

    /// A library has registered a listener at `span`.
    pub(in crate::machine) fn by_library(&mut self, span: Span) {
        if let Some(registered) = self.listening.registered.iter_mut().find(|r| r.span == span) {
            registered.by_library = true;
        }
    }

    /// What a call of a library function listens on.
    pub(in crate::machine) fn receivers_of(&mut self, form: &Form, args: &[Value]) -> Vec<(Receiver, Option<ObjId>)> {
        let window = |m: &Self| vec![(m.receiver(m.web.window).unwrap_or(Receiver::Unknown), Some(m.web.window))];
        match form.target.map(|i| args.get(i)) {
            None => window(self),
            // Angular's renderer names it.
            Some(Some(target)) if target.as_str().is_some_and(|t| &**t == "window") => window(self),
            Some(Some(target)) => self.receiver_of(target),
            Some(None) => Vec::new(),
        }
    }

    /// Decorators that register the method under them.
    pub(in crate::machine) fn note_decorators(&mut self, class: ObjId, method: ObjId, decorators: &'p [ExprId]) {
        for &decorator in decorators {
            let Expr::Call { callee, args, .. } = self.program.expr(decorator) else { continue };
            let name = match self.program.expr(*callee) {
                Expr::Var(b) => self.program.binding(*b).known_as(),
                Expr::Global(name) => name,
                _ => continue,
            };
            let row = self.model.wrappers.decorator.iter().find(|d| d.names.iter().any(|n| **n == **name));
            let (Some(row), Some(first)) = (row, args.first()) else { continue };
            let event = self.eval(first.value);
            if !event.strings().any(|(s, _)| row.events.iter().any(|e| **e == **s)) {
                continue;
            }
            let span = self.program.span(decorator);
            self.listening.decorated.push((class, method, decorator, span));
        }
    }

    /// Registers the methods that decorators name, on an instance of their class.
    pub(in crate::machine) fn register_decorated(&mut self) {
        for (class, method, at, span) in std::mem::take(&mut self.listening.decorated) {
            let this = self.instance_of(class, at);
            let known = self.listening.registered.iter().any(|r| r.span == span);
            if known {
                continue;
            }
            let receiver = Receiver::Window(WindowKind::Own);
            self.listening.registered.push(Registered {
                at,
                span,
                inner: span,
                through: None,
                receiver,
                handlers: vec![(method, this)],
                data: None,
                by_library: false,
                by_wrapper: false,
                row: None,
            });
            self.listening.queue.push(self.listening.registered.len() - 1);
        }
    }

    /// A message event to hand to a handler.
    pub(in crate::machine) fn make_event(&mut self, registered: &Registered) -> Value {
        let span = registered.span;
        let of = match registered.receiver {
            Receiver::Window(_) if registered.by_library => EventOf::Library,
            Receiver::Window(_) => EventOf::Window,
            _ => EventOf::Channel,
        };
        let event = self.plain_event(of, span);
        let Some(data) = &registered.data else { return event };
        let wrapper = self.heap.alloc(ObjKind::Host(Host::Event(of)), span);
        for property in &self.model.wrappers.event.properties {
            self.heap.set(Place::Prop(wrapper, property.as_str().into()), event.clone());
        }
        self.heap.set(Place::Prop(wrapper, "data".into()), data.clone());
        Value::object(wrapper, span)
    }

    pub(in crate::machine) fn plain_event(&mut self, of: EventOf, span: Span) -> Value {
        Value::object(self.heap.alloc(ObjKind::Host(Host::Event(of)), span), span)
    }

    /// Runs the handlers of a registration that is not one of a window.
    pub(in crate::machine) fn run_other_handler(&mut self, registered: &Registered) {
        for (handler, this) in &registered.handlers {
            if self.runs_of(*handler) > 4 {
                continue;
            }
            let event = self.make_event(registered);
            let function = Value::object(*handler, registered.span);
            self.maybe(|m| {
                m.call_value(registered.at, &function, this, &[event]);
            });
            self.frame().exits.clear();
        }
    }

    fn runs_of(&self, handler: ObjId) -> u32 {
        self.function_of(handler).map_or(0, |f| self.exploration.runs[f.index()])
    }
}

/// The properties of a message event that say who sent it.
fn tells_sender(name: &str) -> bool {
    matches!(name, "origin" | "source")
}
