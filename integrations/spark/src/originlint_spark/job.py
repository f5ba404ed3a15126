"""A scan in steps, each kept when it is done: a job that was killed goes on where it was."""

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import LongType, StringType, StructField, StructType

from originlint_spark.scan import judged, scripts, with_keys, with_verdicts, without_contents
from originlint_spark.schema import RECORD
from originlint_spark.worker import Options

_PARTS = ("path", "content", "files")
# Named, because a job of nothing but bad records has no file that would tell.
_CONTENTS = StructType([StructField("key", StringType()), *(RECORD[name] for name in _PARTS), StructField("round", LongType())])


class JobError(RuntimeError):
    """The folder holds a job that is another one."""


def run(
    spark: SparkSession,
    records: Callable[[], DataFrame],
    folder: str,
    *,
    options: Options | None = None,
    rounds: int = 16,
    version: str | None = None,
) -> DataFrame:
    """Scan the records and return `results(spark, folder)`.

    `folder` is for this job alone, on a file system that all executors share. In it are kept:

    - `contents`: each distinct script, in as many parts as there are rounds;
    - `records`: all records without their contents, with the key of their script;
    - `bad`: those that could not be read, with the reason, also as JSON lines for people;
    - `verdicts`: one for each distinct script, a part for each round;
    - `done`: what of this is complete.

    A second call with the same folder does what is left. `records` is called only if the input has to be read again. What is done stays
    done even if the input has changed since: a new crawl is a new folder. `version` is kept and compared like the options, so that no
    folder holds verdicts of two programs.
    """
    options = options or Options()
    # Texts, so that they are compared as they are read back.
    wanted = json.loads(json.dumps({"options": asdict(options), "rounds": rounds, "version": version}))
    done = _done(spark, folder)
    found = done.get("job")
    if found is not None and found != wanted:
        raise JobError(f"{folder} holds a job with other settings: {json.dumps(found)}")
    if found is None:
        _finish(spark, folder, "job", wanted)
    if "contents" not in done:
        keyed = with_keys(records())
        part = F.pmod(F.xxhash64("key"), F.lit(rounds)).alias("round")
        contents = scripts(keyed).select("*", part)
        # Spread evenly, whatever the sizes of scripts and rounds.
        contents.hint("rebalance", "round").write.mode("overwrite").partitionBy("round").parquet(f"{folder}/contents")
        _finish(spark, folder, "contents", {})
    if "records" not in done:
        kept = without_contents(with_keys(records()))
        kept.write.mode("overwrite").parquet(f"{folder}/records")
        kept = spark.read.parquet(f"{folder}/records")
        bad = kept.where(F.col("problem").isNotNull())
        bad.coalesce(1).write.mode("overwrite").json(f"{folder}/bad")
        _finish(spark, folder, "records", {"records": kept.count(), "bad": bad.count()})
    for number in range(rounds):
        if f"round-{number}" not in done:
            contents = spark.read.schema(_CONTENTS).parquet(f"{folder}/contents").where(F.col("round") == number).drop("round")
            place = f"{folder}/verdicts/round={number}"
            judged(contents, options).write.mode("overwrite").parquet(place)
            _finish(spark, folder, f"round-{number}", {})
    return results(spark, folder)


def results(spark: SparkSession, folder: str) -> DataFrame:
    """Every record of a job with its verdict, as `scan` gives them."""
    done = _done(spark, folder)
    rounds = done.get("job", {}).get("rounds", 0)
    left = [name for name in ("records", *(f"round-{number}" for number in range(rounds))) if name not in done]
    if left or not rounds:
        raise JobError(f"the job in {folder} is not done: {', '.join(left) or 'it has not begun'}")
    return with_verdicts(spark.read.parquet(f"{folder}/records"), spark.read.parquet(f"{folder}/verdicts"))


def _finish(spark: SparkSession, folder: str, step: str, what: dict[str, Any]) -> None:
    """Say that a step is complete. The row is written after all that it speaks of, and is there as a whole or not at all."""
    row = spark.range(1).select(F.lit(json.dumps({"step": step, **what})).alias("value"))
    row.coalesce(1).write.mode("overwrite").text(f"{folder}/done/{step}")


def _done(spark: SparkSession, folder: str) -> dict[str, dict[str, Any]]:
    """What was said of each step that is complete."""
    try:
        rows = spark.read.option("recursiveFileLookup", "true").text(f"{folder}/done").collect()
    except AnalysisException as error:
        if error.getCondition() == "PATH_NOT_FOUND":
            return {}
        raise
    # A write that was killed leaves a folder without a row.
    said = [json.loads(row["value"]) for row in rows]
    return {step.pop("step"): step for step in said}
