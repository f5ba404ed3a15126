//! Which binding a name means at the current place. Knows nothing of the tree.

use rustc_hash::FxHashMap;

use crate::syntax::program::{BindingId, Name};

/// An interned name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct NameId(u32);

/// A point of the undo log: everything declared since is forgotten when the scope is left.
#[derive(Clone, Copy)]
pub(super) struct Mark(usize);

/// Interned names and what each means now. Entering a scope costs nothing, leaving it one step for each name that it
/// declared, resolving a name one hash.
#[derive(Default)]
pub(super) struct Scopes {
    ids: FxHashMap<Name, NameId>,
    names: Vec<Name>,
    visible: Vec<Option<BindingId>>,
    undo: Vec<(NameId, Option<BindingId>)>,
}

impl Scopes {
    pub(super) fn intern(&mut self, text: &str) -> NameId {
        if let Some(&id) = self.ids.get(text) {
            return id;
        }
        let name = Name::from(text);
        let id = NameId(self.names.len() as u32);
        self.ids.insert(Name::clone(&name), id);
        self.names.push(name);
        self.visible.push(None);
        id
    }

    pub(super) fn text(&self, id: NameId) -> Name {
        Name::clone(&self.names[id.0 as usize])
    }

    pub(super) fn resolve(&self, id: NameId) -> Option<BindingId> {
        self.visible[id.0 as usize]
    }

    pub(super) fn enter(&self) -> Mark {
        Mark(self.undo.len())
    }

    pub(super) fn bind(&mut self, id: NameId, binding: Option<BindingId>) {
        let old = std::mem::replace(&mut self.visible[id.0 as usize], binding);
        self.undo.push((id, old));
    }

    pub(super) fn leave(&mut self, mark: Mark) {
        while self.undo.len() > mark.0 {
            let Some((id, old)) = self.undo.pop() else { return };
            self.visible[id.0 as usize] = old;
        }
    }
}
