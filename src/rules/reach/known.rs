//! Senders that the program knows by their windows: who holds a port that it handed over, which frame it expects.

use super::Who;
use crate::facts::{Against, Facts, Listener, Receiver, TargetKind, WindowKind};

/// Who holds the other end of the port that is listened to: whoever was in the window that it was posted to.
pub(super) fn holders(facts: &Facts, listener: &Listener) -> impl Iterator<Item = Who> {
    let posts = facts.sends.iter().filter(|send| listener.handed.contains(&send.call));
    posts.map(|send| {
        let is_open = |kind: &TargetKind| matches!(kind, TargetKind::Wildcard | TargetKind::Steered(_));
        match send.receiver {
            Receiver::Window(WindowKind::OpaqueFrame) => Who::OpaqueFrame,
            _ if !send.targets.iter().any(|target| is_open(&target.kind)) => Who::Expected,
            Receiver::Window(WindowKind::Parent | WindowKind::Top) => Who::Framer,
            Receiver::Window(WindowKind::Opener) => Who::Opener,
            Receiver::Window(WindowKind::Frame | WindowKind::Popup) => Who::OwnFrame,
            _ => Who::Expected,
        }
    })
}

/// Which window of the page's own is expected, where no origin is compared with anything.
pub(super) fn own_frame(listener: &Listener) -> Option<Who> {
    if listener.checks.iter().any(|c| c.of_origin && c.compares()) {
        return None;
    }
    let windows = listener.checks.iter().filter(|c| c.is_of_source()).flat_map(|c| &c.against);
    windows
        .filter_map(|against| match against {
            Against::Window(WindowKind::Frame | WindowKind::Popup) => Some(Who::OwnFrame),
            Against::Window(WindowKind::OpaqueFrame) => Some(Who::OpaqueFrame),
            _ => None,
        })
        .min()
}
