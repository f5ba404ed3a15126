"""Scans the scripts of crawls and registries with originlint on Apache Spark."""

from originlint_spark.handlers import listeners, rank_handlers
from originlint_spark.job import JobError, results, run
from originlint_spark.readers import (
    from_columns,
    from_http_archive,
    problems,
    read_har,
    read_json_lines,
    read_parquet,
    read_warc,
)
from originlint_spark.scan import scan
from originlint_spark.schema import FINDING, RECORD, VERDICT
from originlint_spark.ship import pack, ship
from originlint_spark.worker import Options, StreamError

__all__ = [
    "FINDING",
    "RECORD",
    "VERDICT",
    "JobError",
    "Options",
    "StreamError",
    "from_columns",
    "from_http_archive",
    "listeners",
    "pack",
    "problems",
    "rank_handlers",
    "read_har",
    "read_json_lines",
    "read_parquet",
    "read_warc",
    "results",
    "run",
    "scan",
    "ship",
]
