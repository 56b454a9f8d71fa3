"""Doors of the supply paths of an order and of an outage, and of the devices of an outage."""

from typing import Any

from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from command_center.ground.core.api.bodies import described
from command_center.ground.network.api.trees import DEVICES_AT_MOST, DeviceTreeOut, told
from command_center.ground.network.selectors.device_tree import devices_around
from command_center.ground.organisation.roles import Right
from command_center.ground.organisation.scope import get_scoped, require
from command_center.screens.supply.path import path_of_order, path_of_outage
from command_center.screens.supply.shapes import SupplyPath
from outages.models import Outage
from outages.verbs.services.opening import scope_claimed
from workorders.api.acting import order_before
from workorders.models import WorkOrder


@described(responses=SupplyPath)
@api_view(["GET"])
def of_order(request: Request, number: str) -> Response:
    """How power comes to the order's customer: transformer, switches, feeder, substation, and the lines between."""
    require(request.user, Right.READ_ORDERS)
    user: Any = request.user
    order = order_before(user, WorkOrder.objects.select_related("service_point"), number)
    return Response(path_of_order(order))


@described(responses=SupplyPath)
@api_view(["GET"])
def of_outage(request: Request, number: str) -> Response:
    """How power comes to the device that is judged or planned to be off."""
    require(request.user, Right.READ_OUTAGES)
    return Response(path_of_outage(get_scoped(Outage.objects.all(), request.user, number=number)))


@described(responses=DeviceTreeOut)
@api_view(["GET"])
def devices_of_outage(request: Request, number: str) -> Response:
    """The outage's part of the network as a tree: the way from the source to its device and all below it."""
    require(request.user, Right.READ_OUTAGES)
    outage = get_scoped(Outage.objects.select_related("feeder"), request.user, number=number)
    claimed = scope_claimed(outage)
    tree = devices_around(
        branch_id=outage.device_id,
        node_ids=claimed.node_ids,
        transformer_ids=claimed.transformer_ids | claimed.unmapped_transformer_ids,
        at_most=DEVICES_AT_MOST,
    )
    return Response(told(tree, outage.feeder.name if outage.feeder else None))
