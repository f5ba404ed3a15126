//! Where the parser of a typed dialect reads a part of the text twice, because only what stands behind it tells what it is. Within each
//! other such parts double the time. Counts how often each byte is read, and refuses what would take too long.

use super::{Kind, Prev, Scan};
use crate::report::Failure;

/// How many bytes the parser may read in all, besides eight times the text. It takes about a second for them.
const READ: u64 = 8 << 20;
/// More doublings than this make no difference any more.
const MAX_TRIES: u32 = 32;
/// What a parenthesis of Flow with a colon in it counts for: a cast, the parameters of an arrow or those of a type.
const COLON: u32 = 2;

/// How often what stands in a bracket is read, as powers of two.
#[derive(Clone, Copy, Default)]
pub(super) struct Tries {
    /// Up to the closing bracket.
    whole: u32,
    /// Up to where the chain ends.
    chain: u32,
    /// Whether a `<` stood where an operand must: `<T>(a)` may be a type assertion or the begin of an arrow.
    casts: bool,
    /// Whether a conditional has `(…) :` in it, which may be the parameters and the type of an arrow.
    forks: bool,
    /// Whether a colon was met already.
    colon: bool,
}

impl Tries {
    pub(super) fn sum(self) -> u32 {
        self.whole + self.chain
    }

    /// Ends the chain. The answer is how many tries end with it.
    pub(super) fn cut(&mut self) -> u32 {
        self.casts = false;
        self.forks = false;
        std::mem::take(&mut self.chain)
    }

    pub(super) fn meet_less(&mut self, is_cast: bool) {
        self.casts = is_cast;
    }
}

impl Scan<'_> {
    /// How often what stands in a bracket that opens here is read, besides what is known of the brackets around it.
    pub(super) fn tries_within(&mut self, kind: Kind) -> u32 {
        let (is_greater, flow) = (self.prev == Prev::Greater, self.flow);
        let frame = self.frame();
        let is_cast = matches!(kind, Kind::Paren { .. }) && is_greater && frame.tries.casts;
        let is_argument = flow && frame.angles > 0;
        u32::from(is_cast) + u32::from(is_argument)
    }

    /// What stands in the innermost bracket is read so many times more.
    pub(super) fn try_all(&mut self, tries: u32) {
        self.frame().tries.whole += tries;
        self.tries += tries;
    }

    pub(super) fn meet_colon(&mut self) {
        let (is_close, flow) = (self.prev == Prev::Close, self.flow);
        let frame = self.frame();
        if frame.questions > 0 {
            frame.tries.forks |= is_close;
        } else if flow && matches!(frame.kind, Kind::Paren { .. }) && !std::mem::replace(&mut frame.tries.colon, true) {
            self.try_all(COLON);
        }
    }

    /// `a ? (b) : c => d`: what stands behind is read once for `(b) : c =>` being an arrow, and once for `c =>`.
    pub(super) fn meet_arrow(&mut self) {
        let frame = self.frame();
        if std::mem::take(&mut frame.tries.forks) {
            frame.tries.chain += 1;
            self.tries += 1;
        }
    }

    /// Counts `len` bytes as often as they are read.
    pub(super) fn count(&mut self, len: usize) -> Result<(), Failure> {
        self.read += (len as u64) << self.tries.min(MAX_TRIES);
        if self.typed && self.read > READ + 8 * self.bytes.len() as u64 {
            return Err(self.refuse("the parser would have to guess too often"));
        }
        Ok(())
    }
}
