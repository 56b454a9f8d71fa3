"""What the touched days come to now, counted from the rows by the figures' own SQL; where it is another value, a new version."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db import transaction

from command_center.ground.figures.declaring import Figure
from command_center.ground.figures.facts import daily_sums
from command_center.ground.figures.keeping.kept import catalogue, everything
from command_center.ground.figures.keeping.touching import one_at_a_time
from command_center.ground.figures.models import Book, DailyValue, TouchedDay, Why
from command_center.ground.figures.reckoning import Sums

EXACT = Decimal("1e-10")
NAMED = 3


class Key(NamedTuple):
    day: date
    place: str
    within: str
    gate: str


def restate_touched(*, at: datetime) -> int:
    """Every day that was touched, in runs of neighbouring days, a transaction each; how many versions were written."""
    days = sorted(set(TouchedDay.objects.values_list("day", flat=True)))
    written = sum(_restate_run(run, at=at) for run in runs(days))
    Book.objects.filter(pk=1).update(counted_at=at)
    return written


@transaction.atomic
def _restate_run(days: Sequence[date], *, at: datetime) -> int:
    """Marks are read before the rows: what is marked meanwhile is counted again."""
    one_at_a_time()
    marks = list(TouchedDay.objects.filter(day__in=days))
    written = sum(count_again(each, days[0], days[-1], at=at, marks=marks) for each in catalogue().kept)
    TouchedDay.objects.filter(pk__in=[each.pk for each in marks]).delete()
    return written


def count_again(
    figure: Figure, first: date, last: date, *, at: datetime, marks: Iterable[TouchedDay] = (), why: Why = Why.DRIFT
) -> int:
    """One figure of some days: three queries and those of the figure. How many versions were written."""
    true, kept = _true(figure, first, last, at), _kept(figure, first, last)
    wrong = [key for key in {**true, **kept} if true.get(key, Sums()) != (kept[key][1] if key in kept else Sums())]
    if not wrong:
        return 0
    DailyValue.objects.filter(pk__in=[kept[key][0] for key in wrong if key in kept]).update(superseded_at=at)
    by_day: dict[date, list[TouchedDay]] = {}
    for mark in marks:
        by_day.setdefault(mark.day, []).append(mark)
    DailyValue.objects.bulk_create(
        _version(figure, key, true.get(key, Sums()), by_day.get(key.day, []), at, why) for key in wrong
    )
    return len(wrong)


def differences(figure: Figure, first: date, last: date, *, at: datetime) -> list[tuple[Key, Sums, Sums]]:
    """Where what is kept is not what the rows say: (where, kept, from the rows)."""
    true, kept = _true(figure, first, last, at), _kept(figure, first, last)
    pairs = ((key, kept[key][1] if key in kept else Sums(), true.get(key, Sums())) for key in {**true, **kept})
    return [each for each in pairs if each[1] != each[2]]


def _true(figure: Figure, first: date, last: date, at: datetime) -> dict[Key, Sums]:
    window = everything(first, last, at)
    sums = daily_sums(figure.facts(window).of(window)).items()
    return {
        Key(*key): Sums(exact(each.top), exact(each.under), each.rows)
        for key, each in sums
        if each.rows or each.top or each.under
    }


def _kept(figure: Figure, first: date, last: date) -> dict[Key, tuple[int, Sums]]:
    rows = DailyValue.objects.filter(figure=figure.code, day__range=(first, last), superseded_at=None)
    return {Key(each.day, each.place, each.within, each.gate): (each.pk, _sums_of(each)) for each in rows}


def _sums_of(row: DailyValue) -> Sums:
    return Sums(row.top, row.under, row.rows)


def _version(figure: Figure, key: Key, sums: Sums, marks: Sequence[TouchedDay], at: datetime, why: Why) -> DailyValue:
    here = _of_place(marks, key) or marks
    causes = sorted(here, key=lambda mark: GRAVEST.index(Why(mark.why)))
    about = [{"subject": each.subject, "id": each.subject_id, "said": each.said} for each in causes if each.subject]
    return DailyValue(
        figure=figure.code, **key._asdict(), top=sums.top, under=sums.under, rows=sums.rows, recorded_at=at,
        why=causes[0].why if causes else why, about=about[:NAMED],
    )  # fmt: skip


GRAVEST = (Why.CORRECTION, Why.EVENT, Why.LIMIT, Why.RUNNING, Why.FIRST, Why.DRIFT)


def _of_place(marks: Sequence[TouchedDay], key: Key) -> list[TouchedDay]:
    """Those of the unit itself come before those of the rest of the day."""
    return [each for each in marks if each.org_path and each.org_path in (key.place, key.within)]


def exact(value: Decimal) -> Decimal:
    """As the column holds it."""
    return value.quantize(EXACT, ROUND_HALF_UP)


def runs(days: Collection[date]) -> list[list[date]]:
    """Neighbouring days together; ``days`` in order."""
    found: list[list[date]] = []
    for day in days:
        if found and day - found[-1][-1] == timedelta(days=1):
            found[-1].append(day)
        else:
            found.append([day])
    return found
