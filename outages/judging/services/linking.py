"""Signals and their orders join an outage: one order leads and gets the crew, the others follow it."""

from collections.abc import Sequence
from datetime import datetime

from outages.judging.models.evidence import Evidence
from outages.leading.services.leaders import follow
from outages.life.choices import PREARRANGED
from outages.life.models import Outage
from workorders.engine.writing import raise_attention
from workorders.models import WorkOrder
from workorders.services.judging import explain, hold

LATE_RESTORE = "late_restore"


def join(outage_id: int, rows: Sequence[Evidence], *, at: datetime) -> Outage:
    """Let evidence speak for an outage and its orders belong to it. A planned one sends no crew: the call is explained."""
    Evidence.objects.filter(pk__in=[row.pk for row in rows]).update(outage_id=outage_id)
    order_ids = [row.order_id for row in rows if row.order_id]
    outage = Outage.objects.get(pk=outage_id)
    if not order_ids:
        return outage
    # Who is dark still after the work is over needs a crew, although his minutes count as planned.
    if outage.kind not in PREARRANGED or outage.nested_in_id is not None:
        return follow(outage_id=outage_id, order_ids=order_ids, at=at)
    return _under_a_plan(outage, order_ids, at=at)


def _under_a_plan(outage: Outage, order_ids: Sequence[int], *, at: datetime) -> Outage:
    """Inside its window a call is explained; after it the power is late, and a person asks the site (domain reference §4.5)."""
    outage = follow(outage_id=outage.pk, order_ids=order_ids, at=at, leads=False)
    calm = list(WorkOrder.objects.filter(pk__in=order_ids, hazard=False).values_list("pk", flat=True))
    if outage.planned_end_at is not None and at > outage.planned_end_at:
        raise_attention([Outage.objects.lock(outage.pk)], LATE_RESTORE)
        hold(order_ids=calm, attention=LATE_RESTORE, at=at)
        return outage
    back_at = outage.etr_at or outage.planned_end_at or at
    explain(order_ids=calm, cause="planned_outage", measures=outage.number, restored_at=back_at, at=at)
    return outage
