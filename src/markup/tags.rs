//! The tags of a text with the exact places of their attributes. html5gum tokenizes; nothing here knows what a tag means.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer, naive_next_state};

use crate::source::Span;

/// A start or an end tag.
#[derive(Debug)]
pub(super) struct Tag {
    /// In lower case.
    pub(super) name: String,
    /// Whether it opens or closes.
    pub(super) kind: Kind,
    /// All of it.
    pub(super) span: Span,
    /// In the order of the source.
    pub(super) attributes: Vec<Attribute>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Open,
    /// `<tag />`, which closes itself wherever the language says so.
    SelfClosing,
    Close,
}

#[derive(Debug)]
pub(super) struct Attribute {
    /// In lower case.
    pub(super) name: String,
    /// The name, and the value with its quotes.
    pub(super) span: Span,
    /// Where the value stands, without quotes; empty behind the name where there is none.
    pub(super) raw: Span,
    /// The value with its character references resolved.
    pub(super) value: String,
}

impl Tag {
    /// The attribute of that name.
    pub(super) fn get(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }

    /// The value of the attribute of that name.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.get(name).map(|attribute| attribute.value.as_str())
    }

    /// Whether no end tag is to be expected: the element is void, or closed itself where that counts.
    pub(super) fn is_empty(&self) -> bool {
        self.kind == Kind::SelfClosing || VOID.contains(&self.name.as_str())
    }
}

/// HTML Standard, "Void elements".
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// How tags are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// As a browser reads a page: `<script />` is not closed.
    Page,
    /// As compilers of components do: `<iframe />` is closed.
    Component,
    /// As XML: so is everything, and no element holds other text than the rest.
    Xml,
}

/// The tags of `tokenized`, in which what is no markup may be overwritten, and the comments: all of each, and what stands
/// between its marks. Values are read from `text`, which is as long.
///
/// What stands inside a script, a style sheet or a text area is no tag.
pub(super) fn tags(tokenized: &str, text: &str, syntax: Syntax) -> (Vec<Tag>, Vec<(Span, Span)>) {
    let (mut tags, mut comments) = (Vec::new(), Vec::new());
    let mut tokenizer = Tokenizer::new_with_emitter(tokenized, DefaultEmitter::<usize>::new_with_span());
    while let Some(token) = tokenizer.next() {
        match token {
            Ok(Token::StartTag(tag)) => {
                let holds_text = match syntax {
                    Syntax::Page => true,
                    Syntax::Component => !tag.self_closing,
                    Syntax::Xml => false,
                };
                if let Some(state) = naive_next_state(&tag.name).filter(|_| holds_text) {
                    tokenizer.set_state(state);
                }
                let at = |span: html5gum::Span<usize>| span_of(span.start, span.end);
                let mut attributes: Vec<Attribute> = tag
                    .attributes
                    .iter()
                    .map(|(name, value)| {
                        attribute(
                            text,
                            tokenized,
                            value.span.start,
                            name,
                            String::from_utf8_lossy(&value.value).into_owned(),
                        )
                    })
                    .collect();
                attributes.sort_by_key(|attribute| attribute.span.start);
                tags.push(Tag {
                    name: String::from_utf8_lossy(&tag.name).into_owned(),
                    kind: if tag.self_closing { Kind::SelfClosing } else { Kind::Open },
                    span: at(tag.span),
                    attributes,
                });
            }
            Ok(Token::EndTag(tag)) => tags.push(Tag {
                name: String::from_utf8_lossy(&tag.name).into_owned(),
                kind: Kind::Close,
                span: span_of(tag.span.start, tag.span.end),
                attributes: Vec::new(),
            }),
            Ok(Token::Comment(comment)) => comments.extend(comment_at(text, comment.span.start)),
            _ => {}
        }
    }
    (tags, comments)
}

/// The comment that begins at or before `start`, where the tokenizer says that its text or its mark stands.
fn comment_at(text: &str, start: usize) -> Option<(Span, Span)> {
    const OPEN: &str = "<!--";
    let at = (0..=OPEN.len()).find_map(|back| {
        let at = start.checked_sub(back)?;
        text.get(at..)?.starts_with(OPEN).then_some(at)
    })?;
    let inside = at + OPEN.len();
    let len = text[inside..].find("-->")?;
    Some((span_of(at, inside + len + 3), span_of(inside, inside + len)))
}

fn span_of(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

/// The tokenizer's own span of an attribute ends somewhere around the closing quote, so the end is looked up.
fn attribute(text: &str, tokenized: &str, start: usize, name: &[u8], value: String) -> Attribute {
    let bytes = tokenized.as_bytes();
    let is_space = |b: u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0c);
    let skip = |from: usize, while_: &dyn Fn(u8) -> bool| {
        bytes.get(from..).map_or(from, |rest| from + rest.iter().take_while(|b| while_(**b)).count())
    };
    // An equals sign at the begin belongs to the name (HTML Standard, "before attribute name state").
    let name_end = skip(start + 1, &|b| !is_space(b) && !matches!(b, b'/' | b'>' | b'='));
    let equals = skip(name_end, &is_space);
    let name = String::from_utf8_lossy(name).into_owned();
    if bytes.get(equals) != Some(&b'=') {
        return Attribute { name, span: span_of(start, name_end), raw: span_of(name_end, name_end), value };
    }
    let begin = skip(equals + 1, &is_space);
    let (raw, end) = match bytes.get(begin) {
        Some(&quote @ (b'"' | b'\'')) => {
            let end = skip(begin + 1, &|b| b != quote);
            (span_of(begin + 1, end), (end + 1).min(bytes.len()))
        }
        _ => {
            let end = skip(begin, &|b| !is_space(b) && b != b'>');
            (span_of(begin, end), end)
        }
    };
    // What was overwritten for the tokenizer is read where it stands.
    let original = text.get(raw.start as usize..raw.end as usize).unwrap_or_default();
    let value =
        if tokenized.get(raw.start as usize..raw.end as usize) == Some(original) { value } else { original.to_owned() };
    Attribute { name, span: span_of(start, end), raw, value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_where_they_stand() {
        let text = "\u{feff}<a href=x>é</a><p ONCLICK = \"a &amp;&amp; b\" hidden data-x='1' y=2><br/>";
        let (tags, _) = tags(text, text, Syntax::Page);
        let slice = |span: Span| &text[span.start as usize..span.end as usize];
        assert_eq!(
            tags.iter().map(|t| slice(t.span)).collect::<Vec<_>>(),
            ["<a href=x>", "</a>", "<p ONCLICK = \"a &amp;&amp; b\" hidden data-x='1' y=2>", "<br/>"]
        );
        let shown: Vec<_> =
            tags[2].attributes.iter().map(|a| (&*a.name, slice(a.span), slice(a.raw), &*a.value)).collect();
        assert_eq!(
            shown,
            [
                ("onclick", "ONCLICK = \"a &amp;&amp; b\"", "a &amp;&amp; b", "a && b"),
                ("hidden", "hidden", "", ""),
                ("data-x", "data-x='1'", "1", "1"),
                ("y", "y=2", "2", "2"),
            ]
        );
        assert_eq!(tags[0].get("href").map(|a| slice(a.raw)), Some("x"));
        assert_eq!(tags[3].kind, Kind::SelfClosing);
    }

    #[test]
    fn comments_are_found_where_they_stand() {
        let text = "<p>a<!-- b --><!--c--><script>'<!-- d -->'</script><!-->";
        let (_, comments) = tags(text, text, Syntax::Page);
        let shown: Vec<_> =
            comments.iter().map(|(_, inside)| &text[inside.start as usize..inside.end as usize]).collect();
        assert_eq!(shown, [" b ", "c"]);
    }

    #[test]
    fn script_and_text_hold_no_tags() {
        let text = "<textarea><script></textarea><script>'<p>'</script><!-- <p> --><style><p></style>";
        let names: Vec<_> = tags(text, text, Syntax::Page).0.into_iter().map(|t| (t.name, t.kind)).collect();
        let pair = |name: &str| [(name.to_owned(), Kind::Open), (name.to_owned(), Kind::Close)];
        assert_eq!(names, [pair("textarea"), pair("script"), pair("style")].concat());
        let text = "<iframe /><p>";
        let count = |syntax| tags(text, text, syntax).0.len();
        assert_eq!((count(Syntax::Page), count(Syntax::Component)), (1, 2));
    }
}
