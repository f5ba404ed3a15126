//! What the code must not contain: the invariants of `docs/architecture.md` that a search of the text can hold.

use std::collections::{BTreeMap, BTreeSet};

use crate::{assert_none, files_below, read};

/// Above this, a module hides a missing concept.
const MAX_LINES: usize = 800;

/// Files that may be longer, each with the reason. An entry whose file is short enough again fails.
const ARGUED: [(&str, &str); 0] = [];

/// A rule is one idea.
const MAX_RULE_LINES: usize = 200;

/// Rust files below `folder` with their text.
fn rust(folder: &str) -> Vec<(String, String)> {
    files_below(folder)
        .into_iter()
        .filter(|path| path.ends_with(".rs"))
        .map(|path| {
            let text = read(&path);
            (path, text)
        })
        .collect()
}

/// Whether `path` belongs to the module `src/<name>`, which is a file, a folder, or both.
fn within(path: &str, name: &str) -> bool {
    path.strip_prefix("src/")
        .and_then(|rest| rest.strip_prefix(name))
        .is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Every line of code with one of `words`, comments left out.
fn mentions(path: &str, text: &str, words: &[&str]) -> Vec<String> {
    text.lines()
        .zip(1..)
        .filter(|(line, _)| !line.trim_start().starts_with("//"))
        .flat_map(|(line, number)| {
            words.iter().filter(|word| line.contains(**word)).map(move |word| format!("{path}:{number}: `{word}`"))
        })
        .collect()
}

/// Every mention of `words` in files that `wanted` selects.
fn forbid(wanted: impl Fn(&str) -> bool, words: &[&str], what: &str) {
    let found: Vec<String> = rust("src")
        .iter()
        .filter(|(path, _)| wanted(path))
        .flat_map(|(path, text)| mentions(path, text, words))
        .collect();
    assert_none(&found, what);
}

/// The modules that the library has without the features of the program and of the tests.
fn core() -> Vec<String> {
    let text = read("src/lib.rs");
    let mut modules = Vec::new();
    let mut is_core = true;
    for line in text.lines() {
        match line.trim_start_matches("pub ").strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
            Some(module) => modules.extend(std::mem::replace(&mut is_core, true).then(|| module.to_owned())),
            None => is_core &= !line.starts_with("#[cfg(feature"),
        }
    }
    modules
}

#[test]
fn the_analysis_touches_no_world() {
    let core = core();
    assert!(core.iter().any(|m| m == "machine") && !core.iter().any(|m| m == "scan"), "{core:?}");
    forbid(
        |path| path == "src/lib.rs" || core.iter().any(|m| within(path, m)),
        &[
            "std::fs",
            "std::env",
            "std::thread",
            "std::time::Instant",
            "std::time::SystemTime",
            "std::io",
            "std::process",
            "std::net::Tcp",
            "std::net::Udp",
            "println!",
            "eprintln!",
            "print!(",
        ],
        "places where the analysis reads or prints",
    );
}

#[test]
fn files_are_opened_in_two_places() {
    // Tests may do as they like.
    let code = |text: &str| text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
    let words = [
        "fs::read(",
        "fs::read_to_string",
        "fs::write",
        "File::open",
        "File::create",
        "OpenOptions",
        "fs::copy",
        "fs::canonicalize",
    ];
    let found: Vec<String> = rust("src")
        .iter()
        .filter(|(path, _)| !["src/read.rs", "src/replace.rs"].contains(&path.as_str()))
        .flat_map(|(path, text)| mentions(path, &code(text), &words))
        .collect();
    assert_none(&found, "places outside of read.rs and replace.rs that open a file");
}

#[test]
fn only_parsing_and_lowering_know_the_parser() {
    forbid(
        |path| path != "src/syntax/parse.rs" && !path.starts_with("src/syntax/lower"),
        &["swc_"],
        "mentions of swc outside of syntax/parse.rs and syntax/lower",
    );
}

#[test]
fn rules_see_facts_and_no_syntax() {
    forbid(|path| within(path, "rules"), &["syntax::", "machine::"], "places where a rule sees more than facts");
}

/// The modules of `src` that each of them names in its code.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let files = rust("src");
    let module = |path: &str| path["src/".len()..].split(['/', '.']).next().unwrap_or_default().to_owned();
    let modules: BTreeSet<String> = files.iter().map(|(path, _)| module(path)).collect();
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in &files {
        let from = module(path);
        // What tests need, the module does not.
        let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for named in code.flat_map(|line| line.split("crate::").skip(1)) {
            let to: String = named.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if to != from && modules.contains(&to) {
                graph.entry(from.clone()).or_default().insert(to);
            }
        }
    }
    graph
}

#[test]
fn no_modules_import_each_other_in_a_circle() {
    let mut graph = imports();
    // A module that imports none of those left is in no circle; what remains in the end is.
    loop {
        let left: BTreeSet<String> = graph.keys().cloned().collect();
        graph.values_mut().for_each(|imported| imported.retain(|module| left.contains(module)));
        let before = graph.len();
        graph.retain(|_, imported| !imported.is_empty());
        if graph.len() == before {
            break;
        }
    }
    let circles: Vec<String> =
        graph.iter().map(|(module, imported)| format!("{module} imports {imported:?}")).collect();
    assert_none(&circles, "modules in circles, or on the way to one");
}

#[test]
fn renderers_see_the_report_only() {
    forbid(
        |path| within(path, "render"),
        &["machine::", "facts::", "syntax::", "rules::", "model::"],
        "places where a renderer sees more than the report",
    );
}

#[test]
fn findings_do_not_know_their_json() {
    forbid(
        // What a cache holds is read by the program that wrote it, and by nobody else.
        |path| !within(path, "render") && !within(path, "cli") && !within(path, "cache"),
        &["Serialize)", "Serialize,"],
        "types outside of the renderers that serialise themselves",
    );
}

#[test]
fn one_place_decides_what_is_shown() {
    let elsewhere = |path: &str| path != "src/render/visible.rs";
    forbid(elsewhere, &["is_control", "escape_unicode", "escape_default"], "other places that decide what is shown");
    forbid(
        // What the two processes of a run tell each other is shown to nobody.
        |path| elsewhere(path) && !path.starts_with("src/config") && path != "src/cli/supervise/wire.rs",
        &["serde_json::to_", "Serializer"],
        "places that write JSON in which something may hide",
    );
    forbid(
        // The supervisor hands on what the other process has said through the same place.
        |path| !["src/cli.rs", "src/main.rs", "src/cli/supervise/process.rs"].contains(&path),
        &["console.stderr"],
        "messages that are not complaints of the console",
    );
    let through = ["visible", "write_json"];
    let texts = [".message", ".help", ".path()", ".reason", ".origin", ".title"];
    let raw: Vec<String> = rust("src/render")
        .into_iter()
        .filter(|(path, text)| elsewhere(path) && !mentions(path, text, &texts).is_empty())
        .filter(|(path, text)| mentions(path, text, &through).is_empty())
        .map(|(path, _)| path)
        .collect();
    assert_none(&raw, "renderers that show texts as they are");
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<String> = ["src", "tests", "benches", "fuzz/src"]
        .iter()
        .flat_map(|folder| rust(folder))
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| path)
        .collect();
    assert_none(&silent, "files that do not begin with a sentence about themselves");
}

#[test]
fn no_file_grows_without_end() {
    let mut wrong = Vec::new();
    for (path, text) in ["src", "tests", "fuzz/src"].into_iter().flat_map(rust) {
        let limit = if path.starts_with("src/rules/") { MAX_RULE_LINES } else { MAX_LINES };
        let lines = text.lines().count();
        let argued = ARGUED.iter().any(|(file, _)| *file == path);
        if argued != (lines > limit) {
            let advice = if argued { ": drop its exception" } else { "" };
            wrong.push(format!("{path}: {lines} lines, the limit is {limit}{advice}"));
        }
    }
    assert_none(&wrong, "files of the wrong length");
}

/// Above this, a struct of the machine is several.
const MAX_FIELDS: usize = 25;

#[test]
fn no_struct_of_the_machine_holds_everything() {
    let mut large = Vec::new();
    for (path, text) in rust("src/machine").into_iter().chain([("src/machine.rs".to_owned(), read("src/machine.rs"))]) {
        for after in text.split("struct ").skip(1) {
            let Some((head, rest)) = after.split_once('\n') else { continue };
            if !head.ends_with('{') {
                continue;
            }
            let body = rest.split("\n}").next().unwrap_or_default();
            let fields = body.lines().filter(|line| {
                let line = line.strip_prefix("    ").unwrap_or_default();
                line.starts_with(|c: char| c.is_ascii_lowercase()) && line.contains(": ")
            });
            let count = fields.count();
            if count > MAX_FIELDS {
                large.push(format!("{path}: {head} {count} fields"));
            }
        }
    }
    assert_none(&large, "structs with too many fields");
}

#[test]
fn nothing_is_named_after_having_no_name() {
    const VAGUE: [&str; 5] = ["utils", "util", "helpers", "helper", "common"];
    let vague: Vec<String> = ["src", "tests", "benches", "fuzz/src"]
        .iter()
        .flat_map(|folder| files_below(folder))
        .filter(|path| path.split(['/', '.']).any(|part| VAGUE.contains(&part)))
        .collect();
    assert_none(&vague, "modules without a subject");
}

#[test]
fn nothing_is_left_for_later() {
    // Put together, so that this file does not hold what it looks for.
    let words = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];
    let mut left = Vec::new();
    for path in ["src", "tests", "benches", "fuzz/src", "rules", "docs"].iter().flat_map(|folder| files_below(folder)) {
        if !["rs", "md", "toml"].iter().any(|extension| path.ends_with(&format!(".{extension}"))) {
            continue;
        }
        for (line, number) in read(&path).lines().zip(1..) {
            let word = |word: &&&str| line.split(|c: char| !c.is_alphanumeric()).any(|part| part == **word);
            left.extend(words.iter().filter(word).map(|word| format!("{path}:{number}: {word}")));
        }
    }
    assert_none(&left, "promises instead of work");
}

#[test]
fn a_search_sees_code_and_not_comments() {
    let text = "//! std::fs\nuse std::fs;\n    // std::fs\nfn f() {} // std::fs\n";
    assert_eq!(mentions("a.rs", text, &["std::fs"]), ["a.rs:2: `std::fs`", "a.rs:4: `std::fs`"]);
    assert!(within("src/rules.rs", "rules") && within("src/rules/a.rs", "rules"));
    assert!(!within("src/rules2.rs", "rules") && !within("tests/rules.rs", "rules"));
}
