"""Named predicates of planned outages."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from outages.planned import states as planned_states
from workorders.engine.subject import SubjectQuerySet

P = planned_states.PlanStatus
BEFORE_WORK = [status.value for status in (P.DRAFT, P.CHECKED, P.APPROVED, P.NOTIFYING, P.ANNOUNCED)]
LAST_DAY = timedelta(days=1)

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

    def behind_time(self, at: datetime) -> "PlannedOutageQuerySet":
        """The work should have begun, or been over."""
        late = Q(status__in=BEFORE_WORK, planned_start_at__lt=at)
        return self.filter(late | Q(status=planned_states.PlanStatus.IN_PROGRESS.value, planned_end_at__lt=at))

    def needing_a_person(self, at: datetime) -> "PlannedOutageQuerySet":
        """A plan has days of paper before it: somebody must be there from its last one on."""
        near = Q(planned_start_at__lt=at + LAST_DAY) | ~Q(status__in=BEFORE_WORK)
        return self.held().filter(near)

    def overlapping(self, start: datetime, end: datetime) -> "PlannedOutageQuerySet":
        """Windows that share a moment with ``[start, end)``."""
        return self.filter(planned_start_at__lt=end, planned_end_at__gt=start)
