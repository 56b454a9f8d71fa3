"""Planned outages around today, invented: in every city one of each kind, the windows counted from the moment of loading.

Each plan has a feeder of its own, so no two get in each other's way; what it opens is radial, so whom it darkens is
known without a trace. No such work exists: the text of every plan says so (``INVENTED``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.utils.timezone import localtime

from demo.graph import Feeder, Lateral, LowVoltage
from demo.routes import Spot
from outages.models import NotDone, OutageKind
from outages.planned.states import PlanStatus

P = PlanStatus
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
INVENTED = "（演示数据，虚构）"
NOTE = INVENTED.strip("（）")
CITY_DIGITS = 4
FEWEST_CUSTOMERS = 4
WORKS = (
    ("更换绝缘导线", "线路检修", "更换老化裸导线为绝缘导线"),
    ("更换柱上开关", "设备检修", "更换柱上开关并做传动试验"),
    ("配变增容改造", "配变增容", "更换增容变压器，改造低压出线"),
    ("新装用户接火", "新用户接入", "新装用户接入，搭接引流线"),
    ("线路通道清障", "清理树障", "砍剪通道内树木，调整弧垂"),
    ("台区低压改造", "农网改造", "低压线路及表箱改造"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One plan of every city: how far it is, and when it starts, seen from now. Starts a day ahead and more are mornings."""

    status: PlanStatus
    earliest: timedelta
    latest: timedelta
    kind: OutageKind = OutageKind.PLANNED
    extended: bool = False
    not_done: str = ""
    why: str = ""


SLOTS = (
    Slot(status=P.IN_PROGRESS, earliest=-3 * HOUR, latest=-HOUR),
    Slot(status=P.IN_PROGRESS, earliest=-4 * HOUR, latest=-3 * HOUR, extended=True, why="电缆头制作未完成"),
    Slot(status=P.RESTORED, earliest=-10 * HOUR, latest=-7 * HOUR),
    Slot(status=P.ANNOUNCED, earliest=HOUR / 5, latest=HOUR, kind=OutageKind.TEMPORARY),
    Slot(status=P.ANNOUNCED, earliest=2 * HOUR, latest=9 * HOUR),
    Slot(status=P.ANNOUNCED, earliest=DAY, latest=3 * DAY),
    Slot(status=P.ANNOUNCED, earliest=3 * DAY, latest=6 * DAY),
    Slot(status=P.NOTIFYING, earliest=8 * DAY, latest=9 * DAY),
    Slot(status=P.APPROVED, earliest=9 * DAY, latest=11 * DAY),
    Slot(status=P.CHECKED, earliest=9 * DAY, latest=12 * DAY),
    Slot(status=P.DRAFT, earliest=10 * DAY, latest=13 * DAY),
    Slot(status=P.POSTPONED, earliest=2 * DAY, latest=4 * DAY, not_done=NotDone.WEATHER, why="预报有大风，改期"),
    Slot(status=P.CANCELLED, earliest=DAY, latest=5 * DAY, not_done=NotDone.OTHER, why="改为带电作业"),
)
# The steps behind a plan, in order, and how many of them each status has behind it.
STEPS = (P.DRAFT, P.CHECKED, P.APPROVED, P.NOTIFYING, P.ANNOUNCED)
BEHIND = {
    P.DRAFT: 1, P.CHECKED: 2, P.APPROVED: 3, P.NOTIFYING: 4, P.ANNOUNCED: 5, P.IN_PROGRESS: 5, P.RESTORED: 5,
    P.POSTPONED: 5, P.CANCELLED: 4,
}  # fmt: skip
TOLD_BEFORE = {OutageKind.PLANNED: 7 * DAY, OutageKind.TEMPORARY: DAY}


@dataclass(frozen=True, kw_only=True)
class InventedPlan:
    """``low``: the nodes whose customers it darkens. ``steps``: when each step was taken, in order."""

    slot: Slot
    feeder: Feeder
    device_id: int
    spot: Spot
    low: tuple[LowVoltage, ...]
    title: str
    reason: str
    work: str
    start: datetime
    end: datetime
    steps: dict[PlanStatus, datetime]

    @property
    def first_end(self) -> datetime:
        """What customers were told; an extension adds an hour."""
        return self.end - HOUR if self.slot.extended else self.end


def invented_plans(rng: np.random.Generator, feeders: Sequence[Feeder], *, at: datetime) -> Iterator[InventedPlan]:
    """City by city, for each slot the next of its feeders that has enough customers on what would be opened."""
    for _, own in sorted(_by_city(feeders).items()):
        mixed = iter([own[n] for n in rng.permutation(len(own)).tolist()])
        for slot in SLOTS:
            if plan := next((plan for feeder in mixed if (plan := _plan(rng, feeder, slot, at))), None):
                yield plan


def _by_city(feeders: Sequence[Feeder]) -> dict[str, list[Feeder]]:
    cities: dict[str, list[Feeder]] = {}
    for feeder in feeders:
        cities.setdefault(feeder.node.code[:CITY_DIGITS], []).append(feeder)
    return cities


def _plan(rng: np.random.Generator, feeder: Feeder, slot: Slot, at: datetime) -> InventedPlan | None:
    device_id, spot, low = _opened(rng, feeder)
    if sum(each.customers for each in low) < FEWEST_CUSTOMERS:
        return None
    start, end = _window(rng, slot, at)
    title, reason, work = WORKS[int(rng.integers(len(WORKS)))]
    return InventedPlan(
        slot=slot,
        feeder=feeder,
        device_id=device_id,
        spot=spot,
        low=low,
        title=f"{feeder.node.name}{title}",
        reason=reason,
        work=f"{work}{INVENTED}",
        start=start,
        end=end,
        steps=_steps(rng, slot, start, at),
    )


def _opened(rng: np.random.Generator, feeder: Feeder) -> tuple[int, Spot, tuple[LowVoltage, ...]]:
    """A section switch where nothing feeds back from behind, else a lateral."""
    if len(feeder.sections) > 1 and not (feeder.tied or feeder.looped) and rng.random() < 0.6:
        first = int(rng.integers(1, len(feeder.sections)))
        laterals = [lateral for section in feeder.sections[first:] for lateral in section.laterals]
        return feeder.sections[first].device_id, laterals[0].node.spot, _low(laterals)
    laterals = [lateral for section in feeder.sections for lateral in section.laterals]
    lateral = laterals[int(rng.integers(len(laterals)))]
    return lateral.device_id, lateral.node.spot, _low([lateral])


def _low(laterals: Sequence[Lateral]) -> tuple[LowVoltage, ...]:
    return tuple(low for lateral in laterals for supply in lateral.supplies for low in supply.low)


def _window(rng: np.random.Generator, slot: Slot, at: datetime) -> tuple[datetime, datetime]:
    """Work at hand ends within the next hours, finished work hours ago; what lies ahead is done by day."""
    start = _round(at + slot.earliest + float(rng.uniform()) * (slot.latest - slot.earliest))
    if slot.status == P.IN_PROGRESS:
        return start, _round(at + HOUR * float(rng.uniform(0.7, 3)) + (HOUR if slot.extended else timedelta(0)))
    if slot.status == P.RESTORED:
        return start, start + HOUR * int(rng.integers(3, 6))
    if slot.earliest >= DAY:
        morning = localtime(start).replace(hour=int(rng.integers(8, 11)), minute=int(rng.choice([0, 30])))
        start = morning if morning > at + HOUR else morning + DAY
    return start, start + HOUR * int(rng.integers(2, 7))


def _round(moment: datetime) -> datetime:
    """To five minutes, as plans are written."""
    whole = moment.replace(second=0, microsecond=0)
    return whole - timedelta(minutes=whole.minute % 5)


def _steps(rng: np.random.Generator, slot: Slot, start: datetime, at: datetime) -> dict[PlanStatus, datetime]:
    """Backwards from the last one: customers were told in time, the steps before took hours to days."""
    names = STEPS[: BEHIND[slot.status]]
    moment = at - HOUR * float(rng.uniform(0.3, 6))
    moments = [moment]
    for name in reversed(names[:-1]):
        moment = moment - HOUR * float(rng.uniform(1, 30))
        if name == P.NOTIFYING:  # when customers were told
            moment = min(moment, start - TOLD_BEFORE[slot.kind] - HOUR * float(rng.uniform(1, 30)))
            moments[0] = max(moment + HOUR, min(moments[0], moment + 3 * HOUR))
        moments.append(moment)
    return dict(zip(names, reversed(moments), strict=True))
