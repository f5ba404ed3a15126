//! `originlint explain RULE`: the page of a rule in the terminal.

use super::{CLEAN, Console, UNTRUSTED, unknown_rule};
use crate::finding::Persona;
use crate::page::{self, Page};
use crate::render::{page_text, rule_url, visible_lines};

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
    let outcome = console.stdout.write_all(visible_lines(&text(page)).as_bytes());
    console.written(outcome, CLEAN)
}

fn text(page: &Page) -> String {
    let persona = match page.persona {
        Persona::Regular => "regular".to_owned(),
        wider => format!("{0} (shown with --persona {0})", wider.as_str()),
    };
    let mut lines = vec![
        format!("{}: {}\n", page.id, page.title),
        format!("severity    {}", page.severity.as_str()),
        format!("persona     {persona}"),
        format!("confidence  {}", page.confidence),
    ];
    if !page.cwe.is_empty() {
        let weaknesses: Vec<_> = page.cwe.iter().map(|id| format!("CWE-{id}")).collect();
        lines.push(format!("weakness    {}", weaknesses.join(", ")));
    }
    lines.push(format!("since       {}", page.since));
    lines.push(format!("page        {}", rule_url(page.id)));
    lines.push(format!("\n{}", page_text(page).trim_end()));
    if !page.references.is_empty() {
        lines.push("\nReferences:".to_owned());
    }
    lines.extend(page.references.iter().map(|reference| format!("  {reference}")));
    lines.join("\n") + "\n"
}
