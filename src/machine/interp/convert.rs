//! Conversions of values to texts and numbers, within bounds: what is in itself, shared many times or too long is unknown.

use crate::machine::domain::heap::ObjKind;
use crate::machine::domain::value::{Alt, Kind, ObjId};
use crate::machine::ecma::text;
use crate::machine::{Machine, limits};
use crate::syntax::program::Name;

/// How far a conversion to a text has come.
#[derive(Default)]
struct Printed {
    /// The arrays that are being written out, outermost first.
    within: Vec<ObjId>,
    /// The elements that were.
    parts: usize,
}

impl Machine<'_> {
    pub(in crate::machine) fn to_number(&self, alt: &Alt) -> Option<f64> {
        match &alt.kind {
            Kind::Undefined => Some(f64::NAN),
            Kind::Null => Some(0.0),
            Kind::Bool(b) => Some(f64::from(u8::from(*b))),
            Kind::Num(n) => Some(*n),
            Kind::Str(s) => Some(text::to_number(s)),
            Kind::Obj(_) | Kind::Unknown => None,
        }
    }

    /// The string that an alternative converts to, if that is known.
    pub(in crate::machine) fn to_text(&self, alt: &Alt) -> Option<Name> {
        self.print(alt, &mut Printed::default())
    }

    /// The text of an array's elements between separators.
    pub(in crate::machine) fn joined_text(&self, list: ObjId, separator: &str) -> Option<Name> {
        self.print_list(list, separator, &mut Printed::default())
    }

    fn print_list(&self, list: ObjId, separator: &str, printed: &mut Printed) -> Option<Name> {
        if printed.within.contains(&list) {
            // An array in itself is left out (ECMA-262 leaves it to the engines, which agree).
            return Some("".into());
        }
        let parts = self.list_items(list)?;
        printed.parts += parts.len();
        if printed.parts > limits::TEXT_PARTS || printed.within.len() >= limits::TEXT_DEPTH {
            return None;
        }
        printed.within.push(list);
        let mut text = String::new();
        for (i, part) in parts.iter().enumerate() {
            let alt = part.single()?;
            text.push_str(if i > 0 { separator } else { "" });
            if !alt.is_nullish() {
                text.push_str(&self.print(alt, printed)?);
            }
            if text.len() > limits::TEXT {
                return None;
            }
        }
        printed.within.pop();
        self.heap.make_text(text.len());
        Some(text.into())
    }

    fn print(&self, alt: &Alt, printed: &mut Printed) -> Option<Name> {
        Some(match &alt.kind {
            Kind::Undefined => "undefined".into(),
            Kind::Null => "null".into(),
            Kind::Bool(true) => "true".into(),
            Kind::Bool(false) => "false".into(),
            Kind::Num(n) => text::number_to_string(*n).into(),
            Kind::Str(s) => s.clone(),
            Kind::Unknown => return None,
            Kind::Obj(id) => match self.heap.kind(*id) {
                ObjKind::Array => self.print_list(*id, ",", printed)?,
                ObjKind::Url => self.heap.own(*id, "href")?.as_str()?.clone(),
                ObjKind::Regex { source, flags } => format!("/{source}/{flags}").into(),
                ObjKind::Plain
                    if !self.heap.object(*id).open
                        && self.heap.object(*id).proto.is_none()
                        && self.heap.own(*id, "toString").is_none() =>
                {
                    "[object Object]".into()
                }
                _ => return None,
            },
        })
    }

    /// The text that these are together, unless it is too long to be kept.
    pub(in crate::machine) fn concatenation(&self, parts: &[&str]) -> Option<Kind> {
        let length = parts.iter().map(|part| part.len()).sum();
        // A text that the program writes out in full is as long as it is; only what is computed can grow without end.
        let grown = parts.iter().filter(|part| !part.is_empty()).count() > 1;
        if grown && length > limits::TEXT {
            return None;
        }
        self.heap.make_text(length);
        Some(Kind::Str(parts.concat().into()))
    }
}
