"""Whether the alarms can be worked by the people at the desks: load of a seat, floods, what stands too long, shares of grades. Pure.

The limits are those of alarm management in control rooms (EEMUA 191, ISA-18.2): one alarm per seat and ten minutes is what somebody
can deal with beside other work, more than ten in ten minutes are a flood; of a hundred alarms about five, fifteen and eighty
are of the three grades; what stands for a day tells nobody anything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

SLOT = timedelta(minutes=10)
MOST_A_SEAT, FLOOD_ABOVE = 1.0, 10
STALE_AFTER = timedelta(hours=24)
SHARES = {1: 5, 2: 15, 3: 80}


@dataclass(frozen=True)
class Duty:
    """Somebody at a desk; ``until`` is None while they are."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Load:
    """``seat_slots``: ten minutes of one seat each; ``seated``: alarms of slots in which somebody sat there. ``flood_minutes`` of the area:
    where nobody sat at a desk one seat is taken for granted, or a flood at night would be none."""

    alarms: int
    seated: int
    seat_slots: int
    flood_minutes: int

    @property
    def per_seat(self) -> float | None:
        """Alarms of a seat in ten minutes; None where nobody was on duty."""
        return round(self.seated / self.seat_slots, 2) if self.seat_slots else None


def slot_of(moment: datetime, start: datetime) -> int:
    return int((moment - start) // SLOT)


def load_of(alarms: Mapping[int, int], duties: Iterable[Duty], *, start: datetime, end: datetime) -> Load:
    """``alarms``: slot since ``start`` → how many were raised in it. A seat counts in every slot that its duty touches."""
    seats = _seats(duties, start, end)
    seated = sum(count for slot, count in alarms.items() if seats[slot])
    floods = sum(count > FLOOD_ABOVE * max(seats[slot], 1) for slot, count in alarms.items())
    return Load(sum(alarms.values()), seated, sum(seats), floods * int(SLOT.total_seconds() // 60))


def _seats(duties: Iterable[Duty], start: datetime, end: datetime) -> list[int]:
    """How many sat there, slot by slot."""
    slots = -int((start - end) // SLOT)
    steps = [0] * (slots + 1)
    for duty in duties:
        since, until = max(duty.since, start), min(duty.until or end, end)
        if since < until:
            steps[slot_of(since, start)] += 1
            steps[-int((start - until) // SLOT)] -= 1
    return list(accumulate(steps))[:slots]
