//! Values that are cyclic, huge, self-made or otherwise odd, and every built-in that the machine knows called on them.

use std::fmt::Write;

use crate::choices::Choices;
use crate::input::Input;
use crate::names::{NAMES, STATICS};

/// Values by the statements that make one in a variable `$`.
const VALUES: &[&str] = &[
    "let $ = [1, 'a', null];",
    "let $ = {};",
    "let $ = 'https://a.example';",
    // In themselves.
    "let $ = []; $.push($);",
    "let $ = [1]; $[0] = $; $.x = $;",
    "let $ = {}; $.self = $; $.list = [$];",
    "let $ = {}; $.__proto__ = $;",
    "let $ = {}; Object.setPrototypeOf($, $);",
    "let $ = Object.create(null); Object.setPrototypeOf($, Object.create($));",
    "let $ = new Map(); $.set($, $);",
    "let $ = new Map([['a', 1]]); $.set('a', $); $.set('b', [$]);",
    "let $ = new Set(); $.add($);",
    "let $ = Promise.resolve(1); $ = $.then(() => $);",
    "let $ = new Promise((resolve) => resolve($));",
    "let $ = { then(f) { return f($); } };",
    "let $ = { toString() { return `${$}`; }, valueOf() { return +$; } };",
    "let $ = { [Symbol.toPrimitive]() { return $ + ''; } };",
    "let $ = { toJSON() { return $; } };",
    "let $ = { get a() { return this.a; }, set a(v) { this.a = v; } };",
    "let $ = {}; Object.defineProperty($, 'a', { get: () => $.a, set(v) { $.a = v; } });",
    "let $ = { get b() { Object.defineProperty($, 'b', { get() { return $.b; } }); return $.b; } };",
    "let $ = new Proxy({}, { get: (t, k) => $[k], has: (t, k) => k in $, set: (t, k, v) => $[k] = v });",
    "let $ = new Proxy(function () {}, { apply: () => $(), construct: () => new $() });",
    "let $ = {}; $ = new Proxy($, $);",
    "let $ = { [Symbol.iterator]: () => $, next: () => ({ value: $, done: false }) };",
    "let $ = { *[Symbol.iterator]() { yield* $; } };",
    "let $ = { [Symbol.hasInstance]: (v) => v instanceof $ };",
    "let $ = (function* () { yield $; yield* $; })();",
    "function* $() { yield* $(); }",
    "async function $() { await $(); return $; }",
    "function $() { return $; }",
    "function $(...all) { return $(...all, all); }",
    "function $(f = $) { return f($); }",
    "function $(strings, ...values) { return $`${values}${strings}`; }",
    "function $() { return new $(); }",
    "function $() { arguments[0] = arguments; return arguments; }",
    "const $ = (x) => (y) => $(y)(x);",
    "class $ { static { new $(); } constructor() { this.next = new $(); } get a() { return new $().a; } }",
    "class $ extends (() => $)() {}",
    "class $ { static a = $; static b = new $(); #p = this; m() { return this.#p.m(); } toString() { return this.m(); } }",
    "let $ = class A extends (class B { m() { return new A(); } }) { m() { return super.m().m(); } };",
    // Built-ins as values.
    "let $ = []; $.push($.forEach, $.map, $.concat);",
    "let $ = [1]; $[0] = $.forEach.bind($);",
    "let $ = [].map.bind([1, 2]); $ = $.bind($, $);",
    "let $ = Function.prototype.call.bind(Function.prototype.call);",
    "let $ = String.raw;",
    "let $ = [String, Number, Object, Array, Symbol, BigInt, Function, RegExp, Promise, eval];",
    // Sizes and numbers.
    "let $ = []; $.length = 4294967295;",
    "let $ = new Array(1e9);",
    "let $ = []; $[1e9] = 1; $[-1] = 2; $['01'] = 3;",
    "let $ = [, , 1, , ];",
    "let $ = Array.from({ length: 1e9 });",
    "let $ = { length: 1e9, 0: 'a', 999: 'b' };",
    "let $ = { length: -1 };",
    "let $ = NaN;",
    "let $ = -0;",
    "let $ = Infinity;",
    "let $ = -1e9;",
    "let $ = 1e21;",
    "let $ = 2 ** 53;",
    "let $ = 10n ** 50n;",
    "let $ = null;",
    "let $;",
    "let $ = Symbol('s');",
    "let $ = true;",
    // Texts.
    "let $ = 'a'.repeat(60000);",
    "let $ = 'ab,'.repeat(9000);",
    "let $ = '\\ud83d\\ude00\\ud800';",
    "let $ = '';",
    "let $ = '\\u0130\\u1e9e\\ufb03'.repeat(500);",
    "let $ = '__proto__';",
    "let $ = 'constructor';",
    "let $ = '$&$`$1'.repeat(50);",
    "let $ = 'https://user:pw@a.example:8443/x?y=1#z';",
    // Patterns.
    "let $ = /(a*)*b/g;",
    "let $ = /^(\\w+\\.)+com$/y; $.lastIndex = 1e9;",
    "let $ = new RegExp('(a|'.repeat(200) + 'b' + ')'.repeat(200));",
    "let $ = /(?:)/g;",
    "let $ = new RegExp('x{0,999}'.repeat(90));",
    // The platform.
    "let $ = window;",
    "let $ = document.createElement('iframe');",
    "let $ = new MessageChannel(); $.port1.onmessage = (e) => $.port2.postMessage($);",
    "let $ = new MessageChannel().port1; $.onmessage = $;",
    "let $ = new URL('https://a.example/?q=1'); $.href = $;",
    "let $ = new URLSearchParams('a=1&a=2'); $.append($, $);",
    "let $ = new Worker('w.js'); $.onmessage = () => $.postMessage($, [$]);",
    "let $ = new ArrayBuffer(1e9);",
    "let $ = new Uint8Array(1e9);",
    "let $ = location;",
    "let $ = import('./a.js');",
    "let $ = new Date(NaN);",
    "let $ = new Error('x', { cause: $0 });",
    "let $ = JSON.parse('{\"__proto__\":{\"a\":1}}', function (k, v) { return $0; });",
    "let $ = Object.freeze([$0, $0]);",
    "let $ = [$0, [$0, [$0]]];",
    "let $ = { a: $0, ...$0, [$0]: $0 };",
    "let $ = [...$0, ...$0];",
    "let $ = `${$0}${$0}`;",
    "let $ = structuredClone($0);",
    "let $ = $0.bind($0, $0);",
    "let $ = Symbol.for($0);",
    "let $ = new WeakMap([[$0, $0]]);",
    "let $ = [$0, $0].flat(Infinity);",
    "let $ = Object.assign($0, { $0 });",
];

/// What is done with values `$0`, `$1`, `$2`; `@` is a name that the machine knows, `#` one with a capital.
const USES: &[&str] = &[
    "$0.@($1, $2);",
    "$0.@();",
    "$0.@($0);",
    "$0.@($0, $0, $0);",
    "$0.@((x, i, all) => $1.@(x, all), $2);",
    "$0.@(function f(x) { return $0.@(f, x); });",
    "$0.@($1.@, $2.@);",
    "$0.@(...$1, ...$2);",
    "$0.@`${$1}${$2}`;",
    "$0?.@?.($1)?.@($2);",
    "$0.@.call($1, $2);",
    "$0.@.apply($1, $2);",
    "$0.@.bind($1, $2)($0);",
    "#.@($0, $1);",
    "#.@($0, (x) => #.@(x, $1), $2);",
    "new #($0, $1);",
    "new #($0).@($1);",
    "#($0);",
    "@($0, $1);",
    "@.@($0, $1);",
    "$0.@ = $1;",
    "$0.@.@ = $1;",
    "$0[$1] = $2;",
    "$0[$1][$2] = $0;",
    "$0[$1]($2);",
    "$0 = $0.@($1);",
    "$0 = [$0, $0];",
    "$0 = { $0, $1 };",
    "$0 += $0;",
    "$0 = `${$0}${$0}`;",
    "$0 = $0 + $1;",
    "$0 = $0.concat($0, $1);",
    "$0 = [...$0, ...$0];",
    "$0 = { ...$0, ...$1 };",
    "$0 = Object.assign($1, $0);",
    "$0 = $0.bind($1, $2);",
    "if ($0 == $1) $0 = $2;",
    "if ($0 === $1 || $0 < $2) $1.@();",
    "if ($0 in $1 && $0 instanceof $1) $2.@($0);",
    "for (const x of $0) $1.@(x);",
    "for (const k in $0) $0[k] = $1[k];",
    "for (const [a, { b = $0, ...c }] of $0) $1.@(a, b, c);",
    "while ($0.@($1)) $0 = $0.@($2);",
    "for (;;) { $0 = $0.@($1); if ($2.@) break; }",
    "switch ($0) { case $1: $2.@(); case `${$2}`: default: $0.@(); }",
    "try { $0(); } catch ({ message = $1, ...$rest }) { $rest.@($0); } finally { $2(); }",
    "delete $0[$1];",
    "[$0, $1] = [$1, $0];",
    "({ @: $0, [$1]: $2 = $0, ...$1 } = $0);",
    "const [$x, ...$y] = $0; $y.@($x);",
    "void async function () { for await (const x of $0) await x.@($1); }();",
    "JSON.stringify($0, (k, v) => $1, $2);",
    "JSON.stringify($0);",
    "JSON.parse(JSON.stringify($0), (k, v) => $1.@(v));",
    "String($0); Number($1); Boolean($2); `${$0}`; +$0; -$1; ~$2; typeof $0;",
    "new $0($1); $0($1);",
    "new $0; new $0.@($1);",
    "class $c extends $0 { @ = $1; static @ = $2; constructor() { super($1); super.@($2); } } new $c();",
    "Reflect.ownKeys($0).forEach((k) => Reflect.set($1, k, $0[k]));",
    "Object.entries($0).map(([k, v]) => [v, k]);",
    "Object.fromEntries([[$0, $1], ...$2]);",
    "Array.from($0, (x) => $1.@(x));",
    "[$0, $1, $2].sort((a, b) => a - b || $0.@(a, b)).reduce((a, b) => a.@(b));",
    "$0.replace($1, (m) => m.replace($1, $2));",
    "$0.replace($1, $2); $0.split($1); $0.match($1); new RegExp($1, $2).test($0);",
    "$0.then($1, $2).catch($1).finally($2); Promise.all([$0, $1]).then($2);",
    "setTimeout($0, $1); queueMicrotask($2); requestAnimationFrame($0);",
    "addEventListener('message', $0);",
    "$0.addEventListener('message', $1); $0.onmessage = $2;",
    "addEventListener('message', function h(e) { addEventListener('message', h); $0.@(e.data, h); });",
    "addEventListener('message', (e) => { if ($0.@(e.origin)) $1.@(e.data); });",
    "addEventListener('message', (e) => { if (e.origin === $0 || $1.includes(e.origin)) $2[e.data.type](e.data); });",
    "addEventListener('message', ({ origin, data, source, ports }) => { $0 = data; source.postMessage($0, origin, ports); });",
    "onmessage = (e) => $0.@(e.data).@(e.origin, $1);",
    "parent.postMessage($0, $1, $2);",
    "$0.postMessage($1, [$2]);",
    "postMessage({ a: $0, b: [$1] }, '*', [$2]);",
    "new BroadcastChannel($0).postMessage($1);",
    "document.body.innerHTML = $0; document.write($1);",
    "eval($0); new Function($1)(); location = $2;",
    "$0.close(); $0.start(); $1.terminate();",
];

/// A program of a few odd values and what is done with them, sometimes within a handler or a function.
pub(crate) fn program(choices: &mut Choices<'_>) -> Input {
    let mut text = String::new();
    let mut shape = String::from("odd");
    let values = 1 + choices.below(5);
    for i in 0..values {
        let made = choices.word(VALUES);
        let text_of = made.replace("$0", &name(choices.below(i.max(1)))).replace('$', &name(i));
        let _ = writeln!(text, "{text_of}");
    }
    let wrap = *choices.pick(&[
        "",
        "addEventListener('message', (e) => {",
        "function f() {",
        "for (;;) {",
        "class A { static {",
    ]);
    text.push_str(wrap);
    for i in 0..=choices.below(6) {
        let used = choices.word(USES);
        let mut line = String::new();
        let mut rest = used;
        while let Some(at) = rest.find(['$', '@', '#']) {
            line.push_str(&rest[..at]);
            let (mark, behind) = rest[at..].split_at(1);
            rest = behind;
            match mark {
                "@" => line.push_str(choices.word(&NAMES)),
                // A private name is no placeholder.
                "#" if rest.starts_with(|c: char| c.is_ascii_lowercase()) => line.push('#'),
                "#" => line.push_str(choices.word(&STATICS)),
                _ if rest.starts_with(|c: char| c.is_ascii_digit()) => {
                    rest = &rest[1..];
                    line.push_str(&name(choices.below(values)));
                }
                // A name of the use's own.
                _ if rest.starts_with(|c: char| c.is_ascii_lowercase()) => {
                    let _ = write!(line, "own{i}");
                }
                mark => line.push_str(mark),
            }
        }
        line.push_str(rest);
        // `${` of a template came apart above; its dollar was kept.
        let _ = writeln!(text, "{line}");
        if i == 0 {
            shape = format!("odd {}", &used[..used.len().min(24)]);
        }
    }
    text.push_str(match wrap {
        "" => "postMessage(1, '*');\n",
        "addEventListener('message', (e) => {" => "});\n",
        "class A { static {" => "} }\n",
        _ => "}\npostMessage(1);\n",
    });
    Input::of(shape, "a.js", text)
}

fn name(i: usize) -> String {
    format!("v{i}")
}
