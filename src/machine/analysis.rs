//! What is run, and why: exploration, runs of handlers for one sender each, and what they show: checks, effects, sinks, witnesses.

pub(in crate::machine) mod check;
pub(in crate::machine) mod cost;
pub(in crate::machine) mod effect;
pub(in crate::machine) mod exploration;
pub(in crate::machine) mod relevance;
pub(in crate::machine) mod sender_run;
pub(in crate::machine) mod sink;
pub mod witness;
