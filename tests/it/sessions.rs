//! The console sessions of the documents, run: a block behind `<!-- session: NAME -->` is executed in a copy of `docs/examples/NAME`,
//! and what it shows must be what came out. `UPDATE=1 cargo test` writes it anew. `demo` is the application of the corpus, without its annotations.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::annotation::Sheet;
use crate::docs::hold;
use crate::{files_below, read, root};

const MARK: &str = "<!-- session: ";
const FENCE: &str = "```console";

#[test]
fn sessions_show_what_happens() {
    let documents = files_below("docs").into_iter().chain(["README.md".to_owned()]);
    for path in documents.filter(|path| path.ends_with(".md")) {
        let text = read(&path);
        if text.contains(MARK) {
            hold(&path, &replayed(&text));
        }
    }
}

/// The document with the output of its sessions as it is now. Blocks of one name share their folder, in order.
fn replayed(text: &str) -> String {
    let mut folders = BTreeMap::new();
    let mut lines = text.lines();
    let mut out = String::new();
    let mut name = None;
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if let Some(given) = line.strip_prefix(MARK).and_then(|rest| rest.strip_suffix(" -->")) {
            name = Some(given);
        } else if line == FENCE
            && let Some(name) = name.take()
        {
            let folder = folders.entry(name).or_insert_with(|| copied(name));
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            out.push_str(&session(folder.path(), &block));
            out.push_str("```\n");
        }
    }
    out
}

/// Runs the commands of a block and shows them with their output. A command is a line with `$ `, and those behind it with `> `.
fn session(folder: &Path, block: &[&str]) -> String {
    let mut commands: Vec<String> = Vec::new();
    for line in block {
        if let Some(command) = line.strip_prefix("$ ") {
            commands.push(command.to_owned());
        } else if let (Some(more), Some(last)) = (line.strip_prefix("> "), commands.last_mut()) {
            *last += &format!("\n{more}");
        }
    }
    let mut shown = String::new();
    let mut status = 0;
    for command in commands {
        let mut prompt = "$";
        for line in command.lines() {
            shown.push_str(&format!("{prompt} {line}\n"));
            prompt = ">";
        }
        let (code, output) = run(folder, &command, status);
        status = code;
        shown.push_str(&without_times(&output));
    }
    shown
}

/// Status and output of a command, `before` being the status of the last one.
fn run(folder: &Path, command: &str, before: i32) -> (i32, String) {
    let binary = Path::new(env!("CARGO_BIN_EXE_originlint")).parent().expect("it is in a folder");
    let path = std::env::var("PATH").expect("a path");
    // The status is handed on so that `echo $?` shows it.
    let script = format!("exec 2>&1; (exit {before}); {command}\n");
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:{path}", binary.display()))
        .env("HOME", folder)
        .env("NO_COLOR", "1")
        .envs([("GIT_AUTHOR_NAME", "A"), ("GIT_AUTHOR_EMAIL", "a@example.com")])
        .envs([("GIT_COMMITTER_NAME", "A"), ("GIT_COMMITTER_EMAIL", "a@example.com")])
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("bash runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    (output.status.code().expect("an exit"), text)
}

/// Output without the time that a scan took, which differs each time.
pub(crate) fn without_times(output: &str) -> String {
    let line = |line: &str| {
        let time = line
            .rfind("; ")
            .filter(|&at| line[at + 2..].strip_suffix(" s").is_some_and(|amount| amount.parse::<f64>().is_ok()));
        line[..time.unwrap_or(line.len())].trim_end().to_owned() + "\n"
    };
    output.lines().map(line).collect()
}

/// The first session of the README shows one finding of each kind that originlint is for, and to everybody: a secret for any origin, a missing
/// check, data that reaches a sink, a port that is never started, a channel that is never closed.
#[test]
fn the_first_session_shows_what_it_is_for() {
    let readme = read("README.md");
    let (_, rest) = readme.split_once(FENCE).expect("a session");
    let (first, _) = rest.split_once("\n$ originlint check src").expect("its first command, then one for a file");
    assert!(!first.contains("--persona"), "{first}");
    let kinds = [
        "wildcard-sensitive-data",
        "missing-origin-check",
        "message-to-html",
        "port-not-started",
        "channel-not-closed",
    ];
    let lines: Vec<&str> = first.lines().filter(|line| line.starts_with("src/")).collect();
    for kind in kinds {
        assert_eq!(lines.iter().filter(|line| line.contains(kind)).count(), 1, "{kind} in {first}");
    }
    assert_eq!(lines.len(), kinds.len(), "{first}");
}

/// A folder with what `docs/examples/<name>` holds, or the demo.
fn copied(name: &str) -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    let demo = name == "demo";
    let from = if demo { "test-corpus/demo/".to_owned() } else { format!("docs/examples/{name}/") };
    let files = files_below(&from);
    assert!(!files.is_empty(), "{from} holds nothing");
    for path in files {
        let target = folder.path().join(path.strip_prefix(&from).unwrap_or(&path));
        fs::create_dir_all(target.parent().expect("it has one")).expect("a directory");
        if demo {
            let code: String =
                Sheet::read(&read(&path)).text.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
            fs::write(target, code).expect("a file");
        } else {
            fs::copy(root().join(&path), target).expect("a file");
        }
    }
    folder
}
