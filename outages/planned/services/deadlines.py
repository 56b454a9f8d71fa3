"""The clock of planned outages: work that did not begin, work that runs late, an end that comes near."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from outages.life.models import Outage
from outages.planned.models.plan import PlannedOutage
from outages.planned.services.execution import END_IS_NEAR, LATE_RESTORE, NOT_STARTED
from outages.planned.states import PlanStatus
from workorders.engine.writing import raise_attention

# A switch is told of within minutes; a plan that nobody began by then was forgotten or called off.
START_WITHIN = timedelta(minutes=15)
# A late return is announced half an hour before the time published (domain reference §4.2).
TOLD_BEFORE_END = timedelta(minutes=30)
# Customers had a day to say that they are dark still.
CLOSED_WITHIN = timedelta(days=1)
NOT_CLOSED = "not_closed"
# A plan that its start has overtaken, whatever it waited for, is begun, postponed or called off by a person.
NOT_BEGUN = [
    PlanStatus.DRAFT, PlanStatus.CHECKED, PlanStatus.APPROVED, PlanStatus.NOTIFYING, PlanStatus.ANNOUNCED,
]  # fmt: skip
AT_ONCE = 100


@transaction.atomic
def watch_plans(*, at: datetime) -> int:
    """Ask for a person where a plan and its clock disagree; how many are newly asked for."""
    not_begun = PlannedOutage.objects.filter(status__in=NOT_BEGUN, planned_start_at__lt=at - START_WITHIN)
    done = PlannedOutage.objects.filter(status=PlanStatus.RESTORED, actual_end_at__lt=at - CLOSED_WITHIN)
    at_work = PlannedOutage.objects.filter(status=PlanStatus.IN_PROGRESS)
    late = at_work.filter(planned_end_at__lte=at)
    near = at_work.filter(planned_end_at__gt=at, planned_end_at__lte=at + TOLD_BEFORE_END)
    return (
        _ask(not_begun.not_asked_for(NOT_STARTED), NOT_STARTED)
        + _ask(late.not_asked_for(LATE_RESTORE), LATE_RESTORE, on_outage=True)
        + _ask(near.not_asked_for(END_IS_NEAR), END_IS_NEAR)
        + _ask(done.not_asked_for(NOT_CLOSED), NOT_CLOSED)
    )


def _ask(plans: "QuerySet[PlannedOutage]", code: str, *, on_outage: bool = False) -> int:
    asked = 0
    for plan_id in list(plans.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        plan = PlannedOutage.objects.lock(plan_id)
        asked += len(raise_attention([plan], code))
        if on_outage and plan.outage_id is not None and (outage := Outage.objects.lock(plan.outage_id)).live:
            raise_attention([outage], code)
    return asked
