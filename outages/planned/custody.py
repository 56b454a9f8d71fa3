"""Planned outages, and who answers for them by name."""

from datetime import datetime

from django.db.models import QuerySet

from command_center.ground.custody.models import ItemKind
from command_center.ground.custody.services import holding
from command_center.ground.custody.services.holding import Item
from outages.planned.models.plan import PlannedOutage
from outages.planned.states import PlanStatus

OVER = frozenset({PlanStatus.CLOSED, PlanStatus.CANCELLED})


def take_in(plan: PlannedOutage, *, at: datetime) -> None:
    """It has just been drafted, in the same transaction."""
    holding.take_in([item_of(plan)], at=at)


def follow_status(plan: PlannedOutage, *, at: datetime) -> None:
    """After a move: an end lets it go. No plan comes back from one."""
    if PlanStatus(plan.status) in OVER:
        holding.let_go(ItemKind.PLAN.value, [plan.pk], at=at)


def follow_place(plan: PlannedOutage, *, at: datetime) -> None:
    """It belongs to another place now."""
    holding.follow([item_of(plan)], at=at)


def open_plans() -> "QuerySet[PlannedOutage]":
    return PlannedOutage.objects.exclude(status__in=[status.value for status in OVER])


def item_of(plan: PlannedOutage) -> Item:
    return Item(ItemKind.PLAN.value, plan.pk, plan.org_path, "supply")
