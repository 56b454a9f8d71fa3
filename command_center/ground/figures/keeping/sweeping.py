"""A walk over all kept figures, half a year at a time: the first count, and every night the check that finds what no event told of."""

from datetime import date, datetime, timedelta
from math import inf
from time import monotonic

import structlog
from django.db import transaction

from command_center.ground.core import audit
from command_center.ground.core.values import china_day
from command_center.ground.figures.keeping.kept import Moment, catalogue
from command_center.ground.figures.keeping.remembering import remember_all
from command_center.ground.figures.keeping.restating import count_again
from command_center.ground.figures.keeping.touching import one_at_a_time
from command_center.ground.figures.models import Book, Sweep, TouchedDay, Why

# A million orders of the province: a second or two.
MONTHS = 6
log = structlog.get_logger(__name__)


def begin_check(*, at: datetime) -> None:
    """Once a day all days that are over; not before the first walk is done."""
    if not Book.objects.exists() or Sweep.objects.filter(finished_at=None).exists():
        return
    first = Sweep.objects.filter(why=Why.FIRST).values_list("first", flat=True).first()
    last = china_day(at) - timedelta(days=1)
    if first and not Sweep.objects.filter(why=Why.DRIFT, last=last).exists():
        Sweep.objects.create(why=Why.DRIFT, first=first, last=last, started_at=at)


def go_on(*, at: datetime, seconds: float = inf) -> int:
    """The walks that are not over, a figure and half a year a transaction, for so long; how many values were written."""
    end, written = monotonic() + seconds, 0
    for sweep in Sweep.objects.filter(finished_at=None).order_by("pk"):
        while sweep.finished_at is None:
            written += _step(sweep, at)
            if monotonic() >= end:
                return written
    return written


@transaction.atomic
def _step(sweep: Sweep, at: datetime) -> int:
    one_at_a_time()
    sweep.refresh_from_db()
    figures, moments = catalogue().kept, _remembered(sweep)
    stretch, place = divmod(sweep.position, len(figures) + len(moments))
    first = _month(sweep.first, MONTHS * stretch)
    if first > sweep.last or sweep.finished_at:
        return _finish(sweep, at)
    last = min(_month(first, MONTHS) - timedelta(days=1), sweep.last)
    first, written = max(first, sweep.first), 0
    if place < len(moments):
        remember_all(moments[place], first, last)
    else:
        figure = figures[place - len(moments)]
        for days in _untouched(first, last):
            written += count_again(figure, *days, at=at, why=Why(sweep.why))
    sweep.position += 1
    sweep.found += written
    sweep.save(update_fields=["position", "found"])
    return written


def _remembered(sweep: Sweep) -> list[Moment]:
    """The first walk also notes on which days each subject counts."""
    return sorted(catalogue().moments, key=str) if sweep.why == Why.FIRST else []


def _untouched(first: date, last: date) -> list[tuple[date, date]]:
    """Stretches without a day that waits to be counted again: what is known to change is no drift."""
    waiting = sorted(set(TouchedDay.objects.filter(day__range=(first, last)).values_list("day", flat=True)))
    found, begin = [], first
    for day in waiting:
        if day > begin:
            found.append((begin, day - timedelta(days=1)))
        begin = day + timedelta(days=1)
    return [*found, (begin, last)] if begin <= last else found


def _finish(sweep: Sweep, at: datetime) -> int:
    """What a check found stands in its versions, in the audit trail and in the log: never mended in silence."""
    if sweep.finished_at is None:
        sweep.finished_at = at
        sweep.save(update_fields=["finished_at"])
        if sweep.why == Why.DRIFT and sweep.found:
            audit.record(
                actor=None, action="figures_drifted", object_kind="figure", object_ref=str(sweep.pk),
                first=str(sweep.first), last=str(sweep.last), values=sweep.found,
            )  # fmt: skip
            log.error("figures_drifted", sweep=sweep.pk, values=sweep.found)
    return 0


def _month(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
