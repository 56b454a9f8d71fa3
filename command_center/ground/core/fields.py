"""A field that only migrations name: places were once kept as plane points too, for a search of the nearest crew by index.

A crew's centre has dozens, and the planner measures each of them exactly, so nobody searches (docs/architecture.md, *How a
crew is chosen*).
"""

from typing import Any

from django.db import models


class PlanePoint(models.Field):
    """PostgreSQL's ``point``; read as text, never written by Python."""

    def db_type(self, connection: Any) -> str:
        return "point"
