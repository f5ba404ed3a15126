//! `originlint explain RULE`: the page of a rule in the terminal.

use std::io::{self, Write};

use super::{CLEAN, Console, UNTRUSTED, unknown_rule};
use crate::page::{self, Page};
use crate::render::{page_text, rule_url};

/// Show what a rule reports, why it matters and how to fix it
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Id of the rule, such as weak-origin-check
    #[arg(value_name = "RULE")]
    rule: String,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> u8 {
    let Some(page) = page::find(&arguments.rule) else {
        console.complain(&unknown_rule(&arguments.rule));
        return UNTRUSTED;
    };
    let outcome = write(page, console.stdout);
    console.written(outcome, CLEAN)
}

fn write(page: &Page, out: &mut dyn Write) -> io::Result<()> {
    let pedantic = if page.pedantic { " (pedantic: off unless --pedantic)" } else { "" };
    writeln!(out, "{}: {}\n", page.id, page.title)?;
    writeln!(out, "severity    {}{pedantic}", page.severity.as_str())?;
    writeln!(out, "confidence  {}", page.confidence)?;
    if !page.cwe.is_empty() {
        let weaknesses: Vec<_> = page.cwe.iter().map(|id| format!("CWE-{id}")).collect();
        writeln!(out, "weakness    {}", weaknesses.join(", "))?;
    }
    writeln!(out, "since       {}", page.since)?;
    writeln!(out, "page        {}", rule_url(page.id))?;
    writeln!(out, "\n{}", page_text(page).trim_end())?;
    if !page.references.is_empty() {
        writeln!(out, "\nReferences:")?;
    }
    page.references.iter().try_for_each(|reference| writeln!(out, "  {reference}"))
}
