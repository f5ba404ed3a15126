//! Joins lowered programs into one: what is appended gets ids behind those that are there. Reads no file.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::program::{
    Arg, BindingId, Class, ClassId, ExportValue, Expr, ExprId, FnId, Function, Key, MemberKind, Name, PatId, Pattern,
    Program, Property, Stmt, StmtId,
};
use crate::source::Span;

impl Program {
    /// Appends the units of `other`, whose spans are those of the same file: another script of a document.
    ///
    /// Scripts share their top-level names. One that is declared twice is one binding, and what names it in any unit
    /// is a [`Expr::Var`] from here on. Modules see the names of scripts and keep their own.
    pub fn append(&mut self, mut other: Self) {
        let names = self.global_names();
        let twice = other.global_names().into_iter().filter_map(|(name, binding)| Some((binding, *names.get(&name)?)));
        let shift = Shift { same: twice.collect(), ..Shift::behind(self) };
        other.shift(&shift);
        other.resolve(&names);
        self.resolve(&other.names_of_scripts(shift.bindings));
        let (imports, exports) = (self.imports.len(), self.exports.len());
        for unit in &mut other.units {
            unit.imports = unit.imports.start + imports..unit.imports.end + imports;
            unit.exports = unit.exports.start + exports..unit.exports.end + exports;
        }
        self.exprs.append(&mut other.exprs);
        self.stmts.append(&mut other.stmts);
        self.patterns.append(&mut other.patterns);
        self.functions.append(&mut other.functions);
        self.classes.append(&mut other.classes);
        self.bindings.append(&mut other.bindings);
        self.elements.append(&mut other.elements);
        self.imports.append(&mut other.imports);
        self.exports.append(&mut other.exports);
        self.references.append(&mut other.references);
        self.units.append(&mut other.units);
    }

    /// The names that scripts of this program declare for all others.
    fn global_names(&self) -> FxHashMap<Name, BindingId> {
        self.names_of_scripts(0)
    }

    /// The same of a program whose ids begin at `first`.
    fn names_of_scripts(&self, first: u32) -> FxHashMap<Name, BindingId> {
        let scripts = self.units.iter().filter(|unit| !unit.is_module);
        let mut names = FxHashMap::default();
        for id in scripts.flat_map(|unit| unit.top.clone()) {
            if let Some(binding) = self.bindings.get((id - first) as usize) {
                names.entry(binding.name.clone()).or_insert(BindingId(id));
            }
        }
        names
    }

    /// Turns global names that are declared into variables.
    fn resolve(&mut self, names: &FxHashMap<Name, BindingId>) {
        if names.is_empty() {
            return;
        }
        for (expr, _) in &mut self.exprs {
            if let Expr::Global(name) = expr
                && let Some(&binding) = names.get(name)
            {
                *expr = Expr::Var(binding);
            }
        }
    }

    /// Moves every id and span, so that the nodes can stand in one space with those of other programs.
    pub(super) fn shift(&mut self, by: &Shift) {
        for (expr, span) in &mut self.exprs {
            expr.shift(by);
            by.span(span);
        }
        for (stmt, span) in &mut self.stmts {
            stmt.shift(by);
            by.span(span);
        }
        for (pattern, span) in &mut self.patterns {
            pattern.shift(by);
            by.span(span);
        }
        for function in &mut self.functions {
            function.shift(by);
        }
        for class in &mut self.classes {
            class.shift(by);
        }
        for binding in &mut self.bindings {
            by.function(&mut binding.owner);
            by.span(&mut binding.span);
        }
        for element in &mut self.elements {
            by.span(&mut element.span);
        }
        for import in &mut self.imports {
            by.binding(&mut import.binding);
            by.span(&mut import.span);
        }
        for export in &mut self.exports {
            if let ExportValue::Binding(binding) = &mut export.value {
                by.binding(binding);
            }
        }
        for unit in &mut self.units {
            by.function(&mut unit.body);
            unit.top = moved(&unit.top, by.bindings);
        }
    }
}

fn moved(range: &Range<u32>, by: u32) -> Range<u32> {
    range.start + by..range.end + by
}

/// How far ids and spans of a program are moved.
#[derive(Default, Debug)]
pub(super) struct Shift {
    pub(super) text: u32,
    pub(super) exprs: u32,
    pub(super) stmts: u32,
    pub(super) patterns: u32,
    pub(super) functions: u32,
    pub(super) classes: u32,
    pub(super) bindings: u32,
    pub(super) elements: u32,
    /// Bindings, by their ids before the move, that are bindings which are there already.
    pub(super) same: FxHashMap<BindingId, BindingId>,
}

impl Shift {
    /// Behind the last id of `program`; spans stay as they are.
    fn behind(program: &Program) -> Self {
        Self {
            exprs: program.exprs.len() as u32,
            stmts: program.stmts.len() as u32,
            patterns: program.patterns.len() as u32,
            functions: program.functions.len() as u32,
            classes: program.classes.len() as u32,
            bindings: program.bindings.len() as u32,
            elements: program.elements.len() as u32,
            ..Self::default()
        }
    }

    fn span(&self, span: &mut Span) {
        span.start += self.text;
        span.end += self.text;
    }

    fn expr(&self, id: &mut ExprId) {
        id.0 += self.exprs;
    }

    fn stmt(&self, id: &mut StmtId) {
        id.0 += self.stmts;
    }

    fn pattern(&self, id: &mut PatId) {
        id.0 += self.patterns;
    }

    fn function(&self, id: &mut FnId) {
        id.0 += self.functions;
    }

    fn class(&self, id: &mut ClassId) {
        id.0 += self.classes;
    }

    fn binding(&self, id: &mut BindingId) {
        *id = match self.same.get(id) {
            Some(there) => *there,
            None => BindingId(id.0 + self.bindings),
        };
    }

    fn exprs<'a>(&self, ids: impl IntoIterator<Item = &'a mut ExprId>) {
        ids.into_iter().for_each(|id| self.expr(id));
    }

    fn stmts<'a>(&self, ids: impl IntoIterator<Item = &'a mut StmtId>) {
        ids.into_iter().for_each(|id| self.stmt(id));
    }

    fn args<'a>(&self, args: impl IntoIterator<Item = &'a mut Arg>) {
        args.into_iter().for_each(|arg| self.expr(&mut arg.value));
    }

    fn key(&self, key: &mut Key) {
        if let Key::Computed(expr) = key {
            self.expr(expr);
        }
    }
}

impl Expr {
    fn shift(&mut self, by: &Shift) {
        match self {
            Self::Const(_) | Self::Global(_) | Self::This | Self::Super | Self::Arguments => {}
            Self::Template { values, .. } | Self::Seq(values) | Self::Opaque(values) => by.exprs(values),
            Self::Var(binding) => by.binding(binding),
            Self::Array(items) => by.args(items.iter_mut().flatten()),
            Self::Object(properties) => properties.iter_mut().for_each(|property| property.shift(by)),
            Self::Function(function) => by.function(function),
            Self::Class(class) => by.class(class),
            Self::Member { object, key, .. } => {
                by.expr(object);
                by.key(key);
            }
            Self::Element(element) => element.0 += by.elements,
            Self::Chain(inner)
            | Self::Unary(_, inner)
            | Self::Await(inner)
            | Self::Import(inner)
            | Self::Typed(inner, _) => by.expr(inner),
            Self::Call { callee, args, .. } | Self::New { callee, args } => {
                by.expr(callee);
                by.args(args);
            }
            Self::Binary(_, left, right) | Self::Logical(_, left, right) => by.exprs([left, right]),
            Self::Cond(test, then, otherwise) => by.exprs([test, then, otherwise]),
            Self::Assign { target, value, .. } => {
                by.pattern(target);
                by.expr(value);
            }
            Self::Update { target, .. } => by.expr(target),
            Self::Yield(value) => by.exprs(value),
            Self::Jsx { tag, props, children } => {
                by.exprs([tag, props]);
                by.exprs(children);
            }
        }
    }
}

impl Property {
    fn shift(&mut self, by: &Shift) {
        match self {
            Self::Field(key, value) => {
                by.key(key);
                by.expr(value);
            }
            Self::Getter(key, function) | Self::Setter(key, function) => {
                by.key(key);
                by.function(function);
            }
            Self::Spread(value) => by.expr(value),
        }
    }
}

impl Pattern {
    fn shift(&mut self, by: &Shift) {
        match self {
            Self::Bind(binding) => by.binding(binding),
            Self::Place(expr) => by.expr(expr),
            Self::Object { fields, rest } => {
                for (key, part) in fields {
                    by.key(key);
                    by.pattern(part);
                }
                rest.iter_mut().for_each(|rest| by.pattern(rest));
            }
            Self::Array { items, rest } => {
                items.iter_mut().flatten().chain(rest).for_each(|item| by.pattern(item));
            }
            Self::Default(inner, value) => {
                by.pattern(inner);
                by.expr(value);
            }
        }
    }
}

impl Stmt {
    fn shift(&mut self, by: &Shift) {
        match self {
            Self::Expr(value) | Self::Throw(value) => by.expr(value),
            Self::Declare(pattern, value) => {
                by.pattern(pattern);
                by.expr(value);
            }
            Self::Return(value) => by.exprs(value),
            Self::If(test, then, otherwise) => {
                by.expr(test);
                by.stmt(then);
                by.stmts(otherwise);
            }
            Self::Block(body) => by.stmts(body),
            Self::Loop { test, update, body, .. } => {
                by.exprs(test);
                by.exprs(update);
                by.stmt(body);
            }
            Self::ForEach { pattern, object, body, .. } => {
                by.pattern(pattern);
                by.expr(object);
                by.stmt(body);
            }
            Self::Switch(value, cases) => {
                by.expr(value);
                for (test, body) in cases {
                    by.exprs(test);
                    by.stmts(body);
                }
            }
            Self::Try { block, handler, finalizer } => {
                by.stmt(block);
                if let Some((param, body)) = handler {
                    param.iter_mut().for_each(|param| by.pattern(param));
                    by.stmt(body);
                }
                by.stmts(finalizer);
            }
            Self::Break(_) | Self::Continue(_) => {}
            Self::Labeled(_, body) => by.stmt(body),
        }
    }
}

impl Function {
    fn shift(&mut self, by: &Shift) {
        self.own_name.iter_mut().for_each(|name| by.binding(name));
        self.params.iter_mut().chain(&mut self.rest).for_each(|param| by.pattern(param));
        by.stmts(&mut self.body);
        for (binding, function) in &mut self.hoisted {
            by.binding(binding);
            by.function(function);
        }
        self.parent.iter_mut().for_each(|parent| by.function(parent));
        by.span(&mut self.span);
        by.span(&mut self.body_span);
        self.names = moved(&self.names, by.bindings);
        self.exprs = moved(&self.exprs, by.exprs);
    }
}

impl Class {
    fn shift(&mut self, by: &Shift) {
        self.own_name.iter_mut().for_each(|name| by.binding(name));
        by.exprs(&mut self.extends);
        self.constructor.iter_mut().for_each(|constructor| by.function(constructor));
        by.exprs(&mut self.decorators);
        by.span(&mut self.span);
        for member in &mut self.members {
            member.key.iter_mut().for_each(|key| by.key(key));
            by.exprs(&mut member.decorators);
            match &mut member.kind {
                MemberKind::Method(f) | MemberKind::Getter(f) | MemberKind::Setter(f) => by.function(f),
                MemberKind::Field(value) => by.exprs(value),
                MemberKind::StaticBlock(body) => by.stmt(body),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::source::{SourceFile, Span};
    use crate::syntax::print::print;
    use crate::syntax::{Dialect, load_part};

    /// The lines, each a script of its own, as one program.
    fn linked(text: &str) -> String {
        let source = SourceFile::new("page.html", text);
        let mut parts = text.split('\n').scan(0, |at, part| {
            let span = Span::new(*at, *at + part.len() as u32);
            *at = span.end + 1;
            Some(load_part(&source, span, Dialect::JavaScript).expect("it is read").program)
        });
        let mut program = parts.next().expect("there is a part");
        parts.for_each(|part| program.append(part));
        print(&program)
    }

    #[test]
    fn scripts_share_their_top_level_names_and_modules_do_not() {
        assert_eq!(linked("let a = 1; b\nvar b = a"), "let a#0 = 1; b#1; | let b#1 = a#0;");
        assert_eq!(linked("var a = 1\nvar a = a || 2"), "let a#0 = 1; | let a#0 = (Or a#0 2);");
        let three = "var a; f(a)\nexport {}; let a = g; f\nfunction f(x) { return x }";
        assert_eq!(linked(three), "f#2(a#0); | let a#1 = @g; f#2; | hoist f#2 = function f(x#3) {return x#3;};");
    }
}
