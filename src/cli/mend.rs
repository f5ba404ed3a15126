//! `--fix`, `--unsafe-fixes` and `--diff`: applies the fixes of a report to the files, or shows what they would change.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;

use similar::TextDiff;

use super::counted;
use crate::discover::reason;
use crate::fix::fixed;
use crate::read::{self, MAX_FILE};
use crate::render::{visible, visible_lines};
use crate::replace::replace;
use crate::report::{FileReport, Report};
use crate::syntax::decode;

/// What is asked about fixes.
#[derive(clap::Args)]
#[command(next_help_heading = "Fixes")]
pub(super) struct FixOptions {
    /// Apply the fixes that change nothing but the flaw, and report what is left
    #[arg(long, conflicts_with = "write_baseline")]
    pub fix: bool,
    /// Apply the fixes, too, that may change what the program does; they want to be read
    #[arg(long)]
    unsafe_fixes: bool,
    /// Show what --fix would change, in place of the report, and change nothing
    #[arg(long, conflicts_with = "format")]
    pub diff: bool,
}

/// What became of fixes.
pub(super) struct Mended<T> {
    /// The last outcome of the scan.
    pub(super) outcome: T,
    /// How much was changed, if anything was.
    pub(super) summary: Option<String>,
    /// What could not be changed, and why.
    pub(super) complaints: Vec<String>,
}

/// One fix may make room for another. After so many rounds they go in circles.
const ROUNDS: usize = 8;

impl FixOptions {
    /// Whether files are to be changed.
    pub(super) fn changes_files(&self) -> bool {
        !self.diff && (self.fix || self.unsafe_fixes)
    }

    /// Changes the files that `wanted` names, and scans again as long as that makes a difference. `scan` is the scan.
    ///
    /// # Errors
    ///
    /// What the scan says.
    pub(super) fn apply<T>(
        &self,
        first: T,
        report_of: impl Fn(&T) -> &Report,
        mut scan: impl FnMut() -> Result<T, String>,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Mended<T>, String> {
        let mut mended = Mended { outcome: first, summary: None, complaints: Vec::new() };
        let (mut count, mut files) = (0, HashSet::new());
        for _ in 0..ROUNDS {
            let mut changed = false;
            for file in report_of(&mended.outcome).files.iter().filter(|file| wanted(file.source.path())) {
                match self.mend(file) {
                    Ok(0) => {}
                    Ok(fixes) => {
                        count += fixes;
                        files.insert(file.source.path().to_owned());
                        changed = true;
                    }
                    Err(message) => mended.complaints.push(format!("{}: {message}", file.source.path())),
                }
            }
            if !changed {
                break;
            }
            mended.outcome = scan()?;
        }
        if count > 0 {
            let (fixed, files) = (counted(count, "finding", "findings"), counted(files.len(), "file", "files"));
            mended.summary = Some(format!("fixed {fixed} in {files}"));
        }
        Ok(mended)
    }

    /// Applies the fixes of one file and says how many there were.
    fn mend(&self, file: &FileReport) -> Result<usize, String> {
        let Some(fixed) = fixed(&file.source, &file.findings, self.unsafe_fixes) else { return Ok(0) };
        let path = Path::new(file.source.path());
        let bytes = read::bytes(path, MAX_FILE).map_err(|error| reason(&error))?;
        // Between the scan and now somebody may have saved the file.
        if decode::decode(bytes.clone()).ok().as_deref() != Some(file.source.text()) {
            return Err("not fixed, because it changed meanwhile".to_owned());
        }
        let text = decode::encode(&fixed.text, &bytes).ok_or("not fixed, because its encoding cannot hold the fix")?;
        replace(path, &text).map_err(|error| format!("not fixed: {}", reason(&error)))?;
        Ok(fixed.count)
    }

    /// Writes what the fixes of the report would change in the files that `wanted` names, as a unified diff.
    ///
    /// # Errors
    ///
    /// What `out` answers.
    pub(super) fn show(&self, report: &Report, wanted: impl Fn(&str) -> bool, out: &mut dyn Write) -> io::Result<()> {
        for file in report.files.iter().filter(|file| wanted(file.source.path())) {
            let Some(fixed) = fixed(&file.source, &file.findings, self.unsafe_fixes) else { continue };
            let path = visible(file.source.path());
            let diff = TextDiff::from_lines(file.source.text(), &fixed.text);
            let diff = diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string();
            out.write_all(visible_lines(&diff).as_bytes())?;
        }
        Ok(())
    }
}
