"""Planned work that is under way when the province is loaded, or was this morning: begun as the desk would have begun it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from command_center.ground.network.models import OperationSource
from command_center.ground.network.services.switching import Operation, operate_many
from demo.plans import HOUR, InventedPlan
from outages.life.scope import scope_of
from outages.models import EndedBy, PlannedOutage
from outages.planned.services import execution
from outages.planned.services.following import plan_follows
from outages.planned.states import PlanStatus
from outages.verbs.services import restoring

AT_WORK = (PlanStatus.IN_PROGRESS, PlanStatus.RESTORED)
KNOWN_AFTER = timedelta(minutes=2)


def begin(made: Sequence[InventedPlan], plans: Sequence[PlannedOutage], *, actor: Any, at: datetime) -> None:
    """The plans stand as announced. All switches are written down at once, and whom each darkens is known without a trace."""
    at_work = [(plan, row) for plan, row in zip(made, plans, strict=True) if plan.slot.status in AT_WORK]
    operate_many([operation for plan, row in at_work for operation in _operations(plan, row, actor)])
    for plan, row in at_work:
        _begin(plan, row, actor)
        if plan.slot.extended:
            said = {"until": plan.end, "reason": plan.slot.why, "at": at - HOUR / 4, "actor": actor}
            execution.extend_plan(plan_id=row.pk, **said)
        if plan.slot.status == PlanStatus.RESTORED:
            _restore(plan, row, actor)


def _began_at(plan: InventedPlan, row: PlannedOutage) -> datetime:
    return plan.start + timedelta(minutes=row.pk % 7)


def _ended_at(plan: InventedPlan, row: PlannedOutage) -> datetime:
    return plan.end - timedelta(minutes=row.pk % 25)


def _operations(plan: InventedPlan, row: PlannedOutage, actor: Any) -> list[Operation]:
    said = {
        "branch_id": plan.device_id,
        "source": OperationSource.DESK,
        "actor": actor,
        "detail": execution.BY_PLAN,
    }
    opened = Operation(opened=True, at=_began_at(plan, row), **said)
    closed = Operation(opened=False, at=_ended_at(plan, row), **said)
    return [opened, closed] if plan.slot.status == PlanStatus.RESTORED else [opened]


def _begin(plan: InventedPlan, row: PlannedOutage, actor: Any) -> None:
    began = _began_at(plan, row)
    scope = scope_of(nodes=[low.node_id for low in plan.low])
    execution.begin(PlannedOutage.objects.lock(row.pk), plan.device_id, scope, began, began + KNOWN_AFTER, actor)


def _restore(plan: InventedPlan, row: PlannedOutage, actor: Any) -> None:
    back, outage_id = _ended_at(plan, row), PlannedOutage.objects.lock(row.pk).outage_id or 0
    restoring.restore(outage_id=outage_id, at=back, how=restoring.How(ended_by=EndedBy.PLAN), actor=actor)
    plan_follows(plan_id=row.pk, at=back + KNOWN_AFTER, actor=actor)
