"""The waiting list: orders that nobody could take are looked at in turn, wherever a crew could be asked by now."""

import time
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, Q

from dispatch.selectors.candidate_crews import free_crews, paths_above
from dispatch.services.routing import SUGGESTION, route_orders
from workorders.models import WorkOrder

PER_CENTRE = 300
AT_ONCE = 1000
# Less than the beat's ten seconds: what is left over is first in the next turn.
SECONDS = 8.0


class Waiting(NamedTuple):
    order_id: int
    centre_id: int
    org_path: str


def route_waiting(*, at: datetime, centre_ids: Collection[int] | None = None, seconds: float = SECONDS) -> int:
    """Look once at every waiting order that a free crew serves, gravest and longest unseen first; how many.

    With ``seconds`` of 0 one batch is looked at, which is what fits into the transaction of a reaction.
    """
    turn, looked, until = _in_turn(centre_ids), 0, time.monotonic() + seconds
    while turn := _served(turn, at):
        batch = _next_batch(turn)
        route_orders(order_ids=[order.order_id for order in batch], at=at)
        looked += len(batch)
        if time.monotonic() >= until:
            break
        seen = set(batch)
        turn = [order for order in turn if order not in seen]
    return looked


def _in_turn(centre_ids: Collection[int] | None) -> list[Waiting]:
    # A suggestion waits for a person and is left alone; whatever else draws attention to an order, it needs a crew.
    waiting = WorkOrder.objects.waiting_for_crew().not_asked_for(SUGGESTION)
    here = Q() if centre_ids is None else Q(centre_id__in=centre_ids)
    last_look = F("routing_look__looked_at").asc(nulls_first=True)
    rows = waiting.filter(here).order_by("grade", last_look, "next_due_at", "pk")
    return [Waiting(*row) for row in rows.values_list("pk", "centre_id", "org_path")]


def _served(turn: list[Waiting], at: datetime) -> list[Waiting]:
    """Those that some crew could be asked for: in a storm most centres have none, and looking there helps nobody."""
    if not turn:
        return []
    free = free_crews(at).values_list("centre_id", "org_path")
    centres, paths = {centre for centre, _ in free}, {path for _, path in free}
    return [order for order in turn if order.centre_id in centres or not paths.isdisjoint(paths_above(order.org_path))]


def _next_batch(turn: list[Waiting]) -> list[Waiting]:
    """The first of every centre, then the second of every centre …: a large centre does not keep the others waiting."""
    place: Counter[int] = Counter()
    ranked = []
    for order in turn:
        ranked.append((place[order.centre_id], order))
        place[order.centre_id] += 1
    fair = sorted((row for row in ranked if row[0] < PER_CENTRE), key=lambda row: row[0])
    return [order for _, order in fair[:AT_ONCE]]
