//! The last line against a crash: a scan runs in a child process. Where that ends with a stack overflow, out of memory or killed, this
//! finds the files that do it, and has the rest scanned without them. Analyses nothing itself.

pub(super) mod process;
pub(super) mod wire;

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsString;

use process::{End, Host, Outcome};
use wire::{Purpose, Shown, Task, Work};

use super::{Console, UNTRUSTED};
use crate::report::Leads;
use crate::scan::Role;

/// Scans that are started before the run is given up. The first two use all threads. What is before the third finds every file that
/// crashes for itself, so that a fourth is needed only if crashes depend on what else the process does.
const ATTEMPTS: usize = 5;

/// Has the work of `arguments`, which do not hold the program's name, done in a child. The answer is the exit status.
///
/// # Errors
///
/// Why no child can be started. Nothing was done then.
pub(super) fn run(arguments: &[OsString], console: &mut Console<'_>) -> Result<u8, String> {
    let terminal = console.terminal;
    let task = Task { terminal, purpose: Purpose::Run, quarantined: BTreeMap::new(), serial: false };
    let mut search =
        Search { host: Host::new(console, arguments), task, known: HashSet::new(), leads: BTreeMap::new() };
    search.run()
}

/// The search for the files that crash.
struct Search<'a, 'b> {
    host: Host<'a, 'b>,
    /// What the next child is to do.
    task: Task,
    /// Analyses that ended well.
    known: HashSet<Work>,
    /// What those showed of other files.
    leads: BTreeMap<String, Shown>,
}

/// Why a run ends without a report.
enum Stop {
    Signal(i32),
    Because(String),
}

impl Search<'_, '_> {
    fn run(&mut self) -> Result<u8, String> {
        let mut outcome = self.host.supervise(&self.task)?;
        let mut attempt = 1;
        loop {
            let why = match outcome.end {
                End::Finished(status) => return Ok(status),
                End::Stopped(signal) => return Ok(stopped(signal)),
                End::Crashed(why) if outcome.wrote => {
                    return Ok(self.give_up(&format!("crashed while it wrote the report: {why}")));
                }
                End::Crashed(ref why) => why.clone(),
            };
            if outcome.begun.is_empty() {
                return Ok(self.give_up(&format!("crashed, and not in the analysis of a file: {why}")));
            }
            if attempt == ATTEMPTS {
                let files = outcome.begun.iter().map(|work| &*work.path).collect::<Vec<_>>().join(", ");
                return Ok(self.give_up(&format!("crashed {ATTEMPTS} times, the last time in {files}: {why}")));
            }
            match self.learn(outcome, &why, attempt) {
                Ok(()) => {}
                Err(Stop::Signal(signal)) => return Ok(stopped(signal)),
                Err(Stop::Because(why)) => return Ok(self.give_up(&why)),
            }
            outcome = match self.host.supervise(&self.task) {
                Ok(outcome) => outcome,
                Err(why) => return Ok(self.give_up(&format!("crashed and cannot be started again: {why}"))),
            };
            attempt += 1;
        }
    }

    /// Finds out which files made a scan crash, so that the next one does without them.
    fn learn(&mut self, outcome: Outcome, why: &str, attempt: usize) -> Result<(), Stop> {
        let before = self.task.quarantined.len();
        let was_alone = outcome.begun.len() == 1 && self.task.serial;
        let begun = self.note(outcome);
        for work in &begun {
            self.accuse(work)?;
        }
        if attempt >= 2 {
            self.sweep()?;
        }
        if self.task.quarantined.len() > before {
            return Ok(());
        }
        // No file crashes for itself. Together they may have taken too much memory, which one after the other they do not.
        self.host.console.complain(&format!("the scan crashed and is started again: {why}"));
        if was_alone {
            self.task.quarantined.extend(begun.into_iter().map(|work| (work.path, why.to_owned())));
        }
        self.task.serial = true;
        Ok(())
    }

    /// Finds every other file that crashes, in time that is linear in all of them: what ended well is not analysed again.
    fn sweep(&mut self) -> Result<(), Stop> {
        loop {
            let known = self.known.iter().cloned().collect();
            let outcome = self.child(Purpose::Rest { known, leads: self.leads.clone() })?;
            let End::Crashed(why) = &outcome.end else {
                self.note(outcome);
                return Ok(());
            };
            if outcome.begun.is_empty() {
                return Err(Stop::Because(format!("crashed, and not in the analysis of a file: {why}")));
            }
            for work in self.note(outcome) {
                self.accuse(&work)?;
                // Whatever the verdict is, the next round leaves it out, so that there is a last one.
                self.known.insert(work);
            }
        }
    }

    /// Remembers what ended well, and hands back what did not end.
    fn note(&mut self, outcome: Outcome) -> Vec<Work> {
        self.known.extend(outcome.well);
        self.leads.extend(outcome.leads.into_iter().filter(|(_, shown)| shown.0 != Leads::default()));
        outcome.begun
    }

    /// Tries a file alone. If it crashes so too, it is quarantined, unless the fault is a file's that it imports: then that one is.
    fn accuse(&mut self, work: &Work) -> Result<(), Stop> {
        struct Accused {
            work: Work,
            why: String,
            imports: Vec<String>,
            /// How many files were quarantined when it crashed.
            before: usize,
        }
        let mut heard: HashSet<String> = HashSet::from([work.path.clone()]);
        let mut next = Some(work.clone());
        let mut stack: Vec<Accused> = Vec::new();
        loop {
            if let Some(work) = next.take()
                && let Some((why, imports)) = self.try_alone(&work)?
            {
                stack.push(Accused { work, why, imports, before: self.task.quarantined.len() });
            }
            let Some(accused) = stack.last_mut() else { return Ok(()) };
            // The one that was read last is the likeliest.
            if let Some(path) = accused.imports.pop() {
                if heard.insert(path.clone()) {
                    next = Some(Work { path, role: Role::Script });
                }
                continue;
            }
            let Some(Accused { work, why, before, .. }) = stack.pop() else { return Ok(()) };
            if self.task.quarantined.len() == before || self.try_alone(&work)?.is_some() {
                self.task.quarantined.insert(work.path, why);
            }
        }
    }

    /// Analyses a file in a child of its own. If that crashes, the answer is what happened and what the file imported until then.
    fn try_alone(&mut self, work: &Work) -> Result<Option<(String, Vec<String>)>, Stop> {
        if self.task.quarantined.contains_key(&work.path) || self.known.contains(work) {
            return Ok(None);
        }
        let mut outcome = self.child(Purpose::Alone { work: work.clone(), leads: self.leads.clone() })?;
        let imports = std::mem::take(&mut outcome.imports);
        match &outcome.end {
            End::Crashed(why) if !outcome.begun.is_empty() => Ok(Some((why.clone(), imports))),
            _ => {
                self.note(outcome);
                Ok(None)
            }
        }
    }

    /// A child whose verdicts nobody reads.
    fn child(&mut self, purpose: Purpose) -> Result<Outcome, Stop> {
        let outcome = self.host.supervise(&Task { purpose, ..self.task.clone() }).map_err(Stop::Because)?;
        match outcome.end {
            End::Stopped(signal) => Err(Stop::Signal(signal)),
            _ => Ok(outcome),
        }
    }

    fn give_up(&mut self, why: &str) -> u8 {
        self.host.console.complain(&format!("{why}; there is no report"));
        UNTRUSTED
    }
}

/// Ends as the child did, which was asked to: whoever asked one process of the two means both.
fn stopped(signal: i32) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = rustix::process::Signal::from_named_raw(signal) {
        let _ = rustix::process::kill_process(rustix::process::getpid(), signal);
    }
    // Shells show an end by a signal in this way.
    u8::try_from(128 + signal).unwrap_or(UNTRUSTED)
}
