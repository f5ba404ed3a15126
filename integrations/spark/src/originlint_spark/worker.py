"""`originlint stream` as a worker of Spark: batches of records in, batches of verdicts out. Knows nothing of sessions."""

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, Self

import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql.pandas.types import to_arrow_schema

from originlint_spark.schema import VERDICT

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
            bufsize=1 << 16,
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
        answers = []
        while not self._lines.empty():
            line = self._lines.get()
            if line is None:
                raise self._error("it ended before its input did")
            answers.append(json.loads(line))
        return answers

    def rest(self) -> Iterator[dict[str, Any]]:
        """The answers to come. No record may follow."""
        assert self._child.stdin is not None
        try:
            self._child.stdin.close()
        except BrokenPipeError:
            raise self._error("it ended before its input did") from None
        while (line := self._lines.get()) is not None:
            yield json.loads(line)
        try:
            status = self._child.wait(_END)
        except subprocess.TimeoutExpired:
            raise self._error("it does not end") from None
        if status != 0:
            raise self._error(f"it ended with status {status}")

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


def judge(options: Options) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """A function for `mapInArrow`: from `key`, `path`, `content` and perhaps `files` to `key` and the verdict."""

    def judged(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        schema = to_arrow_schema(VERDICT).insert(0, pa.field("key", pa.string()))
        first = next(batches, None)
        if first is None:
            return
        with Stream(options) as stream:
            waiting: list[str] = []
            batch: pa.RecordBatch | None = first
            while batch is not None:
                paths = batch.column("path").to_pylist()
                contents = batch.column("content")
                has_files = "files" in batch.schema.names
                files = batch.column("files").to_pylist() if has_files else [None] * len(paths)
                waiting += batch.column("key").to_pylist()
                for at, path in enumerate(paths):
                    buffer = contents[at].as_buffer()
                    stream.send(_encode(path, b"" if buffer is None else memoryview(buffer), files[at]))
                answers = stream.ready()
                if answers:
                    yield _batch(waiting[: len(answers)], answers, schema)
                    del waiting[: len(answers)]
                batch = next(batches, None)
            answers = list(stream.rest())
            if len(answers) != len(waiting):
                raise StreamError(f"{PROGRAM} stream left {len(waiting) - len(answers)} records without an answer")
            yield _batch(waiting, answers, schema)

    return judged


def _batch(keys: list[str], answers: list[dict[str, Any]], schema: pa.Schema) -> pa.RecordBatch:
    columns = [pa.array(keys, pa.string())]
    # Fields that this version does not declare are left out, and those that the program does not give are null.
    columns += [pa.array([answer.get(field.name) for answer in answers], field.type) for field in list(schema)[1:]]
    return pa.RecordBatch.from_arrays(columns, schema=schema)
