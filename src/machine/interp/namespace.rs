//! Namespaces of other files: `App.Receiver = function () { … }`, where no declaration of `App` is in sight. Such a
//! name is unknown as any other, or an object, so that what the file puts there is found again.

use rustc_hash::FxHashSet;

use crate::machine::Machine;
use crate::machine::domain::heap::{ObjKind, Place};
use crate::machine::domain::value::{ObjId, Value};
use crate::model::Model;
use crate::source::Span;
use crate::syntax::program::{Expr, ExprId, Key, Name, Pattern, Program};

/// Where a namespace is found: the names that lead to it from the global object.
type Path = Vec<Name>;

impl Machine<'_> {
    /// Makes an object for each namespace that the scanned file adds to and neither makes nor calls. A page's other scripts may
    /// declare it where they can be seen.
    pub(in crate::machine) fn declare_namespaces(&mut self) {
        let program = self.program;
        if !program.scanned().scripts.is_empty() {
            return;
        }
        let at = program.scanned().function(Program::BODY).span;
        for path in namespaces(program.scanned(), self.model) {
            let mut holder = self.web.window;
            for name in path {
                let held = self.heap.own(holder, &name).and_then(|held| held.objects().next());
                holder = held.unwrap_or_else(|| self.open_object(holder, name, Span::new(at.start, at.start)));
            }
        }
    }

    fn open_object(&mut self, holder: ObjId, name: Name, at: Span) -> ObjId {
        let object = self.heap.alloc(ObjKind::Plain, at);
        self.heap.object_mut(object).open = true;
        self.exploration.escaped.insert(object);
        // Whether it is a mere holder of names is not known: `element.innerHTML = …` is written in the same way.
        let value = Value::object(object, at).join(&self.top(at));
        self.heap.preset(&Place::Prop(holder, name), value);
        object
    }
}

fn namespaces(program: &Program, model: &Model) -> Vec<Path> {
    let mut filled: Vec<Path> = Vec::new();
    // What the file makes itself, or calls, is no mere place for names.
    let mut own: FxHashSet<Path> = FxHashSet::default();
    for (expr, _) in &program.exprs {
        match expr {
            Expr::Assign { target, .. } => {
                let Pattern::Place(place) = program.pattern(*target) else { continue };
                own.extend(path_of(program, model, *place));
                if let Expr::Member { object, .. } = program.expr(*place) {
                    filled.extend(path_of(program, model, *object));
                }
            }
            Expr::Call { callee, .. } | Expr::New { callee, .. } => own.extend(path_of(program, model, *callee)),
            _ => {}
        }
    }
    filled.retain(|path| (1..=path.len()).all(|end| !own.contains(&path[..end])));
    filled
}

/// The names that lead to the expression from the global object, if that is all it is and the platform has no such name.
fn path_of(program: &Program, model: &Model, expr: ExprId) -> Option<Path> {
    let is_known = |name: &str| {
        model.platform.globals.contains_key(name)
            || model.static_name(name).is_some()
            || matches!(name, "module" | "exports" | "require" | "undefined")
    };
    match program.expr(expr) {
        Expr::Global(name) => (!is_known(name)).then(|| vec![name.clone()]),
        Expr::Member { object, key: Key::Name(name), .. } => {
            if let Expr::Global(holder) = program.expr(*object)
                && model.platform.globals.get(&**holder).is_some_and(|ty| &**ty == "Window")
            {
                return (!is_known(name)).then(|| vec![name.clone()]);
            }
            let mut path = path_of(program, model, *object)?;
            path.push(name.clone());
            Some(path)
        }
        _ => None,
    }
}
