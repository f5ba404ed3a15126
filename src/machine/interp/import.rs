//! Imports: what a name of another file stands for. A file's body is run when something of it is first needed, apart from
//! the conditions of whoever needs it.

use std::sync::Arc;

use crate::linked::{FileId, MAX_FILES};
use crate::machine::analysis::once;
use crate::machine::analysis::relevance;
use crate::machine::domain::heap::{EnvId, ObjKind, Place};
use crate::machine::domain::taint::Taints;
use crate::machine::domain::value::{ObjId, Value};
use crate::machine::limits;
use crate::machine::{Frame, Machine, Mode};
use crate::modules::Resolved;
use crate::source::Span;
use crate::syntax::program::{
    BindingId, BindingKind, Const, ExportValue, Expr, ExprId, FnId, Import, Key, Name, PatId, Pattern, Program, Unit,
};

/// What an imported name is.
#[derive(Clone, Debug)]
pub(in crate::machine) enum Imported {
    /// A variable of the file that exports it, whatever it holds when it is read.
    Variable(BindingId),
    /// A value: a namespace, something of `module.exports`, something of a library.
    Value(Value),
}

/// What a declaration says of an imported name.
#[derive(Clone, Debug)]
struct Declaration {
    /// The file that it stands in.
    file: FileId,
    source: Name,
    /// What is taken: a name, `default`, or `*` for everything.
    imported: Name,
    span: Span,
}

/// What is known of imports.
#[derive(Default)]
pub(in crate::machine) struct Imports {
    /// The declarations of the files that were run, by the local name.
    declared: rustc_hash::FxHashMap<BindingId, Declaration>,
    /// What the local names turned out to be.
    known: rustc_hash::FxHashMap<BindingId, Imported>,
    /// Where specifiers lead.
    files: rustc_hash::FxHashMap<(FileId, Name), Option<FileId>>,
    namespaces: rustc_hash::FxHashMap<FileId, ObjId>,
    /// `module` of each file that names it.
    pub(in crate::machine) modules: rustc_hash::FxHashMap<FileId, ObjId>,
    run: rustc_hash::FxHashSet<FileId>,
    /// Objects and activations that imported bodies made: they outlive whatever was running then.
    made: Vec<(std::ops::Range<u32>, std::ops::Range<u32>)>,
    said: bool,
    /// The files whose bodies were not run to their end.
    cut: rustc_hash::FxHashSet<FileId>,
    /// How many bodies are being run.
    running: u32,
    spent: u64,
    /// Fuel that calls into other files took, in the present run, and what there was when the outermost of them began.
    away: u64,
    away_from: Option<u64>,
    /// Why a specifier leads nowhere, or not to its end.
    broken: rustc_hash::FxHashMap<(FileId, Name), String>,
    /// Whether the search for a name ended at [`limits::RE_EXPORTS`].
    lost: bool,
}

impl<'p> Machine<'p> {
    /// Runs what a file evaluates. The activation of the first unit is the only one while the scanned file is begun.
    pub(in crate::machine) fn run_units(&mut self, file: FileId) {
        self.imports.run.insert(file);
        let program = self.program;
        for import in program.imports(file) {
            let Import { source, imported, span, .. } = import;
            let declaration = Declaration { file, source: source.clone(), imported: imported.clone(), span: *span };
            self.imports.declared.insert(import.binding, declaration);
        }
        for (i, unit) in program.units(file).iter().enumerate() {
            self.run_unit(unit);
            if i > 0 || file != FileId::SCANNED {
                self.frames.pop();
            }
        }
    }

    fn run_unit(&mut self, unit: &'p Unit) {
        let env = self.heap.activate(unit.body, None);
        self.bodies.insert(unit.body, env);
        // Of a script, not of a module.
        let script = unit.imports.is_empty() && unit.exports.is_empty();
        let this = if script { Value::object(self.web.window, Span::default()) } else { Value::undefined() };
        self.frames.push(Frame::new(unit.body, env, this));
        self.hoist(unit.body);
        self.block(&self.program.function(unit.body).body);
        self.settle();
    }

    /// `const lib = require('./lib')` at the top of a file: as with an `import`, the other file is run when something of it
    /// is first needed. Whether the declaration is one of that sort.
    pub(in crate::machine) fn declares_import(&mut self, pattern: PatId, value: ExprId) -> bool {
        let program = self.program;
        let Expr::Call { callee, args, .. } = program.expr(value) else { return false };
        let (Expr::Global(function), [source]) = (program.expr(*callee), args.as_slice()) else { return false };
        let Expr::Const(Const::Str(source)) = program.expr(source.value) else { return false };
        let unit = self.frames.last().map_or(Program::BODY, |frame| frame.function);
        let at_top = program.is_body(unit) && self.path.0.is_none() && self.loops == 0;
        if &**function != "require" || !at_top || self.lookup(self.web.window, function).is_some() {
            return false;
        }
        let name_of = |pattern: PatId| match program.pattern(pattern) {
            Pattern::Bind(binding) => Some(*binding),
            _ => None,
        };
        let part = |(key, part): &(Key, PatId)| match key {
            Key::Name(name) => Some((name_of(*part)?, name.clone())),
            _ => None,
        };
        let names: Option<Vec<(BindingId, Name)>> = match program.pattern(pattern) {
            Pattern::Bind(binding) => Some(vec![(*binding, "*".into())]),
            Pattern::Object { fields, rest: None } => fields.iter().map(part).collect(),
            _ => None,
        };
        let (file, span) = (program.file_of(unit), program.span(value));
        let Some(names) = names.filter(|names| names.iter().all(|(name, _)| self.is_unset(*name))) else {
            return false;
        };
        for (binding, imported) in names {
            let declaration = Declaration { file, source: source.clone(), imported, span };
            self.imports.declared.insert(binding, declaration);
        }
        true
    }

    fn is_unset(&self, binding: BindingId) -> bool {
        let env = self.scope(self.program.binding(binding).owner);
        env.is_some_and(|env| self.heap.var(env, binding).is_none())
    }

    /// Whether the name stands for something of another file.
    pub(in crate::machine) fn is_imported_name(&self, binding: BindingId) -> bool {
        self.program.binding(binding).kind == BindingKind::Import || self.imports.declared.contains_key(&binding)
    }

    /// The package or file that a name is imported from, and what of it.
    pub(in crate::machine) fn import_of(&self, binding: BindingId) -> Option<(&str, &str)> {
        self.imports.declared.get(&binding).map(|d| (&*d.source, &*d.imported))
    }

    /// The value of an imported name, where no condition has narrowed it.
    pub(in crate::machine) fn read_import(&mut self, binding: BindingId, span: Span) -> Value {
        let found = self.imported_as(binding);
        if let Some(Declaration { file, source, .. }) = self.imports.declared.get(&binding).cloned() {
            self.note_broken(file, &source, span);
        }
        match found {
            Some(Imported::Variable(target)) => {
                self.note_cut(target, span);
                self.deeper(|m| m.read_var(target, span)).unwrap_or_else(|| self.top(span))
            }
            Some(Imported::Value(value)) => value,
            None => self.top(span),
        }
    }

    /// Says that a handler needs something of a file whose body could not be run to its end.
    fn note_cut(&mut self, target: BindingId, span: Span) {
        let binding = self.program.binding(target);
        if self.imports.cut.is_empty() || !self.in_handler() || self.is_imported_name(target) {
            return;
        }
        let missing = self.bodies.get(&binding.owner).is_none_or(|env| self.heap.var(*env, target).is_none());
        let file = self.program.file_of(binding.owner);
        if missing && self.imports.cut.remove(&file) {
            let path = self.program.module(file).source.path();
            self.recorder
                .unread
                .push((span, format!("the budget of steps for imports was spent before `{path}` was evaluated")));
        }
    }

    /// The variable that holds what a name stands for: its own, or that of the file that exports it.
    pub(in crate::machine) fn holder_of(&self, mut binding: BindingId) -> BindingId {
        for _ in 0..limits::RE_EXPORTS {
            match self.imports.known.get(&binding) {
                Some(Imported::Variable(target)) => binding = *target,
                _ => break,
            }
        }
        binding
    }

    fn imported_as(&mut self, binding: BindingId) -> Option<Imported> {
        if let Some(known) = self.imports.known.get(&binding) {
            return Some(known.clone());
        }
        let Declaration { file, source, imported, span } = self.imports.declared.get(&binding).cloned()?;
        let found = self.take(file, &source, &imported, span, 0);
        // A name that leads back to itself is not there.
        let found = match found {
            Some(Imported::Variable(target)) if self.holder_of(target) == binding => None,
            found => found,
        };
        let found = found.unwrap_or_else(|| Imported::Value(self.top(span)));
        if std::mem::take(&mut self.imports.lost) {
            let reason = format!("more than {} files hand the name on", limits::RE_EXPORTS);
            self.imports.broken.insert((file, source.clone()), reason);
        }
        self.imports.known.insert(binding, found.clone());
        // One that is broken is read here each time, for the handler that needs it may be yet to come.
        let broken = self.imports.broken.contains_key(&(file, source));
        if !broken
            && let (Imported::Value(value), Some(env)) = (&found, self.scope(self.program.binding(binding).owner))
        {
            self.heap.preset(&Place::Var(env, binding), value.clone());
        }
        Some(found)
    }

    /// `name` of what `source` leads to from `file`.
    fn take(&mut self, file: FileId, source: &Name, name: &Name, span: Span, hops: usize) -> Option<Imported> {
        match self.file_at(file, source, span) {
            Some(target) if &**name == "*" => Some(Imported::Value(self.namespace(target, span))),
            Some(target) => self.exported(target, name, span, hops),
            None => Some(Imported::Value(self.imported(source, name, span))),
        }
    }

    /// What `require(source)` or `import(source)` gives, if it leads to a file.
    pub(in crate::machine) fn required(&mut self, source: &Name, span: Span) -> Option<Value> {
        let function = self.frames.last().map_or(FnId(0), |f| f.function);
        let file = self.program.file_of(function);
        let target = self.file_at(file, source, span)?;
        Some(self.namespace(target, span))
    }

    /// What a file exports under a name.
    fn exported(&mut self, file: FileId, name: &Name, span: Span, hops: usize) -> Option<Imported> {
        // A step for each file that is asked: where every file hands on all of several others, there are more ways than files.
        if hops > limits::RE_EXPORTS || !self.step() {
            self.imports.lost = true;
            return None;
        }
        let program = self.program;
        let exports = program.exports(file);
        let named = exports.iter().find(|e| e.name == *name);
        match named.map(|e| &e.value) {
            Some(ExportValue::Binding(binding)) => {
                self.run_import(file);
                return Some(Imported::Variable(*binding));
            }
            Some(ExportValue::From { source, name }) => return self.take(file, source, name, span, hops + 1),
            None => {}
        }
        if exports.is_empty() {
            let module = self.common_exports(file, span)?;
            let member = self.read_named(&module, &Value::string(name, span, Taints::NONE), span);
            // Without a `default` of its own, all of it is the default.
            let whole = &**name == "default"
                && !module.objects().any(|o| self.heap.own(o, "default").is_some())
                && !module.is_bottom();
            return Some(Imported::Value(if whole { module } else { member }));
        }
        if &**name == "default" {
            return None;
        }
        exports.iter().filter(|e| &*e.name == "*").find_map(|e| match &e.value {
            ExportValue::From { source, .. } => {
                let target = self.file_at(file, source, span)?;
                self.exported(target, name, span, hops + 1)
            }
            ExportValue::Binding(_) => None,
        })
    }

    /// `module.exports` of a file, after its body has run.
    fn common_exports(&mut self, file: FileId, span: Span) -> Option<Value> {
        self.run_import(file);
        let module = *self.imports.modules.get(&file)?;
        let exports = self.heap.own(module, "exports").cloned();
        Some(exports.unwrap_or_else(|| Value::object(module, span)))
    }

    /// All that a file exports, as one object.
    fn namespace(&mut self, file: FileId, span: Span) -> Value {
        if let Some(&known) = self.imports.namespaces.get(&file) {
            return Value::object(known, span);
        }
        let program = self.program;
        let exports = program.exports(file);
        if exports.is_empty() {
            return self.common_exports(file, span).unwrap_or_else(|| self.top(span));
        }
        self.run_import(file);
        let object = self.heap.alloc(ObjKind::Plain, span);
        self.imports.namespaces.insert(file, object);
        for export in exports {
            match &export.value {
                ExportValue::From { source, .. } if &*export.name == "*" => {
                    let Some(target) = self.file_at(file, source, span) else {
                        self.heap.object_mut(object).open = true;
                        continue;
                    };
                    match self.deeper(|m| m.namespace(target, span)) {
                        Some(all) => self.copy_properties(object, &all),
                        None => self.heap.object_mut(object).open = true,
                    }
                }
                _ => {
                    let value = match self.exported(file, &export.name, span, 0) {
                        Some(Imported::Variable(binding)) => self.read_var(binding, span),
                        Some(Imported::Value(value)) => value,
                        None => self.top(span),
                    };
                    self.heap.set(Place::Prop(object, export.name.clone()), value);
                }
            }
        }
        Value::object(object, span)
    }

    /// What the scanned file imports of those whose message handlers call what importers hand over.
    pub(in crate::machine) fn handing(&self) -> relevance::Handing {
        let (program, modules) = (self.program.scanned(), self.modules);
        let path = self.program.module(FileId::SCANNED).source.path();
        let mut handing = relevance::Handing::default();
        for source in crate::detect::sources(program).collect::<rustc_hash::FxHashSet<_>>() {
            let names = modules.hands_on(path, source);
            if !names.is_empty() {
                let imports = program.imports.iter().filter(|import| &*import.source == source);
                handing.bindings.extend(imports.map(|import| import.binding));
                handing.names.extend(names);
            }
        }
        handing
    }

    /// The file that a specifier leads to, linked.
    pub(in crate::machine) fn file_at(&mut self, from: FileId, source: &Name, span: Span) -> Option<FileId> {
        let key = (from, source.clone());
        let known = self.imports.files.get(&key).copied();
        let found = known.unwrap_or_else(|| {
            let found = self.link(from, source);
            self.imports.files.insert(key.clone(), found);
            found
        });
        self.note_broken(from, source, span);
        found
    }

    /// Says that a handler needs something that a specifier does not lead to. What no handler needs is nobody's loss.
    fn note_broken(&mut self, from: FileId, source: &Name, span: Span) {
        if self.imports.broken.is_empty() || !self.in_handler() {
            return;
        }
        if let Some(reason) = self.imports.broken.remove(&(from, source.clone())) {
            self.recorder.unread.push((span, format!("a message handler uses `{source}`: {reason}")));
        }
    }

    fn link(&mut self, from: FileId, source: &Name) -> Option<FileId> {
        let path = self.program.module(from).source.path().to_owned();
        let module = match self.modules.resolve(&path, source) {
            Resolved::File(module) => module,
            Resolved::Outside => return None,
            Resolved::Broken(reason) => {
                self.imports.broken.insert((from, source.clone()), format!("it cannot be read: {reason}"));
                return None;
            }
        };
        let there = (0..=self.program.imported_count()).map(FileId);
        if !module.failures.is_empty() {
            let reason = "behind a syntax error, nothing of it is known".to_owned();
            self.imports.broken.insert((from, source.clone()), reason);
        }
        let known = there.into_iter().find(|f| self.program.module(*f).source.path() == module.source.path());
        if let Some(known) = known {
            return Some(known);
        }
        let Some(file) = self.program.add(Arc::clone(&module)) else {
            let reason = format!("the file needs more than {MAX_FILES} others");
            self.imports.broken.insert((from, source.clone()), reason);
            return None;
        };
        self.outline_import(file);
        Some(file)
    }

    /// What the text of an imported file tells, with the ids that it was linked under.
    fn outline_import(&mut self, file: FileId) {
        let first = self.program.first_function(file);
        let module = self.program.module(file);
        let program = &module.program;
        let moved = |f: FnId| FnId(f.0 + first);
        self.exploration.runs.resize(self.program.function_count(), 0);
        self.outline.relevant.extend(relevance::relevant_functions(
            program,
            self.model,
            &relevance::Handing::default(),
        ));
        self.outline.called.extend(relevance::called_functions(program));
        self.outline.immediate.extend(once::immediate_functions(program).into_iter().map(moved));
        self.outline.stringified.extend(relevance::stringified_functions(program).into_iter().map(moved));
        self.outline.constructed_names.extend(relevance::constructed_names(program));
        let first = self.program.first_binding(file);
        let set = relevance::set_elsewhere(program).into_iter().map(|b| BindingId(b.0 + first));
        self.outline.set_elsewhere.extend(set);
    }

    /// Runs the body of an imported file, once. In a cycle, what it exports so far is what there is.
    pub(in crate::machine) fn run_import(&mut self, file: FileId) {
        if self.imports.run.contains(&file) {
            return;
        }
        let fuel = limits::IMPORT_FUEL.min(limits::IMPORTS_FUEL.saturating_sub(self.imports.spent));
        let (objects, envs) = (self.heap.len() as u32, self.heap.env_count());
        let frames = std::mem::take(&mut self.frames);
        let path = std::mem::take(&mut self.path);
        let dead = std::mem::replace(&mut self.unreachable, false);
        let mode = std::mem::replace(&mut self.mode, Mode::Exploration);
        let loops = std::mem::take(&mut self.loops);
        let may_throw = self.may_throw.take();
        let listener = self.senders.listener.take();
        let away = self.count_away((0, None));
        let outer_fuel = std::mem::replace(&mut self.budget.fuel, fuel);
        let out_of_fuel = std::mem::replace(&mut self.budget.out_of_fuel, false);
        self.imports.running += 1;
        self.run_units(file);
        self.imports.running -= 1;
        self.imports.spent += fuel - self.budget.fuel;
        if self.budget.out_of_fuel {
            self.imports.cut.insert(file);
        }
        self.budget.out_of_fuel = out_of_fuel;
        self.budget.fuel = outer_fuel;
        self.count_away(away);
        self.senders.listener = listener;
        self.may_throw = may_throw;
        self.loops = loops;
        self.mode = mode;
        self.unreachable = dead;
        self.path = path;
        self.frames = frames;
        self.imports.made.push((objects..self.heap.len() as u32, envs..self.heap.env_count()));
    }

    /// A function is entered. If it is the first one of another file, its steps are counted from here.
    pub(in crate::machine) fn leave_file(&mut self, function: FnId) -> bool {
        let leaves = self.imports.away_from.is_none() && !self.program.is_own(function);
        if leaves {
            self.imports.away_from = Some(self.budget.fuel);
        }
        leaves
    }

    /// That function has ended.
    pub(in crate::machine) fn come_back(&mut self, left: bool) {
        if left && let Some(from) = self.imports.away_from.take() {
            self.imports.away += from.saturating_sub(self.budget.fuel);
        }
    }

    /// Whether other files had their share of the fuel of this run: what they call is out of sight from here on.
    pub(in crate::machine) fn is_far_enough(&self) -> bool {
        let present = self.imports.away_from.map_or(0, |from| from.saturating_sub(self.budget.fuel));
        let limit = if self.in_handler() { limits::RUN_FUEL_AWAY } else { limits::EXPLORATION_FUEL_AWAY };
        self.imports.away + present > limit
    }

    /// Says that imported code was not followed any further, if a handler needed it.
    pub(in crate::machine) fn note_far(&mut self, span: Span) {
        if self.in_handler() && !self.imports.said {
            self.imports.said = true;
            self.recorder.unread.push((
                span,
                "the code that a message handler imports is too long to be followed to its end".to_owned(),
            ));
        }
    }

    /// Begins a count for a run of its own; the old one is to be given back.
    pub(in crate::machine) fn count_away(&mut self, count: (u64, Option<u64>)) -> (u64, Option<u64>) {
        let away = std::mem::replace(&mut self.imports.away, count.0);
        (away, std::mem::replace(&mut self.imports.away_from, count.1))
    }

    /// A call of a function of another file that the model knows by its name: what the model says of it outweighs its code,
    /// which may do the same in a way that cannot be followed.
    pub(in crate::machine) fn known_import(&mut self, id: ExprId, function: FnId, args: &[Value]) -> Option<Value> {
        if self.program.is_own(function) {
            return None;
        }
        let (name, span) = (self.callee_name(id)?, self.program.span(id));
        if let Some(sanitizes) = self.model.sanitizes(&name) {
            return Some(self.sanitized(&sanitizes, args, span));
        }
        self.sink_unseen(&name, id, args);
        let method = matches!(self.program.expr(id), Expr::Call { callee, .. } if matches!(self.program.expr(*callee), Expr::Member { .. }));
        self.wrapper_call(id, &name, args, method).then(|| self.top(span))
    }

    /// Whether the body of an imported file is being run.
    pub(in crate::machine) fn is_importing(&self) -> bool {
        self.imports.running > 0
    }

    /// Whether an imported body made the object.
    pub(in crate::machine) fn is_imported_object(&self, object: ObjId) -> bool {
        self.imports.made.iter().any(|(objects, _)| objects.contains(&object.0))
    }

    /// Whether it is the activation of an imported body, or of a function that ran in one.
    pub(in crate::machine) fn is_imported_env(&self, env: EnvId) -> bool {
        self.imports.made.iter().any(|(_, envs)| envs.contains(&env.0))
    }
}
