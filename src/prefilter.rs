//! Which files can hold a finding at all, told from their bytes. Decides nothing else, and never reads a file.
//!
//! A messaging word is not rare enough by itself: `"message"` is a key of every error object, `WebSocket` an entry of
//! every list of globals. So the automaton finds the words, and the bytes around each hit tell whether it stands where
//! code would use it. Every test here may only refuse what no rule could report; what cannot be told counts.
//!
//! Out of reach by design: words put together from pieces (`"post" + "Message"`), written with escapes (`"\x6d…"`), event names
//! that come from another file, and a `message` that is not the first event of a list (`.on("load message", …)`).

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

/// Whether any rule could speak about a file with these bytes, in whatever encoding they are.
pub fn is_candidate(bytes: &[u8]) -> bool {
    let bytes = ascii_view(bytes);
    let mut registers = None;
    WORDS.automaton.find_iter(&*bytes).any(|hit| match WORDS.kinds[hit.pattern().as_usize()] {
        Kind::Anywhere => true,
        Kind::Name => is_used(&bytes, hit.start(), hit.end()),
        Kind::Event { is_property } => {
            (is_property && is_used(&bytes, hit.start() + 1, hit.end()))
                || is_event_name(&bytes, hit.start(), hit.end())
                    && *registers.get_or_insert_with(|| WORDS.registrations.is_match(&*bytes))
        }
    })
}

/// How a word has to stand in the text to count.
#[derive(Clone, Copy)]
enum Kind {
    Anywhere,
    Name,
    /// The pattern begins with the quote of the literal.
    Event {
        /// Whether the same word is the name of a property, as in `window["onmessage"]`.
        is_property: bool,
    },
}

struct Words {
    automaton: AhoCorasick,
    kinds: Vec<Kind>,
    registrations: AhoCorasick,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Model {
    anywhere: Vec<String>,
    names: Vec<String>,
    events: Vec<String>,
    registrations: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let model: Model = toml::from_str(include_str!("../rules/model/words.toml"))
        .expect("the embedded model is tested to be well-formed");
    let mut patterns = Vec::new();
    patterns.extend(model.anywhere.into_iter().map(|word| (word, Kind::Anywhere)));
    for event in &model.events {
        let kind = Kind::Event { is_property: model.names.contains(event) };
        patterns.extend(["\"", "'", "`"].map(|quote| (format!("{quote}{event}"), kind)));
    }
    patterns.extend(model.names.into_iter().map(|word| (word, Kind::Name)));
    let (patterns, kinds): (Vec<_>, Vec<_>) = patterns.into_iter().unzip();
    // Only leftmost kinds let the automaton skip ahead with vector instructions.
    let build = |patterns: &[String]| {
        AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(patterns).expect("a few short words fit")
    };
    Words { automaton: build(&patterns), kinds, registrations: build(&model.registrations) }
});

/// The bytes themselves, or of UTF-16 what is ASCII, which is all that the words consist of.
/// Without a byte order mark a browser takes no file for UTF-16 (Encoding Standard §6.1), and neither do we.
fn ascii_view(bytes: &[u8]) -> Cow<'_, [u8]> {
    let unit = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return Cow::Borrowed(bytes),
    };
    let narrow = |pair: &[u8; 2]| u8::try_from(unit(*pair)).unwrap_or(0x80);
    Cow::Owned(bytes.as_chunks::<2>().0.iter().map(narrow).collect())
}

/// Whether the word is used as a name. It is not as a part of a longer name, in a string that names no property,
/// as the key of an object (`{WebSocket: false}`, a list of globals), or in a comment.
fn is_used(bytes: &[u8], start: usize, end: usize) -> bool {
    let (before, after) = (&bytes[..start], &bytes[end..]);
    let last = before.last().copied();
    if last.is_some_and(is_name_byte) || after.first().copied().is_some_and(is_name_byte) {
        return false;
    }
    if let Some(quote) = last.filter(|&b| is_quote(b))
        && after.first() == Some(&quote)
    {
        // `w["postMessage"]` names a property; `["postMessage"]` and what stands in a list does not.
        let bracket = trim_end(&before[..start - 1]);
        return bracket.last() == Some(&b'[')
            && trim_start(&after[1..]).first() == Some(&b']')
            && trim_end(&bracket[..bracket.len() - 1])
                .last()
                .is_some_and(|&b| is_name_byte(b) || b")].?".contains(&b));
    }
    let is_key = trim_start(after).first() == Some(&b':') && matches!(trim_end(before).last(), Some(b'{' | b','));
    !is_key && !is_in_line_of_comment(before)
}

/// Whether a registration could take its event from this literal. What it refuses, by what stands around the literal:
/// a key, a compared or read property, prose, an entry in a list of strings, the value of a key that names no event.
fn is_event_name(bytes: &[u8], start: usize, end: usize) -> bool {
    let quote = bytes[start];
    let before = &bytes[..start];
    let rest = &bytes[end..];
    // `message.namespace`, as jQuery writes it.
    let name = rest.iter().take(64).take_while(|&&b| is_name_byte(b) || b == b'.').count();
    if (name > 0 && rest[0] != b'.') || rest.get(name) != Some(&quote) || is_in_line_of_comment(before) {
        return false;
    }
    let after = &rest[name + 1..];
    let (prev, next) = (trim_end(before), trim_start(after));
    match (prev.last(), next.first()) {
        // `addEventListener("message", …)`, and only that with an object for a handler.
        (Some(b'('), Some(b',')) => {
            let call = &prev[..prev.len() - 1];
            let name = call.iter().rev().take(64).take_while(|&&b| is_name_byte(b)).count();
            let with_object = trim_start(&next[1..]).first() == Some(&b'{');
            !call[call.len() - name..].starts_with(b"get")
                && !NO_REGISTRATION.iter().any(|end| call.ends_with(end))
                && (!with_object || call.ends_with(b"Listener"))
        }
        // `listen(window, "message", …)`, not `["error", "message", "warning"]`, not `defineProperty(error, "message", {…})`.
        (Some(b','), Some(b',')) => {
            let listed = trim_end(&prev[..prev.len() - 1]).last().is_some_and(|&b| is_quote(b));
            let follows = trim_start(&next[1..]).first().copied();
            !(listed && follows.is_some_and(is_quote)) && follows != Some(b'{')
        }
        // `fromEvent(window, "message")`, not `hasOwn(error, "message")`.
        (Some(b','), Some(b')')) => {
            let call = &prev[prev.len().saturating_sub(64)..];
            RETURNS_EVENTS.iter().any(|word| call.windows(word.len()).any(|part| part == *word))
        }
        // `["message", "storage"].forEach(…)`.
        (Some(b'['), Some(b',')) => true,
        // `const EVENT = "message"`, also without a semicolon, but not the attribute of an element.
        (Some(b'='), next) => {
            !matches!(prev[..prev.len() - 1].last(), Some(b'=' | b'!'))
                && (matches!(next, None | Some(b';' | b',' | b')' | b'}'))
                    || (prev.len() < before.len()
                        && after.iter().take_while(|b| b.is_ascii_whitespace()).any(|&b| b == b'\n')))
        }
        // `{ MESSAGE: "message" }`, `old ? "onmessage" : "message"`.
        (Some(b':'), _) => {
            let key = trim_end(&prev[..prev.len() - 1]);
            let key = key.strip_suffix(b"\"").or(key.strip_suffix(b"'")).unwrap_or(key);
            !NO_EVENT.iter().any(|name| key.ends_with(name))
        }
        (Some(b'?'), Some(b':')) | (Some(b'|' | b'?'), _) => true,
        _ => false,
    }
}

/// Ends of the names of functions that take the word first and register nothing.
const NO_REGISTRATION: [&[u8]; 7] =
    [b"Error", b"new Event", b"MessageEvent", b".emit", b".option", b".set", b".trigger"];

/// What stands before the literal where a call has no handler and gives back the events.
const RETURNS_EVENTS: [&[u8]; 3] = [b"fromEvent", b"window", b"defaultView"];

/// Ends of the names of properties that say what something is called, not what it listens for.
const NO_EVENT: [&[u8]; 5] = [b"className", b"key", b"kind", b"name", b"type"];

/// Whether the line that `before` ends in begins as a comment. Looks back a few hundred bytes: no one comments in longer lines.
fn is_in_line_of_comment(before: &[u8]) -> bool {
    let window = &before[before.len().saturating_sub(256)..];
    let line = match window.iter().rposition(|&b| b == b'\n' || b == b'\r') {
        Some(end) => &window[end + 1..],
        None if window.len() == before.len() => window,
        None => return false,
    };
    let line = line.trim_ascii_start();
    line.starts_with(b"//")
        || (line.starts_with(b"*") || line.starts_with(b"/*")) && !line.windows(2).any(|pair| pair == b"*/")
}

fn is_name_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_' || b == b'$'
}

fn is_quote(b: u8) -> bool {
    matches!(b, b'"' | b'\'' | b'`')
}

/// Trims no further than a line or two of indentation, so that a file of blanks costs nothing.
fn trim_end(bytes: &[u8]) -> &[u8] {
    let blanks = bytes.iter().rev().take(256).take_while(|b| b.is_ascii_whitespace()).count();
    &bytes[..bytes.len() - blanks]
}

fn trim_start(bytes: &[u8]) -> &[u8] {
    let blanks = bytes.iter().take(256).take_while(|b| b.is_ascii_whitespace()).count();
    &bytes[blanks..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_rule_could_speak_about_is_a_candidate() {
        for code in [
            "parent.postMessage(x, '*')",
            "w['postMessage'](x, '*')",
            "const post = parent . postMessage\n",
            "onmessage = f",
            "a?onmessage=f:0",
            "self[\"onmessage\"] = f",
            "new MessageChannel",
            "class Socket extends WebSocket implements Closer {}",
            "new WebSocket\nlet socket",
            "f(BroadcastChannel)",
            "addEventListener('message', f)",
            "addEventListener(\n  `message`,\n  f)",
            "window.addEventListener(\"message\",{handleEvent(e){}})",
            "const E = 'message'\nwindow.addEventListener(E, f)",
            "var e=\"message\";addEventListener(e,f)",
            "const T = { MESSAGE: 'message' }; addEventListener(T.MESSAGE, f)",
            "var e = window.addEventListener ? 'message' : 'onmessage'",
            "window.attachEvent('onmessage', f)",
            "['message', 'storage'].forEach(e => addEventListener(e, f))",
            "useEventListener('message', f)",
            "useWindowEvent('message', f)",
            "$(window).on('message', f)",
            "$( window ).on('message.ns', f)",
            "fromEvent(window, 'message').subscribe(f)",
            "listen(window, \"message\", f)",
            "renderer.listen('window', 'message', f)",
            "@HostListener('window:message', ['$event'])",
            "host: { '(window:message)': 'f($event)' }",
            "/* a */ window.postMessage(x)",
            "// originlint-ignore weak-origin-check: reason",
        ] {
            assert!(is_candidate(code.as_bytes()), "{code}");
        }
    }

    #[test]
    fn a_word_that_no_rule_could_use_is_none() {
        for code in [
            "",
            "throw { message: 'no' }",
            "{ 'message': 1, \"WebSocket\": false, postMessage: !0 }",
            "const globals = ['postMessage', \"MessageChannel\"]",
            "// answers with postMessage",
            "/**\n * Sends by postMessage.\n */",
            "class ReactWebSocketClient {}",
            "error['message']; addEventListener('load', f)",
            "if (x === 'message') addEventListener('load', f)",
            "Object.defineProperty(error, 'message', { value }); addEventListener('load', f)",
            "['error', 'message', 'stack']; addEventListener('load', f)",
            "new Error('message too long'); addEventListener('load', f)",
            "icon({ name: 'message' }); addEventListener('load', f)",
            "<Icon name='message' />; addEventListener('load', f)",
            "process.on('message', f)",
            "getOptions('message', x); addEventListener('load', f)",
        ] {
            assert!(!is_candidate(code.as_bytes()), "{code}");
        }
    }

    #[test]
    fn utf_16_is_looked_through_and_nothing_panics() {
        let code = "\u{feff}addEventListener('message', f)";
        for unit in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes: Vec<u8> = code.encode_utf16().flat_map(unit).collect();
            assert!(is_candidate(&bytes));
            assert!(!is_candidate(&bytes[..bytes.len() / 2 + 1]));
        }
        let code = b"w[\"postMessage\"] \"message.a\" , 'onmessage' ? postMessage : x [ 'message' ,";
        for start in 0..code.len() {
            for end in start..=code.len() {
                is_candidate(&code[start..end]);
            }
        }
    }
}
