//! Files that are not the project's own (tests, examples, generated and vendored ones): to whom their findings are shown, and what overrides it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli::{binary, fed, tree};
use crate::cli_config::run_at;

const SEND: &[u8] = b"window.parent.postMessage(view.authToken, '*');\n";

/// The files with a finding.
fn shown(folder: &Path, args: &[&str]) -> Vec<String> {
    let (status, stdout, stderr) = run_at(folder, &[&["check", "--format=concise"], args].concat());
    assert!(status < 2, "{stderr}");
    stdout.lines().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect()
}

/// The last line of the report that people read.
fn last_line(folder: &Path, args: &[&str]) -> String {
    run_at(folder, &[&["check"], args].concat()).1.lines().last().unwrap_or_default().to_owned()
}

#[test]
fn what_is_not_the_projects_own_is_for_the_auditor() {
    let suite = [&b"describe('a', () => { it('sends', () => {}); });\n"[..], SEND].concat();
    let mapped = [SEND, b"//# sourceMappingURL=b.js.map\n"].concat();
    let tree = tree(&[
        (".git/HEAD", b""),
        ("src/a.js", SEND),
        ("src/suite.js", &suite),
        ("src/b.js", &mapped),
        ("src/runner.js", &[b"import QUnit from 'qunit-tests';\n", SEND].concat()),
        ("src/types.js", &[b"import { runTests } from './vitest';\n", SEND].concat()),
        ("src/a.test.js", SEND),
        ("test/fixtures/c.js", SEND),
        ("examples/d.js", SEND),
        ("examples/app/package.json", b"{}"),
        ("examples/app/src/e.js", SEND),
        ("demo/package.json", b"{}"),
        ("demo/f.js", SEND),
        ("public/vendor/g.js", SEND),
        ("packages/test/package.json", b"{}"),
        ("packages/test/src/h.js", SEND),
    ]);
    let own = ["packages/test/src/h.js", "src/a.js", "src/types.js"];
    assert_eq!(shown(tree.path(), &[]), own, "a package may be called as it likes");
    assert_eq!(
        last_line(tree.path(), &[]),
        "7 more with --persona auditor (in tests, examples or generated files); 2 generated files not analysed (--generated)"
    );
    assert_eq!(shown(tree.path(), &["--persona=pedantic"]), own);
    assert_eq!(shown(tree.path(), &["--persona=auditor"]).len(), 12);
    assert_eq!(shown(tree.path(), &["--generated"]).len(), 5, "and b.js and g.js");
    assert_eq!(shown(tree.path(), &["--tests"]).len(), 10);
    assert_eq!(shown(tree.path(), &["--tests", "--generated"]).len(), 12);
    assert_eq!(shown(tree.path(), &["--select=wildcard-sensitive-data"]), own, "whatever rule is named");

    let report: Value =
        serde_json::from_str(&run_at(tree.path(), &["check", "--format=json", "--persona=auditor"]).1).expect("JSON");
    let class_of = |path: &str| {
        let finding = report["findings"].as_array().and_then(|all| all.iter().find(|finding| finding["path"] == path));
        finding.map(|finding| (finding["file_class"].clone(), finding["persona"].clone())).expect(path)
    };
    for (path, class) in [
        ("src/suite.js", "test"),
        ("src/runner.js", "test"),
        ("src/b.js", "generated"),
        ("src/a.test.js", "test"),
        ("test/fixtures/c.js", "fixture"),
        ("examples/app/src/e.js", "example"),
        ("demo/f.js", "example"),
        ("public/vendor/g.js", "generated"),
    ] {
        assert_eq!(class_of(path), (class.into(), "auditor".into()), "{path}");
    }
    assert_eq!(class_of("src/a.js"), ("source".into(), "regular".into()));
    let text = run_at(tree.path(), &["check", "--persona=auditor", "src/a.test.js"]).1;
    assert!(text.contains("\n  persona: auditor: the file is a test\n"), "{text}");
}

#[test]
fn naming_a_file_does_not_change_where_it_comes_from() {
    let tree = tree(&[("package.json", b"{}"), ("src/a.test.js", SEND), ("dist/b.js", SEND)]);
    assert_eq!(shown(tree.path(), &["src/a.test.js", "dist/b.js"]), [""; 0]);
    assert_eq!(shown(&tree.path().join("dist"), &["b.js"]), [""; 0], "from wherever it is named");
    let mut stdin = binary();
    stdin.args(["check", "-", "--stdin-filename=src/a.test.js", "--format=concise"]).current_dir(tree.path());
    assert_eq!(fed(&mut stdin, SEND), (0, String::new(), String::new()));
    let record = json!({ "path": "src/a.test.js", "text": String::from_utf8_lossy(SEND) }).to_string();
    let answer = |args: &[&str]| -> Value {
        let mut stream = binary();
        stream.args(["stream", "--no-config", "--jobs=1"]).args(args).current_dir(tree.path());
        serde_json::from_str(&fed(&mut stream, format!("{record}\n").as_bytes()).1).expect("JSON")
    };
    assert_eq!(answer(&[])["unshown"], json!({ "pedantic": 0, "auditor": 1 }));
    assert_eq!(answer(&["--tests"])["findings"].as_array().map(Vec::len), Some(1));
}

#[test]
fn generated_files_that_nothing_uses_are_only_counted() {
    let package = br#"{ "main": "./dist/main", "exports": { "./*": "./dist/parts/*.js" } }"#;
    let own = b"import { f } from './vendor/used.js';\nf();\nnew Worker('./vendor/worker.js');\n\
        parent.postMessage({}, location.origin);\n";
    let used = [b"import { g } from './further.js';\nexport function f() { g(); }\n", SEND].concat();
    let further = [&b"export function g() {}\n"[..], SEND].concat();
    let tree = tree(&[
        (".git/HEAD", b""),
        ("package.json", package),
        ("src/a.js", own),
        ("src/vendor/used.js", &used),
        ("src/vendor/further.js", &further),
        ("src/vendor/worker.js", SEND),
        ("src/vendor/unused.js", SEND),
        ("dist/main.js", SEND),
        ("dist/parts/b.js", SEND),
        ("dist/broken.js", b"parent.postMessage(}\n"),
    ]);
    let summary = |args: &[&str]| -> Value {
        let text = run_at(tree.path(), &[&["check", "--format=json"], args].concat()).1;
        serde_json::from_str::<Value>(&text).expect("JSON")["summary"].take()
    };
    let counts = |args: &[&str]| {
        let summary = summary(args);
        ["files", "candidates", "generated_files"].map(|key| summary[key].as_u64().unwrap_or(u64::MAX))
    };
    let spared = "2 generated files not analysed (--generated)";
    assert!(last_line(tree.path(), &[]).ends_with(spared), "{}", last_line(tree.path(), &[]));
    assert_eq!(counts(&[]), [8, 6, 2], "what is imported, started or an entry point is analysed");
    assert_eq!(summary(&[])["unshown"]["auditor"], 5);
    assert_eq!(counts(&["--persona=pedantic"]), [8, 6, 2]);
    for args in [&["--persona=auditor"][..], &["--generated"], &["--strict"]] {
        assert_eq!(counts(args), [8, 8, 0], "{args:?}");
    }
    assert_eq!(counts(&["src/vendor/unused.js", "dist/broken.js"]), [2, 2, 0], "what is named is analysed");
    assert_eq!(counts(&["dist"]), [3, 3, 0], "and so is what is there where nothing else is");
    fs::write(tree.path().join("package.json"), "{}").expect("it can be written");
    assert_eq!(counts(&[]), [8, 4, 4]);
    fs::write(tree.path().join("src/a.js"), "parent.postMessage({}, location.origin);\n").expect("it can be written");
    assert_eq!(counts(&[]), [8, 1, 7]);
}

#[test]
fn the_baseline_keeps_what_lies_in_files_that_are_not_analysed() {
    let tree = tree(&[(".git/HEAD", b""), ("a.js", SEND), ("vendor/b.js", SEND)]);
    let check = |args: &[&str]| run_at(tree.path(), &[&["check", "--baseline=known.json"], args].concat());
    let entries = || {
        let text = fs::read_to_string(tree.path().join("known.json")).expect("it is there");
        text.matches("wildcard-sensitive-data").count()
    };
    assert_eq!(check(&["--generated", "--write-baseline"]).0, 0);
    assert_eq!(entries(), 2);
    for args in [&["--prune-baseline"][..], &["--write-baseline"]] {
        let (status, _, stderr) = check(args);
        assert_eq!((status, entries()), (0, 2), "{args:?}: {stderr}");
    }
    fs::write(tree.path().join("vendor/b.js"), "").expect("it can be written");
    assert_eq!(check(&["--generated", "--prune-baseline"]).0, 0);
    assert_eq!(entries(), 1);
}

#[test]
fn who_looks_at_nothing_else_is_shown_it() {
    let tree = tree(&[
        (".git/HEAD", b""),
        ("package.json", b"{}"),
        ("src/a.js", b"export {};\n"),
        ("dist/b.js", SEND),
        ("demo/c.js", SEND),
        ("other/vendor/d.js", SEND),
    ]);
    let note = "tests, examples and generated files count, because there is nothing else here";
    for (folder, files) in [
        (".", &["demo/c.js", "dist/b.js", "other/vendor/d.js"][..]),
        ("dist", &["dist/b.js"]),
        ("demo", &["demo/c.js"]),
    ] {
        assert_eq!(shown(tree.path(), &[folder]), files, "{folder}");
        assert_eq!(last_line(tree.path(), &[folder]), note);
    }
    assert_eq!(shown(tree.path(), &["other"]), [""; 0], "that folder is neither a package nor one of them");
    fs::write(tree.path().join("src/a.js"), "addEventListener('message', () => {});\n").expect("it can be written");
    assert_eq!(shown(tree.path(), &["."]), [""; 0], "the project has a candidate of its own");
}

#[test]
fn the_project_says_which_files_are_its_own() {
    let attributes = b"lib/** linguist-generated\ndist/** -linguist-generated\nassets/*.js linguist-vendored=true\n";
    let tree = tree(&[
        (".git/HEAD", b""),
        (".gitattributes", attributes),
        ("src/a.js", SEND),
        ("lib/b.js", SEND),
        ("dist/c.js", SEND),
        ("assets/d.js", SEND),
        ("assets/.gitattributes", b"own.js -linguist-vendored\n"),
        ("assets/own.js", SEND),
    ]);
    assert_eq!(shown(tree.path(), &[]), ["assets/own.js", "dist/c.js", "src/a.js"]);
    let config = "own = ['lib/**']\ngenerated = ['dist/**']\ntests = ['src/**', 'lib/**']\n";
    fs::write(tree.path().join("originlint.toml"), config).expect("it can be written");
    assert_eq!(shown(tree.path(), &[]), ["assets/own.js", "lib/b.js"], "the configuration knows better");
    assert_eq!(shown(tree.path(), &["--tests"]), ["assets/own.js", "lib/b.js", "src/a.js"]);
}

#[test]
fn complaints_about_comments_go_with_their_file() {
    let unused = b"// originlint-ignore message-to-html: it is not\nparent.postMessage({}, location.origin);\n";
    let tree = tree(&[(".git/HEAD", b""), ("a.js", unused), ("a.test.js", unused)]);
    assert_eq!(shown(tree.path(), &[]), ["a.js"]);
    assert_eq!(shown(tree.path(), &["--persona=auditor"]), ["a.js", "a.test.js"]);
}
