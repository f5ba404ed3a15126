//! What a manifest says of the files around it: a browser extension's of its scripts and pages, a plugin's of its page. Reads no script.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::project::Project;
use crate::modules::Scope;
use crate::platform::Sign;

/// The manifests that were asked about, by the folder that holds them.
#[derive(Default)]
pub(super) struct Manifests {
    known: Mutex<FxHashMap<PathBuf, Option<Arc<Manifest>>>>,
}

/// What a manifest says.
#[derive(Default)]
struct Manifest {
    /// Where scripts run.
    scripts: FxHashMap<PathBuf, Scope>,
    /// What it says of files that it names, by their paths.
    roles: Vec<(PathBuf, &'static str)>,
    /// What it says of all files below it.
    all: Vec<&'static str>,
    /// Whether it names the scripts of a background.
    has_background: bool,
}

/// Folders between a script and the manifest that names it.
const MAX_UP: usize = 5;
/// Folders of a project that hold the manifest while the sources lie elsewhere.
const BESIDE: [&str; 5] = ["", "public", "src", "static", "app"];
/// Ends of the names of scripts and pages.
const EXTENSIONS: [&str; 8] = ["js", "ts", "jsx", "tsx", "mjs", "mts", "html", "htm"];

impl Manifests {
    /// Where the script runs, if an extension's manifest around it says so.
    pub(super) fn scope(&self, project: &Project, script: &Path) -> Option<Scope> {
        let folders = script.ancestors().skip(1).take(MAX_UP);
        folders.into_iter().find_map(|folder| self.of(project, folder)?.scripts.get(script).copied())
    }

    /// What the nearest manifest says of a file.
    pub(super) fn signs(&self, project: &Project, file: &Path) -> Vec<(Sign, String)> {
        for folder in file.ancestors().skip(1).take(MAX_UP) {
            for beside in BESIDE {
                let Some(manifest) = self.of(project, &folder.join(beside)) else { continue };
                let named = manifest.roles.iter().filter(|(path, _)| is_meant(path, file)).map(|(_, role)| *role);
                let mut roles: Vec<&'static str> = named.chain(manifest.all.iter().copied()).collect();
                if manifest.has_background && !roles.contains(&"background") {
                    roles.push("no-background");
                }
                // A page that sites may frame is none of the scripts that the manifest names.
                let is_other = roles.iter().any(|role| matches!(*role, "content-script" | "background"));
                let kept = roles.into_iter().filter(|role| *role != "web-accessible" || !is_other);
                return kept.map(|role| (Sign::Manifest(role), says(role).to_owned())).collect();
            }
            if project.is_repository(folder) {
                break;
            }
        }
        Vec::new()
    }

    fn of(&self, project: &Project, folder: &Path) -> Option<Arc<Manifest>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(folder.to_owned()).or_insert_with(|| read(project, folder).map(Arc::new)).clone()
    }
}

/// Whether a path of a manifest means a file: the file itself, or its source, which has the same name or is the `index` of a folder of
/// that name.
fn is_meant(path: &Path, file: &Path) -> bool {
    // `contentScript.bundle.js` is built from `content-script.ts`.
    let plain = |name: &str| -> String {
        let name = name.split('.').next().unwrap_or_default();
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    let stem = |path: &Path| plain(&path.file_stem().unwrap_or_default().to_string_lossy());
    let ends = |path: &Path| path.extension().is_some_and(|e| EXTENSIONS.iter().any(|end| e.eq_ignore_ascii_case(end)));
    if path == file {
        return true;
    }
    // What is built lies elsewhere than what it is built from; two files of one folder are told apart by their names.
    if path.parent() == file.parent() || !ends(file) {
        return false;
    }
    let (named, own) = (stem(path), stem(file));
    let folder = plain(&file.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy());
    // A bundle that is called `index` says nothing.
    !matches!(named.as_str(), "index" | "main") && (own == named || (own == "index" && folder == named))
}

/// What a manifest says by a role, as the reason for a platform.
fn says(role: &str) -> &'static str {
    match role {
        "content-script" => "manifest.json lists it as a content script",
        "sandbox" => "manifest.json lists it as a sandboxed page",
        "web-accessible" => "manifest.json lets sites frame the pages of the extension",
        "listed-senders" => "manifest.json lists the sites that may connect",
        "no-content-scripts" => "manifest.json lists no content script, and no permission to run one",
        "no-background" => "manifest.json lists another script as the background",
        "figma" => "manifest.json is that of a Figma plugin",
        _ => "manifest.json lists it as the background",
    }
}

fn read(project: &Project, folder: &Path) -> Option<Manifest> {
    let manifest = project.json(&folder.join("manifest.json"))?;
    if manifest["editorType"].is_array() || (manifest["api"].is_string() && manifest["main"].is_string()) {
        return Some(Manifest { all: vec!["figma"], ..Manifest::default() });
    }
    // A web application's manifest has the same name and none of this.
    manifest["manifest_version"].as_u64()?;
    let mut found = Manifest::default();
    let texts = |value: &Value| -> Vec<PathBuf> {
        let list = value.as_array().into_iter().flatten().chain(Some(value));
        list.filter_map(Value::as_str).map(|path| folder.join(path.trim_start_matches('/'))).collect()
    };
    for content in manifest["content_scripts"].as_array().into_iter().flatten() {
        for script in texts(&content["js"]) {
            found.scripts.insert(script.clone(), Scope::Window);
            found.roles.push((script, "content-script"));
        }
    }
    let background = &manifest["background"];
    for script in texts(&background["scripts"]).into_iter().chain(texts(&background["page"])) {
        found.scripts.insert(script.clone(), Scope::Window);
        found.roles.push((script, "background"));
    }
    for script in texts(&background["service_worker"]) {
        found.scripts.insert(script.clone(), Scope::Worker);
        found.roles.push((script, "background"));
    }
    for page in texts(&manifest["sandbox"]["pages"]) {
        found.roles.push((page, "sandbox"));
    }
    found.has_background = found.roles.iter().any(|(_, role)| *role == "background");
    found.all.extend(of_all(&manifest));
    Some(found)
}

/// What an extension's manifest says of all its files.
fn of_all(manifest: &Value) -> Vec<&'static str> {
    let list = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let mut all = Vec::new();
    let accessible = &manifest["web_accessible_resources"];
    let of_parts = accessible.as_array().into_iter().flatten().flat_map(|part| list(&part["resources"]));
    let is_page = |path: &String| path.ends_with(".html") || path.ends_with(".htm") || path.ends_with('*');
    if list(accessible).into_iter().chain(of_parts).any(|path| is_page(&path)) {
        all.push("web-accessible");
    }
    // Without the key every extension may connect; with it, only those that it lists.
    let senders = &manifest["externally_connectable"];
    let is_whole = |pattern: &String| pattern.starts_with("https://") && !pattern.contains("://*");
    let sites = list(&senders["matches"]);
    if senders.is_object() && list(&senders["ids"]).is_empty() && !sites.is_empty() && sites.iter().all(is_whole) {
        all.push("listed-senders");
    }
    let asks = |name: &str| list(&manifest["permissions"]).iter().any(|permission| permission == name);
    let runs = manifest["content_scripts"].as_array().is_some_and(|scripts| !scripts.is_empty());
    if !runs && !asks("scripting") && !asks("tabs") && !asks("activeTab") {
        all.push("no-content-scripts");
    }
    all
}
