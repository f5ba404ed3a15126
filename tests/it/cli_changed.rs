//! `--changed-since`, through the binary: which lines count as changed, and what is said where git cannot tell.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::cli::{binary, fed, tree};

pub(crate) const SEND: &str = "export function tell(token) {\n  window.parent.postMessage({ token }, '*');\n}\n";
pub(crate) const ANOTHER: &str = "window.opener.postMessage(view.authToken, '*');\n";

/// The status, the places of what is reported, and standard error.
pub(crate) fn since(folder: &Path, revision: &str) -> (i32, String, String) {
    let revision = format!("--changed-since={revision}");
    let output = binary().args(["check", "--format=concise", &revision]).current_dir(folder).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let stdout = text(output.stdout);
    let places: Vec<_> = stdout.lines().map(|line| line.split(": ").next().expect("a place")).collect();
    (output.status.code().expect("an exit"), places.join(" "), text(output.stderr))
}

pub(crate) fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("it has one")).expect("a directory");
    fs::write(path, text).expect("a file");
}

/// A repository with one commit on `main`.
pub(crate) fn repository(files: &[(&str, &str)]) -> TempDir {
    let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    let tree = tree(&files);
    git(tree.path(), &["init", "-q", "-b", "main"]);
    commit(tree.path());
    tree
}

/// Commits all that is there.
pub(crate) fn commit(folder: &Path) {
    git(folder, &["add", "."]);
    git(folder, &["commit", "-q", "-m", "a change"]);
}

pub(crate) fn git(folder: &Path, args: &[&str]) -> String {
    let output = plain_git(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
}

/// A git that may fail.
pub(crate) fn plain_git(folder: &Path, args: &[&str]) -> Output {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    Command::new("git").args(identity).args(args).current_dir(folder).output().expect("git runs")
}

#[test]
fn only_changed_lines_are_reported() {
    let repository = repository(&[("src/a b.js", SEND), ("src/c.js", ANOTHER)]);
    let at = repository.path();
    assert_eq!(since(at, "HEAD"), (0, String::new(), String::new()));
    write(at, "src/a b.js", &format!("{SEND}\n{ANOTHER}"));
    write(at, "src/new.js", ANOTHER);
    assert_eq!(since(at, "HEAD").1, "src/a b.js:5:43 src/new.js:1:43", "the new line and the new file");
    assert_eq!(since(&at.join("src"), "HEAD").1, "a b.js:5:43 new.js:1:43", "from a folder below the root");
    git(at, &["checkout", "-q", "-b", "topic"]);
    commit(at);
    git(at, &["checkout", "-q", "main"]);
    write(at, "src/c.js", &format!("// on main\n{ANOTHER}"));
    commit(at);
    git(at, &["checkout", "-q", "topic"]);
    assert_eq!(since(at, "main").1, "src/a b.js:5:43 src/new.js:1:43", "what main did meanwhile is not ours");
    assert_eq!(since(at, "main~1").0, 1);
}

#[test]
fn a_check_that_was_deleted_touches_its_listener() {
    let checked = "addEventListener('message', (event) => {\n  if (event.origin !== 'https://a.example') return;\n  \
                   window.draft = event.data.title;\n});\n";
    let repository = repository(&[("a.js", checked)]);
    let unchecked: String = checked.lines().filter(|line| !line.contains("origin")).map(|l| format!("{l}\n")).collect();
    write(repository.path(), "a.js", &unchecked);
    assert_eq!(since(repository.path(), "HEAD").1, "a.js:1:1");
}

#[test]
fn without_git_nothing_is_guessed() {
    let repository = repository(&[("a.js", SEND)]);
    for (revision, expected) in [("nope", "nope: no such revision"), ("--output=pwned", "no such revision")] {
        let (status, places, stderr) = since(repository.path(), revision);
        assert_eq!((status, places.as_str()), (2, ""));
        assert!(stderr.contains(expected), "{stderr}");
    }
    assert!(!repository.path().join("pwned").exists());
    let tree = tree(&[("a.js", SEND.as_bytes())]);
    let (status, _, stderr) = since(tree.path(), "HEAD");
    assert_eq!(status, 2);
    assert!(stderr.contains("originlint: "), "{stderr}");
}

#[test]
fn a_renamed_file_is_compared_with_what_it_was() {
    let repository = repository(&[("a.js", SEND), ("b.js", SEND), ("d.js", SEND)]);
    let at = repository.path();
    git(at, &["mv", "a.js", "moved.js"]);
    write(at, "moved.js", &format!("{SEND}{ANOTHER}"));
    commit(at);
    assert_eq!(since(at, "HEAD~1").1, "moved.js:4:43", "in a commit");
    git(at, &["mv", "b.js", "c.js"]);
    assert_eq!(since(at, "HEAD").1, "", "in the index");
    fs::rename(at.join("d.js"), at.join("e.js")).expect("it moves");
    assert_eq!(since(at, "HEAD").1, "e.js:2:40", "git has not been told");
}

#[test]
fn line_ends_and_encodings_of_the_checkout_change_nothing() {
    let repository = repository(&[("a.js", SEND), ("b.js", ANOTHER)]);
    let at = repository.path();
    write(at, "a.js", &SEND.replace('\n', "\r\n"));
    let wide = format!("\u{feff}{ANOTHER}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    fs::write(at.join("b.js"), wide).expect("a file");
    assert_eq!(since(at, "HEAD").1, "");
    write(at, ".gitattributes", "* text=auto eol=crlf\n");
    commit(at);
    assert_eq!(since(at, "HEAD~1").1, "");
}

#[test]
fn what_the_revision_does_not_have_is_new() {
    let repository = repository(&[("a.js", ANOTHER)]);
    let at = repository.path();
    write(at, "local.js", ANOTHER);
    write(at, ".git/info/exclude", "local.js\n");
    assert_eq!(since(at, "HEAD").1, "local.js:1:43", "though git is told to pass it over");
    let outside = tree(&[("b.js", ANOTHER.as_bytes())]);
    let mut command = binary();
    command.args(["check", "--format=concise", "--changed-since=HEAD"]).arg(outside.path()).current_dir(at);
    assert_eq!(command.output().expect("it runs").status.code(), Some(1), "git knows nothing of it");
    let mut command = binary();
    command.args(["check", "-", "--stdin-filename=a.js", "--format=concise", "--changed-since=HEAD"]).current_dir(at);
    let (_, stdout, _) = fed(&mut command, format!("{ANOTHER}{ANOTHER}").as_bytes());
    assert!(stdout.starts_with("a.js:2:43: ") && stdout.lines().count() == 1, "what is unsaved: {stdout}");
}

#[test]
fn a_submodule_is_new_as_a_whole_or_not_at_all() {
    let repository = repository(&[("a.js", "export {};\n")]);
    let at = repository.path();
    write(at, "sub/b.js", ANOTHER);
    git(&at.join("sub"), &["init", "-q"]);
    commit(&at.join("sub"));
    commit(at);
    assert_eq!(since(at, "HEAD").1, "");
    assert_eq!(since(at, "HEAD~1").1, "sub/b.js:1:43");
    write(at, "sub/c.js", ANOTHER);
    commit(&at.join("sub"));
    // The change itself asks for silence about it.
    write(at, ".gitmodules", "[submodule \"sub\"]\n\tpath = sub\n\turl = ./sub\n\tignore = all\n");
    git(at, &["add", "-f", "sub", ".gitmodules"]);
    git(at, &["commit", "-q", "-m", "a new version"]);
    assert_eq!(since(at, "HEAD~1").1, "sub/b.js:1:43 sub/c.js:1:43");
}

#[test]
fn a_shallow_clone_is_told_what_to_fetch() {
    let origin = repository(&[("a.js", ANOTHER)]);
    let base = git(origin.path(), &["rev-parse", "HEAD"]);
    git(origin.path(), &["checkout", "-q", "-b", "topic"]);
    write(origin.path(), "b.js", ANOTHER);
    commit(origin.path());
    let clones = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}", origin.path().display());
    git(clones.path(), &["clone", "-q", "--depth=1", "--branch=topic", &url, "clone"]);
    let at = clones.path().join("clone");
    let (status, places, stderr) = since(&at, &base);
    assert_eq!((status, places.as_str()), (2, ""));
    let named = |what: &str| stderr.contains(what);
    assert!(named(&base) && named("not in this clone, which is shallow") && named("fetch-depth: 0"), "{stderr}");
    git(&at, &["fetch", "-q", "--depth=1", "origin", "main:main"]);
    write(origin.path(), "c.js", ANOTHER);
    commit(origin.path());
    git(&at, &["fetch", "-q", "--depth=1", "origin", "topic"]);
    git(&at, &["checkout", "-q", "FETCH_HEAD"]);
    let (status, _, stderr) = since(&at, "main");
    assert!(status == 2 && stderr.contains("shallow") && stderr.contains("fetch-depth: 0"), "{stderr}");
    git(&at, &["fetch", "-q", "--unshallow", "origin", "topic"]);
    assert_eq!(since(&at, "main").1, "b.js:1:43 c.js:1:43");
}
