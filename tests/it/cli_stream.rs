//! `originlint stream`: the same verdicts as `check`, in order, each record for itself.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::cli::{binary, fed, tree};
use crate::render::{JSON_SCHEMA, assert_all_valid};
use crate::{files_below, read};

const SCHEMA: &str = "docs/stream-v1.schema.json";
const SEND: &str = "parent.postMessage(view.authToken, '*');\n";

fn stream(args: &[&str], rehearse: &str) -> Command {
    let mut command = binary();
    command.args(["stream", "--no-config"]).args(args).env("ORIGINLINT_REHEARSE", rehearse);
    command
}

fn lines(records: &[Value]) -> Vec<u8> {
    records.iter().map(|record| format!("{record}\n")).collect::<String>().into_bytes()
}

/// Status, answers and standard error of a stream.
fn answers(args: &[&str], rehearse: &str, input: &[u8]) -> (i32, Vec<Value>, String) {
    let mut child = running(args, rehearse);
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // Who does not read the answers is not read from.
    let feeder = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("it ends");
    feeder.join().expect("it ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let (status, stdout, stderr) = (output.status.code().expect("an exit"), text(output.stdout), text(output.stderr));
    assert_all_valid(SCHEMA, &[JSON_SCHEMA], stdout.lines());
    (status, stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect(), stderr)
}

fn ids(answers: &[Value]) -> Vec<&Value> {
    answers.iter().map(|answer| &answer["id"]).collect()
}

/// A record whose text has one finding.
fn send(id: usize) -> Value {
    json!({ "id": id, "path": format!("f{id}.js"), "text": SEND })
}

#[test]
fn a_record_is_judged_as_check_judges_the_file() {
    let mut records = Vec::new();
    let mut expected = Vec::new();
    let mut projects: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files_below("test-corpus/projects") {
        let project = path.split('/').take(3).collect::<Vec<_>>().join("/");
        projects.entry(project).or_default().push(path);
    }
    for (project, paths) in &projects {
        let name = |path: &str| path[project.len() + 1..].to_owned();
        let files: Vec<(String, String)> = paths.iter().map(|path| (name(path), read(path))).collect();
        let folder = tree(&[(".git/HEAD", b"")]);
        for (name, text) in &files {
            let place = folder.path().join(name);
            fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
            fs::write(place, text).expect("a file");
        }
        for (name, text) in files.iter().filter(|(name, _)| !name.ends_with(".json") && !name.ends_with(".yaml")) {
            let mut check = binary();
            check.args(["check", "--no-config", "--persona=auditor", "--format=json", name]).current_dir(folder.path());
            let report: Value = serde_json::from_str(&fed(&mut check, b"").1).expect("JSON");
            expected.push((format!("{project}: {name}"), report));
            let others: BTreeMap<_, _> = files.iter().filter(|(other, _)| other != name).cloned().collect();
            records.push(json!({ "id": records.len(), "path": name, "text": text, "files": others }));
        }
    }
    assert!(records.len() > 60, "{} records", records.len());
    let (status, answers, stderr) = answers(&["--persona=auditor", "--jobs=2"], "", &lines(&records));
    assert_eq!(status, 0, "{stderr}");
    assert_eq!(answers.len(), expected.len());
    let mut found = 0;
    for (answer, (name, report)) in answers.iter().zip(&expected) {
        found += report["findings"].as_array().map_or(0, Vec::len);
        for list in ["findings", "failures", "incomplete"] {
            assert_eq!(answer[list], report[list], "{list} of {name}");
        }
    }
    assert!(found > 20, "{found} findings");
}

#[test]
fn records_are_answered_in_order_by_any_number_of_processes() {
    // Long and short ones mixed, so that answers come out of order; more than the window holds.
    let record = |id: usize| {
        let times = if id.is_multiple_of(7) { 200 } else { 1 };
        let url = format!("https://site{id}.example/");
        json!({ "id": format!("r{id}"), "url": url, "path": "src/a.js", "text": SEND.repeat(times) })
    };
    let input = lines(&(0..300).map(record).collect::<Vec<_>>());
    let all = ["1", "3"].map(|jobs| {
        let (status, answers, stderr) = answers(&["--deterministic", "--jobs", jobs], "", &input);
        assert_eq!((status, answers.len()), (0, 300), "{stderr}");
        let sends: usize = (0..300).map(|id: usize| if id.is_multiple_of(7) { 200 } else { 1 }).sum();
        assert_eq!(stderr, format!("originlint: 300 records: 300 ok, 0 incomplete, 0 failed; {sends} findings\n"));
        answers
    });
    for (id, answer) in all[0].iter().enumerate() {
        assert_eq!(answer["id"], format!("r{id}"));
        assert_eq!(answer["url"], format!("https://site{id}.example/"));
        assert!(answer["steps"].as_u64() > Some(0), "{answer}");
        assert_eq!(answer.get("elapsed_us"), None);
    }
    assert_eq!(all[0], all[1]);
    let (_, timed, stderr) = answers(&[], "", &lines(&[send(1)]));
    assert!(timed[0]["elapsed_us"].as_u64() > Some(0) && stderr.ends_with(" s\n"), "{stderr}");
}

#[test]
fn a_map_lists_what_is_listened_to() {
    let page = "<script>addEventListener('message', e => { document.body.innerHTML = e.data })</script>";
    let guarded = "const port = new MessageChannel().port1; port.onmessage = e => save(e.data);\n\
                   addEventListener('message', e => { if (e.origin === 'https://a.example') save(e.data) });";
    let records = [
        json!({ "id": 1, "path": "a.html", "text": page }),
        json!({ "id": 2, "path": "b.js", "text": guarded }),
        json!({ "id": 3, "path": "c.js", "text": "no messages" }),
    ];
    let (_, mapped, _) = answers(&["--deterministic", "--map"], "", &lines(&records));
    let listeners = |answer: &Value| answer["map"]["listeners"].as_array().expect("a list").clone();
    let [first] = &listeners(&mapped[0])[..] else { panic!("{}", mapped[0]) };
    assert_eq!(
        (&first["path"], &first["receiver"], &first["start"]["line"]),
        (&"a.html".into(), &"window".into(), &1.into())
    );
    assert_eq!((&first["checks"], &first["reached_by"]), (&json!([]), &json!(["foreign"])));
    assert_eq!(first["effects"], json!(["change", "message-to-html"]));
    let second = listeners(&mapped[1]);
    let told = |name: &str| Value::from_iter(second.iter().map(|listener| listener[name].clone()));
    assert_eq!(told("receiver"), json!(["port", "window"]));
    assert_eq!((told("checks")[1].clone(), told("reached_by")[1].clone()), (json!(["origin"]), json!([])));
    assert_eq!(mapped[2]["map"], json!({ "listeners": [] }));
    let (_, plain, _) = answers(&["--deterministic"], "", &lines(&records));
    for (mut one, other) in mapped.into_iter().zip(plain) {
        one.as_object_mut().expect("an object").remove("map");
        assert_eq!(one, other);
    }
}

#[test]
fn a_line_that_is_no_record_fails_alone() {
    let input = b"{\"id\": 1, \"path\": \"a.js\", \"text\": \"\"}\n\n  \nno json\n{\"id\": 2}\n{\"id\": 3, \"path\": \"a.js\"}\n\
                  {\"id\": 4, \"path\": \"a.js\", \"text\": \"\", \"bytes\": \"\"}\n{\"id\": 5, \"path\": \"a.js\", \"bytes\": \"?\"}\n\
                  {\"id\": 6, \"path\": \"\", \"text\": \"\"}\n{\"id\": [7], \"path\": \"a.js\", \"text\": \"\"}\n\
                  {\"id\": 8, \"path\": \"a.js\", \"text\": \"\", \"files\": {\"b.js\": 1}}\n\xff\xfe\n{\"id\": 9, \"path\": \"a.js\", \"text\": \"\"}";
    let (status, answers, stderr) = answers(&["--deterministic"], "", input);
    assert_eq!((status, stderr.as_str()), (0, "originlint: 11 records: 2 ok, 0 incomplete, 9 failed; 0 findings\n"));
    assert_eq!(
        Value::from_iter(ids(&answers).into_iter().cloned()),
        json!([1, null, 2, 3, 4, 5, 6, null, null, null, 9])
    );
    assert!(answers[1..10].iter().all(|answer| answer["failures"][0]["kind"] == "record"), "{answers:?}");
    let deep = format!("{{\"id\": 1, \"path\": \"a.js\", \"text\": \"\", \"files\": {}", "{\"a\":".repeat(100_000));
    assert_eq!(self::answers(&[], "", deep.as_bytes()).1[0]["failures"][0]["kind"], "record");
}

#[test]
fn bytes_need_not_be_utf_8() {
    // `postMessage("é", "*")` in Windows-1252, and a byte that no encoding has.
    let records = [
        json!({ "id": 1, "path": "a.js", "bytes": "cGFyZW50LnBvc3RNZXNzYWdlKHZpZXcuYXV0aFRva2VuICsgIukiLCAiKiIp" }),
        json!({ "id": 2, "path": "a.js", "bytes": "cG9zdE1lc3NhZ2UgLy8ggQo=" }),
    ];
    let (_, answers, _) = answers(&[], "", &lines(&records));
    assert_eq!((&answers[0]["status"], &answers[0]["findings"][0]["severity"]), (&"ok".into(), &"medium".into()));
    assert_eq!((&answers[1]["status"], &answers[1]["failures"][0]["kind"]), (&"failed".into(), &"decode".into()));
}

#[test]
fn bounds_hold_for_each_record() {
    let long = json!({ "id": 1, "path": "a.js", "text": SEND.repeat(100) });
    let imports = json!({ "id": 2, "path": "a.js", "text": SEND, "files": { "b.js": SEND.repeat(100) } });
    let (_, answers, _) = answers(&["--max-bytes=1000"], "", &lines(&[long.clone(), imports, send(3)]));
    for answer in &answers[..2] {
        assert_eq!(
            (&answer["failures"][0]["kind"], &answer["failures"][0]["message"]),
            (&"read".into(), &"longer than 1000 bytes".into())
        );
    }
    assert_eq!(answers[2]["status"], "ok");
    // A line that cannot hold such a record is not even kept.
    let huge = json!({ "id": 1, "path": "a.js", "text": " ".repeat(200_000) });
    let (_, answers, _) = self::answers(&["--max-bytes=1000"], "", &lines(&[huge, send(2)]));
    assert_eq!((&answers[0]["id"], &answers[0]["failures"][0]["kind"]), (&Value::Null, &"record".into()));
    assert_eq!(answers[1]["status"], "ok");
    let (_, answers, _) = self::answers(&["--max-steps=50"], "", &lines(&[long, send(2)]));
    assert_eq!((&answers[0]["status"], &answers[1]["status"]), (&"incomplete".into(), &"ok".into()));
    let reasons = answers[0]["incomplete"].as_array().expect("a list");
    let says = |reason: &Value| reason["reason"].as_str().is_some_and(|text| text.contains("more than the 50 steps"));
    assert!(reasons.iter().any(says), "{reasons:?}");
}

#[cfg(debug_assertions)]
#[test]
fn a_crash_costs_its_record_and_no_other() {
    let input = lines(&(0..40).map(send).collect::<Vec<_>>());
    for jobs in ["1", "3"] {
        let rehearse = "abort=f7.js,exit=f8.js,allocation=f30.js,memory=f31.js,hang=f39.js,panic=f20.js";
        let (status, answers, stderr) =
            answers(&["--jobs", jobs, "--max-memory=200", "--max-ms=1500"], rehearse, &input);
        assert_eq!(status, 0, "{stderr}");
        assert!(stderr.starts_with("originlint: 40 records: 34 ok, 0 incomplete, 6 failed; 34 findings; "), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        assert_eq!(Value::from_iter(ids(&answers).into_iter().cloned()), Value::from_iter(0..40));
        let expected = BTreeMap::from([
            (8, "it ended with status 1"),
            (20, "a panic that was asked for"),
            (30, "memory ran out"),
            (31, "it took more than 200 MiB of memory"),
            (39, "it took longer than 1500 ms"),
        ]);
        for (id, answer) in answers.iter().enumerate() {
            let failure = &answer["failures"][0];
            match expected.get(&id) {
                Some(message) => {
                    let said = failure["message"].as_str().unwrap_or_else(|| panic!("{id}: {answer}"));
                    assert!(said.starts_with(message), "{id}: {said}");
                    assert_eq!(failure["path"], format!("f{id}.js"));
                    assert_eq!(failure["kind"], if id == 20 { "internal" } else { "crash" });
                }
                None if id == 7 => assert_eq!(failure["kind"], "crash"),
                None => assert_eq!(answer["findings"].as_array().map(Vec::len), Some(1), "{answer}"),
            }
        }
    }
}

/// A stream that runs, its input still open.
fn running(args: &[&str], rehearse: &str) -> Child {
    let mut command = stream(args, rehearse);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
}

#[test]
fn an_answer_does_not_wait_for_the_next_record() {
    let mut child = running(&["--jobs=2"], "");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut answers = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    for id in 0..3 {
        stdin.write_all(&lines(&[send(id)])).expect("it reads");
        let answer: Value = serde_json::from_str(&answers.next().expect("an answer").expect("text")).expect("JSON");
        assert_eq!(answer["id"], id);
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child = running(&[], "");
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = lines(&(0..2_000).map(send).collect::<Vec<_>>());
    let _ = stdin.write_all(&input);
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

#[cfg(all(debug_assertions, target_os = "linux"))]
mod signals {
    use super::*;

    fn kill(signal: &str, process: u32) {
        let status = Command::new("kill").args(["-s", signal, &process.to_string()]).status().expect("it runs");
        assert!(status.success());
    }

    fn children(parent: u32) -> Vec<u32> {
        // Any thread may have started them.
        let threads = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
        let text: String =
            threads.map(|thread| fs::read_to_string(thread.path().join("children")).unwrap_or_default()).collect();
        text.split_whitespace().map(|id| id.parse().expect("a number")).collect()
    }

    fn rest(child: &mut Child) -> (String, String) {
        let (mut stdout, mut stderr) = (String::new(), String::new());
        child.stdout.take().expect("a pipe").read_to_string(&mut stdout).expect("UTF-8");
        child.stderr.take().expect("a pipe").read_to_string(&mut stderr).expect("UTF-8");
        (stdout, stderr)
    }

    fn wait_for_children(parent: u32) -> Vec<u32> {
        loop {
            let found = children(parent);
            if !found.is_empty() {
                return found;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    #[test]
    fn what_was_read_is_answered_before_the_end() {
        let mut child = running(&["--jobs=2", "--deterministic"], "");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(&lines(&(0..50).map(send).collect::<Vec<_>>())).expect("it reads");
        wait_for_children(child.id());
        kill("TERM", child.id());
        // The input is still open.
        let (stdout, stderr) = rest(&mut child);
        assert_eq!(child.wait().expect("it ends").code(), Some(0), "{stderr}");
        drop(stdin);
        let answers: Vec<Value> = stdout.lines().map(|line| serde_json::from_str(line).expect("whole lines")).collect();
        for (id, answer) in answers.iter().enumerate() {
            assert_eq!((&answer["id"], &answer["status"]), (&id.into(), &"ok".into()));
        }
        assert!(stdout.is_empty() || stdout.ends_with('\n'));
        let n = answers.len();
        let summary = format!("{n} record{}: {n} ok, 0 incomplete, 0 failed;", if n == 1 { "" } else { "s" });
        assert!(stderr.contains(&summary) && stderr.ends_with("; stopped before the end of the input\n"), "{stderr}");
    }

    #[test]
    fn nothing_is_left_when_the_supervisor_is_killed() {
        let mut child = running(&["--jobs=2"], "hang=f0.js");
        let mut stdin = child.stdin.take().expect("a pipe");
        stdin.write_all(&lines(&[send(0), send(1)])).expect("it reads");
        let started = wait_for_children(child.id());
        child.kill().expect("it runs");
        child.wait().expect("it ends");
        for process in started {
            while Path::new(&format!("/proc/{process}")).exists() {
                std::thread::sleep(Duration::from_millis(5));
            }
        }
    }

    #[test]
    fn a_child_that_is_killed_from_outside_loses_nothing() {
        let mut child = running(&["--jobs=2", "--deterministic"], "");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = lines(&(0..400).map(send).collect::<Vec<_>>());
        let feeder = std::thread::spawn(move || {
            for part in input.chunks(2_000) {
                let _ = stdin.write_all(part);
                std::thread::sleep(Duration::from_millis(10));
            }
        });
        let seen = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&seen);
        let stdout = child.stdout.take().expect("a pipe");
        let reader = std::thread::spawn(move || {
            let lines = BufReader::new(stdout).lines().inspect(|_| _ = counted.fetch_add(1, Ordering::Relaxed));
            lines.count()
        });
        // Answers come in order: once some more have come, what the first kill interrupted is answered, so that no record is
        // interrupted twice.
        for wanted in [1, 50] {
            while seen.load(Ordering::Relaxed) < wanted {
                std::thread::sleep(Duration::from_millis(2));
            }
            let first = wait_for_children(child.id())[0];
            let _ = Command::new("kill").args(["-s", "KILL", &first.to_string()]).stderr(Stdio::null()).status();
        }
        let mut stderr = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut stderr).expect("UTF-8");
        feeder.join().expect("it ends");
        assert_eq!(child.wait().expect("it ends").code(), Some(0));
        assert_eq!(stderr, "originlint: 400 records: 400 ok, 0 incomplete, 0 failed; 400 findings\n");
        assert_eq!(reader.join().expect("it ends"), 400);
    }

    #[test]
    fn a_slow_record_holds_the_input_back() {
        let mut child = running(&["--jobs=1"], "hang=f0.js");
        let mut stdin = child.stdin.take().expect("a pipe");
        let written = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&written);
        let feeder = std::thread::spawn(move || {
            let _ = stdin.write_all(&lines(&[send(0)]));
            let line = lines(&[json!({ "id": 1, "path": "a.js", "text": " ".repeat(1 << 20) })]);
            while stdin.write_all(&line).is_ok() {
                counted.fetch_add(line.len(), Ordering::Relaxed);
            }
        });
        let mut before = usize::MAX;
        loop {
            let now = written.load(Ordering::Relaxed);
            if now == before && now > 0 {
                break;
            }
            before = now;
            std::thread::sleep(Duration::from_millis(700));
        }
        child.kill().expect("it runs");
        child.wait().expect("it ends");
        feeder.join().expect("it ends");
        assert!(before < 80 << 20, "{before} bytes were taken");
    }
}
