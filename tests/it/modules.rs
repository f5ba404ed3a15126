//! Imports beyond every bound: the scan ends, its verdicts stand, and the report says what was not followed.

use std::fs;
use std::path::Path;

use originlint::report::Report;
use originlint::testing::scan::{NoProgress, Request, scan};

/// Scans a folder of its own with these files.
fn scanned(files: impl IntoIterator<Item = (String, String)>) -> Report {
    let folder = crate::folder();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file can be written");
    }
    let request = Request { paths: vec![folder.path().to_owned()], ..Request::default() };
    scan(&request, &NoProgress)
}

/// The rules of a file's findings, and what is said to be missing from them.
fn verdict(report: &Report, name: &str) -> (Vec<&'static str>, Vec<String>) {
    let file = report.files.iter().find(|file| Path::new(file.source.path()).ends_with(name));
    let Some(file) = file else { return Default::default() };
    assert!(file.failures.is_empty(), "{:?}", file.failures);
    let rules = file.findings.iter().map(|finding| finding.rule).collect();
    (rules, file.incomplete.iter().map(|note| note.reason.clone()).collect())
}

const SEND: &str = "parent.postMessage({ token: localStorage.getItem('token') }, '*');\n";

#[test]
fn a_handler_that_needs_a_thousand_files_stops_at_the_bound_and_says_so() {
    let module = |i: usize| {
        (format!("part{i}.js"), format!("export function part{i}(data) {{ document.title = data[{i}]; }}\n"))
    };
    let imports: String = (0..1000).map(|i| format!("import {{ part{i} }} from './part{i}.js';\n")).collect();
    let calls: String = (0..1000).map(|i| format!("  part{i}(event.data);\n")).collect();
    let app = format!("{imports}addEventListener('message', (event) => {{\n{calls}}});\n{SEND}");
    let report = scanned((0..1000).map(module).chain([("app.js".to_owned(), app)]));
    let (rules, incomplete) = verdict(&report, "app.js");
    assert_eq!(rules, ["missing-origin-check", "wildcard-sensitive-data"]);
    assert!(incomplete.iter().any(|reason| reason.contains("more than")), "{incomplete:?}");
}

#[test]
fn a_check_behind_a_thousand_re_exports_is_unknown_and_the_report_says_why() {
    let hop = |i: usize| (format!("hop{i}.js"), format!("export {{ isKnown }} from './hop{}.js';\n", i + 1));
    let last = ("hop1000.js".to_owned(), "export const isKnown = (origin) => true;\n".to_owned());
    let app = "import { isKnown } from './hop0.js';\naddEventListener('message', (event) => {\n  if (isKnown(event.origin)) \
               document.body.innerHTML = event.data;\n});\n";
    let report = scanned((0..1000).map(hop).chain([last, ("app.js".to_owned(), app.to_owned())]));
    let (rules, incomplete) = verdict(&report, "app.js");
    assert!(!rules.contains(&"missing-origin-check"), "{rules:?}");
    assert!(incomplete.iter().any(|reason| reason.contains("hand the name on")), "{incomplete:?}");
}

#[test]
fn long_imported_work_is_cut_off_and_the_report_says_so() {
    let row = "  rows.push({ id: rows.length, label: 'row', parts: [1, 2] });\n".repeat(60);
    let stage = |i: usize| format!("function stage{i}(rows) {{\n{row}  stage{}(rows);\n}}\n", i + 1);
    let stages: String = (0..100).map(stage).collect();
    let table = format!(
        "{stages}function stage100() {{}}\nexport function known(origin) {{\n  const rows = [];\n{}  \
         return rows.includes(origin);\n}}\n",
        "  stage0(rows);\n".repeat(8)
    );
    let app = "import { known } from './table.js';\naddEventListener('message', (event) => {\n  if (known(event.origin)) \
               document.body.innerHTML = event.data;\n});\n";
    let report = scanned([("table.js".to_owned(), table), ("app.js".to_owned(), app.to_owned())]);
    let (rules, incomplete) = verdict(&report, "app.js");
    assert!(!rules.contains(&"missing-origin-check"), "{rules:?}");
    assert!(incomplete.iter().any(|reason| reason.contains("too long to be followed")), "{incomplete:?}");
}
