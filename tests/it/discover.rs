//! Which files a scan looks at, and that nothing on disk can end it.

use std::fs;
use std::path::{Path, PathBuf};

use std::sync::Arc;

use originlint::report::{FailureKind, Report};
use originlint::testing::discover::{Discovery, discover, finds};
use originlint::testing::discover::{IgnoreFiles, Ignores, OnDisk};
use originlint::testing::display_path;
use originlint::testing::scan::{NoProgress, Request, scan};

/// A folder that looks like the checkout of a repository, with the given files.
fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = crate::folder();
    fs::create_dir(dir.path().join(".git")).expect("a new folder");
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().expect("below the root")).expect("a folder for the file");
        fs::write(path, text).expect("a new file");
    }
    dir
}

fn find(paths: &[PathBuf], no_ignore: bool) -> Discovery {
    let on_disk: Arc<dyn IgnoreFiles> = Arc::new(OnDisk);
    discover(paths, (!no_ignore).then_some(&on_disk), &|_| {})
}

/// The files found, relative to `root`.
fn names(root: &Path, found: &Discovery) -> Vec<String> {
    found.files.iter().map(|file| display_path(file.strip_prefix(root).unwrap_or(file))).collect()
}

fn names_under(dir: &tempfile::TempDir, no_ignore: bool) -> Vec<String> {
    let found = find(&[dir.path().to_owned()], no_ignore);
    assert!(found.failures.is_empty(), "{:?}", found.failures);
    names(dir.path(), &found)
}

fn scan_paths(paths: &[PathBuf]) -> Report {
    scan(&Request { paths: paths.to_vec(), ..Request::default() }, &NoProgress)
}

#[test]
fn a_folder_is_searched_for_script_by_extension() {
    let dir = tree(&[
        ("a.js", ""),
        ("b.mjs", ""),
        ("c.cjs", ""),
        ("d.jsx", ""),
        ("e.ts", ""),
        ("f.mts", ""),
        ("g.cts", ""),
        ("h.tsx", ""),
        ("lib/deep/er/i.js", ""),
        ("not.d.ts", ""),
        ("not.d.mts", ""),
        ("not.json", ""),
        ("not.js.map", ""),
        ("js", ""),
        ("folder.js/in.js", ""),
        ("upper/A.JS", ""),
        ("upper/B.Tsx", ""),
        ("upper/C.Html", ""),
        ("upper/D.VUE", ""),
        ("upper/E.SVG", ""),
        ("upper/not.D.TS", ""),
        ("upper/NOT.MD", ""),
    ]);
    let scripts =
        ["a.js", "b.mjs", "c.cjs", "d.jsx", "e.ts", "f.mts", "folder.js/in.js", "g.cts", "h.tsx", "lib/deep/er/i.js"];
    let upper = ["upper/A.JS", "upper/B.Tsx", "upper/C.Html", "upper/D.VUE", "upper/E.SVG"];
    assert_eq!(names_under(&dir, false), [&scripts[..], &upper].concat());
}

#[test]
fn ignored_hidden_and_installed_files_are_left_out() {
    let dir = tree(&[
        (".gitignore", "dist/\n*.min.js\n!keep.min.js\n"),
        (".ignore", "vendor\n"),
        ("src/.gitignore", "generated.ts\n"),
        ("app.js", ""),
        ("keep.min.js", ""),
        ("lib.min.js", ""),
        ("dist/app.js", ""),
        ("vendor/jquery.js", ""),
        ("src/main.ts", ""),
        ("src/generated.ts", ""),
        ("generated.ts", ""),
        (".cache/x.js", ""),
        (".hidden.js", ""),
        ("node_modules/p/index.js", ""),
        ("packages/q/node_modules/r/index.js", ""),
        (".git/hooks/hook.js", ""),
    ]);
    assert_eq!(names_under(&dir, false), ["app.js", "generated.ts", "keep.min.js", "src/main.ts"]);
    let report = scan_paths(&[dir.path().to_owned(), dir.path().join("src")]);
    let left_out = &report.left_out;
    assert_eq!((left_out.ignored_files, left_out.ignored_folders), (2, 2), "each once, and not what is hidden anyway");
    let all = names_under(&dir, true);
    assert_eq!(all.len(), 12, "everything but git's own folder: {all:?}");
    assert!(!all.iter().any(|file| file.starts_with(".git/")));
}

#[test]
fn the_nearest_rule_decides_and_folders_above_count() {
    let dir = tree(&[
        (".gitignore", "*.gen.js\n/only/here.js\nlogs/\n!.storybook\n"),
        (".ignore", "b.js\n"),
        ("src/.gitignore", "!keep.gen.js\n# a comment\n\n\\#odd.js\nlast.js \n"),
        ("src/.ignore", "!b.js\n"),
        ("src/keep.gen.js", ""),
        ("src/drop.gen.js", ""),
        ("src/b.js", ""),
        ("src/#odd.js", ""),
        ("src/last.js", ""),
        ("b.js", ""),
        ("only/here.js", ""),
        ("src/only/here.js", ""),
        ("src/logs/a.js", ""),
        ("logs.js", ""),
        (".storybook/main.js", ""),
        (".hidden/main.js", ""),
        // Git's rules end where another repository begins; others do not.
        ("inner/.git/HEAD", ""),
        ("inner/x.gen.js", ""),
        ("inner/b.js", ""),
    ]);
    let expected =
        [".storybook/main.js", "inner/x.gen.js", "logs.js", "src/b.js", "src/keep.gen.js", "src/only/here.js"];
    assert_eq!(names_under(&dir, false), expected);
    let real = fs::canonicalize(dir.path()).expect("it is there");
    let ignores = Ignores::new(&real, Arc::new(OnDisk));
    let all: Vec<String> = names_under(&dir, true);
    let found: Vec<_> = all.iter().filter(|file| finds(&real, &real.join(file), &ignores)).collect();
    assert_eq!(found, expected.iter().collect::<Vec<_>>(), "one file is judged as a walk does");
    let below = find(&[dir.path().join("src")], false);
    assert_eq!(names(dir.path(), &below), ["src/b.js", "src/keep.gen.js", "src/only/here.js"], "rules from above");
}

#[test]
fn without_a_repository_git_has_no_rules() {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, text) in [(".gitignore", "a.js\n"), (".ignore", "b.js\n"), ("a.js", ""), ("b.js", "")] {
        fs::write(dir.path().join(path), text).expect("a file");
    }
    assert_eq!(names_under(&dir, false), ["a.js"]);
}

#[cfg(unix)]
#[test]
fn an_ignore_file_is_a_file_of_bounded_size() {
    let dir = tree(&[("a.js", ""), ("sub/a.js", ""), ("long/a.js", "")]);
    let rules = tempfile::tempdir().expect("a folder");
    fs::write(rules.path().join("rules"), "a.js\n").expect("a file");
    std::os::unix::fs::symlink(rules.path().join("rules"), dir.path().join(".gitignore")).expect("a link");
    fs::create_dir(dir.path().join("sub/.ignore")).expect("a folder of that name");
    fs::write(dir.path().join("long/.ignore"), "a.js\n".repeat(300_000)).expect("a file");
    assert_eq!(names_under(&dir, false), ["a.js", "long/a.js", "sub/a.js"]);
}

#[test]
fn what_is_ignored_depends_on_the_tree_alone() {
    let dir = tree(&[(".git/info/exclude", "a.js\n"), ("a.js", "")]);
    assert_eq!(names_under(&dir, false), ["a.js"]);
}

#[test]
fn a_named_file_is_read_whatever_it_is_called() {
    let dir = tree(&[(".gitignore", "*\n"), ("snippet.txt", "x"), ("types.d.ts", "x"), ("node_modules/p/.x.js", "x")]);
    let paths = ["snippet.txt", "types.d.ts", "node_modules/p/.x.js"].map(|name| dir.path().join(name));
    assert_eq!(names(dir.path(), &find(&paths, false)), ["node_modules/p/.x.js", "snippet.txt", "types.d.ts"]);
    assert_eq!(scan_paths(&paths).scanned, 3);
}

#[test]
fn a_named_folder_is_searched_even_where_a_search_would_not_go() {
    let dir =
        tree(&[(".gitignore", "dist/\n"), ("node_modules/p/index.js", ""), (".hidden/a.js", ""), ("dist/b.js", "")]);
    let paths = ["node_modules", ".hidden", "dist"].map(|name| dir.path().join(name));
    assert_eq!(names(dir.path(), &find(&paths, false)), [".hidden/a.js", "dist/b.js", "node_modules/p/index.js"]);
}

#[test]
fn a_file_named_twice_is_read_once() {
    let dir = tree(&[("src/a.js", ""), ("src/b.js", "")]);
    let at = |path: &str| dir.path().join(path);
    let found = find(&[at("src/a.js"), at("src"), at("src/../src/a.js"), at("."), at("src/a.js")], false);
    assert_eq!(names(dir.path(), &found), ["src/a.js", "src/b.js"]);
    assert!(found.failures.is_empty());
    let found = find(&[at("src/../src"), at("src")], false);
    assert_eq!(names(dir.path(), &found), ["src/a.js", "src/b.js"]);
}

#[test]
fn shown_paths_are_the_given_ones_with_slashes() {
    for (given, shown) in [
        ("./src//a.js", "src/a.js"),
        ("src/./a.js", "src/a.js"),
        ("../src/a.js", "../src/a.js"),
        ("/src/a.js", "/src/a.js"),
        ("src/", "src"),
        (".", "."),
    ] {
        assert_eq!(display_path(Path::new(given)), shown);
    }
}

#[cfg(unix)]
#[test]
fn links_end_and_a_linked_root_is_searched() {
    let dir = tree(&[("real/a.js", "")]);
    let link = |to: &str, from: &str| std::os::unix::fs::symlink(to, dir.path().join(from)).unwrap();
    link("..", "real/loop");
    link("real", "alias");
    link("self.js", "self.js");
    link("a.js", "real/b.js");
    assert_eq!(names_under(&dir, false), ["real/a.js"]);
    let found = find(&[dir.path().join("alias")], false);
    assert_eq!(names(dir.path(), &found), ["real/a.js"], "it is called by what it is");
    let found = find(&[dir.path().join("alias"), dir.path().join("real"), dir.path().join("real/b.js")], false);
    assert_eq!(names(dir.path(), &found), ["real/a.js"], "all three are one file");
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_a_failure_and_ends_nothing() {
    let dir = tree(&[("a.js", "parent.postMessage(1, '*')"), ("long.js", "")]);
    let at = |path: &str| dir.path().join(path);
    std::os::unix::fs::symlink("nowhere", at("dangling.js")).unwrap();
    std::os::unix::fs::symlink("self.js", at("self.js")).unwrap();
    fs::OpenOptions::new().write(true).open(at("long.js")).unwrap().set_len((64 << 20) + 1).unwrap();
    fs::write(at("latin-2.js"), b"parent.postMessage('\xb1\xff', '*')").unwrap();
    let paths = [at("missing.js"), at("dangling.js"), at("self.js"), at("a.js"), at("long.js"), at("latin-2.js")];
    let report = scan_paths(&paths);
    let failed: Vec<_> = report
        .failures()
        .filter(|(_, failure)| failure.kind == FailureKind::Read)
        .map(|(file, failure)| (file.source.path().rsplit('/').next().unwrap(), failure.message.as_str()))
        .collect();
    assert_eq!(failed[0], ("dangling.js", "no such file or directory"));
    assert_eq!(failed[1], ("long.js", "longer than 64 MiB"));
    assert_eq!(failed[2], ("missing.js", "no such file or directory"));
    assert_eq!(failed[3].0, "self.js");
    assert_eq!(failed.len(), 4);
    assert!(report.candidates >= 1, "the readable file was analysed");
}

#[test]
fn only_files_with_a_messaging_word_are_analysed() {
    let dir = tree(&[
        ("send.js", "parent.postMessage(token, '*')"),
        ("utf-16.js", ""),
        ("error.js", "throw new TypeError({ message: 'no', type: \"message\" })"),
        ("empty.js", ""),
    ]);
    let wide = "\u{feff}onmessage = e => eval(e.data)".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    fs::write(dir.path().join("utf-16.js"), wide).unwrap();
    let report = scan_paths(&[dir.path().to_owned()]);
    assert_eq!((report.scanned, report.candidates), (4, 2));
    assert_eq!(report.failures().count(), 0);
}
#[test]
fn the_language_of_a_file_does_not_depend_on_the_case_of_its_extension() {
    let typed = "export const tell = <T,>(jwt: T): void => window.parent.postMessage(jwt as unknown, '*');\n";
    let page = format!("<script>\n{}</script>\n", "window.parent.postMessage(view.authToken, '*');\n");
    let image = "<svg onload=\"parent.postMessage(view.authToken, '*')\"/>\n";
    let dir = tree(&[
        ("a.TS", typed),
        ("b.Html", &page),
        ("c.SVG", image),
        ("d.js", "import { tell } from './a.TS'; tell(1);"),
    ]);
    let report = scan_paths(&[dir.path().to_owned()]);
    let found: Vec<_> =
        report.findings().map(|(file, finding)| (file.source.path().rsplit('/').next(), finding.rule)).collect();
    let rule = "wildcard-sensitive-data";
    assert_eq!(found, [(Some("a.TS"), rule), (Some("b.Html"), rule), (Some("c.SVG"), rule)]);
    assert_eq!(report.failures().count(), 0);
}

#[test]
fn the_report_does_not_depend_on_the_number_of_threads() {
    let dir = tree(&[]);
    // Failures give the report something to put in order, whatever the rules find.
    let mut paths = vec![dir.path().to_owned()];
    for folder in 0..20 {
        let folder = dir.path().join(format!("f{folder}"));
        fs::create_dir(&folder).unwrap();
        for file in 0..20 {
            fs::write(folder.join(format!("{file}.js")), "onmessage = event => eval(event.data);").unwrap();
            paths.push(folder.join(format!("{file}-missing.js")));
        }
    }
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let report = pool.install(|| scan_paths(&paths));
        let failures =
            report.failures().map(|(file, failure)| (file.source.path().to_owned(), failure.message.clone()));
        let findings =
            report.findings().map(|(file, finding)| (file.source.path().to_owned(), finding.message.clone()));
        (report.scanned, report.candidates, failures.collect::<Vec<_>>(), findings.collect::<Vec<_>>())
    };
    let one = with(1);
    assert_eq!((one.0, one.1, one.2.len()), (400, 400, 400));
    assert!(one.2.is_sorted() && one.3.is_sorted());
    assert_eq!(one, with(2));
    assert_eq!(one, with(7));
}
