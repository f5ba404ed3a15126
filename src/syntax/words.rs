//! The words of a program by which it is known again after a build.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::program::{Const, Expr, Key, Pattern, Program, Property};

/// What of a program compilers, bundlers and minifiers leave as it is, in its order: strings, names of properties, names that the file
/// does not declare. Each is its hash, with its offset.
pub(crate) fn words(program: &Program) -> Vec<(u32, u64)> {
    let mut words = Vec::new();
    let mut add = |at: u32, text: &str| {
        let mut hasher = FxHasher::default();
        hasher.write(text.as_bytes());
        words.push((at, hasher.finish()));
    };
    for (expr, span) in &program.exprs {
        match expr {
            Expr::Const(Const::Str(text)) if !text.is_empty() => add(span.start, text),
            Expr::Template { parts, .. } => {
                parts.iter().filter(|part| !part.is_empty()).for_each(|part| add(span.start, part));
            }
            Expr::Global(name) => add(span.start, name),
            Expr::Member { key: Key::Name(name), .. } => add(span.end, name),
            Expr::Object(properties) => properties.iter().for_each(|property| match property {
                Property::Field(Key::Name(name), value) => add(program.span(*value).start, name),
                Property::Getter(Key::Name(name), _) | Property::Setter(Key::Name(name), _) => add(span.start, name),
                _ => {}
            }),
            _ => {}
        }
    }
    for (pattern, _) in &program.patterns {
        if let Pattern::Object { fields, .. } = pattern {
            for (key, part) in fields {
                if let Key::Name(name) = key {
                    add(program.pattern_span(*part).start, name);
                }
            }
        }
    }
    // Of those at one place, that which comes first stays first.
    words.sort_by_key(|(at, _)| *at);
    words
}
