//! What a browser extension's `manifest.json` says of its scripts: which run in pages, which in a worker. Reads no script.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use serde_json::Value;

use super::project::Project;
use crate::modules::Scope;

type Scripts = FxHashMap<PathBuf, Scope>;

/// The extensions that were asked about.
#[derive(Default)]
pub(super) struct Manifests {
    known: Mutex<FxHashMap<PathBuf, Option<Arc<Scripts>>>>,
}

/// Folders between a script and the manifest that names it.
const MAX_UP: usize = 5;

impl Manifests {
    /// Where the script runs, if an extension's manifest around it says so.
    pub(super) fn scope(&self, project: &Project, script: &Path) -> Option<Scope> {
        let folders = script.ancestors().skip(1).take(MAX_UP);
        folders.into_iter().find_map(|folder| self.of(project, folder)?.get(script).copied())
    }

    fn of(&self, project: &Project, folder: &Path) -> Option<Arc<Scripts>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(folder.to_owned()).or_insert_with(|| scripts(project, folder).map(Arc::new)).clone()
    }
}

fn scripts(project: &Project, folder: &Path) -> Option<Scripts> {
    let manifest = project.json(&folder.join("manifest.json"))?;
    // A web application's manifest has the same name and none of this.
    manifest["manifest_version"].as_u64()?;
    let mut scripts = Scripts::default();
    let mut add = |script: &Value, scope| {
        if let Some(script) = script.as_str() {
            scripts.insert(folder.join(script.trim_start_matches('/')), scope);
        }
    };
    for content in manifest["content_scripts"].as_array().into_iter().flatten() {
        content["js"].as_array().into_iter().flatten().for_each(|script| add(script, Scope::Window));
    }
    let background = &manifest["background"];
    background["scripts"].as_array().into_iter().flatten().for_each(|script| add(script, Scope::Window));
    add(&background["service_worker"], Scope::Worker);
    Some(scripts)
}
