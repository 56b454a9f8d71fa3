"""How the time of a case is divided among its owners: minutes, working days, and whole days that add up. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workorders.clocks.calendar import WALL, CountedTime, WorkingTime
from workorders.kinds.connection.owners import Owner

MINUTES_A_DAY = 24 * 60
MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of a case that belongs to one owner; ``until`` is None while it lasts."""

    owner: Owner
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Scales:
    """The two measures of one case in working days: the utility's own steps, and all of it. ``limit`` counts on one of them."""

    utility_days: float
    whole_days: float


def minutes_by_owner(periods: Iterable[Period], until: datetime, time: CountedTime = WALL) -> dict[Owner, float]:
    """Owner → minutes of ``time`` up to ``until``; every owner is named, whoever had none with 0."""
    found = dict.fromkeys(Owner, 0.0)
    for period in periods:
        end = until if period.until is None else min(period.until, until)
        if end > period.since:
            found[period.owner] += time.minutes_between(period.since, end)
    return found


def scales(periods: Sequence[Period], until: datetime, time: WorkingTime) -> Scales:
    """Both measures up to ``until`` (energised, ended, or now) from the same rows; a day is one by the hours at the start."""
    if not periods:
        return Scales(0.0, 0.0)
    minutes = minutes_by_owner(periods, until, time)
    a_day = time.minutes_of_days(1, periods[0].since)
    return Scales(minutes[Owner.UTILITY] / a_day, sum(minutes.values()) / a_day)


def apportion(minutes: Mapping[Owner, float], unit: int = MINUTES_A_DAY) -> dict[Owner, int]:
    """Minutes as whole days (or hours) whose sum is the rounded whole: what is left over goes to the largest remainders."""
    whole = {owner: int(amount // unit) for owner, amount in minutes.items()}
    missing = round(sum(minutes.values()) / unit) - sum(whole.values())
    by_remainder = sorted(minutes, key=lambda owner: (-(minutes[owner] % unit), list(Owner).index(owner)))
    for owner in by_remainder[: max(missing, 0)]:
        whole[owner] += 1
    return whole


def unit_for(minutes: Mapping[Owner, float]) -> int:
    """Hours for a case of less than two days, days after that."""
    return MINUTES_AN_HOUR if sum(minutes.values()) < 2 * MINUTES_A_DAY else MINUTES_A_DAY
