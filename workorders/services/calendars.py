"""Whose days and hours count, as the arithmetic wants it: remembered tables, a centre's own before those of all."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from command_center.ground.core.process_cache import cached
from workorders.clocks.calendar import ORDINARY_HOURS, WorkingHours, WorkingTime
from workorders.models import WorkdayException, WorkHours


class Calendars:
    """Every exception and set of hours, by centre; a centre's own go before those of all (centre None)."""

    def __init__(self, exceptions: Iterable[WorkdayException], hours: Iterable[WorkHours]) -> None:
        self._days: dict[int | None, dict[date, bool]] = defaultdict(dict)
        self._hours: dict[int | None, list[WorkingHours]] = defaultdict(list)
        self._found: dict[int, WorkingTime] = {}
        for exception in exceptions:
            self._days[exception.centre_id][exception.day] = exception.is_working_day
        for row in hours:
            self._hours[row.centre_id].append(_hours(row))

    def of(self, centre_id: int) -> WorkingTime:
        if centre_id not in self._found:
            days = self._days.get(None, {}) | self._days.get(centre_id, {})
            self._found[centre_id] = WorkingTime(self._hours_of(centre_id), days)
        return self._found[centre_id]

    def _hours_of(self, centre_id: int) -> tuple[WorkingHours, ...]:
        """A centre's own hours from the day they begin; before it, and without any, those of all."""
        own, of_all = self._hours.get(centre_id, []), self._hours.get(None, [])
        begin = min((hours.valid_from for hours in own), default=date.max)
        return (*(hours for hours in of_all if hours.valid_from < begin), *own) or (ORDINARY_HOURS,)


@cached(seconds=5)
def calendars() -> Calendars:
    """A change is in force within five seconds; a clock reckons again at each of its steps."""
    return Calendars(WorkdayException.objects.all(), WorkHours.objects.all())


def working_time(centre_id: int) -> WorkingTime:
    return calendars().of(centre_id)


def _hours(row: WorkHours) -> WorkingHours:
    lunch = (row.lunch_from, row.lunch_to) if row.lunch_from and row.lunch_to else None
    return WorkingHours(
        opens=row.opens,
        closes=row.closes,
        lunch=lunch,
        weekdays=frozenset(row.weekdays),
        valid_from=row.valid_from,
    )
