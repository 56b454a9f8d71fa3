"""How long from here to there: the port the planner asks, and its plain stand-in without roads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from command_center.ground.core.geo import distance_matrix_m

FloatArray = NDArray[np.float64]

# domain.md §3.3: straight line × 1.4 at these speeds where no road engine answers.
SPEEDS_KMH: Mapping[str, float] = MappingProxyType({"URBAN": 22.0, "RURAL": 35.0, "REMOTE": 25.0})


class Travel(Protocol):
    """A source of driving times."""

    def minutes(self, origins: FloatArray, destinations: FloatArray, area_kinds: Sequence[str]) -> FloatArray:
        """Minutes from each of m origins to each of n destinations, shape (m, n).

        Points are rows of (lat, lon) in WGS-84 degrees; ``area_kinds`` (n) is the class of each destination.
        ``inf`` means there is no way.
        """
        ...


@dataclass(frozen=True)
class StraightLineTravel:
    """Great circle × detour ÷ a speed by the class of area at the destination."""

    detour: float = 1.4
    speeds: Mapping[str, float] = field(default_factory=lambda: SPEEDS_KMH)

    def minutes(self, origins: FloatArray, destinations: FloatArray, area_kinds: Sequence[str]) -> FloatArray:
        # An unknown class of area is driven at the slowest speed: better early than promised too soon.
        slowest = min(self.speeds.values())
        kmh = np.array([self.speeds.get(kind, slowest) for kind in area_kinds], dtype=np.float64)
        metres_per_minute = kmh * (1000 / 60)
        return distance_matrix_m(origins, destinations) * self.detour / metres_per_minute[None, :]
