//! Generated inputs for originlint, and what must hold of each. `README.md` tells how the targets are run.
//!
//! A generator makes an [`Input`], files with their names, out of [`Choices`]; a check says what is wrong with what originlint makes of
//! it. Nothing here crashes by itself: a driver watches the process for that.

mod broken;
mod callers;
mod choices;
mod cli;
mod config;
mod corpus;
mod document;
mod input;
mod names;
mod node;
mod odd;
mod pattern;
#[path = "../../tests/it/probe.rs"]
mod probe;
mod program;
mod project;
mod scaled;
mod splice;
mod suppression;
mod target;
mod verdict;

pub use choices::{Choices, entropy};
pub use input::{File, Input};
pub use target::{TARGETS, Target, named};

/// What is wrong with the outcome of an input.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Complaint {
    /// Names the defect, so that inputs that bring the same one to light count as one: `span: finding`.
    pub kind: String,
    /// What was seen.
    pub detail: String,
}

impl Complaint {
    fn new(kind: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { kind: kind.into(), detail: detail.into() }
    }
}

/// One step of a fuzzer: the input that `bytes` stand for, judged. Ends in a panic if something is wrong with it, which is what a fuzzer
/// takes for a crash.
///
/// # Panics
/// If something is wrong with the outcome.
pub fn fuzz(target: &str, bytes: &[u8]) {
    let Some(target) = named(target) else { return };
    let input = target.take(bytes);
    if let Err(Complaint { kind, detail }) = (target.check)(&input) {
        let texts: Vec<_> =
            input.files.iter().map(|f| format!("=== {}\n{}", f.path, String::from_utf8_lossy(&f.bytes))).collect();
        panic!("{kind}: {detail}\n{}", texts.join("\n"));
    }
}
