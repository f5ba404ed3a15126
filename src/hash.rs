//! A hash that is short and the same everywhere and in every version. Not a security boundary.

/// FNV-1a with 128 bits over `parts`, a zero byte behind each.
pub(crate) fn fnv1a<'a>(parts: impl IntoIterator<Item = &'a str>) -> u128 {
    const OFFSET_BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let bytes = parts.into_iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(OFFSET_BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME))
}
