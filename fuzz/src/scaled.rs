//! Programs that grow with a number: nesting, chains, doubling, long lists.
//!
//! Each is one mechanism, so that what an input costs can be laid at its door.

use std::fmt::Write;

use crate::choices::Choices;
use crate::input::Input;

/// A program for a size.
type Maker = fn(usize) -> String;

const LISTEN: &str = "addEventListener('message', (e) => { document.title = e.data; });\n";

fn rep(text: &str, n: usize) -> String {
    text.repeat(n)
}

/// Every piece for `0..n`, one behind the other.
fn each(n: usize, mut piece: impl FnMut(usize) -> String) -> String {
    (0..n).fold(String::new(), |mut text, i| {
        text.push_str(&piece(i));
        text
    })
}

/// `open`, repeated, around `inner`.
fn nest(n: usize, open: &str, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(n), close.repeat(n))
}

/// The mechanisms by name.
const MAKERS: &[(&str, Maker)] = &[
    // Text, lists and objects that double.
    ("double text +=", |n| format!("let s = 'ab'; {} postMessage(s, '*');", rep("s += s;", n.min(400)))),
    ("double text + loop", |n| format!("let s = 'ab'; for (let i = 0; i < {n}; i++) s = s + s; postMessage(s, '*');")),
    ("double text while", |_| "let s = 'a'; while (1) s += s; postMessage(1);".into()),
    ("double template", |n| format!("let s = 'ab'; {} postMessage(s, '*');", rep("s = `${s}-${s}`;", n.min(400)))),
    ("double template loop", |_| "let s = 'a'; for (;;) { s = `${s}${s}`; if (x) break; } postMessage(s);".into()),
    ("double concat", |n| format!("let s = 'ab'; {} postMessage(s, '*');", rep("s = s.concat(s, s);", n.min(400)))),
    ("double join", |n| format!("let s = 'ab'; {} postMessage(s, '*');", rep("s = [s, s, s].join(s);", n.min(300)))),
    ("double repeat", |n| format!("let s = 'ab'; {} postMessage(s, '*');", rep("s = s.repeat(99);", n.min(300)))),
    ("pad", |n| format!("let s = 'ab'.padStart({n}00000); s = s.padEnd(1e9, s); postMessage(s + s, '*');")),
    ("double replace", |n| {
        format!("let s = 'aa'; {} postMessage(s, '*');", rep("s = s.replace(/a/g, s);", n.min(200)))
    }),
    ("double replaceAll", |n| {
        format!("let s = 'aa'; {} postMessage(s);", rep("s = s.replaceAll('a', s);", n.min(200)))
    }),
    ("double replace group", |n| {
        format!("let s = 'aa'; {} postMessage(s);", rep("s = s.replace(/(.*)/, '$1$1$&');", n.min(200)))
    }),
    ("double escape", |n| format!("let s = '%'; {} postMessage(s);", rep("s = encodeURIComponent(s);", n.min(200)))),
    ("double json text", |n| format!("let s = '\"'; {} postMessage(s);", rep("s = JSON.stringify(s);", n.min(200)))),
    ("double btoa", |n| format!("let s = 'abc'; {} postMessage(s);", rep("s = btoa(s + s);", n.min(200)))),
    ("double upper", |n| {
        format!("let s = '\u{fb03}\u{df}'; {} postMessage(s);", rep("s = (s + s).toUpperCase();", n.min(200)))
    }),
    ("double raw", |n| format!("let s = 'ab'; {} postMessage(s);", rep("s = String.raw`${s}${s}`;", n.min(200)))),
    ("double url", |n| {
        format!("let s = 'https://a.b/'; {} postMessage(s);", rep("s = new URL(s + s).href;", n.min(200)))
    }),
    ("double array", |n| format!("let a = [1]; {} postMessage(a);", rep("a = [a, a];", n.min(2000)))),
    ("double array text", |n| format!("let a = [1]; {} postMessage(String(a));", rep("a = [a, a];", n.min(2000)))),
    ("double array json", |n| {
        format!("let a = [1]; {} x = JSON.stringify(a);postMessage(1)", rep("a = [a, a];", n.min(2000)))
    }),
    ("double array flat", |n| {
        format!("let a = [1]; {} a = a.flat(Infinity);postMessage(a)", rep("a = [a, a];", n.min(2000)))
    }),
    ("double array equal", |n| {
        format!("let a = [1], b = [1]; {} postMessage(a == b + '');", rep("a = [a, a]; b = [b, b];", n.min(2000)))
    }),
    ("double array clone", |n| {
        format!("let a = [1]; {} parent.postMessage(structuredClone(a), '*');", rep("a = [a, a];", n.min(2000)))
    }),
    ("double array data", |n| {
        format!(
            "addEventListener('message', (e) => {{ let a = [e.data]; {} eval(a); fetch(a); }});",
            rep("a = [a, a];", n.min(2000))
        )
    }),
    ("double array includes", |n| {
        format!(
            "let a = ['https://a.b']; {} addEventListener('message', (e) => {{ if (a.includes(e.origin)) eval(e.data); }});",
            rep("a = [a, a];", n.min(2000))
        )
    }),
    ("double object", |n| {
        format!("let a = {{ x: 1 }}; {} postMessage(a, '*');", rep("a = { l: a, r: a };", n.min(2000)))
    }),
    ("double object spread", |n| {
        format!("let a = {{ x: 1 }}; {} postMessage(a, '*');", rep("a = { ...a, ...a, b: a };", n.min(2000)))
    }),
    ("double object json", |n| {
        format!("let a = {{ x: 1 }}; {} postMessage(JSON.stringify(a), '*');", rep("a = { l: a, r: a };", n.min(2000)))
    }),
    ("double spread", |n| format!("let a = [1, 2]; {} postMessage(a, '*');", rep("a = [...a, ...a];", n.min(400)))),
    ("double push", |n| format!("let a = [1, 2]; {} postMessage(a, '*');", rep("a.push(...a);", n.min(400)))),
    ("double list concat", |n| format!("let a = [1, 2]; {} postMessage(a, '*');", rep("a = a.concat(a);", n.min(400)))),
    ("long list copies", |n| {
        format!("let a = [{}]; {} postMessage(a, '*');", rep("1,", n.min(8000)), rep("a = [...a];", n.min(300)))
    }),
    ("double map", |n| {
        format!("let a = new Map(); {} postMessage(a);", rep("a = new Map([['a', a], ['b', a]]);", n.min(2000)))
    }),
    ("double call", |n| {
        format!(
            "let f = () => x(); {} f(); postMessage(1);",
            each(n.min(500), |i| format!("const f{i} = {0}; f = () => {{ f{i}(); f{i}(); }};", "f"))
        )
    }),
    ("double compose", |n| {
        format!("let f = (x) => x; {} f(1); postMessage(1);", rep("f = ((g) => (x) => g(g(x)))(f);", n.min(500)))
    }),
    ("double promise", |n| {
        format!("let p = Promise.resolve(1); {} postMessage(1);", rep("p = Promise.all([p, p]);", n.min(1000)))
    }),
    ("double bind", |n| format!("let f = (x) => x; {} f(1); postMessage(1);", rep("f = f.bind(f, f);", n.min(2000)))),
    ("double proxy", |n| format!("let p = {{}}; {} p.x; postMessage(p);", rep("p = new Proxy(p, p);", n.min(2000)))),
    ("double class", |n| {
        format!(
            "let C = class {{}}; {} new C(); postMessage(1);",
            rep("C = class extends C { a = new C(); };", n.min(500))
        )
    }),
    ("double prototype", |n| {
        format!(
            "let o = {{}}; {} o.missing; for (k in o) o[k]; postMessage(o);",
            rep("o = Object.create(o);", n.min(3000))
        )
    }),
    ("double state", |n| {
        format!("let x = 0; {} postMessage(x, '*');", each(n.min(2000), |i| format!("if (a{i}) x = x + {i};")))
    }),
    ("double state text", |n| {
        format!("let x = ''; {} postMessage(x, '*');", each(n.min(2000), |i| format!("if (a{i}) x += 'b{i}';")))
    }),
    ("double state objects", |n| {
        format!(
            "let o = {{}}; {} postMessage(o, '*');",
            each(n.min(2000), |i| format!("if (a{i}) o = {{ o, p{i}: o }};"))
        )
    }),
    ("double state cond", |n| {
        format!("let x = 0; {} postMessage(x, '*');", each(n.min(2000), |i| format!("x = a{i} ? x + 1 : x + 2;")))
    }),
    ("double state in handler", |n| {
        format!(
            "addEventListener('message', (e) => {{ let x = e.data; {} eval(x); }});",
            each(n.min(2000), |i| format!("if (e.data.a{i}) x = x + e.data.b{i};"))
        )
    }),
    ("double exits", |n| {
        format!(
            "addEventListener('message', (e) => {{ {} eval(e.data); }});",
            each(n.min(3000), |i| format!("if (e.origin === 'https://a{i}.b') return;"))
        )
    }),
    ("double throw", |n| {
        format!(
            "addEventListener('message', (e) => {{ {} eval(e.data); }});",
            each(n.min(1000), |i| format!("try {{ f{i}(); throw {i}; }} catch (x) {{ g(x); }}"))
        )
    }),
    // Nesting.
    ("loops in loops", |n| {
        format!("function f() {{ {} }} f(); postMessage(1);", nest(n.min(700), "for (;;) ", "g();", ""))
    }),
    ("counted loops in loops", |n| {
        format!("{} postMessage(1);", nest(n.min(80), "for (let i = 0; i < 30; i++) { ", "g();", "}"))
    }),
    ("loops with calls", |n| {
        format!(
            "function f0() {{ g(); }} {} f{}(); postMessage(1);",
            each(n.min(300), |i| format!("function f{}() {{ for (const x of [1, 2, 3]) f{i}(); }}", i + 1)),
            n.min(300)
        )
    }),
    ("while in while", |n| format!("{} postMessage(1);", nest(n.min(700), "while (a()) { b();", "c();", "}"))),
    ("for in for in", |n| {
        format!(
            "const o = {{ a: 1, b: 2 }}; {} postMessage(1);",
            nest(n.min(700), "for (const k in o) for (const v of [o]) { ", "c(k, v);", "}")
        )
    }),
    ("do in do", |n| format!("{} postMessage(1);", nest(n.min(400), "do { x++; ", "c();", "} while (a);"))),
    ("labels", |n| {
        format!(
            "{} {{}} {} postMessage(1);",
            each(n.min(1500), |i| format!("l{i}: for (;;) {{ if (a) continue l{i};")),
            rep("break; }", n.min(1500))
        )
    }),
    ("try in try", |n| {
        format!("{} postMessage(1);", nest(n.min(400), "try { a();", "b();", "} catch (e) { c(e); } finally { d(); }"))
    }),
    ("try in finally", |n| format!("{} postMessage(1);", nest(n.min(400), "try { a(); } finally { ", "b();", "}"))),
    ("if in if", |n| {
        format!(
            "addEventListener('message', (e) => {{ {} }});",
            nest(n.min(450), "if (e.data.a) { ", "eval(e.data);", "} else b(); ")
        )
    }),
    ("else if", |n| {
        format!("addEventListener('message', (e) => {{ {} b(); }});", rep("if (e.data == 1) a(); else ", n.min(9000)))
    }),
    ("cond chain", |n| {
        format!(
            "addEventListener('message', (e) => {{ x = {} 1; }});",
            each(n.min(9000), |i| format!("e.data === {i} ? a{i}(e.data) : "))
        )
    }),
    ("and chain", |n| {
        format!(
            "addEventListener('message', (e) => {{ if ({} e.data) eval(e.data); }});",
            each(n.min(9000), |i| format!("e.data.a{i} && "))
        )
    }),
    ("or of origins", |n| {
        format!(
            "addEventListener('message', (e) => {{ if ({} false) eval(e.data); }});",
            each(n.min(9000), |i| format!("e.origin === 'https://a{i}.b' || "))
        )
    }),
    ("not chain", |n| format!("x = {}y; postMessage(x);", rep("!", n.min(3000)))),
    ("arrows", |n| format!("x = {}y; x(1)(2); postMessage(1);", rep("(a) => ", n.min(450)))),
    ("functions in functions", |n| format!("{} postMessage(1);", nest(n.min(450), "(function () { ", "a();", "})();"))),
    ("calls in calls", |n| format!("const f = (x) => x; {}; postMessage(1);", nest(n.min(450), "f(", "1", ")"))),
    ("calls in calls twice", |n| {
        format!("const f = (x, y) => x + y; {}; postMessage(1);", nest(n.min(450), "f(", "1", ", 'a')"))
    }),
    ("templates in templates", |n| format!("x = {}; postMessage(x);", nest(n.min(450), "`a${", "b", "}`"))),
    ("arrays in arrays", |n| {
        format!("x = {}; postMessage(x); String(x); JSON.stringify(x);", nest(n.min(450), "[", "1", "]"))
    }),
    ("objects in objects", |n| {
        format!("x = {}; postMessage(x); JSON.stringify(x);", nest(n.min(450), "{ a: ", "1", "}"))
    }),
    ("pattern in pattern", |n| format!("const {} = x; postMessage(a);", nest(n.min(450), "{ a: [", "a", "] }"))),
    ("member chain", |n| format!("x = a{}; postMessage(x);", rep(".b", n.min(9000)))),
    ("call chain", |n| {
        format!("const a = {{ b() {{ return this; }} }}; x = a{}; postMessage(x);", rep(".b()", n.min(9000)))
    }),
    ("then chain", |n| format!("p{}; postMessage(1);", rep(".then((x) => [x, x])", n.min(3000)))),
    ("method chain on list", |n| format!("x = [1, 2]{}; postMessage(x);", rep(".map((x) => x + 1)", n.min(3000)))),
    ("method chain on text", |n| {
        format!("x = 'abc'{}; postMessage(x);", rep(".replace(/a/, 'aa').slice(0)", n.min(3000)))
    }),
    ("plus chain", |n| format!("x = {}'a'; postMessage(x);", rep("'a' + y + ", n.min(9000)))),
    ("plus chain of data", |n| {
        format!(
            "addEventListener('message', (e) => {{ x = {}'a'; eval(x); }});",
            each(n.min(4000), |i| format!("e.data.a{i} + "))
        )
    }),
    ("comma chain", |n| format!("x = ({}1); postMessage(x);", each(n.min(9000), |i| format!("a{i}(), ")))),
    ("assign chain", |n| format!("{}1; postMessage(1);", rep("x = ", n.min(3000)))),
    ("jsx in jsx", |n| format!("x = {}; postMessage(1);", nest(n.min(400), "<a b={c}>", "d", "</a>"))),
    ("classes in classes", |n| {
        format!("{} postMessage(1);", nest(n.min(300), "class A { m() { ", "a();", "} } new A().m();"))
    }),
    ("blocks", |n| format!("{} postMessage(1);", nest(n.min(450), "{ let a = 1;", "a();", "}"))),
    // Chains of definitions.
    ("functions in a row", |n| {
        format!(
            "{} function f{n}(d) {{ eval(d); }} addEventListener('message', (e) => f0(e.data));",
            each(n.min(4000), |i| format!("function f{i}(d) {{ f{}(d); }}\n", i + 1))
        )
    }),
    ("call tree", |n| {
        format!(
            "{} addEventListener('message', (e) => f0(e.data));",
            each(n.min(2000), |i| format!("function f{i}(d) {{ f{0}(d); f{0}(d); f{0}(d); }}\n", i + 1))
        )
    }),
    ("call tree with branches", |n| {
        format!(
            "{} addEventListener('message', (e) => f0(e.data));",
            each(n.min(2000), |i| format!("function f{i}(d) {{ if (d.a{i}) f{0}(d); else f{0}(d.b); }}\n", i + 1))
        )
    }),
    ("classes in a row", |n| {
        format!(
            "class A0 {{ m() {{ eval(1); }} }} {} new A{}().m(); postMessage(1);",
            each(n.min(2000), |i| format!("class A{} extends A{i} {{ m() {{ super.m(); }} }}\n", i + 1)),
            n.min(2000)
        )
    }),
    ("mixins", |n| {
        format!(
            "{} class Z extends {} {{}} new Z(); postMessage(1);",
            each(n.min(400), |i| format!(
                "const M{i} = (B) => class extends B {{ constructor() {{ super(); this.a{i} = this; }} }};\n"
            )),
            (0..n.min(400)).fold("Object".to_owned(), |b, i| format!("M{i}({b})"))
        )
    }),
    ("closures in a row", |n| {
        format!(
            "const f0 = () => {{}}; {} f{}(); postMessage(1);",
            each(n.min(3000), |i| format!("const f{} = () => {{ x = f{i}; return f{i}(); }};\n", i + 1)),
            n.min(3000)
        )
    }),
    ("aliases", |n| {
        format!(
            "let a0 = window; {} a{}.postMessage(1, '*');",
            each(n.min(5000), |i| format!("let a{} = a{i};\n", i + 1)),
            n.min(5000)
        )
    }),
    ("aliases in cycles", |n| {
        format!(
            "{} postMessage(a0, '*');",
            each(n.min(5000), |i| format!("var a{i} = a{};\n", (i * 7 + 1) % n.min(5000)))
        )
    }),
    ("objects in a row", |n| {
        format!(
            "const o0 = {{}}; {} postMessage(JSON.stringify(o{1}), '*'); String(o{1});",
            each(n.min(5000), |i| format!("const o{} = {{ o: o{i} }};\n", i + 1)),
            n.min(5000)
        )
    }),
    ("linked list", |n| {
        format!(
            "let l = null; {} for (let x = l; x; x = x.n) y(x); postMessage(l, '*');",
            rep("l = { n: l };", n.min(20000))
        )
    }),
    ("linked list loop", |n| {
        format!("let l = null; for (let i = 0; i < {n}; i++) l = {{ l, i }}; postMessage(l, '*'); JSON.stringify(l);")
    }),
    ("linked array", |n| {
        format!(
            "let l = []; {} String(l); l.flat(Infinity); JSON.stringify(l); postMessage(l, '*');",
            rep("l = [l];", n.min(20000))
        )
    }),
    ("linked array compared", |n| {
        format!(
            "let l = []; {} addEventListener('message', (e) => {{ if (l == e.origin || l.includes(e.origin) || l + '' === e.origin) eval(e.data); }});",
            rep("l = [l];", n.min(20000))
        )
    }),
    ("linked promises", |n| {
        format!(
            "let p = Promise.resolve(); {} p.then((x) => eval(x)); postMessage(1);",
            rep("p = p.then(() => p);", n.min(3000))
        )
    }),
    ("linked closures", |n| {
        format!("let f = () => 1; {} f(); postMessage(1);", rep("f = ((g) => () => g())(f);", n.min(3000)))
    }),
    ("linked getters", |n| {
        format!(
            "let o = {{ a: 1 }}; {} o.a; postMessage(1);",
            rep("o = ((p) => ({ get a() { return p.a; } }))(o);", n.min(3000))
        )
    }),
    ("linked text", |n| {
        format!(
            "let o = 'a'; {} String(o); postMessage(1);",
            rep("o = ((p) => ({ toString() { return p + ''; } }))(o);", n.min(3000))
        )
    }),
    ("linked iterators", |n| {
        format!(
            "let o = [1]; {} [...o]; postMessage(1);",
            rep("o = ((p) => ({ *[Symbol.iterator]() { yield* p; } }))(o);", n.min(2000))
        )
    }),
    ("linked proxies", |n| {
        format!(
            "let o = {{ a: 1 }}; {} o.a; postMessage(1);",
            rep("o = ((p) => new Proxy({}, { get: (t, k) => p[k] }))(o);", n.min(2000))
        )
    }),
    ("linked bound", |n| {
        format!("let f = (...a) => a; {} f(); postMessage(1);", rep("f = f.bind(null, 1);", n.min(5000)))
    }),
    ("linked prototypes", |n| {
        format!(
            "let o = {{ a: 1 }}; {} o.zzz; o.a; postMessage(o.zzz, '*');",
            rep("o = { __proto__: o };", n.min(10000))
        )
    }),
    ("linked handlers", |n| {
        format!(
            "let h = (e) => eval(e.data); {} addEventListener('message', h);",
            rep("h = ((g) => (e) => g(e))(h);", n.min(3000))
        )
    }),
    ("linked ports", |n| {
        format!(
            "let p = new MessageChannel(); {} postMessage(1);",
            rep("p = { c: new MessageChannel(), p }; p.c.port1.onmessage = () => p;", n.min(2000))
        )
    }),
    ("handlers in handlers", |n| {
        format!("{} postMessage(1);", nest(n.min(400), "addEventListener('message', (e) => { ", "eval(e.data);", "});"))
    }),
    ("listeners", |n| rep("addEventListener('message', (e) => { x = e.data; });\n", n.min(6000))),
    ("listeners with checks", |n| {
        each(n.min(2000), |i| {
            format!("addEventListener('message', (e) => {{ if (e.origin.endsWith('a{i}.b')) eval(e.data); }});\n")
        })
    }),
    ("listeners removed", |n| {
        each(n.min(2000), |i| {
            format!(
                "const h{i} = (e) => x; addEventListener('message', h{i}); removeEventListener('message', h{i}, true);\n"
            )
        })
    }),
    ("sends", |n| rep("parent.postMessage(document.cookie, '*');\n", n.min(6000))),
    ("sends to many", |n| {
        each(n.min(5000), |i| format!("frames[{i}].postMessage({{ token: {i} }}, 'https://a{i}.b');\n"))
    }),
    ("channels", |n| {
        each(n.min(3000), |i| {
            format!(
                "const c{i} = new MessageChannel(); c{i}.port1.onmessage = (e) => c{i}.port2.postMessage(e.data); parent.postMessage(1, '*', [c{i}.port2]);\n"
            )
        })
    }),
    ("dispatch table", |n| {
        format!(
            "const t = {{ {} }}; addEventListener('message', (e) => t[e.data.m](e.data));",
            each(n.min(5000), |i| format!("m{i}(d) {{ x{i} = d; }}, "))
        )
    }),
    ("dispatch tables", |n| {
        format!(
            "const t = {{ {} }};\n{}",
            each(500.min(n * 5), |i| format!("m{i}(d) {{ x{i} = d; }}, ")),
            rep("addEventListener('message', (e) => t[e.data.m](e.data));\n", n.min(300))
        )
    }),
    ("dispatch of itself", |n| {
        format!(
            "const t = {{ {} }}; addEventListener('message', (e) => t[e.data.m](e.data));",
            each(n.min(300), |i| format!("m{i}(d) {{ t[d.m](d); t[d.n](d); }}, "))
        )
    }),
    ("switch", |n| {
        format!(
            "addEventListener('message', (e) => {{ switch (e.data) {{ {} }} }});",
            each(n.min(20000), |i| format!("case {i}: a{i}(e.data); break;"))
        )
    }),
    ("switch without breaks", |n| {
        format!(
            "addEventListener('message', (e) => {{ switch (e.data) {{ {} }} }});",
            each(n.min(10000), |i| format!("case {i}: a{i}(e.data);"))
        )
    }),
    ("switch of state", |n| {
        format!(
            "let s = 0; addEventListener('message', (e) => {{ switch (s) {{ {} }} }});",
            each(n.min(3000), |i| format!("case {i}: s = {}; eval(e.data); break;", i + 1))
        )
    }),
    ("patterns", |n| {
        format!(
            "addEventListener('message', (e) => {{ {} }});",
            each(n.min(2000), |i| format!("if (/^https:..x{i}.*y/.test(e.origin)) a{i}(e.data);"))
        )
    }),
    ("patterns of unknowns", |n| {
        format!(
            "addEventListener('message', (e) => {{ {} }});",
            each(n.min(2000), |i| format!("if (/x{i}/.test(s + e.origin)) a{i}(e.data);"))
        )
    }),
    ("pattern source", |n| {
        format!(
            "addEventListener('message', (e) => {{ if (/^({}z)$/.test(e.origin)) eval(e.data); }});",
            each(n.min(5000), |i| format!("https:\\/\\/a{i}\\.b|"))
        )
    }),
    ("pattern groups", |n| {
        format!(
            "addEventListener('message', (e) => {{ if (/{}/.test(e.origin)) eval(e.data); }});",
            nest(n.min(3000), "(a|", "b", ")*")
        )
    }),
    ("pattern counts", |n| {
        format!(
            "addEventListener('message', (e) => {{ if (/{}/.test(e.origin)) eval(e.data); }});",
            nest(n.min(40), "(?:", "a", "){0,99}")
        )
    }),
    ("pattern built", |n| {
        format!(
            "const s = ['a', 'b'].concat(Array({n}).fill('x.y')).join('|'); addEventListener('message', (e) => {{ if (new RegExp('^(' + s + ')$').test(e.origin)) eval(e.data); }});"
        )
    }),
    ("pattern on long text", |n| {
        format!(
            "const s = 'a'.repeat({n}); addEventListener('message', (e) => {{ if (/(a+)+$/.test(s + e.origin)) eval(e.data); }});"
        )
    }),
    ("checks on list", |n| {
        format!(
            "const A = [{}]; addEventListener('message', (e) => {{ if (A.some((a) => e.origin.includes(a))) eval(e.data); }});",
            each(n.min(5000), |i| format!("'a{i}.b', "))
        )
    }),
    ("checks on list twice", |n| {
        format!(
            "const A = [{}]; addEventListener('message', (e) => {{ if (A.some((a) => A.some((b) => (a + b).endsWith(e.origin)))) eval(e.data); }});",
            each(n.min(2000), |i| format!("'a{i}.b', "))
        )
    }),
    ("search in loops", |n| {
        format!("let s = 'a'.repeat({n}), t = s + 'b'; for (;;) for (;;) s.indexOf(t); postMessage(1);")
    }),
    ("split in loops", |n| format!("let s = 'a'.repeat({n}); for (;;) for (;;) x = s.split(''); postMessage(1);")),
    ("map in map", |n| {
        format!("const a = [1, 2, 3]; x = {}; postMessage(x);", nest(n.min(100), "a.map((x) => ", "x", ")"))
    }),
    ("sort in sort", |n| {
        format!("const a = [3, 2, 1]; {} postMessage(1);", nest(n.min(60), "a.sort((x, y) => ", "x - y", ")"))
    }),
    ("json in json", |n| {
        format!("x = {}; postMessage(x);", nest(n.min(200), "JSON.parse(JSON.stringify(", "{ a: 1 }", "))"))
    }),
    ("fields", |n| {
        format!(
            "const o = {{ {} }}; for (const k in o) for (const j in o) o[k] = o[j]; postMessage(o, '*');",
            each(n.min(5000), |i| format!("a{i}: {i}, "))
        )
    }),
    ("fields by data", |n| {
        format!(
            "const o = {{}}; addEventListener('message', (e) => {{ {} }});",
            each(n.min(3000), |i| format!("o[e.data.a{i}] = e.data.b{i};"))
        )
    }),
    ("args", |n| {
        format!("function f(...a) {{ return f(...a, ...a); }} f({}); postMessage(1);", rep("1, ", n.min(5000)))
    }),
    ("params", |n| {
        format!(
            "function f({}) {{ eval(p0); }} addEventListener('message', (e) => f(e.data));",
            each(n.min(5000), |i| format!("p{i} = p{},", i.saturating_sub(1)))
        )
    }),
    ("spread of data", |n| {
        format!(
            "addEventListener('message', (e) => {{ let a = [e.data]; {} eval(a[0]); }});",
            rep("a = [...a, ...e.data];", n.min(1000))
        )
    }),
    ("taints", |n| {
        format!(
            "addEventListener('message', (e) => {{ const d = e.data; {} }});",
            each(n.min(3000), |i| format!("document.getElementById('a{i}').innerHTML = d.a{i};"))
        )
    }),
    ("taint way", |n| {
        format!(
            "addEventListener('message', (e) => {{ let d0 = e.data; {} eval(d{}); }});",
            each(n.min(5000), |i| format!("let d{} = d{i} + 'x';", i + 1)),
            n.min(5000)
        )
    }),
    ("writers", |n| {
        format!(
            "let s; {} addEventListener('message', (e) => {{ s = e.data; }}); onload = () => eval(s);",
            each(n.min(3000), |i| format!("function w{i}(v) {{ s = v; }} "))
        )
    }),
    ("state machine", |n| {
        format!(
            "let s = {{}}; {}",
            each(n.min(400), |i| format!(
                "addEventListener('message', (e) => {{ s.a{i} = s.a{}; if (s.a{i}) eval(e.data); }});\n",
                (i + 1) % n.min(400)
            ))
        )
    }),
    ("workers", |n| {
        each(n.min(2000), |i| {
            format!("const w{i} = new Worker('w{i}.js'); w{i}.onmessage = (e) => w{}.postMessage(e.data);\n", i / 2)
        })
    }),
    ("iframes", |n| {
        each(n.min(2000), |i| {
            format!(
                "const f{i} = document.createElement('iframe'); f{i}.src = 'https://a{i}.b'; f{i}.contentWindow.postMessage(1, f{i}.src);\n"
            )
        })
    }),
    ("requires", |n| {
        each(n.min(3000), |i| format!("const m{i} = require('./m{i}'); m{i}.on('message', (e) => eval(e.data));\n"))
            + "postMessage(1);"
    }),
    ("comments", |n| format!("{}{LISTEN}", rep("/* originlint-ignore */", n.min(20000)))),
    ("suppressions", |n| {
        format!("{}{}{LISTEN}", rep("// originlint-ignore missing-origin-check: x\n", n.min(4000)), rep("/**/", n))
    }),
    ("suppressions in a line", |n| {
        format!("{}{LISTEN}", rep("/* originlint-ignore missing-origin-check, message-to-html: x */", n.min(3000)))
    }),
    ("generics", |n| format!("f(x => {{ <a>{}\npostMessage(1)", rep("A<", n.min(9000)))),
    ("angles", |n| format!("postMessage(1); x = {}", rep("a < b > (", n.min(3000)))),
    ("long line", |n| rep("window.parent.postMessage({ type: 'x', value: [1, 2, 3] }, '*');", n.min(4000))),
    ("long name", |n| format!("var {0} = 1; parent.postMessage({0}, '*');", "a".repeat(n.min(100_000)))),
    ("long literal", |n| {
        format!(
            "const t = '{}'; addEventListener('message', (e) => {{ if (t.includes(e.origin)) eval(e.data); }});",
            "a".repeat(n.min(100_000))
        )
    }),
    ("long object", |n| {
        format!(
            "const o = {{ {} }}; addEventListener('message', (e) => {{ o[e.data.k](e.data); parent.postMessage(o, '*'); }});",
            each(n.min(8000), |i| format!("k{i}: (d) => eval(d), "))
        )
    }),
    ("ifs of origin", |n| {
        format!(
            "addEventListener('message', (e) => {{ {} eval(e.data); }});",
            each(n.min(3000), |i| format!(
                "if (e.origin !== 'https://a{i}.b' && e.source !== w{i}) {{ a{i} = e.data; }}"
            ))
        )
    }),
    ("nested checks", |n| {
        format!(
            "{} addEventListener('message', (e) => {{ if (c0(e.origin)) eval(e.data); }});",
            each(n.min(400), |i| format!("function c{i}(o) {{ return o === 'https://a{i}.b' || c{}(o); }}\n", i + 1))
        )
    }),
    ("recursive check", |n| {
        format!(
            "function c(o, n) {{ return n ? c(o.slice(1), n - 1) : o.endsWith('a.b'); }} addEventListener('message', (e) => {{ if (c(e.origin, {n})) eval(e.data); }});"
        )
    }),
    ("mutual recursion", |n| {
        format!(
            "{} addEventListener('message', (e) => f0(e.data));",
            each(n.min(1000), |i| format!(
                "function f{i}(d) {{ f{}(d); f{}(d); }}\n",
                (i * 3 + 1) % n.min(1000),
                (i * 5 + 2) % n.min(1000)
            ))
        )
    }),
    ("generators", |n| {
        format!(
            "function* g0() {{ yield 1; }} {} for (const x of g{}()) y(x); postMessage(1);",
            each(n.min(2000), |i| format!("function* g{}() {{ yield* g{i}(); yield* g{i}(); }}\n", i + 1)),
            n.min(2000)
        )
    }),
    ("async in a row", |n| {
        format!(
            "async function g0() {{ return 1; }} {} g{}(); postMessage(1);",
            each(n.min(2000), |i| format!("async function g{}() {{ return [await g{i}(), await g{i}()]; }}\n", i + 1)),
            n.min(2000)
        )
    }),
    ("getters in a row", |n| {
        format!(
            "const o = {{ get g0() {{ return 1; }}, {} }}; o.g{}; postMessage(1);",
            each(n.min(2000), |i| format!("get g{}() {{ return this.g{i} + this.g{i}; }}, ", i + 1)),
            n.min(2000)
        )
    }),
    ("setters in a row", |n| {
        format!(
            "const o = {{ set g0(v) {{}}, {} }}; o.g{} = 1; postMessage(1);",
            each(n.min(2000), |i| format!("set g{}(v) {{ this.g{i} = v; this.g{i} = v; }}, ", i + 1)),
            n.min(2000)
        )
    }),
    ("enum", |n| {
        format!(
            "const E = {{}}; (function (E) {{ {} }})(E); addEventListener('message', (e) => E[e.data]());",
            each(n.min(5000), |i| format!("E[E['a{i}'] = {i}] = 'a{i}';"))
        )
    }),
];

/// How large: mostly small, sometimes at the end of what the program's text may be.
const SIZES: &[usize] = &[3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 40_000];

/// Longer texts are cut out: they tell of the parser's bounds only, which `tests/it/robust.rs` measures.
const MAX_BYTES: usize = 1 << 20;

/// A program of one mechanism, or of several behind each other.
pub(crate) fn program(choices: &mut Choices<'_>) -> Input {
    let (name, make) = choices.pick(MAKERS);
    let mut text = make(*choices.pick(SIZES));
    let mut shape = format!("scaled {name}");
    while choices.once_in(4) {
        let (other, more) = choices.pick(MAKERS);
        let _ = write!(shape, " + {other}");
        // Each in a scope of its own, so that names do not meet.
        let _ = write!(text, "\n(function () {{ {} }})();\n", more(*choices.pick(SIZES)));
    }
    if text.len() > MAX_BYTES {
        text = make(100);
        shape = format!("scaled {name}");
    }
    let extension = if name.starts_with("jsx") || *name == "generics" { "jsx" } else { "js" };
    Input::of(shape, format!("a.{extension}"), text)
}
