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
    use super::remark;

    #[test]
    fn annotations_become_remarks() {
        assert_eq!(remark(" wildcard-target-origin `\"*\"` low"), "reported by wildcard-target-origin");
        assert_eq!(remark("v wildcard-target-origin `x`"), "next line: reported by wildcard-target-origin");
        assert_eq!(remark(" ok message-to-code: a worker has no origin"), "ok: a worker has no origin");
        assert_eq!(remark("^ missed message-to-code `x`: hidden"), "line above: missed: hidden");
    }
}
