"""What speaks against a planned outage, as data: codes, how grave each is, and the arithmetic of windows. Pure.

Domain reference §4.2: sensitive customers, repeated outages, one outage for many jobs, no evening peak.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from command_center.ground.core.values import CHINA, china_day

BLOCK, WARN = "BLOCK", "WARN"
SEVERITY = {
    "nobody_affected": WARN,
    "feeder_overlap": BLOCK,
    "feeder_near": WARN,
    "third_outage": WARN,
    "protected_period": WARN,  # at least: the row of the period may say more
    "important_customers": WARN,
    "life_support": BLOCK,
    "time_critical": WARN,
    "evening_peak": WARN,
    "notice_short": WARN,
    "transfer_possible": WARN,
}
# One outage for many jobs (一停多用): plans on a feeder so close together could have been one.
NEAR = timedelta(days=7)
EVENING_PEAK = (time(18), time(22))


@dataclass(frozen=True, kw_only=True)
class Clash:
    """What speaks against a plan. ``params``: JSON values for the words that a screen makes of the code."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    severity: str = ""

    @property
    def weight(self) -> str:
        return self.severity or SEVERITY[self.code]


def gravest(severities: Iterable[str]) -> str:
    return BLOCK if BLOCK in set(severities) else WARN


def gap(start: datetime, end: datetime, other_start: datetime, other_end: datetime) -> timedelta:
    """How far two windows ``[start, end)`` lie apart; zero when they touch or overlap."""
    return max(other_start - end, start - other_end, timedelta(0))


def days_of_window(start: datetime, end: datetime) -> tuple[date, date]:
    """First and last day in China that ``[start, end)`` has a part of."""
    return china_day(start), china_day(end - timedelta(microseconds=1))


def evening_minutes(start: datetime, end: datetime) -> float:
    """Minutes of ``[start, end)`` within the evening peak, over all its days."""
    first, last = days_of_window(start, end)
    total = timedelta(0)
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        begins, ends = (datetime.combine(day, edge, tzinfo=CHINA) for edge in EVENING_PEAK)
        total += max(min(end, ends) - max(start, begins), timedelta(0))
    return total / timedelta(minutes=1)
