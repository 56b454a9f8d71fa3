"""A figure as it stood at an earlier moment, from the versions of its days; and what was restated since, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, CharField, F, Q, QuerySet, Sum, Value, When
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid
from command_center.ground.core.values import CHINA, china_day
from command_center.ground.figures.declaring import Figure
from command_center.ground.figures.facts import TableFacts, Window
from command_center.ground.figures.keeping.kept import is_kept
from command_center.ground.figures.models import Book, DailyValue, Sweep, TouchedDay, Why
from command_center.ground.organisation.hearing import closed_gates
from command_center.ground.organisation.scope import scoped

# Told in confidence about a unit: its own people do not hear of it, whatever else they may hear (workorders.models.orders).
CONFIDENTIAL = "confidential"
SHOWN = 50
DIVIDED = ("units", "centres", "month")


class Kept(NamedTuple):
    """Since when figures are kept; when they were counted last; whether something waits to be counted again."""

    since: datetime | None
    counted_at: datetime | None
    waiting: bool


class Restated(NamedTuple):
    """One value of a day and unit that changed after the moment that is asked about."""

    at: datetime
    day: date
    place: str
    why: str
    about: Sequence[dict[str, Any]]
    before: tuple[Decimal, Decimal]
    after: tuple[Decimal, Decimal]


@dataclass(frozen=True, kw_only=True)
class KeptFacts(TableFacts):
    """The versions that were valid at a moment, seen by whoever asks: what they may not hear of counts in no unit."""

    def of(self, window: Window) -> "KeptFacts":
        rows = scoped(self.rows, window.user, field="within").filter(day__range=(window.first, window.last))
        sealed = sealed_for(window.user)
        if window.path:
            rows = rows.filter(place__startswith=window.path).exclude(sealed)
        told = Case(When(sealed, then=Value("")), default=F("place"), output_field=CharField())
        return replace(self, rows=rows.annotate(told_place=told))


def kept() -> Kept:
    """Three queries."""
    first = Sweep.objects.filter(why=Why.FIRST).values_list("finished_at", flat=True).first()
    book = Book.objects.values_list("counted_at", flat=True).first()
    return Kept(first, book or first, TouchedDay.objects.exists())


def may_be_asked(figure: Figure, moment: datetime, at: datetime) -> Kept:
    """Raises ``Invalid`` for a figure that is not kept by days, and for a moment of which nothing is kept."""
    found = kept()
    if not is_kept(figure):
        raise Invalid(_("This figure does not add up by days: only its value of today can be told."), pointer="/as_of")
    if moment > at:
        raise Invalid(_("That moment is still to come."), pointer="/as_of")
    if found.since is None or moment < found.since:
        raise Invalid(_("Nothing is kept of that moment: figures are kept since a later one."), pointer="/as_of")
    return found


def as_it_stood(figure: Figure, moment: datetime) -> Figure:
    """The same figure over the versions of that moment: value, comparison, units and months are asked of it as of any."""
    facts = KeptFacts(
        rows=valid_at(DailyValue.objects.filter(figure=figure.code), moment), at="day", by_day=True, place="told_place",
        top=F("top"), under=F("under"), rows_of=Sum("rows"),
    )  # fmt: skip
    return replace(figure, facts=lambda window: facts)


def valid_at(rows: "QuerySet[DailyValue]", moment: datetime) -> "QuerySet[DailyValue]":
    return rows.filter(Q(superseded_at=None) | Q(superseded_at__gt=moment), recorded_at__lte=moment)


def sealed_for(user: Any) -> Q:
    """What counts and is told of no unit to this reader."""
    shut = Q(gate__in=closed_gates(user))
    home = getattr(getattr(user, "home", None), "path", "")
    own = [home[: end + 1] for end, sign in enumerate(home) if sign == "/" and end]
    return shut | Q(gate=CONFIDENTIAL, place__in=own) if own else shut


def restated_since(figure: Figure, window: Window, moment: datetime) -> tuple[int, list[Restated]]:
    """How many values of days that were over changed since, and the newest of them. Two queries.

    A day that was not over at that moment is no restatement: it went on.
    """
    rows = scoped(DailyValue.objects.filter(figure=figure.code), window.user, field="within")
    rows = rows.filter(place__startswith=window.path, day__range=(window.first, window.last)).exclude(
        sealed_for(window.user)
    )
    later = rows.filter(recorded_at__gt=moment, day__lt=china_day(moment)).order_by("-recorded_at", "-pk")
    shown = list(later[:SHOWN])
    before = _before(rows, shown)
    return later.count(), [_restated(each, before) for each in shown]


def _before(rows: "QuerySet[DailyValue]", shown: Sequence[DailyValue]) -> dict[tuple[Any, ...], DailyValue]:
    """The versions that these ended: by where, and by the moment."""
    ended = rows.filter(day__in={each.day for each in shown}, superseded_at__in={each.recorded_at for each in shown})
    return {_where(each, each.superseded_at): each for each in ended}


def _where(row: DailyValue, moment: datetime | None) -> tuple[Any, ...]:
    return row.day, row.place, row.within, row.gate, moment


def _restated(row: DailyValue, before: dict[tuple[Any, ...], DailyValue]) -> Restated:
    was = before.get(_where(row, row.recorded_at))
    earlier = (was.top, was.under) if was else (Decimal(0), Decimal(0))
    return Restated(row.recorded_at, row.day, row.place, row.why, row.about, earlier, (row.top, row.under))


def end_of_day(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), CHINA)
