//! Standard input, the choice of format, and what makes a shell comfortable.

use std::path::Path;
use std::process::{Command, Stdio};

use originlint::cli::Terminal;
use originlint::testing::render::Format;
use serde_json::Value;

use crate::cli::{binary, fed, run, run_in, text, tree};
use crate::render::{JSON_SCHEMA, assert_valid};

const SEND: &str = "window.parent.postMessage(view.authToken, '*');\n";

fn piped(folder: &Path, args: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut command = binary();
    command.arg("check").args(args).current_dir(folder);
    fed(&mut command, input)
}

#[test]
fn a_file_from_standard_input_is_called_what_the_editor_says() {
    let config: &[u8] = b"[[overrides]]\npaths = ['widget/**']\nrules = { wildcard-sensitive-data = 'low' }\n";
    let tree = tree(&[("originlint.toml", config), ("src/a.ts", b"export {};\n")]);
    let typed = "export function tell(token: string): void {\n  window.parent.postMessage(token, '*');\n}\n";
    let (status, stdout, stderr) =
        piped(tree.path(), &["-", "--stdin-filename=src/a.ts", "--format=json"], typed.as_bytes());
    assert_eq!((status, stderr.as_str()), (1, ""));
    assert_valid(JSON_SCHEMA, &stdout);
    let json: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!(json["findings"][0]["path"], "src/a.ts");
    assert_eq!(json["findings"][0]["severity"], "medium");
    assert_eq!(json["findings"][0]["start"]["line"], 2);
    assert_eq!(json["summary"]["files"], 1);
    let (_, stdout, _) =
        piped(tree.path(), &["-", "--stdin-filename=widget/new.ts", "--format=concise"], typed.as_bytes());
    assert!(stdout.starts_with("widget/new.ts:2:36: low[wildcard-sensitive-data]"), "{stdout}");
    let (status, stdout, _) = piped(tree.path(), &["-", "--format=concise"], SEND.as_bytes());
    assert_eq!(status, 1);
    assert!(stdout.starts_with("stdin.js:1:43: "), "{stdout}");
}

#[test]
fn standard_input_keeps_to_the_statuses() {
    let tree = tree(&[("a.js", SEND.as_bytes())]);
    assert_eq!(piped(tree.path(), &["-"], b"").0, 0);
    assert_eq!(piped(tree.path(), &["-"], b"let a = 1;\n").0, 0);
    let (status, _, stderr) = piped(tree.path(), &["-", "--strict"], b"parent.postMessage(");
    assert_eq!(status, 2);
    assert!(stderr.starts_with("originlint: stdin.js:1:"), "{stderr}");
    assert_eq!(piped(tree.path(), &["-"], b"postMessage \x81").0, 2);
    let (status, _, stderr) = piped(tree.path(), &["-", "a.js"], SEND.as_bytes());
    assert_eq!(
        (status, stderr.as_str()),
        (2, "originlint: standard input stands alone: no other path can be scanned with it\n")
    );
    let (status, _, stderr) = piped(tree.path(), &["-", "--fix"], SEND.as_bytes());
    assert_eq!(status, 2);
    assert!(stderr.contains("--diff shows"), "{stderr}");
}

#[test]
fn a_diff_of_standard_input_is_shown() {
    let tree = tree(&[("a.js", b"")]);
    let source = "addEventListener('message', (e) => {\n  if (e.origin !== 'https://a.example/') return;\n  window.draft = e.data;\n});\n";
    let (status, stdout, _) = piped(tree.path(), &["-", "--diff", "--stdin-filename", "b.js"], source.as_bytes());
    assert_eq!(status, 1);
    assert!(
        stdout.contains("+++ b/b.js\n") && stdout.contains("+  if (e.origin !== 'https://a.example') return;"),
        "{stdout}"
    );
}

#[test]
fn github_is_spoken_where_github_listens() {
    let tree = tree(&[("a.js", SEND.as_bytes())]);
    let actions = Terminal { github: true, ..Terminal::default() };
    let (_, stdout, _) = run_in(actions, &["check", text(tree.path())]);
    assert!(stdout.starts_with("::warning file="), "{stdout}");
    let (_, stdout, _) = run_in(actions, &["check", "--format=concise", text(tree.path())]);
    assert!(!stdout.contains("::warning"), "{stdout}");
    let output = binary().arg("check").arg(tree.path()).env("GITHUB_ACTIONS", "true").output().expect("it runs");
    assert!(output.stdout.starts_with(b"::warning file="));
}

#[test]
fn every_format_keeps_to_the_statuses() {
    let tree = tree(&[("a.js", SEND.as_bytes()), ("clean/b.js", b"export {};\n")]);
    for format in Format::ALL.map(Format::as_str) {
        let check = |path: &Path| run(&["check", "--format", format, text(path)]);
        assert_eq!(check(tree.path()).0, 1, "{format}");
        assert_eq!(check(&tree.path().join("clean")).0, 0, "{format}");
        assert_eq!(check(&tree.path().join("nope")).0, 2, "{format}");
        // The same when reports are written beside it, and what is on standard output is the report only.
        let file = tree.path().join("out");
        let (output, piped) = (format!("{format}={}", text(&file)), format!("{format}=-"));
        for (path, expected) in [("", 1), ("clean", 0), ("nope", 2)] {
            let path = tree.path().join(path);
            let args = ["check", "--color=never", "--output", &output, "--output", &piped, text(&path)];
            let (status, stdout, _) = run(&args);
            assert_eq!(status, expected, "{format}");
            if !stdout.contains("elapsed_ms") && format != "text" {
                assert_eq!(stdout, std::fs::read_to_string(&file).expect("written"), "{format}");
            }
        }
        std::fs::remove_file(file).expect("it is there");
    }
}

#[cfg(unix)]
#[test]
fn one_file_has_one_name_however_it_is_spelled() {
    let page = "import { tell } from '../b/z.js';\naddEventListener('message', (e) => tell(e.data));\n";
    let send = "export const tell = (jwt) => window.parent.postMessage(jwt, '*');\n";
    let tree = tree(&[
        ("r/.git/HEAD", b""),
        ("r/sub/a/x.js", page.as_bytes()),
        ("r/sub/a/y.js", SEND.as_bytes()),
        ("r/sub/b/z.js", send.as_bytes()),
        ("r/beside/w.js", SEND.as_bytes()),
        ("away/v.js", SEND.as_bytes()),
    ]);
    let (here, link) = (tree.path().join("r/sub"), tree.path().join("link"));
    std::os::unix::fs::symlink("r/sub", &link).expect("a link");
    std::os::unix::fs::symlink("a/y.js", here.join("y-link.js")).expect("a link");
    let check = |folder: &Path, args: &[&str]| {
        let output = binary().arg("check").args(args).current_dir(folder).env("PWD", folder).output().expect("it runs");
        let stdout = String::from_utf8(output.stdout).expect("UTF-8");
        let stable: Vec<&str> = stdout.lines().filter(|line| !line.contains("elapsed")).collect();
        (output.status.code(), stable.join("\n"))
    };
    let (absolute, linked, away) = (text(&here), text(&link), text(tree.path()));
    let spellings: Vec<Vec<String>> = [
        "a b ../beside AWAY/away",
        "./a b/ ../beside/ AWAY/away/",
        "b a/../a HERE/../beside AWAY/away/../away",
        "HERE/a LINK/b HERE/../beside ../../away",
        "a a/x.js b ./b/../b/z.js LINK/../beside AWAY/away",
        "y-link.js a b ../beside/w.js AWAY/away/v.js",
        "a//y.js b/. a/./x.js .././beside AWAY//away",
    ]
    .iter()
    .map(|line| {
        let words = line.split(' ');
        words.map(|word| word.replace("HERE", absolute).replace("LINK", linked).replace("AWAY", away)).collect()
    })
    .collect();
    for format in ["concise", "json", "sarif", "gitlab"] {
        let with = |folder: &Path, spelling: &[String]| {
            let format = format!("--format={format}");
            let args: Vec<&str> = std::iter::once(format.as_str()).chain(spelling.iter().map(String::as_str)).collect();
            check(folder, &args)
        };
        let expected = with(&here, &spellings[0]);
        assert_eq!(expected.0, Some(1));
        for spelling in &spellings {
            assert_eq!(with(&here, spelling), expected, "{format} {spelling:?}");
            assert_eq!(with(&link, spelling), expected, "{format} {spelling:?} from a linked folder");
        }
    }
    let shown = check(&here, &["--format=concise", "a", "b", "../beside", &format!("{away}/away")]).1;
    let mut paths: Vec<&str> = shown.lines().filter_map(|line| line.split(':').next()).collect();
    paths.dedup();
    assert_eq!(paths, ["../beside/w.js", &format!("{away}/away/v.js"), "a/x.js", "a/y.js", "b/z.js"], "{shown}");
    // The same names in what is written.
    let known = |spelling: &[&str]| {
        check(&here, &[spelling, &["--write-baseline", "--baseline=../known.json"]].concat());
        std::fs::read_to_string(here.join("../known.json")).expect("written")
    };
    let expected = known(&["a", "b"]);
    assert_eq!((known(&[&format!("{absolute}/a"), "./b"]), known(&["a/../b", "a/."])), (expected.clone(), expected));
}

#[test]
fn quiet_leaves_the_findings_and_the_failures() {
    let tree = tree(&[("a.js", SEND.as_bytes()), ("b.js", b"parent.postMessage(")]);
    let (status, stdout, stderr) = run(&["check", "-q", "--allow-failures", text(tree.path())]);
    assert_eq!(status, 1);
    assert!(stdout.contains("wildcard-sensitive-data") && !stdout.contains("scanned"), "{stdout}");
    assert!(stderr.contains("b.js:1:"), "{stderr}");
    let (_, stdout, _) =
        run(&["check", "--quiet", "--ignore=wildcard-sensitive-data", text(&tree.path().join("a.js"))]);
    assert_eq!(stdout, "");
}

#[test]
fn statistics_are_a_table_by_rule() {
    let source = format!(
        "{SEND}{SEND}const {{ port1 }} = new MessageChannel();\nport1.addEventListener('message', (e) => console.log(e));\n"
    );
    let tree = tree(&[("a.js", source.as_bytes())]);
    let (status, stdout, _) = run(&["check", "--statistics", text(tree.path())]);
    assert_eq!(status, 1);
    let lines: Vec<_> = stdout.lines().take(3).collect();
    let expected = [
        "rule                     findings  high  medium  low  fixable",
        "wildcard-sensitive-data         2     0       2    0        0",
        "port-not-started                1     0       1    0        1",
    ];
    assert_eq!(lines, expected);
    assert_eq!(run(&["check", "--statistics", "--format=json", text(tree.path())]).0, 2);
}

#[test]
fn completions_and_manual_pages_are_made() {
    for (shell, part) in [
        ("bash", "complete -F"),
        ("zsh", "#compdef originlint"),
        ("fish", "complete -c originlint"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        let (status, stdout, _) = run(&["completions", shell]);
        assert_eq!(status, 0);
        assert!(stdout.contains(part) && stdout.contains("changed-since"), "{shell}");
    }
    let (status, stdout, _) = run(&["man"]);
    assert_eq!(status, 0);
    assert!(stdout.contains(".TH originlint 1"), "{stdout}");
    assert!(run(&["man", "check"]).1.contains("write\\-baseline"));
    let (status, _, stderr) = run(&["man", "chek"]);
    assert_eq!((status, stderr.as_str()), (2, "originlint: unknown command \"chek\" (did you mean check?)\n"));
    if let Ok(output) = Command::new("bash").args(["-n", "/dev/stdin"]).stdin(Stdio::null()).output()
        && output.status.success()
    {
        let script = run(&["completions", "bash"]).1;
        assert_eq!(fed(Command::new("bash").args(["-n", "/dev/stdin"]), script.as_bytes()).0, 0);
    }
}

#[test]
fn links_are_for_terminals_that_follow_them() {
    let tree = tree(&[("a.js", SEND.as_bytes())]);
    let linked = |terminal: Terminal, args: &[&str]| {
        run_in(terminal, &[&["check", text(tree.path())], args].concat()).1.contains("\x1b]8;;")
    };
    let terminal = Terminal { stdout: true, ..Terminal::default() };
    assert!(!linked(terminal, &[]));
    assert!(linked(Terminal { links: true, ..terminal }, &[]));
    assert!(!linked(Terminal { links: true, ..terminal }, &["--color=never"]));
}

#[test]
fn a_misspelt_flag_is_named() {
    for (given, meant) in [
        ("--write-baselin", "--write-baseline"),
        ("--statistic", "--statistics"),
        ("--changed-sinc=x", "--changed-since"),
        ("--unsafe-fix", "--unsafe-fixes"),
    ] {
        let (status, _, stderr) = run(&["check", given]);
        assert_eq!(status, 2);
        assert!(stderr.contains(&format!("'{meant}")), "{given}: {stderr}");
    }
}

#[test]
fn completions_know_the_rules_and_their_families() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (status, script, _) = run(&["completions", shell]);
        assert_eq!(status, 0);
        let is_static = shell == "bash" || shell == "zsh" || shell == "fish";
        for word in ["weak-origin-check", "receivers"].iter().filter(|_| is_static) {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    let help = run(&["check", "--help"]).1;
    assert!(
        !help.contains("- weak-origin-check") && !help.contains("weak-origin-check, "),
        "help does not list them all"
    );
}

#[test]
fn a_page_is_explained_by_family_glob_and_weakness_and_wrapped() {
    let (status, one, _) = run(&["explain", "message-to-html"]);
    assert_eq!(status, 0);
    let mut fenced = false;
    let long = one.lines().skip(8).filter(|line| {
        fenced ^= line.starts_with("```");
        !(fenced || line.starts_with(['|', '#', '`']) || line.contains("http")) && line.chars().count() > 100
    });
    assert_eq!(long.collect::<Vec<_>>(), [""; 0]);
    for (word, first) in [
        ("message-to-*", "message-to-code: "),
        ("CWE-79", "message-to-html: "),
        ("suppressions", "invalid-suppression: "),
    ] {
        let (status, text, _) = run(&["explain", word]);
        assert_eq!(status, 0, "{word}");
        assert!(text.contains(first) && text.matches("\nsince       ").count() > 1, "{word}: {text}");
    }
    assert_eq!(run(&["explain", "CWE-1"]).0, 2);
}
