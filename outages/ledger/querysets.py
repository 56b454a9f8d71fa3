"""Named predicates of the ledger of interruptions."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, F, Q, When

if TYPE_CHECKING:
    from outages.ledger.models import Interruption  # noqa: F401


class InterruptionQuerySet(models.QuerySet["Interruption"]):
    """Today's knowledge is ``standing()``; what was known at an earlier moment is ``as_of(moment)``."""

    def standing(self) -> "InterruptionQuerySet":
        return self.filter(retracted_at=None)

    def open(self) -> "InterruptionQuerySet":
        """Customers without power now."""
        return self.filter(retracted_at=None, on_at=None)

    def during(self, start: datetime, end: datetime) -> "InterruptionQuerySet":
        """Standing rows that overlap ``[start, end)``."""
        return self.standing().filter(off_at__lt=end).filter(Q(on_at=None) | Q(on_at__gt=start))

    def as_of(self, moment: datetime) -> "InterruptionQuerySet":
        """The ledger as it stood at ``moment`` (system time): figures published then can be computed again.

        A return of power recorded later was not known yet, so read ``known_on_at`` and not ``on_at``.
        """
        known = self.filter(recorded_at__lte=moment).filter(Q(retracted_at=None) | Q(retracted_at__gt=moment))
        return known.annotate(known_on_at=Case(When(ended_recorded_at__lte=moment, then=F("on_at"))))
