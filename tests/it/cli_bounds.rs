//! What a few small files may ask for: those that tell where imports lead are followed up to a bound, and one beyond it is named. The
//! numbers just below a bound end soon enough not to be noticed here; what is beyond it would take minutes.

use std::fs;

use serde_json::{Map, Value, json};

use crate::cli::binary;
use crate::folder;

/// A check that is none. It is seen through only where the import is followed.
const CHECK: &str = "export const known = (origin) => true;\n";

/// Whether the import of `specifier` was followed into `lib/check.ts`, and what was said of the project.
fn follows(specifier: &str, files: &[(String, String)]) -> (bool, String) {
    let project = folder();
    let listen = format!(
        "import {{ known }} from '{specifier}';\naddEventListener('message', (event) => {{\n  \
         if (!known(event.origin)) return;\n  window.draft = event.data;\n}});\n"
    );
    let texts = [("listen.ts".to_owned(), listen), ("lib/check.ts".to_owned(), CHECK.to_owned())];
    for (path, text) in texts.iter().chain(files) {
        let path = project.path().join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let output = binary().args(["check", "--format=concise"]).current_dir(project.path()).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout).contains("missing-origin-check"), text(output.stderr))
}

fn is_followed(what: &str, specifier: &str, files: &[(String, String)]) {
    assert_eq!(follows(specifier, files), (true, String::new()), "{what}");
}

fn is_named(specifier: &str, files: &[(String, String)], file: &str, why: &str) {
    let expected = format!("originlint: {file}: findings may be missing: not read: {why}\n");
    assert_eq!(follows(specifier, files), (false, expected));
}

/// A file that holds JSON.
fn file(path: impl Into<String>, content: &Value) -> (String, String) {
    (path.into(), content.to_string())
}

/// `compilerOptions` with so many entries of `paths` besides the one for `@app`.
fn paths(others: usize) -> Value {
    let mut paths: Map<String, Value> = (0..others).map(|i| (format!("@p{i}/*"), json!(["./none/*"]))).collect();
    paths.insert("@app/*".to_owned(), json!(["./lib/*"]));
    json!({ "paths": paths })
}

#[test]
fn files_that_extend_each_other() {
    let chain = |files: usize| {
        let name = |i: usize| if i == 0 { "tsconfig.json".to_owned() } else { format!("c{i}.json") };
        let one = |i: usize| match i + 1 {
            last if last == files => file(name(i), &json!({ "compilerOptions": paths(0) })),
            next => file(name(i), &json!({ "extends": format!("./{}", name(next)) })),
        };
        (0..files).map(one).collect::<Vec<_>>()
    };
    is_followed("a chain of 32", "@app/check", &chain(32));
    is_named("@app/check", &chain(33), "tsconfig.json", "it extends more than 32 others");
    is_named("@app/check", &chain(500), "tsconfig.json", "it extends more than 32 others");
    // Two files that both extend the next two, and so on: 32,768 chains through 30 files.
    let names = |level: usize| [format!("./a{level}.json"), format!("./b{level}.json")];
    let mut files = vec![file("tsconfig.json", &json!({ "extends": names(0) }))];
    for level in 0..15 {
        let content = match level {
            14 => json!({ "compilerOptions": paths(0) }),
            _ => json!({ "extends": names(level + 1) }),
        };
        files.extend(names(level).map(|name| file(&name[2..], &content)));
    }
    is_followed("chains that part and meet", "@app/check", &files);
}

#[test]
fn paths_and_where_they_lead() {
    let project = |options: Value| [file("tsconfig.json", &json!({ "compilerOptions": options }))];
    is_followed("10,000 paths", "@app/check", &project(paths(10_000)));
    let why = "it has too many `paths`, with those that it refers to";
    is_named("@app/check", &project(paths(20_000)), "tsconfig.json", why);
    let targets = |others: usize| {
        let targets = (0..others).map(|i| format!("./none{i}/*")).chain(["./lib/*".to_owned()]);
        project(json!({ "paths": { "@app/*": targets.collect::<Vec<_>>() } }))
    };
    is_followed("32 targets", "@app/check", &targets(31));
    is_named("@app/check", &targets(32), "tsconfig.json", "one of its `paths` has more than 32 targets");
}

#[test]
fn what_a_file_lists_and_refers_to() {
    let listing = |globs: usize| {
        let globs: Vec<String> =
            (0..globs).map(|i| format!("**/*a*{i}*/**/b*.ts")).chain(["*.ts".to_owned()]).collect();
        [file("tsconfig.json", &json!({ "include": globs, "compilerOptions": paths(0) }))]
    };
    is_followed("10,000 globs", "@app/check", &listing(9_999));
    let why = "it lists more than 10000 files, with those that it refers to";
    is_named("@app/check", &listing(10_000), "tsconfig.json", why);
    let referring = |others: usize| {
        let references: Vec<Value> = (0..others).map(|i| json!({ "path": format!("./r{i}") })).collect();
        let own = json!({ "references": references, "compilerOptions": paths(0) });
        let mut files: Vec<_> = (0..others).map(|i| file(format!("r{i}/tsconfig.json"), &json!({}))).collect();
        files.push(file("tsconfig.json", &own));
        files
    };
    is_followed("512 references", "@app/check", &referring(512));
    is_named("@app/check", &referring(513), "tsconfig.json", "it refers to more than 512 others");
}

#[test]
fn what_a_package_exports() {
    let package = |others: usize| {
        let mut exports: Map<String, Value> =
            (0..others).map(|i| (format!("./p{i}/*"), json!(format!("./none/{i}/*")))).collect();
        exports.insert("./check".to_owned(), json!("./lib/check.ts"));
        [file("package.json", &json!({ "name": "app", "exports": exports }))]
    };
    is_followed("19,000 entries", "app/check", &package(19_000));
    is_named("app/check", &package(20_000), "package.json", "it lists more entries than are followed");
    let choice = |others: usize| {
        let targets: Vec<String> =
            (0..others).map(|i| format!("none{i}")).chain(["./lib/check.ts".to_owned()]).collect();
        [file("package.json", &json!({ "name": "app", "exports": { "./check": targets } }))]
    };
    is_followed("32 targets", "app/check", &choice(31));
    is_named("app/check", &choice(32), "package.json", "it lists more entries than are followed");
}

#[test]
fn the_packages_of_a_workspace() {
    let monorepo = |patterns: Value, others: usize| {
        let other = |i: usize| file(format!("packages/p{i}/package.json"), &json!({ "name": format!("p{i}") }));
        let mut files: Vec<_> = (0..others).map(other).collect();
        files.push(file("packages/z/package.json", &json!({ "name": "app" })));
        files.push(("packages/z/src/check.ts".to_owned(), CHECK.to_owned()));
        files.push(file("package.json", &json!({ "workspaces": patterns })));
        files
    };
    is_followed("a package among others", "app/check", &monorepo(json!(["packages/*"]), 100));
    let why = "its workspaces have more than 50000 folders or 4000 packages";
    let stars = ["**"; 8].join("/");
    let mut deep = monorepo(json!([stars]), 0);
    deep.push((format!("{}x.txt", "d/".repeat(40)), String::new()));
    let (_, said) = follows("app/check", &deep);
    assert!(said.contains(why), "the same folders again and again: {said}");
    let many: Vec<String> = (0..20_000).map(|i| format!("packages/none{i}*")).collect();
    is_named("app/check", &monorepo(json!(many), 100), "package.json", why);
    let long = ["a"; 33].join("/");
    let why = "the name of a workspace has more than 32 parts";
    is_named("app/check", &monorepo(json!([long]), 0), "package.json", why);
}
