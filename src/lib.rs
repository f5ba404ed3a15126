//! originlint reads JavaScript and TypeScript and reports the flaws of browser messaging with evidence.
//!
//! [`analyze`] is the boundary: text in, verdict out. It touches no file, no clock, no environment and no terminal, and starts no thread.
//! So it can be used in an editor, in a service or, compiled to WebAssembly, in a page.
//!
//! # Embedding
//!
//! The program is behind the feature `cli`, which is on by default. Without it, what is left depends on no more than a parser and some
//! tables:
//!
//! ```toml
//! originlint = { version = "0.1", default-features = false }
//! ```
//!
//! A [`SourceFile`] is a path and a text; the extension of the path tells the language. [`Settings`] say which rules speak and for whom,
//! and carry the [`Model`](model::Model), which knows what names of the platform and of libraries mean and takes rows for a project's own.
//! [`Modules`] hands over imported files; with [`NoModules`] each file is on its own. What comes back is a
//! [`FileReport`](report::FileReport) with [`Finding`](finding::Finding)s, whose places are byte offsets that
//! [`SourceFile::position`] turns into lines and columns. What shows in a file that was only imported is in
//! [`elsewhere`](report::FileReport::elsewhere).
//!
//! ```
//! use std::sync::Arc;
//!
//! use originlint::{NoModules, Settings, SourceFile, analyze};
//!
//! let text = "window.addEventListener('message', event => { document.body.innerHTML = event.data; });";
//! let source = Arc::new(SourceFile::new("app.js", text));
//! let mut settings = Settings::default();
//! settings.max_steps = Some(1_000_000);
//!
//! // Most files have nothing to do with messages, and need not be parsed.
//! assert!(settings.is_candidate(&source));
//! let report = analyze(&source, &settings, &NoModules);
//!
//! let rules: Vec<_> = report.findings.iter().map(|finding| finding.rule).collect();
//! assert_eq!(rules, ["missing-origin-check", "message-to-html"]);
//! let at = source.position(report.findings[1].primary.start);
//! assert_eq!((at.line, at.column), (1, 47));
//! ```
//!
//! The stack is grown where that is possible. In WebAssembly it is not: there, run the analysis of deeply nested files in a worker of its
//! own, whose end is not that of the page.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

#[cfg(feature = "cli")]
mod attributes;
#[cfg(feature = "cli")]
mod baseline;
#[cfg(feature = "cli")]
mod cache;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
#[cfg(feature = "cli")]
mod config;
#[cfg(feature = "cli")]
mod configs;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod defect;
mod detect;
#[cfg(feature = "cli")]
mod discover;
#[cfg(feature = "cli")]
mod display;
pub mod embedding;
#[cfg(feature = "cli")]
mod entry;
#[cfg(feature = "cli")]
mod excuse;
mod facts;
pub mod finding;
#[cfg(feature = "cli")]
mod fingerprint;
#[cfg(feature = "cli")]
mod fix;
mod grade;
mod group;
pub mod handler;
mod hash;
#[cfg(feature = "cli")]
mod ignores;
mod interned;
pub mod language;
mod linked;
#[cfg(feature = "cli")]
mod loader;
mod machine;
mod map;
mod markup;
pub mod model;
pub mod modules;
#[cfg(feature = "cli")]
mod names;
pub mod page;
mod peer;
mod platform;
pub mod policy;
mod prefilter;
pub mod provenance;
#[cfg(feature = "cli")]
mod read;
#[cfg(feature = "cli")]
mod render;
#[cfg(feature = "cli")]
mod replace;
pub mod report;
#[cfg(feature = "cli")]
mod request;
mod rules;
#[cfg(feature = "cli")]
mod scan;
pub mod source;
mod stack;
#[cfg(feature = "cli")]
mod store;
mod suppress;
mod syntax;
#[cfg(feature = "testing")]
#[doc(hidden)]
pub mod testing;

use embedding::Embedding;
use finding::{Confidence, Finding, Persona, Severity};
use language::Language;
use linked::Linked;
use model::Model;
use modules::Watched;
pub use modules::{Module, Modules, NoModules, Resolved, Scope};
use platform::Platforms;
pub use platform::Sign;
use policy::TrustedOrigin;
use provenance::Provenance;
use report::{Elsewhere, Exemption, FileReport, Incomplete};
pub use source::{SourceFile, Span};
use suppress::Seen;
use syntax::program::{Expr, Program};

/// What a run is asked for, as far as the analysis of one file depends on it. Take the default and change what should be otherwise.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Settings {
    /// For whom the report is.
    pub persona: Persona,
    /// Whether generated and vendored files are reported like the project's own.
    pub generated: bool,
    /// Whether tests, fixtures and examples are.
    pub tests: bool,
    /// Whether comments that suppress findings are passed over.
    pub no_suppressions: bool,
    /// The rules, by their ids, that are off (`None`), or whose findings have another severity than their own.
    pub levels: BTreeMap<&'static str, Option<Severity>>,
    /// The first persona that sees a rule's findings, where that is another one than the rule's own.
    pub personas: BTreeMap<&'static str, Persona>,
    /// The only rules that are asked, if not all are.
    pub selection: Option<BTreeSet<&'static str>>,
    /// The rules that were asked for by name: what they are for is shown, whatever the persona.
    pub named: BTreeSet<&'static str>,
    /// Findings below it are left out.
    pub least: Severity,
    /// Findings that are less sure are left out.
    pub least_confidence: Confidence,
    /// The origins that the project trusts; without a list none is outside of it.
    pub trusted_origins: Option<Vec<TrustedOrigin>>,
    /// The platforms that the file is said to belong to, by their names in [`Model::platforms`].
    pub platforms: Vec<&'static str>,
    /// What the configuration says of who may frame or open the pages that a file is for.
    pub embedding: Embedding,
    /// The steps that the analysis of one file may take in all, beside the bounds that it has anyway.
    pub max_steps: Option<u64>,
    /// What names of the platform and of libraries mean.
    pub model: Arc<Model>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            persona: Persona::default(),
            generated: false,
            tests: false,
            no_suppressions: false,
            levels: BTreeMap::new(),
            personas: BTreeMap::new(),
            selection: None,
            named: BTreeSet::new(),
            least: Severity::Low,
            least_confidence: Confidence::Low,
            trusted_origins: None,
            platforms: Vec::new(),
            embedding: Embedding::default(),
            max_steps: None,
            model: Arc::clone(Model::embedded()),
        }
    }
}

impl Settings {
    /// Whether the text of a file can hold a finding at all. It is told from the words in it, which takes a small part of the
    /// time of [`analyze`]; most files of a project cannot.
    pub fn is_candidate(&self, source: &SourceFile) -> bool {
        self.wants(source.text().as_bytes(), Language::of(source.path()))
    }

    /// The same for bytes in whatever encoding they are.
    pub(crate) fn wants(&self, bytes: &[u8], language: Option<Language>) -> bool {
        prefilter::is_candidate(bytes, language) || self.model.is_mentioned(bytes)
    }

    /// Whether a rule is asked at all.
    pub(crate) fn speaks(&self, rule: &str) -> bool {
        self.selected(rule) && self.levels.get(rule) != Some(&None)
    }

    /// Whether a finding of a rule that is for `persona` is for the reader of this report.
    pub(crate) fn shows(&self, rule: &str, persona: Persona) -> bool {
        // Whoever names a rule wants what it usually reports.
        let in_rules = matches!(self.levels.get(rule), Some(Some(_))) && !self.personas.contains_key(rule);
        let named = self.named.contains(rule) || in_rules;
        let usual = page::find(rule).filter(|_| named).map(|page| page.persona);
        persona <= usual.unwrap_or_default().max(self.persona)
    }

    /// Whether nothing that lies in a generated file is shown.
    #[cfg(feature = "cli")]
    pub(crate) fn hides_generated(&self) -> bool {
        !self.generated && page::all().iter().all(|page| !self.shows(page.id, Persona::Auditor))
    }

    /// Whether the command line leaves room for a rule.
    pub(crate) fn selected(&self, rule: &str) -> bool {
        self.selection.as_ref().is_none_or(|rules| rules.contains(rule))
    }

    /// Whether an origin is one of those that the project trusts.
    pub(crate) fn trusts(&self, origin: &str) -> bool {
        self.trusted_origins.as_ref().is_none_or(|origins| origins.iter().any(|trusted| trusted.subsumes(origin)))
    }

    /// The origins that the project trusts, where they can be written out and there are any.
    pub(crate) fn exact_origins(&self) -> Option<Vec<&str>> {
        let origins = self.trusted_origins.as_ref().filter(|origins| !origins.is_empty())?;
        origins.iter().map(TrustedOrigin::exact).collect()
    }

    /// Leaves to the auditor what lies in a file that is not the project's own.
    pub(crate) fn set_apart(&self, findings: &mut [Finding], provenance: Provenance) {
        let is_own = match provenance {
            Provenance::Source => true,
            Provenance::Generated => self.generated,
            Provenance::Test | Provenance::Fixture | Provenance::Example => self.tests,
        };
        for finding in findings {
            finding.provenance = provenance;
            if !is_own {
                finding.persona = Persona::Auditor;
            }
        }
    }

    /// Leaves of `findings` those whose rule speaks, with the severity and the persona that they are to have.
    pub(crate) fn grade(&self, findings: &mut Vec<Finding>) {
        findings.retain_mut(|finding| {
            if let Some(Some(severity)) = self.levels.get(finding.rule) {
                finding.severity = *severity;
            }
            if let Some(&persona) = self.personas.get(finding.rule) {
                // What the rule itself leaves to others than usual stays theirs.
                let usual = page::find(finding.rule).map(|page| page.persona).unwrap_or_default();
                let own = Some(finding.persona).filter(|own| *own > usual).unwrap_or_default();
                finding.persona = persona.max(own);
            }
            self.speaks(finding.rule)
        });
    }
}

/// The verdict on one file, with what it shows of the files that it imports.
///
/// The same text, settings and modules give the same report, whatever the machine and the time. No input makes it panic; what it cannot
/// read is a [failure](report::FileReport::failures), and where a bound ends the analysis the report [says so](report::FileReport::incomplete).
///
/// # Examples
///
/// The settings decide what is worth reporting:
///
/// ```
/// use std::sync::Arc;
///
/// use originlint::finding::Severity;
/// use originlint::{NoModules, Settings, SourceFile, analyze};
///
/// let text = "frame.contentWindow.postMessage({ token }, '*');";
/// let source = Arc::new(SourceFile::new("send.js", text));
/// let mut settings = Settings::default();
/// let report = analyze(&source, &settings, &NoModules);
/// assert_eq!(report.findings[0].rule, "wildcard-sensitive-data");
/// assert_eq!(report.findings[0].severity, Severity::Medium);
/// assert_eq!(source.slice(report.findings[0].primary), "'*'");
///
/// settings.least = Severity::High;
/// assert!(analyze(&source, &settings, &NoModules).findings.is_empty());
/// ```
pub fn analyze(source: &Arc<SourceFile>, settings: &Settings, modules: &dyn Modules) -> FileReport {
    let mut report = examine(source, settings, modules);
    judge(&mut report, settings, true, &|_, _| true);
    group::form_alone(&mut report);
    sift(&mut report, settings);
    report
}

/// What [`analyze`] finds before the file's comments are asked. What other files show of this one may still be added to it.
pub(crate) fn examine(source: &Arc<SourceFile>, settings: &Settings, modules: &dyn Modules) -> FileReport {
    match Module::read(Arc::clone(source)) {
        Ok(module) => examine_module(&Arc::new(module), settings, modules),
        Err(failure) => FileReport { failures: vec![failure], ..FileReport::new(Arc::clone(source)) },
    }
}

/// Says where findings come from, takes out what comments suppress and adds what is wrong with the comments. `all` says that whatever
/// another file might show of this one was added; otherwise no comment of a file that others can use is called unused. `kept` is that of
/// [`suppress::judge`]; the answer is what does not count because of it.
pub(crate) fn judge(
    report: &mut FileReport,
    settings: &Settings,
    all: bool,
    kept: &dyn Fn(u32, u32) -> bool,
) -> Vec<Exemption> {
    settings.set_apart(&mut report.findings, report.provenance);
    let exemptions = if settings.no_suppressions { Vec::new() } else { suppress(report, settings, all, kept) };
    settings.set_apart(&mut report.findings, report.provenance);
    exemptions
}

/// Leaves what is severe and sure enough, puts aside what is not for this reader, and cuts texts that are too long.
pub(crate) fn sift(report: &mut FileReport, settings: &Settings) {
    report
        .findings
        .retain(|finding| finding.severity >= settings.least && finding.confidence >= settings.least_confidence);
    let findings = std::mem::take(&mut report.findings);
    (report.findings, report.unshown) =
        findings.into_iter().partition(|finding| settings.shows(finding.rule, finding.persona));
    report.hidden.retain(|finding| settings.shows(finding.rule, finding.persona));
    report.shorten();
}

pub(crate) fn examine_module(module: &Arc<Module>, settings: &Settings, modules: &dyn Modules) -> FileReport {
    let mut report = FileReport::new(Arc::clone(&module.source));
    report.failures.clone_from(&module.failures);
    let path = module.source.path();
    let started = syntax::starts::workers(&module.program);
    report.leads.workers = started.iter().filter_map(|script| modules.worker(path, script)).collect();
    let linked = Linked::new(Arc::clone(module));
    let modules = Watched::new(modules);
    let table = &settings.model.platforms;
    let mut platforms = Platforms::told(table, &settings.platforms, &modules.signs(path));
    detect::add(&mut platforms, table, &module.program);
    let mut embedding = settings.embedding.clone().or(modules.embedding(path));
    let page_is_stranger = platforms.is_page_stranger();
    let observe = || machine::observe(&linked, &modules, &settings.model, settings.max_steps, page_is_stranger);
    let facts = syntax::with_deep_stack(observe);
    // What is only imported tells what it is made for as well.
    linked.modules().skip(1).for_each(|module| detect::add(&mut platforms, table, &module.program));
    // A policy of the program's own may turn every text into what the sinks take.
    if embedding.trusted_types.is_some() && linked.modules().any(|module| detect::makes_policy(&module.program)) {
        embedding.trusted_types = None;
    }
    let sources = linked.sources();
    let elsewhere;
    (report.findings, elsewhere) = rules::check(&sources, &facts, settings, &platforms, &embedding);
    let statements = Statements::of(&module.program);
    for finding in &mut report.findings {
        finding.context = statements.around(finding.primary);
    }
    if !report.findings.is_empty() {
        report.words = syntax::words::words(&module.program);
    }
    report.handlers = map::listeners(&sources, &module.program, &facts);
    report.is_tests = syntax::suite::is_suite(&module.program);
    // A test replaces parts of what it tests, the checks among them: what it shows of other files is not so in use.
    let elsewhere = if report.is_tests { Vec::new() } else { elsewhere };
    let mut statements: BTreeMap<&str, Statements> = BTreeMap::new();
    for (source, mut finding) in elsewhere {
        let Some(module) = linked.modules().find(|m| Arc::ptr_eq(&m.source, &source)) else { continue };
        let statements = statements.entry(module.source.path()).or_insert_with(|| Statements::of(&module.program));
        finding.context = statements.around(finding.primary);
        report.elsewhere.push(Elsewhere { source, comments: module.comments.clone(), finding });
    }
    report.leads.hands_on = facts.hands_on;
    report.steps = facts.steps;
    report.comments.clone_from(&module.comments);
    report.shared = is_shared(&module.program);
    report.unread = modules.is_broken() || !module.incomplete.is_empty();
    report.incomplete.clone_from(&module.incomplete);
    report.incomplete.extend(facts.incomplete.into_iter().map(|reason| Incomplete { reason, span: None }));
    report.incomplete.extend(facts.unread.into_iter().map(|(span, reason)| {
        let here = sources.locate(span).0.is_none();
        Incomplete { reason, span: here.then_some(span) }
    }));
    add_pages(&mut report, module, settings, &modules);
    report
}

/// Adds what is found in the pages that the strings of a file hold. They import nothing that the file could: nobody knows where they are
/// served from.
fn add_pages(report: &mut FileReport, module: &Module, settings: &Settings, modules: &dyn Modules) {
    let (pages, incomplete) = syntax::embedded::pages(&module.source, &module.program);
    report.incomplete.extend(incomplete);
    if pages.is_empty() {
        return;
    }
    let signs = modules.signs(module.source.path());
    let of_package: Vec<_> = signs.into_iter().filter(|(sign, _)| matches!(sign, Sign::Package(_))).collect();
    let table = &settings.model.platforms;
    for (i, page) in pages.into_iter().enumerate() {
        if report.steps > PAGE_STEPS {
            let reason = format!("only {i} of the pages in the strings of this file were looked at");
            report.incomplete.push(Incomplete { reason, span: None });
            break;
        }
        let mut platforms = Platforms::told(table, &settings.platforms, &of_package);
        detect::add(&mut platforms, table, &page.program);
        let page = Arc::new(Module::of(Arc::clone(&module.source), page));
        let linked = Linked::new(Arc::clone(&page));
        let left = settings.max_steps.map(|most| most.saturating_sub(report.steps));
        let observe = || machine::observe(&linked, &NoModules, &settings.model, left, platforms.is_page_stranger());
        let facts = syntax::with_deep_stack(observe);
        let (mut findings, _) = rules::check(&linked.sources(), &facts, settings, &platforms, &settings.embedding);
        let statements = Statements::of(&page.program);
        for finding in &mut findings {
            finding.context = statements.around(finding.primary);
            // What is written into a string has to be escaped as the string is.
            finding.fixes.clear();
        }
        report.handlers.extend(map::listeners(&linked.sources(), &page.program, &facts));
        // A text may be part of several pages.
        findings.retain(|new| report.findings.iter().all(|old| (old.rule, old.primary) != (new.rule, new.primary)));
        report.findings.append(&mut findings);
        report.steps += facts.steps;
        report.comments.extend(&page.comments);
        report.unread |= !page.incomplete.is_empty();
        report.incomplete.extend(page.incomplete.iter().cloned());
        report.incomplete.extend(facts.incomplete.into_iter().map(|reason| Incomplete { reason, span: None }));
        report
            .incomplete
            .extend(facts.unread.into_iter().map(|(span, reason)| Incomplete { reason, span: Some(span) }));
    }
    rules::sort(&mut report.findings);
    report.handlers.sort_by_key(|handler| (handler.registration.start, handler.registration.end));
    report.handlers.dedup();
    report.comments.sort_unstable_by_key(|comment| (comment.span.start, comment.span.end));
    report.comments.dedup();
    if !report.findings.is_empty() && report.words.is_empty() {
        report.words = syntax::words::words(&module.program);
    }
}

/// After how many steps no further page in a string is looked at: about as many as a file takes at most.
const PAGE_STEPS: u64 = 4_000_000;

/// Whether other files can use what a program holds: it exports something, or speaks of what CommonJS exports with.
fn is_shared(program: &Program) -> bool {
    let exports = |expr: &Expr| matches!(expr, Expr::Global(name) if matches!(&**name, "module" | "exports"));
    !program.exports.is_empty() || program.exprs.iter().any(|(expr, _)| exports(expr))
}

/// The statements of a program by where they begin, each with the one around it.
struct Statements {
    spans: Vec<(Span, Option<usize>)>,
}

impl Statements {
    fn of(program: &Program) -> Self {
        let mut spans: Vec<_> = program.stmts.iter().map(|(_, span)| (*span, None)).collect();
        spans.sort_unstable_by_key(|(span, _)| (span.start, Reverse(span.end)));
        let mut open: Vec<usize> = Vec::new();
        for i in 0..spans.len() {
            while open.pop_if(|last| spans[*last].0.end < spans[i].0.end).is_some() {}
            spans[i].1 = open.last().copied();
            open.push(i);
        }
        Self { spans }
    }

    /// The innermost statement that holds a span.
    fn around(&self, inside: Span) -> Option<Span> {
        let mut next = self.spans.partition_point(|(span, _)| span.start <= inside.start).checked_sub(1);
        while let Some(i) = next {
            let (span, around) = self.spans[i];
            if span.contains(inside) {
                return Some(span);
            }
            next = around;
        }
        None
    }
}

/// Takes out what comments suppress, and adds what is wrong with them.
fn suppress(
    report: &mut FileReport,
    settings: &Settings,
    all: bool,
    kept: &dyn Fn(u32, u32) -> bool,
) -> Vec<Exemption> {
    let seen = match report.failures.is_empty() && !report.unread && (all || !report.shared) {
        true if report.incomplete.is_empty() => Seen::Whole,
        true => Seen::ToABound,
        false => Seen::InPart,
    };
    let findings = std::mem::take(&mut report.findings);
    let speaks = |rule: &str| settings.speaks(rule);
    let judged = suppress::judge(&report.source, &report.comments, findings, speaks, seen, kept);
    report.findings = judged.kept;
    report.hidden.extend(judged.hidden);
    let mut complaints = judged.complaints;
    settings.grade(&mut complaints);
    report.findings.append(&mut complaints);
    rules::sort(&mut report.findings);
    judged.exemptions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_statement_is_found() {
        let text = "a(); { b(c => { d; e }); f } if (g) { h } else { for (;;) i; }\nclass A { m() { return j; } k = () => { l } }";
        let loaded = syntax::load(&SourceFile::new("a.js", text)).expect("it is read");
        let statements = Statements::of(&loaded.program);
        for (_, span) in &loaded.program.exprs {
            let around = loaded.program.stmts.iter().map(|(_, around)| *around).filter(|around| around.contains(*span));
            assert_eq!(
                statements.around(*span),
                around.min_by_key(|around| around.len()),
                "{}",
                &text[span.start as usize..]
            );
        }
        assert_eq!(statements.around(Span::new(0, text.len() as u32)), None);
    }
}
