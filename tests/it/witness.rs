//! Senders against node and against what was measured in browsers: a check that lets a foreign site through must have a
//! witness, and the witness must pass the very check.

use originlint::testing::machine::regexp::Pattern;
use originlint::testing::machine::witness::{self, ComparedWith, Fragment, Passed, SenderKind};
use serde_json::{Value, json};

use crate::node;

const T: &str = "https://trusted.example.test";
const D: &str = "trusted.example.test";
const B: &str = "https://b.example.test";

/// What the origin meets in a measured check, read off its text; the machine finds out by running it.
fn compared(predicate: &str) -> Vec<ComparedWith> {
    let mut compared = Vec::new();
    let mut rest = predicate;
    while let Some(at) = rest.find(['"', '/', 'T', 'D', 'L', 'l']) {
        let before = rest[..at].chars().next_back();
        let (found, tail) = (rest.as_bytes()[at], &rest[at + 1..]);
        let word: &str =
            &rest[at..at + rest[at..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len() - at)];
        rest = tail;
        match found {
            b'"' => {
                let end = tail.find('"').expect("a closed string");
                compared.push(ComparedWith::Fragment { text: tail[..end].to_owned(), how: Fragment::Part });
                if predicate.contains("match(\"") || predicate.contains("RegExp(\"") {
                    compared.extend(Pattern::new(&tail[..end], "").map(ComparedWith::Pattern));
                }
                rest = &tail[end + 1..];
            }
            b'/' if before.is_none_or(|c| "(!, ".contains(c)) => {
                let mut end = 0;
                while tail.as_bytes()[end] != b'/' {
                    end += if tail.as_bytes()[end] == b'\\' { 2 } else { 1 };
                }
                let flags = &tail[end + 1..];
                let flags = &flags[..flags.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(0)];
                compared.push(ComparedWith::Pattern(Pattern::new(&tail[..end], flags).expect("a pattern")));
                rest = &tail[end + 1..];
            }
            _ if word == "T" || word == "D" => {
                let text = if word == "T" { T } else { D };
                compared.push(ComparedWith::Literal(text.to_owned()));
                if ["match(", "search(", "RegExp("].iter().any(|call| predicate.contains(call)) {
                    compared.extend(Pattern::new(text, "").map(ComparedWith::Pattern));
                }
            }
            _ if word == "LIST" => {
                compared.extend([T, B].map(|text| ComparedWith::Literal(text.to_owned())));
                if predicate.contains("match(") {
                    compared
                        .extend([T, B].map(|text| ComparedWith::Pattern(Pattern::new(text, "").expect("a pattern"))));
                }
                rest = &rest["IST".len()..];
            }
            _ if word == "location" => {
                compared.push(ComparedWith::OwnOrigin);
                rest = &rest["ocation".len()..];
            }
            _ => {}
        }
    }
    compared
}

/// Each measured check is run in node with the senders made for it: a foreign site gets through here exactly if one got
/// through in the browsers, and likewise for the lesser mistakes.
#[test]
fn senders_find_what_passed_in_browsers() {
    if !crate::node::is_here() {
        return;
    }
    let table = include_str!("../../test-corpus/origin-predicates/origin-predicates.jsonl");
    let (mut rows, mut checks) = (Vec::new(), Vec::new());
    for line in table.lines() {
        let row: Value = serde_json::from_str(line).expect("a row");
        let predicate = row["predicate"].as_str().expect("a check").to_owned();
        // Here the origin has the name `o`, and the page has one.
        let asks_event = predicate.contains("(e.origin");
        if (asks_event || !node::can_ask(&predicate)) && predicate != "o === location.origin" {
            continue;
        }
        let compared = compared(&predicate);
        let senders = witness::senders(&compared);
        assert!(senders.len() <= 80, "{predicate}: {}", senders.len());
        let first = checks.len();
        for sender in &senders {
            let bindings = json!({
                "o": sender.origin, "T": T, "D": D, "LIST": [T, B], "location": { "origin": "https://victim.test", "hostname": "victim.test" },
            });
            checks.push((predicate.clone(), bindings));
        }
        rows.push((predicate, row, compared, senders, first));
    }
    assert!(rows.len() > 130, "{}", rows.len());
    let passed = node::passes(&checks);
    let mut wrong = Vec::new();
    for (predicate, row, compared, senders, first) in &rows {
        let expected = witness::expected(compared);
        let kinds = |origins: &mut dyn Iterator<Item = &str>| {
            let mut kinds: Vec<&str> = origins
                .map(|origin| match witness::classify(origin, &expected) {
                    Passed::Foreign => "foreign",
                    Passed::Null => "null",
                    _ => "own",
                })
                .collect();
            kinds.sort_unstable();
            kinds.dedup();
            kinds.retain(|kind| *kind != "own");
            kinds
        };
        let through: Vec<&witness::Sender> =
            senders.iter().enumerate().filter(|(i, _)| passed[first + i]).map(|(_, sender)| sender).collect();
        let ours = kinds(&mut through.iter().map(|sender| sender.origin.as_str()));
        let measured = row["passes"].as_array().expect("origins");
        let measured =
            measured.iter().filter_map(Value::as_str).map(|origin| origin.split('(').next().unwrap_or(origin));
        let theirs = kinds(&mut measured.filter(|origin| !(predicate.contains("T + \":\"") && origin.is_empty())));
        let witness = through.iter().find(|sender| {
            sender.kind != SenderKind::Expected && witness::classify(&sender.origin, &expected) == Passed::Foreign
        });
        let said = witness.map(|sender| format!("{} ({})", sender.origin, witness::why(&sender.origin, compared)));
        if ours != theirs {
            wrong.push(format!("{predicate}: ours {ours:?} {said:?}, browsers {theirs:?} {}", row["passes"]));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// The published wrong checks, and further ones that were executed in browsers; `o` is the origin. With each the first
/// foreign sender that passes, and why.
const WRONG_CHECKS: &[(&str, &str, &str)] = &[
    (r"/[\/|\.]chartbeat.com$/.test(o)", "https://evil.chartbeatxcom", "the dot is not escaped"),
    (r#"o.indexOf("sharethis.com") != -1"#, "https://sharethis.com.attacker.test", "not anchored at the end"),
    (
        r"o && o.match(/\.kissmetrics\.com/)",
        "https://x.kissmetrics.com.attacker.test",
        "matches in the middle of the host",
    ),
    (r"/jumptime\.com(:[0-9])?$/.test(o)", "https://eviljumptime.com", "no dot before the suffix"),
    ("o.match(/readspeaker.com/gi)", "https://readspeaker.com.attacker.test", "not anchored at the end"),
    (r#"o.indexOf("widgets.ign.com") != 1"#, "https://attacker.test", "any origin passes"),
    (
        r"/http(s?)\:\/\/\w+?\.?dastelefonbuch.de/.test(o)",
        "https://x.dastelefonbuch.de.attacker.test",
        "matches in the middle of the host",
    ),
    (r"/\api.weibo\.com$/.test(o)", "https://api-weibo.com", "the dot is not escaped"),
    ("/id.rambler.ru$/i.test(o)", "https://id-rambler.ru", "the dot is not escaped"),
    ("!(o.indexOf(location.hostname) == -1)", "https://victim.test.attacker.test", "not anchored at the end"),
    (r#"o.startsWith("https://trusted.com")"#, "https://trusted.com.attacker.test", "not anchored at the end"),
    (r#""https://trusted.com".includes(o)"#, "https://trusted.co", "a prefix of the allowed origin passes"),
    (r#""https://trusted.com".startsWith(o)"#, "https://trusted.co", "a prefix of the allowed origin passes"),
    (r#""https://a.com,https://b.com".indexOf(o) >= 0"#, "https://a.co", "a prefix of the allowed origin passes"),
    ("!!LIST.indexOf(o)", "https://attacker.test", "any origin passes"),
    ("o.search(/www.safe.com/) >= 0", "https://www.safe.com.attacker.test", "not anchored at the end"),
    (r"/^https:\/\/a\.com|https:\/\/b\.com$/.test(o)", "https://a.com.attacker.test", "not anchored at the end"),
    (r"/^https:\/\/a.example\.com$/.test(o)", "https://a-example.com", "the dot is not escaped"),
    (r#"o.endsWith("trusted.com")"#, "https://eviltrusted.com", "no dot before the suffix"),
    (r#"o.slice(-11) === "trusted.com""#, "https://eviltrusted.com", "no dot before the suffix"),
    (r#"new URL(o).hostname.includes("trusted.com")"#, "https://trusted.com.attacker.test", "not anchored at the end"),
    (r#""trusted.com".includes(new URL(o).hostname)"#, "https://trusted.co", "a prefix of the allowed origin passes"),
    (
        r#"new URL(o).hostname.split(".")[0] === "accounts""#,
        "https://accounts.attacker.test",
        "not anchored at the end",
    ),
    (
        r#"o.length === "https://accounts.google.com".length"#,
        "https://accounts-google.com",
        "only the length is compared",
    ),
    (r#"o.endsWith("-team.vercel.app")"#, "https://evil-team.vercel.app", "only the end of the host is compared"),
    (r"/^https:\/\/\w+trusted\.com$/.test(o)", "https://eviltrusted.com", "no dot before the suffix"),
    (r"/^https?.*trusted\.com/.test(o)", "https://trusted.com.attacker.test", "not anchored at the end"),
    (
        r"/^https:\/\/(www\.)?trusted\.(com|net)/.test(o)",
        "https://www.trusted.com.attacker.test",
        "matches in the middle of the host",
    ),
    (
        r"/^[^.]*\.trusted\.com/.test(new URL(o).hostname)",
        "https://x.trusted.com.attacker.test",
        "matches in the middle of the host",
    ),
];

#[test]
fn every_published_wrong_check_has_a_foreign_witness() {
    if !crate::node::is_here() {
        return;
    }
    let mut checks = Vec::new();
    for (check, ..) in WRONG_CHECKS {
        let compared = compared(check);
        let expected = witness::expected(&compared);
        for sender in witness::senders(&compared) {
            if sender.kind != SenderKind::Expected && witness::classify(&sender.origin, &expected) == Passed::Foreign {
                let location = json!({ "origin": "https://victim.test", "hostname": "victim.test" });
                checks.push(((*check).to_owned(), json!({ "o": sender.origin, "LIST": [T, B], "location": location })));
            }
        }
    }
    let passed = node::passes(&checks);
    for (check, origin, why) in WRONG_CHECKS {
        let witness = checks.iter().zip(&passed).find(|((expr, _), passed)| expr == check && **passed);
        let Some(((_, bindings), _)) = witness else { panic!("no witness for {check}") };
        assert_eq!(bindings["o"], *origin, "{check}");
        assert_eq!(witness::why(origin, &compared(check)), *why, "{check}");
    }
}
