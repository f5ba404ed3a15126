//! The progress bar of a long scan, on standard error. Draws nothing in the first half second, so that short scans do not flicker.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::scan::Progress;

const PATIENCE: Duration = Duration::from_millis(500);

/// A bar that appears when the scan takes long.
pub(super) struct Bar {
    bar: ProgressBar,
    started: Instant,
    found: AtomicUsize,
    done: AtomicUsize,
    shown: AtomicBool,
    wanted: bool,
}

impl Bar {
    /// A bar, never to be seen if not `wanted`.
    pub(super) fn new(wanted: bool) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files, {elapsed}");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        Self { bar, started: Instant::now(), found: 0.into(), done: 0.into(), shown: AtomicBool::new(false), wanted }
    }

    /// Takes the bar off the screen.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    /// Moves the bar to the furthest counts heard of: threads do not report in order.
    fn advance(&self) {
        if !self.wanted || self.started.elapsed() < PATIENCE {
            return;
        }
        if !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_length(self.found.load(Ordering::Relaxed) as u64);
        self.bar.set_position(self.done.load(Ordering::Relaxed) as u64);
    }
}

impl Progress for Bar {
    fn found(&self, files: usize) {
        self.found.fetch_max(files, Ordering::Relaxed);
        self.advance();
    }

    fn done(&self, files: usize) {
        self.done.fetch_max(files, Ordering::Relaxed);
        self.advance();
    }
}
