"""A job in a process of its own, for the test to kill: resumed.py INPUT FOLDER."""

import sys
import tempfile
from pathlib import Path

from cases import PERSONA, PROGRAM
from session import session

from originlint_spark import Options, read_json_lines, run, ship

ROUNDS = 6


def main() -> None:
    records, folder = sys.argv[1:]
    with tempfile.TemporaryDirectory() as place:
        spark = session("local[2]", Path(place))
        ship(spark, PROGRAM)
        run(spark, lambda: read_json_lines(spark, records), folder, options=Options(persona=PERSONA), rounds=ROUNDS)
        spark.stop()


if __name__ == "__main__":
    main()
