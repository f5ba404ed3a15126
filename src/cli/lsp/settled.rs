//! Configurations as they last could be used: whoever edits one makes it wrong for a while.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::config::{Config, Flaw, Mistake, Texts};
use crate::display::reason;
use crate::store::Store;

/// The texts on disk; of one that cannot be used, the last that could, or none.
#[derive(Debug, Default)]
pub(super) struct Settled {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    usable: BTreeMap<PathBuf, Option<String>>,
    flaws: BTreeMap<PathBuf, Flaw>,
    asked: BTreeSet<PathBuf>,
}

impl Settled {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is wrong with those that were asked for since the last time that somebody wanted to know.
    pub(super) fn take_flaws(&self) -> Vec<Flaw> {
        std::mem::take(&mut self.lock().flaws).into_values().collect()
    }

    /// The files that were asked for since the last time that somebody wanted to know, whether or not they are there.
    pub(super) fn take_asked(&self) -> BTreeSet<PathBuf> {
        std::mem::take(&mut self.lock().asked)
    }
}

impl Texts for Settled {
    fn text(&self, path: &Path) -> io::Result<Option<String>> {
        let now = match Store::Disk.text(path) {
            Ok(Some(text)) => Config::read(path, &text, &Store::Disk).map(|_| Some(text)),
            Ok(None) => Ok(None),
            Err(error) => {
                let mistake = Mistake { message: reason(&error), help: None, span: None };
                Err(Flaw { path: path.to_owned(), text: String::new(), mistake })
            }
        };
        let mut state = self.lock();
        state.asked.insert(path.to_owned());
        match now {
            Ok(text) => {
                state.usable.insert(path.to_owned(), text.clone());
                Ok(text)
            }
            Err(flaw) => {
                state.flaws.insert(flaw.path.clone(), flaw);
                Ok(state.usable.get(path).cloned().flatten())
            }
        }
    }

    fn is_repository(&self, folder: &Path) -> bool {
        Store::Disk.is_repository(folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_is_broken_counts_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("originlint.toml");
        let settled = Settled::default();
        let text = || settled.text(&path).expect("it can be read");
        assert_eq!(text(), None);
        fs::write(&path, "persona = 'pedantic'\n").expect("a file");
        assert_eq!(text().as_deref(), Some("persona = 'pedantic'\n"));
        fs::write(&path, "persona = '\n").expect("a file");
        assert_eq!(text().as_deref(), Some("persona = 'pedantic'\n"));
        assert_eq!(settled.take_flaws().len(), 1);
        fs::remove_file(&path).expect("it is there");
        assert_eq!(text(), None, "what is taken away is not there any more");
        assert!(settled.take_flaws().is_empty() && settled.take_asked().contains(&path));
    }
}
