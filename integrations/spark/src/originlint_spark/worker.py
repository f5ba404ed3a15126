"""`originlint stream` as a worker of Spark: batches of records in, batches of verdicts out. Knows nothing of sessions."""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, Self

import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql.pandas.types import to_arrow_schema

from originlint_spark.schema import CONTENTS, VERDICT

PROGRAM = "originlint"
_ENVIRONMENT = "ORIGINLINT_PROGRAM"
_END = 30
"""Seconds that the program has to end in after its last answer."""


@dataclass(frozen=True)
class Options:
    """How records are scanned. Two scans with equal options and the same program give the same verdicts."""

    persona: str = "regular"
    """For whom the findings are: `regular`, `pedantic` or `auditor`."""
    max_bytes: int | None = None
    """The longest content of a record, with its files; what is longer fails."""
    max_steps: int | None = None
    """The steps that the analysis of a record may take; with more, it is incomplete."""
    max_ms: int | None = None
    """The milliseconds that a record may take; with more, it fails. What fails then depends on the machine."""
    max_memory: int | None = None
    """The mebibytes that a process may take before its record is given up."""
    map: bool = False
    """Whether verdicts list the listeners of each record, flawed or not."""
    timed: bool = False
    """Whether verdicts say how long they took. If not, a record has the same verdict in every run."""
    config: str | None = None
    """A configuration for every record: the name of a file that travels with the job. Without one, none is read."""
    arguments: tuple[str, ...] = ()
    """Further arguments of `originlint stream`, such as `--select=receivers`."""

    def command(self) -> list[str]:
        """The arguments of the program, without the configuration."""
        words = ["stream", "--jobs=1", f"--persona={self.persona}"]
        bounds = {"bytes": self.max_bytes, "steps": self.max_steps, "ms": self.max_ms, "memory": self.max_memory}
        words += [f"--max-{name}={bound}" for name, bound in bounds.items() if bound is not None]
        if self.map:
            words.append("--map")
        # The program refuses a bound in time that would have to give the same verdicts everywhere.
        if not self.timed and self.max_ms is None:
            words.append("--deterministic")
        return [*words, *self.arguments]


class StreamError(RuntimeError):
    """The program did not answer as it should. The task fails, and Spark tries it again."""


def find_program() -> str:
    """The program: the one in ORIGINLINT_PROGRAM, the one that travels with the job, or one that is installed."""
    named = os.environ.get(_ENVIRONMENT)
    if named:
        return named
    shipped = _shipped(PROGRAM)
    if shipped is not None:
        return str(shipped)
    scripts = Path(sys.executable).parent
    found = shutil.which(PROGRAM, path=os.pathsep.join([str(scripts), os.environ.get("PATH", os.defpath)]))
    if found is None:
        raise StreamError(f"no {PROGRAM} here: ship it with the job (`ship`, `--files`), or install its wheel")
    return found


def _shipped(name: str) -> Path | None:
    """A file that travels with the job. YARN and Kubernetes also lay it into the working directory."""
    places = [Path(name)]
    # Outside of a job there is no such folder, and asking for it is an error.
    with suppress(Exception):
        places.insert(0, Path(SparkFiles.get(name)))
    return next((place.absolute() for place in places if place.is_file()), None)


class Stream:
    """A running `originlint stream`. It answers in order, so an answer belongs to the record that was sent at its place."""

    def __init__(self, options: Options) -> None:
        """Start the program."""
        config = "--no-config"
        if options.config is not None:
            place = _shipped(options.config)
            if place is None:
                raise StreamError(f"{options.config} does not travel with the job (`--files`)")
            config = f"--config={place}"
        # Not a pipe: nobody would read it before the end.
        self._complaints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        # A folder of its own, so that no file of the executor's is taken for one of a record's.
        self._folder = tempfile.TemporaryDirectory(prefix="originlint-")
        self._child = subprocess.Popen(
            [find_program(), *options.command(), config],
            cwd=self._folder.name,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            # Scripts are long: fewer of them are cut into pieces that the two wait for.
            bufsize=1 << 20,
            pipesize=1 << 20,
        )
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        # What the program answers is taken off it at once. Otherwise it would wait for a reader, and this process for the program.
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        """Use the stream and end it."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the program, whatever it is doing."""
        self._child.kill()
        self._child.wait()
        self._listener.join()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self._complaints.close()
        self._folder.cleanup()

    def send(self, line: bytes) -> None:
        """Hand over a record. Waits while the program has enough to do."""
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(line)
        except BrokenPipeError:
            raise self._error("it ended before its input did") from None

    def ready(self) -> list[dict[str, Any]]:
        """The answers that have come since the last time."""
        lines = []
        while not self._lines.empty():
            line = self._lines.get()
            if line is None:
                raise self._error("it ended before its input did")
            lines.append(line)
        return _parsed(lines)

    def rest(self) -> list[dict[str, Any]]:
        """The answers to come. No record may follow."""
        assert self._child.stdin is not None
        try:
            self._child.stdin.close()
        except BrokenPipeError:
            raise self._error("it ended before its input did") from None
        lines = []
        while (line := self._lines.get()) is not None:
            lines.append(line)
        try:
            status = self._child.wait(_END)
        except subprocess.TimeoutExpired:
            raise self._error("it does not end") from None
        if status != 0:
            raise self._error(f"it ended with status {status}")
        return _parsed(lines)

    def _listen(self) -> None:
        assert self._child.stdout is not None
        for line in self._child.stdout:
            # Without its end it is the beginning of an answer.
            if line.endswith(b"\n"):
                self._lines.put(line)
        self._lines.put(None)

    def _error(self, why: str) -> StreamError:
        self._complaints.seek(0)
        said = self._complaints.read()[-2000:].decode(errors="replace").strip()
        return StreamError(f"{PROGRAM} stream: {why}: {said or 'it said nothing'}")


def _encode(path: str, content: bytes | memoryview, files: list[tuple[str, bytes]] | None) -> bytes:
    """A record as the program reads it. Base64 keeps bytes that are not UTF-8, and is made faster than a text is escaped."""
    line = [b'{"path":', json.dumps(path).encode(), b',"bytes":"', base64.b64encode(content), b'"']
    if files:
        listed = ",".join(f'{json.dumps(name)}:{{"bytes":"{base64.b64encode(text or b"").decode()}"}}' for name, text in files)
        line += [b',"files":{', listed.encode(), b"}"]
    return b"".join([*line, b"}\n"])


def _parsed(lines: list[bytes]) -> list[dict[str, Any]]:
    """Answers, read at once: most are short, and there are many."""
    answers: list[dict[str, Any]] = json.loads((b"[" + b",".join(lines) + b"]").decode())
    return answers


def judge(options: Options) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """A function for `mapInArrow` that puts the columns of a verdict in the place of `content` and `files`.

    A row without a `key` is not scanned, and its verdict is null.
    """

    def judged(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        first = next(batches, None)
        if first is None:
            return
        with Stream(options) as stream:
            waiting: deque[_Waiting] = deque()
            answers: deque[dict[str, Any]] = deque()
            batch: pa.RecordBatch | None = first
            while batch is not None:
                waiting.append(_send(batch, stream))
                answers.extend(stream.ready())
                while waiting and len(answers) >= waiting[0].asked:
                    yield waiting.popleft().batch(answers)
                batch = next(batches, None)
            answers.extend(stream.rest())
            missing = sum(part.asked for part in waiting) - len(answers)
            if missing:
                raise StreamError(f"{PROGRAM} stream left {missing} records without an answer")
            while waiting:
                yield waiting.popleft().batch(answers)

    return judged


@dataclass
class _Waiting:
    """The rows of a batch whose answers are not there yet."""

    columns: list[tuple[pa.Field, pa.Array]]
    sent: list[bool]

    @property
    def asked(self) -> int:
        return sum(self.sent)

    def batch(self, answers: deque[dict[str, Any]]) -> pa.RecordBatch:
        """The rows with their verdicts, which are taken from the front."""
        nothing: dict[str, Any] = {}
        verdicts = [answers.popleft() if sent else nothing for sent in self.sent]
        # Fields that this version does not declare are left out, and those that the program does not give are null.
        added = [(field, pa.array([verdict.get(field.name) for verdict in verdicts], field.type)) for field in to_arrow_schema(VERDICT)]
        fields, columns = zip(*self.columns, *added, strict=True)
        return pa.RecordBatch.from_arrays(list(columns), schema=pa.schema(fields))


def _send(batch: pa.RecordBatch, stream: Stream) -> _Waiting:
    paths = batch.column("path").to_pylist()
    contents = batch.column("content")
    files = batch.column("files").to_pylist() if "files" in batch.schema.names else [None] * len(paths)
    sent = batch.column("key").is_valid().to_pylist()
    for at, path in enumerate(paths):
        if sent[at]:
            buffer = contents[at].as_buffer()
            stream.send(_encode(path, b"" if buffer is None else memoryview(buffer), files[at]))
    kept = [(field, column) for field, column in zip(batch.schema, batch.columns, strict=True) if field.name not in CONTENTS]
    return _Waiting(kept, sent)
