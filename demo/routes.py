"""Where an invented line runs: a trunk from its substation through its station's area, laterals leaving it sideways. Pure.

Places are (lat, lon) in degrees; directions are angles in a plane whose axes are east and north in degrees of latitude.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from command_center.ground.core.geo import haversine_m

Spot = tuple[float, float]

SHRINK = math.cos(math.radians(30.9))
# Degrees of latitude: length of the trunk within the area, and from one transformer of a lateral to the next.
TRUNK = {True: 0.018, False: 0.055}
STEP = {True: 0.0025, False: 0.0065}
FAN = math.radians(140)
SAME_PLACE = 0.012  # a substation in the middle of its area sends feeders in all directions


class Placed(Protocol):
    @property
    def spot(self) -> Spot: ...


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True)
class Route:
    """A straight way with a slight bend: from ``start`` in direction ``angle``, ``length`` degrees, steps of ``stride``."""

    start: Spot
    angle: float
    length: float
    stride: float
    bend: float = 0.0

    def at(self, share: float) -> Spot:
        """The place after a share (0 to 1) of the length."""
        side = math.sin(math.pi * share) * self.bend * self.length
        return _moved(_moved(self.start, self.angle, share * self.length), self.angle + math.pi / 2, side)

    def branching(self, spot: Spot, turn: float) -> "Route":
        return Route(spot, self.angle + turn, self.stride * 4, self.stride)

    def step(self, number: int, rng: np.random.Generator) -> Spot:
        """The place of the ``number``-th transformer, a little beside the line."""
        off = rng.normal(0, 0.12, 2) * self.stride
        lat, lon = _moved(self.start, self.angle, number * self.stride)
        return lat + float(off[0]), lon + float(off[1])


def fanned(source: Spot, station: Spot, nth: int, of: int, *, urban: bool, rng: np.random.Generator) -> Route:
    """The trunk of the ``nth`` of ``of`` feeders from a substation into the area around a station."""
    north, east = station[0] - source[0], (station[1] - source[1]) * SHRINK
    bend, length = float(rng.uniform(-0.12, 0.12)), TRUNK[urban] * float(rng.uniform(0.8, 1.2))
    if math.hypot(north, east) < SAME_PLACE:
        angle = 2 * math.pi * (nth + float(rng.uniform(0.1, 0.5))) / of
        return Route(_moved(source, angle, length * 0.1), angle, length, STEP[urban], bend)
    heading = math.atan2(north, east)
    angle = heading + FAN * ((nth + 0.5) / of - 0.5) + float(rng.uniform(-0.15, 0.15))
    start = _moved(station, heading + math.pi, length * 0.2)
    return Route(start, angle, length, STEP[urban], bend)


def nearest_first(spot: Spot, places: Sequence[P]) -> list[P]:
    return sorted(places, key=lambda place: metres(spot, place.spot))


def metres(one: Spot, other: Spot) -> float:
    return haversine_m(*one, *other)


def between(one: Spot, other: Spot, share: float) -> Spot:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def _moved(spot: Spot, angle: float, length: float) -> Spot:
    return spot[0] + math.sin(angle) * length, spot[1] + math.cos(angle) * length / SHRINK
