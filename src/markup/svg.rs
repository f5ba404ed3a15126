//! SVG images, which run script when a browser shows them as documents: scripts, handlers in attributes, links. Read as XML: text may
//! stand in sections that hold no markup, and nothing is closed by its name.

use std::borrow::Cow;

use super::html::{declared, element, source_of};
use super::tags::{Kind, Syntax, Tag, tags};
use super::{Document, Scope, Script, Text};
use crate::source::Span;

pub(super) fn read(text: &str) -> Document {
    let (mut tags, comments) = tags(&without_sections(text), text, Syntax::Xml);
    let mut document = Document { comments, ..Document::default() };
    if let Some(at) = text.find("<!ENTITY") {
        let span = Span::new(at as u32, (at + "<!ENTITY".len()) as u32);
        document.incomplete.push(("the entities that the image declares are not read".to_owned(), span));
    }
    // Module scripts run once all is parsed, behind the others.
    let mut modules = Vec::new();
    tags.iter_mut().for_each(localize);
    let mut rest = tags.iter().filter(|tag| tag.kind != Kind::Close || tag.name == "script");
    while let Some(tag) = rest.next() {
        if tag.name != "script" {
            element(text, tag, &mut document);
            continue;
        }
        if tag.kind == Kind::Close {
            continue;
        }
        document.sources.extend(source_of(tag));
        if tag.kind == Kind::SelfClosing {
            continue;
        }
        let end = rest.find(|next| next.kind == Kind::Close);
        let span = Span::new(tag.span.end, end.map_or(text.len() as u32, |end| end.span.start));
        let Some((dialect, is_module)) = declared(tag).filter(|_| tag.get("src").is_none()) else { continue };
        let scope = if is_module { Scope::Own } else { Scope::Shared };
        let scripts = if is_module { &mut modules } else { &mut document.scripts };
        scripts.push(Script { text: Text::of_xml(text, span), dialect, scope });
    }
    document.scripts.append(&mut modules);
    document
}

/// Takes the prefixes of namespaces off: what they stand for hardly ever differs. A script of SVG names its file by `href`, and `src` says
/// nothing.
fn localize(tag: &mut Tag) {
    if let Some((_, local)) = tag.name.split_once(':') {
        tag.name = local.to_owned();
    }
    let is_script = tag.name == "script";
    tag.attributes.retain(|attribute| !(is_script && attribute.name == "src"));
    for attribute in &mut tag.attributes {
        if attribute.name == "href" || attribute.name == "xlink:href" {
            attribute.name = if is_script { "src" } else { "href" }.to_owned();
        }
    }
}

/// The text without what holds no tags, whatever it looks like: sections of character data, and instructions. Offsets stay.
fn without_sections(text: &str) -> Cow<'_, str> {
    const OPAQUE: [(&str, &str); 3] = [("<!--", "-->"), (CDATA.0, CDATA.1), ("<?", "?>")];
    let mut bytes = Cow::Borrowed(text.as_bytes());
    let mut from = 0;
    while let Some(at) = text[from..].find('<').map(|at| from + at) {
        from = at + 1;
        let Some((open, close)) = OPAQUE.into_iter().find(|(open, _)| text[at..].starts_with(open)) else { continue };
        let inside = at + open.len();
        let end = text[inside..].find(close).map_or(text.len(), |len| inside + len + close.len());
        // Comments are known to whoever reads the tags.
        if open != "<!--" {
            bytes.to_mut()[at..end].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
        }
        from = end;
    }
    match bytes {
        Cow::Borrowed(_) => Cow::Borrowed(text),
        // Whole characters were overwritten with ASCII.
        Cow::Owned(bytes) => String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned),
    }
}

/// What begins and ends character data in which nothing is markup (XML §2.7).
pub(super) const CDATA: (&str, &str) = ("<![CDATA[", "]]>");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::UseKind;

    fn scripts(text: &str) -> Vec<String> {
        read(text).scripts.iter().map(|script| script.text.read(text).to_owned()).collect()
    }

    #[test]
    fn script_is_read_as_xml_has_it() {
        assert_eq!(
            scripts("<svg><script>a();</script><script><![CDATA[if (a<b) c();]]></script></svg>"),
            ["a();", "if (a<b) c();"]
        );
        assert_eq!(
            scripts("<svg:svg><svg:script>if (a &lt; b &amp;&amp; c) d();</svg:script></svg:svg>"),
            ["if (a < b && c) d();"]
        );
        assert_eq!(scripts("<script>//<![CDATA[\n\"</script>\"\n//]]></script>"), ["//\n\"</script>\"\n//"]);
        assert_eq!(scripts("<script>a();<!-- b(); -->c();</script>"), ["a();c();"]);
        assert_eq!(scripts("<!-- <![CDATA[ --><script>a()</script><!-- ]]> -->"), ["a()"]);
        assert_eq!(scripts("<?x <script>a()</script> ?><title><script>b()</script></title>"), ["b()"]);
        assert_eq!(scripts("<script href='a.js'>b()</script><script src='c.js'>d()</script>"), ["d()"]);
        assert_eq!(scripts("<script type='application/json'>{}</script><script/><script>e()"), ["e()"]);
    }

    #[test]
    fn places_are_those_of_the_file() {
        let text = "<script>go(&quot;é&quot;); <![CDATA[a<b]]> && x</script>";
        let script = &read(text).scripts[0].text;
        let whole = script.read(text).to_owned();
        assert_eq!(whole, "go(\"é\"); a<b && x");
        for (needle, place) in [("go", "go"), ("\"é\"", "&quot;é&quot;"), ("a<b", "a<b"), ("x", "x")] {
            let at = whole.find(needle).expect("there") as u32;
            let span = script.place(Span::new(at, at + needle.len() as u32));
            assert_eq!(&text[span.start as usize..span.end as usize], place);
        }
    }

    #[test]
    fn attributes_and_links_run_script() {
        let text = "<svg onload='a()'><a xlink:href='javascript:b()'><script xlink:href='c.js'/></a></svg>";
        let document = read(text);
        assert!(document.uses.iter().all(|part| matches!(part.kind, UseKind::Handler(_))));
        let read: Vec<_> = document.uses.iter().map(|part| part.text.read(text)).collect();
        assert_eq!(read, ["a()", "b()"]);
        assert_eq!(document.sources[0].0, "./c.js");
        assert!(super::read("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>").incomplete.len() == 1);
    }
}
