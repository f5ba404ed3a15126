//! Numbers out of texts (ECMA-262 §7.1.4.1). The other way is `syntax::number`.

use super::is_space;

/// StringToNumber: NaN for what is no number, 0 for white space.
pub fn to_number(text: &str) -> f64 {
    let text = text.trim_matches(is_space);
    if text.is_empty() {
        return 0.0;
    }
    let radix = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => Some(16),
        [b'0', b'o' | b'O', ..] => Some(8),
        [b'0', b'b' | b'B', ..] => Some(2),
        _ => None,
    };
    if let Some(radix) = radix {
        let digits = &text[2..];
        return if digits.is_empty() { f64::NAN } else { in_radix(digits, radix).unwrap_or(f64::NAN) };
    }
    let (prefix, number) = decimal_prefix(text);
    if prefix == text.len() { number } else { f64::NAN }
}

/// The global `parseInt`.
pub fn parse_int(text: &str, radix: f64) -> f64 {
    let text = text.trim_start_matches(is_space);
    let (sign, text) = match text.as_bytes().first() {
        Some(b'-') => (-1.0, &text[1..]),
        Some(b'+') => (1.0, &text[1..]),
        _ => (1.0, text),
    };
    let radix = to_uint32(radix) as i32;
    let hexadecimal = (radix == 0 || radix == 16).then(|| text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")));
    let (radix, text) = match hexadecimal.flatten() {
        Some(digits) => (16, digits),
        None if radix == 0 => (10, text),
        None => (radix, text),
    };
    let Some(radix) = u32::try_from(radix).ok().filter(|radix| (2..=36).contains(radix)) else { return f64::NAN };
    let end = text.find(|c: char| !c.is_digit(radix)).unwrap_or(text.len());
    if end == 0 {
        return f64::NAN;
    }
    let value = if radix == 10 {
        text[..end].parse().unwrap_or(f64::NAN)
    } else {
        in_radix(&text[..end], radix).unwrap_or(f64::NAN)
    };
    sign * value
}

/// The global `parseFloat`.
pub fn parse_float(text: &str) -> f64 {
    let (prefix, number) = decimal_prefix(text.trim_start_matches(is_space));
    if prefix == 0 { f64::NAN } else { number }
}

/// ToUint32 (ECMA-262 §7.1.7).
pub(super) fn to_uint32(number: f64) -> u32 {
    if !number.is_finite() {
        return 0;
    }
    number.trunc().rem_euclid(4_294_967_296.0) as u32
}

/// The value of digits in a radix; exact up to 2^53, as are all constants that code compares with.
fn in_radix(digits: &str, radix: u32) -> Option<f64> {
    digits.chars().try_fold(0.0, |value, c| Some(value * f64::from(radix) + f64::from(c.to_digit(radix)?)))
}

/// The longest prefix that is a StrDecimalLiteral: its length in bytes, 0 if there is none, and its value.
fn decimal_prefix(text: &str) -> (usize, f64) {
    let bytes = text.as_bytes();
    let signed = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let sign = if bytes.first() == Some(&b'-') { -1.0 } else { 1.0 };
    if text[signed..].starts_with("Infinity") {
        return (signed + "Infinity".len(), sign * f64::INFINITY);
    }
    let digits_from = |start: usize| bytes[start..].iter().take_while(|b| b.is_ascii_digit()).count();
    let whole = digits_from(signed);
    let mut end = signed + whole;
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits_from(end + 1);
        if whole + fraction > 0 {
            end += 1 + fraction;
        }
    }
    if end == signed {
        return (0, f64::NAN);
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let exponent_sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits_from((end + 1 + exponent_sign).min(bytes.len()));
        if exponent > 0 {
            end += 1 + exponent_sign + exponent;
        }
    }
    (end, text[..end].parse().unwrap_or(f64::NAN))
}
