"""The sweep behind it all: what is open without a name, whoever forgot it, gets one by the rule."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from command_center.ground.core.fault_isolation import run_each
from command_center.ground.custody.models import Custody
from command_center.ground.custody.services import holding

AT_ONCE = 1000


Rows = Callable[[], "QuerySet[Any]"]
"""All open items of one kind: rows that have ``pk``, ``org_path`` and an ``item``."""
_sources: dict[str, Rows] = {}


def open_items_from(sources: dict[str, Rows]) -> None:
    """Installed by the wiring: the ground does not know what stands above it."""
    _sources.clear()
    _sources.update(sources)


def name_what_has_none(*, at: datetime) -> int:
    """How many got a name that had none: rows of an older release, of a load, of a path that forgot.

    What has ended and still has a holder is let go.
    """
    return sum(run_each(list(_sources), lambda kind: _name(kind, at=at)))


@transaction.atomic
def _name(kind: str, *, at: datetime) -> int:
    held = Custody.objects.live().filter(item_kind=kind, item_id=OuterRef("pk"))
    holding.hold_roster_still()
    rows = _sources[kind]
    items = [row.item for row in rows().filter(~Exists(held)).order_by("pk")[:AT_ONCE]]
    holding.take_in(items, at=at)
    still_open = rows().filter(pk=OuterRef("item_id"))
    ended = Custody.objects.live().filter(~Exists(still_open), item_kind=kind)
    holding.let_go(kind, list(ended.values_list("item_id", flat=True)[:AT_ONCE]), at=at)
    return len(items)
