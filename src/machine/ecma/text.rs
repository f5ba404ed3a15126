//! JavaScript strings and their methods on constants (ECMA-262 §22.1.3). Answers `None` rather than guess; knows no
//! values but primitive ones, and no regular expressions.

use crate::machine::limits;
mod encoding;
mod number;

use std::cmp::Ordering;
use std::ops::Range;

pub use encoding::global;
pub use number::{parse_float, parse_int, to_number};

pub use crate::syntax::number::to_string as number_to_string;

/// A primitive argument.
#[derive(Clone, PartialEq, Debug)]
pub enum Arg {
    /// A string.
    Str(String),
    /// A number.
    Num(f64),
    /// A boolean.
    Bool(bool),
    /// `undefined`, or no argument at this place.
    Undefined,
    /// `null`.
    Null,
}

/// What a call yields.
#[derive(Clone, PartialEq, Debug)]
pub enum Outcome {
    /// A string.
    Str(String),
    /// A number, possibly NaN.
    Num(f64),
    /// A boolean.
    Bool(bool),
    /// An array of strings.
    List(Vec<String>),
    /// `undefined`.
    Undefined,
    /// The call throws.
    Throws,
}

impl Arg {
    /// ToString (ECMA-262 §7.1.17).
    pub fn to_text(&self) -> String {
        match self {
            Self::Str(text) => text.clone(),
            Self::Num(number) => number_to_string(*number),
            Self::Bool(value) => value.to_string(),
            Self::Undefined => "undefined".to_owned(),
            Self::Null => "null".to_owned(),
        }
    }

    /// ToNumber (ECMA-262 §7.1.4).
    pub fn to_num(&self) -> f64 {
        match self {
            Self::Str(text) => to_number(text),
            Self::Num(number) => *number,
            Self::Bool(value) => f64::from(u8::from(*value)),
            Self::Undefined => f64::NAN,
            Self::Null => 0.0,
        }
    }

    /// ToIntegerOrInfinity (ECMA-262 §7.1.5).
    fn to_integer(&self) -> f64 {
        let number = self.to_num();
        if number.is_nan() { 0.0 } else { number.trunc() }
    }
}

/// Calls the string method `method` on `this`. `None` where the method, or this use of it, is not modelled.
pub fn call(method: &str, this: &str, args: &[Arg]) -> Option<Outcome> {
    if this.len() > limits::TEXT {
        return None;
    }
    let arg = |i: usize| args.get(i).unwrap_or(&Arg::Undefined);
    let has = |i: usize| !matches!(arg(i), Arg::Undefined);
    let units: Vec<u16> = this.encode_utf16().collect();
    let len = units.len();
    let size = len as f64;
    // A place counted from the start, clamped to the text.
    let clamped = |i: usize| arg(i).to_integer().clamp(0.0, size) as usize;
    // A place that counts from the end where it is negative.
    let relative = |i: usize| {
        let place = arg(i).to_integer();
        (if place < 0.0 { (size + place).max(0.0) } else { place.min(size) }) as usize
    };
    let needle = || arg(0).to_text().encode_utf16().collect::<Vec<u16>>();
    let number = |found: Option<usize>| Outcome::Num(found.map_or(-1.0, |at| at as f64));

    Some(match method {
        "toString" | "valueOf" => Outcome::Str(this.to_owned()),
        "indexOf" => number(find(&units, &needle(), clamped(1))),
        "lastIndexOf" => {
            let place = arg(1).to_num();
            let from = if place.is_nan() { len } else { place.trunc().clamp(0.0, size) as usize };
            number(find_last(&units, &needle(), from))
        }
        "includes" => Outcome::Bool(find(&units, &needle(), clamped(1)).is_some()),
        "startsWith" => Outcome::Bool(units[clamped(1)..].starts_with(&needle())),
        "endsWith" => {
            let end = if has(1) { clamped(1) } else { len };
            Outcome::Bool(units[..end].ends_with(&needle()))
        }
        "slice" => {
            let (from, to) = (relative(0), if has(1) { relative(1) } else { len });
            cut(&units, from..to.max(from))?
        }
        "substring" => {
            let (a, b) = (clamped(0), if has(1) { clamped(1) } else { len });
            cut(&units, a.min(b)..a.max(b))?
        }
        "substr" => {
            let from = relative(0);
            let count = if has(1) { arg(1).to_integer().clamp(0.0, (len - from) as f64) as usize } else { len - from };
            cut(&units, from..from + count)?
        }
        "charAt" | "charCodeAt" | "at" => {
            let place = arg(0).to_integer();
            let place = if method == "at" && place < 0.0 { size + place } else { place };
            let unit = if place >= 0.0 { units.get(place as usize).copied() } else { None };
            match (method, unit) {
                ("charCodeAt", unit) => Outcome::Num(unit.map_or(f64::NAN, f64::from)),
                ("at", None) => Outcome::Undefined,
                (_, None) => Outcome::Str(String::new()),
                (_, Some(unit)) => text_of(&[unit])?,
            }
        }
        "split" => split(this, arg(0), arg(1))?,
        "replace" => Outcome::Str(replace(this, &arg(0).to_text(), &arg(1).to_text(), false)?),
        "replaceAll" => Outcome::Str(replace(this, &arg(0).to_text(), &arg(1).to_text(), true)?),
        "toLowerCase" => Outcome::Str(this.to_lowercase()),
        "toUpperCase" => Outcome::Str(this.to_uppercase()),
        "toLocaleLowerCase" if !has(0) && this.is_ascii() => Outcome::Str(this.to_ascii_lowercase()),
        "toLocaleUpperCase" if !has(0) && this.is_ascii() => Outcome::Str(this.to_ascii_uppercase()),
        "trim" => Outcome::Str(this.trim_matches(is_space).to_owned()),
        "trimStart" | "trimLeft" => Outcome::Str(this.trim_start_matches(is_space).to_owned()),
        "trimEnd" | "trimRight" => Outcome::Str(this.trim_end_matches(is_space).to_owned()),
        "concat" => Outcome::Str(args.iter().fold(this.to_owned(), |text, arg| text + &arg.to_text())),
        "repeat" => repeat(this, arg(0).to_integer())?,
        "padStart" | "padEnd" => pad(&units, arg(0).to_integer(), arg(1), method == "padStart")?,
        "localeCompare" if !has(1) && !has(2) => Outcome::Num(locale_compare(this, &arg(0).to_text())?),
        "normalize" => match arg(0) {
            Arg::Undefined if this.is_ascii() => Outcome::Str(this.to_owned()),
            Arg::Str(form) if ["NFC", "NFD", "NFKC", "NFKD"].contains(&form.as_str()) => {
                if !this.is_ascii() {
                    return None;
                }
                Outcome::Str(this.to_owned())
            }
            Arg::Undefined => return None,
            _ => Outcome::Throws,
        },
        _ => return None,
    })
}

/// The length as JavaScript counts it.
pub fn utf16_len(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
}

/// Where a UTF-16 index lies in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Offset {
    /// At this byte.
    At(usize),
    /// Between the two halves of a surrogate pair.
    InsidePair,
    /// Behind the end.
    Behind,
}

/// The byte offset of a UTF-16 index.
pub fn byte_offset(text: &str, index: usize) -> Offset {
    let mut units = 0;
    for (byte, c) in text.char_indices() {
        match units.cmp(&index) {
            Ordering::Equal => return Offset::At(byte),
            Ordering::Greater => return Offset::InsidePair,
            Ordering::Less => units += c.len_utf16(),
        }
    }
    match units.cmp(&index) {
        Ordering::Equal => Offset::At(text.len()),
        Ordering::Greater => Offset::InsidePair,
        Ordering::Less => Offset::Behind,
    }
}

/// White space and line terminators (ECMA-262 §12.2, §12.3), which are not Unicode's.
pub fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}'
        | '\u{205f}' | '\u{3000}' | '\u{feff}')
}

/// What a replacement text may refer to (ECMA-262 §22.1.3.19.1, GetSubstitution).
#[derive(Clone, Debug)]
pub struct Substitution<'a> {
    /// The whole text.
    pub text: &'a str,
    /// The bytes of the match in it.
    pub matched: Range<usize>,
    /// The groups from number 1 on.
    pub groups: &'a [Option<String>],
    /// The named groups with their numbers.
    pub names: &'a [(String, usize)],
}

/// Fills in the `$` references of a replacement text.
pub fn substitute(template: &str, with: &Substitution) -> String {
    let group = |number: usize| {
        let group = with.groups.get(number.checked_sub(1)?)?;
        Some(group.as_deref().unwrap_or(""))
    };
    let (mut out, mut rest) = (String::new(), template);
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        let bytes = &rest.as_bytes()[at + 1..];
        let digit = |i: usize| bytes.get(i).filter(|b| b.is_ascii_digit()).map(|b| usize::from(b - b'0'));
        let two = digit(0).zip(digit(1)).and_then(|(tens, ones)| group(tens * 10 + ones));
        let name = rest[at + 1..].strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(name, _)| name);
        let (text, taken) = match (bytes.first(), name) {
            (Some(b'$'), _) => ("$", 1),
            (Some(b'&'), _) => (&with.text[with.matched.clone()], 1),
            (Some(b'`'), _) => (&with.text[..with.matched.start], 1),
            (Some(b'\''), _) => (&with.text[with.matched.end..], 1),
            (Some(b'0'..=b'9'), _) => match (two, digit(0).and_then(group)) {
                (Some(text), _) => (text, 2),
                (None, Some(text)) => (text, 1),
                (None, None) => ("$", 0),
            },
            (Some(b'<'), Some(name)) if !with.names.is_empty() => {
                let number = with.names.iter().find(|(other, _)| other == name).map_or(0, |(_, number)| *number);
                (group(number).unwrap_or(""), name.len() + 2)
            }
            _ => ("$", 0),
        };
        out.push_str(text);
        rest = &rest[at + 1 + taken..];
    }
    out + rest
}

fn find(text: &[u16], needle: &[u16], from: usize) -> Option<usize> {
    (from..=text.len().checked_sub(needle.len())?).find(|&at| text[at..].starts_with(needle))
}

fn find_last(text: &[u16], needle: &[u16], from: usize) -> Option<usize> {
    let last = text.len().checked_sub(needle.len())?;
    (0..=from.min(last)).rev().find(|&at| text[at..].starts_with(needle))
}

fn cut(units: &[u16], range: Range<usize>) -> Option<Outcome> {
    text_of(units.get(range)?)
}

/// The string of these units; `None` for half of a surrogate pair, which a Rust string cannot hold.
fn text_of(units: &[u16]) -> Option<Outcome> {
    String::from_utf16(units).ok().map(Outcome::Str)
}

fn split(this: &str, separator: &Arg, limit: &Arg) -> Option<Outcome> {
    let limit = match limit {
        Arg::Undefined => usize::MAX,
        limit => number::to_uint32(limit.to_num()) as usize,
    };
    let mut pieces: Vec<String> = match separator {
        Arg::Undefined => vec![this.to_owned()],
        separator => match separator.to_text().as_str() {
            "" if this.chars().any(|c| c > '\u{FFFF}') => return None,
            "" => this.chars().map(String::from).collect(),
            separator => this.split(separator).map(str::to_owned).collect(),
        },
    };
    pieces.truncate(limit);
    Some(Outcome::List(pieces))
}

fn replace(this: &str, pattern: &str, template: &str, all: bool) -> Option<String> {
    if pattern.is_empty() && all && !this.is_ascii() {
        return None;
    }
    let (mut out, mut copied) = (String::new(), 0);
    for (at, matched) in this.match_indices(pattern).take(if all { usize::MAX } else { 1 }) {
        out.push_str(&this[copied..at]);
        copied = at + matched.len();
        out.push_str(&substitute(template, &Substitution { text: this, matched: at..copied, groups: &[], names: &[] }));
        if out.len() > limits::TEXT {
            return None;
        }
    }
    out.push_str(&this[copied..]);
    Some(out)
}

fn repeat(this: &str, count: f64) -> Option<Outcome> {
    if count < 0.0 || count.is_infinite() {
        return Some(Outcome::Throws);
    }
    (this.len() as f64 * count <= limits::TEXT as f64).then(|| Outcome::Str(this.repeat(count as usize)))
}

fn pad(units: &[u16], length: f64, filler: &Arg, at_start: bool) -> Option<Outcome> {
    if length > limits::TEXT as f64 {
        return None;
    }
    let filler: Vec<u16> = match filler {
        Arg::Undefined => vec![0x20],
        filler => filler.to_text().encode_utf16().collect(),
    };
    let missing = (length.max(0.0) as usize).saturating_sub(units.len());
    let padding: Vec<u16> = filler.iter().copied().cycle().take(missing).collect();
    text_of(&if at_start { [&padding, units].concat() } else { [units, &padding].concat() })
}

/// Printable ASCII other than letters in the root order of the Unicode collation algorithm.
const COLLATION: &[u8] = b" _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789";

/// `localeCompare` in the root locale, for printable ASCII: letters first without regard to case, then lower case first.
fn locale_compare(a: &str, b: &str) -> Option<f64> {
    if a == b {
        return Some(0.0);
    }
    if !a.bytes().chain(b.bytes()).all(|byte| (0x20..0x7f).contains(&byte)) {
        return None;
    }
    let primary = |byte: u8| match COLLATION.iter().position(|&other| other == byte) {
        Some(rank) => rank,
        None => COLLATION.len() + usize::from(byte.to_ascii_lowercase()),
    };
    let by_letter = a.bytes().map(primary).cmp(b.bytes().map(primary));
    let by_case = a.bytes().map(|byte| byte.is_ascii_uppercase()).cmp(b.bytes().map(|byte| byte.is_ascii_uppercase()));
    Some(if by_letter.then(by_case) == Ordering::Less { -1.0 } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indices_count_utf16_units() {
        assert_eq!(utf16_len("a\u{1F600}b"), 4);
        assert_eq!(byte_offset("a\u{1F600}b", 3), Offset::At(5));
        assert_eq!(byte_offset("a\u{1F600}b", 2), Offset::InsidePair);
        assert_eq!(byte_offset("a", 2), Offset::Behind);
        assert_eq!(call("indexOf", "\u{1F600}b", &[Arg::Str("b".into())]), Some(Outcome::Num(2.0)));
        assert_eq!(call("slice", "\u{1F600}b", &[Arg::Num(1.0)]), None);
    }

    #[test]
    fn what_is_not_modelled_is_not_guessed() {
        assert_eq!(call("matchAll", "a", &[]), None);
        assert_eq!(call("repeat", "aaaa", &[Arg::Num(1e9)]), None);
        assert_eq!(call("repeat", "a", &[Arg::Num(-1.0)]), Some(Outcome::Throws));
        assert_eq!(call("normalize", "\u{e9}", &[]), None);
        assert_eq!(call("padEnd", "a", &[Arg::Num(1e300)]), None);
    }
}
