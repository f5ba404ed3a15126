//! The prefilter refuses no file in which anything is found: flaws are written in the many ways that mean the same, and whatever the
//! analysis finds in one of them, the prefilter has to let through. The corpus is held against it in `corpus`.

use std::collections::BTreeMap;
use std::sync::Arc;

use originlint::finding::Persona;
use originlint::language::Language;
use originlint::source::SourceFile;
use originlint::testing::prefilter::is_candidate;
use originlint::testing::syntax::decode::decode;
use originlint::{NoModules, Settings, analyze};

use crate::dice::Dice;

/// Flaws, of which `«name»` may be spelled with escapes, `“text”` is a string, and `·` a place between tokens.
const FLAWS: [&str; 22] = [
    "parent·.·«postMessage»·(·document.cookie, '*');",
    "parent·?.·«postMessage»·(·document.cookie, '*');",
    "parent·[·“postMessage”·]·(·document.cookie, '*');",
    "const send = “postMessage”; parent[send](document.cookie, '*');",
    "parent[location.hash ? “postMessage” : “close”](document.cookie, '*');",
    "const {·«postMessage»·:·send·} = parent; send(document.cookie, '*');",
    "const {·“postMessage”·:·send·} = parent; send(document.cookie, '*');",
    "const {·[·“postMessage”·]·:·send·} = parent; send(document.cookie, '*');",
    "const {·«postMessage»·} = parent; «postMessage»(document.cookie, '*');",
    "Reflect.get(parent,·“postMessage”·)(document.cookie, '*');",
    "window·.·«addEventListener»·(·“message”·,·(e) => { document.body.innerHTML = e.data; }·);",
    "window·[·“addEventListener”·]·(·“message”·,·(e) => { document.body.innerHTML = e.data; }·);",
    "window·.·«onmessage»·=·(e) => { document.body.innerHTML = e.data; };",
    "window·[·“onmessage”·]·=·(e) => { document.body.innerHTML = e.data; };",
    "const on =·“message”·; «addEventListener»(on, (e) => { document.body.innerHTML = e.data; });",
    "const on = {·type:·“message”·}; «addEventListener»(on.type, (e) => { document.body.innerHTML = e.data; });",
    "for (const on of [·“message”·]) «addEventListener»(on, (e) => { document.body.innerHTML = e.data; });",
    "[“storage”,·“message”].forEach((on) => «addEventListener»(on, (e) => { document.body.innerHTML = e.data; }));",
    "function on(f, type) { «addEventListener»(type, f); } on((e) => { document.body.innerHTML = e.data; },·“message”·);",
    "const on = () =>·“message”·; «addEventListener»(on(), (e) => { document.body.innerHTML = e.data; });",
    "$(window).on(·“load message”·, (e) => { document.body.innerHTML = e.originalEvent.data; });",
    "const b = new «BroadcastChannel»(·'x'); function leave() { b.close(); } new «MessageChannel»().port1.«onmessage»;",
];

/// What may stand between two tokens.
const BLANKS: [&str; 10] = ["", "", " ", "\t", "/**/", "/* a\n * b */", "\u{a0}", "\u{feff}", "\n", "// a b\n"];

fn spelled(letter: char, in_string: bool, quote: char, dice: &mut Dice) -> String {
    let code = u32::from(letter);
    match dice.roll(if in_string { 7 } else { 3 }) {
        0 => letter.to_string(),
        1 => format!("\\u{code:04x}"),
        2 => format!("\\u{{{}{code:X}}}", "0".repeat(dice.roll(9))),
        3 => format!("\\x{code:02x}"),
        // What is an escape of its own is spelled as it is; and a template knows no octal escapes.
        4 if !"bfnrtvux0123456789".contains(letter) => format!("\\{letter}"),
        5 if quote != '`' => format!("\\{code:03o}"),
        6 => format!("\\{}{letter}", dice.pick(&["\n", "\r", "\r\n", "\u{2028}", "\u{2029}"])),
        _ => letter.to_string(),
    }
}

/// One way of writing a flaw. `escapes` of a hundred letters are not written as they are; a `calm` text stays on its line.
fn written(flaw: &str, escapes: usize, calm: bool, dice: &mut Dice) -> String {
    let mut text = String::new();
    let mut string = None;
    let mut in_name = false;
    for c in flaw.chars() {
        match c {
            '«' => in_name = true,
            '»' => in_name = false,
            '“' => {
                let quote = if calm { '\'' } else { dice.pick(&['"', '\'', '`']) };
                string = Some(quote);
                text.push(quote);
            }
            '”' => text.extend(string.take()),
            '·' => text.push_str(if calm { dice.pick(&BLANKS[..5]) } else { dice.pick(&BLANKS) }),
            c if (in_name || string.is_some()) && dice.roll(100) < escapes => {
                let letter = spelled(c, string.is_some(), string.unwrap_or('\''), dice);
                let breaks = letter.contains(['\n', '\r', '\u{2028}', '\u{2029}']);
                if calm && breaks { text.push(c) } else { text.push_str(&letter) }
            }
            c => text.push(c),
        }
    }
    text
}

/// A text in the value of an attribute in double quotes, some of it as character references.
fn referenced(text: &str, dice: &mut Dice) -> String {
    let reference = |c: char, dice: &mut Dice| match (dice.roll(8), c) {
        (_, '"') | (0, '\'' | '&') | (1 | 2, 'm' | 'e' | 'P' | '(' | '\\') => match dice.roll(3) {
            0 => format!("&#{};", u32::from(c)),
            1 => format!("&#X{}{:x};", "0".repeat(dice.roll(3)), u32::from(c)),
            _ if c == '"' => "&quot;".to_owned(),
            _ if c == '\'' => "&apos;".to_owned(),
            _ => format!("&#x{:X};", u32::from(c)),
        },
        _ => c.to_string(),
    };
    text.chars().map(|c| reference(c, dice)).collect()
}

fn in_any_case(text: &str, dice: &mut Dice) -> String {
    text.chars().map(|c| if dice.roll(2) == 0 { c.to_ascii_uppercase() } else { c }).collect()
}

/// The surroundings in which code may stand that looks like a comment, or is spelled in another way.
const SURROUNDINGS: [&str; 18] = [
    "plain",
    "escaped",
    "separator",
    "carriage return",
    "template line",
    "template star",
    "end of a comment",
    "factor",
    "generator",
    "string line",
    "element line",
    "attribute line",
    "page line",
    "page star",
    "handler",
    "window handler",
    "UTF-16",
    "behind a template",
];

/// A file in which a flaw stands in one of the [`SURROUNDINGS`].
fn surrounded(flaw: &str, how: &str, dice: &mut Dice) -> (&'static str, Vec<u8>) {
    let calm = written(flaw, 0, true, dice);
    let called = format!("(() => {{ {calm} }})()");
    let (path, text) = match how {
        "plain" => ("a.js", written(flaw, 0, false, dice)),
        "escaped" => ("a.js", written(flaw, dice.pick(&[10, 30, 100]), false, dice)),
        "separator" => ("a.js", format!("// a{}{calm}", dice.pick(&['\u{2028}', '\u{2029}']))),
        "carriage return" => ("a.js", format!("x;\r// a\r{calm}")),
        "template line" => ("a.js", format!("const s = `\n  // ${{{called}}}\n`;")),
        "template star" => ("a.js", format!("const s = `/*\n * a ${{{called}}}\n`;")),
        "behind a template" => ("a.js", format!("const s = `\n// a` + {called};")),
        "end of a comment" => ("a.js", format!("/*\n// a */ {calm}")),
        "factor" => ("a.js", format!("const glob = 'a/**/b', n = 2\n  * {called};")),
        "generator" => ("a.js", format!("const all = {{\n  *each() {{ {calm} }}\n}}; all.each().next();")),
        "string line" => ("a.js", format!("const s = 'a\\\n// b' + {called};")),
        "element line" => ("a.jsx", format!("const a = <p>\n  // {{{called}}}\n  </p>;")),
        "attribute line" => ("a.jsx", format!("const a = <p title='\n  // ' onClick={{() => {{ {calm} }}}} />;")),
        "page line" => ("a.html", format!("<p>\n// <script>{calm}</script>")),
        "page star" => ("a.html", format!("<ul>\n* <script>{calm}</script>")),
        "handler" => {
            let code = written(flaw, dice.pick(&[0, 30]), true, dice);
            ("a.html", format!("<p {}=\"{}\">", in_any_case("onclick", dice), referenced(&code, dice)))
        }
        "window handler" => {
            let code = referenced("document.body.innerHTML = event.data", dice);
            ("a.html", format!("<body {}=\"{code}\">", in_any_case("onmessage", dice)))
        }
        _ => {
            let text = format!("\u{feff}// a{}{calm}", dice.pick(&['\n', '\u{2028}']));
            return ("a.js", text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        }
    };
    (path, text.into_bytes())
}

#[test]
fn whatever_is_found_is_let_through() {
    let settings = Settings { persona: Persona::Auditor, ..Settings::default() };
    let mut dice = Dice(5);
    let mut missed = Vec::new();
    // How often something was found, by flaw and by surroundings.
    let (mut flaws, mut surroundings) = (BTreeMap::new(), BTreeMap::new());
    for round in 0..4 {
        for flaw in FLAWS {
            for how in SURROUNDINGS {
                let (path, bytes) = surrounded(flaw, how, &mut dice);
                let text = decode(bytes.clone()).expect("text");
                let report = analyze(&Arc::new(SourceFile::new(path, text.as_str())), &settings, &NoModules);
                if report.findings.is_empty() {
                    continue;
                }
                *flaws.entry(flaw).or_insert(0) += 1;
                *surroundings.entry(how).or_insert(0) += 1;
                if !is_candidate(&bytes, Language::of(path)) {
                    missed.push(format!("round {round}, {how}: {text:?}"));
                }
            }
        }
    }
    crate::assert_none(&missed, "files with a finding that would never be parsed");
    // Where nothing is found, nothing was tested.
    let silent: Vec<String> =
        FLAWS.iter().filter(|flaw| !flaws.contains_key(**flaw)).map(|flaw| (*flaw).to_owned()).collect();
    crate::assert_none(&silent, "flaws that were never found");
    let silent: Vec<String> =
        SURROUNDINGS.iter().filter(|how| !surroundings.contains_key(**how)).map(|how| (*how).to_owned()).collect();
    crate::assert_none(&silent, "surroundings in which nothing was found");
}
