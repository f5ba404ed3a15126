//! A piece of script in a document, perhaps written in another way than it is meant: with character references, with
//! something around it. Knows for each offset where in the file it comes from.

use std::borrow::Cow;

use html5gum::{Token, Tokenizer};

use super::svg::CDATA;
use crate::source::Span;

/// A piece of script, and where each part of it stands in its file.
#[derive(Clone, PartialEq, Debug)]
pub struct Text {
    span: Span,
    /// What is parsed in place of the span's own text.
    other: Option<String>,
    /// For the begin of each run of `other` that stands so in the file: where it begins there. Empty if every offset is the
    /// file's own.
    runs: Vec<(u32, u32)>,
}

impl Text {
    /// What stands at `span`, as it is.
    pub(super) fn plain(span: Span) -> Self {
        Self { span, other: None, runs: Vec::new() }
    }

    /// Another text of the same length in place of what stands at `span`.
    pub(super) fn masked(span: Span, text: String) -> Self {
        debug_assert_eq!(text.len(), span.len() as usize, "offsets are the file's");
        Self { span, other: Some(text), runs: Vec::new() }
    }

    /// What stands at `span`, with something before and behind it.
    pub(super) fn wrapped(before: &str, span: Span, text: &str, after: &str) -> Self {
        let runs =
            vec![(0, span.start), (before.len() as u32, span.start), ((before.len() + text.len()) as u32, span.end)];
        Self { span, other: Some(format!("{before}{text}{after}")), runs }
    }

    /// The value of an attribute that stands, with character references, at `span` of the file; `None` if one of them is not
    /// among those that are known here, so that it is not clear which part of the value comes from where.
    pub(super) fn decoded(span: Span, raw: &str, value: &str) -> Option<Self> {
        if raw == value {
            return Some(Self::plain(span));
        }
        let mut text = String::with_capacity(raw.len());
        let mut runs = vec![(0, span.start)];
        let mut rest = raw;
        while let Some(at) = rest.find(['&', '\r']) {
            text.push_str(&rest[..at]);
            let (piece, len) = match rest[at..].strip_prefix('&') {
                Some(name) => reference(name).map_or((Cow::Borrowed("&"), 1), |(c, len)| (Cow::Owned(c), len + 1)),
                // Line ends are normalized before anything is tokenized (HTML Standard, "Preprocessing the input stream").
                None if rest[at..].starts_with("\r\n") => (Cow::Borrowed("\n"), 2),
                None => (Cow::Borrowed("\n"), 1),
            };
            rest = &rest[at + len..];
            runs.push((text.len() as u32, span.end - (rest.len() + len) as u32));
            text.push_str(&piece);
            runs.push((text.len() as u32, span.end - rest.len() as u32));
        }
        text.push_str(rest);
        (text == value).then_some(Self { span, other: Some(text), runs })
    }

    /// The script that stands, as XML has it, at `span` of the file: with character references, sections in which nothing is markup,
    /// and comments. A reference that is not known here stays as it is written.
    pub(super) fn of_xml(source: &str, span: Span) -> Self {
        let raw = source.get(span.start as usize..span.end as usize).unwrap_or_default();
        let place = |rest: &str| span.end - rest.len() as u32;
        let mut pieces: Vec<(Cow<'_, str>, u32)> = Vec::new();
        let mut rest = raw;
        while !rest.is_empty() {
            let start = place(rest);
            let (piece, len) = if let Some(inside) = rest.strip_prefix(CDATA.0) {
                let text = &inside[..inside.find(CDATA.1).unwrap_or(inside.len())];
                pieces.push((Cow::Borrowed(text), place(inside)));
                // What ends here ends before the mark.
                pieces.push((Cow::Borrowed(""), place(inside) + text.len() as u32));
                rest = &inside[text.len()..];
                rest = rest.strip_prefix(CDATA.1).unwrap_or(rest);
                continue;
            } else if rest.starts_with("<!--") {
                (Cow::Borrowed(""), rest.find("-->").map_or(rest.len(), |end| end + 3))
            } else if let Some((c, len)) = rest.strip_prefix('&').and_then(reference) {
                (Cow::Owned(c), len + 1)
            } else {
                let len = rest.find(['<', '&']).map_or(rest.len(), |at| at.max(1));
                (Cow::Borrowed(&rest[..len]), len)
            };
            pieces.push((piece, start));
            rest = &rest[len..];
        }
        // What stands in one piece stands as it is.
        let blank = |(piece, _): &(Cow<'_, str>, u32)| piece.chars().all(char::is_whitespace);
        let mut meant = pieces.iter().filter(|piece| !blank(piece));
        if let (Some((Cow::Borrowed(piece), start)), None) = (meant.next(), meant.next()) {
            return Self::plain(Span::new(*start, start + piece.len() as u32));
        }
        let (mut text, mut runs) = (String::with_capacity(raw.len()), vec![(0, span.start)]);
        for (piece, start) in pieces {
            runs.push((text.len() as u32, start));
            text.push_str(&piece);
        }
        runs.push((text.len() as u32, span.end));
        Self { span, other: Some(text), runs }
    }

    /// A text that what stands at `span` makes; `runs` says where each part of it comes from, and begins at 0.
    pub(super) fn joined(span: Span, text: String, runs: Vec<(u32, u32)>) -> Self {
        Self { span, other: Some(text), runs }
    }

    /// What stands at `span` of what is parsed.
    pub(super) fn part(&self, source: &str, span: Span) -> Self {
        let at = |offset: u32| Span::new(offset, offset);
        if self.runs.is_empty() {
            return Self::plain(Span::new(self.span.start + span.start, self.span.start + span.end));
        }
        let text = self.read(source).get(span.start as usize..span.end as usize).unwrap_or_default().to_owned();
        let place = Span::new(self.place(at(span.start)).start, self.place(at(span.end)).start);
        let first = self.runs.partition_point(|(begin, _)| *begin <= span.start);
        let inside = self.runs[first..].iter().take_while(|(begin, _)| *begin < span.end);
        let runs = std::iter::once((0, place.start)).chain(inside.map(|(begin, file)| (begin - span.start, *file)));
        Self { span: place, other: Some(text), runs: runs.collect() }
    }

    /// Where it stands in the file.
    pub fn span(&self) -> Span {
        self.span
    }

    /// What is parsed; `source` is the file's text.
    pub fn read<'a>(&'a self, source: &'a str) -> &'a str {
        match &self.other {
            Some(text) => text,
            None => source.get(self.span.start as usize..self.span.end as usize).unwrap_or_default(),
        }
    }

    /// The offset at which the parser is told that the text begins.
    pub fn start(&self) -> u32 {
        if self.runs.is_empty() { self.span.start } else { 0 }
    }

    /// Whether the parser's offsets are not the file's.
    pub fn is_moved(&self) -> bool {
        !self.runs.is_empty()
    }

    /// The place in the file of what the parser says stands at `span`.
    pub fn place(&self, span: Span) -> Span {
        if self.runs.is_empty() {
            return span;
        }
        let start = self.offset(span.start);
        // Where nothing of the text stands between two places, it begins at the last one and ends at the first.
        let end = self.runs.partition_point(|(begin, _)| *begin < span.end);
        let end = self.runs.get(end).filter(|(begin, _)| *begin == span.end).map(|(_, file)| *file);
        Span::new(start, end.unwrap_or_else(|| self.offset(span.end)).max(start))
    }

    fn offset(&self, offset: u32) -> u32 {
        let run = self.runs.partition_point(|(begin, _)| *begin <= offset).saturating_sub(1);
        let (begin, file) = self.runs[run];
        let next = self.runs.get(run + 1).map_or(self.span.end, |(_, file)| *file);
        (file + (offset - begin)).min(next)
    }
}

/// The text that a reference stands for in the value of an attribute, and how long it is behind its ampersand. The tokenizer has the
/// table of names (HTML Standard, "Named character references"), and knows which of them need no semicolon.
fn reference(text: &str) -> Option<(String, usize)> {
    let len = |text: &str, is: fn(&char) -> bool| text.chars().take(LONGEST_NAME).take_while(is).count();
    let name_len = match text.as_bytes() {
        [b'#', b'x' | b'X', ..] => 2 + len(&text[2..], char::is_ascii_hexdigit),
        [b'#', ..] => 1 + len(&text[1..], char::is_ascii_digit),
        _ => len(text, char::is_ascii_alphanumeric),
    };
    let is_closed = text[name_len..].starts_with(';');
    let name = &text[..name_len + usize::from(is_closed)];
    // Behind a name without a semicolon, an equals sign makes it none.
    let next = if !is_closed && text[name_len..].starts_with('=') { "=" } else { "" };
    let tag = format!("<a b=\"&{name}{next}\">");
    let tag = Tokenizer::new(tag.as_str()).flatten().find_map(|token| match token {
        Token::StartTag(tag) => Some(tag),
        _ => None,
    })?;
    let value = String::from_utf8_lossy(tag.attributes.values().next()?).into_owned();
    let meant = value.strip_suffix(next)?;
    (meant.strip_prefix('&') != Some(name)).then(|| (meant.to_owned(), name.len()))
}

/// Longer than any name of a character, and than a number that names one.
const LONGEST_NAME: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_of_a_decoded_value_are_those_of_the_file() {
        let file = "onclick=\"go(&quot;é&quot;) &amp;&amp; x\"";
        let raw = &file[9..file.len() - 1];
        let text = Text::decoded(Span::new(9, file.len() as u32 - 1), raw, "go(\"é\") && x").expect("known references");
        let read = text.read(file).to_owned();
        assert_eq!(read, "go(\"é\") && x");
        let place = |needle: &str| {
            let at = read.find(needle).expect("there") as u32;
            let span = text.place(Span::new(at, at + needle.len() as u32));
            &file[span.start as usize..span.end as usize]
        };
        assert_eq!(place("go"), "go");
        assert_eq!(place("\"é\""), "&quot;é&quot;");
        assert_eq!(place("&&"), "&amp;&amp;");
        assert_eq!(place("x"), "x");
        assert_eq!(Text::decoded(Span::new(0, 6), "&lang;", "other"), None);
    }

    #[test]
    fn references_are_those_of_the_standard() {
        for (text, meant) in [
            ("lang;x", Some(("⟨", 5))),
            ("lpar;x", Some(("(", 5))),
            ("NotEqualTilde;", Some(("≂̸", 14))),
            ("CounterClockwiseContourIntegral;", Some(("∳", 32))),
            ("#x28;", Some(("(", 5))),
            ("#40x", Some(("(", 3))),
            ("#x0;", Some(("\u{fffd}", 4))),
            ("amp&amp", Some(("&", 3))),
            ("amp;", Some(("&", 4))),
            ("amp=1", None),
            ("ampx", None),
            ("lang", None),
            ("nothing;", None),
            ("amp", Some(("&", 3))),
            ("a=1", None),
            ("#", None),
            ("#;", None),
            ("", None),
            ("& b", None),
        ] {
            assert_eq!(reference(text).as_ref().map(|(c, len)| (c.as_str(), *len)), meant, "{text}");
        }
    }

    #[test]
    fn what_is_added_has_no_width_in_the_file() {
        let text = Text::wrapped("(", Span::new(4, 8), "item", ") => 0");
        assert_eq!(text.read("for item in list"), "(item) => 0");
        assert_eq!(text.place(Span::new(1, 5)), Span::new(4, 8));
        assert_eq!(text.place(Span::new(0, 11)), Span::new(4, 8));
    }
}
