//! Every check that was measured in browsers, as the condition of a handler: the finding is of a rule that is right for
//! what passes, and its witness is of that class and passes the very check.

use std::sync::Arc;

use originlint::finding::Finding;
use originlint::page::{self, Family};
use originlint::source::SourceFile;
use originlint::{NoModules, Settings, analyze};
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::{assert_none, node, read};

/// What stands above each check, as in the measurement.
const PROLOGUE: &str = "\
const T = 'https://trusted.example.test';
const D = 'trusted.example.test';
const LIST = ['https://trusted.example.test', 'https://b.example.test'];
const asyncOk = async (o) => o === T;

";

/// The page that the analysis imagines itself on.
const OWN: &str = "https://victim.test";

/// Checks on which the analysis and the browsers disagree, each with the reason. An entry that agrees fails.
const DISAGREEMENTS: [(&str, &str); 1] = [(
    "e.hasOwnProperty(\"origin\")",
    "the handler is dead, but nothing about the sender is compared: `origin` is a getter of the prototype",
)];

/// A row of `expected.jsonl`, and what the analysis says of its check.
struct Row {
    predicate: String,
    class: String,
    rules: Vec<String>,
    findings: Vec<Finding>,
}

impl Row {
    fn read(line: &str) -> Self {
        let row: Value = serde_json::from_str(line).expect("a row is JSON");
        let text = |name: &str| row[name].as_str().expect("a row has a text there").to_owned();
        let rules = row["rules"].as_array().expect("a row lists rules").iter();
        let rules = rules.map(|rule| rule.as_str().expect("a rule is a text").to_owned()).collect();
        let predicate = text("predicate");
        let handler = format!(
            "{PROLOGUE}addEventListener('message', (e) => {{\n  const o = e.origin;\n  if ({predicate}) act(e.data);\n}});\n"
        );
        let source = Arc::new(SourceFile::new("predicate.js", handler.as_str()));
        let mut findings = analyze(&source, &Settings::default(), &NoModules).findings;
        // The check itself may be a flaw of another family.
        findings.retain(|f| page::find(f.rule).is_some_and(|page| page.family == Family::Receivers));
        Self { predicate, class: text("class"), rules, findings }
    }

    fn witness(&self) -> Option<&str> {
        let [finding] = &self.findings[..] else { return None };
        finding.witness.as_ref().map(|w| w.origin.as_str())
    }

    /// What is wrong, if anything is.
    fn complaint(&self) -> Option<String> {
        let found: Vec<&str> = self.findings.iter().map(|f| f.rule).collect();
        let right = match &found[..] {
            [] => self.rules.is_empty(),
            [rule] => self.rules.iter().any(|r| r == rule),
            _ => false,
        };
        if !right {
            return Some(format!("found {found:?}, not one of {:?}: {} passes", self.rules, self.class));
        }
        let origin = self.witness()?;
        let class = class_of(origin, self.predicate.contains("location"));
        let lesser = matches!((class, &*self.class), ("subdomain" | "insecure", "subdomain" | "insecure"));
        (class != self.class && !lesser).then(|| format!("`{origin}` is {class}, but {} passes", self.class))
    }
}

/// The kind of origin, seen from the one that the checks mean.
fn class_of(origin: &str, own: bool) -> &'static str {
    let meant = if own { OWN } else { "https://trusted.example.test" };
    let host_of = |origin: &str| {
        let rest = origin.split_once("://").map_or(origin, |(_, rest)| rest).to_owned();
        rest.split(':').next().unwrap_or_default().trim_end_matches('.').to_owned()
    };
    let (host, meant_host) = (host_of(origin), host_of(meant));
    let site = if own { OWN.trim_start_matches("https://") } else { "example.test" };
    match () {
        () if origin == "null" => "null",
        () if host == meant_host && origin.starts_with("http:") => "insecure",
        () if host == meant_host => "port",
        () if host == site || host.ends_with(&format!(".{site}")) => "subdomain",
        () => "foreign",
    }
}

#[test]
fn findings_agree_with_what_passed_in_browsers() {
    if !crate::node::is_here() {
        return;
    }
    let table = read("test-corpus/origin-predicates/expected.jsonl");
    let lines: Vec<&str> = table.lines().collect();
    let rows: Vec<Row> = lines.par_iter().map(|line| Row::read(line)).collect();
    assert_eq!(rows.len(), 161);
    let mut complaints = Vec::new();
    for row in &rows {
        let known = DISAGREEMENTS.iter().find(|(predicate, _)| *predicate == row.predicate);
        match (row.complaint(), known) {
            (Some(complaint), None) => complaints.push(format!("{}: {complaint}", row.predicate)),
            (None, Some(_)) => complaints.push(format!("{}: agrees now, drop its entry", row.predicate)),
            _ => {}
        }
    }
    for (predicate, _) in DISAGREEMENTS {
        if !rows.iter().any(|row| row.predicate == predicate) {
            complaints.push(format!("{predicate}: no such check"));
        }
    }
    let witnessed: Vec<(&Row, &str)> =
        rows.iter().filter(|row| node::can_ask(&row.predicate)).filter_map(|row| Some((row, row.witness()?))).collect();
    let checks: Vec<(String, Value)> =
        witnessed.iter().map(|(row, origin)| (row.predicate.clone(), bindings(origin))).collect();
    for ((row, origin), passed) in witnessed.iter().zip(node::passes(&checks)) {
        if !passed {
            complaints.push(format!("{}: `{origin}` does not pass", row.predicate));
        }
    }
    assert!(witnessed.len() >= 100, "only {} witnesses were put to the test", witnessed.len());
    assert_none(&complaints, "disagreements between the analysis and the browsers");
}

/// The free names of a check, for a message of that origin.
fn bindings(origin: &str) -> Value {
    let location = json!({ "origin": OWN, "host": "victim.test", "hostname": "victim.test", "protocol": "https:" });
    json!({
        "o": origin, "e": { "origin": origin }, "location": location,
        "T": "https://trusted.example.test", "D": "trusted.example.test",
        "LIST": ["https://trusted.example.test", "https://b.example.test"],
    })
}

#[test]
fn origins_are_of_the_class_that_the_measurement_gives_them() {
    for (origin, class) in [
        ("null", "null"),
        ("https://evil.test", "foreign"),
        ("https://trusted.example.test.evil.test", "foreign"),
        ("https://eviltrusted.example.test", "subdomain"),
        ("https://example.test", "subdomain"),
        ("http://trusted.example.test", "insecure"),
        ("https://trusted.example.test:8443", "port"),
    ] {
        assert_eq!(class_of(origin, false), class, "{origin}");
    }
}
