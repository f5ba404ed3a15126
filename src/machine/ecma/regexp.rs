//! JavaScript regular expressions on constant text: read by a parser of their own grammar, run within a bound, and
//! searched for the strings that they let through. Matches nothing whose outcome could differ from a browser's.

mod class;
mod emit;
mod flags;
mod key;
mod lead;
mod lookalike;
mod node;
mod parse;

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use fancy_regex::{Regex, RegexBuilder};

use crate::machine::ecma::text;
use crate::machine::limits;
use flags::Flags;
use key::Words;
pub(in crate::machine) use lookalike::interleave;
use node::Node;

/// Why a pattern gives no answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unsupported {
    /// JavaScript throws here: the source or the flags are no pattern, or the method wants another flag.
    Throws,
    /// The engine cannot run this as JavaScript does; the text names the feature.
    Feature(&'static str),
    /// The bound on time or memory was met.
    Limit,
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Throws => f.write_str("not a valid regular expression"),
            Self::Feature(feature) => write!(f, "the regular expression has {feature}"),
            Self::Limit => f.write_str("the regular expression takes too long"),
        }
    }
}

/// A regular expression: source and flags. Cheap to clone; the state of `lastIndex` is the caller's.
#[derive(Clone)]
pub struct Pattern(Arc<Inner>);

struct Inner {
    source: String,
    flags_text: String,
    flags: Flags,
    node: Node,
    groups: usize,
    names: Vec<(String, usize)>,
    /// Whether only ASCII text is matched as a browser would: under i and for `\b`, the engine knows other letters.
    ascii_only: bool,
    program: OnceLock<Result<Program, Unsupported>>,
}

impl Inner {
    /// The named groups; of those with one name, the one that took part.
    fn names_of(&self, took_part: impl Fn(usize) -> bool) -> Vec<(String, usize)> {
        let mut names: Vec<(String, usize)> = Vec::with_capacity(self.names.len());
        for (name, group) in &self.names {
            match names.iter_mut().find(|(known, _)| known == name) {
                Some(known) if took_part(*group) => known.1 = *group,
                Some(_) => {}
                None => names.push((name.clone(), *group)),
            }
        }
        names
    }
}

struct Program {
    regex: Regex,
    exact: bool,
}

/// One match. Indices are in UTF-16 units, as JavaScript counts them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Captures {
    /// Where the match begins.
    pub index: usize,
    /// Where it ends.
    pub end: usize,
    /// The whole match, then the groups; `None` for a group that took no part.
    pub groups: Vec<Option<String>>,
    /// The named groups with their numbers.
    pub names: Vec<(String, usize)>,
    bytes: Range<usize>,
}

impl Captures {
    /// The text of the whole match.
    pub fn whole(&self) -> &str {
        self.groups.first().and_then(Option::as_deref).unwrap_or("")
    }
}

impl Pattern {
    /// The pattern of `/source/flags`, or of `new RegExp(source, flags)`.
    ///
    /// # Errors
    /// [`Unsupported::Throws`] where JavaScript throws a SyntaxError, or a feature that is not modelled.
    pub fn new(source: &str, flags: &str) -> Result<Self, Unsupported> {
        let parsed_flags = Flags::parse(flags)?;
        let parsed = parse::parse(source, parsed_flags)?;
        let ascii_only = parsed.folds || parsed.node.any(&|part| matches!(part, Node::Boundary { .. }));
        Ok(Self(Arc::new(Inner {
            source: source.to_owned(),
            flags_text: flags.to_owned(),
            flags: parsed_flags,
            node: parsed.node,
            groups: parsed.groups,
            names: parsed.names,
            ascii_only,
            program: OnceLock::new(),
        })))
    }

    /// Its constant words.
    pub fn words(&self) -> Words {
        key::words(&self.0.node)
    }

    /// The text between the slashes.
    #[cfg(feature = "testing")]
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// The flags as written.
    #[cfg(feature = "testing")]
    pub fn flags(&self) -> &str {
        &self.0.flags_text
    }

    /// Whether the flag g is set.
    pub fn is_global(&self) -> bool {
        self.0.flags.global
    }

    /// Whether `test` and `exec` read and write `lastIndex`: the flags g and y.
    pub fn is_stateful(&self) -> bool {
        self.0.flags.global || self.0.flags.sticky
    }

    /// Whether a search goes back and tries again, so that its time does not only depend on the length of the text.
    pub fn backtracks(&self) -> bool {
        self.0.node.any(&|part| matches!(part, Node::Look { .. } | Node::BackReference { .. }))
    }

    /// `RegExp.prototype.test`; `last_index` in UTF-16 units.
    ///
    /// # Errors
    /// When the engine cannot say what JavaScript would.
    pub fn test(&self, text: &str, last_index: &mut usize) -> Result<bool, Unsupported> {
        if self.is_stateful() {
            return Ok(self.exec(text, last_index)?.is_some());
        }
        self.admits(text)?;
        self.program()?.regex.is_match(text).map_err(|_| Unsupported::Limit)
    }

    /// `RegExp.prototype.exec`; `last_index` in UTF-16 units.
    ///
    /// # Errors
    /// When the engine cannot say what JavaScript would.
    pub fn exec(&self, text: &str, last_index: &mut usize) -> Result<Option<Captures>, Unsupported> {
        if !self.is_stateful() {
            return self.find(text, 0, false);
        }
        let found = match text::byte_offset(text, *last_index) {
            text::Offset::At(start) => self.find(text, start, self.0.flags.sticky)?,
            text::Offset::Behind => None,
            text::Offset::InsidePair => return Err(Unsupported::Feature("a search from within a character")),
        };
        *last_index = found.as_ref().map_or(0, |captures| captures.end);
        Ok(found)
    }

    /// `String.prototype.search`: where the first match begins, in UTF-16 units.
    ///
    /// # Errors
    /// When the engine cannot say what JavaScript would.
    pub fn search(&self, text: &str) -> Result<Option<usize>, Unsupported> {
        self.admits(text)?;
        let found = self.program()?.regex.find(text).map_err(|_| Unsupported::Limit)?;
        let found = found.filter(|found| !self.0.flags.sticky || found.start() == 0);
        Ok(found.map(|found| text::utf16_len(&text[..found.start()])))
    }

    /// Every match from the start of the text, as `match` and `matchAll` go through them with the flag g.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Result<Captures, Unsupported>> + 't {
        let mut next = Some(0);
        std::iter::from_fn(move || {
            let start = next.take()?;
            match self.find(text, start, self.0.flags.sticky) {
                Ok(Some(captures)) => {
                    next = step_over(text, &captures);
                    Some(Ok(captures))
                }
                Ok(None) => None,
                Err(unsupported) => Some(Err(unsupported)),
            }
        })
    }

    /// `String.prototype.replace` with a replacement text, in which `$1` and its kin have their meaning.
    /// `last_index` is read and written as for [`Pattern::exec`].
    ///
    /// # Errors
    /// When the engine cannot say what JavaScript would.
    pub fn replace(&self, text: &str, template: &str, last_index: &mut usize) -> Result<String, Unsupported> {
        self.replace_with(text, last_index, |captures| {
            Some(text::substitute(
                template,
                &text::Substitution {
                    text,
                    matched: captures.bytes.clone(),
                    groups: &captures.groups[1..],
                    names: &captures.names,
                },
            ))
        })
    }

    /// `String.prototype.replace` with a function, which may not know what it returns.
    ///
    /// # Errors
    /// When the engine or `replacement` cannot say what JavaScript would.
    pub fn replace_with(
        &self,
        text: &str,
        last_index: &mut usize,
        mut replacement: impl FnMut(&Captures) -> Option<String>,
    ) -> Result<String, Unsupported> {
        let matches = if self.is_global() {
            *last_index = 0;
            self.find_iter(text).collect::<Result<Vec<_>, _>>()?
        } else {
            self.exec(text, last_index)?.into_iter().collect()
        };
        let (mut out, mut copied) = (String::new(), 0);
        for captures in &matches {
            out.push_str(&text[copied..captures.bytes.start]);
            out.push_str(&replacement(captures).ok_or(Unsupported::Feature("an unknown replacement"))?);
            copied = captures.bytes.end;
            if out.len() > 4 * limits::SEARCHED_TEXT {
                return Err(Unsupported::Limit);
            }
        }
        out.push_str(&text[copied..]);
        Ok(out)
    }

    /// `String.prototype.split`; the pieces are interleaved with the groups, of which one that took no part is `undefined`.
    ///
    /// # Errors
    /// When the engine cannot say what JavaScript would.
    pub fn split(&self, text: &str, limit: Option<u32>) -> Result<Vec<Option<String>>, Unsupported> {
        let limit = limit.map_or(usize::MAX, |limit| limit as usize);
        let mut pieces = Vec::new();
        if text.is_empty() {
            if self.find(text, 0, true)?.is_none() {
                pieces.push(Some(String::new()));
            }
            pieces.truncate(limit);
            return Ok(pieces);
        }
        let (mut piece, mut at) = (0, 0);
        while at < text.len() {
            // ECMA-262 §22.2.6.14 tries each place in turn; the leftmost match is the first that would do.
            let Some(captures) = self.find(text, at, false)? else { break };
            if captures.bytes.start >= text.len() {
                break;
            }
            if captures.bytes.end == piece {
                at = next_char(text, captures.bytes.start);
                continue;
            }
            pieces.push(Some(text[piece..captures.bytes.start].to_owned()));
            pieces.extend_from_slice(&captures.groups[1..]);
            piece = captures.bytes.end;
            at = piece;
        }
        pieces.push(Some(text[piece..].to_owned()));
        pieces.truncate(limit);
        Ok(pieces)
    }

    /// Strings that the pattern matches and that its author may not have had in mind; at most 64, in a fixed order.
    pub fn lookalikes(&self) -> Vec<String> {
        lookalike::lookalikes(self)
    }

    /// The constant texts with one of which a text begins that the pattern matches; `None` if a match may stand anywhere.
    pub(in crate::machine) fn leads(&self) -> Option<Vec<String>> {
        lead::leads(&self.0.node)
    }

    /// Whether a text that the pattern matches consists, as a whole, of letters, digits and `_ - . #` of ASCII.
    pub(in crate::machine) fn is_of_words(&self) -> bool {
        self.0.node.is_bound() && self.0.node.is_of_words()
    }

    /// Whether a text that the pattern matches consists, as a whole, of brackets, braces, commas, colons and space.
    pub(in crate::machine) fn is_of_json_punctuation(&self) -> bool {
        self.0.node.is_bound() && self.0.node.is_of_json_punctuation()
    }

    /// The hosts, or ends of hosts, that the author seems to have had in mind.
    pub fn intended_hosts(&self) -> Vec<String> {
        lookalike::intended_hosts(&self.0.node)
    }

    /// The first match at or behind the byte `start`, or exactly there.
    fn find(&self, text: &str, start: usize, exactly: bool) -> Result<Option<Captures>, Unsupported> {
        self.admits(text)?;
        let program = self.program()?;
        if !program.exact {
            return Err(Unsupported::Feature("a loop over an empty or optional group"));
        }
        let found = program.regex.captures_from_pos(text, start).map_err(|_| Unsupported::Limit)?;
        let Some(found) = found else { return Ok(None) };
        let Some(whole) = found.get(0) else { return Ok(None) };
        if exactly && whole.start() != start {
            return Ok(None);
        }
        let index = text::utf16_len(&text[..whole.start()]);
        Ok(Some(Captures {
            index,
            end: index + text::utf16_len(whole.as_str()),
            groups: (0..=self.0.groups).map(|i| found.get(i).map(|group| group.as_str().to_owned())).collect(),
            names: self.0.names_of(|group| found.get(group).is_some()),
            bytes: whole.range(),
        }))
    }

    /// Whether the engine sees `text` as JavaScript does.
    fn admits(&self, text: &str) -> Result<(), Unsupported> {
        if text.len() > limits::SEARCHED_TEXT {
            return Err(Unsupported::Limit);
        }
        if text.is_ascii() {
            return Ok(());
        }
        if self.0.ascii_only || (!self.0.flags.unicode && text.chars().any(|c| c > '\u{FFFF}')) {
            return Err(Unsupported::Feature("letters beyond ASCII to match"));
        }
        Ok(())
    }

    fn program(&self) -> Result<&Program, Unsupported> {
        let compiled = self.0.program.get_or_init(|| {
            let emitted = emit::emit(&self.0.node)?;
            let regex = RegexBuilder::new(&emitted.text)
                .backtrack_limit(limits::BACKTRACKS)
                .delegate_size_limit(limits::PATTERN_SIZE)
                .max_prog_size(10_000)
                .build()
                .map_err(|_| Unsupported::Feature("something the engine cannot compile"))?;
            Ok(Program { regex, exact: emitted.exact })
        });
        compiled.as_ref().map_err(|unsupported| *unsupported)
    }
}

/// Where the search goes on behind a match; one character further if it was empty.
fn step_over(text: &str, captures: &Captures) -> Option<usize> {
    let Range { start, end } = captures.bytes;
    if start < end {
        return Some(end);
    }
    (end < text.len()).then(|| next_char(text, end))
}

fn next_char(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.source == other.0.source && self.0.flags_text == other.0.flags_text
    }
}

impl Eq for Pattern {}

impl std::hash::Hash for Pattern {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.source.hash(state);
        self.0.flags_text.hash(state);
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}/{}", self.0.source, self.0.flags_text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(source: &str, flags: &str) -> Pattern {
        Pattern::new(source, flags).expect("a pattern")
    }

    #[test]
    fn a_pattern_that_backtracks_without_end_gives_up() {
        let text = format!("{}b", "a".repeat(40));
        assert_eq!(pattern(r"(?=a)(a|aa)+\1$", "").test(&text, &mut 0), Err(Unsupported::Limit));
        assert_eq!(pattern("^(a+)+$", "").test(&text, &mut 0), Ok(false));
        let huge = pattern("((a{1000}){1000}){1000}", "").test("a", &mut 0);
        assert!(matches!(huge, Err(Unsupported::Feature(_))), "{huge:?}");
        assert_eq!(pattern("a", "").test(&"a".repeat(limits::SEARCHED_TEXT + 1), &mut 0), Err(Unsupported::Limit));
    }

    #[test]
    fn a_deep_or_long_source_is_refused() {
        let deep = "(".repeat(5_000) + &")".repeat(5_000);
        assert!(matches!(Pattern::new(&deep, ""), Err(Unsupported::Feature(_))));
        assert!(matches!(Pattern::new(&"a".repeat(100_000), ""), Err(Unsupported::Feature(_))));
        let counts = format!("{}a{}", "(?:".repeat(8), "){9999}".repeat(8));
        assert!(matches!(Pattern::new(&counts, ""), Err(Unsupported::Limit)));
        assert!(matches!(Pattern::new("(?:a{99999999999}){99999999999}", ""), Err(Unsupported::Limit)));
    }

    #[test]
    fn a_loop_around_a_lazy_loop_is_not_asked_where_it_ends() {
        let pattern = pattern("(?:[a-z]+?)*", "");
        assert_eq!(pattern.test("example", &mut 0), Ok(true));
        assert!(pattern.exec("example", &mut 0).is_err());
    }

    #[test]
    fn a_global_pattern_remembers_where_it_was() {
        let pattern = pattern("trusted", "g");
        let mut last_index = 0;
        assert_eq!(pattern.test("https://trusted.test", &mut last_index), Ok(true));
        assert_eq!(last_index, 15);
        assert_eq!(pattern.test("https://trusted.test", &mut last_index), Ok(false));
        assert_eq!(last_index, 0);
    }

    #[test]
    fn flags_of_a_part_hold_for_that_part() {
        let test = |source: &str, text: &str| pattern(source, "").test(text, &mut 0);
        assert_eq!(test("^(?i:trusted)[.]Test$", "TRUSTED.Test"), Ok(true));
        assert_eq!(test("^(?i:trusted)[.]Test$", "TRUSTED.test"), Ok(false));
        assert_eq!(pattern("^(?-i:a)b$", "i").test("Ab", &mut 0), Ok(false));
        assert_eq!(pattern("^(?-i:a)b$", "i").test("aB", &mut 0), Ok(true));
        assert_eq!(test("(?s-m:^.$)", "\n"), Ok(true));
        for source in ["(?-:a)", "(?:a)(?i-i:a)", "(?ii:a)", "(?g:a)", "(?i", "(?i-", "(?i-s-m:a)"] {
            assert_eq!(Pattern::new(source, "").err(), Some(Unsupported::Throws), "{source}");
        }
        assert!(matches!(test("(?i:k)", "\u{212A}"), Err(Unsupported::Feature(_))));
    }

    #[test]
    fn alternatives_may_name_their_groups_alike() {
        let dates = pattern(r"(?<year>\d{4})-x|x-(?<year>\d{4})", "");
        let year = |text: &str| {
            let found = dates.exec(text, &mut 0).ok().flatten()?;
            let group = found.names.iter().find(|(name, _)| name == "year")?.1;
            found.groups[group].clone()
        };
        assert_eq!(year("2026-x").as_deref(), Some("2026"));
        assert_eq!(year("x-2025").as_deref(), Some("2025"));
        assert_eq!(pattern(r"^(?:(?<q>')|(?<q>`))a\k<q>$", "").test("`a`", &mut 0), Ok(true));
        assert_eq!(pattern(r"^(?:(?<q>')|(?<q>`))a\k<q>$", "").test("`a'", &mut 0), Ok(false));
        for source in ["(?<a>x)(?<a>y)", "(?:(?<a>x)|y)(?<a>z)", "(?<a>(?<a>x))"] {
            assert_eq!(Pattern::new(source, "").err(), Some(Unsupported::Throws), "{source}");
        }
    }

    #[test]
    fn text_that_the_engine_sees_differently_is_not_matched() {
        assert!(matches!(pattern("^.$", "").test("\u{1F600}", &mut 0), Err(Unsupported::Feature(_))));
        assert_eq!(pattern("^.$", "u").test("\u{1F600}", &mut 0), Ok(true));
        assert!(matches!(pattern("k", "i").test("\u{212A}", &mut 0), Err(Unsupported::Feature(_))));
    }

    #[test]
    fn lookalikes_exploit_what_the_pattern_leaves_open() {
        let has = |source: &str, origin: &str| {
            let lookalikes = pattern(source, "").lookalikes();
            assert!(lookalikes.iter().any(|text| text == origin), "{origin} not in {lookalikes:#?}");
        };
        has(r"^https:\/\/trusted\.example\.com", "https://trusted.example.com.attacker.test");
        has(r"trusted.example\.com$", "https://trusted-example.com");
        has(r"example\.com$", "https://evilexample.com");
        has(r"^https:\/\/(a|b)\.example.com$", "https://b.example-com");
        has(r"^https:\/\/.*example\.com$", "https://evilexample.com");
        has(r"^https?:\/\/", "https://attacker.test");
        has(r"^https:\/\/[tes.]+$", "https://ee.test");
        assert_eq!(pattern(r"^https:\/\/trusted\.example\.com$", "").lookalikes(), ["https://trusted.example.com"]);
    }

    #[test]
    fn the_hosts_that_a_pattern_spells_out() {
        let hosts = |source: &str| pattern(source, "").intended_hosts();
        assert_eq!(hosts(r"^https:\/\/([^.]+\.)?example\.com(:\d+)?$"), ["example.com"]);
        assert_eq!(hosts(r"^https?:\/\/trusted.example\.(com|net)"), ["trusted.example.com", "trusted.example.net"]);
        assert_eq!(hosts(r"^https:\/\/trusted\.example\.com.*"), ["trusted.example.com"]);
        assert_eq!(hosts(".*"), [""; 0]);
    }
}
