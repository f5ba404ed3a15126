"""What a release publishes, installed into empty folders and run. `.ci/packages` runs it; nothing here compiles or goes online.

PROGRAM    the program of this machine
TARGET     its target
PACKAGES   the folder that `pack.py assemble` made of it, in which the programs of other targets are stand-ins
WHEELS     a folder with its wheel, and what pip needs to install it
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest
import zipfile
from pathlib import Path
from unittest import mock

import pack

PROGRAM, PACKAGES, WHEELS = (Path(os.environ[name]).resolve() for name in ["PROGRAM", "PACKAGES", "WHEELS"])
HOST = pack.target(os.environ["TARGET"])
RELEASE = PACKAGES / "release"
DEMO = pack.ROOT / "test-corpus/demo"
VERSION = pack.package()["version"]


def run(*command: object, status: int = 0, **options: object) -> str:
    """What a command prints, with the status that it has to end with."""
    done = subprocess.run(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", **options
    )
    if done.returncode != status:
        raise AssertionError(f"{command} ended with {done.returncode}, not {status}:\n{done.stdout}")
    return done.stdout


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def files_of(archive: Path) -> dict[str, tuple[int | None, bytes]]:
    """The mode, where the format has one, and the content of each file."""
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as zipped:
            return {name: (None, zipped.read(name)) for name in zipped.namelist()}
    with tarfile.open(archive) as tar:
        return {entry.name: (entry.mode, tar.extractfile(entry).read()) for entry in tar.getmembers()}


class Packages(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="originlint-packages-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def assert_finds_the_flaws_of_the_demo(self, *program: object) -> None:
        self.assertEqual(run(*program, "--version"), f"originlint {VERSION}\n")
        found = run(*program, "check", "--format", "concise", DEMO, status=1)
        self.assertIn("high[wildcard-sensitive-data]", found)

    def test_an_archive_holds_the_program_and_what_belongs_to_it(self) -> None:
        for target in pack.targets():
            files = files_of(RELEASE / target.archive)
            folder = f"originlint-{target.triple}/"
            self.assertTrue(all(name.startswith(folder) for name in files))
            names = {name.removeprefix(folder) for name in files}
            self.assertLessEqual({target.program, "README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"}, names)
            self.assertLessEqual({"man/originlint.1", "man/originlint-check.1", "completions/_originlint"}, names)
            self.assertEqual(
                [mode for mode, _ in files.values() if mode not in (None, 0o644)], [0o755] * (target.system != "win32")
            )
        with tarfile.open(RELEASE / HOST.archive) as tar:
            tar.extractall(self.folder, filter="data")
        program = self.folder / f"originlint-{HOST.triple}/originlint"
        self.assertEqual(digest(program.read_bytes()), digest(PROGRAM.read_bytes()))
        self.assert_finds_the_flaws_of_the_demo(program)

    def test_the_sums_are_those_of_the_archives(self) -> None:
        run("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=RELEASE)
        listed = [line.split("  ")[1] for line in (RELEASE / "SHA256SUMS").read_text().splitlines()]
        self.assertEqual(listed, sorted(path.name for path in RELEASE.iterdir() if path.name != "SHA256SUMS"))

    def test_every_address_is_that_of_a_file_of_the_release(self) -> None:
        sums = dict(reversed(line.split("  ")) for line in (RELEASE / "SHA256SUMS").read_text().splitlines())
        base = f"{pack.package()['repository']}/releases/download/v{VERSION}/"

        formula = (PACKAGES / "homebrew-tap/Formula/originlint.rb").read_text()
        in_formula = re.findall(r'url "(.*)"\n *sha256 "(.*)"', formula)
        self.assertEqual(len(in_formula), 4)

        manifest = json.loads((PACKAGES / "scoop-bucket/bucket/originlint.json").read_text())
        in_manifest = [(part["url"], part["hash"]) for part in manifest["architecture"].values()]
        self.assertEqual(len(in_manifest), 2)
        for url, sha256 in in_formula + in_manifest:
            self.assertEqual(sums[url.removeprefix(base)], sha256)

        for part in manifest["architecture"].values():
            name = part["url"].removeprefix(base)
            self.assertIn(f"{part['extract_dir']}/{manifest['bin']}", files_of(RELEASE / name))
        for name, part in manifest["autoupdate"]["architecture"].items():
            self.assertEqual(part["url"].replace("$version", VERSION), manifest["architecture"][name]["url"])

    @unittest.skipUnless(shutil.which("ruby"), "there is no Ruby to read it")
    def test_the_formula_is_ruby(self) -> None:
        self.assertEqual(run("ruby", "-wc", PACKAGES / "homebrew-tap/Formula/originlint.rb"), "Syntax OK\n")

    def test_cargo_binstall_finds_the_archives(self) -> None:
        told = pack.package()["metadata"]["binstall"]
        for target in pack.targets():
            here = {**told, **told["overrides"].get(target.triple, {})}
            suffix = ".exe" if target.system == "win32" else ""
            known = {
                "repo": pack.package()["repository"],
                "version": VERSION,
                "target": target.triple,
                "bin": "originlint",
                "binary-ext": suffix,
            }
            url, program = here["pkg-url"], here["bin-dir"]
            for name, value in known.items():
                url, program = (text.replace(f"{{ {name} }}", value) for text in (url, program))
            self.assertEqual(url, pack.download(target.archive))
            self.assertEqual(here["pkg-fmt"], "zip" if target.archive.endswith(".zip") else "tgz")
            self.assertIn(program, files_of(RELEASE / target.archive))

    def test_the_wheel_installs_into_an_empty_environment(self) -> None:
        (wheel,) = WHEELS.glob("originlint-*.whl")
        inside = zipfile.ZipFile(wheel)
        (script,) = [name for name in inside.namelist() if name.endswith("/scripts/originlint")]
        self.assertEqual(digest(inside.read(script)), digest(PROGRAM.read_bytes()), "the wheel holds another program")
        names = "\n".join(inside.namelist())
        for part in [r"licenses/.*LICENSE-MIT", r"licenses/.*LICENSE-APACHE", r"sboms/originlint\.cyclonedx\.json"]:
            self.assertRegex(names, part)
        run(sys.executable, "-m", "venv", self.folder)
        run(self.folder / "bin/pip", "install", "--quiet", "--no-index", f"--find-links={WHEELS}", "originlint", env={})
        self.assert_finds_the_flaws_of_the_demo(self.folder / "bin/originlint")

    def test_pre_commit_runs_the_hook(self) -> None:
        hook, project = self.folder / "hook", self.folder / "project"
        shutil.copytree(PACKAGES / "originlint-pre-commit", hook)
        shutil.copytree(DEMO, project)
        (project / "README.md").write_text("no script\n")
        git = {
            **os.environ,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com",
        }  # fmt: skip
        for folder in [hook, project]:
            run("git", "init", "--quiet", folder)
            run("git", "add", ".", cwd=folder)
            run("git", "commit", "--quiet", "--message=all", cwd=folder, env=git)
        offline = {"PRE_COMMIT_HOME": str(self.folder / "home"), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(WHEELS)}

        def tried(*more: str, status: int) -> str:
            command = [sys.executable, "-m", "pre_commit", "try-repo", hook, "originlint", "--verbose", *more]
            return run(*command, cwd=project, env={**git, **offline}, status=status)

        found = tried("--all-files", status=1)
        self.assertIn("wildcard-sensitive-data", found)
        self.assertIn("exit code: 1", found)
        self.assertIn("(no files to check)Skipped", tried("--files", "README.md", status=0))

    def test_the_crate_holds_what_it_is_compiled_from(self) -> None:
        listed = set(run("cargo", "package", "--locked", "--list", "--allow-dirty", cwd=pack.ROOT).splitlines())
        tracked = run("git", "ls-files", "build.rs", "src", "rules", *pack.DOCUMENTS, cwd=pack.ROOT).splitlines()
        made = {"Cargo.toml", "Cargo.toml.orig", "Cargo.lock", ".cargo_vcs_info.json"}
        self.assertEqual(listed - made, set(tracked))

    def test_only_the_tag_of_the_version_is_released(self) -> None:
        for tag in ["v9.9.9", VERSION, f"v{VERSION}-rc.1"]:
            with self.assertRaisesRegex(SystemExit, f"the tag {tag} is not v{VERSION}"):
                pack.notes(tag)

    def test_the_same_programs_give_the_same_archives_tomorrow(self) -> None:
        made = []
        for now in [1.0e9, 1.7e9]:
            with mock.patch("time.time", return_value=now), mock.patch("time.localtime", return_value=time.gmtime(now)):
                made.append([pack.archive(target, b"program", {}) for target in pack.targets()])
        self.assertEqual(made[0], made[1])


if __name__ == "__main__":
    unittest.main()
