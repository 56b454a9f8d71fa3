"""Year-on-year 同比 and period-on-period 环比 (domain.md §5.4). Pure; the window's end is the date of the data."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum


class Measure(StrEnum):
    """What a figure is decides how two of them are compared."""

    COUNT = "COUNT"
    DURATION = "DURATION"
    RATE = "RATE"


@dataclass(frozen=True)
class Window:
    """Both days included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a window cannot end ({self.last}) before it begins ({self.first})")


@dataclass(frozen=True)
class Change:
    """Two decimals, half up. ``percent`` for counts and durations, ``difference`` in the unit of the figure for
    durations, ``points`` (个百分点) for rates; ``is_new`` means that there was nothing before: show 新增.
    """

    percent: Decimal | None = None
    difference: Decimal | None = None
    points: Decimal | None = None
    is_new: bool = False


def same_period_last_year(window: Window) -> Window:
    """The same calendar days a year earlier; 29 February becomes 28 February."""
    return Window(_year_before(window.first), _year_before(window.last))


def previous_period(window: Window) -> Window:
    """The adjacent period before it, of equal length in days."""
    length = window.last - window.first + timedelta(days=1)
    return Window(window.first - length, window.first - timedelta(days=1))


def compare(current: float | Decimal | None, previous: float | Decimal | None, measure: Measure) -> Change:
    """How ``current`` stands to ``previous``. A rate is a share of 1. Either unknown: nothing to compare, all None."""
    if current is None or previous is None:
        return Change()
    now, then = exact(current), exact(previous)
    if measure is Measure.RATE:
        return Change(points=half_up((now - then) * 100))
    percent = half_up((now - then) / then * 100) if then else None
    difference = half_up(now - then) if measure is Measure.DURATION else None
    return Change(percent=percent, difference=difference, is_new=not then and bool(now))


def half_up(value: Decimal, places: int = 2) -> Decimal:
    """Half away from zero, as the trade rounds; −0.00 is 0.00."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + 0


def exact(value: float | Decimal) -> Decimal:
    """The number as it is written: 2.675 is not 2.67499999…"""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _year_before(day: date) -> date:
    # The year before a leap year is never one.
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
