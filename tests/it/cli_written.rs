//! Files that are written: each is the old one or the new one whenever the run is killed, nothing is left lying about, and what a new
//! file could not keep of the old one is not written at all.
//!
//! `KILL_RUNS=200 cargo test --locked killed` kills more often; what the moments hit is printed.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::cli::{binary, tree};
use crate::dice::Dice;

const COMPARED: &str = "addEventListener('message', (event) => {\n  if (event.origin !== 'https://Shop.example.com/') return;\n  \
                        window.draft = event.data.title;\n});\n";

fn fixed() -> String {
    COMPARED.replace("https://Shop.example.com/", "https://shop.example.com")
}

fn check(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = binary().arg("check").args(args).current_dir(folder).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit"), text(output.stdout), text(output.stderr))
}

fn read(folder: &Path, path: &str) -> String {
    fs::read_to_string(folder.join(path)).expect("the file")
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Every file with its content.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).expect("a file"));
        }
    }
    found
}

/// A project with so many findings that writing takes a while.
fn project() -> TempDir {
    let padding = format!("// {}\n", "x".repeat(200)).repeat(100);
    let text = format!("{COMPARED}parent.postMessage(view.authToken, '*');\n{padding}");
    let paths: Vec<String> = (0..40).map(|i| format!("src/part{}/file{i}.js", i % 4)).collect();
    let files: Vec<(&str, &[u8])> = paths.iter().map(|path| (path.as_str(), text.as_bytes())).collect();
    tree(&files)
}

/// Waits until a run has begun to write, or has ended.
fn await_writing(child: &mut Child, folder: &Path) {
    /// Whether a temporary file holds something. It may be gone before it is asked.
    fn is_writing(folder: &Path) -> bool {
        fs::read_dir(folder).expect("a folder").flatten().any(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => is_writing(&entry.path()),
            Ok(metadata) => is_temporary(&entry.path()) && metadata.len() > 0,
            Err(_) => false,
        })
    }
    while !is_writing(folder) && child.try_wait().expect("it can be asked").is_none() {}
}

fn is_temporary(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".originlint-"))
}

/// Kills a run: the process that was started, or with it the one that it started to scan and to write.
fn kill_one(child: &mut Child, whole: bool) {
    #[cfg(unix)]
    if whole {
        let group = rustix::process::Pid::from_child(child);
        // Nobody is left of a run that has ended.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = whole;
    child.kill().expect("it is ours");
    child.wait().expect("it ended");
}

/// Kills runs with these arguments, half of them at any moment and half of them while they write, and looks at what they leave.
fn kill(args: &[&str], before: &[(&str, &str)]) {
    let runs: usize = std::env::var("KILL_RUNS").map_or(10, |runs| runs.parse().expect("a number"));
    let fresh = || {
        let project = project();
        for (path, text) in before {
            fs::write(project.path().join(path), text).expect("a file");
        }
        project
    };
    let start = |folder: &Path| -> Child {
        let mut command = binary();
        command.args(["check", "--exit-zero", "--quiet"]).args(args).current_dir(folder);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts")
    };
    let relative = |folder: &Path| -> BTreeMap<PathBuf, Vec<u8>> {
        let files = files(folder).into_iter();
        files.map(|(path, text)| (path.strip_prefix(folder).expect("below").to_owned(), text)).collect()
    };
    let whole = fresh();
    let old = relative(whole.path());
    let begin = Instant::now();
    assert!(start(whole.path()).wait().expect("it ends").success());
    let duration = begin.elapsed();
    let new = relative(whole.path());
    assert_ne!(old, new, "there is something to write");
    let (mut ended, mut partly, mut left) = (0, 0, 0);
    let mut dice = Dice(runs as u64);
    for run in 0..runs {
        let project = fresh();
        let mut child = start(project.path());
        if run % 2 == 0 {
            std::thread::sleep(duration.mul_f64(dice.roll(1100) as f64 / 1000.0));
        } else {
            await_writing(&mut child, project.path());
            // Some take no longer than a millisecond, others write forty files.
            let micros = [300, 3_000, 30_000][dice.roll(3)];
            std::thread::sleep(Duration::from_micros(dice.roll(micros) as u64));
        }
        ended += usize::from(child.try_wait().expect("it can be asked").is_some());
        kill_one(&mut child, dice.roll(4) > 0);
        // The process that scans ends when it hears that nobody waits for it.
        std::thread::sleep(Duration::from_millis(200));
        let found = relative(project.path());
        let mut changed = 0;
        left += usize::from(found.keys().any(|path| is_temporary(path)));
        for (path, text) in found.iter().filter(|(path, _)| !is_temporary(path)) {
            assert!(
                old.get(path) == Some(text) || new.get(path) == Some(text),
                "{} is neither the old file nor the new one",
                path.display()
            );
            changed += usize::from(old.get(path) != Some(text));
        }
        assert!(old.keys().all(|path| found.contains_key(path)), "no file is lost");
        let all = new.iter().filter(|(path, text)| old.get(*path) != Some(*text)).count();
        partly += usize::from(0 < changed && changed < all);
        assert!(start(project.path()).wait().expect("it ends").success());
        assert_eq!(relative(project.path()), new, "the next run finishes the work, and nothing else is left");
    }
    // Past the test harness, which would keep it.
    let line = format!(
        "{args:?}: {runs} runs of {duration:?}: {ended} had ended, {partly} were killed between two files, {left} left a temporary file\n"
    );
    std::io::stderr().write_all(line.as_bytes()).expect("standard error can be written to");
    assert!(ended < runs, "a kill that comes too late shows nothing");
}

#[test]
fn killed_fixes_leave_whole_files() {
    kill(&["--fix"], &[]);
}

#[test]
fn killed_baselines_are_whole() {
    kill(&["--write-baseline"], &[("originlint-baseline.json", "{\"version\": 1, \"findings\": []}")]);
}

#[test]
fn killed_outputs_are_whole() {
    kill(&["--output=sarif=out.sarif", "--output=concise=out.txt"], &[("out.sarif", "{}"), ("out.txt", "old")]);
}

#[test]
fn a_temporary_file_belongs_to_its_run() {
    let folder = tree(&[("a.js", COMPARED.as_bytes())]);
    let at = folder.path();
    // What only resembles one is somebody else's.
    let foreign = [".originlint-notes.tmp", ".originlint-00000000000000000000000000000000.tmp"];
    foreign.iter().for_each(|name| fs::write(at.join(name), "mine").expect("a file"));
    let temporary = || names(at).into_iter().filter(|name| name.ends_with(".tmp") && !foreign.contains(&name.as_str()));
    // It waits for its input, having opened its output.
    let mut waiting = binary();
    waiting.args(["check", "-", "--output=json=waiting.json"]).current_dir(at).stdin(Stdio::piped());
    let mut waiting = waiting.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let begin = Instant::now();
    while temporary().count() == 0 {
        assert!(begin.elapsed() < Duration::from_secs(60), "it opens its output");
        std::thread::sleep(Duration::from_millis(2));
    }
    let run = || check(at, &["--output=concise=out.txt", "--exit-zero", "--write-baseline"]).0;
    assert_eq!(run(), 0);
    assert_eq!(temporary().count(), 1, "it is alive: {:?}", names(at));
    waiting.kill().expect("it is ours");
    waiting.wait().expect("it ended");
    assert_eq!(temporary().count(), 1, "it could not clean up");
    assert_eq!(run(), 0);
    let expected = [foreign[1], foreign[0], "a.js", "originlint-baseline.json", "out.txt"];
    assert_eq!(names(at), expected);
    assert!(!at.join("waiting.json").exists());
}

#[test]
fn an_output_is_there_once_it_is_whole() {
    let folder = tree(&[("a.js", b"parent.postMessage(view.authToken, '*');\n"), ("out.txt", b"old")]);
    let at = folder.path();
    assert_eq!(check(at, &["--output=concise=out.txt", "--baseline=nope.json"]).0, 2);
    assert!(read(at, "out.txt").starts_with("a.js:1:36: "), "an untrusted run has a report");
    fs::write(at.join("out.txt"), "old").expect("a file");
    assert_eq!(check(at, &["--output=concise=out.txt", "--output=json=no/such.json"]).0, 2);
    assert_eq!(read(at, "out.txt"), "old", "a run that does not begin has none");
    assert_eq!(names(at), ["a.js", "out.txt"]);
    let (_, stdout, _) = check(at, &["--output=json=out.txt", "--output=concise=./out.txt"]);
    assert_eq!((stdout.as_str(), read(at, "out.txt").as_str()), ("", "old"));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
    use std::process::Command;

    use super::*;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    }

    /// Whether these are the same content and the same modes as before.
    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("it is there").permissions().mode() & 0o7777
    }

    #[test]
    fn files_that_are_protected_are_left_alone() {
        let folder =
            tree(&[("a.js", COMPARED.as_bytes()), ("b.js", COMPARED.as_bytes()), ("known.json", b"{}"), ("out", b"")]);
        let at = folder.path();
        set_mode(&at.join("a.js"), 0o444);
        fs::hard_link(at.join("b.js"), at.join("b.txt")).expect("another name");
        let (status, _, stderr) = check(at, &["--fix"]);
        let expected = "originlint: a.js: not changed: read-only\n\
                        originlint: b.js: not changed: has other names, which would keep the old content (hard links)\n";
        assert_eq!((status, stderr.as_str()), (1, expected));
        assert_eq!((read(at, "a.js").as_str(), read(at, "b.txt").as_str()), (COMPARED, COMPARED));
        fs::hard_link(at.join("out"), at.join("out2")).expect("another name");
        let (status, stdout, stderr) = check(at, &["--output=json=out"]);
        assert_eq!((status, stdout.as_str()), (2, ""));
        assert!(stderr.starts_with("originlint: out: has other names"), "{stderr}");
        fs::write(at.join("known.json"), "{\"version\": 1, \"findings\": []}").expect("a file");
        set_mode(&at.join("known.json"), 0o400);
        let (status, _, stderr) = check(at, &["--write-baseline", "--baseline=known.json"]);
        assert!(status == 2 && stderr.contains("known.json: read-only"), "{stderr}");
    }

    #[test]
    fn modes_owners_and_attributes_stay() {
        let folder = tree(&[("a.js", COMPARED.as_bytes()), ("new", b"")]);
        let path = folder.path().join("a.js");
        // Who is not root owns the files of nobody else, and some file systems have no attributes.
        let is_owned = chown(&path, Some(1234), Some(4321)).is_ok();
        set_mode(&path, 0o2754);
        let name = "user.originlint.test";
        let is_marked = rustix::fs::setxattr(&path, name, b"kept", rustix::fs::XattrFlags::empty()).is_ok();
        let before = fs::metadata(&path).expect("it is there");
        assert_eq!(check(folder.path(), &["--fix"]).0, 0);
        assert_eq!(read(folder.path(), "a.js"), fixed());
        let after = fs::metadata(&path).expect("it is there");
        assert_ne!(before.ino(), after.ino(), "it is a new file");
        assert_eq!(mode(&path), 0o2754);
        assert_eq!((before.uid(), before.gid()), (after.uid(), after.gid()));
        assert!(!is_owned || after.uid() == 1234);
        let mut value = [0; 16];
        let kept = rustix::fs::getxattr(&path, name, &mut value[..]);
        assert!(!is_marked || kept.is_ok_and(|length| &value[..length] == b"kept"));
    }

    #[test]
    fn a_new_file_has_the_modes_of_any_other() {
        let folder = tree(&[("a.js", b"parent.postMessage(view.authToken, '*');\n")]);
        let at = folder.path();
        let script = format!(
            "umask 027 && exec {} check --exit-zero --output=json=out.json --write-baseline",
            env!("CARGO_BIN_EXE_originlint")
        );
        let output = Command::new("sh").args(["-c", &script]).current_dir(at).output().expect("a shell");
        assert!(output.status.success(), "{output:?}");
        assert_eq!((mode(&at.join("out.json")), mode(&at.join("originlint-baseline.json"))), (0o640, 0o640));
    }

    #[test]
    fn nothing_is_written_behind_a_link_out_of_the_repository() {
        let folder = tree(&[("r/.git/HEAD", b""), ("r/in.js", COMPARED.as_bytes()), ("out/a.js", COMPARED.as_bytes())]);
        let (outside, at) = (folder.path().join("out"), folder.path().join("r"));
        let link = |target: &str, name: &str| symlink(target, at.join(name)).expect("a link");
        link("../out", "src");
        link("../out/a.js", "a.js");
        link("in.js", "alias.js");
        let shown = outside.join("a.js");
        for given in ["src", "a.js", "src/a.js"] {
            let (status, _, stderr) = check(&at, &["--fix", given]);
            let expected = format!(
                "originlint: {}: not changed, because a link leads to it, out of the repository\n",
                shown.display()
            );
            assert_eq!((status, stderr), (1, expected), "{given}");
            assert_eq!(read(&outside, "a.js"), COMPARED);
        }
        let (status, _, stderr) = check(&at, &["--fix", "alias.js"]);
        assert_eq!((status, stderr.as_str()), (0, "originlint: fixed 1 finding in 1 file\n"));
        assert!(at.join("alias.js").is_symlink() && read(&at, "in.js") == fixed());
        // Who names the place itself means it.
        assert_eq!(check(&at, &["--fix", "../out"]).0, 0);
        assert_eq!(read(&outside, "a.js"), fixed());

        fs::write(outside.join("victim"), "precious").expect("a file");
        link("../out/victim", "report.json");
        link("../out/none", "none.json");
        for given in ["report.json", "src/report.json", "none.json"] {
            let (status, stdout, stderr) = check(&at, &[&format!("--output=json={given}"), "in.js"]);
            assert_eq!((status, stdout.as_str()), (2, ""), "{given}");
            let why = if given == "none.json" { "not a regular file" } else { "outside of the repository" };
            assert_eq!(stderr, format!("originlint: {given}: {why}\n"));
            let (status, _, stderr) = check(&at, &[&format!("--baseline={given}"), "--write-baseline", "in.js"]);
            assert!(status == 2 && stderr.contains(given), "{stderr}");
        }
        assert_eq!(names(&outside), ["a.js", "victim"]);
        assert_eq!(read(&outside, "victim"), "precious");
        fs::write(at.join("originlint.toml"), "baseline = '../out/known.json'\n").expect("a file");
        assert!(check(&at, &["--write-baseline", "in.js"]).2.ends_with("known.json: outside of the repository\n"));
        assert!(check(&at, &["--write-baseline", "--baseline=../out/known.json", "in.js"]).0 == 0);
        link("in.js", "inside.json");
        assert_eq!(
            check(&at, &["--output=json=inside.json", "--no-config", "in.js"]).0,
            0,
            "inside, a link is followed"
        );
        assert!(at.join("inside.json").is_symlink() && read(&at, "in.js").starts_with('{'));
    }

    #[test]
    fn devices_and_pipes_that_are_named_are_written_to() {
        let folder = tree(&[("r/.git/HEAD", b""), ("r/a.js", b"parent.postMessage(view.authToken, '*');\n")]);
        let at = folder.path().join("r");
        let (status, stdout, _) = check(&at, &["--quiet", "--format=concise", "--output=json=/dev/stdout"]);
        assert!(status == 1 && stdout.contains("\"version\": 1") && stdout.contains("a.js:1:36: "), "{stdout}");
        assert_eq!(check(&at, &["--output=json=/dev/null"]).0, 1);
        assert!(Path::new("/dev/null").metadata().is_ok_and(|null| !null.is_file()));
        symlink("/dev/null", at.join("null")).expect("a link");
        assert_eq!(check(&at, &["--output=json=null"]).2, "originlint: null: outside of the repository\n");
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_is_named_before_the_scan() {
        let folder = tree(&[("a.js", COMPARED.as_bytes()), ("closed/b.js", COMPARED.as_bytes())]);
        let closed = folder.path().join("closed");
        set_mode(&closed, 0o555);
        // Root may write anywhere.
        if fs::write(closed.join("probe"), "").is_err() {
            let (status, stdout, stderr) = check(folder.path(), &["--output=json=closed/out.json"]);
            assert_eq!((status, stdout.as_str()), (2, ""));
            assert_eq!(stderr, "originlint: closed/out.json: permission denied\n");
            let (_, _, stderr) = check(folder.path(), &["--fix"]);
            assert!(stderr.contains("closed/b.js: not changed: permission denied"), "{stderr}");
        }
        set_mode(&closed, 0o755);
    }

    #[test]
    fn an_existing_configuration_stays() {
        let folder = tree(&[]);
        let init = || binary().arg("init").current_dir(folder.path()).output().expect("it runs").status.code();
        assert_eq!((init(), init()), (Some(0), Some(2)));
        assert_eq!(names(folder.path()), ["originlint.toml"]);
        fs::remove_file(folder.path().join("originlint.toml")).expect("it is there");
        symlink("elsewhere", folder.path().join("originlint.toml")).expect("a link");
        assert_eq!(init(), Some(2));
        assert_eq!(names(folder.path()), ["originlint.toml"]);
    }
}
