//! `--baseline` and its kin: which file holds the known findings, and what is done with it.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::base::Was;
use super::changed::Changes;
use crate::baseline::{Baseline, Entry, Looked};
use crate::config::{self, Config};
use crate::configs::Configs;
use crate::display::{display_path, reason};
use crate::finding::{Confidence, Finding, Severity};
use crate::names::{Names, Places};
use crate::read::{self, MAX_FILE, Reach};
use crate::replace::{replace, sweep};
use crate::report::{Count, ExemptionKind, Report};

/// What is asked about known findings.
#[derive(clap::Args, Default)]
#[command(next_help_heading = "Known findings")]
pub(super) struct KnownOptions {
    /// The file with the known findings, which do not fail the run [default: originlint-baseline.json beside the configuration]
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    baseline: Option<PathBuf>,
    /// Read no baseline: report known findings too
    #[arg(long)]
    no_baseline: bool,
    /// Write the findings to the baseline, so that later runs know them [default file: originlint-baseline.json beside the configuration]
    ///
    /// Without a configuration, the file lies at the root of the repository. A file is named with `=` only, so that no path to scan is
    /// taken for it.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    #[arg(conflicts_with_all = ["no_baseline", "select", "ignore", "severity", "min_confidence", "changed_since"])]
    write_baseline: Option<Option<PathBuf>>,
    /// Remove entries from the baseline that no longer match a finding
    #[arg(long, conflicts_with_all = ["no_baseline", "write_baseline", "changed_since"])]
    prune_baseline: bool,
    /// Report only findings that involve lines changed since this Git revision
    ///
    /// Configuration, ignore files, suppressions and baseline count as that revision has them; what a change adds to them is listed.
    #[arg(long, value_name = "REV")]
    pub changed_since: Option<String>,
}

/// The name of a baseline that nobody named.
const FILE: &str = "originlint-baseline.json";

/// A run, as far as the baselines depend on it.
pub(super) struct Run<'a> {
    pub(super) configs: &'a Configs,
    /// The paths that were scanned.
    pub(super) paths: &'a [PathBuf],
    pub(super) trusted: bool,
    /// What changed, if only that is asked about. The baselines are then those of the revision.
    pub(super) changes: Option<&'a Changes>,
}

/// A baseline of a run.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    path: PathBuf,
    /// The folder whose repository it has to lie in. Whoever names a file on the command line may name a link to anywhere.
    around: Option<PathBuf>,
}

impl KnownOptions {
    /// Takes the known findings out of the report, and writes the baselines if that is asked for: each file has that of its
    /// configuration. The answer is what to tell about it.
    ///
    /// # Errors
    ///
    /// Why the run cannot be trusted.
    pub(super) fn apply(&self, run: &Run<'_>, report: &mut Report) -> Result<Vec<String>, String> {
        if self.baseline.is_some() && matches!(self.write_baseline, Some(Some(_))) {
            return Err("--baseline and --write-baseline=FILE both name a file; give one of them".to_owned());
        }
        let configs = run.configs.found();
        let places: BTreeSet<Place> = configs.iter().filter_map(|config| self.place(config, run.changes)).collect();
        if self.prune_baseline && places.is_empty() {
            return Err("there is no baseline; --write-baseline makes one".to_owned());
        }
        let (mut known, mut messages) = (Vec::new(), Vec::new());
        for place in &places {
            let one = One { options: self, run, place, is_only: places.len() == 1 };
            messages.extend(one.apply(report, &mut known)?);
        }
        report.known = Count::of(&known);
        Ok(messages)
    }

    /// The baseline of a configuration, if there is one or if one is to be written.
    fn place(&self, config: &Config, changes: Option<&Changes>) -> Option<Place> {
        if self.no_baseline {
            return None;
        }
        let named = self.baseline.as_ref().or(self.write_baseline.as_ref().and_then(Option::as_ref));
        if let Some(path) = named {
            return Some(Place { path: path.clone(), around: None });
        }
        let around = Some(config.root.clone());
        if let Some(path) = &config.baseline {
            return Some(Place { path: path.clone(), around });
        }
        let path = config.root.join(FILE);
        let was_there = || changes.is_some_and(|changes| matches!(changes.was(&path), Was::Text(_)));
        let is_there = || !config.is_alone && (fs::symlink_metadata(&path).is_ok() || was_there());
        (self.write_baseline.is_some() || is_there()).then_some(Place { path, around })
    }
}

/// One baseline of a run.
struct One<'a> {
    options: &'a KnownOptions,
    run: &'a Run<'a>,
    place: &'a Place,
    /// Whether the run has no other.
    is_only: bool,
}

impl One<'_> {
    /// Adds what is known to `known`. The answer is what to tell about the baseline.
    fn apply(&self, report: &mut Report, known_findings: &mut Vec<Finding>) -> Result<Option<String>, String> {
        let Self { options, run, place, .. } = *self;
        let is_written = options.write_baseline.is_some();
        let path = &place.path;
        let shown = Names::from_here().shown_as_given(path);
        let around = Reach::around(place.around.as_ref().unwrap_or(path));
        let text = match place.around {
            None => read::text(path, MAX_FILE),
            Some(_) => around.text(path, MAX_FILE),
        };
        let parse = |text: &str| Baseline::parse(text).map_err(|message| format!("{shown}: {message}"));
        let was = run.changes.map_or(Was::Elsewhere, |changes| changes.was(path));
        let is_new = matches!(&text, Err(error) if error.kind() == io::ErrorKind::NotFound);
        let now = match text {
            Ok(text) if around.admit(path).is_ok() => parse(&text)?,
            Ok(text) => Baseline::parse(&text)
                .map_err(|_| format!("{shown}: not a baseline, and not quoted: a link leads out of the repository"))?,
            // A change that takes the file away makes nothing new.
            Err(_) if matches!(was, Was::Text(_)) => Baseline::default(),
            Err(_) if is_new && is_written => Baseline::default(),
            Err(error) if is_new => return Err(format!("{shown}: {}; --write-baseline makes one", reason(&error))),
            Err(error) => return Err(format!("{shown}: {}", reason(&error))),
        };
        let known = match &was {
            Was::Elsewhere => now.clone(),
            Was::Absent => Baseline::default(),
            Was::Text(text) => parse(text)?,
        };
        if let Some(changes) = run.changes {
            let is_known = |entry: &Entry| (None, format!("{} in {} is known", entry.rule, entry.path));
            changes.note(ExemptionKind::Baseline, path, now.beyond(&known).into_iter().map(is_known));
        }
        let folder = config::plain(path).parent().unwrap_or(Path::new("")).to_owned();
        let folder = read::real(&folder).unwrap_or(folder);
        let path_of = |file: &str| {
            let file = Path::new(file);
            self.holds(file).then(|| display_path(&config::relative(&folder, file)))
        };
        let (configs, paths) = (run.configs, run.paths);
        let scanned = Places::of(paths);
        let failed: HashSet<String> = report
            .files
            .iter()
            .filter(|file| !(file.failures.is_empty() && file.incomplete.is_empty()))
            .map(|file| file.source.path())
            .chain(report.spared.iter().map(String::as_str))
            .filter_map(path_of)
            .collect();
        let looked = |entry: &Entry| {
            let file = folder.join(&entry.path);
            let config = configs.of(&file);
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
            } else if below && config.wants(&file) && self.holds(&file) {
                Looked::At
            } else {
                Looked::Away
            }
        };
        let write = |baseline: &Baseline, what: String| {
            if !run.trusted {
                return Err(format!("{shown}: not written, because the run cannot be trusted"));
            }
            sweep(path);
            replace(path, baseline.text().as_bytes(), &around)
                .map_err(|error| format!("{shown}: {}", reason(&error)))?;
            Ok(Some(format!("{shown}: {what}")))
        };
        if is_written {
            // What this persona is not shown stays known to those who are.
            let unshown = Baseline::unshown(report);
            let looked_at = |entry: &Entry| match unshown.contains(&entry.code_name()) {
                true => Looked::Away,
                false => looked(entry),
            };
            let baseline = Baseline::of(report, path_of).with_unseen(known, looked_at);
            if is_new && baseline.len() == 0 && !self.is_only {
                return Ok(None);
            }
            let mut what = super::counted(baseline.len(), "entry", "entries");
            if options.baseline.is_none() && !self.is_found() {
                what.push_str(&format!("; later runs read it with --baseline {shown}"));
            }
            let message = write(&baseline, what)?;
            known_findings.extend(baseline.subtract(report, path_of, looked).0);
            return Ok(message);
        }
        let (found, mut gone) = known.subtract(report, path_of, looked);
        known_findings.extend(found);
        // What a change has taken out already needs no reminder.
        gone.retain(|entry| now.has(entry));
        if gone.is_empty() {
            return Ok(None);
        }
        let entries = super::counted(gone.len(), "entry no longer matches", "entries no longer match");
        if options.prune_baseline {
            let left = known.without(&gone);
            return write(&left, format!("{entries} a finding; removed"));
        }
        Ok(Some(format!(
            "{shown}: {entries} a finding; --prune-baseline removes {}",
            if gone.len() == 1 { "it" } else { "them" }
        )))
    }

    /// Whether this is the baseline of a file.
    fn holds(&self, file: &Path) -> bool {
        self.options.place(&self.run.configs.of(file), self.run.changes).as_ref() == Some(self.place)
    }

    /// Whether a run that names no baseline reads this one.
    fn is_found(&self) -> bool {
        let path = config::plain(&self.place.path);
        let configs = self.run.configs.found();
        configs.iter().filter(|config| !config.is_alone).any(|config| {
            let found = config.baseline.clone().unwrap_or_else(|| config.root.join(FILE));
            config::plain(&found) == path
        })
    }
}
