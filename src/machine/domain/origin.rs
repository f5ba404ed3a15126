//! Origins that stand for those of the page, of its configuration and of an attacker.

/// The origin of the page under analysis, for code that compares with `location`.
pub const OWN_ORIGIN: &str = "https://victim.test";

/// Stands for an allowed origin that comes from configuration or an import.
pub const CONFIGURED_ORIGIN: &str = "https://trusted.test";

/// A sender that has nothing to do with anything in the code.
pub const UNRELATED_ORIGIN: &str = "https://attacker.test";
