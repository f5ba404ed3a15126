//! Elements that stand in the markup around the script: what they are, and how script finds them.

use rustc_hash::FxHashMap;

use crate::linked::FileId;
use crate::machine::Machine;
use crate::machine::domain::heap::{Heap, ObjKind};
use crate::machine::domain::host::Host;
use crate::machine::domain::host_type::HostType;
use crate::machine::domain::value::{ObjId, Value};
use crate::model::Model;
use crate::source::Span;
use crate::syntax::program::{BindingId, Element, ElementId, Name, Program};

/// An object for each element of the scanned document. They are there before anything runs.
pub(in crate::machine) fn elements(program: &Program, heap: &mut Heap, model: &Model) -> FxHashMap<ElementId, ObjId> {
    let object = |e: &Element| heap.alloc(ObjKind::Host(Host::Type(type_of(e, model))), e.span);
    (0..).map(ElementId).zip(program.elements.iter().map(object)).collect()
}

/// The type that speaks for an element.
fn type_of(element: &Element, model: &Model) -> HostType {
    let named = |name: &str| attribute(element, name).is_some_and(|value| model.secrets.is_secret_name(value));
    match &*element.tag {
        "iframe" if has_origin(element) => HostType::Iframe,
        "iframe" => HostType::OpaqueIframe,
        "script" => HostType::Script,
        "a" => HostType::Anchor,
        "form" => HostType::Form,
        "body" => HostType::Body,
        "input" | "textarea" if named("type") || named("id") || named("name") => HostType::PasswordInput,
        "textarea" => HostType::Textarea,
        _ => HostType::Element,
    }
}

/// Whether what is in a frame has an origin: a sandbox that does not let it keep its own leaves it an opaque one (browser
/// facts B2).
pub(in crate::machine) fn has_origin(frame: &Element) -> bool {
    attribute(frame, "sandbox").is_none_or(|tokens| keeps_origin(tokens))
}

/// Whether the tokens of a sandbox leave a frame its origin.
pub(in crate::machine) fn keeps_origin(tokens: &str) -> bool {
    tokens.split_ascii_whitespace().any(|token| token.eq_ignore_ascii_case("allow-same-origin"))
}

fn attribute<'e>(element: &'e Element, name: &str) -> Option<&'e Name> {
    element.attributes.iter().find(|(n, _)| **n == *name).map(|(_, value)| value)
}

impl Machine<'_> {
    /// The object that stands for an element of the markup.
    pub(in crate::machine) fn markup_element(&mut self, element: ElementId) -> ObjId {
        if let Some(&object) = self.web.elements.get(&element) {
            return object;
        }
        let described = self.program.element(element);
        let ty = type_of(described, self.model);
        let object = self.heap.alloc(ObjKind::Host(Host::Type(ty)), described.span);
        self.web.elements.insert(element, object);
        object
    }

    /// A name that another script of the page declares, or puts on the window, in a file of its own.
    pub(in crate::machine) fn declared_by_page(&mut self, name: &Name, span: Span) -> Option<Value> {
        if let Some(known) = self.web.page_names.get(name) {
            return known.and_then(|binding| self.deeper(|m| m.read_var(binding, span)));
        }
        // What a script that is being run asks for is not there yet.
        self.web.page_names.insert(name.clone(), None);
        let program = self.program;
        for (source, at) in &program.scanned().scripts {
            let Some(file) = self.file_at(FileId::SCANNED, source, *at) else { continue };
            if !program.module(file).source.text().contains(&**name) {
                continue;
            }
            self.run_import(file);
            let scripts = program.units(file).iter().filter(|unit| !unit.is_module);
            let mut declared = scripts.flat_map(|unit| unit.top.clone()).map(BindingId);
            if let Some(binding) = declared.find(|binding| program.binding(*binding).name == *name) {
                self.web.page_names.insert(name.clone(), Some(binding));
                return Some(self.read_var(binding, span));
            }
            let window = self.web.window;
            if let Some(value) = self.lookup(window, name) {
                return Some(value);
            }
        }
        None
    }

    /// The element of the scanned document that a method of the document finds.
    pub(in crate::machine) fn found_in_markup(&self, method: &str, args: &[Value], span: Span) -> Option<Value> {
        let text = args.first()?.as_str()?;
        let mut elements = self.program.scanned().elements.iter();
        let place = match method {
            "getElementById" => elements.position(|e| attribute(e, "id").is_some_and(|id| *id == *text)),
            "querySelector" => {
                let compounds = Compound::parse(text)?;
                elements.position(|e| compounds.selects(e))
            }
            _ => None,
        }?;
        let object = self.web.elements.get(&ElementId(place as u32))?;
        Some(Value::object(*object, span))
    }
}

/// A selector without combinators, as far as it can be told from one element: `iframe#app.wide[name="x"]`.
struct Compound<'t> {
    tag: &'t str,
    conditions: Vec<Condition<'t>>,
}

enum Condition<'t> {
    Is(&'t str, &'t str),
    Has(&'t str),
    Class(&'t str),
}

impl<'t> Compound<'t> {
    /// `None` for a selector of which the elements around decide.
    fn parse(text: &'t str) -> Option<Self> {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let split = |text: &'t str| text.split_at(text.find(|c| !is_name(c)).unwrap_or(text.len()));
        let (tag, mut rest) = split(text.trim());
        let mut conditions = Vec::new();
        while let Some(mark) = rest.chars().next() {
            let behind = &rest[mark.len_utf8()..];
            match mark {
                '#' | '.' => {
                    let (name, after) = split(behind);
                    conditions.push(if mark == '#' { Condition::Is("id", name) } else { Condition::Class(name) });
                    rest = after;
                }
                '[' => {
                    let (inside, after) = behind.split_once(']')?;
                    let quotes = ['"', '\''];
                    conditions.push(match inside.split_once('=') {
                        Some((name, value)) if name.chars().all(is_name) => {
                            Condition::Is(name, value.trim().trim_matches(quotes))
                        }
                        None if inside.chars().all(is_name) => Condition::Has(inside),
                        _ => return None,
                    });
                    rest = after;
                }
                _ => return None,
            }
        }
        (!tag.is_empty() || !conditions.is_empty()).then_some(Self { tag, conditions })
    }

    fn selects(&self, element: &Element) -> bool {
        (self.tag.is_empty() || self.tag.eq_ignore_ascii_case(&element.tag))
            && self.conditions.iter().all(|condition| match condition {
                Condition::Is(name, wanted) => attribute(element, name).is_some_and(|value| **value == **wanted),
                Condition::Has(name) => attribute(element, name).is_some(),
                Condition::Class(name) => {
                    attribute(element, "class").is_some_and(|c| c.split_ascii_whitespace().any(|c| c == *name))
                }
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selector_is_held_against_one_element() {
        let attributes = [("id", "app"), ("class", "wide tall"), ("sandbox", "")];
        let attributes = attributes.map(|(name, value)| (Name::from(name), Name::from(value))).to_vec();
        let element = Element { tag: "iframe".into(), span: Span::default(), attributes };
        let selects = |text| Compound::parse(text).map(|c| c.selects(&element));
        for text in ["#app", "iframe", "IFRAME.tall", "iframe#app.wide[sandbox]", "[id='app']", " .wide "] {
            assert_eq!(selects(text), Some(true), "{text}");
        }
        for text in ["#apps", "div", "iframe.small", "[src]", "[id=\"x\"]"] {
            assert_eq!(selects(text), Some(false), "{text}");
        }
        for text in ["", "div iframe", "a > b", "iframe:first-child", "[id^='a']", "[id"] {
            assert_eq!(selects(text), None, "{text}");
        }
        assert_eq!(type_of(&element, Model::embedded()), HostType::OpaqueIframe);
    }
}
