//! The child of a stream: reads records, answers each as soon as it can, and ends when there are no more.

use std::io::{self, BufRead, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

use super::Arguments;
use super::record::answer;
use crate::cli::check::in_pool;
use crate::cli::child::{Link, Stopwatch, vanish, watch};
use crate::cli::{CLEAN, Console, UNTRUSTED};
use crate::configs::Configs;
use crate::scan::Request;

/// Answers the records on standard input.
pub(super) fn run(arguments: &Arguments, configs: Configs, link: &Link, console: &mut Console<'_>) -> u8 {
    let stopwatch = Arc::new(Stopwatch::new());
    watch(arguments.max_memory << 20, arguments.max_ms.map(|most| (Arc::clone(&stopwatch), most)));
    let mut request = Request { map: arguments.map, ..Request::default() };
    let (sender, records) = mpsc::channel();
    let waiting = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&waiting);
    thread::spawn(move || read(&sender, &counted));
    let outcome = in_pool(Some(1), move || {
        let mut stdout = io::stdout().lock();
        serve(&records, &waiting, &mut stdout, |record| {
            stopwatch.start();
            let line = answer(record, arguments, &configs, &mut request, link);
            stopwatch.stop();
            line
        })
    });
    match outcome {
        // Without a reader there is nothing to do.
        Ok(Ok(()) | Err(_)) => CLEAN,
        Err(message) => {
            console.complain(&message);
            UNTRUSTED
        }
    }
}

fn serve(
    records: &Receiver<Vec<u8>>,
    waiting: &AtomicUsize,
    out: &mut impl Write,
    mut answer: impl FnMut(&[u8]) -> Vec<u8>,
) -> io::Result<()> {
    for record in records {
        let line = answer(&record);
        // Before the supervisor can know: it may have nothing more to ask.
        waiting.fetch_sub(1, Ordering::SeqCst);
        // At once: what a crash takes with it is the record that it happens on.
        out.write_all(&line)?;
        out.flush()?;
    }
    Ok(())
}

/// Reads records as they come. The supervisor closes the stream when all are answered; if it ends before that, the supervisor is gone.
fn read(to: &Sender<Vec<u8>>, waiting: &AtomicUsize) {
    let mut stdin = io::stdin().lock();
    loop {
        let mut line = Vec::new();
        if stdin.read_until(b'\n', &mut line).unwrap_or(0) == 0 {
            break;
        }
        waiting.fetch_add(1, Ordering::SeqCst);
        if to.send(line).is_err() {
            break;
        }
    }
    if waiting.load(Ordering::SeqCst) > 0 {
        vanish();
    }
}
