//! Every use of message data that was measured in a browser, as a handler: what ran script there is reported, what did not is
//! not, and what sent a request is.

use std::collections::BTreeMap;
use std::sync::Arc;

use originlint::source::SourceFile;
use originlint::{NoModules, Settings, analyze};
use rayon::prelude::*;
use serde_json::Value;

use crate::{assert_none, read};

/// What the measured page had at hand.
const PROLOGUE: &str = "\
const el = document.querySelector('div'), input = document.querySelector('input'), a = document.querySelector('a');
const form = document.querySelector('form'), button = document.querySelector('button'), img = document.querySelector('img');
const link = document.querySelector('link'), base = document.querySelector('base'), frame = document.querySelector('iframe');
";

/// The rules that say that script runs.
const SCRIPT: [&str; 3] = ["message-to-code", "message-to-html", "message-to-navigation"];

/// Uses on which the analysis and the measurement disagree, each with the reason. An entry that agrees fails.
const DISAGREEMENTS: [(&str, &str); 13] = [
    ("[].constructor.constructor(d)()", "that the constructor of a constructor is Function is not followed"),
    ("a.href=d (not clicked)", "the user clicks on it sooner or later, and then it runs"),
    ("document.body.innerHTML=`<img src=\"${d}\">`", "the payload did not close the quote, another one does"),
    ("document.body.setAttribute(\"onload\",d)", "the page was loaded already; that of another element would run"),
    ("el.innerHTML=d.toLowerCase()", "the payload had capitals in its script, another one has none"),
    ("el.setAttribute(\"onclick\",d) (not clicked)", "the user clicks on it sooner or later, and then it runs"),
    ("el.style.cssText=d", "a style sheet's image is loaded without anything of the page"),
    ("el.style=d", "a style sheet's image is loaded without anything of the page"),
    ("new Image().src=d", "an image is loaded without anything of the page"),
    ("new Worker(d)", "another origin's script was refused; one that the own origin serves runs"),
    (
        "open(d,\"_blank\",\"noopener\")",
        "the headless browser opened nothing; a site of the attacker's is opened as well",
    ),
    ("window.open(d)", "the headless browser opened nothing; a site of the attacker's is opened as well"),
    ("window.open(d,\"_self\")", "the headless browser opened nothing; a site of the attacker's is opened as well"),
];

/// A measured use, over all payloads.
#[derive(Default)]
struct Measured {
    rows: usize,
    runs: bool,
    requests: bool,
}

fn rules_on(sink: &str) -> Vec<&'static str> {
    // What stands in brackets at the end is a remark.
    let code =
        sink.rsplit_once(" (").filter(|(_, rest)| rest.ends_with(')') && !rest.contains('"')).map_or(sink, |(c, _)| c);
    let text = format!("{PROLOGUE}addEventListener('message', (e) => {{\n  const d = e.data;\n  {code}\n}});\n");
    let source = Arc::new(SourceFile::new("sink.js", text.as_str()));
    let report = analyze(&source, &Settings::default(), &NoModules);
    assert!(report.failures.is_empty(), "{code} is no JavaScript");
    report.findings.iter().map(|f| f.rule).filter(|r| r.starts_with("message-")).collect()
}

#[test]
fn findings_agree_with_what_ran_in_a_browser() {
    let table = read("test-corpus/sinks/sinks.jsonl");
    let mut measured: BTreeMap<String, Measured> = BTreeMap::new();
    for line in table.lines() {
        let row: Value = serde_json::from_str(line).expect("a row is JSON");
        let flag = |name: &str| row[name].as_bool().expect("a row says what happened");
        let entry = measured.entry(row["sink"].as_str().expect("a row names a use").to_owned()).or_default();
        entry.rows += 1;
        entry.runs |= flag("runs_script_in_page");
        entry.requests |= flag("sends_request");
    }
    assert_eq!(measured.values().map(|m| m.rows).sum::<usize>(), 152);
    let uses: Vec<(&String, &Measured)> = measured.iter().collect();
    let mut complaints: Vec<String> = uses
        .par_iter()
        .filter_map(|(sink, measured)| {
            let found = rules_on(sink);
            let script = found.iter().any(|r| SCRIPT.contains(r));
            let complaint = match (measured.runs, script) {
                (true, false) => Some(format!("{sink}: ran script, found {found:?}")),
                (false, true) => Some(format!("{sink}: ran nothing, found {found:?}")),
                _ if measured.requests && found.is_empty() => Some(format!("{sink}: sent a request, found nothing")),
                _ => None,
            };
            let known = DISAGREEMENTS.iter().any(|(known, _)| known == *sink);
            match (complaint, known) {
                (Some(complaint), false) => Some(complaint),
                (None, true) => Some(format!("{sink}: agrees now, drop its entry")),
                _ => None,
            }
        })
        .collect();
    for (known, _) in DISAGREEMENTS.iter().filter(|(known, _)| !measured.contains_key(*known)) {
        complaints.push(format!("{known}: no such use"));
    }
    assert_none(&complaints, "disagreements between the analysis and the measurement");
}
