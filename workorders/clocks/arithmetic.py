"""The arithmetic of a time limit: when it is due, how much of it is used, what was kept and what was missed. Pure.

A clock counts the minutes of its calendar from ``started_at``. Pauses move its due moment, an extension gives it more
minutes, a change of crew, grade or centre does nothing: there is no way here to restart one. Overdue is an outcome of a
clock, not a state of an order (docs/clocks.md).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from workorders.clocks.calendar import WALL, CountedTime
from workorders.clocks.limits import WARN_PERCENTS

MET = "MET"
MISSED = "MISSED"
VOID = "VOID"

MAX_PAUSES = 3  # domain.md §2.3, pause rules


class ClockError(ValueError):
    """A move this clock does not allow; ``code`` says which rule."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """One running or finished clock; all minutes are those of its calendar ``time``.

    ``limit_minutes`` is the limit it is steered by, ``outer_minutes`` a wider one (a public promise behind an internal
    rule) with an outcome of its own. ``paused_minutes`` is the sum of the pauses that have ended.
    """

    code: str
    started_at: datetime
    limit_minutes: int
    time: CountedTime = WALL
    outer_minutes: int | None = None
    extended_minutes: float = 0.0
    warn_percents: tuple[int, ...] = WARN_PERCENTS
    paused_minutes: float = 0.0
    paused_at: datetime | None = None
    pause_count: int = 0
    warned_percent: int = 0
    stopped_at: datetime | None = None
    outcome: str | None = None
    outer_outcome: str | None = None

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None and self.paused_at is None


def due_at(clock: ClockState) -> datetime:
    """The last moment that still counts as kept. While a pause is open it stands still at what was known before."""
    return moment_at(clock, 100)


def outer_due_at(clock: ClockState) -> datetime | None:
    """The last moment within the wider limit. Pauses move it as well; an extension is internal and does not."""
    if clock.outer_minutes is None:
        return None
    return clock.time.add(clock.started_at, clock.outer_minutes + clock.paused_minutes)


def moment_at(clock: ClockState, percent: float) -> datetime:
    """When this share of the limit is used, if no pause follows."""
    allowed = clock.limit_minutes + clock.extended_minutes
    return clock.time.add(clock.started_at, allowed * percent / 100 + clock.paused_minutes)


def raw_minutes(clock: ClockState, at: datetime) -> float:
    """Minutes since the start, pauses included."""
    return clock.time.minutes_between(clock.started_at, clock.stopped_at or at)


def net_minutes(clock: ClockState, at: datetime) -> float:
    """Minutes that count against the limit."""
    end = clock.stopped_at or clock.paused_at or at
    return clock.time.minutes_between(clock.started_at, end) - clock.paused_minutes


def used_share(clock: ClockState, at: datetime) -> float:
    """Net minutes ÷ limit: 1.0 is due, more is late."""
    return net_minutes(clock, at) / (clock.limit_minutes + clock.extended_minutes)


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
    return replace(rest(clock, at), pause_count=clock.pause_count + 1)


def rest(clock: ClockState, at: datetime) -> ClockState:
    """Stand still because the minutes are another's: not one of the pauses that somebody approves and that are numbered."""
    return replace(clock, paused_at=max(at, clock.started_at))


def run_or_rest(clock: ClockState, *, runs: bool, at: datetime) -> ClockState:
    """Let it run, or stand still, as whoever has the minutes says; one that does already, or has ended, is left as it is."""
    if clock.stopped_at is not None or (clock.paused_at is None) == runs:
        return clock
    return resume(clock, at) if runs else rest(clock, at)


def resume(clock: ClockState, at: datetime) -> ClockState:
    """Run on; the due moment moves by the length of the pause."""
    if clock.paused_at is None or clock.stopped_at is not None:
        raise ClockError("clock_not_paused", f"{clock.code} is not paused")
    return replace(clock, paused_at=None, paused_minutes=clock.paused_minutes + _rested(clock, clock.paused_at, at))


def extend(clock: ClockState, to: datetime, at: datetime) -> ClockState:
    """Give it until ``to``: once, before it is due, and later than it was (ClockError otherwise).

    A moment outside working hours is the end of the working time before it.
    """
    due = due_at(clock)
    if clock.stopped_at is not None:
        raise ClockError("clock_not_running", f"{clock.code} has ended")
    if clock.extended_minutes:
        raise ClockError("extended_already", f"{clock.code} was extended before")
    if (clock.paused_at or at) > due:
        raise ClockError("limit_is_over", f"{clock.code} was due at {due}")
    more = clock.time.minutes_between(due, to)
    if more <= 0:
        raise ClockError("not_later", f"{clock.code} is due at {due} already")
    return warn_anew(replace(clock, extended_minutes=more), at)


def warn_anew(clock: ClockState, at: datetime) -> ClockState:
    """After a move of the due moment: shares that are no longer used up will be warned of again."""
    used_percent = min(100 * used_share(clock, at), clock.warned_percent)
    return replace(clock, warned_percent=max((p for p in clock.warn_percents if p <= used_percent), default=0))


def stop(clock: ClockState, at: datetime) -> ClockState:
    """The thing was done: kept when not after the due moment. Stopping a stopped clock changes nothing."""
    if clock.stopped_at is not None:
        return clock
    running = resume(clock, at) if clock.paused_at else clock
    outer_due = outer_due_at(running)
    return replace(
        running,
        stopped_at=at,
        outcome=_outcome(at, due_at(running)),
        outer_outcome=_outcome(at, outer_due) if outer_due else None,
    )


def void(clock: ClockState, at: datetime) -> ClockState:
    """The clock no longer means anything (order merged, cancelled, returned); a finished one keeps its outcome."""
    if clock.stopped_at is not None:
        return clock
    # Of one that stood still the minutes until then are kept, and none of those in which it stood.
    ended = resume(clock, at) if clock.paused_at else clock
    return replace(ended, stopped_at=at, outcome=VOID, outer_outcome=None if clock.outer_minutes is None else VOID)


def reopen(clock: ClockState, at: datetime) -> ClockState:
    """Rework: run on from where it stopped, without a reset; the time in between was not the crew's."""
    if clock.stopped_at is None:
        return clock
    paused_minutes = clock.paused_minutes + _rested(clock, clock.stopped_at, at)
    return replace(clock, stopped_at=None, outcome=None, outer_outcome=None, paused_minutes=paused_minutes)


def _rested(clock: ClockState, since: datetime, until: datetime) -> float:
    return max(0.0, clock.time.minutes_between(since, until))


def _outcome(at: datetime, due: datetime) -> str:
    return MET if at <= due else MISSED
