//! Patterns, and what they do to texts, held against node.

use std::fmt::Write;

use originlint::testing::machine::regexp::{Pattern, Unsupported};
use serde_json::{Value, json};

use crate::Complaint;
use crate::choices::Choices;
use crate::input::Input;
use crate::node;
use crate::probe::{PROBE, TEST, probe};

const ATOMS: &[&str] = &[
    "a",
    "b",
    "c",
    ".",
    "\\.",
    "\\w",
    "\\d",
    "\\s",
    "\\W",
    "\\S",
    "\\D",
    "[ab]",
    "[^a]",
    "[a-c.-]",
    "[\\w.]",
    "^",
    "$",
    "\\b",
    "\\B",
    "\\/",
    "-",
    "com",
    "https?",
    "\\1",
    "\\2",
    "\\k<n>",
    "\\n",
    "\\x61",
    "\\u0062",
    "\\u{63}",
    "[\\d-x]",
    "",
    "{",
    "}",
    "]",
    "\\-",
    "\\cJ",
    "\\0",
    "\\8",
    "\\p{L}",
    "[^]",
    "[]",
    "[\\b]",
    "[^\\W]",
    "\u{17f}",
    "\u{212a}",
    "\u{1F600}",
    "[\u{1F600}-\u{1F64F}]",
    "\\ud83d",
    "é",
    "[a-z]",
    "[A-z]",
    ":\\d+",
    "\\/\\/",
    "[\\s\\S]",
    "[a&&b]",
    "[\\p{L}--a]",
    "(?i:a)",
    "\\q",
    "\\_",
    "[\\]]",
    "[-a]",
    "[a-]",
    "[^-]",
    "\\c",
    "\\u",
    "\\x",
];
const QUANTIFIERS: &[&str] = &[
    "",
    "",
    "",
    "",
    "*",
    "+",
    "?",
    "*?",
    "+?",
    "??",
    "{2}",
    "{1,2}",
    "{0,2}?",
    "{,2}",
    "{1",
    "{2,1}",
    "{0}",
    "{3,}",
    "**",
    "{99999999999}",
];
const OPENINGS: &[&str] = &["(", "(", "(?:", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?<n>", "(?<m>"];
const NOISE: &[&str] = &[
    "(", ")", "[", "]", "{", "}", "?", "*", "+", "|", "^", "$", "\\", "-", "a", "1", ",", "<n>", ":", "=", "!", "k",
    "u", "c", "x", "/", "\n",
];
const TEXTS: &[&str] = &[
    "a",
    "b",
    "c",
    ".",
    "-",
    "1",
    "\n",
    "com",
    " ",
    "https://",
    "example",
    "é",
    "\u{1F600}",
    "\u{17f}",
    "K",
    "\r\n",
    "\u{2028}",
    ":",
    "/",
    "A",
    "_",
];
const TEMPLATES: &[&str] =
    &["[$&]", "$1-$2", "$`|$'", "$$1$0$10", "$<n>", "<", "$", "$<", "$00", "$01$99", "$<x>$<n", "\u{1F600}$&"];
const FLAGS: &[&str] =
    &["", "", "", "g", "i", "u", "m", "y", "s", "gi", "iu", "gu", "v", "gy", "d", "gg", "x", "uv", "ims"];

fn source(choices: &mut Choices<'_>, depth: usize) -> String {
    let mut text = String::new();
    for _ in 0..=choices.below(4) {
        if depth > 0 && choices.once_in(4) {
            let opening = choices.word(OPENINGS);
            let inner = source(choices, depth - 1);
            let _ = write!(text, "{opening}{inner})");
        } else {
            text.push_str(choices.word(ATOMS));
        }
        text.push_str(choices.word(QUANTIFIERS));
        if choices.once_in(8) {
            text.push('|');
        }
    }
    text
}

/// A pattern with its flags, a text and a template, as JSON.
pub(crate) fn case(choices: &mut Choices<'_>) -> Input {
    let made = match choices.below(4) {
        0 => (0..=choices.below(8)).map(|_| choices.word(NOISE)).collect(),
        1 => {
            // Deep or long ones.
            let n = *choices.pick(&[2, 20, 200, 2000]);
            let inner = source(choices, 1);
            match choices.below(3) {
                0 => format!("{}{inner}{}", "(".repeat(n), ")".repeat(n)),
                1 => format!("{inner}|").repeat(n),
                _ => format!("{}{inner}{}", "(?:a|".repeat(n), ")*".repeat(n)),
            }
        }
        _ => source(choices, 3),
    };
    let mut text: String = (0..choices.below(10)).map(|_| choices.word(TEXTS)).collect();
    if choices.once_in(30) {
        text = text.repeat(*choices.pick(&[100, 3000]));
    }
    let value = json!({ "s": made, "f": choices.word(FLAGS), "t": text, "r": choices.word(TEMPLATES) });
    Input::of("pattern", "pattern.json", value.to_string())
}

/// The engine's answer to [`TEST`] and [`PROBE`].
fn answered(pattern: &Pattern, text: &str, template: &str) -> Result<Value, Unsupported> {
    let mut last_index = 0;
    let tested = pattern.test(text, &mut last_index)?;
    Ok(json!([[tested, last_index], probe(pattern, text, template)?]))
}

/// Whether the engine answers as node does, or says that it cannot.
pub(crate) fn check(input: &Input) -> Result<(), Complaint> {
    let Ok(bindings) = serde_json::from_slice::<Value>(&input.files[0].bytes) else { return Ok(()) };
    let field = |name: &str| bindings[name].as_str().unwrap_or_default().to_owned();
    let (source, flags, text, template) = (field("s"), field("f"), field("t"), field("r"));
    let pattern = Pattern::new(&source, &flags);
    let ours = match pattern.as_ref().map_err(|e| *e).and_then(|pattern| answered(pattern, &text, &template)) {
        Ok(value) => value,
        Err(Unsupported::Throws) => json!("$throws"),
        Err(_) => return Ok(()),
    };
    if let Ok(pattern) = &pattern {
        let lookalikes = pattern.lookalikes();
        if lookalikes != Pattern::new(&source, &flags).map(|again| again.lookalikes()).unwrap_or_default() {
            return Err(Complaint::new("pattern: look-alikes differ between two runs", format!("/{source}/{flags}")));
        }
        // A reference to a group that stands behind it is always empty, and keeps V8 from matches that it finds without it.
        let refers = source.contains("\\k") || (1..10).any(|group| source.contains(&format!("\\{group}")));
        for text in lookalikes.iter().filter(|_| !refers) {
            let passes = node::eval("new RegExp(s, f).test(t)", &json!({ "s": source, "f": flags, "t": text }));
            if passes == Some(json!(false)) {
                return Err(Complaint::new(
                    "pattern: a look-alike does not match",
                    format!("/{source}/{flags} {text:?}"),
                ));
            }
        }
    }
    let Some(theirs) =
        node::eval(&format!("[{TEST}, {PROBE}]"), &json!({ "s": source, "f": flags, "t": text, "r": template }))
    else {
        return Ok(());
    };
    if same(&ours, &theirs) {
        return Ok(());
    }
    let kind = match (ours == json!("$throws"), theirs == json!("$throws")) {
        (true, _) => "pattern: node does not throw",
        (_, true) => "pattern: node throws",
        _ => "pattern: another answer than node's",
    };
    Err(Complaint::new(
        kind,
        format!("/{source}/{flags} on {text:?} with {template:?}\n  ours {ours}\n  node {theirs}"),
    ))
}

/// Numbers are compared as such: 1 and 1.0 are written differently.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        _ => a == b,
    }
}
