//! `originlint rules`: every rule in a line, or as JSON.

use std::io::{self, Write};

use super::{CLEAN, Console, one_of};
use crate::page::{self, Page};
use crate::render::{Format, rules_json};

/// List the rules
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// How to write the list
    #[arg(long, default_value = "text", value_parser = one_of(&[Format::TEXT, Format::JSON], Format::as_str))]
    format: Format,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> u8 {
    let outcome = match arguments.format == Format::JSON {
        true => rules_json(page::all(), console.stdout),
        false => table(page::all(), console.stdout),
    };
    console.written(outcome, CLEAN)
}

fn table(pages: &[Page], out: &mut dyn Write) -> io::Result<()> {
    let width = pages.iter().map(|page| page.id.len()).max().unwrap_or(0);
    pages.iter().try_for_each(|page| {
        let (severity, persona) = (page.severity.as_str(), page.persona.as_str());
        writeln!(out, "{:width$}  {severity:6}  {persona:8}  {}", page.id, page.title)
    })
}
