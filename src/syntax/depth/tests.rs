//! That nothing hides brackets from the guard, and that flat code is not taken for deep.

use super::{BRACKETS, check};
use crate::language::Dialect;

/// Whether the scanner sees the brackets of `hidden` when they stand behind `text`.
fn sees(text: &str, dialect: Dialect) -> bool {
    check(&format!("{text}{}", "(".repeat(BRACKETS + 1)), 0, dialect).is_err()
}

#[test]
fn code_behind_every_token_is_seen() {
    let code = [
        "'\\'('",
        "\"\\\\\"",
        "`a${b}c${`${d}`}`",
        "/[/]\\//g",
        "a / b / c",
        "(a) / 2",
        "a[0] / 2",
        "if (a) /`/.test(b)",
        "}/`/",
        "x = {} / 2",
        "x = function () {} / 2",
        "return /`/",
        "a++ / b",
        "/* ` */",
        "// `\n",
        "'unterminated\n",
        "a.if / 2",
        "#!`\n",
        "<!-- note\n",
        "-->x\n",
        "1..e / 2",
        "class A {} /`/",
    ];
    for text in code {
        assert!(sees(text, Dialect::JavaScript), "{text}");
        assert!(!sees(&format!("{text}`"), Dialect::JavaScript), "{text}`");
    }
    for text in ["<T>a / 2", "a! / 2", "let x: A<B>", "x as A<B>"] {
        assert!(sees(text, Dialect::TypeScript), "{text}");
    }
}

#[test]
fn code_around_elements_is_seen() {
    for text in ["<a>don't</a>", "<a b='`' c={'`'} {...d}>{'}'}`</a>", "<a/>", "<></>", "<a b=<c/>>`</a>", "a < b"] {
        assert!(sees(text, Dialect::JavaScript), "{text}");
        assert!(sees(text, Dialect::Tsx), "{text}");
    }
    for text in ["<T,>(a) => ", "<T extends U>(a) => ", "f<T>", "<A<B> c>`</A>"] {
        assert!(sees(text, Dialect::Tsx), "{text}");
    }
}

#[test]
fn what_is_flat_is_not_deep() {
    let n = 200_000;
    for text in [
        "a = b + !c;",
        "a = b ? c : d,",
        "a = b\n",
        "if (a) { b() } else { c() }",
        "f(a)\n",
        "x[0] = typeof y\n",
        "if (a) b\n",
        "(b = c)(),",
        "var f = function () {}\n",
        "a.b.c\n",
    ] {
        let text = text.repeat(if text.contains("else") { 5_000 } else { n });
        assert!(check(&text, 0, Dialect::JavaScript).is_ok(), "{}", &text[..30]);
    }
}
