//! Libraries that the model knows: jQuery, holders of state, schemas, and what an import stands for.

use crate::machine::Machine;
use crate::machine::domain::heap::{ObjKind, Place};
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::{SinkSet, TaintKind, Taints};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::model::Sanitizes;
use crate::source::Span;
use crate::syntax::program::{BinaryOp, Const, Expr, ExprId, Name, UnaryOp};

impl<'p> Machine<'p> {
    pub(in crate::machine) fn jquery(&mut self, id: ExprId, args: &[Value]) -> Value {
        let span = self.program.span(id);
        let wrapper = self.heap.alloc(ObjKind::Host(Host::Type(HostType::JQuery)), span);
        if let Some(of) = args.first() {
            // `$(function)` runs it once the document is ready.
            self.runs_once(of);
            for callback in of.objects().collect::<Vec<_>>() {
                if self.is_callable(callback) {
                    let passed = Value::object(wrapper, span);
                    self.call_back(id, callback, &[passed], &Taints::NONE);
                }
            }
            self.define(wrapper, &Value::string(WRAPPED, span, Taints::NONE), of.clone());
        }
        Value::object(wrapper, span)
    }

    pub(in crate::machine) fn jquery_method(
        &mut self,
        id: ExprId,
        object: ObjId,
        holder: &Value,
        name: &Name,
        args: &[Value],
    ) -> Value {
        let span = self.program.span(id);
        let wrapped = self.heap.own(object, WRAPPED).cloned().unwrap_or_default();
        match &**name {
            method if self.model.wrappers.jquery.listens.iter().any(|known| known == method) => {
                let event = args.first().and_then(Value::as_str).cloned();
                let names_message = |e: &str| e.split(' ').any(|e| e.split('.').next() == Some("message"));
                let is_message = match event {
                    Some(event) => names_message(&event),
                    // `"message." + id`: what follows the dot is a name space.
                    None => {
                        self.beginning_of_argument(id).is_some_and(|begun| begun.contains('.') && names_message(&begun))
                    }
                };
                let handler = args.iter().skip(1).rev().find(|a| !self.handler_functions(a).is_empty()).cloned();
                let target = wrapped.objects().next();
                if let (Some(handler), Some(target), true) = (handler.clone(), target, is_message) {
                    if let Some(receiver) = self.receiver(target) {
                        self.register(id, span, receiver, &handler);
                        self.by_library(span);
                        let plain = |v: &&Value| v.objects().any(|o| matches!(self.heap.kind(o), ObjKind::Plain));
                        let data = args.iter().skip(1).find(plain).cloned();
                        if let Some(registered) = self.listening.registered.iter_mut().find(|r| r.span == span) {
                            registered.data = data;
                        }
                    }
                    return holder.clone();
                }
                for callback in handler.iter().flat_map(Value::objects).collect::<Vec<_>>() {
                    self.call_back(id, callback, &[], &Taints::NONE);
                }
                holder.clone()
            }
            "get" | "eq" | "first" | "last" => match wrapped.objects().count() {
                0 => self.top(span),
                _ => wrapped,
            },
            _ => {
                let effect = self.model.sinks.effects.calls.iter().any(|n| **n == **name);
                if effect {
                    self.note_change(span, "$", name, args);
                }
                if let ("ready", Some(callback)) = (&**name, args.first()) {
                    self.runs_once(callback);
                }
                for callback in args.iter().flat_map(Value::objects).collect::<Vec<_>>() {
                    if self.is_callable(callback) {
                        self.call_back(id, callback, &[], &Taints::NONE);
                    }
                }
                holder.clone()
            }
        }
    }

    /// The constant text with which the first argument of a call begins, where the program joins it of parts.
    fn beginning_of_argument(&self, call: ExprId) -> Option<Name> {
        let Expr::Call { args, .. } = self.program.expr(call) else { return None };
        let mut part = args.first()?.value;
        loop {
            match self.program.expr(part) {
                Expr::Binary(BinaryOp::Add, first, _) => part = *first,
                Expr::Template { parts, .. } => return parts.first().cloned(),
                Expr::Const(Const::Str(text)) => return Some(text.clone()),
                _ => return None,
            }
        }
    }

    /// A call of something of a library of schemas: another schema, or data that fits one.
    pub(in crate::machine) fn schema_call(&mut self, schema: &Value, args: &[Value], span: Span) -> Value {
        let said = self.said_fitting(args);
        if said.is_empty() { schema.clone() } else { self.top(span).with(&said) }
    }

    /// What a message says in the arguments of a call, once that call has made it fit.
    pub(in crate::machine) fn said_fitting(&self, args: &[Value]) -> Taints {
        args.iter().fold(Taints::NONE, |all, arg| all.union(&self.deep_taints(arg).fitting()))
    }

    /// What a sanitizer gives back of its arguments.
    pub(in crate::machine) fn sanitized(&self, sanitizes: &Sanitizes, args: &[Value], span: Span) -> Value {
        let of_args = |sinks| args.iter().fold(Taints::NONE, |all, arg| all.union(&self.deep_taints(arg).said(sinks)));
        match sanitizes {
            Sanitizes::Everything => self.top(span),
            Sanitizes::Only(_) => self.top(span).with(&of_args(SinkSet::of_sanitizer(sanitizes)).step(span)),
        }
    }

    /// A call of something of a package whose every part is of one type, if it is of such a one.
    pub(in crate::machine) fn package_call(&mut self, object: ObjId, args: &[Value], span: Span) -> Option<Value> {
        let value = Value::object(object, span);
        match self.heap.host(object)? {
            Host::Type(HostType::Schema) => Some(self.schema_call(&value, args, span)),
            Host::Type(HostType::Sanitizer) => Some(self.top(span)),
            Host::Type(HostType::Logger) => Some(value),
            // What it is given is read, not kept.
            Host::Type(HostType::NodeReceive) => Some(self.top(span)),
            _ => None,
        }
    }

    /// A call of a library function that holds state or gives back its argument, by `rules/model/wrappers.toml`.
    pub(in crate::machine) fn library_call(&mut self, id: ExprId, name: &Name, args: &[Value]) -> Option<Value> {
        let wrappers = &self.model.wrappers;
        let first = args.first().cloned().unwrap_or_else(Value::undefined);
        if let Some(sanitizes) = self.model.sanitizes(name) {
            return Some(self.sanitized(&sanitizes, args, self.program.span(id)));
        }
        let is_function = |o: ObjId| self.is_callable(o) || matches!(self.heap.kind(o), ObjKind::Method { .. });
        if wrappers.identity.names.iter().any(|n| **n == **name) && first.objects().any(is_function) {
            if wrappers.identity.limits.iter().any(|n| **n == **name) {
                self.outline.limited.extend(first.objects().filter_map(|o| self.function_of(o)).collect::<Vec<_>>());
            }
            return Some(first);
        }
        let holder = wrappers.state.iter().find(|s| s.names.iter().any(|n| **n == **name))?;
        let span = self.program.span(id);
        let (pair, store) = (holder.shape == "pair", holder.shape == "store");
        let property: Name = if pair || store { "current".into() } else { holder.shape.as_str().into() };
        // The same holder each time the component runs.
        let cell = match self.web.cells.get(&id) {
            Some(&cell) => cell,
            None => {
                let cell = self.heap.alloc(ObjKind::Plain, span);
                self.web.cells.insert(id, cell);
                if self.outline.shown_states.contains(&id) {
                    self.web.shown_cells.insert(cell);
                }
                cell
            }
        };
        let mut initial = first.clone();
        for callback in first.objects().filter(|o| pair && self.is_callable(*o)).collect::<Vec<_>>() {
            let function = Value::object(callback, span);
            initial = self.call_value(id, &function, &Value::undefined(), &[]);
        }
        let initial = match self.outline.setter_arguments.get(&id).and_then(|args| self.constants(args)) {
            Some(others) => others.into_iter().fold(initial, |all, other| {
                all.join(&Value::new(other, span, Taints::source(TaintKind::Varying, span)))
            }),
            None if (pair || store) && initial.single().is_some_and(Alt::is_nullish) => initial.join(&self.top(span)),
            None => self.in_time(initial, span),
        };
        self.heap.add(Place::Prop(cell, property.clone()), &initial);
        if !pair && !store {
            return Some(Value::object(cell, span));
        }
        let setter = self.heap.alloc(ObjKind::Setter(cell), span);
        if store {
            for method in ["set", "update"] {
                self.define(cell, &Value::string(method, span, Taints::NONE), Value::object(setter, span));
            }
            return Some(Value::object(cell, span));
        }
        let value = self.heap.own(cell, &property).cloned().unwrap_or_else(Value::undefined);
        let list = self.make_list(vec![value, Value::object(setter, span)], span);
        Some(Value::object(list, span))
    }

    /// The constants that expressions come to, if they come to nothing else.
    fn constants(&self, exprs: &[ExprId]) -> Option<Vec<Kind>> {
        let mut found = Vec::new();
        let mut todo = exprs.to_vec();
        while let Some(expr) = todo.pop() {
            match self.program.expr(expr) {
                Expr::Const(Const::Str(text)) => found.push(Kind::Str(text.clone())),
                Expr::Const(Const::Num(number)) => found.push(Kind::Num(*number)),
                Expr::Const(Const::Bool(bool)) => found.push(Kind::Bool(*bool)),
                Expr::Const(Const::Null) => found.push(Kind::Null),
                Expr::Const(Const::Undefined) => found.push(Kind::Undefined),
                Expr::Unary(UnaryOp::Not, _) => found.extend([Kind::Bool(false), Kind::Bool(true)]),
                Expr::Cond(_, then, otherwise) => todo.extend([*then, *otherwise]),
                _ => return None,
            }
        }
        Some(found)
    }

    /// A name that another file gives.
    pub(in crate::machine) fn imported(&mut self, source: &Name, name: &Name, span: Span) -> Value {
        let library = match self.model.package(source) {
            None if self.model.sinks.sanitizers.schemas.iter().any(|s| **s == **source) => {
                Some(HostType::Schema.name())
            }
            library => library,
        };
        if let Some(ty) = library.map(HostType::of) {
            self.web.has_threads |= ty == HostType::NodeThreads;
            let object = self.heap.alloc(ObjKind::Host(Host::Type(ty)), span);
            let module = Value::object(object, span);
            return match &**name {
                "*" | "default" => module,
                _ => self.read_named(&module, &Value::string(name, span, Taints::NONE), span),
            };
        }
        match self.model.package_as_global(source) {
            Some(global) => self.global(&global.into(), span),
            None => self.top(span),
        }
    }
}

/// The property of a jQuery object that holds what it wraps.
const WRAPPED: &str = "[[wrapped]]";
