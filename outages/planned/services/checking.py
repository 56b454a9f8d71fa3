"""Checking a plan: whom it puts in the dark, for how many customer-hours, what speaks against it, what would avoid it."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid, NotFound
from outages.generators.models import GeneratorVehicle
from outages.ledger.services.statements import points_of
from outages.life.selectors.affected import scope_of_plan, scopes_of_ties
from outages.planned.clashes import Clash
from outages.planned.models.plan import AlternativeKind, PlanAlternative, PlanFinding, PlannedOutage
from outages.planned.selectors.clashes import clashes_of
from outages.planned.selectors.plans import branches_of
from outages.sensitive.models import IMPORTANT, SensitiveClass
from outages.sensitive.selectors.classes import sensitive_classes
from workorders.engine.advance import advance
from workorders.engine.writing import write


@dataclass(frozen=True, kw_only=True)
class Affected:
    """Service point ids and, of those that matter more, the gravest class."""

    points: Collection[int]
    classes: dict[int, SensitiveClass]

    def counts(self, hours: float) -> dict[str, Any]:
        """Columns of the plan."""
        of_class = Counter(self.classes.values())
        return {
            "customers": len(self.points),
            "important": sum(of_class[each] for each in IMPORTANT),
            "life_support": of_class[SensitiveClass.LIFE_SUPPORT],
            "time_critical": of_class[SensitiveClass.TIME_CRITICAL],
            "customer_hours": round(len(self.points) * hours, 2),
        }


def whom_it_affects(plan: PlannedOutage) -> Affected:
    """By the network as it is known now in its normal state, and the register on the day of the work."""
    opened, closed = branches_of(plan)
    points = points_of(scope_of_plan(opened=opened, closed=closed))
    return Affected(points=points, classes=sensitive_classes(points, on=plan.planned_start_at))


@transaction.atomic
def check_plan(*, plan_id: int, at: datetime, actor: Any = None) -> PlannedOutage:
    """Findings and alternatives as rows; how grave a finding is decides ``approve_plan``. A checked plan may be checked again."""
    plan = PlannedOutage.objects.lock(plan_id)
    affected = whom_it_affects(plan)
    advance([plan], "check", at=at, actor=actor, **affected.counts(plan.hours))
    _weigh_alternatives(plan)
    _write_findings(plan, clashes_of(plan, affected.points, at=at), at)
    return plan


def _write_findings(plan: PlannedOutage, found: Collection[Clash], at: datetime) -> None:
    PlanFinding.objects.filter(plan=plan, round=plan.round, at=at).delete()
    PlanFinding.objects.bulk_create(
        PlanFinding(plan=plan, round=plan.round, code=each.code, severity=each.weight, params=each.params, at=at)
        for each in found
    )


def _weigh_alternatives(plan: PlannedOutage) -> None:
    """Live-line work saves everything, a tie whom it reaches; what a person chose or added stays."""
    opened, closed = branches_of(plan)
    _propose(plan, AlternativeKind.LIVE_LINE, plan.customers)
    for tie_id, scope in scopes_of_ties(opened=opened, closed=closed).items():
        if customers := len(points_of(scope)):
            _propose(plan, AlternativeKind.TRANSFER, customers, branch_id=tie_id)


def _propose(plan: PlannedOutage, kind: AlternativeKind, customers: int, **which: Any) -> None:
    saved = {"customers": customers, "customer_hours": round(customers * plan.hours, 2)}
    PlanAlternative.objects.update_or_create(plan=plan, kind=kind, **which, defaults=saved)


@transaction.atomic
def add_generator(
    *, plan_id: int, vehicle_id: int, customers: int, note: str = "", at: datetime, actor: Any = None
) -> PlanAlternative:
    """A vehicle keeps so many customers supplied, as long as its fuel lasts. Raises ``Invalid`` for more than are affected."""
    plan = PlannedOutage.objects.lock(plan_id)
    vehicle = GeneratorVehicle.objects.filter(pk=vehicle_id).first()
    if vehicle is None:
        raise NotFound()
    if customers > plan.customers:
        raise Invalid(_("The plan does not put so many customers in the dark."), pointer="/customers")
    hours = min(plan.hours, vehicle.fuel_hours)
    saved = {"customers": customers, "customer_hours": round(customers * hours, 2), "note": note, "chosen": True}
    row, _created = PlanAlternative.objects.update_or_create(
        plan=plan, kind=AlternativeKind.GENERATOR, vehicle=vehicle, defaults=saved
    )
    write([plan])
    return row


@transaction.atomic
def choose_alternative(
    *, plan_id: int, alternative_id: int, chosen: bool, note: str = "", at: datetime, actor: Any = None
) -> PlanAlternative:
    """Whether it is made use of. Choosing changes nothing in the network: a tie that is closed stands in the plan's devices."""
    plan = PlannedOutage.objects.lock(plan_id)
    row = plan.alternatives.filter(pk=alternative_id).first()
    if row is None:
        raise NotFound()
    row.chosen, row.note = chosen, note
    row.save(update_fields=["chosen", "note"])
    write([plan])
    return row
