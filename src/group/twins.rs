//! The same flaw once more: in the minified file beside its source, in builds for two module systems or two browsers. What a file is
//! called says nothing here; what it holds does, as far as compilers, bundlers and minifiers leave it alone.
//!
//! Two flaws must never be taken for one, so that each of several questions can say no: are the findings the same, rule by rule? is one
//! file most of the other? is the code around each finding the same?

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hasher;
use std::sync::Arc;

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use rustc_hash::{FxHashSet, FxHasher};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Item;
use crate::finding::Finding;
use crate::modules::Module;
use crate::page::{self, Family};
use crate::report::FileReport;
use crate::source::Span;
use crate::syntax::words::words;

/// So many flows that look the same are compared with each other: each with all others.
const COMPARED: usize = 256;
/// So many bytes are read for this, at most, of files that were not analysed themselves.
const READ: usize = 64 << 20;

/// For each flow the number of the first one that is the same in another file, or its own.
pub(super) fn firsts(files: &[FileReport], items: &[Item], flows: &[Vec<usize>]) -> Vec<usize> {
    let mut firsts: Vec<usize> = (0..flows.len()).collect();
    let mut alike: BTreeMap<Vec<Shape>, Vec<usize>> = BTreeMap::new();
    for (number, flow) in flows.iter().enumerate() {
        let mut shapes: Vec<Shape> = flow.iter().map(|i| Shape::of(&items[*i].finding)).collect();
        shapes.sort();
        if !shapes.iter().any(|shape| shape.is_of_comments) {
            alike.entry(shapes).or_default().push(number);
        }
    }
    let file_of = |i: &usize| items[*i].file;
    let places = |flow: usize| flows[flow].iter().map(file_of).collect::<BTreeSet<usize>>();
    alike.retain(|_, flows| flows.iter().map(|flow| places(*flow)).collect::<BTreeSet<_>>().len() > 1);
    let asked: BTreeSet<usize> = alike.values().flatten().flat_map(|flow| places(*flow)).collect();
    let unread = asked.iter().map(|file| &files[*file]).filter(|report| report.words.is_empty());
    if unread.map(|report| report.source.text().len()).sum::<usize>() > READ {
        return firsts;
    }
    let sketch = |file: usize| Some((file, Sketch::of(&files[file])?));
    let sketches: BTreeMap<usize, Sketch> =
        asked.into_iter().collect::<Vec<_>>().into_par_iter().filter_map(sketch).collect();
    let mut likenesses = Likenesses { sketches: &sketches, known: BTreeMap::new() };
    for mut flows_of_shape in alike.into_values() {
        flows_of_shape.truncate(COMPARED);
        // The first flow of each, and the files of all that are the same.
        let mut kinds: Vec<(usize, BTreeSet<usize>)> = Vec::new();
        for number in flows_of_shape {
            let here = places(number);
            let mut same = |first: usize| {
                let pairs = ordered(&flows[first], items).into_iter().zip(ordered(&flows[number], items));
                pairs.into_iter().all(|(one, other)| likenesses.are_same(&items[one], &items[other]))
            };
            match kinds.iter_mut().find(|(first, there)| there.is_disjoint(&here) && same(*first)) {
                Some((first, there)) => {
                    there.extend(here);
                    firsts[number] = *first;
                }
                None => kinds.push((number, here)),
            }
        }
    }
    firsts
}

/// The findings of a flow in an order that is the same for the same flow in another file.
fn ordered(flow: &[usize], items: &[Item]) -> Vec<usize> {
    let mut flow = flow.to_vec();
    flow.sort_by_cached_key(|i| (Shape::of(&items[*i].finding), items[*i].file, items[*i].finding.primary));
    flow
}

/// What a finding says, without the names that the code gives things: those a minifier changes.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    rule: &'static str,
    severity: &'static str,
    message: String,
    witness: Option<String>,
    is_of_comments: bool,
}

impl Shape {
    fn of(finding: &Finding) -> Self {
        Self {
            rule: finding.rule,
            severity: finding.severity.as_str(),
            message: finding.message.split('`').step_by(2).collect(),
            witness: finding.witness.as_ref().map(|witness| witness.origin.clone()),
            is_of_comments: page::find(finding.rule).is_some_and(|page| page.family == Family::Suppressions),
        }
    }
}

/// How alike files are, each two compared once.
struct Likenesses<'a> {
    sketches: &'a BTreeMap<usize, Sketch>,
    known: BTreeMap<(usize, usize), bool>,
}

impl Likenesses<'_> {
    /// Whether the finding of one file is that of the other.
    fn are_same(&mut self, one: &Item, other: &Item) -> bool {
        let (Some(here), Some(there)) = (self.sketches.get(&one.file), self.sketches.get(&other.file)) else {
            return false;
        };
        let is_near = || here.around(one.finding.primary).is_like(&there.around(other.finding.primary));
        one.file != other.file
            && is_near()
            && *self.known.entry((one.file, other.file)).or_insert_with(|| here.is_like(there))
    }
}

/// What of a file is compared.
struct Sketch {
    /// What a build leaves, each with its offset.
    words: Vec<(u32, u64)>,
    /// Every few of them that stand behind each other.
    runs: FxHashSet<u64>,
}

/// So many words make a run.
const RUN: usize = 3;
/// A file with fewer runs may be like another one by chance.
const ENOUGH: usize = 12;
/// Of the runs of the shorter file so many, in percent, are in the longer one where both are made of one source. Of a short file nearly
/// all: what a bundler puts around a module may be more than half of it.
const SHARED: usize = 80;
const SHARED_OF_SHORT: usize = 90;
/// A file with fewer runs is short.
const SHORT: usize = 64;

impl Sketch {
    fn of(report: &FileReport) -> Option<Self> {
        let words = match &report.words[..] {
            // All that was found there, other files have shown.
            [] => words(&Module::read(Arc::clone(&report.source)).ok()?.program),
            known => known.to_vec(),
        };
        let run = |words: &[(u32, u64)]| {
            let mut hasher = FxHasher::default();
            words.iter().for_each(|(_, word)| hasher.write_u64(*word));
            hasher.finish()
        };
        let runs = words.windows(RUN).map(run).collect();
        Some(Self { words, runs })
    }

    fn is_like(&self, other: &Self) -> bool {
        let (short, long) =
            if self.runs.len() <= other.runs.len() { (&self.runs, &other.runs) } else { (&other.runs, &self.runs) };
        let needed = if short.len() < SHORT { SHARED_OF_SHORT } else { SHARED };
        short.len() >= ENOUGH && short.intersection(long).count() * 100 >= short.len() * needed
    }

    /// The words before a place and behind its beginning.
    fn around(&self, place: Span) -> Surroundings {
        let at = self.words.partition_point(|(at, _)| *at < place.start);
        let word = |(_, word): &(u32, u64)| *word;
        Surroundings {
            before: self.words[..at].iter().rev().take(NEAR).map(word).collect(),
            behind: self.words[at..].iter().take(NEAR).map(word).collect(),
        }
    }
}

/// What stands around a finding, the nearest first.
struct Surroundings {
    before: Vec<u64>,
    behind: Vec<u64>,
}

/// So many words on each side of a finding tell it from others.
const NEAR: usize = 16;
/// So many of them there have to be on both sides together, and on one side for it to have a say: a file may begin or end there, and in
/// a bundle something else go on.
const FEW: usize = 12;
const FEW_ON_A_SIDE: usize = 4;
/// So many of them, in percent, are the same on each side that has a say.
const SAME: usize = 75;
/// So many more words are looked through, because compilers add some.
const ADDED: usize = 4;

impl Surroundings {
    fn is_like(&self, other: &Self) -> bool {
        let of_side = |one: &[u64], other: &[u64]| {
            let told = one.len().min(other.len());
            let [one, other] = [one, other].map(|words| &words[..words.len().min(told + ADDED)]);
            (told, told < FEW_ON_A_SIDE || same(one, other) * 100 >= told * SAME)
        };
        let (before, is_before_same) = of_side(&self.before, &other.before);
        let (behind, is_behind_same) = of_side(&self.behind, &other.behind);
        before + behind >= FEW && is_before_same && is_behind_same
    }
}

/// How many words of one stand in the other in the same order.
fn same(one: &[u64], other: &[u64]) -> usize {
    let equal = |op: &DiffOp| if let DiffOp::Equal { len, .. } = op { *len } else { 0 };
    capture_diff_slices(Algorithm::Myers, one, other).iter().map(equal).sum()
}
