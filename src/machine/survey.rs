//! The survey: the file's body and every function that something out of sight may call are run once, with unknown inputs.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use super::heap::{EnvId, ObjKind};
use super::value::{Labels, ObjId, Origin, Value};
use super::{Frame, Machine};
use crate::facts::{Facts, Receiver};
use crate::source::{SourceFile, Span};
use crate::syntax::program::{
    BindingId, Const, ExportValue, Expr, ExprId, FnId, Function, FunctionKind, Key, Name, Pattern, Program, Stmt,
};

/// Words whose mention makes a function one to run. Property names, globals and strings count.
const WORDS: [&str; 24] = [
    "postMessage",
    "addEventListener",
    "attachEvent",
    "onmessage",
    "message",
    "onmessageerror",
    "MessageChannel",
    "MessagePort",
    "port1",
    "port2",
    "BroadcastChannel",
    "SharedWorker",
    "EventSource",
    "WebSocket",
    "contentWindow",
    "targetOrigin",
    "origin",
    "originalEvent",
    "handleEvent",
    "useEventListener",
    "fromEvent",
    "HostListener",
    "ports",
    "start",
];
/// Words that count where the file makes ports or channels: their ends are a matter of those functions too.
const ENDINGS: [&str; 3] = ["close", "terminate", "dispose"];
/// The constructors of what has an end.
const CHANNELS: [&str; 5] = ["MessageChannel", "BroadcastChannel", "SharedWorker", "EventSource", "WebSocket"];
/// A name that more functions than this go by says nothing about which of them is called.
const COMMON: usize = 6;
/// How far the slice follows calls from the functions that mention a word.
const HOPS: usize = 4;

/// Whether the file runs in a worker rather than in a window.
pub(super) fn is_worker_scope(source: &SourceFile, program: &Program) -> bool {
    if program.references.iter().any(|l| l.to_ascii_lowercase().contains("webworker")) {
        return true;
    }
    let file = source.path().rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let stem = file.split('.').next().unwrap_or("");
    let named = file.contains(".worker.")
        || file.contains("-worker.")
        || file.contains("_worker.")
        || matches!(stem, "sw" | "worker" | "serviceworker" | "service-worker");
    let mut worker_words = false;
    let mut document = false;
    let mut scope_only = false;
    for (expr, _) in &program.exprs {
        match expr {
            Expr::Global(name) => match &**name {
                "importScripts"
                | "WorkerGlobalScope"
                | "DedicatedWorkerGlobalScope"
                | "ServiceWorkerGlobalScope"
                | "SharedWorkerGlobalScope"
                | "skipWaiting"
                | "registration" => worker_words = true,
                "document" | "window" | "localStorage" | "alert" | "HTMLElement" => document = true,
                "postMessage" => scope_only = true,
                _ => {}
            },
            Expr::Typed(_, name) if name.ends_with("WorkerGlobalScope") => worker_words = true,
            Expr::Member { object, key: Key::Name(name), .. } => {
                let on_self = matches!(program.expr(*object), Expr::Global(n) if &**n == "self");
                match &**name {
                    "postMessage" | "onmessage" if on_self => scope_only = true,
                    "skipWaiting" | "clients" | "importScripts" | "onconnect" if on_self => worker_words = true,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    if document {
        // Code that asks which of the two it runs in is window code with a worker's branch.
        return false;
    }
    worker_words || named || (scope_only && one_way_post(program))
}

/// Whether the scope's own `postMessage` is called the way that only a worker can: without a target origin.
fn one_way_post(program: &Program) -> bool {
    let mut one_way = false;
    for (expr, _) in &program.exprs {
        let Expr::Call { callee, args, .. } = expr else { continue };
        let own = match program.expr(*callee) {
            Expr::Global(n) => &**n == "postMessage",
            Expr::Member { object, key: Key::Name(n), .. } => {
                &**n == "postMessage" && matches!(program.expr(*object), Expr::Global(s) if &**s == "self")
            }
            _ => false,
        };
        if own {
            let texts = args.get(1).is_some_and(|a| matches!(program.expr(a.value), Expr::Const(Const::Str(_))));
            if texts {
                return false;
            }
            one_way = true;
        }
    }
    one_way
}

impl<'p> Machine<'p> {
    pub(super) fn survey(&mut self) {
        self.relevant = relevant_functions(self.program);
        self.immediate = immediate_functions(self.program);
        self.constructed_names = constructed_names(self.program);
        self.called = called_functions(self.program);
        let env = self.heap.activate(Program::BODY, None);
        self.frames.push(Frame {
            function: Program::BODY,
            call: None,
            env,
            this: Value::undefined(),
            args: Vec::new(),
            home: None,
            exits: Vec::new(),
            yields: Value::never(),
        });
        self.hoist(Program::BODY);
        let program = self.program;
        self.block(&program.function(Program::BODY).body);
        self.settle();
        self.escape_exports();
        self.run_queue();
        self.run_entries();
        self.register_decorated();
        self.run_queue();
        self.run_entries();
        if self.kept_data || self.some_stay_open() {
            self.rerun_entries();
            self.run_queue();
        }
        if self.out_of_fuel {
            self.incomplete.push("the survey's budget of steps was spent before every function had run".to_owned());
        }
        self.run_trials();
    }

    /// After an entry ended: the next one starts from what it left, on no conditions.
    fn settle(&mut self) {
        self.dead = self.out_of_fuel;
        self.path = super::Path::default();
        let exits = std::mem::take(&mut self.frame().exits);
        for exit in exits {
            for delta in &exit.deltas {
                self.heap.blend(delta);
            }
        }
    }

    fn escape_exports(&mut self) {
        let program = self.program;
        for export in &program.exports {
            if let ExportValue::Binding(binding) = export.value {
                let value = self.read_var(binding, program.binding(binding).span);
                self.escape(&value);
                self.open_classes(&value);
            }
        }
        let window = self.window;
        let globals: Vec<Value> = self.heap.own_entries(window).map(|(_, v)| v.clone()).collect();
        for value in globals {
            self.escape(&value);
        }
    }

    /// Whoever gets a class may make instances and call their methods.
    fn open_classes(&mut self, value: &Value) {
        for object in value.objects().collect::<Vec<_>>() {
            if let ObjKind::Class { .. } = self.heap.kind(object) {
                self.escaped.insert(object);
            }
        }
    }

    /// Runs the handlers that were registered since the last time.
    pub(super) fn run_queue(&mut self) {
        let mut turns = 0;
        while let Some(index) = self.queue.pop() {
            turns += 1;
            if turns > 400 || self.out_of_fuel {
                break;
            }
            self.collect(index);
        }
    }

    /// Runs every function that was made and not called, and those that something out of sight may call: plain functions
    /// first, which may make instances the way they are meant, then classes that nothing has instantiated, then methods.
    /// What is called from elsewhere in the file comes last: its callers know better what it is given.
    fn run_entries(&mut self) {
        let mut at = 0;
        let mut class_at = 0;
        let (mut methods, mut called) = (VecDeque::new(), VecDeque::new());
        while !self.out_of_fuel {
            if let Some(&closure) = self.closures.get(at) {
                at += 1;
                if self.has_callers(closure) {
                    called.push_back(closure);
                } else if self.is_method(closure) {
                    methods.push_back(closure);
                } else {
                    self.run_entry(closure, 1);
                }
            } else if let Some(&class) = self.classes.get(class_at) {
                class_at += 1;
                if self.class_is_relevant(class) {
                    self.instance_of(class, ExprId(0));
                    self.settle();
                    self.run_queue();
                }
            } else if let Some(closure) = methods.pop_front().or_else(|| called.pop_front()) {
                self.run_entry(closure, 1);
            } else {
                return;
            }
        }
    }

    /// Whether the function belongs to a class or to a function used as one, so that it needs an instance.
    fn is_method(&self, closure: ObjId) -> bool {
        match self.heap.kind(closure) {
            ObjKind::Closure { this: Some(this), .. } => this.objects().any(|h| self.prototypes.contains_key(&h)),
            _ => false,
        }
    }

    /// Whether the file itself calls the function by its name, and nothing out of sight can.
    fn has_callers(&self, closure: ObjId) -> bool {
        let ObjKind::Closure { function, .. } = self.heap.kind(closure) else { return false };
        self.called[function.index()] && !self.escaped.contains(&closure)
    }

    /// Once more, now that message data is kept in places where other functions read it.
    fn rerun_entries(&mut self) {
        let closures = self.closures.clone();
        for closure in closures {
            if self.out_of_fuel {
                return;
            }
            let entry = self.entries.contains(&closure);
            if entry {
                self.run_entry(closure, u32::MAX);
            }
        }
    }

    fn run_entry(&mut self, closure: ObjId, below: u32) {
        let ObjKind::Closure { function, env, this } = self.heap.kind(closure).clone() else { return };
        let relevant = self.relevant[function.index()];
        if !relevant {
            return;
        }
        let f = self.program.function(function);
        let runs = self.runs[function.index()];
        let open = self.escaped.contains(&closure) && runs < 3 && !self.entries.contains(&closure);
        if runs >= below && !open && below != u32::MAX {
            return;
        }
        if self.entry_runs.entry(function).or_insert(0) >= &mut 6 {
            return;
        }
        *self.entry_runs.entry(function).or_insert(0) += 1;
        self.entries.insert(closure);
        if f.kind == FunctionKind::Function && (self.has_methods(closure) || self.constructs(f)) {
            self.instance_of(closure, ExprId(0));
            self.settle();
            self.run_queue();
            return;
        }
        let (this, home) = self.entry_this(f.kind, this);
        self.run_function(function, env, this, home, f.span);
        self.settle();
        self.run_queue();
    }

    /// Whether a function is one to be called with `new`: the program does so, or its name is written as a class's is.
    fn constructs(&self, function: &Function) -> bool {
        let Some(name) = &function.name else { return false };
        let class_like =
            name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_ascii_lowercase());
        class_like || self.constructed_names.contains(name)
    }

    /// Whether a function is a class of the old kind: something was put on its prototype.
    fn has_methods(&self, closure: ObjId) -> bool {
        let prototype = self.heap.own(closure, "prototype").and_then(|v| v.objects().next());
        prototype.is_some_and(|p| self.heap.own_entries(p).any(|(name, _)| &**name != "constructor"))
    }

    /// `this` of a function that somebody out of sight calls.
    fn entry_this(&mut self, kind: FunctionKind, this: Option<Value>) -> (Value, Option<ObjId>) {
        let Some(this) = this else { return (Value::object(self.window, Span::default()), None) };
        if kind == FunctionKind::Arrow {
            return (this, None);
        }
        let home = this.objects().next();
        let class = home.and_then(|h| self.prototypes.get(&h).copied());
        match class {
            Some(class) => {
                let instance = self.instance_of(class, ExprId(0));
                (instance, home)
            }
            None => (this, home),
        }
    }

    fn run_function(&mut self, function: FnId, env: EnvId, this: Value, home: Option<ObjId>, span: Span) {
        let f = self.program.function(function);
        let mut args = Vec::with_capacity(f.params.len());
        for param in &f.params {
            let at = self.program.pattern_span(*param);
            args.push(Value::unknown(at, Labels::source(Origin::Varying, at)));
        }
        self.runs[function.index()] += 1;
        self.maybe(|m| {
            let returned = m.activate(function, env, this, home, &args, None);
            // What an entry returns is handed to whoever called it.
            m.escape(&returned);
            let _ = span;
        });
    }

    /// An instance of a class on which its methods are run.
    pub(super) fn instance_of(&mut self, class: ObjId, at: ExprId) -> Value {
        if let Some(&instance) = self.instances.get(&class) {
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
                Value::unknown(at, Labels::source(Origin::Varying, at))
            })
            .collect();
        let mut instance = Value::never();
        self.maybe(|m| instance = m.instantiate(class, &args, at, span));
        match self.instances.get(&class) {
            Some(&i) => Value::object(i, span),
            None => instance,
        }
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
        functions.chain(c.constructor).any(|f| self.relevant[f.index()])
            || self.program.functions.iter().enumerate().any(|(i, f)| self.relevant[i] && contains(c.span, f.span))
    }

    pub(super) fn into_facts(self) -> Facts {
        let channels = self.channels();
        Facts { sends: self.sends, listeners: self.listeners, channels, flows: self.flows, incomplete: self.incomplete }
    }

    /// The name of a handler's event parameter, for messages.
    pub(super) fn event_name(&self, function: FnId, skip: usize) -> Option<String> {
        let param = *self.program.function(function).params.get(skip)?;
        let text = self.source.slice(self.program.pattern_span(param));
        let name = text.split([':', '=', ' ', ',', ')']).next().unwrap_or("");
        let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$');
        plain.then(|| name.to_owned())
    }

    pub(super) fn is_window_listener(&self, index: usize) -> bool {
        matches!(self.registered[index].receiver, Receiver::Window(_))
    }
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.contains(inner)
}

/// The names that the program calls with `new`.
fn constructed_names(program: &Program) -> FxHashSet<Name> {
    let name = |(expr, _): &(Expr, Span)| {
        let Expr::New { callee, .. } = expr else { return None };
        match program.expr(*callee) {
            Expr::Var(b) => Some(program.binding(*b).name.clone()),
            Expr::Member { key: Key::Name(name), .. } => Some(name.clone()),
            _ => None,
        }
    };
    program.exprs.iter().filter_map(name).collect()
}

/// Functions that are called right where they are written.
fn immediate_functions(program: &Program) -> FxHashSet<FnId> {
    let function = |e: ExprId| match program.expr(e) {
        Expr::Function(f) => Some(*f),
        _ => None,
    };
    let mut found = FxHashSet::default();
    for (expr, _) in &program.exprs {
        let Expr::Call { callee, args, .. } = expr else { continue };
        if let Some(f) = function(*callee) {
            found.insert(f);
            // A universal module's factory is handed to the function that calls it.
            found.extend(args.iter().filter_map(|a| function(a.value)));
        }
        if let Expr::Member { object, key: Key::Name(name), .. } = program.expr(*callee)
            && matches!(&**name, "call" | "apply")
            && let Some(f) = function(*object)
        {
            found.insert(f);
        }
    }
    // A declared function that is named once, in a call, runs as often as that call.
    let mut uses: FxHashMap<BindingId, u32> = FxHashMap::default();
    let mut called: FxHashSet<BindingId> = FxHashSet::default();
    for (expr, _) in &program.exprs {
        match expr {
            Expr::Var(b) => *uses.entry(*b).or_insert(0) += 1,
            Expr::Call { callee, .. } => {
                if let Expr::Var(b) = program.expr(*callee) {
                    called.insert(*b);
                }
            }
            _ => {}
        }
    }
    for (binding, f) in program.functions.iter().flat_map(|f| &f.hoisted) {
        let exported = program.exports.iter().any(|e| matches!(e.value, ExportValue::Binding(b) if b == *binding));
        if uses.get(binding) == Some(&1) && called.contains(binding) && !exported {
            found.insert(*f);
        }
    }
    found
}

/// Functions that a variable holds which the file calls.
fn called_functions(program: &Program) -> Vec<bool> {
    let mut called_names: FxHashSet<BindingId> = FxHashSet::default();
    for (expr, _) in &program.exprs {
        if let Expr::Call { callee, .. } = expr
            && let Expr::Var(binding) = program.expr(*callee)
        {
            called_names.insert(*binding);
        }
    }
    let mut called = vec![false; program.functions.len()];
    for f in &program.functions {
        for (binding, function) in &f.hoisted {
            called[function.index()] |= called_names.contains(binding);
        }
    }
    for (stmt, _) in &program.stmts {
        if let Stmt::Declare(pattern, value) = stmt
            && let Pattern::Bind(binding) = program.pattern(*pattern)
            && let Expr::Function(function) = program.expr(*value)
        {
            called[function.index()] |= called_names.contains(binding);
        }
    }
    called
}

/// The functions that have to do with messages: those that mention a messaging word, what they call, who calls them,
/// and what lies around them.
fn relevant_functions(program: &Program) -> Vec<bool> {
    let count = program.functions.len();
    let mut relevant = vec![false; count];
    // The function that each expression belongs to: the innermost whose range covers it.
    let mut owner = vec![FnId(0); program.exprs.len()];
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|&i| {
        let r = &program.functions[i].exprs;
        std::cmp::Reverse(r.end.saturating_sub(r.start))
    });
    for i in order {
        let range = &program.functions[i].exprs;
        for slot in owner.iter_mut().take(range.end as usize).skip(range.start as usize) {
            *slot = FnId(i as u32);
        }
    }
    // Which functions go by a name: the property or the binding that holds them.
    let mut by_name: FxHashMap<&str, Vec<FnId>> = FxHashMap::default();
    for (i, f) in program.functions.iter().enumerate() {
        if let Some(name) = &f.name {
            by_name.entry(name).or_default().push(FnId(i as u32));
        }
    }
    let makes_channels = program.exprs.iter().any(|(e, _)| match e {
        Expr::Global(name) | Expr::Const(Const::Str(name)) | Expr::Member { key: Key::Name(name), .. } => {
            CHANNELS.contains(&&**name)
        }
        _ => false,
    });
    let mut calls: Vec<(FnId, &Name)> = Vec::new();
    // What a function reads that another one writes decides what it does.
    let mut reads: FxHashMap<FnId, Vec<BindingId>> = FxHashMap::default();
    let mut writers: FxHashMap<BindingId, Vec<FnId>> = FxHashMap::default();
    let mut queue: VecDeque<(FnId, usize)> = VecDeque::new();
    for (i, (expr, _)) in program.exprs.iter().enumerate() {
        let here = owner[i];
        let word = match expr {
            Expr::Member { key: Key::Name(name), .. } | Expr::Global(name) | Expr::Const(Const::Str(name)) => {
                WORDS.contains(&&**name) || (makes_channels && ENDINGS.contains(&&**name))
            }
            _ => false,
        };
        if word && !relevant[here.index()] {
            relevant[here.index()] = true;
            queue.push_back((here, 0));
        }
        match expr {
            Expr::Var(binding) => reads.entry(here).or_default().push(*binding),
            Expr::Assign { target, .. } => {
                if let Pattern::Bind(binding) = program.pattern(*target)
                    && program.binding(*binding).owner != here
                {
                    writers.entry(*binding).or_default().push(here);
                }
            }
            _ => {}
        }
        if let Expr::Call { callee, .. } | Expr::New { callee, .. } = expr {
            match program.expr(*callee) {
                Expr::Member { key: Key::Name(name), .. } => calls.push((here, name)),
                Expr::Var(b) => calls.push((here, &program.binding(*b).name)),
                _ => {}
            }
        }
    }
    let mut callees: FxHashMap<FnId, Vec<&Name>> = FxHashMap::default();
    let mut callers: FxHashMap<&str, Vec<FnId>> = FxHashMap::default();
    for (here, name) in &calls {
        callees.entry(*here).or_default().push(name);
        callers.entry(name).or_default().push(*here);
    }
    while let Some((function, hops)) = queue.pop_front() {
        let mut reach = |f: FnId, relevant: &mut Vec<bool>| {
            if !relevant[f.index()] {
                relevant[f.index()] = true;
                queue.push_back((f, hops + 1));
            }
        };
        if let Some(parent) = program.function(function).parent {
            reach(parent, &mut relevant);
        }
        if hops >= HOPS {
            continue;
        }
        for binding in reads.get(&function).into_iter().flatten() {
            let writing = writers.get(binding).map(Vec::as_slice).unwrap_or_default();
            if writing.len() <= COMMON {
                writing.iter().for_each(|f| reach(*f, &mut relevant));
            }
        }
        for name in callees.get(&function).into_iter().flatten() {
            let named = by_name.get(&***name).map(Vec::as_slice).unwrap_or_default();
            if named.len() <= COMMON {
                named.iter().for_each(|f| reach(*f, &mut relevant));
            }
        }
        if let Some(name) = &program.function(function).name
            && by_name.get(&**name).is_some_and(|n| n.len() <= COMMON)
        {
            callers.get(&**name).into_iter().flatten().for_each(|f| reach(*f, &mut relevant));
        }
    }
    relevant
}
