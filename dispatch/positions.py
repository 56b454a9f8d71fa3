"""Positions from phones: what a message says, in metres, m/s, degrees and UTC, and whether its fix can be believed.

Shapes and rules are those of the phone protocols in standards.md §3. Bad data is put aside, never refused: a phone
repeats the head of its queue until it hears 200, so one refused point would block every later one.
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from command_center.ground.core.geo import haversine_m

MAX_AGE = timedelta(days=7)
MAX_AHEAD = timedelta(minutes=2)
MAX_SPEED_MS = 55.0
MAX_ACCURACY_M = 500.0
# So many fixes in a row that agree with each other, over so long, win over the one before them.
AGREEING = 4
AGREEING_OVER = timedelta(seconds=15)

ACCEPTED, DUPLICATE, QUARANTINED = "ACCEPTED", "DUPLICATE", "QUARANTINED"
TOO_FAST, MOCK, NO_TIME = "impossible_speed", "mock", "no_time"

FixKey = tuple[datetime, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One measured position. Unknown values are None; ``battery`` is 0–100 %."""

    lat: float
    lon: float
    fixed_at: datetime
    accuracy_m: float | None = None
    speed_ms: float | None = None
    heading: float | None = None
    altitude_m: float | None = None
    battery: float | None = None
    is_mock: bool = False
    has_own_time: bool = True
    """False: no moment could be read, the time of receipt stands in."""

    @property
    def key(self) -> FixKey:
        """What makes a repeated fix the same one."""
        return self.fixed_at, round(self.lat, 6), round(self.lon, 6)


@dataclass(frozen=True, slots=True)
class Verdict:
    """``outcome`` is ACCEPTED, DUPLICATE or QUARANTINED; ``reason`` is a code, or a remark on an accepted one."""

    outcome: str
    reason: str = ""

    @property
    def is_accepted(self) -> bool:
        return self.outcome == ACCEPTED


def judge_fix(
    prev: Fix | None,
    fix: Fix,
    received_at: datetime,
    seen: Container[FixKey] = (),
    refused: Callable[[], Sequence[Fix]] = lambda: (),
) -> Verdict:
    """Believe a fix or put it aside.

    ``prev`` is the last accepted fix of this device, ``seen`` the keys already stored; ``refused()`` are the latest ones
    put aside for their speed, in order of time: several of them that agree with each other and with this one win over a
    ``prev`` that was wrong itself.
    """
    reason = _broken(fix) or _untimely(fix, received_at)
    if reason:
        return Verdict(QUARANTINED, reason)
    if fix.key in seen or (prev is not None and fix.key == prev.key):
        return Verdict(DUPLICATE, "duplicate")
    if prev is not None and implied_speed_ms(prev, fix) > MAX_SPEED_MS and not _outvoted(prev, fix, refused()):
        return Verdict(QUARANTINED, TOO_FAST)
    return Verdict(ACCEPTED, "" if fix.has_own_time else NO_TIME)


def _outvoted(prev: Fix, fix: Fix, refused: Sequence[Fix]) -> bool:
    """Whether the fixes since ``prev`` make a way that one can drive, among themselves, over some time."""
    way = [*(each for each in refused if prev.fixed_at < each.fixed_at < fix.fixed_at), fix][-AGREEING:]
    drivable = all(implied_speed_ms(one, other) <= MAX_SPEED_MS for one, other in pairwise(way))
    return len(way) == AGREEING and drivable and way[-1].fixed_at - way[0].fixed_at >= AGREEING_OVER


def moves_last_position(prev: Fix | None, fix: Fix) -> bool:
    """The last position moves only forward in time; a late fix belongs to history alone."""
    return prev is None or fix.fixed_at > prev.fixed_at


def implied_speed_ms(one: Fix, other: Fix) -> float:
    """Metres per second needed between two fixes; fixes of one second count as a second apart."""
    seconds = max(1.0, abs((other.fixed_at - one.fixed_at).total_seconds()))
    return haversine_m(one.lat, one.lon, other.lat, other.lon) / seconds


def _broken(fix: Fix) -> str:
    if not (abs(fix.lat) <= 90 and abs(fix.lon) <= 180):  # NaN fails every comparison and ends here too
        return "out_of_range"
    if abs(fix.lat) < 1e-6 and abs(fix.lon) < 1e-6:
        return "null_island"
    if fix.accuracy_m is not None and not fix.accuracy_m <= MAX_ACCURACY_M:
        return "inaccurate"
    return MOCK if fix.is_mock else ""


def _untimely(fix: Fix, received_at: datetime) -> str:
    if fix.fixed_at > received_at + MAX_AHEAD:
        return "in_the_future"
    return "too_old" if fix.fixed_at < received_at - MAX_AGE else ""
