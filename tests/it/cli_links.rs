//! Files that are not what their names promise: links out of the repository, pipes and devices under every name that is read
//! without being asked for. Nothing hangs, nothing is read, and nothing of it is quoted.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::cli::{binary, fed, tree};

const SEND: &str = "window.parent.postMessage(view.authToken, '*');\n";
const FOUND: &str = "a.js:1:43: medium[wildcard-sensitive-data]";
/// What stands in the file that a link leads to, and must never be shown.
const SECRET: &str = "root:x:0:0:secret";

/// A repository with a flaw in `a.js`, in a folder next to a file that is not part of it.
fn repository(files: &[(&str, &[u8])]) -> TempDir {
    let own: [(&str, &[u8]); 3] = [("secret", SECRET.as_bytes()), ("r/.git/HEAD", b""), ("r/a.js", SEND.as_bytes())];
    let files: Vec<(String, &[u8])> = files.iter().map(|(path, text)| (format!("r/{path}"), *text)).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    tree(&[&own, files.as_slice()].concat())
}

fn link(folder: &TempDir, name: &str, target: &str) {
    symlink(target, folder.path().join("r").join(name)).expect("a link");
}

fn pipe(folder: &TempDir, name: &str) {
    let made = Command::new("mkfifo").arg(folder.path().join("r").join(name)).status().expect("mkfifo runs");
    assert!(made.success());
}

/// Runs in the repository. Whoever waits for a pipe is ended.
fn check(folder: &TempDir, args: &[&str]) -> (i32, String, String) {
    let mut command = binary();
    command.args(["check", "--format=concise"]).args(args).current_dir(folder.path().join("r"));
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let begin = Instant::now();
    while child.try_wait().expect("it can be asked").is_none() {
        if begin.elapsed() > Duration::from_secs(60) {
            child.kill().expect("it is ours");
            panic!("{args:?} does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().expect("it ended");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert!(!stdout.contains("secret") && !stderr.contains(":secret"), "{stdout}{stderr}");
    (output.status.code().expect("an exit"), stdout, stderr)
}

#[test]
fn a_configuration_out_of_the_repository_is_not_read() {
    let tree = repository(&[("config/real.toml", b"exclude = ['a.js']\n"), ("b.js", SEND.as_bytes())]);
    link(&tree, "originlint.toml", "../secret");
    let refused = "originlint: originlint.toml: outside of the repository\n";
    assert_eq!(check(&tree, &[]), (2, String::new(), refused.to_owned()));
    // Who names the file has a reason, and still no use for its text.
    let (status, _, stderr) = check(&tree, &["--config=originlint.toml"]);
    let unquoted =
        "originlint: originlint.toml: not a configuration, and not quoted: a link leads out of the repository\n";
    assert_eq!((status, stderr.as_str()), (2, unquoted));
    link(&tree, "etc", "..");
    assert_eq!(check(&tree, &["--config=etc/secret"]).2, unquoted.replace("originlint.toml", "etc/secret"));
    let output =
        binary().args(["check", "--config=../secret"]).current_dir(tree.path().join("r")).output().expect("it runs");
    assert!(String::from_utf8_lossy(&output.stderr).contains(SECRET), "where no link leads, a mistake is shown");
    fs::remove_file(tree.path().join("r/originlint.toml")).expect("it is there");
    link(&tree, "originlint.toml", "config/real.toml");
    let (_, stdout, stderr) = check(&tree, &[]);
    assert!(stdout.starts_with("b.js:1:43: ") && stderr.is_empty(), "a link inside is followed: {stdout}{stderr}");
}

#[test]
fn what_is_no_file_is_no_configuration() {
    let tree = repository(&[]);
    pipe(&tree, "originlint.toml");
    let expected = "originlint: originlint.toml: not a regular file\n";
    assert_eq!(check(&tree, &[]), (2, String::new(), expected.to_owned()));
    assert_eq!(check(&tree, &["--config=originlint.toml"]).2, expected);
    assert_eq!(check(&tree, &["--config=/dev/zero"]).2, "originlint: /dev/zero: not a regular file\n");
    fs::remove_file(tree.path().join("r/originlint.toml")).expect("it is there");
    link(&tree, "originlint.toml", "/dev/zero");
    assert_eq!(check(&tree, &[]).0, 2);
    fs::remove_file(tree.path().join("r/originlint.toml")).expect("it is there");
    fs::write(tree.path().join("r/originlint.toml"), "#".repeat((256 << 10) + 1)).expect("a file");
    assert_eq!(check(&tree, &[]).2, "originlint: originlint.toml: longer than 256 KiB\n");
}

#[test]
fn a_baseline_out_of_the_repository_is_read_only_if_it_is_named() {
    let tree = repository(&[("originlint.toml", b"baseline = '../known.json'\n")]);
    let (status, stdout, stderr) = check(&tree, &["--write-baseline", "--baseline=../known.json"]);
    assert_eq!((status, stdout.as_str(), stderr.as_str()), (0, "", "originlint: ../known.json: 1 entry\n"));
    assert_eq!(check(&tree, &["--baseline=../known.json"]).0, 0);
    let (status, stdout, stderr) = check(&tree, &[]);
    assert!(status == 2 && stdout.starts_with(FOUND), "{stdout}");
    assert!(stderr.ends_with("known.json: outside of the repository\n"), "{stderr}");
    let (status, _, stderr) = check(&tree, &["--baseline=../secret"]);
    assert!(status == 2 && stderr.contains("../secret: not a baseline: "), "{stderr}");
    link(&tree, "known.json", "../secret");
    let (status, _, stderr) = check(&tree, &["--baseline=known.json"]);
    let unquoted = "originlint: known.json: not a baseline, and not quoted: a link leads out of the repository\n";
    assert_eq!((status, stderr.as_str()), (2, unquoted));
    link(&tree, "endless.json", "/dev/zero");
    assert_eq!(check(&tree, &["--baseline=endless.json"]).2, "originlint: endless.json: not a regular file\n");
}

#[test]
fn ignore_files_that_are_none_hide_nothing() {
    let files: [(&str, &[u8]); 3] =
        [("lib/b.js", SEND.as_bytes()), ("lib/c.js", SEND.as_bytes()), ("lib/in/d.js", SEND.as_bytes())];
    let scanned = |tree: &TempDir, args: &[&str]| {
        let (_, stdout, stderr) = check(tree, args);
        let files: Vec<_> = stdout.lines().filter_map(|line| line.split(':').next()).collect();
        (files.join(" "), stderr)
    };
    for name in [".gitignore", ".ignore", "lib/.gitignore", "lib/.ignore"] {
        for odd in ["pipe", "device", "link"] {
            let tree = repository(&files);
            match odd {
                "pipe" => pipe(&tree, name),
                "device" => link(&tree, name, "/dev/zero"),
                _ => link(&tree, name, if name.starts_with("lib") { "../../secret" } else { "../secret" }),
            }
            let why = if odd == "pipe" { "not a regular file" } else { "a link" };
            let expected = format!("originlint: {name}: findings may be missing: not read: {why}\n");
            let all = "a.js lib/b.js lib/c.js lib/in/d.js";
            assert_eq!(scanned(&tree, &[]), (all.to_owned(), expected.clone()), "{name} is a {odd}");
            assert_eq!(scanned(&tree, &["--no-ignore"]), (all.to_owned(), String::new()));
        }
    }
    // One that is too long, and a link to one that is not.
    let tree = repository(&files);
    let long = format!("{}b.js\n", "#\n".repeat(64 << 10));
    fs::write(tree.path().join("r/lib/.gitignore"), &long).expect("a file");
    assert_eq!(
        scanned(&tree, &["lib"]).1,
        "originlint: lib/.gitignore: findings may be missing: not read: longer than 128 KiB\n"
    );
    fs::write(tree.path().join("r/lib/.gitignore"), &long[6..]).expect("a file");
    fs::write(tree.path().join("r/ignored"), "c.js\n").expect("a file");
    link(&tree, ".gitignore", "ignored");
    let expected = "originlint: .gitignore: findings may be missing: not read: a link\n";
    assert_eq!(scanned(&tree, &[]), ("a.js lib/c.js lib/in/d.js".to_owned(), expected.to_owned()), "as git does");
    // Each is short enough, and together they are not.
    fs::remove_file(tree.path().join("r/.gitignore")).expect("it is there");
    fs::write(tree.path().join("r/.gitignore"), &long[6..]).expect("a file");
    fs::write(tree.path().join("r/lib/in/.ignore"), "d.js\n").expect("a file");
    let expected =
        "originlint: lib/in/.ignore: findings may be missing: not read: longer than 256 KiB with those above\n";
    assert_eq!(scanned(&tree, &[]), ("a.js lib/c.js lib/in/d.js".to_owned(), expected.to_owned()));
}

#[test]
fn what_tells_where_imports_lead_stays_in_the_repository() {
    let listen = "import { known } from '@app/check';\nimport { same } from './near.js';\n\
                  addEventListener('message', (event) => {\n  if (!known(event.origin) || !same(event.origin)) return;\n  \
                  window.draft = event.data;\n});\n";
    let paths = "{ \"compilerOptions\": { \"paths\": { \"@app/*\": [\"./lib/*\"] } } }";
    let files: [(&str, &[u8]); 3] = [
        ("listen.ts", listen.as_bytes()),
        ("lib/check.ts", b"export const known = (origin) => true;\n"),
        ("lib/near.js", b"export const same = (origin) => true;\n"),
    ];
    let verdict = |tree: &TempDir| {
        let (_, stdout, stderr) = check(tree, &["listen.ts"]);
        (stdout.contains("missing-origin-check"), stderr)
    };
    let tree = repository(&files);
    fs::write(tree.path().join("r/lib/tsconfig.json"), paths.replace("./lib", ".")).expect("a file");
    link(&tree, "tsconfig.json", "base.json");
    fs::write(tree.path().join("r/base.json"), paths).expect("a file");
    link(&tree, "near.js", "lib/near.js");
    assert_eq!(verdict(&tree), (true, String::new()), "links inside are followed");
    let replace = |name: &str, target: &str| {
        fs::remove_file(tree.path().join("r").join(name)).expect("it is there");
        link(&tree, name, target);
    };
    fs::write(tree.path().join("check.ts"), "export const known = (origin) => true;\n").expect("a file");
    fs::write(tree.path().join("near.js"), "export const same = (origin) => true;\n").expect("a file");
    replace("near.js", "../near.js");
    let (found, stderr) = verdict(&tree);
    assert!(!found && stderr.contains("uses `./near.js`: it cannot be read: outside of the repository"), "{stderr}");
    replace("near.js", "lib/near.js");
    fs::rename(tree.path().join("r/base.json"), tree.path().join("base.json")).expect("it moves");
    replace("tsconfig.json", "../base.json");
    let (found, stderr) = verdict(&tree);
    assert!(!found, "what `@app` means was not read");
    let leads_out = "it leads out of the repository";
    assert_eq!(stderr, format!("originlint: tsconfig.json: findings may be missing: not read: {leads_out}\n"));
    fs::remove_file(tree.path().join("r/tsconfig.json")).expect("it is there");
    for (text, why) in [
        ("{ \"extends\": \"../base.json\" }", leads_out),
        ("{ \"references\": [{ \"path\": \"../base.json\" }] }", leads_out),
        ("{ \"compilerOptions\":", "not JSON"),
    ] {
        fs::write(tree.path().join("r/tsconfig.json"), text).expect("a file");
        let expected = format!("originlint: tsconfig.json: findings may be missing: not read: {why}\n");
        assert_eq!(verdict(&tree), (false, expected), "{text}");
    }
}

#[test]
fn manifests_that_are_no_files_are_passed_over() {
    for name in ["package.json", "tsconfig.json", "manifest.json", "pnpm-workspace.yaml"] {
        let listen =
            "import x from 'pkg';\nimport y from './y';\n addEventListener('message', (e) => { x(e); y(e); });\n";
        let tree = repository(&[("b.ts", listen.as_bytes()), ("y.ts", b"export default () => 0;\n")]);
        pipe(&tree, name);
        let (status, stdout, _) = check(&tree, &[]);
        assert_eq!((status, stdout.starts_with(FOUND)), (1, true), "{name}");
        fs::remove_file(tree.path().join("r").join(name)).expect("it is there");
        link(&tree, name, "/dev/zero");
        let (status, stdout, stderr) = check(&tree, &[]);
        assert_eq!((status, stdout.starts_with(FOUND)), (1, true), "{name}");
        assert!(stderr.is_empty() || stderr.contains(&format!("originlint: {name}: ")), "{stderr}");
    }
}

#[test]
fn pipes_and_devices_that_are_named_are_errors() {
    let tree = repository(&[]);
    pipe(&tree, "pipe.js");
    link(&tree, "link.js", "pipe.js");
    for path in ["pipe.js", "link.js", "/dev/zero", "/dev/null"] {
        let (status, stdout, stderr) = check(&tree, &["a.js", path]);
        let shown = if path == "link.js" { "pipe.js" } else { path };
        assert_eq!((status, stderr), (2, format!("originlint: {shown}: not a regular file\n")));
        assert!(stdout.starts_with(FOUND), "the others are scanned: {stdout}");
    }
    assert_eq!(check(&tree, &[]).0, 1, "a search passes them over");
}

#[test]
fn standard_input_has_a_bound() {
    let mut command = binary();
    let (status, stdout, stderr) = fed(command.args(["check", "-"]), &vec![b' '; (64 << 20) + 1]);
    assert_eq!((status, stdout.as_str(), stderr.as_str()), (2, "", "originlint: standard input: longer than 64 MiB\n"));
    let (status, ..) = fed(binary().args(["check", "-"]).current_dir(Path::new("/")), b"let a;\n");
    assert_eq!(status, 0);
}
