//! What is kept of a type: the one name that it stands for, if it does.

use swc_ecma_ast as ast;

use super::{Item, Lower};
use crate::syntax::program::Name;

impl Lower<'_> {
    /// The name that a type stands for besides `null` and `undefined`, as [`crate::syntax::program::Binding::interface`] has it.
    pub(super) fn type_name(&mut self, ty: &ast::TsType) -> Option<Name> {
        let text = self.text(ty)?;
        Some(self.name(&text))
    }

    /// Explicit type arguments; `""` for one that is no name.
    pub(super) fn type_arguments(&mut self, types: Option<&ast::TsTypeParamInstantiation>) -> Vec<Name> {
        let Some(types) = types else { return Vec::new() };
        let texts: Vec<String> = types.params.iter().map(|ty| self.text(ty).unwrap_or_default()).collect();
        texts.iter().map(|text| self.name(text)).collect()
    }

    /// Notes the types that an import brings: what they are called says nothing of the platform's.
    pub(super) fn import_types(&mut self, import: &ast::ImportDecl) {
        let source = import.src.value.to_string_lossy();
        for specifier in &import.specifiers {
            let ast::ImportSpecifier::Named(named) = specifier else { continue };
            let name = named.imported.as_ref().map_or_else(|| named.local.sym.clone(), |i| i.atom().into_owned());
            let source = source.trim_start_matches("node:");
            self.imported_types.insert(named.local.sym.to_string(), format!("{source}:{name}"));
        }
    }

    /// Notes the types that a module declares: in it they stand for the platform's of the same name.
    pub(super) fn own_types(&mut self, items: &[Item<'_>]) {
        for item in items {
            let decl = match item {
                Item::Stmt(ast::Stmt::Decl(decl)) => decl,
                Item::Decl(ast::ModuleDecl::ExportDecl(export)) => &export.decl,
                _ => continue,
            };
            let name = match decl {
                ast::Decl::TsInterface(declared) => &declared.id.sym,
                ast::Decl::TsTypeAlias(declared) => &declared.id.sym,
                ast::Decl::Class(declared) => &declared.ident.sym,
                ast::Decl::TsEnum(declared) => &declared.id.sym,
                _ => continue,
            };
            self.imported_types.insert(name.to_string(), format!(".:{name}"));
        }
    }

    fn text(&self, ty: &ast::TsType) -> Option<String> {
        use ast::TsUnionOrIntersectionType as Set;
        match ty {
            ast::TsType::TsTypeRef(reference) => {
                let name = last_name(&reference.type_name);
                let imported = reference.type_name.is_ident().then(|| self.imported_types.get(name)).flatten();
                Some(self.with_arguments(imported.map_or(name, String::as_str), reference.type_params.as_deref()))
            }
            ast::TsType::TsImportType(import) => {
                Some(self.with_arguments(last_name(import.qualifier.as_ref()?), import.type_args.as_deref()))
            }
            ast::TsType::TsParenthesizedType(inner) => self.text(&inner.type_ann),
            // Flow's `?Window`.
            ast::TsType::TsOptionalType(inner) => self.text(&inner.type_ann),
            ast::TsType::TsUnionOrIntersectionType(Set::TsUnionType(union)) => {
                let mut others = union.types.iter().filter(|ty| !is_nullish(ty));
                let only = others.next()?;
                others.next().is_none().then(|| self.text(only))?
            }
            // `Window & typeof globalThis`, `Window & { app: App }`: still a `Window`.
            ast::TsType::TsUnionOrIntersectionType(Set::TsIntersectionType(intersection)) => {
                let is_extra = |ty: &ast::TsType| matches!(ty, ast::TsType::TsTypeLit(_) | ast::TsType::TsTypeQuery(_));
                let mut others = intersection.types.iter().filter(|ty| !is_extra(ty));
                let only = others.next()?;
                others.next().is_none().then(|| self.text(only))?
            }
            _ => None,
        }
    }

    fn with_arguments(&self, name: &str, arguments: Option<&ast::TsTypeParamInstantiation>) -> String {
        let arguments: Option<Vec<String>> =
            arguments.map(|a| a.params.iter().map(|ty| self.text(ty)).collect()).unwrap_or_default();
        match arguments {
            Some(arguments) if !arguments.is_empty() => format!("{name}<{}>", arguments.join(", ")),
            _ => name.to_owned(),
        }
    }
}

fn is_nullish(ty: &ast::TsType) -> bool {
    use ast::TsKeywordTypeKind::{TsNullKeyword, TsUndefinedKeyword, TsVoidKeyword};
    match ty {
        ast::TsType::TsKeywordType(keyword) => {
            matches!(keyword.kind, TsNullKeyword | TsUndefinedKeyword | TsVoidKeyword)
        }
        _ => false,
    }
}

fn last_name(name: &ast::TsEntityName) -> &str {
    match name {
        ast::TsEntityName::Ident(ident) => &ident.sym,
        ast::TsEntityName::TsQualifiedName(qualified) => &qualified.right.sym,
    }
}
