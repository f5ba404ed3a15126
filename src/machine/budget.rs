//! What the analysis of one file may take: steps, depth, and what is said of it.

use std::collections::BTreeSet;

use crate::machine::cut::Cut;
use crate::machine::limits;
use crate::source::Span;

/// What the analysis of a file may still take, and what it has taken.
pub(in crate::machine) struct Budget {
    /// Expressions and statements that may still be run.
    pub(in crate::machine) fuel: u64,
    pub(in crate::machine) out_of_fuel: bool,
    /// Steps of everything so far, and how many the caller allows.
    pub(in crate::machine) steps: u64,
    pub(in crate::machine) max_steps: u64,
    /// Expressions and statements that are being run inside each other, over all activations.
    pub(in crate::machine) depth: u32,
    /// What was not followed because of a bound.
    pub(in crate::machine) cuts: BTreeSet<(Cut, Option<Span>)>,
    /// Fuel that the runs used which only collect what handlers do.
    pub(in crate::machine) collected: u64,
    /// Fuel that sender runs used, and whether one of them ran dry.
    pub(in crate::machine) spent: u64,
    pub(in crate::machine) starved: bool,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            fuel: limits::EXPLORATION_FUEL,
            out_of_fuel: false,
            steps: 0,
            max_steps: u64::MAX,
            depth: 0,
            cuts: BTreeSet::new(),
            collected: 0,
            spent: 0,
            starved: false,
        }
    }
}
