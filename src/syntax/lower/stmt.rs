//! Lowers statements and declarations. What one statement becomes may be none or several.

use swc_common::Spanned;
use swc_ecma_ast as ast;

use super::{Lower, span};
use crate::source::Span;
use crate::syntax::program::{BindingKind, ExprId, Name, PatId, Stmt, StmtId};

impl<'a> Lower<'a> {
    /// Lowers a list of statements whose names are declared.
    pub(super) fn stmts(&mut self, stmts: &'a [ast::Stmt]) -> Vec<StmtId> {
        let mut out = Vec::with_capacity(stmts.len());
        for stmt in stmts {
            self.stmt_into(stmt, &mut out);
        }
        out
    }

    pub(super) fn stmt_into(&mut self, stmt: &'a ast::Stmt, out: &mut Vec<StmtId>) {
        let at = span(stmt.span());
        match stmt {
            ast::Stmt::Expr(stmt) => {
                let value = self.expr(&stmt.expr);
                out.push(self.push_stmt(Stmt::Expr(value), at));
            }
            ast::Stmt::Decl(decl) => self.decl_into(decl, out),
            ast::Stmt::Return(stmt) => {
                let value = stmt.arg.as_deref().map(|arg| self.expr(arg));
                out.push(self.push_stmt(Stmt::Return(value), at));
            }
            ast::Stmt::If(stmt) => out.push(self.if_stmt(stmt)),
            ast::Stmt::Block(block) => out.push(self.block(block)),
            ast::Stmt::Throw(stmt) => {
                let value = self.expr(&stmt.arg);
                out.push(self.push_stmt(Stmt::Throw(value), at));
            }
            ast::Stmt::Try(stmt) => out.push(self.try_stmt(stmt)),
            ast::Stmt::Switch(stmt) => out.push(self.switch(stmt)),
            ast::Stmt::For(stmt) => out.push(self.for_stmt(stmt)),
            ast::Stmt::ForIn(stmt) => out.push(self.for_each(&stmt.left, &stmt.right, &stmt.body, false, at)),
            ast::Stmt::ForOf(stmt) => out.push(self.for_each(&stmt.left, &stmt.right, &stmt.body, true, at)),
            ast::Stmt::While(stmt) => {
                let test = Some(self.expr(&stmt.test));
                let body = self.nested(&stmt.body);
                out.push(self.push_stmt(Stmt::Loop { test, update: None, body, body_first: false }, at));
            }
            ast::Stmt::DoWhile(stmt) => {
                let body = self.nested(&stmt.body);
                let test = Some(self.expr(&stmt.test));
                out.push(self.push_stmt(Stmt::Loop { test, update: None, body, body_first: true }, at));
            }
            ast::Stmt::Labeled(stmt) => out.push(self.labelled(stmt)),
            ast::Stmt::Break(stmt) => {
                let label = self.label(stmt.label.as_ref());
                out.push(self.push_stmt(Stmt::Break(label), at));
            }
            ast::Stmt::Continue(stmt) => {
                let label = self.label(stmt.label.as_ref());
                out.push(self.push_stmt(Stmt::Continue(label), at));
            }
            // Names inside `with` may be properties of the object; they are taken for what they would be without it.
            ast::Stmt::With(stmt) => {
                let object = self.expr(&stmt.obj);
                out.push(self.push_stmt(Stmt::Expr(object), span(stmt.obj.span())));
                out.push(self.nested(&stmt.body));
            }
            ast::Stmt::Empty(_) | ast::Stmt::Debugger(_) => {}
        }
    }

    fn labelled(&mut self, stmt: &'a ast::LabeledStmt) -> StmtId {
        let mut labels = vec![stmt];
        let mut body = &*stmt.body;
        while let ast::Stmt::Labeled(next) = body {
            labels.push(next);
            body = &next.body;
        }
        // A function behind a label belongs to the block around it.
        let mut value = match body {
            ast::Stmt::Decl(_) => {
                let mut out = Vec::new();
                self.stmt_into(body, &mut out);
                self.one(out, span(body.span()))
            }
            _ => self.nested(body),
        };
        while let Some(stmt) = labels.pop() {
            let label = self.name(&stmt.label.sym);
            value = self.push_stmt(Stmt::Labeled(label, value), span(stmt.span));
        }
        value
    }

    fn label(&mut self, label: Option<&ast::Ident>) -> Option<Name> {
        label.map(|label| self.name(&label.sym))
    }

    /// A statement that stands alone, as the body of a loop does. A declaration there has a scope of its own.
    fn nested(&mut self, stmt: &'a ast::Stmt) -> StmtId {
        let at = span(stmt.span());
        let scope = self.scopes.enter();
        self.declare_block([stmt]);
        let mut out = Vec::new();
        self.stmt_into(stmt, &mut out);
        self.scopes.leave(scope);
        self.one(out, at)
    }

    fn one(&mut self, mut stmts: Vec<StmtId>, at: Span) -> StmtId {
        match (stmts.pop(), stmts.is_empty()) {
            (Some(only), true) => only,
            (last, _) => {
                stmts.extend(last);
                self.push_stmt(Stmt::Block(stmts), at)
            }
        }
    }

    pub(super) fn block(&mut self, block: &'a ast::BlockStmt) -> StmtId {
        let scope = self.scopes.enter();
        self.declare_block(&block.stmts);
        let stmts = self.stmts(&block.stmts);
        self.scopes.leave(scope);
        self.push_stmt(Stmt::Block(stmts), span(block.span))
    }

    fn if_stmt(&mut self, first: &'a ast::IfStmt) -> StmtId {
        let mut arms = Vec::new();
        let mut next = Some(first);
        let mut otherwise = None;
        while let Some(stmt) = next {
            let test = self.expr(&stmt.test);
            let then = self.nested(&stmt.cons);
            arms.push((test, then, span(stmt.span)));
            next = match stmt.alt.as_deref() {
                Some(ast::Stmt::If(next)) => Some(next),
                Some(last) => {
                    otherwise = Some(self.nested(last));
                    None
                }
                None => None,
            };
        }
        while let Some((test, then, at)) = arms.pop() {
            otherwise = Some(self.push_stmt(Stmt::If(test, then, otherwise), at));
        }
        match otherwise {
            Some(stmt) => stmt,
            None => self.push_stmt(Stmt::Block(Vec::new()), span(first.span)),
        }
    }

    fn try_stmt(&mut self, stmt: &'a ast::TryStmt) -> StmtId {
        let block = self.block(&stmt.block);
        let handler = stmt.handler.as_ref().map(|handler| {
            let scope = self.scopes.enter();
            let param = handler.param.as_ref().map(|param| {
                let first = self.next_binding();
                self.declare_pattern(first, param, BindingKind::Catch);
                self.pattern(param)
            });
            let body = self.block(&handler.body);
            self.scopes.leave(scope);
            (param, body)
        });
        let finalizer = stmt.finalizer.as_ref().map(|block| self.block(block));
        self.push_stmt(Stmt::Try { block, handler, finalizer }, span(stmt.span))
    }

    fn switch(&mut self, stmt: &'a ast::SwitchStmt) -> StmtId {
        let value = self.expr(&stmt.discriminant);
        let scope = self.scopes.enter();
        self.declare_block(stmt.cases.iter().flat_map(|case| &case.cons));
        let mut cases = Vec::with_capacity(stmt.cases.len());
        for case in &stmt.cases {
            let test = case.test.as_deref().map(|test| self.expr(test));
            cases.push((test, self.stmts(&case.cons)));
        }
        self.scopes.leave(scope);
        self.push_stmt(Stmt::Switch(value, cases), span(stmt.span))
    }

    fn for_stmt(&mut self, stmt: &'a ast::ForStmt) -> StmtId {
        let at = span(stmt.span);
        let scope = self.scopes.enter();
        let mut stmts = Vec::new();
        match &stmt.init {
            Some(ast::VarDeclOrExpr::VarDecl(var)) => {
                let first = self.next_binding();
                self.declare_let(first, var);
                self.declarators(&var.decls, var.kind == ast::VarDeclKind::Var, &mut stmts);
            }
            Some(ast::VarDeclOrExpr::Expr(init)) => {
                let value = self.expr(init);
                stmts.push(self.push_stmt(Stmt::Expr(value), span(init.span())));
            }
            None => {}
        }
        let test = stmt.test.as_deref().map(|test| self.expr(test));
        let update = stmt.update.as_deref().map(|update| self.expr(update));
        let body = self.nested(&stmt.body);
        self.scopes.leave(scope);
        stmts.push(self.push_stmt(Stmt::Loop { test, update, body, body_first: false }, at));
        self.one(stmts, at)
    }

    fn for_each(
        &mut self,
        head: &'a ast::ForHead,
        object: &'a ast::Expr,
        body: &'a ast::Stmt,
        of: bool,
        at: Span,
    ) -> StmtId {
        let mut stmts = Vec::new();
        // `for (var i = 0 in object)`, annex B.3.5.
        if let ast::ForHead::VarDecl(var) = head
            && var.kind == ast::VarDeclKind::Var
        {
            self.declarators(&var.decls, true, &mut stmts);
        }
        // The names of the head are not visible in the object.
        let object = self.expr(object);
        let scope = self.scopes.enter();
        let pattern = self.for_head(head, at);
        let body = self.nested(body);
        self.scopes.leave(scope);
        stmts.push(self.push_stmt(Stmt::ForEach { pattern, object, of, body }, at));
        self.one(stmts, at)
    }

    fn for_head(&mut self, head: &'a ast::ForHead, at: Span) -> PatId {
        let first = self.next_binding();
        let pattern = match head {
            ast::ForHead::Pat(pattern) => Some(&**pattern),
            ast::ForHead::VarDecl(var) => {
                self.declare_let(first, var);
                var.decls.first().map(|d| &d.name)
            }
            ast::ForHead::UsingDecl(using) => {
                for declarator in &using.decls {
                    self.declare_pattern(first, &declarator.name, BindingKind::Using);
                }
                using.decls.first().map(|d| &d.name)
            }
        };
        match pattern {
            Some(pattern) => self.pattern(pattern),
            None => self.nowhere(at),
        }
    }

    pub(super) fn decl_into(&mut self, decl: &'a ast::Decl, out: &mut Vec<StmtId>) {
        match decl {
            ast::Decl::Var(var) if !var.declare => {
                self.declarators(&var.decls, var.kind == ast::VarDeclKind::Var, out);
            }
            ast::Decl::Using(using) => self.declarators(&using.decls, false, out),
            ast::Decl::Fn(function) => self.fn_decl(function),
            ast::Decl::Class(class) if !class.declare => {
                let name = self.scopes.intern(&class.ident.sym);
                let binding = self.scopes.resolve(name);
                let value = self.class(&class.class, binding, None);
                let target = self.name_pattern(&class.ident);
                out.push(self.push_stmt(Stmt::Declare(target, value), span(class.class.span)));
            }
            ast::Decl::TsEnum(declaration) if !declaration.declare => self.ts_enum(declaration, out),
            ast::Decl::TsModule(module) => self.namespace(module, out),
            _ => {}
        }
    }

    fn declarators(&mut self, declarators: &'a [ast::VarDeclarator], is_var: bool, out: &mut Vec<StmtId>) {
        for declarator in declarators {
            let at = span(declarator.span);
            let (target, value): (PatId, ExprId) = match declarator.init.as_deref() {
                Some(init) => {
                    let target = self.pattern(&declarator.name);
                    let name = self.written_name(target);
                    (target, self.named(init, name.as_ref()))
                }
                None if is_var => continue,
                None => (self.pattern(&declarator.name), self.push_undefined(at)),
            };
            out.push(self.push_stmt(Stmt::Declare(target, value), at));
        }
    }
}
