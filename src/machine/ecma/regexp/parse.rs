//! The grammar of patterns: ECMA-262 §22.2.1 with the leniencies of Annex B.1.2 where the flag u is absent.

use super::Unsupported;
use super::flags::Flags;
use super::node::{Node, Set};
use crate::machine::limits;

/// What a pattern says.
pub(super) struct Parsed {
    /// The whole pattern.
    pub(super) node: Node,
    /// How many capturing groups it has.
    pub(super) groups: usize,
    /// The named groups with their numbers; alternatives may have groups of one name.
    pub(super) names: Vec<(String, usize)>,
    /// Whether the flag i holds for a part of it.
    pub(super) folds: bool,
}

/// Parses the source of a pattern.
pub(super) fn parse(source: &str, flags: Flags) -> Result<Parsed, Unsupported> {
    let chars: Vec<char> = source.chars().collect();
    if chars.len() > limits::PATTERN_SOURCE {
        return Err(Unsupported::Feature("a very long pattern"));
    }
    if !flags.unicode && chars.iter().any(|&c| c > '\u{FFFF}') {
        return Err(Unsupported::Feature("a character beyond U+FFFF without the flag u"));
    }
    let (groups, names) = survey(&chars, flags.sets)?;
    let folds = flags.ignore_case;
    let mut parser = Parser { chars, at: 0, flags, groups, names, together: Vec::new(), folds, opened: 0, depth: 0 };
    let node = parser.disjunction()?;
    if parser.at < parser.chars.len() {
        return Err(Unsupported::Throws);
    }
    Ok(Parsed { node, groups: parser.groups, names: parser.names, folds: parser.folds })
}

/// Counts and names the capturing groups, which a back reference may precede.
fn survey(chars: &[char], nests: bool) -> Result<(usize, Vec<(String, usize)>), Unsupported> {
    let (mut groups, mut names, mut classes, mut at) = (0, Vec::new(), 0_usize, 0);
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 1,
            '[' => classes = if nests { classes + 1 } else { 1 },
            ']' => classes = if nests { classes.saturating_sub(1) } else { 0 },
            '(' if classes == 0 => match (chars.get(at + 1), chars.get(at + 2), chars.get(at + 3)) {
                (Some('?'), Some('<'), Some('=' | '!')) => {}
                (Some('?'), Some('<'), _) => {
                    groups += 1;
                    let (name, _) = group_name(chars, at + 3)?;
                    names.push((name, groups));
                }
                (Some('?'), ..) => {}
                _ => groups += 1,
            },
            _ => {}
        }
        at += 1;
    }
    Ok((groups, names))
}

/// The group name that begins at `start`, and the place behind its `>`.
fn group_name(chars: &[char], start: usize) -> Result<(String, usize), Unsupported> {
    let (mut name, mut at) = (String::new(), start);
    while let Some(&c) = chars.get(at) {
        at += 1;
        let c = match c {
            '>' if !name.is_empty() => return Ok((name, at)),
            '\\' => escaped_letter(chars, &mut at).ok_or(Unsupported::Throws)?,
            c => c,
        };
        match c {
            '$' | '_' => name.push(c),
            c if c.is_alphabetic() || (!name.is_empty() && c.is_alphanumeric()) => name.push(c),
            _ => return Err(Unsupported::Throws),
        }
    }
    Err(Unsupported::Throws)
}

/// `u0061` or `u{61}` behind a backslash in a group name.
fn escaped_letter(chars: &[char], at: &mut usize) -> Option<char> {
    let (start, end, behind) = match (chars.get(*at)?, chars.get(*at + 1)?) {
        ('u', '{') => {
            let end = *at + chars[*at..].iter().position(|c| *c == '}')?;
            (*at + 2, end, end + 1)
        }
        ('u', _) => (*at + 1, *at + 5, *at + 5),
        _ => return None,
    };
    let digits: String = chars.get(start..end)?.iter().collect();
    *at = behind;
    // A sign is none of the digits.
    digits
        .chars()
        .all(|c| c.is_ascii_hexdigit())
        .then(|| u32::from_str_radix(&digits, 16).ok())
        .flatten()
        .and_then(char::from_u32)
}

/// What an escape or a class member stands for.
pub(super) enum Item {
    Code(u32),
    Set(Set),
}

pub(super) struct Parser {
    chars: Vec<char>,
    pub(super) at: usize,
    pub(super) flags: Flags,
    groups: usize,
    names: Vec<(String, usize)>,
    /// The names of groups that may take part in one match with what comes next.
    together: Vec<String>,
    folds: bool,
    opened: usize,
    depth: usize,
}

impl Parser {
    pub(super) fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub(super) fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += usize::from(found);
        found
    }

    /// The character that comes so many behind the next one.
    pub(super) fn ahead(&self, by: usize) -> Option<char> {
        self.chars.get(self.at + by).copied()
    }

    pub(super) fn eat_str(&mut self, text: &str) -> bool {
        let found = text.chars().enumerate().all(|(i, c)| self.chars.get(self.at + i) == Some(&c));
        if found {
            self.at += text.chars().count();
        }
        found
    }

    pub(super) fn deeper(&mut self) -> Result<(), Unsupported> {
        self.depth += 1;
        if self.depth > limits::PATTERN_DEPTH {
            return Err(Unsupported::Feature("deeply nested groups"));
        }
        Ok(())
    }

    pub(super) fn shallower(&mut self) {
        self.depth -= 1;
    }

    fn disjunction(&mut self) -> Result<Node, Unsupported> {
        self.deeper()?;
        let (mut branches, mut named) = (Vec::new(), Vec::new());
        let before = self.together.len();
        loop {
            branches.push(self.alternative()?);
            // Of two alternatives only one is taken.
            named.extend(self.together.drain(before..));
            if !self.eat('|') {
                break;
            }
        }
        self.together.append(&mut named);
        self.shallower();
        Ok(match branches.pop() {
            Some(only) if branches.is_empty() => only,
            last => {
                branches.extend(last);
                Node::Choice(branches)
            }
        })
    }

    fn alternative(&mut self) -> Result<Node, Unsupported> {
        let mut parts = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            let part = self.term()?;
            parts.push(part);
        }
        Ok(match parts.pop() {
            None => Node::Empty,
            Some(only) if parts.is_empty() => only,
            last => {
                parts.extend(last);
                Node::Sequence(parts)
            }
        })
    }

    /// One assertion or atom with its quantifier.
    fn term(&mut self) -> Result<Node, Unsupported> {
        let Some(c) = self.peek() else { return Err(Unsupported::Throws) };
        self.at += 1;
        let atom = match c {
            '^' => return Ok(Node::Start { line: self.flags.multiline }),
            '$' => return Ok(Node::End { line: self.flags.multiline }),
            '(' => {
                let (node, quantifiable) = self.group()?;
                if !quantifiable {
                    return Ok(node);
                }
                node
            }
            '.' => Node::Set(Set::dot(self.flags.dot_all)),
            '[' => self.class()?,
            '\\' => match self.peek() {
                Some(b @ ('b' | 'B')) => {
                    self.at += 1;
                    return Ok(Node::Boundary { negative: b == 'B' });
                }
                _ => self.atom_escape()?,
            },
            '*' | '+' | '?' => return Err(Unsupported::Throws),
            '{' | '}' | ']' if self.flags.unicode => return Err(Unsupported::Throws),
            '{' => {
                self.at -= 1;
                if self.braces()?.is_some() {
                    return Err(Unsupported::Throws);
                }
                self.at += 1;
                Node::Char('{')
            }
            other => self.literal(u32::from(other)),
        };
        self.quantified(atom)
    }

    /// What follows `(`, and whether a quantifier may follow it.
    fn group(&mut self) -> Result<(Node, bool), Unsupported> {
        let looks = [("?=", false, false), ("?!", false, true), ("?<=", true, false), ("?<!", true, true)];
        for (opening, behind, negative) in looks {
            if self.eat_str(opening) {
                let body = Box::new(self.disjunction()?);
                self.close()?;
                // Annex B.1.2 lets a lookahead be quantified, not a lookbehind.
                return Ok((Node::Look { behind, negative, body }, !behind && !self.flags.unicode));
            }
        }
        if self.eat_str("?:") {
            let body = self.disjunction()?;
            self.close()?;
            return Ok((body, true));
        }
        if self.eat_str("?<") {
            let (name, end) = group_name(&self.chars, self.at)?;
            if self.together.contains(&name) {
                return Err(Unsupported::Throws);
            }
            self.together.push(name);
            self.at = end;
        } else if self.eat('?') {
            return Ok((self.modified()?, true));
        }
        self.opened += 1;
        let index = self.opened;
        let body = Box::new(self.disjunction()?);
        self.close()?;
        Ok((Node::Group { index, body }, true))
    }

    /// What follows `(?` where flags are switched on or off for a part: `(?i-s:…)`.
    fn modified(&mut self) -> Result<Node, Unsupported> {
        let (mut flags, mut seen, mut on) = (self.flags, String::new(), true);
        loop {
            let Some(c) = self.peek() else { return Err(Unsupported::Throws) };
            self.at += 1;
            let flag = match c {
                ':' if !seen.is_empty() => break,
                '-' if on => {
                    on = false;
                    continue;
                }
                'i' => &mut flags.ignore_case,
                'm' => &mut flags.multiline,
                's' => &mut flags.dot_all,
                _ => return Err(Unsupported::Throws),
            };
            if seen.contains(c) {
                return Err(Unsupported::Throws);
            }
            *flag = on;
            seen.push(c);
        }
        let around = std::mem::replace(&mut self.flags, flags);
        self.folds |= flags.ignore_case;
        let body = self.disjunction()?;
        self.flags = around;
        self.close()?;
        Ok(body)
    }

    fn close(&mut self) -> Result<(), Unsupported> {
        if self.eat(')') { Ok(()) } else { Err(Unsupported::Throws) }
    }

    fn quantified(&mut self, atom: Node) -> Result<Node, Unsupported> {
        let (min, max) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match self.braces()? {
                Some(bounds) => {
                    self.at -= 1;
                    bounds
                }
                None => return Ok(atom),
            },
            _ => return Ok(atom),
        };
        self.at += 1;
        let greedy = !self.eat('?');
        if max.is_some_and(|max| max < min) {
            return Err(Unsupported::Throws);
        }
        let rounds = u64::from(max.unwrap_or(min).max(1)).saturating_mul(atom.rounds());
        if rounds > limits::PATTERN_ROUNDS {
            return Err(Unsupported::Limit);
        }
        if matches!(atom, Node::Look { .. }) {
            // A round that consumes nothing is refused unless it is obligatory (ECMA-262 §22.2.2.3.1).
            return Ok(if min == 0 { Node::Empty } else { atom });
        }
        Ok(Node::Repeat { body: Box::new(atom), min, max, greedy })
    }

    /// Reads `{n}`, `{n,}` or `{n,m}`; leaves the place as it was if that is not what stands there.
    fn braces(&mut self) -> Result<Option<(u32, Option<u32>)>, Unsupported> {
        let start = self.at;
        self.at += 1;
        let bounds = self.number().and_then(|min| {
            if !self.eat(',') {
                return Some((min, Some(min)));
            }
            if self.peek() == Some('}') { Some((min, None)) } else { self.number().map(|max| (min, Some(max))) }
        });
        if bounds.is_some() && self.eat('}') {
            return Ok(bounds);
        }
        self.at = start;
        if self.flags.unicode { Err(Unsupported::Throws) } else { Ok(None) }
    }

    fn number(&mut self) -> Option<u32> {
        let mut value: Option<u32> = None;
        while let Some(digit) = self.peek().and_then(|c| c.to_digit(10)) {
            value = Some(value.unwrap_or(0).saturating_mul(10).saturating_add(digit));
            self.at += 1;
        }
        value
    }

    /// A character that stands for itself, whatever its case under the flag i.
    pub(super) fn literal(&self, code: u32) -> Node {
        match char::from_u32(code) {
            Some(c) if !self.flags.ignore_case => Node::Char(c),
            Some(c) => {
                let set = Set::new(&[(code, code)]).fold(self.flags.unicode);
                if set.ranges() == [(code, code)] { Node::Char(c) } else { Node::Set(set) }
            }
            // A lone surrogate, which no text that is looked at here contains.
            None => Node::Set(Set::default()),
        }
    }

    /// What follows a backslash outside a class, except `b` and `B`.
    fn atom_escape(&mut self) -> Result<Node, Unsupported> {
        match self.peek() {
            Some('1'..='9') => {
                let start = self.at;
                let number = self.number().unwrap_or(0) as usize;
                if number <= self.groups {
                    return Ok(Node::BackReference { group: number, fold: self.flags.ignore_case });
                }
                self.at = start;
            }
            Some('k') if self.flags.unicode || !self.names.is_empty() => {
                self.at += 1;
                if !self.eat('<') {
                    return Err(Unsupported::Throws);
                }
                let (name, end) = group_name(&self.chars, self.at)?;
                self.at = end;
                let fold = self.flags.ignore_case;
                let groups = self.names.iter().filter(|(other, _)| *other == name);
                // Of several one took part at most, and the others stand for nothing.
                let mut parts: Vec<Node> =
                    groups.map(|(_, group)| Node::BackReference { group: *group, fold }).collect();
                return match parts.len() {
                    0 => Err(Unsupported::Throws),
                    1 => Ok(parts.remove(0)),
                    _ => Ok(Node::Sequence(parts)),
                };
            }
            _ => {}
        }
        Ok(match self.escape(false)? {
            Item::Code(code) => self.literal(code),
            Item::Set(set) => Node::Set(set),
        })
    }

    /// What follows a backslash, in or outside a class.
    pub(super) fn escape(&mut self, in_class: bool) -> Result<Item, Unsupported> {
        let unicode = self.flags.unicode;
        let Some(c) = self.peek() else { return Err(Unsupported::Throws) };
        self.at += 1;
        let word = || Set::word(unicode && self.flags.ignore_case);
        Ok(match c {
            'd' => Item::Set(Set::digit()),
            'D' => Item::Set(Set::digit().complement()),
            'w' => Item::Set(word()),
            'W' => Item::Set(word().complement()),
            's' => Item::Set(Set::space()),
            'S' => Item::Set(Set::space().complement()),
            'p' | 'P' if unicode => Item::Set(self.property(c == 'P')?),
            'b' if in_class => Item::Code(0x8),
            't' => Item::Code(0x9),
            'n' => Item::Code(0xA),
            'v' => Item::Code(0xB),
            'f' => Item::Code(0xC),
            'r' => Item::Code(0xD),
            'c' => match self.peek() {
                Some(letter) if letter.is_ascii_alphabetic() || (in_class && !unicode && is_class_control(letter)) => {
                    self.at += 1;
                    Item::Code(u32::from(letter) % 32)
                }
                _ if unicode => return Err(Unsupported::Throws),
                _ => {
                    // Annex B: the backslash stands for itself and the c comes next.
                    self.at -= 1;
                    Item::Code(u32::from('\\'))
                }
            },
            '0' if !self.peek().is_some_and(|next| next.is_ascii_digit()) => Item::Code(0),
            '0'..='9' if unicode => return Err(Unsupported::Throws),
            '0'..='7' => {
                self.at -= 1;
                Item::Code(self.octal())
            }
            'x' => match self.hex(2) {
                Some(code) => Item::Code(code),
                None if unicode => return Err(Unsupported::Throws),
                None => Item::Code(u32::from('x')),
            },
            'u' => self.unicode_escape()?,
            'k' if unicode || !self.names.is_empty() => return Err(Unsupported::Throws),
            '-' if unicode && in_class => Item::Code(u32::from('-')),
            other if self.flags.sets && in_class && "&!#%,:;<=>@`~".contains(other) => Item::Code(u32::from(other)),
            other if unicode && !"^$\\.*+?()[]{}|/".contains(other) => return Err(Unsupported::Throws),
            other => Item::Code(u32::from(other)),
        })
    }

    /// What follows `\u`.
    fn unicode_escape(&mut self) -> Result<Item, Unsupported> {
        if self.flags.unicode && self.eat('{') {
            let start = self.at;
            while self.peek().is_some_and(|c| c.is_ascii_hexdigit()) {
                self.at += 1;
            }
            let digits: String = self.chars[start..self.at].iter().collect();
            let digits = digits.trim_start_matches('0');
            let code = if digits.is_empty() { Some(0) } else { u32::from_str_radix(digits, 16).ok() };
            let is_valid = self.at > start && self.eat('}');
            return match code {
                Some(code) if is_valid && code <= 0x10_FFFF => Ok(Item::Code(code)),
                _ => Err(Unsupported::Throws),
            };
        }
        let Some(code) = self.hex(4) else {
            return if self.flags.unicode { Err(Unsupported::Throws) } else { Ok(Item::Code(u32::from('u'))) };
        };
        if self.flags.unicode && (0xD800..0xDC00).contains(&code) {
            let start = self.at;
            if self.eat_str("\\u")
                && let Some(low @ 0xDC00..=0xDFFF) = self.hex(4)
            {
                return Ok(Item::Code(0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00)));
            }
            self.at = start;
        }
        Ok(Item::Code(code))
    }

    /// Exactly `count` hexadecimal digits, or nothing.
    fn hex(&mut self, count: usize) -> Option<u32> {
        let digits = self.chars.get(self.at..self.at + count)?;
        let code = digits.iter().try_fold(0, |code, c| Some(code * 16 + c.to_digit(16)?))?;
        self.at += count;
        Some(code)
    }

    /// A legacy octal escape: at most three digits, at most `\377`.
    fn octal(&mut self) -> u32 {
        let mut code = 0;
        for _ in 0..3 {
            match self.peek().and_then(|c| c.to_digit(8)) {
                Some(digit) if code * 8 + digit <= 0o377 => code = code * 8 + digit,
                _ => break,
            }
            self.at += 1;
        }
        code
    }
}

/// Annex B.1.2, ClassControlLetter.
fn is_class_control(c: char) -> bool {
    c.is_ascii_digit() || c == '_'
}
