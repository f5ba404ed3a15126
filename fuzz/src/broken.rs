//! Texts that are damaged: characters and tokens changed, parts repeated, moved or cut out.

use crate::choices::Choices;

const TOKENS: &[&str] = &[
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "<",
    ">",
    "`",
    "${",
    "\"",
    "'",
    "/",
    "/*",
    "*/",
    "//",
    "\\",
    "\\u{",
    "\\u0061",
    "=>",
    "...",
    ";",
    ",",
    "\n",
    "\r",
    "\r\n",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\0",
    "é",
    "\u{1F600}",
    "\u{202e}",
    "\u{200b}",
    "<!--",
    "-->",
    "</script>",
    "<script>",
    "{{",
    "}}",
    "<%",
    "%>",
    "<?php",
    "?>",
    "---",
    "@",
    "#",
    "#!",
    "?.",
    "??=",
    "**",
    "0x",
    "1e",
    "1n",
    "async",
    "await",
    "yield",
    "function",
    "class",
    "extends",
    "super",
    "static",
    "get ",
    "import",
    "export",
    "default",
    "from",
    "new",
    "typeof",
    "postMessage",
    "message",
    "onmessage",
    "originlint-ignore",
    "e.origin",
    "e.data",
    "as any",
    "satisfies",
    "enum",
    "namespace",
    "interface",
    "declare",
    "abstract",
    "using",
    "var",
    "let",
    "const",
    "for",
    "while",
    "switch",
    "case",
    "return",
    "throw",
    "label:",
];

/// The text after a few random changes.
pub(crate) fn damage(choices: &mut Choices<'_>, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..=choices.below(6) {
        let (a, b) = (place(choices, &text), place(choices, &text));
        let (from, to) = (a.min(b), a.max(b));
        // A short part of it, mostly.
        let to =
            if choices.once_in(3) { to } else { text.floor_char_boundary(to.min(from + choices.below(40))).max(from) };
        match choices.below(7) {
            0 => text.insert_str(a, choices.word(TOKENS)),
            1 => text.replace_range(from..to, ""),
            2 => text.replace_range(from..to, choices.word(TOKENS)),
            3 => {
                let part = text[from..to].to_owned();
                text.insert_str(place(choices, &text), &part);
            }
            4 => {
                let times = *choices.pick(&[2, 3, 10, 100, 1000]);
                let part = text[from..to].repeat(times);
                if part.len() < 100_000 {
                    text.insert_str(to, &part);
                }
            }
            5 => text.truncate(to),
            _ => {
                let token = choices.word(TOKENS).repeat(*choices.pick(&[1, 2, 30, 500, 5000]));
                text.insert_str(a, &token);
            }
        }
    }
    text
}

fn place(choices: &mut Choices<'_>, text: &str) -> usize {
    text.floor_char_boundary(choices.below(text.len() + 1))
}
