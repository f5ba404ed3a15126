//! Who may frame a page, who may open it and keep a reference to it, and whether its sinks take text: what the configuration and
//! response headers say. Reads no file.

use serde::{Deserialize, Deserializer};

use crate::policy::TrustedOrigin;

/// Pages that may frame this one, or open it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub enum Admitted {
    /// None.
    Nobody,
    /// Those of the page's own origin.
    SameOrigin,
    /// Those of these origins.
    Listed(Vec<TrustedOrigin>),
}

/// Pages that are admitted, and what says so.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Evidence {
    /// The pages.
    pub admitted: Admitted,
    /// What says so, as a noun phrase: "`frame-ancestors` in `vercel.json`".
    pub said_by: String,
}

/// What is known of the pages around a page.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Embedding {
    /// Who may frame it.
    pub framed_by: Option<Evidence>,
    /// Who may open it, or be opened by it, and keep a reference.
    pub opened_by: Option<Evidence>,
    /// What makes its markup and script sinks refuse text, if something does.
    pub trusted_types: Option<String>,
}

impl Embedding {
    /// What the response headers say that every page of a site is served with, as names and values. `place` is where they are set.
    pub fn of_headers(headers: &[(String, String)], place: &str) -> Self {
        let mut embedding = Self::default();
        let said = |what: &str| format!("{what} in {place}");
        for (name, value) in headers {
            let value = value.trim();
            if name.eq_ignore_ascii_case("x-frame-options") {
                let admitted = match value.to_ascii_lowercase().as_str() {
                    "deny" => Admitted::Nobody,
                    "sameorigin" => Admitted::SameOrigin,
                    _ => continue,
                };
                embedding.framed_by = Some(Evidence { admitted, said_by: said("`X-Frame-Options`") });
            } else if name.eq_ignore_ascii_case("cross-origin-opener-policy") {
                let policy = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
                // `same-origin-allow-popups` keeps openers of other origins out as well (HTML, 7.1.3.1).
                if matches!(policy.as_str(), "same-origin" | "same-origin-allow-popups") {
                    let said_by = said("`Cross-Origin-Opener-Policy`");
                    embedding.opened_by = Some(Evidence { admitted: Admitted::SameOrigin, said_by });
                }
            }
        }
        let policies = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-security-policy"));
        for directive in policies.flat_map(|(_, value)| value.split(';')) {
            let mut words = directive.split_ascii_whitespace();
            match words.next().map(str::to_ascii_lowercase).as_deref() {
                // It overrides `X-Frame-Options` (CSP 3, 7.7.2).
                Some("frame-ancestors") => {
                    let evidence = |admitted| Evidence { admitted, said_by: said("`frame-ancestors`") };
                    embedding.framed_by = ancestors(words).map(evidence);
                }
                Some("require-trusted-types-for") if words.any(|word| word == "'script'") => {
                    embedding.trusted_types = Some(said("`require-trusted-types-for 'script'`"));
                }
                _ => {}
            }
        }
        embedding
    }

    /// What this says, and where it says nothing, what `other` does.
    #[must_use]
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            framed_by: self.framed_by.or(other.framed_by),
            opened_by: self.opened_by.or(other.opened_by),
            trusted_types: self.trusted_types.or(other.trusted_types),
        }
    }

    /// Whether no page of a stranger gets a reference to the window, be it by a frame or by opening it.
    pub(crate) fn is_out_of_reach(&self) -> bool {
        self.framed_by.is_some() && self.opened_by.is_some()
    }
}

/// The pages that a list of `frame-ancestors` means; `None` where it lets whole schemes or every site in.
fn ancestors<'a>(words: impl Iterator<Item = &'a str>) -> Option<Admitted> {
    let (mut own, mut listed) = (false, Vec::new());
    for word in words {
        match word.to_ascii_lowercase().as_str() {
            "'none'" => {}
            "'self'" => own = true,
            // Without a scheme, it is the page's own.
            host => {
                let whole = if host.contains("://") { host.to_owned() } else { format!("https://{host}") };
                let is_any =
                    whole.split("://").nth(1).is_some_and(|host| host.starts_with('*') && !host.starts_with("*."));
                listed.push(TrustedOrigin::parse(&whole).ok().filter(|_| !is_any)?);
            }
        }
    }
    Some(match (listed.is_empty(), own) {
        (true, true) => Admitted::SameOrigin,
        (true, false) => Admitted::Nobody,
        (false, _) => Admitted::Listed(listed),
    })
}

impl<'de> Deserialize<'de> for Admitted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Given {
            Word(String),
            List(Vec<TrustedOrigin>),
        }
        match Given::deserialize(deserializer)? {
            Given::Word(word) if word == "none" => Ok(Self::Nobody),
            Given::Word(word) if word == "same-origin" => Ok(Self::SameOrigin),
            Given::Word(word) => Err(serde::de::Error::custom(format!(
                "unknown pages `{word}`, expected `none`, `same-origin` or a list of origins"
            ))),
            Given::List(origins) if origins.is_empty() => Ok(Self::Nobody),
            Given::List(origins) => Ok(Self::Listed(origins)),
        }
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Admitted {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Admitted".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let origin = generator.subschema_for::<TrustedOrigin>();
        schemars::json_schema!({
            "anyOf": [{ "enum": ["none", "same-origin"] }, { "type": "array", "items": origin }]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn served(headers: &[(&str, &str)]) -> Embedding {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Embedding::of_headers(&headers.iter().map(owned).collect::<Vec<_>>(), "_headers")
    }

    fn framers(headers: &[(&str, &str)]) -> Option<Admitted> {
        served(headers).framed_by.map(|evidence| evidence.admitted)
    }

    #[test]
    fn headers_say_who_may_frame() {
        let csp = |value| framers(&[("Content-Security-Policy", value)]);
        assert_eq!(framers(&[("x-frame-options", "Deny")]), Some(Admitted::Nobody));
        assert_eq!(framers(&[("X-Frame-Options", "ALLOW-FROM https://a.example")]), None);
        assert_eq!(csp("default-src 'self'; frame-ancestors 'self'"), Some(Admitted::SameOrigin));
        assert_eq!(csp("frame-ancestors 'none'"), Some(Admitted::Nobody));
        assert_eq!(csp("default-src 'none'"), None);
        assert_eq!(csp("frame-ancestors *"), None);
        assert_eq!(csp("frame-ancestors https:"), None);
        assert_eq!(csp("frame-ancestors 'self' https://*"), None);
        let listed = csp("FRAME-ANCESTORS 'self' https://a.example b.example https://*.c.example");
        assert!(matches!(listed, Some(Admitted::Listed(origins)) if origins.len() == 3));
    }

    #[test]
    fn a_policy_overrides_the_older_header_in_either_order() {
        let (old, new) =
            (("X-Frame-Options", "DENY"), ("Content-Security-Policy", "frame-ancestors https://a.example"));
        assert!(matches!(framers(&[old, new]), Some(Admitted::Listed(_))));
        assert!(matches!(framers(&[new, old]), Some(Admitted::Listed(_))));
        assert_eq!(framers(&[("Content-Security-Policy", "frame-ancestors *"), old]), None);
    }

    #[test]
    fn openers_are_severed_by_their_policy_only() {
        let opened = |value| served(&[("Cross-Origin-Opener-Policy", value)]).opened_by.is_some();
        assert!(opened("same-origin"));
        assert!(opened("same-origin-allow-popups; report-to=\"a\""));
        assert!(!opened("unsafe-none"));
        assert!(!served(&[("Cross-Origin-Embedder-Policy", "require-corp")]).is_out_of_reach());
    }
}
