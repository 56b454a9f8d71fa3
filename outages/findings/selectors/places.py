"""What a crew may point at from where it stands: plain words first, then the devices up to the source."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from command_center.ground.core.errors import Invalid
from command_center.ground.network.models import Branch, DeviceKind
from command_center.ground.network.selectors.supply_path import OnPath, above_node, above_transformer, around_device
from customers.models import ServicePoint
from outages.judging.models.evidence import Extent
from outages.life.models import Outage
from outages.life.scope import Scope, scope_of
from outages.life.selectors.affected import scope_of_device
from workorders.models import WorkOrder

# A thumb's worth of buttons: whoever means another device tells the desk.
DEVICES_AT_MOST = 6
BELOW_AT_MOST = 4


@dataclass(frozen=True, kw_only=True)
class FoundPlace:
    """``customers``: how many would be dark. ``node_id``: the named equipment when there is no device."""

    extent: Extent
    customers: int
    device: Branch | None = None
    node_id: int | None = None

    @property
    def shown_closed(self) -> bool:
        """Telemetry is believed before a finding."""
        return self.device is not None and self.device.telemetered and not self.device.is_open


def places_of(order: WorkOrder) -> list[FoundPlace]:
    """The choices of an order, from the house to the feeder's breaker. Of one without a customer: around its outage's device."""
    point = order.service_point
    path = _path_of(point, order)
    devices = Branch.objects.in_bulk([row.branch_id for row in path])
    rows = [(devices[row.branch_id], row.customers) for row in path if row.branch_id in devices]
    home = _home(point, rows) if point is not None else []
    village = next((place.device for place in home if place.extent == Extent.VILLAGE), None)
    others = [(device, customers) for device, customers in rows if village is None or device.pk != village.pk]
    above = [FoundPlace(extent=Extent.DEVICE, device=d, customers=n) for d, n in others[:DEVICES_AT_MOST]]
    return sorted(home + above, key=lambda place: place.customers)


def place_named(order: WorkOrder, extent: str, code: str) -> FoundPlace:
    """The choice that was tapped. Raises ``Invalid`` for what is not among the choices of this order."""
    for place in places_of(order):
        if place.extent == extent and (
            extent != Extent.DEVICE or (place.device is not None and place.device.code == code)
        ):
            return place
    if extent == Extent.DEVICE:
        raise Invalid(_("This device is not on the way to this order's supply."), pointer="/device")
    raise Invalid(_("This cannot be said of this order."), pointer="/extent")


def scope_of_place(place: FoundPlace, point: ServicePoint | None, *, at: datetime) -> Scope:
    """Who is dark by it. Raises ``Invalid`` when the device feeds nobody alone."""
    if place.device is not None:
        scope = scope_of_device(place.device.pk, at=at)
        if not scope:
            raise Invalid(_("This device feeds nobody on its own now."), pointer="/device")
        return scope
    if point is None:
        return Scope()
    if place.extent == Extent.BUILDING and point.node_id is not None:
        return scope_of(nodes=[point.node_id])
    return (
        scope_of(transformers=[point.transformer_id]) if place.extent == Extent.VILLAGE else scope_of(points=[point.pk])
    )


def _path_of(point: ServicePoint | None, order: WorkOrder) -> list[OnPath]:
    if point is not None:
        return above_node(point.node_id) if point.node_id else above_transformer(point.transformer_id)
    device_id = Outage.objects.filter(orders__order=order).values_list("device_id", flat=True).first()
    return around_device(device_id, below_at_most=BELOW_AT_MOST) if device_id else []


def _home(point: ServicePoint, rows: Sequence[tuple[Branch, int]]) -> list[FoundPlace]:
    """The meter, the house, the building when the network knows it, and the transformer's village."""
    neighbours = ServicePoint.objects.filter(transformer_id=point.transformer_id)
    village, here = neighbours.count(), neighbours.filter(node_id=point.node_id).count() if point.node_id else 0
    transformer = next((row for row in rows if row[0].device == DeviceKind.TRANSFORMER), None)
    at = point.transformer_id
    places = [
        FoundPlace(extent=Extent.NOBODY, customers=0, node_id=at),
        FoundPlace(extent=Extent.HOUSE, customers=1, node_id=at),
    ]
    if 1 < here < village:
        places.append(FoundPlace(extent=Extent.BUILDING, customers=here, node_id=at))
    device, customers = transformer or (None, village)
    return [*places, FoundPlace(extent=Extent.VILLAGE, customers=customers, device=device, node_id=at)]
