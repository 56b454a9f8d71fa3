"""Send what is due: claim (committed), hand over with the stable key, mark.

A worker that is killed in between leaves messages claimed. Where the other side takes a key once the same key goes again;
where it does not (SMTP) nobody knows whether it went: the message is UNCERTAIN and a person is told. No message is knowingly
sent twice. The words of a message stand in the book of promises from the claim on: what may have arrived counts as told.

What a newer message replaced, or an app took back, while it was being handed over (``overtaken``) does not go again when the
gateway does not take it: it would be read behind the newer one.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from command_center.ground.core.postgres import update_rows
from command_center.ground.core.values import CHINA
from customers.messages.catalogue import KINDS, STAGE, PromiseKind
from customers.messages.gateways import Gateway, Outcome, Outgoing, Result, gateway_for
from customers.messages.models import SENT_BY_US, Message, MessageChannel, MessageState, Promise
from customers.messages.promises import News, Pledge, news
from customers.messages.services import book
from customers.messages.services.book import Entry, Last
from customers.messages.services.for_a_person import tell_a_person
from customers.messages.services.receipts import settled
from customers.messages.services.telling import SEALED, veil
from customers.messages.services.templates import texts_in_force
from customers.messages.wording import text_kind, write

BATCH = 100
LEASE = timedelta(seconds=60)
"""Longer than a gateway may take; a claim that is older was lost together with its worker."""
MOST_ATTEMPTS = 6
# What the customer has read, or will.
ARRIVED = (MessageState.SENT, MessageState.DELIVERED)
FIRST_PAUSE = timedelta(seconds=20)
MARKED = ["state", "provider_id", "error", "sent_at", "due_at", "gateway", "updated_at"]
CLAIMED = ["state", "claimed_at", "attempts", "kind", "text", "template_version", "error", "updated_at"]
Gateways = Callable[[str], Gateway]


def send_due(*, at: datetime, gateways: Gateways = gateway_for, seconds: float = float("inf")) -> int:
    """Send what is due, batch by batch, for so many seconds; how many were looked at. What lost its worker comes first."""
    take_up_lost(at=at, gateways=gateways)
    until = time.monotonic() + seconds
    return sum(_send_channel(channel, gateways(channel), at, until) for channel in SENT_BY_US)


def _send_channel(channel: str, gateway: Gateway, at: datetime, until: float) -> int:
    """What is claimed and not sent yet is uncertain when its worker is lost, unless the other side takes a key once: there
    no more is claimed than is handed over at a time."""
    sent, size = 0, BATCH if gateway.is_idempotent else gateway.most_at_once
    while time.monotonic() < until and (messages := claim(at=at, channel=channel, size=size)):
        hand_over([each for each in messages if each.state == MessageState.SENDING], gateway, at=at)
        sent += len(messages)
    return sent


@transaction.atomic
def claim(*, at: datetime, channel: str = MessageChannel.SMS, size: int = BATCH) -> list[Message]:
    """The next due messages, each written anew by what its customer knows now; their promises stand in the book.

    What is out of date, was told otherwise meanwhile or takes a word back without a reason does not go. One message of a
    customer's chain at a time: the next one answers what this one says.
    """
    due = Message.objects.filter(state=MessageState.WAITING, due_at__lte=at, channel=channel).order_by("due_at", "pk")
    found = list(due.select_for_update(no_key=True, skip_locked=True, of=("self",))[:size])
    if not found:
        return []
    book.lock_chains(chain for message in found for chain in message.chains)
    lasts = book.last_words(chain for message in found for chain in message.chains)
    heard, known = _in_the_book(found), _known_steps(found)
    taken: set[str] = set()
    messages, entries = [], []
    for message in found:
        if taken & set(message.chains):
            continue
        taken |= set(message.chains)
        messages.append(message)
        if message.pk in known:
            message.state, message.error = MessageState.REPLACED, "told_already"
        elif message.pk not in heard:
            entries += _decide(message, lasts, at)
        if message.state == MessageState.WAITING:
            message.state, message.claimed_at = MessageState.SENDING, at
            message.attempts += 1
        message.updated_at = at
    texts = texts_in_force()
    for message in messages:
        if message.state == MessageState.SENDING and message.pk not in heard:
            _write(message, texts, _last_of(message, lasts))
    update_rows(messages, CLAIMED)
    book.write_down(entries, at=at, lasts=lasts)
    tell_a_person([message for message in messages if message.state == MessageState.FAILED], at=at)
    return messages


def _in_the_book(messages: Sequence[Message]) -> set[int]:
    """Messages that were handed over before without an answer: their words stand in the book already."""
    again = [message.pk for message in messages if message.attempts]
    return (
        set(Promise.objects.filter(message_id__in=again, void_at=None).values_list("message_id", flat=True))
        if again
        else set()
    )


def _known_steps(messages: Sequence[Message]) -> set[int]:
    """Steps that their customer was told last, because the one between did not leave: back where they were, nothing is new."""
    steps = [message for message in messages if message.family == STAGE]
    if not steps:
        return set()
    same = Message.objects.filter(
        family=STAGE, subject_kind__in={step.subject_kind for step in steps}, state__in=ARRIVED
    )
    told = same.filter(subject_id__in=[step.subject_id for step in steps], recipient__in=[s.recipient for s in steps])
    rows = told.order_by("subject_kind", "subject_id", "recipient", "-pk")
    last = {
        (row.subject_kind, row.subject_id, row.recipient): (row.kind, row.variables)
        for row in rows.distinct("subject_kind", "subject_id", "recipient")
    }
    return {
        step.pk
        for step in steps
        if last.get((step.subject_kind, step.subject_id, step.recipient)) == (step.kind, step.variables)
    }


def _decide(message: Message, lasts: Mapping[str, Last], at: datetime) -> list[Entry]:
    """What the message writes into the book; nothing, and another state, where it must not go."""
    pledge = pledge_of(message)
    if pledge is None:
        return []
    how = {news(lasts[chain].told if chain in lasts else None, pledge) for chain in message.chains}
    if is_stale(pledge, at):
        message.state, message.error = MessageState.REPLACED, "stale"
    elif message.chains and how == {News.SAME}:
        if KINDS[message.kind].is_reminder:
            return []  # said once more: no new promise
        message.state, message.error = MessageState.REPLACED, "told_already"
    elif News.CONTRADICTS in how and not message.reason:
        message.state, message.error = MessageState.FAILED, "contradicts_without_reason"
    else:
        return [_entry(message, chain, pledge) for chain in message.chains]
    return []


def is_stale(pledge: Pledge, at: datetime) -> bool:
    """A time that has passed is no news any more."""
    return pledge.kind != PromiseKind.BACK and pledge.until_at is not None and pledge.until_at <= at


def pledge_of(message: Message) -> Pledge | None:
    if not message.promise_kind:
        return None
    return Pledge(
        kind=PromiseKind(message.promise_kind),
        from_at=message.from_at,
        until_at=message.until_at,
        since_at=message.since_at,
    )


def _entry(message: Message, chain: str, pledge: Pledge) -> Entry:
    return Entry(
        chain=chain,
        pledge=pledge,
        channel=message.channel,
        subject_kind=message.subject_kind,
        subject_id=message.subject_id,
        subject_ref=message.subject_ref,
        org_path=message.org_path,
        customer_id=message.customer_id,
        message_id=message.pk,
        reason=message.reason,
    )


def _last_of(message: Message, lasts: Mapping[str, Last]) -> Last | None:
    found = [lasts[chain] for chain in message.chains if chain in lasts]
    return max(found, key=lambda last: (last.told.told_at, last.id), default=None)


def _write(message: Message, texts: Mapping[tuple[str, str], tuple[int, str]], last: Last | None) -> None:
    told = last.told if last else None
    message.kind = text_kind(message.kind, told, pledge_of(message))
    message.template_version, template = texts[message.kind, message.language]
    message.text = write(
        message.kind,
        template,
        message.variables,
        reason=message.reason,
        last=told,
        language=message.language,
        zone=CHINA,
    )


def hand_over(messages: Sequence[Message], gateway: Gateway, *, at: datetime) -> None:
    """Give claimed messages of one channel to its gateway and mark what it answered, so many at a time as it takes."""
    for start in range(0, len(messages), gateway.most_at_once):
        part = messages[start : start + gateway.most_at_once]
        outgoing = [
            Outgoing(
                key=each.key,
                kind=each.kind,
                to=each.recipient,
                text=each.text,
                language=each.language,
                variables=each.variables,
            )
            for each in part
        ]
        mark(part, gateway.send(outgoing), gateway, at=at)


@transaction.atomic
def mark(messages: Sequence[Message], outcomes: Sequence[Outcome], gateway: Gateway, *, at: datetime) -> None:
    """Write down what the gateway said of each message. What a receipt has said meanwhile stays."""
    said = {outcome.key: outcome for outcome in outcomes}
    still = dict(
        Message.objects.select_for_update(no_key=True)
        .filter(pk__in=[each.pk for each in messages], state=MessageState.SENDING)
        .order_by("pk")
        .values_list("pk", "overtaken")
    )
    rows = [each for each in messages if each.pk in still]
    unheard = []
    for row in rows:
        row.overtaken = still[row.pk]
        outcome = said.get(row.key) or Outcome(key=row.key, result=Result.UNKNOWN, error="no outcome")
        _mark(row, outcome, gateway, at)
        if outcome.result in (Result.REFUSED, Result.LATER):
            unheard.append(row.pk)
    update_rows(rows, MARKED)
    book.never_heard(unheard, at=at)
    _veil_sealed(rows, at=at)
    settled(rows)
    tell_a_person(rows, at=at)


def _veil_sealed(rows: Sequence[Message], *, at: datetime) -> None:
    """Whose recipient was not to be known any more while it was being handed over (``telling.forget_recipients``)."""
    if sealed := [row.pk for row in rows if row.overtaken == SEALED]:
        veil(Message.objects.filter(pk__in=sealed), at=at)


def _mark(row: Message, outcome: Outcome, gateway: Gateway, at: datetime) -> None:
    row.provider_id, row.error, row.gateway = outcome.provider_id, outcome.error[:300], gateway.name
    row.updated_at = at
    if outcome.result is Result.SENT:
        row.state, row.sent_at = MessageState.SENT, at
    elif outcome.result is Result.REFUSED:
        row.state = MessageState.FAILED
    elif outcome.result is Result.UNKNOWN and not gateway.is_idempotent:
        row.state = MessageState.UNCERTAIN
    elif row.overtaken:
        row.state, row.error = MessageState.REPLACED, row.overtaken
    elif row.attempts >= MOST_ATTEMPTS:
        row.state = MessageState.UNCERTAIN if outcome.result is Result.UNKNOWN else MessageState.FAILED
    else:
        row.state = MessageState.WAITING
        row.due_at = at + FIRST_PAUSE * 2 ** (row.attempts - 1)


@transaction.atomic
def take_up_lost(*, at: datetime, gateways: Gateways = gateway_for) -> int:
    """Messages whose worker is gone: the same key again where it is taken once, else UNCERTAIN; how many."""
    lost = Message.objects.filter(state=MessageState.SENDING, claimed_at__lt=at - LEASE).order_by("pk")
    rows = list(lost.select_for_update(no_key=True, skip_locked=True, of=("self",))[: 10 * BATCH])
    for row in rows:
        again = gateways(row.channel).is_idempotent and row.attempts < MOST_ATTEMPTS
        row.state = MessageState.WAITING if again else MessageState.UNCERTAIN
        row.error, row.due_at, row.updated_at = "worker_lost", at, at
        if again and row.overtaken:
            row.state, row.error = MessageState.REPLACED, row.overtaken
    update_rows(rows, MARKED)
    _veil_sealed(rows, at=at)
    settled(rows)
    tell_a_person(rows, at=at)
    return len(rows)
