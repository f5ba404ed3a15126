//! The exploration: the file's body and every function that something out of sight may call are run once, with unknown inputs.

use std::collections::{BTreeSet, VecDeque};

use crate::facts::{Facts, Receiver};
use crate::linked::FileId;
use crate::machine::Machine;
use crate::machine::analysis::check::makes_origin;
use crate::machine::analysis::{once, relevance, shown};
use crate::machine::cut::Cut;
use crate::machine::domain::heap::{EnvId, ObjKind};
use crate::machine::domain::taint::{TaintKind, Taints};
use crate::machine::domain::value::{ObjId, Value};
use crate::machine::limits;
use crate::source::Span;
use crate::syntax::program::{ExportValue, ExprId, FnId, Function, FunctionKind};

impl<'p> Machine<'p> {
    pub(in crate::machine) fn explore(&mut self) {
        self.outline.relevant = relevance::relevant_functions(self.program.scanned(), self.model, &self.handing());
        self.outline.immediate = once::immediate_functions(self.program.scanned());
        self.outline.constructed_names = relevance::constructed_names(self.program.scanned());
        self.outline.stringified = relevance::stringified_functions(self.program.scanned());
        self.outline.called = relevance::called_functions(self.program.scanned());
        self.outline.rewritten = relevance::rewritten_bindings(self.program.scanned());
        self.outline.writes = relevance::writes(self.program.scanned());
        self.outline.set_elsewhere = relevance::set_elsewhere(self.program.scanned());
        self.outline.shown_states =
            shown::shown_states(self.program.scanned(), &self.model.sinks.effects.shown_attributes);
        self.outline.setter_arguments = relevance::setter_arguments(self.program.scanned());
        self.outline.sets_state =
            relevance::calls_on_this(self.program.scanned(), &self.model.wrappers.lifecycle.setters);
        self.outline.of_beginnings = relevance::of_beginnings(self.program.scanned());
        self.outline.flags = relevance::flags(self.program.scanned());
        self.outline.own_globals = relevance::own_globals(self.program.scanned());
        self.outline.questions = relevance::questions(self.program.scanned(), &self.model.wrappers);
        self.outline.components =
            crate::machine::interp::component::Components::of(self.program.scanned(), &self.model.wrappers);
        let mut sources = crate::detect::sources(self.program.scanned());
        self.web.leads_to_main = sources.any(|source| self.model.package(source) == Some("Electron"));
        self.declare_namespaces();
        self.run_units(FileId::SCANNED);
        self.escape_exports();
        self.run_queue();
        self.run_entries();
        self.register_decorated();
        self.run_queue();
        self.run_entries();
        if self.data_flow.kept_data || self.some_stay_open() || self.may_tell_more() {
            self.rerun_entries();
            self.run_queue();
        }
        if self.budget.out_of_fuel {
            self.cut_short(Cut::Exploration, None);
        }
        self.run_senders();
    }

    /// After an entry ended: the next one starts from what it left, on no conditions.
    pub(in crate::machine) fn settle(&mut self) {
        self.unreachable = self.budget.out_of_fuel;
        self.path = crate::machine::Path::default();
        let exits = std::mem::take(&mut self.frame().exits);
        for exit in exits {
            for delta in &exit.deltas {
                self.heap.weak_update(delta, Value::join);
            }
        }
    }

    fn escape_exports(&mut self) {
        let program = self.program;
        for export in program.exports(FileId::SCANNED) {
            if let ExportValue::Binding(binding) = export.value {
                let value = self.read_var(binding, program.binding(binding).span);
                self.escape(&value);
                self.open_classes(&value);
            }
        }
        let window = self.web.window;
        let globals: Vec<Value> = self.heap.own_entries(window).map(|(_, v)| v.clone()).collect();
        for value in globals {
            self.escape(&value);
        }
    }

    /// Whoever gets a class may make instances and call their methods.
    fn open_classes(&mut self, value: &Value) {
        for object in value.objects().collect::<Vec<_>>() {
            if let ObjKind::Class { .. } = self.heap.kind(object) {
                self.exploration.escaped.insert(object);
            }
        }
    }

    /// Runs the handlers that were registered since the last time.
    pub(in crate::machine) fn run_queue(&mut self) {
        let mut turns = 0;
        while let Some(index) = self.listening.queue.pop() {
            turns += 1;
            if turns > limits::COLLECTED || self.budget.collected > limits::COLLECT_FUEL {
                self.cut_short(Cut::Handlers, None);
                break;
            }
            if self.budget.out_of_fuel {
                break;
            }
            let before = self.budget.spent;
            self.collect(index);
            self.budget.collected += self.budget.spent - before;
            self.budget.spent = before;
        }
    }

    /// Runs every function that was made and not called, and those that something out of sight may call: plain functions
    /// first, which may make instances the way they are meant, then classes that nothing has instantiated, then methods.
    /// What is called from elsewhere in the file comes last: its callers know better what it is given.
    fn run_entries(&mut self) {
        let mut at = 0;
        let mut class_at = 0;
        let (mut made, mut methods, mut called) = (VecDeque::new(), VecDeque::new(), VecDeque::new());
        // Methods of what the program constructs: whoever does that may still run.
        let mut later = VecDeque::new();
        while !self.budget.out_of_fuel {
            if let Some(&closure) = self.exploration.closures.get(at) {
                at += 1;
                if self.has_callers(closure) {
                    called.push_back(closure);
                } else if self.is_constructed(closure) {
                    made.push_back(closure);
                } else if self.is_method(closure) {
                    methods.push_back(closure);
                } else {
                    self.run_entry(closure, 1);
                }
            } else if let Some(&class) = self.exploration.classes.get(class_at) {
                class_at += 1;
                if self.is_constructed(class) {
                    made.push_back(class);
                } else {
                    self.run_class(class);
                }
            } else if let Some(closure) = methods.pop_front() {
                match self.class_of_method(closure) {
                    Some(class) if self.is_constructed(class) && !self.exploration.instances.contains_key(&class) => {
                        later.push_back(closure);
                    }
                    _ => self.run_entry(closure, 1),
                }
            } else if let Some(class) = made.pop_front() {
                if matches!(self.heap.kind(class), ObjKind::Class { .. }) {
                    self.run_class(class);
                } else {
                    self.run_entry(class, 1);
                }
            } else if let Some(closure) = later.pop_front().or_else(|| called.pop_front()) {
                self.run_entry(closure, 1);
            } else {
                return;
            }
        }
    }

    /// Whether the program itself makes instances of a class, and so may still show what they are made with.
    fn is_constructed(&self, class: ObjId) -> bool {
        let name = match self.heap.kind(class) {
            ObjKind::Class { class, .. } => &self.program.class(*class).name,
            ObjKind::Closure { function, .. } => &self.program.function(*function).name,
            _ => return false,
        };
        name.as_ref().is_some_and(|n| self.outline.constructed_names.contains(n))
    }

    /// The class, or the function used as one, that a closure is a method of.
    fn class_of_method(&self, closure: ObjId) -> Option<ObjId> {
        let ObjKind::Closure { this: Some(this), .. } = self.heap.kind(closure) else { return None };
        this.objects().find_map(|home| self.exploration.prototypes.get(&home).copied())
    }

    fn run_class(&mut self, class: ObjId) {
        if self.class_is_relevant(class) {
            self.instance_of(class, ExprId(0));
            self.settle();
            self.run_queue();
        }
    }

    /// Whether the function belongs to a class or to a function used as one, so that it needs an instance.
    fn is_method(&self, closure: ObjId) -> bool {
        self.class_of_method(closure).is_some()
    }

    /// Whether the file itself calls the function by its name, and nothing out of sight can.
    fn has_callers(&self, closure: ObjId) -> bool {
        let ObjKind::Closure { function, .. } = self.heap.kind(closure) else { return false };
        self.outline.called[function.index()] && !self.exploration.escaped.contains(&closure)
    }

    /// Once more, now that message data is kept in places where other functions read it.
    fn rerun_entries(&mut self) {
        let closures = self.exploration.closures.clone();
        for closure in closures {
            if self.budget.out_of_fuel {
                return;
            }
            let entry = self.exploration.entries.contains(&closure);
            if entry {
                self.run_entry(closure, u32::MAX);
            }
        }
    }

    fn run_entry(&mut self, closure: ObjId, below: u32) {
        let ObjKind::Closure { function, env, this } = self.heap.kind(closure).clone() else { return };
        if self.outline.relevant[function.index()] > self.reach() || self.outline.stringified.contains(&function) {
            return;
        }
        let f = self.program.function(function);
        let runs = self.exploration.runs[function.index()];
        let open =
            self.exploration.escaped.contains(&closure) && runs < 3 && !self.exploration.entries.contains(&closure);
        if runs >= below && !open && below != u32::MAX {
            return;
        }
        if self.exploration.entry_runs.entry(function).or_insert(0) >= &mut { limits::ENTRY_RUNS } {
            return;
        }
        *self.exploration.entry_runs.entry(function).or_insert(0) += 1;
        self.exploration.entries.insert(closure);
        if f.kind == FunctionKind::Function && (self.has_methods(closure) || self.constructs(f)) {
            let known = self.exploration.instances.contains_key(&closure);
            let instance = self.instance_of(closure, ExprId(0));
            if known {
                self.run_function(function, env, instance, None);
            }
            self.settle();
            self.run_queue();
            return;
        }
        let (this, home) = self.entry_this(f.kind, this);
        self.callee = Some(closure);
        self.run_function(function, env, this, home);
        self.settle();
        self.run_queue();
    }

    /// Whether a function is one to be called with `new`: the program does so, or its name is written as a class's is.
    fn constructs(&self, function: &Function) -> bool {
        let Some(name) = &function.name else { return false };
        let class_like =
            name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_ascii_lowercase());
        class_like || self.outline.constructed_names.contains(name)
    }

    /// Whether a function is a class of the old kind: something was put on its prototype.
    fn has_methods(&self, closure: ObjId) -> bool {
        let prototype = self.heap.own(closure, "prototype").and_then(|v| v.objects().next());
        prototype.is_some_and(|p| self.heap.own_entries(p).any(|(name, _)| &**name != "constructor"))
    }

    /// `this` of a function that somebody out of sight calls.
    fn entry_this(&mut self, kind: FunctionKind, this: Option<Value>) -> (Value, Option<ObjId>) {
        let Some(this) = this else { return (Value::object(self.web.window, Span::default()), None) };
        if kind == FunctionKind::Arrow {
            return (this, None);
        }
        let home = this.objects().next();
        let class = home.and_then(|h| self.exploration.prototypes.get(&h).copied());
        match class {
            Some(class) => {
                let instance = self.instance_of(class, ExprId(0));
                (instance, home)
            }
            // A method of a component is called on the component.
            None => match home.and_then(|h| self.exploration.components.get(&h)) {
                Some(&options) => (Value::object(options, Span::default()), home),
                None => (this, home),
            },
        }
    }

    fn run_function(&mut self, function: FnId, env: EnvId, this: Value, home: Option<ObjId>) {
        self.web.asks_sign_in = false;
        let f = self.program.function(function);
        let mut args = Vec::with_capacity(f.params.len());
        for param in &f.params {
            let at = self.program.pattern_span(*param);
            args.push(Value::unknown(at, Taints::source(TaintKind::Varying, at)));
        }
        self.exploration.runs[function.index()] += 1;
        self.maybe(|m| {
            let returned = m.activate(function, env, this, home, &args, None);
            // What an entry returns is handed to whoever called it.
            m.escape(&returned);
            m.recorder.hands_on |= m.program.is_own(function) && m.deep_taints(&returned).is_message_derived();
        });
    }

    /// An instance of a class on which its methods are run.
    pub(in crate::machine) fn instance_of(&mut self, class: ObjId, at: ExprId) -> Value {
        if let Some(&instance) = self.exploration.instances.get(&class) {
            return Value::object(instance, self.heap.object(instance).site);
        }
        let span = self.heap.object(class).site;
        let constructor = match self.heap.kind(class) {
            ObjKind::Class { class, .. } => self.program.class(*class).constructor,
            ObjKind::Closure { function, .. } => Some(*function),
            _ => None,
        };
        let args: Vec<Value> = constructor
            .map(|c| self.program.function(c).params.clone())
            .unwrap_or_default()
            .iter()
            .map(|p| {
                let at = self.program.pattern_span(*p);
                Value::unknown(at, Taints::source(TaintKind::Varying, at))
            })
            .collect();
        let mut instance = Value::bottom();
        self.maybe(|m| instance = m.instantiate(class, &args, at, span));
        match self.exploration.instances.get(&class) {
            Some(&i) => Value::object(i, span),
            None => instance,
        }
    }

    /// How far from a messaging word a function may be to be run, with the fuel that is left: a long file is looked at
    /// closely only where messages are, and only once some were met.
    pub(in crate::machine) fn reach(&self) -> u8 {
        const FAR: u8 = relevance::HOPS as u8 + 1;
        let spent = limits::EXPLORATION_FUEL.saturating_sub(self.budget.fuel);
        match self.budget.fuel * 8 / limits::EXPLORATION_FUEL {
            _ if self.is_importing() => FAR,
            5.. if spent < limits::SEARCH_FUEL || self.met_messages() => FAR,
            3.. => 1,
            _ => 0,
        }
    }

    /// Whether anything was run that listens, posts or makes a channel.
    fn met_messages(&self) -> bool {
        !(self.listening.registered.is_empty() && self.recorder.sends.is_empty() && self.channels.lives.is_empty())
    }

    fn class_is_relevant(&self, class: ObjId) -> bool {
        let ObjKind::Class { class, .. } = self.heap.kind(class) else { return false };
        let c = self.program.class(*class);
        let functions = c.members.iter().filter_map(|m| match m.kind {
            crate::syntax::program::MemberKind::Method(f)
            | crate::syntax::program::MemberKind::Getter(f)
            | crate::syntax::program::MemberKind::Setter(f) => Some(f),
            _ => None,
        });
        functions.chain(c.constructor).any(|f| self.outline.relevant[f.index()] <= self.reach())
            || self
                .program
                .scanned()
                .functions
                .iter()
                .enumerate()
                .any(|(i, f)| self.outline.relevant[i] <= self.reach() && c.span.contains(f.span))
    }

    pub(in crate::machine) fn into_facts(mut self) -> Facts {
        self.leave_own_posts();
        self.settle_nonces();
        let channels = self.channels();
        let (subscriptions, mismatches, never_receiving) =
            (self.subscriptions(), self.mismatches(), self.never_receiving());
        let unclonables = self.unclonables();
        let late = self.posts_after_clean_up();
        self.recorder.detached_uses.extend(late);
        if self.heap.is_full() {
            self.cut_short(Cut::Memory, None);
        }
        for (cut, at) in std::mem::take(&mut self.budget.cuts) {
            match at {
                Some(at) => self.recorder.unread.push((at, cut.to_string())),
                None => self.recorder.incomplete.push(cut.to_string()),
            }
        }
        let checks = self.recorder.listeners.iter_mut().flat_map(|listener| &mut listener.checks);
        for literal in checks.flat_map(|check| &mut check.literals).filter(|literal| !literal.possible) {
            literal.possible = makes_origin(self.program.scanned(), &literal.text);
        }
        let hands_on = if self.recorder.hands_on { self.own_names() } else { Vec::new() };
        let mut early_posts = self.recorder.early;
        early_posts.retain(|e| !self.recorder.late.contains(&e.call));
        Facts {
            sends: self.recorder.sends,
            listeners: self.recorder.listeners,
            channels,
            transfers: self.recorder.bad_transfers,
            steps: self.budget.steps,
            detached_uses: self.recorder.detached_uses,
            unclonables,
            subscriptions,
            mismatches,
            never_receiving,
            early_posts,
            flows: self.recorder.flows,
            hands_on,
            maybe_worker: self.recorder.maybe_worker,
            incomplete: self.recorder.incomplete,
            unread: self.recorder.unread,
        }
    }

    /// The names of the scanned file's functions that have to do with messages.
    fn own_names(&self) -> Vec<String> {
        let functions = self.program.scanned().functions.iter().zip(&self.outline.relevant);
        let near = functions.filter(|(_, distance)| **distance != relevance::UNRELATED);
        let names: BTreeSet<&str> = near.filter_map(|(function, _)| function.name.as_deref()).collect();
        let names = names.into_iter().filter(|name| *name != "constructor");
        names.map(str::to_owned).collect()
    }

    /// The name of a handler's event parameter, for messages.
    pub(in crate::machine) fn event_name(&self, function: FnId, skip: usize) -> Option<String> {
        let param = *self.program.function(function).params.get(skip)?;
        let text = self.program.slice(self.program.pattern_span(param));
        let name = text.split([':', '=', ' ', ',', ')']).next().unwrap_or("");
        let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$');
        plain.then(|| name.to_owned())
    }

    /// Whether anybody may be the sender: the listener is one of a window, or of a peer that the model knows.
    pub(in crate::machine) fn is_window_listener(&self, index: usize) -> bool {
        let registered = &self.listening.registered[index];
        matches!(registered.receiver, Receiver::Window(_)) || registered.row.is_some()
    }
}
