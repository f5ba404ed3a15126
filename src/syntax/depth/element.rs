//! Passes over JSX: tags, and text in which quotes and slashes mean nothing.

use super::{Kind, Prev, Scan};
use crate::report::Failure;

impl Scan<'_> {
    /// Whether `<` begins an element rather than the type parameters of an arrow (`<T,>`, `<T extends U>`).
    pub(super) fn is_element(&self) -> bool {
        let rest = &self.bytes[self.at + 1..];
        let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'-' | b'.' | b':' | 0x80..);
        match rest.first() {
            Some(b'>') => true,
            Some(&first) if is_name(first) && !first.is_ascii_digit() => {
                let behind = &rest[rest.iter().take_while(|b| is_name(**b)).count()..];
                let behind = behind.trim_ascii_start();
                !(behind.starts_with(b",") || (self.typed && behind.starts_with(b"extends ")))
            }
            _ => false,
        }
    }

    pub(super) fn tag(&mut self) -> Result<(), Failure> {
        match self.peek(0) {
            b'/' if self.peek(1) == b'>' => {
                self.pop(|kind| kind == Kind::Tag);
                self.literal(self.at + 2);
            }
            b'/' if self.peek(1) == b'/' => self.line_comment(),
            b'/' if self.peek(1) == b'*' => self.block_comment(),
            b'>' => {
                if !self.close_angle() {
                    self.frame().kind = Kind::Element;
                }
                self.at += 1;
            }
            quote @ (b'"' | b'\'') => {
                let rest = &self.bytes[self.at + 1..];
                self.at += 1 + rest.iter().position(|b| *b == quote).map_or(rest.len(), |len| len + 1);
            }
            b'{' => {
                self.push(Kind::JsxValue)?;
                self.operator(1, 0, Prev::Operator)?;
            }
            // An element as the value of an attribute, or type arguments.
            b'<' if self.bytes[..self.at].trim_ascii_end().ends_with(b"=") => {
                self.push(Kind::Tag)?;
                self.at += 1;
            }
            b'<' => {
                self.open_angle()?;
                self.at += 1;
            }
            _ => self.at += 1,
        }
        Ok(())
    }

    pub(super) fn element(&mut self) -> Result<(), Failure> {
        match self.peek(0) {
            b'<' if self.peek(1) == b'/' => {
                let rest = &self.bytes[self.at..];
                let end = self.at + rest.iter().position(|b| *b == b'>').map_or(rest.len(), |len| len + 1);
                self.pop(|kind| kind == Kind::Element);
                self.literal(end);
            }
            b'<' => {
                self.push(Kind::Tag)?;
                self.at += 1;
            }
            b'{' => {
                self.push(Kind::JsxValue)?;
                self.operator(1, 0, Prev::Operator)?;
            }
            _ => self.at += 1,
        }
        Ok(())
    }
}
