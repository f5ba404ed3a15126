//! `originlint lsp`: a language server on standard input and output. It holds what editors hold; children of it analyse that, one for
//! each folder of the workspace, so that a text on which the analysis crashes does not end the server.

mod actions;
mod analyst;
mod announce;
mod client;
mod diagnostics;
mod document;
mod folder;
mod orders;
mod place;
mod serve;
mod server;
mod settled;

use std::ffi::OsString;
use std::time::Duration;

use super::child::Link;
use super::{Console, configure};
use crate::render::Look;

/// Serve editors by the language server protocol, on standard input and output
///
/// Each folder of the workspace is scanned as a whole, as `check` would scan it, and what an editor holds counts instead of what is on
/// disk. After a change only the files that it touches are analysed again.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// How long somebody has to pause before a text is analysed
    #[arg(long, value_name = "MS", default_value_t = 100, value_parser = clap::value_parser!(u64).range(..=10_000))]
    pause: u64,
    /// How much memory the analysis of a folder may take before it is started again
    #[arg(long, value_name = "MIB", default_value_t = 2 * super::check::MEMORY, value_parser = clap::value_parser!(u64).range(16..=1 << 24))]
    max_memory: u64,
    #[command(flatten)]
    configuration: configure::ConfigOptions,
}

/// Runs the server, or one of its children.
pub(super) fn run(
    arguments: &Arguments,
    line: &[OsString],
    look: Look,
    link: Option<&Link>,
    console: &mut Console<'_>,
) -> u8 {
    match link.filter(|link| link.is_editor()) {
        Some(link) => serve::run(arguments, look, link, console),
        None => server::run(line, Duration::from_millis(arguments.pause), console),
    }
}
