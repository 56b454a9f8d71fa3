"""What the applicant is told of an appointment by message: made by us, moved, and two hours before it begins."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from command_center.ground.core.values import CHINA
from customers.messages.catalogue import PromiseKind
from customers.messages.promises import Pledge
from customers.messages.services import Recipient, Subject, Word, book, tell
from workorders.kinds.connection.events import AppointmentEvent
from workorders.kinds.connection.models import Appointment, Purpose

KIND_OF_EVENT: Mapping[str, str] = {
    "appointment.made": "APPOINTMENT_MADE",
    "appointment.moved": "APPOINTMENT_MOVED",
    "appointment.near": "APPOINTMENT_REMINDER",
}

MOVED_BY: Mapping[str, str] = {"CUSTOMER": "customer_asked", "UTILITY": "visit_moved"}


@transaction.atomic
def tell_of_appointments(events: Sequence[AppointmentEvent], *, at: datetime) -> int:
    """Tell the applicants; how many messages are new. What is no longer agreed by now is told to nobody."""
    live = Appointment.objects.filter(pk__in=[event.appointment_id for event in events], status="AGREED")
    before = Appointment.objects.filter(order=OuterRef("order"), purpose=OuterRef("purpose"), pk__lt=OuterRef("pk"))
    found = live.annotate(is_another=Exists(before)).select_related("order__unit", "order__centre", "person")
    rows = {row.pk: row for row in found}
    return tell([_word(event, rows[event.appointment_id]) for event in events if event.appointment_id in rows], at=at)


def chain_of(row: Appointment) -> str:
    """What the promise of a slot is about: the survey and the power on are two matters, each with its own moves."""
    return f"appointment:{row.order_id}:{row.purpose}"


def came(row: Appointment, *, at: datetime) -> None:
    """Somebody is there: what was promised of this appointment has come true. Within the caller's transaction."""
    book.came_true(PromiseKind.SLOT, {chain_of(row): at})


def _word(event: AppointmentEvent, row: Any) -> Word:
    order, person = row.order, row.person
    unit = order.unit or order.centre
    start, end = row.starts_at.astimezone(CHINA), row.ends_at.astimezone(CHINA)
    variables = {
        "what": Purpose(row.purpose).label, "from": start.isoformat(), "until": end.isoformat(),
        "person": str(person) if person else unit.name, "phone": (person.phone if person else "") or unit.phone or "95598",
    }  # fmt: skip
    return Word(
        kind=KIND_OF_EVENT[event.name],
        subject=Subject(kind="order", id=order.pk, ref=order.number, org_path=order.org_path),
        event=f"{event.name}-{row.pk}",
        to=[Recipient(customer_id=order.customer_id, phone=order.reporter_phone)],
        variables=variables,
        pledge=Pledge(kind=PromiseKind.SLOT, from_at=row.starts_at, until_at=row.ends_at),
        # Another one takes the first back, also after a cancelled or a missed one: the customer reads why.
        reason=MOVED_BY.get(event.by, "visit_moved") if row.is_another else "",
        chain=chain_of(row),
    )
