//! What is known of an object on the present path: that it was transferred or closed, and where. It is kept among the
//! conditions of the path, so that behind a fork only what happened on both sides is known.

use crate::facts::{Detached, DetachedUse, EarlyPost, Receiver, Use, WindowKind};
use crate::machine::domain::access_path::Step;
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::value::{Kind, ObjId, Value};
use crate::machine::{Cond, Machine};
use crate::source::Span;
use crate::syntax::program::{BindingKind, Expr, ExprId};

impl Machine<'_> {
    /// The object is transferred or closed.
    pub(in crate::machine) fn spend(&mut self, object: ObjId, how: Detached, at: Span) {
        if !self.in_sender_run() && !self.unreachable {
            self.path = self.path.push(Cond::Detached { object, how, at });
        }
    }

    /// The object stands for another one from here on: that of the next call, or the next of a list.
    pub(in crate::machine) fn renew(&mut self, value: &Value) {
        for object in value.objects() {
            if self.path.iter().any(|c| matches!(c, Cond::Detached { object: o, .. } if o == object)) {
                self.path = self.path.push(Cond::Renewed(object));
            }
        }
    }

    /// Other code may run before what follows: what a field or a variable holds then, it need not hold now.
    pub(in crate::machine) fn pause(&mut self) {
        if self.path.iter().any(|c| matches!(c, Cond::Detached { .. } | Cond::Made(_))) {
            self.path = self.path.push(Cond::Pause);
        }
    }

    /// A window is made, or the frame of one: nothing in it listens before the present turn is over (browser facts H).
    pub(in crate::machine) fn make_window(&mut self, object: ObjId) {
        if !self.in_sender_run() && !self.unreachable {
            self.path = self.path.push(Cond::Made(object));
        }
    }

    /// Something is written into a new window, or listens there: it may be ready.
    pub(in crate::machine) fn reach_into(&mut self, object: ObjId) {
        let frame = self.frame_of(object);
        if self.path.iter().any(|c| matches!(c, Cond::Made(o) if o == frame)) {
            self.path = self.path.push(Cond::Renewed(frame));
        }
    }

    /// The frame of a window that is the content of one.
    pub(in crate::machine) fn frame_of(&self, window: ObjId) -> ObjId {
        match self.owner_of(window) {
            Some((frame, step)) if step.is_field("contentWindow") => frame,
            _ => window,
        }
    }

    /// A post to a window, which may be one that was just made. What cleans up behind an exception is also there for later.
    pub(in crate::machine) fn note_early(&mut self, call: Span, receiver: Receiver, window: ObjId) {
        let Receiver::Window(kind) = receiver else { return };
        if self.in_sender_run()
            || self.unreachable
            || self.catching > 0
            || !self.path.iter().any(|c| matches!(c, Cond::Made(_)))
        {
            return;
        }
        let frame = self.frame_of(window);
        let mut paused = false;
        for cond in self.path.iter() {
            match cond {
                Cond::Pause => paused = true,
                Cond::Renewed(o) if o == frame => return,
                Cond::Made(o) if o == frame => {
                    let made = self.heap.object(frame).site;
                    if paused {
                        self.recorder.late.insert(call);
                    } else if !self.recorder.early.iter().any(|e| e.call == call) {
                        self.recorder.early.push(EarlyPost { call, made, popup: kind == WindowKind::Popup });
                    }
                    return;
                }
                _ => {}
            }
        }
    }

    /// A post to a frame that a component renders, from an effect that runs once: in the turn in which the frame comes into the page.
    pub(in crate::machine) fn note_at_first(&mut self, id: ExprId, receiver: Receiver) {
        let Some(here) = self.frames.last().map(|f| f.function) else { return };
        if self.in_sender_run()
            || self.unreachable
            || !matches!(receiver, Receiver::Window(WindowKind::Frame | WindowKind::OpaqueFrame | WindowKind::Some))
            || !self.outline.components.runs_at_first(here)
        {
            return;
        }
        let frame = |window| self.outline.components.frame_of_window(self.program.scanned(), window);
        let Some(frame) = self.called_on(id).and_then(frame) else { return };
        let (call, made) = (self.program.span(id), self.program.span(frame));
        if !self.recorder.early.iter().any(|e| e.call == call) {
            self.recorder.early.push(EarlyPost { call, made, popup: false });
        }
    }

    /// How and where the object was surely transferred or closed before, as seen from an expression that gives it.
    pub(in crate::machine) fn spent(&self, object: ObjId, holder: Option<ExprId>) -> Option<(Detached, Span)> {
        if self.in_sender_run() || self.is_many(object) {
            return None;
        }
        let mut paused = false;
        for cond in self.path.iter() {
            match cond {
                Cond::Pause => paused = true,
                Cond::Renewed(o) if o == object => return None,
                Cond::Detached { object: o, how, at } if o == object => {
                    let holds = !paused || holder.is_some_and(|e| self.is_lasting(e));
                    return holds.then_some((how, at));
                }
                _ => {}
            }
        }
        None
    }

    /// Whether an expression gives the same object whatever runs in between: a name that is written once.
    fn is_lasting(&self, e: ExprId) -> bool {
        match self.program.expr(e) {
            Expr::Var(binding) => {
                let kind = self.program.binding(*binding).kind;
                matches!(kind, BindingKind::Const | BindingKind::Using)
                    || (self.program.scanned().bindings.len() > binding.index()
                        && !self.outline.rewritten.contains(binding))
            }
            Expr::Typed(inner, _) | Expr::Chain(inner) => self.is_lasting(*inner),
            Expr::Member { object, key: crate::syntax::program::Key::Name(name), .. } => {
                matches!(&**name, "port1" | "port2" | "buffer") && self.is_lasting(*object)
            }
            _ => false,
        }
    }

    /// Whether an object stands for many: it was made in a turn of a loop or a callback that may run often.
    pub(in crate::machine) fn is_many(&self, object: ObjId) -> bool {
        self.channels.vague.contains(&object)
            || self.channels.many.iter().any(|(from, to)| (*from..*to).contains(&object.0))
    }

    /// What was made since there were `from` objects stands for as many as there are turns.
    pub(in crate::machine) fn made_often(&mut self, from: usize) {
        let (from, to) = (from as u32, self.heap.len() as u32);
        let adjoins = self.channels.many.last_mut().filter(|last| last.1 >= from);
        match adjoins {
            Some(last) => *last = (last.0.min(from), to),
            None if to > from => self.channels.many.push((from, to)),
            None => {}
        }
    }

    /// Something is done with an object that may be spent already.
    pub(in crate::machine) fn note_use(&mut self, object: ObjId, holder: Option<ExprId>, span: Span, what: Use) {
        if self.unreachable {
            return;
        }
        let channel = self.channels.lives.get(&object).and_then(|l| l.channel);
        let ended = self.spent(object, holder).or_else(|| self.spent(channel?, holder));
        let Some((spent, at)) = ended else { return };
        let kind = match self.heap.host(object) {
            Some(Host::Type(ty)) => ty.name(),
            _ => return,
        };
        if self.recorder.detached_uses.iter().any(|u| u.span == span) {
            return;
        }
        let name = holder.map(|e| self.program.slice(self.program.span(e)).to_owned());
        self.recorder.detached_uses.push(DetachedUse { span, name, kind, spent, at, what });
    }

    /// `object.name` is read. A size that is compared is a question whether the object was transferred.
    pub(in crate::machine) fn note_read(&mut self, value: &Value, name: &str, id: ExprId) {
        if id.index() >= self.program.scanned().exprs.len() {
            // What is asked in other files is not known.
            return;
        }
        let Expr::Member { object: holder, .. } = self.program.expr(id) else { return };
        let Some(Kind::Obj(object)) = value.single().map(|a| a.kind.clone()) else { return };
        let Some(Host::Type(ty)) = self.heap.host(object) else { return };
        let loss = match (ty, name) {
            (HostType::ArrayBuffer | HostType::TypedArray | HostType::DataView, "byteLength" | "length")
                if !self.outline.questions.contains(&id) =>
            {
                Use::Size
            }
            (HostType::TypedArray, name) if name.parse::<u32>().is_ok() => Use::Element,
            (HostType::ImageBitmap, "width" | "height") if !self.outline.questions.contains(&id) => Use::Size,
            _ => return,
        };
        let object = self.backing(object).unwrap_or(object);
        self.note_use(object, Some(*holder), self.program.span(id), loss);
    }

    /// The buffer under a view.
    pub(in crate::machine) fn backing(&self, view: ObjId) -> Option<ObjId> {
        if !matches!(self.heap.host(view), Some(Host::Type(HostType::TypedArray | HostType::DataView))) {
            return None;
        }
        let held = self.heap.own(view, "buffer").and_then(Value::single).map(|a| a.kind.clone());
        match held {
            Some(Kind::Obj(buffer)) => Some(buffer),
            _ => self.known_member(view, Step::Field("buffer".into())),
        }
    }

    /// A method of something that may be spent.
    pub(in crate::machine) fn note_method(&mut self, id: ExprId, object: ObjId, name: &str) {
        let Some(Host::Type(ty)) = self.heap.host(object) else { return };
        let holder = self.called_on(id);
        let what = match (ty, name) {
            (HostType::MessagePort | HostType::NodePort | HostType::MainPort, "start") => Use::Start,
            (HostType::ArrayBuffer, "slice" | "resize" | "transfer")
            | (
                HostType::TypedArray,
                "set" | "fill" | "subarray" | "slice" | "map" | "forEach" | "join" | "indexOf" | "sort",
            )
            | (HostType::OffscreenCanvas, "getContext" | "convertToBlob" | "transferToImageBitmap")
            | (HostType::Stream, "getReader" | "getWriter" | "pipeTo" | "pipeThrough" | "tee") => {
                Use::Method(name.to_owned())
            }
            (HostType::DataView, name) if name.starts_with("get") || name.starts_with("set") => {
                Use::Method(name.to_owned())
            }
            _ => return,
        };
        let object = self.backing(object).unwrap_or(object);
        self.note_use(object, holder, self.program.span(id), what);
    }

    /// What a method is called on.
    pub(in crate::machine) fn called_on(&self, call: ExprId) -> Option<ExprId> {
        let Expr::Call { callee, .. } = self.program.expr(call) else { return None };
        match self.program.expr(*callee) {
            Expr::Member { object, .. } => Some(*object),
            _ => None,
        }
    }
}
