"""Invented crews: one a unit and some more where there is more to do; about 1,300 with people, papers and shifts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from command_center.ground.organisation.models import Level
from command_center.ground.organisation.roles import Role
from demo import names
from demo.organisation import Organisation, Unit

CREWS = 1300
SHIFT_HOURS = 8
# Crews change shifts at different minutes, or a whole county would hand over at once.
STAGGER_MINUTES = 37


@dataclass
class Person:
    id: int
    username: str
    name: str
    role: str
    unit: Unit
    phone: str


@dataclass
class Team:
    id: int
    code: str
    name: str
    unit: Unit
    centre_id: int
    people: list[Person]
    plate: str
    skills: list[tuple[str, date]]

    def row(self) -> tuple[object, ...]:
        vehicle = "绝缘斗臂车" if any(skill == "LIVE_LINE" for skill, _ in self.skills) else "抢修车"
        return (
            self.id, self.code, self.name, self.unit.id, self.centre_id, self.unit.path, self.people[0].id,
            self.unit.lat, self.unit.lon, self.plate, vehicle, date(2027, 12, 31), 3, True, 1,
        )  # fmt: skip


def build(organisation: Organisation, rng: np.random.Generator, first_person_id: int) -> list[Team]:
    units = organisation.frontline
    wanted = [1] * len(units)
    for index in _largest(units, CREWS - len(units)):
        wanted[index] += 1
    sizes = rng.integers(2, 5, sum(wanted))
    drawn = iter(names.people(rng, int(sizes.sum())))
    numbers = iter(names.phones(rng, int(sizes.sum())))
    teams: list[Team] = []
    person_id = first_person_id
    for unit, count in zip(units, wanted, strict=True):
        for n in range(count):
            code = f"{unit.code}-{n + 1:02d}"
            people = []
            for m in range(int(sizes[len(teams)])):
                role = Role.CREW_LEADER if m == 0 else Role.REPAIRER
                people.append(Person(person_id, f"{code}-{m + 1}".lower(), next(drawn), role, unit, next(numbers)))
                person_id += 1
            teams.append(_team(len(teams) + 1, code, unit, n, people, rng))
    return teams


def _team(number: int, code: str, unit: Unit, nth: int, people: list[Person], rng: np.random.Generator) -> Team:
    short = unit.name.removesuffix("供电服务站").removesuffix("供电所")
    name = (
        f"{short} {nth + 1:02d} 班"
        if unit.level != Level.REPAIR_CREW_BASE
        else unit.name + (f" {nth + 1:02d} 组" if nth else "")
    )
    return Team(
        number,
        code,
        name,
        unit,
        unit.parent_id or 0,
        people,
        names.plate(unit.path.split("/")[1], number),
        _skills(unit, rng),
    )


def _skills(unit: Unit, rng: np.random.Generator) -> list[tuple[str, date]]:
    """Every crew may work on low voltage; repair crews on everything; a township crew mostly on 10 kV too."""
    shares = {
        Level.REPAIR_CREW_BASE: {"MV": 1.0, "METERING": 0.6, "LIVE_LINE": 0.25},
        Level.TOWNSHIP_STATION: {"MV": 0.7, "METERING": 0.7, "LIVE_LINE": 0.0},
        Level.SERVICE_STATION: {"MV": 0.3, "METERING": 1.0, "LIVE_LINE": 0.0},
    }[Level(unit.level)]
    held = ["LV", *(skill for skill, share in shares.items() if rng.random() < share)]
    return [(skill, date(2027, 1, 1) + timedelta(days=int(rng.integers(0, 900)))) for skill in held]


def _largest(units: list[Unit], extra: int) -> list[int]:
    """Urban stations and repair bases get the extra crews, and 丁寨 keeps exactly its own."""
    urban = [i for i, unit in enumerate(units) if unit.level != Level.TOWNSHIP_STATION]
    return [urban[len(urban) * n // extra] for n in range(extra)]


def shifts(crew_ids: list[int], *, from_at: datetime, until: datetime) -> Iterator[tuple[int, datetime, datetime, int]]:
    """Eight-hour shifts round the clock for every crew: ``(crew_id, starts_at, ends_at, people)``.

    Aligned to fixed hours plus the crew's own offset, so that asking for a later stretch continues the same pattern.
    """
    epoch = datetime(2022, 1, 1, tzinfo=from_at.tzinfo)
    length = timedelta(hours=SHIFT_HOURS)
    for crew_id in crew_ids:
        offset = timedelta(minutes=crew_id * STAGGER_MINUTES % (SHIFT_HOURS * 60))
        number = (from_at - epoch - offset) // length
        start = epoch + offset + number * length
        while start < until:
            yield crew_id, start, start + length, 2 + (crew_id + number) % 2
            start, number = start + length, number + 1
