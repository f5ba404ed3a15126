//! From the bytes of a file to its text. Reads no file.

use crate::report::{Failure, FailureKind};

/// The text that `bytes` encode: UTF-8, UTF-16 behind a byte order mark, or Windows-1252.
///
/// A byte order mark stays, so that offsets are those of a UTF-8 file. Text that is not UTF-8 is taken for
/// Windows-1252, which is how browsers read "Latin-1" (Encoding Standard §4.2), unless it holds control characters.
///
/// # Errors
///
/// [`FailureKind::Read`] for a file that 32-bit offsets cannot address, [`FailureKind::Decode`] for what is no text.
pub fn decode(bytes: Vec<u8>) -> Result<String, Failure> {
    if bytes.len() >= u32::MAX as usize {
        return Err(failure(FailureKind::Read, "the file is larger than 4 GiB"));
    }
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => utf16(&bytes, u16::from_le_bytes),
        [0xfe, 0xff, ..] => utf16(&bytes, u16::from_be_bytes),
        _ => String::from_utf8(bytes).or_else(|error| windows_1252(error.as_bytes())),
    }
}

/// `text` in the encoding that `before`, the bytes of the file that it comes from, are in. `None` if that encoding has no such text.
pub fn encode(text: &str, before: &[u8]) -> Option<Vec<u8>> {
    let utf16 = |bytes: fn(u16) -> [u8; 2]| Some(text.encode_utf16().flat_map(bytes).collect());
    match before {
        [0xff, 0xfe, ..] => utf16(u16::to_le_bytes),
        [0xfe, 0xff, ..] => utf16(u16::to_be_bytes),
        _ if str::from_utf8(before).is_ok() => Some(text.as_bytes().to_vec()),
        _ => text.chars().map(byte_1252).collect(),
    }
}

/// The byte that a character is in Windows-1252.
fn byte_1252(c: char) -> Option<u8> {
    let unit = u16::try_from(u32::from(c)).ok()?;
    match HIGH.iter().position(|&high| high == unit) {
        Some(at) if unit != 0 => u8::try_from(at).ok().map(|at| 0x80 + at),
        _ => u8::try_from(unit).ok().filter(|byte| !(0x80..=0x9f).contains(byte)),
    }
}

fn failure(kind: FailureKind, message: &str) -> Failure {
    Failure { kind, message: message.to_owned(), span: None }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Failure> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
    match text {
        Ok(text) if rest.is_empty() => Ok(text),
        _ => Err(failure(FailureKind::Decode, "the file begins as UTF-16 but is not")),
    }
}

/// What the bytes 0x80 to 0x9f mean; 0 for those that mean nothing.
const HIGH: [u16; 32] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0, 0,
    0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
];

fn windows_1252(bytes: &[u8]) -> Result<String, Failure> {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for &byte in bytes {
        let unit = match byte {
            0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
            // Tab, line feed, vertical tab, form feed and carriage return are text; other controls are not.
            0x00..=0x08 | 0x0e..=0x1f | 0x7f => 0,
            _ => u16::from(byte),
        };
        match char::from_u32(u32::from(unit)) {
            Some(c) if c != '\0' => text.push(c),
            _ => return Err(failure(FailureKind::Decode, "the file is not text in UTF-8, UTF-16 or Windows-1252")),
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};
    use crate::report::FailureKind;

    fn kind(bytes: &[u8]) -> FailureKind {
        decode(bytes.to_vec()).expect_err("no text").kind
    }

    #[test]
    fn text_is_decoded_as_what_it_is() {
        assert_eq!(decode(b"\xef\xbb\xbfa\xc3\xa9".to_vec()).unwrap(), "\u{feff}aé");
        assert_eq!(decode(b"\xff\xfea\0\x3d\xd8\x00\xde".to_vec()).unwrap(), "\u{feff}a\u{1F600}");
        assert_eq!(decode(b"\xfe\xff\0a\0\xe9".to_vec()).unwrap(), "\u{feff}aé");
        assert_eq!(decode(b"caf\xe9 \x93\x80\x94\r\n".to_vec()).unwrap(), "café “€”\r\n");
        assert_eq!(decode(b"".to_vec()).unwrap(), "");
        // NUL is a character of UTF-8, and the parser says what it thinks of it.
        assert_eq!(decode(b"a\0".to_vec()).unwrap(), "a\0");
    }

    #[test]
    fn text_is_encoded_as_it_was() {
        for bytes in [
            &b"a"[..],
            b"\xef\xbb\xbfa\xc3\xa9",
            b"\xff\xfea\0\x3d\xd8\x00\xde",
            b"\xfe\xff\0a\0\xe9",
            b"caf\xe9 \x93\x80\x94",
        ] {
            let text = decode(bytes.to_vec()).unwrap();
            assert_eq!(encode(&text, bytes).as_deref(), Some(bytes));
        }
        assert_eq!(encode("\u{1F600}", b"caf\xe9"), None);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(kind(b"\xff\xfea"), FailureKind::Decode);
        assert_eq!(kind(b"\xff\xfe\x00\xd8a\0"), FailureKind::Decode);
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n\0\0"), FailureKind::Decode);
        assert_eq!(kind(b"\x81"), FailureKind::Decode);
    }
}
