//! The response headers that a project says its pages are served with: files of hosts, `next.config.*`, and the options of helmet.
//! Only what holds for every page counts, because nobody knows which page a script is for.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::MAX_IMPORT;
use super::project::Project;
use crate::detect::required;
use crate::embedding::Embedding;
use crate::source::SourceFile;
use crate::syntax;
use crate::syntax::program::{BindingId, Const, Expr, ExprId, Pattern, Program, Property, Stmt};

/// What the folders say that were asked about.
#[derive(Default)]
pub(super) struct Headers {
    known: Mutex<FxHashMap<PathBuf, Arc<Embedding>>>,
}

/// A name and a value for each header.
type Pairs = Vec<(String, String)>;

/// How to read the headers that a file of that name sets for every page.
type Reader = fn(&Project, &Path) -> Pairs;

/// Files that set headers, with their readers.
const FILES: [(&str, Reader); 13] = [
    ("_headers", lines),
    ("public/_headers", lines),
    ("static/_headers", lines),
    ("netlify.toml", netlify),
    ("vercel.json", |project, path| listed(&json(project, path))),
    ("firebase.json", firebase),
    ("staticwebapp.config.json", static_web_app),
    ("next.config.js", script),
    ("next.config.mjs", script),
    ("next.config.cjs", script),
    ("next.config.ts", script),
    ("nuxt.config.ts", script),
    ("package.json", helmet),
];

/// Where the server of a package is set up.
const SERVERS: [&str; 11] = [
    "server.js",
    "server.ts",
    "server/index.js",
    "server/index.ts",
    "src/server.js",
    "src/server.ts",
    "app.js",
    "src/app.js",
    "src/app.ts",
    "src/main.ts",
    "src/index.ts",
];

/// Folders between a script and what says how its site is served.
const MAX_UP: usize = 12;

impl Headers {
    /// What is said of the pages that a file is for, by the nearest folder above it that says something.
    pub(super) fn around(&self, project: &Project, file: &Path) -> Embedding {
        let mut embedding = Embedding::default();
        for folder in file.ancestors().skip(1).take(MAX_UP) {
            embedding = embedding.or((*self.of(project, folder)).clone());
            if project.is_repository(folder) {
                break;
            }
        }
        embedding
    }

    /// From here on, the file with this path may say something else.
    pub(super) fn forget(&self, file: &Path) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        file.ancestors().for_each(|folder| drop(known.remove(folder)));
    }

    fn of(&self, project: &Project, folder: &Path) -> Arc<Embedding> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(folder) {
            return Arc::clone(known);
        }
        let read = |(name, read): &(&str, Reader)| {
            let path = folder.join(name);
            project.is_file(&path).then(|| Embedding::of_headers(&read(project, &path), &place(name)))
        };
        let said = FILES.iter().filter_map(read).fold(Embedding::default(), Embedding::or);
        let said = Arc::new(said);
        lock().insert(folder.to_owned(), Arc::clone(&said));
        said
    }
}

/// Where headers are set, as a reader is told.
fn place(file: &str) -> String {
    if file == "package.json" { "the options of helmet".to_owned() } else { format!("`{file}`") }
}

/// Whether a pattern of a host means every page: `/*`, `/(.*)`, `**`, `/:path*`.
fn is_every_page(pattern: &str) -> bool {
    let rest = pattern.trim().trim_start_matches('/');
    matches!(rest, "*" | "**" | "**/*" | "(.*)" | "(.*)*" | ".*") || (rest.starts_with(':') && rest.ends_with('*'))
}

fn json(project: &Project, path: &Path) -> Value {
    project.json(path).unwrap_or_default()
}

/// A path on a line of its own, its headers indented below it.
fn lines(project: &Project, path: &Path) -> Pairs {
    let text = project.text(path).unwrap_or_default();
    let mut meant = false;
    let mut found = Pairs::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        match line.trim().split_once(':').filter(|_| line.starts_with([' ', '\t'])) {
            Some((name, value)) if meant => found.push((name.trim().to_owned(), value.trim().to_owned())),
            Some(_) => {}
            None if line.trim().is_empty() => {}
            None => meant = is_every_page(line),
        }
    }
    found
}

fn netlify(project: &Project, path: &Path) -> Pairs {
    let text = project.text(path).unwrap_or_default();
    let table: toml::Table = toml::from_str(&text).unwrap_or_default();
    let parts = table.get("headers").and_then(toml::Value::as_array).into_iter().flatten();
    let parts = parts.filter(|part| part.get("for").and_then(toml::Value::as_str).is_some_and(is_every_page));
    let values = parts.filter_map(|part| part.get("values")?.as_table());
    values.flatten().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
}

/// `headers`, a list of a `source` each with a list of a `key` and a `value` each.
fn listed(value: &Value) -> Pairs {
    let parts = value["headers"].as_array().into_iter().flatten();
    let parts = parts.filter(|part| part["source"].as_str().is_some_and(is_every_page));
    let headers = parts.flat_map(|part| part["headers"].as_array().into_iter().flatten());
    headers.filter_map(|h| Some((h["key"].as_str()?.to_owned(), h["value"].as_str()?.to_owned()))).collect()
}

fn firebase(project: &Project, path: &Path) -> Pairs {
    let file = json(project, path);
    match &file["hosting"] {
        // Several sites, of which nobody knows which one is meant.
        Value::Array(sites) => sites.first().filter(|_| sites.len() == 1).map(listed).unwrap_or_default(),
        site => listed(site),
    }
}

fn static_web_app(project: &Project, path: &Path) -> Pairs {
    let file = json(project, path);
    let headers = file["globalHeaders"].as_object().into_iter().flatten();
    headers.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
}

fn load(project: &Project, path: &Path) -> Option<Program> {
    let bytes = project.admit(path).and_then(|real| project.script(&real, MAX_IMPORT)).ok()?;
    let file = SourceFile::new(path.display().to_string(), syntax::decode::decode(bytes).ok()?);
    Some(syntax::load(&file).ok()?.program)
}

/// The objects that are written in a program.
fn objects(program: &Program) -> impl Iterator<Item = &Expr> {
    program.exprs.iter().map(|(expr, _)| expr).filter(|expr| matches!(expr, Expr::Object(_)))
}

/// What a configuration that is a script lists as objects of a `key` and a `value`, if every `source` in it is every page.
fn script(project: &Project, path: &Path) -> Pairs {
    let Some(program) = load(project, path) else { return Pairs::new() };
    let sources = objects(&program).filter(|o| o.field("headers").is_some()).filter_map(|o| o.field("source"));
    let sources: Vec<Option<&str>> = sources.map(|source| program.expr(source).text()).collect();
    if sources.is_empty() || !sources.iter().all(|source| source.is_some_and(is_every_page)) {
        return Pairs::new();
    }
    let text = |object: &Expr, name| object.field(name).and_then(|value| program.expr(value).text()).map(str::to_owned);
    let pair = |object| Some((text(object, "key")?, text(object, "value")?));
    objects(&program).filter_map(pair).collect()
}

/// What helmet makes a package's server send.
fn helmet(project: &Project, path: &Path) -> Pairs {
    let package = json(project, path);
    let Some(folder) = path.parent().filter(|_| package["dependencies"]["helmet"].is_string()) else {
        return Pairs::new();
    };
    let main = package["main"].as_str();
    let servers = main.into_iter().chain(SERVERS).map(|name| folder.join(name));
    let mut set = servers.filter(|path| project.is_file(path)).filter_map(|path| helmet_of(&load(project, &path)?));
    set.next().unwrap_or_default()
}

/// The headers of the first `helmet(…)` of a server, as its documentation gives the defaults.
fn helmet_of(program: &Program) -> Option<Pairs> {
    let imported = program.imports.iter().filter(|import| &*import.source == "helmet").map(|import| import.binding);
    let is_helmet = |value: ExprId| required(program, program.expr(value)) == Some("helmet");
    let bound = program.stmts.iter().filter_map(|(stmt, _)| match stmt {
        Stmt::Declare(pattern, value) if is_helmet(*value) => match program.pattern(*pattern) {
            Pattern::Bind(binding) => Some(*binding),
            _ => None,
        },
        _ => None,
    });
    let helmets: Vec<BindingId> = imported.chain(bound).collect();
    let options = program.exprs.iter().find_map(|(expr, _)| match expr {
        Expr::Call { callee, args, .. } => match program.expr(*callee) {
            Expr::Var(binding) if helmets.contains(binding) => Some(args.first().map(|arg| program.expr(arg.value))),
            _ => None,
        },
        _ => None,
    })?;
    let is_plain =
        |e: &Expr| matches!(e, Expr::Object(properties) if properties.iter().all(|p| matches!(p, Property::Field(..))));
    if options.is_some_and(|options| !is_plain(options)) {
        return None;
    }
    let option = |name| options.and_then(|options| options.field(name)).map(|value| program.expr(value));
    let text_at = |value: &Expr, name| value.field(name).and_then(|e| program.expr(e).text()).map(str::to_owned);
    // An option in another form than `{ … }` sets no header that could be told.
    let set = |value: Option<&Expr>, name, default: &str| match value {
        None => Some(default.to_owned()),
        Some(value) => text_at(value, name),
    };
    let policy = match option("contentSecurityPolicy") {
        None => Some("frame-ancestors 'self'".to_owned()),
        Some(Expr::Const(Const::Bool(false))) => None,
        // What cannot be read lets everybody in, as far as anybody knows.
        Some(value) => {
            let directives = value.field("directives").map(|e| program.expr(e));
            let read = directives.filter(|e| matches!(e, Expr::Object(_))).and_then(|e| policy(program, e));
            Some(read.unwrap_or_else(|| "frame-ancestors *".to_owned()))
        }
    };
    let guard = option("frameguard").or_else(|| option("xFrameOptions"));
    let headers = [
        ("X-Frame-Options", set(guard, "action", "SAMEORIGIN")),
        ("Cross-Origin-Opener-Policy", set(option("crossOriginOpenerPolicy"), "policy", "same-origin")),
        ("Content-Security-Policy", policy),
    ];
    Some(headers.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
}

/// A policy of helmet's directives, as far as embedding depends on it.
fn policy(program: &Program, directives: &Expr) -> Option<String> {
    let text = |e: ExprId| program.expr(e).text().map(str::to_owned);
    let words = |value| match program.expr(value) {
        Expr::Array(items) => {
            let texts = items.iter().map(|item| text(item.as_ref()?.value));
            Some(texts.collect::<Option<Vec<_>>>()?.join(" "))
        }
        _ => text(value),
    };
    let of = |names: [&str; 2]| names.into_iter().find_map(|name| directives.field(name));
    let ancestors = match of(["frameAncestors", "frame-ancestors"]) {
        Some(value) => words(value)?,
        None => "'self'".to_owned(),
    };
    let types = of(["requireTrustedTypesFor", "require-trusted-types-for"]).and_then(words);
    let types = types.map(|types| format!("; require-trusted-types-for {types}")).unwrap_or_default();
    Some(format!("frame-ancestors {ancestors}{types}"))
}

#[cfg(test)]
mod tests {
    use super::is_every_page;

    #[test]
    fn every_page_is_told_from_some() {
        for pattern in ["/*", "/(.*)", "**", "/**", "/:path*", "/:all*", "/**/*"] {
            assert!(is_every_page(pattern), "{pattern}");
        }
        for pattern in ["/", "/app/*", "/embed/(.*)", "*.html", "/:path", "/admin/:path*"] {
            assert!(!is_every_page(pattern), "{pattern}");
        }
    }
}
