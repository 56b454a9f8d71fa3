"""Named predicates of orders and clocks: the board, the timer and the report mean the same thing by them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from command_center.ground.organisation.hearing import closed_gates
from workorders.engine.subject import SubjectQuerySet
from workorders.kinds import ENDS, MERGED, REPAIR_KINDS
from workorders.kinds.fault import states

if TYPE_CHECKING:
    from workorders.models import Clock, WorkOrder  # noqa: F401


class WorkOrderQuerySet(SubjectQuerySet["WorkOrder"]):
    def readable_by(self, user: object) -> "WorkOrderQuerySet":
        """Without those behind a gate that is shut for this person; jurisdiction is asked beside it."""
        return self.exclude(gate__in=closed) if (closed := closed_gates(user)) else self.all()

    def appealable_by(self, user: object) -> "WorkOrderQuerySet":
        """Complaints about the person's own unit whose liability is decided: it may dispute that, wherever they are handled."""
        home = getattr(user, "home", None)
        if home is None:
            return self.none()
        return (
            self.filter(concerns__path__startswith=home.path).exclude(complaint__liability="").exclude(complaint=None)
        )

    def repairs(self) -> "WorkOrderQuerySet":
        """Faults and proactive repairs: judged for darkness, taken by crews, counted in arrival and repair times."""
        return self.filter(kind__in=REPAIR_KINDS)

    def held(self) -> "WorkOrderQuerySet":
        """Those that somebody answers for, merged ones included: their customers are still to be called back."""
        return self.exclude(status__in=sorted(ENDS))

    def open(self) -> "WorkOrderQuerySet":
        """Neither ended nor behind another one, of every kind."""
        return self.exclude(status__in=[*ENDS, MERGED])

    def before_repair(self) -> "WorkOrderQuerySet":
        return self.filter(status__in=[s.value for s in states.REPAIR_AHEAD])

    def waiting_for_crew(self) -> "WorkOrderQuerySet":
        return self.filter(status=states.Status.PENDING_DISPATCH.value, latitude__isnull=False)

    def overdue(self, at: datetime) -> "WorkOrderQuerySet":
        return self.open().filter(next_due_at__lt=at)


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> "ClockQuerySet":
        return self.filter(stopped_at=None)

    def warning_due(self, at: datetime) -> "ClockQuerySet":
        return self.filter(stopped_at=None, paused_at=None, next_warning_at__lte=at)
