"""What customers were told of outages and plans loses them after years of its own; what is about an order goes with the order."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from command_center.ground.core import audit
from customers.messages.models import Message, Promise, Reply
from workorders.retention import columns as c
from workorders.retention.pseudonyms import Pseudonyms
from workorders.retention.services.rewriting import (
    BATCH,
    Columns,
    histories_let_words_go,
    meet,
    save,
    write_anew,
    years_before,
)

OF_AN_ORDER = Q(subject_kind="order")
# Chains that name a supply, or a customer's notice: the others are about orders, and about outages as everybody reads of them.
NAMES_A_SUPPLY = Q(chain__startswith="supply:") | Q(chain__startswith="plan:")

# A chain stays one: the number of its first word stands in the place of the supply, which nothing leads back to.
UNCHAIN = f"""
UPDATE {Promise._meta.db_table} p SET chain = 'gone:' || f.first, customer_id = NULL
FROM (SELECT chain, min(id) AS first FROM {Promise._meta.db_table}
      WHERE chain = ANY(%(chains)s) AND told_at < %(before)s GROUP BY chain) f
WHERE p.chain = f.chain AND p.told_at < %(before)s
"""


def due_messages(*, at: datetime) -> "QuerySet[Message]":
    """Messages about no order, told so many years ago, that still say to whom."""
    before = years_before(at, settings.KEEP_MESSAGES_YEARS)
    return Message.objects.filter(~OF_AN_ORDER, ~Q(key__startswith="gone:"), created_at__lt=before)


@transaction.atomic
def forget_told(*, at: datetime, limit: int = BATCH) -> int:
    """The next ``limit`` of them with what was answered to them, and as many supplies of the book of promises; how many there were."""
    before = years_before(at, settings.KEEP_MESSAGES_YEARS)
    messages = list(due_messages(at=at).select_for_update(skip_locked=True, no_key=True).order_by("created_at")[:limit])
    answered = Q(message__in=messages) | Q(message=None, received_at__lt=before)
    replies = list(Reply.objects.filter(answered).exclude(sender__startswith="#").order_by("pk")[: 2 * limit])
    with histories_let_words_go():
        _write(Message, messages, at)
        _write(Reply, replies, at)
        promises = _unchain(before, limit)
    found = len(messages) + len(replies) + promises
    if found:
        audit.record(
            actor=None, action="told_forgotten", object_kind="message", object_ref="", messages=len(messages),
            replies=len(replies), promises=promises, kept_years=settings.KEEP_MESSAGES_YEARS,
        )  # fmt: skip
    return found


def _write(model: type[Any], rows: list[Any], at: datetime) -> None:
    """Each row is about one person, whom no other row of it names."""
    cells: Columns = c.OF_MESSAGES[model._meta.label]
    for row in rows:
        known = Pseudonyms()
        meet(known, row, cells)
        write_anew(known, row, cells, at)
    save(model, cells, rows)


def _unchain(before: datetime, limit: int) -> int:
    due = Promise.objects.filter(NAMES_A_SUPPLY, told_at__lt=before).order_by("told_at")
    chains = list(due.values_list("chain", flat=True)[:limit])
    if not chains:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(UNCHAIN, {"chains": chains, "before": before})
        return int(cursor.rowcount)
