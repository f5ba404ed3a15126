//! What an entry holds besides its leader, for formats that have one place for all of it.

use super::visible;
use crate::entry::{Entry, Place};

/// So many other places are named.
const NAMED: usize = 4;

/// The rules of the members, each once, in the order of the group.
pub(super) fn members(entry: &Entry<'_>) -> Vec<&'static str> {
    let mut rules = Vec::new();
    for member in &entry.members {
        if !rules.contains(&member.finding.rule) {
            rules.push(member.finding.rule);
        }
    }
    rules
}

/// Where the leader's flaw is found once more: `dist/a.js:1:203, dist/a.mjs:1:198`.
pub(super) fn copies(entry: &Entry<'_>) -> Option<String> {
    let copies = entry.copies();
    let mut places: Vec<String> = copies.iter().take(NAMED).map(|copy| place(*copy)).collect();
    let more = copies.len() - places.len();
    if more > 0 {
        places.push(format!("{more} more"));
    }
    (!places.is_empty()).then(|| places.join(", "))
}

/// The lines that a message has for them: the members with their places, and the copies.
pub(super) fn lines(entry: &Entry<'_>) -> Vec<String> {
    let shown = entry.members.iter().take(NAMED).map(|member| format!("{} ({})", member.finding.rule, place(*member)));
    let mut members: Vec<String> = shown.collect();
    let more = entry.members.len() - members.len();
    if more > 0 {
        members.push(format!("{more} more"));
    }
    let members = (!members.is_empty()).then(|| format!("with it: {}", members.join(", ")));
    members.into_iter().chain(copies(entry).map(|copies| format!("also in: {copies}"))).collect()
}

/// What a line of its own ends with, if it has to say all: ` (+message-to-html) (also in dist/a.js:1:203)`.
pub(super) fn suffix(entry: &Entry<'_>) -> String {
    let mut suffix = String::new();
    if !entry.members.is_empty() {
        suffix.push_str(&format!(" (+{})", members(entry).join(", ")));
    }
    if let Some(copies) = copies(entry) {
        suffix.push_str(&format!(" (also in {copies})"));
    }
    suffix
}

fn place(place: Place<'_>) -> String {
    let at = place.file.source.position(place.finding.primary.start);
    format!("{}:{}:{}", visible(place.file.source.path()), at.line, at.column)
}
