//! Whether a file's code runs in a worker or in a window, told from its text. What starts it may say otherwise: that the modules know.

use crate::linked::Linked;
use crate::machine::Machine;
use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::host::Host;
use crate::machine::domain::value::Value;
use crate::platform::MaybeWorker;
use crate::source::{SourceFile, Span};
use crate::syntax::program::{
    Const, Expr, ExprId, FnId, FunctionKind, Key, PatId, Pattern, Program, Stmt, StmtId, UnaryOp,
};

/// Where a file's code runs, as far as the file tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::machine) enum RunsIn {
    Window,
    /// In a window as far as it shows, with doubts.
    Doubtful(MaybeWorker),
    Worker,
}

/// Where the file runs. What it is called decides nothing: that a worker is called so is a habit.
pub(in crate::machine) fn runs_in(source: &SourceFile, program: &Program) -> RunsIn {
    let shown = shown_by(program);
    match shown {
        RunsIn::Doubtful(_) if !is_called_a_worker(source.path()) => RunsIn::Window,
        shown => shown,
    }
}

/// Whether a path is what those of workers usually are.
fn is_called_a_worker(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
    let stem = file.split('.').next().unwrap_or("");
    let folder = |name: &str| matches!(name.to_ascii_lowercase().as_str(), "worker" | "workers");
    file.contains(".worker.")
        || stem == "sw"
        || stem.ends_with("worker")
        || path.rsplit('/').skip(1).take(2).any(folder)
}

/// What a program shows of where it runs, with the doubts that there are if it is called as workers are.
fn shown_by(program: &Program) -> RunsIn {
    // A reference says which declarations the compiler takes, not where the code runs: it counts like a worker's word.
    let mut worker_words = program.references.iter().any(|l| l.to_ascii_lowercase().contains("webworker"));
    let mut document = false;
    let mut scope_only = false;
    let mut listens = false;
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
                let on_self = is_scope(program, *object);
                match &**name {
                    "postMessage" | "onmessage" if on_self => {
                        scope_only = true;
                        listens |= &**name == "onmessage";
                    }
                    "skipWaiting" | "clients" | "importScripts" | "onconnect" if on_self => worker_words = true,
                    _ => {}
                }
            }
            _ => {}
        }
    }
    if document {
        // Code that asks which of the two it runs in is window code with a worker's branch.
        return match worker_words && listens && posts_as_worker(program, listens) {
            true => RunsIn::Doubtful(MaybeWorker::ByNameAndWords),
            false => RunsIn::Window,
        };
    }
    match worker_words || (scope_only && posts_as_worker(program, listens)) {
        true => RunsIn::Worker,
        false => RunsIn::Doubtful(MaybeWorker::ByName),
    }
}

impl Machine<'_> {
    /// `self as unknown as Worker`: whoever says so of the own scope wrote the code for a worker.
    pub(in crate::machine) fn as_scope_of_worker(&mut self, value: Value, interface: &str, span: Span) -> Value {
        let is_own = value.objects().any(|o| o == self.web.window);
        let of_worker = interface == "Worker" || interface.ends_with("WorkerGlobalScope");
        if !(is_own && of_worker) || self.web.scope_is_worker {
            return value;
        }
        let scope = self.heap.alloc(ObjKind::Host(Host::WorkerScope), span);
        Value::object(scope, span)
    }
}

/// Whether the program looks whether it runs in a worker, as one does that may run in a window too.
pub(in crate::machine) fn asks_for_scope(program: &Program) -> bool {
    let asks = |(expr, _): &(Expr, Span)| match expr {
        Expr::Global(name) => name.ends_with("GlobalScope") || matches!(&**name, "document" | "window"),
        Expr::Unary(UnaryOp::TypeOf, arg) => match program.expr(*arg) {
            Expr::Global(name) | Expr::Member { key: Key::Name(name), .. } => &**name == "importScripts",
            _ => false,
        },
        _ => false,
    };
    program.exprs.iter().any(asks)
}

/// Whether a function gives its scope a `window` or a `document`, whatever else is so. No window lets anybody replace these
/// (HTML Standard, `[LegacyUnforgeable]`): it is for workers, though what stands beside it in the file may be for windows.
pub(in crate::machine) fn brings_its_window(program: &Linked, function: FnId) -> bool {
    let function = program.function(function);
    let target = |stmt: &StmtId| match program.stmt(*stmt) {
        Stmt::Expr(expr) => match program.expr(*expr) {
            Expr::Assign { target, op: None, .. } => Some(*target),
            _ => None,
        },
        _ => None,
    };
    let of_scope = |place: PatId| match program.pattern(place) {
        Pattern::Place(at) => matches!(program.expr(*at), Expr::Member { object, key: Key::Name(name), .. }
            if matches!(&**name, "window" | "document") && names_scope(program.expr(*object))),
        _ => false,
    };
    function.kind != FunctionKind::Body && function.body.iter().filter_map(target).any(of_scope)
}

/// Whether it is the global object by one of the names that workers have for it.
fn is_scope(program: &Program, object: ExprId) -> bool {
    names_scope(program.expr(object))
}

fn names_scope(expr: &Expr) -> bool {
    matches!(expr, Expr::Global(name) if matches!(&**name, "self" | "globalThis"))
}

/// Whether the scope's own `postMessage` is called the way that only a worker can, without a target origin, or is not
/// called where `self.onmessage` is set and nothing touches a document.
fn posts_as_worker(program: &Program, listens: bool) -> bool {
    let mut one_way = listens;
    for (expr, _) in &program.exprs {
        let Expr::Call { callee, args, .. } = expr else { continue };
        let own = match program.expr(*callee) {
            Expr::Global(n) => &**n == "postMessage",
            Expr::Member { object, key: Key::Name(n), .. } => &**n == "postMessage" && is_scope(program, *object),
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
