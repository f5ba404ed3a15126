//! After a crash: analyses that are made to see whether they end, and whose verdicts nobody reads.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::classes::Classes;
use super::{Desk, Job, Progress, Request, Sparing, find, sweep};
use crate::display::display_path;
use crate::loader::Loader;

/// What is to be tried.
#[derive(Clone, Debug)]
pub enum Probe {
    /// One file, whether or not it holds anything to judge: it may be imported by one that does.
    Alone(Job),
    /// All that a scan would analyse, without the analyses that are known to end well.
    Rest {
        /// Those analyses.
        known: Vec<Job>,
        /// The files that they saw started as workers.
        workers: Vec<String>,
    },
}

/// Makes the analyses. `progress` hears of each; what they find is dropped.
pub fn probe(request: &Request, probe: &Probe, progress: &dyn Progress) {
    match probe {
        Probe::Alone(job) => {
            // The text that stands for one file does not stand for those that it imports.
            let is_this = |(path, _): &(PathBuf, Vec<u8>)| display_path(path) == job.path;
            let request = &Request { unsaved: request.unsaved.clone().filter(is_this), ..request.clone() };
            let Some(path) = path_of(&job.path, request, progress) else { return };
            let mut loader = Loader::new(request, progress);
            if job.as_worker {
                loader.know_workers([job.path.clone()]);
            }
            let sparing = FxHashSet::default();
            let classes = Classes::new(request);
            let desk =
                Desk { request, progress, as_worker: job.as_worker, sparing: &sparing, classes: &classes, named: None };
            desk.judge(&path, &request.configs.of(&path).settings_of(&path), &loader, |_| true);
        }
        Probe::Rest { known, workers } => {
            let sparing = Sparing { jobs: known.iter().cloned().collect(), workers: workers.iter().cloned().collect() };
            sweep(&find(request, progress).0.files, request, progress, &sparing, &Classes::new(request));
        }
    }
}

/// The file that readers are shown under this path. A name that is not Unicode is shown as another one, and has to be looked for.
fn path_of(shown: &str, request: &Request, progress: &dyn Progress) -> Option<PathBuf> {
    let path = Path::new(shown);
    if request.unsaved.is_some() || path.is_file() {
        return Some(path.to_owned());
    }
    find(request, progress).0.files.into_iter().find(|path| display_path(path) == shown)
}
