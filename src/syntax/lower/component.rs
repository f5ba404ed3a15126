//! What a name in the template of a component means: a variable of its script, of which a holder is opened, or a property of
//! its options. Lowers no markup.

use rustc_hash::FxHashMap;
use swc_ecma_ast as ast;

use super::{Lower, span};
use crate::markup::{Document, UseKind};
use crate::source::Span;
use crate::syntax::program::{
    BindingId, BindingKind, Const, ElementId, ExportValue, Expr, ExprId, FnId, Key, LogicalOp, Name, Pattern, Program,
    Property, Stmt, StmtId,
};

/// What the names of a template mean besides being variables.
#[derive(Default)]
pub(super) struct Names {
    /// How to read each variable of the script that may be a holder.
    holders: FxHashMap<BindingId, Holder>,
    /// The component's options, which template and methods call `this`.
    options: Option<BindingId>,
}

#[derive(Clone, Copy)]
enum Holder {
    /// It holds the value as `value`.
    Sure,
    /// It may be the value itself.
    Perhaps,
    /// Its value is what the function returns.
    Computed(FnId),
}

/// Functions of Vue that return a holder.
const HOLDERS: [&str; 6] = ["ref", "shallowRef", "toRef", "customRef", "useTemplateRef", "computed"];

/// Names that a template of Vue may use as they are (Vue documentation, "Restricted Globals Access").
const GLOBALS: [&str; 22] = [
    "Array",
    "BigInt",
    "Boolean",
    "Date",
    "Infinity",
    "Intl",
    "JSON",
    "Map",
    "Math",
    "NaN",
    "Number",
    "Object",
    "RegExp",
    "Set",
    "String",
    "console",
    "decodeURI",
    "decodeURIComponent",
    "encodeURI",
    "encodeURIComponent",
    "parseFloat",
    "parseInt",
];

impl<'a> Lower<'a> {
    /// Learns what names mean in the template of a component of Vue, once its scripts are lowered.
    pub(super) fn component_names(&mut self, document: &Document) {
        if !document.unwraps {
            return;
        }
        let mut names = Names::default();
        for (stmt, _) in &self.program.stmts {
            let Stmt::Declare(pattern, value) = stmt else { continue };
            match self.program.pattern(*pattern) {
                Pattern::Bind(binding) => {
                    if let Some(holder) = holder(&self.program, *value) {
                        names.holders.insert(*binding, holder);
                    }
                }
                Pattern::Object { fields, .. } => {
                    for (_, field) in fields {
                        if let Pattern::Bind(binding) = self.program.pattern(*field) {
                            names.holders.insert(*binding, Holder::Perhaps);
                        }
                    }
                }
                _ => {}
            }
        }
        let is_default = |name: &Name| &**name == "default";
        let export = self.program.exports.iter().find(|export| is_default(&export.name));
        names.options = export.and_then(|export| match export.value {
            ExportValue::Binding(binding) => Some(binding),
            ExportValue::From { .. } => None,
        });
        self.names = Some(names);
    }

    /// The elements that the template names: `ref="frame"` is held by a variable of that name, by whatever
    /// `useTemplateRef("frame")` returned, and by `this.$refs.frame`.
    pub(super) fn name_refs(&mut self, document: &Document, out: &mut Vec<StmtId>) {
        let mut held = Vec::new();
        for part in &document.uses {
            let UseKind::Ref(name) = &part.kind else { continue };
            let element = Expr::Element(ElementId(part.element as u32));
            let id = self.scopes.intern(name);
            if let Some(binding) = self.scopes.resolve(id) {
                let holder = self.push(Expr::Var(binding), part.span);
                let value = self.push(element.clone(), part.span);
                let key = self.name("value");
                out.push(self.push_store(holder, key, value, part.span));
            }
            for binding in template_refs(&self.program, name) {
                let value = self.push(element.clone(), part.span);
                let key = self.name("value");
                let holder = self.push(Expr::Object(vec![Property::Field(Key::Name(key), value)]), part.span);
                let target = self.push_pattern(Pattern::Bind(binding), part.span);
                let assign = self.push(Expr::Assign { target, op: None, value: holder }, part.span);
                out.push(self.push_stmt(Stmt::Expr(assign), part.span));
            }
            let value = self.push(element, part.span);
            let key = self.name(name);
            held.push(Property::Field(Key::Name(key), value));
        }
        let Some(options) = self.names.as_ref().and_then(|names| names.options).filter(|_| !held.is_empty()) else {
            return;
        };
        let at = self.program.binding(options).span;
        let rest = self.push(Expr::Opaque(Vec::new()), at);
        held.insert(0, Property::Spread(rest));
        let object = self.push(Expr::Var(options), at);
        let refs = self.push(Expr::Object(held), at);
        let key = self.name("$refs");
        out.push(self.push_store(object, key, refs, at));
    }

    /// `$name`, where only `name` is declared: what that store holds.
    fn store(&mut self, ident: &ast::Ident) -> Option<ExprId> {
        let name = ident.sym.strip_prefix('$').filter(|_| self.stores)?;
        let whole = self.scopes.intern(&ident.sym);
        let id = self.scopes.intern(name);
        let binding = self.scopes.resolve(id).filter(|_| self.scopes.resolve(whole).is_none())?;
        let at = span(ident.span);
        let object = self.push(Expr::Var(binding), at);
        let key = self.name("current");
        Some(self.push_member(object, Key::Name(key), at))
    }

    /// What an identifier of the template means; `None` where it means what it does in script.
    pub(super) fn template_name(&mut self, ident: &ast::Ident) -> Option<ExprId> {
        if self.names.is_none() {
            return self.store(ident);
        }
        let at = span(ident.span);
        let id = self.scopes.intern(&ident.sym);
        match self.scopes.resolve(id) {
            Some(binding) => self.open_holder(binding, at),
            None if GLOBALS.contains(&&*ident.sym) || &*ident.sym == "undefined" => None,
            None => {
                let options = self.names.as_ref().and_then(|names| names.options);
                let name = self.scopes.text(id);
                Some(match options {
                    Some(options) => {
                        let object = self.push(Expr::Var(options), at);
                        self.push_member(object, Key::Name(name), at)
                    }
                    None => self.push(Expr::Opaque(Vec::new()), at),
                })
            }
        }
    }

    /// What an identifier that the template writes to stands for, where that is no variable.
    pub(super) fn template_place(&mut self, ident: &ast::Ident) -> Option<ExprId> {
        let Some(names) = &self.names else { return self.store(ident) };
        let options = names.options;
        let at = span(ident.span);
        let id = self.scopes.intern(&ident.sym);
        let Some(binding) = self.scopes.resolve(id) else {
            let object = self.push(Expr::Var(options?), at);
            let name = self.scopes.text(id);
            return Some(self.push_member(object, Key::Name(name), at));
        };
        let holder = self.names.as_ref()?.holders.get(&binding)?;
        if !matches!(holder, Holder::Sure) {
            return None;
        }
        let object = self.push(Expr::Var(binding), at);
        let key = self.name("value");
        Some(self.push_member(object, Key::Name(key), at))
    }

    /// The value of a variable that may be a holder, as a template reads it.
    fn open_holder(&mut self, binding: BindingId, at: Span) -> Option<ExprId> {
        let holder = *self.names.as_ref()?.holders.get(&binding)?;
        if let Holder::Computed(function) = holder {
            let callee = self.push(Expr::Function(function), at);
            let (args, types) = (Vec::new(), Vec::new());
            return Some(self.push(Expr::Call { callee, args, optional: false, types }, at));
        }
        let object = self.push(Expr::Var(binding), at);
        let key = self.name("value");
        let value = self.push_member(object, Key::Name(key), at);
        if matches!(holder, Holder::Sure) {
            return Some(value);
        }
        let whole = self.push(Expr::Var(binding), at);
        Some(self.push(Expr::Logical(LogicalOp::Coalesce, value, whole), at))
    }
}

/// How a template reads a variable with this initial value; `None` if it cannot be a holder.
fn holder(program: &Program, value: ExprId) -> Option<Holder> {
    let Expr::Call { callee, args, .. } = program.expr(value) else {
        let plain = matches!(
            program.expr(value),
            Expr::Const(_)
                | Expr::Function(_)
                | Expr::Class(_)
                | Expr::Object(_)
                | Expr::Array(_)
                | Expr::Template { .. }
                | Expr::New { .. }
        );
        return (!plain).then_some(Holder::Perhaps);
    };
    let name = called(program, *callee)?;
    if !HOLDERS.contains(&&**name) {
        return Some(Holder::Perhaps);
    }
    match args.first().map(|arg| program.expr(arg.value)) {
        Some(Expr::Function(function)) if &**name == "computed" => Some(Holder::Computed(*function)),
        _ => Some(Holder::Sure),
    }
}

/// The name by which a function is called.
fn called(program: &Program, callee: ExprId) -> Option<&Name> {
    match program.expr(callee) {
        Expr::Global(name) | Expr::Member { key: Key::Name(name), .. } => Some(name),
        Expr::Var(binding) => {
            let binding = program.binding(*binding);
            matches!(binding.kind, BindingKind::Import | BindingKind::Const | BindingKind::Function)
                .then_some(&binding.name)
        }
        _ => None,
    }
}

/// The variables that hold what `useTemplateRef(name)` returned.
fn template_refs(program: &Program, name: &str) -> Vec<BindingId> {
    let of_name = |value: ExprId| {
        let Expr::Call { callee, args, .. } = program.expr(value) else { return false };
        let asked = args.first().map(|arg| program.expr(arg.value));
        called(program, *callee).is_some_and(|callee| &**callee == "useTemplateRef")
            && matches!(asked, Some(Expr::Const(Const::Str(text))) if **text == *name)
    };
    let declared = program.stmts.iter().filter_map(|(stmt, _)| match stmt {
        Stmt::Declare(pattern, value) if of_name(*value) => match program.pattern(*pattern) {
            Pattern::Bind(binding) => Some(*binding),
            _ => None,
        },
        _ => None,
    });
    declared.collect()
}
