"""Candidate crews: which are weighed for which order, and which of them could be asked at all right now.

Who may go is the planner's table (``dispatch/eligibility.py``) and nothing else; here only jurisdiction narrows what it
looks at, for the crews of a centre are dozens.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from command_center.ground.core.prepared import prepared
from dispatch.models import Assignment, Crew, Offer, Shift
from workorders.models import WorkOrder


def crews_by_order(orders: Sequence[WorkOrder]) -> dict[int, list[int]]:
    """Order id → ids of the crews that serve its place, in one query: those of its centre, and those of a unit above."""
    by_centre: dict[int, list[int]] = {}
    by_path: dict[str, list[int]] = {}
    above = {path for order in orders for path in paths_above(order.org_path)}
    for crew_id, centre_id, path in _crews_at([*{order.centre_id for order in orders}], sorted(above)):
        by_centre.setdefault(centre_id, []).append(crew_id)
        by_path.setdefault(path, []).append(crew_id)
    # Orders of one place share one list: they are many, the places few.
    places = {(order.centre_id, order.org_path) for order in orders}
    lists = {place: _serving(*place, by_centre, by_path) for place in places}
    return {order.pk: lists[order.centre_id, order.org_path] for order in orders}


@prepared
def _crews_at(centre_ids: list[int], paths: list[str]) -> "QuerySet[Crew, tuple[int, int, str]]":
    serving = Q(centre_id__in=centre_ids) | Q(org_path__any_of=paths)
    return Crew.objects.filter(serving, active=True).order_by("pk").values_list("pk", "centre_id", "org_path")


def free_crews(at: datetime) -> "QuerySet[Crew]":
    """Crews that any order could be put before: on duty, with room, and no offer to answer."""
    mine = {"crew": OuterRef("pk")}
    held = Assignment.objects.in_hand().filter(**mine).order_by().values("crew").annotate(n=Count("pk"))
    return Crew.objects.filter(
        Exists(Shift.objects.running(at).filter(**mine)),
        ~Exists(Offer.objects.open().filter(**mine)),
        active=True,
        workload_limit__gt=Coalesce(Subquery(held.values("n"), output_field=IntegerField()), 0),
    )


def _serving(
    centre_id: int, org_path: str, by_centre: dict[int, list[int]], by_path: dict[str, list[int]]
) -> list[int]:
    crews = set(by_centre.get(centre_id, ()))
    for path in paths_above(org_path):
        crews.update(by_path.get(path, ()))
    return sorted(crews)


def paths_above(path: str) -> Collection[str]:
    """``42/4228/422826/`` → itself and every unit's path above it."""
    return [path[: end + 1] for end, letter in enumerate(path) if letter == "/"]
