//! From text to [`program::Program`]. The parser's types stop here.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::language::{Dialect, Language};
use crate::report::{Failure, FailureKind, Incomplete};
use crate::source::{Comment, SourceFile, Span};
use crate::stack;

#[cfg(feature = "cli")]
pub mod decode;
mod depth;
mod document;
pub(crate) mod embedded;
pub(crate) mod link;
mod lower;
pub mod number;
mod parse;
#[cfg(test)]
mod print;
pub mod program;
mod references;
pub mod starts;
pub mod suite;
pub(crate) mod words;

use program::Program;

/// A file that was read, wholly or in part.
#[derive(Debug)]
pub struct Loaded {
    /// The program; after a syntax error, what stands before it.
    pub program: Program,
    /// Syntax errors, each with its place. The program is still of use.
    pub recovered: Vec<Failure>,
    /// What of a document was left out.
    pub incomplete: Vec<Incomplete>,
    /// The comments, by offset; none unless one of them may be meant for originlint.
    pub comments: Vec<Comment>,
}

/// Reads a file in the language that its extension promises: the scripts of a document are one program.
///
/// # Errors
///
/// A [`Failure`] says why there is nothing to analyse: the file is too large, nested too deeply, or the parser panicked.
pub fn load(source: &SourceFile) -> Result<Loaded, Failure> {
    let whole = Span::new(0, u32::try_from(source.text().len()).unwrap_or(u32::MAX));
    if let Some(language) = Language::of(source.path()) {
        return document::load(source, whole, language);
    }
    load_part(source, whole, Dialect::of(source.path()))
}

/// Reads the script that `part` of a file holds. Spans are those of the file.
///
/// # Errors
///
/// As for [`load`].
pub fn load_part(source: &SourceFile, part: Span, dialect: Dialect) -> Result<Loaded, Failure> {
    check_length(source)?;
    depth::check(source.slice(part), part.start, dialect)?;
    let read = || {
        let parsed = parse::parse(source, part, dialect);
        let mut program = lower::lower(&parsed.tree);
        program.references = references::of(source.slice(part));
        Loaded { program, recovered: parsed.errors, incomplete: Vec::new(), comments: parsed.comments }
    };
    guarded(read)
}

/// The parsers are not ours, and a panic in one file must not end the run.
fn guarded<T>(read: impl FnOnce() -> T) -> Result<T, Failure> {
    with_deep_stack(|| catch_unwind(AssertUnwindSafe(read))).map_err(|_| Failure {
        kind: FailureKind::Internal,
        message: "the parser panicked".to_owned(),
        span: None,
    })
}

/// The parser counts positions in 32 bits, from 1.
fn check_length(source: &SourceFile) -> Result<(), Failure> {
    if source.text().len() < u32::MAX as usize - 1 {
        return Ok(());
    }
    let message = "the file is larger than 4 GiB".to_owned();
    Err(Failure { kind: FailureKind::Read, message, span: None })
}

/// The stack on which files are read. It is reserved, not touched: an ordinary file uses some kilobytes of it.
const STACK: usize = 512 << 20;

/// Runs `f` with a stack that holds recursion over whatever the depth guard lets through. Growing takes some 12 µs;
/// within another call it is free as long as most of the stack is left.
pub fn with_deep_stack<R>(f: impl FnOnce() -> R) -> R {
    stack::grown(STACK / 8 * 7, STACK, f)
}
