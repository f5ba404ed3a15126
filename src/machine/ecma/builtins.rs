//! The methods of JavaScript's own objects on abstract values: strings, arrays, collections, promises, patterns, URLs.

use crate::machine::domain::heap::{ELEMENTS, ObjKind, Place, REJECTED};
use crate::machine::domain::host::Host;
use crate::machine::domain::origin::{CONFIGURED_ORIGIN, OWN_ORIGIN};
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, AUTHENTICATING, Taint, TaintKind, Taints, URL_CONTROLLED};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::ecma::regexp::Pattern;
use crate::machine::ecma::text;
use crate::machine::limits;
use crate::machine::web::parameter::{host_of_address, section_of_address, verdict};
use crate::machine::web::url;
use crate::machine::{ExitKind, Machine};
use crate::source::Span;
use crate::syntax::program::{ExprId, Name};

impl<'p> Machine<'p> {
    pub(in crate::machine) fn is_string_method(&self, name: &str) -> bool {
        matches!(
            name,
            "indexOf"
                | "includes"
                | "startsWith"
                | "endsWith"
                | "slice"
                | "substring"
                | "substr"
                | "split"
                | "trim"
                | "toLowerCase"
                | "toUpperCase"
                | "replace"
                | "replaceAll"
                | "match"
                | "search"
                | "charAt"
                | "concat"
                | "toString"
                | "valueOf"
                | "lastIndexOf"
                | "padStart"
                | "padEnd"
                | "at"
                | "join"
                | "localeCompare"
                | "hasOwnProperty"
                | "trimStart"
                | "trimEnd"
                | "repeat"
                | "normalize"
                | "pop"
                | "shift"
        )
    }

    /// A method that is not one of the program's own. `None` where nothing is known of it.
    pub(in crate::machine) fn call_builtin(
        &mut self,
        id: ExprId,
        holder: &Value,
        alt: &Alt,
        name: &Name,
        args: &[Value],
    ) -> Option<Value> {
        self.deeper(|m| m.builtin(id, holder, alt, name, args)).flatten()
    }

    fn builtin(&mut self, id: ExprId, holder: &Value, alt: &Alt, name: &Name, args: &[Value]) -> Option<Value> {
        let span = self.program.span(id);
        if self.model.is_sanitizer_method(name) && !matches!(alt.kind, Kind::Str(_)) && !args.is_empty() {
            return Some(self.top(span).with(&self.said_fitting(args)));
        }
        if matches!(&**name, "call" | "apply") {
            self.note_dispatch(id, &alt.taints, args.get(1).filter(|_| &**name == "apply"));
        }
        match &alt.kind {
            Kind::Str(text) => Some(self.string_method(id, alt, &text.clone(), name, args)),
            Kind::Num(_) | Kind::Bool(_) => Some(self.primitive_method(alt, name, span)),
            Kind::Undefined | Kind::Null => None,
            Kind::Unknown => self.unknown_method(id, holder, alt, name, args),
            Kind::Obj(object) => {
                let object = *object;
                match self.heap.kind(object).clone() {
                    ObjKind::Array => self.array_method(id, object, alt, name, args),
                    ObjKind::Set => self.set_method(id, object, name, args),
                    ObjKind::Map => self.map_method(id, object, name, args),
                    ObjKind::Promise => self.promise_method(id, object, name, args),
                    ObjKind::Regex { source, flags } => {
                        self.regex_method(id, alt, Some((object, &source, &flags)), name, args)
                    }
                    ObjKind::Closure { .. }
                    | ObjKind::Class { .. }
                    | ObjKind::Bound { .. }
                    | ObjKind::Method { .. } => self.function_method(id, object, &alt.taints, name, args),
                    ObjKind::Stream(stream) => Some(self.stream_method(id, stream, name, args)),
                    ObjKind::Plain | ObjKind::Url | ObjKind::Setter(_) | ObjKind::Stage(_) | ObjKind::Staged(..) => {
                        self.object_method(id, object, alt, name, args)
                    }
                    ObjKind::Host(host) => self.host_method(id, object, host, holder, name, args),
                }
            }
        }
    }

    pub(in crate::machine) fn primitive_method(&mut self, alt: &Alt, name: &str, span: Span) -> Value {
        let kind = match name {
            "toString" | "valueOf" => self.to_text(alt).map(Kind::Str),
            _ => None,
        };
        Value::new(kind.unwrap_or(Kind::Unknown), span, alt.taints.clone())
    }

    /// The arguments as constants, where each is one. In a sender run, what the environment would say is the
    /// configured origin, so that a comparison with it comes out as it would.
    pub(in crate::machine) fn plain_args(&self, args: &[Value], configured: bool) -> Option<Vec<text::Arg>> {
        args.iter()
            .map(|arg| {
                let alt = match arg.single() {
                    Some(alt) => alt,
                    None => arg.alts().iter().find(|a| matches!(a.kind, Kind::Str(_)))?,
                };
                match configured && is_environment(alt) {
                    true => Some(text::Arg::Str(CONFIGURED_ORIGIN.to_owned())),
                    false => self.plain(alt),
                }
            })
            .collect()
    }

    /// An alternative as a constant argument of a method of texts; none if it is not known.
    pub(in crate::machine) fn plain(&self, alt: &Alt) -> Option<text::Arg> {
        Some(match &alt.kind {
            Kind::Str(s) => text::Arg::Str(s.to_string()),
            Kind::Num(n) => text::Arg::Num(*n),
            Kind::Bool(b) => text::Arg::Bool(*b),
            Kind::Undefined => text::Arg::Undefined,
            Kind::Null => text::Arg::Null,
            Kind::Obj(_) => text::Arg::Str(self.to_text(alt)?.to_string()),
            Kind::Unknown => return None,
        })
    }

    pub(in crate::machine) fn outcome(&mut self, outcome: text::Outcome, span: Span, taints: &Taints) -> Value {
        let kind = match outcome {
            text::Outcome::Str(s) => {
                self.heap.make_text(s.len());
                Kind::Str(s.into())
            }
            text::Outcome::Num(n) => Kind::Num(n),
            text::Outcome::Bool(b) => Kind::Bool(b),
            text::Outcome::Undefined => Kind::Undefined,
            text::Outcome::List(items) => return self.list_of_texts(items.into_iter().map(Some), span, taints),
            text::Outcome::Throws => {
                self.leave(ExitKind::Throw, Value::unknown(span, Taints::NONE));
                return Value::bottom();
            }
        };
        Value::new(kind, span, taints.clone())
    }

    pub(in crate::machine) fn list_of_texts(
        &mut self,
        items: impl Iterator<Item = Option<String>>,
        span: Span,
        taints: &Taints,
    ) -> Value {
        let items: Vec<Value> = items
            .map(|item| match item {
                Some(s) => {
                    self.heap.make_text(s.len());
                    Value::string(&s, span, taints.clone())
                }
                None => Value::new(Kind::Undefined, span, taints.clone()),
            })
            .collect();
        let list = self.make_list(items, span);
        Value::object(list, span).with(taints)
    }

    pub(in crate::machine) fn string_method(
        &mut self,
        id: ExprId,
        alt: &Alt,
        this: &Name,
        name: &Name,
        args: &[Value],
    ) -> Value {
        let span = self.program.span(id);
        let texts = args.iter().flat_map(Value::strings).map(|(text, _)| text.len());
        self.heap.work_on_text(this.len() + texts.sum::<usize>());
        let mut taints = alt.taints.clone();
        for arg in args {
            let held = self.deep_taints(arg);
            let added = if &**name == "concat" { self.appended(alt, &alt.taints, held) } else { held };
            taints = taints.union(&added);
        }
        let receiver = Value::new(alt.kind.clone(), alt.site, alt.taints.clone());
        if &**name == "concat" {
            self.note_concat(span, std::iter::once(&receiver).chain(args));
        }
        self.note_test(id, name, &receiver, args);
        let of_sender = alt.taints.kinds().intersects(AUTHENTICATING);

        // Patterns, also made from a string.
        let pattern = args.first().and_then(|a| a.objects().next()).and_then(|o| match self.heap.kind(o) {
            ObjKind::Regex { source, flags } => Some((Some(o), source.clone(), flags.clone())),
            _ => None,
        });
        let pattern = pattern.or_else(|| {
            let made = matches!(&**name, "match" | "search" | "matchAll");
            let text = args.first()?.as_str()?.clone();
            made.then(|| (None, text, if &**name == "matchAll" { "g".into() } else { "".into() }))
        });
        if let Some((object, source, flags)) = pattern
            && matches!(&**name, "match" | "matchAll" | "search" | "replace" | "replaceAll" | "split")
        {
            return self.pattern_method(id, this, name, &source, &flags, object, args, &taints);
        }
        if matches!(&**name, "match" | "search" | "matchAll") {
            return Value::unknown(span, taints);
        }
        // A callback instead of the replacement.
        let callback = args.iter().flat_map(Value::objects).find(|o| self.is_callable(*o));
        if let Some(callback) = callback {
            self.call_back(id, callback, &[], &taints);
            return Value::unknown(span, taints);
        }
        // `origin.endsWith(configured)`: whether that is a whole origin or a bare domain, the code does not say.
        let configured = of_sender
            && self.in_sender_run()
            && matches!(&**name, "includes" | "indexOf" | "startsWith" | "lastIndexOf" | "localeCompare");
        let Some(plain) = self.plain_args(args, configured) else { return Value::unknown(span, taints) };
        match text::call(name, this, &plain) {
            Some(outcome) => self.outcome(outcome, span, &taints),
            None => Value::unknown(span, taints),
        }
    }

    pub(in crate::machine) fn compiled(&mut self, source: &Name, flags: &Name) -> Option<Pattern> {
        let key = (source.clone(), flags.clone());
        if let Some(known) = self.web.patterns.get(&key) {
            return known.clone();
        }
        self.heap.work(limits::PATTERN_WORK * source.len());
        let pattern = Pattern::new(source, flags).ok();
        self.web.patterns.insert(key, pattern.clone());
        pattern
    }

    /// Notes what a search costs.
    fn work_on_search(&self, pattern: &Pattern, text: &str) {
        self.heap.work_on_text(text.len());
        if pattern.backtracks() {
            self.heap.work(limits::BACKTRACKING_WORK);
        }
    }

    #[allow(clippy::too_many_arguments, reason = "what a string method with a pattern is made of")]
    pub(in crate::machine) fn pattern_method(
        &mut self,
        id: ExprId,
        this: &Name,
        name: &Name,
        source: &Name,
        flags: &Name,
        object: Option<ObjId>,
        args: &[Value],
        taints: &Taints,
    ) -> Value {
        let span = self.program.span(id);
        let unknown = Value::unknown(span, taints.clone());
        let Some(pattern) = self.compiled(source, flags) else { return unknown };
        self.work_on_search(&pattern, this);
        let template = args.get(1).and_then(|a| a.as_str().cloned());
        match &**name {
            "search" => match pattern.search(this) {
                Ok(found) => {
                    let at = found.map_or(-1.0, |i| i as f64);
                    Value::new(Kind::Num(at), span, taints.clone())
                }
                Err(_) => unknown,
            },
            "match" if pattern.is_global() => {
                let found: Result<Vec<_>, _> = pattern.find_iter(this).take(limits::MATCHES).collect();
                match found {
                    Ok(all) if all.is_empty() => Value::new(Kind::Null, span, taints.clone()),
                    Ok(all) => self.list_of_texts(all.into_iter().map(|c| Some(c.whole().to_owned())), span, taints),
                    Err(_) => unknown,
                }
            }
            "match" => self.exec(object, &pattern, this, span, taints),
            "replace" | "replaceAll" => {
                let Some(template) = template else { return unknown };
                let mut last = 0;
                match pattern.replace(this, &template, &mut last) {
                    Ok(s) => {
                        self.heap.make_text(s.len());
                        Value::string(&s, span, taints.clone())
                    }
                    Err(_) => unknown,
                }
            }
            "split" => match pattern.split(this, None) {
                Ok(parts) => self.list_of_texts(parts.into_iter(), span, taints),
                Err(_) => unknown,
            },
            _ => unknown,
        }
    }

    pub(in crate::machine) fn last_index(&self, object: Option<ObjId>) -> usize {
        let stored =
            object.and_then(|o| self.heap.own(o, "lastIndex")).and_then(|v| v.single().map(|a| a.kind.clone()));
        match stored {
            Some(Kind::Num(n)) if n >= 0.0 => n as usize,
            _ => 0,
        }
    }

    pub(in crate::machine) fn keep_last_index(&mut self, object: Option<ObjId>, last: usize) {
        if let Some(object) = object {
            let value = Value::constant(Kind::Num(last as f64), Span::default());
            self.heap.set(Place::Prop(object, "lastIndex".into()), value);
        }
    }

    pub(in crate::machine) fn exec(
        &mut self,
        object: Option<ObjId>,
        pattern: &Pattern,
        this: &str,
        span: Span,
        taints: &Taints,
    ) -> Value {
        let mut last = self.last_index(object);
        self.work_on_search(pattern, this);
        match pattern.exec(this, &mut last) {
            Ok(found) => {
                if pattern.is_stateful() {
                    self.keep_last_index(object, last);
                }
                match found {
                    Some(captures) => self.list_of_texts(captures.groups.into_iter(), span, taints),
                    None => Value::new(Kind::Null, span, taints.clone()),
                }
            }
            Err(_) => Value::unknown(span, taints.clone()),
        }
    }

    /// What a pattern takes out of the page's own address, if that does not depend on what stands behind the origin, which
    /// whoever links to the page chooses.
    pub(in crate::machine) fn exec_on_own(&mut self, pattern: &Pattern, span: Span) -> Option<Value> {
        let mut taken = ["/", "/a.html?q=https://b.test/#c", "/?//d@e:8443"].iter().map(|tail| {
            let found = pattern.exec(&format!("{OWN_ORIGIN}{tail}"), &mut 0).ok()?;
            found.map(|captures| captures.groups)
        });
        let first = taken.next()??;
        let fixed = taken.all(|groups| groups.as_ref() == Some(&first));
        fixed.then(|| self.list_of_texts(first.into_iter(), span, &Taints::source(TaintKind::Own, span)))
    }

    pub(in crate::machine) fn regex_method(
        &mut self,
        id: ExprId,
        alt: &Alt,
        regex: Option<(ObjId, &Name, &Name)>,
        name: &Name,
        args: &[Value],
    ) -> Option<Value> {
        let span = self.program.span(id);
        let (object, source, flags) = regex?;
        if !matches!(&**name, "test" | "exec") {
            return None;
        }
        let subject = args.first().cloned().unwrap_or_else(Value::undefined);
        // A pattern made from the sender's origin tells of the sender too.
        let of_pattern = alt.taints.clone();
        let taints = self.deep_taints(&subject).union(&of_pattern);
        let receiver = Value::object(object, span).with(&of_pattern);
        self.note_test(id, name, &receiver, args);
        let Some(pattern) = self.compiled(source, flags) else { return Some(Value::unknown(span, taints)) };
        let mut result = Value::bottom();
        for alt in subject.alts() {
            let Some(text) = self.to_text(alt) else {
                let taken = (&**name == "exec" && self.is_own_address(alt)).then(|| self.exec_on_own(&pattern, span));
                let picked = self.matched_in_address(&Value::object(object, span), alt.taints.clone(), span);
                let taints = if &**name == "exec" { picked } else { verdict(&alt.taints) };
                result = result.join(&taken.flatten().unwrap_or_else(|| Value::unknown(span, taints)));
                continue;
            };
            let value = if &**name == "exec" {
                self.exec(Some(object), &pattern, &text, span, &alt.taints)
            } else {
                let mut last = self.last_index(Some(object));
                self.work_on_search(&pattern, &text);
                match pattern.test(&text, &mut last) {
                    Ok(found) => {
                        if pattern.is_stateful() {
                            self.keep_last_index(Some(object), last);
                        }
                        Value::new(Kind::Bool(found), span, alt.taints.clone())
                    }
                    Err(_) => Value::unknown(span, alt.taints.clone()),
                }
            };
            result = result.join(&value);
        }
        Some(result.with(&of_pattern))
    }

    /// A promise that is fulfilled with the value.
    pub(in crate::machine) fn promise_of(&mut self, value: Value, span: Span) -> Value {
        if value.is_bottom() {
            return value;
        }
        if value.objects().any(|o| matches!(self.heap.kind(o), ObjKind::Promise)) {
            return value;
        }
        let promise = self.heap.alloc(ObjKind::Promise, span);
        self.heap.set(Place::Prop(promise, ELEMENTS.into()), value);
        Value::object(promise, span)
    }

    /// What `await` gives.
    pub(in crate::machine) fn settled(&mut self, value: &Value) -> Value {
        let mut result = Value::bottom();
        for alt in value.alts() {
            match alt.kind {
                Kind::Obj(o) if matches!(self.heap.kind(o), ObjKind::Promise) => {
                    let inner = self.heap.own(o, ELEMENTS).cloned();
                    result = result.join(&inner.unwrap_or_else(|| self.top(alt.site)).with(&alt.taints));
                }
                _ => result.push(alt.clone()),
            }
        }
        result
    }
    /// `new Promise(executor)`
    pub(in crate::machine) fn new_promise(&mut self, id: ExprId, args: &[Value]) -> Value {
        let span = self.program.span(id);
        let promise = self.heap.alloc(ObjKind::Promise, span);
        let value = Value::object(promise, span);
        if let Some(executor) = args.first().and_then(|a| a.objects().find(|o| self.is_callable(*o))) {
            let resolve = self.heap.alloc(ObjKind::Setter(promise), span);
            let reject = self.heap.alloc(ObjKind::Host(Host::Global("reject")), span);
            let passed = [Value::object(resolve, span), Value::object(reject, span)];
            let executor = Value::object(executor, span);
            self.maybe(|m| {
                m.call_value(id, &executor, &Value::undefined(), &passed);
            });
        }
        value
    }

    pub(in crate::machine) fn promise_method(
        &mut self,
        id: ExprId,
        promise: ObjId,
        name: &Name,
        args: &[Value],
    ) -> Option<Value> {
        let span = self.program.span(id);
        let inner = self.heap.own(promise, ELEMENTS).cloned().unwrap_or_else(|| self.top(span));
        let rejected = self.heap.own(promise, REJECTED).cloned();
        let mut result = if &**name == "then" { Value::bottom() } else { inner.clone() };
        for (i, arg) in args.iter().enumerate() {
            let fulfilled = &**name == "then" && i == 0;
            if fulfilled && rejected.is_some() {
                continue;
            }
            if fulfilled && arg.single().is_some_and(|a| a.kind == Kind::Unknown) && !inner.is_bottom() {
                // A function out of sight is given what the promise holds.
                result = result.join(&self.call_unknown(id, arg, std::slice::from_ref(&inner), None));
            }
            for callback in arg.objects().filter(|o| self.callable(*o)).collect::<Vec<_>>() {
                let passed = match (&**name, fulfilled) {
                    (_, true) => inner.clone(),
                    ("finally", _) => Value::undefined(),
                    _ => self.top(span),
                };
                let function = Value::object(callback, span);
                let mut returned = Value::bottom();
                self.maybe(|m| {
                    m.pause();
                    returned = m.call_value(id, &function, &Value::undefined(), &[passed]);
                });
                let returned = self.settled(&returned);
                if &**name != "finally" {
                    result = result.join(&returned);
                }
            }
        }
        match &**name {
            "then" if rejected.is_some() && result.is_bottom() => {
                let promise = self.heap.alloc(ObjKind::Promise, span);
                self.heap.set(Place::Prop(promise, REJECTED.into()), rejected.unwrap_or_default());
                Some(Value::object(promise, span))
            }
            "then" | "catch" | "finally" => {
                Some(self.promise_of(if result.is_bottom() { inner } else { result }, span))
            }
            _ => None,
        }
    }

    /// `call`, `apply`, `bind`.
    pub(in crate::machine) fn function_method(
        &mut self,
        id: ExprId,
        function: ObjId,
        taints: &Taints,
        name: &Name,
        args: &[Value],
    ) -> Option<Value> {
        let span = self.program.span(id);
        let value = Value::object(function, span);
        let this = args.first().cloned().unwrap_or_else(Value::undefined);
        match &**name {
            "call" => Some(self.call_value(id, &value, &this, args.get(1..).unwrap_or_default())),
            "apply" => {
                let list = args.get(1).cloned().unwrap_or_default();
                let args = match self.items(&list, true, span) {
                    (Some(items), _) => items,
                    (None, any) => vec![any.clone(), any.clone(), any.join(&Value::unknown(span, list.taints()))],
                };
                Some(self.call_value(id, &value, &this, &args))
            }
            "bind" => {
                // The same reference, so that methods of `super` and removals can be told apart from a plain call.
                let bound = self.bound_to(function, this, args.get(1..).unwrap_or_default(), span);
                let fetched = if taints.has(TaintKind::Fetched) { taints } else { &Taints::NONE };
                Some(Value::object(bound, span).with(fetched))
            }
            "toString" => Some(self.top(span)),
            _ => None,
        }
    }

    pub(in crate::machine) fn object_method(
        &mut self,
        id: ExprId,
        object: ObjId,
        alt: &Alt,
        name: &Name,
        args: &[Value],
    ) -> Option<Value> {
        let span = self.program.span(id);
        match &**name {
            "hasOwnProperty" | "propertyIsEnumerable" => {
                let key = args.first()?;
                Some(self.own_key(id, object, key, span))
            }
            "toString" | "toJSON" if matches!(self.heap.kind(object), ObjKind::Url) => {
                self.heap.own(object, "href").cloned()
            }
            "toString" | "toJSON" | "valueOf" => {
                let taints = self.deep_taints_of(alt);
                let kind = self.to_text(alt).map_or(Kind::Unknown, Kind::Str);
                Some(Value::new(kind, span, taints))
            }
            _ => None,
        }
    }

    /// Whether an object has an own property of that name.
    pub(in crate::machine) fn own_key(&mut self, id: ExprId, object: ObjId, key: &Value, span: Span) -> Value {
        self.note_test(id, "hasOwn", &Value::object(object, span), std::slice::from_ref(key));
        let closed = !self.heap.object(object).open
            && self.heap.own(object, ELEMENTS).is_none()
            && !self.exploration.escaped.contains(&object);
        let mut result = Value::bottom();
        for alt in key.alts() {
            let kind = match &alt.kind {
                Kind::Str(k) if self.heap.own(object, k).is_some() => Kind::Bool(true),
                Kind::Str(_) if closed => Kind::Bool(false),
                _ => Kind::Unknown,
            };
            result.push(Alt { kind, site: span, taints: alt.taints.clone() });
        }
        result
    }

    /// A URL object for a text; throws where the parser does.
    pub(in crate::machine) fn make_url(&mut self, id: ExprId, args: &[Value]) -> Value {
        let span = self.program.span(id);
        let mut taints = Taints::NONE;
        let mut of_origin = Taints::NONE;
        let own = |m: &Self, v: &Value| v.single().is_some_and(|a| m.is_own_address(a));
        for (i, arg) in args.iter().enumerate() {
            // Of a base that is the page's own address, nothing but the origin remains.
            let added =
                if i == 1 && own(self, arg) { Taints::source(TaintKind::Own, span) } else { self.deep_taints(arg) };
            taints = taints.union(&added);
            of_origin = of_origin.union(&if i == 0 { self.origin_taints(arg) } else { added });
        }
        if let [address] = args
            && own(self, address)
        {
            return self.own_url(address, span);
        }
        let text = args.first().and_then(Value::single).and_then(|a| self.to_text(a));
        let base = args.get(1).map(|v| match own(self, v) {
            true => Some(Name::from(OWN_ORIGIN)),
            false => v.single().and_then(|a| self.to_text(a)),
        });
        let object = self.heap.alloc(ObjKind::Url, span);
        if let Some(text) = args.first() {
            self.heap.set(Place::Prop(object, PARSED.into()), text.clone());
        }
        // What is read from the object has the object's sources: those that only some parts have stand there.
        let value = Value::object(object, span).with(&of_origin);
        let (Some(text), true) = (text, base.as_ref().is_none_or(Option::is_some)) else {
            self.may_throw = Some(self.path.clone());
            for name in URL_PARTS.into_iter().chain(["searchParams"]) {
                let key = Value::string(name, span, Taints::NONE);
                let tells_origin = matches!(name, "origin" | "protocol" | "host" | "hostname" | "port");
                let held = if tells_origin { &of_origin } else { &taints };
                let taints = held.union(&Taints::source(TaintKind::Varying, span));
                self.define(object, &key, Value::unknown(span, taints));
            }
            return value;
        };
        match url::parse(&text, base.flatten().as_deref()) {
            Some(url) => {
                let parts = [
                    url.href,
                    url.origin,
                    url.protocol,
                    url.host,
                    url.hostname,
                    url.port,
                    url.pathname,
                    url.search,
                    url.hash,
                ];
                for (name, part) in URL_PARTS.iter().zip(parts) {
                    let key = Value::string(name, span, Taints::NONE);
                    self.define(object, &key, Value::string(&part, span, taints.clone()));
                }
                value
            }
            None => {
                self.leave(ExitKind::Throw, Value::unknown(span, Taints::NONE));
                Value::bottom()
            }
        }
    }
}

impl Machine<'_> {
    /// A part of a URL object was written: what is made of it follows.
    pub(in crate::machine) fn rewrite_url(&mut self, url: ObjId, part: &str, value: &Value, span: Span) {
        let made: &[&str] = match part {
            "protocol" | "host" | "hostname" | "port" => &["origin", "host", "href"],
            "href" => &["origin", "protocol", "host", "hostname", "port", "pathname", "search", "hash"],
            _ => return,
        };
        let own = part == "href" && value.single().is_some_and(|a| self.is_own_address(a));
        for name in made.iter().filter(|name| **name != part) {
            let before = if part == "href" {
                Taints::NONE
            } else {
                self.heap.own(url, name).map_or(Taints::NONE, Value::taints)
            };
            let taints = before.union(&value.taints()).union(&Taints::source(TaintKind::Varying, span));
            let taints = if own { host_of_address(&taints) } else { taints };
            self.heap.set(Place::Prop(url, (*name).into()), Value::unknown(span, taints));
        }
    }

    /// The page's own address, taken apart: the origin is the page's, the rest is whose the address is.
    pub(in crate::machine) fn own_url(&mut self, address: &Value, span: Span) -> Value {
        let object = self.heap.alloc(ObjKind::Url, span);
        let whole = self.address_taints(address, span);
        for name in URL_PARTS {
            let key = Value::string(name, span, Taints::NONE);
            let own = Taints::source(TaintKind::Own, span);
            let part = match name {
                "origin" => Value::string(OWN_ORIGIN, span, own),
                "host" | "hostname" => Value::string(OWN_ORIGIN.trim_start_matches("https://"), span, own),
                "protocol" => Value::string("https:", span, own),
                // As a text it is the address again, wherever it is read.
                "href" => {
                    let here = section_of_address(&whole, name).iter().fold(Taints::NONE, |all, taint| {
                        let span = if taint.kind == TaintKind::Url { span } else { taint.span };
                        all.union(&Taints::one(Taint { span, ..taint.clone() }))
                    });
                    Value::unknown(span, here)
                }
                _ => Value::unknown(span, section_of_address(&whole, name)),
            };
            self.define(object, &key, part);
        }
        let key = Value::string("searchParams", span, Taints::NONE);
        self.define(object, &key, Value::unknown(span, section_of_address(&whole, "search")));
        Value::object(object, span)
    }
}

/// Under this name a URL object has the text that it was made of.
pub(in crate::machine) const PARSED: &str = "[[parsed]]";

const URL_PARTS: [&str; 9] = ["href", "origin", "protocol", "host", "hostname", "port", "pathname", "search", "hash"];

/// Whether it is an unknown of the environment.
fn is_environment(alt: &Alt) -> bool {
    let kinds = alt.taints.kinds();
    alt.kind == Kind::Unknown
        && !kinds.intersects(ATTACKER_CONTROLLED)
        && !kinds.intersects(AUTHENTICATING)
        && !kinds.intersects(URL_CONTROLLED)
}
