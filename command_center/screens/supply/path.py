"""The supply path of an order or an outage: its devices by name from the place up to the substation, and its lines."""

from typing import Any

from command_center.ground.core.api.geojson import feature
from command_center.ground.network.api.devices_told import told_of
from command_center.ground.network.models import NodeKind, SupplyNode
from command_center.ground.network.selectors.supply_way import (
    OnWay,
    SupplyWay,
    way_to_device,
    way_to_node,
    way_to_transformer,
)
from outages.models import Outage
from workorders.models import WorkOrder


def path_of_order(order: WorkOrder) -> dict[str, Any]:
    """From the customer's connection, else from the equipment that the order names, else from its outage's device."""
    point = order.service_point
    if point is not None:
        way = way_to_node(point.node_id) if point.node_id else way_to_transformer(point.transformer_id)
        return _told(way, point.transformer_id)
    if order.node_id:
        return _told(way_to_transformer(order.node_id), order.node_id)
    outage = Outage.objects.filter(orders__order=order).order_by("pk").first()
    return path_of_outage(outage) if outage else _told(None, None)


def path_of_outage(outage: Outage) -> dict[str, Any]:
    """From the judged device, or the equipment that is off; of several devices of a plan from the first."""
    if outage.device_id:
        return _told(way_to_device(outage.device_id), outage.node_id or outage.feeder_id)
    node_id = outage.node_id or outage.feeder_id
    return _told(way_to_transformer(node_id) if node_id else None, node_id)


def _told(way: SupplyWay | None, node_id: int | None) -> dict[str, Any]:
    """``node_id``: the named equipment; where the graph does not have it, its feeder is that of the supply tree."""
    above = _above(way.feeder_id if way and way.feeder_id else node_id)
    named = _above(node_id)
    devices = way.devices if way else []
    return {
        "traced": way is not None,
        "live": way.live if way else None,
        "transformer": _brief(named.get(NodeKind.TRANSFORMER)),
        "feeder": _brief(above.get(NodeKind.FEEDER)),
        "substation": _brief(above.get(NodeKind.SUBSTATION)),
        "devices": [_device(one) for one in devices],
        "map": {"type": "FeatureCollection", "features": _features(way, above.get(NodeKind.SUBSTATION))},
    }


def _above(node_id: int | None) -> dict[str, SupplyNode]:
    """Kind → the named equipment from this one up to its substation. One query."""
    chain = SupplyNode.objects.select_related("parent__parent__parent").filter(pk=node_id).first() if node_id else None
    found: dict[str, SupplyNode] = {}
    while chain is not None:
        found[chain.kind] = chain
        chain = chain.parent
    return found


def _brief(node: SupplyNode | None) -> dict[str, str] | None:
    return {"code": node.code, "name": node.name} if node else None


def _device(one: OnWay) -> dict[str, Any]:
    return {**told_of(one.device), "customers": one.customers}


def _features(way: SupplyWay | None, substation: SupplyNode | None) -> list[dict[str, Any]]:
    lines = [feature("LineString", line, what="line") for line in way.lines] if way else []
    points = [
        feature("Point", list(one.device.place), what="device", **_device(one))
        for one in (way.devices if way else [])
        if one.device.place
    ]
    if substation is None:
        return lines + points
    place = [substation.longitude, substation.latitude]
    return [*lines, *points, feature("Point", place, what="substation", code=substation.code, name=substation.name)]
