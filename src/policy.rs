//! The origins that a project says it exchanges messages with, `trusted-origins` of its configuration. Judges no code.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use url::Url;

/// An origin, or every subdomain of one: `https://*.example.com`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(transparent))]
pub struct TrustedOrigin(#[cfg_attr(test, schemars(with = "String"))] Pattern);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Pattern {
    Exact(String),
    Below {
        /// The scheme with `://`.
        scheme: String,
        /// The domain with the dot before it, and perhaps a port behind.
        domain: String,
    },
}

impl TrustedOrigin {
    /// Reads an origin as the browser would write it, with `*.` before the domain if its subdomains are meant.
    ///
    /// # Errors
    ///
    /// What is wrong, then `; `, then what to write instead.
    pub fn parse(given: &str) -> Result<Self, String> {
        let form = "an origin is a scheme and a host: `https://shop.example.com`";
        let refused = |help: &str| format!("`{given}` is not an origin; {help}");
        let (scheme, host) = given.split_once("://").ok_or_else(|| refused(form))?;
        let (star, host) = match host.strip_prefix("*.") {
            Some(host) => ("*.", host),
            None => ("", host),
        };
        let url = Url::parse(&format!("{scheme}://{host}")).map_err(|_| refused(form))?;
        let origin = url.origin().ascii_serialization();
        let Some((scheme, domain)) = origin.split_once("://") else { return Err(refused(form)) };
        let written = format!("{scheme}://{star}{domain}");
        if written != given {
            return Err(refused(&format!("write `{written}`")));
        }
        Ok(Self(match star {
            "" => Pattern::Exact(origin),
            _ => Pattern::Below { scheme: format!("{scheme}://"), domain: format!(".{domain}") },
        }))
    }

    /// The origin, where it is one alone.
    pub(crate) fn exact(&self) -> Option<&str> {
        match &self.0 {
            Pattern::Exact(origin) => Some(origin),
            Pattern::Below { .. } => None,
        }
    }

    /// Whether `origin` is one of those meant.
    pub fn subsumes(&self, origin: &str) -> bool {
        match &self.0 {
            Pattern::Exact(exact) => exact == origin,
            Pattern::Below { scheme, domain } => {
                let host = origin.strip_prefix(scheme.as_str()).and_then(|host| host.strip_suffix(domain.as_str()));
                host.is_some_and(|host| !host.is_empty() && !host.contains(['/', ':', '@']))
            }
        }
    }
}

impl<'de> Deserialize<'de> for TrustedOrigin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}
