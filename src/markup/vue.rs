//! Single-file components of Vue: both kinds of script, and the directives of the template that run script or hold elements.

use super::html::{description, inside};
use super::tags::{Attribute, Kind, Syntax, Tag, tags};
use super::{Document, Loop, MAX_LOOPS, Scope, Script, Text, Use, UseKind};
use crate::language::Dialect;
use crate::source::Span;

pub(super) fn read(text: &str) -> Document {
    let masked = without_interpolations(text);
    let (tags, comments) = tags(&masked, text, Syntax::Component);
    let dialect = dialect(&tags);
    let mut reader = Reader {
        text,
        dialect,
        document: Document { component: true, unwraps: true, comments, ..Document::default() },
        open: Vec::new(),
    };
    let mut setup = Vec::new();
    let mut block: Option<(&str, u32)> = None;
    for (i, tag) in tags.iter().enumerate() {
        let Some((name, depth)) = block else {
            if tag.kind == Kind::Open {
                block = Some((&tag.name, 1));
                if tag.name == "script" && tag.get("src").is_none() {
                    let text = Text::plain(inside(tag, tags.get(i + 1), text));
                    let script = Script { text, dialect, scope: Scope::Shared };
                    // The setup script runs behind the other one, wherever it stands.
                    let scripts = if tag.get("setup").is_some() { &mut setup } else { &mut reader.document.scripts };
                    scripts.push(script);
                }
            }
            continue;
        };
        if tag.name == name {
            match tag.kind {
                Kind::Open => block = Some((name, depth + 1)),
                Kind::Close if depth == 1 => block = None,
                Kind::Close => block = Some((name, depth - 1)),
                Kind::SelfClosing => {}
            }
        }
        if name == "template" && block.is_some() {
            reader.tag(tag);
        }
    }
    reader.document.scripts.append(&mut setup);
    reader.document
}

/// The language of the component's scripts: all are in the same, and so are the expressions of its template.
fn dialect(tags: &[Tag]) -> Dialect {
    let lang = tags.iter().filter(|tag| tag.name == "script").find_map(|tag| tag.value("lang"));
    match lang {
        Some("ts" | "typescript") => Dialect::TypeScript,
        Some("tsx") => Dialect::Tsx,
        _ => Dialect::JavaScript,
    }
}

/// The text with blanks for `{{ … }}`, which holds an expression and no markup.
fn without_interpolations(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut from = 0;
    while let Some(at) = text[from..].find("{{").map(|at| from + at) {
        let window = &text[at..text.floor_char_boundary(at + INTERPOLATION)];
        let Some(len) = window.find("}}") else {
            from = at + 2;
            continue;
        };
        let end = at + len + 2;
        // Braces of a script do not reach over its end.
        if text[at..end].contains("</") {
            from = at + 2;
            continue;
        }
        bytes[at..end].fill(b' ');
        from = end;
    }
    // Whole characters were overwritten with ASCII.
    String::from_utf8(bytes).unwrap_or_default()
}

/// How many open elements are told apart: a page of that depth is no work of a person.
const MAX_OPEN: usize = 1_000;

/// What is longer, in bytes, is no interpolation but braces of a script.
const INTERPOLATION: usize = 2_000;

struct Reader<'a> {
    text: &'a str,
    dialect: Dialect,
    document: Document,
    /// The open elements of the template, each with the loop that it begins.
    open: Vec<(&'a str, Option<usize>)>,
}

impl<'a> Reader<'a> {
    fn tag(&mut self, tag: &'a Tag) {
        if tag.kind == Kind::Close {
            if let Some(at) = self.open.iter().rposition(|(name, _)| *name == tag.name) {
                self.open.truncate(at);
            }
            return;
        }
        let begun = tag.get("v-for").and_then(|attribute| self.begin_loop(attribute));
        let around = self.open.iter().filter_map(|(_, begun)| *begun).chain(begun);
        let loops: Vec<usize> = around.take(MAX_LOOPS).collect();
        let mut element = None;
        for attribute in &tag.attributes {
            let Some(kind) = self.directive(tag, attribute) else { continue };
            let element = *element.get_or_insert_with(|| {
                self.document.elements.push(description(tag));
                self.document.elements.len() - 1
            });
            let raw = self.slice(attribute.raw);
            if matches!(kind, UseKind::Ref(_)) && !loops.is_empty() {
                // A holder in a loop holds a list.
                continue;
            }
            let Some(text) = Text::decoded(attribute.raw, raw, &attribute.value) else {
                let reason = format!("`{}` holds a character reference that is not known here", attribute.name);
                self.document.incomplete.push((reason, attribute.span));
                continue;
            };
            let (span, dialect, loops) = (attribute.span, self.dialect, loops.clone());
            self.document.uses.push(Use { element, span, kind, text, dialect, loops });
        }
        if !tag.is_empty() && self.open.len() < MAX_OPEN {
            self.open.push((&tag.name, begun));
        }
    }

    /// What an attribute does with script.
    fn directive(&self, tag: &Tag, attribute: &Attribute) -> Option<UseKind> {
        if attribute.value.trim().is_empty() {
            return None;
        }
        let name = attribute.name.as_str();
        if name == "v-html" {
            return Some(UseKind::Write("innerHTML".to_owned()));
        }
        if name == "ref" {
            return Some(UseKind::Ref(attribute.value.clone()));
        }
        if let Some(event) = name.strip_prefix("v-on:").or(name.strip_prefix('@')) {
            return Some(UseKind::Callback(event.to_owned(), "$event"));
        }
        let bound = name.strip_prefix("v-bind:").or(name.strip_prefix(':')).or(name.strip_prefix('.'))?;
        let property = match bound.split('.').next()? {
            "innerhtml" => "innerHTML",
            "outerhtml" => "outerHTML",
            property @ ("src" | "srcdoc" | "href" | "action" | "formaction") => property,
            _ => return None,
        };
        // Of a component it is a property that the component may do anything with.
        let component = self.slice(tag.span).contains(|c: char| c.is_ascii_uppercase()) && self.is_component(tag)
            || tag.name.contains('-');
        (!component).then(|| UseKind::Write(property.to_owned()))
    }

    fn is_component(&self, tag: &Tag) -> bool {
        self.slice(tag.span).chars().nth(1).is_some_and(char::is_uppercase)
    }

    /// `pattern in list`, `(pattern, index) of list`
    fn begin_loop(&mut self, attribute: &Attribute) -> Option<usize> {
        let raw = self.slice(attribute.raw);
        let at = [" in ", " of "].iter().filter_map(|word| raw.find(word)).min()?;
        if raw != attribute.value {
            return None;
        }
        let start = attribute.raw.start;
        let (pattern, list) =
            (Span::new(start, start + at as u32), Span::new(start + at as u32 + 4, attribute.raw.end));
        let head = self.slice(pattern);
        let bare = !head.trim_start().starts_with('(');
        let (before, after) = if bare { ("(", ") => 0") } else { ("", " => 0") };
        self.document.loops.push(Loop {
            pattern: Text::wrapped(before, pattern, head, after),
            list: Text::plain(list),
            dialect: self.dialect,
            span: attribute.span,
        });
        Some(self.document.loops.len() - 1)
    }

    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}
