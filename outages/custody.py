"""Outages and planned outages, and who answers for them by name."""

from datetime import datetime

from django.db.models import QuerySet

from ground.custody.models import ItemKind
from ground.custody.services import holding
from ground.custody.services.holding import Item
from outages.models import Outage, PlannedOutage
from outages.planned_states import PlanStatus
from outages.states import ON_BOARD, Status

PLAN_OVER = frozenset({PlanStatus.CLOSED, PlanStatus.CANCELLED})


def take_in(row: Outage | PlannedOutage, *, at: datetime) -> None:
    """It has just opened, in the same transaction."""
    holding.take_in([_item(row)], at=at)


def follow_status(row: Outage | PlannedOutage, old: str, *, at: datetime) -> None:
    """After a move from ``old``: an end lets it go; what was set aside and lives again gets a name again."""
    was_open, is_open = _is_open(row, old), _is_open(row, row.status)
    if is_open and not was_open:
        take_in(row, at=at)
    elif was_open and not is_open:
        holding.let_go(_kind(row), [row.pk], at=at)


def follow_place(row: Outage | PlannedOutage, *, at: datetime) -> None:
    """It belongs to another place now."""
    holding.follow([_item(row)], at=at)


def open_outages() -> "QuerySet[Outage]":
    return Outage.objects.filter(status__in=[status.value for status in ON_BOARD])


def open_plans() -> "QuerySet[PlannedOutage]":
    return PlannedOutage.objects.exclude(status__in=[status.value for status in PLAN_OVER])


def _is_open(row: Outage | PlannedOutage, status: str) -> bool:
    return Status(status) in ON_BOARD if isinstance(row, Outage) else PlanStatus(status) not in PLAN_OVER


def _kind(row: Outage | PlannedOutage) -> str:
    return (ItemKind.OUTAGE if isinstance(row, Outage) else ItemKind.PLAN).value


def _item(row: Outage | PlannedOutage) -> Item:
    return Item(_kind(row), row.pk, row.org_path)
