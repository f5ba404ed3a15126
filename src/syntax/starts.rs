//! Which files a program starts as workers, as far as its text names them. Resolves no specifier.

use rustc_hash::FxHashMap;

use super::program::{BindingId, Const, Expr, ExprId, Key, Name, Pattern, Program, Stmt};

/// The specifiers of the worker scripts that the program starts: `new Worker('x')`, `new SharedWorker(new URL('x', …))`,
/// `navigator.serviceWorker.register('x')`, and `import X from 'x?worker'`.
pub fn workers(program: &Program) -> Vec<Name> {
    let mut constants = None;
    let mut found: Vec<Name> = Vec::new();
    for (expr, _) in &program.exprs {
        let script = match expr {
            Expr::New { callee, args } if is_worker(program, *callee) => args.first(),
            Expr::Call { callee, args, .. } if is_registration(program, *callee) => args.first(),
            _ => continue,
        };
        let Some(script) = script.and_then(|arg| match program.expr(arg.value) {
            Expr::Var(binding) => {
                let constants = constants.get_or_insert_with(|| constants_of(program));
                constants.get(binding).and_then(|value| address(program, *value))
            }
            _ => address(program, arg.value),
        }) else {
            continue;
        };
        found.push(script);
    }
    for import in &program.imports {
        if let Some((script, query)) = import.source.split_once('?')
            && query.split('&').any(|word| matches!(word, "worker" | "sharedworker"))
        {
            found.push(script.into());
        }
    }
    found.sort();
    found.dedup();
    found
}

/// What each variable is declared with, first.
fn constants_of(program: &Program) -> FxHashMap<BindingId, ExprId> {
    let mut constants = FxHashMap::default();
    for (stmt, _) in &program.stmts {
        if let Stmt::Declare(pattern, value) = stmt
            && let Pattern::Bind(binding) = program.pattern(*pattern)
        {
            constants.entry(*binding).or_insert(*value);
        }
    }
    constants
}

fn is_worker(program: &Program, callee: ExprId) -> bool {
    match program.expr(callee) {
        Expr::Global(name) | Expr::Member { key: Key::Name(name), .. } => matches!(&**name, "Worker" | "SharedWorker"),
        _ => false,
    }
}

/// `….serviceWorker.register`
fn is_registration(program: &Program, callee: ExprId) -> bool {
    let Expr::Member { object, key: Key::Name(name), .. } = program.expr(callee) else { return false };
    let holder = match program.expr(*object) {
        Expr::Chain(inner) => program.expr(*inner),
        holder => holder,
    };
    &**name == "register" && matches!(holder, Expr::Member { key: Key::Name(name), .. } if &**name == "serviceWorker")
}

/// A script's address: a constant, or one that is taken relative to the file.
fn address(program: &Program, e: ExprId) -> Option<Name> {
    match program.expr(e) {
        Expr::Const(Const::Str(text)) => Some(text.clone()),
        Expr::New { callee, args } if matches!(program.expr(*callee), Expr::Global(name) if &**name == "URL") => {
            address(program, args.first()?.value)
        }
        Expr::Member { object, key: Key::Name(name), .. } if &**name == "href" => address(program, *object),
        Expr::Typed(inner, _) => address(program, *inner),
        _ => None,
    }
}
