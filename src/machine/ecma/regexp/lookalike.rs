//! What a pattern lets through: strings built from its parsed form and kept only if it matches them. Knows nothing of
//! who owns a host; `witness` judges that.

use std::collections::HashSet;

use super::Pattern;
use super::node::{Node, Set};
use crate::machine::limits;
use crate::machine::web::url;

/// Of a larger class not every character is tried.
const SMALL: u32 = 10;

/// A repeated class with at least so many characters is filled with words.
const WIDE: u32 = 3;

/// Stands for a wide class where only the written-out parts matter. A private use character, so no pattern has it.
const HOLE: char = '\u{E000}';

/// What goes where the pattern takes any text, most telling first.
const FILLS: &[&str] =
    &["evil", "attacker.test", "", "x", "evil-", "attacker.test.", "app", "8443", "://evil", "://attacker.test", "/"];

/// Top-level domains for classes that admit few letters.
const ENDINGS: &[&str] =
    &["com", "net", "org", "test", "de", "eu", "me", "to", "us", "st", "md", "at", "pe", "es", "re"];

/// One way to write a part, and how far it is from what the author must have meant.
#[derive(Clone)]
struct Word {
    text: String,
    cost: u8,
}

impl Word {
    fn new(text: impl Into<String>, cost: u8) -> Self {
        Self { text: text.into(), cost }
    }
}

/// See [`Pattern::lookalikes`].
pub(super) fn lookalikes(pattern: &Pattern) -> Vec<String> {
    let words = words(&pattern.0.node, true);
    let mut seen = HashSet::new();
    let mut keep = |text: String, into: &mut Vec<String>| {
        if into.len() < limits::LOOKALIKES_OF_A_KIND && !seen.contains(&text) && pattern.test(&text, &mut 0) == Ok(true)
        {
            seen.insert(text.clone());
            into.push(text);
        }
    };
    // One list for each way to attack, so that none of them can fill the whole answer.
    let mut lists: Vec<Vec<String>> = Vec::new();
    for family in FAMILIES {
        let mut list = Vec::new();
        for word in &words {
            for origin in family(&word.text) {
                if url::is_resolvable(&origin) {
                    keep(origin, &mut list);
                }
            }
        }
        lists.push(list);
    }
    if lists.iter().all(Vec::is_empty) {
        // The pattern is for a host or a part of one.
        let mut list = Vec::new();
        for word in &words {
            for text in [
                word.text.clone(),
                format!("{}.attacker.test", word.text),
                format!("evil{}", word.text),
                format!("evil-{}", word.text),
                format!("x.{}", word.text),
            ] {
                keep(text, &mut list);
            }
        }
        lists.push(list);
    }
    if pattern.0.flags.ignore_case
        && let Some(shouted) = lists.iter().flatten().next().map(|text| text.to_ascii_uppercase())
    {
        let mut list = Vec::new();
        keep(shouted, &mut list);
        lists.push(list);
    }
    interleave(lists, limits::LOOKALIKES)
}

/// The ways to make an origin of a word that the pattern matches.
const FAMILIES: &[fn(&str) -> Vec<String>] = &[
    |_| vec!["https://attacker.test".to_owned(), "http://attacker.test".to_owned()],
    |word| {
        let base = with_scheme(word, "https:");
        ["", "-", "."].map(|joint| format!("{base}{joint}attacker.test")).into_iter().rev().collect()
    },
    |word| {
        if word.contains("://") || word.starts_with('/') {
            return Vec::new();
        }
        ["evil", "evil-", "x.", "evil."].map(|prefix| format!("https://{prefix}{word}")).to_vec()
    },
    |word| vec![with_scheme(word, "https:")],
    |word| {
        if word.contains("://") {
            return Vec::new();
        }
        ["https://evil", "https://x.", "https://app"].map(|start| format!("{start}{word}.attacker.test")).to_vec()
    },
    |word| vec![format!("{}:8443", with_scheme(word, "https:")), with_scheme(word, "http:")],
];

fn with_scheme(word: &str, scheme: &str) -> String {
    match word {
        _ if word.contains("://") => word.to_owned(),
        _ if word.starts_with("//") => format!("{scheme}{word}"),
        _ if word.starts_with('/') => format!("{scheme}/{word}"),
        _ if word.starts_with('.') => format!("{scheme}//app{word}"),
        _ => format!("{scheme}//{word}"),
    }
}

/// See [`Pattern::intended_hosts`].
pub(super) fn intended_hosts(node: &Node) -> Vec<String> {
    let mut hosts: Vec<String> = Vec::new();
    for word in words(node, false).iter().filter(|word| word.cost == 0) {
        let pieces: Vec<&str> = word.text.split(HOLE).map(host_text).filter(|piece| !piece.is_empty()).collect();
        let host = pieces.iter().rev().find(|piece| piece.contains('.')).or(pieces.last());
        if let Some(host) = host
            && !hosts.iter().any(|other| other == host)
        {
            hosts.push((*host).to_owned());
        }
    }
    hosts
}

/// The host, or the end of one, in a piece of text; empty if there is none.
fn host_text(piece: &str) -> &str {
    let piece = piece.rsplit_once("//").map_or(piece, |(_, rest)| rest);
    let piece = piece.split(['/', '?', '#']).next().unwrap_or("");
    let piece = piece.split(':').next().unwrap_or("").trim_end_matches('.');
    // Between a branch and its site two hyphens stand, which say that no other site has that end.
    let piece = if piece.starts_with("--") { piece } else { piece.trim_start_matches(['.', '-']) };
    let is_host = piece.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-');
    if is_host && piece != "http" && piece != "https" { piece } else { "" }
}

/// Ways to write a part, those closest to the author's intention first. `fill` says whether wide classes get an
/// attacker's text or a hole.
fn words(node: &Node, fill: bool) -> Vec<Word> {
    let words = match node {
        // Assertions have no text; whether they hold is seen when the pattern is run.
        Node::Empty | Node::Start { .. } | Node::End { .. } | Node::Boundary { .. } | Node::Look { .. } => {
            vec![Word::new("", 0)]
        }
        Node::BackReference { .. } => vec![Word::new("", 0)],
        Node::Char(c) => vec![Word::new(*c, 0)],
        Node::Set(set) => single(set),
        Node::Group { body, .. } => words(body, fill),
        Node::Repeat { body, min, max, .. } => repeated(body, *min, *max, fill),
        Node::Sequence(parts) => {
            parts.iter().fold(vec![Word::new("", 0)], |heads, part| join(&heads, &words(part, fill)))
        }
        Node::Choice(branches) => interleave(branches.iter().map(|branch| words(branch, fill)).collect(), usize::MAX),
    };
    shorten(words)
}

fn shorten(mut words: Vec<Word>) -> Vec<Word> {
    words.retain(|word| word.text.len() <= limits::LOOKALIKE);
    words.sort_by_key(|word| word.cost);
    words.truncate(limits::PART_SPELLINGS);
    words
}

/// Every head with every tail, as long as that strays from the intention twice at most.
fn join(heads: &[Word], tails: &[Word]) -> Vec<Word> {
    let mut words = Vec::with_capacity(heads.len() * tails.len());
    for head in heads {
        for tail in tails {
            if head.cost + tail.cost <= 2 {
                words.push(Word::new(format!("{}{}", head.text, tail.text), head.cost + tail.cost));
            }
        }
    }
    shorten(words)
}

/// One character of a class.
fn single(set: &Set) -> Vec<Word> {
    let size = size(set);
    let mut picks: Vec<char> = ".x-a1/:".chars().filter(|&c| set.contains(c)).collect();
    if size < SMALL || picks.is_empty() {
        let members = set.ranges().iter().flat_map(|&(low, high)| (low..=high).take(8)).filter_map(char::from_u32);
        picks.extend(members.filter(|c| !set.contains(c.to_ascii_lowercase()) || !c.is_ascii_uppercase()).take(8));
    }
    let mut words: Vec<Word> = Vec::new();
    for c in picks {
        if !words.iter().any(|word| word.text.starts_with(c)) {
            words.push(Word::new(c, u8::from(!words.is_empty())));
        }
    }
    words.truncate(4);
    words
}

fn size(set: &Set) -> u32 {
    set.ranges().iter().fold(0, |size, &(low, high)| size + (high - low + 1))
}

fn repeated(body: &Node, min: u32, max: Option<u32>, fill: bool) -> Vec<Word> {
    if min > limits::PART_ROUNDS {
        return Vec::new();
    }
    if max == Some(0) {
        return vec![Word::new("", 0)];
    }
    if let Node::Set(set) = body
        && size(set) >= WIDE
        && max != Some(1)
    {
        return if fill { filled(set, min, max) } else { vec![Word::new(HOLE, 0)] };
    }
    let once = words(body, fill);
    let mut out = Vec::new();
    if min <= 1 {
        out.extend(once.iter().cloned());
    }
    if min == 0 {
        out.push(Word::new("", 0));
    }
    let more = min.max(2);
    if max.is_none_or(|max| max >= more)
        && let Some(base) = once.first()
    {
        let others = once.iter().skip(1).take(2).map(|word| Word::new(word.text.repeat(more as usize), 1));
        out.push(Word::new(base.text.repeat(more as usize), u8::from(min < 2)));
        out.extend(others);
    }
    out
}

/// Texts made of one class alone.
fn filled(set: &Set, min: u32, max: Option<u32>) -> Vec<Word> {
    let fits = |text: &str| {
        let length = text.len() as u32;
        length >= min && max.is_none_or(|max| length <= max) && text.chars().all(|c| set.contains(c))
    };
    let mut texts: Vec<String> = FILLS.iter().filter(|text| fits(text)).map(|text| (*text).to_owned()).collect();
    if texts.iter().all(String::is_empty) {
        let letter = ('a'..='z').chain('0'..='9').find(|&c| set.contains(c));
        let letter = letter.or_else(|| set.ranges().iter().find_map(|&(low, _)| char::from_u32(low)));
        let Some(letter) = letter else { return Vec::new() };
        let name = String::from(letter).repeat(min.clamp(2, limits::PART_ROUNDS) as usize);
        texts.extend(ENDINGS.iter().map(|ending| format!("{name}.{ending}")).filter(|text| fits(text)).take(2));
        texts.extend(Some(name).filter(|name| fits(name)));
        texts.extend(Some(String::from(letter)).filter(|text| fits(text)));
    }
    // None of these is more intended than another.
    texts.into_iter().map(|text| Word::new(text, 0)).collect()
}

/// The first of each list, then the second of each, and so on, up to `limit`.
pub(in crate::machine) fn interleave<T>(lists: Vec<Vec<T>>, limit: usize) -> Vec<T> {
    let mut lists: Vec<_> = lists.into_iter().map(Vec::into_iter).collect();
    let mut out = Vec::new();
    loop {
        let before = out.len();
        for list in &mut lists {
            out.extend(list.next());
        }
        if out.len() == before || out.len() >= limit {
            out.truncate(limit);
            return out;
        }
    }
}
