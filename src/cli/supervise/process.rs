//! One child from its start to its end: keeps a record of what it was working on, serves what it asks for, and tells how it ended.

use std::ffi::OsString;
use std::io::{self, BufReader, Read, Write};
use std::process::{ChildStderr, ChildStdin, Command, ExitStatus, Stdio};

use super::wire::{Answer, Event, Line, Purpose, Task, Work, receive, send};
use crate::cli::progress::Bar;
use crate::cli::{CHILD, Console};
use crate::discover::reason;
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
    /// What those saw started as workers.
    pub(super) workers: Vec<String>,
    /// Analyses that began and did not end.
    pub(super) begun: Vec<Work>,
    /// What those imported, if it was one only.
    pub(super) imports: Vec<String>,
    /// Whether it had begun to write reports.
    pub(super) wrote: bool,
}

/// How a child ended.
pub(super) enum End {
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
        let program = std::env::current_exe().map_err(|error| reason(&error))?;
        let is_run = matches!(task.purpose, Purpose::Run);
        let mut child = Command::new(program)
            .arg(CHILD)
            .args(self.arguments)
            .stdin(Stdio::piped())
            .stdout(if is_run { Stdio::inherit() } else { Stdio::null() })
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| reason(&error))?;
        let (Some(mut stdin), Some(stderr)) = (child.stdin.take(), child.stderr.take()) else {
            return Err("its streams cannot be opened".to_owned());
        };
        // A child that is gone already does not read. How it ended is told below.
        let _ = send(task, &mut stdin);
        let mut record =
            Record { outcome: Outcome::default(), ready: false, too_much: None, last_words: String::new() };
        let bar = Bar::new(task.terminal.stderr && is_run);
        let heard = self.listen(is_run, &bar, stderr, &mut stdin, &mut record);
        bar.clear();
        let status = child.wait().and_then(|status| heard.map(|()| status)).map_err(|error| reason(&error))?;
        Ok(record.close(status))
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
            let event = match receive(&mut from)? {
                Line::End => return Ok(()),
                Line::Message(event) => event,
                Line::Other(words) => {
                    if record.last_words.len() < LAST_WORDS {
                        record.last_words.push_str(&words);
                    }
                    continue;
                }
            };
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
        Self { end, well: Vec::new(), workers: Vec::new(), begun: Vec::new(), imports: Vec::new(), wrote: false }
    }
}

/// What is known of a child that still runs.
struct Record {
    outcome: Outcome,
    ready: bool,
    too_much: Option<u64>,
    /// What stood on its standard error besides the protocol: nothing, unless the runtime or the system says why it ends.
    last_words: String,
}

impl Record {
    fn note(&mut self, event: Event) {
        match event {
            Event::Ready => self.ready = true,
            Event::Begins(work) => {
                self.outcome.imports.clear();
                self.outcome.begun.push(work);
            }
            Event::Ends { work, workers } => {
                self.outcome.begun.retain(|begun| *begun != work);
                self.outcome.well.push(work);
                self.outcome.workers.extend(workers);
            }
            Event::Imports(path) => self.outcome.imports.push(path),
            Event::TookTooMuch(mebibytes) => self.too_much = Some(mebibytes),
            Event::Finished(status) => self.outcome.end = End::Finished(status),
            Event::Found(_) | Event::Done(_) | Event::Scanned | Event::Says(_) | Event::WantsInput | Event::Writes => {}
        }
    }

    fn close(mut self, status: ExitStatus) -> Outcome {
        if !matches!(self.outcome.end, End::Finished(_)) {
            self.outcome.end = self.unfinished(status);
        }
        self.outcome
    }

    /// How a child ended that did not say that it had done its task.
    fn unfinished(&self, status: ExitStatus) -> End {
        if let Some(mebibytes) = self.too_much {
            return End::Crashed(format!("it took more than {mebibytes} MiB of memory"));
        }
        if self.last_words.contains("has overflowed its stack") {
            return End::Crashed("the stack overflowed".to_owned());
        }
        if self.last_words.contains("memory allocation of") {
            return End::Crashed("memory ran out".to_owned());
        }
        let end = end_of(status);
        match end {
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
