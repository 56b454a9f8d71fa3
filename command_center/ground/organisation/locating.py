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

from command_center.ground.core.geo import FloatArray, distance_matrix_m, distances_m

Index = NDArray[np.intp]

URBAN, RURAL, REMOTE = "URBAN", "RURAL", "REMOTE"

County = tuple[int, str, BaseGeometry]
"""(org_id of the centre, adcode, area)"""
Grid = tuple[int, int, BaseGeometry]
"""(grid_id, unit_id, area)"""
Unit = tuple[int, int, str, float, float]
"""(unit_id, centre_id, kind, lat, lon of the base)"""

URBAN_KINDS = frozenset({"SERVICE_STATION", "REPAIR_CREW_BASE"})
"""Kinds of unit that work in town: stations of the urban districts and crews based in the county seat."""


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
        self._units = sorted(units, key=lambda row: row[0])
        self._county_tree = STRtree([area for _, _, area in self._counties])
        self._grid_tree = STRtree([area for _, _, area in self._grids])
        self._bases = np.array([row[3:5] for row in self._units], dtype=np.float64).reshape(-1, 2)
        self._unit_of_grid = _places([unit_id for _, unit_id, _ in self._grids], [row[0] for row in self._units])
        self._units_of_centre = _groups([row[1] for row in self._units])
        self._remote_beyond_m = remote_beyond_m
        self._urban_kinds = urban_kinds

    def locate(self, lat: float, lon: float) -> Place | None:
        """The place of one point, or None outside every county."""
        return self.locate_many([(lat, lon)])[0]

    def locate_many(self, lat_lons: ArrayLike) -> list[Place | None]:
        """The place of each of n points given as rows of (lat, lon); 100,000 points take half a second."""
        spots = np.asarray(lat_lons, dtype=np.float64).reshape(-1, 2)
        shapes = points(spots[:, 1], spots[:, 0])
        counties = _first_hits(self._county_tree, shapes)
        grids = _first_hits(self._grid_tree, shapes)
        units = self._serving_units(spots, counties, grids)
        distances = self._distances_to(units, spots)
        rows = zip(counties.tolist(), grids.tolist(), units.tolist(), distances.tolist(), strict=True)
        return [self._place(*row) for row in rows]

    def _serving_units(self, spots: FloatArray, counties: Index, grids: Index) -> Index:
        """Place of the serving unit of each point in the list of units, -1 for none.

        It is the grid's own unit; where no grid covers the point, the nearest base of its centre.
        """
        units = np.where(grids >= 0, self._unit_of_grid[grids], -1)
        for county in np.unique(counties[(counties >= 0) & (units < 0)]):
            here = (counties == county) & (units < 0)
            own = self._units_of_centre.get(self._counties[county][0])
            if own is not None:
                units[here] = own[distance_matrix_m(spots[here], self._bases[own]).argmin(axis=1)]
        return units

    def _distances_to(self, units: Index, spots: FloatArray) -> FloatArray:
        if not self._units:
            return np.full(len(spots), np.nan)
        return distances_m(spots, self._bases[units])

    def _place(self, county: int, grid: int, unit: int, distance_m: float) -> Place | None:
        if county < 0:
            return None
        centre_id, adcode, _ = self._counties[county]
        grid_id = self._grids[grid][0] if grid >= 0 else None
        if unit < 0:
            return Place(centre_id, adcode, None, grid_id, RURAL, None)
        # On a shared border county and grid may name different centres; the unit that drives decides.
        unit_id, unit_centre_id, kind = self._units[unit][:3]
        return Place(unit_centre_id, adcode, unit_id, grid_id, self.area_kind(kind, distance_m), distance_m)

    def area_kind(self, unit_kind: str, distance_m: float = inf) -> str:
        """Urban by the kind of the serving unit, else rural, and remote beyond a straight-line distance.

        Our interpretation: the promise speaks of "特殊边远地区" without measuring it; a local list may replace it.
        """
        if unit_kind in self._urban_kinds:
            return URBAN
        return REMOTE if distance_m > self._remote_beyond_m else RURAL


def _places(wanted: Sequence[int], ids: Sequence[int]) -> Index:
    """Where each wanted id stands in ``ids``, -1 where it does not; one -1 more, so that index -1 finds "none"."""
    place = {known: index for index, known in enumerate(ids)}
    return np.array([*(place.get(one, -1) for one in wanted), -1], dtype=np.intp)


def _groups(keys: Sequence[int]) -> dict[int, Index]:
    """The places at which each key occurs."""
    groups: dict[int, list[int]] = {}
    for place, key in enumerate(keys):
        groups.setdefault(key, []).append(place)
    return {key: np.array(places, dtype=np.intp) for key, places in groups.items()}


def _first_hits(tree: STRtree, shapes: NDArray[np.object_]) -> Index:
    """For each point the first area that covers it, -1 for none."""
    hits = np.full(len(shapes), -1, dtype=np.intp)
    found, areas = tree.query(shapes, predicate="covered_by")
    order = np.lexsort((areas, found))[::-1]  # written backwards, the lowest area of each point stays
    hits[found[order]] = areas[order]
    return hits
