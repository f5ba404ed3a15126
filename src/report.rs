//! The outcome of a scan: what every renderer reads and what the exit status is computed from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use crate::finding::{Finding, MAX_TEXT, Persona, Severity, shorten};
use crate::handler::Handler;
use crate::provenance::Provenance;
use crate::source::Comment;
use crate::source::{SourceFile, Span};

/// Why a file, or a part of it, has no verdict.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub enum FailureKind {
    /// The file could not be read.
    Read,
    /// The bytes are not text in a known encoding.
    Decode,
    /// The text is not JavaScript or TypeScript.
    Parse,
    /// The nesting is deeper than the parser's stack is proven to hold.
    Depth,
    /// A defect of originlint itself.
    Internal,
    /// The analysis of the file ended its process: the stack overflowed, memory ran out, or it was killed.
    Crash,
}

impl FailureKind {
    /// The word used in JSON and SARIF.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Decode => "decode",
            Self::Parse => "parse",
            Self::Depth => "depth",
            Self::Internal => "internal",
            Self::Crash => "crash",
        }
    }
}

/// A file that has no verdict, or only a partial one.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Failure {
    /// What went wrong.
    pub kind: FailureKind,
    /// What went wrong, for a person: lower case, no full stop.
    pub message: String,
    /// Where, if a place is known.
    pub span: Option<Span>,
}

/// A bound that the analysis met, so that findings may be missing.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Incomplete {
    /// What was not looked at and why: lower case, no full stop.
    pub reason: String,
    /// Where it happened, if a place is known.
    pub span: Option<Span>,
}

/// A flaw of a file that was not scanned itself, but imported.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Elsewhere {
    /// The file that the flaw is in.
    pub source: Arc<SourceFile>,
    /// The comments of that file that may suppress findings.
    pub comments: Vec<Comment>,
    /// The flaw, whatever that file says of it.
    pub finding: Finding,
}

/// What the analysis of a file shows of others, which are to be analysed because of it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Leads {
    /// The scripts that it starts as workers, by their paths.
    pub workers: Vec<String>,
    /// If its message handlers call what the files that import it hand over: the names of its functions, by which those do.
    pub hands_on: Vec<String>,
}

/// The verdict on one file.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct FileReport {
    /// The file itself, for excerpts and positions.
    pub source: Arc<SourceFile>,
    /// Flaws, sorted by offset, then rule.
    pub findings: Vec<Finding>,
    /// Flaws that are for a persona which sees more than that of the report.
    pub unshown: Vec<Finding>,
    /// Flaws of files that it imports, which show in what this one does with them. A scan hands them to those files, and asks what
    /// those files and the configuration say of them.
    pub elsewhere: Vec<Elsewhere>,
    /// The comments that may suppress findings.
    pub comments: Vec<Comment>,
    /// Of a file with findings, what a build of it would leave; until groups are formed.
    #[doc(hidden)]
    pub words: Vec<(u32, u64)>,
    /// The message listeners that it registers, in the order of their places. A scan takes them out.
    pub handlers: Vec<Handler>,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Whether it hands something to a test runner.
    pub is_tests: bool,
    /// Whether what it holds can be used from other files.
    pub shared: bool,
    /// What it shows of other files.
    pub leads: Leads,
    /// Why there is no verdict, or only a partial one.
    pub failures: Vec<Failure>,
    /// Bounds that were met.
    pub incomplete: Vec<Incomplete>,
    /// Whether some of those are that a part of it, or a file that it imports, could not be read: that may be otherwise next time.
    pub unread: bool,
    /// Flaws that a suppression hid: of the finished report, those for its persona.
    pub hidden: Vec<Finding>,
    /// How many steps the analysis took.
    pub steps: u64,
}

impl FileReport {
    /// Nothing to say yet.
    pub fn new(source: Arc<SourceFile>) -> Self {
        Self {
            source,
            findings: Vec::new(),
            unshown: Vec::new(),
            elsewhere: Vec::new(),
            comments: Vec::new(),
            words: Vec::new(),
            handlers: Vec::new(),
            provenance: Provenance::default(),
            is_tests: false,
            shared: false,
            leads: Leads::default(),
            failures: Vec::new(),
            incomplete: Vec::new(),
            unread: false,
            hidden: Vec::new(),
            steps: 0,
        }
    }

    /// Cuts every text that a person reads to [`MAX_TEXT`].
    pub(crate) fn shorten(&mut self) {
        self.findings.iter_mut().for_each(Finding::shorten);
        self.failures.iter_mut().for_each(|failure| shorten(&mut failure.message, MAX_TEXT));
        self.incomplete.iter_mut().for_each(|incomplete| shorten(&mut incomplete.reason, MAX_TEXT));
    }

    /// Whether it is more than a clean file.
    pub fn says_something(&self) -> bool {
        !(self.findings.is_empty() && self.failures.is_empty() && self.incomplete.is_empty())
    }
}

/// How many findings are not in a report for one reason.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Count {
    /// Each of them.
    pub findings: usize,
    /// Those of a group once.
    pub entries: usize,
}

impl Count {
    /// The count of these.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut count = Self::default();
        let mut groups = BTreeSet::new();
        for finding in findings {
            count.findings += 1;
            count.entries += usize::from(finding.membership.is_none_or(|member| groups.insert(member.group)));
        }
        count
    }
}

/// What the repository itself keeps out of a report, besides suppressed and known findings.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct LeftOut {
    /// Files with script that its ignore files name.
    pub ignored_files: usize,
    /// Folders that its ignore files name.
    pub ignored_folders: usize,
    /// Files with script that its configuration excludes.
    pub excluded_files: usize,
    /// Rules that its configuration switches off, for some files at least.
    pub off: Vec<&'static str>,
    /// Rules whose findings it lowers in the same way.
    pub lowered: Vec<&'static str>,
}

/// What an [`Exemption`] is made with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub enum ExemptionKind {
    /// A line of a `.gitattributes` file.
    Attributes,
    /// An entry of the baseline.
    Baseline,
    /// A key of `originlint.toml`.
    Configuration,
    /// A line of an ignore file.
    IgnoreFile,
    /// A comment in a scanned file.
    Suppression,
}

impl ExemptionKind {
    /// The word used in JSON and SARIF.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Attributes => "attributes",
            Self::Baseline => "baseline",
            Self::Configuration => "configuration",
            Self::IgnoreFile => "ignore-file",
            Self::Suppression => "suppression",
        }
    }
}

/// Something by which a repository would keep findings out of a report. It has no effect, because the revision that the files are
/// compared with does not have it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Exemption {
    /// The file that it stands in, as shown to the reader.
    pub path: String,
    /// The line, counted from 1, where it is known.
    pub line: Option<u32>,
    /// What it is made with.
    pub kind: ExemptionKind,
    /// What it would do: lower case, no full stop.
    pub message: String,
}

impl Exemption {
    /// One whose message, which quotes what a stranger wrote, has a bounded length.
    pub fn new(kind: ExemptionKind, path: String, line: Option<u32>, mut message: String) -> Self {
        shorten(&mut message, MAX_TEXT);
        Self { path, line, kind, message }
    }
}

/// The verdict on everything that was scanned. Files come in the order of their paths.
#[derive(Debug, Default)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Report {
    /// For whom it is; for some files the configuration may say otherwise.
    pub persona: Persona,
    /// Files with something to say; a clean file is only counted.
    pub files: Vec<FileReport>,
    /// What only a persona is shown that sees more, with its file.
    pub unshown: Vec<(Arc<SourceFile>, Finding)>,
    /// How many files were looked at.
    pub scanned: usize,
    /// How many of those held a messaging word and were parsed.
    pub candidates: usize,
    /// Whether none of those is the project's own, and they count all the same.
    pub is_set_apart: bool,
    /// What suppressions hid.
    pub suppressed: Count,
    /// What the baseline knew.
    pub known: Count,
    /// The paths of generated files that hold a messaging word and were not analysed.
    pub spared: Vec<String>,
    /// What else the repository keeps out of the report.
    pub left_out: LeftOut,
    /// What a change would keep out of the report, if it counted.
    pub new_exemptions: Vec<Exemption>,
    /// The message listeners of all files, whether those have something to say or not; if a map was asked for.
    pub handlers: Vec<(Arc<SourceFile>, Handler)>,
    /// How many steps the analyses took.
    pub steps: u64,
    /// How long the scan took.
    pub elapsed: Duration,
}

impl Report {
    /// Every finding with its file, in the order of the report.
    pub fn findings(&self) -> impl Iterator<Item = (&FileReport, &Finding)> {
        self.files.iter().flat_map(|f| f.findings.iter().map(move |x| (f, x)))
    }

    /// Every failure with its file, in the order of the report.
    pub fn failures(&self) -> impl Iterator<Item = (&FileReport, &Failure)> {
        self.files.iter().flat_map(|f| f.failures.iter().map(move |x| (f, x)))
    }

    /// Leaves the findings that `keep` wants, and the files that have something to say still. It is asked about what is shown first. The
    /// answer is what was shown and is no longer.
    pub fn retain(&mut self, mut keep: impl FnMut(&Arc<SourceFile>, &Finding) -> bool) -> Vec<Finding> {
        let mut taken = Vec::new();
        for FileReport { source, findings, .. } in &mut self.files {
            taken.extend(findings.extract_if(.., |finding| !keep(source, finding)));
        }
        self.unshown.retain(|(source, finding)| keep(source, finding));
        self.files.retain(FileReport::says_something);
        taken
    }

    /// How many findings that are not shown are for this persona.
    pub fn unshown_for(&self, persona: Persona) -> usize {
        self.unshown.iter().filter(|(_, finding)| finding.persona == persona).count()
    }

    /// For each further entry that other personas are shown, the first of them, and whether all of it lies in files that are not the
    /// project's own. What is of a group that is shown is no further entry.
    pub fn unshown_entries(&self) -> Vec<(Persona, bool)> {
        let group = |finding: &Finding| finding.membership.map(|member| member.group);
        let shown: BTreeSet<u32> = self.findings().filter_map(|(_, finding)| group(finding)).collect();
        let mut groups: BTreeMap<u32, (Persona, bool)> = BTreeMap::new();
        let mut entries = Vec::new();
        for (_, finding) in &self.unshown {
            let entry = (finding.persona, finding.provenance != Provenance::Source);
            match group(finding) {
                Some(group) if shown.contains(&group) => {}
                Some(group) => {
                    let known = groups.entry(group).or_insert(entry);
                    *known = (known.0.min(entry.0), known.1 && entry.1);
                }
                None => entries.push(entry),
            }
        }
        entries.extend(groups.into_values());
        entries
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings().filter(|(_, f)| f.severity == severity).count()
    }
}
