//! Comments that mean originlint, rightly and wrongly, strewn over files with and without flaws.

use originlint::page;

use crate::choices::Choices;
use crate::corpus;
use crate::input::Input;
use crate::program::{Dialect, Writer};

const WORDS: &[&str] = &[
    "originlint-ignore",
    "originlint-ignore-file",
    "originlint-ignor",
    "originlint-",
    "originlint-ignore-next-line",
    "originlint",
    "ORIGINLINT-IGNORE",
    "originlint-ignore:",
];
const SEPARATORS: &[&str] = &[", ", " ", ",", " , , ", "\t", ",\n * "];
const REASONS: &[&str] = &[": it is known", ":", "", ": ", ":é\u{1F600}", " : : :", ": * * */", ": a\u{2028}b"];
const FRAMES: &[(&str, &str)] = &[
    ("// ", "\n"),
    ("/* ", " */"),
    ("/** ", " **/"),
    ("//", "\n"),
    ("{/* ", " */}"),
    ("<!-- ", " -->"),
    ("/*\n * ", "\n */\n"),
    ("# ", "\n"),
    ("//\t* ", "\r\n"),
    ("'// ", "'"),
    ("`/* ", " */`"),
    ("{ /* ", " */ }\n"),
];

fn comment(choices: &mut Choices<'_>) -> String {
    let (open, close) = *choices.pick(FRAMES);
    let word = choices.word(WORDS);
    let pages = page::all();
    let ids: Vec<&str> = (0..choices.below(4))
        .map(|_| match choices.below(6) {
            0 => "no-such-rule",
            1 => choices.word(&["unused-suppression", "é", "missing-origin-chek", "\u{202e}x"]),
            2 | 3 => choices.word(&["missing-origin-check", "wildcard-target-origin", "message-to-html"]),
            _ => choices.pick(pages).id,
        })
        .collect();
    let ids = ids.join(choices.word(SEPARATORS));
    format!("{open}{word} {ids}{}{close}", choices.word(REASONS))
}

/// A file with such comments at the beginning of lines, between tokens and at the end.
pub(crate) fn file(choices: &mut Choices<'_>) -> Input {
    let (path, mut text) = match choices.below(4) {
        0 => {
            let dialect = *choices.pick(&Dialect::ALL);
            (format!("a.{}", dialect.extension()), Writer::new(choices, dialect, Vec::new()).program())
        }
        1 => {
            let source = corpus::document(choices);
            (source.path().to_owned(), source.text().to_owned())
        }
        _ => {
            let source = corpus::script(choices);
            (source.path().to_owned(), source.text().to_owned())
        }
    };
    for _ in 0..=choices.below(8) {
        let mut comment = comment(choices);
        if choices.once_in(20) {
            comment = comment.repeat(*choices.pick(&[10, 100, 1000]));
        }
        let at = match choices.below(3) {
            // Between tokens, most likely.
            0 => {
                let place = choices.below(text.len() + 1);
                text[..text.floor_char_boundary(place)].rfind([' ', ';', ',', '(']).map_or(0, |at| at + 1)
            }
            1 => text.floor_char_boundary(choices.below(text.len() + 1)),
            _ => {
                let place = text.floor_char_boundary(choices.below(text.len() + 1));
                text[..place].rfind('\n').map_or(0, |at| at + 1)
            }
        };
        text.insert_str(at, &comment);
    }
    Input::of("suppression", path, text)
}
