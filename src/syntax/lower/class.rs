//! Lowers classes. TypeScript's parameter properties become fields as well as assignments of the constructor.

use swc_common::Spanned;
use swc_ecma_ast as ast;

use super::expr::key_name;
use super::function::{Body, Code, Param, method_kind, property_ident};
use super::{Item, Lower, span};
use crate::syntax::program::{
    BindingId, BindingKind, Class, ClassId, ClassMember, Expr, ExprId, FnId, FunctionKind, Key, MemberKind, Name, Stmt,
};

impl<'a> Lower<'a> {
    pub(super) fn class_expr(&mut self, expr: &'a ast::ClassExpr, name: Option<&Name>) -> ExprId {
        let scope = self.scopes.enter();
        let own_name = expr.ident.as_ref().map(|ident| {
            let first = self.next_binding();
            self.declare_ident(first, ident, BindingKind::Class)
        });
        let class = self.class(&expr.class, own_name, name.cloned());
        self.scopes.leave(scope);
        class
    }

    /// A class whose name, if it has one, is bound.
    pub(super) fn class(&mut self, class: &'a ast::Class, own_name: Option<BindingId>, name: Option<Name>) -> ExprId {
        let decorators = self.decorators(&class.decorators);
        let extends = class.super_class.as_deref().map(|parent| self.expr(parent));
        let mut constructor = None;
        let mut members = Vec::with_capacity(class.body.len());
        // All of a class is strict code.
        let was_strict = self.set_strict(true);
        for member in &class.body {
            match member {
                ast::ClassMember::Constructor(method) => {
                    if let Some(function) = self.constructor(method, &mut members) {
                        constructor = Some(function);
                    }
                }
                other => members.extend(self.class_member(other)),
            }
        }
        self.set_strict(was_strict);
        let name = own_name.map(|binding| Name::clone(&self.program.binding(binding).name)).or(name);
        let at = span(class.span);
        let id = ClassId(self.program.classes.len() as u32);
        self.program.classes.push(Class { name, own_name, extends, constructor, members, decorators, span: at });
        self.push(Expr::Class(id), at)
    }

    fn set_strict(&mut self, strict: bool) -> bool {
        self.frames.last_mut().is_some_and(|frame| std::mem::replace(&mut frame.strict, strict))
    }

    fn decorators(&mut self, decorators: &'a [ast::Decorator]) -> Vec<ExprId> {
        decorators.iter().map(|decorator| self.expr(&decorator.expr)).collect()
    }

    fn constructor(&mut self, method: &'a ast::Constructor, members: &mut Vec<ClassMember>) -> Option<FnId> {
        let body = method.body.as_ref()?;
        let mut params = Vec::with_capacity(method.params.len());
        for param in &method.params {
            match param {
                ast::ParamOrTsParamProp::Param(param) => params.push(Param::Plain(&param.pat)),
                ast::ParamOrTsParamProp::TsParamProp(property) => {
                    members.extend(self.parameter_field(property));
                    params.push(Param::Property(property));
                }
            }
        }
        let code = Code {
            kind: FunctionKind::Constructor,
            is_async: false,
            is_generator: false,
            params,
            body: Body::Block(body),
            span: span(method.span),
            own_name: None,
        };
        let name = self.name("constructor");
        Some(self.function(&code.starting_at(method.key.span()), Some(name)))
    }

    /// The field that a parameter property declares; the constructor writes it.
    fn parameter_field(&mut self, property: &'a ast::TsParamProp) -> Option<ClassMember> {
        let ident = property_ident(property)?;
        let key = Some(Key::Name(self.name(&ident.id.sym)));
        let interface = self.annotation(ident.type_ann.as_deref());
        Some(ClassMember { key, kind: MemberKind::Field(None), is_static: false, decorators: Vec::new(), interface })
    }

    fn annotation(&mut self, annotation: Option<&ast::TsTypeAnn>) -> Option<Name> {
        annotation.and_then(|annotation| self.type_name(&annotation.type_ann))
    }

    fn class_member(&mut self, member: &'a ast::ClassMember) -> Option<ClassMember> {
        match member {
            ast::ClassMember::Method(method) => {
                let decorators = self.decorators(&method.function.decorators);
                let at = method.key.span();
                let key = self.key(&method.key);
                let kind = self.method(&method.function, method.kind, at, &key)?;
                let interface = self.annotation(method.function.return_type.as_deref());
                Some(ClassMember { key: Some(key), kind, is_static: method.is_static, decorators, interface })
            }
            ast::ClassMember::PrivateMethod(method) => {
                let decorators = self.decorators(&method.function.decorators);
                let key = Key::Name(self.private_name(&method.key));
                let kind = self.method(&method.function, method.kind, method.key.span, &key)?;
                let interface = self.annotation(method.function.return_type.as_deref());
                Some(ClassMember { key: Some(key), kind, is_static: method.is_static, decorators, interface })
            }
            ast::ClassMember::ClassProp(prop) if !prop.declare && !prop.is_abstract => {
                let decorators = self.decorators(&prop.decorators);
                let key = self.key(&prop.key);
                let interface = self.annotation(prop.type_ann.as_deref());
                Some(self.field(key, prop.value.as_deref(), prop.is_static, decorators, interface))
            }
            ast::ClassMember::PrivateProp(prop) => {
                let decorators = self.decorators(&prop.decorators);
                let key = Key::Name(self.private_name(&prop.key));
                let interface = self.annotation(prop.type_ann.as_deref());
                Some(self.field(key, prop.value.as_deref(), prop.is_static, decorators, interface))
            }
            ast::ClassMember::AutoAccessor(prop) if !prop.is_abstract => {
                let decorators = self.decorators(&prop.decorators);
                let key = match &prop.key {
                    ast::Key::Private(private) => Key::Name(self.private_name(private)),
                    ast::Key::Public(key) => self.key(key),
                };
                let interface = self.annotation(prop.type_ann.as_deref());
                Some(self.field(key, prop.value.as_deref(), prop.is_static, decorators, interface))
            }
            ast::ClassMember::StaticBlock(block) => {
                let items: Vec<_> = block.body.stmts.iter().map(Item::Stmt).collect();
                let body = self.enclosed(&items, |lower, item, body| {
                    if let Item::Stmt(stmt) = item {
                        lower.stmt_into(stmt, body);
                    }
                });
                let block = self.push_stmt(Stmt::Block(body), span(block.span));
                let kind = MemberKind::StaticBlock(block);
                Some(ClassMember { key: None, kind, is_static: true, decorators: Vec::new(), interface: None })
            }
            _ => None,
        }
    }

    fn method(
        &mut self,
        function: &'a ast::Function,
        kind: ast::MethodKind,
        key_span: swc_common::Span,
        key: &Key,
    ) -> Option<MemberKind> {
        let code = Code::of(function, method_kind(kind))?.starting_at(key_span);
        let function = self.function(&code, key_name(key).cloned());
        Some(match kind {
            ast::MethodKind::Method => MemberKind::Method(function),
            ast::MethodKind::Getter => MemberKind::Getter(function),
            ast::MethodKind::Setter => MemberKind::Setter(function),
        })
    }

    fn field(
        &mut self,
        key: Key,
        value: Option<&'a ast::Expr>,
        is_static: bool,
        decorators: Vec<ExprId>,
        interface: Option<Name>,
    ) -> ClassMember {
        let value = value.map(|value| self.named(value, key_name(&key)));
        ClassMember { key: Some(key), kind: MemberKind::Field(value), is_static, decorators, interface }
    }
}
