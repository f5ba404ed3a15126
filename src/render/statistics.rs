//! How often each rule spoke, as a table for people.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::text::closing;
use crate::finding::Severity;
use crate::report::Report;

/// Writes the table, the most frequent rule first, and the closing lines.
///
/// # Errors
/// What `out` answers.
pub fn statistics(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut rows: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    for (_, finding) in report.findings() {
        let row = rows.entry(finding.rule).or_default();
        row[0] += 1;
        row[match finding.severity {
            Severity::High => 1,
            Severity::Medium => 2,
            Severity::Low => 3,
        }] += 1;
        row[4] += usize::from(!finding.fixes.is_empty());
    }
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by_key(|(rule, row)| (std::cmp::Reverse(row[0]), *rule));
    if !rows.is_empty() {
        let width = rows.iter().map(|(rule, _)| rule.len()).max().unwrap_or(0);
        writeln!(out, "{:width$}  findings  high  medium  low  fixable", "rule")?;
        for (rule, [all, high, medium, low, fixable]) in rows {
            writeln!(out, "{rule:width$}  {all:8}  {high:4}  {medium:6}  {low:3}  {fixable:7}")?;
        }
        writeln!(out)?;
    }
    closing(report, out)
}
