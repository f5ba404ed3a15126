"""Handlers by the sites that have them: one flaw on ten thousand sites is one row."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

_SAME = ("receiver", "checks", "effects", "reached_by")


def listeners(verdicts: DataFrame) -> DataFrame:
    """A row for each listener of each record, from verdicts of a scan with `map=True`."""
    names = [name for name in ("page", "url", "sha256") if name in verdicts.columns]
    return verdicts.select(*names, F.explode("map.listeners").alias("_listener")).select(*names, "_listener.*")


def rank_handlers(verdicts: DataFrame) -> DataFrame:
    """A row for each handler, those on the most sites first.

    A site is the host of the page, or the page itself if that is not an address. `reached_by` and the other lists are the same for all
    listeners with one hash; `path` and `start` are those of one of them, in the script `sha256`.
    """
    example = F.min_by(F.struct("sha256", "path", "start"), F.struct("sha256", "path", "start"))
    same = [F.first(name).alias(name) for name in _SAME]
    counts = [
        F.count_distinct(site(F.col("page"))).alias("sites"),
        F.count_distinct("page").alias("pages"),
        F.count_distinct("sha256").alias("scripts"),
    ]
    grouped = listeners(verdicts).groupBy("handler").agg(*counts, *same, example.alias("_example"))
    return grouped.select("handler", "sites", "pages", "scripts", *_SAME, "_example.*").orderBy(F.desc("sites"), F.desc("pages"), "handler")


def site(page: Column) -> Column:
    """The host of an address, or what is no address as it is."""
    host = F.regexp_extract(page, r"^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]+)", 1)
    return F.lower(F.when(host == "", page).otherwise(host))
