//! Suppressions: comments that say of a finding that it is known and why it may stay. Reads comments that the parser found, never strings.
//!
//! `// originlint-ignore rule, rule: reason` speaks of its own line, or of the next line of code when it stands alone;
//! `// originlint-ignore-file rule: reason` speaks of the whole file. What a comment says wrongly, or in vain, is a finding.

#[cfg(feature = "cli")]
mod insertion;

use rustc_hash::FxHashMap;

use crate::finding::{Applicability, Edit, Finding, Fix, Severity, nearest};
use crate::page;
use crate::report::{Exemption, ExemptionKind};
use crate::source::Comment;
use crate::source::{SourceFile, Span};

#[cfg(feature = "cli")]
pub(crate) use insertion::{Insertion, insertion, insertion_for};

/// What a comment begins with that means originlint, behind its marker and white space.
const PREFIX: &str = "originlint-";
/// What may follow, the longer word first.
const DIRECTIVES: [(&str, Reach); 2] = [("ignore-file", Reach::File), ("ignore", Reach::Line)];
/// The rules about suppressions themselves, which no comment can switch off.
const UNUSED: &str = "unused-suppression";
const INVALID: &str = "invalid-suppression";

/// What the comments of a file leave of its findings.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    /// What nobody suppressed.
    pub kept: Vec<Finding>,
    /// What was suppressed.
    pub hidden: Vec<Finding>,
    /// What is wrong with the comments themselves.
    pub complaints: Vec<Finding>,
    /// Suppressions that do not count.
    pub exemptions: Vec<Exemption>,
}

/// Takes out the findings that a comment suppresses.
///
/// `speaks` tells whether a rule was asked at all: a suppression of one that was not is not in vain. `seen` says how far the file was
/// analysed, and so which suppressions can be called unused. `kept` tells whether lines, the first and the last one of them, are
/// those that they were when somebody last agreed to what the comments say; a suppression of which they are not suppresses nothing.
pub(crate) fn judge(
    source: &SourceFile,
    comments: &[Comment],
    findings: Vec<Finding>,
    speaks: impl Fn(&str) -> bool,
    seen: Seen,
    kept: &dyn Fn(u32, u32) -> bool,
) -> Judged {
    let mut judged = Judged::default();
    let mut suppressions = Vec::new();
    // From the last to the first, because what a comment speaks of may stand behind many others.
    let mut code = Code { source, comments, behind: vec![(0, 0); comments.len()] };
    for (i, comment) in comments.iter().enumerate().rev() {
        code.pass(i);
        if let Some(directive) = Directive::of(source, comment) {
            read(&code, i, &directive, kept, &mut suppressions, &mut judged.complaints);
        }
    }
    // A comment at the line outranks one for the file, so that the wider one is called unused when it is.
    suppressions.sort_by_key(|s| (s.line.is_none(), s.id.start));
    let mut first: FxHashMap<(&str, Option<u32>), usize> = FxHashMap::default();
    for (i, suppression) in suppressions.iter().enumerate() {
        let first = first.entry((suppression.rule, suppression.line)).or_insert(i);
        if suppressions[*first].standing != Standing::Kept && suppression.standing == Standing::Kept {
            *first = i;
        }
    }
    for finding in findings {
        let line = source.line_at(finding.primary.start);
        let covering = [Some(line), None].into_iter().filter_map(|line| first.get(&(finding.rule, line)));
        let mut hidden = false;
        for &suppression in covering {
            suppressions[suppression].used = true;
            hidden = suppressions[suppression].standing == Standing::Kept;
            if hidden {
                break;
            }
        }
        match hidden {
            true => judged.hidden.push(finding),
            false => judged.kept.push(finding),
        }
    }
    judged.exemptions.extend(suppressions.iter().filter_map(|s| s.exemption(source)));
    let mut rules: FxHashMap<Span, usize> = FxHashMap::default();
    for suppression in &suppressions {
        *rules.entry(suppression.comment).or_default() += 1;
    }
    let judgeable = |s: &&Suppression| match seen {
        Seen::Whole => true,
        Seen::ToABound => s.line.is_none(),
        Seen::InPart => false,
    };
    let idle = suppressions.iter().filter(|s| !s.used && speaks(s.rule)).filter(judgeable);
    judged.complaints.extend(idle.map(|s| s.unused(source, rules[&s.comment] == 1, seen)));
    judged
}

/// How far a file was analysed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Seen {
    /// To its end.
    Whole,
    /// Until a bound was met, which is the same in every run. A suppression for the whole file that hides nothing until there never
    /// does; one for a line may stand behind the bound.
    ToABound,
    /// A part of it, a file that it imports, or one that may show a flaw of it was not read.
    InPart,
}

/// How far a suppression reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reach {
    Line,
    File,
}

/// One rule of one comment.
#[derive(Debug)]
struct Suppression {
    rule: &'static str,
    /// The rule's id in the comment.
    id: Span,
    comment: Span,
    /// The line on which a finding has to begin; any line of the file without it.
    line: Option<u32>,
    standing: Standing,
    used: bool,
}

/// What became of a suppression since somebody last agreed to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Standing {
    /// Neither it nor the line that it speaks of has changed.
    Kept,
    /// It stands where it stood, but the line that it speaks of is another one.
    Moved,
    New,
}

/// A comment that means originlint, taken apart.
struct Directive<'a> {
    /// The word behind the prefix.
    word: &'a str,
    word_at: Span,
    /// Between the word and the colon.
    ids: Vec<(&'a str, Span)>,
    reason: &'a str,
    /// From the prefix to the end of the text.
    whole: Span,
}

impl<'a> Directive<'a> {
    fn of(source: &'a SourceFile, comment: &Comment) -> Option<Self> {
        let text = source.slice(comment.text);
        let frame = |c: char| c.is_whitespace() || c == '*';
        let body = text.trim_matches(frame);
        let rest = body.strip_prefix(PREFIX)?;
        let at = |part: &str| {
            // Every part is a slice of the file's text.
            let start = (part.as_ptr() as usize - source.text().as_ptr() as usize) as u32;
            Span::new(start, start + part.len() as u32)
        };
        let end = rest.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        // ` -- ` is how ESLint sets a reason apart.
        let (names, reason) = match (rest.find(':'), rest.find(" -- ")) {
            (colon, Some(dashes)) if colon.is_none_or(|colon| dashes < colon) => (&rest[..dashes], &rest[dashes + 4..]),
            (Some(colon), _) => (&rest[..colon], &rest[colon + 1..]),
            (None, _) => (rest, ""),
        };
        let names = names.split(|c: char| c.is_whitespace() || c == ',').filter(|name| !name.is_empty());
        Some(Self {
            word,
            word_at: at(word),
            ids: names.map(|name| (name, at(name))).collect(),
            reason: reason.trim_start_matches(frame),
            whole: at(body),
        })
    }
}

/// Notes what a directive suppresses, or what is wrong with it. One without a reason suppresses nothing.
fn read(
    code: &Code<'_>,
    at: usize,
    directive: &Directive<'_>,
    kept: &dyn Fn(u32, u32) -> bool,
    suppressions: &mut Vec<Suppression>,
    complaints: &mut Vec<Finding>,
) {
    let Some((_, reach)) = DIRECTIVES.iter().find(|(word, _)| *word == directive.word) else {
        let message = format!("`{PREFIX}{}` is no comment that originlint knows", directive.word);
        let known = DIRECTIVES.iter().map(|(word, _)| *word);
        complaints.push(invalid(directive.word_at, message, "means nothing", nearest(directive.word, known)));
        return;
    };
    if directive.ids.is_empty() {
        let message = "the comment names no rule, so it suppresses nothing".to_owned();
        complaints.push(invalid(directive.whole, message, "names no rule", None));
        return;
    }
    if directive.reason.is_empty() {
        let message = "the comment gives no reason, so it suppresses nothing".to_owned();
        complaints.push(invalid(directive.whole, message, "gives no reason", None));
        return;
    }
    let line = (*reach == Reach::Line).then(|| code.line_of(at));
    let comment = code.comments[at].span;
    let (first, last) = (code.source.line_at(comment.start), code.source.line_at(comment.end));
    let standing = match line {
        _ if !kept(first, last) => Standing::New,
        Some(line) if !kept(first.min(line), last.max(line)) => Standing::Moved,
        _ => Standing::Kept,
    };
    for &(name, id) in &directive.ids {
        match page::find(name) {
            Some(page) if page.id == UNUSED || page.id == INVALID => {
                let message = format!("{} cannot be suppressed by a comment", page.id);
                complaints.push(invalid(id, message, "is switched off in the configuration only", None));
            }
            Some(page) => {
                suppressions.push(Suppression { rule: page.id, id, comment, line, standing, used: false });
            }
            None => {
                let message = format!("no rule is called `{name}`, so nothing is suppressed");
                let known = page::all().iter().map(|page| page.id);
                complaints.push(invalid(id, message, "is no rule", nearest(name, known)));
            }
        }
    }
}

fn invalid(span: Span, message: String, label: &str, meant: Option<&str>) -> Finding {
    let mut finding = Finding::new(INVALID, Severity::Medium, span);
    finding.message = message;
    finding.label = label.to_owned();
    finding.help = match meant {
        Some(meant) => format!("write `{meant}` if that is what was meant"),
        None => "write `originlint-ignore rule-id: reason`; `originlint rules` lists the rules".to_owned(),
    };
    finding.fixes.extend(meant.map(|meant| Fix {
        title: format!("write `{meant}`"),
        edits: vec![Edit { span, text: meant.to_owned() }],
        // It may switch off a finding that nobody has looked at.
        applicability: Applicability::Unsafe,
    }));
    finding
}

impl Suppression {
    /// What it would hide, if it counted. One whose line changed is worth a word only where it did hide something.
    fn exemption(&self, source: &SourceFile) -> Option<Exemption> {
        let rule = self.rule;
        let message = match self.standing {
            Standing::New => format!("suppression of {rule}"),
            Standing::Moved if self.used => format!("suppression of {rule} on a line that changed"),
            _ => return None,
        };
        let line = Some(source.line_at(self.id.start));
        Some(Exemption::new(ExemptionKind::Suppression, source.path().to_owned(), line, message))
    }

    /// `single` says that its comment suppresses nothing else.
    fn unused(&self, source: &SourceFile, single: bool, seen: Seen) -> Finding {
        let mut finding = Finding::new(UNUSED, Severity::Low, self.id);
        let rule = self.rule;
        finding.message = match self.line {
            Some(_) => format!("{rule} reports nothing on the line that this comment speaks of"),
            None if seen == Seen::Whole => format!("{rule} reports nothing in this file"),
            None => format!("{rule} reports nothing in this file, as far as it could be analysed"),
        };
        finding.label = "suppresses nothing".to_owned();
        finding.help = "delete it: left behind, it would hide the next flaw that is made here".to_owned();
        let alone = single
            && !source.slice(Span::new(self.comment.start, self.id.start)).contains(',')
            && !source.slice(Span::new(self.id.end, self.comment.end)).trim_start().starts_with(',');
        // Another version may see further.
        let applicability = if seen == Seen::Whole { Applicability::Safe } else { Applicability::Unsafe };
        if alone {
            finding.fixes.push(Fix {
                title: "delete the comment".to_owned(),
                edits: vec![Edit { span: deletable(source, self.comment), text: String::new() }],
                applicability,
            });
        }
        finding
    }
}

/// What to delete so that no trace of a comment is left: its line when it is alone there, else the white space before it too.
fn deletable(source: &SourceFile, comment: Span) -> Span {
    let text = source.text();
    let first = source.line_span(source.line_at(comment.start));
    let last = source.line_span(source.line_at(comment.end));
    let before = source.slice(Span::new(first.start, comment.start));
    let after = source.slice(Span::new(comment.end, last.end));
    if before.trim().is_empty() && after.trim().is_empty() {
        let rest = &text[last.end as usize..];
        let terminator = if rest.starts_with("\r\n") { 2 } else { u32::from(!rest.is_empty()) };
        return Span::new(first.start, last.end + terminator);
    }
    if before.trim_end().ends_with('{') && after.trim_start().starts_with('}') {
        // The braces of JSX may stay: they hold nothing.
        return comment;
    }
    let blanks = if after.trim().is_empty() { before.len() - before.trim_end().len() } else { 0 };
    Span::new(comment.start - blanks as u32, comment.end)
}

/// Where the code of a file stands among its comments.
struct Code<'a> {
    source: &'a SourceFile,
    /// By offset.
    comments: &'a [Comment],
    /// For each comment that was passed, the offset of the first code behind it, other comments passed over; the second one where
    /// the comment stands in the braces of JSX, which end behind it.
    behind: Vec<(u32, u32)>,
}

impl Code<'_> {
    /// Finds the code behind a comment. That behind all later ones is known.
    fn pass(&mut self, comment: usize) {
        let end = self.comments[comment].span.end;
        self.behind[comment] = (self.next(end, false), self.next(end, true));
    }

    /// The offset of the first code at or behind `at`; `braced` says that a comment in the braces of JSX ends there.
    fn next(&self, at: u32, braced: bool) -> u32 {
        let at = self.blank(at);
        let rest = &self.source.text()[at as usize..];
        if braced && rest.starts_with('}') {
            self.next(at + 1, false)
        } else if let Some(comment) = self.comment_at(at) {
            self.behind(comment, braced)
        } else if let Some(comment) = rest.strip_prefix('{').and_then(|_| self.comment_at(self.blank(at + 1))) {
            self.behind(comment, true)
        } else {
            at
        }
    }

    fn behind(&self, comment: usize, braced: bool) -> u32 {
        let (plain, in_braces) = self.behind[comment];
        if braced { in_braces } else { plain }
    }

    fn blank(&self, at: u32) -> u32 {
        let rest = &self.source.text()[at as usize..];
        at + (rest.len() - rest.trim_start().len()) as u32
    }

    fn comment_at(&self, at: u32) -> Option<usize> {
        self.comments.binary_search_by_key(&at, |comment| comment.span.start).ok()
    }

    /// The line that a comment speaks of: its own if there is code on it, else that of the next code.
    fn line_of(&self, comment: usize) -> u32 {
        let span = self.comments[comment].span;
        let own = self.source.line_at(span.start);
        let before = self.source.slice(Span::new(self.source.line_span(own).start, span.start)).trim();
        // `{/* … */}` is how JSX writes a comment.
        match before {
            "" | "{" => self.source.line_at(self.behind(comment, before == "{")),
            _ => own,
        }
    }
}
