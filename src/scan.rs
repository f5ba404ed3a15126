//! From paths to a report: walks, reads and analyses. Decides nothing about what is a flaw and shows nothing.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use crate::discover::{display_path, reason};
use crate::report::{Failure, FailureKind, FileReport, Report};
use crate::source::SourceFile;
use crate::{NoModules, Settings, analyze};

/// What to scan.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and directories; all of them exist.
    pub paths: Vec<PathBuf>,
    /// Whether ignored and hidden files and `node_modules` are scanned too.
    pub no_ignore: bool,
    /// What the analysis of each file depends on.
    pub settings: Settings,
}

/// Hears how far a scan is. Called from many threads, each time with the number so far.
pub trait Progress: Sync {
    /// So many files were found.
    fn found(&self, files: usize);
    /// So many files have their verdict.
    fn done(&self, files: usize);
}

/// Scans everything that `request` names.
pub fn scan(request: &Request, progress: &dyn Progress) -> Report {
    let started = Instant::now();
    let mut report = Report::default();
    for root in &request.paths {
        for entry in ignore::WalkBuilder::new(root).standard_filters(!request.no_ignore).build().flatten() {
            let path = entry.path();
            let known = ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"];
            let wanted = path.extension().is_some_and(|e| known.iter().any(|k| e == *k));
            if !path.is_file() || !(wanted || entry.depth() == 0) {
                continue;
            }
            report.scanned += 1;
            progress.found(report.scanned);
            let shown = display_path(path);
            match fs::read_to_string(path) {
                Ok(text) => {
                    report.candidates += 1;
                    let source = Arc::new(SourceFile::new(shown, text));
                    let file = analyze(&source, &request.settings, &NoModules);
                    if !(file.findings.is_empty() && file.failures.is_empty() && file.incomplete.is_empty()) {
                        report.files.push(file);
                    }
                }
                Err(error) => report.files.push(FileReport {
                    source: Arc::new(SourceFile::new(shown, "")),
                    findings: Vec::new(),
                    failures: vec![Failure { kind: FailureKind::Read, message: reason(&error), span: None }],
                    incomplete: Vec::new(),
                    suppressed: 0,
                }),
            }
            progress.done(report.scanned);
        }
    }
    report.files.sort_by(|a, b| a.source.path().cmp(b.source.path()));
    report.elapsed = started.elapsed();
    report
}
