"""Intake: what somebody reported becomes an order. One report or a thousand, the same few statements.

A report is kept in any case: without a place it waits for a person, with a known (source, source_id) it is the
order that already exists.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localtime

from command_center.core.events import emit_all
from command_center.organisation.locating import Place
from command_center.organisation.models import Level, OrgUnit
from command_center.organisation.places import locate_many, units_by_id
from customers.models import Flag, ServicePoint
from customers.services.matching import Clue, match_service_points
from workorders import grading
from workorders.events import WorkOrderOpened
from workorders.models import Clock, ClockCode, FaultReport, StatusChange, WorkOrder
from workorders.services import clocks
from workorders.services.alarms import follow_orders
from workorders.services.tracking_links import make_links, url_of
from workorders.states import Status


@dataclass(frozen=True, kw_only=True)
class Report:
    """A fault report as it came in. ``latitude``/``longitude`` WGS-84 degrees or None; ``reporter_phone`` E.164."""

    source: str
    source_id: str
    description: str
    reporter_name: str = ""
    reporter_phone: str = ""
    customer_number: str = ""
    meter_number: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    occurred_at: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.source, self.source_id


@dataclass(frozen=True)
class Opened:
    """An accepted report: its order, the customer's link, and whether the report was already known."""

    order: WorkOrder
    tracking_url: str
    known: bool = False


def open_fault_order(report: Report, *, at: datetime, actor: Any = None) -> Opened:
    return open_fault_orders([report], at=at, actor=actor)[0]


@transaction.atomic
def open_fault_orders(reports: Sequence[Report], *, at: datetime, actor: Any = None) -> list[Opened]:
    """Open an order for each report; the same report twice is the same order. In the order of ``reports``."""
    known = _known(reports)
    fresh = list({report.key: report for report in reports if report.key not in known}.values())
    known |= dict(zip((report.key for report in fresh), _open(fresh, at=at, actor=actor), strict=True))
    return [known[report.key] for report in reports]


def _known(reports: Sequence[Report]) -> dict[tuple[str, str], Opened]:
    found = FaultReport.objects.filter(
        source__in={report.source for report in reports}, source_id__in={report.source_id for report in reports}
    )
    # Nearly every report is new: the plain look first, the order with all that belongs to it only where there is one.
    known_ids = list(found.values_list("pk", flat=True))
    if not known_ids:
        return {}
    rows = FaultReport.objects.filter(pk__in=known_ids).select_related(
        "order__tracking_link", "order__unit", "order__centre"
    )
    return {(row.source, row.source_id): Opened(row.order, url_of(row.order), known=True) for row in rows}


def _open(reports: Sequence[Report], *, at: datetime, actor: Any) -> list[Opened]:
    if not reports:
        return []
    points = match_service_points([Clue(r.customer_number, r.meter_number, r.reporter_phone) for r in reports])
    places = _places(reports, points)
    orders = _orders(reports, points, places, _numbers(len(reports)), at)
    running = [row for order in orders for row in clocks.planned(order, [ClockCode.ACCEPT, ClockCode.ARRIVE], at=at)]
    WorkOrder.objects.bulk_create(orders)
    Clock.objects.bulk_create(running)
    StatusChange.objects.bulk_create(
        StatusChange(order=order, old="", new=order.status, at=at, actor=actor) for order in orders
    )
    told = [
        FaultReport(source=r.source, source_id=r.source_id, order=order, payload=payload_of(r), received_at=at)
        for r, order in zip(reports, orders, strict=True)
    ]
    follow_orders([order for order in orders if order.attention], at=at)
    # Always in the same order: two batches that share reports then wait for each other in line instead of crosswise.
    FaultReport.objects.bulk_create(sorted(told, key=lambda row: (row.source, row.source_id)))
    urls = make_links(orders, at=at)
    emit_all(WorkOrderOpened(work_order_id=order.pk, org_path=order.org_path) for order in orders)
    return [Opened(order, url) for order, url in zip(orders, urls, strict=True)]


def _places(
    reports: Sequence[Report], points: Sequence[ServicePoint | None]
) -> list[tuple[float | None, float | None, Place | None]]:
    """Where each fault is: the reported pin, else the service point's own coordinates, else nowhere."""
    spots: list[tuple[float, float] | None] = []
    for report, point in zip(reports, points, strict=True):
        if report.latitude is not None and report.longitude is not None:
            spots.append((report.latitude, report.longitude))
        else:
            spots.append((point.latitude, point.longitude) if point else None)
    found = iter(locate_many([spot for spot in spots if spot]))
    # A pin that is nowhere waits for a person; a supply's own place is believed.
    placed = [
        (spot, next(found) or (None if report.latitude is not None else _place_of(point))) if spot else (None, None)
        for report, spot, point in zip(reports, spots, points, strict=True)
    ]
    return [(spot[0], spot[1], place) if spot and place else (None, None, None) for spot, place in placed]


def _place_of(point: ServicePoint | None) -> Place | None:
    """A known supply on the wrong side of every border drawn is still served by somebody: its own unit."""
    if point is None:
        return None
    unit = units_by_id([point.unit_id])[point.unit_id]
    return Place(
        centre_id=unit.parent_id or unit.pk,
        adcode=unit.code[:6],
        unit_id=unit.pk,
        grid_id=point.grid_id,
        area_kind=point.area_kind,
        distance_to_unit_m=None,
    )


def _orders(
    reports: Sequence[Report],
    points: Sequence[ServicePoint | None],
    places: Sequence[tuple[float | None, float | None, Place | None]],
    numbers: Sequence[int],
    at: datetime,
) -> list[WorkOrder]:
    units = _units(places)
    return [
        _order(report, point, latitude, longitude, place, units, number, at)
        for report, point, (latitude, longitude, place), number in zip(reports, points, places, numbers, strict=True)
    ]


def _order(
    report: Report,
    point: ServicePoint | None,
    latitude: float | None,
    longitude: float | None,
    place: Place | None,
    units: dict[int | None, OrgUnit],
    number: int,
    at: datetime,
) -> WorkOrder:
    centre = units[place.centre_id if place else None]
    unit = units[place.unit_id] if place and place.unit_id else None
    flags = set(point.customer.flags) if point else set()
    fault_kind = grading.guess_fault_kind(report.description)
    graded = grading.grade(
        report.description,
        important=Flag.IMPORTANT in flags,
        life_support=Flag.LIFE_SUPPORT in flags,
        time_critical=Flag.TIME_CRITICAL in flags,
        source=report.source,
        fault_kind=fault_kind,
    )
    return WorkOrder(
        number=f"{localtime(at):%Y%m%d}{centre.code[:6]:0>6}F{number % 1_000_000:06d}",
        status=Status.RECEIVED.value,
        centre=centre,
        unit=unit,
        grid_id=place.grid_id if place else None,
        org_path=(unit or centre).path,
        source=report.source,
        reporter_name=report.reporter_name,
        reporter_phone=report.reporter_phone,
        customer=point.customer if point else None,
        service_point=point,
        node_id=point.transformer_id if point else None,
        description=report.description,
        address=report.address or (point.address if point else ""),
        latitude=latitude,
        longitude=longitude,
        area_kind=place.area_kind if place else "RURAL",
        fault_kind=fault_kind,
        grade=graded.grade,
        urgency=graded.urgency,
        grade_reasons=list(graded.reasons),
        hazard="hazard" in graded.reasons,
        attention="" if place else "unlocated",
        reported_at=at,
        received_at=at,
    )


def _units(places: Sequence[tuple[float | None, float | None, Place | None]]) -> dict[int | None, OrgUnit]:
    """The centres and units of the places by id; under None the province, which keeps what nobody could locate."""
    ids = {i for *_, place in places if place for i in (place.centre_id, place.unit_id) if i}
    units: dict[int | None, OrgUnit] = {unit.pk: unit for unit in units_by_id(ids).values()}
    if any(place is None for *_, place in places):
        units[None] = OrgUnit.objects.filter(level=Level.PROVINCE).defer("area").get()
    return units


def _numbers(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('workorders_number_seq') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]


def payload_of(report: Report) -> dict[str, Any]:
    """The report as it is stored: what a repeated one is compared with."""
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in asdict(report).items()}
