//! From the report of a scan to the exit status: what was found, and what was not looked at.

use std::path::Path;

use super::Ask;
use crate::cli::{CLEAN, FINDINGS, UNTRUSTED};
use crate::config::plain;
use crate::finding::{Finding, Severity};
use crate::language::Language;
use crate::names::Places;
use crate::provenance::Provenance;
use crate::report::{FailureKind, FileReport, Report};

/// The exit status of what was asked for. `trusted` says that all that was asked for by name could be looked at.
pub(super) fn status(ask: Ask<'_>, report: &Report, trusted: bool) -> u8 {
    let Ask { arguments, configs, .. } = ask;
    let fails = |(file, finding): (&FileReport, &Finding)| {
        let config = configs.of(Path::new(file.source.path()));
        finding.severity >= config.fail_on.unwrap_or(Severity::Low)
    };
    let asked = Places::of(ask.paths);
    let falls_short = |file: &FileReport| match arguments.strict {
        true => !(file.failures.is_empty() && file.incomplete.is_empty()),
        false => !arguments.allow_failures && misses(file, &asked),
    };
    if !trusted || report.files.iter().any(falls_short) {
        UNTRUSTED
    } else if !arguments.exit_zero && report.findings().any(fails) {
        FINDINGS
    } else {
        CLEAN
    }
}

/// Whether a verdict is missing that somebody may count on. Every file with a failure has a messaging word, or could not even be asked
/// for one.
fn misses(file: &FileReport, asked: &Places) -> bool {
    let path = Path::new(file.source.path());
    let is_document = Language::of(file.source.path()).is_some();
    file.failures.iter().any(|failure| match failure.kind {
        FailureKind::Internal | FailureKind::Crash => true,
        // Most of a page is no script. Somebody who names one wants to know of it.
        FailureKind::Decode if is_document => asked.hold(&plain(path)),
        _ => file.provenance == Provenance::Source,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use clap::Parser;

    use super::*;
    use crate::cli::check::{Arguments, failure};
    use crate::cli::{Console, Terminal};
    use crate::render::Look;
    use crate::report::Incomplete;
    use crate::source::{SourceFile, Span};

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        check: Arguments,
    }

    /// A report with a finding of each of these severities.
    fn report(severities: &[Severity]) -> Report {
        let finding = |&severity: &Severity| Finding::new("message-to-code", severity, Span::default());
        let mut file = FileReport::new(Arc::new(SourceFile::new("a.js", "")));
        file.findings = severities.iter().map(finding).collect();
        Report { files: vec![file], ..Report::default() }
    }

    /// The same with a file that is not analysed.
    fn with_failure(severities: &[Severity], path: &str, kind: FailureKind) -> Report {
        let mut report = report(severities);
        report.files.push(failure(Path::new(path), String::new()));
        report.files[1].failures[0].kind = kind;
        report.files[1].provenance = Provenance::of_path(path).unwrap_or_default();
        report
    }

    /// The same with a file that is analysed in part.
    fn with_bound(severities: &[Severity]) -> Report {
        let mut report = report(severities);
        report.files[0].incomplete.push(Incomplete { reason: String::new(), span: None });
        report
    }

    #[test]
    fn the_status_follows_the_findings_and_what_was_asked() {
        use FailureKind::{Crash, Decode, Depth, Internal, Parse, Read};
        use Severity::{High, Low, Medium};

        let given = |args: &[&str], report: &Report, trusted: bool| {
            let line = Line::try_parse_from(["check"].iter().chain(args)).expect("a command line");
            let mut console =
                Console { stdout: &mut Vec::new(), stderr: &mut Vec::new(), terminal: Terminal::default() };
            let configs =
                line.check.configuration.resolve(None, None, Look::PLAIN, &mut console).expect("no configuration");
            let ask = Ask {
                arguments: &line.check,
                configs: &configs,
                changes: None,
                paths: &line.check.paths,
                stdin: None,
                cache: None,
            };
            status(ask, report, trusted)
        };
        let mixed = report(&[Low, Medium]);
        assert_eq!(given(&[], &report(&[]), true), CLEAN);
        assert_eq!(given(&[], &mixed, true), FINDINGS);
        assert_eq!(given(&["--fail-on=medium"], &mixed, true), FINDINGS);
        assert_eq!(given(&["--fail-on=high"], &mixed, true), CLEAN);
        assert_eq!(given(&["--exit-zero"], &mixed, true), CLEAN);
        assert_eq!(given(&["--fail-on=high"], &report(&[High]), true), FINDINGS);
        assert_eq!(given(&["--exit-zero"], &mixed, false), UNTRUSTED);
        assert_eq!(
            given(&["--allow-failures"], &mixed, false),
            UNTRUSTED,
            "what is not there is no failure of the analysis"
        );
        for kind in [Read, Decode, Parse, Depth, Internal, Crash] {
            for path in ["src/a.js", "a.html"] {
                let broken = with_failure(&[High], path, kind);
                if kind == Decode && path == "a.html" {
                    assert_eq!(given(&[], &broken, true), FINDINGS, "of a page, most is no script");
                    assert_eq!(given(&["a.html"], &broken, true), UNTRUSTED, "who names it wants it read");
                    assert_eq!(given(&["--strict"], &broken, true), UNTRUSTED);
                    continue;
                }
                assert_eq!(given(&[], &broken, true), UNTRUSTED, "{kind:?}");
                assert_eq!(given(&["--exit-zero"], &broken, true), UNTRUSTED, "{kind:?}");
                assert_eq!(given(&["--strict"], &broken, true), UNTRUSTED, "{kind:?}");
                assert_eq!(given(&["--allow-failures"], &broken, true), FINDINGS, "{kind:?}");
                assert_eq!(given(&["--allow-failures"], &with_failure(&[], path, kind), true), CLEAN, "{kind:?}");
            }
            for path in ["test/a.js", "src/a.spec.ts", "fixtures/a.js", "dist/a.js", "lib/a.min.js"] {
                let excused = if matches!(kind, Internal | Crash) { UNTRUSTED } else { FINDINGS };
                assert_eq!(given(&[], &with_failure(&[High], path, kind), true), excused, "{kind:?} in {path}");
                assert_eq!(
                    given(&["--strict"], &with_failure(&[High], path, kind), true),
                    UNTRUSTED,
                    "{kind:?} in {path}"
                );
            }
        }
        assert_eq!(given(&[], &with_bound(&[]), true), CLEAN);
        assert_eq!(given(&["--strict"], &with_bound(&[High]), true), UNTRUSTED);
        assert_eq!(given(&["--allow-failures"], &with_bound(&[High]), true), FINDINGS);
    }
}
