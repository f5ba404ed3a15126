//! `--changed-since REV`: which lines changed, as git tells it, and which findings have to do with them. Runs git without a shell.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::config::plain;
use crate::report::Report;
use crate::source::{SourceFile, Span};

/// The lines that changed, by file.
pub(super) struct Changes {
    files: HashMap<PathBuf, Lines>,
}

enum Lines {
    All,
    /// The first and the last line of each change. What was deleted is between two lines, and both stand for it.
    Some(Vec<(u32, u32)>),
}

impl Changes {
    /// What changed since the present branch left `revision`, files that git does not know yet included.
    ///
    /// # Errors
    ///
    /// What git says, or that there is none.
    pub(super) fn since(revision: &str) -> Result<Self, String> {
        let commit = format!("{revision}^{{commit}}");
        let commit = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
            .map_err(|message| if message.is_empty() { format!("{revision}: no such revision") } else { message })?;
        let base =
            git(&["merge-base", "--end-of-options", commit.trim(), "HEAD"]).map_err(|message| match &*message {
                "" => format!("{revision}: no commit in common with HEAD; a shallow clone may be too shallow"),
                _ => message,
            })?;
        let up = git(&["rev-parse", "--show-cdup"])?;
        let root = plain(Path::new(".")).join(up.trim_end_matches('\n'));
        let diff = git(&[
            "-c",
            "core.quotePath=false",
            "diff",
            "--unified=0",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            base.trim(),
            "--",
        ])?;
        let mut files = HashMap::new();
        for (path, lines) in changed_lines(&diff) {
            files.insert(plain(&root.join(path)), Lines::Some(lines));
        }
        let new = git(&["ls-files", "--others", "--exclude-standard", "--full-name", "-z", ":/"])?;
        for path in new.split_terminator('\0') {
            files.insert(plain(&root.join(path)), Lines::All);
        }
        Ok(Self { files })
    }

    /// Leaves the findings that have a place in a changed line: the flaw itself, a related place, or a step of its way.
    pub(super) fn narrow(&self, report: &mut Report) {
        report.retain(|source, finding| {
            let labels = finding.related.iter().chain(&finding.trace);
            let places = labels.map(|label| (label.file.as_ref().unwrap_or(source), label.span));
            std::iter::once((source, finding.primary)).chain(places).any(|(file, span)| self.touches(file, span))
        });
    }

    fn touches(&self, file: &SourceFile, span: Span) -> bool {
        match self.files.get(&plain(Path::new(file.path()))) {
            None => false,
            Some(Lines::All) => true,
            Some(Lines::Some(ranges)) => {
                let (first, last) = (file.line_at(span.start), file.line_at(span.end));
                ranges.iter().any(|&(from, to)| from <= last && first <= to)
            }
        }
    }
}

/// What git prints. The error is what it complains of.
fn git(arguments: &[impl AsRef<OsStr>]) -> Result<String, String> {
    let output = Command::new("git").args(arguments).output().map_err(|error| format!("git: {error}"))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output.status.success() {
        true => Ok(text(&output.stdout)),
        false => Err(text(&output.stderr).trim().replace('\n', "; ")),
    }
}

/// The new lines of each file of a diff without context.
fn changed_lines(diff: &str) -> Vec<(String, Vec<(u32, u32)>)> {
    let mut files: Vec<(String, Vec<(u32, u32)>)> = Vec::new();
    let mut lines = diff.lines();
    while let Some(line) = lines.next() {
        if let Some(path) = line.strip_prefix("+++ ") {
            // Behind a path with a space git writes a tab, and around one with a stranger character quotes.
            files.push((unquoted(path.trim_end_matches('\t')), Vec::new()));
        } else if let Some((old, new)) = line.strip_prefix("@@ -").and_then(hunk) {
            // The lines themselves may look like anything, headings included.
            for _ in 0..old + new.1 {
                lines.next();
            }
            let range = if new.1 == 0 { (new.0, new.0 + 1) } else { (new.0, new.0 + new.1 - 1) };
            if let Some((_, ranges)) = files.last_mut() {
                ranges.push(range);
            }
        }
    }
    files
}

/// `5,2 +7,3 @@ …`: how many lines were, and the first line and the number of those that are.
fn hunk(text: &str) -> Option<(u32, (u32, u32))> {
    let (old, rest) = text.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let pair = |text: &str| match text.split_once(',') {
        Some((line, count)) => Some((line.parse().ok()?, count.parse().ok()?)),
        None => Some((text.parse().ok()?, 1)),
    };
    let (_, old): (u32, u32) = pair(old)?;
    Some((old, pair(new)?))
}

/// A path of a diff without its prefix, and without the quotes and escapes of C that git puts around an odd one.
fn unquoted(path: &str) -> String {
    let Some(quoted) = path.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return path.strip_prefix("b/").unwrap_or(path).to_owned();
    };
    let mut bytes = Vec::new();
    let mut rest = quoted.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(b't') => bytes.push(b'\t'),
            Some(b'n') => bytes.push(b'\n'),
            Some(b'r') => bytes.push(b'\r'),
            Some(digit @ b'0'..=b'3') => {
                let mut digits = || rest.next().map_or(0, |d| d.wrapping_sub(b'0') & 7);
                bytes.push((digit - b'0') << 6 | digits() << 3 | digits());
            }
            Some(other) => bytes.push(other),
            None => {}
        }
    }
    let path = String::from_utf8_lossy(&bytes).into_owned();
    path.strip_prefix("b/").map(str::to_owned).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::{changed_lines, unquoted};

    #[test]
    fn a_diff_is_read_by_its_counts() {
        let diff = "diff --git a/a.js b/a.js\n--- a/a.js\n+++ b/a.js\n@@ -1 +1 @@ f() {\n-x\n+++ b/fake.js\n\
                    @@ -5,2 +4,0 @@\n-@@ -1 +1 @@\n-y\n@@ -9,0 +8,3 @@\n+a\n+b\n+c\n\\ No newline at end of file\n\
                    --- a/b c.js\t\n+++ b/b c.js\t\n@@ -0,0 +1 @@\n+x\n--- a/d.js\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n";
        let expected = [("a.js", vec![(1, 1), (4, 5), (8, 10)]), ("b c.js", vec![(1, 1)]), ("/dev/null", vec![(0, 1)])];
        assert_eq!(changed_lines(diff), expected.map(|(path, lines)| (path.to_owned(), lines)));
    }

    #[test]
    fn an_odd_name_is_unquoted() {
        assert_eq!(unquoted("\"b/tab\\tquote\\\"\\303\\251.js\""), "tab\tquote\"é.js");
        assert_eq!(unquoted("b/b/plain.js"), "b/plain.js");
    }
}
