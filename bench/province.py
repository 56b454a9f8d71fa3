"""A province for measuring: 80 square counties, a station and 75 crews in each, everybody on duty all night."""

from datetime import date, timedelta

from django.utils.timezone import now

from command_center.ground.organisation.models import Level, OrgUnit, User
from command_center.ground.organisation.roles import Role
from dispatch.models import Certificate, Crew, CrewPosition, Shift

COLUMNS, ROWS = 10, 8
SIDE = 0.4
WEST, SOUTH = 109.0, 29.4
CREWS_PER_COUNTY = 75


def square(column: int, row: int) -> tuple[float, float]:
    """South-west corner as (lat, lon)."""
    return SOUTH + row * SIDE, WEST + column * SIDE


def spot(number: int) -> tuple[float, float]:
    """The place of the n-th report: counties in turn, a different corner of them each time."""
    county, turn = number % (COLUMNS * ROWS), number // (COLUMNS * ROWS)
    lat, lon = square(county % COLUMNS, county // COLUMNS)
    return lat + SIDE * (0.1 + (turn * 0.137) % 0.8), lon + SIDE * (0.1 + (turn * 0.291) % 0.8)


def build(*, cities: int = 1, crews: int = CREWS_PER_COUNTY) -> None:
    """The counties shared out among ``cities``, with so many crews each."""
    place = {"latitude": 31.0, "longitude": 111.0}
    province = OrgUnit.objects.create(code="42", name="Province", level=Level.PROVINCE, path="42/", **place)
    parents = [
        OrgUnit.objects.create(
            code=code, name="City", level=Level.CITY_CENTRE, parent=province, path=f"42/{code}/", **place
        )
        for code in (f"42{number:02d}" for number in range(cities))
    ]
    for index in range(COLUMNS * ROWS):
        _county(parents[index % cities], index, crews)
    User.objects.create(username="bench-agent", email="agent@bench.invalid", role=Role.AGENT_95598, home=province)
    User.objects.create(username="bench-desk", email="desk@bench.invalid", role=Role.SUPERVISOR, home=province)


def _county(city: OrgUnit, index: int, crews: int) -> None:
    lat, lon = square(index % COLUMNS, index // COLUMNS)
    code = f"{420100 + index}"
    ring = [[lon, lat], [lon + SIDE, lat], [lon + SIDE, lat + SIDE], [lon, lat + SIDE], [lon, lat]]
    centre = OrgUnit.objects.create(
        code=code,
        name=f"County {index}",
        level=Level.COUNTY_CENTRE,
        parent=city,
        path=f"{city.path}{code}/",
        latitude=lat + SIDE / 2,
        longitude=lon + SIDE / 2,
        area={"type": "Polygon", "coordinates": [ring]},
    )
    unit = OrgUnit.objects.create(
        code=f"{code}T1",
        name=f"Station {index}",
        level=Level.TOWNSHIP_STATION,
        parent=centre,
        path=f"{centre.path}{code}T1/",
        latitude=lat + SIDE / 2,
        longitude=lon + SIDE / 2,
    )
    _crews(centre, unit, lat, lon, crews)


def _crews(centre: OrgUnit, unit: OrgUnit, lat: float, lon: float, count: int) -> None:
    at = now()
    crews = Crew.objects.bulk_create(
        Crew(
            code=f"{unit.code}-{n}",
            name=f"{unit.name} crew {n}",
            unit=unit,
            centre=centre,
            org_path=unit.path,
            base_latitude=lat + SIDE * (0.05 + 0.9 * (n * 0.618 % 1)),
            base_longitude=lon + SIDE * (0.05 + 0.9 * (n * 0.382 % 1)),
            plate=f"B{n:05d}",
        )
        for n in range(count)
    )
    Shift.objects.bulk_create(
        Shift(crew=c, starts_at=at - timedelta(hours=1), ends_at=at + timedelta(hours=10)) for c in crews
    )
    Certificate.objects.bulk_create(
        Certificate(crew=c, skill=skill, expires_on=date(2099, 1, 1))
        for c in crews
        for skill in ("LV", "MV", "METERING")
    )
    CrewPosition.objects.bulk_create(
        CrewPosition(
            crew=c, latitude=c.base_latitude, longitude=c.base_longitude, fixed_at=at + timedelta(hours=1), seen_at=at
        )
        for c in crews
    )
