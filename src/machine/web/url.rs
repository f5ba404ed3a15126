//! URLs and origins as a browser parses and serialises them, on constants. Does not say who may be trusted; see `witness`.

use std::fmt;

use url::{Url, quirks};

/// The properties of a JavaScript `URL`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WebUrl {
    /// The whole URL, normalised.
    pub href: String,
    /// `scheme://host[:port]`, or `null` for an opaque origin.
    pub origin: String,
    /// The scheme with its colon.
    pub protocol: String,
    /// The user name.
    pub username: String,
    /// The password.
    pub password: String,
    /// Host and port.
    pub host: String,
    /// The host alone.
    pub hostname: String,
    /// The port; empty if it is the scheme's default.
    pub port: String,
    /// The path.
    pub pathname: String,
    /// The query with its question mark, or nothing.
    pub search: String,
    /// The fragment with its number sign, or nothing.
    pub hash: String,
}

/// `new URL(input, base)`; `None` where it throws.
pub fn parse(input: &str, base: Option<&str>) -> Option<WebUrl> {
    let url = parse_url(input, base)?;
    Some(WebUrl {
        href: quirks::href(&url).to_owned(),
        origin: quirks::origin(&url),
        protocol: quirks::protocol(&url).to_owned(),
        username: quirks::username(&url).to_owned(),
        password: quirks::password(&url).to_owned(),
        host: quirks::host(&url).to_owned(),
        hostname: quirks::hostname(&url).to_owned(),
        port: quirks::port(&url).to_owned(),
        pathname: quirks::pathname(&url).to_owned(),
        search: quirks::search(&url).to_owned(),
        hash: quirks::hash(&url).to_owned(),
    })
}

/// The origin of a URL as `event.origin` would show it; `null` if it is opaque, `None` if it is no URL.
pub fn serialized_origin(input: &str) -> Option<String> {
    parse_url(input, None).map(|url| quirks::origin(&url))
}

fn parse_url(input: &str, base: Option<&str>) -> Option<Url> {
    let base = match base {
        Some(base) => Some(Url::parse(base).ok()?),
        None => None,
    };
    Url::options().base_url(base.as_ref()).parse(input).ok()
}

/// Why a text can never be the origin of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotOrigin {
    /// There is no `scheme://` in front.
    NoScheme,
    /// It ends with a slash.
    TrailingSlash,
    /// It has a path, a query or a fragment.
    Path,
    /// It has upper-case letters.
    UpperCase,
    /// It names the default port of its scheme.
    DefaultPort,
    /// It has letters beyond ASCII, which an origin shows in punycode.
    NonAscii,
    /// It has an asterisk, which stands for itself.
    Wildcard,
    /// It has a user name or a password.
    Credentials,
    /// It is not in the form that a browser writes: spaces, an empty host, `127.1`.
    Form,
}

impl fmt::Display for NotOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoScheme => "an origin begins with its scheme",
            Self::TrailingSlash => "an origin has no slash at the end",
            Self::Path => "an origin has no path",
            Self::UpperCase => "an origin is lower case",
            Self::DefaultPort => "an origin does not name the default port",
            Self::NonAscii => "an origin is written in punycode",
            Self::Wildcard => "an asterisk stands for itself in a comparison",
            Self::Credentials => "an origin has no user name",
            Self::Form => "a browser does not write an origin like this",
        })
    }
}

/// Whether `event.origin` can be this text. `null` can; the empty string cannot, on a window (facts: B5, B6).
pub fn is_origin(text: &str) -> bool {
    why_not_origin(text).is_none()
}

/// Why `event.origin` of a window message can never be this text; `None` if it can.
pub fn why_not_origin(text: &str) -> Option<NotOrigin> {
    if text == "null" {
        return None;
    }
    if text.contains('*') {
        return Some(NotOrigin::Wildcard);
    }
    let Some((scheme, rest)) = text.split_once("://") else { return Some(NotOrigin::NoScheme) };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if !is_scheme {
        return Some(NotOrigin::NoScheme);
    }
    let authority = &rest[..rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len())];
    if authority.len() < rest.len() && text != "file://" {
        return Some(if rest.len() == authority.len() + 1 && rest.ends_with('/') {
            NotOrigin::TrailingSlash
        } else {
            NotOrigin::Path
        });
    }
    if authority.contains('@') {
        return Some(NotOrigin::Credentials);
    }
    if !text.is_ascii() {
        return Some(NotOrigin::NonAscii);
    }
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        return Some(NotOrigin::UpperCase);
    }
    if !["http", "https", "ws", "wss", "ftp"].contains(&scheme) {
        // Extension pages, embedded web views and local files speak with such origins in one browser or another.
        let is_plain = authority.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._:[]".contains(&b));
        // What is on a disk has no host.
        let is_hostless = scheme == "file";
        return (!is_plain || authority.is_empty() != is_hostless).then_some(NotOrigin::Form);
    }
    match serialized_origin(text) {
        Some(origin) if origin == text => None,
        Some(origin)
            if text.strip_prefix(origin.as_str()).is_some_and(|rest| rest.len() > 1 && rest.starts_with(':')) =>
        {
            Some(NotOrigin::DefaultPort)
        }
        _ => Some(NotOrigin::Form),
    }
}

/// Whether an attacker could own this origin: its host has letters, digits and hyphens only, although a URL parser takes
/// more, because nothing else was resolved by a real name server (facts: C).
pub fn is_resolvable(origin: &str) -> bool {
    let Some((_, authority)) = origin.split_once("://") else { return false };
    let host = authority.split(':').next().unwrap_or("");
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.len() <= 253 && host.split('.').all(is_label) && is_origin(origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_an_origin() {
        for text in [
            "https://example.com",
            "http://localhost:3000",
            "http://127.0.0.1",
            "http://[::1]:8080",
            "null",
            "chrome-extension://abcdefgh",
            "capacitor://localhost",
            "file://",
            "https://xn--bcher-kva.test",
            "https://example.com.",
        ] {
            assert_eq!(why_not_origin(text), None, "{text}");
        }
        for (text, why) in [
            ("", NotOrigin::NoScheme),
            ("example.com", NotOrigin::NoScheme),
            ("//example.com", NotOrigin::NoScheme),
            ("localhost:3000", NotOrigin::NoScheme),
            ("https://example.com/", NotOrigin::TrailingSlash),
            ("https://example.com/widget", NotOrigin::Path),
            ("https://example.com?x", NotOrigin::Path),
            ("https://Example.com", NotOrigin::UpperCase),
            ("HTTPS://example.com", NotOrigin::UpperCase),
            ("https://example.com:443", NotOrigin::DefaultPort),
            ("http://example.com:80", NotOrigin::DefaultPort),
            ("https://b\u{fc}cher.test", NotOrigin::NonAscii),
            ("https://*.example.com", NotOrigin::Wildcard),
            ("*", NotOrigin::Wildcard),
            ("https://user@example.com", NotOrigin::Credentials),
            ("https://example.com ", NotOrigin::Form),
            ("https://example.com:", NotOrigin::Form),
            ("http://127.1", NotOrigin::Form),
            ("https://", NotOrigin::Form),
            ("https://a.test, https://b.test", NotOrigin::Path),
        ] {
            assert_eq!(why_not_origin(text), Some(why), "{text}");
        }
    }

    #[test]
    fn url_properties() {
        let url = parse("../b?q#f", Some("https://Example.com:8443/a/c")).expect("a URL");
        assert_eq!(
            (url.host.as_str(), url.hostname.as_str(), url.port.as_str()),
            ("example.com:8443", "example.com", "8443")
        );
        assert_eq!((url.pathname.as_str(), url.search.as_str(), url.hash.as_str()), ("/b", "?q", "#f"));
        assert_eq!((url.protocol.as_str(), url.origin.as_str()), ("https:", "https://example.com:8443"));
        assert_eq!(parse("null", None), None);
        assert_eq!(serialized_origin("data:text/html,x").as_deref(), Some("null"));
        assert_eq!(serialized_origin("blob:https://a.test/uuid").as_deref(), Some("https://a.test"));
    }
}
