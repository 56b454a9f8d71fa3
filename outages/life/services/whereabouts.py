"""Whose an outage is, and where: from its device, the named equipment, or its first customer."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid
from command_center.ground.network.models import Branch, NodeKind, SupplyNode
from command_center.ground.organisation.models import CENTRES, OrgUnit
from customers.models import ServicePoint
from outages.life.scope import Scope


@dataclass(frozen=True)
class Whereabouts:
    """Fields of an outage's row that follow from its place in the network. Coordinates WGS-84 degrees or None."""

    centre_id: int
    operating_org_id: int
    serving_org_id: int
    org_path: str
    device_id: int | None
    node_id: int | None
    feeder_id: int | None
    latitude: float | None
    longitude: float | None

    def fields(self) -> dict[str, Any]:
        return dict(self.__dict__)


def whereabouts(*, device_id: int | None, node_id: int | None, scope: Scope) -> Whereabouts:
    """Raises ``Invalid`` when nothing says where the outage is."""
    device = Branch.objects.select_related("from_node").filter(pk=device_id).first() if device_id else None
    equipment_id = node_id or _equipment_of(device)
    node = SupplyNode.objects.filter(pk=equipment_id).first() if equipment_id else None
    first = None if device or node else _first_point(scope)
    owner: Any = device or node or (first.transformer if first else None)
    if owner is None:
        raise Invalid(_("Nothing says where this outage is."), pointer="/device")
    spots: list[Any] = [device.from_node if device else None, first, node, owner if first else None]
    spot = next((spot for spot in spots if spot is not None and spot.latitude is not None), None)
    return Whereabouts(
        centre_id=centre_of(owner.org_path) or owner.serving_org_id,
        operating_org_id=owner.operating_org_id,
        serving_org_id=owner.serving_org_id,
        org_path=owner.org_path,
        device_id=device.pk if device else None,
        node_id=node.pk if node else (first.transformer_id if first else None),
        feeder_id=(device.feeder_id if device else None) or feeder_of(node or owner),
        latitude=spot.latitude if spot else None,
        longitude=spot.longitude if spot else None,
    )


def _equipment_of(device: Branch | None) -> int | None:
    """The named equipment a device stands for: its transformer, else its feeder."""
    return (device.transformer_id or device.feeder_id) if device else None


def centre_of(org_path: str) -> int | None:
    """The nearest command centre on the way up."""
    parts = org_path.strip("/").split("/")
    above = ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1)]
    centres = OrgUnit.objects.filter(path__in=above, level__in=CENTRES).order_by("-path")
    return centres.values_list("pk", flat=True).first()


def feeder_of(node: Any) -> int | None:
    """The feeder a named piece of equipment hangs on; itself when it is one."""
    while isinstance(node, SupplyNode):
        if node.kind == NodeKind.FEEDER:
            return node.pk
        node = node.parent
    return None


def _first_point(scope: Scope) -> ServicePoint | None:
    points = ServicePoint.objects.select_related("transformer").order_by("pk")
    lists = scope.lists()
    for field, ids in (
        ("pk__in", lists["service_point_ids"]),
        ("node_id__in", lists["node_ids"]),
        ("transformer_id__in", lists["transformer_ids"] + lists["unmapped_transformer_ids"]),
    ):
        if ids and (point := points.filter(**{field: ids}).first()):
            return point
    return None
