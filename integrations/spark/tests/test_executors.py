"""20,000 records on real executors, against `originlint check`. `.ci/spark` runs it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path
from typing import Any

import cases
import resumed
from pyspark.sql import Row
from pyspark.sql import functions as F
from session import EXECUTORS, session

from originlint_spark import Options, read_json_lines, results, run, scan, ship
from originlint_spark.job import JobError

TASKS = 16


def executors() -> list[int]:
    """The executors that this process has started, by way of its driver."""
    parents, found = {}, []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            # The name of a program may hold anything; the parent is the second word behind it.
            parents[int(folder.name)] = int(Path(folder, "stat").read_text().rpartition(")")[2].split()[1])
            command = Path(folder, "cmdline").read_bytes()
        except (OSError, IndexError):
            continue
        if b"CoarseGrainedExecutorBackend" in command:
            found.append(int(folder.name))
    return [pid for pid in found if os.getpid() in ancestors(pid, parents)]


def ancestors(pid: int, parents: dict[int, int]) -> list[int]:
    line = []
    while pid in parents:
        pid = parents[pid]
        line.append(pid)
    return line


def plain(value: Any) -> Any:
    """A row as JSON gives it: without what is null."""
    if isinstance(value, Row):
        value = value.asDict()
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value


class Executors(unittest.TestCase):
    maxDiff = 4000

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = Path(tempfile.mkdtemp(prefix="originlint-spark-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.records = cls.folder / "records"
        cases.write(cls.records)
        cls.expected = [plain(verdict) for verdict in cases.expected()]

    def assert_judged(self, rows: list[Row]) -> None:
        """Every record has one verdict, which is that of `check`."""
        good = [row for row in rows if row["problem"] is None]
        self.assertEqual(sorted(int(row["id"]) for row in good), list(range(cases.RECORDS)))
        for row in good:
            verdict = plain(row)
            wanted = self.expected[int(row["id"]) % len(self.expected)]
            self.assertEqual({name: verdict[name] for name in wanted}, wanted, row["path"])
        bad = [row for row in rows if row["problem"] is not None]
        self.assertEqual(len(bad), len(cases.BAD))
        for row in bad:
            self.assertEqual((row["status"], row["failures"][0]["kind"], row["findings"]), ("failed", "record", []), row["problem"])

    def test_the_records_are_worth_a_test(self) -> None:
        self.assertGreater(len(self.expected), 2_500)
        found = [finding["rule"] for verdict in self.expected for finding in verdict["findings"]]
        self.assertGreater(len(set(found)), 35)
        self.assertEqual({verdict["status"] for verdict in self.expected}, {"ok", "incomplete", "failed"})

    def test_an_executor_that_is_killed_loses_no_record(self) -> None:
        spark = session(
            EXECUTORS,
            self.folder,
            # Enough tasks that some are done when an executor dies, and others are not.
            **{"spark.sql.adaptive.coalescePartitions.enabled": "false", "spark.sql.shuffle.partitions": TASKS},
        )
        self.addCleanup(spark.stop)
        ship(spark, cases.PROGRAM)
        tracker = spark.sparkContext.statusTracker()
        for _ in range(2):
            killed: list[tuple[int, int]] = []
            over = threading.Event()

            def kill(killed: list[tuple[int, int]] = killed, over: threading.Event = over) -> None:
                while not over.wait(0.05):
                    for stage in tracker.getActiveStageIds():
                        info = tracker.getStageInfo(stage)
                        if info and info.numTasks == TASKS and 2 <= info.numCompletedTasks <= TASKS - 4:
                            pid = executors()[0]
                            os.kill(pid, signal.SIGKILL)
                            killed.append((pid, info.numCompletedTasks))
                            return

            killer = threading.Thread(target=kill)
            killer.start()
            judged = scan(read_json_lines(spark, f"file:{self.records}"), cases.PERSONA)
            rows = judged.collect()
            over.set()
            killer.join()
            self.assertEqual(len(killed), 1, "no executor was killed in the middle")
            self.assertNotIn(killed[0][0], executors())
            self.assert_judged(rows)
            # A script is one, on however many pages.
            self.assertEqual(len({row["key"] for row in rows if row["key"]}), len(self.expected))

    def test_a_job_that_is_killed_goes_on(self) -> None:
        job = self.folder / "job"
        command = [sys.executable, resumed.__file__, f"file:{self.records}", f"file:{job}"]
        first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        limit = time.monotonic() + 300
        while not list(job.glob("done/round-1/part-*")):
            self.assertIsNone(first.poll(), "the job ended before it could be killed")
            self.assertLess(time.monotonic(), limit)
            time.sleep(0.1)
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
        done = {file: file.stat().st_mtime_ns for file in job.glob("*/*/*.parquet") if "round=0" in str(file)}
        done |= {file: file.stat().st_mtime_ns for file in job.glob("contents/*/*.parquet")}
        self.assertFalse(list(job.glob(f"done/round-{resumed.ROUNDS - 1}/part-*")), "it was killed too late")

        spark = session("local[2]", self.folder)
        self.addCleanup(spark.stop)
        with self.assertRaises(JobError):
            results(spark, f"file:{job}")
        ship(spark, cases.PROGRAM)
        options = Options(persona=cases.PERSONA)

        def unread() -> Any:
            raise AssertionError("the input is read once more")

        judged = run(spark, unread, f"file:{job}", options=options, rounds=resumed.ROUNDS)
        self.assert_judged(judged.collect())
        self.assertEqual({file: file.stat().st_mtime_ns for file in done}, done)
        bad = [json.loads(line) for file in (job / "bad").glob("*.json") for line in file.read_text("utf-8").splitlines()]
        self.assertEqual(len(bad), len(cases.BAD))
        self.assertTrue(all(record["problem"].startswith("the line is not a record: ") for record in bad))
        with self.assertRaises(JobError):
            run(spark, unread, f"file:{job}", options=Options(persona="regular"), rounds=resumed.ROUNDS)
        # What is there can be asked at once: which rule is found on how many sites.
        found = judged.select("page", F.explode("findings.rule").alias("rule"))
        sites = found.groupBy("rule").agg(F.count_distinct("page").alias("sites")).orderBy(F.desc("sites")).first()
        self.assertGreater(sites["sites"], 500)


if __name__ == "__main__":
    unittest.main()
