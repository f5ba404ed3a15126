//! The abstract machine: runs a [`Program`] on values of which only a part is known, and says what it saw.
//!
//! [`observe`] is the way in. It runs the file's body and every function once ([`analysis::exploration`]), then every window
//! listener once for each sender that its checks suggest ([`analysis::sender_run`]), and returns [`Facts`].

pub mod analysis;
mod budget;
mod cut;
mod domain;
pub mod ecma;
mod interp;
mod limits;
mod messaging;
mod mode;
mod narrow;
pub mod web;

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::facts::{ChannelKind, Detached, Facts};
use crate::linked::{FileId, Linked};
use crate::model::Model;
use crate::modules::{Modules, Scope};
use crate::source::Span;
use crate::stack;
use crate::syntax::program::{ExprId, FnId, Name, StmtId};

use analysis::{DataFlow, Explored, Outline, Recorder, Senders};
use budget::Budget;
use cut::Cut;
use domain::access_path::Root;
use domain::heap::{Delta, EnvId, Heap};
use domain::taint::{TaintKind, Taints};
use domain::value::{ObjId, Value};
use interp::component::Made;
use interp::import::Imports;
use messaging::{Channels, Listening};
use mode::Mode;
use narrow::Narrowing;
use web::Web;
use web::scope::RunsIn;

/// Runs the program and reports what it does with messages.
/// `page_is_stranger` says that the page that the script runs in sends messages as well.
pub fn observe(
    program: &Linked,
    modules: &dyn Modules,
    model: &Model,
    max_steps: Option<u64>,
    page_is_stranger: bool,
) -> Facts {
    let mut machine = Machine::new(program, modules, model);
    machine.budget.max_steps = max_steps.unwrap_or(u64::MAX);
    machine.senders.page_is_stranger = page_is_stranger;
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
    Written(Root),
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
    /// The last statement it came to that evaluates an expression for nothing else: one of its own, or a return.
    statement: Option<StmtId>,
}

impl Frame {
    /// A call of nobody in particular, without arguments.
    fn new(function: FnId, env: EnvId, this: Value) -> Self {
        let (args, exits, yields) = (Vec::new(), Vec::new(), Value::bottom());
        Self { function, call: None, env, this, args, home: None, exits, yields, trying: 0, statement: None }
    }
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
    /// How a component makes it in its rendering, if one does.
    made: Option<Made>,
    /// The function that makes it.
    maker: Option<FnId>,
    /// Where it is closed when a component goes.
    closed_at_end: Option<Span>,
    /// Whether what was made with it, its handlers as a rule, closes it.
    closes_itself: bool,
    /// Where something is posted on it while its component is there.
    posts: Vec<ExprId>,
    /// Whether it is a port of Electron's main process.
    of_main: bool,
    closed: bool,
    escaped: bool,
    transferred: bool,
    /// The posts that transfer it to a window.
    handed: Vec<Span>,
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
    model: &'p Model,
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
    /// The function that is about to run.
    callee: Option<ObjId>,
    budget: Budget,
    outline: Outline,
    exploration: Explored,
    recorder: Recorder,
    senders: Senders<'p>,
    data_flow: DataFlow,
    web: Web,
    narrowing: Narrowing,
    listening: Listening<'p>,
    channels: Channels,
}

impl<'p> Machine<'p> {
    fn new(program: &'p Linked, modules: &'p dyn Modules, model: &'p Model) -> Self {
        let mut heap = Heap::default();
        let source = &program.module(FileId::SCANNED).source;
        let runs_in = match modules.scope(source.path()) {
            Some(Scope::Worker) => RunsIn::Worker,
            Some(_) => RunsIn::Window,
            None => web::scope::runs_in(source, program.scanned()),
        };
        let scope_is_worker = runs_in == RunsIn::Worker;
        let maybe_worker = if let RunsIn::Doubtful(why) = runs_in { Some(why) } else { None };
        let window = heap.alloc(domain::heap::ObjKind::Host(web::host::own_scope(scope_is_worker)), Span::default());
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
            callee: None,
            budget: Budget::default(),
            outline: Outline::default(),
            exploration: Explored { runs: vec![0; program.function_count()], ..Explored::default() },
            recorder: Recorder { maybe_worker, ..Recorder::default() },
            senders: Senders::default(),
            data_flow: DataFlow::default(),
            web: Web { window, scope_is_worker, elements, ..Web::default() },
            narrowing: Narrowing::default(),
            listening: Listening::default(),
            channels: Channels::default(),
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

    /// Takes a step, and those for the work that was done since the last one; `false` when there are none left, which ends
    /// every path.
    fn step(&mut self) -> bool {
        let work = self.heap.take_work() / limits::WORK_OF_A_STEP;
        self.budget.steps += 1 + work;
        if self.budget.steps > self.budget.max_steps {
            self.cut_short(Cut::Steps(self.budget.max_steps), None);
            self.budget.fuel = 0;
        }
        if self.budget.fuel <= work || self.heap.is_full() {
            self.budget.fuel = 0;
            self.budget.out_of_fuel = true;
            self.unreachable = true;
            return false;
        }
        self.budget.fuel -= 1 + work.min(self.budget.fuel - 1);
        true
    }

    /// The one way down: every recursion of the machine whose depth a program chooses passes here. Counts how deep it is and
    /// takes more stack where little is left. `None` at the bound, where the result is unknown and the file is said to be
    /// analysed in part.
    fn deeper<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.budget.depth >= limits::DEPTH {
            self.cut_short(Cut::Depth, None);
            return None;
        }
        self.budget.depth += 1;
        let value = stack::grown(limits::STACK_RED_ZONE, limits::STACK_SEGMENT, || run(self));
        self.budget.depth -= 1;
        Some(value)
    }

    /// Something was not followed because of a bound, so that findings may be missing. Said once for each reason and place.
    fn cut_short(&mut self, cut: Cut, at: Option<Span>) {
        if self.budget.cuts.len() < limits::CUTS {
            self.budget.cuts.insert((cut, at));
        }
    }

    /// Anything, from the program's environment.
    fn top(&self, span: Span) -> Value {
        Value::unknown(span, Taints::source(TaintKind::Varying, span))
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
