//! What compilers and bundlers made of the same sources: every tool's output yields the same rules.

use std::collections::BTreeMap;
use std::sync::Arc;

use originlint::source::SourceFile;
use originlint::{NoModules, Settings, analyze};
use rayon::prelude::*;

use crate::{assert_none, files_below, read};

/// Where the outputs are, one folder a tool.
const OUT: &str = "test-corpus/compiled/out/";

/// Outputs on which the analysis is wrong, each with the reason. An entry that agrees fails.
const DISAGREEMENTS: [(&str, &str); 1] =
    [("babel/ok-async", "the cases of a state machine whose state is kept out of sight may come in any order")];

/// How many findings of each rule there are.
type Counts = BTreeMap<String, i64>;

/// What `expected.toml` says, by the name of the source.
fn expected() -> BTreeMap<String, Counts> {
    let table: toml::Table = read("test-corpus/compiled/expected.toml").parse().expect("a table");
    let counts = |case: &toml::Value| -> Counts {
        let findings = case["findings"].as_table().expect("a case counts its findings");
        findings.iter().map(|(rule, n)| (rule.clone(), n.as_integer().expect("a count"))).collect()
    };
    table.iter().map(|(name, case)| (name.clone(), counts(case))).collect()
}

fn found(path: &str) -> Counts {
    let source = Arc::new(SourceFile::new(path, read(path).as_str()));
    let report = analyze(&source, &Settings::default(), &NoModules);
    assert!(report.failures.is_empty(), "{path}: {:?}", report.failures);
    let mut counts = Counts::new();
    for finding in &report.findings {
        *counts.entry(finding.rule.to_owned()).or_default() += 1;
    }
    counts
}

#[test]
fn every_tool_s_output_yields_the_same_rules() {
    let expected = expected();
    let paths = files_below(OUT.trim_end_matches('/'));
    let parts = |path: &str| -> Option<(String, String)> {
        let (tool, file) = path.strip_prefix(OUT)?.split_once('/')?;
        Some((tool.to_owned(), file.split('.').next()?.to_owned()))
    };
    let mut tools: BTreeMap<String, usize> = BTreeMap::new();
    for path in &paths {
        let (tool, _) = parts(path).unwrap_or_else(|| panic!("{path} is no tool's output"));
        *tools.entry(tool).or_default() += 1;
    }
    let uneven: Vec<String> = tools
        .iter()
        .filter(|(_, n)| **n != expected.len())
        .map(|(tool, n)| format!("{tool}: {n} outputs of {} sources", expected.len()))
        .collect();
    assert_none(&uneven, "tools that did not compile everything");
    let complaints: Vec<String> = paths
        .par_iter()
        .filter_map(|path| {
            let (tool, name) = parts(path)?;
            let Some(wanted) = expected.get(&name) else { return Some(format!("{path}: nothing is expected of it")) };
            let found = found(path);
            let known = DISAGREEMENTS.iter().any(|(file, _)| format!("{tool}/{name}") == *file);
            match (found == *wanted, known) {
                (false, false) => Some(format!("{path}: found {found:?}, expected {wanted:?}")),
                (true, true) => Some(format!("{path}: agrees now, drop its entry")),
                _ => None,
            }
        })
        .collect();
    assert_none(&complaints, "outputs with another verdict than their source");
}
