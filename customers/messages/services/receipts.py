"""What became of messages, as the gateway says later. The last word counts, and the same word twice is one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from command_center.ground.core.events import emit_all
from command_center.ground.core.postgres import update_rows
from customers.messages.catalogue import FOLLOWED
from customers.messages.events import MessagesSettled
from customers.messages.models import Message, MessageState, Promise
from customers.messages.services import book
from customers.messages.services.for_a_person import look_again

# What was never handed over cannot have arrived. What was, without an answer, may have, though a newer one replaced it since.
NEVER_LEFT = Q(state=MessageState.WITHHELD) | Q(state=MessageState.REPLACED, attempts=0)
SETTLED = (MessageState.SENT, MessageState.DELIVERED, MessageState.FAILED, MessageState.UNCERTAIN)


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Of a message known by our ``key`` or by the provider's id. ``at``: when it arrived or was given up."""

    key: str = ""
    provider_id: str = ""
    delivered: bool
    at: datetime
    error: str = ""


@transaction.atomic
def take_receipts(receipts: Sequence[Receipt], *, at: datetime) -> int:
    """Write down what became of these messages; how many of the receipts name one of ours."""
    keys = [each.key for each in receipts if each.key]
    ids = [each.provider_id for each in receipts if each.provider_id]
    known = Message.objects.filter(Q(key__in=keys) | Q(provider_id__in=ids)).exclude(NEVER_LEFT)
    rows = list(known.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    by_key = {row.key: row for row in rows}
    by_provider = {row.provider_id: row for row in rows if row.provider_id}
    said: dict[int, Receipt] = {}
    for receipt in receipts:
        row = by_key.get(receipt.key) or by_provider.get(receipt.provider_id)
        if row is not None:
            said[row.pk] = receipt
    changed = [row for row in rows if row.pk in said and _apply(row, said[row.pk], at)]
    update_rows(changed, ["state", "delivered_at", "error", "sent_at", "updated_at"])
    _keep_book(changed, said, at=at)
    settled(changed)
    look_again(changed, at=at)
    return sum(each.key in by_key or each.provider_id in by_provider for each in receipts)


def _apply(row: Message, receipt: Receipt, at: datetime) -> bool:
    state = MessageState.DELIVERED if receipt.delivered else MessageState.FAILED
    if row.state == state or (row.state == MessageState.DELIVERED and not receipt.delivered):
        return False  # what arrived did not get lost afterwards
    if row.state == MessageState.REPLACED and not receipt.delivered:
        return True  # nobody heard it, and nobody has to: a newer one says it
    row.state, row.updated_at = state, at
    row.error = "" if receipt.delivered else (receipt.error or "not_delivered")[:300]
    row.delivered_at = receipt.at if receipt.delivered else None
    row.sent_at = row.sent_at or receipt.at
    return True


def _keep_book(rows: Sequence[Message], said: Mapping[int, Receipt], *, at: datetime) -> None:
    """What did not arrive was heard by nobody; what arrived after all was."""
    book.never_heard([row.pk for row in rows if not said[row.pk].delivered], at=at)
    arrived = [row.pk for row in rows if said[row.pk].delivered]
    if arrived:
        Promise.objects.filter(message_id__in=arrived, void_at__isnull=False).update(void_at=None)


def settled(rows: Sequence[Message]) -> None:
    """Tell who follows these messages; within the caller's transaction."""
    followed = [row for row in rows if row.family in FOLLOWED and row.state in SETTLED]
    if followed:
        ids = sorted(row.pk for row in followed)
        emit_all([MessagesSettled(first_id=ids[0], message_ids=ids, org_path=followed[0].org_path)])
