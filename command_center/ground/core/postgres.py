"""What PostgreSQL can and the ORM does not say: locks by name, many rows in a statement, many numbers as one array, a time limit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import CharField, ForeignKey, IntegerField, Model
from django.db.models.expressions import DatabaseDefault
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In
from psycopg2 import errorcodes
from psycopg2.extensions import AsIs, adapt
from psycopg2.extras import execute_values

log = structlog.get_logger(__name__)


def lock_until_commit(name: str) -> None:
    """Wait for the lock; it goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])


def lock_shared_until_commit(name: str) -> None:
    """Wait for whoever holds the lock alone; many may share it. It goes with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtext(%s))", [name])


def commit_without_waiting() -> None:
    """The commit of this transaction does not wait for the disk.

    Should the machine fall within the next half second, it may be undone: as a whole, and with it whatever was committed after it.
    Nothing that did wait is undone, nor anything on which that was built: the log is written in one order. A process
    that is killed takes nothing along. For what is done again by itself, never for what somebody was given a word for.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO off")


@contextmanager
def held_if_free(name: str) -> Iterator[bool]:
    """Take the lock without waiting, over any number of transactions; whether it was free.

    The lock belongs to the connection: a killed process frees it at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            _unlock(name)


def _unlock(name: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
    except DatabaseError as error:
        # The connection is gone, or its transaction broken and about to be rolled back by a caller that gave up.
        log.warning("advisory_lock_not_released", lock=name, error=repr(error))
        connection.close()


@contextmanager
def at_one_moment() -> Iterator[None]:
    """Whatever is read inside stood so at one moment. Within a transaction that is open already, as that one reads."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def driver_cursor() -> Iterator[Any]:
    """psycopg2's own cursor on Django's connection, for what Django's has no words for: COPY, and many rows in one statement.

    Django turns the driver's errors into its own only in calls of its own cursor. Past it a full disk came out as psycopg2's
    ``DiskFull``, which nobody above knows: a 500 where the caller should hear "later". Here they are errors of ``django.db``.
    """
    with connection.cursor() as cursor, connection.wrap_database_errors:
        yield cursor.cursor


def execute_rows(statement: str, rows: Sequence[tuple[Any, ...]]) -> int:
    """Run a statement whose one ``%s`` stands for all these rows: ``… VALUES %s …``; how many rows it wrote."""
    if not rows:
        return 0
    with driver_cursor() as cursor:
        execute_values(cursor, statement, rows, page_size=len(rows))
        return int(cursor.rowcount)


def literal(value: Any) -> str:
    """A value as it is written into a statement, a percent sign doubled: beside the one ``%s`` of ``execute_rows``."""
    return str(adapt(value).getquoted().decode()).replace("%", "%%")


# --- Many rows of one model in one statement, without Django's SQL compiler between. Its ``bulk_update`` builds a CASE expression
# per row and field, its ``bulk_create`` a placeholder per value; for a storm the first was half of the worker's time.


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


def set_columns(model: type[Model], ids: Sequence[int], *, also: tuple[str, Any] = ("", ()), **values: Any) -> int:
    """Write the same ``values`` (fields of ``model``) to the rows with these ids; how many there were.

    ``also``: further assignments, as SQL and its parameters.
    """
    if not ids:
        return 0
    quoted = connection.ops.quote_name
    columns: list[Any] = [model._meta.get_field(name) for name in values]
    assigned = [*([also[0]] if also[0] else []), *(f"{quoted(column.column)} = %s" for column in columns)]
    statement = f"UPDATE {quoted(model._meta.db_table)} SET {', '.join(assigned)} WHERE {_key(model)} = ANY(%s)"
    with connection.cursor() as cursor:
        stored = [_stored(column, value) for column, value in zip(columns, values.values(), strict=True)]
        cursor.execute(statement, [*also[1], *stored, list(ids)])
        return int(cursor.rowcount)


def _key(model: type[Model]) -> str:
    primary: Any = model._meta.pk
    return ".".join(connection.ops.quote_name(name) for name in (model._meta.db_table, primary.column))


def _stored(column: Any, value: Any) -> Any:
    """A value or, for a column that refers to a row, that row."""
    if isinstance(value, Model):
        value = value.pk
    return column.get_db_prep_save(value, connection)


def create_rows(rows: Sequence[Model]) -> None:
    """Insert new rows, all of one model, with all their columns, and give each its primary key, as ``bulk_create`` does.

    A column that nobody set and that has a default in the database gets that, and the row learns it.
    """
    if not rows:
        return
    meta, quoted = rows[0]._meta, connection.ops.quote_name
    columns: list[Any] = [
        column for column in meta.local_concrete_fields if not (column.primary_key or column.generated)
    ]
    values = [tuple(_new_value(column, row) for column in columns) for row in rows]
    told: list[Any] = [meta.pk, *(column for column, *of in zip(columns, *values, strict=True) if DEFAULT in of)]
    statement = (
        f"INSERT INTO {quoted(meta.db_table)} ({', '.join(quoted(column.column) for column in columns)}) VALUES %s "
        f"RETURNING {', '.join(quoted(column.column) for column in told)}"
    )
    with driver_cursor() as cursor:
        written = execute_values(cursor, statement, values, page_size=len(values), fetch=True)
    for row, given in zip(rows, written, strict=True):
        for column, value in zip(told, given, strict=True):
            setattr(row, column.attname, value)
        row._state.adding, row._state.db = False, connection.alias


DEFAULT = AsIs("DEFAULT")


def _new_value(column: Any, row: Model) -> Any:
    value = column.pre_save(row, add=True)
    return DEFAULT if isinstance(value, DatabaseDefault) else column.get_db_prep_save(value, connection)


def insert_rows(rows: Sequence[Model], fields: Sequence[str], *, on_conflict: str = "DO NOTHING") -> int:
    """Insert ``fields`` of new rows (all of one model); the other columns have defaults in the database. How many were written.

    A row that breaks a unique constraint is left out, or does what ``on_conflict`` says. Primary keys are not read back.
    """
    if not rows:
        return 0
    return execute_rows(*insertion(rows, fields, on_conflict=on_conflict))


def insertion(
    rows: Sequence[Model], fields: Sequence[str], *, on_conflict: str = "DO NOTHING"
) -> tuple[str, list[tuple[Any, ...]]]:
    """The statement of ``insert_rows`` with its one ``%s``, and the values of each row: for a statement that goes on from it."""
    meta = rows[0]._meta
    columns: list[Any] = [meta.get_field(name) for name in fields]
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(c.column) for c in columns)
    statement = f"INSERT INTO {quoted(meta.db_table)} ({names}) VALUES %s ON CONFLICT {on_conflict}"
    return statement, [tuple(_value(c, row) for c in columns) for row in rows]


def _value(column: Any, row: Model) -> Any:
    return column.get_db_prep_save(column.pre_save(row, add=False), connection)


# --- ``id__in=[…]`` as one array: ``= ANY(ARRAY[…])`` instead of a placeholder for every number. A batch of a storm names thousands of
# crews and orders in a dozen questions; Django prepares, writes and hands over every number by itself, which took the planner more time
# than PostgreSQL's answer. Both forms mean the same and are planned alike. Registered when this file is read, by ``CoreConfig``.


@IntegerField.register_lookup
class IntegerIn(In):
    """A column of whole numbers."""

    def get_prep_lookup(self) -> Any:
        numbers = whole_numbers(self.rhs)
        return super().get_prep_lookup() if numbers is None else numbers

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        numbers = whole_numbers(self.rhs)
        if numbers is None:
            return super().as_sql(compiler, connection)
        if not numbers:
            raise EmptyResultSet
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*params, numbers]


@ForeignKey.register_lookup
class ForeignKeyIn(IntegerIn, RelatedIn):
    """A column that refers to rows with whole numbers for keys."""


@CharField.register_lookup
class AnyOf(In):
    """``name__any_of=[…]``: as ``in``, but one array whatever its length, so that the SQL of a prepared question can be kept."""

    lookup_name = "any_of"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        if not self.rhs:
            raise EmptyResultSet
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*params, list(self.rhs)]


def whole_numbers(values: object) -> list[int] | None:
    """The distinct numbers of a collection without None, which equals nothing; None where it holds anything else or is a query."""
    if not isinstance(values, list | tuple | set | frozenset):
        return None
    if any(type(value) is not int and value is not None for value in values):
        return None
    return [value for value in dict.fromkeys(values) if value is not None]


class TooSlow(Exception):
    """The database was asked longer than it may be; nothing was changed."""


@contextmanager
def statement_timeout(seconds: float) -> Iterator[None]:
    """Every statement within ends after so many seconds, with ``TooSlow``. A transaction of its own, for reading."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [int(seconds * 1000)])
            yield
            # Within a transaction of the caller's the limit would outlive this one.
            cursor.execute("SET LOCAL statement_timeout = 0")
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") != errorcodes.QUERY_CANCELED:
            raise
        raise TooSlow from error
