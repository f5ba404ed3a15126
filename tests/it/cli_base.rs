//! With `--changed-since`, what a repository says of itself counts as the revision has it: a change hides nothing, and what it would hide
//! things with is listed.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::binary;
use crate::cli_changed::{ANOTHER, SEND, commit, git, repository, write};
use crate::render::{JSON_SCHEMA, assert_valid};

/// The places of what is reported, then what is listed, each `path:line kind: message`.
fn since(folder: &Path, args: &[&str]) -> (Vec<String>, Vec<String>) {
    let output = binary().args(["check", "--format=json"]).args(args).current_dir(folder).output().expect("it runs");
    let stdout = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(!stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_valid(JSON_SCHEMA, &stdout);
    let json: Value = serde_json::from_str(&stdout).expect("JSON");
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let found = |finding: &Value| format!("{}:{}", text(&finding["path"]), finding["start"]["line"]);
    let listed = |exemption: &Value| {
        let line = exemption["line"].as_u64().map(|line| format!(":{line}")).unwrap_or_default();
        format!("{}{line} {}: {}", text(&exemption["path"]), text(&exemption["source"]), text(&exemption["message"]))
    };
    let array = |key: &str| json[key].as_array().expect("an array").clone();
    (array("findings").iter().map(found).collect(), array("new_exemptions").iter().map(listed).collect())
}

const HEAD: &[&str] = &["--changed-since=HEAD"];
const IGNORE: &str = "// originlint-ignore wildcard-sensitive-data: it is public\n";
const IGNORE_FILE: &str = "// originlint-ignore-file wildcard-sensitive-data: it is public\n";

#[test]
fn a_suppression_that_a_change_adds_hides_nothing() {
    let repository = repository(&[("a.js", &format!("{IGNORE}{ANOTHER}")), ("b.js", SEND)]);
    let at = repository.path();
    assert_eq!(since(at, HEAD), (vec![], vec![]));
    write(at, "a.js", &format!("{IGNORE}{ANOTHER}\n{IGNORE}{ANOTHER}"));
    let new = "a.js:4 suppression: suppression of wildcard-sensitive-data";
    assert_eq!(since(at, HEAD), (vec!["a.js:5".to_owned()], vec![new.to_owned()]), "the old one still counts");
    commit(at);
    assert_eq!(since(at, HEAD), (vec![], vec![]), "once it is there, it counts");
    write(at, "b.js", &format!("{IGNORE_FILE}{SEND}{ANOTHER}"));
    let (found, listed) = since(at, HEAD);
    assert_eq!(found, ["b.js:5"], "what did not change is nobody's matter now");
    assert_eq!(listed, ["b.js:1 suppression: suppression of wildcard-sensitive-data"]);
    let output = binary().args(["check", "--format=concise"]).current_dir(at).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "without a revision every suppression counts");
}

#[test]
fn an_old_suppression_hides_nothing_new() {
    let repository = repository(&[("a.js", &format!("{IGNORE}{ANOTHER}")), ("b.js", &format!("{IGNORE_FILE}{SEND}"))]);
    let at = repository.path();
    let other = ANOTHER.replace("view.authToken", "document.cookie");
    let moved = ["a.js:1 suppression: suppression of wildcard-sensitive-data on a line that changed"];
    // The flaw is put between the comment and the line that it was written for, or in that line's place.
    for text in [format!("{IGNORE}{other}{ANOTHER}"), format!("{IGNORE}{}", ANOTHER.replace("authToken", "password"))] {
        write(at, "a.js", &text);
        let (found, listed) = since(at, HEAD);
        assert_eq!(found, ["a.js:2"], "{text}");
        assert!(text.contains("cookie") || listed == moved, "{listed:?}");
    }
    write(at, "a.js", &format!("export {{}};\n{IGNORE}{ANOTHER}"));
    assert_eq!(since(at, HEAD), (vec![], vec![]), "both moved together");
    write(at, "b.js", &format!("{IGNORE_FILE}{SEND}{ANOTHER}"));
    assert_eq!(since(at, HEAD), (vec![], vec![]), "a comment for the whole file was agreed to for the whole file");
    git(at, &["mv", "b.js", "c.js"]);
    assert_eq!(since(at, HEAD).1, [""; 0], "it moves with its file");
}

#[test]
fn an_old_suppression_of_what_leads_a_group_takes_along_nothing_new() {
    let comment = "// originlint-ignore missing-origin-check: it only shows a preview\n";
    let listener = |more: &str| {
        format!(
            "{comment}addEventListener('message', (event) => {{\n  localStorage.draft = event.data.draft;\n{more}}});\n"
        )
    };
    let repository = repository(&[("a.js", &listener(""))]);
    let at = repository.path();
    write(at, "a.js", &listener("  // More to come.\n"));
    assert_eq!(since(at, HEAD), (vec![], vec![]));
    write(at, "a.js", &listener("  document.body.innerHTML = event.data.html;\n"));
    assert_eq!(since(at, HEAD), (vec!["a.js:4".to_owned()], vec![]), "nobody agreed to this");
    commit(at);
    assert_eq!(since(at, HEAD), (vec![], vec![]));
}

#[test]
fn a_suppression_that_was_taken_out_since_does_not_come_back() {
    let repository = repository(&[("a.js", &format!("{IGNORE_FILE}export {{}};\n"))]);
    let at = repository.path();
    git(at, &["checkout", "-q", "-b", "topic"]);
    write(at, "a.js", &format!("{IGNORE_FILE}export {{}};\n{ANOTHER}"));
    commit(at);
    git(at, &["checkout", "-q", "main"]);
    write(at, "a.js", "export {};\n");
    commit(at);
    git(at, &["checkout", "-q", "topic"]);
    let (found, listed) = since(at, &["--changed-since=main"]);
    assert_eq!(found, ["a.js:3"]);
    assert_eq!(listed, ["a.js:1 suppression: suppression of wildcard-sensitive-data"]);
}

#[test]
fn an_imported_file_does_not_hide_with_a_new_suppression_either() {
    let page = "import { show } from './show.js';\naddEventListener('message', (event) => {\n  \
                if (event.source !== parent) return;\n  show(event.data.html);\n});\n";
    let show = "export function show(html) {\n  document.querySelector('#out').innerHTML = html;\n}\n";
    let repository = repository(&[("page.js", "export {};\n"), ("show.js", "export {};\n")]);
    let at = repository.path();
    write(at, "page.js", page);
    write(at, "show.js", &show.replace("  document", "  // originlint-ignore message-to-html: ours\n  document"));
    for paths in [&["."][..], &["page.js"]] {
        let (found, listed) = since(at, &[HEAD, paths].concat());
        assert!(found.contains(&"show.js:3".to_owned()), "{found:?}");
        assert_eq!(listed, ["show.js:2 suppression: suppression of message-to-html"]);
    }
}

#[test]
fn configuration_counts_as_it_was() {
    let repository = repository(&[("originlint.toml", "exclude = ['gen/**']\n"), ("src/a.js", "export {};\n")]);
    let at = repository.path();
    write(at, "src/a.js", ANOTHER);
    write(at, "gen/b.js", ANOTHER);
    assert_eq!(since(at, HEAD), (vec!["src/a.js:1".to_owned()], vec![]), "what was excluded still is");
    let found = |args: &[&str]| since(at, args).0;
    let listed = |args: &[&str]| since(at, args).1.join("\n");
    write(at, "originlint.toml", "exclude = ['gen/**', 'src/**']\n[rules]\nwildcard-sensitive-data = 'off'\n");
    assert_eq!(found(HEAD), ["src/a.js:1"]);
    let expected = "originlint.toml configuration: `exclude` names \"src/**\"\n\
                    originlint.toml configuration: `wildcard-sensitive-data` is off";
    assert_eq!(listed(HEAD), expected);
    assert_eq!(listed(&["--changed-since=HEAD", "--config=originlint.toml"]), expected, "by its name too");
    assert_eq!(found(&["--changed-since=HEAD", "--no-config", "src"]), ["src/a.js:1"]);
    assert_eq!(listed(&["--changed-since=HEAD", "--no-config"]), "");
    // A nearer file would decide from there.
    write(at, "originlint.toml", "exclude = ['gen/**']\n");
    write(at, "src/originlint.toml", "rules.wildcard-sensitive-data = 'off'\n");
    git(at, &["add", "src/originlint.toml"]);
    let (found, listed) = since(&at.join("src"), HEAD);
    assert_eq!(
        (found, listed),
        (vec!["a.js:1".to_owned()], vec!["originlint.toml configuration: `wildcard-sensitive-data` is off".to_owned()])
    );
    // Taken away, it counts still.
    fs::remove_file(at.join("originlint.toml")).expect("it is there");
    assert_eq!(since(at, HEAD).0, ["src/a.js:1"]);
}

#[test]
fn a_configuration_that_git_does_not_know_is_whoever_runs_its_own() {
    let repository = repository(&[("a.js", "export {};\n"), ("b.js", "export {};\n")]);
    let at = repository.path();
    write(at, "a.js", ANOTHER);
    write(at, "originlint.toml", "exclude = ['a.js']\n");
    write(at, ".ignore", "b.js\n");
    write(at, "b.js", ANOTHER);
    assert_eq!(since(at, HEAD), (vec![], vec![]));
    git(at, &["add", "originlint.toml", ".ignore"]);
    let (found, listed) = since(at, HEAD);
    assert_eq!(found, ["a.js:1", "b.js:1"]);
    assert_eq!(
        listed,
        [".ignore:1 ignore-file: `b.js` is ignored", "originlint.toml configuration: `exclude` names \"a.js\""]
    );
}

#[cfg(unix)]
#[test]
fn a_link_that_a_change_adds_leads_to_nothing_that_counts() {
    let repository =
        repository(&[("a.js", "export {};\n"), ("other/off.toml", "rules.wildcard-sensitive-data = 'off'\n")]);
    let at = repository.path();
    write(at, "a.js", ANOTHER);
    std::os::unix::fs::symlink("other/off.toml", at.join("originlint.toml")).expect("a link");
    std::os::unix::fs::symlink("other", at.join("config")).expect("a link");
    git(at, &["add", "."]);
    let expected = |path: &str| vec![format!("{path} configuration: `wildcard-sensitive-data` is off")];
    assert_eq!(since(at, HEAD), (vec!["a.js:1".to_owned()], expected("originlint.toml")));
    let args = ["--changed-since=HEAD", "--config=config/off.toml"];
    assert_eq!(since(at, &args), (vec!["a.js:1".to_owned()], expected("config/off.toml")));
}

#[test]
fn a_configuration_that_was_broken_says_nothing() {
    let repository = repository(&[("originlint.toml", "exclude = ['**'\n"), ("a.js", "export {};\n")]);
    let at = repository.path();
    write(at, "originlint.toml", "exclude = ['b.js']\n");
    write(at, "a.js", ANOTHER);
    assert_eq!(since(at, HEAD).0, ["a.js:1"]);
    let output = binary().args(["check", "--changed-since=HEAD"]).current_dir(at).output().expect("it runs");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(stderr.contains("originlint.toml: as it was, it cannot be used, and nothing of it counts: "), "{stderr}");
    assert_eq!(output.status.code(), Some(1));
    // One that the change breaks is an error all the same.
    commit(at);
    write(at, "originlint.toml", "exclude = [\n");
    let output = binary().args(["check", "--changed-since=HEAD"]).current_dir(at).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn ignore_files_count_as_they_were() {
    let files = [
        (".gitignore", "out/\n*.aux.js\n!keep.aux.js\n"),
        ("src/a.js", "export {};\n"),
        ("keep.aux.js", "export {};\n"),
    ];
    let repository = repository(&files);
    let at = repository.path();
    write(at, "src/a.js", ANOTHER);
    write(at, "out/b.js", ANOTHER);
    write(at, "keep.aux.js", ANOTHER);
    let all = vec!["keep.aux.js:1".to_owned(), "src/a.js:1".to_owned()];
    assert_eq!(since(at, HEAD), (all.clone(), vec![]));
    write(at, ".gitignore", "# more\nout/\n*.aux.js\nsrc/\n");
    write(at, "src/.ignore", "a.js\n");
    git(at, &["add", "-f", ".gitignore", "src/.ignore"]);
    let listed = [
        ".gitignore:4 ignore-file: `src/` is ignored",
        ".gitignore:4 ignore-file: the exception `!keep.aux.js` is gone",
        "src/.ignore:1 ignore-file: `a.js` is ignored",
    ];
    assert_eq!(since(at, HEAD), (all.clone(), listed.map(str::to_owned).to_vec()));
    assert_eq!(since(&at.join("src"), HEAD).0, ["a.js:1"], "from a folder below");
    fs::remove_file(at.join(".gitignore")).expect("it is there");
    assert_eq!(since(at, HEAD).0, all, "what was ignored still is");
}

#[test]
fn the_baseline_counts_as_it_was() {
    let repository =
        repository(&[("originlint.toml", "baseline = 'known.json'\n"), ("a.js", ANOTHER), ("b.js", "export {};\n")]);
    let at = repository.path();
    let run = |args: &[&str]| binary().arg("check").args(args).current_dir(at).output().expect("it runs");
    assert_eq!(run(&["--write-baseline"]).status.code(), Some(0));
    commit(at);
    write(at, "a.js", &format!("// moved\n{ANOTHER}"));
    assert_eq!(since(at, HEAD), (vec![], vec![]), "what was known is");
    write(at, "b.js", SEND);
    assert_eq!(run(&["--write-baseline"]).status.code(), Some(0));
    let (found, listed) = since(at, HEAD);
    assert_eq!(
        (found, listed),
        (vec!["b.js:2".to_owned()], vec!["known.json baseline: wildcard-sensitive-data in b.js is known".to_owned()])
    );
    assert_eq!(run(&[]).status.code(), Some(0), "without a revision it counts");
    // Repaired and taken out in one change: there is nothing to clean up any more.
    write(at, "a.js", "export {};\n");
    write(at, "b.js", "export {};\n");
    assert_eq!(run(&["--prune-baseline"]).status.code(), Some(0));
    let output = run(HEAD);
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    let output = run(&["--prune-baseline", "--changed-since=HEAD"]);
    assert_eq!(output.status.code(), Some(2), "one writes the file of now, the other reads that of then");
}

#[test]
fn a_banner_that_a_change_adds_excuses_no_failure() {
    let (banner, broken) = ("// @generated\n", "parent.postMessage(((\n");
    let repository = repository(&[("a.js", "export {};\n"), ("b.js", &format!("{banner}{broken}"))]);
    let at = repository.path();
    let status = |args: &[&str]| {
        let output = binary().args(["check", "--quiet"]).args(args).current_dir(at).output().expect("it runs");
        output.status.code().expect("an exit")
    };
    assert_eq!(status(HEAD), 0, "a file that was generated is");
    write(at, "a.js", &format!("{banner}{broken}"));
    assert_eq!((status(HEAD), status(&[])), (2, 0));
    write(at, "a.js", "export {};\n");
    write(at, "c.js", &format!("{banner}{broken}"));
    git(at, &["add", "."]);
    assert_eq!((status(HEAD), status(&[])), (2, 0), "a new file has no say at all");
}

#[test]
fn what_is_new_is_said_to_people() {
    let repository = repository(&[("a.js", "export {};\n")]);
    let at = repository.path();
    write(at, "a.js", &format!("{IGNORE}{ANOTHER}"));
    write(at, ".ignore", &(1..30).map(|n| format!("{n}.js\n")).collect::<String>());
    git(at, &["add", "."]);
    let run = |args: &[&str]| {
        let output = binary().arg("check").args(HEAD).args(args).current_dir(at).output().expect("it runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (text(output.stdout), text(output.stderr))
    };
    let (stdout, stderr) = run(&[]);
    assert_eq!(stdout.lines().last(), Some("30 new exemptions not in effect"));
    assert!(stderr.starts_with("originlint: .ignore:1: new exemption, not in effect: `1.js` is ignored\n"), "{stderr}");
    assert!(stderr.ends_with("originlint: 10 more new exemptions; --format json lists them\n"), "{stderr}");
    assert_eq!(run(&["--quiet"]).1, "");
    let (stdout, _) = run(&["--format=github"]);
    let notice = "::notice file=a.js,line=1,title=new exemption::new exemption, not in effect: suppression of wildcard-sensitive-data";
    assert!(stdout.lines().any(|line| line == notice), "{stdout}");
}

#[test]
fn what_a_change_says_of_where_a_file_comes_from_hides_nothing() {
    let repository = repository(&[
        (".gitattributes", "out/** linguist-generated\nout/own.js -linguist-generated\n"),
        ("a.js", "export {};\n"),
        ("b.js", "// @generated\nexport {};\n"),
        ("c.test.js", "export {};\n"),
        ("out/a.js", "export {};\n"),
        ("out/own.js", "export {};\n"),
    ]);
    let at = repository.path();
    for file in ["a.js", "c.test.js", "out/a.js", "out/own.js"] {
        write(at, file, ANOTHER);
    }
    write(at, "b.js", &format!("// @generated\n{ANOTHER}"));
    let own = || vec!["a.js:1".to_owned(), "out/own.js:1".to_owned()];
    assert_eq!(since(at, HEAD), (own(), vec![]), "what was generated still is");
    write(at, "a.js", &format!("// @generated\n{ANOTHER}\n//# sourceMappingURL=a.js.map\n"));
    assert_eq!(since(at, HEAD).0, ["a.js:2", "out/own.js:1"]);
    write(at, "a.js", &format!("{ANOTHER}describe('a', () => {{}});\n"));
    assert_eq!(since(at, HEAD).0, own(), "nor does a call of a test runner");
    write(at, ".gitattributes", "out/** linguist-generated\n*.js linguist-vendored\n");
    let listed = [
        ".gitattributes:1 attributes: the line `out/own.js -linguist-generated` is gone",
        ".gitattributes:2 attributes: `*.js linguist-vendored`",
    ];
    assert_eq!(since(at, HEAD), (own(), listed.map(str::to_owned).to_vec()));
    let output = binary().args(["check", "--format=concise"]).current_dir(at).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0), "without a revision all of that counts");
}
