//! Lowers JSX to elements of tag, properties and children. Knows no framework.

use swc_ecma_ast as ast;

use super::expr::key_name;
use super::{Lower, span};
use crate::source::Span;
use crate::syntax::program::{Const, Expr, ExprId, Key, Property};

impl<'a> Lower<'a> {
    pub(super) fn jsx_element(&mut self, element: &'a ast::JSXElement) -> ExprId {
        let tag = self.jsx_tag(&element.opening.name);
        let mut props = Vec::with_capacity(element.opening.attrs.len());
        for attribute in &element.opening.attrs {
            props.push(match attribute {
                ast::JSXAttrOrSpread::JSXAttr(attribute) => self.jsx_attribute(attribute),
                ast::JSXAttrOrSpread::SpreadElement(spread) => Property::Spread(self.expr(&spread.expr)),
            });
        }
        let props = self.push(Expr::Object(props), span(element.opening.span));
        let children = self.jsx_children(&element.children);
        self.push(Expr::Jsx { tag, props, children }, span(element.span))
    }

    pub(super) fn jsx_fragment(&mut self, fragment: &'a ast::JSXFragment) -> ExprId {
        let at = span(fragment.opening.span);
        let tag = self.push_str("", at);
        let props = self.push(Expr::Object(Vec::new()), at);
        let children = self.jsx_children(&fragment.children);
        self.push(Expr::Jsx { tag, props, children }, span(fragment.span))
    }

    fn jsx_tag(&mut self, name: &'a ast::JSXElementName) -> ExprId {
        match name {
            ast::JSXElementName::Ident(ident) => self.jsx_ident(ident),
            ast::JSXElementName::JSXMemberExpr(member) => self.jsx_member(member),
            ast::JSXElementName::JSXNamespacedName(name) => {
                let text = format!("{}:{}", name.ns.sym, name.name.sym);
                self.push_str(&text, span(name.span))
            }
        }
    }

    fn jsx_ident(&mut self, ident: &'a ast::Ident) -> ExprId {
        let at = span(ident.span);
        if &*ident.sym == "this" {
            return self.push(Expr::This, at);
        }
        let is_intrinsic = ident.sym.starts_with(|c: char| c.is_ascii_lowercase()) || ident.sym.contains('-');
        if is_intrinsic { self.push_str(&ident.sym, at) } else { self.ident(ident) }
    }

    pub(super) fn jsx_member(&mut self, member: &'a ast::JSXMemberExpr) -> ExprId {
        let mut spine = vec![member];
        let mut object = &member.obj;
        while let ast::JSXObject::JSXMemberExpr(next) = object {
            spine.push(next);
            object = &next.obj;
        }
        let mut value = match object {
            ast::JSXObject::Ident(ident) if &*ident.sym == "this" => self.push(Expr::This, span(ident.span)),
            ast::JSXObject::Ident(ident) => self.ident(ident),
            // The loop above ends at an identifier.
            ast::JSXObject::JSXMemberExpr(member) => self.push_undefined(span(member.span)),
        };
        while let Some(member) = spine.pop() {
            let key = self.name(&member.prop.sym);
            value = self.push_member(value, Key::Name(key), span(member.span));
        }
        value
    }

    fn jsx_attribute(&mut self, attribute: &'a ast::JSXAttr) -> Property {
        let key = Key::Name(match &attribute.name {
            ast::JSXAttrName::Ident(ident) => self.name(&ident.sym),
            ast::JSXAttrName::JSXNamespacedName(name) => self.name(&format!("{}:{}", name.ns.sym, name.name.sym)),
        });
        let value = match &attribute.value {
            None => self.push(Expr::Const(Const::Bool(true)), span(attribute.span)),
            Some(ast::JSXAttrValue::Str(value)) => {
                let text = self.string(&value.value);
                self.push(Expr::Const(Const::Str(text)), span(value.span))
            }
            Some(ast::JSXAttrValue::JSXExprContainer(container)) => match &container.expr {
                ast::JSXExpr::Expr(expr) => self.named(expr, key_name(&key)),
                ast::JSXExpr::JSXEmptyExpr(empty) => self.push_undefined(span(empty.span)),
            },
            Some(ast::JSXAttrValue::JSXElement(element)) => self.jsx_element(element),
            Some(ast::JSXAttrValue::JSXFragment(fragment)) => self.jsx_fragment(fragment),
        };
        Property::Field(key, value)
    }

    fn jsx_children(&mut self, children: &'a [ast::JSXElementChild]) -> Vec<ExprId> {
        let mut out = Vec::with_capacity(children.len());
        for child in children {
            match child {
                ast::JSXElementChild::JSXText(text) => out.extend(self.jsx_text(text, span(text.span))),
                ast::JSXElementChild::JSXExprContainer(container) => {
                    if let ast::JSXExpr::Expr(expr) = &container.expr {
                        out.push(self.expr(expr));
                    }
                }
                ast::JSXElementChild::JSXSpreadChild(spread) => out.push(self.expr(&spread.expr)),
                ast::JSXElementChild::JSXElement(element) => out.push(self.jsx_element(element)),
                ast::JSXElementChild::JSXFragment(fragment) => out.push(self.jsx_fragment(fragment)),
            }
        }
        out
    }

    /// Blank text with a line break in it is layout of the source, not a child.
    fn jsx_text(&mut self, text: &ast::JSXText, at: Span) -> Option<ExprId> {
        let text = self.string(&text.value);
        let is_layout = text.contains('\n') && text.trim().is_empty();
        (!is_layout).then(|| self.push(Expr::Const(Const::Str(text)), at))
    }
}
