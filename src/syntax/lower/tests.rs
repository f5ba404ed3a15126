//! What each form of the language becomes, and which binding each name means.

use crate::source::SourceFile;
use crate::syntax::print::print;
use crate::syntax::program::{ExportValue, Expr, Program, Stmt};
use crate::syntax::{Loaded, load};

fn program_of(path: &str, text: &str) -> Program {
    let file = SourceFile::new(path, text);
    let Loaded { program, recovered, .. } = load(&file).expect("readable");
    assert!(recovered.is_empty(), "{text}: {recovered:?}");
    check(&program);
    program
}

/// What holds of every program: children come before their parents, spans lie in their functions.
fn check(program: &Program) {
    for (i, function) in program.functions.iter().enumerate() {
        assert!(function.exprs.end as usize <= program.exprs.len());
        let Some(parent) = function.parent else { continue };
        assert!(parent.index() < i);
        let outer = program.function(parent);
        assert!(outer.exprs.start <= function.exprs.start && function.exprs.end <= outer.exprs.end);
        assert!(function.span.contains(function.body_span), "{function:?}");
        for id in function.exprs.clone() {
            let at = program.exprs[id as usize].1;
            assert!(function.span.contains(at), "{:?} at {at:?} in {:?}", program.exprs[id as usize].0, function.span);
        }
    }
}

fn js(text: &str) -> String {
    print(&program_of("a.js", text))
}

fn ts(text: &str) -> String {
    print(&program_of("a.ts", text))
}

fn jsx(text: &str) -> String {
    print(&program_of("a.jsx", text))
}

#[test]
fn names_mean_the_nearest_declaration() {
    assert_eq!(js("let a = 1; { let a = 2; a; } a; b;"), "let a#0 = 1; {let a#1 = 2; a#1;} a#0; @b;");
    assert_eq!(js("a; var a = 1; if (a) { var a = 2; }"), "a#0; let a#0 = 1; if a#0 {let a#0 = 2;}");
    assert_eq!(
        js("const f = (a, b = a) => a + c; var c;"),
        "let f#1 = arrow f(a#2, b#3 ?= a#2) {return (Add a#2 c#0);};"
    );
    assert_eq!(
        js("try {} catch (e) { var e = 1; let f = e; } e;"),
        "try {} catch e#1 {let e#1 = 1; let f#2 = e#1;} e#0;"
    );
    assert_eq!(js("for (let i = 0; i < 2; i++) i; i;"), "{let i#0 = 0; loop((Less i#0 2); (post1 i#0)) i#0;} @i;");
    assert_eq!(js("for (const x of x) x;"), "for x#0 of @x x#0;");
    assert_eq!(js("for (var k in o); k;"), "for k#0 in @o {} k#0;");
    assert_eq!(
        js("switch (a) { case 1: let b = 1; break; default: b }"),
        "switch @a case 1: let b#0 = 1; break; case : b#0;"
    );
    assert_eq!(js("undefined; var NaN; NaN"), "undefined; NaN#0;");
}

#[test]
fn functions_are_hoisted() {
    assert_eq!(
        js("f(); function f(a) { return a } function f() {}"),
        "hoist f#0 = function f(a#1) {return a#1;}; hoist f#0 = function f() {}; f#0();"
    );
    // In a sloppy block both names hold the function; in strict code only the block's.
    assert_eq!(
        js("{ f(); function f() {} } f();"),
        "hoist f#1 = function f() {}; hoist f#0 = function f() {}; {f#1();} f#0();"
    );
    assert_eq!(
        js("'use strict'; { f(); function f() {} } f();"),
        "hoist f#0 = function f() {}; \"use strict\"; {f#0();} @f();"
    );
    // A lexical name between keeps the function in its block.
    assert_eq!(js("{ let f = 1; { function f() {} } f } f"), "hoist f#1 = function f() {}; {let f#0 = 1; {} f#0;} @f;");
    assert_eq!(
        js("function g(f) { if (f) { function f() {} } return f }"),
        "hoist g#0 = function g(f#1) {hoist f#2 = function f() {}; if f#1 {} return f#1;};"
    );
    assert_eq!(js("l: function f() {}"), "hoist f#0 = function f() {}; l: {}");
}

#[test]
fn functions_know_their_own_names_and_arguments() {
    assert_eq!(js("const f = function g() { return g }; g"), "let f#0 = function g~g#1() {return g#1;}; @g;");
    assert_eq!(
        js("(function (a) { return [arguments, () => arguments, function (arguments) { arguments }] }); arguments;"),
        "function(a#0) {return [!arguments, arrow() {return !arguments;}, function(arguments#1) {arguments#1;}];}; \
         @arguments;"
    );
    assert_eq!(js("const C = class D { m() { D; C } }; D"), "let C#0 = class D~D#1 {; m method m() {D#1; C#0;}}; @D;");
    assert_eq!(js("class A { static x = A }"), "let A#0 = class A~A#0 {; static x = A#0};");
}

#[test]
fn functions_are_named_by_their_place() {
    assert_eq!(js("a.b = function () {};"), "(@a.b = function b() {});");
    assert_eq!(js("x = () => {};"), "(@x = arrow x() {});");
    assert_eq!(js("({ f: () => {}, g() {}, get h() {} })"), "{f: arrow f() {}, g: method g() {}, h: getter h() {}};");
    assert_eq!(js("const { a = () => {} } = o;"), "let {a: a#0 ?= arrow a() {}} = @o;");
    assert_eq!(js("const f = a ? () => {} : function () {};"), "let f#0 = (? @a arrow f() {} function f() {});");
    assert_eq!(
        js("class A { f = () => {}; #p() {} }"),
        "let A#0 = class A~A#0 {; f = arrow f() {}; #p method #p() {}};"
    );
    assert_eq!(js("export default () => {}"), "let default#0 = arrow default() {};");
    assert_eq!(js("export default function () {}"), "hoist default#0 = function default() {};");
}

#[test]
fn patterns_are_spelled_out() {
    assert_eq!(
        js("const { a, b: [c = 1, , ...d], 'e-f': g, [h]: i, 1: j, ...k } = o;"),
        "let {a: a#0, b: [c#1 ?= 1,  ...d#2], e-f: g#3, [@h]: i#4, 1: j#5 ...k#6} = @o;"
    );
    assert_eq!(js("[a, b.c] = [1, 2];"), "([@a, @b.c] = [1, 2]);");
    assert_eq!(js("var a; ({ a } = o);"), "({a: a#0} = @o);");
    assert_eq!(js("var a; a += 1; b.c ||= 2;"), "(a#0 Binary(Add)= 1); (@b.c Logical(Or)= 2);");
    assert_eq!(js("function f(...[a]) {}"), "hoist f#0 = function f( ...[a#1]) {};");
    assert_eq!(js("let x; var y;"), "let x#1 = undefined;");
}

#[test]
fn expressions_keep_their_shape() {
    assert_eq!(js("a?.b.c?.(d)?.[e]; (a?.b).c;"), "<@a?..b.c?.(@d)?.[@e]>; <@a?..b>.c;");
    assert_eq!(js("a['b'][1.50][`c`][d]"), "@a.b.1.5.c[@d];");
    assert_eq!(
        js("void 0; typeof a; delete a.b; !-+~a"),
        "(Void 0); (TypeOf @a); (Delete @a.b); (Not (Minus (Plus (BitNot @a))));"
    );
    assert_eq!(js("a + b - c && d || (e, f)"), "(Or (And (Sub (Add @a @b) @c) @d) (, @e @f));");
    assert_eq!(js("`a${b}\\n`; t`x${y}z`"), "`a${@b}\n`; @t([\"x\", \"z\"], @y);");
    assert_eq!(js("10n; /a\\/b/gi; 'é\\u{1F600}'; null; [1, , ...b]"), "10n; /a\\/b/gi; \"é😀\"; null; [1, , ...@b];");
    assert_eq!(
        js("new A; new a.B(1); import('x'); import.meta.url"),
        "new @A(); new @a.B(1); (import \"x\"); (opaque).url;"
    );
    assert_eq!(
        js("class A extends B { constructor() { super(1); super.m(); new.target } }"),
        "let A#0 = class A~A#0 extends @B {constructor constructor() {super(1); super.m(); (opaque);}};"
    );
    assert_eq!(
        js("async function* f() { await a; yield; yield* b; for await (const c of d); }"),
        "hoist f#0 = async function* f() {(await @a); (yield); (yield @b); for c#1 of @d {}};"
    );
    assert_eq!(js("a++; --b.c; x = y = 1"), "(post1 @a); (pre-1 @b.c); (@x = (@y = 1));");
    assert_eq!(js("({ ...a, b, 'c d': 1, get e() {}, set e(v) {}, async *f() {}, [g]: 1 })").matches(':').count(), 6);
}

#[test]
fn statements_keep_their_shape() {
    assert_eq!(js("if (a) b; else if (c) d; else e;"), "if @a @b; else if @c @d; else @e;");
    assert_eq!(js("do a; while (b)"), "do(@b; ) @a;");
    assert_eq!(js("for (;;) { continue; }"), "loop(; ) {continue;}");
    assert_eq!(js("x: y: for (;;) { break x; }"), "x: y: loop(; ) {break x;}");
    assert_eq!(js("with (a) b;"), "@a; @b;");
    assert_eq!(js("debugger; ;"), "");
    assert_eq!(js("try { a } finally { b }"), "try {@a;} finally {@b;}");
    assert_eq!(js("throw new Error"), "throw new @Error();");
    assert_eq!(js("async () => { await using x = a; }"), "async arrow() {let x#0 = @a;};");
}

#[test]
fn classes_hold_members_in_order() {
    assert_eq!(
        js(
            "class A { static #p = 1; static { var v = A.#p; } get g() {} set g(v) {} static async m() {} [k] = 1; 'q' }"
        ),
        "let A#0 = class A~A#0 {; static #p = 1; static {let v#1 = A#0.#p;}; g getter g() {}; g setter g(v#2) {}; \
         static m async method m() {}; [@k] = 1; q = };"
    );
    assert_eq!(
        ts("@D() class A { @HostListener('window:message', ['$event']) on(e: MessageEvent) {} }"),
        "let A#0 = @@D() class A~A#0 {; @@HostListener(\"window:message\", [\"$event\"]) on method on(e#1) {}};"
    );
    assert!(js("class A { m(o) { return #y in o } #y }").contains("(In \"#y\" o#"));
}

#[test]
fn jsx_is_an_element_with_properties() {
    assert_eq!(
        jsx("<a.B on:x='1' {...p} f={() => 1} g>t {b} <c-d/><></></a.B>"),
        "(jsx @a.B {on:x: \"1\", ...@p, f: arrow f() {return 1;}, g: true} [\"t \", @b, \" \", (jsx \"c-d\" {} []), (jsx \"\" {} [])]);"
    );
    assert_eq!(jsx("const A = 1; <A>\n  <iframe/>\n</A>"), "let A#0 = 1; (jsx A#0 {} [(jsx \"iframe\" {} [])]);");
}

#[test]
fn types_vanish_but_for_one_name() {
    let program = program_of(
        "a.ts",
        "let a: Window | null, b: React.RefObject<HTMLIFrameElement | null>, c: string[], d: A | B, e: MessageEvent<any>,
             f: Window & typeof globalThis, g: 'x';
         function h(w: Window | undefined, q?: MessagePort): Promise<MessagePort> { return null! }",
    );
    let interface = |name: &str| {
        let binding = program.bindings.iter().find(|b| &*b.name == name).expect("declared");
        binding.interface.as_deref()
    };
    assert_eq!(interface("a"), Some("Window"));
    assert_eq!(interface("b"), Some("RefObject<HTMLIFrameElement>"));
    assert_eq!((interface("c"), interface("d"), interface("g")), (None, None, None));
    assert_eq!(interface("e"), Some("MessageEvent"));
    assert_eq!(interface("f"), Some("Window"));
    assert_eq!(interface("w"), Some("Window"));
    assert_eq!(interface("q"), Some("MessagePort"));

    let program = program_of(
        "a.ts",
        "import type { MessagePort } from 'node:worker_threads'; import { Window as W, type Ref } from 'dom';
             let a: MessagePort, b: W | null, c: Ref<Worker>, d: Window;",
    );
    let interfaces: Vec<_> = program.bindings.iter().filter_map(|b| b.interface.as_deref()).collect();
    assert_eq!(interfaces, ["worker_threads:MessagePort", "dom:Window", "dom:Ref<Worker>", "Window"]);

    assert_eq!(ts("a as const; b!.c; <any>d; e satisfies F;"), "@a; @b.c; @d; @e;");
    assert_eq!(
        ts("a as Window; <MessagePort>b; (c as unknown as d.E).f"),
        "(@a as Window); (@b as MessagePort); (@c as E).f;"
    );
    assert_eq!(
        ts("useRef<HTMLIFrameElement>(null); f<string, B>()"),
        "@useRef::<HTMLIFrameElement>(null); @f::<; B>();"
    );
    assert_eq!(ts("(a as any) = 1; (b as any).c++; a?.b!.c"), "(@a = 1); (post1 @b.c); <@a?..b.c>;");
    assert_eq!(ts("interface A {} type B = A; declare const x: A; declare function f(): void; x; f()"), "@x; @f();");
    assert_eq!(
        ts(
            "function f(a: string): void; function f(this: Window, a: any) {} abstract class C { abstract m(): void; declare d: X; n: Y }"
        ),
        "hoist f#0 = function f(a#2) {}; let C#1 = class C~C#1 {; n :Y = };"
    );
}

#[test]
fn typescript_that_runs_is_lowered() {
    assert_eq!(
        ts("enum E { A, B = 1 << 2, C, D = 'x', F = `${D}!`, G = f(), H = A | B }"),
        "let E#0 = {A: 0, B: 4, C: 5, D: \"x\", F: \"x!\", G: @f(), H: 4};"
    );
    assert_eq!(
        ts("class A { constructor(private port: MessagePort, readonly n = 1) { f() } }"),
        "let A#0 = class A~A#0 {constructor constructor(port#1, n#2 ?= 1) {(this.port = port#1); (this.n = n#2); @f();}; \
         port :MessagePort = ; n = };"
    );
    assert_eq!(
        ts("class A extends B { constructor(private x) { super(); f() } }")
            .matches("super(); (this.x = x#1); @f();")
            .count(),
        1
    );
    assert_eq!(
        ts(
            "namespace N { export const a = 1; export function f() { return a } let b = 2; export namespace M { export let c = 3 } } N.f()"
        ),
        "hoist f#1 = function f() {return a#2;}; let N#0 = {}; {let a#2 = 1; (N#0.a = a#2); (N#0.f = f#1); let b#3 = 2; \
         let M#4 = {}; {let c#5 = 3; (M#4.c = c#5);} (N#0.M = M#4);} N#0.f();"
    );
    assert_eq!(
        ts("namespace A.B { export let c = 1 }"),
        "let A#0 = {}; {let B#1 = {}; {let c#2 = 1; (B#1.c = c#2);} (A#0.B = B#1);}"
    );
    assert_eq!(
        ts("namespace T { export interface X {} } declare namespace D { const y: 1 } declare global { var z: 1 } T"),
        "@T;"
    );
    assert_eq!(
        ts("import fs = require('fs'); import r = a.b.c; export = fs;"),
        "let fs#0 = @require(\"fs\"); let r#1 = @a.b.c; (@module.exports = fs#0);"
    );
    assert_eq!(ts("import type { T } from 't'; import { type U, V } from 'u'; T; U; V"), "@T; @U; V#0;");
}

#[test]
fn imports_and_exports_are_listed_by_name() {
    let program = program_of(
        "a.js",
        "import d, { a, b as c } from './m'; import * as n from 'n'; import 'side';
         export { a as x, n }; export { y, default as z } from './o'; export * from 'p'; export * as q from 'r';
         export const e = 1, { f } = e; export function g() {} export class H {} export default e + 1;",
    );
    let imports: Vec<String> = program
        .imports
        .iter()
        .map(|i| format!("{} = {}:{}", program.binding(i.binding).name, i.source, i.imported))
        .collect();
    assert_eq!(imports, ["d = ./m:default", "a = ./m:a", "c = ./m:b", "n = n:*"]);
    let exports: Vec<String> = program
        .exports
        .iter()
        .map(|e| match &e.value {
            ExportValue::Binding(id) => format!("{} = {}", e.name, program.binding(*id).name),
            ExportValue::From { source, name } => format!("{} = {source}:{name}", e.name),
        })
        .collect();
    assert_eq!(
        exports,
        [
            "x = a",
            "n = n",
            "y = ./o:y",
            "z = ./o:default",
            "* = p:*",
            "q = r:*",
            "e = e",
            "f = f",
            "g = g",
            "H = H",
            "default = default"
        ]
    );
    assert!(program.units[0].is_module);
    assert!(!program_of("a.js", "var await; with (a) b;").units[0].is_module);
}

#[test]
fn spans_are_those_of_the_file() {
    let text = "\u{feff}/*é*/ win.postMessage('é' + x, \"*\");\nclass A { @d() static async m(e) { return 1 } }\nconst f = async (a) => a.b;";
    let file = SourceFile::new("a.js", text);
    let program = load(&file).expect("readable").program;
    let body = &program.function(Program::BODY).body;
    let Stmt::Expr(call) = program.stmt(body[0]) else { panic!("an expression") };
    let at = |id| file.slice(program.span(id));
    assert_eq!(at(*call), "win.postMessage('é' + x, \"*\")");
    let Expr::Call { callee, args, .. } = program.expr(*call) else { panic!("a call") };
    assert_eq!(at(*callee), "win.postMessage");
    assert_eq!(at(args[0].value), "'é' + x");
    assert_eq!(at(args[1].value), "\"*\"");
    assert_eq!(file.slice(program.stmts[body[0].index()].1), "win.postMessage('é' + x, \"*\");");
    let slices: Vec<_> = program.functions[1..].iter().map(|f| (file.slice(f.span), file.slice(f.body_span))).collect();
    assert_eq!(slices, [("m(e) { return 1 }", " return 1 "), ("async (a) => a.b", "a.b")]);
}
