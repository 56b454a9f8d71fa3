"""Bulk UPDATE and INSERT: many rows of one model in one statement, without Django's SQL compiler between.

Django's ``bulk_update`` builds a CASE expression per row and field, its ``bulk_create`` a placeholder per value; for a storm
the first was half of the worker's time.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from command_center.ground.core.driver_cursor import execute_rows


def update_rows(rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Write ``fields`` of every row (all of one model) by primary key."""
    if not rows:
        return
    meta = rows[0]._meta
    columns: list[Any] = [meta.get_field(name) for name in fields]
    primary: Any = meta.pk
    quoted = connection.ops.quote_name
    # The cast tells PostgreSQL the type of a column in which every value of this batch is NULL.
    assignments = ", ".join(f"{quoted(c.column)} = v.{quoted(c.column)}::{c.db_type(connection)}" for c in columns)
    names = ", ".join(quoted(c.column) for c in columns)
    key = quoted(primary.column)
    statement = (
        f"UPDATE {quoted(meta.db_table)} t SET {assignments} FROM (VALUES %s) v(id, {names}) WHERE t.{key} = v.id"
    )
    values = [(row.pk, *(_value(c, row) for c in columns)) for row in rows]
    execute_rows(statement, values)


def insert_rows(rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Insert ``fields`` of new rows (all of one model); the other columns have defaults in the database.

    A row that breaks a unique constraint is left out. Primary keys are not read back.
    """
    if not rows:
        return
    meta = rows[0]._meta
    columns: list[Any] = [meta.get_field(name) for name in fields]
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(c.column) for c in columns)
    statement = f"INSERT INTO {quoted(meta.db_table)} ({names}) VALUES %s ON CONFLICT DO NOTHING"
    values = [tuple(_value(c, row) for c in columns) for row in rows]
    execute_rows(statement, values)


def _value(column: Any, row: Model) -> Any:
    return column.get_db_prep_save(column.pre_save(row, add=False), connection)
