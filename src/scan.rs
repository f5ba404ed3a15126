//! From paths to a report: the files are found, then read, filtered and analysed in parallel. Prints nothing.

mod classes;
mod importers;
mod kept;
mod platforms;
mod probe;
mod session;
mod stamps;

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rayon::iter::{
    IndexedParallelIterator as _, IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _,
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::discover::{Discovery, discover, finds};
use crate::display::{display_path, reason};
use crate::finding::{Finding, Persona};
use crate::ignores::Ignores;
use crate::language::Language;
use crate::loader::Loader;
use crate::modules::{Module, Modules};
use crate::names::Names;
use crate::provenance::{HEAD, Provenance};
use crate::read::{self, MAX_FILE};
use crate::report::{
    Count, Elsewhere, Exemption, Failure, FailureKind, FileReport, Incomplete, Leads, LeftOut, Report,
};
use crate::source::Comment;
use crate::source::{SourceFile, Span};
use crate::store::Store;
use crate::suppress::Seen;
use crate::{Settings, defect, examine, examine_module, group, judge, rules, sift, suppress, syntax};

pub use crate::request::{Base, Job, NoProgress, Progress, Request, Role};
use classes::Classes;
use importers::{Handing, Importers};
use kept::Kept;
pub use platforms::{Made, platforms};
pub use probe::{Probe, probe};
pub use session::{Change, Known, Session};

/// Scans everything under the request's paths, on the threads of the current rayon pool.
/// The report does not depend on how many those are, its `elapsed` excepted.
pub fn scan(request: &Request, progress: &dyn Progress) -> Report {
    let start = Instant::now();
    let found = find(request, progress);
    if request.configs.are_broken() {
        // A configuration that cannot be used may exclude what would take long.
        return Report::default();
    }
    let classes = Classes::new(request);
    let tally = sweep(&found.0.files, request, progress, &Sparing::default(), &classes);
    let mut report = conclude(request, &found, &classes, tally, true);
    report.elapsed = start.elapsed();
    report
}

/// The report of a scan whose files were judged one by one. `all` says that every file was: otherwise one that was not may be what shows
/// a flaw of another, or needs a suppression in it.
fn conclude(
    request: &Request,
    (found, excluded_files): &(Discovery, usize),
    classes: &Classes<'_>,
    mut tally: Tally,
    all: bool,
) -> Report {
    let (off, lowered) = request.configs.weakened();
    let left_out = LeftOut {
        ignored_files: found.ignored_files.len(),
        ignored_folders: found.ignored_folders.len(),
        excluded_files: *excluded_files,
        off,
        lowered,
    };
    let names = Names::of_files_in(&request.store);
    let skipped = |(path, reason): (PathBuf, String)| FileReport {
        incomplete: vec![Incomplete { reason: format!("not read: {reason}"), span: None }],
        ..FileReport::new(Arc::new(SourceFile::new(display_path(&names.of_entry(&path)), "")))
    };
    let unread = std::mem::take(&mut tally.unread);
    tally.files.extend(found.refused.iter().cloned().chain(unread).chain(classes.refused()).map(skipped));
    let failures = found.failures.iter();
    let failures = failures.map(|(path, reason)| failed(display_path(path), FailureKind::Read, reason.clone()));
    tally.files.extend(failures.map(|report| classes.told(report)));
    tally.name_quarantined(request);
    tally.spared.sort_unstable();
    tally.files.sort_by(|a, b| a.source.path().cmp(b.source.path()));
    let mut new_exemptions = Vec::new();
    // Whoever looks at nothing but what is set apart wants to see what is there.
    let is_set_apart = tally.candidates > 0 && tally.own == 0 && classes.is_asked_for();
    let reception = Reception { request, is_set_apart, classes };
    hand_over(&mut tally.files, reception, &found.files, &mut new_exemptions);
    // What could not be read may be what shows a flaw of another file.
    let is_read =
        |file: &FileReport| file.failures.is_empty() && !(file.unread && Language::of(file.source.path()).is_some());
    let whole = all && request.unsaved.is_none() && tally.files.iter().all(is_read);
    let paths = named(request);
    for file in &mut tally.files {
        let path = Path::new(file.source.path());
        // A file that is named itself is looked at without the files that use it.
        let source = Arc::clone(&file.source);
        let kept = |first, last| request.kept(&source, first, last);
        let all = whole && !paths.contains(path);
        new_exemptions.append(&mut judge(file, &reception.settings_of(path), all, &kept));
    }
    group::form_all(&mut tally.files, &|source, line| request.kept(source, line, line));
    let mut unshown = Vec::new();
    for file in &mut tally.files {
        sift(file, &reception.settings_of(Path::new(file.source.path())));
        let source = &file.source;
        unshown.extend(file.unshown.drain(..).map(|finding| (Arc::clone(source), finding)));
    }
    let mut handlers = Vec::new();
    for file in &mut tally.files {
        let source = &file.source;
        handlers.extend(file.handlers.drain(..).map(|handler| (Arc::clone(source), handler)));
    }
    let suppressed = Count::of(tally.files.iter().flat_map(|file| &file.hidden));
    tally.files.retain(FileReport::says_something);
    Report {
        persona: persona_of(request),
        files: tally.files,
        unshown,
        scanned: tally.scanned,
        candidates: tally.candidates,
        is_set_apart,
        spared: tally.spared.iter().map(|path| display_path(path)).collect(),
        suppressed,
        known: Count::default(),
        left_out,
        new_exemptions,
        handlers,
        steps: tally.steps,
        elapsed: Duration::default(),
    }
}

/// The files that a request is about, and how many others its configuration excludes.
fn find(request: &Request, progress: &dyn Progress) -> (Discovery, usize) {
    let named = named(request);
    let mut found = match (&request.unsaved, &request.store) {
        (Some(_), _) | (None, Store::Memory(_)) => {
            let mut files: Vec<PathBuf> = named.iter().cloned().collect();
            files.sort();
            Discovery { files, ..Discovery::default() }
        }
        (None, Store::Disk | Store::Edited(_)) => {
            let ignore_files = request.ignore_files();
            let ignore_files = (!request.no_ignore).then_some(&ignore_files);
            // What an editor holds and never wrote cannot be found on disk.
            let is_unwritten = |path: &&PathBuf| !path.exists() && request.store.is_file(path);
            let (unwritten, written): (Vec<_>, Vec<_>) = request.paths.iter().partition(is_unwritten);
            let written: Vec<PathBuf> = written.into_iter().cloned().collect();
            let mut found = discover(&written, ignore_files, &|files| progress.found(files));
            let names = Names::of_files_in(&request.store);
            found.files.extend(unwritten.into_iter().map(|path| names.of(path)));
            found.files.sort();
            found
        }
    };
    let all = found.files.len();
    let is_wanted = |path: &PathBuf| {
        let wanted = request.configs.want(path);
        wanted || (!request.exclude_named && named.contains(path))
    };
    found.files = found.files.into_par_iter().filter(is_wanted).collect();
    let excluded = all - found.files.len();
    (found, excluded)
}

/// For whom the report is: the one that sees the least, where the configurations of what was named differ.
fn persona_of(request: &Request) -> Persona {
    request.paths.iter().map(|path| request.config_at(path).settings.persona).min().unwrap_or_default()
}

/// What a request names, each as it is called in the report.
fn named(request: &Request) -> FxHashSet<PathBuf> {
    let names = Names::of_files_in(&request.store);
    match &request.unsaved {
        Some((path, _)) => std::iter::once(names.of_text(path)).collect(),
        None => request.paths.iter().map(|path| names.of(path)).collect(),
    }
}

/// What a sweep leaves out because it is known already.
#[derive(Default)]
struct Sparing {
    /// Analyses that ended well before.
    jobs: FxHashSet<Job>,
    /// What those showed of other files.
    leads: BTreeMap<String, Leads>,
}

/// Judges the files, those that import what hands messages on whatever they hold, and those that turned out to be workers once more.
fn sweep(
    files: &[PathBuf],
    request: &Request,
    progress: &dyn Progress,
    sparing: &Sparing,
    classes: &Classes<'_>,
) -> Tally {
    let done = AtomicUsize::new(0);
    let mut loader = Loader::new(request, progress);
    let named = named(request);
    let (role, sparing_jobs) = (Role::Script, &sparing.jobs);
    let desk = Desk {
        request,
        progress,
        role,
        sparing: sparing_jobs,
        classes,
        named: Some(&named),
        importers: None,
        kept: None,
    };
    let mut tally = files
        .par_iter()
        // One at a time: files that take long tend to lie next to each other.
        .with_max_len(1)
        .map(|path| {
            let verdict = desk.with(&loader).verdict_of(path, &loader);
            progress.done(done.fetch_add(1, Ordering::Relaxed) + 1);
            verdict
        })
        .fold(Tally::default, Tally::count)
        .reduce(Tally::default, Tally::join);
    tally.leads.extend(sparing.leads.iter().map(|(path, leads)| (path.clone(), leads.clone())));
    let desk = Desk { named: None, ..desk };
    look_at_spared(&mut tally, &desk, &loader);
    look_at_importers(&mut tally, files, &desk, &mut loader);
    let started = tally.workers();
    if !started.is_empty() {
        let again = files.par_iter().filter(|path| started.contains(&display_path(path)));
        let again: Vec<&PathBuf> = again.collect();
        tally.files.retain(|file| !started.contains(file.source.path()));
        loader.know_workers(started);
        let desk = Desk { role: Role::Worker, ..desk };
        let verdicts: Vec<Verdict> =
            again.par_iter().map(|path| desk.with(&loader).verdict_of(path, &loader)).collect();
        for verdict in verdicts {
            tally.keep(verdict);
        }
    }
    tally.unread = loader.unread();
    tally
}

/// Judges those of the files that were spared which turned out to be used, and all of them where the rest of the report is not about the
/// project's own files either.
fn look_at_spared(tally: &mut Tally, desk: &Desk<'_>, loader: &Loader<'_>) {
    let count = |tally: &Tally| tally.candidates + tally.spared.len();
    let all = count(tally) > 0 && tally.own == 0 && desk.classes.is_asked_for();
    loop {
        let started = tally.workers();
        let is_used = |path: &PathBuf| all || started.contains(&display_path(path)) || loader.is_used(path);
        let (used, spared): (Vec<PathBuf>, Vec<PathBuf>) =
            std::mem::take(&mut tally.spared).into_iter().partition(is_used);
        tally.spared = spared;
        if used.is_empty() {
            return;
        }
        let verdicts: Vec<Verdict> =
            used.par_iter().with_max_len(1).map(|path| desk.with(loader).verdict_of(path, loader)).collect();
        for verdict in verdicts {
            // That it was looked at is counted already.
            tally.scanned -= 1;
            *tally = std::mem::take(tally).count(verdict);
        }
    }
}

/// Judges the files that import what hands messages on, and those that import what such a file hands on.
fn look_at_importers(tally: &mut Tally, files: &[PathBuf], desk: &Desk<'_>, loader: &mut Loader<'_>) {
    let mut known = Handing::new();
    for _ in 0..importers::HOPS {
        let handing = importers::handing(&tally.leads);
        let new = handing.keys().filter(|path| !known.contains_key(*path));
        let importers = Importers::of(new, desk.classes);
        if handing == known {
            return;
        }
        loader.know_handing(&handing);
        known = handing;
        let desk = Desk { role: Role::Importer, importers: Some(&importers), ..*desk };
        let verdicts: Vec<Verdict> = files
            .par_iter()
            .filter(|path| importers.may_be(path))
            .map(|path| desk.with(loader).verdict_of(path, &*loader))
            .filter(|verdict| verdict.path().is_some())
            .collect();
        let again: FxHashSet<String> = verdicts.iter().filter_map(Verdict::path).map(str::to_owned).collect();
        tally.files.retain(|file| !again.contains(file.source.path()));
        for verdict in verdicts {
            tally.keep(verdict);
        }
    }
}

/// Moves the findings that lie in other files than the scanned one to those, as far as their settings and the walk want them there.
/// What several importers show is one finding; the most severe verdict on a place speaks, and the file's own where they are equal.
/// What does not count of the suppressions in files that were not scanned is added to `new_exemptions`.
fn hand_over(
    files: &mut Vec<FileReport>,
    reception: Reception<'_>,
    scanned: &[PathBuf],
    new_exemptions: &mut Vec<Exemption>,
) {
    let Reception { request, classes, .. } = reception;
    let elsewhere: Vec<_> = files.iter_mut().flat_map(|file| std::mem::take(&mut file.elsewhere)).collect();
    // Who asks about one text takes every answer for one about it.
    if request.unsaved.is_some() || elsewhere.is_empty() {
        return;
    }
    let mut handed: BTreeMap<String, Handed> = BTreeMap::new();
    for Elsewhere { source, comments, finding } in elsewhere {
        let known = handed.entry(source.path().to_owned());
        known.or_insert_with(|| Handed { source, comments, findings: Vec::new() }).findings.push(finding);
    }
    let scanned: FxHashSet<_> = scanned.iter().map(|path| display_path(path)).collect();
    let (mut added, mut own) = (Vec::new(), Own::new(request));
    for (shown, Handed { source, comments, mut findings }) in handed {
        let path = Path::new(&shown);
        let settings = reception.settings_of(path);
        settings.grade(&mut findings);
        let mut hidden = Vec::new();
        if !scanned.contains(&shown) {
            if findings.is_empty() || !own.holds(path) {
                continue;
            }
            settings.set_apart(&mut findings, classes.of(&source, false));
            if !settings.no_suppressions {
                let kept = |first, last| request.kept(&source, first, last);
                let judged = suppress::judge(&source, &comments, findings, |_| true, Seen::InPart, &kept);
                new_exemptions.extend(judged.exemptions);
                (findings, hidden) = (judged.kept, judged.hidden);
            }
        }
        let report = match files.binary_search_by(|file| file.source.path().cmp(&shown)) {
            Ok(at) => &mut files[at],
            Err(_) if findings.is_empty() && hidden.is_empty() => continue,
            Err(_) => added.push_mut(classes.told(FileReport::new(source))),
        };
        merge(&mut report.findings, findings);
        merge(&mut report.hidden, hidden);
    }
    files.append(&mut added);
    files.sort_by(|a, b| a.source.path().cmp(b.source.path()));
}

/// What decides about findings that lie in other files than the scanned one.
#[derive(Clone, Copy)]
struct Reception<'a> {
    request: &'a Request,
    /// Whether nothing else was scanned than what is set apart.
    is_set_apart: bool,
    classes: &'a Classes<'a>,
}

impl Reception<'_> {
    /// The settings of a file, with what the scan has shown.
    fn settings_of(&self, path: &Path) -> Settings {
        let mut settings = self.request.configs.of(path).settings_of(path).into_owned();
        settings.generated |= self.is_set_apart;
        settings.tests |= self.is_set_apart;
        settings
    }
}

/// What other files show of one.
struct Handed {
    source: Arc<SourceFile>,
    comments: Vec<Comment>,
    findings: Vec<Finding>,
}

/// Adds findings to those of a file: of two at one place that which outweighs the other stays, and the first if they are equal.
fn merge(there: &mut Vec<Finding>, findings: Vec<Finding>) {
    let mut places: FxHashMap<Span, usize> = FxHashMap::default();
    for (i, known) in there.iter().enumerate() {
        places.entry(known.primary).or_insert(i);
    }
    for mut finding in findings {
        match places.entry(finding.primary) {
            Entry::Occupied(at) => {
                let known = &mut there[*at.get()];
                if finding.outweighs(known) {
                    std::mem::swap(known, &mut finding);
                }
                if finding.rule == known.rule {
                    finding.listeners.into_iter().for_each(|listener| known.belongs_to(listener));
                }
            }
            Entry::Vacant(free) => {
                free.insert(there.len());
                there.push(finding);
            }
        }
    }
    rules::sort(there);
}

/// Tells of files that were imported, not scanned, whether they are some that the project looks after: what a walk of the repository
/// would leave out is generated, or somebody else's.
struct Own<'a> {
    request: &'a Request,
    /// The ignore files of each repository.
    ignores: FxHashMap<PathBuf, Ignores>,
}

impl<'a> Own<'a> {
    fn new(request: &'a Request) -> Self {
        Self { request, ignores: FxHashMap::default() }
    }

    fn holds(&mut self, path: &Path) -> bool {
        if !self.request.configs.want(path) {
            return false;
        }
        // What is handed over in memory is what the project consists of.
        !self.request.store.is_on_disk() || self.request.no_ignore || self.finds(path).unwrap_or(true)
    }

    fn finds(&mut self, path: &Path) -> Option<bool> {
        let real = read::real(path).ok()?;
        let folder = real.parent()?;
        let home = read::repository(folder).or_else(|| read::package(folder))?;
        let new = || Ignores::new(home, self.request.ignore_files());
        Some(finds(home, &real, self.ignores.entry(home.to_owned()).or_insert_with(new)))
    }
}

/// What became of one file.
#[derive(Clone)]
enum Verdict {
    /// It holds nothing that a rule could speak about.
    Filtered,
    Analysed(FileReport),
    Failed(FileReport),
    /// It holds something, and its analysis ended an earlier attempt.
    Quarantined,
    /// It holds something, but is generated, and what is found there is not shown.
    Spared(PathBuf),
}

impl Verdict {
    /// The file that was analysed, by the path that readers are shown.
    fn path(&self) -> Option<&str> {
        match self {
            Self::Analysed(report) | Self::Failed(report) => Some(report.source.path()),
            Self::Filtered | Self::Quarantined | Self::Spared(_) => None,
        }
    }

    /// What the analysis showed of other files.
    fn leads(&self) -> Option<&Leads> {
        match self {
            Self::Analysed(report) | Self::Failed(report) => Some(&report.leads),
            Self::Filtered | Self::Quarantined | Self::Spared(_) => None,
        }
    }
}

/// Where files are judged: what all of them have in common.
#[derive(Clone, Copy)]
struct Desk<'a> {
    request: &'a Request,
    progress: &'a dyn Progress,
    /// As what the files are judged.
    role: Role,
    /// The analyses that need not be made.
    sparing: &'a FxHashSet<Job>,
    /// What tells where the files come from.
    classes: &'a Classes<'a>,
    /// What tells those that may be importers.
    importers: Option<&'a Importers>,
    /// The files that were asked for by their own names, if generated ones may be spared. Those may not.
    named: Option<&'a FxHashSet<PathBuf>>,
    /// The analyses of earlier runs, if they are to be used.
    kept: Option<Kept<'a>>,
}

impl Desk<'_> {
    /// The same, where analyses of earlier runs are used if the request wants that.
    fn with<'b>(&'b self, loader: &'b Loader<'_>) -> Desk<'b> {
        let kept = self.request.cache.as_deref().map(|cache| Kept { cache, loader });
        Desk { kept, ..*self }
    }

    /// The verdict on a file, or on the text that stands for it.
    fn verdict_of(&self, path: &Path, modules: &dyn Modules) -> Verdict {
        let config = self.request.configs.of(path);
        let settings = config.settings_of(path);
        let language = path.to_str().and_then(Language::of);
        self.judge(path, &settings, modules, |bytes: &[u8]| match self.importers {
            Some(importers) => importers.name_one(bytes),
            None => settings.wants(bytes, language),
        })
    }

    /// Judges what a file holds, if that is wanted.
    fn judge(
        &self,
        path: &Path,
        settings: &Settings,
        modules: &dyn Modules,
        wanted: impl Fn(&[u8]) -> bool,
    ) -> Verdict {
        let bytes = match &self.request.unsaved {
            Some((_, bytes)) => Ok(wanted(bytes).then(|| bytes.clone())),
            None => self.request.store.with(path, MAX_FILE, |bytes| wanted(bytes).then(|| bytes.to_vec())),
        };
        let bytes = match bytes {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Verdict::Filtered,
            Err(error) => return Verdict::Failed(failed(display_path(path), FailureKind::Read, reason(&error))),
        };
        let job = Job { path: display_path(path), role: self.role };
        if self.request.quarantined.contains_key(&job.path) {
            Verdict::Quarantined
        } else if self.sparing.contains(&job) {
            Verdict::Filtered
        } else if self.spares(path, &job, &bytes, settings) {
            Verdict::Spared(path.to_owned())
        } else {
            self.analyse(&job, bytes, settings, modules)
        }
    }

    /// Whether a file is generated, and nothing that is found there would be shown.
    fn spares(&self, path: &Path, job: &Job, bytes: &[u8], settings: &Settings) -> bool {
        let is_named = || self.named.is_none_or(|named| named.contains(path));
        let may = self.request.spares_generated && (self.role == Role::Importer || !is_named());
        may && settings.hides_generated()
            && std::str::from_utf8(bytes).is_ok_and(|text| {
                let source = SourceFile::new(job.path.clone(), text);
                self.classes.of(&source, false) == Provenance::Generated
            })
    }

    fn analyse(&self, job: &Job, bytes: Vec<u8>, settings: &Settings, modules: &dyn Modules) -> Verdict {
        self.progress.begins(job);
        // Of what is no text, the head may still tell where it comes from.
        let head = bytes[..bytes.len().min(HEAD)].to_vec();
        let verdict = match syntax::decode::decode(bytes) {
            Ok(text) => {
                let source = Arc::new(SourceFile::new(job.path.clone(), text));
                // A defect that one file brings to light must not cost the verdict on all others. Nothing that `examine` was
                // working on survives it, so there is nothing that could be left half-changed.
                let examined = || match self.kept {
                    Some(kept) => kept
                        .or_examined(self.role, &source, settings, |modules| self.examine(&source, settings, modules)),
                    None => self.examine(&source, settings, modules),
                };
                match catch_unwind(AssertUnwindSafe(examined)) {
                    Ok(Some(mut report)) => {
                        if !self.request.map {
                            report.handlers = Vec::new();
                        }
                        Verdict::Analysed(report)
                    }
                    Ok(None) => Verdict::Filtered,
                    Err(panic) => {
                        let message = defect::message(&*panic);
                        Verdict::Failed(failed(job.path.clone(), FailureKind::Internal, message))
                    }
                }
            }
            Err(failure) => {
                let source = SourceFile::new(job.path.clone(), String::from_utf8_lossy(&head));
                let report = FileReport::new(Arc::new(source));
                Verdict::Failed(FileReport { failures: vec![failure], ..report })
            }
        };
        let verdict = match verdict {
            Verdict::Analysed(report) => Verdict::Analysed(self.classes.told(report)),
            Verdict::Failed(report) => Verdict::Failed(self.classes.told(report)),
            other => other,
        };
        let nothing = Leads::default();
        self.progress.ends(job, if let Verdict::Analysed(report) = &verdict { &report.leads } else { &nothing });
        verdict
    }

    /// The report on a source, unless it is judged as what it turns out not to be.
    fn examine(&self, source: &Arc<SourceFile>, settings: &Settings, modules: &dyn Modules) -> Option<FileReport> {
        if self.role != Role::Importer {
            return Some(examine(source, settings, modules));
        }
        // What cannot be read imports nothing that could be known.
        let module = Module::read(Arc::clone(source)).ok()?;
        let leads = importers::taken(&module, modules)?;
        let mut report = examine_module(&Arc::new(module), settings, modules);
        report.leads.hands_on.extend(leads.hands_on);
        Some(report)
    }
}

fn failed(path: String, kind: FailureKind, message: String) -> FileReport {
    let source = Arc::new(SourceFile::new(path, ""));
    FileReport { failures: vec![Failure { kind, message, span: None }], ..FileReport::new(source) }
}

/// What is kept of the files seen so far.
#[derive(Default)]
struct Tally {
    /// What the loader would have read, and why it did not.
    unread: Vec<(PathBuf, String)>,
    files: Vec<FileReport>,
    scanned: usize,
    candidates: usize,
    /// How many of the candidates are the project's own.
    own: usize,
    steps: u64,
    /// What the files showed of others.
    leads: BTreeMap<String, Leads>,
    /// The generated files that were not analysed.
    spared: Vec<PathBuf>,
}

impl Tally {
    fn count(mut self, verdict: Verdict) -> Self {
        self.scanned += 1;
        let report = match verdict {
            Verdict::Filtered => return self,
            Verdict::Spared(path) => {
                self.spared.push(path);
                return self;
            }
            Verdict::Quarantined => {
                self.candidates += 1;
                self.own += 1;
                return self;
            }
            Verdict::Analysed(report) => {
                self.candidates += 1;
                self.own += usize::from(report.provenance == Provenance::Source);
                report
            }
            Verdict::Failed(report) => report,
        };
        self.add(report);
        self
    }

    /// Takes over the verdict on a file that was counted before.
    fn keep(&mut self, verdict: Verdict) {
        if let Verdict::Analysed(report) | Verdict::Failed(report) = verdict {
            self.add(report);
        }
    }

    /// The scripts that were seen started as workers.
    fn workers(&self) -> FxHashSet<String> {
        self.leads.values().flat_map(|leads| &leads.workers).cloned().collect()
    }

    /// Adds a failure for each file that is not analysed any more, those among them that were only imported.
    fn name_quarantined(&mut self, request: &Request) {
        let failure = |(path, why): (&String, &String)| failed(path.clone(), FailureKind::Crash, why.clone());
        self.files.extend(request.quarantined.iter().map(failure));
    }

    fn add(&mut self, report: FileReport) {
        self.steps += report.steps;
        if report.leads != Leads::default() {
            self.leads.insert(report.source.path().to_owned(), report.leads.clone());
        }
        let is_asked = !(report.elsewhere.is_empty() && report.comments.is_empty() && report.handlers.is_empty());
        if report.says_something() || is_asked {
            self.files.push(report);
        }
    }

    fn join(mut self, mut other: Self) -> Self {
        self.files.append(&mut other.files);
        self.scanned += other.scanned;
        self.candidates += other.candidates;
        self.own += other.own;
        self.steps += other.steps;
        self.leads.append(&mut other.leads);
        self.spared.append(&mut other.spared);
        self
    }
}
