//! A scan that stays: after every change its report is that of a scan from the start, and what the change did not touch was not analysed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use originlint::page;
use originlint::report::Report;
use originlint::testing::render::{Format, Look, render};
use originlint::testing::scan::{Buffers, Store};
use originlint::testing::scan::{Change, Job, Known, NoProgress, Progress, Request, Session, scan};

use crate::cli::tree;
use crate::dice::Dice;
use crate::{files_below, read};

/// Remembers which analyses began.
#[derive(Default)]
struct Begun(Mutex<BTreeSet<String>>);

impl Progress for Begun {
    fn begins(&self, job: &Job) {
        self.0.lock().expect("nobody panicked").insert(job.path.rsplit('/').next().unwrap_or_default().to_owned());
    }
}

impl Begun {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().expect("nobody panicked")).into_iter().collect()
    }
}

fn json(mut report: Report) -> String {
    report.elapsed = std::time::Duration::default();
    let mut out = Vec::new();
    render(Format::JSON, &report, page::all(), Look::PLAIN, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("UTF-8")
}

fn request(folder: &Path, buffers: &Arc<Buffers>) -> Request {
    Request { paths: vec![folder.to_owned()], store: Store::Edited(Arc::clone(buffers)), ..Request::default() }
}

fn shown(path: &Path) -> String {
    originlint::testing::display_path(path)
}

fn finish(session: &mut Session<'_>) -> String {
    assert!(session.judge(&|_| true, &|| false) && !session.is_behind());
    json(session.report(true))
}

/// The text without one of its lines, or with one of them twice.
fn edited(text: &str, dice: &mut Dice) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let full: Vec<usize> = (0..lines.len()).filter(|i| !lines[*i].trim().is_empty()).collect();
    let Some(at) = (!full.is_empty()).then(|| full[dice.roll(full.len())]) else { return "parent;\n".to_owned() };
    if dice.roll(3) == 0 {
        lines.insert(at, lines[at]);
    } else {
        lines.remove(at);
    }
    lines.join("\n") + "\n"
}

#[test]
fn after_each_edit_the_report_is_that_of_a_scan() {
    let mut dice = Dice(19);
    let mut projects = BTreeSet::new();
    for path in files_below("test-corpus/projects") {
        projects.insert(path.split('/').take(3).collect::<Vec<_>>().join("/"));
    }
    let mut said = 0;
    for project in projects {
        let files: Vec<(String, String)> =
            files_below(&project).into_iter().map(|path| (path[project.len() + 1..].to_owned(), read(&path))).collect();
        let with_git = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes()));
        let folder = tree(&with_git.chain([(".git/HEAD", &b""[..])]).collect::<Vec<_>>());
        let scripts: Vec<PathBuf> = files
            .iter()
            .map(|(name, _)| folder.path().join(name))
            .filter(|path| path.extension().is_some_and(|end| end != "json" && end != "yaml" && end != "toml"))
            .collect();
        let buffers = Arc::default();
        let request = request(folder.path(), &buffers);
        let mut known = Known::default();
        let mut session = Session::new(&request, &NoProgress, &mut known);
        let scanned = || json(scan(&Request { store: Store::Disk, ..request.clone() }, &NoProgress));
        assert_eq!(finish(&mut session), scanned(), "{project}");
        for round in 0..4 {
            let path = &scripts[dice.roll(scripts.len())];
            let text = edited(&fs::read_to_string(path).expect("a file"), &mut dice);
            // Half of the edits are seen in an editor first, the others on disk.
            if round % 2 == 0 {
                assert!(buffers.set(path.clone(), Some(Arc::from(text.as_bytes()))));
                session.touch(&shown(path));
                let report = finish(&mut session);
                fs::write(path, &text).expect("a file");
                assert_eq!(report, scanned(), "{project}: {} in round {round}\n{text}", path.display());
                buffers.set(path.clone(), None);
            } else {
                fs::write(path, &text).expect("a file");
                // What the resolver keeps of a project may hang on any file of it.
                if session.refresh() != Change::Texts {
                    break;
                }
                let report = finish(&mut session);
                said += usize::from(report.contains("\"rule\""));
                assert_eq!(report, scanned(), "{project}: {} in round {round}\n{text}", path.display());
            }
        }
    }
    assert!(said > 20, "most projects have findings left: {said}");
}

const LISTENER: &str = "import { allowed } from './allowed.js';\n\
                        addEventListener('message', (e) => { if (allowed(e.origin)) document.body.innerHTML = e.data; });\n";

#[test]
fn a_change_reaches_what_imports_the_file_and_nothing_else() {
    let strict = "export const allowed = (origin) => origin === 'https://a.example';\n";
    let folder = tree(&[
        (".git/HEAD", b""),
        ("listener.js", LISTENER.as_bytes()),
        ("allowed.js", strict.as_bytes()),
        ("other.js", b"parent.postMessage(view.authToken, '*');\n"),
        ("plain.js", b"export const one = 1;\n"),
    ]);
    let buffers = Arc::default();
    let request = request(folder.path(), &buffers);
    let begun = Begun::default();
    let mut known = Known::default();
    let mut session = Session::new(&request, &begun, &mut known);
    let file = |name: &str| folder.path().join(name);
    assert!(!finish(&mut session).contains("origin-check"));
    assert_eq!(begun.take(), ["listener.js", "other.js"], "the others hold nothing to judge");
    let loose = strict.replace(" === 'https://a.example'", ".endsWith('a.example')");
    assert!(buffers.set(file("allowed.js"), Some(Arc::from(loose.as_bytes()))));
    session.touch(&shown(&file("allowed.js")));
    assert!(finish(&mut session).contains("weak-origin-check"), "what is not saved counts");
    assert_eq!(begun.take(), ["listener.js"]);
    assert!(buffers.set(file("plain.js"), Some(Arc::from(&b"export const two = 2;\n"[..]))));
    session.touch(&shown(&file("plain.js")));
    finish(&mut session);
    assert_eq!(begun.take(), [""; 0]);
    // Interrupted before it begins, it is as far as before, and goes on later.
    session.touch(&shown(&file("other.js")));
    assert!(!session.judge(&|_| true, &|| true) && session.is_behind());
    finish(&mut session);
    assert_eq!(begun.take(), ["other.js"]);
    assert_eq!(session.refresh(), Change::Texts);
    finish(&mut session);
    assert_eq!(begun.take(), [""; 0], "nothing has changed on disk");
    fs::write(file("new.js"), "1;\n").expect("a file");
    assert_eq!(session.refresh(), Change::Files);
    fs::write(file("package.json"), "{}\n").expect("a file");
    assert_eq!(session.refresh(), Change::All);
    known.forget(Change::Files);
    let mut session = Session::new(&request, &begun, &mut known);
    finish(&mut session);
    assert_eq!(begun.take(), ["listener.js"], "an import may lead elsewhere now");
}

#[test]
fn an_import_that_was_missing_is_found_when_it_is_there() {
    let folder = tree(&[(".git/HEAD", b""), ("listener.js", LISTENER.as_bytes())]);
    let buffers = Arc::default();
    let first = request(folder.path(), &buffers);
    let mut known = Known::default();
    assert!(!finish(&mut Session::new(&first, &NoProgress, &mut known)).contains("weak-origin-check"));
    let file = folder.path().join("allowed.js");
    // An editor holds it, and it was never written.
    let text = "export const allowed = (origin) => origin.endsWith('a.example');\n";
    buffers.set(file.clone(), Some(Arc::from(text.as_bytes())));
    known.forget(Change::Files);
    let second = Request { paths: vec![folder.path().to_owned(), file], ..first };
    let mut session = Session::new(&second, &NoProgress, &mut known);
    assert!(finish(&mut session).contains("weak-origin-check"));
}
