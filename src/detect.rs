//! Tells from what a program uses and imports which platform it is made for. Signs from outside of the file are the loader's.

use rustc_hash::FxHashSet;

use crate::platform::{Platforms, Table};
use crate::syntax::program::{Const, Expr, Key, Program, Property};

/// Adds the platforms that a program shows.
pub(crate) fn add(platforms: &mut Platforms, table: &'static Table, program: &Program) {
    let rows = || table.rows().iter();
    let wanted: FxHashSet<&str> = rows().flat_map(|row| row.uses.iter().map(String::as_str)).collect();
    let used = used(program, &wanted);
    let imported: FxHashSet<&str> = program.imports.iter().map(|import| &*import.source).collect();
    let required = required(program);
    for row in rows() {
        if let Some(name) = row.uses.iter().find(|name| used.contains(name.as_str())) {
            platforms.add(row, format!("it uses `{name}`"));
        }
        let imports = |name: &&String| imported.contains(name.as_str()) || required.contains(name.as_str());
        if let Some(name) = row.imports.iter().find(imports) {
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

/// What a program takes with `require`.
fn required(program: &Program) -> FxHashSet<&str> {
    let source = |(expr, _): &'_ (Expr, _)| match expr {
        Expr::Call { callee, args, .. } if matches!(program.expr(*callee), Expr::Global(name) if &**name == "require") => {
            args.first().map(|arg| arg.value)
        }
        _ => None,
    };
    let sources = program.exprs.iter().filter_map(source);
    sources
        .filter_map(|e| match program.expr(e) {
            Expr::Const(Const::Str(name)) => Some(&**name),
            _ => None,
        })
        .collect()
}
