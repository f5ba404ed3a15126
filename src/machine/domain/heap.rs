//! The machine's memory: objects, environments, and an undo log that makes branching cheap.
//!
//! A branch is run on the memory itself; [`Heap::rollback`] then undoes its writes and hands them over as a
//! [`Delta`], which [`Heap::join`] or [`Heap::apply`] bring in again.

use std::cell::Cell;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::machine::domain::access_path::{AccessPath, AccessPaths, Root};
use crate::machine::domain::host::Host;
use crate::machine::domain::host::{Stage, Stream};
use crate::machine::domain::value::{ObjId, Value};
use crate::machine::limits;
use crate::source::Span;
use crate::syntax::program::{BindingId, ClassId, FnId, Name};

/// Names an activation of a function.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub(in crate::machine) struct EnvId(pub u32);

/// What an object is besides its properties.
#[derive(Clone, Debug)]
pub(in crate::machine) enum ObjKind {
    /// An object of the program.
    Plain,
    /// An array; elements are the properties `0`, `1`, …, and [`ELEMENTS`] for those at unknown places.
    Array,
    /// A function with what it closes over.
    Closure {
        /// The code.
        function: FnId,
        /// The activation around it.
        env: EnvId,
        /// `this` of an arrow; for other functions the object that it was defined on.
        this: Option<Value>,
    },
    /// A class with what it closes over.
    Class {
        /// The code.
        class: ClassId,
        /// The activation around it.
        env: EnvId,
    },
    /// `target.bind(this, …args)`
    Bound {
        /// What is called.
        target: ObjId,
        /// Its `this`.
        this: Value,
        /// Its first arguments.
        args: Vec<Value>,
    },
    /// A method of the platform taken off its object: `const add = window.addEventListener`.
    Method {
        /// What it is a method of.
        receiver: Value,
        /// Its name.
        name: Name,
    },
    /// The setter that `useState` hands out, and its like: a call writes its argument to `cell.current`.
    Setter(ObjId),
    /// What listens to events and hands them on, stage by stage: `fromEvent(window, 'message').pipe(…)`
    Stream(Stream),
    /// A stage that no stream has yet: `filter((event) => …)`
    Stage(Stage),
    /// The function that a stream calls for each event: its stages, then the handler.
    Staged(Vec<Stage>, ObjId),
    /// A regular expression. `lastIndex` is a property.
    Regex {
        /// Between the slashes.
        source: Name,
        /// The flags.
        flags: Name,
    },
    /// A `Set`; members are like those of an array.
    Set,
    /// A `Map`; entries with a constant string key are properties, the others are joined in [`ELEMENTS`].
    Map,
    /// A promise; the property [`ELEMENTS`] is what it is fulfilled with.
    Promise,
    /// A parsed URL; its parts are properties.
    Url,
    /// An object of the web platform.
    Host(Host),
}

/// The property of a promise that was rejected: the reason.
pub(in crate::machine) const REJECTED: &str = "[[rejected]]";

/// The name under which a getter is kept, apart from every property.
pub(in crate::machine) fn accessor(name: &str) -> Name {
    format!("[[get {name}]]").into()
}

fn is_accessor(name: &str) -> bool {
    name.starts_with("[[get ")
}

/// The property that joins what stands at unknown keys.
pub(in crate::machine) const ELEMENTS: &str = "[[elements]]";

/// An object.
#[derive(Debug)]
pub(in crate::machine) struct Object {
    /// What it is.
    pub kind: ObjKind,
    /// Where it is made.
    pub site: Span,
    /// Where properties are looked for that it does not have itself.
    pub proto: Option<ObjId>,
    /// Whether it inherits nothing at all: `Object.create(null)`.
    pub bare: bool,
    /// Whether the program writes it under computed names, as it fills a registry.
    pub filled: bool,
    /// What is known of the computed names that it was written under.
    pub keys: Keys,
    /// Whether something out of sight may have changed it or may hold properties that were never seen.
    pub open: bool,
    /// Whether it has a getter, so that one has to be looked for.
    pub accessors: bool,
    props: Props,
    /// The last walk that met it.
    met_by: Cell<u32>,
}

/// A walk over objects that meets each of them once. While one goes on, no other may begin.
pub(in crate::machine) struct Walk<'h> {
    heap: &'h Heap,
    number: u32,
}

impl Walk<'_> {
    /// Whether the object is met for the first time.
    pub(in crate::machine) fn meets(&self, object: ObjId) -> bool {
        self.heap.object(object).met_by.replace(self.number) != self.number
    }
}

/// What is known of the computed names that an object was written under.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(in crate::machine) enum Keys {
    /// There are none.
    #[default]
    None,
    /// Each of them holds random bytes, so that whoever names one was told it.
    Random,
    /// Anybody may know one.
    Any,
}

/// Properties in the order of their creation.
#[derive(Debug, Default)]
struct Props {
    entries: Vec<(Name, Slot)>,
    /// Where each name is in `entries`, once there are many.
    index: Option<FxHashMap<Name, usize>>,
}

/// Up to this many properties are searched one by one.
const LINEAR: usize = 12;

impl Props {
    fn position(&self, name: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(name).copied(),
            None => self.entries.iter().position(|(n, _)| &**n == name),
        }
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.position(name).map(|i| &self.entries[i].1.value).filter(|v| !v.is_bottom())
    }

    /// Where a property is held; a new one holds nothing yet.
    fn slot(&mut self, name: &Name) -> &mut Slot {
        if let Some(i) = self.position(name) {
            return &mut self.entries[i].1;
        }
        if let Some(index) = &mut self.index {
            index.insert(name.clone(), self.entries.len());
        } else if self.entries.len() >= LINEAR {
            let names = self.entries.iter().map(|(n, _)| n).chain([name]);
            self.index = Some(names.enumerate().map(|(i, n)| (n.clone(), i)).collect());
        }
        &mut self.entries.push_mut((name.clone(), Slot::default())).1
    }
}

/// What a place holds.
#[derive(Debug, Default)]
struct Slot {
    value: Value,
    /// The mark since which the log holds what was here before it, so that one entry a branch is enough.
    logged: Serial,
}

/// Names a [`Mark`] among all that were ever set. The first is 1.
type Serial = u32;

/// What conditions tell of an access path.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::machine) enum Fact {
    /// What is there.
    Value,
    /// That something was asked of it.
    Asked,
}

/// A place that can be written. A place that was never written holds [`Value::bottom`].
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(in crate::machine) enum Place {
    /// A variable of an activation.
    Var(EnvId, BindingId),
    /// A property of an object.
    Prop(ObjId, Name),
    /// What conditions on the present path tell of an access path. Behind a fork it holds only where both branches leave it.
    Fact(AccessPath, Fact),
}

/// The writes of a branch: each place with its value at the end of the branch.
#[derive(Clone, Debug, Default)]
pub(in crate::machine) struct Delta {
    writes: Vec<(Place, Value)>,
    /// The places of which the branch only found out more, where that was asked for.
    narrowed: FxHashSet<Place>,
}

impl Delta {
    /// Whether nothing was written.
    pub(in crate::machine) fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }
}

/// A moment to which [`Heap::rollback`] can return. What was made later than that needs no undoing: nothing that is
/// left behind refers to it, and what is brought in again does.
#[derive(Clone, Copy, Debug)]
pub(in crate::machine) struct Mark {
    serial: Serial,
    /// How long the log was.
    log: usize,
    /// How many writes it stood for.
    writes: usize,
    objects: u32,
    envs: u32,
}

impl Mark {
    /// Whether the place was there at that moment.
    fn knows(self, place: &Place) -> bool {
        match place {
            Place::Var(env, _) => env.0 < self.envs,
            Place::Prop(object, _) => object.0 < self.objects,
            Place::Fact(..) => true,
        }
    }
}

/// An activation: whose it is and what is around it.
#[derive(Clone, Copy, Debug)]
struct Env {
    owner: FnId,
    parent: Option<EnvId>,
}

/// Objects, activations and the undo log.
#[derive(Debug, Default)]
pub(in crate::machine) struct Heap {
    objects: Vec<Object>,
    envs: Vec<Env>,
    vars: FxHashMap<(EnvId, BindingId), Slot>,
    /// The access paths that are known.
    pub(in crate::machine) paths: AccessPaths,
    facts: FxHashMap<(AccessPath, Fact), Slot>,
    /// For each place that a branch writes, what was there before, and the mark since which an outer branch has noted that.
    log: Vec<(Place, Value, Serial)>,
    /// How many writes the log stands for: those of the present branch, and each place once for every branch that ended.
    writes: usize,
    marks: Vec<Mark>,
    last_mark: Serial,
    walks: Cell<u32>,
    /// Work since the last step: see [`limits::WORK_OF_A_STEP`].
    work: Cell<u64>,
    /// What objects, properties and texts take, in bytes, roughly.
    size: Cell<usize>,
}

/// What an object, a property or a variable takes beside its text, in bytes, roughly.
const CELL_SIZE: usize = 160;

impl Heap {
    /// Notes work inside of an expression.
    pub(in crate::machine) fn work(&self, units: usize) {
        self.work.set(self.work.get() + units as u64);
    }

    /// Notes that a text of so many bytes is made or looked through.
    pub(in crate::machine) fn work_on_text(&self, bytes: usize) {
        self.work(bytes / limits::TEXT_OF_A_UNIT);
    }

    /// Notes that a text of so many bytes is computed, and kept.
    pub(in crate::machine) fn make_text(&self, bytes: usize) {
        self.work_on_text(bytes);
        self.size.set(self.size.get() + bytes);
    }

    /// The work since it was last asked for.
    pub(in crate::machine) fn take_work(&self) -> u64 {
        self.work.take()
    }

    /// Whether the values take as much memory as they may.
    pub(in crate::machine) fn is_full(&self) -> bool {
        self.size.get() > limits::MEMORY
    }

    /// Makes an object.
    pub(in crate::machine) fn alloc(&mut self, kind: ObjKind, site: Span) -> ObjId {
        let id = ObjId(self.objects.len() as u32);
        self.size.set(self.size.get() + CELL_SIZE);
        self.objects.push(Object {
            kind,
            site,
            proto: None,
            bare: false,
            filled: false,
            keys: Keys::None,
            open: false,
            accessors: false,
            props: Props::default(),
            met_by: Cell::default(),
        });
        id
    }

    /// Begins a walk over objects.
    pub(in crate::machine) fn walk(&self) -> Walk<'_> {
        let number = self.walks.get() + 1;
        self.walks.set(number);
        Walk { heap: self, number }
    }

    /// How many objects there are.
    pub(in crate::machine) fn len(&self) -> usize {
        self.objects.len()
    }

    /// The object of that id.
    pub(in crate::machine) fn object(&self, id: ObjId) -> &Object {
        &self.objects[id.0 as usize]
    }

    /// The object of that id, to change what branching does not undo.
    pub(in crate::machine) fn object_mut(&mut self, id: ObjId) -> &mut Object {
        &mut self.objects[id.0 as usize]
    }

    /// What the object is.
    pub(in crate::machine) fn kind(&self, id: ObjId) -> &ObjKind {
        &self.objects[id.0 as usize].kind
    }

    /// What the object is on the web platform.
    pub(in crate::machine) fn host(&self, id: ObjId) -> Option<Host> {
        match self.objects[id.0 as usize].kind {
            ObjKind::Host(host) => Some(host),
            _ => None,
        }
    }

    /// Makes an activation of `owner` inside `parent`.
    pub(in crate::machine) fn activate(&mut self, owner: FnId, parent: Option<EnvId>) -> EnvId {
        let id = EnvId(self.envs.len() as u32);
        self.envs.push(Env { owner, parent });
        id
    }

    /// How many activations there were.
    pub(in crate::machine) fn env_count(&self) -> u32 {
        self.envs.len() as u32
    }

    /// The activation of `owner` that is seen from `env`.
    pub(in crate::machine) fn scope(&self, mut env: EnvId, owner: FnId) -> Option<EnvId> {
        loop {
            let e = self.envs[env.0 as usize];
            if e.owner == owner {
                return Some(env);
            }
            env = e.parent?;
        }
    }

    /// A variable's value.
    pub(in crate::machine) fn var(&self, env: EnvId, binding: BindingId) -> Option<&Value> {
        self.vars.get(&(env, binding)).map(|slot| &slot.value).filter(|v| !v.is_bottom())
    }

    /// An own property's value.
    pub(in crate::machine) fn own(&self, id: ObjId, name: &str) -> Option<&Value> {
        self.objects[id.0 as usize].props.get(name)
    }

    /// Own properties in the order of their creation, [`ELEMENTS`] not included.
    pub(in crate::machine) fn own_entries(&self, id: ObjId) -> impl Iterator<Item = (&Name, &Value)> {
        let entries = &self.objects[id.0 as usize].props.entries;
        self.work(entries.len());
        entries.iter().map(|(n, slot)| (n, &slot.value)).filter(|(n, v)| &***n != ELEMENTS && !v.is_bottom())
    }

    /// What conditions on the present path tell of an access path.
    pub(in crate::machine) fn fact(&self, path: AccessPath, fact: Fact) -> Option<&Value> {
        self.facts.get(&(path, fact)).map(|slot| &slot.value).filter(|v| !v.is_bottom())
    }

    /// The paths from a root of which conditions on the present path tell what is there, with that.
    pub(in crate::machine) fn facts_of(&self, root: Root) -> impl Iterator<Item = (AccessPath, &Value)> {
        let paths = self.paths.of_root(root);
        self.work(paths.len());
        paths.iter().filter_map(|path| Some((*path, self.fact(*path, Fact::Value)?)))
    }

    /// Forgets what conditions told of the parts of a root. That something was asked of the root itself stays: what a program parses
    /// from data that it has tested, it often puts into the same variable.
    pub(in crate::machine) fn forget_facts_of(&mut self, root: Root) {
        let paths = self.paths.of_root(root).get(1..).unwrap_or_default();
        self.work(paths.len());
        let places = paths.iter().flat_map(|path| [Fact::Value, Fact::Asked].map(|fact| (*path, fact)));
        let places = places.filter(|(path, fact)| self.fact(*path, *fact).is_some()).collect();
        self.drop_facts(places);
    }

    /// Forgets what conditions told.
    pub(in crate::machine) fn forget_facts(&mut self) {
        self.work(self.facts.len());
        let places = self.facts.iter().filter(|(_, slot)| !slot.value.is_bottom()).map(|(place, _)| *place).collect();
        self.drop_facts(places);
    }

    fn drop_facts(&mut self, places: Vec<(AccessPath, Fact)>) {
        for (path, fact) in places {
            self.set(Place::Fact(path, fact), Value::bottom());
        }
    }

    fn held(&self, place: &Place) -> Option<&Slot> {
        match place {
            Place::Fact(path, fact) => self.facts.get(&(*path, *fact)),
            Place::Var(env, binding) => self.vars.get(&(*env, *binding)),
            Place::Prop(id, name) => {
                let props = &self.objects[id.0 as usize].props;
                props.position(name).map(|i| &props.entries[i].1)
            }
        }
    }

    fn get(&self, place: &Place) -> Value {
        self.held(place).map(|slot| slot.value.clone()).unwrap_or_default()
    }

    /// What a place holds.
    pub(in crate::machine) fn at(&self, place: &Place) -> Value {
        self.get(place)
    }

    /// The places that a branch leaves with something that they do not hold here. Those that it writes first are none.
    pub(in crate::machine) fn grown<'d>(&self, delta: &'d Delta) -> impl Iterator<Item = Place> + use<'d, '_> {
        delta
            .writes
            .iter()
            .filter(|(place, value)| {
                let before = self.get(place);
                !before.is_bottom() && !before.subsumes(value)
            })
            .map(|(place, _)| place.clone())
    }

    /// Where a place is held, to be written.
    fn slot(&mut self, place: &Place) -> &mut Slot {
        match place {
            Place::Fact(path, fact) => self.facts.entry((*path, *fact)).or_default(),
            Place::Var(env, binding) => self.vars.entry((*env, *binding)).or_default(),
            Place::Prop(id, name) => {
                let object = &mut self.objects[id.0 as usize];
                object.accessors |= is_accessor(name);
                object.props.slot(name)
            }
        }
    }

    fn put(&mut self, place: &Place, value: Value) {
        self.grow();
        self.slot(place).value = value;
    }

    /// Notes that a place is written.
    fn grow(&self) {
        self.size.set(self.size.get() + CELL_SIZE / 4);
    }

    /// Writes a place.
    pub(in crate::machine) fn set(&mut self, place: Place, value: Value) {
        let branch = self.marks.last().copied().filter(|mark| mark.knows(&place));
        self.grow();
        let slot = self.slot(&place);
        let before = std::mem::replace(&mut slot.value, value);
        let Some(Mark { serial, .. }) = branch else { return };
        let logged = std::mem::replace(&mut slot.logged, serial);
        self.writes += 1;
        if logged != serial {
            self.log.push((place, before, logged));
        }
    }

    /// Writes a place that no branch has written, as if that had been done before all of them began.
    pub(in crate::machine) fn preset(&mut self, place: &Place, value: Value) {
        self.put(place, value);
    }

    /// Adds to what a place may hold.
    pub(in crate::machine) fn add(&mut self, place: Place, value: &Value) {
        let before = self.get(&place);
        if !before.subsumes(value) {
            self.set(place, before.join(value));
        }
    }

    /// Begins a branch. Marks are given back in the reverse order, to [`Self::rollback`], [`Self::keep`] or [`Self::join`].
    pub(in crate::machine) fn mark(&mut self) -> Mark {
        self.last_mark += 1;
        let (objects, envs) = (self.objects.len() as u32, self.envs.len() as u32);
        let mark = Mark { serial: self.last_mark, log: self.log.len(), writes: self.writes, objects, envs };
        self.marks.push(mark);
        mark
    }

    /// Undoes all writes since the mark and returns them.
    pub(in crate::machine) fn rollback(&mut self, mark: Mark) -> Delta {
        self.work(2 * (self.writes - mark.writes));
        let mut delta: Vec<(Place, Value)> = Vec::with_capacity(self.log.len() - mark.log);
        while self.log.len() > mark.log
            && let Some((place, before, logged)) = self.log.pop()
        {
            self.grow();
            let slot = self.slot(&place);
            slot.logged = logged;
            let after = std::mem::replace(&mut slot.value, before);
            delta.push((place, after));
        }
        self.writes = mark.writes;
        self.marks.pop();
        delta.reverse();
        Delta { writes: delta, narrowed: FxHashSet::default() }
    }

    /// The writes of a branch that was just undone, with what they only found out told from what they changed.
    pub(in crate::machine) fn told_apart(&self, mut delta: Delta) -> Delta {
        let narrows = |(place, value): &&(Place, Value)| value.is_narrowed(&self.get(place));
        delta.narrowed = delta.writes.iter().filter(narrows).map(|(place, _)| place.clone()).collect();
        delta
    }

    /// Ends a branch and leaves its writes in place.
    pub(in crate::machine) fn keep(&mut self, mark: Mark) {
        self.marks.pop();
        self.forget(mark);
    }

    /// Hands what the log holds of a branch that ended to the branch around it. That has no use for places younger than itself, nor for
    /// what was in a place after it has written there itself.
    fn forget(&mut self, ended: Mark) {
        self.work(self.writes - ended.writes);
        let Some(&around) = self.marks.last() else {
            self.log.clear();
            self.writes = 0;
            return;
        };
        self.writes = ended.writes;
        let mut log = std::mem::take(&mut self.log);
        let mut at = ended.log;
        while let Some((place, _, logged)) = log.get(at) {
            let is_known = around.knows(place);
            if is_known {
                self.writes += 1;
                self.slot(place).logged = around.serial;
            }
            if is_known && *logged != around.serial {
                at += 1;
            } else {
                log.swap_remove(at);
            }
        }
        self.log = log;
    }

    /// Makes the writes of a branch.
    pub(in crate::machine) fn apply(&mut self, delta: Delta) {
        for (place, value) in delta.writes {
            self.set(place, value);
        }
    }

    /// Adds the writes of a branch to what is there. Where one side only found out more about a place, there is nothing to
    /// merge.
    pub(in crate::machine) fn weak_update(&mut self, delta: &Delta, merge: impl Fn(Value, &Value) -> Value) {
        self.work(2 * delta.writes.len());
        for (place, value) in &delta.writes {
            let before = self.get(place);
            let value = match before.is_bottom() {
                true if matches!(place, Place::Fact(..)) => continue,
                true => self.with_absence(place, &before, value).unwrap_or_else(|| value.clone()),
                false if delta.narrowed.contains(place) => before.join(value),
                false if value.is_narrowed(&before) || before.is_narrowed(value) => before.join(value),
                false => merge(before, value),
            };
            self.set(place.clone(), value);
        }
    }

    /// Ends the branch that began at `mark` and merges the writes of its sibling with its own. Where both only found out
    /// more about a place, and wrote nothing, there is nothing to merge.
    pub(in crate::machine) fn join(&mut self, mark: Mark, sibling: &Delta, merge: impl Fn(Value, &Value) -> Value) {
        self.work(2 * (sibling.writes.len() + self.writes - mark.writes));
        let is_own = |place: &Place| self.held(place).is_some_and(|slot| slot.logged == mark.serial);
        let theirs_alone: Vec<&(Place, Value)> = sibling.writes.iter().filter(|(place, _)| !is_own(place)).collect();
        let mut shared: FxHashMap<&Place, &Value> = FxHashMap::default();
        if theirs_alone.len() < sibling.writes.len() {
            shared.extend(sibling.writes.iter().map(|(place, value)| (place, value)));
        }
        let here: Vec<(Place, Value)> =
            self.log[mark.log..].iter().map(|(place, before, _)| (place.clone(), before.clone())).collect();
        self.marks.pop();
        self.forget(mark);
        for (place, before) in here {
            let now = self.get(&place);
            let other = shared.get(&place).copied().unwrap_or(&before);
            let merged = match now.is_narrowed(&before) && other.is_narrowed(&before) {
                true => now.join(other),
                false => self.with_absence(&place, &now, other).unwrap_or_else(|| merge(now, other)),
            };
            // The log holds what was there before the branch already.
            self.put(&place, merged);
        }
        for (place, value) in theirs_alone {
            let before = self.get(place);
            let merged = match value.is_narrowed(&before) {
                true => before,
                false => self.with_absence(place, &before, value).unwrap_or_else(|| merge(before, value)),
            };
            self.set(place.clone(), merged);
        }
    }

    /// A property that only one of two branches has may be missing.
    fn with_absence(&self, place: &Place, a: &Value, b: &Value) -> Option<Value> {
        let (id, name) = match place {
            Place::Prop(id, name) => (id, name),
            Place::Fact(..) => return (a.is_bottom() || b.is_bottom()).then(Value::bottom),
            Place::Var(..) => return None,
        };
        if a.is_bottom() == b.is_bottom() || name.starts_with("[[") || !matches!(self.kind(*id), ObjKind::Plain) {
            return None;
        }
        let there = if a.is_bottom() { b } else { a };
        Some(there.clone().join(&Value::undefined()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::domain::value::Kind;

    #[test]
    fn what_a_path_that_was_left_early_wrote_may_be_missing() {
        let mut heap = Heap::default();
        let object = heap.alloc(ObjKind::Plain, Span::default());
        let place = Place::Prop(object, "signal".into());
        let mark = heap.mark();
        heap.set(place.clone(), Value::constant(Kind::Bool(true), Span::default()));
        let delta = heap.rollback(mark);
        assert!(heap.get(&place).is_bottom(), "the write was undone");
        heap.weak_update(&delta, Value::join);
        let kinds: Vec<Kind> = heap.get(&place).alts().iter().map(|alt| alt.kind.clone()).collect();
        assert_eq!(kinds, [Kind::Bool(true), Kind::Undefined]);
    }
}
