"""The position history's days: partitions made ahead and dropped by the day, never deleted row by row."""

from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.utils.timezone import get_default_timezone, make_aware

TABLE = "dispatch_positionfix"
DAYS_AHEAD = 3

PARTITIONS = "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = %s::regclass"
# Rows of that day may already lie in the default partition: they are moved, or ATTACH would refuse.
MAKE = """
CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS);
WITH moved AS (DELETE FROM {table}_default WHERE received_at >= %(start)s AND received_at < %(end)s RETURNING *)
INSERT INTO {name} SELECT * FROM moved;
ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM (%(start)s) TO (%(end)s);
"""


def keep_history(*, today: date, days_kept: int) -> tuple[list[str], list[str]]:
    """Make the partitions of today and the coming days, drop those older than ``days_kept``; the names of both."""
    there = _partitions()
    wanted = {_name(today + timedelta(days=n)): today + timedelta(days=n) for n in range(DAYS_AHEAD + 1)}
    made = [name for name, day in wanted.items() if name not in there and _make(name, day)]
    oldest = _name(today - timedelta(days=days_kept))
    dropped = sorted(name for name in there if name[-8:].isdigit() and name < oldest)
    for name in dropped:
        _execute(f"DROP TABLE {connection.ops.quote_name(name)}")
    return made, dropped


def _partitions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(PARTITIONS, [TABLE])
        return {name for (name,) in cursor.fetchall()}


@transaction.atomic
def _make(name: str, day: date) -> bool:
    _execute(MAKE.format(name=name, table=TABLE), {"start": _midnight(day), "end": _midnight(day + timedelta(days=1))})
    return True


def _execute(statement: str, values: dict[str, datetime] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _name(day: date) -> str:
    return f"{TABLE}_{day:%Y%m%d}"


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min), get_default_timezone())
