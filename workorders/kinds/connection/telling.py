"""What the applicant is told of an appointment by message: made by us, moved, called off, and two hours before it begins.

One function says how things stand (``tell_of_appointments``), after whatever happened to them; and one that a visit was kept.
And how long their supply plan still holds, before it lapses (``tell_of_plans``).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from command_center.ground.core.values import CHINA
from customers.messages.catalogue import APPOINTMENT, PromiseKind
from customers.messages.promises import Pledge
from customers.messages.services import Recipient, Subject, Word, book, tell, withdraw_windows
from workorders.kinds.connection.events import AppointmentEvent
from workorders.kinds.connection.models import Appointment, Purpose
from workorders.kinds.connection.owners import VALID
from workorders.models.clocks import Clock
from workorders.models.orders import WorkOrder

KIND_OF_EVENT: Mapping[str, str] = {
    "appointment.made": "APPOINTMENT_MADE",
    "appointment.moved": "APPOINTMENT_MOVED",
    "appointment.near": "APPOINTMENT_REMINDER",
    "appointment.cancelled": "APPOINTMENT_CANCELLED",
    "appointment.missed": "APPOINTMENT_CANCELLED",
}
# Nobody comes: called off, or missed before its applicant had heard of it, who still waits for an earlier one.
CALLED_OFF: Mapping[str, str] = {"appointment.cancelled": "CANCELLED", "appointment.missed": "MISSED"}
# Why another time holds than was told before: also of one that is made anew after it was called off.
MOVED_BY: Mapping[str, str] = {"CUSTOMER": "customer_asked", "UTILITY": "visit_moved"}


@transaction.atomic
def tell_of_appointments(events: Sequence[AppointmentEvent], *, at: datetime) -> int:
    """Tell the applicants; how many messages are new. What holds no longer is told to nobody, and what was to be said of it does not go.

    That nobody comes is told to those who by what they were told last still wait for somebody.
    """
    rows = _rows([event.appointment_id for event in events])
    live = {
        row.order_id: row
        for row in Appointment.objects.filter(order__in={r.order_id for r in rows.values()}, status="AGREED")
    }
    windows = {("order", row.order_id): _begin(live.get(row.order_id)) for row in rows.values()}
    withdraw_windows(windows, APPOINTMENT, at=at, why="another_time")
    lasts = book.last_words(chain_of(row, row.visits_before) for row in rows.values())
    waiting = {chain for chain, last in lasts.items() if last.told.until_at is not None and last.told.until_at > at}
    return tell(
        [_word(event, row) for event in events if _holds(event, row := rows[event.appointment_id], live, waiting)],
        at=at,
    )


def came(row: Appointment, *, at: datetime) -> None:
    """Somebody was there: the word that they would come is kept, or broken by so much. Within the caller's transaction."""
    withdraw_windows({("order", row.order_id): None}, APPOINTMENT, at=at, why="already_there")
    book.came_true(PromiseKind.SLOT, {chain_of(each, each.visits_before): at for each in _rows([row.pk]).values()})


def chain_of(row: Appointment, visits_before: int = 0) -> str:
    """What the promise of a slot is about: the survey and the power on are two matters, each with its own moves.

    What is agreed after somebody was there is another matter again.
    """
    return f"appointment:{row.order_id}:{row.purpose}" + (f":{visits_before}" if visits_before else "")


def _rows(ids: Sequence[int]) -> dict[int, Any]:
    """Appointments with ``visits_before``, how often somebody was there before this one was agreed, and ``is_another``. One query."""
    earlier = Appointment.objects.filter(order=OuterRef("order"), purpose=OuterRef("purpose"), pk__lt=OuterRef("pk"))
    kept = earlier.filter(status="KEPT").order_by().values("order").annotate(n=Count("pk")).values("n")
    rows = Appointment.objects.filter(pk__in=ids).annotate(
        visits_before=Coalesce(Subquery(kept), 0), is_another=Exists(earlier)
    )
    found = rows.select_related("order__unit", "order__centre", "person")
    return {row.pk: row for row in found.defer("order__unit__area", "order__centre__area")}


def _begin(row: Appointment | None) -> datetime | None:
    return row.starts_at if row else None


def _holds(event: AppointmentEvent, row: Any, live: Mapping[int, Appointment], waiting: Collection[str]) -> bool:
    """Whether it is still so: this one is agreed; or nobody comes, no other is agreed, and its applicant still waits."""
    if event.name in CALLED_OFF:
        is_off = row.status == CALLED_OFF[event.name] and row.order_id not in live
        return is_off and chain_of(row, row.visits_before) in waiting
    return row.status == "AGREED"


def _word(event: AppointmentEvent, row: Any) -> Word:
    order, person, is_off = row.order, row.person, event.name in CALLED_OFF
    unit = order.unit or order.centre
    variables = {
        "what": Purpose(row.purpose).label, "from": _china(row.starts_at), "until": _china(row.ends_at),
        "person": str(person) if person else unit.name, "phone": (person.phone if person else "") or unit.phone or "95598",
    }  # fmt: skip
    return Word(
        kind=KIND_OF_EVENT[event.name],
        subject=Subject(kind="order", id=order.pk, ref=order.number, org_path=order.org_path),
        event=f"{event.name}-{row.pk}",
        to=[_applicant(order)],
        variables=variables,
        pledge=Pledge(kind=PromiseKind.SLOT)
        if is_off
        else Pledge(kind=PromiseKind.SLOT, from_at=row.starts_at, until_at=row.ends_at),
        # Another one takes the first back, also after a cancelled or a missed one: the customer reads why.
        reason=MOVED_BY.get(event.by, "visit_moved") if is_off or row.is_another else "",
        chain=chain_of(row, row.visits_before),
        once=True,
    )


@transaction.atomic
def tell_of_plans(order_ids: Collection[int], *, at: datetime) -> int:
    """Tell the applicants until when their plan holds, once an end; how many messages are new. Who has gone on is told nothing."""
    ending = Clock.objects.running().filter(order__in=order_ids, code=VALID, due_at__gt=at)
    rows = ending.filter(order__confidential=False).select_related("order").order_by("order")
    words = [
        Word(
            kind="PLAN_ENDS_SOON",
            subject=Subject(kind="order", id=row.order_id, ref=row.order.number, org_path=row.order.org_path),
            event=f"plan-ends-{row.pk}-{row.due_at:%Y%m%d}",
            to=[_applicant(row.order)],
            variables={"until": _china(row.due_at)},
        )
        for row in rows
        if row.order.reporter_phone or row.order.customer_id
    ]
    return tell(words, at=at)


def _applicant(order: WorkOrder) -> Recipient:
    return Recipient(customer_id=order.customer_id, phone=order.reporter_phone)


def _china(moment: datetime) -> str:
    return moment.astimezone(CHINA).isoformat()
