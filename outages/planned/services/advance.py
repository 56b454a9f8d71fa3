"""Making a step: the one place where the state of a planned outage changes, its row is written and its history grows."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Now
from django.utils.timezone import now

from command_center.ground.alarms.models import SubjectKind
from command_center.ground.alarms.reasons import columns, with_reason
from command_center.ground.core.errors import NotFound
from command_center.ground.core.events import emit, emit_all
from outages.life.services import alarms
from outages.planned import custody
from outages.planned.choices import PlanChangeKind
from outages.planned.events import PlanAttentionRaised, PlanEvent
from outages.planned.models.plan import PlanChange, PlannedMove, PlannedOutage
from outages.planned.process import PLAN
from workorders.engine.process import EVERY
from workorders.engine.steps import legal, trail


def lock_plan(plan_id: int) -> PlannedOutage:
    """The plan, with its row locked until the end of the transaction. Raises ``NotFound``."""
    plan = PlannedOutage.objects.locked().filter(pk=plan_id).first()
    if plan is None:
        raise NotFound()
    return plan


def advance_plan(
    plan: PlannedOutage, verb: str, *, at: datetime, actor: Any = None, reason: str = "", **fields: Any
) -> None:
    """Let a locked plan take a step: history with the window as it was, state, moments and events as its process declares.

    ``reason`` is a person's words or a code, in place of the verb's own; ``fields`` are written with the state.
    Raises ``IllegalTransition``.
    """
    rule = legal(PLAN, verb, [plan])
    for old, new in trail(rule, plan):
        if old != new or rule.records:
            kind = rule.records or PlanChangeKind.STATUS
            note_plan(plan, kind, new, at=at, actor=actor, reason=reason or rule.reason)
    answered = {"attention": ""} if rule.clears == EVERY else {}
    write_plan(plan, status=rule.target(plan), **answered, **dict.fromkeys(rule.marks, at), **fields)
    custody.follow_status(plan, at=at)
    emit_all(event(plan_id=plan.pk, org_path=plan.org_path) for event in rule.tells)


def allow_plan(plan: PlannedOutage, verb: str) -> None:
    """For a verb that leaves the state as it is: raises ``IllegalTransition`` where its process does not have it now."""
    legal(PLAN, verb, [plan])


def note_plan(
    plan: PlannedOutage, kind: PlanChangeKind | str, new: str, *, at: datetime, actor: Any = None, reason: str = ""
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


def branches_of(plan: PlannedOutage) -> tuple[list[int], list[int]]:
    """Ids of the devices to be opened, and of those to be closed."""
    rows = list(plan.devices.values_list("branch_id", "move"))
    return (
        [branch_id for branch_id, move in rows if move == PlannedMove.OPEN],
        [branch_id for branch_id, move in rows if move == PlannedMove.CLOSE],
    )
