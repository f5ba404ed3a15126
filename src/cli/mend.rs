//! `--fix`, `--unsafe-fixes` and `--diff`: applies the fixes of a report to the files, or shows what they would change.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::counted;
use crate::config::plain;
use crate::display::reason;
use crate::excuse::{excused, refused};
use crate::fix::{Fixed, fixed};
use crate::names::Names;
use crate::read::{self, MAX_FILE, Reach};
use crate::render::{visible, visible_lines};
use crate::replace::{replace, sweep};
use crate::report::{FileReport, Report};
use crate::syntax::decode;

/// What is asked about fixes.
#[derive(clap::Args)]
#[command(next_help_heading = "Fixes")]
pub(super) struct FixOptions {
    /// Apply the fixes that change nothing but the flaw, and report the rest
    #[arg(long, conflicts_with = "write_baseline")]
    pub fix: bool,
    /// Also apply fixes that may change behaviour; review them
    #[arg(long)]
    unsafe_fixes: bool,
    /// Write a suppression comment with this reason for each finding, and report the rest
    #[arg(long, value_name = "REASON", conflicts_with_all = ["fix", "unsafe_fixes", "write_baseline"])]
    add_suppressions: Option<String>,
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

/// What the command line names: other files are shown, and not changed.
pub(super) struct CheckEvaluated {
    /// The paths as they were written, by where they lead.
    written: HashMap<PathBuf, Vec<PathBuf>>,
}

impl CheckEvaluated {
    pub(super) fn of(paths: &[PathBuf], names: &Names) -> Self {
        let mut written: HashMap<PathBuf, Vec<PathBuf>> = HashMap::new();
        for path in paths {
            written.entry(plain(&names.of(path))).or_default().push(path.clone());
        }
        Self { written }
    }

    /// Whether a file of a report is one of those that were asked for.
    pub(super) fn subsumes(&self, file: &FileReport) -> bool {
        self.around(file).next().is_some()
    }

    /// The paths that reach a file, as they were written.
    fn around(&self, file: &FileReport) -> impl Iterator<Item = &PathBuf> {
        let file = plain(Path::new(file.source.path()));
        let places: Vec<_> = file.ancestors().filter_map(|above| self.written.get(above)).collect();
        places.into_iter().flatten()
    }
}

/// One fix may make room for another. After so many rounds they go in circles.
const ROUNDS: usize = 8;

impl FixOptions {
    /// Whether files are to be changed.
    pub(super) fn changes_files(&self) -> bool {
        !self.diff && (self.fix || self.unsafe_fixes || self.add_suppressions.is_some())
    }

    /// Whether what is asked for can be done.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub(super) fn judge(&self) -> Result<(), String> {
        match self.add_suppressions.as_deref().and_then(refused) {
            Some(why) => Err(why.to_owned()),
            None => Ok(()),
        }
    }

    /// What a file becomes, and how many of its findings are served.
    fn changed(&self, file: &FileReport) -> Option<Fixed> {
        match &self.add_suppressions {
            Some(reason) => excused(&file.source, &file.findings, reason),
            None => fixed(&file.source, &file.findings, self.unsafe_fixes),
        }
    }

    /// Changes the files that were asked for, and scans again as long as that makes a difference. `scan` is the scan.
    ///
    /// # Errors
    ///
    /// What the scan says.
    pub(super) fn apply<T>(
        &self,
        first: T,
        report_of: impl Fn(&T) -> &Report,
        mut scan: impl FnMut() -> Result<T, String>,
        asked: &CheckEvaluated,
    ) -> Result<Mended<T>, String> {
        let mut mended = Mended { outcome: first, summary: None, complaints: Vec::new() };
        let (mut count, mut files, mut folders) = (0, HashSet::new(), HashSet::new());
        for _ in 0..ROUNDS {
            let mut changed = false;
            for file in report_of(&mended.outcome).files.iter().filter(|file| asked.subsumes(file)) {
                match self.mend(file, asked, &mut folders) {
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
            let done = if self.add_suppressions.is_some() { "suppressed" } else { "fixed" };
            mended.summary = Some(format!("{done} {fixed} in {files}"));
        }
        Ok(mended)
    }

    /// Applies the fixes of one file and says how many there were.
    fn mend(&self, file: &FileReport, asked: &CheckEvaluated, folders: &mut HashSet<PathBuf>) -> Result<usize, String> {
        let Some(fixed) = self.changed(file) else { return Ok(0) };
        let path = Path::new(file.source.path());
        if folders.insert(path.parent().map(Path::to_owned).unwrap_or_default()) {
            sweep(path);
        }
        let bytes = read::bytes(path, MAX_FILE).map_err(|error| reason(&error))?;
        // Between the scan and now somebody may have saved the file.
        if decode::decode(bytes.clone()).ok().as_deref() != Some(file.source.text()) {
            return Err("not changed, because it changed meanwhile".to_owned());
        }
        let text =
            decode::encode(&fixed.text, &bytes).ok_or("not changed, because its encoding cannot hold the fix")?;
        // A link in what was written may lead to files that whoever wrote it does not know of.
        let mut reaches = asked.around(file).map(|path| Reach::around(path));
        let reach = reaches.find(|reach| reach.admit(path).is_ok());
        let reach = reach.ok_or("not changed, because a link leads to it, out of the repository")?;
        replace(path, &text, &reach).map_err(|error| format!("not changed: {}", reason(&error)))?;
        Ok(fixed.count)
    }

    /// Writes what the fixes of the report would change in the files that `wanted` picks, as a unified diff.
    ///
    /// # Errors
    ///
    /// What `out` answers.
    pub(super) fn show(
        &self,
        report: &Report,
        wanted: impl Fn(&FileReport) -> bool,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for file in report.files.iter().filter(|file| wanted(file)) {
            let Some(fixed) = self.changed(file) else { continue };
            let path = visible(file.source.path());
            let diff = TextDiff::from_lines(file.source.text(), &fixed.text);
            let diff = diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string();
            out.write_all(visible_lines(&diff).as_bytes())?;
        }
        Ok(())
    }
}
