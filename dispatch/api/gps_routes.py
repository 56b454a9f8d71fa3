"""/gps/: the door for phone apps that speak the OsmAnd form."""

from typing import Any

urlpatterns: list[Any] = []
