//! How bad it is that somebody else reads a message, and who would do something about it: by what is in it, and by what the program
//! knows of the receiver.

use url::Url;

use crate::embedding::Evidence;
use crate::facts::{Against, Ground, Listener, Receiver, Send, SenderClass, WindowKind};
use crate::finding::Severity;
use crate::rules::reach::table::{self, Grade};
use crate::rules::{Case, platform};

pub(super) fn of(case: &Case, send: &Send) -> Grade {
    let worth = match send.payload.secrets.first().map(|evidence| evidence.ground) {
        _ if send.transfers_port => table::HIGH,
        Some(Ground::Source) => table::HIGH,
        Some(_) => table::MEDIUM,
        None if send.payload.random => table::AUDITOR,
        None if known_origin(case, send).is_some() => table::LOW,
        None => table::PEDANTIC,
    };
    let answers_expected = send.receiver == Receiver::Window(WindowKind::Sender) && !send.unchecked;
    let listener = send.listener.and_then(|l| case.facts.listeners.get(l));
    let grade = match receiving(case, send) {
        // Whom the site lets frame or open the page, it expects; a navigation of that window it does not.
        Some(_) => answered(answered(worth)),
        None if answers_expected && listener.is_some_and(is_compared) => answered(worth),
        None => worth,
    };
    platform::of_send(case, send, grade)
}

/// What says whose page receives what is sent to the window that framed or opened this one.
pub(super) fn receiving<'a>(case: &Case<'a>, send: &Send) -> Option<&'a Evidence> {
    match send.receiver {
        Receiver::Window(WindowKind::Parent | WindowKind::Top) => case.embedding.framed_by.as_ref(),
        Receiver::Window(WindowKind::Opener) => case.embedding.opened_by.as_ref(),
        _ => None,
    }
}

/// An origin that the program has at hand and that it can name instead of `*`.
pub(super) enum Known<'a> {
    /// That of the address that it gave the frame.
    Frame(String),
    /// The only one that a listener of it accepts.
    Compared(&'a str),
    /// A list or a setting that a listener compares with.
    Configured,
}

pub(super) fn known_origin<'a>(case: &'a Case, send: &Send) -> Option<Known<'a>> {
    if let Some(url) = send.address.as_deref().and_then(|address| Url::parse(address).ok()) {
        return matches!(url.scheme(), "http" | "https").then(|| Known::Frame(url.origin().ascii_serialization()));
    }
    // What is said of one sender is said of this receiver where the program has no other one: all its posts go to the same.
    let one_peer = case.facts.sends.iter().all(|other| other.receiver == send.receiver);
    let windows =
        case.facts.listeners.iter().filter(|listener| one_peer && matches!(listener.receiver, Receiver::Window(_)));
    let mut checks = windows.flat_map(|listener| &listener.checks).filter(|check| check.of_origin && check.decides);
    let check = checks.find(|check| {
        let fixed = |against: &Against| matches!(against, Against::Constant | Against::Configured);
        check.compares() && check.search.is_none() && check.against.iter().all(fixed)
    })?;
    match check.literals.as_slice() {
        [literal] => literal.origin.as_deref().map(Known::Compared),
        _ => Some(Known::Configured),
    }
}

/// Whether nobody but an expected origin gets past the listener's checks.
pub(super) fn is_compared(listener: &Listener) -> bool {
    listener.checks.iter().any(|check| check.of_origin && check.decides)
        && listener
            .sender_runs
            .iter()
            .all(|run| run.sender == SenderClass::Expected || (run.reached.is_empty() && run.opaque.is_empty()))
}

/// Only a navigation between the message and its answer brings somebody else to where the sender was (browser facts D4).
fn answered(grade: Grade) -> Grade {
    match grade.severity {
        Severity::High => table::MEDIUM,
        Severity::Medium => table::PEDANTIC,
        Severity::Low => table::AUDITOR,
    }
}
