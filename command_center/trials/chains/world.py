"""The world that both chains meet: where crews stand, when they are on duty, which faults come when and where.

Minutes count from the beginning of the stream. Whatever chance decides is drawn here once, so that two chains differ
in what they do and in nothing else.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from command_center.trials.chains.parameters import Values

DAY = 24 * 60.0
ATTEMPTS = 6
SCATTER_DEGREES = {"URBAN": 0.012, "RURAL": 0.03}

URBAN, RURAL, BASE = "URBAN", "RURAL", "BASE"


@dataclass(frozen=True, slots=True)
class Station:
    """A front-line unit. ``kind`` is the kind of its area; BASE is a repair crew's, without an area of its own."""

    unit_id: int
    centre_id: int
    org_path: str
    lat: float
    lon: float
    kind: str


@dataclass(frozen=True, slots=True)
class Shift:
    starts_at: datetime
    ends_at: datetime
    people: int


@dataclass(frozen=True, slots=True)
class Crew:
    """``shifts`` in order of their beginning."""

    crew_id: int
    name: str
    station: Station
    skills: frozenset[str]
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """``times``: how many times the faults of an average day of the year come on it."""

    times: float
    stormy: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, however many call. ``luck``: what chance has in store, even draws between 0 and 1 by name."""

    fault_id: int
    at: float
    lat: float
    lon: float
    area_kind: str
    skill: str
    station: Station
    stormy: bool
    luck: Mapping[str, float] = field(repr=False)


@dataclass(frozen=True, slots=True)
class World:
    start: datetime
    stations: tuple[Station, ...]
    crews: tuple[Crew, ...]
    faults: tuple[Fault, ...]

    def moment(self, minutes: float) -> datetime:
        return self.start + timedelta(minutes=minutes)


DESKS = ("city", "county", "station", "centre")
LUCK = (
    *(f"{desk}.{what}" for desk in DESKS for what in ("notice", "handling", "by_seat")),
    *(f"crew.{what}.{nth}" for what in ("answer", "refuses") for nth in range(ATTEMPTS)),
    "crew.departs",
    *(f"repair.{part}" for part in range(4)),
)  # fmt: skip


def build(
    *,
    start: datetime,
    stations: Sequence[Station],
    crews: Sequence[Crew],
    days: Sequence[Day],
    seed: int,
    numbers: Values,
) -> World:
    """The same arguments give the same world."""
    areas = [station for station in stations if station.kind != BASE]
    weight = np.array([numbers["faults.urban"] if station.kind == URBAN else 1.0 for station in areas])
    rng = np.random.default_rng(seed)
    rows: list[tuple[float, bool]] = []
    for number, day in enumerate(days):
        rows += [(number * DAY + minute, day.stormy) for minute in _minutes(rng, day, numbers)]
    count = len(rows)
    where = rng.choice(len(areas), count, p=weight / weight.sum()).tolist()
    what, off, luck = (
        rng.random(count).tolist(),
        rng.normal(0, 1, (count, 2)).tolist(),
        rng.random((count, len(LUCK))).tolist(),
    )
    known = {(crew.station.centre_id, skill) for crew in crews for skill in crew.skills}
    faults = []
    for nth, (at, stormy) in enumerate(sorted(rows)):
        station, skill = areas[where[nth]], _skill(what[nth], numbers)
        # A county without any crew of this skill would wait for ever.
        able = skill if (station.centre_id, skill) in known else "LV"
        north, east = off[nth]
        scatter = SCATTER_DEGREES[station.kind]
        lat, lon = station.lat + scatter * north, station.lon + scatter * east
        drawn = dict(zip(LUCK, luck[nth], strict=True))
        faults.append(Fault(nth + 1, at, lat, lon, station.kind, able, station, stormy, drawn))
    return World(start, tuple(stations), tuple(crews), tuple(faults))


def _minutes(rng: np.random.Generator, day: Day, numbers: Values) -> list[float]:
    """When the faults of one day are reported: most by day, those of a storm within the hours of its front."""
    count = int(rng.poisson(numbers["faults.a_day"] * day.times))
    minutes = rng.normal(14 * 60, 4.5 * 60, count) % DAY
    if day.stormy:
        length = numbers["storm.hours"] * 60
        front = rng.uniform(0, DAY - length)
        within = rng.random(count) < numbers["storm.front"]
        minutes = np.where(within, front + rng.random(count) * length, minutes)
    return [float(minute) for minute in minutes]


def _skill(lot: float, numbers: Values) -> str:
    if lot < numbers["faults.mv"]:
        return "MV"
    return "METERING" if lot < numbers["faults.mv"] + numbers["faults.metering"] else "LV"


def exponential(lot: float, mean: float) -> float:
    return -mean * math.log(1.0 - lot)


def repair_minutes(fault: Fault, numbers: Values) -> float:
    """A gamma of shape 4 is the sum of four exponentials."""
    more = sum(exponential(fault.luck[f"repair.{part}"], numbers["repair.more"] / 4) for part in range(4))
    return numbers["repair.least"] + more
