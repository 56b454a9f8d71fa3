"""An address in words becomes an area: by the names of counties and stations, else by the addresses of a station's customers."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import NamedTuple

from django.db import connection

from command_center.ground.core.process_cache import cached
from command_center.ground.organisation.locating import Place
from command_center.ground.organisation.models import Level, OrgUnit
from command_center.ground.organisation.place_names import Gazetteer, Named, plain, stem
from command_center.ground.organisation.places import locator, units_by_id
from customers.models import ServicePoint

DEPTHS = {
    Level.CITY_CENTRE: 1,
    Level.COUNTY_CENTRE: 2,
    Level.SERVICE_STATION: 3,
    Level.TOWNSHIP_STATION: 3,
}
TRIGRAM = 3  # addresses are looked through by their index of trigrams
LOOKED_AT = 200
ADDRESSES_AT_ONCE = 50
# A village, a quarter, a street: what stands before its kind and behind the last coarser name.
_FINE = re.compile(r"(?:^|[省市州县区镇乡])([^省市州县区镇乡\W\d]{2,8}?(?:村|社区|小区|花园|路|街|巷|湾))")
BY_ADDRESS = """
SELECT w.n, s.unit_id, count(*) FROM unnest(%s::text[]) WITH ORDINALITY w(word, n)
 CROSS JOIN LATERAL (
   SELECT unit_id FROM customers_servicepoint WHERE address LIKE '%%' || w.word || '%%' LIMIT %s
 ) s GROUP BY w.n, s.unit_id
"""


def name_places(addresses: Sequence[str]) -> list[Place | None]:
    """The area that each address names, without a point; None where it names none. One query at most."""
    if not any(addresses):
        return [None] * len(addresses)
    found = [gazetteer().find(address) if address else None for address in addresses]
    vague = [n for n, named in enumerate(found) if addresses[n] and (named is None or named.depth < 3)]
    units: dict[int, int] = {n: named.unit_id for n, named in enumerate(found) if named}
    units |= _by_villages({n: addresses[n] for n in vague[:ADDRESSES_AT_ONCE]}, found)
    known = units_by_id(units.values())
    return [_area(known[units[n]]) if n in units else None for n in range(len(addresses))]


def stations_by_address(query: str) -> list[str]:
    """Codes of the stations in whose customers' addresses these words stand, the first found first."""
    if len(query) < TRIGRAM:
        return []
    rows = ServicePoint.objects.filter(address__contains=query).values_list("unit__code", flat=True)
    return list(dict.fromkeys(rows[:LOOKED_AT]))


class Suggestion(NamedTuple):
    """A village or town that the words may mean, with the middle of its supplies."""

    name: str
    unit: OrgUnit
    latitude: float
    longitude: float


def suggest_places(text: str, *, at_most: int = 8) -> list[Suggestion]:
    """While somebody types an address: villages by the addresses of their supplies, then the area that it names."""
    text = plain(text)
    named = gazetteer().find(text)
    fine = (_FINE.findall(text) or [re.split(r"[省市州县区镇乡]", text)[-1]])[-1]
    found = _villages(fine, named) if len(fine) >= TRIGRAM else []
    if not found and named is not None:
        unit = units_by_id([named.unit_id])[named.unit_id]
        found = [Suggestion(unit.name, unit, unit.latitude, unit.longitude)]
    return found[:at_most]


def _villages(fine: str, above: Named | None) -> list[Suggestion]:
    rows = ServicePoint.objects.filter(address__contains=fine)
    if above is not None:
        rows = rows.filter(org_path__startswith=units_by_id([above.unit_id])[above.unit_id].path)
    spots: dict[tuple[str, int], list[tuple[float, float]]] = defaultdict(list)
    for address, unit_id, latitude, longitude in rows.values_list("address", "unit_id", "latitude", "longitude")[
        :LOOKED_AT
    ]:
        spots[(address[: address.index(fine)] + _to_its_end(address, fine), unit_id)].append((latitude, longitude))
    units = units_by_id(unit_id for _, unit_id in spots)
    ranked = sorted(spots.items(), key=lambda item: -len(item[1]))
    return [
        Suggestion(name, units[unit_id], fmean(at[0] for at in places), fmean(at[1] for at in places))
        for (name, unit_id), places in ranked
    ]


def _to_its_end(address: str, fine: str) -> str:
    """旋坨 in 丁寨乡旋坨村三组 → 旋坨村: the village, not the house."""
    rest = address[address.index(fine) + len(fine) :]
    end = re.match(r"[^\d\W]{0,3}?(?:村|社区|小区|花园|路|街|巷|湾)", rest)
    return fine + (end.group() if end else "")


@cached(seconds=60)
def gazetteer() -> Gazetteer:
    rows = OrgUnit.objects.filter(level__in=DEPTHS, active=True).values_list("pk", "parent_id", "level", "name")
    return Gazetteer(Named(pk, parent_id, DEPTHS[Level(level)], name) for pk, parent_id, level, name in rows)


def _by_villages(addresses: dict[int, str], above: Sequence[Named | None]) -> dict[int, int]:
    """Place in the batch → the one station in whose addresses the village stands, within what the words name already."""
    words = {n: fine[-1] for n, text in addresses.items() if (fine := _FINE.findall(_without(above[n], text)))}
    words = {n: word for n, word in words.items() if len(word) >= TRIGRAM}
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(BY_ADDRESS, [list(words.values()), LOOKED_AT])
        rows = cursor.fetchall()
    paths = {unit.pk: unit.path for unit in units_by_id(_ids(rows, above)).values()}
    hits: dict[int, Counter[int]] = {n: Counter() for n in words}
    for place, unit_id, count in rows:
        n = list(words)[place - 1]
        named = above[n]
        if named is None or paths[unit_id].startswith(paths[named.unit_id]):
            hits[n][unit_id] += count
    return {n: next(iter(stations)) for n, stations in hits.items() if len(stations) == 1}


def _without(named: Named | None, address: str) -> str:
    """咸丰 旋坨村 without 咸丰: what is left names the village."""
    return plain(address).replace(stem(plain(named.name)), "", 1) if named else plain(address)


def _ids(rows: Iterable[tuple[int, int, int]], above: Sequence[Named | None]) -> set[int]:
    return {unit_id for _, unit_id, _ in rows} | {named.unit_id for named in above if named}


def _area(unit: OrgUnit) -> Place:
    """The whole area of a unit: its centre sees it, and the clock of its kind of area runs."""
    centre_id = unit.pk if DEPTHS[Level(unit.level)] < 3 else unit.parent_id or unit.pk
    own = None if centre_id == unit.pk else unit.pk
    return Place(
        centre_id=centre_id,
        adcode=unit.code[:6],
        unit_id=own,
        grid_id=None,
        area_kind=locator().area_kind(unit.level, 0.0),
        distance_to_unit_m=None,
    )
