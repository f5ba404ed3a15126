//! The side that may crash: makes inputs, judges them, and tells the watching process on standard output how each came out.

use std::fs;
use std::io::Write;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use originlint_fuzz::{Complaint, Input, Target};

use crate::{MEMORY, input_of, target_of};

/// Where the last panic was, and what it said: the hook's notes.
static PANIC: Mutex<Option<(String, String)>> = Mutex::new(None);

/// Panics are noted instead of printed, those that originlint catches too.
fn note_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info
            .location()
            .map_or_else(|| "somewhere".to_owned(), |at| format!("{}:{}", shortened(at.file()), at.line()));
        let text = info.payload().downcast_ref::<String>().cloned();
        let text = text.or_else(|| info.payload().downcast_ref::<&str>().map(|text| (*text).to_owned()));
        *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some((place, text.unwrap_or_default()));
    }));
}

/// The path of a source file without the folder of the registry or the toolchain.
fn shortened(path: &str) -> &str {
    path.rsplit_once("/registry/src/").and_then(|(_, rest)| rest.split_once('/')).map_or(path, |(_, rest)| rest)
}

/// What is wrong with an input, panics included.
fn judge(target: &Target, input: &Input) -> Option<Complaint> {
    let noted = || PANIC.lock().unwrap_or_else(PoisonError::into_inner).take();
    noted();
    let complaint = match catch_unwind(AssertUnwindSafe(|| (target.check)(input))) {
        Ok(outcome) => outcome.err(),
        Err(_) => Some(Complaint { kind: "panic".to_owned(), detail: String::new() }),
    };
    let mut complaint = complaint?;
    if let Some((place, text)) = noted()
        && matches!(complaint.kind.as_str(), "panic" | "internal failure")
    {
        complaint.kind = format!("{}: {place}", complaint.kind);
        complaint.detail = text;
    }
    Some(complaint)
}

/// Processor time of this thread so far, where the system tells.
fn used(start: Instant) -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|text| text.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

/// Lines: `start NUMBER SHAPE`, then `end NUMBER MICROSECONDS BYTES` or `fault NUMBER MICROSECONDS BYTES KIND<tab>DETAIL`.
/// Inputs that hold one of the texts in `skip`, which commas part, are passed over.
pub(crate) fn serve(target: Option<&'static Target>, seed: u64, numbers: Range<u64>, skip: &str) {
    note_panics();
    let began = Instant::now();
    let say = |line: String| {
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "{}", line.replace('\n', "\u{2424}"));
        let _ = out.flush();
    };
    for number in numbers {
        let target = target_of(target, number);
        say(format!("start {number} {} making", target.name));
        let input = input_of(target, seed, number);
        if skip.split(',').any(|text| !text.is_empty() && holds(&input, text)) {
            continue;
        }
        say(format!("start {number} {} {}", target.name, input.shape));
        MEMORY.reset_peak_usage();
        let (before, held) = (used(began), MEMORY.current_usage());
        let complaint = judge(target, &input);
        let (took, peak) = ((used(began) - before).as_micros(), MEMORY.peak_usage().saturating_sub(held));
        say(match complaint {
            None => format!("end {number} {took} {peak}"),
            Some(Complaint { kind, detail }) => {
                let short: String = detail.chars().take(4_000).collect();
                format!("fault {number} {took} {peak} {kind}\t{short}")
            }
        });
    }
}

/// Whether a text stands in an input, or in the name of what made it.
fn holds(input: &Input, text: &str) -> bool {
    let within = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(text);
    input.shape.contains(text) || input.files.iter().any(|file| within(&file.bytes))
}

/// Judges an input and prints what is wrong with it: `kind<tab>detail`, status 1.
pub(crate) fn judge_one(target: &Target, input: &Input) -> ExitCode {
    note_panics();
    let start = Instant::now();
    let before = used(start);
    let complaint = judge(target, input);
    let took = used(start).saturating_sub(before);
    match complaint {
        None => {
            println!("sound, {} ms, {} kB", took.as_millis(), MEMORY.peak_usage() >> 10);
            ExitCode::SUCCESS
        }
        Some(Complaint { kind, detail }) => {
            println!("{kind}\t{detail}");
            ExitCode::from(1)
        }
    }
}
