"""PostgreSQL's COPY both ways: many rows in at once, whole columns out as arrays, with no row objects in between.

In: the fastest way, without ids coming back and without signals. Out: for hundreds of thousands of rows; a few hundred are a matter for the
ORM. Reading takes any queryset and keeps its order. Two calls are two looks at the database: who needs them to agree compares a version
before and after.
"""

import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db.models import BigIntegerField, BooleanField, Field, FloatField, QuerySet
from django.db.models.functions import Coalesce

from command_center.ground.core.postgres import driver_cursor

CHUNK = 20_000
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NEEDS_ESCAPE = re.compile(r"[\\\t\n\r]")
# COPY's binary format: 19 bytes of header; a row is the number of its fields, and each field its length and its value.
HEADER_BYTES = 19
BINARY = {int: ">i8", float: ">f8", bool: "?"}
COLUMN: dict[type, "Field[Any, Any]"] = {int: BigIntegerField(), float: FloatField(), bool: BooleanField()}
NOTHING = {int: 0, float: float("nan"), bool: False}
# Its text format writes these with a backslash; any other character after one stands for itself.
ESCAPED = re.compile(r"\\(.)")
MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}

Arrays = dict[str, "np.ndarray[Any, np.dtype[Any]]"]


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into a table, in the caller's transaction. Columns left out get the database's default."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with driver_cursor() as cursor:
        for chunk in _chunks(rows):
            cursor.copy_expert(statement, io.StringIO("".join(chunk)))


def _chunks(rows: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    chunk: list[str] = []
    for row in rows:
        chunk.append("\t".join(map(_text, row)) + "\n")
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _text(value: Any) -> str:
    """A value in COPY's text format; what nearly every value is comes first."""
    if type(value) is str:
        return value.translate(ESCAPES) if NEEDS_ESCAPE.search(value) else value
    if type(value) is int or type(value) is float:
        return repr(value)
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, list | tuple):
        value = "{" + ",".join(str(item) for item in value) + "}"
    return str(value).translate(ESCAPES)


def read_numbers(rows: "QuerySet[Any]", kinds: Mapping[str, type]) -> Arrays:
    """Arrays of the columns named by ``kinds``: int (bigint), float (double precision) or bool; null is 0, nan or False.

    Every row then has the same number of bytes, and the answer is one array of records as it stands. Raises ``ValueError`` where a
    column is of another type.
    """
    chosen = (Coalesce(name, NOTHING[kind], output_field=COLUMN[kind]) for name, kind in kinds.items())
    answer, record = _copied(rows.values_list(*chosen), "BINARY"), _record(kinds)
    records = np.frombuffer(answer, record, offset=HEADER_BYTES, count=(len(answer) - HEADER_BYTES) // record.itemsize)
    for name, kind in kinds.items():
        if (records[f"bytes of {name}"] != np.dtype(BINARY[kind]).itemsize).any():
            raise ValueError(f"{name} is no {COLUMN[kind].get_internal_type()}")
    return {name: records[name].astype(kind) for name, kind in kinds.items()}


def _record(kinds: Mapping[str, type]) -> "np.dtype[Any]":
    fields = [("fields", ">i2")]
    for name, kind in kinds.items():
        fields += [(f"bytes of {name}", ">i4"), (name, BINARY[kind])]
    return np.dtype(fields)


def read_words(rows: "QuerySet[Any]", *names: str) -> dict[str, list[str]]:
    """A list for each of ``names``, texts that are never null. The same word is the same object: repeated ones take no room."""
    text = _copied(rows.values_list(*names), "TEXT").decode()
    words = text.replace("\n", "\t").split("\t")[:-1]
    if "\\" in text:
        words = [ESCAPED.sub(lambda found: MEANT.get(found[1], found[1]), word) for word in words]
    return {name: list(map(sys.intern, words[at :: len(names)])) for at, name in enumerate(names)}


def _copied(rows: "QuerySet[Any]", form: str) -> bytes:
    statement, parameters = rows.query.sql_with_params()
    answer = io.BytesIO()
    with driver_cursor() as cursor:
        query = cursor.mogrify(statement, parameters).decode()
        cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT {form})", answer)
    return answer.getvalue()
