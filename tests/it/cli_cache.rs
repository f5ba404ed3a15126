//! Analyses that are kept between runs: with them a run says what it says without, whatever has changed, who else uses them, and what
//! became of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use tempfile::TempDir;

use crate::cli::{binary, fed, text, tree};
use crate::dice::Dice;
use crate::{files_below, folder, read, root};

/// Status, report and standard error of a run.
type Outcome = (i32, String, String);

/// The program in a folder, with the cache in another one.
fn check(at: &Path, cache: &Path, args: &[&str]) -> Outcome {
    run(at, &[&["check", &format!("--cache={}", text(cache))], args].concat())
}

fn check_anew(at: &Path, args: &[&str]) -> Outcome {
    run(at, &[&["check", "--no-cache"], args].concat())
}

fn run(at: &Path, args: &[&str]) -> Outcome {
    let (status, stdout, stderr) = fed(binary().args(args).current_dir(at), b"");
    (status, timeless(&stdout), stderr)
}

/// A report without how long it took.
fn timeless(report: &str) -> String {
    let is_time = |line: &&str| !line.trim_start().starts_with("\"elapsed_ms\"");
    let takes = |part: &str| part.strip_suffix(" s").is_some_and(|seconds| seconds.parse::<f64>().is_ok());
    let cut = |line: &str| line.rsplit_once("; ").filter(|(_, last)| takes(last)).map_or(line, |cut| cut.0).to_owned();
    report.lines().filter(is_time).map(cut).collect::<Vec<_>>().join("\n")
}

/// Holds two outcomes against each other. The reports are long, so the first line is shown that differs.
fn same(actual: &Outcome, expected: &Outcome, what: &str) {
    let line = actual.1.lines().zip(expected.1.lines()).find(|(actual, expected)| actual != expected);
    assert!(
        actual == expected,
        "{what}: {} {:?} instead of {} {:?}; {line:?}",
        actual.0,
        actual.2,
        expected.0,
        expected.2
    );
}

/// The entries of a cache, each with what shows that it was written again.
fn entries(cache: &Path) -> BTreeMap<String, (SystemTime, Vec<u8>)> {
    let entries = fs::read_dir(cache.join("entries")).expect("a cache");
    let entry = |entry: fs::DirEntry| {
        let written = entry.metadata().expect("it is there").modified().expect("a time");
        (entry.file_name().into_string().expect("UTF-8"), (written, fs::read(entry.path()).expect("a file")))
    };
    entries.map(|found| entry(found.expect("an entry"))).collect()
}

const JSON: [&str; 5] = ["--format=json", "--persona=auditor", "--exit-zero", "--allow-failures", "."];

#[test]
fn a_warm_run_says_what_a_cold_one_says_in_every_format() {
    let out = folder();
    let cache = out.path().join("cache");
    let formats = ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"];
    let corpus = |turn: usize, cached: &str| {
        let path = |format: &str| format!("{}/{format}-{turn}", text(out.path()));
        let outputs: Vec<String> =
            formats.iter().flat_map(|format| ["--output".to_owned(), format!("{format}={}", path(format))]).collect();
        let args =
            ["check", cached, "--persona=auditor", "--no-ignore", "--exit-zero", "--allow-failures", "test-corpus"];
        let args: Vec<&str> = args.into_iter().chain(outputs.iter().map(String::as_str)).collect();
        let outcome = run(root(), &args);
        (outcome, formats.map(|format| timeless(&fs::read_to_string(path(format)).expect("a report"))))
    };
    let cached = format!("--cache={}", text(&cache));
    let cold = corpus(0, &cached);
    let kept = entries(&cache);
    let warm = corpus(1, &cached);
    assert!(kept.len() > 500 && kept == entries(&cache), "nothing was analysed again: {}", kept.len());
    let without = corpus(2, "--no-cache");
    for other in [&warm, &without] {
        assert!(cold.0 == other.0, "the statuses or messages differ: {}", cold.0.2);
        for (format, (cold, other)) in formats.iter().zip(cold.1.iter().zip(&other.1)) {
            assert!(cold == other, "the reports in {format} differ");
        }
    }
}

/// A project in which every file rests on something else.
const PROJECT: [(&str, &str); 14] = [
    (".git/HEAD", ""),
    (
        "package.json",
        r##"{ "name": "shop", "imports": { "#origins": "./src/origins.js" }, "workspaces": ["packages/*"] }"##,
    ),
    ("tsconfig.json", r#"{ "compilerOptions": { "paths": { "~rules": ["./src/rules.ts"] } } }"#),
    ("packages/guard/package.json", r#"{ "name": "guard", "main": "./guard.js" }"#),
    ("packages/guard/guard.js", "export const isOurs = (origin) => origin === 'https://a.example';\n"),
    ("src/own.js", "addEventListener('message', (e) => { document.body.innerHTML = e.data; show(e.data); });\n"),
    ("src/send.js", "import { target } from './target.js';\nparent.postMessage({ token: view.authToken }, target);\n"),
    ("src/target.js", "export const target = 'https://a.example';\n"),
    (
        "src/mapped.js",
        "import { origins } from '#origins';\n\
         addEventListener('message', (e) => { if (origins.includes(e.origin)) document.body.innerHTML = e.data; });\n",
    ),
    ("src/origins.js", "export const origins = ['https://a.example'];\n"),
    (
        "src/paths.ts",
        "import { isOurs } from '~rules';\n\
         addEventListener('message', (e) => { if (isOurs(e.origin)) document.body.innerHTML = e.data; });\n",
    ),
    ("src/rules.ts", "export const isOurs = (origin: string) => origin === 'https://a.example';\n"),
    (
        "src/workspace.js",
        "import { isOurs } from 'guard';\n\
         addEventListener('message', (e) => { if (isOurs(e.origin)) document.body.innerHTML = e.data; });\n",
    ),
    ("src/work.js", "self.postMessage(self.authToken, '*');\nself.onmessage = (e) => { eval(e.data); };\n"),
];

fn project() -> TempDir {
    tree(&PROJECT.map(|(path, content)| (path, content.as_bytes())))
}

/// Something that a verdict rests on: its name, what of the project is otherwise (nothing: it is gone), and what is asked otherwise.
type Ingredient = (&'static str, &'static [(&'static str, Option<&'static str>)], &'static [&'static str]);

/// Each changes what the project is told.
const INGREDIENTS: &[Ingredient] = &[
    ("the text", &[("src/own.js", Some("addEventListener('message', (e) => { eval(e.data); });\n"))], &[]),
    ("an imported text", &[("src/target.js", Some("export const target = '*';\n"))], &[]),
    ("an imported file that goes", &[("src/origins.js", None)], &[]),
    ("an imported file of another kind", &[("src/target.ts", Some("export const target = '*';\n"))], &[]),
    ("an imported file that no longer parses", &[("src/rules.ts", Some("export const isOurs = (((\n"))], &[]),
    (
        "package.json: imports",
        &[
            ("src/any.js", Some("export const origins = { includes: () => true };\n")),
            (
                "package.json",
                Some(
                    r##"{ "name": "shop", "imports": { "#origins": "./src/any.js" }, "workspaces": ["packages/*"] }"##,
                ),
            ),
        ],
        &[],
    ),
    (
        "package.json: workspaces",
        &[("package.json", Some(r##"{ "name": "shop", "imports": { "#origins": "./src/origins.js" } }"##))],
        &[],
    ),
    ("package.json of a workspace", &[("packages/guard/package.json", Some(r#"{ "name": "other" }"#))], &[]),
    (
        "package.json: the platform",
        &[(
            "package.json",
            Some(
                r##"{ "engines": { "vscode": "1" }, "imports": { "#origins": "./src/origins.js" }, "workspaces": ["packages/*"] }"##,
            ),
        )],
        &[],
    ),
    (
        "tsconfig.json",
        &[
            ("src/loose.ts", Some("export const isOurs = (origin: string) => origin.endsWith('a.example');\n")),
            ("tsconfig.json", Some(r#"{ "compilerOptions": { "paths": { "~rules": ["./src/loose.ts"] } } }"#)),
        ],
        &[],
    ),
    (
        "a manifest",
        &[("manifest.json", Some(r#"{ "manifest_version": 3, "content_scripts": [{ "js": ["src/own.js"] }] }"#))],
        &[],
    ),
    (
        "response headers",
        &[("_headers", Some("/*\n  X-Frame-Options: DENY\n  Cross-Origin-Opener-Policy: same-origin\n"))],
        &[],
    ),
    ("a worker", &[("src/start.js", Some("new Worker('./work.js').postMessage(1);\n"))], &[]),
    (
        "an importer",
        &[
            (
                "src/hub.js",
                Some(
                    "const all = [];\nexport const subscribe = (f) => all.push(f);\n\
                      addEventListener('message', (e) => all.forEach((f) => f(e.data)));\n",
                ),
            ),
            (
                "src/page.js",
                Some(
                    "import { subscribe } from './hub.js';\nsubscribe((html) => { document.body.innerHTML = html; });\n",
                ),
            ),
        ],
        &[],
    ),
    ("attributes", &[(".gitattributes", Some("src/own.js linguist-generated\n"))], &[]),
    ("a suppression", &[("src/target.js", Some("export const target = '*'; // originlint-ignore: no secret\n"))], &[]),
    ("configuration: a rule", &[("originlint.toml", Some("[rules]\nmessage-to-html = 'off'\n"))], &[]),
    ("configuration: origins", &[("originlint.toml", Some("trusted-origins = ['https://b.example']\n"))], &[]),
    ("configuration: pages around", &[("originlint.toml", Some("framed-by = 'none'\nopened-by = 'none'\n"))], &[]),
    (
        "configuration: a row of the model",
        &[(
            "originlint.toml",
            Some("[[model.sinks.global]]\nrule = 'message-to-code'\nnames = ['show']\nargs = [0]\n"),
        )],
        &[],
    ),
    (
        "configuration: a platform",
        &[("originlint.toml", Some("[[overrides]]\npaths = ['src/**']\nplatform = 'vscode-webview'\n"))],
        &[],
    ),
    ("configuration: a class", &[("originlint.toml", Some("generated = ['src/own.js']\n"))], &[]),
    ("command line: a rule", &[], &["--select=message-to-html"]),
    (
        "command line: no suppressions",
        &[("src/own.js", Some("addEventListener('message', (e) => { eval(e.data); }); // originlint-ignore: so\n"))],
        &["--no-suppressions"],
    ),
];

#[test]
fn whatever_a_verdict_rests_on_is_seen_to_change() {
    let all = PROJECT.map(|(path, _)| path);
    for (name, edits, args) in INGREDIENTS {
        let (project, out) = (project(), folder());
        let cache = out.path().join("cache");
        let args: Vec<&str> = JSON.into_iter().chain(args.iter().copied()).collect();
        let before = check(project.path(), &cache, &JSON);
        same(&before, &check_anew(project.path(), &JSON), name);
        for (path, content) in *edits {
            let path = project.path().join(path);
            match content {
                Some(content) => fs::write(path, content).expect("a file"),
                None => fs::remove_file(path).expect("it was there"),
            }
        }
        let fresh = check_anew(project.path(), &args);
        assert!(fresh != before, "{name}: it makes no difference");
        same(&check(project.path(), &cache, &args), &fresh, name);
        let kept = entries(&cache);
        same(&check(project.path(), &cache, &args), &fresh, &format!("{name}: once more"));
        assert_eq!(kept, entries(&cache), "{name}: that is kept, too");
        // And back again.
        for (path, _) in *edits {
            match all.iter().position(|known| known == path) {
                Some(at) => fs::write(project.path().join(path), PROJECT[at].1).expect("a file"),
                None => fs::remove_file(project.path().join(path)).expect("it was there"),
            }
        }
        same(&check(project.path(), &cache, &JSON), &before, &format!("{name}: and back"));
    }
}

#[test]
fn what_did_not_change_is_not_analysed_again() {
    let (project, out) = (project(), folder());
    let cache = out.path().join("cache");
    check(project.path(), &cache, &JSON);
    let first = entries(&cache);
    assert_eq!(first.len(), 6, "those that hold a word of messaging");
    // Neither the times of files nor what nobody asked for count.
    for (path, content) in PROJECT {
        fs::write(project.path().join(path), content).expect("a file");
    }
    fs::write(project.path().join("src/other.js"), "export const one = 1;\n").expect("a file");
    fs::write(project.path().join("package.json"), PROJECT[1].1.replace("\"shop\"", "\"till\"")).expect("a file");
    check(project.path(), &cache, &JSON);
    assert!(first == entries(&cache));
    // Where the project lies does not count either, as long as its files are called the same.
    let moved = folder();
    let place = moved.path().join("elsewhere");
    fs::rename(project.path(), &place).expect("it is moved");
    check(&place, &cache, &JSON);
    assert!(first == entries(&cache));
    fs::write(place.join("src/target.js"), "export const target = '*';\n").expect("a file");
    check(&place, &cache, &JSON);
    let second = entries(&cache);
    assert_eq!(second.len(), first.len());
    let changed = second.iter().filter(|(name, entry)| first.get(*name) != Some(entry)).count();
    assert_eq!(changed, 1, "the one that imports it");
}

#[test]
fn after_any_edit_a_cache_makes_no_difference() {
    let mut dice = Dice(17);
    let mut projects = BTreeSet::new();
    for path in files_below("test-corpus/projects") {
        projects.insert(path.split('/').take(3).collect::<Vec<_>>().join("/"));
    }
    let out = folder();
    // One for all of them: files of one name stand in several.
    let cache = out.path().join("cache");
    for project in projects {
        let mut files: Vec<(String, String)> =
            files_below(&project).into_iter().map(|path| (path[project.len() + 1..].to_owned(), read(&path))).collect();
        let with_git = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes()));
        let folder = tree(&with_git.chain([(".git/HEAD", &b""[..])]).collect::<Vec<_>>());
        check(folder.path(), &cache, &JSON);
        for round in 0..3 {
            let at = dice.roll(files.len());
            let (name, text) = &mut files[at];
            let path = folder.path().join(&*name);
            if round == 1 && path.exists() {
                fs::remove_file(&path).expect("it was there");
            } else {
                let mut lines: Vec<&str> = text.lines().collect();
                if !lines.is_empty() {
                    lines.remove(dice.roll(lines.len()));
                }
                *text = lines.join("\n") + "\n";
                fs::write(&path, &text).expect("a file");
            }
            let fresh = check_anew(folder.path(), &JSON);
            same(&check(folder.path(), &cache, &JSON), &fresh, &format!("{project}: {name} in round {round}"));
        }
    }
}

#[test]
fn several_processes_use_one_cache() {
    let (project, out) = (project(), folder());
    let cache = out.path().join("cache");
    let fresh = check_anew(project.path(), &JSON);
    for _ in 0..3 {
        let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..6).map(|_| scope.spawn(|| check(project.path(), &cache, &JSON))).collect();
            runs.into_iter().map(|run| run.join().expect("it ends")).collect()
        });
        assert!(outcomes.iter().all(|outcome| *outcome == fresh), "{outcomes:?}");
        let kept = entries(&cache);
        assert_eq!(kept.len(), 6, "nothing half-written is left: {:?}", kept.keys());
        assert_eq!(check(project.path(), &cache, &JSON), fresh);
        assert!(kept == entries(&cache));
        let cleaned = run(out.path(), &["cache", "clean", text(&cache)]);
        assert_eq!((cleaned.0, cleaned.2), (0, String::new()));
        assert!(!cache.exists());
    }
}

#[test]
fn what_is_damaged_is_made_anew() {
    let (project, out) = (project(), folder());
    let cache = out.path().join("cache");
    let fresh = check(project.path(), &cache, &JSON);
    let whole = entries(&cache);
    let mut dice = Dice(23);
    for round in 0..12 {
        for (name, (_, content)) in &whole {
            let mut content = content.clone();
            let at = dice.roll(content.len());
            match round % 3 {
                0 => content.truncate(at),
                1 => content[at] ^= 1 << dice.roll(8),
                _ => content.extend_from_slice(b"more"),
            }
            fs::write(cache.join("entries").join(name), content).expect("a file");
        }
        same(&check(project.path(), &cache, &JSON), &fresh, &format!("round {round}"));
        let contents = |entries: BTreeMap<String, (SystemTime, Vec<u8>)>| -> Vec<_> {
            entries.into_iter().map(|(name, (_, content))| (name, content)).collect()
        };
        assert!(contents(entries(&cache)) == contents(whole.clone()), "they are mended");
    }
    // An entry is nobody else's, whatever its name.
    let names: Vec<&String> = whole.keys().collect();
    for (name, other) in names.iter().zip(names.iter().cycle().skip(1)) {
        fs::write(cache.join("entries").join(name), &whole[*other].1).expect("a file");
    }
    assert_eq!(check(project.path(), &cache, &JSON), fresh);
}

#[test]
fn a_cache_that_cannot_be_written_is_a_remark() {
    let (project, out) = (project(), folder());
    let fresh = check_anew(project.path(), &JSON);
    let file = out.path().join("file");
    fs::write(&file, "").expect("a file");
    let (status, report, stderr) = check(project.path(), &file.join("cache"), &JSON);
    assert_eq!((status, &report), (fresh.0, &fresh.1));
    assert!(stderr.contains("nothing is kept for later runs: not a directory"), "{stderr}");
    let quiet = check(project.path(), &file.join("cache"), &[&JSON[..], &["--quiet"]].concat());
    assert_eq!(quiet.2, fresh.2, "it is no reason to say something");
    // What belongs to something else is not touched.
    for wrong in [file.as_path(), project.path()] {
        let (status, report, stderr) = check(project.path(), wrong, &JSON);
        assert_eq!((status, report.as_str()), (2, ""));
        assert!(stderr.ends_with("is not a cache of originlint: it holds something else\n"), "{stderr}");
    }
    let before = PROJECT.map(|(path, _)| fs::read_to_string(project.path().join(path)).expect("a file"));
    assert_eq!(before, PROJECT.map(|(_, content)| content.to_owned()));
}

#[cfg(unix)]
#[test]
fn a_cache_that_is_read_only_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let (project, out) = (project(), folder());
    let cache = out.path().join("cache");
    let fresh = check(project.path(), &cache, &JSON);
    let protect = |mode| {
        for folder in [cache.join("entries"), cache.clone()] {
            fs::set_permissions(folder, fs::Permissions::from_mode(mode)).expect("it is ours");
        }
    };
    protect(0o500);
    // Who may do everything may write all the same.
    let is_protected = fs::write(cache.join("entries/probe"), "").is_err();
    let kept = entries(&cache);
    same(&check(project.path(), &cache, &JSON), &fresh, "nothing has to be written");
    fs::write(project.path().join("src/own.js"), "addEventListener('message', (e) => { eval(e.data); });\n")
        .expect("a file");
    let fresh = check_anew(project.path(), &JSON);
    let (status, report, stderr) = check(project.path(), &cache, &JSON);
    assert_eq!((status, report), (fresh.0, fresh.1));
    assert_eq!(stderr.contains("nothing is kept for later runs: permission denied"), is_protected, "{stderr}");
    assert_eq!(kept == entries(&cache), is_protected);
    protect(0o700);
}

#[test]
fn the_configuration_may_want_a_cache_in_the_folder_of_the_user() {
    let (project, out) = (project(), folder());
    let home = |args: &[&str]| {
        let mut command = binary();
        for name in ["XDG_CACHE_HOME", "LOCALAPPDATA"] {
            command.env(name, out.path());
        }
        command.env("HOME", out.path());
        let (status, stdout, stderr) = fed(command.args(args).current_dir(project.path()), b"");
        (status, timeless(&stdout), stderr)
    };
    let path = home(&["cache", "path"]).1;
    let path = Path::new(path.trim());
    assert!(path.starts_with(out.path()), "{}", path.display());
    let args = |more: &[&'static str]| [&["check"], &JSON[..], more].concat();
    let fresh = home(&args(&[]));
    assert!(!path.exists(), "nobody wants one");
    assert_eq!(home(&["cache", "clean"]), (0, "removed 0 entries, 0 KiB".to_owned(), String::new()));
    fs::write(project.path().join("originlint.toml"), "cache = true\n").expect("a file");
    assert_eq!(home(&args(&["--no-cache"])), fresh);
    assert!(!path.exists(), "the command line has the last word");
    assert_eq!(home(&args(&[])), fresh);
    assert_eq!(entries(path).len(), 6);
    let read = |name: &str| fs::read_to_string(path.join(name)).expect("it is there");
    assert!(read("CACHEDIR.TAG").starts_with("Signature: 8a477f597d28d172789f06886806bc55\n"));
    assert_eq!(read(".gitignore"), "*\n");
    let cleaned = home(&["cache", "clean"]);
    assert!(cleaned.1.starts_with("removed 6 entries, "), "{cleaned:?}");
    assert!(!path.exists());
    assert_eq!(home(&args(&["--cache"])), fresh);
    assert_eq!(entries(path).len(), 6);
    // What comes from standard input may be anything.
    let (status, ..) = fed(binary().args(["check", "--cache=file", "-"]).current_dir(project.path()), b"let a;\n");
    assert!(status == 0 && !project.path().join("file").exists());
}

#[cfg(debug_assertions)]
#[test]
fn a_crash_leaves_nothing_of_its_file_in_the_cache() {
    let (project, out) = (project(), folder());
    let cache = out.path().join("cache");
    let crash = |cached: &str| {
        let mut command = binary();
        command.args(["check", cached]).args(JSON).current_dir(project.path());
        let (status, stdout, stderr) = fed(command.env("ORIGINLINT_REHEARSE", "abort=src/target.js"), b"");
        (status, timeless(&stdout), stderr)
    };
    let cached = format!("--cache={}", text(&cache));
    let crashed = crash("--no-cache");
    assert!(crashed.1.contains("\"kind\": \"crash\""), "{}", crashed.1);
    assert_eq!(crash(&cached), crashed);
    assert_eq!(check(project.path(), &cache, &JSON), check_anew(project.path(), &JSON));
    assert_eq!(check(project.path(), &cache, &JSON), check_anew(project.path(), &JSON));
}
