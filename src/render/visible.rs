//! The one place that decides which characters of a text are shown as they are. File names, messages and sources hold what an attacker
//! chose: a character that commands a terminal, reorders a line or cannot be seen is written by its number, as in `a.exam<U+200B>ple`.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, PrettyFormatter};

use crate::source::Span;

/// `text` for a reader, on one line.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    rewritten(text, |_, _| false)
}

/// `text` for a reader, with the lines that it has.
pub(crate) fn visible_lines(text: &str) -> Cow<'_, str> {
    rewritten(text, ends_line)
}

/// Whether the character, with what is behind it, ends a line or is a tab: what a source has and a terminal shows as it should.
fn ends_line(c: char, behind: &str) -> bool {
    matches!(c, '\n' | '\t') || (c == '\r' && behind.starts_with('\n'))
}

fn rewritten(text: &str, may_stay: impl Fn(char, &str) -> bool) -> Cow<'_, str> {
    let mut shown = String::new();
    let mut copied = 0;
    for (at, c) in hidden(text) {
        if !may_stay(c, &text[at + c.len_utf8()..]) {
            shown.push_str(&text[copied..at]);
            push_number(&mut shown, c);
            copied = at + c.len_utf8();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(&text[copied..]);
    Cow::Owned(shown)
}

fn push_number(shown: &mut String, c: char) {
    let _ = write!(shown, "<U+{:04X}>", u32::from(c));
}

/// The text of a source as an excerpt shows it, and where each part of it comes from.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    text: Cow<'a, str>,
    source: &'a str,
    /// For each character that is written by its number: the offsets behind it in the source and in what is shown.
    behind: Vec<(u32, u32)>,
}

impl<'a> Shown<'a> {
    pub(super) fn of(source: &'a str) -> Self {
        let mut shown = Self { text: Cow::Borrowed(source), source, behind: Vec::new() };
        let mut text = String::new();
        let mut copied = 0;
        for (at, c) in hidden(source) {
            let end = at + c.len_utf8();
            if ends_line(c, &source[end..]) {
                continue;
            }
            text.push_str(&source[copied..at]);
            // A lone CR ends a line, and the reader of excerpts does not know it.
            if c == '\r' {
                text.push('\n');
            } else {
                push_number(&mut text, c);
            }
            copied = end;
            shown.behind.push((end as u32, text.len() as u32));
        }
        if copied > 0 {
            text.push_str(&source[copied..]);
            shown.text = Cow::Owned(text);
        }
        shown
    }

    /// What is shown of `span`, and where that stands in all that is shown.
    pub(super) fn slice(&self, span: Span) -> (&str, Span) {
        let span = self.span(span);
        (self.text.get(span.start as usize..span.end as usize).unwrap_or_default(), span)
    }

    /// Where `span` of the source stands in what is shown.
    pub(super) fn span(&self, span: Span) -> Span {
        let start = self.offset(span.start);
        Span::new(start, self.offset(span.end).max(start))
    }

    fn offset(&self, source: u32) -> u32 {
        let source = self.source.floor_char_boundary(source as usize) as u32;
        let at = self.behind.partition_point(|(behind, _)| *behind <= source);
        let (from, shown) = at.checked_sub(1).map_or((0, 0), |at| self.behind[at]);
        shown + (source - from)
    }

    /// Where in the source stands what is shown at `span`.
    pub(super) fn source(&self, span: Span) -> Span {
        let start = self.source_offset(span.start);
        Span::new(start, self.source_offset(span.end).max(start))
    }

    fn source_offset(&self, shown: u32) -> u32 {
        let at = self.behind.partition_point(|(_, behind)| *behind <= shown);
        let (source, from) = at.checked_sub(1).map_or((0, 0), |at| self.behind[at]);
        let next = self.behind.get(at).map_or(self.source.len() as u32, |(behind, _)| *behind);
        self.source.floor_char_boundary((source + (shown - from)).min(next) as usize) as u32
    }
}

/// Writes `value` as JSON, indented, in ASCII where a reader would not see what it says.
pub(super) fn write_json(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Escaping(PrettyFormatter::new())))?;
    writeln!(out)
}

/// A string of JSON, in its quotes.
pub(crate) fn json_string(text: &str) -> String {
    json_line(&text)
}

/// `value` as JSON in one line, in ASCII where a reader would not see what it says.
pub(super) fn json_line(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Escaping(CompactFormatter));
    value.serialize(&mut serializer).expect("a vector can be written to");
    String::from_utf8(out).expect("JSON is UTF-8")
}

/// Text for XML, in an element or an attribute: what cannot be seen is a character reference, and what XML cannot hold even so
/// (XML 1.0 §2.2) is written by its number.
pub(super) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(escaped, "&lt;U+{:04X}&gt;", u32::from(c));
            }
            c if is_hidden(c) => {
                let _ = write!(escaped, "&#x{:X};", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// A layout of JSON in which what cannot be seen is escaped.
struct Escaping<F>(F);

impl<F: Formatter> Formatter for Escaping<F> {
    fn write_string_fragment<W: io::Write + ?Sized>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut copied = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_hidden(*c)) {
            out.write_all(&fragment.as_bytes()[copied..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            copied = at + c.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[copied..])
    }

    fn begin_array<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: io::Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: io::Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

/// The characters of `text` that a reader would not see, with their offsets. Those that make an emoji of others are seen:
/// `\u{26a0}\u{fe0f}`, a family, a keycap.
fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut before = Before::Other;
    text.char_indices().filter(move |&(at, c)| {
        if c.is_ascii() {
            before = if c.is_ascii_digit() || matches!(c, '#' | '*') { Before::Key } else { Before::Other };
            return c.is_ascii_control();
        }
        let next = || text[at + c.len_utf8()..].chars().next();
        let shapes = match (before, c) {
            (Before::Pictograph, '\u{fe0e}' | '\u{fe0f}') => true,
            (Before::Key, '\u{fe0f}') => next() == Some('\u{20e3}'),
            (Before::Pictograph | Before::Shaped, '\u{200d}') => next().is_some_and(is_pictograph),
            _ => false,
        };
        before = match before {
            Before::Pictograph if shapes && c != '\u{200d}' => Before::Shaped,
            _ if is_pictograph(c) => Before::Pictograph,
            _ => Before::Other,
        };
        !shapes && is_hidden(c)
    })
}

/// What stands before a character, as far as it tells whether that shapes an emoji.
#[derive(Clone, Copy)]
enum Before {
    Pictograph,
    /// A pictograph with its variation selector. One more would shape nothing.
    Shaped,
    /// What keycaps are made of.
    Key,
    Other,
}

/// The blocks of symbols that emoji are among (UTS #51). No letter that a name could be made of is in them.
fn is_pictograph(c: char) -> bool {
    matches!(c,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{21ff}'
        | '\u{2300}'..='\u{23ff}' | '\u{24c2}' | '\u{25a0}'..='\u{27bf}' | '\u{2934}' | '\u{2935}' | '\u{2b00}'..='\u{2bff}'
        | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{1f000}'..='\u{1faff}')
}

/// Whether a character acts on a terminal or on the characters around it, or shows nothing where it stands: controls, separators of
/// lines, what Unicode 17 lets a reader's program ignore (Default_Ignorable_Code_Point: zero width, bidirectional, tags, variation
/// selectors, fillers), other invisible formats, and code points that stand for nothing that readers agree on.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{2028}' | '\u{2029}'
            | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
            // The marks of annotations, and what steers the layout of hieroglyphs; a blank of Braille.
            | '\u{fff9}'..='\u{fffb}' | '\u{13430}'..='\u{1343f}' | '\u{2800}'
            // Private use, and what is no character.
            | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_by_its_number() {
        for (text, shown) in [
            ("https://a.exam\u{200b}ple", "https://a.exam<U+200B>ple"),
            ("\u{1b}[31m\r\n\t", "<U+001B>[31m<U+000D><U+000A><U+0009>"),
            ("a\u{202e}b\u{2066}c", "a<U+202E>b<U+2066>c"),
            ("\u{e0041}\u{ad}\u{2028}\u{85}\u{3164}", "<U+E0041><U+00AD><U+2028><U+0085><U+3164>"),
            ("\u{feff}\u{ffff}\u{10ffff}\u{1fffe}\u{e001}", "<U+FEFF><U+FFFF><U+10FFFF><U+1FFFE><U+E001>"),
        ] {
            assert_eq!(visible(text), shown);
        }
        for text in
            ["", "plain", "\u{5e9}\u{5dc}\u{5d5}\u{5dd}", "\u{645}\u{631}\u{62d}\u{628}\u{627}", "e\u{301}", "a\u{a0}b"]
        {
            assert!(matches!(visible(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn lines_stay_where_they_are_wanted() {
        assert!(matches!(visible_lines("a\r\n\tb\n"), Cow::Borrowed(_)));
        assert_eq!(visible_lines("a\rb\u{2028}\n"), "a<U+000D>b<U+2028>\n");
    }

    #[test]
    fn emoji_are_seen_and_nothing_hides_behind_them() {
        let whole = [
            "\u{26a0}\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            "\u{1f468}\u{200d}\u{1f469}",
            "\u{2764}\u{fe0f}\u{200d}\u{1f525}",
        ];
        whole.iter().for_each(|text| assert_eq!(visible(text), *text));
        assert_eq!(visible("\u{26a0}\u{fe0f}\u{fe0e}"), "\u{26a0}\u{fe0f}<U+FE0E>");
        assert_eq!(visible("a\u{200d}\u{1f469}"), "a<U+200D>\u{1f469}");
        assert_eq!(visible("\u{1f469}\u{200d}a"), "\u{1f469}<U+200D>a");
        assert_eq!(visible("1\u{fe0f}2"), "1<U+FE0F>2");
        assert_eq!(visible("\u{1f3f4}\u{e0067}"), "\u{1f3f4}<U+E0067>");
    }

    #[test]
    fn an_excerpt_knows_where_each_part_of_it_comes_from() {
        let source = "a\u{200b}b\rc\u{1b}\u{1f600}\n";
        let shown = Shown::of(source);
        let all = Span::new(0, source.len() as u32);
        assert_eq!(shown.slice(all).0, "a<U+200B>b\nc<U+001B>\u{1f600}\n");
        for (at, c) in source.char_indices() {
            let span = Span::new(at as u32, (at + c.len_utf8()) as u32);
            assert_eq!(shown.source(shown.span(span)), span, "{c:?}");
        }
        assert_eq!(shown.slice(Span::new(1, 4)).0, "<U+200B>");
        assert_eq!(shown.slice(Span::new(2, 3)).0, "", "offsets inside of a character");
        assert_eq!(shown.source(Span::new(4, 6)), Span::new(4, 4), "a place inside of a number");
    }

    #[test]
    fn machines_read_what_was_there() {
        let text = "a\u{200b}\u{e0041}\u{7f}\u{2028}\"\\\n\u{e9}";
        let json = json_string(text);
        assert_eq!(json, "\"a\\u200b\\udb40\\udc41\\u007f\\u2028\\\"\\\\\\n\u{e9}\"");
        assert_eq!(serde_json::from_str::<String>(&json).ok().as_deref(), Some(text));
        assert_eq!(
            xml("<a b=\"\u{200b}&\u{0}\u{ffff}\n"),
            "&lt;a b=&quot;&#x200B;&amp;&lt;U+0000&gt;&lt;U+FFFF&gt;&#xA;"
        );
    }
}
