//! A mistake in a file that is not scanned but read for what it says, such as the configuration: its excerpt and what to write instead.

use miette::LabeledSpan;

use super::excerpt::Excerpt;
use super::text::{Drawing, footer, handler};
use super::{Look, visible};
use crate::finding::{MAX_TEXT, shorten};
use crate::source::{SourceFile, Span};

/// The mistake as a person reads it, ending with a line feed.
pub fn mistake_text(source: &SourceFile, span: Option<Span>, message: &str, help: Option<&str>, look: Look) -> String {
    let excerpt = Excerpt::new(source);
    let label = span.map(|span| LabeledSpan::new_primary_with_span(Some("here".to_owned()), excerpt.clip(span)));
    let short = |text: &str| {
        let mut text = text.to_owned();
        shorten(&mut text, MAX_TEXT);
        text
    };
    let drawing = Drawing {
        heading: None,
        message: visible(&short(message)).into_owned(),
        severity: miette::Severity::Error,
        excerpt: &excerpt,
        labels: label.into_iter().collect(),
    };
    let mut text = String::new();
    if handler(look).render_report(&mut text, &drawing).is_err() {
        text = format!("{}\n", drawing.message);
    }
    if let Some(help) = help {
        footer("help", &short(help), look, &mut text);
    }
    text
}
