//! The text of a file as miette reads it: windows around what is pointed at, never more. Draws nothing itself.
//!
//! miette 7.6 panics on a rendered line wider than 65,535 columns, prints long lines whole and scans the file from its start for
//! each label. Given windows from a line index it does none of that.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::visible::{Shown, visible};
use crate::source::{SourceFile, Span};

/// A line of more bytes than this is shown in part, and never as context of another.
const WIDE: u32 = 200;
/// How many bytes of a wide line a label may cover. With [`MARGIN`] it keeps two windows on one line apart: what spans more than
/// [`WIDE`] bytes is split, so that at least `WIDE - 2 * LABEL` bytes lie between two labels, which is more than a margin.
const LABEL: u32 = 60;
/// How many bytes of a wide line are shown on each side of a label.
const MARGIN: u32 = 50;

/// A file to be shown.
#[derive(Debug)]
pub(super) struct Excerpt<'a> {
    source: &'a SourceFile,
    name: String,
    shown: Shown<'a>,
}

impl<'a> Excerpt<'a> {
    pub(super) fn new(source: &'a SourceFile) -> Self {
        Self { source, name: visible(source.path()).into_owned(), shown: Shown::of(source.text()) }
    }

    /// The part of `span` that is worth underlining, as miette counts offsets: what lies on its first line, and of a wide line only the
    /// head.
    pub(super) fn clip(&self, span: Span) -> SourceSpan {
        let start = self.floor(span.start);
        let line = self.line(start);
        let end = if line.len() > WIDE { span.end.min(start + LABEL) } else { span.end };
        let shown = self.shown.span(Span::new(start, self.floor(end.min(line.end)).max(start)));
        (shown.start as usize, shown.len() as usize).into()
    }

    fn line(&self, offset: u32) -> Span {
        self.source.line_span(self.source.line_at(offset))
    }

    fn floor(&self, offset: u32) -> u32 {
        self.source.text().floor_char_boundary(offset as usize) as u32
    }

    /// What is shown for `span`: its lines with `before` and `after` lines around them, or a part of one wide line;
    /// `None` if that would be too much.
    fn window(&self, span: Span, before: u32, after: u32) -> Option<Span> {
        let (first, last) = (self.source.line_at(span.start), self.source.line_at(span.end));
        let narrow = |line: &u32| self.source.line_span(*line).len() <= WIDE;
        if (first..=last).all(|line| narrow(&line)) {
            let above = (first.saturating_sub(before).max(1)..first).rev().take_while(narrow).last();
            let below = (last + 1..=last.saturating_add(after).min(self.source.line_count())).take_while(narrow).last();
            let start = self.source.line_span(above.unwrap_or(first)).start;
            return Some(Span::new(start, self.source.line_span(below.unwrap_or(last)).end));
        }
        let line = self.source.line_span(first);
        (first == last && span.len() <= WIDE).then(|| {
            let start = self.floor(span.start.saturating_sub(MARGIN)).max(line.start);
            Span::new(start, self.floor(span.end.saturating_add(MARGIN)).min(line.end).max(span.end))
        })
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let offset = |at: usize| u32::try_from(at).map_err(|_| MietteError::OutOfBounds);
        let asked = self.shown.source(Span::new(offset(span.offset())?, offset(span.offset() + span.len())?));
        // Asked for no context, miette wants the position of the span for its header and not an excerpt. In an excerpt it makes no
        // use of the column, which takes a walk along a line of perhaps megabytes.
        let (part, column) = if before == 0 && after == 0 {
            (asked, self.source.position(asked.start).column - 1)
        } else {
            (self.window(asked, offset(before)?, offset(after)?).ok_or(MietteError::OutOfBounds)?, 0)
        };
        let (data, shown) = self.shown.slice(part);
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data.as_bytes(),
            (shown.start as usize, shown.len() as usize).into(),
            self.source.line_at(part.start) as usize - 1,
            column as usize,
            data.lines().count().max(1),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_lines_are_neither_context_nor_shown_whole() {
        let wide = "x".repeat(5_000);
        let file = SourceFile::new("a.js", format!("{wide}\nshort\n{wide}"));
        let excerpt = Excerpt::new(&file);
        assert_eq!(excerpt.window(Span::new(5_001, 5_006), 1, 1), Some(Span::new(5_001, 5_006)));
        assert_eq!(excerpt.window(Span::new(100, 120), 1, 1), Some(Span::new(50, 170)));
        assert_eq!(excerpt.window(Span::new(0, 4_000), 1, 1), None);
        assert_eq!(excerpt.window(Span::new(100, 5_003), 1, 1), None);
        assert_eq!(excerpt.clip(Span::new(100, 6_000)), (100, 60).into());
        assert_eq!(excerpt.clip(Span::new(5_001, 6_000)), (5_001, 5).into());
    }

    #[test]
    fn no_offset_is_out_of_reach() {
        let file = SourceFile::new("a.js", "\u{e9}\u{200b}\r\u{7}\n");
        let excerpt = Excerpt::new(&file);
        for start in 0..12 {
            for end in 0..12 {
                let span = excerpt.clip(Span::new(start, end));
                assert!(excerpt.read_span(&span, 1, 1).is_ok() && excerpt.read_span(&span, 0, 0).is_ok());
            }
        }
    }
}
