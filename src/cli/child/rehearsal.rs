//! Crashes on purpose, for the tests of what becomes of them. Not part of a release, and asked for by the environment only, so that
//! nothing that is scanned can.

use std::hint::black_box;
use std::{env, process, thread};

use crate::syntax::with_deep_stack;

/// The variable that names crashes: `overflow=a.js,abort=b.js`.
const VARIABLE: &str = "ORIGINLINT_REHEARSE";

/// Crashes if the variable asks for it where `place` is reached: a path, or another place in parentheses. `crowd-` before the kind
/// means with several threads only, `company-` not where the file is alone.
pub(super) fn crash(place: &str, is_alone: bool) {
    let Ok(wanted) = env::var(VARIABLE) else { return };
    for (kind, at) in wanted.split(',').filter_map(|part| part.split_once('=')) {
        if place != at {
            continue;
        }
        if let Some(kind) = kind.strip_prefix("crowd-") {
            if rayon::current_num_threads() > 1 {
                by(kind);
            }
        } else if let Some(kind) = kind.strip_prefix("company-") {
            if !is_alone {
                by(kind);
            }
        } else {
            by(kind);
        }
    }
}

#[expect(clippy::exit, reason = "that a child ends without its last word is one of the things to be rehearsed")]
fn by(kind: &str) {
    match kind {
        // On the stack of the thread, whose guard page the runtime knows.
        "overflow" => {
            black_box(endless(0));
        }
        // On a stack that was made for the analysis: a plain segmentation fault.
        "deep-overflow" => {
            black_box(with_deep_stack(|| endless(0)));
        }
        "abort" => process::abort(),
        "panic" => panic!("a panic that was asked for"),
        "exit" => process::exit(1),
        "memory" => {
            let mut hoard = Vec::new();
            loop {
                hoard.push(black_box(vec![1_u8; 8 << 20]));
            }
        }
        "allocation" => {
            black_box(Vec::<u8>::with_capacity(isize::MAX as usize));
        }
        #[cfg(unix)]
        "kill" => {
            let this = rustix::process::getpid();
            let _ = rustix::process::kill_process(this, rustix::process::Signal::KILL);
        }
        // So that there is time to end it from outside. The thread's name says that it has come so far.
        "hang" => {
            let hang = || {
                loop {
                    thread::park();
                }
            };
            let _: Option<thread::Result<()>> =
                thread::Builder::new().name("hangs".to_owned()).spawn(hang).ok().map(thread::JoinHandle::join);
        }
        other => panic!("{VARIABLE} knows no crash called {other}"),
    }
}

#[expect(unconditional_recursion, reason = "the stack is to overflow")]
fn endless(n: u64) -> u64 {
    let kept = black_box([n; 64]);
    endless(n + 1) + kept[(n % 64) as usize]
}
