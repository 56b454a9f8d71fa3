"""Claims: a delivery is counted before its handler runs, in a transaction of its own, and so before it can kill the process.

A claim that is followed neither by a done mark nor by an error was lost together with its process.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from command_center.ground.core.models import Delivery
from command_center.ground.core.prepared import prepared

# Between the claim and the row lock of the batch: nobody else claims it then. The sweep is no faster.
LEASE = timedelta(seconds=2)
SUSPECT_AFTER = 2
"""Claims lost in company; from then on a delivery runs alone, so that it is known which one ends the process."""


@dataclass(frozen=True)
class Claimed:
    """Ids of deliveries to run as one batch; ``is_last``: nothing else is due."""

    ids: list[int]
    is_last: bool
    lost: Delivery | None = None
    """Taken back from a process that it ended while it ran alone: the failure of one try, not to be run now."""


COUNTED = "UPDATE core_delivery SET claims = claims + 1, claimed_at = %s WHERE id = ANY(%s)"


@transaction.atomic(savepoint=False)
def claim(handler: str, size: int, at: datetime) -> Claimed:
    """The oldest due deliveries, at most ``size``: a batch of unsuspected ones or one suspect."""
    due = _oldest_due(size)(handler, at, at - LEASE)
    batch = _first_batch(due)
    is_last = len(batch) == len(due) < size
    ids = [pk for pk, _ in batch]
    if len(batch) == 1 and batch[0][1] > SUSPECT_AFTER:
        return Claimed([], is_last, lost=Delivery.objects.get(pk=ids[0]))
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(COUNTED, [at, ids])
    return Claimed(ids, is_last)


def is_due(handler: str, at: datetime) -> bool:
    """Whether there is something to claim."""
    return bool(_any_due(handler, at, at - LEASE))


@cache
def _oldest_due(size: int) -> Callable[[str, datetime, datetime], list[tuple[int, int]]]:
    """Asks for (id, claims) of at most ``size``, locked. A limit is a part of the shape; there are a handful of sizes."""

    @prepared
    def oldest_due(handler: str, at: datetime, claimed_before: datetime) -> "QuerySet[Delivery, tuple[int, int]]":
        rows = _due(handler, at, claimed_before).select_for_update(no_key=True, skip_locked=True)
        return rows.order_by("due_at", "event_id").values_list("pk", "claims")[:size]

    return oldest_due


@prepared
def _any_due(handler: str, at: datetime, claimed_before: datetime) -> "QuerySet[Delivery, int]":
    return _due(handler, at, claimed_before).values_list("pk", flat=True)[:1]


def _due(handler: str, at: datetime, claimed_before: datetime) -> "QuerySet[Delivery]":
    unclaimed = Q(claimed_at=None) | Q(claimed_at__lte=claimed_before)
    return Delivery.objects.filter(unclaimed, handler=handler, due_at__lte=at, done_at=None, dead_at=None)


def release(ids: Sequence[int]) -> None:
    """The process lives although the batch did not finish: nothing was lost."""
    Delivery.objects.filter(pk__in=ids, done_at=None).update(claims=0, claimed_at=None)


def _first_batch(due: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """(id, claims) up to the first suspect, or that suspect alone."""
    for count, (_, claims) in enumerate(due):
        if claims >= SUSPECT_AFTER:
            return due[: max(count, 1)]
    return due
