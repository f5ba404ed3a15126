//! The recipes of `docs/editors.md`, run in the editors themselves where they are installed, and by their own grammar where not.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{binary, fed, text, tree};
use crate::read;

/// A letter of two bytes stands before the finding, and it is on the third line.
const SOURCE: &str =
    "// Messages.\nexport function tell(token) {\n  /* \u{e9} */ window.parent.postMessage({ token }, '*');\n}\n";
const RULE: &str = "wildcard-sensitive-data";

/// The code block behind `<!-- recipe: NAME -->`.
fn recipe(name: &str) -> String {
    let document = read("docs/editors.md");
    let (_, rest) = document.split_once(&format!("<!-- recipe: {name} -->\n```")).expect("the recipe is there");
    let (_, rest) = rest.split_once('\n').expect("the fence has a line");
    rest.split_once("\n```").expect("the fence is closed").0.to_owned()
}

fn project() -> TempDir {
    tree(&[("src/token.js", SOURCE.as_bytes())])
}

/// Whether a program can be started; without it there is nothing to test here.
fn is_installed(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// What a program prints that finds this build of originlint in its path.
fn run(folder: &Path, program: &str, args: &[&str]) -> String {
    let folders = [Path::new(env!("CARGO_BIN_EXE_originlint")).parent().expect("it is in a folder").to_owned()];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(folders.into_iter().chain(std::env::split_paths(&path))).expect("a path");
    let output = Command::new(program)
        .args(args)
        .current_dir(folder)
        .env("PATH", path)
        .env("HOME", folder)
        .env_remove("GITHUB_ACTIONS")
        .stdin(Stdio::null())
        .output()
        .expect("it runs");
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn the_problem_matcher_of_vscode_matches() {
    let project = project();
    let tasks: Value = serde_json::from_str(&recipe("vscode")).expect("JSON");
    let task = &tasks["tasks"][0];
    let args: Vec<_> = task["args"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    let output = binary().args(args).current_dir(project.path()).output().expect("it runs");
    assert_eq!(output.status.code(), Some(0));
    let line = String::from_utf8(output.stdout).expect("UTF-8");
    let mut severities = Vec::new();
    for matcher in task["problemMatcher"].as_array().expect("a list") {
        let pattern = &matcher["pattern"];
        let regex = fancy_regex::Regex::new(pattern["regexp"].as_str().expect("a pattern")).expect("a pattern");
        let Some(found) = regex.captures(line.trim_end()).expect("it ends") else { continue };
        severities.push(matcher["severity"].as_str().expect("a word"));
        let group = |name: &str| {
            let index = pattern[name].as_u64().expect("a group") as usize;
            found.get(index).expect("it matched").as_str().to_owned()
        };
        let place = ["file", "line", "column", "code"].map(group);
        assert_eq!(place, ["src/token.js", "3", "48", RULE].map(str::to_owned));
    }
    assert_eq!(severities, ["warning"], "{line}");
}

#[test]
fn what_is_known_or_excluded_is_not_shown_in_an_editor() {
    let project = project();
    fs::write(project.path().join("originlint.toml"), "baseline = 'known.json'\n").expect("a file");
    let check = |args: &[&str], input: &str| {
        let mut command = binary();
        fed(command.arg("check").args(args).current_dir(project.path()), input.as_bytes())
    };
    assert_eq!(check(&["--write-baseline"], "").0, 0);
    let name = text(&project.path().join("src/token.js")).to_owned();
    let stdin = ["-", "--stdin-filename", &name, "--format=concise"];
    assert_eq!(check(&stdin, SOURCE), (0, String::new(), String::new()));
    fs::write(project.path().join("originlint.toml"), "exclude = ['src/**']\n").expect("a file");
    let excluded = [&stdin[..], &["--force-exclude"]].concat();
    assert_eq!(check(&excluded, SOURCE), (0, String::new(), String::new()));
    fs::write(project.path().join("originlint.toml"), "baseline = 'known.json'\n").expect("a file");
    let more = format!("{SOURCE}window.opener.postMessage(view.authToken, '*');\n");
    let (status, stdout, stderr) = check(&stdin, &more);
    assert_eq!((status, stdout.lines().count(), stderr.as_str()), (1, 1, ""), "{stdout}");
}

#[test]
fn neovim_gets_diagnostics_in_bytes() {
    if !is_installed("nvim") {
        return;
    }
    let project = project();
    let script = format!(
        "package.preload['lint'] = function() return {{ linters = {{}}, linters_by_ft = {{}}, try_lint = function() end }} end\n\
         {}\n\
         vim.cmd('edit src/token.js')\n\
         local linter = require('lint')\n\
         package.loaded['lint'] = linter\n\
         local command = {{ linter.linters.originlint.cmd }}\n\
         for _, arg in ipairs(linter.linters.originlint.args) do\n\
           table.insert(command, type(arg) == 'function' and arg() or arg)\n\
         end\n\
         local lines = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\\n') .. '\\n'\n\
         local d = linter.linters.originlint.parser(vim.fn.system(command, lines), 0)\n\
         io.stdout:write('found ', #d, ' ', d[1].lnum, ' ', d[1].col, ' ', d[1].end_col, ' ', d[1].severity, ' ', d[1].code)\n",
        recipe("nvim")
    );
    fs::write(project.path().join("test.lua"), script).expect("a file");
    let output = run(
        project.path(),
        "nvim",
        &["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", "luafile test.lua", "-c", "qall!"],
    );
    let start = SOURCE.lines().nth(2).and_then(|line| line.find("'*'")).expect("the star");
    assert!(output.contains(&format!("found 1 2 {start} {} 2 {RULE}", start + 3)), "{output}");
}

#[test]
fn the_error_formats_of_efm_match() {
    let recipe = recipe("efm");
    let formats = recipe.lines().find_map(|line| line.trim().strip_prefix("lint-formats: ")).expect("the formats");
    let formats: Vec<String> = serde_json::from_str(formats).expect("a list");
    let command = recipe.lines().find_map(|line| line.trim().strip_prefix("lint-command: ")).expect("the command");
    let project = project();
    let command = format!("{} < src/token.js", command.replace("${INPUT}", text(&project.path().join("src/token.js"))));
    let line = run(project.path(), "bash", &["-c", &command]);
    assert!(line.contains(&format!("/src/token.js:3:48: medium[{RULE}] ")), "{line}");
    if is_installed("nvim") {
        // The formats are those of Vim, which is at hand more often.
        let efm = formats.join(",");
        let script = format!(
            "call setqflist([], ' ', {{'lines': readfile('out'), 'efm': '{efm}'}})\n\
             let e = getqflist()[0]\ncall writefile([e.lnum . ' ' . e.col . ' ' . e.type . ' ' . e.text], 'answer')\nqall!\n"
        );
        fs::write(project.path().join("out"), &line).expect("a file");
        fs::write(project.path().join("test.vim"), script).expect("a file");
        run(project.path(), "nvim", &["--headless", "-u", "NONE", "-i", "NONE", "-n", "-S", "test.vim"]);
        let answer = fs::read_to_string(project.path().join("answer")).unwrap_or_default();
        assert!(answer.starts_with(&format!("3 48 m [{RULE}] ")), "{answer}");
    }
    let languages: toml::Table = toml::from_str(&self::recipe("helix")).expect("TOML");
    assert_eq!(languages["language"].as_array().map(Vec::len), Some(3));
}

#[test]
fn flycheck_reads_the_report() {
    let project = project();
    let script = format!(
        "(setq inhibit-message t)\n{}\n\
         (find-file \"src/token.js\")\n(js-mode)\n(setq flycheck-checkers '(originlint))\n(flycheck-mode 1)\n(flycheck-buffer)\n\
         (let ((tries 200)) (while (and (> tries 0) (null flycheck-current-errors)) (setq tries (1- tries)) (accept-process-output nil 0.05)))\n\
         (setq inhibit-message nil)\n\
         (dolist (e flycheck-current-errors) (princ (format \"found %s %s %s %s\\n\" (flycheck-error-line e) (flycheck-error-column e) (flycheck-error-level e) (flycheck-error-message e))))\n",
        recipe("emacs")
    );
    fs::write(project.path().join("test.el"), script).expect("a file");
    let has_flycheck = is_installed("emacs")
        && run(project.path(), "emacs", &["--batch", "--eval", "(princ (require 'flycheck nil t))"])
            .contains("flycheck");
    if !has_flycheck {
        return;
    }
    let output = run(project.path(), "emacs", &["--batch", "-l", "test.el"]);
    assert!(output.contains("found 3 48 warning "), "{output}");
}
