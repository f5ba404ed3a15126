"""What readers make of files that are as the world writes them, and of those that are broken."""

import gzip
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest
import unittest.mock
from pathlib import Path

import cases
import pyarrow as pa
from pyspark.sql import functions as F
from session import session
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from originlint_spark import (
    FINDING,
    Options,
    StreamError,
    from_columns,
    from_http_archive,
    listeners,
    problems,
    rank_handlers,
    read_har,
    read_json_lines,
    read_parquet,
    read_warc,
    run,
    scan,
    schema,
)
from originlint_spark.readers import name_of
from originlint_spark.schema import FAILURE, INCOMPLETE, RECORD, VERDICT
from originlint_spark.worker import judge

SEND = b"parent.postMessage(view.authToken, '*');\n"
LISTENER = "import { f } from './c.js'; addEventListener('message', event => f(event.data));"
PAGE = b"<!doctype html><p>x</p><script>" + SEND + b"</script>"


def kinds(verdict_or_finding: dict[str, object]) -> set[str]:
    return set(verdict_or_finding["properties"])


class Schema(unittest.TestCase):
    def test_the_columns_are_the_fields_of_the_published_schemas(self) -> None:
        report = json.loads((cases.ROOT / "docs/json-v1.schema.json").read_text("utf-8"))
        stream = json.loads((cases.ROOT / "docs/stream-v1.schema.json").read_text("utf-8"))
        self.assertEqual(set(FINDING.names), kinds(report["$defs"]["finding"]))
        self.assertEqual(set(FAILURE.names), kinds(stream["properties"]["failures"]["items"]))
        self.assertEqual(set(INCOMPLETE.names), kinds(report["properties"]["incomplete"]["items"]))
        self.assertEqual(set(schema.LISTENER.names), kinds(stream["$defs"]["map"]["properties"]["listeners"]["items"]))
        self.assertEqual(set(VERDICT.names), kinds(stream) - {"id", "url"})


class Worker(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="originlint-worker-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def judged(self, script: str) -> list[pa.RecordBatch]:
        """What the worker makes of one record with a program that is a script of the shell."""
        program = self.folder / "originlint"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        batch = pa.RecordBatch.from_pydict({"key": ["k"], "path": ["a.js"], "content": [b"x"]})
        with unittest.mock.patch.dict("os.environ", {"ORIGINLINT_PROGRAM": str(program)}):
            return list(judge(Options())(iter([batch])))

    def test_a_program_that_does_not_answer_fails_the_task(self) -> None:
        for script, reason in {
            "exit 0": "left 1 records|ended before",
            "cat >/dev/null; echo no >&2; exit 2": "status 2: no",
            "read line; kill -9 $$": "ended",
            'read line; printf \'{"status": "o\'': "left 1 records",
        }.items():
            with self.subTest(script), self.assertRaisesRegex(StreamError, reason):
                self.judged(script)

    def test_an_answer_may_have_other_fields(self) -> None:
        (batch,) = self.judged('cat >/dev/null; echo \'{"status": "ok", "findings": [{"rule": "r", "later": 1}], "later": 2}\'')
        row = batch.to_pylist()[0]
        self.assertEqual((row["key"], row["status"], row["findings"][0]["rule"], row["steps"]), ("k", "ok", "r", None))

    def test_bounds_become_arguments(self) -> None:
        options = Options(persona="auditor", max_ms=5, max_steps=7, arguments=("--select=data",))
        self.assertEqual(options.command(), ["stream", "--jobs=1", "--persona=auditor", "--max-steps=7", "--max-ms=5", "--select=data"])
        self.assertIn("--deterministic", Options().command())


class Readme(unittest.TestCase):
    def test_its_commands_do_what_it_says(self) -> None:
        readme = (cases.ROOT / "integrations/spark/README.md").read_text("utf-8")

        def block(name: str) -> str:
            return re.search(rf"<!-- {name}: begin -->\n```\w+\n(.*?)```\n<!-- {name}: end -->", readme, re.DOTALL)[1]

        commands = block("commands").replace("target/release/originlint", str(cases.PROGRAM))
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = {**os.environ, "PATH": path, "SPARK_LOCAL_IP": "127.0.0.1"}
        with tempfile.TemporaryDirectory() as folder:

            def output(*command: str) -> str:
                done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
                self.assertEqual(done.returncode, 0, done.stderr)
                return done.stdout

            said = output("bash", "-ec", commands).splitlines()[-1]
            self.assertIn(f"`{said}`", readme)
            table = output(sys.executable, "-c", block("python"))
            self.assertRegex(table, r"wildcard-sensitive-data *\|2 ")


class Readers(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = Path(tempfile.mkdtemp(prefix="originlint-readers-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.spark = session(
            "local[2]", cls.folder, **{"spark.sql.shuffle.partitions": 2, "spark.executorEnv.ORIGINLINT_PROGRAM": cases.PROGRAM}
        )
        cls.addClassCleanup(cls.spark.stop)

    def read(self, frame: object) -> list[tuple[object, ...]]:
        """Page, address, name, content and problem of each record."""
        self.assertTrue(set(RECORD.names) <= set(frame.columns))
        rows = frame.select("page", "url", "path", F.col("content"), "problem").collect()
        plain = [(r["page"], r["url"], r["path"], r["content"] and bytes(r["content"]), r["problem"]) for r in rows]
        return sorted(plain, key=lambda row: [str(part) for part in row])

    def address(self, name: str) -> str:
        return f"file:{self.folder}/{name}"

    def test_names_say_the_language_alone(self) -> None:
        for mime, url, name in [
            ("text/html; charset=utf-8", "https://a.example/x.js", "page.html"),
            ("application/xhtml+xml", None, "page.html"),
            ("image/svg+xml", "https://a.example/a.svg", "image.svg"),
            ("text/javascript", "https://a.example/app.min.js?v=1", "script.js"),
            ("Application/X-JavaScript ;charset=x", "https://a.example/lib", "script.js"),
            ("text/javascript", "https://a.example/m.mjs", "script.mjs"),
            (None, "https://a.example/a.CJS#x", "script.cjs"),
            ("text/plain", "https://a.example/a.js?x=/b.css", "script.js"),
            ("text/plain", "https://a.js/", None),
            ("application/json", "https://a.example/a.js", None),
            ("text/css", "https://a.example/a", None),
            (None, "https://[broken/a.js", None),
            (None, None, None),
        ]:
            with self.subTest(mime=mime, url=url):
                self.assertEqual(name_of(mime, url), name)
                if url and "[" not in url:
                    rows = self.spark.createDataFrame([(mime, url, b"x")], "mime string, url string, content binary")
                    self.assertEqual(from_columns(rows, path=None, mime="mime").first()["path"], name)

    def test_warc(self) -> None:
        stream = io.BytesIO()
        writer = WARCWriter(stream, gzip=True)

        def response(url: str, mime: str, body: bytes, status: str = "200 OK", referrer: str = "", **warc: str) -> None:
            headers = [("Content-Type", mime)]
            if warc.pop("zipped", ""):
                headers.append(("Content-Encoding", "gzip"))
                body = gzip.compress(body)
            http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
            fields = {name.replace("_", "-"): value for name, value in warc.items()}
            answer = writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=http, warc_headers_dict=fields)
            asked = [("Referer", referrer)] if referrer else []
            http = StatusAndHeaders("GET / HTTP/1.1", asked, is_http_request=True)
            request = writer.create_warc_record(url, "request", io.BytesIO(), http_headers=http)
            writer.write_request_response_pair(request, answer)

        writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "test"}))
        response("https://a.example/", "text/html", PAGE, zipped="yes")
        response("https://a.example/a.js", "text/javascript", SEND, referrer="https://a.example/")
        response("https://a.example/b.js", "text/javascript", SEND)
        response("https://a.example/c.css", "text/css", b"a {}")
        response("https://a.example/d.js", "text/javascript", b"", status="404 Not Found")
        response("https://a.example/e.js", "text/javascript", SEND, WARC_Truncated="length")
        whole = stream.getvalue()
        response("https://a.example/f.js", "text/javascript", SEND * 100)
        folder = self.folder / "warc"
        folder.mkdir()
        (folder / "whole.warc.gz").write_bytes(whole)
        (folder / "cut.warc.gz").write_bytes(stream.getvalue()[len(whole) : -40])
        (folder / "none.warc.gz").write_bytes(b"this is no archive")
        read = read_warc(self.spark, self.address("warc"))
        rows = self.read(read.where(F.col("source").endswith("whole.warc.gz")))
        self.assertEqual(
            rows,
            [
                (None, "https://a.example/b.js", "script.js", SEND, None),
                (None, "https://a.example/e.js", "script.js", None, "the body is truncated: length"),
                ("https://a.example/", "https://a.example/", "page.html", PAGE, None),
                ("https://a.example/", "https://a.example/a.js", "script.js", SEND, None),
            ],
        )
        broken = {Path(row["source"]).name: row["problem"] for row in problems(read).collect() if row["url"] is None}
        self.assertIn("none.warc.gz", broken)
        self.assertTrue(all(problem.startswith("the file cannot be read on: ") for problem in broken.values()), broken)
        verdicts = scan(read.where(F.col("source").endswith("whole.warc.gz"))).collect()
        self.assertEqual(sorted((row["status"], len(row["findings"])) for row in verdicts), [("failed", 0), *[("ok", 1)] * 3])
        # One script at two addresses is one.
        self.assertEqual(len({row["key"] for row in verdicts if row["path"] == "script.js" and row["key"]}), 1)

    def test_har(self) -> None:
        def entry(url: str, mime: str, status: int = 200, **content: str) -> dict[str, object]:
            return {
                "pageref": "page_1",
                "request": {"url": url},
                "response": {"status": status, "content": {"mimeType": mime, **content}},
            }

        log = {
            "log": {
                "pages": [{"id": "page_1", "title": "A shop"}],
                "entries": [
                    entry("https://a.example/", "text/html", text=PAGE.decode()),
                    entry("https://a.example/a.js", "text/javascript", text="cG9zdA==", encoding="base64"),
                    entry("https://a.example/b.js", "text/javascript", text="?", encoding="base64"),
                    entry("https://a.example/c.js", "text/javascript"),
                    entry("https://a.example/d.js", "text/javascript", status=304),
                    entry("https://a.example/e.png", "image/png", text="x"),
                ],
            }
        }
        folder = self.folder / "har"
        folder.mkdir()
        (folder / "a.har").write_text("\ufeff" + json.dumps(log), "utf-8")
        (folder / "b.har").write_text(json.dumps(log)[:-50], "utf-8")
        read = read_har(self.spark, self.address("har"))
        page = "https://a.example/"
        self.assertEqual(
            self.read(read.where(F.col("source").endswith("a.har"))),
            [
                (page, page, "page.html", PAGE, None),
                (page, page + "a.js", "script.js", b"post", None),
                (page, page + "b.js", "script.js", None, "the body of the response cannot be read: its bytes are not base64"),
                (page, page + "c.js", "script.js", None, "the file does not hold the body of the response"),
            ],
        )
        (row,) = read.where(F.col("source").endswith("b.har")).collect()
        self.assertTrue(row["problem"].startswith("the file cannot be read on: JSONDecodeError"), row)

    def test_http_archive(self) -> None:
        page, header = "https://a.example/", [("Content-Type", "text/javascript; charset=utf-8")]
        rows = [
            (page, page, "html", [("content-type", "text/html")], PAGE.decode(), 1),
            (page, page + "a.js", "script", header, SEND.decode(), 1),
            (page, page + "m.mjs", "script", header, SEND.decode(), 2),
            (page, page + "odd", "script", [], SEND.decode(), 2),
            (page, page + "b.css", "css", [("content-type", "text/css")], "a {}", 2),
            (page, page + "c.js", "script", header, None, 2),
        ]
        columns = (
            "page string, url string, type string, response_headers array<struct<name:string,value:string>>, response_body string, rank int"
        )
        new = from_http_archive(self.spark.createDataFrame(rows, columns), keep=["rank"])
        wanted = [
            (page, page, "page.html", PAGE, None),
            (page, page + "a.js", "script.js", SEND, None),
            (page, page + "m.mjs", "script.mjs", SEND, None),
            (page, page + "odd", "script.js", SEND, None),
        ]
        self.assertEqual(self.read(new), wanted)
        self.assertEqual(new.agg(F.sum("rank")).first()[0], 6)
        old = [(page, page, PAGE.decode(), False), (page, page + "a.js", SEND.decode(), False), (page, page + "b.css", "a {}", False)]
        old.append((page, page + "c.js", "cut", True))
        old = from_http_archive(self.spark.createDataFrame(old, "page string, url string, body string, truncated boolean"))
        cut = (page, page + "c.js", "script.js", b"cut", "the body is truncated")
        self.assertEqual(self.read(old), [*wanted[:2], cut])
        with self.assertRaises(ValueError):
            from_http_archive(self.spark.createDataFrame([(page,)], "page string"))

    def test_parquet_and_json_lines_hold_the_same_records(self) -> None:
        lines = [
            {"id": 1, "path": "a.js", "text": SEND.decode(), "url": "https://a.example/a.js", "page": "https://a.example/"},
            {"id": "x", "path": "b.js", "text": LISTENER, "files": {"c.js": "export const f = text => eval(text);"}},
            {"path": "d.js", "bytes": "/w=="},
        ]
        (self.folder / "lines.jsonl").write_text("\n".join([*map(json.dumps, lines), "", "{"]), "utf-8")
        read = read_json_lines(self.spark, self.address("lines.jsonl"))
        self.assertEqual(sorted(str(row["id"]) for row in read.collect()), ["1", "None", "None", "x"])
        read.write.parquet(self.address("lines.parquet"))
        again = read_parquet(self.spark, self.address("lines.parquet"))
        self.assertEqual(self.read(again), self.read(read))
        self.assertEqual(problems(again).count(), 1)
        verdicts = {row["path"]: row for row in scan(again).collect()}
        self.assertEqual(
            {path: (row["status"], [finding["rule"] for finding in row["findings"]]) for path, row in verdicts.items()},
            {
                "a.js": ("ok", ["wildcard-sensitive-data"]),
                "b.js": ("ok", ["missing-origin-check", "message-to-code"]),
                "d.js": ("ok", []),
                None: ("failed", []),
            },
        )

    def test_handlers_are_ranked_by_sites(self) -> None:
        plain = b"addEventListener('message', function (event) { document.body.innerHTML = event.data.html; });"
        minified = b'addEventListener("message",t=>{document.body.innerHTML=t.data.html});'
        guarded = b"addEventListener('message', e => { if (e.origin === 'https://a.example') eval(e.data) })"
        rows = [
            ("https://a.example/", "a.js", plain),
            ("https://a.example/x", "a.js", plain),
            ("https://B.example:8080/", "b.js", minified),
            ("a package", "c.js", minified),
            ("https://a.example/", "d.js", guarded),
            ("https://a.example/", "e.js", b"no listener"),
            ("https://a.example/", "f.js", None),
        ]
        frame = self.spark.createDataFrame(rows, "page string, path string, content binary")
        verdicts = scan(frame, map=True)
        self.assertEqual(listeners(verdicts).count(), 5)
        first, second = rank_handlers(verdicts).collect()
        self.assertEqual((first["sites"], first["pages"], first["scripts"]), (3, 4, 2))
        self.assertEqual((first["checks"], first["effects"], first["reached_by"]), ([], ["change", "message-to-html"], ["foreign"]))
        self.assertEqual((second["sites"], second["checks"], second["reached_by"], second["path"]), (1, ["origin"], [], "d.js"))
        self.assertIsNone(scan(frame).first()["map"])

    def test_a_job_may_hold_nothing_that_can_be_scanned(self) -> None:
        frame = self.spark.createDataFrame([("a.js", None)], "path string, content binary")
        (row,) = run(self.spark, lambda: frame, self.address("nothing"), rounds=2).collect()
        self.assertEqual((row["status"], row["problem"]), ("failed", "it has no content"))

    def test_other_columns_stay(self) -> None:
        rows = [(1, "a.js", SEND, "shop"), (2, "a.js", SEND, "blog"), (3, "a.js", None, "wiki"), (4, None, SEND, "x")]
        frame = self.spark.createDataFrame(rows, "number int, path string, content binary, kind string")
        verdicts = scan(frame, timed=True).orderBy("number").collect()
        alone = scan(frame, distinct=True, timed=True)
        self.assertEqual(alone.columns, list(verdicts[0].asDict()))
        for one, other in zip(alone.orderBy("number").collect(), verdicts, strict=True):
            times = {"elapsed_us": None}
            self.assertEqual(one.asDict(recursive=True) | times, other.asDict(recursive=True) | times)
        self.assertEqual(
            [(row["number"], row["kind"], row["status"]) for row in verdicts][1:],
            [(2, "blog", "ok"), *[(3, "wiki", "failed"), (4, "x", "failed")]],
        )
        self.assertEqual([row["failures"][0]["message"] for row in verdicts[2:]], ["it has no content", "it has no path"])
        self.assertGreater(verdicts[0]["elapsed_us"], 0)
        for columns, error in [("path string, body binary", "lack content"), ("path string, content binary, status string", "status")]:
            empty = self.spark.createDataFrame([], columns)
            with self.assertRaisesRegex(ValueError, error):
                scan(empty)


if __name__ == "__main__":
    unittest.main()
