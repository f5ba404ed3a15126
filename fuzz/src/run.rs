//! A run: children work through the numbers, and what is at fault is counted by kind and kept.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, thread};

use originlint_fuzz::Target;

use crate::watch::{Event, Watched, ending};
use crate::{Options, input_of, minimise, target_of};

/// Inputs of one child, so that what one leaves behind in memory does not add up.
const BATCH: u64 = 2_000;

/// Seconds between two lines that tell how far a run is.
const PROGRESS: u64 = 60;

/// What is known of the inputs of a target.
#[derive(Default)]
struct Figures {
    inputs: u64,
    time: Duration,
    slowest: (Duration, u64),
    largest: (u64, u64),
}

/// The inputs that bring one defect to light.
struct Fault {
    target: &'static Target,
    first: u64,
    count: u64,
    detail: String,
}

#[derive(Default)]
struct Tally {
    figures: BTreeMap<&'static str, Figures>,
    faults: BTreeMap<String, Fault>,
}

impl Tally {
    fn fault(&mut self, target: &'static Target, number: u64, kind: String, detail: &str) -> bool {
        let known = self.faults.entry(kind).or_insert_with(|| Fault {
            target,
            first: number,
            count: 0,
            detail: detail.to_owned(),
        });
        known.count += 1;
        known.count == 1
    }

    fn end(&mut self, target: &'static Target, number: u64, time: Duration, bytes: u64) {
        let figures = self.figures.entry(target.name).or_default();
        figures.inputs += 1;
        figures.time += time;
        figures.slowest = figures.slowest.max((time, number));
        figures.largest = figures.largest.max((bytes, number));
    }

    fn time(&self) -> Duration {
        self.figures.values().map(|figures| figures.time).sum()
    }
}

/// What the threads of a run share.
struct Shared<'a> {
    options: &'a Options,
    /// The first number that no child has been given.
    next: AtomicU64,
    tally: Mutex<Tally>,
    start: Instant,
    /// When figures were last shown, in seconds since the start.
    shown: AtomicU64,
}

impl Shared<'_> {
    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_over(&self) -> bool {
        self.tally().time() >= Duration::from_secs(self.options.seconds)
    }

    /// Shows how far the run is, once in a while, so that one that is stopped tells something, too.
    fn show_progress(&self) {
        let now = self.start.elapsed().as_secs();
        let shown = self.shown.load(Ordering::Relaxed);
        if now >= shown + PROGRESS
            && self.shown.compare_exchange(shown, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
        {
            let tally = self.tally();
            let inputs: u64 = tally.figures.values().map(|figures| figures.inputs).sum();
            println!(
                "after {now} s: {inputs} inputs, {} s of processor time, {} kinds",
                tally.time().as_secs(),
                tally.faults.len()
            );
        }
    }
}

pub(crate) fn run(options: &Options) -> ExitCode {
    let start = Instant::now();
    let shared = Shared {
        options,
        next: AtomicU64::new(options.from),
        tally: Mutex::default(),
        start,
        shown: AtomicU64::new(0),
    };
    let started = thread::scope(|scope| {
        let work = || {
            let end = options.from.saturating_add(options.count);
            while !shared.is_over() {
                let mut from = shared.next.fetch_add(BATCH, Ordering::Relaxed);
                let to = end.min(from.saturating_add(BATCH));
                if from >= to {
                    break;
                }
                while from < to && !shared.is_over() {
                    match batch(&shared, from, to) {
                        Some(next) => from = next,
                        None => return false,
                    }
                }
            }
            true
        };
        let threads: Vec<_> = (0..options.jobs.max(1)).map(|_| scope.spawn(work)).collect();
        threads.into_iter().all(|thread| thread.join().unwrap_or(false))
    });
    let tally = shared.tally();
    summary(options, &tally, start.elapsed());
    if !started {
        println!("no child could be started");
        return ExitCode::from(2);
    }
    if tally.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

/// Works through some numbers with one child. The answer is the number to go on with; none if no child could be started.
fn batch(shared: &Shared<'_>, from: u64, to: u64) -> Option<u64> {
    let options = shared.options;
    let name = options.target.map_or("all", |target| target.name);
    let numbers = [options.seed, from, to].map(|number| number.to_string());
    let mut args = vec!["child".to_owned(), name.to_owned()];
    args.extend(numbers.into_iter().chain([options.skip.clone()]));
    let mut child = Watched::start(&args).ok()?;
    let (mut number, mut shape) = (from, String::new());
    let kind = loop {
        match child.next(options.limits) {
            Event::Line(line) => {
                let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
                let (at, rest) = rest.split_once(' ').unwrap_or((rest, ""));
                number = at.parse().unwrap_or(number);
                if word == "start" {
                    rest.split_once(' ').map_or(rest, |(_, shape)| shape).clone_into(&mut shape);
                    child.begin();
                    continue;
                }
                let target = target_of(options.target, number);
                let mut fields = rest.splitn(3, ' ');
                let mut field = || fields.next().unwrap_or_default();
                let (micros, bytes) = (field().parse().unwrap_or(0), field().parse().unwrap_or(0));
                shared.tally().end(target, number, Duration::from_micros(micros), bytes);
                if word == "fault" {
                    let (kind, detail) = field().split_once('\t').unwrap_or(("unknown", ""));
                    note(shared, target, number, kind, detail);
                }
                shared.show_progress();
                if shared.is_over() {
                    child.kill();
                    return Some(number + 1);
                }
            }
            Event::Ended(status) if status.success() => return Some(to),
            Event::Ended(status) => break format!("crash: {}: {shape}", ending(status)),
            Event::TooLong => {
                child.kill();
                break format!("time: {shape}");
            }
            Event::TooLarge => {
                child.kill();
                break format!("memory: {shape}");
            }
        }
    };
    let target = target_of(options.target, number);
    // The limit is what it took at least.
    let time = if kind.starts_with("time") { options.limits.time } else { Duration::ZERO };
    shared.tally().end(target, number, time, 0);
    note(shared, target, number, &kind, "");
    Some(number + 1)
}

/// Counts a fault, and keeps the first input of its kind.
fn note(shared: &Shared<'_>, target: &'static Target, number: u64, kind: &str, detail: &str) {
    let options = shared.options;
    if !shared.tally().fault(target, number, kind.to_owned(), detail) {
        return;
    }
    println!("{} {number}: {kind}", target.name);
    let Some(out) = &options.out else { return };
    let input = input_of(target, options.seed, number);
    let folder = out.join(slug(kind));
    let (name, seed, file) = (target.name, options.seed, &input.files[0].path);
    let about = format!("{kind}\ntarget {name}, seed {seed}, number {number}, file {file}\n{detail}\n");
    if keep(&folder, &input, &about).is_err() {
        println!("  {} cannot be written", folder.display());
    } else if options.minimise > 0 {
        let files = folder.join("files");
        minimise::in_place(target, &files, &input, options.limits, Duration::from_secs(options.minimise));
    }
}

fn keep(folder: &Path, input: &originlint_fuzz::Input, about: &str) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("about.txt"), about)?;
    input.write(&folder.join("files"))
}

/// A name for a folder.
fn slug(kind: &str) -> String {
    let plain: String = kind.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-").chars().take(90).collect()
}

fn summary(options: &Options, tally: &Tally, wall: Duration) {
    let inputs: u64 = tally.figures.values().map(|figures| figures.inputs).sum();
    println!(
        "\n{inputs} inputs of seed {}, {:.0} s of processor time, {:.0} s in all",
        options.seed,
        tally.time().as_secs_f64(),
        wall.as_secs_f64()
    );
    println!(
        "{:12} {:>9} {:>8} {:>22} {:>24}",
        "target", "inputs", "seconds", "slowest (number)", "peak heap (number)"
    );
    for (name, figures) in &tally.figures {
        let slowest = format!("{:.2} s ({})", figures.slowest.0.as_secs_f64(), figures.slowest.1);
        let largest = format!("{:.1} MB ({})", figures.largest.0 as f64 / f64::from(1 << 20), figures.largest.1);
        println!("{name:12} {:>9} {:>8.0} {slowest:>22} {largest:>24}", figures.inputs, figures.time.as_secs_f64());
    }
    println!("{} kinds of faults", tally.faults.len());
    for (kind, fault) in &tally.faults {
        println!("{:>7} × {kind} (first: {} {})", fault.count, fault.target.name, fault.first);
        if let Some(line) = fault.detail.split('\u{2424}').next().filter(|line| !line.is_empty()) {
            println!("          {}", line.chars().take(300).collect::<String>());
        }
    }
}
