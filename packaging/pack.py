#!/usr/bin/env python3
"""Makes what a release publishes out of programs that are built already. Compiles, uploads and downloads nothing.

    pack.py matrix                            the jobs that build the programs, as JSON for the workflow
    pack.py notes TAG                         what CHANGELOG.md says of the version that TAG and Cargo.toml name
    pack.py collect TARGET WHEELS PROGRAMS    the program of TARGET and its bill of materials, out of its wheel in WHEELS
    pack.py assemble PROGRAMS OUT             all packages, out of PROGRAMS/<target>/originlint[.exe]

`assemble` leaves in OUT:

    release/                 the files of the release: an archive and a bill of materials for each target, and SHA256SUMS
    npm/<package>/           folders for `npm publish`: the launcher, and a package for each target
    image/                   what `docker build` needs: the Dockerfile and the static programs
    homebrew-tap/, scoop-bucket/, originlint-pre-commit/
                             what the repositories of these names hold

Wheels and the crate are not made here: maturin and cargo make those.
"""

import gzip
import hashlib
import io
import json
import re
import shutil
import string
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "packaging"

# What stands beside the program wherever it goes.
LICENSES = ["LICENSE-APACHE", "LICENSE-MIT"]
DOCUMENTS = [*LICENSES, "README.md", "CHANGELOG.md"]

# The file that each shell looks for.
COMPLETIONS = {"bash": "originlint.bash", "zsh": "_originlint", "fish": "originlint.fish", "powershell": "originlint.ps1"}

# Archives hold no time of day, so the same programs give the same archives. Zip knows no date before this one.
NEW_YEAR_1980 = (1980, 1, 1, 0, 0, 0)
SECONDS_1980 = 315532800


@dataclass(frozen=True)
class Target:
    """A machine that programs are built for, with the names that registries give it."""

    triple: str
    runner: str

    @property
    def system(self) -> str:
        """As Node names it, in `process.platform`."""
        for part, system in [("linux", "linux"), ("darwin", "darwin"), ("windows", "win32")]:
            if part in self.triple:
                return system
        raise SystemExit(f"targets.toml: no system is known for {self.triple}")

    @property
    def processor(self) -> str:
        """As Node names it, in `process.arch`."""
        return {"x86_64": "x64", "aarch64": "arm64"}[self.triple.split("-")[0]]

    @property
    def libc(self) -> str | None:
        """On Linux, as the end of the triple names it."""
        return self.triple.rsplit("-", 1)[1] if self.system == "linux" else None

    @property
    def program(self) -> str:
        return "originlint.exe" if self.system == "win32" else "originlint"

    @property
    def archive(self) -> str:
        return f"originlint-{self.triple}.{'zip' if self.system == 'win32' else 'tar.gz'}"

    @property
    def compatibility(self) -> str:
        """The tags of the wheel, for maturin, which checks them. A static program runs on old distributions too, where pip finds no
        other; elsewhere pip prefers the wheel for the newer glibc."""
        return "manylinux_2_17 musllinux_1_2" if self.libc == "musl" else "pypi"

    @property
    def npm(self) -> str:
        return "-".join(filter(None, [self.system, self.processor, self.libc]))


def targets() -> list[Target]:
    return [Target(**row) for row in tomllib.loads((HERE / "targets.toml").read_text("utf-8"))["target"]]


def target(triple: str) -> Target:
    return next(target for target in targets() if target.triple == triple)


def package() -> dict:
    """What Cargo.toml says of the package: the one place that names the version and the repository."""
    return tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))["package"]


def download(name: str) -> str:
    """Where a file of the release is found."""
    return f"{package()['repository']}/releases/download/v{package()['version']}/{name}"


def fill(template: Path, values: dict[str, str]) -> str:
    """The template with each `$name` replaced; one without a value is a mistake."""
    return string.Template(template.read_text("utf-8")).substitute(values)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def write_json(path: Path, value: object) -> None:
    write(path, json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def copy(source: Path, folder: Path, name: str | None = None, mode: int = 0o644) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    copied = folder / (name or source.name)
    shutil.copyfile(source, copied)
    copied.chmod(mode)


def pages(program: Path) -> dict[str, bytes]:
    """Manual pages and completions, which the program prints itself."""

    def printed(*arguments: str) -> bytes:
        return subprocess.run([program, *arguments], check=True, stdout=subprocess.PIPE).stdout

    main = printed("man")
    # The page of the program names those of its commands.
    commands = re.findall(rb"originlint\\-([a-z]+)\(1\)", main)
    if not commands:
        raise SystemExit("`originlint man` names no command")
    files = {"man/originlint.1": main}
    for command in map(bytes.decode, commands):
        if command != "help":
            files[f"man/originlint-{command}.1"] = printed("man", command)
    for shell, name in COMPLETIONS.items():
        files[f"completions/{name}"] = printed("completions", shell)
    return files


def archive(target: Target, program: bytes, beside: dict[str, bytes]) -> bytes:
    """One folder with the program and what stands beside it."""
    folder = f"originlint-{target.triple}"
    files = {target.program: program, **{name: (ROOT / name).read_bytes() for name in DOCUMENTS}, **beside}
    out = io.BytesIO()
    if target.system == "win32":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
            for name, content in sorted(files.items()):
                zipped.writestr(zipfile.ZipInfo(f"{folder}/{name}", NEW_YEAR_1980), content, zipfile.ZIP_DEFLATED)
        return out.getvalue()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in sorted(files.items()):
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size, entry.mtime = len(content), SECONDS_1980
            entry.mode = 0o755 if name == target.program else 0o644
            tar.addfile(entry, io.BytesIO(content))
    return gzip.compress(out.getvalue(), mtime=0)


def npm(programs: dict[Target, Path], out: Path) -> None:
    """The launcher, and the packages that it depends on: npm installs the one whose `os`, `cpu` and `libc` fit."""
    facts = package()
    scope = "@" + facts["repository"].split("/")[-2]
    shared = {
        "version": facts["version"],
        "license": facts["license"],
        "homepage": facts["repository"],
        "repository": {"type": "git", "url": f"git+{facts['repository']}.git"},
        "bugs": f"{facts['repository']}/issues",
    }
    for target, program in programs.items():
        folder = out / f"originlint-{target.npm}"
        manifest = {
            "name": f"{scope}/{target.npm}",
            "description": f"The program of originlint for {target.triple}; the package originlint depends on it",
            **shared,
            "os": [target.system],
            "cpu": [target.processor],
        }
        if target.libc:
            manifest["libc"] = [{"gnu": "glibc", "musl": "musl"}[target.libc]]
        write_json(folder / "package.json", manifest)
        write(folder / "README.md", f"# {manifest['name']}\n\n{manifest['description']}.\n")
        copy(program, folder, target.program, 0o755)
        for name in LICENSES:
            copy(ROOT / name, folder)
    folder = out / "originlint"
    launcher = {
        "name": "originlint",
        "description": facts["description"],
        "keywords": facts["keywords"],
        **shared,
        "bin": {"originlint": "bin/originlint.js"},
        "engines": {"node": ">=20"},
        "optionalDependencies": {f"{scope}/{target.npm}": facts["version"] for target in programs},
    }
    write_json(folder / "package.json", launcher)
    copy(HERE / "npm/bin/originlint.js", folder / "bin", mode=0o755)
    for name in DOCUMENTS:
        copy(ROOT / name, folder)


def formula(sums: dict[str, str]) -> str:
    """The formula for Homebrew."""
    values = {key: package()[key] for key in ["version", "repository"]}
    for name, triple in [
        ("macos_arm", "aarch64-apple-darwin"),
        ("macos_intel", "x86_64-apple-darwin"),
        ("linux_arm", "aarch64-unknown-linux-gnu"),
        ("linux_intel", "x86_64-unknown-linux-gnu"),
    ]:
        values[f"{name}_url"] = download(target(triple).archive)
        values[f"{name}_sha256"] = sums[target(triple).archive]
    return fill(HERE / "homebrew/originlint.rb", values)


def scoop(sums: dict[str, str]) -> dict:
    """The manifest for Scoop, which can also write its own next version."""
    facts = package()
    now, next_one = {}, {}
    for name, triple in [("64bit", "x86_64-pc-windows-msvc"), ("arm64", "aarch64-pc-windows-msvc")]:
        file = target(triple).archive
        now[name] = {"url": download(file), "hash": sums[file], "extract_dir": f"originlint-{triple}"}
        next_one[name] = {"url": download(file).replace(facts["version"], "$version")}
    return {
        "version": facts["version"],
        "description": facts["description"],
        "homepage": facts["repository"],
        "license": facts["license"].replace(" OR ", "|"),
        "architecture": now,
        "bin": "originlint.exe",
        "checkver": {"github": facts["repository"]},
        "autoupdate": {"architecture": next_one, "hash": {"url": "$baseurl/SHA256SUMS"}},
    }


# The bill of materials: the crates that a program is built of, which maturin writes into the wheel.
BILL = "originlint.cdx.json"


def collect(target: Target, wheels: Path, programs: Path) -> None:
    """What is published elsewhere is what the wheel holds, so there is one build of each program."""
    (wheel,) = wheels.glob("originlint-*.whl")
    with zipfile.ZipFile(wheel) as zipped:
        for end, name, mode in [(f"/scripts/{target.program}", target.program, 0o755), (".cyclonedx.json", BILL, 0o644)]:
            (inside,) = [entry for entry in zipped.namelist() if entry.endswith(end)]
            file = programs / target.triple / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(zipped.read(inside))
            file.chmod(mode)


def assemble(programs_in: Path, out: Path) -> None:
    programs = {target: programs_in / target.triple / target.program for target in targets()}
    needed = [path for program in programs.values() for path in [program, program.with_name(BILL)]]
    lacking = [str(path) for path in needed if not path.is_file()]
    if lacking:
        raise SystemExit(f"pack.py: there is no {', '.join(lacking)}")
    if out.exists():
        raise SystemExit(f"pack.py: {out} exists already")

    # Any program prints the same pages, so one that runs here does.
    beside = pages(next(path for target, path in programs.items() if target.triple == host()))
    release = {}
    for target, program in programs.items():
        release[target.archive] = archive(target, program.read_bytes(), beside)
        release[f"originlint-{target.triple}.cdx.json"] = program.with_name(BILL).read_bytes()
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(release.items())}
    release["SHA256SUMS"] = "".join(f"{digest}  {name}\n" for name, digest in sums.items()).encode()
    (out / "release").mkdir(parents=True)
    for name, content in release.items():
        (out / "release" / name).write_bytes(content)

    npm(programs, out / "npm")
    write(out / "homebrew-tap/Formula/originlint.rb", formula(sums))
    write_json(out / "scoop-bucket/bucket/originlint.json", scoop(sums))
    for file in ["pyproject.toml", "README.md", ".pre-commit-hooks.yaml"]:
        values = {key: package()[key] for key in ["version", "repository"]}
        write(out / "originlint-pre-commit" / file, fill(HERE / "pre-commit" / file, values))
    copy(HERE / "docker/Dockerfile", out / "image")
    for target, program in programs.items():
        if target.libc == "musl":
            # As Docker names the processor.
            copy(program, out / "image" / {"x64": "amd64", "arm64": "arm64"}[target.processor], mode=0o755)


def host() -> str:
    """The target of this machine, as the compiler names it."""
    told = subprocess.run(["rustc", "-vV"], check=True, stdout=subprocess.PIPE, text=True).stdout
    return re.search(r"^host: (.*)$", told, re.MULTILINE)[1]


def notes(tag: str) -> str:
    """What changes with the version that the tag names."""
    version = package()["version"]
    # Registries and the repositories that are pushed treat what is published as the newest version.
    if not re.fullmatch(r"v\d+\.\d+\.\d+", tag) or tag != f"v{version}":
        raise SystemExit(f"pack.py: the tag {tag} is not v{version}, the version of Cargo.toml")
    changes = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)
    for part in changes:
        heading, _, text = part.partition("\n")
        if heading.split()[:1] == [version]:
            return text.strip() + "\n"
    raise SystemExit(f"pack.py: CHANGELOG.md has no heading for {version}")


def main(arguments: list[str]) -> None:
    match arguments:
        case ["matrix"]:
            jobs = [{**vars(target), "compatibility": target.compatibility} for target in targets()]
            print(json.dumps({"include": jobs}))
        case ["notes", tag]:
            print(notes(tag), end="")
        case ["collect", triple, wheels, programs]:
            collect(target(triple), Path(wheels), Path(programs))
        case ["assemble", programs, out]:
            assemble(Path(programs), Path(out))
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
