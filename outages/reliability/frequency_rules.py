"""The rules of frequent outage 频繁停电 as data (domain.md §4.7). Pure; the defaults become rows of a table later."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Entity(StrEnum):
    FEEDER = "FEEDER"
    TRANSFORMER = "TRANSFORMER"
    CUSTOMER = "CUSTOMER"


class Level(StrEnum):
    WARNING = "WARNING"
    FREQUENT = "FREQUENT"


@dataclass(frozen=True, kw_only=True)
class Span:
    """Where a rule looks: exactly one of these. Every span ends with the day of the question, itself included.

    ``last_days``, ``last_months``: so many up to that day. ``any_days``: the fullest window of so many consecutive
    days, wherever it lies in the rows given. ``this_year``, ``this_week``: since 1 January, since Monday.
    """

    last_days: int | None = None
    last_months: int | None = None
    any_days: int | None = None
    this_year: bool = False
    this_week: bool = False

    def __post_init__(self) -> None:
        chosen = [self.last_days, self.last_months, self.any_days, self.this_year or None, self.this_week or None]
        if sum(one is not None for one in chosen) != 1:
            raise ValueError("a span is one window")

    def first_day(self, until: date) -> date:
        """The first day counted; of ``any_days`` it is the beginning of time."""
        if self.last_days is not None:
            return until - timedelta(days=self.last_days - 1)
        if self.last_months is not None:
            return months_before(until, self.last_months) + timedelta(days=1)
        if self.this_year:
            return until.replace(month=1, day=1)
        return until - timedelta(days=until.weekday()) if self.this_week else date.min


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, kw_only=True)
class Rule:
    """``n`` outages of ``kinds`` within ``span``: n or more, or more than n (超过). Codes of kinds: domain.md §4.1.

    ``longer_than_minutes`` counts only outages longer than that. ``after_kind`` counts only outages that follow one of
    that kind within the span: a fault soon after planned work. ``without_external`` leaves out external damage
    (剔除外力破坏), ``without_major_days`` major event days; both are views of their own and off by default.
    """

    code: str
    entity: Entity
    level: Level
    span: Span
    n: int
    or_more: bool
    kinds: frozenset[str]
    longer_than_minutes: int | None = None
    after_kind: str | None = None
    without_external: bool = False
    without_major_days: bool = False

    @property
    def least(self) -> int:
        """The smallest count that meets the rule."""
        return self.n if self.or_more else self.n + 1


FAULTS = frozenset({"FAULT"})
PLANNED = frozenset({"PLANNED"})
PRE_ARRANGED = frozenset({"PLANNED", "TEMPORARY", "RATIONING"})
# Our reading: what the customer asked for is no nuisance, a successful reclosing is no outage.
FEEDER_KINDS = frozenset({"PLANNED", "TEMPORARY", "FAULT"})
ALL_KINDS = FAULTS | PRE_ARRANGED

TWO_MONTHS = Span(last_months=2)
YEAR = Span(this_year=True)
WEEK = Span(this_week=True)


def _a(code: str, n: int, kinds: frozenset[str] = FEEDER_KINDS, after_kind: str | None = None) -> Rule:
    """Set A, the provincial distribution report: feeders, n or more in the last two months."""
    return Rule(
        code=code, entity=Entity.FEEDER, level=Level.FREQUENT, span=TWO_MONTHS, n=n, or_more=True, kinds=kinds,
        after_kind=after_kind,
    )  # fmt: skip


def _b(entity: Entity) -> tuple[Rule, ...]:
    """Set B, the regulator's ledger: more than n is frequent, its neighbourhood is a warning."""

    def frequent(code: str, n: int, span: Span, kinds: frozenset[str] = ALL_KINDS) -> Rule:
        return Rule(code=code, entity=entity, level=Level.FREQUENT, span=span, n=n, or_more=False, kinds=kinds)

    def warning(code: str, n: int, span: Span) -> Rule:
        return Rule(code=code, entity=entity, level=Level.WARNING, span=span, n=n, or_more=True, kinds=ALL_KINDS)

    return (
        frequent("B-year", 5, YEAR),
        frequent("B-60-days", 3, Span(any_days=60)),
        frequent("B-pre-arranged", 3, YEAR, PRE_ARRANGED),
        warning("B-warn-year", 4, YEAR),
        warning("B-warn-50-days", 3, Span(last_days=50)),
        warning("B-warn-30-days", 2, Span(last_days=30)),
    )


def area_rule(n: int, days: int) -> Rule:
    """Set C, the report of transformer areas: n or more in so many days, both chosen by the reader."""
    return Rule(
        code=f"C-{n}-in-{days}", entity=Entity.TRANSFORMER, level=Level.FREQUENT, span=Span(last_days=days), n=n,
        or_more=True, kinds=ALL_KINDS,
    )  # fmt: skip


def _d(code: str, level: Level, n: int, longer_than_minutes: int | None = None) -> Rule:
    """Set D, the company's report: customers, cumulative since New Year (our reading of 累计)."""
    return Rule(
        code=code, entity=Entity.CUSTOMER, level=level, span=YEAR, n=n, or_more=True, kinds=ALL_KINDS,
        longer_than_minutes=longer_than_minutes,
    )  # fmt: skip


def _e(code: str, n: int, longer_than_minutes: int | None = None) -> Rule:
    """Set E, the weekly list of exceptions: faults of feeders."""
    return Rule(
        code=code, entity=Entity.FEEDER, level=Level.FREQUENT, span=WEEK, n=n, or_more=True, kinds=FAULTS,
        longer_than_minutes=longer_than_minutes,
    )  # fmt: skip


SET_A = (
    _a("A", 3),
    _a("A-5", 5),
    _a("A-planned-again", 2, PLANNED),
    _a("A-faults", 2, FAULTS),
    _a("A-fault-after-work", 1, FAULTS, after_kind="PLANNED"),
)
SET_B = (*_b(Entity.CUSTOMER), *_b(Entity.FEEDER))
SET_C = (area_rule(3, 60),)
SET_D = (
    _d("D-3", Level.WARNING, 3),
    _d("D-5", Level.FREQUENT, 5),
    _d("D-24-hours", Level.WARNING, 1, longer_than_minutes=24 * 60),
)
SET_E = (_e("E-2-in-week", 2), _e("E-8-hours", 1, longer_than_minutes=8 * 60))
DEFAULT_RULES = (*SET_A, *SET_B, *SET_C, *SET_D, *SET_E)
