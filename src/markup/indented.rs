//! Scripts of the templates that are written by indentation: `script.` of Pug, `:javascript` of Haml, `javascript:` of Slim. What stands in a
//! line of its own behind them is read; their elements and attributes are not.

use super::{Document, Hole, Scope, Script, Text};
use crate::language::Dialect;
use crate::source::Span;

pub(super) fn read(text: &str) -> Document {
    let mut document = Document::default();
    let mut at = 0;
    while at < text.len() {
        let line = line(text, at);
        let next = at + line.len();
        if let Some(is_module) = begins_script(line) {
            let end = block_end(text, next, indentation(line));
            let scope = if is_module { Scope::Own } else { Scope::Shared };
            let script = fill(text, Span::new(next as u32, end as u32), &mut document.holes);
            document.scripts.push(Script { text: script, dialect: Dialect::JavaScript, scope });
            at = end;
        } else {
            at = next;
        }
    }
    document
}

/// The line that begins at `at`, with its end.
fn line(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    &rest[..rest.find('\n').map_or(rest.len(), |len| len + 1)]
}

fn indentation(line: &str) -> usize {
    line.bytes().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// Whether script stands below a line, and if so, whether it is a module.
fn begins_script(line: &str) -> Option<bool> {
    let line = line.trim();
    if matches!(line, ":javascript" | "javascript:") {
        return Some(false);
    }
    let attributes = line.strip_prefix("script")?.strip_suffix('.')?;
    let is_list = attributes.is_empty() || (attributes.starts_with('(') && attributes.ends_with(')'));
    let elsewhere = ["src=", "json", "text/template"].iter().any(|word| attributes.contains(word));
    (is_list && !elsewhere).then(|| attributes.contains("module"))
}

/// Where the lines end that are blank or stand deeper than `indent`.
fn block_end(text: &str, start: usize, indent: usize) -> usize {
    let mut at = start;
    while at < text.len() {
        let line = line(text, at);
        if !line.trim().is_empty() && indentation(line) <= indent {
            break;
        }
        at += line.len();
    }
    at
}

/// Overwrites what the template inserts with an identifier that no declaration explains: `#{x}`, `!{x}`.
fn fill(text: &str, span: Span, holes: &mut Vec<Hole>) -> Text {
    let script = &text[span.start as usize..span.end as usize];
    let mut bytes = script.as_bytes().to_vec();
    let mut from = 0;
    while let Some(at) = script[from..].find(['#', '!']).map(|at| from + at) {
        from = at + 1;
        let line = &script[at..];
        let line = &line[..line.find('\n').unwrap_or(line.len())];
        let Some(len) = line[1..].starts_with('{').then(|| line.find('}')).flatten() else { continue };
        bytes[at..=at + len].fill(b'_');
        let hole = Span::new(span.start + at as u32, span.start + (at + len) as u32 + 1);
        holes.push(Hole { span: hole, names: Vec::new() });
        from = at + len + 1;
    }
    // Whole characters were overwritten with ASCII.
    match String::from_utf8(bytes) {
        Ok(masked) if masked != script => Text::masked(span, masked),
        _ => Text::plain(span),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_the_lines_below_their_heads() {
        for (source, meant) in [
            ("html\n  script.\n    a('#{b}')\n\n    c()\n  p script.\n    d", vec!["    a('____')\n\n    c()\n"]),
            (".x\n  :javascript\n    a(!{é})\n%p b", vec!["    a(_____)\n"]),
            ("javascript:\n  a()", vec!["  a()"]),
            ("script(type='module').\n  a()\nscript(src='b.js').\n  c()\nscript\n  d()", vec!["  a()\n"]),
            ("script(type='application/json').\n  {}\nscript.", vec![""]),
        ] {
            let scripts = read(source).scripts;
            let read: Vec<_> = scripts.iter().map(|script| script.text.read(source)).collect();
            assert_eq!(read, meant, "{source}");
        }
    }
}
