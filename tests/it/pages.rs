//! The rule pages: their form, their citations, their examples, and that each rule has a corpus to match. What the pages say is for a reader to judge.

use std::collections::BTreeSet;
use std::fmt::Write;

use originlint::finding::Persona;
use originlint::page::{self, Family, Page};

use crate::annotation::{Sheet, Verdict};
use crate::corpus::{Outcome, SHEETS};
use crate::docs::hold;
use crate::{assert_none, files_below, read};

/// The sections of a page, in order.
const SECTIONS: [&str; 7] = ["What", "Why", "Reported", "Silent", "Seen by", "Limits", "References"];

/// Languages of code blocks that are analysed, which are file extensions too.
const LANGUAGES: [&str; 8] = ["js", "mjs", "jsx", "ts", "tsx", "html", "vue", "svelte"];

/// How many annotated cases a rule's folder holds at least.
const MIN_CASES: usize = 20;

/// How many of them, in percent, are near misses at least.
const MIN_NEAR_MISSES: usize = 40;

/// The list of pages is a file of its own, made of their names.
#[test]
fn the_registered_pages_are_the_files() {
    let mut list = String::from(
        "//! The texts of the rule pages. Generated from the files in rules/: do not edit. `UPDATE=1 cargo test` writes it anew.\n\n\
         /// Every page with its text: the one list of rules that exist.\n\
         pub const SOURCES: &[(&str, &str)] = &[\n",
    );
    let files = files_below("rules");
    let ids = files.iter().filter_map(|path| path.strip_prefix("rules/")?.strip_suffix(".md"));
    for id in ids.filter(|id| !id.contains('/')) {
        // Writing to a string cannot fail.
        let _ = writeln!(list, "    (\"{id}\", include_str!(\"../../rules/{id}.md\")),");
    }
    hold("src/page/sources.rs", &(list + "];\n"));
    assert_eq!(page::all().len(), page::SOURCES.len(), "every registered page is well-formed");
}

#[test]
fn every_page_has_its_form() {
    let mut complaints = Vec::new();
    for page in page::all() {
        for complaint in malformed(page) {
            complaints.push(format!("rules/{}.md: {complaint}", page.id));
        }
    }
    assert_none(&complaints, "flaws in the form of rule pages");
}

/// What is wrong with the form of a page.
fn malformed(page: &Page) -> Vec<String> {
    let mut wrong = Vec::new();
    let headings: Vec<&str> = sections(page.body).iter().map(|section| section.title).collect();
    if headings != SECTIONS {
        wrong.push(format!("the sections are {headings:?}, not {SECTIONS:?}"));
        return wrong;
    }
    for section in sections(page.body) {
        if section.text.trim().is_empty() {
            wrong.push(format!("the section {:?} is empty", section.title));
        }
    }
    if page.title.ends_with('.') || page.title.starts_with(char::is_uppercase) || page.title.trim() != page.title {
        wrong.push(format!("the title does not complete \"originlint found …\": {:?}", page.title));
    }
    if !page.confidence.ends_with('.') {
        wrong.push("the remark on confidence is no sentence".to_owned());
    }
    if page.since.split('.').filter(|part| part.parse::<u32>().is_ok()).count() != 3 {
        wrong.push(format!("since {:?} is no version", page.since));
    }
    let references = sections(page.body).pop().map_or("", |section| section.text);
    if page.references.is_empty() {
        wrong.push("no reference".to_owned());
    }
    for address in &page.references {
        if !address.starts_with("https://") || !references.contains(&format!("]({address})")) {
            wrong.push(format!("the last section does not say what {address} holds"));
        }
    }
    let cited: BTreeSet<u32> = page.body.split("[CWE-").skip(1).filter_map(|rest| number(rest)?.parse().ok()).collect();
    let declared: BTreeSet<u32> = page.cwe.iter().copied().collect();
    if cited != declared {
        wrong.push(format!("cites CWE {cited:?}, the front matter has {declared:?}"));
    }
    for cwe in &page.cwe {
        if !references.contains(&format!("[CWE-{cwe}](https://cwe.mitre.org/data/definitions/{cwe}.html)")) {
            wrong.push(format!("the last section does not link CWE-{cwe}"));
        }
    }
    wrong
}

/// What a page says of the personas, against the corpus: it names each one that some finding of its rule is for, and no other.
#[test]
fn every_page_says_who_sees_its_findings() {
    let mut shown: BTreeSet<(&str, Persona)> = BTreeSet::new();
    let examples: Vec<Sheet> = page::all().iter().flat_map(examples).map(|block| Sheet::read(&block.text)).collect();
    let sheets = SHEETS.iter().map(|(_, sheet)| sheet).chain(&examples);
    for case in sheets.flat_map(|sheet| &sheet.cases).filter(|case| case.verdict == Verdict::Found) {
        if let Some(page) = page::find(&case.rule) {
            shown.insert((page.id, case.persona.unwrap_or(page.persona)));
        }
    }
    let mut complaints = Vec::new();
    for page in page::all() {
        let text = sections(page.body).into_iter().find(|section| section.title == "Seen by").map_or("", |s| s.text);
        let items: Vec<&str> = text.trim().lines().collect();
        let named: Vec<Option<Persona>> = items.iter().map(|item| persona_of(item)).collect();
        let expected: Vec<Option<Persona>> =
            Persona::ALL.into_iter().filter(|&persona| shown.contains(&(page.id, persona))).map(Some).collect();
        if named != expected {
            complaints.push(format!("rules/{}.md: speaks of {named:?}, the corpus has {expected:?}", page.id));
        }
    }
    assert_none(&complaints, "personas of rules");
}

/// Of which persona an item of the list speaks: ``- `regular`: …``.
fn persona_of(item: &str) -> Option<Persona> {
    let (name, _) = item.strip_prefix("- `")?.split_once("`: ")?;
    Persona::ALL.into_iter().find(|persona| persona.as_str() == name)
}

/// The digits at the head of `text`.
fn number(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}

#[test]
fn every_cited_browser_fact_exists() {
    let facts = facts(&read("docs/browser-facts.md"));
    let mut complaints = Vec::new();
    for page in page::all() {
        let cited = citations(page.body);
        // Comments are no matter of browsers.
        if cited.is_empty() && page.family != Family::Suppressions {
            complaints.push(format!("rules/{}.md cites no browser fact", page.id));
        }
        for fact in cited.iter().filter(|fact| !facts.contains(*fact)) {
            complaints.push(format!("rules/{}.md: there is no browser fact {fact}", page.id));
        }
    }
    assert_none(&complaints, "citations without a source");
}

/// `A1`, `A2`, …, and the letter alone for every section.
fn facts(text: &str) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    let mut letter = "";
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            letter = &heading[..1];
            facts.insert(letter.to_owned());
        } else if let Some(entry) = number(line).filter(|entry| line[entry.len()..].starts_with(". ")) {
            facts.insert(format!("{letter}{entry}"));
        }
    }
    facts
}

/// What follows "browser facts": a list such as `A3, B2`. A line break may stand within.
fn citations(body: &str) -> Vec<String> {
    let body = body.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cited = Vec::new();
    for rest in body.split("browser facts ").skip(1) {
        for item in rest.split(", ") {
            let end = item.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(item.len());
            let (fact, behind) = item.split_at(end);
            if !fact.starts_with(|c: char| c.is_ascii_uppercase()) || fact.len() > 3 {
                break;
            }
            cited.push(fact.to_owned());
            if !behind.is_empty() {
                break;
            }
        }
    }
    cited
}

#[test]
fn citations_are_read_across_line_ends() {
    assert_eq!(citations("as measured (browser facts A3, B2). And (browser\nfacts C)."), ["A3", "B2", "C"]);
    assert_eq!(citations("it fails (browser facts A3, and then some)"), ["A3"]);
    assert!(facts("## A. Title\n1. One\n12. Two\n## C. Table\n").iter().eq(["A", "A1", "A12", "C"]));
}

#[test]
fn every_example_says_what_it_shows() {
    let mut complaints = Vec::new();
    for page in page::all() {
        for block in examples(page) {
            let sheet = Sheet::read(&block.text);
            let mut complain = |line, message: &str| complaints.push(format!("rules/{}.md:{line}: {message}", page.id));
            for problem in &sheet.problems {
                complain(problem.line, &problem.message);
            }
            let count = |verdict| sheet.cases.iter().filter(|c| c.verdict == verdict && c.rule == page.id).count();
            let (found, ok) = (count(Verdict::Found), count(Verdict::Ok));
            match block.section {
                "Reported" if found == 0 => complain(block.line, "the example shows no finding of its rule"),
                "Silent" if ok == 0 => complain(block.line, "the example shows no near miss of its rule"),
                "Silent" if found > 0 => complain(block.line, "the silent example expects a finding"),
                _ => {}
            }
        }
        for section in ["Reported", "Silent"] {
            if !examples(page).iter().any(|block| block.section == section) {
                complaints.push(format!("rules/{}.md: no example below {section:?}", page.id));
            }
        }
    }
    assert_none(&complaints, "examples that show nothing");
}

#[test]
fn every_example_is_judged_as_it_says() {
    let complaints: Vec<String> = page::all()
        .iter()
        .flat_map(|page| examples(page).into_iter().map(move |block| (page, block)))
        .flat_map(|(page, block)| {
            let path = format!("rules/{}.{}", page.id, block.language);
            Outcome::of(&path, &block.text).complaints(&format!("rules/{}.md", page.id))
        })
        .collect();
    assert_none(&complaints, "disagreements between the rule pages and the analysis");
}

#[test]
fn every_rule_has_a_corpus_with_enough_near_misses() {
    let mut table = String::new();
    for page in page::all() {
        let folder = format!("test-corpus/{}/", page.id);
        let verdicts: Vec<Verdict> = SHEETS
            .iter()
            .filter(|(path, _)| path.starts_with(&folder))
            .flat_map(|(_, sheet)| &sheet.cases)
            .filter(|case| case.rule == page.id)
            .map(|case| case.verdict)
            .collect();
        let near = verdicts.iter().filter(|&&verdict| verdict == Verdict::Ok).count();
        if verdicts.len() < MIN_CASES || near * 100 < verdicts.len() * MIN_NEAR_MISSES {
            // Writing to a string cannot fail.
            let _ = writeln!(table, "{:30} {:5} cases, {near:3} near misses", page.id, verdicts.len());
        }
    }
    assert!(
        table.is_empty(),
        "fewer than {MIN_CASES} cases or than {MIN_NEAR_MISSES} % near misses in test-corpus/<rule>/, whose grammar is in \
         test-corpus/README.md:\n{table}"
    );
}

/// A second-level section of a page.
struct Section<'a> {
    title: &'a str,
    text: &'a str,
}

fn sections(body: &str) -> Vec<Section<'_>> {
    // The front matter is gone, so the first heading is the first line.
    let body = body.strip_prefix("## ").unwrap_or(body);
    body.split("\n## ")
        .map(|section| section.split_once('\n').unwrap_or((section, "")))
        .map(|(title, text)| Section { title: title.trim(), text })
        .collect()
}

/// A code block that is analysed.
struct Example<'a> {
    section: &'a str,
    language: &'a str,
    /// The line of its fence in the page's file, counted from 1.
    line: u32,
    /// Its text behind as many line ends as stand above it, so that line numbers are those of the page.
    text: String,
}

fn examples(page: &Page) -> Vec<Example<'static>> {
    let text: &'static str = page::SOURCES.iter().find(|(id, _)| *id == page.id).map_or("", |(_, text)| text);
    let mut found = Vec::new();
    let mut section = "";
    let mut open: Option<Example<'static>> = None;
    for (line, number) in text.lines().zip(1_u32..) {
        if let Some(mut block) = open.take() {
            if line == "```" {
                found.push(block);
            } else {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
        } else if let Some(title) = line.strip_prefix("## ") {
            section = title;
        } else if let Some(language) = line.strip_prefix("```").filter(|language| LANGUAGES.contains(language)) {
            open = Some(Example { section, language, line: number, text: "\n".repeat(number as usize) });
        }
    }
    found
}
