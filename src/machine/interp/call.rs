//! Calls, construction, and properties: how functions of the program run and how objects answer.

use std::iter;

use crate::facts::EffectKind;
use crate::machine::cut::Cut;
use crate::machine::domain::heap::{ELEMENTS, EnvId, ObjKind, Place};
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::{
    ATTACKER_CONTROLLED, AUTHENTICATING, REFUSED, SECRET_EVIDENCE, Taint, TaintKind, TaintKinds, Taints, URL_CONTROLLED,
};
use crate::machine::domain::value::{Alt, Alts, Kind, ObjId, Value};
use crate::machine::limits;
use crate::machine::web::parameter::verdict;
use crate::machine::{Cond, Exit, ExitKind, Frame, Machine, Mode, Path};
use crate::source::Span;
use crate::syntax::program::{Arg, Expr, ExprId, FnId, FunctionKind, Key, Name};

const CONTENT: TaintKinds = TaintKinds::of(&[TaintKind::Content]);
const NAMED: TaintKinds = TaintKinds::of(&[TaintKind::Named]);
const RANDOM: TaintKinds = TaintKinds::of(&[TaintKind::Random]);

impl<'p> Machine<'p> {
    /// The function of the program that is run when the object is called.
    pub(in crate::machine) fn function_of(&self, object: ObjId) -> Option<FnId> {
        let mut object = object;
        // A stage may be a bound function, and a bound function one of the stages of a stream, but no further.
        for _ in 0..4 {
            match self.heap.kind(object) {
                ObjKind::Closure { function, .. } => return Some(*function),
                ObjKind::Bound { target, .. } => object = *target,
                ObjKind::Staged(stages, handler) => object = stages.first().map_or(*handler, |s| s.function),
                _ => return None,
            }
        }
        None
    }

    pub(in crate::machine) fn call_expr(
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
                if self.unreachable {
                    return Value::bottom();
                }
                if is_super {
                    let this = self.this();
                    let method = self.read_member(&holder, &name, callee);
                    return self.call_value(id, &method, &this, &args);
                }
                self.note_wrapped(id, &args);
                let call = |m: &mut Self, holder: &Value| m.call_member(id, callee, holder, &name, &args, optional);
                let result = if *through { self.optional(&holder, call) } else { call(self, &holder) };
                match types.first() {
                    Some(interface) => self.found_of_type(result, interface, id),
                    None => result,
                }
            }
            Expr::Super => {
                let args = self.args(args);
                self.super_call(&args, id);
                Value::undefined()
            }
            _ => {
                let function = self.eval(callee);
                let args = self.args(args);
                if self.unreachable {
                    return Value::bottom();
                }
                self.note_wrapped(id, &args);
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

    pub(in crate::machine) fn args(&mut self, args: &'p [Arg]) -> Vec<Value> {
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
                (None, any) => values.push(any.join(&Value::unknown(span, value.taints()))),
            }
        }
        values
    }

    /// Where the `i`-th argument of a call stands.
    pub(in crate::machine) fn arg_span(&self, call: ExprId, i: usize) -> Span {
        match self.program.expr(call) {
            Expr::Call { args, .. } | Expr::New { args, .. } if args.iter().take(i + 1).all(|a| !a.spread) => {
                args.get(i).map_or_else(|| self.program.span(call), |a| self.program.span(a.value))
            }
            _ => self.program.span(call),
        }
    }

    /// `holder.name(…args)`
    pub(in crate::machine) fn call_member(
        &mut self,
        id: ExprId,
        callee: ExprId,
        holder: &Value,
        name: &Value,
        args: &[Value],
        optional: bool,
    ) -> Value {
        let mut result = Value::bottom();
        // Where it may be an object, a call on nothing throws; otherwise it may be set where nobody looked.
        let throws = holder.alts().iter().any(|a| matches!(a.kind, Kind::Obj(_)));
        let alts: Alts = holder.alts().iter().filter(|a| !(throws && a.is_nullish())).cloned().collect();
        let several = alts.len() > 1;
        for alt in alts {
            let one = Value::new(alt.kind.clone(), alt.site, alt.taints.clone());
            let mut call = |m: &mut Self| {
                let value = m.call_on(id, callee, &one, &alt, name, args, optional);
                result = std::mem::take(&mut result).join(&value);
            };
            if several { self.maybe(call) } else { call(self) }
        }
        result
    }

    #[allow(clippy::too_many_arguments, reason = "a call has that many parts")]
    pub(in crate::machine) fn call_on(
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
            if let Kind::Obj(object) = alt.kind
                && matches!(self.heap.kind(object), ObjKind::Plain)
                && let Some(method) = self.component_member(object, &name)
            {
                return self.call_value(id, &method, holder, args);
            }
            if let Some(result) = self.call_builtin(id, holder, alt, &name, args) {
                return result;
            }
            if alt.is_nullish() && self.web.absent.contains(&alt.site) {
                self.leave(ExitKind::Throw, Value::unknown(span, Taints::NONE));
                return Value::bottom();
            }
            if alt.is_nullish() {
                // Either it is set where we did not look, or the call throws.
                if alt.taints.kinds().intersects(AUTHENTICATING) && self.in_sender_run() {
                    self.leave(ExitKind::Throw, Value::unknown(span, Taints::NONE));
                    return Value::bottom();
                }
                if alt.taints.has(TaintKind::Source) {
                    return Value::bottom();
                }
                let unknown = self.top(span);
                self.sink_any(id, &name, args, &unknown.alts()[0]);
                return self.call_unknown(id, &unknown, args, Some(&name));
            }
            return self.call_unknown(id, holder, args, Some(&name));
        }
        let names: Vec<Name> = name.strings().map(|(n, _)| n.clone()).collect();
        if names.len() > 1 && !name.has_unknown() {
            let mut result = Value::bottom();
            for one in names {
                let key = Value::string(&one, span, name.taints());
                self.maybe(|m| {
                    let value = m.call_on(id, callee, holder, alt, &key, args, optional);
                    result = std::mem::take(&mut result).join(&value);
                });
            }
            return result;
        }
        // A method that the key picks out of a table.
        let method = self.read_member(holder, name, callee);
        let call = |m: &mut Self, method: &Value| m.call_value(id, method, holder, args);
        if optional { self.optional(&method, call) } else { call(self, &method) }
    }

    /// Calls whatever the value may be.
    pub(in crate::machine) fn call_value(
        &mut self,
        id: ExprId,
        function: &Value,
        this: &Value,
        args: &[Value],
    ) -> Value {
        let mut result = Value::bottom();
        let several = function.alts().len() > 1;
        let taints = function.taints();
        if taints.has(TaintKind::Fetched) {
            let spread = matches!(self.program.expr(id), Expr::Call { args, .. } if args.iter().any(|a| a.spread));
            let list = spread.then(|| args.iter().fold(Value::bottom(), Value::join));
            self.note_dispatch(id, &taints, list.as_ref());
        }
        // Of a long table every function may be the one that a message means; what else goes through one runs the first of them.
        let most = if self.in_handler() { limits::OBJECTS + limits::ALTERNATIVES } else { limits::ALTERNATIVES };
        for alt in function.to_alts().into_iter().take(most) {
            let mut call = |m: &mut Self| {
                let value = m.call_one(id, &alt, this, args);
                result = std::mem::take(&mut result).join(&value);
            };
            if several {
                self.choices += 1;
                self.maybe(call);
                self.choices -= 1;
            } else {
                call(self);
            }
        }
        result
    }

    /// Calls one thing that a value may be. What is not a function of the program takes a step: built-ins that call each other
    /// run no expression that would.
    pub(in crate::machine) fn call_one(&mut self, id: ExprId, function: &Alt, this: &Value, args: &[Value]) -> Value {
        let of_program = matches!(function.kind, Kind::Obj(o) if matches!(self.heap.kind(o), ObjKind::Closure { .. }));
        if !of_program && !self.step() {
            return Value::bottom();
        }
        let called = self.deeper(|m| m.call_alternative(id, function, this, args));
        called.unwrap_or_else(|| self.call_unseen(self.program.span(id), args))
    }

    fn call_alternative(&mut self, id: ExprId, function: &Alt, this: &Value, args: &[Value]) -> Value {
        let span = self.program.span(id);
        let Kind::Obj(object) = function.kind else {
            if function.is_nullish() && function.taints.kinds().intersects(AUTHENTICATING) && self.in_sender_run() {
                self.leave(ExitKind::Throw, Value::unknown(span, Taints::NONE));
                return Value::bottom();
            }
            if function.taints.has(TaintKind::Picked) && !function.taints.kinds().intersects(ATTACKER_CONTROLLED) {
                // The message says which function out of sight is called.
                self.note_effect(span, EffectKind::Pick);
            }
            let holder = Value::new(Kind::Unknown, function.site, function.taints.clone());
            let name = self.callee_name(id);
            return self.call_unknown(id, &holder, args, name.as_ref());
        };
        if let ObjKind::Closure { function, .. } = self.heap.kind(object) {
            let function = *function;
            return self.known_import(id, function, args).unwrap_or_else(|| self.invoke(object, this, args, id));
        }
        match self.heap.kind(object).clone() {
            ObjKind::Bound { target, this, args: first } => {
                let mut all = first;
                all.extend_from_slice(args);
                let target = Alt { kind: Kind::Obj(target), site: function.site, taints: function.taints.clone() };
                self.call_one(id, &target, &this, &all)
            }
            ObjKind::Method { receiver, name } => {
                let alt = receiver.alts().first().cloned();
                let native = alt.and_then(|alt| self.call_builtin(id, &receiver, &alt, &name, args));
                native.unwrap_or_else(|| self.call_unknown(id, &receiver, args, Some(&name)))
            }
            ObjKind::Staged(stages, handler) => {
                self.run_stages(id, &stages, handler, args.first().cloned().unwrap_or_default());
                Value::undefined()
            }
            ObjKind::Setter(cell) => {
                if let Some(value) = args.first() {
                    self.set_cell(cell, value, id);
                }
                Value::undefined()
            }
            ObjKind::Host(Host::Global(name)) => self.call_global(id, name, args),
            ObjKind::Host(Host::Type(_)) if self.answers_peer(object) => {
                self.posts_for(id, Some(object), &"()".into(), args);
                Value::undefined()
            }
            ObjKind::Host(Host::Type(_)) if self.is_called_itself(object) => {
                self.sink_method(id, object, &"()".into(), args);
                self.call_unseen(span, args)
            }
            ObjKind::Host(Host::Type(HostType::Schema)) => self.schema_call(&Value::object(object, span), args, span),
            _ => self.package_call(object, args, span).unwrap_or_else(|| {
                let name = self.callee_name(id);
                self.call_unknown(id, &Value::object(object, span), args, name.as_ref())
            }),
        }
    }

    /// A function with its `this` and first arguments. One that is bound already keeps its own `this` and comes behind its own
    /// arguments (ECMA-262 §10.4.1), so that no chain of them arises.
    pub(in crate::machine) fn bound_to(&mut self, function: ObjId, this: Value, args: &[Value], site: Span) -> ObjId {
        let kind = match self.heap.kind(function) {
            ObjKind::Bound { target, this, args: first } => {
                let args = first.iter().chain(args).take(limits::LIST).cloned().collect();
                ObjKind::Bound { target: *target, this: this.clone(), args }
            }
            _ => ObjKind::Bound { target: function, this, args: args.to_vec() },
        };
        if let ObjKind::Bound { args, .. } = &kind {
            self.heap.work(4 * args.len());
        }
        self.heap.alloc(kind, site)
    }

    /// The name of the function that is called: of an imported one that of the other file, whatever it is called here.
    pub(in crate::machine) fn callee_name(&self, id: ExprId) -> Option<Name> {
        let (Expr::Call { callee, .. } | Expr::New { callee, .. }) = self.program.expr(id) else { return None };
        match self.program.expr(self.program.called(*callee)) {
            Expr::Var(b) => Some(self.program.binding(*b).known_as().clone()),
            Expr::Global(name) | Expr::Member { key: Key::Name(name), .. } => Some(name.clone()),
            _ => None,
        }
    }

    /// The name of what a method is called on, for messages; empty where it has none.
    pub(in crate::machine) fn holder_name(&self, id: ExprId) -> String {
        let Expr::Call { callee, .. } = self.program.expr(id) else { return String::new() };
        let Expr::Member { object, .. } = self.program.expr(*callee) else { return String::new() };
        match self.program.expr(*object) {
            Expr::Var(b) => self.program.binding(*b).name.to_string(),
            Expr::Global(name) | Expr::Member { key: Key::Name(name), .. } => name.to_string(),
            _ => String::new(),
        }
    }

    /// Runs a function of the program.
    pub(in crate::machine) fn invoke(&mut self, closure: ObjId, this: &Value, args: &[Value], id: ExprId) -> Value {
        let ObjKind::Closure { function, env, this: own } = self.heap.kind(closure).clone() else {
            return Value::bottom();
        };
        let span = self.program.span(id);
        let program = self.program;
        let f = program.function(function);
        let own_args;
        let (args, cut) = match self.again(function, args) {
            Again::AsGiven => (args, None),
            Again::Widened(widened) => {
                own_args = widened;
                (own_args.as_slice(), None)
            }
            Again::Enough => (args, Some(Cut::Recursion)),
        };
        let cut = cut.or((self.frames.len() >= limits::FRAMES).then_some(Cut::Frames));
        if cut.is_some() || !self.worth_running(function) || self.was_given(function, this, args) {
            if let Some(cut) = cut {
                self.note_not_followed(cut, function, args, span);
            }
            // What a function makes of an address that others choose, its body would tell: whether the origin is still theirs
            // is not to be claimed without it.
            return self.call_unseen(span, args).map_taints(|taints| taints.without(URL_CONTROLLED));
        }
        if !self.program.is_own(function) && self.is_far_enough() {
            self.note_far(span);
            let holder = Value::unknown(span, Taints::NONE);
            return self.call_unknown(id, &holder, args, f.name.as_ref());
        }
        self.exploration.runs[function.index()] += 1;
        let (this, home) = match (f.kind, &own) {
            (FunctionKind::Arrow, Some(own)) => (own.clone(), self.frames.last().and_then(|f| f.home)),
            (_, Some(home)) => (this.clone(), home.objects().next()),
            (_, None) => (this.clone(), None),
        };
        let outside = self.leave_file(function);
        self.callee = Some(closure);
        let result = self.activate(function, env, this, home, args, Some(id));
        self.come_back(outside);
        if f.is_generator || f.is_async {
            let promise = self.promise_of(result, span);
            if f.is_generator {
                self.channels.generators.extend(promise.objects());
            }
            return promise;
        }
        result
    }

    /// How a function is called that may be running already. The first calls of it inside each other are run as they are; then
    /// numbers and texts that change from one to the next are taken for unknown, so that the next call is like all that follow.
    fn again(&self, function: FnId, args: &[Value]) -> Again {
        let mut running = self.frames.iter().filter(|f| f.function == function);
        let Some(last) = running.next_back() else { return Again::AsGiven };
        match running.count() + 1 {
            n if n < limits::RECURSION => Again::AsGiven,
            n if n == limits::RECURSION => {
                let widen = |(i, arg): (usize, &Value)| match last.args.get(i) {
                    Some(before) if !before.subsumes(arg) => arg.widened(),
                    _ => arg.clone(),
                };
                Again::Widened(args.iter().enumerate().map(widen).collect())
            }
            _ => Again::Enough,
        }
    }

    /// Whether a function that a long run calls over and over is given nothing that it was not given before, so that one more call
    /// does nothing new either. Objects count by what they hold, and functions by which they are.
    fn was_given(&mut self, function: FnId, this: &Value, args: &[Value]) -> bool {
        if !self.in_handler() || limits::RUN_FUEL.saturating_sub(self.budget.fuel) < limits::PATIENT_FUEL {
            return false;
        }
        let is_told = |alt: &Alt| !matches!(alt.kind, Kind::Obj(object) if !self.is_callable(object));
        let told = |value: &Value| (value.clone().filter(is_told), self.deep_taints(value).state());
        let values: Vec<_> = iter::once(this).chain(args).map(told).collect();
        let Mode::Handler(run) = &mut self.mode else { return false };
        run.given.entry(function).or_default().again(&values)
    }

    /// A call is not followed because of a bound. Where a handler gives it something of its message that the calls around it do
    /// not have already, a flaw may be hidden behind it.
    fn note_not_followed(&mut self, cut: Cut, function: FnId, args: &[Value], span: Span) {
        if !self.in_handler() {
            return;
        }
        let said = |value: &Value| self.deep_taints(value).state().of_message();
        let running: Vec<&Frame> = self.frames.iter().filter(|f| f.function == function).collect();
        let is_new = |(i, arg): (usize, &Value)| {
            let taints = self.deep_taints(arg);
            let here = taints.state().of_message();
            let given_before = |f: &&Frame| f.args.get(i).is_some_and(|a| said(a).subsumes(here));
            taints.is_message_derived() && !running.iter().any(given_before)
        };
        if args.iter().enumerate().any(is_new) {
            self.cut_short(cut, Some(span));
        }
    }

    /// Runs a function's body in an activation of its own and gives what it returns.
    pub(in crate::machine) fn activate(
        &mut self,
        function: FnId,
        around: EnvId,
        this: Value,
        home: Option<ObjId>,
        args: &[Value],
        call: Option<ExprId>,
    ) -> Value {
        let result = self.deeper(|m| m.run_body(function, around, this, home, args, call));
        result.unwrap_or_else(|| self.call_unseen(self.program.function(function).span, args))
    }

    fn run_body(
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
        let known = self.tags_of_arguments(call, args, &f.params);
        let env = self.heap.activate(function, Some(around));
        // A function expression knows itself by its own name.
        if let (Some(callee), Some(own)) = (self.callee.take(), f.own_name) {
            self.heap.set(Place::Var(env, own), Value::object(callee, f.span));
        }
        let base = self.path.clone();
        self.frames.push(Frame { call, args: args.to_vec(), home, ..Frame::new(function, env, this) });
        self.hoist(function);
        for (i, param) in f.params.iter().enumerate() {
            let value = args.get(i).cloned().unwrap_or_else(Value::undefined);
            self.bind(*param, value, true);
        }
        if let Some(rest) = f.rest {
            let tail = args.get(f.params.len()..).unwrap_or_default().to_vec();
            let list = self.make_list(tail, f.span);
            if call.is_none() {
                // Whoever calls it from out of sight may give any number.
                let at = program.pattern_span(rest);
                let any = Value::unknown(at, Taints::source(TaintKind::Varying, at));
                self.heap.set(Place::Prop(list, ELEMENTS.into()), any);
            }
            self.bind(rest, Value::object(list, f.span), true);
        }
        self.carry_tags(known);
        self.block(&f.body);
        let mut exits = std::mem::take(&mut self.frame().exits);
        let yields = std::mem::take(&mut self.frame().yields);
        self.drop_unsteered(&mut exits, &base, |kind| *kind == ExitKind::Return);
        self.frames.pop();

        let (returns, others): (Vec<Exit>, Vec<Exit>) = exits.into_iter().partition(|e| e.kind == ExitKind::Return);
        if let Some(frame) = self.frames.last_mut() {
            frame.exits.extend(others.into_iter().filter(|e| e.kind == ExitKind::Throw));
        }
        let mut result = if self.unreachable { Value::bottom() } else { Value::undefined() };
        let values = told(&returns, &base, returns.len() > 1 || !self.unreachable);
        let alive_before = !self.unreachable;
        self.merge_exits(returns);
        for value in values {
            result = if alive_before && value.kinds().intersects(AUTHENTICATING) && result.alts().len() == 1 {
                // Falling off the end is the other verdict of a test that returns one.
                result.with(&value.taints()).join(&value)
            } else {
                result.join(&value)
            };
        }
        if !yields.is_bottom() && result.alts().iter().all(|a| a.kind == Kind::Undefined) {
            result = yields;
        }
        result
    }

    /// In a sender run, leaves out the exits that only the environment opens and that skip a test which the other side makes.
    pub(in crate::machine) fn drop_unsteered(
        &mut self,
        exits: &mut Vec<Exit>,
        base: &Path,
        of: impl Fn(&ExitKind) -> bool,
    ) {
        if !self.in_sender_run() || exits.is_empty() {
            return;
        }
        let skips = |path: &Path, consulted: &rustc_hash::FxHashSet<(ExprId, bool)>| {
            path.iter().take((path.depth().saturating_sub(base.depth())) as usize).any(|c| match c {
                Cond::Environment { fork, side } => {
                    consulted.contains(&(fork, !side)) && !consulted.contains(&(fork, side))
                }
                _ => false,
            })
        };
        let consulted = &self.senders.consulted;
        exits.retain(|e| !of(&e.kind) || !skips(&e.path, consulted));
    }

    /// Whether a function's body is worth its fuel.
    pub(in crate::machine) fn worth_running(&self, function: FnId) -> bool {
        if self.in_handler() {
            return true;
        }
        let f = self.program.function(function);
        let size = f.exprs.end - f.exprs.start;
        let reach = self.reach();
        let limit =
            if self.program.is_own(function) { limits::SMALL_FUNCTION } else { limits::SMALL_IMPORTED_FUNCTION };
        let small = size <= limit && reach > 0;
        if self.outline.relevant[function.index()] > reach && !small {
            return false;
        }
        // Each function may use about the same share of the fuel.
        let cap = (60_000 / size.max(1)).clamp(3, if reach > 1 { 24 } else { 4 });
        self.exploration.runs[function.index()] < cap
    }

    /// A call of something that is not run: what it is given may come out again.
    pub(in crate::machine) fn call_unseen(&mut self, span: Span, args: &[Value]) -> Value {
        let mut taints = Taints::source(TaintKind::Varying, span);
        for arg in args {
            taints = taints.union(&self.deep_taints(arg));
            self.escape(arg);
        }
        Value::unknown(span, taints)
    }

    /// A call of a function out of sight.
    pub(in crate::machine) fn call_unknown(
        &mut self,
        id: ExprId,
        holder: &Value,
        args: &[Value],
        name: Option<&Name>,
    ) -> Value {
        let span = self.program.span(id);
        self.may_throw = Some(self.path.clone());
        let mut taints = holder.taints().without(REFUSED);
        let mut callbacks = Vec::new();
        let method = matches!(self.program.expr(id), Expr::Call { callee, .. } if matches!(self.program.expr(*callee), Expr::Member { .. }));
        if let Some(name) = name
            && self.wrapper_call(id, name, args, method)
        {
            return self.top(span);
        }
        if let Some(name) = name.filter(|_| !method) {
            if let Some(stream) = self.stream_call(id, name, args) {
                return stream;
            }
            self.sink_unseen(name, id, args);
        }
        if let Some(value) = name.and_then(|n| self.library_call(id, n, args)) {
            return self.refuse_result(id, value, args);
        }
        let lends_this = method && name.is_some_and(|n| matches!(&**n, "call" | "apply"));
        for (i, arg) in args.iter().enumerate() {
            // That a method's object holds a secret among other things does not make one of what the method returns.
            // What a function out of sight makes of the user's content may be as far from it as a count is. Random bytes it may write
            // in another way, as long as it is given nothing else.
            let kept = if arg.kinds().has(TaintKind::Random) { CONTENT } else { CONTENT.union(RANDOM) };
            let held = self.deep_taints(arg).without(kept);
            taints = taints.union(&if lends_this && i == 0 { held.without(SECRET_EVIDENCE) } else { held });
            if self.in_handler() && self.holds_event(arg) {
                let taint = Taint { listener: self.senders.listener, ..Taint::new(TaintKind::Event, span) };
                taints = taints.union(&Taints::one(taint));
            }
            for object in arg.objects() {
                if self.is_callable(object) {
                    callbacks.push((i, object));
                }
            }
        }
        self.note_call(id, args, name);
        for (i, arg) in args.iter().enumerate() {
            // What a hook depends on is compared, and handed to nobody.
            let hooks = &self.model.wrappers.lifecycle.dependent;
            if !name
                .is_some_and(|n| hooks.iter().any(|row| row.at == i && row.names.iter().any(|known| **known == **n)))
            {
                self.escape(arg);
            }
        }
        // Callbacks see what the call sees, and a call that is given `this` beside one calls it on that: `__awaiter(this, …)`.
        let this = self.given_this(id);
        for (place, callback) in callbacks {
            let taints = taints.union(&Taints::source(TaintKind::Varying, span));
            let given = self.refused_argument(id, place, args);
            self.call_back_on(id, callback, &this, given.as_slice(), &taints);
        }
        if let Some(name) = name.filter(|_| method) {
            taints = self.picked_from_address(name, holder, args, taints, span);
        }
        if name.is_some_and(|n| is_predicate(n)) {
            taints = verdict(&taints);
        }
        let mut value = Value::unknown(span, taints.union(&Taints::source(TaintKind::Varying, span)));
        if let (Some(name), Some(alt)) = (name.filter(|_| method), holder.single()) {
            value = self.method_of_refused(alt, name, value, span);
        }
        self.refuse_result(id, value, args)
    }

    /// What an awaited call of a function out of sight gives is an answer, and not the part of the address, or what is secret by its
    /// name alone, that it was asked with: a session is no password.
    pub(in crate::machine) fn answer(&self, call: ExprId, value: Value) -> Value {
        let asked = |alt: &Alt| alt.kind == Kind::Unknown && alt.site == self.program.span(call);
        if !matches!(self.program.expr(call), Expr::Call { .. }) || !value.alts().iter().any(asked) {
            return value;
        }
        let mut answer = Value::bottom();
        for alt in value.alts() {
            let taints = if asked(alt) { alt.taints.without(URL_CONTROLLED.union(NAMED)) } else { alt.taints.clone() };
            answer.push(Alt { taints, ..alt.clone() });
        }
        answer
    }

    /// Functions are handed to a call. What comes out of it may be one of them in another guise (`_.bind(f, this)`).
    fn note_wrapped(&mut self, id: ExprId, args: &[Value]) {
        if self.in_sender_run() {
            return;
        }
        let functions: Vec<ObjId> = args.iter().flat_map(Value::objects).filter(|o| self.is_callable(*o)).collect();
        if functions.is_empty() {
            return;
        }
        let given = self.given_this(id);
        let this = if given.alts().iter().all(Alt::is_nullish) {
            Value::object(self.web.window, self.program.span(id))
        } else {
            given
        };
        let wrapped = functions.into_iter().take(limits::LIST).map(|function| (function, this.clone())).collect();
        self.listening.wrapped.insert(self.program.span(id), wrapped);
    }

    /// The `this` that a call is given among its arguments.
    fn given_this(&self, id: ExprId) -> Value {
        let Expr::Call { args, .. } = self.program.expr(id) else { return Value::undefined() };
        let given = args.iter().any(|a| matches!(self.program.expr(a.value), Expr::This));
        if given { self.this() } else { Value::undefined() }
    }

    /// Runs a callback that somebody else may call, with arguments of which only the sources are known.
    pub(in crate::machine) fn call_back(&mut self, id: ExprId, callback: ObjId, args: &[Value], taints: &Taints) {
        self.call_back_on(id, callback, &Value::undefined(), args, taints);
    }

    fn call_back_on(&mut self, id: ExprId, callback: ObjId, this: &Value, args: &[Value], taints: &Taints) {
        let span = self.program.span(id);
        let count = match self.heap.kind(callback) {
            ObjKind::Closure { function, .. } => {
                if self.exploration.runs[function.index()] >= 4 && !self.in_handler() {
                    return;
                }
                self.program.function(*function).params.len()
            }
            _ => 1,
        };
        let mut all = args.to_vec();
        while all.len() < count {
            all.push(Value::unknown(span, taints.clone()));
        }
        let value = Value::object(callback, span);
        self.maybe(|m| {
            m.pause();
            let returned = m.call_value(id, &value, this, &all);
            // The clean-up that an effect hands back.
            for object in returned.objects().collect::<Vec<_>>() {
                if matches!(m.heap.kind(object), ObjKind::Closure { .. }) {
                    m.exploration.escaped.insert(object);
                }
            }
        });
    }

    pub(in crate::machine) fn is_callable(&self, object: ObjId) -> bool {
        matches!(
            self.heap.kind(object),
            ObjKind::Closure { .. } | ObjKind::Bound { .. } | ObjKind::Setter(_) | ObjKind::Staged(..)
        )
    }
}

/// How a function that may be running already is called once more.
enum Again {
    /// With what it is given.
    AsGiven,
    /// With what any call from here on may be given.
    Widened(Vec<Value>),
    /// Not at all.
    Enough,
}

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

/// What a function returns on each way, `several` if there are more. What a test of the sender that cannot be seen into
/// decides to return tells of that test; so does a refusal that comes later, because nothing was let in before, but not a
/// consent that is also given without the test.
fn told(returns: &[Exit], base: &Path, several: bool) -> Vec<Value> {
    let opaque = |e: &Exit| e.path.iter().take((e.path.depth() - base.depth()) as usize).find_map(Cond::opaque);
    let consents = |e: &Exit| e.value.single().is_some_and(|a| a.kind == Kind::Bool(true));
    let refuses = |e: &Exit| e.value.single().is_some_and(|a| a.is_nullish() || a.kind == Kind::Bool(false));
    let untested = |e: &&Exit| opaque(e).is_none() && !e.value.kinds().intersects(AUTHENTICATING);
    let open = returns.iter().filter(untested).any(consents);
    let mut before = None;
    let tell = |exit: &Exit| {
        let here = opaque(exit);
        before = here.or(before);
        match here.or(before.filter(|_| refuses(exit))) {
            Some(span) if several && !(open && consents(exit)) => {
                exit.value.clone().with(&Taints::source(TaintKind::Sender, span))
            }
            _ => exit.value.clone(),
        }
    };
    returns.iter().map(tell).collect()
}
