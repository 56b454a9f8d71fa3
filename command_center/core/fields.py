"""A plane point for nearest-neighbour search, computed by PostgreSQL from latitude and longitude.

The operator ``<->`` on ``point`` is planar, so longitude is scaled by cos(30.9°), the middle of Hubei: within the
province the order of distances is right to about two per cent, and the planner measures exactly afterwards.
"""

from typing import Any

from django.db import models
from django.db.models import F, Func, GeneratedField, Value

LONGITUDE_SCALE = 0.858


class PlanePoint(models.Field):
    """PostgreSQL's ``point``; read as text, never written by Python."""

    def db_type(self, connection: Any) -> str:
        return "point"


def plane_point_of(latitude: str = "latitude", longitude: str = "longitude") -> GeneratedField:
    """A stored generated column for a GiST index: ``ORDER BY place <-> point(x, y)`` then walks the index."""
    return GeneratedField(
        expression=Func(F(longitude) * Value(LONGITUDE_SCALE), F(latitude), function="point"),
        output_field=PlanePoint(),
        db_persist=True,
    )
