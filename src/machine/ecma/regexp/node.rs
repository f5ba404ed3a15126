//! The parsed form of a JavaScript pattern: what it accepts, not how it was written. Knows nothing of matching.

/// One part of a pattern. The flags i, s and u are already worked into the sets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Node {
    /// Matches the empty string.
    Empty,
    /// One character that stands for itself.
    Char(char),
    /// One character out of a set: a class, a dot, a letter under the flag i.
    Set(Set),
    /// `^`.
    Start {
        /// Whether the start of a line is enough (flag m).
        line: bool,
    },
    /// `$`.
    End {
        /// Whether the end of a line is enough (flag m).
        line: bool,
    },
    /// `\b`, or `\B` where negative.
    Boundary {
        /// Whether there must be no boundary.
        negative: bool,
    },
    /// Lookahead and lookbehind.
    Look {
        /// Whether it looks at what stands before.
        behind: bool,
        /// Whether the body must not match.
        negative: bool,
        /// What is looked for.
        body: Box<Node>,
    },
    /// A capturing group; other groups leave no trace.
    Group {
        /// Its number, from 1.
        index: usize,
        /// What it captures.
        body: Box<Node>,
    },
    /// `\1` and `\k<name>`.
    BackReference {
        /// The number of the group.
        group: usize,
        /// Whether the case of letters makes no difference (flag i).
        fold: bool,
    },
    /// A quantified part.
    Repeat {
        /// What is repeated.
        body: Box<Node>,
        /// The fewest rounds.
        min: u32,
        /// The most rounds, if there is a bound.
        max: Option<u32>,
        /// Whether more rounds are preferred.
        greedy: bool,
    },
    /// Parts one after the other.
    Sequence(Vec<Node>),
    /// Alternatives, in order of preference.
    Choice(Vec<Node>),
}

impl Node {
    /// How often the innermost part is written out, if every loop goes round as often as its braces say.
    pub(super) fn rounds(&self) -> u64 {
        match self {
            Self::Repeat { body, min, max, .. } => u64::from(max.unwrap_or(*min).max(1)).saturating_mul(body.rounds()),
            other => other.children().iter().map(Self::rounds).max().unwrap_or(1),
        }
    }

    /// Whether the part can match without consuming anything.
    pub(super) fn is_nullable(&self) -> bool {
        match self {
            Self::Char(_) | Self::Set(_) => false,
            Self::Empty
            | Self::Start { .. }
            | Self::End { .. }
            | Self::Boundary { .. }
            | Self::Look { .. }
            | Self::BackReference { .. } => true,
            Self::Group { body, .. } => body.is_nullable(),
            Self::Repeat { body, min, .. } => *min == 0 || body.is_nullable(),
            Self::Sequence(parts) => parts.iter().all(Self::is_nullable),
            Self::Choice(parts) => parts.iter().any(Self::is_nullable),
        }
    }

    /// Whether a match begins at the start of the text and ends at its end.
    pub(super) fn is_bound(&self) -> bool {
        match self {
            Self::Sequence(parts) => {
                matches!(parts.first(), Some(Self::Start { line: false }))
                    && matches!(parts.last(), Some(Self::End { line: false }))
            }
            Self::Choice(parts) => parts.iter().all(Self::is_bound),
            Self::Group { body, .. } => body.is_bound(),
            _ => false,
        }
    }

    /// Whether all that it consumes are letters, digits and `_ - . #` of ASCII.
    pub(super) fn is_of_words(&self) -> bool {
        self.is_within(&[(0x23, 0x23), (0x2D, 0x2E), (0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)])
    }

    /// Whether all that it consumes are `[ ] { } , :` and what `\s` stands for (ECMA-262 §22.2.2.9).
    pub(super) fn is_of_json_punctuation(&self) -> bool {
        let space = [(0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029)];
        let rare = [(0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)];
        let signs = [',', ':', '[', ']', '{', '}'].map(|c| (u32::from(c), u32::from(c)));
        self.is_within(&[&space[..], &rare[..], &signs[..]].concat())
    }

    /// Whether all that it consumes is in these ranges.
    fn is_within(&self, ranges: &[(u32, u32)]) -> bool {
        let within = |&(low, high): &(u32, u32)| ranges.iter().any(|&(first, last)| first <= low && high <= last);
        match self {
            Self::Char(c) => within(&(u32::from(*c), u32::from(*c))),
            Self::Set(set) => set.ranges().iter().all(within),
            // What is looked for is not consumed.
            Self::Look { .. } => true,
            _ => self.children().iter().all(|child| child.is_within(ranges)),
        }
    }

    /// The parts directly inside this one.
    pub(super) fn children(&self) -> &[Node] {
        match self {
            Self::Look { body, .. } | Self::Group { body, .. } | Self::Repeat { body, .. } => {
                std::slice::from_ref(body)
            }
            Self::Sequence(parts) | Self::Choice(parts) => parts,
            _ => &[],
        }
    }

    /// Whether `holds` for this part or any part inside it.
    pub(super) fn any(&self, holds: &dyn Fn(&Node) -> bool) -> bool {
        holds(self) || self.children().iter().any(|child| child.any(holds))
    }
}

#[cfg(test)]
mod tests {
    use crate::machine::ecma::regexp::Pattern;

    #[test]
    fn a_text_of_words_is_bound_at_both_ends_and_has_no_other_letters() {
        let of_words = |source, flags| Pattern::new(source, flags).expect("a pattern of the test").is_of_words();
        for source in [r"^\w+$", r"^[a-z][\w.-]*$", r"^(?:left|right)$", r"^#[0-9a-f]{6}$", r"^(\d+)-\1$", r"^a$|^b$"] {
            assert!(of_words(source, "i"), "{source}");
        }
        for source in [r"\w+", r"^\w+", r"\w+$", r"^[^<]+$", r"^.+$", r"^\w+:$", r"^a|b$", r"^\S+$", r"^[\w\s]+$"] {
            assert!(!of_words(source, ""), "{source}");
        }
        assert!(!of_words(r"^\w+$", "m"), "the end of a line is not that of the text");
    }
}

/// The largest code point.
const MAX: u32 = 0x10_FFFF;

/// A set of code points: ranges in order, disjoint, not adjacent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Set {
    ranges: Vec<(u32, u32)>,
}

impl Set {
    /// The set of these ranges, both ends included, in any order.
    pub(super) fn new(ranges: &[(u32, u32)]) -> Self {
        let mut sorted = ranges.to_vec();
        sorted.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(sorted.len());
        for (low, high) in sorted {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        Self { ranges: merged }
    }

    /// `.`: everything but the four line terminators, or everything under the flag s.
    pub(super) fn dot(all: bool) -> Self {
        if all { Self::new(&[(0, MAX)]) } else { Self::line_terminators().complement() }
    }

    /// The characters that end a line (ECMA-262 §12.3).
    pub(super) fn line_terminators() -> Self {
        Self::new(&[(0xA, 0xA), (0xD, 0xD), (0x2028, 0x2029)])
    }

    /// `\d`.
    pub(super) fn digit() -> Self {
        Self::new(&[(0x30, 0x39)])
    }

    /// `\w`. Under i and u together two letters fold into it (ECMA-262 §22.2.2.9.3).
    pub(super) fn word(unicode_fold: bool) -> Self {
        let mut ranges = vec![(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)];
        if unicode_fold {
            ranges.extend([(0x17F, 0x17F), (0x212A, 0x212A)]);
        }
        Self::new(&ranges)
    }

    /// `\s`: white space and line terminators (ECMA-262 §12.2, §12.3).
    pub(super) fn space() -> Self {
        Self::new(&[
            (0x9, 0xD),
            (0x20, 0x20),
            (0xA0, 0xA0),
            (0x1680, 0x1680),
            (0x2000, 0x200A),
            (0x2028, 0x2029),
            (0x202F, 0x202F),
            (0x205F, 0x205F),
            (0x3000, 0x3000),
            (0xFEFF, 0xFEFF),
        ])
    }

    /// Everything that is not in the set.
    pub(super) fn complement(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = 0;
        for &(low, high) in &self.ranges {
            if next < low {
                ranges.push((next, low - 1));
            }
            next = high + 1;
        }
        if next <= MAX {
            ranges.push((next, MAX));
        }
        Self { ranges }
    }

    /// The set with the other case of each of its ASCII letters. That is all of the flag i that can matter, because such
    /// a pattern is only run on ASCII text; under u two other letters fold to ASCII ones (ECMA-262 §22.2.2.7.3).
    pub(super) fn fold(&self, unicode: bool) -> Self {
        let mut ranges = self.ranges.clone();
        for letter in b'a'..=b'z' {
            let (lower, upper) = (u32::from(letter), u32::from(letter.to_ascii_uppercase()));
            let other = match letter {
                b's' if unicode => 0x17F,
                b'k' if unicode => 0x212A,
                _ => lower,
            };
            if [lower, upper, other].iter().any(|&c| self.has(c)) {
                ranges.extend([(lower, lower), (upper, upper)]);
            }
        }
        Self::new(&ranges)
    }

    /// What is in one of two sets.
    pub(super) fn or(&self, other: &Self) -> Self {
        Self::new(&[self.ranges(), other.ranges()].concat())
    }

    /// What is in both of two sets.
    pub(super) fn and(&self, other: &Self) -> Self {
        self.complement().or(&other.complement()).complement()
    }

    /// What is in this set and not in the other.
    pub(super) fn without(&self, other: &Self) -> Self {
        self.and(&other.complement())
    }

    /// The ranges, both ends included.
    pub(super) fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    /// Whether the set has this character.
    pub(super) fn contains(&self, c: char) -> bool {
        self.has(u32::from(c))
    }

    fn has(&self, code: u32) -> bool {
        self.ranges.iter().any(|&(low, high)| low <= code && code <= high)
    }
}
