"""Proactive repair 主动抢修: an outage that nobody has called about gets an order of its own, so that a crew goes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from outages.models import Outage, OutageKind
from outages.services.moves import lock
from outages.services.orders import lead
from outages.states import Status
from workorders.models import Source, WorkOrder
from workorders.services.intake import Report, open_fault_order

# After a trip the first call mostly comes within the minute; then its order leads, and no second one is needed.
CALLS_EXPECTED_WITHIN = timedelta(seconds=60)
AT_ONCE = 50


@transaction.atomic
def call_out(*, at: datetime) -> list[WorkOrder]:
    """Orders for outages that stand in the ledger for a minute and have none yet. Asking again opens no second one."""
    waiting = Outage.objects.filter(
        kind=OutageKind.FAULT,
        status__in=[Status.PROBABLE, Status.CONFIRMED],
        lead_order=None,
        detected_at__lte=at - CALLS_EXPECTED_WITHIN,
        customers_out__gt=0,
    )
    return [_order_for(outage_id, at=at) for outage_id in waiting.values_list("pk", flat=True)[:AT_ONCE]]


def _order_for(outage_id: int, *, at: datetime) -> WorkOrder:
    outage = lock(outage_id)
    place = outage.node.name if outage.node else ""
    device = outage.device.name or outage.device.code if outage.device else place
    report = Report(
        source=Source.ALARM,
        source_id=f"outage:{outage.number}",
        description=_("%(device)s is off, %(customers)d customers without power")
        % {"device": device, "customers": outage.customers_out},
        address=place,
        latitude=outage.latitude,
        longitude=outage.longitude,
        occurred_at=outage.started_at,
    )
    order = open_fault_order(report, at=at, alone=True).order
    lead(outage_id=outage.pk, order_id=order.pk, at=at)
    return order
