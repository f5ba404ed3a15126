//! Where an expression in braces ends, as Svelte and Astro write them. Reads tokens, not grammar, as [`crate::syntax`] does
//! before parsing.

/// The offset behind the brace that closes the one at `open`, or `None` if nothing does.
pub(super) fn end_of(text: &str, open: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    // For each open bracket, whether a template literal goes on where it closes.
    let mut brackets = vec![false];
    let mut at = open + 1;
    // Whether a slash would be a division.
    let mut operand = false;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' | b'(' | b'[' => {
                brackets.push(false);
                operand = false;
            }
            b'}' | b')' | b']' => {
                let template = brackets.pop()?;
                if brackets.is_empty() {
                    return Some(at);
                }
                operand = true;
                if template {
                    at = template_piece(bytes, at, &mut brackets)?;
                    operand = bytes[at - 1] == b'`';
                }
            }
            b'`' => {
                at = template_piece(bytes, at, &mut brackets)?;
                operand = bytes[at - 1] == b'`';
            }
            b'"' | b'\'' => {
                at = string_end(bytes, at, byte)?;
                operand = true;
            }
            b'/' if bytes.get(at) == Some(&b'/') => at += line_len(&bytes[at..]),
            b'/' if bytes.get(at) == Some(&b'*') => at = find(bytes, at + 1, b"*/")?,
            b'/' if !operand => {
                at = regex_end(bytes, at)?;
                operand = true;
            }
            b' ' | b'\t' | b'\n' | b'\r' => {}
            _ => operand = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80,
        }
    }
    None
}

/// Behind the text of a template literal: where it ends, or where a value begins in it.
fn template_piece(bytes: &[u8], mut at: usize, brackets: &mut Vec<bool>) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            b'`' => return Some(at + 1),
            b'$' if bytes.get(at + 1) == Some(&b'{') => {
                brackets.push(true);
                return Some(at + 2);
            }
            _ => at += 1,
        }
    }
}

fn string_end(bytes: &[u8], mut at: usize, quote: u8) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 2,
            b'\n' => return Some(at),
            byte if byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
}

fn regex_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut class = false;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 1,
            b'[' => class = true,
            b']' => class = false,
            b'/' if !class => return Some(at + 1),
            b'\n' => return Some(at),
            _ => {}
        }
        at += 1;
    }
}

fn line_len(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| !matches!(b, b'\n' | b'\r')).count()
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let at = bytes.get(from..)?.windows(what.len()).position(|part| part == what)?;
    Some(from + at + what.len())
}

#[cfg(test)]
mod tests {
    use super::end_of;

    #[test]
    fn an_expression_ends_at_its_own_brace() {
        for inside in [
            "",
            "a",
            "() => { b({ c: 1 }) }",
            "'}' + \"}\" + `}${ {a: `}`} }}`",
            "/[/}]}/.test(a)",
            "a / b } / c".split(" }").next().unwrap_or_default(),
            "/* } */ a // }\n",
            "é ? '\\'}' : a[0]",
        ] {
            let text = format!("x{{{inside}}} rest }}");
            assert_eq!(end_of(&text, 1), Some(inside.len() + 3), "{text}");
        }
        for open in ["{", "{ a", "{ `", "{ '\\", "{ /a", "{ /*", "{ `${"] {
            assert_eq!(end_of(open, 0), None, "{open}");
        }
    }
}
