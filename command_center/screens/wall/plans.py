"""Planned work of today: what customers were told of, what is under way, and what is behind its time."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, Sum
from django.utils.timezone import localtime

from command_center.ground.core.values import iso
from command_center.ground.organisation.scope import scoped
from outages.models import PlannedOutage
from outages.planned.states import PlanStatus

SHOWN = 24
BEFORE = (PlanStatus.NOTIFYING.value, PlanStatus.ANNOUNCED.value)
AT_WORK = PlanStatus.IN_PROGRESS.value


def plans_today(who: Any, *, at: datetime) -> dict[str, Any]:
    """What is still to come or under way today; work that should be over, or begun, stands first. Two queries."""
    today = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    told = PlannedOutage.objects.filter(status__in=(*BEFORE, AT_WORK)).overlapping(today, today + timedelta(days=1))
    # What should have ended yesterday and has not is still without power today.
    dragging = PlannedOutage.objects.filter(status=AT_WORK, planned_end_at__lte=today)
    plans = scoped(told | dragging, who)
    counts = plans.aggregate(
        total=Count("pk"), customers=Sum("customers", default=0), under_way=Count("pk", filter=Q(status=AT_WORK))
    )
    behind = Q(pk__in=PlannedOutage.objects.behind_time(at).values("pk"))
    rows = plans.select_related("centre").defer("centre__area")
    rows = rows.alias(late=ExpressionWrapper(behind, output_field=BooleanField()))
    shown = rows.order_by("-late", "planned_start_at", "pk")[:SHOWN]
    return {**counts, "lines": [_line(plan, at) for plan in shown]}


def _line(plan: PlannedOutage, at: datetime) -> dict[str, Any]:
    under_way = plan.status == AT_WORK
    return {
        "number": plan.number,
        "title": plan.title,
        "centre": plan.centre.name,
        "centre_en": plan.centre.name_en,
        "from": iso(plan.planned_start_at),
        "to": iso(plan.planned_end_at),
        "customers": plan.customers,
        "under_way": under_way,
        "late": (plan.planned_end_at if under_way else plan.planned_start_at) < at,
    }
