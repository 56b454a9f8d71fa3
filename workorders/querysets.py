"""Named predicates of orders and clocks: the board, the timer and the report mean the same thing by them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from workorders.kinds.fault import states

if TYPE_CHECKING:
    from workorders.models import Clock, WorkOrder  # noqa: F401


class WorkOrderQuerySet(models.QuerySet["WorkOrder"]):
    def open(self) -> "WorkOrderQuerySet":
        return self.filter(status__in=[s.value for s in states.OPEN])

    def before_repair(self) -> "WorkOrderQuerySet":
        return self.filter(status__in=[s.value for s in states.REPAIR_AHEAD])

    def waiting_for_crew(self) -> "WorkOrderQuerySet":
        return self.filter(status=states.Status.PENDING_DISPATCH.value, latitude__isnull=False)

    def overdue(self, at: datetime) -> "WorkOrderQuerySet":
        return self.open().filter(next_due_at__lt=at)

    def asked_for(self, *codes: str) -> "WorkOrderQuerySet":
        """A person should look, for one of these reasons among others."""
        return self.filter(Q(attention__in=codes) | Q(attention_also__overlap=list(codes)))

    def not_asked_for(self, *codes: str) -> "WorkOrderQuerySet":
        return self.exclude(Q(attention__in=codes) | Q(attention_also__overlap=list(codes)))

    def locked(self) -> "WorkOrderQuerySet":
        """Row locks that do not block foreign keys pointing here; always in the same order against deadlocks."""
        return self.select_for_update(no_key=True, of=("self",)).order_by("pk")


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> "ClockQuerySet":
        return self.filter(stopped_at=None)

    def warning_due(self, at: datetime) -> "ClockQuerySet":
        return self.filter(stopped_at=None, paused_at=None, next_warning_at__lte=at)
