//! What standards say, as `test-corpus/spec/` quotes it, and which rule covers it: `docs/spec.md`. What the annotations claim is held by `corpus`.

use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::sync::Arc;

use originlint::finding::Persona;
use originlint::source::SourceFile;
use originlint::{NoModules, Settings, analyze, page};

use crate::annotation::{Case, Sheet, Statement, Verdict};
use crate::cli_config::run_at;
use crate::corpus::SHEETS;
use crate::docs::{GENERATED, hold};
use crate::sessions::without_times;
use crate::{assert_none, folder};

const FOLDER: &str = "test-corpus/spec/";

/// How a place begins, what stands there, and where it is found.
const SOURCES: [(&str, &str, &str); 2] = [
    ("html/", "HTML Standard", "https://html.spec.whatwg.org/multipage/"),
    ("mdn/", "MDN Web Docs", "https://developer.mozilla.org/en-US/docs/Web/API/"),
];

fn sheets() -> impl Iterator<Item = &'static (String, Sheet)> {
    SHEETS.iter().filter(|(path, _)| path.starts_with(FOLDER))
}

#[test]
fn statements_are_listed() {
    hold("docs/spec.md", &table().expect("writing to a string cannot fail"));
}

/// A statement without code that breaks it, or without code that keeps to it, proves little.
#[test]
fn every_statement_is_shown_broken_and_kept() {
    let mut complaints = Vec::new();
    for (path, sheet) in sheets() {
        if sheet.statements.is_empty() {
            complaints.push(format!("{path}: quotes nothing"));
        }
        for (statement, cases) in sheet.quoted() {
            let has = |wanted: &[Verdict]| cases.iter().any(|case| wanted.contains(&case.verdict));
            let shown = has(&[Verdict::Ok]) && has(&[Verdict::Found, Verdict::Missed]);
            let mut complain = |what: &str| complaints.push(format!("{path}:{}: {what}", statement.line));
            if !shown && statement.uncovered.is_none() {
                complain("needs code that breaks it and code that keeps to it, or `uncovered` with the reason");
            }
            if has(&[Verdict::Found]) && statement.uncovered.is_some() {
                complain("is covered by a rule: drop `uncovered`");
            }
            if address(&statement.place).is_none() {
                complain("is of a page that is not known here");
            }
        }
    }
    assert_none(&complaints, "statements that are not shown");
}

/// What the default persona is not shown is there for the others, and counted.
#[test]
fn nothing_is_lost_on_the_default_persona() {
    for (path, sheet) in sheets() {
        let source = Arc::new(SourceFile::new(path.as_str(), sheet.text.as_str()));
        let report = |persona| analyze(&source, &Settings { persona, ..sheet.settings() }, &NoModules);
        let (regular, auditor) = (report(Persona::Regular), report(Persona::Auditor));
        let hidden = auditor.findings.iter().filter(|finding| finding.persona != Persona::Regular).count();
        assert_eq!(regular.unshown.len(), hidden, "{path}");
        assert_eq!(regular.findings.len() + hidden, auditor.findings.len(), "{path}");
    }
}

/// The document: for each page the statements, and what originlint makes of code that breaks them.
fn table() -> Result<String, fmt::Error> {
    let mut pages: BTreeMap<&str, Vec<(&Statement, Vec<&Case>)>> = BTreeMap::new();
    for (statement, cases) in sheets().flat_map(|(_, sheet)| sheet.quoted()) {
        let page = statement.place.split('#').next().unwrap_or_default();
        pages.entry(page).or_default().push((statement, cases));
    }
    let statements: Vec<_> = pages.values().flatten().collect();
    let mut out = format!("{GENERATED}\n\n# What the standard says, and who is told\n\n");
    writeln!(
        out,
        "The HTML Standard and MDN give advice and examples for messaging. `test-corpus/spec/` shows each of them as code that breaks it and code that keeps to it, in our own words,\n\
         and a test holds every line against the analysis. Behind each rule stands the first [persona](usage.md#personas) that sees the finding.\n\n\
         {} statements, {} of them covered by a rule. **Missed** is what no rule covers, or not in every shape, with the reason.\n",
        statements.len(),
        statements.iter().filter(|(_, cases)| cases.iter().any(|case| case.verdict == Verdict::Found)).count(),
    )?;
    writeln!(out, "Over the whole folder the default report ends with\n\n```text\n{}```", closing())?;
    for (prefix, title, _) in SOURCES {
        writeln!(out, "\n## {title}")?;
        for (page, statements) in pages.iter().filter(|(page, _)| page.starts_with(prefix)) {
            writeln!(out, "\n### {}\n\n| section | says | reported as |\n|---|---|---|", &page[prefix.len()..])?;
            for (statement, cases) in statements {
                let section = statement.place.split_once('#').map_or("(page)", |(_, section)| section);
                let link = format!("[{section}]({})", address(&statement.place).unwrap_or_default());
                writeln!(out, "| {link} | {} | {} |", statement.text, verdicts(statement, cases))?;
            }
        }
    }
    Ok(out)
}

/// The rules that cover a statement, each with the first persona that sees it, and what is missed.
fn verdicts(statement: &Statement, cases: &[&Case]) -> String {
    let link = |rule: &str| format!("[{rule}](../rules/{rule}.md)");
    let mut verdicts: Vec<String> = Vec::new();
    for case in cases {
        let verdict = match case.verdict {
            Verdict::Found => {
                let usual = page::find(&case.rule).map(|page| page.persona).unwrap_or_default();
                format!("{} {}", link(&case.rule), case.persona.unwrap_or(usual).as_str())
            }
            Verdict::Missed => format!("**missed** {}: {}", link(&case.rule), case.reason),
            Verdict::Ok | Verdict::Noise => continue,
        };
        if !verdicts.contains(&verdict) {
            verdicts.push(verdict);
        }
    }
    verdicts.extend(statement.uncovered.iter().map(|reason| format!("**missed**: {reason}")));
    verdicts.join("<br>")
}

fn address(place: &str) -> Option<String> {
    let (prefix, _, base) = SOURCES.iter().find(|(prefix, ..)| place.starts_with(prefix))?;
    let (page, section) = place[prefix.len()..].split_once('#').unwrap_or((&place[prefix.len()..], ""));
    let suffix = if *prefix == "html/" { ".html" } else { "" };
    let hash = if section.is_empty() { "" } else { "#" };
    Some(format!("{base}{page}{suffix}{hash}{section}"))
}

/// The closing lines of a scan of the folder, as a user gets them: without the annotations, and with the platforms in a configuration.
fn closing() -> String {
    let copies = folder();
    let mut config = String::new();
    for (path, sheet) in sheets() {
        let name = &path[FOLDER.len()..];
        std::fs::write(copies.path().join(name), &sheet.text).expect("a file can be written");
        for platform in &sheet.platforms {
            // Writing to a string cannot fail.
            let _ = writeln!(config, "[[overrides]]\npaths = [\"{name}\"]\nplatform = \"{platform}\"");
        }
    }
    std::fs::write(copies.path().join("originlint.toml"), config).expect("a file can be written");
    let (status, stdout, stderr) = run_at(copies.path(), &["check"]);
    assert_eq!((status, stderr.as_str()), (1, ""), "the examples are broken, and all of them are read");
    let (_, closing) = stdout.trim_end().rsplit_once("\n\n").expect("the closing lines stand apart");
    without_times(closing)
}
