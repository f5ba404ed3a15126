//! Imported files: where a specifier leads, and each file read once for all threads. Executes no
//! configuration and enters no `node_modules`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use oxc_resolver::{ResolveError, ResolveOptions, ResolverGeneric, TsconfigDiscovery};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::cache::{Digest, digest};
use crate::config::plain;
use crate::display::{display_path, reason};
use crate::embedding::Embedding;
use crate::model::Model;
use crate::modules::{Module, Modules, Resolved, Scope};
use crate::names::Names;
use crate::platform::Sign;
use crate::request::{Progress, Request};
use crate::source::SourceFile;
use crate::syntax;

mod entry;
mod headers;
mod manifest;
mod project;
mod tsconfig;
mod workspaces;

use entry::Entry;
use headers::Headers;
use manifest::Manifests;
use project::Project;
use tsconfig::Tsconfigs;
use workspaces::Workspaces;

/// An imported file longer than this, in bytes, is a bundle, not a part of the program.
const MAX_IMPORT: usize = 512 << 10;
/// Bytes of source whose programs are kept for the next importer. A program takes some fifteen times its source.
const KEPT: usize = 6 << 20;

/// What is read as script. The order is that in which an extension is guessed: sources come before what is made of them.
const SCRIPTS: [&str; 8] = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];
/// Extensions of what bundlers let a script import besides script. That it is not followed is no loss.
const ASSETS: [&str; 24] = [
    "css", "scss", "sass", "less", "styl", "pcss", "svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "woff",
    "woff2", "json", "json5", "yaml", "yml", "md", "mdx", "txt", "wasm",
];

/// Finds and reads imported files.
pub struct Loader<'a> {
    progress: &'a dyn Progress,
    /// Files that must not be read, with the reason.
    quarantined: &'a BTreeMap<String, String>,
    resolver: ResolverGeneric<Project>,
    /// For where `tsconfig.json` cannot be read: it may extend a package that is not installed.
    plain: ResolverGeneric<Project>,
    tsconfigs: Tsconfigs,
    project: Project,
    names: Names,
    /// The nearest package around a folder.
    packages: Mutex<FxHashMap<PathBuf, Option<PathBuf>>>,
    /// What each package says of the platforms of its files.
    told: Mutex<FxHashMap<PathBuf, Arc<Signs>>>,
    workspaces: Workspaces,
    manifests: Manifests,
    headers: Headers,
    /// The scripts that others start as workers, by the paths that readers are shown.
    workers: FxHashSet<String>,
    /// The files whose message handlers call what importers hand over, by the same paths, with the names of their functions.
    handing: BTreeMap<String, Vec<String>>,
    /// The files that others were found to import, by the same paths.
    imported: Mutex<FxHashSet<String>>,
    /// What each package says that others import of it.
    entries: Mutex<FxHashMap<PathBuf, Arc<Vec<Entry>>>>,
    /// Where specifiers lead, by the folder of the importer.
    places: Mutex<FxHashMap<(PathBuf, String), Place>>,
    /// The digests of files, by their paths without links.
    digests: Mutex<FxHashMap<PathBuf, Result<Digest, String>>>,
    files: Mutex<Files>,
}

/// Folders that web servers serve as the root of a site.
const SITES: [&str; 7] = ["", "public", "static", "src", "dist", "www", "app"];
/// Folders between a page's script and the root of its site.
const MAX_UP: usize = 6;

/// Where a specifier leads.
#[derive(Clone, Debug)]
enum Place {
    File(PathBuf),
    Outside,
    Missing,
}

/// Where an import leads.
#[derive(Clone, Debug)]
pub(crate) enum Located {
    /// To a file of the project.
    File {
        /// Its path, without links.
        real: PathBuf,
        /// The path that readers are shown.
        shown: String,
    },
    /// To nothing that is followed.
    Outside,
    /// To nothing that can be used; why, as a fragment.
    Broken(String),
}

/// What tells of platforms, each with the reason.
type Signs = Vec<(Sign, String)>;

type Slot = Arc<OnceLock<Result<Arc<Module>, String>>>;

/// The files that were read last.
#[derive(Default)]
struct Files {
    slots: FxHashMap<PathBuf, Slot>,
    order: VecDeque<(PathBuf, usize)>,
    bytes: usize,
}

impl<'a> Loader<'a> {
    /// A loader for what the files of a request import. `progress` hears of each before it is read.
    ///
    /// It reads no file outside of the request's paths and of the repositories, or the outermost packages, that these lie in.
    pub fn new(request: &'a Request, progress: &'a dyn Progress) -> Self {
        let strings = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let alias = |js: &str, of: &[&str]| (js.to_owned(), strings(of));
        let options = || ResolveOptions {
            extensions: strings(&SCRIPTS),
            // What is written as `.js` may be compiled from `.ts`.
            extension_alias: vec![
                alias(".js", &[".ts", ".tsx", ".js", ".jsx"]),
                alias(".jsx", &[".tsx", ".jsx"]),
                alias(".mjs", &[".mts", ".mjs"]),
                alias(".cjs", &[".cts", ".cjs"]),
            ],
            condition_names: strings(&["source", "browser", "import", "module", "require", "default"]),
            main_fields: strings(&["source", "module", "browser", "main"]),
            allow_package_exports_in_directory_resolve: true,
            // Files keep the names under which the tree shows them.
            symlinks: false,
            ..ResolveOptions::default()
        };
        let project = Project::of(request);
        let resolver = |options| ResolverGeneric::new_with_file_system(project.clone(), options);
        let plain = resolver(options());
        Self {
            progress,
            quarantined: &request.quarantined,
            resolver: resolver(ResolveOptions { tsconfig: Some(TsconfigDiscovery::Auto), ..options() }),
            tsconfigs: Tsconfigs::new(&plain),
            plain,
            project,
            names: Names::of_files_in(&request.store),
            packages: Mutex::default(),
            told: Mutex::default(),
            workspaces: Workspaces::default(),
            manifests: Manifests::default(),
            headers: Headers::default(),
            workers: FxHashSet::default(),
            handing: BTreeMap::new(),
            imported: Mutex::default(),
            entries: Mutex::default(),
            places: Mutex::default(),
            digests: Mutex::default(),
            files: Mutex::default(),
        }
    }
}

impl Modules for Loader<'_> {
    fn resolve(&self, from: &str, specifier: &str) -> Resolved {
        self.follow(&self.locate(from, specifier))
    }

    fn worker(&self, from: &str, specifier: &str) -> Option<String> {
        let importer = plain(Path::new(from));
        let folder = importer.parent()?;
        let specifier = specifier.split(['?', '#']).next().unwrap_or_default();
        if specifier.contains(':') {
            return None;
        }
        let near =
            |specifier: &str| self.plain.resolve(folder, specifier).ok().map(oxc_resolver::Resolution::into_path_buf);
        let path = match specifier.strip_prefix('/') {
            // An address of the site, whose files lie in one of these.
            Some(rest) => folder.ancestors().take(MAX_UP).find_map(|above| {
                let sites = SITES.iter().map(|site| above.join(site).join(rest));
                sites.into_iter().find(|path| self.project.is_file(path))
            }),
            None if is_local(specifier) => near(specifier),
            None => near(&format!("./{specifier}")).or_else(|| match self.place(&importer, folder, specifier) {
                Place::File(path) => Some(path),
                _ => None,
            }),
        }?;
        (!is_installed(&path)).then(|| self.names.shown(&path))
    }

    fn hands_on(&self, from: &str, specifier: &str) -> Vec<String> {
        if self.handing.is_empty() || is_foreign(specifier) {
            return Vec::new();
        }
        let importer = plain(Path::new(from));
        let Some(folder) = importer.parent() else { return Vec::new() };
        let Place::File(path) = self.place(&importer, folder, specifier) else { return Vec::new() };
        let Ok(real) = self.project.admit(&path) else { return Vec::new() };
        self.handing.get(&display_path(&self.names.of_real(&real))).cloned().unwrap_or_default()
    }

    fn scope(&self, path: &str) -> Option<Scope> {
        if self.workers.contains(path) {
            return Some(Scope::Worker);
        }
        self.manifests.scope(&self.project, &plain(Path::new(path)))
    }

    fn signs(&self, path: &str) -> Vec<(Sign, String)> {
        let file = plain(Path::new(path));
        let mut signs = self.manifests.signs(&self.project, &file);
        if let Some(home) = file.parent().and_then(|folder| self.package_around(folder)) {
            signs.extend(self.told_by(&home).iter().cloned());
        }
        signs
    }

    fn embedding(&self, path: &str) -> Embedding {
        self.headers.around(&self.project, &plain(Path::new(path)))
    }
}

impl Loader<'_> {
    /// Where a specifier leads, without a look at what is there.
    pub(crate) fn locate(&self, from: &str, specifier: &str) -> Located {
        if is_foreign(specifier) {
            return Located::Outside;
        }
        let importer = plain(Path::new(from));
        let Some(folder) = importer.parent() else { return Located::Outside };
        match self.place(&importer, folder, specifier) {
            Place::Outside => Located::Outside,
            Place::Missing => Located::Broken("no such file".to_owned()),
            Place::File(path) => match self.project.admit(&path) {
                Ok(real) => {
                    let shown = display_path(&self.names.of_real(&real));
                    if self.quarantined.contains_key(&shown) {
                        return Located::Broken("its analysis crashed".to_owned());
                    }
                    self.imported.lock().unwrap_or_else(PoisonError::into_inner).insert(shown.clone());
                    Located::File { real, shown }
                }
                Err(error) => Located::Broken(reason(&error)),
            },
        }
    }

    /// What is at such a place.
    pub(crate) fn follow(&self, place: &Located) -> Resolved {
        match place {
            Located::File { real, shown } => {
                self.progress.imports(shown);
                self.read(real, shown.clone()).map_or_else(Resolved::Broken, Resolved::File)
            }
            Located::Outside => Resolved::Outside,
            Located::Broken(why) => Resolved::Broken(why.clone()),
        }
    }

    /// The digest of the text of a file, or why it cannot be read. Each is read once.
    pub(crate) fn digest_of(&self, real: &Path) -> Result<Digest, String> {
        let lock = || self.digests.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(real) {
            return known.clone();
        }
        let digest = self.text(real).map(|text| digest([text.as_bytes()]));
        lock().entry(real.to_owned()).or_insert(digest).clone()
    }

    /// The files that would have told where imports lead, had they been read, and why they were not.
    pub fn unread(&self) -> Vec<(PathBuf, String)> {
        self.project.unread()
    }

    /// From here on, these scripts are known to be workers, and no others.
    pub fn know_workers(&mut self, paths: impl IntoIterator<Item = String>) {
        self.workers = paths.into_iter().collect();
    }

    /// From here on, these are the files whose message handlers call what importers hand over.
    pub fn know_handing(&mut self, handing: &BTreeMap<String, Vec<String>>) {
        self.handing.clone_from(handing);
    }

    /// From here on, the file with this path holds another text.
    pub fn forget(&self, path: &Path) {
        if let Ok(real) = self.project.admit(path) {
            self.files.lock().unwrap_or_else(PoisonError::into_inner).slots.remove(&real);
            self.digests.lock().unwrap_or_else(PoisonError::into_inner).remove(&real);
        }
        self.headers.forget(&plain(path));
    }

    /// The files besides imported ones on which answers rest, whether or not they are there, as far as they were not named before:
    /// absolute paths.
    pub fn take_asked(&self) -> BTreeSet<PathBuf> {
        self.project.take_asked()
    }

    /// Whether a file is used as far as can be told: another one was found to import it, or its package says that others do.
    pub fn is_used(&self, path: &Path) -> bool {
        let is_imported = |shown: &str| self.imported.lock().unwrap_or_else(PoisonError::into_inner).contains(shown);
        is_imported(&display_path(path)) || is_imported(&self.names.shown(path)) || self.is_entry(&plain(path))
    }

    fn is_entry(&self, file: &Path) -> bool {
        let Some(home) = file.parent().and_then(|folder| self.package_around(folder)) else { return false };
        let mut known = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || {
            let package = self.project.json(&home.join("package.json")).unwrap_or_default();
            let resolve =
                |path: &str| self.plain.resolve(&home, path).ok().map(oxc_resolver::Resolution::into_path_buf);
            Arc::new(Entry::all(&package, &home, resolve))
        };
        known.entry(home.clone()).or_insert_with(read).iter().any(|entry| entry.is(file))
    }

    fn place(&self, importer: &Path, folder: &Path, specifier: &str) -> Place {
        let key = (folder.to_owned(), specifier.to_owned());
        let lock = || self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return known.clone();
        }
        let place = self.search(importer, folder, specifier);
        lock().insert(key, place.clone());
        place
    }

    fn search(&self, importer: &Path, folder: &Path, specifier: &str) -> Place {
        let local = is_local(specifier);
        // A `tsconfig.json` that names no files means scripts; those in components are compiled as such.
        let named = if is_script(importer) { importer.to_owned() } else { importer.with_added_extension("ts") };
        let plainly = || self.plain.resolve(folder, specifier);
        let found = match self.tsconfigs.admit(&self.project, folder) {
            true => match self.resolver.resolve_file(&named, specifier) {
                Err(
                    ResolveError::TsconfigNotFound(_)
                    | ResolveError::TsconfigLoadFailed { .. }
                    | ResolveError::TsconfigCircularExtend(_)
                    | ResolveError::TsconfigSelfReference(_)
                    | ResolveError::Json(_)
                    | ResolveError::IOError(_),
                ) => plainly(),
                found => found,
            },
            false => plainly(),
        };
        let found = found.ok().map(oxc_resolver::Resolution::into_path_buf);
        // A package that is scanned itself is no other one to its own files.
        let found = found.filter(|path| installs(path) == 0 || (local && installs(path) <= installs(folder)));
        let found = match found {
            Some(path) => Some(path),
            None if local => None,
            None => self.in_workspace(folder, specifier).or_else(|| self.by_convention(folder, specifier)),
        };
        match found {
            Some(path) if is_script(&path) => Place::File(path),
            Some(_) => Place::Outside,
            None if local => Place::Missing,
            None => Place::Outside,
        }
    }

    /// A package of the same repository, which need not be installed.
    fn in_workspace(&self, folder: &Path, specifier: &str) -> Option<PathBuf> {
        let (package, rest) = split_package(specifier);
        let home = self.workspaces.package(&self.project, folder, package)?;
        // What the package says of itself; then its source, where what it says is not built.
        let own = self.plain.resolve(&home, specifier);
        let candidates = match rest {
            Some(rest) => vec![format!("./{rest}"), format!("./src/{rest}")],
            None => ["./", "./src/index", "./src/main", "./index"].map(str::to_owned).to_vec(),
        };
        own.into_iter()
            .chain(candidates.iter().filter_map(|path| self.plain.resolve(&home, path).ok()))
            .map(oxc_resolver::Resolution::into_path_buf)
            .find(|path| !is_installed(path) && is_script(path))
    }

    /// `@/x` and `~/x`, which bundlers are configured to take for the source folder of the package.
    fn by_convention(&self, folder: &Path, specifier: &str) -> Option<PathBuf> {
        let rest = specifier.strip_prefix("@/").or_else(|| specifier.strip_prefix("~/"))?;
        let home = self.package_around(folder)?;
        let found = [home.join("src"), home].into_iter().find_map(|base| {
            let found = self.plain.resolve(&base, &format!("./{rest}")).ok()?;
            Some(found.into_path_buf())
        });
        found.filter(|path| !is_installed(path))
    }

    /// What a package says of the platforms of its files: the packages that it depends on, and what runs it.
    fn told_by(&self, home: &Path) -> Arc<Signs> {
        let mut known = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || {
            let package = self.project.json(&home.join("package.json")).unwrap_or_default();
            let kinds = ["dependencies", "devDependencies", "peerDependencies"];
            let holds = |name: &&str| kinds.iter().any(|kind| package[kind].get(name).is_some());
            let sign = |name: &str| (Sign::Package(name.to_owned()), format!("package.json depends on `{name}`"));
            let is_run = package["engines"]["vscode"].is_string();
            let by_editor =
                || (Sign::Manifest("vscode-extension"), "package.json says that VS Code runs it".to_owned());
            let depends = Model::embedded().platforms.packages().filter(holds).map(sign);
            Arc::new(is_run.then(by_editor).into_iter().chain(depends).collect())
        };
        Arc::clone(known.entry(home.to_owned()).or_insert_with(read))
    }

    fn package_around(&self, folder: &Path) -> Option<PathBuf> {
        let mut packages = self.packages.lock().unwrap_or_else(PoisonError::into_inner);
        let search = || folder.ancestors().find(|above| self.project.is_file(&above.join("package.json")));
        packages.entry(folder.to_owned()).or_insert_with(|| search().map(Path::to_owned)).clone()
    }

    /// The file, from memory if another importer asked for it not long ago.
    fn read(&self, path: &Path, shown: String) -> Result<Arc<Module>, String> {
        let slot = {
            let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
            match files.slots.get(path) {
                Some(slot) => Arc::clone(slot),
                None => files.insert(path, self.project.len_of(path).min(MAX_IMPORT)),
            }
        };
        slot.get_or_init(|| self.load(path, shown)).clone()
    }

    /// The text of a file that was admitted, or why it cannot be read.
    pub(crate) fn text(&self, real: &Path) -> Result<String, String> {
        let bytes = self.project.script(real, MAX_IMPORT).map_err(|error| reason(&error))?;
        syntax::decode::decode(bytes).map_err(|failure| failure.message)
    }

    fn load(&self, path: &Path, shown: String) -> Result<Arc<Module>, String> {
        let text = self.text(path)?;
        let module = Module::read(Arc::new(SourceFile::new(shown, text))).map_err(|failure| failure.message)?;
        Ok(Arc::new(module))
    }
}

impl Files {
    fn insert(&mut self, path: &Path, bytes: usize) -> Slot {
        let slot = Slot::default();
        self.bytes += bytes;
        self.slots.insert(path.to_owned(), Arc::clone(&slot));
        self.order.push_back((path.to_owned(), bytes));
        while self.bytes > KEPT
            && let Some((oldest, bytes)) = self.order.pop_front()
        {
            self.slots.remove(&oldest);
            self.bytes -= bytes;
        }
        slot
    }
}

/// Whether it can be no file of the project: an address, a builtin, something that only a bundler understands.
fn is_foreign(specifier: &str) -> bool {
    let extension = specifier.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let asset = extension.is_some_and(|extension| ASSETS.contains(&extension.as_str()));
    specifier.is_empty() || specifier.contains([':', '?', '!', '\0']) || asset
}

fn is_local(specifier: &str) -> bool {
    matches!(specifier, "." | "..") || ["./", "../", "/"].iter().any(|start| specifier.starts_with(start))
}

fn is_installed(path: &Path) -> bool {
    installs(path) > 0
}

/// How many `node_modules` lie inside each other on the way to a path.
fn installs(path: &Path) -> usize {
    path.components().filter(|part| part.as_os_str() == "node_modules").count()
}

/// Whether the file holds code, rather than types or data.
fn is_script(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let types = [".d.ts", ".d.mts", ".d.cts"].iter().any(|end| name.ends_with(end));
    !types && SCRIPTS.iter().any(|end| name.ends_with(end))
}

/// `@scope/name/rest` in two.
fn split_package(specifier: &str) -> (&str, Option<&str>) {
    let from = if specifier.starts_with('@') { specifier.find('/').map_or(0, |slash| slash + 1) } else { 0 };
    match specifier[from..].find('/') {
        Some(slash) => (&specifier[..from + slash], Some(&specifier[from + slash + 1..])),
        None => (specifier, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_told_from_their_parts() {
        assert_eq!(split_package("@a/b/c/d"), ("@a/b", Some("c/d")));
        assert_eq!(split_package("@a/b"), ("@a/b", None));
        assert_eq!(split_package("a/b"), ("a", Some("b")));
        assert_eq!(split_package("a"), ("a", None));
    }
}
