"""The organisation of the demo: exactly 14 + 80 centres and 147 + 108 + 997 units, at real places."""

from dataclasses import dataclass, field

import numpy as np
from shapely import MultiPoint, Point, voronoi_polygons
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from command_center.ground.organisation.models import Level
from demo.geography import County, Town, cities, counties

STATIONS, CREW_BASES, TOWNSHIPS = 147, 108, 997
GRIDS_PER_STATION = 3
PROVINCE_CODE = "42"


@dataclass
class Unit:
    """A row of the organisation tree before it has become one."""

    id: int
    code: str
    name: str
    name_en: str
    level: str
    parent_id: int | None
    path: str
    lat: float
    lon: float
    area: BaseGeometry | None = None


@dataclass
class Grid:
    id: int
    code: str
    name: str
    unit: Unit
    area: BaseGeometry


@dataclass
class Organisation:
    units: list[Unit] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    centre_of: dict[str, Unit] = field(default_factory=dict)

    def add(
        self, code: str, name: str, level: str, parent: Unit | None, lat: float, lon: float, **more: object
    ) -> Unit:
        path = f"{parent.path if parent else ''}{code}/"
        unit = Unit(
            len(self.units) + 1, code, name, str(more.get("name_en", "")), level, parent.id if parent else None, path,
            round(lat, 6), round(lon, 6), more.get("area"),
        )  # fmt: skip
        self.units.append(unit)
        return unit

    def in_centre(self, centre: Unit, *levels: str) -> list[Unit]:
        return [unit for unit in self.units if unit.parent_id == centre.id and unit.level in levels]

    @property
    def frontline(self) -> list[Unit]:
        return [
            u for u in self.units if u.level in (Level.SERVICE_STATION, Level.REPAIR_CREW_BASE, Level.TOWNSHIP_STATION)
        ]


def build(rng: np.random.Generator) -> Organisation:
    """The whole tree with service grids."""
    organisation = Organisation()
    province = organisation.add(PROVINCE_CODE, "湖北", Level.PROVINCE, None, 30.97, 112.27, name_en="Hubei")
    homes = {}
    for city in cities():
        seats = [c.seat for c in counties() if c.city_code == city.code]
        homes[city.code] = organisation.add(
            city.code, city.name, Level.CITY_CENTRE, province, seats[0].lat, seats[0].lon, name_en=city.name_en
        )
    quotas = _quotas()
    for county in counties():
        _county(organisation, county, homes[county.city_code], quotas[county.code], rng)
    return organisation


def _county(
    organisation: Organisation, county: County, city: Unit, quota: tuple[int, int, int], rng: np.random.Generator
) -> None:
    seat = county.seat
    centre = organisation.add(
        county.code, county.name, Level.COUNTY_CENTRE, city, seat.lat, seat.lon,
        name_en=county.name_en, area=county.area.simplify(0.0005),
    )  # fmt: skip
    organisation.centre_of[county.code] = centre
    stations, bases, townships = quota
    for number in range(stations):
        lat, lon = _near(seat, county, rng, 0.02)
        suffix = "" if stations == 1 else "一二三四五六七八九十"[number]
        organisation.add(
            f"{county.code}S{number + 1:02d}",
            f"{_plain(county.name)}城区{suffix}供电服务站",
            Level.SERVICE_STATION,
            centre,
            lat,
            lon,
        )
    for number in range(bases):
        lat, lon = _near(seat, county, rng, 0.03)
        suffix = "" if bases == 1 else "一二三四五六七八九十"[number]
        organisation.add(
            f"{county.code}R{number + 1:02d}",
            f"{_plain(county.name)}配网抢修{suffix}班",
            Level.REPAIR_CREW_BASE,
            centre,
            lat,
            lon,
        )
    _townships(organisation, county, centre, townships, rng)
    _grids(organisation, county, centre, rng)


def _townships(organisation: Organisation, county: County, centre: Unit, count: int, rng: np.random.Generator) -> None:
    """One station a town; where the quota is larger, a second station near it (invented)."""
    for number in range(count):
        town = county.towns[number % len(county.towns)]
        again = number // len(county.towns)
        lat, lon = (town.lat, town.lon) if not again else _near(town, county, rng, 0.05)
        name = f"{_plain(town.name)}{'第二' if again else ''}供电所"
        organisation.add(f"{county.code}T{number + 1:02d}", name, Level.TOWNSHIP_STATION, centre, lat, lon)


def _grids(organisation: Organisation, county: County, centre: Unit, rng: np.random.Generator) -> None:
    """Cells around points near each station, cut at the county's border."""
    stations = organisation.in_centre(centre, Level.SERVICE_STATION, Level.TOWNSHIP_STATION)
    seeds: list[tuple[Point, Unit, int]] = []
    for station in stations:
        spread = 0.012 if station.level == Level.SERVICE_STATION else 0.03
        for number in range(GRIDS_PER_STATION):
            dx, dy = rng.normal(0, spread, 2)
            seeds.append((Point(round(station.lon + dx, 5), round(station.lat + dy, 5)), station, number + 1))
    cells = list(voronoi_polygons(MultiPoint([p for p, _, _ in seeds]), extend_to=county.area.envelope).geoms)
    for point, station, number in seeds:
        cell = next((c for c in cells if c.covers(point)), None)
        area = cell.intersection(county.area).simplify(0.0008) if cell is not None else None
        if area is None or area.is_empty:
            continue
        organisation.grids.append(
            Grid(
                len(organisation.grids) + 1,
                f"{station.code}G{number}",
                f"{_plain(station.name)}{number}号网格",
                station,
                area,
            )
        )


def _quotas() -> dict[str, tuple[int, int, int]]:
    """Stations, crew bases and township stations of each county; the totals are the article's."""
    all_counties = counties()
    urban = _share(STATIONS, [3.0 if c.is_district else 1.0 for c in all_counties], at_least=1)
    bases = _share(CREW_BASES, [2.0 if c.is_district else 1.0 for c in all_counties], at_least=1)
    rural = _share(TOWNSHIPS, [float(len(c.towns)) for c in all_counties], at_least=1)
    return {c.code: (urban[i], bases[i], rural[i]) for i, c in enumerate(all_counties)}


def _share(total: int, weights: list[float], *, at_least: int) -> list[int]:
    """Largest remainders, after everybody has the least."""
    rest = total - at_least * len(weights)
    exact = [rest * weight / sum(weights) for weight in weights]
    shares = [int(value) for value in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for index in by_remainder[: rest - sum(shares)]:
        shares[index] += 1
    return [share + at_least for share in shares]


def _near(town: Town, county: County, rng: np.random.Generator, spread: float) -> tuple[float, float]:
    for _ in range(20):
        lat, lon = town.lat + rng.normal(0, spread), town.lon + rng.normal(0, spread)
        if county.area.covers(Point(lon, lat)):
            return lat, lon
    return town.lat, town.lon


def _plain(name: str) -> str:
    for suffix in ("街道", "供电服务站", "供电所", "城区", "镇", "乡", "县", "市", "区"):
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name


def unit_row(unit: Unit) -> tuple[object, ...]:
    area = mapping(unit.area) if unit.area is not None else None
    return (
        unit.id, unit.code, unit.name, unit.name_en, unit.level, unit.parent_id, unit.path, unit.lat, unit.lon,
        _rounded(area), "", True,
    )  # fmt: skip


def _rounded(area: object) -> object:
    return None if area is None else {"type": area["type"], "coordinates": _round(area["coordinates"])}  # type: ignore[index]


def _round(value: object) -> object:
    return [_round(item) for item in value] if isinstance(value, list | tuple) else round(value, 5)  # type: ignore[call-overload]


def grid_area(grid: Grid) -> object:
    return _rounded(mapping(grid.area))
