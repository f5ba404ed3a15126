//! The packages of a monorepo by name, as `package.json` or `pnpm-workspace.yaml` lists their folders. Installs nothing.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::store::Store;

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
    pub(super) fn package(&self, folder: &Path, name: &str, store: &Store) -> Option<PathBuf> {
        self.around(folder, store)?.get(name).cloned()
    }

    fn around(&self, folder: &Path, store: &Store) -> Option<Arc<Packages>> {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(folder) {
            return known.clone();
        }
        let packages = match patterns(folder, store) {
            patterns if !patterns.is_empty() => Some(Arc::new(list(folder, &patterns, store))),
            // A repository is not part of another one.
            _ if store.holds(&folder.join(".git")) => None,
            _ => folder.parent().and_then(|above| self.around(above, store)),
        };
        lock().insert(folder.to_owned(), packages.clone());
        packages
    }
}

pub(super) fn json(path: &Path, store: &Store) -> Option<Value> {
    serde_json::from_slice(&store.bytes(path).ok()?).ok()
}

/// What a folder says of the folders of its packages.
fn patterns(folder: &Path, store: &Store) -> Vec<String> {
    let manifest = json(&folder.join("package.json"), store);
    let listed = manifest.as_ref().and_then(|m| match &m["workspaces"] {
        Value::Array(list) => Some(list),
        other => other["packages"].as_array(),
    });
    if let Some(listed) = listed {
        return listed.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    }
    let text = store.bytes(&folder.join("pnpm-workspace.yaml")).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(text) = text else { return Vec::new() };
    // Of YAML only the block list of strings, which is how this file is written.
    let behind = text.lines().skip_while(|line| line.trim_end() != "packages:").skip(1);
    let items = behind.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let items = items.map_while(|line| line.strip_prefix('-'));
    items.map(|item| item.trim().trim_matches(['\'', '"']).to_owned()).collect()
}

/// The packages in the folders that the patterns name.
fn list(root: &Path, patterns: &[String], store: &Store) -> Packages {
    let mut packages = Packages::default();
    for pattern in patterns.iter().filter(|pattern| !pattern.starts_with('!')) {
        let parts: Vec<&str> = pattern.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        expand(root, &parts, &mut packages, store);
    }
    packages
}

fn expand(folder: &Path, parts: &[&str], packages: &mut Packages, store: &Store) {
    if packages.len() >= MAX_PACKAGES {
        return;
    }
    match parts {
        [] => {
            if let Some(Value::String(name)) = json(&folder.join("package.json"), store).map(|mut m| m["name"].take()) {
                packages.entry(name).or_insert_with(|| folder.to_owned());
            }
        }
        ["**", rest @ ..] => below(folder, MAX_DEPTH, store, &mut |inner| expand(inner, rest, packages, store)),
        [part, rest @ ..] if part.contains('*') => {
            let (start, end) = part.split_once('*').unwrap_or((part, ""));
            for inner in folders(folder, store) {
                let name = inner.file_name().unwrap_or_default().to_string_lossy();
                if name.len() >= start.len() + end.len() && name.starts_with(start) && name.ends_with(end) {
                    expand(&inner, rest, packages, store);
                }
            }
        }
        [part, rest @ ..] => expand(&folder.join(part), rest, packages, store),
    }
}

fn below(folder: &Path, depth: usize, store: &Store, visit: &mut impl FnMut(&Path)) {
    visit(folder);
    if depth > 0 {
        folders(folder, store).iter().for_each(|inner| below(inner, depth - 1, store, visit));
    }
}

/// The folders in a folder in the order of their names, without hidden and installed ones.
fn folders(folder: &Path, store: &Store) -> Vec<PathBuf> {
    let own = |folder: &PathBuf| {
        let name = folder.file_name().unwrap_or_default();
        name != "node_modules" && !name.to_string_lossy().starts_with('.')
    };
    let mut folders: Vec<PathBuf> = store.folders(folder).into_iter().filter(own).collect();
    folders.sort();
    folders
}
