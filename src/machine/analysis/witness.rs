//! Senders to try a handler with, made from what the origin met in its code, and the judgement on those that passed.
//! Runs nothing itself.

mod derive;
mod host;
mod judge;

use std::collections::{BTreeMap, HashSet};

pub use judge::{Passed, classify, why};

use crate::machine::domain::origin::{CONFIGURED_ORIGIN, OWN_ORIGIN, UNRELATED_ORIGIN};
use crate::machine::ecma::regexp::{Pattern, interleave};
use crate::machine::limits;
use crate::machine::web::url;

/// Those that have nothing in common with anything that the program names.
const UNRELATED: [&str; 3] = [UNRELATED_ORIGIN, "http://attacker.test", "https://attacker.test:8443"];

/// Something that the origin, or a text computed from it, was compared with.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ComparedWith {
    /// Compared as a whole, a member of a list, a key of a map, a case of a switch; or searched for the origin.
    Literal(String),
    /// Compared with a part.
    Fragment {
        /// The text.
        text: String,
        /// Which part.
        how: Fragment,
    },
    /// Matched by a regular expression.
    Pattern(Pattern),
    /// The page's own origin.
    OwnOrigin,
    /// The page's own host.
    OwnHost,
    /// A value of the environment: configuration, an import, a parameter.
    Unknown,
}

/// Which part of the origin a text was compared with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Fragment {
    /// Any part: `includes`, `indexOf`.
    Contains,
    /// The beginning.
    Prefix,
    /// The end.
    Suffix,
    /// A part that was cut out: host, protocol, a piece of `split`.
    Part,
}

/// An origin to try.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sender {
    /// `event.origin`.
    pub origin: String,
    /// How it was made.
    pub kind: SenderKind,
}

/// How a sender was made. The order is the one in which they are tried: the first that passes is the most telling.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SenderKind {
    /// The sender that the code means.
    Expected,
    /// Has nothing to do with anything in the code.
    Unrelated,
    /// An allowed text goes on: `https://example.com.attacker.test`.
    SuffixAppended,
    /// Something stands before an allowed host: `https://evilexample.com`.
    PrefixJoined,
    /// Another character stands where the allowed host has a dot: `https://trusted-example.com`.
    DotReplaced,
    /// Matched by a regular expression of the code.
    LookAlike,
    /// The allowed text is cut short: `https://example.co`.
    Truncated,
    /// A label of the allowed host, in the attacker's domain: `https://app.example.attacker.test`.
    PartCopied,
    /// Becomes the allowed text by what the code does to it: `https://trusted.exwww.ample.test`.
    Rewritten,
    /// As long as the allowed origin.
    SameLength,
    /// The opaque origin.
    Null,
    /// Another host of the allowed domain, or of the allowed shared suffix.
    Subdomain,
    /// Another port of the allowed host.
    OtherPort,
    /// Plain http of the allowed host.
    Insecure,
    /// The allowed host with a dot at the end.
    TrailingDot,
}

/// The senders to try, the expected ones first; at most 80, each once, always the same for the same input.
pub fn senders(meets: &[ComparedWith]) -> Vec<Sender> {
    let mut seen = HashSet::new();
    let mut senders: Vec<Sender> = Vec::new();
    for origin in expected_origins(meets) {
        if senders.len() < limits::EXPECTED_SENDERS && seen.insert(origin.clone()) {
            senders.push(Sender { origin, kind: SenderKind::Expected });
        }
    }
    // Round by round, one sender of each kind, so that no long list of hosts displaces a kind; and within a kind one of
    // each text, so that no text displaces another.
    let mut kinds: BTreeMap<SenderKind, Vec<Vec<String>>> = BTreeMap::new();
    for queue in derive::hostile(meets) {
        kinds.entry(queue.kind).or_default().push(queue.origins);
    }
    let kinds: Vec<(SenderKind, Vec<String>)> =
        kinds.into_iter().map(|(kind, lists)| (kind, interleave(lists, limits::SENDERS))).collect();
    let mut chosen: Vec<Sender> = Vec::new();
    for round in 0..limits::SENDERS {
        for (kind, origins) in &kinds {
            let Some(origin) = origins.get(round) else { continue };
            if senders.len() + chosen.len() < limits::SENDERS && seen.insert(origin.clone()) {
                chosen.push(Sender { origin: origin.clone(), kind: *kind });
            }
        }
    }
    chosen.sort_by_key(|sender| sender.kind);
    senders.append(&mut chosen);
    senders
}

/// The texts that say whom the code means: origins, hosts, ends of hosts. What [`classify`] judges by.
pub fn expected(meets: &[ComparedWith]) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for meet in meets {
        match meet {
            ComparedWith::Literal(text) | ComparedWith::Fragment { text, .. } => texts.extend(derive::pieces(text)),
            ComparedWith::Pattern(pattern) => texts.extend(pattern.intended_hosts()),
            ComparedWith::OwnOrigin | ComparedWith::OwnHost => texts.push(OWN_ORIGIN.to_owned()),
            ComparedWith::Unknown => texts.push(CONFIGURED_ORIGIN.to_owned()),
        }
    }
    let mut seen = HashSet::new();
    texts.retain(|text| !text.is_empty() && seen.insert(text.clone()));
    texts
}

/// Whether it is one of the origins that no check can mean.
pub fn is_unrelated(origin: &str) -> bool {
    UNRELATED.contains(&origin)
}

/// Whether whoever is on the network between can speak as that origin: plain http, and not of this very machine.
pub fn is_plain(origin: &str) -> bool {
    let parts = host::parts(origin);
    parts.scheme == "http" && !host::is_loopback(parts.host)
}

/// Full origins that the code must be meant to accept.
fn expected_origins(meets: &[ComparedWith]) -> Vec<String> {
    let mut origins = Vec::new();
    for meet in meets.iter().take(limits::MEET_CONSTANTS) {
        match meet {
            ComparedWith::Literal(text) | ComparedWith::Fragment { text, .. } => {
                origins.extend(derive::pieces(text).iter().flat_map(|text| derive::completed(text)));
            }
            ComparedWith::Pattern(pattern) => {
                // What the pattern matches of the hosts that it spells out; the scheme may be left to http.
                for host in pattern.intended_hosts() {
                    let starts = match host.starts_with("--") {
                        true => ["https://main", "https://app", "https://preview", "http://main"],
                        false => ["https://", "https://app.", "https://www.", "http://"],
                    };
                    let forms = starts.map(|start| format!("{start}{host}"));
                    let fits = |origin: &String| url::is_origin(origin) && pattern.test(origin, &mut 0) == Ok(true);
                    origins.extend(forms.iter().find(|origin| fits(origin)).cloned());
                    origins.extend(forms.into_iter().next().filter(|origin| url::is_origin(origin)));
                }
            }
            ComparedWith::OwnOrigin | ComparedWith::OwnHost => origins.push(OWN_ORIGIN.to_owned()),
            ComparedWith::Unknown => origins.push(CONFIGURED_ORIGIN.to_owned()),
        }
    }
    origins
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(meets: &[ComparedWith], kind: SenderKind) -> Vec<String> {
        senders(meets).into_iter().filter(|sender| sender.kind == kind).map(|sender| sender.origin).collect()
    }

    #[test]
    fn the_number_of_senders_is_bounded_and_every_kind_has_its_place() {
        let compared: Vec<ComparedWith> =
            (0..1_000).map(|i| ComparedWith::Literal(format!("https://app.site{i}.example"))).collect();
        let all = senders(&compared);
        assert_eq!(all.len(), limits::SENDERS);
        assert_eq!(all, senders(&compared));
        let distinct: HashSet<&str> = all.iter().map(|sender| sender.origin.as_str()).collect();
        assert_eq!(distinct.len(), all.len());
        assert!(all.is_sorted_by_key(|sender| sender.kind));
        for kind in [SenderKind::Expected, SenderKind::Unrelated, SenderKind::SuffixAppended, SenderKind::Null] {
            assert!(all.iter().any(|sender| sender.kind == kind), "{kind:?}");
        }
    }

    #[test]
    fn every_sender_is_an_origin_that_somebody_can_have() {
        let texts = [
            "https://app.example.com:8443",
            ".example.com",
            "http://localhost:3000",
            "*",
            "",
            "null",
            "b\u{fc}cher",
            "a b",
            "https://",
            "1.2.3.4",
        ];
        for text in texts {
            for sender in
                senders(&[ComparedWith::Literal(text.to_owned()), ComparedWith::Unknown, ComparedWith::OwnHost])
            {
                assert!(url::is_origin(&sender.origin), "{text}: {sender:?}");
            }
        }
    }

    #[test]
    fn the_expected_sender_is_what_the_code_means() {
        let literal = |text: &str| origins(&[ComparedWith::Literal(text.to_owned())], SenderKind::Expected);
        assert_eq!(literal("https://example.com"), ["https://example.com"]);
        assert_eq!(literal("https://Example.com:443/widget"), ["https://example.com"]);
        assert_eq!(literal("https://*.example.com"), ["https://app.example.com"]);
        assert_eq!(literal(".example.com"), ["https://app.example.com"]);
        assert_eq!(literal("https://a.test,https://b.test"), ["https://a.test", "https://b.test"]);
        assert_eq!(literal("null"), [""; 0]);
        let pattern = Pattern::new(r"^https:\/\/[a-z]+\.example\.(com|net)$", "").expect("a pattern");
        assert_eq!(
            origins(&[ComparedWith::Pattern(pattern)], SenderKind::Expected),
            ["https://app.example.com", "https://example.com", "https://app.example.net", "https://example.net"]
        );
        assert_eq!(origins(&[ComparedWith::Unknown], SenderKind::Expected), [CONFIGURED_ORIGIN]);
        assert_eq!(origins(&[ComparedWith::OwnHost], SenderKind::Expected), [OWN_ORIGIN]);
    }

    #[test]
    fn a_truncated_name_is_one_that_can_be_registered() {
        let truncated = |text: &str| origins(&[ComparedWith::Literal(text.to_owned())], SenderKind::Truncated);
        assert_eq!(truncated("https://example.com"), ["https://example.co", "https://xample.com"]);
        assert_eq!(truncated("https://app.example.dev"), ["https://app.example.de", "https://xample.dev"]);
    }
}
