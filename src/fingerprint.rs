//! Names a finding by what it is about rather than by where it stands, so that it keeps its name when lines move.
//! Not a security boundary: the hash is FNV-1a, chosen because it is short and the same everywhere.

use std::collections::HashMap;

use crate::finding::Finding;
use crate::hash::fnv1a;
use crate::report::FileReport;
use crate::source::{SourceFile, Span};

/// A line longer than this many bytes is minified: only the neighbourhood of the finding stands for it.
const LONG_LINE: u32 = 400;
/// How many bytes around the start of the finding stand for a long line.
const NEIGHBOURHOOD: (u32, u32) = (80, 160);

/// The fingerprints of the findings of `file`, in their order: 32 hexadecimal digits each.
///
/// A fingerprint is the 128-bit FNV-1a hash of, each ended by a zero byte: the rule's id; the path without a leading `./`; the line
/// on which the primary span begins, with runs of white space made one space; and, in decimal, how many findings before
/// this one agree in all of that.
pub fn fingerprints(file: &FileReport) -> Vec<String> {
    let mut seen: HashMap<(&str, String), usize> = HashMap::new();
    let mut name = |finding: &Finding| {
        let text = subject(&file.source, finding.primary);
        let occurrence = seen.entry((finding.rule, text.clone())).or_default();
        let path = file.source.path().trim_start_matches("./");
        let hash = fnv1a([finding.rule, path, &text, &occurrence.to_string()]);
        *occurrence += 1;
        format!("{hash:032x}")
    };
    file.findings.iter().map(&mut name).collect()
}

/// What names the code of a finding wherever it stands and however it is laid out: 32 hexadecimal digits, the 128-bit FNV-1a hash of
/// the letters of its statement up to the end of its primary span, or the last and the first of them where it is long.
///
/// White space, quotes, parentheses, commas and semicolons are no letters: formatters add, drop and exchange them.
pub fn code(source: &SourceFile, finding: &Finding) -> String {
    let line = source.line_span(source.line_at(finding.primary.start));
    let start = finding.context.map_or(line.start, |statement| statement.start).min(finding.primary.start);
    let letter = |c: &char| !c.is_whitespace() && !matches!(c, '\'' | '"' | '`' | '(' | ')' | ',' | ';');
    let before = source.slice(Span::new(start, finding.primary.start)).chars().rev().filter(letter).take(BEFORE);
    let before: String = before.collect::<Vec<_>>().into_iter().rev().collect();
    let inside: String = source.slice(finding.primary).chars().filter(letter).take(INSIDE).collect();
    format!("{:032x}", fnv1a([&*before, &inside]))
}

/// How many letters before a finding, and at its head, tell its code from other code. A listener is reported by its registration, handler
/// included; what is changed far inside of it must not make it another one.
const BEFORE: usize = 160;
const INSIDE: usize = 160;

/// The text that stands for the place of a finding.
fn subject(source: &SourceFile, primary: Span) -> String {
    let line = source.line_span(source.line_at(primary.start));
    let shown = if line.len() <= LONG_LINE {
        line
    } else {
        let floor = |at: u32| source.text().floor_char_boundary(at as usize) as u32;
        let (before, after) = NEIGHBOURHOOD;
        let start = floor(primary.start.saturating_sub(before)).max(line.start);
        Span::new(start, floor(primary.start.saturating_add(after)).min(line.end))
    };
    source.slice(shown).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use std::sync::Arc;

    fn file(path: &str, text: &str, needle: &str) -> FileReport {
        let finding = |start: usize| {
            let primary = Span::new(start as u32, (start + needle.len()) as u32);
            Finding::new("wildcard-target-origin", Severity::Medium, primary)
        };
        FileReport {
            findings: text.match_indices(needle).map(|(at, _)| finding(at)).collect(),
            ..FileReport::new(Arc::new(SourceFile::new(path, text)))
        }
    }

    #[test]
    fn the_hash_is_the_published_one() {
        // Test vector of the FNV specification: the empty string and "a" (followed here by the separating zero).
        assert_eq!(fnv1a([]), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        let after_a = 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964_u128;
        assert_eq!(fnv1a(["a"]), after_a.wrapping_mul(0x0100_0000_0000_0000_0000_013b));
    }

    #[test]
    fn survives_moved_lines_and_indentation() {
        let a = fingerprints(&file("./a.js", "f(x, '*');", "'*'"));
        let b = fingerprints(&file("a.js", "// new line\n\n\tf(x,  '*');\n", "'*'"));
        assert_eq!(a, b);
        assert_ne!(a, fingerprints(&file("b.js", "f(x, '*');", "'*'")));
        assert_ne!(a, fingerprints(&file("a.js", "f(y, '*');", "'*'")));
    }

    #[test]
    fn equal_lines_are_told_apart_by_their_order() {
        let names = fingerprints(&file("a.js", "f('*');\nf('*');\n", "'*'"));
        assert_ne!(names[0], names[1]);
    }

    #[test]
    fn in_a_long_line_only_the_neighbourhood_counts() {
        let text = |head: &str| format!("{head}{}f(x, '*'){}", "\u{e9};".repeat(500), ";".repeat(500));
        let a = fingerprints(&file("a.js", &text("a"), "'*'"));
        let b = fingerprints(&file("a.js", &text("bb"), "'*'"));
        assert_eq!(a.len(), 1);
        assert_eq!(a, b);
    }
}
