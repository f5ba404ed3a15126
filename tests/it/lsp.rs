//! `originlint lsp`: what a client is told, with the verdicts of `check` for the same texts, and what becomes of crashes.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::{binary, fed, tree};

const SEND: &str = "parent.postMessage(view.authToken, '*');\n";

/// A client of a server that runs.
struct Client {
    child: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Value>,
    last: u64,
    /// Notifications and requests of the server that nobody has asked about yet.
    heard: Vec<Value>,
}

impl Client {
    /// Starts a server in a folder and agrees with it; `extra` is merged into the parameters.
    fn start(folder: &Path, args: &[&str], rehearse: &str, extra: &Value) -> (Self, Value) {
        let mut command = binary();
        command.arg("lsp").args(args).current_dir(folder).env("ORIGINLINT_REHEARSE", rehearse);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().expect("it starts");
        let (sender, messages) = mpsc::channel();
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        std::thread::spawn(move || {
            while let Some(message) = next_message(&mut stdout) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let stdin = child.stdin.take();
        let mut client = Self { child, stdin, messages, last: 0, heard: Vec::new() };
        let mut params = json!({
            "processId": null,
            "rootUri": uri(folder),
            "capabilities": {
                "textDocument": { "publishDiagnostics": { "relatedInformation": true } },
                "workspace": { "workspaceEdit": { "documentChanges": true } },
            },
        });
        merge(&mut params, extra);
        let answer = client.ask("initialize", &params);
        client.tell("initialized", &json!({}));
        (client, answer["result"].clone())
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let stdin = self.stdin.as_mut().expect("it is open");
        write!(stdin, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("it reads");
        stdin.flush().expect("it reads");
    }

    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn request(&mut self, method: &str, params: &Value) -> u64 {
        self.last += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.last, "method": method, "params": params }));
        self.last
    }

    /// The answer to a request.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        let id = self.request(method, params);
        self.wait(|message| message["id"] == id && message["method"].is_null())
    }

    /// The first message that is wanted; those before it can be asked for later.
    fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.heard.iter().position(&wanted) {
            return self.heard.remove(at);
        }
        loop {
            // Nothing takes so long; without a bound, a defect would hang the tests.
            let message = self.messages.recv_timeout(Duration::from_secs(100));
            let message = message.unwrap_or_else(|error| panic!("{error}; heard until then: {:#?}", self.heard));
            if wanted(&message) {
                return message;
            }
            self.heard.push(message);
        }
    }

    /// What is shown of a file next.
    fn diagnostics(&mut self, file: &Path) -> Value {
        let uri = uri(file);
        let is_wanted =
            |message: &Value| message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri;
        self.wait(is_wanted)["params"].clone()
    }

    /// What is shown of a version of a file.
    fn diagnostics_of(&mut self, file: &Path, version: i32) -> Vec<Value> {
        loop {
            let params = self.diagnostics(file);
            if params["version"] == version {
                return params["diagnostics"].as_array().expect("a list").clone();
            }
        }
    }

    fn open(&mut self, file: &Path, version: i32, text: &str) {
        let item = json!({ "uri": uri(file), "languageId": "javascript", "version": version, "text": text });
        self.tell("textDocument/didOpen", &json!({ "textDocument": item }));
    }

    fn change(&mut self, file: &Path, version: i32, changes: &Value) {
        let document = json!({ "uri": uri(file), "version": version });
        self.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": changes }));
    }

    fn replace(&mut self, file: &Path, version: i32, text: &str) {
        self.change(file, version, &json!([{ "text": text }]));
    }

    fn save(&mut self, file: &Path) {
        self.tell("textDocument/didSave", &json!({ "textDocument": { "uri": uri(file) } }));
    }

    fn close(&mut self, file: &Path) {
        self.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri(file) } }));
    }

    /// The actions for a line, by their titles.
    fn actions(&mut self, file: &Path, line: u32) -> BTreeMap<String, Value> {
        let answer = self.ask("textDocument/codeAction", &question(file, line));
        let list = answer["result"].as_array().unwrap_or_else(|| panic!("{answer}")).clone();
        list.into_iter().map(|action| (action["title"].as_str().expect("a title").to_owned(), action)).collect()
    }

    /// Ends the server as a client does. The answer is its exit status.
    fn end(mut self) -> Option<i32> {
        let answer = self.ask("shutdown", &Value::Null);
        assert!(answer["error"].is_null(), "{answer}");
        self.tell("exit", &Value::Null);
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn next_message(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", digits)) => length = digits.parse().expect("a number"),
            Some(_) => {}
            None => break,
        }
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes).ok()?;
    Some(serde_json::from_slice(&bytes).expect("JSON"))
}

fn merge(into: &mut Value, from: &Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            from.iter().for_each(|(key, value)| merge(into.entry(key).or_insert(Value::Null), value));
        }
        (into, from) => *into = from.clone(),
    }
}

fn uri(path: &Path) -> String {
    url::Url::from_file_path(path).expect("an absolute path").to_string()
}

fn place(line: u32, character: u32) -> Value {
    json!({ "line": line, "character": character })
}

fn question(file: &Path, line: u32) -> Value {
    let range = json!({ "start": place(line, 0), "end": place(line, 0) });
    json!({ "textDocument": { "uri": uri(file) }, "range": range, "context": { "diagnostics": [] } })
}

/// A folder with files, and their paths.
fn project<const N: usize>(files: [(&str, &str); N]) -> (TempDir, [std::path::PathBuf; N]) {
    let with_git = files.iter().map(|(name, text)| (*name, text.as_bytes())).chain([(".git/HEAD", &b""[..])]);
    let folder = tree(&with_git.collect::<Vec<_>>());
    let paths = files.map(|(name, _)| folder.path().join(name));
    (folder, paths)
}

/// The findings that `check` reports in a folder, by file: rule, line and column of the start, both from 0.
fn checked(folder: &Path, args: &[&str]) -> BTreeMap<String, Vec<(String, u64, u64)>> {
    let mut command = binary();
    let output = fed(command.args(["check", "--format=json"]).args(args).current_dir(folder), b"").1;
    let report: Value = serde_json::from_str(&output).expect("JSON");
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for finding in report["findings"].as_array().expect("a list") {
        let start = &finding["start"];
        let place = |name: &str| start[name].as_u64().expect("a number") - 1;
        let rule = finding["rule"].as_str().expect("a rule").to_owned();
        let file = folder.join(finding["path"].as_str().expect("a path"));
        found.entry(uri(&file)).or_default().push((rule, place("line"), place("column")));
    }
    found
}

/// Diagnostics in the same form; failures are left out.
fn shown(diagnostics: &[Value]) -> Vec<(String, u64, u64)> {
    let findings = diagnostics.iter().filter(|diagnostic| diagnostic["codeDescription"].is_object());
    let one = |diagnostic: &Value| {
        let start = &diagnostic["range"]["start"];
        let place = |name: &str| start[name].as_u64().expect("a number");
        (diagnostic["code"].as_str().expect("a rule").to_owned(), place("line"), place("character"))
    };
    findings.map(one).collect()
}

#[test]
fn a_client_is_served_from_its_first_word_to_its_last() {
    let (folder, [file]) = project([("a.js", "")]);
    let (mut client, about) = Client::start(folder.path(), &[], "", &json!({}));
    assert_eq!(about["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(about["serverInfo"]["name"], "originlint");
    client.open(&file, 1, "");
    assert_eq!(client.diagnostics_of(&file, 1), [json!(null); 0]);
    // Two columns, one character before the finding that both count differently.
    let text = format!("/* \u{1f600} */ {SEND}");
    client.replace(&file, 2, &text);
    let found = client.diagnostics_of(&file, 2);
    let start = text.find("'*'").expect("the star") as u64 - 2;
    assert_eq!(shown(&found), [("wildcard-sensitive-data".to_owned(), 0, start)]);
    let [diagnostic] = &found[..] else { panic!("{found:?}") };
    assert_eq!((&diagnostic["severity"], &diagnostic["source"]), (&json!(2), &json!("originlint")));
    assert!(diagnostic["codeDescription"]["href"].as_str().is_some_and(|url| url.contains("wildcard-sensitive-data")));
    let related = diagnostic["relatedInformation"].as_array().expect("places");
    assert!(related.iter().all(|place| place["location"]["uri"] == uri(&file)) && !related.is_empty());
    let hover = json!({ "textDocument": { "uri": uri(&file) }, "position": place(0, start as u32 + 1) });
    let hover = client.ask("textDocument/hover", &hover);
    let text = hover["result"]["contents"]["value"].as_str().unwrap_or_else(|| panic!("{hover}"));
    let message = diagnostic["message"].as_str().expect("a text");
    assert!(text.starts_with(message) && text.contains("Help: ") && text.contains("## Why"), "{text}");
    assert!(!text.contains("//~"), "the page is as readers see it: {text}");
    let nowhere = json!({ "textDocument": { "uri": uri(&file) }, "position": place(0, 0) });
    assert_eq!(client.ask("textDocument/hover", &nowhere)["result"], Value::Null);
    let unknown = client.ask("textDocument/rename", &json!({}));
    assert_eq!(unknown["error"]["code"], -32601);
    assert_eq!(client.ask("textDocument/hover", &json!({}))["error"]["code"], -32602);
    client.close(&file);
    assert_eq!(client.diagnostics(&file)["diagnostics"], json!([]), "what is on disk is empty");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn bytes_are_counted_for_a_client_that_counts_bytes() {
    let (folder, [file]) = project([("a.js", "")]);
    let offered = json!({ "capabilities": { "general": { "positionEncodings": ["utf-8", "utf-16"] } } });
    let (mut client, about) = Client::start(folder.path(), &[], "", &offered);
    assert_eq!(about["capabilities"]["positionEncoding"], "utf-8");
    client.open(&file, 1, &format!("/* \u{1f600} */ x;\n{SEND}"));
    client.diagnostics_of(&file, 1);
    // From behind the comment over the end of the line.
    let range = json!({ "start": place(0, 11), "end": place(1, 0) });
    client.change(&file, 2, &json!([{ "range": range, "text": "" }]));
    let found = client.diagnostics_of(&file, 2);
    let text = format!("/* \u{1f600} */ {SEND}");
    assert_eq!(shown(&found)[0].2, text.find("'*'").expect("the star") as u64);
    assert_eq!(client.end(), Some(0));
}

/// What is shown of each file of a folder, once that is what `check` finds in a folder with these texts.
fn await_verdict(client: &mut Client, folder: &Path, files: &[(&str, &str)]) -> BTreeMap<String, Vec<Value>> {
    let with_git = files.iter().map(|(name, text)| (*name, text.as_bytes())).chain([(".git/HEAD", &b""[..])]);
    let copy = tree(&with_git.collect::<Vec<_>>());
    let expected: BTreeMap<String, _> = checked(copy.path(), &[])
        .into_iter()
        .map(|(file, found)| (file.replace(&uri(copy.path()), &uri(folder)), found))
        .collect();
    let mut now: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    loop {
        let found: BTreeMap<String, _> = now.iter().map(|(file, list)| (file.clone(), shown(list))).collect();
        if found == expected {
            return now;
        }
        let message = client.messages.recv_timeout(Duration::from_secs(100));
        let message = message.unwrap_or_else(|error| panic!("{error}: {found:#?} instead of {expected:#?}"));
        if message["method"] != "textDocument/publishDiagnostics" {
            client.heard.push(message);
            continue;
        }
        let list = message["params"]["diagnostics"].as_array().expect("a list").clone();
        let file = message["params"]["uri"].as_str().expect("an address").to_owned();
        if list.is_empty() {
            now.remove(&file)
        } else {
            now.insert(file, list)
        };
    }
}

const LISTENER: &str = "import { allowed } from './lib/allowed';\n\
                        addEventListener('message', (e) => { if (allowed(e.origin)) document.body.innerHTML = e.data; });\n";
const STRICT: &str = "export const allowed = (origin: string) => origin === 'https://a.example';\n";
const PAGE: &str = "<p>\u{e9}</p>\n<script>onmessage = (e) => { eval(e.data); };</script>\n";

#[test]
fn the_verdicts_are_those_of_check_on_the_texts_that_editors_hold() {
    let files = [("src/main.js", LISTENER), ("src/lib/allowed.ts", STRICT), ("page.html", PAGE)];
    let (folder, [main, allowed, page]) = project(files);
    let (mut client, _) = Client::start(folder.path(), &[], "", &json!({}));
    let found = await_verdict(&mut client, folder.path(), &files);
    assert!(found.contains_key(&uri(&page)), "what is not open is shown as well: {found:?}");
    client.open(&main, 1, LISTENER);
    assert_eq!(shown(&client.diagnostics_of(&main, 1)), [], "its check holds");
    // The file that is changed is not written, and the one whose verdict changes is not touched.
    let loose = STRICT.replace(" === 'https://a.example'", ".endsWith('a.example')");
    client.open(&allowed, 7, &loose);
    let texts = [files[0], ("src/lib/allowed.ts", &loose), files[2]];
    client.heard.clear();
    let found = await_verdict_on(&mut client, folder.path(), &texts, &[&main, &allowed]);
    assert!(found.values().flatten().any(|one| one["code"] == "weak-origin-check"), "{found:?}");
    // Closed without being saved, it is again what is on disk.
    client.close(&allowed);
    await_verdict_on(&mut client, folder.path(), &files, &[&main, &allowed]);
    // A new file that was never saved is judged, and imported.
    let new = folder.path().join("src/new.js");
    client.open(&new, 1, SEND);
    assert_eq!(shown(&client.diagnostics_of(&new, 1)).len(), 1);
    client.close(&new);
    assert_eq!(client.diagnostics(&new)["diagnostics"], json!([]));
    assert_eq!(client.end(), Some(0));
}

/// As [`await_verdict`], about these files only: what is shown of the others was shown before.
fn await_verdict_on(
    client: &mut Client,
    folder: &Path,
    texts: &[(&str, &str)],
    files: &[&Path],
) -> BTreeMap<String, Vec<Value>> {
    let about: Vec<(&str, &str)> =
        texts.iter().copied().filter(|(name, _)| files.contains(&&*folder.join(name))).collect();
    await_verdict(client, folder, &about)
}

#[cfg(debug_assertions)]
#[test]
fn what_a_client_does_not_want_to_know_any_more_is_not_answered() {
    // The analysis of one file hangs, so that a question about it has no answer.
    let (folder, [file]) = project([("a.js", SEND)]);
    let (mut client, _) = Client::start(folder.path(), &[], "hang=a.js", &json!({}));
    client.open(&file, 1, SEND);
    let id = client.request("textDocument/codeAction", &question(&file, 0));
    client.tell("$/cancelRequest", &json!({ "id": id }));
    let answer = client.wait(|message| message["id"] == id);
    assert_eq!(answer["error"]["code"], -32800, "{answer}");
    // Nobody waits for what hangs: the server answers, and ends.
    let hover = json!({ "textDocument": { "uri": uri(&file) }, "position": place(0, 0) });
    assert_eq!(client.ask("textDocument/hover", &hover)["result"], Value::Null);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn of_many_changes_the_last_one_is_judged() {
    let (folder, [file]) = project([("a.js", "")]);
    let (mut client, _) = Client::start(folder.path(), &[], "", &json!({}));
    client.open(&file, 1, "");
    for version in 2..200 {
        client.replace(&file, version, &format!("{}{SEND}", "\n".repeat(version as usize)));
    }
    let found = client.diagnostics_of(&file, 199);
    assert_eq!(shown(&found)[0].1, 199);
    let versions = client.heard.iter().filter(|message| message["method"] == "textDocument/publishDiagnostics");
    let versions: Vec<i64> = versions.filter_map(|message| message["params"]["version"].as_i64()).collect();
    assert!(versions.is_sorted() && versions.len() < 20, "while somebody types, nothing is analysed: {versions:?}");
    assert_eq!(client.end(), Some(0));
}

#[cfg(debug_assertions)]
#[test]
fn a_crash_costs_the_verdict_on_its_file_only() {
    for kind in ["abort", "overflow", "memory"] {
        let (folder, [good, bad]) = project([("good.js", SEND), ("bad.js", SEND)]);
        let (mut client, _) =
            Client::start(folder.path(), &["--max-memory=512"], &format!("{kind}=bad.js"), &json!({}));
        client.open(&bad, 1, SEND);
        client.open(&good, 1, SEND);
        let is_crash = |message: &Value| message["params"]["diagnostics"][0]["code"] == "crash";
        let crash = client.wait(is_crash)["params"].clone();
        assert_eq!(crash["uri"], uri(&bad));
        let said = client.wait(|message| message["method"] == "window/showMessage");
        assert!(
            said["params"]["message"].as_str().is_some_and(|text| text.contains("the analysis of bad.js crashed: "))
        );
        client.replace(&good, 2, &SEND.repeat(2));
        assert_eq!(shown(&client.diagnostics_of(&good, 2)).len(), 2, "{kind}");
        // Whoever saves the file wants it to be tried again.
        client.save(&bad);
        client.wait(|message| message["method"] == "window/showMessage");
        client.replace(&good, 3, SEND);
        assert_eq!(shown(&client.diagnostics_of(&good, 3)).len(), 1, "{kind}");
        assert_eq!(client.end(), Some(0));
    }
}

/// The text with the edits of an action.
fn applied(text: &str, action: &Value) -> String {
    let edits = action["edit"]["documentChanges"][0]["edits"].as_array().expect("edits");
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for edit in edits.iter().rev() {
        let at = |end: &str| {
            let place = &edit["range"][end];
            (place["line"].as_u64().expect("a line") as usize, place["character"].as_u64().expect("a column") as usize)
        };
        let ((first, from), (last, to)) = (at("start"), at("end"));
        let new =
            format!("{}{}{}", &lines[first][..from], edit["newText"].as_str().expect("a text"), &lines[last][to..]);
        lines.splice(first..=last, new.split('\n').map(str::to_owned));
    }
    lines.join("\n")
}

#[test]
fn actions_fix_and_suppress() {
    let compared = |test: &str| {
        format!(
            "addEventListener('message', (event) => {{\n  if ({test}) return;\n  window.draft = event.data.title;\n}});\n"
        )
    };
    let safe = compared("event.origin !== 'https://Shop.example.com/'");
    let loose = compared("!event.origin.startsWith('https://shop.example.com')");
    let jsx = "export const Frame = ({ token }) => (\n  <div>\n    <button onClick={() => parent.postMessage({ token }, '*')} />\n  </div>\n);\n";
    let vue = "<script setup>\n  parent.postMessage({ token }, '*');\n</script>\n<template><p /></template>\n";
    let template = "const shown = `\n  ${parent.postMessage({ token }, '*')}\n`;\n";
    let files = [("safe.js", &*safe), ("loose.js", &*loose), ("f.jsx", jsx), ("v.vue", vue), ("t.js", template)];
    let (folder, paths) = project(files);
    let shows = json!({ "capabilities": { "window": { "showDocument": { "support": true } } } });
    let (mut client, about) = Client::start(folder.path(), &[], "", &shows);
    assert_eq!(about["capabilities"]["executeCommandProvider"]["commands"], json!(["originlint.writeReason"]));
    for (path, (_, text)) in paths.iter().zip(files) {
        client.open(path, 1, text);
    }
    let [safe_path, loose_path, ..] = &paths;
    let actions = client.actions(safe_path, 1);
    let fix = actions.values().find(|action| action["isPreferred"] == true).unwrap_or_else(|| panic!("{actions:#?}"));
    assert_eq!(fix["kind"], "quickfix");
    assert_eq!(fix["edit"]["documentChanges"][0]["textDocument"]["version"], 1);
    assert_eq!(fix["diagnostics"].as_array().map(Vec::len), Some(1));
    let all = &actions["apply all fixes that change nothing but the flaw"];
    assert_eq!(all["kind"], "source.fixAll.originlint");
    assert_eq!(applied(&safe, fix), applied(&safe, all));
    assert!(applied(&safe, fix).contains("'https://shop.example.com'"), "{fix}");
    let actions = client.actions(loose_path, 1);
    let fix = actions.iter().find(|(title, _)| title.ends_with("(may change what the program does)"));
    let (_, fix) = fix.unwrap_or_else(|| panic!("{actions:#?}"));
    assert_eq!(fix["isPreferred"], false);
    assert!(!actions.contains_key("apply all fixes that change nothing but the flaw"));
    assert!(applied(&loose, fix).contains("event.origin !== 'https://shop.example.com'"), "{fix}");
    let mut only = question(loose_path, 1);
    only["context"]["only"] = json!(["source"]);
    assert_eq!(client.ask("textDocument/codeAction", &only)["result"], json!([]));
    for ((path, (name, text)), line) in paths.iter().zip(files).zip([1, 1, 2, 1, 1]) {
        let actions = client.actions(path, line);
        let found =
            actions.iter().find(|(title, _)| title.starts_with("suppress ") && title.ends_with(" here, with a reason"));
        let (_, action) = found.unwrap_or_else(|| panic!("{name}: {actions:#?}"));
        let text = applied(text, action);
        // Without a reason nothing is suppressed; the command says where it is to be written.
        let [Value::String(target), caret] = &action["command"]["arguments"].as_array().expect("arguments")[..] else {
            panic!("{action}")
        };
        assert_eq!(*target, uri(path));
        client.replace(path, 2, &text);
        let codes: Vec<String> = shown(&client.diagnostics_of(path, 2)).into_iter().map(|(rule, ..)| rule).collect();
        assert!(codes.contains(&"invalid-suppression".to_owned()) && codes.len() == 2, "{name}: {codes:?}\n{text}");
        let place = |name: &str| caret[name].as_u64().expect("a number") as usize;
        let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        lines[place("line")].insert_str(place("character"), "seen by hand");
        let text = lines.join("\n");
        client.replace(path, 3, &text);
        assert_eq!(shown(&client.diagnostics_of(path, 3)), [], "{name}:\n{text}");
    }
    let arguments = json!([uri(safe_path), { "line": 1, "character": 5 }]);
    let command = json!({ "command": "originlint.writeReason", "arguments": arguments });
    assert!(client.ask("workspace/executeCommand", &command)["error"].is_null());
    let asked = client.wait(|message| message["method"] == "window/showDocument");
    assert_eq!(asked["params"]["selection"]["start"], json!({ "line": 1, "character": 5 }));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_configuration_is_read_again_and_survived_when_it_is_broken() {
    let (folder, [file]) = project([("a.js", SEND)]);
    let config = folder.path().join("originlint.toml");
    fs::write(&config, "[rules]\nwildcard-sensitive-data = 'of'\n").expect("a file");
    let (mut client, _) = Client::start(folder.path(), &[], "", &json!({}));
    let said = client.wait(|message| message["method"] == "window/showMessage");
    assert!(said["params"]["message"].as_str().is_some_and(|text| text.contains("did you mean `off`?")), "{said}");
    client.open(&file, 1, SEND);
    assert_eq!(shown(&client.diagnostics_of(&file, 1)).len(), 1, "what is wrong counts for nothing");
    fs::write(&config, "[rules]\nwildcard-sensitive-data = 'off'\n").expect("a file");
    client.save(&config);
    assert_eq!(client.diagnostics(&file)["diagnostics"], json!([]));
    // A client that watches files tells of every change; what is broken now counts as it was.
    fs::write(&config, "[rules\n").expect("a file");
    let changes = json!({ "changes": [{ "uri": uri(&config), "type": 2 }] });
    client.tell("workspace/didChangeWatchedFiles", &changes);
    client.wait(|message| message["method"] == "window/showMessage");
    client.replace(&file, 2, &SEND.repeat(2));
    assert_eq!(shown(&client.diagnostics_of(&file, 2)), []);
    fs::write(&config, "").expect("a file");
    client.tell("workspace/didChangeConfiguration", &json!({ "settings": null }));
    assert_eq!(shown(client.diagnostics(&file)["diagnostics"].as_array().expect("a list")).len(), 2);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn folders_come_and_go() {
    let (first, [one]) = project([("one.js", SEND)]);
    let (second, [two]) = project([("two.js", SEND)]);
    let folder = |folder: &TempDir| json!({ "uri": uri(folder.path()), "name": "" });
    let params = json!({
        "workspaceFolders": [folder(&first)],
        "capabilities": { "window": { "workDoneProgress": true }, "workspace": {
            "workspaceFolders": true, "didChangeWatchedFiles": { "dynamicRegistration": true },
        } },
    });
    let (mut client, _) = Client::start(first.path(), &[], "", &params);
    let watched = client.wait(|message| message["method"] == "client/registerCapability");
    assert_eq!(watched["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    let token = client.wait(|message| message["method"] == "window/workDoneProgress/create")["params"]["token"].clone();
    for kind in ["begin", "end"] {
        let is_kind = |message: &Value| message["method"] == "$/progress" && message["params"]["value"]["kind"] == kind;
        assert_eq!(client.wait(is_kind)["params"]["token"], token);
    }
    assert_eq!(shown(client.diagnostics(&one)["diagnostics"].as_array().expect("a list")).len(), 1);
    let event = json!({ "event": { "added": [folder(&second)], "removed": [folder(&first)] } });
    client.tell("workspace/didChangeWorkspaceFolders", &event);
    assert_eq!(client.diagnostics(&one)["diagnostics"], json!([]));
    assert_eq!(shown(client.diagnostics(&two)["diagnostics"].as_array().expect("a list")).len(), 1);
    // What is open and in none of them is judged alone.
    client.open(&one, 1, SEND);
    assert_eq!(shown(&client.diagnostics_of(&one, 1)).len(), 1);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_client_that_is_gone_ends_the_server() {
    let (folder, [file]) = project([("a.js", SEND)]);
    let (mut client, _) = Client::start(folder.path(), &[], "", &json!({}));
    client.open(&file, 1, SEND);
    client.diagnostics_of(&file, 1);
    client.stdin = None;
    assert_eq!(client.child.wait().expect("it ends").code(), Some(1));
}
