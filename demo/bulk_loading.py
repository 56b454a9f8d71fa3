"""Rows into PostgreSQL by COPY; indexes and foreign keys of the large tables are built once, when the rows are there."""

import contextlib
from collections.abc import Iterator, Sequence

from django.db import connection
from tqdm import tqdm

from command_center.ground.core.pg_copy import copy_rows

__all__ = ["built_later", "copy_rows", "settle_sequences"]

# Primary keys and unique ones stay: foreign keys hang on them. First indexes, then what is checked with their help.
INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
ORDER BY 1
"""
CONSTRAINTS = """
SELECT quote_ident(conname), conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'x') ORDER BY contype DESC, conrelid, conname
"""


def settle_sequences(tables: Sequence[str]) -> None:
    """The next id after the highest one that was copied."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1)) FROM {table}")


@contextlib.contextmanager
def built_later(tables: Sequence[str]) -> Iterator[None]:
    """Take indexes, foreign keys and exclusions off these tables, and put them back as they were when they are filled.

    Kept up row by row they cost more than the rows; PostgreSQL checks all rows all the same, in one go. Within the
    caller's transaction, so that nobody ever sees the tables without them.
    """
    # PostgreSQL changes no table that checks are still due on.
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute(INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        cursor.execute(CONSTRAINTS, [list(tables)])
        constraints = cursor.fetchall()
        for name, table, _ in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    connection.check_constraints()
    again = [definition for _, definition in indexes]
    again += [f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}" for name, table, definition in constraints]
    with connection.cursor() as cursor:
        for statement in tqdm(again, desc="  indexes, foreign keys", unit=""):
            cursor.execute(statement)
