//! Pages that PHP makes: what stands outside of its code is markup, and strings in the code may be. Reads PHP's tokens, not its grammar.

use std::borrow::Cow;

use super::html::page;
use super::tags::{Syntax, tags};
use super::{Document, Hole, Joined, Text};
use crate::source::Span;

pub(super) fn read(text: &str) -> Document {
    let mut bytes = Cow::Borrowed(text.as_bytes());
    for region in lex(text).regions {
        // What is printed may be all of an attribute.
        let with = if region.is_value { b'_' } else { b' ' };
        let code = &mut bytes.to_mut()[region.span.start as usize..region.span.end as usize];
        code.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = with);
    }
    // Whole characters were overwritten with ASCII.
    let masked = str::from_utf8(&bytes).unwrap_or_default();
    let (tags, comments) = tags(masked, text, Syntax::Page);
    let mut document = Document { comments, ..Document::default() };
    page(text, &tags, &mut document);
    document
}

/// The texts that the code prints or puts together, each with the values in it that are not known.
pub fn printed(text: &str) -> Vec<(Text, Vec<Hole>)> {
    let php = lex(text);
    let mut printed = Vec::new();
    let mut open: Option<Open<'_>> = None;
    let mut literals = php.literals.iter().peekable();
    for region in &php.regions {
        // What the last literal is followed by stands behind it.
        let mut from = region.span.start;
        while let Some(literal) = literals.next_if(|literal| literal.span.start < region.span.end) {
            let between = Span::new(from, literal.span.start);
            let goes_on = open.as_ref().and_then(|open| open.link(text, between));
            if goes_on.is_none() {
                printed.extend(open.take().map(Open::finish));
            }
            let open = open.get_or_insert_with(|| Open {
                joined: Joined::new(text),
                start: literal.span.start,
                end: literal.span.end,
                variable: appended(slice(text, between)),
            });
            match goes_on {
                Some(Link::Value(value)) => open.joined.unknown(value, names(slice(text, value))),
                Some(Link::Next) | None => {}
            }
            literal.add(&mut open.joined, text);
            (open.end, from) = (literal.span.end, literal.span.end);
        }
        printed.extend(open.take().map(Open::finish));
    }
    printed
}

/// A text that goes on as long as strings follow each other.
struct Open<'a> {
    joined: Joined<'a>,
    start: u32,
    end: u32,
    /// The variable that it is appended to.
    variable: Option<&'a str>,
}

/// What stands between two strings of one text.
enum Link {
    /// A value, or nothing: `. $name .`
    Value(Span),
    /// The end of a statement, and the begin of another that prints or appends: what is decided between is passed over, so that all arms of
    /// a condition are read one after the other.
    Next,
}

impl<'a> Open<'a> {
    fn link(&self, text: &'a str, between: Span) -> Option<Link> {
        let code = slice(text, between);
        let joins = |code: &str| code.starts_with(['.', ',']) && code.ends_with(['.', ',']);
        let trimmed = code.trim();
        if joins(trimmed) && !trimmed.contains([';', '{', '}']) {
            let start = between.start + (code.len() - code.trim_start().len()) as u32;
            let end = start + trimmed.len() as u32;
            return Some(if trimmed.len() > 2 { Link::Value(Span::new(start + 1, end - 1)) } else { Link::Next });
        }
        let leaves =
            ["function", "return", "class"].iter().any(|word| code.split(|c: char| !is_name(c)).any(|w| w == *word));
        let head = code.rsplit([';', '{', '}', ':']).next()?.trim();
        let prints =
            ["echo", "print"].iter().any(|word| head.strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_name)));
        let appends = self.variable.is_some() && appended(code) == self.variable;
        (!leaves && code.contains([';', '{', '}']) && ((prints && self.variable.is_none()) || appends))
            .then_some(Link::Next)
    }

    fn finish(self) -> (Text, Vec<Hole>) {
        self.joined.finish(Span::new(self.start, self.end))
    }
}

/// The variable that the end of some code assigns or appends to: `$html .=`, `$html =`
fn appended(code: &str) -> Option<&str> {
    let head = code.rsplit([';', '{', '}']).next()?.trim();
    let name = head.strip_suffix('=')?.trim_end_matches('.').split_whitespace().next_back()?;
    name.starts_with('$').then_some(name)
}

/// How the values are called that stand in some code of PHP: its variables, properties and keys.
fn names(code: &str) -> Vec<String> {
    let words = code
        .split(|c: char| !is_name(c))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'));
    words.take(8).map(str::to_owned).collect()
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).unwrap_or_default()
}

/// What PHP a file holds.
#[derive(Default)]
struct Php {
    regions: Vec<Region>,
    literals: Vec<Literal>,
}

/// Code between `<?php` and `?>`, with both.
struct Region {
    span: Span,
    /// Whether it only prints a value: `<?= … ?>`
    is_value: bool,
}

/// A string of the code.
struct Literal {
    /// With what encloses it.
    span: Span,
    /// What is between.
    inside: Span,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// `<<<END`
    Heredoc,
    /// `<<<'END'`
    Nowdoc,
}

fn lex(text: &str) -> Php {
    let mut php = Php::default();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("<?")).map(|open| at + open) {
        let behind = &text[open + 2..];
        let is_value = behind.starts_with('=');
        let is_code = is_value
            || behind.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("php"))
            || behind.starts_with(|c: char| c.is_ascii_whitespace());
        if !is_code {
            at = open + 2;
            continue;
        }
        at = code(text, open + 2, &mut php.literals);
        php.regions.push(Region { span: Span::new(open as u32, at as u32), is_value });
    }
    php
}

/// Reads code up to the end of its region, and answers where that is.
fn code(text: &str, mut at: usize, literals: &mut Vec<Literal>) -> usize {
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        at = match byte {
            b'?' if rest.starts_with(b"?>") => return at + 2,
            b'\'' | b'"' | b'`' => {
                let end = quoted(bytes, at);
                let kind = if byte == b'\'' { Kind::Single } else { Kind::Double };
                if byte != b'`' && end > at + 1 {
                    let (span, inside) = (Span::new(at as u32, end as u32), Span::new(at as u32 + 1, end as u32 - 1));
                    literals.push(Literal { span, inside, kind });
                }
                end
            }
            b'/' if rest.starts_with(b"/*") => text[at..].find("*/").map_or(text.len(), |len| at + len + 2),
            b'/' if rest.starts_with(b"//") => line_comment(text, at),
            // `#[…]` is an attribute.
            b'#' if rest.get(1) != Some(&b'[') => line_comment(text, at),
            b'<' if rest.starts_with(b"<<<") => match heredoc(text, at) {
                Some(literal) => {
                    let end = literal.span.end as usize;
                    literals.push(literal);
                    end
                }
                None => at + 3,
            },
            _ => at + 1,
        };
    }
    text.len()
}

/// Where the string ends that begins at a quote.
fn quoted(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            byte if byte == bytes[start] => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Where a comment of one line ends: with the line, or with the code.
fn line_comment(text: &str, at: usize) -> usize {
    let line = text[at..].find('\n').map_or(text.len(), |len| at + len);
    text[at..line].find("?>").map_or(line, |len| at + len)
}

/// The heredoc or nowdoc that begins at `<<<`.
fn heredoc(text: &str, at: usize) -> Option<Literal> {
    let head_len = text[at..].find('\n')?;
    let label = text[at + 3..at + head_len].trim();
    let bare = label.trim_matches(['"', '\'']);
    if bare.is_empty() || !bare.chars().all(is_name) {
        return None;
    }
    let kind = if label.starts_with('\'') { Kind::Nowdoc } else { Kind::Heredoc };
    let begin = at + head_len + 1;
    let mut line = begin;
    // The closing label may be indented, and code may follow it.
    while line < text.len() {
        let indented = text[line..].trim_start_matches([' ', '\t']);
        if indented.strip_prefix(bare).is_some_and(|rest| !rest.starts_with(is_name)) {
            let end = text.len() - indented.len() + bare.len();
            let inside = Span::new(begin as u32, line.saturating_sub(1).max(begin) as u32);
            return Some(Literal { span: Span::new(at as u32, end as u32), inside, kind });
        }
        line = text[line..].find('\n').map_or(text.len(), |len| line + len + 1);
    }
    // Nothing ends it, and so it ends nothing either.
    let end = text.len() as u32;
    Some(Literal { span: Span::new(at as u32, end), inside: Span::new(end, end), kind })
}

impl Literal {
    /// Adds what the string means to a text.
    fn add<'a>(&self, joined: &mut Joined<'a>, text: &'a str) {
        let mut at = self.inside.start;
        let end = self.inside.end;
        let interpolates = matches!(self.kind, Kind::Double | Kind::Heredoc);
        while at < end {
            let rest = slice(text, Span::new(at, end));
            let special = rest.find(|c| c == '\\' || (interpolates && matches!(c, '$' | '{'))).unwrap_or(rest.len());
            joined.plain(&rest[..special], at);
            at += special as u32;
            let rest = &rest[special..];
            let Some(first) = rest.chars().next() else { break };
            if let Some(len) = interpolated(rest).filter(|_| interpolates) {
                let span = Span::new(at, at + len as u32);
                joined.unknown(span, names(slice(text, span)));
                at = span.end;
            } else if let Some((meant, len)) = self.escape(rest) {
                joined.written(&meant, Span::new(at, at + len as u32));
                at += len as u32;
            } else {
                joined.plain(&rest[..first.len_utf8()], at);
                at += first.len_utf8() as u32;
            }
        }
    }

    /// What a backslash with what is behind it stands for, and how long it is (PHP manual, "Strings").
    fn escape(&self, text: &str) -> Option<(Cow<'static, str>, usize)> {
        let rest = text.strip_prefix('\\')?;
        let first = rest.chars().next()?;
        let one = |meant: &'static str| Some((Cow::Borrowed(meant), 2));
        match (self.kind, first) {
            (Kind::Nowdoc, _) => None,
            (_, '\\') => one("\\"),
            (Kind::Single, '\'') => one("'"),
            (Kind::Double, '"') => one("\""),
            (Kind::Single, _) => None,
            (_, 'n') => one("\n"),
            (_, 't') => one("\t"),
            (_, 'r') => one("\r"),
            (_, 'v') => one("\u{b}"),
            (_, 'e') => one("\u{1b}"),
            (_, 'f') => one("\u{c}"),
            (_, '$') => one("$"),
            (_, 'u') => {
                let (digits, _) = rest.strip_prefix("u{")?.split_once('}')?;
                let c = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
                Some((Cow::Owned(c.to_string()), digits.len() + 4))
            }
            (_, 'x') => number(&rest[1..], 16, 2).map(|(c, len)| (c, len + 2)),
            (_, '0'..='7') => number(rest, 8, 3).map(|(c, len)| (c, len + 1)),
            _ => None,
        }
    }
}

/// The character of a number with at most so many digits.
fn number(text: &str, radix: u32, most: usize) -> Option<(Cow<'static, str>, usize)> {
    let len = text.chars().take(most).take_while(|c| c.is_digit(radix)).count();
    let c = char::from_u32(u32::from_str_radix(text.get(..len)?, radix).ok()?)?;
    Some((Cow::Owned(c.to_string()), len))
}

/// What is longer, in bytes, is no value within a string.
const INTERPOLATION: usize = 500;

/// How long the value is that a string begins with: `$name`, `$name[key]`, `$name->key`, `{$…}`, `${…}`.
fn interpolated(text: &str) -> Option<usize> {
    let text = &text[..text.floor_char_boundary(INTERPOLATION)];
    if text.starts_with("{$") || text.starts_with("${") {
        let mut depth = 0_u32;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' if depth == 1 => return Some(at + 1),
                b'}' => depth -= 1,
                b'\n' => return None,
                _ => {}
            }
        }
        return None;
    }
    let name = text.strip_prefix('$')?;
    let len = |text: &str| text.bytes().take_while(|b| is_name(char::from(*b))).count();
    let name_len = len(name);
    if name_len == 0 || name.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = &name[name_len..];
    let more = match rest.strip_prefix("->") {
        Some(key) if len(key) > 0 => 2 + len(key),
        _ => rest
            .strip_prefix('[')
            .and_then(|key| key.find([']', '\n']).filter(|at| key[*at..].starts_with(']')))
            .map_or(0, |at| at + 2),
    };
    Some(1 + name_len + more)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        printed(source).iter().map(|(text, _)| text.read(source).to_owned()).collect()
    }

    #[test]
    fn strings_are_read_as_php_means_them() {
        let hole = "________";
        for (source, meant) in [
            (r#"<?php echo 'it\'s\n', "a\n\x41\101\u{e9}\"";"#, vec!["it's\\na\nAAé\"".to_owned()]),
            (
                r#"<?php $a = "x $b[c] {$d->e['f']} $g->h ${i} \$j $1";"#,
                vec![format!("x {hole} {hole} {hole} {hole} $j $1")],
            ),
            ("<?php return 'a' . f($b) . 'c' . 'd';", vec![format!("a{hole}cd")]),
            (
                "<?php $h = <<<A\n  <b>$c</b>\n  A; $d = <<<'E'\n$f\nE;",
                vec![format!("  <b>{hole}</b>"), "$f".to_owned()],
            ),
            ("<?php echo 'a'; if ($b) { echo 'c'; } print('d');", vec!["acd".to_owned()]),
            ("<?php $a = 'b'; $a .= 'c'; $d .= 'e';", vec!["bc".to_owned(), "e".to_owned()]),
            ("<?php // 'a' ?><?php # 'b'\n/* 'c' */ f('d', 'e')", vec![format!("de")]),
            ("<?xml 'a' ?>'b'<?= \"c\" ?>", vec!["c".to_owned()]),
        ] {
            assert_eq!(texts(source), meant, "{source}");
        }
        for part in [
            "<?php '",
            "<?php \"$",
            "<?php <<<A\n",
            "<?php \"{$a",
            "<?php '\\",
            "<?",
            "<?php <<<A\nA",
            "<?php \"\\x\\u{",
        ] {
            texts(part);
        }
    }

    #[test]
    fn what_code_holds_is_no_markup() {
        let source = "<?php /* <script> */ $a = '<head><script>'; ?><p title=\"<?= \"x\" ?>\"><script>a(<?php echo $b ?>)</script>";
        let document = read(source);
        assert_eq!(document.scripts.len(), 1);
        assert_eq!(document.scripts[0].text.read(source), format!("a({})", "_".repeat(16)));
    }
}
