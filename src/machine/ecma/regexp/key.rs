//! The constant words in a pattern, of which those in front of `=` name a parameter of an address.

use super::node::Node;
use crate::machine::limits;

/// The constant words of a pattern.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Words {
    /// Those in front of `=`.
    pub keys: Vec<String>,
    /// Whether there are others that are no scheme of a URL.
    pub others: bool,
}

/// All words of the pattern, whichever of its ways is taken.
pub(super) fn words(node: &Node) -> Words {
    let mut found = Words::default();
    let mut open = vec![String::new()];
    walk(node, &mut open, &mut found);
    close(&mut open, None, &mut found);
    found
}

/// `open`: the word that is being spelled, on each way to this place.
fn walk(node: &Node, open: &mut Vec<String>, found: &mut Words) {
    match node {
        Node::Char(c) => spell(*c, open, found),
        Node::Set(set) => match super::lead::one_letter(set) {
            Some(c) => spell(c, open, found),
            None => close(open, None, found),
        },
        Node::Group { body, .. } => walk(body, open, found),
        Node::Sequence(parts) => parts.iter().for_each(|part| walk(part, open, found)),
        Node::Choice(parts) => {
            let before = std::mem::take(open);
            for part in parts {
                let mut way = before.clone();
                walk(part, &mut way, found);
                open.extend(way);
            }
        }
        Node::Repeat { body, min: 0, max: Some(1), .. } => {
            let before = open.clone();
            walk(body, open, found);
            open.extend(before);
        }
        Node::Repeat { body, .. } => {
            close(open, None, found);
            walk(body, open, found);
            close(open, None, found);
        }
        // What stands at a place without taking part of the text parts no word.
        Node::Empty | Node::Look { .. } => {}
        _ => close(open, None, found),
    }
    open.sort_unstable();
    open.dedup();
    open.truncate(limits::SPELLINGS);
}

fn spell(c: char, open: &mut Vec<String>, found: &mut Words) {
    if c.is_alphanumeric() || matches!(c, '_' | '-') {
        open.iter_mut().for_each(|word| word.push(c));
    } else {
        close(open, Some(c), found);
    }
}

/// The words end here, in front of that character where one stands in the pattern.
fn close(open: &mut Vec<String>, at: Option<char>, found: &mut Words) {
    let is_word = |word: &String| word.contains(char::is_alphabetic);
    let ended = std::mem::replace(open, vec![String::new()]).into_iter().filter(is_word);
    match at {
        Some('=') => found.keys.extend(ended),
        Some(':') => {}
        _ => found.others |= ended.count() > 0,
    }
}

#[cfg(test)]
mod tests {
    use super::Words;
    use crate::machine::ecma::regexp::Pattern;

    fn words(source: &str, flags: &str) -> Words {
        Pattern::new(source, flags).expect("a pattern of the test").words()
    }

    #[test]
    fn a_key_is_spelled_on_each_way() {
        let keys = |source, flags| words(source, flags).keys;
        assert_eq!(keys(r"[?&]code=([^&#]*)", ""), ["code"]);
        assert_eq!(keys(r"\bcode=([^&]*)", "i"), ["code"]);
        assert_eq!(keys(r"[#&](access_token|id_token)=([^&]*)", ""), ["access_token", "id_token"]);
        assert_eq!(keys(r"(?:access_)?token=(.*)", ""), ["access_token", "token"]);
        assert_eq!(keys(r"id=(\d+)&page=(\d+)", ""), ["id", "page"]);
    }

    #[test]
    fn other_words_are_no_keys() {
        for source in [r"^#?(.*)$", r"([^&=]+)=([^&]*)", r"^https?:\/\/[^?#]+[?#](.*)$"] {
            assert_eq!(words(source, ""), Words::default(), "{source}");
        }
        for source in [r"\/embed\/(\w+)", r"player-(\d+)", r"(?:code)+"] {
            assert_eq!(words(source, ""), Words { others: true, ..Words::default() }, "{source}");
        }
    }
}
