"""The records that the tests scan, and what `check` says of each: some 4,000 scripts, on 20,000 pages."""

import base64
import json
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = Path(os.environ.get("PROGRAM", ROOT / "target/release/originlint")).resolve()
# Unpacked packages of the bench tree, if there are any.
TREE = os.environ.get("ORIGINLINT_SPARK_TREE")

RECORDS = 20_000
VARIANTS = 5
TREE_FILES = 1_200
PERSONA = "auditor"

SCRIPTS = {".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"}
DOCUMENTS = {".html", ".vue", ".svelte", ".astro", ".php", ".ejs", ".svg"}


@dataclass(frozen=True)
class Case:
    """A script with all that its verdict depends on."""

    path: str
    content: bytes
    files: tuple[tuple[str, bytes], ...] = field(default=())

    def record(self, identity: int) -> dict[str, Any]:
        record: dict[str, Any] = {"id": identity, "path": self.path, "page": f"https://site{identity % 997}.example/"}
        try:
            record["text"] = self.content.decode()
        except UnicodeDecodeError:
            record["bytes"] = base64.b64encode(self.content).decode()
        if self.files:
            record["files"] = {name: {"bytes": base64.b64encode(content).decode()} for name, content in self.files}
        return record


def hostile() -> list[Case]:
    """Inputs that broke something once, or are made to."""
    texts: dict[str, bytes] = {
        "deep.js": b"(" * 100_000,
        "deep-arrays.js": b"addEventListener('message', e => " + b"[" * 5_000 + b"e.data" + b"]" * 5_000 + b")",
        "deep-html.html": b"<div>" * 50_000 + b"<script>parent.postMessage(token, '*')</script>",
        "long-line.js": b"parent.postMessage(authToken, '*');" * 3_000,
        "not-utf-8.js": b"parent.postMessage(authToken + '\xe9', '*');",
        "no-encoding.js": b"parent.postMessage('\xff\xfe\x81', '*'); // \x81",
        "utf-16.js": "parent.postMessage(authToken, '*');".encode("utf-16"),
        "nothing.js": b"",
        "zeros.js": b"\0" * 10_000 + b"postMessage",
        "broken.ts": b"addEventListener('message', (e: MessageEvent => { eval(e.data)",
        "half.html": b"<script>addEventListener('message', e => eval(e.da",
        "separators.js": "parent.postMessage(authToken,\u2028'*');\u2029\r\n".encode(),
        "quotes.js": b'parent.postMessage("\\"\\\\\\u2028", "*"); // "}{"id":1,"path":"x.js"}',
        "a path with spaces \u00e9\u4e00.js": b"parent.postMessage(authToken, '*');",
        "doubled.js": b"addEventListener('message', e => { let s = e.data; " + b"s += s;" * 2_000 + b" eval(s) })",
        "many.js": b"".join(b"addEventListener('message', e => { if (e.origin == '%d') eval(e.data) });" % at for at in range(200)),
    }
    cases = [Case(name, content) for name, content in texts.items()]
    for place in sorted((ROOT / "tests/hostile").iterdir()):
        if place.is_file():
            cases.append(Case(place.name, place.read_bytes()))
        else:
            cases += whole(place)
    return cases


def whole(folder: Path) -> list[Case]:
    """Each script of a project, with the others beside it."""
    texts = {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
    return [
        Case(name, content, tuple((other, text) for other, text in texts.items() if other != name))
        for name, content in texts.items()
        if Path(name).suffix in SCRIPTS
    ]


def variant(case: Case, number: int) -> Case:
    """The same script with another comment behind it."""
    if number == 0:
        return case
    mark = f"\n<!-- {number} -->\n" if Path(case.path).suffix in DOCUMENTS else f"\n// {number}\n"
    return Case(case.path, case.content + mark.encode())


@cache
def cases() -> tuple[Case, ...]:
    """All of them, each once, the same ones in the same order in every run."""
    corpus = ROOT / "test-corpus"
    found = hostile()
    for file in sorted(corpus.rglob("*")):
        name = file.relative_to(corpus).as_posix()
        if file.is_file() and file.suffix in SCRIPTS | DOCUMENTS and not name.startswith("projects/"):
            case = Case(name, file.read_bytes())
            found += [variant(case, number) for number in range(VARIANTS)]
    for project in sorted((corpus / "projects").iterdir()):
        if project.is_dir():
            found += whole(project)
    if TREE:
        files = sorted(file for file in Path(TREE).rglob("*") if file.suffix in SCRIPTS and file.is_file())
        # Spread over all of the packages.
        step = max(1, len(files) // TREE_FILES)
        found += [Case(file.relative_to(TREE).as_posix(), file.read_bytes()) for file in files[::step]]
    return tuple(dict.fromkeys(found))


BAD = [
    '{"id": "bad-0", "path": "a.js", "text": "',
    "no json",
    '{"id": "bad-2"}',
    '{"id": "bad-3", "path": "a.js", "text": "", "bytes": ""}',
    '{"id": "bad-4", "path": "a.js", "bytes": "?"}',
    '{"id": "bad-5", "path": "", "text": ""}',
    '{"id": "bad-6", "path": "a.js", "text": "\\ud800"}',
    "[" * 100_000,
]


def write(folder: Path, parts: int = 8) -> None:
    """The records as JSON lines, bad ones among them. Scripts are on many pages, as those of a crawl are."""
    known = cases()
    lines = [json.dumps(known[at % len(known)].record(at)) for at in range(RECORDS)]
    for at, line in enumerate(BAD):
        lines.insert(at * 1_000, line)
    folder.mkdir()
    for part in range(parts):
        (folder / f"part-{part}.jsonl").write_text("\n".join(lines[part::parts]) + "\n", "utf-8")


def check(case: Case) -> dict[str, Any]:
    """What `originlint check FILE` reports of a case that is laid out in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="originlint-check-") as folder:
        for name, content in ((".git/HEAD", b""), *case.files, (case.path, case.content)):
            place = Path(folder, name)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        done = subprocess.run(
            [PROGRAM, "check", "--no-config", f"--persona={PERSONA}", "--format=json", case.path],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        report = json.loads(done.stdout)
    verdict = {name: report[name] for name in ("findings", "failures", "incomplete")}
    verdict["status"] = "failed" if verdict["failures"] else "incomplete" if verdict["incomplete"] else "ok"
    verdict["unshown"] = report["summary"]["unshown"]
    verdict["suppressed"] = report["summary"]["suppressed"]
    return verdict


@cache
def expected() -> tuple[dict[str, Any], ...]:
    """What `check` says of each case."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return tuple(pool.map(check, cases()))
