//! The packages of a monorepo by name, as `package.json` or `pnpm-workspace.yaml` lists their folders. Installs nothing.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::project::Project;

/// Folders below a `**` that are searched, and packages that are listed.
const MAX_DEPTH: usize = 4;
const MAX_PACKAGES: usize = 4_000;
/// Folders that one workspace has listed or looked at, each time it has: a pattern such as `**/**/**` comes to the same ones again and
/// again, and so do many patterns.
const MAX_STEPS: usize = 50_000;
/// Parts of a pattern.
const MAX_PARTS: usize = 32;

type Packages = FxHashMap<String, PathBuf>;

/// The workspaces that were asked about.
#[derive(Default)]
pub(super) struct Workspaces {
    /// By any folder inside; `None` where there is no workspace around it.
    known: Mutex<FxHashMap<PathBuf, Option<Arc<Packages>>>>,
}

impl Workspaces {
    /// The folder of a package in the workspace around `folder`.
    pub(super) fn package(&self, project: &Project, folder: &Path, name: &str) -> Option<PathBuf> {
        self.around(project, folder)?.get(name).cloned()
    }

    fn around(&self, project: &Project, folder: &Path) -> Option<Arc<Packages>> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(folder) {
            return known.clone();
        }
        let packages = match patterns(project, folder) {
            Some((file, patterns)) => Some(Arc::new(list(project, &file, &patterns))),
            // A repository is not part of another one.
            _ if project.is_repository(folder) => None,
            _ => folder.parent().and_then(|above| self.around(project, above)),
        };
        lock().insert(folder.to_owned(), packages.clone());
        packages
    }
}

/// What a folder says of the folders of its packages, if it has any, and in which file.
fn patterns(project: &Project, folder: &Path) -> Option<(PathBuf, Vec<String>)> {
    let file = folder.join("package.json");
    let manifest = project.json(&file);
    let listed = manifest.as_ref().and_then(|m| match &m["workspaces"] {
        Value::Array(list) => Some(list),
        other => other["packages"].as_array(),
    });
    let (file, patterns): (_, Vec<String>) = match listed {
        Some(listed) => (file, listed.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        None => {
            let file = folder.join("pnpm-workspace.yaml");
            let text = project.text(&file).ok()?;
            // Of YAML only the block list of strings, which is how this file is written.
            let behind = text.lines().skip_while(|line| line.trim_end() != "packages:").skip(1);
            let items = behind.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            let items = items.map_while(|line| line.strip_prefix('-'));
            (file, items.map(|item| item.trim().trim_matches(['\'', '"']).to_owned()).collect())
        }
    };
    (!patterns.is_empty()).then_some((file, patterns))
}

/// The packages in the folders that the patterns of the file `listed` name.
fn list(project: &Project, listed: &Path, patterns: &[String]) -> Packages {
    let root = listed.parent().unwrap_or(listed);
    let mut search = Search { project, packages: Packages::default(), steps: 0 };
    let mut is_long = false;
    for pattern in patterns.iter().filter(|pattern| !pattern.starts_with('!')) {
        let parts: Vec<&str> = pattern.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        if parts.len() <= MAX_PARTS {
            search.expand(root, &parts);
        } else {
            is_long = true;
        }
    }
    if search.is_over() {
        let reason = format!("its workspaces have more than {MAX_STEPS} folders or {MAX_PACKAGES} packages");
        project.skip(listed, reason);
    } else if is_long {
        project.skip(listed, format!("the name of a workspace has more than {MAX_PARTS} parts"));
    }
    search.packages
}

struct Search<'a> {
    project: &'a Project,
    packages: Packages,
    /// Folders that were looked at, each time they were.
    steps: usize,
}

impl Search<'_> {
    fn is_over(&self) -> bool {
        self.steps > MAX_STEPS || self.packages.len() >= MAX_PACKAGES
    }

    fn expand(&mut self, folder: &Path, parts: &[&str]) {
        self.steps += 1;
        if self.is_over() {
            return;
        }
        match parts {
            [] => {
                if let Some(Value::String(name)) =
                    self.project.json(&folder.join("package.json")).map(|mut m| m["name"].take())
                {
                    self.packages.entry(name).or_insert_with(|| folder.to_owned());
                }
            }
            ["**", rest @ ..] => self.below(folder, MAX_DEPTH, rest),
            [part, rest @ ..] if part.contains('*') => {
                let (start, end) = part.split_once('*').unwrap_or((part, ""));
                for inner in self.folders(folder) {
                    let name = inner.file_name().unwrap_or_default().to_string_lossy();
                    if name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end) {
                        self.expand(&inner, rest);
                    }
                }
            }
            [part, rest @ ..] => self.expand(&folder.join(part), rest),
        }
    }

    fn below(&mut self, folder: &Path, depth: usize, rest: &[&str]) {
        self.expand(folder, rest);
        if depth > 0 && !self.is_over() {
            for inner in self.folders(folder) {
                self.below(&inner, depth - 1, rest);
            }
        }
    }

    /// The folders in a folder of the project in the order of their names, without hidden and installed ones.
    fn folders(&mut self, folder: &Path) -> Vec<PathBuf> {
        if self.is_over() {
            return Vec::new();
        }
        let own = |folder: &PathBuf| {
            let name = folder.file_name().unwrap_or_default();
            name != "node_modules" && !name.to_string_lossy().starts_with('.')
        };
        let mut folders: Vec<PathBuf> = self.project.folders(folder).into_iter().filter(own).collect();
        self.steps += folders.len();
        folders.sort();
        folders
    }
}
