"""预约及时率, 履约及时率, 回访满意率 and the connection conformity index over rows (domain reference §2.7, §5.3). Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

SATISFIED = frozenset({"SATISFIED", "FAIR"})
RATED = SATISFIED | {"UNSATISFIED"}
CUSTOMER, UTILITY = "CUSTOMER", "UTILITY"


@dataclass(frozen=True, slots=True)
class Rate:
    """``of`` nothing has no percentage: it is shown as “—”."""

    hits: int
    of: int

    @property
    def percent(self) -> Decimal | None:
        if not self.of:
            return None
        return (Decimal(100 * self.hits) / self.of).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One booking that was due: the clock of an appointment. ``made_in_time`` is None while it is open and not overdue."""

    due_at: datetime
    made_in_time: bool | None
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One row of an appointment. ``ended_by`` says who moved or cancelled it, "" for one that was not."""

    starts_at: datetime
    ends_at: datetime
    arrived_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """An archived case: all stages in time, the promise kept, the customer satisfied (None: nobody could ask)."""

    stages_in_time: bool
    promise_kept: bool
    satisfied: bool | None
    number: str = ""
    closed_at: datetime | None = None

    @property
    def conforms(self) -> bool:
        """All three parts of the index."""
        return self.stages_in_time and self.promise_kept and bool(self.satisfied)


def booked_in_time(due: Iterable[Due], start: datetime, end: datetime) -> Rate:
    """预约及时率: bookings made within their limit ÷ bookings due in the period; an open overdue one stands in the denominator."""
    counted = counted_dues(due, start, end)
    return Rate(sum(bool(each.made_in_time) for each in counted), len(counted))


def counted_dues(due: Iterable[Due], start: datetime, end: datetime) -> list[Due]:
    """The bookings that stand in the denominator."""
    return [each for each in due if start <= each.due_at < end and each.made_in_time is not None]


def kept_in_time(visits: Iterable[Visit], start: datetime, end: datetime) -> Rate:
    """履约及时率: arrived by the end of the slot ÷ appointments whose slot ended in the period.

    What the customer moved before the slot began is not counted on that slot; what the utility moved is one not kept.
    """
    counted = counted_visits(visits, start, end)
    return Rate(sum(is_kept(each) for each in counted), len(counted))


def counted_visits(visits: Iterable[Visit], start: datetime, end: datetime) -> list[Visit]:
    """The appointments that stand in the denominator."""
    return [each for each in visits if start <= each.ends_at < end and not _moved_by_customer(each)]


def _moved_by_customer(visit: Visit) -> bool:
    return visit.ended_by == CUSTOMER and visit.ended_at is not None and visit.ended_at < visit.starts_at


def is_kept(visit: Visit) -> bool:
    """Somebody was there by the end of the slot, and it was not the utility that moved it."""
    return visit.ended_by != UTILITY and visit.arrived_at is not None and visit.arrived_at <= visit.ends_at


def satisfied(answers: Sequence[str]) -> Rate:
    """回访满意率: satisfied (very, satisfied or fairly) ÷ follow-ups reached and rated."""
    return Rate(sum(each in SATISFIED for each in answers), sum(each in RATED for each in answers))


def reached(answers: Sequence[str]) -> Rate:
    """回访成功率: reached ÷ all tries that were the last of their case."""
    return Rate(sum(each != "NOT_REACHED" for each in answers), len(answers))


def conformity(cases: Sequence[Archived]) -> Decimal | None:
    """业扩报装服务规范率: 0.4 × stages in time + 0.3 × promises kept + 0.3 × customers satisfied, each over archived cases."""
    if not cases:
        return None
    shares = (
        (Decimal("0.4"), sum(case.stages_in_time for case in cases)),
        (Decimal("0.3"), sum(case.promise_kept for case in cases)),
        (Decimal("0.3"), sum(bool(case.satisfied) for case in cases)),
    )
    total = sum((weight * hits for weight, hits in shares), Decimal(0)) * 100 / len(cases)
    return total.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def mean(days: Sequence[float]) -> Decimal | None:
    """To one decimal, half up; None of nothing."""
    if not days:
        return None
    return Decimal(sum(days) / len(days)).quantize(Decimal("0.1"), ROUND_HALF_UP)
