"""Named predicates of planned outages."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from outages.planned import states as planned_states

if TYPE_CHECKING:
    from outages.planned.models.plan import PlannedOutage  # noqa: F401


class PlannedOutageQuerySet(models.QuerySet["PlannedOutage"]):
    def live(self) -> "PlannedOutageQuerySet":
        return self.filter(status__in=sorted(s.value for s in planned_states.PLAN_LIVE))

    def public(self) -> "PlannedOutageQuerySet":
        """What the customers know of and is not over."""
        return self.filter(status__in=sorted(s.value for s in planned_states.PLAN_PUBLIC))

    def asked_for(self, code: str) -> "PlannedOutageQuerySet":
        """A person should look, for this reason among others."""
        return self.filter(Q(attention=code) | Q(attention_also__contains=[code]))

    def not_asked_for(self, code: str) -> "PlannedOutageQuerySet":
        return self.exclude(Q(attention=code) | Q(attention_also__contains=[code]))

    def overlapping(self, start: datetime, end: datetime) -> "PlannedOutageQuerySet":
        """Windows that share a moment with ``[start, end)``."""
        return self.filter(planned_start_at__lt=end, planned_end_at__gt=start)

    def locked(self) -> "PlannedOutageQuerySet":
        """Row locks that do not block foreign keys pointing here; always in the same order against deadlocks."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")
