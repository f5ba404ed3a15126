//! A sort of sender that is no window, as the model describes it.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A sort of sender that is no window.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Peer {
    /// Its name in the tables.
    names: Vec<String>,
    /// Who it is, as the subject of a sentence.
    pub who: String,
    /// Where its messages arrive, as a noun phrase.
    #[serde(default)]
    pub place: String,
    /// Whether it is a window after all, so that the rules on windows hold.
    #[serde(default)]
    pub window: bool,
    /// What checks the sender, as a help; nothing where no handler is told of the sender.
    #[serde(default)]
    pub guard: String,
    /// The rule that reports a handler without a check.
    pub unchecked: Option<String>,
    /// How loudly it is reported that the peer picks the channel of a privileged bridge.
    pub bridge: Option<Level>,
    /// How loudly it is reported that the peer gets to a sink, by the sink's rule, or to an `effect`. What is not there is silent.
    #[serde(default)]
    pub levels: BTreeMap<String, Level>,
}

impl Peer {
    /// Its name in the tables.
    pub(crate) fn name(&self) -> &str {
        self.names.first().map_or("", String::as_str)
    }
}

/// A severity, or for what is not for everybody the persona that sees it at `low`; what is said louder is larger.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    /// Low, for auditors.
    Auditor,
    /// Low, for the pedantic.
    Pedantic,
    /// Low, for everybody.
    Low,
    /// Medium, for everybody.
    Medium,
    /// High, for everybody.
    High,
}
