//! Gives the names in scripts other names, consistently over all files of a program, and leaves every line where it is. Which
//! names stay is for the caller to say.

use std::collections::{HashMap, HashSet};

use swc_common::{GLOBALS, Globals, Span, SyntaxContext};
use swc_ecma_ast::{
    BreakStmt, CallExpr, Callee, ContinueStmt, Decl, ExportAll, ExportDecl, ExportNamedSpecifier, Expr, Ident,
    IdentName, ImportDecl, ImportNamedSpecifier, JSXElementName, LabeledStmt, Lit, ModuleExportName, NamedExport,
    ObjectPatProp, Pat, Program, Prop, PropName, Str, Tpl, TsEnumMemberId, TsExternalModuleRef, TsGetterSignature,
    TsMethodSignature, TsParamProp, TsParamPropParam, TsPropertySignature, TsSetterSignature,
};
use swc_ecma_visit::{Visit, VisitWith};

use crate::names::parsed_by_swc;

/// Which names stay.
pub(crate) struct Kept<'a> {
    /// Of variables that the program declares.
    pub(crate) variable: &'a dyn Fn(&str) -> bool,
    /// Of properties, and of variables that nothing in the file declares.
    pub(crate) property: &'a dyn Fn(&str) -> bool,
    /// Of modules, as they are imported.
    pub(crate) module: &'a dyn Fn(&str) -> bool,
    /// Of the folders and files, without their ends, that lead to a module.
    pub(crate) part: &'a dyn Fn(&str) -> bool,
}

/// What a name becomes. No two names become one.
pub(crate) struct Vocabulary {
    /// What stands before and behind the letters that every new name has.
    affixes: (&'static str, &'static str),
    given: HashMap<String, String>,
}

impl Vocabulary {
    pub(crate) fn new(prefix: &'static str, suffix: &'static str) -> Self {
        Self { affixes: (prefix, suffix), given: HashMap::new() }
    }

    /// The new name. In JSX a capital at the beginning is the language: where the old name has one, the new one has.
    pub(crate) fn of(&mut self, name: &str) -> String {
        let next = self.given.len();
        let (prefix, suffix) = self.affixes;
        let given = self.given.entry(name.to_owned()).or_insert_with(|| {
            const LETTERS: &[u8; 16] = b"bcdfghjklmnprstv";
            let letters: String = [4096, 256, 16, 1].map(|unit| char::from(LETTERS[next / unit % 16])).iter().collect();
            let capital = name.starts_with(char::is_uppercase);
            let first = if capital || prefix.ends_with(|c: char| c.is_lowercase()) { 'Z' } else { 'z' };
            format!("{}{first}{letters}{suffix}", if capital { "" } else { prefix })
        });
        given.clone()
    }

    /// The names that have become others.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.given.keys().map(String::as_str)
    }
}

/// Where a name stands.
enum Place {
    /// A variable of that context.
    Variable(SyntaxContext),
    Property,
    /// `{ name }` in an object or a pattern, and `export { name }`: the property and the variable of that context.
    Both {
        property_first: bool,
        imports: bool,
        context: SyntaxContext,
    },
    /// The inside of a string.
    Text,
    /// The name of a module.
    Module,
}

struct Name {
    span: Span,
    text: String,
    place: Place,
}

/// Everything in a file that has a name.
struct Names<'a> {
    text: &'a str,
    found: Vec<Name>,
    /// Variables that are properties, too, or that other files see under their names.
    public: HashSet<(String, SyntaxContext)>,
    unresolved: SyntaxContext,
}

/// The texts of a program's files with other names, or nothing where one of them does not parse. Each is given with its extension.
pub(crate) fn renamed(files: &[(&str, &str)], kept: &Kept, vocabulary: &mut Vocabulary) -> Option<Vec<String>> {
    GLOBALS.set(&Globals::new(), || {
        let names: Vec<Names> =
            files.iter().map(|(extension, text)| Names::of(text, extension)).collect::<Option<_>>()?;
        // A text is a name where it is that of a property: what is read by it is still found.
        let properties: HashSet<&str> = names
            .iter()
            .flat_map(|file| file.found.iter().map(move |name| (file, name)))
            .filter(|(file, name)| match name.place {
                Place::Property | Place::Both { .. } => true,
                Place::Variable(context) => file.is_public(&name.text, context),
                Place::Text | Place::Module => false,
            })
            .map(|(_, name)| name.text.as_str())
            .filter(|name| !(kept.property)(name))
            .collect();
        Some(names.iter().map(|file| file.rewritten(kept, &properties, vocabulary)).collect())
    })
}

impl<'a> Names<'a> {
    fn of(text: &'a str, extension: &str) -> Option<Self> {
        let (tree, unresolved, top_level) = parsed_by_swc(text, extension)?;
        let unresolved = SyntaxContext::empty().apply_mark(unresolved);
        let mut names = Self { text, found: Vec::new(), public: HashSet::new(), unresolved };
        tree.visit_with(&mut names);
        if matches!(tree, Program::Script(_)) {
            let top_level = SyntaxContext::empty().apply_mark(top_level);
            let shared = names.found.iter().filter_map(|name| match name.place {
                Place::Variable(context) if context == top_level => Some((name.text.clone(), context)),
                _ => None,
            });
            names.public.extend(shared);
        }
        Some(names)
    }

    fn is_public(&self, name: &str, context: SyntaxContext) -> bool {
        context == self.unresolved || self.public.contains(&(name.to_owned(), context))
    }

    fn rewritten(&self, kept: &Kept, properties: &HashSet<&str>, vocabulary: &mut Vocabulary) -> String {
        let mut edits: Vec<(usize, usize, String)> = Vec::new();
        for Name { span, text, place } in &self.found {
            let mut property = || match properties.contains(&**text) {
                true => vocabulary.of(text),
                false => text.clone(),
            };
            let new = match place {
                Place::Property | Place::Text => property(),
                Place::Module if (kept.module)(text) => continue,
                Place::Module => moved(text, kept.part, vocabulary),
                Place::Variable(context) if self.is_public(text, *context) => property(),
                Place::Variable(_) if (kept.variable)(text) => continue,
                Place::Variable(_) => vocabulary.of(text),
                Place::Both { property_first, imports, context } => {
                    let property = property();
                    let variable = match (self.is_public(text, *context), (kept.variable)(text)) {
                        (true, _) => property.clone(),
                        (false, true) => text.clone(),
                        (false, false) => vocabulary.of(text),
                    };
                    match property_first {
                        _ if property == variable => property,
                        true => format!("{property}: {variable}"),
                        false if *imports => format!("{property} as {variable}"),
                        false => format!("{variable} as {property}"),
                    }
                }
            };
            edits.push((span.lo.0 as usize - 1, span.hi.0 as usize - 1, new));
        }
        edits.sort_unstable();
        edits.dedup();
        let mut out = String::with_capacity(self.text.len());
        let mut at = 0;
        for (start, end, new) in edits {
            if start < at {
                continue;
            }
            out.push_str(&self.text[at..start]);
            out.push_str(&new);
            at = end;
        }
        out.push_str(&self.text[at..]);
        out
    }

    fn variable(&mut self, ident: &Ident) {
        // A type annotation may stand within the span of an identifier; what is written first is the name.
        self.push(start_of(ident.span, ident.sym.len()), &ident.sym, Place::Variable(ident.ctxt));
    }

    fn property(&mut self, span: Span, name: &str) {
        self.push(start_of(span, name.len()), name, Place::Property);
    }

    fn push(&mut self, span: Span, name: &str, place: Place) {
        // What is written with escapes stays as it is.
        if self.text.get(span.lo.0 as usize - 1..span.hi.0 as usize - 1) == Some(name) {
            self.found.push(Name { span, text: name.to_owned(), place });
        }
    }

    fn string(&mut self, string: &Str, place: Place) {
        let is_name = |text: &&str| {
            matches!(place, Place::Module) || text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '$'))
        };
        let Some(text) = string.value.as_str().filter(is_name) else { return };
        self.push(inside(string.span), text, place);
    }

    /// The key of a member of an object type.
    fn key(&mut self, key: &Expr, computed: bool) {
        match key {
            Expr::Ident(ident) if !computed => self.property(ident.span, &ident.sym),
            Expr::Lit(Lit::Str(string)) => self.string(string, Place::Property),
            _ => key.visit_with(self),
        }
    }

    fn publish(&mut self, ident: &Ident) {
        self.public.insert((ident.sym.to_string(), ident.ctxt));
    }

    fn publish_declared(&mut self, declaration: &Decl) {
        match declaration {
            Decl::Var(var) => {
                let mut bound = Bound(Vec::new());
                var.decls.iter().for_each(|declarator| declarator.name.visit_with(&mut bound));
                bound.0.iter().for_each(|ident| self.publish(ident));
            }
            Decl::Fn(function) => self.publish(&function.ident),
            Decl::Class(class) => self.publish(&class.ident),
            Decl::TsEnum(declared) => self.publish(&declared.id),
            Decl::TsInterface(declared) => self.publish(&declared.id),
            Decl::TsTypeAlias(declared) => self.publish(&declared.id),
            Decl::TsModule(module) => {
                if let Some(ident) = module.id.as_ident() {
                    self.publish(ident);
                }
            }
            Decl::Using(_) => {}
        }
    }
}

/// The variables that a pattern binds.
struct Bound(Vec<Ident>);

impl Visit for Bound {
    fn visit_pat(&mut self, pattern: &Pat) {
        if let Pat::Ident(ident) = pattern {
            self.0.push(ident.id.clone());
        }
        pattern.visit_children_with(self);
    }

    fn visit_object_pat_prop(&mut self, property: &ObjectPatProp) {
        if let ObjectPatProp::Assign(assigned) = property {
            self.0.push(assigned.key.id.clone());
        }
        property.visit_children_with(self);
    }

    fn visit_expr(&mut self, _: &Expr) {}
}

impl Visit for Names<'_> {
    fn visit_ident(&mut self, ident: &Ident) {
        self.variable(ident);
    }

    fn visit_ident_name(&mut self, name: &IdentName) {
        self.property(name.span, &name.sym);
    }

    fn visit_prop(&mut self, property: &Prop) {
        match property {
            Prop::Shorthand(ident) => {
                let place = Place::Both { property_first: true, imports: false, context: ident.ctxt };
                self.push(start_of(ident.span, ident.sym.len()), &ident.sym, place);
            }
            _ => property.visit_children_with(self),
        }
    }

    fn visit_object_pat_prop(&mut self, property: &ObjectPatProp) {
        match property {
            ObjectPatProp::Assign(assigned) => {
                let ident = &assigned.key.id;
                let place = Place::Both { property_first: true, imports: false, context: ident.ctxt };
                self.push(start_of(ident.span, ident.sym.len()), &ident.sym, place);
                assigned.value.visit_with(self);
            }
            _ => property.visit_children_with(self),
        }
    }

    fn visit_prop_name(&mut self, name: &PropName) {
        match name {
            PropName::Str(string) => self.string(string, Place::Property),
            _ => name.visit_children_with(self),
        }
    }

    fn visit_private_name(&mut self, name: &swc_ecma_ast::PrivateName) {
        let mut span = name.span;
        span.lo.0 += 1;
        self.property(span, &name.name);
    }

    fn visit_str(&mut self, string: &Str) {
        self.string(string, Place::Text);
    }

    fn visit_tpl(&mut self, template: &Tpl) {
        if let ([quasi], []) = (&*template.quasis, &*template.exprs) {
            self.push(quasi.span, &quasi.raw, Place::Text);
        }
        template.visit_children_with(self);
    }

    fn visit_import_decl(&mut self, import: &ImportDecl) {
        self.string(&import.src, Place::Module);
        import.specifiers.visit_with(self);
    }

    fn visit_import_named_specifier(&mut self, specifier: &ImportNamedSpecifier) {
        let local = &specifier.local;
        match &specifier.imported {
            // `import { name }`: what is exported comes first.
            None => {
                let place = Place::Both { property_first: false, imports: true, context: local.ctxt };
                self.push(start_of(local.span, local.sym.len()), &local.sym, place);
            }
            Some(imported) => {
                self.exported(imported);
                self.variable(local);
            }
        }
    }

    fn visit_export_decl(&mut self, export: &ExportDecl) {
        self.publish_declared(&export.decl);
        export.visit_children_with(self);
    }

    fn visit_named_export(&mut self, export: &NamedExport) {
        if let Some(source) = &export.src {
            self.string(source, Place::Module);
            for specifier in &export.specifiers {
                match specifier {
                    swc_ecma_ast::ExportSpecifier::Named(named) => {
                        self.exported(&named.orig);
                        named.exported.iter().for_each(|name| self.exported(name));
                    }
                    swc_ecma_ast::ExportSpecifier::Namespace(namespace) => self.exported(&namespace.name),
                    swc_ecma_ast::ExportSpecifier::Default(_) => {}
                }
            }
        } else {
            export.specifiers.visit_with(self);
        }
    }

    fn visit_export_named_specifier(&mut self, specifier: &ExportNamedSpecifier) {
        match (&specifier.orig, &specifier.exported) {
            (ModuleExportName::Ident(local), None) => {
                let place = Place::Both { property_first: false, imports: false, context: local.ctxt };
                self.push(start_of(local.span, local.sym.len()), &local.sym, place);
            }
            (local, exported) => {
                local.visit_with(self);
                exported.iter().for_each(|name| self.exported(name));
            }
        }
    }

    fn visit_export_all(&mut self, export: &ExportAll) {
        self.string(&export.src, Place::Module);
    }

    fn visit_ts_external_module_ref(&mut self, module: &TsExternalModuleRef) {
        self.string(&module.expr, Place::Module);
    }

    fn visit_call_expr(&mut self, call: &CallExpr) {
        let imports = match &call.callee {
            Callee::Import(_) => true,
            Callee::Expr(callee) => callee.as_ident().is_some_and(|name| name.sym == *"require"),
            Callee::Super(_) => false,
        };
        match call.args.first().map(|argument| &*argument.expr) {
            Some(Expr::Lit(Lit::Str(module))) if imports => {
                self.string(module, Place::Module);
                call.callee.visit_with(self);
            }
            _ => call.visit_children_with(self),
        }
    }

    fn visit_jsx_element_name(&mut self, name: &JSXElementName) {
        match name {
            JSXElementName::Ident(ident) if ident.sym.starts_with(|c: char| c.is_ascii_lowercase()) => {}
            JSXElementName::JSXNamespacedName(_) => {}
            _ => name.visit_children_with(self),
        }
    }

    fn visit_jsx_namespaced_name(&mut self, _: &swc_ecma_ast::JSXNamespacedName) {}

    fn visit_labeled_stmt(&mut self, statement: &LabeledStmt) {
        statement.body.visit_with(self);
    }

    fn visit_break_stmt(&mut self, _: &BreakStmt) {}

    fn visit_continue_stmt(&mut self, _: &ContinueStmt) {}

    fn visit_decl(&mut self, declaration: &Decl) {
        let ambient = match declaration {
            Decl::Var(var) => var.declare,
            Decl::Fn(function) => function.declare,
            Decl::Class(class) => class.declare,
            Decl::TsModule(module) => module.declare,
            _ => false,
        };
        if ambient {
            self.publish_declared(declaration);
        }
        declaration.visit_children_with(self);
    }

    fn visit_ts_param_prop(&mut self, parameter: &TsParamProp) {
        match &parameter.param {
            TsParamPropParam::Ident(ident) => self.publish(&ident.id),
            TsParamPropParam::Assign(assigned) => {
                if let Pat::Ident(ident) = &*assigned.left {
                    self.publish(&ident.id);
                }
            }
        }
        parameter.visit_children_with(self);
    }

    fn visit_ts_enum_member_id(&mut self, id: &TsEnumMemberId) {
        match id {
            TsEnumMemberId::Ident(ident) => self.property(ident.span, &ident.sym),
            TsEnumMemberId::Str(string) => self.string(string, Place::Property),
        }
    }

    fn visit_ts_property_signature(&mut self, member: &TsPropertySignature) {
        self.key(&member.key, member.computed);
        member.type_ann.visit_with(self);
    }

    fn visit_ts_method_signature(&mut self, member: &TsMethodSignature) {
        self.key(&member.key, member.computed);
        member.params.visit_with(self);
        member.type_ann.visit_with(self);
        member.type_params.visit_with(self);
    }

    fn visit_ts_getter_signature(&mut self, member: &TsGetterSignature) {
        self.key(&member.key, member.computed);
        member.type_ann.visit_with(self);
    }

    fn visit_ts_setter_signature(&mut self, member: &TsSetterSignature) {
        self.key(&member.key, member.computed);
        member.param.visit_with(self);
    }
}

impl Names<'_> {
    fn exported(&mut self, name: &ModuleExportName) {
        match name {
            ModuleExportName::Ident(ident) => self.property(ident.span, &ident.sym),
            ModuleExportName::Str(string) => self.string(string, Place::Property),
        }
    }
}

/// A path with other names for its folders and its file, but for the ends of files.
pub(crate) fn moved(path: &str, kept: &dyn Fn(&str) -> bool, vocabulary: &mut Vocabulary) -> String {
    let mut other = |name: &str| if kept(name) { name.to_owned() } else { vocabulary.of(name) };
    let parts = path.split('/').map(|part| match part {
        "" | "." | ".." => part.to_owned(),
        part => match part.split_once('.') {
            Some((stem, end)) => format!("{}.{end}", other(stem)),
            None => other(part),
        },
    });
    parts.collect::<Vec<_>>().join("/")
}

/// As much of a span as a name takes.
fn start_of(span: Span, length: usize) -> Span {
    Span { hi: swc_common::BytePos(span.lo.0 + length as u32), ..span }
}

/// A string without its quotes.
fn inside(span: Span) -> Span {
    Span { lo: swc_common::BytePos(span.lo.0 + 1), hi: swc_common::BytePos(span.hi.0.max(span.lo.0 + 2) - 1) }
}
