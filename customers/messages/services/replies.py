"""Answers of customers: kept as they were written; what can be read is told on, the rest waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from command_center.ground.core.events import emit_all
from command_center.ground.organisation.models import Level, OrgUnit
from customers.messages.events import ReplyReceived
from customers.messages.models import ContactPreference, Message, MessageChannel, MessageState, Reading, Reply
from customers.messages.reading import Meaning, read_reply
from customers.messages.services.for_a_person import look_again
from customers.phones import normalise_phone

# An answer belongs to the last message that its sender got, if that is not too long ago.
ANSWERS_WITHIN = timedelta(days=3)
REACHED = (MessageState.SENT, MessageState.DELIVERED, MessageState.SENDING, MessageState.UNCERTAIN)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """``reference`` is the provider's id: the same answer twice is one."""

    channel: MessageChannel | str
    reference: str
    sender: str
    text: str
    at: datetime


@transaction.atomic
def take_replies(answers: Sequence[Answer], *, at: datetime) -> list[Reply]:
    """Keep these answers; the ones that are new. What nobody can read changes nothing and asks for a person."""
    known = set(
        Reply.objects.filter(reference__in=[each.reference for each in answers]).values_list("channel", "reference")
    )
    fresh = {(str(e.channel), e.reference): e for e in answers if (str(e.channel), e.reference) not in known}
    senders = {each.sender: _address(each) for each in fresh.values()}
    last = _last_messages(set(senders.values()), at=at)
    rows = [_row(each, last.get(senders[each.sender])) for each in fresh.values()]
    Reply.objects.bulk_create(rows, ignore_conflicts=True)
    ours = Reply.objects.filter(reference__in=[row.reference for row in rows]).select_related("message").order_by("pk")
    kept = [row for row in ours if (row.channel, row.reference) in fresh]
    _stop(kept, at=at)
    emit_all(
        ReplyReceived(reply_id=row.pk, reading=row.reading, org_path=row.org_path)
        for row in kept
        if row.reading in (Reading.STILL_OUT, Reading.IS_BACK, Reading.RATED)
    )
    look_again([row for row in kept if row.reading == Reading.UNREAD], at=at)
    return kept


def _address(answer: Answer) -> str:
    return (normalise_phone(answer.sender) or answer.sender) if answer.channel == MessageChannel.SMS else answer.sender


def _last_messages(addresses: set[str], *, at: datetime) -> dict[str, Message]:
    sent = Message.objects.filter(recipient__in=addresses, state__in=REACHED, created_at__gte=at - ANSWERS_WITHIN)
    return {row.recipient: row for row in sent.order_by("recipient", "-pk").distinct("recipient")}


def _row(answer: Answer, message: Message | None) -> Reply:
    """Without a message that it answers nobody knows what it is about: then a person reads it."""
    known = message is not None and (message.customer_id or message.kind == "SURVEY")
    reading = read_reply(answer.text, message.kind) if message is not None and known else Meaning.UNREAD
    return Reply(
        channel=answer.channel,
        reference=answer.reference,
        sender=_address(answer),
        text=answer.text,
        reading=reading.value,
        message=message,
        customer_id=message.customer_id if message else None,
        org_path=message.org_path if message else _province(),
        received_at=answer.at,
    )


def _province() -> str:
    return OrgUnit.objects.filter(level=Level.PROVINCE).values_list("path", flat=True)[0]


def _stop(rows: Sequence[Reply], *, at: datetime) -> None:
    """Who wants no more messages gets none but those about danger; when and how they said so is kept."""
    for row in rows:
        if row.reading == Reading.STOP and row.customer_id:
            ContactPreference.objects.update_or_create(customer_id=row.customer_id, defaults={"opted_out": True})
            how = f"opted out: {row.channel} {row.reference}"[:200]
            Reply.objects.filter(pk=row.pk).update(settled_at=at, settled_how=how)
