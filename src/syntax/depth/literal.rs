//! Passes over what holds brackets that are not code: comments, strings, templates, regular expressions.

use super::{Kind, Prev, Scan};
use crate::report::Failure;

/// How many bytes may be searched in vain for the ends of regular expressions. Where none ends, each slash is searched from to the end
/// of its line, which may be all of a minified file. A regular expression that does not end is a syntax error, so that none is meant.
const SEARCHED: usize = 64 << 20;

impl Scan<'_> {
    pub(super) fn line_comment(&mut self) {
        while !matches!(self.peek(0), b'\n' | b'\r' | 0) || (self.peek(0) == 0 && self.at < self.bytes.len()) {
            // U+2028 and U+2029 end a line too.
            if self.peek(0) == 0xe2 && self.peek(1) == 0x80 && matches!(self.peek(2), 0xa8 | 0xa9) {
                return;
            }
            self.at += 1;
        }
    }

    pub(super) fn block_comment(&mut self) {
        self.at += 2;
        while self.at < self.bytes.len() && !self.starts_with("*/") {
            self.newline |= matches!(self.peek(0), b'\n' | b'\r');
            self.at += 1;
        }
        self.at += 2;
    }

    /// `<!--` and `-->`: comments in a script, operators in a module.
    pub(super) fn html_comment(&mut self) {
        let begin = self.at;
        self.line_comment();
        let line = &self.bytes[begin + 3..self.at.max(begin + 3)];
        self.uncertain |= line.iter().any(|b| b"`'\"/([{".contains(b));
    }

    pub(super) fn string_end(&self, quote: u8) -> usize {
        let mut at = self.at + 1;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'\\' if self.bytes[at..].starts_with(b"\\\r\n") => at += 3,
                b'\\' => at += 2,
                // A string that does not end on its line is an error; the parser stops there.
                b'\n' | b'\r' => return at,
                _ if byte == quote => return at + 1,
                _ => at += 1,
            }
        }
        at
    }

    pub(super) fn number_end(&self) -> usize {
        let rest = &self.bytes[self.at..];
        let len = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_')).count();
        self.at + len
    }

    /// The text of a template up to its end or the next `${`.
    pub(super) fn template(&mut self) -> Result<(), Failure> {
        while self.at < self.bytes.len() {
            match self.peek(0) {
                b'\\' => self.at += 2,
                b'`' => {
                    self.literal(self.at + 1);
                    return Ok(());
                }
                b'$' if self.peek(1) == b'{' => {
                    self.push(Kind::Template)?;
                    return self.operator(2, 0, Prev::Operator);
                }
                _ => self.at += 1,
            }
        }
        Ok(())
    }

    /// A division, or a regular expression where an operand must stand.
    pub(super) fn slash(&mut self) -> Result<(), Failure> {
        let may_begin_regex = !self.prev.ends_operand() && self.prev != Prev::Dot;
        let end = if may_begin_regex { self.regex_end() } else { None };
        if may_begin_regex && end.is_none() {
            self.searched += line_len(&self.bytes[self.at..]);
            if self.searched > SEARCHED {
                return Err(self.refuse("it is not clear which slashes begin regular expressions"));
            }
        }
        match end {
            Some(end) => {
                if matches!(self.prev, Prev::MaybePrefix | Prev::Greater) {
                    self.uncertain |= self.bytes[self.at..end].iter().any(|b| b"`'\"([{".contains(b));
                }
                self.literal(end);
                Ok(())
            }
            None => self.operator(1, 1, Prev::Operator),
        }
    }

    pub(super) fn regex_end(&self) -> Option<usize> {
        let mut at = self.at + 1;
        let mut in_class = false;
        loop {
            match self.bytes.get(at)? {
                b'\n' | b'\r' => return None,
                b'\\' => at += 1,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'/' if !in_class => break,
                _ => {}
            }
            at += 1;
        }
        let flags = self.bytes[at + 1..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        Some(at + 1 + flags)
    }
}

fn line_len(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| !matches!(b, b'\n' | b'\r')).count()
}
