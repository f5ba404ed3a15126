//! What a reader takes for one: the findings of a report that are mended together, under the one that is mended first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::finding::{Finding, Severity};
use crate::page::{self, Family};
use crate::provenance::Provenance;
use crate::report::{FileReport, Report};

/// A finding with its file.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Where it is.
    pub file: &'a FileReport,
    /// What it is.
    pub finding: &'a Finding,
    /// The number of the file in the report.
    pub number: usize,
    /// The number of the finding in the file.
    pub index: usize,
}

/// A finding with those that belong to it. Most stand alone.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The one whose repair leaves the least of the others.
    pub leader: Place<'a>,
    /// The others about the same flow.
    pub members: Vec<Place<'a>>,
    /// The same flaws in other builds of the leader's file, and in copies of it.
    pub twins: Vec<Place<'a>>,
}

impl<'a> Entry<'a> {
    /// How bad it is: as bad as the worst that is shown of it. The leader mostly is that, because a check is as bad as what passes it does;
    /// where it is not, what is worse must not hide behind it, neither from a reader nor from `--fail-on`.
    pub fn severity(&self) -> Severity {
        self.findings().map(|place| place.finding.severity).max().unwrap_or(self.leader.finding.severity)
    }

    /// All of it, the leader first.
    pub fn findings(&self) -> impl Iterator<Item = Place<'a>> {
        std::iter::once(self.leader).chain(self.members.iter().copied()).chain(self.twins.iter().copied())
    }

    /// Where the flow is found once more: what would lead each of the twins, if it stood alone.
    pub fn copies(&self) -> Vec<Place<'a>> {
        let mut copies: Vec<Place<'a>> = Vec::new();
        for twin in &self.twins {
            if !copies.iter().any(|known| known.finding.membership == twin.finding.membership) {
                copies.push(*twin);
            }
        }
        copies
    }
}

/// The entries of a report, in the order of their leaders.
pub fn entries(report: &Report) -> Vec<Entry<'_>> {
    let mut groups: BTreeMap<u32, Vec<Place<'_>>> = BTreeMap::new();
    let mut entries = Vec::new();
    for (number, file) in report.files.iter().enumerate() {
        for (index, finding) in file.findings.iter().enumerate() {
            let place = Place { file, finding, number, index };
            match finding.membership {
                Some(member) => groups.entry(member.group).or_default().push(place),
                None => entries.push(Entry { leader: place, members: Vec::new(), twins: Vec::new() }),
            }
        }
    }
    entries.extend(groups.into_values().filter_map(of_group));
    entries.sort_by_key(|entry| (entry.leader.number, entry.leader.index));
    entries
}

/// The entries of a report by the file of their leader, in the order of the files.
pub fn entries_by_file(report: &Report) -> Vec<(&FileReport, Vec<Entry<'_>>)> {
    let mut by_file: Vec<(&FileReport, Vec<Entry<'_>>)> = report.files.iter().map(|file| (file, Vec::new())).collect();
    for entry in entries(report) {
        if let Some((_, entries)) = by_file.get_mut(entry.leader.number) {
            entries.push(entry);
        }
    }
    by_file
}

fn of_group(mut places: Vec<Place<'_>>) -> Option<Entry<'_>> {
    places.sort_by_key(|place| precedence(place.finding));
    let mut places = places.into_iter();
    let leader = places.next()?;
    let flow = |place: &Place<'_>| place.finding.membership.map(|member| member.flow);
    let (members, twins) = places.partition(|place| flow(place) == flow(&leader));
    Some(Entry { leader, members, twins })
}

/// What tells which finding of a group leads it: the least. Of those that the most readers see, so that nothing that is for all of them
/// hangs on something that is not, and of those in the project's own code, so that it can be mended there, it is the check of the
/// sender, with which all the others go, then what is sent, then where the message ends. Of several such it is the worst, whose
/// message says what is at stake, then the first in the order of rules and places.
pub(crate) fn precedence(finding: &Finding) -> impl Ord + use<> {
    let family = page::find(finding.rule).map(|page| page.family);
    let kind = match family {
        Some(Family::Receivers) => 0,
        Some(Family::Senders) => 1,
        Some(Family::Data) => 2,
        _ => 3,
    };
    (finding.persona, finding.provenance != Provenance::Source, kind, Reverse(finding.severity), finding.rule)
}
