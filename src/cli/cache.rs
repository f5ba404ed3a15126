//! `--cache` and `originlint cache`: where analyses are kept for later runs, and how they are removed.

use std::path::PathBuf;

use clap::Subcommand;

use super::{CLEAN, Console, UNTRUSTED, counted};
use crate::cache::{Cache, Removed, clean, default_folder};
use crate::render::visible;

/// Whether analyses are kept.
#[derive(clap::Args)]
pub(super) struct CacheOptions {
    /// Keep the analyses of files for later runs, and use those that are kept [default folder: see `originlint cache path`]
    ///
    /// The report is the same with and without a cache. A folder is named with `=` only, so that no path to scan is taken for it. Name
    /// no folder that what is scanned can write to.
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, require_equals = true, conflicts_with = "no_cache")]
    cache: Option<Option<PathBuf>>,
    /// Keep nothing, and use nothing that is kept, whatever the configuration says
    #[arg(long)]
    no_cache: bool,
}

impl CacheOptions {
    /// The cache, if one is wanted: `is_configured` says whether the configuration wants one. What comes from standard input has none.
    ///
    /// # Errors
    ///
    /// Why the folder that was named cannot be one: lower case, no full stop.
    pub(super) fn open(&self, is_on_disk: bool, is_configured: impl FnOnce() -> bool) -> Result<Option<Cache>, String> {
        if self.no_cache || !is_on_disk {
            return Ok(None);
        }
        match &self.cache {
            Some(Some(folder)) => Cache::open(folder).map(Some),
            Some(None) => Cache::open(&folder()?).map(Some),
            // A project may want one wherever it is scanned, and not every user has a folder for it.
            None if is_configured() => default_folder().map(|folder| Cache::open(&folder)).transpose(),
            None => Ok(None),
        }
    }
}

fn folder() -> Result<PathBuf, String> {
    default_folder().ok_or_else(|| "there is no folder for a cache: --cache=FOLDER names one".to_owned())
}

/// Show or remove what --cache keeps between runs
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Print the folder that is used if --cache names none
    Path,
    /// Remove everything that was kept
    Clean {
        /// The folder that --cache named [default: the one that `originlint cache path` prints]
        folder: Option<PathBuf>,
    },
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> u8 {
    match answer(&arguments.command) {
        Ok(line) => {
            let outcome = writeln!(console.stdout, "{}", visible(&line));
            console.written(outcome, CLEAN)
        }
        Err(message) => {
            console.complain(&message);
            UNTRUSTED
        }
    }
}

fn answer(command: &Command) -> Result<String, String> {
    match command {
        Command::Path => Ok(folder()?.display().to_string()),
        Command::Clean { folder: Some(folder) } => clean(folder).map(told),
        Command::Clean { folder: None } => clean(&folder()?).map(told),
    }
}

fn told(Removed { entries, bytes }: Removed) -> String {
    format!("removed {}, {} KiB", counted(entries, "entry", "entries"), bytes.div_ceil(1024))
}
