"""Outages by entity and day, read from the ledger in one statement: what the rules of frequent outages count."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from command_center.ground.core.values import CHINA
from outages.ledger.models import Interruption
from outages.ledger.services.statements import rows_of
from outages.life.choices import CauseClass
from outages.life.models import Outage
from outages.reliability.frequency import OutageDays
from outages.reliability.indices.interruptions import SHORT_UP_TO_SECONDS
from outages.reliability.selectors.figures import major_event_days

COLUMN = {"FEEDER": "i.feeder_id", "TRANSFORMER": "i.transformer_id", "CUSTOMER": "p.customer_id"}
# One row an entity and outage, however many of its customers saw it. Short interruptions are no outage (DL/T 836).
STATEMENT = f"""
SELECT {{key}}, i.outage_id, (min(i.off_at) AT TIME ZONE 'Asia/Shanghai')::date, min(i.kind),
    max(extract(epoch FROM coalesce(i.on_at, %(at)s) - i.off_at)) / 60, bool_or(o.cause_class = %(external)s)
FROM {Interruption._meta.db_table} i
JOIN {Outage._meta.db_table} o ON o.id = i.outage_id
{{join}}
WHERE i.retracted_at IS NULL AND i.off_at >= %(since)s AND i.off_at < %(until)s AND {{key}} IS NOT NULL
    AND coalesce(i.on_at, 'infinity') - i.off_at > make_interval(secs => {SHORT_UP_TO_SECONDS}) {{chosen}}
GROUP BY 1, 2 ORDER BY 1, 2
"""
JOIN_POINTS = "JOIN customers_servicepoint p ON p.id = i.service_point_id"


def outage_days(
    entity: str, *, first: date, until: date, at: datetime, only: Collection[int] | None = None, major: bool = False
) -> OutageDays:
    """Outages that began on the days ``first`` to ``until``, both included, at entities of one kind (``only``: these).

    ``minutes`` run to ``at`` while somebody is dark. ``major``: mark major event days, else none is marked.
    """
    statement = STATEMENT.format(
        key=COLUMN[entity],
        join=JOIN_POINTS if entity == "CUSTOMER" else "",
        chosen="" if only is None else f"AND {COLUMN[entity]} = ANY(%(only)s::bigint[])",
    )
    rows = rows_of(
        statement,
        {
            "since": _midnight(first),
            "until": _midnight(until + timedelta(days=1)),
            "at": at,
            "external": CauseClass.EXTERNAL_FORCE.value,
            "only": sorted(only or ()),
        },
    )
    return days_of(rows, major=major_event_days(first, until) if major else [])


def days_of(rows: list[tuple[Any, ...]], *, major: Collection[date] = ()) -> OutageDays:
    """Rows of (entity, outage, day, kind, minutes, external) as columns."""
    entity, outage, day, kind, minutes, external = zip(*rows, strict=True) if rows else [()] * 6
    days = np.array(day, dtype="datetime64[D]")
    return OutageDays(
        entity=np.array(entity, dtype=np.int64),
        outage=np.array(outage, dtype=np.int64),
        day=days,
        kind=np.array(kind, dtype=np.str_),
        minutes=np.array(minutes, dtype=np.float64),
        external=np.array(external, dtype=np.bool_),
        major_day=np.isin(days, np.array(sorted(major), dtype="datetime64[D]")),
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)
