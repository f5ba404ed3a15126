//! The libraries that a file names at its head: `/// <reference lib="webworker" />`. Reads comments only.

use super::program::Name;

/// The libraries, in order. Only comments may stand before such a line (TypeScript handbook, "Triple-Slash Directives").
pub(super) fn of(text: &str) -> Vec<Name> {
    let mut libraries = Vec::new();
    let mut rest = text.trim_start_matches('\u{feff}');
    if rest.starts_with("#!") {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    loop {
        rest = rest.trim_start();
        if let Some(comment) = rest.strip_prefix("//") {
            let (line, after) = comment.split_once('\n').unwrap_or((comment, ""));
            libraries.extend(line.strip_prefix('/').and_then(library));
            rest = after;
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
        } else {
            return libraries;
        }
    }
}

fn library(line: &str) -> Option<Name> {
    let attributes = line.trim_start().strip_prefix("<reference")?;
    // Not the end of `no-default-lib`.
    let (_, value) = attributes.split_once(" lib").or_else(|| attributes.split_once("\tlib"))?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (name, _) = value[1..].split_once(quote)?;
    Some(Name::from(name))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn only_the_head_of_the_file_is_read() {
        let text = "\u{feff}#!/usr/bin/env node\r\n/* licence */\r\n/// <reference lib=\"webworker\" />\r\n\
                    // note\r\n///<reference no-default-lib=\"true\" lib='es2022'/>\r\n\
                    /// <reference types=\"node\" />\r\nlet x;\r\n/// <reference lib=\"dom\" />\r\n";
        let names: Vec<_> = of(text).iter().map(ToString::to_string).collect();
        assert_eq!(names, ["webworker", "es2022"]);
    }
}
