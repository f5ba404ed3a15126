//! Findings that lie in imported files, through the binary: what those files, the configuration and the walk say of them holds.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{binary, fed, tree};

const LISTENER: &str = "import { show } from './show.js';\nwindow.addEventListener('message', (event) => {\n  \
                        if (event.source !== window.parent) return;\n  show(event.data.html);\n});\n";
const SINK: &str = "export function show(html) {\n  document.querySelector('#out').innerHTML = html;\n}\n";

fn project(more: &[(&str, &[u8])]) -> TempDir {
    let files = [("src/page.js", LISTENER.as_bytes()), ("src/show.js", SINK.as_bytes())];
    tree(&[&files, more].concat())
}

/// The status, and the place and rule of each finding, without those of the listener itself, which may lead its group.
fn check(folder: &Path, args: &[&str]) -> (i32, Vec<String>) {
    let output = binary().args(["check", "--format=json"]).args(args).current_dir(folder).output().expect("it runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let place = |found: &Value| {
        let (path, start) = (text(&found["path"]), &found["start"]);
        let (severity, rule) = (text(&found["severity"]), text(&found["rule"]));
        format!("{path}:{}:{}: {severity}[{rule}]", start["line"], start["column"])
    };
    let findings = report["findings"].as_array().expect("a list").iter().map(place);
    (output.status.code().expect("an exit"), findings.filter(|line| !line.starts_with("src/page.js:")).collect())
}

fn write(folder: &TempDir, path: &str, text: &str) {
    std::fs::write(folder.path().join(path), text).expect("a file");
}

const FOUND: &str = "src/show.js:2:3: high[message-to-html]";

#[test]
fn the_settings_of_the_file_itself_decide() {
    let at = |config: &str, args: &[&str]| {
        check(project(&[("originlint.toml", config.as_bytes())]).path(), args).1.join(" ")
    };
    assert_eq!(at("", &[]), FOUND);
    assert_eq!(at("", &["--ignore=message-to-html"]), "");
    let part = |path: &str, level: &str| {
        format!("[[overrides]]\npaths = ['{path}']\nrules = {{ message-to-html = '{level}' }}\n")
    };
    assert_eq!(at(&part("src/show.js", "low"), &[]), FOUND.replace("high", "low"));
    assert_eq!(at(&part("src/show.js", "low"), &["--severity=medium"]), "");
    assert_eq!(at(&part("src/show.js", "off"), &[]), "");
    assert_eq!(at(&part("src/page.js", "off"), &[]), FOUND, "what the importer is excused from is not excused here");
}

#[test]
fn what_is_left_out_of_the_scan_is_left_out() {
    let at = |path: &str, text: &str, args: &[&str]| {
        let project = project(&[(".git/HEAD", b""), (path, text.as_bytes())]);
        check(project.path(), args).1.join(" ")
    };
    assert_eq!(at("originlint.toml", "exclude = ['src/show.js']\n", &[]), "");
    assert_eq!(at(".gitignore", "show.js\n", &[]), "");
    assert_eq!(at("src/.ignore", "show.js\n", &["src/page.js"]), "");
    assert_eq!(at(".gitignore", "show.js\n", &["--no-ignore"]), FOUND);
    assert_eq!(at(".gitignore", "other.js\n", &["src/page.js"]), FOUND, "a flaw is reported where it is");
}

#[test]
fn a_suppression_there_counts_and_is_not_in_vain() {
    let hidden = SINK.replace("  document", "  // originlint-ignore message-to-html: the parent is ours\n  document");
    let project = project(&[("originlint.toml", b"rules = { source-only-check = 'off' }\n")]);
    write(&project, "src/show.js", &hidden);
    let at = project.path();
    assert_eq!(check(at, &[]), (0, vec![]));
    assert_eq!(check(at, &["src/page.js"]), (0, vec![]), "its importer alone");
    assert_eq!(check(at, &["src/show.js"]), (0, vec![]), "alone, nobody knows who calls it");
    assert_eq!(check(at, &["--no-suppressions"]).0, 1);
    let output = binary().arg("check").current_dir(at).output().expect("it runs");
    assert!(output.stdout.starts_with(b"no findings (1 suppressed); "));
    write(&project, "src/page.js", "export {};\n");
    assert_eq!(check(at, &[]).1, ["src/show.js:2:24: low[unused-suppression]"], "now nobody calls it");
    write(&project, "src/broken.js", "postMessage(");
    assert_eq!(check(at, &[]).1, [""; 0], "who cannot be read may call it");
}

#[test]
fn a_baseline_knows_them_and_loses_none() {
    let project = project(&[]);
    let at = project.path();
    assert_eq!(check(at, &["--write-baseline"]).0, 0);
    let known = "--baseline=originlint-baseline.json";
    assert_eq!(check(at, &[known]), (0, vec![]));
    for path in ["src/show.js", "src/page.js"] {
        let output = binary().args(["check", known, "--prune-baseline", path]).current_dir(at).output();
        assert_eq!(output.expect("it runs").stderr, b"", "{path} alone shows of itself what it can");
    }
    assert_eq!(check(at, &[known]), (0, vec![]));
    check(at, &["--write-baseline", "src/show.js"]);
    assert_eq!(check(at, &[known]), (0, vec![]), "nor does writing it for a file");
    write(&project, "src/show.js", &SINK.replace("innerHTML", "textContent"));
    let output = binary().args(["check", known]).current_dir(at).output().expect("it runs");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(stderr.contains("1 entry no longer matches a finding"), "{stderr}");
}

#[test]
fn a_changed_call_is_what_touches_them() {
    let project = project(&[]);
    let at = project.path();
    let identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    for args in [&["init", "-q"][..], &["add", "."], &["commit", "-q", "-m", "one"]] {
        let git = std::process::Command::new("git").args(identity).args(args).current_dir(at).status();
        assert!(git.expect("git runs").success());
    }
    let since = ["--changed-since=HEAD"];
    assert_eq!(check(at, &since).1, [""; 0]);
    write(&project, "src/page.js", &LISTENER.replace("show(event.data.html)", "show(event.data.markup)"));
    assert_eq!(check(at, &since).1, [FOUND], "a step of its way changed");
    write(&project, "src/page.js", LISTENER);
    write(&project, "src/show.js", &SINK.replace("#out", "#in"));
    assert_eq!(check(at, &since).1, [FOUND]);
    write(&project, "src/show.js", &format!("{SINK}export const unrelated = 1;\n"));
    assert_eq!(check(at, &since).1, [""; 0]);
}

#[test]
fn an_editor_hears_of_the_text_that_it_holds() {
    let project = project(&[]);
    let mut command = binary();
    let args = ["check", "-", "--stdin-filename=src/page.js", "--format=concise"];
    let (status, stdout, _) = fed(command.args(args).current_dir(project.path()), LISTENER.as_bytes());
    assert_eq!(status, 1);
    assert!(!stdout.is_empty() && stdout.lines().all(|line| line.starts_with("src/page.js:")), "{stdout}");
}
