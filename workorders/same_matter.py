"""Whether a report speaks of a matter that already has an order: the same supply, the same caller or the same place.

A known supply decides alone: two supplies are two matters, whoever calls. A phone or a place is only a hint, and one
that anything speaks against counts for nothing: an order too many costs a crew a way, one too few leaves a house dark.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import cos, floor, hypot, radians
from typing import Literal

How = Literal["supply", "phone", "place"]

SAME_PLACE_M = 30.0
"""Source: assumed. A pin of a phone outdoors is right within some ten metres; the next house stands further off."""
PLACES_OF_ONE_CALLER_M = 300.0
"""Source: assumed. The same phone that pins two places further apart speaks of two faults."""
FINEST_WORDS = 3
METRES_PER_DEGREE = 111_195.0
CELL_DEGREES = 0.001  # over 80 m everywhere in the province: two places within SAME_PLACE_M lie in adjacent cells

_DIGITS = str.maketrans("零〇一二两三四五六七八九", "001223456789")
_NUMBERS = re.compile(r"[0-9A-Za-z十]+")
_NOISE = re.compile(r"[\W_]+")
_COARSE = re.compile(r"^.*[省市州县区镇乡](?=..)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What is known of a report or of an order. ``phone``: of one caller, "" when it may be anybody's."""

    supply: int | None = None
    phone: str = ""
    name: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Same:
    """The order a report belongs to. ``sure`` is False where a person should look whether it is one household."""

    order_id: int
    how: How
    sure: bool = True


class Matters:
    """The matters that have an order already, and those that get one in this batch; the oldest wins."""

    def __init__(self) -> None:
        self._told: dict[int, list[Told]] = defaultdict(list)
        self._by_supply: dict[int, list[int]] = defaultdict(list)
        self._by_phone: dict[str, list[int]] = defaultdict(list)
        self._by_cell: dict[tuple[int, int], list[int]] = defaultdict(list)

    def add(self, order_id: int, told: Told) -> None:
        self._told[order_id].append(told)
        if told.supply is not None:
            _once(self._by_supply[told.supply], order_id)
        if told.phone:
            _once(self._by_phone[told.phone], order_id)
        if told.latitude is not None and told.longitude is not None:
            _once(self._by_cell[_cell(told.latitude, told.longitude)], order_id)

    def find(self, told: Told, *, among: Container[int] | None = None) -> Same | None:
        """The order (of those ``among``) that this report says again, or None: it needs one of its own."""
        by_supply = self._by_supply.get(told.supply, ()) if told.supply is not None else ()
        by_phone = self._by_phone.get(told.phone, ())
        by_place = [order_id for cell in _cells_around(told) for order_id in self._by_cell.get(cell, ())]
        if among is not None:
            by_supply, by_phone, by_place = ([o for o in ids if o in among] for ids in (by_supply, by_phone, by_place))
        if by_supply:
            return Same(by_supply[0], "supply")
        return self._of_caller(told, by_phone) or self._at_place(told, by_place)

    def _of_caller(self, told: Told, order_ids: Sequence[int]) -> Same | None:
        theirs = [order_id for order_id in order_ids if not self._other_supply(order_id, told)]
        if not theirs:
            return None
        near = [order_id for order_id in theirs if self._metres(order_id, told) <= SAME_PLACE_M]
        if near:
            return Same(near[0], "phone")
        # A number behind several open matters is an institution's, or somebody who looks after several houses.
        if len(theirs) > 1 or any(self._speaks_against(theirs[0], told)):
            return None
        return Same(theirs[0], "phone")

    def _at_place(self, told: Told, order_ids: Sequence[int]) -> Same | None:
        found = [(self._metres(one, told), one) for one in order_ids if not self._other_supply(one, told)]
        metres, order_id = min(found, default=(SAME_PLACE_M + 1, 0))
        if metres > SAME_PLACE_M:
            return None
        other_caller = self._other_caller(order_id, told)
        if other_caller and self._other_address(order_id, told):
            return None
        return Same(order_id, "place", sure=not other_caller)

    def _speaks_against(self, order_id: int, told: Told) -> Iterable[bool]:
        metres = self._metres(order_id, told)
        yield metres != FAR and metres > PLACES_OF_ONE_CALLER_M
        yield metres == FAR and self._other_address(order_id, told)
        yield self._other(order_id, told, "name")

    def _other_supply(self, order_id: int, told: Told) -> bool:
        return self._other(order_id, told, "supply")

    def _other_caller(self, order_id: int, told: Told) -> bool:
        return self._other(order_id, told, "phone")

    def _other(self, order_id: int, told: Told, field: str) -> bool:
        """Both say it, and nobody has said the same."""
        mine, theirs = getattr(told, field), {getattr(each, field) for each in self._told[order_id]} - {"", None}
        return bool(mine) and bool(theirs) and mine not in theirs

    def _other_address(self, order_id: int, told: Told) -> bool:
        said = [each.address for each in self._told[order_id] if each.address]
        return bool(told.address and said) and all(differ(told.address, address) for address in said)

    def _metres(self, order_id: int, told: Told) -> float:
        return min((metres_between(told, each) for each in self._told[order_id]), default=FAR)


FAR = float("inf")


def metres_between(one: Told, other: Told) -> float:
    """Metres between two places, infinite when one of them has none."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return FAR
    north = (one.latitude - other.latitude) * METRES_PER_DEGREE
    east = (one.longitude - other.longitude) * METRES_PER_DEGREE * cos(radians(one.latitude))
    return hypot(north, east)


def differ(one: str, other: str) -> bool:
    """Whether two addresses in words name two places: 旋坨村三组 and 旋坨村五组 do, 丁寨乡旋坨村三组 and 旋坨村三组 do not."""
    one, other = _plain(one), _plain(other)
    if one in other or other in one:
        return False
    numbers, others = _NUMBERS.findall(one), _NUMBERS.findall(other)
    if numbers and others:
        return numbers != others
    fine, finer = _COARSE.sub("", one), _COARSE.sub("", other)
    return SequenceMatcher(None, fine, finer, autojunk=False).find_longest_match().size < FINEST_WORDS


def cells_of(told: Told) -> list[tuple[int, int]]:
    """The small squares of the map that a report at this place has to look into."""
    return list(_cells_around(told))


def _plain(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).upper()).translate(_DIGITS)


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return floor(latitude / CELL_DEGREES), floor(longitude / CELL_DEGREES)


def _cells_around(told: Told) -> Iterable[tuple[int, int]]:
    """Every cell that a circle of SAME_PLACE_M around the place touches: one to four."""
    if told.latitude is None or told.longitude is None:
        return ()
    reach = SAME_PLACE_M / METRES_PER_DEGREE
    wide = reach / max(cos(radians(told.latitude)), 0.01)
    corners = ((told.latitude + n * reach, told.longitude + e * wide) for n in (-1, 1) for e in (-1, 1))
    return dict.fromkeys(_cell(*corner) for corner in corners)


def _once(ids: list[int], order_id: int) -> None:
    if order_id not in ids:
        ids.append(order_id)
