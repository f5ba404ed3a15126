//! What a constant text says of the URL that begins with it. Reads no whole URLs; that is `url`.

/// Schemes whose URLs are code or a document of the sender's own making.
const HARMFUL: [&str; 5] = ["javascript", "data", "vbscript", "blob", "filesystem"];

/// Whether a URL that begins with the text goes to a host that the text fixes, whatever follows.
pub(in crate::machine) fn fixes_host(text: &str) -> bool {
    let rest = match scheme(text) {
        Some((name, rest)) if is_web(&name) => match rest.strip_prefix("//") {
            Some(rest) => rest,
            None => return false,
        },
        Some(_) => return false,
        None => match text.strip_prefix("//") {
            Some(rest) => rest,
            // A path, a query or a fragment of this page's host, as long as it cannot become `//host`.
            None => {
                let mut chars = text.chars();
                return match chars.next() {
                    Some('?' | '#') => true,
                    Some('/') => chars.next().is_some_and(|c| !matches!(c, '/' | '\\' | '\t' | '\n' | '\r')),
                    Some(_) => text.contains(['/', '?', '#']) && !text.contains([':', '\\']),
                    None => false,
                };
            }
        },
    };
    let host_end = rest.find(['/', '?', '#', '\\']);
    host_end.is_some_and(|end| end > 0)
}

/// Whether a URL that begins with the text is one of the page's own host, whatever follows.
pub(in crate::machine) fn is_own(text: &str) -> bool {
    fixes_host(text) && scheme(text).is_none() && !text.starts_with("//")
}

/// Whether a URL that begins with the text has a scheme that does no harm, whatever follows.
pub(in crate::machine) fn fixes_scheme(text: &str) -> bool {
    fixes_host(text) || scheme(text).is_some_and(|(name, _)| !HARMFUL.contains(&&*name))
}

/// Whether the value of `URL.protocol` does no harm.
pub(in crate::machine) fn is_harmless_protocol(protocol: &str) -> bool {
    protocol.strip_suffix(':').is_some_and(|name| !HARMFUL.contains(&name))
}

fn is_web(name: &str) -> bool {
    matches!(name, "http" | "https" | "ws" | "wss" | "ftp")
}

/// The scheme in lower case, and what follows its colon (URL Standard, "scheme start state").
fn scheme(text: &str) -> Option<(String, &str)> {
    let (name, rest) = text.split_once(':')?;
    let valid = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    valid.then(|| (name.to_ascii_lowercase(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_fixes_the_host_when_nothing_behind_it_can_change_it() {
        for text in [
            "https://shop.example.com/",
            "https://shop.example.com?x=",
            "//shop.example.com/",
            "/search?q=",
            "/a",
            "?page=",
            "#",
            "page.html?x=",
            "./topics/",
        ] {
            assert!(fixes_host(text), "{text}");
        }
        for text in
            ["", "/", "//", "https://", "https://shop.example.com", "https:", "topic:", "javascript:/", "a", "/\\"]
        {
            assert!(!fixes_host(text), "{text}");
        }
    }

    #[test]
    fn a_prefix_fixes_the_scheme_when_that_is_harmless() {
        for text in ["https://", "HTTP:", "mailto:", "/a"] {
            assert!(fixes_scheme(text), "{text}");
        }
        for text in ["", "http", "javascript:", "Data:text", "1:"] {
            assert!(!fixes_scheme(text), "{text}");
        }
    }
}
