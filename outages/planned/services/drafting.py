"""A planned outage on paper: drafted, drafted anew, approved, postponed, called off (domain reference §4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict, Invalid, NotAllowed
from command_center.ground.core.events import emit
from command_center.ground.network.models import Branch
from command_center.ground.organisation.models import OrgUnit
from outages.ledger.services import statements
from outages.life.choices import OutageKind
from outages.life.scope import Scope
from outages.life.services.whereabouts import whereabouts
from outages.planned.choices import NotDone, PlanChangeKind
from outages.planned.events import PlanDrafted
from outages.planned.models.plan import PlannedDevice, PlannedMove, PlannedOutage
from outages.planned.selectors.plans import open_blocks
from workorders.engine.advance import advance, begin

# Longer or farther away is a slip of the finger, and the board shows it to everybody.
LONGEST_PLAN = timedelta(days=31)
FARTHEST_PLAN = timedelta(days=2 * 366)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is planned. ``opened`` and ``closed`` are ids of devices; at least one is opened. Aware moments."""

    title: str
    reason: str
    planned_start_at: datetime
    planned_end_at: datetime
    opened: Sequence[int]
    closed: Sequence[int] = ()
    kind: OutageKind | str = OutageKind.PLANNED
    work: str = ""

    def fields(self) -> dict[str, Any]:
        said = {"title", "reason", "planned_start_at", "planned_end_at", "kind", "work"}
        return {name: value for name, value in self.__dict__.items() if name in said}


@transaction.atomic
def draft_plan(*, draft: Draft, at: datetime, actor: Any) -> PlannedOutage:
    """Somebody applies. Raises ``Invalid`` for a window that is none or has begun, or without a device to open."""
    _refuse_nonsense(draft, at)
    place = _place(draft)
    plan = PlannedOutage.objects.create(
        number=_new_number(place["centre_id"], at), applicant=actor, **place, **draft.fields()
    )
    _write_devices(plan, draft)
    begin([plan], at=at, actor=actor, kind=PlanChangeKind.DRAFTED)
    emit(PlanDrafted.of(plan))
    return plan


@transaction.atomic
def redraft_plan(*, plan_id: int, draft: Draft, at: datetime, actor: Any) -> PlannedOutage:
    """Another window, other devices: what was checked, waived and told belongs to the round before.

    Raises as ``draft_plan``, and ``IllegalTransition`` once it is approved and not postponed.
    """
    plan = PlannedOutage.objects.lock(plan_id)
    _refuse_nonsense(draft, at)
    advance(
        [plan],
        "redraft",
        at=at,
        actor=actor,
        round=plan.round + 1,
        checked_at=None,
        approver=None,
        approved_at=None,
        not_done="",
        applicant=actor,
        **_place(draft),
        **draft.fields(),
    )
    plan.devices.all().delete()
    plan.alternatives.all().delete()
    _write_devices(plan, draft)
    return plan


@transaction.atomic
def approve_plan(*, plan_id: int, at: datetime, actor: Any) -> PlannedOutage:
    """A second person says yes. Raises ``NotAllowed`` for the applicant, ``Conflict`` while a block is not waived."""
    plan = PlannedOutage.objects.lock(plan_id)
    if actor is not None and plan.applicant_id == actor.pk:
        raise NotAllowed(_("Who applied for the outage does not approve it."))
    if blocks := open_blocks(plan):
        raise Conflict(_("Something blocks this plan and was not waived."), findings=blocks)
    advance([plan], "approve", at=at, actor=actor, approver=actor)
    return plan


@transaction.atomic
def postpone_plan(*, plan_id: int, why: NotDone | str, reason: str, at: datetime, actor: Any) -> PlannedOutage:
    """Not on this day. The window stays until it is drafted anew."""
    plan = PlannedOutage.objects.lock(plan_id)
    advance([plan], "postpone", at=at, actor=actor, reason=reason, not_done=why)
    return plan


@transaction.atomic
def cancel_plan(*, plan_id: int, why: NotDone | str, reason: str, at: datetime, actor: Any) -> PlannedOutage:
    """Not at all: for example because the work is done on the live line."""
    plan = PlannedOutage.objects.lock(plan_id)
    advance([plan], "cancel", at=at, actor=actor, reason=reason, not_done=why)
    return plan


def _refuse_nonsense(draft: Draft, at: datetime) -> None:
    if draft.planned_end_at <= draft.planned_start_at:
        raise Invalid(_("The work ends after it starts."), pointer="/planned_end_at")
    if draft.planned_end_at - draft.planned_start_at > LONGEST_PLAN:
        raise Invalid(_("One plan lasts 31 days at most."), pointer="/planned_end_at")
    if draft.planned_start_at > at + FARTHEST_PLAN:
        raise Invalid(_("A plan begins within two years."), pointer="/planned_start_at")
    if draft.planned_start_at <= at:
        raise Invalid(_("This window has begun already."), pointer="/planned_start_at")
    if not draft.opened:
        raise Invalid(_("Say which device is opened."), pointer="/devices")
    if set(draft.opened) & set(draft.closed):
        raise Invalid(_("A device is either opened or closed."), pointer="/devices")


def _place(draft: Draft) -> dict[str, Any]:
    """Whose it is: the jurisdiction of the first device."""
    known = Branch.objects.devices().filter(pk__in=[*draft.opened, *draft.closed]).count()
    if known != len({*draft.opened, *draft.closed}):
        raise Invalid(_("There is no such device in your area."), pointer="/devices")
    place = whereabouts(device_id=draft.opened[0], node_id=None, scope=Scope()).fields()
    wanted = ("centre_id", "feeder_id", "org_path", "latitude", "longitude")
    return {name: place[name] for name in wanted}


def _write_devices(plan: PlannedOutage, draft: Draft) -> None:
    moves = [*((i, PlannedMove.OPEN) for i in draft.opened), *((i, PlannedMove.CLOSE) for i in draft.closed)]
    PlannedDevice.objects.bulk_create(PlannedDevice(plan=plan, branch_id=i, move=move) for i, move in moves)


def _new_number(centre_id: int, at: datetime) -> str:
    """Date, centre, ``P`` and a count: 20260719422826P000123."""
    code = OrgUnit.objects.values_list("code", flat=True).get(pk=centre_id)
    count = statements.rows_of("SELECT nextval('outages_plan_number_seq')", {})[0][0]
    return f"{localtime(at):%Y%m%d}{code[:6]:0>6}P{count % 1_000_000:06d}"
