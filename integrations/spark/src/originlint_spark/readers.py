"""From files to records: the columns of `RECORD`. What cannot be read becomes a record with a problem, and never ends a job."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
from pyarrow import fs
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import to_arrow_schema
from pyspark.sql.types import StringType, StructField, StructType
from warcio.archiveiterator import ArchiveIterator

from originlint_spark.schema import RECORD

_BATCH_BYTES = 16 << 20
_SCRIPT_TYPES = r"^(application|text)/(x-)?(java|ecma|j|live)script(1\.[0-5])?$"
_PAGE_TYPES = r"^(text/html|application/xhtml\+xml)$"
_SVG_TYPE = "image/svg+xml"
# Servers that say nothing of a script say one of these.
_VAGUE_TYPES = ("", "text/plain", "application/octet-stream", "binary/octet-stream")
_SCRIPT_NAME = r"\.([cm]?js)$"

_RAW = 200
"""How many characters of a line that cannot be read are kept with its problem."""


def read_parquet(spark: SparkSession, *paths: str) -> DataFrame:
    """Records from Parquet files with the columns of `RECORD`, of which `path` and `content` are needed.

    Where columns have other names, or none says the path, use `from_columns(spark.read.parquet(…), …)`.
    """
    return from_columns(spark.read.parquet(*paths))


def from_columns(
    rows: DataFrame,
    *,
    content: str = "content",
    path: str | None = "path",
    url: str | None = "url",
    page: str | None = "page",
    mime: str | None = None,
    keep: Iterable[str] = (),
) -> DataFrame:
    """Records from the columns of a frame, `content` being a text or bytes.

    With `path=None` the name of a record follows from its type and address, as those of crawls do: `page.html`, `script.js`. A column
    that is named by default may be missing. Columns in `keep` stay.
    """

    def named(name: str | None) -> Column:
        return F.col(name) if name is not None and name in rows.columns else F.lit(None).cast("string")

    by_kind = _name(F.lower(F.trim(F.split(named(mime), ";")[0])), named(url))
    files = F.col("files") if "files" in rows.columns else F.lit(None)
    values = {
        "page": named(page),
        "url": named(url),
        "path": by_kind if path is None else named(path),
        "content": F.col(content).cast("binary"),
        "files": files,
        "problem": named("problem"),
    }
    taken = [values[field.name].cast(field.dataType).alias(field.name) for field in RECORD.fields if field.name in values]
    source = F.input_file_name().alias("source")
    return rows.select(source, *taken, *(F.col(name) for name in keep))


def read_json_lines(spark: SparkSession, *paths: str) -> DataFrame:
    """Records as `originlint stream` reads them, one a line, with an additional column `id`."""
    lines = spark.read.text(list(paths)).select(F.input_file_name().alias("source"), F.col("value").cast("binary"))
    schema = StructType([StructField("id", StringType()), *RECORD.fields])
    return lines.mapInArrow(_rows(_parsed_lines, schema), schema)


def read_warc(spark: SparkSession, *paths: str, partitions: int | None = None) -> DataFrame:
    """Records from WARC files, compressed or not: pages, scripts and SVG images that were answered with status 200.

    The page of a script is the address that its request names as its referrer, if the request stands beside it.
    """
    return _from_files(spark, paths, _responses, partitions)


def read_har(spark: SparkSession, *paths: str, partitions: int | None = None) -> DataFrame:
    """Records from HAR files that hold the bodies of responses."""
    return _from_files(spark, paths, _entries, partitions)


def from_http_archive(rows: DataFrame, *, keep: Iterable[str] = ()) -> DataFrame:
    """Records from a table of HTTP Archive, exported with its own columns.

    That is `requests` (`page`, `url`, `type`, `response_headers`, `response_body`), or one of the older `response_bodies` (`page`, `url`,
    `body`, `truncated`).
    """
    names = rows.columns
    if "response_body" in names:
        header = F.filter("response_headers", lambda header: F.lower(header["name"]) == "content-type")
        mime = F.lower(F.trim(F.split(F.get(header, F.lit(0))["value"], ";")[0]))
        mime = mime if "response_headers" in names else F.lit(None).cast("string")
        by_type = F.when(F.col("type") == "script", F.coalesce(_name(mime, F.col("url")), F.lit("script.js"))).when(
            F.col("type") == "html", "page.html"
        )
        rows = rows.withColumn("_name", by_type if "type" in names else _name(mime, F.col("url")))
        body = "response_body"
    elif "body" in names:
        # Nothing tells the type. A body at the page's own address is the page.
        is_page = (F.col("url") == F.col("page")) & (F.ltrim("body").startswith("<"))
        rows = rows.withColumn("_name", F.when(is_page, "page.html").otherwise(_name(F.lit(None), F.col("url"))))
        body = "body"
    else:
        raise ValueError("neither `response_body` nor `body` is a column: this is not a table of responses")
    rows = rows.where(F.col("_name").isNotNull() & F.col(body).isNotNull())
    if "truncated" in names:
        rows = rows.withColumn("problem", F.when(F.col("truncated"), "the body is truncated"))
    return from_columns(rows, content=body, path="_name", keep=keep)


def problems(records: DataFrame) -> DataFrame:
    """The records that cannot be scanned, with the reason."""
    return records.where(F.col("problem").isNotNull()).drop("content", "files")


def name_of(mime: str | None, url: str | None) -> str | None:
    """The name under which a response is scanned, or `None` if it holds no script.

    The name says nothing but the language, so that a script is the same one wherever it is served.
    """
    mime = (mime or "").split(";")[0].strip().lower()
    if re.search(_PAGE_TYPES, mime):
        return "page.html"
    if mime == _SVG_TYPE:
        return "image.svg"
    try:
        path = urlsplit(url or "").path
    except ValueError:
        path = ""
    named = re.search(_SCRIPT_NAME, path.lower())
    if re.search(_SCRIPT_TYPES, mime) or (named and mime in _VAGUE_TYPES):
        return f"script.{named[1]}" if named else "script.js"
    return None


def _name(mime: Column, url: Column) -> Column:
    """`name_of`, in columns. `mime` is in lower case and without its parameters."""
    mime = F.coalesce(mime.cast("string"), F.lit(""))
    path = F.lower(F.regexp_extract(F.coalesce(url, F.lit("")), r"^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?://[^/?#]*)?([^?#]*)", 1))
    extension = F.regexp_extract(path, _SCRIPT_NAME, 1)
    is_script = mime.rlike(_SCRIPT_TYPES) | ((extension != "") & mime.isin(*_VAGUE_TYPES))
    script = F.when(extension != "", F.concat(F.lit("script."), extension)).otherwise("script.js")
    return F.when(mime.rlike(_PAGE_TYPES), "page.html").when(mime == _SVG_TYPE, "image.svg").when(is_script, script)


Row = dict[str, Any]


def _from_files(spark: SparkSession, paths: tuple[str, ...], read: Callable[[str], Iterator[Row]], partitions: int | None) -> DataFrame:
    """The records of files that are read as a whole, by one task each. Spark lists them and opens none."""
    listed = spark.read.format("binaryFile").load(list(paths)).select("path")
    spread = listed.repartition(partitions) if partitions else listed.repartition("path")
    return spread.mapInArrow(_rows(lambda batch: _read_all(batch, read), RECORD), RECORD)


def _rows(
    read: Callable[[pa.RecordBatch], Iterator[Row]], schema: StructType
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """A function for `mapInArrow` that makes rows of batches, and batches of a bounded length of those."""

    def convert(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        arrow = to_arrow_schema(schema)
        rows: list[Row] = []
        held = 0
        for batch in batches:
            for row in read(batch):
                rows.append(row)
                held += len(row.get("content") or b"") + sum(map(len, (row.get("files") or {}).values())) + 256
                if held >= _BATCH_BYTES:
                    yield _batch(rows, arrow)
                    rows, held = [], 0
        if rows:
            yield _batch(rows, arrow)

    return convert


def _batch(rows: list[Row], schema: pa.Schema) -> pa.RecordBatch:
    columns = []
    for field in schema:
        values = [row.get(field.name) for row in rows]
        if pa.types.is_map(field.type):
            values = [None if value is None else list(value.items()) for value in values]
        columns.append(pa.array(values, field.type))
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _parsed_lines(batch: pa.RecordBatch) -> Iterator[Row]:
    for source, line in zip(batch.column("source").to_pylist(), batch.column("value").to_pylist(), strict=True):
        if not line.strip():
            continue
        try:
            yield {"source": source, **_parsed(line)}
        except ValueError as error:
            start = line[:_RAW].decode(errors="replace")
            yield {"source": source, "problem": f"the line is not a record: {error}: {start}"}
        except RecursionError:
            yield {"source": source, "problem": "the line is not a record: it is nested too deeply"}


def _parsed(line: bytes) -> Row:
    record = json.loads(line)
    if not isinstance(record, dict):
        raise ValueError("it is not an object")
    row: Row = {}
    for name in ("path", "url", "page"):
        value = record.get(name)
        if value is not None and not isinstance(value, str):
            raise ValueError(f"`{name}` is not a text")
        row[name] = value
    if not row["path"]:
        raise ValueError("`path` is missing")
    identity = record.get("id")
    if identity is not None and (isinstance(identity, bool) or not isinstance(identity, str | int)):
        raise ValueError("`id` is neither a string nor a whole number")
    row["id"] = None if identity is None else str(identity)
    if ("text" in record) == ("bytes" in record):
        raise ValueError("there has to be either `text` or `bytes`")
    row["content"] = _content(record["text"] if "text" in record else {"bytes": record["bytes"]}, "text")
    files = record.get("files")
    if files is not None:
        if not isinstance(files, dict):
            raise ValueError("`files` is not an object")
        row["files"] = {name: _content(value, name) for name, value in files.items()}
    return row


def _content(value: object, name: str) -> bytes:
    if isinstance(value, str):
        # A text of JSON may hold half of a character, which no file can.
        return value.encode(errors="strict")
    if isinstance(value, dict) and isinstance(value.get("bytes"), str):
        return _decoded(value["bytes"])
    raise ValueError(f"`{name}` is neither a text nor bytes")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("its bytes are not base64") from None


def _read_all(batch: pa.RecordBatch, read: Callable[[str], Iterator[Row]]) -> Iterator[Row]:
    for path in batch.column("path").to_pylist():
        try:
            for row in read(path):
                yield {"source": path, **row}
        # Whatever is wrong with a file: what was read of it before counts, and the other files are read.
        except Exception as error:
            yield {"source": path, "problem": f"the file cannot be read on: {type(error).__name__}: {error}"[:1000]}


def _open(path: str) -> Any:
    """A file by the address that Spark gives it, wherever it is."""
    # Hadoop writes `file:/a` for what is `file:///a`.
    address = re.sub(r"^([a-z0-9+.-]+):/(?!/)", r"\1:///", path)
    place, name = fs.FileSystem.from_uri(address)
    return place.open_input_stream(name, compression=None)


def _responses(path: str) -> Iterator[Row]:
    """The responses of a WARC file. Each waits for the record behind it, which may be its request."""
    waiting: tuple[str | None, Row] | None = None
    referrers: dict[str, str] = {}
    with _open(path) as file:
        for record in ArchiveIterator(file):
            headers = record.rec_headers
            if record.rec_type == "request":
                referrer = record.http_headers and record.http_headers.get_header("Referer")
                # A request names its response, or is named by it; they stand side by side.
                names = (headers.get_header("WARC-Concurrent-To"), headers.get_header("WARC-Record-ID"))
                referrers = {name: referrer for name in names if name and referrer}
            if waiting:
                identity, row = waiting
                if row["page"] is None and identity in referrers:
                    row["page"] = referrers[identity]
                yield row
                waiting = None
            if record.rec_type == "response":
                answered = _response(record)
                if answered:
                    named = [headers.get_header(name) for name in ("WARC-Record-ID", "WARC-Concurrent-To")]
                    if answered["page"] is None:
                        answered["page"] = next((referrers[name] for name in named if name in referrers), None)
                    waiting = (named[0], answered)
            if record.rec_type != "request":
                referrers = {}
    if waiting:
        yield waiting[1]


def _response(record: Any) -> Row | None:
    http = record.http_headers
    url = record.rec_headers.get_header("WARC-Target-URI")
    if http is None or http.get_statuscode() != "200":
        return None
    # Some writers put an address into angle brackets.
    url = url.strip("<>") if url else None
    name = name_of(http.get_header("Content-Type"), url)
    if name is None:
        return None
    row: Row = {"page": url if name == "page.html" else None, "url": url, "path": name}
    truncated = record.rec_headers.get_header("WARC-Truncated")
    if truncated:
        return {**row, "problem": f"the body is truncated: {truncated}"}
    return {**row, "content": record.content_stream().read()}


def _entries(path: str) -> Iterator[Row]:
    with _open(path) as file:
        log = json.loads(file.read().decode("utf-8-sig"))["log"]
    entries = log["entries"]
    # Browsers title a page with its address. Where somebody else wrote the file, the page is what was asked for first.
    pages: dict[str, str] = {}
    for page in log.get("pages", []):
        title = page.get("title") or ""
        if title.startswith(("http://", "https://")):
            pages[page["id"]] = title
    for entry in entries:
        reference = entry.get("pageref")
        if reference is not None:
            pages.setdefault(reference, entry["request"]["url"])
    for entry in entries:
        response = entry["response"]
        url = entry["request"]["url"]
        content = response.get("content", {})
        name = name_of(content.get("mimeType"), url)
        if name is None or response.get("status") != 200:
            continue
        row: Row = {"page": pages.get(entry.get("pageref")), "url": url, "path": name}
        text = content.get("text")
        if text is None:
            yield {**row, "problem": "the file does not hold the body of the response"}
            continue
        try:
            body = _decoded(text) if content.get("encoding") == "base64" else text.encode()
        except ValueError as error:
            yield {**row, "problem": f"the body of the response cannot be read: {error}"}
            continue
        yield {**row, "content": body}
