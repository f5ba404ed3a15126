//! Access paths: a variable or an object, and the steps that lead on from there. What the machine knows of a place that is no
//! variable and no property of its own memory is kept under one, each of them interned, so that it is as cheap to compare and to
//! log as a number.

use rustc_hash::FxHashMap;

use crate::machine::domain::heap::EnvId;
use crate::machine::domain::value::ObjId;
use crate::machine::limits;
use crate::syntax::program::{BindingId, ExprId, Name};

/// Where an access path begins.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::machine) enum Root {
    /// A variable of an activation.
    Variable(EnvId, BindingId),
    /// An object of the heap.
    Object(ObjId),
}

/// What leads from a value to one that belongs to it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(in crate::machine) enum Step {
    /// A property.
    Field(Name),
    /// A property or element of which it is not known which one it is.
    AnyField,
    /// The object itself, once it is known to be of that type.
    Cast(&'static str),
    /// What the call of one of its methods gives.
    Result(ExprId),
    /// What an expression gives, by what is known of that: its type, or where it is kept.
    Given(ExprId, Name),
    /// What a type in the source says of the value there.
    Annotated { at: u32, interface: Name },
    /// What holds that value in a property.
    HolderOfAnnotated(u32),
    /// A property of everything that is spelled alike.
    Spelled { name: Name, text: Name },
}

impl Step {
    /// The name of the property, if it is one.
    pub(in crate::machine) fn name(&self) -> Option<&Name> {
        if let Self::Field(name) = self { Some(name) } else { None }
    }

    /// Whether it is the property of that name.
    pub(in crate::machine) fn is_field(&self, name: &str) -> bool {
        self.name().is_some_and(|known| **known == *name)
    }
}

/// An access path by its number. None has more than [`limits::PATH_STEPS`] steps.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::machine) struct AccessPath(u32);

/// The last step of a path and what is before it; the path that is the root alone has neither.
#[derive(Debug)]
struct Node {
    root: Root,
    last: Option<(AccessPath, Step)>,
    length: usize,
}

/// All access paths under which something was ever known.
#[derive(Debug, Default)]
pub(in crate::machine) struct AccessPaths {
    nodes: Vec<Node>,
    /// The paths of each root, itself first.
    of_root: FxHashMap<Root, Vec<AccessPath>>,
    longer: FxHashMap<(AccessPath, Step), AccessPath>,
}

impl AccessPaths {
    /// The path, if something was ever known of it.
    pub(in crate::machine) fn find(&self, root: Root, steps: impl IntoIterator<Item = Step>) -> Option<AccessPath> {
        let begin = *self.of_root.get(&root)?.first()?;
        steps.into_iter().try_fold(begin, |path, step| self.longer.get(&(path, step)).copied())
    }

    /// The path, unless it is too long.
    pub(in crate::machine) fn intern(
        &mut self,
        root: Root,
        steps: impl IntoIterator<Item = Step>,
    ) -> Option<AccessPath> {
        let begin = match self.of_root.get(&root).and_then(|paths| paths.first()) {
            Some(&begin) => begin,
            None => self.add(Node { root, last: None, length: 0 }),
        };
        self.extend(begin, steps)
    }

    /// The path that leads on from one, unless it is too long.
    pub(in crate::machine) fn extend(
        &mut self,
        path: AccessPath,
        steps: impl IntoIterator<Item = Step>,
    ) -> Option<AccessPath> {
        steps.into_iter().try_fold(path, |path, step| self.longer(path, step))
    }

    fn longer(&mut self, path: AccessPath, step: Step) -> Option<AccessPath> {
        let last = (path, step);
        if let Some(&known) = self.longer.get(&last) {
            return Some(known);
        }
        let Node { root, length, .. } = *self.node(path);
        if length >= limits::PATH_STEPS {
            return None;
        }
        let longer = self.add(Node { root, last: Some(last.clone()), length: length + 1 });
        self.longer.insert(last, longer);
        Some(longer)
    }

    /// The paths that begin at a root, as far as something was ever known of them.
    pub(in crate::machine) fn of_root(&self, root: Root) -> &[AccessPath] {
        self.of_root.get(&root).map_or(&[], Vec::as_slice)
    }

    /// Where a path begins.
    pub(in crate::machine) fn root(&self, path: AccessPath) -> Root {
        self.node(path).root
    }

    /// The last step of a path, if it has any.
    pub(in crate::machine) fn last(&self, path: AccessPath) -> Option<&Step> {
        self.node(path).last.as_ref().map(|(_, step)| step)
    }

    /// The steps of a path, in their order.
    pub(in crate::machine) fn steps(&self, path: AccessPath) -> Vec<Step> {
        let mut steps = Vec::with_capacity(self.node(path).length);
        let mut at = path;
        while let Some((before, step)) = &self.node(at).last {
            steps.push(step.clone());
            at = *before;
        }
        steps.reverse();
        steps
    }

    fn node(&self, path: AccessPath) -> &Node {
        &self.nodes[path.0 as usize]
    }

    fn add(&mut self, node: Node) -> AccessPath {
        let path = AccessPath(self.nodes.len() as u32);
        self.of_root.entry(node.root).or_default().push(path);
        self.nodes.push(node);
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: Root = Root::Variable(EnvId(1), BindingId(2));

    fn names(fields: &[&str]) -> Vec<Step> {
        fields.iter().map(|field| Step::Field((*field).into())).collect()
    }

    #[test]
    fn a_path_is_one_number_and_gives_back_its_fields() {
        let mut paths = AccessPaths::default();
        let fields = || names(&["data", "kind"]);
        assert_eq!(paths.find(ROOT, fields()), None);
        let path = paths.intern(ROOT, fields()).expect("two steps are not too many");
        assert_eq!(paths.find(ROOT, fields()), Some(path));
        assert_eq!(paths.intern(ROOT, fields()), Some(path));
        assert_eq!((paths.root(path), paths.steps(path)), (ROOT, fields()));
        let whole = paths.find(ROOT, []).expect("what a path begins with is a path");
        assert_eq!(paths.extend(whole, fields()), Some(path));
        assert_eq!(paths.of_root(ROOT).len(), 3);
    }

    #[test]
    fn fields_with_dots_in_their_names_are_told_apart() {
        let mut paths = AccessPaths::default();
        let (one, two) = (paths.intern(ROOT, names(&["a.b"])), paths.intern(ROOT, names(&["a", "b"])));
        assert!(one.is_some() && two.is_some() && one != two);
    }

    #[test]
    fn a_path_with_too_many_steps_is_none() {
        let mut paths = AccessPaths::default();
        let most = vec![Step::Field("next".into()); limits::PATH_STEPS];
        let path = paths.intern(ROOT, most).expect("as many as there may be");
        assert_eq!(paths.extend(path, names(&["next"])), None);
    }
}
