//! How the action gets a released program: downloaded, and run only when its checksum and its attestation are right. curl and gh are
//! stand-ins; everything else is real.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use crate::action::{Runner, Step, output};

const VERSION: &str = "1.2.3";
const GNU: &str = "originlint-x86_64-unknown-linux-gnu.tar.gz";
const MUSL: &str = "originlint-x86_64-unknown-linux-musl.tar.gz";

/// Serves what lies in `served` under its address. `cut` names a file whose transfer breaks off.
const CURL: &str = r#"#!/bin/bash
[[ $1 == --disable && " $* " == *" --fail "* && " $* " == *" --proto =https "* ]] || exit 2
while [[ $# -gt 1 ]]; do
  if [[ $1 == --output ]]; then output=$2; fi
  shift
done
echo "$1" >>"${0%/*}/asked"
served=${0%/*/*}/served/${1##*/}
[[ $1 == https://github.com/example/linter/releases/download/v1.2.3/* && -f $served ]] || exit 22
if [[ $(cat "${0%/*}/cut") == "${1##*/}" ]]; then
  head -c 100 "$served" >"$output"
  exit 18
fi
cp "$served" "$output"
"#;

/// Knows as attested what `attested` names, and insists on being asked for the release workflow and the tag.
const GH: &str = r#"#!/bin/bash
expected=" --repo example/linter --signer-workflow example/linter/.github/workflows/release.yml --source-ref refs/tags/v1.2.3 "
[[ "$1 $2" == "attestation verify" && " $* " == *"$expected"* && $GH_TOKEN == secret ]] || exit 2
grep -q "$(sha256sum "$3" | cut -d ' ' -f 1)" "${0%/*}/attested" || { echo "no attestations found" >&2; exit 1; }
"#;

/// What the scripts call, besides curl and gh.
const TOOLS: [&str; 15] = [
    "bash",
    "cat",
    "chmod",
    "cp",
    "cut",
    "grep",
    "gzip",
    "head",
    "mkdir",
    "mv",
    "rm",
    "sed",
    "sha256sum",
    "tail",
    "tar",
];

/// A runner with a release, and nothing in PATH but what is named here: this machine may have a gh of its own.
struct Release {
    runner: Runner,
}

impl Release {
    fn new() -> Self {
        let release = Self { runner: Runner::new() };
        let manifest = "[package]\nversion = \"1.2.3\"\nrust-version = \"1.95\"\nrepository = \"https://github.com/example/linter\"\n";
        release.runner.write("action/Cargo.toml", manifest).write("bin/cut", "").write("bin/asked", "");
        release.runner.write("bin/attested", "");
        release.program("bin/curl", CURL);
        release.program("bin/gh", GH);
        let path = std::env::var_os("PATH").expect("a path");
        for tool in TOOLS {
            let found = std::env::split_paths(&path).map(|folder| folder.join(tool)).find(|file| file.is_file());
            fs::create_dir_all(release.at("tools")).expect("a folder");
            symlink(found.expect(tool), release.at(&format!("tools/{tool}"))).expect("a link");
        }
        release.serve(GNU, "#!/bin/sh\necho originlint 1.2.3\n");
        release.serve(MUSL, "#!/bin/sh\necho originlint 1.2.3\n");
        release
    }

    fn at(&self, path: &str) -> std::path::PathBuf {
        self.runner.directory.path().join(path)
    }

    fn program(&self, path: &str, text: &str) {
        self.runner.write(path, text);
        fs::set_permissions(self.at(path), fs::Permissions::from_mode(0o755)).expect("it can be run");
    }

    /// Puts an archive into the release, with its checksum and its attestation.
    fn serve(&self, archive: &str, program: &str) {
        let folder = archive.trim_end_matches(".tar.gz");
        self.program(&format!("made/{folder}/originlint"), program);
        fs::create_dir_all(self.at("served")).expect("a folder");
        self.shell(&format!("tar -czf served/{archive} -C made {folder}"));
        self.shell("cd served && sha256sum *.tar.gz >SHA256SUMS && cp SHA256SUMS ../bin/attested");
    }

    /// Runs a command in the runner's folder.
    fn shell(&self, command: &str) {
        let status = Command::new("bash").args(["-ec", command]).current_dir(self.at("")).status();
        assert!(status.expect("bash runs").success(), "{command}");
    }

    fn install(&self, variables: &[(&str, &str)]) -> Step {
        let path = ["bin", "tools"].map(|folder| self.at(folder).display().to_string()).join(":");
        let (action, cache) = (self.at("action").display().to_string(), self.at("cache").display().to_string());
        let fixed = [
            ("PATH", path.as_str()),
            ("GITHUB_ACTION_PATH", &action),
            ("RUNNER_TOOL_CACHE", &cache),
            ("RUNNER_OS", "Linux"),
            ("RUNNER_ARCH", "X64"),
            ("GH_TOKEN", "secret"),
        ];
        self.runner.write("bin/asked", "");
        self.runner.script("install.sh", &[&fixed[..], variables].concat())
    }

    /// The files that were downloaded by the last run.
    fn asked(&self) -> Vec<String> {
        let name = |line: &str| line.rsplit('/').next().unwrap_or_default().to_owned();
        self.runner.read("bin/asked").lines().map(name).collect()
    }
}

/// The step fails, says why in one line, and names no program.
fn assert_refused(step: &Step, reason: &str) {
    assert_eq!(step.status, 2, "{}", step.log);
    let last = step.log.lines().last().unwrap_or_default();
    assert!(last.starts_with("originlint: ") && last.contains(reason), "{reason}: {}", step.log);
    assert_eq!(step.outputs, "");
}

#[test]
fn a_release_is_downloaded_verified_and_kept() {
    let release = Release::new();
    for variables in [&[][..], &[("INPUT_VERSION", VERSION)]] {
        let step = release.install(variables);
        assert_eq!(step.status, 0, "{}", step.log);
        let built = Command::new(output(&step, "binary").expect("a binary")).output().expect("it runs");
        assert_eq!(built.stdout, b"originlint 1.2.3\n");
    }
    assert_eq!(release.asked(), ["SHA256SUMS"], "the second run has the archive");

    // What somebody put there is not believed.
    release.runner.write(&format!("cache/originlint/{VERSION}/{GNU}"), "something else");
    let step = release.install(&[]);
    assert_eq!(step.status, 0, "{}", step.log);
    assert_eq!(release.asked(), ["SHA256SUMS", GNU]);
}

#[test]
fn a_static_program_is_taken_where_no_other_runs() {
    let release = Release::new();
    release.serve(GNU, "#!/no/such/loader\n");
    let step = release.install(&[]);
    assert_eq!(step.status, 0, "{}", step.log);
    assert!(output(&step, "binary").is_some_and(|binary| binary.contains("linux-musl")), "{}", step.outputs);

    release.serve(MUSL, "#!/no/such/loader\n");
    assert_refused(&release.install(&[]), "the released program cannot be run here");
}

#[test]
fn a_wrong_checksum_is_refused() {
    let release = Release::new();
    release.shell(&format!("printf x >>served/{GNU}"));
    assert_refused(&release.install(&[]), &format!("the checksum of {GNU} is wrong: it is "));
    assert!(!release.at("cache").exists(), "nothing of it is kept");
    release.shell(&format!("sed -i /{GNU}/d served/SHA256SUMS"));
    assert_refused(&release.install(&[]), &format!("SHA256SUMS of {VERSION} does not name {GNU}"));
}

#[test]
fn a_wrong_attestation_is_refused() {
    let release = Release::new();
    // Whoever can replace the archive can replace its checksum too.
    release.serve(GNU, "#!/bin/sh\ntouch \"${0%/*}\"/pwned\n");
    release.runner.write("bin/attested", "");
    let step = release.install(&[]);
    assert_refused(&step, &format!("{GNU} has no valid attestation"));
    assert!(step.log.contains("no attestations found"), "gh says why: {}", step.log);
    assert!(
        !release.at("cache").exists()
            && !release.at("temp/originlint-install").join("originlint-x86_64-unknown-linux-gnu").exists()
    );
}

#[test]
fn a_missing_verifier_is_named() {
    let release = Release::new();
    fs::remove_file(release.at("bin/gh")).expect("it was there");
    assert_refused(&release.install(&[]), "gh, which verifies the attestation of the release, is not in PATH");
    assert!(release.asked().is_empty(), "nothing is downloaded");
}

#[test]
fn a_download_that_ends_early_is_refused() {
    let release = Release::new();
    for file in [GNU, "SHA256SUMS"] {
        release.runner.write("bin/cut", file);
        assert_refused(&release.install(&[]), &format!("the download of {file} ended too early"));
    }
    // A server that does not say how long its answer is.
    release.runner.write("bin/cut", "");
    release.shell(&format!("head -c 100 served/{GNU} >short && mv short served/{GNU}"));
    assert_refused(&release.install(&[]), &format!("the checksum of {GNU} is wrong"));
}

#[test]
fn what_is_no_release_is_named() {
    let release = Release::new();
    assert_refused(&release.install(&[("INPUT_VERSION", "9.9.9")]), "cannot be had; is 9.9.9 a release?");
    let step = release.install(&[("RUNNER_OS", "Linux"), ("RUNNER_ARCH", "ARM")]);
    assert_refused(&step, "there is no released program for Linux on ARM; the input `version: source` builds one");
}
