//! The generated documents, held against what they are generated from. `UPDATE=1 cargo test` writes them anew.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use originlint::page::{self, Family};

use crate::annotation::Verdict;
use crate::corpus::SHEETS;
use crate::{assert_none, root};

pub(crate) const GENERATED: &str = "<!-- Generated: do not edit. `UPDATE=1 cargo test` writes it anew. -->";

#[test]
fn rules_are_listed() {
    hold("docs/rules.md", &rules().expect("writing to a string cannot fail"));
}

#[test]
fn accuracy_is_counted() {
    hold("docs/accuracy.md", &accuracy().expect("writing to a string cannot fail"));
}

/// Fails when a generated file is not what it should be, or writes it.
pub(crate) fn hold(path: &str, expected: &str) {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(root().join(path), expected).unwrap_or_else(|e| panic!("{path}: {e}"));
        return;
    }
    let actual = std::fs::read_to_string(root().join(path)).unwrap_or_default().replace("\r\n", "\n");
    assert!(actual == expected, "{path} is out of date: run `UPDATE=1 cargo test`\n{}", difference(&actual, expected));
}

/// The first line that differs.
fn difference(actual: &str, expected: &str) -> String {
    let line = actual.lines().zip(expected.lines()).take_while(|(a, b)| a == b).count();
    let show = |text: &str| text.lines().nth(line).unwrap_or("(the end)").to_owned();
    format!("line {}:\n  is        {}\n  should be {}", line + 1, show(actual), show(expected))
}

/// The rules by family, with what each of them finds.
fn rules() -> Result<String, fmt::Error> {
    let mut out = format!("{GENERATED}\n\n# Rules\n\n");
    writeln!(
        out,
        "{} rules. `originlint explain RULE` shows a rule's page: the attack, what is reported, what is silent and why.",
        page::all().len()
    )?;
    for (family, heading) in [
        (Family::Receivers, "Receivers: who may make a listener act"),
        (Family::Senders, "Senders: who may read a message"),
        (Family::Data, "Data: what a message may do"),
        (Family::Channels, "Channels and their lives"),
        (Family::Suppressions, "Suppressions: comments that hide findings"),
    ] {
        let pages: Vec<_> = page::all().iter().filter(|page| page.family == family).collect();
        if pages.is_empty() {
            continue;
        }
        writeln!(
            out,
            "\n## {heading}\n\n| rule | severity | persona | CWE | originlint found … |\n|---|---|---|---|---|"
        )?;
        for page in pages {
            let cwe: Vec<String> = page
                .cwe
                .iter()
                .map(|cwe| format!("[{cwe}](https://cwe.mitre.org/data/definitions/{cwe}.html)"))
                .collect();
            writeln!(
                out,
                "| [{id}](../rules/{id}.md) | {severity} | {persona} | {cwe} | {title} |",
                id = page.id,
                severity = page.severity.as_str(),
                persona = page.persona.as_str(),
                cwe = if cwe.is_empty() { "–".to_owned() } else { cwe.join(", ") },
                title = page.title,
            )?;
        }
    }
    Ok(out)
}

/// How often each rule is expected, denied, missed and wrong in the corpus.
fn accuracy() -> Result<String, fmt::Error> {
    let mut counts: BTreeMap<&str, [usize; 4]> = page::all().iter().map(|page| (page.id, [0; 4])).collect();
    let mut shortcomings = Vec::new();
    for (path, sheet) in SHEETS.iter() {
        for case in &sheet.cases {
            let Some(row) = counts.get_mut(case.rule.as_str()) else { continue };
            row[column(case.verdict)] += 1;
            let what = match case.verdict {
                Verdict::Missed => "missed",
                Verdict::Noise => "noise",
                Verdict::Found | Verdict::Ok => continue,
            };
            shortcomings.push(format!("- {what} `{}` in {path}, line {}: {}", case.rule, case.line, case.reason));
        }
    }
    let mut out = format!("{GENERATED}\n\n# Accuracy on the corpus\n\n");
    out.push_str(
        "Each number counts annotated lines below `test-corpus/`, and a test holds every one of them against the analysis:\n\
         a line that is not annotated has no finding. *Reported* lines are flaws that are found, *silent* ones near misses that are not;\n\
         *missed* and *noise* are known shortcomings, which fail the test as soon as they stop being true.\n\
         The corpus is written to be hard, so these are not rates on real code.\n\n\
         | rule | reported | silent | missed | noise |\n|---|---:|---:|---:|---:|\n",
    );
    let mut total = [0; 4];
    for (rule, row) in &counts {
        writeln!(out, "| [{rule}](../rules/{rule}.md) | {} | {} | {} | {} |", row[0], row[1], row[2], row[3])?;
        for (sum, count) in total.iter_mut().zip(row) {
            *sum += count;
        }
    }
    writeln!(out, "| all | {} | {} | {} | {} |", total[0], total[1], total[2], total[3])?;
    if !shortcomings.is_empty() {
        writeln!(out, "\n## Known shortcomings\n\n{}", shortcomings.join("\n"))?;
    }
    Ok(out)
}

const fn column(verdict: Verdict) -> usize {
    match verdict {
        Verdict::Found => 0,
        Verdict::Ok => 1,
        Verdict::Missed => 2,
        Verdict::Noise => 3,
    }
}

#[test]
fn every_annotated_rule_is_counted() {
    let unknown: Vec<String> = SHEETS
        .iter()
        .flat_map(|(path, sheet)| sheet.cases.iter().map(move |case| (path, case)))
        .filter(|(_, case)| page::find(&case.rule).is_none())
        .map(|(path, case)| format!("{path}:{}: no rule is called {}", case.line, case.rule))
        .collect();
    assert_none(&unknown, "annotations that no rule answers to");
}
