//! Components of Svelte: both kinds of script, and what stands in braces in the markup.

use super::braces::end_of;
use super::html::{description, inside};
use super::tags::{Attribute, Kind, Syntax, Tag, tags};
use super::{Document, Element, Joined, Loop, MAX_LOOPS, Scope, Script, Text, Use, UseKind};
use crate::language::Dialect;
use crate::source::Span;

pub(super) fn read(text: &str) -> Document {
    let (masked, braces) = without_expressions(text);
    let (tags, comments) = tags(&masked, text, Syntax::Component);
    let lang = tags.iter().filter(|tag| tag.name == "script").find_map(|tag| tag.value("lang"));
    let dialect = match lang {
        Some("ts" | "typescript") => Dialect::TypeScript,
        _ => Dialect::JavaScript,
    };
    let mut reader = Reader {
        text,
        dialect,
        document: Document { component: true, reacts: true, comments, ..Document::default() },
        loops: Vec::new(),
    };
    let mut instance = Vec::new();
    let mut braces = braces.into_iter().peekable();
    for (i, tag) in tags.iter().enumerate() {
        while let Some(block) = braces.next_if(|block| block.end <= tag.span.start) {
            reader.block(block);
        }
        // What stands in braces within the tag is an attribute's.
        while braces.next_if(|block| block.end <= tag.span.end).is_some() {}
        if tag.kind == Kind::Close {
            continue;
        }
        if tag.name == "script" && tag.kind == Kind::Open {
            let shared = tag.get("module").is_some() || tag.value("context") == Some("module");
            let scope = if shared { Scope::Shared } else { Scope::Props };
            let script = Script { text: Text::plain(inside(tag, tags.get(i + 1), text)), dialect, scope };
            // The module script runs before the other one, wherever it stands.
            let scripts = if shared { &mut reader.document.scripts } else { &mut instance };
            scripts.push(script);
            continue;
        }
        reader.tag(tag);
    }
    braces.for_each(|block| reader.block(block));
    reader.document.scripts.append(&mut instance);
    reader.document
}

/// The text with underscores for what stands in braces, outside of scripts, style sheets and comments, and the braces.
fn without_expressions(text: &str) -> (String, Vec<Span>) {
    let mut bytes = text.as_bytes().to_vec();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find(['{', '<'])).map(|next| at + next) {
        let rest = &text[next..];
        let skipped = |open: &str, close: &str| {
            let head = rest.get(..open.len()).is_some_and(|head| head.eq_ignore_ascii_case(open));
            head.then(|| rest.find_in_any_case(close).map_or(text.len(), |len| next + len + close.len()))
        };
        if let Some(end) = skipped("<!--", "-->").or_else(|| skipped("<style", "</style")) {
            at = end;
        } else if rest.get(..7).is_some_and(|head| head.eq_ignore_ascii_case("<script")) {
            at = rest.find_in_any_case("</script").map_or(text.len(), |len| next + len);
            at = at.max(next + 1);
        } else if rest.starts_with('{') {
            // A slash closes a block, and begins no regular expression here. Where one brace is never closed, what follows is
            // no markup either.
            let end =
                if rest.starts_with("{/") { rest.find('}').map(|len| next + len + 1) } else { end_of(text, next) };
            let Some(end) = end else { break };
            bytes[next + 1..end - 1].fill(b'_');
            found.push(Span::new(next as u32, end as u32));
            at = end;
        } else {
            at = next + 1;
        }
    }
    // Whole characters were overwritten with ASCII.
    (String::from_utf8(bytes).unwrap_or_default(), found)
}

trait Find {
    /// Where an end tag begins, in whatever case it is written.
    fn find_in_any_case(&self, what: &str) -> Option<usize>;
}

impl Find for str {
    fn find_in_any_case(&self, what: &str) -> Option<usize> {
        self.as_bytes().windows(what.len()).position(|part| part.eq_ignore_ascii_case(what.as_bytes()))
    }
}

struct Reader<'a> {
    text: &'a str,
    dialect: Dialect,
    document: Document,
    /// The open `{#each}` blocks.
    loops: Vec<Option<usize>>,
}

impl<'a> Reader<'a> {
    /// `{@html x}`, `{#each xs as x}`, `{/each}`; other blocks neither repeat nor insert markup.
    fn block(&mut self, braces: Span) {
        let inner = Span::new(braces.start + 1, braces.end.saturating_sub(1));
        let content = self.slice(inner);
        if let Some(rest) = content.strip_prefix("@html") {
            let element = self.element("", braces);
            let span = Span::new(inner.end - rest.len() as u32, inner.end);
            self.add(element, braces, UseKind::Write("innerHTML".to_owned()), span);
        } else if let Some(rest) = content.strip_prefix("#each") {
            let begun = self.begin_loop(Span::new(inner.end - rest.len() as u32, inner.end), braces);
            self.loops.push(begun);
        } else if content.starts_with("/each") {
            self.loops.pop();
        }
    }

    fn tag(&mut self, tag: &'a Tag) {
        let place = self.document.elements.len();
        self.document.elements.push(description(tag));
        for attribute in &tag.attributes {
            self.attribute(tag, attribute, place);
        }
    }

    fn attribute(&mut self, tag: &Tag, attribute: &Attribute, element: usize) {
        let raw = self.slice(attribute.raw);
        // `{src}` stands for `src={src}`.
        let shown = self.slice(attribute.span);
        let shorthand = attribute.raw.is_empty() && shown.starts_with('{') && shown.ends_with('}');
        let (name, value) = if shorthand {
            let inner = Span::new(attribute.span.start + 1, attribute.span.end - 1);
            (self.slice(inner), inner)
        } else if raw.starts_with('{') && raw.len() > 2 && end_of(raw, 0) == Some(raw.len()) {
            (attribute.name.as_str(), Span::new(attribute.raw.start + 1, attribute.raw.end - 1))
        } else {
            if is_written(&attribute.name) && !self.is_component(tag) {
                self.add_parts(element, attribute);
            }
            return;
        };
        if let Some(property) = name.strip_prefix("bind:").filter(|property| *property != "this") {
            // What the user does in the element, or the component does, the variable holds from then on.
            let set = Text::wrapped("", value, self.slice(value), &format!(" = event.target.{property}"));
            self.add_text(element, attribute.span, UseKind::Callback("input".to_owned(), "event"), set);
            return;
        }
        let event = name.strip_prefix("on:").or(name.strip_prefix("on")).filter(|event| !event.is_empty());
        let kind = match (event, &*tag.name) {
            (Some(event), "svelte:window") => UseKind::Listen(event.split('|').next().unwrap_or_default().to_owned()),
            (Some(event), _) => UseKind::Callback(event.to_owned(), "event"),
            (None, _) if name == "bind:this" => UseKind::Hold,
            // Of a component it is a property that the component may do anything with.
            (None, _) if self.is_component(tag) => return,
            (None, _) if is_written(name) => UseKind::Write(name.to_owned()),
            (None, _) => return,
        };
        if kind == UseKind::Hold && !self.loops.is_empty() {
            return;
        }
        self.add(element, attribute.span, kind, value);
    }

    /// `href="{base}/settings/{id}"`: a text of several parts, which a template literal is as well.
    fn add_parts(&mut self, element: usize, attribute: &Attribute) {
        let mut joined = Joined::new(self.text);
        let (mut at, end) = (attribute.raw.start, attribute.raw.end);
        let first = Span::new(at, at);
        joined.written("`", first);
        let (mut holds_value, mut is_closed) = (false, true);
        while at < end {
            let rest = self.slice(Span::new(at, end));
            let is_brace = rest.starts_with('{');
            let brace = if is_brace && is_closed { end_of(rest, 0) } else { None };
            is_closed &= brace.is_some() || !is_brace;
            if let Some(len) = brace {
                joined.written("${", Span::new(at, at + 1));
                joined.plain(&rest[1..len - 1], at + 1);
                joined.written("}", Span::new(at + len as u32 - 1, at + len as u32));
                holds_value = true;
                at += len as u32;
                continue;
            }
            let Some(c) = rest.chars().next() else { break };
            let next = at + c.len_utf8() as u32;
            // What would mean something in a template literal means itself here.
            if matches!(c, '`' | '\\' | '$') {
                joined.written("\\", Span::new(at, at));
            }
            joined.plain(&rest[..c.len_utf8()], at);
            at = next;
        }
        joined.written("`", Span::new(end, end));
        if holds_value {
            let (text, _) = joined.finish(attribute.raw);
            self.add_text(element, attribute.span, UseKind::Write(attribute.name.clone()), text);
        }
    }

    fn is_component(&self, tag: &Tag) -> bool {
        self.slice(tag.span).chars().nth(1).is_some_and(char::is_uppercase)
    }

    fn add(&mut self, element: usize, span: Span, kind: UseKind, value: Span) {
        self.add_text(element, span, kind, Text::plain(value));
    }

    fn add_text(&mut self, element: usize, span: Span, kind: UseKind, text: Text) {
        let loops = self.loops.iter().copied().flatten().take(MAX_LOOPS).collect();
        let dialect = self.dialect;
        self.document.uses.push(Use { element, span, kind, text, dialect, loops });
    }

    fn element(&mut self, tag: &str, span: Span) -> usize {
        self.document.elements.push(Element { tag: tag.to_owned(), span, attributes: Vec::new() });
        self.document.elements.len() - 1
    }

    /// `list as pattern, index (key)`
    fn begin_loop(&mut self, head: Span, span: Span) -> Option<usize> {
        let text = self.slice(head);
        let at = text.find(" as ")?;
        let behind = &text[at + 4..];
        let pattern_len = pattern_len(behind);
        let start = head.start + at as u32 + 4;
        let pattern = Span::new(start, start + pattern_len as u32);
        self.document.loops.push(Loop {
            pattern: Text::wrapped("(", pattern, self.slice(pattern), ") => 0"),
            list: Text::plain(Span::new(head.start, head.start + at as u32)),
            dialect: self.dialect,
            span,
        });
        Some(self.document.loops.len() - 1)
    }

    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

/// Whether a property of elements matters once it is written.
fn is_written(name: &str) -> bool {
    matches!(name, "src" | "srcdoc" | "href" | "action" | "formaction")
}

/// How long the pattern is that a loop's head has before its index and its key.
fn pattern_len(text: &str) -> usize {
    let text = text.trim_end();
    let mut depth = 0_u32;
    for (at, c) in text.char_indices() {
        match c {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            ',' | '(' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}
