//! The process that analyses a folder, as the server sees it: how it is started, what it says, and what it was at when it ended.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::BufReader;
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Stdio};
use std::sync::mpsc::Sender;
use std::thread;

use super::orders::{Order, Reply};
use crate::cli::Terminal;
use crate::cli::supervise::process::{End, Ending, Started, start};
use crate::cli::supervise::wire::{Event, Line, Purpose, Task, Work, receive, send};
use crate::display::reason;

/// What one of the processes says.
pub(super) struct Said {
    /// Which of them it is; numbers are never used again.
    pub(super) number: u64,
    pub(super) news: News,
}

pub(super) enum News {
    Reply(Reply),
    /// So many files were found so far.
    Found(usize),
    /// So many are judged so far.
    Done(usize),
    /// It has ended, and in the middle of these analyses.
    Gone {
        why: String,
        begun: Vec<String>,
    },
}

/// A process that runs, or has ended and is not known to have.
pub(super) struct Analyst {
    pub(super) number: u64,
    stdin: ChildStdin,
}

/// How an analyst is started.
pub(super) struct Manner<'a> {
    pub(super) arguments: &'a [OsString],
    pub(super) folder: &'a Path,
    /// Files that are not to be analysed, with what happened when they were.
    pub(super) quarantined: &'a BTreeMap<String, String>,
    /// Whether to use one thread.
    pub(super) serial: bool,
}

impl Analyst {
    /// Starts one, whose news goes to `to`.
    ///
    /// # Errors
    ///
    /// Why it could not be started.
    pub(super) fn start<T: From<Said> + Send + 'static>(
        number: u64,
        manner: &Manner<'_>,
        to: &Sender<T>,
    ) -> Result<Self, String> {
        // As if it had a terminal: only then does it say how far it is.
        let terminal = Terminal { stderr: true, color: Some(false), ..Terminal::default() };
        let quarantined = manner.quarantined.clone();
        let task = Task { terminal, purpose: Purpose::Editor, quarantined, serial: manner.serial };
        let Started { child, stdin, stdout, stderr } =
            start(manner.arguments, &task, Stdio::piped(), Some(manner.folder))?;
        let stdout = stdout.ok_or("its streams cannot be opened")?;
        let to = to.clone();
        thread::spawn(move || follow(number, child, stdout, stderr, &to));
        Ok(Self { number, stdin })
    }

    /// Gives an order. That a process is gone shows in its news.
    pub(super) fn order(&mut self, order: &Order) {
        let _ = send(order, &mut self.stdin);
    }
}

/// Hands on what a process says, until it is gone.
fn follow<T: From<Said> + Send + 'static>(
    number: u64,
    mut child: Child,
    stdout: ChildStdout,
    stderr: ChildStderr,
    to: &Sender<T>,
) {
    let heard = to.clone();
    let hearing = thread::spawn(move || hear(number, stderr, &heard));
    let mut from = BufReader::with_capacity(64 << 10, stdout);
    loop {
        match receive(&mut from) {
            Ok(Line::Message(reply)) => _ = to.send(Said { number, news: News::Reply(reply) }.into()),
            Ok(Line::Other(_)) => {}
            Ok(Line::End) | Err(_) => break,
        }
    }
    let (ending, begun) = hearing.join().unwrap_or_default();
    let end = child.wait().map_or_else(|error| End::Crashed(reason(&error)), |status| ending.close(status));
    let why = match end {
        End::Crashed(why) => why,
        End::Finished(status) => format!("it ended with status {status}"),
        End::Stopped(signal) => format!("it was ended by signal {signal}"),
    };
    let begun = begun.into_iter().map(|work| work.path).collect();
    let _ = to.send(Said { number, news: News::Gone { why, begun } }.into());
}

/// Hears what a process says of its work. What it had begun and not ended is half of the answer.
fn hear<T: From<Said>>(number: u64, stderr: ChildStderr, to: &Sender<T>) -> (Ending, Vec<Work>) {
    let mut from = BufReader::with_capacity(64 << 10, stderr);
    let (mut ending, mut begun) = (Ending::default(), Vec::new());
    loop {
        let line = match receive(&mut from) {
            Ok(Line::End) | Err(_) => return (ending, begun),
            Ok(line) => line,
        };
        let news = match ending.hear(line) {
            Some(Event::Begins(work)) => {
                begun.push(work);
                continue;
            }
            Some(Event::Ends { work, .. }) => {
                begun.retain(|begun| *begun != work);
                continue;
            }
            Some(Event::Found(files)) => News::Found(files),
            Some(Event::Done(files)) => News::Done(files),
            _ => continue,
        };
        let _ = to.send(Said { number, news }.into());
    }
}
