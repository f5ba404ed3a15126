//! The web platform and the libraries that the model knows: what their names are, what reading and calling them gives, elements,
//! markup, addresses.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::machine::domain::access_path::AccessPath;
use crate::machine::domain::value::ObjId;
use crate::machine::ecma::regexp::Pattern;
use crate::source::Span;
use crate::syntax::program::{BindingId, ElementId, ExprId, FnId, Name};

pub(in crate::machine) mod address;
pub(in crate::machine) mod affix;
pub(in crate::machine) mod element;
pub(in crate::machine) mod extension;
pub(in crate::machine) mod host;
pub(in crate::machine) mod library;
pub(in crate::machine) mod location;
pub(in crate::machine) mod markup;
pub(in crate::machine) mod member;
pub(in crate::machine) mod parameter;
pub(in crate::machine) mod platform;
pub(in crate::machine) mod scope;
pub(in crate::machine) mod stream;
pub(in crate::machine) mod unknown;
pub mod url;
pub(in crate::machine) mod url_concat;

/// The page around the program.
#[derive(Default)]
pub(in crate::machine) struct Web {
    pub(in crate::machine) window: ObjId,
    pub(in crate::machine) scope_is_worker: bool,
    pub(in crate::machine) platform: FxHashMap<&'static str, ObjId>,
    /// What belongs to host objects, which is the same object each time it is read, by its access path.
    pub(in crate::machine) members: FxHashMap<AccessPath, ObjId>,
    /// The elements of the markup around the script.
    pub(in crate::machine) elements: FxHashMap<ElementId, ObjId>,
    /// Names that no script of the scanned page declares, and the variables of its other scripts that explain them.
    pub(in crate::machine) page_names: FxHashMap<Name, Option<BindingId>>,
    /// Elements that the program made itself: out of the document until something is done with them.
    pub(in crate::machine) made_elements: FxHashSet<ObjId>,
    /// The text that a variable's anchor was last given as its address.
    pub(in crate::machine) anchored: FxHashMap<BindingId, ExprId>,
    /// Iframes that it takes out of the document, each with the function that does.
    pub(in crate::machine) removed_frames: Vec<(ObjId, FnId)>,
    /// Holders of elements, which hold null before the element is there and after it is gone.
    pub(in crate::machine) refs: FxHashSet<ObjId>,
    /// Objects that stand for one expression however often it is run (`useState` and its like).
    pub(in crate::machine) cells: FxHashMap<ExprId, ObjId>,
    /// Those that hold state which is only shown.
    pub(in crate::machine) shown_cells: FxHashSet<ObjId>,
    /// Names that were looked up, and whether each tells of a secret.
    pub(in crate::machine) secret_names: FxHashMap<Name, bool>,
    /// Whether the present run of an entry has looked for a parameter of the page's address that ends a sign-in.
    pub(in crate::machine) asks_sign_in: bool,
    /// Whether the file imports what leads to the main process of Electron.
    pub(in crate::machine) leads_to_main: bool,
    /// Whether something of Node's `worker_threads` is imported.
    pub(in crate::machine) has_threads: bool,
    /// Where an event was asked for a property that it does not have: whoever goes on from there gets an exception.
    pub(in crate::machine) absent: FxHashSet<Span>,
    pub(in crate::machine) patterns: FxHashMap<(Name, Name), Option<Pattern>>,
}
