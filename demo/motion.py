"""How a simulated crew drives: a slightly bent line at the speed of the area. Pure arithmetic."""

import math
from dataclasses import dataclass

from command_center.ground.core.geo import haversine_m

DETOUR = 1.4
SPEED_KMH = {"URBAN": 22.0, "RURAL": 35.0, "REMOTE": 25.0}
BEND = 0.12
SHORTEST_MINUTES = 1.0

Place = tuple[float, float]
"""(lat, lon), WGS-84."""


@dataclass(frozen=True)
class Drive:
    """From one point to another in ``minutes`` of real driving."""

    from_lat: float
    from_lon: float
    to_lat: float
    to_lon: float
    minutes: float
    bend: float = BEND

    def at(self, elapsed_minutes: float) -> Place:
        """Where the crew is after so many minutes, at the end for good."""
        share = min(max(elapsed_minutes / self.minutes, 0.0), 1.0)
        north, east = self.to_lat - self.from_lat, self.to_lon - self.from_lon
        # Sideways by a half sine: no invented road, but not a ruler's line either.
        side = math.sin(math.pi * share) * self.bend
        return self.from_lat + north * share - east * side, self.from_lon + east * share + north * side

    @property
    def heading(self) -> float:
        """Degrees clockwise from north, along the straight line."""
        east = (self.to_lon - self.from_lon) * math.cos(math.radians(self.from_lat))
        return math.degrees(math.atan2(east, self.to_lat - self.from_lat)) % 360


def drive(from_lat: float, from_lon: float, to_lat: float, to_lon: float, area_kind: str, bend: float = BEND) -> Drive:
    """The drive between two points, its time from distance × detour ÷ speed."""
    km = haversine_m(from_lat, from_lon, to_lat, to_lon) * DETOUR / 1000
    minutes = max(km / SPEED_KMH.get(area_kind, 30.0) * 60, SHORTEST_MINUTES)
    return Drive(from_lat, from_lon, to_lat, to_lon, minutes, bend)


def step_towards(place: Place, goal: Place, at_most_m: float) -> Place:
    """Straight from ``place`` towards ``goal``, no further than that."""
    metres = haversine_m(*place, *goal)
    share = min(at_most_m / metres, 1.0) if metres else 1.0
    return place[0] + (goal[0] - place[0]) * share, place[1] + (goal[1] - place[1]) * share
