"""Which minutes count against a limit: all of them (WALL), or those of working days and working hours (WORK). Pure.

Both answer the same two questions, so the arithmetic of a clock is written once (``arithmetic.py``). A working day is a
weekday of the hours in force, unless the State Council's calendar or the centre's own says otherwise (holidays, make-up
Saturdays 调休). Days and hours are those of China; moments may come in any time zone and go out in the same one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Protocol

from command_center.ground.core.values import CHINA, china_day

MINUTE = timedelta(minutes=1)
# Nobody promises anything over a longer stretch without one working hour in it; looking on would never end.
LONGEST_CLOSURE_DAYS = 400


class NoWorkingTime(ValueError):
    """The calendar has no working hour within ``LONGEST_CLOSURE_DAYS``: its hours or days were entered wrongly."""


class CountedTime(Protocol):
    """What a clock asks of its calendar."""

    def add(self, at: datetime, minutes: float) -> datetime:
        """The moment at which this many minutes have counted since ``at``."""

    def minutes_between(self, start_at: datetime, end_at: datetime) -> float:
        """The minutes that count between two moments."""


@dataclass(frozen=True, slots=True)
class WallTime:
    """Every minute counts, day and night."""

    def add(self, at: datetime, minutes: float) -> datetime:
        return at + timedelta(minutes=minutes)

    def minutes_between(self, start_at: datetime, end_at: datetime) -> float:
        return (end_at - start_at) / MINUTE


WALL = WallTime()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """The hours of a working day, in force from ``valid_from`` until newer ones are.

    ``weekdays`` are ISO numbers (1 Monday). ``lunch`` is a start and an end within the day, or None. A make-up
    Saturday has the same hours.
    """

    opens: time
    closes: time
    lunch: tuple[time, time] | None = None
    weekdays: frozenset[int] = frozenset({1, 2, 3, 4, 5})
    valid_from: date = date.min

    @property
    def spans(self) -> tuple[tuple[time, time], ...]:
        if self.lunch is None:
            return ((self.opens, self.closes),)
        return ((self.opens, self.lunch[0]), (self.lunch[1], self.closes))

    @property
    def minutes(self) -> int:
        """The length of one working day."""
        return sum(_minute_of_day(end) - _minute_of_day(start) for start, end in self.spans)


# Where no hours were entered: the eight hours of the regulation on working time, at an assumed hour of the day.
ORDINARY_HOURS = WorkingHours(opens=time(8), closes=time(18), lunch=(time(12), time(14)))


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """Only working hours count. ``days`` names the exceptions: True a working day, False a day off."""

    hours: tuple[WorkingHours, ...]
    days: Mapping[date, bool] = field(default_factory=dict)
    _seen: "dict[date, list[tuple[datetime, datetime]]]" = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def hours_on(self, day: date) -> WorkingHours:
        """The newest hours in force; before the first ones, the first."""
        first = min(self.hours, key=lambda hours: hours.valid_from)
        in_force = (hours for hours in self.hours if hours.valid_from <= day)
        return max(in_force, key=lambda hours: hours.valid_from, default=first)

    def is_working_day(self, day: date) -> bool:
        return self.days.get(day, day.isoweekday() in self.hours_on(day).weekdays)

    def minutes_of_days(self, days: int, at: datetime) -> int:
        """So many working days in minutes, by the hours in force at ``at``."""
        return days * self.hours_on(china_day(at)).minutes

    def add(self, at: datetime, minutes: float) -> datetime:
        """Ends with the working time: what is used up at the closing hour is due then, not on the next morning."""
        left = timedelta(minutes=minutes)
        if left <= timedelta():
            return at
        for opens_at, closes_at in self._spans_from(at):
            if left <= closes_at - opens_at:
                return (opens_at + left).astimezone(at.tzinfo)
            left -= closes_at - opens_at
        raise NoWorkingTime(f"no working hour in the {LONGEST_CLOSURE_DAYS} days after {at:%F}")

    def minutes_between(self, start_at: datetime, end_at: datetime) -> float:
        counted = timedelta()
        day, last = china_day(start_at), china_day(end_at)
        while day <= last:
            for opens_at, closes_at in self._spans(day):
                counted += max(timedelta(), min(closes_at, end_at) - max(opens_at, start_at))
            day += timedelta(days=1)
        return counted / MINUTE

    def _spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """The working time of a day, worked out once: every clock of a centre asks for the same days."""
        if day not in self._seen:
            spans = self.hours_on(day).spans if self.is_working_day(day) else ()
            self._seen[day] = [(datetime.combine(day, s, CHINA), datetime.combine(day, e, CHINA)) for s, e in spans]
        return self._seen[day]

    def _spans_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Stretches of working time after a moment, until a closure longer than anybody's."""
        day, closed_days = china_day(at), 0
        while closed_days < LONGEST_CLOSURE_DAYS:
            open_today = [(max(opens_at, at), closes_at) for opens_at, closes_at in self._spans(day) if closes_at > at]
            yield from open_today
            closed_days = 0 if open_today else closed_days + 1
            day += timedelta(days=1)


def _minute_of_day(moment: time) -> int:
    return moment.hour * 60 + moment.minute
