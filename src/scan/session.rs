//! A scan that stays: after a change, what the change cannot have touched is not analysed again. Its report is that of a scan.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use rustc_hash::{FxHashMap, FxHashSet};

use super::classes::Classes;
use super::importers::{self, Handing, Importers};
use super::stamps::{Stamps, notes};
use super::{Desk, Job, Progress, Request, Role, Tally, Verdict, conclude, find};
use crate::config::plain;
use crate::discover::{Discovery, is_script};
use crate::display::display_path;
use crate::embedding::Embedding;
use crate::loader::Loader;
use crate::modules::{Modules, Resolved, Scope};
use crate::names::Names;
use crate::platform::Sign;
use crate::report::{Leads, Report};
use crate::store::Store;

/// What is known of files whatever is asked of them next.
#[derive(Default)]
pub struct Known {
    /// The analyses that were made. Without a judgement it was one of a file that holds nothing to judge.
    done: FxHashMap<Job, Option<Box<Judged>>>,
    /// The files that hand messages on.
    handing: Handing,
    stamps: Stamps,
    /// The files besides scripts on which analyses rest, and those scripts that tell something of others which do not import them.
    notes: BTreeSet<PathBuf>,
}

/// An analysis, and what it rests on besides the file's own text.
struct Judged {
    verdict: Verdict,
    /// The files that it imported, by the paths that readers are shown.
    uses: BTreeSet<String>,
    /// Where files would be that it asked for and did not get: absolute, and perhaps without an extension.
    missed: Vec<PathBuf>,
    /// Whether it asked for other files at all, so that a new one may be an answer.
    asks: bool,
    /// What it was told of the pages that a file is for.
    embedding: Option<(String, Embedding)>,
}

/// How far a change on disk reaches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Change {
    /// To the files themselves and those that import them; they were forgotten.
    Texts,
    /// To what imports may lead to: files came or went.
    Files,
    /// To everything: a project says something else of itself.
    All,
}

impl Known {
    /// Forgets what a change has touched. Of changed texts only their session knows which those are.
    pub fn forget(&mut self, change: Change) {
        match change {
            Change::Texts => {}
            Change::Files => self.done.retain(|_, judged| judged.as_ref().is_none_or(|judged| !judged.asks)),
            Change::All => {
                self.done.clear();
                self.notes.clear();
            }
        }
    }

    /// Forgets the analyses of a file, and of those that import it. The answer is which files those are.
    fn forget_file(&mut self, path: &str) -> Vec<String> {
        let place = plain(Path::new(path));
        let place = place.as_os_str().as_encoded_bytes();
        let is_touched = |judged: &Judged| {
            let begins = |missed: &PathBuf| place.starts_with(missed.as_os_str().as_encoded_bytes());
            judged.uses.contains(path) || judged.missed.iter().any(begins)
        };
        let forgotten =
            self.done.extract_if(|job, judged| job.path == path || judged.as_deref().is_some_and(is_touched));
        forgotten.map(|(job, _)| job.path).collect()
    }
}

/// The files that a request is about, as long as none comes or goes.
pub struct Session<'a> {
    request: &'a Request,
    progress: &'a dyn Progress,
    known: &'a mut Known,
    loader: Loader<'a>,
    classes: Classes<'a>,
    found: (Discovery, usize),
    /// The files by the paths that readers are shown.
    files: FxHashMap<String, PathBuf>,
    /// Those that are not judged yet.
    left: BTreeSet<String>,
}

impl<'a> Session<'a> {
    /// Finds the files. What is known of others is dropped.
    pub fn new(request: &'a Request, progress: &'a dyn Progress, known: &'a mut Known) -> Self {
        let found = find(request, progress);
        let files: FxHashMap<String, PathBuf> =
            found.0.files.iter().map(|path| (display_path(path), path.clone())).collect();
        known.done.retain(|job, _| files.contains_key(&job.path));
        let job = |path: &String| Job { path: path.clone(), role: Role::Script };
        let left = files.keys().filter(|path| !known.done.contains_key(&job(path))).cloned().collect();
        // Before they are read: what is written meanwhile is seen as a change later.
        known.notes.extend(notes(folders_of(&found.0.files).iter().map(PathBuf::as_path)));
        found.0.files.iter().chain(&known.notes).for_each(|path| known.stamps.note(path));
        let (loader, classes) = (Loader::new(request, progress), Classes::new(request));
        Self { request, progress, known, loader, classes, found, files, left }
    }

    /// Whether a file is one of those that the request is about.
    pub fn holds(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Everything rests on these files too, whether or not they are there. Their paths are absolute.
    pub fn rests_on(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        for path in paths {
            self.known.stamps.note(&path);
            self.known.notes.insert(path);
        }
    }

    /// Forgets what rests on the text of a file, which is another one now.
    pub fn touch(&mut self, path: &str) {
        self.loader.forget(Path::new(path));
        let mut forgotten = self.known.forget_file(path);
        forgotten.push(path.to_owned());
        if self.known.notes.contains(&plain(Path::new(path))) {
            let is_told_otherwise = |judged: &Option<Box<Judged>>| {
                let told = judged.as_ref().and_then(|judged| judged.embedding.as_ref());
                told.is_some_and(|(path, embedding)| self.loader.embedding(path) != *embedding)
            };
            let others = self.known.done.extract_if(|_, judged| is_told_otherwise(judged));
            forgotten.extend(others.map(|(job, _)| job.path));
        }
        self.left.extend(forgotten.into_iter().filter(|path| self.files.contains_key(path)));
    }

    /// Looks for what has changed on disk since it was read, and forgets what rests on it.
    pub fn refresh(&mut self) -> Change {
        let notes = self.known.notes.iter().map(PathBuf::as_path);
        let mut said = self.known.stamps.changed(notes);
        if said.iter().any(|path| path.file_name().is_some_and(|name| !is_script(name))) {
            return Change::All;
        }
        if find(self.request, self.progress).0.files != self.found.0.files {
            return Change::Files;
        }
        let judged = self.known.done.values().flatten();
        let imported: BTreeSet<PathBuf> = judged.flat_map(|judged| &judged.uses).map(PathBuf::from).collect();
        let files = imported.iter().chain(&self.found.0.files).map(PathBuf::as_path);
        let mut changed = self.known.stamps.changed(files);
        // What an editor holds counts instead of what is on disk.
        if let Store::Edited(buffers) = &self.request.store {
            changed.retain(|path| buffers.get(path).is_none());
            said.retain(|path| buffers.get(path).is_none());
        }
        changed.iter().for_each(|path| self.touch(&display_path(path)));
        // What is called by its whole path here may be one of those.
        let names = Names::of_files_in(&self.request.store);
        said.iter().for_each(|path| self.touch(&names.shown(path)));
        Change::Texts
    }

    /// Whether a file is left that is not judged.
    pub fn is_behind(&self) -> bool {
        !self.left.is_empty()
    }

    /// Judges those files that are wanted and not judged yet, until `stop` says so. The answer is whether it never did.
    pub fn judge(&mut self, wanted: &dyn Fn(&str) -> bool, stop: &(dyn Fn() -> bool + Sync)) -> bool {
        let job = |path: &String, role| Job { path: path.clone(), role };
        let as_script = self.left.iter().filter(|path| wanted(path)).map(|path| job(path, Role::Script)).collect();
        let mut is_done = self.make(as_script, Role::Script, None, stop);
        for _ in 0..importers::HOPS {
            let handing = importers::handing(&self.leads());
            if handing != self.known.handing {
                // Which files import one of those is another question now.
                self.known.done.retain(|job, _| job.role != Role::Importer);
                self.known.handing = handing;
            }
            self.loader.know_handing(&self.known.handing);
            let importers = Importers::of(self.known.handing.keys(), &self.classes);
            let may_be = self.files.iter().filter(|(path, file)| wanted(path) && importers.may_be(file));
            let as_importer = may_be.map(|(path, _)| job(path, Role::Importer));
            let as_importer: Vec<Job> = as_importer.filter(|job| !self.known.done.contains_key(job)).collect();
            if as_importer.is_empty() {
                break;
            }
            is_done &= self.make(as_importer, Role::Importer, Some(&importers), stop);
        }
        let started = self.started();
        let as_worker = started.iter().filter(|path| wanted(path) && self.files.contains_key(*path));
        let as_worker =
            as_worker.map(|path| job(path, Role::Worker)).filter(|job| !self.known.done.contains_key(job)).collect();
        self.loader.know_workers(started);
        is_done &= self.make(as_worker, Role::Worker, None, stop);
        self.loader.know_workers([]);
        is_done
    }

    /// The scripts that the files start as workers, as far as they are judged.
    fn started(&self) -> BTreeSet<String> {
        self.leads().into_values().flat_map(|leads| leads.workers).collect()
    }

    /// What the files show of others, as far as they are judged.
    fn leads(&self) -> BTreeMap<String, Leads> {
        let mut all: BTreeMap<String, Leads> = BTreeMap::new();
        for (job, judged) in self.known.done.iter().filter(|(job, _)| job.role != Role::Worker) {
            if let Some(leads) = judged.as_deref().and_then(|judged| judged.verdict.leads()) {
                let known = all.entry(job.path.clone()).or_default();
                known.workers.extend(leads.workers.iter().cloned());
                known.hands_on.extend(leads.hands_on.iter().cloned());
            }
        }
        all
    }

    /// Makes analyses until `stop` says so, and tells whether all of them were made.
    fn make(
        &mut self,
        jobs: Vec<Job>,
        role: Role,
        importers: Option<&Importers>,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> bool {
        let sparing = FxHashSet::default();
        let Self { request, progress, loader, classes, files, .. } = self;
        // A change may be what makes a file used, so that none is spared.
        let desk =
            Desk { request, progress: *progress, role, sparing: &sparing, classes, named: None, importers, kept: None };
        let count = AtomicUsize::new(0);
        let judge = |job: &Job| {
            if stop() {
                return None;
            }
            let noted = Noted { modules: &*loader, heard: Mutex::default() };
            let verdict = desk.verdict_of(&files[&job.path], &noted);
            progress.done(count.fetch_add(1, Ordering::Relaxed) + 1);
            let Heard { uses, missed, asks, embedding } =
                noted.heard.into_inner().unwrap_or_else(PoisonError::into_inner);
            let judged = || Box::new(Judged { verdict: verdict.clone(), uses, missed, asks, embedding });
            Some((!matches!(verdict, Verdict::Filtered)).then(judged))
        };
        let made: Vec<Option<Option<Box<Judged>>>> = jobs.par_iter().with_max_len(1).map(judge).collect();
        let mut all = true;
        for (job, judged) in jobs.into_iter().zip(made) {
            let Some(judged) = judged else {
                all = false;
                continue;
            };
            judged.iter().flat_map(|judged| &judged.uses).for_each(|path| self.known.stamps.note(Path::new(path)));
            if role == Role::Script {
                self.left.remove(&job.path);
            }
            self.known.done.insert(job, judged);
        }
        let asked = self.loader.take_asked();
        self.rests_on(asked);
        all
    }

    /// The report on what is judged. `all` says that everything is.
    pub fn report(&self, all: bool) -> Report {
        let started = self.started();
        let mut tally = Tally::default();
        for path in &self.found.0.files {
            let path = display_path(path);
            let is_worker = started.contains(&path);
            let judged_as = |role| self.known.done.get(&Job { path: path.clone(), role }).map(Option::as_deref);
            let Some(judged) = judged_as(Role::Script) else { continue };
            tally = tally.count(judged.map_or(Verdict::Filtered, |judged| judged.verdict.clone()));
            let again = [Role::Importer, Role::Worker].into_iter().filter(|role| *role != Role::Worker || is_worker);
            for judged in again.filter_map(judged_as).flatten() {
                tally.files.retain(|file| file.source.path() != path);
                tally.keep(judged.verdict.clone());
            }
        }
        tally.unread = self.loader.unread();
        conclude(self.request, &self.found, &self.classes, tally, all)
    }
}

/// The folders that files lie in, absolute.
fn folders_of(files: &[PathBuf]) -> BTreeSet<PathBuf> {
    let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    folders.into_iter().map(plain).collect()
}

/// Answers as another one does, and remembers what was asked.
struct Noted<'a> {
    modules: &'a dyn Modules,
    heard: Mutex<Heard>,
}

#[derive(Default)]
struct Heard {
    uses: BTreeSet<String>,
    missed: Vec<PathBuf>,
    asks: bool,
    embedding: Option<(String, Embedding)>,
}

impl Noted<'_> {
    fn note(&self, note: impl FnOnce(&mut Heard)) {
        note(&mut self.heard.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Modules for Noted<'_> {
    fn resolve(&self, from: &str, specifier: &str) -> Resolved {
        let resolved = self.modules.resolve(from, specifier);
        self.note(|heard| {
            heard.asks = true;
            match &resolved {
                Resolved::File(module) => _ = heard.uses.insert(module.source.path().to_owned()),
                Resolved::Broken(_) => {
                    let folder = Path::new(from).parent().unwrap_or(Path::new(""));
                    // Of what is found by another way than its place, nobody knows the place.
                    let place = if specifier.starts_with('.') { folder.join(specifier) } else { PathBuf::from("/") };
                    heard.missed.push(plain(&place).with_extension(""));
                }
                Resolved::Outside => {}
            }
        });
        resolved
    }

    fn worker(&self, from: &str, specifier: &str) -> Option<String> {
        self.note(|heard| heard.asks = true);
        self.modules.worker(from, specifier)
    }

    fn hands_on(&self, from: &str, specifier: &str) -> Vec<String> {
        self.note(|heard| heard.asks = true);
        self.modules.hands_on(from, specifier)
    }

    fn scope(&self, path: &str) -> Option<Scope> {
        self.modules.scope(path)
    }

    fn signs(&self, path: &str) -> Vec<(Sign, String)> {
        self.modules.signs(path)
    }

    fn embedding(&self, path: &str) -> Embedding {
        let embedding = self.modules.embedding(path);
        self.note(|heard| heard.embedding = Some((path.to_owned(), embedding.clone())));
        embedding
    }
}
