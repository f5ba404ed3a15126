//! Expressions, patterns, and what a condition tells about the values in it.

use super::heap::{ELEMENTS, EnvId, ObjKind, Place, REJECTED};
use super::host::Host;
use super::ops::{Ground, as_tail, merge};
use super::value::{AUTHENTICATING, Alt, CHOSEN, Kind, Labels, ObjId, Origin, Origins, STEERED, Value};
use super::{ExitKind, Machine};
use crate::source::Span;
use crate::syntax::program::{
    Arg, AssignOp, BinaryOp, BindingId, Const, Expr, ExprId, FnId, FunctionKind, Key, LogicalOp, Name, PatId, Pattern,
    Program, Property, UnaryOp,
};

impl<'p> Machine<'p> {
    /// The value of an expression.
    pub(super) fn eval(&mut self, id: ExprId) -> Value {
        if self.dead || !self.step() {
            return Value::never();
        }
        let span = self.program.span(id);
        let value = self.eval_kind(id, span);
        if self.in_trial() && !matches!(self.program.expr(id), Expr::Const(_)) {
            self.note_outcome(span, &value);
        }
        value
    }

    fn eval_kind(&mut self, id: ExprId, span: Span) -> Value {
        match self.program.expr(id) {
            Expr::Const(c) => self.constant(c, span),
            Expr::Template { parts, values } => self.template(parts, values, span),
            Expr::Var(binding) => self.read_var(*binding, span),
            Expr::Global(name) => self.global(name, span),
            Expr::This => self.this(),
            Expr::Super => self.this(),
            Expr::Arguments => {
                let args = self.frames.last().map(|f| f.args.clone()).unwrap_or_default();
                let list = self.make_list(args, span);
                self.heap.object_mut(list).open = true;
                Value::object(list, span)
            }
            Expr::Array(items) => self.array(items, span),
            Expr::Object(properties) => self.object_literal(properties, span),
            Expr::Function(function) => {
                let id = self.close_over(*function, None);
                Value::object(id, span)
            }
            Expr::Class(class) => self.make_class(*class, span),
            Expr::Member { object, key, optional } => {
                if let Some(value) = self.refined(id) {
                    return value;
                }
                let object_value = self.eval_object(*object);
                let name = self.key(key);
                if *optional {
                    return self.optional(&object_value, |m, o| m.read_member(o, &name, id));
                }
                self.read_member(&object_value, &name, id)
            }
            Expr::Chain(inner) => self.eval(*inner),
            Expr::Call { callee, args, optional, types } => self.call_expr(id, *callee, args, *optional, types),
            Expr::New { callee, args } => self.new_expr(id, *callee, args),
            Expr::Unary(op, inner) => self.unary_expr(*op, *inner, span),
            Expr::Binary(op, left, right) => {
                let left = self.eval(*left);
                let right = self.eval(*right);
                self.binary(*op, id, &left, &right)
            }
            Expr::Logical(op, left, right) => {
                let value = self.eval(*left);
                let boolean = self.is_boolean(*left);
                self.logical(*op, *left, value, boolean, |m| m.eval(*right))
            }
            Expr::Cond(test, then, otherwise) => {
                let value = self.eval_test(*test);
                if self.dead {
                    return Value::never();
                }
                let (a, b) = self.fork(
                    &value,
                    *test,
                    |m| {
                        m.refine(*test, true);
                        m.eval(*then)
                    },
                    |m| {
                        m.refine(*test, false);
                        m.eval(*otherwise)
                    },
                );
                self.either(&value, a, b)
            }
            Expr::Seq(items) => {
                let mut last = Value::undefined();
                for item in items {
                    last = self.eval(*item);
                }
                last
            }
            Expr::Assign { target, op, value } => self.assign(*target, *op, *value),
            Expr::Update { target, delta, prefix } => {
                let before = self.eval(*target);
                let one = Value::constant(Kind::Num(f64::from(*delta)), span);
                let number = self.unary(UnaryOp::Plus, &before, span);
                let after = self.binary(BinaryOp::Add, id, &number, &one);
                self.write_expr(*target, after.clone());
                if *prefix { after } else { number }
            }
            Expr::Await(inner) => {
                let value = self.eval(*inner);
                let rejected = |o| self.heap.own(o, REJECTED).is_some();
                if value.single().is_some() && value.objects().any(rejected) {
                    self.leave(ExitKind::Throw, Value::unknown(span, Labels::NONE));
                    return Value::never();
                }
                self.settled(&value)
            }
            Expr::Yield(inner) => {
                let value = inner.map_or_else(Value::undefined, |v| self.eval(v));
                if let Some(frame) = self.frames.last_mut() {
                    frame.yields = std::mem::take(&mut frame.yields).join(&value);
                }
                // What a generator is sent: what it yielded, once whoever drives it has settled that.
                self.settled(&value)
            }
            Expr::Import(source) => {
                let value = self.eval(*source);
                self.sink_call("import", id, &[value]);
                self.anything(span)
            }
            Expr::Jsx { tag, props, children } => self.jsx(id, *tag, *props, children),
            Expr::Typed(inner, interface) => {
                let value = self.eval(*inner);
                self.typed(value, interface, span)
            }
            Expr::Opaque(parts) => {
                let mut labels = Labels::source(Origin::Varying, span);
                for part in parts {
                    labels = labels.union(&self.eval(*part).labels());
                }
                Value::unknown(span, labels)
            }
        }
    }

    fn constant(&mut self, constant: &Const, span: Span) -> Value {
        let kind = match constant {
            Const::Undefined => Kind::Undefined,
            Const::Null => Kind::Null,
            Const::Bool(b) => Kind::Bool(*b),
            Const::Num(n) => Kind::Num(*n),
            Const::BigInt(_) => return Value::unknown(span, Labels::NONE),
            Const::Str(s) => Kind::Str(s.clone()),
            Const::Regex { pattern, flags } => {
                let kind = ObjKind::Regex { source: pattern.clone(), flags: flags.clone() };
                return Value::object(self.heap.alloc(kind, span), span);
            }
        };
        Value::constant(kind, span)
    }

    fn template(&mut self, parts: &'p [Name], values: &'p [ExprId], span: Span) -> Value {
        let mut text = Some(String::new());
        let mut labels = Labels::NONE;
        let mut whole: Option<Value> = None;
        let mut fixed = false;
        for (i, part) in parts.iter().enumerate() {
            if let Some(t) = &mut text {
                t.push_str(part);
                fixed = super::address::fixes_host(t);
            }
            let Some(value) = values.get(i) else { continue };
            let value = self.eval(*value);
            let held = self.deep_labels(&value);
            labels = labels.union(&if fixed { as_tail(&held) } else { held });
            let piece = value.single().and_then(|alt| self.to_text(alt));
            match (&mut text, piece) {
                (Some(t), Some(p)) => t.push_str(&p),
                _ => text = None,
            }
            if parts.len() == 2 && parts.iter().all(|p| p.is_empty()) {
                whole = Some(value);
            }
        }
        if let Some(value) = whole {
            return value;
        }
        match text {
            Some(t) => Value::string(&t, span, labels),
            None => Value::unknown(span, labels),
        }
    }

    /// A variable's value, from the activation that holds it.
    pub(super) fn read_var(&mut self, binding: BindingId, span: Span) -> Value {
        let b = self.program.binding(binding);
        let value = self.heap.scope(self.env(), b.owner).and_then(|env| self.heap.var(env, binding)).cloned();
        match value {
            Some(v) => v,
            // Not run yet, or out of sight.
            None => {
                let value = self.anything(span);
                match &b.interface {
                    Some(interface) => self.typed(value, interface, b.span),
                    None => value,
                }
            }
        }
    }

    pub(super) fn write_var(&mut self, binding: BindingId, value: Value) {
        let owner = self.program.binding(binding).owner;
        if let Some(env) = self.heap.scope(self.env(), owner) {
            if self.env_outlives(env) {
                self.note_adoption(&value);
                let name = self.program.binding(binding).name.clone();
                self.note_keep(&value, || name.to_string(), None);
            }
            if env != self.env() {
                let before = self.heap.var(env, binding).cloned().unwrap_or_default();
                self.kept_outside(&before, &value);
            }
            self.forget_narrowed(env, binding);
            self.heap.set(Place::Var(env, binding), value);
        }
    }

    fn array(&mut self, items: &'p [Option<Arg>], span: Span) -> Value {
        let mut values = Vec::with_capacity(items.len());
        let mut rest = Value::never();
        for item in items {
            match item {
                None => values.push(Value::undefined()),
                Some(Arg { value, spread: false }) => {
                    let v = self.eval(*value);
                    if rest.is_never() {
                        values.push(v);
                    } else {
                        rest = rest.join(&v);
                    }
                }
                Some(Arg { value, spread: true }) => {
                    let v = self.eval(*value);
                    match self.items(&v, true, span) {
                        (Some(all), _) if rest.is_never() => values.extend(all),
                        (_, any) => rest = rest.join(&any).join(&Value::unknown(span, v.labels())),
                    }
                }
            }
        }
        let list = self.make_list(values, span);
        if !rest.is_never() {
            self.heap.set(Place::Prop(list, ELEMENTS.into()), rest);
        }
        Value::object(list, span)
    }

    fn object_literal(&mut self, properties: &'p [Property], span: Span) -> Value {
        let id = self.heap.alloc(ObjKind::Plain, span);
        for property in properties {
            match property {
                Property::Field(key, value) => {
                    let name = self.key(key);
                    let value = match self.program.expr(*value) {
                        Expr::Function(f) if self.program.function(*f).kind != FunctionKind::Arrow => {
                            let closure = self.close_over(*f, Some(id));
                            Value::object(closure, self.program.span(*value))
                        }
                        _ => self.eval(*value),
                    };
                    self.define(id, &name, value);
                }
                Property::Getter(key, function) => {
                    let name = self.key(key);
                    let getter = self.close_over(*function, Some(id));
                    for name in name.strings().map(|(n, _)| accessor(n)).collect::<Vec<_>>() {
                        self.heap.set(Place::Prop(id, name), Value::object(getter, span));
                    }
                }
                Property::Setter(_, function) => {
                    self.close_over(*function, Some(id));
                }
                Property::Spread(value) => {
                    let value = self.eval(*value);
                    self.copy_properties(id, &value);
                }
            }
        }
        Value::object(id, span)
    }

    /// `Object.assign(target, source)` and spread.
    pub(super) fn copy_properties(&mut self, target: ObjId, source: &Value) {
        for alt in source.alts() {
            match alt.kind {
                Kind::Obj(from) => {
                    let entries: Vec<(Name, Value)> =
                        self.heap.own_entries(from).map(|(n, v)| (n.clone(), v.clone())).collect();
                    let maybe = source.alts().len() > 1;
                    for (name, value) in entries {
                        let lacks = value.alts().iter().any(|a| a.kind == Kind::Undefined);
                        let value = value.filter(|a| !lacks || a.kind != Kind::Undefined);
                        if value.is_never() {
                            continue;
                        }
                        if maybe || lacks {
                            self.heap.add(Place::Prop(target, name), &value);
                        } else {
                            self.heap.set(Place::Prop(target, name), value);
                        }
                    }
                    if let Some(v) = self.heap.own(from, ELEMENTS).cloned() {
                        self.heap.add(Place::Prop(target, ELEMENTS.into()), &v);
                    }
                    if self.heap.object(from).open {
                        self.open_up(target, &alt.labels);
                    }
                }
                Kind::Unknown => self.open_up(target, &alt.labels),
                _ => {}
            }
        }
    }

    /// Anything may have been written into the object: every property may also be something of those sources.
    fn open_up(&mut self, target: ObjId, labels: &Labels) {
        let site = self.heap.object(target).site;
        let any = Value::unknown(site, labels.clone());
        let names: Vec<Name> = self.heap.own_entries(target).map(|(n, _)| n.clone()).collect();
        for name in names {
            self.heap.add(Place::Prop(target, name), &any);
        }
        self.heap.add(Place::Prop(target, ELEMENTS.into()), &any);
    }

    /// Writes a property of an object that is being made: no effect, whatever the value.
    pub(super) fn define(&mut self, id: ObjId, key: &Value, value: Value) {
        match key.as_str() {
            Some(name) => self.heap.set(Place::Prop(id, name.clone()), value),
            None => {
                let value = value.with(&key.labels().without(CHOSEN));
                let mut named = false;
                for name in key.strings().map(|(n, _)| n.clone()).collect::<Vec<_>>() {
                    self.heap.add(Place::Prop(id, name), &value);
                    named = true;
                }
                if !named || key.has_unknown() {
                    self.heap.add(Place::Prop(id, ELEMENTS.into()), &value);
                }
            }
        }
    }

    /// A property's key as a value: a constant string where it is known.
    pub(super) fn key(&mut self, key: &Key) -> Value {
        match key {
            Key::Name(name) => Value::new(Kind::Str(name.clone()), Span::default(), Labels::NONE),
            Key::Computed(e) => {
                let value = self.eval(*e);
                let mut key = Value::never();
                for alt in value.alts() {
                    let kind = self.to_text(alt).map_or(Kind::Unknown, Kind::Str);
                    key.push(Alt { kind, ..alt.clone() });
                }
                key
            }
        }
    }

    /// The object of a member expression, where `super` stands for the methods of the parent class.
    pub(super) fn eval_object(&mut self, object: ExprId) -> Value {
        if matches!(self.program.expr(object), Expr::Super) {
            return self.super_object();
        }
        self.eval(object)
    }

    /// An access behind `?.`: what is null or undefined gives undefined.
    pub(super) fn optional(&mut self, value: &Value, access: impl FnOnce(&mut Self, &Value) -> Value) -> Value {
        let nullish = value.alts().iter().any(Alt::is_nullish);
        let rest = value.clone().filter(|a| !a.is_nullish());
        if !nullish {
            return access(self, &rest);
        }
        if rest.is_never() {
            return Value::undefined();
        }
        access(self, &rest).join(&Value::undefined())
    }

    fn unary_expr(&mut self, op: UnaryOp, inner: ExprId, span: Span) -> Value {
        if op == UnaryOp::Delete
            && let Expr::Member { object, key, .. } = self.program.expr(inner)
        {
            let object = self.eval(*object);
            let key = self.key(key);
            if let (Some(Kind::Obj(id)), Some(name)) = (object.single().map(|a| a.kind.clone()), key.as_str()) {
                self.heap.set(Place::Prop(id, name.clone()), Value::undefined());
            }
            return Value::constant(Kind::Bool(true), span);
        }
        let value = self.eval(inner);
        self.unary(op, &value, span)
    }

    /// `left && right` and its like; `right` is run where it may be needed.
    ///
    /// Where only the truth of `left` counts, an unknown that decides is `true` or `false` from there on.
    fn logical(
        &mut self,
        op: LogicalOp,
        at: ExprId,
        left: Value,
        only_truth: bool,
        right: impl FnOnce(&mut Self) -> Value,
    ) -> Value {
        if self.dead {
            return Value::never();
        }
        if op == LogicalOp::Coalesce {
            let nullish = left.alts().iter().any(|a| a.is_nullish() || a.kind == Kind::Unknown);
            let rest = left.clone().filter(|a| !a.is_nullish());
            if !nullish {
                return left;
            }
            if rest.is_never() {
                return right(self);
            }
            let mut other = None;
            self.maybe(|m| other = Some(right(m)));
            return match other {
                Some(other) => rest.join(&other),
                None => rest,
            };
        }
        let on_true = op == LogicalOp::And;
        let truth = self.truth(&left);
        let kept = left.clone().filter(|a| match &a.kind {
            Kind::Unknown => true,
            kind => self.truth(&Value::constant(kind.clone(), a.site)).yes != on_true,
        });
        // An unknown that decides against its right side is known to be falsy (or truthy) there.
        let kept = if on_true || only_truth { decided(&kept, !on_true) } else { kept };
        if truth.certain() == Some(!on_true) {
            if truth.ground >= Ground::Sender {
                self.note_decision(&left, at);
            } else {
                self.glance(right);
            }
            return kept;
        }
        let (a, b) = if on_true {
            self.fork(
                &left,
                at,
                |m| {
                    m.refine(at, true);
                    right(m)
                },
                |_| kept,
            )
        } else {
            let (b, a) = self.fork(
                &left,
                at,
                |_| kept,
                |m| {
                    m.refine(at, false);
                    right(m)
                },
            );
            (a, b)
        };
        self.either(&left, a, b)
    }

    /// The value of a condition, of which only the truth counts.
    pub(super) fn eval_test(&mut self, test: ExprId) -> Value {
        let value = match self.program.expr(test) {
            Expr::Logical(op, left, right) => {
                let value = self.eval_test(*left);
                self.logical(*op, *left, value, true, |m| m.eval_test(*right))
            }
            Expr::Unary(UnaryOp::Not, inner) => {
                let value = self.eval_test(*inner);
                self.unary(UnaryOp::Not, &value, self.program.span(test))
            }
            _ => return self.eval(test),
        };
        if self.in_trial() {
            self.note_outcome(self.program.span(test), &value);
        }
        value
    }

    /// Whether an expression gives `true` or `false` and nothing else.
    fn is_boolean(&self, e: ExprId) -> bool {
        match self.program.expr(e) {
            Expr::Unary(UnaryOp::Not, _) => true,
            Expr::Binary(op, ..) => matches!(
                op,
                BinaryOp::Eq
                    | BinaryOp::NotEq
                    | BinaryOp::StrictEq
                    | BinaryOp::StrictNotEq
                    | BinaryOp::Less
                    | BinaryOp::LessEq
                    | BinaryOp::Greater
                    | BinaryOp::GreaterEq
                    | BinaryOp::In
                    | BinaryOp::InstanceOf
            ),
            Expr::Logical(_, left, right) => self.is_boolean(*left) && self.is_boolean(*right),
            _ => false,
        }
    }

    /// The value behind a fork whose arms gave `a` and `b`.
    fn either(&mut self, test: &Value, a: Option<Value>, b: Option<Value>) -> Value {
        match (a, b) {
            (Some(a), Some(b)) => {
                let truth = self.truth(test);
                let testing = if truth.ground == Ground::Opaque { test.labels() } else { Labels::NONE };
                let drops = truth.ground == Ground::Environment && self.in_trial();
                merge(a, &b, &testing, drops)
            }
            (Some(v), None) | (None, Some(v)) => v,
            (None, None) => Value::never(),
        }
    }

    fn assign(&mut self, target: PatId, op: Option<AssignOp>, value: ExprId) -> Value {
        let Some(op) = op else {
            let value = self.eval(value);
            if self.dead {
                return value;
            }
            self.bind(target, value.clone(), false);
            return value;
        };
        let Some(place) = self.place(target) else { return self.eval(value) };
        let before = self.read_place(&place, target);
        match op {
            AssignOp::Binary(op) => {
                let right = self.eval(value);
                if self.dead {
                    return Value::never();
                }
                let result = self.binary(op, value, &before, &right);
                self.write_place(&place, target, result.clone());
                result
            }
            AssignOp::Logical(op) => {
                let at = value;
                self.logical(op, at, before, false, |m| {
                    let right = m.eval(value);
                    if !m.dead {
                        m.write_place(&place, target, right.clone());
                    }
                    right
                })
            }
        }
    }

    /// Writes a value to what a pattern names. `declares` tells a declaration or parameter from an assignment.
    pub(super) fn bind(&mut self, pattern: PatId, value: Value, declares: bool) {
        let span = self.program.pattern_span(pattern);
        match self.program.pattern(pattern) {
            Pattern::Bind(binding) => {
                let b = self.program.binding(*binding);
                let mut value = value.step(if declares { b.span } else { span });
                if let Some(interface) = &b.interface
                    && declares
                {
                    value = self.typed(value, interface, b.span);
                }
                value = self.by_name(&b.name, b.span, value);
                self.name_channels(&value, &b.name);
                if declares {
                    if let Some(env) = self.heap.scope(self.env(), b.owner) {
                        self.forget_narrowed(env, *binding);
                        self.heap.set(Place::Var(env, *binding), value);
                    }
                } else {
                    self.write_var(*binding, value);
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
                    let mut other = Value::never();
                    self.maybe(|m| other = m.eval(*default));
                    given.join(&other)
                } else {
                    given
                };
                self.bind(*inner, value, declares);
            }
        }
    }

    /// What an assignable expression is assigned to, evaluated once: the object and the key of a member.
    fn place(&mut self, pattern: PatId) -> Option<(Option<(Value, Value)>, ExprIdOrVar)> {
        match self.program.pattern(pattern) {
            Pattern::Bind(b) => Some((None, ExprIdOrVar::Var(*b))),
            Pattern::Place(e) => match self.program.expr(*e) {
                Expr::Member { object, key, .. } => {
                    let object = self.eval_object(*object);
                    let key = self.key(key);
                    Some((Some((object, key)), ExprIdOrVar::Expr(*e)))
                }
                _ => Some((None, ExprIdOrVar::Expr(*e))),
            },
            _ => None,
        }
    }

    fn read_place(&mut self, place: &(Option<(Value, Value)>, ExprIdOrVar), pattern: PatId) -> Value {
        let span = self.program.pattern_span(pattern);
        match place {
            (_, ExprIdOrVar::Var(b)) => self.read_var(*b, span),
            (Some((object, key)), ExprIdOrVar::Expr(e)) => self.read_member(object, key, *e),
            (None, ExprIdOrVar::Expr(e)) => self.eval(*e),
        }
    }

    fn write_place(&mut self, place: &(Option<(Value, Value)>, ExprIdOrVar), pattern: PatId, value: Value) {
        let _ = pattern;
        match place {
            (_, ExprIdOrVar::Var(b)) => self.write_var(*b, value),
            (Some((object, key)), ExprIdOrVar::Expr(e)) => self.write_member(object, key, &value, *e),
            (None, ExprIdOrVar::Expr(e)) => self.write_expr(*e, value),
        }
    }

    /// Writes to an assignable expression.
    pub(super) fn write_expr(&mut self, target: ExprId, value: Value) {
        match self.program.expr(target) {
            Expr::Var(b) => self.write_var(*b, value),
            Expr::Member { object, key, .. } => {
                let object = self.eval_object(*object);
                let key = self.key(key);
                if !self.dead {
                    if let Some((env, binding)) = self.path_base(target) {
                        self.forget_narrowed(env, binding);
                    }
                    self.write_member(&object, &key, &value, target);
                }
            }
            Expr::Global(name) => {
                let window = Value::object(self.window, Span::default());
                let key = Value::new(Kind::Str(name.clone()), Span::default(), Labels::NONE);
                self.write_member(&window, &key, &value, target);
            }
            Expr::Typed(inner, _) | Expr::Chain(inner) => self.write_expr(*inner, value),
            _ => {}
        }
    }

    fn jsx(&mut self, id: ExprId, tag: ExprId, props: ExprId, children: &'p [ExprId]) -> Value {
        let span = self.program.span(id);
        let tag_value = self.eval(tag);
        let props_value = self.eval(props);
        for child in children {
            self.eval(*child);
        }
        self.jsx_element(&tag_value, &props_value, id);
        let labels = self.deep_labels(&props_value);
        Value::unknown(span, labels)
    }

    /// Narrows the values in a condition to those for which it comes out as `side`.
    pub(super) fn refine(&mut self, condition: ExprId, side: bool) {
        match self.program.expr(condition) {
            Expr::Unary(UnaryOp::Not, inner) => self.refine(*inner, !side),
            Expr::Logical(LogicalOp::And, a, b) if side => {
                self.refine(*a, true);
                self.refine(*b, true);
            }
            Expr::Logical(LogicalOp::Or, a, b) if !side => {
                self.refine(*a, false);
                self.refine(*b, false);
            }
            Expr::Logical(LogicalOp::And | LogicalOp::Or, a, b) => self.refine_either(*a, *b, side),
            Expr::Var(b) => {
                let Some((env, value)) = self.local(*b) else { return };
                let kept = value.clone().filter(|a| {
                    let t = self.truth(&Value::new(a.kind.clone(), a.site, Labels::NONE));
                    if side { t.yes } else { t.no }
                });
                if !kept.is_never() && kept.alts().len() < value.alts().len() {
                    self.heap.set(Place::Var(env, *b), kept);
                }
            }
            Expr::Binary(op, left, right) => {
                let equal = match op {
                    BinaryOp::Eq | BinaryOp::StrictEq => side,
                    BinaryOp::NotEq | BinaryOp::StrictNotEq => !side,
                    _ => return,
                };
                self.refine_equal(*left, *right, equal);
                self.refine_equal(*right, *left, equal);
            }
            Expr::Call { callee, args, .. } => {
                if side {
                    self.refine_call(*callee, args);
                    self.refine_beginning(*callee, args);
                }
                self.refine_through(*callee, args, side);
            }
            Expr::Chain(inner) | Expr::Typed(inner, _) => self.refine(*inner, side),
            _ => {}
        }
    }

    /// A comparison with a constant, or a `typeof` test, for the side on which it holds.
    fn refine_equal(&mut self, subject: ExprId, other: ExprId, equal: bool) {
        if let Expr::Unary(UnaryOp::TypeOf, inner) = self.program.expr(subject)
            && let Expr::Const(Const::Str(name)) = self.program.expr(other)
        {
            if equal && matches!(&**name, "number" | "boolean" | "undefined") {
                let span = self.program.span(subject);
                self.refine_to(*inner, &Value::unknown(span, Labels::NONE));
            }
            return;
        }
        let other_value = match self.program.expr(other) {
            Expr::Const(_) => self.eval(other),
            Expr::Var(b) => match self.local(*b) {
                Some((_, v)) => v,
                None => return,
            },
            Expr::Member { object, key: Key::Name(_), .. } if self.is_plain_read(*object) => self.eval(other),
            _ => return,
        };
        if equal {
            self.refine_to(subject, &other_value);
            self.refine_part(subject, &other_value);
            self.refine_index(subject, &other_value);
        } else if let Expr::Var(b) = self.program.expr(subject)
            && let Some((env, value)) = self.local(*b)
            && let Some(alt) = other_value.single()
        {
            let nullish = alt.is_nullish();
            let kept = value.clone().filter(|a| a.kind != alt.kind && !(nullish && a.is_nullish()));
            if !kept.is_never() && kept.alts().len() < value.alts().len() {
                self.heap.set(Place::Var(env, *b), kept);
            }
        }
    }

    pub(super) fn is_plain_read(&self, e: ExprId) -> bool {
        match self.program.expr(e) {
            Expr::Var(_) | Expr::This | Expr::Global(_) => true,
            Expr::Chain(inner) | Expr::Typed(inner, _) => self.is_plain_read(*inner),
            Expr::Member { object, key: Key::Name(_), .. } => self.is_plain_read(*object),
            _ => false,
        }
    }

    /// `LIST.includes(x)`, `SET.has(x)`: where it holds, `x` is one of the members.
    fn refine_call(&mut self, callee: ExprId, args: &'p [Arg]) {
        let (Expr::Member { object, key: Key::Name(name), .. }, [arg]) = (self.program.expr(callee), args) else {
            return;
        };
        let listed = matches!(self.program.expr(*object), Expr::Array(_));
        if !matches!(&**name, "includes" | "has") || !(listed || self.is_plain_read(*object)) {
            return;
        }
        let holder = self.eval(*object);
        let span = self.program.span(arg.value);
        let origins = holder.origins();
        if holder.alts().iter().all(|a| a.kind == Kind::Unknown)
            && !origins.meets(CHOSEN)
            && !origins.meets(AUTHENTICATING)
            && !origins.meets(STEERED)
        {
            // A list from elsewhere, or a text: what it includes is the program's own.
            let member = self.anything(span);
            self.refine_to(arg.value, &member);
            self.refine_part(arg.value, &member);
            return;
        }
        let Some(Kind::Obj(id)) = holder.single().map(|a| a.kind.clone()) else { return };
        if !matches!(self.heap.kind(id), ObjKind::Array | ObjKind::Set) {
            return;
        }
        let (all, any) = self.items(&holder, true, span);
        if all.is_some() && any.alts().iter().all(|a| a.kind != Kind::Unknown) {
            self.refine_to(arg.value, &any);
            self.refine_part(arg.value, &any);
        }
    }

    /// Where `subject` is now known to be `value`, it carries the sources of that and no longer those of its own.
    pub(super) fn refine_to(&mut self, subject: ExprId, value: &Value) {
        let labels = value.origins();
        if labels.meets(AUTHENTICATING) || labels.meets(CHOSEN) || value.is_never() {
            return;
        }
        match self.program.expr(subject) {
            Expr::Var(b) => {
                let Some((env, before)) = self.local(*b) else { return };
                // The sender's origin stays the sender's: what was compared with it is a decision of its own.
                if is_attackers(before.origins()) {
                    self.heap.set(Place::Var(env, *b), value.clone());
                }
            }
            Expr::Member { key: Key::Name(_), .. } => self.refine_member(subject, value),
            Expr::Chain(inner) | Expr::Typed(inner, _) => self.refine_to(*inner, value),
            _ => {}
        }
    }

    /// The value of a member expression that a condition on this path has narrowed.
    fn refined(&self, member: ExprId) -> Option<Value> {
        let path = self.narrowed_bases.contains(&self.path_base(member)?).then(|| self.path_text(member))??;
        self.heap.own(self.narrowed, &path).cloned()
    }

    /// The variable at which a chain of known keys begins.
    fn path_base(&self, mut e: ExprId) -> Option<(EnvId, BindingId)> {
        loop {
            match self.program.expr(e) {
                Expr::Member { object, key: Key::Name(_), .. } => e = *object,
                Expr::Chain(inner) | Expr::Typed(inner, _) => e = *inner,
                Expr::Var(b) => return Some((self.heap.scope(self.env(), self.program.binding(*b).owner)?, *b)),
                _ => return None,
            }
        }
    }

    /// What was known of a variable's members is no longer, now that it or one of them is written.
    fn forget_narrowed(&mut self, env: EnvId, binding: BindingId) {
        if !self.narrowed_bases.contains(&(env, binding)) {
            return;
        }
        let base = format!("{}:{}.", env.0, binding.0);
        let names = self.heap.own_entries(self.narrowed).map(|(name, _)| name.clone());
        let stale: Vec<Name> = names.filter(|name| name.starts_with(&base)).collect();
        for name in stale {
            self.heap.set(Place::Prop(self.narrowed, name), Value::never());
        }
    }

    /// Forgets what conditions told of members.
    pub(super) fn forget_all_narrowed(&mut self) {
        let names: Vec<Name> = self.heap.own_entries(self.narrowed).map(|(name, _)| name.clone()).collect();
        for name in names {
            self.heap.set(Place::Prop(self.narrowed, name), Value::never());
        }
    }

    /// A chain of known keys that begins at a variable, as the key under which narrowed values are kept.
    fn path_text(&self, e: ExprId) -> Option<Name> {
        let mut keys = Vec::new();
        let mut at = e;
        loop {
            match self.program.expr(at) {
                Expr::Member { object, key: Key::Name(name), .. } => {
                    keys.push(name.clone());
                    at = *object;
                }
                Expr::Chain(inner) | Expr::Typed(inner, _) => at = *inner,
                Expr::Var(b) => {
                    let env = self.heap.scope(self.env(), self.program.binding(*b).owner)?;
                    keys.push(format!("{}:{}", env.0, b.0).into());
                    keys.reverse();
                    return Some(keys.join(".").into());
                }
                _ => return None,
            }
        }
    }

    /// Narrows what a member expression gives on this path.
    pub(super) fn refine_member(&mut self, member: ExprId, value: &Value) {
        let before = self.eval(member);
        if !is_attackers(before.origins()) {
            return;
        }
        let Some(path) = self.path_text(member) else { return };
        if let Some(base) = self.path_base(member) {
            self.narrowed_bases.insert(base);
        }
        self.heap.set(Place::Prop(self.narrowed, path), value.clone());
    }

    /// A statement that is only a call of something out of sight with the sender's origin: it throws if it does not like it.
    pub(super) fn assume_assertion(&mut self, statement: ExprId, value: &Value) {
        let call = match self.program.expr(statement) {
            Expr::Await(inner) => *inner,
            _ => statement,
        };
        let Expr::Call { args, .. } = self.program.expr(call) else { return };
        let told = value.origins().has(Origin::Sender) || value.origins().has(Origin::Event);
        if self.dead || !value.has_unknown() || !told || !self.in_handler() {
            return;
        }
        let only_sender = args.iter().all(|a| {
            let value = self.peek(a.value);
            let origins = value.origins();
            (origins.meets(AUTHENTICATING) && !origins.meets(CHOSEN))
                || value.objects().any(|o| matches!(self.heap.host(o), Some(Host::Event(_))))
        });
        if only_sender {
            let span = self.program.span(call);
            self.consult(super::Cond::Opaque(span));
        }
    }

    /// The value of an argument that was just evaluated, where reading it again has no effect.
    fn peek(&mut self, e: ExprId) -> Value {
        if self.is_plain_read(e) { self.eval(e) } else { Value::never() }
    }

    pub(super) fn local(&self, binding: BindingId) -> Option<(EnvId, Value)> {
        let owner = self.program.binding(binding).owner;
        let env = self.heap.scope(self.env(), owner)?;
        Some((env, self.heap.var(env, binding)?.clone()))
    }

    /// A function value; `home` is the object that it is a method of.
    pub(super) fn close_over(&mut self, function: FnId, home: Option<ObjId>) -> ObjId {
        let f = self.program.function(function);
        let this = match (f.kind, home) {
            (FunctionKind::Arrow, _) => Some(self.this()),
            (_, Some(home)) => Some(Value::object(home, self.heap.object(home).site)),
            _ => None,
        };
        let env = self.env();
        let id = self.heap.alloc(ObjKind::Closure { function, env, this }, f.span);
        self.closures.push(id);
        id
    }

    /// An array with these elements.
    pub(super) fn make_list(&mut self, items: Vec<Value>, span: Span) -> ObjId {
        let id = self.heap.alloc(ObjKind::Array, span);
        let length = items.len();
        for (i, item) in items.into_iter().enumerate() {
            self.heap.set(Place::Prop(id, i.to_string().into()), item);
        }
        self.heap.set(Place::Prop(id, "length".into()), Value::constant(Kind::Num(length as f64), span));
        id
    }

    /// The elements of an array or set, if all are known.
    pub(super) fn list_items(&self, id: ObjId) -> Option<Vec<Value>> {
        let object = self.heap.object(id);
        if !matches!(object.kind, ObjKind::Array | ObjKind::Set) || object.open {
            return None;
        }
        if self.heap.own(id, ELEMENTS).is_some() {
            return None;
        }
        let length = match self.heap.own(id, "length")?.single()?.kind {
            Kind::Num(n) if (0.0..=512.0).contains(&n) => n as usize,
            _ => return None,
        };
        (0..length).map(|i| Some(self.heap.own(id, &i.to_string()).cloned().unwrap_or_else(Value::undefined))).collect()
    }

    /// What an element of a collection may be, where not all are known.
    pub(super) fn any_element(&mut self, id: ObjId, span: Span) -> Value {
        if self.heap.host(id) == Some(Host::Type("Ports")) {
            return self.read_host_computed(id, span);
        }
        if matches!(self.heap.kind(id), ObjKind::Host(_)) {
            return self.read_host_computed(id, span);
        }
        let mut any = Value::never();
        let listed = matches!(self.heap.kind(id), ObjKind::Array | ObjKind::Set | ObjKind::Map);
        if listed {
            for (name, value) in self.heap.own_entries(id) {
                if &**name != "length" {
                    any = any.join(value);
                }
            }
        }
        if let Some(v) = self.heap.own(id, ELEMENTS) {
            any = any.join(v);
        }
        if any.is_never() || self.heap.object(id).open || !listed {
            any = any.join(&self.anything(span));
        }
        any
    }

    /// The declarations that exist from the start of a function.
    pub(super) fn hoist(&mut self, function: FnId) {
        let f = self.program.function(function);
        for (binding, nested) in &f.hoisted {
            let id = self.close_over(*nested, None);
            let span = self.program.function(*nested).span;
            let owner = self.program.binding(*binding).owner;
            if let Some(env) = self.heap.scope(self.env(), owner) {
                self.heap.set(Place::Var(env, *binding), Value::object(id, span));
            }
        }
        if function == Program::BODY {
            for import in &self.program.imports {
                let value = self.imported(&import.source, &import.imported, import.span);
                let env = self.env();
                self.heap.set(Place::Var(env, import.binding), value);
            }
        }
    }
}

/// Whether a value is one that somebody else chooses, and not who sent the message.
fn is_attackers(origins: Origins) -> bool {
    (origins.meets(CHOSEN) || origins.meets(STEERED)) && !origins.meets(AUTHENTICATING)
}

/// The name under which a getter is kept, apart from every property.
pub(super) fn accessor(name: &str) -> Name {
    format!("[[get {name}]]").into()
}

/// What is left of `a` in `a && b` where `a` is false, or in `a || b` where it is true: an unknown is that truth then.
/// What the sender chose remains the sender's choice.
fn decided(value: &Value, side: bool) -> Value {
    let mut kept = Value::never();
    for alt in value.alts() {
        if alt.kind == Kind::Unknown && !alt.labels.origins().meets(AUTHENTICATING) {
            let labels = if alt.labels.origins().meets(CHOSEN) { alt.labels.clone() } else { Labels::NONE };
            kept.push(Alt { kind: Kind::Bool(side), site: alt.site, labels });
        } else {
            kept.push(alt.clone());
        }
    }
    kept
}

/// Where a compound assignment writes.
#[derive(Clone, Copy, Debug)]
enum ExprIdOrVar {
    Expr(ExprId),
    Var(BindingId),
}
