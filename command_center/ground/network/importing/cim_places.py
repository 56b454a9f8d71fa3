"""Where CIM's equipment lies: Location and its PositionPoints, x east and y north in degrees. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from command_center.ground.network.importing.cim_objects import CimObject, CimObjects
from command_center.ground.network.importing.records import on_earth

Place = tuple[float | None, float | None]
NOWHERE: Place = (None, None)
WGS84 = ("4326", "CRS84", "WGS84", "WGS 84", "4490")  # CGCS2000 (4490) is the same to within a metre


class Places:
    def __init__(self, objects: CimObjects, drawing: bool) -> None:
        self.objects = objects
        self.points: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
        for point in [] if drawing else objects.of("PositionPoint"):
            self._add(point)
        for points in self.points.values():
            points.sort()

    def of_nodes(self, terminals: Mapping[str, Sequence[CimObject]]) -> dict[str, Place]:
        """Node id → (latitude, longitude): the end of a line that lies there, else the equipment that hangs there."""
        ends: dict[str, Place] = {}
        spots: dict[str, Place] = {}
        for equipment_id, tied in terminals.items():
            equipment = self.objects.at(equipment_id)
            points = self.points.get(equipment.get("PowerSystemResource.Location") if equipment else "", [])
            for terminal, (_, x, y) in zip(tied, points[:1] + points[-1:], strict=False):
                if (place := on_earth(y, x)) != NOWHERE:
                    (ends if len(points) > 1 else spots).setdefault(terminal.get("Terminal.ConnectivityNode"), place)
        return {**spots, **ends}

    def _add(self, point: CimObject) -> None:
        location = self.objects.at(point.get("PositionPoint.Location"))
        try:
            x, y = float(point.get("PositionPoint.xPosition")), float(point.get("PositionPoint.yPosition"))
            number = float(point.get("PositionPoint.sequenceNumber") or 0)
        except ValueError:
            return
        if location is not None and self._is_wgs84(location):
            self.points[location.id].append((number, x, y))

    def _is_wgs84(self, location: CimObject) -> bool:
        system = self.objects.at(location.get("Location.CoordinateSystem"))
        urn = system.get("CoordinateSystem.crsUrn") if system else ""
        return not urn or any(name in urn for name in WGS84)
