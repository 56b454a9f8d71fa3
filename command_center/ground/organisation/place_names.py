"""Places by their names: which county and station an address in words speaks of; pure.

``恩施州咸丰县丁寨乡旋坨村三组`` names a city, a county and, by its stem 丁寨, the station 丁寨供电所.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SHORTEST = 2
_ENDS = re.compile(
    r"(供电服务站|供电所|服务站|供电公司|供电中心|抢修班|自治州|自治县|林区|新区|高新区|开发区|[省市州县区镇乡])$"
)
_NOISE = re.compile(r"[\s,，、;；。]+")


@dataclass(frozen=True, slots=True)
class Named:
    """A unit that can be named. ``parent_id``: the centre or city it belongs to. ``depth``: 1 city, 2 county, 3 station."""

    unit_id: int
    parent_id: int | None
    depth: int
    name: str


class Gazetteer:
    """The names of cities, counties and stations; asked with whole addresses."""

    def __init__(self, units: Iterable[Named]) -> None:
        self._units = {unit.unit_id: unit for unit in units}
        self._by_depth: dict[int, list[tuple[str, str, Named]]] = {1: [], 2: [], 3: []}
        for unit in self._units.values():
            name = plain(unit.name)
            self._by_depth[unit.depth].append((name, stem(name), unit))

    def find(self, text: str) -> Named | None:
        """The finest unit that the words name beyond doubt."""
        text = plain(text)
        if len(text) < SHORTEST:
            return None
        found: Named | None = None
        for depth in (1, 2, 3):
            below = self._below(self._by_depth[depth], found)
            found = _only(_named_in(text, below, whole=depth < 3)) or found
        return found

    def _below(self, rows: Sequence[tuple[str, str, Named]], above: Named | None) -> list[tuple[str, str, Named]]:
        return [row for row in rows if above is None or self._within(row[2], above.unit_id)]

    def _within(self, unit: Named, above: int) -> bool:
        parent = unit.parent_id
        while parent is not None:
            if parent == above:
                return True
            parent = self._units[parent].parent_id if parent in self._units else None
        return False


def _named_in(text: str, rows: Sequence[tuple[str, str, Named]], *, whole: bool) -> list[tuple[int, Named]]:
    """(how much of the name stands there, unit); the whole name before its stem, so that 恩施市 is not 恩施州."""
    said = [(len(name), unit) for name, _stem, unit in rows if len(name) >= SHORTEST and name in text]
    return said or [
        (len(short), unit)
        for _name, short, unit in rows
        if len(short) >= SHORTEST and short in text and (not whole or not _otherwise(short, text))
    ]


def _otherwise(short: str, text: str) -> bool:
    """恩施 in 恩施州 is the state and not the city of that stem."""
    return re.search(re.escape(short) + r"(?![省市州县区])", text) is None


def _only(said: Sequence[tuple[int, Named]]) -> Named | None:
    longest = max((length for length, _ in said), default=0)
    best = {unit for length, unit in said if length == longest}
    return best.pop() if len(best) == 1 else None


def plain(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text))


def stem(name: str) -> str:
    """What is left of a name without its kind: 丁寨供电所 → 丁寨."""
    short = _ENDS.sub("", name)
    return _ENDS.sub("", short) if len(short) > SHORTEST else short
