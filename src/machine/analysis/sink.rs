//! Sinks: where message data does harm, and which flows end there.

use crate::facts::{EffectKind, Flow, Receiver, SinkKind, WindowKind};
use crate::machine::Machine;
use crate::machine::domain::detail::{Detail, Holder};
use crate::machine::domain::heap::{ELEMENTS, ObjKind};
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::{ATTACKER_CONTROLLED, AUTHENTICATING, SinkClass, Taint, TaintKind, Taints};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::model::Sink;
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, Key, Name};

impl<'p> Machine<'p> {
    /// Message data reaches a sink.
    pub(in crate::machine) fn flow(&mut self, kind: SinkKind, sink: Span, what: &str, value: &Value) {
        let elsewhere = self.senders.row.is_some_and(|row| row.elsewhere);
        self.flow_to(kind, sink, what, value, elsewhere);
    }

    /// The same, where the sink may act `elsewhere` than in this page.
    fn flow_to(&mut self, kind: SinkKind, sink: Span, what: &str, value: &Value, elsewhere: bool) {
        if self.unreachable {
            return;
        }
        // Whether something is so tells the sink nothing of what was in the message.
        let telling = |a: &Alt| match a.kind {
            Kind::Unknown => !self.data_flow.verdicts.contains(&a.site),
            Kind::Bool(_) | Kind::Num(_) | Kind::Null | Kind::Undefined => false,
            _ => true,
        };
        let all = value.alts().iter().map(|a| self.deep_taints_where(a, telling));
        let taints = all.fold(Taints::NONE, |all, l| all.union(&l));
        let class = SinkClass::of(kind, self.senders.row.and_then(|row| row.address));
        let wanted = |t: &&Taint| match t.kind {
            TaintKind::Data => !t.safe_for.contains(class),
            TaintKind::Fetched => kind == SinkKind::Dispatch,
            _ => false,
        };
        let tested = self.untested(value, 0).is_none();
        let found: Vec<Taint> = taints.iter().filter(wanted).cloned().collect();
        for taint in found {
            let Some(listener) = taint.listener.or(self.senders.listener) else { continue };
            // What another handler kept is that one's doing, whoever sets off its use.
            if self.senders.listener.is_none_or(|running| running == listener) {
                self.note_effect(sink, EffectKind::Sink(kind));
            }
            if self.in_sender_run() {
                continue;
            }
            let doubtful = self.senders.row.is_some_and(|row| row.doubtful);
            let body = self.senders.row.is_some_and(|row| row.body);
            let limited = taint.kind == TaintKind::Fetched && holder_of(&taint) != Some(Holder::Any);
            let path = way(&taint, sink);
            let listener = listener as usize;
            let same = |f: &&mut Flow| f.kind == kind && f.sink == sink && f.listener == listener;
            match self.recorder.flows.iter_mut().find(same) {
                Some(known) => {
                    known.limited &= limited;
                    known.elsewhere &= elsewhere;
                    known.picks |= self.senders.picks;
                    known.body &= body;
                    known.tested &= tested;
                }
                None => {
                    let picks = self.senders.picks;
                    let flow = Flow {
                        limited,
                        doubtful,
                        elsewhere,
                        picks,
                        body,
                        tested,
                        ..Flow::new(kind, sink, what, path, listener)
                    };
                    self.recorder.flows.push(flow);
                }
            }
        }
    }

    /// Message data is used in a way that is no sink, where nothing about it was asked before: at `span`, or else where it is read.
    pub(in crate::machine) fn note_untested(&mut self, span: Option<Span>, what: &str, value: &Value) {
        if self.unreachable || self.in_sender_run() {
            return;
        }
        let Some((taint, site)) = self.untested(value, 0) else { return };
        let Some(listener) = taint.listener.or(self.senders.listener) else { return };
        let (kind, span, listener) = (SinkKind::Untested, span.unwrap_or(site), listener as usize);
        if !self.recorder.flows.iter().any(|f| f.kind == kind && f.sink == span && f.listener == listener) {
            let path = way(&taint, span);
            self.recorder.flows.push(Flow::new(kind, span, what, path, listener));
        }
    }

    /// The first part of a value that is message data of which nothing was asked, and where it stands.
    fn untested(&self, value: &Value, depth: u8) -> Option<(Taint, Span)> {
        value.alts().iter().find_map(|alt| match alt.kind {
            Kind::Obj(o) if depth < 3 && matches!(self.heap.kind(o), ObjKind::Plain | ObjKind::Array) => {
                let held = self.heap.own(o, ELEMENTS).into_iter().chain(self.heap.own_entries(o).map(|(_, v)| v));
                let held: Vec<&Value> = held.collect();
                held.into_iter().find_map(|v| self.untested(v, depth + 1))
            }
            // Whether something is so is an answer already.
            Kind::Unknown if !self.data_flow.verdicts.contains(&alt.site) => {
                let unasked = |t: &&Taint| t.kind == TaintKind::Data && !t.safe_for.contains(SinkClass::Unasked);
                Some((alt.taints.iter().find(unasked)?.clone(), alt.site))
            }
            _ => None,
        })
    }

    /// What message data fetched out of an object by its name is called: `api[data.method](…)`.
    /// `with` are the arguments as far as the message chooses how many there are.
    pub(in crate::machine) fn note_dispatch(&mut self, id: ExprId, function: &Taints, with: Option<&Value>) {
        let kinds = function.kinds();
        if !kinds.has(TaintKind::Fetched) || kinds.intersects(ATTACKER_CONTROLLED) || kinds.intersects(AUTHENTICATING) {
            return;
        }
        let (Expr::Call { callee, .. } | Expr::New { callee, .. }) = self.program.expr(id) else { return };
        let called = match self.program.expr(*callee) {
            Expr::Member { object, key: Key::Name(name), .. } if matches!(&**name, "call" | "apply") => *object,
            _ => *callee,
        };
        let span = self.program.span(called);
        let exposed = with.is_some_and(|list| self.deep_taints(list).kinds().intersects(ATTACKER_CONTROLLED));
        let mut fetched = Taints::NONE;
        for taint in function.iter().filter(|l| l.kind == TaintKind::Fetched) {
            match holder_of(taint) {
                Some(Holder::Registry) => {}
                Some(Holder::Unseen) if !exposed => {}
                _ => fetched = fetched.union(&Taints::one(taint.clone())),
            }
        }
        let fetched = Value::unknown(span, fetched);
        self.flow(SinkKind::Dispatch, span, "the choice of what is called", &fetched);
    }

    /// Out of which sort of object something is fetched, as the taint says it; `None` where no method comes out that
    /// the program did not mean to be called by its name.
    pub(in crate::machine) fn fetched_from(&self, holder: &Alt, key: &Value) -> Option<Holder> {
        if holder.taints.kinds().intersects(ATTACKER_CONTROLLED) {
            return None;
        }
        let affixed = key.alts().iter().all(|a| self.is_affixed(a));
        let tame = affixed || !key.harms(SinkClass::PropertyKey);
        let out_of = self.sort_of_holder(holder, affixed)?;
        match out_of {
            Holder::Registry | Holder::Unseen if tame => None,
            _ if tame => Some(Holder::Tame),
            _ => Some(out_of),
        }
    }

    fn sort_of_holder(&self, holder: &Alt, affixed: bool) -> Option<Holder> {
        let Kind::Obj(object) = holder.kind else {
            return (holder.kind == Kind::Unknown).then_some(Holder::Unseen);
        };
        let held = self.heap.object(object);
        match held.kind {
            // Of a name that the program begins or ends itself, only what was meant to be named so is reached.
            _ if held.bare => None,
            ObjKind::Plain if affixed => Some(if held.proto.is_some() { Holder::Table } else { Holder::Registry }),
            ObjKind::Host(Host::Window(_)) if affixed => Some(Holder::Table),
            ObjKind::Plain if held.proto.is_some() => Some(Holder::Any),
            ObjKind::Plain if held.filled || self.heap.own(object, ELEMENTS).is_some() => Some(Holder::Registry),
            ObjKind::Plain => {
                let is_class = |o: ObjId| matches!(self.heap.kind(o), ObjKind::Class { .. });
                let callable = |v: &Value| v.objects().any(|o| self.is_callable(o) || is_class(o));
                let named = self.heap.own_entries(object).any(|(_, v)| callable(v));
                Some(if named { Holder::Table } else { Holder::Registry })
            }
            ObjKind::Closure { .. } | ObjKind::Class { .. } | ObjKind::Bound { .. } => Some(Holder::Any),
            ObjKind::Host(Host::Global(name)) if self.model.is_namespace(name) => None,
            ObjKind::Host(_) => Some(Holder::Any),
            _ => Some(Holder::Registry),
        }
    }

    fn sink_args(&mut self, row: &'p Sink, id: ExprId, name: &str, args: &[Value]) {
        self.note_request(row, id, name);
        if let Some(place) = row.when {
            let text = args.get(place).and_then(Value::single).and_then(|a| self.to_text(a));
            if !text.is_some_and(|t| row.is.iter().any(|is| **is == *t)) {
                return;
            }
        }
        if row.body && !self.sends_credentials(args) {
            return;
        }
        let span = self.program.span(id);
        self.senders.picks = row.channel.and_then(|i| args.get(i)).is_some_and(|v| self.is_picked(v, &row.selects));
        for &i in &row.args {
            let Some(value) = args.get(i) else { continue };
            let held = if row.fields.is_empty() { self.as_sunk(row, value) } else { self.at_paths(value, &row.fields) };
            if !held.is_bottom() {
                let outer = self.senders.row.replace(row);
                // A window may be opened in place of this one, and where the message names the target, it is.
                let here = args.get(1).is_some_and(|target| {
                    target.strings().any(|(s, _)| matches!(&**s, "_self" | "_parent" | "_top"))
                        || target.kinds().intersects(ATTACKER_CONTROLLED)
                });
                self.flow_to(row.kind, span, &format!("`{name}`"), &held, row.elsewhere && !here);
                self.senders.row = outer;
            }
        }
        self.senders.picks = false;
    }

    /// Whether message data says what is asked of a privileged receiver: it is the whole of what is sent, is spread into it, or is one of
    /// the fields that say so.
    fn is_picked(&self, asked: &Value, fields: &[String]) -> bool {
        // Of a name that the program begins or ends itself only what was meant to be named so is asked for.
        let chosen = |a: &Alt| a.kind == Kind::Unknown && a.taints.as_it_came().is_some() && !self.is_affixed(a);
        let is_chosen = |v: &Value| v.alts().iter().any(chosen);
        let selected = |o: ObjId| {
            let spread = self.heap.own(o, ELEMENTS).is_some_and(|v| v.alts().iter().any(|a| self.is_verbatim(a)));
            spread || fields.iter().any(|field| self.heap.own(o, field).is_some_and(is_chosen))
        };
        is_chosen(asked) || asked.objects().any(selected)
    }

    /// What of an argument a sink takes: callbacks for timers are no code in a string, jQuery takes elements
    /// too, and what an object of the program holds has keys of the program.
    fn as_sunk(&self, row: &Sink, value: &Value) -> Value {
        let kind = row.kind;
        let may_be_function = |a: &Alt| a.taints.has(TaintKind::Varying) && !self.is_affixed(a);
        let textual = matches!(kind, SinkKind::Html | SinkKind::Code | SinkKind::Navigation | SinkKind::Prototype);
        value.clone().filter(|a| match a.kind {
            Kind::Obj(o) if kind == SinkKind::Prototype => self.heap.own(o, ELEMENTS).is_some(),
            Kind::Obj(o) => !textual || matches!(self.heap.kind(o), ObjKind::Url),
            _ => !(row.callable && may_be_function(a)),
        })
    }

    /// What objects of the program hold at paths such as `options.url`.
    fn at_paths(&self, value: &Value, paths: &[String]) -> Value {
        let mut all = Value::bottom();
        for path in paths {
            let mut held = value.clone();
            for key in path.split('.') {
                let mut inner = Value::bottom();
                for object in held.objects() {
                    let found = self.heap.own(object, key).or_else(|| self.heap.own(object, ELEMENTS));
                    inner = found.map_or(inner.clone(), |v| inner.clone().join(v));
                }
                held = inner;
            }
            all = all.join(&held);
        }
        all
    }

    /// Whether the browser sends cookies with a request of these arguments: to the page's own origin it does, to another one
    /// when it is told to (Fetch Standard, "credentials mode"). An address that is not constant may be the page's own.
    pub(in crate::machine) fn sends_credentials(&self, args: &[Value]) -> bool {
        let foreign = args.first().is_some_and(|url| {
            let text = |a: &Alt| if let Kind::Str(s) = &a.kind { Some(s.clone()) } else { None };
            let known: Option<Vec<Name>> = url.alts().iter().map(text).collect();
            known.is_some_and(|all| {
                !all.is_empty() && all.iter().all(|s| crate::machine::web::url::parse(s, None).is_some())
            })
        });
        let told = args.iter().skip(1).any(|options| {
            let mode = self.at_paths(options, &["credentials".to_owned()]);
            let flag = self.at_paths(options, &["withCredentials".to_owned(), "headers.Authorization".to_owned()]);
            mode.strings().any(|(s, _)| &**s == "include") || flag.alts().iter().any(|a| a.kind != Kind::Bool(false))
        });
        told || !foreign
    }

    /// A call of a global function.
    pub(in crate::machine) fn sink_call(&mut self, name: &str, id: ExprId, args: &[Value]) {
        for row in &self.model.sinks.global {
            if row.names.iter().any(|n| n == name) {
                self.sink_args(row, id, name, args);
            }
        }
    }

    /// A call of a function out of sight, which the model may know by its name.
    pub(in crate::machine) fn sink_unseen(&mut self, name: &str, id: ExprId, args: &[Value]) {
        for row in &self.model.sinks.global {
            if row.any && row.names.iter().any(|n| n == name) {
                self.sink_args(row, id, name, args);
            }
        }
    }

    /// A call of a constructor.
    pub(in crate::machine) fn sink_construct(&mut self, name: &str, id: ExprId, args: &[Value]) {
        for row in &self.model.sinks.construct {
            if row.names.iter().any(|n| n == name) {
                self.sink_args(row, id, name, args);
            }
        }
    }

    /// A call of a method of a host object.
    pub(in crate::machine) fn sink_method(&mut self, id: ExprId, object: ObjId, name: &Name, args: &[Value]) {
        let ty = self.host_type(object);
        self.note_nodes(id, ty, name, args);
        for row in &self.model.sinks.call {
            if ty.is_in(row) && row.names.iter().any(|n| **n == **name) {
                self.sink_args(row, id, name, args);
            }
        }
    }

    /// Nodes that were made of message data are put into the page.
    fn note_nodes(&mut self, id: ExprId, ty: HostType, name: &str, args: &[Value]) {
        let puts = matches!(
            name,
            "append"
                | "appendChild"
                | "prepend"
                | "insertBefore"
                | "replaceChild"
                | "replaceChildren"
                | "replaceWith"
                | "after"
                | "before"
                | "insertAdjacentElement"
        );
        if !puts || !ty.is_element() {
            return;
        }
        let span = self.program.span(id);
        for alt in args.iter().flat_map(Value::alts) {
            let Kind::Obj(node) = alt.kind else { continue };
            let made = self.host_type(node);
            let kind = match (ty, made) {
                (HostType::Script, HostType::TextNode) => SinkKind::Code,
                (_, HostType::TextNode | HostType::NONE) => continue,
                _ => SinkKind::Html,
            };
            let value = Value::unknown(alt.site, alt.taints.clone());
            self.flow(kind, span, &format!("`{name}`"), &value);
        }
    }

    /// Whether the model knows what a call of the object itself does: `axios(…)`.
    pub(in crate::machine) fn is_called_itself(&self, object: ObjId) -> bool {
        let ty = self.host_type(object);
        self.model.sinks.call.iter().any(|row| ty.is_in(row) && row.names.iter().any(|n| n == "()"))
    }

    /// A call of a method of something unknown, where the name means one thing only.
    pub(in crate::machine) fn sink_any(&mut self, id: ExprId, name: &Name, args: &[Value], alt: &Alt) {
        if alt.taints.has(TaintKind::Data) {
            return;
        }
        for row in &self.model.sinks.call {
            if row.any && row.names.iter().any(|n| **n == **name) {
                self.sink_args(row, id, name, args);
            }
        }
    }

    /// `object[key] = value` with a key that is not known, before it is written.
    pub(in crate::machine) fn note_computed_write(&mut self, alt: &Alt, key: &Value, value: &Value, at: ExprId) {
        let span = self.program.span(at);
        let chosen = |v: &Value| v.kinds().intersects(ATTACKER_CONTROLLED) && !v.kinds().intersects(AUTHENTICATING);
        if let Kind::Obj(object) = alt.kind {
            let ty = self.host_type(object);
            if ty == HostType::Storage {
                self.flow(SinkKind::Storage, span, "Web Storage", &key.clone().join(value));
            }
            let whole = chosen(key) && !key.alts().iter().any(|a| self.is_affixed(a));
            if whole && ty.is_element() {
                self.flow(SinkKind::Html, span, "a property of its choice", value);
            }
        }
        // Where the object was fetched by a name of the sender's choice, that name may have been `__proto__`.
        let tame = !key.harms(SinkClass::PropertyKey) || key.alts().iter().any(|a| self.is_affixed(a));
        let fetched = alt.taints.iter().any(|l| l.kind == TaintKind::Fetched && holder_of(l) != Some(Holder::Tame));
        if fetched && chosen(key) && !tame {
            self.flow(SinkKind::Prototype, span, "the name of a property", key);
        }
    }

    /// Message data is posted on to somebody else.
    pub(in crate::machine) fn note_relay(
        &mut self,
        id: ExprId,
        receiver: Receiver,
        object: Option<ObjId>,
        holder: &Taints,
        args: &[Value],
    ) {
        let Some(message) = args.first() else { return };
        // What is sent some time later, because the user asks for it or for whatever reason, is a message of the page's own.
        if !self.in_handler() {
            return;
        }
        // An answer goes back to the sender, on its window or on a port that came with the message.
        if holder.kinds().intersects(ATTACKER_CONTROLLED) || holder.has(TaintKind::Source) {
            return;
        }
        let forwarded = match receiver {
            Receiver::Window(WindowKind::Own | WindowKind::Sender) => return,
            Receiver::Window(_) | Receiver::Port | Receiver::Broadcast => self.whole_message(message, 0),
            // Native hosts and extensions trust the page more than anybody should who is asked through it.
            Receiver::Bridge if object.is_some_and(|o| self.host_type(o) == HostType::Bridge) => {
                if self.is_answer(message) { self.whole_message(message, 0) } else { message.clone() }
            }
            _ => return,
        };
        if !forwarded.is_bottom() {
            // The background of an extension, which a content script is connected to, does what it is asked for.
            self.senders.picks =
                receiver == Receiver::Bridge && self.senders.page_is_stranger && self.is_picked(message, &[]);
            self.flow(SinkKind::Relay, self.program.span(id), "`postMessage`", &forwarded);
            self.senders.picks = false;
        }
    }

    /// Whether a message has content of the program's own, so that what of another message stands beside it says to which one it
    /// is the answer: `{ type: "response", requestId, body }`.
    fn is_answer(&self, message: &Value) -> bool {
        let is_own_content = |value: &Value| {
            let is_constant = |a: &Alt| !matches!(a.kind, Kind::Unknown | Kind::Obj(_));
            !value.alts().iter().all(is_constant) && !self.deep_taints(value).kinds().intersects(ATTACKER_CONTROLLED)
        };
        let is_named_answer = |o: ObjId| {
            matches!(self.heap.kind(o), ObjKind::Plain)
                && self.heap.own_entries(o).any(|(_, held)| is_own_content(held))
        };
        message.single().is_some_and(|a| matches!(a.kind, Kind::Obj(o) if is_named_answer(o)))
    }

    /// The parts of a value that are the data of a message as they came.
    fn whole_message(&self, value: &Value, depth: u8) -> Value {
        let mut whole = Value::bottom();
        for alt in value.alts() {
            match alt.kind {
                Kind::Unknown if self.is_verbatim(alt) => whole.push(alt.clone()),
                // A part of it that is all there is to say.
                Kind::Unknown if depth == 0 && self.is_part(alt) => whole.push(alt.clone()),
                Kind::Obj(o) if depth < 2 && matches!(self.heap.kind(o), ObjKind::Plain | ObjKind::Array) => {
                    let rest = self.heap.own(o, ELEMENTS);
                    // Of what is spread into an object nothing is left out.
                    for spread in rest.iter().flat_map(|v| v.alts()).filter(|a| self.is_verbatim(a)) {
                        whole.push(spread.clone());
                    }
                    let held: Vec<Value> = self.heap.own_entries(o).map(|(_, v)| v.clone()).collect();
                    for inner in held {
                        whole = whole.join(&self.whole_message(&inner, depth + 1));
                    }
                }
                _ => {}
            }
        }
        whole
    }

    /// Whether it is what stands under known names in the data of a message: `event.data.item`.
    fn is_part(&self, alt: &Alt) -> bool {
        let Some(data) = alt.taints.as_it_came() else { return false };
        let names = self.program.slice(alt.site).strip_prefix(self.program.slice(data.span));
        alt.site.start == data.span.start && names.is_some_and(|names| !names.contains(['(', '[']))
    }

    /// What comes out of `JSON.parse`, `JSON.stringify` or `structuredClone` is as whole as what went in.
    pub(in crate::machine) fn note_copy(&mut self, of: &Value, at: Span) {
        if of.alts().iter().any(|a| a.taints.has(TaintKind::Data) && self.is_verbatim(a)) {
            self.data_flow.copies.insert(at);
        }
    }

    /// `object.name = value`, before it is written.
    pub(in crate::machine) fn note_write(&mut self, alt: &Alt, name: &Name, value: &Value, at: ExprId) {
        let span = self.program.span(at);
        let object = if let Kind::Obj(o) = alt.kind { Some(o) } else { None };
        let ty = object.map_or(HostType::NONE, |o| self.host_type(o));
        if matches!(&**name, "onmessage" | "onmessageerror" | "onstorage") || name.starts_with("on") {
            self.assign_handler(alt, object, name, value, at);
        }
        if let Some(object) = object {
            self.hears_peer_by_property(at, object, name, value);
        }
        if &**name == "sandbox"
            && let Some(object) = object
        {
            self.sandbox(object, value);
        }
        if &**name == "type"
            && let Some(object) = object
        {
            self.script_type(object, value);
        }
        let unknown = alt.kind == Kind::Unknown && !alt.taints.has(TaintKind::Data);
        let detached = object.is_some_and(|o| self.is_detached(o));
        for row in &self.model.sinks.write {
            let fits = ty.is_in(row) || (unknown && row.any);
            if fits && row.names.iter().any(|n| **n == **name || n == "*") {
                let outer = self.senders.row.replace(row);
                self.flow_into(object, row.kind, span, &format!("`{name}`"), value);
                self.senders.row = outer;
            }
        }
        let effects = &self.model.sinks.effects;
        if !detached && effects.written.iter().any(|t| t == ty.name()) {
            let acts = effects.acting.iter().any(|t| t == ty.name());
            let name = name.to_string();
            self.note_effect(span, if acts { EffectKind::Act(name) } else { EffectKind::Change(name) });
        }
    }
}

/// What sort of object it was picked out of, if it was.
const fn holder_of(taint: &Taint) -> Option<Holder> {
    match taint.detail {
        Some(Detail::PickedFrom(holder)) => Some(holder),
        _ => None,
    }
}

/// The places of the data before it is where it ends.
fn way(taint: &Taint, end: Span) -> Vec<Span> {
    let mut path = vec![taint.span];
    path.extend(taint.path());
    path.dedup();
    // What ends where it is read has that one place.
    if path.iter().any(|s| *s != end) {
        path.retain(|s| *s != end);
    }
    path
}
