//! Fixes through the binary: what `--fix` writes, what it leaves alone, and what `--diff` shows.

use std::fs;
use std::path::Path;

use crate::cli::{binary, tree};

const COMPARED: &str = "addEventListener('message', (event) => {\n  if (event.origin !== 'https://Shop.example.com/') return;\n  \
                        window.draft = event.data.title;\n});\n";

fn check(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = binary().arg("check").args(args).current_dir(folder).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit"), text(output.stdout), text(output.stderr))
}

fn read(folder: &Path, path: &str) -> Vec<u8> {
    fs::read(folder.join(path)).expect("the file")
}

#[test]
fn a_safe_fix_is_written_and_what_is_left_is_reported() {
    let tree = tree(&[("a.js", COMPARED.as_bytes()), ("b.js", b"parent.postMessage(view.authToken, '*');\n")]);
    let (status, stdout, stderr) = check(tree.path(), &["--fix", "--format=concise"]);
    assert_eq!((status, stderr.as_str()), (1, "originlint: fixed 1 finding in 1 file\n"));
    assert_eq!(stdout.lines().count(), 1, "{stdout}");
    assert_eq!(
        read(tree.path(), "a.js"),
        COMPARED.replace("https://Shop.example.com/", "https://shop.example.com").as_bytes()
    );
    let (_, _, stderr) = check(tree.path(), &["--fix"]);
    assert_eq!(stderr, "", "nothing is left to fix");
}

#[test]
fn an_unsafe_fix_has_to_be_asked_for() {
    let loose = "addEventListener('message', (event) => {\n  if (!event.origin.startsWith('https://shop.example.com')) return;\n  \
                 window.draft = event.data.title;\n});\n";
    let tree = tree(&[("a.js", loose.as_bytes())]);
    assert_eq!(check(tree.path(), &["--fix"]).0, 1);
    assert_eq!(read(tree.path(), "a.js"), loose.as_bytes());
    let (status, _, stderr) = check(tree.path(), &["--unsafe-fixes"]);
    assert_eq!((status, stderr.as_str()), (0, "originlint: fixed 1 finding in 1 file\n"));
    let text = String::from_utf8(read(tree.path(), "a.js")).expect("UTF-8");
    assert!(text.contains("if (event.origin !== 'https://shop.example.com') return;"), "{text}");
}

/// A listener behind this test, which a good sender does not pass.
fn behind(test: &str) -> String {
    format!(
        "const LIST = ['https://a.example.com', 'https://b.example.com'];\n\
         addEventListener('message', (event) => {{\n  if ({test}) return;\n  window.draft = event.data.title;\n}});\n"
    )
}

#[test]
fn a_search_for_whole_origins_becomes_a_comparison() {
    let cases = [
        ("event.origin.indexOf('https://a.example.com') === -1", "event.origin !== 'https://a.example.com'"),
        (
            "event.origin.indexOf(LIST[0]) < 0 && event.origin.indexOf(LIST[1]) < 0",
            "event.origin !== 'https://a.example.com' && event.origin !== 'https://b.example.com'",
        ),
        ("!LIST.some((known) => event.origin.includes(known))", "!LIST.some((known) => event.origin === known)"),
        (
            "!(event.origin.startsWith(LIST[0]) || event.origin.startsWith(LIST[1]))",
            "!(event.origin === LIST[0] || event.origin === LIST[1])",
        ),
        ("!event.origin.startsWith(location.origin)", "event.origin !== location.origin"),
        ("!event.origin.match('https://a.example.com')", "event.origin !== 'https://a.example.com'"),
    ];
    for (before, after) in cases {
        let tree = tree(&[("a.js", behind(before).as_bytes())]);
        let (status, _, stderr) = check(tree.path(), &["--unsafe-fixes"]);
        assert_eq!(String::from_utf8(read(tree.path(), "a.js")).expect("UTF-8"), behind(after));
        assert_eq!(status, 0, "{before}: {stderr}");
    }
    // What these mean, no edit can know.
    for test in [
        "!event.origin.endsWith('.example.com')",
        "!/a.example.com/.test(event.origin)",
        "event.origin.indexOf(location.host) < 0",
        "!LIST.concat('example.net').some((known) => event.origin.endsWith(known))",
    ] {
        let tree = tree(&[("a.js", behind(test).as_bytes())]);
        assert_eq!(check(tree.path(), &["--unsafe-fixes"]).0, 1, "{test}");
        assert_eq!(read(tree.path(), "a.js"), behind(test).as_bytes());
    }
}

#[test]
fn an_answer_an_own_origin_and_a_port_are_repaired_where_they_stand() {
    let script = "addEventListener('message', (event) => {\n  if (event.origin !== 'https://a.example.com') return;\n  \
                  event.source.postMessage(document.cookie, '*');\n});\naddEventListener('message', (event) => {\n  \
                  if (event.origin !== self.origin) return;\n  window.draft = event.data;\n});\n\
                  const { port1 } = new MessageChannel();\nport1.addEventListener('message', (event) => console.log(event));\n";
    let expected = script
        .replace("'*'", "event.origin")
        .replace("self.origin", "self.location.origin")
        .replace("log(event));\n", "log(event));\nport1.start();\n");
    let component =
        |script: &str| format!("<script setup>\n{script}</script>\n<template><b>{{{{ title }}}}</b></template>\n");
    let page = |script: &str| {
        format!("\u{feff}<!doctype html>\n<p title=\"caf\u{e9}\">\n<script>\n{script}</script>\n").replace('\n', "\r\n")
    };
    let tree = tree(&[
        ("a.ts", script.as_bytes()),
        ("b.vue", component(script).as_bytes()),
        ("c.html", page(script).as_bytes()),
    ]);
    let (status, stdout, stderr) = check(tree.path(), &["--fix"]);
    assert_eq!((status, stderr.as_str()), (0, "originlint: fixed 9 findings in 3 files\n"), "{stdout}");
    let text = |path| String::from_utf8(read(tree.path(), path)).expect("UTF-8");
    assert_eq!(text("a.ts"), expected);
    assert_eq!(text("b.vue"), component(&expected));
    assert_eq!(text("c.html"), page(&expected));
}

#[test]
fn a_diff_is_shown_and_nothing_written() {
    let tree = tree(&[("src/a.js", COMPARED.as_bytes())]);
    let (status, stdout, stderr) = check(tree.path(), &["--diff"]);
    assert_eq!((status, stderr.as_str()), (1, ""), "the finding is there still");
    let expected = "--- a/src/a.js\n+++ b/src/a.js\n@@ -1,4 +1,4 @@\n addEventListener('message', (event) => {\n\
                    -  if (event.origin !== 'https://Shop.example.com/') return;\n\
                    +  if (event.origin !== 'https://shop.example.com') return;\n   window.draft = event.data.title;\n });\n";
    assert_eq!(stdout, expected);
    assert_eq!(read(tree.path(), "src/a.js"), COMPARED.as_bytes());
}

#[test]
fn the_encoding_and_the_line_ends_are_kept() {
    let windows = COMPARED.replace('\n', "\r\n");
    let utf16: Vec<u8> = format!("\u{feff}// \u{e9}\r\n{windows}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = [&b"// caf\xe9 \x80\r\n"[..], windows.as_bytes()].concat();
    let bom: Vec<u8> = [&b"\xef\xbb\xbf"[..], COMPARED.as_bytes()].concat();
    let tree = tree(&[("utf16.js", &utf16), ("latin.js", &latin), ("bom.js", &bom)]);
    let (status, _, stderr) = check(tree.path(), &["--fix"]);
    assert_eq!((status, stderr.as_str()), (0, "originlint: fixed 3 findings in 3 files\n"));
    let repaired = |text: &str| text.replace("https://Shop.example.com/", "https://shop.example.com");
    let windows = repaired(&windows);
    let expected: Vec<u8> =
        format!("\u{feff}// \u{e9}\r\n{windows}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(tree.path(), "utf16.js"), expected);
    assert_eq!(read(tree.path(), "latin.js"), [&b"// caf\xe9 \x80\r\n"[..], windows.as_bytes()].concat());
    assert_eq!(read(tree.path(), "bom.js"), [&b"\xef\xbb\xbf"[..], repaired(COMPARED).as_bytes()].concat());
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let tree = tree(&[("real.js", COMPARED.as_bytes())]);
    fs::set_permissions(tree.path().join("real.js"), fs::Permissions::from_mode(0o750)).expect("it is ours");
    symlink("real.js", tree.path().join("link.js")).expect("a link");
    assert_eq!(check(tree.path(), &["--fix", "link.js"]).0, 0);
    assert!(tree.path().join("link.js").is_symlink());
    let mode = fs::metadata(tree.path().join("real.js")).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o750);
    assert_eq!(fs::read_dir(tree.path()).expect("a folder").count(), 2, "no temporary file is left");
}

#[test]
fn what_is_known_is_left_alone() {
    let tree = tree(&[("a.js", COMPARED.as_bytes())]);
    check(tree.path(), &["--write-baseline"]);
    let (status, _, stderr) = check(tree.path(), &["--fix", "--baseline=originlint-baseline.json"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    assert_eq!(read(tree.path(), "a.js"), COMPARED.as_bytes());
}

#[test]
fn a_file_that_was_not_named_is_not_changed() {
    let check_js = "export const trusted = (origin) => origin === 'https://Shop.example.com/';\n";
    let page = "import { trusted } from './check.js';\naddEventListener('message', (event) => {\n  \
                if (!trusted(event.origin)) return;\n  window.draft = event.data.title;\n});\n";
    let tree = tree(&[("page.js", page.as_bytes()), ("check.js", check_js.as_bytes())]);
    let (status, stdout, stderr) = check(tree.path(), &["--fix", "--format=concise", "page.js"]);
    assert_eq!((status, stderr.as_str()), (1, ""), "{stdout}");
    assert!(stdout.starts_with("check.js:1:36: medium[impossible-origin-check]"), "{stdout}");
    assert_eq!(check(tree.path(), &["--diff", "page.js"]).1, "");
    assert_eq!(read(tree.path(), "check.js"), check_js.as_bytes());
    assert_eq!(check(tree.path(), &["--fix", "."]).0, 0);
    assert_ne!(read(tree.path(), "check.js"), check_js.as_bytes());
}

#[test]
fn what_can_be_fixed_is_seen() {
    let source = b"window.addEventListener('message', (event) => {\n  if (event.origin !== 'https://a.example/') return;\n  document.body.innerHTML = event.data;\n});\n";
    let tree = tree(&[("a.js", source)]);
    let (_, stdout, _) = check(tree.path(), &[]);
    assert!(stdout.contains("\n  fix: write the origin as a browser does (--fix)\n"), "{stdout}");
    assert!(stdout.contains("\n1 fixable with --fix\n"), "{stdout}");
}

#[test]
fn trusted_origins_are_what_unsafe_fixes_write() {
    let files: [(&str, &[u8]); 3] = [
        ("originlint.toml", b"trusted-origins = [\"https://app.example.com\"]\n"),
        ("a.js", b"window.parent.postMessage(view.authToken, '*');\n"),
        ("b.js", b"window.addEventListener('message', (event) => {\n  document.body.innerHTML = event.data;\n});\n"),
    ];
    let tree = tree(&files);
    let (_, stdout, _) = check(tree.path(), &[]);
    assert!(stdout.contains("\n2 fixable with --unsafe-fixes\n"), "{stdout}");
    assert!(stdout.contains("\n  fix: send to `https://app.example.com` only (--unsafe-fixes)\n"), "{stdout}");
    let (_, stdout, _) = check(tree.path(), &["--unsafe-fixes"]);
    assert!(stdout.contains("no findings"), "{stdout}");
    let text = |name: &str| fs::read_to_string(tree.path().join(name)).expect("a file");
    assert_eq!(text("a.js"), "window.parent.postMessage(view.authToken, 'https://app.example.com');\n");
    let guarded = "(event) => {\n  if (event.origin !== \"https://app.example.com\") return;\n  document";
    assert!(text("b.js").contains(guarded), "{}", text("b.js"));
    fs::write(
        tree.path().join("originlint.toml"),
        "trusted-origins = [\"https://a.example\", \"https://b.example\"]\n",
    )
    .expect("a file");
    for (name, bytes) in &files[1..] {
        fs::write(tree.path().join(name), bytes).expect("a file");
    }
    check(tree.path(), &["--unsafe-fixes"]);
    assert!(text("a.js").contains("'*'"), "which of two is meant nobody can know");
    assert!(
        text("b.js").contains("if (![\"https://a.example\", \"https://b.example\"].includes(event.origin)) return;")
    );
    fs::write(tree.path().join("originlint.toml"), "trusted-origins = [\"https://*.a.example\"]\n").expect("a file");
    fs::write(tree.path().join("b.js"), files[2].1).expect("a file");
    check(tree.path(), &["--unsafe-fixes"]);
    assert_eq!(text("b.js").as_bytes(), files[2].1, "a pattern is no origin that can be compared");
}
