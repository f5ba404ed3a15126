//! The target `suppression` for cargo-fuzz.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| originlint_fuzz::fuzz("suppression", bytes));
