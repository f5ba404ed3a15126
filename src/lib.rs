//! originlint reads JavaScript and TypeScript and reports the flaws of browser messaging with evidence.
//!
//! [`analyze`] is the boundary: text in, verdict out. It touches no file, no clock, no environment and no terminal.

use std::sync::Arc;

pub mod cli;
pub mod discover;
pub mod facts;
pub mod finding;
pub mod fingerprint;
pub mod machine;
pub mod model;
pub mod page;
pub mod prefilter;
pub mod render;
pub mod report;
mod rules;
pub mod scan;
pub mod source;
mod suppress;
pub mod syntax;

use model::Model;
use report::{FileReport, Incomplete};
use source::SourceFile;

/// What a run is asked for, as far as the analysis of one file depends on it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether the rules that are off by default speak.
    pub pedantic: bool,
    /// Whether comments that suppress findings are passed over.
    pub no_suppressions: bool,
    /// What names of the platform and of libraries mean.
    pub model: &'static Model,
}

impl Default for Settings {
    fn default() -> Self {
        Self { pedantic: false, no_suppressions: false, model: Model::embedded() }
    }
}

impl Settings {
    /// Whether a rule is asked at all.
    pub fn speaks(&self, rule: &str) -> bool {
        self.pedantic || page::find(rule).is_none_or(|page| !page.pedantic)
    }
}

/// How the analysis asks for an imported file.
pub trait Modules: Sync {
    /// The file that `specifier` means in `from` (a path as in [`SourceFile::path`]), or `None` if there is none to be had.
    fn load(&self, from: &str, specifier: &str) -> Option<Arc<SourceFile>>;
}

/// Knows no other file.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoModules;

impl Modules for NoModules {
    fn load(&self, _from: &str, _specifier: &str) -> Option<Arc<SourceFile>> {
        None
    }
}

/// The verdict on one file.
pub fn analyze(source: &Arc<SourceFile>, settings: &Settings, _modules: &dyn Modules) -> FileReport {
    let mut report = FileReport {
        source: Arc::clone(source),
        findings: Vec::new(),
        failures: Vec::new(),
        incomplete: Vec::new(),
        suppressed: 0,
    };
    match syntax::load(source) {
        Ok(loaded) => {
            let facts = syntax::with_deep_stack(|| machine::observe(source, &loaded.program, settings.model));
            report.failures = loaded.recovered;
            report.findings = rules::check(source, &facts, settings);
            report.incomplete = facts.incomplete.into_iter().map(|reason| Incomplete { reason, span: None }).collect();
            if !settings.no_suppressions {
                suppress(&mut report, &loaded.comments, settings);
            }
        }
        Err(failure) => report.failures.push(failure),
    }
    report
}

/// Takes out what comments suppress, and adds what is wrong with them.
fn suppress(report: &mut FileReport, comments: &[syntax::Comment], settings: &Settings) {
    let whole = report.failures.is_empty() && report.incomplete.is_empty();
    let findings = std::mem::take(&mut report.findings);
    let judged = suppress::judge(&report.source, comments, findings, |rule| settings.speaks(rule), whole);
    report.suppressed = judged.hidden;
    report.findings = judged.kept;
    report.findings.extend(judged.complaints);
    rules::sort(&mut report.findings);
}
