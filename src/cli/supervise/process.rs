//! One child from its start to its end: how it is started, what it was working on, what it asks for, and how it ended.

use std::ffi::OsString;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};

use super::wire::{Answer, Event, Line, Purpose, Shown, Task, Work, receive, send};
use crate::cli::progress::Bar;
use crate::cli::{CHILD, Console};
use crate::display::reason;
use crate::read::MAX_FILE;
use crate::render::visible;
use crate::scan::Progress;

/// Bytes of what a child says besides the protocol after which no more is kept.
const LAST_WORDS: usize = 16 << 10;

/// What children need of the world, and what outlives each of them.
pub(super) struct Host<'a, 'b> {
    pub(super) console: &'a mut Console<'b>,
    /// The arguments of the program, without its name.
    pub(super) arguments: &'a [OsString],
    /// What standard input held, once it was asked for. Every child may ask.
    input: Option<Result<Vec<u8>, String>>,
    /// What was said to the reader. A child that is started over says most of it again.
    said: Vec<String>,
}

/// What became of a child.
pub(super) struct Outcome {
    pub(super) end: End,
    /// Analyses that ended well.
    pub(super) well: Vec<Work>,
    /// What those showed of other files.
    pub(super) leads: Vec<(String, Shown)>,
    /// Analyses that began and did not end.
    pub(super) begun: Vec<Work>,
    /// What those imported, if it was one only.
    pub(super) imports: Vec<String>,
    /// Whether it had begun to write reports.
    pub(super) wrote: bool,
}

/// How a child ended.
pub(in crate::cli) enum End {
    /// With its task done, and this exit status.
    Finished(u8),
    /// By a signal with which somebody asks a program to end.
    Stopped(i32),
    /// Otherwise; what happened, lower case, no full stop.
    Crashed(String),
}

impl<'a, 'b> Host<'a, 'b> {
    pub(super) fn new(console: &'a mut Console<'b>, arguments: &'a [OsString]) -> Self {
        Self { console, arguments, input: None, said: Vec::new() }
    }

    /// Starts a child, stays with it and tells what became of it.
    ///
    /// # Errors
    ///
    /// Why no child could be started.
    pub(super) fn supervise(&mut self, task: &Task) -> Result<Outcome, String> {
        let is_run = matches!(task.purpose, Purpose::Run);
        let stdout = if is_run { Stdio::inherit() } else { Stdio::null() };
        let Started { mut child, mut stdin, stderr, .. } = start(self.arguments, task, stdout, None)?;
        let mut record = Record::default();
        let bar = Bar::new(task.terminal.stderr && is_run);
        let heard = self.listen(is_run, &bar, stderr, &mut stdin, &mut record);
        bar.clear();
        let status = child.wait().and_then(|status| heard.map(|()| status)).map_err(|error| reason(&error))?;
        Ok(Outcome { end: record.ending.close(status), ..record.outcome })
    }

    /// Hears a child to its end.
    fn listen(
        &mut self,
        is_run: bool,
        bar: &Bar,
        stderr: ChildStderr,
        stdin: &mut ChildStdin,
        record: &mut Record,
    ) -> io::Result<()> {
        let mut from = BufReader::with_capacity(64 << 10, stderr);
        let mut told = 0;
        loop {
            let line = receive(&mut from)?;
            if matches!(line, Line::End) {
                return Ok(());
            }
            let Some(event) = record.ending.hear(line) else { continue };
            match event {
                Event::Found(files) => bar.found(files),
                Event::Done(files) => bar.done(files),
                Event::Scanned => bar.clear(),
                // What is only tried has nothing to say.
                Event::Says(_) if !is_run => {}
                Event::Says(line) => {
                    if self.said.get(told) != Some(&line) {
                        self.said.truncate(told);
                        let _ = self.console.stderr.write_all(line.as_bytes());
                        self.said.push(line);
                    }
                    told += 1;
                }
                Event::WantsInput => self.answer_input(stdin),
                Event::Writes => {
                    record.outcome.wrote = true;
                    let _ = send(&Answer::Noted, &mut *stdin);
                }
                event => record.note(event),
            }
        }
    }

    fn answer_input(&mut self, stdin: &mut ChildStdin) {
        let input = self.input.get_or_insert_with(|| {
            let mut bytes = Vec::new();
            // One more than is read of a file, so that what is longer is known to be.
            let read = io::stdin().lock().take(MAX_FILE as u64 + 1).read_to_end(&mut bytes);
            match read {
                Ok(len) if len > MAX_FILE => Err(format!("longer than {} MiB", MAX_FILE >> 20)),
                Ok(_) => Ok(bytes),
                Err(error) => Err(reason(&error)),
            }
        });
        // A child that has ended meanwhile is told of below.
        let _ = match input {
            Ok(bytes) => send(&Answer::Input(bytes.len()), &mut *stdin).and_then(|()| stdin.write_all(bytes)),
            Err(why) => send(&Answer::NoInput(why.clone()), &mut *stdin),
        };
    }
}

impl Default for Outcome {
    fn default() -> Self {
        let end = End::Crashed(String::new());
        Self { end, well: Vec::new(), leads: Vec::new(), begun: Vec::new(), imports: Vec::new(), wrote: false }
    }
}

/// What is known of a child that still runs.
#[derive(Default)]
struct Record {
    outcome: Outcome,
    ending: Ending,
}

impl Record {
    fn note(&mut self, event: Event) {
        match event {
            Event::Begins(work) => {
                self.outcome.imports.clear();
                self.outcome.begun.push(work);
            }
            Event::Ends { work, leads } => {
                self.outcome.begun.retain(|begun| *begun != work);
                self.outcome.leads.push((work.path.clone(), leads));
                self.outcome.well.push(work);
            }
            Event::Imports(path) => self.outcome.imports.push(path),
            // Of these, whoever listens knows already.
            Event::Ready
            | Event::Found(_)
            | Event::Done(_)
            | Event::Scanned
            | Event::Says(_)
            | Event::WantsInput
            | Event::Writes
            | Event::TookTooMuch(_)
            | Event::TookTooLong(_)
            | Event::Finished(_) => {}
        }
    }
}

/// A child that was started, and its streams.
pub(in crate::cli) struct Started {
    pub(in crate::cli) child: Child,
    pub(in crate::cli) stdin: ChildStdin,
    /// If it was to be a pipe.
    pub(in crate::cli) stdout: Option<ChildStdout>,
    pub(in crate::cli) stderr: ChildStderr,
}

/// Starts this program once more, with a task and the arguments of this process, in another folder if one is given.
///
/// # Errors
///
/// Why it could not be started.
pub(in crate::cli) fn start(
    arguments: &[OsString],
    task: &Task,
    stdout: Stdio,
    folder: Option<&Path>,
) -> Result<Started, String> {
    let program = std::env::current_exe().map_err(|error| reason(&error))?;
    let mut command = Command::new(program);
    command.arg(CHILD).args(arguments).stdin(Stdio::piped()).stdout(stdout).stderr(Stdio::piped());
    if let Some(folder) = folder {
        command.current_dir(folder);
    }
    // A signal to all processes of a terminal or a job is the supervisor's business: it has more to do than to end.
    #[cfg(unix)]
    if matches!(task.purpose, Purpose::Stream) {
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
    }
    let mut child = command.spawn().map_err(|error| reason(&error))?;
    let stdout = child.stdout.take();
    let (Some(mut stdin), Some(stderr)) = (child.stdin.take(), child.stderr.take()) else {
        return Err("its streams cannot be opened".to_owned());
    };
    // A child that is gone already does not read. How it ended shows when it is waited for.
    let _ = send(task, &mut stdin);
    Ok(Started { child, stdin, stdout, stderr })
}

/// What tells how a child ended.
#[derive(Default)]
pub(in crate::cli) struct Ending {
    ready: bool,
    finished: Option<u8>,
    /// The bound that it met, and said so.
    bound: Option<String>,
    /// What stood on its standard error besides the protocol: nothing, unless the runtime or the system says why it ends.
    last_words: String,
}

impl Ending {
    /// Takes note of what a child tells, and hands it on if it is of the protocol.
    pub(in crate::cli) fn hear(&mut self, line: Line<Event>) -> Option<Event> {
        let event = match line {
            Line::Message(event) => event,
            Line::Other(words) => {
                if self.last_words.len() < LAST_WORDS {
                    self.last_words.push_str(&words);
                }
                return None;
            }
            Line::End => return None,
        };
        match event {
            Event::Ready => self.ready = true,
            Event::TookTooMuch(mebibytes) => {
                self.bound = Some(format!("it took more than {mebibytes} MiB of memory"));
            }
            Event::TookTooLong(milliseconds) => self.bound = Some(format!("it took longer than {milliseconds} ms")),
            Event::Finished(status) => self.finished = Some(status),
            _ => {}
        }
        Some(event)
    }

    /// Whether it ever read its task.
    pub(in crate::cli) fn was_ready(&self) -> bool {
        self.ready
    }

    /// How it ended, once it has.
    pub(in crate::cli) fn close(self, status: ExitStatus) -> End {
        if let Some(status) = self.finished {
            return End::Finished(status);
        }
        if let Some(bound) = self.bound {
            return End::Crashed(bound);
        }
        if self.last_words.contains("has overflowed its stack") {
            return End::Crashed("the stack overflowed".to_owned());
        }
        if self.last_words.contains("memory allocation of") {
            return End::Crashed("memory ran out".to_owned());
        }
        match end_of(status) {
            // The system could not even start it, and says why.
            End::Crashed(why) if !self.ready => {
                let words = self.last_words.lines().map(visible).collect::<Vec<_>>().join("; ");
                End::Crashed(if words.is_empty() { why } else { format!("{why}: {words}") })
            }
            end => end,
        }
    }
}

#[cfg(unix)]
fn end_of(status: ExitStatus) -> End {
    use rustix::process::Signal;
    use std::os::unix::process::ExitStatusExt;

    let Some(number) = status.signal() else {
        return End::Crashed(format!("it ended with status {}", status.code().unwrap_or_default()));
    };
    let why = match Signal::from_named_raw(number) {
        Some(Signal::INT | Signal::TERM | Signal::HUP | Signal::QUIT) => return End::Stopped(number),
        // The guard page below a stack that was made by hand; macOS has the other signal for it.
        Some(Signal::SEGV) => "most likely the stack overflowed (SIGSEGV)",
        Some(Signal::BUS) => "most likely the stack overflowed (SIGBUS)",
        Some(Signal::KILL) => "it was killed (SIGKILL), as systems do when memory runs out",
        Some(Signal::ABORT) => "it was aborted (SIGABRT)",
        Some(Signal::XCPU) => "it took more processor time than the system allows (SIGXCPU)",
        _ => return End::Crashed(format!("it was ended by signal {number}")),
    };
    End::Crashed(why.to_owned())
}

#[cfg(not(unix))]
fn end_of(status: ExitStatus) -> End {
    // NTSTATUS: STATUS_CONTROL_C_EXIT, STATUS_STACK_OVERFLOW, STATUS_NO_MEMORY.
    match status.code().unwrap_or_default().cast_unsigned() {
        0xc000_013a => End::Stopped(2),
        0xc000_00fd => End::Crashed("the stack overflowed".to_owned()),
        0xc000_0017 => End::Crashed("memory ran out".to_owned()),
        code => End::Crashed(format!("it ended with status {code:#x}")),
    }
}
