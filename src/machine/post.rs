//! `postMessage`: who receives it, what is in it, and which target origins it may have.

use super::Machine;
use super::heap::{ELEMENTS, ObjKind};
use super::host::Host;
use super::value::{Alt, CHOSEN, Kind, Label, ObjId, Origin, STEERED, Value};
use crate::facts::{Content, EffectKind, Evidence, Payload, Receiver, Send, Target, TargetKind, WindowKind};
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, Name};

/// More ways of reaching one call than this tell nothing new.
const MAX_SENDS: usize = 400;

impl<'p> Machine<'p> {
    /// `holder.postMessage(…args)`
    pub(super) fn post(&mut self, id: ExprId, holder: &Value, args: &[Value]) {
        let call = self.program.span(id);
        let mut noted = false;
        for (receiver, object) in self.receiver_of(holder) {
            let taken = match receiver {
                Receiver::Unknown if self.takes_target(args) => Receiver::Window(WindowKind::Some),
                r => r,
            };
            self.judge_clone(id, taken, args);
            self.judge_transfer(id, taken, object, args);
            if let Some(object) = object {
                self.used(object);
            }
            for arg in args {
                self.transfer(arg);
            }
            let receiver = match receiver {
                Receiver::Unknown if self.takes_target(args) => Receiver::Window(WindowKind::Some),
                r => r,
            };
            let own = matches!(receiver, Receiver::Window(WindowKind::Own) | Receiver::WorkerScope);
            if !noted && !own && receiver != Receiver::Bridge && !self.is_mere_answer(receiver, args) {
                noted = true;
                self.note_effect(call, EffectKind::Change("postMessage".to_owned()));
            }
            if self.in_trial() || self.sends.len() >= MAX_SENDS {
                continue;
            }
            let Receiver::Window(_) = receiver else { continue };
            let receiver_span = match self.program.expr(id) {
                Expr::Call { callee, .. } => match self.program.expr(*callee) {
                    Expr::Member { object, .. } => self.program.span(*object),
                    _ => self.program.span(*callee),
                },
                _ => call,
            };
            let message = args.first().cloned().unwrap_or_else(Value::undefined);
            let payload = Payload {
                span: self.arg_span(id, 0),
                content: self.content(&message),
                secrets: self.secrets(&message),
            };
            let targets = self.targets(call, args);
            let transfers_port = args.iter().skip(1).any(|a| self.holds_port(a));
            let listener = self.listener.map(|l| l as usize);
            let send = Send { call, receiver_span, receiver, payload, targets, transfers_port, listener };
            let same = |s: &Send| {
                s.call == send.call
                    && s.targets == send.targets
                    && s.payload == send.payload
                    && s.receiver == send.receiver
            };
            if !self.sends.iter().any(same) {
                self.sends.push(send);
            }
        }
        for arg in args.iter().skip(1) {
            self.escape(arg);
        }
    }

    /// Whether a constant goes to the window that asked, or may have: whoever made the page say it learns nothing, and
    /// nothing of the page's own acts on it.
    fn is_mere_answer(&self, receiver: Receiver, args: &[Value]) -> bool {
        use WindowKind::{Opener, Parent, Sender, Top};
        matches!(receiver, Receiver::Window(Sender | Parent | Opener | Top))
            && args.first().is_none_or(|m| self.content(m) != Content::Varying)
            && !args.iter().skip(1).any(|a| self.holds_port(a))
    }

    /// Whether only a window takes these arguments: a string in second place throws a TypeError elsewhere (browser facts E6).
    fn takes_target(&self, args: &[Value]) -> bool {
        let Some(second) = args.get(1) else { return false };
        second.alts().iter().any(|a| match &a.kind {
            Kind::Str(s) => &**s == "*" || &**s == "/" || s.contains("://"),
            Kind::Obj(o) => matches!(self.heap.kind(*o), ObjKind::Plain) && self.heap.own(*o, "targetOrigin").is_some(),
            _ => a.labels.has(Origin::Sender),
        })
    }

    fn targets(&mut self, call: Span, args: &[Value]) -> Vec<Target> {
        let Some(second) = args.get(1) else { return vec![Target { span: call, kind: TargetKind::Absent }] };
        let mut targets = Vec::new();
        let three = args.len() > 2;
        for alt in second.alts() {
            match alt.kind {
                Kind::Obj(o) if matches!(self.heap.kind(o), ObjKind::Plain) => {
                    let held = self.heap.own(o, "targetOrigin").cloned();
                    let open = self.heap.own(o, ELEMENTS).is_some();
                    match held {
                        Some(v) => v.alts().iter().for_each(|a| targets.push(self.target(a, call))),
                        None if open => targets.push(Target { span: call, kind: TargetKind::Unknown }),
                        None => targets.push(Target { span: call, kind: TargetKind::Absent }),
                    }
                }
                // As second of three arguments an array is turned into a string (browser facts A2).
                Kind::Obj(o) if three && matches!(self.heap.kind(o), ObjKind::Array) => {
                    let text = self.to_text(alt);
                    let site = self.list_items(o).and_then(|l| l.first().and_then(|v| v.single().map(|a| a.site)));
                    let alt = Alt {
                        kind: text.map_or(Kind::Unknown, Kind::Str),
                        site: site.unwrap_or(alt.site),
                        ..alt.clone()
                    };
                    targets.push(self.target(&alt, call));
                }
                Kind::Obj(_) => targets.push(Target { span: call, kind: TargetKind::Absent }),
                _ => targets.push(self.target(alt, call)),
            }
        }
        targets
    }

    fn target(&self, alt: &Alt, call: Span) -> Target {
        let origins = alt.labels.origins();
        let kind = match &alt.kind {
            Kind::Str(s) if &**s == "*" && origins.has(Origin::OnlyOpaque) => TargetKind::Opaque,
            Kind::Str(s) if &**s == "*" => TargetKind::Wildcard,
            Kind::Str(s) if &**s == "/" => TargetKind::Own,
            Kind::Str(_) if origins.has(Origin::Own) || origins.has(Origin::OwnOpaque) => TargetKind::Own,
            _ if origins.has(Origin::Sender) => TargetKind::Sender,
            _ if origins.meets(STEERED) || origins.meets(CHOSEN) => {
                let what = alt.labels.iter().find_map(|l| l.what.as_ref().map(ToString::to_string));
                TargetKind::Steered(what.unwrap_or_else(|| "the message".to_owned()))
            }
            Kind::Str(s) => TargetKind::Constant(s.clone()),
            Kind::Undefined | Kind::Null => TargetKind::Absent,
            _ => TargetKind::Unknown,
        };
        let span = if alt.site.is_empty() { call } else { alt.site };
        Target { span, kind }
    }

    /// How much a payload tells that is not in the program's text.
    pub(super) fn content(&self, value: &Value) -> Content {
        let mut seen = Vec::new();
        self.content_within(value, &mut seen, 0)
    }

    fn content_within(&self, value: &Value, seen: &mut Vec<ObjId>, depth: usize) -> Content {
        let mut most = Content::Constant;
        for alt in value.alts() {
            let this = match &alt.kind {
                Kind::Unknown if alt.labels.is_empty() => Content::Measure,
                Kind::Unknown => Content::Varying,
                Kind::Str(_) if alt.labels.origins().meets(CHOSEN) => Content::Varying,
                Kind::Obj(o) if seen.contains(o) => Content::Constant,
                Kind::Obj(o) if depth < 6 => {
                    seen.push(*o);
                    match self.heap.kind(*o) {
                        ObjKind::Plain | ObjKind::Array | ObjKind::Set | ObjKind::Map => {
                            let inner = self.heap.own_entries(*o).map(|(_, v)| v).chain(self.heap.own(*o, ELEMENTS));
                            let mut most = if self.heap.object(*o).open { Content::Varying } else { Content::Constant };
                            for v in inner {
                                most = most.max(self.content_within(v, seen, depth + 1));
                            }
                            if self.heap.object(*o).proto.is_some() { Content::Varying } else { most }
                        }
                        ObjKind::Host(Host::Type("MessagePort" | "MessageChannel")) => Content::Constant,
                        ObjKind::Closure { .. } | ObjKind::Regex { .. } => Content::Constant,
                        _ => Content::Varying,
                    }
                }
                Kind::Obj(_) => Content::Varying,
                _ => Content::Constant,
            };
            most = most.max(this);
        }
        most
    }

    /// Why a payload may be secret, the most telling reason first.
    fn secrets(&self, value: &Value) -> Vec<Evidence> {
        let labels = self.deep_labels(value).union(&self.named_secrets(value));
        let mut found: Vec<Evidence> = labels
            .iter()
            .filter(|l| matches!(l.origin, Origin::Secret | Origin::Named))
            .map(|l| Evidence {
                what: l.what.as_ref().map_or_else(|| "a secret".to_owned(), ToString::to_string),
                span: l.span,
                by_name: l.origin == Origin::Named,
                path: l.path(),
            })
            .collect();
        let whole_url = labels.iter().find(|l| {
            l.origin == Origin::Url
                && l.what.as_deref().is_some_and(|w| matches!(w, "location.hash" | "location.search" | "location.href"))
        });
        if let Some(l) = whole_url.filter(|_| found.is_empty()) {
            found.push(Evidence {
                what: l.what.as_ref().map_or_else(String::new, ToString::to_string),
                span: l.span,
                by_name: false,
                path: l.path(),
            });
        }
        found.sort_by_key(|e| (e.by_name, e.span));
        found
    }

    /// Fields of an object whose names tell of a secret and whose values are not written in the program.
    pub(super) fn named_secrets(&self, value: &Value) -> super::value::Labels {
        let mut labels = super::value::Labels::NONE;
        let mut todo: Vec<(ObjId, usize)> = value.objects().map(|o| (o, 0)).collect();
        while let Some((object, depth)) = todo.pop() {
            if depth > 4 || !matches!(self.heap.kind(object), ObjKind::Plain | ObjKind::Array) {
                continue;
            }
            for (name, held) in self.heap.own_entries(object) {
                if self.model.secrets.is_secret_name(name)
                    && self.content(held) == Content::Varying
                    && !self.is_flag(held)
                {
                    let span = held.alts().iter().map(|a| a.site).find(|s| !s.is_empty()).unwrap_or_default();
                    let what: Name = format!("`{name}`").into();
                    labels = labels.union(&super::value::Labels::one(Label {
                        origin: Origin::Named,
                        span,
                        what: Some(what),
                        listener: None,
                        steps: None,
                    }));
                }
                todo.extend(held.objects().map(|o| (o, depth + 1)));
            }
        }
        labels
    }

    fn is_flag(&self, value: &Value) -> bool {
        value.alts().iter().all(|a| matches!(a.kind, Kind::Bool(_) | Kind::Num(_) | Kind::Null | Kind::Undefined))
    }

    fn holds_port(&self, value: &Value) -> bool {
        value.objects().any(|o| match self.heap.kind(o) {
            ObjKind::Host(Host::Type("MessagePort")) => true,
            ObjKind::Array => self.heap.own_entries(o).any(|(_, v)| self.holds_port_itself(v)),
            ObjKind::Plain => self.heap.own(o, "transfer").is_some_and(|v| self.holds_port(v)),
            _ => false,
        })
    }

    fn holds_port_itself(&self, value: &Value) -> bool {
        value.objects().any(|o| matches!(self.heap.kind(o), ObjKind::Host(Host::Type("MessagePort"))))
    }
}
