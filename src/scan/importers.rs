//! Files that import what hands messages on: what they hand over decides what becomes of the data, and nothing else of them has to do with
//! messages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;

use super::classes::Classes;
use crate::config::plain;
use crate::detect;
use crate::modules::{Module, Modules};
use crate::report::Leads;
use crate::syntax::program::{ExportValue, Program};

/// How many files may hand a name on between the file that declares it and the one that uses it.
pub(super) const HOPS: usize = 3;

/// The files that hand messages on, by the paths that readers are shown, with the names of their functions.
pub(super) type Handing = BTreeMap<String, Vec<String>>;

/// Those that these analyses have shown.
pub(super) fn handing(leads: &BTreeMap<String, Leads>) -> Handing {
    let hands_on =
        |(path, leads): (&String, &Leads)| (!leads.hands_on.is_empty()).then(|| (path.clone(), leads.hands_on.clone()));
    leads.iter().filter_map(hands_on).collect()
}

/// Tells which files may import some of those. What they import in truth is asked once they are parsed.
pub(super) struct Importers {
    /// The outermost packages that those lie in, or the projects.
    homes: BTreeSet<PathBuf>,
    /// What a specifier that leads to one of those ends with, as a rule.
    stems: Option<AhoCorasick>,
}

impl Importers {
    pub(super) fn of<'h>(handing: impl Iterator<Item = &'h String>, classes: &Classes<'_>) -> Self {
        let (mut homes, mut stems) = (BTreeSet::new(), BTreeSet::new());
        for path in handing {
            let file = plain(Path::new(path));
            let home = classes.package_around(&file).or_else(|| file.parent().map(Path::to_owned));
            // The entry of a package goes by the name of its folder, or of the package.
            let names = file.ancestors().filter_map(|above| above.file_name()?.to_str()?.split('.').next());
            let names: Vec<&str> = names.filter(|name| !name.is_empty()).take(3).collect();
            match names.as_slice() {
                ["index", folders @ ..] => {
                    // From inside the folder, it is only dots.
                    let ends = [".\"", ".'", "./\"", "./'"];
                    stems.extend(folders.iter().copied().chain(ends).map(str::to_owned));
                }
                names => stems.extend(names.first().map(|name| (*name).to_owned())),
            }
            homes.extend(home);
        }
        Self { homes, stems: AhoCorasick::new(&stems).ok().filter(|_| !stems.is_empty()) }
    }

    /// Whether a file may import one.
    pub(super) fn may_be(&self, path: &Path) -> bool {
        let file = plain(path);
        self.homes.iter().any(|home| file.starts_with(home))
    }

    /// Whether what it holds names one.
    pub(super) fn name_one(&self, bytes: &[u8]) -> bool {
        self.stems.as_ref().is_some_and(|stems| stems.is_match(bytes))
    }
}

/// The names of the functions of what a file imports that hands messages on, and of those the names that it hands on itself.
pub(super) fn taken(module: &Module, modules: &dyn Modules) -> Option<Leads> {
    let path = module.source.path();
    let is_taken = detect::sources(&module.program).any(|source| !modules.hands_on(path, source).is_empty());
    let handed_on: BTreeSet<String> =
        re_exported(&module.program).flat_map(|source| modules.hands_on(path, source)).collect();
    let leads = Leads { hands_on: handed_on.into_iter().collect(), ..Leads::default() };
    (is_taken || !leads.hands_on.is_empty()).then_some(leads)
}

/// Where what a file exports comes from, if it is not its own.
fn re_exported(program: &Program) -> impl Iterator<Item = &str> {
    program.exports.iter().filter_map(|export| match &export.value {
        ExportValue::From { source, .. } => Some(&**source),
        ExportValue::Binding(_) => None,
    })
}
