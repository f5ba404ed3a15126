//! Sender runs: a window listener's handler is run once to learn what it compares the sender with, then once for each sender
//! that these comparisons suggest.

use crate::facts::{
    Against, Check, Cost, CostKind, Effect, Flow, Listener, Outcome, Receiver, SenderClass, SenderRun, SinkKind,
    SourceWindow, TargetKind, WindowKind,
};
use crate::machine::analysis::witness::{self, ComparedWith, Passed, SenderKind};
use crate::machine::cut::Cut;
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::origin::{OWN_ORIGIN, UNRELATED_ORIGIN};
use crate::machine::domain::taint::{TaintKind, TaintState};
use crate::machine::domain::value::{Kind, ObjId, Value};
use crate::machine::limits;
use crate::machine::messaging::listener::Registered;
use crate::machine::mode::Sent;
use crate::machine::{Cond, Machine, Mode, Path};
use crate::source::Span;
use crate::syntax::program::FnId;

use rustc_hash::FxHashMap;

/// What one run of a handler is about, and what it saw.
#[derive(Debug, Default)]
pub(in crate::machine) struct Run {
    /// Who sent the message; nobody in particular in the first run, which only looks.
    pub(in crate::machine) sender: Option<Sent>,
    /// Objects before this one outlive the handler.
    pub(in crate::machine) first_object: u32,
    /// How many functions are running around it.
    pub(in crate::machine) first_frame: usize,
    /// Activations before this one do too.
    pub(in crate::machine) first_env: u32,
    pub(in crate::machine) effects: Vec<ReachedEffect>,
    /// Where the message is read first, and where what tells the sender goes to a function out of sight.
    pub(in crate::machine) reads: Option<Span>,
    pub(in crate::machine) handed_on: Option<Span>,
    pub(in crate::machine) costs: Vec<Cost>,
    /// Whether a size in the message is compared with something before a loop asks for it.
    pub(in crate::machine) capped: bool,
    pub(in crate::machine) checks: Vec<Check>,
    pub(in crate::machine) compared: Vec<ComparedWith>,
    /// The checks that the first run saw, by their place.
    pub(in crate::machine) watched: FxHashMap<Span, usize>,
    /// How each of them came out.
    pub(in crate::machine) outcomes: Vec<Outcome>,
    /// Those in a condition that went its way whatever they would have said.
    pub(in crate::machine) overruled: Vec<usize>,
    /// A setting that a check needs, and that need not be there.
    pub(in crate::machine) unset: Option<Span>,
    /// Whether it is asked for a random value.
    pub(in crate::machine) told: bool,
    /// What functions were given since the run became a long one.
    pub(in crate::machine) given: FxHashMap<FnId, Given>,
}

/// What one function was given in the calls of a long run, `this` first.
#[derive(Default, Debug)]
pub(in crate::machine) struct Given {
    calls: u32,
    values: Vec<(Value, TaintState)>,
}

/// What is to be said of a listener that a function out of sight has made.
const BY_WRAPPER: &str =
    "the function that makes the listener of this handler could not be seen into: it may check the sender";

impl Run {
    /// What messages cost, each thing once. A listener that hears a single message sends a single request.
    fn bill(&self, once: bool) -> Vec<Cost> {
        let mut bill: Vec<Cost> = Vec::new();
        for cost in &self.costs {
            let limited = match cost.kind {
                CostKind::Loop => self.capped,
                CostKind::Request => once,
            };
            if !limited && !bill.contains(cost) {
                bill.push(*cost);
            }
        }
        bill
    }
}

impl Given {
    /// Notes a call that is given these values, from such sources; `true` when none is new for the function, after a number of calls.
    pub(in crate::machine) fn again(&mut self, values: &[(Value, TaintState)]) -> bool {
        self.calls += 1;
        self.values.resize_with(self.values.len().max(values.len()), Default::default);
        let mut is_known = true;
        for ((value, state), (before, held)) in values.iter().zip(&mut self.values) {
            if !(held.subsumes(*state) && before.subsumes(value)) {
                is_known = false;
                *held = held.join(*state);
                *before = std::mem::take(before).join(value);
            }
        }
        is_known && self.calls > limits::REPEATED_CALLS
    }
}

/// An effect that a run came to.
#[derive(Debug)]
pub(in crate::machine) struct ReachedEffect {
    pub(in crate::machine) effect: Effect,
    pub(in crate::machine) path: Path,
}

/// What remains of a run.
struct Seen {
    reached: Vec<Effect>,
    opaque: Vec<Effect>,
    /// The checks that were made before something was reached.
    passed: Vec<usize>,
    starved: bool,
}

impl<'p> Machine<'p> {
    /// A value is kept for longer than the handler runs: if it is the sender's origin, later senders may be compared with it.
    pub(in crate::machine) fn note_adoption(&mut self, value: &Value) {
        for alt in value.alts() {
            let Some(taint) = alt.taints.find(TaintKind::Sender) else { continue };
            let place = taint.span;
            if self.looking() {
                self.data_flow.kept_origin |= self.is_past_origin(alt);
            } else if matches!(&alt.kind, Kind::Str(s) if **s == *UNRELATED_ORIGIN)
                && !self.path.iter().any(|c| matches!(c, Cond::Opaque(_)))
            {
                self.data_flow.adopted.insert(place);
            }
        }
    }

    /// Whether the sender of the run has nothing in common with those that the program may have told a random value.
    pub(in crate::machine) fn is_left_guessing(&self) -> bool {
        self.sender().is_some_and(|sent| witness::is_unrelated(&sent.origin))
    }

    /// What the message says is compared with a random value: whoever gets further was told it.
    pub(in crate::machine) fn note_told(&mut self) {
        // Who is left guessing gets nowhere by it: what such a sender reaches is reached without.
        let guesses = self.is_left_guessing();
        if let Mode::Handler(run) = &mut self.mode {
            run.told |= !guesses;
        }
    }

    /// Runs a handler without a certain sender: its sends, registrations and flows count, and what it writes stays.
    pub(in crate::machine) fn collect(&mut self, index: usize) {
        let registered = self.listening.registered[index].clone();
        let outer = self.senders.handling.replace((index, self.heap.len() as u32));
        if !self.is_window_listener(index) {
            self.run_other_handler(&registered);
            if self.adds_listeners(index) {
                self.senders.handling = Some((index, self.heap.len() as u32));
                self.run_other_handler(&registered);
            }
            self.senders.handling = outer;
            return;
        }
        let mut run = self.run_handler(index, &registered, None, &[], true);
        if self.adds_listeners(index) {
            self.senders.handling = Some((index, self.heap.len() as u32));
            run = self.run_handler(index, &registered, None, &[], true);
        }
        self.senders.handling = outer;
        if run.effects.iter().any(|met| matches!(met.effect.kind, crate::facts::EffectKind::PersistentWrite(_))) {
            self.data_flow.kept_data = true;
        }
    }

    fn run_handler(
        &mut self,
        index: usize,
        registered: &Registered,
        sender: Option<Sent>,
        checks: &[Check],
        stays: bool,
    ) -> Run {
        let run = Run {
            sender,
            first_object: self.heap.len() as u32,
            first_frame: self.frames.len(),
            first_env: self.heap.env_count(),
            watched: checks.iter().enumerate().map(|(i, c)| (c.span, i)).collect(),
            outcomes: vec![Outcome::default(); checks.len()],
            ..Run::default()
        };
        let outer_mode = std::mem::replace(&mut self.mode, Mode::Handler(Box::new(run)));
        let outer_listener = self.senders.listener.replace(index as u32);
        let outer_path = std::mem::take(&mut self.path);
        let outer_unreachable = std::mem::replace(&mut self.unreachable, false);
        let outer_exits = std::mem::take(&mut self.frame().exits);
        let outer_consulted = std::mem::take(&mut self.senders.consulted);
        let fuel = self.budget.fuel;
        let starved = self.budget.out_of_fuel;
        let away = self.count_away((0, None));
        self.budget.fuel = limits::RUN_FUEL;
        self.budget.out_of_fuel = false;
        let mark = self.heap.mark();
        for (handler, this) in &registered.handlers {
            let args = self.arguments_of(registered, *handler);
            let function = Value::object(*handler, registered.span);
            self.path = Path::default();
            self.unreachable = false;
            self.call_value(registered.at, &function, this, &args);
        }
        self.path = Path::default();
        self.unreachable = false;
        self.note_exposed(registered);
        let delta = self.heap.rollback(mark);
        if stays {
            self.heap.weak_update(&delta, Value::join);
        }
        self.budget.spent += limits::RUN_FUEL - self.budget.fuel;
        self.budget.starved |= self.budget.out_of_fuel;
        if self.budget.out_of_fuel {
            self.cut_short(Cut::Handler, Some(registered.span));
        }
        self.budget.fuel = fuel;
        self.count_away(away);
        self.budget.out_of_fuel = starved;
        self.frame().exits = outer_exits;
        self.path = outer_path;
        self.unreachable = outer_unreachable;
        self.senders.listener = outer_listener;
        let consulted = std::mem::replace(&mut self.senders.consulted, outer_consulted);
        let Mode::Handler(mut run) = std::mem::replace(&mut self.mode, outer_mode) else { return Run::default() };
        if run.sender.is_some() {
            // What only the environment opens, and what skips a test that its other side makes, the attacker cannot reach.
            run.effects.retain(|met| {
                !met.path.iter().any(|c| match c {
                    Cond::Environment { fork, side } => {
                        consulted.contains(&(fork, !side)) && !consulted.contains(&(fork, side))
                    }
                    _ => false,
                })
            });
        }
        *run
    }

    fn seen(&mut self, run: &Run) -> Seen {
        let mut reached: Vec<Effect> = Vec::new();
        let mut opaque: Vec<Effect> = Vec::new();
        let mut passed: Vec<usize> = Vec::new();
        for ReachedEffect { effect, path } in &run.effects {
            let guarded = path.iter().any(|c| matches!(c, Cond::Opaque(_)));
            let list = if guarded { &mut opaque } else { &mut reached };
            if !list.contains(effect) {
                list.push(effect.clone());
            }
            if !guarded {
                passed.extend(path.iter().filter_map(|c| match c {
                    Cond::CheckEvaluated(check) => Some(check),
                    _ => None,
                }));
            }
        }
        passed.sort_unstable();
        passed.dedup();
        opaque.retain(|e| !reached.contains(e));
        let starved = std::mem::take(&mut self.budget.starved);
        Seen { reached, opaque, passed, starved }
    }

    /// Runs every window listener for every sender.
    pub(in crate::machine) fn run_senders(&mut self) {
        self.leave_to_workers();
        if self.data_flow.kept_origin {
            for index in
                (0..self.listening.registered.len()).filter(|i| self.is_window_listener(*i)).collect::<Vec<_>>()
            {
                let registered = self.listening.registered[index].clone();
                let stranger = Sent::new(UNRELATED_ORIGIN, SourceWindow::Stranger);
                self.run_handler(index, &registered, Some(stranger), &[], false);
            }
        }
        // Whether a table is one or is filled by somebody is known now that everything was run.
        self.recorder.flows.retain(|f| !f.limited);
        for index in 0..self.listening.registered.len() {
            let listener = self.try_listener(index);
            self.recorder.listeners.push(listener);
        }
        for (span, handler) in std::mem::take(&mut self.listening.unseen) {
            // A function that others call with their handlers is judged by those, where there are any.
            if !self.listening.registered.iter().any(|r| r.inner == span || r.span == span) {
                self.recorder.listeners.push(Listener::unseen(span, handler));
            }
        }
        self.forget_parsers();
        for send in &mut self.recorder.sends {
            let listener = send.listener.and_then(|l| self.recorder.listeners.get(l));
            // What is sent later goes to an origin that was kept.
            let kept =
                |t: &crate::facts::Target| t.kind == TargetKind::Sender && self.data_flow.adopted.contains(&t.span);
            send.unchecked = listener.is_some_and(|l| l.reaches(&[send.call])) || send.targets.iter().any(kept);
        }
    }

    /// What answers as only a worker does hears whoever started the worker: that is no window's listener, though the file may
    /// be for both.
    fn leave_to_workers(&mut self) {
        for index in 0..self.listening.registered.len() {
            let own = self.listening.registered[index].receiver == Receiver::Window(WindowKind::Own);
            if own && self.listening.of_workers.contains(&(index as u32)) {
                self.listening.registered[index].receiver = Receiver::WorkerScope;
                self.recorder.flows.retain(|flow| flow.listener != index);
            }
        }
    }

    fn try_listener(&mut self, index: usize) -> Listener {
        let registered = self.listening.registered[index].clone();
        let function = registered.handlers.first().and_then(|(h, _)| self.function_of(*h));
        let skip = registered.handlers.first().map_or(0, |(h, _)| self.bound_count(*h));
        let peer = registered.row.and_then(|row| self.model.receivers.peer(&row.peer));
        let mut listener = Listener {
            through: registered.through,
            receiver: registered.receiver,
            peer: peer.filter(|peer| !peer.window).cloned(),
            body: function.map(|f| self.program.function(f).body_span),
            event_name: function.and_then(|f| self.event_name(f, skip)),
            doubts: registered.by_wrapper.then(|| BY_WRAPPER.to_owned()).into_iter().collect(),
            ..Listener::of_window(registered.span)
        };
        self.unreachable = false;
        if !self.is_window_listener(index) {
            // The messages of a service worker have the origin of their page (browser facts B6), but nobody can post as its scope.
            let dedicated = registered.receiver == Receiver::WorkerScope
                && self.listening.posts_as_scope
                && !crate::machine::web::scope::asks_for_scope(self.program.scanned());
            if dedicated || matches!(registered.receiver, Receiver::Port | Receiver::Worker | Receiver::SharedWorker) {
                let flows = self.recorder.flows.len();
                let run = self.run_handler(index, &registered, None, &[], false);
                listener.handed = self.other_end_handed(registered.at);
                // Nothing but harm is looked for in what a holder of the other end says.
                let is_harm = |flow: &Flow| !listener.handed.is_empty() && flow.kind != SinkKind::Untested;
                let found = self.recorder.flows.split_off(flows);
                self.recorder.flows.extend(found.into_iter().filter(is_harm));
                if run.effects.is_empty() {
                    listener.checks = run.checks;
                }
            }
            return listener;
        }
        let run = self.run_handler(index, &registered, None, &[], false);
        let seen = self.seen(&run);
        if seen.starved {
            listener.cut = true;
            listener.doubts.push("the handler is too long to be run to its end".to_owned());
        }
        listener.effects = seen.reached;
        listener.effects.extend(seen.opaque);
        listener.checks = run.checks;
        (listener.reads, listener.handed_on) = (run.reads, run.handed_on);
        if listener.effects.is_empty() && run.costs.is_empty() {
            return listener;
        }
        let mut meets = run.compared;
        meets.dedup();
        let expected = witness::expected(&meets);
        let mut senders: Vec<(Sent, SenderClass)> = Vec::new();
        if meets.is_empty() {
            senders.push((Sent::new(UNRELATED_ORIGIN, SourceWindow::Stranger), SenderClass::Foreign));
        } else {
            for sender in witness::senders(&meets) {
                let class = match witness::classify(&sender.origin, &expected) {
                    Passed::Foreign => SenderClass::Foreign,
                    Passed::Null => SenderClass::Null,
                    Passed::SharedSuffix(_) => SenderClass::SharedHost,
                    Passed::Subdomain => SenderClass::Subdomain,
                    Passed::OtherPort => SenderClass::OtherPort,
                    Passed::Insecure => SenderClass::Insecure,
                    Passed::Expected if witness::is_plain(&sender.origin) => SenderClass::Insecure,
                    Passed::Expected if sender.kind == SenderKind::Expected => SenderClass::Expected,
                    Passed::Expected => SenderClass::OtherPort,
                };
                senders.push((Sent::new(sender.origin, SourceWindow::Stranger), class));
            }
        }
        if listener.checks.iter().any(Check::is_of_source) {
            for source in [SourceWindow::Parent, SourceWindow::Opener, SourceWindow::Null] {
                senders.push((Sent::new(UNRELATED_ORIGIN, source), SenderClass::Foreign));
            }
            // A sandboxed frame that posts and removes itself.
            senders.push((Sent::new("null", SourceWindow::Null), SenderClass::Null));
            let windows = listener.checks.iter().flat_map(|c| &c.against);
            if windows.into_iter().any(|a| matches!(a, Against::Window(WindowKind::Parent | WindowKind::Top))) {
                for origin in expected.iter().take(2) {
                    senders.push((Sent::new(origin.clone(), SourceWindow::Parent), SenderClass::Expected));
                }
            }
        }
        if self.senders.page_is_stranger && registered.row.is_none() && !listener.checks.is_empty() {
            senders.push((Sent::new(OWN_ORIGIN, SourceWindow::Page), SenderClass::Foreign));
        }
        let before = self.budget.spent;
        let mut tried: Vec<SenderClass> = Vec::new();
        for (sent, class) in senders {
            let spent = self.budget.spent - before;
            if self.budget.spent > limits::SENDERS_FUEL || spent > limits::LISTENER_FUEL {
                // Another sender of a class that was tried is one more look-alike; without a class there is a hole.
                let is_hole = !tried.contains(&class);
                if !is_hole || self.budget.spent > limits::SENDERS_FUEL || spent > limits::CLASSES_FUEL {
                    listener
                        .doubts
                        .push("the budget of sender runs was spent before every sender was tried".to_owned());
                    if is_hole {
                        self.cut_short(Cut::Senders, Some(registered.span));
                        break;
                    }
                    continue;
                }
            }
            tried.push(class);
            let (origin, source) = (sent.origin.clone(), sent.source);
            let run = self.run_handler(index, &registered, Some(sent), &listener.checks, false);
            if origin == UNRELATED_ORIGIN && source == SourceWindow::Stranger {
                listener.costs = run.bill(self.hears_once(registered.inner));
            }
            let seen = self.seen(&run);
            let indices = |list: &[Effect]| -> Vec<usize> {
                list.iter().filter_map(|e| listener.effects.iter().position(|x| x == e)).collect()
            };
            listener.sender_runs.push(SenderRun {
                sender: class,
                source,
                reached: indices(&seen.reached),
                opaque: indices(&seen.opaque),
                passed: seen.passed,
                why: witness::why(&origin, &meets),
                outcomes: run.outcomes,
                overruled: run.overruled,
                unset: run.unset,
                told: run.told,
                origin,
            });
        }
        listener
    }

    fn bound_count(&self, handler: ObjId) -> usize {
        match self.heap.kind(handler) {
            ObjKind::Bound { args, .. } => args.len(),
            _ => 0,
        }
    }
}

impl Listener {
    /// A listener of the window of which nothing else is known.
    fn of_window(registration: Span) -> Self {
        Self {
            registration,
            through: None,
            receiver: Receiver::Window(WindowKind::Own),
            handed: Vec::new(),
            peer: None,
            body: None,
            event_name: None,
            reads: None,
            handed_on: None,
            checks: Vec::new(),
            effects: Vec::new(),
            costs: Vec::new(),
            sender_runs: Vec::new(),
            cut: false,
            doubts: Vec::new(),
        }
    }

    /// One whose handler is out of sight.
    fn unseen(registration: Span, handler: Span) -> Self {
        Self { handed_on: Some(handler), ..Self::of_window(registration) }
    }

    /// Whether a hostile sender reaches one of the places without passing a check, be it one that cannot be seen into; any
    /// effect at all, if no place is known. Everybody can send from an opaque origin; where it is let in because this page has
    /// one too, there is nobody to attack.
    fn reaches(&self, places: &[Span]) -> bool {
        let own_is_opaque = || self.checks.iter().any(|c| c.against.contains(&Against::OwnOpaque));
        let hostile = |t: &&SenderRun| {
            let anybody = t.sender == SenderClass::Foreign || (t.sender == SenderClass::Null && !own_is_opaque());
            anybody && t.source == SourceWindow::Stranger
        };
        self.sender_runs.iter().filter(hostile).any(|t| t.reached.iter().any(|i| self.is_at(*i, places)))
    }

    fn is_at(&self, effect: usize, places: &[Span]) -> bool {
        places.is_empty() || self.effects.get(effect).is_some_and(|e| places.contains(&e.span))
    }
}

impl SenderRun {
    /// Whether it stands for a page that has nothing to do with anything in the code.
    pub(crate) fn is_unrelated(&self) -> bool {
        self.origin == UNRELATED_ORIGIN
    }

    /// Whether it stands for the page itself.
    pub(crate) fn is_own_page(&self) -> bool {
        self.origin == OWN_ORIGIN
    }
}
