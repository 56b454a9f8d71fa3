"""Distances on the sphere and a grid to blur a place.

Coordinates are always ``(lat, lon)`` in WGS-84 degrees, distances metres unless a name says otherwise. For the datums of
Chinese maps see datum.py.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_M = 6_371_008.8  # mean radius of the WGS-84 ellipsoid (IUGG R1)

FloatArray = NDArray[np.float64]


def haversine_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance between two points, in metres."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half_north = math.sin((other_phi - phi) / 2)
    half_east = math.sin(math.radians(other_lon - lon) / 2)
    chord = half_north * half_north + math.cos(phi) * math.cos(other_phi) * half_east * half_east
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


def distance_matrix_m(origins: ArrayLike, destinations: ArrayLike) -> FloatArray:
    """Great-circle metres from each of m origins to each of n destinations.

    Both arguments are arrays of shape (count, 2) holding lat, lon; the answer has shape (m, n).
    """
    return _great_circle_m(_radians(origins)[:, None, :], _radians(destinations)[None, :, :])


def distances_m(origins: ArrayLike, destinations: ArrayLike) -> FloatArray:
    """Great-circle metres row by row: shapes (n, 2) and (n, 2) give (n,)."""
    return _great_circle_m(_radians(origins), _radians(destinations))


def _radians(lat_lons: ArrayLike) -> FloatArray:
    return np.radians(np.asarray(lat_lons, dtype=np.float64).reshape(-1, 2))


def _great_circle_m(start: FloatArray, end: FloatArray) -> FloatArray:
    half_north = np.sin((end[..., 0] - start[..., 0]) / 2)
    half_east = np.sin((end[..., 1] - start[..., 1]) / 2)
    chord = half_north**2 + np.cos(start[..., 0]) * np.cos(end[..., 0]) * half_east**2
    metres: FloatArray = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(1.0, chord)))
    return metres


def coarsen(lat: float, lon: float, metres: float) -> tuple[float, float]:
    """The centre of the grid cell of about ``metres`` a side that holds the point.

    Used where a place may be shown only roughly: neighbours in one cell become one point.
    """
    if metres <= 0:
        raise ValueError(f"a grid cell needs a positive size, not {metres}")
    step_lat = math.degrees(metres / EARTH_RADIUS_M)
    row = math.floor(lat / step_lat)
    cell_lat = (row + 0.5) * step_lat
    # East-west steps are measured at the row's own middle, so that cells of one row line up.
    step_lon = step_lat / max(math.cos(math.radians(cell_lat)), 1e-6)
    cell_lon = (math.floor(lon / step_lon) + 0.5) * step_lon
    return max(-90.0, min(90.0, cell_lat)), max(-180.0, min(180.0, cell_lon))
