//! How files are called: each in one way, however its path was spelled.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use crate::config::plain;
use crate::display::display_path;
use crate::read::{self, repository};
use crate::store::Store;

/// The place from which a run calls files.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    store: Store,
    /// The current folder, without links.
    here: PathBuf,
    /// The repository around it, or else itself.
    home: PathBuf,
}

impl Names {
    /// Of files on disk, as seen from the current folder of the process.
    pub(crate) fn from_here() -> Self {
        let here = std::env::current_dir().and_then(read::real).unwrap_or_default();
        let home = repository(&here).unwrap_or(&here).to_owned();
        Self { store: Store::Disk, here, home }
    }

    /// The same for other files.
    pub(crate) fn of_files_in(store: &Store) -> Self {
        match store {
            Store::Disk | Store::Edited(_) => Self { store: store.clone(), ..Self::from_here() },
            Store::Memory(_) => {
                let here = plain(Path::new("."));
                Self { store: store.clone(), home: here.clone(), here }
            }
        }
    }

    /// The path by which the run calls what is at `path`, wherever links lead: below the current folder, and elsewhere in its
    /// repository, the way from the current folder; an absolute path for the rest. Of what does not exist, the folder is looked for.
    pub(crate) fn of(&self, path: &Path) -> PathBuf {
        match self.store.real(path) {
            Ok(real) => self.of_real(&real),
            Err(_) => self.of_entry(path),
        }
    }

    /// The same for what may not exist, or be a link that is meant itself.
    pub(crate) fn of_entry(&self, path: &Path) -> PathBuf {
        self.of_real(&self.entry(path))
    }

    /// The same for a text that goes by the name `path`. Editors compare the answer with the absolute path that they gave.
    pub(crate) fn of_text(&self, path: &Path) -> PathBuf {
        let real = self.entry(path);
        if path == real { real } else { self.of_real(&real) }
    }

    /// The same for a path that is absolute and without links.
    pub(crate) fn of_real(&self, real: &Path) -> PathBuf {
        if !real.starts_with(&self.home) {
            return real.to_owned();
        }
        let shared = self.here.components().zip(real.components()).take_while(|(a, b)| a == b).count();
        let up = self.here.components().skip(shared).map(|_| Component::ParentDir);
        let way: PathBuf = up.chain(real.components().skip(shared)).collect();
        if way.as_os_str().is_empty() { PathBuf::from(".") } else { way }
    }

    /// [`Self::of`], as readers see it.
    pub(crate) fn shown(&self, path: &Path) -> String {
        display_path(&self.of(path))
    }

    /// How readers see a path that is a statement of the repository: as somebody wrote it, or else by [`Self::of_entry`].
    pub(crate) fn shown_as_given(&self, path: &Path) -> String {
        if path.is_relative() { display_path(path) } else { display_path(&self.of_entry(path)) }
    }

    /// An absolute path to an entry of a folder, without links above it.
    fn entry(&self, path: &Path) -> PathBuf {
        let plain = plain(path);
        match (plain.parent().map(|folder| self.store.real(folder)), plain.file_name()) {
            (Some(Ok(folder)), Some(name)) => folder.join(name),
            _ => plain,
        }
    }
}

/// Paths that were asked for.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// Absolute, as [`plain`] makes them.
    paths: HashSet<PathBuf>,
}

impl Places {
    pub(crate) fn of(paths: &[PathBuf]) -> Self {
        Self { paths: paths.iter().map(|path| plain(path)).collect() }
    }

    /// Whether an absolute path is one of them.
    pub(crate) fn hold(&self, path: &Path) -> bool {
        self.paths.contains(path)
    }

    /// Those that an absolute path lies in, the nearest first.
    pub(crate) fn around(&self, path: &Path) -> impl Iterator<Item = &Path> {
        path.ancestors().skip(1).filter_map(|above| self.paths.get(above)).map(PathBuf::as_path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_repository_are_called_from_here_and_others_by_their_whole_path() {
        let names = Names { store: Store::Disk, here: PathBuf::from("/r/src"), home: PathBuf::from("/r") };
        let of = |path: &str| display_path(&names.of_real(Path::new(path)));
        assert_eq!(of("/r/src/a/b.ts"), "a/b.ts");
        assert_eq!(of("/r/src"), ".");
        assert_eq!(of("/r/lib/b.ts"), "../lib/b.ts");
        assert_eq!(of("/r"), "..");
        assert_eq!(of("/q/b.ts"), "/q/b.ts");
        assert_eq!(of("/r2/b.ts"), "/r2/b.ts");
    }

    #[test]
    fn what_was_asked_for_lies_around_a_path() {
        let places = Places::of(&["/r", "/r/a/", "/r/a/b/../c", "/q"].map(PathBuf::from));
        let around = |path: &str| places.around(Path::new(path)).map(display_path).collect::<Vec<_>>();
        assert_eq!(around("/r/a/b.js"), ["/r/a", "/r"]);
        assert_eq!(around("/r/a"), ["/r"], "it does not lie in itself");
        assert_eq!(around("/rr/a"), [""; 0]);
        assert!(places.hold(Path::new("/r/a/c")) && !places.hold(Path::new("/r/a/b")));
    }
}
