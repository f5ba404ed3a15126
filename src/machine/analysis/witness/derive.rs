//! From a text that an origin is compared with to the origins that a careless comparison confuses with it.

use super::host::{self, Parts};
use super::{ComparedWith, SenderKind, UNRELATED};
use crate::machine::domain::origin::{CONFIGURED_ORIGIN, OWN_ORIGIN};
use crate::machine::limits;
use crate::machine::web::url;

/// Origins of one kind that were made from one text, most telling first.
pub(super) struct Queue {
    /// How they were made.
    pub(super) kind: SenderKind,
    /// The origins.
    pub(super) origins: Vec<String>,
}

/// The single texts in a constant: `"https://a.test,https://b.test"` is a list.
pub(super) fn pieces(text: &str) -> Vec<String> {
    let is_separator = |c: char| c.is_whitespace() || ",;|".contains(c);
    let pieces = text.split(is_separator).map(|piece| piece.trim_matches(['"', '\'', '[', ']']));
    pieces
        .filter(|piece| !piece.is_empty() && piece.len() <= 300)
        .take(limits::MEET_CONSTANTS)
        .map(str::to_owned)
        .collect()
}

/// The origins that somebody who wrote `text` means: the text itself, the origin of a URL, a host with https before it.
pub(super) fn completed(text: &str) -> Vec<String> {
    if text == "null" {
        return Vec::new();
    }
    if url::is_origin(text) {
        return vec![text.to_owned()];
    }
    let lower = text.to_lowercase();
    let forms = match lower.split_once("://") {
        Some((scheme, rest)) => {
            let rest = rest.strip_prefix('*').map_or(rest.to_owned(), |rest| format!("app{rest}"));
            // `https://example.com:` is the beginning of an origin with a port.
            let rest = rest.strip_suffix(':').map_or(rest.clone(), |rest| format!("{rest}:8443"));
            vec![format!("{scheme}://{rest}")]
        }
        None => {
            let rest = lower.trim_start_matches('/').trim_start_matches('*');
            let is_host = rest.contains('.') || rest.starts_with("localhost");
            match rest.chars().next() {
                Some('.' | '-') => vec![format!("https://app{rest}")],
                Some(_) if is_host => {
                    vec![format!("https://{rest}"), format!("https://app.{rest}"), format!("http://{rest}")]
                }
                _ => Vec::new(),
            }
        }
    };
    let origins = forms.iter().filter_map(|form| url::serialized_origin(form));
    origins.filter(|origin| origin != "null" && url::is_origin(origin)).collect()
}

/// Every hostile origin there is to try, by kind and text.
pub(super) fn hostile(meets: &[ComparedWith]) -> Vec<Queue> {
    let mut queues = vec![
        queue(SenderKind::Unrelated, UNRELATED),
        Queue { kind: SenderKind::Null, origins: vec!["null".to_owned()] },
        // A key that every object inherits.
        queue(SenderKind::PartCopied, ["https://constructor.attacker.test"]),
    ];
    let mut texts: Vec<String> = Vec::new();
    for meet in meets.iter().take(limits::MEET_CONSTANTS) {
        match meet {
            ComparedWith::Literal(text) | ComparedWith::Fragment { text, .. } => {
                let pieces = pieces(text);
                if pieces.len() > 1 {
                    // The text that joins the pieces is searched, so what begins with the first of them is found too.
                    queues.push(queue(SenderKind::Truncated, truncated(&host::parts(&pieces[0]))));
                }
                texts.extend(pieces);
            }
            ComparedWith::Pattern(pattern) => {
                queues.push(queue(
                    SenderKind::LookAlike,
                    pattern.lookalikes().iter().map(|text| complete_lookalike(text)),
                ));
                texts.extend(pattern.intended_hosts());
            }
            ComparedWith::OwnOrigin | ComparedWith::OwnHost => texts.push(OWN_ORIGIN.to_owned()),
            ComparedWith::Unknown => texts.push(CONFIGURED_ORIGIN.to_owned()),
        }
    }
    texts.dedup();
    texts.truncate(limits::MEET_CONSTANTS);
    for text in &texts {
        let text = text.to_lowercase();
        let parts = host::parts(&text);
        if is_whole_host(&text, &parts) {
            around_host(&text, &parts, &mut queues);
        } else {
            around_text(&text, &mut queues);
        }
    }
    rewritten(&texts, &mut queues);
    queues.retain(|queue| !queue.origins.is_empty());
    queues
}

/// A queue of those origins that a browser could show and somebody could own.
fn queue<T: Into<String>>(kind: SenderKind, origins: impl IntoIterator<Item = T>) -> Queue {
    let origins = origins.into_iter().map(Into::into).filter(|origin| url::is_resolvable(origin)).collect();
    Queue { kind, origins }
}

fn complete_lookalike(text: &str) -> String {
    if text.contains("://") { text.to_owned() } else { format!("https://{}", text.trim_start_matches('/')) }
}

/// Whether a text names a host, or the end of one, up to its top-level domain.
fn is_whole_host(text: &str, parts: &Parts) -> bool {
    let is_begun = text.ends_with('.') || text.ends_with(':') || text.ends_with('-');
    !is_begun
        && (host::is_address(parts.host)
            || parts.host == "localhost"
            || parts.host.contains('.')
            || host::shared_suffix(parts.host).is_some())
}

/// Origins that resemble a host which the code names.
fn around_host(text: &str, parts: &Parts, queues: &mut Vec<Queue>) {
    let Parts { host, port, .. } = *parts;
    let scheme = if parts.scheme.is_empty() { "https" } else { parts.scheme };
    let port = if port.is_empty() { String::new() } else { format!(":{port}") };
    let domain = host::domain(host);
    let labels: Vec<&str> = host.split('.').collect();
    queues.push(queue(
        SenderKind::SuffixAppended,
        [
            format!("{scheme}://{host}.attacker.test"),
            format!("{scheme}://{host}attacker.test"),
            format!("{scheme}://{host}-attacker.test"),
            format!("{scheme}://x.{host}.attacker.test"),
            format!("{scheme}://{host}.attacker.test{port}"),
        ],
    ));
    let before_http = (scheme == "https" && parts.scheme.is_empty()).then(|| format!("http://x{host}{port}"));
    queues.push(queue(
        SenderKind::PrefixJoined,
        [
            format!("{scheme}://evil{domain}{port}"),
            format!("{scheme}://evil-{domain}{port}"),
            format!("{scheme}://evil{host}{port}"),
        ]
        .into_iter()
        .chain(before_http),
    ));
    queues.push(queue(
        SenderKind::DotReplaced,
        dots_replaced(host).into_iter().map(|host| format!("{scheme}://{host}{port}")),
    ));
    queues.push(queue(SenderKind::Truncated, truncated(&Parts { scheme, ..*parts })));
    let copied = [
        labels.first().map(|label| format!("{scheme}://{label}.attacker.test")),
        labels.get(1).map(|label| format!("{scheme}://app.{label}.attacker.test")),
        labels.first().map(|label| format!("{scheme}://app.{label}.attacker.test")),
        labels.last().map(|label| format!("{scheme}://attacker.{label}")),
        domain.split('.').next().map(|label| format!("{scheme}://{label}.attacker.test")),
    ];
    queues.push(queue(SenderKind::PartCopied, copied.into_iter().flatten()));
    let filler = host.len().saturating_sub(".test".len());
    let same_length = ["evil", "attacker"].map(|name| name.chars().cycle().take(filler.min(60)).collect::<String>());
    queues.push(queue(
        SenderKind::SameLength,
        same_length.into_iter().map(|name| format!("{scheme}://{name}.test{port}")),
    ));
    let is_own_name = !host::is_address(host);
    if is_own_name {
        queues.push(queue(
            SenderKind::Subdomain,
            [
                format!("https://x.{host}{port}"),
                format!("https://sibling.{domain}{port}"),
                format!("https://{domain}{port}"),
                format!("http://sibling.{domain}{port}"),
            ],
        ));
        if text.starts_with('-') {
            queues.push(queue(SenderKind::Subdomain, [format!("https://evil{text}")]));
        }
    }
    let longer_port = (!port.is_empty()).then(|| format!("{scheme}://{host}{port}1"));
    let other_port = if port == ":8443" { 9443 } else { 8443 };
    queues
        .push(queue(SenderKind::OtherPort, longer_port.into_iter().chain([format!("{scheme}://{host}:{other_port}")])));
    if scheme != "http" {
        queues.push(queue(
            SenderKind::Insecure,
            [format!("http://{host}{port}"), format!("http://x{host}{port}"), format!("http://{host}:8080")],
        ));
    }
    if is_own_name {
        queues.push(Queue { kind: SenderKind::TrailingDot, origins: vec![format!("{scheme}://{host}.{port}")] });
    }
}

/// Origins that have a text which is no host: a label, the beginning of an origin, a scheme.
fn around_text(text: &str, queues: &mut Vec<Queue>) {
    let name = text.split_once("://").map_or(text, |(_, rest)| rest).trim_start_matches('/');
    let base = if text.contains("://") { text.to_owned() } else { format!("https://{name}") };
    let inner = name.trim_matches(['.', '-', ':', '/']);
    queues.push(queue(
        SenderKind::SuffixAppended,
        [
            format!("{base}.attacker.test"),
            format!("{base}attacker.test"),
            format!("{base}-attacker.test"),
            format!("https://evil{name}.attacker.test"),
        ],
    ));
    if inner.is_empty() {
        return;
    }
    queues.push(queue(
        SenderKind::PartCopied,
        [
            format!("https://{inner}.attacker.test"),
            format!("https://app.{inner}.attacker.test"),
            format!("https://attacker.{inner}"),
            format!("https://evil{inner}"),
        ],
    ));
}

/// Hosts with another character for a dot, if that makes them somebody else's.
fn dots_replaced(host: &str) -> Vec<String> {
    let dots: Vec<usize> = host.match_indices('.').map(|(at, _)| at).collect();
    let mut hosts = Vec::new();
    for &at in dots.iter().rev().skip(1) {
        for replacement in ["-", "x"] {
            let replaced = format!("{}{replacement}{}", &host[..at], &host[at + 1..]);
            if host::domain(&replaced) != host::domain(host) {
                hosts.push(replaced);
            }
        }
    }
    hosts.truncate(6);
    hosts
}

/// Origins with which the allowed one begins, for checks the wrong way round; and, for a bare host, hosts with which it
/// ends. Names under a real top-level domain if there are any, otherwise the longest that has two labels.
fn truncated(parts: &Parts) -> Vec<String> {
    let Parts { scheme, host, .. } = *parts;
    let is_foreign =
        |part: &&str| part.contains('.') && !part.ends_with(['.', '-']) && host::domain(part) != host::domain(host);
    let beginnings: Vec<&str> = (1..host.len()).rev().filter_map(|end| host.get(..end)).filter(is_foreign).collect();
    let endings = (1..host.len())
        .filter_map(|start| host.get(start..))
        .filter(is_foreign)
        .filter(|part| host::is_registrable(part));
    let known = beginnings.iter().copied().filter(|part| host::is_registrable(part)).take(3);
    let mut hosts: Vec<&str> = known.collect();
    if hosts.is_empty() {
        hosts.extend(beginnings.first());
    }
    hosts.extend(endings.take(1));
    let scheme = if scheme.is_empty() { "https" } else { scheme };
    hosts.into_iter().map(|part| format!("{scheme}://{part}")).collect()
}

/// Origins that become an allowed one when the code removes something from them.
fn rewritten(texts: &[String], queues: &mut Vec<Queue>) {
    let mut origins = Vec::new();
    for text in texts {
        // `replace('www.', '')`: the removed text may stand anywhere.
        for removed in texts.iter().filter(|removed| removed.len() <= 12 && removed.ends_with(['.', '-'])) {
            let parts = host::parts(text);
            let scheme = if parts.scheme.is_empty() { "https" } else { parts.scheme };
            let domain = host::domain(parts.host);
            let start = parts.host.len() - domain.len();
            for at in [start + 2, start + 1] {
                if let (Some(head), Some(tail)) = (parts.host.get(..at), parts.host.get(at..)) {
                    origins.push(format!("{scheme}://{head}{removed}{tail}"));
                }
            }
        }
        // `replace(/[^a-z]/g, '')`: where the dots were is forgotten.
        let squashed = text.strip_prefix("https").or_else(|| text.strip_prefix("http"));
        if let Some(name) = squashed.filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase())) {
            for ending in ["com", "net", "org", "test", "io", "dev", "app", "de"] {
                let stem = name.strip_suffix(ending).filter(|stem| !stem.is_empty());
                origins.extend(stem.map(|stem| format!("https://{stem}.{ending}")));
            }
        }
    }
    origins.truncate(8);
    queues.push(queue(SenderKind::Rewritten, origins));
}
