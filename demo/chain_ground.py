"""One city of the demo province as the ground of a comparison of chains: stations, crews, shifts, wild days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from command_center.ground.organisation.models import Level
from command_center.trials.chains.world import BASE, RURAL, URBAN, Crew, Day, Shift, Station
from demo import crews as demo_crews
from demo import organisation
from demo.past.seasons import DAYS, STORMS, weather

SEED = 2022  # the province that ./run loads has these places
KINDS = {Level.SERVICE_STATION: URBAN, Level.TOWNSHIP_STATION: RURAL, Level.REPAIR_CREW_BASE: BASE}
# The demo's weather multiplies a day of storms by 2.5 to 6; a calm day hardly ever comes to this.
STORM = 2.2
# Repairs go on after the last day of the stream.
AFTERWARDS = timedelta(days=3)


@dataclass(frozen=True)
class Ground:
    city: str
    city_chinese: str
    stations: Sequence[Station]
    crews: Sequence[Crew]


def ground(city_code: str, start: datetime, days: int) -> Ground:
    """Raises ``KeyError`` for a code that is no city of the demo."""
    rng = np.random.default_rng(SEED)
    tree = organisation.build(rng)
    city = {unit.code: unit for unit in tree.units if unit.level == Level.CITY_CENTRE}[city_code]
    stations = {
        unit.id: Station(unit.id, unit.parent_id or 0, unit.path, unit.lat, unit.lon, KINDS[Level(unit.level)])
        for unit in tree.frontline
        if unit.path.startswith(city.path)
    }
    teams = [team for team in demo_crews.build(tree, rng, 1) if team.unit.id in stations]
    shifts: dict[int, list[Shift]] = {team.id: [] for team in teams}
    for crew_id, starts_at, ends_at, people in demo_crews.shifts(
        list(shifts), from_at=start, until=start + timedelta(days=days) + AFTERWARDS
    ):
        shifts[crew_id].append(Shift(starts_at, ends_at, people))
    crews = [
        Crew(t.id, t.name, stations[t.unit.id], frozenset(skill for skill, _ in t.skills), tuple(shifts[t.id]))
        for t in teams
    ]
    return Ground(city.name_en, city.name, list(stations.values()), crews)


def days_of(start: datetime, count: int, seed: int) -> list[Day]:
    """The demo's seasons and weather."""
    wild = weather(np.random.default_rng([seed, 60]))
    months = [STORMS[(start + timedelta(days=day)).month - 1] for day in range(count)]
    return [Day(float(wild[n % DAYS]) * month, bool(wild[n % DAYS] >= STORM)) for n, month in enumerate(months)]
