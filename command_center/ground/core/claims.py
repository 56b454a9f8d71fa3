"""Claims: a delivery is counted before its handler runs, in a transaction of its own, and so before it can kill the process.

A claim that is followed neither by a done mark nor by an error was lost together with its process.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from command_center.ground.core.models import Delivery

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


@transaction.atomic(savepoint=False)
def claim(handler: str, size: int, at: datetime) -> Claimed:
    """The oldest due deliveries, at most ``size``: a batch of unsuspected ones or one suspect."""
    due = list(
        _due(handler, at)
        .select_for_update(no_key=True, skip_locked=True)
        .order_by("due_at", "event_id")
        .values_list("pk", "claims")[:size]
    )
    batch = _first_batch(due)
    is_last = len(batch) == len(due) < size
    ids = [pk for pk, _ in batch]
    if len(batch) == 1 and batch[0][1] > SUSPECT_AFTER:
        return Claimed([], is_last, lost=Delivery.objects.get(pk=ids[0]))
    if ids:
        Delivery.objects.filter(pk__in=ids).update(claims=F("claims") + 1, claimed_at=at)
    return Claimed(ids, is_last)


def is_due(handler: str, at: datetime) -> bool:
    """Whether there is something to claim."""
    return _due(handler, at).exists()


def _due(handler: str, at: datetime) -> "QuerySet[Delivery]":
    unclaimed = Q(claimed_at=None) | Q(claimed_at__lte=at - LEASE)
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
