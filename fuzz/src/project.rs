//! Projects of several files: modules that import each other in cycles and through barrels, and what lies next to them and is read by
//! the way: package.json, tsconfig.json, manifests, configuration, baselines.

use std::fmt::Write;

use originlint::page;
use serde_json::{Value, json};

use crate::Complaint;
use crate::broken::damage;
use crate::choices::Choices;
use crate::cli;
use crate::config;
use crate::corpus;
use crate::input::Input;
use crate::program::{Dialect, Writer};

/// Modules in memory: generated, or barrels and chains that hand names on.
pub(crate) fn modules(choices: &mut Choices<'_>) -> Input {
    match choices.below(5) {
        0 => chain(choices),
        1 => barrels(choices),
        _ => generated(choices),
    }
}

fn generated(choices: &mut Choices<'_>) -> Input {
    let count = 1 + choices.below(5);
    let dialect = *choices.pick(&Dialect::ALL);
    let name = |i: usize| format!("m{i}.{}", dialect.extension());
    let specifiers: Vec<String> =
        (0..count).map(|i| format!("./{}", name(i))).chain(["./gone.js".to_owned(), "lodash".to_owned()]).collect();
    let mut input: Option<Input> = None;
    for i in 0..count {
        let text = Writer::new(choices, dialect, specifiers.clone()).program();
        input = Some(match input {
            None => Input::of("modules generated", name(i), text),
            Some(input) => input.with(name(i), text),
        });
    }
    input.unwrap_or_else(|| Input::of("modules generated", "a.js", ""))
}

const USE: &str = "addEventListener('message', (e) => { if (a(e.origin)) eval(e.data); b(e.data); c.d(e.data); });\n";

/// Files in a row, or a circle, each of which hands on what the next one has.
fn chain(choices: &mut Choices<'_>) -> Input {
    let n = *choices.pick(&[1, 2, 3, 10, 40, 200]);
    let line = *choices.pick(&[
        "export * from '$';\n",
        "export { a, b, default } from '$'; export * as c from '$';\n",
        "import { a, b } from '$'; export { a, b }; export * as c from '$';\n",
        "import * as c from '$'; export const a = c.a, b = c.b; export { c };\n",
        "module.exports = require('$');\n",
        "Object.assign(exports, require('$'));\n",
        "export { a as b, b as a } from '$'; export * from '$';\n",
        "import { a as x } from '$'; export class a extends x { m() { return super.m(); } } export const b = (d) => x(d), c = { d: x };\n",
        "import { a as x } from '$'; export function a(o) { return x(o) || x(o); } export const b = (d) => { x(d); }; export let c = { d: b }; c.d = x;\n",
        "export const a = async (o) => (await import('$')).a(o); export * from '$';\n",
    ]);
    let last = choices.word(&["./m0.js", "./end.js", "./gone.js"]);
    let mut input = Input::of("modules chain", "main.js", format!("import {{ a, b, c }} from './m0.js';\n{USE}"));
    for i in 0..n {
        let next = if i + 1 == n { last.to_owned() } else { format!("./m{}.js", i + 1) };
        input = input.with(format!("m{i}.js"), line.replace('$', &next));
    }
    input.with("end.js", "export const a = (o) => o.endsWith('a.example'); export const b = (d) => { document.body.innerHTML = d; }; export const c = { d: b };\n")
}

/// Barrels that export each other wholly, so that the ways to a name double with each.
fn barrels(choices: &mut Choices<'_>) -> Input {
    let n = *choices.pick(&[2, 4, 8, 16, 40]);
    let all = choices.once_in(2);
    let mut input = Input::of("modules barrels", "main.js", format!("import {{ a, b, c }} from './m0.js';\n{USE}"));
    for i in 0..n {
        let mut text = String::new();
        for k in 0..n {
            if all || k == i + 1 || k == i + 2 {
                let _ = writeln!(text, "export * from './m{k}.js';");
            }
        }
        if i + 1 == n {
            text.push_str("export const b = (d) => eval(d), c = { d: b };\n");
        }
        input = input.with(format!("m{i}.js"), text);
    }
    input
}

fn odd(choices: &mut Choices<'_>) -> Value {
    match choices.below(9) {
        0 => json!("./src"),
        1 => json!({ "./*": "./src/*", "@a/*": ["./*"], "*": ["*"] }),
        2 => json!(["packages/*", "**", "../..", "!x", "a*b*c"]),
        3 => json!(null),
        4 => json!([[[{}]]]),
        5 => json!("./tsconfig.json"),
        6 => json!({ "packages": ["packages/**"] }),
        7 => json!("\u{202e}../../../../etc/passwd"),
        _ => json!(choices.below(9)),
    }
}

fn object(choices: &mut Choices<'_>, keys: &[&str]) -> Value {
    let mut object = serde_json::Map::new();
    for _ in 0..choices.below(6) {
        let value = if choices.once_in(4) { object_of(choices, keys) } else { odd(choices) };
        object.insert((*choices.pick(keys)).to_owned(), value);
    }
    Value::Object(object)
}

fn object_of(choices: &mut Choices<'_>, keys: &[&str]) -> Value {
    json!({ *choices.pick(keys): odd(choices), *choices.pick(keys): odd(choices) })
}

fn json_text(choices: &mut Choices<'_>, value: &Value) -> String {
    let text = value.to_string();
    if choices.once_in(4) { damage(choices, &text) } else { text }
}

const PACKAGE: &[&str] = &[
    "name",
    "workspaces",
    "main",
    "module",
    "exports",
    "imports",
    "type",
    "browser",
    "types",
    "packages",
    "dependencies",
];
const TSCONFIG: &[&str] =
    &["compilerOptions", "extends", "references", "paths", "baseUrl", "include", "files", "rootDirs", "allowJs"];
const MANIFEST: &[&str] =
    &["manifest_version", "content_scripts", "background", "js", "scripts", "service_worker", "permissions"];

/// A folder as a scan finds it.
pub(crate) fn folder(choices: &mut Choices<'_>) -> Input {
    let mut input = modules(choices);
    "project".clone_into(&mut input.shape);
    if choices.once_in(2) {
        let value = object(choices, PACKAGE);
        input = input.with("package.json", json_text(choices, &value));
    }
    if choices.once_in(2) {
        let mut value = object(choices, TSCONFIG);
        if choices.once_in(2) {
            value = json!({ "compilerOptions": value, "extends": odd(choices) });
        }
        input = input.with("tsconfig.json", json_text(choices, &value));
    }
    if choices.once_in(3) {
        let mut value = object(choices, MANIFEST);
        value["manifest_version"] = json!(3);
        input = input.with("manifest.json", json_text(choices, &value));
    }
    if choices.once_in(3) {
        input = input.with("pnpm-workspace.yaml", damage(choices, "packages:\n  - 'packages/*'\n  - \"a/**\"\n"));
    }
    if choices.once_in(3) {
        let source = corpus::document(choices);
        input = input.with(format!("page/{}", source.path()), source.text().as_bytes());
    }
    if choices.once_in(3) {
        input = input.with(".gitignore", damage(choices, "m1.*\n!m1.js\n/page\n*.json\n[a-\n"));
    }
    if choices.once_in(3) {
        input = input.with("originlint.toml", config::text(choices));
    }
    if choices.once_in(3) {
        input = input.with("baseline.json", baseline_text(choices));
    }
    input
}

/// A source with flaws, and a baseline that knows some of them, or says nonsense.
pub(crate) fn baseline(choices: &mut Choices<'_>) -> Input {
    let source = corpus::script(choices);
    Input::of("baseline", source.path(), source.text()).with("baseline.json", baseline_text(choices))
}

fn baseline_text(choices: &mut Choices<'_>) -> String {
    let entries: Vec<Value> = (0..choices.below(6))
        .map(|_| {
            let path = *choices.pick(&[
                "a.js",
                "a.ts",
                "a.tsx",
                "./a.js",
                "../a.js",
                "/etc/passwd",
                "",
                "b/c.js",
                "é\u{202e}.js",
            ]);
            let code = choices.word(&["0123456789abcdef", "", "x", "0000000000000000"]);
            let mut entry = json!({ "path": path, "rule": choices.pick(page::all()).id, "code": code, "message": "m" });
            if choices.once_in(6) {
                entry[choices.word(&["path", "rule", "code", "message", "more"])] = odd(choices);
            }
            entry
        })
        .collect();
    let version = if choices.once_in(5) { odd(choices) } else { json!(1) };
    let mut value = json!({ "version": version, "findings": entries });
    if choices.once_in(8) {
        value["findings"] = odd(choices);
    }
    json_text(choices, &value)
}

/// A scan of the folder ends with a known status and a whole report, twice the same.
pub(crate) fn check(input: &Input) -> Result<(), Complaint> {
    let folder = tempfile::tempdir().map_err(|error| Complaint::new("project: no folder", error.to_string()))?;
    // So that nothing above the folder counts.
    let written = input.write(folder.path()).and_then(|()| std::fs::create_dir_all(folder.path().join(".git")));
    written.map_err(|error| Complaint::new("project: not written", error.to_string()))?;
    let has = |name: &str| input.files.iter().any(|file| file.path == name);
    cli::check(folder.path(), has("originlint.toml"), has("baseline.json"))
}
