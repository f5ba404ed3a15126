//! Runs the targets without a fuzzer: inputs by seed and number, in child processes, so that what ends one of them ends nothing else.

#![allow(clippy::print_stdout, reason = "a program of its own, whose output is what it is run for")]

mod child;
mod minimise;
mod run;
mod watch;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use originlint_fuzz::{Choices, Input, TARGETS, Target, entropy, named};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const USAGE: &str = "usage: fuzz COMMAND

  run [OPTIONS]             inputs by number, judged in child processes; status 1 if any is at fault
    --target NAME           one target instead of all: analysis, text, markup, pattern, config, baseline, suppression, project
    --seed N                what the inputs are made from (1)
    --from N, --count N     which of them (from 0, without end)
    --seconds N             stop after so many seconds of processor time of the children (60)
    --limit N               processor seconds that one input may take (10)
    --memory N              megabytes that a child may hold (1024)
    --jobs N                children at a time (1)
    --skip TEXT,TEXT        leaves out inputs that hold such a text, or whose mechanism does: faults that are known
    --out FOLDER            where inputs that are at fault are written
    --minimise N            seconds spent on making each of them smaller (0)
  show TARGET SEED NUMBER [FOLDER]   prints an input, or writes it
  check TARGET PATH [FIRST] judges a file, or a folder of which FIRST is asked about
  minimise TARGET PATH [FIRST] [--seconds N]   makes it smaller while it shows the same, in place
";

/// What the options say.
pub(crate) struct Options {
    target: Option<&'static Target>,
    seed: u64,
    from: u64,
    count: u64,
    seconds: u64,
    limits: Limits,
    out: Option<PathBuf>,
    skip: String,
    minimise: u64,
    jobs: u64,
}

/// What one input may take.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// Processor time.
    time: Duration,
    /// Resident memory of the process, in bytes.
    memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(10), memory: 1 << 30 }
    }
}

impl Options {
    fn parse(args: &[String]) -> Option<Self> {
        let mut options = Self {
            target: None,
            seed: 1,
            from: 0,
            count: u64::MAX / 2,
            seconds: 60,
            limits: Limits::default(),
            out: None,
            skip: String::new(),
            minimise: 0,
            jobs: 1,
        };
        for pair in args.chunks(2) {
            let [name, value] = pair else { return None };
            match name.as_str() {
                "--target" if value == "all" => options.target = None,
                "--target" => options.target = Some(named(value)?),
                "--out" => options.out = Some(PathBuf::from(value)),
                "--skip" => options.skip.clone_from(value),
                name => {
                    let number: u64 = value.parse().ok()?;
                    match name {
                        "--seed" => options.seed = number,
                        "--from" => options.from = number,
                        "--count" => options.count = number,
                        "--seconds" => options.seconds = number,
                        "--limit" => options.limits.time = Duration::from_secs(number),
                        "--memory" => options.limits.memory = number << 20,
                        "--jobs" => options.jobs = number,
                        "--minimise" => options.minimise = number,
                        _ => return None,
                    }
                }
            }
        }
        Some(options)
    }
}

/// The target of an input by its number: with all of them, by their shares.
pub(crate) fn target_of(target: Option<&'static Target>, index: u64) -> &'static Target {
    target.unwrap_or_else(|| {
        // Neighbours are of different targets, so that a short run meets all of them.
        let mut at = index.wrapping_mul(37) % TARGETS.iter().map(|target| target.share).sum::<u64>();
        TARGETS
            .iter()
            .find(|target| {
                let here = at < target.share;
                at = at.saturating_sub(target.share);
                here
            })
            .unwrap_or(&TARGETS[0])
    })
}

/// An input by its number.
pub(crate) fn input_of(target: &Target, seed: u64, index: u64) -> Input {
    let bytes = entropy(seed, index);
    (target.make)(&mut Choices::new(&bytes))
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match command(&words, &args) {
        Some(code) => code,
        None => {
            print!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn command(words: &[&str], args: &[String]) -> Option<ExitCode> {
    Some(match words {
        ["run", ..] => run::run(&Options::parse(&args[1..])?),
        ["child", target, seed, from, to, skip] => {
            let target = if *target == "all" { None } else { Some(named(target)?) };
            child::serve(target, seed.parse().ok()?, from.parse().ok()?..to.parse().ok()?, skip);
            ExitCode::SUCCESS
        }
        ["show", target, seed, index, rest @ ..] => {
            let input = input_of(named(target)?, seed.parse().ok()?, index.parse().ok()?);
            show(&input, rest.first().map(Path::new))
        }
        ["check", target, path, rest @ ..] => {
            let input = Input::read(Path::new(path), rest.first().copied()).ok()?;
            child::judge_one(named(target)?, &input)
        }
        ["minimise", target, path, rest @ ..] => {
            let seconds = rest.iter().position(|word| *word == "--seconds");
            let budget = seconds.and_then(|at| rest.get(at + 1)?.parse().ok()).unwrap_or(60);
            let first = rest.first().copied().filter(|word| *word != "--seconds");
            let input = Input::read(Path::new(path), first).ok()?;
            minimise::in_place(named(target)?, Path::new(path), &input, Limits::default(), Duration::from_secs(budget))
        }
        _ => return None,
    })
}

fn show(input: &Input, folder: Option<&Path>) -> ExitCode {
    if let Some(folder) = folder {
        return if input.write(folder).is_ok() { ExitCode::SUCCESS } else { ExitCode::from(2) };
    }
    println!("{}", input.shape);
    for file in &input.files {
        println!("=== {}\n{}", file.path, String::from_utf8_lossy(&file.bytes));
    }
    ExitCode::SUCCESS
}
