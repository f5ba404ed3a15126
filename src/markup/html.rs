//! Pages, and the templates of servers that make them: scripts, handlers in attributes, frames.

use super::svg::CDATA;
use super::tags::{Attribute, Kind, Syntax, Tag, tags};
use super::{Document, Element, Scope, Script, Text, Use, UseKind, holes};
use crate::language::{Dialect, Engine};
use crate::source::Span;

pub(super) fn read(text: &str, engine: Engine) -> Document {
    let (tags, comments) = tags(text, text, Syntax::Page);
    let mut document = Document { comments, engine, ..Document::default() };
    page(text, &tags, &mut document);
    document
}

/// Reads the tags of a page into `document`.
pub(super) fn page(text: &str, tags: &[Tag], document: &mut Document) {
    // Nothing inside a template element runs, unless it makes a shadow tree.
    let mut inert = 0_u32;
    // Module scripts run once the page is parsed, behind all others.
    let mut modules = Vec::new();
    for (i, tag) in tags.iter().enumerate() {
        if tag.name == "template" && tag.get("shadowrootmode").is_none() {
            inert = match tag.kind {
                Kind::Open => inert + 1,
                Kind::SelfClosing => inert,
                Kind::Close => inert.saturating_sub(1),
            };
        }
        if tag.kind == Kind::Close || inert > 0 {
            continue;
        }
        if tag.name == "script" {
            document.sources.extend(source_of(tag));
            if let Some((dialect, is_module)) = script_kind(tag) {
                let span = inside(tag, tags.get(i + 1), text);
                // Where the tags stand in XML, so may the script.
                let script = match slice(text, span).trim_start().starts_with(CDATA.0) {
                    true => Text::of_xml(text, span),
                    false => holes::fill(text, span, document.engine, &mut document.holes),
                };
                let scope = if is_module { Scope::Own } else { Scope::Shared };
                let scripts = if is_module { &mut modules } else { &mut document.scripts };
                scripts.push(Script { text: script, dialect, scope });
            }
            continue;
        }
        element(text, tag, document);
    }
    document.scripts.append(&mut modules);
}

/// What stands between a start tag and the next one, which ends it.
pub(super) fn inside(tag: &Tag, next: Option<&Tag>, text: &str) -> Span {
    Span::new(tag.span.end, next.map_or(text.len() as u32, |next| next.span.start))
}

/// The language of a script, and whether it is a module; `None` for what holds data, and for what is in another file
/// (HTML Standard, "prepare the script element").
fn script_kind(tag: &Tag) -> Option<(Dialect, bool)> {
    if tag.get("src").is_some() { None } else { declared(tag) }
}

/// The language that a script element declares, and whether it is a module.
pub(super) fn declared(tag: &Tag) -> Option<(Dialect, bool)> {
    let ty = tag.value("type").unwrap_or_default().trim().to_ascii_lowercase();
    Some(match &*ty {
        ""
        | "text/javascript"
        | "application/javascript"
        | "text/ecmascript"
        | "application/ecmascript"
        | "application/x-javascript"
        | "text/x-javascript"
        | "text/jsx"
        | "text/babel" => (Dialect::JavaScript, false),
        "module" => (Dialect::JavaScript, true),
        "text/typescript" => (Dialect::TypeScript, false),
        _ => return None,
    })
}

/// The file of a classic script, where it is one of the same site.
pub(super) fn source_of(tag: &Tag) -> Option<(String, Span)> {
    let src = tag.get("src")?;
    if !matches!(tag.value("type"), None | Some("" | "text/javascript")) {
        return None;
    }
    let path = src.value.trim().split(['?', '#']).next()?;
    let elsewhere = path.is_empty() || path.starts_with('/') || path.contains(':') || path.contains(['<', '{']);
    let specifier =
        if path.starts_with("./") || path.starts_with("../") { path.to_owned() } else { format!("./{path}") };
    (!elsewhere).then_some((specifier, src.span))
}

/// What an element says of itself and what its attributes run.
pub(super) fn element(text: &str, tag: &Tag, document: &mut Document) {
    let handlers: Vec<&Attribute> = tag.attributes.iter().filter(|a| a.name.starts_with("on")).collect();
    let link = tag.get("href").filter(|href| is_script_url(&href.value));
    let named = tag.get("id").is_some() || matches!(&*tag.name, "iframe" | "input" | "textarea");
    if handlers.is_empty() && link.is_none() && !named {
        return;
    }
    let place = document.elements.len();
    document.elements.push(description(tag));
    for attribute in handlers {
        let handles_window = matches!(&*tag.name, "body" | "frameset") && is_window_event(&attribute.name);
        let name = attribute.name.clone();
        let kind = if handles_window { UseKind::WindowHandler(name) } else { UseKind::Handler(name) };
        handler(text, attribute, kind, place, document);
    }
    if let Some(link) = link {
        script_url(text, link, place, document);
    }
    if let Some(page) = tag.get("srcdoc") {
        frame(text, page, place, document);
    }
}

pub(super) fn description(tag: &Tag) -> Element {
    let attributes = tag.attributes.iter().map(|a| (a.name.clone(), a.value.clone())).collect();
    Element { tag: tag.name.clone(), span: tag.span, attributes }
}

fn handler(text: &str, attribute: &Attribute, kind: UseKind, element: usize, document: &mut Document) {
    let raw = slice(text, attribute.raw);
    let Some(mut script) = Text::decoded(attribute.raw, raw, &attribute.value) else {
        let reason = format!("`{}` holds a character reference that is not known here", attribute.name);
        document.incomplete.push((reason, attribute.span));
        return;
    };
    if !script.is_moved() {
        script = holes::fill(text, attribute.raw, document.engine, &mut document.holes);
    }
    let dialect = Dialect::JavaScript;
    document.uses.push(Use { element, span: attribute.span, kind, text: script, dialect, loops: Vec::new() });
}

fn is_script_url(url: &str) -> bool {
    url.trim_start().get(..SCHEME.len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME))
}

const SCHEME: &str = "javascript:";

/// `href="javascript:…"`, which runs when the link is followed. A URL with an escape is left alone.
fn script_url(text: &str, link: &Attribute, element: usize, document: &mut Document) {
    let raw = slice(text, link.raw);
    let Some(at) =
        raw.to_ascii_lowercase().find(SCHEME).filter(|_| !link.value.contains(['%', '&']) && raw == link.value)
    else {
        return;
    };
    let span = Span::new(link.raw.start + (at + SCHEME.len()) as u32, link.raw.end);
    let kind = UseKind::Handler("onclick".to_owned());
    let script = holes::fill(text, span, document.engine, &mut document.holes);
    let dialect = Dialect::JavaScript;
    document.uses.push(Use { element, span: link.span, kind, text: script, dialect, loops: Vec::new() });
}

/// The page of a frame that is written in an attribute: its scripts, where their offsets can be told.
fn frame(text: &str, page: &Attribute, element: usize, document: &mut Document) {
    let (tags, _) = tags(&page.value, &page.value, Syntax::Page);
    let scripts: Vec<(Span, Dialect)> = tags
        .iter()
        .enumerate()
        .filter(|(_, tag)| tag.name == "script" && tag.kind == Kind::Open)
        .filter_map(|(i, tag)| Some((inside(tag, tags.get(i + 1), &page.value), script_kind(tag)?.0)))
        .collect();
    if scripts.is_empty() {
        return;
    }
    let Some(whole) = Text::decoded(page.raw, slice(text, page.raw), &page.value) else {
        let reason = "`srcdoc` holds a character reference that is not known here".to_owned();
        document.incomplete.push((reason, page.span));
        return;
    };
    document.scripts.extend(scripts.into_iter().map(|(span, dialect)| Script {
        text: whole.part(text, span),
        dialect,
        scope: Scope::Frame(element),
    }));
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).unwrap_or_default()
}

/// Whether the attribute of a body is a handler of the window (HTML Standard, "Event handlers on elements, Document
/// objects, and Window objects").
fn is_window_event(name: &str) -> bool {
    matches!(
        name,
        "onafterprint"
            | "onbeforeprint"
            | "onbeforeunload"
            | "onblur"
            | "onerror"
            | "onfocus"
            | "onhashchange"
            | "onlanguagechange"
            | "onload"
            | "onmessage"
            | "onmessageerror"
            | "onoffline"
            | "ononline"
            | "onpagehide"
            | "onpageshow"
            | "onpopstate"
            | "onrejectionhandled"
            | "onresize"
            | "onscroll"
            | "onstorage"
            | "onunhandledrejection"
            | "onunload"
    )
}
