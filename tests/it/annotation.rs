//! The `//~` comments of corpus files and rule pages: their grammar (`test-corpus/README.md`), nothing of what the analysis says.

use std::path::Path;

use originlint::Settings;
use originlint::finding::{Confidence, Persona, Severity};
use originlint::policy::TrustedOrigin;
use originlint::source::SourceFile;
use originlint::testing::config::Config;

/// What a comment claims of a line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum Verdict {
    /// The flaw is there and is reported.
    Found,
    /// The line resembles the flaw, is none, and is silent.
    Ok,
    /// The flaw is there and is not reported yet.
    Missed,
    /// No flaw is there, yet one is reported still.
    Noise,
}

/// One claim about one rule and one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Case {
    /// The line that is spoken of, counted from 1.
    pub(crate) line: u32,
    pub(crate) verdict: Verdict,
    pub(crate) rule: String,
    /// The text of the primary span; empty for [`Verdict::Ok`].
    pub(crate) text: String,
    pub(crate) severity: Option<Severity>,
    /// The first persona that sees the finding, if it is not the one that the rule is for.
    pub(crate) persona: Option<Persona>,
    pub(crate) confidence: Option<Confidence>,
    /// The witness's `event.origin`.
    pub(crate) witness: Option<String>,
    /// The witness's `event.source`.
    pub(crate) source: Option<String>,
    pub(crate) reason: String,
}

/// What a standard or its documentation says: the cases below it, up to the next one, are code that keeps to it and code that does not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Statement {
    /// The line of the comment, counted from 1.
    pub(crate) line: u32,
    /// The page and the place in it, such as `html/web-messaging#authors`.
    pub(crate) place: String,
    pub(crate) text: String,
    /// Why no rule can cover it, if none does.
    pub(crate) uncovered: Option<String>,
}

/// Something that is wrong, and the line to show it at.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Problem {
    pub(crate) line: u32,
    pub(crate) message: String,
}

/// All that the comments of one file say.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// The file's text with spaces for the annotations, so that they can neither change the verdict nor show up in a finding's text.
    /// Every offset is that of the file.
    pub(crate) text: String,
    pub(crate) cases: Vec<Case>,
    /// What the file quotes, by line.
    pub(crate) statements: Vec<Statement>,
    /// The origins that the project of the file trusts, if it says so.
    pub(crate) trusted_origins: Option<Vec<TrustedOrigin>>,
    /// The platforms that the file is said to belong to.
    pub(crate) platforms: Vec<&'static str>,
    /// The kinds of failure that the file is there to cause, sorted.
    pub(crate) failures: Vec<String>,
    /// Whether the file is there to meet a bound of the analysis.
    pub(crate) incomplete: bool,
    /// Comments that are no annotations although they begin like one.
    pub(crate) problems: Vec<Problem>,
}

impl Sheet {
    /// Reads the annotations of `text`.
    pub(crate) fn read(text: &str) -> Self {
        let file = SourceFile::new("", text);
        let mut blanked = text.as_bytes().to_vec();
        let mut sheet = Self::default();
        let mut claims = Vec::new();
        for line in 1..=file.line_count() {
            let span = file.line_span(line);
            for comment in comments(file.slice(span)) {
                let start = span.start as usize;
                blanked[start + comment.start..start + comment.end].fill(b' ');
                match comment.body.and_then(|body| sheet.annotation(body, line)) {
                    Ok(Some(case)) => claims.push((line, case)),
                    Ok(None) => {}
                    Err(message) => sheet.problems.push(Problem { line, message }),
                }
            }
        }
        sheet.failures.sort_unstable();
        // Only whole comments were overwritten, and with ASCII.
        sheet.text = String::from_utf8(blanked).unwrap_or_default();
        let blanked = SourceFile::new("", sheet.text.as_str());
        for (line, case) in claims {
            if let Err(message) = sheet.admit(&case, blanked.slice(blanked.line_span(case.line))) {
                sheet.problems.push(Problem { line, message });
            } else {
                sheet.cases.push(case);
            }
        }
        sheet
    }

    /// The statements with the cases that are about each of them.
    pub(crate) fn quoted(&self) -> impl Iterator<Item = (&Statement, Vec<&Case>)> {
        self.statements.iter().enumerate().map(|(i, statement)| {
            let end = self.statements.get(i + 1).map_or(u32::MAX, |next| next.line);
            let cases = self.cases.iter().filter(|case| (statement.line..end).contains(&case.line));
            (statement, cases.collect())
        })
    }

    /// What the file is analysed with.
    pub(crate) fn settings(&self) -> Settings {
        let trusted_origins = self.trusted_origins.clone();
        let platforms = self.platforms.clone();
        Settings { persona: Persona::Auditor, trusted_origins, platforms, ..Settings::default() }
    }

    /// Reads the inside of one comment of `line`. A directive is taken over at once and is no case.
    fn annotation(&mut self, body: &str, line: u32) -> Result<Option<Case>, String> {
        let (line, body) = target(body, line)?;
        let (head, rest) = word(body);
        let reasoned = |rest: &str| match rest.split_once(':') {
            Some((name, reason)) if !reason.trim().is_empty() => Ok((name.trim().to_owned(), reason.trim().to_owned())),
            _ => Err(format!("`{head}` needs a reason: `{head} …: reason`")),
        };
        match head {
            "" => Err("an annotation without a word".to_owned()),
            "trusted-origins" => {
                let origins = rest.split_whitespace().map(TrustedOrigin::parse).collect::<Result<_, _>>()?;
                self.trusted_origins = Some(origins);
                Ok(None)
            }
            "platform" => {
                // As a configuration says it, so that a name that no platform has is an error.
                let text = format!("[[overrides]]\npaths = [\"**\"]\nplatform = \"{}\"\n", rest.trim());
                let config = Config::parse(&text, Path::new("/")).map_err(|mistake| mistake.message)?;
                self.platforms.extend(&config.settings_of(Path::new("/a.js")).platforms);
                Ok(None)
            }
            "spec" => {
                let (place, text) = reasoned(rest)?;
                self.statements.push(Statement { line, place, text, uncovered: None });
                Ok(None)
            }
            "uncovered" | "uncovered:" => {
                let (_, reason) = reasoned(body)?;
                let statement = self.statements.last_mut().ok_or("`uncovered` stands below no `spec`")?;
                statement.uncovered = Some(reason);
                Ok(None)
            }
            "failure" => {
                self.failures.push(reasoned(rest)?.0);
                Ok(None)
            }
            "incomplete" | "incomplete:" => {
                reasoned(body)?;
                self.incomplete = true;
                Ok(None)
            }
            "ok" => {
                let (rule, reason) = reasoned(rest)?;
                Ok(Some(Case { reason, ..Case::new(line, Verdict::Ok, rule) }))
            }
            "missed" => finding(line, Verdict::Missed, rest).map(Some),
            "noise" => finding(line, Verdict::Noise, rest).map(Some),
            _ => finding(line, Verdict::Found, body).map(Some),
        }
    }

    /// Refuses a case that could not fail for the right reason. `code` is the line that it speaks of.
    fn admit(&self, case: &Case, code: &str) -> Result<(), String> {
        let kebab = |c: char| c.is_ascii_lowercase() || c == '-';
        if case.rule.is_empty() || !case.rule.chars().all(kebab) {
            return Err(format!("`{}` is not the id of a rule", case.rule));
        }
        if code.trim().is_empty() {
            return Err(format!("speaks of line {}, which holds no code", case.line));
        }
        if !code.contains(case.text.trim_end_matches('…')) {
            return Err(format!("line {} does not contain `{}`", case.line, case.text));
        }
        let contradicts = |other: &Case| {
            let reported = |verdict| matches!(verdict, Verdict::Found | Verdict::Noise);
            other.line == case.line
                && other.rule == case.rule
                && ((other.verdict == Verdict::Ok && reported(case.verdict))
                    || (case.verdict == Verdict::Ok && reported(other.verdict)))
        };
        if self.cases.iter().any(contradicts) {
            return Err(format!("line {} is both reported and `ok` for {}", case.line, case.rule));
        }
        Ok(())
    }
}

impl Case {
    fn new(line: u32, verdict: Verdict, rule: String) -> Self {
        Self {
            line,
            verdict,
            rule,
            text: String::new(),
            severity: None,
            persona: None,
            confidence: None,
            witness: None,
            source: None,
            reason: String::new(),
        }
    }
}

/// An annotation within a line: its bytes, and what stands between the marker and the end.
struct Comment<'a> {
    start: usize,
    end: usize,
    body: Result<&'a str, String>,
}

/// The annotations of one line. A line comment ends at the next one.
fn comments(line: &str) -> Vec<Comment<'_>> {
    const MARKERS: [(&str, &str); 3] = [("//~", ""), ("/*~", "*/"), ("<!--~", "-->")];
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((at, open, close)) =
        MARKERS.iter().filter_map(|&(open, close)| line[from..].find(open).map(|i| (from + i, open, close))).min()
    {
        let inside = at + open.len();
        let (body, end) = if close.is_empty() {
            let end = line[inside..].find(open).map_or(line.len(), |i| inside + i);
            (Ok(line[inside..end].trim_end()), end)
        } else if let Some(i) = line[inside..].find(close) {
            (Ok(line[inside..inside + i].trim_end()), inside + i + close.len())
        } else {
            (Err(format!("the comment does not end with `{close}` on its line")), line.len())
        };
        found.push(Comment { start: at, end, body });
        from = end;
    }
    found
}

/// The line that a comment on `line` speaks of, and the rest of the comment.
fn target(body: &str, line: u32) -> Result<(u32, &str), String> {
    let arrows = |arrow| body.len() - body.trim_start_matches(arrow).len();
    let (below, above) = (arrows('v'), arrows('^'));
    let rest = &body[below + above..];
    if !rest.starts_with(' ') {
        return Err("a space is missing behind the marker".to_owned());
    }
    let line = (line + below as u32).checked_sub(above as u32).filter(|&line| line > 0);
    Ok((line.ok_or("speaks of a line above the first")?, rest.trim()))
}

/// ``rule `text` qualifier… : reason``, where only a shortcoming needs the reason.
fn finding(line: u32, verdict: Verdict, body: &str) -> Result<Case, String> {
    let (rule, rest) = word(body);
    let mut case = Case::new(line, verdict, rule.to_owned());
    let (text, mut rest) =
        quoted(rest).ok_or_else(|| format!("{rule} needs the text of its finding: {rule} `text`"))?;
    case.text = text.to_owned();
    while !rest.is_empty() {
        let (token, after) = word(rest);
        let (token, last) = token.strip_suffix(':').map_or((token, false), |token| (token, true));
        if !token.is_empty() {
            qualify(&mut case, token)?;
        }
        if last {
            case.reason = after.to_owned();
            break;
        }
        rest = after;
    }
    if matches!(verdict, Verdict::Missed | Verdict::Noise) && case.reason.is_empty() {
        return Err("a known shortcoming needs a reason: `text`: reason".to_owned());
    }
    Ok(case)
}

/// `high`, `pedantic`, `confidence=low`, `witness=https://…`, `source=null`.
fn qualify(case: &mut Case, token: &str) -> Result<(), String> {
    const SEVERITIES: [Severity; 3] = [Severity::Low, Severity::Medium, Severity::High];
    const CONFIDENCES: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];
    let unknown = || {
        format!(
            "`{token}` is not a qualifier: low, medium, high, regular, pedantic, auditor, confidence=…, witness=…, source=…"
        )
    };
    match token.split_once('=') {
        None => match Persona::ALL.into_iter().find(|persona| persona.as_str() == token) {
            Some(persona) => case.persona = Some(persona),
            None => case.severity = Some(SEVERITIES.into_iter().find(|s| s.as_str() == token).ok_or_else(unknown)?),
        },
        Some(("confidence", value)) => {
            case.confidence = Some(CONFIDENCES.into_iter().find(|c| c.as_str() == value).ok_or_else(unknown)?);
        }
        Some(("witness", origin)) if !origin.is_empty() => case.witness = Some(origin.to_owned()),
        Some(("source", source @ ("attacker" | "null"))) => case.source = Some(source.to_owned()),
        Some(_) => return Err(unknown()),
    }
    Ok(())
}

/// The first word, and what follows it.
fn word(text: &str) -> (&str, &str) {
    text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim_start()))
}

/// Text between two equally long runs of backticks, as in Markdown, and what follows. One space next to a run is dropped on both sides
/// when both have one, so that the text may begin or end with a backtick itself.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let inside = text.trim_start_matches('`');
    let fence = &text[..text.len() - inside.len()];
    if fence.is_empty() {
        return None;
    }
    let run = |at: usize| inside[at..].len() - inside[at..].trim_start_matches('`').len();
    let mut at = inside.find('`')?;
    while run(at) != fence.len() {
        let behind = at + run(at);
        at = behind + inside[behind..].find('`')?;
    }
    let (body, rest) = (&inside[..at], inside[at + fence.len()..].trim_start());
    let body = body.strip_prefix(' ').and_then(|b| b.strip_suffix(' ')).unwrap_or(body);
    (!body.is_empty()).then_some((body, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(text: &str) -> Case {
        let sheet = Sheet::read(text);
        assert_eq!(sheet.problems, [], "{text}");
        assert_eq!(sheet.cases.len(), 1, "{text}");
        sheet.cases[0].clone()
    }

    fn problem(text: &str) -> String {
        let sheet = Sheet::read(text);
        assert_eq!(sheet.cases, [], "{text}");
        assert_eq!(sheet.problems.len(), 1, "{text}");
        sheet.problems[0].message.clone()
    }

    #[test]
    fn a_comment_speaks_of_its_line_or_of_one_near_it() {
        assert_eq!(case("\nf('*') //~ a `'*'`").line, 2);
        assert_eq!(case("//~v a `'*'`\nf('*')").line, 2);
        assert_eq!(case("//~vv a `'*'`\n\nf('*')").line, 3);
        assert_eq!(case("f('*')\r\n//~^ a `'*'`").line, 1);
        assert_eq!(case("f('*')\n\n\n//~^^^ a `'*'`").line, 1);
        assert_eq!(problem("f('*') //~^ a `'*'`"), "speaks of a line above the first");
        assert_eq!(problem("//~ ok a: alone on its line"), "speaks of line 1, which holds no code");
        assert_eq!(problem("f() //~very odd"), "a space is missing behind the marker");
    }

    #[test]
    fn every_comment_syntax_is_read_and_blanked() {
        let text = "f('ü') //~ ok a: ünlike //~ ok b: x\n<a b=c> <!--~ ok a: y -->\n<A>{/*~ ok a: z */}</A>\n";
        let sheet = Sheet::read(text);
        assert_eq!(sheet.problems, []);
        let lines: Vec<_> = sheet.cases.iter().map(|c| (c.line, c.rule.as_str(), c.reason.as_str())).collect();
        assert_eq!(lines, [(1, "a", "ünlike"), (1, "b", "x"), (2, "a", "y"), (3, "a", "z")]);
        assert_eq!(sheet.text.len(), text.len());
        let code: Vec<&str> = sheet.text.lines().map(str::trim_end).collect();
        assert_eq!(code, ["f('ü')", "<a b=c>", &format!("<A>{{{}}}</A>", " ".repeat("/*~ ok a: z */".len()))]);
        assert_eq!(problem("f() /*~ ok a: b"), "the comment does not end with `*/` on its line");
    }

    #[test]
    fn the_text_is_quoted_as_in_markdown() {
        assert_eq!(case("f(`*`) //~ a `` `*` ``").text, "`*`");
        assert_eq!(case("f(`*`) //~ a ``f(`*`)``").text, "f(`*`)");
        assert_eq!(case("f(' ') //~ a ` `").text, " ");
        assert_eq!(problem("f('*') //~ a `'+'`"), "line 1 does not contain `'+'`");
        assert_eq!(problem("f('*') //~ a '*'"), "a needs the text of its finding: a `text`");
        assert_eq!(problem("f('*') //~ a `'*'"), "a needs the text of its finding: a `text`");
    }

    #[test]
    fn qualifiers_follow_the_text_and_unknown_words_are_refused() {
        let full = case("f(x) //~ a `x` high auditor confidence=low witness=https://a.test:8443 source=null: because");
        assert_eq!((full.severity, full.persona), (Some(Severity::High), Some(Persona::Auditor)));
        assert_eq!(full.confidence, Some(Confidence::Low));
        assert_eq!(full.witness.as_deref(), Some("https://a.test:8443"));
        assert_eq!(full.source.as_deref(), Some("null"));
        assert_eq!(full.reason, "because");
        assert_eq!(case("f(x) //~ a `x`: why: not").reason, "why: not");
        assert_eq!(case("f(x) //~ a `x` : why").reason, "why");
        for wrong in [
            "higher",
            "(high)",
            "persona=regular",
            "confidence=none",
            "witness=",
            "source=parent",
            "severity=high",
            "high because",
        ] {
            let message = problem(&format!("f(x) //~ a `x` {wrong}"));
            assert!(message.contains("is not a qualifier"), "{wrong}: {message}");
        }
    }

    #[test]
    fn near_misses_and_shortcomings_need_a_reason() {
        assert_eq!(case("f(x) //~ missed a `x`: later").verdict, Verdict::Missed);
        assert_eq!(case("f(x) //~ noise a `x` low: later").verdict, Verdict::Noise);
        assert_eq!(problem("f(x) //~ ok a"), "`ok` needs a reason: `ok …: reason`");
        assert_eq!(problem("f(x) //~ ok a: "), "`ok` needs a reason: `ok …: reason`");
        assert_eq!(problem("f(x) //~ missed a `x`"), "a known shortcoming needs a reason: `text`: reason");
        assert_eq!(problem("f(x) //~ Ok a: b"), "Ok needs the text of its finding: Ok `text`");
        assert_eq!(problem("f(x) //~ ok A b: c"), "`A b` is not the id of a rule");
        let both = Sheet::read("f(x) //~ a `x` //~ ok a: no");
        assert_eq!(both.problems[0].message, "line 1 is both reported and `ok` for a");
    }

    #[test]
    fn a_statement_has_the_cases_up_to_the_next_one() {
        let text = "//~ spec html/a#b: say: this\nf(x) //~ a `x`\ng(x) //~ ok a: no\n//~ spec html/a#c: say that\n//~ uncovered: of intent\n";
        let sheet = Sheet::read(text);
        assert_eq!(sheet.problems, []);
        let quoted: Vec<_> = sheet.quoted().collect();
        let lines = |at: usize| quoted[at].1.iter().map(|case| case.line).collect::<Vec<_>>();
        assert_eq!((quoted[0].0.place.as_str(), quoted[0].0.text.as_str()), ("html/a#b", "say: this"));
        assert_eq!((lines(0), quoted[0].0.uncovered.as_deref()), (vec![2, 3], None));
        assert_eq!((lines(1), quoted[1].0.uncovered.as_deref()), (vec![], Some("of intent")));
        assert_eq!(problem("//~ spec html/a#b"), "`spec` needs a reason: `spec …: reason`");
        assert_eq!(problem("//~ uncovered: of intent"), "`uncovered` stands below no `spec`");
    }

    #[test]
    fn directives_speak_of_the_file() {
        let sheet = Sheet::read("//~ failure parse: a truncated file\n//~ incomplete: the bound is met\n");
        assert_eq!(sheet.problems, []);
        assert!(sheet.incomplete);
        assert_eq!(sheet.failures, ["parse"]);
        assert_eq!(problem("//~ failure parse"), "`failure` needs a reason: `failure …: reason`");
        assert_eq!(problem("//~ incomplete"), "`incomplete` needs a reason: `incomplete …: reason`");
    }
}
