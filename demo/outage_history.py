"""Two years of closed outages with their ledger, invented, so that figures, comparisons and estimates have a past.

Every outage stays within one feeder in its normal state, and no two of a feeder overlap: so nobody is dark twice at once.
The last twelve months are better than the twelve before, in the directions of the article's headline figures (shorter,
fewer, and so fewer feeders that are out again and again); the amounts are ours and prove nothing. ``root_cause_key`` says ``demo-history``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np

from demo.graph import Feeder, LowVoltage, Supply
from outages.models import CauseClass, EndedBy, OutageKind

YEAR = timedelta(days=365)
MINUTE = timedelta(minutes=1)
REST = timedelta(hours=2)  # between two outages of one feeder
PLANNED_SHARE, MOMENTARY_SHARE = 0.18, 0.08


@dataclass(frozen=True)
class Mood:
    """A year: how long repairs took, how uneven feeders were (a small shape: few bad ones), its share of all outages."""

    repair_minutes: float
    planned_minutes: float
    shape: float
    share: float


LAST_YEAR = Mood(repair_minutes=190, planned_minutes=380, shape=0.7, share=0.6)
THIS_YEAR = Mood(repair_minutes=120, planned_minutes=230, shape=0.7, share=0.4)
# January to December: storms in summer, ice in January.
SEASON = np.array([1.1, 0.9, 0.8, 0.8, 1.0, 1.3, 1.7, 1.6, 1.0, 0.7, 0.7, 0.8])


class Level(StrEnum):
    FEEDER = "FEEDER"
    SECTION = "SECTION"
    LATERAL = "LATERAL"
    TRANSFORMER = "TRANSFORMER"
    LV_BRANCH = "LV_BRANCH"


LEVEL_SHARES = {
    Level.FEEDER: 0.36, Level.SECTION: 0.18, Level.LATERAL: 0.22, Level.TRANSFORMER: 0.14, Level.LV_BRANCH: 0.10,
}  # fmt: skip
CAUSES: dict[CauseClass, tuple[float, str]] = {
    CauseClass.EQUIPMENT: (0.30, "设备老化"),
    CauseClass.NATURE: (0.25, "雷雨大风"),
    CauseClass.EXTERNAL_FORCE: (0.18, "外力破坏"),
    CauseClass.OPERATION: (0.12, "运维不当"),
    CauseClass.USER: (0.08, "用户设备"),
    CauseClass.LV_BEFORE_METER: (0.05, "低压线路"),
    CauseClass.UNKNOWN: (0.02, "原因不明"),
}
LONGER = {CauseClass.NATURE: 1.3, CauseClass.EXTERNAL_FORCE: 1.4, CauseClass.OPERATION: 0.6, CauseClass.USER: 0.8}


@dataclass(frozen=True)
class Part:
    """Nodes whose customers got power back at one moment."""

    low: tuple[LowVoltage, ...]
    on_at: datetime
    ended_by: EndedBy

    @property
    def customers(self) -> int:
        return sum(low.customers for low in self.low)


@dataclass(frozen=True)
class PastOutage:
    feeder: Feeder
    level: Level
    kind: OutageKind
    cause: CauseClass
    device_id: int
    node_id: int
    spot: tuple[float, float]
    started_at: datetime
    parts: tuple[Part, ...]

    @property
    def restored_at(self) -> datetime:
        return max(part.on_at for part in self.parts)

    @property
    def customers(self) -> int:
        return sum(part.customers for part in self.parts)


def past_outages(
    rng: np.random.Generator, feeders: Sequence[Feeder], count: int, *, midnight: datetime
) -> list[PastOutage]:
    """About ``count`` outages of the two years before ``midnight``, by their start."""
    found: list[PastOutage] = []
    feeders = [feeder for feeder in feeders if not feeder.looped]  # the ring would go on supplying
    for mood, until in ((LAST_YEAR, midnight - YEAR), (THIS_YEAR, midnight)):
        number = round(count * mood.share)
        weight = rng.gamma(mood.shape, 1.0, len(feeders))
        chosen = rng.choice(len(feeders), number, p=weight / weight.sum())
        starts = _starts(rng, number, until - YEAR)
        found += [
            outage
            for which, start in zip(chosen.tolist(), starts, strict=True)
            if (outage := _outage(rng, feeders[which], start, mood)).restored_at < until and outage.customers
        ]
    return list(_without_overlap(sorted(found, key=lambda outage: outage.started_at)))


def _starts(rng: np.random.Generator, number: int, first: datetime) -> list[datetime]:
    """Seconds are whole; more in the months of storms, more by day."""
    days = [first + timedelta(days=n) for n in range(364)]
    weight = np.array([SEASON[day.month - 1] for day in days]) * rng.gamma(1.2, 1.0, len(days))
    chosen = rng.choice(len(days), number, p=weight / weight.sum())
    seconds = (rng.normal(14.5, 5, number) % 24 * 3600).astype(int)
    return [
        days[day] + timedelta(seconds=second) for day, second in zip(chosen.tolist(), seconds.tolist(), strict=True)
    ]


def _without_overlap(outages: Sequence[PastOutage]) -> Iterator[PastOutage]:
    free_from: dict[int, datetime] = {}
    for outage in outages:
        feeder = outage.feeder.node.id
        if feeder not in free_from or outage.started_at >= free_from[feeder]:
            free_from[feeder] = outage.restored_at + REST
            yield outage


def _outage(rng: np.random.Generator, feeder: Feeder, start: datetime, mood: Mood) -> PastOutage:
    lot = rng.random()
    if lot < PLANNED_SHARE:
        return _planned(rng, feeder, start, mood)
    if lot < PLANNED_SHARE + MOMENTARY_SHARE:
        return _momentary(rng, feeder, start)
    level = list(LEVEL_SHARES)[int(rng.choice(len(LEVEL_SHARES), p=list(LEVEL_SHARES.values())))]
    cause = _cause(rng, level)
    minutes = max(12.0, float(rng.lognormal(np.log(mood.repair_minutes * 0.85), 0.55))) * LONGER.get(cause, 1.0)
    back_at = start + _whole(minutes)
    device, node, spot, groups = _place(rng, feeder, level)
    parts = [Part(tuple(group), back_at, EndedBy.REPAIR) for group in groups]
    if len(parts) > 1:
        parts = _in_steps(rng, parts, start, minutes, tied=feeder.tied)
    return PastOutage(feeder, level, OutageKind.FAULT, cause, device, node, spot, start, tuple(parts))


def _planned(rng: np.random.Generator, feeder: Feeder, start: datetime, mood: Mood) -> PastOutage:
    """By day, on a lateral or a section."""
    start = start.replace(hour=8, minute=int(rng.integers(0, 6)) * 10, second=0)
    device, node, spot, groups = _place(rng, feeder, Level.LATERAL if rng.random() < 0.6 else Level.SECTION)
    back_at = start + _whole(float(rng.uniform(0.7, 1.3)) * mood.planned_minutes)
    part = Part(tuple(low for group in groups for low in group), back_at, EndedBy.PLAN)
    return PastOutage(
        feeder, Level.LATERAL, OutageKind.PLANNED, CauseClass.OPERATION, device, node, spot, start, (part,)
    )


def _momentary(rng: np.random.Generator, feeder: Feeder, start: datetime) -> PastOutage:
    device, node, spot, groups = _place(rng, feeder, Level.FEEDER)
    back_at = start + timedelta(seconds=int(rng.integers(2, 170)))
    part = Part(tuple(low for group in groups for low in group), back_at, EndedBy.RECLOSE)
    cause = CauseClass.NATURE
    return PastOutage(feeder, Level.FEEDER, OutageKind.MOMENTARY, cause, device, node, spot, start, (part,))


def _in_steps(
    rng: np.random.Generator, parts: Sequence[Part], start: datetime, minutes: float, *, tied: bool
) -> list[Part]:
    """One section is at fault; those before it come back by switching, those behind it through a tie or wait as well."""
    broken = int(rng.integers(len(parts)))
    switched_at = start + _whole(minutes * float(rng.uniform(0.2, 0.5)))
    sooner = {True: EndedBy.SWITCHING, False: EndedBy.TIE}
    return [
        Part(part.low, switched_at, sooner[n < broken]) if n < broken or (n > broken and tied) else part
        for n, part in enumerate(parts)
    ]


def _cause(rng: np.random.Generator, level: Level) -> CauseClass:
    if level == Level.LV_BRANCH:
        return CauseClass.LV_BEFORE_METER
    return list(CAUSES)[int(rng.choice(len(CAUSES), p=[share for share, _ in CAUSES.values()]))]


Groups = list[list[LowVoltage]]


def _place(rng: np.random.Generator, feeder: Feeder, level: Level) -> tuple[int, int, tuple[float, float], Groups]:
    """(device, named node, place, nodes in groups that may come back at different moments)."""
    first = 0 if level == Level.FEEDER else int(rng.integers(1, len(feeder.sections)))
    if level in (Level.FEEDER, Level.SECTION):
        groups = [_low(s for lateral in section.laterals for s in lateral.supplies) for section in feeder.sections]
        return feeder.sections[first].device_id, feeder.node.id, feeder.node.spot, groups[first:]
    laterals = [lateral for section in feeder.sections for lateral in section.laterals if lateral.supplies]
    lateral = laterals[int(rng.integers(len(laterals)))]
    if level == Level.LATERAL:
        return lateral.device_id, lateral.node.id, lateral.node.spot, [_low(lateral.supplies)]
    supply = lateral.supplies[int(rng.integers(len(lateral.supplies)))]
    low = supply.low[int(rng.integers(len(supply.low)))]
    if level == Level.TRANSFORMER or low.fuse_id is None:
        return supply.branch_id, supply.node.id, supply.node.spot, [supply.low]
    return low.fuse_id, supply.node.id, supply.node.spot, [[low]]


def _low(supplies: "Iterator[Supply] | Sequence[Supply]") -> list[LowVoltage]:
    return [low for supply in supplies for low in supply.low]


def _whole(minutes: float) -> timedelta:
    """Whole seconds, as a desk notes them."""
    return timedelta(seconds=round(minutes * 60))
