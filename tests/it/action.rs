//! The shell part of the GitHub Action, run as a runner would: inputs in the environment, answers in the files that GitHub names.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::root;

/// A runner's directories, with a checkout in `work`.
struct Runner {
    directory: TempDir,
}

/// What a step leaves behind.
struct Step {
    status: i32,
    log: String,
    outputs: String,
    summary: String,
}

impl Runner {
    fn new() -> Self {
        let directory = TempDir::new().expect("a temporary directory");
        for name in ["work", "temp"] {
            fs::create_dir(directory.path().join(name)).expect("a directory");
        }
        Self { directory }
    }

    fn write(&self, path: &str, content: &str) -> &Self {
        let path = self.directory.path().join(path);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a directory");
        fs::write(path, content).expect("a file");
        self
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.directory.path().join(path)).unwrap_or_default()
    }

    fn script(&self, name: &str, variables: &[(&str, &str)]) -> Step {
        let at = |name: &str| self.directory.path().join(name);
        self.write("output", "").write("summary", "");
        let output = Command::new("bash")
            .arg(root().join(".github/action").join(name))
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

fn output(step: &Step, name: &str) -> Option<String> {
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
        [("status", "1"), ("findings", "3"), ("high", "2"), ("medium", "0"), ("low", "1"), ("failures", "2")];
    for (name, expected) in expected {
        assert_eq!(output(&step, name).as_deref(), Some(expected), "{name}: {}", step.outputs);
    }
    assert!(step.summary.starts_with("## originlint: 3 findings\n"), "{}", step.summary);
    assert!(step.summary.contains("| 2 | 0 | 1 | 2 |\n"), "{}", step.summary);
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
        ("INPUT_PEDANTIC", "true"),
        ("INPUT_NO_IGNORE", "true; touch pwned"),
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
    assert!(options.contains(&"--pedantic".to_owned()), "{options:?}");
    assert!(!options.iter().any(|option| ["--no-ignore", "--strict", "--exit-zero"].contains(&option.as_str())));
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
        let variables = [("INPUT_PATHS", paths), ("INPUT_STRICT", value("strict: ").unwrap_or("false"))];
        let status = output(&runner.script("run.sh", &variables), "status").expect("a status");
        let outcome = if status == "0" { "success" } else { "failure" };
        let variable = id.to_uppercase();
        assert!(workflow.contains(&format!("test \"${variable}\" = \"{status} {outcome}\"")), "{id}: {status}");
        seen.push(status);
    }
    assert_eq!(seen, ["0", "1", "2"]);
}

#[test]
fn a_version_that_is_none_is_refused_before_anything_is_installed() {
    for version in ["latest", "1.0.0 --git x", "$(touch pwned)", "--path=."] {
        let runner = Runner::new();
        let step = runner.script("install.sh", &[("INPUT_VERSION", version)]);
        assert_eq!(step.status, 2, "{version}: {}", step.log);
        assert_eq!(step.outputs, "");
    }
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
    assert_eq!((inputs.len(), outputs.len()), (10, 8));
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
