"""When somebody can come: the half days of a unit with room left, from its real capacity."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.timezone import now
from django.utils.translation import gettext as _

from command_center.ground.core.errors import Conflict
from command_center.ground.core.values import CHINA, china_day
from command_center.ground.organisation.models import OrgUnit
from workorders.clocks.calendar import WorkingTime
from workorders.kinds.connection.models import VisitSlot
from workorders.models.orders import WorkOrder
from workorders.services.calendars import working_time

# Source: assumed. A visit with the way there takes an hour and more; the row of a half day says otherwise where somebody knows better.
VISITS_A_HALF_DAY = 3
DAYS_AHEAD = 14
OFFERED_HALF_DAYS = 12
# Nobody is asked to wait at home for somebody who would have to leave this very minute.
LEAST_NOTICE = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeSlot:
    starts_at: datetime
    ends_at: datetime
    free: int


def free_slots(order: WorkOrder, *, at: datetime) -> list[FreeSlot]:
    """The next half days in which the order's unit has room, soonest first. Three queries."""
    unit = unit_of(order)
    spans = list(half_days(order, at))
    known = {row.starts_at: row for row in VisitSlot.objects.filter(unit=unit, starts_at__in=[s for s, _e in spans])}
    usual = usual_capacity(unit)
    found = []
    for starts_at, ends_at in spans:
        row = known.get(starts_at)
        free = row.capacity - row.booked if row else usual
        if free > 0:
            found.append(FreeSlot(starts_at=starts_at, ends_at=ends_at, free=free))
    return found[:OFFERED_HALF_DAYS]


def slot_at(order: WorkOrder, starts_at: datetime, *, at: datetime) -> VisitSlot:
    """The half day that begins then, its row made where nobody asked for it before. Raises ``Conflict`` for one that is not offered."""
    ends = dict(half_days(order, at))
    if starts_at not in ends:
        raise Conflict(_("This time is no longer offered: choose another one."))
    unit = unit_of(order)
    row, _created = VisitSlot.objects.get_or_create(
        unit=unit, starts_at=starts_at, defaults={"ends_at": ends[starts_at], "capacity": usual_capacity(unit)}
    )
    return row


def unit_of(order: WorkOrder) -> OrgUnit:
    return order.unit or order.centre


def usual_capacity(unit: OrgUnit) -> int:
    """So many visits a half day for each manager of one of the unit's grids; a unit without one has the centre's single visitor."""
    managers = unit.grids.filter(manager__is_active=True).values("manager_id").distinct().count()
    return capacity_with(managers)


def capacity_with(managers: int) -> int:
    return VISITS_A_HALF_DAY * max(managers, 1)


def half_days(order: WorkOrder, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The working half days ahead, by the calendar of the order's centre."""
    time, today = working_time(order.centre_id), china_day(at)
    for days in range(DAYS_AHEAD + 1):
        for starts_at, ends_at in half_days_of(time, today + timedelta(days=days)):
            if starts_at >= at + LEAST_NOTICE:
                yield starts_at, ends_at


def half_days_of(time: WorkingTime, day: date) -> list[tuple[datetime, datetime]]:
    """The working half days of one day; none where nobody works."""
    if not time.is_working_day(day):
        return []
    spans = time.hours_on(day).spans
    return [(datetime.combine(day, opens, CHINA), datetime.combine(day, closes, CHINA)) for opens, closes in spans]


def slot_choices(order: WorkOrder) -> list[list[str]]:
    """What a form offers: the moment as the API reads it, and in words; not the time that is agreed already."""
    agreed = set(order.appointments.filter(status="AGREED").values_list("starts_at", flat=True))
    free = (slot for slot in free_slots(order, at=now()) if slot.starts_at not in agreed)
    return [[slot.starts_at.isoformat(), slot_words(slot.starts_at, slot.ends_at)] for slot in free]


def slot_words(starts_at: datetime, ends_at: datetime) -> str:
    """``12-01 周二 08:00–12:00``."""
    start, end = starts_at.astimezone(CHINA), ends_at.astimezone(CHINA)
    day = str(WEEKDAYS_ABBR[start.weekday()])
    return f"{start:%m-%d} {day} {start:%H:%M}–{end:%H:%M}"
