//! What is said of a finding as a whole: how bad it is, for whom, and how sure the analysis is.

use serde::Deserialize;

/// How bad a flaw is, by what an attacker gains (see `rules/`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Hygiene, or a defect without a direct attacker.
    Low,
    /// A real flaw whose reach depends on the application.
    Medium,
    /// Script execution, a credential or a capability for the attacker.
    High,
}

/// For whom a finding is: the first persona that sees it. Each sees what the one before it does, and more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum Persona {
    /// A team that keeps originlint in CI: what a careful maintainer would fix.
    #[default]
    Regular,
    /// A team that wants its own code tidy: hygiene, too.
    Pedantic,
    /// A security reviewer: everything that is technically so.
    Auditor,
}

/// How sure the analysis is that the flaw is there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Confidence {
    /// Something that decides the matter could not be seen.
    Low,
    /// The evidence is good but rests on a name or on a usual configuration.
    Medium,
    /// The analysis ran the code, or the fact is one of the platform.
    High,
}

impl Severity {
    /// The word used in every format.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl Persona {
    /// Every persona, in the order in which they see more.
    pub const ALL: [Self; 3] = [Self::Regular, Self::Pedantic, Self::Auditor];

    /// The word used in every format, on the command line and in the configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Regular => "regular",
            Self::Pedantic => "pedantic",
            Self::Auditor => "auditor",
        }
    }
}

impl Confidence {
    /// The word used in every format.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}
