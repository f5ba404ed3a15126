//! Every row of the model is exercised: without it, the verdict on some file of the corpus is another one.

use std::sync::{Arc, LazyLock};

use originlint::finding::Finding;
use originlint::model::Model;
use originlint::source::SourceFile;
use originlint::testing::model::Entry;
use originlint::{NoModules, Settings, analyze};
use rayon::prelude::*;

use crate::assert_none;
use crate::corpus::{OUTCOMES, Outcome};

/// A file of the corpus, read once for all models.
struct Case {
    source: Arc<SourceFile>,
    /// In lower case.
    text: String,
    settings: Settings,
    findings: Vec<String>,
}

/// The short ones first: most rows show in one of them.
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let alone = |outcome: &&Outcome| !outcome.path.starts_with("test-corpus/projects/");
    let cases = OUTCOMES.iter().filter(alone).map(|outcome| {
        let source = Arc::clone(&outcome.report.source);
        let findings = brief(&outcome.report.findings);
        Case { text: source.text().to_lowercase(), source, settings: outcome.sheet.settings(), findings }
    });
    let mut cases: Vec<Case> = cases.collect();
    cases.sort_by_key(|case| case.text.len());
    cases
});

/// What a verdict is made of, as far as a name of the model may change it.
fn brief(findings: &[Finding]) -> Vec<String> {
    findings
        .iter()
        .map(|f| {
            let (severity, confidence, persona) = (f.severity.as_str(), f.confidence.as_str(), f.persona.as_str());
            format!("{} {severity} {confidence} {persona} {:?} {}", f.rule, f.primary, f.label)
        })
        .collect()
}

/// Whether some file is judged differently without the row. A row can only change files that hold one of its names.
fn matters(entry: &Entry, held: fn(&str, &str) -> bool) -> bool {
    let Some(model) = Model::without(entry).map(Arc::new) else { return false };
    let nameless = entry.names.iter().any(|name| matches!(&**name, "*" | "()"));
    let names: Vec<String> = entry.names.iter().map(|name| name.to_lowercase()).collect();
    CASES.iter().any(|case| {
        (nameless || names.iter().any(|name| held(&case.text, name)))
            && brief(
                &analyze(&case.source, &Settings { model: Arc::clone(&model), ..case.settings.clone() }, &NoModules)
                    .findings,
            ) != case.findings
    })
}

/// Whether the name stands in the text, not as a part of a longer one.
fn as_a_whole(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part))
}

/// Whether the first word of a name stands in the text, wherever: it may be a word of another name.
fn as_a_word(text: &str, name: &str) -> bool {
    text.contains(name.split(' ').next().unwrap_or_default())
}

/// What a failure asks for.
const ADVICE: &str = "rows of the model that no case of the corpus exercises: add a case to test-corpus/ whose verdict is another one \
    without the row, as test-corpus/README.md says, or drop the row";

fn every_row_matters(file: &str, held: fn(&str, &str) -> bool) {
    let entries = Model::entries(file);
    assert!(!entries.is_empty(), "the rows of {file} are found");
    // Before the threads are busy: what reads the corpus needs them.
    LazyLock::force(&CASES);
    let idle: Vec<String> = entries.par_iter().filter(|e| !matters(e, held)).map(|e| e.place.clone()).collect();
    assert_none(&idle, ADVICE);
}

#[test]
fn every_sink_effect_and_sanitizer_matters_to_some_case() {
    every_row_matters("sinks.toml", as_a_whole);
}

#[test]
fn every_package_matters_to_some_case() {
    every_row_matters("packages.toml", as_a_whole);
}

/// Whether the text has a name by which some row of receivers registers a listener: a row of senders has a name of its own.
fn as_a_registration(text: &str, _name: &str) -> bool {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let rows = Model::entries("receivers.toml").into_iter().filter(|row| !row.place.contains(": peer: "));
        rows.flat_map(|row| row.names)
            .filter(|name| name.starts_with(char::is_alphabetic))
            .map(|name| name.to_lowercase())
            .collect()
    });
    NAMES.iter().any(|name| as_a_whole(text, name))
}

#[test]
fn every_receiver_and_peer_matters_to_some_case() {
    every_row_matters("receivers.toml", as_a_registration);
}

#[test]
fn every_platform_matters_to_some_case() {
    every_row_matters("platforms.toml", |_, _| true);
}

#[test]
fn every_sort_that_cannot_be_cloned_matters_to_some_case() {
    every_row_matters("clones.toml", as_a_word);
}

#[test]
fn every_wrapper_matters_to_some_case() {
    every_row_matters("wrappers.toml", as_a_whole);
}

#[test]
fn every_list_of_secret_names_matters_to_some_case() {
    every_row_matters("secrets.toml", as_a_word);
}
