"""Sessions as the tests use them: no traffic leaves the machine, and nothing is left behind."""

import os
import sys
from pathlib import Path

from pyspark.sql import SparkSession

EXECUTORS = "local-cluster[2,1,1024]"


def session(master: str, folder: Path, **settings: object) -> SparkSession:
    """A session with few and small partitions. The executors use the Python of the tests."""
    wanted = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": folder / "spark",
        "spark.sql.warehouse.dir": folder / "warehouse",
        "spark.sql.shuffle.partitions": 16,
        "spark.log.level": "ERROR",
        **settings,
    }
    os.environ["PYSPARK_PYTHON"] = sys.executable
    # Executors and workers would otherwise listen on an address that others reach.
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    builder = SparkSession.builder.master(master).appName("originlint-spark tests")
    for name, value in wanted.items():
        builder = builder.config(name, str(value))
    return builder.getOrCreate()
