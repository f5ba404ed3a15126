//! Whether a program is a suite of tests: what it runs it runs in its own way, with parts of the tested code replaced. Says nothing
//! of what it tests.

use super::program::{Const, Expr, ExprId, Key, Program, Stmt};

/// Whether a file imports a test runner, or something at its top is handed to one: `describe('title', () => …)`, `test.skip('title', …)`.
pub fn is_suite(program: &Program) -> bool {
    if program.imports.iter().any(|import| RUNNERS.contains(&&*import.source) || import.source.starts_with("qunit")) {
        return true;
    }
    let bodies = program.units.iter().map(|unit| program.function(unit.body));
    bodies.flat_map(|function| &function.body).any(|stmt| match program.stmt(*stmt) {
        Stmt::Expr(expr) => is_case(program, *expr),
        _ => false,
    })
}

/// Modules that only tests import.
const RUNNERS: [&str; 9] =
    ["vitest", "@jest/globals", "mocha", "node:test", "bun:test", "ava", "tape", "uvu", "@playwright/test"];

/// `describe('title', () => …)`
fn is_case(program: &Program, expr: ExprId) -> bool {
    let Expr::Call { callee, args, .. } = program.expr(expr) else { return false };
    let titled = args
        .first()
        .is_some_and(|title| matches!(program.expr(title.value), Expr::Const(Const::Str(_)) | Expr::Template { .. }));
    let run = args.iter().skip(1).any(|arg| matches!(program.expr(arg.value), Expr::Function(_)));
    titled && run && is_runner(program, *callee)
}

/// The functions that test runners share, as globals or imported, and their variants (`test.skip`, `describe.each(…)`).
fn is_runner(program: &Program, callee: ExprId) -> bool {
    let known = |name: &str| matches!(name, "describe" | "suite" | "context" | "test" | "it");
    match program.expr(callee) {
        Expr::Global(name) => known(name),
        Expr::Var(binding) => program.imports.iter().any(|i| i.binding == *binding && known(&i.imported)),
        Expr::Member { object, key: Key::Name(_), .. } => is_runner(program, *object),
        Expr::Call { callee, .. } => is_runner(program, *callee),
        _ => false,
    }
}
