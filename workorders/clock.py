"""The arithmetic of a time limit: when it is due, how much of it is used, what was kept and what was missed.

A clock runs in wall minutes from ``started_at``. Pauses move its due moment, a change of crew never does: there is
no way here to restart one. Overdue is an outcome of a clock, not a state of an order (domain.md §2.2–2.3).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from command_center.core.calendar import china_day

MET = "MET"
MISSED = "MISSED"
VOID = "VOID"

WARN_PERCENTS = (50, 80, 100, 120)
MAX_PAUSES = 3  # domain.md §2.3, pause rules


class ClockError(ValueError):
    """A move this clock does not allow; ``code`` says which rule."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limit:
    """One row of the table of limits, in force from ``valid_from`` until the day before ``valid_to``.

    ``area_kind`` None means every kind of area that has no row of its own.
    """

    code: str
    area_kind: str | None
    minutes: int
    warn_percents: tuple[int, ...] = WARN_PERCENTS
    valid_from: date = date.min
    valid_to: date | None = None

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def limit_for(limits: Iterable[Limit], code: str, area_kind: str | None, at: datetime) -> Limit | None:
    """The limit in force at that moment: the row for the area before the row for all, the newest of several."""
    day = china_day(at)
    fitting = [
        limit
        for limit in limits
        if limit.code == code and limit.area_kind in (area_kind, None) and limit.is_in_force(day)
    ]
    return max(fitting, key=lambda limit: (limit.area_kind is not None, limit.valid_from), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """One running or finished clock. ``paused_minutes`` is the sum of the pauses that have ended."""

    code: str
    started_at: datetime
    limit_minutes: int
    warn_percents: tuple[int, ...] = WARN_PERCENTS
    paused_minutes: float = 0.0
    paused_at: datetime | None = None
    pause_count: int = 0
    warned_percent: int = 0
    stopped_at: datetime | None = None
    outcome: str | None = None

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None and self.paused_at is None


def start(limit: Limit, at: datetime) -> ClockState:
    return ClockState(code=limit.code, started_at=at, limit_minutes=limit.minutes, warn_percents=limit.warn_percents)


def due_at(clock: ClockState) -> datetime:
    """The last moment that still counts as kept. While a pause is open it stands still at what was known before."""
    return moment_at(clock, 100)


def moment_at(clock: ClockState, percent: float) -> datetime:
    """When this share of the limit is used, if no pause follows."""
    return clock.started_at + timedelta(minutes=clock.limit_minutes * percent / 100 + clock.paused_minutes)


def raw_minutes(clock: ClockState, at: datetime) -> float:
    """Minutes since the start as the customer counts them, pauses included."""
    return _minutes(clock.started_at, clock.stopped_at or at)


def net_minutes(clock: ClockState, at: datetime) -> float:
    """Minutes that count against the limit."""
    end = clock.stopped_at or clock.paused_at or at
    return _minutes(clock.started_at, end) - clock.paused_minutes


def used_share(clock: ClockState, at: datetime) -> float:
    """Net minutes ÷ limit: 1.0 is due, more is late."""
    return net_minutes(clock, at) / clock.limit_minutes


def next_warning(clock: ClockState) -> tuple[int, datetime] | None:
    """The lowest percentage not yet warned of and the moment it is reached; None while paused or at the end."""
    if not clock.is_running:
        return None
    ahead = [percent for percent in sorted(clock.warn_percents) if percent > clock.warned_percent]
    return (ahead[0], moment_at(clock, ahead[0])) if ahead else None


def next_warning_at(clock: ClockState) -> datetime | None:
    warning = next_warning(clock)
    return warning[1] if warning else None


def warnings_due(clock: ClockState, at: datetime) -> tuple[int, ...]:
    """Every percentage reached by now and not warned of, lowest first: a sweep that slept misses none."""
    if not clock.is_running:
        return ()
    return tuple(p for p in sorted(clock.warn_percents) if p > clock.warned_percent and moment_at(clock, p) <= at)


def warn(clock: ClockState, percent: int) -> ClockState:
    """Remember that this percentage was announced; a clock never warns of the same one twice."""
    return replace(clock, warned_percent=max(clock.warned_percent, percent))


def pause(clock: ClockState, at: datetime) -> ClockState:
    """Stand still. Refuses a stopped or paused clock and a fourth pause (ClockError)."""
    if not clock.is_running:
        raise ClockError("clock_not_running", f"{clock.code} is not running")
    if clock.pause_count >= MAX_PAUSES:
        raise ClockError("too_many_pauses", f"{clock.code} was paused {clock.pause_count} times")
    return replace(clock, paused_at=max(at, clock.started_at), pause_count=clock.pause_count + 1)


def resume(clock: ClockState, at: datetime) -> ClockState:
    """Run on; the due moment moves by the length of the pause."""
    if clock.paused_at is None or clock.stopped_at is not None:
        raise ClockError("clock_not_paused", f"{clock.code} is not paused")
    rested = max(0.0, _minutes(clock.paused_at, at))
    return replace(clock, paused_at=None, paused_minutes=clock.paused_minutes + rested)


def stop(clock: ClockState, at: datetime) -> ClockState:
    """The thing was done: kept when not after the due moment. Stopping a stopped clock changes nothing."""
    if clock.stopped_at is not None:
        return clock
    running = resume(clock, at) if clock.paused_at else clock
    return replace(running, stopped_at=at, outcome=MET if at <= due_at(running) else MISSED)


def void(clock: ClockState, at: datetime) -> ClockState:
    """The clock no longer means anything (order merged, cancelled, returned); a finished one keeps its outcome."""
    return clock if clock.stopped_at is not None else replace(clock, stopped_at=at, outcome=VOID)


def reopen(clock: ClockState, at: datetime) -> ClockState:
    """Rework: run on from where it stopped, without a reset; the time in between was not the crew's."""
    if clock.stopped_at is None:
        return clock
    rested = max(0.0, _minutes(clock.stopped_at, at))
    return replace(clock, stopped_at=None, outcome=None, paused_minutes=clock.paused_minutes + rested)


def _minutes(start_at: datetime, end_at: datetime) -> float:
    return (end_at - start_at).total_seconds() / 60
