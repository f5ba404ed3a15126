//! Lowers the scripts of a document, and what its markup does with script, to one program. Parses nothing.
//!
//! The markup becomes the code that has the same effect: `v-html="x"` is `element.innerHTML = x`, an `on…` attribute a
//! function that is assigned, `{#each}` a loop. So the machine knows nothing of markup but its elements.

use std::mem;

use swc_common::DUMMY_SP;
use swc_ecma_ast as ast;

use super::{Frame, Item, Lower, Scope as Level, function, span};
use crate::markup::{Document, Hole, Scope, Text, Use, UseKind};
use crate::source::Span;
use crate::syntax::program::{
    Arg, BindingKind, Const, Element, ElementId, Expr, ExprId, FnId, Function, FunctionKind, Key, Name, PatId, Pattern,
    Program, Stmt, StmtId, Unit,
};

/// A script, as the parser reads it.
pub(in crate::syntax) type Tree = ast::Program;
/// An expression, as the parser reads it.
pub(in crate::syntax) type ExprTree = Box<ast::Expr>;

/// What the parser made of a document: the parts in the order of the document's own lists.
pub(in crate::syntax) struct Trees {
    pub(in crate::syntax) scripts: Vec<Tree>,
    /// For a script that is given values: the object literal.
    pub(in crate::syntax) given: Vec<Option<ExprTree>>,
    pub(in crate::syntax) server: Option<Tree>,
    pub(in crate::syntax) uses: Vec<Code>,
    /// Pattern (as an arrow function) and list of each loop.
    pub(in crate::syntax) loops: Vec<Option<(ExprTree, ExprTree)>>,
}

/// The script of a use.
pub(in crate::syntax) enum Code {
    Stmts(Tree),
    Expr(ExprTree),
    /// It could not be read.
    Nothing,
}

/// The program that a document is.
pub(in crate::syntax) fn lower(document: &Document, trees: &Trees, whole: Span) -> Program {
    let mut lower = Lower::default();
    let mut inserted: Vec<_> = document.holes.iter().map(|hole| (hole.span, lower.inserted(hole))).collect();
    inserted.sort_unstable();
    lower.document(document, trees, whole);
    lower.close_holes(&inserted);
    lower.program
}

/// The statements and declarations of a script.
fn items(tree: &ast::Program) -> Vec<Item<'_>> {
    match tree {
        ast::Program::Module(module) => module.body.iter().map(Item::of).collect(),
        ast::Program::Script(script) => script.body.iter().map(Item::Stmt).collect(),
    }
}

impl<'a> Lower<'a> {
    fn document(&mut self, document: &'a Document, trees: &'a Trees, whole: Span) {
        let sources = document.sources.iter().map(|(source, at)| (Name::from(&**source), *at));
        self.program.scripts = sources.collect();
        self.program.elements = document.elements.iter().map(element).collect();
        self.program.functions.push(function::placeholder(FunctionKind::Body, None, whole));
        self.frames.push(Frame {
            id: Program::BODY,
            strict: document.component,
            arguments: false,
            hoisted: Vec::new(),
        });
        let scripts = || document.scripts.iter().zip(&trees.scripts);
        let is_shared = |scope: &Scope| matches!(scope, Scope::Shared | Scope::Props);
        let shared = || scripts().filter(|(script, _)| is_shared(&script.scope));
        let in_place: Vec<Item<'a>> =
            shared().filter(|(script, _)| !script.text.is_moved()).flat_map(|(_, tree)| items(tree)).collect();
        let first = self.next_binding();
        self.declare_more(first, &in_place, Level::Function);
        for (script, tree) in shared().filter(|(script, _)| script.text.is_moved()) {
            self.apart(&script.text, |lower| lower.declare_more(first, &items(tree), Level::Function));
        }
        self.stores = document.reacts;
        let mut reactions = Vec::new();
        let top = 0..self.next_binding();
        let mut body = Vec::new();
        for (i, (script, tree)) in scripts().enumerate() {
            match &script.scope {
                Scope::Shared if script.text.is_moved() => {
                    self.apart(&script.text, |lower| lower.items(&items(tree), &mut body));
                }
                Scope::Shared => self.items(&items(tree), &mut body),
                Scope::Props => {
                    let (again, once): (Vec<_>, Vec<_>) = items(tree).into_iter().partition(is_reaction);
                    self.props_script(&once, &mut body);
                    reactions.extend(again);
                }
                Scope::Own => self.own_scope(&items(tree), &script.text, &mut body),
                Scope::Frame(element) => {
                    self.program.framed.push((script.text.span(), ElementId(*element as u32)));
                    self.own_scope(&items(tree), &script.text, &mut body);
                }
                Scope::Given(_) => {
                    let given = trees.given.get(i).and_then(Option::as_deref);
                    self.given_script(trees.server.as_ref(), given, &items(tree), &mut body);
                }
            }
        }
        self.markup(document, trees, &reactions, &mut body);
        let exprs = 0..self.program.exprs.len() as u32;
        let hoisted = self.frames.pop().map(|f| f.hoisted).unwrap_or_default();
        let placeholder = function::placeholder(FunctionKind::Body, None, whole);
        self.program.functions[Program::BODY.index()] = Function { body, hoisted, exprs, ..placeholder };
        let is_module = document.component || document.scripts.iter().all(|s| s.scope == Scope::Own);
        let (imports, exports) = (0..self.program.imports.len(), 0..self.program.exports.len());
        self.program.units.push(Unit { body: Program::BODY, is_module, imports, exports, top });
    }

    fn items(&mut self, items: &[Item<'a>], out: &mut Vec<StmtId>) {
        for item in items {
            match item {
                Item::Stmt(stmt) => self.stmt_into(stmt, out),
                Item::Decl(decl) => self.module_decl(decl, out),
            }
        }
    }

    /// A script whose names nobody else sees.
    fn own_scope(&mut self, items: &[Item<'a>], text: &Text, out: &mut Vec<StmtId>) {
        let mut body = self.moved(text, |lower| lower.enclosed(items, |lower, item, out| lower.items(&[item], out)));
        out.append(&mut body);
    }

    /// A script of Svelte: what it exports is set by whoever uses the component.
    fn props_script(&mut self, items: &[Item<'a>], out: &mut Vec<StmtId>) {
        for item in items {
            let Item::Decl(ast::ModuleDecl::ExportDecl(export)) = item else {
                self.items(&[*item], out);
                continue;
            };
            let ast::Decl::Var(var) = &export.decl else {
                self.items(&[*item], out);
                continue;
            };
            if var.kind == ast::VarDeclKind::Const {
                self.items(&[*item], out);
                continue;
            }
            for declarator in &var.decls {
                let at = span(declarator.span);
                let given = self.push(Expr::Opaque(Vec::new()), at);
                let mut pattern = self.pattern(&declarator.name);
                if let Some(default) = &declarator.init {
                    let default = self.expr(default);
                    pattern = self.push_pattern(Pattern::Default(pattern, default), at);
                }
                out.push(self.push_stmt(Stmt::Declare(pattern, given), at));
            }
        }
    }

    /// A script that the server gives the values of `given`.
    fn given_script(
        &mut self,
        server: Option<&'a ast::Program>,
        given: Option<&'a ast::Expr>,
        script: &[Item<'a>],
        out: &mut Vec<StmtId>,
    ) {
        let constants = match given {
            Some(ast::Expr::Object(object)) => object.props.as_slice(),
            _ => &[],
        };
        let scope = self.scopes.enter();
        let server = server.map(items).unwrap_or_default();
        self.declare_items(&server, Level::Function);
        // What the server does is out of sight, but its constants are as good as the script's own.
        let constant = |item: &&Item<'a>| {
            matches!(item, Item::Stmt(ast::Stmt::Decl(ast::Decl::Var(_))) | Item::Decl(ast::ModuleDecl::Import(_)))
        };
        let constant_items: Vec<Item<'a>> = server.iter().filter(constant).copied().collect();
        self.items(&constant_items, out);
        let mut values = Vec::new();
        for prop in constants {
            let ast::PropOrSpread::Prop(prop) = prop else { continue };
            match &**prop {
                ast::Prop::Shorthand(ident) => values.push((ident.sym.clone(), ident.span, self.ident(ident))),
                ast::Prop::KeyValue(pair) => {
                    if let ast::PropName::Ident(key) = &pair.key {
                        let value = self.expr(&pair.value);
                        values.push((key.sym.clone(), key.span, value));
                    }
                }
                _ => {}
            }
        }
        self.scopes.leave(scope);
        let scope = self.scopes.enter();
        let first = self.next_binding();
        for (name, at, value) in values {
            let id = self.scopes.intern(&name);
            let binding = self.declare(first, id, BindingKind::Const, at);
            out.push(self.push_declare(binding, value, span(at)));
        }
        let mut body = self.enclosed(script, |lower, item, out| lower.items(&[item], out));
        self.scopes.leave(scope);
        out.append(&mut body);
    }

    /// What the markup does: at once where it connects things, and in a function of its own what it does again whenever
    /// something changes.
    fn markup(&mut self, document: &'a Document, trees: &'a Trees, reactions: &[Item<'a>], out: &mut Vec<StmtId>) {
        let whole = self.program.function(Program::BODY).span;
        self.component_names(document);
        self.name_refs(document, out);
        // What holds an element holds it before anything happens to the page.
        for (part, code) in document.uses.iter().zip(&trees.uses).filter(|(part, _)| part.kind == UseKind::Hold) {
            self.attach(part, code, out);
        }
        let mut drawn = Vec::new();
        for (i, (part, code)) in document.uses.iter().zip(&trees.uses).enumerate() {
            match &part.kind {
                UseKind::Callback(..) | UseKind::Write(_) => drawn.push(i),
                UseKind::Hold => {}
                _ => self.attach(part, code, out),
            }
        }
        if drawn.is_empty() && reactions.is_empty() {
            return;
        }
        let draw = self.synthesize(FunctionKind::Arrow, &[], whole, |lower, body| {
            lower.items(reactions, body);
            for i in drawn {
                lower.draw(document, trees, i, body);
            }
        });
        let name = self.name("template");
        self.program.functions[draw.index()].name = Some(name);
        let function = self.push(Expr::Function(draw), whole);
        out.push(self.push_stmt(Stmt::Expr(function), whole));
    }

    /// `window.onmessage = function (event) { … }` and its like.
    fn attach(&mut self, part: &'a Use, code: &'a Code, out: &mut Vec<StmtId>) {
        let at = part.span;
        match (&part.kind, code) {
            (UseKind::WindowHandler(name) | UseKind::Handler(name), Code::Stmts(tree)) => {
                let object = match part.kind {
                    UseKind::WindowHandler(_) => self.window(at),
                    _ => self.element(part),
                };
                let function = self.handler("event", tree, &part.text);
                out.push(self.assign_member(object, name, function, at));
            }
            (UseKind::Listen(event), Code::Expr(handler)) => {
                let window = self.window(at);
                let method = self.name("addEventListener");
                let callee = self.push_member(window, Key::Name(method), at);
                let args = vec![self.push_str(event, at), self.moved(&part.text, |lower| lower.expr(handler))];
                let args = args.into_iter().map(|value| Arg { value, spread: false }).collect();
                let call = self.push(Expr::Call { callee, args, optional: false, types: Vec::new() }, at);
                out.push(self.push_stmt(Stmt::Expr(call), at));
            }
            (UseKind::Hold, Code::Expr(place)) => {
                let target = self.moved(&part.text, |lower| lower.place(place));
                let value = self.element(part);
                let assign = self.push(Expr::Assign { target, op: None, value }, at);
                out.push(self.push_stmt(Stmt::Expr(assign), at));
            }
            _ => {}
        }
    }

    /// What a directive does each time the template is drawn, within the loops around it.
    fn draw(&mut self, document: &'a Document, trees: &'a Trees, i: usize, out: &mut Vec<StmtId>) {
        let (part, code) = (&document.uses[i], &trees.uses[i]);
        let scope = self.scopes.enter();
        let mut heads = Vec::new();
        for &at in &part.loops {
            let (Some(Some((pattern, list))), Some(head)) = (trees.loops.get(at), document.loops.get(at)) else {
                continue;
            };
            let list = self.moved(&head.list, |lower| lower.expr(list));
            let ast::Expr::Arrow(arrow) = &**pattern else { continue };
            let Some(first) = arrow.params.first() else { continue };
            let pattern = self.moved(&head.pattern, |lower| {
                let next = lower.next_binding();
                for param in &arrow.params {
                    lower.declare_pattern(next, param, BindingKind::Const);
                }
                lower.pattern(first)
            });
            heads.push((pattern, list, head.span));
        }
        let at = part.span;
        let drawn = match (&part.kind, code) {
            (UseKind::Write(property), Code::Expr(value)) => {
                let element = self.element(part);
                let value = self.moved(&part.text, |lower| lower.expr(value));
                Some(self.assign_member(element, property, value, at))
            }
            (UseKind::Callback(event, param), code) => self.callback(param, part, code).map(|handler| {
                // With a colon, so that a component's event of that name is not taken for a message.
                let element = self.element(part);
                self.assign_member(element, &format!("on:{event}"), handler, at)
            }),
            _ => None,
        };
        self.scopes.leave(scope);
        let Some(mut stmt) = drawn else { return };
        for (pattern, object, at) in heads.into_iter().rev() {
            stmt = self.push_stmt(Stmt::ForEach { pattern, object, of: true, body: stmt }, at);
        }
        out.push(stmt);
    }

    /// The function that an event of the element calls.
    fn callback(&mut self, param: &'static str, part: &'a Use, code: &'a Code) -> Option<ExprId> {
        let at = part.text.span();
        match code {
            Code::Stmts(tree) => Some(self.handler(param, tree, &part.text)),
            Code::Expr(value) => {
                let is_function = matches!(
                    &**value,
                    ast::Expr::Ident(_) | ast::Expr::Member(_) | ast::Expr::Fn(_) | ast::Expr::Arrow(_)
                );
                if is_function || param != "$event" {
                    return Some(self.moved(&part.text, |lower| lower.expr(value)));
                }
                let function = self.synthesize(FunctionKind::Arrow, &[param], at, |lower, body| {
                    let value = lower.moved(&part.text, |lower| lower.expr(value));
                    body.push(lower.push_stmt(Stmt::Expr(value), at));
                });
                Some(self.push(Expr::Function(function), at))
            }
            Code::Nothing => None,
        }
    }

    /// A function of these statements.
    fn handler(&mut self, param: &str, tree: &'a ast::Program, text: &Text) -> ExprId {
        let at = text.span();
        let function = self.synthesize(FunctionKind::Function, &[param], at, |lower, body| {
            lower.moved(text, |lower| {
                let items = items(tree);
                lower.declare_items(&items, Level::Function);
                lower.items(&items, body);
            });
        });
        self.push(Expr::Function(function), at)
    }

    /// A function that is written nowhere as one.
    fn synthesize(
        &mut self,
        kind: FunctionKind,
        params: &[&str],
        at: Span,
        fill: impl FnOnce(&mut Self, &mut Vec<StmtId>),
    ) -> FnId {
        let id = FnId(self.program.functions.len() as u32);
        let parent = Some(self.owner());
        self.program.functions.push(function::placeholder(kind, parent, at));
        let first_expr = self.program.exprs.len() as u32;
        let scope = self.scopes.enter();
        let arguments = kind != FunctionKind::Arrow;
        self.frames.push(Frame { id, strict: self.is_strict(), arguments, hoisted: Vec::new() });
        let first = self.next_binding();
        let mut patterns: Vec<PatId> = Vec::with_capacity(params.len());
        for param in params {
            let name = self.scopes.intern(param);
            let binding = self.declare(first, name, BindingKind::Param, DUMMY_SP);
            self.program.bindings[binding.index()].span = Span::new(at.start, at.start);
            patterns.push(self.push_pattern(Pattern::Bind(binding), Span::new(at.start, at.start)));
        }
        let mut body = Vec::new();
        fill(self, &mut body);
        self.scopes.leave(scope);
        let hoisted = self.frames.pop().map(|f| f.hoisted).unwrap_or_default();
        let exprs = first_expr..self.program.exprs.len() as u32;
        let placeholder = function::placeholder(kind, parent, at);
        self.program.functions[id.index()] = Function { params: patterns, body, hoisted, exprs, ..placeholder };
        id
    }

    fn window(&mut self, at: Span) -> ExprId {
        let name = self.name("window");
        self.push(Expr::Global(name), at)
    }

    fn element(&mut self, part: &Use) -> ExprId {
        self.push(Expr::Element(ElementId(part.element as u32)), part.span)
    }

    fn assign_member(&mut self, object: ExprId, name: &str, value: ExprId, at: Span) -> StmtId {
        let name = self.name(name);
        self.push_store(object, name, value, at)
    }

    /// Lowers script whose offsets may be the parser's own, and turns them into those of the file.
    fn moved<T>(&mut self, text: &Text, lower: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.program.counts();
        let lowered = lower(self);
        // The offsets of one text say nothing about another one's.
        self.block_functions.clear();
        if text.is_moved() {
            self.program.spans_behind(&before).for_each(|span| *span = text.place(*span));
        }
        lowered
    }

    /// The same for one of several scripts in one scope: what is known by the offsets of the others stays known.
    fn apart<T>(&mut self, text: &Text, lower: impl FnOnce(&mut Self) -> T) -> T {
        let others = mem::take(&mut self.block_functions);
        let lowered = self.moved(text, lower);
        self.block_functions = others;
        lowered
    }

    /// What is inserted at a hole: properties, called as its values are, of something that is not known.
    fn inserted(&mut self, hole: &Hole) -> Vec<ExprId> {
        let at = hole.span;
        let values = hole.names.iter().map(|name| {
            let object = self.push(Expr::Opaque(Vec::new()), at);
            let name = self.name(name);
            self.push_member(object, Key::Name(name), at)
        });
        values.collect()
    }

    /// What is inserted is not known, nor is a text around it. `inserted` is sorted by the place.
    fn close_holes(&mut self, inserted: &[(Span, Vec<ExprId>)]) {
        if inserted.is_empty() {
            return;
        }
        for (expr, span) in &mut self.program.exprs {
            let mut parts = match expr {
                Expr::Const(Const::Str(_) | Const::Regex { .. }) | Expr::Global(_) => Vec::new(),
                Expr::Template { values, .. } => values.clone(),
                _ => continue,
            };
            let first = inserted.partition_point(|(hole, _)| hole.end <= span.start);
            let inside = inserted[first..].iter().take_while(|(hole, _)| hole.start < span.end);
            let mut is_filled = false;
            for (_, values) in inside {
                is_filled = true;
                parts.extend(values);
            }
            if is_filled {
                *expr = Expr::Opaque(parts);
            }
        }
    }
}

/// `$: statement`
fn is_reaction(item: &Item<'_>) -> bool {
    matches!(item, Item::Stmt(ast::Stmt::Labeled(stmt)) if &*stmt.label.sym == "$")
}

fn element(element: &crate::markup::Element) -> Element {
    let attributes = element.attributes.iter().map(|(name, value)| (Name::from(&**name), Name::from(&**value)));
    Element { tag: Name::from(&*element.tag), span: element.span, attributes: attributes.collect() }
}
