//! The packages of a monorepo by name, as `package.json` or `pnpm-workspace.yaml` lists their folders. Installs nothing.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use serde_json::Value;

/// Folders below a `**` that are searched, and packages that are listed.
const MAX_DEPTH: usize = 4;
const MAX_PACKAGES: usize = 4_000;

type Packages = FxHashMap<String, PathBuf>;

/// The workspaces that were asked about.
#[derive(Default)]
pub(super) struct Workspaces {
    /// By any folder inside; `None` where there is no workspace around it.
    known: Mutex<FxHashMap<PathBuf, Option<Arc<Packages>>>>,
}

impl Workspaces {
    /// The folder of a package in the workspace around `folder`.
    pub(super) fn package(&self, folder: &Path, name: &str) -> Option<PathBuf> {
        self.around(folder)?.get(name).cloned()
    }

    fn around(&self, folder: &Path) -> Option<Arc<Packages>> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(folder) {
            return known.clone();
        }
        let packages = match patterns(folder) {
            patterns if !patterns.is_empty() => Some(Arc::new(list(folder, &patterns))),
            // A repository is not part of another one.
            _ if folder.join(".git").exists() => None,
            _ => folder.parent().and_then(|above| self.around(above)),
        };
        lock().insert(folder.to_owned(), packages.clone());
        packages
    }
}

pub(super) fn json(path: &Path) -> Option<Value> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// What a folder says of the folders of its packages.
fn patterns(folder: &Path) -> Vec<String> {
    let manifest = json(&folder.join("package.json"));
    let listed = manifest.as_ref().and_then(|m| match &m["workspaces"] {
        Value::Array(list) => Some(list),
        other => other["packages"].as_array(),
    });
    if let Some(listed) = listed {
        return listed.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    }
    let Ok(text) = fs::read_to_string(folder.join("pnpm-workspace.yaml")) else { return Vec::new() };
    // Of YAML only the block list of strings, which is how this file is written.
    let behind = text.lines().skip_while(|line| line.trim_end() != "packages:").skip(1);
    let items = behind.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let items = items.map_while(|line| line.strip_prefix('-'));
    items.map(|item| item.trim().trim_matches(['\'', '"']).to_owned()).collect()
}

/// The packages in the folders that the patterns name.
fn list(root: &Path, patterns: &[String]) -> Packages {
    let mut packages = Packages::default();
    for pattern in patterns.iter().filter(|pattern| !pattern.starts_with('!')) {
        let parts: Vec<&str> = pattern.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        expand(root, &parts, &mut packages);
    }
    packages
}

fn expand(folder: &Path, parts: &[&str], packages: &mut Packages) {
    if packages.len() >= MAX_PACKAGES {
        return;
    }
    match parts {
        [] => {
            if let Some(Value::String(name)) = json(&folder.join("package.json")).map(|mut m| m["name"].take()) {
                packages.entry(name).or_insert_with(|| folder.to_owned());
            }
        }
        ["**", rest @ ..] => below(folder, MAX_DEPTH, &mut |inner| expand(inner, rest, packages)),
        [part, rest @ ..] if part.contains('*') => {
            let (start, end) = part.split_once('*').unwrap_or((part, ""));
            for inner in folders(folder) {
                let name = inner.file_name().unwrap_or_default().to_string_lossy();
                if name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end) {
                    expand(&inner, rest, packages);
                }
            }
        }
        [part, rest @ ..] => expand(&folder.join(part), rest, packages),
    }
}

fn below(folder: &Path, depth: usize, visit: &mut impl FnMut(&Path)) {
    visit(folder);
    if depth > 0 {
        folders(folder).iter().for_each(|inner| below(inner, depth - 1, visit));
    }
}

/// The folders in a folder in the order of their names, without hidden and installed ones.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let named = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        name != "node_modules" && !name.to_string_lossy().starts_with('.')
    };
    let entries = entries.flatten().filter(named).filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    folders.sort();
    folders
}
