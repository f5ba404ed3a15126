//! From paths to a report: the files are found, then read, filtered and analysed in parallel. Prints nothing.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use rustc_hash::FxHashSet;

use crate::config::Config;
use crate::discover::{Discovery, discover, display_path, finds, reason};
use crate::loader::{self, Loader};
use crate::report::{Elsewhere, Failure, FailureKind, FileReport, Report};
use crate::source::SourceFile;
use crate::{Settings, examine, finish, prefilter, rules, suppress, syntax};

/// What to scan and how.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Whether ignored and hidden files and `node_modules` are searched too.
    pub no_ignore: bool,
    /// What is asked of each file, and which files of a folder are wanted.
    pub config: Config,
    /// Whether a file that is named itself is left out, too, if the configuration does not want it.
    pub exclude_named: bool,
    /// A file that is not read from disk, as an editor holds it: its path, which is the one of `paths`, and its bytes.
    pub unsaved: Option<(PathBuf, Vec<u8>)>,
}

/// Hears how far a scan is. Called from many threads, each time with the number so far.
pub trait Progress: Sync {
    /// So many files were found.
    fn found(&self, files: usize);
    /// So many files have their verdict.
    fn done(&self, files: usize);
}

/// Does not listen.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoProgress;

impl Progress for NoProgress {
    fn found(&self, _files: usize) {}
    fn done(&self, _files: usize) {}
}

/// Scans everything under the request's paths, on the threads of the current rayon pool.
/// The report does not depend on how many those are, its `elapsed` excepted.
pub fn scan(request: &Request, progress: &dyn Progress) -> Report {
    let start = Instant::now();
    let mut found = match &request.unsaved {
        Some((path, _)) => Discovery { files: vec![path.clone()], failures: Vec::new() },
        None => discover(&request.paths, request.no_ignore, &|files| progress.found(files)),
    };
    let named = |path: &PathBuf| !request.exclude_named && request.paths.contains(path);
    found.files.retain(|path| named(path) || request.config.wants(path));
    let done = AtomicUsize::new(0);
    let mut loader = Loader::new(&request.paths);
    let mut tally = found
        .files
        .par_iter()
        // One at a time: files that take long tend to lie next to each other.
        .with_max_len(1)
        .map(|path| {
            let verdict = verdict_of(path, request, &loader);
            progress.done(done.fetch_add(1, Ordering::Relaxed) + 1);
            verdict
        })
        .fold(Tally::default, Tally::count)
        .reduce(Tally::default, Tally::join);
    // Scripts that turned out to be workers are judged again, as such.
    let started = std::mem::take(&mut tally.workers);
    if !started.is_empty() {
        let again = found.files.par_iter().filter(|path| started.contains(&display_path(path)));
        let again: Vec<&PathBuf> = again.collect();
        tally.files.retain(|file| !started.contains(file.source.path()));
        loader.know_workers(started);
        let verdicts: Vec<Verdict> = again.par_iter().map(|path| verdict_of(path, request, &loader)).collect();
        for verdict in verdicts {
            tally.keep(verdict);
        }
    }
    tally.files.extend(found.failures.into_iter().map(|(path, reason)| failed(&path, FailureKind::Read, reason)));
    tally.files.sort_by(|a, b| a.source.path().cmp(b.source.path()));
    let mut hidden = hand_over(&mut tally.files, request, &found.files);
    // What could not be read may be what shows a flaw of another file.
    let whole = request.unsaved.is_none() && tally.files.iter().all(|file| file.failures.is_empty());
    for file in &mut tally.files {
        let path = Path::new(file.source.path());
        // A file that is named itself is looked at without the files that use it.
        let named = request.paths.iter().any(|named| display_path(named) == file.source.path());
        finish(file, &request.config.settings_of(path), whole && !named);
        hidden += file.suppressed;
    }
    tally.files.retain(FileReport::says_something);
    Report {
        files: tally.files,
        scanned: tally.scanned,
        candidates: tally.candidates,
        suppressed: hidden,
        known: 0,
        elapsed: start.elapsed(),
    }
}

/// Moves the findings that lie in other files than the scanned one to those, as far as their settings and the walk want them there.
/// What several importers show is one finding; the most severe verdict on a place speaks, and the file's own where they are equal.
/// The answer is how many were suppressed in files that were not scanned.
fn hand_over(files: &mut Vec<FileReport>, request: &Request, scanned: &[PathBuf]) -> usize {
    let mut hidden = 0;
    let mut elsewhere: Vec<_> = files.iter_mut().flat_map(|file| std::mem::take(&mut file.elsewhere)).collect();
    if request.unsaved.is_some() {
        // Who asks about one text takes every answer for one about it.
        elsewhere.clear();
    }
    let scanned: FxHashSet<_> = match elsewhere.is_empty() {
        true => FxHashSet::default(),
        false => scanned.iter().map(|path| display_path(path)).collect(),
    };
    for Elsewhere { source, comments, finding } in elsewhere {
        let path = Path::new(source.path());
        let settings = request.config.settings_of(path);
        let mut graded = vec![finding];
        settings.grade(&mut graded);
        let Some(finding) = graded.pop() else { continue };
        if !scanned.contains(source.path()) {
            if !is_wanted(path, request) {
                continue;
            }
            if !settings.no_suppressions && suppress::covers(&source, &comments, &finding) {
                hidden += 1;
                continue;
            }
        }
        let at = files.binary_search_by(|file| file.source.path().cmp(source.path()));
        let at = at.unwrap_or_else(|at| {
            files.insert(at, FileReport::new(Arc::clone(&source)));
            at
        });
        let there = &mut files[at].findings;
        match there.iter_mut().find(|known| known.primary == finding.primary) {
            Some(known) if finding.severity > known.severity => *known = finding,
            Some(_) => {}
            None => there.push(finding),
        }
        rules::sort(there);
    }
    hidden
}

/// Whether a file that was imported, not scanned, is one that the project looks after: what a walk of the repository would leave out
/// is generated, or somebody else's.
fn is_wanted(path: &Path, request: &Request) -> bool {
    let wanted = || {
        let folder = std::path::absolute(path).ok()?.parent()?.to_owned();
        let home = loader::home(&folder)?;
        Some(finds(&home, &std::fs::canonicalize(path).ok()?))
    };
    request.config.wants(path) && (request.no_ignore || wanted().unwrap_or(true))
}

/// A file longer than this, in bytes, is reported and not read to its end: six times the longest script we know of, and what
/// keeps a device file or a mistaken path from taking all memory.
const MAX_FILE: usize = 64 << 20;

/// What became of one file.
enum Verdict {
    /// It holds nothing that a rule could speak about.
    Filtered,
    Analysed(FileReport),
    Failed(FileReport),
}

/// The verdict on a file, or on the text that stands for it.
fn verdict_of(path: &Path, request: &Request, loader: &Loader) -> Verdict {
    let settings = request.config.settings_of(path);
    match &request.unsaved {
        Some((_, bytes)) if !is_candidate(bytes, &settings) => Verdict::Filtered,
        Some((_, bytes)) => judge(path, bytes.clone(), &settings, loader),
        None => open(path, &settings, loader),
    }
}

/// Reads a file and judges it, if it holds anything to judge.
fn open(path: &Path, settings: &Settings, loader: &Loader) -> Verdict {
    match read(path, |bytes| is_candidate(bytes, settings).then(|| bytes.to_vec())) {
        Ok(Some(bytes)) => judge(path, bytes, settings, loader),
        Ok(None) => Verdict::Filtered,
        Err(error) => Verdict::Failed(failed(path, FailureKind::Read, reason(&error))),
    }
}

fn is_candidate(bytes: &[u8], settings: &Settings) -> bool {
    prefilter::is_candidate(bytes) || settings.model.is_mentioned(bytes)
}

/// The verdict on what a file holds.
fn judge(path: &Path, candidate: Vec<u8>, settings: &Settings, loader: &Loader) -> Verdict {
    let text = match syntax::decode::decode(candidate) {
        Ok(text) => text,
        Err(failure) => return Verdict::Failed(failed(path, failure.kind, failure.message)),
    };
    let source = Arc::new(SourceFile::new(display_path(path), text));
    // A defect that one file brings to light must not cost the verdict on all others. Nothing that `examine` was working on
    // survives it, so there is nothing that could be left half-changed.
    match catch_unwind(AssertUnwindSafe(|| examine(&source, settings, loader))) {
        Ok(report) => Verdict::Analysed(report),
        Err(panic) => Verdict::Failed(failed(path, FailureKind::Internal, panic_message(&*panic))),
    }
}

/// Hands the content of a file to `look`. The bytes live in a buffer of the thread: of the files of a real tree one in a hundred
/// is a candidate, and the others cost neither an allocation nor the question how long they are.
fn read<T>(path: &Path, look: impl FnOnce(&[u8]) -> T) -> io::Result<T> {
    thread_local! {
        static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    let mut file = File::open(path)?;
    let mut buffer = BUFFER.take();
    let mut len = 0;
    loop {
        if len == buffer.len() {
            buffer.resize((2 * len).clamp(FIRST_READ, MAX_FILE + 1), 0);
        }
        match file.read(&mut buffer[len..]) {
            Ok(0) => break,
            Ok(n) => len += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if len > MAX_FILE {
            return Err(io::Error::other(format!("longer than {} MiB", MAX_FILE >> 20)));
        }
    }
    let seen = look(&buffer[..len]);
    if buffer.len() <= KEPT_BUFFER {
        BUFFER.set(buffer);
    }
    Ok(seen)
}

/// Bytes asked for at once: more than 99 % of the files of the benchmark tree are shorter.
const FIRST_READ: usize = 256 << 10;
/// A buffer that grew beyond this is given back.
const KEPT_BUFFER: usize = 4 << 20;

fn failed(path: &Path, kind: FailureKind, message: String) -> FileReport {
    let source = Arc::new(SourceFile::new(display_path(path), ""));
    FileReport { failures: vec![Failure { kind, message, span: None }], ..FileReport::new(source) }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    format!("a defect of originlint: {}", text.unwrap_or("no message").lines().next().unwrap_or_default())
}

/// What is kept of the files seen so far.
#[derive(Default)]
struct Tally {
    files: Vec<FileReport>,
    scanned: usize,
    candidates: usize,
    workers: FxHashSet<String>,
}

impl Tally {
    fn count(mut self, verdict: Verdict) -> Self {
        self.scanned += 1;
        let report = match verdict {
            Verdict::Filtered => return self,
            Verdict::Analysed(report) => {
                self.candidates += 1;
                report
            }
            Verdict::Failed(report) => report,
        };
        self.workers.extend(report.workers.iter().cloned());
        self.add(report);
        self
    }

    /// Takes over the verdict on a file that was counted before.
    fn keep(&mut self, verdict: Verdict) {
        if let Verdict::Analysed(report) | Verdict::Failed(report) = verdict {
            self.add(report);
        }
    }

    fn add(&mut self, report: FileReport) {
        if report.says_something() || !(report.elsewhere.is_empty() && report.comments.is_empty()) {
            self.files.push(report);
        }
    }

    fn join(mut self, mut other: Self) -> Self {
        self.files.append(&mut other.files);
        self.scanned += other.scanned;
        self.candidates += other.candidates;
        self.workers.extend(other.workers);
        self
    }
}
