//! Which files can hold a finding at all, told from their bytes. Decides nothing else, and never reads a file.
//!
//! A messaging word is not rare enough by itself: `"message"` is a key of every error object, `WebSocket` an entry of
//! every list of globals. So the automaton finds the words, and the bytes around each hit tell whether it stands where
//! code would use it. Every test here may only refuse what no rule could report; what cannot be told counts. A file that spells a
//! letter of a word as an escape or a character reference is looked at once more as it is read.
//!
//! Out of reach by design: words put together from pieces (`"post" + "Message"`); names of properties that are picked from a list
//! (`["postMessage", "close"].map((m) => parent[m])`); and of event names those that come from another file, from the keys of an object, from
//! a `case`, from between other literals, from a property that is called `name` or `key`, from a function that is given nothing else or is
//! called `get…`, and `"load message"` where it is not given to jQuery as it stands.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::{memchr, memchr2, memmem, memrchr2};
use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::language::Language;

/// Whether any rule could speak about a file with these bytes, in whatever encoding they are. `language` is that of a document, if it
/// is one.
pub fn is_candidate(bytes: &[u8], language: Option<Language>) -> bool {
    let bytes = ascii_view(bytes);
    // In a document, what looks like the line of a comment may stand in the text of the page.
    Text::of(&bytes, language.is_none()).mentions()
        || (language.is_some() && has_handler(&bytes))
        || spelled_out(&bytes).is_some_and(|plain| Text::of(&plain, false).mentions())
}

/// Whether the mention of a name, that of a property or of a global, makes a function one to run.
pub(crate) fn is_name(name: &str) -> bool {
    WORDS.runs.contains(name)
}

/// Whether an element has an attribute that handles messages, as it may be written: `<body ONMESSAGE=…>`.
fn has_handler(bytes: &[u8]) -> bool {
    WORDS.attribute.find_iter(bytes).any(|hit| {
        let before = bytes[..hit.start()].last();
        before.is_some_and(|b| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'/'))
            && trim_start(&bytes[hit.end()..]).first() == Some(&b'=')
    })
}

/// How a word has to stand in the text to count.
#[derive(Clone, Copy)]
enum Kind {
    Anywhere,
    Name,
    /// The pattern begins with the quote of the literal, or with a space where other events stand before it.
    Event {
        /// Whether the same word is the name of a property, as in `window["onmessage"]`.
        is_property: bool,
        is_first: bool,
    },
}

struct Words {
    automaton: AhoCorasick,
    kinds: Vec<Kind>,
    registrations: AhoCorasick,
    /// The names whose mention makes a function one to run.
    runs: FxHashSet<String>,
    /// The names that are attributes of elements too, which are written in any case.
    attribute: AhoCorasick,
    letters: Letters,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Model {
    anywhere: Vec<String>,
    names: Vec<String>,
    /// Names that make a function one to run, besides those that make a file one to parse.
    runs: Vec<String>,
    attributes: Vec<String>,
    events: Vec<String>,
    registrations: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let model: Model = toml::from_str(include_str!("../rules/model/words.toml"))
        .expect("the embedded model is tested to be well-formed");
    let mut patterns = Vec::new();
    patterns.extend(model.anywhere.into_iter().map(|word| (word, Kind::Anywhere)));
    for event in &model.events {
        let kind = |is_first| Kind::Event { is_property: model.names.contains(event), is_first };
        patterns.extend(QUOTES.map(|quote| (format!("{}{event}", char::from(quote)), kind(true))));
        patterns.push((format!(" {event}"), kind(false)));
    }
    let last = |name: &String| name.rsplit('.').next().unwrap_or(name).to_owned();
    let runs = model.names.iter().map(last).chain(model.runs).collect();
    patterns.extend(model.names.into_iter().map(|word| (word, Kind::Name)));
    let (patterns, kinds): (Vec<_>, Vec<_>) = patterns.into_iter().unzip();
    let mut letters = Letters::default();
    patterns.iter().chain(&model.registrations).for_each(|word| letters.add(word.as_bytes()));
    // The quote behind an event.
    for event in &model.events {
        QUOTES.iter().for_each(|quote| letters.add(&[event.as_bytes(), &[*quote]].concat()));
    }
    // Only leftmost kinds let the automaton skip ahead with vector instructions.
    let build = |patterns: &[String], any_case: bool| {
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::LeftmostFirst).ascii_case_insensitive(any_case);
        builder.build(patterns).expect("a few short words fit")
    };
    Words {
        automaton: build(&patterns, false),
        kinds,
        runs,
        registrations: build(&model.registrations, false),
        attribute: build(&model.attributes, true),
        letters,
    }
});

/// The bytes themselves, or of UTF-16 what is ASCII, which is all that the words consist of.
/// Without a byte order mark a browser takes no file for UTF-16 (Encoding Standard §6.1), and neither do we.
fn ascii_view(bytes: &[u8]) -> Cow<'_, [u8]> {
    let unit = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return Cow::Borrowed(bytes),
    };
    let narrow = |pair: &[u8; 2]| match unit(*pair) {
        // Line terminators of the language.
        0x2028 | 0x2029 => b'\n',
        unit => u8::try_from(unit).unwrap_or(0x80),
    };
    Cow::Owned(bytes.as_chunks::<2>().0.iter().map(narrow).collect())
}

/// A text that is searched, with what is only asked where a word was found.
struct Text<'b> {
    bytes: &'b [u8],
    /// Whether a comment can be told from what only looks like one.
    has_comments: bool,
    first_backtick: OnceCell<usize>,
    has_elements: OnceCell<bool>,
    registers: OnceCell<bool>,
}

impl<'b> Text<'b> {
    fn of(bytes: &'b [u8], has_comments: bool) -> Self {
        Self {
            bytes,
            has_comments,
            first_backtick: OnceCell::new(),
            has_elements: OnceCell::new(),
            registers: OnceCell::new(),
        }
    }

    fn mentions(&self) -> bool {
        WORDS.automaton.find_iter(self.bytes).any(|hit| match WORDS.kinds[hit.pattern().as_usize()] {
            Kind::Anywhere => true,
            Kind::Name => self.is_used(hit.start(), hit.end()),
            Kind::Event { is_property, is_first } => {
                let begin = if is_first { Some(hit.start()) } else { self.list_around(hit.start()) };
                (is_property && self.is_used(hit.start() + 1, hit.end()))
                    || begin.is_some_and(|begin| self.is_event(begin, hit.end()))
            }
        })
    }

    /// Where the literal begins that `at` may stand in.
    fn list_around(&self, at: usize) -> Option<usize> {
        let near = at.saturating_sub(LIST);
        self.bytes[near..at].iter().rposition(|b| QUOTES.contains(b)).map(|quote| near + quote)
    }

    fn registers(&self) -> bool {
        *self.registers.get_or_init(|| WORDS.registrations.is_match(self.bytes))
    }

    /// Whether the word is used as a name. It is not as a part of a longer name, in a list of globals (`{WebSocket: false}`,
    /// `["WebSocket", "Worker"]`), or in a comment.
    fn is_used(&self, start: usize, end: usize) -> bool {
        let (before, after) = (&self.bytes[..start], &self.bytes[end..]);
        let last = before.last().copied();
        if last.is_some_and(is_name_byte) || after.first().copied().is_some_and(is_name_byte) {
            return false;
        }
        let quoted = last.filter(|b| QUOTES.contains(b) && after.first() == Some(b)).is_some();
        let (before, after) = if quoted { (&before[..start - 1], &after[1..]) } else { (before, after) };
        let is_in_table = is_key_of_table(before, after) || (quoted && is_listed(before, after));
        !is_in_table && !self.is_in_comment(start)
    }

    /// Whether a registration could take the event that ends at `end` from the literal that begins at `start`. Its place alone does not
    /// tell: where it is a value, it may come to one. `message.namespace`, and several events in one literal, are for jQuery.
    fn is_event(&self, start: usize, end: usize) -> bool {
        let (quote, literal) = (self.bytes[start], &self.bytes[start + 1..]);
        let len = literal.iter().take(LIST).take_while(|b| is_of_list(**b)).count();
        let name = end - start - 1;
        // In the script of a page that a string holds, quotes have a backslash before them.
        let is_escaped = self.bytes[..start].last() == Some(&b'\\');
        let len_inside = if is_escaped && literal[..len].last() == Some(&b'\\') { len - 1 } else { len };
        let ends_name = |b: u8| b == quote || matches!(b, b'.' | b' ') || (b == b'\\' && name == len_inside);
        if literal.get(len) != Some(&quote) || !literal.get(name).is_some_and(|b| ends_name(*b)) {
            return false;
        }
        let begin = start - usize::from(len_inside < len);
        let (mut before, mut after) = (trim_end(&self.bytes[..begin]), trim_start(&literal[len + 1..]));
        // Parentheses around the literal alone, and not those of a call.
        while let (Some((b'(', outer)), Some((b')', rest))) = (before.split_last(), after.split_first())
            && let outer = trim_end(outer)
            && outer.last().is_none_or(|b| matches!(b, b'(' | b',' | b'=' | b'?' | b':' | b'[' | b'|' | b'&'))
        {
            (before, after) = (outer, trim_start(rest));
        }
        // Put together from pieces.
        if memmem::find(&literal[..len_inside], b"${").is_some() {
            return false;
        }
        let is_plain = literal[..len_inside].iter().all(|b| !matches!(b, b' ' | b'.'));
        // Behind a line break, what is before may be a comment.
        let is_next = !self.bytes[before.len()..begin].iter().any(|b| matches!(b, b'\n' | b'\r'));
        let is_other = is_no_event(before, after) || is_index(before, after) || (is_next && is_tagged(before));
        !is_other
            && !self.is_in_comment(start)
            && (is_plain || !is_next || is_given_to_jquery(before))
            && self.registers()
    }

    /// Whether what stands at `at` can only be in a comment: in one that begins a line, if nothing between shows that the line may be
    /// the text of a template or an element, or the rest of a string, in which `//` and `/*` mean nothing.
    fn is_in_comment(&self, at: usize) -> bool {
        if !self.has_comments {
            return false;
        }
        let Some(open) = opening(&self.bytes[..at]) else { return false };
        let mut inside = &self.bytes[open..at];
        // A word in backticks is no name behind a template: nothing stands between the two.
        if let Some((b'`', rest)) = inside.split_last()
            && self.bytes[at..].iter().find(|b| !is_name_byte(**b)) == Some(&b'`')
        {
            inside = rest;
        }
        let has = |part: &[u8]| memmem::find(inside, part).is_some();
        let is_line = inside.starts_with(b"//");
        let ends = has(b"*/") || (is_line && (has(b"\xe2\x80\xa8") || has(b"\xe2\x80\xa9")));
        let in_template =
            *self.first_backtick.get_or_init(|| memchr(b'`', self.bytes).unwrap_or(self.bytes.len())) < open;
        let in_element = *self
            .has_elements
            .get_or_init(|| memmem::find(self.bytes, b"</").is_some() || memmem::find(self.bytes, b"/>").is_some());
        !(ends
            || (in_template && !is_text_of_template(inside))
            || (in_element && inside.iter().any(|b| matches!(b, b'{' | b'<' | b'>'))))
    }
}

/// Whether a template that is open where `inside` begins is open where it ends: what stands between two backticks is code then, and
/// must hold nothing in which a backtick would mean something else.
fn is_text_of_template(inside: &[u8]) -> bool {
    let mut is_code = true;
    let is_plain = inside.split(|b| *b == b'`').all(|part| {
        is_code = !is_code;
        match is_code {
            true => !part.iter().any(|b| matches!(b, b'"' | b'\'' | b'/' | b'\\')),
            false => !part.contains(&b'\\') && memmem::find(part, b"${").is_none(),
        }
    });
    is_plain && !is_code
}

/// How long a literal with several events may be.
const LIST: usize = 256;

/// Whether a literal stands where nothing takes an event from it, by what is before and behind it: it is a key, compared, all that a call
/// is given, amid other literals, or the value of a property that says how something is called.
fn is_no_event(before: &[u8], after: &[u8]) -> bool {
    let is_key = matches!(before.last(), Some(b'{' | b',')) && after.first() == Some(&b':');
    let is_compared = before.ends_with(b"==")
        || before.ends_with(b"!=")
        || after.starts_with(b"==")
        || after.starts_with(b"!=")
        || after.strip_prefix(b"in").is_some_and(|rest| !rest.first().copied().is_some_and(is_name_byte))
        || before.ends_with(b"case");
    // `keys.indexOf("message")`, `defineProperty(error, "message", {…})`, `["error", "message", "stack"]`, `hasOwn("a", "message")`
    let is_asked_for = before.last() == Some(&b'(') && after.first() == Some(&b')');
    let next = after.strip_prefix(b",").and_then(|after| trim_start(after).first());
    let is_defined = before.last() == Some(&b',') && next == Some(&b'{');
    let is_inside =
        is_listed(before, b"") && (after.first() == Some(&b')') || next.is_some_and(|b| QUOTES.contains(b)));
    let is_told = before.strip_suffix(b"(").is_some_and(|call| {
        last_word(call).is_some_and(|name| name.starts_with(b"get"))
            || NO_REGISTRATION.iter().any(|end| call.ends_with(end))
    });
    // `message: ["message"]`
    let is_only =
        after.first() == Some(&b']') && before.strip_suffix(b"[").is_some_and(|list| trim_end(list).ends_with(b":"));
    let is_named = || {
        let Some(key) = before.strip_suffix(b":").or(before.strip_suffix(b"=")) else { return false };
        let key = trim_end(key);
        let key = key.strip_suffix(b"\"").or(key.strip_suffix(b"'")).unwrap_or(key);
        NO_EVENT.iter().any(|name| key.ends_with(name))
            && !(before.ends_with(b"=") && matches!(after.first(), None | Some(b';' | b',' | b')' | b'}')))
    };
    is_key || is_compared || is_asked_for || is_told || is_defined || is_inside || is_only || is_named()
}

/// Ends of the names of functions that take the word first and register nothing.
const NO_REGISTRATION: [&[u8]; 7] =
    [b"Error", b"new Event", b"MessageEvent", b".emit", b".option", b".set", b".trigger"];

/// Whether a literal is prose, or given to the tag of a template: a word is before it that no value follows.
fn is_tagged(before: &[u8]) -> bool {
    last_word(before).is_some_and(|word| !BEFORE_VALUES.contains(&word))
}

/// Whether a method of jQuery's name is called with what follows, as far as no comment is between.
fn is_given_to_jquery(before: &[u8]) -> bool {
    match before.split_last() {
        Some((b'(', call)) => {
            [&b".on"[..], b".bind", b".one", b".live"].iter().any(|method| trim_end(call).ends_with(method))
                || last_word(trim_end(call)).is_none()
        }
        Some((last, _)) => matches!(last, b'/' | 0x80..),
        None => false,
    }
}

/// Ends of the names of properties that say what something is called, not what it listens for.
const NO_EVENT: [&[u8]; 4] = [b"className", b"key", b"kind", b"name"];

/// What names of events and their escapes consist of.
fn is_of_list(b: u8) -> bool {
    is_name_byte(b) || matches!(b, b' ' | b'.' | b':' | b'-' | b'\\' | b'{' | b'}' | b'\n' | b'\r' | 0x80..)
}

/// How far back the begin of a comment is looked for. What stands further behind it counts, so that a file of nothing but one long
/// comment costs no more than others.
const COMMENT: usize = 2 << 10;

/// Where the comment begins that `before` may end in: it is the first on its line, and the line before does not go on in it.
fn opening(before: &[u8]) -> Option<usize> {
    let first = |end: usize| {
        let line = line_start(&before[..end]);
        let is_first = before[line..end].iter().all(u8::is_ascii_whitespace);
        // The rest of a string stands behind a backslash at the end of a line.
        let above = before[..line].strip_suffix(b"\n").unwrap_or(&before[..line]);
        let above = above.strip_suffix(b"\r").unwrap_or(above);
        (is_first && above.last() != Some(&b'\\')).then_some(end)
    };
    let near = before.len().saturating_sub(COMMENT);
    let line = near + line_start(&before[near..]);
    if line == near && near > 0 {
        return None;
    }
    let blanks = before[line..].iter().take_while(|b| b.is_ascii_whitespace()).count();
    match &before[line + blanks..] {
        [b'/', b'/' | b'*', ..] => first(line + blanks),
        [b'*', ..] => first(near + memmem::rfind(&before[near..line], b"/*")?),
        _ => None,
    }
}

fn line_start(before: &[u8]) -> usize {
    memrchr2(b'\n', b'\r', before).map_or(0, |end| end + 1)
}

/// Whether what stands between is a key of a table: its value is a constant, which nothing can be taken apart into, or the table is no
/// pattern.
fn is_key_of_table(before: &[u8], after: &[u8]) -> bool {
    let Some(value) = trim_start(after).strip_prefix(b":") else { return false };
    let value = trim_start(value);
    let is_word =
        |word: &[u8]| value.strip_prefix(word).is_some_and(|rest| !rest.first().copied().is_some_and(is_name_byte));
    let is_constant = matches!(value.first(), Some(b'"' | b'\'' | b'0'..=b'9'))
        || [&b"true"[..], b"false", b"!0", b"!1", b"null"].into_iter().any(is_word);
    // What takes an object apart is followed by the object, or by what else stands in a list of parameters or a pattern.
    let may_be_pattern = || {
        let near = &value[..value.len().min(TABLE)];
        let end = memchr(b'}', near);
        end.is_some_and(|end| trim_start(&value[end + 1..]).first() != Some(&b';'))
    };
    matches!(trim_end(before).last(), Some(b'{' | b',')) && (is_constant || !may_be_pattern())
}

/// Patterns that take an object apart are shorter than this, tables of globals longer.
const TABLE: usize = 1 << 10;

/// Whether what stands between is one of a list of literals.
fn is_listed(before: &[u8], after: &[u8]) -> bool {
    let (before, after) = (trim_end(before), trim_start(after));
    let follows = before.strip_suffix(b",").and_then(|before| trim_end(before).last());
    let goes_on = after.strip_prefix(b",").and_then(|after| trim_start(after).first());
    follows.is_some_and(|b| QUOTES.contains(b)) || goes_on.is_some_and(|b| QUOTES.contains(b))
}

/// Whether what stands between picks a property: `error["message"]`.
fn is_index(before: &[u8], after: &[u8]) -> bool {
    let Some(object) = before.strip_suffix(b"[").filter(|_| after.first() == Some(&b']')) else { return false };
    let object = trim_end(object);
    match last_word(object) {
        // Behind a parenthesis or a brace it may be a list as well.
        None => object.ends_with(b"]") || object.ends_with(b"?."),
        Some(word) => !BEFORE_VALUES.contains(&word),
    }
}

fn last_word(text: &[u8]) -> Option<&[u8]> {
    let len = text.iter().rev().take_while(|b| is_name_byte(**b)).count();
    (len > 0).then(|| &text[text.len() - len..])
}

/// Words behind which a value stands, and not the rest of one.
const BEFORE_VALUES: [&[u8]; 16] = [
    b"return",
    b"of",
    b"in",
    b"case",
    b"yield",
    b"await",
    b"typeof",
    b"void",
    b"delete",
    b"throw",
    b"else",
    b"do",
    b"default",
    b"instanceof",
    b"as",
    b"extends",
];

const QUOTES: [u8; 3] = [b'"', b'\'', b'`'];

fn is_name_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_' || b == b'$'
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

/// Which characters follow each other in the words.
struct Letters {
    pairs: [u128; 128],
    begins: u128,
    ends: u128,
}

impl Default for Letters {
    fn default() -> Self {
        Self { pairs: [0; 128], begins: 0, ends: 0 }
    }
}

impl Letters {
    fn add(&mut self, word: &[u8]) {
        for pair in word.windows(2) {
            self.pairs[usize::from(pair[0])] |= 1 << pair[1];
        }
        self.begins |= word.first().map_or(0, |b| 1 << b);
        self.ends |= word.last().map_or(0, |b| 1 << b);
    }

    fn follow(&self, first: u8, second: u8) -> bool {
        first < 128 && second < 128 && self.pairs[usize::from(first)] & 1 << second != 0
    }

    fn begin(&self, b: u8) -> bool {
        b < 128 && self.begins & 1 << b != 0
    }

    fn end(&self, b: u8) -> bool {
        b < 128 && self.ends & 1 << b != 0
    }
}

/// The text as the readers of markup and script take it, if a word in it may be spelled with character references or escapes: those
/// of what is ASCII are resolved, and lines of strings joined.
fn spelled_out(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut at = 0;
    while let Some(found) = memchr2(b'\\', b'&', &bytes[at..]) {
        at += found;
        if may_spell_a_word(bytes, at) {
            let references = resolved(bytes, b'&');
            return Some(resolved(&references, b'\\'));
        }
        at += match bytes[at..] {
            // What it escapes begins nothing.
            [b'\\', b'\\', ..] => 2,
            _ => 1,
        };
    }
    None
}

/// Whether the characters on both sides of an escape go with what it stands for.
fn may_spell_a_word(bytes: &[u8], at: usize) -> bool {
    let Some((piece, len)) = escape(&bytes[at..]) else { return false };
    let letters = &WORDS.letters;
    let next = match bytes.get(at + len) {
        Some(b'\\' | b'&') => match escape(&bytes[at + len..]) {
            // More than one line is joined, or what follows is spelled out in turn.
            Some((next, _)) => next,
            None => Piece::Byte(bytes[at + len]),
        },
        Some(byte) => Piece::Byte(*byte),
        None => return false,
    };
    let before = &bytes[..at];
    let goes_on = |first: u8| match next {
        Piece::Byte(second) => letters.follow(first, second),
        Piece::Nothing => true,
    };
    match piece {
        // `&#92;u006d`
        Piece::Byte(b'\\') => bytes[at] == b'&',
        Piece::Byte(byte) => {
            let follows = before.last().is_some_and(|last| letters.follow(*last, byte)) || ends_escape(before);
            (follows && letters.end(byte)) || ((follows || letters.begin(byte)) && goes_on(byte))
        }
        Piece::Nothing => before.last().is_some_and(|last| goes_on(*last)) || ends_escape(before),
    }
}

/// Whether a text ends in an escape that is longer than what it stands for.
fn ends_escape(before: &[u8]) -> bool {
    let near = &before[before.len().saturating_sub(12)..];
    let Some(at) = near.iter().rposition(|b| matches!(b, b'\\' | b'&')) else { return before.ends_with(b"}") };
    escape(&near[at..]).is_some_and(|(_, len)| len > 2 && at + len == near.len())
}

/// What an escape stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Piece {
    Byte(u8),
    /// A line break in a string that goes on behind it.
    Nothing,
}

/// What the escape or character reference at the begin of a text stands for, if that is ASCII, and how long it is.
fn escape(text: &[u8]) -> Option<(Piece, usize)> {
    let ascii = |value: u32| u8::try_from(value).ok().filter(|b| b.is_ascii_graphic() || *b == b' ').map(Piece::Byte);
    match text {
        [b'&', b'#', b'x' | b'X', rest @ ..] => {
            let (value, len) = digits(rest, 16, usize::MAX)?;
            Some((ascii(value)?, 3 + len + usize::from(rest.get(len) == Some(&b';'))))
        }
        [b'&', b'#', rest @ ..] => {
            let (value, len) = digits(rest, 10, usize::MAX)?;
            Some((ascii(value)?, 2 + len + usize::from(rest.get(len) == Some(&b';'))))
        }
        [b'&', ..] => {
            let (name, byte) = REFERENCES.iter().find(|(name, _)| text[1..].starts_with(name))?;
            Some((Piece::Byte(*byte), 1 + name.len()))
        }
        [b'\\', b'u', b'{', rest @ ..] => {
            let (value, len) = digits(rest, 16, usize::MAX)?;
            (rest.get(len) == Some(&b'}')).then_some(())?;
            Some((ascii(value)?, len + 4))
        }
        [b'\\', b'u', rest @ ..] => {
            let (value, len) = digits(rest, 16, 4)?;
            (len == 4).then_some(())?;
            Some((ascii(value)?, 6))
        }
        [b'\\', b'x', rest @ ..] => {
            let (value, len) = digits(rest, 16, 2)?;
            (len == 2).then_some(())?;
            Some((ascii(value)?, 4))
        }
        [b'\\', first @ b'0'..=b'7', ..] => {
            let (value, len) = digits(&text[1..], 8, if *first < b'4' { 3 } else { 2 })?;
            Some((ascii(value)?, 1 + len))
        }
        [b'\\', b'\r', b'\n', ..] => Some((Piece::Nothing, 3)),
        [b'\\', b'\n' | b'\r', ..] => Some((Piece::Nothing, 2)),
        [b'\\', 0xe2, 0x80, 0xa8 | 0xa9, ..] => Some((Piece::Nothing, 4)),
        [b'\\', b'b' | b'f' | b'n' | b'r' | b't' | b'v', ..] => None,
        // What needs no escape may have one in a string.
        [b'\\', letter, ..] if letter.is_ascii_alphabetic() || matches!(letter, b':' | b'.') => {
            Some((Piece::Byte(*letter), 2))
        }
        _ => None,
    }
}

/// References by name to what may stand in or around a word in the value of an attribute.
const REFERENCES: [(&[u8], u8); 4] = [(b"quot;", b'"'), (b"apos;", b'\''), (b"amp;", b'&'), (b"grave;", b'`')];

/// A number of at most so many digits, and how many they are.
fn digits(text: &[u8], radix: u32, most: usize) -> Option<(u32, usize)> {
    let (mut value, mut len) = (0_u32, 0);
    while let Some(digit) = text.get(len).and_then(|b| char::from(*b).to_digit(radix)).filter(|_| len < most) {
        value = value.saturating_mul(radix).saturating_add(digit);
        len += 1;
    }
    (len > 0).then_some((value, len))
}

/// The text with every escape that `mark` begins resolved.
fn resolved(bytes: &[u8], mark: u8) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = memchr(mark, rest) {
        plain.extend_from_slice(&rest[..at]);
        let len = match escape(&rest[at..]) {
            Some((Piece::Byte(byte), len)) => {
                plain.push(byte);
                len
            }
            Some((Piece::Nothing, len)) => len,
            // Two bytes, so that what a backslash escapes begins no other escape.
            None => {
                let len = rest[at..].len().min(if mark == b'\\' { 2 } else { 1 });
                plain.extend_from_slice(&rest[at..at + len]);
                len
            }
        };
        rest = &rest[at + len..];
    }
    plain.extend_from_slice(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Engine;

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
            "goog.events.listen(window, goog.events.EventType.MESSAGE, f)",
            "renderer.listen('window', 'message', f)",
            "@HostListener('window:message', ['$event'])",
            "host: { '(window:message)': 'f($event)' }",
            "/* a */ window.postMessage(x)",
            "// originlint-ignore weak-origin-check: reason",
            "const { postMessage: p } = parent",
            "const { 'postMessage': p } = parent",
            "const name = 'postMessage'; parent[name](x)",
            "parent.post\\u004dessage(x)",
            "parent['post\\x4d\\145\\s\\u{73}age'](x)",
            "parent['post\\\nMessage'](x)",
            "// a\u{2028}parent.postMessage(x)",
            "const s = `\n// ${parent.postMessage(x)}`",
            "const s = 'a\\\n// ' + parent.postMessage(x)",
            "const s = 'a/**/b'\n* parent.postMessage(x)",
            "addEventListener(/* a */ 'message', f)",
            "[{ type: 'message', f }].forEach((e) => addEventListener(e.type, e.f))",
            "function add(f, type) { addEventListener(type, f) } add(f, 'message')",
            "$(window).on('load message', f)",
            r#"page = "<script>addEventListener(\"message\", f)</script>""#,
            r"page = '<script>addEventListener(\'message\', f)</script>'",
            r#"page = "<script>w[\"postMessage\"](x, \"*\")</script>""#,
            "page = `<script>\naddEventListener('message', f)\n</script>`",
        ] {
            assert!(is_candidate(code.as_bytes(), None), "{code}");
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
            "keys.indexOf('message'); addEventListener('load', f)",
            "say(`the ` + `x`); // the translation `message` is\naddEventListener('load', f)",
            "if ('message' in x) addEventListener('load', f)",
            "const globals = { WebSocket: C, Worker: C };",
            "const s = `a`;\n/**\n * Calls `b` and `postMessage`.\n */",
            "new Error('message too long'); addEventListener('load', f)",
            "icon({ name: 'message' }); addEventListener('load', f)",
            "<Icon name='message' />; addEventListener('load', f)",
            "process.on('message', f)",
            "getOptions('message', x); addEventListener('load', f)",
        ] {
            assert!(!is_candidate(code.as_bytes(), None), "{code}");
        }
    }

    #[test]
    fn a_document_is_read_as_it_is_written() {
        for page in [
            "<p>\n// <script>parent.postMessage(x)</script>",
            "<body ONMessage='f(event)'>",
            "<p onclick='parent.post&#77;essage(x)'>",
            "<p onclick='parent[&quot;post&#x5c;u004dessage&quot;](x)'>",
            "<p onclick='addEventListener(&quot;message&quot;, f)'>",
        ] {
            assert!(is_candidate(page.as_bytes(), Some(Language::Html(Engine::Common))), "{page}");
        }
        for page in ["<p title='no &quot;message'>", "<p>on&#109;essages", "<p>\\d\\s\\s&amp;&lt;"] {
            assert!(!is_candidate(page.as_bytes(), Some(Language::Html(Engine::Common))), "{page}");
        }
    }

    #[test]
    fn utf_16_is_looked_through_and_nothing_panics() {
        let code = "\u{feff}addEventListener('message', f)";
        for unit in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes: Vec<u8> = code.encode_utf16().flat_map(unit).collect();
            assert!(is_candidate(&bytes, None));
            assert!(!is_candidate(&bytes[..bytes.len() / 2 + 1], None));
        }
        let code = b"w[\"postMessage\"] \"message.a\" , 'onmessage' ? postMessage : x [ 'message' ,";
        for start in 0..code.len() {
            for end in start..=code.len() {
                is_candidate(&code[start..end], None);
            }
        }
    }
}
