"""Finding a place by name: counties and stations of the snapshot, and villages by the addresses of their station.

The answer is about a station's area, never about a household.
"""

from django.db import DatabaseError, InterfaceError

from command_center.ground.core.romanise import romanised
from command_center.screens.status.building import Snapshot
from customers.services.named_places import stations_by_address

SHORTEST = 2
FOUND_AT_MOST = 8


def find_areas(snapshot: Snapshot, query: str) -> list[str]:
    """Codes of areas that are called so, or that have such a place; what lies within another of them is told with it."""
    wanted = query.strip().casefold()
    if len(wanted) < SHORTEST:
        return []
    named = [
        code
        for code, area in snapshot["areas"].items()
        if wanted in area["name"].casefold() or wanted in (area["name_en"] or romanised(area["name"])).casefold()
    ]
    found = sorted(named, key=len) or [code for code in _by_address(query.strip()) if code in snapshot["areas"]]
    return [code for code in found if not _lies_within(snapshot, code, found)][:FOUND_AT_MOST]


def _lies_within(snapshot: Snapshot, code: str, others: list[str]) -> bool:
    above = snapshot["areas"][code]["parent"]
    while above is not None:
        if above in others:
            return True
        above = snapshot["areas"].get(above, {}).get("parent")
    return False


def _by_address(query: str) -> list[str]:
    try:
        return stations_by_address(query)
    except (DatabaseError, InterfaceError):
        return []  # while it is away the named areas still answer
