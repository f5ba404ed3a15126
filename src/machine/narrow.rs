//! What a test tells of the values in it, on the side where it holds.

pub(in crate::machine) mod address_guard;
pub(in crate::machine) mod discriminant;
pub(in crate::machine) mod predicate;
pub(in crate::machine) mod refine;
