"""Edges joined into lines for a map. Pure: what meets at a point that only two of them share becomes one line."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeVar

Place = TypeVar("Place", bound=Hashable)
Segment = tuple[Place, Place]


def joined(segments: Sequence[tuple[Place, Place]]) -> list[list[Place]]:
    """Every segment once, in lines as long as possible; a line ends where three meet, at an end, or closes on itself."""
    ends: dict[Place, list[int]] = defaultdict(list)
    for number, segment in enumerate(segments):
        for place in segment:
            ends[place].append(number)
    drawn: set[int] = set()
    lines: list[list[Place]] = []
    # From the ends and forks first; what is left over then are rings.
    for place in [*(p for p, at in ends.items() if len(at) != 2), *ends]:
        lines += (_walk(place, number, segments, ends, drawn) for number in ends[place] if number not in drawn)
    return lines


def _walk(
    start: Place, number: int, segments: Sequence[tuple[Place, Place]], ends: dict[Place, list[int]], drawn: set[int]
) -> list[Place]:
    line = [start]
    while number not in drawn:
        drawn.add(number)
        one, other = segments[number]
        line.append(other if line[-1] == one else one)
        beyond = [each for each in ends[line[-1]] if each not in drawn]
        if len(ends[line[-1]]) != 2 or not beyond:
            break
        number = beyond[0]
    return line
