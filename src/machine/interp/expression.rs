//! Expressions, patterns, and what a condition tells about the values in it.

use crate::machine::domain::heap::{ELEMENTS, ObjKind, Place, REJECTED, accessor};
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, AUTHENTICATING, SinkSet, TaintKind, Taints, URL_CONTROLLED};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::interp::operator::{Ground, merge};
use crate::machine::limits;
use crate::machine::web::url_concat::Joined;
use crate::machine::{ExitKind, Machine};
use crate::source::Span;
use crate::syntax::program::{
    Arg, BinaryOp, Const, Expr, ExprId, FnId, FunctionKind, Key, LogicalOp, Name, Property, UnaryOp,
};

/// The parts of Vue's options whose functions are called on the component.
const COMPONENT_PARTS: [&str; 3] = ["methods", "computed", "watch"];

impl<'p> Machine<'p> {
    /// The value of an expression.
    pub(in crate::machine) fn eval(&mut self, id: ExprId) -> Value {
        if self.unreachable || !self.step() {
            return Value::bottom();
        }
        let span = self.program.span(id);
        let value = self.deeper(|m| m.eval_kind(id, span)).unwrap_or_else(|| self.top(span));
        if self.in_sender_run() && !matches!(self.program.expr(id), Expr::Const(_)) {
            self.note_outcome(span, &value);
        }
        value
    }

    pub(in crate::machine) fn eval_kind(&mut self, id: ExprId, span: Span) -> Value {
        match self.program.expr(id) {
            Expr::Const(c) => {
                let value = self.constant(c, span);
                if value.as_str().is_some_and(|s| &**s == "*") && self.knows_opaque() {
                    return value.with(&Taints::source(TaintKind::OnlyOpaque, span));
                }
                value
            }
            Expr::Template { parts, values } => self.template(parts, values, span),
            Expr::Var(binding) => {
                let value = self.read_var(*binding, span);
                self.as_tested(id, value)
            }
            Expr::Global(name) => self.global(name, span),
            Expr::This => self.this(),
            Expr::Super => self.this(),
            Expr::Arguments => {
                let (args, is_called) =
                    self.frames.last().map(|f| (f.args.clone(), f.call.is_some())).unwrap_or_default();
                let list = self.make_list(args, span);
                // Whoever calls it from out of sight may give any number.
                self.heap.object_mut(list).open = !is_called;
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
                if let Some(value) = self.recall(id) {
                    return value;
                }
                let object_value = self.eval_object(*object);
                let name = self.key(key);
                if let Some(name) = name.as_str() {
                    self.note_read(&object_value, name, id);
                }
                let value = match *optional {
                    true => self.optional(&object_value, |m, o| m.read_member(o, &name, id)),
                    false => self.read_member(&object_value, &name, id),
                };
                self.as_tested(id, value)
            }
            Expr::Chain(inner) => self.eval(*inner),
            Expr::Call { callee, args, optional, types } => self.call_expr(id, *callee, args, *optional, types),
            Expr::New { callee, args } => self.new_expr(id, *callee, args),
            Expr::Unary(op, inner) => self.unary_expr(*op, *inner, span),
            Expr::Binary(op, left, right) => {
                let (left_at, right_at) = (*left, *right);
                let left = self.eval(left_at);
                let right = self.eval(right_at);
                let (left, right) = (self.while_listening(left_at, left), self.while_listening(right_at, right));
                match self.recall_comparison(id, &left, &right) {
                    Some(told) => told,
                    None => self.binary(*op, id, &left, &right),
                }
            }
            Expr::Logical(op, left, right) => {
                let value = self.eval(*left);
                let boolean = self.is_boolean(*left);
                self.logical(*op, *left, value, boolean, |m| m.eval(*right))
            }
            Expr::Cond(test, then, otherwise) => {
                let value = self.eval_test(*test);
                if self.unreachable {
                    return Value::bottom();
                }
                let (a, b) = self.branch(&value, *test, |m| m.eval(*then), |m| m.eval(*otherwise));
                self.either(&value, *test, a, b)
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
                    self.leave(ExitKind::Throw, Value::unknown(span, Taints::NONE));
                    return Value::bottom();
                }
                self.pause();
                let value = self.answer(*inner, value);
                self.settled(&value)
            }
            Expr::Yield(inner) => {
                let value = inner.map_or_else(Value::undefined, |v| self.eval(v));
                self.pause();
                if let Some(frame) = self.frames.last_mut() {
                    frame.yields = std::mem::take(&mut frame.yields).join(&value);
                }
                // What a generator is sent: what it yielded, once whoever drives it has settled that.
                self.settled(&value)
            }
            Expr::Import(source) => {
                let value = self.eval(*source);
                let file = value.as_str().cloned().and_then(|source| self.required(&source, span));
                self.sink_call("import", id, &[value]);
                match file {
                    Some(namespace) => self.promise_of(namespace, span),
                    None => self.top(span),
                }
            }
            Expr::Jsx { tag, props, children } => self.jsx(id, *tag, *props, children),
            Expr::Element(element) => {
                let element = self.markup_element(*element);
                Value::object(element, span)
            }
            Expr::Typed(inner, interface) => {
                let value = self.eval(*inner);
                let value = self.as_scope_of_worker(value, interface, span);
                self.typed(value, interface, span)
            }
            Expr::Opaque(parts) => {
                let mut taints = Taints::source(TaintKind::Varying, span);
                for part in parts {
                    taints = taints.union(&self.eval(*part).taints());
                }
                Value::unknown(span, taints)
            }
        }
    }

    pub(in crate::machine) fn constant(&mut self, constant: &Const, span: Span) -> Value {
        let kind = match constant {
            Const::Undefined => Kind::Undefined,
            Const::Null => Kind::Null,
            Const::Bool(b) => Kind::Bool(*b),
            Const::Num(n) => Kind::Num(*n),
            Const::BigInt(_) => return Value::unknown(span, Taints::NONE),
            Const::Str(s) => Kind::Str(s.clone()),
            Const::Regex { pattern, flags } => {
                let kind = ObjKind::Regex { source: pattern.clone(), flags: flags.clone() };
                return Value::object(self.heap.alloc(kind, span), span);
            }
        };
        Value::constant(kind, span)
    }

    pub(in crate::machine) fn template(&mut self, parts: &'p [Name], values: &'p [ExprId], span: Span) -> Value {
        let mut text = Some(String::new());
        let mut taints = Taints::NONE;
        let mut whole: Option<Value> = None;
        let (mut fixed, mut is_own, mut path_is_fixed) = (false, false, false);
        // Whether a value that others choose stands in it already.
        let mut chosen = false;
        let mut joined = Joined::default();
        for (i, part) in parts.iter().enumerate() {
            if let Some(t) = &mut text {
                t.push_str(part);
                fixed = crate::machine::web::address::fixes_host(t);
                is_own = crate::machine::web::address::is_own(t);
                path_is_fixed = t.contains(['?', '#']);
            } else {
                // Behind what the program has configured, a path or a query fixes the host as well as it does alone.
                fixed |= !chosen && crate::machine::web::address::fixes_host(part);
                path_is_fixed |= part.contains(['?', '#']);
            }
            joined.text(part);
            let Some(value) = values.get(i) else { continue };
            let value = self.eval(*value);
            let value = self.as_text(value);
            joined.part(self, &value);
            let held = self.deep_taints(&value);
            chosen |= held.kinds().intersects(ATTACKER_CONTROLLED) || held.kinds().intersects(URL_CONTROLLED);
            taints = taints.union(&match SinkSet::of_url(fixed, is_own, path_is_fixed) {
                Some(safe) => held.safe_for(safe),
                None => held,
            });
            let piece = value.single().and_then(|alt| self.to_text(alt));
            match (&mut text, piece) {
                (Some(t), Some(p)) if t.len() + p.len() <= limits::TEXT => {
                    self.heap.make_text(p.len());
                    t.push_str(&p);
                }
                _ => text = None,
            }
            if parts.len() == 2 && parts.iter().all(|p| p.is_empty()) {
                whole = Some(value);
            }
        }
        if let Some(value) = whole {
            return value;
        }
        self.note_joined(span, joined);
        if taints.kinds().intersects(ATTACKER_CONTROLLED) && parts.iter().any(|p| !p.is_empty()) {
            self.note_affix(span, parts.first().map_or("", |p| p), parts.last().map_or("", |p| p));
        }
        match text {
            Some(t) => Value::string(&t, span, taints),
            None => Value::unknown(span, taints),
        }
    }

    pub(in crate::machine) fn array(&mut self, items: &'p [Option<Arg>], span: Span) -> Value {
        let mut values = Vec::with_capacity(items.len());
        let mut rest = Value::bottom();
        for item in items {
            match item {
                None => values.push(Value::undefined()),
                Some(Arg { value, spread: false }) => {
                    let v = self.eval(*value);
                    if rest.is_bottom() {
                        values.push(v);
                    } else {
                        rest = rest.join(&v);
                    }
                }
                Some(Arg { value, spread: true }) => {
                    let v = self.eval(*value);
                    match self.items(&v, true, span) {
                        (Some(all), _) if rest.is_bottom() => values.extend(all),
                        (_, any) => rest = rest.join(&any).join(&Value::unknown(span, v.taints())),
                    }
                }
            }
        }
        let list = self.make_list(values, span);
        if !rest.is_bottom() {
            self.heap.set(Place::Prop(list, ELEMENTS.into()), rest);
        }
        Value::object(list, span)
    }

    pub(in crate::machine) fn object_literal(&mut self, properties: &'p [Property], span: Span) -> Value {
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
                    let to_null = value.single().is_some_and(|a| a.kind == Kind::Null);
                    if to_null && name.as_str().is_some_and(|n| &**n == "__proto__") {
                        self.heap.object_mut(id).bare = true;
                    }
                    if name.as_str().is_some_and(|n| COMPONENT_PARTS.contains(&&**n)) {
                        self.exploration.components.extend(value.objects().map(|part| (part, id)));
                    }
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
    pub(in crate::machine) fn copy_properties(&mut self, target: ObjId, source: &Value) {
        for alt in source.alts() {
            match alt.kind {
                Kind::Obj(from) => {
                    let entries: Vec<(Name, Value)> =
                        self.heap.own_entries(from).map(|(n, v)| (n.clone(), v.clone())).collect();
                    let maybe = source.alts().len() > 1;
                    for (name, value) in entries {
                        let lacks = value.alts().iter().any(|a| a.kind == Kind::Undefined);
                        let value = value.filter(|a| !lacks || a.kind != Kind::Undefined);
                        if value.is_bottom() {
                            continue;
                        }
                        let value = self.held_by_refused(alt, value);
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
                        self.open_up(target, &alt.taints);
                    }
                }
                Kind::Unknown => {
                    if self.is_verbatim(alt) {
                        self.data_flow.copies.insert(self.heap.object(target).site);
                    }
                    self.open_up(target, &alt.taints);
                }
                _ => {}
            }
        }
    }

    /// Anything may have been written into the object: every property may also be something of those sources.
    pub(in crate::machine) fn open_up(&mut self, target: ObjId, taints: &Taints) {
        let site = self.heap.object(target).site;
        let any = Value::unknown(site, taints.clone());
        let names: Vec<Name> = self.heap.own_entries(target).map(|(n, _)| n.clone()).collect();
        for name in names {
            self.heap.add(Place::Prop(target, name), &any);
        }
        self.heap.add(Place::Prop(target, ELEMENTS.into()), &any);
    }

    /// Writes a property of an object that is being made: no effect, whatever the value.
    pub(in crate::machine) fn define(&mut self, id: ObjId, key: &Value, value: Value) {
        match key.as_str() {
            Some(name) => self.heap.set(Place::Prop(id, name.clone()), value),
            None => {
                let value = value.with(&key.taints().without(ATTACKER_CONTROLLED));
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
    pub(in crate::machine) fn key(&mut self, key: &Key) -> Value {
        match key {
            Key::Name(name) => Value::new(Kind::Str(name.clone()), Span::default(), Taints::NONE),
            Key::Computed(e) => {
                let value = self.eval(*e);
                let mut key = Value::bottom();
                for alt in value.alts() {
                    let kind = self.to_text(alt).map_or(Kind::Unknown, Kind::Str);
                    key.push(Alt { kind, ..alt.clone() });
                }
                key
            }
        }
    }

    /// The object of a member expression, where `super` stands for the methods of the parent class.
    pub(in crate::machine) fn eval_object(&mut self, object: ExprId) -> Value {
        if matches!(self.program.expr(object), Expr::Super) {
            return self.super_object();
        }
        self.eval(object)
    }

    /// An access behind `?.`: what is null or undefined gives undefined.
    pub(in crate::machine) fn optional(
        &mut self,
        value: &Value,
        access: impl FnOnce(&mut Self, &Value) -> Value,
    ) -> Value {
        let nullish = value.alts().iter().any(Alt::is_nullish);
        let rest = value.clone().filter(|a| !a.is_nullish());
        if !nullish {
            return access(self, &rest);
        }
        if rest.is_bottom() {
            return Value::undefined();
        }
        access(self, &rest).join(&Value::undefined())
    }

    pub(in crate::machine) fn unary_expr(&mut self, op: UnaryOp, inner: ExprId, span: Span) -> Value {
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
    pub(in crate::machine) fn logical(
        &mut self,
        op: LogicalOp,
        at: ExprId,
        left: Value,
        only_truth: bool,
        right: impl FnOnce(&mut Self) -> Value,
    ) -> Value {
        if self.unreachable {
            return Value::bottom();
        }
        if op == LogicalOp::Coalesce {
            let nullish = left.alts().iter().any(|a| a.is_nullish() || a.kind == Kind::Unknown);
            let rest = left.clone().filter(|a| !a.is_nullish());
            if !nullish {
                return left;
            }
            if rest.is_bottom() {
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
        // Whether a setting is there that a check needs is no condition of the environment alone.
        let is_open = truth.certain().is_none() && self.in_sender_run() && self.unset_side(at) == Some(!on_true);
        let kept = if is_open { kept.with(&Taints::source(TaintKind::Default, self.program.span(at))) } else { kept };
        if truth.certain() == Some(!on_true) {
            if truth.ground >= Ground::Sender {
                self.note_decision(&left, at);
            } else {
                self.glance(right);
            }
            return kept;
        }
        let (a, b) = match on_true {
            true => self.branch(&left, at, right, |_| kept),
            false => self.branch(&left, at, |_| kept, right),
        };
        self.either(&left, at, a, b)
    }

    /// The value of a condition, of which only the truth counts.
    pub(in crate::machine) fn eval_test(&mut self, test: ExprId) -> Value {
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
        if self.in_sender_run() {
            self.note_outcome(self.program.span(test), &value);
        }
        value
    }

    /// Whether an expression gives `true` or `false` and nothing else.
    pub(in crate::machine) fn is_boolean(&self, e: ExprId) -> bool {
        match self.program.expr(e) {
            Expr::Unary(UnaryOp::Not, _) => true,
            Expr::Binary(op, ..) => op.compares(),
            Expr::Logical(_, left, right) => self.is_boolean(*left) && self.is_boolean(*right),
            _ => false,
        }
    }

    /// The value behind a fork whose arms, where it holds and where it does not, gave `a` and `b`.
    pub(in crate::machine) fn either(&mut self, test: &Value, at: ExprId, a: Option<Value>, b: Option<Value>) -> Value {
        match (a, b) {
            (Some(a), Some(b)) => {
                let truth = self.truth_at(test, at);
                let testing = if truth.ground == Ground::Opaque { test.taints() } else { Taints::NONE };
                // What an arm gives that the program itself takes is a way past the test in the other one.
                let untested = !a.kinds().intersects(AUTHENTICATING);
                let drops =
                    truth.ground == Ground::Environment && self.in_sender_run() && !truth.is_of_program(untested);
                merge(a, &b, &testing, drops)
            }
            // A name that is written for this sender's origin stands for that origin.
            (Some(v), None) | (None, Some(v)) if self.in_sender_run() && v.as_str().is_some() => v.with(&who(test)),
            (Some(v), None) | (None, Some(v)) => v,
            (None, None) => Value::bottom(),
        }
    }

    pub(in crate::machine) fn jsx(&mut self, id: ExprId, tag: ExprId, props: ExprId, children: &'p [ExprId]) -> Value {
        let span = self.program.span(id);
        let tag_value = self.eval(tag);
        let props_value = self.eval(props);
        for child in children {
            self.eval(*child);
        }
        self.jsx_element(&tag_value, &props_value, id);
        let taints = self.deep_taints(&props_value);
        Value::unknown(span, taints)
    }

    /// A function value; `home` is the object that it is a method of.
    pub(in crate::machine) fn close_over(&mut self, function: FnId, home: Option<ObjId>) -> ObjId {
        let f = self.program.function(function);
        let this = match (f.kind, home) {
            (FunctionKind::Arrow, _) => Some(self.this()),
            (_, Some(home)) => Some(Value::object(home, self.heap.object(home).site)),
            _ => None,
        };
        let env = self.env();
        let id = self.heap.alloc(ObjKind::Closure { function, env, this }, f.span);
        // What another file makes is run where it is called.
        if self.program.is_own(function) {
            self.exploration.closures.push(id);
        }
        id
    }
}

/// What is left of `a` in `a && b` where `a` is false, or in `a || b` where it is true: an unknown is that truth then.
/// What the sender chose remains the sender's choice, and what only the environment knows is no word of the program.
fn decided(value: &Value, side: bool) -> Value {
    let mut kept = Value::bottom();
    for alt in value.alts() {
        if alt.kind == Kind::Unknown && !alt.taints.kinds().intersects(AUTHENTICATING) {
            let environment = || Taints::source(TaintKind::Varying, alt.site);
            let taints =
                if alt.taints.kinds().intersects(ATTACKER_CONTROLLED) { alt.taints.clone() } else { environment() };
            kept.push(Alt { kind: Kind::Bool(side), site: alt.site, taints });
        } else {
            kept.push(alt.clone());
        }
    }
    kept
}

/// What of a test's sources tells who sent the message.
fn who(test: &Value) -> Taints {
    test.taints()
        .iter()
        .filter(|l| AUTHENTICATING.has(l.kind))
        .fold(Taints::NONE, |all, l| all.union(&Taints::one(l.clone())))
}
