//! Lowers what TypeScript adds to running code: enums, namespaces, `import =` and `export =`.

use rustc_hash::FxHashMap;
use swc_common::Spanned;
use swc_ecma_ast as ast;

use super::module::declared_names;
use super::{Item, Lower, span};
use crate::source::Span;
use crate::syntax::number;
use crate::syntax::program::{
    Arg, BindingId, BindingKind, Const, Expr, ExprId, Key, Name, Pattern, Property, Stmt, StmtId,
};

/// A namespace's body, or the inner namespace of `namespace A.B {}`.
#[derive(Clone, Copy)]
enum Inside<'a> {
    Block(&'a ast::TsModuleBlock),
    Namespace(&'a ast::Ident, &'a ast::TsNamespaceBody),
}

fn inside(body: &ast::TsNamespaceBody) -> Inside<'_> {
    match body {
        ast::TsNamespaceBody::TsModuleBlock(block) => Inside::Block(block),
        ast::TsNamespaceBody::TsNamespaceDecl(inner) => Inside::Namespace(&inner.id, &inner.body),
    }
}

/// The name and body of a namespace that exists when the program runs: one that holds more than types.
pub(super) fn instantiated(module: &ast::TsModuleDecl) -> Option<(&ast::Ident, &ast::TsNamespaceBody)> {
    match (&module.id, &module.body) {
        (ast::TsModuleName::Ident(ident), Some(body)) if !module.declare && !module.global && has_code(body) => {
            Some((ident, body))
        }
        _ => None,
    }
}

fn has_code(mut body: &ast::TsNamespaceBody) -> bool {
    loop {
        match body {
            ast::TsNamespaceBody::TsNamespaceDecl(inner) => body = &inner.body,
            ast::TsNamespaceBody::TsModuleBlock(block) => {
                return block.body.iter().any(|item| match item {
                    ast::ModuleItem::Stmt(ast::Stmt::Decl(decl)) => decl_has_code(decl),
                    ast::ModuleItem::ModuleDecl(ast::ModuleDecl::ExportDecl(export)) => decl_has_code(&export.decl),
                    ast::ModuleItem::ModuleDecl(_) => false,
                    ast::ModuleItem::Stmt(ast::Stmt::Empty(_)) => false,
                    ast::ModuleItem::Stmt(_) => true,
                });
            }
        }
    }
}

fn decl_has_code(decl: &ast::Decl) -> bool {
    match decl {
        ast::Decl::TsInterface(_) | ast::Decl::TsTypeAlias(_) => false,
        ast::Decl::TsModule(module) => instantiated(module).is_some(),
        other => !declared_names(other).is_empty(),
    }
}

impl<'a> Lower<'a> {
    /// `enum E { A, B = 'x' }` is `const E = { A: 0, B: 'x' }`. The reverse mapping of numbers is left out.
    pub(super) fn ts_enum(&mut self, declaration: &'a ast::TsEnumDecl, out: &mut Vec<StmtId>) {
        let at = span(declaration.span);
        let mut known: FxHashMap<Name, Const> = FxHashMap::default();
        let mut props = Vec::with_capacity(declaration.members.len());
        let mut next = Some(0.0);
        for member in &declaration.members {
            let (key, key_span) = match &member.id {
                ast::TsEnumMemberId::Ident(ident) => (self.name(&ident.sym), ident.span),
                ast::TsEnumMemberId::Str(text) => (self.string(&text.value), text.span),
            };
            let folded = match &member.init {
                Some(init) => self.fold(init, &known),
                None => next.map(Const::Num),
            };
            next = match &folded {
                Some(Const::Num(value)) => Some(value + 1.0),
                _ => None,
            };
            let value = match (&folded, &member.init) {
                (Some(value), init) => {
                    let at = init.as_ref().map_or(key_span, Spanned::span);
                    self.push(Expr::Const(value.clone()), span(at))
                }
                (None, Some(init)) => self.expr(init),
                (None, None) => self.push(Expr::Opaque(Vec::new()), span(key_span)),
            };
            if let Some(value) = folded {
                known.insert(Name::clone(&key), value);
            }
            props.push(Property::Field(Key::Name(key), value));
        }
        let object = self.push(Expr::Object(props), at);
        let target = self.name_pattern(&declaration.id);
        out.push(self.push_stmt(Stmt::Declare(target, object), at));
    }

    /// The value of a constant initialiser (TypeScript's "constant enum expression").
    fn fold(&mut self, expr: &ast::Expr, known: &FxHashMap<Name, Const>) -> Option<Const> {
        match super::expr::bare(expr) {
            ast::Expr::Lit(ast::Lit::Str(text)) => Some(Const::Str(self.string(&text.value))),
            ast::Expr::Lit(ast::Lit::Num(value)) => Some(Const::Num(value.value)),
            ast::Expr::Ident(ident) => known.get(&*ident.sym).cloned(),
            ast::Expr::Member(ast::MemberExpr { prop: ast::MemberProp::Ident(name), .. }) => {
                known.get(&*name.sym).cloned()
            }
            ast::Expr::Tpl(tpl) => {
                let mut text = String::new();
                for (i, quasi) in tpl.quasis.iter().enumerate() {
                    text.push_str(&quasi.cooked.as_ref()?.to_string_lossy());
                    if let Some(value) = tpl.exprs.get(i) {
                        text.push_str(&written(&self.fold(value, known)?)?);
                    }
                }
                Some(Const::Str(self.name(&text)))
            }
            ast::Expr::Unary(unary) => match (unary.op, self.fold(&unary.arg, known)?) {
                (ast::UnaryOp::Minus, Const::Num(value)) => Some(Const::Num(-value)),
                (ast::UnaryOp::Plus, Const::Num(value)) => Some(Const::Num(value)),
                (ast::UnaryOp::Tilde, Const::Num(value)) => Some(Const::Num(f64::from(!to_int32(value)))),
                _ => None,
            },
            ast::Expr::Bin(bin) => {
                let left = self.fold(&bin.left, known)?;
                let right = self.fold(&bin.right, known)?;
                match (bin.op, &left, &right) {
                    (op, Const::Num(left), Const::Num(right)) => arithmetic(op, *left, *right).map(Const::Num),
                    (ast::BinaryOp::Add, left, right) => {
                        let text = written(left)? + &written(right)?;
                        Some(Const::Str(self.name(&text)))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    pub(super) fn namespace(&mut self, module: &'a ast::TsModuleDecl, out: &mut Vec<StmtId>) {
        if let Some((ident, body)) = instantiated(module) {
            self.namespace_body(ident, body, span(module.span), out);
        }
    }

    /// An object, and a block that fills it. A second namespace of the name, or a class or function, is added to.
    fn namespace_body(
        &mut self,
        ident: &'a ast::Ident,
        body: &'a ast::TsNamespaceBody,
        at: Span,
        out: &mut Vec<StmtId>,
    ) {
        let name = self.scopes.intern(&ident.sym);
        let Some(object) = self.scopes.resolve(name) else { return };
        if self.is_declared_as(object, BindingKind::Namespace) && self.namespaces.insert(object) {
            let empty = self.push(Expr::Object(Vec::new()), at);
            out.push(self.push_declare(object, empty, at));
        }
        let stmts = match inside(body) {
            Inside::Block(block) => {
                let items: Vec<Item<'a>> = block.body.iter().map(Item::of).collect();
                self.enclosed(&items, |lower, item, out| lower.namespace_item(object, item, out))
            }
            Inside::Namespace(inner, body) => {
                let scope = self.scopes.enter();
                let first = self.next_binding();
                self.declare_ident(first, inner, BindingKind::Namespace);
                let mut stmts = Vec::new();
                self.namespace_body(inner, body, at, &mut stmts);
                stmts.extend(self.store_in(object, &inner.sym, at));
                self.scopes.leave(scope);
                stmts
            }
        };
        out.push(self.push_stmt(Stmt::Block(stmts), at));
    }

    fn namespace_item(&mut self, object: BindingId, item: Item<'a>, out: &mut Vec<StmtId>) {
        match item {
            Item::Stmt(stmt) => self.stmt_into(stmt, out),
            Item::Decl(ast::ModuleDecl::ExportDecl(export)) => {
                self.decl_into(&export.decl, out);
                for name in declared_names(&export.decl) {
                    out.extend(self.store_in(object, &name, span(export.span)));
                }
            }
            Item::Decl(ast::ModuleDecl::TsImportEquals(import)) => {
                self.alias(import, out);
                if import.is_export {
                    out.extend(self.store_in(object, &import.id.sym, span(import.span)));
                }
            }
            Item::Decl(_) => {}
        }
    }

    /// `object.name = name`
    fn store_in(&mut self, object: BindingId, name: &str, at: Span) -> Option<StmtId> {
        let id = self.scopes.intern(name);
        let binding = self.scopes.resolve(id)?;
        let object = self.push(Expr::Var(object), at);
        let value = self.push(Expr::Var(binding), at);
        let key = self.scopes.text(id);
        Some(self.push_store(object, key, value, at))
    }

    pub(super) fn import_equals(&mut self, import: &'a ast::TsImportEqualsDecl, out: &mut Vec<StmtId>) {
        self.alias(import, out);
        if import.is_export && !import.is_type_only {
            self.export_local(&import.id.sym, &import.id.sym);
        }
    }

    /// `import x = require('y')` and `import x = A.B`.
    fn alias(&mut self, import: &'a ast::TsImportEqualsDecl, out: &mut Vec<StmtId>) {
        if import.is_type_only {
            return;
        }
        let at = span(import.span);
        let value = match &import.module_ref {
            ast::TsModuleRef::TsEntityName(name) => self.entity(name),
            ast::TsModuleRef::TsExternalModuleRef(reference) => {
                let here = span(reference.span);
                let require = self.name("require");
                let callee = self.push(Expr::Global(require), here);
                let source = self.string(&reference.expr.value);
                let source = self.push(Expr::Const(Const::Str(source)), span(reference.expr.span));
                let args = vec![Arg { value: source, spread: false }];
                self.push(Expr::Call { callee, args, optional: false, types: Vec::new() }, here)
            }
        };
        let target = self.name_pattern(&import.id);
        out.push(self.push_stmt(Stmt::Declare(target, value), at));
    }

    fn entity(&mut self, name: &'a ast::TsEntityName) -> ExprId {
        match name {
            ast::TsEntityName::Ident(ident) => self.ident(ident),
            ast::TsEntityName::TsQualifiedName(qualified) => {
                let object = self.entity(&qualified.left);
                let key = self.name(&qualified.right.sym);
                self.push_member(object, Key::Name(key), span(qualified.span))
            }
        }
    }

    /// `export = value` is `module.exports = value`.
    pub(super) fn export_assignment(&mut self, export: &'a ast::TsExportAssignment) -> StmtId {
        let at = span(export.span);
        let (module, exports) = (self.name("module"), self.name("exports"));
        let module = self.push(Expr::Global(module), at);
        let place = self.push_member(module, Key::Name(exports), at);
        let target = self.push_pattern(Pattern::Place(place), at);
        let value = self.expr(&export.expr);
        let assign = self.push(Expr::Assign { target, op: None, value }, at);
        self.push_stmt(Stmt::Expr(assign), at)
    }
}

fn written(value: &Const) -> Option<String> {
    match value {
        Const::Str(text) => Some(text.to_string()),
        Const::Num(value) => Some(number::to_string(*value)),
        _ => None,
    }
}

fn arithmetic(op: ast::BinaryOp, left: f64, right: f64) -> Option<f64> {
    let (a, b) = (to_int32(left), to_int32(right));
    // Only five bits of a shift's width count.
    let width = (b as u32) & 31;
    Some(match op {
        ast::BinaryOp::Add => left + right,
        ast::BinaryOp::Sub => left - right,
        ast::BinaryOp::Mul => left * right,
        ast::BinaryOp::Div => left / right,
        ast::BinaryOp::Mod => left % right,
        ast::BinaryOp::Exp => left.powf(right),
        ast::BinaryOp::BitOr => f64::from(a | b),
        ast::BinaryOp::BitAnd => f64::from(a & b),
        ast::BinaryOp::BitXor => f64::from(a ^ b),
        ast::BinaryOp::LShift => f64::from(a.wrapping_shl(width)),
        ast::BinaryOp::RShift => f64::from(a.wrapping_shr(width)),
        ast::BinaryOp::ZeroFillRShift => f64::from((a as u32).wrapping_shr(width)),
        _ => return None,
    })
}

/// `ToInt32` (ECMA-262 §7.1.6).
fn to_int32(value: f64) -> i32 {
    if !value.is_finite() {
        return 0;
    }
    value.trunc().rem_euclid(4_294_967_296.0) as u32 as i32
}
