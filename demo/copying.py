"""Rows into PostgreSQL by COPY, with the heavy indexes built once at the end."""

import contextlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from tqdm import tqdm

CHUNK = 20_000
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
ESCAPED = re.compile(r"[\\\t\n\r]")


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into a table."""
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.cursor() as cursor:
        for chunk in _chunks(rows):
            cursor.cursor.copy_expert(statement, io.StringIO("".join(chunk)))


def settle_sequences(tables: Sequence[str]) -> None:
    """The next id after the highest one that was copied."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1)) FROM {table}")


@contextlib.contextmanager
def indexes_later(names: Sequence[str]) -> Iterator[None]:
    """Drop indexes, and build them again at the end: many times faster than keeping them up row by row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s) ORDER BY indexname", [list(names)])
        definitions = [row[0] for row in cursor.fetchall()]
        for name in names:
            cursor.execute(f'DROP INDEX IF EXISTS "{name}"')
    yield
    with connection.cursor() as cursor:
        # An index cannot be built on a table with deferred foreign-key checks pending.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for definition in tqdm(definitions, desc="  indexes", unit=" index"):
            cursor.execute(definition)


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
