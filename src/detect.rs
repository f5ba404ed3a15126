//! Tells from what a program uses and imports which platform it is made for. Signs from outside of the file are the loader's.

use rustc_hash::FxHashSet;

use crate::platform::{Platforms, Table};
use crate::syntax::program::{Const, Expr, ExprId, Key, Program, Property};

/// Adds the platforms that a program shows.
pub(crate) fn add<'m>(platforms: &mut Platforms<'m>, table: &'m Table, program: &Program) {
    let rows = || table.rows().iter();
    let wanted: FxHashSet<&str> = rows().flat_map(|row| row.uses.iter().map(String::as_str)).collect();
    let used = used(program, &wanted);
    let sources: FxHashSet<&str> = sources(program).collect();
    for row in rows() {
        if let Some(name) = row.uses.iter().find(|name| used.contains(name.as_str())) {
            platforms.add(row, format!("it uses `{name}`"));
        }
        if row.shares_window && shares_window(program) {
            platforms.add(row, "it takes messages of its own window and speaks to an extension".to_owned());
        }
        if let Some(name) = row.imports.iter().find(|name| sources.contains(name.as_str())) {
            platforms.add(row, format!("it imports `{name}`"));
        }
    }
}

/// Which of the names a program uses: as a global, a member, a field or a text.
fn used<'p>(program: &'p Program, wanted: &FxHashSet<&str>) -> FxHashSet<&'p str> {
    let mut used = FxHashSet::default();
    let mut add = |name: &'p str| {
        if wanted.contains(name) {
            used.insert(name);
        }
    };
    for (expr, _) in &program.exprs {
        match expr {
            Expr::Global(name) | Expr::Const(Const::Str(name)) | Expr::Member { key: Key::Name(name), .. } => add(name),
            Expr::Object(properties) => {
                for property in properties {
                    if let Property::Field(Key::Name(name), _) = property {
                        add(name);
                    }
                }
            }
            _ => {}
        }
    }
    used
}

/// Whether a program compares the sender's window with its own and speaks to the rest of an extension: in a page of the extension nobody
/// else posts to that window, in a page that a content script runs in everybody does.
fn shares_window(program: &Program) -> bool {
    let is_own = |e: &ExprId| matches!(program.expr(*e), Expr::Global(name) if matches!(&**name, "window" | "self" | "globalThis"));
    let is_source =
        |e: &ExprId| matches!(program.expr(*e), Expr::Member { key: Key::Name(name), .. } if &**name == "source");
    let compares = |expr: &Expr| match expr {
        Expr::Binary(op, left, right) if op.is_equality() => {
            (is_source(left) && is_own(right)) || (is_own(left) && is_source(right))
        }
        _ => false,
    };
    let speaks = |expr: &Expr| match expr {
        Expr::Member { object, key: Key::Name(name), .. } if matches!(&**name, "sendMessage" | "connect") => {
            matches!(program.expr(*object), Expr::Member { key: Key::Name(name), .. } if &**name == "runtime")
        }
        _ => false,
    };
    let any = |is: &dyn Fn(&Expr) -> bool| program.exprs.iter().any(|(expr, _)| is(expr));
    any(&speaks) && any(&compares)
}

/// Whether a program makes a policy of Trusted Types.
pub(crate) fn makes_policy(program: &Program) -> bool {
    let is_made = |expr: &Expr| matches!(expr, Expr::Member { key: Key::Name(name), .. } if &**name == "createPolicy");
    program.exprs.iter().any(|(expr, _)| is_made(expr))
}

/// What a program imports, be it with `require`.
pub(crate) fn sources(program: &Program) -> impl Iterator<Item = &str> {
    let required = program.exprs.iter().filter_map(move |(expr, _)| required(program, expr));
    program.imports.iter().map(|import| &*import.source).chain(required)
}

/// The package that a call of `require` gives.
pub(crate) fn required<'p>(program: &'p Program, expr: &'p Expr) -> Option<&'p str> {
    let Expr::Call { callee, args, .. } = expr else { return None };
    let is_require = matches!(program.expr(*callee), Expr::Global(name) if &**name == "require");
    args.first().filter(|_| is_require).and_then(|arg| program.expr(arg.value).text())
}
