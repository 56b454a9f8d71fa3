"""What contains what in CIM: bay → voltage level → substation, feeder → substation. Pure."""

from command_center.ground.network.columns import Notes
from command_center.ground.network.importing.cim_objects import CONTAINERS, CimObject, CimObjects

UP = (
    "VoltageLevel.Substation",
    "Bay.VoltageLevel",
    "Bay.Substation",
    "Feeder.NormalEnergizingSubstation",
    "Equipment.EquipmentContainer",
)


class Tree:
    """Walks up from a container; a container that contains itself is noted once and ends the walk."""

    def __init__(self, objects: CimObjects, notes: Notes) -> None:
        self.objects = objects
        for container in objects.of(*sorted(CONTAINERS)):
            if self._returns_to(container):
                notes.add(container.file, container.line, container.kind, "containment_cyclic")

    def equipment_above(self, id: str, kind: str = "") -> CimObject | None:
        """The nearest feeder or substation at or above ``id``, or the nearest of ``kind``."""
        wanted = (kind,) if kind else ("Feeder", "Substation")
        return next((found for found in self._up(id) if found.kind in wanted), None)

    def voltage_of(self, id: str) -> str:
        """Id of the base voltage of the nearest voltage level, '' without one."""
        return next((v for found in self._up(id) if (v := found.get("VoltageLevel.BaseVoltage"))), "")

    def _returns_to(self, container: CimObject) -> bool:
        return any(container.id == self._parent(above) for above in self._up(container.id))

    def _up(self, id: str) -> list[CimObject]:
        way: dict[str, CimObject] = {}
        at = self.objects.at(id)
        while at is not None and at.id not in way:
            way[at.id] = at
            at = self.objects.at(self._parent(at))
        return list(way.values())

    def _parent(self, container: CimObject) -> str:
        return next((id for name in UP if (id := container.get(name))), "")
