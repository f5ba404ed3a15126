//! What an extension keeps in its storage: what is stored under a telling key is a credential.

use crate::machine::Machine;
use crate::machine::domain::heap::{ELEMENTS, ObjKind, Place};
use crate::machine::domain::taint::Taints;
use crate::machine::domain::value::Value;
use crate::syntax::program::{ExprId, Name};

impl Machine<'_> {
    /// `storage.get(keys, callback)`: a promise of an object with the values, which a callback is given too.
    pub(in crate::machine) fn stored_by_extension(&mut self, id: ExprId, args: &[Value]) -> Value {
        let span = self.program.span(id);
        let found = self.heap.alloc(ObjKind::Plain, span);
        for key in args.first().map_or_else(Vec::new, |keys| self.keys_in(keys)) {
            let value = self.stored_in(&key, "the extension's storage", span);
            self.heap.set(Place::Prop(found, key), value);
        }
        let rest = self.top(span);
        self.heap.set(Place::Prop(found, ELEMENTS.into()), rest);
        let found = Value::object(found, span);
        for callback in args.iter().skip(1).flat_map(Value::objects).collect::<Vec<_>>() {
            if self.is_callable(callback) {
                self.call_back(id, callback, std::slice::from_ref(&found), &Taints::NONE);
            }
        }
        self.promise_of(found, span)
    }

    /// The keys that are asked for: a text, a list of them, or an object with what they are by default.
    fn keys_in(&self, keys: &Value) -> Vec<Name> {
        let mut named: Vec<Name> = keys.strings().map(|(key, _)| key.clone()).collect();
        for object in keys.objects() {
            for (name, value) in self.heap.own_entries(object) {
                match self.heap.kind(object) {
                    ObjKind::Array => named.extend(value.strings().map(|(key, _)| key.clone())),
                    _ => named.push(name.clone()),
                }
            }
        }
        named
    }
}
