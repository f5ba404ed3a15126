//! The flags of a pattern (ECMA-262 §22.2.6.4). What they mean is worked out in `parse` and by who runs it.

use super::Unsupported;

/// The flags of a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Flags {
    /// g
    pub(super) global: bool,
    /// i
    pub(super) ignore_case: bool,
    /// m
    pub(super) multiline: bool,
    /// s
    pub(super) dot_all: bool,
    /// u, or v, which means the same and more.
    pub(super) unicode: bool,
    /// v
    pub(super) sets: bool,
    /// y
    pub(super) sticky: bool,
}

impl Flags {
    /// Reads a flag string; each flag may stand in it once.
    pub(super) fn parse(text: &str) -> Result<Self, Unsupported> {
        let mut flags = Self::default();
        let (mut indices, mut unicode) = (false, false);
        for c in text.chars() {
            let flag = match c {
                'd' => &mut indices,
                'g' => &mut flags.global,
                'i' => &mut flags.ignore_case,
                'm' => &mut flags.multiline,
                's' => &mut flags.dot_all,
                'u' => &mut unicode,
                'v' => &mut flags.sets,
                'y' => &mut flags.sticky,
                _ => return Err(Unsupported::Throws),
            };
            if std::mem::replace(flag, true) {
                return Err(Unsupported::Throws);
            }
        }
        if unicode && flags.sets {
            return Err(Unsupported::Throws);
        }
        flags.unicode = unicode || flags.sets;
        Ok(flags)
    }
}
