"""psycopg2's own cursor, for what Django's has no words for: COPY, and many rows in one statement.

Django turns the driver's errors into its own only in calls of its own cursor. Past it a full disk came out as psycopg2's
``DiskFull``, which nobody above knows: a 500 where the caller should hear "later".
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg2.extras import execute_values


@contextmanager
def driver_cursor() -> Iterator[Any]:
    """The driver's cursor on Django's connection; what goes wrong in the block is raised as an error of ``django.db``."""
    with connection.cursor() as cursor, connection.wrap_database_errors:
        yield cursor.cursor


def execute_rows(statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Run a statement whose one ``%s`` stands for all these rows: ``… VALUES %s …``."""
    if rows:
        with driver_cursor() as cursor:
            execute_values(cursor, statement, rows, page_size=len(rows))
