"""What travels with a job: the program, and this package."""

import atexit
import platform
import shutil
import subprocess
import tempfile
from pathlib import Path
from zipfile import ZipFile

from pyspark.sql import SparkSession

from originlint_spark.worker import PROGRAM


def ship(spark: SparkSession, program: str | Path | None = None, *, package: bool = True) -> None:
    """Send the program, and this package, to every executor of a session.

    `program` is a file that runs on the executors, by default the one on the path of this machine. The statically linked ones of a
    release run on every Linux of their processor. Not needed where the executors have the wheels `originlint` and `originlint-spark`, or
    if `spark-submit` was given `--files` and `--py-files`.
    """
    found = program or shutil.which(PROGRAM)
    if found is None:
        raise FileNotFoundError(f"no {PROGRAM} on this machine: name one")
    context = spark.sparkContext
    # Executors look for the program by this name, and fetch it from here as long as the session lasts.
    folder = Path(tempfile.mkdtemp(prefix="originlint-ship-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copy(found, folder / PROGRAM)
    context.addFile(str(folder / PROGRAM))
    if package:
        context.addPyFile(str(pack(folder / "originlint_spark.zip")))


def pack(target: Path) -> Path:
    """Write this package as an archive, for `--py-files`."""
    source = Path(__file__).parent
    with ZipFile(target, "w") as archive:
        for file in sorted(source.glob("*.py")):
            archive.write(file, f"{source.name}/{file.name}")
    return target


def version(program: str | Path) -> str:
    """What a program calls itself. It has to run on this machine."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    except OSError as error:
        raise OSError(f"{program} does not run on {platform.platform()}: {error}") from error
    return done.stdout.strip()
