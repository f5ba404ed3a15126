//! Who publishes: `repository` and `version` in `Cargo.toml` say it, and every address and every example of a version elsewhere
//! follows. What is generated is not looked at here; its generators read `Cargo.toml`.

use fancy_regex::Regex;

use crate::{assert_none, files_below, read};

/// The places that name an account: of GitHub, of its registry for images, in a workflow's `uses:`, and a tap of Homebrew.
const ADDRESS: &str = r"(?:github\.com/|githubusercontent\.com/|ghcr\.io/|uses: |brew install )([\w.-]+)/(?:originlint|homebrew-tap|scoop-bucket|tap/)";

/// The places that name a version: the tag of an action, an image or a hook, and packages.
const VERSION: &str = r"(?:originlint@v?|rev: v|originlint:|originlint==)(\d+\.\d+\.\d+)";

/// Texts that people or machines read an address in.
fn texts() -> Vec<String> {
    let read_by_people = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "action.yml"].map(str::to_owned);
    let folders = ["docs", "src", "rules", "packaging", ".github", "tests", "test-corpus/golden"];
    let below = folders.iter().flat_map(|folder| files_below(folder));
    read_by_people.into_iter().chain(below).collect()
}

/// Every line in which `pattern` finds something else than `expected`.
fn strangers(pattern: &str, expected: &str) -> Vec<String> {
    let pattern = Regex::new(pattern).expect("a pattern");
    let mut found = Vec::new();
    for path in texts() {
        for (line, number) in read(&path).lines().zip(1..) {
            for named in pattern.captures_iter(line) {
                let named = named.expect("the pattern ends")[1].to_owned();
                if named != expected {
                    found.push(format!("{path}:{number}: {named}, not {expected}: {}", line.trim()));
                }
            }
        }
    }
    found
}

#[test]
fn every_address_is_that_of_the_repository() {
    let repository = env!("CARGO_PKG_REPOSITORY").strip_prefix("https://github.com/").expect("it is on GitHub");
    let (owner, name) = repository.split_once('/').expect("an owner and a name");
    assert_eq!(name, "originlint", "the packages have this name");
    assert_none(&strangers(ADDRESS, owner), "addresses of somebody else");
    assert!(!strangers(ADDRESS, "nobody").is_empty(), "the pattern finds the addresses that are there");
}

#[test]
fn every_example_names_this_version() {
    assert_none(&strangers(VERSION, env!("CARGO_PKG_VERSION")), "examples of another version");
    assert!(!strangers(VERSION, "0.0.0").is_empty(), "the pattern finds the versions that are there");
}
