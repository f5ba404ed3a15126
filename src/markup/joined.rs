//! A text that a program joins of string literals and of values that are not known, as it is when the program runs. Knows for each offset
//! where in the file it comes from, and how strings are escaped; which strings belong together others tell.

use std::borrow::Cow;

use super::braces::end_of;
use super::{Hole, Text};
use crate::source::Span;

/// A text that is being joined.
#[derive(Debug)]
pub struct Joined<'a> {
    source: &'a str,
    text: String,
    runs: Vec<(u32, u32)>,
    holes: Vec<Hole>,
}

/// What stands for a value that is not known: a name that no declaration explains.
const UNKNOWN: &str = "________";

impl<'a> Joined<'a> {
    /// Nothing yet, of a file with this text.
    pub fn new(source: &'a str) -> Self {
        Self { source, text: String::new(), runs: Vec::new(), holes: Vec::new() }
    }

    /// How long it is so far, in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Adds a literal of JavaScript, which stands with its quotes or backticks at `span`. `value` adds each value of a template, by its
    /// number and its place.
    pub fn literal(&mut self, span: Span, value: &mut dyn FnMut(&mut Self, usize, Span)) {
        let raw = self.slice(span);
        let quote = raw.as_bytes().first().copied();
        let Some(quote) = quote.filter(|quote| matches!(quote, b'"' | b'\'' | b'`') && raw.len() > 1) else { return };
        let (mut at, end) = (span.start + 1, span.end - 1);
        let mut values = 0;
        while at < end {
            let rest = self.slice(Span::new(at, end));
            let special = rest.find(|c| matches!(c, '\\' | '\r') || (c == '$' && quote == b'`')).unwrap_or(rest.len());
            self.plain(&rest[..special], at);
            at += special as u32;
            let rest = &rest[special..];
            if rest.starts_with("${") {
                let close = end_of(self.source, at as usize + 1).map_or(end, |close| (close as u32).min(end));
                value(self, values, Span::new(at, close));
                values += 1;
                at = close;
            } else if let Some((meant, len)) = escape(rest) {
                self.written(&meant, Span::new(at, at + len as u32));
                at += len as u32;
            } else if let Some(c) = rest.chars().next() {
                self.plain(&rest[..c.len_utf8()], at);
                at += c.len_utf8() as u32;
            }
        }
    }

    /// Adds a value that is not known, which stands at `span`. Whatever it is made of may be called by `names`.
    pub fn unknown(&mut self, span: Span, names: Vec<String>) {
        let start = self.text.len() as u32;
        self.written(UNKNOWN, span);
        self.holes.push(Hole { span: Span::new(start, self.text.len() as u32), names });
    }

    /// Adds a text that stands nowhere as it is: what stands at `span` puts it there.
    pub fn written(&mut self, text: &str, span: Span) {
        self.runs.push((self.text.len() as u32, span.start));
        self.text.push_str(text);
        self.runs.push((self.text.len() as u32, span.end));
    }

    /// Adds what stands at `at` as it is.
    pub(super) fn plain(&mut self, text: &str, at: u32) {
        if !text.is_empty() {
            self.written(text, Span::new(at, at + text.len() as u32));
        }
    }

    /// The text, which the file's part at `whole` makes, and the values in it that are not known, by their places in the text.
    pub fn finish(mut self, whole: Span) -> (Text, Vec<Hole>) {
        if self.runs.first().is_none_or(|(begin, _)| *begin > 0) {
            self.runs.insert(0, (0, whole.start));
        }
        (Text::joined(whole, self.text, self.runs), self.holes)
    }

    fn slice(&self, span: Span) -> &'a str {
        self.source.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

/// What a backslash, with what is behind it, or the end of a line stands for in a literal of JavaScript, and how long it is
/// (ECMA-262 §12.9.4 and §12.9.6). `None` if the text begins with neither.
fn escape(text: &str) -> Option<(Cow<'static, str>, usize)> {
    let Some(rest) = text.strip_prefix('\\') else {
        // Line ends are the same in every template.
        return text.strip_prefix('\r').map(|rest| (Cow::Borrowed("\n"), 1 + usize::from(rest.starts_with('\n'))));
    };
    let first = rest.chars().next()?;
    let number = |digits: Option<&str>, len: usize| {
        let code = u32::from_str_radix(digits?, 16).ok()?;
        // One half of a pair is no character.
        Some((Cow::Owned(char::from_u32(code).unwrap_or('\u{fffd}').to_string()), len))
    };
    let known = match first {
        'n' => "\n",
        't' => "\t",
        'r' => "\r",
        'b' => "\u{8}",
        'v' => "\u{b}",
        'f' => "\u{c}",
        '0' => "\0",
        '\r' => return Some((Cow::Borrowed(""), if rest.starts_with("\r\n") { 3 } else { 2 })),
        '\n' | '\u{2028}' | '\u{2029}' => "",
        'x' => return number(rest.get(1..3), 4),
        'u' => {
            return match rest.get(1..)?.strip_prefix('{').and_then(|digits| digits.split_once('}')) {
                Some((digits, _)) => number(Some(digits), digits.len() + 4),
                None => number(rest.get(1..5), 6),
            };
        }
        other => return Some((Cow::Owned(other.to_string()), 1 + other.len_utf8())),
    };
    Some((Cow::Borrowed(known), 1 + first.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(source: &str) -> (Text, Vec<Hole>) {
        let mut joined = Joined::new(source);
        let whole = Span::new(0, source.len() as u32);
        joined.literal(whole, &mut |joined, i, span| joined.unknown(span, vec![format!("v{i}")]));
        joined.finish(whole)
    }

    #[test]
    fn literals_are_read_as_the_language_means_them() {
        for (source, meant) in [
            (
                r#""a\"b\n\x41\u0042\u{43}\
d""#,
                "a\"b\nABCd",
            ),
            (r"'\<\/script\>'", "</script>"),
            ("`a\r\nb\\`$c \\${d}`", "a\nb`$c ${d}"),
            ("`é${ `${1}}` }é${2}`", "é________é________"),
            (r"'\u00'", "\\u00"),
            ("''", ""),
        ] {
            assert_eq!(joined(source).0.read(source), meant, "{source}");
        }
    }

    #[test]
    fn offsets_are_those_of_the_file() {
        let source = r#"  "<b>\u00e9</b>\n" + x + 'y\'z'"#;
        let place = |part: &str| {
            let at = source.find(part).expect("there") as u32;
            Span::new(at, at + part.len() as u32)
        };
        let mut joined = Joined::new(source);
        joined.literal(place(r#""<b>\u00e9</b>\n""#), &mut |_, _, _| {});
        joined.unknown(place("+ x +").inner(), vec!["x".to_owned()]);
        joined.literal(place(r"'y\'z'"), &mut |_, _, _| {});
        let (text, holes) = joined.finish(Span::new(2, source.len() as u32));
        let meant = text.read(source).to_owned();
        assert_eq!(meant, "<b>é</b>\n________y'z");
        for (part, stands) in
            [("<b>", "<b>"), ("é", r"\u00e9"), ("</b>", "</b>"), ("\n", r"\n"), ("y'", r"y\'"), ("z", "z")]
        {
            let at = meant.find(part).expect("there") as u32;
            let span = text.place(Span::new(at, at + part.len() as u32));
            assert_eq!(&source[span.start as usize..span.end as usize], stands);
        }
        let hole = text.place(holes[0].span);
        assert_eq!(&source[hole.start as usize..hole.end as usize], "x");
    }

    impl Span {
        fn inner(self) -> Self {
            Self::new(self.start + 2, self.end - 2)
        }
    }
}
