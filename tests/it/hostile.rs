//! Inputs that once crashed the program, hung it or took all memory, made small: `tests/hostile/` holds one for each kind. Each must end
//! with a report. `fuzz/` is where they come from.

use std::io::Read;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::cli::binary;
use crate::render::{JSON_SCHEMA, assert_valid};
use crate::{assert_none, files_below, read, root};

/// The slowest takes a hundredth of it when nothing else runs and nothing is optimised.
const PATIENCE: Duration = Duration::from_secs(120);
/// Larger ones are not made small yet.
const MAX_BYTES: usize = 4_096;

fn all_of(pipe: &mut impl Read) -> String {
    let mut text = String::new();
    pipe.read_to_string(&mut text).expect("text");
    text
}

/// What is wrong with the outcome of a scan of `path`, an input of its own.
fn complaint(path: &str) -> Option<String> {
    let mut command = binary();
    command.args(["check", "--format=json", "--exit-zero", "--no-config", "--no-ignore", path]).current_dir(root());
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let (mut stdout, mut stderr) = (child.stdout.take().expect("a pipe"), child.stderr.take().expect("a pipe"));
    let out = thread::spawn(move || all_of(&mut stdout));
    let err = thread::spawn(move || all_of(&mut stderr));
    let start = Instant::now();
    let status = loop {
        match child.try_wait().expect("a child") {
            Some(status) => break status,
            None if start.elapsed() > PATIENCE => {
                child.kill().expect("a child");
                return Some("does not end".to_owned());
            }
            None => thread::sleep(Duration::from_millis(10)),
        }
    };
    let (stdout, stderr) = (out.join().expect("a reader"), err.join().expect("a reader"));
    if status.code().is_none_or(|code| code > 2) {
        return Some(format!("{status}"));
    }
    if stderr.contains("panicked") {
        return Some(stderr);
    }
    assert_valid(JSON_SCHEMA, &stdout);
    let report: Value = serde_json::from_str(&stdout).expect("JSON");
    let failures = report["failures"].as_array().expect("a list");
    failures.iter().find(|failure| failure["kind"] == "internal").map(ToString::to_string)
}

#[test]
fn what_once_crashed_ends_with_a_report() {
    let folder = root().join("tests/hostile");
    let mut inputs: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| format!("tests/hostile/{}", entry.expect("an entry").file_name().to_string_lossy()))
        .collect();
    inputs.sort_unstable();
    assert!(!inputs.is_empty());
    let wrong: Vec<String> = inputs
        .iter()
        .filter_map(|path| {
            let files = if root().join(path).is_dir() { files_below(path) } else { vec![path.clone()] };
            let size: usize = files.iter().map(|file| read(file).len()).sum();
            let large = (size > MAX_BYTES).then(|| format!("{size} bytes, which is not small"));
            large.or_else(|| complaint(path)).map(|complaint| format!("{path}: {complaint}"))
        })
        .collect();
    assert_none(&wrong, "hostile inputs at fault");
}
