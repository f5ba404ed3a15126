//! Choices that a generator makes, taken from bytes: those of a fuzzer, which learns which of them matter, or those of a seed.

use arbitrary::Unstructured;

/// Decisions read off a string of bytes. Behind its end every choice is the first one, so alternatives that end come first.
#[derive(Debug)]
pub struct Choices<'a>(Unstructured<'a>);

impl<'a> Choices<'a> {
    /// The choices that `bytes` stand for.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(Unstructured::new(bytes))
    }

    /// A number below `n`, which is not 0.
    pub fn below(&mut self, n: usize) -> usize {
        self.0.int_in_range(0..=n.saturating_sub(1)).unwrap_or(0)
    }

    /// One of `items`, of which there is at least one.
    pub fn pick<'t, T>(&mut self, items: &'t [T]) -> &'t T {
        &items[self.below(items.len())]
    }

    /// One of `words`.
    pub fn word<'t, S: AsRef<str>>(&mut self, words: &'t [S]) -> &'t str {
        self.pick(words).as_ref()
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    /// Whether no choices are left.
    pub fn is_spent(&self) -> bool {
        self.0.is_empty()
    }

    /// All bytes that are left, as they are.
    pub fn rest(&mut self) -> Vec<u8> {
        let len = self.0.len();
        self.0.bytes(len).unwrap_or_default().to_vec()
    }
}

/// The bytes that stand for input `index` of a seed: the same on every machine. SplitMix64 (Steele, Lea, Flood 2014).
pub fn entropy(seed: u64, index: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ index.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut next = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    };
    // Mostly small inputs: they are made and judged faster, and what they show is easier to see.
    let words = 32 << (next() % 6);
    (0..words).flat_map(|_| next().to_le_bytes()).collect()
}
