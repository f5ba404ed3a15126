//! The recipes of `docs/editors.md`, run in the editors themselves where they are installed, and by their own grammar where not.

use std::fs;
use std::io::Write as _;
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

/// What a program prints that finds this build of originlint in its path, and calls the folder its home.
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

/// The source with what the finding is about in a file that an editor has not written.
fn unfinished(project: &TempDir) {
    fs::write(project.path().join("src/token.js"), "// Messages.\n").expect("a file");
}

#[test]
fn neovim_is_served() {
    if !is_installed("nvim") {
        return skipped("Neovim is not installed");
    }
    let project = project();
    let start = SOURCE.lines().nth(2).and_then(|line| line.find("'*'")).expect("the star");
    let script = format!(
        "{}\n\
         local function found() return vim.diagnostic.get(0) end\n\
         local function await(count) assert(vim.wait(60000, function() return #found() == count end, 20), 'not ' .. count .. ' findings') end\n\
         vim.cmd('filetype on')\n\
         vim.cmd('edit src/token.js')\n\
         await(1)\n\
         local d = found()[1]\n\
         io.stdout:write('found ', d.lnum, ' ', d.col, ' ', d.end_col, ' ', d.severity, ' ', d.source, ' ', d.code, '\\n')\n\
         local document = {{ textDocument = vim.lsp.util.make_text_document_params() }}\n\
         local hover = vim.tbl_extend('error', document, {{ position = {{ line = 2, character = {start} }} }})\n\
         for _, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/hover', hover, 60000)) do\n\
           io.stdout:write(answer.result.contents.value:match('Help: [^\\n]*'), '\\n')\n\
         end\n\
         local range = {{ start = {{ line = 2, character = 0 }}, ['end'] = {{ line = 2, character = 0 }} }}\n\
         local ask = vim.tbl_extend('error', document, {{ range = range, context = {{ diagnostics = {{}} }} }})\n\
         for id, answer in pairs(vim.lsp.buf_request_sync(0, 'textDocument/codeAction', ask, 60000)) do\n\
           for _, action in ipairs(answer.result) do\n\
             if action.title:match('^suppress ') then vim.lsp.util.apply_workspace_edit(action.edit, vim.lsp.get_client_by_id(id).offset_encoding) end\n\
           end\n\
         end\n\
         await(2)\n\
         local comment = vim.api.nvim_buf_get_lines(0, 2, 3, false)[1]\n\
         io.stdout:write(comment, '\\n')\n\
         vim.api.nvim_buf_set_lines(0, 2, 3, false, {{ comment .. 'seen by hand' }})\n\
         await(0)\n\
         io.stdout:write('suppressed\\n')\n",
        recipe("nvim-lsp")
    );
    fs::write(project.path().join("test.lua"), script).expect("a file");
    let output = run(
        project.path(),
        "nvim",
        &["--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", "luafile test.lua", "-c", "qall!"],
    );
    assert!(output.contains(&format!("found 2 {start} {} 2 originlint {RULE}", start + 3)), "{output}");
    assert!(output.contains("Help: ") && output.contains(&format!("  // originlint-ignore {RULE}: ")), "{output}");
    assert!(output.contains("suppressed"), "{output}");
}

#[test]
fn emacs_is_served() {
    let has_eglot = is_installed("emacs")
        && run(
            Path::new("."),
            "emacs",
            &["--batch", "-f", "package-initialize", "--eval", "(princ (require 'eglot nil t))"],
        )
        .contains("eglot");
    if !has_eglot {
        return skipped("Emacs with Eglot is not installed");
    }
    let project = project();
    unfinished(&project);
    let script = format!(
        "(package-initialize)\n\
         (setq inhibit-message t)\n\
         {}\n\
         (find-file \"src/token.js\")\n\
         (js-mode)\n\
         (setq eglot-sync-connect 60 eglot-send-changes-idle-time 0)\n\
         (apply #'eglot--connect (eglot--guess-contact))\n\
         (defun await-findings (count)\n\
           (let ((tries 1200))\n\
             (while (and (> tries 0) (/= count (length (flymake-diagnostics))))\n\
               (setq tries (1- tries))\n\
               (when (zerop (mod tries 20)) (flymake-start))\n\
               (accept-process-output nil 0.05))))\n\
         (defun show-findings ()\n\
           (dolist (d (flymake-diagnostics))\n\
             (princ (format \"found %s %s %s %s\\n\" (line-number-at-pos (flymake-diagnostic-beg d))\n\
               (save-excursion (goto-char (flymake-diagnostic-beg d)) (current-column)) (flymake-diagnostic-type d) (flymake-diagnostic-text d)))))\n\
         (erase-buffer)\n\
         (insert {})\n\
         (eglot--signal-textDocument/didChange)\n\
         (await-findings 1)\n\
         (show-findings)\n\
         (erase-buffer)\n\
         (eglot--signal-textDocument/didChange)\n\
         (await-findings 0)\n\
         (princ (format \"left %s\\n\" (length (flymake-diagnostics))))\n",
        recipe("eglot"),
        serde_json::Value::from(SOURCE)
    );
    fs::write(project.path().join("test.el"), script).expect("a file");
    let output = run(project.path(), "emacs", &["--batch", "-l", "test.el"]);
    // Emacs counts characters, from 0.
    let line = SOURCE.lines().nth(2).expect("the line");
    let column = line[..line.find("'*'").expect("the star")].chars().count();
    assert!(output.contains(&format!("found 3 {column} eglot-warning ")) && output.contains("left 0"), "{output}");
}

/// The commands that the other recipes start, each run as a server.
#[test]
fn the_other_recipes_start_a_server() {
    let json = |name: &str| serde_json::from_str::<Value>(&recipe(name)).expect("JSON");
    let words = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(|word| word.as_str().map(str::to_owned)).collect()
    };
    let helix: toml::Table = toml::from_str(&recipe("helix-lsp")).expect("TOML");
    let helix = serde_json::to_value(helix).expect("JSON");
    let (server, coc) = (&helix["language-server"]["originlint"], json("coc"));
    let coc = &coc["languageserver"]["originlint"];
    let commands = [server, coc].map(|server| {
        let program = server["command"].as_str().expect("a program").to_owned();
        [vec![program], words(&server["args"])].concat()
    });
    let sublime = words(&json("sublime")["clients"]["originlint"]["command"]);
    for command in commands.into_iter().chain([sublime]) {
        assert_eq!(command[0], "originlint");
        let mut server = binary();
        let message = |text: &str| format!("Content-Length: {}\r\n\r\n{text}", text.len());
        let params = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}"#;
        let rest = ["initialized", "exit"]
            .map(|method| message(&format!(r#"{{"jsonrpc":"2.0","method":"{method}","params":{{}}}}"#)));
        let (_, answer, _) = fed(server.args(&command[1..]), (message(params) + &rest.concat()).as_bytes());
        assert!(answer.contains(r#""serverInfo":{"name":"originlint""#), "{command:?}: {answer}");
    }
    for language in helix["language"].as_array().expect("a list") {
        assert!(words(&language["language-servers"]).contains(&"originlint".to_owned()), "{language}");
    }
}

/// Says that a test had nothing to run.
fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}
