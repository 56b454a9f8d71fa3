"""Many new rows by COPY: the fastest way in, without ids coming back and without signals."""

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection

CHUNK = 20_000
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
ESCAPED = re.compile(r"[\\\t\n\r]")


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into a table, in the caller's transaction. Columns left out get the database's default."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor:
        for chunk in _chunks(rows):
            cursor.cursor.copy_expert(statement, io.StringIO("".join(chunk)))


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
        return value.translate(ESCAPES) if ESCAPED.search(value) else value
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
