//! What it means that a sender passed: whose it is, and which mistake let it through.

use super::host::{self, Parts};
use super::{ComparedWith, expected};

/// Who got through.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Passed {
    /// A site that belongs to somebody else.
    Foreign,
    /// The opaque origin, which anybody can have.
    Null,
    /// Another customer of a hosting service whose whole suffix is allowed.
    SharedSuffix(String),
    /// Another host of an allowed site.
    Subdomain,
    /// Another port of an allowed host.
    OtherPort,
    /// A host of an allowed site over plain http.
    Insecure,
    /// Who was meant.
    Expected,
}

/// Whose `origin` is, given the texts that say whom the code means (see [`expected`]). A registrable domain that none of
/// them has is foreign; a name under a shared suffix is a site of its own.
pub fn classify(origin: &str, expected: &[String]) -> Passed {
    if expected.iter().any(|text| text == origin && text != "null") {
        return Passed::Expected;
    }
    if origin == "null" {
        return Passed::Null;
    }
    let sender = host::parts(origin);
    let meant: Vec<Parts> =
        expected.iter().map(|text| host::parts(text)).filter(|parts| !parts.host.is_empty()).collect();
    if let Some(suffix) = host::shared_suffix(sender.host)
        && sender.host != suffix
        && meant.iter().any(|parts| parts.host == suffix)
    {
        return Passed::SharedSuffix(suffix.to_owned());
    }
    // A preview of the same site.
    if meant.iter().any(|parts| host::is_end_of_one_site(parts.host) && sender.host.ends_with(parts.host)) {
        return if sender.scheme == "http" { Passed::Insecure } else { Passed::Expected };
    }
    let domain = host::domain(sender.host);
    let own: Vec<&Parts> = meant.iter().filter(|parts| host::domain(parts.host) == domain).collect();
    let scheme_of = |parts: &Parts| if parts.scheme.is_empty() { "https".to_owned() } else { parts.scheme.to_owned() };
    if own.is_empty() {
        Passed::Foreign
    } else if own
        .iter()
        .any(|parts| parts.host == sender.host && parts.port == sender.port && scheme_of(parts) == sender.scheme)
    {
        Passed::Expected
    } else if sender.scheme == "http"
        && !host::is_loopback(sender.host)
        && own.iter().all(|parts| parts.scheme != "http")
    {
        Passed::Insecure
    } else if own.iter().any(|parts| parts.host == sender.host) {
        Passed::OtherPort
    } else {
        Passed::Subdomain
    }
}

/// Why `origin` passes a check in which the origin met these, as a fragment: `not anchored at the end`.
pub fn why(origin: &str, meets: &[ComparedWith]) -> String {
    if origin == "null" {
        return "sandboxed frames and data: URLs have the origin `null`".to_owned();
    }
    let sender = host::parts(origin);
    if sender.host == "attacker.test" {
        return "any origin passes".to_owned();
    }
    let has_pattern = meets.iter().any(|meet| matches!(meet, ComparedWith::Pattern(_)));
    let reasons =
        expected(meets).iter().filter_map(|text| reason(origin, &sender, text, has_pattern)).collect::<Vec<_>>();
    match reasons.into_iter().min() {
        Some((_, reason)) => reason,
        None if has_pattern => "the pattern matches more than was meant".to_owned(),
        None => "the comparison accepts more than was meant".to_owned(),
    }
}

/// The mistake by which `origin` is taken for `text`, and how far-fetched that explanation is.
fn reason(origin: &str, sender: &Parts, text: &str, has_pattern: bool) -> Option<(u8, String)> {
    let say = |rank: u8, reason: &str| Some((rank, reason.to_owned()));
    let text = text.to_lowercase();
    let parts = host::parts(&text);
    let (host, meant) = (sender.host, parts.host);
    if meant.is_empty() {
        return None;
    }
    if host == meant {
        return match () {
            () if sender.port != parts.port => say(0, "the port is not compared"),
            () if !parts.scheme.is_empty() && parts.scheme != sender.scheme => say(0, "the scheme is not compared"),
            () if sender.scheme == "http" => say(0, "the scheme is not compared"),
            () => say(10, "it is the allowed origin"),
        };
    }
    let whole = if parts.scheme.is_empty() { format!("{}://{meant}", sender.scheme) } else { text.clone() };
    if whole.starts_with(origin) {
        return say(1, "a prefix of the allowed origin passes");
    }
    if let Some(suffix) = host::shared_suffix(host)
        && suffix == meant
    {
        return Some((1, format!("anybody can have a name under `{suffix}`")));
    }
    if let Some(at) = host.find(meant) {
        let ends = at + meant.len() == host.len();
        let after_dot = at == 0 || host[..at].ends_with('.');
        let is_same_site = host::domain(host) == host::domain(meant);
        return match (at, ends) {
            (_, true) if after_dot && is_same_site => say(2, "every subdomain passes"),
            (_, true) if after_dot || meant.starts_with('-') => say(3, "only the end of the host is compared"),
            (_, true) => say(2, "no dot before the suffix"),
            (0, false) => say(2, "not anchored at the end"),
            _ => say(2, "matches in the middle of the host"),
        };
    }
    if has_pattern && contains_with_any_dot(host, meant) {
        return say(3, "the dot is not escaped");
    }
    if meant.ends_with(host) {
        return say(3, "a part of the allowed host passes");
    }
    if host::domain(host) == host::domain(meant) {
        return say(4, "every subdomain passes");
    }
    let (own, allowed): (Vec<&str>, Vec<&str>) = (host.split('.').collect(), meant.split('.').collect());
    if own.first() == allowed.first() {
        return say(5, "only the first label of the host is compared");
    }
    let is_shared = |label: &&str| allowed.contains(label);
    if own[..own.len() - 1].iter().any(is_shared) {
        return say(6, "only a part of the host is compared");
    }
    if host.len() == meant.len() {
        return say(7, "only the length is compared");
    }
    if own.last() == allowed.last() {
        return say(8, "only the end of the host is compared");
    }
    None
}

/// Whether `host` contains `meant` when a dot of the latter stands for any character.
fn contains_with_any_dot(host: &str, meant: &str) -> bool {
    let fits = |window: &[u8]| window.iter().zip(meant.as_bytes()).all(|(a, b)| a == b || *b == b'.');
    host.as_bytes().windows(meant.len()).any(fits)
}

#[cfg(test)]
mod tests {
    use super::super::Fragment;
    use super::*;

    #[test]
    fn a_sender_belongs_to_whom_it_belongs() {
        let judge = |origin: &str, expected: &[&str]| {
            classify(origin, &expected.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
        };
        let site = &["https://app.example.co.uk"];
        assert_eq!(judge("https://app.example.co.uk", site), Passed::Expected);
        assert_eq!(judge("https://app.example.co.uk.", site), Passed::Expected);
        assert_eq!(judge("https://x.app.example.co.uk", site), Passed::Subdomain);
        assert_eq!(judge("https://example.co.uk", site), Passed::Subdomain);
        assert_eq!(judge("https://app.example.co.uk:8443", site), Passed::OtherPort);
        assert_eq!(judge("http://app.example.co.uk", site), Passed::Insecure);
        assert_eq!(judge("https://app.evil.co.uk", site), Passed::Foreign);
        assert_eq!(judge("null", site), Passed::Null);
        assert_eq!(judge("https://attacker.test", &[]), Passed::Foreign);

        // A name under a shared suffix is a site of its own, unless it is the suffix that is allowed.
        assert_eq!(judge("https://evil--shop.netlify.app", &["--shop.netlify.app"]), Passed::Expected);
        assert_eq!(judge("https://evil--shop.vercel.app", &["--shop.vercel.app"]), Passed::Foreign);
        assert_eq!(judge("https://evil.github.io", &["https://me.github.io"]), Passed::Foreign);
        assert_eq!(judge("https://evil.github.io", &[".github.io"]), Passed::SharedSuffix("github.io".into()));
        assert_eq!(judge("https://a.me.github.io", &["https://me.github.io"]), Passed::Subdomain);

        assert_eq!(judge("http://localhost:8080", &["http://localhost:3000"]), Passed::OtherPort);
        assert_eq!(judge("http://127.0.0.1.attacker.test", &["http://127.0.0.1"]), Passed::Foreign);
        assert_eq!(judge("https://example.com", &["example.com"]), Passed::Expected);
        assert_eq!(judge("https://sub.example.com", &[".example.com"]), Passed::Subdomain);
    }

    #[test]
    fn reasons_name_the_mistake() {
        let literal = |text: &str| vec![ComparedWith::Literal(text.to_owned())];
        let suffix = |text: &str| vec![ComparedWith::Fragment { text: text.to_owned(), how: Fragment::Suffix }];
        for (origin, meets, expected) in [
            ("https://attacker.test", literal("https://example.com"), "any origin passes"),
            ("https://example.com.attacker.test", literal("https://example.com"), "not anchored at the end"),
            ("https://x.example.com.attacker.test", literal("example.com"), "matches in the middle of the host"),
            ("https://evilexample.com", suffix("example.com"), "no dot before the suffix"),
            ("https://app.example.com", suffix(".example.com"), "every subdomain passes"),
            ("https://evil.github.io", suffix(".github.io"), "anybody can have a name under `github.io`"),
            ("https://example.co", literal("https://example.com"), "a prefix of the allowed origin passes"),
            ("http://example.com", literal("https://example.com"), "the scheme is not compared"),
            ("https://example.com:8443", literal("https://example.com"), "the port is not compared"),
            (
                "https://accounts.attacker.test",
                literal("https://accounts.example.com"),
                "only the first label of the host is compared",
            ),
            ("https://evilevil.test", literal("https://some.where.de"), "only the length is compared"),
        ] {
            assert_eq!(why(origin, &meets), expected, "{origin}");
        }
    }
}
