//! The process that a supervisor starts: hears its task, says what it is working on, and ends when nobody supervises it any more.

#[cfg(debug_assertions)]
mod rehearsal;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, BufRead, BufWriter, Write};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::supervise::wire::{Answer, Event, Line, Purpose, Shown, Task, Work, receive, send};
use super::{Console, UNTRUSTED, guarded};
use crate::report::Leads;
use crate::scan::{Job, Probe, Progress, Role};

/// The child's end of what connects it to its supervisor.
pub(super) struct Link {
    task: Task,
    answers: Mutex<Receiver<Arrived>>,
    started: Instant,
    /// When the progress was told last, in milliseconds since the start.
    told: AtomicU64,
}

/// What came from the supervisor.
enum Arrived {
    Noted,
    Input(Result<Vec<u8>, String>),
}

/// How often the progress bar moves.
const BEAT: Duration = Duration::from_millis(50);
/// How often the memory is looked at: what can be taken meanwhile, some hundred MiB by a thread, is small beside the bound.
const WATCH: Duration = Duration::from_millis(50);

/// Does what the task asks for, with the arguments of the program.
pub(super) fn serve(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let mut stdin = io::stdin().lock();
    let Ok(Line::Message(task)) = receive::<Task>(&mut stdin) else {
        let _ = writeln!(io::stderr(), "originlint: this is how originlint starts itself, and nobody else can");
        return UNTRUSTED;
    };
    drop(stdin);
    let (sender, answers) = mpsc::channel();
    // Whoever answers records or follows orders reads them.
    if !matches!(task.purpose, Purpose::Stream | Purpose::Editor) {
        thread::spawn(move || hear(&sender));
    }
    let terminal = task.terminal;
    let link = Link { task, answers: Mutex::new(answers), started: Instant::now(), told: AtomicU64::new(0) };
    leave_no_core();
    link.tell(&Event::Ready);
    let mut stdout = BufWriter::new(io::stdout());
    let mut stderr = Voice { link: &link, line: Vec::new() };
    let mut console = Console { stdout: &mut stdout, stderr: &mut stderr, terminal };
    let status = guarded(arguments, &mut console, Some(&link));
    let _ = stderr.flush();
    link.tell(&Event::Finished(status));
    status
}

/// Hears the supervisor until it is gone. Then nobody would read the report, nor end this process if it had to be ended.
fn hear(to: &Sender<Arrived>) {
    let mut stdin = io::stdin().lock();
    while let Some(arrived) = next_answer(&mut stdin) {
        let _ = to.send(arrived);
    }
    vanish();
}

fn next_answer(stdin: &mut impl BufRead) -> Option<Arrived> {
    let Ok(Line::Message(answer)) = receive(stdin) else { return None };
    match answer {
        Answer::Noted => Some(Arrived::Noted),
        Answer::NoInput(why) => Some(Arrived::Input(Err(why))),
        Answer::Input(len) => {
            let mut bytes = vec![0; len];
            stdin.read_exact(&mut bytes).ok()?;
            Some(Arrived::Input(Ok(bytes)))
        }
    }
}

#[expect(
    clippy::exit,
    reason = "a thread that learns that the process has no purpose any more can end it in no other way"
)]
pub(super) fn vanish() -> ! {
    process::exit(i32::from(UNTRUSTED))
}

/// A crash leaves a failure in the report, and not a file in the folder.
fn leave_no_core() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let maximum = getrlimit(Resource::Core).maximum;
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum });
    }
}

/// How long the present record has taken.
#[derive(Debug)]
pub(super) struct Stopwatch {
    since: Instant,
    /// When the record began, in milliseconds; none does at the very end of time.
    began: AtomicU64,
}

impl Stopwatch {
    pub(super) fn new() -> Self {
        Self { since: Instant::now(), began: AtomicU64::new(u64::MAX) }
    }

    pub(super) fn start(&self) {
        self.began.store(self.now(), Ordering::Relaxed);
    }

    pub(super) fn stop(&self) {
        self.began.store(u64::MAX, Ordering::Relaxed);
    }

    fn now(&self) -> u64 {
        self.since.elapsed().as_millis() as u64
    }

    fn milliseconds(&self) -> u64 {
        self.now().saturating_sub(self.began.load(Ordering::Relaxed))
    }
}

/// Ends the process if it takes more memory than so many bytes: better one named failure than a machine that swaps. The same if the
/// record of a stopwatch takes longer than so many milliseconds.
pub(super) fn watch(bytes: u64, time: Option<(Arc<Stopwatch>, u64)>) {
    let pause = time.as_ref().map_or(WATCH, |(_, most)| WATCH.min(Duration::from_millis(most / 8 + 1)));
    thread::spawn(move || {
        loop {
            thread::sleep(pause);
            // Where the system does not say how much it is, there is no bound.
            let memory = memory_stats::memory_stats().map_or(0, |now| now.physical_mem as u64);
            let event = match &time {
                _ if memory > bytes => Event::TookTooMuch(bytes >> 20),
                Some((stopwatch, most)) if stopwatch.milliseconds() > *most => Event::TookTooLong(*most),
                _ => continue,
            };
            let _ = send(&event, io::stderr().lock());
            vanish();
        }
    });
}

impl Link {
    /// Tells the supervisor something.
    fn tell(&self, event: &Event) {
        if send(event, io::stderr().lock()).is_err() {
            vanish();
        }
    }

    /// Whether one thread is all that may be used.
    pub(super) fn is_serial(&self) -> bool {
        self.task.serial || matches!(self.task.purpose, Purpose::Alone { .. })
    }

    /// What is to be tried, if this is not the run itself.
    pub(super) fn probe(&self) -> Option<Probe> {
        match &self.task.purpose {
            Purpose::Run | Purpose::Stream | Purpose::Editor => None,
            Purpose::Alone { work, leads } => Some(Probe::Alone { job: work.into(), leads: plain(leads) }),
            Purpose::Rest { known, leads } => {
                Some(Probe::Rest { known: known.iter().map(Job::from).collect(), leads: plain(leads) })
            }
        }
    }

    /// Whether records are to be answered.
    pub(super) fn is_stream(&self) -> bool {
        matches!(self.task.purpose, Purpose::Stream)
    }

    /// Whether the orders of a language server are to be followed.
    pub(super) fn is_editor(&self) -> bool {
        matches!(self.task.purpose, Purpose::Editor)
    }

    /// The files that are not to be analysed, with what happened when they were.
    pub(super) fn quarantined(&self) -> &BTreeMap<String, String> {
        &self.task.quarantined
    }

    /// What the supervisor has on its standard input.
    ///
    /// # Errors
    ///
    /// Why it could not be read: lower case, no full stop.
    pub(super) fn input(&self) -> Result<Vec<u8>, String> {
        self.tell(&Event::WantsInput);
        match self.wait() {
            Arrived::Input(input) => input,
            Arrived::Noted => vanish(),
        }
    }

    /// To be called when the scan is over.
    pub(super) fn scanned(&self) {
        self.tell(&Event::Scanned);
        self.rehearse("(scanned)");
    }

    /// To be called before reports are written. What was said until then stands on the terminal when this returns.
    pub(super) fn writes(&self) {
        self.tell(&Event::Writes);
        self.wait();
        self.rehearse("(writes)");
    }

    fn wait(&self) -> Arrived {
        // The sender lives as long as the process.
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).recv().unwrap_or_else(|_| vanish())
    }

    /// Crashes, if a test wants that here.
    #[cfg_attr(not(debug_assertions), expect(clippy::unused_self, reason = "only tests crash on purpose"))]
    fn rehearse(&self, _place: &str) {
        #[cfg(debug_assertions)]
        rehearsal::crash(_place, matches!(self.task.purpose, Purpose::Alone { .. }));
    }

    fn is_due(&self) -> bool {
        let now = self.started.elapsed().as_millis() as u64;
        let told = self.told.load(Ordering::Relaxed);
        now >= told + BEAT.as_millis() as u64
            && self.told.compare_exchange(told, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

fn plain(leads: &BTreeMap<String, Shown>) -> BTreeMap<String, Leads> {
    leads.iter().map(|(path, shown)| (path.clone(), shown.0.clone())).collect()
}

impl Progress for Link {
    fn found(&self, files: usize) {
        if self.task.terminal.stderr && self.is_due() {
            self.tell(&Event::Found(files));
        }
    }

    fn done(&self, files: usize) {
        if self.task.terminal.stderr && self.is_due() {
            self.tell(&Event::Done(files));
        }
    }

    fn begins(&self, job: &Job) {
        // Of a record it is known which one it is.
        if !self.is_stream() {
            self.tell(&Event::Begins(Work::from(job)));
        }
        self.rehearse(&match job.role {
            Role::Script => job.path.clone(),
            Role::Worker => format!("{} (worker)", job.path),
            Role::Importer => format!("{} (importer)", job.path),
        });
    }

    fn ends(&self, job: &Job, leads: &Leads) {
        if !self.is_stream() {
            self.tell(&Event::Ends { work: Work::from(job), leads: Shown(leads.clone()) });
        }
    }

    fn imports(&self, path: &str) {
        // Only of a file that is alone is it known whose imports these are.
        if matches!(self.task.purpose, Purpose::Alone { .. }) {
            self.tell(&Event::Imports(path.to_owned()));
        }
        self.rehearse(path);
    }
}

/// Standard error as the rest of the program sees it: every line goes to the supervisor.
struct Voice<'a> {
    link: &'a Link,
    line: Vec<u8>,
}

impl Write for Voice<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                self.flush()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.line.is_empty() {
            let line = std::mem::take(&mut self.line);
            self.link.tell(&Event::Says(String::from_utf8_lossy(&line).into_owned()));
        }
        Ok(())
    }
}
