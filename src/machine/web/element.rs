//! Elements of the page: attributes that are set on them, sandboxes, scripts, and elements of JSX.

use crate::facts::SinkKind;
use crate::machine::Machine;
use crate::machine::domain::access_path::Step;
use crate::machine::domain::heap::{ObjKind, Place};
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::{SinkClass, Taints};
use crate::machine::domain::value::{Alt, Alts, Kind, ObjId, Value};
use crate::machine::web::host::type_of_tag;
use crate::machine::web::markup::keeps_origin;
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, Name};

impl Machine<'_> {
    /// A part of the address that was given to an anchor, which is a URL parser of old.
    pub(in crate::machine) fn anchor_part(&mut self, anchor: ObjId, name: &Name, span: Span) -> Option<Value> {
        if !matches!(&**name, "origin" | "protocol" | "host" | "hostname" | "port" | "pathname" | "search" | "hash") {
            return None;
        }
        let address = self.heap.own(anchor, "href")?.clone();
        let mut result = Value::bottom();
        for alt in address.alts() {
            if self.is_own_address(alt) {
                let own = self.own_url(&Value::unknown(span, alt.taints.clone()), span);
                let part = own.objects().next().and_then(|url| self.heap.own(url, name).cloned());
                result = result.join(&part.unwrap_or_else(|| Value::unknown(span, alt.taints.clone())));
                continue;
            }
            let url = self.to_text(alt).and_then(|text| {
                crate::machine::web::url::parse(&text, Some(crate::machine::domain::origin::OWN_ORIGIN))
            });
            let part = url.map(|url| match &**name {
                "origin" => url.origin,
                "protocol" => url.protocol,
                "host" => url.host,
                "hostname" => url.hostname,
                "port" => url.port,
                "pathname" => url.pathname,
                "search" => url.search,
                _ => url.hash,
            });
            result = result.join(&match part {
                Some(part) => Value::string(&part, span, alt.taints.clone()),
                None => Value::unknown(span, alt.taints.clone()),
            });
        }
        Some(result)
    }

    /// `element.setAttribute(name, value)`, on an element or on something out of sight.
    pub(in crate::machine) fn set_attribute(&mut self, id: ExprId, object: Option<ObjId>, args: &[Value]) {
        let [name, value] = args else { return };
        let span = self.program.span(id);
        let Some(name) = name.as_str().cloned() else {
            // Behind a constant beginning (`data-`) no attribute that runs anything has its name.
            let begins = name.alts().iter().all(|a| self.is_affixed(a));
            if name.harms(SinkClass::AttributeName) && !begins {
                self.flow(SinkKind::Html, span, "an attribute", value);
            }
            return;
        };
        if let Some(object) = object {
            match &*name {
                "sandbox" => self.sandbox(object, value),
                "type" => self.script_type(object, value),
                "src" if self.heap.host(object) == Some(Host::Type(HostType::Iframe)) => {
                    self.define(object, &Value::string("src", span, Taints::NONE), value.clone());
                }
                _ => {}
            }
        }
        let ty = object.map(|o| self.host_type(o));
        if name.starts_with("on") {
            self.flow(SinkKind::Code, span, &format!("`{name}`"), value);
        }
        for row in &self.model.sinks.write {
            let fits = ty.map_or(row.any, |ty| ty.is_in(row));
            if fits && row.names.iter().any(|n| **n == *name) {
                self.flow_into(object, row.kind, span, &format!("`{name}`"), value);
            }
        }
    }

    /// What a look-up gives whose type argument says which sort of element it is: `querySelector<HTMLIFrameElement>(…)`.
    pub(in crate::machine) fn found_of_type(&mut self, value: Value, interface: &Name, id: ExprId) -> Value {
        let Some((ty, None)) = self.model.interface(interface) else { return value };
        let is_any =
            |m: &Self, a: &Alt| matches!(a.kind, Kind::Obj(o) if m.heap.host(o) == Some(Host::Type(HostType::Element)));
        if !HostType::of(ty).is_element() || !value.alts().iter().any(|a| is_any(self, a)) {
            return value;
        }
        let found = self.member(self.web.window, &Step::Given(id, ty.into()), ty, self.program.span(id));
        let rest = value.filter(|a| !is_any(self, a));
        rest.join(&found)
    }

    /// A frame with a sandbox that does not let it keep its origin has an opaque one (browser facts B2).
    pub(in crate::machine) fn sandbox(&mut self, frame: ObjId, value: &Value) {
        let Some(tokens) = value.as_str() else { return };
        if !keeps_origin(tokens) && self.heap.host(frame) == Some(Host::Type(HostType::Iframe)) {
            self.heap.object_mut(frame).kind = ObjKind::Host(Host::Type(HostType::OpaqueIframe));
        }
    }

    /// `frame.sandbox.add(…tokens)`
    pub(in crate::machine) fn sandbox_tokens(&mut self, tokens: ObjId, args: &[Value]) {
        let Some((frame, _)) = self.owner_of(tokens) else { return };
        let texts: Option<Vec<&Name>> = args.iter().map(Value::as_str).collect();
        match texts {
            Some(texts) if texts.iter().all(|t| !t.eq_ignore_ascii_case("allow-same-origin")) => {
                if self.heap.host(frame) == Some(Host::Type(HostType::Iframe)) {
                    self.heap.object_mut(frame).kind = ObjKind::Host(Host::Type(HostType::OpaqueIframe));
                }
            }
            _ => {
                if self.heap.host(frame) == Some(Host::Type(HostType::OpaqueIframe)) {
                    self.heap.object_mut(frame).kind = ObjKind::Host(Host::Type(HostType::Iframe));
                }
            }
        }
    }

    /// A script whose type is none of JavaScript's is a data block, which nothing runs (HTML Standard, "prepare the
    /// script element").
    pub(in crate::machine) fn script_type(&mut self, script: ObjId, value: &Value) {
        let Some(ty) = value.as_str() else { return };
        let essence = ty.trim().to_ascii_lowercase();
        let runs = matches!(&*essence, "" | "module" | "importmap" | "speculationrules")
            || essence.ends_with("javascript")
            || essence.ends_with("ecmascript")
            || essence.contains("javascript1.")
            || matches!(&*essence, "text/jscript" | "text/livescript");
        if !runs && self.heap.host(script) == Some(Host::Type(HostType::Script)) {
            self.heap.object_mut(script).kind = ObjKind::Host(Host::Type(HostType::DataBlock));
        }
    }

    /// An element of JSX: attributes that are sinks, and refs.
    pub(in crate::machine) fn jsx_element(&mut self, tag: &Value, props: &Value, id: ExprId) {
        let Expr::Jsx { props: props_expr, .. } = self.program.expr(id) else { return };
        let Some(object) = props.objects().next() else { return };
        let intrinsic = tag.as_str().cloned();
        let entries: Vec<(Name, Value)> = self.heap.own_entries(object).map(|(n, v)| (n.clone(), v.clone())).collect();
        for (name, value) in &entries {
            if self.hears_peer_by_attribute(id, tag, name, value) {
                continue;
            }
            for row in &self.model.sinks.jsx {
                let ty = intrinsic.as_deref().and_then(type_of_tag).map(HostType::of);
                let fits = row.on.is_empty() || ty.is_some_and(|ty| ty.is_in(row));
                if !fits || !row.names.iter().any(|n| **n == **name) {
                    continue;
                }
                let (span, held) = match &row.inner {
                    None => (self.jsx_span(*props_expr, name).unwrap_or_default(), value.clone()),
                    Some(inner) => {
                        let mut held = Value::bottom();
                        for o in value.objects() {
                            if let Some(v) = self.heap.own(o, inner) {
                                held = held.join(v);
                            }
                        }
                        let attribute = self.field_value(*props_expr, name);
                        let at = attribute.and_then(|e| self.field_value(e, inner)).or(attribute);
                        (at.map_or_else(Span::default, |e| self.program.span(e)), held)
                    }
                };
                let outer = self.senders.row.replace(row);
                self.flow(row.kind, span, &format!("`{name}`"), &held);
                self.senders.row = outer;
            }
            if &**name == "ref"
                && let Some(tag) = &intrinsic
            {
                let attribute = |name: &str| entries.iter().find(|(n, _)| &**n == name).map(|(_, v)| v.clone());
                self.attach_ref(tag, value, (attribute("sandbox"), attribute("src")), id);
            }
            if name.starts_with("on") {
                for callback in value.objects().collect::<Vec<_>>() {
                    if self.is_callable(callback) {
                        self.call_back(id, callback, &[], &Taints::NONE);
                    }
                }
            } else {
                self.escape(value);
            }
        }
    }

    /// Message data becomes an attribute or a property of an element. Nobody follows an anchor that the program made to have an address
    /// taken apart; whether something else is done with it shows once all was run.
    pub(in crate::machine) fn flow_into(
        &mut self,
        element: Option<ObjId>,
        kind: SinkKind,
        sink: Span,
        what: &str,
        value: &Value,
    ) {
        let anchor = element.filter(|o| self.is_detached(*o) && self.host_type(*o) == HostType::Anchor);
        match anchor {
            Some(_) if self.in_sender_run() => return,
            Some(anchor) => self.data_flow.anchor_flows.push((anchor, sink)),
            None => {}
        }
        self.flow(kind, sink, what, value);
    }

    /// What a value may be. Where the program makes an element if a look-up finds none, what is found is of the sort that it makes.
    pub(in crate::machine) fn found_or_made(&self, value: &Value) -> Alts {
        let alts = value.to_alts();
        let is_made = |o: ObjId| self.web.made_elements.contains(&o);
        let is_any = |o: ObjId| self.host_type(o) == HostType::Element;
        if alts.len() < 2 || !value.objects().any(|o| is_made(o) && !is_any(o)) {
            return alts;
        }
        alts.into_iter().filter(|a| !matches!(a.kind, Kind::Obj(o) if is_any(o) && !is_made(o))).collect()
    }

    /// Whether the program made the element, and nothing that was run so far has put it anywhere.
    pub(in crate::machine) fn is_detached(&self, element: ObjId) -> bool {
        self.web.made_elements.contains(&element) && !self.exploration.escaped.contains(&element)
    }

    /// Now that everything was run: anchors that were nothing but parsers led nowhere.
    pub(in crate::machine) fn forget_parsers(&mut self) {
        let given = std::mem::take(&mut self.data_flow.anchor_flows);
        let (parsers, placed): (Vec<_>, Vec<_>) = given.into_iter().partition(|(anchor, _)| self.is_detached(*anchor));
        let at = |list: &[(ObjId, Span)], sink: Span| list.iter().any(|(_, at)| *at == sink);
        self.recorder.flows.retain(|flow| !at(&parsers, flow.sink) || at(&placed, flow.sink));
    }

    /// `ref={holder}`: the element, which has this sandbox and this address, is what the holder holds.
    fn attach_ref(
        &mut self,
        tag: &Name,
        holder: &Value,
        (sandbox, address): (Option<Value>, Option<Value>),
        id: ExprId,
    ) {
        let span = self.program.span(id);
        let ty = if &**tag == "iframe" { HostType::Iframe } else { HostType::Element };
        for o in holder.objects().collect::<Vec<_>>() {
            let element = match self.web.cells.get(&id) {
                Some(&e) => e,
                None => {
                    let e = self.heap.alloc(ObjKind::Host(Host::Type(ty)), span);
                    self.web.cells.insert(id, e);
                    e
                }
            };
            if let Some(sandbox) = &sandbox {
                self.sandbox(element, sandbox);
            }
            if let Some(address) = address.as_ref().filter(|_| ty == HostType::Iframe) {
                self.heap.set(Place::Prop(element, "src".into()), address.clone());
            }
            let value = Value::object(element, span);
            if self.is_callable(o) {
                self.call_back(id, o, &[value], &Taints::NONE);
            } else {
                self.web.refs.insert(o);
                self.heap.set(Place::Prop(o, "current".into()), value);
            }
        }
    }

    fn jsx_span(&self, props: ExprId, name: &str) -> Option<Span> {
        self.field_value(props, name).map(|e| self.program.span(e))
    }

    /// The expression of a field of an object literal.
    pub(in crate::machine) fn field_value(&self, object: ExprId, name: &str) -> Option<ExprId> {
        self.program.expr(object).field(name)
    }
}
