//! From a parsed pattern to the syntax of the engine that runs it, where the two can be made to agree.

use std::fmt::Write;

use super::Unsupported;
use super::node::{Node, Set};

/// A pattern in the engine's syntax, and how far its answers are those of JavaScript.
pub(super) struct Emitted {
    /// The engine's pattern; its groups have the numbers of the original.
    pub(super) text: String,
    /// Whether the end of a match and its groups agree with JavaScript. Whether there is a match, and where it begins,
    /// always does: that is a question of the language that the pattern describes, not of preference.
    pub(super) exact: bool,
}

/// Writes `node` in the engine's syntax.
pub(super) fn emit(node: &Node) -> Result<Emitted, Unsupported> {
    let exact = !node.any(&is_inexact);
    if node.any(&|part| matches!(part, Node::Look { behind: true, body, .. } if body.any(&captures))) {
        // Lookbehind runs from right to left (ECMA-262 §22.2.2.3), so its groups capture something else.
        return Err(Unsupported::Feature("a group in a lookbehind"));
    }
    if !exact && node.any(&|part| matches!(part, Node::BackReference { .. })) {
        return Err(Unsupported::Feature("a back reference into a loop"));
    }
    let mut emitter = Emitter { out: String::new(), closed: Vec::new() };
    emitter.node(node);
    Ok(Emitted { text: emitter.out, exact })
}

fn captures(node: &Node) -> bool {
    matches!(node, Node::Group { .. } | Node::BackReference { .. })
}

/// The engine keeps what a group captured in an earlier round of a loop, JavaScript forgets it (ECMA-262 §22.2.2.3.1 step 4);
/// and JavaScript refuses a round that consumes nothing, which changes what is preferred. Of a loop around a loop that takes as
/// little as it can (`(x+?)*`) the engine makes one that does, too.
fn is_inexact(node: &Node) -> bool {
    let Node::Repeat { body, max, .. } = node else { return false };
    if *max == Some(0) {
        return false;
    }
    let is_optional = |part: &Node| matches!(part, Node::Choice(_) | Node::Repeat { min: 0, .. });
    let is_lazy = |part: &Node| matches!(part, Node::Repeat { greedy: false, .. });
    body.is_nullable()
        || (*max != Some(1) && body.any(&is_lazy))
        || (*max != Some(1) && body.any(&|part| is_optional(part) && part.any(&captures)))
}

struct Emitter {
    out: String,
    /// Numbers of the groups that ended before the current place.
    closed: Vec<usize>,
}

impl Emitter {
    fn node(&mut self, node: &Node) {
        match node {
            Node::Empty => {}
            Node::Char(c) => self.code(u32::from(*c)),
            Node::Set(set) => self.set(set),
            Node::Start { line: false } => self.out.push_str(r"\A"),
            Node::End { line: false } => self.out.push_str(r"\z"),
            Node::Start { line: true } => {
                self.out.push_str(r"(?:\A|(?<=");
                self.set(&Set::line_terminators());
                self.out.push_str("))");
            }
            Node::End { line: true } => {
                self.out.push_str(r"(?:\z|(?=");
                self.set(&Set::line_terminators());
                self.out.push_str("))");
            }
            Node::Boundary { negative } => self.out.push_str(if *negative { r"\B" } else { r"\b" }),
            Node::Look { behind, negative, body } => {
                self.out.push_str(match (behind, negative) {
                    (false, false) => "(?=",
                    (false, true) => "(?!",
                    (true, false) => "(?<=",
                    (true, true) => "(?<!",
                });
                self.node(body);
                self.out.push(')');
            }
            Node::Group { index, body } => {
                self.out.push('(');
                self.node(body);
                self.out.push(')');
                self.closed.push(*index);
            }
            // A group that took no part, or is not finished, stands for the empty string (ECMA-262 §22.2.2.7.2).
            Node::BackReference { group, fold } if self.closed.contains(group) => {
                let reference = if *fold { format!(r"(?i:\{group})") } else { format!(r"\{group}") };
                let _ = write!(self.out, "(?({group}){reference}|)");
            }
            Node::BackReference { .. } => {}
            Node::Repeat { body, min, max, greedy } => {
                self.out.push_str("(?:");
                self.node(body);
                self.out.push(')');
                let _ = match (min, max) {
                    (0, None) => write!(self.out, "*"),
                    (1, None) => write!(self.out, "+"),
                    (0, Some(1)) => write!(self.out, "?"),
                    (min, None) => write!(self.out, "{{{min},}}"),
                    (min, Some(max)) => write!(self.out, "{{{min},{max}}}"),
                };
                if !greedy {
                    self.out.push('?');
                }
            }
            Node::Sequence(parts) => parts.iter().for_each(|part| self.node(part)),
            Node::Choice(branches) => {
                self.out.push_str("(?:");
                for (i, branch) in branches.iter().enumerate() {
                    if i > 0 {
                        self.out.push('|');
                    }
                    self.node(branch);
                }
                self.out.push(')');
            }
        }
    }

    fn code(&mut self, code: u32) {
        match char::from_u32(code) {
            Some(c) if c.is_ascii_alphanumeric() => self.out.push(c),
            _ => {
                let _ = write!(self.out, r"\x{{{code:x}}}");
            }
        }
    }

    fn set(&mut self, set: &Set) {
        let start = self.out.len();
        self.out.push('[');
        for &(low, high) in set.ranges() {
            // Surrogates are no characters to the engine, and no text it is given has any.
            let low = if (0xD800..=0xDFFF).contains(&low) { 0xE000 } else { low };
            let high = if (0xD800..=0xDFFF).contains(&high) { 0xD7FF } else { high };
            if low <= high {
                self.code(low);
                self.out.push('-');
                self.code(high);
            }
        }
        self.out.push(']');
        if self.out.len() == start + 2 {
            self.out.truncate(start);
            self.out.push_str(r"[^\x{0}-\x{10ffff}]");
        }
    }
}
