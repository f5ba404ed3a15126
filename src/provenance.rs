//! Where a file comes from: whether it is the project's own source, or a test, a fixture, an example or generated. What tells so is `tells`.

#[cfg(feature = "cli")]
mod tells;

#[cfg(feature = "cli")]
pub(crate) use tells::{HEAD, is_generated, is_of_examples};

/// Where a file comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
#[cfg_attr(not(feature = "testing"), non_exhaustive)]
pub enum Provenance {
    /// What somebody of the project wrote to be used.
    #[default]
    Source,
    /// A test.
    Test,
    /// What a test reads; it may well be broken on purpose.
    Fixture,
    /// What shows how the project is used.
    Example,
    /// What a program made, or what comes from elsewhere.
    Generated,
}

impl Provenance {
    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Test => "test",
            Self::Fixture => "fixture",
            Self::Example => "example",
            Self::Generated => "generated",
        }
    }

    /// What such a file is, for people: it completes "the file is …".
    pub const fn what(self) -> &'static str {
        match self {
            Self::Source => "the project's own",
            Self::Test => "a test",
            Self::Fixture => "a fixture",
            Self::Example => "an example",
            Self::Generated => "generated, or comes from elsewhere",
        }
    }
}
