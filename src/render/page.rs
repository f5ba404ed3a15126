//! The prose of a rule's page for a reader. The page's own examples carry the annotations that the tests check; a reader gets them as
//! plain comments.

use crate::page::Page;

/// The body of `page` in Markdown, without the marks of the test corpus.
pub fn page_text(page: &Page) -> String {
    let mut fenced = false;
    let mut lines = Vec::new();
    for line in page.body.lines() {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        lines.push(match line.split_once("//~") {
            Some((code, annotation)) if fenced => format!("{code}// {}", remark(annotation)),
            _ => line.to_owned(),
        });
    }
    lines.join("\n") + "\n"
}

/// Prose of Markdown in lines of at most `width` characters, where words allow it. Code, tables and headings stay as they are.
pub fn wrapped(text: &str, width: usize) -> String {
    let mut fenced = false;
    let mut out = String::new();
    // The lines of a paragraph, and how far those behind the first are indented.
    let mut words: Vec<&str> = Vec::new();
    let mut indent = String::new();
    for line in text.lines().chain([""]) {
        let start = line.trim_start();
        let is_fence = start.starts_with("```");
        let marker = ["- ", "* ", "> "].iter().find(|marker| start.starts_with(**marker));
        let number = start
            .split_once(". ")
            .filter(|(number, _)| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
        let as_is = fenced || is_fence || start.is_empty() || start.starts_with(['|', '#', '<', '[']);
        if as_is || marker.is_some() || number.is_some() {
            fill(&std::mem::take(&mut words), &indent, width, &mut out);
        }
        fenced ^= is_fence;
        if as_is {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        if words.is_empty() {
            let hang = marker.map_or(0, |marker| marker.len()) + number.map_or(0, |(number, _)| number.len() + 2);
            indent = " ".repeat(line.len() - start.len() + hang);
            out.push_str(&line[..line.len() - start.len()]);
        }
        words.extend(start.split_whitespace());
    }
    out
}

/// Adds words in lines, those behind the first indented.
fn fill(words: &[&str], indent: &str, width: usize, out: &mut String) {
    if words.is_empty() {
        return;
    }
    let mut column = out.rsplit('\n').next().unwrap_or_default().chars().count();
    for (i, word) in words.iter().enumerate() {
        let length = word.chars().count();
        if i > 0 && column + 1 + length > width {
            out.push('\n');
            out.push_str(indent);
            column = indent.len();
        } else if i > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.push('\n');
}

/// What an annotation says, in words.
fn remark(annotation: &str) -> String {
    let (place, rest) = match annotation.as_bytes().first() {
        Some(b'v') => ("next line: ", &annotation[1..]),
        Some(b'^') => ("line above: ", &annotation[1..]),
        _ => ("", annotation),
    };
    let (word, rest) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
    let reason = || rest.split_once(": ").map(|(_, reason)| format!(": {}", reason.trim())).unwrap_or_default();
    match word {
        "trusted-origins" => format!("with trusted-origins = [{rest}]"),
        "ok" | "missed" | "noise" => format!("{place}{word}{}", reason()),
        rule => format!("{place}reported by {rule}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{remark, wrapped};

    #[test]
    fn prose_is_wrapped_and_code_is_not() {
        let text = "## A long heading that stays\n\nOne two three four\nfive six.\n- item one goes on\n  and on\n1. first of them all\n\n```js\ncode that is longer than a line\n```\n";
        let expected = "## A long heading that stays\n\nOne two three\nfour five six.\n- item one goes\n  on and on\n1. first of\n   them all\n\n```js\ncode that is longer than a line\n```\n\n";
        assert_eq!(wrapped(text, 15), expected);
    }

    #[test]
    fn annotations_become_remarks() {
        assert_eq!(remark(" wildcard-target-origin `\"*\"` low"), "reported by wildcard-target-origin");
        assert_eq!(remark("v wildcard-target-origin `x`"), "next line: reported by wildcard-target-origin");
        assert_eq!(remark(" ok message-to-code: a worker has no origin"), "ok: a worker has no origin");
        assert_eq!(remark("^ missed message-to-code `x`: hidden"), "line above: missed: hidden");
    }
}
