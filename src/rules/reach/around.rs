//! What the pages around this one make of a sender.

use super::Who;
use crate::embedding::Embedding;

impl Who {
    /// Who it is in a page that these may frame and open.
    pub(super) fn around(self, embedding: &Embedding) -> Self {
        match self {
            Self::Framer if embedding.framed_by.is_some() => Self::Expected,
            Self::Opener if embedding.opened_by.is_some() => Self::Expected,
            // Frames and popups of its own are left, wherever they were navigated to.
            Self::Stranger | Self::LookAlike | Self::NoSource | Self::Null | Self::SharedHost
                if embedding.is_out_of_reach() =>
            {
                Self::OwnFrame
            }
            who => who,
        }
    }
}
