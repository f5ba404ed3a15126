//! What a program's text tells before any of it is run: which functions are called where, and which have to do with
//! messages at all.

use std::cmp::Reverse;
use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Model, Wrappers};
use crate::prefilter;
use crate::source::Span;
use crate::syntax::program::{
    BinaryOp, Binding, BindingId, BindingKind, Const, Expr, ExprId, FnId, Key, Name, PatId, Pattern, Program, Property,
    Stmt, UnaryOp,
};

/// Names that count where the file makes ports or channels, in functions that are not long: what starts and ends them is a
/// matter of those functions too.
const TURNS: [&str; 5] = ["addEventListener", "start", "close", "terminate", "dispose"];
/// A function with more expressions of its own than this is no method that starts or closes something, and what it calls
/// says nothing about messages.
const LONG: usize = 1_500;
/// Methods that put something into a collection: listeners into the list of those that are told of a message.
const FILLS: [&str; 4] = ["push", "unshift", "add", "set"];
/// The constructors of what has an end.
const CHANNELS: [&str; 5] = ["MessageChannel", "BroadcastChannel", "SharedWorker", "EventSource", "WebSocket"];
/// A name that more functions than this go by says nothing about which of them is called.
const COMMON: usize = 4;
/// The distance of a function that has nothing to do with messages.
pub(in crate::machine) const UNRELATED: u8 = u8::MAX;
/// How far the slice follows calls from the functions that mention a word.
pub(in crate::machine) const HOPS: usize = 3;

/// What a program imports of files whose message handlers call what importers hand over.
#[derive(Default)]
pub(in crate::machine) struct Handing {
    /// The local names.
    pub(in crate::machine) bindings: FxHashSet<BindingId>,
    /// The functions of those files.
    pub(in crate::machine) names: FxHashSet<String>,
}

/// Whether an element is given a listener of a peer's messages.
fn is_given_listener(program: &Program, props: ExprId) -> bool {
    let Expr::Object(properties) = program.expr(props) else { return false };
    let named = |p: &Property| matches!(p, Property::Field(Key::Name(name), _) if &**name == "onMessage");
    properties.iter().any(named)
}

/// The names that the program calls with `new`.
pub(in crate::machine) fn constructed_names(program: &Program) -> FxHashSet<Name> {
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

/// Whether one of these methods is called on `this`.
pub(in crate::machine) fn calls_on_this(program: &Program, methods: &[String]) -> bool {
    program.exprs.iter().any(|(expr, _)| match expr {
        Expr::Member { object, key: Key::Name(name), .. } => {
            methods.iter().any(|method| **method == **name) && matches!(program.expr(*object), Expr::This)
        }
        _ => false,
    })
}

/// Calls of `indexOf` whose answer is compared with 0, which no position in a list of origins is.
pub(in crate::machine) fn of_beginnings(program: &Program) -> FxHashSet<ExprId> {
    let is_zero = |e: ExprId| matches!(program.expr(e), Expr::Const(Const::Num(n)) if *n == 0.0);
    let asks = |e: ExprId| match program.expr(e) {
        Expr::Call { callee, .. } => {
            matches!(program.expr(*callee), Expr::Member { key: Key::Name(name), .. } if &**name == "indexOf")
        }
        _ => false,
    };
    let call = |(expr, _): &(Expr, Span)| match expr {
        Expr::Binary(op, left, right) if op.is_equality() => [(*left, *right), (*right, *left)]
            .into_iter()
            .find(|(call, zero)| asks(*call) && is_zero(*zero))
            .map(|(call, _)| call),
        _ => None,
    };
    program.exprs.iter().filter_map(call).collect()
}

/// Variables that a function assigns to which neither declares them nor has read them before: what asks before it sets is a latch.
pub(in crate::machine) fn set_elsewhere(program: &Program) -> FxHashSet<BindingId> {
    let counted = |(expr, _): &(Expr, Span)| if let Expr::Update { target, .. } = expr { Some(*target) } else { None };
    let counted: FxHashSet<ExprId> = program.exprs.iter().filter_map(counted).collect();
    let (mut set, mut read) = (FxHashSet::default(), FxHashSet::default());
    for (at, expr, here) in by_function(program) {
        match expr {
            Expr::Var(binding) => {
                // `count++` is one write.
                if counted.contains(&at) {
                    set.insert((*binding, here));
                } else if !set.contains(&(*binding, here)) {
                    read.insert((*binding, here));
                }
            }
            Expr::Assign { target, .. } => set.extend(bound_by(program, *target).into_iter().map(|b| (b, here))),
            _ => {}
        }
    }
    let is_elsewhere = |(binding, here): &(BindingId, FnId)| program.binding(*binding).owner != *here;
    set.into_iter().filter(|place| is_elsewhere(place) && !read.contains(place)).map(|(binding, _)| binding).collect()
}

/// The expressions of a program, each with the innermost function that it stands in.
pub(in crate::machine) fn by_function(program: &Program) -> impl Iterator<Item = (ExprId, &Expr, FnId)> {
    // Functions from the first to the last, those that hold others before them.
    let mut functions: Vec<(u32, Reverse<u32>, FnId)> = Vec::with_capacity(program.functions.len());
    for (i, f) in program.functions.iter().enumerate() {
        functions.push((f.exprs.start, Reverse(f.exprs.end), FnId(i as u32)));
    }
    functions.sort_unstable();
    let mut coming = functions.into_iter().peekable();
    let mut around: Vec<(u32, FnId)> = Vec::new();
    (0..).zip(&program.exprs).map(move |(at, (expr, _))| {
        while let Some((_, end, function)) = coming.next_if(|(start, ..)| *start <= at) {
            around.push((end.0, function));
        }
        while around.last().is_some_and(|(end, _)| *end <= at) {
            around.pop();
        }
        (ExprId(at), expr, around.last().map_or(Program::BODY, |(_, function)| *function))
    })
}

/// What an assignment writes to.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(in crate::machine) enum Written {
    /// A variable.
    Variable(BindingId),
    /// Properties of that name, of whatever object.
    Property(Name),
}

/// An assignment.
#[derive(Clone, Copy, Debug)]
pub(in crate::machine) struct Write {
    pub(in crate::machine) at: ExprId,
    /// The innermost function that it stands in.
    pub(in crate::machine) function: FnId,
    /// Whether what it writes is there at all.
    pub(in crate::machine) filled: bool,
}

/// The assignments to variables and to properties that are written by their name.
pub(in crate::machine) fn writes(program: &Program) -> FxHashMap<Written, Vec<Write>> {
    let mut found: FxHashMap<Written, Vec<Write>> = FxHashMap::default();
    for (at, expr, function) in by_function(program) {
        let Expr::Assign { target, value, .. } = expr else { continue };
        let written = match program.pattern(*target) {
            Pattern::Bind(binding) => Written::Variable(*binding),
            Pattern::Place(place) => match program.expr(*place) {
                Expr::Member { key: Key::Name(name), .. } => Written::Property(name.clone()),
                _ => continue,
            },
            _ => continue,
        };
        let filled = !matches!(program.expr(*value), Expr::Const(Const::Null | Const::Undefined));
        found.entry(written).or_default().push(Write { at, function, filled });
    }
    found
}

/// For each call that gives a value and its setter (`const [open, setOpen] = useState(false)`) what the setter is called with, where
/// nothing else is done with it.
pub(in crate::machine) fn setter_arguments(program: &Program) -> FxHashMap<ExprId, Vec<ExprId>> {
    let pair = |(stmt, _): &(Stmt, Span)| match stmt {
        Stmt::Declare(pattern, call) => match program.pattern(*pattern) {
            Pattern::Array { items, .. } => match items.get(1).copied().flatten().map(|p| program.pattern(p)) {
                Some(Pattern::Bind(setter)) => Some((*setter, *call)),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    };
    let pairs: FxHashMap<BindingId, ExprId> = program.stmts.iter().filter_map(pair).collect();
    let mut named: FxHashMap<BindingId, usize> = FxHashMap::default();
    let mut called: FxHashMap<BindingId, Vec<ExprId>> = FxHashMap::default();
    for (expr, _) in &program.exprs {
        match expr {
            Expr::Var(binding) if pairs.contains_key(binding) => *named.entry(*binding).or_default() += 1,
            Expr::Call { callee, args, .. } => {
                if let (Expr::Var(binding), [arg]) = (program.expr(*callee), args.as_slice())
                    && !arg.spread
                {
                    called.entry(*binding).or_default().push(arg.value);
                }
            }
            _ => {}
        }
    }
    let of_pair = |(setter, call): (BindingId, ExprId)| {
        let arguments = called.remove(&setter).unwrap_or_default();
        (named.get(&setter).copied().unwrap_or_default() == arguments.len()).then_some((call, arguments))
    };
    let mut found: FxHashMap<ExprId, Vec<ExprId>> = pairs.into_iter().filter_map(of_pair).collect();
    // Where the setter is not even taken, nothing is set.
    found.extend(program.stmts.iter().filter_map(|(stmt, _)| match stmt {
        Stmt::Declare(pattern, call) => match program.pattern(*pattern) {
            Pattern::Array { items, rest: None } if items.len() == 1 => Some((*call, Vec::new())),
            _ => None,
        },
        _ => None,
    }));
    found
}

/// Variables of which the declaration and all assignments but one write nothing that holds, with what that one writes.
pub(in crate::machine) fn flags(program: &Program) -> FxHashMap<BindingId, ExprId> {
    let is_off =
        |e: ExprId| matches!(program.expr(e), Expr::Const(Const::Bool(false) | Const::Null | Const::Undefined));
    // For each variable what it is given besides nothing: `None` where that is more than one value, or not one of an expression.
    let mut given: FxHashMap<BindingId, Option<ExprId>> = FxHashMap::default();
    let mut write = |target: PatId, value: Option<ExprId>| match program.pattern(target) {
        Pattern::Bind(_) if value.is_some_and(is_off) => {}
        Pattern::Bind(binding) => {
            given.entry(*binding).and_modify(|given| *given = None).or_insert(value);
        }
        _ => given.extend(bound_by(program, target).into_iter().map(|binding| (binding, None))),
    };
    for (stmt, _) in &program.stmts {
        match stmt {
            Stmt::Declare(pattern, value) => write(*pattern, Some(*value).filter(|e| is_off(*e))),
            Stmt::ForEach { pattern, .. } => write(*pattern, None),
            _ => {}
        }
    }
    for (expr, _) in &program.exprs {
        if let Expr::Assign { target, op, value } = expr {
            write(*target, Some(*value).filter(|_| op.is_none()));
        }
    }
    for (expr, _) in &program.exprs {
        if let Expr::Update { target, .. } = expr
            && let Expr::Var(binding) = program.expr(*target)
        {
            given.insert(*binding, None);
        }
    }
    let is_variable = |binding: BindingId| matches!(program.binding(binding).kind, BindingKind::Let | BindingKind::Var);
    given.into_iter().filter_map(|(binding, test)| Some((binding, test?))).filter(|(b, _)| is_variable(*b)).collect()
}

/// The variables that a pattern gives a value.
fn bound_by(program: &Program, pattern: PatId) -> Vec<BindingId> {
    let mut found = Vec::new();
    let mut todo = vec![pattern];
    while let Some(pattern) = todo.pop() {
        match program.pattern(pattern) {
            Pattern::Bind(binding) => found.push(*binding),
            Pattern::Object { fields, rest } => todo.extend(fields.iter().map(|(_, p)| *p).chain(*rest)),
            Pattern::Array { items, rest } => todo.extend(items.iter().flatten().copied().chain(*rest)),
            Pattern::Default(inner, _) => todo.push(*inner),
            Pattern::Place(_) => {}
        }
    }
    found
}

/// Names that the program gives its global object: `window.name = …`.
pub(in crate::machine) fn own_globals(program: &Program) -> FxHashSet<Name> {
    let name = |(expr, _): &(Expr, Span)| {
        let Expr::Assign { target, .. } = expr else { return None };
        let Pattern::Place(place) = program.pattern(*target) else { return None };
        let Expr::Member { object, key: Key::Name(name), .. } = program.expr(*place) else { return None };
        match program.expr(*object) {
            Expr::Global(object) if matches!(&**object, "window" | "self" | "globalThis") => Some(name.clone()),
            _ => None,
        }
    };
    program.exprs.iter().filter_map(name).collect()
}

/// Variables that are assigned to after their declaration.
pub(in crate::machine) fn rewritten_bindings(program: &Program) -> FxHashSet<BindingId> {
    let mut found = FxHashSet::default();
    for (expr, _) in &program.exprs {
        match expr {
            Expr::Assign { target, .. } => found.extend(bound_by(program, *target)),
            Expr::Update { target, .. } => {
                if let Expr::Var(binding) = program.expr(*target) {
                    found.insert(*binding);
                }
            }
            _ => {}
        }
    }
    found
}

/// Expressions of which only the truth or a comparison counts, or that are handed to an assertion.
pub(in crate::machine) fn questions(program: &Program, wrappers: &Wrappers) -> FxHashSet<ExprId> {
    let mut found = FxHashSet::default();
    // `const assert = require("node:assert")` is called like its package.
    let required: FxHashMap<BindingId, &str> = program
        .stmts
        .iter()
        .filter_map(|(stmt, _)| {
            let Stmt::Declare(pattern, value) = stmt else { return None };
            let Pattern::Bind(binding) = program.pattern(*pattern) else { return None };
            let package = crate::detect::required(program, program.expr(*value))?;
            Some((*binding, package.trim_start_matches("node:")))
        })
        .collect();
    let name = |expr| match program.expr(expr) {
        Expr::Global(name) => Some(&**name),
        Expr::Var(binding) if program.binding(*binding).kind == BindingKind::Import => {
            Some(&**program.binding(*binding).known_as())
        }
        Expr::Var(binding) => required.get(binding).copied(),
        _ => None,
    };
    let asserts = |callee: ExprId| {
        let named = match program.expr(callee) {
            Expr::Member { object, .. } => name(*object),
            _ => name(callee),
        };
        named.is_some_and(|name| wrappers.assertion.functions.iter().any(|known| known == name))
    };
    for (expr, _) in &program.exprs {
        match expr {
            Expr::Binary(op, a, b) if op.compares() => found.extend([*a, *b]),
            Expr::Logical(_, a, b) => found.extend([*a, *b]),
            Expr::Unary(UnaryOp::Not, a) | Expr::Cond(a, ..) => {
                found.insert(*a);
            }
            Expr::Call { callee, args, .. } if asserts(*callee) => found.extend(args.iter().map(|a| a.value)),
            _ => {}
        }
    }
    for (stmt, _) in &program.stmts {
        match stmt {
            Stmt::If(test, ..) => {
                found.insert(*test);
            }
            Stmt::Loop { test: Some(test), .. } => {
                found.insert(*test);
            }
            _ => {}
        }
    }
    found
}

/// Functions that a variable holds which the file calls.
pub(in crate::machine) fn called_functions(program: &Program) -> Vec<bool> {
    let mut called_names: FxHashSet<BindingId> = FxHashSet::default();
    for (expr, _) in &program.exprs {
        if let Expr::Call { callee, .. } = expr
            && let Expr::Var(binding) = program.expr(program.called(*callee))
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
/// Whoever uses what hands messages on, by one of the names of `handing`, may hand over what is done with them.
pub(in crate::machine) fn relevant_functions(program: &Program, model: &Model, handing: &Handing) -> Vec<u8> {
    let is_word = |name: &str| prefilter::is_name(name) || model.is_added(name) || handing.names.contains(name);
    let count = program.functions.len();
    let mut distance = vec![UNRELATED; count];
    let owner: Vec<FnId> = by_function(program).map(|(_, _, function)| function).collect();
    let mut own_size = vec![0; count];
    for function in &owner {
        own_size[function.index()] += 1;
    }
    // Which functions go by a name: the property or the binding that holds them, or the class that they make instances of.
    let classes = program.classes.iter().filter_map(|class| Some((class.constructor?, class.name.as_deref()?)));
    let classes: FxHashMap<FnId, &str> = classes.collect();
    let name_of = |f: FnId| classes.get(&f).copied().or(program.function(f).name.as_deref());
    let mut by_name: FxHashMap<&str, Vec<FnId>> = FxHashMap::default();
    for i in 0..count {
        let function = FnId(i as u32);
        if let Some(name) = name_of(function) {
            by_name.entry(name).or_default().push(function);
        }
    }
    let typed = |b: &Binding| {
        b.interface.as_deref().is_some_and(|i| {
            let name = i.rsplit(':').next().unwrap_or(i);
            name == "MessagePort" || CHANNELS.contains(&name)
        })
    };
    // Node has them under the same names, in a module.
    let named = |b: &Binding| CHANNELS.contains(&&*b.name);
    let makes_channels = program.bindings.iter().any(|b| typed(b) || named(b))
        || program.exprs.iter().any(|(e, _)| match e {
            Expr::Global(name) | Expr::Const(Const::Str(name)) | Expr::Member { key: Key::Name(name), .. } => {
                CHANNELS.contains(&&**name)
            }
            _ => false,
        });
    let mut calls: Vec<(FnId, &Name)> = Vec::new();
    // What a function reads that another one writes decides what it does.
    let mut reads: FxHashMap<FnId, Vec<BindingId>> = FxHashMap::default();
    let mut writers: FxHashMap<BindingId, Vec<FnId>> = FxHashMap::default();
    let mut reads_of: FxHashMap<FnId, Vec<&Name>> = FxHashMap::default();
    let mut writers_of: FxHashMap<&Name, Vec<FnId>> = FxHashMap::default();
    let mut queue: VecDeque<(FnId, usize)> = VecDeque::new();
    let mut listeners: Vec<ExprId> = Vec::new();
    for (i, (expr, _)) in program.exprs.iter().enumerate() {
        let here = owner[i];
        let word = match expr {
            Expr::Member { key: Key::Name(name), .. } | Expr::Global(name) => {
                is_word(name) || (makes_channels && TURNS.contains(&&**name) && own_size[here.index()] < LONG)
            }
            Expr::Var(binding) => handing.bindings.contains(binding) || is_word(program.binding(*binding).known_as()),
            Expr::Const(Const::Str(text)) => is_event_name(text),
            // An attribute by which an element is given a listener.
            Expr::Jsx { props, .. } => is_given_listener(program, *props),
            // What the markup does with script may show or send what a handler keeps.
            Expr::Element(_) => true,
            _ => false,
        };
        if word && distance[here.index()] == UNRELATED {
            distance[here.index()] = 0;
            queue.push_back((here, 0));
        }
        match expr {
            Expr::Var(binding) => reads.entry(here).or_default().push(*binding),
            Expr::Member { key: Key::Name(name), .. } => reads_of.entry(here).or_default().push(name),
            Expr::Assign { target, value, .. } => match program.pattern(*target) {
                Pattern::Bind(binding) if program.binding(*binding).owner != here => {
                    writers.entry(*binding).or_default().push(here);
                }
                Pattern::Place(place) => {
                    if let Expr::Member { key: Key::Name(name), .. } = program.expr(*place) {
                        writers_of.entry(name).or_default().push(here);
                        listeners.extend((&**name == "onmessage").then_some(*value));
                    }
                }
                _ => {}
            },
            // The listener that is registered.
            Expr::Call { args, .. } if args.iter().any(|a| is_event(program, a.value)) => {
                listeners.extend(args.iter().map(|a| a.value));
            }
            _ => {}
        }
        match filled(program, expr) {
            Some(Filled::Var(binding)) if program.binding(binding).owner != here => {
                writers.entry(binding).or_default().push(here);
            }
            Some(Filled::Property(name)) => writers_of.entry(name).or_default().push(here),
            _ => {}
        }
        if let Expr::Call { callee, .. } | Expr::New { callee, .. } = expr {
            match program.expr(program.called(*callee)) {
                Expr::Member { key: Key::Name(name), .. } => calls.push((here, name)),
                Expr::Var(b) => calls.push((here, &program.binding(*b).name)),
                _ => {}
            }
        }
    }
    for listener in listeners {
        let named = |name: &Name| by_name.get(&**name).filter(|n| n.len() <= COMMON).cloned().unwrap_or_default();
        let functions = match program.expr(bound(program, listener)) {
            Expr::Function(f) => vec![*f],
            Expr::Var(binding) => named(&program.binding(*binding).name),
            Expr::Member { key: Key::Name(name), .. } => named(name),
            _ => continue,
        };
        for function in functions {
            distance[function.index()] = 0;
            queue.push_back((function, 0));
        }
    }
    let mut callees: FxHashMap<FnId, Vec<&Name>> = FxHashMap::default();
    let mut callers: FxHashMap<&str, Vec<FnId>> = FxHashMap::default();
    for (here, name) in &calls {
        callees.entry(*here).or_default().push(name);
        callers.entry(name).or_default().push(*here);
    }
    while let Some((function, hops)) = queue.pop_front() {
        let mut reach = |f: FnId, distance: &mut Vec<u8>| {
            if distance[f.index()] == UNRELATED {
                distance[f.index()] = hops as u8 + 1;
                queue.push_back((f, hops + 1));
            }
        };
        if hops >= HOPS || own_size[function.index()] >= LONG {
            continue;
        }
        // A function inside another does part of its work: who calls the outer one gets to see what the inner one does.
        if let Some(parent) = program.function(function).parent.filter(|p| program.function(*p).parent.is_some()) {
            reach(parent, &mut distance);
        }
        for binding in reads.get(&function).into_iter().flatten() {
            let writing = writers.get(binding).map(Vec::as_slice).unwrap_or_default();
            if writing.len() <= COMMON {
                writing.iter().for_each(|f| reach(*f, &mut distance));
            }
        }
        for name in reads_of.get(&function).into_iter().flatten() {
            let writing = writers_of.get(name).map(Vec::as_slice).unwrap_or_default();
            if writing.len() <= COMMON {
                writing.iter().for_each(|f| reach(*f, &mut distance));
            }
        }
        for name in callees.get(&function).into_iter().flatten() {
            let named = by_name.get(&***name).map(Vec::as_slice).unwrap_or_default();
            if named.len() <= COMMON {
                named.iter().for_each(|f| reach(*f, &mut distance));
            }
        }
        if let Some(name) = name_of(function)
            && by_name.get(name).is_some_and(|n| n.len() <= COMMON)
        {
            callers.get(name).into_iter().flatten().for_each(|f| reach(*f, &mut distance));
        }
    }
    // What lies around them has to run for them to exist.
    for i in 0..count {
        let near = distance[i];
        let mut around = if near == UNRELATED { None } else { program.functions[i].parent };
        while let Some(f) = around {
            distance[f.index()] = distance[f.index()].min(near);
            around = program.function(f).parent;
        }
    }
    distance
}

/// `f` of `f.bind(this)`.
fn bound(program: &Program, e: ExprId) -> ExprId {
    match program.expr(e) {
        Expr::Call { callee, .. } => match program.expr(*callee) {
            Expr::Member { object, key: Key::Name(name), .. } if &**name == "bind" => *object,
            _ => e,
        },
        _ => e,
    }
}

/// What holds a collection.
enum Filled<'p> {
    Var(BindingId),
    Property(&'p Name),
}

/// What holds the collection that something is put into: `handlers` of `handlers[name] = f` and `handlers[name].push(f)`.
fn filled<'p>(program: &'p Program, expr: &Expr) -> Option<Filled<'p>> {
    let collection = match expr {
        Expr::Assign { target, .. } => match program.pattern(*target) {
            Pattern::Place(place) => match program.expr(*place) {
                Expr::Member { object, key: Key::Computed(_), .. } => *object,
                _ => return None,
            },
            _ => return None,
        },
        Expr::Call { callee, .. } => match program.expr(*callee) {
            Expr::Member { object, key: Key::Name(name), .. } if FILLS.contains(&&**name) => *object,
            _ => return None,
        },
        _ => return None,
    };
    holder(program, collection)
}

fn holder(program: &Program, collection: ExprId) -> Option<Filled<'_>> {
    match program.expr(collection) {
        Expr::Var(binding) => Some(Filled::Var(*binding)),
        Expr::Member { key: Key::Name(name), .. } => Some(Filled::Property(name)),
        Expr::Member { object, .. } => holder(program, *object),
        _ => None,
    }
}

fn is_event(program: &Program, e: ExprId) -> bool {
    matches!(program.expr(e), Expr::Const(Const::Str(text)) if is_event_name(text))
}

/// Whether a text names a message event: `message`, `onmessage`, `window:message`, jQuery's `message.namespace`.
fn is_event_name(text: &str) -> bool {
    let base = text.split('.').next().unwrap_or(text);
    matches!(base, "message" | "onmessage" | "messageerror" | "window:message")
}

/// Functions of which the source text is taken, where they are named or where they are given to: it is run in some other place, a worker
/// as a rule.
pub(in crate::machine) fn stringified_functions(program: &Program) -> FxHashSet<FnId> {
    let mut declared: FxHashMap<BindingId, FnId> =
        program.functions.iter().flat_map(|f| f.hoisted.iter().copied()).collect();
    for (stmt, _) in &program.stmts {
        if let Stmt::Declare(pattern, value) = stmt
            && let (Pattern::Bind(binding), Expr::Function(f)) = (program.pattern(*pattern), program.expr(*value))
        {
            declared.insert(*binding, *f);
        }
    }
    let function = |e: ExprId| match program.expr(e) {
        Expr::Var(b) => declared.get(b).copied(),
        Expr::Function(f) => Some(*f),
        _ => None,
    };
    let mut printed: Vec<ExprId> = Vec::new();
    for (expr, _) in &program.exprs {
        match expr {
            Expr::Call { callee, args, .. } if args.is_empty() => {
                if let Expr::Member { object, key: Key::Name(name), .. } = program.expr(*callee)
                    && &**name == "toString"
                {
                    printed.push(*object);
                }
            }
            Expr::Binary(BinaryOp::Add, a, b) => printed.extend([*a, *b]),
            Expr::Template { values, .. } => printed.extend(values.iter().copied()),
            _ => {}
        }
    }
    let mut found: FxHashSet<FnId> = printed.iter().copied().filter_map(function).collect();
    // What a function makes text of may be one of its parameters: `startWorker(work)`.
    let texts: FxHashSet<BindingId> = printed
        .iter()
        .filter_map(|e| match program.expr(*e) {
            Expr::Var(b) => Some(*b),
            _ => None,
        })
        .collect();
    for (expr, _) in &program.exprs {
        let Expr::Call { callee, args, .. } = expr else { continue };
        let Some(called) = function(program.called(*callee)) else { continue };
        let params = &program.function(called).params;
        let is_text = |p: &PatId| matches!(program.pattern(*p), Pattern::Bind(b) if texts.contains(b));
        let given = params.iter().zip(args).filter(|(p, _)| is_text(p));
        found.extend(given.filter_map(|(_, a)| function(a.value)));
    }
    found
}
