"""Orders as the planner wants them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from dispatch.models import Offer, OfferStatus
from dispatch.proposal import Job
from workorders.models import FaultKind, WorkOrder

# What a fault of this kind needs. Unknown and quality faults begin at low voltage; the crew escalates if it is more.
SKILLS: dict[str, frozenset[str]] = {
    FaultKind.MV: frozenset({"MV"}),
    FaultKind.METERING: frozenset({"METERING"}),
}
LV_SKILL = frozenset({"LV"})
EXPECTED_MINUTES = 30.0
# A crew that refused or let an offer lapse is not asked again for the same order during this time.
ASKED_AGAIN_AFTER = timedelta(minutes=30)
CREWS_FOR_GRADE_1 = 2


def jobs_of(orders: Sequence[WorkOrder], *, at: datetime) -> list[Job]:
    refused = _refused([order.pk for order in orders], at=at)
    return [job_of(order, refused.get(order.pk, frozenset())) for order in orders]


def job_of(order: WorkOrder, excluded: frozenset[int] = frozenset()) -> Job:
    return Job(
        order_id=order.pk,
        lat=order.latitude,
        lon=order.longitude,
        grade=order.grade,
        area_kind=order.area_kind,
        skills_needed=SKILLS.get(order.fault_kind, LV_SKILL),
        crews_wanted=CREWS_FOR_GRADE_1 if order.grade == 1 else 1,
        reported_at=order.reported_at,
        centre_id=order.centre_id,
        unit_id=order.unit_id,
        grid_id=order.grid_id,
        scope_path=order.org_path,
        needs_two_people=order.fault_kind == FaultKind.MV,
        expected_minutes=EXPECTED_MINUTES,
        equipment_id=order.node_id,
        excluded_crew_ids=excluded,
    )


def _refused(order_ids: Iterable[int], *, at: datetime) -> dict[int, frozenset[int]]:
    rows = Offer.objects.filter(
        order_id__in=order_ids,
        status__in=[OfferStatus.REJECTED, OfferStatus.EXPIRED, OfferStatus.WITHDRAWN],
        answered_at__gt=at - ASKED_AGAIN_AFTER,
    ).values_list("order_id", "crew_id")
    refused: dict[int, set[int]] = defaultdict(set)
    for order_id, crew_id in rows:
        refused[order_id].add(crew_id)
    return {order_id: frozenset(crews) for order_id, crews in refused.items()}
