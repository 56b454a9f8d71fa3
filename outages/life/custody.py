"""Outages, and who answers for them by name."""

from datetime import datetime

from django.db.models import QuerySet

from command_center.ground.custody.models import ItemKind
from command_center.ground.custody.services import holding
from command_center.ground.custody.services.holding import Item
from outages.life.models import Outage
from outages.life.states import ON_BOARD, Status


def take_in(outage: Outage, *, at: datetime) -> None:
    """It has just opened, in the same transaction."""
    holding.take_in([item_of(outage)], at=at)


def follow_status(outage: Outage, old: str, *, at: datetime) -> None:
    """After a move from ``old``: an end lets it go; what was set aside and lives again gets a name again."""
    was_open, is_open = Status(old) in ON_BOARD, Status(outage.status) in ON_BOARD
    if is_open and not was_open:
        take_in(outage, at=at)
    elif was_open and not is_open:
        holding.let_go(ItemKind.OUTAGE.value, [outage.pk], at=at)


def follow_place(outage: Outage, *, at: datetime) -> None:
    """It belongs to another place now."""
    holding.follow([item_of(outage)], at=at)


def open_outages() -> "QuerySet[Outage]":
    return Outage.objects.filter(status__in=[status.value for status in ON_BOARD])


def item_of(outage: Outage) -> Item:
    return Item(ItemKind.OUTAGE.value, outage.pk, outage.org_path, "supply")
