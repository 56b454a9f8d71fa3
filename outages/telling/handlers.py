"""Reactions: whatever happens to an outage, its customers are told how it stands now."""

from collections.abc import Sequence

from django.utils.timezone import now

from customers.messages.events import MessagesSettled, ReplyReceived
from outages.life.events import OutageEvent
from outages.planned.events import PlanEvent
from outages.planned.services import notice_messages
from outages.telling.services import answers
from outages.telling.services.telling import tell_of_outages


def tell_customers(events: Sequence[OutageEvent]) -> None:
    """The customers of these outages hear what is new to them."""
    tell_of_outages(outage_ids={event.outage_id for event in events}, at=now())


def hear_answers(events: Sequence[ReplyReceived]) -> None:
    """Customers answer whether they have power again."""
    answers.hear_answers(reply_ids=[event.reply_id for event in events], at=now())


def follow_notices(events: Sequence[MessagesSettled]) -> None:
    """The notices of plans say what became of their messages."""
    notice_messages.follow_notices(message_ids=[pk for event in events for pk in event.message_ids])


def call_off_notices(events: Sequence[PlanEvent]) -> None:
    """Who was told of planned work hears that it will not be."""
    notice_messages.call_off(plan_ids=[event.plan_id for event in events], at=now())
