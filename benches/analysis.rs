//! How long one file takes, step by step, on two large bundles of the benchmark tree. `benches/tree/run` compares whole scans.

#![allow(
    clippy::print_stdout,
    missing_docs,
    reason = "criterion's macros make public functions, and a skipped bench has to say so"
)]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::{env, fs};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use originlint::source::SourceFile;
use originlint::testing::{prefilter, syntax};
use originlint::{NoModules, Settings, analyze};

/// A minified bundle that sends messages, and the longest script of the tree.
const FILES: [(&str, &str); 2] = [
    ("firebase-0.8MB", "firebase@10.11.1/firebase-compat.js"),
    ("typescript-9MB", "typescript@5.4.5/lib/typescript.js"),
];

fn cache() -> PathBuf {
    let home = || PathBuf::from(env::var_os("HOME").unwrap_or_default()).join(".cache/originlint-bench");
    env::var_os("ORIGINLINT_BENCH_CACHE").map_or_else(home, PathBuf::from)
}

fn analysis(criterion: &mut Criterion) {
    for (name, file) in FILES {
        let path = cache().join("packages").join(file);
        let Ok(text) = fs::read_to_string(&path) else {
            println!("{name}: skipped, {} is not there; benches/tree/run fetches it", path.display());
            continue;
        };
        let source = Arc::new(SourceFile::new(file, text));
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(source.text().len() as u64)).sample_size(10);
        group.bench_function("prefilter", |b| b.iter(|| prefilter::is_candidate(source.text().as_bytes(), None)));
        group.bench_function("load", |b| b.iter(|| syntax::load(&source)));
        group.bench_function("analyze", |b| b.iter(|| analyze(&source, &Settings::default(), &NoModules)));
        group.finish();
    }
}

/// Handlers as applications have them. `load` of the same text is what a handler costs before it is tried with anybody.
const HANDLERS: [(&str, &str); 4] = [
    (
        "no-check",
        "window.addEventListener('message', event => { const { type, html } = event.data;
           if (type === 'render') document.querySelector('#out').innerHTML = html; });",
    ),
    (
        "exact",
        "const ALLOWED = 'https://app.example.com';
         window.addEventListener('message', event => { if (event.origin !== ALLOWED) return; render(event.data); });",
    ),
    (
        "list-of-suffixes",
        "const TRUSTED = ['example.com', 'example.org', 'example.net'];
         const trusted = o => TRUSTED.some(t => new URL(o).hostname.endsWith(t));
         window.addEventListener('message', event => { if (!trusted(event.origin)) return; render(event.data); });",
    ),
    (
        "pattern",
        "window.addEventListener('message', ({ origin, data }) => {
           if (/^https:\\/\\/(www|app)\\.example.com/.test(origin)) render(data); });",
    ),
];

fn witness_search(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("handler");
    for (name, text) in HANDLERS {
        let source = Arc::new(SourceFile::new("handler.js", text));
        group.bench_function(format!("{name}/load"), |b| b.iter(|| syntax::load(&source)));
        group.bench_function(format!("{name}/analyze"), |b| {
            b.iter(|| analyze(&source, &Settings::default(), &NoModules));
        });
    }
    group.finish();
}

/// Files of about 2,000 lines: a library about nothing but messages, one whose only message is a worker's, and a loader with a pool of them.
const EDITED: [&str; 3] = [
    "post-robot@10.0.46/dist/post-robot.js",
    "prismjs@1.29.0/prism.js",
    "three@0.164.1/examples/jsm/loaders/3DMLoader.js",
];

/// What an editor waits for: the whole program, from its start to its end.
fn standard_input(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("stdin");
    for file in EDITED {
        let path = cache().join("packages").join(file);
        let Ok(text) = fs::read(&path) else {
            println!("{file}: skipped, {} is not there; benches/tree/run fetches it", path.display());
            continue;
        };
        group.sample_size(20).bench_function(file, |b| {
            b.iter(|| {
                let mut child = Command::new(env!("CARGO_BIN_EXE_originlint"))
                    .args(["check", "-", "--no-config", "--format=json", "--stdin-filename", file])
                    .stdin(Stdio::piped())
                    .stdout(Stdio::piped())
                    .stderr(Stdio::null())
                    .spawn()
                    .expect("it starts");
                child.stdin.take().expect("a pipe").write_all(&text).expect("it reads");
                child.wait_with_output().expect("it ends")
            });
        });
    }
    group.finish();
}

criterion_group!(benches, analysis, witness_search, standard_input);
criterion_main!(benches);
