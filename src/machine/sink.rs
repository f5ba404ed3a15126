//! What message data does: sinks that it reaches, and the other effects that make an unauthenticated handler matter.

use super::heap::{ELEMENTS, ObjKind, Place};
use super::host::{Host, is_element};
use super::markup::keeps_origin;
use super::value::{Alt, CHOSEN, Kind, Label, Labels, ObjId, Origin, Value};
use super::{Machine, Mode};
use crate::facts::{Effect, EffectKind, Flow};
use crate::model::Sink;
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, Key, Name};

impl<'p> Machine<'p> {
    /// Whether a window listener's handler is running.
    pub(super) fn in_handler(&self) -> bool {
        matches!(self.mode, Mode::Trial(_))
    }

    /// Whether the object was there before the handler began, so that what is written to it stays.
    pub(super) fn outlives_handler(&self, object: ObjId) -> bool {
        match &self.mode {
            Mode::Trial(run) => {
                object.0 < run.first_object || self.escaped.contains(&object) || self.is_imported_object(object)
            }
            Mode::Survey => false,
        }
    }

    pub(super) fn note_effect(&mut self, span: Span, kind: EffectKind) {
        if self.dead {
            return;
        }
        let path = self.path.clone();
        if let Mode::Trial(run) = &mut self.mode {
            run.effects.push((Effect { span, kind }, path));
        }
    }

    /// Message data is kept in something that outlives the handler.
    pub(super) fn note_keep(&mut self, value: &Value, name: impl FnOnce() -> String, at: Option<Span>) {
        if !self.in_handler() || self.dead {
            return;
        }
        let labels = self.deep_labels(value);
        if !labels.origins().meets(CHOSEN) {
            return;
        }
        if self.note_ports(value) {
            return;
        }
        let span = at.or_else(|| labels.iter().last().map(|l| l.steps.as_ref().map_or(l.span, |s| s.span)));
        self.note_effect(span.unwrap_or_default(), EffectKind::Keep(name()));
    }

    /// Ports of the message are kept, handed on or listened to; whether there are any.
    pub(super) fn note_ports(&mut self, value: &Value) -> bool {
        let mut ports: Vec<Span> = Vec::new();
        let mut todo: Vec<(Alt, u8)> = value.alts().iter().map(|a| (a.clone(), 0)).collect();
        while let Some((alt, depth)) = todo.pop() {
            let Kind::Obj(object) = alt.kind else { continue };
            match self.heap.kind(object) {
                ObjKind::Host(Host::Type("MessagePort" | "Ports")) => {
                    ports.extend(alt.labels.find(Origin::Data).map(|l| l.span));
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

    /// A function out of sight is called with something of the message.
    pub(super) fn note_call(&mut self, id: ExprId, holder: &Value, args: &[Value], name: Option<&Name>) {
        if !self.in_handler() {
            return;
        }
        let span = self.program.span(id);
        let mut labels = Labels::NONE;
        let mut whole_event = false;
        for arg in args {
            labels = labels.union(&self.deep_labels(arg));
            whole_event |= self.holds_event(arg);
        }
        let label = name.map_or_else(|| "a function".to_owned(), ToString::to_string);
        // Whoever gets the event or its origin may check it: that call is a delegation, not an effect.
        let may_check = whole_event || labels.has(Origin::Sender) || labels.has(Origin::Event);
        if may_check {
            return;
        }
        if holder.labels().has(Origin::Data) && name.is_some_and(|n| is_pure_method(n)) {
            return;
        }
        let mut labels = Labels::NONE;
        for arg in args {
            if !self.note_ports(arg) {
                labels = labels.union(&self.deep_labels(arg));
            }
        }
        if labels.origins().meets(CHOSEN) {
            self.note_effect(span, EffectKind::Call(label));
        }
    }

    /// Whether the value is the message event, or an object of the program with the event in it.
    pub(super) fn holds_event(&self, value: &Value) -> bool {
        let event = |o: ObjId| matches!(self.heap.kind(o), ObjKind::Host(Host::Event(_)));
        value.objects().any(|o| {
            let holder = matches!(self.heap.kind(o), ObjKind::Plain | ObjKind::Array);
            event(o) || (holder && self.heap.own_entries(o).any(|(_, v)| v.objects().any(event)))
        })
    }

    /// A method is picked by message data.
    pub(super) fn note_dispatch(&mut self, id: ExprId, holder: &Value, key: &Value) {
        if holder.labels().has(Origin::Data) {
            return;
        }
        let span = self.program.span(id);
        self.flow("message-to-dispatch", span, "a method name", key);
        self.note_effect(span, EffectKind::Sink("message-to-dispatch"));
    }

    /// Message data reaches a sink.
    pub(super) fn flow(&mut self, rule: &'static str, sink: Span, what: &str, value: &Value) {
        if self.dead {
            return;
        }
        let labels = self.deep_labels(value);
        let wanted = |l: &&Label| match l.origin {
            Origin::Data => true,
            Origin::Tail => rule != "message-to-navigation",
            Origin::Escaped => rule != "message-to-html",
            _ => false,
        };
        let found: Vec<Label> = labels.iter().filter(wanted).cloned().collect();
        for label in found {
            let Some(listener) = label.listener.or(self.listener) else { continue };
            self.note_effect(sink, EffectKind::Sink(rule));
            if self.in_trial() {
                continue;
            }
            let mut path = vec![label.span];
            path.extend(label.path());
            path.dedup();
            path.retain(|s| *s != sink);
            let known = self.flows.iter().any(|f| f.rule == rule && f.sink == sink && f.listener == listener as usize);
            if !known {
                let what = what.to_owned();
                let listener = listener as usize;
                self.flows.push(Flow { rule, sink, what, path, listener, authenticated: false, own_page: false });
            }
        }
    }

    fn sink_args(&mut self, row: &'static Sink, id: ExprId, name: &str, args: &[Value]) {
        let span = self.program.span(id);
        for &i in &row.args {
            let Some(value) = args.get(i) else { continue };
            // Callbacks for timers are no code in a string, and jQuery takes elements too.
            let is_text = |a: &Alt| match a.kind {
                Kind::Obj(o) => matches!(self.heap.kind(o), ObjKind::Url),
                _ => true,
            };
            let textual = value.clone().filter(is_text);
            if !textual.is_never() {
                self.flow(&row.rule, span, &format!("`{name}`"), &textual);
            }
        }
    }

    /// A call of a global function.
    pub(super) fn sink_call(&mut self, name: &str, id: ExprId, args: &[Value]) {
        for row in &self.model.sinks.global {
            if row.names.iter().any(|n| n == name) {
                self.sink_args(row, id, name, args);
            }
        }
    }

    /// A call of a function out of sight, which the model may know by its name.
    pub(super) fn sink_unseen(&mut self, name: &str, id: ExprId, args: &[Value]) {
        for row in &self.model.sinks.global {
            if row.any && row.names.iter().any(|n| n == name) {
                self.sink_args(row, id, name, args);
            }
        }
    }

    /// A call of a constructor.
    pub(super) fn sink_construct(&mut self, name: &str, id: ExprId, args: &[Value]) {
        for row in &self.model.sinks.construct {
            if row.names.iter().any(|n| n == name) {
                self.sink_args(row, id, name, args);
            }
        }
    }

    /// A call of a method of a host object.
    pub(super) fn sink_method(&mut self, id: ExprId, object: ObjId, name: &Name, args: &[Value]) {
        let ty = self.type_name(object);
        for row in &self.model.sinks.call {
            if is_on(row, ty) && row.names.iter().any(|n| **n == **name) {
                self.sink_args(row, id, name, args);
            }
        }
    }

    /// A call of a method of something unknown, where the name means one thing only.
    pub(super) fn sink_any(&mut self, id: ExprId, name: &Name, args: &[Value], alt: &Alt) {
        if alt.labels.has(Origin::Data) {
            return;
        }
        for row in &self.model.sinks.call {
            if row.any && row.names.iter().any(|n| **n == **name) {
                self.sink_args(row, id, name, args);
            }
        }
    }

    fn type_name(&self, object: ObjId) -> &'static str {
        match self.heap.host(object) {
            Some(Host::Type("OpaqueIframe")) => "Iframe",
            Some(Host::Type(ty)) => ty,
            Some(Host::Window(_)) => "Window",
            _ => "",
        }
    }

    /// `object.name = value`, before it is written.
    pub(super) fn note_write(&mut self, alt: &Alt, name: &Name, value: &Value, at: ExprId) {
        let span = self.program.span(at);
        let object = if let Kind::Obj(o) = alt.kind { Some(o) } else { None };
        let ty = object.map_or("", |o| self.type_name(o));
        if matches!(&**name, "onmessage" | "onmessageerror" | "onstorage") || name.starts_with("on") {
            self.assign_handler(alt, object, name, value, at);
        }
        if &**name == "sandbox"
            && let Some(object) = object
        {
            self.sandbox(object, value);
        }
        if &**name == "type"
            && let Some(object) = object
        {
            self.script_type(object, value);
        }
        let unknown = alt.kind == Kind::Unknown && !alt.labels.has(Origin::Data);
        for row in &self.model.sinks.write {
            let fits = is_on(row, ty) || (unknown && row.any);
            if fits && row.names.iter().any(|n| **n == **name) {
                self.flow(&row.rule, span, &format!("`{name}`"), value);
            }
        }
        let detached = object.is_some_and(|o| self.made_elements.contains(&o) && !self.escaped.contains(&o));
        if !detached && self.model.sinks.effects.written.iter().any(|t| t == ty) {
            self.note_effect(span, EffectKind::Change(name.to_string()));
        }
    }

    /// `element.setAttribute(name, value)`
    pub(super) fn set_attribute(&mut self, id: ExprId, object: ObjId, args: &[Value]) {
        let (Some(name), Some(value)) = (args.first(), args.get(1)) else { return };
        let span = self.program.span(id);
        let Some(name) = name.as_str().cloned() else {
            if name.origins().meets(CHOSEN) {
                self.flow("message-to-html", span, "an attribute", value);
            }
            return;
        };
        if &*name == "sandbox" {
            self.sandbox(object, value);
        }
        if &*name == "type" {
            self.script_type(object, value);
        }
        let ty = self.type_name(object);
        if name.starts_with("on") {
            self.flow("message-to-code", span, &format!("`{name}`"), value);
        }
        for row in &self.model.sinks.write {
            if is_on(row, ty) && row.names.iter().any(|n| **n == *name) {
                self.flow(&row.rule, span, &format!("`{name}`"), value);
            }
        }
    }

    /// A frame with a sandbox that does not let it keep its origin has an opaque one (browser facts B2).
    fn sandbox(&mut self, frame: ObjId, value: &Value) {
        let Some(tokens) = value.as_str() else { return };
        if !keeps_origin(tokens) && self.heap.host(frame) == Some(Host::Type("Iframe")) {
            self.heap.object_mut(frame).kind = ObjKind::Host(Host::Type("OpaqueIframe"));
        }
    }

    /// `frame.sandbox.add(…tokens)`
    pub(super) fn sandbox_tokens(&mut self, tokens: ObjId, args: &[Value]) {
        let frame = self.members.iter().find(|(_, held)| **held == tokens).map(|((owner, _), _)| *owner);
        let Some(frame) = frame else { return };
        let texts: Option<Vec<&Name>> = args.iter().map(Value::as_str).collect();
        match texts {
            Some(texts) if texts.iter().all(|t| !t.eq_ignore_ascii_case("allow-same-origin")) => {
                if self.heap.host(frame) == Some(Host::Type("Iframe")) {
                    self.heap.object_mut(frame).kind = ObjKind::Host(Host::Type("OpaqueIframe"));
                }
            }
            _ => {
                if self.heap.host(frame) == Some(Host::Type("OpaqueIframe")) {
                    self.heap.object_mut(frame).kind = ObjKind::Host(Host::Type("Iframe"));
                }
            }
        }
    }

    /// A script whose type is none of JavaScript's is a data block, which nothing runs (HTML Standard, "prepare the
    /// script element").
    fn script_type(&mut self, script: ObjId, value: &Value) {
        let Some(ty) = value.as_str() else { return };
        let essence = ty.trim().to_ascii_lowercase();
        let runs = matches!(&*essence, "" | "module" | "importmap" | "speculationrules")
            || essence.ends_with("javascript")
            || essence.ends_with("ecmascript")
            || essence.contains("javascript1.")
            || matches!(&*essence, "text/jscript" | "text/livescript");
        if !runs && self.heap.host(script) == Some(Host::Type("Script")) {
            self.heap.object_mut(script).kind = ObjKind::Host(Host::Type("DataBlock"));
        }
    }

    /// An element of JSX: attributes that are sinks, and refs.
    pub(super) fn jsx_element(&mut self, tag: &Value, props: &Value, id: ExprId) {
        let Expr::Jsx { props: props_expr, .. } = self.program.expr(id) else { return };
        let Some(object) = props.objects().next() else { return };
        let intrinsic = tag.as_str().cloned();
        let entries: Vec<(Name, Value)> = self.heap.own_entries(object).map(|(n, v)| (n.clone(), v.clone())).collect();
        for (name, value) in &entries {
            for row in &self.model.sinks.jsx {
                if !row.names.iter().any(|n| **n == **name) {
                    continue;
                }
                let (span, held) = match &row.inner {
                    None => (self.jsx_span(*props_expr, name).unwrap_or_default(), value.clone()),
                    Some(inner) => {
                        let mut held = Value::never();
                        for o in value.objects() {
                            if let Some(v) = self.heap.own(o, inner) {
                                held = held.join(v);
                            }
                        }
                        let attribute = self.field_value(*props_expr, name);
                        let at = attribute.and_then(|e| self.field_value(e, inner)).or(attribute);
                        (at.map_or_else(Span::default, |e| self.program.span(e)), held)
                    }
                };
                self.flow(&row.rule, span, &format!("`{name}`"), &held);
            }
            if &**name == "ref"
                && let Some(tag) = &intrinsic
            {
                let frame_sandbox = entries.iter().find(|(n, _)| &**n == "sandbox").map(|(_, v)| v.clone());
                self.attach_ref(tag, value, frame_sandbox.as_ref(), id);
            }
            if name.starts_with("on") {
                for callback in value.objects().collect::<Vec<_>>() {
                    if self.is_callable(callback) {
                        self.call_back(id, callback, &[], &Labels::NONE);
                    }
                }
            } else {
                self.escape(value);
            }
        }
    }

    /// `ref={holder}`: the element is what the holder holds.
    fn attach_ref(&mut self, tag: &Name, holder: &Value, sandbox: Option<&Value>, id: ExprId) {
        let span = self.program.span(id);
        let ty = if &**tag == "iframe" { "Iframe" } else { "Element" };
        for o in holder.objects().collect::<Vec<_>>() {
            let element = match self.cells.get(&id) {
                Some(&e) => e,
                None => {
                    let e = self.heap.alloc(ObjKind::Host(Host::Type(ty)), span);
                    self.cells.insert(id, e);
                    e
                }
            };
            if let Some(sandbox) = sandbox {
                self.sandbox(element, sandbox);
            }
            let value = Value::object(element, span);
            if self.is_callable(o) {
                self.call_back(id, o, &[value], &Labels::NONE);
            } else {
                self.refs.insert(o);
                self.heap.set(Place::Prop(o, "current".into()), value);
            }
        }
    }

    fn jsx_span(&self, props: ExprId, name: &str) -> Option<Span> {
        self.field_value(props, name).map(|e| self.program.span(e))
    }

    /// The expression of a field of an object literal.
    pub(super) fn field_value(&self, object: ExprId, name: &str) -> Option<ExprId> {
        let Expr::Object(properties) = self.program.expr(object) else { return None };
        properties.iter().find_map(|p| match p {
            crate::syntax::program::Property::Field(Key::Name(n), value) if **n == *name => Some(*value),
            _ => None,
        })
    }

    /// A call of a setter: of state, or of a promise.
    pub(super) fn set_cell(&mut self, cell: ObjId, value: &Value, id: ExprId) {
        let span = self.program.span(id);
        self.note_keep(value, || "state".to_owned(), Some(span));
        let promise = matches!(self.heap.kind(cell), ObjKind::Promise);
        // An updater is given the state before.
        let updaters: Vec<ObjId> = value.objects().filter(|o| self.is_callable(*o)).collect();
        let name: Name = if promise { ELEMENTS.into() } else { "current".into() };
        for updater in &updaters {
            let before = self.heap.own(cell, &name).cloned().unwrap_or_default();
            let function = Value::object(*updater, span);
            let mut returned = Value::never();
            self.maybe(|m| returned = m.call_value(id, &function, &Value::undefined(), &[before]));
            self.note_keep(&returned, || "state".to_owned(), Some(span));
            self.heap.add(Place::Prop(cell, name.clone()), &returned.step(span));
        }
        if updaters.is_empty() {
            let settled = if promise { self.settled(value) } else { value.clone() };
            self.heap.add(Place::Prop(cell, name), &settled.step(span));
        }
        if self.escaped.contains(&cell) {
            self.escape(value);
        }
    }
}

/// Whether a sink is one of the type. What holds for elements holds for each kind of them, but for those whose content
/// is never parsed as elements.
fn is_on(row: &Sink, ty: &str) -> bool {
    let raw = matches!(ty, "Script" | "DataBlock" | "Textarea");
    row.on.iter().any(|t| t == ty || (t == "Element" && !raw && is_element(ty)))
}

/// Methods that only compute.
fn is_pure_method(name: &str) -> bool {
    matches!(
        name,
        "toString"
            | "slice"
            | "split"
            | "trim"
            | "indexOf"
            | "includes"
            | "startsWith"
            | "endsWith"
            | "match"
            | "replace"
            | "map"
            | "filter"
            | "find"
            | "some"
            | "every"
            | "concat"
            | "join"
            | "substring"
            | "substr"
            | "charAt"
            | "at"
            | "hasOwnProperty"
            | "toLowerCase"
            | "toUpperCase"
            | "keys"
            | "values"
            | "entries"
            | "get"
            | "has"
            | "test"
    )
}
