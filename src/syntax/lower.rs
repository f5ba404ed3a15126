//! Lowers swc's tree into a [`Program`]: names resolved, hoisting done, types gone. Decides nothing about what code means.
//!
//! One walk over the tree. A scope declares all its names when it is entered (see [`hoist`]), so that every identifier
//! is resolved the moment it is met. Left-deep chains (`a + a + …`, `.a.a.a`, `else if`) are lowered by iteration;
//! everything else recurses and relies on the stack that `syntax::load` provides.

use std::mem;

use rustc_hash::{FxHashMap, FxHashSet};
use swc_ecma_ast as ast;

use super::program::{
    Arg, BindingId, BindingKind, Const, Expr, ExprId, FnId, Function, FunctionKind, Key, Name, PatId, Pattern, Program,
    Stmt, StmtId, Unit,
};
use crate::source::Span;

mod class;
mod component;
pub(super) mod document;
mod expr;
mod function;
mod hoist;
mod jsx;
mod module;
mod pattern;
mod scope;
mod stmt;
#[cfg(test)]
mod tests;
mod types;
mod typescript;

use scope::Scopes;

/// The program that `tree` is.
pub(super) fn lower(tree: &ast::Program) -> Program {
    let mut lower = Lower::default();
    let (items, is_module): (Vec<Item<'_>>, bool) = match tree {
        ast::Program::Module(module) => (module.body.iter().map(Item::of).collect(), true),
        ast::Program::Script(script) => (script.body.iter().map(Item::Stmt).collect(), false),
    };
    let (ast::Program::Module(ast::Module { span: whole, .. }) | ast::Program::Script(ast::Script { span: whole, .. })) =
        tree;
    lower.file(&items, is_module, span(*whole));
    lower.program
}

/// A statement, or a declaration that only a module or a namespace may hold.
#[derive(Clone, Copy)]
enum Item<'a> {
    Stmt(&'a ast::Stmt),
    Decl(&'a ast::ModuleDecl),
}

impl<'a> Item<'a> {
    fn of(item: &'a ast::ModuleItem) -> Self {
        match item {
            ast::ModuleItem::Stmt(stmt) => Self::Stmt(stmt),
            ast::ModuleItem::ModuleDecl(decl) => Self::Decl(decl),
        }
    }
}

/// A function whose body is being lowered.
struct Frame {
    id: FnId,
    strict: bool,
    /// Whether `arguments` names something: not in the body of the file.
    arguments: bool,
    hoisted: Vec<(BindingId, FnId)>,
}

#[derive(Default)]
struct Lower<'a> {
    program: Program,
    scopes: Scopes,
    frames: Vec<Frame>,
    /// For a function declared in a block, by offset of its name: the `var` that it also writes in sloppy mode.
    block_functions: FxHashMap<u32, BindingId>,
    /// Namespaces whose object exists already, so that a second declaration adds to it.
    namespaces: FxHashSet<BindingId>,
    /// Links of member and call chains that wait for their object.
    spine: Vec<&'a ast::Expr>,
    /// What names mean in the template of a component, once its scripts are lowered.
    names: Option<component::Names>,
    /// Whether `$name` is what the store `name` holds.
    stores: bool,
    /// Type names that come from other files, as `source:name`, and those that a module declares itself, as `.:name`.
    imported_types: FxHashMap<String, String>,
}

impl<'a> Lower<'a> {
    fn file(&mut self, items: &[Item<'a>], is_module: bool, whole: Span) {
        let strict = is_module || starts_strict(items.iter().filter_map(|item| statement(*item)));
        self.program.functions.push(function::placeholder(FunctionKind::Body, None, whole));
        self.frames.push(Frame { id: Program::BODY, strict, arguments: false, hoisted: Vec::new() });
        if is_module {
            self.own_types(items);
        }
        self.declare_items(items, Scope::Function);
        let top = 0..self.next_binding();
        let mut body = Vec::with_capacity(items.len());
        for item in items {
            match item {
                Item::Stmt(stmt) => self.stmt_into(stmt, &mut body),
                Item::Decl(decl) => self.module_decl(decl, &mut body),
            }
        }
        let exprs = 0..self.program.exprs.len() as u32;
        let frame = self.frames.pop();
        let function = &mut self.program.functions[Program::BODY.index()];
        *function = Function {
            body,
            hoisted: frame.map(|f| f.hoisted).unwrap_or_default(),
            exprs,
            body_span: whole,
            ..mem::replace(function, function::placeholder(FunctionKind::Body, None, whole))
        };
        let (imports, exports) = (0..self.program.imports.len(), 0..self.program.exports.len());
        self.program.units.push(Unit { body: Program::BODY, is_module, imports, exports, top });
    }

    /// The function that is being lowered. Outside of any, which does not happen, the body of the file.
    fn owner(&self) -> FnId {
        self.frames.last().map_or(Program::BODY, |f| f.id)
    }

    fn is_strict(&self) -> bool {
        self.frames.last().is_some_and(|f| f.strict)
    }

    fn name(&mut self, text: &str) -> Name {
        let id = self.scopes.intern(text);
        self.scopes.text(id)
    }

    fn string(&mut self, value: &swc_atoms::Wtf8Atom) -> Name {
        match value.as_str() {
            Some(text) => self.name(text),
            None => self.name(&value.to_string_lossy()),
        }
    }

    fn push(&mut self, expr: Expr, span: Span) -> ExprId {
        let id = ExprId(self.program.exprs.len() as u32);
        self.program.exprs.push((expr, span));
        id
    }

    fn push_str(&mut self, text: &str, span: Span) -> ExprId {
        let text = self.name(text);
        self.push(Expr::Const(Const::Str(text)), span)
    }

    fn push_undefined(&mut self, span: Span) -> ExprId {
        self.push(Expr::Const(Const::Undefined), span)
    }

    fn push_member(&mut self, object: ExprId, key: Key, span: Span) -> ExprId {
        self.push(Expr::Member { object, key, optional: false }, span)
    }

    fn push_stmt(&mut self, stmt: Stmt, span: Span) -> StmtId {
        let id = StmtId(self.program.stmts.len() as u32);
        self.program.stmts.push((stmt, span));
        id
    }

    fn push_pattern(&mut self, pattern: Pattern, span: Span) -> PatId {
        let id = PatId(self.program.patterns.len() as u32);
        self.program.patterns.push((pattern, span));
        id
    }

    /// The statement `object.key = value`.
    fn push_store(&mut self, object: ExprId, key: Name, value: ExprId, span: Span) -> StmtId {
        let member = self.push_member(object, Key::Name(key), span);
        let target = self.push_pattern(Pattern::Place(member), span);
        let assign = self.push(Expr::Assign { target, op: None, value }, span);
        self.push_stmt(Stmt::Expr(assign), span)
    }

    /// The statement `binding = value`, as a declaration.
    fn push_declare(&mut self, binding: BindingId, value: ExprId, span: Span) -> StmtId {
        let at = self.program.binding(binding).span;
        let pattern = self.push_pattern(Pattern::Bind(binding), at);
        self.push_stmt(Stmt::Declare(pattern, value), span)
    }

    fn args(&mut self, args: &'a [ast::ExprOrSpread]) -> Vec<Arg> {
        args.iter().map(|arg| Arg { value: self.expr(&arg.expr), spread: arg.spread.is_some() }).collect()
    }

    fn is_declared_as(&self, binding: BindingId, kind: BindingKind) -> bool {
        self.program.binding(binding).kind == kind
    }
}

/// Whether names are declared for a function (with its `var`s) or for a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Function,
    Block,
}

fn statement(item: Item<'_>) -> Option<&ast::Stmt> {
    match item {
        Item::Stmt(stmt) => Some(stmt),
        Item::Decl(_) => None,
    }
}

/// Whether the directives at the head switch to strict mode.
fn starts_strict<'a>(stmts: impl Iterator<Item = &'a ast::Stmt>) -> bool {
    stmts.take_while(|s| s.can_precede_directive()).any(ast::Stmt::is_use_strict)
}

/// The file's span: swc's positions count from 1, because 0 is its dummy.
fn span(span: swc_common::Span) -> Span {
    Span::new(span.lo.0.saturating_sub(1), span.hi.0.saturating_sub(1))
}
