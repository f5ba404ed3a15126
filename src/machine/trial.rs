//! Trials: a window listener's handler is run once to learn what it compares the sender with, then once for each sender
//! that these comparisons suggest.

use super::heap::ObjKind;
use super::host::Host;
use super::listen::Registered;
use super::value::{AUTHENTICATING, Alt, CHOSEN, Kind, ObjId, Origin, STEERED, Value};
use super::witness::{self, Fragment, Meet, Passed, SenderKind};
use super::{Cond, Machine, Mode, Path, web_url};
use crate::facts::{
    Against, Check, Effect, Listener, Literal, Outcome, Receiver, SenderClass, SourceWindow, Trial, WindowKind,
};
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, Name};

use rustc_hash::FxHashMap;

/// Fuel of one run of a handler.
const TRIAL_FUEL: u64 = 25_000;
/// Fuel of all runs of one handler: a long one is tried with fewer senders, the most telling first.
const LISTENER_FUEL: u64 = 150_000;
/// Fuel of all runs of one file's handlers.
const TRIALS_FUEL: u64 = 1_500_000;

/// A sender that has nothing to do with anything in the code.
const UNRELATED_ORIGIN: &str = "https://attacker.test";

/// A message of a certain sender.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) origin: String,
    pub(super) source: SourceWindow,
}

impl Sent {
    fn new(origin: impl Into<String>, source: SourceWindow) -> Self {
        Self { origin: origin.into(), source }
    }
}

/// What one run of a handler is about, and what it saw.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// Who sent the message; nobody in particular in the first run, which only looks.
    pub(super) sender: Option<Sent>,
    /// Objects before this one outlive the handler.
    pub(super) first_object: u32,
    /// Activations before this one do too.
    pub(super) first_env: u32,
    pub(super) effects: Vec<(Effect, Path)>,
    checks: Vec<Check>,
    meets: Vec<Meet>,
    /// The checks that the first run saw, by their place.
    watched: FxHashMap<Span, usize>,
    /// How each of them came out.
    outcomes: Vec<Outcome>,
    /// Those in a condition that went its way whatever they would have said.
    overruled: Vec<usize>,
}

/// What remains of a run.
struct Seen {
    reached: Vec<Effect>,
    opaque: Vec<Effect>,
    starved: bool,
}

impl<'p> Machine<'p> {
    /// The sender of the present trial.
    pub(super) fn sender(&self) -> Option<&Sent> {
        match &self.mode {
            Mode::Trial(run) => run.sender.as_ref(),
            Mode::Survey => None,
        }
    }

    /// Whether the sender removed itself, so that `event.source` is null. It chooses the moment: before a variable is
    /// set, after an element is gone.
    pub(super) fn sender_is_gone(&self) -> bool {
        self.sender().is_some_and(|s| s.source == SourceWindow::Null)
    }

    /// Whether it is the whole origin of a message that was handled before: only the present one is known.
    pub(super) fn is_past_origin(&self, alt: &Alt) -> bool {
        alt.kind == Kind::Unknown && alt.labels.find(Origin::Sender).is_some_and(|l| l.span == alt.site)
    }

    /// Whether any page can have left its own origin there.
    pub(super) fn is_adopted(&self, alt: &Alt) -> bool {
        self.is_past_origin(alt) && self.adopted.contains(&alt.site)
    }

    /// A value is kept for longer than the handler runs: if it is the sender's origin, later senders may be compared with it.
    pub(super) fn note_adoption(&mut self, value: &Value) {
        for alt in value.alts() {
            let Some(label) = alt.labels.find(Origin::Sender) else { continue };
            let place = label.span;
            if self.looking() {
                self.kept_origin |= self.is_past_origin(alt);
            } else if matches!(&alt.kind, Kind::Str(s) if **s == *UNRELATED_ORIGIN)
                && !self.path.iter().any(|c| matches!(c, Cond::Opaque(_)))
            {
                self.adopted.insert(place);
            }
        }
    }

    /// Whether the sender's window is the one that the page knows under this kind.
    pub(super) fn sender_is(&self, other: WindowKind) -> bool {
        match self.sender().map(|s| s.source) {
            Some(SourceWindow::Parent) => matches!(other, WindowKind::Parent | WindowKind::Top),
            Some(SourceWindow::Opener) => other == WindowKind::Opener,
            _ => false,
        }
    }

    /// Whether a variable of that activation outlives the handler that is running.
    pub(super) fn env_outlives(&self, env: super::heap::EnvId) -> bool {
        match &self.mode {
            Mode::Trial(run) => env.0 < run.first_env || self.is_imported_env(env),
            Mode::Survey => false,
        }
    }

    /// Runs a handler without a certain sender: its sends, registrations and flows count, and what it writes stays.
    pub(super) fn collect(&mut self, index: usize) {
        let registered = self.registered[index].clone();
        if !self.is_window_listener(index) {
            self.run_other_handler(&registered);
            return;
        }
        let run = self.run_handler(index, &registered, None, &[], true);
        if run.effects.iter().any(|(e, _)| matches!(e.kind, crate::facts::EffectKind::Keep(_))) {
            self.kept_data = true;
        }
    }

    fn run_other_handler(&mut self, registered: &Registered) {
        for (handler, this) in &registered.handlers {
            if self.runs_of(*handler) > 4 {
                continue;
            }
            let event = self.make_event(registered);
            let function = Value::object(*handler, registered.span);
            self.maybe(|m| {
                m.call_value(registered.at, &function, this, &[event]);
            });
            self.frame().exits.clear();
        }
    }

    fn runs_of(&self, handler: ObjId) -> u32 {
        self.function_of(handler).map_or(0, |f| self.runs[f.index()])
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
            first_env: self.heap.env_count(),
            watched: checks.iter().enumerate().map(|(i, c)| (c.span, i)).collect(),
            outcomes: vec![Outcome::default(); checks.len()],
            ..Run::default()
        };
        let outer_mode = std::mem::replace(&mut self.mode, Mode::Trial(Box::new(run)));
        let outer_listener = self.listener.replace(index as u32);
        let outer_path = std::mem::take(&mut self.path);
        let outer_dead = std::mem::replace(&mut self.dead, false);
        let outer_exits = std::mem::take(&mut self.frame().exits);
        let outer_consulted = std::mem::take(&mut self.consulted);
        let fuel = self.fuel;
        let starved = self.out_of_fuel;
        let away = self.count_away((0, None));
        self.fuel = TRIAL_FUEL;
        self.out_of_fuel = false;
        let mark = self.heap.mark();
        for (handler, this) in &registered.handlers {
            let event = self.make_event(registered);
            let function = Value::object(*handler, registered.span);
            self.path = Path::default();
            self.dead = false;
            self.call_value(registered.at, &function, this, &[event]);
        }
        let delta = self.heap.take_back(mark);
        if stays {
            self.heap.blend(&delta);
        }
        self.spent += TRIAL_FUEL - self.fuel;
        self.starved |= self.out_of_fuel;
        self.fuel = fuel;
        self.count_away(away);
        self.out_of_fuel = starved;
        self.frame().exits = outer_exits;
        self.path = outer_path;
        self.dead = outer_dead;
        self.listener = outer_listener;
        let consulted = std::mem::replace(&mut self.consulted, outer_consulted);
        let Mode::Trial(mut run) = std::mem::replace(&mut self.mode, outer_mode) else { return Run::default() };
        if run.sender.is_some() {
            // What only the environment opens, and what skips a test that its other side makes, the attacker cannot reach.
            run.effects.retain(|(_, path)| {
                !path.iter().any(|c| match c {
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
        for (effect, path) in &run.effects {
            let guarded = path.iter().any(|c| matches!(c, Cond::Opaque(_)));
            let list = if guarded { &mut opaque } else { &mut reached };
            if !list.contains(effect) {
                list.push(effect.clone());
            }
        }
        opaque.retain(|e| !reached.contains(e));
        let starved = std::mem::take(&mut self.starved);
        Seen { reached, opaque, starved }
    }

    /// Runs every window listener for every sender.
    pub(super) fn run_trials(&mut self) {
        if self.kept_origin {
            for index in (0..self.registered.len()).filter(|i| self.is_window_listener(*i)).collect::<Vec<_>>() {
                let registered = self.registered[index].clone();
                let stranger = Sent::new(UNRELATED_ORIGIN, SourceWindow::Stranger);
                self.run_handler(index, &registered, Some(stranger), &[], false);
            }
        }
        for index in 0..self.registered.len() {
            let listener = self.try_listener(index);
            self.listeners.push(listener);
        }
        for flow in &mut self.flows {
            let Some(listener) = self.listeners.get(flow.listener) else { continue };
            flow.authenticated = !listener.reaches(flow.sink);
            flow.own_page = listener.is_for_own_page(flow.sink);
        }
    }

    fn try_listener(&mut self, index: usize) -> Listener {
        let registered = self.registered[index].clone();
        let function = registered.handlers.first().and_then(|(h, _)| self.function_of(*h));
        let skip = registered.handlers.first().map_or(0, |(h, _)| self.bound_count(*h));
        let mut listener = Listener {
            registration: registered.span,
            receiver: registered.receiver,
            handler: function.map(|f| self.program.function(f).span),
            body: function.map(|f| self.program.function(f).body_span),
            event_name: function.and_then(|f| self.event_name(f, skip)),
            checks: Vec::new(),
            effects: Vec::new(),
            trials: Vec::new(),
            doubts: Vec::new(),
        };
        self.dead = false;
        if !self.is_window_listener(index) {
            if matches!(registered.receiver, Receiver::Port | Receiver::Worker | Receiver::SharedWorker) {
                let flows = self.flows.len();
                let run = self.run_handler(index, &registered, None, &[], false);
                self.flows.truncate(flows);
                if run.effects.is_empty() {
                    listener.checks = run.checks;
                }
            }
            return listener;
        }
        let run = self.run_handler(index, &registered, None, &[], false);
        let seen = self.seen(&run);
        if seen.starved {
            listener.doubts.push("the handler is too long to be run to its end".to_owned());
        }
        listener.effects = seen.reached;
        listener.effects.extend(seen.opaque);
        listener.checks = run.checks;
        if listener.effects.is_empty() {
            return listener;
        }
        let mut meets = run.meets;
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
            let windows = listener.checks.iter().flat_map(|c| &c.against);
            if windows.into_iter().any(|a| matches!(a, Against::Window(WindowKind::Parent | WindowKind::Top))) {
                for origin in expected.iter().take(2) {
                    senders.push((Sent::new(origin.clone(), SourceWindow::Parent), SenderClass::Expected));
                }
            }
        }
        let before = self.spent;
        for (sent, class) in senders {
            if self.spent > TRIALS_FUEL || self.spent - before > LISTENER_FUEL {
                listener.doubts.push("the budget of trials was spent before every sender was tried".to_owned());
                break;
            }
            let (origin, source) = (sent.origin.clone(), sent.source);
            let run = self.run_handler(index, &registered, Some(sent), &listener.checks, false);
            let seen = self.seen(&run);
            let indices = |list: &[Effect]| -> Vec<usize> {
                list.iter().filter_map(|e| listener.effects.iter().position(|x| x == e)).collect()
            };
            listener.trials.push(Trial {
                sender: class,
                source,
                reached: indices(&seen.reached),
                opaque: indices(&seen.opaque),
                why: witness::why(&origin, &meets),
                outcomes: run.outcomes,
                overruled: run.overruled,
                origin,
            });
        }
        listener
    }

    fn bound_count(&self, handler: ObjId) -> usize {
        match self.heap.kind(handler) {
            ObjKind::Bound { target, args, .. } => args.len() + self.bound_count(*target),
            _ => 0,
        }
    }

    /// Whether a handler is run to learn what it compares the sender with.
    pub(super) fn looking(&self) -> bool {
        matches!(&self.mode, Mode::Trial(run) if run.sender.is_none())
    }

    fn push_check(&mut self, check: Check) {
        let Mode::Trial(run) = &mut self.mode else { return };
        match run.checks.iter_mut().find(|c| c.span == check.span) {
            Some(known) => {
                for against in check.against {
                    if !known.against.contains(&against) {
                        known.against.push(against);
                    }
                }
                for literal in check.literals {
                    if !known.literals.contains(&literal) {
                        known.literals.push(literal);
                    }
                }
                known.of_origin |= check.of_origin;
                known.spoofable |= check.spoofable;
            }
            None => run.checks.push(check),
        }
    }

    fn push_meet(&mut self, meet: Meet) {
        let Mode::Trial(run) = &mut self.mode else { return };
        if run.meets.len() < 256 && !run.meets.contains(&meet) {
            run.meets.push(meet);
        }
    }

    /// `subject == other`, where the subject tells the sender.
    pub(super) fn note_comparison(&mut self, subject: &Value, other: &Value, span: Span) {
        if !self.looking() {
            return;
        }
        let origins = subject.origins();
        if !origins.meets(AUTHENTICATING) {
            if origins.meets(CHOSEN) && other.alts().iter().any(is_whole_origin) {
                self.push_check(self_description(span, Against::Message));
            }
            return;
        }
        if self.has_check(span) {
            return;
        }
        if subject.alts().iter().any(|a| self.is_adopted(a)) && !other.alts().iter().any(|a| self.is_adopted(a)) {
            // It is the other way round: the sender is the other side.
            return;
        }
        let of_origin = origins.has(Origin::Sender);
        let mut check =
            Check { span, against: Vec::new(), literals: Vec::new(), of_origin, spoofable: false, decides: false };
        for alt in other.alts() {
            self.against(alt, &mut check, |text| match text.contains("://") || text == "null" {
                true => Meet::Literal(text.to_owned()),
                false => Meet::Fragment { text: text.to_owned(), how: Fragment::Part },
            });
        }
        self.push_check(check);
    }

    /// The answer of a check is compared with a constant: that comparison is the check.
    pub(super) fn widen_check(&mut self, answer: Span, other: &Value, whole: Span) {
        let Mode::Trial(run) = &mut self.mode else { return };
        let constant = |a: &Alt| matches!(a.kind, Kind::Num(_) | Kind::Bool(_) | Kind::Null | Kind::Undefined);
        if run.sender.is_some() || !other.alts().iter().all(constant) {
            return;
        }
        for check in run.checks.iter_mut().filter(|c| c.span == answer) {
            check.span = whole;
        }
    }

    fn has_check(&self, span: Span) -> bool {
        matches!(&self.mode, Mode::Trial(run) if run.checks.iter().any(|c| c.span == span))
    }

    /// What a message says of itself was bound to a name, and now the name is tested.
    pub(super) fn note_flag(&mut self, at: ExprId) {
        let Expr::Var(binding) = self.program.expr(at) else { return };
        let bound = self.program.binding(*binding).span;
        let Mode::Trial(run) = &mut self.mode else { return };
        for check in run.checks.iter_mut().filter(|c| c.spoofable && c.span == bound) {
            check.span = self.program.span(at);
        }
    }

    /// What one alternative of the other side is, as far as a check goes.
    fn against(&mut self, alt: &Alt, check: &mut Check, meet: impl Fn(&str) -> Meet) {
        let origins = alt.labels.origins();
        let mut add = |a: Against| {
            if !check.against.contains(&a) {
                check.against.push(a);
            }
        };
        let (own_address, adopted) = (self.is_own_address(alt), self.is_adopted(alt));
        match &alt.kind {
            _ if origins.meets(CHOSEN) => add(Against::Message),
            _ if own_address => {
                add(Against::Own);
                self.push_meet(Meet::OwnOrigin);
            }
            _ if origins.meets(STEERED) || adopted => add(Against::Steered),
            Kind::Unknown if origins.has(Origin::Dom) => add(Against::Document),
            Kind::Str(s) if origins.has(Origin::OwnOpaque) => {
                add(Against::OwnOpaque);
                self.push_meet(if s.contains("://") { Meet::OwnOrigin } else { Meet::OwnHost });
            }
            Kind::Str(s) if origins.has(Origin::Own) => {
                add(Against::Own);
                self.push_meet(if s.contains("://") { Meet::OwnOrigin } else { Meet::OwnHost });
            }
            Kind::Str(s) => {
                add(Against::Constant);
                let literal = literal(s, alt.site);
                if !check.literals.contains(&literal) {
                    check.literals.push(literal);
                }
                self.push_meet(meet(s));
            }
            Kind::Unknown if origins.meets(AUTHENTICATING) => add(Against::Opaque),
            Kind::Unknown => {
                add(Against::Configured);
                if check.of_origin {
                    self.push_meet(Meet::Unknown);
                }
            }
            Kind::Null | Kind::Undefined => add(if check.of_origin { Against::Nothing } else { Against::Nullable }),
            Kind::Obj(o) => match self.heap.host(*o) {
                Some(Host::Window(kind)) => add(Against::Window(kind)),
                _ => match self.to_text(alt) {
                    Some(text) => {
                        add(Against::Constant);
                        self.push_meet(Meet::Literal(text.to_string()));
                    }
                    None => add(Against::Configured),
                },
            },
            // A verdict or a position is compared, not the sender.
            Kind::Bool(_) | Kind::Num(_) => add(Against::Nothing),
        }
    }

    /// A method that tests a text: a string's, a list's, a pattern's.
    pub(super) fn note_test(&mut self, id: ExprId, method: &str, holder: &Value, args: &[Value]) {
        if !self.looking() {
            return;
        }
        let arg = args.first().cloned().unwrap_or_default();
        let (by_holder, by_arg) = (holder.origins().meets(AUTHENTICATING), arg.origins().meets(AUTHENTICATING));
        if !by_holder && !by_arg {
            return;
        }
        let span = self.program.span(id);
        let subject = if by_holder { holder.origins() } else { arg.origins() };
        let mut check = Check {
            span,
            against: Vec::new(),
            literals: Vec::new(),
            of_origin: subject.has(Origin::Sender),
            spoofable: false,
            decides: false,
        };
        if by_holder {
            let pattern = arg.objects().find_map(|o| match self.heap.kind(o) {
                ObjKind::Regex { source, flags } => Some((source.clone(), flags.clone())),
                _ => None,
            });
            if let Some((source, flags)) = pattern {
                self.meet_pattern(&source, &flags);
                check.against.push(Against::Constant);
                if matches!(method, "match" | "search") {
                    self.push_check(check);
                }
                return;
            }
            if matches!(method, "match" | "search")
                && let Some(text) = arg.as_str().cloned()
            {
                self.meet_pattern(&text, &"".into());
                check.against.push(Against::Constant);
                check.literals.push(literal(&text, arg.alts()[0].site));
                self.push_check(check);
                return;
            }
            if matches!(method, "test" | "exec") {
                // A pattern made from the origin is looked for in a text.
                for alt in arg.alts() {
                    self.against(alt, &mut check, |text| Meet::Literal(text.to_owned()));
                }
                self.push_check(check);
                return;
            }
            let how = match method {
                "includes" | "indexOf" | "lastIndexOf" => Fragment::Contains,
                "startsWith" => Fragment::Prefix,
                "endsWith" => Fragment::Suffix,
                "localeCompare" => Fragment::Part,
                "replace" | "replaceAll" => {
                    if let Some(text) = arg.as_str().filter(|t| !t.is_empty()) {
                        self.push_meet(Meet::Fragment { text: text.to_string(), how: Fragment::Part });
                    }
                    return;
                }
                _ => return,
            };
            for alt in arg.alts() {
                let method_takes_whole = method == "localeCompare";
                self.against(alt, &mut check, |text| match method_takes_whole {
                    true => Meet::Literal(text.to_owned()),
                    false => Meet::Fragment { text: text.to_owned(), how },
                });
            }
            self.push_check(check);
            return;
        }
        // The sender's text is looked for in something.
        for alt in holder.alts() {
            match &alt.kind {
                Kind::Obj(o) => match self.heap.kind(*o).clone() {
                    ObjKind::Regex { source, flags } => {
                        self.meet_pattern(&source, &flags);
                        check.against.push(Against::Constant);
                        check.literals.push(literal(&source, alt.site));
                    }
                    ObjKind::Array | ObjKind::Set => {
                        let items = self.items(holder, true, span);
                        let any = items.1;
                        for item in any.alts() {
                            self.against(item, &mut check, |t| Meet::Literal(t.to_owned()));
                        }
                    }
                    _ => self.meet_keys(*o, &mut check),
                },
                Kind::Str(_) => self.against(alt, &mut check, |t| Meet::Literal(t.to_owned())),
                Kind::Unknown if alt.labels.origins().meets(CHOSEN) => check.against.push(Against::Message),
                Kind::Unknown if alt.labels.origins().meets(STEERED) => check.against.push(Against::Steered),
                Kind::Unknown if alt.labels.has(Origin::Dom) => check.against.push(Against::Document),
                Kind::Unknown => {
                    let membership =
                        matches!(method, "includes" | "indexOf" | "has" | "hasOwnProperty" | "contains" | "get");
                    check.against.push(if membership { Against::Configured } else { Against::Opaque });
                    if membership && check.of_origin {
                        self.push_meet(Meet::Unknown);
                    }
                }
                _ => {}
            }
        }
        self.push_check(check);
    }

    fn meet_pattern(&mut self, source: &Name, flags: &Name) {
        if let Ok(pattern) = super::pattern::Pattern::new(source, flags) {
            self.push_meet(Meet::Pattern(pattern));
        }
    }

    /// The keys of an object or map that the origin is looked up in.
    fn meet_keys(&mut self, object: ObjId, check: &mut Check) {
        let keys: Vec<(Name, Span)> = self
            .heap
            .own_entries(object)
            .filter(|(n, _)| &***n != "length" && &***n != "constructor" && !n.starts_with("[["))
            .map(|(n, v)| (n.clone(), v.alts().first().map_or(Span::default(), |a| a.site)))
            .take(64)
            .collect();
        if keys.is_empty() {
            check.against.push(Against::Configured);
            self.push_meet(Meet::Unknown);
            return;
        }
        check.against.push(Against::Constant);
        for (key, site) in keys {
            let whole = key.contains("://");
            self.push_meet(match whole {
                true => Meet::Literal(key.to_string()),
                false => Meet::Fragment { text: key.to_string(), how: Fragment::Part },
            });
            check.literals.push(literal(&key, site));
        }
    }

    /// `object[origin]`, `origin in object`
    pub(super) fn note_membership(&mut self, object: ObjId, key: &Value, span: Span) {
        let table = !matches!(self.heap.kind(object), ObjKind::Host(_));
        if !table || !self.looking() || !key.origins().meets(AUTHENTICATING) {
            return;
        }
        let mut check = Check {
            span,
            against: Vec::new(),
            literals: Vec::new(),
            of_origin: key.origins().has(Origin::Sender),
            spoofable: false,
            decides: false,
        };
        self.meet_keys(object, &mut check);
        self.push_check(check);
    }

    /// A condition that depends on the sender decides what happens.
    pub(super) fn note_decision(&mut self, test: &Value, at: ExprId) {
        let span = self.program.span(at);
        let of_origin = test.origins().has(Origin::Sender);
        let Mode::Trial(run) = &mut self.mode else { return };
        if run.sender.is_some() {
            return;
        }
        if run.checks.is_empty() {
            // The bare value is tested: whether it is there at all.
            run.checks.push(Check {
                span,
                against: vec![Against::Nothing],
                literals: Vec::new(),
                of_origin,
                spoofable: false,
                decides: true,
            });
        }
        // The verdict may have been computed before: in a variable or in a helper.
        for check in &mut run.checks {
            check.decides = true;
        }
    }

    /// A check came out like this for the sender of the trial.
    pub(super) fn note_outcome(&mut self, span: Span, value: &Value) {
        if value.is_never() {
            return;
        }
        let Mode::Trial(run) = &self.mode else { return };
        let Some(&check) = run.watched.get(&span) else { return };
        let certain = self.truth(value).certain();
        let Mode::Trial(run) = &mut self.mode else { return };
        let outcome = &mut run.outcomes[check];
        match certain {
            Some(true) => outcome.yes = true,
            Some(false) => outcome.no = true,
            None => outcome.open = true,
        }
    }

    /// A condition was decided by something else than the sender.
    pub(super) fn note_overruled(&mut self, condition: Span) {
        let program = self.program;
        let Mode::Trial(run) = &mut self.mode else { return };
        for (span, check) in &run.watched {
            // What a function inside the condition does with its own checks is its own affair.
            let apart =
                || program.scanned().functions.iter().any(|f| condition.contains(f.span) && f.span.contains(*span));
            if condition.contains(*span) && !run.overruled.contains(check) && !apart() {
                run.overruled.push(*check);
            }
        }
    }

    /// In the first run, looks at an operand that the program's constants leave out, for the checks in it.
    pub(super) fn glance(&mut self, operand: impl FnOnce(&mut Self) -> Value) {
        if !self.looking() {
            return;
        }
        let (path, exits) = (self.path.clone(), self.frame().exits.len());
        let (sends, registered, queue) = (self.sends.len(), self.registered.len(), self.queue.len());
        let Mode::Trial(run) = &self.mode else { return };
        let (effects, checks) = (run.effects.len(), run.checks.len());
        let mark = self.heap.mark();
        operand(self);
        self.heap.take_back(mark);
        self.dead = false;
        self.path = path;
        self.frame().exits.truncate(exits);
        self.sends.truncate(sends);
        self.registered.truncate(registered);
        self.queue.truncate(queue);
        let Mode::Trial(run) = &mut self.mode else { return };
        run.effects.truncate(effects);
        for check in run.checks.iter_mut().skip(checks) {
            check.decides = true;
        }
    }

    /// `event.isTrusted` is looked at.
    pub(super) fn note_spoofable(&mut self, span: Span) {
        if self.looking() {
            self.push_check(self_description(span, Against::Nothing));
        }
    }
}

/// A look at something that the message says of itself.
fn self_description(span: Span, against: Against) -> Check {
    Check { span, against: vec![against], literals: Vec::new(), of_origin: false, spoofable: true, decides: true }
}

/// Whether it is a text that the origin of a message could be.
fn is_whole_origin(alt: &Alt) -> bool {
    matches!(&alt.kind, Kind::Str(s) if web_url::is_origin(s) && &**s != "null")
}

/// A constant that the sender is compared with.
fn literal(text: &Name, span: Span) -> Literal {
    Literal {
        text: text.clone(),
        span,
        possible: web_url::is_origin(text),
        origin: web_url::serialized_origin(text).filter(|o| o != "null"),
    }
}

impl Listener {
    /// Whether a hostile sender reaches the place without passing a check, be it one that cannot be seen into.
    fn reaches(&self, sink: Span) -> bool {
        let at_sink = |i: &usize| self.effects.get(*i).is_some_and(|e| e.span == sink);
        let hostile = |t: &&Trial| t.sender == SenderClass::Foreign && t.source == SourceWindow::Stranger;
        if self.effects.iter().any(|e| e.span == sink) {
            return self.trials.iter().filter(hostile).any(|t| t.reached.iter().any(&at_sink));
        }
        self.trials.iter().filter(hostile).any(|t| !t.reached.is_empty())
    }

    /// Whether only the page's own origin reaches the place, where whoever sends runs script anyway.
    fn is_for_own_page(&self, sink: Span) -> bool {
        let known = self.effects.iter().any(|e| e.span == sink);
        let at_sink = |i: &usize| !known || self.effects.get(*i).is_some_and(|e| e.span == sink);
        let mut reaching = self.trials.iter().filter(|t| t.reached.iter().chain(&t.opaque).any(at_sink)).peekable();
        reaching.peek().is_some() && reaching.all(|t| t.origin == witness::OWN_ORIGIN)
    }
}
