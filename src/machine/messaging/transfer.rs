//! What a post hands over: the transfer list and the ports, canvases and streams in the message. Whether the rest of the
//! message can be cloned is `structured_clone`.

use crate::facts::{BadTransfer, Detached, Receiver, TransferFault, Use};
use crate::machine::Machine;
use crate::machine::domain::heap::{ELEMENTS, ObjKind, Place};
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::taint::Taints;
use crate::machine::domain::value::{Alt, Kind, ObjId, Value};
use crate::machine::limits;
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId};

/// Types whose objects can be transferred.
const TRANSFERABLE: [HostType; 7] = [
    HostType::MessagePort,
    HostType::NodePort,
    HostType::MainPort,
    HostType::ArrayBuffer,
    HostType::ImageBitmap,
    HostType::OffscreenCanvas,
    HostType::Stream,
];
/// Those that cannot be cloned instead.
const ONLY_TRANSFERABLE: [HostType; 5] =
    [HostType::MessagePort, HostType::NodePort, HostType::MainPort, HostType::OffscreenCanvas, HostType::Stream];

/// An entry of a transfer list or a part of a message: what it is, and where it is written.
#[derive(Clone, Debug)]
pub(in crate::machine) struct Part {
    pub(in crate::machine) value: Value,
    pub(in crate::machine) span: Span,
    pub(in crate::machine) expr: Option<ExprId>,
}

/// The transfer list of a post, as far as it is known.
struct List {
    entries: Vec<Part>,
    /// Whether nothing else can be in it.
    whole: bool,
    /// Whether the entries are written where they are posted.
    written: bool,
    span: Span,
}

impl<'p> Machine<'p> {
    /// Judges what a call of `postMessage` transfers, and remembers it.
    pub(in crate::machine) fn judge_transfer(
        &mut self,
        id: ExprId,
        receiver: Receiver,
        object: Option<ObjId>,
        args: &[Value],
    ) {
        if self.in_sender_run() || self.unreachable {
            return;
        }
        if let Some(object) = object {
            self.note_use(object, self.called_on(id), self.program.span(id), Use::Post);
            self.note_posted(object, id);
        }
        let list = self.transfer_list(id, receiver, args);
        let is_listed = |e: &Part| self.transferable(&e.value).is_some() || self.memory(&e.value).is_some();
        let known = list.as_ref().is_some_and(|l| l.entries.iter().any(is_listed));
        if receiver == Receiver::Unknown {
            if !known {
                return;
            }
            // Only what clones its messages takes a list of what to transfer.
            self.channels.takes_lists.extend(self.receiver_name(id));
        } else if !clones(receiver) {
            return;
        }
        if receiver == Receiver::Broadcast {
            self.judge_broadcast(list.as_ref().filter(|_| known));
            return;
        }
        let before = self.recorder.bad_transfers.len();
        let entries = list.as_ref().map_or(&[][..], |l| &l.entries);
        for (i, entry) in entries.iter().enumerate() {
            self.judge_entry(id, object, list.as_ref(), entries, i, entry);
        }
        self.judge_message(id, list.as_ref(), args);
        let node = self.is_node(object);
        for fault in &mut self.recorder.bad_transfers[before..] {
            fault.node = node;
        }
        for entry in entries {
            if let Some((transferred, _)) = self.transferable(&entry.value)
                && object != Some(transferred)
            {
                self.spend(transferred, Detached::Transferred, entry.span);
            }
        }
    }

    /// Whether what receives is of Node's `worker_threads`; if it is not known, whether this is a file that has them.
    pub(in crate::machine) fn is_node(&self, receiver: Option<ObjId>) -> bool {
        match receiver {
            Some(o) => matches!(
                self.heap.host(o),
                Some(Host::Type(HostType::NodePort | HostType::NodeWorker | HostType::NodeBroadcast))
            ),
            None => self.web.has_threads,
        }
    }

    /// Whether an object carries data as well as an identity.
    pub(in crate::machine) fn carries(&self, object: ObjId) -> bool {
        let Some(Host::Type(ty)) = self.heap.host(object) else { return false };
        matches!(
            ty,
            HostType::ArrayBuffer
                | HostType::TypedArray
                | HostType::DataView
                | HostType::ImageBitmap
                | HostType::OffscreenCanvas
                | HostType::Stream
        )
    }

    /// A new buffer, view, canvas or stream: as telling as what it is made from.
    pub(in crate::machine) fn make_carrier(&mut self, id: ExprId, value: Value, args: &[Value]) -> Value {
        let mut taints = Taints::NONE;
        for arg in args {
            taints = taints.union(&self.deep_taints(arg));
            self.escape(arg);
        }
        let view = value.objects().next();
        if let (Some(view), Some(buffer)) = (view, args.first())
            && let Some(buffer) = self.memory(buffer)
        {
            for of in buffer.objects() {
                self.note_use(of, self.arg_expr(id, 0), self.program.span(id), Use::View);
            }
            self.heap.set(Place::Prop(view, "buffer".into()), buffer);
        }
        value.with(&taints)
    }

    /// The object that an entry certainly is, if it can be transferred, and its type.
    fn transferable(&self, value: &Value) -> Option<(ObjId, HostType)> {
        let Kind::Obj(object) = value.single()?.kind else { return None };
        match self.heap.host(object)? {
            Host::Type(ty) if TRANSFERABLE.contains(&ty) => Some((object, ty)),
            _ => None,
        }
    }

    /// The buffer that a view would be one of. What may be set out of sight as well is memory of an instance all the same.
    fn memory(&self, value: &Value) -> Option<Value> {
        let of_type = |ty| move |a: &&Alt| matches!(a.kind, Kind::Obj(o) if self.heap.host(o) == Some(Host::Type(ty)));
        let certain = value.single().filter(of_type(HostType::ArrayBuffer));
        let mut objects = value.alts().iter().filter(|a| matches!(a.kind, Kind::Obj(_)));
        let only = objects.next().filter(|_| objects.next().is_none()).filter(of_type(HostType::WasmBuffer));
        certain.or(only).map(|a| Value::new(a.kind.clone(), a.site, a.taints.clone()))
    }

    fn transfer_list(&mut self, id: ExprId, receiver: Receiver, args: &[Value]) -> Option<List> {
        let at = match receiver {
            Receiver::Window(_) if args.len() > 2 => 2,
            _ => 1,
        };
        let value = args.get(at)?;
        let expr = self.arg_expr(id, at);
        let span = self.arg_span(id, at);
        let Kind::Obj(object) = value.single()?.kind else { return None };
        match self.heap.kind(object) {
            // For a window an array in second place is options (browser facts E4).
            ObjKind::Array if at == 2 || !matches!(receiver, Receiver::Window(_)) => {
                Some(self.entries(object, expr, span))
            }
            ObjKind::Plain if at == 1 => {
                let held = self.heap.own(object, "transfer")?.clone();
                let Kind::Obj(list) = held.single()?.kind else { return None };
                if !matches!(self.heap.kind(list), ObjKind::Array) {
                    return None;
                }
                let expr = expr.and_then(|e| self.field_value(self.unwrapped(e), "transfer"));
                let span = expr.map_or(span, |e| self.program.span(e));
                Some(self.entries(list, expr, span))
            }
            _ => None,
        }
    }

    fn entries(&self, list: ObjId, expr: Option<ExprId>, span: Span) -> List {
        let expr = expr.map(|e| self.unwrapped(e));
        let written = expr.and_then(|e| match self.program.expr(e) {
            Expr::Array(items) if items.iter().flatten().all(|i| !i.spread) => {
                Some(items.iter().flatten().map(|i| i.value).collect::<Vec<_>>())
            }
            _ => None,
        });
        let items = self.list_items(list);
        let whole = items.is_some() && !self.heap.object(list).open;
        let entries = items.unwrap_or_default().into_iter().enumerate().map(|(i, value)| {
            let expr = written.as_ref().and_then(|w| w.get(i).copied());
            Part { value, span: expr.map_or(span, |e| self.program.span(e)), expr }
        });
        List { entries: entries.collect(), whole, written: written.is_some(), span }
    }

    /// The expression of an argument, where no spread stands before it.
    pub(in crate::machine) fn arg_expr(&self, call: ExprId, i: usize) -> Option<ExprId> {
        match self.program.expr(call) {
            Expr::Call { args, .. } | Expr::New { args, .. } if args.iter().take(i + 1).all(|a| !a.spread) => {
                args.get(i).map(|a| a.value)
            }
            _ => None,
        }
    }

    /// The expression without the types that are asserted of it.
    fn unwrapped(&self, e: ExprId) -> ExprId {
        match self.program.expr(e) {
            Expr::Typed(inner, _) | Expr::Chain(inner) => self.unwrapped(*inner),
            _ => e,
        }
    }

    fn judge_broadcast(&mut self, list: Option<&List>) {
        let Some(list) = list else { return };
        let ports = list.entries.iter().find_map(|e| self.transferable(&e.value));
        if let Some((_, ty)) = ports {
            self.note_transfer(list.span, TransferFault::Broadcast, Some(ty.name()), None, None);
        }
    }

    fn judge_entry(
        &mut self,
        id: ExprId,
        receiver: Option<ObjId>,
        list: Option<&List>,
        entries: &[Part],
        i: usize,
        entry: &Part,
    ) {
        let Some((object, ty)) = self.transferable(&entry.value) else {
            if let Some(what) = self.untransferable(&entry.value) {
                self.note_transfer(entry.span, TransferFault::NotTransferable, Some(what), None, None);
            }
            return;
        };
        if self.is_many(object) {
            return;
        }
        if receiver == Some(object) {
            self.note_transfer(entry.span, TransferFault::Itself, Some(ty.name()), None, None);
            return;
        }
        let same = |e: &&Part| self.transferable(&e.value).is_some_and(|(o, _)| o == object);
        if let Some(first) = entries[..i].iter().find(same) {
            let written = list.is_some_and(|l| l.written);
            // What stands between the two goes with it: the comma. Parentheses around one of them are part of neither.
            let between = Span::new(entries[i - 1].span.end, entry.span.start);
            let is_plain = written && between.start <= between.end && self.program.slice(between).trim() == ",";
            let edit = is_plain.then(|| Span::new(between.start, entry.span.end));
            let span = if written { entry.span } else { self.program.span(id) };
            let place = written.then_some(first.span);
            self.note_transfer(span, TransferFault::Duplicate, Some(ty.name()), place, edit);
            return;
        }
        if let Some((Detached::Transferred, at)) = self.spent(object, entry.expr)
            // Node's version 20 takes a buffer that is gone in a list (browser facts J3).
            && !(ty == HostType::ArrayBuffer && self.is_node(receiver))
        {
            self.note_transfer(entry.span, TransferFault::Again, Some(ty.name()), Some(at), None);
        }
    }

    /// What an entry is, if it certainly cannot be transferred (browser facts F4).
    fn untransferable(&self, value: &Value) -> Option<&'static str> {
        let value = self.memory(value).unwrap_or_else(|| value.clone());
        let Kind::Obj(object) = value.single()?.kind else { return None };
        match self.heap.kind(object) {
            ObjKind::Host(Host::Type(
                ty @ (HostType::TypedArray
                | HostType::DataView
                | HostType::WasmBuffer
                | HostType::MessageChannel
                | HostType::NodeChannel),
            )) => Some(ty.name()),
            ObjKind::Plain => Some("an object"),
            ObjKind::Array => Some("an array"),
            _ => None,
        }
    }

    /// Ports, canvases and streams in the message have to be in the list (browser facts E3, F1); a buffer that is gone
    /// cannot be cloned (browser facts F4).
    fn judge_message(&mut self, id: ExprId, list: Option<&List>, args: &[Value]) {
        let Some(message) = args.first() else { return };
        let known = args.len() < 2 || list.is_some_and(|l| l.whole) || self.no_list(args);
        let listed: Vec<ObjId> = list.map_or(&[][..], |l| &l.entries).iter().flat_map(|e| e.value.objects()).collect();
        let vague = list.is_some_and(|l| l.entries.iter().any(|e| e.value.has_unknown() || e.value.single().is_none()));
        for part in self.parts(message, self.arg_expr(id, 0), self.arg_span(id, 0)) {
            let Some((object, ty)) = self.transferable(&part.value) else { continue };
            if self.is_many(object) || listed.contains(&object) {
                continue;
            }
            if ONLY_TRANSFERABLE.contains(&ty) {
                if known && !vague {
                    self.note_transfer(part.span, TransferFault::Unlisted, Some(ty.name()), None, None);
                }
                continue;
            }
            self.note_use(object, part.expr, part.span, Use::Clone);
        }
    }

    /// Whether what follows the message certainly names no list: a target origin, or options without one.
    fn no_list(&self, args: &[Value]) -> bool {
        let closed = |v: &Value| match v.single().map(|a| a.kind.clone()) {
            Some(Kind::Str(_) | Kind::Undefined) => true,
            Some(Kind::Obj(o)) => {
                matches!(self.heap.kind(o), ObjKind::Plain)
                    && !self.heap.object(o).open
                    && self.heap.own(o, ELEMENTS).is_none()
                    && self.heap.own(o, "transfer").is_none()
            }
            _ => false,
        };
        args.len() == 2 && closed(&args[1])
    }

    /// Everything that a message certainly holds, itself included, with the place where it is written.
    pub(in crate::machine) fn parts(&self, value: &Value, expr: Option<ExprId>, span: Span) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut seen: Vec<ObjId> = Vec::new();
        let mut todo = vec![(Part { value: value.clone(), span, expr }, 0)];
        while let Some((part, depth)) = todo.pop() {
            if let Some(Kind::Obj(object)) = part.value.single().map(|a| a.kind.clone())
                && depth < limits::MESSAGE_DEPTH
                && matches!(self.heap.kind(object), ObjKind::Plain | ObjKind::Array)
                && !seen.contains(&object)
            {
                seen.push(object);
                for (name, held) in self.heap.own_entries(object) {
                    // Private fields and accessors stay behind (browser facts F2).
                    if name.starts_with(['#', '[']) || &**name == "length" {
                        continue;
                    }
                    let inner = part.expr.and_then(|e| self.inner(e, name));
                    let span = inner.map_or(part.span, |e| self.program.span(e));
                    todo.push((Part { value: held.clone(), span, expr: inner }, depth + 1));
                }
            }
            parts.push(part);
        }
        parts
    }

    /// The expression of a field or an element of a literal.
    fn inner(&self, e: ExprId, name: &str) -> Option<ExprId> {
        match self.program.expr(self.unwrapped(e)) {
            Expr::Object(_) => self.field_value(self.unwrapped(e), name),
            Expr::Array(items) if items.iter().flatten().all(|i| !i.spread) => {
                items.get(name.parse::<usize>().ok()?)?.map(|i| i.value)
            }
            _ => None,
        }
    }

    fn note_transfer(
        &mut self,
        span: Span,
        fault: TransferFault,
        what: Option<&'static str>,
        first: Option<Span>,
        edit: Option<Span>,
    ) {
        if !self.recorder.bad_transfers.iter().any(|t| t.span == span) {
            self.recorder.bad_transfers.push(BadTransfer {
                span,
                fault,
                what: what.unwrap_or(""),
                first,
                edit,
                node: false,
            });
        }
    }
}

/// Whether what is posted there is cloned as browsers do.
pub(in crate::machine) fn clones(receiver: Receiver) -> bool {
    matches!(
        receiver,
        Receiver::Window(_)
            | Receiver::Port
            | Receiver::Broadcast
            | Receiver::Worker
            | Receiver::WorkerScope
            | Receiver::ServiceWorker
            | Receiver::NodePort
    )
}
