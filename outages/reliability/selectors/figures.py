"""Reliability figures of any days, place and kind, read from the daily figures; and the way down to the ledger's rows."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

import numpy as np
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Substr

from command_center.ground.core.values import CHINA
from outages.ledger.models import Interruption
from outages.reliability.indices.dlt836 import Availability
from outages.reliability.indices.ieee1366 import Figures
from outages.reliability.indices.interruptions import SHORT_UP_TO_SECONDS, SUSTAINED_OVER_SECONDS, ratio
from outages.reliability.indices.major_event_days import DailySaidi, Threshold, major_days
from outages.reliability.models.figures import Band, Counted, DailyFigure, MajorEventThreshold, ServedCustomers


class Basis(StrEnum):
    """ALL: every service point is one. LV: low-voltage users only. MV: public transformers and medium-voltage users."""

    ALL = "ALL"
    LV = "LV"
    MV = "MV"


class MajorDays(StrEnum):
    WITH = "WITH"
    WITHOUT = "WITHOUT"
    ONLY = "ONLY"


BASES = {
    Basis.ALL: (Counted.LV_CUSTOMER, Counted.MV_CUSTOMER),
    Basis.LV: (Counted.LV_CUSTOMER,),
    Basis.MV: (Counted.TRANSFORMER, Counted.MV_CUSTOMER),
}
SUSTAINED_BANDS = {
    SUSTAINED_OVER_SECONDS: (Band.SUSTAINED,),
    SHORT_UP_TO_SECONDS: (Band.BRIEF, Band.SUSTAINED),
}
DIMENSIONS = ("day", "area_kind", "kind", "cause_class", "feeder_id", "org_path")


@dataclass(frozen=True, kw_only=True)
class Question:
    """Days both included; empty means all. ``path``: the unit and everything under it.

    ``sustained_over_seconds``: 300 (IEEE 1366) or 180 (DL/T 836); figures of other limits are not kept (KeyError).
    """

    first: date
    last: date
    path: str = ""
    basis: Basis = Basis.ALL
    kinds: tuple[str, ...] = ()
    area_kinds: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    without_causes: tuple[str, ...] = ()
    without_kinds: tuple[str, ...] = ()
    feeder_ids: tuple[int, ...] = ()
    major: MajorDays = MajorDays.WITH
    sustained_over_seconds: int = SUSTAINED_OVER_SECONDS

    @property
    def hours(self) -> int:
        return ((self.last - self.first).days + 1) * 24


@dataclass(frozen=True, kw_only=True)
class Part:
    """Sums of one group. ``open`` interruptions are not over: they are shown, and in no index until they are."""

    key: dict[str, Any] = field(default_factory=dict)
    outages: int = 0
    customer_interruptions: int = 0
    customer_seconds: int = 0
    momentary_interruptions: int = 0
    momentary_seconds: int = 0
    open: int = 0


def parts(question: Question, *, by: tuple[str, ...] = (), count_outages: bool = True) -> list[Part]:
    """Sums per combination of ``by`` (DIMENSIONS), in their order; one part without a key for no dimension.

    ``outages`` are the distinct ones with a sustained interruption: over several parts they do not add up. To tell
    them apart takes PostgreSQL longer than all the sums, so leave them out (0) where nobody looks at them.
    """
    return _parts(_rows(question), question, by, count_outages)


def parts_by_unit(question: Question, *, length: int, count_outages: bool = True) -> list[Part]:
    """Sums per unit whose path has so many characters: the cities of a province, the counties of a city."""
    rows = _rows(question).annotate(unit=Substr("org_path", 1, length))
    return _parts(rows, question, ("unit",), count_outages)


def figures(question: Question) -> Figures:
    """The indices of IEEE 1366 as far as sums tell: who was interrupted how often is in the ledger only."""
    (part,) = parts(question)
    return Figures(
        customers_served=customers_served(question) or 0,
        hours=question.hours,
        sustained_over_seconds=question.sustained_over_seconds,
        events=part.outages,
        customer_interruptions=part.customer_interruptions,
        customer_seconds=part.customer_seconds,
        customers_interrupted=None,
        momentary_interruptions=part.momentary_interruptions,
        momentary_events=None,
    )


def availability(question: Question, *, count_short: bool = True) -> Availability:
    """RS, AIHC and AITC of DL/T 836; RS-2 and RS-3 by ``without_causes`` and ``without_kinds`` of the question."""
    (part,) = parts(question, count_outages=False)
    return Availability(
        customers_served=customers_served(question) or 0,
        hours=question.hours,
        customer_interruptions=part.customer_interruptions + count_short * part.momentary_interruptions,
        customer_seconds=part.customer_seconds + count_short * part.momentary_seconds,
    )


def customers_served(question: Question) -> int | None:
    """N_T: the mean of the counts within the days, else the last one before, else the first after; None where nobody ever counted."""
    rows = ServedCustomers.objects.filter(org_path__startswith=question.path, counted__in=BASES[question.basis])
    if question.area_kinds:
        rows = rows.filter(area_kind__in=question.area_kinds)
    counts = dict(_totals(rows.filter(day__range=(question.first, question.last))))
    if not counts:
        nearest = rows.filter(day__lt=question.first).order_by("-day").first() or rows.order_by("day").first()
        counts = dict(_totals(rows.filter(day=nearest.day))) if nearest else {}
    mean = ratio(sum(counts.values()), len(counts))
    return None if mean is None else round(mean)


def daily_saidi(question: Question) -> DailySaidi:
    """Minutes of SAIDI of each day that has any, with the days of the question as they are."""
    found = parts(replace(question, major=MajorDays.WITH), by=("day",), count_outages=False)
    served = customers_served(question) or 0
    with_minutes = [part for part in found if part.customer_seconds and served]
    return DailySaidi(
        np.array([part.key["day"] for part in with_minutes], dtype="datetime64[D]"),
        np.array([part.customer_seconds / (60 * served) for part in with_minutes], dtype=np.float64),
    )


def major_event_days(first: date, last: date) -> list[date]:
    """Days of the whole province above the frozen threshold of their year; a year without one has none."""
    found: list[date] = []
    for row in MajorEventThreshold.objects.filter(year__range=(first.year, last.year)).order_by("year"):
        limit = Threshold(days=row.days, alpha=row.alpha, beta=row.beta, minutes=row.minutes, is_sample=True)
        of_year = Question(
            first=max(first, date(row.year, 1, 1)),
            last=min(last, date(row.year, 12, 31)),
            sustained_over_seconds=row.sustained_over_seconds,
        )
        found += major_days(daily_saidi(of_year), limit).tolist()
    return found


def interruptions_behind(question: Question) -> QuerySet[Interruption]:
    """The ledger's rows behind a figure, by start. On the MV basis those of the transformers' users."""
    rows = Interruption.objects.standing().filter(
        off_at__gte=_midnight(question.first),
        off_at__lt=_midnight(question.last + timedelta(days=1)),
        org_path__startswith=question.path,
    )
    if question.basis is Basis.LV:
        rows = rows.filter(basis="LV")
    for day in _excluded(question):
        rows = rows.exclude(off_at__gte=_midnight(day), off_at__lt=_midnight(day + timedelta(days=1)))
    return rows.filter(_chosen(question, cause="outage__cause_class")).order_by("off_at", "pk")


def _rows(question: Question) -> QuerySet[DailyFigure]:
    rows = DailyFigure.objects.filter(day__range=(question.first, question.last), counted__in=BASES[question.basis])
    if question.path:
        rows = rows.filter(org_path__startswith=question.path)
    excluded = _excluded(question)
    return (rows.exclude(day__in=excluded) if excluded else rows).filter(_chosen(question, cause="cause_class"))


def _excluded(question: Question) -> list[date]:
    if question.major is MajorDays.WITH:
        return []
    major = set(major_event_days(question.first, question.last))
    days = [question.first + timedelta(days=n) for n in range((question.last - question.first).days + 1)]
    return [day for day in days if (day in major) is (question.major is MajorDays.WITHOUT)]


def _chosen(question: Question, *, cause: str) -> Q:
    chosen = Q()
    wanted = {
        "kind__in": question.kinds,
        "area_kind__in": question.area_kinds,
        f"{cause}__in": question.causes,
        "feeder_id__in": question.feeder_ids,
    }
    for name, values in wanted.items():
        chosen &= Q(**{name: values}) if values else Q()
    for name, values in {"kind__in": question.without_kinds, f"{cause}__in": question.without_causes}.items():
        chosen &= ~Q(**{name: values}) if values else Q()
    return chosen


def _parts(rows: QuerySet[DailyFigure], question: Question, by: tuple[str, ...], count_outages: bool) -> list[Part]:
    sustained = Q(band__in=SUSTAINED_BANDS[question.sustained_over_seconds])
    momentary = ~sustained & ~Q(band=Band.OPEN)
    sums: dict[str, Any] = {
        "customer_interruptions": Sum("interruptions", filter=sustained, default=0),
        "customer_seconds": Sum("seconds", filter=sustained, default=0),
        "momentary_interruptions": Sum("interruptions", filter=momentary, default=0),
        "momentary_seconds": Sum("seconds", filter=momentary, default=0),
        "open": Sum("interruptions", filter=Q(band=Band.OPEN), default=0),
    }
    if count_outages:
        sums["outages"] = Count("outage_id", filter=sustained, distinct=True)
    if not by:
        return [_part({}, rows.aggregate(**sums))]
    grouped = rows.order_by().values(*by).annotate(**sums).order_by(*by)
    return [_part({name: row.pop(name) for name in by}, row) for row in grouped]


def _part(key: dict[str, Any], sums: dict[str, Any]) -> Part:
    # PostgreSQL adds bigints up as numeric.
    return Part(key=key, **{name: int(value) for name, value in sums.items()})


def _totals(rows: QuerySet[ServedCustomers]) -> QuerySet[ServedCustomers, tuple[date, int]]:
    return rows.order_by().values("day").annotate(total=Sum("customers")).values_list("day", "total")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=CHINA)
