//! Effects: what makes an unauthenticated handler matter. Where message data does harm is told in `sink`.

use crate::facts::{Effect, EffectKind};
use crate::machine::analysis::sender_run::ReachedEffect;
use crate::machine::domain::heap::{ELEMENTS, ObjKind, Place};
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::{AUTHENTICATING, TaintKind, Taints};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::{Machine, Mode};
use crate::source::Span;
use crate::syntax::program::{BindingKind, Expr, ExprId, Key, Name};

impl Machine<'_> {
    pub(in crate::machine) fn note_effect(&mut self, span: Span, kind: EffectKind) {
        if self.unreachable {
            return;
        }
        let path = self.path.clone();
        if let Mode::Handler(run) = &mut self.mode {
            run.effects.push(ReachedEffect { effect: Effect { span, kind }, path });
        }
    }

    /// The handler that is run reads what the message says.
    pub(in crate::machine) fn note_message_read(&mut self, span: Span) {
        if let Mode::Handler(run) = &mut self.mode {
            run.reads.get_or_insert(span);
        }
    }

    /// A function of the platform is called, on a thing of that type if it is a method.
    pub(in crate::machine) fn note_change(&mut self, span: Span, ty: &str, name: &str, args: &[Value]) {
        let effects = &self.model.sinks.effects;
        let acts = effects.acts.iter().any(|n| n == name) || effects.acting.iter().any(|t| t == ty);
        let acts = acts && !effects.again.iter().any(|n| n == name);
        // A mark that is always the same tells only that there was a message.
        let acts = acts && !(ty == HostType::Storage.name() && is_mark(name, args));
        let name = name.to_owned();
        self.note_effect(span, if acts { EffectKind::Act(name) } else { EffectKind::Change(name) });
    }

    /// Whether a request is a computation like another: nothing of the message is in it, it asks for nothing to be done, and what
    /// it is answered is used.
    pub(in crate::machine) fn only_asks(&mut self, id: ExprId, name: &str, args: &[Value]) -> bool {
        let mut methods = args.get(1).into_iter().flat_map(Value::objects).filter_map(|o| self.heap.own(o, "method"));
        self.model.sinks.effects.asks.iter().any(|n| n == name)
            && methods.all(|method| method.as_str().is_some_and(|m| matches!(&**m, "GET" | "HEAD")))
            && !self.is_for_its_own_sake(id)
            && !args.iter().any(|arg| self.deep_taints(arg).is_message_derived())
    }

    /// Message data is kept in something that outlives the handler: `place` is what is written, or the call that writes.
    pub(in crate::machine) fn note_keep(&mut self, value: &Value, name: impl FnOnce() -> String, place: Span) {
        self.note_kept(value, name, place, None);
    }

    /// Message data is written into a thing of the page: what it shows there is a change of the page, which is noted where it is
    /// written, and not kept besides.
    pub(in crate::machine) fn note_shown(&mut self, value: &Value, name: &str) {
        if self.in_handler() && !self.unreachable && self.deep_taints(value).is_message_derived() {
            self.note_untested(None, &format!("`{name}`, which is kept"), value);
            self.data_flow.kept_data |= self.sender().is_none();
        }
    }

    /// Message data is written to a thing of which nothing is known. Whether that is a property that only elements have, or one of their
    /// styles, so that it changes what the page shows.
    pub(in crate::machine) fn note_shown_anywhere(
        &mut self,
        at: ExprId,
        name: &str,
        value: &Value,
        span: Span,
    ) -> bool {
        let effects = &self.model.sinks.effects;
        let Expr::Member { object, .. } = self.program.expr(at) else { return false };
        let is_shown = effects.shown.iter().any(|shown| shown == name)
            || matches!(self.program.expr(*object), Expr::Member { key: Key::Name(part), .. }
                if effects.shown_in.iter().any(|shown| **shown == **part));
        if is_shown {
            self.note_shown(value, name);
            if self.deep_taints(value).is_message_derived() {
                self.note_effect(span, EffectKind::Change(name.to_owned()));
            }
        }
        is_shown
    }

    /// Whether what is written to an object under a name only changes what the page shows. An element of which nothing more is known
    /// may be a frame, of which the name would be a sink.
    pub(in crate::machine) fn is_shown(&self, object: ObjId, name: &str) -> bool {
        let (sinks, ty) = (&self.model.sinks, self.host_type(object));
        sinks.effects.written.iter().any(|t| t == ty.name())
            && !sinks.effects.acting.iter().any(|t| t == ty.name())
            && !sinks.write.iter().any(|row| {
                let more = |t: &String| t != "Script" && t != "Element";
                row.names.iter().any(|n| n == name) && !ty.is_in(row) && row.on.iter().any(more)
            })
    }

    /// The same; data that nobody tested is used `by` the call that keeps it, or else where it is read.
    fn note_kept(&mut self, value: &Value, name: impl FnOnce() -> String, place: Span, by: Option<Span>) {
        if !self.in_handler() || self.unreachable {
            return;
        }
        let taints = self.deep_taints(value);
        if !taints.is_message_derived() {
            return;
        }
        if self.note_ports(value) || self.holds_event(value) {
            return;
        }
        let name = name();
        let what =
            if name.is_empty() { "something that is kept".to_owned() } else { format!("`{name}`, which is kept") };
        self.note_untested(by, &what, value);
        self.note_effect(place, EffectKind::PersistentWrite(name));
    }

    /// Ports of the message are kept, handed on or listened to; whether there are any.
    pub(in crate::machine) fn note_ports(&mut self, value: &Value) -> bool {
        let mut ports: Vec<Span> = Vec::new();
        let mut todo: Vec<(Alt, u8)> = value.alts().iter().map(|a| (a.clone(), 0)).collect();
        while let Some((alt, depth)) = todo.pop() {
            let Kind::Obj(object) = alt.kind else { continue };
            match self.heap.kind(object) {
                ObjKind::Host(Host::Type(HostType::MessagePort | HostType::Ports)) => {
                    ports.extend(alt.taints.find(TaintKind::Data).map(|l| l.span));
                }
                ObjKind::Plain | ObjKind::Array if depth < 2 => {
                    let held = self.heap.own_entries(object).flat_map(|(_, v)| v.alts().to_vec());
                    todo.extend(held.map(|a| (a, depth + 1)));
                }
                _ => {}
            }
        }
        ports.sort_unstable();
        ports.dedup();
        for span in &ports {
            self.note_effect(*span, EffectKind::Port);
        }
        !ports.is_empty()
    }

    /// A function out of sight is called with something of the message. If it is one of the program's own values, another file may have
    /// handed it over.
    fn note_handing(&mut self, id: ExprId, args: &[Value]) {
        let Some((listener, _)) = self.senders.handling.filter(|_| self.in_handler() && !self.unreachable) else {
            return;
        };
        if self.recorder.hands_on || !self.program.is_own_expr(id) || !self.is_window_listener(listener) {
            return;
        }
        let Expr::Call { callee, .. } = self.program.expr(id) else { return };
        let mut root = *callee;
        while let Expr::Member { object, .. } = self.program.expr(root) {
            root = *object;
        }
        let is_own = match self.program.expr(root) {
            Expr::This => true,
            Expr::Var(binding) => self.program.binding(*binding).kind != BindingKind::Import,
            _ => false,
        };
        self.recorder.hands_on =
            is_own && args.iter().any(|arg| self.deep_taints(arg).is_message_derived() || self.holds_event(arg));
    }

    /// A function out of sight is called with something of the message, and for what it does with it: what is made of what it
    /// gives shows where that is used.
    pub(in crate::machine) fn note_call(&mut self, id: ExprId, args: &[Value], name: Option<&Name>) {
        self.note_handing(id, args);
        if !self.in_handler() || !self.is_for_its_own_sake(id) {
            return;
        }
        let span = self.program.span(id);
        let mut taints = Taints::NONE;
        let mut whole_event = false;
        for arg in args {
            taints = taints.union(&self.deep_taints(arg));
            whole_event |= self.holds_event(arg);
        }
        let label = name.map_or_else(String::new, ToString::to_string);
        if self.model.is_log(&self.holder_name(id), &label) {
            return;
        }
        // Whoever gets the event, its origin or its window may check it: that call is a delegation, not an effect.
        let may_check = whole_event || taints.kinds().intersects(AUTHENTICATING) || taints.has(TaintKind::Event);
        if may_check {
            if let Mode::Handler(run) = &mut self.mode {
                run.handed_on.get_or_insert(span);
            }
            return;
        }
        let mut taints = Taints::NONE;
        for arg in args {
            if !self.note_ports(arg) {
                taints = taints.union(&self.deep_taints(arg));
            }
        }
        if taints.is_message_derived() {
            // A plain function that is given the data as it is may be the one that tests it.
            let method = matches!(self.program.expr(id), Expr::Call { callee, .. }
                if matches!(self.program.expr(*callee), Expr::Member { .. }));
            for arg in args.iter().filter(|a| method || a.alts().iter().all(|a| a.kind != Kind::Unknown)) {
                self.note_untested(Some(span), &format!("`{label}`"), arg);
            }
            self.note_effect(span, EffectKind::Call(label));
        }
    }

    /// Whether the value is the message event, or an object of the program with the event in it.
    pub(in crate::machine) fn holds_event(&self, value: &Value) -> bool {
        let event = |o: ObjId| self.tells_sender(o);
        value.objects().any(|o| {
            let holder = matches!(self.heap.kind(o), ObjKind::Plain | ObjKind::Array);
            event(o) || (holder && self.heap.own_entries(o).any(|(_, v)| v.objects().any(event)))
        })
    }

    /// State is set, which may be only shown.
    fn note_set(&mut self, value: &Value, span: Span, shown: bool) {
        if !shown {
            return self.note_kept(value, String::new, span, Some(span));
        }
        if self.in_handler() && !self.unreachable && self.deep_taints(value).is_message_derived() {
            self.note_untested(Some(span), "something that is shown", value);
            self.note_effect(span, EffectKind::Change(String::new()));
        }
    }

    /// A call of a setter: of state, or of a promise.
    pub(in crate::machine) fn set_cell(&mut self, cell: ObjId, value: &Value, id: ExprId) {
        let span = self.program.span(id);
        let shown = self.web.shown_cells.contains(&cell);
        self.note_set(value, span, shown);
        let promise = matches!(self.heap.kind(cell), ObjKind::Promise);
        if promise {
            self.promised(value);
        }
        // An updater is given the state before.
        let updaters: Vec<ObjId> = value.objects().filter(|o| self.is_callable(*o)).collect();
        let name: Name = if promise { ELEMENTS.into() } else { "current".into() };
        for updater in &updaters {
            let before = self.heap.own(cell, &name).cloned().unwrap_or_default();
            let function = Value::object(*updater, span);
            let mut returned = Value::bottom();
            self.maybe(|m| returned = m.call_value(id, &function, &Value::undefined(), &[before]));
            self.note_set(&returned, span, shown);
            self.heap.add(Place::Prop(cell, name.clone()), &returned.step(span));
        }
        if updaters.is_empty() {
            let settled = if promise { self.settled(value) } else { value.clone() };
            self.heap.add(Place::Prop(cell, name), &settled.step(span));
        }
        if self.exploration.escaped.contains(&cell) {
            self.escape(value);
        }
    }
}

/// Whether a constant is stored under a constant name.
fn is_mark(name: &str, args: &[Value]) -> bool {
    let is_constant = |arg: &Value| {
        arg.single().is_some_and(|alt| matches!(alt.kind, Kind::Str(_) | Kind::Num(_) | Kind::Bool(_)))
            && arg.taints().is_empty()
    };
    name == "setItem" && args.len() == 2 && args.iter().all(is_constant)
}
