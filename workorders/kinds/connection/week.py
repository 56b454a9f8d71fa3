"""A week of appointments: units and their managers by half days, with the room that is left. A read model; ``slots.py`` says what is offered."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from command_center.ground.core.values import CHINA, china_day
from command_center.ground.organisation.models import OrgUnit, ServiceGrid
from command_center.ground.organisation.scope import scoped
from workorders.kinds.connection.models import Appointment, VisitSlot
from workorders.kinds.connection.slots import capacity_with, half_days_of
from workorders.services.calendars import working_time

DAYS = 7
# A county has a dozen stations; who sees a whole province asks for some of its units.
MOST_UNITS = 40
MOST_APPOINTMENTS = 500


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week(user: Any, monday: date, *, unit_ids: Iterable[int] = ()) -> dict[str, Any]:
    """``days``, ``units`` with managers and slots, and the ``appointments`` of the seven days from ``monday``. Six queries.

    Without ``unit_ids`` units with appointments come first, then those with a manager; ``left_out`` counts the rest.
    """
    start = datetime.combine(monday, datetime.min.time(), CHINA)
    appointments = _appointments(user, start, unit_ids)
    managers = _managers(user, unit_ids)
    wanted = list(dict.fromkeys([*(row.slot.unit_id for row in appointments), *sorted(managers), *unit_ids]))
    expected = {row.slot.unit_id for row in appointments}
    units = list(OrgUnit.objects.filter(pk__in=wanted[:MOST_UNITS]).defer("area").order_by("path"))
    units.sort(key=lambda unit: unit.pk not in expected)
    days = [monday + timedelta(days=n) for n in range(DAYS)]
    told = _units(units, managers, days)
    working = {china_day(slot["starts_at"]) for unit in told for slot in unit["slots"]}
    return {
        "start": start,
        "days": [{"on": day, "working": day in working} for day in days],
        "units": told,
        "appointments": [row for row in appointments if row.slot.unit_id in set(wanted[:MOST_UNITS])],
        "left_out": max(0, len(wanted) - MOST_UNITS),
    }


def _appointments(user: Any, start: datetime, unit_ids: Iterable[int]) -> list[Appointment]:
    rows = Appointment.objects.filter(starts_at__gte=start, starts_at__lt=start + timedelta(days=DAYS))
    rows = rows.exclude(status="CANCELLED").select_related("order", "slot__unit", "person").defer("slot__unit__area")
    found: QuerySet[Appointment] = scoped(rows, user, field="order__org_path").order_by("starts_at", "pk")
    if unit_ids:
        found = found.filter(slot__unit_id__in=list(unit_ids))
    return list(found[:MOST_APPOINTMENTS])


def _managers(user: Any, unit_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """Unit id → id and name of whoever manages one of its grids."""
    grids = scoped(ServiceGrid.objects.filter(manager__is_active=True), user).select_related("manager")
    if unit_ids:
        grids = grids.filter(unit_id__in=list(unit_ids))
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for grid in grids.defer("area").order_by("unit_id", "manager_id"):
        assert grid.manager
        found[grid.unit_id][grid.manager.pk] = str(grid.manager)
    return found


def _units(units: list[OrgUnit], managers: dict[int, dict[int, str]], days: list[date]) -> list[dict[str, Any]]:
    first, last = (datetime.combine(day, datetime.min.time(), CHINA) for day in (days[0], days[-1] + timedelta(days=1)))
    rows = VisitSlot.objects.filter(unit__in=units, starts_at__gte=first, starts_at__lt=last)
    known = {(row.unit_id, row.starts_at): row for row in rows}
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "managers": [{"id": pk, "name": name} for pk, name in managers.get(unit.pk, {}).items()],
            "slots": _slots(unit, capacity_with(len(managers.get(unit.pk, {}))), days, known),
        }
        for unit in units
    ]


def _slots(
    unit: OrgUnit, usual: int, days: list[date], known: dict[tuple[int, datetime], VisitSlot]
) -> list[dict[str, Any]]:
    time = working_time(unit.pk if unit.is_centre else unit.parent_id or unit.pk)
    found = []
    for starts_at, ends_at in (half for day in days for half in half_days_of(time, day)):
        row = known.get((unit.pk, starts_at))
        capacity, booked = (row.capacity, row.booked) if row else (usual, 0)
        found.append({"starts_at": starts_at, "ends_at": ends_at, "capacity": capacity, "booked": booked})
    return found
