//! Browser messaging: `postMessage`, what it hands over, listeners, channels and ports, and their lives.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::NeverReceives;
use crate::machine::Life;
use crate::machine::domain::value::{ObjId, Value};
use crate::machine::messaging::listener::Registered;
use crate::source::Span;
use crate::syntax::program::{ExprId, FnId};

pub(in crate::machine) mod channel;
pub(in crate::machine) mod detached;
pub(in crate::machine) mod listener;
pub(in crate::machine) mod listener_life;
pub(in crate::machine) mod open_setting;
pub(in crate::machine) mod peer;
pub(in crate::machine) mod post_message;
pub(in crate::machine) mod refused;
pub(in crate::machine) mod set_before;
pub(in crate::machine) mod structured_clone;
pub(in crate::machine) mod target_origin;
pub(in crate::machine) mod transfer;
pub(in crate::machine) mod user_event;

/// Listeners, as they are added and removed.
#[derive(Default)]
pub(in crate::machine) struct Listening<'p> {
    pub(in crate::machine) registered: Vec<Registered<'p>>,
    pub(in crate::machine) queue: Vec<usize>,
    /// Registrations of a window whose handler is out of sight, each with the place where it comes from.
    pub(in crate::machine) unseen: std::collections::BTreeSet<(Span, Span)>,
    /// Listeners of the global scope that answer as only a worker does.
    pub(in crate::machine) of_workers: FxHashSet<u32>,
    /// Whether the scope that the file runs in posts by itself, as that of a dedicated worker can.
    pub(in crate::machine) posts_as_scope: bool,
    /// Calls that add and remove `message` listeners, and those of the latter that were seen at all.
    pub(in crate::machine) added: Vec<listener_life::Added>,
    pub(in crate::machine) removed: Vec<listener_life::Removed>,
    /// Listeners that hear nothing, with their functions.
    pub(in crate::machine) never_receiving: Vec<(NeverReceives, Vec<FnId>)>,
    /// Where functions out of sight are given functions: those, each with its `this`.
    pub(in crate::machine) wrapped: FxHashMap<Span, Vec<(ObjId, Value)>>,
    /// For tests of settings, the side on which the setting is not there.
    pub(in crate::machine) unset: FxHashMap<ExprId, Option<bool>>,
    /// For functions that were looked at, the variables and properties that they compare with something.
    pub(in crate::machine) compared: FxHashMap<FnId, Vec<ExprId>>,
    /// Sides of comparisons in handlers, and whether each holds something whenever the listener is added.
    pub(in crate::machine) set_before: FxHashMap<ExprId, bool>,
    /// Methods under a decorator that registers them: class, method, decorator and its place.
    pub(in crate::machine) decorated: Vec<(ObjId, ObjId, ExprId, Span)>,
}

/// Ports, channels, and what else is handed over once.
#[derive(Default)]
pub(in crate::machine) struct Channels {
    pub(in crate::machine) lives: FxHashMap<ObjId, Life>,
    /// Objects that stand for many: made in ranges of turns, or read at an unknown index.
    pub(in crate::machine) many: Vec<(u32, u32)>,
    pub(in crate::machine) vague: FxHashSet<ObjId>,
    /// Promises that are generators, collections that are weak, and objects from which only what cannot be cloned is read,
    /// by the sort of that.
    pub(in crate::machine) generators: FxHashSet<ObjId>,
    pub(in crate::machine) weak: FxHashMap<ObjId, &'static str>,
    pub(in crate::machine) observed: FxHashMap<ObjId, &'static str>,
    pub(in crate::machine) refused: Vec<structured_clone::Refused>,
    /// Receivers out of sight that are given transfer lists.
    pub(in crate::machine) takes_lists: FxHashSet<structured_clone::NamedReceiver>,
}
