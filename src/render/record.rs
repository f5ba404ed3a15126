//! The answer to one record of a stream, as a line of JSON: the findings as in a report of version 1. The shape is fixed by
//! `docs/stream-v1.schema.json`; fields are only ever added.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::json::{FailureOut, FindingOut, IncompleteOut, Place, UnshownOut, Verdict};
use super::visible::json_line;
use crate::handler::Handler;
use crate::page::Page;
use crate::report::Report;
use crate::source::SourceFile;

/// What a record is answered.
pub(crate) struct Answer<'a> {
    /// The record's own name.
    pub(crate) id: &'a Value,
    /// The address that the record gave.
    pub(crate) url: Option<&'a str>,
    /// The verdict.
    pub(crate) report: &'a Report,
    /// Why there is none.
    pub(crate) trouble: Option<Trouble<'a>>,
    /// How long it took, if that is to be told.
    pub(crate) elapsed: Option<Duration>,
    /// Whether its listeners are to be told.
    pub(crate) map: bool,
}

/// Why a record has no verdict.
pub(crate) struct Trouble<'a> {
    /// The path that it gave.
    pub(crate) path: Option<&'a str>,
    /// The word for what went wrong, as [`crate::report::FailureKind`] has them, or `record` for one that cannot be read.
    pub(crate) kind: &'static str,
    /// What went wrong, for a person: lower case, no full stop.
    pub(crate) message: &'a str,
}

impl Answer<'_> {
    /// The word for how much of a verdict it is.
    pub(crate) fn status(&self) -> &'static str {
        if self.trouble.is_some() || self.report.failures().next().is_some() {
            "failed"
        } else if self.report.files.iter().any(|file| !file.incomplete.is_empty()) {
            "incomplete"
        } else {
            "ok"
        }
    }
}

#[derive(Serialize)]
struct AnswerOut<'a> {
    id: &'a Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    status: &'static str,
    findings: Vec<FindingOut<'a>>,
    failures: Vec<FailureOut<'a>>,
    incomplete: Vec<IncompleteOut<'a>>,
    unshown: UnshownOut,
    suppressed: usize,
    steps: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    map: Option<MapOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elapsed_us: Option<u128>,
}

#[derive(Serialize)]
struct MapOut<'a> {
    listeners: Vec<ListenerOut<'a>>,
}

#[derive(Serialize)]
struct ListenerOut<'a> {
    path: &'a str,
    start: Place,
    end: Place,
    receiver: &'static str,
    checks: &'a [&'static str],
    effects: &'a [&'static str],
    reached_by: &'a [&'static str],
    handler: &'a str,
}

impl<'a> ListenerOut<'a> {
    fn of((source, handler): &'a (Arc<SourceFile>, Handler)) -> Self {
        let place = |offset| Place::of(source, offset);
        let Handler { registration, receiver, checks, effects, reached_by, hash } = handler;
        let (start, end) = (place(registration.start), place(registration.end));
        Self { path: source.path(), start, end, receiver, checks, effects, reached_by, handler: hash }
    }
}

/// The line, without its end.
pub(crate) fn answer_line(answer: &Answer<'_>, rules: &[Page]) -> String {
    let Verdict { findings, mut failures, incomplete } = Verdict::of(answer.report, rules);
    if let Some(trouble) = &answer.trouble {
        failures.push(FailureOut {
            path: trouble.path.unwrap_or_default(),
            kind: trouble.kind,
            message: trouble.message,
            start: None,
        });
    }
    json_line(&AnswerOut {
        id: answer.id,
        url: answer.url,
        status: answer.status(),
        findings,
        failures,
        incomplete,
        unshown: UnshownOut::of(answer.report),
        suppressed: answer.report.suppressed.findings,
        steps: answer.report.steps,
        map: answer.map.then(|| MapOut { listeners: answer.report.handlers.iter().map(ListenerOut::of).collect() }),
        elapsed_us: answer.elapsed.map(|elapsed| elapsed.as_micros()),
    })
}
