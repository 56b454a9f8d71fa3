"""Between the rows and the planner: orders as it wants them, and its answer as rows of JSON."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db.models import QuerySet

from command_center.ground.core.prepared import prepared
from dispatch.models import Offer
from dispatch.proposal import Decision as Proposal
from dispatch.proposal import Job
from dispatch.querysets import ASKED_AGAIN_AFTER
from workorders.models import FaultKind, WorkOrder

# What a fault of this kind needs. Unknown and quality faults begin at low voltage; the crew escalates if it is more.
SKILLS: dict[str, frozenset[str]] = {
    FaultKind.MV: frozenset({"MV"}),
    FaultKind.METERING: frozenset({"METERING"}),
}
LV_SKILL = frozenset({"LV"})
EXPECTED_MINUTES = 30.0
CREWS_FOR_GRADE_1 = 2
NOBODY: Mapping[int, frozenset[int]] = MappingProxyType({})


def jobs_of(orders: Sequence[WorkOrder], *, at: datetime, without: Mapping[int, frozenset[int]] = NOBODY) -> list[Job]:
    """``without`` maps an order's id to crews that shall not be asked, besides those that turned it down."""
    refused = _refused([order.pk for order in orders], at=at)
    nobody: frozenset[int] = frozenset()
    return [job_of(order, refused.get(order.pk, nobody) | without.get(order.pk, nobody)) for order in orders]


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
        excluded_crew_ids=excluded,
    )


def _refused(order_ids: Iterable[int], *, at: datetime) -> dict[int, frozenset[int]]:
    refused: dict[int, set[int]] = defaultdict(set)
    for order_id, crew_id in _turned_down(list(order_ids), at - ASKED_AGAIN_AFTER):
        refused[order_id].add(crew_id)
    return {order_id: frozenset(crews) for order_id, crews in refused.items()}


@prepared
def _turned_down(order_ids: list[int], since: datetime) -> "QuerySet[Offer, tuple[int, int]]":
    return Offer.objects.turned_down(since).filter(order_id__in=order_ids).values_list("order_id", "crew_id")


def candidate_rows(proposal: Proposal) -> list[dict[str, Any]]:
    """What a decision stores and what a dispatcher may argue with."""
    return [
        {
            "rank": candidate.rank,
            "crew_id": candidate.crew_id,
            "crew_name": candidate.crew_name,
            "eta_minutes": round(candidate.eta_minutes, 1),
            "distance_km": round(candidate.distance_km, 2),
            "score": round(candidate.score, 2),
            "score_parts": {name: round(value, 2) for name, value in candidate.score_parts.items()},
            "reasons": list(candidate.reasons),
            "eligible": True,
        }
        for candidate in proposal.candidates
    ]


def rejected_rows(proposal: Proposal) -> list[dict[str, Any]]:
    return [
        {
            "crew_id": rejection.crew_id,
            "crew_name": rejection.crew_name,
            "distance_km": round(rejection.distance_km, 2),
            "why": list(rejection.why),
        }
        for rejection in proposal.rejected
    ]
