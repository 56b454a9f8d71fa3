"""A matter that is no fault comes in: it becomes an order of its kind, or one more call of the order it has already.

Domain reference §2.3: one matter in two channels is one case with the stricter clock. It is recognised by its own number
(``same_as``), or by kind, sub-type and caller among what was told within the last days and is not answered yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid, KeyReused, NotFound
from command_center.ground.core.events import emit, emit_all
from command_center.ground.organisation.models import Level, OrgUnit
from command_center.ground.organisation.scope import scoped
from customers.models import ServicePoint
from workorders.clocks.limits import channel_clock
from workorders.confidential import services as confidential
from workorders.engine.process import Process
from workorders.engine.writing import write
from workorders.events import MatterOpened
from workorders.kinds import PROCESSES
from workorders.matter import Matter, matter_of
from workorders.models import Complainant, Complaint, FaultReport, Note, ServiceRequest, WorkOrder
from workorders.report import same_story
from workorders.services import clocks, due_moments
from workorders.services.opening import (
    give_registered_phones,
    insert_orders,
    numbers,
    order_at,
    order_number,
    read_places,
    units_of,
)
from workorders.services.report_location import ReportLocation
from workorders.services.urging import Urge, urge_all
from workorders.trigger_outages import outage_named

# Source: assumed. Later the same caller has something new to say.
SAME_WITHIN = timedelta(days=15)
_LOCK = 0x4D41  # "MA": the line in which reports of one caller wait for each other
CHANNEL_TOLD = "told through another channel"


@dataclass(frozen=True)
class Taken:
    """A matter that is in: its order, and whether that was there already."""

    order: WorkOrder
    known: bool = False
    joined: bool = False


@transaction.atomic
def open_matter(matter: Matter, *, at: datetime, actor: Any = None) -> Taken:
    """Open an order of the matter's kind, or join the one it has. The same source and id twice is the same order.

    Raises ``Invalid`` for a kind that nobody files or a sub-type it does not have, ``KeyReused`` for another story
    under the same id.
    """
    process = _process(matter)
    _wait_in_line(matter)
    if known := FaultReport.objects.filter(source=matter.source, source_id=matter.source_id).first():
        if not same_story(confidential.whole_payload(known), matter.payload):
            raise KeyReused()
        return Taken(known.order, known=True, joined=known.urge)
    [spot] = read_places([matter.report])
    if before := _same_matter(matter, spot, at):
        _join(before, matter, at=at, actor=actor)
        _keep(matter, before, spot, people={}, at=at, urge=True)
        return Taken(before, joined=True)
    order, people = _open(process, matter, spot, at=at, actor=actor)
    _keep(matter, order, spot, people=people, at=at, urge=False)
    return Taken(order)


def _process(matter: Matter) -> Process:
    process = PROCESSES.get(matter.kind)
    if process is None or process.file_right is None or process.repair:
        raise Invalid(_("Orders of this kind are not opened here."), pointer="/kind")
    if matter.sub_kind and matter.sub_kind not in process.sub_kinds:
        raise Invalid(_("This kind has no such sub-type."), pointer="/sub_kind")
    return process


def _wait_in_line(matter: Matter) -> None:
    """Until the end of the transaction nobody else files this id, or a matter of this caller."""
    who = matter.customer_number or matter.reporter_phone
    lines = sorted({f"id {matter.key}", f"caller {matter.kind} {who}"})
    with connection.cursor() as cursor:
        for line in lines:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, line])


def _same_matter(matter: Matter, spot: ReportLocation, at: datetime) -> WorkOrder | None:
    """The order of this matter, locked. Raises ``Invalid`` where a named one is of another kind or has ended."""
    orders = WorkOrder.objects.locked().open().filter(kind=matter.kind)
    if matter.same_as:
        order = orders.filter(number=matter.same_as).first()
        if order is None:
            raise Invalid(_("There is no open order of this kind with this number."), pointer="/same_as")
        return order
    customer = spot.caller.customer_id if spot.caller else None
    who = confidential.told_by(matter.reporter_phone, customer)
    if customer is None and not matter.reporter_phone.startswith("+"):
        return None
    unanswered = PROCESSES[matter.kind].followable
    same = orders.filter(who, sub_kind=matter.sub_kind, reported_at__gt=at - SAME_WITHIN, status__in=unanswered)
    return same.order_by("-pk").first()


def _open(
    process: Process, matter: Matter, spot: ReportLocation, *, at: datetime, actor: Any
) -> tuple[WorkOrder, dict[str, Any]]:
    """The order, and whom its row does not name because they are confidential: the caller seals them."""
    [number] = numbers(1)
    order = order_at(process, matter.report, spot, number, units_of([spot]), at)
    if spot.place is None:
        _keep_with(order, getattr(actor, "home", None))
    outage = _read_facts(order, matter, actor)
    give_registered_phones([order])
    people = confidential.take_people(order) if order.confidential else {}
    insert_orders(process, [order], at=at, actor=actor)
    if outage:
        Complaint.objects.create(order=order, outage_number=outage)
    if matter.booked_at is not None:
        _book(order, matter.booked_at, at=at)
    emit(MatterOpened.of(order))
    return order, people


def _keep_with(order: WorkOrder, home: OrgUnit | None) -> None:
    """A matter of nowhere stays with the desk that took it down, which would lose sight of it otherwise."""
    if home is not None:
        order.centre = centre_of(home)
        order.unit = None if home.pk == order.centre.pk else home
        order.org_path = home.path


def _read_facts(order: WorkOrder, matter: Matter, actor: Any) -> str:
    """Answers the number of the outage that it is about, of a complaint, or ""."""
    order.latitude, order.longitude = matter.latitude, matter.longitude
    order.sub_kind = matter.sub_kind
    # Who reports wrongdoing is never disclosed, whether or not they asked for it.
    order.confidential = matter.confidential or PROCESSES[order.kind].read_right is not None
    order.callback_wanted = matter.callback_wanted
    order.concerns = _unit(matter.concerns, "/concerns")
    if told_to := _unit(matter.unit, "/unit"):
        order.unit, order.org_path = told_to, told_to.path
        order.centre = centre_of(told_to)
    if not matter.about:
        return ""
    order.about = _seen_by(actor).filter(number=matter.about).first()
    outage = outage_named(matter.about, actor) if order.about is None and order.kind == "COMPLAINT" else ""
    if order.about is None and not outage:
        raise Invalid(_("There is no order with this number."), pointer="/about")
    return outage


def _seen_by(actor: Any) -> "QuerySet[WorkOrder]":
    """The orders that whoever files may see; the system sees all."""
    orders = WorkOrder.objects.all()
    return orders if actor is None else scoped(orders.readable_by(actor), actor)


def _unit(code: str, pointer: str) -> OrgUnit | None:
    if not code:
        return None
    unit = OrgUnit.objects.filter(code=code, active=True).select_related("parent").defer("area", "parent__area").first()
    if unit is None:
        raise Invalid(_("There is no unit with this code."), pointer=pointer)
    return unit


def centre_of(unit: OrgUnit) -> OrgUnit:
    """The command centre that answers for a unit; a centre answers for itself."""
    centres = (Level.PROVINCE, Level.CITY_CENTRE, Level.COUNTY_CENTRE)
    return unit if unit.level in centres or unit.parent is None else unit.parent


def _book(order: WorkOrder, booked_at: datetime, *, at: datetime) -> None:
    """Whoever goes is there by the booked moment; what was booked at short notice keeps its limit."""
    ServiceRequest.objects.create(order=order, booked_at=booked_at)
    due_moments.due_by(order, "SR_ON_SITE", booked_at)
    write([order], at=at)


def _join(order: WorkOrder, matter: Matter, *, at: datetime, actor: Any) -> None:
    if matter.confidential and not order.confidential:
        confidential.make_confidential(order, at=at)
    told_again(order, channel=matter.source, at=at)
    who = "" if order.confidential else f"{matter.reporter_name} {matter.reporter_phone}".strip()
    text = "; ".join(part for part in (matter.description, who) if part)
    urge_all([Urge(order=order, text=text, source=matter.source)], at=at, actor=actor)


def told_again(order: WorkOrder, *, channel: str, at: datetime) -> None:
    """The same matter through this channel: running clocks whose limit there ends sooner take that end, its own clock starts.

    A clock that this channel's limits would let run longer stays as it is.
    """
    process = PROCESSES[order.kind]
    told = clocks.Told(channel=channel)
    due_moments.tighten([order], list(process.clocks), at=at, told=told, reason=CHANNEL_TOLD)
    code = channel_clock(channel)
    if code in process.by_channel.values() and channel != order.source:
        clocks.start([order], [code], at=at, told=told)
        write([order], at=at)


def _keep(
    matter: Matter, order: WorkOrder, spot: ReportLocation, *, people: dict[str, Any], at: datetime, urge: bool
) -> None:
    report = FaultReport(source=matter.source, source_id=matter.source_id, order=order, urge=urge, received_at=at)
    _write_people(report, matter, spot.point, people)


def _write_people(report: FaultReport, matter: Matter, point: ServicePoint | None, people: dict[str, Any]) -> None:
    """Write a report with who told it, sealed where its order is confidential."""
    sealed = report.order.confidential
    report.payload = confidential.veiled(matter.payload) if sealed else matter.payload
    report.service_point = None if sealed else point
    report.phone = matter.reporter_phone if matter.reporter_phone.startswith("+") and not sealed else ""
    report.save()
    if sealed:
        confidential.keep(report.order, report, people=people, payload=matter.payload)


@transaction.atomic
def split_matter(*, order_id: int, report_id: int, reason: str, at: datetime, actor: Any) -> WorkOrder:
    """One of the order's calls speaks of another matter after all: it gets an order of its own, from its own moment on."""
    order = WorkOrder.objects.lock(order_id)
    report = FaultReport.objects.select_for_update(no_key=True).filter(pk=report_id, order=order, urge=True).first()
    if report is None:
        raise NotFound()
    matter = matter_of(confidential.whole_payload(report))
    if matter.kind != order.kind:
        raise Conflict(_("Only orders of the same kind can be merged."))
    alone = replace(matter, same_as="")
    [spot] = read_places([alone.report])
    part, people = _open(PROCESSES[order.kind], alone, spot, at=report.received_at, actor=actor)
    Complainant.objects.filter(report=report).delete()
    report.order, report.urge = part, False
    _write_people(report, matter, spot.point, people)
    words = _("Split from %(number)s: %(reason)s") % {"number": order.number, "reason": reason}
    Note.objects.create(order=part, author=actor, text=words, at=at)
    return part


def open_about(
    order: WorkOrder,
    *,
    kind: str,
    sub_kind: str,
    text: str,
    at: datetime,
    actor: Any,
    with_people: bool = True,
    reported_at: datetime | None = None,
) -> WorkOrder:
    """An order of another kind that springs from this one (supervision, a downgraded complaint), in the same hands.

    ``reported_at``: the matter was told long before, and its clocks count from then. ``with_people``: whose matter it is goes along; not where the new order is seen by more than may know them.
    """
    [sprung] = open_about_each(
        [(order, text)],
        kind=kind,
        sub_kind=sub_kind,
        at=at,
        actor=actor,
        with_people=with_people,
        reported_at=reported_at,
    )
    return sprung


def open_about_each(
    about: Sequence[tuple[WorkOrder, str]],
    *,
    kind: str,
    sub_kind: str,
    at: datetime,
    actor: Any,
    with_people: bool = True,
    reported_at: datetime | None = None,
) -> list[WorkOrder]:
    """``open_about`` for many orders, each with its text; so many queries, however many there are."""
    process = PROCESSES[kind]
    names = (*_INHERITED, *(_PEOPLE if with_people else ()))
    sprung = [
        WorkOrder(
            number=order_number(order.centre, process, number, at),
            kind=kind,
            sub_kind=sub_kind,
            status=str(process.initial),
            about=order,
            description=text,
            reported_at=reported_at or at,
            received_at=at,
            **{name: getattr(order, name) for name in names},
        )
        for (order, text), number in zip(about, numbers(len(about)), strict=True)
    ]
    insert_orders(process, sprung, at=at, actor=actor, since=reported_at)
    confidential.copy_to([row for row in sprung if with_people and row.confidential])
    emit_all(MatterOpened.of(row) for row in sprung)
    return sprung


_INHERITED = ("centre", "unit", "grid_id", "org_path", "source", "area_kind", "concerns_id", "confidential")
_PEOPLE = ("reporter_name", "reporter_phone", "customer_id", "service_point_id", "node_id", "address")
