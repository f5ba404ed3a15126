//! The program: arguments in, exit status out. Everything else is in the library, where tests reach it.

use std::process::ExitCode;

use originlint::{cli, defect};

/// A quarter of a scan's time went to the allocator of the C library (benches/README.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    defect::listen();
    ExitCode::from(cli::start(std::env::args_os()))
}
