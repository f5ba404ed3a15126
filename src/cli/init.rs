//! `originlint init`: writes a configuration with every key commented out.

use std::path::Path;

use super::{CLEAN, Console, UNTRUSTED};
use crate::config::{FILE, TEMPLATE};
use crate::display::reason;
use crate::replace::create;

/// Write an originlint.toml with every key commented out into this folder
#[derive(clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(console: &mut Console<'_>) -> u8 {
    // A file that is there is somebody's work.
    match create(Path::new(FILE), TEMPLATE.as_bytes()) {
        Ok(()) => {
            let outcome = writeln!(console.stdout, "wrote {FILE}");
            console.written(outcome, CLEAN)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            console.complain(&format!("{FILE} exists already and is left as it is"));
            UNTRUSTED
        }
        Err(error) => {
            console.complain(&format!("{FILE}: {}", reason(&error)));
            UNTRUSTED
        }
    }
}
