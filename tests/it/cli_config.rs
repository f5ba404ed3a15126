//! The configuration as a user meets it: found, obeyed, outvoted by the command line, and explained where it is wrong.

use std::fs;
use std::path::Path;
use std::process::Output;

use originlint::language::DOCUMENTS;
use serde_json::Value;

use crate::cli::{binary, text, tree};
use crate::render::assert_valid;
use crate::root;

/// A wildcard send of something that varies.
const SEND: &[u8] = b"window.parent.postMessage(view.authToken, '*');\n";

/// Runs the program in a folder.
pub(crate) fn run_at(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = binary().args(args).current_dir(folder).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (status.code().expect("an exit"), text(stdout), text(stderr))
}

fn concise(folder: &Path, more: &[&str]) -> (i32, Vec<String>) {
    let (status, stdout, stderr) = run_at(folder, &[&["check", "--format=concise"], more].concat());
    assert_eq!(stderr, "", "{more:?}");
    (status, stdout.lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect())
}

#[test]
fn the_nearest_file_up_to_the_root_of_the_repository_applies() {
    let off: &[u8] = b"[rules]\nwildcard-sensitive-data = \"off\"\n";
    let tree = tree(&[
        ("originlint.toml", off),
        ("repository/.git/HEAD", b""),
        ("repository/src/a.js", SEND),
        ("other/src/a.js", SEND),
    ]);
    let at = |path: &str| concise(&tree.path().join(path), &[]).0;
    assert_eq!(at("repository/src"), 1, "what lies above the repository has no say");
    assert_eq!(at("other/src"), 0);
    let other = tree.path().join("other/src");
    assert_eq!(concise(&other, &["--no-config"]).0, 1);
    let given = text(&tree.path().join("originlint.toml")).to_owned();
    assert_eq!(concise(&tree.path().join("repository"), &["--config", &given]).0, 0);
    let (status, _, stderr) = run_at(&other, &["check", "--config", "nope.toml"]);
    assert_eq!((status, stderr.as_str()), (2, "originlint: nope.toml: no such file or directory\n"));
}

#[test]
fn severities_files_and_overrides_are_as_configured() {
    let config: &[u8] =
        b"exclude = [\"legacy/**\"]\nfail-on = \"medium\"\n[rules]\nwildcard-sensitive-data = \"low\"\n\
                          [[overrides]]\npaths = [\"src/widget/**\"]\nrules = { wildcard-sensitive-data = \"high\" }\n";
    let tree =
        tree(&[("originlint.toml", config), ("src/a.js", SEND), ("src/widget/b.js", SEND), ("legacy/c.js", SEND)]);
    let folder = tree.path();
    let expected =
        ["src/a.js:1:43: low[wildcard-sensitive-data]", "src/widget/b.js:1:43: high[wildcard-sensitive-data]"];
    assert_eq!(concise(folder, &[]), (1, expected.map(str::to_owned).to_vec()));
    assert_eq!(concise(folder, &["src/a.js"]).0, 0, "low is below the fail-on of the file");
    assert_eq!(concise(folder, &["--fail-on=low", "src/a.js"]).0, 1, "which the command line outvotes");
    assert_eq!(concise(&folder.join("src/widget"), &["../a.js", "b.js"]).1.len(), 2, "paths are those of the folder");
    assert_eq!(concise(folder, &["--severity=medium"]).1, expected[1..]);
    assert_eq!(concise(folder, &["legacy/c.js"]).1.len(), 1, "a file that is named is read");
    assert_eq!(run_at(folder, &["check", "--force-exclude", "src/a.js", "legacy/c.js"]).0, 0);
}

#[test]
fn rules_are_selected_and_ignored() {
    let tree = tree(&[
        ("originlint.toml", b"[rules]\nport-not-started = \"off\"\n"),
        ("a.js", b"window.parent.postMessage(view.authToken, '*');\nconst { port1 } = new MessageChannel();\nport1.addEventListener('message', (e) => console.log(e));\n"),
    ]);
    let rules = |more: &[&str]| {
        let lines = concise(tree.path(), more).1;
        let rule = |line: &String| line.split(['[', ']']).nth(1).expect("a rule").to_owned();
        lines.iter().map(rule).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(rules(&[]), "wildcard-sensitive-data");
    assert_eq!(rules(&["--no-config"]), "wildcard-sensitive-data port-not-started");
    assert_eq!(rules(&["--no-config", "--ignore", "wildcard-sensitive-data"]), "port-not-started");
    assert_eq!(rules(&["--select=port-not-started"]), "port-not-started", "who selects a rule wants it");
    assert_eq!(rules(&["--select=port-not-started,weak-origin-check", "--ignore=port-not-started"]), "");
    let (status, _, stderr) = run_at(tree.path(), &["check", "--select", "port-not-start"]);
    assert_eq!(status, 2);
    assert!(stderr.contains("did you mean port-not-started?"), "{stderr}");
}

#[test]
fn the_model_has_the_rows_of_the_project() {
    let config: &[u8] = br#"persona = "pedantic"
[model.secrets]
words = ["passkey"]
harmless = ["preview"]
[[model.sinks.call]]
rule = "message-to-html"
names = ["renderUnescaped"]
args = [0]
[[model.sinks.global]]
rule = "message-to-code"
names = ["runTemplate"]
args = [0]
[model.sinks.sanitizers.safe_for]
message-to-html = ["escapeMarkup"]
[[model.wrappers.function]]
names = ["onWindowEvent"]
forms = [{ event = 0, handler = 1 }]
"#;
    let source: &[u8] = br#"import { onWindowEvent, view, runTemplate, escapeMarkup } from "./app.js";
window.parent.postMessage({ passkey: view.passkey }, "*");
window.parent.postMessage({ tokenPreview: view.tokenPreview }, "*");
onWindowEvent("message", (event) => {
  view.renderUnescaped(event.data.html);
  runTemplate(event.data.template);
  view.innerHTML = escapeMarkup(event.data.text);
});
"#;
    let app: &[u8] = b"export const view = window.view;
export function onWindowEvent(type, listener) { view.on(type, listener); }
export const runTemplate = (template) => view.compile(template);
export const escapeMarkup = (text) => view.escape(text);
";
    let tree = tree(&[("originlint.toml", config), ("a.js", source), ("app.js", app)]);
    let found = |more: &[&str]| -> Vec<String> {
        let stdout = run_at(tree.path(), &[&["check", "--format=json"], more].concat()).1;
        let report: serde_json::Value = serde_json::from_str(&stdout).expect("JSON");
        let line = |found: &serde_json::Value| {
            let (start, [severity, rule]) = (&found["start"], ["severity", "rule"].map(|key| found[key].as_str()));
            format!("{}:{}: {}[{}]", start["line"], start["column"], severity.expect("a text"), rule.expect("a text"))
        };
        report["findings"].as_array().expect("a list").iter().map(line).collect()
    };
    let own = found(&[]);
    assert!(own.contains(&"2:54: medium[wildcard-sensitive-data]".to_owned()), "{own:?}");
    assert!(own.contains(&"3:64: low[wildcard-target-origin]".to_owned()), "{own:?}");
    assert!(own.iter().any(|line| line.starts_with("4:") && line.ends_with("[missing-origin-check]")), "{own:?}");
    assert!(own.iter().any(|line| line.starts_with("5:") && line.ends_with("[message-to-html]")), "{own:?}");
    assert!(own.iter().any(|line| line.starts_with("6:") && line.ends_with("[message-to-code]")), "{own:?}");
    assert!(!own.iter().any(|line| line.starts_with("7:")), "{own:?}");
    let without = found(&["--no-config", "--persona", "pedantic"]);
    assert_eq!(without, ["2:54: low[wildcard-target-origin]", "3:64: medium[wildcard-sensitive-data]"]);
}

#[test]
fn a_file_with_a_wrapper_of_the_project_is_looked_at() {
    let config: &[u8] = b"[[model.wrappers.function]]\nnames = [\"subscribe\"]\nforms = [{ event = 0, handler = 1 }]\n";
    let source: &[u8] =
        b"import { subscribe } from './bus.js';\nsubscribe('message', (e) => { location.href = e.data; });\n";
    let tree = tree(&[("originlint.toml", config), ("a.js", source)]);
    assert_eq!(concise(tree.path(), &[]).0, 1);
    assert_eq!(concise(tree.path(), &["--no-config"]).0, 0);
}

#[test]
fn what_is_wrong_is_shown_where_it_is() {
    let tree =
        tree(&[("originlint.toml", b"persona = \"pedantic\"\n\n[rules]\nmissing-origin = \"off\"\n"), ("a.js", SEND)]);
    let (status, stdout, stderr) = run_at(tree.path(), &["check"]);
    assert_eq!((status, stdout.as_str()), (2, ""));
    for part in ["originlint.toml:4:1", "no rule is called `missing-origin`", "did you mean `missing-origin-check`?"] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
    assert!(!stderr.contains('\x1b'));
}

#[test]
fn what_applies_can_be_shown() {
    let tree = tree(&[("originlint.toml", b"exclude = [\"vendor/**\"]\n[rules]\nport-not-started = \"off\"\n")]);
    let (status, stdout, _) = run_at(tree.path(), &["check", "--show-config", "--fail-on=high"]);
    assert_eq!(status, 0);
    let shown: toml::Table = toml::from_str(&stdout).expect("TOML");
    assert_eq!(shown["fail-on"].as_str(), Some("high"));
    assert_eq!(shown["exclude"][0].as_str(), Some("vendor/**"));
    assert_eq!(shown["rules"]["port-not-started"].as_str(), Some("off"));
    assert_eq!(shown["rules"]["weak-origin-check"].as_str(), Some("high"));
    assert!(stdout.lines().next().is_some_and(|line| line.ends_with("originlint.toml")), "{stdout}");
    fs::write(tree.path().join("shown.toml"), &stdout).expect("a file");
    assert_eq!(run_at(tree.path(), &["check", "--show-config", "--config=shown.toml"]).0, 0, "and used again");
}

#[test]
fn what_files_are_made_for_is_detected_and_can_be_said() {
    let listener = b"window.addEventListener('message', (event) => { eval(event.data); });\n";
    let manifest =
        br#"{ "manifest_version": 3, "content_scripts": [{ "matches": ["<all_urls>"], "js": ["content.js"] }] }"#;
    let config = b"[[overrides]]\npaths = [\"runner/**\"]\nisolated = true\n\
                   [[overrides]]\npaths = [\"panel/**\"]\nplatform = \"vscode-webview\"\n";
    let tree = tree(&[
        ("originlint.toml", config),
        ("extension/manifest.json", manifest),
        ("extension/content.js", listener),
        ("runner/run.js", listener),
        ("panel/view.js", listener),
        ("shell/package.json", br#"{ "dependencies": { "electron": "1" } }"#),
        ("shell/view.js", listener),
        ("site.js", listener),
    ]);
    let (_, stdout, _) = run_at(tree.path(), &["check", "--show-config"]);
    let shown: Vec<&str> = stdout.lines().skip_while(|line| *line != "# Platforms").skip(1).collect();
    assert_eq!(
        shown,
        [
            "# extension/content.js: extension-content-script, as manifest.json lists it as a content script",
            "# panel/view.js: vscode-webview, as the configuration says so",
            "# runner/run.js: isolated, as the configuration says so",
            "# shell/view.js: electron, as package.json depends on `electron`",
        ]
    );
    toml::from_str::<toml::Table>(&stdout).expect("TOML");
    // What the page of a panel runs is medium, what runs in isolation is the auditor's; the finding says what the file was taken for.
    let (_, lines) = concise(tree.path(), &["--select=message-to-code"]);
    let of = |file: &str| lines.iter().find(|line| line.starts_with(file)).map_or("", |line| line);
    assert!(of("site.js").contains("high") && of("panel/view.js").contains("medium"), "{lines:?}");
    assert_eq!(of("runner/run.js"), "");
    let (_, json, _) = run_at(tree.path(), &["check", "panel/view.js", "--format=json", "--exit-zero"]);
    assert!(json.contains("the file was taken for a webview of VS Code"), "{json}");
    std::fs::write(tree.path().join("wrong.toml"), "[[overrides]]\npaths = []\nplatform = \"vscode\"\n")
        .expect("a file");
    let (status, _, stderr) = run_at(tree.path(), &["check", "--config=wrong.toml"]);
    assert!(status == 2 && stderr.contains("no platform is called `vscode`"), "{stderr}");
}

#[test]
fn init_writes_a_file_once() {
    let tree = tree(&[("a.js", SEND)]);
    assert_eq!(run_at(tree.path(), &["init"]), (0, "wrote originlint.toml\n".to_owned(), String::new()));
    assert_eq!(concise(tree.path(), &[]).0, 1, "it changes nothing by itself");
    let (status, _, stderr) = run_at(tree.path(), &["init"]);
    assert_eq!((status, stderr.as_str()), (2, "originlint: originlint.toml exists already and is left as it is\n"));
}

#[test]
fn the_hook_for_pre_commit_takes_files() {
    let hooks = fs::read_to_string(root().join("packaging/pre-commit/.pre-commit-hooks.yaml")).expect("the hooks");
    let entry = hooks.lines().find_map(|line| line.trim().strip_prefix("entry: originlint ")).expect("an entry");
    let tree = tree(&[
        ("originlint.toml", b"exclude = ['vendor/**']\n"),
        ("a.js", SEND),
        ("vendor/b.js", SEND),
        ("c.js", b"export {};\n"),
    ]);
    let hook = |files: &[&str]| {
        let args: Vec<_> = entry.split(' ').chain(files.iter().copied()).collect();
        run_at(tree.path(), &args).0
    };
    assert_eq!(hook(&["a.js", "c.js"]), 1);
    assert_eq!(hook(&["c.js"]), 0);
    assert_eq!(hook(&["vendor/b.js"]), 0, "excluded");
    let files = hooks.lines().find_map(|line| line.trim().strip_prefix("files: ")).expect("a pattern");
    let files = fancy_regex::Regex::new(files).expect("a pattern");
    let scripts = ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "JS", "Html"];
    for extension in scripts.into_iter().chain(DOCUMENTS.map(|(extension, _)| extension)) {
        assert!(files.is_match(&format!("src/a.{extension}")).expect("it ends"), "{extension}");
    }
    assert!(!files.is_match("a.json").expect("it ends") && !files.is_match("html").expect("it ends"));
}

#[test]
fn origins_that_the_project_does_not_trust_are_named() {
    let config = b"trusted-origins = ['https://app.example.com', 'https://*.example.net']\n";
    let source = b"parent.postMessage(view.authToken, 'https://app.example.com');\n\
        parent.postMessage(view.authToken, 'https://a.b.example.net');\n\
        parent.postMessage(view.authToken, 'https://old.example.org');\n";
    let tree = tree(&[("originlint.toml", config), ("a.js", source)]);
    assert_eq!(concise(tree.path(), &[]), (1, vec!["a.js:3:36: medium[unlisted-origin]".to_owned()]));
    assert_eq!(concise(tree.path(), &["--no-config"]).0, 0);
}

#[test]
fn a_persona_is_shown_what_is_for_it() {
    let source = b"parent.postMessage(view.authToken, 'http://app.example.com');\n";
    let found = |config: &[u8], args: &[&str]| {
        let tree = tree(&[("originlint.toml", config), ("a.js", source)]);
        concise(tree.path(), args).1.len()
    };
    assert_eq!(found(b"", &[]), 0);
    assert_eq!(found(b"", &["--persona=pedantic"]), 1);
    assert_eq!(found(b"", &["--persona=auditor"]), 1, "each sees what the one before it does");
    assert_eq!(found(b"", &["--pedantic"]), 1, "an alias");
    assert_eq!(found(b"persona = 'auditor'\n", &["--persona=regular"]), 0, "the command line has the last word");
    assert_eq!(found(b"", &["--select=insecure-target-origin"]), 1);
    assert_eq!(found(b"persona = 'pedantic'\n", &[]), 1);
    assert_eq!(found(b"rules = { insecure-target-origin = 'low' }\n", &[]), 1, "who grades a rule wants it");
    assert_eq!(found(b"[[overrides]]\npaths = ['*.js']\npersona = 'pedantic'\n", &[]), 1);
    assert_eq!(found(b"[[overrides]]\npaths = ['*.ts']\npersona = 'pedantic'\n", &[]), 0);
}

#[test]
fn what_a_project_leaves_out_is_counted_and_named() {
    let config = "exclude = ['vendor/**']\n[rules]\nwildcard-sensitive-data = 'off'\nmessage-to-html = 'low'\n\
                  insecure-target-origin = 'off'\n[[overrides]]\npaths = ['test/**']\nrules = { weak-origin-check = 'off' }\n";
    let files: [(&str, &[u8]); 6] = [
        ("originlint.toml", config.as_bytes()),
        (".ignore", b"dist/\n*.min.js\n"),
        ("a.js", SEND),
        ("vendor/b.js", SEND),
        ("dist/c.js", SEND),
        ("d.min.js", SEND),
    ];
    let tree = tree(&files);
    let (status, stdout, _) = run_at(tree.path(), &["check"]);
    assert_eq!(status, 0, "{stdout}");
    let second = stdout.lines().nth(1).expect("a second line");
    let expected = "left out: 1 ignored folder, 1 ignored file, 1 excluded file; \
                    rules off: weak-origin-check, wildcard-sensitive-data; rules lowered: message-to-html";
    assert_eq!(second, expected, "a rule for another persona that is off is not named");
    let (_, stdout, _) = run_at(tree.path(), &["check", "--format=json"]);
    let json: Value = serde_json::from_str(&stdout).expect("JSON");
    let summary = &json["summary"];
    let counts = ["ignored_files", "ignored_folders", "excluded_files"].map(|key| summary[key].as_u64());
    assert_eq!(counts, [Some(1); 3]);
    assert_eq!(summary["rules_off"], serde_json::json!(["weak-origin-check", "wildcard-sensitive-data"]));
    assert_eq!(summary["rules_lowered"], serde_json::json!(["message-to-html"]));
    let (_, stdout, _) =
        run_at(tree.path(), &["check", "--no-ignore", "--no-config", "--exit-zero", "--persona=auditor"]);
    assert!(stdout.lines().last().is_some_and(|line| line.starts_with("4 findings")), "nothing is left out: {stdout}");
    let (_, stdout, _) = run_at(tree.path(), &["check", "--select=wildcard-sensitive-data,message-to-html", "a.js"]);
    let last = stdout.lines().last().expect("a line");
    assert_eq!(last, "rules lowered: message-to-html", "who selects a rule has it: {stdout}");
}

#[test]
fn the_schema_accepts_what_the_program_accepts() {
    let schema = "docs/originlint.schema.json";
    let json = |text: &str| {
        let table: toml::Table = toml::from_str(text).expect("TOML");
        serde_json::to_string(&table).expect("JSON")
    };
    let template = fs::read_to_string(root().join("src/config/template.toml")).expect("the template");
    let uncommented: String = template
        .lines()
        .filter(|line| !line.starts_with("# ") && !line.starts_with("#:"))
        .map(|line| format!("{}\n", line.strip_prefix('#').unwrap_or(line)))
        .collect();
    assert_valid(schema, &json(&uncommented));
    assert_valid(schema, "{}");
    for wrong in [
        "excludes = []",
        "[rules]\nmissing-origin = 'off'",
        "[rules]\nweak-origin-check = 'of'",
        "persona = 1",
        "persona = 'all'",
    ] {
        let document: Value = serde_json::from_str(&json(wrong)).expect("JSON");
        let refused = std::panic::catch_unwind(|| assert_valid(schema, &document.to_string())).is_err();
        assert!(refused, "{wrong}");
        let tree = tree(&[("originlint.toml", wrong.as_bytes()), ("a.js", SEND)]);
        assert_eq!(run_at(tree.path(), &["check"]).0, 2, "{wrong}");
    }
}
