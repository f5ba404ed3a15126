//! The packages of a monorepo by name, as `package.json` or `pnpm-workspace.yaml` lists their folders. Installs nothing.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};
use saphyr_parser::{Event, Parser};
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
            let Some(patterns) = yaml_list(text.trim_start_matches('\u{feff}'), "packages") else {
                project.skip(&file, "not YAML".to_owned());
                return None;
            };
            (file, patterns)
        }
    };
    (!patterns.is_empty()).then_some((file, patterns))
}

/// The texts in the list that a document of YAML has under a key; none where it has no such list, `None` where it is not YAML. An alias is
/// not followed: a few of them can stand for a list without end.
fn yaml_list(text: &str, key: &str) -> Option<Vec<String>> {
    let (mut list, mut is_wanted, mut is_key) = (Vec::new(), false, true);
    // What is open: mappings, and lists.
    let mut open: Vec<bool> = Vec::new();
    for event in Parser::new_from_str(text) {
        match event.ok()?.0 {
            Event::Scalar(text, ..) => match *open {
                [true] if is_key => (is_wanted, is_key) = (text == key, false),
                [true] => is_key = true,
                [true, false] if is_wanted => list.push(text.into_owned()),
                _ => {}
            },
            Event::Alias(_) if *open == [true] => is_key = !is_key,
            Event::MappingStart(..) => open.push(true),
            Event::SequenceStart(..) => open.push(false),
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
                // What ends here is a value, or a key that is no text.
                if *open == [true] {
                    is_wanted &= !is_key;
                    is_key = !is_key;
                }
            }
            Event::DocumentEnd => break,
            _ => {}
        }
    }
    Some(list)
}

/// The packages in the folders that the patterns of the file `listed` name.
fn list(project: &Project, listed: &Path, patterns: &[String]) -> Packages {
    let root = listed.parent().unwrap_or(listed);
    let mut search = Search { project, packages: Packages::default(), steps: 0 };
    let mut is_long = false;
    let (out, into): (Vec<_>, Vec<_>) = patterns.iter().partition(|pattern| pattern.starts_with('!'));
    // What is left out is, wherever it stands in the list.
    let mut left_out = FxHashSet::default();
    for (i, pattern) in out.iter().chain(&into).enumerate() {
        let parts: Vec<&str> =
            pattern.trim_start_matches('!').split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        if parts.len() <= MAX_PARTS {
            search.expand(root, &parts);
        } else {
            is_long = true;
        }
        if i < out.len() {
            left_out.extend(std::mem::take(&mut search.packages).into_values());
        }
    }
    search.packages.retain(|_, folder| !left_out.contains(folder));
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

#[cfg(test)]
mod tests {
    use super::yaml_list;

    #[test]
    fn the_list_of_a_document_is_read_as_yaml_writes_it() {
        let list = |text: &str| yaml_list(text, "packages");
        let two = || Some(vec!["apps/*".to_owned(), "!**/test".to_owned()]);
        for text in [
            "packages:\n  - apps/*\n  - '!**/test'\n",
            "# a\npackages: # b\n- \"apps/*\" # c\n\n# d\n- '!**/test'\ncatalog:\n  react: 1\n",
            "\"packages\": [apps/*, '!**/test']",
            "{ catalogs: { packages: [x] }, packages: [ 'apps/*', \"!**\\x2ftest\" ] }",
            "a: b\nc: [packages]\npackages:\n  - apps/*\n  - {x: [y]}\n  - '!**/test'\n",
            "a: &a [b]\nc: *a\npackages: [apps/*, *a, '!**/test']\n--- \npackages: [d]",
        ] {
            assert_eq!(list(text), two(), "{text}");
        }
        for text in [
            "",
            "a: packages",
            "- packages\n- [a]",
            "packages: a",
            "packages",
            "a:\n  packages: [b]",
            "[[packages, [a]]]",
        ] {
            assert_eq!(list(text), Some(Vec::new()), "{text}");
        }
        assert_eq!(list("packages: [a"), None);
        assert_eq!(list("packages: ]"), None);
        for part in ["[", "- ", "{a: ", "? "] {
            let text = part.repeat(50_000);
            yaml_list(&text, "packages");
        }
    }
}
