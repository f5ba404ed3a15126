//! A folder of the workspace: the process that analyses it, and what is done when that crashes.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use super::analyst::{Analyst, Manner, Said};
use super::client::Client;
use super::orders::Order;
use crate::display::display_path;
use crate::read;

/// Crashes after which a folder is not analysed any more until somebody saves a file.
const ATTEMPTS: usize = 5;

/// A folder, and what the server knows of its analysis.
pub(super) struct Folder {
    /// Absolute and without links.
    pub(super) root: PathBuf,
    /// Whether it is scanned as a whole: it is one of the workspace, and not only what lies around an open file.
    pub(super) whole: bool,
    analyst: Option<Analyst>,
    /// Files that are not analysed, by the paths that readers are shown, with what happened when they were.
    quarantined: BTreeMap<String, String>,
    /// Whether one file is analysed at a time, to see which of them crashes.
    serial: bool,
    crashes: usize,
    /// The addresses of files of which something is shown.
    pub(super) shown: BTreeSet<String>,
}

/// What becomes of a folder after a crash.
pub(super) enum Next {
    /// It is analysed again, without the file that is named if it is known which one it was.
    Again(Option<String>),
    GivenUp,
}

impl Folder {
    pub(super) fn new(root: PathBuf, whole: bool) -> Self {
        Self {
            root,
            whole,
            analyst: None,
            quarantined: BTreeMap::new(),
            serial: false,
            crashes: 0,
            shown: BTreeSet::new(),
        }
    }

    /// A folder of the workspace. A home directory or a whole file system is opened by accident: there only open files are looked at.
    pub(super) fn of_workspace(path: &Path) -> Self {
        let root = read::real(path).unwrap_or_else(|_| path.to_owned());
        let home = std::env::home_dir().and_then(|home| read::real(home).ok());
        let whole = root.parent().is_some() && home.is_none_or(|home| home != root);
        Self::new(root, whole)
    }

    /// What lies around a file that is in no folder of the workspace.
    pub(super) fn around(file: &Path) -> Self {
        let folder = file.parent().unwrap_or(file);
        let root = read::repository(folder).or_else(|| read::package(folder)).unwrap_or(folder);
        Self::new(root.to_owned(), false)
    }

    /// Starts the analysis.
    ///
    /// # Errors
    ///
    /// Why it could not be started.
    pub(super) fn start<T: From<Said> + Send + 'static>(
        &mut self,
        number: u64,
        arguments: &[OsString],
        client: Client,
        to: &Sender<T>,
    ) -> Result<(), String> {
        let manner = Manner { arguments, folder: &self.root, quarantined: &self.quarantined, serial: self.serial };
        let mut analyst = Analyst::start(number, &manner, to)?;
        analyst.order(&Order::Begin { client, whole: self.whole });
        self.analyst = Some(analyst);
        Ok(())
    }

    pub(super) fn is_running(&self) -> bool {
        self.analyst.is_some()
    }

    /// Whether its process has this number.
    pub(super) fn has(&self, number: u64) -> bool {
        self.analyst.as_ref().is_some_and(|analyst| analyst.number == number)
    }

    pub(super) fn order(&mut self, order: &Order) {
        if let Some(analyst) = &mut self.analyst {
            analyst.order(order);
        }
    }

    /// Its process has ended in the middle of these analyses.
    pub(super) fn lose(&mut self, why: &str, begun: &[String]) -> Next {
        self.analyst = None;
        self.crashes += 1;
        let guilty = match begun {
            [one] => Some(one.clone()),
            // Which of several it was shows when they are analysed one after the other.
            _ => None,
        };
        self.serial |= begun.len() > 1;
        if let Some(path) = &guilty {
            self.quarantined.insert(path.clone(), why.to_owned());
        }
        if self.crashes > ATTEMPTS { Next::GivenUp } else { Next::Again(guilty) }
    }

    /// Everything was judged, so that earlier crashes tell nothing any more.
    pub(super) fn is_whole_again(&mut self) {
        self.crashes = 0;
    }

    /// Somebody saved a file: if its analysis crashed, it is tried again. The answer is whether the folder has to be started.
    pub(super) fn forgive(&mut self, file: &Path) -> bool {
        if self.analyst.is_none() {
            self.crashes = 0;
            return true;
        }
        let path = display_path(file.strip_prefix(&self.root).unwrap_or(file));
        if self.quarantined.remove(&path).is_some() {
            self.order(&Order::Forgive { path });
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_of_a_crash_is_left_out_and_many_crashes_end_it() {
        let mut folder = Folder::new(PathBuf::from("/p"), true);
        let begun = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert!(matches!(folder.lose("it broke", &begun(&["a.js", "b.js"])), Next::Again(None)) && folder.serial);
        assert!(matches!(folder.lose("it broke", &begun(&["b.js"])), Next::Again(Some(path)) if path == "b.js"));
        assert_eq!(folder.quarantined.get("b.js").map(String::as_str), Some("it broke"));
        (0..3).for_each(|_| assert!(matches!(folder.lose("it broke", &[]), Next::Again(None))));
        assert!(matches!(folder.lose("it broke", &[]), Next::GivenUp));
        assert!(folder.forgive(Path::new("/p/b.js")), "whoever saves a file starts it again");
        assert!(matches!(folder.lose("it broke", &[]), Next::Again(None)));
    }
}
