"""Two appointments: agreed, confirmed, moved, cancelled; somebody comes, is on the way, arrives, or does not.

A move ends one row and begins another, so the rows say who moved what. The order is locked first, then the slots in their order.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.events import emit
from workorders.engine.advance import advance
from workorders.engine.writing import clear_attention, raise_attention, write
from workorders.kinds.connection import events
from workorders.kinds.connection.models import Appointment, AppointmentStatus, Purpose, Side, VisitSlot
from workorders.kinds.connection.process import is_built
from workorders.kinds.connection.services.waiting import step_moment
from workorders.kinds.connection.slots import slot_at
from workorders.kinds.connection.states import Status
from workorders.kinds.connection.telling import came
from workorders.models.orders import WorkOrder
from workorders.services.photos import taken

MISSED = "visit_missed"
REMINDED_BEFORE = timedelta(hours=2)
AT_ONCE = 200
PURPOSE_OF = {
    Status.ACCEPTED: Purpose.SURVEY, Status.SURVEY_BOOKED: Purpose.SURVEY, Status.INSTALL_BOOKED: Purpose.INSTALL,
    Status.PLAN_REPLIED: Purpose.INSTALL, Status.COMPLETION_INSPECTED: Purpose.INSTALL,
}  # fmt: skip
BOOKING = {Purpose.SURVEY: "book-survey", Purpose.INSTALL: "book-installation"}
UNBOOKING = {Purpose.SURVEY: "unbook-survey", Purpose.INSTALL: "unbook-installation"}


@transaction.atomic
def book(
    *,
    order_id: int,
    slot: datetime,
    contacted_at: datetime | None = None,
    text: str = "",
    at: datetime,
    actor: Any,
    by: str = Side.UTILITY.value,
) -> Appointment:
    """The applicant and we agree on a half day in which the unit has room. Raises ``Conflict`` where it has none left.

    Booked by us, the applicant still says yes by their link; booked by the applicant, they have.
    """  # fmt: skip
    order = WorkOrder.objects.lock(order_id)
    purpose = _purpose(order)
    moment = step_moment(order, contacted_at, at=at, pointer="/contacted_at")
    advance([order], BOOKING[purpose], at=moment, actor=actor, detail=text.strip())
    row = _write(order, purpose, slot_at(order, slot, at=at), by=by, at=at, made_at=moment, actor=actor)
    _tell(events.AppointmentMade, row, by=by)
    return row


@transaction.atomic
def move(
    *, order_id: int, slot: datetime, reason: str = "", by: str = Side.UTILITY.value, at: datetime, actor: Any
) -> Appointment:
    """Another half day. Who moved it is kept: moved by the utility, the first one was not kept.

    After a missed one this is the next; a move by the utility says why.
    """
    order = WorkOrder.objects.lock(order_id)
    advance([order], "move-appointment", at=at, actor=actor)
    if by == Side.UTILITY and not reason.strip():
        raise Invalid(_("Say why."), pointer="/reason")
    old = _live(order)
    target = slot_at(order, slot, at=at)
    if old is not None and old.slot_id == target.pk:
        raise Conflict(_("This is the time that is agreed already."))
    list(
        VisitSlot.objects.select_for_update(no_key=True)
        .filter(pk__in=[target.pk, *([old.slot_id] if old else [])])
        .order_by("pk")
    )
    if old is not None:
        _end(old, AppointmentStatus.MOVED, by=by, reason=reason, at=at)
    row = _write(order, _purpose(order), target, by=by, at=at, made_at=at, actor=actor)
    clear_attention([order], MISSED)
    _tell(events.AppointmentMoved, row, by=by)
    return row


@transaction.atomic
def cancel(*, order_id: int, reason: str = "", by: str = Side.UTILITY.value, at: datetime, actor: Any) -> WorkOrder:
    """Nobody comes; the case waits for another appointment, and the clock of booking runs on from where it stood."""
    order = WorkOrder.objects.lock(order_id)
    if by == Side.UTILITY and not reason.strip():
        raise Invalid(_("Say why."), pointer="/reason")
    row = _live(order)
    advance([order], UNBOOKING[_purpose(order)], at=at, actor=actor, detail=reason.strip())
    if row is not None:
        _end(row, AppointmentStatus.CANCELLED, by=by, reason=reason, at=at)
        _tell(events.AppointmentCancelled, row, by=by)
    clear_attention([order], MISSED)
    return order


@transaction.atomic
def agree(*, order_id: int, at: datetime) -> Appointment:
    """The applicant says yes to what we proposed; saying it twice changes nothing."""
    order = WorkOrder.objects.lock(order_id)
    row = _live_or_refuse(order)
    if row.agreed_at is None:
        row.agreed_at = at
        row.save(update_fields=["agreed_at"])
        write([order], at=at)
        _tell(events.AppointmentAgreed, row, by=Side.CUSTOMER.value)
    return row


@transaction.atomic
def set_off(*, order_id: int, observed_at: datetime | None = None, at: datetime, actor: Any) -> Appointment:
    """The visitor is on the way since ``observed_at``; said twice, the first counts."""
    order = WorkOrder.objects.lock(order_id)
    moment = seen_at(order, observed_at, at=at)
    advance([order], "visit-on-the-way", at=at, actor=actor)
    row = _live_or_refuse(order)
    if row.departed_at is None:
        row.departed_at = moment
        row.save(update_fields=["departed_at"])
        _take_on(order, row, actor)
        _tell(events.VisitorOnTheWay, row, by=Side.UTILITY.value)
    return row


@transaction.atomic
def arrive(
    *,
    order_id: int,
    observed_at: datetime | None = None,
    lat: float | None = None,
    lon: float | None = None,
    photo: Any = None,
    at: datetime,
    actor: Any,
) -> dict[str, Any]:
    """The visitor is there since ``observed_at``, with the place and a photo where the phone gives them. Said twice, the first counts.

    Told only after the slot, by a phone that had no network, it makes of a missed appointment one that was kept.
    """
    order = WorkOrder.objects.lock(order_id)
    moment = seen_at(order, observed_at, at=at)
    advance([order], "visit-arrived", at=at, actor=actor)
    row = _live(order) or _taken_for_missed(order, moment) or _live_or_refuse(order)
    picture, refused = taken(photo)
    latitude, longitude = (lat, lon) if lat is not None and lon is not None else (None, None)
    if picture:
        row.arrival_photo = picture
        row.save(update_fields=["arrival_photo"])
    Appointment.objects.filter(pk=row.pk).update(
        status=AppointmentStatus.KEPT, arrived_at=moment, arrival_latitude=latitude, arrival_longitude=longitude
    )
    _take_on(order, row, actor)
    came(row, at=moment)
    clear_attention([order], MISSED)
    _tell(events.VisitorArrived, row, by=Side.UTILITY.value)
    return {"photo_refused": refused} if refused else {}


def _take_on(order: WorkOrder, row: Appointment, actor: Any) -> None:
    """A case whose place nobody could name has no grid, and so no manager: whoever of its unit goes there is responsible by name from then on."""
    case = order.connection_case
    home = getattr(actor, "home", None)
    if case.responsible_id or order.unit is None or home is None or not home.path.startswith(order.unit.path):
        return
    case.responsible = row.person = actor
    case.save(update_fields=["responsible"])
    row.save(update_fields=["person"])


def seen_at(order: WorkOrder, said: datetime | None, *, at: datetime) -> datetime:
    """When it was, as a phone tells it. A phone's clock may be wrong: it is held between the last booking and now, and never refused."""
    made_at = order.appointments.order_by("-pk").values_list("made_at", flat=True).first()
    return min(max(said or at, made_at or order.reported_at), at)


def was_there(order: WorkOrder, *, at: datetime) -> None:
    """What the visit was for is done: somebody was there, even if nobody had said so. Within the caller's transaction."""
    row = _live(order)
    if row is not None:
        Appointment.objects.filter(pk=row.pk).update(status=AppointmentStatus.KEPT, arrived_at=at)
        came(row, at=at)
    clear_attention([order], MISSED)


def call_off(order: WorkOrder, *, by: str, reason: str, at: datetime) -> None:
    """The case rests or ends: nobody comes. Within the caller's transaction."""
    row = _live(order)
    if row is not None:
        _end(row, AppointmentStatus.CANCELLED, by=by, reason=reason, at=at)
        _tell(events.AppointmentCancelled, row, by=by)


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Appointments that begin within two hours and were not told of it yet: the event that reminds, once each; how many."""
    near = Appointment.objects.select_for_update(no_key=True, skip_locked=True, of=("self",)).filter(
        status=AppointmentStatus.AGREED, reminded_at=None, starts_at__gt=at, starts_at__lte=at + REMINDED_BEFORE
    )
    rows = list(near.select_related("order").order_by("starts_at")[:AT_ONCE])
    Appointment.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=at)
    for row in rows:
        _tell(events.AppointmentNear, row)
    return len(rows)


@transaction.atomic
def find_missed(*, at: datetime) -> int:
    """Slots that are over with nobody there: the row says so, and a person is asked to look; how many."""
    over = Appointment.objects.filter(status=AppointmentStatus.AGREED, ends_at__lt=at).order_by("ends_at")
    ids = list(over.values_list("order_id", flat=True)[:AT_ONCE])
    orders = {order.pk: order for order in WorkOrder.objects.locked().filter(pk__in=ids)}
    rows = list(over.filter(order_id__in=orders))
    Appointment.objects.filter(pk__in=[row.pk for row in rows]).update(status=AppointmentStatus.MISSED)
    raise_attention([orders[row.order_id] for row in rows], MISSED, at=at)
    for row in rows:
        row.order = orders[row.order_id]
        _tell(events.AppointmentMissed, row, by=Side.UTILITY.value)
    return len(rows)


def purpose_of(order: WorkOrder) -> Purpose | None:
    """What somebody would come for now; None where nobody is due, and before the works of a medium-voltage customer were inspected."""
    return PURPOSE_OF.get(Status(order.status)) if is_built(order) else None


def _purpose(order: WorkOrder) -> Purpose:
    purpose = purpose_of(order)
    if purpose is None:
        raise Conflict(_("No appointment is due now."))
    return purpose


def _live(order: WorkOrder) -> Appointment | None:
    return Appointment.objects.filter(order=order, status=AppointmentStatus.AGREED).select_related("order").first()


def _taken_for_missed(order: WorkOrder, moment: datetime) -> Appointment | None:
    """The last appointment, where it was found missed although somebody says that they were there within its slot."""
    row = Appointment.objects.filter(order=order).select_related("order").order_by("-pk").first()
    is_missed = row is not None and row.status == AppointmentStatus.MISSED
    return row if row is not None and is_missed and row.starts_at <= moment <= row.ends_at else None


def _live_or_refuse(order: WorkOrder) -> Appointment:
    row = _live(order)
    if row is None:
        raise Conflict(_("Nothing is agreed at the moment."))
    return row


def _write(
    order: WorkOrder, purpose: Purpose, slot: VisitSlot, *, by: str, at: datetime, made_at: datetime, actor: Any
) -> Appointment:
    try:
        with transaction.atomic():
            return Appointment.objects.create(
                order=order, purpose=purpose, slot=slot, starts_at=slot.starts_at, ends_at=slot.ends_at,
                person=order.connection_case.responsible, made_at=made_at, made_by=by, maker=actor,
                agreed_at=at if by == Side.CUSTOMER else None,
            )  # fmt: skip
    except IntegrityError as refused:
        if "a_slot_is_not_overbooked" in str(refused):
            raise Conflict(_("This time has just been taken: choose another one.")) from refused
        raise


def _end(row: Appointment, status: AppointmentStatus, *, by: str, reason: str, at: datetime) -> None:
    Appointment.objects.filter(pk=row.pk).update(status=status, ended_by=by, ended_at=at, reason=reason.strip()[:200])


def _tell(event: type[events.AppointmentEvent], row: Appointment, by: str = "") -> None:
    emit(
        event(
            work_order_id=row.order_id,
            org_path=row.order.org_path,
            appointment_id=row.pk,
            purpose=row.purpose,
            starts_at=row.starts_at.isoformat(),
            ends_at=row.ends_at.isoformat(),
            by=by,
        )
    )
