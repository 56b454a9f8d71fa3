"""Named predicates of outages: the board, the judge and the report mean the same thing by them."""

from typing import TYPE_CHECKING

from django.db import models

from outages.life import states

if TYPE_CHECKING:
    from outages.life.models import Outage  # noqa: F401


class OutageQuerySet(models.QuerySet["Outage"]):
    def live(self) -> "OutageQuerySet":
        return self.filter(status__in=[s.value for s in states.LIVE])

    def on_board(self) -> "OutageQuerySet":
        return self.filter(status__in=[s.value for s in states.ON_BOARD])

    def locked(self) -> "OutageQuerySet":
        """Row locks that do not block foreign keys pointing here; always in the same order against deadlocks."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")
