//! Functions that call themselves and each other through everything that calls a function: callbacks, conversions, iterators, accessors.

use std::fmt::Write;

use crate::choices::Choices;
use crate::input::Input;

/// What calls a function back: the call, with `F` where the function stands.
const CALLERS: &[&str] = &[
    "[1, 2].forEach(F)",
    "[1, 2].map(F)",
    "[2, 1].sort(F)",
    "[1, 2].reduce(F)",
    "[1].flatMap(F)",
    "[1, 2].find(F)",
    "[1].filter(F)",
    "Array.from([1], F)",
    "'aa'.replace(/a/g, F)",
    "'a'.replace('a', F)",
    "JSON.parse('[1]', F)",
    "JSON.stringify([1], F)",
    "JSON.stringify({ toJSON: F })",
    "`${{ toString: F }}`",
    "+{ valueOf: F }",
    "({ [Symbol.toPrimitive]: F }) + ''",
    "({ [Symbol.toPrimitive]: F }) == 1",
    "[...{ [Symbol.iterator]: F }]",
    "(([x]) => x)({ [Symbol.iterator]: F })",
    "(() => { for (const x of { [Symbol.iterator]: F }) x; })()",
    "F`a`",
    "new F()",
    "new (class extends F {})()",
    "F.call(null, 1)",
    "F.apply(null, [1])",
    "F.bind(null)()",
    "Reflect.apply(F, null, [])",
    "Reflect.construct(F, [])",
    "Promise.resolve().then(F)",
    "Promise.reject().catch(F)",
    "new Promise(F)",
    "setTimeout(F, 0)",
    "queueMicrotask(F)",
    "({ get a() { return F(); } }).a",
    "({ set a(v) { F(v); } }).a = 1",
    "new Proxy({}, { get: F }).a",
    "new Proxy(F, { apply: F })()",
    "Object.defineProperty({}, 'a', { get: F }).a",
    "new Map([[1, 2]]).forEach(F)",
    "new Set([1]).forEach(F)",
    "Object.entries({ a: 1 }).map(F)",
    "[[1]].map(([x]) => F(x))",
    "(() => F())()",
    "(async () => { await F(); })()",
    "(function* () { yield F(); })().next()",
    "(function* () { yield* F(); })().next()",
    "(({ a = F() }) => a)({})",
    "((a = F()) => a)()",
    "(1, F)()",
    "(x ? F : F)()",
    "[F][0]()",
    "({ F }).F()",
    "eval('F()')",
    "F?.()",
    "1 instanceof { [Symbol.hasInstance]: F }",
    "class2(F)",
    "addEventListener('message', F)",
    "addEventListener('message', (e) => F(e.data))",
    "port.onmessage = F",
    "new MessageChannel().port1.addEventListener('message', F)",
    "document.addEventListener('click', F)",
    "useEffect(F)",
    "$(F)",
    "element.onclick = F",
    "structuredClone({ get a() { return F(); } })",
    "Object.assign({}, { get a() { return F(); } })",
    "({ ...{ get a() { return F(); } } })",
    "parent.postMessage({ get a() { return F(); } }, '*')",
    "[1, 2].toSorted(F)",
    "Object.groupBy([1], F)",
    "'a'.split({ [Symbol.split]: F })",
    "'a'.match({ [Symbol.match]: F })",
    "new WeakRef(F).deref()()",
    "Symbol.prototype.toString.call({ toString: F })",
    "delete new Proxy({}, { deleteProperty: F }).a",
    "Array.prototype.concat.call({ get length() { return F(); } })",
];

/// A program of functions that call each other, and themselves, through everything that calls.
pub(crate) fn program(choices: &mut Choices<'_>) -> Input {
    let count = 1 + choices.below(4);
    let mut text = String::new();
    let mut shape = String::new();
    for i in 0..count {
        let head = *choices.pick(&[
            "function F(x) { return ",
            "async function F(x) { await ",
            "function* F(x) { yield ",
            "class F { constructor(x) { this.a = ",
        ]);
        let _ = write!(text, "{}", head.replace('F', &format!("f{i}")));
        let calls = 1 + choices.below(3);
        for k in 0..calls {
            let caller = choices.word(CALLERS);
            if k + i == 0 {
                shape = format!("callers {caller}");
            }
            let _ = write!(
                text,
                "{}{}",
                if k > 0 { ", " } else { "" },
                caller.replace('F', &format!("f{}", choices.below(count)))
            );
        }
        text.push_str(if head.starts_with("class") { "; } }\n" } else { "; }\n" });
    }
    text.push_str(choices.word(&[
        "f0();\npostMessage(1);\n",
        "addEventListener('message', f0);\n",
        "addEventListener('message', (e) => f0(e.data));\n",
        "new f0();\nparent.postMessage(f0, '*');\n",
        "`${f0}`; onmessage = (e) => { if (f0(e.origin)) eval(e.data); };\n",
        "const p = new Proxy(f0, { get: f0, apply: f0 }); p(); p.x; postMessage(p);\n",
    ]));
    Input::of(shape, "a.js", text)
}
