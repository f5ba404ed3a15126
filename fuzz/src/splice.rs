//! Real files cut apart and put together anew: statements, expressions and functions of one stand where others stood in another.

use std::sync::Arc;

use originlint::source::{SourceFile, Span};
use originlint::testing::syntax;
use originlint::testing::syntax::program::Program;

use crate::choices::Choices;
use crate::corpus;
use crate::input::Input;

/// What a part of a program is: only parts of one kind can take each other's place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Expression,
    Statement,
    Function,
}

/// The spans of all parts of a kind that lie in the text as they are meant.
fn parts(program: &Program, text: &str, kind: Part) -> Vec<Span> {
    let spans: Vec<Span> = match kind {
        Part::Expression => program.exprs.iter().map(|(_, span)| *span).collect(),
        Part::Statement => program.stmts.iter().map(|(_, span)| *span).collect(),
        Part::Function => program.functions.iter().skip(1).map(|function| function.span).collect(),
    };
    spans
        .into_iter()
        .filter(|span| !span.is_empty() && text.get(span.start as usize..span.end as usize).is_some())
        .collect()
}

/// Cuts tried before a file is taken as it is.
const TRIES: usize = 6;

/// A file of the corpus in which some parts were replaced by those of others, or by themselves. The result parses, if the file did.
pub(crate) fn program(choices: &mut Choices<'_>) -> Input {
    let mut source = corpus::script(choices);
    for _ in 0..=choices.below(4) {
        source = once(choices, &source).unwrap_or(source);
    }
    Input::of("splice", source.path(), source.text())
}

/// One part replaced, if some replacement parses.
fn once(choices: &mut Choices<'_>, source: &Arc<SourceFile>) -> Option<Arc<SourceFile>> {
    let program = syntax::load(source).ok()?;
    let whole = program.recovered.is_empty();
    let donor = if choices.once_in(3) { Arc::clone(source) } else { corpus::script(choices) };
    let given = syntax::load(&donor).ok()?.program;
    for _ in 0..TRIES {
        let kind = *choices.pick(&[Part::Statement, Part::Expression, Part::Expression, Part::Function]);
        let holes = parts(&program.program, source.text(), kind);
        let pieces = parts(&given, donor.text(), kind);
        if holes.is_empty() || pieces.is_empty() {
            continue;
        }
        let (hole, piece) = (*choices.pick(&holes), *choices.pick(&pieces));
        let text = put(choices, source.text(), hole, donor.slice(piece), kind);
        if text.len() > MAX_BYTES {
            continue;
        }
        let made = Arc::new(SourceFile::new(source.path(), text));
        let parses = syntax::load(&made).is_ok_and(|loaded| loaded.recovered.is_empty());
        // One in eight stays although it does not parse: what stands before the error is analysed.
        if parses || !whole || choices.once_in(8) {
            return Some(made);
        }
    }
    None
}

/// Repeated copies would double a file with every cut.
const MAX_BYTES: usize = 120_000;

fn put(choices: &mut Choices<'_>, text: &str, hole: Span, piece: &str, kind: Part) -> String {
    let (before, after) = (&text[..hole.start as usize], &text[hole.end as usize..]);
    let there = &text[hole.start as usize..hole.end as usize];
    match (kind, choices.below(4)) {
        (Part::Expression, 0) => format!("{before}({piece}){after}"),
        (Part::Expression, 1) => format!("{before}({there} || {piece}){after}"),
        (Part::Statement, 0) => format!("{before}{there}\n{piece}{after}"),
        (Part::Statement, 1) => format!("{before}{{ {piece} }}{after}"),
        (Part::Statement, 2) => format!("{before}for (;;) {{ {piece} {there} }}{after}"),
        _ => format!("{before}{piece}{after}"),
    }
}
