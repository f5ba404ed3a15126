//! No name decides that no row of the model names and that neither the language nor the platform gives a meaning: with other names for
//! everything else, the corpus has the same verdicts. How names are replaced is in `rename`.
//!
//! `RENAMING=all` tries every habit of naming on every file; otherwise each file has its share of them.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, LazyLock};

use originlint::report::FileReport;
use originlint::source::SourceFile;
use originlint::testing::model::known_by_its_words;
use originlint::{NoModules, analyze};
use rayon::prelude::*;
use toml::{Table, Value};

use crate::corpus::{OUTCOMES, Outcome, PROJECTS, extension, project_of, scanned};
use crate::rename::{Kept, Vocabulary, moved, renamed};
use crate::{assert_none, files_below, read};

/// What can be renamed: the other files hold markup, whose names belong together with those of the script in it.
const SCRIPTS: [&str; 8] = ["js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx"];

/// Names of the language and of its library.
const LANGUAGE: &str = "
    Infinity NaN undefined globalThis arguments eval constructor prototype __proto__ length name message default
    object string boolean number function symbol bigint null
    Object assign create defineProperty defineProperties entries freeze fromEntries getOwnPropertyDescriptor getOwnPropertyNames
    getPrototypeOf hasOwn is isFrozen isSealed keys preventExtensions seal setPrototypeOf values hasOwnProperty isPrototypeOf
    propertyIsEnumerable toLocaleString toString valueOf get set enumerable writable configurable value
    Function apply bind call
    Array from isArray of at concat copyWithin every fill filter find findIndex findLast findLastIndex flat flatMap forEach
    includes indexOf join lastIndexOf map pop push reduce reduceRight reverse shift slice some sort splice unshift toReversed
    toSorted toSpliced with
    String fromCharCode fromCodePoint raw charAt charCodeAt codePointAt endsWith localeCompare match matchAll normalize padEnd
    padStart repeat replace replaceAll search split startsWith substr substring toLocaleLowerCase toLocaleUpperCase toLowerCase
    toUpperCase trim trimEnd trimStart trimLeft trimRight
    Number isFinite isInteger isNaN isSafeInteger parseFloat parseInt toFixed toPrecision toExponential
    RegExp exec test source flags lastIndex
    Map Set WeakMap WeakSet WeakRef add clear delete has size deref
    Promise all allSettled any race reject resolve then catch finally done next return throw
    Symbol iterator asyncIterator hasInstance toPrimitive toStringTag
    JSON parse stringify Math random Reflect ownKeys construct Proxy Date now Error cause stack
    BigInt Boolean decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape byteLength transfer
";

/// Names of the web platform that code knows and no table: options, members of events, handlers of events, types of scripts.
const PLATFORM: &str = "
    targetOrigin transfer capture handleEvent isTrusted target dataTransfer touches
    onmessageerror onload onopen onerror onconnect onkeydown onClick
    start getItem searchParams headers clone ok status getReader getContext exportKey deriveBits module
";

/// Names in the settings of servers by which src/loader/headers.rs tells who may frame a page: helmet's options and those of Next.
const HEADERS: &str = "
    use contentSecurityPolicy directives frameAncestors requireTrustedTypesFor frameguard xFrameOptions action
    crossOriginOpenerPolicy policy useDefaults key headers source
";

/// Files that frameworks and packages look for under their names.
const FILES: [&str; 2] = ["index", "next"];

/// Files that swc reads only in the way in which the program asks it to, and a project with a file that nobody reads.
const UNREAD: [&str; 6] = [
    "test-corpus/projects/broken-import",
    "test-corpus/syntax/bind.js",
    "test-corpus/syntax/flow-without-pragma.js",
    "test-corpus/syntax/flow.js",
    "test-corpus/syntax/sloppy.js",
    "test-corpus/unused-suppression/truncated.js",
];

/// Names that may decide: the file, the habit, the name and the reason. One that decides nothing any more fails.
const KNOWN: [(&str, &str, &str, &str); 3] = [
    (
        "test-corpus/missing-origin-check/answers.js",
        "__",
        "configure",
        "the file calls whatever is named `'_' + method`, so that a method whose name begins with `_` is one that it may call",
    ),
    (
        "test-corpus/channel-not-closed/compiled.js",
        "use",
        "__awaiter",
        "in a file with components a function is a hook by such a name, as React's rules of hooks have it",
    ),
    ("test-corpus/channel-not-closed/compiled.js", "use", "__generator", "the same"),
];

/// Habits of naming, as what stands before and behind each new name. A rule that believed one of them would change its verdict.
const HABITS: [(&str, &str); 24] = [
    ("__", ""),
    ("$", ""),
    ("is", ""),
    ("has", ""),
    ("can", ""),
    ("check", ""),
    ("validate", ""),
    ("expect", ""),
    ("assert", ""),
    ("use", ""),
    ("on", ""),
    ("get", ""),
    ("set", ""),
    ("handle", ""),
    ("raw", ""),
    ("create", ""),
    ("", "Allowed"),
    ("", "Trusted"),
    ("", "Origin"),
    ("", "Event"),
    ("", "Listener"),
    ("", "Worker"),
    ("", "Window"),
    ("", "Error"),
];

/// Ways to call a file, before its end.
const PATHS: [&str; 8] = [
    "src/index",
    "src/background",
    "src/preload",
    "src/content",
    "src/sw",
    "src/img-worker",
    "src/img.worker",
    "src/workers/img",
];

/// What says in a finding that the name of the file has lowered its confidence, which is all that it may do.
const DOUBT: &str = "the file is called as workers are";

static ROWS: LazyLock<Rows> = LazyLock::new(Rows::read);

/// What the tables of the model name.
#[derive(Default)]
struct Rows {
    /// Properties, globals, modules, and texts.
    anything: HashSet<String>,
    /// Functions that libraries export, by which a default export is known: it has no name but that of its file.
    functions: HashSet<String>,
}

impl Rows {
    fn read() -> Self {
        let table = |file: &str| -> Table {
            toml::from_str(&read(&format!("rules/model/{file}"))).expect("a table of the model is well-formed")
        };
        let mut rows = Self::default();
        for path in files_below("rules/model").iter().filter_map(|path| path.strip_prefix("rules/model/")) {
            // The words of secret names are looked for in names, see `known_by_its_words`.
            if path.ends_with(".toml") && path != "secrets.toml" {
                names(&Value::Table(table(path)), path == "platform.toml", &mut rows.anything);
            }
        }
        names(&Value::Table(table("wrappers.toml")), false, &mut rows.functions);
        rows
    }
}

/// Columns that hold prose, or names of the tables' own.
const OWN: [&str; 13] =
    ["what", "instead", "is", "help", "who", "place", "guard", "rule", "type", "peer", "does", "unchecked", "levels"];

/// Collects the names in a table; of platform.toml its keys as well, which are those of properties.
fn names(value: &Value, keys: bool, found: &mut HashSet<String>) {
    let mut add = |text: &str| {
        found.insert(text.to_owned());
        found.extend(text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '$')).map(str::to_owned));
    };
    match value {
        Value::String(text) if !keys => add(text),
        Value::Table(table) => {
            for (key, value) in table.iter().filter(|(key, value)| value.is_array() || !OWN.contains(&key.as_str())) {
                if keys {
                    found.extend(key.split(':').map(str::to_owned));
                }
                names(value, keys, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| names(item, false, found)),
        _ => {}
    }
}

fn keeps_property(name: &str) -> bool {
    static FIXED: LazyLock<HashSet<&str>> =
        LazyLock::new(|| [LANGUAGE, PLATFORM, HEADERS].iter().flat_map(|names| names.split_whitespace()).collect());
    ROWS.anything.contains(name) || FIXED.contains(name) || known_by_its_words(name)
}

/// A package that a row names, or a file of one that is called like an export.
fn keeps_module(name: &str) -> bool {
    let name = name.trim_start_matches("node:");
    let parts: Vec<&str> = name.split('/').collect();
    let begins = (1..=parts.len()).any(|n| ROWS.anything.contains(&parts[..n].join("/")));
    let is_export = parts.len() > 1 && parts.last().is_some_and(|last| ROWS.functions.contains(*last));
    !name.starts_with('.') && (begins || is_export)
}

/// What is said of a line, and how surely; whether the name of the file has a part in that.
type Verdicts = BTreeMap<(u32, &'static str, &'static str), (Vec<(&'static str, &'static str)>, bool)>;

fn verdicts(report: &FileReport) -> Verdicts {
    let mut verdicts = Verdicts::new();
    for finding in &report.findings {
        let line = report.source.position(finding.primary.start).line;
        let verdict = verdicts.entry((line, finding.rule, finding.severity.as_str())).or_default();
        verdict.0.push((finding.confidence.as_str(), finding.persona.as_str()));
        verdict.1 |= finding.notes.iter().any(|note| note.starts_with(DOUBT));
    }
    verdicts
}

/// What is lost and what is new where two reports differ.
fn difference(before: &FileReport, after: &FileReport) -> Option<String> {
    let (before, after) = (verdicts(before), verdicts(after));
    let (lost, new) = (missing(&before, &after), missing(&after, &before));
    (!lost.is_empty() || !new.is_empty()).then(|| format!("lost {lost:?}, new {new:?}"))
}

/// What is said in one report and not in the other, or not as surely, unless the name of the file is the reason.
fn missing(these: &Verdicts, from: &Verdicts) -> Vec<String> {
    let unlike = these.iter().filter(|(key, (surely, doubted))| {
        from.get(key).is_none_or(|(others, others_doubted)| !doubted && !others_doubted && surely != others)
    });
    unlike.map(|((line, rule, severity), (surely, _))| format!("{line}: {severity} {rule} {surely:?}")).collect()
}

/// What is renamed of a file: everything, or one thing.
#[derive(Clone, Copy)]
enum Wanted<'a> {
    All,
    Only(&'a str),
    Path,
}

/// A file with other names, how it is judged then, and how many names were replaced. Nothing if swc cannot read it.
fn judged(outcome: &Outcome, habit: (&'static str, &'static str), wanted: Wanted) -> Option<(FileReport, Vec<String>)> {
    let is_wanted = |name: &str| match wanted {
        Wanted::All => true,
        Wanted::Only(only) => name == only,
        Wanted::Path => false,
    };
    let kept = Kept {
        variable: &|name| known_by_its_words(name) || !is_wanted(name),
        property: &|name| keeps_property(name) || !is_wanted(name),
        module: &keeps_module,
        part: &|name| !is_wanted(name),
    };
    let mut vocabulary = Vocabulary::new(habit.0, habit.1);
    let end = extension(&outcome.path);
    let text = renamed(&[(end, &outcome.sheet.text)], &kept, &mut vocabulary)?.pop()?;
    let path = match wanted {
        Wanted::Only(_) => outcome.path.clone(),
        // No part of the old path, whatever the habit: what files are called is tried below.
        Wanted::All | Wanted::Path => moved(&outcome.path, &|_| false, &mut Vocabulary::new("", "")),
    };
    let source = Arc::new(SourceFile::new(path, text.as_str()));
    Some((analyze(&source, &outcome.sheet.settings(), &NoModules), vocabulary.names().map(str::to_owned).collect()))
}

/// The files of the corpus that are scripts on their own.
fn scripts() -> impl Iterator<Item = &'static Outcome> {
    let is_read = |path: &str| SCRIPTS.contains(&extension(path)) && !UNREAD.contains(&path);
    OUTCOMES.iter().filter(move |outcome| is_read(&outcome.path) && project_of(&outcome.path).is_none())
}

/// What renaming changes in a file, with the names that do it.
fn complaint(outcome: &Outcome, habit: (&'static str, &'static str)) -> (Option<String>, usize) {
    let Some((report, names)) = judged(outcome, habit, Wanted::All) else {
        return (Some(format!("{}: swc does not read it", outcome.path)), 0);
    };
    let Some(whole) = difference(&outcome.report, &report) else { return (None, names.len()) };
    let changes = |wanted| {
        let (report, _) = judged(outcome, habit, wanted)?;
        difference(&outcome.report, &report)
    };
    let is_known = |name: &str| {
        KNOWN.iter().any(|(path, prefix, known, _)| (*path, *prefix, *known) == (&*outcome.path, habit.0, name))
    };
    let single: Vec<(&String, String)> =
        names.iter().filter_map(|name| Some((name, changes(Wanted::Only(name))?))).collect();
    if !single.is_empty() && single.iter().all(|(name, _)| is_known(name)) {
        return (None, names.len());
    }
    let single = single.iter().map(|(name, difference)| format!("  `{name}`: {difference}"));
    let path = changes(Wanted::Path).map(|difference| format!("  its path: {difference}"));
    let guilty: Vec<String> = single.chain(path).collect();
    let guilty = if guilty.is_empty() { format!("  several names together: {whole}") } else { guilty.join("\n") };
    (Some(format!("{} with names like {}…{}:\n{guilty}", outcome.path, habit.0, habit.1)), names.len())
}

/// What a failure asks for.
const ADVICE: &str = "verdicts that hang on a name. What a function is comes from its body, from how its value is used, or from a row in \
    rules/model; a name of the language or the platform that code knows stands in tests/it/renaming.rs";

#[test]
fn no_name_decides() {
    let outcomes: Vec<&Outcome> = scripts().collect();
    let judged: Vec<(Option<String>, usize)> =
        outcomes.par_iter().map(|outcome| complaint(outcome, ("", ""))).collect();
    let renamed: usize = judged.iter().map(|(_, names)| names).sum();
    let complaints: Vec<String> = judged.into_iter().filter_map(|(complaint, _)| complaint).collect();
    assert_none(&complaints, ADVICE);
    assert!(renamed > 5_000 || std::env::var_os("CORPUS").is_some(), "only {renamed} names were replaced");
}

#[test]
fn no_habit_of_naming_decides() {
    let outcomes: Vec<&Outcome> = scripts().collect();
    let tried: Vec<(&Outcome, (&str, &str))> = outcomes
        .iter()
        .enumerate()
        .flat_map(|(i, outcome)| HABITS.iter().enumerate().map(move |(n, habit)| (i, *outcome, n, *habit)))
        .filter(|(i, _, n, _)| is_tried(i + n, HABITS.len() / 2))
        .map(|(_, outcome, _, habit)| (outcome, habit))
        .collect();
    let complaints: Vec<String> =
        tried.par_iter().filter_map(|(outcome, habit)| complaint(outcome, *habit).0).collect();
    assert_none(&complaints, ADVICE);
}

#[test]
fn no_name_of_a_file_decides() {
    let outcomes: Vec<&Outcome> = scripts().collect();
    let complaints: Vec<String> = outcomes
        .par_iter()
        .enumerate()
        .flat_map_iter(|(i, outcome)| PATHS.iter().enumerate().map(move |(n, path)| (i + n, *outcome, path)))
        .filter(|(i, ..)| is_tried(*i, PATHS.len() / 2))
        .filter_map(|(_, outcome, path)| {
            let path = format!("{path}.{}", extension(&outcome.path));
            let source = Arc::new(SourceFile::new(path.as_str(), outcome.sheet.text.as_str()));
            let report = analyze(&source, &outcome.sheet.settings(), &NoModules);
            Some(format!("{} as {path}: {}", outcome.path, difference(&outcome.report, &report)?))
        })
        .collect();
    assert_none(&complaints, ADVICE);
}

#[test]
fn every_known_name_still_decides() {
    let idle = KNOWN.iter().filter(|(path, prefix, name, _)| {
        let outcome = OUTCOMES.iter().find(|outcome| outcome.path == *path);
        let report = outcome.and_then(|outcome| Some((outcome, judged(outcome, (prefix, ""), Wanted::Only(name))?.0)));
        std::env::var_os("CORPUS").is_none()
            && report.is_none_or(|(outcome, report)| difference(&outcome.report, &report).is_none())
    });
    let idle: Vec<String> = idle.map(|(path, _, name, _)| format!("{path}: `{name}`")).collect();
    assert_none(&idle, "names that decide nothing any more: drop their entries");
}

/// Whether a habit is tried on a file, by the number of both: one of `of` is, or all.
fn is_tried(number: usize, of: usize) -> bool {
    std::env::var_os("RENAMING").is_some_and(|all| all == "all") || number.is_multiple_of(of)
}

/// Projects of scripts alone, renamed as a whole, their files included. Packages and what their files are called in documents and
/// manifests stay.
#[test]
fn no_name_decides_across_files() {
    let mut projects: Vec<&str> = OUTCOMES.iter().filter_map(|outcome| project_of(&outcome.path)).collect();
    projects.dedup();
    let complaints: Vec<String> = projects.par_iter().flat_map_iter(|project| across(project)).collect();
    assert_none(&complaints, ADVICE);
    let scripts = |project: &&&str| files_below(project).iter().all(|path| is_script_or_data(path));
    let count = projects.iter().filter(scripts).count();
    assert!(count > 20 || std::env::var_os("CORPUS").is_some(), "only {count} projects of {PROJECTS} were renamed");
}

fn is_script_or_data(path: &str) -> bool {
    SCRIPTS.contains(&extension(path)) || ["json", "yaml", "toml", "md", "txt"].contains(&extension(path))
}

fn across(project: &str) -> Vec<String> {
    let outcomes: Vec<&Outcome> = OUTCOMES.iter().filter(|o| project_of(&o.path) == Some(project)).collect();
    let paths = files_below(project);
    if !paths.iter().all(|path| is_script_or_data(path)) {
        return Vec::new();
    }
    let inside = |path: &str| path[project.len() + 1..].to_owned();
    let data: Vec<(String, String)> = paths
        .iter()
        .filter(|path| !SCRIPTS.contains(&extension(path)))
        .map(|path| (inside(path), read(path)))
        .collect();
    // What a manifest or an address in a script calls a file stays.
    let is_address = |part: &str, stem: &str| names_file(part, stem) && !part.starts_with('.');
    let keeps_file = |stem: &str| {
        let quoted = outcomes.iter().flat_map(|o| o.sheet.text.split(['\'', '"', '`']));
        FILES.contains(&stem)
            || data.iter().any(|(_, text)| text.contains(stem))
            || quoted.into_iter().any(|part| is_address(part, stem))
    };
    let stems: HashSet<String> = outcomes
        .iter()
        .filter_map(|o| Some(o.path.rsplit('/').next()?.split('.').next()?.to_owned()))
        .filter(|stem| !keeps_file(stem))
        .collect();
    let kept = Kept {
        variable: &known_by_its_words,
        property: &keeps_property,
        module: &|name| !name.starts_with('.'),
        part: &|name| !stems.contains(name),
    };
    let mut vocabulary = Vocabulary::new("", "");
    let files: Vec<(&str, &str)> = outcomes.iter().map(|o| (extension(&o.path), o.sheet.text.as_str())).collect();
    let Some(texts) = renamed(&files, &kept, &mut vocabulary) else {
        let is_known = UNREAD.contains(&project);
        return if is_known { Vec::new() } else { vec![format!("{project}: swc does not read it")] };
    };
    let moved: Vec<String> = outcomes.iter().map(|o| moved(&inside(&o.path), kept.part, &mut vocabulary)).collect();
    let mut files = data;
    files.extend(moved.iter().cloned().zip(texts));
    let reports = scanned(&files);
    let different = |(outcome, moved): (&&Outcome, &String)| {
        let report = reports.get(moved)?;
        Some(format!("{}: {}", outcome.path, difference(&outcome.report, report)?))
    };
    outcomes.iter().zip(&moved).filter_map(different).collect()
}

/// Whether a text is a path that ends in a file of that name.
fn names_file(text: &str, stem: &str) -> bool {
    text.rsplit('/').next().and_then(|file| file.split('.').next()) == Some(stem)
}
