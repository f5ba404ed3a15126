//! Components of Astro. What runs in the browser is in the scripts; the code between the fences, which runs on the server, is
//! read only where a script is given values of it.

use super::braces::end_of;
use super::html::{element, inside};
use super::tags::{Kind, Syntax, tags};
use super::{Document, Scope, Script, Text};
use crate::language::Dialect;
use crate::source::Span;

pub(super) fn read(text: &str) -> Document {
    let fenced = fence(text);
    let masked = without_braces(text, fenced.map_or(0, |span| span.end as usize + FENCE.len()));
    let (tags, comments) = tags(&masked, text, Syntax::Component);
    let mut document = Document { comments, ..Document::default() };
    let mut modules = Vec::new();
    for (i, tag) in tags.iter().enumerate() {
        if tag.kind == Kind::Close {
            continue;
        }
        if tag.name != "script" {
            element(text, tag, &mut document);
            continue;
        }
        let plain = tag.attributes.iter().all(|a| matches!(&*a.name, "is:inline" | "define:vars" | "type" | "lang"));
        let data = tag.value("type").is_some_and(|ty| !matches!(ty, "module" | "text/javascript"));
        if tag.get("src").is_some() || tag.kind == Kind::SelfClosing || data {
            continue;
        }
        let script = Text::plain(inside(tag, tags.get(i + 1), text));
        if let Some(given) = tag.get("define:vars") {
            let braces = Span::new(given.raw.start + 1, given.raw.end.saturating_sub(1));
            let scope = Scope::Given(Text::plain(braces));
            document.scripts.push(Script { text: script, dialect: Dialect::JavaScript, scope });
        } else if tag.get("is:inline").is_some() || !plain {
            // A script with any other attribute is left as it is (Astro documentation, "Scripts and event handling").
            let scope = if tag.value("type") == Some("module") { Scope::Own } else { Scope::Shared };
            document.scripts.push(Script { text: script, dialect: Dialect::JavaScript, scope });
        } else {
            modules.push(Script { text: script, dialect: Dialect::TypeScript, scope: Scope::Own });
        }
    }
    document.scripts.append(&mut modules);
    document.server = fenced.map(Text::plain);
    document
}

const FENCE: &str = "---";

/// What stands between the fences at the head of the file.
fn fence(text: &str) -> Option<Span> {
    let start = text.len() - text.trim_start_matches('\u{feff}').trim_start().len();
    let inside = start + FENCE.len();
    let rest = text[start..].strip_prefix(FENCE)?;
    let len = rest.find("\n---")? + 1;
    Some(Span::new(inside as u32, (inside + len) as u32))
}

/// The text with blanks for the fenced code and underscores for what stands in braces within a tag.
fn without_braces(text: &str, begin: usize) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[..begin].fill(b' ');
    let mut at = begin;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find("={")).map(|next| at + next + 1) {
        let Some(end) = end_of(text, next) else { break };
        // What an element may stand in is no attribute.
        if text[next..end].contains("</") {
            at = next + 1;
            continue;
        }
        bytes[next + 1..end - 1].fill(b'_');
        at = end;
    }
    // Whole characters were overwritten with ASCII.
    String::from_utf8(bytes).unwrap_or_default()
}
