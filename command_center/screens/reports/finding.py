"""Of which unit and week a report is asked for: the same of the page, its PDF and its tables."""

from datetime import date
from typing import Any

from command_center.ground.core.errors import NotFound
from command_center.ground.organisation.models import OrgUnit
from command_center.ground.organisation.scope import scoped
from command_center.screens.reports.making import OF_CENTRES


def units_of(user: Any) -> list[OrgUnit]:
    """The centres of one's area, and the one that one's own unit belongs to."""
    own = OrgUnit.objects.defer("area").filter(level__in=OF_CENTRES)
    return list(scoped(own, user, field="path").order_by("path"))


def asked_unit(code: str, user: Any) -> OrgUnit | None:
    """The nearest without a code. Raises ``NotFound`` for one of another area: it looks as if it did not exist."""
    units = units_of(user)
    if not code:
        return units[0] if units else None
    found = next((unit for unit in units if unit.code == code), None)
    if found is None:
        raise NotFound()
    return found


def asked_week(said: str) -> date | None:
    """The Monday of a week such as 2026-W31; None of anything else."""
    try:
        year, _, week = said.partition("-W")
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return None
