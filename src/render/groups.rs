//! Names for programs: that of each finding, and that of its group, which is that of the finding that leads it.

use crate::entry::{Place, entries};
use crate::fingerprint::fingerprints;
use crate::report::Report;

/// What a finding is called.
pub(super) struct Names {
    pub(super) fingerprint: String,
    pub(super) group: String,
}

impl Names {
    /// Whether the finding leads its group. One that is alone does.
    pub(super) fn leads(&self) -> bool {
        self.fingerprint == self.group
    }
}

/// The names of all findings, file by file, in the order of the report.
pub(super) fn names(report: &Report) -> Vec<Vec<Names>> {
    let alone = |fingerprint: String| Names { group: fingerprint.clone(), fingerprint };
    let of_file = |file| fingerprints(file).into_iter().map(alone).collect();
    let mut names: Vec<Vec<Names>> = report.files.iter().map(of_file).collect();
    for entry in entries(report) {
        let Place { number, index, .. } = entry.leader;
        let Some(group) = names.get(number).and_then(|names| names.get(index)).map(|leader| leader.group.clone())
        else {
            continue;
        };
        for Place { number, index, .. } in entry.members.into_iter().chain(entry.twins) {
            if let Some(member) = names.get_mut(number).and_then(|names| names.get_mut(index)) {
                member.group.clone_from(&group);
            }
        }
    }
    names
}
