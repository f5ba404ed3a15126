"""From records to verdicts. Every distinct script is scanned once, and its verdict goes to each record that holds it."""

from dataclasses import replace
from typing import Any

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import StructField, StructType

from originlint_spark.schema import CONTENTS, FAILURE, KEY, VERDICT
from originlint_spark.worker import Options, judge

_BATCH = "spark.sql.execution.arrow.maxRecordsPerBatch"
_BATCH_BYTES = "spark.sql.execution.arrow.maxBytesPerBatch"


def scan(
    records: DataFrame, persona: str = "regular", *, distinct: bool = False, options: Options | None = None, **bounds: Any
) -> DataFrame:
    """Add a verdict to each record.

    `records` needs the columns `path` and `content`, and may have `files` and `problem` (see `RECORD`). The others are kept. The result
    lacks `content` and `files`, and has `sha256`, `key` and the columns of `VERDICT` besides. A record that has a problem or lacks its
    path or content is `failed`, with a failure of kind `record`.

    With `distinct=True` every record is scanned where it is. That saves reading them twice and moving them between executors, and is
    for records that hardly repeat each other, such as the files of packages.

    What is not said in `options` may be said by name: `scan(records, "auditor", max_ms=10_000)`.
    """
    options = replace(options or Options(persona=persona), **bounds)
    keyed = with_keys(records)
    if distinct:
        kept = without_contents(keyed)
        return _completed(kept, judged(keyed, options))
    return with_verdicts(without_contents(keyed), judged(scripts(keyed), options))


def with_keys(records: DataFrame) -> DataFrame:
    """Add the hash of the content, and the key: equal keys have equal verdicts. Both are null if there is nothing to scan."""
    missing = [name for name in ("path", "content") if name not in records.columns]
    if missing:
        raise ValueError(f"the records lack {' and '.join(missing)}")
    taken = [field.name for field in (*KEY.fields, *VERDICT.fields) if field.name in records.columns]
    if taken:
        raise ValueError(f"the records have columns that a verdict needs: {', '.join(taken)}")
    if "problem" not in records.columns:
        records = records.withColumn("problem", F.lit(None).cast("string"))
    missing_part = F.when(F.col("content").isNull(), "it has no content").when(
        F.coalesce(F.length("path"), F.lit(0)) == 0, "it has no path"
    )
    sha256 = F.sha2("content", 256)
    parts = [F.col("path"), F.col("sha256")]
    if "files" in records.columns:
        # Entries are sorted by name, so that maps of one content are equal.
        entries = F.array_sort(F.map_entries("files"))
        hashes = F.transform(entries, lambda entry: F.concat(entry["key"], F.lit("\0"), F.sha2(entry["value"], 256)))
        parts.append(F.coalesce(F.array_join(hashes, "\0"), F.lit("")))
    return (
        records.withColumn("problem", F.coalesce("problem", missing_part))
        .withColumn("sha256", F.when(F.col("problem").isNull(), sha256))
        .withColumn("key", F.when(F.col("problem").isNull(), F.sha2(F.concat_ws("\0", *parts), 256)))
    )


def scripts(keyed: DataFrame) -> DataFrame:
    """Each script once, with nothing but what its verdict depends on."""
    names = [name for name in ("key", "path", "content", "files") if name in keyed.columns]
    return keyed.where(F.col("key").isNotNull()).select(*names).dropDuplicates(["key"])


def without_contents(keyed: DataFrame) -> DataFrame:
    """The records as they stay."""
    return keyed.drop(*CONTENTS)


def judged(keyed: DataFrame, options: Options) -> DataFrame:
    """The rows with their verdicts in place of their contents, by one worker for each task. Without a key there is no verdict."""
    _bound_batches(keyed)
    kept = [field for field in keyed.schema.fields if field.name not in CONTENTS]
    return keyed.mapInArrow(judge(options), StructType([*kept, *VERDICT.fields]))


def with_verdicts(records: DataFrame, verdicts: DataFrame) -> DataFrame:
    """Give every record the verdict of its key, and a failure to those without one. There are as many rows as records."""
    return _completed(records, records.join(verdicts.select("key", *VERDICT.names), "key", "left"))


def _completed(records: DataFrame, judged: DataFrame) -> DataFrame:
    """The columns of the records and those of verdicts, with a failure for each row that was not scanned."""
    has_none = F.col("key").isNull()
    columns: list[Column] = [F.col(name) for name in records.columns]
    for field in VERDICT.fields:
        columns.append(F.when(has_none, _unread(field)).otherwise(F.col(field.name)).alias(field.name))
    return judged.select(*columns)


def _unread(field: StructField) -> Column:
    """What stands in the verdict of a record that was not scanned."""
    match field.name:
        case "status":
            return F.lit("failed")
        case "failures":
            said = {"path": F.col("path"), "kind": F.lit("record"), "message": F.col("problem")}
            parts = [said.get(part.name, F.lit(None)).cast(part.dataType).alias(part.name) for part in FAILURE.fields]
            return F.array(F.struct(*parts))
        case "findings" | "incomplete":
            return F.array().cast(field.dataType)
        case "unshown":
            return F.struct(F.lit(0).alias("pedantic"), F.lit(0).alias("auditor")).cast(field.dataType)
        case "elapsed_us" | "map":
            return F.lit(None).cast(field.dataType)
        case _:
            return F.lit(0).cast(field.dataType)


def _bound_batches(records: DataFrame) -> None:
    """Keep batches small where Spark bounds them by rows alone: scripts are long, and a batch is held in memory as a whole."""
    conf = records.sparkSession.conf
    if conf.get(_BATCH_BYTES, None) is None and conf.get(_BATCH, None) == "10000":
        conf.set(_BATCH, "128")
