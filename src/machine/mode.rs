//! What the present run is for, and what follows from that: which sender a message has, what is there for longer than the handler
//! that runs.

use crate::facts::{SourceWindow, WindowKind};
use crate::machine::Machine;
use crate::machine::analysis::sender_run::Run;
use crate::machine::domain::heap::EnvId;
use crate::machine::domain::taint::TaintKind;
use crate::machine::domain::value::{Alt, Kind, ObjId};

/// What the present run is for.
#[derive(Debug)]
pub(in crate::machine) enum Mode {
    /// Everything is looked at, conditions that are not constant go both ways.
    Exploration,
    /// A listener's handler is run for a sender.
    Handler(Box<Run>),
}

/// A message of a certain sender.
#[derive(Clone, Debug)]
pub(in crate::machine) struct Sent {
    pub(in crate::machine) origin: String,
    pub(in crate::machine) source: SourceWindow,
}

impl Sent {
    pub(in crate::machine) fn new(origin: impl Into<String>, source: SourceWindow) -> Self {
        Self { origin: origin.into(), source }
    }
}

impl Machine<'_> {
    /// Whether a window listener's handler is running.
    pub(in crate::machine) fn in_handler(&self) -> bool {
        matches!(self.mode, Mode::Handler(_))
    }

    /// Whether a handler is run to learn what it compares the sender with.
    pub(in crate::machine) fn looking(&self) -> bool {
        matches!(&self.mode, Mode::Handler(run) if run.sender.is_none())
    }

    /// The sender of the present run.
    pub(in crate::machine) fn sender(&self) -> Option<&Sent> {
        match &self.mode {
            Mode::Handler(run) => run.sender.as_ref(),
            Mode::Exploration => None,
        }
    }

    /// Whether the sender removed itself, so that `event.source` is null. It chooses the moment: before a variable is
    /// set, after an element is gone.
    pub(in crate::machine) fn sender_is_gone(&self) -> bool {
        self.sender().is_some_and(|s| s.source == SourceWindow::Null)
    }

    /// Whether a handler is run for a certain sender, so that only effects are noted.
    pub(in crate::machine) fn in_sender_run(&self) -> bool {
        matches!(&self.mode, Mode::Handler(run) if run.sender.is_some())
    }

    /// Whether it is the whole origin of a message that was handled before: only the present one is known.
    pub(in crate::machine) fn is_past_origin(&self, alt: &Alt) -> bool {
        alt.kind == Kind::Unknown && alt.taints.find(TaintKind::Sender).is_some_and(|l| l.span == alt.site)
    }

    /// Whether any page can have left its own origin there.
    pub(in crate::machine) fn is_adopted(&self, alt: &Alt) -> bool {
        self.is_past_origin(alt) && self.data_flow.adopted.contains(&alt.site)
    }

    /// Whether the sender's window is the one that the page knows under this kind.
    pub(in crate::machine) fn sender_is(&self, other: WindowKind) -> bool {
        match self.sender().map(|s| s.source) {
            Some(SourceWindow::Parent) => matches!(other, WindowKind::Parent | WindowKind::Top),
            Some(SourceWindow::Opener) => other == WindowKind::Opener,
            Some(SourceWindow::Page) => other == WindowKind::Own,
            _ => false,
        }
    }

    /// Whether a variable of that activation outlives the handler that is running.
    pub(in crate::machine) fn env_outlives(&self, env: EnvId) -> bool {
        match &self.mode {
            Mode::Handler(run) => env.0 < run.first_env || self.is_imported_env(env),
            Mode::Exploration => false,
        }
    }

    /// Whether the object was there before the handler began, so that what is written to it stays.
    pub(in crate::machine) fn outlives_handler(&self, object: ObjId) -> bool {
        match &self.mode {
            Mode::Handler(run) => {
                object.0 < run.first_object
                    || self.exploration.escaped.contains(&object)
                    || self.is_imported_object(object)
            }
            Mode::Exploration => false,
        }
    }

    /// Whether it is the data of a message, or a copy of it.
    pub(in crate::machine) fn is_verbatim(&self, alt: &Alt) -> bool {
        alt.taints.as_it_came().is_some_and(|l| l.span == alt.site) || self.data_flow.copies.contains(&alt.site)
    }
}
