//! Each file has the configuration and the baseline that lie nearest to it, wherever a run starts and whoever starts it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::{binary, tree};
use crate::cli_config::run_at;

/// Sends something secret to any origin.
const SEND: &[u8] = b"window.parent.postMessage(view.authToken, '*');\n";
/// Lets any page run script.
const LISTEN: &[u8] =
    b"window.addEventListener('message', (event) => {\n  document.body.innerHTML = event.data.html;\n});\n";

/// The findings, each as `file: severity[rule]`, of a run that says nothing else.
fn found(folder: &Path, args: &[&str]) -> Vec<String> {
    let (_, stdout, stderr) = run_at(folder, &[&["check", "--format=concise"], args].concat());
    assert_eq!(stderr, "", "{args:?}");
    let line = |line: &str| {
        let (place, rest) = line.split_once(' ').expect("a place");
        let (path, _) = place.split_once(':').expect("a path");
        format!("{path}: {}", rest.split(' ').next().expect("a rule"))
    };
    stdout.lines().map(line).collect()
}

/// A repository of several packages: one lowers a rule, one adds to the root's configuration, one says nothing.
fn workspace() -> TempDir {
    tree(&[
        (".git/HEAD", b""),
        ("originlint.toml", b"exclude = [\"**/vendor/**\"]\n[rules]\nwildcard-sensitive-data = \"high\"\n"),
        ("apps/shop/originlint.toml", b"extends = \"../../originlint.toml\"\nexclude = [\"old/**\"]\n"),
        ("apps/shop/src/a.js", SEND),
        ("apps/shop/old/b.js", SEND),
        ("apps/shop/vendor/c.js", SEND),
        (
            "apps/admin/package.json",
            br#"{ "name": "admin", "originlint": { "rules": { "wildcard-sensitive-data": "low" } } }"#,
        ),
        ("apps/admin/src/a.js", SEND),
        ("apps/admin/vendor/c.js", SEND),
        ("apps/docs/package.json", br#"{ "name": "docs", "devDependencies": { "originlint": "^0.1.0" } }"#),
        ("apps/docs/src/a.js", SEND),
    ])
}

#[test]
fn the_nearest_configuration_above_each_file_applies() {
    let workspace = workspace();
    let at = workspace.path();
    let expected = [
        "apps/admin/src/a.js: low[wildcard-sensitive-data]",
        "apps/admin/vendor/c.js: low[wildcard-sensitive-data]",
        "apps/docs/src/a.js: high[wildcard-sensitive-data]",
        "apps/shop/src/a.js: high[wildcard-sensitive-data]",
    ];
    assert_eq!(found(at, &["--tests", "--generated"]), expected, "only what extends the root's excludes what it does");
    let everywhere = ["--config=originlint.toml", "--tests", "--generated"];
    assert_eq!(found(at, &everywhere).len(), 4, "the shop's old folder, and no vendored one");
    assert!(found(at, &everywhere).iter().all(|line| line.contains(" high[")), "--config holds for all files");
}

#[test]
fn the_result_is_the_same_wherever_a_run_starts() {
    let workspace = workspace();
    let at = workspace.path();
    for folder in ["apps/shop", "apps/admin", "apps/docs"] {
        let own = |args: &[&str], prefix: &str| {
            let lines = found(at, args).into_iter();
            lines.map(|line| line.strip_prefix(prefix).unwrap_or(&line).to_owned()).collect::<Vec<_>>()
        };
        let from_root = own(&[folder], &format!("{folder}/"));
        assert!(!from_root.is_empty(), "{folder}");
        assert_eq!(found(&at.join(folder), &[]), from_root, "{folder}");
        assert_eq!(found(&at.join(folder).join("src"), &[".."]).len(), from_root.len(), "{folder}");
        let file = format!("{folder}/src/a.js");
        let named: Vec<_> = from_root.iter().filter(|line| line.starts_with("src/a.js")).cloned().collect();
        assert_eq!(own(&[&file], &format!("{folder}/")), named, "a hook names {file}");
        assert_eq!(edited(&at.join("apps"), &at.join(&file)), named.len(), "an editor has {file} open");
    }
    let excluded = format!("{}/apps/shop/old/b.js", at.display());
    assert_eq!(found(&at.join("apps/admin"), &["--force-exclude", &excluded, "src/a.js"]).len(), 1);
}

/// The findings of a file as an editor has it, which runs the program in `folder`.
fn edited(folder: &Path, file: &Path) -> usize {
    let mut child = binary()
        .args(["check", "--format=concise", "--stdin-filename"])
        .arg(file)
        .arg("-")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    child.stdin.take().expect("a pipe").write_all(&fs::read(file).expect("a file")).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    String::from_utf8(output.stdout).expect("UTF-8").lines().count()
}

#[test]
fn what_comes_with_a_record_of_a_stream_configures_it() {
    let tree = tree(&[("originlint.toml", b"[rules]\nwildcard-sensitive-data = \"high\"\n")]);
    let send = String::from_utf8(SEND.to_vec()).expect("UTF-8");
    let record =
        |id: &str, files: Value| json!({ "id": id, "path": "app/a.js", "text": send, "files": files }).to_string();
    let records = [
        record("none", json!({})),
        record("own", json!({ "app/originlint.toml": "[rules]\nsenders = 'off'\n" })),
        record("package", json!({ "package.json": "{\"originlint\": {\"rules\": {\"senders\": \"low\"}}}" })),
        record("wrong", json!({ "originlint.toml": "[rules]\nsender = 'off'\n" })),
    ];
    let mut child = binary()
        .args(["stream", "--deterministic", "--jobs=1"])
        .current_dir(tree.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    child.stdin.take().expect("a pipe").write_all((records.join("\n") + "\n").as_bytes()).expect("it reads");
    let output = String::from_utf8(child.wait_with_output().expect("it ends").stdout).expect("UTF-8");
    let answers: Vec<Value> = output.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let severities: Vec<_> = answers.iter().map(|answer| answer["findings"][0]["severity"].as_str()).collect();
    assert_eq!(severities, [Some("high"), None, Some("low"), None], "{output}");
    assert_eq!(answers[1]["status"], "ok");
    assert_eq!(answers[3]["status"], "failed");
    let message = answers[3]["failures"][0]["message"].as_str().expect("a text");
    assert_eq!(message, "originlint.toml: no rule is called `sender`");
}

#[test]
fn lists_of_configurations_that_extend_each_other_are_added_up() {
    let tree = tree(&[
        (
            "base.toml",
            b"persona = \"auditor\"\nfail-on = \"high\"\nexclude = [\"lib/**\"]\ntrusted-origins = [\"https://a.example\"]\n\
              [rules]\nsenders = \"low\"\nmessage-to-html = \"low\"\n[model.secrets]\nwords = [\"passkey\"]\n",
        ),
        (
            "app/originlint.toml",
            b"extends = [\"../base.toml\"]\npersona = \"regular\"\nexclude = [\"old.js\"]\ntrusted-origins = [\"https://b.example\"]\n\
              [rules]\nmessage-to-html = \"medium\"\n[model.secrets]\nwords = [\"wand\"]\n",
        ),
        ("app/a.js", b"window.parent.postMessage({ wand: view.wand, passkey: view.passkey }, '*');\n"),
        ("app/old.js", SEND),
        ("app/lib/b.js", SEND),
    ]);
    let at = tree.path().join("app");
    let expected = ["a.js: low[wildcard-sensitive-data]", "lib/b.js: low[wildcard-sensitive-data]"];
    let (status, _, stderr) = run_at(&at, &["check"]);
    assert_eq!(status, 2, "without a repository, a file of any name is not extended");
    assert!(stderr.contains("`../base.toml` is outside of the repository"), "{stderr}");
    fs::create_dir(tree.path().join(".git")).expect("a folder");
    assert_eq!(found(&at, &[]), expected, "globs start at the folder of the file that has them");
    let (status, stdout, _) = run_at(&at, &["check", "--show-config"]);
    assert_eq!(status, 0);
    let shown: toml::Table = toml::from_str(&stdout).expect("TOML");
    assert_eq!((shown["persona"].as_str(), shown["fail-on"].as_str()), (Some("regular"), Some("high")));
    assert_eq!(shown["rules"]["message-to-html"].as_str(), Some("medium"));
    assert_eq!(run_at(&at, &["check"]).0, 0, "low is below what the base wants to fail on");
}

#[test]
fn a_mistake_is_shown_in_the_file_that_has_it() {
    for (files, expected) in [
        (
            vec![("a/originlint.toml", "extends = '../b.toml'\n"), ("b.toml", "[rules]\nx = 'off'\n")],
            ["b.toml:2:1", "no rule is called `x`"],
        ),
        (
            vec![("a/package.json", "{\n  \"name\": \"a\",\n  \"originlint\": { \"excludes\": [] }\n}\n")],
            ["a/package.json:3:19", "did you mean `exclude`?"],
        ),
        (
            vec![("package.json", "{ \"originlint\": { \"rules\": { \"data\": 2 } } }\n")],
            ["package.json:1:1", "expected a severity, \"off\", or a table"],
        ),
        (vec![("package.json", "{ \"originlint\": true }\n")], ["package.json:1:1", "expected a table"]),
        (vec![("originlint.toml", "extends = \"no.toml\"\n")], ["originlint.toml:1:11", "there is no file `no.toml`"]),
        (
            vec![("originlint.toml", "extends = \"../../x.toml\"\n")],
            ["originlint.toml:1:11", "`../../x.toml` is outside of the repository"],
        ),
        (
            vec![("originlint.toml", "extends = \"b.toml\"\n"), ("b.toml", "extends = \"originlint.toml\"\n")],
            ["b.toml:1:11", "`originlint.toml` extends this file in turn"],
        ),
        (
            vec![
                ("originlint.toml", "extends = \"package.json\"\n"),
                ("package.json", "{ \"name\": \"originlint\" }\n"),
            ],
            ["originlint.toml:1:11", "`package.json` has no key `originlint`"],
        ),
    ] {
        let files: Vec<_> = files.into_iter().map(|(path, text)| (path, text.as_bytes())).collect();
        let tree = tree(&[&files[..], &[(".git/HEAD", b""), ("a/x.js", SEND)]].concat());
        let (status, stdout, stderr) = run_at(tree.path(), &["check"]);
        assert_eq!((status, stdout.as_str()), (2, ""), "{stderr}");
        for part in expected {
            assert!(stderr.contains(part), "{part}: {stderr}");
        }
    }
    let tree = tree(&[("package.json", b"{ \"originlint\": \n"), ("x.js", SEND)]);
    assert_eq!(run_at(tree.path(), &["check"]).0, 1, "what is no JSON says nothing");
}

#[test]
fn rules_are_named_by_family_glob_and_weakness() {
    let tree = tree(&[("a.js", SEND), ("b.js", LISTEN)]);
    let rules = |args: &[&str]| {
        let lines = found(tree.path(), args);
        lines.iter().map(|line| line.split(['[', ']']).nth(1).expect("a rule").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rules(&["--select=senders"]), ["wildcard-sensitive-data"]);
    assert_eq!(rules(&["--select=message-to-*"]), ["message-to-html"]);
    assert_eq!(rules(&["--select=CWE-79"]), ["message-to-html"]);
    assert_eq!(rules(&["--ignore=senders,message-*"]), ["missing-origin-check"]);
    assert_eq!(rules(&["--select=data,senders", "--ignore=wildcard-*"]), ["message-to-html"]);
    let (status, _, stderr) = run_at(tree.path(), &["check", "--select", "sender"]);
    assert_eq!(status, 2);
    assert!(stderr.contains("unknown rule \"sender\" (did you mean senders?)"), "{stderr}");
    assert_eq!(run_at(tree.path(), &["check", "--ignore", "nope-*"]).0, 2, "a glob that matches nothing is a mistake");
}

#[test]
fn severity_and_persona_are_set_for_rules_and_for_folders() {
    let tree = tree(&[
        (
            "originlint.toml",
            b"[rules]\nsenders = \"low\"\n\"wildcard-*\" = { persona = \"auditor\" }\n\
              [[overrides]]\npaths = [\"widget/**\"]\n\
              rules = { wildcard-sensitive-data = { severity = \"high\", persona = \"regular\" }, \"message-to-*\" = \"medium\" }\n",
        ),
        ("a.js", SEND),
        ("b.js", LISTEN),
        ("widget/a.js", SEND),
        ("widget/b.js", LISTEN),
    ]);
    let entries = |args: &[&str]| found(tree.path(), args);
    let regular = [
        "b.js: high[missing-origin-check]",
        "widget/a.js: high[wildcard-sensitive-data]",
        "widget/b.js: medium[missing-origin-check]",
    ];
    let shown = entries(&[]);
    assert_eq!(shown[..2], regular[..2]);
    assert_eq!(shown.len(), 3);
    let (_, stdout, _) = run_at(tree.path(), &["check", "--format=json", "widget/b.js"]);
    let report: Value = serde_json::from_str(&stdout).expect("JSON");
    let html = report["findings"].as_array().expect("a list").iter().find(|found| found["rule"] == "message-to-html");
    assert_eq!(html.expect("a finding")["severity"], "medium");
    let auditor = entries(&["--persona=auditor"]);
    assert!(auditor.contains(&"a.js: low[wildcard-sensitive-data]".to_owned()), "{auditor:?}");
    let (_, stdout, _) = run_at(tree.path(), &["check", "--show-config", "--persona=auditor"]);
    let config: toml::Table = toml::from_str(&stdout).expect("TOML");
    assert_eq!(config["rules"]["wildcard-sensitive-data"]["persona"].as_str(), Some("auditor"));
    assert_eq!(config["rules"]["wildcard-sensitive-data"]["severity"].as_str(), Some("low"));
}

#[test]
fn the_baseline_beside_the_configuration_is_found() {
    let workspace = workspace();
    let at = workspace.path();
    let (status, _, stderr) = run_at(at, &["check", "--write-baseline"]);
    assert_eq!(status, 0, "{stderr}");
    let written =
        ["apps/admin/originlint-baseline.json", "apps/shop/originlint-baseline.json", "originlint-baseline.json"];
    for path in written {
        assert!(stderr.contains(&format!("originlint: {path}: ")) && at.join(path).is_file(), "{path}: {stderr}");
    }
    for folder in ["", "apps", "apps/shop", "apps/shop/src", "apps/docs/src"] {
        let (status, stdout, stderr) = run_at(&at.join(folder), &["check"]);
        assert_eq!((status, stderr.as_str()), (0, ""), "{folder}: {stdout}");
        assert!(stdout.contains(" known"), "{folder}: {stdout}");
    }
    fs::write(at.join("apps/shop/src/a.js"), b"export {};\n").expect("a file");
    let (_, stdout, stderr) = run_at(at, &["check"]);
    let expected = "originlint: apps/shop/originlint-baseline.json: 1 entry no longer matches a finding; --prune-baseline removes it\n";
    assert_eq!(stderr, expected, "{stdout}");
    assert_eq!(run_at(at, &["check", "--prune-baseline"]).0, 0);
    assert_eq!(run_at(at, &["check"]).2, "");
}

#[test]
fn a_baseline_may_have_another_name() {
    let tree = tree(&[("src/a.js", SEND), ("b.js", SEND)]);
    let at = tree.path();
    let (status, stdout, stderr) = run_at(at, &["check", "--write-baseline=known.json", "src"]);
    assert_eq!(status, 0, "{stdout}");
    assert_eq!(stderr, "originlint: known.json: 1 entry; later runs read it with --baseline known.json\n");
    assert_eq!(run_at(at, &["check", "src"]).0, 1);
    assert_eq!(run_at(at, &["check", "--baseline=known.json", "src"]).0, 0);
    fs::write(at.join("known"), b"").expect("a file");
    let (_, _, stderr) = run_at(at, &["check", "--write-baseline", "src"]);
    assert_eq!(
        stderr, "originlint: originlint-baseline.json: 1 entry\n",
        "what follows behind a space is a path to scan"
    );
    let (status, _, stderr) = run_at(at, &["check", "--write-baseline=a.json", "--baseline=b.json"]);
    assert_eq!(status, 2);
    assert!(stderr.contains("both name a file"), "{stderr}");
}

#[test]
fn a_new_configuration_in_a_folder_has_no_say_about_its_change() {
    let tree = tree(&[("a.js", SEND), ("app/b.js", b"export {};\n"), ("originlint.toml", b"persona = \"auditor\"\n")]);
    let at = tree.path();
    let git = |args: &[&str]| {
        let who = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
        let output = Command::new("git").args(who).args(args).current_dir(at).output().expect("git runs");
        assert!(output.status.success(), "{args:?}: {output:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "before"]);
    fs::write(at.join("app/b.js"), SEND).expect("a file");
    fs::write(at.join("app/originlint.toml"), b"[rules]\nsenders = \"off\"\n").expect("a file");
    git(&["add", "."]);
    let (status, stdout, stderr) = run_at(at, &["check", "--format=concise", "--changed-since=HEAD"]);
    assert_eq!(status, 1, "{stdout}{stderr}");
    assert!(stdout.starts_with("app/b.js:1:"), "{stdout}");
    for part in ["app/originlint.toml", "`wildcard-sensitive-data` is off", "`persona` is \"regular\""] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
    fs::write(at.join("app/originlint.toml"), b"[rules]\nsender = \"off\"\n").expect("a file");
    let (status, _, stderr) = run_at(at, &["check", "--changed-since=HEAD"]);
    assert_eq!(status, 2, "a mistake that the change makes is one all the same: {stderr}");
}
