//! Shows a [`Report`]: one file a format. Renderers see the report, the rules' pages and a writer, and decide nothing.

mod companions;
mod concise;
mod excerpt;
mod github;
mod gitlab;
mod groups;
mod json;
mod mistake;
mod page;
mod rdjson;
mod record;
mod sarif;
mod statistics;
mod text;
mod visible;
mod xml;

use std::fmt;
use std::io::{self, Write};

use crate::page::Page;
use crate::report::{Exemption, Failure, FailureKind, FileReport, Incomplete, Report};

pub use json::rules as rules_json;
pub use mistake::mistake_text;
pub use page::{page_text, wrapped};
pub(crate) use record::{Answer, Trouble, answer_line};
pub use statistics::statistics;
pub(crate) use visible::{json_string, visible, visible_lines};

/// A way to write a report down. Each stands as a constant in its renderer's file.
#[derive(Clone, Copy)]
pub struct Format {
    /// The name on the command line.
    name: &'static str,
    /// What it is for, for the help.
    help: &'static str,
    write: fn(&Report, &[Page], Look, &mut dyn Write) -> io::Result<()>,
}

impl Format {
    /// Every format, in the order in which help shows them: the whole registration.
    pub const ALL: [Self; 9] = [
        text::FORMAT,
        concise::FORMAT,
        json::FORMAT,
        sarif::FORMAT,
        github::FORMAT,
        gitlab::FORMAT,
        xml::JUNIT,
        xml::CHECKSTYLE,
        rdjson::FORMAT,
    ];

    /// Excerpts with labels, for people.
    pub const TEXT: Self = text::FORMAT;
    /// Everything that is known, for programs; see `docs/json-v1.schema.json`.
    pub const JSON: Self = json::FORMAT;
    /// Workflow commands that GitHub Actions turns into annotations.
    pub const GITHUB: Self = github::FORMAT;

    /// The name on the command line.
    pub const fn as_str(self) -> &'static str {
        self.name
    }

    /// What it is for.
    pub const fn help(self) -> &'static str {
        self.help
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name == name)
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// What the place that a text goes to can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// Colours and box-drawing characters; without it, nothing but ASCII is added to what the source holds.
    pub color: bool,
    /// Links that a terminal follows.
    pub links: bool,
    /// Whether a closing line sums up.
    pub summary: bool,
    /// Columns at which prose is wrapped.
    pub width: usize,
}

impl Look {
    /// What suits a file or a pipe.
    pub const PLAIN: Self = Self { color: false, links: false, summary: true, width: 100 };
}

/// Writes `report` to `out` in `format`; `rules` are the pages that the findings are instances of.
///
/// # Errors
/// What `out` answers.
pub fn render(format: Format, report: &Report, rules: &[Page], look: Look, out: &mut dyn Write) -> io::Result<()> {
    (format.write)(report, rules, look, out)
}

/// The address of a rule's page.
pub fn rule_url(id: &str) -> String {
    format!("{}/blob/main/rules/{id}.md", env!("CARGO_PKG_REPOSITORY"))
}

/// A failure for a person, without its path.
pub(crate) fn failure_text(failure: &Failure) -> String {
    let message = &failure.message;
    match failure.kind {
        FailureKind::Parse => format!("syntax error: {message}"),
        FailureKind::Internal => format!("defect of originlint, please report it: {message}"),
        FailureKind::Crash => format!("the analysis of this file crashed, please report it: {message}"),
        FailureKind::Read | FailureKind::Decode | FailureKind::Depth => message.clone(),
    }
}

/// A bound that was met, for a person, without its path.
fn incomplete_text(incomplete: &Incomplete) -> String {
    format!("findings may be missing: {}", incomplete.reason)
}

/// One line for each failure and each bound that was met, `path:line:column: text`, in the order of the report.
pub(crate) fn shortcomings(report: &Report) -> Vec<String> {
    let line = |file: &FileReport, span: Option<crate::source::Span>, text: &str| {
        let path = file.source.path();
        let place = span.map(|span| file.source.position(span.start));
        let place = place.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default();
        visible(&format!("{path}{place}: {text}")).into_owned()
    };
    let of_file = |file: &FileReport| {
        let failures = file.failures.iter().map(|f| line(file, f.span, &failure_text(f)));
        let bounds = file.incomplete.iter().map(|i| line(file, i.span, &incomplete_text(i)));
        failures.chain(bounds).collect::<Vec<_>>()
    };
    report.files.iter().flat_map(of_file).collect()
}

/// One line for each exemption that a change adds, as far as a person reads on.
pub(crate) fn exemptions(report: &Report) -> Vec<String> {
    const SHOWN: usize = 20;
    let line = |exemption: &Exemption| {
        let Exemption { path, line, .. } = exemption;
        let line = line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("{path}{line}: {}", exemption_text(exemption))
    };
    let all = &report.new_exemptions;
    let more = all.len().saturating_sub(SHOWN);
    let shown = all.iter().take(SHOWN).map(line);
    shown.chain((more > 0).then(|| format!("{more} more new exemptions; --format json lists them"))).collect()
}

/// An exemption that a change adds, for a person, without its place.
fn exemption_text(exemption: &Exemption) -> String {
    format!("new exemption, not in effect: {}", exemption.message)
}

/// `1 file`, `2 files`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
