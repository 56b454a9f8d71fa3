"""Who leads the repair of an outage: one rule, for the service that states it and for the sweep that looks for breaches.

A live outage is led by an order with a repair still before it, or a crew is called (docs/outages.md, *Who leads*).
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from command_center.ground.core.in_flight import is_in_flight
from command_center.ground.network.events import DeviceOperated
from outages.ledger.models import Interruption
from outages.life.choices import PREARRANGED
from outages.life.models import Outage, OutageOrder
from outages.life.querysets import OutageQuerySet
from outages.life.states import DARK, LIVE, Status
from workorders.events import PowerRestored
from workorders.kinds.fault.states import AFTERCARE, REPAIR_AHEAD
from workorders.kinds.fault.states import Status as OrderStatus
from workorders.models import Pause, WorkOrder

# This pause is one customer's wish; those who are dark beside him do not wait for it.
OWN_WISH = "customer_asks_later"
CREW_GOES = ~Q(kind__in=PREARRANGED) | Q(nested_in__isnull=False)


def needs_leader(outage: Outage) -> bool:
    """Somebody is out, and not because a plan wanted it."""
    unplanned = outage.kind not in PREARRANGED or outage.nested_in_id is not None
    return Status(outage.status) in LIVE and outage.customers_out > 0 and unplanned


def is_led_by(outage: Outage, leader: WorkOrder) -> bool:
    """Whether a repair is still before this order, or its crew's word that power is back has not been heard yet."""
    status = OrderStatus(leader.status)
    if status == OrderStatus.SUSPENDED:
        return outage.customers_out <= 1 or not _own_wish(leader.pk).exists()
    if status in AFTERCARE:
        device = [outage.device_id] if outage.device_id else []
        return is_in_flight(PowerRestored, [leader.pk]) or is_in_flight(DeviceOperated, device)
    return status in REPAIR_AHEAD


def heirs_of(outage: Outage, leader: WorkOrder | None) -> list[WorkOrder]:
    """Who may lead instead, the best first: orders with a life of their own, then merged ones whose customer is dark."""
    dark = Exists(Interruption.objects.open().filter(outage=outage, service_point=OuterRef("service_point")))
    linked = WorkOrder.objects.locked().filter(outage_link__outage=outage).exclude(pk=leader.pk if leader else 0)
    orders = linked.select_related("parent").annotate(dark=dark, own_wish=Exists(_own_wish(OuterRef("pk"))))
    in_ledger = Status(outage.status) in DARK
    heirs = [each for each in orders if _may_lead(each, in_ledger=in_ledger, before=leader)]
    parent = leader.parent if leader is not None and leader.status == OrderStatus.MERGED else None
    if parent is not None and _free_to_lead(parent.pk, outage):
        return [parent, *(order for order in heirs if order.pk != parent.pk)]
    return sorted(heirs, key=lambda each: (each.status == OrderStatus.MERGED, each.grade, each.reported_at, each.pk))


def outages_without_leader() -> OutageQuerySet:
    """Live outages with somebody out that no order with a repair before it leads: what the sweep looks at."""
    ahead = Q(lead_order__status__in=[s.value for s in REPAIR_AHEAD])
    own_wish = Q(Exists(_own_wish(OuterRef("lead_order"))), customers_out__gt=1)
    nobody = Q(lead_order=None, status__in=[s.value for s in DARK])
    led = Q(lead_order__isnull=False)
    live = Outage.objects.live().filter(CREW_GOES, customers_out__gt=0)
    return live.filter(nobody | (led & ~ahead) | (led & own_wish)).order_by("pk")


def _own_wish(order_id: Any) -> QuerySet[Pause]:
    return Pause.objects.filter(order=order_id, ended_at=None, reason=OWN_WISH)


def _may_lead(order: Any, *, in_ledger: bool, before: WorkOrder | None) -> bool:
    if order.status != OrderStatus.MERGED:
        return OrderStatus(order.status) in REPAIR_AHEAD and not order.own_wish
    assert order.parent is not None  # a_merged_order_has_a_parent
    looked_after = order.parent != before and OrderStatus(order.parent.status) in REPAIR_AHEAD
    return not looked_after and (order.dark or not in_ledger or order.service_point_id is None)


def _free_to_lead(order_id: int, outage: Outage) -> bool:
    """Somebody merged the leader into another order: that one leads, unless it belongs elsewhere."""
    elsewhere = OutageOrder.objects.filter(order_id=order_id).exclude(outage=outage)
    return WorkOrder.objects.before_repair().filter(pk=order_id).exists() and not elsewhere.exists()
