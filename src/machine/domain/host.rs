//! What an object of the heap is on the web platform and to the libraries that the model knows. What such objects have and do is
//! the business of `web`.

use crate::facts::{Receiver, WindowKind};
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::value::ObjId;
use crate::model::StageKind;
use crate::syntax::program::ExprId;

/// An object of the platform.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::machine) enum Host {
    /// A window.
    Window(WindowKind),
    /// The global scope of a worker.
    WorkerScope,
    /// A message event.
    Event(EventOf),
    /// Something of a type of `platform.toml`.
    Type(HostType),
    /// A global function, constructor or namespace.
    Global(&'static str),
}

/// What a message event is of.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::machine) enum EventOf {
    /// A window, so that anybody may have sent it.
    Window,
    /// A library, which has the window's event in its own, and may have copied parts of it.
    Library,
    /// A port, a channel, a worker.
    Channel,
}

/// What listens, and what the events go through.
#[derive(Clone, Debug)]
pub(in crate::machine) struct Stream {
    /// The call that made it, which is the registration.
    pub(in crate::machine) at: ExprId,
    pub(in crate::machine) receivers: Vec<Receiver>,
    pub(in crate::machine) stages: Vec<Stage>,
}

/// What happens to an event on its way.
#[derive(Clone, Debug)]
pub(in crate::machine) struct Stage {
    pub(in crate::machine) kind: StageKind,
    /// The call that made it.
    pub(in crate::machine) at: ExprId,
    pub(in crate::machine) function: ObjId,
}
