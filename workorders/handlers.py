"""Reactions of the order engine to what happens below it: a batch of events in, own services out."""

from collections.abc import Sequence

from django.utils.timezone import now

from customers.messages.events import ReplyReceived
from customers.messages.models import Reading
from workorders.events import ClockWarned, MatterMoved, OrderEvent
from workorders.kinds.connection import telling as appointment_telling
from workorders.kinds.connection.events import AppointmentEvent
from workorders.kinds.connection.owners import VALID
from workorders.services import still_out, telling
from workorders.surveys import services as surveys


def hear_replies(events: Sequence[ReplyReceived]) -> None:
    """Customers answer that they are still without power, or how we did."""
    ids = [event.reply_id for event in events if event.reading == Reading.STILL_OUT]
    still_out.hear_replies(reply_ids=ids, at=now())
    surveys.hear_replies(reply_ids=[e.reply_id for e in events if e.reading == Reading.RATED], at=now())


def tell_of_steps(events: Sequence[MatterMoved]) -> None:
    """A matter took a step that its customer is told of."""
    telling.tell_of_steps(events, at=now())


def tell_of_appointments(events: Sequence[AppointmentEvent]) -> None:
    """An appointment was made, moved, cancelled, or is near: the applicant is told."""
    appointment_telling.tell_of_appointments(events, at=now())


def tell_of_plans(events: Sequence[ClockWarned]) -> None:
    """A supply plan holds for a short time more: the applicant is told until when."""
    ending = {event.work_order_id for event in events if event.code == VALID}
    appointment_telling.tell_of_plans(ending, at=now())


def tell_of_danger(events: Sequence[OrderEvent]) -> None:
    """Whoever told of a danger reads how to stay safe."""
    telling.tell_of_danger({event.work_order_id for event in events}, at=now())


def ask_how_it_was(events: Sequence[OrderEvent]) -> None:
    """A repair, a complaint or a connection is closed: its customer is asked how we did."""
    surveys.ask(order_ids={event.work_order_id for event in events}, at=now())
