//! Every fix of the corpus and of the pages' examples, applied: the finding is gone, and no other has come. How `--fix` chooses and writes is not tested here.

use std::sync::Arc;

use originlint::finding::{Finding, Fix, Persona};
use originlint::page;
use originlint::source::SourceFile;
use originlint::{NoModules, analyze};

use crate::assert_none;
use crate::corpus::{OUTCOMES, Outcome};

/// The text with the edits made, the last one first so that offsets stay what they are.
fn applied(text: &str, fix: &Fix) -> String {
    let mut text = text.to_owned();
    for edit in fix.edits.iter().rev() {
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    text
}

/// How often each rule speaks, and with which words.
fn counted(findings: &[Finding]) -> Vec<(&'static str, String)> {
    let mut all: Vec<_> = findings.iter().map(|f| (f.rule, f.message.clone())).collect();
    all.sort();
    all
}

/// What is wrong with a fix, if anything is.
fn wrong(outcome: &Outcome, finding: &Finding, fix: &Fix) -> Option<String> {
    if fix.edits.is_empty() || !fix.edits.is_sorted_by_key(|edit| edit.span.start) {
        return Some("its edits are none or not in order".to_owned());
    }
    if fix.edits.windows(2).any(|pair| pair[0].span.end > pair[1].span.start) {
        return Some("its edits overlap".to_owned());
    }
    let text = applied(&outcome.sheet.text, fix);
    let source = Arc::new(SourceFile::new(outcome.path.as_str(), text.as_str()));
    let settings = outcome.sheet.settings();
    let report = analyze(&source, &settings, &NoModules);
    // A file that is only imported is not asked for its syntax errors.
    let before = Arc::new(SourceFile::new(outcome.path.as_str(), outcome.sheet.text.as_str()));
    if report.failures.len() > analyze(&before, &settings, &NoModules).failures.len() {
        return Some(format!("its result cannot be parsed:\n{text}"));
    }
    let mut expected = counted(&outcome.report.findings);
    let gone = expected.iter().position(|(rule, message)| *rule == finding.rule && *message == finding.message)?;
    expected.remove(gone);
    // What goes with it is welcome: a suppression that is repaired hides what it is about.
    // So is hygiene: data of a sender that nobody checked is no matter of it, that of an expected one is.
    let hygiene = |rule: &str| page::find(rule).is_some_and(|page| page.persona != Persona::Regular);
    let found = report.findings.into_iter().filter(|left| left.persona <= finding.persona && !hygiene(left.rule));
    let mut strange = counted(&found.collect::<Vec<_>>());
    strange.retain(|left| match expected.iter().position(|e| e == left) {
        Some(known) => {
            expected.remove(known);
            false
        }
        None => true,
    });
    (!strange.is_empty()).then(|| format!("it leaves or makes {strange:?}"))
}

#[test]
fn every_fix_removes_its_finding_and_makes_no_other() {
    let mut complaints = Vec::new();
    for outcome in OUTCOMES.iter() {
        for finding in &outcome.report.findings {
            for fix in &finding.fixes {
                if let Some(why) = wrong(outcome, finding, fix) {
                    let line = outcome.report.source.position(finding.primary.start).line;
                    complaints.push(format!("{}:{line}: {}: {:?}: {why}", outcome.path, finding.rule, fix.title));
                }
            }
        }
    }
    assert_none(&complaints, "fixes that do not do what they promise");
}

/// The rules whose findings can be repaired by an edit, where the edit is certain.
const REPAIRED: [&str; 9] = [
    "impossible-origin-check",
    "invalid-suppression",
    "invalid-transfer",
    "listener-removal-mismatch",
    "opaque-origin-compare",
    "port-not-started",
    "unused-suppression",
    "weak-origin-check",
    "wildcard-target-origin",
];

#[test]
fn the_rules_that_offer_fixes_do_so_in_the_corpus() {
    let offers = |rule: &str| {
        let fixes = |o: &Outcome| o.report.findings.iter().any(|f| f.rule == rule && !f.fixes.is_empty());
        OUTCOMES.iter().any(fixes)
    };
    let silent: Vec<String> = REPAIRED.iter().filter(|rule| !offers(rule)).map(|r| (*r).to_owned()).collect();
    assert_none(&silent, "rules that offer no fix");
}
