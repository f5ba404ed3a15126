//! After a crash: analyses that are made to see whether they end, and whose verdicts nobody reads.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::classes::Classes;
use super::importers::handing;
use super::{Desk, Job, Progress, Request, Role, Sparing, find, sweep};
use crate::display::display_path;
use crate::loader::Loader;
use crate::report::Leads;

/// What is to be tried.
#[derive(Clone, Debug)]
pub enum Probe {
    /// One file, whether or not it holds anything to judge: it may be imported by one that does.
    Alone {
        /// As what it is judged.
        job: Job,
        /// What others showed.
        leads: BTreeMap<String, Leads>,
    },
    /// All that a scan would analyse, without the analyses that are known to end well.
    Rest {
        /// Those analyses.
        known: Vec<Job>,
        /// What they showed of other files.
        leads: BTreeMap<String, Leads>,
    },
}

/// Makes the analyses. `progress` hears of each; what they find is dropped.
pub fn probe(request: &Request, probe: &Probe, progress: &dyn Progress) {
    match probe {
        Probe::Alone { job, leads } => {
            // The text that stands for one file does not stand for those that it imports.
            let is_this = |(path, _): &(PathBuf, Vec<u8>)| display_path(path) == job.path;
            let request = &Request { unsaved: request.unsaved.clone().filter(is_this), ..request.clone() };
            let Some(path) = path_of(&job.path, request, progress) else { return };
            let mut loader = Loader::new(request, progress);
            if job.role == Role::Worker {
                loader.know_workers([job.path.clone()]);
            }
            loader.know_handing(&handing(leads));
            let sparing = FxHashSet::default();
            let classes = Classes::new(request);
            let desk = Desk {
                request,
                progress,
                role: job.role,
                sparing: &sparing,
                classes: &classes,
                named: None,
                importers: None,
                kept: None,
            };
            desk.judge(&path, &request.configs.of(&path).settings_of(&path), &loader, |_| true);
        }
        Probe::Rest { known, leads } => {
            let sparing = Sparing { jobs: known.iter().cloned().collect(), leads: leads.clone() };
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
