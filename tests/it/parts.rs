//! What belongs to a rule and to a format is all there. Where a part is missing, the failure says which file to add or what to write
//! into which. The rows of the model are in `model`, the cases of each rule are counted in `pages`; docs/architecture.md shows an example
//! of each.

use std::collections::BTreeSet;

use originlint::page;
use originlint::testing::render::Format;

use crate::corpus::{OUTCOMES, SHEETS};
use crate::{assert_none, files_below, read};

/// The files of a folder, by their names without `.rs`.
fn modules(folder: &str) -> Vec<String> {
    let stem = |path: &String| Some(path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".rs")?.to_owned());
    files_below(folder).iter().filter_map(stem).filter(|stem| !stem.contains('/')).collect()
}

#[test]
fn every_page_has_a_check() {
    let reported: BTreeSet<&str> =
        OUTCOMES.iter().flat_map(|outcome| outcome.report.findings.iter().map(|finding| finding.rule)).collect();
    let unreported = page::all().iter().map(|page| page.id).filter(|id| !reported.contains(id));
    let advice: Vec<String> = unreported
        .map(|id| {
            let file = id.replace('-', "_");
            match SHEETS.iter().any(|(path, _)| path.starts_with(&format!("test-corpus/{id}/"))) {
                false => format!("rules/{id}.md: add test-corpus/{id}/ with cases that {id} reports and near misses"),
                true => format!(
                    "rules/{id}.md: no check reports it: add src/rules/{file}.rs with `pub(super) fn check`, and `mod {file};` and \
                     `{file}::check` in src/rules.rs"
                ),
            }
        })
        .collect();
    // A part of the corpus reports a part of the rules.
    if std::env::var_os("CORPUS").is_none() {
        assert_none(&advice, "rules without all their parts");
    }
}

#[test]
fn every_check_has_a_page_and_is_run() {
    let mut advice: BTreeSet<String> = OUTCOMES
        .iter()
        .flat_map(|outcome| outcome.report.findings.iter().map(|finding| finding.rule))
        .filter(|rule| page::find(rule).is_none())
        .map(|rule| format!("{rule} is reported: add rules/{rule}.md, and `UPDATE=1 cargo test` registers it"))
        .collect();
    let registration = read("src/rules.rs");
    for module in modules("src/rules") {
        let has_check = read(&format!("src/rules/{module}.rs")).contains("\npub(super) fn check(");
        let is_run = registration.contains(&format!("\n    {module}::check,"));
        if has_check && !is_run {
            advice.insert(format!(
                "src/rules/{module}.rs has a check that nothing runs: add `mod {module};` and, to CHECKS, `{module}::check` in src/rules.rs"
            ));
        }
    }
    assert_none(&advice.into_iter().collect::<Vec<_>>(), "checks without all their parts");
}

#[test]
fn every_format_is_registered_and_described() {
    let (registration, usage) = (read("src/render.rs"), read("docs/usage.md"));
    let mut advice = Vec::new();
    for module in modules("src/render") {
        let text = read(&format!("src/render/{module}.rs"));
        for constant in text.lines().filter_map(|line| line.strip_prefix("pub(super) const ")?.split_once(": Format ="))
        {
            if !registration.contains(&format!("\n        {module}::{},", constant.0)) {
                advice.push(format!(
                    "src/render/{module}.rs has a format that nobody can ask for: add `mod {module};` and, to Format::ALL, \
                     `{module}::{}` in src/render.rs",
                    constant.0
                ));
            }
        }
    }
    for format in Format::ALL.map(Format::as_str) {
        if !usage.contains(&format!("\n| `{format}` | ")) {
            advice.push(format!("--format {format}: add its row to the table of formats in docs/usage.md"));
        }
    }
    assert_none(&advice, "formats without all their parts");
}

/// What docs/architecture.md quotes of a file, as "```toml rules/model/sinks.toml", stands in it.
#[test]
fn the_examples_of_adding_things_are_those_of_the_tree() {
    let text = read("docs/architecture.md");
    let mut quoted = 0;
    let mut advice = Vec::new();
    for block in text.split("```").skip(1).step_by(2) {
        let (head, body) = block.split_once('\n').unwrap_or_default();
        let Some((_, path)) = head.split_once(' ') else { continue };
        quoted += 1;
        // The block stands within a list.
        let lines: Vec<&str> = body.trim_end().lines().map(|line| line.strip_prefix("   ").unwrap_or(line)).collect();
        if !read(path).contains(&format!("\n{}\n", lines.join("\n"))) {
            advice.push(format!("docs/architecture.md quotes what does not stand in {path}:\n{}", lines.join("\n")));
        }
    }
    assert_none(&advice, "quotations that are out of date");
    assert_eq!(quoted, 5, "the examples quote the tree");
}
