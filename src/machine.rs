//! The abstract machine: runs a [`Program`] on values of which only a part is known, and says what it saw.
//!
//! [`observe`] is the way in. It runs the file's body and every function once ([`analysis::exploration`]), then every window
//! listener once for each sender that its checks suggest ([`analysis::sender_run`]), and returns [`Facts`].

pub mod analysis;
mod cut;
mod domain;
pub mod ecma;
mod interp;
mod limits;
mod messaging;
mod narrow;
pub mod web;

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{
    BadTransfer, ChannelKind, Detached, DetachedUse, EarlyPost, Facts, Flow, Listener, NeverReceives, Send,
};
use crate::linked::{FileId, Linked};
use crate::model::{Model, Sink};
use crate::modules::{Modules, Scope};
use crate::source::Span;
use crate::syntax::program::{BindingId, ElementId, ExprId, FnId, Name};

use analysis::sender_run::Run;
use cut::Cut;
use domain::heap::{Delta, EnvId, Heap};
use domain::value::{Labels, ObjId, Origin, Origins, Value};
use ecma::regexp::Pattern;
use interp::import::Imports;
use messaging::listener::Registered;
use web::affix::Affix;

/// Runs the program and reports what it does with messages.
pub fn observe(program: &Linked, modules: &dyn Modules, model: &'static Model, max_steps: Option<u64>) -> Facts {
    let mut machine = Machine::new(program, modules, model);
    machine.max_steps = max_steps.unwrap_or(u64::MAX);
    machine.explore();
    machine.into_facts()
}

/// A condition that holds on the present path, or something that surely happened on it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Cond {
    /// An unknown of the environment was taken to be so.
    Environment { fork: ExprId, side: bool },
    /// A test of the sender that cannot be seen into went one way.
    Opaque(Span),
    /// A test of the sender went the way that it goes for this sender.
    Sender(Span),
    /// A test of the sender was made; its index in the list of the run's checks.
    CheckEvaluated(usize),
    /// An object was transferred or closed.
    Detached { object: ObjId, how: Detached, at: Span },
    /// An object stands for another one from here on.
    Renewed(ObjId),
    /// A window was made, or the frame of one, that no script runs in yet.
    Made(ObjId),
    /// Other code may have run.
    Pause,
    /// An origin was found to be opaque.
    OpaqueOriginSeen,
    /// A part of a variable was compared with a text: the number of what was found.
    Tag(u32),
    /// A variable or a part of it was written.
    Written(EnvId, BindingId),
}

/// The conditions of a path, last one first. Shared between paths.
#[derive(Clone, Default, Debug)]
struct Path(Option<Rc<PathNode>>);

#[derive(Debug)]
struct PathNode {
    cond: Cond,
    before: Path,
    depth: u32,
}

impl Drop for PathNode {
    /// One after the other: a path is as long as the run that made it, and dropping it must not take a stack as deep.
    fn drop(&mut self) {
        let mut before = std::mem::take(&mut self.before);
        while let Some(mut node) = before.0.take().and_then(Rc::into_inner) {
            before = std::mem::take(&mut node.before);
        }
    }
}

impl Cond {
    /// The test of the sender that cannot be seen into, if it is one.
    fn opaque(self) -> Option<Span> {
        if let Self::Opaque(span) = self { Some(span) } else { None }
    }
}

impl Path {
    fn depth(&self) -> u32 {
        self.0.as_ref().map_or(0, |n| n.depth)
    }

    fn push(&self, cond: Cond) -> Self {
        Self(Some(Rc::new(PathNode { cond, before: self.clone(), depth: self.depth() + 1 })))
    }

    fn iter(&self) -> impl Iterator<Item = Cond> + '_ {
        let mut node = self.0.as_deref();
        std::iter::from_fn(move || {
            let n = node?;
            node = n.before.0.as_deref();
            Some(n.cond)
        })
    }

    /// Where two paths meet: what holds on both, and the tests that were made on either.
    fn join(&self, other: &Self) -> Self {
        let mut met = self.common(other);
        let depth = met.depth();
        for path in [self, other] {
            for cond in path.iter().take((path.depth() - depth) as usize) {
                if matches!(cond, Cond::CheckEvaluated(_)) && !met.iter().any(|c| c == cond) {
                    met = met.push(cond);
                }
            }
        }
        met
    }

    /// A test of the sender that cannot be seen into and that one of the paths has gone through since they parted.
    fn opaque_since(&self, other: &Self) -> Option<Span> {
        let depth = self.common(other).depth();
        let since = |path: &Self| path.iter().take((path.depth() - depth) as usize).find_map(Cond::opaque);
        since(self).or_else(|| since(other))
    }

    /// What both paths have in common from their beginning.
    fn common(&self, other: &Self) -> Self {
        let (mut a, mut b) = (self.clone(), other.clone());
        loop {
            match (&a.0, &b.0) {
                (Some(x), Some(y)) if Rc::ptr_eq(x, y) => return a,
                (Some(x), Some(y)) if x.depth > y.depth => a = a.before(),
                (Some(_), Some(y)) if y.depth > a.depth() => b = b.before(),
                (Some(_), Some(_)) => {
                    a = a.before();
                    b = b.before();
                }
                _ => return Self::default(),
            }
        }
    }

    fn before(&self) -> Self {
        self.0.as_ref().map_or(Self::default(), |n| n.before.clone())
    }
}

/// How a statement list was left early.
#[derive(Clone, PartialEq, Debug)]
enum ExitKind {
    Return,
    Throw,
    Break(Option<Name>),
    Continue(Option<Name>),
}

/// A path that was left early, with the memory that it left behind.
#[derive(Clone, Debug)]
struct Exit {
    kind: ExitKind,
    value: Value,
    path: Path,
    /// The writes of the branches that it was left from, innermost first.
    deltas: Vec<Rc<Delta>>,
}

/// An activation that is running.
#[derive(Debug)]
struct Frame {
    function: FnId,
    /// The call that it runs for, if the program makes one.
    call: Option<ExprId>,
    env: EnvId,
    this: Value,
    args: Vec<Value>,
    /// The object that a method was found on, for `super`.
    home: Option<ObjId>,
    exits: Vec<Exit>,
    yields: Value,
    /// How many blocks of its own, whose exceptions it catches, are being run.
    trying: u32,
}

impl Frame {
    /// A call of nobody in particular, without arguments.
    fn new(function: FnId, env: EnvId, this: Value) -> Self {
        let (args, exits, yields) = (Vec::new(), Vec::new(), Value::bottom());
        Self { function, call: None, env, this, args, home: None, exits, yields, trying: 0 }
    }
}

/// What the present run is for.
#[derive(Debug)]
enum Mode {
    /// Everything is looked at, conditions that are not constant go both ways.
    Exploration,
    /// A listener's handler is run for a sender.
    Handler(Box<Run>),
}

/// What is known of a channel-like object besides its properties. Never undone: a start on any path is a start.
#[derive(Clone, Default, Debug)]
struct Life {
    kind: Option<ChannelKind>,
    creation: Span,
    module_scope: bool,
    name: Option<String>,
    /// For a port of a `MessageChannel`, the channel.
    channel: Option<ObjId>,
    /// Where a `message` listener is added to it.
    listened: Vec<ExprId>,
    started: bool,
    closed: bool,
    escaped: bool,
    transferred: bool,
    /// Where its messages are read.
    reads: Vec<ExprId>,
    /// Whether something waits for messages that cannot be decoded, or may do so.
    errors: bool,
    /// Whether something waits for its events.
    heard: bool,
    /// Whether a variable that outlives the function it is made in holds it.
    kept: bool,
    /// Whether such a variable was overwritten while it was open.
    lost: bool,
    /// Whether it came from out of sight, so that others may hold it too.
    foreign: bool,
    /// Whether it came as an argument.
    given: bool,
}

/// The machine. See the module's own text.
struct Machine<'p> {
    program: &'p Linked,
    modules: &'p dyn Modules,
    imports: Imports,
    model: &'static Model,
    heap: Heap,
    frames: Vec<Frame>,
    /// The activation of each unit's body.
    bodies: FxHashMap<FnId, EnvId>,
    path: Path,
    /// Whether the present path was left.
    unreachable: bool,
    mode: Mode,
    /// Loops that are being run, in all activations.
    loops: u32,
    /// Handlers of exceptions that are being run, in all activations.
    catching: u32,
    /// How many calls are being run that stand for one of several functions each.
    choices: u32,
    /// The conditions under which something that may throw was run last, in the present `try`.
    may_throw: Option<Path>,
    /// Expressions and statements that may still be run.
    fuel: u64,
    out_of_fuel: bool,
    /// Steps of everything so far, and how many the caller allows.
    steps: u64,
    max_steps: u64,
    /// Expressions and statements that are being run inside each other, over all activations.
    depth: u32,
    /// What was not followed because of a bound.
    cuts: BTreeSet<(Cut, Option<Span>)>,
    /// How often each function's body was run in the exploration.
    runs: Vec<u32>,
    /// How far each function is from one that mentions a messaging word.
    relevant: Vec<u8>,
    /// Closures and classes by the order of their making, for the exploration's entries.
    closures: Vec<ObjId>,
    classes: Vec<ObjId>,
    /// One instance for each class that was instantiated.
    instances: FxHashMap<ObjId, ObjId>,
    /// Objects out of sight code may call, read or write.
    escaped: FxHashSet<ObjId>,
    /// Functions that a variable of an outer activation holds: they outlive the one that made them.
    kept: FxHashSet<ObjId>,
    /// Objects that stand for one expression however often it is run (`useState` and its like).
    cells: FxHashMap<ExprId, ObjId>,
    window: ObjId,
    scope_is_worker: bool,
    platform: FxHashMap<&'static str, ObjId>,
    /// Members of host objects, which are the same object each time they are read.
    members: FxHashMap<(ObjId, Name), ObjId>,
    /// The class or function that a prototype belongs to.
    prototypes: FxHashMap<ObjId, ObjId>,
    lives: FxHashMap<ObjId, Life>,
    registered: Vec<Registered>,
    queue: Vec<usize>,
    sends: Vec<Send>,
    /// How often each call of `postMessage` was reached, and with which sorts of message and target.
    ways: FxHashMap<Span, (usize, FxHashSet<Vec<Origins>>)>,
    /// Listeners of the global scope that answer as only a worker does.
    of_workers: FxHashSet<u32>,
    /// What is not known and messages are heard on: where it came into being, and its name, as one import brings several.
    heard_on: FxHashSet<(Span, String)>,
    /// Posts to what is not known, with the same.
    posted_on: Vec<(Span, (Span, String))>,
    flows: Vec<Flow>,
    /// How many tests of the sender decided something so far.
    consults: u32,
    /// Forks of the environment on whose given side the sender was tested.
    consulted: FxHashSet<(ExprId, bool)>,
    /// The listener whose handler is running, if one is.
    listener: Option<u32>,
    incomplete: Vec<String>,
    /// Imports that a handler uses and that lead nowhere, with their place.
    unread: Vec<(Span, String)>,
    listeners: Vec<Listener>,
    patterns: FxHashMap<(Name, Name), Option<Pattern>>,
    /// Names that were looked up, and whether each tells of a secret.
    secret_names: FxHashMap<Name, bool>,
    /// Whether the present run of an entry has looked for a parameter of the page's address that ends a sign-in.
    asks_sign_in: bool,
    /// Whether message data is compared with random bytes.
    compares_random: bool,
    /// Functions that the file calls by the name of a variable.
    called: Vec<bool>,
    /// Functions that are called where they are written, or once when the page is there.
    immediate: FxHashSet<FnId>,
    /// Functions that are run somewhere else, from their source text.
    stringified: FxHashSet<FnId>,
    /// Names that the program calls with `new`.
    constructed_names: FxHashSet<Name>,
    /// Methods under a decorator that registers them: class, method, decorator and its place.
    decorated: Vec<(ObjId, ObjId, ExprId, Span)>,
    /// Closures that were run as entries, and how often each function was.
    entries: FxHashSet<ObjId>,
    entry_runs: FxHashMap<FnId, u32>,
    /// Whether a handler keeps message data where another function may read it.
    kept_data: bool,
    /// Holds what conditions tell of message data: a property for each narrowed member expression.
    narrowed: ObjId,
    /// The variables whose members are narrowed there.
    narrowed_bases: FxHashSet<(EnvId, BindingId)>,
    /// What comparisons with texts found on some path.
    tags: Vec<narrow::discriminant::Tag>,
    /// The variables of which they found something.
    tagged: FxHashSet<(EnvId, BindingId)>,
    /// The elements of the markup around the script.
    elements: FxHashMap<ElementId, ObjId>,
    /// Whether a condition has asked something of message data.
    asked: bool,
    /// The tests, and parsed URLs, that a constant holds.
    tests: FxHashMap<BindingId, ExprId>,
    /// The row of the sink that is looked at.
    row: Option<&'static Sink>,
    /// Where the data of a message is copied as a whole.
    copies: FxHashSet<Span>,
    /// Where message data is tested: what comes out is true or false.
    verdicts: FxHashSet<Span>,
    /// Texts of message data behind or before a constant text.
    affixed: FxHashMap<Span, Affix>,
    /// Texts that are joined of parts: whether their origin, as addresses, is fixed before anything that somebody else chooses.
    addresses: FxHashMap<Span, bool>,
    /// Names that no script of the scanned page declares, and the variables of its other scripts that explain them.
    page_names: FxHashMap<Name, Option<BindingId>>,
    /// For the part of Vue's options that holds methods or computed values: the options.
    components: FxHashMap<ObjId, ObjId>,
    /// Elements that the program made itself: out of the document until something is done with them.
    made_elements: FxHashSet<ObjId>,
    /// The text that a variable's anchor was last given as its address.
    anchored: FxHashMap<BindingId, ExprId>,
    /// Anchors that the program made itself, with the places where message data becomes their address.
    anchor_flows: Vec<(ObjId, Span)>,
    /// Iframes that it takes out of the document, each with the function that does.
    removed_frames: Vec<(ObjId, FnId)>,
    /// Functions that remove a `message` listener.
    unlistens: FxHashSet<FnId>,
    /// Holders of elements, which hold null before the element is there and after it is gone.
    refs: FxHashSet<ObjId>,
    /// Whether a handler keeps the sender's origin, and where those that any page can have kept were read.
    kept_origin: bool,
    adopted: FxHashSet<Span>,
    /// Objects that stand for many: made in ranges of turns, or read at an unknown index.
    many: Vec<(u32, u32)>,
    vague: FxHashSet<ObjId>,
    /// Variables that are assigned to.
    rewritten: FxHashSet<BindingId>,
    /// Expressions whose value is only compared.
    questions: FxHashSet<ExprId>,
    /// Receivers out of sight that are given transfer lists.
    takes_lists: FxHashSet<Name>,
    /// Promises that are generators, collections that are weak, and where other things that cannot be cloned are made.
    generators: FxHashSet<ObjId>,
    weak: FxHashMap<ObjId, &'static str>,
    made: FxHashMap<Span, ExprId>,
    /// Calls that add and remove `message` listeners, and those of the latter that were seen at all.
    added: Vec<messaging::listener_life::Added>,
    removed: Vec<messaging::listener_life::Removed>,
    removals: FxHashSet<ExprId>,
    /// Whether a removal names an event that is not known.
    vague_removal: bool,
    /// Listeners that hear nothing, with their functions.
    never_receiving: Vec<(NeverReceives, Vec<FnId>)>,
    /// Handlers that ask who sent a message.
    asking: FxHashSet<FnId>,
    /// The function that is about to run.
    callee: Option<ObjId>,
    /// The listener whose handler runs, with the number of objects that there were before.
    handling: Option<(usize, u32)>,
    /// Posts to windows that were just made, and those that come later too.
    early: Vec<EarlyPost>,
    late: FxHashSet<Span>,
    bad_transfers: Vec<BadTransfer>,
    detached_uses: Vec<DetachedUse>,
    refused: Vec<messaging::structured_clone::Refused>,
    /// Functions that a library calls less often than it is asked to.
    limited: FxHashSet<FnId>,
    /// The condition of a loop that is being evaluated.
    loop_test: Option<ExprId>,
    /// Whether something of Node's `worker_threads` is imported.
    has_threads: bool,
    /// Fuel that the runs used which only collect what handlers do.
    collected: u64,
    /// Fuel that sender runs used, and whether one of them ran dry.
    spent: u64,
    starved: bool,
}

impl<'p> Machine<'p> {
    fn new(program: &'p Linked, modules: &'p dyn Modules, model: &'static Model) -> Self {
        let mut heap = Heap::default();
        let source = &program.module(FileId::SCANNED).source;
        let scope_is_worker = match modules.scope(source.path()) {
            Some(scope) => scope == Scope::Worker,
            None => web::scope::is_worker_scope(source, program.scanned()),
        };
        let window = heap.alloc(domain::heap::ObjKind::Host(web::host::own_scope(scope_is_worker)), Span::default());
        let narrowed = heap.alloc(domain::heap::ObjKind::Plain, Span::default());
        heap.hold_on_both(narrowed);
        let elements = web::markup::elements(program.scanned(), &mut heap, model);
        Self {
            program,
            modules,
            imports: Imports::default(),
            model,
            heap,
            frames: Vec::new(),
            bodies: FxHashMap::default(),
            path: Path::default(),
            unreachable: false,
            mode: Mode::Exploration,
            loops: 0,
            catching: 0,
            choices: 0,
            may_throw: None,
            fuel: limits::EXPLORATION_FUEL,
            out_of_fuel: false,
            steps: 0,
            max_steps: u64::MAX,
            depth: 0,
            cuts: BTreeSet::new(),
            runs: vec![0; program.function_count()],
            relevant: Vec::new(),
            called: Vec::new(),
            closures: Vec::new(),
            classes: Vec::new(),
            instances: FxHashMap::default(),
            escaped: FxHashSet::default(),
            kept: FxHashSet::default(),
            cells: FxHashMap::default(),
            window,
            scope_is_worker,
            platform: FxHashMap::default(),
            members: FxHashMap::default(),
            prototypes: FxHashMap::default(),
            lives: FxHashMap::default(),
            registered: Vec::new(),
            queue: Vec::new(),
            sends: Vec::new(),
            ways: FxHashMap::default(),
            of_workers: FxHashSet::default(),
            heard_on: FxHashSet::default(),
            posted_on: Vec::new(),
            flows: Vec::new(),
            consults: 0,
            consulted: FxHashSet::default(),
            listener: None,
            incomplete: Vec::new(),
            unread: Vec::new(),
            listeners: Vec::new(),
            patterns: FxHashMap::default(),
            secret_names: FxHashMap::default(),
            asks_sign_in: false,
            compares_random: false,
            immediate: FxHashSet::default(),
            stringified: FxHashSet::default(),
            constructed_names: FxHashSet::default(),
            decorated: Vec::new(),
            entries: FxHashSet::default(),
            entry_runs: FxHashMap::default(),
            kept_data: false,
            narrowed,
            narrowed_bases: FxHashSet::default(),
            tags: Vec::new(),
            tagged: FxHashSet::default(),
            elements,
            asked: false,
            tests: FxHashMap::default(),
            row: None,
            copies: FxHashSet::default(),
            verdicts: FxHashSet::default(),
            affixed: FxHashMap::default(),
            addresses: FxHashMap::default(),
            page_names: FxHashMap::default(),
            components: FxHashMap::default(),
            made_elements: FxHashSet::default(),
            anchored: FxHashMap::default(),
            anchor_flows: Vec::new(),
            removed_frames: Vec::new(),
            unlistens: FxHashSet::default(),
            refs: FxHashSet::default(),
            kept_origin: false,
            adopted: FxHashSet::default(),
            many: Vec::new(),
            vague: FxHashSet::default(),
            rewritten: FxHashSet::default(),
            questions: FxHashSet::default(),
            takes_lists: FxHashSet::default(),
            generators: FxHashSet::default(),
            weak: FxHashMap::default(),
            made: FxHashMap::default(),
            added: Vec::new(),
            removed: Vec::new(),
            removals: FxHashSet::default(),
            vague_removal: false,
            never_receiving: Vec::new(),
            asking: FxHashSet::default(),
            callee: None,
            handling: None,
            early: Vec::new(),
            late: FxHashSet::default(),
            bad_transfers: Vec::new(),
            detached_uses: Vec::new(),
            refused: Vec::new(),
            limited: FxHashSet::default(),
            loop_test: None,
            has_threads: false,
            collected: 0,
            spent: 0,
            starved: false,
        }
    }

    fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("the machine runs nothing outside of an activation")
    }

    fn env(&self) -> EnvId {
        self.frames.last().map_or(EnvId(0), |f| f.env)
    }

    fn this(&self) -> Value {
        self.frames.last().map_or_else(Value::undefined, |f| f.this.clone())
    }

    /// Whether a handler is run for a certain sender, so that only effects are noted.
    fn in_sender_run(&self) -> bool {
        matches!(&self.mode, Mode::Handler(run) if run.sender.is_some())
    }

    /// Takes a step, and those for the work that was done since the last one; `false` when there are none left, which ends
    /// every path.
    fn step(&mut self) -> bool {
        let work = self.heap.take_work() / limits::WORK_OF_A_STEP;
        self.steps += 1 + work;
        if self.steps > self.max_steps {
            self.cut_short(Cut::Steps(self.max_steps), None);
            self.fuel = 0;
        }
        if self.fuel <= work || self.heap.is_full() {
            self.fuel = 0;
            self.out_of_fuel = true;
            self.unreachable = true;
            return false;
        }
        self.fuel -= 1 + work.min(self.fuel - 1);
        true
    }

    /// The one way down: every recursion of the machine whose depth a program chooses passes here. Counts how deep it is and
    /// takes more stack where little is left. `None` at the bound, where the result is unknown and the file is said to be
    /// analysed in part.
    fn deeper<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= limits::DEPTH {
            self.cut_short(Cut::Depth, None);
            return None;
        }
        self.depth += 1;
        let value = stacker::maybe_grow(limits::STACK_RED_ZONE, limits::STACK_SEGMENT, || run(self));
        self.depth -= 1;
        Some(value)
    }

    /// Something was not followed because of a bound, so that findings may be missing. Said once for each reason and place.
    fn cut_short(&mut self, cut: Cut, at: Option<Span>) {
        if self.cuts.len() < limits::CUTS {
            self.cuts.insert((cut, at));
        }
    }

    /// Anything, from the program's environment.
    fn top(&self, span: Span) -> Value {
        Value::unknown(span, Labels::source(Origin::Varying, span))
    }

    /// Leaves the present path.
    fn leave(&mut self, kind: ExitKind, value: Value) {
        if self.unreachable {
            return;
        }
        let path = self.path.clone();
        self.frame().exits.push(Exit { kind, value, path, deltas: Vec::new() });
        self.unreachable = true;
    }
}
