//! What a supervisor and its child say to each other: lines of JSON. The child speaks on its standard error and is spoken to on its
//! standard input, which every platform lets a child inherit.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::cli::Terminal;
use crate::report::Leads;
use crate::scan::{Job, Role};

/// What the child is started for: the first line that it reads.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::cli) struct Task {
    /// The supervisor's terminal: the child's own standard error is a pipe.
    pub(in crate::cli) terminal: Terminal,
    pub(in crate::cli) purpose: Purpose,
    /// Files that are not to be analysed, with what happened when they were.
    pub(in crate::cli) quarantined: BTreeMap<String, String>,
    /// Whether to use one thread, whatever the arguments say.
    pub(in crate::cli) serial: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::cli) enum Purpose {
    /// To do what the arguments ask for.
    Run,
    /// To analyse one file and to say nothing of it.
    Alone { work: Work, leads: BTreeMap<String, Shown> },
    /// To analyse what is not known yet to end well, and to say nothing of it.
    Rest { known: Vec<Work>, leads: BTreeMap<String, Shown> },
    /// To answer the records that follow on standard input, which ends when they are all answered.
    Stream,
    /// To follow the orders of a language server, which come on standard input.
    Editor,
}

/// A [`Job`] on its way between processes.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub(in crate::cli) struct Work {
    pub(in crate::cli) path: String,
    #[serde(with = "As")]
    pub(in crate::cli) role: Role,
}

/// A [`Role`] on its way.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Role")]
enum As {
    Script,
    Worker,
    Importer,
}

/// [`Leads`] on their way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(in crate::cli) struct Shown(#[serde(with = "ShownLeads")] pub(in crate::cli) Leads);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Leads")]
struct ShownLeads {
    workers: Vec<String>,
    hands_on: Vec<String>,
}

impl From<&Job> for Work {
    fn from(job: &Job) -> Self {
        Self { path: job.path.clone(), role: job.role }
    }
}

impl From<&Work> for Job {
    fn from(work: &Work) -> Self {
        Self { path: work.path.clone(), role: work.role }
    }
}

/// What a child tells.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::cli) enum Event {
    /// It has read its task. What was on its standard error before is the system's.
    Ready,
    Found(usize),
    Done(usize),
    Begins(Work),
    Ends {
        work: Work,
        leads: Shown,
    },
    /// The file that is analysed imports this one.
    Imports(String),
    /// The analysis has ended, and with it the progress bar.
    Scanned,
    /// A line for the reader.
    Says(String),
    /// It wants what the supervisor has on its standard input, and waits for it.
    WantsInput,
    /// From here on it writes reports, so that it cannot be replaced by another child. It waits until that is noted.
    Writes,
    /// It took more memory than it may, so many MiB, and ends.
    TookTooMuch(u64),
    /// It worked longer on a record than it may, so many milliseconds, and ends.
    TookTooLong(u64),
    /// It has done its task, with this exit status. Without this last word, no exit status is believed.
    Finished(u8),
}

/// What a child is answered.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::cli) enum Answer {
    /// It may go on.
    Noted,
    /// So many bytes follow.
    Input(usize),
    /// Why there is no input.
    NoInput(String),
}

/// What a line of the protocol begins with. Nothing else that may come from a child does: the runtime's last words do not.
const MARK: u8 = 0x1e;

/// Writes a message with one call, so that those of several threads cannot mix.
///
/// # Errors
///
/// What `out` answers, which may be that nobody listens any more.
pub(in crate::cli) fn send(message: &impl Serialize, mut out: impl Write) -> io::Result<()> {
    let mut line = vec![MARK];
    serde_json::to_writer(&mut line, message)?;
    line.push(b'\n');
    out.write_all(&line)
}

/// A line that was read.
pub(in crate::cli) enum Line<T> {
    Message(T),
    /// What is not of the protocol.
    Other(String),
    End,
}

/// Reads one line.
///
/// # Errors
///
/// What `from` answers.
pub(in crate::cli) fn receive<T: DeserializeOwned>(from: &mut impl BufRead) -> io::Result<Line<T>> {
    let mut line = Vec::new();
    if from.read_until(b'\n', &mut line)? == 0 {
        return Ok(Line::End);
    }
    let message = line.strip_prefix(&[MARK]).and_then(|json| serde_json::from_slice(json).ok());
    Ok(message.map_or_else(|| Line::Other(String::from_utf8_lossy(&line).into_owned()), Line::Message))
}
