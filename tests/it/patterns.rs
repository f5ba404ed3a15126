//! Patterns against node: matches, groups, replacements and pieces, and who throws.

use std::fmt::Write;

use originlint::testing::machine::regexp::{Pattern, Unsupported};
use serde_json::{Value, json};

use crate::dice::Dice;
use crate::node;
use crate::probe::{PROBE, TEST, probe};

/// Patterns of published checks and of the measured ones, then the corners of the grammar.
const PATTERNS: &[(&str, &str)] = &[
    (r"[\/|\.]chartbeat.com$", ""),
    (r"\.kissmetrics\.com", ""),
    (r"jumptime\.com(:[0-9])?$", ""),
    ("readspeaker.com", "gi"),
    (r"http(s?)\:\/\/\w+?\.?dastelefonbuch.de", ""),
    (r"\api.weibo\.com$", ""),
    ("id.rambler.ru$", "i"),
    (r"^https:\/\/a\.com|https:\/\/b\.com$", ""),
    (r"^https:\/\/trusted\.example\.test(:\d+)?$", ""),
    (r"^https:\/\/trusted\.example\.test(?!\.)", ""),
    (r"^https:\/\/trusted\.example\.test\b", ""),
    (r"^https:\/\/trusted\.example\.test(\/|$)", ""),
    (r"^https:\/\/[^.]+\.example\.test$", ""),
    (r"^https:\/\/(.+\.)?example\.test$", ""),
    (r"^https:\/\/[\w.-]*example\.test$", ""),
    (r"^https:\/\/[trusted.example.test]+$", ""),
    ("[a-z]+.example.test$", ""),
    (r"^(https?:)?\/\/trusted\.example\.test$", "m"),
    (r"^https?:\/\/(?<sub>[a-z0-9-]+)\.(example)\.(?:com|net)$", "i"),
    (r"^https:\/\/(a|trusted)\.example\.test$", "y"),
    (r"a.c", "s"),
    (r"a.c", ""),
    ("^b", "m"),
    ("a$", "m"),
    ("a$", ""),
    ("[^]", ""),
    ("[]", ""),
    (r"\cA\c\c1[\cA\c1\c_\c]", ""),
    (r"\0\00\01\1\8[\0\1\8]", ""),
    (r"\400\377\77\7777[\400\18]", ""),
    (r"\x41\x4\u0041\u{41}\u004", ""),
    (r"\u{41}\u{1F600}[\u{1F600}-\u{1F64F}]", "u"),
    (r"\ud83d\ude00", "u"),
    (r"[\ud800-\udbff][\udc00-\udfff]|x", ""),
    (r"a{,5}b{x{1", ""),
    ("a{2,3}?b{2}c{1,}", ""),
    ("a{2,1}", ""),
    ("{1}", ""),
    ("x{1}{2}", ""),
    ("]}{", ""),
    ("]", "u"),
    ("{", "u"),
    (r"\-", "u"),
    (r"[\-]", "u"),
    (r"\-\_\@", ""),
    (r"[\w-a]", ""),
    (r"[\w-a]", "u"),
    ("[b-a]", ""),
    ("(?=a)*b", ""),
    ("(?=a)+b|c", ""),
    ("(?=a)*", "u"),
    ("(?<=a)*", ""),
    ("(?<=a|bc)d(?<!x)", ""),
    ("(a)|(b)", ""),
    (r"(a)?\1b", ""),
    (r"(a)|b\1c", ""),
    (r"\1(a)", ""),
    (r"(a\1)b", ""),
    (r"(a)\1", "i"),
    (r"(?<n>a)\k<n>", ""),
    (r"\k<n>(?<n>a)", ""),
    (r"\k<m>(?<n>a)", ""),
    (r"\k<n>", ""),
    (r"\k", "u"),
    ("(?<n>a)(?<n>b)", ""),
    ("(?<1>a)", ""),
    ("(a", ""),
    ("a)", ""),
    ("[a", ""),
    ("\\", ""),
    ("a**", ""),
    ("*", ""),
    ("?:a", ""),
    ("(?:a|)*b", ""),
    ("(a*)*", ""),
    ("(?:(a)|b)*", ""),
    ("(|a)*", ""),
    ("", "g"),
    ("a", "gy"),
    ("a", "gg"),
    ("a", "z"),
    (r"\bfoo\b|\Bx", ""),
    (r"\s\S\d\D\w\W", ""),
    (r"[\s\S]*?[\d\D]", ""),
    (r"[^\W\d]", "i"),
    (r"[^a-m]", "i"),
    (r"[\b]", ""),
    (r"\p{L}", ""),
    ("(z)((a+)?(b+)?(c))*", ""),
    ("^(a+)+$", ""),
    (r"^(\w+\.)+com$", ""),
    ("[a-z]{2,}-[0-9]{1,3}", ""),
    (r"\u017f\u212a", "i"),
    (r"\u017f\u212a", "iu"),
    ("k|s", "iu"),
    (r"^\p{L}+$", "u"),
    (r"^\p{Lu}+$", "iu"),
    (r"\P{Lu}", "u"),
    (r"\P{Lu}", "iu"),
    (r"\P{Lu}", "iv"),
    (r"[\p{Script=Greek}\d]", "u"),
    (r"\p{ASCII_Hex_Digit}+", "u"),
    (r"\p{Nonsense}", "u"),
    (r"\p{", "u"),
    ("a", "uv"),
    (r"^https:\/\/[a-z.]+$", "v"),
    ("[a-z--[aeiou]]+", "v"),
    ("[a-z&&[^aeiou]]+", "v"),
    ("[[a-z]&&[^aeiou]]+", "v"),
    ("[[a-z]--[aeiou]--b]+", "v"),
    ("[[a-z]--[aeiou]&&b]+", "v"),
    (r"[\w--\d]+", "iv"),
    (r"[\q{trusted|a|}.]+", "v"),
    (r"^[^\q{ab}]", "v"),
    (r"[^\q{a|b}]", "v"),
    (r"[\q{ABC}]", "iv"),
    ("[^a-m]", "iv"),
    ("[a-]", "v"),
    ("[(]", "v"),
    (r"[\-\&\(]", "v"),
    ("[&&]", "v"),
    ("[a&&&b]", "v"),
    ("[a!!]", "v"),
    ("[[]]", "v"),
    ("[[^]]", "v"),
    ("[", "v"),
    (r"(?<\u006e>a)\k<n>", ""),
    (r"(?<\u{6e}>a)\k<n>", "u"),
];

const TEXTS: &[&str] = &[
    "https://trusted.example.test",
    "https://trusted.example.test.attacker.test",
    "https://evilexample.test",
    "https://trusted.example.test:8443",
    "http://www.dastelefonbuch.de.evil.example",
    "https://a.chartbeat-com",
    "https://a.com",
    "https://b.com\n",
    "null",
    "",
    "a\nb\r\nc\u{2028}d",
    "aabbcc aabbcc",
    "ABC abc k s \u{212A}",
    "foo bar-12 xfoo",
    "zaacbbbcac",
    "k\u{1}c1A\u{0}uuu{41}",
    "a{,5}b{x{1",
    "\u{e9}t\u{e9}",
    "\u{1F600}",
    "aaaaaaaaaaaab",
];

/// A pattern put together at random, mostly a valid one.
fn random_pattern(dice: &mut Dice, depth: usize) -> String {
    const ATOMS: &[&str] = &[
        "a", "b", "c", ".", "\\.", "\\w", "\\d", "\\s", "\\W", "[ab]", "[^a]", "[a-c.-]", "[\\w.]", "^", "$", "\\b",
        "\\B", "\\/", "-", "com", "https?", "\\1", "\\2", "\\n", "\\x61", "\\u0062", "[\\d-x]", "", "{", "}", "]",
        "\\-", "\\cJ",
    ];
    const QUANTIFIERS: &[&str] =
        &["", "", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{,2}", "{1"];
    const OPENINGS: &[&str] = &["(", "(", "(?:", "(?:", "(?=", "(?!", "(?<=", "(?<!", "(?<n>"];
    let mut source = String::new();
    for _ in 0..=dice.roll(4) {
        if depth > 0 && dice.roll(4) == 0 {
            let inner = random_pattern(dice, depth - 1);
            let _ = write!(source, "{}{inner})", dice.pick(OPENINGS));
        } else {
            source.push_str(dice.pick(ATOMS));
        }
        source.push_str(if depth == 2 { dice.pick(&["", "", "?", "{1,2}"]) } else { dice.pick(QUANTIFIERS) });
        if dice.roll(8) == 0 {
            source.push('|');
        }
    }
    source
}

/// Syntax characters in any order: who throws must agree.
fn random_noise(dice: &mut Dice) -> String {
    const PIECES: &[&str] = &[
        "(", ")", "[", "]", "{", "}", "?", "*", "+", "|", "^", "$", "\\", "-", "a", "1", ",", "<n>", ":", "=", "!",
        "k", "u", "c", "x",
    ];
    (0..=dice.roll(6)).map(|_| dice.pick(PIECES)).collect()
}

#[test]
fn patterns_agree_with_node() {
    if !crate::node::is_here() {
        return;
    }
    let mut dice = Dice(1);
    let mut patterns: Vec<(String, String)> =
        PATTERNS.iter().map(|(s, f)| ((*s).to_owned(), (*f).to_owned())).collect();
    for i in 0..1_500 {
        let source = if i % 3 == 0 { random_noise(&mut dice) } else { random_pattern(&mut dice, 2) };
        patterns.push((source, dice.pick(&["", "", "g", "i", "u", "m", "y", "s", "gi", "iu"]).to_owned()));
    }
    let mut texts: Vec<String> = TEXTS.iter().map(|text| (*text).to_owned()).collect();
    texts
        .extend((0..30).map(|_| {
            (0..dice.roll(8)).map(|_| dice.pick(&["a", "b", "c", ".", "-", "1", "\n", "com", " "])).collect()
        }));

    // Node has no limit on backtracking.
    let short: Vec<&String> = texts.iter().filter(|text| text.len() <= 16).collect();

    let (mut cases, mut ours, mut unsupported) = (Vec::new(), Vec::new(), 0);
    for (i, (source, flags)) in patterns.iter().enumerate() {
        let pattern = Pattern::new(source, flags);
        let tried: Vec<&String> = if i < PATTERNS.len() {
            texts.iter().collect()
        } else {
            (0..5).map(|_| short[dice.roll(short.len())]).collect()
        };
        for text in tried {
            let template = dice.pick(&["[$&]", "$1-$2", "$`|$'", "$$1$0$10", "$<n>", "<"]);
            let bindings = json!({ "s": source, "f": flags, "t": text, "r": template });
            let mut last_index = 0;
            let test = |last_index: &mut usize| pattern.as_ref().map_err(|e| *e)?.test(text, last_index);
            let tested = test(&mut last_index).map(|found| json!([found, last_index]));
            let probed = pattern.as_ref().map_err(|e| *e).and_then(|pattern| probe(pattern, text, template));
            for (expr, outcome) in [(TEST, tested), (PROBE, probed)] {
                match outcome {
                    Err(Unsupported::Throws) => ours.push(json!("$throws")),
                    Err(_) => {
                        unsupported += 1;
                        continue;
                    }
                    Ok(value) => ours.push(value),
                }
                cases.push(node::case(expr, &bindings));
            }
        }
    }
    node::assert_agrees(&cases, &ours);
    assert!(cases.len() > 9_000, "only {} cases were compared", cases.len());
    assert!(unsupported * 8 < cases.len(), "{unsupported} are not supported, {} are", cases.len());
}

/// Each class on every character that any of them treats specially.
#[test]
fn classes_agree_with_node() {
    if !crate::node::is_here() {
        return;
    }
    let ranges = [
        0..=0x2FF,
        0x1680..=0x1680,
        0x180E..=0x180E,
        0x2000..=0x2070,
        0x2126..=0x212B,
        0x3000..=0x3001,
        0xFEFE..=0xFFFF,
    ];
    let all: String = ranges.into_iter().flatten().filter_map(char::from_u32).collect();
    let ascii: String = (0..=0x7F).filter_map(char::from_u32).collect();
    let (mut cases, mut ours) = (Vec::new(), Vec::new());
    for source in [
        ".",
        r"\d",
        r"\D",
        r"\w",
        r"\W",
        r"\s",
        r"\S",
        r"[\w.-]",
        r"[^\w.-]",
        r"[^\s\d]",
        "[a-f]",
        "[^a-f]",
        "[A-z]",
        "k",
        "S",
        r"\u017f",
        r"\u212a",
        r"[\u017f-\u2200]",
        r"[^\u017f]",
        r"\cJ",
        r"[\b]",
        r"\v|\f|\t",
        r"\b",
        r"\B",
        "^",
        "$",
    ] {
        for flags in ["g", "gu", "gs", "gm", "gi", "giu"] {
            for text in [&all, &ascii] {
                let Ok(replaced) = Pattern::new(source, flags).expect("a pattern").replace(text, "#", &mut 0) else {
                    continue;
                };
                ours.push(Value::String(replaced));
                cases.push(node::case(
                    "t.replace(new RegExp(s, f), '#')",
                    &json!({ "s": source, "f": flags, "t": text }),
                ));
            }
        }
    }
    assert!(cases.len() > 200, "{}", cases.len());
    for ((case, ours), theirs) in cases.iter().zip(&ours).zip(&node::eval_all(&cases)) {
        assert_eq!(ours, theirs, "/{}/{}", case["bindings"]["s"], case["bindings"]["f"]);
    }
}

#[test]
fn every_lookalike_is_matched_in_node() {
    if !crate::node::is_here() {
        return;
    }
    let mut dice = Dice(7);
    let mut patterns: Vec<(String, String)> =
        PATTERNS.iter().map(|(s, f)| ((*s).to_owned(), (*f).to_owned())).collect();
    patterns.extend((0..200).map(|_| (random_pattern(&mut dice, 2), String::new())));
    let mut checks = Vec::new();
    for (source, flags) in &patterns {
        let Ok(pattern) = Pattern::new(source, flags) else { continue };
        let lookalikes = pattern.lookalikes();
        assert!(lookalikes.len() <= 64);
        assert_eq!(lookalikes, Pattern::new(source, flags).expect("as before").lookalikes(), "not deterministic");
        for text in lookalikes {
            checks.push(("new RegExp(s, f).test(t)".to_owned(), json!({ "s": source, "f": flags, "t": text })));
        }
    }
    let passed = node::passes(&checks);
    let wrong: Vec<_> =
        checks.iter().zip(&passed).filter(|(_, passed)| !**passed).map(|((_, bindings), _)| bindings).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(checks.len() > 1_000, "{}", checks.len());
}
