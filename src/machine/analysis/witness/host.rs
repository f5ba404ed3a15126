//! Hosts and who owns them: the parts of an origin, the registrable domain and the public suffix.

/// An origin taken apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Parts<'a> {
    /// Without the colon; empty if the text has none.
    pub(super) scheme: &'a str,
    /// Without the port, and without dots at either end.
    pub(super) host: &'a str,
    /// Without the colon; empty if there is none.
    pub(super) port: &'a str,
}

/// Takes an origin, a host or the end of one apart. Paths are dropped.
pub(super) fn parts(text: &str) -> Parts<'_> {
    let (scheme, rest) = text.split_once("://").unwrap_or(("", text));
    let rest = rest.trim_start_matches('/');
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !host.is_empty() => (host, port),
        _ => (authority, ""),
    };
    let host = host.trim_start_matches("*.").trim_matches('.');
    Parts { scheme, host, port }
}

/// The registrable domain of a host; the host itself where it has none, as `localhost`, an address, a public suffix.
pub(super) fn domain(host: &str) -> &str {
    if is_address(host) { host } else { psl::domain_str(host).unwrap_or(host) }
}

/// The shared hosting suffix that a host stands under, or is: `github.io`.
pub(super) fn shared_suffix(host: &str) -> Option<&str> {
    if is_address(host) {
        return None;
    }
    let suffix = psl::suffix(host.as_bytes())?;
    (suffix.typ() == Some(psl::Type::Private)).then(|| std::str::from_utf8(suffix.as_bytes()).ok())?
}

/// Services that give each branch or preview of a site a name of its own, `branch--site`, in which the site stands last (Netlify's
/// "Branch subdomains", Adobe Edge Delivery's `ref--repo--owner`).
const BRANCHES: [&str; 5] = ["netlify.app", "aem.page", "aem.live", "hlx.page", "hlx.live"];

/// Whether every host with this end is one site's: `--site.netlify.app`.
pub(super) fn is_end_of_one_site(end: &str) -> bool {
    let name = end.strip_prefix("--").and_then(|end| end.split_once('.'));
    name.is_some_and(|(site, suffix)| !site.is_empty() && BRANCHES.contains(&suffix))
}

/// Whether somebody can register this host or the domain it is in: two labels at least, the last a real top-level domain.
pub(super) fn is_registrable(host: &str) -> bool {
    let is_known = psl::suffix(host.as_bytes()).is_some_and(|suffix| suffix.is_known());
    is_known && psl::domain(host.as_bytes()).is_some()
}

/// Whether a host is this very machine.
pub(super) fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.") || host == "[::1]"
}

/// Whether a host is an IP address.
pub(super) fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok()
}
