//! Lowers `import` and `export`. Loads no other file.

use swc_common::Spanned;
use swc_ecma_ast as ast;

use super::function::Code;
use super::{Lower, span};
use crate::syntax::program::{BindingId, BindingKind, Export, ExportValue, FunctionKind, Import, Name, StmtId};

/// What a file of a package gives as its default, if the file is called by a name: `debounce` of `lodash/debounce`.
fn called_like_its_file(source: &str) -> Option<&str> {
    let (folder, file) = source.rsplit_once('/')?;
    // Of `@scope/name` the second part belongs to the name of the package.
    let is_of_package = !folder.starts_with('.') && (folder.contains('/') || !folder.starts_with('@'));
    let is_name = !file.is_empty() && file.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '$'));
    (is_of_package && is_name).then_some(file)
}

impl<'a> Lower<'a> {
    pub(super) fn module_decl(&mut self, decl: &'a ast::ModuleDecl, out: &mut Vec<StmtId>) {
        match decl {
            ast::ModuleDecl::Import(import) if !import.type_only => self.import(import),
            ast::ModuleDecl::ExportDecl(export) => {
                self.decl_into(&export.decl, out);
                for name in declared_names(&export.decl) {
                    self.export_local(&name, &name);
                }
            }
            ast::ModuleDecl::ExportNamed(export) if !export.type_only => self.export_named(export),
            ast::ModuleDecl::ExportAll(export) if !export.type_only => {
                let name = self.name("*");
                self.export_from(Name::clone(&name), &export.src, name);
            }
            ast::ModuleDecl::ExportDefaultDecl(export) => self.export_default_decl(export, out),
            ast::ModuleDecl::ExportDefaultExpr(export) => {
                let binding = self.default_binding(export.span);
                let name = self.name("default");
                let value = self.named(&export.expr, Some(&name));
                out.push(self.push_declare(binding, value, span(export.span)));
            }
            ast::ModuleDecl::TsImportEquals(import) => self.import_equals(import, out),
            ast::ModuleDecl::TsExportAssignment(export) => out.push(self.export_assignment(export)),
            _ => {}
        }
    }

    fn import(&mut self, import: &'a ast::ImportDecl) {
        let source = self.string(&import.src.value);
        for specifier in import.specifiers.iter().filter(|s| !s.is_type_only()) {
            let local = self.scopes.intern(&specifier.local().sym);
            let Some(binding) = self.scopes.resolve(local) else { continue };
            let imported = match specifier {
                ast::ImportSpecifier::Named(named) => match &named.imported {
                    Some(name) => self.name(&name.atom()),
                    None => self.scopes.text(local),
                },
                ast::ImportSpecifier::Default(_) => self.name("default"),
                ast::ImportSpecifier::Namespace(_) => self.name("*"),
            };
            self.program.bindings[binding.index()].exported = match &*imported {
                "*" => None,
                "default" => called_like_its_file(&source).map(Into::into),
                _ => Some(imported.clone()),
            };
            let source = Name::clone(&source);
            self.program.imports.push(Import { binding, source, imported, span: span(import.src.span) });
        }
    }

    fn export_named(&mut self, export: &'a ast::NamedExport) {
        for specifier in &export.specifiers {
            match (specifier, &export.src) {
                (ast::ExportSpecifier::Named(named), _) if named.is_type_only => {}
                (ast::ExportSpecifier::Named(named), source) => {
                    let local = named.orig.atom();
                    let public = named.exported.as_ref().map_or_else(|| local.clone(), ast::ModuleExportName::atom);
                    match source {
                        Some(source) => {
                            let (public, local) = (self.name(&public), self.name(&local));
                            self.export_from(public, source, local);
                        }
                        None => self.export_local(&public, &local),
                    }
                }
                (ast::ExportSpecifier::Namespace(namespace), Some(source)) => {
                    let (public, all) = (self.name(&namespace.name.atom()), self.name("*"));
                    self.export_from(public, source, all);
                }
                (ast::ExportSpecifier::Default(default), Some(source)) => {
                    let (public, name) = (self.name(&default.exported.sym), self.name("default"));
                    self.export_from(public, source, name);
                }
                (_, None) => {}
            }
        }
    }

    fn export_from(&mut self, name: Name, source: &ast::Str, from: Name) {
        let source = self.string(&source.value);
        self.program.exports.push(Export { name, value: ExportValue::From { source, name: from } });
    }

    /// Exports a name of this file. One that is only a type has no binding and is no export.
    pub(super) fn export_local(&mut self, public: &str, local: &str) {
        let local = self.scopes.intern(local);
        if let Some(binding) = self.scopes.resolve(local) {
            self.export_binding(public, binding);
        }
    }

    fn export_binding(&mut self, public: &str, binding: BindingId) {
        let name = self.name(public);
        self.program.exports.push(Export { name, value: ExportValue::Binding(binding) });
    }

    /// The binding that holds a default export without a name.
    fn default_binding(&mut self, at: swc_common::Span) -> BindingId {
        let first = self.next_binding();
        let name = self.scopes.intern("default");
        let binding = self.declare(first, name, BindingKind::Const, at);
        self.export_binding("default", binding);
        binding
    }

    fn export_default_decl(&mut self, export: &'a ast::ExportDefaultDecl, out: &mut Vec<StmtId>) {
        let default = self.name("default");
        match &export.decl {
            ast::DefaultDecl::Fn(function) => {
                let Some(code) = Code::of(&function.function, FunctionKind::Function) else { return };
                let (binding, name) = match &function.ident {
                    Some(ident) => (self.resolve_ident(ident), self.name(&ident.sym)),
                    None => (Some(self.default_binding(export.span)), default),
                };
                let id = self.function(&code, Some(name));
                let Some(binding) = binding else { return };
                if function.ident.is_some() {
                    self.export_binding("default", binding);
                }
                if let Some(frame) = self.frames.last_mut() {
                    frame.hoisted.push((binding, id));
                }
            }
            ast::DefaultDecl::Class(class) => {
                let binding = match &class.ident {
                    Some(ident) => self.resolve_ident(ident),
                    None => None,
                };
                let value = self.class(&class.class, binding, Some(default));
                let binding = match binding {
                    Some(binding) => {
                        self.export_binding("default", binding);
                        binding
                    }
                    None => self.default_binding(export.span),
                };
                out.push(self.push_declare(binding, value, span(export.decl.span())));
            }
            ast::DefaultDecl::TsInterfaceDecl(_) => {}
        }
    }

    fn resolve_ident(&mut self, ident: &ast::Ident) -> Option<BindingId> {
        let name = self.scopes.intern(&ident.sym);
        self.scopes.resolve(name)
    }
}

/// The names that a declaration declares for running code.
pub(super) fn declared_names(decl: &ast::Decl) -> Vec<String> {
    let mut names = Vec::new();
    match decl {
        ast::Decl::Class(class) if !class.declare => names.push(class.ident.sym.to_string()),
        ast::Decl::Fn(function) if super::hoist::has_body(function) => names.push(function.ident.sym.to_string()),
        ast::Decl::Var(var) if !var.declare => {
            for declarator in &var.decls {
                pattern_names(&declarator.name, &mut names);
            }
        }
        ast::Decl::Using(using) => {
            for declarator in &using.decls {
                pattern_names(&declarator.name, &mut names);
            }
        }
        ast::Decl::TsEnum(declaration) if !declaration.declare => names.push(declaration.id.sym.to_string()),
        ast::Decl::TsModule(module) => {
            if let Some((ident, _)) = super::typescript::instantiated(module) {
                names.push(ident.sym.to_string());
            }
        }
        _ => {}
    }
    names
}

fn pattern_names(pattern: &ast::Pat, names: &mut Vec<String>) {
    match pattern {
        ast::Pat::Ident(ident) => names.push(ident.id.sym.to_string()),
        ast::Pat::Array(array) => array.elems.iter().flatten().for_each(|item| pattern_names(item, names)),
        ast::Pat::Rest(rest) => pattern_names(&rest.arg, names),
        ast::Pat::Object(object) => {
            for prop in &object.props {
                match prop {
                    ast::ObjectPatProp::KeyValue(prop) => pattern_names(&prop.value, names),
                    ast::ObjectPatProp::Assign(prop) => names.push(prop.key.id.sym.to_string()),
                    ast::ObjectPatProp::Rest(rest) => pattern_names(&rest.arg, names),
                }
            }
        }
        ast::Pat::Assign(assign) => pattern_names(&assign.left, names),
        ast::Pat::Invalid(_) | ast::Pat::Expr(_) => {}
    }
}
