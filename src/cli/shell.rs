//! `originlint completions SHELL` and `originlint man`: what a packager installs beside the program.

use std::io;

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use super::{CLEAN, Console, UNTRUSTED};
use crate::finding::nearest;

/// Print completions for a shell
#[derive(clap::Args)]
pub(super) struct CompletionArguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Print the manual page of the program or of a command, in roff
#[derive(clap::Args)]
pub(super) struct ManArguments {
    /// The command, such as check; the program itself without it
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(super) fn completions(arguments: &CompletionArguments, console: &mut Console<'_>) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "originlint", &mut script);
    let outcome = console.stdout.write_all(&script);
    console.written(outcome, CLEAN)
}

pub(super) fn man(arguments: &ManArguments, console: &mut Console<'_>) -> u8 {
    let mut program = super::Arguments::command();
    program.build();
    let page = match &arguments.command {
        None => page(program),
        Some(name) => match program.find_subcommand(name) {
            Some(command) => page(command.clone()),
            None => {
                let similar = nearest(name, program.get_subcommands().map(Command::get_name));
                let hint = similar.map(|name| format!(" (did you mean {name}?)")).unwrap_or_default();
                console.complain(&format!("unknown command \"{name}\"{hint}"));
                return UNTRUSTED;
            }
        },
    };
    let outcome = page.and_then(|page| console.stdout.write_all(&page));
    console.written(outcome, CLEAN)
}

fn page(command: Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(page)
}
