//! Lowers functions, arrows and methods. Classes are in `class`.

use swc_common::Spanned;
use swc_ecma_ast as ast;

use super::expr::key_name;
use super::{Frame, Lower, Scope, span, starts_strict};
use crate::source::Span;
use crate::syntax::program::{BindingKind, Expr, ExprId, FnId, Function, FunctionKind, Key, Name, PatId, Stmt, StmtId};

/// What a function is made of, whatever sort of node it is in the tree.
pub(super) struct Code<'a> {
    pub(super) kind: FunctionKind,
    pub(super) is_async: bool,
    pub(super) is_generator: bool,
    pub(super) params: Vec<Param<'a>>,
    pub(super) body: Body<'a>,
    pub(super) span: Span,
    /// The name of a function expression.
    pub(super) own_name: Option<&'a ast::Ident>,
}

#[derive(Clone, Copy)]
pub(super) enum Param<'a> {
    Plain(&'a ast::Pat),
    /// A parameter of a constructor that is a property too: `constructor(private port: MessagePort)`.
    Property(&'a ast::TsParamProp),
}

#[derive(Clone, Copy)]
pub(super) enum Body<'a> {
    Block(&'a ast::FunctionBody),
    Expr(&'a ast::Expr),
}

/// A function of which nothing is known yet but what holds its number.
pub(super) fn placeholder(kind: FunctionKind, parent: Option<FnId>, span: Span) -> Function {
    Function {
        name: None,
        own_name: None,
        kind,
        is_async: false,
        is_generator: false,
        params: Vec::new(),
        rest: None,
        body: Vec::new(),
        hoisted: Vec::new(),
        names: 0..0,
        parent,
        span,
        body_span: span,
        exprs: 0..0,
    }
}

impl<'a> Code<'a> {
    /// The code of a `function`, or of a method; `None` for an overload or an abstract method.
    pub(super) fn of(function: &'a ast::Function, kind: FunctionKind) -> Option<Self> {
        Some(Self {
            kind,
            is_async: function.is_async,
            is_generator: function.is_generator,
            params: function.params.iter().map(|p| Param::Plain(&p.pat)).collect(),
            body: Body::Block(function.body.as_ref()?),
            span: span(function.span),
            own_name: None,
        })
    }

    /// A method reaches from its key to its closing brace, whatever modifiers and decorators stand before.
    pub(super) fn starting_at(self, key: swc_common::Span) -> Self {
        let start = span(key).start;
        Self { span: Span::new(start, self.span.end), ..self }
    }
}

impl<'a> Lower<'a> {
    pub(super) fn function(&mut self, code: &Code<'a>, name: Option<Name>) -> FnId {
        let id = FnId(self.program.functions.len() as u32);
        let parent = self.owner();
        self.program.functions.push(placeholder(code.kind, Some(parent), code.span));
        let first_expr = self.program.exprs.len() as u32;
        let scope = self.scopes.enter();

        let is_arrow = code.kind == FunctionKind::Arrow;
        let strict = self.is_strict()
            || match code.body {
                Body::Block(block) => starts_strict(block.stmts.iter()),
                Body::Expr(_) => false,
            };
        let arguments = !is_arrow || self.frames.last().is_some_and(|f| f.arguments);
        self.frames.push(Frame { id, strict, arguments, hoisted: Vec::new() });

        let own_name = code.own_name.map(|ident| {
            let first = self.next_binding();
            self.declare_ident(first, ident, BindingKind::Function)
        });
        if !is_arrow {
            let arguments = self.scopes.intern("arguments");
            self.scopes.bind(arguments, None);
        }
        let first = self.next_binding();
        for param in &code.params {
            match param {
                Param::Plain(pattern) => self.declare_pattern(first, pattern, BindingKind::Param),
                Param::Property(property) => self.declare_property(first, property),
            }
        }
        if let Body::Block(block) = code.body {
            self.declare_body(first, &block.stmts);
        }
        let names = first..self.next_binding();

        let (params, rest) = self.params(&code.params);
        let (body, body_span) = self.function_body(code);

        self.scopes.leave(scope);
        let hoisted = self.frames.pop().map(|f| f.hoisted).unwrap_or_default();
        let name = code.own_name.map(|ident| self.name(&ident.sym)).or(name);
        self.program.functions[id.index()] = Function {
            name,
            own_name,
            kind: code.kind,
            is_async: code.is_async,
            is_generator: code.is_generator,
            params,
            rest,
            body,
            hoisted,
            names,
            parent: Some(parent),
            span: code.span,
            body_span,
            exprs: first_expr..self.program.exprs.len() as u32,
        };
        id
    }

    fn params(&mut self, all: &[Param<'a>]) -> (Vec<PatId>, Option<PatId>) {
        let mut params = Vec::with_capacity(all.len());
        let mut rest = None;
        for param in all {
            match param {
                Param::Plain(ast::Pat::Rest(tail)) => rest = Some(self.pattern(&tail.arg)),
                Param::Plain(pattern) => params.push(self.pattern(pattern)),
                Param::Property(property) => params.push(match &property.param {
                    ast::TsParamPropParam::Ident(ident) => self.name_pattern(&ident.id),
                    ast::TsParamPropParam::Assign(assign) => self.default_pattern(assign),
                }),
            }
        }
        (params, rest)
    }

    fn declare_property(&mut self, first: u32, property: &'a ast::TsParamProp) {
        let Some(ident) = property_ident(property) else { return };
        let binding = self.declare_ident(first, &ident.id, BindingKind::Param);
        let interface = ident.type_ann.as_ref().and_then(|ty| self.type_name(&ty.type_ann));
        self.program.bindings[binding.index()].interface = interface;
    }

    fn function_body(&mut self, code: &Code<'a>) -> (Vec<StmtId>, Span) {
        match code.body {
            Body::Expr(expr) => {
                let at = span(expr.span());
                let value = self.expr(expr);
                (vec![self.push_stmt(Stmt::Return(Some(value)), at)], at)
            }
            Body::Block(block) => {
                let mut body = Vec::with_capacity(block.stmts.len());
                // Before `super(…)` there is no `this`.
                let head = block.stmts.first().filter(|s| is_super_call(s));
                if let Some(head) = head {
                    self.stmt_into(head, &mut body);
                }
                for param in &code.params {
                    if let Param::Property(property) = param {
                        body.extend(self.store_parameter(property));
                    }
                }
                for stmt in &block.stmts[usize::from(head.is_some())..] {
                    self.stmt_into(stmt, &mut body);
                }
                (body, inside(span(block.span)))
            }
        }
    }

    /// `this.x = x` for `constructor(private x)`.
    fn store_parameter(&mut self, property: &'a ast::TsParamProp) -> Option<StmtId> {
        let ident = &property_ident(property)?.id;
        let at = span(ident.span);
        let this = self.push(Expr::This, at);
        let value = self.ident(ident);
        let key = self.name(&ident.sym);
        Some(self.push_store(this, key, value, at))
    }

    pub(super) fn fn_expr(&mut self, expr: &'a ast::FnExpr, name: Option<&Name>) -> ExprId {
        let Some(mut code) = Code::of(&expr.function, FunctionKind::Function) else {
            return self.push(Expr::Opaque(Vec::new()), span(expr.function.span));
        };
        code.own_name = expr.ident.as_ref();
        let at = code.span;
        let function = self.function(&code, name.cloned());
        self.push(Expr::Function(function), at)
    }

    pub(super) fn arrow(&mut self, arrow: &'a ast::ArrowExpr, name: Option<&Name>) -> ExprId {
        let at = span(arrow.span);
        let code = Code {
            kind: FunctionKind::Arrow,
            is_async: arrow.is_async,
            is_generator: arrow.is_generator,
            params: arrow.params.iter().map(Param::Plain).collect(),
            body: match &*arrow.body {
                ast::ArrowFunctionBody::FunctionBody(block) => Body::Block(block),
                ast::ArrowFunctionBody::Expr(expr) => Body::Expr(expr),
            },
            span: at,
            own_name: None,
        };
        let function = self.function(&code, name.cloned());
        self.push(Expr::Function(function), at)
    }

    /// A function declaration: it exists from the start of the function around it.
    pub(super) fn fn_decl(&mut self, decl: &'a ast::FnDecl) {
        if !super::hoist::has_body(decl) {
            return;
        }
        let Some(code) = Code::of(&decl.function, FunctionKind::Function) else { return };
        let name = self.scopes.intern(&decl.ident.sym);
        let binding = self.scopes.resolve(name);
        let text = self.scopes.text(name);
        let function = self.function(&code, Some(text));
        let outer = self.block_functions.get(&decl.ident.span.lo.0).copied();
        if let Some(frame) = self.frames.last_mut() {
            let outer = outer.filter(|outer| Some(*outer) != binding);
            frame.hoisted.extend(binding.into_iter().chain(outer).map(|binding| (binding, function)));
        }
    }

    pub(super) fn object_method(
        &mut self,
        key: &'a ast::PropName,
        function: &'a ast::Function,
        kind: ast::MethodKind,
    ) -> (Key, FnId) {
        let at = key.span();
        let key = self.key(key);
        let kind = method_kind(kind);
        let code = Code::of(function, kind).map(|code| code.starting_at(at));
        let id = match code {
            Some(code) => self.function(&code, key_name(&key).cloned()),
            None => {
                let id = FnId(self.program.functions.len() as u32);
                let parent = Some(self.owner());
                self.program.functions.push(placeholder(kind, parent, span(function.span)));
                id
            }
        };
        (key, id)
    }

    /// Statements with the scope of a function but without one of their own: a static block, a namespace.
    pub(super) fn enclosed(
        &mut self,
        items: &[super::Item<'a>],
        mut each: impl FnMut(&mut Self, super::Item<'a>, &mut Vec<StmtId>),
    ) -> Vec<StmtId> {
        let scope = self.scopes.enter();
        self.declare_items(items, Scope::Function);
        let mut body = Vec::with_capacity(items.len());
        for item in items {
            each(self, *item, &mut body);
        }
        self.scopes.leave(scope);
        body
    }
}

pub(super) fn method_kind(kind: ast::MethodKind) -> FunctionKind {
    match kind {
        ast::MethodKind::Method => FunctionKind::Method,
        ast::MethodKind::Getter => FunctionKind::Getter,
        ast::MethodKind::Setter => FunctionKind::Setter,
    }
}

/// The name of a parameter that is a property too.
pub(super) fn property_ident(property: &ast::TsParamProp) -> Option<&ast::BindingIdent> {
    match &property.param {
        ast::TsParamPropParam::Ident(ident) => Some(ident),
        ast::TsParamPropParam::Assign(assign) => match &*assign.left {
            ast::Pat::Ident(ident) => Some(ident),
            _ => None,
        },
    }
}

fn is_super_call(stmt: &ast::Stmt) -> bool {
    match stmt {
        ast::Stmt::Expr(stmt) => {
            matches!(&*stmt.expr, ast::Expr::Call(ast::CallExpr { callee: ast::Callee::Super(_), .. }))
        }
        _ => false,
    }
}

/// What is between the braces.
fn inside(braces: Span) -> Span {
    if braces.len() < 2 { braces } else { Span::new(braces.start + 1, braces.end - 1) }
}
