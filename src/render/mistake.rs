//! A mistake in a file that is not scanned but read for what it says, such as the configuration: its excerpt and what to write instead.

use miette::LabeledSpan;

use super::excerpt::Excerpt;
use super::text::{Drawing, footer, handler};
use super::{Look, printable};
use crate::source::{SourceFile, Span};

/// The mistake as a person reads it, ending with a line feed.
pub fn mistake_text(source: &SourceFile, span: Option<Span>, message: &str, help: Option<&str>, look: Look) -> String {
    let excerpt = Excerpt::new(source);
    let label = span.map(|span| excerpt.clip(span)).map(|span| {
        LabeledSpan::new_primary_with_span(Some("here".to_owned()), (span.start as usize, span.len() as usize))
    });
    let drawing = Drawing {
        heading: None,
        message: printable(message).into_owned(),
        severity: miette::Severity::Error,
        excerpt: &excerpt,
        labels: label.into_iter().collect(),
    };
    let mut text = String::new();
    if handler(look).render_report(&mut text, &drawing).is_err() {
        text = format!("{message}\n");
    }
    if let Some(help) = help {
        footer("help", help, look, &mut text);
    }
    text
}
