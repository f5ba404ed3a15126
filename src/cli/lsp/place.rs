//! Places as editors name them: positions in a text, and addresses of files.

use std::path::{Path, PathBuf};
use std::str::FromStr as _;

use lsp_types::{Position, Range, Uri};

use super::client::Encoding;
use crate::config::plain;
use crate::source::{SourceFile, Span};

/// The position of a byte offset.
pub(super) fn position(source: &SourceFile, offset: u32, encoding: Encoding) -> Position {
    let place = source.position(offset);
    let character = match encoding {
        Encoding::Utf16 => place.column - 1,
        Encoding::Utf8 => {
            let mut start = source.line_span(place.line).start;
            // A byte order mark is in the file but not in what an editor shows.
            if start == 0 && source.text().starts_with('\u{feff}') {
                start = '\u{feff}'.len_utf8() as u32;
            }
            place.offset.saturating_sub(start)
        }
    };
    Position { line: place.line - 1, character }
}

/// The range of a span.
pub(super) fn range(source: &SourceFile, span: Span, encoding: Encoding) -> Range {
    Range { start: position(source, span.start, encoding), end: position(source, span.end, encoding) }
}

/// The byte offset of a position in the text that an editor holds. What is behind a line counts as its end, as the protocol has it, and
/// what is inside of a character as its start.
pub(super) fn offset(text: &str, position: Position, encoding: Encoding) -> usize {
    let mut start = 0;
    for _ in 0..position.line {
        let Some(end) = text[start..].find(['\n', '\r']) else { return text.len() };
        let end = start + end;
        start = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    let line = &text[start..];
    let line = &line[..line.find(['\n', '\r']).unwrap_or(line.len())];
    let wanted = position.character as usize;
    match encoding {
        Encoding::Utf8 => start + line.floor_char_boundary(wanted),
        Encoding::Utf16 => {
            let mut units = 0;
            for (at, character) in line.char_indices() {
                units += character.len_utf16();
                if units > wanted {
                    return start + at;
                }
            }
            start + line.len()
        }
    }
}

/// The file that an address names, if it is one on this machine.
pub(super) fn file_of(uri: &str) -> Option<PathBuf> {
    let url = url::Url::parse(uri).ok().filter(|url| url.scheme() == "file")?;
    url.to_file_path().ok()
}

/// The address of a file.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    let url = url::Url::from_file_path(plain(path)).ok()?;
    Uri::from_str(url.as_str()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_lead_to_offsets_and_back() {
        let text = "a\u{e9}\u{1f600}b\r\n\n\u{1f600};\rlast";
        let source = SourceFile::new("a.js", text);
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for (at, _) in text.char_indices().filter(|(_, c)| *c != '\n') {
                let place = position(&source, at as u32, encoding);
                assert_eq!(offset(text, place, encoding), at, "{place:?} {encoding:?}");
            }
        }
        let at = |line, character| offset(text, Position { line, character }, Encoding::Utf16);
        assert_eq!((at(0, 3), &text[at(0, 99)..at(0, 99) + 2]), (3, "\r\n"), "in a character, and behind the line");
        assert_eq!((at(3, 99), at(9, 0)), (text.len(), text.len()));
        let smile = position(&source, text.find('b').expect("it is there") as u32, Encoding::Utf16);
        assert_eq!((smile.line, smile.character), (0, 4));
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let source = SourceFile::new("a.js", "\u{feff}ab");
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            assert_eq!(position(&source, 4, encoding), Position { line: 0, character: 1 });
        }
    }

    #[cfg(unix)]
    #[test]
    fn addresses_are_escaped() {
        assert_eq!(file_of("file:///a%20b/c%C3%A9.js"), Some(PathBuf::from("/a b/c\u{e9}.js")));
        assert_eq!(
            uri_of(Path::new("/a b/c.js")).map(|uri| uri.as_str().to_owned()).as_deref(),
            Some("file:///a%20b/c.js")
        );
        assert_eq!(file_of("untitled:Untitled-1"), None);
    }
}
