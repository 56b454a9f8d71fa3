"""Rows into PostgreSQL by COPY, with the heavy indexes built once at the end."""

import contextlib
from collections.abc import Iterator, Sequence

from django.db import connection
from tqdm import tqdm

from command_center.core.copying import copy

__all__ = ["copy", "indexes_later", "settle_sequences"]


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
