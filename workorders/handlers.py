"""Reactions of the order engine to what happens below it: a batch of events in, own services out."""

from collections.abc import Sequence

from django.utils.timezone import now

from customers.messages.events import ReplyReceived
from customers.messages.models import Reading
from workorders.events import MatterMoved
from workorders.kinds.connection import telling as appointment_telling
from workorders.kinds.connection.events import AppointmentEvent
from workorders.services import still_out, telling


def hear_replies(events: Sequence[ReplyReceived]) -> None:
    """Customers answer that they are still without power."""
    ids = [event.reply_id for event in events if event.reading == Reading.STILL_OUT]
    still_out.hear_replies(reply_ids=ids, at=now())


def tell_of_steps(events: Sequence[MatterMoved]) -> None:
    """A matter took a step that its customer is told of."""
    telling.tell_of_steps(events, at=now())


def tell_of_appointments(events: Sequence[AppointmentEvent]) -> None:
    """An appointment was made, moved, or is near: the applicant is told."""
    appointment_telling.tell_of_appointments(events, at=now())
