//! String methods, global functions and URLs against node.

use originlint::testing::machine::text::{self, Arg, Outcome};
use originlint::testing::machine::url;
use serde_json::json;

use crate::dice::Dice;
use crate::node;

#[test]
fn strings_agree_with_node() {
    if !crate::node::is_here() {
        return;
    }
    const METHODS: &[&str] = &[
        "indexOf",
        "lastIndexOf",
        "includes",
        "startsWith",
        "endsWith",
        "slice",
        "substring",
        "substr",
        "charAt",
        "charCodeAt",
        "at",
        "split",
        "replace",
        "replaceAll",
        "toLowerCase",
        "toUpperCase",
        "trim",
        "trimStart",
        "trimEnd",
        "concat",
        "repeat",
        "padStart",
        "padEnd",
        "localeCompare",
        "normalize",
        "toString",
        "valueOf",
    ];
    const GLOBALS: &[&str] = &[
        "String",
        "Number",
        "parseInt",
        "parseFloat",
        "isNaN",
        "isFinite",
        "encodeURIComponent",
        "encodeURI",
        "decodeURIComponent",
        "decodeURI",
        "escape",
        "unescape",
        "btoa",
        "atob",
    ];
    const STRINGS: &[&str] = &[
        "",
        " ",
        "a",
        "A",
        "aa",
        "abcabc",
        "https://a.example.com",
        "example.com",
        "example",
        ".",
        "//",
        "null",
        "$&$1$$$`$'$<n>",
        "  x\u{feff}\t",
        "\u{85}x",
        "12",
        " 0x1F ",
        "0b11",
        "0o17",
        "1e3",
        "-1.5e-7",
        "Infinity",
        "+5.",
        ".5",
        "1_0",
        "0x",
        "inf",
        "%41%20%2F",
        "%E4%BD%A0",
        "%u0041%zz%4",
        "%E4%BD",
        "%",
        "caf\u{e9}",
        "\u{4f60}",
        "\u{1F600}x",
        "YWJj",
        "YW==",
        "Y Q",
        "YWJ",
        "aGk=",
        "a+b&c=d#",
        "stra\u{df}e",
        "\u{3a3}\u{3a3}",
        "NFC",
        "b-a",
        "b_a",
        "Ba",
        "bA",
        "a b",
        "99999999999999999999999",
    ];
    let mut dice = Dice(3);
    let argument = |dice: &mut Dice| match dice.roll(8) {
        0 => (Arg::Undefined, "undefined".to_owned()),
        1 => (Arg::Null, "null".to_owned()),
        2 => (Arg::Bool(true), "true".to_owned()),
        3 | 4 => {
            let number = dice.pick(&[
                0.0,
                1.0,
                2.0,
                3.0,
                7.0,
                -1.0,
                -3.0,
                1.5,
                100.0,
                1e21,
                1e-7,
                123_456_789.125,
                0.1,
                -0.000_001,
            ]);
            (Arg::Num(number), format!("{number:e}"))
        }
        _ => {
            let string = dice.pick(STRINGS);
            (Arg::Str(string.to_owned()), serde_json::to_string(string).expect("a string"))
        }
    };
    let (mut cases, mut ours) = (Vec::new(), Vec::new());
    for i in 0..12_000 {
        let this = dice.pick(STRINGS);
        let (args, sources): (Vec<Arg>, Vec<String>) = (0..dice.roll(4)).map(|_| argument(&mut dice)).unzip();
        let sources = sources.join(", ");
        let (outcome, expr) = if i % 3 == 0 {
            let name = dice.pick(GLOBALS);
            (text::global(name, &args), format!("{name}({sources})"))
        } else {
            let method = dice.pick(METHODS);
            (text::call(method, this, &args), format!("t.{method}({sources})"))
        };
        let value = match outcome {
            None => continue,
            Some(Outcome::Str(text)) => json!(text),
            Some(Outcome::Num(number)) if number.is_finite() => json!(number),
            Some(Outcome::Num(number)) => json!(format!("${}", text::number_to_string(number))),
            Some(Outcome::Bool(value)) => json!(value),
            Some(Outcome::List(list)) => json!(list),
            Some(Outcome::Undefined) => json!("$undefined"),
            Some(Outcome::Throws) => json!("$throws"),
        };
        ours.push(value);
        cases.push(node::case(&expr, &json!({ "t": this })));
    }
    node::assert_agrees(&cases, &ours);
    assert!(cases.len() > 10_000, "{}", cases.len());
}

#[test]
fn urls_agree_with_node() {
    if !crate::node::is_here() {
        return;
    }
    const INPUTS: &[&str] = &[
        "https://Example.com:443/a/../b?q#f",
        "http://user:pw@a.test:8080",
        "https://b\u{fc}cher.test",
        "http://127.1",
        "http://[::1]:80/",
        "https://example.com.",
        "https://%65xample.com",
        "null",
        "",
        "example.com",
        "//host/x",
        "/x",
        "?q",
        "#f",
        "data:text/html,x",
        "about:blank",
        "javascript:0",
        "localhost:3000",
        "capacitor://localhost",
        "file:///x",
        "blob:https://a.test/u",
        "ws://h",
        "https://a.test\\b",
        " https://a.test ",
        "https://*.example.com",
        "https://a.test,https://b.test",
        "http://",
        "https://a b",
        "https://a.test:99999",
        "https://1e100.net",
    ];
    let (mut cases, mut ours) = (Vec::new(), Vec::new());
    for input in INPUTS {
        for base in [None, Some("https://base.test/p/q"), Some("bad")] {
            let expr = "(u => [u.href, u.origin, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash])(b === null ? new URL(i) : new URL(i, b))";
            cases.push(node::case(expr, &json!({ "i": input, "b": base })));
            ours.push(url::parse(input, base).map_or(json!("$throws"), |u| {
                json!([
                    u.href, u.origin, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname,
                    u.search, u.hash
                ])
            }));
        }
    }
    let theirs = node::eval_all(&cases);
    for ((case, ours), theirs) in cases.iter().zip(&ours).zip(&theirs) {
        assert_eq!(ours, theirs, "{}", case["bindings"]);
    }
}
