//! What a reader takes for one: the findings of a report that are mended together, under the one that is mended first.

use std::collections::BTreeMap;

use crate::finding::{Finding, Severity};
use crate::group::precedence;
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
