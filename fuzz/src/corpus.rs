//! Real files to begin with: those of `test-corpus/`, by their paths, and of further folders that `FUZZ_TREES` names.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::{env, fs};

use originlint::source::SourceFile;
use originlint::testing::syntax::decode::decode;

use crate::choices::Choices;
use crate::names::{files_below, root};

/// Longer files make slow inputs that show nothing that shorter ones do not.
const MAX_BYTES: usize = 40_000;

const SCRIPTS: [&str; 8] = ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"];
const DOCUMENTS: [&str; 9] = ["html", "htm", "vue", "svelte", "astro", "ejs", "hbs", "erb", "php"];

static FILES: LazyLock<Vec<PathBuf>> = LazyLock::new(|| {
    let mut files = files_below(&root().join("test-corpus"));
    for tree in env::var_os("FUZZ_TREES").iter().flat_map(env::split_paths) {
        files.extend(files_below(&tree));
    }
    files
});

fn of(extensions: &[&str]) -> Vec<PathBuf> {
    let wanted = |path: &&PathBuf| path.extension().and_then(|e| e.to_str()).is_some_and(|e| extensions.contains(&e));
    FILES.iter().filter(wanted).cloned().collect()
}

static SCRIPT_FILES: LazyLock<Vec<PathBuf>> = LazyLock::new(|| of(&SCRIPTS));
static DOCUMENT_FILES: LazyLock<Vec<PathBuf>> = LazyLock::new(|| of(&DOCUMENTS));

/// A script, as a file with the extension that it has there.
pub(crate) fn script(choices: &mut Choices<'_>) -> Arc<SourceFile> {
    pick(choices, &SCRIPT_FILES)
}

/// A document, likewise.
pub(crate) fn document(choices: &mut Choices<'_>) -> Arc<SourceFile> {
    pick(choices, &DOCUMENT_FILES)
}

fn pick(choices: &mut Choices<'_>, files: &[PathBuf]) -> Arc<SourceFile> {
    for _ in 0..4 {
        let Some(path) = (!files.is_empty()).then(|| choices.pick(files)) else { break };
        if let Some(text) = read(path).filter(|text| text.len() <= MAX_BYTES) {
            return Arc::new(SourceFile::new(format!("a.{}", extension(path)), text));
        }
    }
    Arc::new(SourceFile::new("a.js", "addEventListener('message', (e) => { document.body.innerHTML = e.data; });\n"))
}

fn read(path: &Path) -> Option<String> {
    decode(fs::read(path).ok()?).ok()
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().into_owned()
}
