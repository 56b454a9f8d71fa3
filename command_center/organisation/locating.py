"""Where a point lies: which centre, unit and grid serve it, and whether the drive there is urban, rural or remote.

Built once from plain rows and asked many times; the class of area decides the 45/90/120-minute clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import ArrayLike, NDArray
from shapely import STRtree, points
from shapely.geometry.base import BaseGeometry

from command_center.core.geo import distance_matrix_m

URBAN, RURAL, REMOTE = "URBAN", "RURAL", "REMOTE"

County = tuple[int, str, BaseGeometry]
"""(org_id of the centre, adcode, area)"""
Grid = tuple[int, int, BaseGeometry]
"""(grid_id, unit_id, area)"""
Unit = tuple[int, int, str, float, float]
"""(unit_id, centre_id, kind, lat, lon of the base)"""

URBAN_KINDS = frozenset({"URBAN", "URBAN_STATION", "REPAIR_BASE"})


@dataclass(frozen=True, slots=True)
class Place:
    """Who serves a point. ``unit_id`` and ``grid_id`` are None where the centre has no unit or grid there."""

    centre_id: int
    adcode: str
    unit_id: int | None
    grid_id: int | None
    area_kind: str
    distance_to_unit_m: float | None


class Locator:
    """Point → Place, over areas in WGS-84 with x = longitude."""

    def __init__(
        self,
        counties: Sequence[County],
        grids: Sequence[Grid],
        units: Sequence[Unit],
        *,
        remote_beyond_m: float = 25_000.0,
        urban_kinds: frozenset[str] = URBAN_KINDS,
    ) -> None:
        # Sorted, so that the answer on a shared border does not depend on the order of the rows.
        self._counties = sorted(counties, key=lambda row: row[0])
        self._grids = sorted(grids, key=lambda row: row[0])
        self._units = {row[0]: row for row in units}
        self._county_tree = STRtree([area for _, _, area in self._counties])
        self._grid_tree = STRtree([area for _, _, area in self._grids])
        self._units_of: dict[int, list[Unit]] = {}
        for row in sorted(units, key=lambda row: row[0]):
            self._units_of.setdefault(row[1], []).append(row)
        self._remote_beyond_m = remote_beyond_m
        self._urban_kinds = urban_kinds

    def locate(self, lat: float, lon: float) -> Place | None:
        """The place of one point, or None outside every county."""
        return self.locate_many([(lat, lon)])[0]

    def locate_many(self, lat_lons: ArrayLike) -> list[Place | None]:
        """The place of each of n points given as rows of (lat, lon)."""
        spots = np.asarray(lat_lons, dtype=np.float64).reshape(-1, 2)
        shapes = points(spots[:, 1], spots[:, 0])
        counties = _first_hits(self._county_tree, shapes)
        grids = _first_hits(self._grid_tree, shapes)
        return [
            self._place(lat, lon, county, grid)
            for (lat, lon), county, grid in zip(spots.tolist(), counties.tolist(), grids.tolist(), strict=True)
        ]

    def _place(self, lat: float, lon: float, county: int, grid: int) -> Place | None:
        if county < 0:
            return None
        centre_id, adcode, _ = self._counties[county]
        grid_id, unit = self._serving(lat, lon, centre_id, grid)
        if unit is None:
            return Place(centre_id, adcode, None, grid_id, RURAL, None)
        distance_m = float(distance_matrix_m([(lat, lon)], [unit[3:5]])[0, 0])
        return Place(unit[1], adcode, unit[0], grid_id, self.area_kind(unit[2], distance_m), distance_m)

    def _serving(self, lat: float, lon: float, centre_id: int, grid: int) -> tuple[int | None, Unit | None]:
        """The grid's own unit; where no grid covers the point, the nearest base of the centre."""
        if grid >= 0:
            grid_id, unit_id, _ = self._grids[grid]
            return grid_id, self._units.get(unit_id)
        own = self._units_of.get(centre_id, [])
        if not own:
            return None, None
        distances = distance_matrix_m([(lat, lon)], [row[3:5] for row in own])[0]
        return None, own[int(distances.argmin())]

    def area_kind(self, unit_kind: str, distance_m: float = inf) -> str:
        """Urban by the kind of the serving unit, else rural, and remote beyond a straight-line distance.

        Our interpretation: the promise speaks of "特殊边远地区" without measuring it; a local list may replace it.
        """
        if unit_kind in self._urban_kinds:
            return URBAN
        return REMOTE if distance_m > self._remote_beyond_m else RURAL


def _first_hits(tree: STRtree, shapes: NDArray[np.object_]) -> NDArray[np.intp]:
    """For each point the first area that covers it, -1 for none."""
    hits = np.full(len(shapes), -1, dtype=np.intp)
    found, areas = tree.query(shapes, predicate="covered_by")
    order = np.lexsort((areas, found))[::-1]  # written backwards, the lowest area of each point stays
    hits[found[order]] = areas[order]
    return hits
