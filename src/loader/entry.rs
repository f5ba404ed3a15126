//! What a package says that others import of it: the entry points of its `package.json`. Reads nothing.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// An entry point of a package.
#[derive(Debug)]
pub(super) enum Entry {
    File(PathBuf),
    /// Every file of these beginning and end: `./dist/*.js`
    Pattern(PathBuf, String),
}

/// The fields that lead to scripts. What `bin` names runs where there are no windows.
const FIELDS: [&str; 9] =
    ["main", "module", "browser", "source", "exports", "jsnext:main", "es2015", "unpkg", "jsdelivr"];

impl Entry {
    /// The entry points of a package in `home`; `resolve` completes a path to the file that it means.
    pub(super) fn all(package: &Value, home: &Path, resolve: impl Fn(&str) -> Option<PathBuf>) -> Vec<Self> {
        let mut paths = Vec::new();
        FIELDS.iter().filter_map(|field| package.get(field)).for_each(|value| add(value, &mut paths));
        if package.get("main").is_none() {
            paths.push("./index.js");
        }
        let entry = |path: &str| match path.split_once('*') {
            Some((begin, end)) => Some(Self::Pattern(home.join(begin.trim_start_matches("./")), end.to_owned())),
            None => resolve(&format!("./{}", path.trim_start_matches("./"))).map(Self::File),
        };
        paths.into_iter().filter_map(entry).collect()
    }

    /// Whether it leads to an absolute path.
    pub(super) fn is(&self, file: &Path) -> bool {
        match self {
            Self::File(entry) => entry == file,
            Self::Pattern(begin, end) => {
                let (file, begin) = (file.to_string_lossy(), begin.to_string_lossy());
                file.strip_prefix(&*begin).is_some_and(|rest| rest.ends_with(end.as_str()))
            }
        }
    }
}

/// Adds every path in a field. `exports` and `browser` map names, and conditions, to paths.
fn add<'v>(value: &'v Value, paths: &mut Vec<&'v str>) {
    match value {
        Value::String(path) => paths.push(path),
        Value::Array(all) => all.iter().for_each(|value| add(value, paths)),
        Value::Object(all) => all.values().for_each(|value| add(value, paths)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entry_points_are_read_wherever_a_package_names_them() {
        let package = serde_json::json!({
            "main": "dist/a.js",
            "browser": { "./b.js": "./dist/b.js", "fs": false },
            "exports": { ".": { "import": ["./dist/c.mjs", null] }, "./part/*": "./dist/part/*.js" },
        });
        let home = Path::new("/home");
        let entries = Entry::all(&package, home, |path| Some(home.join(path.trim_start_matches("./"))));
        let is_entry = |path: &str| entries.iter().any(|entry| entry.is(&home.join(path)));
        for path in ["dist/a.js", "dist/b.js", "dist/c.mjs", "dist/part/d.js", "dist/part/e/f.js"] {
            assert!(is_entry(path), "{path}");
        }
        for path in ["index.js", "b.js", "dist/part/d.css", "dist/g.js"] {
            assert!(!is_entry(path), "{path}");
        }
        assert!(
            Entry::all(&Value::Null, home, |path| Some(home.join(path)))
                .iter()
                .any(|e| e.is(Path::new("/home/./index.js")))
        );
    }
}
