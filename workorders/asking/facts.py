"""How things stand with the order that a customer answers about, as the verdict wants to know it."""

from datetime import datetime, timedelta

from command_center.ground.core.geo import haversine_m
from command_center.ground.organisation.locating import Place
from command_center.ground.organisation.places import locate_many, units_by_id
from workorders.asking.models import CustomerAnswer
from workorders.asking.verdicts import Facts, Pin, Stage
from workorders.kinds import ENDS
from workorders.kinds.fault.states import AFTERCARE, AT_WORK, Status
from workorders.known_outages import SUSPECTED, known_outages
from workorders.models import StatusChange, WorkOrder
from workorders.selectors.tracking import leading

# Who presses twice says one thing. Assumed.
SAME_WORD = timedelta(minutes=10)


def stage_of(order: WorkOrder) -> Stage:
    """How far the repair is that this customer waits for; one that stands still keeps its crew."""
    status = leading(order).status
    if status in ENDS:
        return Stage.OVER
    if Status(status) in AFTERCARE:
        return Stage.BACK
    return Stage.AT_SITE if Status(status) in AT_WORK or status == Status.SUSPENDED else Stage.BEFORE


def place_of(pin: Pin | None) -> Place | None:
    """Who serves this place; None outside the province."""
    if pin is None or abs(pin.latitude) > 90 or abs(pin.longitude) > 180:
        return None
    return locate_many([(pin.latitude, pin.longitude)])[0]


def facts_of(order: WorkOrder, pin: Pin | None, place: Place | None, *, at: datetime) -> Facts:
    """Three queries at most."""
    return Facts(
        stage=stage_of(order),
        follows=order.parent_id is not None,
        is_located=order.located,
        is_inside=place is not None,
        is_own_county=place is None or _is_within(place, order),
        metres_to_supply=_metres_to_supply(order, pin),
        metres_to_place=_metres(pin, order.latitude, order.longitude),
        dark_customers=_dark_customers(order),
        said_off=_said_off(order, at),
    )


def _is_within(place: Place, order: WorkOrder) -> bool:
    """An order that words could not place stands with the province, where every county is its own."""
    return units_by_id([place.centre_id])[place.centre_id].path.startswith(order.centre.path)


def _metres(pin: Pin | None, latitude: float | None, longitude: float | None) -> float | None:
    if pin is None or latitude is None or longitude is None or abs(pin.latitude) > 90:
        return None
    return haversine_m(pin.latitude, pin.longitude, latitude, longitude)


def _metres_to_supply(order: WorkOrder, pin: Pin | None) -> float | None:
    point = order.service_point
    return _metres(pin, point.latitude, point.longitude) if point is not None else None


def _dark_customers(order: WorkOrder) -> int:
    """Of the known outage that this supply is out by. What is only suspected is outweighed by the word of who lives there."""
    if order.service_point_id is None:
        return 0
    known = known_outages([order.service_point_id]).get(order.service_point_id)
    return max(int(known["customers_out"]), 1) if known and known["status"] != SUSPECTED else 0


def _said_off(order: WorkOrder, at: datetime) -> bool:
    """Told within the last minutes by this link, and neither the order nor what it follows has moved since."""
    last = CustomerAnswer.objects.filter(order=order, rule="off_reported", at__gt=at - SAME_WORD).last()
    if last is None:
        return False
    return not StatusChange.objects.filter(order_id__in={order.pk, leading(order).pk}, at__gt=last.at).exists()
