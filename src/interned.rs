//! Texts of the model that values and facts carry on: each is kept once, for as long as the program lives, however many models
//! have it. So a model can be dropped, and what is known of a value is as cheap to copy as a pointer.

use std::borrow::Borrow;
use std::ops::Deref;
use std::sync::{LazyLock, Mutex, PoisonError};

use rustc_hash::FxHashSet;
use serde::{Deserialize, Deserializer};

/// A text that is kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Interned(&'static str);

impl Interned {
    /// The text itself.
    pub(crate) fn text(self) -> &'static str {
        self.0
    }
}

impl From<&str> for Interned {
    fn from(text: &str) -> Self {
        static KEPT: LazyLock<Mutex<FxHashSet<&'static str>>> = LazyLock::new(Mutex::default);
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.get(text) {
            return Self(known);
        }
        let text: &'static str = Box::leak(text.into());
        kept.insert(text);
        Self(text)
    }
}

impl Deref for Interned {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl Borrow<str> for Interned {
    fn borrow(&self) -> &str {
        self.0
    }
}

impl<'de> Deserialize<'de> for Interned {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from(&*String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once() {
        let (one, other) = (Interned::from(&*"Win".repeat(2)), Interned::from(&*"Win".repeat(2)));
        assert!(std::ptr::eq(one.text(), other.text()));
    }
}
