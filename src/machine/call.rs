//! Calls, construction, and properties: how functions of the program run and how objects answer.

use super::eval::accessor;
use super::heap::{ELEMENTS, EnvId, ObjKind, Place};
use super::host::Host;
use super::value::{AUTHENTICATING, Alt, CHOSEN, Kind, Label, Labels, ObjId, Origin, Origins, TELLING, Value};
use super::{Cond, Exit, ExitKind, Frame, Machine};
use crate::source::Span;
use crate::syntax::program::{Arg, ClassId, Expr, ExprId, FnId, FunctionKind, Key, MemberKind, Name};

/// Activations inside each other; deeper calls are not followed.
const MAX_FRAMES: usize = 40;
/// Activations of one function inside each other.
const MAX_RECURSION: usize = 2;
/// A function that has nothing to do with messages is still followed when it is this small, in expressions.
const SMALL: u32 = 90;

impl<'p> Machine<'p> {
    pub(super) fn call_expr(
        &mut self,
        id: ExprId,
        callee: ExprId,
        args: &'p [Arg],
        optional: bool,
        types: &'p [Name],
    ) -> Value {
        match self.program.expr(callee) {
            Expr::Member { object, key, optional: through } => {
                let is_super = matches!(self.program.expr(*object), Expr::Super);
                let holder = self.eval_object(*object);
                let name = self.key(key);
                let args = self.args(args);
                if self.dead {
                    return Value::never();
                }
                if is_super {
                    let this = self.this();
                    let method = self.read_member(&holder, &name, callee);
                    return self.call_value(id, &method, &this, &args);
                }
                let call = |m: &mut Self, holder: &Value| m.call_member(id, callee, holder, &name, &args, optional);
                if *through { self.optional(&holder, call) } else { call(self, &holder) }
            }
            Expr::Super => {
                let args = self.args(args);
                self.super_call(&args, id);
                Value::undefined()
            }
            _ => {
                let function = self.eval(callee);
                let args = self.args(args);
                if self.dead {
                    return Value::never();
                }
                let result = if optional {
                    self.optional(&function, |m, f| m.call_value(id, f, &Value::undefined(), &args))
                } else {
                    self.call_value(id, &function, &Value::undefined(), &args)
                };
                match types.first() {
                    Some(interface) => self.typed_result(result, interface, id),
                    None => result,
                }
            }
        }
    }

    pub(super) fn args(&mut self, args: &'p [Arg]) -> Vec<Value> {
        let mut values = Vec::with_capacity(args.len());
        for arg in args {
            let value = self.eval(arg.value);
            if !arg.spread {
                values.push(value);
                continue;
            }
            let span = self.program.span(arg.value);
            match self.items(&value, true, span) {
                (Some(all), _) => values.extend(all),
                (None, any) => values.push(any.join(&Value::unknown(span, value.labels()))),
            }
        }
        values
    }

    /// Where the `i`-th argument of a call stands.
    pub(super) fn arg_span(&self, call: ExprId, i: usize) -> Span {
        match self.program.expr(call) {
            Expr::Call { args, .. } | Expr::New { args, .. } if args.iter().take(i + 1).all(|a| !a.spread) => {
                args.get(i).map_or_else(|| self.program.span(call), |a| self.program.span(a.value))
            }
            _ => self.program.span(call),
        }
    }

    /// `holder.name(…args)`
    pub(super) fn call_member(
        &mut self,
        id: ExprId,
        callee: ExprId,
        holder: &Value,
        name: &Value,
        args: &[Value],
        optional: bool,
    ) -> Value {
        let mut result = Value::never();
        let several = holder.alts().len() > 1;
        for alt in holder.alts().to_vec() {
            let one = Value::new(alt.kind.clone(), alt.site, alt.labels.clone());
            let mut call = |m: &mut Self| {
                let value = m.call_on(id, callee, &one, &alt, name, args, optional);
                result = std::mem::take(&mut result).join(&value);
            };
            if several { self.maybe(call) } else { call(self) }
        }
        result
    }

    #[allow(clippy::too_many_arguments, reason = "a call has that many parts")]
    fn call_on(
        &mut self,
        id: ExprId,
        callee: ExprId,
        holder: &Value,
        alt: &Alt,
        name: &Value,
        args: &[Value],
        optional: bool,
    ) -> Value {
        let span = self.program.span(id);
        if let Some(name) = name.as_str() {
            if let Kind::Obj(object) = alt.kind {
                // What the program itself put there comes first, as in JavaScript.
                if let Some(method) = self.lookup(object, name) {
                    let mut result = self.call_value(id, &method, holder, args);
                    if method.alts().iter().all(Alt::is_nullish) && optional {
                        result = Value::undefined();
                    }
                    return result;
                }
            }
            let name = name.clone();
            if let Some(result) = self.call_builtin(id, holder, alt, &name, args) {
                return result;
            }
            if alt.is_nullish() {
                // Either it is set where we did not look, or the call throws.
                if alt.labels.origins().meets(AUTHENTICATING) && self.in_trial() {
                    self.leave(ExitKind::Throw, Value::unknown(span, Labels::NONE));
                    return Value::never();
                }
                let unknown = self.anything(span);
                return self.call_unknown(id, &unknown, args, Some(&name));
            }
            return self.call_unknown(id, holder, args, Some(&name));
        }
        let names: Vec<Name> = name.strings().map(|(n, _)| n.clone()).collect();
        if names.len() > 1 && !name.has_unknown() {
            let mut result = Value::never();
            for one in names {
                let key = Value::string(&one, span, name.labels());
                self.maybe(|m| {
                    let value = m.call_on(id, callee, holder, alt, &key, args, optional);
                    result = std::mem::take(&mut result).join(&value);
                });
            }
            return result;
        }
        // A method that the key picks out of a table.
        let method = self.read_member(holder, name, callee);
        if self.in_handler() && name.origins().meets(CHOSEN) && !name.origins().meets(AUTHENTICATING) {
            self.note_dispatch(id, holder, name);
        }
        self.call_value(id, &method, holder, args)
    }

    /// Calls whatever the value may be.
    pub(super) fn call_value(&mut self, id: ExprId, function: &Value, this: &Value, args: &[Value]) -> Value {
        let mut result = Value::never();
        let several = function.alts().len() > 1;
        for alt in function.alts().to_vec() {
            let mut call = |m: &mut Self| {
                let value = m.call_one(id, &alt, this, args);
                result = std::mem::take(&mut result).join(&value);
            };
            if several { self.maybe(call) } else { call(self) }
        }
        result
    }

    fn call_one(&mut self, id: ExprId, function: &Alt, this: &Value, args: &[Value]) -> Value {
        let span = self.program.span(id);
        let Kind::Obj(object) = function.kind else {
            if function.is_nullish() && function.labels.origins().meets(AUTHENTICATING) && self.in_trial() {
                self.leave(ExitKind::Throw, Value::unknown(span, Labels::NONE));
                return Value::never();
            }
            let holder = Value::new(Kind::Unknown, function.site, function.labels.clone());
            let name = self.callee_name(id);
            return self.call_unknown(id, &holder, args, name.as_ref());
        };
        match self.heap.kind(object).clone() {
            ObjKind::Closure { .. } => self.invoke(object, this, args, id),
            ObjKind::Bound { target, this, args: first } => {
                let mut all = first;
                all.extend_from_slice(args);
                let target = Alt { kind: Kind::Obj(target), site: function.site, labels: function.labels.clone() };
                self.call_one(id, &target, &this, &all)
            }
            ObjKind::Method { receiver, name } => {
                let alt = receiver.alts().first().cloned();
                let native = alt.and_then(|alt| self.call_builtin(id, &receiver, &alt, &name, args));
                native.unwrap_or_else(|| self.call_unknown(id, &receiver, args, Some(&name)))
            }
            ObjKind::Setter(cell) => {
                if let Some(value) = args.first() {
                    self.set_cell(cell, value, id);
                }
                Value::undefined()
            }
            ObjKind::Host(Host::Global(name)) => self.call_global(id, name, args),
            ObjKind::Host(Host::Type("Schema")) => self.schema_call(&Value::object(object, span), args, span),
            _ => {
                let name = self.callee_name(id);
                self.call_unknown(id, &Value::object(object, span), args, name.as_ref())
            }
        }
    }

    /// The name by which a call names its function, for messages.
    pub(super) fn callee_name(&self, id: ExprId) -> Option<Name> {
        let (Expr::Call { callee, .. } | Expr::New { callee, .. }) = self.program.expr(id) else { return None };
        match self.program.expr(*callee) {
            Expr::Var(b) => Some(self.program.binding(*b).name.clone()),
            Expr::Global(name) | Expr::Member { key: Key::Name(name), .. } => Some(name.clone()),
            _ => None,
        }
    }

    /// Runs a function of the program.
    pub(super) fn invoke(&mut self, closure: ObjId, this: &Value, args: &[Value], id: ExprId) -> Value {
        let ObjKind::Closure { function, env, this: own } = self.heap.kind(closure).clone() else {
            return Value::never();
        };
        let span = self.program.span(id);
        let program = self.program;
        let f = program.function(function);
        let running = self.frames.iter().filter(|f| f.function == function).count();
        if running >= MAX_RECURSION || self.frames.len() >= MAX_FRAMES || !self.worth_running(function) {
            return self.call_unseen(span, args);
        }
        self.runs[function.index()] += 1;
        let (this, home) = match (f.kind, &own) {
            (FunctionKind::Arrow, Some(own)) => (own.clone(), self.frames.last().and_then(|f| f.home)),
            (_, Some(home)) => (this.clone(), home.objects().next()),
            (_, None) => (this.clone(), None),
        };
        let result = self.activate(function, env, this, home, args, Some(id));
        if f.is_generator || f.is_async {
            return self.promise_of(result, span);
        }
        result
    }

    /// Runs a function's body in an activation of its own and gives what it returns.
    pub(super) fn activate(
        &mut self,
        function: FnId,
        around: EnvId,
        this: Value,
        home: Option<ObjId>,
        args: &[Value],
        call: Option<ExprId>,
    ) -> Value {
        let program = self.program;
        let f = program.function(function);
        let env = self.heap.activate(function, Some(around));
        let base = self.path.clone();
        self.frames.push(Frame {
            function,
            call,
            env,
            this,
            args: args.to_vec(),
            home,
            exits: Vec::new(),
            yields: Value::never(),
        });
        self.hoist(function);
        for (i, param) in f.params.iter().enumerate() {
            let value = args.get(i).cloned().unwrap_or_else(Value::undefined);
            self.bind(*param, value, true);
        }
        if let Some(rest) = f.rest {
            let tail = args.get(f.params.len()..).unwrap_or_default().to_vec();
            let list = self.make_list(tail, f.span);
            self.bind(rest, Value::object(list, f.span), true);
        }
        self.block(&f.body);
        let mut exits = std::mem::take(&mut self.frame().exits);
        let yields = std::mem::take(&mut self.frame().yields);
        self.drop_unsteered(&mut exits, &base);
        self.frames.pop();

        let (returns, others): (Vec<Exit>, Vec<Exit>) = exits.into_iter().partition(|e| e.kind == ExitKind::Return);
        if let Some(frame) = self.frames.last_mut() {
            frame.exits.extend(others.into_iter().filter(|e| e.kind == ExitKind::Throw));
        }
        let mut result = if self.dead { Value::never() } else { Value::undefined() };
        let several = returns.len() > 1 || !self.dead;
        // What a test of the sender that cannot be seen into decides to return tells of that test.
        let tell = |exit: &Exit| {
            let opaque = exit.path.iter().take((exit.path.depth() - base.depth()) as usize).find_map(|c| match c {
                Cond::Opaque(span) => Some(span),
                _ => None,
            });
            match opaque {
                Some(span) if several => exit.value.clone().with(&Labels::source(Origin::Sender, span)),
                _ => exit.value.clone(),
            }
        };
        let values: Vec<Value> = returns.iter().map(tell).collect();
        let alive_before = !self.dead;
        self.merge_exits(returns);
        for value in values {
            result = if alive_before && value.origins().meets(AUTHENTICATING) && result.alts().len() == 1 {
                // Falling off the end is the other verdict of a test that returns one.
                result.with(&value.labels()).join(&value)
            } else {
                result.join(&value)
            };
        }
        if !yields.is_never() && result.alts().iter().all(|a| a.kind == Kind::Undefined) {
            result = yields;
        }
        result
    }

    /// In a trial, leaves out the exits that only the environment opens and that skip a test which the other side makes.
    fn drop_unsteered(&mut self, exits: &mut Vec<Exit>, base: &super::Path) {
        if !self.in_trial() || exits.is_empty() {
            return;
        }
        let skips = |path: &super::Path, consulted: &rustc_hash::FxHashSet<(ExprId, bool)>| {
            path.iter().take((path.depth().saturating_sub(base.depth())) as usize).any(|c| match c {
                Cond::Environment { fork, side } => {
                    consulted.contains(&(fork, !side)) && !consulted.contains(&(fork, side))
                }
                _ => false,
            })
        };
        let consulted = &self.consulted;
        exits.retain(|e| e.kind != ExitKind::Return || !skips(&e.path, consulted));
    }

    /// Whether a function's body is worth its fuel.
    fn worth_running(&self, function: FnId) -> bool {
        if self.in_handler() {
            return true;
        }
        let f = self.program.function(function);
        let size = f.exprs.end - f.exprs.start;
        let reach = self.reach();
        let small = size <= SMALL && reach > 0;
        if self.relevant[function.index()] > reach && !small {
            return false;
        }
        // Each function may use about the same share of the fuel.
        let cap = (60_000 / size.max(1)).clamp(3, if reach > 1 { 24 } else { 4 });
        self.runs[function.index()] < cap
    }

    /// A call of something that is not run: what it is given may come out again.
    pub(super) fn call_unseen(&mut self, span: Span, args: &[Value]) -> Value {
        let mut labels = Labels::source(Origin::Varying, span);
        for arg in args {
            labels = labels.union(&self.deep_labels(arg));
            self.escape(arg);
        }
        Value::unknown(span, labels)
    }

    /// A call of a function out of sight.
    pub(super) fn call_unknown(&mut self, id: ExprId, holder: &Value, args: &[Value], name: Option<&Name>) -> Value {
        let span = self.program.span(id);
        self.may_throw = Some(self.path.clone());
        let mut labels = holder.labels();
        let mut callbacks = Vec::new();
        if let Some(name) = name
            && self.wrapper_call(id, name, args, matches!(self.program.expr(id), Expr::Call { callee, .. } if matches!(self.program.expr(*callee), Expr::Member { .. })))
        {
            return self.anything(span);
        }
        if let Some(value) = name.and_then(|n| self.library_call(id, n, args)) {
            return value;
        }
        for arg in args {
            labels = labels.union(&self.deep_labels(arg));
            if self.in_handler() && self.holds_event(arg) {
                let label = Label { origin: Origin::Event, span, what: None, listener: self.listener, steps: None };
                labels = labels.union(&Labels::one(label));
            }
            for object in arg.objects() {
                if self.is_callable(object) {
                    callbacks.push(object);
                }
            }
        }
        self.note_call(id, holder, args, name);
        for arg in args {
            self.escape(arg);
        }
        // Callbacks see what the call sees.
        for callback in callbacks {
            let labels = labels.union(&Labels::source(Origin::Varying, span));
            self.call_back(id, callback, &[], &labels);
        }
        if name.is_some_and(|n| is_predicate(n)) {
            labels = labels.without(TELLING);
        }
        Value::unknown(span, labels.union(&Labels::source(Origin::Varying, span)))
    }

    /// Runs a callback that somebody else may call, with arguments of which only the sources are known.
    pub(super) fn call_back(&mut self, id: ExprId, callback: ObjId, args: &[Value], labels: &Labels) {
        let span = self.program.span(id);
        let count = match self.heap.kind(callback) {
            ObjKind::Closure { function, .. } => {
                if self.runs[function.index()] >= 4 && !self.in_handler() {
                    return;
                }
                self.program.function(*function).params.len()
            }
            _ => 1,
        };
        let mut all = args.to_vec();
        while all.len() < count {
            all.push(Value::unknown(span, labels.clone()));
        }
        let value = Value::object(callback, span);
        self.maybe(|m| {
            let returned = m.call_value(id, &value, &Value::undefined(), &all);
            // The clean-up that an effect hands back.
            for object in returned.objects().collect::<Vec<_>>() {
                if matches!(m.heap.kind(object), ObjKind::Closure { .. }) {
                    m.escaped.insert(object);
                }
            }
        });
    }

    pub(super) fn is_callable(&self, object: ObjId) -> bool {
        matches!(self.heap.kind(object), ObjKind::Closure { .. } | ObjKind::Bound { .. } | ObjKind::Setter(_))
    }

    /// `new callee(…args)`
    pub(super) fn new_expr(&mut self, id: ExprId, callee: ExprId, args: &'p [Arg]) -> Value {
        let function = self.eval(callee);
        let args = self.args(args);
        if self.dead {
            return Value::never();
        }
        let mut result = Value::never();
        for alt in function.alts().to_vec() {
            result = result.join(&self.construct(id, &alt, &args));
        }
        result
    }

    pub(super) fn construct(&mut self, id: ExprId, function: &Alt, args: &[Value]) -> Value {
        let span = self.program.span(id);
        let Kind::Obj(class) = function.kind else {
            let holder = Value::new(Kind::Unknown, function.site, function.labels.clone());
            let name = self.callee_name(id);
            return self.call_unknown(id, &holder, args, name.as_ref());
        };
        match self.heap.kind(class).clone() {
            ObjKind::Class { .. } | ObjKind::Closure { .. } => self.instantiate(class, args, id, span),
            ObjKind::Bound { target, args: first, .. } => {
                let mut all = first;
                all.extend_from_slice(args);
                let target = Alt { kind: Kind::Obj(target), site: function.site, labels: function.labels.clone() };
                self.construct(id, &target, &all)
            }
            ObjKind::Host(Host::Global(name)) => self.construct_global(id, name, args),
            ObjKind::Host(Host::Type("Schema")) => self.schema_call(&Value::object(class, span), args, span),
            _ => self.call_unknown(id, &Value::object(class, span), args, None),
        }
    }

    /// A new object of a class or of a function used as one.
    pub(super) fn instantiate(&mut self, class: ObjId, args: &[Value], id: ExprId, span: Span) -> Value {
        let object = self.heap.alloc(ObjKind::Plain, span);
        let prototype = self.prototype_of(class);
        self.heap.object_mut(object).proto = Some(prototype);
        self.instances.entry(class).or_insert(object);
        let this = Value::object(object, span);
        match self.heap.kind(class).clone() {
            ObjKind::Class { .. } => {
                self.construct_into(class, &this, args, id);
                this
            }
            _ => {
                let returned = self.invoke(class, &this, args, id);
                let objects = returned.filter(|a| matches!(a.kind, Kind::Obj(_)));
                if objects.is_never() { this } else { objects }
            }
        }
    }

    /// Runs the constructor of a class, or its parent's, on an object.
    fn construct_into(&mut self, class: ObjId, this: &Value, args: &[Value], id: ExprId) {
        let ObjKind::Class { class: class_id, env } = *self.heap.kind(class) else {
            if matches!(self.heap.kind(class), ObjKind::Closure { .. }) {
                self.invoke(class, this, args, id);
            } else {
                for arg in args {
                    self.escape(arg);
                }
            }
            return;
        };
        let program = self.program;
        let c = program.class(class_id);
        let prototype = self.prototype_of(class);
        if self.frames.len() >= MAX_FRAMES || self.frames.iter().filter(|f| f.home == Some(prototype)).count() > 4 {
            return;
        }
        match c.constructor {
            Some(constructor) => {
                if c.extends.is_none() {
                    self.initialise_fields(class_id, env, this);
                }
                self.runs[constructor.index()] += 1;
                self.activate(constructor, env, this.clone(), Some(prototype), args, Some(id));
            }
            None => {
                if let Some(parent) = self.parent_of(class) {
                    self.construct_into(parent, this, args, id);
                }
                self.initialise_fields(class_id, env, this);
            }
        }
    }

    /// `super(…)`
    fn super_call(&mut self, args: &[Value], id: ExprId) {
        let Some(home) = self.frames.last().and_then(|f| f.home) else { return };
        let Some(&class) = self.prototypes.get(&home) else { return };
        let this = self.this();
        match self.parent_of(class) {
            Some(parent) => self.construct_into(parent, &this, args, id),
            None => {
                for arg in args {
                    self.escape(arg);
                }
            }
        }
        if let ObjKind::Class { class: class_id, env } = *self.heap.kind(class) {
            self.initialise_fields(class_id, env, &this);
        }
    }

    fn initialise_fields(&mut self, class: ClassId, env: EnvId, this: &Value) {
        let program = self.program;
        for member in &program.class(class).members {
            if member.is_static {
                continue;
            }
            let (MemberKind::Field(value), Some(key)) = (member.kind, &member.key) else { continue };
            self.field(class, env, this, key, value, member.interface.as_ref());
        }
    }

    fn field(
        &mut self,
        class: ClassId,
        env: EnvId,
        this: &Value,
        key: &'p Key,
        value: Option<ExprId>,
        interface: Option<&'p Name>,
    ) {
        let span = self.program.class(class).span;
        let function = self.frames.last().map_or(FnId(0), |f| f.function);
        self.frames.push(Frame {
            function,
            call: None,
            env,
            this: this.clone(),
            args: Vec::new(),
            home: None,
            exits: Vec::new(),
            yields: Value::never(),
        });
        let name = self.key(key);
        let mut value = match value {
            Some(v) => self.eval(v),
            // Declared without a value: set somewhere, one may assume.
            None => self.anything(span),
        };
        self.frames.pop();
        if let Some(interface) = interface {
            value = self.typed(value, interface, span);
        }
        if let Some(name) = name.as_str() {
            self.name_channels(&value, &format!("this.{name}"));
        }
        for object in this.objects() {
            self.define(object, &name, value.clone());
        }
    }

    /// The class that `class` extends, if it is one of this program.
    fn parent_of(&self, class: ObjId) -> Option<ObjId> {
        let parent = self.heap.own(class, PARENT)?;
        parent.objects().find(|o| matches!(self.heap.kind(*o), ObjKind::Class { .. } | ObjKind::Closure { .. }))
    }

    /// What instances of a class or function inherit from.
    pub(super) fn prototype_of(&mut self, class: ObjId) -> ObjId {
        let known = self.heap.own(class, "prototype").and_then(|v| v.objects().next());
        if let Some(known) = known {
            self.prototypes.entry(known).or_insert(class);
            return known;
        }
        let site = self.heap.object(class).site;
        let prototype = self.heap.alloc(ObjKind::Plain, site);
        self.heap.object_mut(prototype).open = false;
        self.heap.set(Place::Prop(class, "prototype".into()), Value::object(prototype, site));
        self.heap.set(Place::Prop(prototype, "constructor".into()), Value::object(class, site));
        self.prototypes.insert(prototype, class);
        prototype
    }

    /// The methods that `super` names.
    pub(super) fn super_object(&mut self) -> Value {
        let home = self.frames.last().and_then(|f| f.home);
        let parent = home.and_then(|h| self.heap.object(h).proto);
        match parent {
            Some(p) => Value::object(p, self.heap.object(p).site),
            None => self.anything(Span::default()),
        }
    }

    pub(super) fn make_class(&mut self, id: ClassId, span: Span) -> Value {
        let program = self.program;
        let c = program.class(id);
        let parent = c.extends.map(|e| self.eval(e));
        let env = self.env();
        let class = self.heap.alloc(ObjKind::Class { class: id, env }, span);
        let value = Value::object(class, span);
        if let Some(own) = c.own_name {
            let owner = program.binding(own).owner;
            if let Some(env) = self.heap.scope(env, owner) {
                self.heap.set(Place::Var(env, own), value.clone());
            }
        }
        let prototype = self.prototype_of(class);
        if let Some(parent) = parent {
            if let Some(p) = parent.objects().find(|o| self.is_class_like(*o)) {
                let inherited = self.prototype_of(p);
                self.heap.object_mut(prototype).proto = Some(inherited);
                self.heap.object_mut(class).proto = Some(p);
            }
            self.heap.set(Place::Prop(class, PARENT.into()), parent);
        }
        self.classes.push(class);
        for member in &c.members {
            for decorator in &member.decorators {
                self.eval(*decorator);
            }
            let holder = if member.is_static { class } else { prototype };
            match (&member.kind, &member.key) {
                (MemberKind::Method(f), Some(key)) => {
                    let name = self.key(key);
                    let method = self.close_over(*f, Some(holder));
                    self.define(holder, &name, Value::object(method, program.function(*f).span));
                    self.note_decorators(class, method, &member.decorators);
                }
                (MemberKind::Getter(f), Some(key)) => {
                    let name = self.key(key);
                    let getter = self.close_over(*f, Some(holder));
                    if let Some(name) = name.as_str() {
                        self.heap
                            .set(Place::Prop(holder, accessor(name)), Value::object(getter, program.function(*f).span));
                    }
                }
                (MemberKind::Setter(f), Some(_)) => {
                    self.close_over(*f, Some(holder));
                }
                (MemberKind::Field(init), Some(key)) if member.is_static => {
                    let env = self.env();
                    self.field(id, env, &value, key, *init, member.interface.as_ref());
                }
                (MemberKind::StaticBlock(body), _) => self.stmt(*body),
                _ => {}
            }
        }
        value
    }

    fn is_class_like(&self, object: ObjId) -> bool {
        matches!(self.heap.kind(object), ObjKind::Class { .. } | ObjKind::Closure { .. })
    }

    /// A property of an object of the program, its own or inherited; `None` if it has none of that name.
    pub(super) fn lookup(&mut self, object: ObjId, name: &str) -> Option<Value> {
        let mut holder = Some(object);
        for _ in 0..32 {
            let Some(h) = holder else { break };
            if let Some(value) = self.heap.own(h, name) {
                return Some(value.clone());
            }
            if let Some(getter) = self.heap.own(h, &accessor(name)).and_then(|g| g.objects().next()) {
                let this = Value::object(object, self.heap.object(object).site);
                // A getter runs like any function; it is charged to the place that defines it.
                return Some(self.invoke_getter(getter, &this));
            }
            holder = self.heap.object(h).proto;
        }
        None
    }

    fn invoke_getter(&mut self, getter: ObjId, this: &Value) -> Value {
        let ObjKind::Closure { function, env, this: own } = self.heap.kind(getter).clone() else {
            return Value::undefined();
        };
        if self.frames.iter().filter(|f| f.function == function).count() >= MAX_RECURSION
            || self.frames.len() >= MAX_FRAMES
        {
            return self.anything(Span::default());
        }
        let home = own.and_then(|o| o.objects().next());
        self.runs[function.index()] += 1;
        self.activate(function, env, this.clone(), home, &[], None)
    }

    /// `object[key]` for a member expression.
    pub(super) fn read_member(&mut self, object: &Value, key: &Value, at: ExprId) -> Value {
        let span = self.program.span(at);
        self.read_named(object, key, span)
    }

    /// `object[key]`, read at `span`.
    pub(super) fn read_named(&mut self, object: &Value, key: &Value, span: Span) -> Value {
        let mut result = Value::never();
        for alt in object.alts().to_vec() {
            let read = match key.as_str() {
                Some(name) => self.read_one(&alt, name, span),
                None => self.read_computed(&alt, key, span),
            };
            // A key that depends on the sender makes the result depend on it.
            let by_key = key.labels();
            let read = if by_key.origins().meets(AUTHENTICATING) { read.with(&by_key) } else { read };
            result = result.join(&read);
        }
        if result.is_never() && !object.is_never() && !self.dead {
            result = Value::unknown(span, object.labels());
        }
        result
    }

    fn read_one(&mut self, alt: &Alt, name: &Name, span: Span) -> Value {
        match &alt.kind {
            Kind::Undefined | Kind::Null => {
                if alt.labels.origins().meets(AUTHENTICATING) && self.in_trial() {
                    self.leave(ExitKind::Throw, Value::unknown(span, Labels::NONE));
                    return Value::never();
                }
                self.anything(span)
            }
            Kind::Unknown => self.read_unknown(alt, name, span),
            Kind::Str(text) => match &**name {
                "length" => {
                    let units = text.encode_utf16().count();
                    Value::new(Kind::Num(units as f64), span, alt.labels.clone())
                }
                _ => match name.parse::<usize>() {
                    Ok(i) => match text.chars().nth(i) {
                        Some(c) => Value::string(c.encode_utf8(&mut [0; 4]), span, alt.labels.clone()),
                        None => Value::new(Kind::Undefined, span, alt.labels.clone()),
                    },
                    Err(_) => self.method_value(alt, name, span),
                },
            },
            Kind::Bool(_) | Kind::Num(_) => self.method_value(alt, name, span),
            Kind::Obj(object) => {
                let object = *object;
                let mut read = self.read_object(object, name, span, alt);
                if matches!(self.heap.kind(object), ObjKind::Plain) {
                    read = self.by_name(name, span, read);
                }
                if self.sender_is_gone() && matches!(&**name, "current" | "value") && self.refs.contains(&object) {
                    read = read.join(&Value::constant(Kind::Null, span));
                }
                // What was read from message data, or behind the sender, is that still.
                read.with(&alt.labels.without(Origins::of(&[Origin::Event, Origin::Source])))
            }
        }
    }

    fn read_object(&mut self, object: ObjId, name: &Name, span: Span, alt: &Alt) -> Value {
        if let Some(value) = self.lookup(object, name) {
            return value;
        }
        match self.heap.kind(object).clone() {
            ObjKind::Host(host) => self.read_host(object, host, name, span, alt),
            ObjKind::Closure { .. } if &**name == "prototype" => {
                let prototype = self.prototype_of(object);
                Value::object(prototype, span)
            }
            ObjKind::Plain | ObjKind::Class { .. } | ObjKind::Closure { .. } => {
                if let Some(method) = self.component_method(object, name) {
                    return method;
                }
                let rest = self.heap.own(object, ELEMENTS).cloned();
                let missing = match rest {
                    Some(v) => v.join(&Value::undefined()),
                    None => Value::undefined(),
                };
                // Something that was not run may have set it.
                let shared = self.heap.object(object).proto.is_some()
                    || self.heap.object(object).open
                    || self.prototypes.contains_key(&object)
                    || self.escaped.contains(&object);
                if shared {
                    return missing.filter(|a| a.kind != Kind::Undefined).join(&self.anything(span));
                }
                missing.join(&self.anything(span))
            }
            ObjKind::Array => match name.parse::<usize>() {
                Ok(_) if self.list_items(object).is_some() => Value::undefined(),
                Ok(_) => self.any_element(object, span),
                Err(_) => self.method_value(alt, name, span),
            },
            ObjKind::Set | ObjKind::Map if &**name == "size" => Value::unknown(span, Labels::NONE),
            ObjKind::Url => self.anything(span),
            _ => self.method_value(alt, name, span),
        }
    }

    /// Vue's options: what stands under `methods` are methods of the component, bound to it.
    fn component_method(&mut self, options: ObjId, name: &Name) -> Option<Value> {
        let methods = self.heap.own(options, "methods")?.objects().next()?;
        let target = self.heap.own(methods, name)?.objects().find(|o| self.is_callable(*o))?;
        let site = self.heap.object(target).site;
        let this = Value::object(options, self.heap.object(options).site);
        let bound = self.heap.alloc(ObjKind::Bound { target, this, args: Vec::new() }, site);
        Some(Value::object(bound, site))
    }

    /// A method that is read but not called: `const has = list.includes`.
    fn method_value(&mut self, alt: &Alt, name: &Name, span: Span) -> Value {
        let receiver = Value::new(alt.kind.clone(), alt.site, alt.labels.clone());
        let method = self.heap.alloc(ObjKind::Method { receiver, name: name.clone() }, span);
        Value::object(method, span)
    }

    fn read_unknown(&mut self, alt: &Alt, name: &Name, span: Span) -> Value {
        if let Some(value) = self.read_by_name(name, span, alt) {
            return value;
        }
        let mut labels = alt.labels.clone();
        if let Some(event) = labels.find(Origin::Event).cloned() {
            // Part of something that was made from the event: as good as message data.
            labels = labels.without(Origins::of(&[Origin::Event]));
            labels = labels.union(&Labels::one(super::value::Label { origin: Origin::Data, ..event }));
        }
        let labels = match &**name {
            "length" | "size" => labels.without(TELLING),
            _ => self.secret_field(name, span, labels),
        };
        Value::unknown(span, labels)
    }

    fn read_computed(&mut self, alt: &Alt, key: &Value, span: Span) -> Value {
        let Kind::Obj(object) = alt.kind else {
            return match alt.kind {
                Kind::Unknown => Value::unknown(span, alt.labels.clone()),
                _ => self.anything(span),
            };
        };
        let mut result = Value::never();
        let names: Vec<Name> = key.strings().map(|(n, _)| n.clone()).collect();
        for name in &names {
            self.note_membership(object, key, span);
            let found = self.lookup(object, name);
            let missing = key.origins().meets(AUTHENTICATING);
            let read = match found {
                Some(v) => v,
                None if missing && !self.heap.object(object).open => Value::undefined(),
                None => self.read_object(object, name, span, alt),
            };
            result = result.join(&read);
        }
        if names.is_empty() || key.has_unknown() {
            self.note_membership(object, key, span);
            if matches!(self.heap.kind(object), ObjKind::Host(_)) {
                let read = self.read_host_computed(object, span);
                return result.join(&read);
            }
            let mut any = Value::never();
            for (name, value) in self.heap.own_entries(object) {
                if &**name != "length" && !name.starts_with("[[") && &**name != "constructor" {
                    any = any.join(value);
                }
            }
            if let Some(v) = self.heap.own(object, ELEMENTS) {
                any = any.join(v);
            }
            let mut proto = self.heap.object(object).proto;
            while let Some(p) = proto {
                for (name, value) in self.heap.own_entries(p) {
                    if !name.starts_with("[[") && &**name != "constructor" {
                        any = any.join(value);
                    }
                }
                proto = self.heap.object(p).proto;
            }
            any = any.join(&self.anything(span));
            result = result.join(&any);
        }
        result
    }

    /// `object[key] = value`
    pub(super) fn write_member(&mut self, object: &Value, key: &Value, value: &Value, at: ExprId) {
        let span = self.program.span(at);
        let several = object.alts().len() > 1;
        for alt in object.alts().to_vec() {
            let name = key.as_str().cloned();
            if let Some(name) = &name {
                self.note_write(&alt, name, value, at);
            }
            let Kind::Obj(id) = alt.kind else {
                if alt.kind == Kind::Unknown {
                    self.escape(value);
                    self.note_keep(value, || name.as_ref().map_or_else(String::new, ToString::to_string), None);
                }
                continue;
            };
            if self.outlives_handler(id) {
                self.note_adoption(value);
                let label = || name.as_ref().map_or_else(|| "[…]".to_owned(), ToString::to_string);
                self.note_keep(value, label, None);
            }
            if let Some(name) = &name {
                self.name_channels(value, &self.member_text(at, name));
            }
            for object in value.objects().collect::<Vec<_>>() {
                self.settle_home(id, object, name.as_deref());
            }
            if self.escaped.contains(&id) {
                self.escape(value);
            }
            let value = value.clone().step(span);
            match (&name, several) {
                (Some(name), false) => {
                    let accessor = accessor(name);
                    if self.heap.own(id, &accessor).is_none() {
                        self.heap.set(Place::Prop(id, name.clone()), value);
                    }
                }
                (Some(name), true) => self.heap.add(Place::Prop(id, name.clone()), &value),
                (None, _) => self.define(id, key, value),
            }
        }
    }

    /// A function that is assigned to a property becomes a method of that object.
    fn settle_home(&mut self, holder: ObjId, function: ObjId, name: Option<&str>) {
        if name == Some("prototype")
            && matches!(self.heap.kind(holder), ObjKind::Closure { .. } | ObjKind::Class { .. })
        {
            self.prototypes.insert(function, holder);
        }
        let kind = match self.heap.kind(function) {
            ObjKind::Closure { function, .. } => self.program.function(*function).kind,
            _ => return,
        };
        let site = self.heap.object(holder).site;
        if let ObjKind::Closure { this, .. } = &mut self.heap.object_mut(function).kind
            && kind == FunctionKind::Function
            && this.is_none()
        {
            *this = Some(Value::object(holder, site));
        }
    }

    /// Code out of sight gets hold of the value: it may call, change or close what it reaches from there.
    pub(super) fn escape(&mut self, value: &Value) {
        let mut todo: Vec<ObjId> = value.objects().collect();
        while let Some(object) = todo.pop() {
            if matches!(self.heap.kind(object), ObjKind::Host(Host::Window(_) | Host::Global(_) | Host::Event(_))) {
                continue;
            }
            if !self.escaped.insert(object) {
                continue;
            }
            if let Some(life) = self.lives.get_mut(&object) {
                life.escaped = true;
            }
            for (_, value) in self.heap.own_entries(object) {
                todo.extend(value.objects());
            }
            if let Some(v) = self.heap.own(object, ELEMENTS) {
                todo.extend(v.objects());
            }
            if let ObjKind::Bound { target, .. } = self.heap.kind(object) {
                todo.push(*target);
            }
        }
    }

    /// The sources of a value and of everything that it holds.
    pub(super) fn deep_labels(&self, value: &Value) -> Labels {
        let mut labels = Labels::NONE;
        for alt in value.alts() {
            labels = labels.union(&self.deep_labels_of(alt));
        }
        labels
    }

    pub(super) fn deep_labels_of(&self, alt: &Alt) -> Labels {
        let mut labels = alt.labels.clone();
        let Kind::Obj(object) = alt.kind else { return labels };
        let mut seen = vec![object];
        let mut todo = vec![(object, 0)];
        while let Some((object, depth)) = todo.pop() {
            let held = match self.heap.kind(object) {
                ObjKind::Plain | ObjKind::Array | ObjKind::Set | ObjKind::Map | ObjKind::Promise | ObjKind::Url => {
                    self.heap.own_entries(object)
                }
                _ => continue,
            };
            let rest = self.heap.own(object, ELEMENTS);
            for value in rest.into_iter().chain(held.map(|(_, v)| v).take(MAX_HELD)) {
                for alt in value.alts() {
                    labels = labels.union(&alt.labels);
                    if let Kind::Obj(inner) = alt.kind
                        && depth < 4
                        && seen.len() < 64
                        && !seen.contains(&inner)
                    {
                        seen.push(inner);
                        todo.push((inner, depth + 1));
                    }
                }
            }
        }
        labels
    }
}

/// How many properties of one object are looked at for where its contents came from: a table of a thousand functions is
/// no message.
const MAX_HELD: usize = 48;

/// Methods that give a boolean or a number, whatever they are asked about.
fn is_predicate(name: &str) -> bool {
    matches!(
        name,
        "startsWith"
            | "endsWith"
            | "includes"
            | "has"
            | "test"
            | "indexOf"
            | "lastIndexOf"
            | "search"
            | "some"
            | "every"
    )
}

/// The property of a class that holds what it extends.
const PARENT: &str = "[[parent]]";
