//! The two formats in XML that build servers read: JUnit's test reports and Checkstyle's.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::attributes::Attr;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::companions::{self, suffix};
use super::{Format, failure_text, incomplete_text, visible};
use crate::entry::{Entry, entries_by_file};
use crate::finding::Severity;
use crate::report::{FileReport, Report};
use crate::source::{SourceFile, Span};

pub(super) const JUNIT: Format =
    Format { name: "junit", help: "test report for build servers", write: |report, _, _, out| junit(report, out) };

/// A test suite for each file with something to say, a failed test for each finding with what belongs to it: what is mended in one go is
/// one failure. A run that found nothing is one test that passed,
/// because build servers take a report without tests for a broken one.
fn junit(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let by_file = entries_by_file(report);
    let findings: usize = by_file.iter().map(|(_, entries)| entries.len()).sum();
    let errors = report.failures().count();
    let tests = (findings + errors).max(1).to_string();
    let (failures, errors) = (findings.to_string(), errors.to_string());
    let mut xml = begin(out)?;
    let suites = [("name", "originlint"), ("tests", &tests), ("failures", &failures), ("errors", &errors)];
    xml.create_element("testsuites").with_attributes(suites.map(raw)).write_inner_content(|xml| {
        let files = by_file.into_iter().filter(|(file, entries)| !(entries.is_empty() && file.failures.is_empty()));
        let files: Vec<_> = files.collect();
        if files.is_empty() {
            let suite = [("name", "originlint"), ("tests", "1"), ("failures", "0"), ("errors", "0")];
            xml.create_element("testsuite").with_attributes(suite.map(raw)).write_inner_content(|xml| {
                let case = [("name", "no findings"), ("classname", "originlint")];
                xml.create_element("testcase").with_attributes(case.map(raw)).write_empty().map(drop)
            })?;
        }
        files.iter().try_for_each(|(file, entries)| suite(file, entries, xml))
    })?;
    end(xml)
}

fn suite(file: &FileReport, entries: &[Entry<'_>], xml: &mut Writer<&mut dyn Write>) -> io::Result<()> {
    let path = visible::xml(file.source.path());
    let (failures, errors) = (entries.len(), file.failures.len());
    let [tests, failures, errors] = [failures + errors, failures, errors].map(|n| n.to_string());
    let attributes = [("name", &*path), ("tests", &tests), ("failures", &failures), ("errors", &errors)];
    xml.create_element("testsuite")
        .with_attributes(attributes.map(raw))
        .write_inner_content(|xml| {
            for entry in entries {
                let finding = entry.leader.finding;
                let place = place(&file.source, finding.primary);
                let name = format!("{} at {place}", finding.rule);
                let case = [("name", &*name), ("classname", &*path)];
                xml.create_element("testcase").with_attributes(case.map(raw)).write_inner_content(|xml| {
                    let message = visible::xml(&finding.message);
                    let text = format!("{path}:{place}\n{}", prose(entry));
                    let failure = [("message", &*message), ("type", entry.severity().as_str())];
                    xml.create_element("failure")
                        .with_attributes(failure.map(raw))
                        .write_text_content(BytesText::from_escaped(text))
                        .map(drop)
                })?;
            }
            for failure in &file.failures {
                let case = [("name", "the file is analysed"), ("classname", &*path)];
                xml.create_element("testcase").with_attributes(case.map(raw)).write_inner_content(|xml| {
                    let text = failure_text(failure);
                    let error = [("message", &*visible::xml(&text)), ("type", failure.kind.as_str())];
                    xml.create_element("error").with_attributes(error.map(raw)).write_empty().map(drop)
                })?;
            }
            Ok(())
        })
        .map(drop)
}

pub(super) const CHECKSTYLE: Format = Format {
    name: "checkstyle",
    help: "Checkstyle's XML, for build servers and editors",
    write: |report, _, _, out| checkstyle(report, out),
};

/// An error for each finding with what belongs to it, and one for each file that could not be analysed.
fn checkstyle(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = begin(out)?;
    xml.create_element("checkstyle").with_attribute(raw(("version", "8.0"))).write_inner_content(|xml| {
        for (file, entries) in entries_by_file(report) {
            let path = visible::xml(file.source.path());
            xml.create_element("file").with_attribute(raw(("name", &*path))).write_inner_content(|xml| {
                for entry in &entries {
                    let finding = entry.leader.finding;
                    let severity = match entry.severity() {
                        Severity::High => "error",
                        Severity::Medium => "warning",
                        Severity::Low => "info",
                    };
                    let message = format!("{}{}", finding.message, suffix(entry));
                    error(xml, &file.source, Some(finding.primary), severity, &message, finding.rule)?;
                }
                for failure in &file.failures {
                    error(xml, &file.source, failure.span, "error", &failure_text(failure), "not-analysed")?;
                }
                for incomplete in &file.incomplete {
                    error(xml, &file.source, incomplete.span, "info", &incomplete_text(incomplete), "not-finished")?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    end(xml)
}

fn error(
    xml: &mut Writer<&mut dyn Write>,
    source: &SourceFile,
    span: Option<Span>,
    severity: &str,
    message: &str,
    name: &str,
) -> io::Result<()> {
    let at = source.position(span.unwrap_or_default().start);
    let (line, column, name) = (at.line.to_string(), at.column.to_string(), format!("originlint.{name}"));
    let message = visible::xml(message);
    let attributes =
        [("line", &*line), ("column", &*column), ("severity", severity), ("message", &*message), ("source", &*name)];
    xml.create_element("error").with_attributes(attributes.map(raw)).write_empty().map(drop)
}

fn begin(out: &mut dyn Write) -> io::Result<Writer<&mut dyn Write>> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    Ok(xml)
}

fn end(xml: Writer<&mut dyn Write>) -> io::Result<()> {
    writeln!(xml.into_inner())
}

fn place(source: &SourceFile, span: Span) -> String {
    let at = source.position(span.start);
    format!("{}:{}", at.line, at.column)
}

/// An attribute of which the value is escaped already.
fn raw<'a>((name, value): (&'a str, &'a str)) -> Attr<&'a str> {
    Attr::DoubleQ(name, value)
}

/// The message with what helps, one a line, escaped.
fn prose(entry: &Entry<'_>) -> String {
    let finding = entry.leader.finding;
    let mut lines = vec![visible::xml(&finding.message)];
    if let Some(witness) = &finding.witness {
        lines.push(format!("witness: {} ({})", visible::xml(&witness.origin), visible::xml(&witness.why)));
    }
    if !finding.help.is_empty() {
        lines.push(format!("help: {}", visible::xml(&finding.help)));
    }
    lines.extend(companions::lines(entry).iter().map(|line| visible::xml(line)));
    lines.join("\n")
}
