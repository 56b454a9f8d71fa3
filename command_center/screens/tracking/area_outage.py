"""The customer's own order belongs to an outage: how many are dark around, what is being done, when power will be back."""

from datetime import datetime
from typing import Any

from command_center.ground.core.values import iso
from command_center.ground.network.models import DeviceKind
from command_center.screens.status.masking import rounded
from command_center.screens.status.words import CREW, WORKING, crew_state
from outages.life.choices import BY_HAND
from outages.life.states import DARK
from outages.models import PREARRANGED, EstimateSource, Outage
from workorders.models import WorkOrder


def area_outage(order: WorkOrder, *, at: datetime) -> dict[str, Any] | None:
    """``{"customers", "transformer", "crew", "back_at", "sure"}``; None when power is back or the call stands alone.

    ``customers`` is rounded, None for fewer than five. An estimate is fairly sure when a person gave it or works on site.
    """
    outage = (
        Outage.objects.filter(orders__order=order, status__in=[status.value for status in DARK])
        .select_related("device", "lead_order")
        .first()
    )
    if outage is None:
        return None
    planned = outage.kind in PREARRANGED
    crew = crew_state(outage.lead_order.status if outage.lead_order else None, planned=planned)
    back_at = outage.etr_at or outage.planned_end_at
    by_hand = outage.etr_source in {EstimateSource(source).value for source in BY_HAND}
    return {
        "customers": rounded(outage.customers_out),
        "transformer": bool(outage.device and outage.device.device == DeviceKind.TRANSFORMER),
        "crew": str(CREW[crew]),
        "back_at": iso(back_at) if back_at and back_at > at else None,
        "sure": planned or by_hand or crew == WORKING,
    }
