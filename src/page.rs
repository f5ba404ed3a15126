//! The rule pages, `rules/<id>.md`, embedded at compile time: what a rule means, for `explain`, the documents and SARIF. Not what a rule does.

mod sources;

use std::sync::OnceLock;

use serde::Deserialize;

use crate::grade::{Persona, Severity};
pub use sources::SOURCES;

/// What a rule is about, in the order in which the documents list them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub enum Family {
    /// Who may make a listener act.
    Receivers,
    /// Who may read a message.
    Senders,
    /// What a message may do.
    Data,
    /// Ports, channels and how long they live.
    Channels,
    /// Comments that hide findings.
    Suppressions,
}

/// A rule as a person and a code scanning service know it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Page {
    /// Id of the rule, which is also the name of the file.
    pub id: &'static str,
    /// Completes the sentence "originlint found …": lower case, no full stop.
    pub title: String,
    /// What the rule is about.
    pub family: Family,
    /// The default severity; a finding carries its own.
    pub severity: Severity,
    /// The first persona that sees its findings, unless a finding says otherwise.
    pub persona: Persona,
    /// CWE numbers, the most fitting first.
    pub cwe: Vec<u32>,
    /// Addresses of specifications, the most fitting first. The body's last section says what each of them holds.
    pub references: Vec<String>,
    /// The first version that has the rule.
    pub since: String,
    /// What the confidence of its findings depends on, as a sentence.
    pub confidence: String,
    /// The prose behind the front matter, in Markdown, beginning with a second-level heading.
    pub body: &'static str,
}

/// Every page, sorted by id. A malformed one is left out, which a test of this module refuses.
pub fn all() -> &'static [Page] {
    static PAGES: OnceLock<Vec<Page>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let mut pages: Vec<Page> = SOURCES.iter().filter_map(|(id, text)| parse(id, text).ok()).collect();
        pages.sort_unstable_by_key(|page| page.id);
        pages
    })
}

/// The page of that rule.
pub fn find(id: &str) -> Option<&'static Page> {
    let pages = all();
    pages.binary_search_by_key(&id, |page| page.id).ok().and_then(|i| pages.get(i))
}

/// The pages that a word on the command line or in a configuration stands for: the id of a rule, the name of a family, a weakness of
/// the CWE list (`CWE-79`), or a glob in which `*` stands for any characters and `?` for one. None if it stands for nothing.
#[cfg(feature = "cli")]
pub fn matching(given: &str) -> Vec<&'static Page> {
    if let Some(page) = find(given) {
        return vec![page];
    }
    let number =
        given.get(..4).filter(|start| start.eq_ignore_ascii_case("CWE-")).and_then(|_| given[4..].parse().ok());
    let glob = globset::Glob::new(given).ok().filter(|_| given.contains(['*', '?'])).map(|glob| glob.compile_matcher());
    let is_meant = |page: &&Page| match (&glob, number) {
        (Some(glob), _) => glob.is_match(page.id),
        (None, Some(number)) => page.cwe.contains(&number),
        (None, None) => page.family.as_str() == given,
    };
    all().iter().filter(is_meant).collect()
}

/// The words that [`matching`] takes besides globs and weaknesses: every rule and every family.
#[cfg(feature = "cli")]
pub fn words() -> impl Iterator<Item = &'static str> {
    all().iter().map(|page| page.id).chain(Family::ALL.map(Family::as_str))
}

impl Family {
    /// Every family, in the order of the documents.
    pub const ALL: [Self; 5] = [Self::Receivers, Self::Senders, Self::Data, Self::Channels, Self::Suppressions];

    /// The word used in front matter, on the command line and in the configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Receivers => "receivers",
            Self::Senders => "senders",
            Self::Data => "data",
            Self::Channels => "channels",
            Self::Suppressions => "suppressions",
        }
    }
}

/// The TOML between the `+++` lines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    title: String,
    family: String,
    severity: String,
    persona: Option<String>,
    cwe: Vec<u32>,
    references: Vec<String>,
    since: String,
    confidence: String,
}

/// A page from its text.
///
/// # Errors
///
/// What is malformed, for the person who wrote the page.
pub fn parse(id: &'static str, text: &'static str) -> Result<Page, String> {
    let rest = text.strip_prefix("+++").ok_or("the first line is not `+++`")?;
    let (matter, body) = rest.split_once("\n+++").ok_or("no second `+++` line")?;
    let matter: FrontMatter = toml::from_str(matter).map_err(|e| e.to_string())?;
    let family = Family::ALL
        .into_iter()
        .find(|f| f.as_str() == matter.family)
        .ok_or_else(|| format!("no family is called {:?}", matter.family))?;
    let severity = [Severity::Low, Severity::Medium, Severity::High]
        .into_iter()
        .find(|s| s.as_str() == matter.severity)
        .ok_or_else(|| format!("no severity is called {:?}", matter.severity))?;
    let persona = match matter.persona {
        None => Persona::default(),
        Some(given) => Persona::ALL
            .into_iter()
            .find(|persona| persona.as_str() == given)
            .ok_or_else(|| format!("no persona is called {given:?}"))?,
    };
    Ok(Page {
        id,
        title: matter.title,
        family,
        severity,
        persona,
        cwe: matter.cwe,
        references: matter.references,
        since: matter.since,
        confidence: matter.confidence,
        body: body.trim_start(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_well_formed() {
        let errors: Vec<String> = SOURCES
            .iter()
            .filter_map(|(id, text)| parse(id, text).err().map(|e| format!("rules/{id}.md: {e}")))
            .collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
        assert!(SOURCES.is_sorted_by(|a, b| a.0 < b.0), "SOURCES is sorted by id, each id once");
    }

    #[test]
    fn a_page_is_found_by_its_exact_id() {
        for (id, _) in SOURCES {
            assert_eq!(find(id).map(|page| page.id), Some(*id));
        }
        assert_eq!(find("missing-origin"), None);
    }

    #[test]
    fn a_word_stands_for_a_rule_a_family_a_weakness_or_all_that_a_glob_matches() {
        let ids = |given| matching(given).iter().map(|page| page.id).collect::<Vec<_>>();
        assert_eq!(ids("message-to-html"), ["message-to-html"]);
        assert_eq!(ids("suppressions"), ["invalid-suppression", "unused-suppression"]);
        assert_eq!(ids("*-suppression"), ["invalid-suppression", "unused-suppression"]);
        assert!(ids("message-to-*").contains(&"message-to-html") && !ids("message-to-*").contains(&"message-relay"));
        assert!(ids("cwe-79").contains(&"message-to-html") && ids("CWE-79") == ids("cwe-79"));
        assert_eq!(ids("*").len(), all().len());
        for nothing in ["", "message-to", "CWE-", "CWE-0", "[", "message-to-[", "é"] {
            assert_eq!(ids(nothing), [""; 0], "{nothing}");
        }
        let of_families = Family::ALL.iter().map(|family| ids(family.as_str()).len());
        assert_eq!(of_families.sum::<usize>(), all().len(), "every rule is in one family");
        assert!(Family::ALL.iter().all(|family| find(family.as_str()).is_none()), "no rule is called like a family");
    }

    #[test]
    fn a_malformed_page_says_what_is_wrong() {
        let refused = |text| parse("x", text).expect_err("malformed");
        assert_eq!(refused("title = 'x'"), "the first line is not `+++`");
        assert_eq!(refused("+++\ntitle = 'x'\n"), "no second `+++` line");
        assert!(refused("+++\ntitle = 'x'\n+++\n").contains("missing field"));
        let matter = "+++\ntitle='t'\nfamily='data'\nseverity='bad'\ncwe=[]\nreferences=[]\nsince='0.1.0'\nconfidence='c'\n+++\n";
        assert_eq!(refused(matter), "no severity is called \"bad\"");
        let matter = "+++\ntitle='t'\nfamily='data'\nseverity='low'\npersona='all'\ncwe=[]\nreferences=[]\nsince='0.1.0'\nconfidence='c'\n+++\n";
        assert_eq!(refused(matter), "no persona is called \"all\"");
    }
}
