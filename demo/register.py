"""The demo's sensitive register and generator vehicles. Invented: no hospital, household or barn in it exists."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from command_center.ground.organisation.models import Level
from customers.models import Flag
from demo import names
from demo.bulk_loading import copy_rows, settle_sequences
from demo.organisation import Organisation
from outages.models import GeneratorStatus, GeneratorVehicle, SensitiveClass, SensitiveEntry, SensitiveUse

C, U = SensitiveClass, SensitiveUse

TOBACCO_CITY = "4228"  # 恩施
CURING_SEASON = (701, 930)
IMPORTANT_CLASSES = ((0.03, C.SPECIAL), (0.25, C.GRADE_1), (1.0, C.GRADE_2))
IMPORTANT_USES = (U.HOSPITAL, U.WATER, U.TELECOM, U.GOVERNMENT)
# Use elsewhere → season, hours until something is lost.
TIME_CRITICAL_USES: dict[SensitiveUse, tuple[tuple[int, int] | None, float]] = {
    U.AQUACULTURE: ((501, 1015), 1.0),
    U.COLD_STORE: (None, 4.0),
    U.GREENHOUSE: ((1115, 310), 3.0),
}
VEHICLES_A_CITY = 3
RATINGS_KVA = (200, 400, 800)

ENTRY_COLUMNS = [
    "service_point_id", "sensitive_class", "use", "season_from", "season_to", "hours_to_damage", "own_generator",
    "consent", "last_verified_on", "org_path",
]  # fmt: skip


@dataclass(frozen=True)
class Flagged:
    service_point_id: int
    flags: tuple[str, ...]
    org_path: str


Row = tuple[object, ...]


def flagged(customers: Iterable[Row]) -> list[Flagged]:
    """Of the rows of a batch: who has a flag. In the demo a customer's only service point has his number."""
    return [Flagged(int(str(row[0])), tuple(row[4]), str(row[5])) for row in customers if row[4]]  # type: ignore[arg-type]


def load(organisation: Organisation, people: Iterable[Flagged], rng: np.random.Generator, *, on: date) -> None:
    rows = (row for person in people for row in entry_rows(person, rng, on))
    copy_rows(SensitiveEntry._meta.db_table, ENTRY_COLUMNS, rows)
    settle_sequences([SensitiveEntry._meta.db_table])
    GeneratorVehicle.objects.bulk_create(vehicles(organisation, rng))


def entry_rows(person: Flagged, rng: np.random.Generator, on: date) -> Iterator[Row]:
    """One entry for each flag of the customer."""
    for flag in person.flags:
        kind, use, season, hours, generator = _reason(flag, person.org_path, rng)
        consent = kind == C.LIFE_SUPPORT or bool(rng.random() < 0.8)
        verified = on - timedelta(days=int(rng.integers(5, 300)))
        first, last = season or (None, None)
        yield (
            person.service_point_id, kind.value, use.value, first, last, hours, generator, consent, verified,
            person.org_path,
        )  # fmt: skip


def _reason(
    flag: str, org_path: str, rng: np.random.Generator
) -> tuple[SensitiveClass, SensitiveUse, tuple[int, int] | None, float, bool]:
    """(class, use, season, hours until something is lost, has a generator)."""
    lot = rng.random()
    if flag == Flag.IMPORTANT:
        kind = next(kind for share, kind in IMPORTANT_CLASSES if lot < share)
        return kind, IMPORTANT_USES[int(rng.integers(len(IMPORTANT_USES)))], None, 0.5, bool(rng.random() < 0.8)
    if flag == Flag.LIFE_SUPPORT:
        return C.LIFE_SUPPORT, U.HOME_OXYGEN, None, 2.0, False
    if TOBACCO_CITY in org_path.split("/"):
        return C.TIME_CRITICAL, U.TOBACCO_CURING, CURING_SEASON, 1.0, False
    use = list(TIME_CRITICAL_USES)[int(lot * len(TIME_CRITICAL_USES))]
    season, hours = TIME_CRITICAL_USES[use]
    return C.TIME_CRITICAL, use, season, hours, bool(rng.random() < 0.3)


def vehicles(organisation: Organisation, rng: np.random.Generator) -> list[GeneratorVehicle]:
    """A few vehicles a city, near its centre; one of them in the workshop now and then."""
    cities = [unit for unit in organisation.units if unit.level == Level.CITY_CENTRE]
    return [
        GeneratorVehicle(
            code=f"{city.code}-G{n + 1}",
            plate=names.plate(city.code, 90_000 + n),
            kva=RATINGS_KVA[n % len(RATINGS_KVA)],
            fuel_hours=8.0,
            status=GeneratorStatus.MAINTENANCE if rng.random() < 0.05 else GeneratorStatus.STANDBY,
            centre_id=city.id,
            org_path=city.path,
            latitude=city.lat + float(rng.normal(0, 0.01)),
            longitude=city.lon + float(rng.normal(0, 0.01)),
        )
        for city in cities
        for n in range(VEHICLES_A_CITY)
    ]
