//! The constant texts with which everything begins that a pattern matches.

use super::node::{Node, Set};
use crate::machine::limits;

/// One way to begin.
#[derive(Clone, Default)]
struct Lead {
    text: String,
    /// Whether `^` stands before the text.
    anchored: bool,
    /// Whether what follows is no longer constant.
    ended: bool,
}

/// The texts, in lower case where the pattern does not care about it. `None` if a match may stand anywhere.
pub(super) fn leads(node: &Node) -> Option<Vec<String>> {
    let leads = extend(node, vec![Lead::default()]);
    leads.iter().all(|l| l.anchored).then(|| leads.into_iter().map(|l| l.text).collect())
}

fn extend(node: &Node, before: Vec<Lead>) -> Vec<Lead> {
    match node {
        Node::Empty => before,
        Node::Char(c) => push(before, *c),
        Node::Set(set) => match one_letter(set) {
            Some(c) => push(before, c),
            None => end(before),
        },
        Node::Start { line: false } => {
            let anchor = |l: Lead| Lead { anchored: l.anchored || (l.text.is_empty() && !l.ended), ..l };
            before.into_iter().map(anchor).collect()
        }
        Node::Group { body, .. } => extend(body, before),
        Node::Sequence(parts) => parts.iter().fold(before, |leads, part| extend(part, leads)),
        Node::Choice(parts) => merge(parts.iter().map(|part| extend(part, before.clone()))),
        Node::Repeat { body, min: 0, max: Some(1), .. } => merge([before.clone(), extend(body, before)]),
        Node::Repeat { body, min: 1.., .. } => end(extend(body, before)),
        _ => end(before),
    }
}

fn push(leads: Vec<Lead>, c: char) -> Vec<Lead> {
    let add = |mut l: Lead| {
        if !l.ended {
            l.text.push(c);
        }
        l
    };
    leads.into_iter().map(add).collect()
}

fn end(leads: Vec<Lead>) -> Vec<Lead> {
    leads.into_iter().map(|l| Lead { ended: true, ..l }).collect()
}

fn merge(ways: impl IntoIterator<Item = Vec<Lead>>) -> Vec<Lead> {
    let mut all: Vec<Lead> = ways.into_iter().flatten().collect();
    if all.len() > limits::SPELLINGS {
        // What is left of them all is that they begin somehow.
        let anchored = all.iter().all(|l| l.anchored);
        all = vec![Lead { text: String::new(), anchored, ended: true }];
    }
    all
}

/// The letter of a set that holds both its cases and nothing else.
pub(super) fn one_letter(set: &Set) -> Option<char> {
    let mut found = None;
    for &(low, high) in set.ranges() {
        if low != high {
            return None;
        }
        let c = char::from_u32(low)?.to_ascii_lowercase();
        if found.is_some_and(|f| f != c) {
            return None;
        }
        found = Some(c);
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::machine::ecma::regexp::Pattern;

    fn leads(source: &str, flags: &str) -> Option<Vec<String>> {
        Pattern::new(source, flags).expect("a pattern of the test").leads()
    }

    #[test]
    fn only_an_anchored_pattern_says_how_a_text_begins() {
        let some = |texts: &[&str]| Some(texts.iter().map(ToString::to_string).collect());
        assert_eq!(leads(r"^https?:\/\/", "i"), some(&["http://", "https://"]));
        assert_eq!(leads(r"^(?:https|mailto):", ""), some(&["https:", "mailto:"]));
        assert_eq!(leads(r"^\/[a-z]+$", ""), some(&["/"]));
        assert_eq!(leads(r"^.*https:", ""), some(&[""]));
        assert_eq!(leads(r"https:", ""), None);
        assert_eq!(leads(r"^https:|http:", ""), None);
        assert_eq!(leads(r"^https:", "m"), None);
    }
}
