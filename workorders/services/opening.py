"""The rows of new orders: place, unit, grade, number, clocks and the customer's link, in a handful of statements."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils.timezone import localtime

from command_center.ground.core.events import emit_all
from command_center.ground.core.postgres import create_rows
from command_center.ground.organisation.models import Level, OrgUnit
from command_center.ground.organisation.places import units_by_id
from customers.models import Contact, Flag
from customers.services.matching import Clue, match_supplies
from workorders import grading
from workorders.engine.advance import begin
from workorders.engine.process import Process
from workorders.events import DangerTold, WorkOrderOpened
from workorders.kinds import PROCESSES
from workorders.models import WorkOrder
from workorders.report import Report
from workorders.services import clocks
from workorders.services.report_location import ReportLocation, locate_reports
from workorders.services.tracking_links import make_links

# Source: assumed. A call that is said to have ended longer ago is a slip of the pen, or a report that was found again.
CALLED_WITHIN = timedelta(hours=4)


def open_orders(
    reports: Sequence[Report], spots: Sequence[ReportLocation], *, at: datetime, actor: Any, kind: str = "FAULT"
) -> list[tuple[WorkOrder, str]]:
    """A new order for each report, with the customer's link; within the caller's transaction."""
    if not reports:
        return []
    process = PROCESSES[kind]
    orders = _orders(process, reports, spots, numbers(len(reports)), at)
    give_registered_phones(orders)
    insert_orders(process, orders, at=at, actor=actor)
    urls = make_links(orders, at=at)
    emit_all(WorkOrderOpened.of(order) for order in orders)
    emit_all(DangerTold.of(order) for order in orders if order.hazard)
    return list(zip(orders, urls, strict=True))


def insert_orders(
    process: Process, orders: Sequence[WorkOrder], *, at: datetime, actor: Any, since: datetime | None = None
) -> None:
    """Write new orders of one kind with their gate, the clocks of their opening, which count from ``since``, and their first state."""
    for order in orders:
        order.gate = order.gate_by_kind
    codes = [process.clocks_at_opening(order.source) for order in orders]
    running = [
        row for order, of in zip(orders, codes, strict=True) for row in clocks.planned(order, of, at=since or at)
    ]
    create_rows(orders)
    clocks.insert(running)
    begin(orders, at=at, actor=actor)


def open_alone(report: Report, *, at: datetime, actor: Any) -> WorkOrder:
    """An order for a report that is kept already, whatever else its household has open."""
    [(order, _url)] = open_orders([report], read_places([report]), at=at, actor=actor)
    return order


def read_places(reports: Sequence[Report]) -> list[ReportLocation]:
    """Whose supply each report is about, and where that is."""
    clues = [Clue(report.customer_number, report.meter_number, report.reporter_phone) for report in reports]
    return locate_reports(reports, match_supplies(clues))


def _orders(
    process: Process, reports: Sequence[Report], spots: Sequence[ReportLocation], numbers: Sequence[int], at: datetime
) -> list[WorkOrder]:
    units = units_of(spots)
    return [_order(process, *row, units, at) for row in zip(reports, spots, numbers, strict=True)]


def _order(
    process: Process, report: Report, spot: ReportLocation, number: int, units: dict[int | None, OrgUnit], at: datetime
) -> WorkOrder:
    fault_kind, graded = graded_of(report, spot)
    order = order_at(process, report, spot, number, units, at)
    order.latitude, order.longitude, order.attention = spot.latitude, spot.longitude, spot.attention
    order.fault_kind, order.grade, order.urgency = fault_kind, graded.grade, graded.urgency
    order.grade_reasons, order.hazard = list(graded.reasons), "hazard" in graded.reasons
    return order


def order_at(
    process: Process, report: Report, spot: ReportLocation, number: int, units: dict[int | None, OrgUnit], at: datetime
) -> WorkOrder:
    """An unsaved order in its first state: whose, by whom, about which supply, and who answers for that place."""
    place, point = spot.place, spot.point
    centre = units[place.centre_id if place else None]
    unit = units[place.unit_id] if place and place.unit_id else None
    return WorkOrder(
        number=order_number(centre, process, number, at),
        kind=process.kind,
        status=str(process.initial),
        centre=centre,
        unit=unit,
        grid_id=place.grid_id if place else None,
        org_path=(unit or centre).path,
        source=report.source,
        reporter_name=report.reporter_name,
        reporter_phone=report.reporter_phone,
        customer=spot.caller.customer if spot.caller else None,
        service_point=point,
        node_id=point.transformer_id if point else None,
        description=report.description,
        address=report.address or (point.address if point else ""),
        area_kind=place.area_kind if place else "RURAL",
        reported_at=told_at(report, at),
        received_at=at,
    )


def told_at(report: Report, at: datetime) -> datetime:
    """When the customer reported: as the hotline hung up, if it says so and the moment can be meant; else now."""
    ended_at = report.call_ended_at
    return ended_at if ended_at is not None and at - CALLED_WITHIN <= ended_at <= at else at


def order_number(centre: OrgUnit, process: Process, number: int, at: datetime) -> str:
    """Day, six digits of the centre, the kind's letter, a running number (domain reference §2.1)."""
    return f"{localtime(at):%Y%m%d}{centre.code[:6]:0>6}{process.letter}{number % 1_000_000:06d}"


def give_registered_phones(orders: Sequence[WorkOrder]) -> None:
    """Who left no number is called back on the one in the register. One query, where somebody left none."""
    silent = [order for order in orders if not order.reporter_phone and order.customer_id]
    if not silent:
        return
    contacts = Contact.objects.filter(customer_id__in={order.customer_id for order in silent}).order_by("-pk")
    phones = dict(contacts.values_list("customer_id", "phone"))
    for order in silent:
        order.reporter_phone = phones.get(order.customer_id or 0, "")


def graded_of(report: Report, spot: ReportLocation) -> tuple[str, grading.Grading]:
    """The kind of fault and how grave it is, by what was told and who calls."""
    flags = set(spot.caller.customer.flags) if spot.caller else set()
    fault_kind = grading.guess_fault_kind(report.description)
    return fault_kind, grading.grade(
        report.description,
        important=Flag.IMPORTANT in flags,
        life_support=Flag.LIFE_SUPPORT in flags,
        time_critical=Flag.TIME_CRITICAL in flags,
        source=report.source,
        fault_kind=fault_kind,
    )


def units_of(spots: Sequence[ReportLocation]) -> dict[int | None, OrgUnit]:
    """The centres and units of the places by id; under None the province, which keeps what nobody could locate."""
    ids = {i for spot in spots if spot.place for i in (spot.place.centre_id, spot.place.unit_id) if i}
    units: dict[int | None, OrgUnit] = {unit.pk: unit for unit in units_by_id(ids).values()}
    if any(spot.place is None for spot in spots):
        units[None] = OrgUnit.objects.filter(level=Level.PROVINCE).defer("area").get()
    return units


def numbers(count: int) -> list[int]:
    """The next numbers of orders, whatever their kind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('workorders_number_seq') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]
