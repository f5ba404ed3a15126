//! Where a server's template inserts text into script: `<%= x %>`, `{{ x }}`, `<?= x ?>`. Knows no language of templates
//! further than its brackets.

use std::borrow::Cow;

use super::engine::{Written, begins, written};
use super::{Hole, Text};
use crate::language::Engine;
use crate::source::Span;

/// Finds the holes of the script at `span` and overwrites them: a value with an identifier that no declaration explains,
/// a statement of the template (`<% if … %>`) with blanks, so that all of its arms are read one after the other.
pub(super) fn fill(source: &str, span: Span, engine: Engine, holes: &mut Vec<Hole>) -> Text {
    let text = source.get(span.start as usize..span.end as usize).unwrap_or_default();
    let mut filled = Cow::Borrowed(text.as_bytes());
    let (mut from, mut closed) = (0, [true; BRACKETS.len()]);
    while let Some(hole) = next(text, from, engine, &mut closed) {
        from = hole.end;
        let with = if hole.is_value { b'_' } else { b' ' };
        filled.to_mut()[hole.start..hole.end].iter_mut().filter(|b| **b != b'\n').for_each(|b| *b = with);
        if hole.is_value {
            // A line break within would end the identifier.
            filled.to_mut()[hole.start..hole.end].fill(with);
            let span = Span::new(span.start + hole.start as u32, span.start + hole.end as u32);
            holes.push(Hole { span, names: Vec::new() });
        }
    }
    match filled {
        Cow::Borrowed(_) => Text::plain(span),
        // Whole characters were overwritten with ASCII.
        Cow::Owned(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Text::masked(span, text),
            Err(_) => Text::plain(span),
        },
    }
}

/// A part of the template, by its place in the script.
struct Bracket {
    start: usize,
    end: usize,
    is_value: bool,
}

/// Brackets of templates: what opens, what closes. Of two that begin alike the longer one comes first.
const BRACKETS: [(&str, &str); 6] =
    [("<%", "%>"), ("<?", "?>"), ("<!--#", "-->"), ("{{{", "}}}"), ("{{", "}}"), ("{%", "%}")];

/// The first hole at or behind `from`. `closed` says which brackets may still be closed.
fn next(text: &str, mut from: usize, engine: Engine, closed: &mut [bool; BRACKETS.len()]) -> Option<Bracket> {
    loop {
        let at = from + text.get(from..)?.find(begins(engine))?;
        let rest = &text[at..];
        if let Some(Written { len, is_value }) = written(engine, text[..at].chars().next_back(), rest) {
            return Some(Bracket { start: at, end: at + len, is_value });
        }
        from = at + 1;
        let Some(kind) = BRACKETS.iter().position(|(open, _)| rest.starts_with(open)) else { continue };
        let (open, close) = BRACKETS[kind];
        let behind = &rest[open.len()..];
        let len = match open {
            // Two braces open a block in a block, or an object in an object, as well: those hold statements or keys.
            "{{" | "{{{" => {
                behind.find(['{', '}', ';', ':', '\n']).filter(|len| *len > 0 && behind[*len..].starts_with(close))
            }
            _ if closed[kind] => behind.find(close),
            _ => None,
        };
        let Some(len) = len else {
            closed[kind] &= open.starts_with("{{");
            continue;
        };
        let inside = &behind[..len];
        if open == "<?" && !is_php(inside) {
            continue;
        }
        let is_value = match open {
            "<%" => inside.starts_with(['=', '-', ':']),
            // Apache's `mod_include`.
            "<!--#" => inside.starts_with("echo"),
            "<?" => inside.starts_with('=') || inside.contains("echo"),
            "{%" => false,
            _ => !inside.starts_with(['#', '/', '^', '!', '>', '~']) && inside.trim() != "else",
        };
        return Some(Bracket { start: at, end: at + open.len() + len + close.len(), is_value });
    }
}

fn is_php(inside: &str) -> bool {
    inside.starts_with(['=', ' ', '\n']) || inside.starts_with("php")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> (String, usize) {
        let mut holes = Vec::new();
        let filled = fill(text, Span::new(0, text.len() as u32), Engine::Common, &mut holes).read(text).to_owned();
        (filled, holes.len())
    }

    #[test]
    fn values_become_names_and_statements_blanks() {
        assert_eq!(filled("a(<%= x %>, '{{ y }}')"), ("a(________, '_______')".to_owned(), 2));
        assert_eq!(filled("<% if (a) { %>b()<% } %>"), ("              b()       ".to_owned(), 0));
        assert_eq!(filled("x = <?php echo json_encode($a) ?>;"), (format!("x = {};", "_".repeat(29)), 1));
        assert_eq!(filled("{{#if a}}b(){{/if}}"), ("         b()       ".to_owned(), 0));
        assert_eq!(filled("{% if a %}b({{{ é }}}){% endif %}").1, 1);
        assert_eq!(filled("a('<!--#echo var='b' -->')<!--#if c -->").1, 1);
    }

    #[test]
    fn what_javascript_may_hold_is_no_hole() {
        for text in ["f({a: {b: 1}})", "if (a) {{b();}}", "a <b", "x = {{", "s = '<%'", "`${{a: 1}}`", "{{\n a \n}}"] {
            assert_eq!(filled(text), (text.to_owned(), 0));
        }
    }
}
