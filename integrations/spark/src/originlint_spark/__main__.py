"""`originlint-spark`: a job from the command line, with or without `spark-submit`."""

import argparse
import json
import os
import sys

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from originlint_spark.job import run
from originlint_spark.readers import from_http_archive, read_har, read_json_lines, read_parquet, read_warc
from originlint_spark.ship import ship, version
from originlint_spark.worker import Options, find_program


def main(arguments: list[str] | None = None) -> int:
    """Run a job and print how it went as one line of JSON."""
    parser = argparse.ArgumentParser(prog="originlint-spark", description=__doc__)
    parser.add_argument("input", nargs="+", help="files or folders, as Spark names them (file:, hdfs:, s3a:)")
    parser.add_argument("--format", choices=["parquet", "jsonl", "warc", "har", "http-archive"], required=True)
    parser.add_argument("--output", required=True, help="the folder of this job; the same one goes on with a job that was killed")
    parser.add_argument("--persona", choices=["regular", "pedantic", "auditor"], default="regular")
    parser.add_argument("--max-ms", type=int, help="milliseconds that a record may take")
    parser.add_argument("--max-memory", type=int, help="mebibytes that a process may take")
    parser.add_argument("--rounds", type=int, default=16, help="parts of the scan that are kept one by one (default 16)")
    parser.add_argument("--map", action="store_true", help="list the listeners of each record, flawed or not")
    parser.add_argument("--timed", action="store_true", help="say how long each verdict took")
    parser.add_argument("--program", help="the program to send to the executors (default: they have it)")
    parser.add_argument("--master", help="where to run, if spark-submit does not say it")
    wanted = parser.parse_args(arguments)

    builder = SparkSession.builder.appName("originlint")
    if wanted.master:
        builder = builder.master(wanted.master)
        # On this machine the executors have what this process has.
        if wanted.master.startswith("local"):
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = builder.getOrCreate()
    if wanted.program:
        ship(spark, wanted.program)
    options = Options(persona=wanted.persona, max_ms=wanted.max_ms, max_memory=wanted.max_memory, map=wanted.map, timed=wanted.timed)

    def records() -> DataFrame:
        match wanted.format:
            case "parquet":
                return read_parquet(spark, *wanted.input)
            case "jsonl":
                return read_json_lines(spark, *wanted.input)
            case "warc":
                return read_warc(spark, *wanted.input)
            case "har":
                return read_har(spark, *wanted.input)
            case _:
                return from_http_archive(spark.read.parquet(*wanted.input))

    results = run(
        spark,
        records,
        wanted.output,
        options=options,
        rounds=wanted.rounds,
        version=version(wanted.program or find_program()),
    )
    counted = results.select("key", "status", F.size("findings").alias("found")).agg(
        F.count("*").alias("records"),
        F.count_distinct("key").alias("scripts"),
        F.coalesce(F.sum((F.col("status") == "incomplete").cast("int")), F.lit(0)).alias("incomplete"),
        F.coalesce(F.sum((F.col("status") == "failed").cast("int")), F.lit(0)).alias("failed"),
        F.coalesce(F.sum((F.col("found") > 0).cast("int")), F.lit(0)).alias("with_findings"),
    )
    print(json.dumps(counted.collect()[0].asDict()))
    spark.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
