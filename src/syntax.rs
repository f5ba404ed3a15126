//! From text to [`program::Program`]. The parser's types stop here.

pub mod program;
