//! Classes of characters: `[…]`, the set notation of the flag v (ECMA-262 §22.2.1, ClassContents), and `\p{…}`.

use std::collections::BTreeSet;

use regex_syntax::hir::{Class, HirKind};

use super::Unsupported;
use super::node::{Node, Set};
use super::parse::{Item, Parser};
use crate::machine::limits;

/// What a class of the flag v holds: characters, and strings that are none.
#[derive(Clone, Default)]
struct Members {
    set: Set,
    strings: BTreeSet<String>,
}

impl Members {
    fn of(set: Set) -> Self {
        Self { set, strings: BTreeSet::new() }
    }

    fn add(&mut self, other: Self) {
        self.set = self.set.or(&other.set);
        self.strings.extend(other.strings);
    }
}

/// A part of such a class.
enum Operand {
    Code(u32),
    Members(Members),
}

/// Two of one of these stand for something that is yet to be decided.
const DOUBLED: &str = "&!#$%*+,.:;<=>?@^`~";

impl Parser {
    /// What follows `[`, up to and with `]`.
    pub(super) fn class(&mut self) -> Result<Node, Unsupported> {
        let negative = self.eat('^');
        if self.flags.sets {
            return self.class_of_sets(negative);
        }
        let mut ranges = Vec::new();
        loop {
            if self.eat(']') {
                break;
            }
            let low = self.class_item()?;
            let is_range = self.peek() == Some('-') && self.ahead(1).is_some_and(|c| c != ']');
            if !is_range {
                extend(&mut ranges, &low);
                continue;
            }
            self.at += 1;
            let high = self.class_item()?;
            match (&low, &high) {
                (Item::Code(low), Item::Code(high)) if low <= high => ranges.push((*low, *high)),
                (Item::Code(_), Item::Code(_)) => return Err(Unsupported::Throws),
                _ if self.flags.unicode => return Err(Unsupported::Throws),
                // Annex B: with a set at either end the hyphen stands for itself.
                _ => {
                    extend(&mut ranges, &low);
                    extend(&mut ranges, &high);
                    ranges.push((0x2D, 0x2D));
                }
            }
        }
        let mut set = Set::new(&ranges);
        if self.flags.ignore_case {
            set = set.fold(self.flags.unicode);
        }
        Ok(Node::Set(if negative { set.complement() } else { set }))
    }

    fn class_item(&mut self) -> Result<Item, Unsupported> {
        let Some(c) = self.peek() else { return Err(Unsupported::Throws) };
        self.at += 1;
        if c == '\\' { self.escape(true) } else { Ok(Item::Code(u32::from(c))) }
    }

    /// The same under the flag v, behind `[` or `[^`.
    fn class_of_sets(&mut self, negative: bool) -> Result<Node, Unsupported> {
        let members = self.contents()?;
        if negative {
            // Nobody knows how long what is no such string would be.
            let set = members.set.complement();
            return if members.strings.is_empty() { Ok(Node::Set(set)) } else { Err(Unsupported::Throws) };
        }
        if members.strings.is_empty() {
            return Ok(Node::Set(members.set));
        }
        // The longest are tried first.
        let mut strings: Vec<&String> = members.strings.iter().collect();
        strings.sort_by_key(|text| std::cmp::Reverse(text.encode_utf16().count()));
        let spelled = |text: &&String| Node::Sequence(text.chars().map(|c| self.literal(u32::from(c))).collect());
        let mut branches: Vec<Node> = strings.iter().filter(|text| !text.is_empty()).map(spelled).collect();
        branches.push(Node::Set(members.set));
        branches.extend(members.strings.contains("").then_some(Node::Empty));
        Ok(Node::Choice(branches))
    }

    /// Up to and with the `]`: a union, or operands between all of which stands `&&` or `--`.
    fn contents(&mut self) -> Result<Members, Unsupported> {
        let mut members = Members::default();
        let mut operands = 0;
        while !self.eat(']') {
            let operator = ["&&", "--"].into_iter().find(|operator| operands == 1 && self.eat_str(operator));
            if let Some(operator) = operator {
                return self.combined(members, operator);
            }
            operands += 1;
            let low = self.operand()?;
            if self.peek() != Some('-') || self.ahead(1) == Some('-') {
                members.add(self.members(low));
                continue;
            }
            self.at += 1;
            // A range is no operand.
            operands += 1;
            match (low, self.operand()?) {
                (Operand::Code(low), Operand::Code(high)) if low <= high => {
                    members.add(self.folded(Set::new(&[(low, high)])));
                }
                _ => return Err(Unsupported::Throws),
            }
        }
        Ok(members)
    }

    /// The operands behind the first one.
    fn combined(&mut self, mut members: Members, operator: &str) -> Result<Members, Unsupported> {
        loop {
            let other = self.operand()?;
            let other = self.members(other);
            let is_there = |text: &String| other.strings.contains(text);
            if operator == "&&" {
                members.set = members.set.and(&other.set);
                members.strings.retain(is_there);
            } else {
                members.set = members.set.without(&other.set);
                members.strings.retain(|text| !is_there(text));
            }
            if self.eat(']') {
                return Ok(members);
            }
            if !self.eat_str(operator) {
                return Err(Unsupported::Throws);
            }
        }
    }

    /// A class within, strings, an escape or a character.
    fn operand(&mut self) -> Result<Operand, Unsupported> {
        let Some(c) = self.peek() else { return Err(Unsupported::Throws) };
        if self.eat('[') {
            let negative = self.eat('^');
            self.deeper()?;
            let members = self.contents()?;
            self.shallower();
            return match negative {
                false => Ok(Operand::Members(members)),
                true if members.strings.is_empty() => Ok(Operand::Members(Members::of(members.set.complement()))),
                true => Err(Unsupported::Throws),
            };
        }
        if self.eat_str("\\q{") {
            return self.strings().map(Operand::Members);
        }
        if DOUBLED.contains(c) && self.ahead(1) == Some(c) || "()]{}/-|".contains(c) {
            return Err(Unsupported::Throws);
        }
        Ok(match self.class_item()? {
            Item::Code(code) => Operand::Code(code),
            Item::Set(set) => Operand::Members(self.folded(set)),
        })
    }

    fn members(&self, operand: Operand) -> Members {
        match operand {
            Operand::Code(code) => self.folded(Set::new(&[(code, code)])),
            Operand::Members(members) => members,
        }
    }

    fn folded(&self, set: Set) -> Members {
        Members::of(if self.flags.ignore_case { set.fold(true) } else { set })
    }

    /// What follows `\q{`.
    fn strings(&mut self) -> Result<Members, Unsupported> {
        let (mut members, mut text) = (Members::default(), String::new());
        loop {
            match self.peek() {
                None => return Err(Unsupported::Throws),
                Some(c @ ('|' | '}')) => {
                    self.at += 1;
                    let text = std::mem::take(&mut text);
                    let mut chars = text.chars();
                    match (chars.next(), chars.next()) {
                        (Some(only), None) => members.add(self.folded(Set::new(&[(u32::from(only), u32::from(only))]))),
                        _ if self.flags.ignore_case => _ = members.strings.insert(text.to_ascii_lowercase()),
                        _ => _ = members.strings.insert(text),
                    }
                    if c == '}' {
                        return Ok(members);
                    }
                }
                Some(_) => match self.class_item()? {
                    Item::Code(code) => text.extend(char::from_u32(code)),
                    Item::Set(_) => return Err(Unsupported::Throws),
                },
            }
        }
    }

    /// What follows `\p` or `\P`.
    pub(super) fn property(&mut self, negative: bool) -> Result<Set, Unsupported> {
        if !self.eat('{') {
            return Err(Unsupported::Throws);
        }
        let mut name = String::new();
        while let Some(c) = self.peek().filter(|c| c.is_ascii_alphanumeric() || "_=".contains(*c)) {
            self.at += 1;
            name.push(c);
        }
        if name.is_empty() || name.len() > limits::PROPERTY_NAME || !self.eat('}') {
            return Err(Unsupported::Throws);
        }
        let hir = regex_syntax::Parser::new().parse(&format!("\\p{{{name}}}"));
        let hir = hir.map_err(|_| Unsupported::Feature("a Unicode property that is not known"))?;
        let set = match hir.kind() {
            HirKind::Class(Class::Unicode(class)) => Set::new(
                &class.iter().map(|range| (u32::from(range.start()), u32::from(range.end()))).collect::<Vec<_>>(),
            ),
            HirKind::Literal(literal) => {
                let text = String::from_utf8_lossy(&literal.0);
                Set::new(&text.chars().map(|c| (u32::from(c), u32::from(c))).collect::<Vec<_>>())
            }
            _ => return Err(Unsupported::Feature("a Unicode property that is not known")),
        };
        let fold = |set: Set| if self.flags.ignore_case { set.fold(true) } else { set };
        Ok(match negative {
            false => fold(set),
            // Under v the letters are folded before what is not among them is asked for.
            true if self.flags.sets => fold(set).complement(),
            true => fold(set.complement()),
        })
    }
}

fn extend(ranges: &mut Vec<(u32, u32)>, item: &Item) {
    match item {
        Item::Code(code) => ranges.push((*code, *code)),
        Item::Set(set) => ranges.extend_from_slice(set.ranges()),
    }
}
