//! The life of listeners: what adds them again and again, what a removal misses, and where no message arrives.

use crate::source::Span;

/// A `message` listener that is added again and again and never removed.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// The call that adds it.
    pub span: Span,
    /// The lifecycle hook that adds it: `useEffect`, `connectedCallback`.
    pub hook: Option<String>,
    /// The event of the user's of which each one adds it: `click`.
    pub user_event: Option<String>,
    /// The registration of the listener of which each message adds it.
    pub handler: Option<Span>,
    /// The function of which each call adds it, for a message of its own.
    pub call: Option<String>,
}

/// Why a removal removes nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MismatchKind {
    /// The function is written in the call.
    Fresh,
    /// `bind` makes another function each time.
    FreshBind,
    /// One is bound, the other is not.
    Bound,
    /// What was added is a function around it.
    Wrapped,
    /// One is of the capture phase, the other is not.
    Capture,
    /// It is what the call that added the listener gave: nothing.
    Nothing,
}

/// A removal of a listener that was not added like this.
#[derive(Clone, Debug)]
pub struct Mismatch {
    /// The function that is to be removed.
    pub span: Span,
    /// Why nothing is.
    pub kind: MismatchKind,
    /// What was added there.
    pub added: Option<Span>,
    /// What to write at which place so that it is removed.
    pub edit: Option<(Span, String)>,
}

/// A `message` listener on something that never gets a message.
#[derive(Clone, Debug)]
pub struct NeverReceives {
    /// The registration.
    pub span: Span,
    /// What it is on, with its article.
    pub what: &'static str,
}
