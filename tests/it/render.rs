//! What each format makes of a report. Expectations that are documents live in `test-corpus/golden/`;
//! `UPDATE=1 cargo test` rewrites them, and whoever does reads them.

use std::fs;

use originlint::finding::{Finding, Label, Severity};
use originlint::page;
use originlint::report::Report;
use originlint::source::Span;
use originlint::testing::render::{Format, Look, render, rules_json};
use serde_json::Value;

use crate::report::{file, finding, pages, sample, source, span};
use crate::root;

/// The format of that name.
fn named(name: &str) -> Format {
    Format::named(name).expect("a format")
}

fn rendered(format: Format, report: &Report, look: Look) -> String {
    let mut out = Vec::new();
    render(format, report, &pages(), look, &mut out).expect("a vector can be written to");
    String::from_utf8(out).expect("every format is UTF-8")
}

fn plain(format: Format, report: &Report) -> String {
    rendered(format, report, Look::PLAIN)
}

/// Compares with a file, which `UPDATE=1` writes.
pub(crate) fn assert_golden(path: &str, actual: &str) {
    let path = root().join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, actual).expect("the golden file can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        expected == actual,
        "{} is out of date; `UPDATE=1 cargo test` rewrites it. It should be:\n{actual}",
        path.display()
    );
}

/// Has a schema refuse what it does not describe. The published one lets readers pass over what later versions add; what this version
/// writes is described.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.values_mut().for_each(close);
            if object.contains_key("properties") && object.get("type").is_some_and(|kind| kind == "object") {
                object.insert("additionalProperties".to_owned(), false.into());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

/// Complains of everything in `document` that the schema in `schema` does not allow.
pub(crate) fn assert_valid(schema: &str, document: &str) {
    assert_all_valid(schema, &[], [document]);
}

/// The same for many documents, and a schema that refers to `others` by their `$id`.
pub(crate) fn assert_all_valid<'a>(schema: &str, others: &[&str], documents: impl IntoIterator<Item = &'a str>) {
    let read = |path: &str| -> Value {
        let text = fs::read_to_string(root().join(path)).expect("the schema is there");
        serde_json::from_str(&text).expect("a schema is JSON")
    };
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.enable_format_assertions();
    let read = |path: &str| {
        let mut schema = read(path);
        if path.starts_with("docs/") {
            close(&mut schema);
        }
        schema
    };
    for other in others.iter().map(|other| read(other)) {
        let id = other["$id"].as_str().expect("an address").to_owned();
        compiler.add_resource(&id, other).expect("an address");
    }
    compiler.add_resource("schema.json", read(schema)).expect("an address");
    let index = compiler.compile("schema.json", &mut schemas).unwrap_or_else(|error| panic!("{schema}: {error:#}"));
    for document in documents {
        let document: Value = serde_json::from_str(document).expect("JSON");
        if let Err(error) = schemas.validate(&document, index) {
            panic!("not valid against {schema}: {error:#}");
        }
    }
}

pub(crate) const JSON_SCHEMA: &str = "docs/json-v1.schema.json";
pub(crate) const SARIF_SCHEMA: &str = "test-corpus/schema/sarif-2.1.0.json";

#[test]
fn text_is_plain_ascii_drawing_when_piped() {
    let text = plain(Format::TEXT, &sample());
    assert_golden("test-corpus/golden/report.txt", &text);
    assert!(!text.contains('\x1b'));
}

#[test]
fn text_in_a_terminal_has_colours_and_links() {
    let text = rendered(Format::TEXT, &sample(), Look { color: true, links: true, summary: true, width: 80 });
    assert!(
        text.contains("\x1b]8;;https://github.com/originlint/originlint/blob/main/rules/weak-origin-check.md\x1b\\")
    );
    assert!(text.contains('\u{256d}'), "drawn with box characters");
    let prose = text.lines().filter(|line| line.contains("help:") || line.starts_with("        "));
    for line in prose {
        assert!(line.replace("\x1b[36m", "").replace("\x1b[0m", "").chars().count() <= 80, "{line:?}");
    }
}

#[test]
fn concise_is_one_line_a_finding() {
    let expected = "\
src/a b,c:\u{e9}%.js:1:10: low[port-not-started] no message ever arrives: 100% of them wait, for port is not started
src/embed.js:6:8: high[weak-origin-check] a page of https://example.com.attacker.test passes this check (+message-to-html) (also in src/embed.mjs:6:8)
";
    assert_eq!(plain(named("concise"), &sample()), expected);
}

#[test]
fn github_annotations_are_escaped_and_the_worst_come_first() {
    let expected = "\
::error file=src/embed.js,line=6,endLine=6,col=8,endColumn=40,title=weak-origin-check (high)::a page of https://example.com.attacker.test passes this check%0Awitness: https://example.com.attacker.test (not anchored at the end)%0Ahelp: compare the whole origin: if (event.origin !== ALLOWED) return%0Awith it: message-to-html (src/view.js:2:2)%0Aalso in: src/embed.mjs:6:8
::notice file=src/a b%2Cc%3A\u{e9}%25.js,line=1,endLine=1,col=10,endColumn=50,title=port-not-started (low%2C pedantic)::no message ever arrives: 100%25 of them wait, for port is not started
::warning file=src/broken.ts,line=1,endLine=1,col=9,endColumn=10,title=not analysed::syntax error: expected an expression
::notice file=src/embed.js,line=5,endLine=5,col=36,endColumn=46,title=not finished::findings may be missing: the step budget ran out in this handler
::warning file=src/old.js,title=not analysed::not UTF-8 and not UTF-16
::notice file=originlint.toml,title=new exemption::new exemption, not in effect: `exclude` names \"src/**\"
::notice file=src/a b%2Cc%3A\u{e9}%25.js,line=1,title=new exemption::new exemption, not in effect: suppression of port-not-started
";
    assert_eq!(plain(Format::GITHUB, &sample()), expected);
}

#[test]
fn build_servers_and_review_services_get_their_forms() {
    for (format, path) in [
        (named("gitlab"), "report.gitlab.json"),
        (named("junit"), "report.junit.xml"),
        (named("checkstyle"), "report.checkstyle.xml"),
        (named("rdjson"), "report.rdjson.json"),
    ] {
        let text = plain(format, &sample());
        assert_golden(&format!("test-corpus/golden/{path}"), &text);
        if path.ends_with("json") {
            let _: Value = serde_json::from_str(&text).expect("JSON");
            let _: Value = serde_json::from_str(&plain(format, &Report::default())).expect("JSON");
        } else {
            assert_well_formed(&text);
            assert_well_formed(&plain(format, &Report::default()));
        }
    }
    let empty = plain(named("junit"), &Report::default());
    assert!(empty.contains("<testsuites name=\"originlint\" tests=\"1\" failures=\"0\" errors=\"0\">"), "{empty}");
}

/// Complains of what no reader of XML would take.
fn assert_well_formed(text: &str) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
            quick_xml::events::Event::Start(_) => depth += 1,
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
}

#[test]
fn xml_cannot_be_broken_out_of() {
    let script = source("a\"<b>\u{1b}\u{ffff}.js", "x\n");
    let hostile = Finding {
        message: "]]><script>&\"'\u{0}\r\n".to_owned(),
        ..finding("message-to-code", Severity::High, Span::new(0, 1))
    };
    let report = Report { files: vec![file(&script, vec![hostile])], ..Report::default() };
    for format in [named("junit"), named("checkstyle")] {
        let text = plain(format, &report);
        assert_well_formed(&text);
        assert!(!text.contains("<script>") && !text.contains(['\u{0}', '\u{1b}', '\u{ffff}', '\r']), "{text}");
    }
}

#[test]
fn a_github_annotation_cannot_be_broken_out_of() {
    let script = source("a\n::error::.js", "x\ny\n");
    let hostile = Finding {
        message: "one\r\n::set-output name=a::b%0A".to_owned(),
        ..finding("message-to-code", Severity::High, Span::new(0, 3))
    };
    let report = Report { files: vec![file(&script, vec![hostile])], ..Report::default() };
    let text = plain(Format::GITHUB, &report);
    let expected = "::error file=a<U+000A>%3A%3Aerror%3A%3A.js,line=1,endLine=2,title=message-to-code (high)\
                    ::one<U+000D><U+000A>::set-output name=a::b%250A\n";
    assert_eq!(text, expected, "and columns are left out of an annotation of several lines");
}

#[test]
fn json_has_its_golden_form_and_keeps_to_its_schema() {
    let json = plain(Format::JSON, &sample());
    assert_golden("test-corpus/golden/report.json", &json);
    assert_valid(JSON_SCHEMA, &json);
    assert_valid(JSON_SCHEMA, &plain(Format::JSON, &Report::default()));
}

#[test]
fn the_schema_refuses_what_it_should() {
    let json: Value = serde_json::from_str(&plain(Format::JSON, &sample())).expect("JSON");
    let spoil = |change: &dyn Fn(&mut Value)| {
        let mut json = json.clone();
        change(&mut json);
        std::panic::catch_unwind(|| assert_valid(JSON_SCHEMA, &json.to_string())).is_err()
    };
    assert!(!spoil(&|_| ()));
    assert!(spoil(&|json| json["version"] = 2.into()));
    assert!(spoil(&|json| json["findings"][0]["start"]["line"] = 0.into()));
    assert!(spoil(&|json| json["findings"][0]["surprise"] = 0.into()));
    assert!(spoil(&|json| json["findings"][1]["witness"]["source"] = "someone".into()));
    assert!(spoil(&|json| json["failures"][0]["kind"] = "other".into()));
}

#[test]
fn the_schema_lets_later_versions_add_fields() {
    let published: Value = serde_json::from_str(&crate::read(JSON_SCHEMA)).expect("JSON");
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource("schema.json", published).expect("an address");
    let index = compiler.compile("schema.json", &mut schemas).expect("a schema");
    let mut json: Value = serde_json::from_str(&plain(Format::JSON, &sample())).expect("JSON");
    for place in ["", "/tool", "/findings/0", "/findings/0/start", "/findings/1/witness", "/failures/0", "/summary"] {
        json.pointer_mut(place).expect(place)["later"] = 1.into();
    }
    assert!(schemas.validate(&json, index).is_ok());
    json["summary"]["files"] = "many".into();
    assert!(schemas.validate(&json, index).is_err());
}

#[test]
fn columns_offsets_and_lines_are_each_in_their_own_unit() {
    let json: Value = serde_json::from_str(&plain(Format::JSON, &sample())).expect("JSON");
    let start = &json["findings"][0]["start"];
    // Nine characters stand before it, one of which is two UTF-16 units and four bytes.
    assert_eq!(start["offset"], 11);
    assert_eq!(start["column"], 10);
    let sarif: Value = serde_json::from_str(&plain(named("sarif"), &sample())).expect("JSON");
    assert_eq!(sarif["runs"][0]["columnKind"], "utf16CodeUnits");
    assert_eq!(sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"], 10);
}

#[test]
fn sarif_has_its_golden_form_and_keeps_to_the_published_schema() {
    let sarif = plain(named("sarif"), &sample());
    assert_golden("test-corpus/golden/report.sarif.json", &sarif);
    assert_valid(SARIF_SCHEMA, &sarif);
    let mut real = Vec::new();
    render(named("sarif"), &Report::default(), page::all(), Look::PLAIN, &mut real)
        .expect("a vector can be written to");
    assert_valid(SARIF_SCHEMA, &String::from_utf8(real).expect("UTF-8"));
}

#[test]
fn sarif_names_files_as_addresses() {
    let address = |path: &str| {
        let script = source(path, "x");
        let found = finding("message-to-code", Severity::High, Span::new(0, 1));
        let report = Report { files: vec![file(&script, vec![found])], ..Report::default() };
        let sarif: Value = serde_json::from_str(&plain(named("sarif"), &report)).expect("JSON");
        let artifact = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
        (artifact["uri"].as_str().expect("a string").to_owned(), artifact["uriBaseId"] == "%SRCROOT%")
    };
    assert_eq!(address("./a b.js"), ("a%20b.js".to_owned(), true));
    assert_eq!(address("x:y/\u{e9}?#.js"), ("x%3Ay/%C3%A9%3F%23.js".to_owned(), true));
    assert_eq!(address("/srv/a.js"), ("file:///srv/a.js".to_owned(), false));
    assert_eq!(address("C:/srv/a.js"), ("file:///C:/srv/a.js".to_owned(), false));
}

#[test]
fn a_sarif_message_cannot_hold_a_link() {
    let script = source("a.js", "x");
    let hostile = Finding {
        message: "`frames[0](x)` and [click](https://attacker.test)".to_owned(),
        ..finding("message-to-code", Severity::High, Span::new(0, 1))
    };
    let report = Report { files: vec![file(&script, vec![hostile])], ..Report::default() };
    let sarif: Value = serde_json::from_str(&plain(named("sarif"), &report)).expect("JSON");
    let text = &sarif["runs"][0]["results"][0]["message"]["text"];
    assert_eq!(text, "`frames\\[0\\](x)` and \\[click\\](https://attacker.test)");
}

#[test]
fn a_line_of_five_megabytes_is_shown_in_part() {
    let head = "f(\"\u{e9}\");".repeat(500_000);
    let script =
        source("dist/bundle.min.js", &format!("{head}send(data,\"*\");{}post(secret){}", "g();".repeat(60), head));
    assert!(script.text().len() > 5_000_000);
    let long = Span::new(0, script.text().len() as u32);
    let wide = Finding {
        related: vec![Label::new(span(&script, "post(secret)"), "and here"), Label::new(long, "all of it")],
        trace: vec![Label::new(span(&script, "data"), "message data read")],
        ..finding("wildcard-target-origin", Severity::Medium, span(&script, "\"*\""))
    };
    let report = Report { files: vec![file(&script, vec![wide; 20])], ..Report::default() };
    let text = plain(Format::TEXT, &report);
    let column = head.chars().count() + "send(data,".len() + 1;
    assert!(text.contains(&format!("[dist/bundle.min.js:1:{column}]")), "{text}");
    for label in ["this is the place", "and here", "all of it", "1. message data read"] {
        assert!(text.contains(label), "{text}");
    }
    assert!(text.len() < 20 * 2_500, "{} bytes:\n{text}", text.len());
    assert!(text.lines().all(|line| line.len() < 250), "{text}");
}

#[test]
fn thousands_of_findings_in_a_line_are_shown() {
    let script = source("dist/bundle.min.js", &"post(\"*\");".repeat(200_000));
    let place = |i: u32| Span::new(i * 10 + 5, i * 10 + 8);
    let finding = |i: u32| Finding {
        related: vec![Label::new(place(i / 2), "and here")],
        ..finding("wildcard-target-origin", Severity::Medium, place(i))
    };
    let report =
        Report { files: vec![file(&script, (0..8_000).map(|i| finding(i * 25)).collect())], ..Report::default() };
    for format in Format::ALL {
        assert!(plain(format, &report).len() > 8_000 * 40, "{}", format.as_str());
    }
}

#[test]
fn files_cannot_command_the_terminal() {
    let script = source("a\x1b[2J\u{202e}.js", "x = '\x1b]0;owned\x07';\r\n// \u{202e}\u{9b}31m\n");
    let hostile = Finding {
        message: "says \x1b[31mred\nand a second line".to_owned(),
        help: "do not \x07 ring".to_owned(),
        ..finding("message-to-code", Severity::High, span(&script, "x"))
    };
    let report = Report { files: vec![file(&script, vec![hostile])], ..Report::default() };
    for format in [Format::TEXT, named("concise")] {
        let text = plain(format, &report);
        let acts = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!text.contains(acts), "{text:?}");
        assert!(text.contains("a<U+001B>[2J<U+202E>.js:1:1"), "{text:?}");
    }
    assert_eq!(plain(named("concise"), &report).lines().count(), 1);
    let coloured = rendered(Format::TEXT, &report, Look { color: true, links: true, summary: true, width: 100 });
    assert!(!coloured.contains("\x1b]0;") && !coloured.contains("\x1b[2J"));
}

#[test]
fn every_place_in_a_file_can_be_shown() {
    let script = source("a.js", "\u{feff}a\r\n\tb\u{1F600}\rc\n\n");
    let len = script.text().len() as u32;
    for start in 0..=len + 2 {
        for end in start..=len + 2 {
            let anywhere = Finding {
                related: vec![Label::new(Span::new(end, len), ""), Label::new(Span::new(start, start), "x")],
                ..finding("message-to-code", Severity::Low, Span::new(start, end))
            };
            let report = Report { files: vec![file(&script, vec![anywhere])], ..Report::default() };
            for format in Format::ALL {
                assert!(!plain(format, &report).is_empty());
            }
        }
    }
}

#[test]
fn the_list_of_rules_is_that_of_the_pages() {
    let mut out = Vec::new();
    rules_json(page::all(), &mut out).expect("a vector can be written to");
    let list: Value = serde_json::from_slice(&out).expect("JSON");
    let ids: Vec<_> = list["rules"].as_array().expect("a list").iter().map(|rule| rule["id"].as_str()).collect();
    assert_eq!(ids, page::all().iter().map(|page| Some(page.id)).collect::<Vec<_>>());
}
