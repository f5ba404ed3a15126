//! `receivers.toml`: who sends messages besides other windows, and how a program gets them. Holds no logic of the analysis.

use std::sync::Arc;

use serde::{Deserialize, Deserializer};

use crate::interned::Interned;
use crate::peer::Peer;

/// The tables of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Receivers {
    /// Sorts of sender.
    #[serde(deserialize_with = "shared")]
    peer: Vec<Arc<Peer>>,
    /// How messages arrive.
    #[serde(default)]
    pub receiver: Vec<Receiver>,
    /// Methods that post to a window.
    #[serde(default)]
    pub poster: Vec<Poster>,
}

/// A method that takes what `postMessage` of a window takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Poster {
    /// Its names.
    pub names: Vec<String>,
    /// The types of what it belongs to.
    #[serde(default)]
    pub on: Vec<String>,
    /// Whether a holder of which nothing is known counts.
    #[serde(default)]
    pub any: bool,
    /// The window, as a type of `platform.toml`.
    pub to: Interned,
}

/// One way in which messages arrive.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Receiver {
    /// The methods that register, or attributes.
    pub names: Vec<String>,
    /// The types of what they belong to.
    #[serde(default)]
    pub on: Vec<String>,
    /// Whether a holder of which nothing is known counts.
    #[serde(default)]
    pub any: bool,
    /// Whether the names are attributes of elements.
    #[serde(default)]
    pub jsx: bool,
    /// Whether the names are properties that it is assigned to.
    #[serde(default)]
    pub assigned: bool,
    /// The place of the function that is given the messages.
    pub handler: Option<usize>,
    /// The place of an object whose functions the peer calls.
    pub exposes: Option<usize>,
    /// The way to that object in an argument of options.
    #[serde(default)]
    pub inside: String,
    /// The row counts only where the argument at this place …
    pub when: Option<usize>,
    /// … is one of these texts.
    #[serde(default)]
    pub is: Vec<String>,
    /// The type that an argument has to have.
    pub needs: Option<Needs>,
    /// The place of the origins that are let in.
    pub accepts: Option<usize>,
    /// The way to them in an argument of options.
    #[serde(default)]
    pub accepted: String,
    /// Whether nobody else is let in where they are left out.
    #[serde(default)]
    pub closed: bool,
    /// What the handler is given.
    pub gives: Vec<Interned>,
    /// Who sends.
    pub peer: String,
}

/// An argument that has to be of a type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Needs {
    /// Its place.
    pub at: usize,
    /// The type.
    #[serde(rename = "type")]
    pub ty: String,
}

impl Receivers {
    /// The sender of that name.
    pub(crate) fn peer(&self, name: &str) -> Option<&Arc<Peer>> {
        self.peer.iter().find(|peer| peer.name() == name)
    }
}

/// Facts keep the sender, and live longer than the model.
fn shared<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Arc<Peer>>, D::Error> {
    Ok(Vec::<Peer>::deserialize(deserializer)?.into_iter().map(Arc::new).collect())
}
