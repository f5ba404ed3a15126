#!/usr/bin/env python3
"""Writes the scripts of unpacked packages as records for originlint on Spark: records.py FOLDER RECORDS.parquet.

FOLDER has a folder for each package, as `benches/tree/run --fetch-only` leaves them. The page of a record is its package.
"""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

SCRIPTS = {".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".html", ".vue", ".svelte"}
DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")
SCHEMA = pa.schema([("page", pa.string()), ("path", pa.string()), ("content", pa.binary())])


def main() -> None:
    """Write them, package by package."""
    folder, target = sys.argv[1:]
    with pq.ParquetWriter(target, SCHEMA) as writer:
        for package in sorted(Path(folder).iterdir()):
            files = [file for file in sorted(package.rglob("*")) if file.suffix in SCRIPTS and not file.name.endswith(DECLARATIONS)]
            names = [file.relative_to(package).as_posix() for file in files if file.is_file()]
            contents = [(package / name).read_bytes() for name in names]
            if names:
                writer.write_table(pa.table([[package.name] * len(names), names, contents], schema=SCHEMA))


if __name__ == "__main__":
    main()
