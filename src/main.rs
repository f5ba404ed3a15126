//! Arguments and streams in, exit status out.

fn main() {}
