"""Intake: what somebody reported becomes an order, or an urge of the order that its matter has already.

A report is kept in any case: without a place it waits for a person, with a known (source, source_id) it is what it
was the first time. One report or a thousand, the same few statements.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from command_center.ground.core.postgres import create_rows
from command_center.ground.core.prepared import prepared
from workorders.engine.writing import write
from workorders.models import ClockCode, FaultReport, Note, WorkOrder
from workorders.report import Report
from workorders.same_matter import Matters, Told
from workorders.services import clocks
from workorders.services.duplicate_search import lock_matters, open_matters, shared_phones
from workorders.services.locating import put_on_map
from workorders.services.opening import graded_of, open_orders, read_places
from workorders.services.report_location import ReportLocation
from workorders.services.tracking_links import url_of
from workorders.services.urging import Urge, urge_all

__all__ = ["Opened", "Report", "open_fault_order", "open_fault_orders"]


@dataclass(frozen=True)
class Opened:
    """An accepted report: its order, the customer's link, whether the order was there already (``urged``).

    ``told``: the report as it came in the first time, when it was already known. ``warnings``: what was not taken as
    it was told, as codes.
    """

    order: WorkOrder
    tracking_url: str
    known: bool = False
    urged: bool = False
    told: dict[str, Any] | None = None
    warnings: tuple[str, ...] = ()

    @property
    def arrive_due_at(self) -> datetime | None:
        """When a crew is promised at the customer's door, counted from the report; the same however often it is asked."""
        return clocks.due_if_started(self.order, ClockCode.ARRIVE, at=self.order.reported_at)


def open_fault_order(report: Report, *, at: datetime, actor: Any = None, alone: bool = False) -> Opened:
    return open_fault_orders([report], at=at, actor=actor, alone=alone)[0]


@transaction.atomic
def open_fault_orders(
    reports: Sequence[Report], *, at: datetime, actor: Any = None, alone: bool = False
) -> list[Opened]:
    """Open or urge an order for each report; the same report twice is the same order. In the order of ``reports``.

    ``alone``: the system's own call for a crew, which speaks of no household; it always gets its own order.
    """
    known = _known(reports)
    fresh = list({report.key: report for report in reports if report.key not in known}.values())
    if fresh:
        known |= dict(zip((report.key for report in fresh), _take(fresh, at, actor, alone), strict=True))
    return [known[report.key] for report in reports]


def _known(reports: Sequence[Report]) -> dict[tuple[str, str], Opened]:
    # Nearly every report is new: the plain look first, the order with all that belongs to it only where there is one.
    known_ids = _told_before([*{report.source for report in reports}], [*{report.source_id for report in reports}])
    if not known_ids:
        return {}
    rows = FaultReport.objects.filter(pk__in=known_ids).select_related(
        "order__tracking_link", "order__unit", "order__centre"
    )
    return {
        (row.source, row.source_id): Opened(
            row.order, url_of(row.order), True, row.urge, row.payload, tuple(row.warnings)
        )
        for row in rows
    }


@prepared
def _told_before(sources: list[str], source_ids: list[str]) -> "QuerySet[FaultReport, int]":
    told = FaultReport.objects.filter(source__any_of=sources, source_id__any_of=source_ids)
    return told.values_list("pk", flat=True)


@dataclass(frozen=True, slots=True)
class _Read:
    """A report with what the register and the map say about it."""

    report: Report
    spot: ReportLocation
    told: Told

    @property
    def danger(self) -> bool:
        return "hazard" in graded_of(self.report, self.spot)[1].reasons


def _take(reports: Sequence[Report], at: datetime, actor: Any, alone: bool) -> list[Opened]:
    read = _read(reports, at)
    same = {} if alone else _recognise(read)
    new = [n for n in range(len(read)) if n not in same]
    kind = "PROACTIVE" if alone else "FAULT"
    opened = open_orders([read[n].report for n in new], [read[n].spot for n in new], at=at, actor=actor, kind=kind)
    answers = {n: Opened(*pair, warnings=read[n].spot.warnings) for n, pair in zip(new, opened, strict=True)}
    _note_remarks([(answers[n].order, read[n]) for n in new], at=at, actor=actor)
    answers |= _urge(read, same, answers, at=at, actor=actor)
    rows = [
        FaultReport(
            source=each.report.source,
            source_id=each.report.source_id,
            order=answers[n].order,
            urge=answers[n].urged,
            service_point=each.spot.point,
            phone=each.told.phone,
            warnings=list(each.spot.warnings),
            payload=each.report.payload,
            received_at=at,
        )
        for n, each in enumerate(read)
    ]
    # Always in the same order: two batches that share reports then wait for each other in line instead of crosswise.
    rows.sort(key=lambda row: (row.source, row.source_id))
    create_rows(rows)
    return [answers[n] for n in range(len(read))]


def _read(reports: Sequence[Report], at: datetime) -> list[_Read]:
    shared = shared_phones([report.reporter_phone for report in reports], at=at)
    return [
        _Read(report, spot, told_by(report, spot, shared))
        for report, spot in zip(reports, read_places(reports), strict=True)
    ]


def told_by(report: Report, spot: ReportLocation, shared: set[str]) -> Told:
    """What a report is recognised by."""
    phone = report.reporter_phone
    return Told(
        supply=spot.point.pk if spot.point else None,
        phone=phone if phone.startswith("+") and phone not in shared else "",
        name=report.reporter_name,
        address=report.address,
        latitude=spot.latitude,
        longitude=spot.longitude,
    )


def _note_remarks(opened: Sequence[tuple[WorkOrder, _Read]], *, at: datetime, actor: Any) -> None:
    """What was told beside the fields of the form, and what the map says about the pin, is read with the order."""
    notes = [
        Note(order=order, author=actor, text=text, at=at)
        for order, each in opened
        if (text := "; ".join(part for part in (each.report.remarks, each.spot.hint) if part))
    ]
    if notes:
        Note.objects.bulk_create(notes)


@dataclass(frozen=True, slots=True)
class _Same:
    """The order a report belongs to: one of the database, or the one that an earlier report of this batch opens."""

    order_id: int
    by_report: int | None
    sure: bool


def _recognise(read: Sequence[_Read]) -> dict[int, _Same]:
    """Place in the batch → the order that is there already; in the order in which they came in."""
    told = [each.told for each in read]
    lock_matters(told)
    found = open_matters(told)
    same = {}
    for n, each in enumerate(read):
        match = _match(found.matters, found.hazards, each)
        order_id = match[0] if match else -1 - n  # what this batch opens has no number yet
        if match:
            same[n] = _Same(order_id, -1 - order_id if order_id < 0 else None, match[1])
        found.matters.add(order_id, each.told)
        if each.danger:
            found.hazards.add(order_id)
    return same


def _match(matters: Matters, hazards: set[int], each: _Read) -> tuple[int, bool] | None:
    """A danger that may be the neighbour's joins only what is known to be one: it keeps an order of its own."""
    same = matters.find(each.told)
    if same is None:
        return None
    if not same.sure and same.order_id not in hazards and each.danger:
        same = matters.find(each.told, among=hazards)
    return (same.order_id, same.sure) if same else None


def _urge(
    read: Sequence[_Read], same: dict[int, _Same], new: dict[int, Opened], *, at: datetime, actor: Any
) -> dict[int, Opened]:
    if not same:
        return {}
    there = WorkOrder.objects.select_related("tracking_link", "unit", "centre").defer("unit__area", "centre__area")
    orders = there.in_bulk({each.order_id for each in same.values() if each.by_report is None})
    answers, urges = {}, []
    for n, each in same.items():
        known = new.get(each.by_report) if each.by_report is not None else None
        order = known.order if known else orders[each.order_id]
        url = known.tracking_url if known else url_of(order)
        # The link shows the household's own report: only to whom it belongs.
        answers[n] = Opened(order, url if each.sure else "", urged=True, warnings=read[n].spot.warnings)
        kind, grading = graded_of(read[n].report, read[n].spot)
        report = read[n].report
        urges.append(
            Urge(
                order=order, text=_words(report), source=report.source, grading=grading, fault_kind=kind, sure=each.sure
            )
        )
    urge_all(urges, at=at, actor=actor)
    _learn_places([(answers[n].order, read[n].spot) for n in same], at)
    return answers


def _learn_places(told: Sequence[tuple[WorkOrder, ReportLocation]], at: datetime) -> None:
    """Who calls again may say where it is: an order that nobody could place is placed, a nameless supply gets its name."""
    for order, spot in told:
        if order.service_point_id is None and spot.point is not None:
            write(
                [order],
                service_point=spot.point,
                customer=spot.point.customer,
                node_id=spot.point.transformer_id,
                address=order.address or spot.point.address,
            )
        if not order.located and spot.place and spot.latitude is not None and spot.longitude is not None:
            put_on_map(order, spot.place, latitude=spot.latitude, longitude=spot.longitude, at=at)


def _words(report: Report) -> str:
    """What the caller said, and who is to be called back, as a note on the order."""
    who = " ".join(part for part in (report.reporter_name, report.reporter_phone) if part)
    return "; ".join(part for part in (report.description, who, report.remarks) if part)
