//! One record of a stream: what a line asks for, and the line that answers it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use super::Arguments;
use crate::config::Flaw;
use crate::configs::Configs;
use crate::names::Names;
use crate::render::{Answer, Trouble, answer_line};
use crate::report::Report;
use crate::scan::{Progress, Request, scan};
use crate::store::{Memory, Store};
use crate::{defect, page};

/// A record as it is written.
#[derive(Deserialize)]
struct Record<'a> {
    #[serde(default)]
    id: Value,
    #[serde(borrow)]
    path: Option<Cow<'a, str>>,
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    bytes: Option<Cow<'a, str>>,
    #[serde(borrow)]
    url: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    files: BTreeMap<Cow<'a, str>, Content<'a>>,
}

/// What a file holds that comes with a record: its text, or its bytes.
#[derive(Deserialize)]
#[serde(untagged)]
enum Content<'a> {
    #[serde(borrow)]
    Text(Cow<'a, str>),
    Bytes {
        #[serde(borrow)]
        bytes: Cow<'a, str>,
    },
}

/// How a line that holds an answer begins on its way to the supervisor, which counts: its status, and how many findings there are.
pub(super) fn tagged(status: &str, findings: usize, line: &str) -> Vec<u8> {
    format!("{status} {findings} {line}\n").into_bytes()
}

/// The answer to a line, tagged.
pub(super) fn answer(
    line: &[u8],
    arguments: &Arguments,
    configs: &Configs,
    request: &mut Request,
    progress: &dyn Progress,
) -> Vec<u8> {
    let record = match serde_json::from_slice::<Record<'_>>(line) {
        Ok(record) => record,
        Err(error) => return failed(&Value::Null, None, None, "record", &error.to_string()),
    };
    let (id, url, path) = (&record.id, record.url.as_deref(), record.path.as_deref());
    if !(id.is_null() || id.is_string() || id.is_i64() || id.is_u64()) {
        return failed(&Value::Null, url, path, "record", "`id` is neither a string nor a whole number");
    }
    let Some(path) = path.filter(|path| !path.is_empty()) else {
        return failed(id, url, None, "record", "`path` is missing");
    };
    let content = match (&record.text, &record.bytes) {
        (Some(text), None) => Ok(text.as_bytes().to_vec()),
        (None, Some(bytes)) => decoded(bytes, "bytes"),
        _ => Err("there has to be either `text` or `bytes`".to_owned()),
    };
    let files = record.files.iter().map(|(name, content)| {
        let bytes = match content {
            Content::Text(text) => text.as_bytes().to_vec(),
            Content::Bytes { bytes } => decoded(bytes, name)?,
        };
        Ok((PathBuf::from(&**name), bytes))
    });
    let (content, files) = match content.and_then(|content| Ok((content, files.collect::<Result<Vec<_>, String>>()?))) {
        Ok(read) => read,
        Err(message) => return failed(id, url, Some(path), "record", &message),
    };
    let bytes = files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() + content.len();
    if bytes as u64 > arguments.max_bytes {
        let message = format!("longer than {} bytes", arguments.max_bytes);
        return failed(id, url, Some(path), "read", &message);
    }
    request.paths = vec![PathBuf::from(path)];
    request.store = Store::Memory(Arc::new(Memory::new(files.into_iter().chain([(PathBuf::from(path), content)]))));
    // What comes with a record is configured by what comes with it.
    request.configs = configs.elsewhere(Arc::new(request.store.clone()));
    match catch_unwind(AssertUnwindSafe(|| scan(request, progress))) {
        Ok(report) => match request.configs.flaws().first() {
            Some(Flaw { path: file, mistake, .. }) => {
                let message = format!("{}: {}", Names::of_files_in(&request.store).shown(file), mistake.message);
                failed(id, url, Some(path), "configuration", &message)
            }
            None => judged(id, url, &report, arguments),
        },
        Err(panic) => failed(id, url, Some(path), "internal", &defect::message(&*panic)),
    }
}

fn decoded(text: &str, of: &str) -> Result<Vec<u8>, String> {
    STANDARD.decode(text).map_err(|_| format!("`{of}` is not base64"))
}

fn judged(id: &Value, url: Option<&str>, report: &Report, arguments: &Arguments) -> Vec<u8> {
    let elapsed = (!arguments.deterministic).then_some(report.elapsed);
    let answer = Answer { id, url, report, trouble: None, elapsed, map: arguments.map };
    tagged(answer.status(), report.findings().count(), &answer_line(&answer, page::all()))
}

/// The answer to a line whose record could not be analysed.
fn failed(id: &Value, url: Option<&str>, path: Option<&str>, kind: &'static str, message: &str) -> Vec<u8> {
    let trouble = Some(Trouble { path, kind, message });
    let answer = Answer { id, url, report: &Report::default(), trouble, elapsed: None, map: false };
    tagged(answer.status(), 0, &answer_line(&answer, page::all()))
}

/// The answer to a line on which a child crashed. What names the record is taken from it as far as it can be read.
pub(super) fn crashed(line: &[u8], why: &str) -> Vec<u8> {
    let record = serde_json::from_slice::<Record<'_>>(line).ok();
    let record = record.as_ref();
    let id = record.map_or(&Value::Null, |record| &record.id);
    let url = record.and_then(|record| record.url.as_deref());
    failed(id, url, record.and_then(|record| record.path.as_deref()), "crash", why)
}

/// The answer to a line that is too long to be read.
pub(super) fn too_long(bytes: usize) -> Vec<u8> {
    failed(&Value::Null, None, None, "record", &format!("the line is longer than {bytes} bytes"))
}
