"""同比 and 环比: a figure against the same days of the year before, and against as many days just before; pure.

Domain reference §5.4: counts change by per cent, shares by percentage points, durations by minutes as well as by per cent;
against nothing there is no per cent.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

Number = int | float | Decimal


class Change(NamedTuple):
    """``by`` is the difference in the figure's own unit (points of a share), ``percent`` what it is of the figure before.

    Both are None where one of the two is not known. ``percent`` is None against nothing, which is what ``new`` says, and of a share.
    """

    by: Decimal | None
    percent: Decimal | None
    new: bool = False


def change(now: Number | None, before: Number | None) -> Change:
    """Of a count, an amount or a duration; two decimals, half up."""
    if now is None or before is None:
        return Change(None, None)
    this, last = Decimal(str(now)), Decimal(str(before))
    by = this - last
    return Change(rounded(by), rounded(by * 100 / last) if last else None, new=not last and bool(this))


def points(now: Number | None, before: Number | None) -> Change:
    """Of a share in per cent: the difference is in percentage points (个百分点), and per cent of per cent is not told."""
    return change(now, before)._replace(percent=None, new=False)


def year_before(day: date) -> date:
    """The same day of last year; 29 February is 28 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def period_before(since: date, until: date) -> tuple[date, date]:
    """As many days as from ``since`` to ``until``, both included, that end the day before."""
    return since - (until - since) - timedelta(days=1), since - timedelta(days=1)


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
