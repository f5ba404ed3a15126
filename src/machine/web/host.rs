//! The web platform: what its names are, and what reading from its objects gives. The tables are `rules/model/platform.toml`.

use crate::facts::{Receiver, SourceWindow, WindowKind};
use crate::linked::FileId;
use crate::machine::domain::access_path::Step;
use crate::machine::domain::detail::{Address, Detail};
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::host::{EventOf, Host};
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::origin::OWN_ORIGIN;
use crate::machine::domain::taint::{
    ATTACKER_CONTROLLED, AUTHENTICATING, SECRET_EVIDENCE, Taint, TaintKind, TaintKinds, Taints,
};
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::mode::Sent;
use crate::machine::web::parameter::section_of;
use crate::machine::{ExitKind, Machine};
use crate::model::Model;
use crate::source::Span;
use crate::syntax::program::{ExprId, FnId, Name};

/// Whether a `MessageEvent` of a window has a property of that name besides those that say what was sent and by whom (HTML Standard,
/// "The MessageEvent interface"; DOM Standard, "Interface Event").
fn is_of_event(name: &str) -> bool {
    matches!(
        name,
        "bubbles"
            | "cancelBubble"
            | "cancelable"
            | "composed"
            | "composedPath"
            | "constructor"
            | "defaultPrevented"
            | "eventPhase"
            | "initEvent"
            | "initMessageEvent"
            | "preventDefault"
            | "returnValue"
            | "stopImmediatePropagation"
            | "stopPropagation"
            | "timeStamp"
            | "userActivation"
    )
}

/// What the file's own global object is.
pub(in crate::machine) fn own_scope(worker: bool) -> Host {
    if worker { Host::WorkerScope } else { Host::Window(WindowKind::Own) }
}

/// The type whose tables speak for a host object.
pub(in crate::machine) fn table_of(host: Host) -> &'static str {
    match host {
        Host::Window(_) | Host::WorkerScope => "Window",
        Host::Event(_) => "Event",
        Host::Type(ty) => ty.name(),
        Host::Global(_) => "",
    }
}

impl<'p> Machine<'p> {
    /// A name that no declaration of the file explains.
    pub(in crate::machine) fn global(&mut self, name: &Name, span: Span) -> Value {
        if let Some(value) = self.lookup(self.web.window, name) {
            return value;
        }
        match &**name {
            "undefined" => return Value::constant(Kind::Undefined, span),
            "NaN" => return Value::constant(Kind::Num(f64::NAN), span),
            "Infinity" => return Value::constant(Kind::Num(f64::INFINITY), span),
            "module" | "exports" => return self.common_js(name, span),
            _ if self.is_of_workers(name) => return Value::constant(Kind::Undefined, span),
            _ => {}
        }
        let window = self.web.window;
        if let Some(ty) = self.model.platform.globals.get(&**name)
            && !(self.web.scope_is_worker && ty.starts_with("Window:"))
        {
            return self.host_field(window, name, ty.text(), span);
        }
        match self.model.static_name(name) {
            Some((name, _)) => {
                let id = self.singleton(name, Host::Global(name));
                Value::object(id, span)
            }
            None => self.declared_by_page(name, span).unwrap_or_else(|| self.top(span)),
        }
    }

    /// Whether a window has no such name, because only workers do.
    pub(in crate::machine) fn is_of_workers(&self, name: &str) -> bool {
        !self.web.scope_is_worker && name.ends_with("WorkerGlobalScope")
    }

    /// `module` and `exports`: whatever is put there can be called by other files.
    fn common_js(&mut self, name: &Name, span: Span) -> Value {
        let function = self.frames.last().map_or(FnId(0), |f| f.function);
        let file = self.program.file_of(function);
        if let Some(&id) = self.imports.modules.get(&file) {
            let value = Value::object(id, span);
            if &**name == "module" {
                return value;
            }
            return self.heap.own(id, "exports").cloned().unwrap_or(value);
        }
        let module = self.heap.alloc(ObjKind::Plain, span);
        let exports = self.heap.alloc(ObjKind::Plain, span);
        if file == FileId::SCANNED {
            self.exploration.escaped.insert(module);
            self.exploration.escaped.insert(exports);
        }
        self.imports.modules.insert(file, module);
        self.define(module, &Value::string("exports", span, Taints::NONE), Value::object(exports, span));
        Value::object(if &**name == "module" { module } else { exports }, span)
    }

    /// The type by which the tables know an object.
    pub(in crate::machine) fn host_type(&self, object: ObjId) -> HostType {
        match self.heap.host(object) {
            Some(Host::Global("jQuery")) => HostType::Other("$"),
            Some(Host::Global(name)) => HostType::of(name),
            Some(Host::Type(HostType::OpaqueIframe)) => HostType::Iframe,
            Some(Host::Type(ty)) => ty,
            Some(Host::Window(_)) => HostType::Window,
            _ => HostType::NONE,
        }
    }

    fn singleton(&mut self, name: &'static str, host: Host) -> ObjId {
        if let Some(&id) = self.web.platform.get(name) {
            return id;
        }
        let id = self.heap.alloc(ObjKind::Host(host), Span::default());
        self.web.platform.insert(name, id);
        id
    }

    /// The window of whoever sent the message that is handled.
    pub(in crate::machine) fn sender_window(&mut self) -> ObjId {
        self.singleton("[[sender]]", Host::Window(WindowKind::Sender))
    }

    /// What an element is known to be once its name is: `element.tagName === "TEXTAREA"`.
    pub(in crate::machine) fn element_named(&mut self, element: ObjId, tag: &str, span: Span) -> Option<Value> {
        let ty = type_of_tag(&tag.to_ascii_lowercase())?;
        let is_any = self.heap.host(element) == Some(Host::Type(HostType::Element));
        is_any.then(|| self.member(element, &Step::Cast(ty), ty, span))
    }

    /// What a method of a host object returns.
    pub(in crate::machine) fn returned(
        &mut self,
        id: ExprId,
        owner: ObjId,
        name: &Name,
        args: &[Value],
    ) -> Option<Value> {
        let host = self.heap.host(owner)?;
        let table = table_of(host);
        let is_element = matches!(host, Host::Type(ty) if ty.is_element());
        let returns = &self.model.platform.returns;
        let ty = returns
            .get(table)
            .and_then(|t| t.get(&**name))
            .or_else(|| is_element.then(|| returns.get("Element").and_then(|t| t.get(&**name))).flatten())?;
        let ty = element_type(self.model, name, args).unwrap_or(ty.text());
        let span = self.program.span(id);
        if let Some(ty) = ty.strip_prefix("Promise:@") {
            let settled = self.text_of_type(owner, name, &format!("@{ty}"), span);
            return Some(self.promise_of(settled, span));
        }
        let (ty, promised) = match ty.strip_prefix("Promise:") {
            Some(ty) => (ty, true),
            None => (ty, false),
        };
        // One object for each call in the source, so that it is the same one wherever the variable is read.
        let owner = if matches!(&**name, "createElement" | "open") { self.web.window } else { owner };
        let value = match self.found_in_markup(name, args, span) {
            Some(found) => found,
            None => self.member(owner, &Step::Result(id), ty, span),
        };
        if promised {
            return Some(self.promise_of(value, span));
        }
        if &**name == "createElement" {
            self.web.made_elements.extend(value.objects());
        }
        // Without an address it may be a window that is open already.
        let addressed = || args.first().is_some_and(|url| url.as_str().is_none_or(|u| !u.is_empty()));
        if (&**name == "createElement" && HostType::of(ty) == HostType::Iframe) || (&**name == "open" && addressed()) {
            for object in value.objects().collect::<Vec<_>>() {
                self.make_window(object);
            }
        }
        let found = matches!(&**name, "querySelector" | "getElementById" | "closest");
        // What is looked for need not be there.
        let nothing = || Value::new(Kind::Null, span, Taints::source(TaintKind::Varying, span));
        Some(if found { value.join(&nothing()) } else { value })
    }

    /// What a method of something unknown returns, where its name means the same on everything.
    pub(in crate::machine) fn returned_anywhere(&mut self, id: ExprId, name: &Name, args: &[Value]) -> Option<Value> {
        let ty = self.model.platform.returns.get("anywhere")?.get(&**name)?;
        let ty = element_type(self.model, name, args).unwrap_or(ty.text());
        let span = self.program.span(id);
        let window = self.web.window;
        let (ty, promised) = match ty.strip_prefix("Promise:") {
            Some(ty) => (ty, true),
            None => (ty, false),
        };
        let value = self.member(window, &Step::Result(id), ty, span);
        self.renew(&value);
        Some(if promised { self.promise_of(value, span) } else { value })
    }

    /// What a constructor of the platform makes.
    pub(in crate::machine) fn constructed(&mut self, id: ExprId, name: &str) -> Option<Value> {
        let ty = self.model.platform.constructs.get(name)?.text();
        if ty.starts_with('@') {
            return Some(self.text_of_type(self.web.window, &name.into(), ty, self.program.span(id)));
        }
        Some(self.construct_type(id, HostType::of(ty)))
    }

    /// A new object of a type.
    pub(in crate::machine) fn construct_type(&mut self, id: ExprId, ty: HostType) -> Value {
        let span = self.program.span(id);
        let object = self.heap.alloc(ObjKind::Host(Host::Type(ty)), span);
        self.begin_life(object, ty, span, None, Some(id));
        Value::object(object, span)
    }

    /// `object.name` for an object of the platform.
    pub(in crate::machine) fn read_host(
        &mut self,
        object: ObjId,
        host: Host,
        name: &Name,
        span: Span,
        alt: &Alt,
    ) -> Value {
        let platform = &self.model.platform;
        if matches!(&**name, "contentDocument" | "document") {
            self.reach_into(object);
        }
        match host {
            Host::Event(of) => return self.read_event(object, of, name, span),
            Host::Window(WindowKind::Sender) if &**name == "origin" => return self.origin_of_sender(span),
            _ => {}
        }
        if let Host::Global(global) = host {
            if global == "DOMPurify" || global == "console" {
                return self.method_of(alt, name, span);
            }
            if matches!(&**name, "prototype" | "constructor") {
                return self.top(span);
            }
            return self.method_of(alt, name, span);
        }
        if matches!(host, Host::Type(HostType::Schema | HostType::Logger | HostType::Sanitizer)) {
            return Value::object(object, span);
        }
        if host == Host::Type(HostType::ExtensionStorage) && &**name == "get" {
            return self.method_of(alt, name, span);
        }
        if let Host::Type(ty) = host
            && (self.registers_peer(ty, name)
                || self
                    .model
                    .sinks
                    .call
                    .iter()
                    .any(|row| row.on.iter().any(|t| t == ty.name()) && row.names.iter().any(|n| **n == **name)))
        {
            return self.method_of(alt, name, span);
        }
        if matches!(host, Host::Type(HostType::Ports | HostType::MainPorts)) && name.parse::<u32>().is_ok() {
            return self.port_of_message(object, &Step::Field(name.clone()), span, alt);
        }
        if matches!(host, Host::Type(HostType::Elements) | Host::Type(HostType::Frames)) && name.parse::<u32>().is_ok()
        {
            let ty = if host == Host::Type(HostType::Frames) { "Window:frame" } else { "Element" };
            return self.host_field(object, name, ty, span);
        }
        if host == Host::Type(HostType::Template) && &**name == "content" {
            // What was parsed into a template is inert until its content is put into the page.
            let markup = self.heap.own(object, "innerHTML").map(Value::taints).unwrap_or_default();
            return self.host_field(object, name, "Element", span).with(&markup);
        }
        if host == Host::Type(HostType::Anchor)
            && let Some(part) = self.anchor_part(object, name, span)
        {
            return part;
        }
        let table = table_of(host);
        let is_element = matches!(host, Host::Type(ty) if ty.is_element());
        let found =
            platform.properties.get(table).and_then(|t| t.get(&**name)).or_else(|| {
                is_element.then(|| platform.properties.get("Element").and_then(|t| t.get(&**name))).flatten()
            });
        if let Some(ty) = found {
            return self.host_field(object, name, ty.text(), span);
        }
        match host {
            Host::Window(WindowKind::Own) | Host::WorkerScope => {
                // A property of the own window is a global name.
                let known = platform.globals.contains_key(&**name) || self.model.static_name(name).is_some();
                if known || self.is_of_workers(name) {
                    return self.global(name, span);
                }
                // What the program itself puts there was not there before.
                match self.outline.own_globals.contains(name) {
                    true => Value::undefined(),
                    false => self.top(span),
                }
            }
            Host::Window(_) if self.model.static_name(name).is_some() => self.method_of(alt, name, span),
            Host::Type(HostType::Storage) => self.stored(name, span),
            Host::Type(_) if platform.returns.get(table).is_some_and(|t| t.contains_key(&**name)) => {
                self.method_of(alt, name, span)
            }
            _ => match self.read_by_name(name, span, alt) {
                Some(value) => value,
                None if self.is_method_name(name) => self.method_of(alt, name, span),
                None => self.top(span),
            },
        }
    }

    /// `event.source.origin`: of a window of another origin nothing but what the standard lists can be read (HTML Standard,
    /// "CrossOriginProperties"), so that it throws.
    fn origin_of_sender(&mut self, span: Span) -> Value {
        let taints = Taints::source(TaintKind::Sender, span);
        match self.sender().map(|sender| sender.origin.clone()) {
            None => Value::unknown(span, taints),
            Some(origin) if *origin == *OWN_ORIGIN => Value::string(OWN_ORIGIN, span, taints),
            Some(_) => {
                self.leave(ExitKind::Throw, Value::unknown(span, Taints::NONE));
                Value::bottom()
            }
        }
    }

    /// A port of the message that is handled. The place where it is taken out is where it comes from.
    pub(in crate::machine) fn port_of_message(&mut self, ports: ObjId, step: &Step, span: Span, alt: &Alt) -> Value {
        let port = self.member(ports, step, self.type_of_ports(ports), span);
        match alt.taints.find(TaintKind::Data).cloned() {
            Some(data) => port.with(&Taints::one(Taint { span, steps: None, ..data })),
            None => port,
        }
    }

    /// What a list of ports holds.
    fn type_of_ports(&self, ports: ObjId) -> &'static str {
        match self.heap.host(ports) {
            Some(Host::Type(HostType::MainPorts)) => HostType::MainPort.name(),
            _ => HostType::MessagePort.name(),
        }
    }

    fn is_method_name(&self, name: &str) -> bool {
        matches!(
            name,
            "postMessage" | "addEventListener" | "removeEventListener" | "start" | "close" | "getItem" | "setItem"
        )
    }

    fn method_of(&mut self, alt: &Alt, name: &Name, span: Span) -> Value {
        let receiver = Value::new(alt.kind.clone(), alt.site, alt.taints.clone());
        let id = self.heap.alloc(ObjKind::Method { receiver, name: name.clone() }, span);
        Value::object(id, span)
    }

    /// `object[key]` with a key that is not known.
    pub(in crate::machine) fn read_host_computed(&mut self, object: ObjId, span: Span) -> Value {
        match self.heap.host(object) {
            Some(Host::Type(HostType::Ports | HostType::MainPorts)) => {
                let port = self.member(object, &Step::AnyField, self.type_of_ports(object), span);
                self.channels.vague.extend(port.objects());
                port
            }
            Some(Host::Type(HostType::Frames) | Host::Window(_)) => {
                self.member(object, &Step::AnyField, "Window:frame", span)
            }
            Some(Host::Type(HostType::Elements)) => self.member(object, &Step::AnyField, "Element", span),
            _ => self.top(span),
        }
    }

    /// A property whose name means the same on whatever it is read from.
    pub(in crate::machine) fn read_by_name(&mut self, name: &Name, span: Span, alt: &Alt) -> Option<Value> {
        let ty = self.model.platform.anywhere.get(&**name)?.text();
        if alt.taints.has(TaintKind::Data) {
            return None;
        }
        let step = Step::Spelled { name: name.clone(), text: self.program.slice(span).into() };
        Some(self.member(self.web.window, &step, ty, span))
    }

    fn read_event(&mut self, event: ObjId, of: EventOf, name: &Name, span: Span) -> Value {
        if matches!(&**name, "origin" | "source") {
            self.note_asked();
        }
        if of == EventOf::Channel {
            return match &**name {
                // Always empty; the taints let a comparison with it be seen, and whether anything follows.
                "origin" if self.looking() => Value::string("", span, Taints::source(TaintKind::Sender, span)),
                "origin" => Value::string("", span, Taints::NONE),
                "data" if self.looking() => Value::unknown(span, Taints::source(TaintKind::Data, span)),
                // Only a service worker is told of a client.
                "source" if self.web.scope_is_worker => {
                    self.host_field(event, name, HostType::Client.name(), span).join(&Value::constant(Kind::Null, span))
                }
                "source" => Value::constant(Kind::Null, span),
                "ports" => self.host_field(event, name, "Ports", span),
                "target" | "currentTarget" => self.top(span),
                _ => self.top(span),
            };
        }
        let listener = self.senders.listener;
        let taint = |kind| Taints::one(Taint { listener, ..Taint::new(kind, span) });
        if matches!(&**name, "data" | "message" | "ports") {
            self.note_message_read(span);
        }
        match &**name {
            "data" => Value::unknown(span, taint(TaintKind::Data)),
            "origin" => match self.sender() {
                Some(Sent { origin, .. }) => Value::string(origin, span, taint(TaintKind::Sender)),
                None => Value::unknown(span, taint(TaintKind::Sender)),
            },
            // The first run looks at what is done without a source, too.
            "source" if self.looking() => {
                let sender = self.sender_window();
                let gone = Value::new(Kind::Null, span, taint(TaintKind::Source));
                Value::new(Kind::Obj(sender), span, taint(TaintKind::Source)).join(&gone)
            }
            "source" => match self.sender().map(|s| s.source) {
                Some(SourceWindow::Null) => Value::new(Kind::Null, span, taint(TaintKind::Source)),
                _ => Value::new(Kind::Obj(self.sender_window()), span, taint(TaintKind::Source)),
            },
            "ports" => self.host_field(event, name, "Ports", span).with(&taint(TaintKind::Data)),
            "isTrusted" => {
                self.note_spoofable(span);
                Value::new(Kind::Bool(true), span, Taints::NONE)
            }
            "type" => Value::string("message", span, Taints::NONE),
            "lastEventId" => Value::string("", span, Taints::NONE),
            "target" | "currentTarget" | "srcElement" | "view" => Value::object(self.web.window, span),
            _ if of == EventOf::Library && self.model.wrappers.event.holds(name) => Value::object(event, span),
            _ if of == EventOf::Library || is_of_event(name) => self.top(span),
            _ => {
                self.web.absent.insert(span);
                Value::constant(Kind::Undefined, span)
            }
        }
    }

    /// A value of which a TypeScript type is known: what is unknown about it is of that type.
    pub(in crate::machine) fn typed(&mut self, value: Value, interface: &Name, span: Span) -> Value {
        if !value.has_unknown() {
            return value;
        }
        let Some((ty, property)) = self.model.interface(interface) else {
            return self.refuse_typed(value, interface, span);
        };
        let step = Step::Annotated { at: span.start, interface: interface.clone() };
        let mut typed = Value::bottom();
        for alt in value.alts() {
            let chosen = alt.taints.has(TaintKind::Data);
            if alt.kind != Kind::Unknown || chosen {
                typed.push(alt.clone());
                continue;
            }
            let held = self.member(self.web.window, &step, ty, span);
            // Another call brings another one.
            self.renew(&held);
            if let Some(life) = held.objects().next().and_then(|o| self.channels.lives.get_mut(&o)) {
                life.foreign = true;
            }
            let held = held.with(&alt.taints.without(TaintKinds::of(&[TaintKind::Varying])));
            match property {
                None => typed = typed.join(&held),
                Some(property) => {
                    let step = Step::HolderOfAnnotated(span.start);
                    let holder = self.known_member(self.web.window, step.clone()).unwrap_or_else(|| {
                        let id = self.heap.alloc(ObjKind::Plain, span);
                        self.add_member(self.web.window, step, id);
                        id
                    });
                    let key = Value::string(property, span, Taints::NONE);
                    self.define(holder, &key, held);
                    typed = typed.join(&Value::object(holder, span));
                }
            }
        }
        typed
    }

    /// `useRef<HTMLIFrameElement>(null)`: the type argument says what the holder will hold.
    pub(in crate::machine) fn typed_result(&mut self, value: Value, interface: &Name, id: ExprId) -> Value {
        let Some((ty, None)) = self.model.interface(interface) else { return value };
        let span = self.program.span(id);
        for object in value.objects().collect::<Vec<_>>() {
            for property in ["current", "value"] {
                if let Some(held) = self.heap.own(object, property).cloned()
                    && held.alts().iter().all(|a| a.is_nullish() || a.kind == Kind::Unknown)
                {
                    if held.alts().iter().any(|a| a.kind == Kind::Null) {
                        self.web.refs.insert(object);
                    }
                    let held = self.member(self.web.window, &Step::Given(id, property.into()), ty, span);
                    self.define(object, &Value::string(property, span, Taints::NONE), held);
                }
            }
        }
        value
    }

    /// What a stored value is: a credential where its key says so.
    pub(in crate::machine) fn stored(&mut self, key: &str, span: Span) -> Value {
        self.stored_in(key, "Web Storage", span)
    }

    /// The same for what is stored elsewhere.
    pub(in crate::machine) fn stored_in(&mut self, key: &str, place: &str, span: Span) -> Value {
        let varying = Taints::source(TaintKind::Varying, span);
        if !self.model.secrets.is_secret_key(key) {
            return Value::unknown(span, varying);
        }
        let what = Some(format!("`{key}` in {place}").into());
        let taint = Taint { detail: what, ..Taint::new(TaintKind::Secret, span) };
        Value::unknown(span, Taints::one(taint).union(&varying))
    }

    /// Adds the evidence of a telling name to what is read from under it.
    pub(in crate::machine) fn secret_field(&mut self, name: &Name, span: Span, taints: Taints) -> Taints {
        if self.in_sender_run() || taints.has(TaintKind::Data) {
            return taints;
        }
        let known = taints.kinds().intersects(SECRET_EVIDENCE);
        let taints = self.property_of_address(&taints, name, span);
        let asked = !known && taints.kinds().intersects(SECRET_EVIDENCE);
        self.web.asks_sign_in |= asked;
        if asked || !self.is_secret_name(name) {
            return taints;
        }
        taints.union(&Taints::one(named(name, span, &taints)))
    }

    /// Adds the evidence of the name under which a value is kept, where the program does not write the value itself.
    pub(in crate::machine) fn by_name(&mut self, name: &Name, span: Span, value: Value) -> Value {
        if self.in_sender_run() || !self.is_secret_name(name) {
            return value;
        }
        let varies = value.alts().iter().any(|a| self.varies(a));
        if !varies {
            return value;
        }
        let mut result = Value::bottom();
        for alt in value.alts() {
            let told = alt.taints.kinds().intersects(SECRET_EVIDENCE);
            let known = told || alt.taints.has(TaintKind::Nonce) || !self.varies(alt) || self.is_called_public(alt);
            let taints = match known {
                true => alt.taints.clone(),
                false => alt.taints.union(&Taints::one(named(name, span, &alt.taints))),
            };
            result.push(Alt { taints, ..alt.clone() });
        }
        result
    }

    /// Whether something comes from outside of the program, and not with a message.
    fn varies(&self, alt: &Alt) -> bool {
        let kinds = alt.taints.kinds();
        if kinds.intersects(ATTACKER_CONTROLLED) || kinds.intersects(AUTHENTICATING) {
            return false;
        }
        match alt.kind {
            Kind::Unknown => !alt.taints.is_empty(),
            Kind::Obj(o) if matches!(self.heap.kind(o), ObjKind::Plain | ObjKind::Array) => {
                let one = Value::new(alt.kind.clone(), alt.site, Taints::NONE);
                self.content(&one) == crate::facts::Content::Varying
            }
            _ => false,
        }
    }

    fn is_secret_name(&mut self, name: &Name) -> bool {
        match self.web.secret_names.get(name) {
            Some(known) => *known,
            None => {
                let secret = self.model.secrets.is_secret_name(name);
                self.web.secret_names.insert(name.clone(), secret);
                secret
            }
        }
    }

    /// What kind of thing the object is to a message.
    pub(in crate::machine) fn receiver(&self, object: ObjId) -> Option<Receiver> {
        Some(match self.heap.host(object)? {
            Host::Window(kind) => Receiver::Window(kind),
            Host::WorkerScope => Receiver::WorkerScope,
            Host::Type(ty) => match ty {
                HostType::MessagePort => Receiver::Port,
                HostType::BroadcastChannel => Receiver::Broadcast,
                HostType::Worker => Receiver::Worker,
                HostType::SharedWorker => Receiver::SharedWorker,
                HostType::ServiceWorker | HostType::ServiceWorkerContainer | HostType::Client => {
                    Receiver::ServiceWorker
                }
                HostType::EventSource => Receiver::EventSource,
                HostType::WebSocket => Receiver::WebSocket,
                HostType::NodePort | HostType::NodeWorker => Receiver::NodePort,
                HostType::MainPort => Receiver::Port,
                HostType::NodeBroadcast => Receiver::Broadcast,
                HostType::Body => Receiver::Window(WindowKind::Own),
                HostType::Document | HostType::Element | HostType::Iframe | HostType::OpaqueIframe => Receiver::Element,
                _ => Receiver::Bridge,
            },
            Host::Global(_) => Receiver::Bridge,
            Host::Event(_) => return None,
        })
    }
}

/// The evidence of a telling name. What a server answers under it is the credential itself.
pub(in crate::machine) fn named(name: &Name, span: Span, taints: &Taints) -> Taint {
    let (kind, detail) = match taints {
        _ if let Some(section) = section_of(taints) => {
            (TaintKind::Named, Detail::Address(Address::Parameter(name.clone(), section)))
        }
        _ if taints.has(TaintKind::Response) => (TaintKind::Secret, format!("`{name}` of a response").into()),
        _ if taints.has(TaintKind::Random) => (TaintKind::Nonce, format!("`{name}`").into()),
        _ => (TaintKind::Named, format!("`{name}`").into()),
    };
    Taint { detail: Some(detail), ..Taint::new(kind, span) }
}

/// The type of an element by its tag, its selector or its id.
fn element_type(model: &Model, method: &str, args: &[Value]) -> Option<&'static str> {
    let text = args.first()?.as_str()?;
    let tag = match method {
        "createElement" => text.to_ascii_lowercase(),
        "getElementById" if model.secrets.is_secret_name(text) => return Some("PasswordInput"),
        "querySelector" | "closest" => {
            let tail = text.rsplit([' ', '>']).next().unwrap_or(text);
            if selects_credential(model, tail) {
                return Some("PasswordInput");
            }
            tail.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
        }
        _ => return None,
    };
    type_of_tag(&tag)
}

/// The type of an element by its local name, if it is one of those that are told apart.
pub(in crate::machine) fn type_of_tag(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "iframe" => "Iframe",
        "script" => "Script",
        "a" => "Anchor",
        "form" => "Form",
        "body" => "Body",
        "textarea" => "Textarea",
        "style" | "title" => "RawText",
        "template" => "Template",
        _ => return None,
    })
}

/// Whether a compound selector names a field for a credential, by its id or an attribute: `input[type="password"]`,
/// `#apiKey`. Classes are about looks.
fn selects_credential(model: &Model, compound: &str) -> bool {
    let id = compound.split_once('#').map(|(_, rest)| rest.split(['.', '[', ':']).next().unwrap_or(rest));
    let attributes = compound.split('[').skip(1).filter_map(|a| a.split(']').next()?.split_once('='));
    let named = attributes
        .filter(|(name, _)| matches!(name.trim_end_matches(['~', '^', '$', '*', '|']), "type" | "name" | "id"))
        .map(|(_, value)| value.trim_matches(['"', '\'']));
    let completed = compound.split('[').skip(1).filter_map(|a| a.split(']').next()?.split_once("autocomplete"));
    let mut completed = completed.map(|(_, value)| value.trim_matches(['~', '^', '$', '*', '|', '=', '"', '\'']));
    named.chain(id).any(|name| model.secrets.is_secret_name(name))
        || completed.any(|value| model.secrets.is_credential_field(value))
}
