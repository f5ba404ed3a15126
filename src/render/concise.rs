//! One line for each finding with what belongs to it, `path:line:col: severity[rule] message (+rule)`: what editors and `grep` read.

use std::io::{self, Write};

use super::companions::suffix;
use super::{Format, visible};
use crate::entry::{Place, entries};
use crate::report::Report;

pub(super) const FORMAT: Format = Format {
    name: "concise",
    help: "path:line:col: severity[rule] message (+rule)",
    write: |report, _, _, out| write(report, out),
};

fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for entry in &entries(report) {
        let Place { file, finding, .. } = entry.leader;
        let at = file.source.position(finding.primary.start);
        let (path, severity) = (visible(file.source.path()), entry.severity().as_str());
        let message = format!("{}{}", finding.message, suffix(entry));
        writeln!(out, "{path}:{}:{}: {severity}[{}] {}", at.line, at.column, finding.rule, visible(&message))?;
    }
    Ok(())
}
