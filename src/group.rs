//! Which findings belong together, in the whole of a scan: those on one flow, and the same flaw in several builds of one source. Suppressing
//! what leads a group hides what comes with it.
//!
//! What is on one flow the facts tell, never the lines: findings name the listener without whose open door they would not be there.

#[cfg(feature = "cli")]
mod twins;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Membership, Registration};
use crate::page::{self, Family};
use crate::provenance::Provenance;
use crate::report::FileReport;
use crate::source::{SourceFile, Span};

/// A finding under consideration.
struct Item {
    /// The number of its file.
    file: usize,
    finding: Finding,
    is_hidden: bool,
}

/// Forms the groups of one file's findings, those that comments suppress among them. What goes with a suppressed leader becomes hidden,
/// too.
pub(crate) fn form_alone(file: &mut FileReport) {
    form(std::slice::from_mut(file), |_, _, flows| (0..flows.len()).collect(), &|_, _| true);
}

/// The same for a whole scan, in which a flaw may be found once more in another build of its file. `kept` tells whether a line of a file
/// is what it was when somebody last agreed to what the comments say.
#[cfg(feature = "cli")]
pub(crate) fn form_all(files: &mut [FileReport], kept: &dyn Fn(&SourceFile, u32) -> bool) {
    form(files, twins::firsts, kept);
}

/// `firsts` says for each flow which one is the first that is the same.
fn form(
    files: &mut [FileReport],
    firsts: impl Fn(&[FileReport], &[Item], &[Vec<usize>]) -> Vec<usize>,
    kept: &dyn Fn(&SourceFile, u32) -> bool,
) {
    let mut items = Vec::new();
    for (file, report) in files.iter_mut().enumerate() {
        let item = |is_hidden: bool| move |finding| Item { file, finding, is_hidden };
        items.extend(report.findings.drain(..).map(item(false)));
        items.extend(report.hidden.drain(..).map(item(true)));
    }
    let flows = flows(files, &items);
    let firsts = firsts(files, &items, &flows);
    files.iter_mut().for_each(|file| file.words = Vec::new());
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (flow, first) in firsts.iter().enumerate() {
        groups.entry(*first).or_default().extend(&flows[flow]);
    }
    groups.retain(|_, findings| findings.len() > 1);
    for (flow, first) in firsts.iter().enumerate().filter(|(_, first)| groups.contains_key(first)) {
        for i in &flows[flow] {
            items[*i].finding.membership = Some(Membership { group: *first as u32, flow: flow as u32 });
        }
    }
    for group in groups.values() {
        settle(&mut items, group, |item| {
            let own = &files[item.file].source;
            let steps = item.finding.trace.iter().map(|step| (step.file.as_ref().unwrap_or(own), step.span));
            let mut places = std::iter::once((own, item.finding.primary)).chain(steps);
            places.all(|(source, span)| kept(source, source.line_at(span.start)))
        });
    }
    for Item { file, finding, is_hidden } in items {
        let report = &mut files[file];
        if is_hidden { report.hidden.push(finding) } else { report.findings.push(finding) }
    }
}

/// The numbers of the findings of each flow, in their order. One that is on no flow with others is alone.
fn flows(files: &[FileReport], items: &[Item]) -> Vec<Vec<usize>> {
    let heard = |item: &Item| {
        let own = &files[item.file].source;
        let place = |at: &Registration| (at.file.as_ref().unwrap_or(own).path().to_owned(), at.span);
        item.finding.listeners.iter().map(place).collect::<BTreeSet<_>>()
    };
    let mut listeners = Listeners::default();
    let heard: Vec<Vec<usize>> =
        items.iter().map(|item| heard(item).into_iter().map(|at| listeners.number(at)).collect()).collect();
    // One check that several listeners share is mended once. What several share otherwise, such as where their messages end, leaves
    // each of them to be mended.
    let mut is_led = vec![false; listeners.joined.len()];
    for (item, heard) in items.iter().zip(&heard) {
        if is_check(&item.finding) {
            heard.windows(2).for_each(|pair| listeners.join(pair[0], pair[1]));
            heard.iter().for_each(|&listener| is_led[listener] = true);
        }
    }
    let mut flows: Vec<Vec<usize>> = Vec::new();
    let mut of_listener: BTreeMap<usize, usize> = BTreeMap::new();
    for (i, heard) in heard.iter().enumerate() {
        let led = heard.iter().find(|&&listener| is_led[listener]);
        let Some(&listener) = led.or(heard.first()) else {
            flows.push(vec![i]);
            continue;
        };
        let flow = *of_listener.entry(listeners.root(listener)).or_insert(flows.len());
        match flows.get_mut(flow) {
            Some(flow) => flow.push(i),
            None => flows.push(vec![i]),
        }
    }
    flows
}

fn is_check(finding: &Finding) -> bool {
    page::find(finding.rule).is_some_and(|page| page.family == Family::Receivers)
}

/// The listeners of a scan, some of which are as good as one.
#[derive(Default)]
struct Listeners {
    numbers: BTreeMap<(String, Span), usize>,
    /// For each an earlier one that it is joined with, or itself.
    joined: Vec<usize>,
}

impl Listeners {
    fn number(&mut self, at: (String, Span)) -> usize {
        let next = self.joined.len();
        let number = *self.numbers.entry(at).or_insert(next);
        if number == next {
            self.joined.push(next);
        }
        number
    }

    fn root(&self, mut listener: usize) -> usize {
        while self.joined[listener] != listener {
            listener = self.joined[listener];
        }
        listener
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.joined[one.max(other)] = one.min(other);
    }
}

/// Hides the rest of a group whose leader is suppressed, unless something of it is worse than the leader and not suppressed: whoever
/// accepts an open door accepts what it is known to be open for. `is_old` tells whether a finding was there to be accepted.
///
/// Personas stay as they are: a group is shown to whom any of it is shown, led by a finding that is for them, and without what is not.
fn settle(items: &mut [Item], group: &[usize], is_old: impl Fn(&Item) -> bool) {
    let Some(&leader) = group.iter().min_by_key(|i| precedence(&items[**i].finding)) else { return };
    let Item { finding: Finding { severity: bar, .. }, is_hidden: true, .. } = items[leader] else { return };
    let left: Vec<usize> = group.iter().copied().filter(|i| !items[*i].is_hidden && is_old(&items[*i])).collect();
    if left.iter().all(|i| items[*i].finding.severity <= bar) {
        left.into_iter().for_each(|i| items[i].is_hidden = true);
    }
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
