//! Declares the names of a scope before its code is lowered: `var` and functions for a function (ECMA-262 §10.2.11 and
//! annex B.3.2), lexical names for a block. Lowers nothing.

use swc_common::Span as SwcSpan;
use swc_ecma_ast as ast;
use swc_ecma_visit::{Visit, VisitWith, noop_visit_type};

use super::scope::NameId;
use super::{Item, Lower, Scope, span};
use crate::syntax::program::{Binding, BindingId, BindingKind};

impl<'a> Lower<'a> {
    /// Declares a name, or finds it again if the scope that began with binding number `first` holds it already.
    pub(super) fn declare(&mut self, first: u32, name: NameId, kind: BindingKind, at: SwcSpan) -> BindingId {
        if let Some(old) = self.scopes.resolve(name).filter(|old| old.0 >= first) {
            let binding = &mut self.program.bindings[old.index()];
            if binding.kind == BindingKind::Var && kind == BindingKind::Function {
                binding.kind = kind;
                binding.span = span(at);
            }
            return old;
        }
        let id = BindingId(self.program.bindings.len() as u32);
        let owner = self.owner();
        let text = self.scopes.text(name);
        self.program.bindings.push(Binding {
            name: text,
            kind,
            owner,
            span: span(at),
            interface: None,
            exported: None,
        });
        self.scopes.bind(name, Some(id));
        id
    }

    /// The number that the next binding will have: what [`Lower::declare`] takes for the begin of a scope.
    pub(super) fn next_binding(&self) -> u32 {
        self.program.bindings.len() as u32
    }

    pub(super) fn declare_ident(&mut self, first: u32, ident: &ast::Ident, kind: BindingKind) -> BindingId {
        let name = self.scopes.intern(&ident.sym);
        self.declare(first, name, kind, ident.span)
    }

    pub(super) fn declare_pattern(&mut self, first: u32, pattern: &ast::Pat, kind: BindingKind) {
        match pattern {
            ast::Pat::Ident(ident) => {
                let id = self.declare_ident(first, &ident.id, kind);
                if let Some(annotation) = &ident.type_ann {
                    let interface = self.type_name(&annotation.type_ann);
                    let binding = &mut self.program.bindings[id.index()];
                    binding.interface = binding.interface.take().or(interface);
                }
            }
            ast::Pat::Array(array) => {
                for item in array.elems.iter().flatten() {
                    self.declare_pattern(first, item, kind);
                }
            }
            ast::Pat::Rest(rest) => self.declare_pattern(first, &rest.arg, kind),
            ast::Pat::Object(object) => {
                for prop in &object.props {
                    match prop {
                        ast::ObjectPatProp::KeyValue(prop) => self.declare_pattern(first, &prop.value, kind),
                        ast::ObjectPatProp::Assign(prop) => {
                            self.declare_ident(first, &prop.key.id, kind);
                        }
                        ast::ObjectPatProp::Rest(rest) => self.declare_pattern(first, &rest.arg, kind),
                    }
                }
            }
            ast::Pat::Assign(assign) => self.declare_pattern(first, &assign.left, kind),
            ast::Pat::Invalid(_) | ast::Pat::Expr(_) => {}
        }
    }

    /// Declares what a module, a namespace or a function body holds.
    pub(super) fn declare_items(&mut self, items: &[Item<'a>], scope: Scope) {
        self.declare_more(self.next_binding(), items, scope);
    }

    /// The same for a scope that began at `first` and may hold names already.
    pub(super) fn declare_more(&mut self, first: u32, items: &[Item<'a>], scope: Scope) {
        if scope == Scope::Function {
            let mut hoist = Hoist::new(self, first);
            for item in items {
                match item {
                    Item::Stmt(stmt) => stmt.visit_with(&mut hoist),
                    Item::Decl(decl) => decl.visit_with(&mut hoist),
                }
            }
        }
        for item in items {
            match item {
                Item::Stmt(stmt) => self.declare_lexical(first, stmt, scope),
                Item::Decl(decl) => self.declare_module_item(first, decl, scope),
            }
        }
    }

    /// Declares what the body of a function holds, beside its parameters, in the scope that began at `first`.
    pub(super) fn declare_body(&mut self, first: u32, stmts: &'a [ast::Stmt]) {
        stmts.visit_with(&mut Hoist::new(self, first));
        for stmt in stmts {
            self.declare_lexical(first, stmt, Scope::Function);
        }
    }

    /// Declares the names that a block, or a list of cases, holds itself.
    pub(super) fn declare_block(&mut self, stmts: impl IntoIterator<Item = &'a ast::Stmt>) {
        let first = self.next_binding();
        for stmt in stmts {
            self.declare_lexical(first, stmt, Scope::Block);
        }
    }

    fn declare_lexical(&mut self, first: u32, stmt: &'a ast::Stmt, scope: Scope) {
        if let ast::Stmt::Decl(decl) = unlabelled(stmt) {
            self.declare_decl(first, decl, scope);
        }
    }

    fn declare_decl(&mut self, first: u32, decl: &'a ast::Decl, scope: Scope) {
        match decl {
            ast::Decl::Class(class) if !class.declare => {
                self.declare_ident(first, &class.ident, BindingKind::Class);
            }
            // A function's own level is declared by `Hoist`.
            ast::Decl::Fn(function) if scope == Scope::Block && has_body(function) => {
                self.declare_ident(first, &function.ident, BindingKind::Function);
            }
            ast::Decl::Var(var) => self.declare_let(first, var),
            ast::Decl::Using(using) => {
                for declarator in &using.decls {
                    self.declare_pattern(first, &declarator.name, BindingKind::Using);
                }
            }
            ast::Decl::TsEnum(declaration) if !declaration.declare => {
                self.declare_ident(first, &declaration.id, BindingKind::Enum);
            }
            ast::Decl::TsModule(module) => {
                if let Some((ident, _)) = super::typescript::instantiated(module) {
                    self.declare_ident(first, ident, BindingKind::Namespace);
                }
            }
            _ => {}
        }
    }

    /// Declares the names of a `let` or `const`.
    pub(super) fn declare_let(&mut self, first: u32, var: &ast::VarDecl) {
        let kind = match var.kind {
            ast::VarDeclKind::Var => return,
            ast::VarDeclKind::Let => BindingKind::Let,
            ast::VarDeclKind::Const => BindingKind::Const,
        };
        if !var.declare {
            for declarator in &var.decls {
                self.declare_pattern(first, &declarator.name, kind);
            }
        }
    }

    fn declare_module_item(&mut self, first: u32, decl: &'a ast::ModuleDecl, scope: Scope) {
        match decl {
            ast::ModuleDecl::Import(import) => {
                self.import_types(import);
                if import.type_only {
                    return;
                }
                for specifier in import.specifiers.iter().filter(|s| !s.is_type_only()) {
                    self.declare_ident(first, specifier.local(), BindingKind::Import);
                }
            }
            ast::ModuleDecl::ExportDecl(export) => self.declare_decl(first, &export.decl, scope),
            ast::ModuleDecl::ExportDefaultDecl(export) => match &export.decl {
                ast::DefaultDecl::Class(ast::ClassExpr { ident: Some(ident), .. }) => {
                    self.declare_ident(first, ident, BindingKind::Class);
                }
                ast::DefaultDecl::Fn(ast::FnExpr { ident: Some(ident), function }) if function.body.is_some() => {
                    self.declare_ident(first, ident, BindingKind::Function);
                }
                _ => {}
            },
            ast::ModuleDecl::TsImportEquals(import) if !import.is_type_only => {
                self.declare_ident(first, &import.id, BindingKind::Const);
            }
            _ => {}
        }
    }
}

/// Whether it is code: not an overload and not `declare function`.
pub(super) fn has_body(function: &ast::FnDecl) -> bool {
    !function.declare && function.function.body.is_some()
}

/// The statement behind its labels.
pub(super) fn unlabelled(mut stmt: &ast::Stmt) -> &ast::Stmt {
    while let ast::Stmt::Labeled(labelled) = stmt {
        stmt = &labelled.body;
    }
    stmt
}

/// Finds the `var`s and functions of one function body. Neither hides in an expression other than a nested function,
/// so expressions are not entered.
struct Hoist<'l, 'a> {
    lower: &'l mut Lower<'a>,
    first: u32,
    /// Lexical names of the blocks around the current place: annex B.3.2 lets a function out of its block only if a
    /// `var` of its name could stand there.
    lexical: Vec<NameId>,
    in_block: bool,
}

impl<'l, 'a> Hoist<'l, 'a> {
    fn new(lower: &'l mut Lower<'a>, first: u32) -> Self {
        Self { lower, first, lexical: Vec::new(), in_block: false }
    }

    fn block<'s>(&mut self, stmts: impl Iterator<Item = &'s ast::Stmt> + Clone) {
        let outer = self.lexical.len();
        let was_in_block = std::mem::replace(&mut self.in_block, true);
        // The functions of this block do not stand in each other's way.
        for stmt in stmts.clone() {
            match unlabelled(stmt) {
                ast::Stmt::Decl(ast::Decl::Class(class)) => self.add_lexical(&class.ident),
                ast::Stmt::Decl(ast::Decl::Var(var)) => self.add_declarators(var),
                _ => {}
            }
        }
        for stmt in stmts.clone() {
            if let ast::Stmt::Decl(ast::Decl::Fn(function)) = unlabelled(stmt) {
                self.block_function(function);
            }
        }
        for stmt in stmts.clone() {
            if let ast::Stmt::Decl(ast::Decl::Fn(function)) = unlabelled(stmt) {
                self.add_lexical(&function.ident);
            }
        }
        for stmt in stmts {
            if !matches!(unlabelled(stmt), ast::Stmt::Decl(ast::Decl::Fn(_))) {
                stmt.visit_with(self);
            }
        }
        self.in_block = was_in_block;
        self.lexical.truncate(outer);
    }

    fn add_lexical(&mut self, ident: &ast::Ident) {
        let name = self.lower.scopes.intern(&ident.sym);
        self.lexical.push(name);
    }

    fn add_declarators(&mut self, var: &ast::VarDecl) {
        if var.kind == ast::VarDeclKind::Var {
            return;
        }
        for declarator in &var.decls {
            if let ast::Pat::Ident(ident) = &declarator.name {
                self.add_lexical(&ident.id);
            }
        }
    }

    fn block_function(&mut self, function: &ast::FnDecl) {
        if self.lower.is_strict() || !has_body(function) {
            return;
        }
        let name = self.lower.scopes.intern(&function.ident.sym);
        if self.lexical.contains(&name) {
            return;
        }
        let held = self.lower.scopes.resolve(name).filter(|held| held.0 >= self.first);
        if held.is_some_and(|held| self.lower.is_declared_as(held, BindingKind::Param)) {
            return;
        }
        let binding = self.lower.declare(self.first, name, BindingKind::Var, function.ident.span);
        self.lower.block_functions.insert(function.ident.span.lo.0, binding);
    }
}

impl Visit for Hoist<'_, '_> {
    noop_visit_type!();

    fn visit_var_decl(&mut self, var: &ast::VarDecl) {
        if var.kind == ast::VarDeclKind::Var && !var.declare {
            for declarator in &var.decls {
                self.lower.declare_pattern(self.first, &declarator.name, BindingKind::Var);
            }
        }
    }

    fn visit_fn_decl(&mut self, function: &ast::FnDecl) {
        if self.in_block {
            // The body of an `if` without braces.
            self.block_function(function);
        } else if has_body(function) {
            self.lower.declare_ident(self.first, &function.ident, BindingKind::Function);
        }
    }

    fn visit_block_stmt(&mut self, block: &ast::BlockStmt) {
        self.block(block.stmts.iter());
    }

    fn visit_switch_stmt(&mut self, switch: &ast::SwitchStmt) {
        self.block(switch.cases.iter().flat_map(|case| &case.cons));
    }

    fn visit_for_stmt(&mut self, stmt: &ast::ForStmt) {
        let outer = self.lexical.len();
        if let Some(ast::VarDeclOrExpr::VarDecl(var)) = &stmt.init {
            self.add_declarators(var);
        }
        stmt.visit_children_with(self);
        self.lexical.truncate(outer);
    }

    fn visit_for_head(&mut self, head: &ast::ForHead) {
        if let ast::ForHead::VarDecl(var) = head {
            self.visit_var_decl(var);
        }
    }

    fn visit_if_stmt(&mut self, stmt: &ast::IfStmt) {
        let mut stmt = stmt;
        loop {
            let was_in_block = std::mem::replace(&mut self.in_block, true);
            stmt.cons.visit_with(self);
            let next = match stmt.alt.as_deref() {
                Some(ast::Stmt::If(next)) => Some(next),
                Some(other) => {
                    other.visit_with(self);
                    None
                }
                None => None,
            };
            self.in_block = was_in_block;
            match next {
                Some(next) => stmt = next,
                None => return,
            }
        }
    }

    fn visit_expr(&mut self, _: &ast::Expr) {}
    fn visit_pat(&mut self, _: &ast::Pat) {}
    fn visit_function(&mut self, _: &ast::Function) {}
    fn visit_class(&mut self, _: &ast::Class) {}
    fn visit_default_decl(&mut self, _: &ast::DefaultDecl) {}
    fn visit_ts_module_decl(&mut self, _: &ast::TsModuleDecl) {}
    fn visit_ts_enum_decl(&mut self, _: &ast::TsEnumDecl) {}
}
