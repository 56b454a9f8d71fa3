"""The demo's ground: 14 cities, 80 county centres and the towns in them. Real places, invented grouping.

Hubei has 17 prefecture-level and 100 county-level units; the article counts 14 city and 80 county command centres
without naming them. So the demo joins the four directly administered units into one city centre and neighbouring
districts into one county centre. This grouping is ours.
"""

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

DATA = Path(__file__).parent / "data"

DIRECT = "4290"  # the demo's 14th city centre: 仙桃, 潜江, 天门, 神农架
DIRECT_NAME, DIRECT_NAME_EN = "省直管", "Directly administered"

# Districts that share one county centre in the demo: name → adcodes, the first of which gives the centre its code.
JOINED: dict[str, tuple[str, ...]] = {
    "汉口": ("420102", "420103", "420104", "420112"),
    "汉阳": ("420105", "420113", "420114"),
    "洪山": ("420111", "420107"),
    "黄石城区": ("420202", "420203", "420204"),
    "十堰城区": ("420302", "420303"),
    "宜昌城区": ("420502", "420503", "420504", "420505"),
    "襄阳城区": ("420602", "420606", "420607"),
    "鄂州城区": ("420704", "420703"),
    "荆门城区": ("420802", "420804"),
    "孝感城区": ("420902", "420921"),
    "荆州城区": ("421003", "421002"),
    "黄州": ("421102", "421121"),
    "随州城区": ("421303", "421321"),
}


@dataclass(frozen=True)
class Town:
    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class County:
    """A county centre: its service area, its towns, and how urban it is."""

    code: str
    name: str
    name_en: str
    city_code: str
    area: BaseGeometry
    towns: tuple[Town, ...]
    is_district: bool

    @property
    def seat(self) -> Town:
        """The middle of the area as far as people live there: the town nearest to the mean of all towns."""
        lat = sum(town.lat for town in self.towns) / len(self.towns)
        lon = sum(town.lon for town in self.towns) / len(self.towns)
        return min(self.towns, key=lambda town: (town.lat - lat) ** 2 + (town.lon - lon) ** 2)


@dataclass(frozen=True)
class City:
    code: str
    name: str
    name_en: str


@cache
def counties() -> tuple[County, ...]:
    """The 80 county centres, by code."""
    features = json.loads((DATA / "hubei_counties.geojson").read_text())["features"]
    by_code = {feature["properties"]["adcode"]: feature for feature in features}
    joined = {code: name for name, codes in JOINED.items() for code in codes}
    groups = list(JOINED.items())
    groups += [(by_code[code]["properties"]["name"], (code,)) for code in by_code if code not in joined]
    return tuple(sorted((_county(name, codes, by_code) for name, codes in groups), key=lambda county: county.code))


@cache
def cities() -> tuple[City, ...]:
    """The 14 city centres, by code."""
    features = json.loads((DATA / "hubei_counties.geojson").read_text())["features"]
    named = {f["properties"]["city"][:4]: f["properties"]["city_name"] for f in features}
    named = {code: name for code, name in named.items() if code != DIRECT} | {DIRECT: DIRECT_NAME}
    return tuple(City(code, _short(name), CITY_ENGLISH[code]) for code, name in sorted(named.items()))


CITY_ENGLISH = {
    "4201": "Wuhan",
    "4202": "Huangshi",
    "4203": "Shiyan",
    "4205": "Yichang",
    "4206": "Xiangyang",
    "4207": "Ezhou",
    "4208": "Jingmen",
    "4209": "Xiaogan",
    "4210": "Jingzhou",
    "4211": "Huanggang",
    "4212": "Xianning",
    "4213": "Suizhou",
    "4228": "Enshi",
    "4290": DIRECT_NAME_EN,
}


def _short(name: str) -> str:
    return name.replace("土家族苗族自治州", "州")


def _county(name: str, codes: tuple[str, ...], by_code: dict[str, dict]) -> County:
    parts = [by_code[code] for code in codes]
    first = parts[0]["properties"]
    return County(
        code=codes[0],
        name=name.replace("土家族自治县", "县"),
        name_en=first["name_en"],
        city_code=first["city"][:4],
        area=unary_union([shape(part["geometry"]).buffer(0) for part in parts]),
        towns=tuple(town for code in codes for town in _towns().get(code, ())),
        is_district=first["level"] == "区" or len(codes) > 1,
    )


@cache
def _towns() -> dict[str, tuple[Town, ...]]:
    towns: dict[str, list[Town]] = {}
    with (DATA / "hubei_towns.csv").open() as file:
        for row in sorted(csv.DictReader(file), key=lambda row: row["geonameid"]):
            name = row["name_zh"] or row["name_en"]
            towns.setdefault(row["county_adcode"], []).append(Town(name, float(row["lat"]), float(row["lon"])))
    return {code: tuple(rows) for code, rows in towns.items()}
