//! Names and places: declarations, assignments and the patterns in them.

use crate::machine::Machine;
use crate::machine::domain::access_path::Root;
use crate::machine::domain::heap::{ELEMENTS, EnvId, ObjKind, Place};
use crate::machine::domain::taint::{TaintKind, Taints};
use crate::machine::domain::value::{Alt, Kind, Value};
use crate::source::Span;
use crate::syntax::program::{AssignOp, BindingId, BindingKind, Expr, ExprId, FnId, Name, PatId, Pattern};

impl<'p> Machine<'p> {
    /// Writes a value to what a pattern names. `declares` tells a declaration or parameter from an assignment.
    pub(in crate::machine) fn bind(&mut self, pattern: PatId, value: Value, declares: bool) {
        let span = self.program.pattern_span(pattern);
        match self.program.pattern(pattern) {
            Pattern::Bind(binding) => {
                let b = self.program.binding(*binding);
                let mut value = value.step(if declares { b.span } else { span });
                if let Some(interface) = &b.interface
                    && declares
                {
                    value = self.typed(value, interface, b.span);
                    if b.kind == BindingKind::Param {
                        self.given(&value);
                    }
                }
                value = self.by_name(&b.name, b.span, value);
                if declares && self.outline.set_elsewhere.contains(binding) && !self.in_handler() {
                    // The functions of another file are run as far as they are called, so what sets the variable may not be among them.
                    let is_empty =
                        !self.program.is_own_binding(*binding) && value.single().is_some_and(Alt::is_nullish);
                    value = if is_empty { value.join(&self.top(b.span)) } else { self.in_time(value, b.span) };
                }
                self.name_channels(&value, &b.name);
                if b.kind == BindingKind::Using {
                    self.disposed(&value);
                }
                if declares {
                    if let Some(env) = self.scope(b.owner) {
                        self.forget_narrowed(Root::Variable(env, *binding));
                        self.heap.set(Place::Var(env, *binding), value);
                    }
                } else {
                    self.write_var(*binding, value, span);
                }
            }
            Pattern::Place(e) => self.write_expr(*e, value),
            Pattern::Object { fields, rest } => {
                for (key, part) in fields {
                    let name = self.key(key);
                    let at = self.program.pattern_span(*part);
                    let read = self.read_named(&value, &name, at);
                    self.bind(*part, read, declares);
                }
                if let Some(rest) = rest {
                    let id = self.heap.alloc(ObjKind::Plain, span);
                    self.copy_properties(id, &value);
                    for (key, _) in fields {
                        if let Some(name) = self.key(key).as_str() {
                            self.heap.set(Place::Prop(id, name.clone()), Value::undefined());
                        }
                    }
                    self.bind(*rest, Value::object(id, span), declares);
                }
            }
            Pattern::Array { items, rest } => {
                let (all, any) = self.items(&value, true, span);
                for (i, item) in items.iter().enumerate() {
                    let Some(item) = item else { continue };
                    let part = match &all {
                        Some(all) => all.get(i).cloned().unwrap_or_else(Value::undefined),
                        None => {
                            let own = value.single().and_then(|a| match a.kind {
                                Kind::Obj(id) => self.heap.own(id, &i.to_string()).cloned(),
                                _ => None,
                            });
                            own.unwrap_or_else(|| any.clone())
                        }
                    };
                    self.bind(*item, part, declares);
                }
                if let Some(rest) = rest {
                    let list = self.make_list(Vec::new(), span);
                    match &all {
                        Some(all) => {
                            let tail = all.get(items.len()..).unwrap_or_default().to_vec();
                            let list = self.make_list(tail, span);
                            self.bind(*rest, Value::object(list, span), declares);
                            return;
                        }
                        None => self.heap.set(Place::Prop(list, ELEMENTS.into()), any),
                    }
                    self.bind(*rest, Value::object(list, span), declares);
                }
            }
            Pattern::Default(inner, default) => {
                let missing = value.alts().iter().any(|a| matches!(a.kind, Kind::Undefined | Kind::Unknown));
                let only = value.alts().iter().all(|a| a.kind == Kind::Undefined);
                let given = value.filter(|a| a.kind != Kind::Undefined);
                let value = if only {
                    self.eval(*default)
                } else if missing {
                    let mut other = Value::bottom();
                    self.maybe(|m| other = m.eval(*default));
                    given.join(&other)
                } else {
                    given
                };
                self.bind(*inner, value, declares);
            }
        }
    }

    /// A variable's value, from the activation that holds it.
    pub(in crate::machine) fn read_var(&mut self, binding: BindingId, span: Span) -> Value {
        let b = self.program.binding(binding);
        let value = self.scope(b.owner).and_then(|env| self.heap.var(env, binding)).cloned();
        match value {
            Some(v) => v,
            // Not run yet, or out of sight.
            None if self.is_imported_name(binding) => self.read_import(binding, span),
            None => {
                let value = self.top(span);
                match &b.interface {
                    Some(interface) => self.typed(value, interface, b.span),
                    None => value,
                }
            }
        }
    }

    fn write_var(&mut self, binding: BindingId, value: Value, at: Span) {
        let owner = self.program.binding(binding).owner;
        if let Some(env) = self.scope(owner) {
            if self.env_outlives(env) {
                self.note_adoption(&value);
                let name = self.program.binding(binding).name.clone();
                let held: Vec<_> = self.heap.var(env, binding).iter().flat_map(|v| v.objects()).collect();
                let fresh = value.clone().filter(|a| !matches!(a.kind, Kind::Obj(o) if held.contains(&o)));
                self.note_keep(&fresh, || name.to_string(), at);
            }
            if env != self.env() {
                let before = self.heap.var(env, binding).cloned().unwrap_or_default();
                self.kept_outside(&before, &value);
            }
            self.forget_narrowed(Root::Variable(env, binding));
            self.heap.set(Place::Var(env, binding), value);
        }
    }

    /// Where the value of a name is held, and what it is.
    pub(in crate::machine) fn local(&self, binding: BindingId) -> Option<(Place, Value)> {
        let holder = self.holder_of(binding);
        let owner = self.program.binding(holder).owner;
        let env = self.scope(owner)?;
        Some((Place::Var(env, holder), self.heap.var(env, holder)?.clone()))
    }

    /// What a constant that begins something may have become by the time that something else happens, where other functions, or the
    /// user, can set it.
    pub(in crate::machine) fn in_time(&mut self, value: Value, span: Span) -> Value {
        let taints = || Taints::source(TaintKind::Varying, span);
        match value.single().map(|a| &a.kind) {
            Some(Kind::Bool(now)) => {
                let later = Value::new(Kind::Bool(!now), span, taints());
                value.join(&later)
            }
            Some(Kind::Str(_) | Kind::Num(_)) => value.join(&Value::unknown(span, taints())),
            _ => value,
        }
    }

    /// What a field of a component holds, where the framework sets it when it is asked to.
    pub(in crate::machine) fn set_in_time(&mut self, field: &str, held: &Value, span: Span) {
        let lifecycle = &self.model.wrappers.lifecycle;
        if !self.outline.sets_state || !lifecycle.fields.iter().any(|known| known == field) {
            return;
        }
        for object in held.objects().collect::<Vec<_>>() {
            if !matches!(self.heap.kind(object), ObjKind::Plain) {
                continue;
            }
            let begun: Vec<(Name, Value)> =
                self.heap.own_entries(object).map(|(n, v)| (n.clone(), v.clone())).collect();
            for (name, value) in begun {
                let empty = value.single().is_some_and(Alt::is_nullish);
                let value = if empty { value.join(&self.top(span)) } else { self.in_time(value, span) };
                self.heap.set(Place::Prop(object, name), value);
            }
        }
    }

    /// The declarations that exist from the start of a function. What `var` declares in what a message runs is undefined until it
    /// is assigned; the variables of a function that has run before may have been assigned by anybody since.
    pub(in crate::machine) fn hoist(&mut self, function: FnId) {
        let f = self.program.function(function);
        let env = self.env();
        let own = if self.in_handler() { f.names.clone() } else { 0..0 };
        for binding in own.map(BindingId) {
            if self.program.binding(binding).kind == BindingKind::Var {
                self.heap.set(Place::Var(env, binding), Value::undefined());
            }
        }
        for (binding, nested) in &f.hoisted {
            let id = self.close_over(*nested, None);
            let span = self.program.function(*nested).span;
            let owner = self.program.binding(*binding).owner;
            if let Some(env) = self.scope(owner) {
                self.heap.set(Place::Var(env, *binding), Value::object(id, span));
            }
        }
    }

    /// The activation of a function that is seen from here. The bodies of units are seen from everywhere.
    pub(in crate::machine) fn scope(&self, owner: FnId) -> Option<EnvId> {
        self.heap.scope(self.env(), owner).or_else(|| self.bodies.get(&owner).copied())
    }

    pub(in crate::machine) fn assign(&mut self, target: PatId, op: Option<AssignOp>, value: ExprId) -> Value {
        let Some(op) = op else {
            let from = value;
            let value = self.eval(from);
            if self.unreachable {
                return value;
            }
            self.bind(target, value.clone(), false);
            self.anchor(target, from);
            return value;
        };
        let span = self.program.pattern_span(target);
        let Some(target) = self.assigned(target) else { return self.eval(value) };
        let before = self.read_target(&target, span);
        match op {
            AssignOp::Binary(op) => {
                let right = self.eval(value);
                if self.unreachable {
                    return Value::bottom();
                }
                let result = self.binary(op, value, &before, &right);
                self.write_target(&target, result.clone());
                result
            }
            AssignOp::Logical(op) => {
                let at = value;
                self.logical(op, at, before, false, |m| {
                    let right = m.eval(value);
                    if !m.unreachable {
                        m.write_target(&target, right.clone());
                    }
                    right
                })
            }
        }
    }

    /// What a compound assignment writes to, its object and key evaluated once. `None` for a destructuring pattern.
    fn assigned(&mut self, pattern: PatId) -> Option<Target> {
        match self.program.pattern(pattern) {
            Pattern::Bind(b) => Some(Target::Var(*b, self.program.pattern_span(pattern))),
            Pattern::Place(at) => match self.program.expr(*at) {
                Expr::Member { object, key, .. } => {
                    let object = self.eval_object(*object);
                    let key = self.key(key);
                    Some(Target::Member { object, key, at: *at })
                }
                _ => Some(Target::Other(*at)),
            },
            _ => None,
        }
    }

    fn read_target(&mut self, target: &Target, span: Span) -> Value {
        match target {
            Target::Var(b, _) => self.read_var(*b, span),
            Target::Member { object, key, at } => self.read_member(object, key, *at),
            Target::Other(at) => self.eval(*at),
        }
    }

    fn write_target(&mut self, target: &Target, value: Value) {
        match target {
            Target::Var(b, at) => self.write_var(*b, value, *at),
            Target::Member { object, key, at } => self.write_member(object, key, &value, *at),
            Target::Other(at) => self.write_expr(*at, value),
        }
    }

    /// Writes to an assignable expression.
    pub(in crate::machine) fn write_expr(&mut self, target: ExprId, value: Value) {
        match self.program.expr(target) {
            Expr::Var(b) => self.write_var(*b, value, self.program.span(target)),
            Expr::Member { object, key, .. } => {
                let object = self.eval_object(*object);
                let key = self.key(key);
                if !self.unreachable {
                    if let Some(variable) = self.chain(target).and_then(|(binding, _)| self.root(binding)) {
                        self.forget_narrowed(variable);
                    }
                    self.write_member(&object, &key, &value, target);
                }
            }
            Expr::Global(name) => {
                let window = Value::object(self.web.window, Span::default());
                let key = Value::new(Kind::Str(name.clone()), Span::default(), Taints::NONE);
                self.write_member(&window, &key, &value, target);
            }
            Expr::Typed(inner, _) | Expr::Chain(inner) => self.write_expr(*inner, value),
            _ => {}
        }
    }
}

/// Where a compound assignment writes.
#[derive(Debug)]
enum Target {
    /// A variable, by the name there.
    Var(BindingId, Span),
    /// A property, by the member expression `at`.
    Member { object: Value, key: Value, at: ExprId },
    /// A global name.
    Other(ExprId),
}
