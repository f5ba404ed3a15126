//! Runs the analysis over `test-corpus/` and holds it against the files' own comments. The grammar is in `annotation`, the comparison in `matcher`.
//!
//! `CORPUS=substring` runs the files whose path contains it; `CORPUS_SHOW=1` prints every finding.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::{Arc, LazyLock};

use originlint::finding::{Finding, Persona};
use originlint::language::Language;
use originlint::report::FileReport;
use originlint::source::SourceFile;
use originlint::testing::config::Config;
use originlint::testing::display_path;
use originlint::testing::prefilter::is_candidate;
use originlint::testing::scan::{NoProgress, Request, scan};
use originlint::{NoModules, analyze, page};
use rayon::prelude::*;

use crate::annotation::{Problem, Sheet, Verdict};
use crate::{assert_none, files_below, matcher, read};

/// What is analysed. Anything else below `test-corpus/` must be one of [`INERT`], so that nothing is skipped by accident.
const ANALYSED: [&str; 23] = [
    "js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx", "html", "htm", "vue", "svelte", "astro", "ejs", "hbs", "erb",
    "php", "svg", "cshtml", "ftl", "tpl", "gohtml", "pug",
];

/// Files that belong to cases without being one: prose, data, expected output, and what made them.
const INERT: [&str; 12] = ["", "md", "txt", "json", "jsonl", "xml", "sarif", "toml", "yaml", "map", "sh", "py"];

/// A file with what its comments say and what the analysis says.
pub(crate) struct Outcome {
    pub(crate) path: String,
    pub(crate) sheet: Sheet,
    pub(crate) report: FileReport,
}

impl Outcome {
    /// Analyses `text` as the file `path`.
    pub(crate) fn of(path: &str, text: &str) -> Self {
        let mut sheet = Sheet::read(text);
        for case in &sheet.cases {
            if page::find(&case.rule).is_none() {
                let message = format!("no rule is called {}", case.rule);
                sheet.problems.push(Problem { line: case.line, message });
            }
        }
        let source = Arc::new(SourceFile::new(path, sheet.text.as_str()));
        let settings = sheet.settings();
        let report = analyze(&source, &settings, &NoModules);
        Self { path: path.to_owned(), sheet, report }
    }

    /// Every disagreement, with `shown` and the line in front.
    pub(crate) fn complaints(&self, shown: &str) -> Vec<String> {
        let problems = matcher::compare(&self.sheet, &self.report);
        problems.iter().map(|problem| format!("{shown}:{}: {}", problem.line, problem.message)).collect()
    }
}

/// The annotations of the whole corpus, by path.
pub(crate) static SHEETS: LazyLock<Vec<(String, Sheet)>> = LazyLock::new(|| {
    let sheet = |path: String| {
        let sheet = Sheet::read(&read(&path));
        (path, sheet)
    };
    sources().into_iter().map(sheet).collect()
});

/// The corpus, or the part of it that `CORPUS` asks for, analysed once for all tests of this binary.
pub(crate) static OUTCOMES: LazyLock<Vec<Outcome>> = LazyLock::new(|| {
    let wanted = std::env::var("CORPUS").unwrap_or_default();
    let paths: Vec<String> = sources().into_iter().filter(|path| path.contains(&wanted)).collect();
    assert!(!paths.is_empty() || wanted.is_empty(), "no file of the corpus contains CORPUS={wanted} in its path");
    let (parts, files): (Vec<String>, Vec<String>) = paths.into_iter().partition(|path| project_of(path).is_some());
    let mut outcomes: Vec<Outcome> = files.par_iter().map(|path| Outcome::of(path, &read(path))).collect();
    let projects: BTreeSet<&str> = parts.iter().filter_map(|path| project_of(path)).collect();
    let projects: Vec<&str> = projects.into_iter().collect();
    outcomes.par_extend(projects.par_iter().flat_map_iter(|project| of_project(project)));
    outcomes
});

/// The folder of the project of several files that a file belongs to.
pub(crate) fn project_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix(PROJECTS)?.split('/').next()?;
    path.get(..PROJECTS.len() + name.len())
}

pub(crate) const PROJECTS: &str = "test-corpus/projects/";

/// Scans a project as a user does, from the file system, without its annotations.
fn of_project(project: &str) -> Vec<Outcome> {
    let mut sheets = Vec::new();
    let mut files = Vec::new();
    for path in files_below(project) {
        let (text, inside) = (read(&path), path[project.len() + 1..].to_owned());
        if ANALYSED.contains(&extension(&path)) {
            let sheet = Sheet::read(&text);
            files.push((inside, sheet.text.clone()));
            sheets.push((path, sheet));
        } else {
            files.push((inside, text));
        }
    }
    let mut reports = scanned(&files);
    let outcomes = sheets.into_iter().map(|(path, sheet)| {
        let report = reports.remove(&path[project.len() + 1..]);
        let empty = || FileReport::new(Arc::new(SourceFile::new(path.as_str(), sheet.text.as_str())));
        Outcome { report: report.unwrap_or_else(empty), path, sheet }
    });
    outcomes.collect()
}

/// What a scan for an auditor says of files that lie in a folder, by their paths in it.
pub(crate) fn scanned(files: &[(String, String)]) -> BTreeMap<String, FileReport> {
    let folder = crate::folder();
    for (path, text) in files {
        let place = folder.path().join(path);
        std::fs::create_dir_all(place.parent().expect("it is in the folder")).expect("a folder can be made");
        std::fs::write(&place, text).expect("a file can be written");
    }
    let mut config = Config::default();
    config.settings.persona = Persona::Auditor;
    let request = Request { paths: vec![folder.path().to_owned()], configs: config.into(), ..Request::default() };
    let root = display_path(folder.path()) + "/";
    let report = scan(&request, &NoProgress);
    let inside = |file: &FileReport| file.source.path().strip_prefix(&root).unwrap_or_default().to_owned();
    report.files.into_iter().map(|file| (inside(&file), file)).collect()
}

pub(crate) fn extension(path: &str) -> &str {
    path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, extension)| extension)
}

fn sources() -> Vec<String> {
    // What the compilers made of the fixtures has its expectations in a table of its own.
    let annotated = |path: &String| !path.starts_with("test-corpus/compiled/") && ANALYSED.contains(&extension(path));
    files_below("test-corpus").into_iter().filter(annotated).collect()
}

#[test]
fn annotations_and_findings_agree() {
    if std::env::var_os("CORPUS_SHOW").is_some() {
        for outcome in OUTCOMES.iter() {
            show(outcome).expect("standard error can be written to");
        }
    }
    let complaints: Vec<String> = OUTCOMES.iter().flat_map(|outcome| outcome.complaints(&outcome.path)).collect();
    assert_none(&complaints, "disagreements between the corpus and the analysis");
}

/// Prints the findings of a file past the test harness, which would keep them until the test fails.
fn show(outcome: &Outcome) -> std::io::Result<()> {
    let mut out = std::io::stderr().lock();
    let source = &outcome.report.source;
    for finding in &outcome.report.findings {
        let Finding { rule, severity, confidence, message, help, primary, .. } = finding;
        let (severity, confidence) = (severity.as_str(), confidence.as_str());
        let at = source.position(primary.start);
        writeln!(out, "{}:{}:{}: {severity}[{rule}] {message}", outcome.path, at.line, at.column)?;
        writeln!(out, "    `{}` {severity} confidence={confidence}", matcher::quote(source, *primary))?;
        if let Some(witness) = &finding.witness {
            writeln!(out, "    witness={} source={}: {}", witness.origin, witness.source, witness.why)?;
        }
        for label in finding.related.iter().chain(&finding.trace).filter(|label| label.file.is_none()) {
            writeln!(out, "    line {}: {}", source.position(label.span.start).line, label.message)?;
        }
        writeln!(out, "    help: {help}")?;
    }
    Ok(())
}

#[test]
fn every_file_of_the_corpus_is_analysed_or_known_to_be_inert() {
    let strange: Vec<String> = files_below("test-corpus")
        .into_iter()
        .filter(|path| !ANALYSED.contains(&extension(path)) && !INERT.contains(&extension(path)))
        .collect();
    assert_none(&strange, "files of the corpus that nothing reads");
}

#[test]
fn clean_code_expects_no_finding() {
    let complaints: Vec<String> = SHEETS
        .iter()
        .filter(|(path, _)| path.starts_with("test-corpus/clean/"))
        .flat_map(|(path, sheet)| sheet.cases.iter().map(move |case| (path, case)))
        .filter(|(_, case)| case.verdict != Verdict::Ok)
        .map(|(path, case)| format!("{path}:{}: {} in clean code", case.line, case.rule))
        .collect();
    assert_none(&complaints, "flaws in code that is there to have none");
}

/// What is found without it is found with it. The comments are taken out first: a rule's id in one of them holds a messaging word itself.
#[test]
fn no_file_with_a_finding_is_left_out_by_the_prefilter() {
    let complaints: Vec<String> = OUTCOMES
        .iter()
        // A flaw of a project may be found from another of its files; it is scanned with the filter on.
        .filter(|outcome| project_of(&outcome.path).is_none() && !outcome.report.findings.is_empty())
        .filter(|outcome| !is_candidate(outcome.sheet.text.as_bytes(), Language::of(&outcome.path)))
        .map(|outcome| outcome.path.clone())
        .collect();
    assert_none(&complaints, "files with a finding that would never be parsed");
}

/// The words of the platform that a message may begin with although they begin with a capital and hold no second one.
const CAPITALISED: [&str; 2] = ["Window", "Worker"];

#[test]
fn messages_have_the_form_of_the_house() {
    let mut complaints = Vec::new();
    for outcome in OUTCOMES.iter() {
        for finding in &outcome.report.findings {
            let line = outcome.report.source.position(finding.primary.start).line;
            let mut complain = |what: &str, why: &str, text: &str| {
                complaints.push(format!("{}:{line}: {}: the {what} {why}: {text:?}", outcome.path, finding.rule));
            };
            let labels = finding.related.iter().chain(&finding.trace).map(|label| label.message.as_str());
            let parts = [("message", finding.message.as_str()), ("label", finding.label.as_str())];
            for (what, text) in parts.into_iter().chain(labels.map(|text| ("label", text))) {
                if let Some(why) = malformed(text) {
                    complain(what, why, text);
                }
            }
            if finding.help.trim().is_empty() {
                complain("help", "is empty", "");
            }
            // `x=x||parent` names nothing that a reader could look for.
            if finding.help.split('`').skip(1).step_by(2).any(|code| code.contains("||")) {
                complain("help", "names something by more than its name", &finding.help);
            }
        }
    }
    assert_none(&complaints, "texts that do not have the form of the house");
}

/// What is wrong with a message or a label: it is a fragment in lower case without a full stop, unless it begins with a name from code.
fn malformed(text: &str) -> Option<&'static str> {
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let name = CAPITALISED.contains(&first) || first.chars().skip(1).any(char::is_uppercase);
    if text.trim().is_empty() {
        Some("is empty")
    } else if text.trim() != text || text.contains('\n') {
        Some("has stray white space")
    } else if text.ends_with('.') && !text.ends_with("..") {
        Some("ends with a full stop")
    } else if first.starts_with(char::is_uppercase) && !name {
        Some("begins with a capital")
    } else {
        None
    }
}

#[test]
fn the_form_of_the_house_can_be_broken() {
    for good in [
        "message reaches any origin",
        "`'*'` is any origin",
        "\"A\" passes",
        "MessagePort is kept",
        "URL of the page",
        "Worker",
    ] {
        assert_eq!(malformed(good), None, "{good}");
    }
    for (bad, why) in [
        ("", "is empty"),
        ("Message reaches any origin", "begins with a capital"),
        ("message reaches any origin.", "ends with a full stop"),
        ("message\nreaches", "has stray white space"),
    ] {
        assert_eq!(malformed(bad), Some(why), "{bad}");
    }
}
