//! Moves the ids and spans of a lowered program, so that it can stand behind others. Reads no file.

use std::ops::Range;

use super::program::{
    Arg, BindingId, Class, ClassId, ExportValue, Expr, ExprId, FnId, Function, Key, MemberKind, PatId, Pattern,
    Program, Property, Stmt, StmtId,
};
use crate::source::Span;

impl Program {
    /// Moves every id and span, so that the nodes can stand in one space with those of other programs.
    pub(crate) fn shift(&mut self, by: &Shift) {
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

/// How many nodes a program has of each sort that has a place.
#[derive(Default)]
pub(crate) struct Counts {
    exprs: usize,
    stmts: usize,
    patterns: usize,
    functions: usize,
    classes: usize,
    bindings: usize,
    imports: usize,
}

impl Program {
    /// What there is so far.
    pub(crate) fn counts(&self) -> Counts {
        Counts {
            exprs: self.exprs.len(),
            stmts: self.stmts.len(),
            patterns: self.patterns.len(),
            functions: self.functions.len(),
            classes: self.classes.len(),
            bindings: self.bindings.len(),
            imports: self.imports.len(),
        }
    }

    /// The places of the nodes that were added since.
    pub(crate) fn spans_behind(&mut self, before: &Counts) -> impl Iterator<Item = &mut Span> {
        let spans = self.exprs[before.exprs..].iter_mut().map(|(_, span)| span);
        let spans = spans.chain(self.stmts[before.stmts..].iter_mut().map(|(_, span)| span));
        let spans = spans.chain(self.patterns[before.patterns..].iter_mut().map(|(_, span)| span));
        let functions = self.functions[before.functions..].iter_mut();
        let spans = spans.chain(functions.flat_map(|f| [&mut f.span, &mut f.body_span]));
        let spans = spans.chain(self.classes[before.classes..].iter_mut().map(|c| &mut c.span));
        let spans = spans.chain(self.bindings[before.bindings..].iter_mut().map(|b| &mut b.span));
        spans.chain(self.imports[before.imports..].iter_mut().map(|i| &mut i.span))
    }

    /// Gives every node the place that `place` gives its own.
    pub(crate) fn relocate(&mut self, place: impl Fn(Span) -> Span) {
        let spans = self.elements.iter_mut().map(|element| &mut element.span);
        let spans = spans.chain(self.framed.iter_mut().map(|(span, _)| span));
        let spans = spans.chain(self.scripts.iter_mut().map(|(_, span)| span));
        spans.for_each(|span| *span = place(*span));
        self.spans_behind(&Counts::default()).for_each(|span| *span = place(*span));
    }
}

fn moved(range: &Range<u32>, by: u32) -> Range<u32> {
    range.start + by..range.end + by
}

/// How far ids and spans of a program are moved.
#[derive(Default, Debug)]
pub(crate) struct Shift {
    pub(crate) text: u32,
    pub(crate) exprs: u32,
    pub(crate) stmts: u32,
    pub(crate) patterns: u32,
    pub(crate) functions: u32,
    pub(crate) classes: u32,
    pub(crate) bindings: u32,
    pub(crate) elements: u32,
}

impl Shift {
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
        id.0 += self.bindings;
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
