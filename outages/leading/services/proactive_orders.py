"""Proactive repair 主动抢修: an outage that no order leads and nobody has called about gets one, so that a crew goes."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from command_center.ground.core.fault_isolation import run_each
from outages.leading.selectors.leading import needs_leader, outages_without_leader
from outages.leading.services.leaders import lead, leads_on
from outages.life.models import Outage
from outages.life.states import DARK, Status
from workorders.models import FaultReport, Source, WorkOrder
from workorders.services.intake import Report, open_fault_order

# After a trip the first call mostly comes within the minute; then its order leads, and no second one is needed.
CALLS_EXPECTED_WITHIN = timedelta(seconds=60)
AT_ONCE = 50


def open_missing_orders(*, at: datetime, outage_ids: Collection[int] | None = None) -> list[WorkOrder]:
    """Every live outage is led by an order with a repair before it: the next call leads, or an order is made.

    For these outages, or for all (the sweep, which holds when no event arrives). An outage that nobody has called about
    gets its order a minute after it was detected. Each in a transaction of its own; in the sweep one that fails keeps
    nobody else waiting, after an event it raises, so that its delivery is tried again. Asking again opens no second one.
    """
    waiting = outages_without_leader().values_list("pk", flat=True)
    if outage_ids is None:
        found = run_each(list(waiting[:AT_ONCE]), lambda outage_id: _call_for(outage_id, at=at))
    else:
        found = [_call_for(outage_id, at=at) for outage_id in list(waiting.filter(pk__in=outage_ids)[:AT_ONCE])]
    return [order for order in found if order is not None]


@transaction.atomic
def _call_for(outage_id: int, *, at: datetime) -> WorkOrder | None:
    outage = leads_on(outage_id=outage_id, at=at)
    expected = outage.detected_at > at - CALLS_EXPECTED_WITHIN
    if outage.lead_order_id is not None or expected or not needs_leader(outage) or Status(outage.status) not in DARK:
        return None
    order = open_fault_order(_report(outage), at=at, alone=True).order
    lead(outage_id=outage.pk, order_id=order.pk, at=at)
    return order


def _report(outage: Outage) -> Report:
    place = outage.node.name if outage.node else ""
    device = outage.device.name or outage.device.code if outage.device else place
    return Report(
        source=Source.ALARM,
        source_id=_source_id(outage),
        description=_("%(device)s is off, %(customers)d customers without power")
        % {"device": device, "customers": outage.customers_out},
        address=place,
        latitude=outage.latitude,
        longitude=outage.longitude,
        occurred_at=outage.started_at,
    )


def _source_id(outage: Outage) -> str:
    """The first order of an outage, its second one, and so on: an order that ended is not the one that is wanted now."""
    made = FaultReport.objects.filter(source=Source.ALARM, source_id__startswith=f"outage:{outage.number}").count()
    return f"outage:{outage.number}" + (f":{made + 1}" if made else "")
