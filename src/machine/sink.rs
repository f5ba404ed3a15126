//! Sinks: where message data does harm, and which flows end there.

use super::Machine;
use super::heap::{ELEMENTS, ObjKind};
use super::host::{Host, is_element};
use super::value::{AUTHENTICATING, Alt, CHOSEN, Kind, Label, Labels, ObjId, Origin, Value};
use crate::facts::{EffectKind, Flow};
use crate::model::Sink;
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, Key, Name};

/// A table of functions that the program wrote: what it inherits besides does little harm.
const TABLE: &str = "table";
/// An object out of sight. That all it can do is meant to be done by the sender is plain only where the message gives the
/// arguments too.
const UNSEEN: &str = "unseen";
/// A collection that is filled at run time, of which it is not known what is in it.
const REGISTRY: &str = "registry";

impl Machine<'_> {
    /// Message data reaches a sink.
    pub(super) fn flow(&mut self, rule: &'static str, sink: Span, what: &str, value: &Value) {
        if self.dead {
            return;
        }
        let labels = self.deep_labels(value);
        let wanted = |l: &&Label| match l.origin {
            Origin::Data => true,
            Origin::Fetched => rule == "message-to-dispatch",
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
            let limited = label.origin == Origin::Fetched && label.what.is_some();
            let mut path = vec![label.span];
            path.extend(label.path());
            path.dedup();
            path.retain(|s| *s != sink);
            let listener = listener as usize;
            let same = |f: &&mut Flow| f.rule == rule && f.sink == sink && f.listener == listener;
            match self.flows.iter_mut().find(same) {
                Some(known) => known.limited &= limited,
                None => {
                    let what = what.to_owned();
                    self.flows.push(Flow {
                        rule,
                        sink,
                        what,
                        path,
                        listener,
                        limited,
                        authenticated: false,
                        own_page: false,
                    });
                }
            }
        }
    }

    /// What message data fetched out of an object by its name is called: `api[data.method](…)`.
    /// `with` are the arguments as far as the message chooses how many there are.
    pub(super) fn note_dispatch(&mut self, id: ExprId, function: &Labels, with: Option<&Value>) {
        let origins = function.origins();
        if !origins.has(Origin::Fetched) || origins.meets(CHOSEN) || origins.meets(AUTHENTICATING) {
            return;
        }
        let (Expr::Call { callee, .. } | Expr::New { callee, .. }) = self.program.expr(id) else { return };
        let called = match self.program.expr(*callee) {
            Expr::Member { object, key: Key::Name(name), .. } if matches!(&**name, "call" | "apply") => *object,
            _ => *callee,
        };
        let span = self.program.span(called);
        let exposed = with.is_some_and(|list| self.deep_labels(list).origins().meets(CHOSEN));
        let mut fetched = Labels::NONE;
        for label in function.iter().filter(|l| l.origin == Origin::Fetched) {
            match label.what.as_deref() {
                Some(REGISTRY) => {}
                Some(UNSEEN) if !exposed => {}
                _ => fetched = fetched.union(&Labels::one(label.clone())),
            }
        }
        let fetched = Value::unknown(span, fetched);
        self.flow("message-to-dispatch", span, "the choice of what is called", &fetched);
    }

    /// Out of which sort of object something is fetched, as the label says it; `None` where no method comes out that the
    /// program did not mean to be called by its name.
    pub(super) fn fetched_from(&self, holder: &Alt, key: &Value) -> Option<Option<&'static str>> {
        if holder.labels.origins().meets(CHOSEN) {
            return None;
        }
        let Kind::Obj(object) = holder.kind else {
            return (holder.kind == Kind::Unknown).then_some(Some(UNSEEN));
        };
        let held = self.heap.object(object);
        // Of a name that the program begins or ends itself, only what was meant to be named so is reached.
        let affixed = key.alts().iter().all(|a| self.affixed.contains(&a.site));
        match held.kind {
            _ if held.bare => None,
            ObjKind::Plain if affixed => Some(Some(if held.proto.is_some() { TABLE } else { REGISTRY })),
            ObjKind::Host(Host::Window(_)) if affixed => Some(Some(TABLE)),
            ObjKind::Plain if held.proto.is_some() => Some(None),
            ObjKind::Plain if held.filled || self.heap.own(object, ELEMENTS).is_some() => Some(Some(REGISTRY)),
            ObjKind::Plain => {
                let is_class = |o: ObjId| matches!(self.heap.kind(o), ObjKind::Class { .. });
                let callable = |v: &Value| v.objects().any(|o| self.is_callable(o) || is_class(o));
                let named = self.heap.own_entries(object).any(|(_, v)| callable(v));
                Some(Some(if named { TABLE } else { REGISTRY }))
            }
            ObjKind::Closure { .. } | ObjKind::Class { .. } | ObjKind::Bound { .. } => Some(None),
            ObjKind::Host(Host::Global(name)) if super::host::is_namespace(self.model, name) => None,
            ObjKind::Host(_) => Some(None),
            _ => Some(Some(REGISTRY)),
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

    pub(super) fn type_name(&self, object: ObjId) -> &'static str {
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
}

/// Whether a sink is one of the type. What holds for elements holds for each kind of them, but for those whose content
/// is never parsed as elements.
pub(super) fn is_on(row: &Sink, ty: &str) -> bool {
    let raw = matches!(ty, "Script" | "DataBlock" | "Textarea");
    row.on.iter().any(|t| t == ty || (t == "Element" && !raw && is_element(ty)))
}
