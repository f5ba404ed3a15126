//! The command line: what it answers, on which stream, and with which status.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use originlint::cli::{self, CLEAN, Console, Terminal, UNTRUSTED};
use originlint::page;
use serde_json::Value;
use tempfile::TempDir;

use crate::folder;
use crate::render::{JSON_SCHEMA, SARIF_SCHEMA, assert_golden, assert_valid};

/// Status, standard output and standard error of a run inside this process.
pub(crate) fn run_in(terminal: Terminal, args: &[&str]) -> (u8, String, String) {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let args = ["originlint"].iter().chain(args).map(OsString::from);
    let status = cli::run(args, &mut Console { stdout: &mut stdout, stderr: &mut stderr, terminal });
    (status, String::from_utf8(stdout).expect("UTF-8"), String::from_utf8(stderr).expect("UTF-8"))
}

pub(crate) fn run(args: &[&str]) -> (u8, String, String) {
    run_in(Terminal::default(), args)
}

pub(crate) fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_originlint"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("GITHUB_ACTIONS");
    command
}

/// Status, standard output and standard error of a command that reads `input`.
pub(crate) fn fed(command: &mut Command, input: &[u8]) -> (i32, String, String) {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A program that reads nothing closes the pipe.
    let _ = stdin.write_all(input);
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit"), text(output.stdout), text(output.stderr))
}

/// A directory with these files.
pub(crate) fn tree(files: &[(&str, &[u8])]) -> TempDir {
    let directory = folder();
    for (path, content) in files {
        let path = directory.path().join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a directory");
        fs::write(path, content).expect("a file");
    }
    directory
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

const CLEAN_JS: &[u8] = b"export const answer = 42;\n";
/// A messaging word, so that no filter passes the file by, and a byte that no encoding has.
const NOT_TEXT: &[u8] = b"postMessage // \x81\n";

pub(crate) const FORMATS: [&str; 9] =
    ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"];

#[test]
fn a_clean_tree_is_status_0_and_a_closing_line() {
    let tree = tree(&[("a.js", CLEAN_JS), ("b/c.ts", CLEAN_JS), ("b/note.md", b"postMessage(x, '*')")]);
    let (status, stdout, stderr) = run(&["check", text(tree.path())]);
    assert_eq!((status, stderr.as_str()), (CLEAN, ""));
    assert!(stdout.starts_with("no findings; 2 files scanned, "), "{stdout}");
}

#[test]
fn a_missing_path_is_reported_and_the_others_are_scanned() {
    let tree = tree(&[("a.js", CLEAN_JS)]);
    let missing = tree.path().join("nope");
    let (status, stdout, stderr) = run(&["check", "--format=json", text(&missing), text(tree.path())]);
    assert_eq!(status, UNTRUSTED);
    assert_eq!(stderr, format!("originlint: {}: no such file or directory\n", missing.display()));
    assert_valid(JSON_SCHEMA, &stdout);
    let json: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(json["summary"]["files"], 1);
    assert_eq!(json["failures"][0]["kind"], "read");
    let (status, _, _) = run(&["check", "--exit-zero", text(&missing)]);
    assert_eq!(status, UNTRUSTED, "--exit-zero is about findings");
}

#[test]
fn a_directory_without_source_files_proves_nothing() {
    let tree = tree(&[("note.md", b"postMessage")]);
    let (status, _, stderr) = run(&["check", text(tree.path())]);
    assert_eq!(status, UNTRUSTED);
    assert_eq!(stderr, format!("originlint: {}: no file with script here\n", tree.path().display()));
}

#[test]
fn an_unreadable_file_counts_where_it_was_asked_for() {
    let tree = tree(&[("a.js", CLEAN_JS), ("bad.js", NOT_TEXT)]);
    let bad = tree.path().join("bad.js");
    let (status, _, stderr) = run(&["check", text(tree.path())]);
    assert_eq!(status, CLEAN);
    assert!(stderr.starts_with(&format!("originlint: {}: ", bad.display())), "{stderr}");
    assert_eq!(run(&["check", "--strict", text(tree.path())]).0, UNTRUSTED);
    assert_eq!(run(&["check", text(&bad)]).0, UNTRUSTED);
    let dotted = tree.path().join(".").join("bad.js");
    assert_eq!(run(&["check", text(tree.path()), text(&dotted)]).0, UNTRUSTED);
}

#[test]
fn wrong_usage_is_status_2_and_names_what_was_meant() {
    let cases: &[(&[&str], &str)] = &[
        (&["check", "--format", "jsn"], "a similar value exists: 'json'"),
        (&["check", "--fail-on", "hihg"], "a similar value exists: 'high'"),
        (&["check", "--output", "sarf=x"], "did you mean sarif?"),
        (&["check", "--output", "sarif"], "expected FORMAT=PATH"),
        (&["check", "--output", "json=-", "--format", "text"], "one format only"),
        (&["check", "--output", "json=-", "--output", "text=-"], "one format only"),
        (&["check", "--threads", "0"], "0 is not in 1..=1024"),
        (&["check", "--colour", "never"], "'--color'"),
        (&["chek"], "'check'"),
        (&["."], "tip: files are scanned by `originlint check .`"),
        (&["src/app.js", "--fix"], "tip: files are scanned by `originlint check src/app.js`"),
        (&["tests"], "tip: files are scanned by `originlint check tests`"),
        (&["--format", "json"], "tip: files are scanned by `originlint check --format`"),
        (&["--fail-on=high", "."], "tip: files are scanned by `originlint check --fail-on=high`"),
        (&["check", "--output", "json=/dev/null", "--output", "sarif=/dev/../dev/null"], "two reports for one file"),
        (&["check", "--statistics", "--output", "json=-"], "holds the table or the diff"),
        (&["check", "--diff", "--output", "json=-"], "holds the table or the diff"),
        (&["rules", "--format", "sarif"], "possible values: text, json"),
        (&["explain", "no-such-thing-at-all"], "unknown rule"),
        (&[], "Usage: originlint"),
    ];
    for (args, expected) in cases {
        let (status, stdout, stderr) = run(args);
        assert_eq!((status, stdout.as_str()), (UNTRUSTED, ""), "{args:?}: {stderr}");
        assert!(stderr.contains(expected), "{args:?}: {stderr}");
    }
}

#[test]
fn every_rule_is_explained_and_listed() {
    let list = run(&["rules"]).1;
    for page in page::all() {
        let (status, stdout, _) = run(&["explain", page.id]);
        assert_eq!(status, CLEAN);
        assert!(stdout.starts_with(&format!("{}: {}\n", page.id, page.title)), "{stdout}");
        assert!(!stdout.contains("//~"), "the marks of the tests are not for readers: {stdout}");
        let title = if page.pedantic { format!("{} (pedantic)", page.title) } else { page.title.clone() };
        assert!(list.lines().any(|line| line.starts_with(page.id) && line.ends_with(&title)), "{list}");
        let misspelt = page.id.replacen('-', "_", 1);
        let (status, _, stderr) = run(&["explain", &misspelt]);
        assert_eq!(status, UNTRUSTED);
        assert!(stderr.contains(&format!("did you mean {}?", page.id)), "{stderr}");
    }
}

#[test]
fn one_scan_writes_several_formats() {
    let tree = tree(&[("src/a.js", CLEAN_JS)]);
    let at = |name: &str| tree.path().join(name);
    let (json, sarif) = (format!("json={}", text(&at("a b=c.json"))), format!("sarif={}", text(&at("out.sarif"))));
    let (status, stdout, stderr) =
        run(&["check", "--output", &json, "--output", &sarif, "--output=concise=-", text(tree.path())]);
    assert_eq!((status, stdout.as_str(), stderr.as_str()), (CLEAN, "", ""));
    assert_valid(JSON_SCHEMA, &fs::read_to_string(at("a b=c.json")).expect("written"));
    assert_valid(SARIF_SCHEMA, &fs::read_to_string(at("out.sarif")).expect("written"));
}

#[test]
fn an_output_that_cannot_be_written_is_found_out_before_the_scan() {
    let tree = tree(&[("a.js", CLEAN_JS)]);
    let output = format!("json={}", text(&tree.path().join("no/such/report.json")));
    let (status, stdout, stderr) = run(&["check", "--output", &output, text(tree.path())]);
    assert_eq!((status, stdout.as_str()), (UNTRUSTED, ""));
    assert!(stderr.contains("report.json: no such file or directory"), "{stderr}");
}

#[test]
fn the_report_does_not_depend_on_the_number_of_threads() {
    let tree = tree(&[("a.js", CLEAN_JS), ("b.js", NOT_TEXT), ("c.js", NOT_TEXT), ("d/e.js", CLEAN_JS)]);
    let report = |threads: &str| {
        let (_, stdout, stderr) = run(&["check", "--format=json", "--threads", threads, text(tree.path())]);
        let stdout: Vec<_> =
            stdout.lines().filter(|line| !line.contains("\"elapsed_ms\"")).map(str::to_owned).collect();
        (stdout, stderr)
    };
    assert_eq!(report("1"), report("7"));
}

/// Answers every write with an error.
struct Broken(io::ErrorKind);

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn a_reader_that_went_away_is_no_error_and_a_full_disk_is_one() {
    let tree = tree(&[("a.js", CLEAN_JS)]);
    let cases: [&[&str]; 5] = [
        &["check", text(tree.path())],
        &["check", "--format=sarif", text(tree.path())],
        &["rules"],
        &["--help"],
        &["-V"],
    ];
    for args in cases {
        for (kind, expected) in [(io::ErrorKind::BrokenPipe, CLEAN), (io::ErrorKind::StorageFull, UNTRUSTED)] {
            let mut stderr = Vec::new();
            let args = ["originlint"].iter().chain(args).map(OsString::from);
            let terminal = Terminal::default();
            let mut console = Console { stdout: &mut Broken(kind), stderr: &mut stderr, terminal };
            assert_eq!(cli::run(args, &mut console), expected);
            assert_eq!(stderr.is_empty(), expected == CLEAN);
        }
    }
    let mut child = binary().arg("rules").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let coloured = |stdout: bool, color: Option<bool>| {
        let terminal = Terminal { stdout, color, ..Terminal::default() };
        run_in(terminal, &["--help"]).1.contains('\x1b')
    };
    assert!(coloured(true, None) && coloured(false, Some(true)));
    assert!(!coloured(false, None) && !coloured(true, Some(false)));

    let piped = |variables: &[(&str, &str)]| {
        let output = binary().arg("--help").envs(variables.iter().copied()).output().expect("it runs");
        output.stdout.contains(&0x1b)
    };
    assert!(!piped(&[]) && piped(&[("CLICOLOR_FORCE", "1")]));
    assert!(!piped(&[("CLICOLOR_FORCE", "0")]) && !piped(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(piped(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")]), "an empty NO_COLOR is none");
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_unicode_is_shown_as_well_as_it_goes() {
    use std::os::unix::ffi::OsStringExt;

    let tree = tree(&[("a.js", CLEAN_JS)]);
    let odd = tree.path().join(OsString::from_vec(b"odd\xff.js".to_vec()));
    fs::write(&odd, NOT_TEXT).expect("a file");
    let output = binary().args(["check", "--format=json"]).arg(&odd).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    let stdout = String::from_utf8(output.stdout).expect("UTF-8");
    assert_valid(JSON_SCHEMA, &stdout);
    assert!(stdout.contains("odd\u{fffd}.js"), "{stdout}");
    assert_eq!(run(&["check", text(tree.path())]).0, CLEAN);
}

#[test]
fn the_reference_is_what_help_says() {
    assert_golden("docs/cli.txt", &cli::reference());
}
