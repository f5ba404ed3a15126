//! The program: arguments and streams in, exit status out. Everything else is in the library, where tests reach it.

use std::io::{self, BufWriter};
use std::process::ExitCode;

use originlint::cli::{self, Console, Terminal};

/// A quarter of a scan's time went to the allocator of the C library (benches/README.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Neither stream is locked: a panic in a thread of the scan prints to standard error, and would wait for the lock for ever.
    let mut stdout = BufWriter::new(io::stdout());
    let mut stderr = io::stderr();
    let mut console = Console { stdout: &mut stdout, stderr: &mut stderr, terminal: Terminal::detect() };
    ExitCode::from(cli::run(std::env::args_os(), &mut console))
}
