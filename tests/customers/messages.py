"""A message that is due, and what the message capability is asked in tests."""

from datetime import UTC, datetime, timedelta

from customers.messages.catalogue import PromiseKind
from customers.messages.promises import Pledge
from customers.messages.services import Recipient, Subject, Word, tell
from customers.models import Message

NOON = datetime(2026, 7, 19, 4, 0, tzinfo=UTC)  # twelve o'clock in China


def at(minutes: float = 0) -> datetime:
    return NOON + timedelta(minutes=minutes)


def make_word(customer, *, event="1", until=90, since=-30, reason="crew_on_site", subject=17) -> Word:
    """The supply of the customer's only place is out since half past eleven and back by half past one."""
    point = customer.service_points.get()
    return Word(
        kind="ETR_SET",
        subject=Subject(kind="outage", id=subject, ref="O17", org_path=customer.org_path),
        event=event,
        to=[Recipient(point_id=point.pk)],
        variables={"since": at(since).isoformat(), "until": at(until).isoformat(), "cause": "设备"},
        pledge=Pledge(kind=PromiseKind.BACK_BY, until_at=at(until), since_at=at(since)),
        reason=reason,
    )


def make_message(customer, minutes=0, **fields) -> Message:
    """One that waits; due two minutes after ``minutes``."""
    tell([make_word(customer, **fields)], at=at(minutes))
    return Message.objects.latest("pk")
