//! Every row of the model is exercised: without it, the verdict on some file of the corpus is another one.

use std::sync::{Arc, LazyLock};

use originlint::finding::Finding;
use originlint::model::{Entry, Model};
use originlint::source::SourceFile;
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

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let alone = |outcome: &&Outcome| !outcome.path.starts_with("test-corpus/projects/");
    let cases = OUTCOMES.par_iter().filter(|o| alone(o)).map(|outcome| {
        let source = Arc::new(SourceFile::new(outcome.path.as_str(), outcome.sheet.text.as_str()));
        let settings = outcome.sheet.settings();
        let findings = brief(&analyze(&source, &settings, &NoModules).findings);
        Case { text: source.text().to_lowercase(), source, settings, findings }
    });
    cases.collect()
});

/// What a verdict is made of, as far as a name of the model may change it.
fn brief(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|f| format!("{} {} {:?} {}", f.rule, f.severity.as_str(), f.primary, f.label)).collect()
}

/// Whether some file is judged differently without the row.
fn matters(entry: &Entry) -> bool {
    let Some(model) = Model::without(entry) else { return false };
    let nameless = entry.names.iter().any(|name| matches!(&**name, "*" | "()"));
    // A name of a secret stands in lower case, and is one of the words of another name.
    let needles: Vec<String> =
        entry.names.iter().map(|n| n.split(' ').next().unwrap_or_default().to_lowercase()).collect();
    CASES.iter().any(|case| {
        let held = || needles.iter().any(|needle| case.text.contains(needle));
        (nameless || held())
            && brief(&analyze(&case.source, &Settings { model, ..case.settings.clone() }, &NoModules).findings)
                != case.findings
    })
}

fn every_row_matters(file: &str) {
    let entries = Model::entries(file);
    assert!(!entries.is_empty(), "the rows of {file} are found");
    let idle: Vec<String> = entries.par_iter().filter(|e| !matters(e)).map(|e| e.place.clone()).collect();
    assert_none(&idle, "rows of the model that no case of the corpus exercises");
}

#[test]
fn every_sink_effect_and_sanitizer_matters_to_some_case() {
    every_row_matters("sinks.toml");
}

#[test]
fn every_package_matters_to_some_case() {
    every_row_matters("packages.toml");
}
