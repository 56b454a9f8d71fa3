"""Rows of a written-down July for figures to be counted from: nothing here depends on the day of the test."""

from datetime import datetime, timedelta
from typing import Any

from command_center.ground.core.values import CHINA
from tests.grid import make_order, phone_of
from workorders.matter import Matter
from workorders.models import WorkOrder
from workorders.services import matters

DAYS = {"from": "2026-07-01", "to": "2026-07-31"}


def july(day: int, hour: int = 9, *, month: int = 7, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=CHINA)


def repaired(source_id: str, *, at: datetime, arrival: float, repair: float | None = None, **fields: Any) -> WorkOrder:
    """A repair told at ``at``; the crew came after so many minutes and, if it did, was done so many after that."""
    order = make_order(source_id)
    arrived_at = at + timedelta(minutes=arrival)
    restored_at = None if repair is None else arrived_at + timedelta(minutes=repair)
    changes = {"reported_at": at, "arrived_at": arrived_at, "restored_at": restored_at, **fields}
    WorkOrder.objects.filter(pk=order.pk).update(**changes)
    return order


def complained(source_id: str, *, at: datetime, kind: str = "COMPLAINT", **fields: Any) -> WorkOrder:
    """A matter told at ``at`` by somebody of their own, about nobody's unit unless ``concerns`` says whose."""
    told = {
        "kind": kind, "source": "HOTLINE_95598", "source_id": source_id, "description": "停电", "latitude": 29.672,
        "longitude": 109.141, "reporter_name": "", "reporter_phone": phone_of(source_id),
    }  # fmt: skip
    return matters.open_matter(Matter(**{**told, **fields}), at=at).order
