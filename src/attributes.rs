//! What the `.gitattributes` files of a repository say of where files come from (`linguist-generated`, `linguist-vendored`). Reads nothing.

use std::path::Path;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Both attributes, as git and code hosts name them.
const NAMES: [&str; 2] = ["linguist-generated", "linguist-vendored"];

/// What one file says, for each attribute.
#[derive(Debug)]
pub(crate) struct Attributes {
    /// The rules of an ignore file have the same form; what is ignored is what has the attribute.
    rules: [Gitignore; 2],
}

impl Attributes {
    /// Those of the text of a file in `folder`. A line that is none says nothing.
    pub(crate) fn parse(folder: &Path, text: &str) -> Self {
        let rules = NAMES.map(|name| {
            let mut builder = GitignoreBuilder::new(folder);
            for (pattern, is_set) in text.lines().filter_map(|line| rule(line, name)) {
                let sign = if is_set { "" } else { "!" };
                let _ = builder.add_line(None, &format!("{sign}{pattern}"));
            }
            builder.build().unwrap_or_else(|_| Gitignore::empty())
        });
        Self { rules }
    }

    /// Whether it says nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.rules.iter().all(Gitignore::is_empty)
    }
}

/// Whether a file is generated or from elsewhere, if the attributes of the folders around it say so: those of the nearest first.
pub(crate) fn says_generated<'a>(path: &Path, nearest_first: impl Iterator<Item = &'a Attributes>) -> Option<bool> {
    let mut said = [None; 2];
    for attributes in nearest_first {
        for (said, rules) in said.iter_mut().zip(&attributes.rules) {
            *said = said.or(match rules.matched(path, false) {
                Match::Ignore(_) => Some(true),
                Match::Whitelist(_) => Some(false),
                Match::None => None,
            });
        }
    }
    // One that is set outweighs one that is not.
    said.into_iter().flatten().max()
}

/// The lines of `now` that say of files that they are generated, and those that said the contrary and are gone, with their numbers.
pub(crate) fn new_rules(was: &str, now: &str) -> Vec<(u32, String)> {
    let rules = |text: &str, wanted: bool| {
        let line = |(line, number): (&str, u32)| {
            let is_one = |name| rule(line, name).is_some_and(|(_, is_set)| is_set == wanted);
            NAMES.into_iter().any(is_one).then(|| (number, line.trim().to_owned()))
        };
        text.lines().zip(1..).filter_map(line).collect::<Vec<(u32, String)>>()
    };
    let beyond = |some: Vec<(u32, String)>, other: &[(u32, String)]| {
        some.into_iter().filter(|(_, line)| !other.iter().any(|(_, known)| known == line)).collect::<Vec<_>>()
    };
    let added = beyond(rules(now, true), &rules(was, true));
    let gone = beyond(rules(was, false), &rules(now, false));
    let added = added.into_iter().map(|(number, line)| (number, format!("`{line}`")));
    added.chain(gone.into_iter().map(|(_, line)| (1, format!("the line `{line}` is gone")))).collect()
}

/// The pattern of a line, and whether it sets the attribute or unsets it.
fn rule<'a>(line: &'a str, name: &str) -> Option<(&'a str, bool)> {
    let line = line.trim().trim_start_matches('\u{feff}');
    // Negative patterns are forbidden there (gitattributes(5)), and a quoted one may hold blanks.
    let (pattern, rest) = match line.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => line.split_once(char::is_whitespace)?,
    };
    if pattern.is_empty() || pattern.starts_with(['#', '!']) || pattern.starts_with("[attr]") {
        return None;
    }
    let value = |token: &str| match token.strip_prefix('-') {
        Some(unset) => (unset == name).then_some(false),
        None => match token.strip_prefix(name)? {
            "" | "=true" => Some(true),
            "=false" => Some(false),
            _ => None,
        },
    };
    rest.split_whitespace().rev().find_map(value).map(|is_set| (pattern, is_set))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_of_the_nearest_file_decides() {
        let root = Attributes::parse(
            Path::new("/r"),
            "# out\nout/** linguist-generated\nout/own/*.js -linguist-generated\nlibs/** text=auto linguist-vendored=true\n\
             *.map binary\n\"a b/*.js\" linguist-generated=true\n!x.js linguist-generated\n",
        );
        let below = Attributes::parse(Path::new("/r/libs/own"), "** linguist-vendored=false\n");
        let says = |path: &str| {
            let inner = path.starts_with("/r/libs/own/").then_some(&below);
            says_generated(Path::new(path), inner.into_iter().chain([&root]))
        };
        assert_eq!(says("/r/src/a.js"), None);
        assert_eq!(says("/r/out/deep/a.js"), Some(true));
        assert_eq!(says("/r/out/own/a.js"), Some(false));
        assert_eq!(says("/r/libs/a.js"), Some(true));
        assert_eq!(says("/r/libs/own/a.js"), Some(false));
        assert_eq!(says("/r/a b/c.js"), Some(true));
        assert_eq!((says("/r/x.js"), says("/r/a.map")), (None, None));
        assert!(Attributes::parse(Path::new("/r"), "* text=auto\n").is_empty() && !root.is_empty());
    }

    #[test]
    fn what_a_change_adds_is_listed() {
        let was = "a/** linguist-generated\nb/** -linguist-generated\n";
        assert_eq!(new_rules(was, was), []);
        assert_eq!(new_rules(was, "b/** -linguist-generated\n# c\n\na/** linguist-generated\n"), []);
        let found = new_rules(was, "a/** linguist-generated\nsrc/** linguist-vendored\n");
        let expected = ["`src/** linguist-vendored`", "the line `b/** -linguist-generated` is gone"];
        assert_eq!(found.iter().map(|(_, what)| what.as_str()).collect::<Vec<_>>(), expected);
        assert_eq!(found[0].0, 2);
    }
}
