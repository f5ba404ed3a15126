//! What the machine did not follow, and why: each bound of [`super::limits`] that can hide a flaw has its sentence.

use std::fmt;

use super::limits;

/// A bound that was met.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Cut {
    /// [`limits::DEPTH`]
    Depth,
    /// [`limits::EXPLORATION_FUEL`]
    Exploration,
    /// [`limits::RUN_FUEL`]
    Handler,
    /// [`limits::MEMORY`]
    Memory,
    /// The steps that the caller allows.
    Steps(u64),
    /// [`limits::COLLECTED`] and [`limits::COLLECT_FUEL`]
    Handlers,
    /// [`limits::SENDERS`] and the fuel that goes with it
    Senders,
    /// [`limits::FRAMES`]
    Frames,
    /// [`limits::RECURSION`]
    Recursion,
    /// [`limits::SENDS`]
    Sends,
    /// [`limits::SUBSCRIPTIONS`]
    Subscriptions,
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Depth => write!(f, "code nested more than {} deep was not run", limits::DEPTH),
            Self::Exploration => {
                f.write_str("the file takes more steps than one analysis may: not every function was run")
            }
            Self::Handler => {
                write!(f, "this message handler takes more than {} steps: its end was not run", limits::RUN_FUEL)
            }
            Self::Memory => {
                write!(
                    f,
                    "the values of the file would take more than {} MiB: not every function was run",
                    limits::MEMORY >> 20
                )
            }
            Self::Steps(allowed) => {
                write!(f, "the file takes more than the {allowed} steps that are allowed: not every function was run")
            }
            Self::Handlers => f.write_str("the file has more message handlers than one analysis may run"),
            Self::Senders => {
                f.write_str("this listener was not tried with every class of sender that its checks suggest")
            }
            Self::Frames => {
                write!(f, "this call with message data is more than {} calls deep: it was not followed", limits::FRAMES)
            }
            Self::Recursion => {
                f.write_str("this call of a function that calls itself, with message data, was not followed")
            }
            Self::Sends => {
                write!(f, "the file posts messages in more than {} ways: not all of them were judged", limits::SENDS)
            }
            Self::Subscriptions => write!(
                f,
                "the file adds or removes more than {} listeners: not all of them were followed",
                limits::SUBSCRIPTIONS
            ),
        }
    }
}
