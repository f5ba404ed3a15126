//! Properties: how objects answer, what is written to them, and what a value holds all in all.

use smallvec::{SmallVec, smallvec};

use crate::machine::domain::heap::{ELEMENTS, Keys, ObjKind, Place, accessor};
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::{
    ATTACKER_CONTROLLED, AUTHENTICATING, REFUSED, Taint, TaintKind, TaintKinds, Taints,
};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::limits;
use crate::machine::web::parameter::{host_of_address, verdict};
use crate::machine::{ExitKind, Machine};
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, FunctionKind, Key, Name};

/// What is not said of something because it is said of the object that it is read from.
const LEFT_BEHIND: TaintKinds =
    TaintKinds::of(&[TaintKind::Event, TaintKind::Source, TaintKind::Fetched, TaintKind::Refused]);

impl<'p> Machine<'p> {
    /// A property of an object of the program, its own or inherited; `None` if it has none of that name.
    pub(in crate::machine) fn lookup(&mut self, object: ObjId, name: &str) -> Option<Value> {
        let mut holder = Some(object);
        for _ in 0..limits::PROTOTYPES {
            let Some(h) = holder else { break };
            if let Some(value) = self.heap.own(h, name) {
                return Some(value.clone());
            }
            if self.heap.object(h).accessors
                && let Some(getter) = self.heap.own(h, &accessor(name)).and_then(|g| g.objects().next())
            {
                let this = Value::object(object, self.heap.object(object).site);
                // A getter runs like any function; it is charged to the place that defines it.
                return Some(self.invoke_getter(getter, &this));
            }
            holder = self.heap.object(h).proto;
        }
        // Behind so many prototypes there may be anything.
        holder.map(|_| self.top(Span::default()))
    }

    pub(in crate::machine) fn invoke_getter(&mut self, getter: ObjId, this: &Value) -> Value {
        let ObjKind::Closure { function, env, this: own } = self.heap.kind(getter).clone() else {
            return Value::undefined();
        };
        if self.frames.iter().filter(|f| f.function == function).count() >= limits::RECURSION
            || self.frames.len() >= limits::FRAMES
        {
            return self.top(Span::default());
        }
        let home = own.and_then(|o| o.objects().next());
        self.exploration.runs[function.index()] += 1;
        self.activate(function, env, this.clone(), home, &[], None)
    }

    /// `object[key]` for a member expression.
    pub(in crate::machine) fn read_member(&mut self, object: &Value, key: &Value, at: ExprId) -> Value {
        let span = self.program.span(at);
        self.read_named(object, key, span)
    }

    /// `object[key]`, read at `span`.
    pub(in crate::machine) fn read_named(&mut self, object: &Value, key: &Value, span: Span) -> Value {
        let mut result = Value::bottom();
        // Where it may be an object, reading from nothing throws; otherwise it may be set where nobody looked.
        let throws = object.alts().iter().any(|a| matches!(a.kind, Kind::Obj(_)));
        for alt in object.to_alts() {
            if throws && alt.is_nullish() {
                continue;
            }
            let read = match key.as_str() {
                Some(name) => self.read_one(&alt, name, span),
                None => self.read_computed(&alt, key, span),
            };
            // A key that depends on the sender makes the result depend on it.
            let by_key = key.taints();
            let read = if by_key.kinds().intersects(AUTHENTICATING) { read.with(&by_key) } else { read };
            let picked = key.as_str().is_none() && by_key.kinds().intersects(ATTACKER_CONTROLLED);
            let read = match picked {
                true => {
                    let read = read.with(&Taints::source(TaintKind::Picked, span));
                    match self.fetched_from(&alt, key) {
                        Some(out_of) => read.with(&by_key.fetched(out_of, span)),
                        None => read,
                    }
                }
                false => read,
            };
            result = result.join(&read);
        }
        if result.is_bottom() && !object.is_bottom() && !self.unreachable {
            result = Value::unknown(span, object.taints());
        }
        result
    }

    pub(in crate::machine) fn read_one(&mut self, alt: &Alt, name: &Name, span: Span) -> Value {
        match &alt.kind {
            Kind::Undefined | Kind::Null => {
                let is_of_sender = alt.taints.kinds().intersects(AUTHENTICATING) && self.in_sender_run();
                if is_of_sender || self.web.absent.contains(&alt.site) {
                    self.leave(ExitKind::Throw, Value::unknown(span, Taints::NONE));
                    return Value::bottom();
                }
                self.top(span)
            }
            Kind::Unknown => {
                let read = self.read_unknown(alt, name, span);
                self.read_refused(alt, name, read, span)
            }
            Kind::Str(text) => match &**name {
                "length" => {
                    let units = text.encode_utf16().count();
                    Value::new(Kind::Num(units as f64), span, alt.taints.clone())
                }
                _ => match name.parse::<usize>() {
                    Ok(i) => match text.chars().nth(i) {
                        Some(c) => Value::string(c.encode_utf8(&mut [0; 4]), span, alt.taints.clone()),
                        None => Value::new(Kind::Undefined, span, alt.taints.clone()),
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
                if self.sender_is_gone() && matches!(&**name, "current" | "value") && self.web.refs.contains(&object) {
                    read = read.join(&Value::constant(Kind::Null, span));
                }
                // What was read from message data, or behind the sender, is that still.
                let read = read.with(&alt.taints.without(LEFT_BEHIND));
                self.read_refused(alt, name, read, span)
            }
        }
    }

    /// How long a collection is of which it is not known what is in it.
    fn length_of_unknown(&self, object: ObjId, span: Span) -> Option<Value> {
        if !matches!(self.heap.kind(object), ObjKind::Array | ObjKind::Set) {
            return None;
        }
        let elements = self.heap.own(object, ELEMENTS);
        if elements.is_none() && !self.heap.object(object).open {
            return None;
        }
        let told = elements.map_or(Taints::NONE, |held| verdict(&held.taints()));
        let known = self.heap.own(object, "length").map_or(Taints::NONE, Value::taints);
        let told = told.without(AUTHENTICATING);
        Some(Value::unknown(span, told.union(&known).union(&Taints::source(TaintKind::Varying, span))))
    }

    pub(in crate::machine) fn read_object(&mut self, object: ObjId, name: &Name, span: Span, alt: &Alt) -> Value {
        if matches!(&**name, "length" | "size")
            && let Some(length) = self.length_of_unknown(object, span)
        {
            return length;
        }
        if let Some(value) = self.lookup(object, name) {
            return value;
        }
        match self.heap.kind(object) {
            ObjKind::Host(host) => {
                let host = *host;
                self.read_host(object, host, name, span, alt)
            }
            ObjKind::Closure { .. } if &**name == "prototype" => {
                let prototype = self.prototype_of(object);
                Value::object(prototype, span)
            }
            ObjKind::Plain | ObjKind::Class { .. } | ObjKind::Closure { .. } => {
                if let Some(method) = self.component_member(object, name) {
                    return method;
                }
                let rest = self.heap.own(object, ELEMENTS).cloned();
                let missing = match rest {
                    Some(v) => {
                        let part = v.map_taints(|taints| self.property_of_address(taints, name, span));
                        part.join(&Value::undefined())
                    }
                    None => Value::undefined(),
                };
                // Something that was not run may have set it.
                let shared = self.heap.object(object).proto.is_some()
                    || self.heap.object(object).open
                    || self.exploration.prototypes.contains_key(&object)
                    || self.exploration.escaped.contains(&object);
                if shared {
                    return missing.filter(|a| a.kind != Kind::Undefined).join(&self.top(span));
                }
                missing.join(&self.top(span))
            }
            ObjKind::Array => match name.parse::<usize>() {
                Ok(_) if self.list_items(object).is_some() => Value::undefined(),
                Ok(_) => self.any_element(object, span),
                Err(_) => self.method_value(alt, name, span),
            },
            ObjKind::Set | ObjKind::Map if &**name == "size" => Value::unknown(span, Taints::NONE),
            ObjKind::Url => self.top(span),
            _ => self.method_value(alt, name, span),
        }
    }

    /// Vue's options: what stands under `methods` are methods of the component, bound to it, and what stands under
    /// `computed` gives its properties.
    pub(in crate::machine) fn component_member(&mut self, options: ObjId, name: &Name) -> Option<Value> {
        let site = self.heap.object(options).site;
        let this = Value::object(options, site);
        let part = |m: &Self, part: &str| {
            let held = m.heap.own(options, part)?.objects().next()?;
            m.heap.own(held, name)?.objects().find(|o| m.is_callable(*o))
        };
        if let Some(getter) = part(self, "computed") {
            return Some(self.invoke_getter(getter, &this));
        }
        let target = part(self, "methods")?;
        let site = self.heap.object(target).site;
        let bound = self.bound_to(target, this, &[], site);
        Some(Value::object(bound, site))
    }

    /// A method that is read but not called: `const has = list.includes`.
    pub(in crate::machine) fn method_value(&mut self, alt: &Alt, name: &Name, span: Span) -> Value {
        let receiver = Value::new(alt.kind.clone(), alt.site, alt.taints.clone());
        let method = self.heap.alloc(ObjKind::Method { receiver, name: name.clone() }, span);
        Value::object(method, span)
    }

    pub(in crate::machine) fn read_unknown(&mut self, alt: &Alt, name: &Name, span: Span) -> Value {
        if let Some(value) = self.read_by_name(name, span, alt) {
            return value;
        }
        let mut taints = alt.taints.without(TaintKinds::of(&[TaintKind::Fetched, TaintKind::Refused]));
        if let Some(event) = taints.find(TaintKind::Event).cloned() {
            // Part of something that was made from the event: as good as message data.
            taints = taints.without(TaintKinds::of(&[TaintKind::Event]));
            taints = taints.union(&Taints::one(Taint { kind: TaintKind::Data, ..event }));
        }
        let taints = match &**name {
            "length" | "size" => verdict(&taints),
            "origin" | "host" | "hostname" => self.secret_field(name, span, host_of_address(&taints)),
            "ok" | "status" if taints.has(TaintKind::Response) => verdict(&taints),
            _ => self.secret_field(name, span, taints),
        };
        Value::unknown(span, taints)
    }

    pub(in crate::machine) fn read_computed(&mut self, alt: &Alt, key: &Value, span: Span) -> Value {
        let Kind::Obj(object) = alt.kind else {
            return match alt.kind {
                Kind::Unknown => {
                    let taints = alt.taints.without(TaintKinds::of(&[TaintKind::Fetched, TaintKind::Refused]));
                    Value::unknown(span, key.as_str().map_or(taints.clone(), |k| self.secret_field(k, span, taints)))
                }
                _ => self.top(span),
            };
        };
        let mut result = Value::bottom();
        let names: Vec<Name> = key.strings().map(|(n, _)| n.clone()).collect();
        for name in &names {
            self.note_membership(object, key, span);
            let found = self.lookup(object, name);
            let missing = key.kinds().intersects(AUTHENTICATING);
            let read = match found {
                Some(v) => v,
                None if missing && !self.heap.object(object).open => Value::undefined(),
                None => self.read_object(object, name, span, alt),
            };
            result = result.join(&read);
        }
        if self.is_guess(object, key) {
            self.note_membership(object, key, span);
            return result.join(&Value::new(Kind::Undefined, span, key.taints()));
        }
        if names.is_empty() || key.has_unknown() {
            self.note_membership(object, key, span);
            if matches!(self.heap.kind(object), ObjKind::Host(_)) {
                let read = self.read_host_computed(object, span);
                return result.join(&read);
            }
            let mut any = Value::bottom();
            for (name, value) in self.heap.own_entries(object) {
                let listed = &**name != "length" && !name.starts_with("[[") && &**name != "constructor";
                if listed && self.may_be_named(key, name) {
                    any = any.join(value);
                }
            }
            if let Some(v) = self.heap.own(object, ELEMENTS) {
                any = any.join(v);
            }
            let mut proto = self.heap.object(object).proto;
            for _ in 0..limits::PROTOTYPES {
                let Some(p) = proto else { break };
                for (name, value) in self.heap.own_entries(p) {
                    if !name.starts_with("[[") && &**name != "constructor" && self.may_be_named(key, name) {
                        any = any.join(value);
                    }
                }
                proto = self.heap.object(p).proto;
            }
            let held = self.heap.object(object);
            let closed = held.bare && !held.open && !self.exploration.escaped.contains(&object);
            let is_of_texts = !any.is_bottom() && any.alts().iter().all(|a| matches!(a.kind, Kind::Str(_)));
            any = match is_of_texts && self.in_sender_run() && key.kinds().intersects(ATTACKER_CONTROLLED) {
                // Whoever chooses the key can choose one that is not there.
                true => any.join(&Value::new(Kind::Undefined, span, key.taints())),
                false => any.join(&if closed { Value::undefined() } else { self.top(span) }),
            };
            result = result.join(&any);
        }
        result
    }

    /// Whether a sender names an entry of a table whose names it would have to guess.
    pub(in crate::machine) fn is_guess(&mut self, table: ObjId, key: &Value) -> bool {
        let is_random = self.in_sender_run()
            && self.heap.object(table).keys == Keys::Random
            && self.heap.own_entries(table).next().is_none()
            && key.alts().iter().all(|alt| {
                alt.kind == Kind::Unknown
                    && alt.taints.kinds().intersects(ATTACKER_CONTROLLED)
                    && !alt.taints.has(TaintKind::Random)
            });
        if is_random {
            self.note_told();
        }
        is_random && self.is_left_guessing()
    }

    /// Notes that a table is written under a computed name.
    pub(in crate::machine) fn note_key(&mut self, table: ObjId, key: &Value) {
        let random = key.alts().iter().all(|alt| alt.taints.has(TaintKind::Random));
        let before = self.heap.object(table).keys;
        let keys = if random && before != Keys::Any { Keys::Random } else { Keys::Any };
        self.heap.object_mut(table).keys = keys;
    }

    /// `object[key] = value`
    pub(in crate::machine) fn write_member(&mut self, object: &Value, key: &Value, value: &Value, at: ExprId) {
        let span = self.program.span(at);
        let several = object.alts().len() > 1;
        for alt in self.found_or_made(object) {
            let name = key.as_str().cloned();
            if let Some(name) = &name {
                self.note_write(&alt, name, value, at);
            }
            if name.is_none() {
                self.note_computed_write(&alt, key, value, at);
            }
            if name.as_deref() == Some("cookie") && self.is_document(&alt) {
                // One cookie more: what is read there is all of them, not what was written.
                continue;
            }
            let Kind::Obj(id) = alt.kind else {
                if alt.kind == Kind::Unknown {
                    self.escape(value);
                    if name.as_ref().is_some_and(|name| self.note_shown_anywhere(at, name, value, span)) {
                        continue;
                    }
                    self.note_keep(value, || name.as_ref().map_or_else(String::new, ToString::to_string), span);
                }
                continue;
            };
            if self.outlives_handler(id) {
                self.note_adoption(value);
                let label = || name.as_ref().map_or_else(String::new, ToString::to_string);
                // What stands there already is not kept anew: `log.history = log.history || []`.
                let held: Vec<ObjId> =
                    name.iter().filter_map(|n| self.heap.own(id, n)).flat_map(Value::objects).collect();
                let fresh = value.clone().filter(|a| !matches!(a.kind, Kind::Obj(o) if held.contains(&o)));
                match &name {
                    Some(name) if self.is_shown(id, name) => self.note_shown(&fresh, name),
                    _ => self.note_keep(&fresh, label, span),
                }
            }
            if let Some(name) = &name {
                self.name_channels(value, &self.member_text(at, name));
                if matches!(self.program.expr(at), Expr::Member { object, .. } if matches!(self.program.expr(*object), Expr::This))
                {
                    self.set_in_time(name, value, span);
                }
            }
            for object in value.objects().collect::<Vec<_>>() {
                self.settle_home(id, object, name.as_deref());
            }
            if self.exploration.escaped.contains(&id) || self.is_borrowed_this(id, at) {
                self.escape(value);
            }
            if matches!(self.program.expr(at), Expr::Member { key: Key::Computed(_), .. }) {
                self.heap.object_mut(id).filled = true;
            }
            let value = value.clone().step(span);
            if let (Some(name), ObjKind::Url) = (&name, self.heap.kind(id)) {
                self.rewrite_url(id, name, &value, span);
            }
            match (&name, several) {
                (Some(name), false) => {
                    if !self.heap.object(id).accessors || self.heap.own(id, &accessor(name)).is_none() {
                        self.heap.set(Place::Prop(id, name.clone()), value);
                    }
                }
                (Some(name), true) => self.heap.add(Place::Prop(id, name.clone()), &value),
                (None, _) => {
                    self.note_key(id, key);
                    self.define(id, key, value);
                }
            }
        }
    }

    /// Whether the place belongs to `this` of a function of which nobody knows what it is called on: the window stands for that.
    fn is_borrowed_this(&self, holder: ObjId, place: ExprId) -> bool {
        let in_function = || self.frames.last().is_some_and(|f| !self.program.is_body(f.function));
        holder == self.web.window
            && matches!(self.program.expr(place), Expr::Member { object, .. } if matches!(self.program.expr(*object), Expr::This))
            && in_function()
    }

    fn is_document(&self, alt: &Alt) -> bool {
        matches!(alt.kind, Kind::Obj(o) if self.heap.host(o) == Some(Host::Type(HostType::Document)))
    }

    /// A function that is assigned to a property becomes a method of that object.
    pub(in crate::machine) fn settle_home(&mut self, holder: ObjId, function: ObjId, name: Option<&str>) {
        if name == Some("prototype")
            && matches!(self.heap.kind(holder), ObjKind::Closure { .. } | ObjKind::Class { .. })
        {
            self.exploration.prototypes.insert(function, holder);
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
    pub(in crate::machine) fn escape(&mut self, value: &Value) {
        let mut todo: Vec<ObjId> = value.objects().collect();
        while let Some(object) = todo.pop() {
            if matches!(self.heap.kind(object), ObjKind::Host(Host::Window(_) | Host::Global(_) | Host::Event(_))) {
                continue;
            }
            if !self.exploration.escaped.insert(object) {
                continue;
            }
            if let Some(life) = self.channels.lives.get_mut(&object) {
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
    pub(in crate::machine) fn deep_taints(&self, value: &Value) -> Taints {
        let mut taints = Taints::NONE;
        for alt in value.alts() {
            taints = taints.union(&self.deep_taints_of(alt));
        }
        taints
    }

    pub(in crate::machine) fn deep_taints_of(&self, alt: &Alt) -> Taints {
        self.deep_taints_where(alt, |_| true)
    }

    /// The sources of those alternatives that count.
    pub(in crate::machine) fn deep_taints_where(&self, alt: &Alt, counts: impl Fn(&Alt) -> bool) -> Taints {
        let mut taints = if counts(alt) { alt.taints.clone() } else { Taints::NONE };
        let Kind::Obj(object) = alt.kind else { return taints.without(REFUSED) };
        let walk = self.heap.walk();
        walk.meets(object);
        let mut met = 1;
        let mut todo: SmallVec<[(ObjId, u32); 16]> = smallvec![(object, 0)];
        while let Some((object, depth)) = todo.pop() {
            let held = match self.heap.kind(object) {
                ObjKind::Plain | ObjKind::Array | ObjKind::Set | ObjKind::Map | ObjKind::Promise | ObjKind::Url => {
                    self.heap.own_entries(object)
                }
                _ => continue,
            };
            let rest = self.heap.own(object, ELEMENTS);
            for value in rest.into_iter().chain(held.map(|(_, v)| v).take(limits::HELD)) {
                for alt in value.alts() {
                    if !alt.taints.is_empty() && counts(alt) {
                        taints = taints.union(&alt.taints);
                    }
                    if let Kind::Obj(inner) = alt.kind
                        && depth < limits::HELD_DEPTH
                        && met < limits::HELD_OBJECTS
                        && walk.meets(inner)
                    {
                        met += 1;
                        todo.push((inner, depth + 1));
                    }
                }
            }
        }
        taints.without(REFUSED)
    }
}
