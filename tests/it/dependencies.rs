//! The dependencies against `deny.toml`, without a network: their licences, and which of them are there in several versions. `cargo deny`
//! asks for the same and for advisories; it fetches those.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use toml::Table;

use crate::{assert_none, read};

fn deny() -> Table {
    toml::from_str(&read("deny.toml")).expect("TOML")
}

/// The texts of a list in a table of `deny.toml`.
fn list(table: &str, key: &str, of: impl Fn(&toml::Value) -> Option<&str>) -> BTreeSet<String> {
    let deny = deny();
    let entries = deny[table][key].as_array().expect("a list").iter();
    entries.map(|entry| of(entry).expect("a text").to_owned()).collect()
}

#[test]
fn licences_are_those_that_are_allowed() {
    let allowed = list("licenses", "allow", toml::Value::as_str);
    // Only what is built on this system is sure to be here.
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version=1", "--filter-platform", &host()])
        .current_dir(crate::root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let packages = metadata["packages"].as_array().expect("a list");
    assert!(packages.len() > 100, "{}", packages.len());
    let complaint = |package: &Value| {
        let licence = package["license"].as_str().unwrap_or("none");
        (!is_allowed(licence, &allowed)).then(|| format!("{} {}: {licence}", package["name"], package["version"]))
    };
    assert_none(
        &packages.iter().filter_map(complaint).collect::<Vec<_>>(),
        "packages whose licence is not in deny.toml",
    );
}

/// The system that this is built on, as rustc names it.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host").to_owned()
}

/// Whether an SPDX expression can be satisfied with these licences. `AND` binds tighter than `OR`; old packages write `/` for `OR`.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    any_of(&tokens, &mut at, allowed) && at == tokens.len()
}

fn any_of(tokens: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut holds = all_of(tokens, at, allowed);
    while tokens.get(*at) == Some(&"OR") {
        *at += 1;
        holds |= all_of(tokens, at, allowed);
    }
    holds
}

fn all_of(tokens: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut holds = one_of(tokens, at, allowed);
    while tokens.get(*at) == Some(&"AND") {
        *at += 1;
        holds &= one_of(tokens, at, allowed);
    }
    holds
}

fn one_of(tokens: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let Some(first) = tokens.get(*at) else { return false };
    *at += 1;
    if *first == "(" {
        let holds = any_of(tokens, at, allowed);
        *at += 1;
        return holds;
    }
    let mut name = (*first).to_owned();
    if tokens.get(*at) == Some(&"WITH") {
        name.push_str(&format!(" WITH {}", tokens.get(*at + 1).unwrap_or(&"")));
        *at += 2;
    }
    allowed.contains(&name)
}

#[test]
fn expressions_of_licences_are_read() {
    let allowed = ["MIT", "Unicode-3.0", "A WITH x"].map(str::to_owned).into();
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-2.0", false),
        ("GPL-2.0 OR MIT", true),
        ("GPL-2.0/MIT", true),
        ("(MIT OR GPL-2.0) AND Unicode-3.0", true),
        ("MIT AND GPL-2.0 OR GPL-3.0", false),
        ("GPL-3.0 OR MIT AND Unicode-3.0", true),
        ("A WITH x", true),
        ("A", false),
        ("A WITH y OR B", false),
        ("none", false),
        ("MIT MIT", false),
    ] {
        assert_eq!(is_allowed(expression, &allowed), expected, "{expression}");
    }
}

#[test]
fn crates_in_several_versions_are_those_that_are_skipped() {
    let lock: Table = toml::from_str(&read("Cargo.lock")).expect("TOML");
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in lock["package"].as_array().expect("a list") {
        let text = |key: &str| package[key].as_str().expect("a text");
        versions.entry(text("name")).or_default().push(text("version"));
    }
    let skipped = list("bans", "skip", |entry| entry["crate"].as_str());
    let mut complaints = Vec::new();
    for (name, versions) in &versions {
        let left: Vec<_> = versions.iter().filter(|version| !skipped.contains(&format!("{name}@{version}"))).collect();
        if left.len() > 1 {
            complaints.push(format!("{name} is there in the versions {left:?}"));
        }
    }
    let is_needed = |skip: &String| {
        let (name, version) = skip.split_once('@').expect("a version");
        versions.get(name).is_some_and(|all| all.len() > 1 && all.contains(&version))
    };
    complaints
        .extend(skipped.iter().filter(|skip| !is_needed(skip)).map(|skip| format!("{skip} is no duplicate any more")));
    assert_none(&complaints, "duplicates that deny.toml does not name, or names in vain");
}
