//! The machine's bounds: every input ends with a verdict, and a flaw behind a bound is reported or named as not followed.
//! Sizes are such that without the bound a test would not end, or would take the stack or the memory of the machine.

use std::fmt::Write as _;
use std::sync::Arc;

use originlint::report::{FailureKind, FileReport};
use originlint::source::SourceFile;
use originlint::{NoModules, Settings, analyze};

const LISTENER: &str = "addEventListener('message', (e) => { window.draft = e.data; });\n";

fn run(text: &str) -> FileReport {
    let report = analyze(&Arc::new(SourceFile::new("a.js", text)), &Settings::default(), &NoModules);
    assert!(report.failures.iter().all(|f| f.kind != FailureKind::Internal), "{:?}", report.failures);
    report
}

/// A verdict, whatever it is.
fn ends(text: &str) {
    run(text);
}

/// A finding of the rule that the flaw behind the bound is about, or a word that something was not followed.
fn is_not_silent(text: &str, rule: &str) {
    let report = run(text);
    let found = report.findings.iter().any(|f| f.rule == rule);
    assert!(found || !report.incomplete.is_empty(), "silent about\n{text}");
}

fn is_found(text: &str, rule: &str) {
    let report = run(text);
    assert!(report.findings.iter().any(|f| f.rule == rule), "{rule} is missing in\n{text}\n{:?}", report.incomplete);
}

#[test]
fn functions_that_call_themselves_through_built_ins_end() {
    for text in [
        "const a = []; const m = a.forEach; a.push(m); a.forEach(m);",
        "const a = [1]; const m = a.forEach.bind(a); a[0] = m; a.forEach(m);",
        "const a = [1, 2]; const m = a.map.bind(a); a[0] = m; a[1] = m; a.map(m);",
        "const f = () => 1; const c = f.call; c.call(c, c, c); const g = c.bind(c); g(g);",
        "const f = Function.prototype.call.bind(Function.prototype.call); f(f, f, f);",
        "const a = Reflect.apply; a(a, null, [a, null, [a]]);",
        "const s = 'x'; s.replace(/x/g, function r() { return s.replace(/x/g, r); });",
        "[3, 1].sort(function c(a, b) { return [a, b].sort(c)[0]; });",
        "const p = Promise.resolve(1); p.then(function t(v) { return p.then(t); });",
        "JSON.parse('[1]', function r(k, v) { return JSON.parse('[1]', r); });",
        "let f = (x) => x; for (;;) f = f.bind(null, f); f(1);",
        "const o = { get a() { return this.a; } }; o.a;",
        "const o = { toString() { return `${o}`; }, valueOf() { return +o; } }; `${o}`; o + 1;",
        "class A { static { new A(); } constructor() { new A(); } } new A();",
        "class C extends (() => C)() {} new C();",
        "function* g() { yield* g(); } [...g()];",
        "const a = !a; if (a) x(); const b = b && b; if (b) x(); const c = await c; if (c) x();",
        "const u = new URL(u); if (u.origin === x) y(); const v = w && !w, w = v && !v; if (v && w) x();",
        "const f = (x) => g(x) && g(x), g = (x) => f(x) && f(x); addEventListener('message', (e) => { if (f(e.data)) eval(e.data); });",
        "const h = { get: (t, k) => p[k] }; const p = new Proxy({}, h); p.x;",
    ] {
        ends(&format!("{LISTENER}{text}"));
    }
}

#[test]
fn what_is_in_itself_or_shared_many_times_is_visited_once() {
    let doubled = format!("let a = [1]; {} String(a); a.includes('x'); a == 1; `${{a}}`;", "a = [a, a];".repeat(60));
    let nested = format!("let a = [1]; {} a.join(); a.flat(Infinity);", "a = [a];".repeat(5_000));
    let spread = format!("let o = {{ x: 1 }}; {} postMessage(o, '*');", "o = { a: o, b: o, ...o };".repeat(200));
    for text in [
        "const a = []; a.push(a); String(a); a.join(); `${a}`; a == 1; a + ''; a.toString(); a.includes(a);",
        "const a = [], b = [a]; a.push(b); String(a); [...a, ...b].join(); a.concat(b) + '';",
        "const o = {}; o.o = o; postMessage(o, '*'); JSON.stringify(o); structuredClone(o);",
        "const s = new Set(); s.add(s); String([...s]); const m = new Map(); m.set(m, m); String([...m]);",
        "const a = {}, b = { __proto__: a }; Object.setPrototypeOf(a, b); a.x; 'x' in a;",
        &doubled,
        &nested,
        &spread,
    ] {
        ends(&format!("{LISTENER}{text}"));
    }
}

#[test]
fn texts_and_lists_do_not_grow_without_end() {
    for text in [
        "let s = 'a'; while (1) s += s;",
        "let s = 'a'; while (1) s = `${s}${s}`;",
        "let s = 'a'; while (1) s = s.concat(s);",
        "let s = 'a'; while (1) s = [s, s].join('');",
        "let s = 'a'; while (1) s = s.replace(/a/g, 'aa');",
        "let s = 'a'; while (1) s = s.replaceAll('a', 'aa');",
        "let s = 'a'; while (1) s = encodeURIComponent(s + '%');",
        "let s = 'a'; while (1) s = JSON.stringify(s + '\"');",
        "let s = 'a'.padStart(1e9); let t = 'b'.repeat(1e9); postMessage(s + t, '*');",
        "let s = 'a'.repeat(60000); for (;;) for (;;) x = s.split('');",
        "let s = 'a'.repeat(60000), t = 'a'.repeat(30000) + 'b'; for (;;) for (;;) s.indexOf(t);",
        "let s = 'a'.repeat(16000); for (;;) for (;;) /(?=a)(a+)+b/.test(s);",
        "let a = [1]; while (1) a = [...a, ...a];",
        "let a = [1]; while (1) a = a.concat(a);",
        "let a = [1]; while (1) a.push(...a);",
        "let o = {}; for (let i = 0; ; i++) o[i] = { ...o };",
        "const a = Array(1e9).fill(1).map((x) => [x]);",
        "let r = 'a'; while (1) { r = `(${r}|${r})`; new RegExp(r).test(r); }",
    ] {
        ends(&format!("{LISTENER}{text}"));
    }
}

#[test]
fn loops_in_loops_and_wide_code_end() {
    let loops = |head: &str, n: usize| format!("function f() {{ {} return; }} f();", head.repeat(n));
    let mut cases = String::from("addEventListener('message', (e) => { switch (e.data) {");
    for i in 0..6_000 {
        write!(cases, "case {i}: a{i}(e.data); break;").expect("a string takes everything");
    }
    cases.push_str("} });");
    let branches =
        format!("addEventListener('message', (e) => {{ {} b(); }});", "if (e.data == 1) a(); else ".repeat(3_000));
    let forks = format!(
        "let s = {{}}; addEventListener('message', (e) => {{ {} }});",
        "if (e.data.a) s = { s }; ".repeat(2_000)
    );
    let listeners = "addEventListener('message', (e) => { x = e.data; });".repeat(1_500);
    for text in [
        loops("for (;;)", 500),
        loops("while (a) for (const b of c) do { if (d) continue; if (e) break;", 1),
        loops("for (const a in b)", 300),
        loops("l: for (;;) { if (x) continue l; if (y) return;", 1).replace("return; }", "return; } }"),
        cases,
        branches,
        forks,
        listeners,
        "function h(e) { addEventListener('message', h); addEventListener('message', (e) => h(e)); x = e.data; } addEventListener('message', h);"
            .to_owned(),
    ] {
        ends(&text);
    }
}

#[test]
fn a_flaw_behind_padding_is_reported_or_named() {
    let tree: String =
        (0..8).map(|i| format!("function f{i}(d) {{ {} }}\n", format!("f{}(d); ", i + 1).repeat(3))).collect();
    let chain: String = (0..110).map(|i| format!("function f{i}(d) {{ f{}(d); }}\n", i + 1)).collect();
    let long: String = (0..400).map(|i| format!("function f{i}(d) {{ f{}(d); }}\n", i + 1)).collect();
    let times = "for (let i = 0; i < 30; i++) for (let j = 0; j < 30; j++) for (let k = 0; k < 30; k++) for (let l = 0; l < 30; l++)";
    let handler = |body: &str| format!("addEventListener('message', (e) => {{ {body} }});");
    is_not_silent(&handler(&format!("{times} x(); eval(e.data);")), "message-to-code");
    is_not_silent(&format!("{times} x(); {}", handler("eval(e.data);")), "message-to-code");
    is_not_silent(&format!("{tree} function f8(d) {{ eval(d); }} {}", handler("f0(e.data);")), "message-to-code");
    is_found(&format!("{chain} function f110(d) {{ eval(d); }} {}", handler("f0(e.data);")), "message-to-code");
    is_not_silent(&format!("{long} function f400(d) {{ eval(d); }} {}", handler("f0(e.data);")), "message-to-code");
    is_found(&handler(&format!("{} eval(e.data);", "b();".repeat(9_000))), "message-to-code");
    is_not_silent(&handler(&format!("{} eval(e.data);", "b();".repeat(90_000))), "message-to-code");
    let sends = "postMessage(1, '*');\n".repeat(500);
    is_found(&format!("{sends} parent.postMessage(document.cookie, '*');"), "wildcard-sensitive-data");
    let many: String = (0..40).map(|i| format!("a{i}, ")).collect();
    is_found(&handler(&format!("const all = {{ {many} data: e.data }}; eval(all.data);")), "message-to-code");
    let held: String = (0..200).map(|i| format!("a{i}: {i}, ")).collect();
    is_found(&format!("parent.postMessage({{ {held} token: document.cookie }}, '*');"), "wildcard-sensitive-data");
}

#[test]
fn a_flaw_in_a_later_turn_or_call_is_found() {
    let handler = |body: &str| format!("addEventListener('message', (e) => {{ {body} }});");
    for text in [
        "const f = (x, n) => (n ? f(x, n - 1) : eval(x)); addEventListener('message', (e) => f(e.data, 2));".to_owned(),
        "const f = (x, n) => (n ? f(x, n - 1) : eval(x)); addEventListener('message', (e) => f(e.data, 50));"
            .to_owned(),
        handler("for (let i = 0; ; i++) { if (i === 7) eval(e.data); if (i > 9) break; }"),
        handler("let i = 0; while (more()) i++; if (i === 12) eval(e.data);"),
        handler("for (let i = 0; i < 100; i++) if (i === 99) eval(e.data);"),
        handler("let s = ''; for (const c of e.data) s += 'a'; if (s.length === 9) eval(e.data);"),
        handler("Array(100).fill(0).map((_, i) => i).forEach((i) => { if (i === 90) eval(e.data); });"),
    ] {
        is_found(&text, "message-to-code");
    }
}

#[test]
fn what_says_that_it_is_a_worker_does_not_make_a_windows_listener_one() {
    for text in [
        "/// <reference lib=\"webworker\" />\nwindow.addEventListener('message', (e) => { document.body.innerHTML = e.data; });",
        "if (typeof importScripts === 'function') {}\nwindow.addEventListener('message', (e) => { document.body.innerHTML = e.data; });",
    ] {
        is_found(text, "message-to-html");
    }
}

#[test]
fn a_chain_of_paths_as_long_as_a_file_is_dropped() {
    ends(&format!("{LISTENER} {}", "if (a()) b(); else return_; ".repeat(20_000)));
    ends(&format!(
        "addEventListener('message', (e) => {{ {} eval(e.data); }});",
        "if (e.origin === x()) y();".repeat(3_000)
    ));
}
