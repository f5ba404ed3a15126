//! Scans of a folder through the command line, within the process.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use originlint::cli::{Console, Terminal, run};
use serde_json::Value;

use crate::Complaint;

struct Output {
    status: u8,
    stdout: String,
    stderr: String,
}

fn originlint(args: &[OsString]) -> Output {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut console = Console { stdout: &mut stdout, stderr: &mut stderr, terminal: Terminal::default() };
    let status = run(std::iter::once("originlint".into()).chain(args.iter().cloned()), &mut console);
    Output { status, stdout: text(stdout), stderr: text(stderr) }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| format!("not text: {error}"))
}

/// The options of one scan. Most inputs do not parse, and that is not what is asked about.
fn options(folder: &Path, config: bool, baseline: bool) -> Vec<OsString> {
    let mut args: Vec<OsString> = vec!["check".into(), "--format=json".into(), "--allow-failures".into()];
    match config {
        true => args.extend(["--config".into(), folder.join("originlint.toml").into_os_string()]),
        false => args.push("--no-config".into()),
    }
    if baseline {
        args.extend(["--baseline".into(), folder.join("baseline.json").into_os_string()]);
    }
    args.push(folder.as_os_str().to_owned());
    args
}

/// Scans a folder twice, and writes a baseline of it, which has to know all of its findings.
pub(crate) fn check(folder: &Path, config: bool, baseline: bool) -> Result<(), Complaint> {
    let first = sound(&originlint(&options(folder, config, baseline)))?;
    let second = sound(&originlint(&options(folder, config, baseline)))?;
    if first != second {
        return Err(Complaint::new("project: two scans differ", format!("{first:?}\n{second:?}")));
    }
    let Some(report) = first else { return Ok(()) };
    if baseline || report["findings"].as_array().is_none_or(Vec::is_empty) {
        return Ok(());
    }
    let mut args = options(folder, config, true);
    args.push("--write-baseline".into());
    let written = originlint(&args);
    // A file that could not be read is left out of it, and the run says so.
    if written.status == 2 {
        return Ok(());
    }
    let known = sound(&originlint(&options(folder, config, true)))?;
    let left = known.as_ref().and_then(|report| report["findings"].as_array()).map_or(0, Vec::len);
    if left > 0 {
        let baseline = fs::read_to_string(folder.join("baseline.json")).unwrap_or_default();
        return Err(Complaint::new("baseline: does not know what it was made of", format!("{known:?}\n{baseline}")));
    }
    Ok(())
}

/// The report of a run that ended as promised; none where it refused to scan.
fn sound(output: &Output) -> Result<Option<Value>, Complaint> {
    let Output { status, stdout, stderr } = output;
    if *status > 2 {
        return Err(Complaint::new("project: a status that is not promised", format!("{status}: {stderr}")));
    }
    if stderr.contains("panicked at") {
        return Err(Complaint::new("project: the text of a panic", stderr.clone()));
    }
    if stdout.is_empty() {
        let said = *status == 2 && !stderr.is_empty();
        return if said {
            Ok(None)
        } else {
            Err(Complaint::new("project: neither report nor error", format!("{status}")))
        };
    }
    let mut report: Value = serde_json::from_str(stdout)
        .map_err(|error| Complaint::new("project: JSON that is not whole", format!("{error}: {stdout}")))?;
    if let Some(failure) = report["failures"].as_array().into_iter().flatten().find(|f| f["kind"] == "internal") {
        return Err(Complaint::new("internal failure", failure.to_string()));
    }
    forget_time(&mut report);
    Ok(Some(report))
}

/// The elapsed time is all that may differ between two runs.
fn forget_time(report: &mut Value) {
    if let Some(object) = report.as_object_mut() {
        object.retain(|key, _| !key.contains("elapsed"));
        object.values_mut().filter(|value| value.is_object()).for_each(forget_time);
    }
}
