//! `originlint explain RULE`: the page of a rule in the terminal.

use super::{CLEAN, Console, UNTRUSTED, unknown_rule};
use crate::finding::Persona;
use crate::page::{self, Page};
use crate::render::{Look, page_text, rule_url, visible_lines, wrapped};

/// Show what a rule reports, why it matters and how to fix it
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A rule (weak-origin-check), a family of rules (receivers), a glob (message-to-*) or a weakness (CWE-79)
    #[arg(value_name = "RULE", value_parser = super::rule_word(), hide_possible_values = true)]
    rule: String,
}

pub(super) fn run(arguments: &Arguments, look: Look, console: &mut Console<'_>) -> u8 {
    let pages = page::matching(&arguments.rule);
    if pages.is_empty() {
        console.complain(&unknown_rule(&arguments.rule));
        return UNTRUSTED;
    }
    let texts: Vec<String> = pages.into_iter().map(|page| text(page, look)).collect();
    let rule = format!("\n{}\n\n", "-".repeat(look.width.min(80)));
    let outcome = console.stdout.write_all(visible_lines(&texts.join(&rule)).as_bytes());
    console.written(outcome, CLEAN)
}

fn text(page: &Page, look: Look) -> String {
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
    lines.push(format!("\n{}", wrapped(&page_text(page), look.width).trim_end()));
    lines.join("\n") + "\n"
}
