//! The standard library of JavaScript: built-in methods, collections, strings and regular expressions.

pub(in crate::machine) mod builtins;
pub(in crate::machine) mod collection;
pub mod regexp;
pub mod text;
