//! The methods of JavaScript's own objects on abstract values: strings, arrays, collections, promises, patterns, URLs.

use super::heap::{ELEMENTS, ObjKind, Place, REJECTED};
use super::host::Host;
use super::ops::as_tail;
use super::pattern::Pattern;
use super::value::{AUTHENTICATING, Alt, CHOSEN, Kind, Labels, ObjId, Origin, Value};
use super::witness::{CONFIGURED_ORIGIN, OWN_ORIGIN};
use super::{ExitKind, Machine, text, web_url};
use crate::model::model;
use crate::source::Span;
use crate::syntax::program::{ExprId, Name};

impl<'p> Machine<'p> {
    /// A method that is not one of the program's own. `None` where nothing is known of it.
    pub(super) fn call_builtin(
        &mut self,
        id: ExprId,
        holder: &Value,
        alt: &Alt,
        name: &Name,
        args: &[Value],
    ) -> Option<Value> {
        let span = self.program.span(id);
        if model().is_sanitizer_method(name) && !matches!(alt.kind, Kind::Str(_)) && !args.is_empty() {
            return Some(Value::unknown(span, Labels::source(Origin::Varying, span)));
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
                        self.regex_method(id, Some((object, &source, &flags)), name, args)
                    }
                    ObjKind::Closure { .. }
                    | ObjKind::Class { .. }
                    | ObjKind::Bound { .. }
                    | ObjKind::Method { .. } => self.function_method(id, object, name, args),
                    ObjKind::Plain | ObjKind::Url | ObjKind::Setter(_) => {
                        self.object_method(id, object, alt, name, args)
                    }
                    ObjKind::Host(host) => self.host_method(id, object, host, holder, name, args),
                }
            }
        }
    }

    fn primitive_method(&mut self, alt: &Alt, name: &str, span: Span) -> Value {
        let kind = match name {
            "toString" | "valueOf" => self.to_text(alt).map(Kind::Str),
            _ => None,
        };
        Value::new(kind.unwrap_or(Kind::Unknown), span, alt.labels.clone())
    }

    /// The arguments as constants, where each is one. In a trial, what the environment would say is the
    /// configured origin, so that a comparison with it comes out as it would.
    fn plain_args(&self, args: &[Value], configured: bool) -> Option<Vec<text::Arg>> {
        args.iter()
            .map(|arg| {
                let alt = match arg.single() {
                    Some(alt) => alt,
                    None => arg.alts().iter().find(|a| matches!(a.kind, Kind::Str(_)))?,
                };
                Some(match &alt.kind {
                    Kind::Str(s) => text::Arg::Str(s.to_string()),
                    Kind::Num(n) => text::Arg::Num(*n),
                    Kind::Bool(b) => text::Arg::Bool(*b),
                    Kind::Undefined => text::Arg::Undefined,
                    Kind::Null => text::Arg::Null,
                    Kind::Unknown if configured && is_environment(alt) => text::Arg::Str(CONFIGURED_ORIGIN.to_owned()),
                    Kind::Obj(_) => text::Arg::Str(self.to_text(alt)?.to_string()),
                    Kind::Unknown => return None,
                })
            })
            .collect()
    }

    fn outcome(&mut self, outcome: text::Outcome, span: Span, labels: &Labels) -> Value {
        let kind = match outcome {
            text::Outcome::Str(s) => Kind::Str(s.into()),
            text::Outcome::Num(n) => Kind::Num(n),
            text::Outcome::Bool(b) => Kind::Bool(b),
            text::Outcome::Undefined => Kind::Undefined,
            text::Outcome::List(items) => return self.list_of_texts(items.into_iter().map(Some), span, labels),
            text::Outcome::Throws => {
                self.leave(ExitKind::Throw, Value::unknown(span, Labels::NONE));
                return Value::never();
            }
        };
        Value::new(kind, span, labels.clone())
    }

    fn list_of_texts(&mut self, items: impl Iterator<Item = Option<String>>, span: Span, labels: &Labels) -> Value {
        let items: Vec<Value> = items
            .map(|item| match item {
                Some(s) => Value::string(&s, span, labels.clone()),
                None => Value::new(Kind::Undefined, span, labels.clone()),
            })
            .collect();
        let list = self.make_list(items, span);
        Value::object(list, span).with(labels)
    }

    fn string_method(&mut self, id: ExprId, alt: &Alt, this: &Name, name: &Name, args: &[Value]) -> Value {
        let span = self.program.span(id);
        let mut labels = alt.labels.clone();
        let mut fixed = &**name == "concat" && self.fixes_address(alt, &alt.labels);
        for arg in args {
            let held = self.deep_labels(arg);
            labels = labels.union(&if fixed { as_tail(&held) } else { held });
            fixed &= &**name == "concat";
        }
        let receiver = Value::new(alt.kind.clone(), alt.site, alt.labels.clone());
        self.note_test(id, name, &receiver, args);
        let of_sender = alt.labels.origins().meets(AUTHENTICATING);

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
            return self.pattern_method(id, this, name, &source, &flags, object, args, &labels);
        }
        if matches!(&**name, "match" | "search" | "matchAll") {
            return Value::unknown(span, labels);
        }
        // A callback instead of the replacement.
        let callback = args.iter().flat_map(Value::objects).find(|o| self.is_callable(*o));
        if let Some(callback) = callback {
            self.call_back(id, callback, &[], &labels);
            return Value::unknown(span, labels);
        }
        // `origin.endsWith(configured)`: whether that is a whole origin or a bare domain, the code does not say.
        let configured = of_sender
            && self.in_trial()
            && matches!(&**name, "includes" | "indexOf" | "startsWith" | "lastIndexOf" | "localeCompare");
        let Some(plain) = self.plain_args(args, configured) else { return Value::unknown(span, labels) };
        match text::call(name, this, &plain) {
            Some(outcome) => self.outcome(outcome, span, &labels),
            None => Value::unknown(span, labels),
        }
    }

    pub(super) fn compiled(&mut self, source: &Name, flags: &Name) -> Option<Pattern> {
        let key = (source.clone(), flags.clone());
        if let Some(known) = self.patterns.get(&key) {
            return known.clone();
        }
        let pattern = Pattern::new(source, flags).ok();
        self.patterns.insert(key, pattern.clone());
        pattern
    }

    #[allow(clippy::too_many_arguments, reason = "what a string method with a pattern is made of")]
    fn pattern_method(
        &mut self,
        id: ExprId,
        this: &Name,
        name: &Name,
        source: &Name,
        flags: &Name,
        object: Option<ObjId>,
        args: &[Value],
        labels: &Labels,
    ) -> Value {
        let span = self.program.span(id);
        let unknown = Value::unknown(span, labels.clone());
        let Some(pattern) = self.compiled(source, flags) else { return unknown };
        let template = args.get(1).and_then(|a| a.as_str().cloned());
        match &**name {
            "search" => match pattern.search(this) {
                Ok(found) => {
                    let at = found.map_or(-1.0, |i| i as f64);
                    Value::new(Kind::Num(at), span, labels.clone())
                }
                Err(_) => unknown,
            },
            "match" if pattern.is_global() => {
                let found: Result<Vec<_>, _> = pattern.find_iter(this).take(100).collect();
                match found {
                    Ok(all) if all.is_empty() => Value::new(Kind::Null, span, labels.clone()),
                    Ok(all) => self.list_of_texts(all.into_iter().map(|c| Some(c.whole().to_owned())), span, labels),
                    Err(_) => unknown,
                }
            }
            "match" => self.exec(object, &pattern, this, span, labels),
            "replace" | "replaceAll" => {
                let Some(template) = template else { return unknown };
                let mut last = 0;
                match pattern.replace(this, &template, &mut last) {
                    Ok(s) => Value::string(&s, span, labels.clone()),
                    Err(_) => unknown,
                }
            }
            "split" => match pattern.split(this, None) {
                Ok(parts) => self.list_of_texts(parts.into_iter(), span, labels),
                Err(_) => unknown,
            },
            _ => unknown,
        }
    }

    fn last_index(&self, object: Option<ObjId>) -> usize {
        let stored =
            object.and_then(|o| self.heap.own(o, "lastIndex")).and_then(|v| v.single().map(|a| a.kind.clone()));
        match stored {
            Some(Kind::Num(n)) if n >= 0.0 => n as usize,
            _ => 0,
        }
    }

    fn keep_last_index(&mut self, object: Option<ObjId>, last: usize) {
        if let Some(object) = object {
            let value = Value::constant(Kind::Num(last as f64), Span::default());
            self.heap.set(Place::Prop(object, "lastIndex".into()), value);
        }
    }

    fn exec(&mut self, object: Option<ObjId>, pattern: &Pattern, this: &str, span: Span, labels: &Labels) -> Value {
        let mut last = self.last_index(object);
        match pattern.exec(this, &mut last) {
            Ok(found) => {
                if pattern.is_stateful() {
                    self.keep_last_index(object, last);
                }
                match found {
                    Some(captures) => self.list_of_texts(captures.groups.into_iter(), span, labels),
                    None => Value::new(Kind::Null, span, labels.clone()),
                }
            }
            Err(_) => Value::unknown(span, labels.clone()),
        }
    }

    fn regex_method(
        &mut self,
        id: ExprId,
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
        let labels = self.deep_labels(&subject);
        let receiver = Value::object(object, span);
        self.note_test(id, name, &receiver, args);
        let Some(pattern) = self.compiled(source, flags) else { return Some(Value::unknown(span, labels)) };
        let mut result = Value::never();
        for alt in subject.alts() {
            let Some(text) = self.to_text(alt) else {
                result = result.join(&Value::unknown(span, alt.labels.clone()));
                continue;
            };
            let value = if &**name == "exec" {
                self.exec(Some(object), &pattern, &text, span, &alt.labels)
            } else {
                let mut last = self.last_index(Some(object));
                match pattern.test(&text, &mut last) {
                    Ok(found) => {
                        if pattern.is_stateful() {
                            self.keep_last_index(Some(object), last);
                        }
                        Value::new(Kind::Bool(found), span, alt.labels.clone())
                    }
                    Err(_) => Value::unknown(span, alt.labels.clone()),
                }
            };
            result = result.join(&value);
        }
        Some(result)
    }

    fn array_method(&mut self, id: ExprId, list: ObjId, alt: &Alt, name: &Name, args: &[Value]) -> Option<Value> {
        let span = self.program.span(id);
        let items = self.list_items(list);
        let callback = args.first().and_then(|a| a.objects().find(|o| self.callable(*o)));
        let labels = self.deep_labels_of(alt);
        match &**name {
            "includes" | "indexOf" | "lastIndexOf" => {
                let needle = args.first()?;
                return Some(self.membership(id, name, list, items, needle, span));
            }
            "push" | "unshift" => {
                for value in args {
                    if self.outlives_handler(list) {
                        self.note_keep(value, || "a list".to_owned(), None);
                    }
                    if self.escaped.contains(&list) {
                        self.escape(value);
                    }
                    match (&items, self.heap.own(list, "length").and_then(|v| v.single().map(|a| a.kind.clone()))) {
                        (Some(_), Some(Kind::Num(n))) if &**name == "push" => {
                            let at = self.heap.own_entries(list).count().saturating_sub(1).max(n as usize);
                            self.heap.set(Place::Prop(list, at.to_string().into()), value.clone());
                            let length = Value::constant(Kind::Num(at as f64 + 1.0), span);
                            self.heap.set(Place::Prop(list, "length".into()), length);
                        }
                        _ => self.heap.add(Place::Prop(list, ELEMENTS.into()), value),
                    }
                }
                return Some(Value::unknown(span, Labels::NONE));
            }
            "join" | "toString" => {
                let separator = match args.first() {
                    Some(v) => v.as_str().cloned(),
                    None => Some(",".into()),
                };
                let texts: Option<Vec<Name>> = items
                    .as_ref()
                    .and_then(|items| items.iter().map(|v| v.single().and_then(|a| self.to_text(a))).collect());
                return Some(match (texts, separator) {
                    (Some(texts), Some(s)) => Value::string(&texts.join(&*s), span, labels),
                    _ => Value::unknown(span, labels),
                });
            }
            "concat" => {
                let mut all = items.clone().unwrap_or_default();
                let mut known = items.is_some();
                for arg in args {
                    match arg.objects().next() {
                        Some(o) if matches!(self.heap.kind(o), ObjKind::Array) => match self.list_items(o) {
                            Some(more) => all.extend(more),
                            None => known = false,
                        },
                        _ => all.push(arg.clone()),
                    }
                }
                if known {
                    let list = self.make_list(all, span);
                    return Some(Value::object(list, span));
                }
                let mut any = self.any_element(list, span);
                for arg in args {
                    any = any.join(&self.items(arg, true, span).1);
                }
                let list = self.make_list(Vec::new(), span);
                self.heap.set(Place::Prop(list, ELEMENTS.into()), any);
                return Some(Value::object(list, span));
            }
            "slice" | "reverse" | "toReversed" | "flat" | "toSorted" | "sort" if callback.is_none() => {
                let Some(items) = items else { return Some(Value::new(alt.kind.clone(), span, alt.labels.clone())) };
                let number = |i: usize| -> Option<f64> {
                    match args.get(i)?.single()?.kind {
                        Kind::Num(n) => Some(n),
                        _ => None,
                    }
                };
                let mut part = items;
                if &**name == "slice" {
                    let size = part.len() as f64;
                    let place = |n: f64| (if n < 0.0 { (size + n).max(0.0) } else { n.min(size) }) as usize;
                    let from = number(0).map_or(0, place);
                    let to = number(1).map_or(part.len(), place);
                    part = part.get(from..to.max(from)).unwrap_or_default().to_vec();
                } else if name.contains("everse") {
                    part.reverse();
                }
                let list = self.make_list(part, span);
                return Some(Value::object(list, span).with(&alt.labels));
            }
            "pop" | "shift" | "at" => {
                let known = items.as_ref().and_then(|items| match &**name {
                    "pop" => items.last().cloned(),
                    "shift" => items.first().cloned(),
                    _ => {
                        let Kind::Num(n) = args.first()?.single()?.kind else { return None };
                        let at = if n < 0.0 { items.len() as f64 + n } else { n };
                        items.get(at as usize).cloned()
                    }
                });
                return Some(match known {
                    Some(v) => v,
                    None => self.any_element(list, span).join(&Value::undefined()),
                });
            }
            "keys" | "values" | "entries" if args.is_empty() => {
                return Some(Value::new(alt.kind.clone(), span, alt.labels.clone()));
            }
            _ => {}
        }
        let callback = callback?;
        Some(self.iterate(id, list, items, callback, name, &labels))
    }

    fn callable(&self, object: ObjId) -> bool {
        self.is_callable(object)
            || matches!(self.heap.kind(object), ObjKind::Method { .. } | ObjKind::Host(Host::Global(_)))
    }

    /// `forEach`, `some`, `find` and their like: the callback is run for each element.
    fn iterate(
        &mut self,
        id: ExprId,
        list: ObjId,
        items: Option<Vec<Value>>,
        callback: ObjId,
        name: &Name,
        labels: &Labels,
    ) -> Value {
        let span = self.program.span(id);
        let function = Value::object(callback, span);
        let known = items.is_some();
        let items = items.unwrap_or_else(|| vec![self.any_element(list, span)]);
        let this_list = Value::object(list, span);
        let mut kept = Vec::new();
        let mut verdict = Labels::NONE;
        let mut sure = known;
        let mut found = Value::never();
        let size = items.len();
        for (i, item) in items.into_iter().enumerate().take(64) {
            if self.dead {
                return Value::never();
            }
            let index = Value::constant(Kind::Num(i as f64), span);
            let args = match &**name {
                "reduce" | "reduceRight" => {
                    let before = if i == 0 { self.anything(span) } else { found.clone() };
                    vec![before, item.clone(), index, this_list.clone()]
                }
                _ => vec![item.clone(), index, this_list.clone()],
            };
            let mut result = Value::never();
            if known {
                result = self.call_value(id, &function, &Value::undefined(), &args);
            } else {
                self.maybe(|m| result = m.call_value(id, &function, &Value::undefined(), &args));
            }
            verdict = verdict.union(&result.labels());
            let truth = self.truth(&result);
            match &**name {
                "some" | "every" => {
                    let stops = &**name == "some";
                    match truth.certain() {
                        Some(b) if b == stops && known => {
                            return Value::new(Kind::Bool(stops), span, verdict);
                        }
                        Some(_) => {}
                        None => sure = false,
                    }
                }
                "find" | "findLast" => match truth.certain() {
                    Some(true) if known => return found.join(&item.with(&only_sender(&verdict))),
                    Some(false) => {}
                    _ => {
                        sure = false;
                        found = found.join(&item.with(&only_sender(&verdict)));
                    }
                },
                "findIndex" => match truth.certain() {
                    Some(true) if sure => return Value::new(Kind::Num(i as f64), span, verdict),
                    Some(false) => {}
                    _ => sure = false,
                },
                "filter" => match truth.certain() {
                    Some(true) => kept.push(item),
                    Some(false) => {}
                    None => {
                        sure = false;
                        kept.push(item);
                    }
                },
                "map" | "flatMap" => kept.push(result),
                "reduce" | "reduceRight" => found = result,
                _ => {}
            }
        }
        let tests_sender = verdict.origins().meets(AUTHENTICATING);
        match &**name {
            "some" | "every" => {
                let otherwise = &**name == "every";
                if sure {
                    return Value::new(Kind::Bool(otherwise), span, verdict);
                }
                if !known && self.in_trial() && tests_sender {
                    // A list that the environment holds: the hostile origin is not on it. Whether an element that is
                    // found proves anything, the callback has told by its own comparison.
                    return Value::unknown(span, verdict);
                }
                Value::unknown(span, verdict)
            }
            "find" | "findLast" => {
                let missing = Value::new(Kind::Undefined, span, only_sender(&verdict));
                if sure { missing } else { found.join(&missing).with(&only_sender(&verdict)) }
            }
            "findIndex" => {
                let kind = if sure { Kind::Num(-1.0) } else { Kind::Unknown };
                Value::new(kind, span, verdict)
            }
            "filter" | "map" | "flatMap" => {
                let list = if sure || (known && &**name != "filter") {
                    self.make_list(kept, span)
                } else {
                    let list = self.make_list(Vec::new(), span);
                    let mut any = Value::never();
                    for item in kept {
                        any = any.join(&item);
                    }
                    self.heap.set(Place::Prop(list, ELEMENTS.into()), any.join(&Value::unknown(span, labels.clone())));
                    if tests_sender {
                        let unknown = Value::unknown(span, only_sender(&verdict));
                        self.heap.set(Place::Prop(list, "length".into()), unknown);
                    }
                    list
                };
                if tests_sender && sure {
                    let length = self.heap.own(list, "length").cloned().unwrap_or_default();
                    self.heap.set(Place::Prop(list, "length".into()), length.with(&only_sender(&verdict)));
                }
                Value::object(list, span)
            }
            "reduce" | "reduceRight" if size > 0 => found,
            "forEach" => Value::undefined(),
            _ => Value::unknown(span, labels.union(&verdict)),
        }
    }

    /// `list.includes(x)` and its like.
    fn membership(
        &mut self,
        id: ExprId,
        name: &str,
        list: ObjId,
        items: Option<Vec<Value>>,
        needle: &Value,
        span: Span,
    ) -> Value {
        self.note_test(id, name, &Value::object(list, span), std::slice::from_ref(needle));
        let labels = needle.labels();
        let index_wanted = name != "includes" && name != "has";
        let result = |found: Option<usize>| {
            if index_wanted { Kind::Num(found.map_or(-1.0, |i| i as f64)) } else { Kind::Bool(found.is_some()) }
        };
        let known = items.is_some();
        let items = items.unwrap_or_else(|| vec![self.any_element(list, span)]);
        let mut unsure = !known;
        for (i, item) in items.iter().enumerate() {
            let equal = self.equality(true, needle, item, span);
            match self.truth(&equal).certain() {
                Some(true) if known => return Value::new(result(Some(i)), span, labels),
                Some(_) => {}
                None => unsure = true,
            }
        }
        let of_sender = labels.origins().meets(AUTHENTICATING);
        if unsure && of_sender && self.in_trial() {
            // An unknown member is not the hostile origin; what the attacker put there is no proof either.
            let chosen = items.iter().any(|v| v.origins().meets(CHOSEN));
            let configured = needle.as_str().is_some_and(|s| **s == *CONFIGURED_ORIGIN);
            if !chosen {
                return Value::new(result(configured.then_some(0)), span, labels);
            }
        }
        if unsure { Value::unknown(span, labels) } else { Value::new(result(None), span, labels) }
    }

    fn set_method(&mut self, id: ExprId, set: ObjId, name: &Name, args: &[Value]) -> Option<Value> {
        let span = self.program.span(id);
        let items = self.list_items(set);
        match &**name {
            "has" => Some(self.membership(id, "has", set, items, args.first()?, span)),
            "add" => {
                let value = args.first()?;
                if self.outlives_handler(set) {
                    self.note_keep(value, || "a set".to_owned(), None);
                }
                self.heap.add(Place::Prop(set, ELEMENTS.into()), value);
                Some(Value::object(set, span))
            }
            "delete" | "clear" => Some(Value::unknown(span, Labels::NONE)),
            "values" | "keys" | "entries" => Some(Value::object(set, span)),
            "forEach" => {
                let callback = args.first()?.objects().find(|o| self.callable(*o))?;
                Some(self.iterate(id, set, items, callback, name, &Labels::NONE))
            }
            _ => None,
        }
    }

    fn map_method(&mut self, id: ExprId, map: ObjId, name: &Name, args: &[Value]) -> Option<Value> {
        let span = self.program.span(id);
        match &**name {
            "set" => {
                let (key, value) = (args.first()?, args.get(1).cloned().unwrap_or_default());
                if self.outlives_handler(map) {
                    self.note_keep(&value, || "a map".to_owned(), None);
                }
                if self.escaped.contains(&map) {
                    self.escape(&value);
                }
                if key.as_str().is_none() {
                    self.heap.object_mut(map).open = true;
                }
                self.define(map, key, value);
                Some(Value::object(map, span))
            }
            "get" | "has" => {
                let key = args.first()?;
                self.note_test(id, name, &Value::object(map, span), args);
                let labels = key.labels();
                let closed = !self.heap.object(map).open && self.heap.own(map, ELEMENTS).is_none();
                let mut result = Value::never();
                for alt in key.alts() {
                    let found = match &alt.kind {
                        Kind::Str(k) => self.heap.own(map, k).cloned(),
                        _ => None,
                    };
                    let constant = matches!(alt.kind, Kind::Str(_));
                    let value = match (&**name, found) {
                        ("get", Some(v)) => v,
                        ("get", None) if constant && closed => Value::undefined(),
                        ("get", None) => self.any_element(map, span).join(&Value::undefined()),
                        (_, Some(_)) => Value::constant(Kind::Bool(true), span),
                        (_, None) if constant && closed => Value::constant(Kind::Bool(false), span),
                        _ => Value::unknown(span, Labels::NONE),
                    };
                    result = result.join(&value);
                }
                // A look-up by what tells the sender is a test of the sender.
                Some(result.with(&only_sender(&labels)))
            }
            "delete" | "clear" => Some(Value::unknown(span, Labels::NONE)),
            "forEach" => {
                let callback = args.first()?.objects().find(|o| self.callable(*o))?;
                let any = self.any_element(map, span);
                self.call_back(id, callback, &[any], &Labels::source(Origin::Varying, span));
                Some(Value::undefined())
            }
            "values" | "keys" | "entries" => {
                let any = self.any_element(map, span);
                let list = self.make_list(Vec::new(), span);
                self.heap.set(Place::Prop(list, ELEMENTS.into()), any);
                Some(Value::object(list, span))
            }
            _ => None,
        }
    }

    /// A promise that is fulfilled with the value.
    pub(super) fn promise_of(&mut self, value: Value, span: Span) -> Value {
        if value.is_never() {
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
    pub(super) fn settled(&mut self, value: &Value) -> Value {
        let mut result = Value::never();
        for alt in value.alts() {
            match alt.kind {
                Kind::Obj(o) if matches!(self.heap.kind(o), ObjKind::Promise) => {
                    let inner = self.heap.own(o, ELEMENTS).cloned();
                    result = result.join(&inner.unwrap_or_else(|| self.anything(alt.site)).with(&alt.labels));
                }
                _ => result.push(alt.clone()),
            }
        }
        result
    }

    fn promise_method(&mut self, id: ExprId, promise: ObjId, name: &Name, args: &[Value]) -> Option<Value> {
        let span = self.program.span(id);
        let inner = self.heap.own(promise, ELEMENTS).cloned().unwrap_or_else(|| self.anything(span));
        let rejected = self.heap.own(promise, REJECTED).cloned();
        let mut result = if &**name == "then" { Value::never() } else { inner.clone() };
        for (i, arg) in args.iter().enumerate() {
            let fulfilled = &**name == "then" && i == 0;
            if fulfilled && rejected.is_some() {
                continue;
            }
            if fulfilled && arg.single().is_some_and(|a| a.kind == Kind::Unknown) && !inner.is_never() {
                // A function out of sight is given what the promise holds.
                result = result.join(&self.call_unknown(id, arg, std::slice::from_ref(&inner), None));
            }
            for callback in arg.objects().filter(|o| self.callable(*o)).collect::<Vec<_>>() {
                let passed = match (&**name, fulfilled) {
                    (_, true) => inner.clone(),
                    ("finally", _) => Value::undefined(),
                    _ => self.anything(span),
                };
                let function = Value::object(callback, span);
                let mut returned = Value::never();
                self.maybe(|m| returned = m.call_value(id, &function, &Value::undefined(), &[passed]));
                let returned = self.settled(&returned);
                if &**name != "finally" {
                    result = result.join(&returned);
                }
            }
        }
        match &**name {
            "then" if rejected.is_some() && result.is_never() => {
                let promise = self.heap.alloc(ObjKind::Promise, span);
                self.heap.set(Place::Prop(promise, REJECTED.into()), rejected.unwrap_or_default());
                Some(Value::object(promise, span))
            }
            "then" | "catch" | "finally" => Some(self.promise_of(if result.is_never() { inner } else { result }, span)),
            _ => None,
        }
    }

    /// `call`, `apply`, `bind`.
    fn function_method(&mut self, id: ExprId, function: ObjId, name: &Name, args: &[Value]) -> Option<Value> {
        let span = self.program.span(id);
        let value = Value::object(function, span);
        let this = args.first().cloned().unwrap_or_else(Value::undefined);
        match &**name {
            "call" => Some(self.call_value(id, &value, &this, args.get(1..).unwrap_or_default())),
            "apply" => {
                let list = args.get(1).cloned().unwrap_or_default();
                let args = match self.items(&list, true, span) {
                    (Some(items), _) => items,
                    (None, any) => vec![any.clone(), any.clone(), any.join(&Value::unknown(span, list.labels()))],
                };
                Some(self.call_value(id, &value, &this, &args))
            }
            "bind" => {
                // The same reference, so that methods of `super` and removals can be told apart from a plain call.
                let bound = ObjKind::Bound { target: function, this, args: args.get(1..).unwrap_or_default().to_vec() };
                let bound = self.heap.alloc(bound, span);
                Some(Value::object(bound, span))
            }
            "toString" => Some(self.anything(span)),
            _ => None,
        }
    }

    fn object_method(&mut self, id: ExprId, object: ObjId, alt: &Alt, name: &Name, args: &[Value]) -> Option<Value> {
        let span = self.program.span(id);
        match &**name {
            "hasOwnProperty" | "propertyIsEnumerable" => {
                let key = args.first()?;
                Some(self.own_key(id, object, key, span))
            }
            "toString" | "toJSON" | "valueOf" => {
                let labels = self.deep_labels_of(alt);
                let kind = self.to_text(alt).map_or(Kind::Unknown, Kind::Str);
                Some(Value::new(kind, span, labels))
            }
            _ => None,
        }
    }

    /// Whether an object has an own property of that name.
    pub(super) fn own_key(&mut self, id: ExprId, object: ObjId, key: &Value, span: Span) -> Value {
        self.note_test(id, "hasOwn", &Value::object(object, span), std::slice::from_ref(key));
        let closed = !self.heap.object(object).open
            && self.heap.own(object, ELEMENTS).is_none()
            && !self.escaped.contains(&object);
        let mut result = Value::never();
        for alt in key.alts() {
            let kind = match &alt.kind {
                Kind::Str(k) if self.heap.own(object, k).is_some() => Kind::Bool(true),
                Kind::Str(_) if closed => Kind::Bool(false),
                _ => Kind::Unknown,
            };
            result.push(Alt { kind, site: span, labels: alt.labels.clone() });
        }
        result
    }

    /// A URL object for a text; throws where the parser does.
    pub(super) fn make_url(&mut self, id: ExprId, args: &[Value]) -> Value {
        let span = self.program.span(id);
        let mut labels = Labels::NONE;
        let own = |m: &Self, v: &Value| v.single().is_some_and(|a| m.is_own_address(a));
        for (i, arg) in args.iter().enumerate() {
            // Of a base that is the page's own address, nothing but the origin remains.
            let added =
                if i == 1 && own(self, arg) { Labels::source(Origin::Own, span) } else { self.deep_labels(arg) };
            labels = labels.union(&added);
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
        let value = Value::object(object, span).with(&labels);
        let (Some(text), true) = (text, base.as_ref().is_none_or(Option::is_some)) else {
            self.may_throw = Some(self.path.clone());
            for name in URL_PARTS {
                let key = Value::string(name, span, Labels::NONE);
                let mut labels = labels.union(&Labels::source(Origin::Varying, span));
                if matches!(name, "protocol" | "port" | "hash") && labels.has(Origin::Sender) {
                    labels = labels.union(&Labels::NONE);
                }
                self.define(object, &key, Value::unknown(span, labels));
            }
            return value;
        };
        match web_url::parse(&text, base.flatten().as_deref()) {
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
                    let key = Value::string(name, span, Labels::NONE);
                    self.define(object, &key, Value::string(&part, span, labels.clone()));
                }
                value
            }
            None => {
                self.leave(ExitKind::Throw, Value::unknown(span, Labels::NONE));
                Value::never()
            }
        }
    }
}

impl Machine<'_> {
    /// The page's own address, taken apart: the origin is the page's, the rest is whose the address is.
    fn own_url(&mut self, address: &Value, span: Span) -> Value {
        let object = self.heap.alloc(ObjKind::Url, span);
        for name in URL_PARTS {
            let key = Value::string(name, span, Labels::NONE);
            let own = Labels::source(Origin::Own, span);
            let part = match name {
                "origin" => Value::string(OWN_ORIGIN, span, own),
                "host" | "hostname" => Value::string(OWN_ORIGIN.trim_start_matches("https://"), span, own),
                "protocol" => Value::string("https:", span, own),
                _ => Value::unknown(span, address.labels()),
            };
            self.define(object, &key, part);
        }
        let key = Value::string("searchParams", span, Labels::NONE);
        self.define(object, &key, Value::unknown(span, address.labels()));
        Value::object(object, span)
    }
}

const URL_PARTS: [&str; 9] = ["href", "origin", "protocol", "host", "hostname", "port", "pathname", "search", "hash"];

/// Whether it is an unknown of the environment.
fn is_environment(alt: &Alt) -> bool {
    let origins = alt.labels.origins();
    alt.kind == Kind::Unknown
        && !origins.meets(CHOSEN)
        && !origins.meets(AUTHENTICATING)
        && !origins.meets(super::value::STEERED)
}

/// The sources among these that tell the sender.
fn only_sender(labels: &Labels) -> Labels {
    let mut kept = Labels::NONE;
    for label in labels.iter().filter(|l| AUTHENTICATING.has(l.origin)) {
        kept = kept.union(&Labels::one(label.clone()));
    }
    kept
}
