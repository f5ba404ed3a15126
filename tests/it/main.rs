//! The integration tests, one binary: what the corpus, the rule pages, the documents and the code say about each other agrees.

#[cfg(unix)]
mod action;
#[cfg(unix)]
mod action_download;
mod annotation;
mod arrows;
mod bounds;
mod checks;
mod cli;
mod cli_base;
mod cli_bounds;
mod cli_cache;
mod cli_changed;
mod cli_classes;
mod cli_config;
#[cfg(debug_assertions)]
mod cli_crash;
mod cli_fix;
#[cfg(unix)]
mod cli_git;
mod cli_imported;
mod cli_known;
#[cfg(unix)]
mod cli_links;
mod cli_nearest;
mod cli_persona;
mod cli_shell;
mod cli_stream;
mod cli_suppress;
mod cli_written;
mod compiled;
mod corpus;
mod dependencies;
mod dice;
mod discover;
mod docs;
mod documents;
#[cfg(unix)]
mod editors;
mod fixes;
mod groups;
mod handlers;
mod hostile;
mod incremental;
mod lsp;
mod matcher;
mod model;
mod modules;
mod names;
mod node;
mod pages;
mod parts;
mod patterns;
mod predicates;
mod prefilter;
mod probe;
mod publisher;
mod recursion;
mod rename;
mod renaming;
mod render;
mod report;
mod robust;
#[cfg(unix)]
mod sessions;
mod sinks;
#[cfg(unix)]
mod spec;
mod strings;
mod threads;
mod tidy;
mod traces;
mod visible;
mod witness;

use std::path::{Path, PathBuf};

/// A folder that is gone with the test, named without links.
fn folder() -> tempfile::TempDir {
    let all = std::fs::canonicalize(std::env::temp_dir()).expect("a folder for temporary ones");
    tempfile::TempDir::new_in(all).expect("a temporary directory")
}

/// The root of the package, where `rules/`, `docs/` and `test-corpus/` are.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder`, a path relative to the root with `/` between its parts, sorted. Nothing is below a folder that does not exist.
fn files_below(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(root().join(&folder)) else { continue };
        for entry in entries.flatten() {
            let path = folder.join(entry.file_name());
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(path),
                _ => found.push(path.to_string_lossy().replace('\\', "/")),
            }
        }
    }
    found.sort_unstable();
    found
}

/// The text of a file of the package.
fn read(path: &str) -> String {
    let bytes = std::fs::read(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    originlint::testing::syntax::decode::decode(bytes).unwrap_or_else(|e| panic!("{path}: {}", e.message))
}

/// Fails with all complaints at once, one a line.
fn assert_none(complaints: &[String], what: &str) {
    assert!(complaints.is_empty(), "{} {what}:\n\n{}\n", complaints.len(), complaints.join("\n"));
}
