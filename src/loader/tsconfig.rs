//! Whether the resolver may read the `tsconfig.json` files that hold for a folder. It goes through all that they list for each
//! importer and each import, and once down every chain of those that extend each other, so that all of these need bounds.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use oxc_resolver::{ResolveOptions, ResolverGeneric};
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::project::Project;
use crate::config::plain;

/// Files that one extends, and those that these extend.
const MAX_EXTENDED: usize = 32;
/// Files that one refers to.
const MAX_REFERENCES: usize = 512;
/// Globs and files that one and those that it refers to list: each importer is compared with all of them.
const MAX_GLOBS: usize = 10_000;
/// Where one pattern of `paths`, and where `rootDirs`, may lead: each is looked for on disk.
const MAX_TARGETS: usize = 32;
/// The squares of the numbers of `paths`, together: the resolver puts these in order by comparing each with all.
const MAX_PATHS_SQUARED: usize = 200_000_000;

/// The files that were looked at.
pub(super) struct Tsconfigs {
    /// By folder: whether those in it and above may be read.
    known: Mutex<FxHashMap<PathBuf, bool>>,
    /// Finds what is extended by the name of a package.
    packages: ResolverGeneric<Project>,
}

/// What a file asks of the resolver, with those that it extends.
#[derive(Default)]
struct Weight {
    globs: usize,
    paths_squared: usize,
}

impl Tsconfigs {
    /// `resolver` is one that reads the same files.
    pub(super) fn new(resolver: &ResolverGeneric<Project>) -> Self {
        let packages = resolver.clone_with_options(ResolveOptions {
            tsconfig: None,
            condition_names: vec!["node".to_owned(), "import".to_owned()],
            extensions: vec![".json".to_owned()],
            main_files: vec!["tsconfig".to_owned()],
            ..ResolveOptions::default()
        });
        Self { known: Mutex::default(), packages }
    }

    /// Whether those that may hold for a file in `folder` are within bounds. One that is not is noted.
    pub(super) fn admit(&self, project: &Project, folder: &Path) -> bool {
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut unknown = Vec::new();
        let mut admitted = true;
        {
            let known = lock();
            for above in folder.ancestors() {
                if let Some(&verdict) = known.get(above) {
                    admitted = verdict;
                    break;
                }
                unknown.push(above);
            }
        }
        for folder in unknown.into_iter().rev() {
            let file = folder.join("tsconfig.json");
            if admitted
                && project.is_file(&file)
                && let Err(reason) = self.check(project, &file)
            {
                project.skip(&file, reason);
                admitted = false;
            }
            lock().insert(folder.to_owned(), admitted);
        }
        admitted
    }

    fn check(&self, project: &Project, file: &Path) -> Result<(), String> {
        let mut weight = Weight::default();
        let references = self.weigh(project, file, &mut weight)?;
        if references.len() > MAX_REFERENCES {
            return Err(format!("it refers to more than {MAX_REFERENCES} others"));
        }
        references.iter().try_for_each(|reference| self.weigh(project, reference, &mut weight).map(drop))
    }

    /// Adds what a file and those that it extends list, and returns those that it refers to.
    fn weigh(&self, project: &Project, file: &Path, weight: &mut Weight) -> Result<Vec<PathBuf>, String> {
        let (mut seen, mut waiting) = (HashSet::new(), vec![file.to_owned()]);
        let (mut references, mut paths) = (Vec::new(), 0);
        while let Some(next) = waiting.pop() {
            let Some(next) = place(project, &next) else { continue };
            if !seen.insert(next.clone()) {
                continue;
            }
            if seen.len() > MAX_EXTENDED {
                return Err(format!("it extends more than {MAX_EXTENDED} others"));
            }
            if project.admit(&next).is_err() {
                return Err("it leads out of the repository".to_owned());
            }
            let Some(value) = project.json(&next) else { continue };
            let folder = next.parent().unwrap_or(Path::new(""));
            let list = |name: &str| value[name].as_array().map_or(0, Vec::len);
            weight.globs += list("include") + list("exclude") + list("files");
            let options = &value["compilerOptions"];
            let own = options["paths"].as_object();
            paths = paths.max(own.map_or(0, serde_json::Map::len));
            let targets = own.into_iter().flat_map(|own| own.values()).chain([&options["rootDirs"]]);
            if targets.filter_map(Value::as_array).any(|targets| targets.len() > MAX_TARGETS) {
                return Err(format!("one of its `paths` has more than {MAX_TARGETS} targets"));
            }
            if next == file {
                let listed = value["references"].as_array().into_iter().flatten();
                references = listed.filter_map(|entry| Some(folder.join(entry["path"].as_str()?))).collect();
            }
            let extended = match &value["extends"] {
                Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
                other => other.as_str().into_iter().collect::<Vec<_>>(),
            };
            waiting.extend(extended.into_iter().filter_map(|specifier| self.extended(folder, specifier)));
        }
        weight.paths_squared = weight.paths_squared.saturating_add(paths * paths);
        if weight.globs > MAX_GLOBS {
            return Err(format!("it lists more than {MAX_GLOBS} files, with those that it refers to"));
        }
        if weight.paths_squared > MAX_PATHS_SQUARED {
            return Err("it has too many `paths`, with those that it refers to".to_owned());
        }
        Ok(references)
    }

    fn extended(&self, folder: &Path, specifier: &str) -> Option<PathBuf> {
        match specifier.as_bytes().first()? {
            b'/' | b'.' => Some(folder.join(specifier)),
            _ => Some(self.packages.resolve(folder, specifier).ok()?.into_path_buf()),
        }
    }
}

/// The file that a path of `extends` or `references` means.
fn place(project: &Project, path: &Path) -> Option<PathBuf> {
    let path = plain(path);
    if project.is_file(&path) {
        return Some(path);
    }
    let inside = match project.is_folder(&path) {
        true => path.join("tsconfig.json"),
        false => path.with_added_extension("json"),
    };
    project.is_file(&inside).then_some(inside)
}
