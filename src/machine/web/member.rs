//! What belongs to an object of the platform: the same object each time it is read, because lives and identity hang on it.

use crate::facts::WindowKind;
use crate::machine::Machine;
use crate::machine::domain::access_path::{Root, Step};
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::value::{Kind, ObjId, Value};
use crate::source::Span;
use crate::syntax::program::{FnId, Name};

impl Machine<'_> {
    /// A property of a host object.
    pub(in crate::machine) fn host_field(&mut self, owner: ObjId, name: &Name, ty: &'static str, span: Span) -> Value {
        self.member(owner, &Step::Field(name.clone()), ty, span)
    }

    /// What belongs to a host object, the same object each time it is read.
    pub(in crate::machine) fn member(&mut self, owner: ObjId, step: &Step, ty: &'static str, span: Span) -> Value {
        let mut value = Value::bottom();
        for ty in ty.split(" | ") {
            value = value.join(&self.member_of_type(owner, step, ty, span));
        }
        value
    }

    /// The object that belongs to another one in that way, if it was read before.
    pub(in crate::machine) fn known_member(&self, owner: ObjId, step: Step) -> Option<ObjId> {
        let path = self.heap.paths.find(Root::Object(owner), [step])?;
        self.web.members.get(&path).copied()
    }

    pub(in crate::machine) fn add_member(&mut self, owner: ObjId, step: Step, member: ObjId) {
        if let Some(path) = self.heap.paths.intern(Root::Object(owner), [step]) {
            self.web.members.insert(path, member);
        }
    }

    /// The object that an object belongs to, and in which way.
    pub(in crate::machine) fn owner_of(&self, member: ObjId) -> Option<(ObjId, &Step)> {
        let (path, _) = self.web.members.iter().find(|(_, held)| **held == member)?;
        match (self.heap.paths.root(*path), self.heap.paths.last(*path)) {
            (Root::Object(owner), Some(step)) => Some((owner, step)),
            _ => None,
        }
    }

    fn member_of_type(&mut self, owner: ObjId, step: &Step, ty: &'static str, span: Span) -> Value {
        if ty == "Window" && !matches!(self.heap.host(owner), Some(Host::Window(k)) if k != WindowKind::Own) {
            return Value::object(self.web.window, span);
        }
        if ty.starts_with('@') {
            return self.text_of_type(owner, step.name().unwrap_or(&"".into()), ty, span);
        }
        let host = match ty.split_once(':') {
            // What the page of a frame sends to its parent stays with this page.
            Some(("Window", "parent" | "top")) if self.is_framed(span) => Host::Window(WindowKind::Own),
            Some(("Window", suffix)) => Host::Window(window_kind(suffix)),
            _ if ty == "WorkerScope" => Host::WorkerScope,
            _ if ty == "Window" => match self.heap.host(owner) {
                Some(Host::Window(kind)) => Host::Window(kind),
                _ => Host::Window(WindowKind::Own),
            },
            _ => Host::Type(HostType::of(ty)),
        };
        if host == Host::Window(WindowKind::Opener) && self.sender_is_gone() {
            // A page that nobody opened has no opener.
            return Value::constant(Kind::Null, span);
        }
        if step.is_field("contentWindow") && self.may_be_gone(owner) {
            return Value::constant(Kind::Null, span);
        }
        let host = match host {
            // The frame of a sandbox without allow-same-origin has an opaque origin.
            Host::Window(WindowKind::Frame) if self.heap.host(owner) == Some(Host::Type(HostType::OpaqueIframe)) => {
                Host::Window(WindowKind::OpaqueFrame)
            }
            host => host,
        };
        let id = match self.known_member(owner, step.clone()) {
            Some(id) if self.heap.host(id) == Some(host) => id,
            _ => {
                let id = self.heap.alloc(ObjKind::Host(host), span);
                self.add_member(owner, step.clone(), id);
                if let Host::Type(ty) = host {
                    self.begin_life(id, ty, span, Some(owner), None);
                }
                id
            }
        };
        Value::object(id, span)
    }

    /// Whether the frame can be out of the document at a moment that the sender chooses: it never got in, or it is
    /// taken out while the listener stays.
    fn may_be_gone(&self, frame: ObjId) -> bool {
        let stays = |f: &FnId| !self.outline.unlistens.contains(f);
        self.sender_is_gone()
            && (self.is_detached(frame) || self.web.removed_frames.iter().any(|(o, by)| *o == frame && stays(by)))
    }
}

/// The kind of window that a type's suffix names.
fn window_kind(suffix: &str) -> WindowKind {
    match suffix {
        "parent" => WindowKind::Parent,
        "opener" => WindowKind::Opener,
        "top" => WindowKind::Top,
        "frame" => WindowKind::Frame,
        "popup" => WindowKind::Popup,
        "sender" => WindowKind::Sender,
        "some" => WindowKind::Some,
        _ => WindowKind::Own,
    }
}
