"""A planned outage in the dark: it starts, takes longer, ends step by step, and is closed.

It is an outage like any other from then on: in the ledger from its actual start, with the end of the plan as its estimate.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.alarms.reasons import columns, with_reason, without
from command_center.ground.core.errors import Conflict, Invalid
from command_center.ground.core.events import emit
from command_center.ground.core.moments import check_estimate
from command_center.ground.network.models import Branch, OperationSource
from command_center.ground.network.services.switching import Operation, operate_many
from outages.estimates.services import estimating
from outages.ledger.services import statements
from outages.life.choices import Answer, EndedBy, EstimateSource
from outages.life.models import Outage
from outages.life.scope import Scope
from outages.life.selectors.affected import scope_of_plan
from outages.life.states import DARK, SET_ASIDE, Status
from outages.planned.choices import PlanChangeKind
from outages.planned.events import PlanExtended
from outages.planned.models.plan import PlannedOutage
from outages.planned.selectors.plans import branches_of, plan_at_work, plan_to_start, standing_outage
from outages.planned.services import absorbing
from outages.planned.services.drafting import LONGEST_PLAN
from outages.planned.services.following import plan_follows
from outages.planned.states import EARLY_AT_MOST, PLAN_PUBLIC, PlanStatus
from outages.verbs.models import CheckAnswer
from outages.verbs.services import closing, opening, restoring
from outages.verbs.services.opening import scope_claimed
from workorders.engine.advance import advance, allow, note
from workorders.engine.writing import write

BY_PLAN = "planned"
STARTED_EARLY = "started_early"
LATE_RESTORE = "late_restore"
END_IS_NEAR = "end_is_near"
NOT_STARTED = "not_started"


@transaction.atomic
def start_plan(*, plan_id: int, started_at: datetime, at: datetime, actor: Any = None) -> PlannedOutage:
    """The work begins: what the plan opens and closes is recorded as switched, its customers are dark from ``started_at``.

    Raises ``IllegalTransition`` unless it is announced, ``Invalid`` when nobody goes dark or the moment is to come.
    """
    plan = PlannedOutage.objects.lock(plan_id)
    _refuse_start(plan, started_at, at)
    opened, closed = branches_of(plan)
    _operate(opened, True, started_at, actor)
    _operate(closed, False, started_at, actor)
    scope = scope_of_plan(opened=opened, closed=closed, at=started_at)
    if not statements.points_of(scope):
        raise Invalid(_("Nobody is without power by this plan."), pointer="/devices")
    begin(plan, opened[0], scope, started_at, at, actor)
    return plan


@transaction.atomic
def opened_by_plan(branch: Branch, scope: Scope, *, since: datetime, at: datetime) -> Outage | None:
    """A device opened, and those in ``scope`` lost supply: the outage of the plan that wanted it so, begun with it or longer ago.

    The next device brings its own customers. None when no plan wanted it so.
    """
    plan = plan_at_work(branch.pk) or plan_to_start(branch.pk, at=since)
    if plan is None:
        return None
    plan = PlannedOutage.objects.lock(plan.pk)
    if PlanStatus(plan.status) not in PLAN_PUBLIC:
        return None  # somebody was quicker: postponed, or over
    if plan.status == PlanStatus.ANNOUNCED:
        return begin(plan, branch.pk, scope, since, at, None)
    standing = standing_outage(plan)
    if standing is None or Status(standing.status) not in DARK:
        return None
    return absorbing.absorb_customers(Outage.objects.lock(standing.pk), scope, since=since, at=at)


@transaction.atomic
def extend_plan(*, plan_id: int, until: datetime, reason: str, at: datetime, actor: Any) -> PlannedOutage:
    """The work takes longer; the history keeps the end before. Raises ``Invalid`` for an end that is no later one, or too late."""
    plan = PlannedOutage.objects.lock(plan_id)
    allow([plan], "extend")
    if until <= max(plan.planned_end_at, at):
        raise Invalid(_("An extension ends later than the plan, and not in the past."), pointer="/until")
    if until - plan.planned_start_at > LONGEST_PLAN:
        raise Invalid(_("One plan lasts 31 days at most."), pointer="/until")
    check_estimate(until, at=at, pointer="/until")
    note(plan, PlanChangeKind.EXTENDED, at=at, actor=actor, reason=reason)
    write([plan], planned_end_at=until, **_answered(plan.reasons))
    outage = Outage.objects.lock(plan.outage_id or 0)
    write([outage], planned_end_at=until, **_answered(outage.reasons))
    if Status(outage.status) in DARK:  # merged into a fault, its customers are told that one's end
        _estimate(outage, until, at, actor, "extended")
    emit(PlanExtended.of(plan))
    return plan


@transaction.atomic
def restore_plan(
    *, plan_id: int, restored_at: datetime, at: datetime, scope: Scope | None = None, actor: Any = None
) -> PlannedOutage:
    """Power is back to all, or to those in ``scope``; with the last of them the plan is restored.

    For all of them what the plan moved is recorded as switched back. Raises as ``restoring.restore``.
    """
    plan = PlannedOutage.objects.lock(plan_id)
    allow([plan], "restore")
    if scope is None:
        opened, closed = branches_of(plan)
        _operate(opened, False, restored_at, actor)
        _operate(closed, True, restored_at, actor)
    standing = standing_outage(plan)
    if standing is not None and standing.pk != plan.outage_id and scope is None:
        scope = scope_claimed(Outage.objects.get(pk=plan.outage_id or 0))  # the others wait for their own repair
    how = restoring.How(ended_by=EndedBy.PLAN)
    outage_id = standing.pk if standing else 0
    restoring.restore(outage_id=outage_id, at=restored_at, how=how, scope=scope, actor=actor)
    return plan_follows(plan_id=plan.pk, at=at, actor=actor)


@transaction.atomic
def close_plan(*, plan_id: int, at: datetime, actor: Any = None) -> PlannedOutage:
    """The file is closed, and with it its outage. Raises ``Conflict`` when a customer said that he is dark still."""
    plan = PlannedOutage.objects.lock(plan_id)
    if CheckAnswer.objects.filter(
        check_round__outage_id=plan.outage_id or 0, check_round__finished_at=None, answer=Answer.OFF
    ).exists():
        raise Conflict(_("A customer says that he is dark still: finish the round of questions first."))
    advance([plan], "close", at=at, actor=actor)
    if not Outage.objects.filter(pk=plan.outage_id or 0, status__in=[status.value for status in SET_ASIDE]).exists():
        closing.close_with_file(outage_id=plan.outage_id or 0, reason=BY_PLAN, at=at, actor=actor)
    return plan


def _refuse_start(plan: PlannedOutage, started_at: datetime, at: datetime) -> None:
    allow([plan], "start")
    if started_at > at:
        raise Invalid(_("An outage cannot start in the future."), pointer="/started_at")
    if not plan.planned_start_at - EARLY_AT_MOST <= started_at < plan.planned_end_at:
        raise Invalid(_("Customers were told another time: draft the plan anew."), pointer="/started_at")


def begin(plan: PlannedOutage, device_id: int, scope: Scope, started_at: datetime, at: datetime, actor: Any) -> Outage:
    """Whom it darkens is known: the outage of a locked plan at its device; a suspicion that stands there already becomes it."""
    finding = opening.Finding(
        reason_code=BY_PLAN, params={"plan": plan.number}, confidence=1.0, cause=plan.reason[:120]
    )
    facts = {"kind": plan.kind, "finding": finding, "planned_end_at": plan.planned_end_at, "actor": actor}
    outage = absorbing.absorb(device_id, scope=scope, at=at, **facts) or opening.open_outage(
        scope=scope, started_at=started_at, at=at, status=Status.CONFIRMED, device_id=device_id, **facts
    )
    facts = {"actual_start_at": started_at, "outage": outage, **columns(_begun_with(plan, started_at))}
    advance([plan], "start", at=at, actor=actor, **facts)
    _estimate(outage, plan.planned_end_at, at, actor, "plan")
    return outage


def _estimate(outage: Outage, until: datetime, at: datetime, actor: Any, reason: str) -> None:
    """The plan's end is what customers are told; a start filed after the end leaves it to the computed one."""
    if until > at:
        estimating.estimate_by_hand(
            outage_id=outage.pk, etr_at=until, source=EstimateSource.PLAN, at=at, reason=reason, actor=actor
        )
        outage.refresh_from_db()


def _begun_with(plan: PlannedOutage, started_at: datetime) -> list[str]:
    """Work that begins answers the clock; who refused the notice, or that it is too early, stays."""
    reasons = without(plan.reasons, NOT_STARTED)
    return with_reason(reasons, STARTED_EARLY) if started_at < plan.planned_start_at else reasons


def _answered(reasons: Sequence[str]) -> dict[str, Any]:
    """A new end answers what the clock asked; whatever else a person should look at stays."""
    return columns(without(reasons, LATE_RESTORE, END_IS_NEAR))


def _operate(branch_ids: Collection[int], opened: bool, moved_at: datetime, actor: Any) -> None:
    """Nothing reaches a device: it is written down where the plan says it stands, unless it stood so already."""
    moved = Branch.objects.filter(pk__in=branch_ids).exclude(is_open=opened).values_list("pk", flat=True)
    operate_many(
        [
            Operation(
                branch_id=pk, opened=opened, at=moved_at, source=OperationSource.DESK, actor=actor, detail=BY_PLAN
            )
            for pk in moved
        ]
    )
