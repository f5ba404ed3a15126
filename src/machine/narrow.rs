//! What a test tells of the values in it, on the side where it holds.

use rustc_hash::FxHashSet;

use crate::machine::domain::heap::EnvId;
use crate::machine::domain::value::ObjId;
use crate::syntax::program::BindingId;

pub(in crate::machine) mod address_guard;
pub(in crate::machine) mod discriminant;
pub(in crate::machine) mod predicate;
pub(in crate::machine) mod refine;

/// What conditions have told, beyond what the values themselves hold.
#[derive(Default)]
pub(in crate::machine) struct Narrowing {
    /// Holds what conditions tell of message data: a property for each narrowed member expression.
    pub(in crate::machine) narrowed: ObjId,
    /// The variables whose members are narrowed there.
    pub(in crate::machine) narrowed_bases: FxHashSet<(EnvId, BindingId)>,
    /// What comparisons with texts found on some path.
    pub(in crate::machine) tags: Vec<discriminant::Tag>,
    /// The flags whose tests are being looked into.
    pub(in crate::machine) flags: Vec<BindingId>,
    /// The variables of which they found something.
    pub(in crate::machine) tagged: FxHashSet<(EnvId, BindingId)>,
}
