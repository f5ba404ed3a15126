//! A child process that is watched: its lines, its processor time and its memory, and its end.

use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use crate::Limits;

/// A running copy of this program.
pub(crate) struct Watched {
    child: Child,
    lines: Receiver<String>,
    /// Processor time and moment at which the current input began.
    since: (Duration, Instant),
}

/// What became of a child, or of what it works on.
pub(crate) enum Event {
    Line(String),
    TooLong,
    TooLarge,
    Ended(ExitStatus),
}

/// How often a child is looked at while it says nothing.
const GLANCE: Duration = Duration::from_millis(20);
/// A clock tick of `/proc/PID/stat`, which is the same on every Linux.
const TICK: Duration = Duration::from_millis(10);
/// `/proc/PID/statm` counts in pages.
const PAGE: u64 = 4096;

impl Watched {
    pub(crate) fn start(args: &[String]) -> io::Result<Self> {
        let mut child = Command::new(env::current_exe()?)
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = child.stdout.take().ok_or_else(|| io::Error::other("no pipe"))?;
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Self { child, lines, since: (Duration::ZERO, Instant::now()) })
    }

    /// From here on the time of an input counts.
    pub(crate) fn begin(&mut self) {
        self.since = (self.used(), Instant::now());
    }

    /// Processor time so far.
    fn used(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u32>().ok()).unwrap_or(0);
        TICK * (ticks(11) + ticks(12))
    }

    fn resident(&self) -> u64 {
        let statm = fs::read_to_string(format!("/proc/{}/statm", self.child.id())).unwrap_or_default();
        PAGE * statm.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0)
    }

    /// The next thing that happens.
    pub(crate) fn next(&mut self, limits: Limits) -> Event {
        loop {
            match self.lines.recv_timeout(GLANCE) {
                Ok(line) => return Event::Line(line),
                Err(RecvTimeoutError::Disconnected) => {
                    return self.child.wait().map_or(Event::TooLong, Event::Ended);
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            let (used, began) = self.since;
            // What neither works nor ends is stuck, too.
            if self.used().saturating_sub(used) > limits.time || began.elapsed() > 6 * limits.time {
                return Event::TooLong;
            }
            if self.resident() > limits.memory {
                return Event::TooLarge;
            }
        }
    }

    pub(crate) fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How a process ended, in words.
pub(crate) fn ending(status: ExitStatus) -> String {
    match (status.signal(), status.code()) {
        (Some(11 | 7), _) => "stack overflow or worse".to_owned(),
        (Some(6), _) => "abort".to_owned(),
        (Some(signal), _) => format!("signal {signal}"),
        (_, code) => format!("status {}", code.unwrap_or(-1)),
    }
}
