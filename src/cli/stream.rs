//! `originlint stream`: a record of JSON a line in, its verdict a line out, in the same order. Children do the work.

mod pool;
mod record;
mod serve;

use std::ffi::OsString;
use std::path::Path;

use super::child::Link;
use super::{Console, UNTRUSTED, configure};
use crate::read::MAX_FILE;
use crate::render::Look;

/// Answer a stream of files, one JSON record a line
///
/// Reads records from standard input: {"id": …, "path": "src/a.ts", "text": "…", "files": {"src/b.ts": "…"}}. Writes one line for each,
/// in the same order: {"id": …, "status": "ok", "findings": […], …}. A record whose analysis crashes costs its own verdict and no other.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// How many processes to use [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// The longest text of a record, with the files that come with it; what is longer fails
    #[arg(long, value_name = "BYTES", default_value_t = MAX_FILE as u64, value_parser = clap::value_parser!(u64).range(1..=MAX_FILE as u64))]
    max_bytes: u64,
    /// The steps that the analysis of a record may take beside its own bounds; with more, it is incomplete
    #[arg(long, value_name = "STEPS", value_parser = clap::value_parser!(u64).range(1..))]
    max_steps: Option<u64>,
    /// The milliseconds that a record may take; with more, it fails. What fails then depends on the machine [default: no bound]
    #[arg(long, value_name = "MS", conflicts_with = "deterministic", value_parser = clap::value_parser!(u64).range(1..))]
    max_ms: Option<u64>,
    /// How much memory a process may take before its record is given up
    #[arg(long, value_name = "MIB", default_value_t = 2 * super::check::MEMORY, value_parser = clap::value_parser!(u64).range(16..=1 << 24))]
    max_memory: u64,
    /// Add a map to each answer: the message listeners of the record, with what they check and do
    #[arg(long)]
    map: bool,
    /// Write no times, so that the same records have the same answers
    #[arg(long)]
    deterministic: bool,
    #[command(flatten)]
    configuration: configure::ConfigOptions,
}

/// Runs the supervisor of a stream, or one of its children.
pub(super) fn run(
    arguments: &Arguments,
    line: &[OsString],
    look: Look,
    link: Option<&Link>,
    console: &mut Console<'_>,
) -> u8 {
    let Some(configs) = arguments.configuration.resolve(None, arguments.max_steps, look, console) else {
        return UNTRUSTED;
    };
    configs.at(Path::new("."));
    if !configure::are_usable(&configs, look, console) {
        return UNTRUSTED;
    }
    if arguments.configuration.show_config {
        let outcome = console.stdout.write_all(configure::shown(&configs).as_bytes());
        return console.written(outcome, super::CLEAN);
    }
    match link.filter(|link| link.is_stream()) {
        Some(link) => serve::run(arguments, configs, link, console),
        None => pool::run(arguments, line, console),
    }
}
