//! A crash in one file: it is a failure of that file, all others are reported, and nothing is left behind. The crashes are rehearsed,
//! which only a binary with debug assertions can.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use originlint::testing::render::Format;
use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{binary, fed, text, tree};
use crate::render::{JSON_SCHEMA, SARIF_SCHEMA, assert_valid};

const SEND: &[u8] = b"parent.postMessage(view.authToken, '*');\n";

/// `originlint check` in a folder, with crashes on purpose.
fn check(folder: &Path, rehearse: &str, args: &[&str]) -> Command {
    let mut command = binary();
    command.arg("check").args(args).current_dir(folder).env("ORIGINLINT_REHEARSE", rehearse);
    command
}

fn run(folder: &Path, rehearse: &str, args: &[&str]) -> (i32, String, String) {
    fed(&mut check(folder, rehearse, args), b"")
}

/// Status, report and standard error of a run that writes JSON.
fn json(folder: &Path, rehearse: &str, args: &[&str]) -> (i32, Value, String) {
    let (status, stdout, stderr) = run(folder, rehearse, &[&["--format=json"], args].concat());
    assert_valid(JSON_SCHEMA, &stdout);
    (status, serde_json::from_str(&stdout).expect("JSON"), stderr)
}

/// The paths of all entries of a list of the report.
fn paths(report: &Value, list: &str) -> Vec<String> {
    let entries = report[list].as_array().expect("a list");
    entries.iter().map(|entry| entry["path"].as_str().expect("a path").to_owned()).collect()
}

fn twenty() -> (TempDir, Vec<String>) {
    let names: Vec<String> = (1..=20).map(|n| format!("f{n:02}.js")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, SEND)).collect();
    (tree(&files), names)
}

/// Each way to crash, and what is said of it.
const KINDS: &[(&str, &str)] = &[
    #[cfg(unix)]
    ("overflow", "the stack overflowed"),
    #[cfg(target_os = "linux")]
    ("deep-overflow", "most likely the stack overflowed (SIGSEGV)"),
    #[cfg(unix)]
    ("abort", "it was aborted (SIGABRT)"),
    #[cfg(unix)]
    ("kill", "it was killed (SIGKILL), as systems do when memory runs out"),
    ("allocation", "memory ran out"),
    // A scan that ends without its last word was not clean, and had no findings, whatever its status says.
    ("exit", "it ended with status 1"),
];

#[test]
fn a_crash_is_a_failure_of_its_file_and_of_no_other() {
    let tree = tree(&[("a.js", SEND), ("bad.js", SEND), ("sub/c.js", SEND), ("d.js", b"let quiet;\n")]);
    for (kind, what) in KINDS {
        let (status, report, stderr) = json(tree.path(), &format!("{kind}=bad.js"), &[]);
        assert_eq!(status, 2, "{kind}: {stderr}");
        assert_eq!(
            stderr,
            format!("originlint: bad.js: the analysis of this file crashed, please report it: {what}\n"),
            "nothing else is said, nothing raw least of all"
        );
        assert_eq!(paths(&report, "findings"), ["a.js", "sub/c.js"], "{kind}");
        assert_eq!(report["failures"].as_array().map(Vec::len), Some(1), "{kind}: {report}");
        assert_eq!(report["failures"][0]["path"], "bad.js");
        assert_eq!(report["failures"][0]["kind"], "crash");
        assert_eq!(report["failures"][0]["message"], *what);
        assert_eq!((&report["summary"]["files"], &report["summary"]["candidates"]), (&4.into(), &3.into()));
    }
}

#[test]
fn memory_has_a_bound() {
    let tree = tree(&[("a.js", SEND), ("bad.js", SEND)]);
    let (status, report, stderr) = json(tree.path(), "memory=bad.js", &["--max-memory=300"]);
    assert_eq!((status, paths(&report, "findings")), (2, vec!["a.js".to_owned()]), "{stderr}");
    assert_eq!(report["failures"][0]["message"], "it took more than 300 MiB of memory");
}

#[test]
fn the_threads_do_not_matter() {
    let (tree, names) = twenty();
    let rehearse = "abort=f03.js,exit=f17.js";
    let others: Vec<String> = names.iter().filter(|name| !["f03.js", "f17.js"].contains(&&***name)).cloned().collect();
    for threads in ["1", "2", "8"] {
        let (status, report, stderr) = json(tree.path(), rehearse, &["--threads", threads]);
        assert_eq!(status, 2, "{threads}: {stderr}");
        assert_eq!(paths(&report, "failures"), ["f03.js", "f17.js"], "{threads}");
        assert_eq!(paths(&report, "findings"), others, "{threads}");
    }
}

#[test]
fn many_crashes_are_found_too() {
    let (tree, names) = twenty();
    let rehearse = names[1..].iter().map(|name| format!("exit={name}")).collect::<Vec<_>>().join(",");
    let (status, report, stderr) = json(tree.path(), &rehearse, &["--threads=2"]);
    assert_eq!((status, paths(&report, "findings")), (2, vec!["f01.js".to_owned()]), "{stderr}");
    assert_eq!(paths(&report, "failures"), names[1..]);
}

#[test]
fn every_format_names_the_crash() {
    let tree = tree(&[("a.js", SEND), ("bad.js", SEND)]);
    for format in Format::ALL {
        let (status, stdout, stderr) = run(tree.path(), "exit=bad.js", &["--format", format.as_str()]);
        assert_eq!(status, 2, "{format:?}");
        assert_eq!(stderr.lines().count(), 1, "{format:?}: {stderr}");
        assert!(stdout.contains("a.js"), "{format:?}: {stdout}");
        match format.as_str() {
            "sarif" => {
                assert_valid(SARIF_SCHEMA, &stdout);
                let sarif: Value = serde_json::from_str(&stdout).expect("JSON");
                let invocation = &sarif["runs"][0]["invocations"][0];
                assert_eq!(invocation["executionSuccessful"], false);
                assert_eq!(invocation["toolExecutionNotifications"][0]["descriptor"]["id"], "crash");
            }
            "text" => assert!(stdout.contains("1 could not be analysed"), "{stdout}"),
            // They hold findings only; standard error holds the rest.
            "concise" | "github" | "rdjson" => {}
            _ => assert!(stdout.contains("bad.js") && stdout.contains("crash"), "{format:?}: {stdout}"),
        }
    }
}

const IMPORTS: &[u8] =
    b"import { show } from './show.js';\naddEventListener('message', (e) => {\n  show(e.data);\n});\nparent.postMessage(view.authToken, '*');\n";
const SHOW: &[u8] = b"export function show(html) {\n  document.title = html;\n}\n";

#[test]
fn the_file_that_crashes_is_found_behind_its_importers() {
    let tree = tree(&[
        ("a.js", IMPORTS),
        ("b.js", IMPORTS),
        ("c.js", b"import './d.js';\nparent.postMessage(view.authToken, '*');\n"),
        ("d.js", SEND),
        ("show.js", SHOW),
    ]);
    // What imports it crashes as well. It is not scanned for itself: there is no messaging word in it.
    for threads in ["--threads=1", "--threads=4"] {
        let (status, report, stderr) = json(tree.path(), "abort=show.js", &[threads]);
        assert_eq!((status, paths(&report, "failures")), (2, vec!["show.js".to_owned()]), "{stderr}");
        assert_eq!(paths(&report, "incomplete"), ["a.js", "b.js"], "its importers say that they lack it: {report}");
        let found: BTreeSet<String> = paths(&report, "findings").into_iter().collect();
        assert_eq!(found, ["a.js", "b.js", "c.js", "d.js"].map(str::to_owned).into());
    }
}

#[test]
fn files_that_import_each_other_do_not_hide_the_crash() {
    let import = |other: &str| {
        format!("import * as o from './{other}';\no.f;\nexport const f = 1;\nparent.postMessage(1, '*');\n")
    };
    let (a, b) = (import("b.js"), import("a.js"));
    let tree = tree(&[("a.js", a.as_bytes()), ("b.js", b.as_bytes()), ("c.js", SEND)]);
    let (status, report, stderr) = json(tree.path(), "abort=a.js", &[]);
    assert_eq!((status, paths(&report, "failures")), (2, vec!["a.js".to_owned()]), "{stderr}");
    let (status, report, _) = json(tree.path(), "abort=a.js,abort=b.js", &[]);
    assert_eq!((status, paths(&report, "failures")), (2, vec!["a.js".to_owned(), "b.js".to_owned()]));
}

#[test]
fn a_crash_of_a_file_as_a_worker_is_one_of_that_file() {
    let start: &[u8] =
        b"const w = new Worker('./w.js');\nw.postMessage(1);\nparent.postMessage(view.authToken, '*');\n";
    let tree = tree(&[("a.js", start), ("b.js", SEND), ("w.js", b"onmessage = (e) => postMessage(e.data);\n")]);
    let (status, report, stderr) = json(tree.path(), "abort=w.js (worker)", &[]);
    assert_eq!((status, paths(&report, "failures")), (2, vec!["w.js".to_owned()]), "{stderr}");
    assert_eq!(paths(&report, "findings"), ["a.js", "b.js"]);
}

#[test]
fn standard_input_is_supervised_too() {
    let tree = tree(&[("a.js", IMPORTS), ("show.js", SHOW)]);
    let piped = |rehearse: &str, input: &[u8]| {
        fed(&mut check(tree.path(), rehearse, &["-", "--format=json", "--stdin-filename=a.js"]), input)
    };
    let (status, stdout, stderr) = piped("abort=a.js", IMPORTS);
    assert_valid(JSON_SCHEMA, &stdout);
    let report: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!((status, paths(&report, "failures")), (2, vec!["a.js".to_owned()]), "{stderr}");
    let (status, stdout, stderr) = piped("abort=show.js", IMPORTS);
    let report: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!((status, paths(&report, "failures")), (2, vec!["show.js".to_owned()]), "{stderr}");
    assert!(!paths(&report, "findings").is_empty(), "{stdout}");
    // More than a pipe holds.
    let mut long = vec![b' '; 300_000];
    long.extend_from_slice(SEND);
    let (status, stdout, stderr) = piped("", &long);
    assert_eq!((status, stderr.as_str()), (1, ""));
    let report: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(report["findings"][0]["start"]["column"], 300_036);
}

#[test]
fn a_panic_prints_nothing_raw() {
    let tree = tree(&[("a.js", IMPORTS), ("b.js", SEND), ("show.js", SHOW)]);
    // Caught, where the file is analysed.
    let (status, report, stderr) = json(tree.path(), "panic=show.js", &[]);
    assert_eq!((status, &report["failures"][0]["kind"]), (2, &"internal".into()));
    let said = "originlint: a.js: defect of originlint, please report it: a panic that was asked for (src/cli/child/rehearsal.rs:";
    assert!(stderr.starts_with(said) && stderr.lines().count() == 1, "{stderr}");
    // Not caught.
    for place in ["(scanned)", "(writes)", "b.js"] {
        let (status, stdout, stderr) = run(tree.path(), &format!("panic={place}"), &[]);
        assert_eq!((status, stdout.as_str()), (2, ""), "{place}: {stderr}");
        let said = "originlint: a defect of originlint, please report it: a panic that was asked for (";
        assert!(stderr.starts_with(said), "{place}: {stderr}");
        assert_eq!(stderr.lines().count(), 1, "{place}: {stderr}");
    }
}

#[test]
fn what_cannot_be_blamed_on_a_file_ends_the_run_with_a_message() {
    let (tree, _) = twenty();
    let (status, stdout, stderr) = run(tree.path(), "exit=(scanned)", &["--format=json"]);
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert_eq!(
        stderr,
        "originlint: crashed, and not in the analysis of a file: it ended with status 1; there is no report\n"
    );
    // Half a report is not followed by a second one.
    let (status, stdout, stderr) = run(tree.path(), "exit=(writes)", &["--format=json"]);
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert_eq!(stderr, "originlint: crashed while it wrote the report: it ended with status 1; there is no report\n");
}

#[test]
fn a_crash_that_needs_company_costs_time_and_no_verdict() {
    let (tree, names) = twenty();
    let (status, report, stderr) = json(tree.path(), "crowd-exit=f05.js", &["--threads=2"]);
    assert_eq!((status, paths(&report, "findings")), (1, names.clone()));
    assert_eq!(paths(&report, "failures"), Vec::<String>::new());
    assert_eq!(stderr, "originlint: the scan crashed and is started again: it ended with status 1\n");
    // One that no probe shows is believed where the file was the only one in work.
    let (status, report, stderr) = json(tree.path(), "company-exit=f05.js", &["--threads=2"]);
    assert_eq!((status, paths(&report, "failures")), (2, vec!["f05.js".to_owned()]), "{stderr}");
    assert_eq!(paths(&report, "findings").len(), 19);
    // There is an end.
    let rehearse = names.iter().map(|name| format!("company-exit={name}")).collect::<Vec<_>>().join(",");
    let (status, stdout, stderr) = run(tree.path(), &rehearse, &["--threads=2"]);
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert!(
        stderr.contains("crashed 5 times, the last time in f0") && stderr.ends_with("there is no report\n"),
        "{stderr}"
    );
}

#[test]
fn files_are_changed_and_baselines_are_not() {
    let check = "addEventListener('message', (e) => {\n  if (e.origin !== 'https://a.example/') return;\n  window.draft = e.data;\n});\n";
    let tree = tree(&[("a.js", check.as_bytes()), ("bad.js", SEND)]);
    let (status, stdout, _) = run(tree.path(), "exit=bad.js", &["--diff"]);
    assert_eq!(status, 2);
    assert_eq!(stdout.matches("+++ b/a.js").count(), 1, "{stdout}");
    let (status, _, stderr) = run(tree.path(), "exit=bad.js", &["--write-baseline"]);
    assert_eq!(status, 2);
    assert!(stderr.contains("originlint-baseline.json: not written"), "{stderr}");
    assert!(!tree.path().join("originlint-baseline.json").exists());
    let (status, _, stderr) = run(tree.path(), "exit=bad.js", &["--fix", "--output=sarif=out.sarif"]);
    assert_eq!(status, 2, "{stderr}");
    assert!(stderr.contains("fixed 1 finding in 1 file"), "{stderr}");
    assert!(fs::read_to_string(tree.path().join("a.js")).expect("there").contains("'https://a.example'"));
    assert_valid(SARIF_SCHEMA, &fs::read_to_string(tree.path().join("out.sarif")).expect("written"));
    let mut left: Vec<_> = fs::read_dir(tree.path()).expect("there").flatten().map(|entry| entry.file_name()).collect();
    left.sort();
    assert_eq!(left, ["a.js", "bad.js", "out.sarif"]);
}

#[test]
fn nobody_else_starts_a_child() {
    let (status, stdout, stderr) = fed(binary().args(["__child", "check"]), b"");
    assert_eq!((status, stdout.as_str()), (2, ""));
    assert_eq!(stderr, "originlint: this is how originlint starts itself, and nobody else can\n");
}

#[cfg(target_os = "linux")]
mod signals {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    /// A run whose child hangs, and the child's process id.
    fn hanging(folder: &Path) -> (Child, u32) {
        let mut command = check(folder, "hang=a.js", &["--format=json"]);
        let parent =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let child = hanging_child(parent.id(), None);
        (parent, child)
    }

    /// The child once it hangs, other than one that was there before.
    fn hanging_child(parent: u32, before: Option<u32>) -> u32 {
        wait_for("the child", || children(parent).into_iter().find(|child| Some(*child) != before && hangs(*child)))
    }

    fn hangs(process: u32) -> bool {
        let threads = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
        let mut names = threads.map(|thread| fs::read_to_string(thread.path().join("comm")).unwrap_or_default());
        names.any(|name| name == "hangs\n")
    }

    fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(found) = look() {
                return found;
            }
            assert!(start.elapsed() < Duration::from_secs(30), "{what} did not come");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn children(parent: u32) -> Vec<u32> {
        let text = fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap_or_default();
        text.split_whitespace().map(|id| id.parse().expect("a number")).collect()
    }

    fn kill(signal: &str, process: u32) {
        let status = Command::new("kill").args(["-s", signal, &process.to_string()]).status().expect("it runs");
        assert!(status.success());
    }

    fn is_gone(process: u32) -> bool {
        !Path::new(&format!("/proc/{process}")).exists()
    }

    /// How the parent ended: its signal, or nothing, and what it said.
    fn end_of(mut parent: Child) -> (Option<i32>, String) {
        let status = wait_for("the end", || parent.try_wait().expect("it can be asked"));
        let mut said = String::new();
        parent.stderr.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
        parent.stdout.take().expect("a pipe").read_to_string(&mut said).expect("UTF-8");
        (status.signal(), said)
    }

    const INT: i32 = 2;
    const KILL: i32 = 9;
    const TERM: i32 = 15;

    #[test]
    fn whoever_ends_one_of_the_two_ends_both() {
        let tree = tree(&[("a.js", SEND)]);
        for (signal, to_child, expected) in [
            ("TERM", false, TERM),
            ("INT", false, INT),
            ("KILL", false, KILL),
            ("TERM", true, TERM),
            ("INT", true, INT),
        ] {
            let (parent, child) = hanging(tree.path());
            kill(signal, if to_child { child } else { parent.id() });
            assert_eq!(end_of(parent), (Some(expected), String::new()), "{signal} to the child: {to_child}");
            wait_for("the end of the child", || is_gone(child).then_some(()));
        }
    }

    #[test]
    fn a_scan_that_is_killed_from_outside_is_not_lost() {
        let tree = tree(&[("a.js", SEND), ("b.js", SEND)]);
        let (parent, child) = hanging(tree.path());
        kill("KILL", child);
        // The file alone meets the same fate.
        kill("KILL", hanging_child(parent.id(), Some(child)));
        let (signal, said) = end_of(parent);
        assert_eq!(signal, None);
        let crash = "originlint: a.js: the analysis of this file crashed, please report it: it was killed (SIGKILL), as systems do when memory runs out\n";
        let report = said.strip_prefix(crash).unwrap_or_else(|| panic!("{said}"));
        let report: Value = serde_json::from_str(report).expect("JSON");
        assert_eq!(paths(&report, "findings"), ["b.js"]);
    }
}

#[test]
fn a_name_that_is_not_unicode_is_no_hiding_place() {
    #[cfg(target_os = "linux")]
    {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;

        let tree = tree(&[("a.js", SEND)]);
        fs::write(tree.path().join(OsStr::from_bytes(b"b\xff.js")), SEND).expect("a file");
        let (status, report, stderr) = json(tree.path(), "abort=b\u{fffd}.js", &[]);
        assert_eq!((status, paths(&report, "failures")), (2, vec!["b\u{fffd}.js".to_owned()]), "{stderr}");
        assert_eq!(paths(&report, "findings"), ["a.js"]);
    }
}

#[test]
fn paths_from_elsewhere_are_found_again() {
    let tree = tree(&[("x/a.js", SEND), ("x/bad.js", SEND), ("y/c.js", b"")]);
    let folder = tree.path().join("y");
    let absolute = text(&tree.path().join("x")).to_owned();
    // Outside of a repository, a file is called by its whole path, however it was spelled.
    for (path, bad) in [("../x", format!("{absolute}/bad.js")), (&absolute, format!("{absolute}/bad.js"))] {
        let (status, report, stderr) = json(&folder, &format!("abort={bad}"), &[path]);
        assert_eq!((status, paths(&report, "failures")), (2, vec![bad]), "{stderr}");
        assert_eq!(paths(&report, "findings").len(), 1);
    }
}
