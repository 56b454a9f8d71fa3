"""Named predicates of frequent outages."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from outages.reliability.models.frequency import FrequentOutage  # noqa: F401


class FrequentOutageQuerySet(models.QuerySet["FrequentOutage"]):
    def standing(self) -> "FrequentOutageQuerySet":
        """The rule is met still."""
        return self.filter(cleared_at=None)
