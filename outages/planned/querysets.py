"""Named predicates of planned outages."""

from datetime import datetime
from typing import TYPE_CHECKING

from outages.planned import states as planned_states
from workorders.engine.subject import SubjectQuerySet

if TYPE_CHECKING:
    from outages.planned.models.plan import PlannedOutage  # noqa: F401


class PlannedOutageQuerySet(SubjectQuerySet["PlannedOutage"]):
    def live(self) -> "PlannedOutageQuerySet":
        return self.filter(status__in=sorted(s.value for s in planned_states.PLAN_LIVE))

    def public(self) -> "PlannedOutageQuerySet":
        """What the customers know of and is not over."""
        return self.filter(status__in=sorted(s.value for s in planned_states.PLAN_PUBLIC))

    def held(self) -> "PlannedOutageQuerySet":
        """Those that somebody answers for."""
        return self.exclude(status__in=sorted(s.value for s in planned_states.PLAN_OVER))

    def overlapping(self, start: datetime, end: datetime) -> "PlannedOutageQuerySet":
        """Windows that share a moment with ``[start, end)``."""
        return self.filter(planned_start_at__lt=end, planned_end_at__gt=start)
