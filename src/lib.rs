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
pub mod markup;
pub mod model;
pub mod modules;
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
pub use modules::{Module, Modules, NoModules};
use report::{FileReport, Incomplete};
use source::SourceFile;
use syntax::linked::Linked;

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

/// The verdict on one file, with what it shows of the files that it imports.
pub fn analyze(source: &Arc<SourceFile>, settings: &Settings, modules: &dyn Modules) -> FileReport {
    match Module::read(Arc::clone(source)) {
        Ok(module) => analyze_module(&Arc::new(module), settings, modules),
        Err(failure) => FileReport { failures: vec![failure], ..FileReport::new(Arc::clone(source)) },
    }
}

/// The verdict on a file that was read before.
pub fn analyze_module(module: &Arc<Module>, settings: &Settings, modules: &dyn Modules) -> FileReport {
    let mut report = FileReport::new(Arc::clone(&module.source));
    report.failures.clone_from(&module.failures);
    let linked = Linked::new(Arc::clone(module));
    let facts = syntax::with_deep_stack(|| machine::observe(&linked, modules, settings.model));
    let sources = linked.sources();
    (report.findings, report.elsewhere) = rules::check(&sources, &facts, settings);
    report.incomplete.clone_from(&module.incomplete);
    report.incomplete.extend(facts.incomplete.into_iter().map(|reason| Incomplete { reason, span: None }));
    report.incomplete.extend(facts.unread.into_iter().map(|(span, reason)| {
        let here = sources.locate(span).0.is_none();
        Incomplete { reason, span: here.then_some(span) }
    }));
    if !settings.no_suppressions {
        suppress(&mut report, &module.comments, settings);
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
