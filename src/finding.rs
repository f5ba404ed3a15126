//! What a rule reports: a finding with its evidence. Knows nothing of how it is found or shown.

use std::cmp::Reverse;
use std::sync::Arc;

pub use crate::grade::{Confidence, Persona, Severity};
use crate::page;
use crate::provenance::Provenance;
use crate::source::{SourceFile, Span};

/// A span with a sentence fragment that says what it does: lower case, no full stop.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Label {
    /// The file the span is in; `None` for the file of the finding.
    pub file: Option<Arc<SourceFile>>,
    /// What is pointed at.
    pub span: Span,
    /// What it does.
    pub message: String,
}

impl Label {
    /// A label in the finding's own file.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { file: None, span, message: message.into() }
    }
}

/// Where a listener is registered.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Registration {
    /// The file it is in; `None` for the file of the finding.
    pub file: Option<Arc<SourceFile>>,
    /// The call, or the target of the assignment.
    pub span: Span,
}

impl From<Span> for Registration {
    fn from(span: Span) -> Self {
        Self { file: None, span }
    }
}

/// What a finding shares with others that are one entry of a report with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Membership {
    /// Names the group within its report.
    pub group: u32,
    /// The findings of a group with one number are about one flow; those with another, about the same flow in another build of it.
    pub flow: u32,
}

/// A concrete hostile sender that the code lets through.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Witness {
    /// `event.origin` of the message, as the browser would serialise it.
    pub origin: String,
    /// What `event.source` is: `attacker` or `null`.
    pub source: &'static str,
    /// Why that origin passes, as a fragment: `not anchored at the end`.
    pub why: String,
}

/// Whether an edit may be applied without a person looking at it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub enum Applicability {
    /// Keeps every behaviour but the flaw.
    Safe,
    /// May change what the program does.
    Unsafe,
}

/// A replacement of `span` by `text`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Edits that make a finding go away.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Fix {
    /// What the edits do, as an imperative: `insert port.start()`.
    pub title: String,
    /// The edits, in order, none overlapping another.
    pub edits: Vec<Edit>,
    /// Whether they may be applied unseen.
    pub applicability: Applicability,
}

/// One flaw at one place, with its evidence.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Finding {
    /// Id of the rule, such as `weak-origin-check`.
    pub rule: &'static str,
    /// How bad it is here; the rule's page holds the default.
    pub severity: Severity,
    /// The first persona that sees it; the rule's page holds the default.
    pub persona: Persona,
    /// Where the file comes from that it is in.
    pub provenance: Provenance,
    /// How sure the analysis is.
    pub confidence: Confidence,
    /// What an attacker can do, in one sentence: lower case, no full stop.
    pub message: String,
    /// What to write instead, with the reader's own names.
    pub help: String,
    /// The smallest text a person would change.
    pub primary: Span,
    /// The statement that the primary span is in, as far as known. It tells a finding from others like it however the code around moves.
    pub context: Option<Span>,
    /// What the primary span does, shown next to it.
    pub label: String,
    /// Other places that belong to the finding.
    pub related: Vec<Label>,
    /// The way of the data from its source to the primary span; empty where no data flow is claimed.
    pub trace: Vec<Label>,
    /// The listeners with whose senders the flaw would go: it is one of what anybody's message does there, or of what lets it.
    pub listeners: Vec<Registration>,
    /// The group that it is in, if it does not stand alone.
    pub membership: Option<Membership>,
    /// The hostile sender that gets through, where there is one.
    pub witness: Option<Witness>,
    /// Why the confidence is not high, and other remarks for machines and auditors.
    pub notes: Vec<String>,
    /// Edits that make the finding go away.
    pub fixes: Vec<Fix>,
}

impl Finding {
    /// A finding of `rule` with nothing but its place, for the persona that the rule is for. The rest is for the rule to say.
    pub fn new(rule: &'static str, severity: Severity, primary: Span) -> Self {
        Self {
            rule,
            severity,
            persona: page::find(rule).map(|page| page.persona).unwrap_or_default(),
            provenance: Provenance::default(),
            confidence: Confidence::High,
            message: String::new(),
            help: String::new(),
            primary,
            context: None,
            label: String::new(),
            related: Vec::new(),
            trace: Vec::new(),
            listeners: Vec::new(),
            membership: None,
            witness: None,
            notes: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// Says that the flaw is one of what messages do at a listener, or of what lets them: whoever mends that mends this.
    pub(crate) fn belongs_to(&mut self, listener: impl Into<Registration>) {
        let listener = listener.into();
        let path = |at: &Registration| at.file.as_ref().map(|file| file.path().to_owned());
        if !self.listeners.iter().any(|known| known.span == listener.span && path(known) == path(&listener)) {
            self.listeners.push(listener);
        }
    }

    /// Whether of two findings at one place this one is to be reported: what more readers see comes before what is more severe.
    pub(crate) fn outweighs(&self, other: &Self) -> bool {
        (Reverse(self.persona), self.severity) > (Reverse(other.persona), other.severity)
    }

    /// Cuts every text that a person reads to [`MAX_TEXT`].
    pub(crate) fn shorten(&mut self) {
        let texts = [&mut self.message, &mut self.help, &mut self.label].into_iter().chain(&mut self.notes);
        let labels = self.related.iter_mut().chain(&mut self.trace).map(|label| &mut label.message);
        let witness = self.witness.iter_mut().flat_map(|witness| [&mut witness.origin, &mut witness.why]);
        let titles = self.fixes.iter_mut().map(|fix| &mut fix.title);
        texts.chain(labels).chain(witness).chain(titles).for_each(|text| shorten(text, MAX_TEXT));
    }
}

/// How many characters of a message, a label, a help, a note or a reason are kept: more than twice as many as the longest has that was
/// seen in 49,000 files. A name of 60 kB in the scanned code must not fill a terminal, nor make a service refuse the report.
pub const MAX_TEXT: usize = 500;

/// Cuts what is behind `most` characters, the last of which then says so.
pub(crate) fn shorten(text: &mut String, most: usize) {
    if text.len() > most
        && let Some((end, _)) = text.char_indices().nth(most - 1)
        && text[end..].chars().nth(1).is_some()
    {
        text.truncate(end);
        text.push('\u{2026}');
    }
}

/// The one of `names` that `given` is most likely a misspelling of.
pub fn nearest<'a>(given: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = names.map(|name| (strsim::jaro_winkler(given, name), name));
    // Below this, clap does not suggest either: names as different as that are not misspellings. The measure is kind to short names
    // whose letters are all found in a long one, so the beginning has to agree, or half of the letters.
    let akin =
        |name: &str| given.get(..2) == name.get(..2) || strsim::normalized_damerau_levenshtein(given, name) >= 0.5;
    scored.filter(|(score, name)| *score > 0.7 && akin(name)).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::{Finding, Persona, Severity, shorten};
    use crate::source::Span;

    #[test]
    fn what_more_readers_see_outweighs_what_is_more_severe() {
        let finding =
            |severity, persona| Finding { persona, ..Finding::new("message-relay", severity, Span::default()) };
        let low = finding(Severity::Low, Persona::Regular);
        let medium = finding(Severity::Medium, Persona::Regular);
        let hygiene = finding(Severity::High, Persona::Pedantic);
        assert!(medium.outweighs(&low) && low.outweighs(&hygiene) && !hygiene.outweighs(&medium));
        assert!(!low.outweighs(&low.clone()), "the first one stays");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let cut = |text: &str| {
            let mut text = text.to_owned();
            shorten(&mut text, 4);
            text
        };
        assert_eq!(cut("abcd"), "abcd");
        assert_eq!(cut("abcde"), "abc\u{2026}");
        assert_eq!(cut("\u{e9}\u{1f600}\u{e9}\u{e9}"), "\u{e9}\u{1f600}\u{e9}\u{e9}");
        assert_eq!(cut("\u{e9}\u{1f600}\u{e9}\u{e9}\u{e9}"), "\u{e9}\u{1f600}\u{e9}\u{2026}");
    }
}
