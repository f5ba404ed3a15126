//! More stack where little is left, on systems that have one to give. Where there is none, as in WebAssembly, the bounds of depth have
//! to do.

/// Runs `f` on a stack of `size` bytes if fewer than `red_zone` are left.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn grown<R>(red_zone: usize, size: usize, f: impl FnOnce() -> R) -> R {
    stacker::maybe_grow(red_zone, size, f)
}

/// Runs `f`.
#[cfg(target_family = "wasm")]
pub(crate) fn grown<R>(_red_zone: usize, _size: usize, f: impl FnOnce() -> R) -> R {
    f()
}
