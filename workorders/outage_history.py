"""The outages of one supply, for who answers a complaint about them. Outages live a storey higher: the wiring installs who knows."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

HISTORY_MONTHS = 12

# (service point id, until) → its interruptions of the last ``HISTORY_MONTHS`` months, oldest first (JSON values).
OutageHistory = Callable[[int, datetime], list[dict[str, Any]]]

_told_by: list[OutageHistory] = []


def outage_history_from(history: OutageHistory) -> None:
    """Called once, by ``command_center.wiring``."""
    _told_by[:] = [history]


def outage_history(point_id: int, *, until: datetime) -> list[dict[str, Any]]:
    return _told_by[0](point_id, until) if _told_by else []
