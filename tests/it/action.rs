//! The shell part of the GitHub Action, run as a runner would: inputs in the environment, answers in the files that GitHub names.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::{files_below, root};

/// A runner's directories, with a checkout in `work`.
pub(crate) struct Runner {
    pub(crate) directory: TempDir,
}

/// What a step leaves behind.
pub(crate) struct Step {
    pub(crate) status: i32,
    pub(crate) log: String,
    pub(crate) outputs: String,
    summary: String,
}

/// The shell that a runner chooses, whatever PATH the script is given.
fn shell() -> PathBuf {
    let path = std::env::var_os("PATH").expect("a path");
    std::env::split_paths(&path).map(|folder| folder.join("bash")).find(|bash| bash.is_file()).expect("bash is there")
}

impl Runner {
    pub(crate) fn new() -> Self {
        let directory = TempDir::new().expect("a temporary directory");
        for name in ["work", "temp"] {
            fs::create_dir(directory.path().join(name)).expect("a directory");
        }
        Self { directory }
    }

    pub(crate) fn write(&self, path: &str, content: &str) -> &Self {
        let path = self.directory.path().join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a directory");
        fs::write(path, content).expect("a file");
        self
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.directory.path().join(path)).unwrap_or_default()
    }

    pub(crate) fn script(&self, name: &str, variables: &[(&str, &str)]) -> Step {
        let at = |name: &str| self.directory.path().join(name);
        self.write("output", "").write("summary", "");
        let output = Command::new(shell())
            .arg(root().join(".github/action").join(name))
            // A step of a composite action begins in the checkout.
            .current_dir(at("work"))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").expect("a path"))
            .env("GITHUB_WORKSPACE", at("work"))
            .env("GITHUB_OUTPUT", at("output"))
            .env("GITHUB_STEP_SUMMARY", at("summary"))
            .env("RUNNER_TEMP", at("temp"))
            .env("ORIGINLINT_BIN", env!("CARGO_BIN_EXE_originlint"))
            .env("RECORD", at("record"))
            .env("GOLDEN", root().join("test-corpus/golden"))
            .envs(variables.iter().copied())
            .output()
            .expect("bash runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        let log = text(output.stdout) + &text(output.stderr);
        let status = output.status.code().expect("an exit");
        Step { status, log, outputs: self.read("output"), summary: self.read("summary") }
    }

    /// Runs the scan with a stand-in for the program that notes its arguments and finds what the golden reports hold.
    fn script_with_stand_in(&self, variables: &[(&str, &str)]) -> Step {
        self.write("stand-in", STAND_IN);
        let stand_in = self.directory.path().join("stand-in");
        fs::set_permissions(&stand_in, fs::Permissions::from_mode(0o755)).expect("it can be run");
        let stand_in = stand_in.to_str().expect("UTF-8").to_owned();
        let variables: Vec<_> = variables.iter().copied().chain([("ORIGINLINT_BIN", stand_in.as_str())]).collect();
        self.script("run.sh", &variables)
    }

    /// A program in the checkout that a pull request would like to have run. It notes under which name it was.
    fn trap(&self, path: &str) -> String {
        let marks = self.directory.path().join("marks");
        fs::create_dir_all(&marks).expect("a directory");
        self.write(path, &format!("#!/bin/sh\n: >'{}'/\"${{0##*/}}\"\nexit 1\n", marks.display()));
        let path = self.directory.path().join(path);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it can be run");
        path.to_str().expect("UTF-8").to_owned()
    }

    /// The traps that were run.
    fn marks(&self) -> Vec<String> {
        let entries = fs::read_dir(self.directory.path().join("marks")).expect("traps were set");
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
    }

    /// The arguments that the stand-in was given; it complains if it is run twice.
    fn arguments(&self) -> Vec<String> {
        self.read("record").split_terminator('\0').map(str::to_owned).collect()
    }
}

const STAND_IN: &str = r#"#!/usr/bin/env bash
[[ ! -e $RECORD ]] || { echo "run twice"; exit 70; }
printf '%s\0' "$@" >"$RECORD"
for argument in "$@"; do
  case $argument in
    --output=json=*) cp "$GOLDEN/report.json" "${argument#*=*=}" ;;
    --output=sarif=*) cp "$GOLDEN/report.sarif.json" "${argument#*=*=}" ;;
    --output=github=*) echo '::error file=src/embed.js,line=6::found' >"${argument#*=*=}" ;;
    --output=concise=*) printf 'src/embed.js:6:8: high[weak-origin-check] <script> | `x`\n```\n' >"${argument#*=*=}" ;;
  esac
done
echo '::error::text of a scanned file'
echo 'originlint: src/broken.ts:1:9: syntax error' >&2
exit "${STATUS:-1}"
"#;

pub(crate) fn output(step: &Step, name: &str) -> Option<String> {
    let prefix = format!("{name}=");
    step.outputs.lines().find_map(|line| line.strip_prefix(&prefix)).map(str::to_owned)
}

#[test]
fn a_clean_checkout_has_status_0() {
    let runner = Runner::new();
    runner.write("work/src/a.js", "export {};\n");
    let step = runner.script("run.sh", &[]);
    assert_eq!(step.status, 0, "{}", step.log);
    for (name, expected) in [("status", "0"), ("findings", "0"), ("high", "0"), ("failures", "0")] {
        assert_eq!(output(&step, name).as_deref(), Some(expected), "{name}: {}", step.outputs);
    }
    assert!(step.log.contains("no findings; 1 file scanned"), "{}", step.log);
    assert!(step.summary.starts_with("## originlint: 0 findings\n"), "{}", step.summary);
    for name in ["json", "sarif"] {
        assert!(Path::new(&output(&step, name).expect("named")).metadata().expect("there").len() > 0);
    }
}

#[test]
fn findings_are_counted_annotated_and_summed_up() {
    let runner = Runner::new();
    let step = runner.script_with_stand_in(&[]);
    assert_eq!(step.status, 0, "the job fails in a later step: {}", step.log);
    let expected =
        [("status", "1"), ("findings", "2"), ("high", "1"), ("medium", "0"), ("low", "1"), ("failures", "2")];
    for (name, expected) in expected {
        assert_eq!(output(&step, name).as_deref(), Some(expected), "{name}: {}", step.outputs);
    }
    assert!(step.summary.starts_with("## originlint: 2 findings\n"), "{}", step.summary);
    assert!(step.summary.contains("| 1 | 0 | 1 | 2 |\n"), "{}", step.summary);
    // Text of the checkout is indented, so that it is shown as it is.
    assert!(step.summary.contains("\n    src/embed.js:6:8: high[weak-origin-check] <script> | `x`\n    ```\n"));

    let lines: Vec<_> = step.log.lines().collect();
    let stop = lines[0].strip_prefix("::stop-commands::").expect("commands are off first");
    let resume = lines.iter().position(|line| *line == format!("::{stop}::")).expect("commands are on again");
    let at = |text: &str| lines.iter().position(|line| *line == text).expect(text);
    assert!(at("::error::text of a scanned file") < resume, "text of a scanned file gives no command");
    assert!(at("::error file=src/embed.js,line=6::found") > resume, "annotations do");
}

#[test]
fn inputs_become_arguments_as_they_are() {
    let runner = Runner::new();
    let step = runner.script_with_stand_in(&[
        ("INPUT_PATHS", "a b\n$(touch pwned)\n`touch pwned`\n--strict\n\n*\n/srv/x\r\nlast; touch pwned"),
        ("INPUT_WORKING_DIRECTORY", "pkg one"),
        ("INPUT_FORMAT", "$(touch pwned)"),
        ("INPUT_FAIL_ON", "--exit-zero"),
        ("INPUT_STRICT", "true"),
        ("INPUT_ALLOW_FAILURES", "true; touch pwned"),
        ("INPUT_PERSONA", "$(touch pwned)"),
        ("INPUT_NO_IGNORE", "true; touch pwned"),
        ("INPUT_CONFIG", "a b.toml"),
        ("INPUT_BASELINE", "--no-baseline"),
        ("INPUT_CACHE", "true"),
    ]);
    assert_eq!(step.status, 0, "{}", step.log);
    let arguments = runner.arguments();
    let dashes = arguments.iter().position(|argument| argument == "--").expect("a `--` before the paths");
    let (options, paths) = (&arguments[..dashes], &arguments[dashes + 1..]);
    let expected = [
        "pkg one/a b",
        "pkg one/$(touch pwned)",
        "pkg one/`touch pwned`",
        "pkg one/--strict",
        "pkg one/*",
        "/srv/x",
        "pkg one/last; touch pwned",
    ];
    assert_eq!(paths, expected);
    assert!(options.contains(&"--format=$(touch pwned)".to_owned()), "{options:?}");
    assert!(options.contains(&"--fail-on=--exit-zero".to_owned()), "{options:?}");
    assert!(
        options.contains(&"--persona=$(touch pwned)".to_owned()) && options.contains(&"--strict".to_owned()),
        "{options:?}"
    );
    assert!(options.contains(&"--config=a b.toml".to_owned()), "{options:?}");
    assert!(options.contains(&"--baseline=--no-baseline".to_owned()), "{options:?}");
    let cache = runner.directory.path().join("temp/originlint-cache");
    assert!(options.contains(&format!("--cache={}", cache.display())), "{options:?}");
    assert!(
        !options.iter().any(|option| ["--no-ignore", "--allow-failures", "--exit-zero"].contains(&option.as_str()))
    );
    assert!(!runner.directory.path().join("work/pwned").exists());
}

#[test]
fn a_directory_with_a_space_is_scanned() {
    let runner = Runner::new();
    runner.write("work/pkg one/a b/c.js", "export {};\n").write("work/other.js", "export {};\n");
    let step = runner.script("run.sh", &[("INPUT_PATHS", "a b"), ("INPUT_WORKING_DIRECTORY", "pkg one")]);
    assert_eq!(output(&step, "status").as_deref(), Some("0"), "{}", step.log);
    assert!(step.log.contains("1 file scanned"), "{}", step.log);
}

#[test]
fn a_run_that_cannot_be_trusted_says_why() {
    let cases: [&[(&str, &str)]; 3] = [
        &[("INPUT_PATHS", "nope $(touch pwned)")],
        &[("INPUT_FORMAT", "jsn")],
        &[("ORIGINLINT_BIN", "/no/such/program")],
    ];
    for (variables, expected) in cases.iter().zip(["no such file", "similar value", "ended with status 127"]) {
        let runner = Runner::new();
        let step = runner.script("run.sh", variables);
        assert_eq!(step.status, 0, "{}", step.log);
        assert_eq!(output(&step, "status").as_deref(), Some("2"), "{}", step.outputs);
        assert!(step.summary.starts_with("## originlint: the run cannot be trusted\n"), "{}", step.summary);
        assert!(step.summary.contains(expected) && step.log.contains(expected), "{}", step.summary);
        assert!(!runner.directory.path().join("work/pwned").exists());
    }
    let runner = Runner::new();
    let crashed = runner.script_with_stand_in(&[("STATUS", "101")]);
    assert_eq!(output(&crashed, "status").as_deref(), Some("2"), "{}", crashed.outputs);
}

/// The workflow cannot be run here, but its inputs can, by the scripts that it runs.
#[test]
fn the_workflow_expects_what_the_scripts_answer() {
    let workflow = fs::read_to_string(root().join(".github/workflows/action.yml")).expect("the workflow");
    let runner = Runner::new();
    let (_, rest) = workflow.split_once("- name: Write the inputs\n        run: |\n").expect("the inputs");
    let (script, steps) = rest.split_once("\n\n").expect("the steps");
    let work = runner.directory.path().join("work");
    assert!(Command::new("bash").args(["-e", "-c", script]).current_dir(work).status().expect("bash runs").success());
    let mut seen = Vec::new();
    for step in steps.split("\n      - name: ").filter(|step| step.contains("uses: ./")) {
        let value =
            |key: &str| step.lines().find_map(|line| line.trim().strip_prefix(key)).map(|v| v.trim_matches('"'));
        let (id, paths) = (value("id: ").expect("an id"), value("paths: ").expect("paths"));
        let allowed = value("allow-failures: ").unwrap_or("false");
        let variables = [("INPUT_PATHS", paths), ("INPUT_ALLOW_FAILURES", allowed)];
        let status = output(&runner.script("run.sh", &variables), "status").expect("a status");
        let outcome = if status == "0" { "success" } else { "failure" };
        let variable = id.to_uppercase();
        assert!(workflow.contains(&format!("test \"${variable}\" = \"{status} {outcome}\"")), "{id}: {status}");
        seen.push(status);
    }
    assert_eq!(seen, ["0", "1", "2", "0"]);
}

#[test]
fn a_version_that_is_none_is_refused_before_anything_is_installed() {
    for version in ["latest", "1.0.0 --git x", "$(touch pwned)", "--path=.", "v1.0.0", "1.0.0-rc.1", "../1.0.0"] {
        let runner = Runner::new();
        let step = runner.script("install.sh", &[("INPUT_VERSION", version), ("GITHUB_ACTION_PATH", "/")]);
        assert_eq!(step.status, 2, "{version}: {}", step.log);
        assert_eq!(step.outputs, "");
    }
}

/// A checkout with every file by which one has tools run something, and the folder of it that a workflow may have put into PATH.
fn hostile(runner: &Runner) -> String {
    let trap = runner.trap("work/tools/wrapper");
    let toolchain = runner.directory.path().join("work/toolchain");
    for program in ["cargo", "rustc"] {
        runner.trap(&format!("work/toolchain/bin/{program}"));
    }
    let config = format!(
        "[build]\nrustc = '{trap}'\nrustc-wrapper = '{trap}'\nrustc-workspace-wrapper = '{trap}'\n\
         [target.'cfg(all())']\nrunner = '{trap}'\nlinker = '{trap}'\n\
         [registry]\nglobal-credential-providers = ['{trap}']\n"
    );
    runner
        .write("work/rust-toolchain.toml", &format!("[toolchain]\npath = '{}'\n", toolchain.display()))
        .write("work/.cargo/config.toml", &config)
        .write("work/.npmrc", &format!("script-shell={trap}\ngit={trap}\nnode-options=--require={trap}\n"));
    for program in
        ["bash", "cargo", "cat", "cp", "git", "grep", "mkdir", "mktemp", "od", "rustc", "rustup", "sed", "tr"]
    {
        runner.trap(&format!("work/bin/{program}"));
    }
    let path = std::env::var("PATH").expect("a path");
    format!("bin:{}:{path}", runner.directory.path().join("work/bin").display())
}

/// A crate of the program's name that is quick to build.
fn small_action(runner: &Runner, folder: &str) -> String {
    let manifest = "[package]\nname = 'originlint'\nversion = '0.0.0'\nedition = '2021'\n[workspace]\n";
    let lock = "version = 3\n[[package]]\nname = 'originlint'\nversion = '0.0.0'\n".replace('\'', "\"");
    runner
        .write(&format!("{folder}/Cargo.toml"), manifest)
        .write(&format!("{folder}/Cargo.lock"), &lock)
        .write(&format!("{folder}/src/main.rs"), "fn main() { println!(\"built\"); }\n");
    runner.directory.path().join(folder).to_str().expect("UTF-8").to_owned()
}

/// What a job's environment holds besides PATH; without network.
fn environment() -> Vec<(String, String)> {
    // rustup tells its children which toolchain runs them. The script has to name one itself, but nothing is downloaded for a test.
    let kept = |(name, value): &(String, String)| match name.as_str() {
        "RUSTUP_TOOLCHAIN" => !value.starts_with("stable"),
        name => name != "PATH",
    };
    std::env::vars().filter(kept).chain([("CARGO_NET_OFFLINE".to_owned(), "true".to_owned())]).collect()
}

#[test]
fn installing_runs_nothing_of_a_hostile_checkout() {
    let environment = environment();
    // The action lies outside of the checkout, but for who tests it in its own repository.
    for folder in ["action", "work"] {
        let runner = Runner::new();
        let path = hostile(&runner);
        let action = small_action(&runner, folder);
        let mut variables: Vec<_> = environment.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        variables.extend([("PATH", path.as_str()), ("GITHUB_ACTION_PATH", &action), ("INPUT_VERSION", "source")]);
        let step = runner.script("install.sh", &variables);
        assert_eq!(runner.marks(), [""; 0], "{}", step.log);
        assert_eq!(step.status, 0, "{}", step.log);
        let binary = output(&step, "binary").expect("a binary");
        let built = Command::new(binary).output().expect("it runs");
        assert_eq!(built.stdout, b"built\n");

        // The traps are set: without the care of the script they are run.
        let careless = Command::new("cargo")
            .args(["install", "--locked", "--path", &action, "--root"])
            .arg(runner.directory.path().join("careless"))
            .current_dir(runner.directory.path().join("work"))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").expect("a path"))
            .envs(environment.iter().cloned())
            .status();
        assert!(!careless.expect("it starts").success() && !runner.marks().is_empty(), "{folder}");
    }
}

#[test]
fn scanning_runs_nothing_of_a_hostile_checkout() {
    let runner = Runner::new();
    let path = hostile(&runner);
    runner.write("work/src/a.js", "export {};\n");
    let step = runner.script("run.sh", &[("PATH", &path), ("INPUT_PATHS", "src")]);
    assert_eq!(runner.marks(), [""; 0], "{}", step.log);
    assert_eq!(output(&step, "status").as_deref(), Some("0"), "{}", step.log);
    let careless = Command::new("sed").env("PATH", path).current_dir(runner.directory.path().join("work")).status();
    assert!(!careless.expect("it starts").success());
    assert_eq!(runner.marks(), ["sed"], "the traps are set");
}

#[test]
fn a_pull_request_is_compared_with_its_base() {
    let since = |variables: &[(&str, &str)]| {
        let runner = Runner::new();
        runner.script_with_stand_in(variables);
        runner.arguments().iter().find_map(|argument| argument.strip_prefix("--changed-since=")).map(str::to_owned)
    };
    let base = ("PULL_REQUEST_BASE", "0123456789012345678901234567890123456789");
    assert_eq!(since(&[]), None);
    assert_eq!(since(&[("PULL_REQUEST_BASE", "")]), None, "no pull request");
    assert_eq!(since(&[base]).as_deref(), Some(base.1));
    assert_eq!(since(&[base, ("INPUT_CHANGED_SINCE", "auto")]).as_deref(), Some(base.1));
    assert_eq!(since(&[base, ("INPUT_CHANGED_SINCE", "none")]), None);
    assert_eq!(since(&[base, ("INPUT_CHANGED_SINCE", "$(touch pwned)")]).as_deref(), Some("$(touch pwned)"));
}

#[test]
fn what_the_workflows_use_is_named_by_its_hash() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect(path);
    let workflows = files_below(".github/workflows");
    let uses: String = workflows.iter().map(String::as_str).chain(["action.yml"]).map(read).collect();
    let mut pinned = 0;
    for line in uses.lines().filter_map(|line| line.trim_start().trim_start_matches("- ").strip_prefix("uses: ")) {
        if line.starts_with("./") {
            continue;
        }
        let (_, version) = line.split_once('@').expect(line);
        let (hash, tag) = version.split_once(" # v").expect("its version in a comment");
        assert!(hash.len() == 40 && hash.bytes().all(|b| b.is_ascii_hexdigit()), "{line}");
        assert!(tag.split('.').all(|part| part.parse::<u32>().is_ok()), "{line}");
        pinned += 1;
    }
    assert!(pinned >= 20, "{pinned}");
}

#[test]
fn the_action_hands_no_input_to_a_shell() {
    let action = fs::read_to_string(root().join("action.yml")).expect("the action is there");
    for line in action.lines().filter(|line| line.trim_start().starts_with("run:")) {
        assert!(!line.contains("${{"), "an expression in a script is pasted into it as text: {line}");
    }
    let reserved = action.lines().any(|line| line.trim_start().starts_with("GITHUB_") && line.contains(": "));
    assert!(!reserved, "GitHub ignores what is assigned to its own variables");
}

#[test]
fn every_input_is_used_and_documented() {
    let read = |path: &str| fs::read_to_string(root().join(path)).expect(path);
    let (action, document) = (read("action.yml"), read("docs/github-action.md"));
    let scripts = read(".github/action/run.sh") + &read(".github/action/install.sh");
    let keys = |section: &str, next: &str| {
        let (_, rest) = action.split_once(&format!("\n{section}:\n")).expect("the section is there");
        let (lines, _) = rest.split_once(&format!("\n{next}")).expect("and ends");
        let key = |line: &str| {
            let key = line.strip_prefix("  ")?.strip_suffix(':')?;
            (!key.starts_with(' ')).then(|| key.to_owned())
        };
        lines.lines().filter_map(key).collect::<Vec<_>>()
    };
    let (inputs, outputs) = (keys("inputs", "outputs:"), keys("outputs", "# What"));
    assert_eq!((inputs.len(), outputs.len()), (15, 8));
    for input in inputs {
        assert!(document.contains(&format!("| `{input}` |")), "{input} is not documented");
        let variable = format!("INPUT_{}", input.to_uppercase().replace('-', "_"));
        let own_step = ["upload-sarif", "category"].contains(&input.as_str());
        assert!(own_step || (scripts.contains(&variable) && action.contains(&format!("{variable}: "))), "{input}");
    }
    for output in outputs {
        assert!(document.contains(&format!("`{output}`")), "{output} is not documented");
        assert!(scripts.contains(&format!("{output}=%s")), "{output} is not written");
    }
}
