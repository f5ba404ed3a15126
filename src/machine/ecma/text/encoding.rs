//! The global functions that encode text: URI, `escape` and base64. None of them knows a URL's structure; see `web::url`.

use std::fmt::Write;

use super::{Arg, Outcome, parse_float, parse_int};

/// What `encodeURIComponent` leaves alone besides letters and digits (ECMA-262 §19.2.6.5).
const UNRESERVED: &str = "-_.!~*'()";

/// What `encodeURI` leaves alone besides, and `decodeURI` does not decode.
const RESERVED: &str = ";/?:@&=+$,#";

/// Calls the global function `name`. `None` where it, or this use of it, is not modelled.
pub fn global(name: &str, args: &[Arg]) -> Option<Outcome> {
    let first = args.first().unwrap_or(&Arg::Undefined);
    let text = first.to_text();
    Some(match name {
        "String" => Outcome::Str(if args.is_empty() { String::new() } else { text }),
        "Number" => Outcome::Num(if args.is_empty() { 0.0 } else { first.to_num() }),
        "parseInt" => Outcome::Num(parse_int(&text, args.get(1).map_or(0.0, Arg::to_num))),
        "parseFloat" => Outcome::Num(parse_float(&text)),
        "isNaN" => Outcome::Bool(first.to_num().is_nan()),
        "isFinite" => Outcome::Bool(first.to_num().is_finite()),
        "encodeURIComponent" => Outcome::Str(percent_encode(&text, |c| UNRESERVED.contains(c))),
        "encodeURI" => Outcome::Str(percent_encode(&text, |c| UNRESERVED.contains(c) || RESERVED.contains(c))),
        "decodeURIComponent" => percent_decode(&text, ""),
        "decodeURI" => percent_decode(&text, RESERVED),
        "escape" => Outcome::Str(escape(&text)),
        "unescape" => unescape(&text)?,
        "btoa" if !args.is_empty() => to_base64(&text).map_or(Outcome::Throws, Outcome::Str),
        "atob" if !args.is_empty() => from_base64(&text).map_or(Outcome::Throws, Outcome::Str),
        _ => return None,
    })
}

fn percent_encode(text: &str, keeps: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || keeps(c) {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// ECMA-262 §19.2.6.6: throws on a broken escape or on bytes that are not UTF-8.
fn percent_decode(text: &str, preserved: &str) -> Outcome {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(&byte) = bytes.get(at) {
        if byte != b'%' {
            out.push(byte);
            at += 1;
            continue;
        }
        let Some(decoded) = hex(bytes, at + 1, 2) else { return Outcome::Throws };
        let decoded = decoded as u8;
        if decoded.is_ascii() {
            if preserved.contains(char::from(decoded)) {
                out.extend_from_slice(&bytes[at..at + 3]);
            } else {
                out.push(decoded);
            }
            at += 3;
            continue;
        }
        // The bytes of one character must stand together, each as an escape.
        let count = (decoded.leading_ones() as usize).max(2);
        let mut character = Vec::with_capacity(count);
        for i in 0..count {
            let place = at + 3 * i;
            let escaped = if bytes.get(place) == Some(&b'%') { hex(bytes, place + 1, 2) } else { None };
            let Some(escaped) = escaped else { return Outcome::Throws };
            character.push(escaped as u8);
        }
        if std::str::from_utf8(&character).is_err() {
            return Outcome::Throws;
        }
        out.extend_from_slice(&character);
        at += 3 * count;
    }
    String::from_utf8(out).map_or(Outcome::Throws, Outcome::Str)
}

/// ECMA-262 §B.2.1.1.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for unit in text.encode_utf16() {
        let _ = match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii_alphanumeric() || b"@*_+-./".contains(&byte) => {
                write!(out, "{}", char::from(byte))
            }
            Ok(byte) => write!(out, "%{byte:02X}"),
            Err(_) => write!(out, "%u{unit:04X}"),
        };
    }
    out
}

/// ECMA-262 §B.2.1.2.
fn unescape(text: &str) -> Option<Outcome> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let bytes: Vec<u8> = units.iter().map(|&unit| u8::try_from(unit).unwrap_or(b' ')).collect();
    let (mut out, mut at) = (Vec::with_capacity(units.len()), 0);
    while at < units.len() {
        let long = if bytes.get(at + 1) == Some(&b'u') { hex(&bytes, at + 2, 4) } else { None };
        let (unit, taken) = match (bytes[at], long, hex(&bytes, at + 1, 2)) {
            (b'%', Some(code), _) => (code, 6),
            (b'%', None, Some(code)) => (code, 3),
            _ => (units[at], 1),
        };
        out.push(unit);
        at += taken;
    }
    String::from_utf16(&out).ok().map(Outcome::Str)
}

fn hex(bytes: &[u8], start: usize, count: usize) -> Option<u16> {
    let digits = bytes.get(start..start + count)?;
    digits.iter().try_fold(0, |code, &byte| Some(code * 16 + char::from(byte).to_digit(16)? as u16))
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `None` where `btoa` throws: a character beyond U+00FF.
fn to_base64(text: &str) -> Option<String> {
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect::<Option<_>>()?;
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |group, &byte| group << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let sextet = (group >> (18 - 6 * i) & 63) as usize;
            out.push(if i <= chunk.len() { char::from(BASE64[sextet]) } else { '=' });
        }
    }
    Some(out)
}

/// The forgiving decoder of the Infra Standard; `None` where `atob` throws.
fn from_base64(text: &str) -> Option<String> {
    let mut digits: Vec<u8> = text.bytes().filter(|b| !b"\t\n\x0c\r ".contains(b)).collect();
    if digits.len().is_multiple_of(4) {
        for _ in 0..2 {
            if digits.last() == Some(&b'=') {
                digits.pop();
            }
        }
    }
    if digits.len() % 4 == 1 {
        return None;
    }
    let (mut out, mut buffer, mut bits) = (String::new(), 0u32, 0);
    for digit in digits {
        let sextet = BASE64.iter().position(|&other| other == digit)? as u32;
        buffer = (buffer << 6 | sextet) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push(char::from((buffer >> bits & 0xFF) as u8));
        }
    }
    Some(out)
}
