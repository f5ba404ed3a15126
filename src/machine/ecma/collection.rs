//! Arrays, sets and maps: what is in them, and the methods that ask.

use crate::machine::Machine;
use crate::machine::domain::heap::{ELEMENTS, ObjKind, Place};
use crate::machine::domain::host::Host;
use crate::machine::domain::origin::CONFIGURED_ORIGIN;
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, AUTHENTICATING, TaintKind, Taints};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::limits;
use crate::source::Span;
use crate::syntax::program::{ExprId, Name};

impl<'p> Machine<'p> {
    /// An array with these elements.
    pub(in crate::machine) fn make_list(&mut self, items: Vec<Value>, span: Span) -> ObjId {
        let id = self.heap.alloc(ObjKind::Array, span);
        let length = items.len();
        self.heap.work(4 * length);
        for (i, item) in items.into_iter().enumerate() {
            self.heap.set(Place::Prop(id, i.to_string().into()), item);
        }
        self.heap.set(Place::Prop(id, "length".into()), Value::constant(Kind::Num(length as f64), span));
        id
    }

    /// The elements of an array or set, if all are known.
    pub(in crate::machine) fn list_items(&self, id: ObjId) -> Option<Vec<Value>> {
        let object = self.heap.object(id);
        if !matches!(object.kind, ObjKind::Array | ObjKind::Set) || object.open {
            return None;
        }
        if self.heap.own(id, ELEMENTS).is_some() {
            return None;
        }
        let length = match self.heap.own(id, "length")?.single()?.kind {
            Kind::Num(n) if (0.0..=limits::LIST as f64).contains(&n) => n as usize,
            _ => return None,
        };
        self.heap.work(2 * length);
        (0..length).map(|i| Some(self.heap.own(id, &i.to_string()).cloned().unwrap_or_else(Value::undefined))).collect()
    }

    /// What an element of a collection may be, where not all are known.
    pub(in crate::machine) fn any_element(&mut self, id: ObjId, span: Span) -> Value {
        if matches!(self.heap.kind(id), ObjKind::Host(_)) {
            return self.read_host_computed(id, span);
        }
        let mut any = Value::bottom();
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
        if any.is_bottom() || self.heap.object(id).open || !listed {
            any = any.join(&self.top(span));
        }
        any
    }

    pub(in crate::machine) fn make_collection(&mut self, name: &str, args: &[Value], span: Span) -> Value {
        let is_map = name.ends_with("Map");
        let collection = self.heap.alloc(if is_map { ObjKind::Map } else { ObjKind::Set }, span);
        if name.starts_with("Weak") {
            self.channels.weak.insert(collection, if is_map { "WeakMap" } else { "WeakSet" });
        }
        let Some(source) = args.first().filter(|v| !v.alts().iter().all(Alt::is_nullish)) else {
            if !is_map {
                let zero = Value::constant(Kind::Num(0.0), span);
                self.heap.set(Place::Prop(collection, "length".into()), zero);
            }
            return Value::object(collection, span);
        };
        let (items, any) = self.items(source, true, span);
        if !is_map {
            match items {
                Some(items) => {
                    let length = Value::constant(Kind::Num(items.len() as f64), span);
                    self.heap.set(Place::Prop(collection, "length".into()), length);
                    for (i, item) in items.into_iter().enumerate() {
                        self.heap.set(Place::Prop(collection, i.to_string().into()), item);
                    }
                }
                None => self.heap.set(Place::Prop(collection, ELEMENTS.into()), any),
            }
            return Value::object(collection, span);
        }
        let pairs: Option<Vec<Vec<Value>>> = items.and_then(|items| {
            items.iter().map(|pair| self.list_items(pair.objects().next()?)).collect::<Option<Vec<_>>>()
        });
        match pairs {
            Some(pairs) => {
                for pair in pairs {
                    let key = pair.first().cloned().unwrap_or_else(Value::undefined);
                    let value = pair.get(1).cloned().unwrap_or_else(Value::undefined);
                    self.define(collection, &key, value);
                }
            }
            None => self.heap.object_mut(collection).open = true,
        }
        Value::object(collection, span)
    }

    pub(in crate::machine) fn array_method(
        &mut self,
        id: ExprId,
        list: ObjId,
        alt: &Alt,
        name: &Name,
        args: &[Value],
    ) -> Option<Value> {
        let span = self.program.span(id);
        let items =
            self.list_items(list).map(|items| items.into_iter().map(|i| self.held_by_refused(alt, i)).collect());
        let items: Option<Vec<Value>> = items;
        let callback = args.first().and_then(|a| a.objects().find(|o| self.callable(*o)));
        let taints = self.deep_taints_of(alt);
        match &**name {
            "includes" | "indexOf" | "lastIndexOf" => {
                let needle = args.first()?;
                return Some(self.membership(id, name, list, items, needle, span));
            }
            "push" | "unshift" => {
                for value in args {
                    if self.outlives_handler(list) {
                        let name = self.holder_name(id);
                        self.note_keep(value, || name, span);
                    }
                    if self.exploration.escaped.contains(&list) {
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
                return Some(Value::unknown(span, Taints::NONE));
            }
            "join" | "toString" => {
                let separator = match args.first() {
                    Some(v) => v.as_str().cloned(),
                    None => Some(",".into()),
                };
                return Some(match separator.and_then(|s| self.joined_text(list, &s)) {
                    Some(text) => Value::string(&text, span, taints),
                    None => Value::unknown(span, taints),
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
                let Some(items) = items else { return Some(Value::new(alt.kind.clone(), span, alt.taints.clone())) };
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
                return Some(Value::object(list, span).with(&alt.taints));
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
                let taken = match known {
                    Some(v) => v,
                    None => self.any_element(list, span).join(&Value::undefined()),
                };
                // What is left in the list is not told apart from what is taken.
                self.renew(&taken);
                return Some(taken);
            }
            "keys" | "values" | "entries" if args.is_empty() => {
                return Some(Value::new(alt.kind.clone(), span, alt.taints.clone()));
            }
            _ => {}
        }
        let callback = callback?;
        Some(self.iterate(id, list, items, callback, name, &taints))
    }

    pub(in crate::machine) fn callable(&self, object: ObjId) -> bool {
        self.is_callable(object)
            || matches!(self.heap.kind(object), ObjKind::Method { .. } | ObjKind::Host(Host::Global(_)))
    }

    /// `forEach`, `some`, `find` and their like: the callback is run for each element.
    pub(in crate::machine) fn iterate(
        &mut self,
        id: ExprId,
        list: ObjId,
        items: Option<Vec<Value>>,
        callback: ObjId,
        name: &Name,
        taints: &Taints,
    ) -> Value {
        let span = self.program.span(id);
        let function = Value::object(callback, span);
        let mut known = items.is_some();
        let mut sure = known;
        let mut items = items.unwrap_or_else(|| vec![self.any_element(list, span)]);
        if items.len() > limits::CALLBACK_TURNS {
            let rest = items.split_off(limits::CALLBACK_TURNS - 1);
            items.push(rest.iter().fold(Value::bottom(), Value::join));
            // Which of the rest it was is not told.
            (known, sure) = (false, false);
        }
        let this_list = Value::object(list, span);
        let mut kept = Vec::new();
        let mut verdict = Taints::NONE;
        let mut found = Value::bottom();
        let size = items.len();
        for (i, item) in items.into_iter().enumerate() {
            if self.unreachable {
                return Value::bottom();
            }
            let index = match known {
                true => Value::constant(Kind::Num(i as f64), span),
                false => Value::unknown(span, Taints::NONE),
            };
            let args = match &**name {
                "reduce" | "reduceRight" => {
                    let before = if i == 0 { self.top(span) } else { found.clone() };
                    vec![before, item.clone(), index, this_list.clone()]
                }
                _ => vec![item.clone(), index, this_list.clone()],
            };
            let mut result = Value::bottom();
            if known {
                result = self.call_value(id, &function, &Value::undefined(), &args);
            } else {
                let from = self.heap.len();
                self.maybe(|m| result = m.call_value(id, &function, &Value::undefined(), &args));
                self.made_often(from);
            }
            verdict = verdict.union(&result.taints());
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
        let tests_sender = verdict.kinds().intersects(AUTHENTICATING);
        match &**name {
            "some" | "every" => {
                let otherwise = &**name == "every";
                if sure {
                    return Value::new(Kind::Bool(otherwise), span, verdict);
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
                    let mut any = Value::bottom();
                    for item in kept {
                        any = any.join(&item);
                    }
                    // What a callback keeps or makes of each element is all that is in the list.
                    if any.is_bottom() {
                        any = Value::unknown(span, taints.clone());
                    }
                    self.heap.set(Place::Prop(list, ELEMENTS.into()), any);
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
            _ => Value::unknown(span, taints.union(&verdict)),
        }
    }

    /// `list.includes(x)` and its like.
    pub(in crate::machine) fn membership(
        &mut self,
        id: ExprId,
        name: &str,
        list: ObjId,
        items: Option<Vec<Value>>,
        needle: &Value,
        span: Span,
    ) -> Value {
        self.note_test(id, name, &Value::object(list, span), std::slice::from_ref(needle));
        let taints = needle.taints();
        let index_wanted = name != "includes" && name != "has";
        let result = |found: Option<usize>| {
            if index_wanted { Kind::Num(found.map_or(-1.0, |i| i as f64)) } else { Kind::Bool(found.is_some()) }
        };
        let of_sender = taints.kinds().intersects(AUTHENTICATING);
        // Nobody asks an empty list who sent a message: it is filled somewhere out of sight.
        let items = items.filter(|items| !(of_sender && items.is_empty()));
        let known = items.is_some();
        let items = items.unwrap_or_else(|| vec![self.any_element(list, span)]);
        let mut unsure = !known;
        for (i, item) in items.iter().enumerate() {
            let equal = self.equality(true, needle, item, span);
            match self.truth(&equal).certain() {
                Some(true) if known => return Value::new(result(Some(i)), span, taints),
                Some(_) => {}
                None => unsure = true,
            }
        }
        if unsure && of_sender && self.in_sender_run() {
            // An unknown member is not the hostile origin; what the attacker put there is no proof either.
            let chosen = items.iter().any(|v| v.kinds().intersects(ATTACKER_CONTROLLED));
            let configured = needle.as_str().is_some_and(|s| **s == *CONFIGURED_ORIGIN);
            if !chosen {
                return Value::new(result(configured.then_some(0)), span, taints);
            }
        }
        if unsure { Value::unknown(span, taints) } else { Value::new(result(None), span, taints) }
    }

    pub(in crate::machine) fn set_method(
        &mut self,
        id: ExprId,
        set: ObjId,
        name: &Name,
        args: &[Value],
    ) -> Option<Value> {
        let span = self.program.span(id);
        let items = self.list_items(set);
        match &**name {
            "has" => Some(self.membership(id, "has", set, items, args.first()?, span)),
            "add" => {
                let value = args.first()?;
                if self.outlives_handler(set) {
                    let name = self.holder_name(id);
                    self.note_keep(value, || name, span);
                }
                self.heap.add(Place::Prop(set, ELEMENTS.into()), value);
                Some(Value::object(set, span))
            }
            "delete" | "clear" => Some(Value::unknown(span, Taints::NONE)),
            "values" | "keys" | "entries" => Some(Value::object(set, span)),
            "forEach" => {
                let callback = args.first()?.objects().find(|o| self.callable(*o))?;
                Some(self.iterate(id, set, items, callback, name, &Taints::NONE))
            }
            _ => None,
        }
    }

    pub(in crate::machine) fn map_method(
        &mut self,
        id: ExprId,
        map: ObjId,
        name: &Name,
        args: &[Value],
    ) -> Option<Value> {
        let span = self.program.span(id);
        match &**name {
            "set" => {
                let (key, value) = (args.first()?, args.get(1).cloned().unwrap_or_default());
                if self.outlives_handler(map) {
                    let name = self.holder_name(id);
                    self.note_keep(&value, || name, span);
                }
                if self.exploration.escaped.contains(&map) {
                    self.escape(&value);
                }
                if key.as_str().is_none() {
                    self.heap.object_mut(map).open = true;
                    self.note_key(map, key);
                }
                self.define(map, key, value);
                Some(Value::object(map, span))
            }
            "get" | "has" => {
                let key = args.first()?;
                self.note_test(id, name, &Value::object(map, span), args);
                let taints = key.taints();
                if self.is_guess(map, key) {
                    let kind = if &**name == "get" { Kind::Undefined } else { Kind::Bool(false) };
                    return Some(Value::new(kind, span, taints));
                }
                let closed = !self.heap.object(map).open && self.heap.own(map, ELEMENTS).is_none();
                let mut result = Value::bottom();
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
                        _ => Value::unknown(span, Taints::NONE),
                    };
                    result = result.join(&value);
                }
                // A look-up by what tells the sender is a test of the sender.
                Some(result.with(&only_sender(&taints)))
            }
            "delete" | "clear" => Some(Value::unknown(span, Taints::NONE)),
            "forEach" => {
                let callback = args.first()?.objects().find(|o| self.callable(*o))?;
                let any = self.any_element(map, span);
                self.call_back(id, callback, &[any], &Taints::source(TaintKind::Varying, span));
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
}

/// The sources among these that tell the sender.
fn only_sender(taints: &Taints) -> Taints {
    let mut kept = Taints::NONE;
    for taint in taints.iter().filter(|l| AUTHENTICATING.has(l.kind)) {
        kept = kept.union(&Taints::one(taint.clone()));
    }
    kept
}
