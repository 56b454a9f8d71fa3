"""Changing a planned outage: the one place where its status changes, its row is written and its history grows."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Now
from django.utils.timezone import now
from django.utils.translation import gettext as _

from command_center.ground.alarms.models import SubjectKind
from command_center.ground.alarms.reasons import columns, with_reason
from command_center.ground.core.errors import IllegalTransition, NotFound
from command_center.ground.core.events import emit
from outages.life.services import alarms
from outages.planned import custody
from outages.planned import labels as labels
from outages.planned.events import PlanAttentionRaised, PlanEvent
from outages.planned.models.plan import PlanChange, PlanChangeKind, PlannedMove, PlannedOutage
from outages.planned.states import PlanStatus, plan_may_move


def lock_plan(plan_id: int) -> PlannedOutage:
    """The plan, with its row locked until the end of the transaction. Raises ``NotFound``."""
    plan = PlannedOutage.objects.locked().filter(pk=plan_id).first()
    if plan is None:
        raise NotFound()
    return plan


def move_plan(
    plan: PlannedOutage, to: PlanStatus, *, at: datetime, actor: Any = None, reason: str = "", **fields: Any
) -> None:
    """Move a locked plan to a status, leave its change with the window as it was, and write ``fields``.

    Raises ``IllegalTransition``.
    """
    if not plan_may_move(plan.status, to):
        raise plan_not_possible(plan, to)
    note_plan(plan, PlanChangeKind.STATUS, to, at=at, actor=actor, reason=reason)
    write_plan(plan, status=to.value, **fields)
    custody.follow_status(plan, at=at)


def note_plan(
    plan: PlannedOutage, kind: PlanChangeKind, new: str, *, at: datetime, actor: Any = None, reason: str = ""
) -> None:
    """Leave a line in the history of a locked plan, before what it tells of is written."""
    PlanChange.objects.create(
        plan=plan,
        kind=kind,
        old=plan.status,
        new=str(new),
        start_before_at=plan.planned_start_at,
        end_before_at=plan.planned_end_at,
        at=at,
        actor=actor,
        reason=reason,
    )


def write_plan(plan: PlannedOutage, **fields: Any) -> None:
    """Write fields of a locked plan and raise ``rev``. A reason that is written alone is the only one left."""
    if "attention" in fields:
        fields.setdefault("attention_also", [])
    before = plan.reasons, plan.org_path
    PlannedOutage.objects.filter(pk=plan.pk).update(rev=F("rev") + 1, updated_at=Now(), **fields)
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.rev += 1
    if plan.org_path != before[1]:
        custody.follow_place(plan, at=now())
    if (plan.reasons, plan.org_path) != before:
        alarms.follow(SubjectKind.PLAN, plan, at=now())


def tell(event: type[PlanEvent], plan: PlannedOutage) -> None:
    emit(event(plan_id=plan.pk, org_path=plan.org_path))


def ask_for_a_person(plan: PlannedOutage, code: str) -> bool:
    """With the reason as a code beside those that stand; repeating it says nothing new."""
    reasons = with_reason(plan.reasons, code)
    if reasons == plan.reasons:
        return False
    write_plan(plan, **columns(reasons))
    tell(PlanAttentionRaised, plan)
    return True


def plan_not_possible(plan: PlannedOutage, to: PlanStatus) -> IllegalTransition:
    words = {
        "number": plan.number,
        "old": labels.PLAN_STATUS[PlanStatus(plan.status)],
        "new": labels.PLAN_STATUS[to],
    }
    return IllegalTransition(
        _("%(number)s is “%(old)s”; it cannot become “%(new)s” now.") % words, status_now=plan.status
    )


def branches_of(plan: PlannedOutage) -> tuple[list[int], list[int]]:
    """Ids of the devices to be opened, and of those to be closed."""
    rows = list(plan.devices.values_list("branch_id", "move"))
    return (
        [branch_id for branch_id, move in rows if move == PlannedMove.OPEN],
        [branch_id for branch_id, move in rows if move == PlannedMove.CLOSE],
    )
