"""What customers of the past outages were told, invented: a first time, told anew up to three times, missed now and then. Pure.

A P80 that is one is missed by every fifth outage; here about that many are, more in storms than at planned work. The shares are
ours and prove nothing; every row says ``invented``.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.outage_history import PastOutage
from outages.models import CauseClass, EstimateSource, OutageKind

MINUTE = timedelta(minutes=1)
# Shorter ones are over before anybody reckons.
SHORTEST = 5 * MINUTE
KEPT_OF_FAULTS, KEPT_IN_STORMS, KEPT_OF_PLANS = 0.80, 0.68, 0.90
# How often a time was told anew, 0 … 3 times: where the first one was kept, and where it was not.
ANEW_KEPT, ANEW_MISSED = (0.52, 0.31, 0.13, 0.04), (0.10, 0.50, 0.29, 0.11)
FIRST_SOURCES = ((EstimateSource.AUTO, 0.80), (EstimateSource.CREW, 0.12), (EstimateSource.DESK, 0.08))
LATER_SOURCES = ((EstimateSource.CREW, 0.6), (EstimateSource.AUTO, 0.25), (EstimateSource.DESK, 0.15))
BY_HAND = (EstimateSource.CREW, EstimateSource.DESK)


@dataclass(frozen=True)
class ToldTime:
    """Told at ``at``: half sure by ``p50``, four fifths sure by ``p80``, which is what customers hear."""

    at: datetime
    p50: datetime
    p80: datetime
    source: EstimateSource
    reason: str


def told_times(number: int, outage: PastOutage, *, known_at: datetime) -> Sequence[ToldTime]:
    """In the order in which they were told; none of an outage that was over at once. The same number gives the same times."""
    chance, real = random.Random(f"told {number}"), outage.restored_at - outage.started_at
    if real < SHORTEST:
        return ()
    is_plan = outage.kind == OutageKind.PLANNED
    kept = chance.random() < _kept_share(outage)
    first = outage.started_at + real * (chance.uniform(1.03, 1.7) if kept else chance.uniform(0.6, 0.96))
    first = _up(first) if kept else _down(first)
    source = EstimateSource.PLAN if is_plan else _drawn(chance, FIRST_SOURCES)
    told = [ToldTime(known_at, _median(known_at, first, chance), first, source, "" if is_plan else "first")]
    anew = chance.choices(range(4), ANEW_KEPT if kept else ANEW_MISSED)[0]
    if is_plan:
        anew = 0 if kept else min(anew, 1)
    # The last of them is said before the time that it replaces has passed.
    until = min(first, outage.restored_at) - known_at
    for place, share in enumerate(sorted(chance.uniform(0.15, 0.95) for _ in range(anew)), start=1):
        source = _next_source(chance, told[-1].source)
        at = known_at + until * share
        near = outage.restored_at + real * chance.uniform(-0.03, 0.25) / place
        p80 = max(_up(near), _up(at))
        told.append(
            ToldTime(at, _median(at, p80, chance), p80, source, "crew_on_site" if source != EstimateSource.DESK else "")
        )
    return told


def _kept_share(outage: PastOutage) -> float:
    if outage.kind == OutageKind.PLANNED:
        return KEPT_OF_PLANS
    return KEPT_IN_STORMS if outage.cause == CauseClass.NATURE else KEPT_OF_FAULTS


def _next_source(chance: random.Random, before: EstimateSource) -> EstimateSource:
    """A person's word is never replaced by a computed one, and the end of a plan by the desk alone."""
    if before == EstimateSource.PLAN:
        return EstimateSource.DESK
    found = _drawn(chance, LATER_SOURCES)
    return EstimateSource.CREW if before in BY_HAND and found == EstimateSource.AUTO else found


def _drawn(chance: random.Random, shares: Sequence[tuple[EstimateSource, float]]) -> EstimateSource:
    return chance.choices([each for each, _ in shares], [share for _, share in shares])[0]


def _median(at: datetime, p80: datetime, chance: random.Random) -> datetime:
    return at + (p80 - at) * chance.uniform(0.55, 0.8)


def _up(moment: datetime) -> datetime:
    """To the next whole minute, as people say times."""
    return _down(moment) + MINUTE


def _down(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
