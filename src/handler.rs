//! A message listener as maps of many sites list it. How it is made of what the machine tells is in `map`.

use crate::source::Span;

/// A registration of a `message` listener.
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub struct Handler {
    /// The registration: the call, or the target of the assignment.
    pub registration: Span,
    /// What delivers the messages: `window`, `port`.
    pub receiver: &'static str,
    /// What its checks look at, each once, in the order of the words: `data`, `origin`, `source`.
    pub checks: Vec<&'static str>,
    /// What messages bring about, each once, in the order of the words: a rule about data, or `act`, `call`, `change`, `keep`, `pick`, `port`.
    pub effects: Vec<&'static str>,
    /// The senders, other than the expected ones, that reach one of the effects.
    pub reached_by: Vec<&'static str>,
    /// 32 hexadecimal digits, the same for the same handler in another build.
    pub hash: String,
}
