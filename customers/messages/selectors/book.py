"""The book of promises as it is read: each word with what followed it, and whether it was kept."""

from datetime import datetime
from typing import Any

from customers.messages.catalogue import PromiseKind
from customers.messages.models import Promise
from customers.messages.promises import Pledge, Verdict, verdict


def judged(row: Promise, at: datetime) -> Verdict:
    """Kept or broken as of ``at``; ``row`` as ``Promise.objects.with_replaced_at()`` gives it."""
    said: Any = row
    pledge = Pledge(kind=PromiseKind(row.kind), from_at=row.from_at, until_at=row.until_at, since_at=row.since_at)
    return verdict(
        pledge,
        at=at,
        came_true_at=row.came_true_at,
        replaced_at=said.replaced_at,
        is_void=row.void_at is not None,
    )
