//! What hides in a name, a text or a source shows in everything that a person reads, and is escaped in everything that a machine reads.

use std::collections::BTreeMap;

use originlint::finding::Persona;
use originlint::finding::{Applicability, Edit, Finding, Fix, Label, MAX_TEXT, Severity, Witness};
use originlint::report::{Failure, FailureKind, FileReport, Incomplete, Report};
use originlint::source::SourceFile;
use originlint::testing::render::{Format, Look, render, statistics};
use originlint::{NoModules, Settings, analyze};
use serde_json::Value;

use crate::cli::{run, text, tree};
use crate::report::{file, finding, pages, source, span};

/// A character of each class that shows nothing where it stands, or does something else than to show.
const HIDDEN: [char; 31] = [
    '\0',
    '\u{7}',
    '\u{8}',
    '\u{1b}',
    '\u{7f}',
    '\u{85}',
    '\u{9b}', // controls
    '\u{61c}',
    '\u{200e}',
    '\u{202e}',
    '\u{2066}',
    '\u{2069}', // bidirectional
    '\u{200b}',
    '\u{200c}',
    '\u{200d}',
    '\u{2060}',
    '\u{feff}',
    '\u{ad}',
    '\u{34f}',
    '\u{180e}', // of no width
    '\u{fe0f}',
    '\u{e0100}',
    '\u{e0041}',
    '\u{3164}',
    '\u{115f}', // variations, tags, fillers
    '\u{2028}',
    '\u{2029}', // ends of lines
    '\u{fff9}',
    '\u{e000}',
    '\u{ffff}',
    '\u{10fffe}', // annotations, private use, no characters
];

/// All of them between two letters, and what ends lines.
fn riddled(begin: &str, end: &str) -> String {
    format!("{begin}{}\r\n{end}", HIDDEN.iter().collect::<String>())
}

/// The hidden characters that a text holds; a line feed is what it is for.
fn found(text: &str) -> String {
    text.chars().filter(|c| *c != '\n' && (c.is_control() || HIDDEN.contains(c))).collect()
}

/// A report in which every text is riddled.
fn hostile() -> Report {
    let riddle = || riddled("a", "z");
    let path = riddled("dir/a", "b.js");
    let script = source(&path, &format!("go(\"https://a.exam{}ple\", bad);\n", HIDDEN.iter().collect::<String>()));
    let view = source(&riddled("v", "w.js"), &riddled("x = ", "1;"));
    let elsewhere = Label { file: Some(view.clone()), ..Label::new(span(&view, "1"), riddle()) };
    let edit = Edit { span: span(&script, "bad"), text: riddle() };
    let evil = Finding {
        message: riddle(),
        help: riddle(),
        label: riddle(),
        related: vec![Label::new(span(&script, "go"), riddle()), elsewhere],
        trace: vec![Label::new(span(&script, "\"https"), riddle())],
        witness: Some(Witness { origin: riddle(), source: "null", why: riddle() }),
        confidence: originlint::finding::Confidence::Low,
        notes: vec![riddle(), riddle()],
        fixes: vec![Fix { title: riddle(), edits: vec![edit], applicability: Applicability::Safe }],
        ..finding("message-to-code", Severity::High, span(&script, "bad"))
    };
    let failure = |kind| Failure { kind, message: riddle(), span: Some(span(&script, "go")) };
    let failures = vec![failure(FailureKind::Parse), failure(FailureKind::Internal), failure(FailureKind::Read)];
    let incomplete = vec![Incomplete { reason: riddle(), span: None }];
    Report { files: vec![FileReport { failures, incomplete, ..file(&script, vec![evil]) }], ..Report::default() }
}

/// The format of that name.
fn named(name: &str) -> Format {
    Format::named(name).expect("a format")
}

fn rendered(format: Format, look: Look) -> String {
    let mut out = Vec::new();
    render(format, &hostile(), &pages(), look, &mut out).expect("a vector can be written to");
    String::from_utf8(out).expect("every format is UTF-8")
}

#[test]
fn no_format_holds_what_cannot_be_seen() {
    for format in Format::ALL {
        let text = rendered(format, Look::PLAIN);
        assert_eq!(found(&text), "", "{}: {text}", format.as_str());
        let is_for_people = ["text", "concise", "github"].contains(&format.as_str());
        let name = if is_for_people { "<U+200B>" } else { "200b" };
        assert!(text.to_lowercase().contains(&name.to_lowercase()), "{}: {text}", format.as_str());
    }
    let mut table = Vec::new();
    statistics(&hostile(), &mut table).expect("a vector can be written to");
    assert_eq!(found(&String::from_utf8_lossy(&table)), "");
}

#[test]
fn a_terminal_gets_no_commands_but_those_of_originlint() {
    let text = rendered(Format::TEXT, Look { color: true, links: true, summary: true, width: 100 });
    let mut left = text.as_str();
    let mut rest = String::new();
    while let Some((before, command)) = left.split_once('\u{1b}') {
        rest.push_str(before);
        let end = match command.strip_prefix("]8;;") {
            // The end of a link, or its beginning: an address of originlint.
            Some(link) => {
                let end = link.find("\u{1b}\\").expect("a link ends");
                assert!(link[..end].is_empty() || link.starts_with("https://github.com/originlint/"), "{link}");
                end + "]8;;\u{1b}\\".len()
            }
            None => {
                let end = command.find('m').expect("a colour ends");
                assert!(command[1..end].chars().all(|c| c.is_ascii_digit() || c == ';'), "{command}");
                end + 1
            }
        };
        left = &command[end..];
    }
    rest.push_str(left);
    assert_eq!(found(&rest), "");
}

#[test]
fn a_hidden_character_shows_where_it_stands_and_underlines_stay_below() {
    let script = source("a.js", "  go(\"https://a.exam\u{200b}ple \u{26a0}\u{fe0f}\", \u{202e}bad);\n");
    let report = Report {
        files: vec![file(&script, vec![finding("message-to-code", Severity::High, span(&script, "bad"))])],
        ..Report::default()
    };
    let mut out = Vec::new();
    render(Format::TEXT, &report, &pages(), Look::PLAIN, &mut out).expect("a vector can be written to");
    let text = String::from_utf8(out).expect("UTF-8");
    let column = "  go(\"https://a.exam\u{200b}ple \u{26a0}\u{fe0f}\", \u{202e}".encode_utf16().count() + 1;
    assert!(text.contains(&format!("[a.js:1:{column}]")), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    let at = lines.iter().position(|line| line.contains("https://a.exam<U+200B>ple")).expect("the excerpt");
    assert!(lines[at].contains("\u{26a0}\u{fe0f}\", <U+202E>bad"), "{text}");
    // The variation selector of the sign takes no column.
    let before = lines[at].split("bad").next().expect("a part").chars().filter(|c| *c != '\u{fe0f}').count();
    let underline = lines[at + 1].chars().take_while(|c| *c != '^').count();
    assert_eq!(underline, before, "{text}");
}

#[test]
fn machines_read_the_names_that_are_there() {
    let path = hostile().files[0].source.path().to_owned();
    let json: Value = serde_json::from_str(&rendered(Format::JSON, Look::PLAIN)).expect("JSON");
    assert_eq!(json["findings"][0]["path"], path.as_str());
    assert_eq!(json["findings"][0]["message"], riddled("a", "z").as_str());
    let xml = rendered(named("checkstyle"), Look::PLAIN);
    let name = xml.split("<file name=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a name");
    let read = quick_xml::escape::unescape(name).expect("it is escaped as XML wants it");
    // What XML cannot hold in any way is told by its number.
    let expected = path.replace('\0', "<U+0000>").replace('\u{7}', "<U+0007>").replace('\u{8}', "<U+0008>");
    assert_eq!(read, expected.replace('\u{1b}', "<U+001B>").replace('\u{ffff}', "<U+FFFF>"));
}

#[test]
fn the_command_line_hides_nothing() {
    // What a file system lets into a name.
    let hidden: String = HIDDEN.iter().filter(|c| **c != '\0').collect();
    let name = format!("a{hidden}b.js");
    // What ends a line ends the comment, too.
    let reason = hidden.replace(['\u{2028}', '\u{2029}'], "");
    let script = format!("// originlint-ignore message-to-html: {reason}gone\nx = 1;\n");
    let broken = format!("postMessage('{hidden}', = ;\n");
    let config = format!("exclude = [\"{}\"]\nno{hidden} = 1\n", '\u{200b}');
    let folder = tree(&[(&name, script.as_bytes()), ("broken.js", broken.as_bytes()), ("own.toml", config.as_bytes())]);
    let (path, config) = (text(folder.path()), folder.path().join("own.toml"));
    let odd = format!("--x{hidden}y");
    let lines: [&[&str]; 9] = [
        &["check", "--no-config", path],
        &["check", "--no-config", "--diff", path],
        &["check", "--no-config", "--statistics", path],
        &["check", "--config", text(&config), path],
        &["check", "--x\u{200b}\u{202e}y"],
        &["check", "--no-config", "--select", &odd[2..], path],
        &["check", "--no-config", &odd[2..]],
        &["explain", &odd[2..]],
        &["man", &odd[2..]],
    ];
    let shown: BTreeMap<usize, String> = lines
        .iter()
        .enumerate()
        .map(|(i, line)| {
            let (_, stdout, stderr) = run(line);
            assert_eq!(found(&stdout), "", "{line:?}: {stdout}");
            assert_eq!(found(&stderr), "", "{line:?}: {stderr}");
            (i, stdout + &stderr)
        })
        .collect();
    for (i, text) in shown.iter().filter(|(i, _)| **i != 2) {
        assert!(text.contains("<U+200B>"), "{:?}: {text}", lines[*i]);
    }
    assert!(shown[&1].contains("\n-// originlint-ignore message-to-html: <U+0007>"), "{}", shown[&1]);
}

#[test]
fn a_diff_can_be_applied_where_nothing_hides() {
    let script = "'\u{26a0}\u{fe0f}';\r\n\t// originlint-ignore message-to-html: gone\r\nx = 1;\r\n";
    let folder = tree(&[("a.js", script.as_bytes())]);
    let (_, diff, _) = run(&["check", "--no-config", "--diff", text(folder.path())]);
    assert!(diff.contains("\n-\t// originlint-ignore message-to-html: gone\r\n x = 1;\r\n"), "{diff:?}");
}

#[test]
fn the_configuration_that_applies_hides_nothing() {
    let folder = tree(&[("own.toml", "exclude = [\"a\u{200b}\u{202e}\"]\n".as_bytes())]);
    let (status, stdout, _) = run(&["check", "--config", text(&folder.path().join("own.toml")), "--show-config"]);
    assert_eq!(status, 0);
    assert!(found(&stdout).is_empty() && stdout.contains("a<U+200B><U+202E>"), "{stdout}");
}

#[test]
fn a_baseline_holds_messages_that_can_be_reviewed() {
    let script =
        "const t\u{200c} = { m(d) { eval(d) } };\naddEventListener('message', (e) => { t\u{200c}.m(e.data); });\n";
    let name = "a\u{200b}.js";
    let folder = tree(&[(name, script.as_bytes())]);
    let known = folder.path().join("known.json");
    let command = ["check", "--no-config", "--baseline", text(&known), "--write-baseline", text(folder.path())];
    assert_eq!(run(&command).0, 0);
    let written = std::fs::read_to_string(&known).expect("a baseline");
    assert!(written.is_ascii() && written.contains("a\\u200b.js"), "{written}");
    let (status, stdout, _) = run(&["check", "--no-config", "--baseline", text(&known), text(folder.path())]);
    assert_eq!(status, 0, "{stdout}");
}

#[test]
fn no_text_is_longer_than_a_reader_wants() {
    let long = "x".repeat(60_000);
    let sources = [
        ("a.js", format!("addEventListener('message', (e) => {{ window.{long}(e.data); {long} = e.data; }});")),
        ("a.js", format!("window.parent.postMessage({long}, '*'); {long}.postMessage(document.cookie, '*');")),
        ("a.js", format!("addEventListener('message', (e) => {{ if (e.origin.includes('{long}')) eval(e.data); }});")),
        (
            "a.js",
            format!(
                "addEventListener('message', (e) => {{ if (/^https:\\/\\/{long}/.test(e.origin)) eval(e.data); }});"
            ),
        ),
        ("a.js", format!("const {long} = new MessageChannel(); {long}.port1.addEventListener('message', f);")),
        ("a.js", format!("// originlint-{long}\n// originlint-ignore {long}: x\npostMessage(1, '*');")),
        ("a.js", format!("postMessage(1, '*'); let {long} = 1; let {long} = 2; {long} {long}")),
        ("a.html", format!("<body onmessage='&{long}; eval(event.data)'><iframe srcdoc='<script>&{long};</script>'>")),
        ("a.ts", format!("import {{ {long} }} from './{long}'; addEventListener('message', (e) => {long}(e.data));")),
    ];
    let mut cut = 0;
    for (path, text) in sources {
        let settings = Settings { persona: Persona::Auditor, ..Settings::default() };
        let report = analyze(&std::sync::Arc::new(SourceFile::new(path, text)), &settings, &NoModules);
        assert!(report.says_something(), "{path}");
        let mut texts: Vec<String> = Vec::new();
        for finding in &report.findings {
            texts.extend([&finding.message, &finding.help, &finding.label].map(String::clone));
            texts.extend(finding.notes.iter().cloned());
            texts.extend(finding.related.iter().chain(&finding.trace).map(|label| label.message.clone()));
            texts.extend(finding.witness.iter().flat_map(|witness| [witness.origin.clone(), witness.why.clone()]));
            texts.extend(finding.fixes.iter().map(|fix| fix.title.clone()));
        }
        texts.extend(report.failures.iter().map(|failure| failure.message.clone()));
        texts.extend(report.incomplete.iter().map(|incomplete| incomplete.reason.clone()));
        for text in &texts {
            assert!(text.chars().count() <= MAX_TEXT, "{text}");
            cut += usize::from(text.ends_with('\u{2026}') && text.chars().count() == MAX_TEXT);
        }
        let report = Report { files: vec![report], ..Report::default() };
        for format in
            [Format::TEXT, named("concise"), Format::GITHUB, named("gitlab"), named("junit"), named("checkstyle")]
        {
            let mut out = Vec::new();
            render(format, &report, &[], Look::PLAIN, &mut out).expect("a vector can be written to");
            assert!(out.len() < 20_000, "{}: {}", format.as_str(), String::from_utf8_lossy(&out));
        }
    }
    assert!(cut > 0, "nothing was cut, so that this proves nothing");
}
