//! Calls of the platform's functions, constructors and methods.

use crate::facts::{Receiver, WindowKind};
use crate::machine::domain::access_path::Step;
use crate::machine::domain::heap::{ELEMENTS, ObjKind, Place, REJECTED, accessor};
use crate::machine::domain::host::{EventOf, Host};
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, Taint, TaintKind, TaintKinds, Taints};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::ecma::text;
use crate::machine::web::location::content;
use crate::machine::web::parameter::verdict;
use crate::machine::{ExitKind, Machine};
use crate::model::Sanitizes;
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, Name};

/// Methods that run a callback for each element of what they are called on.
pub(super) const ITERATORS: [&str; 9] =
    ["forEach", "map", "filter", "some", "every", "find", "findIndex", "findLast", "flatMap"];

/// Functions that run a callback later, whatever it returns.
const TIMERS: [&str; 6] =
    ["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "requestAnimationFrame", "requestIdleCallback"];

/// Where the files of the extension are that a script belongs to: any id is as good as its own.
const EXTENSION: &str = "chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/";

impl<'p> Machine<'p> {
    /// Whether a call only sees to it that what it is given is run later.
    pub(in crate::machine) fn is_timer(&self, call: ExprId) -> bool {
        self.callee_name(call).is_some_and(|name| TIMERS.contains(&&*name))
    }

    /// A call of a global function.
    pub(in crate::machine) fn call_global(&mut self, id: ExprId, name: &'static str, args: &[Value]) -> Value {
        let given = self.give_global(id, name, args);
        self.refuse_made(id, name, given)
    }

    fn give_global(&mut self, id: ExprId, name: &'static str, args: &[Value]) -> Value {
        let span = self.program.span(id);
        self.sink_call(name, id, args);
        if self.model.sinks.effects.globals.iter().any(|n| n == name) && !self.only_asks(id, name, args) {
            self.note_change(span, "", name, args);
        }
        match name {
            _ if TIMERS.contains(&name) => {
                let passed: Vec<Value> = args.get(2..).unwrap_or_default().to_vec();
                for callback in args.first().into_iter().flat_map(Value::objects).collect::<Vec<_>>() {
                    self.call_back(id, callback, &passed, &Taints::NONE);
                }
                if let Some(callback) = args.first().filter(|c| c.has_unknown()) {
                    self.call_unknown(id, callback, &passed, None);
                }
                Value::unknown(span, Taints::NONE)
            }
            "addEventListener" | "attachEvent" => {
                let scope = Value::object(self.web.window, span);
                self.add_listener(id, &scope, args);
                Value::constant(Kind::Undefined, span)
            }
            "removeEventListener" => {
                let functions: Vec<_> = self.frames.iter().skip(1).map(|f| f.function).collect();
                self.outline.unlistens.extend(functions);
                let receiver = self.receiver(self.web.window).unwrap_or(Receiver::Unknown);
                self.note_removed(id, receiver, args);
                Value::undefined()
            }
            "postMessage" => {
                let scope = Value::object(self.web.window, span);
                self.post(id, &scope, args);
                Value::undefined()
            }
            "require" => {
                let source = args.first().and_then(Value::as_str).cloned();
                match source {
                    Some(source) => {
                        let file = self.required(&source, span);
                        file.unwrap_or_else(|| self.imported(&source, &"*".into(), span))
                    }
                    None => self.top(span),
                }
            }
            "open" => {
                let window = self.web.window;
                self.returned(id, window, &"open".into(), args).unwrap_or_else(|| self.top(span))
            }
            "importScripts" | "close" | "alert" | "eval" => self.top(span),
            "fetch" => {
                let mut taints =
                    Taints::source(TaintKind::Response, span).union(&Taints::source(TaintKind::Varying, span));
                if self.sends_credentials(args) {
                    taints = taints.union(&Taints::one(content("what a server answered", span)));
                }
                let mut response = Value::unknown(span, taints);
                if let Some(refusal) = self.model.clones.promised(name) {
                    response = self.refuse(&response, refusal, span);
                }
                self.promise_of(response, span)
            }
            "structuredClone" => {
                self.judge_transfer(id, Receiver::Port, None, args);
                let original = args.first().cloned().unwrap_or_else(Value::undefined);
                match original.single().map(|a| a.kind.clone()) {
                    Some(Kind::Obj(o)) if self.carries(o) => {
                        let copy = self.heap.alloc(self.heap.kind(o).clone(), span);
                        Value::object(copy, span).with(&original.taints())
                    }
                    _ => original,
                }
            }
            "createImageBitmap" => {
                let bitmap = self.heap.alloc(ObjKind::Host(Host::Type(HostType::ImageBitmap)), span);
                self.promise_of(Value::object(bitmap, span), span)
            }
            "Object" => args.first().cloned().unwrap_or_else(Value::undefined),
            "Array" => {
                let list = self.make_list(Vec::new(), span);
                self.heap.set(Place::Prop(list, ELEMENTS.into()), Value::undefined());
                Value::object(list, span)
            }
            "RegExp" => self.make_pattern(id, args),
            "$" | "jQuery" => self.jquery(id, args),
            "acquireVsCodeApi" => {
                let bridge = self.heap.alloc(ObjKind::Host(Host::Type(HostType::Bridge)), span);
                Value::object(bridge, span)
            }
            "Boolean" => self.truth_value(args.first(), span),
            "String" | "Number" | "BigInt" | "parseInt" | "parseFloat" | "isNaN" | "isFinite"
            | "encodeURIComponent" | "decodeURIComponent" | "encodeURI" | "decodeURI" | "escape" | "unescape"
            | "atob" | "btoa" => self.convert(name, args, span),
            _ => {
                for callback in args.iter().flat_map(Value::objects).collect::<Vec<_>>() {
                    if self.is_callable(callback) {
                        self.call_back(id, callback, &[], &Taints::NONE);
                    }
                }
                self.call_unseen(span, args)
            }
        }
    }

    pub(in crate::machine) fn truth_value(&mut self, value: Option<&Value>, span: Span) -> Value {
        let mut result = Value::bottom();
        self.data_flow.verdicts.insert(span);
        for alt in value.map(Value::alts).unwrap_or_default() {
            let one = Value::new(alt.kind.clone(), alt.site, alt.taints.clone());
            let kind = self.truth(&one).certain().map_or(Kind::Unknown, Kind::Bool);
            result.push(Alt { kind, site: span, taints: verdict(&alt.taints) });
        }
        if result.is_bottom() { Value::constant(Kind::Bool(false), span) } else { result }
    }

    /// A conversion of a primitive value.
    pub(in crate::machine) fn convert(&mut self, name: &str, args: &[Value], span: Span) -> Value {
        let Some(value) = args.first() else { return Value::undefined() };
        let clears = self.model.sanitizes(name) == Some(Sanitizes::Everything);
        let mut result = Value::bottom();
        for alt in value.alts() {
            let taints = if clears { alt.taints.without(ATTACKER_CONTROLLED) } else { self.deep_taints_of(alt) };
            let outcome = self.plain(alt).and_then(|arg| match name {
                "String" => Some(text::Outcome::Str(arg.to_text())),
                "Number" => Some(text::Outcome::Num(arg.to_num())),
                _ => text::global(name, &[arg]),
            });
            let kind = match outcome {
                Some(text::Outcome::Str(s)) => Kind::Str(s.into()),
                Some(text::Outcome::Num(n)) => Kind::Num(n),
                Some(text::Outcome::Bool(b)) => Kind::Bool(b),
                _ => Kind::Unknown,
            };
            result.push(Alt { kind, site: span, taints });
        }
        result
    }

    /// `new RegExp(source, flags)`
    pub(in crate::machine) fn make_pattern(&mut self, id: ExprId, args: &[Value]) -> Value {
        let span = self.program.span(id);
        if let Some(alt) = args.first().and_then(Value::single)
            && let Kind::Obj(o) = alt.kind
            && matches!(self.heap.kind(o), ObjKind::Regex { .. })
        {
            return Value::object(o, span);
        }
        let source = args.first().and_then(Value::single).and_then(|a| self.to_text(a).map(|t| (t, a.taints.clone())));
        let flags = match args.get(1) {
            Some(v) => v.as_str().cloned(),
            None => Some("".into()),
        };
        let (Some((source, taints)), Some(flags)) = (source, flags) else {
            let taints = args.first().map(|v| self.deep_taints(v)).unwrap_or_default();
            return Value::unknown(span, taints.union(&Taints::source(TaintKind::Varying, span)));
        };
        let pattern = self.heap.alloc(ObjKind::Regex { source, flags }, span);
        Value::object(pattern, span).with(&taints)
    }

    /// `new Name(…args)` for a constructor of the platform.
    pub(in crate::machine) fn construct_global(&mut self, id: ExprId, name: &'static str, args: &[Value]) -> Value {
        let made = self.make_global(id, name, args);
        self.refuse_made(id, name, made)
    }

    fn make_global(&mut self, id: ExprId, name: &'static str, args: &[Value]) -> Value {
        let span = self.program.span(id);
        self.sink_construct(name, id, args);
        if let Some(value) = self.constructed(id, name) {
            if value.objects().any(|o| self.carries(o)) {
                return self.make_carrier(id, value, args);
            }
            for callback in args.iter().flat_map(Value::objects).collect::<Vec<_>>() {
                if self.is_callable(callback) {
                    self.call_back(id, callback, &[], &Taints::NONE);
                }
            }
            return value;
        }
        match name {
            "Set" | "WeakSet" | "Map" | "WeakMap" => self.make_collection(name, args, span),
            "URL" => self.make_url(id, args),
            "RegExp" => self.make_pattern(id, args),
            "Promise" => self.new_promise(id, args),
            "Array" => self.call_global(id, "Array", args),
            "Object" => Value::object(self.heap.alloc(ObjKind::Plain, span), span),
            "Error" | "TypeError" | "RangeError" | "SyntaxError" => {
                let error = self.heap.alloc(ObjKind::Plain, span);
                if let Some(message) = args.first() {
                    self.define(error, &Value::string("message", span, Taints::NONE), message.clone());
                }
                Value::object(error, span)
            }
            _ => {
                for callback in args.iter().flat_map(Value::objects).collect::<Vec<_>>() {
                    if self.is_callable(callback) {
                        self.call_back(id, callback, &[], &Taints::NONE);
                    }
                }
                self.call_unseen(span, args)
            }
        }
    }

    /// A method of an object of the platform.
    pub(in crate::machine) fn host_method(
        &mut self,
        id: ExprId,
        object: ObjId,
        host: Host,
        holder: &Value,
        name: &Name,
        args: &[Value],
    ) -> Option<Value> {
        let span = self.program.span(id);
        match host {
            Host::Global(global) => {
                self.sink_method(id, object, name, args);
                return self.static_method(id, global, name, args);
            }
            // The event of a library, which has the browser's.
            Host::Event(_) if self.model.wrappers.event.gives(name) => return Some(holder.clone()),
            Host::Event(_) => return Some(Value::undefined()),
            _ => {}
        }
        if let Some(value) = self.package_call(object, args, span) {
            return Some(value);
        }
        if matches!(host, Host::Type(_))
            && (self.posts_for(id, Some(object), name, args)
                || self.hears_peer(id, Some(object), name, args)
                || self.wrapper_call(id, name, args, true))
        {
            return Some(self.top(span));
        }
        match &**name {
            "addEventListener" | "attachEvent" => {
                self.add_listener(id, holder, args);
                return Some(Value::constant(Kind::Undefined, span));
            }
            "removeEventListener" | "detachEvent" => {
                let functions: Vec<_> = self.frames.iter().skip(1).map(|f| f.function).collect();
                self.outline.unlistens.extend(functions);
                for (receiver, _) in self.receiver_of(holder) {
                    self.note_removed(id, receiver, args);
                }
                return Some(Value::undefined());
            }
            "remove" | "removeChild" | "replaceChild" | "replaceWith" => {
                let gone = if args.is_empty() { holder.clone() } else { args[args.len() - 1].clone() };
                let function = self.frames.last().map_or(crate::syntax::program::FnId(0), |f| f.function);
                self.web.removed_frames.extend(gone.objects().map(|o| (o, function)));
            }
            "postMessage" => {
                self.sink_method(id, object, name, args);
                self.post(id, holder, args);
                return Some(Value::undefined());
            }
            _ => {}
        }
        self.sink_method(id, object, name, args);
        self.note_method(id, object, name);
        if self.live_method(object, name, id) {
            return Some(Value::undefined());
        }
        if let Host::Window(WindowKind::Own) | Host::WorkerScope = host
            && let Some((name, true)) = self.model.static_name(name)
        {
            return Some(self.call_global(id, name, args));
        }
        if host == Host::Type(HostType::JQuery) {
            return Some(self.jquery_method(id, object, holder, name, args));
        }
        let effect = self.model.sinks.effects.calls.iter().any(|n| **n == **name);
        if effect && !matches!(host, Host::Type(HostType::Bridge)) {
            self.note_change(span, self.host_type(object).name(), name, args);
        }
        match (&**name, host) {
            ("add", Host::Type(HostType::SandboxTokens)) => self.sandbox_tokens(object, args),
            // With `once`, a port of Node lets its process end after the message (browser facts J2).
            // One of Electron's main process is not started by its listeners, whichever way they are added.
            ("on" | "addListener" | "prependListener", Host::Type(HostType::NodePort | HostType::MainPort))
            | ("once", Host::Type(HostType::MainPort)) => {
                self.node_listener(object, id, args);
            }
            ("toString", Host::Type(HostType::Location)) => {
                return Some(self.text_of_type(object, &"href".into(), "@url", span));
            }
            // The slash behind its host ends the origin.
            ("getURL", Host::Type(HostType::ExtensionRuntime)) => {
                let path = args.first().and_then(Value::as_str).map_or("", |path| path.trim_start_matches('/'));
                return Some(Value::string(&format!("{EXTENSION}{path}"), span, Taints::NONE));
            }
            ("setAttribute", _) => self.set_attribute(id, Some(object), args),
            // It fills what it is given, and gives it back.
            ("getRandomValues", _) => {
                let random = self.returned(id, object, name, args)?;
                if let Expr::Call { args, .. } = self.program.expr(id)
                    && let Some(Expr::Var(binding)) = args.first().map(|filled| self.program.expr(filled.value))
                    && let Some((place, _)) = self.local(*binding)
                {
                    self.heap.set(place, random.clone());
                }
                return Some(random);
            }
            ("click" | "dispatchEvent", _) => self.escape(&Value::object(object, span)),
            ("at", Host::Type(HostType::Ports | HostType::MainPorts)) => {
                let taints = holder.taints();
                let alt = Alt { kind: Kind::Obj(object), site: span, taints };
                let port = self.port_of_message(object, &Step::AnyField, span, &alt);
                self.channels.vague.extend(port.objects());
                return Some(port);
            }
            ("get", Host::Type(HostType::ExtensionStorage)) => return Some(self.stored_by_extension(id, args)),
            ("getItem", Host::Type(HostType::Storage)) => {
                let key = args.first().and_then(Value::as_str).cloned();
                return Some(match key {
                    Some(key) => self.stored(&key, self.program.span(id)),
                    None => self.top(span),
                });
            }
            ("exportKey" | "deriveBits", Host::Type(HostType::SubtleCrypto)) => {
                let public = args.first().and_then(Value::as_str).is_some_and(|f| &**f == "spki");
                let what = Some("key material of WebCrypto".into());
                let taint = Taint { detail: what, ..Taint::new(TaintKind::Secret, span) };
                let taints = if public { Taints::NONE } else { Taints::one(taint) };
                let value = Value::unknown(span, taints.union(&Taints::source(TaintKind::Varying, span)));
                return Some(self.promise_of(value, span));
            }
            _ => {}
        }
        let mut taints = if self.carries(object) { holder.taints() } else { Taints::NONE };
        for arg in args {
            taints = taints.union(&self.deep_taints(arg));
        }
        for callback in args.iter().flat_map(Value::objects).collect::<Vec<_>>() {
            if self.is_callable(callback) {
                self.call_back(id, callback, &[], &Taints::source(TaintKind::Varying, span));
            }
        }
        // What is put into the document, stored or sent is out of the program's hands.
        for arg in args {
            self.escape(arg);
        }
        // The node that is put in is given back (DOM Standard, "Interface Node").
        if let ("appendChild" | "insertBefore" | "removeChild", Some(node)) = (&**name, args.first())
            && node.objects().next().is_some()
        {
            return Some(node.clone());
        }
        if let Some(value) = self.returned(id, object, name, args) {
            // Nodes that are parsed from a text, and nodes that are found in them or copied from them, are made of it. What a document
            // makes anew is not.
            let of = match &**name {
                "createElement" | "createElementNS" | "createDocumentFragment" => Taints::NONE,
                "createTextNode" => taints,
                "parseFromString" | "adoptNode" | "importNode" => taints.union(&holder.taints()),
                _ => holder.taints(),
            };
            let chosen = of.iter().filter(|l| ATTACKER_CONTROLLED.has(l.kind)).cloned();
            return Some(value.with(&chosen.fold(Taints::NONE, |all, l| all.union(&Taints::one(l)))));
        }
        Some(Value::unknown(span, taints.union(&Taints::source(TaintKind::Varying, span))))
    }

    /// `Object.keys` and the like.
    pub(in crate::machine) fn static_method(
        &mut self,
        id: ExprId,
        global: &'static str,
        name: &Name,
        args: &[Value],
    ) -> Option<Value> {
        let span = self.program.span(id);
        let first = args.first().cloned().unwrap_or_else(Value::undefined);
        let mut taints = Taints::NONE;
        for arg in args {
            taints = taints.union(&self.deep_taints(arg));
        }
        Some(match (global, &**name) {
            ("console", _) => Value::undefined(),
            (_, "call" | "apply" | "bind") if global != "Reflect" => return self.borrowed(id, global, name, args),
            ("Object", "setPrototypeOf") => {
                if args.get(1).and_then(Value::single).is_some_and(|a| a.kind == Kind::Null) {
                    for object in first.objects().collect::<Vec<_>>() {
                        self.heap.object_mut(object).bare = true;
                    }
                }
                first
            }
            ("Object", "freeze" | "seal" | "preventExtensions") => first,
            ("Object", "assign") => {
                if first.has_unknown() {
                    for source in args.iter().skip(1) {
                        self.note_keep(source, String::new, span);
                    }
                }
                for target in first.objects().collect::<Vec<_>>() {
                    for source in args.iter().skip(1) {
                        if self.outlives_handler(target) {
                            self.note_keep(source, String::new, span);
                        }
                        self.copy_properties(target, source);
                    }
                }
                first
            }
            ("Object", "create") => {
                let object = self.heap.alloc(ObjKind::Plain, span);
                self.heap.object_mut(object).proto = first.objects().next();
                self.heap.object_mut(object).bare = first.single().is_some_and(|a| a.kind == Kind::Null);
                Value::object(object, span)
            }
            ("Object", "keys" | "getOwnPropertyNames") | ("Reflect", "ownKeys") => {
                let (all, any) = self.items(&first, false, span);
                self.list_from(all, any, span)
            }
            ("Object", "values") => {
                let held: Option<Vec<Value>> = first
                    .single()
                    .and_then(|a| if let Kind::Obj(o) = a.kind { Some(o) } else { None })
                    .filter(|o| !self.heap.object(*o).open && self.heap.own(*o, ELEMENTS).is_none())
                    .map(|o| self.heap.own_entries(o).map(|(_, v)| v.clone()).collect());
                let any = self.any_of(&first, span);
                self.list_from(held, any, span)
            }
            ("Object", "entries") => {
                let entries: Vec<(Name, Value)> = first
                    .objects()
                    .flat_map(|o| self.heap.own_entries(o).map(|(n, v)| (n.clone(), v.clone())).collect::<Vec<_>>())
                    .collect();
                let known = first.single().is_some() && !first.has_unknown();
                let mut pairs = Vec::new();
                for (name, value) in entries {
                    let key = Value::new(Kind::Str(name), span, Taints::NONE);
                    let pair = self.make_list(vec![key, value], span);
                    pairs.push(Value::object(pair, span));
                }
                let any = if known { Value::bottom() } else { Value::unknown(span, taints) };
                self.list_from(known.then_some(pairs), any, span)
            }
            ("Object", "fromEntries") => {
                let object = self.heap.alloc(ObjKind::Plain, span);
                self.heap.object_mut(object).open = true;
                self.define(object, &self.top(span), Value::unknown(span, taints));
                Value::object(object, span)
            }
            ("Object", "hasOwn") => match (first.objects().next(), args.get(1)) {
                (Some(object), Some(key)) => self.own_key(id, object, key, span),
                _ => Value::unknown(span, taints),
            },
            // A message has no symbols: a clone leaves them out (browser facts F2).
            ("Object", "getOwnPropertySymbols" | "getPrototypeOf") | ("Reflect", "getPrototypeOf") => self.top(span),
            ("Object" | "Reflect", "getOwnPropertyDescriptor" | "getOwnPropertyDescriptors") => {
                Value::unknown(span, taints.union(&Taints::source(TaintKind::Varying, span)))
            }
            ("Object", "isFrozen" | "isSealed") | ("Object" | "Reflect", "isExtensible") | ("Reflect", "has") => {
                self.data_flow.verdicts.insert(span);
                Value::unknown(span, verdict(&taints))
            }
            ("Object", "is") => match args.get(1) {
                Some(other) => self.equality(true, &first, other, span),
                None => Value::unknown(span, taints),
            },
            ("Object" | "Reflect", "defineProperty") => {
                let key = args.get(1).cloned().unwrap_or_default();
                if let Some(descriptor) = args.get(2) {
                    for d in descriptor.objects().collect::<Vec<_>>() {
                        for target in first.objects().collect::<Vec<_>>() {
                            if let Some(value) = self.heap.own(d, "value").cloned() {
                                self.define(target, &key, value);
                            } else if let Some(getter) = self.heap.own(d, "get").cloned()
                                && let Some(name) = key.as_str()
                            {
                                self.heap.set(Place::Prop(target, accessor(name)), getter);
                            }
                        }
                    }
                }
                first
            }
            ("Reflect", "get") => match args.get(1) {
                Some(key) => self.read_named(&first, key, span),
                None => Value::undefined(),
            },
            ("Reflect", "apply") => {
                let list = args.get(2).cloned().unwrap_or_default();
                let (all, any) = self.items(&list, true, span);
                let passed = all.unwrap_or_else(|| vec![any]);
                self.call_value(id, &first, &args.get(1).cloned().unwrap_or_default(), &passed)
            }
            ("Array", "isArray") => {
                let known = first.single().map(|a| match &a.kind {
                    Kind::Obj(o) => Some(matches!(self.heap.kind(*o), ObjKind::Array)),
                    Kind::Unknown => None,
                    _ => Some(false),
                });
                let kind = known.flatten().map_or(Kind::Unknown, Kind::Bool);
                Value::new(kind, span, first.taints())
            }
            ("Array", "from") => {
                let (all, any) = self.items(&first, true, span);
                let list = self.list_from(all, any, span);
                match args.get(1).filter(|c| c.objects().any(|o| self.is_callable(o))) {
                    Some(callback) => {
                        let alt = list.single().cloned()?;
                        return self.call_builtin(id, &list, &alt, &"map".into(), std::slice::from_ref(callback));
                    }
                    None => list,
                }
            }
            ("Array", "of") => {
                let list = self.make_list(args.to_vec(), span);
                Value::object(list, span)
            }
            ("JSON", "parse") => {
                self.may_throw = Some(self.path.clone());
                self.note_copy(&first, span);
                // Nothing is in it that was not in the text, of which a test tells nothing of what is in it.
                let taints = taints.unasked();
                let varying = if taints.is_empty() { Taints::source(TaintKind::Varying, span) } else { Taints::NONE };
                Value::unknown(span, taints.union(&varying))
            }
            ("JSON", "stringify") => {
                self.note_copy(&first, span);
                self.stringify(&first, span)
            }
            ("Promise", "resolve") => self.promise_of(first, span),
            ("Promise", "reject") => {
                let promise = self.heap.alloc(ObjKind::Promise, span);
                self.heap.set(Place::Prop(promise, REJECTED.into()), first);
                Value::object(promise, span)
            }
            ("Promise", "all" | "allSettled" | "race" | "any") => {
                let (all, any) = self.items(&first, true, span);
                let settled: Option<Vec<Value>> = all.map(|all| all.iter().map(|v| self.settled(v)).collect());
                let any = self.settled(&any);
                if matches!(&**name, "race" | "any") {
                    let mut one = any;
                    for value in settled.into_iter().flatten() {
                        one = one.join(&value);
                    }
                    return Some(self.promise_of(one, span));
                }
                let list = self.list_from(settled, any, span);
                self.promise_of(list, span)
            }
            // No page of another origin can tell what it gave here.
            ("Math", "random") => Value::unknown(span, Taints::source(TaintKind::Random, span)),
            ("Math" | "Number" | "Date" | "Intl", _) => Value::unknown(span, taints.without(ATTACKER_CONTROLLED)),
            ("String", "raw" | "fromCharCode") => Value::unknown(span, taints),
            ("Origin", "from") => {
                // A wrapper of the event's origin that is compared with `isSameOrigin` and its like.
                let origin = first.objects().find(|o| {
                    matches!(self.heap.kind(*o), ObjKind::Host(Host::Event(EventOf::Window | EventOf::Library)))
                });
                match origin {
                    Some(_) => Value::unknown(span, Taints::source(TaintKind::Sender, span)),
                    None => Value::unknown(span, taints),
                }
            }
            ("DOMPurify", _) => self.top(span),
            ("URL", "createObjectURL") => self.top(span),
            ("URL", "canParse") => {
                let known = first.as_str().map(|s| crate::machine::web::url::parse(s, None).is_some());
                Value::new(known.map_or(Kind::Unknown, Kind::Bool), span, taints)
            }
            ("URL", "parse") => {
                let url = self.make_url(id, args);
                if self.unreachable
                    && self.frames.last().is_some_and(|f| f.exits.last().is_some_and(|e| e.kind == ExitKind::Throw))
                {
                    self.unreachable = false;
                    self.frame().exits.pop();
                    return Some(Value::new(Kind::Null, span, taints));
                }
                url
            }
            _ => return None,
        })
    }

    /// `Array.prototype.slice.call(…)` and its like, read as what they do to their `this`.
    pub(in crate::machine) fn borrowed(
        &mut self,
        id: ExprId,
        global: &'static str,
        name: &Name,
        args: &[Value],
    ) -> Option<Value> {
        match &**name {
            "call" => Some(self.call_global(id, global, args.get(1..).unwrap_or_default())),
            "apply" => {
                let span = self.program.span(id);
                let list = args.get(1).cloned().unwrap_or_default();
                let (all, any) = self.items(&list, true, span);
                let passed = all.unwrap_or_else(|| vec![any]);
                Some(self.call_global(id, global, &passed))
            }
            _ => None,
        }
    }

    pub(in crate::machine) fn any_of(&mut self, value: &Value, span: Span) -> Value {
        let mut any = Value::bottom();
        for alt in value.alts() {
            match alt.kind {
                Kind::Obj(o) => {
                    let held: Vec<Value> = self.heap.own_entries(o).map(|(_, v)| v.clone()).collect();
                    for v in held {
                        any = any.join(&v);
                    }
                    if let Some(v) = self.heap.own(o, ELEMENTS) {
                        any = any.join(v);
                    }
                }
                Kind::Unknown => any = any.join(&Value::unknown(span, alt.taints.clone())),
                _ => {}
            }
        }
        any
    }

    pub(in crate::machine) fn list_from(&mut self, all: Option<Vec<Value>>, any: Value, span: Span) -> Value {
        let list = match all {
            Some(items) => self.make_list(items, span),
            None => {
                let list = self.make_list(Vec::new(), span);
                self.heap.set(Place::Prop(list, ELEMENTS.into()), any);
                list
            }
        };
        Value::object(list, span)
    }

    /// `JSON.stringify(value)`: as telling as what it is given.
    pub(in crate::machine) fn stringify(&mut self, value: &Value, span: Span) -> Value {
        let taints = self.deep_taints(value);
        let content = self.content(value);
        if content == crate::facts::Content::Constant && taints.is_empty() {
            return Value::string("{}", span, Taints::NONE);
        }
        let named = self.named_secrets(value);
        // A text of random bytes and of something else is no random one.
        let taints = if self.is_random(value) { taints } else { taints.without(TaintKinds::of(&[TaintKind::Random])) };
        Value::unknown(span, taints.union(&named))
    }
}
