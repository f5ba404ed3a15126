//! What is run, and why: exploration, runs of handlers for one sender each, and what they show: checks, effects, sinks, witnesses.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{BadTransfer, DetachedUse, EarlyPost, Flow, Listener, Send};
use crate::machine::domain::taint::TaintState;
use crate::machine::domain::value::ObjId;
use crate::machine::interp::component::Components;
use crate::machine::web::affix::Affix;
use crate::model::Sink;
use crate::source::Span;
use crate::syntax::program::{BindingId, ExprId, FnId, Name};

pub(in crate::machine) mod check;
pub(in crate::machine) mod cost;
pub(in crate::machine) mod effect;
pub(in crate::machine) mod exploration;
pub(in crate::machine) mod once;
pub(in crate::machine) mod relevance;
pub(in crate::machine) mod sender_run;
pub(in crate::machine) mod shown;
pub(in crate::machine) mod sink;
pub mod witness;

/// What the text tells before any of it is run.
#[derive(Default)]
pub(in crate::machine) struct Outline {
    /// Calls that give state of a component which is only shown.
    pub(in crate::machine) shown_states: FxHashSet<ExprId>,
    /// How far each function is from one that mentions a messaging word.
    pub(in crate::machine) relevant: Vec<u8>,
    /// Functions that the file calls by the name of a variable.
    pub(in crate::machine) called: Vec<bool>,
    /// Functions that run as often as the place where they are called, or once when the page is there.
    pub(in crate::machine) immediate: FxHashSet<FnId>,
    /// Functions that are run somewhere else, from their source text.
    pub(in crate::machine) stringified: FxHashSet<FnId>,
    /// Names that the program calls with `new`.
    pub(in crate::machine) constructed_names: FxHashSet<Name>,
    /// The tests, and parsed URLs, that a constant holds.
    pub(in crate::machine) tests: FxHashMap<BindingId, ExprId>,
    /// Variables that are false unless one test came out well: that test.
    pub(in crate::machine) flags: FxHashMap<BindingId, ExprId>,
    /// Variables that are assigned to.
    pub(in crate::machine) rewritten: FxHashSet<BindingId>,
    /// For calls that give a value and its setter, all that the setter is called with.
    pub(in crate::machine) setter_arguments: FxHashMap<ExprId, Vec<ExprId>>,
    /// Whether it calls a method by which a framework sets the state of a component.
    pub(in crate::machine) sets_state: bool,
    /// Calls of `indexOf` whose answer is compared with 0: they ask how a text begins.
    pub(in crate::machine) of_beginnings: FxHashSet<ExprId>,
    /// Assignments by what they write to.
    pub(in crate::machine) writes: FxHashMap<relevance::Written, Vec<relevance::Write>>,
    /// Variables that a function assigns to which neither declares nor reads them.
    pub(in crate::machine) set_elsewhere: FxHashSet<BindingId>,
    /// Names that the program gives its global object.
    pub(in crate::machine) own_globals: FxHashSet<Name>,
    /// Expressions whose value is only compared.
    pub(in crate::machine) questions: FxHashSet<ExprId>,
    /// Handlers that ask who sent a message.
    pub(in crate::machine) asking: FxHashSet<FnId>,
    /// Its components, their effects and what ends them.
    pub(in crate::machine) components: Components,
    /// Functions that remove a `message` listener.
    pub(in crate::machine) unlistens: FxHashSet<FnId>,
    pub(in crate::machine) removals: FxHashSet<ExprId>,
    /// Whether a removal names an event that is not known.
    pub(in crate::machine) vague_removal: bool,
    /// Functions that a library calls less often than it is asked to.
    pub(in crate::machine) limited: FxHashSet<FnId>,
    /// Whether message data is compared with random bytes.
    pub(in crate::machine) compares_random: bool,
}

/// What exploration has met, and how often it was run.
#[derive(Default)]
pub(in crate::machine) struct Explored {
    /// How often each function's body was run in the exploration.
    pub(in crate::machine) runs: Vec<u32>,
    /// Closures and classes by the order of their making, for the exploration's entries.
    pub(in crate::machine) closures: Vec<ObjId>,
    pub(in crate::machine) classes: Vec<ObjId>,
    /// One instance for each class that was instantiated.
    pub(in crate::machine) instances: FxHashMap<ObjId, ObjId>,
    /// Objects out of sight code may call, read or write.
    pub(in crate::machine) escaped: FxHashSet<ObjId>,
    /// Functions that a variable of an outer activation holds: they outlive the one that made them.
    pub(in crate::machine) kept: FxHashSet<ObjId>,
    /// Closures that were run as entries, and how often each function was.
    pub(in crate::machine) entries: FxHashSet<ObjId>,
    pub(in crate::machine) entry_runs: FxHashMap<FnId, u32>,
    /// The class or function that a prototype belongs to.
    pub(in crate::machine) prototypes: FxHashMap<ObjId, ObjId>,
    /// For the part of Vue's options that holds methods or computed values: the options.
    pub(in crate::machine) components: FxHashMap<ObjId, ObjId>,
}

/// What is found, as it is told to the rules.
#[derive(Default)]
pub(in crate::machine) struct Recorder {
    pub(in crate::machine) sends: Vec<Send>,
    /// How often each call of `postMessage` was reached, and with which sorts of message and target.
    pub(in crate::machine) ways: FxHashMap<Span, (usize, FxHashSet<Vec<TaintState>>)>,
    pub(in crate::machine) flows: Vec<Flow>,
    pub(in crate::machine) listeners: Vec<Listener>,
    /// Whether a handler that anybody can send to calls what another file may have handed over, or another file gets what it keeps.
    pub(in crate::machine) hands_on: bool,
    pub(in crate::machine) incomplete: Vec<String>,
    /// Imports that a handler uses and that lead nowhere, with their place.
    pub(in crate::machine) unread: Vec<(Span, String)>,
    /// Why the scanned file may be a worker's for all that it shows.
    pub(in crate::machine) maybe_worker: Option<crate::platform::MaybeWorker>,
    pub(in crate::machine) bad_transfers: Vec<BadTransfer>,
    pub(in crate::machine) detached_uses: Vec<DetachedUse>,
    /// Posts to windows that were just made, and those that come later too.
    pub(in crate::machine) early: Vec<EarlyPost>,
    pub(in crate::machine) late: FxHashSet<Span>,
    /// Posts to what is not known, with the same.
    pub(in crate::machine) posted_on: Vec<(Span, (Span, String))>,
    /// What is not known and messages are heard on: where it came into being, and its name, as one import brings several.
    pub(in crate::machine) heard_on: FxHashSet<(Span, String)>,
}

/// What the present run of a handler is about.
#[derive(Default)]
pub(in crate::machine) struct Senders<'p> {
    /// How many tests of the sender decided something so far.
    pub(in crate::machine) consults: u32,
    /// Forks of the environment on whose given side the sender was tested.
    pub(in crate::machine) consulted: FxHashSet<(ExprId, bool)>,
    /// The listener whose handler is running, if one is.
    pub(in crate::machine) listener: Option<u32>,
    /// The listener whose handler runs, with the number of objects that there were before.
    pub(in crate::machine) handling: Option<(usize, u32)>,
    /// Whether a condition has asked something of message data.
    pub(in crate::machine) asked: bool,
    /// The row of the sink that is looked at.
    pub(in crate::machine) row: Option<&'p Sink>,
    /// Whether the page that the script runs in is one of those who send.
    pub(in crate::machine) page_is_stranger: bool,
    /// Whether the message says what that sink asks of a privileged receiver.
    pub(in crate::machine) picks: bool,
    /// The condition of a loop that is being evaluated.
    pub(in crate::machine) loop_test: Option<ExprId>,
}

/// Where message data goes, besides what each value says of itself.
#[derive(Default)]
pub(in crate::machine) struct DataFlow {
    /// Anchors that the program made itself, with the places where message data becomes their address.
    pub(in crate::machine) anchor_flows: Vec<(ObjId, Span)>,
    /// Texts of message data behind or before a constant text.
    pub(in crate::machine) affixed: FxHashMap<Span, Affix>,
    /// Texts that are joined of parts: whether their origin, as addresses, is fixed before anything that somebody else chooses.
    pub(in crate::machine) addresses: FxHashMap<Span, bool>,
    /// Where the data of a message is copied as a whole.
    pub(in crate::machine) copies: FxHashSet<Span>,
    /// Where message data is tested: what comes out is true or false.
    pub(in crate::machine) verdicts: FxHashSet<Span>,
    /// Whether a handler keeps message data where another function may read it.
    pub(in crate::machine) kept_data: bool,
    /// Whether a handler keeps the sender's origin, and where those that any page can have kept were read.
    pub(in crate::machine) kept_origin: bool,
    pub(in crate::machine) adopted: FxHashSet<Span>,
}
