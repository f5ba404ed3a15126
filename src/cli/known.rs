//! `--baseline` and its kin: which file holds the known findings, and what is done with it.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use super::base::Was;
use super::changed::Changes;
use crate::baseline::{Baseline, Entry, Looked};
use crate::config::{self, Config};
use crate::display::{display_path, reason};
use crate::finding::{Confidence, Severity};
use crate::names::{Names, Places};
use crate::read::{self, MAX_FILE, Reach};
use crate::replace::{replace, sweep};
use crate::report::{ExemptionKind, Report};

/// What is asked about known findings.
#[derive(clap::Args)]
#[command(next_help_heading = "Known findings")]
pub(super) struct KnownOptions {
    /// The file with the known findings, which fail nothing
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    baseline: Option<PathBuf>,
    /// Report known findings too, in spite of the configuration
    #[arg(long)]
    no_baseline: bool,
    /// Write what is found to the baseline, so that it is known [default file: originlint-baseline.json]
    #[arg(long, conflicts_with_all = ["no_baseline", "select", "ignore", "severity", "min_confidence", "changed_since"])]
    write_baseline: bool,
    /// Take out of the baseline what is found no more
    #[arg(long, conflicts_with_all = ["no_baseline", "write_baseline", "changed_since"])]
    prune_baseline: bool,
    /// Report only what is in lines that changed since this revision of git, or touches them
    ///
    /// Configuration, ignore files, suppressions and baseline count as that revision has them; what a change adds to them is listed.
    #[arg(long, value_name = "REV")]
    pub changed_since: Option<String>,
}

/// The name of a baseline that nobody named.
const FILE: &str = "originlint-baseline.json";

/// A run, as far as the baseline depends on it.
pub(super) struct Run<'a> {
    pub(super) config: &'a Config,
    /// The paths that were scanned.
    pub(super) paths: &'a [PathBuf],
    pub(super) trusted: bool,
    /// What changed, if only that is asked about. The baseline is then that of the revision.
    pub(super) changes: Option<&'a Changes>,
}

impl KnownOptions {
    /// Takes the known findings out of the report, and writes the baseline if that is asked for. The answer is what to tell about it.
    ///
    /// # Errors
    ///
    /// Why the run cannot be trusted.
    pub(super) fn apply(&self, run: &Run<'_>, report: &mut Report) -> Result<Option<String>, String> {
        let configured = run.config.baseline.as_ref().map(|path| run.config.root.join(path));
        let nameless = self.baseline.is_none() && configured.is_none();
        let default = (self.write_baseline || self.prune_baseline).then(|| PathBuf::from(FILE));
        let Some(path) = self.baseline.clone().or(configured).or(default).filter(|_| !self.no_baseline) else {
            return Ok(None);
        };
        let shown = Names::from_here().shown_as_given(&path);
        // Whoever names a file may name a link to anywhere; the configuration and the usual name are the repository's.
        let around = Reach::around(if self.baseline.is_some() { &path } else { &run.config.root });
        let text = match self.baseline {
            Some(_) => read::text(&path, MAX_FILE),
            None => around.text(&path, MAX_FILE),
        };
        let parse = |text: &str| Baseline::parse(text).map_err(|message| format!("{shown}: {message}"));
        let was = run.changes.map_or(Was::Elsewhere, |changes| changes.was(&path));
        let now = match text {
            Ok(text) if around.admit(&path).is_ok() => parse(&text)?,
            Ok(text) => Baseline::parse(&text)
                .map_err(|_| format!("{shown}: not a baseline, and not quoted: a link leads out of the repository"))?,
            // A change that takes the file away makes nothing new.
            Err(_) if matches!(was, Was::Text(_)) => Baseline::default(),
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.write_baseline => Baseline::default(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(format!("{shown}: {}; --write-baseline makes one", reason(&error)));
            }
            Err(error) => return Err(format!("{shown}: {}", reason(&error))),
        };
        let known = match &was {
            Was::Elsewhere => now.clone(),
            Was::Absent => Baseline::default(),
            Was::Text(text) => parse(text)?,
        };
        if let Some(changes) = run.changes {
            let is_known = |entry: &Entry| (None, format!("{} in {} is known", entry.rule, entry.path));
            changes.note(ExemptionKind::Baseline, &path, now.beyond(&known).into_iter().map(is_known));
        }
        let folder = config::plain(&path).parent().unwrap_or(Path::new("")).to_owned();
        let folder = read::real(&folder).unwrap_or(folder);
        let path_of = |file: &str| display_path(&config::relative(&folder, Path::new(file)));
        let (config, paths) = (run.config, run.paths);
        let scanned = Places::of(paths);
        let failed: HashSet<String> = report
            .files
            .iter()
            .filter(|file| !(file.failures.is_empty() && file.incomplete.is_empty()))
            .map(|file| path_of(file.source.path()))
            .collect();
        let looked = |entry: &Entry| {
            let file = folder.join(&entry.path);
            let settings = config.settings_of(&file);
            let asked = settings.least == Severity::Low
                && settings.least_confidence == Confidence::Low
                && settings.speaks(&entry.rule);
            // A flaw may show only in what another file does with this one, so that a file that was named alone has nothing gone.
            let below = scanned.around(&file).next().is_some();
            if !asked || failed.contains(&entry.path) {
                Looked::Away
            } else if !file.exists() {
                if below { Looked::Gone } else { Looked::Lost }
            } else if below && config.wants(&file) {
                Looked::At
            } else {
                Looked::Away
            }
        };
        let write = |baseline: &Baseline, what: String| {
            if !run.trusted {
                return Err(format!("{shown}: not written, because the run cannot be trusted"));
            }
            sweep(&path);
            replace(&path, baseline.text().as_bytes(), &around)
                .map_err(|error| format!("{shown}: {}", reason(&error)))?;
            Ok(Some(format!("{shown}: {what}")))
        };
        if self.write_baseline {
            // What this persona is not shown stays known to those who are.
            let unshown = Baseline::unshown(report);
            let looked_at = |entry: &Entry| match unshown.contains(&entry.code_name()) {
                true => Looked::Away,
                false => looked(entry),
            };
            let baseline = Baseline::of(report, path_of).with_unseen(known, looked_at);
            let mut what = super::counted(baseline.len(), "entry", "entries");
            if nameless {
                what.push_str(&format!(
                    "; later runs read it by --baseline, or baseline = \"{FILE}\" in {}",
                    config::FILE
                ));
            }
            let message = write(&baseline, what)?;
            baseline.subtract(report, path_of, looked);
            return Ok(message);
        }
        let mut gone = known.subtract(report, path_of, looked);
        // What a change has taken out already needs no reminder.
        gone.retain(|entry| now.has(entry));
        if gone.is_empty() {
            return Ok(None);
        }
        let entries = super::counted(gone.len(), "entry matches", "entries match");
        if self.prune_baseline {
            let left = known.without(&gone);
            return write(&left, format!("{entries} nothing any more; taken out"));
        }
        Ok(Some(format!("{shown}: {entries} nothing any more; --prune-baseline cleans up")))
    }
}
