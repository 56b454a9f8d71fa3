"""Named predicates of branches: the map, the trace and the back office mean the same thing by them."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F

if TYPE_CHECKING:
    from command_center.ground.network.models import Branch  # noqa: F401


class BranchQuerySet(models.QuerySet["Branch"]):
    def live(self) -> "BranchQuerySet":
        return self.filter(retired_at=None)

    def devices(self) -> "BranchQuerySet":
        """What can be opened."""
        return self.live().exclude(device="")

    def off_normal(self) -> "BranchQuerySet":
        """Written as the partial index ``branch_off_normal`` is, so that PostgreSQL uses it."""
        return self.exclude(is_open=F("normally_open"))

    def locked(self) -> "BranchQuerySet":
        """Row locks that do not block foreign keys pointing here; always in the same order against deadlocks."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")
