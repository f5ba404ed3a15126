//! Known findings, through the binary: what is new fails, what is known does not, and what is gone is told.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{binary, tree};

const SEND: &str = "export function tell(token) {\n  window.parent.postMessage({ token }, '*');\n}\n";
const ANOTHER: &str = "window.opener.postMessage(view.authToken, '*');\n";

fn check(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = binary().arg("check").args(args).current_dir(folder).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit"), text(output.stdout), text(output.stderr))
}

fn write(folder: &TempDir, path: &str, text: &str) {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().expect("it has one")).expect("a directory");
    fs::write(path, text).expect("a file");
}

#[test]
fn only_new_findings_fail() {
    let tree = tree(&[("src/a.js", SEND.as_bytes())]);
    let at = tree.path();
    let (status, stdout, stderr) = check(at, &["--write-baseline"]);
    assert_eq!((status, stderr.as_str()), (0, "originlint: originlint-baseline.json: 1 entry\n"));
    assert!(stdout.starts_with("no findings (1 known); "), "{stdout}");
    assert_eq!(check(at, &["--no-baseline"]).0, 1);
    assert_eq!(check(at, &["--no-config"]).0, 1, "who wants nothing to be read that lies there is heard");
    let known = ["--format=json"];
    let (status, stdout, stderr) = check(at, &known);
    assert_eq!((status, stderr.as_str()), (0, ""));
    let json: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(json["summary"]["known"], 1);
    write(&tree, "src/b.js", ANOTHER);
    let (status, stdout, _) = check(at, &known);
    assert_eq!(status, 1);
    let json: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(json["findings"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["findings"][0]["path"], "src/b.js");
}

#[test]
fn the_configuration_names_it_and_it_is_read_from_anywhere() {
    let tree = tree(&[("originlint.toml", b"baseline = 'known.json'\n"), ("src/a.js", SEND.as_bytes())]);
    let (status, _, stderr) = check(tree.path(), &[]);
    assert_eq!(status, 2);
    assert_eq!(stderr, "originlint: known.json: no such file or directory; --write-baseline makes one\n");
    assert_eq!(check(tree.path(), &["--write-baseline"]).0, 0);
    assert_eq!(check(&tree.path().join("src"), &[]).0, 0);
    assert_eq!(check(&tree.path().join("src"), &["a.js"]).0, 0);
    assert_eq!(check(tree.path(), &["--no-baseline"]).0, 1);
}

#[test]
fn what_is_repaired_is_told_and_taken_out() {
    let tree = tree(&[("a.js", SEND.as_bytes()), ("b.js", ANOTHER.as_bytes()), ("c/d.js", ANOTHER.as_bytes())]);
    let at = tree.path();
    check(at, &["--write-baseline", "--baseline=known.json"]);
    write(&tree, "a.js", &SEND.replace("'*'", "'https://shop.example.com'"));
    let (status, _, stderr) = check(at, &["--baseline=known.json", "c"]);
    assert_eq!((status, stderr.as_str()), (0, ""), "what was not looked at is not gone");
    let (status, _, stderr) = check(at, &["--baseline=known.json", "--ignore=wildcard-sensitive-data"]);
    assert_eq!((status, stderr.as_str()), (0, ""), "nor what was not asked for");
    let (status, _, stderr) = check(at, &["--baseline=known.json"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stderr.contains("1 entry no longer matches a finding; --prune-baseline removes it"), "{stderr}");
    let (status, _, stderr) = check(at, &["--baseline=known.json", "--prune-baseline"]);
    assert_eq!(status, 0, "{stderr}");
    let (status, _, stderr) = check(at, &["--baseline=known.json"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    write(&tree, "a.js", SEND);
    assert_eq!(check(at, &["--baseline=known.json"]).0, 1, "made again, it is new");
}

#[test]
fn a_part_of_the_tree_writes_its_part() {
    let tree = tree(&[("a.js", SEND.as_bytes()), ("b/c.js", ANOTHER.as_bytes())]);
    let at = tree.path();
    check(at, &["--write-baseline", "a.js"]);
    let (_, _, stderr) = check(at, &["--write-baseline", "b"]);
    assert!(stderr.starts_with("originlint: originlint-baseline.json: 2 entries\n"), "{stderr}");
    assert_eq!(check(at, &["--baseline=originlint-baseline.json"]).0, 0);
    fs::rename(at.join("b/c.js"), at.join("b/moved.js")).expect("it moves");
    assert_eq!(check(at, &["--baseline=originlint-baseline.json"]).0, 0, "a renamed file is the same");
    let (_, _, stderr) = check(at, &["--baseline=originlint-baseline.json", "--prune-baseline", "a.js"]);
    assert_eq!(stderr, "", "where it went was not looked at");
    assert_eq!(check(at, &["--baseline=originlint-baseline.json", "b/moved.js"]).0, 0, "and is known there");
}

#[test]
fn moving_renaming_and_formatting_make_nothing_new() {
    let source = "export function tell(token) {\n  window.parent.postMessage({ token }, '*');\n}\n\
                  window.addEventListener('message', (event) => {\n  document.body.innerHTML = event.data.html;\n});\n";
    let formatted = "import x from './x.js'\n\nexport function tell(token) {\n\twindow.parent.postMessage(\n\t\t{ token },\n\t\t\"*\",\n\t)\n}\n\
                     window.addEventListener(\n\t\"message\",\n\tevent => {\n\t\tdocument.body.innerHTML = event.data.html\n\t},\n)\n";
    let tree = tree(&[("a.js", source.as_bytes())]);
    let at = tree.path();
    check(at, &["--write-baseline"]);
    let known = ["--baseline=originlint-baseline.json", "--format=concise"];
    write(&tree, "a.js", formatted);
    assert_eq!(check(at, &known), (0, String::new(), String::new()));
    fs::create_dir(at.join("lib")).expect("a folder");
    fs::rename(at.join("a.js"), at.join("lib/b.ts")).expect("it moves");
    assert_eq!(check(at, &known), (0, String::new(), String::new()));
    write(&tree, "lib/c.vue", &format!("<script setup>\n{formatted}</script>\n"));
    assert_eq!(check(at, &known).1.lines().count(), 2, "a copy is new");
    fs::remove_file(at.join("lib/b.ts")).expect("it is there");
    assert_eq!(check(at, &known), (0, String::new(), String::new()), "moved into a component");
}

#[test]
fn a_run_that_cannot_be_trusted_writes_nothing() {
    let tree = tree(&[("a.js", SEND.as_bytes())]);
    let (status, _, stderr) = check(tree.path(), &["--write-baseline", "a.js", "nope.js"]);
    assert_eq!(status, 2);
    assert!(stderr.contains("not written, because the run cannot be trusted"), "{stderr}");
    assert!(!tree.path().join("originlint-baseline.json").exists());
    write(&tree, "bad.json", "{}");
    let (status, _, stderr) = check(tree.path(), &["--baseline=bad.json"]);
    assert_eq!(status, 2);
    assert!(stderr.starts_with("originlint: bad.json: not a baseline: missing field"), "{stderr}");
    let (status, _, stderr) = check(tree.path(), &["--write-baseline", "--select=weak-origin-check"]);
    assert_eq!(status, 2, "{stderr}");
}
