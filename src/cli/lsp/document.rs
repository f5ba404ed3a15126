//! A text that an editor holds, and what it becomes when the editor tells of changes.

use std::path::PathBuf;
use std::time::Instant;

use lsp_types::TextDocumentContentChangeEvent;

use super::client::Encoding;
use super::orders::Shown;
use super::place;

/// An open file.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) path: PathBuf,
    pub(super) version: i32,
    pub(super) text: String,
    /// When the text is to be analysed, if that is not ordered yet.
    pub(super) due: Option<Instant>,
    /// The last verdict.
    pub(super) shown: Vec<Shown>,
}

impl Document {
    /// Makes changes, each in the text that those before it have left.
    pub(super) fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        for change in changes {
            let Some(range) = change.range else {
                self.text = change.text;
                continue;
            };
            let start = place::offset(&self.text, range.start, encoding);
            let end = place::offset(&self.text, range.end, encoding).max(start);
            self.text.replace_range(start..end, &change.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lsp_types::{Position, Range};

    #[test]
    fn changes_build_upon_each_other() {
        let mut document = Document {
            path: PathBuf::new(),
            version: 1,
            text: "a\n\u{1f600}b\n".to_owned(),
            due: None,
            shown: Vec::new(),
        };
        let change = |start: (u32, u32), end: (u32, u32), text: &str| {
            let position = |(line, character)| Position { line, character };
            let range = Some(Range { start: position(start), end: position(end) });
            TextDocumentContentChangeEvent { range, range_length: None, text: text.to_owned() }
        };
        let changes = vec![change((1, 2), (1, 3), "c"), change((0, 1), (1, 0), ""), change((0, 3), (9, 9), "!\n")];
        document.change(changes, Encoding::Utf16);
        assert_eq!(document.text, "a\u{1f600}!\n");
        document.change(vec![change((0, 1), (0, 5), "x"), change((0, 2), (0, 0), "y")], Encoding::Utf8);
        assert_eq!(document.text, "axy!\n", "a range that ends before it begins is empty");
        let whole = TextDocumentContentChangeEvent { range: None, range_length: None, text: "z".to_owned() };
        document.change(vec![whole], Encoding::Utf8);
        assert_eq!(document.text, "z");
    }
}
