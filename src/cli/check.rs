//! `originlint check`: scans the paths, writes the report to where it is wanted and decides the exit status.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::changed::Changes;
use super::child::{Link, watch};
use super::mend::CheckEvaluated;
use super::progress::Bar;
use super::{CLEAN, Console, UNTRUSTED, cache, configure, known, mend};
use crate::cache::Cache;
use crate::configs::Configs;
use crate::display::{display_path, reason};
use crate::finding::nearest;
use crate::names::Names;
use crate::page;
use crate::read;
use crate::render::{Format, Look, exemptions, render, shortcomings, statistics, visible_lines};
use crate::report::{Failure, FailureKind, FileReport, Report};
use crate::scan::{Base, NoProgress, Progress, Request, platforms, probe, scan};
use crate::source::SourceFile;
use crate::store::Store;

mod output;
mod status;

/// Scan files and directories for flaws of browser messaging
///
/// Directories are searched for script (.js .mjs .cjs .jsx .ts .mts .cts .tsx), components (.vue .svelte .astro), pages (.html .htm
/// .xhtml), images (.svg) and templates of servers. What .gitignore and .ignore name is left out, and so are hidden files and node_modules; a file
/// that is named itself is always read.
#[derive(clap::Args)]
#[command(after_long_help = super::EXIT_STATUSES)]
pub(super) struct Arguments {
    /// Files and directories to scan, or - for one file from standard input
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,
    /// The name of what comes from standard input: its language and its settings depend on it
    #[arg(long, value_name = "FILE", default_value = "stdin.js", hide_default_value = true)]
    stdin_filename: PathBuf,
    /// How to write the report to standard output [default: text, or github in GitHub Actions]
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: Option<Format>,
    /// Write the report to a file as well, or to standard output if PATH is -; may be given several times
    ///
    /// One scan serves all of them: --output sarif=originlint.sarif --output json=originlint.json
    #[arg(long = "output", value_name = "FORMAT=PATH", value_parser = destination)]
    outputs: Vec<Destination>,
    /// Print findings and failures, and nothing else
    #[arg(short, long)]
    quiet: bool,
    /// Print how often each rule spoke, in place of the findings
    #[arg(long, conflicts_with_all = ["format", "diff"])]
    statistics: bool,
    /// Exit with 0 in spite of findings
    #[arg(long)]
    exit_zero: bool,
    /// Exit with 2 if any file could not be analysed to its end, whatever it is
    #[arg(long, conflicts_with = "allow_failures")]
    strict: bool,
    /// Do not exit with 2 because a file could not be analysed
    #[arg(long)]
    allow_failures: bool,
    /// Scan ignored and hidden files and node_modules too
    #[arg(long)]
    no_ignore: bool,
    /// Leave out files that are named, too, if the configuration excludes them
    #[arg(long)]
    force_exclude: bool,
    /// How many threads to use [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// How much memory the scan may take before the file that takes it is given up [default: 1024, and 1024 more for each thread]
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u64).range(16..=1 << 24))]
    max_memory: Option<u64>,
    #[command(flatten)]
    cache: cache::CacheOptions,
    #[command(flatten)]
    configuration: configure::ConfigOptions,
    #[command(flatten)]
    known: known::KnownOptions,
    #[command(flatten)]
    fixes: mend::FixOptions,
}

/// What a scan may take in MiB, besides what each of its threads may. The longest file that is read, 64 MiB of script, takes 1,130.
pub(super) const MEMORY: u64 = 1024;

impl Arguments {
    /// How many threads are to be used, if it is not one for each core.
    fn threads(&self, link: Option<&Link>) -> Option<u16> {
        if link.is_some_and(Link::is_serial) { Some(1) } else { self.threads }
    }

    /// How much memory may be taken, in bytes.
    fn memory(&self, link: &Link) -> u64 {
        let threads = || self.threads(Some(link)).map_or_else(rayon::current_num_threads, usize::from);
        self.max_memory.unwrap_or_else(|| MEMORY * (1 + threads() as u64)) << 20
    }
}

/// A report that is wanted, and where: `None` is standard output.
#[derive(Clone, Debug)]
struct Destination {
    format: Format,
    file: Option<PathBuf>,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.map(|format| PossibleValue::new(format.as_str()).help(format.help()));
    PossibleValuesParser::new(values).try_map(|name| Format::named(&name).ok_or("not a known format"))
}

fn destination(given: &str) -> Result<Destination, String> {
    let (name, path) = given.split_once('=').filter(|(_, path)| !path.is_empty()).ok_or("expected FORMAT=PATH")?;
    let format = Format::named(name).ok_or_else(|| {
        let similar = nearest(name, Format::ALL.into_iter().map(Format::as_str));
        let hint = similar.map(|similar| format!(" (did you mean {similar}?)")).unwrap_or_default();
        format!("unknown format \"{name}\"{hint}")
    })?;
    Ok(Destination { format, file: (path != "-").then(|| PathBuf::from(path)) })
}

/// Where a scan runs.
#[derive(Clone, Copy)]
struct Seat<'a> {
    /// The supervisor, if there is one.
    link: Option<&'a Link>,
    /// Whether a progress bar can be shown here.
    bar: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    look: Look,
    stderr_look: Look,
    link: Option<&Link>,
    console: &mut Console<'_>,
) -> u8 {
    if let Err(message) = arguments.fixes.judge() {
        console.complain(&message);
        return UNTRUSTED;
    }
    // Git is asked first: it is quick, and may know no such revision.
    let changes = match arguments.known.changed_since.as_deref().map(Changes::since).transpose() {
        Ok(changes) => changes.map(Arc::new),
        Err(message) => {
            console.complain(&message);
            return UNTRUSTED;
        }
    };
    let Some(configs) = arguments.configuration.resolve(changes.as_ref(), None, stderr_look, console) else {
        return UNTRUSTED;
    };
    if let Some(Err(message)) = changes.as_ref().map(|changes| changes.complete()) {
        console.complain(&message);
        return UNTRUSTED;
    }
    if arguments.configuration.show_config {
        let paths = paths(arguments, false);
        let ask =
            Ask { arguments, configs: &configs, changes: changes.as_ref(), paths: &paths, stdin: None, cache: None };
        let (request, _) = ask.request(None);
        request.paths.iter().for_each(|path| drop(request.config_at(path)));
        let made = platforms(&request, &NoProgress);
        if !configure::are_usable(&configs, stderr_look, console) {
            return UNTRUSTED;
        }
        let shown = configure::shown(&configs) + &configure::shown_platforms(&made);
        let outcome = console.stdout.write_all(visible_lines(&shown).as_bytes());
        return console.written(outcome, CLEAN);
    }
    let ask = |paths, stdin| Ask { arguments, configs: &configs, changes: changes.as_ref(), paths, stdin, cache: None };
    if let Some(link) = link {
        watch(arguments.memory(link), None);
        if let Some(wanted) = link.probe() {
            let Ok(stdin) = from_stdin(arguments, Some(link)) else { return UNTRUSTED };
            let paths = paths(arguments, stdin.is_some());
            let (request, _) = ask(&paths, stdin.as_deref()).request(Some(link));
            let tried = in_pool(arguments.threads(Some(link)), || probe(&request, &wanted, link));
            return if tried.is_ok() { CLEAN } else { UNTRUSTED };
        }
    }
    // Outputs are opened first: after a long scan it is too late to learn that there is no such directory.
    let (to_stdout, files) = match output::open(arguments, console.terminal.github) {
        Ok(opened) => opened,
        Err(message) => {
            console.complain(&message);
            return UNTRUSTED;
        }
    };
    let stdin = match from_stdin(arguments, link) {
        Ok(stdin) => stdin,
        Err(message) => {
            console.complain(&message);
            return UNTRUSTED;
        }
    };
    let paths = paths(arguments, stdin.is_some());
    let config_at = |path: &PathBuf| if path.is_dir() { configs.at(path) } else { configs.of(path) };
    let is_wanted = || paths.iter().any(|path| config_at(path).cache);
    let cache = match arguments.cache.open(stdin.is_none(), is_wanted) {
        Ok(cache) => cache.map(Arc::new),
        Err(message) => {
            console.complain(&message);
            return UNTRUSTED;
        }
    };
    // A flaw may lie in a file that a scanned one imports. It is shown, but whoever names files wants no others changed.
    let asked = CheckEvaluated::of(&arguments.paths, &Names::from_here());
    let seat = Seat { link, bar: console.terminal.stderr };
    let ask = Ask { cache: cache.as_ref(), ..ask(&paths, stdin.as_deref()) };
    let judged = || judge(ask, seat);
    let mended = judged().and_then(|first| {
        if !arguments.fixes.changes_files() {
            return Ok(first);
        }
        let mended = arguments.fixes.apply(first, |judged: &Judged| &judged.report, judged, &asked)?;
        let summary = mended.summary.filter(|_| !arguments.quiet);
        mended.complaints.iter().chain(&summary).for_each(|message| console.complain(message));
        Ok(mended.outcome)
    });
    if !configure::are_usable(&configs, stderr_look, console) {
        return UNTRUSTED;
    }
    let Judged { report, trusted, messages } = match mended {
        Ok(judged) => judged,
        Err(message) => {
            console.complain(&message);
            return UNTRUSTED;
        }
    };
    for message in messages.iter().filter(|_| !trusted || !arguments.quiet) {
        console.complain(message);
    }
    for line in shortcomings(&report) {
        console.complain(&line);
    }
    if let Some(cache) = &cache {
        cache.prune();
        // The report is whole without it.
        cache.trouble().filter(|_| !arguments.quiet).iter().for_each(|message| console.complain(message));
    }
    if !arguments.quiet {
        exemptions(&report).iter().for_each(|line| console.complain(line));
    }
    let mut status = status::status(ask, &report, trusted);
    if let Some(link) = link {
        link.writes();
    }
    for (format, path, mut output) in files {
        let written = render(format, &report, page::all(), Look::PLAIN, &mut output).and_then(|()| output.finish());
        if let Err(error) = written {
            console.complain(&format!("{}: {}", display_path(path), reason(&error)));
            status = UNTRUSTED;
        }
    }
    let look = Look { summary: !arguments.quiet, ..look };
    let outcome = match arguments.fixes.diff {
        true => arguments.fixes.show(&report, |file| stdin.is_some() || asked.subsumes(file), console.stdout),
        false if arguments.statistics => statistics(&report, console.stdout),
        false => render(to_stdout, &report, page::all(), look, console.stdout),
    };
    console.written(outcome, status)
}

/// What a scan comes to, known findings and unchanged lines left out.
struct Judged {
    report: Report,
    trusted: bool,
    /// What a person should be told of the run.
    messages: Vec<String>,
}

/// What is to be scanned, and how.
#[derive(Clone, Copy)]
struct Ask<'a> {
    arguments: &'a Arguments,
    configs: &'a Configs,
    /// What changed, if only that is asked about.
    changes: Option<&'a Arc<Changes>>,
    /// Each is spelled in one way and named once.
    paths: &'a [PathBuf],
    /// What standard input holds, if it stands for the path.
    stdin: Option<&'a [u8]>,
    /// Where analyses are kept for later runs, if they are.
    cache: Option<&'a Arc<Cache>>,
}

/// What is scanned, each path spelled in one way and named once.
fn paths(arguments: &Arguments, is_stdin: bool) -> Vec<PathBuf> {
    let names = Names::from_here();
    if is_stdin {
        return vec![names.of_text(&arguments.stdin_filename)];
    }
    let mut paths: Vec<PathBuf> = arguments.paths.iter().map(|path| names.of(path)).collect();
    paths.sort();
    paths.dedup();
    paths
}

fn judge(ask: Ask<'_>, seat: Seat<'_>) -> Result<Judged, String> {
    let Ask { arguments, configs, changes, paths, .. } = ask;
    // Fixes may have changed the files since the last time.
    changes.iter().for_each(|changes| changes.forget());
    let (mut report, mut trusted) = examine(ask, seat)?;
    let crashed = report.failures().any(|(_, failure)| failure.kind == FailureKind::Crash);
    let run = known::Run { configs, paths, trusted: trusted && !crashed, changes: changes.map(Arc::as_ref) };
    let messages = match arguments.known.apply(&run, &mut report) {
        Ok(messages) => messages,
        Err(message) => {
            trusted = false;
            vec![message]
        }
    };
    if let Some(changes) = changes {
        changes.narrow(&mut report);
        changes.complete()?;
        report.new_exemptions.extend(changes.exemptions());
        report.new_exemptions.sort();
        report.new_exemptions.dedup();
    }
    Ok(Judged { report, trusted, messages })
}

/// What standard input holds, if it is to be scanned.
fn from_stdin(arguments: &Arguments, link: Option<&Link>) -> Result<Option<Vec<u8>>, String> {
    if !arguments.paths.iter().any(|path| path.as_os_str() == "-") {
        return Ok(None);
    }
    if arguments.paths.len() > 1 {
        return Err("standard input stands alone: no other path can be scanned with it".to_owned());
    }
    if arguments.fixes.changes_files() {
        return Err("what comes from standard input cannot be fixed; --diff shows what would change".to_owned());
    }
    let input = match link {
        Some(link) => link.input(),
        None => read::stream(&mut io::stdin().lock()).map_err(|error| reason(&error)),
    };
    input.map(Some).map_err(|why| format!("standard input: {why}"))
}

impl Ask<'_> {
    /// The same for a scan, and a failure for each path that does not exist.
    fn request(&self, link: Option<&Link>) -> (Request, Vec<FileReport>) {
        let mut unread = Vec::new();
        let mut request = Request {
            paths: Vec::new(),
            no_ignore: self.arguments.no_ignore,
            configs: self.configs.clone(),
            exclude_named: self.arguments.force_exclude,
            // Whoever wants to hear of every file that has no verdict, or looks at a change, is told of all of them.
            spares_generated: !self.arguments.strict && self.changes.is_none(),
            unsaved: self.stdin.map(|bytes| (self.paths[0].clone(), bytes.to_vec())),
            store: Store::Disk,
            quarantined: link.map(|link| link.quarantined().clone()).unwrap_or_default(),
            map: false,
            cache: self.cache.cloned(),
            base: self.changes.map(|changes| Arc::<Changes>::clone(changes) as Arc<dyn Base>),
        };
        for path in self.paths {
            match fs::metadata(path) {
                Err(error) if self.stdin.is_none() => unread.push(failure(path, reason(&error))),
                _ => request.paths.push(path.clone()),
            }
        }
        (request, unread)
    }
}

/// Runs `work` on so many threads.
pub(super) fn in_pool<T: Send>(threads: Option<u16>, work: impl FnOnce() -> T + Send) -> Result<T, String> {
    let Some(threads) = threads else { return Ok(work()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build();
    Ok(pool.map_err(|error| format!("threads: {error}"))?.install(work))
}

/// Scans what can be scanned. The report holds a failure for each path that cannot; whether all that was asked for by name could
/// be looked at is the second answer.
fn examine(ask: Ask<'_>, Seat { link, bar }: Seat<'_>) -> Result<(Report, bool), String> {
    let (request, mut unread) = ask.request(link);
    let mut report = Report::default();
    if !request.paths.is_empty() {
        let bar = Bar::new(bar && link.is_none());
        let progress: &dyn Progress = link.map_or(&bar, |link| link);
        report = in_pool(ask.arguments.threads(link), || scan(&request, progress))?;
        bar.clear();
        if let Some(link) = link {
            link.scanned();
        }
        let is_usable = !ask.configs.are_broken();
        // A run that looked at nothing proves nothing: a mistyped path in CI must not pass for years.
        if is_usable && report.scanned == 0 && report.files.is_empty() {
            let empty = |path: &PathBuf| failure(path, "no file with script here".to_owned());
            // A named file that is left out is left out on purpose.
            unread.extend(request.paths.iter().filter(|path| path.is_dir()).map(empty));
        }
    }
    let named: HashSet<String> = request.paths.iter().map(|path| display_path(path)).collect();
    let named = |file: &FileReport| named.contains(file.source.path());
    let trusted = unread.is_empty() && !report.failures().any(|(file, f)| f.kind == FailureKind::Read && named(file));
    report.files.extend(unread);
    report.files.sort_by(|a, b| a.source.path().cmp(b.source.path()));
    Ok((report, trusted))
}

fn failure(path: &Path, message: String) -> FileReport {
    let source = Arc::new(SourceFile::new(display_path(path), ""));
    FileReport { failures: vec![Failure { kind: FailureKind::Read, message, span: None }], ..FileReport::new(source) }
}
