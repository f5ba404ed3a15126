//! A source file in memory, and the arithmetic between byte offsets and what people call a position. Reads nothing itself.

use std::sync::{Arc, OnceLock};

/// A half-open range of byte offsets into the text of a [`SourceFile`].
///
/// For a UTF-8 file, with or without a byte order mark, these are the offsets of the file on disk.
/// A file in another encoding is decoded first, and offsets are those of the decoded text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Whether `other` lies within this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Length in bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span covers nothing.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// A place as editors and SARIF name it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// Line, counted from 1.
    pub line: u32,
    /// Column in UTF-16 code units, counted from 1.
    pub column: u32,
    /// Byte offset into the text.
    pub offset: u32,
}

/// One file to analyse: its path as shown to the reader, and its text.
#[derive(Debug)]
pub struct SourceFile {
    path: String,
    text: String,
    lines: OnceLock<Vec<u32>>,
    /// UTF-16 code units before each [`BLOCK`] of the text.
    units: OnceLock<Vec<u32>>,
}

/// Bytes between two places up to which UTF-16 code units are counted once for all.
const BLOCK: usize = 1 << 10;

impl SourceFile {
    /// A file called `path` (as given, with `/` between its parts) that holds `text`.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), lines: OnceLock::new(), units: OnceLock::new() }
    }

    /// The path as shown to the reader, with `/` between its parts.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The decoded text, including a byte order mark if there is one.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text that `span` covers; empty where the span is not one of this file.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Byte offsets at which the lines begin. Lines end with LF, CRLF or a lone CR, as in ECMA-262 §12.3
    /// without U+2028 and U+2029, which editors do not count either.
    fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut starts = vec![0];
            for (i, &b) in bytes.iter().enumerate() {
                let ends = b == b'\n' || (b == b'\r' && bytes.get(i + 1) != Some(&b'\n'));
                if ends {
                    starts.push(i as u32 + 1);
                }
            }
            starts
        })
    }

    /// How many lines the file has; at least one.
    pub fn line_count(&self) -> u32 {
        self.line_starts().len() as u32
    }

    /// The span of a line without its terminator; `line` counts from 1. Empty behind the last line.
    pub fn line_span(&self, line: u32) -> Span {
        let starts = self.line_starts();
        let len = self.text.len() as u32;
        let Some(&start) = (line as usize).checked_sub(1).and_then(|i| starts.get(i)) else {
            return Span::new(len, len);
        };
        let end = starts.get(line as usize).copied().unwrap_or(len);
        let text = self.slice(Span::new(start, end));
        Span::new(start, start + text.trim_end_matches(['\n', '\r']).len() as u32)
    }

    /// The line that a byte offset is on, counted from 1: all of a [`position`](Self::position) that costs no walk along the line.
    pub fn line_at(&self, offset: u32) -> u32 {
        self.line_starts().partition_point(|&start| start <= offset).max(1) as u32
    }

    /// UTF-16 code units before a byte offset. A file may have thousands of findings on a line of megabytes, so only those of the last
    /// block are counted anew.
    fn units_before(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let units = self.units.get_or_init(|| {
            let whole = bytes.chunks_exact(BLOCK).scan(0, |sum, block| {
                *sum += utf16_len(block) as u32;
                Some(*sum)
            });
            std::iter::once(0).chain(whole).collect()
        });
        let block = at / BLOCK;
        units[block] as usize + utf16_len(&bytes[block * BLOCK..at])
    }

    /// The position of a byte offset. An offset inside a character counts as that character's start,
    /// one behind the end as the end.
    pub fn position(&self, offset: u32) -> Position {
        let at = self.text.floor_char_boundary(offset as usize);
        let line = self.line_at(offset);
        let start = self.line_starts()[line as usize - 1] as usize;
        let mut column = self.units_before(at) - self.units_before(start) + 1;
        // A byte order mark is in the file but not in what an editor shows.
        if start == 0 && at > 0 && self.text.starts_with('\u{feff}') {
            column -= 1;
        }
        Position { line, column: column as u32, offset: at as u32 }
    }
}

/// Several files in one space of offsets, the first one at 0.
#[derive(Clone, Debug)]
pub struct SourceMap {
    files: Vec<(u32, Arc<SourceFile>)>,
}

impl SourceMap {
    /// One file, whose spans are those of the map.
    pub fn new(first: Arc<SourceFile>) -> Self {
        Self { files: vec![(0, first)] }
    }

    /// Adds a file whose offsets begin at `start`, behind those of all others.
    pub fn add(&mut self, start: u32, file: Arc<SourceFile>) {
        self.files.push((start, file));
    }

    /// The first file.
    pub fn first(&self) -> &Arc<SourceFile> {
        &self.files[0].1
    }

    /// The file that a span is in, unless it is the first one, and the span in that file.
    pub fn locate(&self, span: Span) -> (Option<&Arc<SourceFile>>, Span) {
        let behind = self.files.partition_point(|(start, _)| *start <= span.start);
        match self.files.get(behind.wrapping_sub(1)) {
            Some((start, file)) if *start > 0 => (Some(file), Span::new(span.start - start, span.end - start)),
            _ => (None, span),
        }
    }

    /// The text at a span.
    pub fn slice(&self, span: Span) -> &str {
        let (file, span) = self.locate(span);
        file.unwrap_or(&self.files[0].1).slice(span)
    }
}

/// Length in UTF-16 code units of a part of a text: one for each character, one more for those of four bytes. Counted over bytes,
/// without decoding, because minified files have lines of megabytes and every position in them counts from the line's start.
fn utf16_len(bytes: &[u8]) -> usize {
    bytes.iter().map(|&b| usize::from(b & 0xC0 != 0x80) + usize::from(b >= 0xF0)).sum()
}

/// A comment of the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comment {
    /// All of it, with its markers.
    pub span: Span,
    /// What stands between the markers.
    pub text: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_in_long_lines_count_every_unit() {
        for part in ["a", "é", "\u{20ac}", "\u{1F600}", "a\u{1F600}é\n"] {
            let text = part.repeat(3 * BLOCK / part.len() + 1);
            let file = SourceFile::new("a.js", text.as_str());
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
                assert_eq!(
                    file.position(at as u32).column as usize,
                    text[line..at].encode_utf16().count() + 1,
                    "{part} {at}"
                );
            }
        }
        assert_eq!(SourceFile::new("a.js", "").position(0).column, 1);
    }

    #[test]
    fn positions_count_utf16_units_and_every_line_end() {
        let file = SourceFile::new("a.js", "\u{feff}a\r\nb\u{1F600}c\rd\n");
        let at = |needle: &str| {
            let p = file.position(file.text().find(needle).expect("in the text") as u32);
            (p.line, p.column)
        };
        assert_eq!(at("a"), (1, 1));
        assert_eq!(at("b"), (2, 1));
        assert_eq!(at("c"), (2, 4));
        assert_eq!(at("d"), (3, 1));
        assert_eq!(file.line_count(), 4);
        assert_eq!(file.slice(file.line_span(2)), "b\u{1F600}c");
        assert_eq!(file.position(9_999).line, 4);
    }
}
