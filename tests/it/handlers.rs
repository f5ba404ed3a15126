//! The hash of a handler: the same in every build of it, and another one for another handler.

use std::sync::Arc;

use originlint::source::SourceFile;
use originlint::{NoModules, Settings, analyze};

use crate::{files_below, read};

/// The hashes of the handlers in a text, sorted.
fn hashes(path: &str, text: &str) -> Vec<String> {
    let source = Arc::new(SourceFile::new(path, text));
    let report = analyze(&source, &Settings::default(), &NoModules);
    let mut hashes: Vec<String> = report.handlers.into_iter().map(|handler| handler.hash).collect();
    hashes.sort();
    hashes
}

/// Builds in which a handler is another one: the language was translated to an older one with helpers of its own, or what the file imports
/// was put into it. One that keeps its hashes after all fails.
const DIFFERENT: [&str; 19] = [
    "babel/missing-class.js",
    "babel/missing-inline.js",
    "babel/ok-async.js",
    "babel/ok-class.js",
    "babel/ok-port.js",
    "esbuild/ok-imported.js",
    "rollup/missing-class.js",
    "rollup/ok-async.js",
    "rollup/ok-class.js",
    "rollup/ok-collections.js",
    "rollup/ok-imported.js",
    "typescript/missing-class.js",
    "typescript/missing-inline.js",
    "typescript/ok-class.js",
    "typescript/ok-collections.js",
    "typescript/ok-port.js",
    "webpack/missing-class.js",
    "webpack/ok-class.js",
    "webpack/ok-imported.js",
];

#[test]
fn a_build_keeps_the_hashes_of_its_source() {
    let stem = |path: &str| path.rsplit('/').next().and_then(|name| name.split('.').next()).map(str::to_owned);
    let mut compared = 0;
    let mut wrong = Vec::new();
    for source in files_below("test-corpus/compiled/src") {
        let name = stem(&source).expect("a name");
        let expected = hashes(&source, &read(&source));
        for tool in ["babel", "esbuild", "rollup", "terser", "typescript", "webpack"] {
            let build = format!("test-corpus/compiled/out/{tool}/{name}.js");
            if !std::path::Path::new(&build).exists() {
                continue;
            }
            compared += 1;
            let known = DIFFERENT.iter().any(|known| build.ends_with(known));
            if (hashes(&build, &read(&build)) == expected) == known {
                wrong.push(build);
            }
        }
    }
    assert!(compared > 80, "{compared} builds");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn names_and_layout_say_nothing() {
    let source = "const ORIGIN = 'https://a.example';
        function show(text) { document.querySelector('#x').innerHTML = text; }
        window.addEventListener('message', function (event) {
            if (event.origin !== ORIGIN) { return; }
            show(event.data.html);
        });";
    let minified = "addEventListener(\"message\",t=>{\"https://a.example\"===t.origin&&(document.querySelector(\"#x\").innerHTML=t.data.html)});";
    let known = hashes("a.js", source);
    assert_eq!(known.len(), 1);
    assert_eq!(hashes("dist/b.min.js", minified), known);
    // What is checked, what it is compared with, what happens, and who gets there: each makes another handler.
    for (what, with) in [
        ("if (event.origin !== ORIGIN) { return; }", ""),
        ("https://a.example", "https://b.example"),
        ("event.origin !== ORIGIN", "!event.origin.startsWith(ORIGIN)"),
        ("event.origin !== ORIGIN", "event.source !== parent"),
        ("innerHTML", "textContent"),
        (".innerHTML = text", ".setAttribute('href', text)"),
        ("show(event.data.html)", "eval(event.data.html)"),
    ] {
        let other = source.replace(what, with);
        assert_ne!(other, source, "{what}");
        assert_ne!(hashes("a.js", &other), known, "{what} -> {with}");
    }
}
