//! Lowers what is written to: declarations' patterns and assignment targets. Declares no names; `hoist` has done so.

use swc_common::Spanned;
use swc_ecma_ast as ast;

use super::expr::bare;
use super::{Lower, span};
use crate::source::Span;
use crate::syntax::program::{Expr, Key, Name, PatId, Pattern};

impl<'a> Lower<'a> {
    pub(super) fn pattern(&mut self, pattern: &'a ast::Pat) -> PatId {
        match pattern {
            ast::Pat::Ident(ident) => self.name_pattern(&ident.id),
            ast::Pat::Array(array) => self.array_pattern(array),
            ast::Pat::Object(object) => self.object_pattern(object),
            ast::Pat::Assign(assign) => self.default_pattern(assign),
            ast::Pat::Rest(rest) => self.pattern(&rest.arg),
            ast::Pat::Expr(expr) => self.place(expr),
            ast::Pat::Invalid(invalid) => self.nowhere(span(invalid.span)),
        }
    }

    /// A name that is written: a binding, or a global.
    pub(super) fn name_pattern(&mut self, ident: &ast::Ident) -> PatId {
        let at = span(ident.span);
        let name = self.scopes.intern(&ident.sym);
        if let Some(place) = self.template_place(ident) {
            return self.push_pattern(Pattern::Place(place), at);
        }
        if let Some(binding) = self.scopes.resolve(name) {
            return self.push_pattern(Pattern::Bind(binding), at);
        }
        let name = self.scopes.text(name);
        let global = self.push(Expr::Global(name), at);
        self.push_pattern(Pattern::Place(global), at)
    }

    /// An expression that is written.
    pub(super) fn place(&mut self, expr: &'a ast::Expr) -> PatId {
        match bare(expr) {
            ast::Expr::Ident(ident) => self.name_pattern(ident),
            expr @ (ast::Expr::Member(_) | ast::Expr::SuperProp(_)) => {
                let at = span(expr.span());
                let value = self.expr(expr);
                self.push_pattern(Pattern::Place(value), at)
            }
            other => self.nowhere(span(other.span())),
        }
    }

    /// A target that only broken code has. It takes nothing, as `{}` does.
    pub(super) fn nowhere(&mut self, at: Span) -> PatId {
        self.push_pattern(Pattern::Object { fields: Vec::new(), rest: None }, at)
    }

    pub(super) fn assign_target(&mut self, target: &'a ast::AssignTarget) -> PatId {
        use ast::{AssignTarget, AssignTargetPat, SimpleAssignTarget as Simple};
        let at = span(target.span());
        match target {
            AssignTarget::Pat(AssignTargetPat::Array(array)) => self.array_pattern(array),
            AssignTarget::Pat(AssignTargetPat::Object(object)) => self.object_pattern(object),
            AssignTarget::Simple(Simple::Ident(ident)) => self.name_pattern(&ident.id),
            AssignTarget::Simple(Simple::Member(member)) => {
                let object = self.expr(&member.obj);
                let key = self.member_key(&member.prop);
                let value = self.push_member(object, key, at);
                self.push_pattern(Pattern::Place(value), at)
            }
            AssignTarget::Simple(Simple::SuperProp(prop)) => {
                let value = self.super_member(prop);
                self.push_pattern(Pattern::Place(value), at)
            }
            AssignTarget::Simple(Simple::Paren(inner)) => self.place(&inner.expr),
            AssignTarget::Simple(Simple::TsAs(inner)) => self.place(&inner.expr),
            AssignTarget::Simple(Simple::TsSatisfies(inner)) => self.place(&inner.expr),
            AssignTarget::Simple(Simple::TsNonNull(inner)) => self.place(&inner.expr),
            AssignTarget::Simple(Simple::TsTypeAssertion(inner)) => self.place(&inner.expr),
            AssignTarget::Simple(Simple::TsInstantiation(inner)) => self.place(&inner.expr),
            AssignTarget::Simple(Simple::OptChain(_) | Simple::Invalid(_))
            | AssignTarget::Pat(AssignTargetPat::Invalid(_)) => self.nowhere(at),
        }
    }

    fn array_pattern(&mut self, array: &'a ast::ArrayPat) -> PatId {
        let mut items = Vec::with_capacity(array.elems.len());
        let mut rest = None;
        for item in &array.elems {
            match item {
                Some(ast::Pat::Rest(tail)) => rest = Some(self.pattern(&tail.arg)),
                Some(item) => items.push(Some(self.pattern(item))),
                None => items.push(None),
            }
        }
        self.push_pattern(Pattern::Array { items, rest }, untyped(array.span, array.type_ann.as_deref()))
    }

    fn object_pattern(&mut self, object: &'a ast::ObjectPat) -> PatId {
        let mut fields = Vec::with_capacity(object.props.len());
        let mut rest = None;
        for prop in &object.props {
            match prop {
                ast::ObjectPatProp::KeyValue(prop) => {
                    let key = self.key(&prop.key);
                    fields.push((key, self.pattern(&prop.value)));
                }
                ast::ObjectPatProp::Assign(prop) => {
                    let key = self.name(&prop.key.id.sym);
                    let mut target = self.name_pattern(&prop.key.id);
                    if let Some(value) = &prop.value {
                        let value = self.named(value, Some(&key));
                        target = self.push_pattern(Pattern::Default(target, value), span(prop.span));
                    }
                    fields.push((Key::Name(key), target));
                }
                ast::ObjectPatProp::Rest(tail) => rest = Some(self.pattern(&tail.arg)),
            }
        }
        self.push_pattern(Pattern::Object { fields, rest }, untyped(object.span, object.type_ann.as_deref()))
    }

    pub(super) fn default_pattern(&mut self, assign: &'a ast::AssignPat) -> PatId {
        let target = self.pattern(&assign.left);
        let name = self.written_name(target);
        let value = self.named(&assign.right, name.as_ref());
        self.push_pattern(Pattern::Default(target, value), span(assign.span))
    }

    /// The name that a function gets when it is written there.
    pub(super) fn written_name(&self, pattern: PatId) -> Option<Name> {
        match self.program.pattern(pattern) {
            Pattern::Bind(binding) => Some(Name::clone(&self.program.binding(*binding).name)),
            Pattern::Place(place) => match self.program.expr(*place) {
                Expr::Global(name) | Expr::Member { key: Key::Name(name), .. } => Some(Name::clone(name)),
                _ => None,
            },
            _ => None,
        }
    }
}

/// The span of a pattern without the type behind it.
fn untyped(whole: swc_common::Span, annotation: Option<&ast::TsTypeAnn>) -> Span {
    let mut at = span(whole);
    if let Some(annotation) = annotation {
        let colon = span(annotation.span).start;
        if colon > at.start {
            at.end = at.end.min(colon);
        }
    }
    at
}
