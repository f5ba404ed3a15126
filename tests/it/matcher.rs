//! What the comments of a file say against what the analysis says of it. Decides nothing about where either comes from.

use std::cmp::Ordering;
use std::fmt::Write;

use originlint::finding::{Finding, Persona};
use originlint::page::{self, Family};
use originlint::provenance::Provenance;
use originlint::report::FileReport;
use originlint::source::{SourceFile, Span};

use crate::annotation::{Case, Problem, Sheet, Verdict};

/// Every disagreement, by line. Missing and unexpected findings both are, and so is a shortcoming that is none any more.
pub(crate) fn compare(sheet: &Sheet, report: &FileReport) -> Vec<Problem> {
    let mut problems = sheet.problems.clone();
    let (near_misses, mut cases): (Vec<&Case>, Vec<&Case>) =
        sheet.cases.iter().partition(|case| case.verdict == Verdict::Ok);
    cases.sort_unstable_by_key(|case| key_of_case(case));
    // Hygiene would be all over the corpus: it is held against the files that are about it, and against what standards say.
    let quotes = !sheet.statements.is_empty();
    let all = quotes || cases.iter().chain(&near_misses).any(|case| is_hygiene(&case.rule));
    let compared = report.findings.iter().filter(|finding| all || !is_hygiene(finding.rule));
    let mut found: Vec<Found> = compared.map(|finding| Found::new(&report.source, finding)).collect();
    found.sort_by(|a, b| a.key().cmp(&b.key()));
    let mut complain = |line, message: String| {
        problems.push(Problem { line, message: message + &neighbours(&found, line) });
    };
    let (mut i, mut j) = (0, 0);
    while i < cases.len() || j < found.len() {
        match (cases.get(i), found.get(j)) {
            (Some(case), Some(finding)) if key_of_case(case) == finding.key() => {
                if let Some(message) = disagreement(case, finding.finding) {
                    complain(case.line, message);
                }
                (i, j) = (i + 1, j + 1);
            }
            (Some(case), other) if other.is_none_or(|f| key_of_case(case).cmp(&f.key()) == Ordering::Less) => {
                match case.verdict {
                    Verdict::Found => complain(case.line, format!("missing: {} `{}`", case.rule, case.text)),
                    Verdict::Noise => {
                        let message = format!("no longer noise: write `ok {}: {}`", case.rule, case.reason);
                        complain(case.line, message);
                    }
                    Verdict::Missed | Verdict::Ok => {}
                }
                i += 1;
            }
            (_, Some(finding)) => {
                complain(finding.line, format!("unexpected: {}", finding.describe()));
                j += 1;
            }
            (_, None) => break,
        }
    }
    problems.extend(outcome(sheet, report));
    problems.sort_unstable();
    problems
}

/// Whether no finding of a rule is for the regular persona, unless it says so itself. For whom a send is depends on what is sent, which
/// every file is held against.
fn is_hygiene(rule: &str) -> bool {
    page::find(rule).is_some_and(|page| page.persona != Persona::Regular && page.family != Family::Senders)
}

/// A primary span as an annotation writes it: a span of several lines is its first line followed by `…`.
pub(crate) fn quote(source: &SourceFile, span: Span) -> String {
    let text = source.slice(span);
    match text.find(['\n', '\r']) {
        Some(end) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// A finding with the three things that identify it in a file.
struct Found<'a> {
    line: u32,
    text: String,
    finding: &'a Finding,
}

impl<'a> Found<'a> {
    fn new(source: &SourceFile, finding: &'a Finding) -> Self {
        Self { line: source.position(finding.primary.start).line, text: quote(source, finding.primary), finding }
    }

    fn key(&self) -> (u32, &str, &str) {
        (self.line, self.finding.rule, &self.text)
    }

    fn describe(&self) -> String {
        let Finding { rule, severity, persona, confidence, message, witness, .. } = self.finding;
        let mut line = format!("{rule} `{}` {}", self.text, severity.as_str());
        if *persona != Persona::Regular {
            line.push(' ');
            line.push_str(persona.as_str());
        }
        // Writing to a string cannot fail.
        let _ = write!(line, " confidence={}", confidence.as_str());
        if let Some(witness) = witness {
            let _ = write!(line, " witness={} source={}", witness.origin, witness.source);
        }
        line + ": " + message
    }
}

fn key_of_case(case: &Case) -> (u32, &str, &str) {
    (case.line, &case.rule, &case.text)
}

/// All findings of a line, which is what a person needs to see next to a complaint.
fn neighbours(found: &[Found], line: u32) -> String {
    let here: Vec<String> =
        found.iter().filter(|f| f.line == line).map(|f| format!("\n    found here: {}", f.describe())).collect();
    if here.is_empty() { "\n    nothing found here".to_owned() } else { here.concat() }
}

/// What is wrong with a finding that stands where it is expected.
fn disagreement(case: &Case, finding: &Finding) -> Option<String> {
    let mut wrong = Vec::new();
    if case.verdict == Verdict::Missed {
        wrong.push("is found now: drop the word `missed`".to_owned());
    }
    if let Some(severity) = case.severity.filter(|&s| s != finding.severity) {
        wrong.push(format!("severity is {}, expected {}", finding.severity.as_str(), severity.as_str()));
    }
    let usual = page::find(&case.rule).map(|page| page.persona).unwrap_or_default();
    let persona = case.persona.unwrap_or(usual);
    if persona != finding.persona {
        wrong.push(format!("persona is {}, expected {}", finding.persona.as_str(), persona.as_str()));
    }
    if let Some(confidence) = case.confidence.filter(|&c| c != finding.confidence) {
        wrong.push(format!("confidence is {}, expected {}", finding.confidence.as_str(), confidence.as_str()));
    }
    let witness = finding.witness.as_ref();
    for (what, expected, actual) in [
        ("origin", case.witness.as_deref(), witness.map(|w| w.origin.as_str())),
        ("source", case.source.as_deref(), witness.map(|w| w.source)),
    ] {
        if expected.is_some() && expected != actual {
            let (actual, expected) = (actual.unwrap_or("not given"), expected.unwrap_or_default());
            wrong.push(format!("the witness's {what} is {actual}, expected {expected}"));
        }
    }
    (!wrong.is_empty()).then(|| format!("{} `{}`: {}", case.rule, case.text, wrong.join("; ")))
}

/// Failures and bounds that the file did not announce, and announced ones that did not come.
fn outcome(sheet: &Sheet, report: &FileReport) -> Vec<Problem> {
    let mut problems = Vec::new();
    let line = |span: Option<Span>| report.source.position(span.unwrap_or_default().start).line;
    for failure in &report.failures {
        if !sheet.failures.iter().any(|kind| kind == failure.kind.as_str()) {
            let message = format!("unexpected failure ({}): {}", failure.kind.as_str(), failure.message);
            problems.push(Problem { line: line(failure.span), message });
        }
    }
    for kind in &sheet.failures {
        if !report.failures.iter().any(|failure| failure.kind.as_str() == kind) {
            problems.push(Problem { line: 1, message: format!("missing failure ({kind})") });
        }
    }
    match report.incomplete.first() {
        Some(bound) if !sheet.incomplete => {
            problems.push(Problem { line: line(bound.span), message: format!("incomplete: {}", bound.reason) });
        }
        None if sheet.incomplete => {
            problems.push(Problem { line: 1, message: "the analysis is complete: drop `incomplete`".to_owned() });
        }
        _ => {}
    }
    problems
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use originlint::finding::{Confidence, Severity, Witness};
    use originlint::report::{Failure, FailureKind, Incomplete};

    use super::*;

    /// A report on `text` with a finding of rule `a` for each of `primaries`, which must occur in it.
    fn report(sheet: &Sheet, primaries: &[&str]) -> FileReport {
        let findings = primaries
            .iter()
            .map(|text| {
                let start = sheet.text.find(text).expect("in the text") as u32;
                Finding {
                    rule: "a",
                    severity: Severity::High,
                    persona: Persona::Regular,
                    provenance: Provenance::Source,
                    confidence: Confidence::Medium,
                    message: "a message".to_owned(),
                    help: "help".to_owned(),
                    primary: Span::new(start, start + text.len() as u32),
                    context: None,
                    label: String::new(),
                    related: Vec::new(),
                    trace: Vec::new(),
                    listeners: Vec::new(),
                    membership: None,
                    witness: Some(Witness {
                        origin: "https://a.test".to_owned(),
                        source: "attacker",
                        why: "it is there".to_owned(),
                    }),
                    notes: Vec::new(),
                    fixes: Vec::new(),
                }
            })
            .collect();
        let source = Arc::new(SourceFile::new("x.js", sheet.text.as_str()));
        FileReport { findings, ..FileReport::new(source) }
    }

    fn problems(text: &str, primaries: &[&str]) -> Vec<String> {
        let sheet = Sheet::read(text);
        compare(&sheet, &report(&sheet, primaries)).into_iter().map(|p| format!("{}: {}", p.line, p.message)).collect()
    }

    #[test]
    fn agreement_is_silent() {
        assert_eq!(problems("f(x)\ng(y)", &[]), [] as [&str; 0]);
        assert_eq!(problems("f(x) //~ a `x`\ng(y) //~ ok a: harmless", &["x"]), [] as [&str; 0]);
        assert_eq!(problems("f(x, y) //~ a `y` //~ a `x`", &["x", "y"]), [] as [&str; 0]);
        assert_eq!(problems("f(x) //~ missed a `x`: later", &[]), [] as [&str; 0]);
        assert_eq!(problems("f(x) //~ noise a `x`: later", &["x"]), [] as [&str; 0]);
        let qualified = "f(x) //~ a `x` high confidence=medium witness=https://a.test source=attacker";
        assert_eq!(problems(qualified, &["x"]), [] as [&str; 0]);
    }

    #[test]
    fn a_missing_finding_fails() {
        assert_eq!(problems("f(x) //~ a `x`", &[]), ["1: missing: a `x`\n    nothing found here"]);
        assert_eq!(problems("f(x) //~ a `x`\nf(y) //~ a `y`\nf(z) //~ a `z`", &["x", "z"]).len(), 1);
    }

    #[test]
    fn an_unexpected_finding_fails_also_on_an_ok_line() {
        let found = "a `x` high confidence=medium witness=https://a.test source=attacker: a message";
        let expected = format!("1: unexpected: {found}\n    found here: {found}");
        assert_eq!(problems("f(x)", &["x"]), [expected.as_str()]);
        assert_eq!(problems("f(x) //~ ok a: harmless", &["x"]), [expected.as_str()]);
        assert_eq!(problems("f(x)\nf(y) //~ a `y`\n", &["x", "y"]), [expected.as_str()]);
        assert_eq!(problems("f(x) //~ a `x`", &["x", "x"]).len(), 1, "a duplicate is unexpected");
    }

    #[test]
    fn the_rule_the_text_and_the_line_must_all_agree() {
        assert_eq!(problems("f(x) //~ b `x`", &["x"]).len(), 2);
        assert_eq!(problems("f(x) //~ a `f(x)`", &["x"]).len(), 2);
        assert_eq!(problems("f(x)\nx //~ a `x`", &["x"]).len(), 2);
    }

    #[test]
    fn a_primary_of_several_lines_is_its_first_line() {
        let text = "f(x, { //~ a `f(x, {…`\n})";
        assert_eq!(problems(text, &[&Sheet::read(text).text]), [] as [&str; 0]);
        assert_eq!(problems("f(x); //~ a `f(x)…`", &["f(x)"]).len(), 2, "a span of one line is written out");
    }

    #[test]
    fn a_shortcoming_that_is_gone_fails() {
        let found = problems("f(x) //~ missed a `x`: later", &["x"]);
        assert!(found[0].starts_with("1: a `x`: is found now: drop the word `missed`"), "{found:?}");
        let gone = problems("f(x) //~ noise a `x`: later", &[]);
        assert!(gone[0].starts_with("1: no longer noise: write `ok a: later`"), "{gone:?}");
    }

    #[test]
    fn each_qualifier_is_held_against_the_finding() {
        for (qualifier, complaint) in [
            ("low", "severity is high, expected low"),
            ("auditor", "persona is regular, expected auditor"),
            ("confidence=high", "confidence is medium, expected high"),
            ("witness=null", "the witness's origin is https://a.test, expected null"),
            ("source=null", "the witness's source is attacker, expected null"),
        ] {
            let found = problems(&format!("f(x) //~ a `x` {qualifier}"), &["x"]);
            assert!(found.len() == 1 && found[0].contains(complaint), "{qualifier}: {found:?}");
        }
    }

    #[test]
    fn a_malformed_annotation_fails() {
        assert_eq!(problems("f(x) //~ ok a", &[]), ["1: `ok` needs a reason: `ok …: reason`"]);
    }

    #[test]
    fn failures_and_bounds_are_announced_or_fail() {
        let failing = |text: &str| {
            let sheet = Sheet::read(text);
            let mut report = report(&sheet, &[]);
            let message = "no".to_owned();
            report.failures.push(Failure { kind: FailureKind::Parse, message, span: Some(Span::new(3, 3)) });
            report.incomplete.push(Incomplete { reason: "the budget ran out".to_owned(), span: None });
            compare(&sheet, &report).into_iter().map(|p| format!("{}: {}", p.line, p.message)).collect::<Vec<_>>()
        };
        assert_eq!(failing("f(\nx"), ["1: incomplete: the budget ran out", "2: unexpected failure (parse): no"]);
        assert_eq!(failing("f( //~ failure parse: cut //~ incomplete: bound"), [] as [&str; 0]);
        let announced = problems("f() //~ failure parse: cut //~ incomplete: bound", &[]);
        assert_eq!(announced, ["1: missing failure (parse)", "1: the analysis is complete: drop `incomplete`"]);
    }
}
