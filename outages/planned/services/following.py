"""A plan stands where its customers stand, whatever the desk does with its outage.

Merged into another outage, they are dark by that one: the plan is over with the last of its own customers there. Dismissed
— nobody was dark — it was not carried out: it is announced as before, and the clock asks who puts it off or starts it.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from outages.ledger.models import Interruption
from outages.ledger.services import statements
from outages.life.models import Outage
from outages.life.states import DARK, Status
from outages.planned.models.plan import PlannedOutage
from outages.planned.selectors.plans import standing_outage
from outages.planned.states import PlanStatus
from outages.verbs.services.opening import scope_claimed
from workorders.engine.advance import advance


@transaction.atomic
def plan_follows(*, plan_id: int, at: datetime, actor: Any = None) -> PlannedOutage:
    """Over with its last customer, taken up again when one is dark still, not begun when nobody ever was."""
    plan = PlannedOutage.objects.lock(plan_id)
    outage = standing_outage(plan)
    if outage is None:
        return plan
    dark = _dark(plan, outage)
    if plan.status == PlanStatus.IN_PROGRESS and outage.status == Status.DISMISSED:
        _not_begun(plan, at, actor)
    elif plan.status == PlanStatus.IN_PROGRESS and not dark:
        end = _last_return(plan, outage, at)
        advance([plan], "all-restored", at=at, actor=actor, actual_end_at=end)
    elif plan.status in (PlanStatus.RESTORED, PlanStatus.ANNOUNCED) and dark:
        _again(plan, at, actor)
    return plan


def _not_begun(plan: PlannedOutage, at: datetime, actor: Any) -> None:
    """The outage stays beside it: reinstating that takes the work up again."""
    advance([plan], "not-begun", at=at, actor=actor, actual_start_at=None)


def _again(plan: PlannedOutage, at: datetime, actor: Any) -> None:
    begun = plan.actual_start_at or Outage.objects.values_list("started_at", flat=True).get(pk=plan.outage_id or 0)
    advance([plan], "reopen", at=at, actor=actor, actual_start_at=begun, actual_end_at=None)


def _dark(plan: PlannedOutage, outage: Outage) -> bool:
    if outage.pk == plan.outage_id:
        return Status(outage.status) in DARK
    return Interruption.objects.open().filter(outage=outage, service_point_id__in=_own(plan)).exists()


def _last_return(plan: PlannedOutage, outage: Outage, at: datetime) -> datetime:
    if outage.pk == plan.outage_id:
        return outage.restored_at or at
    ended = Interruption.objects.standing().filter(outage=outage, service_point_id__in=_own(plan), on_at__isnull=False)
    last: datetime | None = ended.order_by("-on_at").values_list("on_at", flat=True).first()
    return last if last is not None and plan.actual_start_at is not None and last > plan.actual_start_at else at


def _own(plan: PlannedOutage) -> list[int]:
    """Service points that the plan's own outage claimed, wherever their interruptions stand now."""
    return statements.points_of(scope_claimed(Outage.objects.get(pk=plan.outage_id or 0)))
