//! Known findings: what a project had when it began to look, so that only new ones fail. Compares; reads and writes no file.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde::Deserialize;

use crate::finding::{Finding, Severity};
use crate::fingerprint;
use crate::render::json_string;
use crate::report::{FileReport, Report};
use crate::source::SourceFile;

/// A finding that is known, as the file holds it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// The file, from the folder of the baseline.
    pub path: String,
    /// The rule.
    pub rule: String,
    /// How bad it was. What has become worse since is not known. Older baselines do not tell, and know everything.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// What names the code, see [`fingerprint::code`].
    pub code: String,
    /// What was reported, for whoever reads the file.
    pub message: String,
}

impl Entry {
    /// What is left of that where the file may have changed its name.
    pub(crate) fn code_name(&self) -> [String; 2] {
        [&self.rule, &self.code].map(String::clone)
    }

    /// What a finding is known by.
    fn name(&self) -> [String; 3] {
        [&self.rule, &self.path, &self.code].map(String::clone)
    }

    /// The worst finding that it excuses.
    fn worst(&self) -> Severity {
        self.severity.unwrap_or(Severity::High)
    }
}

/// Takes out the entry that excuses a finding of that severity, and of several the one that excuses the least.
fn take<'a>(entries: &mut Vec<&'a Entry>, severity: Severity) -> Option<&'a Entry> {
    let sufficient = entries.iter().enumerate().filter(|(_, entry)| entry.worst() >= severity);
    let (at, _) = sufficient.min_by_key(|(_, entry)| entry.worst())?;
    Some(entries.remove(at))
}

/// What a scan can say about the file of an entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Looked {
    /// It was analysed to its end, and the entry's rule was asked.
    At,
    /// There is no such file any more, and its folder was looked through.
    Gone,
    /// There is no such file any more, and what became of it may lie outside of what was looked at.
    Lost,
    /// Not this time.
    Away,
}

/// The known findings.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(crate) struct Baseline {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    findings: Vec<Entry>,
}

impl Baseline {
    /// Reads the text of a baseline.
    ///
    /// # Errors
    ///
    /// What is wrong with it: lower case, no full stop.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let document: Document = serde_json::from_str(text).map_err(|error| format!("not a baseline: {error}"))?;
        match document.version {
            1 => Ok(Self { entries: document.findings }),
            other => Err(format!("a baseline of version {other}, and this program knows version 1")),
        }
    }

    /// The text: sorted, and one finding a line, so that a change of it can be reviewed.
    pub(crate) fn text(&self) -> String {
        let mut entries = self.entries.clone();
        entries.sort();
        let line = |entry: &Entry| {
            let Entry { path, rule, severity, code, message } = entry;
            let [path, rule, code, message] = [path, rule, code, message].map(|field| json_string(field));
            let severity = severity.map(|severity| format!("\"severity\": \"{}\", ", severity.as_str()));
            let severity = severity.unwrap_or_default();
            format!("    {{\"path\": {path}, \"rule\": {rule}, {severity}\"code\": {code}, \"message\": {message}}}")
        };
        let lines: Vec<_> = entries.iter().map(line).collect();
        let body = if lines.is_empty() { String::new() } else { format!("\n{}\n  ", lines.join(",\n")) };
        format!("{{\n  \"version\": 1,\n  \"findings\": [{body}]\n}}\n")
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The findings of a report; `path_of` tells how the baseline names a file, if it is about it.
    pub(crate) fn of(report: &Report, path_of: impl Fn(&str) -> Option<String>) -> Self {
        let entry = |(file, finding): (&FileReport, &Finding)| {
            Some(Entry {
                path: path_of(file.source.path())?,
                rule: finding.rule.to_owned(),
                severity: Some(finding.severity),
                code: fingerprint::code(&file.source, finding),
                message: finding.message.clone(),
            })
        };
        Self { entries: report.findings().filter_map(entry).collect() }
    }

    /// The rules and codes of what the report does not show to its persona: entries of that, wherever the code has moved since, are not
    /// out of date.
    pub(crate) fn unshown(report: &Report) -> HashSet<[String; 2]> {
        let name = |(source, finding): &(Arc<SourceFile>, Finding)| {
            [finding.rule.to_owned(), fingerprint::code(source, finding)]
        };
        report.unshown.iter().map(name).collect()
    }

    /// These entries, and of `older` those that nobody has looked at now and that are no other ones.
    pub(crate) fn with_unseen(mut self, older: Self, looked: impl Fn(&Entry) -> Looked) -> Self {
        let mut found: HashMap<[String; 3], usize> = HashMap::new();
        self.entries.iter().for_each(|entry| *found.entry(entry.name()).or_default() += 1);
        self.entries.extend(older.entries.into_iter().filter(|entry| match found.get_mut(&entry.name()) {
            Some(same @ 1..) => {
                *same -= 1;
                false
            }
            _ => matches!(looked(entry), Looked::Away | Looked::Lost),
        }));
        self
    }

    /// Takes the known findings out of the report and returns them, with the entries that match nothing any more.
    ///
    /// A finding is known by its rule, its file and its code, unless it has become worse. What is left on both sides is compared without the file, which may
    /// have been renamed or its code moved; an entry whose file was not looked at stands for itself.
    pub(crate) fn subtract(
        &self,
        report: &mut Report,
        path_of: impl Fn(&str) -> Option<String>,
        looked: impl Fn(&Entry) -> Looked,
    ) -> (Vec<Finding>, Vec<Entry>) {
        // In order, so that of several entries that could have moved the same one does in every run.
        let mut exact: BTreeMap<[String; 3], Vec<&Entry>> = BTreeMap::new();
        for entry in &self.entries {
            exact.entry(entry.name()).or_default().push(entry);
        }
        let mut known = report.retain(|source, finding| {
            let Some(path) = path_of(source.path()) else { return true };
            let key = [finding.rule.to_owned(), path, fingerprint::code(source, finding)];
            exact.get_mut(&key).and_then(|entries| take(entries, finding.severity)).is_none()
        });
        let mut moved: HashMap<[String; 2], Vec<&Entry>> = HashMap::new();
        for entry in exact.into_values().flatten().filter(|entry| looked(entry) != Looked::Away) {
            moved.entry(entry.code_name()).or_default().push(entry);
        }
        known.extend(report.retain(|source, finding| {
            if moved.is_empty() || path_of(source.path()).is_none() {
                return true;
            }
            let key = [finding.rule.to_owned(), fingerprint::code(source, finding)];
            moved.get_mut(&key).and_then(|entries| take(entries, finding.severity)).is_none()
        }));
        let left = moved.into_values().flatten().filter(|entry| looked(entry) != Looked::Lost);
        let mut gone: Vec<Entry> = left.cloned().collect();
        gone.sort();
        (known, gone)
    }

    pub(crate) fn has(&self, entry: &Entry) -> bool {
        self.entries.contains(entry)
    }

    /// The entries that another one does not have, or not for findings as bad as that.
    pub(crate) fn beyond(&self, other: &Self) -> Vec<&Entry> {
        let mut left: HashMap<[String; 3], Vec<&Entry>> = HashMap::new();
        for entry in &other.entries {
            left.entry(entry.name()).or_default().push(entry);
        }
        let is_new =
            |entry: &&Entry| left.get_mut(&entry.name()).and_then(|entries| take(entries, entry.worst())).is_none();
        self.entries.iter().filter(is_new).collect()
    }

    /// The entries without those that match nothing any more. Of those that moved, the file is the old one until the baseline is written anew.
    pub(crate) fn without(mut self, gone: &[Entry]) -> Self {
        let mut left: HashMap<&Entry, usize> = HashMap::new();
        gone.iter().for_each(|entry| *left.entry(entry).or_default() += 1);
        self.entries.retain(|entry| match left.get_mut(entry) {
            Some(times @ 1..) => {
                *times -= 1;
                false
            }
            _ => true,
        });
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NoModules, Settings, analyze};

    fn report(files: &[(&str, &str)]) -> Report {
        let file = |(path, text): &(&str, &str)| {
            analyze(&Arc::new(SourceFile::new(*path, *text)), &Settings::default(), &NoModules)
        };
        Report { files: files.iter().map(file).collect(), ..Report::default() }
    }

    #[expect(clippy::unnecessary_wraps, reason = "every file is one of the baseline here")]
    fn own(path: &str) -> Option<String> {
        Some(path.to_owned())
    }

    /// How many findings of `after` are new and how many of `before` are gone, when all of `after` was looked at.
    fn compared(before: &[(&str, &str)], after: &[(&str, &str)]) -> (usize, usize) {
        let baseline = Baseline::of(&report(before), own);
        assert!(baseline.len() > 0);
        let baseline = Baseline::parse(&baseline.text()).expect("what was written");
        let mut report = report(after);
        let there = |path: &str| after.iter().any(|(p, _)| *p == path);
        let looked = |entry: &Entry| if there(&entry.path) { Looked::At } else { Looked::Gone };
        let gone = baseline.subtract(&mut report, own, looked).1;
        (report.findings().count(), gone.len())
    }

    const SEND: &str = "export function tell(token) {\n  parent.postMessage({ token }, '*');\n}\n";
    const LISTEN: &str =
        "addEventListener('message', (event) => {\n  document.body.innerHTML = event.data.html;\n});\n";

    #[test]
    fn moving_renaming_and_formatting_change_nothing() {
        let formatted =
            "// prettier\n\nexport function tell(token) {\n\tparent.postMessage(\n\t\t{ token },\n\t\t\"*\",\n\t)\n}\n";
        assert_eq!(compared(&[("a.js", SEND)], &[("a.js", SEND)]), (0, 0));
        assert_eq!(compared(&[("a.js", SEND)], &[("a.js", formatted)]), (0, 0));
        assert_eq!(compared(&[("a.js", SEND)], &[("src/b.js", formatted)]), (0, 0));
        let formatted =
            "addEventListener(\n  \"message\",\n  event => {\n    document.body.innerHTML = event.data.html\n  },\n)";
        assert_eq!(compared(&[("a.js", LISTEN)], &[("a.js", formatted)]), (0, 0));
    }

    #[test]
    fn the_rest_of_a_file_may_change() {
        let more = format!("import x from './x.js';\n{SEND}\nexport default x;\n{LISTEN}");
        assert_eq!(compared(&[("a.js", SEND)], &[("a.js", &more)]), (2, 0), "the listener has two findings");
    }

    #[test]
    fn a_copy_is_new_and_a_repaired_one_is_gone() {
        assert_eq!(compared(&[("a.js", SEND)], &[("a.js", SEND), ("b.js", SEND)]), (1, 0));
        let twice = format!("{SEND}{}", SEND.replace("tell", "again"));
        assert_eq!(compared(&[("a.js", SEND)], &[("a.js", &twice)]), (1, 0), "the same statement once more");
        assert_eq!(compared(&[("a.js", &twice)], &[("a.js", SEND)]), (0, 1));
        assert_eq!(compared(&[("a.js", SEND)], &[("a.js", &SEND.replace('*', "https://a.example"))]), (0, 1));
        assert_eq!(compared(&[("a.js", SEND)], &[("a.js", &SEND.replace("token", "session"))]), (1, 1), "other data");
    }

    #[test]
    fn what_was_not_looked_at_stays() {
        let baseline = Baseline::of(&report(&[("a.js", SEND), ("b.js", SEND)]), own);
        let mut now = report(&[("c.js", SEND)]);
        let gone = baseline.subtract(&mut now, own, |_| Looked::Away).1;
        assert_eq!((now.findings().count(), gone.len()), (1, 0), "an entry elsewhere excuses nothing here");
        let kept = Baseline::of(&now, own).with_unseen(baseline.clone(), |e| match e.path.as_str() {
            "a.js" => Looked::Away,
            _ => Looked::Gone,
        });
        assert_eq!(kept.len(), 2);
        assert_eq!(baseline.clone().without(&baseline.entries[..1]).len(), 1);
    }

    #[test]
    fn entries_are_told_from_those_that_another_one_has() {
        let of = |files: &[(&str, &str)]| Baseline::of(&report(files), own);
        let (one, two) = (of(&[("a.js", SEND)]), of(&[("a.js", SEND), ("b.js", SEND)]));
        assert_eq!((one.beyond(&two).len(), two.beyond(&one).len()), (0, 1));
        let twice = Baseline { entries: [&one.entries[..], &one.entries[..]].concat() };
        assert_eq!(twice.beyond(&one).len(), 1, "the same entry once more lets one more pass");
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        assert!(Baseline::parse("[]").is_err_and(|e| e.starts_with("not a baseline")));
        assert!(Baseline::parse("{\"version\": 2, \"findings\": []}").is_err_and(|e| e.contains("version 2")));
        assert_eq!(Baseline::parse(&Baseline::default().text()), Ok(Baseline::default()));
    }
}
