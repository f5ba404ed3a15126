"""The columns of records and of verdicts. The fields are those of docs/json-v1.schema.json and docs/stream-v1.schema.json."""

from pyspark.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    DataType,
    IntegerType,
    LongType,
    MapType,
    StringType,
    StructField,
    StructType,
)


def _struct(**fields: DataType) -> StructType:
    return StructType([StructField(name, kind) for name, kind in fields.items()])


_TEXT, _COUNT, _TEXTS = StringType(), LongType(), ArrayType(StringType())
_PLACE = _struct(line=_COUNT, column=_COUNT, offset=_COUNT)
_SPOTS = ArrayType(_struct(message=_TEXT, path=_TEXT, start=_PLACE, end=_PLACE))
_EDITS = ArrayType(_struct(start=_PLACE, end=_PLACE, text=_TEXT))

FINDING = _struct(
    rule=_TEXT,
    severity=_TEXT,
    persona=_TEXT,
    file_class=_TEXT,
    confidence=_TEXT,
    cwe=ArrayType(IntegerType()),
    message=_TEXT,
    label=_TEXT,
    help=_TEXT,
    url=_TEXT,
    path=_TEXT,
    start=_PLACE,
    end=_PLACE,
    related=_SPOTS,
    trace=_SPOTS,
    witness=_struct(origin=_TEXT, source=_TEXT, why=_TEXT),
    notes=_TEXTS,
    fingerprint=_TEXT,
    group=_TEXT,
    leader=BooleanType(),
    fixes=ArrayType(_struct(title=_TEXT, applicability=_TEXT, edits=_EDITS)),
)

FAILURE = _struct(path=_TEXT, kind=_TEXT, message=_TEXT, start=_PLACE)

INCOMPLETE = _struct(path=_TEXT, reason=_TEXT, start=_PLACE)

LISTENER = _struct(
    path=_TEXT,
    start=_PLACE,
    end=_PLACE,
    receiver=_TEXT,
    checks=_TEXTS,
    effects=_TEXTS,
    reached_by=_TEXTS,
    handler=_TEXT,
)

VERDICT = _struct(
    status=_TEXT,
    findings=ArrayType(FINDING),
    failures=ArrayType(FAILURE),
    incomplete=ArrayType(INCOMPLETE),
    unshown=_struct(pedantic=_COUNT, auditor=_COUNT),
    suppressed=_COUNT,
    steps=_COUNT,
    map=_struct(listeners=ArrayType(LISTENER)),
    elapsed_us=_COUNT,
)
"""What `scan` adds to each record. `elapsed_us` is null unless times are asked for, `map` unless it is."""

RECORD = _struct(
    source=_TEXT,
    page=_TEXT,
    url=_TEXT,
    path=_TEXT,
    content=BinaryType(),
    files=MapType(StringType(), BinaryType()),
    problem=_TEXT,
)
"""What readers give: the file a record was read from, the page that loaded it, its own address, the name that says its language, its
bytes, the files that it may import, and why it cannot be scanned (null if it can)."""

KEY = _struct(sha256=_TEXT, key=_TEXT)
"""What `scan` adds besides: the hash of the content, and that of all that the verdict depends on."""

CONTENTS = ("content", "files")
"""The columns that no result has: what is scanned is long."""
