//! Configuration files: `originlint.toml` with keys that exist and values that may fit, and damaged ones.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use originlint::page;
use originlint::source::{SourceFile, Span};
use originlint::testing::config::{Config, TEMPLATE};
use originlint::testing::render::{Look, mistake_text};

use crate::Complaint;
use crate::broken::damage;
use crate::choices::Choices;
use crate::input::Input;
use crate::names::{NAMES, STATICS};

const KEYS: &[&str] =
    &["include", "exclude", "persona", "own", "generated", "tests", "fail-on", "baseline", "trusted-origins"];
const ODD_KEYS: &[&str] = &["includes", "\"a b\"", "rules.x", "model", "personas", "a.b.c"];
const GLOBS: &[&str] = &[
    "**",
    "src/**",
    "*.js",
    "[",
    "{a,b",
    "**/**/**/*",
    "a/../b",
    "!x",
    "",
    "\\\\",
    "[!a-z]*",
    "{{{{a,b},c},d},e}",
    "é/**",
    "/abs/**",
    "***",
    "?",
];
const ORIGINS: &[&str] = &[
    "https://a.example",
    "https://*.a.example",
    "http://localhost:3000",
    "*",
    "null",
    "http://a",
    "https://a:99999",
    "https://é.example",
    "a.example",
    "https://*.*",
    "https://a/b",
    "file://",
    "https://[::1]:8",
    "https://a.example:443",
];
const LEVELS: &[&str] = &["off", "low", "medium", "high", "error", ""];
/// A list of some of `from`, mostly of the first ones, which are right.
fn strings(choices: &mut Choices<'_>, from: &[&str]) -> String {
    let from = if choices.once_in(6) { from } else { &from[..from.len().min(3)] };
    let items: Vec<String> = (0..choices.below(4)).map(|_| format!("{:?}", choices.pick(from))).collect();
    format!("[{}]", items.join(", "))
}

fn value(choices: &mut Choices<'_>) -> String {
    match choices.below(10) {
        0 => "true".to_owned(),
        1 => strings(choices, GLOBS),
        2 => strings(choices, ORIGINS),
        3 => format!("{:?}", choices.word(LEVELS)),
        4 => format!("{:?}", choices.word(GLOBS)),
        5 => (*choices.pick(&[
            "0",
            "-1",
            "1e999",
            "nan",
            "1979-05-27",
            "9223372036854775808",
            "0x7fffffff",
            "[[[[]]]]",
            "{}",
        ]))
        .to_owned(),
        6 => format!(
            "[{{ event = {}, handler = {} }}]",
            choices.below(4),
            choices.pick(&["0", "1", "-1", "4294967296", "'a'"])
        ),
        7 => format!("[{}]", (0..choices.below(3)).map(|i| i.to_string()).collect::<Vec<_>>().join(", ")),
        8 => {
            let names: Vec<String> = (0..choices.below(4)).map(|_| format!("{:?}", choices.word(&NAMES))).collect();
            format!("[{}]", names.join(", "))
        }
        _ => format!(
            "{}{}{}",
            "[".repeat(choices.below(300)),
            choices.pick(&["1", "'a'"]),
            "]".repeat(choices.below(300))
        ),
    }
}

/// A value that a key may have, mostly.
fn value_of(choices: &mut Choices<'_>, key: &str) -> String {
    if choices.once_in(12) {
        return value(choices);
    }
    let quoted = |text: &str| format!("{text:?}");
    match key {
        "include" | "exclude" | "own" | "generated" | "tests" | "paths" => strings(choices, GLOBS),
        "trusted-origins" => strings(choices, ORIGINS),
        "any" | "body" | "doubtful" | "elsewhere" => "true".to_owned(),
        "persona" => quoted(choices.word(&["regular", "pedantic", "auditor"])),
        "fail-on" => quoted(choices.word(&LEVELS[1..4])),
        "baseline" => quoted("known.json"),
        "rule" => {
            quoted(choices.word(&["message-to-html", "message-to-code", "message-to-navigation", "message-relay"]))
        }
        "on" => format!("[{:?}]", choices.word(&STATICS)),
        "args" => strings(choices, &["", ""]).replace("\"\"", choices.word(&["0", "1", "7"])),
        "forms" => {
            format!("[{{ event = {}, handler = {} }}]", choices.below(4), choices.word(&["0", "1", "2", "4294967296"]))
        }
        "rules" => format!("{{ {} = {:?} }}", choices.pick(page::all()).id, choices.word(&LEVELS[..4])),
        "words" | "harmless" | "names" | "functions" | "methods" | "fields" | "schemas" | "assertions" | "limits" => {
            let names: Vec<String> = (0..1 + choices.below(4)).map(|_| quoted(choices.word(&NAMES))).collect();
            format!("[{}]", names.join(", "))
        }
        "shape" => quoted(choices.word(&["pair", "current", "value", "store"])),
        "does" => quoted(choices.word(&["filter", "map", "watch"])),
        "type" => quoted(choices.word(&["Logger", "Axios", "Sanitizer", "Window"])),
        _ => quoted(choices.word(&LEVELS[..4])),
    }
}

/// The keys of a table, without which a row of it is refused first.
const TABLES: &[(&str, &[&str], &[&str])] = &[
    ("[[overrides]]", &["paths"], &["persona", "rules"]),
    ("[model.secrets]", &[], &["words", "harmless"]),
    ("[[model.sinks.call]]", &["rule", "names", "args"], &["on", "any", "fields", "doubtful", "elsewhere", "body"]),
    ("[[model.sinks.global]]", &["rule", "names", "args"], &["any", "fields"]),
    ("[[model.sinks.write]]", &["rule", "names"], &["on", "any"]),
    ("[[model.sinks.construct]]", &["rule", "names", "args"], &[]),
    ("[model.sinks.sanitizers]", &[], &["functions", "methods", "schemas", "assertions"]),
    ("[[model.wrappers.function]]", &["names", "forms"], &[]),
    ("[[model.wrappers.method]]", &["names", "forms"], &[]),
    ("[[model.wrappers.stage]]", &["names", "does"], &[]),
    ("[[model.wrappers.state]]", &["names", "shape"], &[]),
    ("[model.wrappers.lifecycle]", &[], &["functions", "methods"]),
    ("[model.wrappers.identity]", &[], &["names", "limits"]),
    ("[[model.packages.package]]", &["names", "type"], &[]),
    ("[model.platform.globals]", &[], &["a"]),
    ("[a.b.c]", &[], &["a"]),
];

/// The text of a configuration.
pub(crate) fn text(choices: &mut Choices<'_>) -> String {
    let mut text = String::new();
    if choices.once_in(5) {
        // The template with some of its lines in force.
        for line in TEMPLATE.lines() {
            let line = if choices.once_in(2) { line.strip_prefix('#').unwrap_or(line) } else { line };
            let _ = writeln!(text, "{line}");
        }
    } else {
        // Every key once, mostly: a second one is refused before anything else is read.
        for key in KEYS {
            if choices.once_in(2) {
                let _ = writeln!(text, "{key} = {}", value_of(choices, key));
            }
        }
        if choices.once_in(30) {
            let _ = writeln!(text, "{} = {}", choices.word(ODD_KEYS), value(choices));
        }
        if choices.once_in(2) {
            text.push_str("[rules]\n");
            let pages = page::all();
            let first = choices.below(pages.len());
            for page in pages[first..].iter().take(choices.below(4)) {
                let _ = writeln!(text, "{} = {}", page.id, value_of(choices, page.id));
            }
        }
        let first = choices.below(TABLES.len());
        for (table, needed, more) in TABLES[first..].iter().take(choices.below(4)) {
            let _ = writeln!(text, "{table}");
            for key in *needed {
                let _ = writeln!(text, "{key} = {}", value_of(choices, key));
            }
            for key in *more {
                if choices.once_in(2) {
                    let _ = writeln!(text, "{key} = {}", value_of(choices, key));
                }
            }
        }
    }
    if choices.once_in(5) { damage(choices, &text) } else { text }
}

pub(crate) fn file(choices: &mut Choices<'_>) -> Input {
    Input::of("config", "originlint.toml", text(choices))
}

/// A configuration is read, or what is wrong with it has a place in its text and can be shown.
pub(crate) fn check(input: &Input) -> Result<(), Complaint> {
    let text = String::from_utf8_lossy(&input.files[0].bytes).into_owned();
    let root = Path::new("/project");
    match Config::parse(&text, root) {
        Ok(config) => {
            for path in ["/project/a.js", "/project/src/b/c.ts", "/elsewhere/x.vue"] {
                let _ = (config.wants(Path::new(path)), config.settings_of(Path::new(path)));
            }
            let source = Arc::new(SourceFile::new(
                "a.js",
                "addEventListener('message', (e) => { if (e.origin === 'https://a.example') eval(e.data); }); parent.postMessage(token, '*');",
            ));
            let settings = config.settings_of(Path::new("/project/a.js"));
            let report = originlint::analyze(&source, &settings, &originlint::NoModules);
            crate::verdict::sound(&report)
        }
        Err(mistake) => {
            let span = mistake.span.clone();
            if let Some(span) = &span
                && text.get(span.clone()).is_none()
            {
                return Err(Complaint::new("config: a mistake outside of the text", format!("{mistake:?}")));
            }
            if mistake.message.is_empty() {
                return Err(Complaint::new("config: a mistake without a message", text));
            }
            let source = SourceFile::new("originlint.toml", text);
            let span = span.map(|span| Span::new(span.start as u32, span.end as u32));
            let _ = mistake_text(&source, span, &mistake.message, mistake.help.as_deref(), Look::PLAIN);
            Ok(())
        }
    }
}
