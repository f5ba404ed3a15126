//! No input crashes it: nesting of every kind, long lines, truncation, noise. What a file means is not tested here.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use originlint::report::{Failure, FailureKind};
use originlint::source::SourceFile;
use originlint::testing::syntax::{Loaded, decode, load};
use originlint::{NoModules, Settings, analyze};

/// Depth at which the shapes below are tried. Brackets and recursive chains are refused there, flat ones read.
const DEEP: usize = 100_000;
/// Depth at which everything must be read.
const READ: usize = 240;

fn read(extension: &str, text: String) -> Result<Loaded, Failure> {
    load(&SourceFile::new(format!("a.{extension}"), text))
}

fn around(open: &str, inner: &str, close: &str, n: usize) -> String {
    open.repeat(n) + inner + &close.repeat(n)
}

/// Every form that nests, as what stands before, opens, stands inside, closes.
const NESTS: &[(&str, &str, &str, &str, &str)] = &[
    ("js", "", "(", "a", ")"),
    ("ts", "", "(", "a", ")"),
    ("js", "// @flow\n", "(", "a", ")"),
    ("js", "", "[", "a", "]"),
    ("js", "", "a[", "a", "]"),
    ("js", "", "f(", "a", ")"),
    ("js", "", "new F(", "a", ")"),
    ("js", "", "import(", "a", ")"),
    ("js", "x = ", "{ a: ", "1", "}"),
    ("js", "x = ", "{ [a]() {", "", "} }"),
    ("js", "", "{", "a", "}"),
    ("js", "", "if (a) {", "a", "}"),
    ("js", "", "try {", "a", "} finally {}"),
    ("js", "", "try {} catch {", "a", "}"),
    ("js", "", "switch (a) { case 1:", "a", "}"),
    ("js", "", "function f() {", "a", "}"),
    ("js", "", "(function () {", "a", "})"),
    ("js", "", "() => {", "a", "}"),
    ("js", "", "(a = ", "1", ") => b"),
    ("ts", "", "(a = ", "1", ") => b"),
    ("js", "", "({ a: ", "b", "})"),
    ("js", "", "class A { m() {", "a", "} }"),
    ("js", "", "class A { static {", "a", "} }"),
    ("js", "", "class A { [", "a", "] }"),
    ("jsx", "", "<a>", "b", "</a>"),
    ("jsx", "", "<>", "b", "</>"),
    ("jsx", "", "<a b={", "b", "}/>"),
    ("jsx", "", "<a b=", "<b/>", "/>"),
    ("tsx", "", "<a>", "b", "</a>"),
    ("js", "// @flow\n", "<a>", "b", "</a>"),
    ("js", "", "`${", "b", "}`"),
    ("js", "", "f`${", "b", "}`"),
    ("js", "var ", "[", "b", "] = a"),
    ("js", "var ", "{ a: [", "b", "] }"),
    ("ts", "let x: ", "A<", "b", ">"),
    ("ts", "let x: ", "(", "b", ")"),
    ("ts", "let x: ", "{ a: ", "b", "}"),
    ("ts", "let x: ", "[", "b", "]"),
    ("ts", "let x: ", "(a: ", "b", ") => c"),
    ("ts", "let x: ", "`${", "b", "}`"),
    ("js", "// @flow\nlet x: ", "Array<", "b", ">"),
    ("js", "// @flow\nlet x: ", "{ a: ", "b", "}"),
    ("ts", "", "f<A>(", "b", ")"),
    ("ts", "", "namespace A { export let a;", "", "}"),
    ("ts", "", "a ? (", "b", ") : c"),
    ("js", "", "@a(", "b", ") class A {}"),
];

/// Every form that chains without brackets.
const CHAINS: &[(&str, &str, &str, &str, &str)] = &[
    ("js", "", "a => ", "a", ""),
    ("js", "", "async a => ", "a", ""),
    ("ts", "", "(a): b => ", "a", ""),
    ("ts", "", "<A>(a) => ", "a", ""),
    ("tsx", "", "<A,>(a) => ", "a", ""),
    ("js", "", "a ? b : ", "c", ""),
    ("js", "", "a ? ", "b", " : c"),
    ("ts", "", "a ? (b) : ", "c", ""),
    ("ts", "", "a ? (b) => ", "c", " : d"),
    ("js", "", "if (a) b; else ", "c", ""),
    ("js", "", "if (a) {} else ", "{}", ""),
    ("js", "", "if (a) ", "b", ""),
    ("js", "", "for (;;) ", "b", ""),
    ("js", "", "for (a of b) ", "c", ""),
    ("js", "", "while (a) ", "b", ""),
    ("js", "", "do ", "b", "; while (1)"),
    ("js", "", "with (a) ", "b", ""),
    ("js", "", "!", "a", ""),
    ("js", "", "- ", "a", ""),
    ("js", "", "typeof ", "a", ""),
    ("js", "", "typeof\n", "a", ""),
    ("js", "", "await ", "a", ""),
    ("js", "function* f() {", "yield ", "a", ""),
    ("js", "", "a: ", "b", ""),
    ("js", "", "new ", "A", ""),
    ("js", "", "new ", "A", "()"),
    ("js", "", "class A extends ", "B", "{}"),
    ("js", "", "a + ", "a", ""),
    ("js", "", "'a' +\n", "a", ""),
    ("js", "x = ", "function () {} + ", "a", ""),
    ("js", "", "a ** ", "a", ""),
    ("js", "", "a && ", "a", ""),
    ("js", "", "a ?? ", "a", ""),
    ("js", "", "a in ", "a", ""),
    ("js", "", "a < ", "a", ""),
    ("ts", "", "a < ", "a", ""),
    ("js", "", "a = ", "a", ""),
    ("js", "", "a.b = ", "a", ""),
    ("js", "", "a, ", "a", ""),
    ("js", "", "a.", "a", ""),
    ("js", "a", "", "", "?.a"),
    ("js", "a", "", "", "()"),
    ("js", "a", "", "", "?.()"),
    ("js", "a", "", "", "[0]"),
    ("js", "a", "", "", "``"),
    ("js", "a", "", "", ".then(b => c)"),
    ("js", "", "a; ", "", ""),
    ("ts", "a", "", "", " as any"),
    ("ts", "a", "", "", " as A"),
    ("ts", "a", "", "", "!"),
    ("ts", "", "<a>", "b", ""),
    ("ts", "let x: ", "keyof ", "a", ""),
    ("ts", "let x: a", "", "", "[]"),
    ("ts", "let x: a", "", "", "[b]"),
    ("ts", "let x: ", "() => ", "a", ""),
    ("ts", "let x: ", "new () => ", "a", ""),
    ("ts", "type X = ", "a extends b ? c : ", "d", ""),
    ("ts", "let x: ", "a | ", "b", ""),
    ("ts", "let x: ", "a & ", "b", ""),
    ("ts", "let x: ", "a.", "b", ""),
    ("ts", "namespace ", "a.", "b", " { let x }"),
    ("ts", "import x = ", "a.", "b", ""),
    ("js", "// @flow\nlet x: ", "?", "a", ""),
    ("jsx", "<", "a.", "b", "/>"),
    ("js", "", "@a ", "class A {}", ""),
];

/// Inputs that took minutes where something was looked for from the start each time. Each takes a moment, or never ends.
#[test]
fn long_files_of_one_kind_are_read() {
    let listen = "addEventListener('message', (e) => { window.draft = e.data; });\n";
    let workers = (0..40_000).map(|i| format!("const a{i} = 'w{i}.js'; new Worker(a{i});\n")).collect();
    let ignore = "// originlint-ignore missing-origin-check: x\n";
    let texts: [(&str, String); 8] = [
        ("js", ignore.repeat(3_000) + &"/**/".repeat(60_000)),
        ("js", ignore.repeat(40_000)),
        ("js", "// originlint-ignore-file missing-origin-check: x\n".repeat(40_000)),
        ("js", format!("// originlint-ignore {}: x\n", "missing-origin-check ".repeat(20_000))),
        ("js", workers),
        ("js", format!("x{}", "/'['".repeat(200_000))),
        ("html", format!("<iframe srcdoc='{}'>", "&lt;script>x()&lt;/script>".repeat(10_000))),
        ("html", "<a onclick='x(&quot;&quot;)'>\n".repeat(10_000)),
    ];
    for (extension, text) in texts {
        let text = if extension == "js" { text + "\n" + listen } else { text };
        let report =
            analyze(&Arc::new(SourceFile::new(format!("a.{extension}"), text)), &Settings::default(), &NoModules);
        assert!(report.failures.iter().all(|f| f.kind != FailureKind::Internal), "{:?}", report.failures);
    }
}

fn shapes(n: usize) -> impl Iterator<Item = (&'static str, String)> {
    NESTS.iter().chain(CHAINS).map(move |(extension, before, open, inner, close)| {
        (*extension, format!("{before}{}", around(open, inner, close, n)))
    })
}

fn head(text: &str) -> &str {
    text.char_indices().nth(40).map_or(text, |(end, _)| &text[..end])
}

/// Forms that a typed dialect may read as two things, so that the parser reads what stands within them twice: what opens, what stands
/// inside, what closes. None of them nests deeply in real files.
const GUESSES: &[(&str, &str, &str, &str)] = &[
    ("ts", "a ? (b) : c => ", "d", ""),
    ("tsx", "a ? (b) : c => ", "d", ""),
    ("js", "a ? (b) : c => ", "d", " d"),
    ("ts", "<T>(", "a", ")"),
    ("ts", "<T>(", "a b", ")"),
    ("js", "(x, y: (", "a", "))"),
    ("js", "(x: ", "a b", ")"),
    ("js", "a<(b", "", ")"),
    ("js", "a<(b", " b", ")"),
    ("js", "a<[b", " b", "]"),
    ("js", "a<{b: ", "b b", "}"),
    ("jsx", "<a>A<", "", ""),
    ("tsx", "<a>A<", "", ""),
    ("tsx", "a<`${", "b", "}`"),
    ("ts", "f<A>(b<", "c", ")"),
    ("ts", "async <A>(", "b", ")"),
];

/// Further ones, by what stands before: no number of them is taken for what can be read, or it is read at once.
const OPEN_GUESSES: &[(&str, &str, &str)] = &[
    ("ts", "", "<A>("),
    ("ts", "", "<A>(b = "),
    ("ts", "", "async <A>("),
    ("ts", "", "async <A>(b = "),
    ("js", "", "async <A>(b = "),
    ("ts", "", "a<A>`${"),
    ("tsx", "f(", "a<A>`${"),
    ("ts", "b = ", "<A>{ b: "),
    ("ts", "", "b = <A>"),
    ("ts", "", "b ? <A>"),
    ("ts", "b = ", "a + async (...<A extends B>1"),
    ("js", "f(", "(a)<A>(b"),
    ("jsx", "", "<a>(`${"),
    ("js", "// @flow\n", "<A>(`${"),
    ("js", "type A = ", "("),
    ("js", "", "(a?: ("),
    ("js", "a = ", "(a?: ?(b) => "),
    ("ts", "f(", "async x => <a>b ="),
    ("ts", "class A { a = ", "<T>(typeof ?"),
    ("jsx", "", "<static >`${<T,>"),
    ("js", "type X = ", "{a(keyof ("),
    ("js", "// @flow\n", "<T>(...switch(a){<T>("),
];

#[test]
fn guesses_take_no_time() {
    let start = Instant::now();
    for (extension, open, inner, close) in GUESSES {
        // A handful is read.
        let few = read(extension, around(open, inner, close, 3));
        assert!(few.is_ok(), "{extension} {open}: {:?}", few.err());
        for n in [16, 24, 50, 200, 499, 2_000] {
            for closed in [around(open, inner, close, n), open.repeat(n), format!("f(x => {{ {}", open.repeat(n))] {
                let loaded = read(extension, closed);
                assert!(loaded.err().is_none_or(|f| f.kind == FailureKind::Depth), "{extension} {open} {n}");
            }
        }
    }
    for (extension, head, open) in OPEN_GUESSES {
        for n in [3, 16, 24, 50, 200, 2_000] {
            for tail in [String::new(), "b)".repeat(n), "1".to_owned()] {
                let loaded = read(extension, format!("{head}{}{tail}", open.repeat(n)));
                assert!(
                    loaded.err().is_none_or(|f| matches!(f.kind, FailureKind::Depth | FailureKind::Parse)),
                    "{extension} {head}{open} {n}"
                );
            }
        }
    }
    // Some 600 texts, of which each took hours once it was not refused.
    assert!(start.elapsed() < Duration::from_secs(120), "{:?}", start.elapsed());
}

#[test]
fn suppressions_take_linear_time() {
    let start = Instant::now();
    let listen = "addEventListener('message', (e) => { window.draft = e.data; });\n";
    for text in [
        "// originlint-ignore missing-origin-check: known\n",
        "/* originlint-ignore missing-origin-check: known */",
        "/* originlint-ignore-file missing-origin-check, message-to-html: known */\n",
        "{/* originlint-ignore missing-origin-check: known */}\n",
        "/* originlint-ignore */",
        "/**/",
    ] {
        let text = format!("// originlint-ignore missing-origin-check: known\n{}{listen}", text.repeat(30_000));
        let source = Arc::new(SourceFile::new("a.jsx", text));
        let report = analyze(&source, &Settings::default(), &NoModules);
        assert_eq!(report.hidden.len(), 1, "{}", &source.text()[..100]);
    }
    assert!(start.elapsed() < Duration::from_secs(120), "{:?}", start.elapsed());
}

#[test]
fn ordinary_nesting_is_read() {
    for (extension, text) in shapes(READ) {
        let loaded = read(extension, text.clone());
        assert!(loaded.is_ok(), "{extension} {}: {:?}", head(&text), loaded.err());
    }
}

#[test]
fn deep_nesting_is_refused_or_read() {
    for (extension, text) in shapes(DEEP) {
        if let Err(failure) = read(extension, text.clone()) {
            assert_eq!(failure.kind, FailureKind::Depth, "{extension} {}", head(&text));
            assert!(failure.message.contains("nested too deeply") && failure.span.is_some(), "{failure:?}");
        }
    }
}

#[test]
fn the_deepest_that_is_let_through_is_read() {
    for (extension, before, open, inner, close) in NESTS.iter().chain(CHAINS) {
        // The greatest depth that the guard accepts, to within a tenth.
        let text = |n: usize| format!("{before}{}", around(open, inner, close, n));
        let accepted = [100_000, 60_000, 30_000, 20_000, 10_000, 9_000, 4_000, 3_900, 2_000, 1_900, 1_000, 490, 250];
        let deepest = accepted.into_iter().find(|n| read(extension, text(*n)).is_ok());
        assert!(deepest.is_some(), "{extension} {before}{open}{inner}{close}");
    }
}

#[test]
fn open_ends_are_refused_or_read() {
    for (extension, before, open, ..) in NESTS.iter().chain(CHAINS) {
        for n in [READ, 1_900, DEEP] {
            let loaded = read(extension, format!("{before}{}", open.repeat(n)));
            assert!(loaded.err().is_none_or(|f| f.kind == FailureKind::Depth), "{extension} {before}{open} {n}");
        }
    }
}

#[test]
fn nesting_mixed_of_all_kinds_is_refused_or_read() {
    let mut seed = 7;
    let javascript: Vec<_> =
        NESTS.iter().chain(CHAINS).filter(|(e, before, ..)| *e == "js" && before.is_empty()).collect();
    for n in [100, 500, 5_000, 50_000] {
        let (mut open, mut close) = (String::new(), String::new());
        for _ in 0..n {
            let (_, _, before, _, behind) = javascript[next(&mut seed) as usize % javascript.len()];
            open.push_str(before);
            close.insert_str(0, behind);
        }
        let loaded = read("js", open + "a" + &close);
        assert!(loaded.err().is_none_or(|f| f.kind == FailureKind::Depth), "{n}");
    }
}

#[test]
fn a_chain_of_left_operands_is_read() {
    for text in ["a + ", "a.", "a, ", "a && "] {
        let loaded = read("js", text.repeat(DEEP) + "a").expect("read");
        assert!(loaded.recovered.is_empty());
        assert!(loaded.program.exprs.len() > DEEP, "{text}");
    }
}

#[test]
fn a_line_of_twenty_megabytes_is_read() {
    let statement = "window.parent.postMessage({type:'x',value:[1,2,3]},'*');";
    let loaded = read("js", statement.repeat((20 << 20) / statement.len())).expect("read");
    assert!(loaded.recovered.is_empty());
    let text = format!("x='{}'", "é".repeat(10 << 20));
    assert!(read("js", text).expect("read").recovered.is_empty());
}

/// The files of the corpus that show what the parser reaches.
fn corpus() -> Vec<(PathBuf, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("test-corpus/syntax");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.clone(), fs::read(&path).expect("a file")))
        .collect();
    files.sort();
    files
}

#[test]
fn every_reach_of_the_parser_is_read() {
    for (path, bytes) in corpus() {
        let text = decode::decode(bytes).expect("text");
        let loaded = load(&SourceFile::new(path.to_string_lossy(), text)).expect("read");
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let errors: Vec<_> = loaded.recovered.iter().map(|f| (&f.message, f.span)).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        let program = &loaded.program;
        let is_empty = program.stmts.is_empty() && program.exports.is_empty();
        assert_eq!(is_empty, matches!(&*name, "comment.js" | "empty.js"), "{name}");
    }
}

#[test]
fn truncated_files_are_read_up_to_the_error() {
    for (path, bytes) in corpus() {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let loaded = load(&SourceFile::new(path.to_string_lossy(), &text[..end]));
            let failures: Vec<_> = loaded.as_ref().map_or_else(|f| vec![f], |l| l.recovered.iter().collect());
            let internal = failures.iter().find(|f| f.kind == FailureKind::Internal);
            assert!(internal.is_none(), "{} cut at {end}: {internal:?}", path.display());
        }
    }
}

#[test]
fn what_stands_before_a_syntax_error_is_kept() {
    let loaded = read("js", "window.a(1);\nfunction f() {}\nlet = = ;\nb();\n".to_owned()).expect("read");
    assert_eq!(loaded.program.functions.len(), 2);
    assert_eq!(loaded.program.stmts.len(), 1);
    let [error] = loaded.recovered.as_slice() else { panic!("one error: {:?}", loaded.recovered) };
    assert_eq!(error.kind, FailureKind::Parse);
    assert!(error.span.is_some_and(|at| (28..40).contains(&at.start)), "{error:?}");
}

/// A linear congruential generator: the same noise on every machine.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

#[test]
fn noise_is_read_or_refused() {
    let mut seed = 1;
    for round in 0..2_000 {
        let len = next(&mut seed) as usize % 400;
        let bytes: Vec<u8> = (0..len).map(|_| next(&mut seed) as u8).collect();
        if let Ok(text) = decode::decode(bytes.clone()) {
            let _ = read("js", text);
        }
        let ascii: String = bytes.iter().map(|b| char::from(b % 95 + 32)).collect();
        for extension in ["js", "ts", "tsx"] {
            let failure = read(extension, ascii.clone()).err();
            assert!(failure.is_none_or(|f| f.kind == FailureKind::Depth), "round {round}: {ascii}");
        }
    }
}

#[test]
fn tokens_in_any_order_are_read() {
    let tokens = [
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
        "`",
        "${",
        "/",
        "'",
        "\"",
        ";",
        ",",
        ".",
        "?.",
        "=>",
        "=",
        "+",
        "-",
        "!",
        "?",
        ":",
        "...",
        "@",
        "#a",
        "a",
        "b",
        "1",
        "'s'",
        "/r/",
        "if",
        "else",
        "for",
        "while",
        "do",
        "function",
        "class",
        "extends",
        "return",
        "var",
        "let",
        "const",
        "async",
        "await",
        "yield",
        "of",
        "in",
        "new",
        "import",
        "export",
        "default",
        "from",
        "switch",
        "case",
        "try",
        "catch",
        "finally",
        "throw",
        "static",
        "get",
        "set",
        "type",
        "interface",
        "enum",
        "namespace",
        "declare",
        "as",
        "using",
        "super",
        "this",
        "with",
        "label:",
        "\n",
        "</a>",
        "<a",
    ];
    let mut seed = 3;
    for round in 0..3_000 {
        let count = next(&mut seed) as usize % 40;
        let text: Vec<&str> = (0..count).map(|_| tokens[next(&mut seed) as usize % tokens.len()]).collect();
        let text = text.join(" ");
        for extension in ["js", "ts", "tsx"] {
            let loaded = read(extension, text.clone());
            let failures = loaded.as_ref().map_or_else(|f| vec![f], |l| l.recovered.iter().collect());
            assert!(
                failures.iter().all(|f| f.kind == FailureKind::Parse),
                "round {round} {extension}: {text}\n{failures:?}"
            );
        }
    }
}

#[test]
fn it_runs_on_a_small_stack_of_any_thread() {
    let text = around("(", "a", ")", 3_000);
    let thread = std::thread::Builder::new().stack_size(256 << 10);
    let loaded = thread.spawn(move || read("js", text).is_ok()).expect("a thread").join();
    assert!(loaded.expect("no overflow"));
}

/// What the parser holds, the machine holds too: it stops at a depth of its own and says so.
#[test]
fn the_analysis_holds_what_is_read() {
    let nests = NESTS.iter().map(|(extension, before, open, inside, close)| {
        (*extension, format!("{before}{}", around(open, inside, close, READ)))
    });
    let chains =
        ["+a", ".a", ",a", " && a", "(a)", " ? a : a"].iter().map(|link| ("js", format!("a{}", link.repeat(9_000))));
    for (extension, text) in nests.chain(chains) {
        let source = Arc::new(SourceFile::new(format!("a.{extension}"), text));
        if load(&source).is_err() {
            continue;
        }
        let report = analyze(&source, &Settings::default(), &NoModules);
        assert!(report.findings.is_empty());
        assert!(report.failures.iter().all(|f| f.kind != FailureKind::Internal), "{:?}", report.failures);
    }
}
