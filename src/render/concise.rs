//! One line a finding, `path:line:col: severity[rule] message`: what editors and `grep` read.

use std::io::{self, Write};

use super::visible;
use crate::report::Report;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for (file, finding) in report.findings() {
        let at = file.source.position(finding.primary.start);
        let path = visible(file.source.path());
        let (severity, rule) = (finding.severity.as_str(), finding.rule);
        writeln!(out, "{path}:{}:{}: {severity}[{rule}] {}", at.line, at.column, visible(&finding.message))?;
    }
    Ok(())
}
