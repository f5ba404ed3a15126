//! The supervisor of a stream: hands lines to children, puts their answers in order, and starts a new child where one crashed.
//! Looks into a line only if a child crashed on it.

use std::collections::{BTreeMap, VecDeque};
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::process::{ChildStderr, ChildStdin, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

use super::Arguments;
use super::record::{crashed, too_long};
use crate::cli::supervise::process::{End, Ending, Started, start};
use crate::cli::supervise::wire::{Line, Purpose, Task, receive};
use crate::cli::{CLEAN, Console, UNTRUSTED, counted};
use crate::display::reason;

/// Lines that a child has before it answers the first of them: it need not wait for the next one.
const AHEAD: usize = 8;
/// The bytes of those lines, unless it is one only.
const AHEAD_BYTES: usize = 256 << 10;
/// Lines for each child that are read and not yet answered in order. One that takes long holds up so many others.
const WINDOW: usize = 64;
/// The bytes of lines that are held, and as much of answers: beyond, nothing more is read.
const HELD_BYTES: usize = 64 << 20;
/// A line may be so much longer than the texts in it: they are escaped or in base64.
const LINE_FACTOR: usize = 3;

/// A line of the input.
#[derive(Clone)]
struct Item {
    number: u64,
    line: Arc<Vec<u8>>,
    /// Whether a child crashed with it before. The next crash is believed: the first may have come from outside.
    suspected: bool,
}

/// An answer that waits for its turn.
struct Answered {
    status: Status,
    findings: usize,
    line: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Status {
    Fine,
    Incomplete,
    Failed,
}

/// What all threads share.
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    arguments: Vec<OsString>,
    task: Task,
}

#[derive(Default)]
struct State {
    /// Lines that no child has.
    queue: VecDeque<Item>,
    /// Lines that each child has and has not answered.
    sent: Vec<VecDeque<Item>>,
    /// Whether each child can be written to.
    alive: Vec<bool>,
    done: BTreeMap<u64, Answered>,
    /// Lines that were read, and those whose answers were written.
    read: u64,
    written: u64,
    /// Bytes of lines that are not answered, and of answers that are not written.
    held: usize,
    /// Whether nothing more is read.
    closed: bool,
    /// Whether that is because somebody asked for it.
    stopped: bool,
    /// Why the whole stream ends.
    broken: Option<String>,
}

/// How a stream went.
#[derive(Default)]
struct Tally {
    fine: usize,
    incomplete: usize,
    failed: usize,
    findings: usize,
}

/// Answers the lines of standard input.
pub(super) fn run(arguments: &Arguments, line: &[OsString], console: &mut Console<'_>) -> u8 {
    let begun = Instant::now();
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let jobs = arguments.jobs.map_or(cores, usize::from);
    let task =
        Task { terminal: console.terminal, purpose: Purpose::Stream, quarantined: BTreeMap::new(), serial: true };
    let state = State { sent: vec![VecDeque::new(); jobs], alive: vec![false; jobs], ..State::default() };
    let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new(), arguments: line.to_vec(), task });
    let longest = LINE_FACTOR * arguments.max_bytes as usize + (64 << 10);
    // It may wait for input for ever, and is not waited for.
    let reader = Arc::clone(&shared);
    thread::spawn(move || reader.take_in(&mut io::stdin().lock(), longest, jobs));
    stop_when_asked(&shared);
    let mut tally = Tally::default();
    let written = thread::scope(|scope| {
        for slot in 0..jobs {
            let stdin: Arc<Mutex<Option<ChildStdin>>> = Arc::default();
            let (feeder, of_feeder) = (&*shared, Arc::clone(&stdin));
            scope.spawn(move || feeder.feed(slot, &of_feeder));
            scope.spawn(move || feeder.supervise(slot, &stdin));
        }
        let written = shared.write_out(&mut BufWriter::new(&mut *console.stdout), &mut tally);
        if written.is_err() {
            shared.end(|state| state.broken = Some("the output is closed".to_owned()));
        }
        written
    });
    let state = shared.lock();
    let mut summary = format!(
        "{}: {} ok, {} incomplete, {} failed; {}",
        counted(tally.fine + tally.incomplete + tally.failed, "record", "records"),
        tally.fine,
        tally.incomplete,
        tally.failed,
        counted(tally.findings, "finding", "findings"),
    );
    if !arguments.deterministic {
        summary.push_str(&format!("; {:.2} s", begun.elapsed().as_secs_f64()));
    }
    if state.stopped {
        summary.push_str("; stopped before the end of the input");
    }
    let broken = state.broken.clone();
    drop(state);
    let status = match (written, broken) {
        // A reader that has gone away has seen enough.
        (Err(error), _) if error.kind() == io::ErrorKind::BrokenPipe => CLEAN,
        (Err(error), _) => {
            console.complain(&format!("standard output: {}", reason(&error)));
            UNTRUSTED
        }
        (Ok(()), Some(why)) => {
            console.complain(&why);
            UNTRUSTED
        }
        (Ok(()), None) => CLEAN,
    };
    console.complain(&summary);
    status
}

/// On SIGTERM nothing more is read; what was read is answered.
fn stop_when_asked(shared: &Arc<Shared>) {
    #[cfg(unix)]
    {
        use signal_hook::consts::SIGTERM;
        use signal_hook::iterator::Signals;

        let Ok(mut signals) = Signals::new([SIGTERM]) else { return };
        let shared = Arc::clone(shared);
        thread::spawn(move || {
            for _ in &mut signals {
                shared.end(|state| {
                    state.stopped = !state.closed;
                    state.closed = true;
                });
            }
        });
    }
    #[cfg(not(unix))]
    let _ = shared;
}

impl State {
    /// Whether every line that will ever come is answered, or none will be any more.
    fn is_over(&self) -> bool {
        self.broken.is_some() || (self.closed && self.queue.is_empty() && self.sent.iter().all(VecDeque::is_empty))
    }

    fn answer(&mut self, item: &Item, answered: Answered) {
        self.held -= item.line.len();
        self.held += answered.line.len();
        self.done.insert(item.number, answered);
    }

    /// Whether a child may have another line.
    fn has_room(&self, slot: usize) -> bool {
        let sent = &self.sent[slot];
        let bytes = || sent.iter().map(|item| item.line.len()).sum::<usize>();
        self.alive[slot] && (sent.is_empty() || (sent.len() < AHEAD && bytes() < AHEAD_BYTES))
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.changed.wait(state).unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.lock());
        self.changed.notify_all();
    }

    /// Reads lines as long as they can be held.
    fn take_in(&self, input: &mut impl BufRead, longest: usize, jobs: usize) {
        loop {
            let line = match next_line(input, longest) {
                Ok(Some(line)) => line,
                Ok(None) => return self.end(|state| state.closed = true),
                Err(error) => {
                    return self.end(|state| {
                        state.broken = Some(format!("standard input: {}", reason(&error)));
                    });
                }
            };
            let mut state = self.lock();
            while !state.closed
                && state.broken.is_none()
                && state.read > state.written
                && (state.read - state.written >= (WINDOW * jobs) as u64 || state.held >= HELD_BYTES)
            {
                state = self.wait(state);
            }
            if state.closed || state.broken.is_some() {
                return;
            }
            let number = state.read;
            state.read += 1;
            match line {
                Read::Line(line) => {
                    state.held += line.len();
                    state.queue.push_back(Item { number, line: Arc::new(line), suspected: false });
                }
                Read::TooLong => {
                    let item = Item { number, line: Arc::default(), suspected: false };
                    let answer = answered(&too_long(longest));
                    state.answer(&item, answer);
                }
            }
            drop(state);
            self.changed.notify_all();
        }
    }

    /// Gives lines to the child of a slot, whichever that is at the time.
    fn feed(&self, slot: usize, stdin: &Mutex<Option<ChildStdin>>) {
        loop {
            let mut state = self.lock();
            while !state.is_over() && (!state.has_room(slot) || state.queue.is_empty()) {
                state = self.wait(state);
            }
            let is_over = state.is_over();
            drop(state);
            // As long as this is held, no other child takes the place of this one.
            let mut stdin = stdin.lock().unwrap_or_else(PoisonError::into_inner);
            if is_over {
                *stdin = None;
                return;
            }
            let Some(pipe) = &mut *stdin else { continue };
            let mut state = self.lock();
            if !state.has_room(slot) {
                continue;
            }
            let Some(item) = state.queue.pop_front() else { continue };
            state.sent[slot].push_back(item.clone());
            drop(state);
            // That a child is gone shows in what it does not answer.
            let _ = pipe.write_all(&item.line);
        }
    }

    /// Keeps a child in a slot as long as there is something to do, and takes its answers.
    fn supervise(&self, slot: usize, stdin: &Mutex<Option<ChildStdin>>) {
        loop {
            let mut state = self.lock();
            while !state.is_over() && state.queue.is_empty() {
                state = self.wait(state);
            }
            if state.is_over() {
                return;
            }
            drop(state);
            let started = match start(&self.arguments, &self.task, Stdio::piped(), None) {
                Ok(started) => started,
                Err(why) => return self.end(|state| state.broken = Some(format!("no process can be started: {why}"))),
            };
            let Started { mut child, stdin: pipe, stdout, stderr } = started;
            *stdin.lock().unwrap_or_else(PoisonError::into_inner) = Some(pipe);
            self.end(|state| state.alive[slot] = true);
            // While the child started, another one may have answered the last line: whoever feeds this one is gone then, and would not
            // tell it that there is nothing more.
            if self.lock().is_over() {
                *stdin.lock().unwrap_or_else(PoisonError::into_inner) = None;
            }
            let heard = thread::spawn(move || hear(stderr));
            if let Some(stdout) = stdout {
                self.take_answers(slot, &mut BufReader::with_capacity(64 << 10, stdout));
            }
            self.lock().alive[slot] = false;
            *stdin.lock().unwrap_or_else(PoisonError::into_inner) = None;
            let ending = heard.join().unwrap_or_default();
            let was_ready = ending.was_ready();
            let end = match child.wait() {
                Ok(status) => ending.close(status),
                Err(error) => End::Crashed(reason(&error)),
            };
            self.end(|state| state.let_go(slot, &end, was_ready));
        }
    }

    fn take_answers(&self, slot: usize, from: &mut impl BufRead) {
        let mut line = Vec::new();
        loop {
            line.clear();
            // A line without an end is one on which the child died.
            if from.read_until(b'\n', &mut line).is_err() || !line.ends_with(b"\n") {
                return;
            }
            let answer = answered(&line);
            let mut state = self.lock();
            if let Some(item) = state.sent[slot].pop_front() {
                state.answer(&item, answer);
            }
            drop(state);
            self.changed.notify_all();
        }
    }

    /// Writes the answers in the order of their lines.
    fn write_out(&self, out: &mut impl Write, tally: &mut Tally) -> io::Result<()> {
        let mut state = self.lock();
        loop {
            let written = state.written;
            let Some(answered) = state.done.remove(&written) else {
                let is_over = state.is_over() && (state.broken.is_some() || state.done.is_empty());
                drop(state);
                // Whoever waits for an answer gets it as soon as no other is there.
                out.flush()?;
                if is_over {
                    return Ok(());
                }
                state = self.lock();
                while !state.done.contains_key(&written) && !state.is_over() {
                    state = self.wait(state);
                }
                continue;
            };
            state.held -= answered.line.len();
            state.written += 1;
            drop(state);
            self.changed.notify_all();
            match answered.status {
                Status::Fine => tally.fine += 1,
                Status::Incomplete => tally.incomplete += 1,
                Status::Failed => tally.failed += 1,
            }
            tally.findings += answered.findings;
            out.write_all(&answered.line)?;
            state = self.lock();
        }
    }
}

impl State {
    /// A child is gone: the line that it was at has its answer, unless it is to be tried once more, and the others go to the next child.
    fn let_go(&mut self, slot: usize, end: &End, was_ready: bool) {
        let mut left = std::mem::take(&mut self.sent[slot]);
        let why = match end {
            // Somebody ended the child, and means nothing by it for its records.
            End::Stopped(_) => None,
            End::Finished(status) => Some(format!("it ended with status {status}")),
            End::Crashed(why) => Some(why.clone()),
        };
        match (why, left.pop_front()) {
            (Some(why), _) if !was_ready => {
                self.broken = Some(format!("a process that was started ended at once: {why}"));
            }
            (Some(why), Some(first)) if first.suspected => {
                let answer = answered(&crashed(&first.line, &why));
                self.answer(&first, answer);
            }
            (_, Some(first)) => left.push_front(Item { suspected: true, ..first }),
            (_, None) => {}
        }
        for item in left.into_iter().rev() {
            self.queue.push_front(item);
        }
    }
}

/// An answer as it comes from a child, taken apart.
fn answered(tagged: &[u8]) -> Answered {
    let mut parts = tagged.splitn(3, |byte| *byte == b' ');
    let status = match parts.next() {
        Some(b"ok") => Status::Fine,
        Some(b"incomplete") => Status::Incomplete,
        _ => Status::Failed,
    };
    let count = parts.next().and_then(|digits| str::from_utf8(digits).ok()?.parse().ok());
    Answered { status, findings: count.unwrap_or_default(), line: parts.next().unwrap_or_default().to_vec() }
}

/// Hears what a child says until it is gone.
fn hear(stderr: ChildStderr) -> Ending {
    let mut from = BufReader::new(stderr);
    let mut ending = Ending::default();
    loop {
        match receive(&mut from) {
            Ok(Line::End) | Err(_) => return ending,
            Ok(line) => {
                ending.hear(line);
            }
        }
    }
}

/// A line that was read.
enum Read {
    Line(Vec<u8>),
    TooLong,
}

/// The next line that is not blank, with its end. Of one that is too long no more than that is held.
fn next_line(input: &mut impl BufRead, longest: usize) -> io::Result<Option<Read>> {
    loop {
        let mut line = Vec::new();
        let mut is_too_long = false;
        loop {
            let available = match input.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if available.is_empty() {
                break;
            }
            let end = available.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            let taken = end.unwrap_or(available.len());
            is_too_long |= line.len() + taken > longest;
            if !is_too_long {
                line.extend_from_slice(&available[..taken]);
            }
            input.consume(taken);
            if end.is_some() {
                break;
            }
        }
        if is_too_long {
            return Ok(Some(Read::TooLong));
        }
        if line.is_empty() {
            return Ok(None);
        }
        if !line.ends_with(b"\n") {
            line.push(b'\n');
        }
        if !line.trim_ascii().is_empty() {
            return Ok(Some(Read::Line(line)));
        }
    }
}
